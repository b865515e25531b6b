#include "aws/sandbox/rds.h"

#include <string.h>

/*
 * What RDS offers: engine versions and instance classes. Source: Aurora release calendars (versions), "Write forwarding
 * in Aurora global databases" (14.9, 15.4, 16 and up), "Supported DB engines for DB instance classes".
 */

/* clang-format off */
static const struct engine_version versions[] = {
    {"aurora-postgresql", "14.9",  "aurora-postgresql14", true, true},
    {"aurora-postgresql", "14.13", "aurora-postgresql14", true, true},
    {"aurora-postgresql", "14.15", "aurora-postgresql14", true, true},
    {"aurora-postgresql", "14.17", "aurora-postgresql14", true, true},
    {"aurora-postgresql", "15.4",  "aurora-postgresql15", true, true},
    {"aurora-postgresql", "15.5",  "aurora-postgresql15", true, true},
    {"aurora-postgresql", "15.8",  "aurora-postgresql15", true, true},
    {"aurora-postgresql", "15.10", "aurora-postgresql15", true, true},
    {"aurora-postgresql", "15.12", "aurora-postgresql15", true, true},
    {"aurora-postgresql", "15.13", "aurora-postgresql15", true, true},
    {"aurora-postgresql", "16.1",  "aurora-postgresql16", true, true},
    {"aurora-postgresql", "16.4",  "aurora-postgresql16", true, true},
    {"aurora-postgresql", "16.6",  "aurora-postgresql16", true, true},
    {"aurora-postgresql", "16.8",  "aurora-postgresql16", true, true},
    {"aurora-postgresql", "16.9",  "aurora-postgresql16", true, true},
    {"aurora-postgresql", "17.4",  "aurora-postgresql17", true, true},
    {"aurora-postgresql", "17.5",  "aurora-postgresql17", true, true},
    {"aurora-mysql", "5.7.mysql_aurora.2.11.6", "aurora-mysql5.7", true, true},
    {"aurora-mysql", "5.7.mysql_aurora.2.12.5", "aurora-mysql5.7", true, true},
    {"aurora-mysql", "8.0.mysql_aurora.3.04.3", "aurora-mysql8.0", true, true},
    {"aurora-mysql", "8.0.mysql_aurora.3.04.4", "aurora-mysql8.0", true, true},
    {"aurora-mysql", "8.0.mysql_aurora.3.08.2", "aurora-mysql8.0", true, true},
    {"aurora-mysql", "8.0.mysql_aurora.3.10.0", "aurora-mysql8.0", true, true},
};

static const struct instance_class {
    const char *family, *sizes;
    bool global;
} classes[] = {
    {"db.t3",   "medium large", false},
    {"db.t4g",  "medium large", false},
    {"db.r5",   "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge", true},
    {"db.r6g",  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge", true},
    {"db.r6i",  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge", true},
    {"db.r7g",  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge", true},
    {"db.r7i",  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge", true},
    {"db.r8g",  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge", true},
    {"db.x2g",  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge", true},
    {"db",      "serverless", true},
};
/* clang-format on */

/* ---- versions ---------------------------------------------------------------------------------------------------- */

/* "15" stands for the newest 15.x; "8.0" for the newest of that family. */
static bool stands_for(const char *asked, const char *version)
{
    size_t n = strlen(asked);
    return strncmp(version, asked, n) == 0 && (version[n] == '\0' || (n < 4 && version[n] == '.'));
}

const struct engine_version *engine_version(struct call *c, const char *engine, const char *version)
{
    const struct engine_version *best = NULL;
    bool known = false;
    for (size_t i = 0; i < COUNT(versions); i++) {
        const struct engine_version *v = &versions[i];
        if (!str_eq(v->engine, engine))
            continue;
        known = true;
        if (str_eq(v->version, version))
            return v;
        if (!*version || stands_for(version, v->version))
            best = v;
    }
    if (!known)
        refuse(c, "InvalidParameterValue", "Invalid DB engine: %.60s", engine);
    else if (!best)
        refuse(c, "InvalidParameterCombination", "Cannot find version %.60s for %s", version, engine);
    return best;
}

static const char *description(struct arena *a, const struct engine_version *v)
{
    return str_eq(v->engine, "aurora-postgresql")
               ? arena_printf(a, "Aurora PostgreSQL (Compatible with PostgreSQL %s)", v->version)
               : arena_printf(a, "Aurora MySQL %s", v->version);
}

static const struct value *upgrades_of(struct arena *a, const struct engine_version *from)
{
    struct value *list = value_list(a);
    for (size_t i = 0; i < COUNT(versions); i++) {
        const struct engine_version *to = &versions[i];
        if (!str_eq(to->engine, from->engine) || version_compare(to->version, from->version) <= 0)
            continue;
        struct value *one = value_map(a);
        value_set_str(a, one, "Engine", to->engine);
        value_set_str(a, one, "EngineVersion", to->version);
        value_set_str(a, one, "Description", description(a, to));
        value_set(a, one, "IsMajorVersionUpgrade", value_bool(a, !str_eq(to->family, from->family)));
        value_set(a, one, "AutoUpgrade", value_bool(a, false));
        value_set(a, one, "SupportsGlobalDatabases", value_bool(a, to->global));
        value_push(a, list, one);
    }
    return list;
}

static struct value *version_told(struct arena *a, const struct engine_version *v)
{
    struct value *one = value_map(a), *modes = value_list(a), *logs = value_list(a);
    bool postgres = str_eq(v->engine, "aurora-postgresql");
    const char *at = postgres ? "postgresql instance iam-db-auth-error"
                              : "audit error general slowquery instance iam-db-auth-error",
               *word;
    for (size_t n; (n = next_word(&at, &word));)
        value_push(a, logs, value_strn(a, word, n));
    value_push(a, modes, value_str(a, "provisioned"));
    value_set_str(a, one, "Engine", v->engine);
    value_set_str(a, one, "EngineVersion", v->version);
    value_set(a, one, "MajorEngineVersion", value_strn(a, v->version, strcspn(v->version, ".")));
    value_set_str(a, one, "DBParameterGroupFamily", v->family);
    value_set_str(a, one, "DBEngineDescription", postgres ? "Aurora (PostgreSQL)" : "Aurora MySQL");
    value_set_str(a, one, "DBEngineVersionDescription", description(a, v));
    value_set_str(a, one, "Status", "available");
    value_set(a, one, "SupportsGlobalDatabases", value_bool(a, v->global));
    value_set(a, one, "SupportsReadReplica", value_bool(a, false));
    value_set(a, one, "SupportsLogExportsToCloudwatchLogs", value_bool(a, true));
    value_set(a, one, "ExportableLogTypes", logs);
    value_set(a, one, "SupportedEngineModes", modes);
    value_set(a, one, "ValidUpgradeTarget", upgrades_of(a, v));
    return one;
}

static bool newest_of_family(size_t i)
{
    return i + 1 == COUNT(versions) || !str_eq(versions[i].family, versions[i + 1].family);
}

bool versions_describe(struct call *c)
{
    struct value *list = value_list(c->a);
    const char *engine = in_str(c, "Engine"), *version = in_str(c, "EngineVersion"),
               *family = in_str(c, "DBParameterGroupFamily");
    for (size_t i = 0; i < COUNT(versions); i++) {
        const struct engine_version *v = &versions[i];
        bool asked = (!*engine || str_eq(engine, v->engine)) && (!*version || stands_for(version, v->version)) &&
                     (!*family || str_eq(family, v->family)) && (!in_bool(c, "DefaultOnly") || newest_of_family(i));
        if (asked)
            value_push(c->a, list, version_told(c->a, v));
    }
    value_set(c->a, c->out, "DBEngineVersions", list);
    return true;
}

/* ---- classes ----------------------------------------------------------------------------------------------------- */

static const struct instance_class *class_of(const char *name)
{
    for (size_t i = 0; i < COUNT(classes); i++) {
        size_t n = strlen(classes[i].family);
        if (strncmp(name, classes[i].family, n) == 0 && name[n] == '.' && has_word(classes[i].sizes, name + n + 1))
            return &classes[i];
    }
    return NULL;
}

bool class_offered(const char *instance_class)
{
    return class_of(instance_class);
}

bool class_allows_global(const char *instance_class)
{
    const struct instance_class *k = class_of(instance_class);
    return k && k->global;
}

static struct value *option_told(struct call *c, const struct engine_version *v, const char *name, bool global)
{
    struct value *one = value_map(c->a), *zones = value_list(c->a);
    struct sandbox_zone all[8];
    size_t n = zones_of(c->a, c->region, all, COUNT(all));
    for (size_t i = 0; i < n; i++) {
        struct value *zone = value_map(c->a);
        value_set_str(c->a, zone, "Name", all[i].name);
        value_push(c->a, zones, zone);
    }
    value_set_str(c->a, one, "Engine", v->engine);
    value_set_str(c->a, one, "EngineVersion", v->version);
    value_set_str(c->a, one, "DBInstanceClass", name);
    value_set(c->a, one, "AvailabilityZones", zones);
    value_set_str(c->a, one, "StorageType", "aurora");
    static const char *const yes[] = {"Vpc",
                                      "SupportsStorageEncryption",
                                      "SupportsEnhancedMonitoring",
                                      "SupportsIAMDatabaseAuthentication",
                                      "SupportsPerformanceInsights",
                                      "SupportsClusters"};
    for (size_t i = 0; i < COUNT(yes); i++)
        value_set(c->a, one, yes[i], value_bool(c->a, true));
    value_set(c->a, one, "SupportsGlobalDatabases", value_bool(c->a, global && v->global));
    return one;
}

/* Taipei, opened in 2025, has none of these. */
static bool offered_in(const char *family, const char *region)
{
    return !str_eq(region, "ap-east-2") || !has_word("db.r5 db.r8g", family);
}

bool orderable_describe(struct call *c)
{
    struct value *list = value_list(c->a);
    const char *asked = in_str(c, "DBInstanceClass"), *version = in_str(c, "EngineVersion");
    for (size_t v = 0; v < COUNT(versions); v++) {
        if (!str_eq(versions[v].engine, in_str(c, "Engine")) || (*version && !stands_for(version, versions[v].version)))
            continue;
        for (size_t i = 0; i < COUNT(classes); i++) {
            const char *at = classes[i].sizes, *word;
            for (size_t n; (n = next_word(&at, &word));) {
                const char *name = arena_printf(c->a, "%s.%.*s", classes[i].family, (int)n, word);
                if (!offered_in(classes[i].family, c->region))
                    break;
                if (!*asked || str_eq(asked, name))
                    value_push(c->a, list, option_told(c, &versions[v], name, classes[i].global));
            }
        }
    }
    value_set(c->a, c->out, "OrderableDBInstanceOptions", list);
    return true;
}

/* ---- quotas ------------------------------------------------------------------------------------------------------ */

/* Source: "Quotas in Amazon RDS" of the user guide, and the names of AccountQuota in the API reference. */
bool quotas_describe(struct call *c)
{
    static const struct {
        const char *name;
        const struct sandbox_kind *kind;
        int64_t most;
    } quotas[] = {
        {"DBClusters", &kind_cluster, 40},           {"DBInstances", &kind_instance, 40},
        {"DBSubnetGroups", &kind_subnet_group, 50},  {"DBClusterParameterGroups", &kind_cluster_parameters, 50},
        {"DBParameterGroups", &kind_parameters, 50},
    };
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < COUNT(quotas); i++) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "AccountQuotaName", quotas[i].name);
        value_set(c->a, one, "Used", value_int(c->a, (int64_t)object_count(c->w, quotas[i].kind, c->region)));
        value_set(c->a, one, "Max", value_int(c->a, quotas[i].most));
        value_push(c->a, list, one);
    }
    value_set(c->a, c->out, "AccountQuotas", list);
    return true;
}

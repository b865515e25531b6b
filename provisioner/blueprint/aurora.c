#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * One Aurora global database: a cluster in every region, the first of them made where writes start. Which of them
 * writes later on is AWS's to tell. Both sides are alike but for what AWS takes on the first cluster only: the master
 * user, its password and the first database.
 *
 * What no reference says: the other clusters wait for the first writer (CreateDBCluster of a secondary is refused
 * before), and so do the primary's readers, or one of them would become the writer.
 */

/* ---- engines ----------------------------------------------------------------------------------------------------- */

struct parameter {
    const char *log; /* set when that log is exported; NULL: always */
    const char *name, *value;
};

static const struct engine {
    const char *name;
    unsigned version_parts; /* of the version that name the parameter group family: 15 of 15.10, 8.0 of 8.0.mysql... */
    struct parameter parameters[8];
} engines[] = {
    /* clang-format off */
    {"aurora-postgresql", 1, {
        {NULL,        "rds.force_ssl",            "1"}}},
    {"aurora-mysql", 2, {
        {NULL,        "require_secure_transport", "ON"},
        {"audit",     "server_audit_events",      "CONNECT,QUERY_DCL,QUERY_DDL"},
        {"audit",     "server_audit_logging",     "1"},
        {"general",   "general_log",              "1"},
        {"slowquery", "slow_query_log",           "1"}}},
    /* clang-format on */
};

/* The spec takes no other word than theirs. */
static const struct engine *engine_of(const struct site *s)
{
    size_t i = COUNT(engines) - 1;
    while (i && !str_eq(engines[i].name, value_get_str(s->config, "engine")))
        i--;
    return &engines[i];
}

/* "aurora-postgresql15", "aurora-mysql8.0". */
static const char *family_of(const struct site *s)
{
    const struct engine *e = engine_of(s);
    const char *version = value_get_str(s->config, "version");
    size_t n = 0;
    for (unsigned part = 0; part < e->version_parts && version[n]; part++) {
        n += part > 0; /* the dot */
        n += strcspn(version + n, ".");
    }
    return arena_printf(s->arena, "%s%.*s", e->name, (int)n, version);
}

/* ---- parameter and subnet groups --------------------------------------------------------------------------------- */

static bool exports(const struct site *s, const char *log)
{
    const struct value *logs = site_field(s, "log_exports");
    for (size_t i = 0; i < value_len(logs); i++)
        if (str_eq(value_str_of(value_item(logs, i)), log))
            return true;
    return false;
}

static const struct value *cluster_parameters(const struct site *s)
{
    struct value *all = value_map(s->arena);
    for (const struct parameter *p = engine_of(s)->parameters; p->name; p++)
        if (!p->log || exports(s, p->log))
            value_set_str(s->arena, all, p->name, p->value);
    return value_overlay(s->arena, all, site_field(s, "parameters"));
}

/* The family is part of name and address: a major upgrade makes new groups beside those still in use. */
static const char *group_suffix(const struct site *s)
{
    return name_clean(s->arena, family_of(s));
}

static const char *cluster_group_make(const struct site *s)
{
    struct arena *a = s->arena;
    const char *name = arena_printf(a, "cluster-parameters-%s", group_suffix(s));
    return site_make(s, "AWS::RDS::DBClusterParameterGroup", name,
                     PAIRS({"DBClusterParameterGroupName", value_str(a, name_of(s, group_suffix(s)))},
                           {"DBParameterGroupFamily", value_str(a, family_of(s))},
                           {"Description", value_str(a, "Aurora cluster")}, {"Parameters", cluster_parameters(s)}));
}

static const char *instance_group_make(const struct site *s)
{
    struct arena *a = s->arena;
    const char *name = arena_printf(a, "instance-parameters-%s", group_suffix(s));
    return site_make(s, "AWS::RDS::DBParameterGroup", name,
                     PAIRS({"DBParameterGroupName", value_str(a, name_of(s, group_suffix(s)))},
                           {"DBParameterGroupFamily", value_str(a, family_of(s))},
                           {"Description", value_str(a, "Aurora instances")},
                           {"Parameters", site_field(s, "instance_parameters")}));
}

static const char *subnet_group_make(const struct site *s)
{
    struct arena *a = s->arena;
    return site_make(s, "AWS::RDS::DBSubnetGroup", "subnet-group",
                     PAIRS({"DBSubnetGroupName", value_str(a, name_of(s, "aurora"))},
                           {"DBSubnetGroupDescription", value_str(a, "Aurora: data subnets")},
                           {"SubnetIds", network_subnets(a, s->region, "data")}));
}

/* ---- cluster ----------------------------------------------------------------------------------------------------- */

static const char *cluster_name(const struct site *s)
{
    return name_of(s, "aurora");
}

struct parts {
    const char *subnet_group, *cluster_group, *instance_group, *security_group;
};

static void log_groups_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *logs = site_field(s, "log_exports");
    for (size_t i = 0; i < value_len(logs); i++) {
        const char *log = value_str_of(value_item(logs, i));
        log_group_make(s, arena_printf(a, "log-group-%s", log),
                       value_fmt(a, "/aws/rds/cluster/%s/%s", cluster_name(s), log), NULL);
    }
}

static void after_log_groups(const struct site *s)
{
    const struct value *logs = site_field(s, "log_exports");
    for (size_t i = 0; i < value_len(logs); i++)
        site_after(s, site_address(s, arena_printf(s->arena, "log-group-%s", value_str_of(value_item(logs, i)))));
}

static const char *cluster_make(const struct site *s, const struct parts *p)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    bool first = s->region->primary;
    /* clang-format off */
    const char *cluster = site_make(s, "AWS::RDS::DBCluster", "cluster", PAIRS(
        {"DBClusterIdentifier",         value_str(a, cluster_name(s))},
        {"Engine",                      site_field(s, "engine")},
        {"EngineVersion",               site_field(s, "version")},
        {"GlobalClusterIdentifier",     value_ref(a, "global/aurora/global-cluster", "GlobalClusterIdentifier")},
        {"DatabaseName",                first ? site_field(s, "database") : NULL},
        {"DBSubnetGroupName",           value_ref(a, p->subnet_group, "DBSubnetGroupName")},
        {"VpcSecurityGroupIds",         list_of_one(a, value_ref(a, p->security_group, "GroupId"))},
        {"DBClusterParameterGroupName", value_ref(a, p->cluster_group, "DBClusterParameterGroupName")},
        {"KmsKeyId",                    key_arn(a, s->region, "aurora")},
        {"StorageEncrypted",            value_bool(a, true)},
        {"MasterUsername",              first ? site_field(s, "username") : NULL},
        {"MasterUserPassword",          first ? secret_password(a, spec, "aurora") : NULL},
        {"Port",                        site_field(s, "port")},
        {"BackupRetentionPeriod",       site_field(s, "backup.retention_days")},
        {"PreferredBackupWindow",       site_field(s, "backup.window")},
        {"PreferredMaintenanceWindow",  site_field(s, "maintenance_window")},
        {"CopyTagsToSnapshot",          value_bool(a, true)},
        {"DeletionProtection",          site_field(s, "deletion_protection")},
        {"EnableIAMDatabaseAuthentication", site_field(s, "iam_authentication")},
        {"EnableGlobalWriteForwarding", spec->n_regions > 1 ? site_field(s, "write_forwarding") : NULL},
        {"EnableCloudwatchLogsExports", site_field(s, "log_exports")},
        {"StorageType",                 site_field(s, "storage")}));
    /* clang-format on */
    after_log_groups(s);
    if (!first)
        site_after(s, arena_printf(a, "%s/aurora/instance-1", spec->regions[spec->primary].alias));
    return cluster;
}

/* ---- instances --------------------------------------------------------------------------------------------------- */

static void instance_make(const struct site *s, const struct parts *p, const char *cluster, unsigned nth)
{
    struct arena *a = s->arena;
    bool insights = value_bool_of(site_field(s, "performance_insights.enabled"));
    bool monitored = value_int_of(site_field(s, "monitoring_interval")) > 0;
    /* clang-format off */
    site_make(s, "AWS::RDS::DBInstance", arena_printf(a, "instance-%u", nth + 1), PAIRS(
        {"DBInstanceIdentifier",        value_str(a, name_of(s, arena_printf(a, "aurora-%u", nth + 1)))},
        {"DBClusterIdentifier",         value_ref(a, cluster, "DBClusterIdentifier")},
        {"DBInstanceClass",             site_field(s, "class")},
        {"Engine",                      site_field(s, "engine")},
        {"DBParameterGroupName",        value_ref(a, p->instance_group, "DBParameterGroupName")},
        {"AutoMinorVersionUpgrade",     value_bool(a, false)},
        {"PubliclyAccessible",          value_bool(a, false)},
        {"MonitoringInterval",          site_field(s, "monitoring_interval")},
        {"MonitoringRoleArn",           monitored ? value_ref(a, "global/aurora/monitoring-role", "Arn") : NULL},
        {"EnablePerformanceInsights",   value_bool(a, insights)},
        {"PerformanceInsightsRetentionPeriod",
                                        insights ? site_field(s, "performance_insights.retention_days") : NULL},
        {"PerformanceInsightsKMSKeyId", insights ? key_arn(a, s->region, "aurora") : NULL},
        {"PromotionTier",               value_int(a, nth > 0)},
        {"AvailabilityZone",            network_zone(a, s->region, nth % network_zones(s->region))}));
    /* clang-format on */
    if (s->region->primary && nth > 0)
        site_after(s, site_address(s, "instance-1"));
}

static void region_make(const struct build *b, const struct spec_region *r)
{
    struct site s = site_in(b, r, "aurora");
    const struct port ports[] = {{NULL, site_field(&s, "port"), site_field(&s, "port")}, {0}};
    struct parts p = {subnet_group_make(&s), cluster_group_make(&s), instance_group_make(&s),
                      clients_group_make(&s, "Aurora", ports)};
    log_groups_make(&s);
    const char *cluster = cluster_make(&s, &p);
    unsigned instances = (unsigned)value_int_of(site_field(&s, "instances"));
    for (unsigned nth = 0; nth < instances; nth++)
        instance_make(&s, &p, cluster, nth);
}

/* ---- of the account ---------------------------------------------------------------------------------------------- */

static void monitoring_role_make(const struct build *b)
{
    struct site s = site_global(b, "aurora");
    role_make(&s, &(struct role){.name = "monitoring",
                                 .description = "Lets RDS write enhanced monitoring to CloudWatch Logs",
                                 .trust = trust_service(&s, "monitoring.rds.amazonaws.com", true),
                                 .managed = "service-role/AmazonRDSEnhancedMonitoringRole"});
}

static void global_cluster_make(const struct build *b)
{
    struct site s = site_global(b, "aurora");
    struct arena *a = b->arena;
    site_make(&s, "AWS::RDS::GlobalCluster", "global-cluster",
              PAIRS({"GlobalClusterIdentifier", value_str(a, name_of(&s, "aurora"))},
                    {"Engine", site_field(&s, "engine")}, {"EngineVersion", site_field(&s, "version")},
                    {"DatabaseName", site_field(&s, "database")}, {"StorageEncrypted", value_bool(a, true)},
                    {"DeletionProtection", site_field(&s, "deletion_protection")}));
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

bool aurora_in(const struct spec_region *r)
{
    return section_in(r, "aurora");
}

static bool wants_role(const struct spec_region *r)
{
    const struct value *config = value_get(r->config, "aurora");
    return value_int_of(value_get(config, "monitoring_interval")) > 0 &&
           value_int_of(value_get(config, "instances")) > 0;
}

static bool first_is_there(const struct build *b)
{
    const struct spec *spec = b->spec;
    if (aurora_in(&spec->regions[spec->primary]))
        return true;
    for (size_t i = 0; i < spec->n_regions; i++) {
        struct site s = site_in(b, &spec->regions[i], "aurora");
        if (aurora_in(s.region))
            site_finding(&s, "aurora/no-primary", NULL, "give it to the region of role primary, or take it away here",
                         "a global database starts where writes start, and aurora is taken away there");
    }
    return false;
}

void aurora_make(const struct build *b)
{
    const struct spec *spec = b->spec;
    bool role = false;
    if (!first_is_there(b))
        return;
    global_cluster_make(b);
    for (size_t i = 0; i < spec->n_regions; i++) {
        const struct spec_region *r = &spec->regions[i];
        if (!aurora_in(r))
            continue;
        region_make(b, r);
        role |= wants_role(r);
    }
    if (role)
        monitoring_role_make(b);
}

#include "provisioner/preflight/wanted.h"

#include <ctype.h>
#include <string.h>

/* Aurora: of the wanted resources. */

#define CLUSTER "AWS::RDS::DBCluster"
#define INSTANCE "AWS::RDS::DBInstance"
#define GLOBAL_CLUSTER "AWS::RDS::GlobalCluster"
#define SUBNET_GROUP "AWS::RDS::DBSubnetGroup"
#define SUBSCRIPTION "AWS::RDS::EventSubscription"
/* clang-format off */
#define IDENTIFIER(at) A_TEXT(at, 1, 63, "^[A-Za-z]([A-Za-z0-9]|-[A-Za-z0-9])*$", "letters, digits and single hyphens, beginning with a letter")
/* clang-format on */

/* ---- members of a global database -------------------------------------------------------------------------------- */

static bool is_member(const struct look *l, const struct wanted *cluster)
{
    return is_set(attr(l, cluster, "GlobalClusterIdentifier"));
}

/* Whoever is made where writes start is the first; the others are told what they are. */
static bool is_secondary(const struct look *l, const struct wanted *cluster)
{
    return is_member(l, cluster) && !str_eq(cluster->alias, l->s->regions[l->s->primary].alias);
}

static const char *folded(struct arena *a, const char *s)
{
    char *copy = arena_strdup(a, s);
    for (char *c = copy; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return copy;
}

/* The same text for all members of one: a global database is the account's, and no region's. */
static const char *database_of(const struct look *l, const struct wanted *cluster)
{
    const struct value *id = attr(l, cluster, "GlobalClusterIdentifier");
    const struct wanted *global = referred(l, id);
    return global ? global->address : folded(l->c->arena, value_canonical(l->c->arena, id));
}

/* The first member of each global database, by the database. */
static struct value *firsts_of(const struct look *l)
{
    struct value *firsts = value_map(l->c->arena);
    const struct wanted *w;
    for (struct each e = each_of(l, CLUSTER, l->s->regions[l->s->primary].alias); (w = next_of(&e));)
        if (is_member(l, w))
            value_set_str(l->c->arena, firsts, database_of(l, w), w->address);
    return firsts;
}

static void own_names(const struct look *l)
{
    struct value *seen = value_map(l->c->arena);
    const struct wanted *w;
    for (struct each e = each_of(l, CLUSTER, NULL); (w = next_of(&e));) {
        const struct value *id = attr(l, w, "DBClusterIdentifier");
        const char *name = folded(l->c->arena, value_str_of(id)), *before = NULL;
        if (*name && is_member(l, w))
            before = seen_before(l, seen, arena_printf(l->c->arena, "%s %s", database_of(l, w), name), w);
        if (before)
            fault(l, w, id, NULL, "%s: %s is the name of %s, too, in the same global database", w->address,
                  shown(l, id), before);
    }
}

enum { SECONDARIES = 10 };

static void one_a_region(const struct look *l)
{
    struct value *seen = value_map(l->c->arena), *counts = value_map(l->c->arena);
    const struct wanted *w;
    for (struct each e = each_of(l, CLUSTER, NULL); (w = next_of(&e));) {
        const struct value *id = attr(l, w, "GlobalClusterIdentifier");
        const char *database = database_of(l, w), *before;
        if (!is_member(l, w))
            continue;
        before = seen_before(l, seen, arena_printf(l->c->arena, "%s %s", w->region, database), w);
        if (before)
            fault(l, w, id, NULL, "%s: %s is in %s already, and a global database has one cluster a region", w->address,
                  before, w->region);
        if (count_of(l, counts, database) == SECONDARIES + 2)
            fault(l, w, id, NULL, "%s is secondary number %d, and a global database takes %d", w->address,
                  SECONDARIES + 1, SECONDARIES);
    }
}

/* What a secondary takes over from the first member, and AWS refuses of it. */
static void inherits(const struct look *l, const struct wanted *cluster, const char *name, const char *from)
{
    const struct value *v = attr(l, cluster, name);
    if (v && is_secondary(l, cluster))
        fault(l, cluster, v, NULL, "%s: %s is not a secondary's to say: it has %s", cluster->address, name, from);
}

/* What it is made of says the rest. */
static void one_origin(const struct look *l, const struct wanted *global)
{
    static const char *const inherited[] = {"Engine", "EngineVersion", "DatabaseName", "StorageEncrypted"};
    const struct value *source = attr(l, global, "SourceDBClusterIdentifier");
    if (!source && !attr(l, global, "Engine"))
        fault(l, global, NULL, NULL, "%s: nothing says which engine it has", global->address);
    for (size_t i = 0; source && i < COUNT(inherited); i++)
        if (attr(l, global, inherited[i])) {
            fault(l, global, source, NULL, "%s: %s is not to be said of one that is made of a cluster", global->address,
                  inherited[i]);
            return;
        }
}

static void user_of_secondary(const struct look *l, const struct wanted *cluster)
{
    inherits(l, cluster, "MasterUsername", "the primary's users");
    inherits(l, cluster, "MasterUserPassword", "the primary's passwords");
}

static void database_of_secondary(const struct look *l, const struct wanted *cluster)
{
    inherits(l, cluster, "DatabaseName", "the primary's databases");
}

static void someone_may_enter(const struct look *l, const struct wanted *cluster)
{
    static const char *const names[] = {"MasterUsername", "MasterUserPassword"};
    for (size_t i = 0; i < COUNT(names) && !is_secondary(l, cluster); i++)
        if (!is_set(attr(l, cluster, names[i])))
            fault(l, cluster, NULL, NULL, "%s: a cluster that is first, or alone, needs %s", cluster->address,
                  names[i]);
}

static void key_of_secondary(const struct look *l, const struct wanted *cluster)
{
    const struct value *key = attr(l, cluster, "KmsKeyId");
    if (is_secondary(l, cluster) && is_set(attr(l, cluster, "StorageEncrypted")) && !is_set(key))
        fault(l, cluster, key, NULL, "%s: an encrypted secondary in %s names no key", cluster->address,
              cluster->region);
}

/* ---- what all members have in common ----------------------------------------------------------------------------- */

static const struct wanted *global_of(const struct look *l, const struct wanted *cluster)
{
    const struct wanted *w = referred(l, attr(l, cluster, "GlobalClusterIdentifier"));
    return w && str_eq(w->type, GLOBAL_CLUSTER) ? w : NULL;
}

/* "15.10" is what "15" stands for. */
static bool same_version(const char *x, const char *y)
{
    size_t n = strlen(x) < strlen(y) ? strlen(x) : strlen(y);
    return strncmp(x, y, n) == 0 && (!x[n] || x[n] == '.') && (!y[n] || y[n] == '.');
}

static void version_of_members(const struct look *l, const struct wanted *cluster)
{
    const struct wanted *global = global_of(l, cluster);
    const struct value *own = attr(l, cluster, "EngineVersion");
    const struct value *theirs = global ? attr(l, global, "EngineVersion") : NULL;
    if (value_kind(own) == V_STR && value_kind(theirs) == V_STR &&
        !same_version(value_str_of(own), value_str_of(theirs)))
        fault(l, cluster, own, NULL, "%s: EngineVersion is %s, and %s has %s", cluster->address, shown(l, own),
              global->address, shown(l, theirs));
}

static void encryption_of_members(const struct look *l, const struct wanted *cluster)
{
    const struct wanted *global = global_of(l, cluster);
    const struct value *own = attr(l, cluster, "StorageEncrypted");
    if (global && is_set(own) != is_set(attr(l, global, "StorageEncrypted")))
        fault(l, cluster, own, NULL, "%s is%s encrypted, and %s is%s", cluster->address, is_set(own) ? "" : " not",
              global->address, is_set(own) ? " not" : "");
}

static void forwarding_of_all(const struct look *l)
{
    struct value *firsts = firsts_of(l);
    const struct wanted *w;
    for (struct each e = each_of(l, CLUSTER, NULL); (w = next_of(&e));) {
        const struct wanted *first = resource_at(l, value_get_str(firsts, database_of(l, w)));
        const struct value *own = attr(l, w, "EnableGlobalWriteForwarding");
        bool on = is_set(own);
        if (first && is_secondary(l, w) && on != is_set(attr(l, first, "EnableGlobalWriteForwarding")))
            fault(l, w, own, NULL, "%s forwards writes and %s does not: after a switchover that is the wrong way round",
                  on ? w->address : first->address, on ? first->address : w->address);
    }
}

static void scaling_of_secondary(const struct look *l, const struct wanted *target)
{
    const struct value *id = attr(l, target, "ResourceId");
    const struct wanted *cluster = referred(l, id);
    if (str_eq(value_str_of(attr(l, target, "ServiceNamespace")), "rds") && cluster && str_eq(cluster->type, CLUSTER) &&
        is_secondary(l, cluster))
        fault(l, target, id, NULL, "%s: %s is a secondary, whose readers are not scaled", target->address,
              cluster->address);
}

/* ---- instances --------------------------------------------------------------------------------------------------- */

static const struct wanted *cluster_of(const struct look *l, const struct wanted *instance)
{
    const struct wanted *w = referred(l, attr(l, instance, "DBClusterIdentifier"));
    return w && str_eq(w->type, CLUSTER) ? w : NULL;
}

static void class_of_member(const struct look *l, const struct wanted *instance)
{
    const struct wanted *cluster = cluster_of(l, instance);
    const struct value *class = attr(l, instance, "DBInstanceClass");
    if (cluster && is_member(l, cluster) && str_starts(value_str_of(class), "db.t"))
        fault(l, instance, class, NULL, "%s: DBInstanceClass is %s, and a global database takes no T class",
              instance->address, shown(l, class));
}

void aurora_classes(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, INSTANCE, NULL); (w = next_of(&e));)
        class_of_member(l, w);
}

/* Families of Aurora PostgreSQL where not all are: RDS API, DescribeOrderableDBInstanceOptions, middle of 2026. */
static const struct {
    const char *region, *families;
} offers[] = {
    {"ap-east-2", "r6g r6gd r6i r6id r7g r7i serverless t3 t4g"},
    {"ap-northeast-1", "r4 r5 r6g r6gd r6i r6id r7g r7i r8g r8gd serverless t3 t4g"},
};

static void class_in_region(const struct look *l, const struct wanted *instance)
{
    const struct value *class = attr(l, instance, "DBInstanceClass");
    const char *s = value_str_of(class), *family = str_starts(s, "db.") ? s + strlen("db.") : "";
    bool postgres = str_eq(value_str_of(attr(l, instance, "Engine")), "aurora-postgresql");
    family = arena_strndup(l->c->arena, family, strcspn(family, "."));
    for (size_t i = 0; i < COUNT(offers); i++)
        if (postgres && *family && str_eq(offers[i].region, instance->region) && !has_word(offers[i].families, family))
            fault(l, instance, class, arena_printf(l->c->arena, "it has %s", offers[i].families),
                  "%s: %s was not to be had in %s when this version was made", instance->address, shown(l, class),
                  instance->region);
}

enum { INSTANCES = 16 };

void aurora_instances(const struct look *l)
{
    struct value *counts = value_map(l->c->arena);
    int64_t secondaries = (int64_t)l->s->n_regions - 1;
    const struct wanted *w;
    for (struct each e = each_of(l, INSTANCE, NULL); (w = next_of(&e));) {
        const struct wanted *cluster = cluster_of(l, w);
        if (!cluster)
            continue;
        int64_t most = is_member(l, cluster) && !is_secondary(l, cluster) ? INSTANCES - secondaries : INSTANCES;
        if (count_of(l, counts, cluster->address) == most + 1)
            fault(l, w, attr(l, w, "DBClusterIdentifier"), NULL,
                  "%s is instance number %d of %s, and AWS takes %d there", w->address, (int)most + 1, cluster->address,
                  (int)most);
    }
}

static void patched_by_itself(const struct look *l, const struct wanted *instance)
{
    const struct wanted *cluster = cluster_of(l, instance);
    const struct value *v = attr(l, instance, "AutoMinorVersionUpgrade");
    if (cluster && is_member(l, cluster) && is_set(v))
        fault(l, instance, v, NULL, "%s: AutoMinorVersionUpgrade has no effect in a global database",
              instance->address);
}

/* ---- versions and parameter groups ------------------------------------------------------------------------------- */

/* Minor versions that AWS makes no new clusters of: RDS API, DescribeDBEngineVersions, middle of 2026. */
static const struct {
    unsigned long major, first, last;
} retired[] = {{14, 3, 15}, {15, 2, 8}, {16, 1, 6}};

static void version_is_made(const struct look *l, const struct wanted *global)
{
    const struct value *version = attr(l, global, "EngineVersion");
    unsigned long n[2];
    version_numbers(value_str_of(version), n, COUNT(n));
    for (size_t i = 0; i < COUNT(retired); i++)
        if (str_eq(value_str_of(attr(l, global, "Engine")), "aurora-postgresql") && n[0] == retired[i].major &&
            n[1] >= retired[i].first && n[1] <= retired[i].last)
            fault(l, global, version, NULL,
                  "%s: AWS has retired most of Aurora PostgreSQL %lu.%lu to %lu.%lu, of which %s is one",
                  global->address, n[0], retired[i].first, n[0], retired[i].last, shown(l, version));
}

static const char mysql_without[] = "ap-east-2 ap-southeast-6 ap-southeast-7";

static void global_mysql(const struct look *l, const struct wanted *cluster)
{
    const struct value *engine = attr(l, cluster, "Engine");
    if (is_member(l, cluster) && str_eq(value_str_of(engine), "aurora-mysql") &&
        has_word(mysql_without, cluster->region))
        fault(l, cluster, engine, NULL, "%s: Aurora MySQL has no global databases in %s", cluster->address,
              cluster->region);
}

/* "aurora-postgresql15", "aurora-mysql8.0". */
static const char *family_of(const struct look *l, const struct wanted *cluster)
{
    const char *engine = value_str_of(attr(l, cluster, "Engine")),
               *version = value_str_of(attr(l, cluster, "EngineVersion"));
    size_t n = strcspn(version, ".");
    if (str_eq(engine, "aurora-mysql") && version[n])
        n += 1 + strcspn(version + n + 1, ".");
    return *engine && *version ? arena_printf(l->c->arena, "%s%.*s", engine, (int)n, version) : NULL;
}

static void family_of_group(const struct look *l, const struct wanted *w, const struct value *named, const char *family)
{
    const struct wanted *group = referred(l, named);
    const struct value *own = group ? attr(l, group, "DBParameterGroupFamily") : NULL;
    if (group && family && value_kind(own) == V_STR && !str_eq(value_str_of(own), family))
        fault(l, w, named, NULL, "%s: %s is a group of %s, and the engine's family is %s", w->address, group->address,
              shown(l, own), family);
}

static void families(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, CLUSTER, NULL); (w = next_of(&e));)
        family_of_group(l, w, attr(l, w, "DBClusterParameterGroupName"), family_of(l, w));
    for (struct each e = each_of(l, INSTANCE, NULL); (w = next_of(&e));)
        if (cluster_of(l, w))
            family_of_group(l, w, attr(l, w, "DBParameterGroupName"), family_of(l, cluster_of(l, w)));
}

/* ---- where they stand -------------------------------------------------------------------------------------------- */

static void zones_of_group(const struct look *l, const struct wanted *group)
{
    const struct value *subnets = attr(l, group, "SubnetIds");
    struct value *zones = value_map(l->c->arena);
    for (size_t i = 0; i < value_len(subnets); i++) {
        const struct wanted *subnet = referred(l, value_item(subnets, i));
        if (!subnet)
            return;
        value_set_str(l->c->arena, zones, same_key(l, subnet, attr(l, subnet, "AvailabilityZone")), "");
    }
    if (value_kind(subnets) == V_LIST && value_len(zones) < 2)
        fault(l, group, subnets, NULL, "%s has subnets in %zu zone%s, and a database wants two", group->address,
              value_len(zones), value_len(zones) == 1 ? "" : "s");
}

void aurora_zones(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, SUBNET_GROUP, NULL); (w = next_of(&e));)
        zones_of_group(l, w);
}

/* The network of whatever is named; NULL when it can't be told. */
static const char *network_named(const struct look *l, const struct value *v)
{
    const struct wanted *w = referred(l, v);
    const struct value *vpc = w ? attr(l, w, "VpcId") : NULL;
    return vpc ? same_key(l, w, vpc) : NULL;
}

static void one_network(const struct look *l, const struct wanted *cluster)
{
    const struct wanted *group = referred(l, attr(l, cluster, "DBSubnetGroupName"));
    const struct value *subnets = group ? attr(l, group, "SubnetIds") : NULL;
    const struct value *lists[] = {subnets, attr(l, cluster, "VpcSecurityGroupIds")};
    const char *first = NULL;
    for (size_t k = 0; k < COUNT(lists); k++)
        for (size_t i = 0; i < value_len(lists[k]); i++) {
            const struct value *v = value_item(lists[k], i);
            const char *network = network_named(l, v);
            first = first ? first : network;
            if (network && !str_eq(network, first))
                fault(l, cluster, v, NULL, "%s: %s is in %s, and others of its subnets and security groups in %s",
                      cluster->address, referred(l, v)->address, network, first);
        }
}

/* ---- subscriptions, alarms --------------------------------------------------------------------------------------- */

static void subscriptions(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, SUBSCRIPTION, NULL); (w = next_of(&e));) {
        const struct value *v = attr(l, w, "SnsTopicArn");
        const struct wanted *topic = referred(l, v);
        const char *name = topic ? value_str_of(attr(l, topic, "Name")) : value_str_of(v);
        if (str_ends(name, ".fifo"))
            fault(l, w, v, "name a standard topic", "%s: RDS tells no FIFO topics", w->address);
    }
}

static void alarm_of_lag(const struct look *l, const struct wanted *alarm)
{
    static const char lags[] = "AuroraGlobalDBReplicationLag AuroraGlobalDBRPOLag AuroraGlobalDBProgressLag";
    const struct value *missing = attr(l, alarm, "TreatMissingData"), *metric = attr(l, alarm, "MetricName");
    if (value_kind(metric) == V_STR && has_word(lags, value_str_of(metric)) &&
        str_eq(value_str_of(missing), "breaching"))
        fault(l, alarm, missing, NULL,
              "%s: only secondaries have %s: of a primary, which any of them may become, the alarm "
              "would be on for ever",
              alarm->address, value_str_of(metric));
}

/* ---- logs -------------------------------------------------------------------------------------------------------- */

const char *aurora_logs_of(const char *engine)
{
    return str_eq(engine, "aurora-mysql") ? "audit error general instance slowquery iam-db-auth-error"
                                          : "postgresql instance iam-db-auth-error";
}

static void exported_logs(const struct look *l, const struct wanted *cluster)
{
    const struct value *logs = attr(l, cluster, "EnableCloudwatchLogsExports");
    const char *known = aurora_logs_of(value_str_of(attr(l, cluster, "Engine")));
    for (size_t i = 0; i < value_len(logs); i++)
        if (value_kind(value_item(logs, i)) == V_STR && !has_word(known, value_str_of(value_item(logs, i))))
            fault(l, cluster, value_item(logs, i), arena_printf(l->c->arena, "it has %s", known),
                  "%s: the engine has no log %s", cluster->address, shown(l, value_item(logs, i)));
}

void aurora_logs(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, CLUSTER, NULL); (w = next_of(&e));)
        exported_logs(l, w);
}

/* clang-format off */
#define GLOBAL_GUIDE "Aurora user guide, requirements and limitations of global databases"
#define CREATE_CLUSTER "RDS API, CreateDBCluster"
#define CREATE_INSTANCE "RDS API, CreateDBInstance"
const struct rule aurora_wanted_rules[] = {
    {"AUR-001", SEV_ERROR, "an identifier that RDS doesn't take", "the creating call refuses it", NULL, CREATE_CLUSTER,
     .type = GLOBAL_CLUSTER " " CLUSTER " " INSTANCE, .forms = FORMS(IDENTIFIER("GlobalClusterIdentifier"),
                     IDENTIFIER("DBClusterIdentifier"),
                     IDENTIFIER("DBInstanceIdentifier"))},
    {"AUR-002", SEV_WARNING, "upper case in a name of RDS", "it is stored in lower case, and told back so", "write it in lower case", CREATE_CLUSTER,
     .type = GLOBAL_CLUSTER " " CLUSTER " " INSTANCE " " SUBNET_GROUP " AWS::RDS::DBClusterParameterGroup AWS::RDS::DBParameterGroup", .forms = FORMS(NOT_A("GlobalClusterIdentifier", "[A-Z]", "in upper case"),
                     NOT_A("DBClusterIdentifier", "[A-Z]", "in upper case"),
                     NOT_A("DBInstanceIdentifier", "[A-Z]", "in upper case"),
                     NOT_A("DBSubnetGroupName", "[A-Z]", "in upper case"),
                     NOT_A("DBClusterParameterGroupName", "[A-Z]", "in upper case"),
                     NOT_A("DBParameterGroupName", "[A-Z]", "in upper case"))},
    {"AUR-003", SEV_ERROR, "two clusters of a global database with the same identifier", "CreateDBCluster refuses the second", "give each a name of its own",
     GLOBAL_GUIDE, .all = own_names},
    {"AUR-004", SEV_ERROR, "two clusters of a global database in a region, or more than 10 secondaries", "CreateDBCluster refuses it", "take one of them out",
     GLOBAL_GUIDE, .all = one_a_region},
    {"AUR-007", SEV_WARNING, "an instance class that the region did not have", "CreateDBInstance refuses what a region doesn't have", NULL,
     "RDS API, DescribeOrderableDBInstanceOptions", .type = INSTANCE, .wanted = class_in_region},
    {"AUR-009", SEV_ERROR, "an Aurora MySQL global database in a region that has none", "CreateDBCluster refuses it there", "take aurora-postgresql, or another region",
     "Aurora user guide, regions of global databases", .type = CLUSTER, .wanted = global_mysql},
    {"AUR-010", SEV_WARNING, "an engine version that AWS makes no new clusters of", "CreateGlobalCluster refuses what is retired", "take a newer minor version",
     "RDS API, DescribeDBEngineVersions", .type = GLOBAL_CLUSTER, .wanted = version_is_made},
    {"AUR-011", SEV_ERROR, "members of a global database with different versions", "neither switchover nor failover is possible between them", "set aurora.version",
     "Aurora user guide, disaster recovery", .type = CLUSTER, .wanted = version_of_members},
    {"AUR-012", SEV_ERROR, "a global database of an engine that has none", "CreateGlobalCluster refuses it", NULL,
     "RDS API, CreateGlobalCluster",
     .type = GLOBAL_CLUSTER, .forms = FORMS(A_WORD("Engine", "aurora-postgresql aurora-mysql"))},
    {"AUR-013", SEV_ERROR, "a global database of a cluster with an engine of its own, or of neither", "CreateGlobalCluster refuses it: it has all of that from the cluster",
     "take it out; a cluster that is there is taken over by `provisioner adopt`, without it", "RDS API, CreateGlobalCluster", .type = GLOBAL_CLUSTER, .wanted = one_origin},
    {"AUR-014", SEV_ERROR, "a master user or password of a secondary", "CreateDBCluster refuses it: users come from the primary", "take it out",
     CREATE_CLUSTER, .type = CLUSTER, .wanted = user_of_secondary},
    {"AUR-016", SEV_ERROR, "a first cluster without a master user or password", "CreateDBCluster refuses it", "leave both as they are made",
     CREATE_CLUSTER, .type = CLUSTER, .wanted = someone_may_enter},
    {"AUR-017", SEV_ERROR, "a master password of more than 41 characters", "CreateDBCluster refuses it", "write PasswordLength: 41 or less",
     CREATE_CLUSTER " MasterUserPassword", .all = passwords_check},
    {"AUR-019", SEV_ERROR, "a database name of a secondary", "CreateDBCluster answers InvalidParameterCombination: databases come from the primary", "take it out",
     CREATE_CLUSTER, .type = CLUSTER, .wanted = database_of_secondary},
    {"AUR-020", SEV_ERROR, "an encrypted secondary without a key of its region", "CreateDBCluster refuses it", "leave it the key that is made for it",
     CREATE_CLUSTER " KmsKeyId", .type = CLUSTER, .wanted = key_of_secondary},
    {"AUR-021", SEV_ERROR, "a cluster that is encrypted when its global database is not, or the other way round", "CreateDBCluster refuses it", "encrypt all of them",
     CREATE_CLUSTER, .type = CLUSTER, .wanted = encryption_of_members},
    {"AUR-022", SEV_ERROR, "backups kept for less than 1 day or more than 35", "CreateDBCluster refuses it", NULL, CREATE_CLUSTER,
     .type = CLUSTER, .forms = FORMS(A_RANGE("BackupRetentionPeriod", 1, 35))},
    {"AUR-026", SEV_ERROR, "a port below 1150 or above 65535", "CreateDBCluster refuses it", NULL, CREATE_CLUSTER,
     .type = CLUSTER, .forms = FORMS(A_RANGE("Port", 1150, 65535))},
    {"AUR-027", SEV_ERROR, "a retention of Performance Insights that AWS doesn't have", "CreateDBInstance refuses it", "write 7, 731 or a multiple of 31, such as 93 or 465",
     CREATE_INSTANCE,
     .type = INSTANCE, .forms = FORMS(A_RANGE("PerformanceInsightsRetentionPeriod", 31, 713, .step = 31, .words = "7 731"))},
    {"AUR-029", SEV_ERROR, "enhanced monitoring with an interval AWS doesn't have, without a role, or a role without it", "CreateDBInstance answers InvalidParameterCombination",
     "set aurora.monitoring_interval, which makes the role", CREATE_INSTANCE,
     .type = INSTANCE, .forms = FORMS(A_WORD("MonitoringInterval", "0 1 5 10 15 30 60"),
                     A_GIVEN("MonitoringRoleArn", .when = "MonitoringInterval~^[1-9]"),
                     A_RANGE("MonitoringInterval", 1, 60, .when = "MonitoringRoleArn"))},
    {"AUR-031", SEV_ERROR, "write forwarding of a cluster in no global database", "CreateDBCluster refuses it", "take it out", CREATE_CLUSTER,
     .type = CLUSTER, .forms = FORMS(A_GIVEN("GlobalClusterIdentifier", .when = "EnableGlobalWriteForwarding=true"))},
    {"AUR-032", SEV_WARNING, "write forwarding on one side of a global database", "it would be lost with a switchover", "set aurora.write_forwarding",
     "RDS API, ModifyDBCluster", .all = forwarding_of_all},
    {"AUR-036", SEV_WARNING, "scaling of a secondary's readers", "it is not supported there: only the primary's readers are scaled", "scale the primary, and move it after a failover",
     GLOBAL_GUIDE, .type = "AWS::ApplicationAutoScaling::ScalableTarget", .wanted = scaling_of_secondary},
    {"AUR-037", SEV_WARNING, "minor versions by themselves in a global database", "AWS does not do it there", "take it out, and set aurora.version when you want to",
     GLOBAL_GUIDE, .type = INSTANCE, .wanted = patched_by_itself},
    {"AUR-041", SEV_ERROR, "a subnet group's name that RDS doesn't take", "CreateDBSubnetGroup refuses it", NULL, "RDS API, CreateDBSubnetGroup",
     .type = SUBNET_GROUP, .forms = FORMS(A_TEXT("DBSubnetGroupName", 1, 255, "^[A-Za-z0-9._ -]*$", "letters, digits, spaces and ._- alone"),
                     NOT_A("DBSubnetGroupName", "^[Dd][Ee][Ff][Aa][Uu][Ll][Tt]$", "RDS's own"))},
    {"AUR-042", SEV_ERROR, "a cluster with subnets and security groups of different networks", "CreateDBCluster answers InvalidVPCNetworkStateFault or InvalidSubnet",
     "take them from one network", CREATE_CLUSTER, .type = CLUSTER, .wanted = one_network},
    {"AUR-043", SEV_ERROR, "a parameter group of another family than the engine's", "CreateDBCluster answers InvalidParameterCombination", "name a group of the engine's family",
     CREATE_CLUSTER, .all = families},
    {"AUR-053", SEV_ERROR, "a storage that Aurora doesn't have", "CreateDBCluster refuses it", NULL, CREATE_CLUSTER,
     .type = CLUSTER, .forms = FORMS(A_WORD("StorageType", "aurora aurora-iopt1"))},
    {"AUR-055", SEV_ERROR, "a promotion tier above 15", "CreateDBInstance refuses it", NULL, CREATE_INSTANCE,
     .type = INSTANCE, .forms = FORMS(A_RANGE("PromotionTier", 0, 15))},
    {"AUR-056", SEV_ERROR, "a serverless instance without the capacity of its cluster", "CreateDBInstance answers InvalidDBClusterStateFault", "name a class with a size, such as db.r6g.large",
     "Aurora user guide, requirements of Serverless v2",
     .type = INSTANCE, .forms = FORMS(NOT_A("DBInstanceClass", "^db\\.serverless$", "for clusters that say how much capacity they have, which this version does not make"))},
    {"AUR-057", SEV_ERROR, "an event subscription that RDS doesn't take", "CreateEventSubscription refuses it", NULL, "RDS API, CreateEventSubscription", .all = subscriptions,
     .type = SUBSCRIPTION, .forms = FORMS(A_TEXT("SubscriptionName", 1, 254, NULL, NULL), A_GIVEN("SourceType", .when = "SourceIds"))},
    {"AUR-058", SEV_WARNING, "an alarm that takes a primary's lack of lag for a breach", "lag is told of secondaries alone: the alarm is on for ever, from a failover on at the latest",
     "write TreatMissingData: notBreaching", "Aurora user guide, CloudWatch metrics", .type = "AWS::CloudWatch::Alarm", .wanted = alarm_of_lag, .alone = true},
    {0}};
/* clang-format on */

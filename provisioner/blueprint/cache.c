#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * A replication group in every region, and where there are several, the global datastore that ties them together. The
 * group of the region where writes start is made first, on its own; the datastore of it; the others join. What all
 * members have in common is said to the first, and to the datastore ever after. Which of them writes later on is AWS's
 * to tell.
 */

#define DATASTORE "global/cache/global-datastore"
#define GROUP "replication-group"

/* Modifiable at once in every family. A backlog of 64 MB bridges a minute's break between regions. */
static const char *const parameters[][2] = {
    {"maxmemory-policy", "allkeys-lru"}, {"repl-backlog-size", "67108864"}, {"tcp-keepalive", "60"}};

bool cache_in(const struct spec_region *r)
{
    return section_in(r, "cache");
}

static bool auth_is(const struct spec_region *r, const char *auth)
{
    return str_eq(value_get_str(value_get(r->config, "cache"), "auth"), auth);
}

/* The AUTH token, or the password of a default user that is locked. */
bool cache_has_secret(const struct spec_region *r)
{
    return cache_in(r) && !auth_is(r, "none");
}

static const char *group_id(const struct site *s)
{
    return name_within(s, "cache", 40);
}

/* ---- subnet and parameter groups --------------------------------------------------------------------------------- */

/* "redis7", "redis6.x", "valkey8". */
static const char *family_of(const struct site *s)
{
    const char *engine = value_get_str(s->config, "engine"), *version = value_get_str(s->config, "version");
    const char *x = str_eq(engine, "redis") && *version == '6' ? ".x" : "";
    return arena_printf(s->arena, "%s%.*s%s", engine, (int)strcspn(version, "."), version, x);
}

static bool cluster_mode(const struct site *s)
{
    return site_field(s, "shards");
}

/* Cluster mode can't be turned on in a group that is in use: it is part of the name, as the family is. */
static const char *group_suffix(const struct site *s)
{
    return arena_printf(s->arena, "%s%s", name_clean(s->arena, family_of(s)), cluster_mode(s) ? "-cluster" : "");
}

static const struct value *parameters_of(const struct site *s)
{
    struct value *all = value_map(s->arena);
    for (size_t i = 0; i < COUNT(parameters); i++)
        value_set_str(s->arena, all, parameters[i][0], parameters[i][1]);
    value_set_str(s->arena, all, "cluster-enabled", cluster_mode(s) ? "yes" : NULL);
    return value_overlay(s->arena, all, site_field(s, "parameters"));
}

static const char *parameter_group(const struct site *s)
{
    return site_address(s, arena_printf(s->arena, "parameters-%s", group_suffix(s)));
}

static void groups_make(const struct site *s)
{
    struct arena *a = s->arena;
    site_make(s, "AWS::ElastiCache::SubnetGroup", "subnet-group",
              PAIRS({"CacheSubnetGroupName", value_str(a, name_of(s, "cache"))},
                    {"CacheSubnetGroupDescription", value_str(a, "Cache: data subnets")},
                    {"SubnetIds", network_subnets(a, s->region, "data")}));
    site_make(s, "AWS::ElastiCache::ParameterGroup", arena_printf(a, "parameters-%s", group_suffix(s)),
              PAIRS({"CacheParameterGroupName", value_str(a, name_of(s, group_suffix(s)))},
                    {"CacheParameterGroupFamily", value_str(a, family_of(s))}, {"Description", value_str(a, "Cache")},
                    {"Parameters", parameters_of(s)}));
}

/* ---- users ------------------------------------------------------------------------------------------------------- */

static const struct value *user_make(const struct site *s, const char *name, const char *access, bool locked)
{
    struct arena *a = s->arena;
    const char *id = name_within(s, name, 40);
    const struct value *iam = map_of(a, PAIRS({"Type", value_str(a, "iam")}));
    const char *user =
        site_make(s, "AWS::ElastiCache::User", arena_printf(a, "user-%s", name),
                  PAIRS({"UserId", value_str(a, id)}, {"UserName", value_str(a, locked ? "default" : id)},
                        {"Engine", site_field(s, "engine")}, {"AccessString", value_str(a, access)},
                        {"Passwords", locked ? secret_password(a, s->build->spec, "cache") : NULL},
                        {"AuthenticationMode", locked ? NULL : iam}));
    return value_ref(a, user, "UserId");
}

/* Redis wants a user named default in every group, and that one would need no password unless it is locked. */
static void users_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *users = site_field(s, "users");
    struct value *ids = list_of_one(a, user_make(s, "default", "off -@all", true));
    for (size_t i = 0; i < value_len(users); i++)
        value_push(a, ids, user_make(s, value_key(users, i), value_str_of(value_item(users, i)), false));
    site_make(s, "AWS::ElastiCache::UserGroup", "user-group",
              PAIRS({"UserGroupId", value_str(a, group_id(s))}, {"Engine", site_field(s, "engine")}, {"UserIds", ids}));
}

/* ---- logs and notifications -------------------------------------------------------------------------------------- */

static const struct value *delivery_make(const struct site *s, const char *type)
{
    struct arena *a = s->arena;
    const char *group =
        log_group_make(s, arena_printf(a, "log-group-%s", type),
                       value_fmt(a, "/aws/elasticache/%s/%s", group_id(s), type), site_field(s, "logs.retention_days"));
    const struct value *logs = map_of(a, PAIRS({"LogGroup", value_ref(a, group, "logGroupName")}));
    return map_of(a, PAIRS({"LogType", value_str(a, type)}, {"DestinationType", value_str(a, "cloudwatch-logs")},
                           {"DestinationDetails", map_of(a, PAIRS({"CloudWatchLogsDetails", logs}))},
                           {"LogFormat", site_field(s, "logs.format")}));
}

static const struct value *deliveries_make(const struct site *s)
{
    const struct value *types = site_field(s, "logs.types");
    struct value *all = value_list(s->arena);
    for (size_t i = 0; i < value_len(types); i++)
        value_push(s->arena, all, delivery_make(s, value_str_of(value_item(types, i))));
    return all;
}

/* ElastiCache gives up on encrypted topics without a word: the region's own are none for it. */
static const struct value *topic_made(const struct site *s)
{
    const char *level = value_get_str(s->config, "notifications");
    bool told = *level && observability_in(s->region);
    return told ? value_ref(s->arena, plain_topic_make(s, level), "TopicArn") : NULL;
}

/* ---- the group --------------------------------------------------------------------------------------------------- */

static const struct value *more_than_one(const struct site *s)
{
    return value_bool(s->arena, value_int_of(site_field(s, "nodes")) > 1);
}

/* What a member of a datastore takes over is said to the first alone: AWS refuses it of the others. */
static void group_make_in(const struct site *s, const char *security_group)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    bool first = s->region->primary;
    const struct value *yes = value_bool(a, true), *deliveries = deliveries_make(s), *topic = topic_made(s);
    const struct value *datastore = first ? NULL : value_ref(a, DATASTORE, "GlobalReplicationGroupId");
    const struct value *users =
        auth_is(s->region, "users") ? value_ref(a, site_address(s, "user-group"), "UserGroupId") : NULL;
    /* clang-format off */
    site_make(s, "AWS::ElastiCache::ReplicationGroup", GROUP, PAIRS(
        {"ReplicationGroupId",          value_str(a, group_id(s))},
        {"ReplicationGroupDescription", value_fmt(a, "Cache of %s %s in %s", spec->project, spec->environment, s->scope)},
        {"GlobalReplicationGroupId",    datastore},
        {"Engine",                      first ? site_field(s, "engine") : NULL},
        {"EngineVersion",               first ? site_field(s, "version") : NULL},
        {"CacheNodeType",               first ? site_field(s, "node_type") : NULL},
        {"NumNodeGroups",               first ? site_field(s, "shards") : NULL},
        {"ReplicasPerNodeGroup",        value_int(a, value_int_of(site_field(s, "nodes")) - 1)},
        {"AutomaticFailoverEnabled",    first ? more_than_one(s) : NULL},
        {"MultiAZEnabled",              first ? more_than_one(s) : NULL},
        {"CacheParameterGroupName",     first ? value_ref(a, parameter_group(s), "CacheParameterGroupName") : NULL},
        {"CacheSubnetGroupName",        value_ref(a, site_address(s, "subnet-group"), "CacheSubnetGroupName")},
        {"SecurityGroupIds",            list_of_one(a, value_ref(a, security_group, "GroupId"))},
        {"Port",                        first ? site_field(s, "port") : NULL},
        {"AtRestEncryptionEnabled",     first ? yes : NULL},
        {"KmsKeyId",                    key_arn(a, s->region, "cache")},
        {"TransitEncryptionEnabled",    first ? yes : NULL},
        {"AuthToken",                   first && auth_is(s->region, "token") ? secret_password(a, spec, "cache") : NULL},
        {"UserGroupIds",                users ? list_of_one(a, users) : NULL},
        {"SnapshotRetentionLimit",      site_field(s, "snapshots.retention_days")},
        {"SnapshotWindow",              site_field(s, "snapshots.window")},
        {"PreferredMaintenanceWindow",  site_field(s, "maintenance_window")},
        {"NotificationTopicArn",        topic},
        {"NotificationTopicStatus",     topic ? value_str(a, "active") : NULL},
        {"AutoMinorVersionUpgrade",     first ? value_bool(a, false) : NULL},
        {"LogDeliveryConfigurations",   deliveries}));
    /* clang-format on */
}

static void region_make(const struct build *b, const struct spec_region *r)
{
    struct site s = site_in(b, r, "cache");
    const struct port ports[] = {{NULL, site_field(&s, "port"), site_field(&s, "port")}, {0}};
    groups_make(&s);
    if (auth_is(r, "users"))
        users_make(&s);
    group_make_in(&s, clients_group_make(&s, "Cache", ports));
}

/* ---- the datastore ----------------------------------------------------------------------------------------------- */

static void datastore_make(const struct build *b)
{
    const struct spec *spec = b->spec;
    struct site s = site_global(b, "cache"), first = site_in(b, &spec->regions[spec->primary], "cache");
    struct arena *a = b->arena;
    /* clang-format off */
    site_make_untagged(&s, "AWS::ElastiCache::GlobalReplicationGroup", "global-datastore", PAIRS(
        {"GlobalReplicationGroupIdSuffix",    value_str(a, name_of(&s, "cache"))},
        {"PrimaryReplicationGroupId",         value_ref(a, site_address(&first, GROUP), "ReplicationGroupId")},
        {"GlobalReplicationGroupDescription", value_fmt(a, "Cache of %s %s", spec->project, spec->environment)},
        {"CacheNodeType",                     site_field(&s, "node_type")},
        {"Engine",                            site_field(&s, "engine")},
        {"EngineVersion",                     site_field(&s, "version")},
        {"CacheParameterGroupName",           value_ref(a, parameter_group(&first), "CacheParameterGroupName")},
        {"Parameters",                        parameters_of(&s)},
        {"AutomaticFailoverEnabled",          more_than_one(&first)},
        {"NodeGroupCount",                    site_field(&s, "shards")}));
    /* clang-format on */
}

void cache_make(const struct build *b)
{
    const struct spec *spec = b->spec;
    size_t members = 0;
    for (size_t i = 0; i < spec->n_regions; i++) {
        if (!cache_in(&spec->regions[i]))
            continue;
        region_make(b, &spec->regions[i]);
        members++;
    }
    if (members > 1)
        datastore_make(b);
}

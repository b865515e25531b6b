#include "aws/net/digest.h"
#include "aws/sandbox/elasticache.h"

#include <string.h>

/*
 * Replication groups, alone or as members of a global datastore. Source of rules: the ElastiCache API reference, and
 * "Replication", "Authenticating with AUTH", "Log delivery" and "Global datastores" of the ElastiCache user guide.
 */

static void replication_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_replication_group = {
    .name = "replication-group", .service = "elasticache", .id = "ReplicationGroupId", .lower = true,
    .arn = "arn:aws:elasticache:{region}:{account}:replicationgroup:{id}", .arn_member = "ARN",
    .status = "Status", .ready = "available",
    .lives = (const struct life[]){
        {"make",      GUESS, {{"creating", 420}, {"available", 0}}},
        {"secondary", GUESS, {{"creating", 600}, {"available", 0}}},
        {"modify",    GUESS, {{"modifying", 60}, {"available", 0}}},
        {"scale",     GUESS, {{"modifying", 480}, {"available", 0}}},
        {"upgrade",   GUESS, {{"modifying", 900}, {"available", 0}}},
        {"drop",      GUESS, {{"deleting", 240}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){
        {"SnapshotRetentionLimit", K_INT, "0"}, {"SnapshotWindow", K_STR, "19:00-20:00"}, {"PreferredMaintenanceWindow", K_STR, "sun:21:00-sun:22:00"},
        {"AutoMinorVersionUpgrade", K_BOOL, "true"}, {"TransitEncryptionEnabled", K_BOOL, "false"}, {"AtRestEncryptionEnabled", K_BOOL, "false"},
        {"AuthTokenEnabled", K_BOOL, "false"}, {"Port", K_INT, "6379"}, {"NetworkType", K_STR, "ipv4"}, {"ReplicationGroupCreateTime", K_TIME, NULL},
        {"LogDeliveryConfigurations", K_LIST, NULL}, {"UserGroupIds", K_LIST, NULL}, {0}},
    .renames = (const struct rename[]){
        {"ReplicationGroupDescription", "Description"}, {"AutomaticFailoverEnabled", NULL}, {"MultiAZEnabled", NULL}, {"NumCacheClusters", NULL},
        {"NumNodeGroups", NULL}, {"ReplicasPerNodeGroup", NULL}, {"LogDeliveryConfigurations", NULL}, {"AuthTokenUpdateStrategy", NULL},
        {"UserGroupIdsToAdd", NULL}, {"UserGroupIdsToRemove", NULL}, {"NewReplicaCount", NULL}, {"NodeGroupCount", NULL},
        {"NodeGroupsToRemove", NULL}, {"NodeGroupsToRetain", NULL}, {0}},
    .refs = (const struct ref[]){
        {"CacheSubnetGroupName", &kind_cache_subnet_group, REF_BLOCKS}, {"SecurityGroupIds", &kind_security_group, REF_BLOCKS, "InvalidParameterValue"},
        {"CacheParameterGroupName", &kind_cache_parameter_group, REF_BLOCKS}, {"UserGroupIds", &kind_cache_user_group, REF_BLOCKS},
        {"KmsKeyId", &kind_key, REF_LOOSE}, {0}},
    .missing = {"ReplicationGroupNotFoundFault", "ReplicationGroup {id} not found."},
    .exists = {"ReplicationGroupAlreadyExists", "Replication group {id} already exists."},
    .busy = {"InvalidReplicationGroupState", "Replication group {id} has status {Status} which is not valid for the requested operation."},
    .view = replication_view,
    .entered = replication_entered,
};
/* clang-format on */

enum { ID_MOST = 40, REPLICAS_MOST = 5, SHARDS_MOST = 90, RETENTION_MOST = 35 };

/* ---- as answered ------------------------------------------------------------------------------------------------- */

static int64_t shards_of(const struct object *o)
{
    return value_int_of(value_get(o->v, "$Shards"));
}

static int64_t replicas_of(const struct object *o)
{
    return value_int_of(value_get(o->v, "$Replicas"));
}

static const char *node_id(struct arena *a, const struct object *o, int64_t shard, int64_t node)
{
    return object_bool(o, "ClusterEnabled")
               ? arena_printf(a, "%s-%04lld-%03lld", o->id, (long long)shard + 1, (long long)node + 1)
               : arena_printf(a, "%s-%03lld", o->id, (long long)node + 1);
}

static const struct value *endpoint(struct call *c, const struct object *o, const char *prefix)
{
    struct value *v = value_map(c->a);
    const char *hash = hash_hex(c->a, arena_printf(c->a, "%s %s", o->region, world_account(c->w)), 6);
    value_set_str(
        c->a, v, "Address",
        arena_printf(c->a, "%s.%s.%s.cache.amazonaws.com", arena_printf(c->a, prefix, o->id), hash, o->region));
    value_set(c->a, v, "Port", value_get(o->v, "Port"));
    return v;
}

static const char *nth_zone(struct call *c, const struct object *o, int64_t node)
{
    const struct object *group =
        object_find(c->w, &kind_cache_subnet_group, o->region, object_str(o, "CacheSubnetGroupName"));
    const struct value *subnets = group ? value_get(group->v, "Subnets") : NULL;
    const struct value *one = value_len(subnets) ? value_item(subnets, (size_t)node % value_len(subnets)) : NULL;
    return value_get_str(value_get(one, "SubnetAvailabilityZone"), "Name");
}

static const struct value *members_told(struct call *c, const struct object *o, int64_t shard, struct value *all)
{
    struct value *members = value_list(c->a);
    bool roles = !object_bool(o, "ClusterEnabled");
    for (int64_t n = 0; n <= replicas_of(o); n++) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "CacheClusterId", node_id(c->a, o, shard, n));
        value_set_str(c->a, one, "CacheNodeId", "0001");
        value_set_str(c->a, one, "PreferredAvailabilityZone", nth_zone(c, o, shard + n));
        value_set_str(c->a, one, "CurrentRole", !roles ? NULL : n ? "replica" : "primary");
        value_push(c->a, members, one);
        value_push(c->a, all, value_get(one, "CacheClusterId"));
    }
    return members;
}

static const struct value *shards_told(struct call *c, const struct object *o, struct value *all)
{
    struct value *shards = value_list(c->a);
    for (int64_t i = 0; i < shards_of(o); i++) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "NodeGroupId", arena_printf(c->a, "%04lld", (long long)i + 1));
        value_set_str(c->a, one, "Status", object_status(o));
        if (!object_bool(o, "ClusterEnabled")) {
            value_set(c->a, one, "PrimaryEndpoint", endpoint(c, o, "master.%s"));
            value_set(c->a, one, "ReaderEndpoint", endpoint(c, o, "replica.%s"));
        }
        value_set(c->a, one, "NodeGroupMembers", members_told(c, o, i, all));
        value_push(c->a, shards, one);
    }
    return shards;
}

/* Delivery begins and ends with the change that asked for it. */
static const struct value *logs_told(struct call *c, const struct object *o)
{
    const struct value *all = value_get(o->v, "LogDeliveryConfigurations");
    struct value *told = value_list(c->a);
    bool busy = has_word("creating modifying", object_status(o));
    for (size_t i = 0; i < value_len(all); i++) {
        struct value *one = value_edit(c->a, value_item(all, i));
        value_set_str(c->a, one, "Status",
                      !busy                                  ? "active"
                      : str_eq(object_status(o), "creating") ? "enabling"
                                                             : "modifying");
        value_push(c->a, told, one);
    }
    return told;
}

static const struct value *membership_told(struct call *c, const struct object *o)
{
    const struct object *datastore = datastore_of(c->w, o);
    struct value *v = value_map(c->a);
    if (!datastore)
        return NULL;
    value_set_str(c->a, v, "GlobalReplicationGroupId", datastore->id);
    value_set_str(c->a, v, "GlobalReplicationGroupMemberRole",
                  datastore_primary(c->w, datastore) == o ? "PRIMARY" : "SECONDARY");
    return v;
}

static void replication_view(struct call *c, const struct object *o, struct value *view)
{
    struct value *all = value_list(c->a);
    const struct value *shards = shards_told(c, o, all);
    value_set_str(c->a, view, "AutomaticFailover", object_bool(o, "$Failover") ? "enabled" : "disabled");
    value_set_str(c->a, view, "MultiAZ", object_bool(o, "$MultiAZ") ? "enabled" : "disabled");
    value_set_str(c->a, view, "ClusterMode", object_bool(o, "ClusterEnabled") ? "enabled" : "disabled");
    value_set_str(c->a, view, "TransitEncryptionMode", object_bool(o, "TransitEncryptionEnabled") ? "required" : NULL);
    value_set(c->a, view, "MemberClusters", all);
    value_set(c->a, view, "LogDeliveryConfigurations", logs_told(c, o));
    value_set(c->a, view, "GlobalReplicationGroupInfo", membership_told(c, o));
    if (str_eq(object_status(o), "creating"))
        return;
    value_set(c->a, view, "NodeGroups", shards);
    if (object_bool(o, "ClusterEnabled"))
        value_set(c->a, view, "ConfigurationEndpoint", endpoint(c, o, "clustercfg.%s"));
}

/* ---- its nodes --------------------------------------------------------------------------------------------------- */

static const struct value *groups_told(struct call *c, const struct object *o)
{
    const struct value *ids = value_get(o->v, "SecurityGroupIds");
    struct value *told = value_list(c->a);
    for (size_t i = 0; i < value_len(ids); i++) {
        struct value *one = value_map(c->a);
        value_set(c->a, one, "SecurityGroupId", value_item(ids, i));
        value_set_str(c->a, one, "Status", "active");
        value_push(c->a, told, one);
    }
    return told;
}

static const struct value *topic_told(struct call *c, const struct object *o)
{
    struct value *v = value_map(c->a);
    if (!*object_str(o, "NotificationTopicArn"))
        return NULL;
    value_set_str(c->a, v, "TopicArn", object_str(o, "NotificationTopicArn"));
    value_set_str(c->a, v, "TopicStatus", object_str(o, "NotificationTopicStatus"));
    return v;
}

static struct value *node_told(struct call *c, const struct object *o, int64_t shard, int64_t node)
{
    static const char *const same[] = {"CacheNodeType",           "Engine",
                                       "EngineVersion",           "CacheSubnetGroupName",
                                       "SnapshotWindow",          "PreferredMaintenanceWindow",
                                       "AutoMinorVersionUpgrade", "NetworkType",
                                       "SnapshotRetentionLimit",  "TransitEncryptionEnabled",
                                       "AuthTokenEnabled",        "AtRestEncryptionEnabled"};
    struct value *v = value_map(c->a), *parameters = value_map(c->a);
    const char *id = node_id(c->a, o, shard, node);
    for (size_t i = 0; i < COUNT(same); i++)
        value_set(c->a, v, same[i], value_get(o->v, same[i]));
    value_set_str(c->a, v, "CacheClusterId", id);
    value_set_str(c->a, v, "ReplicationGroupId", o->id);
    value_set_str(c->a, v, "CacheClusterStatus", object_status(o));
    value_set(c->a, v, "NumCacheNodes", value_int(c->a, 1));
    value_set_str(c->a, v, "PreferredAvailabilityZone", nth_zone(c, o, shard + node));
    value_set_str(c->a, v, "ARN",
                  arena_printf(c->a, "arn:aws:elasticache:%s:%s:cluster:%s", o->region, world_account(c->w), id));
    value_set_str(c->a, parameters, "CacheParameterGroupName", object_str(o, "CacheParameterGroupName"));
    value_set_str(c->a, parameters, "ParameterApplyStatus", "in-sync");
    value_set(c->a, v, "CacheParameterGroup", parameters);
    value_set(c->a, v, "SecurityGroups", groups_told(c, o));
    value_set(c->a, v, "NotificationConfiguration", topic_told(c, o));
    return v;
}

static void tell_nodes(struct call *c, const struct object *o, const char *id, struct value *list)
{
    for (int64_t s = 0; s < shards_of(o); s++)
        for (int64_t n = 0; n <= replicas_of(o); n++)
            if (!*id || str_eq_nocase(id, node_id(c->a, o, s, n)))
                value_push(c->a, list, node_told(c, o, s, n));
}

bool cache_clusters_show(struct call *c)
{
    const char *id = in_str(c, "CacheClusterId");
    struct value *list = value_list(c->a);
    uint64_t seq = 0;
    struct object *o;
    while (!in_bool(c, "ShowCacheClustersNotInReplicationGroups") &&
           (o = object_from(c->w, &kind_replication_group, c->region, seq))) {
        seq = o->seq + 1;
        tell_nodes(c, o, id, list);
    }
    if (*id && !value_len(list))
        return refuse(c, "CacheClusterNotFound", "CacheCluster not found: %.100s", id);
    value_set(c->a, c->out, "CacheClusters", list);
    return true;
}

/* ---- what members may hold --------------------------------------------------------------------------------------- */

static bool number_fits(struct call *c, const char *member, int64_t least, int64_t most)
{
    int64_t n = in_int(c, member, least);
    return (n >= least && n <= most) ||
           refuse(c, "InvalidParameterValue", "Invalid %s: %lld. It must be between %lld and %lld.", member,
                  (long long)n, (long long)least, (long long)most);
}

static const char *then_str(const struct call *c, const char *member)
{
    const char *drafted = value_get_str(c->draft, member);
    return *drafted || !c->object ? drafted : object_str(c->object, member);
}

static bool then_bool(const struct call *c, const char *member)
{
    const struct value *v = value_get(c->draft, member);
    return value_bool_of(v || !c->object ? v : value_get(c->object->v, member));
}

static bool windows_fit(struct call *c)
{
    if (!time_window_fits(c, "SnapshotWindow", false, 60) ||
        !time_window_fits(c, "PreferredMaintenanceWindow", true, 60))
        return false;
    return !windows_overlap(then_str(c, "SnapshotWindow"), then_str(c, "PreferredMaintenanceWindow")) ||
           refuse(c, "InvalidParameterCombination", "The snapshot window and the maintenance window overlap");
}

static bool description_fits(struct call *c)
{
    size_t n = strlen(in_str(c, "ReplicationGroupDescription"));
    return !has(c, "ReplicationGroupDescription") || (n && n <= 255) ||
           refuse(c, "InvalidParameterValue", "ReplicationGroupDescription must be 1 to 255 characters long");
}

/* One configuration a type; another one takes its place, and Enabled=false takes it away. */
static const struct value *log_of_type(const struct value *all, const char *type)
{
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_get_str(value_item(all, i), "LogType"), type))
            return value_item(all, i);
    return NULL;
}

static bool enabled(const struct value *one)
{
    const struct value *v = value_get(one, "Enabled");
    return !v || value_bool_of(v);
}

static bool log_fits(struct call *c, const struct value *one)
{
    const struct value *details = value_get(one, "DestinationDetails");
    const char *group = value_get_str(value_get(details, "CloudWatchLogsDetails"), "LogGroup");
    const char *version = then_str(c, "EngineVersion"), *type = value_get_str(one, "LogType");
    if (!*type)
        return refuse(c, "InvalidParameterValue", "LogType must be given");
    if (version_compare(version, str_eq(type, "slow-log") ? "6.0" : "6.2") < 0)
        return refuse(c, "InvalidParameterCombination", "%s is not supported with engine version %s", type, version);
    if (!enabled(one))
        return true;
    if (!str_eq(value_get_str(one, "DestinationType"), "cloudwatch-logs"))
        return refuse(c, "InvalidParameterValue", "the sandbox delivers logs to CloudWatch Logs only");
    if (!*value_get_str(one, "LogFormat") || !object_find(c->w, &kind_log_group, c->region, group))
        return refuse(c, "InvalidParameterValue", "The log group %.200s does not exist, or the format is not given",
                      group);
    return true;
}

static bool logs_fit(struct call *c)
{
    const struct value *asked = value_get(c->in, "LogDeliveryConfigurations");
    const struct value *old = c->object ? value_get(c->object->v, "LogDeliveryConfigurations") : NULL;
    struct value *then = value_list(c->a);
    if (!asked)
        return true;
    for (size_t i = 0; i < value_len(old); i++)
        if (!log_of_type(asked, value_get_str(value_item(old, i), "LogType")))
            value_push(c->a, then, value_item(old, i));
    for (size_t i = 0; i < value_len(asked); i++) {
        const struct value *one = value_item(asked, i);
        if (!log_fits(c, one))
            return false;
        if (log_of_type(asked, value_get_str(one, "LogType")) != one)
            return refuse(c, "InvalidParameterCombination", "There is more than one configuration of a log type");
        if (enabled(one))
            value_push(c->a, then, value_without(c->a, one, "Enabled"));
    }
    value_set(c->a, c->draft, "LogDeliveryConfigurations", then);
    return true;
}

/* ---- who may log in ---------------------------------------------------------------------------------------------- */

static bool token_fits(struct call *c)
{
    const char *token = in_str(c, "AuthToken");
    size_t n = strlen(token);
    size_t ok = strspn(token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!&#$^<>-");
    if (!has(c, "AuthToken"))
        return true;
    if (!then_bool(c, "TransitEncryptionEnabled"))
        return refuse(c, "InvalidParameterCombination",
                      "The AUTH token is only supported when encryption-in-transit is enabled");
    if (n < 16 || n > 128 || ok != n)
        return refuse(
            c, "InvalidParameterValue",
            "Invalid AuthToken provided: 16 to 128 alphanumeric characters or symbols (excluding @, \", and /)");
    const struct value *old = c->object ? value_get(c->object->v, "$Tokens") : NULL;
    struct value *tokens = value_list(c->a);
    value_push(c->a, tokens, value_str(c->a, sha256_hex_of(c->a, token)));
    if (value_len(old) && str_eq(in_str(c, "AuthTokenUpdateStrategy"), "ROTATE"))
        value_push(c->a, tokens, value_item(old, 0));
    value_set(c->a, c->draft, "$Tokens", tokens);
    draft_bool(c, "AuthTokenEnabled", true);
    draft_str(c, "AuthTokenLastModifiedDate", iso_time(c->a, world_now(c->w)));
    return true;
}

static bool user_groups_fit(struct call *c, const struct value *ids)
{
    struct object *group;
    struct value *low = value_list(c->a);
    if (value_len(ids) > 1)
        return refuse(c, "InvalidParameterValue", "A replication group takes one user group at most");
    for (size_t i = 0; i < value_len(ids); i++) {
        if (!need(c, &kind_cache_user_group, c->region, value_str_of(value_item(ids, i)), &group))
            return false;
        if (!str_eq(object_status(group), "active"))
            return refuse_busy(c, group);
        value_push(c->a, low, value_str(c->a, group->id));
    }
    if (value_len(ids) && !then_bool(c, "TransitEncryptionEnabled"))
        return refuse(c, "InvalidParameterCombination",
                      "User groups are only supported when encryption-in-transit is enabled");
    value_set(c->a, c->draft, "UserGroupIds", low);
    return true;
}

/* ---- where it lives ---------------------------------------------------------------------------------------------- */

static bool security_groups_fit(struct call *c, const char *vpc)
{
    const struct value *ids = value_get(c->in, "SecurityGroupIds");
    for (size_t i = 0; i < value_len(ids); i++) {
        const struct object *o = object_find(c->w, &kind_security_group, c->region, value_str_of(value_item(ids, i)));
        if (o && !str_eq(object_str(o, "VpcId"), vpc))
            return refuse(c, "InvalidParameterCombination",
                          "The security group %s is not in the VPC of the subnet group", o->id);
    }
    return true;
}

static bool network_draft(struct call *c)
{
    struct object *group;
    if (!has(c, "CacheSubnetGroupName"))
        return refuse(c, "InvalidParameterValue", "There is no default VPC in %s: CacheSubnetGroupName is needed",
                      c->region);
    if (!need(c, &kind_cache_subnet_group, c->region, in_str(c, "CacheSubnetGroupName"), &group))
        return false;
    const char *vpc = object_str(group, "VpcId");
    draft_str(c, "CacheSubnetGroupName", group->id);
    if (has(c, "SecurityGroupIds"))
        return security_groups_fit(c, vpc);
    struct object *own = object_find(c->w, &kind_vpc, c->region, vpc);
    const struct object *fallback = own ? default_group_in(own) : NULL;
    struct value *list = value_list(c->a);
    if (fallback)
        value_push(c->a, list, value_str(c->a, fallback->id));
    value_set(c->a, c->draft, "SecurityGroupIds", list);
    return true;
}

static bool zones_suffice(struct call *c)
{
    const struct object *group =
        object_find(c->w, &kind_cache_subnet_group, c->region, value_get_str(c->draft, "CacheSubnetGroupName"));
    const struct value *subnets = group ? value_get(group->v, "Subnets") : NULL;
    const char *first = value_get_str(value_get(value_item(subnets, 0), "SubnetAvailabilityZone"), "Name");
    for (size_t i = 1; i < value_len(subnets); i++)
        if (!str_eq(first, value_get_str(value_get(value_item(subnets, i), "SubnetAvailabilityZone"), "Name")))
            return true;
    return !then_bool(c, "$MultiAZ") ||
           refuse(c, "InvalidParameterCombination", "Multi-AZ needs a subnet group with subnets of two zones at least");
}

static bool key_fits(struct call *c)
{
    struct object *key;
    if (!has(c, "KmsKeyId"))
        return true;
    if (!then_bool(c, "AtRestEncryptionEnabled"))
        return refuse(c, "InvalidParameterCombination", "KmsKeyId needs AtRestEncryptionEnabled");
    if (!key_usable(c, c->region, in_str(c, "KmsKeyId"), "InvalidKMSKeyFault", &key))
        return false;
    draft_str(c, "KmsKeyId", object_arn(key));
    return true;
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

static bool size_draft(struct call *c, bool cluster, int64_t shards)
{
    int64_t replicas = in_int(c, "ReplicasPerNodeGroup", in_int(c, "NumCacheClusters", 1) - 1);
    if (has(c, "NumCacheClusters") && (has(c, "ReplicasPerNodeGroup") || has(c, "NumNodeGroups")))
        return refuse(c, "InvalidParameterCombination",
                      "NumCacheClusters cannot be given along with NumNodeGroups or ReplicasPerNodeGroup");
    if (replicas < 0 || replicas > REPLICAS_MOST)
        return refuse(c, "InvalidParameterValue", "The number of replicas per node group must be between 0 and %d",
                      REPLICAS_MOST);
    if (shards < 1 || shards > SHARDS_MOST)
        return refuse(c, "InvalidParameterValue", "The number of node groups must be between 1 and %d", SHARDS_MOST);
    if (shards > 1 && !cluster)
        return refuse(c, "InvalidParameterCombination",
                      "More than one node group needs a parameter group with cluster-enabled=yes");
    draft_int(c, "$Shards", shards);
    draft_int(c, "$Replicas", replicas);
    draft_bool(c, "ClusterEnabled", cluster);
    return true;
}

static bool failover_fits(struct call *c, bool failover, bool zones, int64_t replicas)
{
    if (failover && !replicas)
        return refuse(c, "InvalidParameterCombination", "Automatic failover needs at least one replica");
    if (zones && !failover)
        return refuse(c, "InvalidParameterCombination", "Must specify AutomaticFailover to use MultiAZ");
    if (then_bool(c, "ClusterEnabled") && !failover)
        return refuse(c, "InvalidParameterCombination",
                      "Redis with cluster mode enabled cannot be created with auto failover turned off.");
    draft_bool(c, "$Failover", failover);
    draft_bool(c, "$MultiAZ", zones);
    return true;
}

static bool engine_draft(struct call *c)
{
    const char *name = has(c, "Engine") ? in_str(c, "Engine") : "redis";
    const struct cache_engine *e = cache_engine(c, name, in_str(c, "EngineVersion"));
    struct object *group;
    if (!e)
        return false;
    if (str_eq(e->name, "valkey") && !has(c, "TransitEncryptionEnabled"))
        return refuse(c, "InvalidParameterCombination", "TransitEncryptionEnabled must be given for valkey");
    if (!has(c, "CacheNodeType"))
        return refuse(c, "InvalidParameterValue", "CacheNodeType must be given");
    bool many = in_int(c, "NumNodeGroups", 1) > 1;
    const char *fallback = arena_printf(c->a, "default.%s%s", e->family, many ? ".cluster.on" : "");
    const char *asked = has(c, "CacheParameterGroupName") ? in_str(c, "CacheParameterGroupName") : fallback;
    if (!cache_node_offered(c, in_str(c, "CacheNodeType")) || !cache_parameter_group(c, asked, e->family, &group))
        return false;
    draft_str(c, "Engine", e->name);
    draft_str(c, "EngineVersion", e->full);
    draft_str(c, "CacheParameterGroupName", group->id);
    if (str_eq(e->name, "valkey") && !has(c, "AtRestEncryptionEnabled"))
        draft_bool(c, "AtRestEncryptionEnabled", true);
    return size_draft(c, cache_parameter_is(group, "cluster-enabled", "yes"), in_int(c, "NumNodeGroups", 1));
}

static bool alone_draft(struct call *c)
{
    return engine_draft(c) && failover_fits(c, in_bool(c, "AutomaticFailoverEnabled"), in_bool(c, "MultiAZEnabled"),
                                            value_int_of(value_get(c->draft, "$Replicas")));
}

/* What a member that follows takes over from the one that leads. */
static void inherit(struct call *c, const struct object *primary)
{
    static const char *const taken[] = {"Engine",   "EngineVersion",    "CacheNodeType", "TransitEncryptionEnabled",
                                        "$Tokens",  "AuthTokenEnabled", "$Failover",     "AtRestEncryptionEnabled",
                                        "$MultiAZ", "ClusterEnabled",   "Port"};
    for (size_t i = 0; i < COUNT(taken); i++)
        value_set(c->a, c->draft, taken[i], value_get(primary->v, taken[i]));
    draft_bool(c, "AutoMinorVersionUpgrade", false);
}

static bool inherited_absent(struct call *c)
{
    static const char *const inherited[] = {"AutomaticFailoverEnabled",
                                            "NumNodeGroups",
                                            "CacheParameterGroupName",
                                            "CacheNodeType",
                                            "Engine",
                                            "EngineVersion",
                                            "TransitEncryptionEnabled",
                                            "MultiAZEnabled",
                                            "AtRestEncryptionEnabled"};
    for (size_t i = 0; i < COUNT(inherited); i++)
        if (has(c, inherited[i]))
            return refuse(c, "InvalidParameterCombination",
                          "Cannot use the given parameters when creating new replication group in an existing global "
                          "replication group: %s",
                          inherited[i]);
    return true;
}

static bool follower_draft(struct call *c)
{
    struct object *datastore, *member;
    size_t n = 0;
    if (!need(c, &kind_global_replication_group, "", in_str(c, "GlobalReplicationGroupId"), &datastore) ||
        !inherited_absent(c))
        return false;
    if (!has_word("available primary-only", object_status(datastore)))
        return refuse_busy(c, datastore);
    for (; (member = datastore_member(c->w, datastore, n)); n++)
        if (str_eq(member->region, c->region))
            return refuse(c, "InvalidParameterValue", "Global replication group %s already has a member in %s",
                          datastore->id, c->region);
    if (n >= 3)
        return refuse(c, "InvalidParameterValue", "Global replication group %s already has two secondary members",
                      datastore->id);
    const struct object *primary = datastore_primary(c->w, datastore);
    inherit(c, primary);
    c->life = "secondary";
    if (!size_draft(c, object_bool(primary, "ClusterEnabled"), shards_of(primary)))
        return false;
    return failover_fits(c, object_bool(primary, "$Failover"), object_bool(primary, "$MultiAZ"),
                         value_int_of(value_get(c->draft, "$Replicas")));
}

bool replication_draft(struct call *c)
{
    bool follows = has(c, "GlobalReplicationGroupId");
    if (!cache_id_fits(c, "ReplicationGroupId", ID_MOST) || !description_fits(c) || !network_draft(c) ||
        !(follows ? follower_draft(c) : alone_draft(c)))
        return false;
    if (has(c, "AuthToken") && value_len(value_get(c->in, "UserGroupIds")))
        return refuse(c, "InvalidParameterCombination", "AuthToken and UserGroupIds cannot be given together");
    if (has(c, "NotificationTopicArn"))
        draft_str(c, "NotificationTopicStatus", "active");
    return number_fits(c, "SnapshotRetentionLimit", 0, RETENTION_MOST) && number_fits(c, "Port", 1150, 65535) &&
           windows_fit(c) && key_fits(c) && zones_suffice(c) && token_fits(c) &&
           user_groups_fit(c, value_get(c->in, "UserGroupIds")) && logs_fit(c);
}

bool replication_made(struct call *c)
{
    struct object *datastore = datastore_of(c->w, c->object);
    if (datastore)
        datastore_join(c, datastore, c->object);
    return true;
}

void replication_entered(struct world *w, struct object *o, const char *state)
{
    struct object *datastore = datastore_of(w, o);
    if (datastore && str_eq(state, "available") && str_eq(o->life->name, "secondary"))
        datastore_joined(w, datastore, o);
}

/* ---- changing ---------------------------------------------------------------------------------------------------- */

static bool of_datastore(struct call *c)
{
    static const char *const members[] = {"CacheNodeType",           "Engine",         "EngineVersion",
                                          "CacheParameterGroupName", "MultiAZEnabled", "AutomaticFailoverEnabled",
                                          "AutoMinorVersionUpgrade"};
    const struct object *datastore = datastore_of(c->w, c->object);
    for (size_t i = 0; datastore && i < COUNT(members); i++)
        if (has(c, members[i]))
            return refuse(c, "InvalidParameterCombination",
                          "Cannot modify %s of replication group %s, which is part of a global cluster: modify %s",
                          members[i], c->object->id, datastore->id);
    return true;
}

static bool engine_change(struct call *c)
{
    const char *name = has(c, "Engine") ? in_str(c, "Engine") : object_str(c->object, "Engine");
    const char *was = object_str(c->object, "EngineVersion");
    struct object *group;
    if (!has(c, "EngineVersion"))
        return !has(c, "Engine") ||
               refuse(c, "InvalidParameterCombination", "Engine cannot be changed without EngineVersion");
    const struct cache_engine *e = cache_engine(c, name, in_str(c, "EngineVersion"));
    const struct cache_engine *old = e ? cache_engine(c, object_str(c->object, "Engine"), was) : NULL;
    if (!e || !old)
        return false;
    if (e < old)
        return refuse(c, "InvalidParameterCombination", "Cannot downgrade from %s %s to %s %s", old->name, old->full,
                      e->name, e->full);
    bool named = has(c, "CacheParameterGroupName"), stays = str_eq(e->family, old->family);
    const char *asked = named   ? in_str(c, "CacheParameterGroupName")
                        : stays ? object_str(c->object, "CacheParameterGroupName")
                                : arena_printf(c->a, "default.%s", e->family);
    if (!cache_parameter_group(c, asked, e->family, &group))
        return false;
    draft_str(c, "Engine", e->name);
    draft_str(c, "EngineVersion", e->full);
    draft_str(c, "CacheParameterGroupName", group->id);
    c->life = "upgrade";
    return true;
}

static bool parameters_change(struct call *c)
{
    struct object *group;
    if (!has(c, "CacheParameterGroupName") || has(c, "EngineVersion"))
        return true;
    const struct cache_engine *e =
        cache_engine(c, object_str(c->object, "Engine"), object_str(c->object, "EngineVersion"));
    if (!e || !cache_parameter_group(c, in_str(c, "CacheParameterGroupName"), e->family, &group))
        return false;
    draft_str(c, "CacheParameterGroupName", group->id);
    return true;
}

static bool failover_change(struct call *c)
{
    bool failover = has(c, "AutomaticFailoverEnabled") ? in_bool(c, "AutomaticFailoverEnabled")
                                                       : object_bool(c->object, "$Failover");
    bool zones = has(c, "MultiAZEnabled") ? in_bool(c, "MultiAZEnabled") : object_bool(c->object, "$MultiAZ");
    if (!has(c, "AutomaticFailoverEnabled") && !has(c, "MultiAZEnabled"))
        return true;
    return failover_fits(c, failover, zones, replicas_of(c->object));
}

static bool snapshots_change(struct call *c)
{
    bool begins =
        in_int(c, "SnapshotRetentionLimit", 0) && !value_int_of(value_get(c->object->v, "SnapshotRetentionLimit"));
    if (begins && !object_bool(c->object, "ClusterEnabled") && !has(c, "SnapshottingClusterId"))
        return refuse(
            c, "InvalidParameterCombination",
            "SnapshottingClusterId must be given to turn snapshots on for a group with cluster mode disabled");
    if (has(c, "SnapshottingClusterId") && object_bool(c->object, "ClusterEnabled"))
        return refuse(c, "InvalidParameterCombination",
                      "SnapshottingClusterId cannot be set with cluster mode enabled");
    return number_fits(c, "SnapshotRetentionLimit", 0, RETENTION_MOST);
}

static bool access_change(struct call *c)
{
    const struct value *old = value_get(c->object->v, "UserGroupIds"), *added = value_get(c->in, "UserGroupIdsToAdd");
    struct value *then = value_list(c->a);
    const char *strategy = in_str(c, "AuthTokenUpdateStrategy");
    if (has(c, "AuthToken") && !has_word("SET ROTATE", strategy))
        return refuse(c, "InvalidParameterCombination", "AuthToken needs an AuthTokenUpdateStrategy of SET or ROTATE");
    if (*strategy && !has(c, "AuthToken") && !str_eq(strategy, "DELETE"))
        return refuse(c, "InvalidParameterCombination", "AuthTokenUpdateStrategy %s needs an AuthToken", strategy);
    if (!token_fits(c))
        return false;
    if (!value_len(added) && !value_len(value_get(c->in, "UserGroupIdsToRemove")))
        return true;
    for (size_t i = 0; i < value_len(old); i++)
        if (!is_list_of(value_get(c->in, "UserGroupIdsToRemove"), value_str_of(value_item(old, i))))
            value_push(c->a, then, value_item(old, i));
    for (size_t i = 0; i < value_len(added); i++)
        value_push(c->a, then, value_item(added, i));
    return user_groups_fit(c, then);
}

/* Changes that a node has to be restarted for wait for the maintenance window unless they are to be made at once. */
static bool at_once_or_later(struct call *c)
{
    static const char *const later[] = {"CacheNodeType", "Engine", "EngineVersion"};
    for (size_t i = 0; !in_bool(c, "ApplyImmediately") && i < COUNT(later); i++)
        c->draft = value_without(c->a, c->draft, later[i]);
    if (!in_bool(c, "ApplyImmediately") && has(c, "LogDeliveryConfigurations"))
        return refuse(c, "InvalidParameterCombination", "LogDeliveryConfigurations need ApplyImmediately");
    return true;
}

static bool changes_something(struct call *c)
{
    for (size_t i = 0; i < value_len(c->draft); i++)
        if (!value_equal(value_item(c->draft, i), value_get(c->object->v, value_key(c->draft, i))))
            return true;
    return refuse(c, "InvalidParameterCombination", "No modifications were requested");
}

bool replication_change(struct call *c)
{
    if (has(c, "SecurityGroupIds")) {
        const struct object *group =
            object_find(c->w, &kind_cache_subnet_group, c->region, object_str(c->object, "CacheSubnetGroupName"));
        if (group && !security_groups_fit(c, object_str(group, "VpcId")))
            return false;
    }
    if (!of_datastore(c) || !description_fits(c) || !windows_fit(c) || !failover_change(c) || !snapshots_change(c) ||
        !access_change(c) || !logs_fit(c) || !parameters_change(c))
        return false;
    if (has(c, "CacheNodeType") && !cache_node_offered(c, in_str(c, "CacheNodeType")))
        return false;
    c->life = has(c, "CacheNodeType") ? "scale" : "modify";
    if (has(c, "NotificationTopicArn") && !has(c, "NotificationTopicStatus"))
        draft_str(c, "NotificationTopicStatus", "active");
    return engine_change(c) && at_once_or_later(c) && changes_something(c);
}

bool replication_changed(struct call *c)
{
    c->object = object_find(c->w, &kind_replication_group, c->region, c->object->id);
    return true;
}

/* ---- more and fewer ---------------------------------------------------------------------------------------------- */

static bool resize_asked(struct call *c, bool up)
{
    int64_t n = in_int(c, "NewReplicaCount", -1), was = replicas_of(c->object);
    if (!in_bool(c, "ApplyImmediately"))
        return refuse(c, "InvalidParameterValue", "ApplyImmediately must be true");
    if (n < 0 || n > REPLICAS_MOST)
        return refuse(c, "InvalidParameterValue", "NewReplicaCount must be between 0 and %d", REPLICAS_MOST);
    if (n == was)
        return refuse(c, "NoOperationFault", "Replication group %s has %lld replicas already", c->object->id,
                      (long long)was);
    if ((n > was) != up)
        return refuse(c, "InvalidParameterValue", "Replication group %s has %lld replicas", c->object->id,
                      (long long)was);
    if (!n && object_bool(c->object, "$Failover"))
        return refuse(c, "InvalidParameterCombination", "Automatic failover needs at least one replica");
    draft_int(c, "$Replicas", n);
    return true;
}

bool replication_grow(struct call *c)
{
    return resize_asked(c, true);
}

bool replication_shrink(struct call *c)
{
    return resize_asked(c, false);
}

bool replication_reshard(struct call *c)
{
    int64_t n = in_int(c, "NodeGroupCount", 0), was = shards_of(c->object);
    size_t kept = value_len(value_get(c->in, "NodeGroupsToRetain"));
    size_t removed = value_len(value_get(c->in, "NodeGroupsToRemove"));
    const struct object *datastore = datastore_of(c->w, c->object);
    if (datastore)
        return refuse(c, "InvalidParameterCombination", "Replication group %s is part of a global cluster: modify %s",
                      c->object->id, datastore->id);
    if (!object_bool(c->object, "ClusterEnabled"))
        return refuse(c, "InvalidParameterCombination", "Replication group %s has cluster mode disabled",
                      c->object->id);
    if (!in_bool(c, "ApplyImmediately") || n < 1 || n > SHARDS_MOST || n == was)
        return refuse(c, "InvalidParameterValue", "NodeGroupCount must differ, be 1 to %d, and be applied immediately",
                      SHARDS_MOST);
    if (n < was && kept != (size_t)n && removed != (size_t)(was - n))
        return refuse(c, "InvalidParameterCombination", "The node groups to remove or to retain must be named");
    draft_int(c, "$Shards", n);
    return true;
}

/* ---- deleting, tagging ------------------------------------------------------------------------------------------- */

bool replication_may_go(struct call *c)
{
    const struct object *datastore = datastore_of(c->w, c->object);
    if (datastore)
        return refuse(c, "InvalidReplicationGroupState",
                      "Replication group %s is a member of global replication group %s", c->object->id, datastore->id);
    return str_eq(object_status(c->object), "available") || refuse_busy(c, c->object);
}

bool replication_settled(struct call *c)
{
    if (c->object->kind == &kind_global_replication_group)
        return refuse(c, "InvalidARN", "%s bears no tags", object_arn(c->object));
    return c->object->kind != &kind_replication_group || str_eq(object_status(c->object), "available") ||
           refuse_busy(c, c->object);
}

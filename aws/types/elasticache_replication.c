/*
 * Replication groups, and the global datastore that ties one of each region together. The first is made on its own, the
 * datastore of it, the others name the datastore when they are made. From then on much of what a member is, is the
 * datastore's to say, one attribute a call; which of them writes is observed, never wanted. Members that follow leave
 * before they are deleted; the one that writes goes after the datastore.
 *
 * The members of a datastore run on parameter groups that AWS copies for each of them and leaves behind. Parameters are
 * the datastore's therefore: what is changed in one copy is changed in all.
 */
#include "aws/types/common.h"
#include "aws/types/elasticache_quirk.h"

#define GROUP_NOT_YET                                                                                                  \
    "InvalidReplicationGroupState InvalidCacheClusterState InvalidGlobalReplicationGroupState InvalidUserGroupState"
#define GROUP_SOON                                                                                                     \
    "GlobalReplicationGroupNotFoundFault CacheSubnetGroupNotFoundFault CacheParameterGroupNotFound UserGroupNotFound"
#define NO_CHANGE "InvalidParameterCombination:*No*modifications*were*requested* NoOperationFault"
#define DATASTORE_NOT_YET "InvalidGlobalReplicationGroupState InvalidReplicationGroupState"

/* clang-format off */
#define NOW {"ApplyImmediately", "=true"}
#define MODIFY(words, ...) {&elasticache_ModifyReplicationGroup, .when = words, __VA_ARGS__, .done = NO_CHANGE, .not_yet = GROUP_NOT_YET}
#define MODIFY_ALL(words)  {&elasticache_ModifyGlobalReplicationGroup, .when = words, .bind = BINDS(NOW), .not_yet = DATASTORE_NOT_YET}

static const struct attr group_attrs[] = {
    {"ReplicationGroupId",          T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "unique in the region; up to 40 characters"},
    {"ReplicationGroupDescription", T_STR,  A_REQUIRED | A_HARMLESS, "Description", .doc = "for people"},
    {"GlobalReplicationGroupId",    T_STR,  A_CREATE_ONLY, "GlobalReplicationGroupInfo.GlobalReplicationGroupId", .doc = "the global datastore it joins; never of its first member"},
    {"Engine",                      T_STR,  A_OF_GROUP | A_NOCASE | A_FAILOVER | A_FOREVER, .doc = "redis or valkey"},
    {"EngineVersion",               T_STR,  A_OF_GROUP | A_PREFIX | A_FAILOVER | A_FOREVER, .doc = "7.1 and so on"},
    {"CacheNodeType",               T_STR,  A_OF_GROUP | A_BRIEF, .doc = "cache.r7g.large and so on"},
    {"NumNodeGroups",               T_INT,  A_OF_GROUP | A_BRIEF, "#NodeGroups", .doc = "shards; more than one in cluster mode only"},
    {"ReplicasPerNodeGroup",        T_INT,  A_BRIEF | A_LESS, "#NodeGroups[0].NodeGroupMembers-1", .doc = "replicas of each shard: 0 to 5"},
    {"AutomaticFailoverEnabled",    T_BOOL, A_OF_GROUP | A_HARMLESS, "AutomaticFailover", .doc = "a replica takes over"},
    {"MultiAZEnabled",              T_BOOL, A_OF_GROUP | A_HARMLESS, "MultiAZ", .doc = "replicas in other zones"},
    {"CacheParameterGroupName",     T_STR,  A_OF_GROUP | A_NOCASE | A_HARMLESS, .doc = "engine settings"},
    {"CacheSubnetGroupName",        T_STR,  A_CREATE_ONLY | A_NOCASE, .doc = "where it lives"},
    {"SecurityGroupIds",            T_LIST, A_SET | A_HARMLESS, .doc = "who may reach it"},
    {"Port",                        T_INT,  A_CREATE_ONLY, "NodeGroups[0].PrimaryEndpoint.Port", .doc = "where it listens"},
    {"AtRestEncryptionEnabled",     T_BOOL, A_CREATE_ONLY, .doc = "encrypted at rest"},
    {"KmsKeyId",                    T_STR,  A_CREATE_ONLY, .doc = "key of this region, as ARN"},
    {"TransitEncryptionEnabled",    T_BOOL, A_CREATE_ONLY, .doc = "TLS"},
    {"AuthToken",                   T_STR,  A_SECRET | A_WRITE_ONLY | A_HARMLESS, .doc = "a reference to a secret; a new one is taken beside the old"},
    {"UserGroupIds",                T_LIST, A_SET | A_NOCASE | A_BRIEF, .dflt = "[]", .doc = "users that may log in, in place of AuthToken"},
    {"SnapshotRetentionLimit",      T_INT,  A_HARMLESS, .doc = "days: 0 to 35"},
    {"SnapshotWindow",              T_STR,  A_NOCASE | A_HARMLESS, .doc = "hh:mm-hh:mm, UTC"},
    {"PreferredMaintenanceWindow",  T_STR,  A_NOCASE | A_HARMLESS, .doc = "ddd:hh:mm-ddd:hh:mm, UTC"},
    {"NotificationTopicArn",        T_STR,  A_HARMLESS, .doc = "where AWS tells of events"},
    {"NotificationTopicStatus",     T_STR,  A_HARMLESS, .dflt = "\"inactive\"", .doc = "active or inactive"},
    {"AutoMinorVersionUpgrade",     T_BOOL, A_OF_GROUP | A_HARMLESS, .doc = "off in a global datastore"},
    {"LogDeliveryConfigurations",   T_LIST, A_SET | A_SUBSET | A_HARMLESS, .dflt = "[]", .doc = "[{LogType, DestinationType, DestinationDetails, LogFormat}]"},
    {"ARN",                         T_STR,  A_OUTPUT, .doc = "ARN"},
    {"ClusterEnabled",              T_BOOL, A_OUTPUT, .doc = "cluster mode"},
    {"FirstCluster",                T_STR,  A_OUTPUT, "MemberClusters[0]", .doc = "its first node, which tells what the group does not"},
    {"MemberClusters",              T_LIST, A_OUTPUT, .doc = "its nodes"},
    {"NodeGroupIds",                T_LIST, A_OUTPUT, "NodeGroups[].NodeGroupId", .doc = "its shards"},
    {"PrimaryEndpoint",             T_STR,  A_OUTPUT, "NodeGroups[0].PrimaryEndpoint.Address", .doc = "host name of what writes; reads only in a member that follows"},
    {"ReaderEndpoint",              T_STR,  A_OUTPUT, "NodeGroups[0].ReaderEndpoint.Address", .doc = "host name of the replicas"},
    {"ConfigurationEndpoint",       T_STR,  A_OUTPUT, "ConfigurationEndpoint.Address", .doc = "host name of all shards"},
    {"ParameterGroupIsGlobal",      T_BOOL, A_OUTPUT, .doc = "AWS made its parameter group for the global datastore"},
    TAGS("TagList"),
    {0}};

/* More nodes before what needs them, fewer after what no longer does. */
static const struct call group_changes[] = {
    {&elasticache_ModifyReplicationGroupShardConfiguration, .when = "NumNodeGroups", .grows = "NumNodeGroups", .only = "ReplicationGroupId",
     .bind = BINDS({"NodeGroupCount", "$NumNodeGroups"}, NOW), .not_yet = GROUP_NOT_YET},
    {&elasticache_ModifyReplicationGroupShardConfiguration, .when = "NumNodeGroups", .shrinks = "NumNodeGroups", .only = "ReplicationGroupId",
     .bind = BINDS({"NodeGroupCount", "$NumNodeGroups"}, {"NodeGroupsToRetain", "$NodeGroupIds"}, NOW), .not_yet = GROUP_NOT_YET},
    {&elasticache_IncreaseReplicaCount, .when = "ReplicasPerNodeGroup", .grows = "ReplicasPerNodeGroup", .only = "ReplicationGroupId",
     .bind = BINDS({"NewReplicaCount", "$ReplicasPerNodeGroup"}, NOW), .not_yet = GROUP_NOT_YET, .done = NO_CHANGE},
    MODIFY("ReplicationGroupDescription CacheNodeType AutomaticFailoverEnabled MultiAZEnabled SecurityGroupIds "
     "PreferredMaintenanceWindow AutoMinorVersionUpgrade NotificationTopicArn NotificationTopicStatus", .bind = BINDS(NOW)),
    MODIFY("SnapshotRetentionLimit SnapshotWindow", .if_set = "ClusterEnabled", .bind = BINDS(NOW)),
    MODIFY("SnapshotRetentionLimit SnapshotWindow", .if_unset = "ClusterEnabled", .bind = BINDS({"SnapshottingClusterId", "$FirstCluster"}, NOW)),
    MODIFY("Engine EngineVersion CacheParameterGroupName", .bind = BINDS(NOW)),
    MODIFY("AuthToken", .only = "ReplicationGroupId AuthToken", .bind = BINDS({"AuthTokenUpdateStrategy", "=ROTATE"}, NOW)),
    MODIFY("UserGroupIds", .only = "ReplicationGroupId",
     .bind = BINDS({"UserGroupIdsToAdd", "+UserGroupIds"}, {"UserGroupIdsToRemove", "-UserGroupIds"}, NOW)),
    MODIFY("LogDeliveryConfigurations", .only = "ReplicationGroupId", .bind = BINDS({"LogDeliveryConfigurations", "-LogDeliveryConfigurations"}, NOW)),
    MODIFY("LogDeliveryConfigurations", .only = "ReplicationGroupId", .bind = BINDS({"LogDeliveryConfigurations", "+LogDeliveryConfigurations"}, NOW)),
    {&elasticache_DecreaseReplicaCount, .when = "ReplicasPerNodeGroup", .shrinks = "ReplicasPerNodeGroup", .only = "ReplicationGroupId",
     .bind = BINDS({"NewReplicaCount", "$ReplicasPerNodeGroup"}, NOW), .not_yet = GROUP_NOT_YET, .done = NO_CHANGE},
    ELASTICACHE_RETAG,
    {0}};

const struct rtype rtype_elasticache_replication_group = {
    .name = "AWS::ElastiCache::ReplicationGroup", .doc = "cache of one region: shards, and replicas of each", .flags = RT_STATEFUL,
    .going = INT_DATA_LOSS, .id = "ReplicationGroupId", .key = "ReplicationGroupId", .group = "GlobalReplicationGroupId",
    .create_s = {600, 900}, .update_s = {300, 1200}, .delete_s = {300, 600},
    .timed = "5 to 15 minutes, an estimate; a guess for the rest, within the waiters of AWS", .lost = "its data is lost: no snapshot is taken",
    .attrs = group_attrs,
    .impl = &(const struct rtype_impl){
        .list    = {&elasticache_DescribeReplicationGroups, .result = "ReplicationGroups[]", .gives = BINDS({"Port", "ConfigurationEndpoint.Port"})},
        .read    = CALLS({&elasticache_DescribeReplicationGroups, .only = "ReplicationGroupId", .result = "ReplicationGroups[]",
                          .gives = BINDS({"Port", "ConfigurationEndpoint.Port"})},
                         {&elasticache_DescribeCacheClusters, .only = "-", .if_set = "FirstCluster", .result = "",
                          .bind = BINDS({"CacheClusterId", "<FirstCluster"}), .done = "CacheClusterNotFound",
                          .gives = BINDS({"EngineVersion", "CacheClusters[0].EngineVersion"},
                                         {"CacheParameterGroupName", "CacheClusters[0].CacheParameterGroup.CacheParameterGroupName"},
                                         {"CacheSubnetGroupName", "CacheClusters[0].CacheSubnetGroupName"},
                                         {"SecurityGroupIds", "CacheClusters[0].SecurityGroups[].SecurityGroupId"},
                                         {"PreferredMaintenanceWindow", "CacheClusters[0].PreferredMaintenanceWindow"},
                                         {"NotificationTopicArn", "CacheClusters[0].NotificationConfiguration.TopicArn"},
                                         {"NotificationTopicStatus", "CacheClusters[0].NotificationConfiguration.TopicStatus"})},
                         {&elasticache_DescribeCacheParameterGroups, .only = "-", .if_set = "FirstCluster", .result = "",
                          .bind = BINDS({"CacheParameterGroupName", "<CacheParameterGroupName"}), .done = "CacheParameterGroupNotFound",
                          .gives = BINDS({"ParameterGroupIsGlobal", "CacheParameterGroups[0].IsGlobal"})},
                         ELASTICACHE_LISTED_TAGS),
        .create  = CALLS({&elasticache_CreateReplicationGroup, .found = FOUND_BY_NAME, .result = "ReplicationGroup", .not_yet = GROUP_NOT_YET, .soon = GROUP_SOON},
                         MODIFY("NotificationTopicStatus", .only = "ReplicationGroupId NotificationTopicArn NotificationTopicStatus", .bind = BINDS(NOW))),
        .update  = group_changes,
        .remove  = CALLS({&elasticache_DisassociateGlobalReplicationGroup, .when = "GlobalReplicationGroupId", .only = "GlobalReplicationGroupId ReplicationGroupId",
                          .bind = BINDS({"ReplicationGroupRegion", "@region"}),
                          .done = "GlobalReplicationGroupNotFoundFault InvalidParameterValue:*not*associated*", .not_yet = DATASTORE_NOT_YET},
                         {&elasticache_DeleteReplicationGroup, .bind = BINDS({"RetainPrimaryCluster", "=false"}), .not_yet = GROUP_NOT_YET},
                         {&elasticache_DeleteCacheParameterGroup, .leftover = true, .if_set = "ParameterGroupIsGlobal", .only = "-",
                          .bind = BINDS({"CacheParameterGroupName", "<CacheParameterGroupName"}),
                          .done = "CacheParameterGroupNotFound", .not_yet = "InvalidCacheParameterGroupState"}),
        .missing = "ReplicationGroupNotFoundFault",
        .wait    = {UNTIL({"Status", "available", "creating modifying snapshotting deleting"},
                          {"LogDeliveryConfigurations[].Status", "active", "enabling modifying disabling", .optional = true}), 15, 7200,
                    "LogDeliveryConfigurations[0].Message"},
        .quirk   = elasticache_quirk,
    },
};

const struct rtype rtype_elasticache_global_replication_group = {
    .name = "AWS::ElastiCache::GlobalReplicationGroup", .doc = "global datastore: replication groups of several regions, one of which writes",
    .flags = RT_STATEFUL, .going = INT_DATA_LOSS, .id = "GlobalReplicationGroupId", .key = "GlobalReplicationGroupIdSuffix",
    .create_s = {120, 600}, .update_s = {900, 2400}, .delete_s = {90, 600},
    .home = &(const struct home){"Members", "Role", "PRIMARY", "ReplicationGroupRegion"}, .timed = "a guess", .lost = "its members are apart, and one that has been apart loses its data when it joins again",
    .attrs = (const struct attr[]){
        {"GlobalReplicationGroupIdSuffix",    T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE | A_SUFFIX, "GlobalReplicationGroupId", .doc = "its name; AWS puts a prefix before it"},
        {"PrimaryReplicationGroupId",         T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE | A_ROLE | A_AMONG, "Members[].ReplicationGroupId", .doc = "its first member; who writes later on is AWS's to tell"},
        {"GlobalReplicationGroupDescription", T_STR,  A_HARMLESS, .doc = "for people"},
        {"CacheNodeType",                     T_STR,  A_INHERITED | A_BRIEF, .doc = "of all members: m5, m6g, m7g, m8g, r5, r6g, r6gd, r7g, r8g, c7gn, c8gn; large or bigger"},
        {"Engine",                            T_STR,  A_INHERITED | A_NOCASE | A_FAILOVER | A_FOREVER, .doc = "of all members: redis or valkey"},
        {"EngineVersion",                     T_STR,  A_INHERITED | A_PREFIX | A_FAILOVER | A_FOREVER, .doc = "of all members"},
        {"CacheParameterGroupName",           T_STR,  A_INHERITED | A_WRITE_ONLY | A_HARMLESS, .doc = "sent with a new major version: a group of its family, which is copied"},
        {"Parameters",                        T_MAP,  A_INHERITED | A_HARMLESS, .pairs = "ParameterName ParameterValue", .doc = "engine settings of all members"},
        {"AutomaticFailoverEnabled",          T_BOOL, A_INHERITED | A_HARMLESS, "Members[0].AutomaticFailover", .doc = "of all members: within their region a replica takes over"},
        {"NodeGroupCount",                    T_INT,  A_INHERITED | A_BRIEF, "#GlobalNodeGroups", .doc = "shards of each member"},
        {"GlobalReplicationGroupId",          T_STR,  A_OUTPUT, .doc = "its id, with AWS's prefix"},
        {"Members",                           T_LIST, A_OUTPUT, .doc = "members, their regions, and which of them writes"},
        {"GlobalNodeGroupIds",                T_LIST, A_OUTPUT, "GlobalNodeGroups[].GlobalNodeGroupId", .doc = "its shards"},
        {"ARN",                               T_STR,  A_OUTPUT, .doc = "ARN"},
        {"FirstCluster",                      T_STR,  A_OUTPUT, .doc = "the node that tells which parameter group is in use"},
        {"ParameterGroupInUse",               T_STR,  A_OUTPUT, .doc = "the copy of that node's region"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&elasticache_DescribeGlobalReplicationGroups, .bind = BINDS({"ShowMemberInfo", "=true"}), .result = "GlobalReplicationGroups[]"},
        .read    = CALLS({&elasticache_DescribeGlobalReplicationGroups, .only = "GlobalReplicationGroupId",
                          .bind = BINDS({"ShowMemberInfo", "=true"}), .result = "GlobalReplicationGroups[]"},
                         {&elasticache_DescribeReplicationGroups, .only = "-", .if_set = "PrimaryReplicationGroupId", .result = "",
                          .bind = BINDS({"ReplicationGroupId", "$PrimaryReplicationGroupId"}), .done = "ReplicationGroupNotFoundFault",
                          .gives = BINDS({"FirstCluster", "ReplicationGroups[0].MemberClusters[0]"})},
                         {&elasticache_DescribeCacheClusters, .only = "-", .if_set = "FirstCluster", .result = "",
                          .bind = BINDS({"CacheClusterId", "$FirstCluster"}), .done = "CacheClusterNotFound",
                          .gives = BINDS({"ParameterGroupInUse", "CacheClusters[0].CacheParameterGroup.CacheParameterGroupName"})},
                         {&elasticache_DescribeCacheParameters, .only = "-", .if_set = "ParameterGroupInUse", .result = "",
                          .bind = BINDS({"CacheParameterGroupName", "$ParameterGroupInUse"}, {"Source", "=user"}), .done = "CacheParameterGroupNotFound"}),
        .create  = CALLS({&elasticache_CreateGlobalReplicationGroup, .found = FOUND_BY_NAME, .result = "GlobalReplicationGroup",
                          .not_yet = "InvalidReplicationGroupState", .soon = "ReplicationGroupNotFoundFault"}),
        .update  = CALLS({&elasticache_ModifyCacheParameterGroup, .when = "Parameters", .only = "-", .each = "+Parameters", .batch = 20,
                          .bind = BINDS({"CacheParameterGroupName", "$ParameterGroupInUse"}, {"ParameterNameValues", "@each"}),
                          .not_yet = DATASTORE_NOT_YET " InvalidCacheParameterGroupState"},
                         {&elasticache_ResetCacheParameterGroup, .when = "Parameters", .only = "-", .each = "-Parameters", .batch = 20,
                          .bind = BINDS({"CacheParameterGroupName", "$ParameterGroupInUse"}, {"ParameterNameValues", "@each"}),
                          .not_yet = DATASTORE_NOT_YET " InvalidCacheParameterGroupState"},
                         MODIFY_ALL("GlobalReplicationGroupDescription"),
                         MODIFY_ALL("CacheNodeType"),
                         MODIFY_ALL("Engine EngineVersion CacheParameterGroupName"),
                         MODIFY_ALL("AutomaticFailoverEnabled"),
                         {&elasticache_IncreaseNodeGroupsInGlobalReplicationGroup, .when = "NodeGroupCount", .grows = "NodeGroupCount",
                          .only = "GlobalReplicationGroupId NodeGroupCount", .bind = BINDS(NOW), .not_yet = DATASTORE_NOT_YET},
                         {&elasticache_DecreaseNodeGroupsInGlobalReplicationGroup, .when = "NodeGroupCount", .shrinks = "NodeGroupCount",
                          .only = "GlobalReplicationGroupId NodeGroupCount", .bind = BINDS({"GlobalNodeGroupsToRetain", "$GlobalNodeGroupIds"}, NOW),
                          .not_yet = DATASTORE_NOT_YET}),
        .remove  = CALLS({&elasticache_DeleteGlobalReplicationGroup, .bind = BINDS({"RetainPrimaryReplicationGroup", "=true"}),
                          .not_yet = DATASTORE_NOT_YET}),
        .missing = "GlobalReplicationGroupNotFoundFault",
        .gone_path = "Status", .gone = "deleted",
        .wait    = {UNTIL({"Status", "available primary-only", "creating modifying deleting"}), 10, 7200},
        .quirk   = elasticache_quirk,
    },
};

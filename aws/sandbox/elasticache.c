#include "aws/sandbox/elasticache.h"

#include <string.h>

/* ElastiCache as the sandbox plays it: replication groups of Redis OSS and Valkey, and global datastores. */

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateReplicationGroup",        ACT_MAKE,   &kind_replication_group, "ReplicationGroup", .rule = replication_draft, .after = replication_made},
    {"DescribeReplicationGroups",     ACT_LIST,   &kind_replication_group, "ReplicationGroups", "ReplicationGroupId"},
    {"ModifyReplicationGroup",        ACT_CHANGE, &kind_replication_group, "ReplicationGroup", .rule = replication_change, .after = replication_changed},
    {"IncreaseReplicaCount",          ACT_CHANGE, &kind_replication_group, "ReplicationGroup", .rule = replication_grow, .life = "scale"},
    {"DecreaseReplicaCount",          ACT_CHANGE, &kind_replication_group, "ReplicationGroup", .rule = replication_shrink, .life = "scale"},
    {"ModifyReplicationGroupShardConfiguration", ACT_CHANGE, &kind_replication_group, "ReplicationGroup", .rule = replication_reshard, .life = "scale"},
    {"DeleteReplicationGroup",        ACT_DROP,   &kind_replication_group, "ReplicationGroup", .rule = replication_may_go},
    {"DescribeCacheClusters",         ACT_RULE,   .rule = cache_clusters_show},
    {"DescribeUpdateActions",         ACT_RULE,   .rule = cache_updates_show},
    {"CreateGlobalReplicationGroup",  ACT_MAKE,   &kind_global_replication_group, "GlobalReplicationGroup", .rule = datastore_draft, .after = datastore_made},
    {"DescribeGlobalReplicationGroups", ACT_LIST, &kind_global_replication_group, "GlobalReplicationGroups", "GlobalReplicationGroupId", .keep = datastore_is_asked},
    {"ModifyGlobalReplicationGroup",  ACT_CHANGE, &kind_global_replication_group, "GlobalReplicationGroup", .rule = datastore_change},
    {"IncreaseNodeGroupsInGlobalReplicationGroup", ACT_CHANGE, &kind_global_replication_group, "GlobalReplicationGroup", .rule = datastore_reshard},
    {"DecreaseNodeGroupsInGlobalReplicationGroup", ACT_CHANGE, &kind_global_replication_group, "GlobalReplicationGroup", .rule = datastore_reshard},
    {"DisassociateGlobalReplicationGroup", ACT_RULE, .rule = datastore_leave},
    {"FailoverGlobalReplicationGroup", ACT_RULE,  .rule = datastore_failover},
    {"DeleteGlobalReplicationGroup",  ACT_DROP,   &kind_global_replication_group, "GlobalReplicationGroup", .rule = datastore_may_go},
    {"CreateCacheSubnetGroup",        ACT_MAKE,   &kind_cache_subnet_group, "CacheSubnetGroup", .rule = cache_subnets_draft},
    {"DescribeCacheSubnetGroups",     ACT_LIST,   &kind_cache_subnet_group, "CacheSubnetGroups", "CacheSubnetGroupName"},
    {"ModifyCacheSubnetGroup",        ACT_CHANGE, &kind_cache_subnet_group, "CacheSubnetGroup", .rule = cache_subnets_change},
    {"DeleteCacheSubnetGroup",        ACT_DROP,   &kind_cache_subnet_group, .rule = cache_subnets_may_go},
    {"CreateCacheParameterGroup",     ACT_MAKE,   &kind_cache_parameter_group, "CacheParameterGroup", .rule = cache_parameters_draft},
    {"DescribeCacheParameterGroups",  ACT_LIST,   &kind_cache_parameter_group, "CacheParameterGroups", "CacheParameterGroupName", .rule = cache_parameters_defaults},
    {"DescribeCacheParameters",       ACT_RULE,   &kind_cache_parameter_group, .rule = cache_parameters_show},
    {"ModifyCacheParameterGroup",     ACT_RULE,   &kind_cache_parameter_group, .rule = cache_parameters_modify},
    {"ResetCacheParameterGroup",      ACT_RULE,   &kind_cache_parameter_group, .rule = cache_parameters_reset},
    {"DeleteCacheParameterGroup",     ACT_DROP,   &kind_cache_parameter_group, .rule = cache_parameters_may_go},
    {"CreateUser",                    ACT_MAKE,   &kind_cache_user, .rule = cache_user_draft},
    {"DescribeUsers",                 ACT_LIST,   &kind_cache_user, "Users", "UserId"},
    {"ModifyUser",                    ACT_CHANGE, &kind_cache_user, .rule = cache_user_change, .life = "modify"},
    {"DeleteUser",                    ACT_DROP,   &kind_cache_user, .rule = cache_user_may_go},
    {"CreateUserGroup",               ACT_MAKE,   &kind_cache_user_group, .rule = cache_users_draft},
    {"DescribeUserGroups",            ACT_LIST,   &kind_cache_user_group, "UserGroups", "UserGroupId"},
    {"ModifyUserGroup",               ACT_CHANGE, &kind_cache_user_group, .rule = cache_users_change, .life = "modify"},
    {"DeleteUserGroup",               ACT_DROP,   &kind_cache_user_group, .rule = cache_users_may_go},
    {"DescribeCacheEngineVersions",   ACT_RULE,   .rule = cache_versions_show},
    {"DescribeReservedCacheNodesOfferings", ACT_RULE, .rule = cache_offerings_show},
    {"AddTagsToResource",             ACT_TAG,    .by = "ResourceName", .rule = replication_settled},
    {"RemoveTagsFromResource",        ACT_UNTAG,  .by = "ResourceName", .rule = replication_settled},
    {"ListTagsForResource",           ACT_TAGS,   .wrap = "TagList", .by = "ResourceName", .rule = replication_settled},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_elasticache = {.id = "elasticache",
                                                    .ops = ops,
                                                    .invalid = "InvalidParameterValue",
                                                    .tag_key = "Key",
                                                    .tag_value = "Value",
                                                    .page_min = 20,
                                                    .page_max = 100,
                                                    .page = 100};

bool cache_id_fits(struct call *c, const char *member, size_t most)
{
    const char *id = in_str(c, member);
    size_t n = strlen(id), ok = strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    bool letter = (*id >= 'a' && *id <= 'z') || (*id >= 'A' && *id <= 'Z');
    if (!letter || n != ok || n > most || id[n - 1] == '-' || strstr(id, "--"))
        return refuse(c, "InvalidParameterValue",
                      "The parameter %s is not a valid identifier. Identifiers must begin with a letter; must contain "
                      "only ASCII letters, digits, and hyphens; must be at most %zu characters long; and must not end "
                      "with a hyphen or contain two consecutive hyphens.",
                      member, most);
    return true;
}

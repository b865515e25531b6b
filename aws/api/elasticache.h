#ifndef AWS_API_ELASTICACHE_H
#define AWS_API_ELASTICACHE_H

/* ElastiCache: replication groups, global datastores, their groups, users. The API of 2015-02-02: every name is AWS's.
 */

#include "aws/wire/shape.h"

extern const struct service svc_elasticache;

/* clang-format off */
extern const struct op elasticache_CreateReplicationGroup, elasticache_DescribeReplicationGroups,
    elasticache_ModifyReplicationGroup, elasticache_IncreaseReplicaCount, elasticache_DecreaseReplicaCount,
    elasticache_ModifyReplicationGroupShardConfiguration, elasticache_DeleteReplicationGroup;
extern const struct op elasticache_DescribeCacheClusters;
extern const struct op elasticache_DescribeUpdateActions;
extern const struct op elasticache_CreateGlobalReplicationGroup, elasticache_DescribeGlobalReplicationGroups,
    elasticache_ModifyGlobalReplicationGroup, elasticache_IncreaseNodeGroupsInGlobalReplicationGroup,
    elasticache_DecreaseNodeGroupsInGlobalReplicationGroup, elasticache_DisassociateGlobalReplicationGroup,
    elasticache_FailoverGlobalReplicationGroup, elasticache_DeleteGlobalReplicationGroup;
extern const struct op elasticache_CreateCacheSubnetGroup, elasticache_DescribeCacheSubnetGroups,
    elasticache_ModifyCacheSubnetGroup, elasticache_DeleteCacheSubnetGroup;
extern const struct op elasticache_CreateCacheParameterGroup, elasticache_DescribeCacheParameterGroups,
    elasticache_DescribeCacheParameters, elasticache_ModifyCacheParameterGroup, elasticache_ResetCacheParameterGroup,
    elasticache_DeleteCacheParameterGroup;
extern const struct op elasticache_CreateUser, elasticache_DescribeUsers, elasticache_ModifyUser,
    elasticache_DeleteUser;
extern const struct op elasticache_CreateUserGroup, elasticache_DescribeUserGroups, elasticache_ModifyUserGroup,
    elasticache_DeleteUserGroup;
extern const struct op elasticache_AddTagsToResource, elasticache_RemoveTagsFromResource,
    elasticache_ListTagsForResource;
extern const struct op elasticache_DescribeCacheEngineVersions, elasticache_DescribeReservedCacheNodesOfferings;
/* clang-format on */

#endif

#ifndef AWS_API_RDS_H
#define AWS_API_RDS_H

/* RDS: Aurora clusters, instances, global clusters and their groups. The API of 2014-10-31: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_rds;

/* clang-format off */
extern const struct op rds_CreateGlobalCluster, rds_DescribeGlobalClusters, rds_ModifyGlobalCluster,
    rds_DeleteGlobalCluster, rds_RemoveFromGlobalCluster, rds_SwitchoverGlobalCluster, rds_FailoverGlobalCluster;
extern const struct op rds_CreateDBCluster, rds_DescribeDBClusters, rds_ModifyDBCluster, rds_DeleteDBCluster;
extern const struct op rds_CreateDBClusterEndpoint, rds_DescribeDBClusterEndpoints, rds_ModifyDBClusterEndpoint,
    rds_DeleteDBClusterEndpoint;
extern const struct op rds_CreateDBInstance, rds_DescribeDBInstances, rds_ModifyDBInstance, rds_RebootDBInstance, rds_FailoverDBCluster,
    rds_DeleteDBInstance;
extern const struct op rds_CreateDBSubnetGroup, rds_DescribeDBSubnetGroups, rds_ModifyDBSubnetGroup,
    rds_DeleteDBSubnetGroup;
extern const struct op rds_CreateDBClusterParameterGroup, rds_DescribeDBClusterParameterGroups,
    rds_DescribeDBClusterParameters, rds_ModifyDBClusterParameterGroup, rds_ResetDBClusterParameterGroup,
    rds_DeleteDBClusterParameterGroup;
extern const struct op rds_CreateDBParameterGroup, rds_DescribeDBParameterGroups, rds_DescribeDBParameters,
    rds_ModifyDBParameterGroup, rds_ResetDBParameterGroup, rds_DeleteDBParameterGroup;
extern const struct op rds_AddTagsToResource, rds_RemoveTagsFromResource, rds_ListTagsForResource;
extern const struct op rds_CreateEventSubscription, rds_DescribeEventSubscriptions, rds_ModifyEventSubscription,
    rds_DeleteEventSubscription, rds_AddSourceIdentifierToSubscription, rds_RemoveSourceIdentifierFromSubscription;
extern const struct op rds_DescribePendingMaintenanceActions, rds_DescribeOrderableDBInstanceOptions, rds_DescribeDBEngineVersions;
extern const struct op rds_DescribeAccountAttributes;
/* clang-format on */

#endif

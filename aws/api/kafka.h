#ifndef AWS_API_KAFKA_H
#define AWS_API_KAFKA_H

/* Amazon MSK: clusters, configurations, policies, SCRAM secrets, replicators. The API of 2018-11-14: every name is
 * AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_kafka;

/* clang-format off */
extern const struct op kafka_CreateCluster, kafka_DescribeClusterV2, kafka_ListClustersV2, kafka_DeleteCluster,
    kafka_GetBootstrapBrokers, kafka_DescribeClusterOperation, kafka_ListClusterOperations,
    kafka_GetCompatibleKafkaVersions;
extern const struct op kafka_UpdateBrokerCount, kafka_RebootBroker, kafka_UpdateBrokerStorage, kafka_UpdateBrokerType,
    kafka_UpdateClusterConfiguration, kafka_UpdateClusterKafkaVersion,
    kafka_UpdateConnectivity, kafka_UpdateMonitoring, kafka_UpdateSecurity,
    kafka_UpdateStorage;
extern const struct op kafka_CreateConfiguration, kafka_UpdateConfiguration, kafka_DescribeConfiguration,
    kafka_DescribeConfigurationRevision, kafka_ListConfigurations, kafka_DeleteConfiguration;
extern const struct op kafka_PutClusterPolicy, kafka_GetClusterPolicy, kafka_DeleteClusterPolicy,
    kafka_BatchAssociateScramSecret, kafka_BatchDisassociateScramSecret,
    kafka_ListScramSecrets;
extern const struct op kafka_CreateReplicator, kafka_DescribeReplicator, kafka_ListReplicators,
    kafka_UpdateReplicationInfo, kafka_DeleteReplicator;
extern const struct op kafka_TagResource, kafka_UntagResource, kafka_ListTagsForResource;
extern const struct op kafka_ListKafkaVersions;
/* clang-format on */

#endif

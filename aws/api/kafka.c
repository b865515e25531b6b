#include "aws/api/kafka.h"

/* clang-format off */
#define MONITORING "DEFAULT PER_BROKER PER_TOPIC_PER_BROKER PER_TOPIC_PER_PARTITION"

SHAPE(ProvisionedThroughput,
    BOOL(Enabled),
    INT(VolumeThroughput));

SHAPE(EBSStorageInfo,
    STRUCT(ProvisionedThroughput, ProvisionedThroughput),
    INT(VolumeSize));

SHAPE(StorageInfo,
    STRUCT(EbsStorageInfo, EBSStorageInfo));

SHAPE(VpcConnectivityScram,
    BOOL(Enabled));

SHAPE(VpcConnectivityIam,
    BOOL(Enabled));

SHAPE(VpcConnectivitySasl,
    STRUCT(Scram, VpcConnectivityScram),
    STRUCT(Iam, VpcConnectivityIam));

SHAPE(VpcConnectivityTls,
    BOOL(Enabled));

SHAPE(VpcConnectivityClientAuthentication,
    STRUCT(Sasl, VpcConnectivitySasl),
    STRUCT(Tls, VpcConnectivityTls));

SHAPE(VpcConnectivity,
    STRUCT(ClientAuthentication, VpcConnectivityClientAuthentication));

SHAPE(ConnectivityInfo,
    STRUCT(VpcConnectivity, VpcConnectivity));

SHAPE(BrokerNodeGroupInfo,
    STR_OF(BrokerAZDistribution, "DEFAULT"),
    STRS_REQUIRED(ClientSubnets, NULL),
    STR_REQUIRED(InstanceType),
    STRS(SecurityGroups, NULL),
    STRUCT(StorageInfo, StorageInfo),
    STRUCT(ConnectivityInfo, ConnectivityInfo));

SHAPE(Scram,
    BOOL(Enabled));

SHAPE(Iam,
    BOOL(Enabled));

SHAPE(Sasl,
    STRUCT(Scram, Scram),
    STRUCT(Iam, Iam));

SHAPE(Tls,
    STRS(CertificateAuthorityArnList, NULL),
    BOOL(Enabled));

SHAPE(Unauthenticated,
    BOOL(Enabled));

SHAPE(ClientAuthentication,
    STRUCT(Sasl, Sasl),
    STRUCT(Tls, Tls),
    STRUCT(Unauthenticated, Unauthenticated));

SHAPE(ConfigurationInfo,
    STR_REQUIRED(Arn),
    INT_REQUIRED(Revision));

SHAPE(EncryptionAtRest,
    STR_REQUIRED(DataVolumeKMSKeyId));

SHAPE(EncryptionInTransit,
    STR_OF(ClientBroker, "TLS TLS_PLAINTEXT PLAINTEXT"),
    BOOL(InCluster));

SHAPE(EncryptionInfo,
    STRUCT(EncryptionAtRest, EncryptionAtRest),
    STRUCT(EncryptionInTransit, EncryptionInTransit));

SHAPE(JmxExporterInfo,
    BOOL_REQUIRED(EnabledInBroker));

SHAPE(NodeExporterInfo,
    BOOL_REQUIRED(EnabledInBroker));

SHAPE(PrometheusInfo,
    STRUCT(JmxExporter, JmxExporterInfo),
    STRUCT(NodeExporter, NodeExporterInfo));

SHAPE(OpenMonitoringInfo,
    STRUCT_REQUIRED(Prometheus, PrometheusInfo));

SHAPE(CloudWatchLogs,
    BOOL_REQUIRED(Enabled),
    STR(LogGroup));

SHAPE(BrokerLogs,
    STRUCT(CloudWatchLogs, CloudWatchLogs));

SHAPE(LoggingInfo,
    STRUCT_REQUIRED(BrokerLogs, BrokerLogs));

SHAPE(CreateClusterRequest,
    STRUCT_REQUIRED(BrokerNodeGroupInfo, BrokerNodeGroupInfo),
    STRUCT(ClientAuthentication, ClientAuthentication),
    STR_REQUIRED(ClusterName),
    STRUCT(ConfigurationInfo, ConfigurationInfo),
    STRUCT(EncryptionInfo, EncryptionInfo),
    STR_OF(EnhancedMonitoring, MONITORING),
    STRUCT(OpenMonitoring, OpenMonitoringInfo),
    STR_REQUIRED(KafkaVersion),
    STRUCT(LoggingInfo, LoggingInfo),
    INT_REQUIRED(NumberOfBrokerNodes),
    STR_MAP(Tags),
    STR_OF(StorageMode, "LOCAL TIERED"));

SHAPE(CreateClusterResponse,
    STR(ClusterArn),
    STR(ClusterName),
    STR(State));

SHAPE(DescribeClusterV2Request,
    PATH_STR(ClusterArn, "clusterArn"));

SHAPE(StateInfo,
    STR(Code),
    STR(Message));

SHAPE(BrokerSoftwareInfo,
    STR(ConfigurationArn),
    INT(ConfigurationRevision),
    STR(KafkaVersion));

SHAPE(Provisioned,
    STRUCT(BrokerNodeGroupInfo, BrokerNodeGroupInfo),
    STRUCT(CurrentBrokerSoftwareInfo, BrokerSoftwareInfo),
    STRUCT(ClientAuthentication, ClientAuthentication),
    STRUCT(EncryptionInfo, EncryptionInfo),
    STR(EnhancedMonitoring),
    STRUCT(OpenMonitoring, OpenMonitoringInfo),
    STRUCT(LoggingInfo, LoggingInfo),
    INT(NumberOfBrokerNodes),
    STR(StorageMode));

SHAPE(Cluster,
    STR(ActiveOperationArn),
    STR(ClusterType),
    STR(ClusterArn),
    STR(ClusterName),
    TIME(CreationTime),
    STR(CurrentVersion),
    STR(State),
    STRUCT(StateInfo, StateInfo),
    STR_MAP(Tags),
    STRUCT(Provisioned, Provisioned));

SHAPE(DescribeClusterV2Response,
    STRUCT(ClusterInfo, Cluster));

SHAPE(ListClustersV2Request,
    QUERY_STR(ClusterNameFilter, "clusterNameFilter"),
    QUERY_INT(MaxResults, "maxResults"),
    QUERY_STR(NextToken, "nextToken"));

SHAPE(ListClustersV2Response,
    LIST(ClusterInfoList, Cluster, NULL),
    STR(NextToken));

SHAPE(DeleteClusterRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    QUERY_STR(CurrentVersion, "currentVersion"));

SHAPE(DeleteClusterResponse,
    STR(ClusterArn),
    STR(State));

SHAPE(GetBootstrapBrokersRequest,
    PATH_STR(ClusterArn, "clusterArn"));

SHAPE(GetBootstrapBrokersResponse,
    STR(BootstrapBrokerString),
    STR(BootstrapBrokerStringTls),
    STR(BootstrapBrokerStringSaslScram),
    STR(BootstrapBrokerStringSaslIam));

SHAPE(DescribeClusterOperationRequest,
    PATH_STR(ClusterOperationArn, "clusterOperationArn"));

SHAPE(ErrorInfo,
    STR(ErrorCode),
    STR(ErrorString));

SHAPE(ClusterOperationInfo,
    STR(ClusterArn),
    TIME(CreationTime),
    TIME(EndTime),
    STRUCT(ErrorInfo, ErrorInfo),
    STR(OperationArn),
    STR(OperationState),
    STR(OperationType));

SHAPE(DescribeClusterOperationResponse,
    STRUCT(ClusterOperationInfo, ClusterOperationInfo));

SHAPE(ListClusterOperationsRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    QUERY_STR(NextToken, "nextToken"),
    QUERY_INT(MaxResults, "maxResults"));

SHAPE(ListClusterOperationsResponse,
    LIST(ClusterOperationInfoList, ClusterOperationInfo, NULL),
    STR(NextToken));

SHAPE(GetCompatibleKafkaVersionsRequest,
    QUERY_STR(ClusterArn, "clusterArn"));

SHAPE(CompatibleKafkaVersion,
    STR(SourceVersion),
    STRS(TargetVersions, NULL));

SHAPE(GetCompatibleKafkaVersionsResponse,
    LIST(CompatibleKafkaVersions, CompatibleKafkaVersion, NULL));

SHAPE(UpdateBrokerCountRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STR_REQUIRED(CurrentVersion),
    INT_REQUIRED(TargetNumberOfBrokerNodes));

SHAPE(UpdateBrokerCountResponse,
    STR(ClusterArn),
    STR(ClusterOperationArn));

SHAPE(RebootBrokerRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STRS_REQUIRED(BrokerIds, NULL));

SHAPE(RebootBrokerResponse,
    STR(ClusterArn),
    STR(ClusterOperationArn));

SHAPE(BrokerEBSVolumeInfo,
    STR_REQUIRED(KafkaBrokerNodeId),
    STRUCT(ProvisionedThroughput, ProvisionedThroughput),
    INT(VolumeSizeGB));

SHAPE(UpdateBrokerStorageRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STR_REQUIRED(CurrentVersion),
    LIST_REQUIRED(TargetBrokerEBSVolumeInfo, BrokerEBSVolumeInfo, NULL));

SHAPE(UpdateBrokerStorageResponse,
    STR(ClusterArn),
    STR(ClusterOperationArn));

SHAPE(UpdateBrokerTypeRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STR_REQUIRED(CurrentVersion),
    STR_REQUIRED(TargetInstanceType));

SHAPE(UpdateBrokerTypeResponse,
    STR(ClusterArn),
    STR(ClusterOperationArn));

SHAPE(UpdateClusterConfigurationRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STRUCT_REQUIRED(ConfigurationInfo, ConfigurationInfo),
    STR_REQUIRED(CurrentVersion));

SHAPE(UpdateClusterConfigurationResponse,
    STR(ClusterArn),
    STR(ClusterOperationArn));

SHAPE(UpdateClusterKafkaVersionRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STRUCT(ConfigurationInfo, ConfigurationInfo),
    STR_REQUIRED(CurrentVersion),
    STR_REQUIRED(TargetKafkaVersion));

SHAPE(UpdateClusterKafkaVersionResponse,
    STR(ClusterArn),
    STR(ClusterOperationArn));

SHAPE(UpdateConnectivityRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STRUCT(ConnectivityInfo, ConnectivityInfo),
    STR_REQUIRED(CurrentVersion));

SHAPE(UpdateConnectivityResponse,
    STR(ClusterArn),
    STR(ClusterOperationArn));

SHAPE(UpdateMonitoringRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STR_REQUIRED(CurrentVersion),
    STR_OF(EnhancedMonitoring, MONITORING),
    STRUCT(OpenMonitoring, OpenMonitoringInfo),
    STRUCT(LoggingInfo, LoggingInfo));

SHAPE(UpdateMonitoringResponse,
    STR(ClusterArn),
    STR(ClusterOperationArn));

SHAPE(UpdateSecurityRequest,
    STRUCT(ClientAuthentication, ClientAuthentication),
    PATH_STR(ClusterArn, "clusterArn"),
    STR_REQUIRED(CurrentVersion),
    STRUCT(EncryptionInfo, EncryptionInfo));

SHAPE(UpdateSecurityResponse,
    STR(ClusterArn),
    STR(ClusterOperationArn));

SHAPE(UpdateStorageRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STR_REQUIRED(CurrentVersion),
    STRUCT(ProvisionedThroughput, ProvisionedThroughput),
    STR_OF(StorageMode, "LOCAL TIERED"),
    INT(VolumeSizeGB));

SHAPE(UpdateStorageResponse,
    STR(ClusterArn),
    STR(ClusterOperationArn));

SHAPE(CreateConfigurationRequest,
    STR(Description),
    STRS(KafkaVersions, NULL),
    STR_REQUIRED(Name),
    BLOB_REQUIRED(ServerProperties));

SHAPE(ConfigurationRevision,
    TIME(CreationTime),
    STR(Description),
    INT(Revision));

SHAPE(CreateConfigurationResponse,
    STR(Arn),
    TIME(CreationTime),
    STRUCT(LatestRevision, ConfigurationRevision),
    STR(Name),
    STR(State));

SHAPE(UpdateConfigurationRequest,
    PATH_STR(Arn, "arn"),
    STR(Description),
    BLOB_REQUIRED(ServerProperties));

SHAPE(UpdateConfigurationResponse,
    STR(Arn),
    STRUCT(LatestRevision, ConfigurationRevision));

SHAPE(DescribeConfigurationRequest,
    PATH_STR(Arn, "arn"));

SHAPE(DescribeConfigurationResponse,
    STR(Arn),
    TIME(CreationTime),
    STR(Description),
    STRS(KafkaVersions, NULL),
    STRUCT(LatestRevision, ConfigurationRevision),
    STR(Name),
    STR(State));

SHAPE(DescribeConfigurationRevisionRequest,
    PATH_STR(Arn, "arn"),
    PATH_INT(Revision, "revision"));

SHAPE(DescribeConfigurationRevisionResponse,
    STR(Arn),
    TIME(CreationTime),
    STR(Description),
    INT(Revision),
    BLOB(ServerProperties));

SHAPE(ListConfigurationsRequest,
    QUERY_INT(MaxResults, "maxResults"),
    QUERY_STR(NextToken, "nextToken"));

SHAPE(Configuration,
    STR(Arn),
    TIME(CreationTime),
    STR(Description),
    STRS(KafkaVersions, NULL),
    STRUCT(LatestRevision, ConfigurationRevision),
    STR(Name),
    STR(State));

SHAPE(ListConfigurationsResponse,
    LIST(Configurations, Configuration, NULL),
    STR(NextToken));

SHAPE(ListKafkaVersionsRequest,
    QUERY_INT(MaxResults, "maxResults"),
    QUERY_STR(NextToken, "nextToken"));

SHAPE(KafkaVersion,
    STR(Version),
    STR(Status));

SHAPE(ListKafkaVersionsResponse,
    LIST(KafkaVersions, KafkaVersion, NULL),
    STR(NextToken));

SHAPE(DeleteConfigurationRequest,
    PATH_STR(Arn, "arn"));

SHAPE(DeleteConfigurationResponse,
    STR(Arn),
    STR(State));

SHAPE(PutClusterPolicyRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STR(CurrentVersion),
    STR_REQUIRED(Policy));

SHAPE(PutClusterPolicyResponse,
    STR(CurrentVersion));

SHAPE(GetClusterPolicyRequest,
    PATH_STR(ClusterArn, "clusterArn"));

SHAPE(GetClusterPolicyResponse,
    STR(CurrentVersion),
    STR(Policy));

SHAPE(DeleteClusterPolicyRequest,
    PATH_STR(ClusterArn, "clusterArn"));

SHAPE(BatchAssociateScramSecretRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STRS_REQUIRED(SecretArnList, NULL));

SHAPE(UnprocessedScramSecret,
    STR(ErrorCode),
    STR(ErrorMessage),
    STR(SecretArn));

SHAPE(BatchAssociateScramSecretResponse,
    STR(ClusterArn),
    LIST(UnprocessedScramSecrets, UnprocessedScramSecret, NULL));

SHAPE(BatchDisassociateScramSecretRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    STRS_REQUIRED(SecretArnList, NULL));

SHAPE(BatchDisassociateScramSecretResponse,
    STR(ClusterArn),
    LIST(UnprocessedScramSecrets, UnprocessedScramSecret, NULL));

SHAPE(ListScramSecretsRequest,
    PATH_STR(ClusterArn, "clusterArn"),
    QUERY_INT(MaxResults, "maxResults"),
    QUERY_STR(NextToken, "nextToken"));

SHAPE(ListScramSecretsResponse,
    STR(NextToken),
    STRS(SecretArnList, NULL));

SHAPE(AmazonMskCluster,
    STR_REQUIRED(MskClusterArn));

SHAPE(KafkaClusterClientVpcConfig,
    STRS(SecurityGroupIds, NULL),
    STRS_REQUIRED(SubnetIds, NULL));

SHAPE(KafkaCluster,
    STRUCT(AmazonMskCluster, AmazonMskCluster),
    STRUCT(VpcConfig, KafkaClusterClientVpcConfig));

SHAPE(ConsumerGroupReplication,
    STRS(ConsumerGroupsToExclude, NULL),
    STRS_REQUIRED(ConsumerGroupsToReplicate, NULL),
    BOOL(DetectAndCopyNewConsumerGroups),
    BOOL(SynchroniseConsumerGroupOffsets),
    STR_OF(ConsumerGroupOffsetSyncMode, "LEGACY ENHANCED"));

SHAPE(ReplicationStartingPosition,
    STR_OF(Type, "LATEST EARLIEST"));

SHAPE(ReplicationTopicNameConfiguration,
    STR_OF(Type, "PREFIXED_WITH_SOURCE_CLUSTER_ALIAS IDENTICAL"));

SHAPE(TopicReplication,
    BOOL(CopyAccessControlListsForTopics),
    BOOL(CopyTopicConfigurations),
    BOOL(DetectAndCopyNewTopics),
    STRUCT(StartingPosition, ReplicationStartingPosition),
    STRUCT(TopicNameConfiguration, ReplicationTopicNameConfiguration),
    STRS(TopicsToExclude, NULL),
    STRS_REQUIRED(TopicsToReplicate, NULL));

SHAPE(ReplicationInfo,
    STRUCT_REQUIRED(ConsumerGroupReplication, ConsumerGroupReplication),
    STR(SourceKafkaClusterArn),
    STR_REQUIRED_OF(TargetCompressionType, "NONE GZIP SNAPPY LZ4 ZSTD"),
    STR(TargetKafkaClusterArn),
    STRUCT_REQUIRED(TopicReplication, TopicReplication));

SHAPE(CreateReplicatorRequest,
    STR(Description),
    LIST_REQUIRED(KafkaClusters, KafkaCluster, NULL),
    LIST_REQUIRED(ReplicationInfoList, ReplicationInfo, NULL),
    STR_REQUIRED(ReplicatorName),
    STR_REQUIRED(ServiceExecutionRoleArn),
    STR_MAP(Tags));

SHAPE(CreateReplicatorResponse,
    STR(ReplicatorArn),
    STR(ReplicatorName),
    STR(ReplicatorState));

SHAPE(DescribeReplicatorRequest,
    PATH_STR(ReplicatorArn, "replicatorArn"));

SHAPE(KafkaClusterDescription,
    STRUCT(AmazonMskCluster, AmazonMskCluster),
    STR(KafkaClusterAlias),
    STRUCT(VpcConfig, KafkaClusterClientVpcConfig));

SHAPE(ReplicationInfoDescription,
    STRUCT(ConsumerGroupReplication, ConsumerGroupReplication),
    STR(SourceKafkaClusterAlias),
    STR(TargetCompressionType),
    STR(TargetKafkaClusterAlias),
    STRUCT(TopicReplication, TopicReplication));

SHAPE(ReplicationStateInfo,
    STR(Code),
    STR(Message));

SHAPE(DescribeReplicatorResponse,
    TIME(CreationTime),
    STR(CurrentVersion),
    LIST(KafkaClusters, KafkaClusterDescription, NULL),
    LIST(ReplicationInfoList, ReplicationInfoDescription, NULL),
    STR(ReplicatorArn),
    STR(ReplicatorDescription),
    STR(ReplicatorName),
    STR(ReplicatorState),
    STR(ServiceExecutionRoleArn),
    STRUCT(StateInfo, ReplicationStateInfo),
    STR_MAP(Tags));

SHAPE(ListReplicatorsRequest,
    QUERY_INT(MaxResults, "maxResults"),
    QUERY_STR(NextToken, "nextToken"),
    QUERY_STR(ReplicatorNameFilter, "replicatorNameFilter"));

SHAPE(KafkaClusterSummary,
    STRUCT(AmazonMskCluster, AmazonMskCluster),
    STR(KafkaClusterAlias));

SHAPE(ReplicationInfoSummary,
    STR(SourceKafkaClusterAlias),
    STR(TargetKafkaClusterAlias));

SHAPE(ReplicatorSummary,
    TIME(CreationTime),
    STR(CurrentVersion),
    LIST(KafkaClustersSummary, KafkaClusterSummary, NULL),
    LIST(ReplicationInfoSummaryList, ReplicationInfoSummary, NULL),
    STR(ReplicatorArn),
    STR(ReplicatorName),
    STR(ReplicatorState));

SHAPE(ListReplicatorsResponse,
    STR(NextToken),
    LIST(Replicators, ReplicatorSummary, NULL));

SHAPE(ConsumerGroupReplicationUpdate,
    STRS_REQUIRED(ConsumerGroupsToExclude, NULL),
    STRS_REQUIRED(ConsumerGroupsToReplicate, NULL),
    BOOL_REQUIRED(DetectAndCopyNewConsumerGroups),
    BOOL_REQUIRED(SynchroniseConsumerGroupOffsets));

SHAPE(TopicReplicationUpdate,
    BOOL_REQUIRED(CopyAccessControlListsForTopics),
    BOOL_REQUIRED(CopyTopicConfigurations),
    BOOL_REQUIRED(DetectAndCopyNewTopics),
    STRS_REQUIRED(TopicsToExclude, NULL),
    STRS_REQUIRED(TopicsToReplicate, NULL));

SHAPE(UpdateReplicationInfoRequest,
    STRUCT(ConsumerGroupReplication, ConsumerGroupReplicationUpdate),
    STR_REQUIRED(CurrentVersion),
    PATH_STR(ReplicatorArn, "replicatorArn"),
    STR(SourceKafkaClusterArn),
    STR(TargetKafkaClusterArn),
    STRUCT(TopicReplication, TopicReplicationUpdate));

SHAPE(UpdateReplicationInfoResponse,
    STR(ReplicatorArn),
    STR(ReplicatorState));

SHAPE(DeleteReplicatorRequest,
    QUERY_STR(CurrentVersion, "currentVersion"),
    PATH_STR(ReplicatorArn, "replicatorArn"));

SHAPE(DeleteReplicatorResponse,
    STR(ReplicatorArn),
    STR(ReplicatorState));

SHAPE(TagResourceRequest,
    PATH_STR(ResourceArn, "resourceArn"),
    STR_MAP_REQUIRED(Tags));

SHAPE(UntagResourceRequest,
    PATH_STR(ResourceArn, "resourceArn"),
    QUERY_STRS_REQUIRED(TagKeys, "tagKeys"));

SHAPE(ListTagsForResourceRequest,
    PATH_STR(ResourceArn, "resourceArn"));

SHAPE(ListTagsForResourceResponse,
    STR_MAP(Tags));

REST(kafka,       CreateCluster,            "POST",   "/v1/clusters",                                CreateClusterRequest,            &CreateClusterResponse,            0,
     "BadRequestException ForbiddenException TooManyRequestsException ConflictException");
REST(kafka,       DescribeClusterV2,        "GET",    "/api/v2/clusters/{clusterArn}",               DescribeClusterV2Request,        &DescribeClusterV2Response,        OP_READ,
     "NotFoundException BadRequestException ForbiddenException");
REST_PAGED(kafka, ListClustersV2,           "GET",    "/api/v2/clusters",                            ListClustersV2Request,           &ListClustersV2Response,           OP_READ,
     "BadRequestException ForbiddenException", PAGES_OF("NextToken", "NextToken", "ClusterInfoList", "MaxResults", 100));
REST(kafka,       DeleteCluster,            "DELETE", "/v1/clusters/{clusterArn}",                   DeleteClusterRequest,            &DeleteClusterResponse,            OP_IDEMPOTENT,
     "NotFoundException BadRequestException ForbiddenException");
REST(kafka,       GetBootstrapBrokers,      "GET",    "/v1/clusters/{clusterArn}/bootstrap-brokers", GetBootstrapBrokersRequest,      &GetBootstrapBrokersResponse,      OP_READ,
     "BadRequestException ConflictException ForbiddenException");
REST(kafka,       DescribeClusterOperation, "GET",    "/v1/operations/{clusterOperationArn}",        DescribeClusterOperationRequest, &DescribeClusterOperationResponse, OP_READ,
     "NotFoundException BadRequestException ForbiddenException");

REST_PAGED(kafka, ListClusterOperations,    "GET",    "/v1/clusters/{clusterArn}/operations",        ListClusterOperationsRequest,    &ListClusterOperationsResponse,    OP_READ,
     "BadRequestException ForbiddenException", PAGES_OF("NextToken", "NextToken", "ClusterOperationInfoList", "MaxResults", 100));
REST(kafka,       GetCompatibleKafkaVersions, "GET",  "/v1/compatible-kafka-versions",               GetCompatibleKafkaVersionsRequest, &GetCompatibleKafkaVersionsResponse, OP_READ,
     "NotFoundException BadRequestException ForbiddenException TooManyRequestsException");

REST(kafka, UpdateBrokerCount,          "PUT",   "/v1/clusters/{clusterArn}/nodes/count",   UpdateBrokerCountRequest,          &UpdateBrokerCountResponse,          0,
     "BadRequestException ForbiddenException");
REST(kafka, RebootBroker,               "PUT",   "/v1/clusters/{clusterArn}/reboot-broker", RebootBrokerRequest,              &RebootBrokerResponse,               0,
     "BadRequestException ForbiddenException NotFoundException");
REST(kafka, UpdateBrokerStorage,        "PUT",   "/v1/clusters/{clusterArn}/nodes/storage", UpdateBrokerStorageRequest,        &UpdateBrokerStorageResponse,        0,
     "BadRequestException ForbiddenException");
REST(kafka, UpdateBrokerType,           "PUT",   "/v1/clusters/{clusterArn}/nodes/type",    UpdateBrokerTypeRequest,           &UpdateBrokerTypeResponse,           0,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException");
REST(kafka, UpdateClusterConfiguration, "PUT",   "/v1/clusters/{clusterArn}/configuration", UpdateClusterConfigurationRequest, &UpdateClusterConfigurationResponse, 0,
     "BadRequestException ForbiddenException NotFoundException");
REST(kafka, UpdateClusterKafkaVersion,  "PUT",   "/v1/clusters/{clusterArn}/version",       UpdateClusterKafkaVersionRequest,  &UpdateClusterKafkaVersionResponse,  0,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException");
REST(kafka, UpdateConnectivity,         "PUT",   "/v1/clusters/{clusterArn}/connectivity",  UpdateConnectivityRequest,         &UpdateConnectivityResponse,         0,
     "BadRequestException ForbiddenException NotFoundException");
REST(kafka, UpdateMonitoring,           "PUT",   "/v1/clusters/{clusterArn}/monitoring",    UpdateMonitoringRequest,           &UpdateMonitoringResponse,           0,
     "BadRequestException ForbiddenException");
REST(kafka, UpdateSecurity,             "PATCH", "/v1/clusters/{clusterArn}/security",      UpdateSecurityRequest,             &UpdateSecurityResponse,             0,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException");
REST(kafka, UpdateStorage,              "PUT",   "/v1/clusters/{clusterArn}/storage",       UpdateStorageRequest,              &UpdateStorageResponse,              0,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException");

REST(kafka,       CreateConfiguration,           "POST",   "/v1/configurations",                            CreateConfigurationRequest,           &CreateConfigurationResponse,           0,
     "BadRequestException ForbiddenException TooManyRequestsException ConflictException");
REST(kafka,       UpdateConfiguration,           "PUT",    "/v1/configurations/{arn}",                      UpdateConfigurationRequest,           &UpdateConfigurationResponse,           0,
     "BadRequestException ForbiddenException NotFoundException");
REST(kafka,       DescribeConfiguration,         "GET",    "/v1/configurations/{arn}",                      DescribeConfigurationRequest,         &DescribeConfigurationResponse,         OP_READ,
     "BadRequestException ForbiddenException NotFoundException");
REST(kafka,       DescribeConfigurationRevision, "GET",    "/v1/configurations/{arn}/revisions/{revision}", DescribeConfigurationRevisionRequest, &DescribeConfigurationRevisionResponse, OP_READ,
     "BadRequestException ForbiddenException NotFoundException");
REST_PAGED(kafka, ListConfigurations,            "GET",    "/v1/configurations",                            ListConfigurationsRequest,            &ListConfigurationsResponse,            OP_READ,
     "BadRequestException ForbiddenException", PAGES_OF("NextToken", "NextToken", "Configurations", "MaxResults", 100));
REST_PAGED(kafka, ListKafkaVersions,             "GET",    "/v1/kafka-versions",                            ListKafkaVersionsRequest,             &ListKafkaVersionsResponse,             OP_READ,
     "BadRequestException ForbiddenException", PAGES_OF("NextToken", "NextToken", "KafkaVersions", "MaxResults", 100));
REST(kafka,       DeleteConfiguration,           "DELETE", "/v1/configurations/{arn}",                      DeleteConfigurationRequest,           &DeleteConfigurationResponse,           OP_IDEMPOTENT,
     "NotFoundException BadRequestException ForbiddenException");

REST(kafka,       PutClusterPolicy,             "PUT",    "/v1/clusters/{clusterArn}/policy",        PutClusterPolicyRequest,             &PutClusterPolicyResponse,             OP_IDEMPOTENT,
     "BadRequestException ForbiddenException");
REST(kafka,       GetClusterPolicy,             "GET",    "/v1/clusters/{clusterArn}/policy",        GetClusterPolicyRequest,             &GetClusterPolicyResponse,             OP_READ,
     "NotFoundException BadRequestException ForbiddenException");
REST(kafka,       DeleteClusterPolicy,          "DELETE", "/v1/clusters/{clusterArn}/policy",        DeleteClusterPolicyRequest,          NULL,                                  OP_IDEMPOTENT,
     "NotFoundException BadRequestException ForbiddenException");
REST(kafka,       BatchAssociateScramSecret,    "POST",   "/v1/clusters/{clusterArn}/scram-secrets", BatchAssociateScramSecretRequest,    &BatchAssociateScramSecretResponse,    OP_IDEMPOTENT,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException");
REST(kafka,       BatchDisassociateScramSecret, "PATCH",  "/v1/clusters/{clusterArn}/scram-secrets", BatchDisassociateScramSecretRequest, &BatchDisassociateScramSecretResponse, OP_IDEMPOTENT,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException");
REST_PAGED(kafka, ListScramSecrets,             "GET",    "/v1/clusters/{clusterArn}/scram-secrets", ListScramSecretsRequest,             &ListScramSecretsResponse,             OP_READ,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException", PAGES_OF("NextToken", "NextToken", "SecretArnList", "MaxResults", 100));

REST(kafka,       CreateReplicator,      "POST",   "/replication/v1/replicators",                                  CreateReplicatorRequest,      &CreateReplicatorResponse,      0,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException ConflictException");
REST(kafka,       DescribeReplicator,    "GET",    "/replication/v1/replicators/{replicatorArn}",                  DescribeReplicatorRequest,    &DescribeReplicatorResponse,    OP_READ,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException");
REST_PAGED(kafka, ListReplicators,       "GET",    "/replication/v1/replicators",                                  ListReplicatorsRequest,       &ListReplicatorsResponse,       OP_READ,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException", PAGES_OF("NextToken", "NextToken", "Replicators", "MaxResults", 100));
REST(kafka,       UpdateReplicationInfo, "PUT",    "/replication/v1/replicators/{replicatorArn}/replication-info", UpdateReplicationInfoRequest, &UpdateReplicationInfoResponse, 0,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException");
REST(kafka,       DeleteReplicator,      "DELETE", "/replication/v1/replicators/{replicatorArn}",                  DeleteReplicatorRequest,      &DeleteReplicatorResponse,      OP_IDEMPOTENT,
     "BadRequestException ForbiddenException NotFoundException TooManyRequestsException");

REST(kafka, TagResource,         "POST",   "/v1/tags/{resourceArn}", TagResourceRequest,         NULL,                         OP_IDEMPOTENT,
     "NotFoundException BadRequestException");
REST(kafka, UntagResource,       "DELETE", "/v1/tags/{resourceArn}", UntagResourceRequest,       NULL,                         OP_IDEMPOTENT,
     "NotFoundException BadRequestException");
REST(kafka, ListTagsForResource, "GET",    "/v1/tags/{resourceArn}", ListTagsForResourceRequest, &ListTagsForResourceResponse, OP_READ,
     "NotFoundException BadRequestException");

const struct service svc_kafka = {
    .id = "kafka",
    .service_id = "Kafka",
    .protocol = P_REST_JSON,
    .version = "2018-11-14",
    .lower = true,
    .iso_time = true,
    .ops = (const struct op *const[]){
        &kafka_CreateCluster, &kafka_DescribeClusterV2, &kafka_ListClustersV2, &kafka_DeleteCluster,
        &kafka_GetBootstrapBrokers, &kafka_DescribeClusterOperation, &kafka_ListClusterOperations,
        &kafka_GetCompatibleKafkaVersions, &kafka_UpdateBrokerCount, &kafka_RebootBroker,
        &kafka_UpdateBrokerStorage, &kafka_UpdateBrokerType, &kafka_UpdateClusterConfiguration,
        &kafka_UpdateClusterKafkaVersion, &kafka_UpdateConnectivity, &kafka_UpdateMonitoring,
        &kafka_UpdateSecurity, &kafka_UpdateStorage, &kafka_CreateConfiguration,
        &kafka_UpdateConfiguration, &kafka_DescribeConfiguration, &kafka_DescribeConfigurationRevision,
        &kafka_ListConfigurations, &kafka_ListKafkaVersions, &kafka_DeleteConfiguration, &kafka_PutClusterPolicy,
        &kafka_GetClusterPolicy, &kafka_DeleteClusterPolicy, &kafka_BatchAssociateScramSecret,
        &kafka_BatchDisassociateScramSecret, &kafka_ListScramSecrets, &kafka_CreateReplicator,
        &kafka_DescribeReplicator, &kafka_ListReplicators, &kafka_UpdateReplicationInfo,
        &kafka_DeleteReplicator, &kafka_TagResource, &kafka_UntagResource, &kafka_ListTagsForResource, NULL},
};

/* clang-format on */

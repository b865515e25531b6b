#include "aws/api/elasticache.h"

/* clang-format off */

SHAPE(Tag,
    STR(Key),
    STR(Value));

SHAPE(CloudWatchLogsDestinationDetails,
    STR(LogGroup));

SHAPE(DestinationDetails,
    STRUCT(CloudWatchLogsDetails, CloudWatchLogsDestinationDetails));

SHAPE(LogDeliveryConfigurationRequest,
    STR_OF(LogType, "slow-log engine-log"),
    STR_OF(DestinationType, "cloudwatch-logs kinesis-firehose"),
    STRUCT(DestinationDetails, DestinationDetails),
    STR_OF(LogFormat, "text json"),
    BOOL(Enabled));

SHAPE(CreateReplicationGroupMessage,
    STR_REQUIRED(ReplicationGroupId),
    STR_REQUIRED(ReplicationGroupDescription),
    STR(GlobalReplicationGroupId),
    BOOL(AutomaticFailoverEnabled),
    BOOL(MultiAZEnabled),
    INT(NumCacheClusters),
    INT(NumNodeGroups),
    INT(ReplicasPerNodeGroup),
    STR(CacheNodeType),
    STR(Engine),
    STR(EngineVersion),
    STR(CacheParameterGroupName),
    STR(CacheSubnetGroupName),
    STRS(SecurityGroupIds, "SecurityGroupId"),
    LIST(Tags, Tag, "Tag"),
    STR(PreferredMaintenanceWindow),
    INT(Port),
    STR(NotificationTopicArn),
    BOOL(AutoMinorVersionUpgrade),
    INT(SnapshotRetentionLimit),
    STR(SnapshotWindow),
    STR_SECRET(AuthToken),
    BOOL(TransitEncryptionEnabled),
    BOOL(AtRestEncryptionEnabled),
    STR(KmsKeyId),
    STRS(UserGroupIds, NULL),
    LIST(LogDeliveryConfigurations, LogDeliveryConfigurationRequest, "LogDeliveryConfigurationRequest"),
    STR_OF(NetworkType, "ipv4 ipv6 dual_stack"),
    STR_OF(TransitEncryptionMode, "preferred required"),
    STR_OF(ClusterMode, "enabled disabled compatible"));

SHAPE(GlobalReplicationGroupInfo,
    STR(GlobalReplicationGroupId),
    STR(GlobalReplicationGroupMemberRole));

SHAPE(Endpoint,
    STR(Address),
    INT(Port));

SHAPE(NodeGroupMember,
    STR(CacheClusterId),
    STR(CacheNodeId),
    STRUCT(ReadEndpoint, Endpoint),
    STR(PreferredAvailabilityZone),
    STR(CurrentRole));

SHAPE(NodeGroup,
    STR(NodeGroupId),
    STR(Status),
    STRUCT(PrimaryEndpoint, Endpoint),
    STRUCT(ReaderEndpoint, Endpoint),
    STR(Slots),
    LIST(NodeGroupMembers, NodeGroupMember, "NodeGroupMember"));

SHAPE(LogDeliveryConfiguration,
    STR(LogType),
    STR(DestinationType),
    STRUCT(DestinationDetails, DestinationDetails),
    STR(LogFormat),
    STR(Status),
    STR(Message));

SHAPE(ReplicationGroup,
    STR(ReplicationGroupId),
    STR(Description),
    STRUCT(GlobalReplicationGroupInfo, GlobalReplicationGroupInfo),
    STR(Status),
    STRS(MemberClusters, "ClusterId"),
    LIST(NodeGroups, NodeGroup, "NodeGroup"),
    STR(SnapshottingClusterId),
    STR(AutomaticFailover),
    STR(MultiAZ),
    STRUCT(ConfigurationEndpoint, Endpoint),
    INT(SnapshotRetentionLimit),
    STR(SnapshotWindow),
    BOOL(ClusterEnabled),
    STR(CacheNodeType),
    BOOL(AuthTokenEnabled),
    TIME(AuthTokenLastModifiedDate),
    BOOL(TransitEncryptionEnabled),
    BOOL(AtRestEncryptionEnabled),
    STR(KmsKeyId),
    STR(ARN),
    STRS(UserGroupIds, NULL),
    LIST(LogDeliveryConfigurations, LogDeliveryConfiguration, "LogDeliveryConfiguration"),
    TIME(ReplicationGroupCreateTime),
    BOOL(AutoMinorVersionUpgrade),
    STR(NetworkType),
    STR(TransitEncryptionMode),
    STR(ClusterMode),
    STR(Engine));

SHAPE(CreateReplicationGroupResult,
    STRUCT(ReplicationGroup, ReplicationGroup));

SHAPE(DescribeReplicationGroupsMessage,
    STR(ReplicationGroupId),
    INT(MaxRecords),
    STR(Marker));

SHAPE(ReplicationGroupMessage,
    STR(Marker),
    LIST(ReplicationGroups, ReplicationGroup, "ReplicationGroup"));

SHAPE(ModifyReplicationGroupMessage,
    STR_REQUIRED(ReplicationGroupId),
    STR(ReplicationGroupDescription),
    STR(SnapshottingClusterId),
    BOOL(AutomaticFailoverEnabled),
    BOOL(MultiAZEnabled),
    STRS(SecurityGroupIds, "SecurityGroupId"),
    STR(PreferredMaintenanceWindow),
    STR(NotificationTopicArn),
    STR(CacheParameterGroupName),
    STR(NotificationTopicStatus),
    BOOL(ApplyImmediately),
    STR(Engine),
    STR(EngineVersion),
    BOOL(AutoMinorVersionUpgrade),
    INT(SnapshotRetentionLimit),
    STR(SnapshotWindow),
    STR(CacheNodeType),
    STR_SECRET(AuthToken),
    STR_OF(AuthTokenUpdateStrategy, "SET ROTATE DELETE"),
    STRS(UserGroupIdsToAdd, NULL),
    STRS(UserGroupIdsToRemove, NULL),
    LIST(LogDeliveryConfigurations, LogDeliveryConfigurationRequest, "LogDeliveryConfigurationRequest"),
    BOOL(TransitEncryptionEnabled),
    STR_OF(TransitEncryptionMode, "preferred required"),
    STR_OF(ClusterMode, "enabled disabled compatible"));

SHAPE(ModifyReplicationGroupResult,
    STRUCT(ReplicationGroup, ReplicationGroup));

SHAPE(IncreaseReplicaCountMessage,
    STR_REQUIRED(ReplicationGroupId),
    INT(NewReplicaCount),
    BOOL_REQUIRED(ApplyImmediately));

SHAPE(IncreaseReplicaCountResult,
    STRUCT(ReplicationGroup, ReplicationGroup));

SHAPE(DecreaseReplicaCountMessage,
    STR_REQUIRED(ReplicationGroupId),
    INT(NewReplicaCount),
    BOOL_REQUIRED(ApplyImmediately));

SHAPE(DecreaseReplicaCountResult,
    STRUCT(ReplicationGroup, ReplicationGroup));

SHAPE(ModifyReplicationGroupShardConfigurationMessage,
    STR_REQUIRED(ReplicationGroupId),
    INT_REQUIRED(NodeGroupCount),
    BOOL_REQUIRED(ApplyImmediately),
    STRS(NodeGroupsToRemove, "NodeGroupToRemove"),
    STRS(NodeGroupsToRetain, "NodeGroupToRetain"));

SHAPE(ModifyReplicationGroupShardConfigurationResult,
    STRUCT(ReplicationGroup, ReplicationGroup));

SHAPE(DeleteReplicationGroupMessage,
    STR_REQUIRED(ReplicationGroupId),
    BOOL(RetainPrimaryCluster));

SHAPE(DeleteReplicationGroupResult,
    STRUCT(ReplicationGroup, ReplicationGroup));

SHAPE(DescribeCacheClustersMessage,
    STR(CacheClusterId),
    INT(MaxRecords),
    STR(Marker),
    BOOL(ShowCacheNodeInfo),
    BOOL(ShowCacheClustersNotInReplicationGroups));

SHAPE(NotificationConfiguration,
    STR(TopicArn),
    STR(TopicStatus));

SHAPE(CacheParameterGroupStatus,
    STR(CacheParameterGroupName),
    STR(ParameterApplyStatus));

SHAPE(CacheNode,
    STR(CacheNodeId),
    STR(CacheNodeStatus),
    TIME(CacheNodeCreateTime),
    STRUCT(Endpoint, Endpoint),
    STR(ParameterGroupStatus),
    STR(CustomerAvailabilityZone));

SHAPE(SecurityGroupMembership,
    STR(SecurityGroupId),
    STR(Status));

SHAPE(CacheCluster,
    STR(CacheClusterId),
    STRUCT(ConfigurationEndpoint, Endpoint),
    STR(CacheNodeType),
    STR(Engine),
    STR(EngineVersion),
    STR(CacheClusterStatus),
    INT(NumCacheNodes),
    STR(PreferredAvailabilityZone),
    TIME(CacheClusterCreateTime),
    STR(PreferredMaintenanceWindow),
    STRUCT(NotificationConfiguration, NotificationConfiguration),
    STRUCT(CacheParameterGroup, CacheParameterGroupStatus),
    STR(CacheSubnetGroupName),
    LIST(CacheNodes, CacheNode, "CacheNode"),
    BOOL(AutoMinorVersionUpgrade),
    LIST(SecurityGroups, SecurityGroupMembership, NULL),
    STR(ReplicationGroupId),
    INT(SnapshotRetentionLimit),
    STR(SnapshotWindow),
    BOOL(AuthTokenEnabled),
    TIME(AuthTokenLastModifiedDate),
    BOOL(TransitEncryptionEnabled),
    BOOL(AtRestEncryptionEnabled),
    STR(ARN),
    LIST(LogDeliveryConfigurations, LogDeliveryConfiguration, "LogDeliveryConfiguration"),
    STR(NetworkType),
    STR(TransitEncryptionMode));

SHAPE(CacheClusterMessage,
    STR(Marker),
    LIST(CacheClusters, CacheCluster, "CacheCluster"));

SHAPE(DescribeUpdateActionsMessage,
    STR(ServiceUpdateName),
    STRS(ReplicationGroupIds, NULL),
    STRS(CacheClusterIds, NULL),
    STR(Engine),
    INT(MaxRecords),
    STR(Marker));

SHAPE(UpdateAction,
    STR(ReplicationGroupId),
    STR(CacheClusterId),
    STR(ServiceUpdateName),
    TIME(ServiceUpdateReleaseDate),
    STR(ServiceUpdateSeverity),
    STR(ServiceUpdateStatus),
    TIME(ServiceUpdateRecommendedApplyByDate),
    STR(ServiceUpdateType),
    STR(UpdateActionStatus),
    STR(NodesUpdated),
    STR(Engine));

SHAPE(UpdateActionsMessage,
    STR(Marker),
    LIST(UpdateActions, UpdateAction, "UpdateAction"));

SHAPE(CreateGlobalReplicationGroupMessage,
    STR_REQUIRED(GlobalReplicationGroupIdSuffix),
    STR(GlobalReplicationGroupDescription),
    STR_REQUIRED(PrimaryReplicationGroupId));

SHAPE(GlobalReplicationGroupMember,
    STR(ReplicationGroupId),
    STR(ReplicationGroupRegion),
    STR(Role),
    STR(AutomaticFailover),
    STR(Status));

SHAPE(GlobalNodeGroup,
    STR(GlobalNodeGroupId),
    STR(Slots));

SHAPE(GlobalReplicationGroup,
    STR(GlobalReplicationGroupId),
    STR(GlobalReplicationGroupDescription),
    STR(Status),
    STR(CacheNodeType),
    STR(Engine),
    STR(EngineVersion),
    LIST(Members, GlobalReplicationGroupMember, "GlobalReplicationGroupMember"),
    BOOL(ClusterEnabled),
    LIST(GlobalNodeGroups, GlobalNodeGroup, "GlobalNodeGroup"),
    BOOL(AuthTokenEnabled),
    BOOL(TransitEncryptionEnabled),
    BOOL(AtRestEncryptionEnabled),
    STR(ARN));

SHAPE(CreateGlobalReplicationGroupResult,
    STRUCT(GlobalReplicationGroup, GlobalReplicationGroup));

SHAPE(DescribeGlobalReplicationGroupsMessage,
    STR(GlobalReplicationGroupId),
    INT(MaxRecords),
    STR(Marker),
    BOOL(ShowMemberInfo));

SHAPE(DescribeGlobalReplicationGroupsResult,
    STR(Marker),
    LIST(GlobalReplicationGroups, GlobalReplicationGroup, "GlobalReplicationGroup"));

SHAPE(ModifyGlobalReplicationGroupMessage,
    STR_REQUIRED(GlobalReplicationGroupId),
    BOOL_REQUIRED(ApplyImmediately),
    STR(CacheNodeType),
    STR(Engine),
    STR(EngineVersion),
    STR(CacheParameterGroupName),
    STR(GlobalReplicationGroupDescription),
    BOOL(AutomaticFailoverEnabled));

SHAPE(ModifyGlobalReplicationGroupResult,
    STRUCT(GlobalReplicationGroup, GlobalReplicationGroup));

SHAPE(IncreaseNodeGroupsInGlobalReplicationGroupMessage,
    STR_REQUIRED(GlobalReplicationGroupId),
    INT_REQUIRED(NodeGroupCount),
    BOOL_REQUIRED(ApplyImmediately));

SHAPE(IncreaseNodeGroupsInGlobalReplicationGroupResult,
    STRUCT(GlobalReplicationGroup, GlobalReplicationGroup));

SHAPE(DecreaseNodeGroupsInGlobalReplicationGroupMessage,
    STR_REQUIRED(GlobalReplicationGroupId),
    INT_REQUIRED(NodeGroupCount),
    STRS(GlobalNodeGroupsToRemove, "GlobalNodeGroupId"),
    STRS(GlobalNodeGroupsToRetain, "GlobalNodeGroupId"),
    BOOL_REQUIRED(ApplyImmediately));

SHAPE(DecreaseNodeGroupsInGlobalReplicationGroupResult,
    STRUCT(GlobalReplicationGroup, GlobalReplicationGroup));

SHAPE(DisassociateGlobalReplicationGroupMessage,
    STR_REQUIRED(GlobalReplicationGroupId),
    STR_REQUIRED(ReplicationGroupId),
    STR_REQUIRED(ReplicationGroupRegion));

SHAPE(DisassociateGlobalReplicationGroupResult,
    STRUCT(GlobalReplicationGroup, GlobalReplicationGroup));

SHAPE(FailoverGlobalReplicationGroupMessage,
    STR_REQUIRED(GlobalReplicationGroupId),
    STR_REQUIRED(PrimaryRegion),
    STR_REQUIRED(PrimaryReplicationGroupId));

SHAPE(FailoverGlobalReplicationGroupResult,
    STRUCT(GlobalReplicationGroup, GlobalReplicationGroup));

SHAPE(DeleteGlobalReplicationGroupMessage,
    STR_REQUIRED(GlobalReplicationGroupId),
    BOOL_REQUIRED(RetainPrimaryReplicationGroup));

SHAPE(DeleteGlobalReplicationGroupResult,
    STRUCT(GlobalReplicationGroup, GlobalReplicationGroup));

SHAPE(CreateCacheSubnetGroupMessage,
    STR_REQUIRED(CacheSubnetGroupName),
    STR_REQUIRED(CacheSubnetGroupDescription),
    STRS_REQUIRED(SubnetIds, "SubnetIdentifier"),
    LIST(Tags, Tag, "Tag"));

SHAPE(AvailabilityZone,
    STR(Name));

SHAPE(Subnet,
    STR(SubnetIdentifier),
    STRUCT(SubnetAvailabilityZone, AvailabilityZone));

SHAPE(CacheSubnetGroup,
    STR(CacheSubnetGroupName),
    STR(CacheSubnetGroupDescription),
    STR(VpcId),
    LIST(Subnets, Subnet, "Subnet"),
    STR(ARN));

SHAPE(CreateCacheSubnetGroupResult,
    STRUCT(CacheSubnetGroup, CacheSubnetGroup));

SHAPE(DescribeCacheSubnetGroupsMessage,
    STR(CacheSubnetGroupName),
    INT(MaxRecords),
    STR(Marker));

SHAPE(CacheSubnetGroupMessage,
    STR(Marker),
    LIST(CacheSubnetGroups, CacheSubnetGroup, "CacheSubnetGroup"));

SHAPE(ModifyCacheSubnetGroupMessage,
    STR_REQUIRED(CacheSubnetGroupName),
    STR(CacheSubnetGroupDescription),
    STRS(SubnetIds, "SubnetIdentifier"));

SHAPE(ModifyCacheSubnetGroupResult,
    STRUCT(CacheSubnetGroup, CacheSubnetGroup));

SHAPE(DeleteCacheSubnetGroupMessage,
    STR_REQUIRED(CacheSubnetGroupName));

SHAPE(CreateCacheParameterGroupMessage,
    STR_REQUIRED(CacheParameterGroupName),
    STR_REQUIRED(CacheParameterGroupFamily),
    STR_REQUIRED(Description),
    LIST(Tags, Tag, "Tag"));

SHAPE(CacheParameterGroup,
    STR(CacheParameterGroupName),
    STR(CacheParameterGroupFamily),
    STR(Description),
    BOOL(IsGlobal),
    STR(ARN));

SHAPE(CreateCacheParameterGroupResult,
    STRUCT(CacheParameterGroup, CacheParameterGroup));

SHAPE(DescribeCacheParameterGroupsMessage,
    STR(CacheParameterGroupName),
    INT(MaxRecords),
    STR(Marker));

SHAPE(CacheParameterGroupsMessage,
    STR(Marker),
    LIST(CacheParameterGroups, CacheParameterGroup, "CacheParameterGroup"));

SHAPE(DescribeCacheParametersMessage,
    STR_REQUIRED(CacheParameterGroupName),
    STR(Source),
    INT(MaxRecords),
    STR(Marker));

SHAPE(Parameter,
    STR(ParameterName),
    STR(ParameterValue),
    STR(Description),
    STR(Source),
    STR(DataType),
    STR(AllowedValues),
    BOOL(IsModifiable),
    STR(MinimumEngineVersion),
    STR(ChangeType));

SHAPE(CacheParameterGroupDetails,
    STR(Marker),
    LIST(Parameters, Parameter, "Parameter"));

SHAPE(ParameterNameValue,
    STR(ParameterName),
    STR(ParameterValue));

SHAPE(ModifyCacheParameterGroupMessage,
    STR_REQUIRED(CacheParameterGroupName),
    LIST_REQUIRED(ParameterNameValues, ParameterNameValue, "ParameterNameValue"));

SHAPE(CacheParameterGroupNameMessage,
    STR(CacheParameterGroupName));

SHAPE(ResetCacheParameterGroupMessage,
    STR_REQUIRED(CacheParameterGroupName),
    BOOL(ResetAllParameters),
    LIST(ParameterNameValues, ParameterNameValue, "ParameterNameValue"));

SHAPE(DeleteCacheParameterGroupMessage,
    STR_REQUIRED(CacheParameterGroupName));

SHAPE(AuthenticationMode,
    STR_OF(Type, "password no-password-required iam"));

SHAPE(CreateUserMessage,
    STR_REQUIRED(UserId),
    STR_REQUIRED(UserName),
    STR_REQUIRED(Engine),
    STRS_SECRET(Passwords, NULL),
    STR_REQUIRED(AccessString),
    LIST(Tags, Tag, "Tag"),
    STRUCT(AuthenticationMode, AuthenticationMode));

SHAPE(Authentication,
    STR(Type),
    INT(PasswordCount));

SHAPE(User,
    STR(UserId),
    STR(UserName),
    STR(Status),
    STR(Engine),
    STR(MinimumEngineVersion),
    STR(AccessString),
    STRS(UserGroupIds, NULL),
    STRUCT(Authentication, Authentication),
    STR(ARN));

SHAPE(Filter,
    STR_REQUIRED(Name),
    STRS_REQUIRED(Values, NULL));

SHAPE(DescribeUsersMessage,
    STR(Engine),
    STR(UserId),
    LIST(Filters, Filter, NULL),
    INT(MaxRecords),
    STR(Marker));

SHAPE(DescribeUsersResult,
    LIST(Users, User, NULL),
    STR(Marker));

SHAPE(ModifyUserMessage,
    STR_REQUIRED(UserId),
    STR(AccessString),
    STRS_SECRET(Passwords, NULL),
    STRUCT(AuthenticationMode, AuthenticationMode),
    STR(Engine));

SHAPE(DeleteUserMessage,
    STR_REQUIRED(UserId));

SHAPE(CreateUserGroupMessage,
    STR_REQUIRED(UserGroupId),
    STR_REQUIRED(Engine),
    STRS(UserIds, NULL),
    LIST(Tags, Tag, "Tag"));

SHAPE(UserGroup,
    STR(UserGroupId),
    STR(Status),
    STR(Engine),
    STRS(UserIds, NULL),
    STR(MinimumEngineVersion),
    STRS(ReplicationGroups, NULL),
    STR(ARN));

SHAPE(DescribeUserGroupsMessage,
    STR(UserGroupId),
    INT(MaxRecords),
    STR(Marker));

SHAPE(DescribeUserGroupsResult,
    LIST(UserGroups, UserGroup, NULL),
    STR(Marker));

SHAPE(ModifyUserGroupMessage,
    STR_REQUIRED(UserGroupId),
    STRS(UserIdsToAdd, NULL),
    STRS(UserIdsToRemove, NULL),
    STR(Engine));

SHAPE(DeleteUserGroupMessage,
    STR_REQUIRED(UserGroupId));

SHAPE(AddTagsToResourceMessage,
    STR_REQUIRED(ResourceName),
    LIST_REQUIRED(Tags, Tag, "Tag"));

SHAPE(TagListMessage,
    LIST(TagList, Tag, "Tag"));

SHAPE(RemoveTagsFromResourceMessage,
    STR_REQUIRED(ResourceName),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(ListTagsForResourceMessage,
    STR_REQUIRED(ResourceName));

OP(elasticache, CreateReplicationGroup, CreateReplicationGroupMessage, &CreateReplicationGroupResult, 0,
   "CacheClusterNotFound InvalidCacheClusterState ReplicationGroupAlreadyExists "
   "InvalidUserGroupState UserGroupNotFound CacheSubnetGroupNotFoundFault "
   "CacheParameterGroupNotFound InvalidVPCNetworkStateFault GlobalReplicationGroupNotFoundFault "
   "InvalidGlobalReplicationGroupState InvalidParameterValue InvalidParameterCombination");
OP_PAGED(elasticache, DescribeReplicationGroups, DescribeReplicationGroupsMessage, &ReplicationGroupMessage, OP_READ,
   "ReplicationGroupNotFoundFault InvalidParameterValue InvalidParameterCombination",
   PAGES_OF("Marker", "Marker", "ReplicationGroups", "MaxRecords", 100));
OP(elasticache, ModifyReplicationGroup, ModifyReplicationGroupMessage, &ModifyReplicationGroupResult, OP_IDEMPOTENT,
   "ReplicationGroupNotFoundFault InvalidReplicationGroupState InvalidUserGroupState "
   "UserGroupNotFound InvalidCacheClusterState CacheClusterNotFound CacheParameterGroupNotFound "
   "InvalidVPCNetworkStateFault InvalidParameterValue InvalidParameterCombination");
OP(elasticache, IncreaseReplicaCount, IncreaseReplicaCountMessage, &IncreaseReplicaCountResult, OP_IDEMPOTENT,
   "ReplicationGroupNotFoundFault InvalidReplicationGroupState InvalidCacheClusterState "
   "InvalidVPCNetworkStateFault InvalidParameterValue InvalidParameterCombination");
OP(elasticache, DecreaseReplicaCount, DecreaseReplicaCountMessage, &DecreaseReplicaCountResult, OP_IDEMPOTENT,
   "ReplicationGroupNotFoundFault InvalidReplicationGroupState InvalidCacheClusterState "
   "InvalidVPCNetworkStateFault ServiceLinkedRoleNotFoundFault InvalidParameterValue "
   "InvalidParameterCombination");
OP(elasticache, ModifyReplicationGroupShardConfiguration, ModifyReplicationGroupShardConfigurationMessage, &ModifyReplicationGroupShardConfigurationResult, OP_IDEMPOTENT,
   "ReplicationGroupNotFoundFault InvalidReplicationGroupState InvalidCacheClusterState "
   "InvalidVPCNetworkStateFault InvalidParameterValue InvalidParameterCombination");
OP(elasticache, DeleteReplicationGroup, DeleteReplicationGroupMessage, &DeleteReplicationGroupResult, OP_IDEMPOTENT,
   "ReplicationGroupNotFoundFault InvalidReplicationGroupState InvalidParameterValue "
   "InvalidParameterCombination");

OP_PAGED(elasticache, DescribeCacheClusters, DescribeCacheClustersMessage, &CacheClusterMessage, OP_READ,
   "CacheClusterNotFound InvalidParameterValue InvalidParameterCombination",
   PAGES_OF("Marker", "Marker", "CacheClusters", "MaxRecords", 100));

OP_PAGED(elasticache, DescribeUpdateActions, DescribeUpdateActionsMessage, &UpdateActionsMessage, OP_READ,
   "InvalidParameterValue InvalidParameterCombination",
   PAGES_OF("Marker", "Marker", "UpdateActions", "MaxRecords", 50));

OP(elasticache, CreateGlobalReplicationGroup, CreateGlobalReplicationGroupMessage, &CreateGlobalReplicationGroupResult, 0,
   "ReplicationGroupNotFoundFault InvalidReplicationGroupState "
   "GlobalReplicationGroupAlreadyExistsFault ServiceLinkedRoleNotFoundFault InvalidParameterValue");
OP_PAGED(elasticache, DescribeGlobalReplicationGroups, DescribeGlobalReplicationGroupsMessage, &DescribeGlobalReplicationGroupsResult, OP_READ,
   "GlobalReplicationGroupNotFoundFault InvalidParameterValue InvalidParameterCombination",
   PAGES_OF("Marker", "Marker", "GlobalReplicationGroups", "MaxRecords", 100));
OP(elasticache, ModifyGlobalReplicationGroup, ModifyGlobalReplicationGroupMessage, &ModifyGlobalReplicationGroupResult, OP_IDEMPOTENT,
   "GlobalReplicationGroupNotFoundFault InvalidGlobalReplicationGroupState InvalidParameterValue");
OP(elasticache, IncreaseNodeGroupsInGlobalReplicationGroup, IncreaseNodeGroupsInGlobalReplicationGroupMessage, &IncreaseNodeGroupsInGlobalReplicationGroupResult, OP_IDEMPOTENT,
   "GlobalReplicationGroupNotFoundFault InvalidGlobalReplicationGroupState InvalidParameterValue");
OP(elasticache, DecreaseNodeGroupsInGlobalReplicationGroup, DecreaseNodeGroupsInGlobalReplicationGroupMessage, &DecreaseNodeGroupsInGlobalReplicationGroupResult, OP_IDEMPOTENT,
   "GlobalReplicationGroupNotFoundFault InvalidGlobalReplicationGroupState InvalidParameterValue "
   "InvalidParameterCombination");
OP(elasticache, DisassociateGlobalReplicationGroup, DisassociateGlobalReplicationGroupMessage, &DisassociateGlobalReplicationGroupResult, OP_IDEMPOTENT,
   "GlobalReplicationGroupNotFoundFault InvalidGlobalReplicationGroupState InvalidParameterValue "
   "InvalidParameterCombination");
OP(elasticache, FailoverGlobalReplicationGroup, FailoverGlobalReplicationGroupMessage, &FailoverGlobalReplicationGroupResult, OP_IDEMPOTENT,
   "GlobalReplicationGroupNotFoundFault InvalidGlobalReplicationGroupState InvalidParameterValue "
   "InvalidParameterCombination");
OP(elasticache, DeleteGlobalReplicationGroup, DeleteGlobalReplicationGroupMessage, &DeleteGlobalReplicationGroupResult, OP_IDEMPOTENT,
   "GlobalReplicationGroupNotFoundFault InvalidGlobalReplicationGroupState InvalidParameterValue");

OP(elasticache, CreateCacheSubnetGroup, CreateCacheSubnetGroupMessage, &CreateCacheSubnetGroupResult, 0,
   "CacheSubnetGroupAlreadyExists");
OP_PAGED(elasticache, DescribeCacheSubnetGroups, DescribeCacheSubnetGroupsMessage, &CacheSubnetGroupMessage, OP_READ,
   "CacheSubnetGroupNotFoundFault",
   PAGES_OF("Marker", "Marker", "CacheSubnetGroups", "MaxRecords", 100));
OP(elasticache, ModifyCacheSubnetGroup, ModifyCacheSubnetGroupMessage, &ModifyCacheSubnetGroupResult, OP_IDEMPOTENT,
   "CacheSubnetGroupNotFoundFault SubnetInUse");
OP(elasticache, DeleteCacheSubnetGroup, DeleteCacheSubnetGroupMessage, NULL, OP_IDEMPOTENT,
   "CacheSubnetGroupInUse CacheSubnetGroupNotFoundFault");

OP(elasticache, CreateCacheParameterGroup, CreateCacheParameterGroupMessage, &CreateCacheParameterGroupResult, 0,
   "CacheParameterGroupAlreadyExists InvalidCacheParameterGroupState InvalidParameterValue "
   "InvalidParameterCombination");
OP_PAGED(elasticache, DescribeCacheParameterGroups, DescribeCacheParameterGroupsMessage, &CacheParameterGroupsMessage, OP_READ,
   "CacheParameterGroupNotFound InvalidParameterValue InvalidParameterCombination",
   PAGES_OF("Marker", "Marker", "CacheParameterGroups", "MaxRecords", 100));
OP_PAGED(elasticache, DescribeCacheParameters, DescribeCacheParametersMessage, &CacheParameterGroupDetails, OP_READ,
   "CacheParameterGroupNotFound InvalidParameterValue InvalidParameterCombination",
   PAGES_OF("Marker", "Marker", "Parameters", "MaxRecords", 100));
OP(elasticache, ModifyCacheParameterGroup, ModifyCacheParameterGroupMessage, &CacheParameterGroupNameMessage, OP_IDEMPOTENT,
   "CacheParameterGroupNotFound InvalidCacheParameterGroupState InvalidParameterValue "
   "InvalidParameterCombination InvalidGlobalReplicationGroupState");
OP(elasticache, ResetCacheParameterGroup, ResetCacheParameterGroupMessage, &CacheParameterGroupNameMessage, OP_IDEMPOTENT,
   "InvalidCacheParameterGroupState CacheParameterGroupNotFound InvalidParameterValue "
   "InvalidParameterCombination InvalidGlobalReplicationGroupState");
OP(elasticache, DeleteCacheParameterGroup, DeleteCacheParameterGroupMessage, NULL, OP_IDEMPOTENT,
   "InvalidCacheParameterGroupState CacheParameterGroupNotFound InvalidParameterValue "
   "InvalidParameterCombination");

OP(elasticache, CreateUser, CreateUserMessage, &User, 0,
   "UserAlreadyExists ServiceLinkedRoleNotFoundFault InvalidParameterValue "
   "InvalidParameterCombination");
OP_PAGED(elasticache, DescribeUsers, DescribeUsersMessage, &DescribeUsersResult, OP_READ,
   "UserNotFound ServiceLinkedRoleNotFoundFault InvalidParameterCombination",
   PAGES_OF("Marker", "Marker", "Users", "MaxRecords", 100));
OP(elasticache, ModifyUser, ModifyUserMessage, &User, OP_IDEMPOTENT,
   "UserNotFound InvalidUserState ServiceLinkedRoleNotFoundFault InvalidParameterValue "
   "InvalidParameterCombination");
OP(elasticache, DeleteUser, DeleteUserMessage, &User, OP_IDEMPOTENT,
   "InvalidUserState UserNotFound ServiceLinkedRoleNotFoundFault InvalidParameterValue "
   "DefaultUserAssociatedToUserGroup");

OP(elasticache, CreateUserGroup, CreateUserGroupMessage, &UserGroup, 0,
   "UserNotFound UserGroupAlreadyExists ServiceLinkedRoleNotFoundFault DefaultUserRequired "
   "InvalidParameterValue");
OP_PAGED(elasticache, DescribeUserGroups, DescribeUserGroupsMessage, &DescribeUserGroupsResult, OP_READ,
   "UserGroupNotFound ServiceLinkedRoleNotFoundFault InvalidParameterCombination",
   PAGES_OF("Marker", "Marker", "UserGroups", "MaxRecords", 100));
OP(elasticache, ModifyUserGroup, ModifyUserGroupMessage, &UserGroup, OP_IDEMPOTENT,
   "UserGroupNotFound UserNotFound ServiceLinkedRoleNotFoundFault DefaultUserRequired "
   "InvalidUserGroupState InvalidParameterValue InvalidParameterCombination");
OP(elasticache, DeleteUserGroup, DeleteUserGroupMessage, &UserGroup, OP_IDEMPOTENT,
   "UserGroupNotFound InvalidUserGroupState ServiceLinkedRoleNotFoundFault InvalidParameterValue");

OP(elasticache, AddTagsToResource, AddTagsToResourceMessage, &TagListMessage, OP_IDEMPOTENT,
   "CacheClusterNotFound CacheParameterGroupNotFound CacheSubnetGroupNotFoundFault "
   "InvalidReplicationGroupState ReplicationGroupNotFoundFault UserNotFound UserGroupNotFound");
OP(elasticache, RemoveTagsFromResource, RemoveTagsFromResourceMessage, &TagListMessage, OP_IDEMPOTENT,
   "CacheClusterNotFound CacheParameterGroupNotFound CacheSubnetGroupNotFoundFault "
   "InvalidReplicationGroupState ReplicationGroupNotFoundFault UserNotFound UserGroupNotFound");
OP(elasticache, ListTagsForResource, ListTagsForResourceMessage, &TagListMessage, OP_READ,
   "CacheClusterNotFound CacheParameterGroupNotFound CacheSubnetGroupNotFoundFault "
   "InvalidReplicationGroupState ReplicationGroupNotFoundFault UserNotFound UserGroupNotFound");

/* ---- versions ---------------------------------------------------------------------------------------------------- */

SHAPE(DescribeCacheEngineVersionsMessage,
    STR(Engine),
    STR(EngineVersion),
    STR(CacheParameterGroupFamily),
    INT(MaxRecords),
    STR(Marker));

SHAPE(CacheEngineVersion,
    STR(Engine),
    STR(EngineVersion),
    STR(CacheParameterGroupFamily));

SHAPE(CacheEngineVersionMessage,
    STR(Marker),
    LIST(CacheEngineVersions, CacheEngineVersion, "CacheEngineVersion"));

OP_PAGED(elasticache, DescribeCacheEngineVersions, DescribeCacheEngineVersionsMessage, &CacheEngineVersionMessage, OP_READ, NULL,
   PAGES_OF("Marker", "Marker", "CacheEngineVersions", "MaxRecords", 100));

/* ---- what is offered --------------------------------------------------------------------------------------------- */

SHAPE(DescribeReservedCacheNodesOfferingsMessage,
    STR(ReservedCacheNodesOfferingId),
    STR(CacheNodeType),
    STR(Duration),
    STR(ProductDescription),
    STR(OfferingType),
    INT(MaxRecords),
    STR(Marker));

SHAPE(ReservedCacheNodesOffering,
    STR(ReservedCacheNodesOfferingId),
    STR(CacheNodeType),
    INT(Duration),
    STR(ProductDescription),
    STR(OfferingType));

SHAPE(ReservedCacheNodesOfferingMessage,
    STR(Marker),
    LIST(ReservedCacheNodesOfferings, ReservedCacheNodesOffering, "ReservedCacheNodesOffering"));

OP_PAGED(elasticache, DescribeReservedCacheNodesOfferings, DescribeReservedCacheNodesOfferingsMessage, &ReservedCacheNodesOfferingMessage,
   OP_READ, "ReservedCacheNodesOfferingNotFound", PAGES_OF("Marker", "Marker", "ReservedCacheNodesOfferings", "MaxRecords", 100));

const struct service svc_elasticache = {
    .id = "elasticache",
    .service_id = "ElastiCache",
    .protocol = P_QUERY,
    .version = "2015-02-02",
    .xmlns = "http://elasticache.amazonaws.com/doc/2015-02-02/",
    .ops = (const struct op *const[]){
        &elasticache_CreateReplicationGroup, &elasticache_DescribeReplicationGroups,
        &elasticache_ModifyReplicationGroup, &elasticache_IncreaseReplicaCount, &elasticache_DecreaseReplicaCount,
        &elasticache_ModifyReplicationGroupShardConfiguration, &elasticache_DeleteReplicationGroup,
        &elasticache_DescribeCacheClusters, &elasticache_DescribeUpdateActions, &elasticache_CreateGlobalReplicationGroup,
        &elasticache_DescribeGlobalReplicationGroups, &elasticache_ModifyGlobalReplicationGroup,
        &elasticache_IncreaseNodeGroupsInGlobalReplicationGroup,
        &elasticache_DecreaseNodeGroupsInGlobalReplicationGroup, &elasticache_DisassociateGlobalReplicationGroup,
        &elasticache_FailoverGlobalReplicationGroup, &elasticache_DeleteGlobalReplicationGroup,
        &elasticache_CreateCacheSubnetGroup, &elasticache_DescribeCacheSubnetGroups,
        &elasticache_ModifyCacheSubnetGroup, &elasticache_DeleteCacheSubnetGroup,
        &elasticache_CreateCacheParameterGroup, &elasticache_DescribeCacheParameterGroups,
        &elasticache_DescribeCacheParameters, &elasticache_ModifyCacheParameterGroup,
        &elasticache_ResetCacheParameterGroup, &elasticache_DeleteCacheParameterGroup, &elasticache_CreateUser,
        &elasticache_DescribeUsers, &elasticache_ModifyUser, &elasticache_DeleteUser, &elasticache_CreateUserGroup,
        &elasticache_DescribeUserGroups, &elasticache_ModifyUserGroup, &elasticache_DeleteUserGroup,
        &elasticache_AddTagsToResource, &elasticache_RemoveTagsFromResource, &elasticache_ListTagsForResource,
        &elasticache_DescribeCacheEngineVersions, &elasticache_DescribeReservedCacheNodesOfferings, NULL},
};

/* clang-format on */

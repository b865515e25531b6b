#include "aws/api/rds.h"

/* clang-format off */

SHAPE(Tag,
    STR(Key),
    STR(Value));

SHAPE(CreateGlobalClusterMessage,
    STR_REQUIRED(GlobalClusterIdentifier),
    STR(SourceDBClusterIdentifier),
    STR(Engine),
    STR(EngineVersion),
    STR(EngineLifecycleSupport),
    BOOL(DeletionProtection),
    STR(DatabaseName),
    BOOL(StorageEncrypted),
    LIST(Tags, Tag, "Tag"));

SHAPE(GlobalClusterMember,
    STR(DBClusterArn),
    STRS(Readers, NULL),
    BOOL(IsWriter),
    STR(GlobalWriteForwardingStatus),
    STR(SynchronizationStatus));

SHAPE(FailoverState,
    STR(Status),
    STR(FromDbClusterArn),
    STR(ToDbClusterArn),
    BOOL(IsDataLossAllowed));

SHAPE(GlobalCluster,
    STR(GlobalClusterIdentifier),
    STR(GlobalClusterResourceId),
    STR(GlobalClusterArn),
    STR(Status),
    STR(Engine),
    STR(EngineVersion),
    STR(EngineLifecycleSupport),
    STR(DatabaseName),
    BOOL(StorageEncrypted),
    STR(StorageEncryptionType),
    BOOL(DeletionProtection),
    LIST(GlobalClusterMembers, GlobalClusterMember, "GlobalClusterMember"),
    STR(Endpoint),
    STRUCT(FailoverState, FailoverState),
    LIST(TagList, Tag, "Tag"));

SHAPE(CreateGlobalClusterResult,
    STRUCT(GlobalCluster, GlobalCluster));

SHAPE(Filter,
    STR_REQUIRED(Name),
    STRS_REQUIRED(Values, "Value"));

SHAPE(DescribeGlobalClustersMessage,
    STR(GlobalClusterIdentifier),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker));

SHAPE(GlobalClustersMessage,
    STR(Marker),
    LIST(GlobalClusters, GlobalCluster, "GlobalClusterMember"));

SHAPE(ModifyGlobalClusterMessage,
    STR_REQUIRED(GlobalClusterIdentifier),
    STR(NewGlobalClusterIdentifier),
    BOOL(DeletionProtection),
    STR(EngineVersion),
    BOOL(AllowMajorVersionUpgrade));

SHAPE(ModifyGlobalClusterResult,
    STRUCT(GlobalCluster, GlobalCluster));

SHAPE(DeleteGlobalClusterMessage,
    STR_REQUIRED(GlobalClusterIdentifier));

SHAPE(DeleteGlobalClusterResult,
    STRUCT(GlobalCluster, GlobalCluster));

SHAPE(RemoveFromGlobalClusterMessage,
    STR_REQUIRED(GlobalClusterIdentifier),
    STR_REQUIRED(DbClusterIdentifier));

SHAPE(RemoveFromGlobalClusterResult,
    STRUCT(GlobalCluster, GlobalCluster));

SHAPE(SwitchoverGlobalClusterMessage,
    STR_REQUIRED(GlobalClusterIdentifier),
    STR_REQUIRED(TargetDbClusterIdentifier));

SHAPE(SwitchoverGlobalClusterResult,
    STRUCT(GlobalCluster, GlobalCluster));

SHAPE(FailoverGlobalClusterMessage,
    STR_REQUIRED(GlobalClusterIdentifier),
    STR_REQUIRED(TargetDbClusterIdentifier),
    BOOL(AllowDataLoss),
    BOOL(Switchover));

SHAPE(FailoverGlobalClusterResult,
    STRUCT(GlobalCluster, GlobalCluster));

SHAPE(ServerlessV2ScalingConfiguration,
    DEC(MinCapacity),
    DEC(MaxCapacity),
    INT(SecondsUntilAutoPause));

SHAPE(TagSpecification,
    STR(ResourceType),
    LIST(Tags, Tag, "Tag"));

SHAPE(DBClusterAssociatedRole,
    STR_REQUIRED(RoleArn),
    STR(FeatureName));

SHAPE(CreateDBClusterMessage,
    STRS(AvailabilityZones, "AvailabilityZone"),
    INT(BackupRetentionPeriod),
    STR(DatabaseName),
    STR_REQUIRED(DBClusterIdentifier),
    STR(DBClusterParameterGroupName),
    STRS(VpcSecurityGroupIds, "VpcSecurityGroupId"),
    STR(DBSubnetGroupName),
    STR_REQUIRED(Engine),
    STR(EngineVersion),
    INT(Port),
    STR(MasterUsername),
    STR_SECRET(MasterUserPassword),
    STR(PreferredBackupWindow),
    STR(PreferredMaintenanceWindow),
    STR(ReplicationSourceIdentifier),
    LIST(Tags, Tag, "Tag"),
    BOOL(StorageEncrypted),
    STR(KmsKeyId),
    STR_SECRET(PreSignedUrl),
    BOOL(EnableIAMDatabaseAuthentication),
    STRS(EnableCloudwatchLogsExports, NULL),
    STR(EngineMode),
    STR(DBClusterInstanceClass),
    INT(AllocatedStorage),
    STR(StorageType),
    INT(Iops),
    BOOL(PubliclyAccessible),
    BOOL(AutoMinorVersionUpgrade),
    BOOL(DeletionProtection),
    STR(GlobalClusterIdentifier),
    BOOL(EnableHttpEndpoint),
    BOOL(CopyTagsToSnapshot),
    BOOL(EnableGlobalWriteForwarding),
    STR(NetworkType),
    STRUCT(ServerlessV2ScalingConfiguration, ServerlessV2ScalingConfiguration),
    INT(MonitoringInterval),
    STR(MonitoringRoleArn),
    STR_OF(DatabaseInsightsMode, "standard advanced"),
    BOOL(EnablePerformanceInsights),
    STR(PerformanceInsightsKMSKeyId),
    INT(PerformanceInsightsRetentionPeriod),
    STR_OF(ClusterScalabilityType, "standard limitless"),
    BOOL(ManageMasterUserPassword),
    BOOL(EnableLocalWriteForwarding),
    STR(MasterUserSecretKmsKeyId),
    STR(CACertificateIdentifier),
    STR(EngineLifecycleSupport),
    LIST(TagSpecifications, TagSpecification, "item"),
    STR_OF(MasterUserAuthenticationType, "password iam-db-auth"),
    LIST(AssociatedRoles, DBClusterAssociatedRole, "DBClusterAssociatedRole"));

SHAPE(DBClusterStatusInfo,
    STR(StatusType),
    BOOL(Normal),
    STR(Status),
    STR(Message));

SHAPE(DBClusterMember,
    STR(DBInstanceIdentifier),
    BOOL(IsClusterWriter),
    STR(DBClusterParameterGroupStatus),
    INT(PromotionTier));

SHAPE(VpcSecurityGroupMembership,
    STR(VpcSecurityGroupId),
    STR(Status));

SHAPE(DBClusterRole,
    STR(RoleArn),
    STR(Status),
    STR(FeatureName));

SHAPE(PendingCloudwatchLogsExports,
    STRS(LogTypesToEnable, NULL),
    STRS(LogTypesToDisable, NULL));

SHAPE(CertificateDetails,
    STR(CAIdentifier),
    TIME(ValidTill));

SHAPE(ClusterPendingModifiedValues,
    STRUCT(PendingCloudwatchLogsExports, PendingCloudwatchLogsExports),
    STR(DBClusterIdentifier),
    STR_SECRET(MasterUserPassword),
    BOOL(IAMDatabaseAuthenticationEnabled),
    STR(EngineVersion),
    INT(BackupRetentionPeriod),
    STR(StorageType),
    INT(AllocatedStorage),
    INT(Iops),
    STRUCT(CertificateDetails, CertificateDetails));

SHAPE(ServerlessV2ScalingConfigurationInfo,
    DEC(MinCapacity),
    DEC(MaxCapacity),
    INT(SecondsUntilAutoPause));

SHAPE(MasterUserSecret,
    STR(SecretArn),
    STR(SecretStatus),
    STR(KmsKeyId));

SHAPE(DBCluster,
    INT(AllocatedStorage),
    STRS(AvailabilityZones, "AvailabilityZone"),
    INT(BackupRetentionPeriod),
    STR(DatabaseName),
    STR(DBClusterIdentifier),
    STR(DBClusterParameterGroup),
    STR(DBSubnetGroup),
    STR(Status),
    STR(PercentProgress),
    TIME(EarliestRestorableTime),
    STR(Endpoint),
    STR(ReaderEndpoint),
    STRS(CustomEndpoints, NULL),
    BOOL(MultiAZ),
    STR(Engine),
    STR(EngineVersion),
    TIME(LatestRestorableTime),
    INT(Port),
    STR(MasterUsername),
    STR(PreferredBackupWindow),
    STR(PreferredMaintenanceWindow),
    STR(ReplicationSourceIdentifier),
    STRS(ReadReplicaIdentifiers, "ReadReplicaIdentifier"),
    LIST(StatusInfos, DBClusterStatusInfo, "DBClusterStatusInfo"),
    LIST(DBClusterMembers, DBClusterMember, "DBClusterMember"),
    LIST(VpcSecurityGroups, VpcSecurityGroupMembership, "VpcSecurityGroupMembership"),
    STR(HostedZoneId),
    BOOL(StorageEncrypted),
    STR(StorageEncryptionType),
    STR(KmsKeyId),
    STR(DbClusterResourceId),
    STR(DBClusterArn),
    LIST(AssociatedRoles, DBClusterRole, "DBClusterRole"),
    BOOL(IAMDatabaseAuthenticationEnabled),
    TIME(ClusterCreateTime),
    STRS(EnabledCloudwatchLogsExports, NULL),
    STRUCT(PendingModifiedValues, ClusterPendingModifiedValues),
    STR(EngineMode),
    STR(DBClusterInstanceClass),
    STR(StorageType),
    INT(Iops),
    INT(StorageThroughput),
    TIME(IOOptimizedNextAllowedModificationTime),
    BOOL(PubliclyAccessible),
    BOOL(AutoMinorVersionUpgrade),
    BOOL(DeletionProtection),
    BOOL(HttpEndpointEnabled),
    BOOL(CopyTagsToSnapshot),
    LIST(TagList, Tag, "Tag"),
    STR(GlobalClusterIdentifier),
    STR(GlobalWriteForwardingStatus),
    BOOL(GlobalWriteForwardingRequested),
    STR(NetworkType),
    TIME(AutomaticRestartTime),
    STRUCT(ServerlessV2ScalingConfiguration, ServerlessV2ScalingConfigurationInfo),
    INT(MonitoringInterval),
    STR(MonitoringRoleArn),
    STR(DatabaseInsightsMode),
    BOOL(PerformanceInsightsEnabled),
    STR(PerformanceInsightsKMSKeyId),
    INT(PerformanceInsightsRetentionPeriod),
    STRUCT(MasterUserSecret, MasterUserSecret),
    STR(LocalWriteForwardingStatus),
    STR(ClusterScalabilityType),
    STRUCT(CertificateDetails, CertificateDetails),
    STR(EngineLifecycleSupport));

SHAPE(CreateDBClusterResult,
    STRUCT(DBCluster, DBCluster));

SHAPE(DescribeDBClustersMessage,
    STR(DBClusterIdentifier),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker),
    BOOL(IncludeShared));

SHAPE(DBClusterMessage,
    STR(Marker),
    LIST(DBClusters, DBCluster, "DBCluster"));

SHAPE(CloudwatchLogsExportConfiguration,
    STRS(EnableLogTypes, NULL),
    STRS(DisableLogTypes, NULL));

SHAPE(ModifyDBClusterMessage,
    STR_REQUIRED(DBClusterIdentifier),
    STR(NewDBClusterIdentifier),
    BOOL(ApplyImmediately),
    INT(BackupRetentionPeriod),
    STR(DBClusterParameterGroupName),
    STRS(VpcSecurityGroupIds, "VpcSecurityGroupId"),
    INT(Port),
    STR_SECRET(MasterUserPassword),
    STR(PreferredBackupWindow),
    STR(PreferredMaintenanceWindow),
    BOOL(EnableIAMDatabaseAuthentication),
    STRUCT(CloudwatchLogsExportConfiguration, CloudwatchLogsExportConfiguration),
    STR(EngineVersion),
    BOOL(AllowMajorVersionUpgrade),
    STR(DBInstanceParameterGroupName),
    BOOL(DeletionProtection),
    BOOL(EnableHttpEndpoint),
    BOOL(CopyTagsToSnapshot),
    BOOL(EnableGlobalWriteForwarding),
    STR(DBClusterInstanceClass),
    INT(AllocatedStorage),
    STR(StorageType),
    INT(Iops),
    BOOL(AutoMinorVersionUpgrade),
    STR(NetworkType),
    STRUCT(ServerlessV2ScalingConfiguration, ServerlessV2ScalingConfiguration),
    INT(MonitoringInterval),
    STR(MonitoringRoleArn),
    STR_OF(DatabaseInsightsMode, "standard advanced"),
    BOOL(EnablePerformanceInsights),
    STR(PerformanceInsightsKMSKeyId),
    INT(PerformanceInsightsRetentionPeriod),
    BOOL(ManageMasterUserPassword),
    BOOL(RotateMasterUserPassword),
    BOOL(EnableLocalWriteForwarding),
    STR(MasterUserSecretKmsKeyId),
    STR(EngineMode),
    BOOL(AllowEngineModeChange),
    STR(CACertificateIdentifier),
    STR_OF(MasterUserAuthenticationType, "password iam-db-auth"),
    STR(EngineLifecycleSupport));

SHAPE(ModifyDBClusterResult,
    STRUCT(DBCluster, DBCluster));

SHAPE(DeleteDBClusterMessage,
    STR_REQUIRED(DBClusterIdentifier),
    BOOL(SkipFinalSnapshot),
    STR(FinalDBSnapshotIdentifier),
    BOOL(DeleteAutomatedBackups));

SHAPE(DeleteDBClusterResult,
    STRUCT(DBCluster, DBCluster));

SHAPE(CreateDBClusterEndpointMessage,
    STR_REQUIRED(DBClusterIdentifier),
    STR_REQUIRED(DBClusterEndpointIdentifier),
    STR_REQUIRED(EndpointType),
    STRS(StaticMembers, NULL),
    STRS(ExcludedMembers, NULL),
    LIST(Tags, Tag, "Tag"));

SHAPE(DBClusterEndpoint,
    STR(DBClusterEndpointIdentifier),
    STR(DBClusterIdentifier),
    STR(DBClusterEndpointResourceIdentifier),
    STR(Endpoint),
    STR(Status),
    STR(EndpointType),
    STR(CustomEndpointType),
    STRS(StaticMembers, NULL),
    STRS(ExcludedMembers, NULL),
    STR(DBClusterEndpointArn));

SHAPE(DescribeDBClusterEndpointsMessage,
    STR(DBClusterIdentifier),
    STR(DBClusterEndpointIdentifier),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker));

SHAPE(DBClusterEndpointMessage,
    STR(Marker),
    LIST(DBClusterEndpoints, DBClusterEndpoint, "DBClusterEndpointList"));

SHAPE(ModifyDBClusterEndpointMessage,
    STR_REQUIRED(DBClusterEndpointIdentifier),
    STR(EndpointType),
    STRS(StaticMembers, NULL),
    STRS(ExcludedMembers, NULL));

SHAPE(DeleteDBClusterEndpointMessage,
    STR_REQUIRED(DBClusterEndpointIdentifier));

SHAPE(CreateDBInstanceMessage,
    STR(DBName),
    STR_REQUIRED(DBInstanceIdentifier),
    INT(AllocatedStorage),
    STR_REQUIRED(DBInstanceClass),
    STR_REQUIRED(Engine),
    STR(MasterUsername),
    STR_SECRET(MasterUserPassword),
    STRS(VpcSecurityGroupIds, "VpcSecurityGroupId"),
    STR(AvailabilityZone),
    STR(DBSubnetGroupName),
    STR(PreferredMaintenanceWindow),
    STR(DBParameterGroupName),
    INT(BackupRetentionPeriod),
    STR(PreferredBackupWindow),
    INT(Port),
    BOOL(MultiAZ),
    STR(EngineVersion),
    BOOL(AutoMinorVersionUpgrade),
    INT(Iops),
    INT(StorageThroughput),
    BOOL(PubliclyAccessible),
    LIST(Tags, Tag, "Tag"),
    STR(DBClusterIdentifier),
    STR(StorageType),
    BOOL(StorageEncrypted),
    STR(KmsKeyId),
    BOOL(CopyTagsToSnapshot),
    INT(MonitoringInterval),
    STR(MonitoringRoleArn),
    INT(PromotionTier),
    BOOL(EnableIAMDatabaseAuthentication),
    STR_OF(DatabaseInsightsMode, "standard advanced"),
    BOOL(EnablePerformanceInsights),
    STR(PerformanceInsightsKMSKeyId),
    INT(PerformanceInsightsRetentionPeriod),
    STRS(EnableCloudwatchLogsExports, NULL),
    BOOL(DeletionProtection),
    INT(MaxAllocatedStorage),
    STR(NetworkType),
    STR(CACertificateIdentifier),
    BOOL(ManageMasterUserPassword),
    STR(MasterUserSecretKmsKeyId),
    STR(EngineLifecycleSupport),
    LIST(TagSpecifications, TagSpecification, "item"),
    STR_OF(MasterUserAuthenticationType, "password iam-db-auth"));

SHAPE(Endpoint,
    STR(Address),
    INT(Port),
    STR(HostedZoneId));

SHAPE(DBParameterGroupStatus,
    STR(DBParameterGroupName),
    STR(ParameterApplyStatus));

SHAPE(AvailabilityZone,
    STR(Name));

SHAPE(Subnet,
    STR(SubnetIdentifier),
    STRUCT(SubnetAvailabilityZone, AvailabilityZone),
    STR(SubnetStatus));

SHAPE(DBSubnetGroup,
    STR(DBSubnetGroupName),
    STR(DBSubnetGroupDescription),
    STR(VpcId),
    STR(SubnetGroupStatus),
    LIST(Subnets, Subnet, "Subnet"),
    STR(DBSubnetGroupArn),
    STRS(SupportedNetworkTypes, NULL));

SHAPE(PendingModifiedValues,
    STR(DBInstanceClass),
    INT(AllocatedStorage),
    STR_SECRET(MasterUserPassword),
    INT(Port),
    INT(BackupRetentionPeriod),
    BOOL(MultiAZ),
    STR(EngineVersion),
    INT(Iops),
    INT(StorageThroughput),
    STR(DBInstanceIdentifier),
    STR(StorageType),
    STR(CACertificateIdentifier),
    STR(DBSubnetGroupName),
    STRUCT(PendingCloudwatchLogsExports, PendingCloudwatchLogsExports),
    BOOL(IAMDatabaseAuthenticationEnabled),
    STR(Engine));

SHAPE(DBInstanceStatusInfo,
    STR(StatusType),
    BOOL(Normal),
    STR(Status),
    STR(Message));

SHAPE(DBInstanceRole,
    STR(RoleArn),
    STR(FeatureName),
    STR(Status));

SHAPE(DBInstance,
    STR(DBInstanceIdentifier),
    STR(DBInstanceClass),
    STR(Engine),
    STR(DBInstanceStatus),
    STR(MasterUsername),
    STR(DBName),
    STRUCT(Endpoint, Endpoint),
    INT(AllocatedStorage),
    TIME(InstanceCreateTime),
    STR(PreferredBackupWindow),
    INT(BackupRetentionPeriod),
    LIST(VpcSecurityGroups, VpcSecurityGroupMembership, "VpcSecurityGroupMembership"),
    LIST(DBParameterGroups, DBParameterGroupStatus, "DBParameterGroup"),
    STR(AvailabilityZone),
    STRUCT(DBSubnetGroup, DBSubnetGroup),
    STR(PreferredMaintenanceWindow),
    STRUCT(PendingModifiedValues, PendingModifiedValues),
    TIME(LatestRestorableTime),
    BOOL(MultiAZ),
    STR(EngineVersion),
    BOOL(AutoMinorVersionUpgrade),
    STR(ReadReplicaSourceDBInstanceIdentifier),
    STRS(ReadReplicaDBInstanceIdentifiers, "ReadReplicaDBInstanceIdentifier"),
    STRS(ReadReplicaDBClusterIdentifiers, "ReadReplicaDBClusterIdentifier"),
    INT(Iops),
    INT(StorageThroughput),
    STR(SecondaryAvailabilityZone),
    BOOL(PubliclyAccessible),
    LIST(StatusInfos, DBInstanceStatusInfo, "DBInstanceStatusInfo"),
    STR(StorageType),
    STR(StorageEncryptionType),
    INT(DbInstancePort),
    STR(DBClusterIdentifier),
    BOOL(StorageEncrypted),
    STR(KmsKeyId),
    STR(DbiResourceId),
    STR(CACertificateIdentifier),
    BOOL(CopyTagsToSnapshot),
    INT(MonitoringInterval),
    STR(EnhancedMonitoringResourceArn),
    STR(MonitoringRoleArn),
    INT(PromotionTier),
    STR(DBInstanceArn),
    BOOL(IAMDatabaseAuthenticationEnabled),
    STR(DatabaseInsightsMode),
    BOOL(PerformanceInsightsEnabled),
    STR(PerformanceInsightsKMSKeyId),
    INT(PerformanceInsightsRetentionPeriod),
    STRS(EnabledCloudwatchLogsExports, NULL),
    BOOL(DeletionProtection),
    LIST(AssociatedRoles, DBInstanceRole, "DBInstanceRole"),
    STRUCT(ListenerEndpoint, Endpoint),
    INT(MaxAllocatedStorage),
    LIST(TagList, Tag, "Tag"),
    STR(NetworkType),
    TIME(AutomaticRestartTime),
    STRUCT(CertificateDetails, CertificateDetails),
    STRUCT(MasterUserSecret, MasterUserSecret),
    STR(ReadReplicaSourceDBClusterIdentifier),
    STR(PercentProgress),
    STR(EngineLifecycleSupport));

SHAPE(CreateDBInstanceResult,
    STRUCT(DBInstance, DBInstance));

SHAPE(DescribeDBInstancesMessage,
    STR(DBInstanceIdentifier),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker));

SHAPE(DBInstanceMessage,
    STR(Marker),
    LIST(DBInstances, DBInstance, "DBInstance"));

SHAPE(ModifyDBInstanceMessage,
    STR_REQUIRED(DBInstanceIdentifier),
    INT(AllocatedStorage),
    STR(DBInstanceClass),
    STR(DBSubnetGroupName),
    STRS(VpcSecurityGroupIds, "VpcSecurityGroupId"),
    BOOL(ApplyImmediately),
    STR_SECRET(MasterUserPassword),
    STR(DBParameterGroupName),
    INT(BackupRetentionPeriod),
    STR(PreferredBackupWindow),
    STR(PreferredMaintenanceWindow),
    BOOL(MultiAZ),
    STR(EngineVersion),
    BOOL(AllowMajorVersionUpgrade),
    BOOL(AutoMinorVersionUpgrade),
    INT(Iops),
    INT(StorageThroughput),
    STR(NewDBInstanceIdentifier),
    STR(StorageType),
    STR(CACertificateIdentifier),
    BOOL(CopyTagsToSnapshot),
    INT(MonitoringInterval),
    INT(DBPortNumber),
    BOOL(PubliclyAccessible),
    STR(MonitoringRoleArn),
    INT(PromotionTier),
    BOOL(EnableIAMDatabaseAuthentication),
    STR_OF(DatabaseInsightsMode, "standard advanced"),
    BOOL(EnablePerformanceInsights),
    STR(PerformanceInsightsKMSKeyId),
    INT(PerformanceInsightsRetentionPeriod),
    STRUCT(CloudwatchLogsExportConfiguration, CloudwatchLogsExportConfiguration),
    BOOL(DeletionProtection),
    INT(MaxAllocatedStorage),
    BOOL(CertificateRotationRestart),
    STR(NetworkType),
    BOOL(ManageMasterUserPassword),
    BOOL(RotateMasterUserPassword),
    STR(MasterUserSecretKmsKeyId),
    STR(Engine),
    LIST(TagSpecifications, TagSpecification, "item"),
    STR_OF(MasterUserAuthenticationType, "password iam-db-auth"),
    STR(EngineLifecycleSupport));

SHAPE(ModifyDBInstanceResult,
    STRUCT(DBInstance, DBInstance));

SHAPE(RebootDBInstanceMessage,
    STR_REQUIRED(DBInstanceIdentifier),
    BOOL(ForceFailover));

SHAPE(RebootDBInstanceResult,
    STRUCT(DBInstance, DBInstance));

SHAPE(FailoverDBClusterMessage,
    STR_REQUIRED(DBClusterIdentifier),
    STR(TargetDBInstanceIdentifier));

SHAPE(FailoverDBClusterResult,
    STRUCT(DBCluster, DBCluster));

SHAPE(DeleteDBInstanceMessage,
    STR_REQUIRED(DBInstanceIdentifier),
    BOOL(SkipFinalSnapshot),
    STR(FinalDBSnapshotIdentifier),
    BOOL(DeleteAutomatedBackups));

SHAPE(DeleteDBInstanceResult,
    STRUCT(DBInstance, DBInstance));

SHAPE(CreateDBSubnetGroupMessage,
    STR_REQUIRED(DBSubnetGroupName),
    STR_REQUIRED(DBSubnetGroupDescription),
    STRS_REQUIRED(SubnetIds, "SubnetIdentifier"),
    LIST(Tags, Tag, "Tag"));

SHAPE(CreateDBSubnetGroupResult,
    STRUCT(DBSubnetGroup, DBSubnetGroup));

SHAPE(DescribeDBSubnetGroupsMessage,
    STR(DBSubnetGroupName),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker));

SHAPE(DBSubnetGroupMessage,
    STR(Marker),
    LIST(DBSubnetGroups, DBSubnetGroup, "DBSubnetGroup"));

SHAPE(ModifyDBSubnetGroupMessage,
    STR_REQUIRED(DBSubnetGroupName),
    STR(DBSubnetGroupDescription),
    STRS_REQUIRED(SubnetIds, "SubnetIdentifier"));

SHAPE(ModifyDBSubnetGroupResult,
    STRUCT(DBSubnetGroup, DBSubnetGroup));

SHAPE(DeleteDBSubnetGroupMessage,
    STR_REQUIRED(DBSubnetGroupName));

SHAPE(CreateDBClusterParameterGroupMessage,
    STR_REQUIRED(DBClusterParameterGroupName),
    STR_REQUIRED(DBParameterGroupFamily),
    STR_REQUIRED(Description),
    LIST(Tags, Tag, "Tag"));

SHAPE(DBClusterParameterGroup,
    STR(DBClusterParameterGroupName),
    STR(DBParameterGroupFamily),
    STR(Description),
    STR(DBClusterParameterGroupArn));

SHAPE(CreateDBClusterParameterGroupResult,
    STRUCT(DBClusterParameterGroup, DBClusterParameterGroup));

SHAPE(DescribeDBClusterParameterGroupsMessage,
    STR(DBClusterParameterGroupName),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker));

SHAPE(DBClusterParameterGroupsMessage,
    STR(Marker),
    LIST(DBClusterParameterGroups, DBClusterParameterGroup, "DBClusterParameterGroup"));

SHAPE(DescribeDBClusterParametersMessage,
    STR_REQUIRED(DBClusterParameterGroupName),
    STR(Source),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker));

SHAPE(Parameter,
    STR(ParameterName),
    STR(ParameterValue),
    STR(Description),
    STR(Source),
    STR(ApplyType),
    STR(DataType),
    STR(AllowedValues),
    BOOL(IsModifiable),
    STR(MinimumEngineVersion),
    STR_OF(ApplyMethod, "immediate pending-reboot"),
    STRS(SupportedEngineModes, NULL));

SHAPE(DBClusterParameterGroupDetails,
    LIST(Parameters, Parameter, "Parameter"),
    STR(Marker));

SHAPE(ModifyDBClusterParameterGroupMessage,
    STR_REQUIRED(DBClusterParameterGroupName),
    LIST_REQUIRED(Parameters, Parameter, "Parameter"));

SHAPE(DBClusterParameterGroupNameMessage,
    STR(DBClusterParameterGroupName));

SHAPE(ResetDBClusterParameterGroupMessage,
    STR_REQUIRED(DBClusterParameterGroupName),
    BOOL(ResetAllParameters),
    LIST(Parameters, Parameter, "Parameter"));

SHAPE(DeleteDBClusterParameterGroupMessage,
    STR_REQUIRED(DBClusterParameterGroupName));

SHAPE(CreateDBParameterGroupMessage,
    STR_REQUIRED(DBParameterGroupName),
    STR_REQUIRED(DBParameterGroupFamily),
    STR_REQUIRED(Description),
    LIST(Tags, Tag, "Tag"));

SHAPE(DBParameterGroup,
    STR(DBParameterGroupName),
    STR(DBParameterGroupFamily),
    STR(Description),
    STR(DBParameterGroupArn));

SHAPE(CreateDBParameterGroupResult,
    STRUCT(DBParameterGroup, DBParameterGroup));

SHAPE(DescribeDBParameterGroupsMessage,
    STR(DBParameterGroupName),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker));

SHAPE(DBParameterGroupsMessage,
    STR(Marker),
    LIST(DBParameterGroups, DBParameterGroup, "DBParameterGroup"));

SHAPE(DescribeDBParametersMessage,
    STR_REQUIRED(DBParameterGroupName),
    STR(Source),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker));

SHAPE(DBParameterGroupDetails,
    LIST(Parameters, Parameter, "Parameter"),
    STR(Marker));

SHAPE(ModifyDBParameterGroupMessage,
    STR_REQUIRED(DBParameterGroupName),
    LIST_REQUIRED(Parameters, Parameter, "Parameter"));

SHAPE(DBParameterGroupNameMessage,
    STR(DBParameterGroupName));

SHAPE(ResetDBParameterGroupMessage,
    STR_REQUIRED(DBParameterGroupName),
    BOOL(ResetAllParameters),
    LIST(Parameters, Parameter, "Parameter"));

SHAPE(DeleteDBParameterGroupMessage,
    STR_REQUIRED(DBParameterGroupName));

SHAPE(AddTagsToResourceMessage,
    STR_REQUIRED(ResourceName),
    LIST_REQUIRED(Tags, Tag, "Tag"));

SHAPE(RemoveTagsFromResourceMessage,
    STR_REQUIRED(ResourceName),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(ListTagsForResourceMessage,
    STR_REQUIRED(ResourceName),
    LIST(Filters, Filter, "Filter"));

SHAPE(TagListMessage,
    LIST(TagList, Tag, "Tag"));

SHAPE(EventSubscription,
    STR(CustomerAwsId),
    STR(CustSubscriptionId),
    STR(SnsTopicArn),
    STR(Status),
    STR(SubscriptionCreationTime),
    STR(SourceType),
    STRS(SourceIdsList, "SourceId"),
    STRS(EventCategoriesList, "EventCategory"),
    BOOL(Enabled),
    STR(EventSubscriptionArn));

SHAPE(CreateEventSubscriptionMessage,
    STR_REQUIRED(SubscriptionName),
    STR_REQUIRED(SnsTopicArn),
    STR(SourceType),
    STRS(EventCategories, "EventCategory"),
    STRS(SourceIds, "SourceId"),
    BOOL(Enabled),
    LIST(Tags, Tag, "Tag"));

SHAPE(CreateEventSubscriptionResult,
    STRUCT(EventSubscription, EventSubscription));

SHAPE(DescribeEventSubscriptionsMessage,
    STR(SubscriptionName),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker));

SHAPE(EventSubscriptionsMessage,
    STR(Marker),
    LIST(EventSubscriptionsList, EventSubscription, "EventSubscription"));

SHAPE(ModifyEventSubscriptionMessage,
    STR_REQUIRED(SubscriptionName),
    STR(SnsTopicArn),
    STR(SourceType),
    STRS(EventCategories, "EventCategory"),
    BOOL(Enabled));

SHAPE(ModifyEventSubscriptionResult,
    STRUCT(EventSubscription, EventSubscription));

SHAPE(DeleteEventSubscriptionMessage,
    STR_REQUIRED(SubscriptionName));

SHAPE(DeleteEventSubscriptionResult,
    STRUCT(EventSubscription, EventSubscription));

SHAPE(AddSourceIdentifierToSubscriptionMessage,
    STR_REQUIRED(SubscriptionName),
    STR_REQUIRED(SourceIdentifier));

SHAPE(AddSourceIdentifierToSubscriptionResult,
    STRUCT(EventSubscription, EventSubscription));

SHAPE(RemoveSourceIdentifierFromSubscriptionMessage,
    STR_REQUIRED(SubscriptionName),
    STR_REQUIRED(SourceIdentifier));

SHAPE(RemoveSourceIdentifierFromSubscriptionResult,
    STRUCT(EventSubscription, EventSubscription));

SHAPE(DescribePendingMaintenanceActionsMessage,
    STR(ResourceIdentifier),
    LIST(Filters, Filter, "Filter"),
    STR(Marker),
    INT(MaxRecords));

SHAPE(PendingMaintenanceAction,
    STR(Action),
    TIME(AutoAppliedAfterDate),
    TIME(ForcedApplyDate),
    STR(OptInStatus),
    TIME(CurrentApplyDate),
    STR(Description));

SHAPE(ResourcePendingMaintenanceActions,
    STR(ResourceIdentifier),
    LIST(PendingMaintenanceActionDetails, PendingMaintenanceAction, "PendingMaintenanceAction"));

SHAPE(PendingMaintenanceActionsMessage,
    LIST(PendingMaintenanceActions, ResourcePendingMaintenanceActions, "ResourcePendingMaintenanceActions"),
    STR(Marker));

SHAPE(DescribeOrderableDBInstanceOptionsMessage,
    STR_REQUIRED(Engine),
    STR(EngineVersion),
    STR(DBInstanceClass),
    BOOL(Vpc),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker));

SHAPE(OrderableDBInstanceOption,
    STR(Engine),
    STR(EngineVersion),
    STR(DBInstanceClass),
    LIST(AvailabilityZones, AvailabilityZone, "AvailabilityZone"),
    BOOL(MultiAZCapable),
    BOOL(ReadReplicaCapable),
    BOOL(Vpc),
    BOOL(SupportsStorageEncryption),
    STR(StorageType),
    BOOL(SupportsIops),
    BOOL(SupportsStorageThroughput),
    BOOL(SupportsEnhancedMonitoring),
    BOOL(SupportsIAMDatabaseAuthentication),
    BOOL(SupportsPerformanceInsights),
    INT(MinStorageSize),
    INT(MaxStorageSize),
    INT(MinIopsPerDbInstance),
    INT(MaxIopsPerDbInstance),
    DEC(MinIopsPerGib),
    DEC(MaxIopsPerGib),
    INT(MinStorageThroughputPerDbInstance),
    INT(MaxStorageThroughputPerDbInstance),
    DEC(MinStorageThroughputPerIops),
    DEC(MaxStorageThroughputPerIops),
    STRS(SupportedEngineModes, NULL),
    BOOL(SupportsStorageAutoscaling),
    BOOL(SupportsGlobalDatabases),
    STRS(SupportedNetworkTypes, NULL),
    BOOL(SupportsClusters),
    BOOL(SupportsHttpEndpoint));

SHAPE(OrderableDBInstanceOptionsMessage,
    LIST(OrderableDBInstanceOptions, OrderableDBInstanceOption, "OrderableDBInstanceOption"),
    STR(Marker));

SHAPE_EMPTY(DescribeAccountAttributesMessage);

SHAPE(AccountQuota,
    STR(AccountQuotaName),
    INT(Used),
    INT(Max));

SHAPE(AccountAttributesMessage,
    LIST(AccountQuotas, AccountQuota, "AccountQuota"));

SHAPE(DescribeDBEngineVersionsMessage,
    STR(Engine),
    STR(EngineVersion),
    STR(DBParameterGroupFamily),
    LIST(Filters, Filter, "Filter"),
    INT(MaxRecords),
    STR(Marker),
    BOOL(DefaultOnly),
    BOOL(IncludeAll));

SHAPE(UpgradeTarget,
    STR(Engine),
    STR(EngineVersion),
    STR(Description),
    BOOL(AutoUpgrade),
    BOOL(IsMajorVersionUpgrade),
    STRS(SupportedEngineModes, NULL),
    BOOL(SupportsGlobalDatabases),
    BOOL(SupportsLocalWriteForwarding));

SHAPE(ServerlessV2FeaturesSupport,
    DEC(MinCapacity),
    DEC(MaxCapacity));

SHAPE(DBEngineVersion,
    STR(Engine),
    STR(MajorEngineVersion),
    STR(EngineVersion),
    STR(DBParameterGroupFamily),
    STR(DBEngineDescription),
    STR(DBEngineVersionDescription),
    STR(FailureReason),
    STR(KMSKeyId),
    LIST(ValidUpgradeTarget, UpgradeTarget, "UpgradeTarget"),
    STRS(ExportableLogTypes, NULL),
    BOOL(SupportsLogExportsToCloudwatchLogs),
    BOOL(SupportsReadReplica),
    STRS(SupportedEngineModes, NULL),
    STRS(SupportedFeatureNames, NULL),
    STR(Status),
    BOOL(SupportsGlobalDatabases),
    LIST(TagList, Tag, "Tag"),
    BOOL(SupportsCertificateRotationWithoutRestart),
    STRS(SupportedCACertificateIdentifiers, NULL),
    BOOL(SupportsLocalWriteForwarding),
    STRUCT(ServerlessV2FeaturesSupport, ServerlessV2FeaturesSupport));

SHAPE(DBEngineVersionMessage,
    STR(Marker),
    LIST(DBEngineVersions, DBEngineVersion, "DBEngineVersion"));

OP(rds,       CreateGlobalCluster,     CreateGlobalClusterMessage,     &CreateGlobalClusterResult,     0,
   "ResourceNotFoundFault GlobalClusterQuotaExceededFault InvalidDBClusterStateFault "
   "GlobalClusterAlreadyExistsFault DBClusterNotFoundFault");
OP_PAGED(rds, DescribeGlobalClusters,  DescribeGlobalClustersMessage,  &GlobalClustersMessage,         OP_READ,
   "GlobalClusterNotFoundFault", PAGES_OF("Marker", "Marker", "GlobalClusters", "MaxRecords", 100));
OP(rds,       ModifyGlobalCluster,     ModifyGlobalClusterMessage,     &ModifyGlobalClusterResult,     OP_IDEMPOTENT,
   "InvalidDBClusterStateFault InvalidGlobalClusterStateFault InvalidDBInstanceState "
   "GlobalClusterNotFoundFault GlobalClusterAlreadyExistsFault");
OP(rds,       DeleteGlobalCluster,     DeleteGlobalClusterMessage,     &DeleteGlobalClusterResult,     OP_IDEMPOTENT,
   "InvalidGlobalClusterStateFault GlobalClusterNotFoundFault");
OP(rds,       RemoveFromGlobalCluster, RemoveFromGlobalClusterMessage, &RemoveFromGlobalClusterResult, OP_IDEMPOTENT,
   "InvalidDBClusterStateFault InvalidGlobalClusterStateFault GlobalClusterNotFoundFault "
   "DBClusterNotFoundFault");
OP(rds,       SwitchoverGlobalCluster, SwitchoverGlobalClusterMessage, &SwitchoverGlobalClusterResult, 0,
   "InvalidDBClusterStateFault InvalidGlobalClusterStateFault GlobalClusterNotFoundFault "
   "DBClusterNotFoundFault");
OP(rds,       FailoverGlobalCluster,   FailoverGlobalClusterMessage,   &FailoverGlobalClusterResult,   0,
   "InvalidDBClusterStateFault InvalidGlobalClusterStateFault GlobalClusterNotFoundFault "
   "DBClusterNotFoundFault");

OP(rds,       CreateDBCluster,    CreateDBClusterMessage,    &CreateDBClusterResult, 0,
   "DBClusterParameterGroupNotFound InsufficientDBInstanceCapacity DBClusterNotFoundFault "
   "DBInstanceNotFound DBClusterAlreadyExistsFault InvalidGlobalClusterStateFault "
   "GlobalClusterNotFoundFault StorageQuotaExceeded InvalidDBInstanceState KMSKeyNotAccessibleFault "
   "InvalidVPCNetworkStateFault DBClusterRoleQuotaExceeded InvalidDBClusterStateFault "
   "InvalidDBSubnetGroupStateFault DBSubnetGroupNotFoundFault DBClusterQuotaExceededFault");
OP_PAGED(rds, DescribeDBClusters, DescribeDBClustersMessage, &DBClusterMessage,      OP_READ,
   "DBClusterNotFoundFault", PAGES_OF("Marker", "Marker", "DBClusters", "MaxRecords", 100));
OP(rds,       ModifyDBCluster,    ModifyDBClusterMessage,    &ModifyDBClusterResult, OP_IDEMPOTENT,
   "StorageQuotaExceeded DBParameterGroupNotFound InvalidDBInstanceState KMSKeyNotAccessibleFault "
   "DBClusterParameterGroupNotFound DBInstanceAlreadyExists DBClusterNotFoundFault "
   "InvalidVPCNetworkStateFault InvalidDBClusterStateFault DBClusterAlreadyExistsFault "
   "InvalidGlobalClusterStateFault InvalidDBSubnetGroupStateFault DBSubnetGroupNotFoundFault");
OP(rds,       DeleteDBCluster,    DeleteDBClusterMessage,    &DeleteDBClusterResult, OP_IDEMPOTENT,
   "InvalidDBClusterSnapshotStateFault InvalidDBClusterStateFault InvalidGlobalClusterStateFault "
   "SnapshotQuotaExceeded DBClusterSnapshotAlreadyExistsFault KMSKeyNotAccessibleFault "
   "DBClusterAutomatedBackupQuotaExceededFault DBClusterNotFoundFault");

OP(rds,       CreateDBClusterEndpoint,    CreateDBClusterEndpointMessage,    &DBClusterEndpoint,        0,
   "DBClusterEndpointAlreadyExistsFault DBClusterEndpointQuotaExceededFault DBInstanceNotFound "
   "InvalidDBClusterStateFault InvalidDBInstanceState DBClusterNotFoundFault");
OP_PAGED(rds, DescribeDBClusterEndpoints, DescribeDBClusterEndpointsMessage, &DBClusterEndpointMessage, OP_READ,
   "DBClusterNotFoundFault", PAGES_OF("Marker", "Marker", "DBClusterEndpoints", "MaxRecords", 100));
OP(rds,       ModifyDBClusterEndpoint,    ModifyDBClusterEndpointMessage,    &DBClusterEndpoint,        OP_IDEMPOTENT,
   "DBClusterEndpointNotFoundFault DBInstanceNotFound InvalidDBClusterStateFault "
   "InvalidDBClusterEndpointStateFault InvalidDBInstanceState");
OP(rds,       DeleteDBClusterEndpoint,    DeleteDBClusterEndpointMessage,    &DBClusterEndpoint,        OP_IDEMPOTENT,
   "DBClusterEndpointNotFoundFault InvalidDBClusterStateFault InvalidDBClusterEndpointStateFault");

OP(rds,       CreateDBInstance,    CreateDBInstanceMessage,    &CreateDBInstanceResult, 0,
   "DBParameterGroupNotFound InsufficientDBInstanceCapacity DBClusterNotFoundFault "
   "InstanceQuotaExceeded StorageQuotaExceeded KMSKeyNotAccessibleFault DBInstanceAlreadyExists "
   "InvalidVPCNetworkStateFault InvalidDBClusterStateFault DBSubnetGroupNotFoundFault");
OP_PAGED(rds, DescribeDBInstances, DescribeDBInstancesMessage, &DBInstanceMessage,      OP_READ,
   "DBInstanceNotFound", PAGES_OF("Marker", "Marker", "DBInstances", "MaxRecords", 100));
OP(rds,       ModifyDBInstance,    ModifyDBInstanceMessage,    &ModifyDBInstanceResult, OP_IDEMPOTENT,
   "DBParameterGroupNotFound InsufficientDBInstanceCapacity DBInstanceNotFound StorageQuotaExceeded "
   "InvalidDBInstanceState KMSKeyNotAccessibleFault DBInstanceAlreadyExists InvalidVPCNetworkStateFault "
   "InvalidDBClusterStateFault");
OP(rds,       RebootDBInstance,    RebootDBInstanceMessage,    &RebootDBInstanceResult, 0,
   "DBInstanceNotFound InvalidDBInstanceState KMSKeyNotAccessibleFault");
OP(rds,       FailoverDBCluster,   FailoverDBClusterMessage,   &FailoverDBClusterResult, 0,
   "InvalidDBClusterStateFault InvalidDBInstanceState DBClusterNotFoundFault");
OP(rds,       DeleteDBInstance,    DeleteDBInstanceMessage,    &DeleteDBInstanceResult, OP_IDEMPOTENT,
   "DBInstanceAutomatedBackupQuotaExceeded DBInstanceNotFound InvalidDBClusterStateFault "
   "SnapshotQuotaExceeded InvalidDBInstanceState KMSKeyNotAccessibleFault DBSnapshotAlreadyExists");

OP(rds,       CreateDBSubnetGroup,    CreateDBSubnetGroupMessage,    &CreateDBSubnetGroupResult, 0,
   "DBSubnetGroupAlreadyExists DBSubnetQuotaExceededFault DBSubnetGroupQuotaExceeded");
OP_PAGED(rds, DescribeDBSubnetGroups, DescribeDBSubnetGroupsMessage, &DBSubnetGroupMessage,      OP_READ,
   "DBSubnetGroupNotFoundFault", PAGES_OF("Marker", "Marker", "DBSubnetGroups", "MaxRecords", 100));
OP(rds,       ModifyDBSubnetGroup,    ModifyDBSubnetGroupMessage,    &ModifyDBSubnetGroupResult, OP_IDEMPOTENT,
   "SubnetAlreadyInUse DBSubnetQuotaExceededFault InvalidDBSubnetGroupStateFault "
   "DBSubnetGroupNotFoundFault");
OP(rds,       DeleteDBSubnetGroup,    DeleteDBSubnetGroupMessage,    NULL,                       OP_IDEMPOTENT,
   "InvalidDBSubnetStateFault InvalidDBSubnetGroupStateFault DBSubnetGroupNotFoundFault");

OP(rds,       CreateDBClusterParameterGroup,    CreateDBClusterParameterGroupMessage,    &CreateDBClusterParameterGroupResult, 0,
   "DBParameterGroupAlreadyExists DBParameterGroupQuotaExceeded");
OP_PAGED(rds, DescribeDBClusterParameterGroups, DescribeDBClusterParameterGroupsMessage, &DBClusterParameterGroupsMessage,     OP_READ,
   "DBParameterGroupNotFound", PAGES_OF("Marker", "Marker", "DBClusterParameterGroups", "MaxRecords", 100));
OP_PAGED(rds, DescribeDBClusterParameters,      DescribeDBClusterParametersMessage,      &DBClusterParameterGroupDetails,      OP_READ,
   "DBParameterGroupNotFound", PAGES_OF("Marker", "Marker", "Parameters", "MaxRecords", 100));
OP(rds, ModifyDBClusterParameterGroup, ModifyDBClusterParameterGroupMessage, &DBClusterParameterGroupNameMessage, OP_IDEMPOTENT,
   "DBParameterGroupNotFound InvalidDBParameterGroupState");
OP(rds, ResetDBClusterParameterGroup, ResetDBClusterParameterGroupMessage, &DBClusterParameterGroupNameMessage, OP_IDEMPOTENT,
   "DBParameterGroupNotFound InvalidDBParameterGroupState");
OP(rds, DeleteDBClusterParameterGroup, DeleteDBClusterParameterGroupMessage, NULL, OP_IDEMPOTENT,
   "DBParameterGroupNotFound InvalidDBParameterGroupState");

OP(rds,       CreateDBParameterGroup,    CreateDBParameterGroupMessage,    &CreateDBParameterGroupResult, 0,
   "DBParameterGroupAlreadyExists DBParameterGroupQuotaExceeded");
OP_PAGED(rds, DescribeDBParameterGroups, DescribeDBParameterGroupsMessage, &DBParameterGroupsMessage,     OP_READ,
   "DBParameterGroupNotFound", PAGES_OF("Marker", "Marker", "DBParameterGroups", "MaxRecords", 100));
OP_PAGED(rds, DescribeDBParameters,      DescribeDBParametersMessage,      &DBParameterGroupDetails,      OP_READ,
   "DBParameterGroupNotFound", PAGES_OF("Marker", "Marker", "Parameters", "MaxRecords", 100));
OP(rds,       ModifyDBParameterGroup,    ModifyDBParameterGroupMessage,    &DBParameterGroupNameMessage,  OP_IDEMPOTENT,
   "DBParameterGroupNotFound InvalidDBParameterGroupState");
OP(rds,       ResetDBParameterGroup,     ResetDBParameterGroupMessage,     &DBParameterGroupNameMessage,  OP_IDEMPOTENT,
   "DBParameterGroupNotFound InvalidDBParameterGroupState");
OP(rds,       DeleteDBParameterGroup,    DeleteDBParameterGroupMessage,    NULL,                          OP_IDEMPOTENT,
   "DBParameterGroupNotFound InvalidDBParameterGroupState");

OP(rds,       CreateEventSubscription,    CreateEventSubscriptionMessage,    &CreateEventSubscriptionResult, 0,
   "SubscriptionAlreadyExist SNSInvalidTopic SNSNoAuthorization SNSTopicArnNotFound SourceNotFound "
   "SubscriptionCategoryNotFound EventSubscriptionQuotaExceeded");
OP_PAGED(rds, DescribeEventSubscriptions, DescribeEventSubscriptionsMessage, &EventSubscriptionsMessage,     OP_READ,
   "SubscriptionNotFound", PAGES_OF("Marker", "Marker", "EventSubscriptionsList", "MaxRecords", 100));
OP(rds,       ModifyEventSubscription,    ModifyEventSubscriptionMessage,    &ModifyEventSubscriptionResult, OP_IDEMPOTENT,
   "SubscriptionNotFound SNSInvalidTopic SNSNoAuthorization SNSTopicArnNotFound SubscriptionCategoryNotFound");
OP(rds,       DeleteEventSubscription,    DeleteEventSubscriptionMessage,    &DeleteEventSubscriptionResult, OP_IDEMPOTENT,
   "SubscriptionNotFound InvalidEventSubscriptionState");
OP(rds,       AddSourceIdentifierToSubscription, AddSourceIdentifierToSubscriptionMessage,
   &AddSourceIdentifierToSubscriptionResult, OP_IDEMPOTENT, "SubscriptionNotFound SourceNotFound");
OP(rds,       RemoveSourceIdentifierFromSubscription, RemoveSourceIdentifierFromSubscriptionMessage,
   &RemoveSourceIdentifierFromSubscriptionResult, OP_IDEMPOTENT, "SubscriptionNotFound SourceNotFound");

OP(rds, AddTagsToResource,      AddTagsToResourceMessage,      NULL,            OP_IDEMPOTENT,
   "DBSnapshotNotFound InvalidDBInstanceState DBClusterNotFoundFault DBInstanceNotFound "
   "InvalidDBClusterStateFault");
OP(rds, RemoveTagsFromResource, RemoveTagsFromResourceMessage, NULL,            OP_IDEMPOTENT,
   "DBSnapshotNotFound InvalidDBInstanceState DBClusterNotFoundFault DBInstanceNotFound "
   "InvalidDBClusterStateFault");
OP(rds, ListTagsForResource,    ListTagsForResourceMessage,    &TagListMessage, OP_READ,
   "DBSnapshotNotFound DBClusterNotFoundFault DBInstanceNotFound");

OP_PAGED(rds, DescribePendingMaintenanceActions, DescribePendingMaintenanceActionsMessage, &PendingMaintenanceActionsMessage, OP_READ,
   "ResourceNotFoundFault", PAGES_OF("Marker", "Marker", "PendingMaintenanceActions", "MaxRecords", 100));
OP_PAGED(rds, DescribeOrderableDBInstanceOptions, DescribeOrderableDBInstanceOptionsMessage, &OrderableDBInstanceOptionsMessage, OP_READ,
   NULL, PAGES_OF("Marker", "Marker", "OrderableDBInstanceOptions", "MaxRecords", 1000));
OP(rds,       DescribeAccountAttributes,          DescribeAccountAttributesMessage,          &AccountAttributesMessage,          OP_READ, NULL);
OP_PAGED(rds, DescribeDBEngineVersions,           DescribeDBEngineVersionsMessage,           &DBEngineVersionMessage,            OP_READ,
   NULL, PAGES_OF("Marker", "Marker", "DBEngineVersions", "MaxRecords", 100));

const struct service svc_rds = {
    .id = "rds",
    .service_id = "RDS",
    .protocol = P_QUERY,
    .version = "2014-10-31",
    .xmlns = "http://rds.amazonaws.com/doc/2014-10-31/",
    .ops = (const struct op *const[]){
        &rds_CreateGlobalCluster, &rds_DescribeGlobalClusters, &rds_ModifyGlobalCluster, &rds_DeleteGlobalCluster,
        &rds_RemoveFromGlobalCluster, &rds_SwitchoverGlobalCluster, &rds_FailoverGlobalCluster,
        &rds_CreateDBCluster, &rds_DescribeDBClusters, &rds_ModifyDBCluster, &rds_DeleteDBCluster,
        &rds_CreateDBClusterEndpoint, &rds_DescribeDBClusterEndpoints, &rds_ModifyDBClusterEndpoint,
        &rds_DeleteDBClusterEndpoint,
        &rds_CreateDBInstance, &rds_DescribeDBInstances, &rds_ModifyDBInstance, &rds_RebootDBInstance, &rds_FailoverDBCluster,
        &rds_DeleteDBInstance, &rds_CreateDBSubnetGroup, &rds_DescribeDBSubnetGroups, &rds_ModifyDBSubnetGroup,
        &rds_DeleteDBSubnetGroup, &rds_CreateDBClusterParameterGroup, &rds_DescribeDBClusterParameterGroups,
        &rds_DescribeDBClusterParameters, &rds_ModifyDBClusterParameterGroup, &rds_ResetDBClusterParameterGroup,
        &rds_DeleteDBClusterParameterGroup, &rds_CreateDBParameterGroup, &rds_DescribeDBParameterGroups,
        &rds_DescribeDBParameters, &rds_ModifyDBParameterGroup, &rds_ResetDBParameterGroup,
        &rds_DeleteDBParameterGroup, &rds_AddTagsToResource, &rds_RemoveTagsFromResource, &rds_ListTagsForResource,
        &rds_CreateEventSubscription, &rds_DescribeEventSubscriptions, &rds_ModifyEventSubscription,
        &rds_DeleteEventSubscription, &rds_AddSourceIdentifierToSubscription,
        &rds_RemoveSourceIdentifierFromSubscription,
        &rds_DescribePendingMaintenanceActions, &rds_DescribeOrderableDBInstanceOptions, &rds_DescribeDBEngineVersions,
        &rds_DescribeAccountAttributes, NULL},
};

/* clang-format on */

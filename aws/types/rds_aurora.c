/*
 * An Aurora global database: the global cluster ties one writing cluster to read copies in other regions. Clusters join
 * it by naming it when they are created, and leave before they go. Who writes is a role: it is observed, never wanted.
 * A global cluster can't be deleted while it lists members, which lags behind the last removal by minutes.
 */
#include "aws/types/common.h"

#define CLUSTER_BUSY                                                                                                   \
    "creating modifying backing-up configuring-iam-database-auth configuring-enhanced-monitoring migrating "           \
    "preparing-data-migration promoting rebooting renaming resetting-master-credentials scaling-compute "              \
    "scaling-storage upgrading failing-over maintenance starting stopping update-iam-db-auth storage-optimization "    \
    "deleting"

#define CLUSTER_NOT_YET "InvalidDBClusterStateFault InvalidGlobalClusterStateFault"

#define CLUSTER_NEEDS                                                                                                  \
    "GlobalClusterNotFoundFault DBSubnetGroupNotFoundFault KMSKeyNotAccessibleFault InvalidVPCNetworkStateFault"

#define INSTANCE_BUSY                                                                                                  \
    "creating modifying backing-up configuring-enhanced-monitoring configuring-log-exports rebooting renaming "        \
    "configuring-iam-database-auth resetting-master-credentials maintenance upgrading starting stopping "              \
    "storage-optimization deleting"

#define GLOBAL_NOT_YET "InvalidGlobalClusterStateFault"
#define INSTANCE_NOT_YET "InvalidDBInstanceState InvalidDBClusterStateFault"
#define ROLE_NOT_SEEN "InvalidParameterValue:*role* InvalidParameterCombination:*role*"
#define PERFORMANCE_INSIGHTS "EnablePerformanceInsights PerformanceInsightsRetentionPeriod PerformanceInsightsKMSKeyId"

/* clang-format off */
const struct rtype rtype_rds_global_cluster = {
    .name = "AWS::RDS::GlobalCluster", .doc = "Aurora global database",
    .flags = RT_STATEFUL, .going = INT_DATA_LOSS, .id = "GlobalClusterIdentifier", .key = "GlobalClusterIdentifier",
    .create_s = {45, 300}, .update_s = {60, 120}, .delete_s = {90, 300},
    .timed = "RDS user guide, getting started with global databases: a few minutes; the rest is a guess", .lost = "its members are apart, and none of them can join a global database again",
    .attrs = (const struct attr[]){
        {"GlobalClusterIdentifier", T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "unique in the account"},
        {"SourceDBClusterIdentifier", T_STR, A_CREATE_ONLY | A_WRITE_ONLY, .doc = "a cluster that is there, by its ARN: the first member, of which it has engine, version, database and encryption"},
        {"Engine",                  T_STR,  A_CREATE_ONLY, .doc = "aurora-postgresql or aurora-mysql"},
        {"EngineVersion",           T_STR,  A_PREFIX | A_ROLE, .doc = "at creation; later it follows the members"},
        {"DatabaseName",            T_STR,  A_CREATE_ONLY, .doc = "first database"},
        {"StorageEncrypted",        T_BOOL, A_CREATE_ONLY, .doc = "encrypted at rest"},
        {"DeletionProtection",      T_BOOL, A_HARMLESS, .dflt = "false", .doc = "AWS refuses to delete it"},
        {"GlobalClusterArn",        T_STR,  A_OUTPUT, .doc = "ARN"},
        {"GlobalClusterResourceId", T_STR,  A_OUTPUT, .doc = "id that never changes"},
        {"Endpoint",                T_STR,  A_OUTPUT, .doc = "writer endpoint; follows a failover"},
        {"GlobalClusterMembers",    T_LIST, A_OUTPUT, .doc = "members, and which of them writes"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&rds_DescribeGlobalClusters, .result = "GlobalClusters[]"},
        .read    = CALLS({&rds_DescribeGlobalClusters, .only = "GlobalClusterIdentifier", .result = "GlobalClusters[]"}),
        .create  = CALLS({&rds_CreateGlobalCluster, .found = FOUND_BY_NAME, .result = "GlobalCluster", .not_yet = "InvalidDBClusterStateFault", .soon = "DBClusterNotFoundFault"}),
        .update  = CALLS({&rds_ModifyGlobalCluster, .when = "DeletionProtection", .only = "GlobalClusterIdentifier DeletionProtection", .not_yet = GLOBAL_NOT_YET},
                         RDS_RETAG("GlobalClusterArn")),
        .remove  = CALLS({&rds_ModifyGlobalCluster, .when = "DeletionProtection", .bind = BINDS({"DeletionProtection", "=false"}), .not_yet = GLOBAL_NOT_YET},
                         {&rds_DeleteGlobalCluster, .not_yet = GLOBAL_NOT_YET}),
        .missing = "GlobalClusterNotFoundFault",
        .wait    = {UNTIL({"Status", "available", "creating modifying upgrading deleting failing-over switching-over"}), 10, 1800},
    },
};

const struct rtype rtype_rds_db_cluster = {
    .name = "AWS::RDS::DBCluster", .doc = "Aurora cluster of one region", .flags = RT_STATEFUL,
    .going = INT_DATA_LOSS, .id = "DBClusterIdentifier", .key = "DBClusterIdentifier", .create_s = {120, 180}, .update_s = {60, 300}, .delete_s = {120, 300}, .further = (const struct further[]){{"GlobalClusterIdentifier", .unless = "MasterUsername", .takes = {180, 420}}, {0}},
    .timed = "1 to 3 minutes, an estimate; a secondary some minutes more, a guess like the rest. With data it takes as long as copying it", .lost = "its data is lost: no snapshot is taken",
    .attrs = (const struct attr[]){
        {"DBClusterIdentifier",             T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "unique in the region"},
        {"Engine",                          T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "aurora-postgresql or aurora-mysql"},
        {"EngineVersion",                   T_STR,  A_PREFIX | A_REVERSE | A_DOWNTIME | A_FOREVER, .doc = "secondaries are upgraded before the primary"},
        {"GlobalClusterIdentifier",         T_STR,  A_CREATE_ONLY | A_NOCASE, .doc = "the global database it joins"},
        {"DatabaseName",                    T_STR,  A_CREATE_ONLY, .doc = "first database; a secondary inherits it"},
        {"DBSubnetGroupName",               T_STR,  A_CREATE_ONLY | A_NOCASE, "DBSubnetGroup", .doc = "where it lives"},
        {"VpcSecurityGroupIds",             T_LIST, A_SET | A_HARMLESS, "VpcSecurityGroups[].VpcSecurityGroupId", .doc = "who may reach it"},
        {"DBClusterParameterGroupName",     T_STR,  A_NOCASE | A_HARMLESS, "DBClusterParameterGroup", .doc = "engine settings"},
        {"KmsKeyId",                        T_STR,  A_CREATE_ONLY, .doc = "key of this region, as ARN"},
        {"StorageEncrypted",                T_BOOL, A_CREATE_ONLY, .doc = "encrypted at rest"},
        {"StorageType",                     T_STR,  A_HARMLESS, .doc = "aurora or aurora-iopt1"},
        {"MasterUsername",                  T_STR,  A_CREATE_ONLY, .doc = "of the first primary only"},
        {"MasterUserPassword",              T_STR,  A_SECRET | A_WRITE_ONLY | A_HARMLESS, .doc = "of the first primary only; a reference to a secret"},
        {"Port",                            T_INT,  A_DOWNTIME, .doc = "where it listens"},
        {"BackupRetentionPeriod",           T_INT,  A_HARMLESS, .doc = "days: 1 to 35"},
        {"PreferredBackupWindow",           T_STR,  A_NOCASE | A_HARMLESS, .doc = "hh:mm-hh:mm, UTC"},
        {"PreferredMaintenanceWindow",      T_STR,  A_NOCASE | A_HARMLESS, .doc = "ddd:hh:mm-ddd:hh:mm, UTC"},
        {"CopyTagsToSnapshot",              T_BOOL, A_HARMLESS, .doc = "snapshots bear the cluster's tags"},
        {"DeletionProtection",              T_BOOL, A_HARMLESS, .dflt = "false", .doc = "AWS refuses to delete it"},
        {"EnableIAMDatabaseAuthentication", T_BOOL, A_HARMLESS, "IAMDatabaseAuthenticationEnabled", "false", "log in with IAM"},
        {"EnableGlobalWriteForwarding",     T_BOOL, A_HARMLESS, "GlobalWriteForwardingRequested", .doc = "a secondary passes writes on; told only while it is one"},
        {"EnableCloudwatchLogsExports",     T_LIST, A_SET | A_HARMLESS, "EnabledCloudwatchLogsExports", .doc = "logs sent to CloudWatch"},
        {"DBClusterArn",                    T_STR,  A_OUTPUT, .doc = "ARN"},
        {"DbClusterResourceId",             T_STR,  A_OUTPUT, .doc = "id that never changes"},
        {"Endpoint",                        T_STR,  A_OUTPUT, .doc = "writer endpoint of the region"},
        {"ReaderEndpoint",                  T_STR,  A_OUTPUT, .doc = "reader endpoint of the region"},
        {"DBClusterMembers",                T_LIST, A_OUTPUT, .doc = "instances, and which of them writes"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&rds_DescribeDBClusters, .result = "DBClusters[]"},
        .read    = CALLS({&rds_DescribeDBClusters, .only = "DBClusterIdentifier", .result = "DBClusters[]"}),
        .create  = CALLS({&rds_CreateDBCluster, .found = FOUND_BY_NAME, .result = "DBCluster", .not_yet = CLUSTER_NOT_YET, .soon = CLUSTER_NEEDS}),
        .update  = CALLS({&rds_ModifyDBCluster,
                          .when = "VpcSecurityGroupIds DBClusterParameterGroupName StorageType Port BackupRetentionPeriod PreferredBackupWindow "
                                  "PreferredMaintenanceWindow CopyTagsToSnapshot DeletionProtection EnableIAMDatabaseAuthentication "
                                  "EnableGlobalWriteForwarding MasterUserPassword",
                          .bind = BINDS({"DBClusterIdentifier", "$DBClusterIdentifier"}, {"ApplyImmediately", "=true"}), .not_yet = CLUSTER_NOT_YET},
                         {&rds_ModifyDBCluster, .when = "EnableCloudwatchLogsExports", .only = "DBClusterIdentifier",
                          .bind = BINDS({"CloudwatchLogsExportConfiguration.EnableLogTypes", "+EnableCloudwatchLogsExports"},
                                        {"CloudwatchLogsExportConfiguration.DisableLogTypes", "-EnableCloudwatchLogsExports"},
                                        {"ApplyImmediately", "=true"}), .not_yet = CLUSTER_NOT_YET},
                         {&rds_ModifyDBCluster, .when = "EngineVersion", .only = "DBClusterIdentifier EngineVersion",
                          .bind = BINDS({"ApplyImmediately", "=true"}), .not_yet = CLUSTER_NOT_YET},
                         RDS_RETAG("DBClusterArn")),
        .remove  = CALLS({&rds_ModifyDBCluster, .when = "DeletionProtection", .only = "DBClusterIdentifier",
                          .bind = BINDS({"DeletionProtection", "=false"}, {"ApplyImmediately", "=true"}), .not_yet = CLUSTER_NOT_YET},
                         {&rds_RemoveFromGlobalCluster, .when = "GlobalClusterIdentifier", .only = "-",
                          .bind = BINDS({"GlobalClusterIdentifier", "$GlobalClusterIdentifier"}, {"DbClusterIdentifier", "$DBClusterArn"}),
                          .done = "GlobalClusterNotFoundFault DBClusterNotFoundFault InvalidParameterValue:*not*found*in*global*cluster*", .not_yet = CLUSTER_NOT_YET},
                         {&rds_DeleteDBCluster, .bind = BINDS({"SkipFinalSnapshot", "=true"}), .not_yet = "InvalidDBClusterStateFault"}),
        .missing = "DBClusterNotFoundFault",
        .wait    = {UNTIL({"Status", "available", CLUSTER_BUSY}), 15, 7200},
    },
};

const struct rtype rtype_rds_db_instance = {
    .name = "AWS::RDS::DBInstance", .doc = "instance of an Aurora cluster; the first of a primary writes",
    .going = INT_FAILOVER, .id = "DBInstanceIdentifier", .key = "DBInstanceIdentifier",
    .create_s = {600, 900}, .update_s = {300, 900}, .delete_s = {240, 480},
    .timed = "5 to 15 minutes, an estimate; a guess for the rest",
    .attrs = (const struct attr[]){
        {"DBInstanceIdentifier",               T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "unique in the region"},
        {"DBClusterIdentifier",                T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "the cluster it belongs to"},
        {"Engine",                             T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "as the cluster's"},
        {"DBInstanceClass",                    T_STR,  A_REQUIRED | A_FAILOVER, .doc = "db.r6g.large and so on"},
        {"DBParameterGroupName",               T_STR,  A_NOCASE | A_HARMLESS, "DBParameterGroups[0].DBParameterGroupName", .doc = "engine settings; takes effect at a reboot"},
        {"AutoMinorVersionUpgrade",            T_BOOL, A_HARMLESS, .doc = "no effect in a global database"},
        {"PubliclyAccessible",                 T_BOOL, A_BRIEF, .dflt = "false", .doc = "has a public address"},
        {"MonitoringInterval",                 T_INT,  A_HARMLESS, .dflt = "0", .doc = "seconds between samples; 0: off"},
        {"MonitoringRoleArn",                  T_STR,  A_HARMLESS, .doc = "role that writes them"},
        {"EnablePerformanceInsights",          T_BOOL, A_HARMLESS, "PerformanceInsightsEnabled", "false", "keep what queries wait for"},
        {"PerformanceInsightsRetentionPeriod", T_INT,  A_HARMLESS, .doc = "days: 7, 31 times n, 731"},
        {"PerformanceInsightsKMSKeyId",        T_STR,  A_HARMLESS, .doc = "its key, as ARN; AWS refuses another one once it is on"},
        {"PromotionTier",                      T_INT,  A_HARMLESS, .doc = "0 is promoted first"},
        {"AvailabilityZone",                   T_STR,  A_CREATE_ONLY, .doc = "zone name"},
        {"DBInstanceArn",                      T_STR,  A_OUTPUT, .doc = "ARN"},
        {"Address",                            T_STR,  A_OUTPUT, "Endpoint.Address", .doc = "host name"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&rds_DescribeDBInstances, .result = "DBInstances[]"},
        .read    = CALLS({&rds_DescribeDBInstances, .only = "DBInstanceIdentifier", .result = "DBInstances[]"}),
        .create  = CALLS({&rds_CreateDBInstance, .found = FOUND_BY_NAME, .result = "DBInstance",
                          .not_yet = INSTANCE_NOT_YET, .soon = "DBClusterNotFoundFault " ROLE_NOT_SEEN}),
        .update  = CALLS({&rds_ModifyDBInstance,
                          .when = "DBInstanceClass DBParameterGroupName AutoMinorVersionUpgrade PubliclyAccessible PromotionTier",
                          .bind = BINDS({"DBInstanceIdentifier", "$DBInstanceIdentifier"}, {"ApplyImmediately", "=true"}),
                          .not_yet = INSTANCE_NOT_YET},
                         {&rds_ModifyDBInstance, .when = "MonitoringInterval MonitoringRoleArn",
                          .only = "DBInstanceIdentifier MonitoringInterval MonitoringRoleArn", .bind = BINDS({"ApplyImmediately", "=true"}),
                          .not_yet = INSTANCE_NOT_YET, .soon = ROLE_NOT_SEEN},
                         {&rds_ModifyDBInstance, .when = PERFORMANCE_INSIGHTS, .only = "DBInstanceIdentifier " PERFORMANCE_INSIGHTS,
                          .bind = BINDS({"ApplyImmediately", "=true"}), .not_yet = INSTANCE_NOT_YET},
                         RDS_RETAG("DBInstanceArn")),
        .remove  = CALLS({&rds_DeleteDBInstance, .bind = BINDS({"SkipFinalSnapshot", "=true"}),
                          .not_yet = INSTANCE_NOT_YET}),
        .missing = "DBInstanceNotFound",
        .wait    = {UNTIL({"DBInstanceStatus", "available", INSTANCE_BUSY}), 15, 3600},
    },
};

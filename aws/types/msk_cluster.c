/*
 * A provisioned cluster. UpdateX changes one aspect a call, each with the version of the cluster as it is then, and the
 * next only when the cluster is active again: the calls stand in the order in which MSK's own guides take them (storage
 * before brokers, brokers before restarts). A new Kafka version takes its configuration along, or the brokers would be
 * restarted twice. Connectivity to other networks can't be had at creation.
 *
 * The describing call and the list tell all of it; ListClustersV2 and DescribeClusterV2 have under Provisioned what
 * CreateCluster has at the top.
 */
#include "aws/types/common.h"

/* clang-format off */
#define VERSION {"CurrentVersion", "<CurrentVersion"}
/* An update begins only when nothing else is going on, maintenance by AWS included. */
#define LATER .stale = "BadRequestException:*ersion*urrent*", .not_yet = "ConflictException BadRequestException:*state* BadRequestException:*progress*"
#define GROUP "Provisioned.BrokerNodeGroupInfo."
#define EBS GROUP "StorageInfo.EbsStorageInfo."
#define TO_EBS "BrokerNodeGroupInfo.StorageInfo.EbsStorageInfo."
#define TO_VPC "ConnectivityInfo.VpcConnectivity.ClientAuthentication."

#define ACCESS \
    {"EncryptionInfo.EncryptionInTransit.ClientBroker", "$ClientBroker"}, {"ClientAuthentication.Sasl.Iam.Enabled", "$Iam"}, \
    {"ClientAuthentication.Sasl.Scram.Enabled", "$Scram"}, {"ClientAuthentication.Unauthenticated.Enabled", "$Unauthenticated"}
#define SOFTWARE {"ConfigurationInfo.Arn", "$ConfigurationArn"}, {"ConfigurationInfo.Revision", "$ConfigurationRevision"}
/* A cluster whose update failed is active again, as it was: how it went, the operation tells. */
#define UPDATE(what, words, ...) \
    {&kafka_Update##what, .when = words, .only = "ClusterArn", LATER, .gives = BINDS({"ClusterOperationArn", "ClusterOperationArn"}), __VA_ARGS__}, \
    {&kafka_DescribeClusterOperation, .when = words, .if_set = "ClusterOperationArn", .only = "-", \
     .bind = BINDS({"ClusterOperationArn", "$ClusterOperationArn"}), \
     .until = UNTIL({"ClusterOperationInfo.OperationState", "UPDATE_COMPLETE", "PENDING UPDATE_IN_PROGRESS"}), .why = "ClusterOperationInfo.ErrorInfo.ErrorString"}

static const struct bind created_with[] = {
    {"BrokerNodeGroupInfo.InstanceType", "$InstanceType"}, {"BrokerNodeGroupInfo.ClientSubnets", "$ClientSubnets"},
    {"BrokerNodeGroupInfo.SecurityGroups", "$SecurityGroups"}, {TO_EBS "VolumeSize", "$VolumeSize"},
    {TO_EBS "ProvisionedThroughput", "$ProvisionedThroughput"},
    SOFTWARE,
    {"EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId", "$DataVolumeKMSKeyId"},
    {"EncryptionInfo.EncryptionInTransit.InCluster", "$InCluster"}, ACCESS,
    {0}};
static const struct bind connected_by[] = {
    VERSION, {TO_VPC "Sasl.Iam.Enabled", "$VpcIam"}, {TO_VPC "Sasl.Scram.Enabled", "$VpcScram"}, {0}};

const struct rtype rtype_msk_cluster = {
    .name = "AWS::MSK::Cluster", .doc = "provisioned Kafka cluster of one region",
    .flags = RT_STATEFUL, .going = INT_DATA_LOSS, .id = "ClusterArn", .key = "ClusterName", .create_s = {1650, 2400}, .update_s = {750, 900}, .delete_s = {750, 1200}, .further = (const struct further[]){{"VpcIam VpcScram", .takes = {2700, 3600}}, {0}},
    .timed = "15 to 40 minutes, and 30 to 60 for other networks, which is unsure; 10 to 15 minutes a broker, one after the other (MSK best practices); 5 to 20 minutes", .per = "NumberOfBrokerNodes", .lost = "its data is lost",
    .attrs = (const struct attr[]){
        {"ClusterName",         T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region"},
        {"KafkaVersion",        T_STR,  A_REQUIRED | A_BRIEF | A_FOREVER, "Provisioned.CurrentBrokerSoftwareInfo.KafkaVersion", .doc = "forward only; brokers restart one by one"},
        {"NumberOfBrokerNodes", T_INT,  A_REQUIRED | A_GROWS | A_HARMLESS | A_FOREVER, "Provisioned.NumberOfBrokerNodes", .doc = "a multiple of the number of subnets"},
        {"InstanceType",        T_STR,  A_REQUIRED | A_BRIEF, GROUP "InstanceType", .doc = "kafka.m5.large and up; brokers restart one by one"},
        {"ClientSubnets",       T_LIST, A_REQUIRED | A_CREATE_ONLY | A_SET, GROUP "ClientSubnets", .doc = "two or three, each in another zone"},
        {"SecurityGroups",      T_LIST, A_CREATE_ONLY | A_SET, GROUP "SecurityGroups", .doc = "of the brokers"},
        {"VolumeSize",          T_INT,  A_GROWS | A_HARMLESS | A_FOREVER, EBS "VolumeSize", .doc = "GiB a broker; AWS takes it back never, and no further change for six hours"},
        {"ProvisionedThroughput", T_MAP, A_SUBSET | A_BRIEF, EBS "ProvisionedThroughput", .doc = "{Enabled, VolumeThroughput}; MiB/s, from kafka.m5.4xlarge on"},
        {"StorageMode",         T_STR,  A_BRIEF | A_FOREVER, "Provisioned.StorageMode", .doc = "LOCAL or TIERED; TIERED has no way back"},
        {"ConfigurationArn",    T_STR,  A_BRIEF, "Provisioned.CurrentBrokerSoftwareInfo.ConfigurationArn", .doc = "its configuration"},
        {"ConfigurationRevision", T_INT, A_BRIEF, "Provisioned.CurrentBrokerSoftwareInfo.ConfigurationRevision", .doc = "which revision of it; brokers restart one by one"},
        {"DataVolumeKMSKeyId",  T_STR,  A_CREATE_ONLY, "Provisioned.EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId", .doc = "key of the volumes, as ARN"},
        {"InCluster",           T_BOOL, A_CREATE_ONLY, "Provisioned.EncryptionInfo.EncryptionInTransit.InCluster", .doc = "TLS between brokers"},
        {"ClientBroker",        T_STR,  A_BRIEF, "Provisioned.EncryptionInfo.EncryptionInTransit.ClientBroker", .doc = "TLS, TLS_PLAINTEXT or PLAINTEXT"},
        {"Iam",                 T_BOOL, A_BRIEF, "Provisioned.ClientAuthentication.Sasl.Iam.Enabled", "false", .doc = "clients authenticate with IAM, port 9098"},
        {"Scram",               T_BOOL, A_BRIEF, "Provisioned.ClientAuthentication.Sasl.Scram.Enabled", "false", .doc = "clients authenticate with a user name and password, port 9096"},
        {"Unauthenticated",     T_BOOL, A_BRIEF, "Provisioned.ClientAuthentication.Unauthenticated.Enabled", "false", .doc = "clients need not authenticate"},
        {"EnhancedMonitoring",  T_STR,  A_HARMLESS, "Provisioned.EnhancedMonitoring", "\"DEFAULT\"", .doc = "DEFAULT, PER_BROKER, PER_TOPIC_PER_BROKER or PER_TOPIC_PER_PARTITION"},
        {"OpenMonitoring",      T_MAP,  A_SUBSET | A_HARMLESS, "Provisioned.OpenMonitoring", .doc = "{Prometheus: {JmxExporter, NodeExporter: {EnabledInBroker}}}"},
        {"LoggingInfo",         T_MAP,  A_SUBSET | A_HARMLESS, "Provisioned.LoggingInfo", .doc = "{BrokerLogs: {CloudWatchLogs: {Enabled, LogGroup}}}"},
        {"VpcIam",              T_BOOL, A_BRIEF, GROUP "ConnectivityInfo.VpcConnectivity.ClientAuthentication.Sasl.Iam.Enabled", "false", .doc = "other networks may connect with IAM; a replicator in another region needs it"},
        {"VpcScram",            T_BOOL, A_BRIEF, GROUP "ConnectivityInfo.VpcConnectivity.ClientAuthentication.Sasl.Scram.Enabled", "false", .doc = "other networks may connect with a user name and password"},
        {"ClusterArn",          T_STR,  A_OUTPUT, .doc = "ARN"},
        {"ClusterOperationArn", T_STR,  A_OUTPUT, .doc = "the update at hand"},
        {"CurrentVersion",      T_STR,  A_OUTPUT | A_MOVES, .doc = "the cluster's version, new with every update"},
        {"BootstrapBrokerStringSaslIam",   T_STR, A_OUTPUT | A_MOVES | A_UNSORTED, .doc = "host:port, where clients with IAM begin"},
        {"BootstrapBrokerStringSaslScram", T_STR, A_OUTPUT | A_MOVES | A_UNSORTED, .doc = "host:port, where clients with a password begin"},
        {"BootstrapBrokerStringTls",       T_STR, A_OUTPUT | A_MOVES | A_UNSORTED, .doc = "host:port, where clients that need not authenticate begin"},
        {"Tags",                T_MAP,  A_MINE | A_HARMLESS, .doc = "tags, ownership tags among them"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&kafka_ListClustersV2, .result = "ClusterInfoList[]"},
        .mine    = "ClusterType=PROVISIONED",
        .read    = CALLS({&kafka_DescribeClusterV2, .result = "ClusterInfo"},
                         {&kafka_GetBootstrapBrokers, .result = "", .done = "ConflictException BadRequestException"}),
        .create  = CALLS({&kafka_CreateCluster, .found = FOUND_BY_NAME, .result = "", .bind = created_with, .soon = "BadRequestException:*ecurity*group* BadRequestException:*ubnet*"},
                         UPDATE(Connectivity, "VpcIam VpcScram", .bind = connected_by)),
        .update  = CALLS(UPDATE(BrokerStorage, "VolumeSize ProvisionedThroughput", .bind = BINDS(VERSION,
                              {"TargetBrokerEBSVolumeInfo[].KafkaBrokerNodeId", "=All"}, {"TargetBrokerEBSVolumeInfo[].VolumeSizeGB", "$VolumeSize"},
                              {"TargetBrokerEBSVolumeInfo[].ProvisionedThroughput", "$ProvisionedThroughput"})),
                         UPDATE(Storage, "StorageMode", .bind = BINDS(VERSION, {"StorageMode", "$StorageMode"})),
                         UPDATE(BrokerType, "InstanceType", .bind = BINDS(VERSION, {"TargetInstanceType", "$InstanceType"})),
                         UPDATE(BrokerCount, "NumberOfBrokerNodes", .bind = BINDS(VERSION, {"TargetNumberOfBrokerNodes", "$NumberOfBrokerNodes"})),
                         UPDATE(Monitoring, "EnhancedMonitoring OpenMonitoring LoggingInfo", .bind = BINDS(VERSION,
                              {"EnhancedMonitoring", "$EnhancedMonitoring"}, {"OpenMonitoring", "$OpenMonitoring"}, {"LoggingInfo", "$LoggingInfo"})),
                         UPDATE(ClusterConfiguration, "ConfigurationArn ConfigurationRevision", .unless = "KafkaVersion", .bind = BINDS(VERSION, SOFTWARE)),
                         UPDATE(ClusterKafkaVersion, "KafkaVersion", .bind = BINDS(VERSION, {"TargetKafkaVersion", "$KafkaVersion"}, SOFTWARE)),
                         UPDATE(Security, "Iam Scram Unauthenticated ClientBroker", .bind = BINDS(VERSION, ACCESS)),
                         UPDATE(Connectivity, "VpcIam VpcScram", .bind = connected_by),
                         KAFKA_RETAG("ClusterArn")),
        .remove  = CALLS({&kafka_DeleteCluster, .only = "ClusterArn", .not_yet = "ConflictException BadRequestException:*state* BadRequestException:*replicator*"}),
        .missing = "NotFoundException",
        .wait    = {UNTIL({"State", "ACTIVE", "CREATING UPDATING HEALING MAINTENANCE REBOOTING_BROKER DELETING"}), 30, 43200, "StateInfo.Message"},
    },
};

/*
 * Copies topics of one cluster to another, one direction each; it lives in the target's region. What AWS can change in
 * place is which topics and groups, and then all of it travels at once. The describing call does not say which of the
 * two clusters is the source. The list only finds.
 */
#include "aws/types/common.h"

/* clang-format off */
#define INFO "ReplicationInfoList[0]."
#define TOPICS INFO "TopicReplication."
#define GROUPS INFO "ConsumerGroupReplication."
#define TO_INFO "ReplicationInfoList[]."
#define TO_TOPICS TO_INFO "TopicReplication."
#define TO_GROUPS TO_INFO "ConsumerGroupReplication."

static const struct bind created_with[] = {
    {TO_INFO "SourceKafkaClusterArn", "$SourceKafkaClusterArn"}, {TO_INFO "TargetKafkaClusterArn", "$TargetKafkaClusterArn"},
    {TO_INFO "TargetCompressionType", "$TargetCompressionType"},
    {TO_TOPICS "TopicsToReplicate", "$TopicsToReplicate"}, {TO_TOPICS "TopicsToExclude", "$TopicsToExclude"},
    {TO_TOPICS "DetectAndCopyNewTopics", "$DetectAndCopyNewTopics"}, {TO_TOPICS "CopyTopicConfigurations", "$CopyTopicConfigurations"},
    {TO_TOPICS "CopyAccessControlListsForTopics", "$CopyAccessControlListsForTopics"},
    {TO_TOPICS "StartingPosition.Type", "$StartingPosition"}, {TO_TOPICS "TopicNameConfiguration.Type", "$TopicNameConfiguration"},
    {TO_GROUPS "ConsumerGroupsToReplicate", "$ConsumerGroupsToReplicate"}, {TO_GROUPS "ConsumerGroupsToExclude", "$ConsumerGroupsToExclude"},
    {TO_GROUPS "DetectAndCopyNewConsumerGroups", "$DetectAndCopyNewConsumerGroups"},
    {TO_GROUPS "SynchroniseConsumerGroupOffsets", "$SynchroniseConsumerGroupOffsets"},
    {TO_GROUPS "ConsumerGroupOffsetSyncMode", "$ConsumerGroupOffsetSyncMode"},
    {0}};

static const struct bind changed_to[] = {
    {"CurrentVersion", "<CurrentVersion"},
    {"TopicReplication.TopicsToReplicate", "$TopicsToReplicate"}, {"TopicReplication.TopicsToExclude", "$TopicsToExclude"},
    {"TopicReplication.DetectAndCopyNewTopics", "$DetectAndCopyNewTopics"},
    {"TopicReplication.CopyTopicConfigurations", "$CopyTopicConfigurations"},
    {"TopicReplication.CopyAccessControlListsForTopics", "$CopyAccessControlListsForTopics"},
    {"ConsumerGroupReplication.ConsumerGroupsToReplicate", "$ConsumerGroupsToReplicate"},
    {"ConsumerGroupReplication.ConsumerGroupsToExclude", "$ConsumerGroupsToExclude"},
    {"ConsumerGroupReplication.DetectAndCopyNewConsumerGroups", "$DetectAndCopyNewConsumerGroups"},
    {"ConsumerGroupReplication.SynchroniseConsumerGroupOffsets", "$SynchroniseConsumerGroupOffsets"},
    {0}};

const struct rtype rtype_msk_replicator = {
    .name = "AWS::MSK::Replicator", .doc = "copies topics and consumer groups from one cluster to another",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "ReplicatorArn", .key = "ReplicatorName", .create_s = {1350, 1800}, .update_s = {900, 1800}, .delete_s = {900, 1800},
    .timed = "15 to 30 minutes; a guess for the rest",
    .attrs = (const struct attr[]){
        {"ReplicatorName",          T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region"},
        {"Description",             T_STR,  A_CREATE_ONLY, "ReplicatorDescription", .doc = "for people"},
        {"ServiceExecutionRoleArn", T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the role it reads and writes with"},
        {"KafkaClusters",           T_LIST, A_REQUIRED | A_CREATE_ONLY | A_SET | A_SUBSET, .doc = "[{AmazonMskCluster: {MskClusterArn}, VpcConfig: {SubnetIds, SecurityGroupIds}}], two"},
        {"SourceKafkaClusterArn",   T_STR,  A_REQUIRED | A_CREATE_ONLY | A_WRITE_ONLY, .doc = "the one it reads"},
        {"TargetKafkaClusterArn",   T_STR,  A_REQUIRED | A_CREATE_ONLY | A_WRITE_ONLY, .doc = "the one it writes"},
        {"TargetCompressionType",   T_STR,  A_REQUIRED | A_CREATE_ONLY, INFO "TargetCompressionType", .doc = "NONE, GZIP, SNAPPY, LZ4 or ZSTD"},
        {"TopicsToReplicate",       T_LIST, A_REQUIRED | A_SET, TOPICS "TopicsToReplicate", .doc = "regular expressions"},
        {"TopicsToExclude",         T_LIST, A_SET, TOPICS "TopicsToExclude", "[]", .doc = "regular expressions"},
        {"DetectAndCopyNewTopics",  T_BOOL, 0, TOPICS "DetectAndCopyNewTopics", "true", .doc = "topics made later too"},
        {"CopyTopicConfigurations", T_BOOL, 0, TOPICS "CopyTopicConfigurations", "true", .doc = "settings of topics too"},
        {"CopyAccessControlListsForTopics", T_BOOL, 0, TOPICS "CopyAccessControlListsForTopics", "true", .doc = "access control lists of topics too"},
        {"StartingPosition",        T_STR,  A_CREATE_ONLY, TOPICS "StartingPosition.Type", .doc = "LATEST or EARLIEST"},
        {"TopicNameConfiguration",  T_STR,  A_CREATE_ONLY, TOPICS "TopicNameConfiguration.Type", .doc = "PREFIXED_WITH_SOURCE_CLUSTER_ALIAS or IDENTICAL"},
        {"ConsumerGroupsToReplicate", T_LIST, A_REQUIRED | A_SET, GROUPS "ConsumerGroupsToReplicate", .doc = "regular expressions"},
        {"ConsumerGroupsToExclude", T_LIST, A_SET, GROUPS "ConsumerGroupsToExclude", "[]", .doc = "regular expressions"},
        {"DetectAndCopyNewConsumerGroups",  T_BOOL, 0, GROUPS "DetectAndCopyNewConsumerGroups", "true", .doc = "groups made later too"},
        {"SynchroniseConsumerGroupOffsets", T_BOOL, 0, GROUPS "SynchroniseConsumerGroupOffsets", "true", .doc = "translated offsets too"},
        {"ConsumerGroupOffsetSyncMode", T_STR, A_CREATE_ONLY, GROUPS "ConsumerGroupOffsetSyncMode", .doc = "LEGACY, or ENHANCED with a replicator the other way too"},
        {"ReplicatorArn",           T_STR,  A_OUTPUT, .doc = "ARN"},
        {"CurrentVersion",          T_STR,  A_OUTPUT | A_MOVES, .doc = "its version, new with every update"},
        {"SourceKafkaClusterAlias", T_STR,  A_OUTPUT, INFO "SourceKafkaClusterAlias", .doc = "what prefixed topics begin with"},
        {"Tags",                    T_MAP,  A_MINE, .doc = "tags, ownership tags among them"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&kafka_ListReplicators, .result = "Replicators[]"},
        .partial = true,
        .read    = CALLS({&kafka_DescribeReplicator, .result = ""}),
        .create  = CALLS({&kafka_CreateReplicator, .found = FOUND_BY_NAME, .result = "", .bind = created_with,
                          .soon = "BadRequestException:*ole*", .not_yet = "ConflictException:*state* BadRequestException:*state*"}),
        .update  = CALLS({&kafka_UpdateReplicationInfo, .only = "ReplicatorArn SourceKafkaClusterArn TargetKafkaClusterArn",
                          .when = "TopicsToReplicate TopicsToExclude DetectAndCopyNewTopics CopyTopicConfigurations CopyAccessControlListsForTopics "
                                  "ConsumerGroupsToReplicate ConsumerGroupsToExclude DetectAndCopyNewConsumerGroups SynchroniseConsumerGroupOffsets",
                          .stale = "BadRequestException:*ersion*urrent*", .not_yet = "ConflictException BadRequestException:*state*", .bind = changed_to},
                         KAFKA_RETAG("ReplicatorArn")),
        .remove  = CALLS({&kafka_DeleteReplicator, .only = "ReplicatorArn", .not_yet = "ConflictException BadRequestException:*state*"}),
        .missing = "NotFoundException",
        .wait    = {UNTIL({"ReplicatorState", "RUNNING", "CREATING UPDATING DELETING"}), 20, 10800, "StateInfo.Message"},
    },
};

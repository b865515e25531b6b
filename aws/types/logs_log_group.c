/* A log group; read by name, since an account may have thousands. */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_logs_log_group = {
    .name = "AWS::Logs::LogGroup", .doc = "log group of one region",
    .flags = RT_HARMLESS, .going = INT_DATA_LOSS, .id = "logGroupName", .key = "logGroupName", .create_s = {3, 6}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .lost = "its logs are lost",
    .attrs = (const struct attr[]){
        {"logGroupName",    T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region"},
        {"kmsKeyId",        T_STR, 0, .doc = "its key, as ARN"},
        {"retentionInDays", T_INT, 0, .doc = "days; for ever when left out"},
        {"arn",             T_STR, A_OUTPUT, "logGroupArn", .doc = "ARN"},
        {"Tags",            T_MAP, A_MINE, "tags", NULL, "tags, ownership tags among them"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&logs_DescribeLogGroups, .only = "-", .bind = BINDS({"logGroupNamePrefix", "$logGroupName"}), .result = "logGroups[]",
                          .bulk = &(const struct call){&logs_DescribeLogGroups, .only = "-", .batch = 50, .bind = BINDS({"logGroupIdentifiers", "@each"}), .result = "logGroups[]"}},
                         {&logs_ListTagsForResource, .only = "-", .bind = BINDS({"resourceArn", "$arn"}), .result = "", .tags_of = "$arn"}),
        .create  = CALLS({&logs_CreateLogGroup, .found = FOUND_BY_NAME, .bind = BINDS({"tags", "$Tags"}), .soon = "InvalidParameterException:*KMS*"},
                         {&logs_PutRetentionPolicy, .when = "retentionInDays", .only = "logGroupName retentionInDays",
                          .soon = "ResourceNotFoundException OperationAbortedException"}),
        .update  = CALLS({&logs_PutRetentionPolicy, .when = "retentionInDays", .only = "logGroupName retentionInDays"},
                         {&logs_AssociateKmsKey, .when = "kmsKeyId", .only = "logGroupName kmsKeyId"},
                         {&logs_TagResource, .when = "Tags", .only = "-", .bind = BINDS({"resourceArn", "$arn"}, {"tags", "+Tags"})},
                         {&logs_UntagResource, .when = "Tags", .only = "-", .bind = BINDS({"resourceArn", "$arn"}, {"tagKeys", "-Tags"})}),
        .remove  = CALLS({&logs_DeleteLogGroup, .only = "logGroupName"}),
        .missing = "ResourceNotFoundException",
        .wait    = {.every = 2, .limit = 300},
    },
};

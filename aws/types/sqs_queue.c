/*
 * A queue. Its settings are one map of texts, told and set as such. Encryption is of one kind, so that each is set by a
 * call of its own: to say both at once is refused.
 */
#include "aws/types/common.h"

#define SETTINGS                                                                                                       \
    "VisibilityTimeout MaximumMessageSize MessageRetentionPeriod DelaySeconds ReceiveMessageWaitTimeSeconds "          \
    "RedrivePolicy Policy"

/* clang-format off */
#define SETTING(name) {"Attributes." name, "$" name}
#define SETTING_BINDS \
    SETTING("VisibilityTimeout"), SETTING("MaximumMessageSize"), SETTING("MessageRetentionPeriod"), SETTING("DelaySeconds"), \
    SETTING("ReceiveMessageWaitTimeSeconds"), SETTING("RedrivePolicy"), SETTING("Policy")

const struct rtype rtype_sqs_queue = {
    .name = "AWS::SQS::Queue", .doc = "queue of one region",
    .flags = RT_HARMLESS, .going = INT_DATA_LOSS, .id = "QueueName", .key = "QueueName", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .lost = "what waits in it is lost",
    .attrs = (const struct attr[]){
        {"QueueName",                     T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region; taken for a minute after deletion"},
        {"VisibilityTimeout",             T_INT,  0, "Attributes.VisibilityTimeout", "30", "seconds a received message is hidden from others"},
        {"MaximumMessageSize",            T_INT,  0, "Attributes.MaximumMessageSize", .doc = "bytes"},
        {"MessageRetentionPeriod",        T_INT,  0, "Attributes.MessageRetentionPeriod", "345600", "seconds a message is kept; 14 days at most"},
        {"DelaySeconds",                  T_INT,  0, "Attributes.DelaySeconds", "0", "seconds before a message is delivered"},
        {"ReceiveMessageWaitTimeSeconds", T_INT,  0, "Attributes.ReceiveMessageWaitTimeSeconds", "0", "seconds a receiver waits for a message"},
        {"SqsManagedSseEnabled",          T_BOOL, 0, "Attributes.SqsManagedSseEnabled", .doc = "encrypted with a key that SQS keeps"},
        {"KmsMasterKeyId",                T_STR,  0, "Attributes.KmsMasterKeyId", .doc = "encrypted with this key"},
        {"RedrivePolicy",                 T_MAP,  A_JSON, "Attributes.RedrivePolicy", .doc = "where messages go that nobody could handle"},
        {"Policy",                        T_MAP,  A_JSON, "Attributes.Policy", .doc = "who else may use it"},
        {"QueueUrl",                      T_STR,  A_OUTPUT, .doc = "its address"},
        {"QueueArn",                      T_STR,  A_OUTPUT, "Attributes.QueueArn", .doc = "ARN"},
        {"Tags",                          T_MAP,  A_MINE, .doc = "tags, ownership tags among them"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&sqs_GetQueueUrl, .only = "QueueName", .result = ""},
                         {&sqs_GetQueueAttributes, .only = "QueueUrl", .bind = BINDS({"AttributeNames", "[=All]"}), .result = ""},
                         {&sqs_ListQueueTags, .only = "QueueUrl", .result = ""}),
        .create  = CALLS({&sqs_CreateQueue, .found = FOUND_BY_NAME, .only = "QueueName", .result = "", .not_yet = "AWS.SimpleQueueService.QueueDeletedRecently",
                          .bind = BINDS(SETTING_BINDS, SETTING("SqsManagedSseEnabled"), SETTING("KmsMasterKeyId"), {"tags", "$Tags"})}),
        .update  = CALLS({&sqs_SetQueueAttributes, .when = SETTINGS, .only = "-", .bind = BINDS({"QueueUrl", "$QueueUrl"}, SETTING_BINDS)},
                         {&sqs_SetQueueAttributes, .when = "KmsMasterKeyId", .only = "-", .bind = BINDS({"QueueUrl", "$QueueUrl"}, SETTING("KmsMasterKeyId"))},
                         {&sqs_SetQueueAttributes, .when = "SqsManagedSseEnabled", .only = "-", .bind = BINDS({"QueueUrl", "$QueueUrl"}, SETTING("SqsManagedSseEnabled"))},
                         {&sqs_TagQueue, .when = "Tags", .only = "-", .bind = BINDS({"QueueUrl", "$QueueUrl"}, {"Tags", "+Tags"})},
                         {&sqs_UntagQueue, .when = "Tags", .only = "-", .bind = BINDS({"QueueUrl", "$QueueUrl"}, {"TagKeys", "-Tags"})}),
        .remove  = CALLS({&sqs_DeleteQueue, .only = "QueueUrl"}),
        .missing = "AWS.SimpleQueueService.NonExistentQueue",
        .wait    = {.every = 5, .limit = 300},
    },
};

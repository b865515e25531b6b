/*
 * Topics and subscriptions. Neither has an object that a call would show: a topic is a map of attributes under an ARN
 * made of its name, a subscription a line in a list. What somebody has to confirm (email, https) bears no ARN until
 * then: it counts as made, can't be taken back, and AWS drops it by itself after two days.
 */
#include "aws/types/common.h"

/* clang-format off */
#define TOPIC_ARN {"TopicArn", "%arn:{@partition}:sns:{@region}:{@account}:{$Name}"}
#define SET(attribute) \
    {&sns_SetTopicAttributes, .when = attribute, .only = "-", .soon = "InvalidParameter:*PrincipalNotFound*", \
     .bind = BINDS(TOPIC_ARN, {"AttributeName", "=" attribute}, {"AttributeValue", "$" attribute})}

const struct rtype rtype_sns_topic = {
    .name = "AWS::SNS::Topic", .doc = "topic: what is published to it reaches all who subscribed",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "Name", .key = "Name", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"Name",           T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region"},
        {"DisplayName",    T_STR, 0, "Attributes.DisplayName", "\"\"", "sender of e-mails and text messages"},
        {"KmsMasterKeyId", T_STR, 0, "Attributes.KmsMasterKeyId", "\"\"", "its key; publishing services must be allowed to use it"},
        {"Policy",         T_MAP, A_JSON, "Attributes.Policy", NULL, "who may publish and subscribe; the account alone when left out"},
        {"TopicArn",       T_STR, A_OUTPUT, "Attributes.TopicArn", NULL, "ARN"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&sns_GetTopicAttributes, .only = "-", .bind = BINDS(TOPIC_ARN), .result = ""},
                         LISTED_TAGS(sns, "ResourceArn", "$TopicArn")),
        .create  = CALLS({&sns_CreateTopic, .found = FOUND_BY_NAME, .result = "", .gives = BINDS({"TopicArn", "TopicArn"}), .not_yet = "ConcurrentAccess",
                          .soon = "InvalidParameter:*PrincipalNotFound*",
                          .bind = BINDS({"Attributes.DisplayName", "$DisplayName"}, {"Attributes.KmsMasterKeyId", "$KmsMasterKeyId"},
                                        {"Attributes.Policy", "$Policy"})}),
        .update  = CALLS(SET("DisplayName"), SET("KmsMasterKeyId"), SET("Policy"), RETAG(sns, "ResourceArn", "$TopicArn")),
        .remove  = CALLS({&sns_DeleteTopic, .only = "-", .bind = BINDS(TOPIC_ARN), .not_yet = "ConcurrentAccess"}),
        .missing = "NotFound",
        .wait    = {.every = 2, .limit = 300},
    },
};

const struct rtype rtype_sns_subscription = {
    .name = "AWS::SNS::Subscription", .doc = "somebody a topic reaches; by e-mail and https once they have confirmed it",
    .flags = RT_PART | RT_HARMLESS, .going = INT_NONE, .id = "TopicArn Protocol Endpoint", .key = "TopicArn Protocol Endpoint", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"TopicArn",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the topic"},
        {"Protocol",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "email, email-json, https, sms, sqs, lambda, firehose, application"},
        {"Endpoint",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "address, number, URL or ARN"},
        {"SubscriptionArn", T_STR, A_OUTPUT, .doc = "ARN, or PendingConfirmation"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&sns_ListSubscriptions, .result = "Subscriptions[]"},
        .read    = CALLS({&sns_ListSubscriptionsByTopic, .only = "TopicArn", .result = "Subscriptions[]"}),
        .create  = CALLS({&sns_Subscribe, .found = FOUND_BY_KEY, .soon = "NotFound"}),
        .remove  = CALLS({&sns_Unsubscribe, .only = "SubscriptionArn", .done = "InvalidParameter"}),
        .missing = "NotFound",
        .gone_path = "SubscriptionArn", .gone = "Deleted",
        .wait    = {.every = 2, .limit = 300},
    },
};

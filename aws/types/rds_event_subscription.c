/* What RDS publishes to a topic. Its describing call spells three members otherwise, and tells no tags. */
#include "aws/types/common.h"

#define TOPIC_SOON "SNSTopicArnNotFound SNSNoAuthorization SourceNotFound"

/* clang-format off */
const struct rtype rtype_rds_event_subscription = {
    .name = "AWS::RDS::EventSubscription", .doc = "events of databases, published to a topic",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "SubscriptionName", .key = "SubscriptionName", .create_s = {15, 30}, .update_s = {15, 30}, .delete_s = {15, 30},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"SubscriptionName",     T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, "CustSubscriptionId", NULL, "unique in the region"},
        {"SnsTopicArn",          T_STR,  A_REQUIRED, .doc = "the topic; events.rds.amazonaws.com must be allowed to publish to it"},
        {"SourceType",           T_STR,  0, .doc = "db-cluster, db-instance, ...; all when left out"},
        {"SourceIds",            T_LIST, A_SET | A_NOCASE, "SourceIdsList", "[]", "which of them; all when left out"},
        {"EventCategories",      T_LIST, A_SET | A_NOCASE, "EventCategoriesList", NULL, "failover, failure, ...; all when left out"},
        {"Enabled",              T_BOOL, 0, NULL, "true", "whether it publishes"},
        {"EventSubscriptionArn", T_STR,  A_OUTPUT, .doc = "ARN"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&rds_DescribeEventSubscriptions, .result = "EventSubscriptionsList[]"},
        .read    = CALLS({&rds_DescribeEventSubscriptions, .only = "SubscriptionName", .result = "EventSubscriptionsList[]"},
                         RDS_LISTED_TAGS("EventSubscriptionArn")),
        .create  = CALLS({&rds_CreateEventSubscription, .found = FOUND_BY_NAME, .result = "EventSubscription", .soon = TOPIC_SOON}),
        .update  = CALLS({&rds_ModifyEventSubscription, .when = "SnsTopicArn SourceType EventCategories Enabled", .soon = TOPIC_SOON},
                         {&rds_AddSourceIdentifierToSubscription, .when = "SourceIds", .only = "SubscriptionName", .each = "+SourceIds",
                          .bind = BINDS({"SourceIdentifier", "@each"}), .soon = "SourceNotFound"},
                         {&rds_RemoveSourceIdentifierFromSubscription, .when = "SourceIds", .only = "SubscriptionName", .each = "-SourceIds",
                          .bind = BINDS({"SourceIdentifier", "@each"}), .done = "SourceNotFound"},
                         RDS_RETAG("EventSubscriptionArn")),
        .remove  = CALLS({&rds_DeleteEventSubscription, .only = "SubscriptionName", .not_yet = "InvalidEventSubscriptionState"}),
        .missing = "SubscriptionNotFound",
        .wait    = {UNTIL({"Status", "active", "creating modifying deleting"}), 5, 600},
    },
};

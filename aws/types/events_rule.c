/*
 * A rule of EventBridge and what it calls. Putting a rule replaces all of it, but for its tags and targets, which have
 * calls of their own: a target that changes is removed first, because it goes by the same Id before and after.
 */
#include "aws/types/common.h"

#define RULE "Description EventPattern ScheduleExpression State RoleArn"
#define BUSY "ConcurrentModificationException"

/* clang-format off */
const struct rtype rtype_events_rule = {
    .name = "AWS::Events::Rule", .doc = "rule: events of a pattern, or a schedule, call its targets",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "Name", .key = "Name", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"Name",               T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique on its bus"},
        {"EventBusName",       T_STR,  A_CREATE_ONLY, NULL, "\"default\"", "the bus; AWS's own events are on the default one"},
        {"Description",        T_STR,  0, NULL, "\"\"", "for people"},
        {"EventPattern",       T_MAP,  A_JSON, .doc = "events that it matches"},
        {"ScheduleExpression", T_STR,  0, NULL, "\"\"", "rate(5 minutes) or cron(0 3 * * ? *), UTC"},
        {"State",              T_STR,  0, NULL, "\"ENABLED\"", "ENABLED or DISABLED"},
        {"RoleArn",            T_STR,  0, NULL, "\"\"", "role, where a target in another account asks for it"},
        {"Targets",            T_LIST, A_SET | A_SUBSET, NULL, "[]", "what it calls, each with Id and Arn; 5 at most"},
        {"Arn",                T_STR,  A_OUTPUT, .doc = "ARN"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&events_DescribeRule, .only = "Name EventBusName", .result = "",
                          .bulk = &(const struct call){&events_ListRules, .only = "EventBusName", .result = "Rules[]"}},
                         {&events_ListTargetsByRule, .only = "EventBusName", .bind = BINDS({"Rule", "$Name"}), .result = ""},
                         LISTED_TAGS(events, "ResourceARN", "$Arn")),
        .create  = CALLS({&events_PutRule, .found = FOUND_BY_NAME, .result = "", .gives = BINDS({"Arn", "RuleArn"}), .not_yet = BUSY},
                         {&events_PutTargets, .when = "Targets", .only = "EventBusName Targets", .bind = BINDS({"Rule", "$Name"}),
                          .refused = "FailedEntries", .not_yet = BUSY, .soon = "ResourceNotFoundException"}),
        .update  = CALLS({&events_PutRule, .when = RULE, .only = "Name EventBusName " RULE, .not_yet = BUSY},
                         {&events_RemoveTargets, .when = "Targets", .only = "EventBusName", .bind = BINDS({"Rule", "$Name"}, {"Ids", "-Targets[].Id"}),
                          .refused = "FailedEntries", .done = "ResourceNotFoundException", .not_yet = BUSY},
                         {&events_PutTargets, .when = "Targets", .only = "EventBusName", .bind = BINDS({"Rule", "$Name"}, {"Targets", "+Targets"}),
                          .refused = "FailedEntries", .not_yet = BUSY},
                         RETAG(events, "ResourceARN", "$Arn")),
        .remove  = CALLS({&events_RemoveTargets, .when = "Targets", .only = "EventBusName", .bind = BINDS({"Rule", "$Name"}, {"Ids", "$Targets[].Id"}),
                          .refused = "FailedEntries", .done = "ResourceNotFoundException", .not_yet = BUSY},
                         {&events_DeleteRule, .only = "Name EventBusName", .not_yet = BUSY}),
        .missing = "ResourceNotFoundException",
        .wait    = {.every = 2, .limit = 300},
    },
};

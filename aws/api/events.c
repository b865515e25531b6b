#include "aws/api/events.h"

/* clang-format off */

#define RULE_STATES "ENABLED DISABLED ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"

SHAPE(Tag,
    STR_REQUIRED(Key),
    STR_REQUIRED(Value));

SHAPE(PutRuleRequest,
    STR_REQUIRED(Name),
    STR(ScheduleExpression),
    STR(EventPattern),
    STR_OF(State, RULE_STATES),
    STR(Description),
    STR(RoleArn),
    LIST(Tags, Tag, NULL),
    STR(EventBusName));

SHAPE(PutRuleResponse,
    STR(RuleArn));

SHAPE(DescribeRuleRequest,
    STR_REQUIRED(Name),
    STR(EventBusName));

SHAPE(DescribeRuleResponse,
    STR(Name),
    STR(Arn),
    STR(EventPattern),
    STR(ScheduleExpression),
    STR_OF(State, RULE_STATES),
    STR(Description),
    STR(RoleArn),
    STR(ManagedBy),
    STR(EventBusName),
    STR(CreatedBy));

SHAPE(ListRulesRequest,
    STR(NamePrefix),
    STR(EventBusName),
    STR(NextToken),
    INT(Limit));

SHAPE(Rule,
    STR(Name),
    STR(Arn),
    STR(EventPattern),
    STR_OF(State, RULE_STATES),
    STR(Description),
    STR(ScheduleExpression),
    STR(RoleArn),
    STR(ManagedBy),
    STR(EventBusName));

SHAPE(ListRulesResponse,
    LIST(Rules, Rule, NULL),
    STR(NextToken));

SHAPE(DeleteRuleRequest,
    STR_REQUIRED(Name),
    STR(EventBusName),
    BOOL(Force));

SHAPE(InputTransformer,
    STR_MAP(InputPathsMap),
    STR_REQUIRED(InputTemplate));

SHAPE(SqsParameters,
    STR(MessageGroupId));

SHAPE(DeadLetterConfig,
    STR(Arn));

SHAPE(RetryPolicy,
    INT(MaximumRetryAttempts),
    INT(MaximumEventAgeInSeconds));

SHAPE(Target,
    STR_REQUIRED(Id),
    STR_REQUIRED(Arn),
    STR(RoleArn),
    STR(Input),
    STR(InputPath),
    STRUCT(InputTransformer, InputTransformer),
    STRUCT(SqsParameters, SqsParameters),
    STRUCT(DeadLetterConfig, DeadLetterConfig),
    STRUCT(RetryPolicy, RetryPolicy));

SHAPE(PutTargetsRequest,
    STR_REQUIRED(Rule),
    STR(EventBusName),
    LIST_REQUIRED(Targets, Target, NULL));

SHAPE(PutTargetsResultEntry,
    STR(TargetId),
    STR(ErrorCode),
    STR(ErrorMessage));

SHAPE(PutTargetsResponse,
    INT(FailedEntryCount),
    LIST(FailedEntries, PutTargetsResultEntry, NULL));

SHAPE(ListTargetsByRuleRequest,
    STR_REQUIRED(Rule),
    STR(EventBusName),
    STR(NextToken),
    INT(Limit));

SHAPE(ListTargetsByRuleResponse,
    LIST(Targets, Target, NULL),
    STR(NextToken));

SHAPE(RemoveTargetsRequest,
    STR_REQUIRED(Rule),
    STR(EventBusName),
    STRS_REQUIRED(Ids, NULL),
    BOOL(Force));

SHAPE(RemoveTargetsResultEntry,
    STR(TargetId),
    STR(ErrorCode),
    STR(ErrorMessage));

SHAPE(RemoveTargetsResponse,
    INT(FailedEntryCount),
    LIST(FailedEntries, RemoveTargetsResultEntry, NULL));

SHAPE(TagResourceRequest,
    STR_REQUIRED(ResourceARN),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(UntagResourceRequest,
    STR_REQUIRED(ResourceARN),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(ListTagsForResourceRequest,
    STR_REQUIRED(ResourceARN));

SHAPE(ListTagsForResourceResponse,
    LIST(Tags, Tag, NULL));

OP(events,       PutRule,      PutRuleRequest,      &PutRuleResponse,      OP_IDEMPOTENT,
   "InvalidEventPatternException LimitExceededException ConcurrentModificationException ManagedRuleException "
   "ResourceNotFoundException");
OP(events,       DescribeRule, DescribeRuleRequest, &DescribeRuleResponse, OP_READ,
   "ResourceNotFoundException");
OP_PAGED(events, ListRules,    ListRulesRequest,    &ListRulesResponse,    OP_READ,
   "ResourceNotFoundException", PAGES_OF("NextToken", "NextToken", "Rules", "Limit", 100));
OP(events,       DeleteRule,   DeleteRuleRequest,   NULL,                  OP_IDEMPOTENT,
   "ConcurrentModificationException ManagedRuleException ResourceNotFoundException");

OP(events,       PutTargets,        PutTargetsRequest,        &PutTargetsResponse,        OP_IDEMPOTENT,
   "ResourceNotFoundException ConcurrentModificationException LimitExceededException ManagedRuleException");
OP_PAGED(events, ListTargetsByRule, ListTargetsByRuleRequest, &ListTargetsByRuleResponse, OP_READ,
   "ResourceNotFoundException", PAGES_OF("NextToken", "NextToken", "Targets", "Limit", 100));
OP(events,       RemoveTargets,     RemoveTargetsRequest,     &RemoveTargetsResponse,     OP_IDEMPOTENT,
   "ResourceNotFoundException ConcurrentModificationException ManagedRuleException");

OP(events, TagResource,         TagResourceRequest,         NULL,                         OP_IDEMPOTENT,
   "ResourceNotFoundException ConcurrentModificationException ManagedRuleException");
OP(events, UntagResource,       UntagResourceRequest,       NULL,                         OP_IDEMPOTENT,
   "ResourceNotFoundException ConcurrentModificationException ManagedRuleException");
OP(events, ListTagsForResource, ListTagsForResourceRequest, &ListTagsForResourceResponse, OP_READ,
   "ResourceNotFoundException");

const struct service svc_events = {
    .id = "events",
    .service_id = "EventBridge",
    .protocol = P_JSON,
    .version = "2015-10-07",
    .target = "AWSEvents",
    .json = "1.1",
    .ops = (const struct op *const[]){
        &events_PutRule, &events_DescribeRule, &events_ListRules, &events_DeleteRule, &events_PutTargets,
        &events_ListTargetsByRule, &events_RemoveTargets, &events_TagResource, &events_UntagResource,
        &events_ListTagsForResource, NULL},
};

/* clang-format on */

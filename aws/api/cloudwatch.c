#include "aws/api/cloudwatch.h"

/* clang-format off */

#define STATISTICS "SampleCount Average Sum Minimum Maximum"
#define STATES "OK ALARM INSUFFICIENT_DATA"
#define COMPARISONS \
    "GreaterThanOrEqualToThreshold GreaterThanThreshold LessThanThreshold LessThanOrEqualToThreshold " \
    "LessThanLowerOrGreaterThanUpperThreshold LessThanLowerThreshold GreaterThanUpperThreshold"
#define UNITS \
    "Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits Megabits Gigabits " \
    "Terabits Percent Count Bytes/Second Kilobytes/Second Megabytes/Second Gigabytes/Second Terabytes/Second " \
    "Bits/Second Kilobits/Second Megabits/Second Gigabits/Second Terabits/Second Count/Second None"

SHAPE(Tag,
    STR_REQUIRED(Key),
    STR_REQUIRED(Value));

SHAPE(Dimension,
    STR_REQUIRED(Name),
    STR_REQUIRED(Value));

SHAPE(Metric,
    STR(Namespace),
    STR(MetricName),
    LIST(Dimensions, Dimension, NULL));

SHAPE(MetricStat,
    STRUCT_REQUIRED(Metric, Metric),
    INT_REQUIRED(Period),
    STR_REQUIRED(Stat),
    STR_OF(Unit, UNITS));

SHAPE(MetricDataQuery,
    STR_REQUIRED(Id),
    STRUCT(MetricStat, MetricStat),
    STR(Expression),
    STR(Label),
    BOOL(ReturnData),
    INT(Period),
    STR(AccountId));

SHAPE(PutMetricAlarmInput,
    STR_REQUIRED(AlarmName),
    STR(AlarmDescription),
    BOOL(ActionsEnabled),
    STRS(OKActions, NULL),
    STRS(AlarmActions, NULL),
    STRS(InsufficientDataActions, NULL),
    STR(MetricName),
    STR(Namespace),
    STR_OF(Statistic, STATISTICS),
    STR(ExtendedStatistic),
    LIST(Dimensions, Dimension, NULL),
    INT(Period),
    STR_OF(Unit, UNITS),
    INT(EvaluationPeriods),
    INT(DatapointsToAlarm),
    DEC(Threshold),
    STR_OF(ComparisonOperator, COMPARISONS),
    STR(TreatMissingData),
    STR(EvaluateLowSampleCountPercentile),
    LIST(Metrics, MetricDataQuery, NULL),
    LIST(Tags, Tag, NULL),
    STR(ThresholdMetricId));

SHAPE(PutCompositeAlarmInput,
    BOOL(ActionsEnabled),
    STRS(AlarmActions, NULL),
    STR(AlarmDescription),
    STR_REQUIRED(AlarmName),
    STR_REQUIRED(AlarmRule),
    STRS(InsufficientDataActions, NULL),
    STRS(OKActions, NULL),
    LIST(Tags, Tag, NULL),
    STR(ActionsSuppressor),
    INT(ActionsSuppressorWaitPeriod),
    INT(ActionsSuppressorExtensionPeriod));

SHAPE(DescribeAlarmsInput,
    STRS(AlarmNames, NULL),
    STR(AlarmNamePrefix),
    {.name = "AlarmTypes", .kind = K_LIST, .of = K_STR, .values = "CompositeAlarm MetricAlarm LogAlarm"},
    STR(ChildrenOfAlarmName),
    STR(ParentsOfAlarmName),
    STR_OF(StateValue, STATES),
    STR(ActionPrefix),
    INT(MaxRecords),
    STR(NextToken));

SHAPE(CompositeAlarm,
    BOOL(ActionsEnabled),
    STRS(AlarmActions, NULL),
    STR(AlarmArn),
    TIME(AlarmConfigurationUpdatedTimestamp),
    STR(AlarmDescription),
    STR(AlarmName),
    STR(AlarmRule),
    STRS(InsufficientDataActions, NULL),
    STRS(OKActions, NULL),
    STR(StateReason),
    STR(StateReasonData),
    TIME(StateUpdatedTimestamp),
    STR_OF(StateValue, STATES),
    TIME(StateTransitionedTimestamp),
    STR(ActionsSuppressor),
    INT(ActionsSuppressorWaitPeriod),
    INT(ActionsSuppressorExtensionPeriod));

SHAPE(MetricAlarm,
    STR(AlarmName),
    STR(AlarmArn),
    STR(AlarmDescription),
    TIME(AlarmConfigurationUpdatedTimestamp),
    BOOL(ActionsEnabled),
    STRS(OKActions, NULL),
    STRS(AlarmActions, NULL),
    STRS(InsufficientDataActions, NULL),
    STR_OF(StateValue, STATES),
    STR(StateReason),
    STR(StateReasonData),
    TIME(StateUpdatedTimestamp),
    STR(MetricName),
    STR(Namespace),
    STR_OF(Statistic, STATISTICS),
    STR(ExtendedStatistic),
    LIST(Dimensions, Dimension, NULL),
    INT(Period),
    STR_OF(Unit, UNITS),
    INT(EvaluationPeriods),
    INT(DatapointsToAlarm),
    DEC(Threshold),
    STR_OF(ComparisonOperator, COMPARISONS),
    STR(TreatMissingData),
    STR(EvaluateLowSampleCountPercentile),
    LIST(Metrics, MetricDataQuery, NULL),
    STR(ThresholdMetricId),
    TIME(StateTransitionedTimestamp));

SHAPE(DescribeAlarmsOutput,
    LIST(CompositeAlarms, CompositeAlarm, NULL),
    LIST(MetricAlarms, MetricAlarm, NULL),
    STR(NextToken));

SHAPE(DeleteAlarmsInput,
    STRS_REQUIRED(AlarmNames, NULL));

SHAPE(SetAlarmStateInput,
    STR_REQUIRED(AlarmName),
    STR_REQUIRED_OF(StateValue, STATES),
    STR_REQUIRED(StateReason),
    STR(StateReasonData));

SHAPE(GetMetricDataInput,
    LIST_REQUIRED(MetricDataQueries, MetricDataQuery, NULL),
    {.name = "StartTime", .kind = K_TIME, .flags = F_REQUIRED},
    {.name = "EndTime", .kind = K_TIME, .flags = F_REQUIRED},
    STR(NextToken),
    STR_OF(ScanBy, "TimestampDescending TimestampAscending"),
    INT(MaxDatapoints));

SHAPE(MetricDataResult,
    STR(Id),
    STR(Label),
    {.name = "Timestamps", .kind = K_LIST, .of = K_TIME},
    {.name = "Values", .kind = K_LIST, .of = K_DEC},
    STR_OF(StatusCode, "Complete InternalError PartialData Forbidden"));

SHAPE(GetMetricDataOutput,
    LIST(MetricDataResults, MetricDataResult, NULL),
    STR(NextToken));

SHAPE(PutDashboardInput,
    STR_REQUIRED(DashboardName),
    STR_REQUIRED(DashboardBody),
    LIST(Tags, Tag, NULL));

SHAPE(DashboardValidationMessage,
    STR(DataPath),
    STR(Message));

SHAPE(PutDashboardOutput,
    LIST(DashboardValidationMessages, DashboardValidationMessage, NULL));

SHAPE(GetDashboardInput,
    STR_REQUIRED(DashboardName));

SHAPE(GetDashboardOutput,
    STR(DashboardArn),
    STR(DashboardBody),
    STR(DashboardName));

SHAPE(ListDashboardsInput,
    STR(DashboardNamePrefix),
    STR(NextToken));

SHAPE(DashboardEntry,
    STR(DashboardName),
    STR(DashboardArn),
    TIME(LastModified),
    INT(Size));

SHAPE(ListDashboardsOutput,
    LIST(DashboardEntries, DashboardEntry, NULL),
    STR(NextToken));

SHAPE(DeleteDashboardsInput,
    STRS_REQUIRED(DashboardNames, NULL));

SHAPE(TagResourceInput,
    STR_REQUIRED(ResourceARN),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(UntagResourceInput,
    STR_REQUIRED(ResourceARN),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(ListTagsForResourceInput,
    STR_REQUIRED(ResourceARN));

SHAPE(ListTagsForResourceOutput,
    LIST(Tags, Tag, NULL));

OP(cloudwatch,       PutMetricAlarm,    PutMetricAlarmInput,    NULL,                  OP_IDEMPOTENT,
   "LimitExceeded");
OP(cloudwatch,       PutCompositeAlarm, PutCompositeAlarmInput, NULL,                  OP_IDEMPOTENT,
   "LimitExceeded");
OP_PAGED(cloudwatch, DescribeAlarms,    DescribeAlarmsInput,    &DescribeAlarmsOutput, OP_READ,
   "InvalidNextToken", PAGES_OF("NextToken", "NextToken", "MetricAlarms CompositeAlarms", "MaxRecords", 100));
OP(cloudwatch,       DeleteAlarms,      DeleteAlarmsInput,      NULL,                  OP_IDEMPOTENT,
   "ResourceNotFound ResourceConflict");
OP(cloudwatch,       SetAlarmState,     SetAlarmStateInput,     NULL,                  OP_IDEMPOTENT,
   "ResourceNotFound InvalidFormat");

OP_PAGED(cloudwatch, GetMetricData,     GetMetricDataInput,     &GetMetricDataOutput,  OP_READ,
   "InvalidNextToken", PAGES_OF("NextToken", "NextToken", "MetricDataResults", "MaxDatapoints", 1000));

OP(cloudwatch,       PutDashboard,     PutDashboardInput,     &PutDashboardOutput,   OP_IDEMPOTENT,
   "InvalidParameterInput InternalServiceError ConflictException");
OP(cloudwatch,       GetDashboard,     GetDashboardInput,     &GetDashboardOutput,   OP_READ,
   "InvalidParameterValue ResourceNotFound InternalServiceError");
OP_PAGED(cloudwatch, ListDashboards,   ListDashboardsInput,   &ListDashboardsOutput, OP_READ,
   "InvalidParameterValue InternalServiceError", PAGES("NextToken", "NextToken", "DashboardEntries"));
OP(cloudwatch,       DeleteDashboards, DeleteDashboardsInput, NULL,                  OP_IDEMPOTENT,
   "InvalidParameterValue InternalServiceError ConflictException");

OP(cloudwatch, TagResource,         TagResourceInput,         NULL,                       OP_IDEMPOTENT,
   "InvalidParameterValue ResourceNotFoundException ConcurrentModificationException InternalServiceError");
OP(cloudwatch, UntagResource,       UntagResourceInput,       NULL,                       OP_IDEMPOTENT,
   "InvalidParameterValue ResourceNotFoundException ConcurrentModificationException InternalServiceError");
OP(cloudwatch, ListTagsForResource, ListTagsForResourceInput, &ListTagsForResourceOutput, OP_READ,
   "InvalidParameterValue ResourceNotFoundException InternalServiceError");

const struct service svc_cloudwatch = {
    .id = "monitoring",
    .service_id = "CloudWatch",
    .protocol = P_QUERY,
    .version = "2010-08-01",
    .xmlns = "http://monitoring.amazonaws.com/doc/2010-08-01/",
    .ops = (const struct op *const[]){
        &cloudwatch_PutMetricAlarm, &cloudwatch_PutCompositeAlarm, &cloudwatch_DescribeAlarms, &cloudwatch_DeleteAlarms,
        &cloudwatch_SetAlarmState, &cloudwatch_GetMetricData, &cloudwatch_PutDashboard, &cloudwatch_GetDashboard, &cloudwatch_ListDashboards,
        &cloudwatch_DeleteDashboards, &cloudwatch_TagResource, &cloudwatch_UntagResource,
        &cloudwatch_ListTagsForResource, NULL},
};

/* clang-format on */

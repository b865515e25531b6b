/*
 * Alarms and dashboards. Putting one replaces all of it, so whatever changes, everything wanted is sent; tags are taken
 * by the first call alone. Dashboards are the account's: every region shows the same ones.
 */
#include "aws/types/common.h"

#define IN_COMPOSITE "ValidationError:*composite*"
#define ACTIONS "AlarmDescription ActionsEnabled AlarmActions OKActions InsufficientDataActions "
#define METRIC                                                                                                         \
    "Namespace MetricName Statistic ExtendedStatistic Dimensions Period Unit EvaluationPeriods DatapointsToAlarm "     \
    "Threshold ComparisonOperator TreatMissingData EvaluateLowSampleCountPercentile Metrics ThresholdMetricId"
#define RULE "AlarmRule ActionsSuppressor ActionsSuppressorWaitPeriod ActionsSuppressorExtensionPeriod"

/* clang-format off */
/* One list tells both kinds. */
#define ALL_ALARMS(kind) {&cloudwatch_DescribeAlarms, .only = "-", .bind = BINDS({"AlarmTypes", "=[\"MetricAlarm\",\"CompositeAlarm\"]"}), .result = kind}

#define NOTIFYING \
        {"AlarmDescription",        T_STR,  0, NULL, "\"\"", "for people"}, \
        {"ActionsEnabled",          T_BOOL, 0, NULL, "true", "whether it tells anybody"}, \
        {"AlarmActions",            T_LIST, A_SET, NULL, "[]", "who is told when it goes off, as ARNs; 5 at most"}, \
        {"OKActions",               T_LIST, A_SET, NULL, "[]", "who is told when all is well again"}, \
        {"InsufficientDataActions", T_LIST, A_SET, NULL, "[]", "who is told when it can't know"}

const struct rtype rtype_cloudwatch_alarm = {
    .name = "AWS::CloudWatch::Alarm", .doc = "alarm on a metric of its own region",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "AlarmName", .key = "AlarmName", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"AlarmName",          T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region, composite alarms included"},
        NOTIFYING,
        {"Namespace",          T_STR,  0, .doc = "AWS/RDS and the like"},
        {"MetricName",         T_STR,  0, .doc = "the metric; or Metrics"},
        {"Statistic",          T_STR,  0, .doc = "Average, Minimum, Maximum, Sum or SampleCount"},
        {"ExtendedStatistic",  T_STR,  0, .doc = "p99 and the like, instead of Statistic"},
        {"Dimensions",         T_MAP,  0, NULL, "{}", "which of the metric's series", "Name Value"},
        {"Period",             T_INT,  0, .doc = "seconds of a data point: 10, 20, 30 or whole minutes"},
        {"Unit",               T_STR,  0, .doc = "counts only data of this unit"},
        {"EvaluationPeriods",  T_INT,  A_REQUIRED, .doc = "data points looked at"},
        {"DatapointsToAlarm",  T_INT,  0, .doc = "how many of them must be bad; all when left out"},
        {"Threshold",          T_DEC,  0, .doc = "what a data point is held against"},
        {"ComparisonOperator", T_STR,  A_REQUIRED, .doc = "GreaterThanThreshold and the like"},
        {"TreatMissingData",   T_STR,  0, NULL, "\"missing\"", "breaching, notBreaching, ignore or missing"},
        {"EvaluateLowSampleCountPercentile", T_STR, 0, .doc = "evaluate or ignore, with percentiles"},
        {"Metrics",            T_LIST, A_SUBSET, .doc = "metric math: queries and expressions, one of which returns data"},
        {"ThresholdMetricId",  T_STR,  0, .doc = "anomaly detection: the expression that is the band"},
        {"AlarmArn",           T_STR,  A_OUTPUT, .doc = "ARN"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = ALL_ALARMS("MetricAlarms[]"),
        .read    = CALLS({&cloudwatch_DescribeAlarms, .only = "-", .bind = BINDS({"AlarmNames", "[$AlarmName]"}, {"AlarmTypes", "=[\"MetricAlarm\"]"}),
                          .result = "MetricAlarms[]"},
                         LISTED_TAGS(cloudwatch, "ResourceARN", "$AlarmArn")),
        .create  = CALLS({&cloudwatch_PutMetricAlarm, .found = FOUND_BY_NAME}),
        .update  = CALLS({&cloudwatch_PutMetricAlarm, .when = ACTIONS METRIC, .only = "AlarmName " ACTIONS METRIC},
                         RETAG(cloudwatch, "ResourceARN", "$AlarmArn")),
        .remove  = CALLS({&cloudwatch_DeleteAlarms, .only = "-", .bind = BINDS({"AlarmNames", "[$AlarmName]"}), .not_yet = IN_COMPOSITE}),
        .missing = "ResourceNotFound ResourceNotFoundException",
        .wait    = {.every = 2, .limit = 300},
    },
};

const struct rtype rtype_cloudwatch_composite_alarm = {
    .name = "AWS::CloudWatch::CompositeAlarm", .doc = "alarm on other alarms of its region",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "AlarmName", .key = "AlarmName", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"AlarmName",                        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region, metric alarms included"},
        {"AlarmRule",                        T_STR, A_REQUIRED, .doc = "ALARM(\"a\") OR ALARM(\"b\"); the alarms must exist"},
        NOTIFYING,
        {"ActionsSuppressor",                T_STR, 0, NULL, "\"\"", "an alarm that keeps this one quiet while it is on"},
        {"ActionsSuppressorWaitPeriod",      T_INT, 0, .doc = "seconds to wait for that one to go off"},
        {"ActionsSuppressorExtensionPeriod", T_INT, 0, .doc = "seconds to stay quiet after it"},
        {"AlarmArn",                         T_STR, A_OUTPUT, .doc = "ARN"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = ALL_ALARMS("CompositeAlarms[]"),
        .read    = CALLS({&cloudwatch_DescribeAlarms, .only = "-", .bind = BINDS({"AlarmNames", "[$AlarmName]"}, {"AlarmTypes", "=[\"CompositeAlarm\"]"}),
                          .result = "CompositeAlarms[]"},
                         LISTED_TAGS(cloudwatch, "ResourceARN", "$AlarmArn")),
        .create  = CALLS({&cloudwatch_PutCompositeAlarm, .found = FOUND_BY_NAME, .soon = "ValidationError:*exist*"}),
        .update  = CALLS({&cloudwatch_PutCompositeAlarm, .when = ACTIONS RULE, .only = "AlarmName " ACTIONS RULE, .soon = "ValidationError:*exist*"},
                         RETAG(cloudwatch, "ResourceARN", "$AlarmArn")),
        .remove  = CALLS({&cloudwatch_DeleteAlarms, .only = "-", .bind = BINDS({"AlarmNames", "[$AlarmName]"}), .not_yet = IN_COMPOSITE}),
        .missing = "ResourceNotFound ResourceNotFoundException",
        .wait    = {.every = 2, .limit = 300},
    },
};

const struct rtype rtype_cloudwatch_dashboard = {
    .name = "AWS::CloudWatch::Dashboard", .doc = "dashboard; the same one in every region",
    .flags = RT_GLOBAL | RT_HOMED | RT_HARMLESS, .going = INT_NONE, .id = "DashboardName", .key = "DashboardName", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"DashboardName", T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the account"},
        {"DashboardBody", T_MAP, A_REQUIRED | A_JSON, .doc = "its widgets"},
        {"DashboardArn",  T_STR, A_OUTPUT, .doc = "ARN"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&cloudwatch_GetDashboard, .only = "DashboardName", .result = ""}, LISTED_TAGS(cloudwatch, "ResourceARN", "$DashboardArn")),
        .create  = CALLS({&cloudwatch_PutDashboard, .found = FOUND_BY_NAME, .not_yet = "ConflictException"}),
        .update  = CALLS({&cloudwatch_PutDashboard, .when = "DashboardBody", .only = "DashboardName DashboardBody", .not_yet = "ConflictException"},
                         RETAG(cloudwatch, "ResourceARN", "$DashboardArn")),
        .remove  = CALLS({&cloudwatch_DeleteDashboards, .only = "-", .bind = BINDS({"DashboardNames", "[$DashboardName]"}),
                          .not_yet = "ConflictException"}),
        .missing = "ResourceNotFound ResourceNotFoundException",
        .wait    = {.every = 2, .limit = 300},
    },
};

#include "provisioner/preflight/made.h"

#include <string.h>

/* What is wanted of CloudWatch, its logs, SNS, EventBridge and Budgets, whoever wrote it. */

/* ---- alarms ------------------------------------------------------------------------------------------------------ */

enum { DAY_S = 86400, WEEK_S = 7 * DAY_S, HOUR_S = 3600 };

static void window(const struct look *l, const struct wanted *w)
{
    const struct value *period = attr(l, w, "Period"), *n = attr(l, w, "EvaluationPeriods");
    int64_t most = value_int_of(period) < HOUR_S ? DAY_S : WEEK_S;
    if (value_kind(period) == V_INT && value_kind(n) == V_INT && value_int_of(n) > most / value_int_of(period))
        fault(l, w, n, NULL, "%s periods of %s seconds are more than %lld seconds: %s", shown(l, n), shown(l, period),
              (long long)most, l->rule->why);
}

static void one_answer(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "Metrics");
    size_t n = 0;
    for (size_t i = 0; i < value_len(all); i++)
        n += !holds(l, w, value_item(all, i), "ReturnData=false");
    if (value_len(all) && n != 1)
        fault(l, w, all, "write ReturnData: false at all others",
              "%zu of the metrics of %s return data, and one has to: %s", n, w->address, l->rule->why);
}

static bool is_id(const struct value *metrics, const char *name)
{
    for (size_t i = 0; i < value_len(metrics); i++)
        if (str_eq(value_get_str(value_item(metrics, i), "Id"), name))
            return true;
    return false;
}

/* Names in an expression begin in lower case; functions and search terms do not, or stand in quotes. */
static void expression_refers(const struct look *l, const struct wanted *w, const struct value *expression)
{
    const char *s = value_str_of(expression);
    bool quoted = false, within = false;
    for (; *s && !str_starts(value_str_of(expression), "SELECT"); s++) {
        quoted = quoted != (*s == '"' || *s == '\'');
        bool letter = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') || *s == '_';
        size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
        if (!quoted && !within && *s >= 'a' && *s <= 'z' && s[n] != '(') {
            const char *name = arena_strndup(l->c->arena, s, n);
            if (!is_id(attr(l, w, "Metrics"), name))
                fault(l, w, expression, "name the Id of one of its metrics",
                      "%s refers to %s, which is no metric of %s: %s", shown(l, expression), name, w->address,
                      l->rule->why);
        }
        within = letter;
    }
}

static void metric_math(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "Metrics[].Expression");
    one_answer(l, w);
    for (size_t i = 0; i < value_len(all); i++)
        expression_refers(l, w, value_item(all, i));
}

/* Namespaces that one region alone has. */
static const char *home_of(const char *namespace)
{
    static const char *const homes[][2] = {{"AWS/Route53", "us-east-1"},
                                           {"AWS/Billing", "us-east-1"},
                                           {"AWS/CloudFront", "us-east-1"},
                                           {"AWS/GlobalAccelerator", "us-west-2"}};
    for (size_t i = 0; i < COUNT(homes); i++)
        if (str_eq(homes[i][0], namespace))
            return homes[i][1];
    return NULL;
}

static void at_home(const struct look *l, const struct wanted *w)
{
    const char *home = home_of(told(l, w, "Namespace"));
    if (home && !str_eq(home, w->region))
        fault(l, w, attr(l, w, "Namespace"), arena_printf(l->c->arena, "make the alarm in %s", home),
              "the metrics of %s are in %s alone, and %s is in %s: %s", told(l, w, "Namespace"), home, w->address,
              w->region, l->rule->why);
}

static void topic_key(const struct look *l, const struct wanted *w, const struct value *action)
{
    const struct wanted *topic = referred(l, action);
    const struct value *id = topic ? attr(l, topic, "KmsMasterKeyId") : NULL;
    const struct wanted *key = id ? referred(l, id) : NULL;
    bool own = str_eq(value_str_of(id), "alias/aws/sns");
    bool closed = key && str_starts(key->type, "AWS::KMS::") && !str_eq(key->type, "AWS::KMS::Alias") &&
                  !mentions(attr(l, key, "Policy"), "cloudwatch.amazonaws.com");
    if (topic && (own || closed))
        fault(l, topic, id, NULL, "%s tells %s, whose key does not let cloudwatch.amazonaws.com in: %s", w->address,
              topic->address, l->rule->why);
}

static void topics_open(const struct look *l, const struct wanted *w)
{
    static const char *const lists[] = {"AlarmActions", "OKActions", "InsufficientDataActions"};
    for (size_t i = 0; i < COUNT(lists); i++) {
        const struct value *all = attr(l, w, lists[i]);
        for (size_t k = 0; k < value_len(all); k++)
            topic_key(l, w, value_item(all, k));
    }
}

static const char *const alarm_types[] = {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"};

static const struct wanted *alarm_named(const struct look *l, const char *name, const char *alias)
{
    const struct value *v = value_str(l->c->arena, name);
    const struct wanted *w = the_one(l, alarm_types[0], "AlarmName", v, alias);
    return w ? w : the_one(l, alarm_types[1], "AlarmName", v, alias);
}

static void one_child(const struct look *l, const struct wanted *w, const char *name)
{
    const struct wanted *there = alarm_named(l, name, w->alias), *elsewhere = alarm_named(l, name, NULL);
    const struct value *rule = attr(l, w, "AlarmRule");
    if (there == w)
        fault(l, w, rule, NULL, "%s asks for itself: %s", w->address, l->rule->why);
    else if (!there && elsewhere && !str_eq(elsewhere->region, w->region))
        fault(l, w, rule, NULL, "%s asks for %s, which is an alarm of %s: %s", w->address, elsewhere->address,
              elsewhere->region, l->rule->why);
}

enum { CHILDREN_MOST = 100 };

static void rule_of_alarms(const struct look *l, const struct wanted *w)
{
    const char *s = value_str_of(attr(l, w, "AlarmRule"));
    size_t n = 0;
    while ((s = strstr(s, "ALARM(")) != NULL) {
        s += strlen("ALARM(");
        s += strspn(s, "\"'");
        one_child(l, w, arena_strndup(l->c->arena, s, strcspn(s, "\"')")));
        n++;
    }
    if (n > CHILDREN_MOST)
        fault(l, w, attr(l, w, "AlarmRule"), NULL, "%s asks for %zu alarms, and may for 100: %s", w->address, n,
              l->rule->why);
}

/* ---- dashboards -------------------------------------------------------------------------------------------------- */

enum { COLUMNS = 24 };

static void widgets_fit(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "DashboardBody.widgets");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *x = value_get(value_item(all, i), "x"), *width = value_get(value_item(all, i), "width");
        if (value_kind(width) == V_INT && value_int_of(x) + value_int_of(width) > COLUMNS)
            fault(l, w, width, NULL, "a widget of %s begins in column %lld and is %s wide, of %d: %s", w->address,
                  (long long)value_int_of(x), shown(l, width), COLUMNS, l->rule->why);
    }
}

/* ---- logs, topics ------------------------------------------------------------------------------------------------ */

static void log_key(const struct look *l, const struct wanted *w)
{
    check_key(l, w, "kmsKeyId");
    check_key_admits(l, w, "kmsKeyId", arena_printf(l->c->arena, "logs.%s.", w->region));
}

/* Who makes a group anew that it misses, without days and without tags, and the name of that group. */
static const char *written_to(const struct look *l, const struct wanted *w)
{
    static const char *const names[][4] = {{"AWS::EKS::Cluster", "/aws/eks/", "name", "/cluster"},
                                           {"AWS::Lambda::Function", "/aws/lambda/", "FunctionName", ""}};
    const char *said =
        str_eq(w->type, "AWS::EC2::FlowLog") ? told(l, w, "LogGroupName") : told(l, w, "LoggingConfig.LogGroup");
    for (size_t i = 0; !*said && i < COUNT(names); i++)
        if (str_eq(w->type, names[i][0]) && *told(l, w, names[i][2]))
            said = arena_printf(l->c->arena, "%s%s%s", names[i][1], told(l, w, names[i][2]), names[i][3]);
    return said;
}

struct sought {
    const char *address;
    bool found;
};

static void is_sought(void *ctx, const struct value *ref)
{
    struct sought *s = ctx;
    s->found = s->found || str_eq(value_ref_address(ref), s->address);
}

static bool stands_on(const struct wanted *w, const struct wanted *other)
{
    struct sought s = {.address = other->address};
    value_each_ref(w->attrs, is_sought, &s);
    for (const char **after = w->after; after && *after; after++)
        s.found = s.found || str_eq(*after, other->address);
    return s.found;
}

static void outlives_its_writer(const struct look *l, const struct wanted *w)
{
    const char *name = written_to(l, w);
    const struct wanted *group;
    for (struct each e = each_of(l, "AWS::Logs::LogGroup", w->alias); *name && (group = next_of(&e));)
        if (str_eq(told(l, group, "logGroupName"), name) && !stands_on(w, group))
            fault(l, group, NULL, NULL, "%s may go before %s, which writes to %s and makes it anew", group->address,
                  w->address, name);
}

static void may_publish(const struct look *l, const struct wanted *w, const struct value *v, const char *service)
{
    const struct wanted *topic = v ? referred(l, v) : NULL;
    const struct value *policy = topic ? attr(l, topic, "Policy") : NULL;
    if (topic && str_eq(topic->type, "AWS::SNS::Topic") && !mentions(policy, service))
        fault(l, w, v, arena_printf(l->c->arena, "allow %s to sns:Publish in its Policy", service),
              "%s tells %s, whose policy does not allow %s: %s", w->address, topic->address, service, l->rule->why);
}

static void topics_allow(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::Events::Rule", NULL); (w = next_of(&e));) {
        const struct value *targets = attr(l, w, "Targets[].Arn");
        for (size_t i = 0; i < value_len(targets); i++)
            may_publish(l, w, value_item(targets, i), "events.amazonaws.com");
    }
    for (struct each e = each_of(l, "AWS::Budgets::Notification", NULL); (w = next_of(&e));) {
        const struct value *all = attr(l, w, "Subscribers[].Address");
        for (size_t i = 0; i < value_len(all); i++)
            may_publish(l, w, value_item(all, i), "budgets.amazonaws.com");
    }
}

/* ---- events ------------------------------------------------------------------------------------------------------ */

/* What a pattern's leaf is instead of a list; NULL: all are lists. */
static const struct value *bare_leaf(const struct value *pattern)
{
    for (size_t i = 0; value_kind(pattern) == V_MAP && i < value_len(pattern); i++) {
        const struct value *v = value_item(pattern, i), *within = bare_leaf(v);
        if (within)
            return within;
        if (value_kind(v) != V_MAP && value_kind(v) != V_LIST && value_kind(v) != V_REF && value_kind(v) != V_UNKNOWN)
            return v;
    }
    return NULL;
}

enum { PATTERN_MOST = 2048 };

static void pattern_fits(const struct look *l, const struct wanted *w)
{
    const struct value *pattern = attr(l, w, "EventPattern"), *leaf = bare_leaf(pattern);
    size_t n = value_kind(pattern) == V_MAP ? strlen(value_canonical(l->c->arena, pattern)) : 0;
    if (leaf)
        fault(l, w, leaf, "write it in brackets: [...]", "the pattern of %s has %s where a list of values belongs: %s",
              w->address, shown(l, leaf), l->rule->why);
    if (n > PATTERN_MOST)
        fault(l, w, pattern, NULL, "the pattern of %s has %zu characters, and takes %d: %s", w->address, n,
              PATTERN_MOST, l->rule->why);
}

static bool may_invoke(const struct look *l, const struct wanted *function, const char *service)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::Lambda::Permission", function->alias); (w = next_of(&e));)
        if (the_one(l, "AWS::Lambda::Function", "FunctionName", attr(l, w, "FunctionName"), function->alias) ==
                function &&
            str_eq(told(l, w, "Principal"), service))
            return true;
    return false;
}

static void functions_allow(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "Targets[].Arn");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct wanted *function = referred(l, value_item(all, i));
        if (function && str_eq(function->type, "AWS::Lambda::Function") &&
            !may_invoke(l, function, "events.amazonaws.com"))
            fault(l, w, value_item(all, i), NULL, "%s calls %s, which no permission lets it: %s", w->address,
                  function->address, l->rule->why);
    }
}

/* ---- budgets ----------------------------------------------------------------------------------------------------- */

enum { NOTIFICATIONS_MOST = 5 };

static void notifications(const struct look *l, const struct wanted *w)
{
    const struct wanted *other;
    size_t n = 0;
    for (struct each e = each_of(l, "AWS::Budgets::Notification", NULL); (other = next_of(&e));)
        n += the_one(l, "AWS::Budgets::Budget", "BudgetName", attr(l, other, "BudgetName"), NULL) == w;
    if (n > NOTIFICATIONS_MOST)
        fault(l, w, NULL, "name fewer thresholds", "%s has %zu notifications, and may have %d: %s", w->address, n,
              NOTIFICATIONS_MOST, l->rule->why);
}

/* A budget that is called after one region and counts others. */
static void named_for(const struct look *l, const struct wanted *w)
{
    const struct value *counted = attr(l, w, "CostFilters.Region");
    const char *name = told(l, w, "BudgetName");
    for (size_t i = 0; value_len(counted) && i < l->s->n_regions; i++) {
        const struct spec_region *r = &l->s->regions[i];
        bool said = strstr(name, r->alias) || strstr(name, r->name);
        if (said && !mentions(counted, r->name))
            fault(l, w, counted, NULL, "\"%s\" does not count what %s costs: %s", name, r->name, l->rule->why);
    }
}

/* clang-format off */
#define CW_API "CloudWatch API, "
#define EVENTS "EventBridge API, "
#define ALARM .type = "AWS::CloudWatch::Alarm"
#define BOTH_ALARMS .type = "AWS::CloudWatch::Alarm AWS::CloudWatch::CompositeAlarm"
#define METRIC .each = "Metrics[]"
#define TARGET .each = "Targets[]"
#define BAND "ComparisonOperator=LessThanLowerOrGreaterThanUpperThreshold|LessThanLowerThreshold|GreaterThanUpperThreshold"
const struct rule monitoring_wanted_rules[] = {
    {"CW-01", SEV_ERROR, "a period that no alarm has", "PutMetricAlarm refuses it", NULL, CW_API "PutMetricAlarm", ALARM,
     .forms = FORMS(A_RANGE("Period", 60, INT64_MAX, .step = 60, .words = "10 20 30"), A_RANGE("Metrics[].MetricStat.Period", 60, INT64_MAX, .step = 60, .words = "1 5 10 20 30"))},
    {"CW-902", SEV_WARNING, "a period shorter than AWS's metrics have", "it never knows enough", "write 60 or more", CW_API "PutMetricAlarm", ALARM, .forms = FORMS(A_RANGE("Period", 60, INT64_MAX, .when = "Namespace~^AWS/"))},
    {"CW-02", SEV_ERROR, "an alarm that looks back too far", "PutMetricAlarm takes a day, and a week where a period is an hour or more", NULL, CW_API "PutMetricAlarm", ALARM, .wanted = window},
    {"CW-03", SEV_ERROR, "more bad data points than are looked at", "PutMetricAlarm refuses it", "write DatapointsToAlarm: 1 to EvaluationPeriods", CW_API "PutMetricAlarm", ALARM,
     .forms = FORMS(AT_MOST("DatapointsToAlarm", "EvaluationPeriods"), A_RANGE("DatapointsToAlarm", 1, INT64_MAX), A_RANGE("EvaluationPeriods", 1, INT64_MAX))},
    {"CW-04", SEV_ERROR, "two statistics, or none", "PutMetricAlarm refuses it", "write Statistic or ExtendedStatistic", CW_API "PutMetricAlarm", ALARM,
     .forms = FORMS(AN_ABSENT("ExtendedStatistic", .when = "Statistic"), A_GIVEN("Statistic", .when = "MetricName !ExtendedStatistic"), AN_ABSENT("EvaluateLowSampleCountPercentile", .when = "!ExtendedStatistic"),
                    A_WORD("Statistic", "SampleCount Average Sum Minimum Maximum"), A_WORD("EvaluateLowSampleCountPercentile", "evaluate ignore"))},
    {"CW-05", SEV_ERROR, "a metric and metric math, or neither", "PutMetricAlarm refuses it", "write MetricName or Metrics", CW_API "PutMetricAlarm", ALARM,
     .forms = FORMS(AN_ABSENT("Metrics", .when = "MetricName"), A_GIVEN("MetricName", .when = "!Metrics"), A_GIVEN("Namespace", .when = "MetricName"), A_GIVEN("Period", .when = "MetricName"), A_COUNT("Dimensions", 0, 30))},
    {"CW-06", SEV_ERROR, "metric math that can't be reckoned", "PutMetricAlarm refuses it", NULL, CW_API "MetricDataQuery", ALARM, .wanted = metric_math,
     .forms = FORMS(A_GIVEN("Id", METRIC), A_TEXT("Id", 1, 255, "^[a-z][A-Za-z0-9_]*$", "letters, digits and _, the first in lower case", METRIC), UNIQUE("Metrics[].Id"),
                    AN_ABSENT("Expression", .when = "MetricStat", METRIC), A_GIVEN("Expression", .when = "!MetricStat", METRIC))},
    {"CW-07", SEV_ERROR, "a threshold and a band, or neither", "PutMetricAlarm refuses it", NULL, CW_API "PutMetricAlarm", ALARM,
     .forms = FORMS(A_GIVEN("ThresholdMetricId", .when = BAND), AN_ABSENT("Threshold", .when = "ThresholdMetricId"), A_GIVEN("Threshold", .when = "!ThresholdMetricId"),
                    A_WORD("ComparisonOperator", "GreaterThanOrEqualToThreshold GreaterThanThreshold LessThanThreshold LessThanOrEqualToThreshold LessThanLowerOrGreaterThanUpperThreshold LessThanLowerThreshold GreaterThanUpperThreshold"),
                    A_WORD("TreatMissingData", "breaching notBreaching ignore missing"))},
    {"CW-08", SEV_ERROR, "more actions than an alarm has, or those of another region", "PutMetricAlarm refuses them", "tell a topic of the alarm's own region, which may tell more", CW_API "PutMetricAlarm", BOTH_ALARMS,
     .forms = FORMS(A_COUNT("AlarmActions", 0, 5), A_COUNT("OKActions", 0, 5), A_COUNT("InsufficientDataActions", 0, 5), OF_REGION("AlarmActions[]"), OF_REGION("OKActions[]"), OF_REGION("InsufficientDataActions[]"))},
    {"CW-09", SEV_WARNING, "an alarm on a metric that is in another region", "it knows nothing, for ever", NULL, "CloudWatch user guide, services that publish metrics", ALARM, .wanted = at_home},
    {"CW-10", SEV_WARNING, "an alarm on errors that does not say what silence means", "without errors there is no data, and it stays as it was", "write TreatMissingData: notBreaching, or breaching for what must be heard of",
     "CloudWatch user guide, missing data", ALARM, .forms = FORMS(A_GIVEN("TreatMissingData", .when = "MetricName~(Error|5XX|4XX|Fault|Heartbeat|Throttle|Fail)"))},
    {"CW-11", SEV_WARNING, "an alarm whose topic it can't write to", "nobody is told, and nothing says so", "take a key of your own that allows cloudwatch.amazonaws.com", "SNS developer guide, key management", BOTH_ALARMS, .wanted = topics_open},
    {"CW-12", SEV_ERROR, "a composite alarm that can't be", "PutCompositeAlarm refuses it", NULL, CW_API "PutCompositeAlarm", .type = "AWS::CloudWatch::CompositeAlarm", .wanted = rule_of_alarms,
     .forms = FORMS(A_TEXT("AlarmRule", 1, 10240, NULL, NULL), A_GIVEN("ActionsSuppressorWaitPeriod", .when = "ActionsSuppressor"), A_GIVEN("ActionsSuppressorExtensionPeriod", .when = "ActionsSuppressor"),
                    NOT_A("AlarmActions[]", "^arn:aws[a-z-]*:(automate|autoscaling):", "for alarms on a metric alone"))},
    {"CW-13", SEV_ERROR, "metric math that acts on an instance", "PutMetricAlarm refuses it", "let an alarm on one metric do it", CW_API "PutMetricAlarm", ALARM,
     .forms = FORMS(NOT_A("AlarmActions[]", "^arn:aws[a-z-]*:(automate|swf):", "for alarms on one metric alone", .when = "Metrics"))},
    {"CW-14", SEV_ERROR, "a dashboard that can't be shown", "PutDashboard answers InvalidParameterInput", NULL, "CloudWatch API, dashboard body structure", .type = "AWS::CloudWatch::Dashboard", .wanted = widgets_fit,
     .forms = FORMS(A_TEXT("DashboardName", 1, 255, "^[A-Za-z0-9_-]+$", "letters, digits, - and _"), A_COUNT("DashboardBody.widgets", 0, 500), A_GIVEN("properties.region", .when = "type=metric", .each = "DashboardBody.widgets[]"),
                    A_WORD("DashboardBody.widgets[].type", "metric text log alarm explorer custom"))},
    {"LOG-01", SEV_ERROR, "days that no log group is kept", "PutRetentionPolicy refuses them", NULL, "CloudWatch Logs API, PutRetentionPolicy", .type = "AWS::Logs::LogGroup",
     .forms = FORMS(A_WORD("retentionInDays", "1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653"))},
    {"LOG-02", SEV_ERROR, "a log group's name that is none", "CreateLogGroup refuses it", "use letters, digits and . - _ / #", "CloudWatch Logs API, CreateLogGroup", .type = "AWS::Logs::LogGroup",
     .forms = FORMS(A_TEXT("logGroupName", 1, 512, "^[A-Za-z0-9._/#-]+$", "letters, digits and . - _ / #"), NOT_A("logGroupName", "^aws/", "with a prefix that AWS keeps"))},
    {"LOG-05", SEV_WARNING, "a log group that may go before who writes to it", "whoever still writes makes it anew, to be kept and paid for without end", "refer to the group where its writer names it: ${./resources/<group>.logGroupName}",
     "CloudWatch Logs user guide, log groups of services", .type = "AWS::EKS::Cluster AWS::Lambda::Function AWS::EC2::FlowLog", .wanted = outlives_its_writer},
    {"LOG-04", SEV_ERROR, "a key that CloudWatch Logs can't use", "CreateLogGroup answers InvalidParameterException", "allow logs.<region>.amazonaws.com in the key's policy", "CloudWatch Logs user guide, encrypt log data", .type = "AWS::Logs::LogGroup",
     .wanted = log_key, .forms = FORMS(OF_REGION("kmsKeyId"))},
    {"SNS-01", SEV_ERROR, "a topic's name that is none", "CreateTopic refuses it", "use up to 256 letters, digits, - and _", "SNS API, CreateTopic", .type = "AWS::SNS::Topic",
     .forms = FORMS(A_TEXT("Name", 1, 256, "^[A-Za-z0-9_-]+$", "letters, digits, - and _"))},
    {"SNS-03", SEV_WARNING, "a topic that does not let its publisher in", "nobody is told, and nothing says so", NULL, "SNS developer guide, access control", .all = topics_allow},
    {"SNS-04", SEV_ERROR, "a subscriber that is none of its protocol", "Subscribe refuses it", NULL, "SNS API, Subscribe", .type = "AWS::SNS::Subscription",
     .forms = FORMS(A_WORD("Protocol", "http https email email-json sms sqs application lambda firehose"), A_TEXT("Endpoint", 1, 2048, "^arn:aws[a-z-]*:sqs:", "the ARN of a queue", .when = "Protocol=sqs"),
                    A_TEXT("Endpoint", 1, 2048, "^arn:aws[a-z-]*:lambda:", "the ARN of a function", .when = "Protocol=lambda"), A_TEXT("Endpoint", 1, 2048, "^arn:aws[a-z-]*:firehose:", "the ARN of a stream", .when = "Protocol=firehose"),
                    A_TEXT("Endpoint", 1, 2048, "^https://", "an https:// address", .when = "Protocol=https"), A_TEXT("Endpoint", 1, 2048, "@", "an e-mail address", .when = "Protocol=email|email-json"),
                    A_TEXT("Endpoint", 1, 32, "^\\+[0-9]{5,20}$", "a number such as +15555550100", .when = "Protocol=sms"), A_GIVEN("Endpoint"))},
    {"EVB-01", SEV_ERROR, "a rule of EventBridge that never runs, or that is on no bus", "PutRule refuses it", NULL, EVENTS "PutRule", .type = "AWS::Events::Rule",
     .forms = FORMS(A_TEXT("Name", 1, 64, "^[A-Za-z0-9._-]+$", "letters, digits and . - _"), A_GIVEN("EventPattern", .when = "!ScheduleExpression"), AN_ABSENT("ScheduleExpression", .when = "EventBusName!=default"),
                    A_WORD("State", "ENABLED DISABLED ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"), A_TEXT("Description", 0, 512, NULL, NULL))},
    {"EVB-03", SEV_ERROR, "a pattern of events that is none", "PutRule answers InvalidEventPatternException", NULL, "EventBridge user guide, event patterns", .type = "AWS::Events::Rule", .wanted = pattern_fits},
    {"EVB-04", SEV_ERROR, "targets that a rule can't have", "PutTargets refuses them", NULL, EVENTS "PutTargets", .type = "AWS::Events::Rule",
     .forms = FORMS(A_COUNT("Targets", 0, 5), UNIQUE("Targets[].Id"), A_GIVEN("Id", TARGET), A_GIVEN("Arn", TARGET), A_TEXT("Id", 1, 64, "^[A-Za-z0-9._-]+$", "letters, digits and . - _", TARGET),
                    AN_ABSENT("InputPath", .when = "Input", TARGET), AN_ABSENT("InputTransformer", .when = "Input", TARGET), AN_ABSENT("InputTransformer", .when = "InputPath", TARGET),
                    A_TEXT("Input", 0, 8192, NULL, NULL, TARGET), A_RANGE("RetryPolicy.MaximumRetryAttempts", 0, 185, TARGET), A_RANGE("RetryPolicy.MaximumEventAgeInSeconds", 60, 86400, TARGET))},
    {"EVB-05", SEV_WARNING, "a rule that may not call its function", "it never does, and nothing says so", "make an AWS::Lambda::Permission for events.amazonaws.com", "EventBridge user guide, resource-based policies", .type = "AWS::Events::Rule", .wanted = functions_allow},
    {"BUD-01", SEV_ERROR, "a budget that is none", "CreateBudget refuses it", NULL, "Budgets API, CreateBudget", .type = "AWS::Budgets::Budget", .wanted = notifications,
     .forms = FORMS(A_TEXT("BudgetName", 1, 100, NULL, NULL), NOT_A("BudgetName", "[:\\\\]|/action/", "with what no name may hold"), A_WORD("TimeUnit", "DAILY MONTHLY QUARTERLY ANNUALLY CUSTOM"))},
    {"BUD-901", SEV_ERROR, "more than one topic and ten addresses told of a budget", "CreateNotification refuses them", NULL, "Budgets API, CreateNotification", .type = "AWS::Budgets::Notification",
     .forms = FORMS(A_COUNT("Subscribers", 1, 11), A_WORD("NotificationType", "ACTUAL FORECASTED"), A_WORD("ComparisonOperator", "GREATER_THAN LESS_THAN EQUAL_TO"), A_WORD("ThresholdType", "PERCENTAGE ABSOLUTE_VALUE"))},
    {"BUD-02", SEV_WARNING, "a budget that is called after a region whose cost it does not count", "what it tells is of another region", NULL, "Budgets user guide, filters", .type = "AWS::Budgets::Budget", .wanted = named_for},
    {0}};
/* clang-format on */

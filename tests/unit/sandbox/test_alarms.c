#include "harness.h"

#define METRIC "'Namespace':'AWS/RDS','MetricName':'CPUUtilization','Statistic':'Average','Period':60"
#define CHECK "'EvaluationPeriods':3,'Threshold':80.5,'ComparisonOperator':'GreaterThanThreshold'"
#define TOPIC "arn:aws:sns:ap-northeast-1:123456789012:alerts"

static void alarm(const char *name, const char *more)
{
    OK("monitoring", "PutMetricAlarm", "{'AlarmName':'%s'," METRIC "," CHECK "%s}", name, more);
}

static const struct value *told(const char *name)
{
    const struct value *v =
        OK("monitoring", "DescribeAlarms", "{'AlarmNames':['%s'],'AlarmTypes':['MetricAlarm','CompositeAlarm']}", name);
    const struct value *metric = value_item(value_get(v, "MetricAlarms"), 0);
    return metric ? metric : value_item(value_get(v, "CompositeAlarms"), 0);
}

static const char *state_of(const char *name)
{
    return value_get_str(told(name), "StateValue");
}

static void putting_an_alarm_replaces_all_of_it_but_its_tags(void **state)
{
    (void)state;
    alarm("cpu", ",'AlarmActions':['" TOPIC "'],'Dimensions':[{'Name':'DBClusterIdentifier','Value':'x'}],"
                 "'TreatMissingData':'breaching','Tags':[{'Key':'Team','Value':'x'}]");
    assert_string_equal(text_at(told("cpu"), "AlarmArn"), "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:cpu");
    assert_string_equal(text_at(told("cpu"), "Threshold"), "80.5");
    assert_string_equal(text_at(told("cpu"), "Dimensions[0].Value"), "x");
    alarm("cpu", ",'Tags':[{'Key':'Team','Value':'y'}]");
    assert_int_equal(count_at(told("cpu"), "AlarmActions"), 0);
    assert_int_equal(count_at(told("cpu"), "Dimensions"), 0);
    assert_string_equal(text_at(told("cpu"), "TreatMissingData"), "missing");
    const char *arn = text_at(told("cpu"), "AlarmArn");
    assert_string_equal(text_at(OK("monitoring", "ListTagsForResource", "{'ResourceARN':'%s'}", arn), "Tags[0].Value"),
                        "x");
    assert_int_equal(count_at(OK("monitoring", "DescribeAlarms", "{}"), "MetricAlarms"), 1);
    OK("monitoring", "DeleteAlarms", "{'AlarmNames':['cpu']}");
    NO("ResourceNotFound", "monitoring", "DeleteAlarms", "{'AlarmNames':['cpu']}");
    assert_int_equal(last_fault.status, 404);
}

/* Nobody measures anything: what is said of missing data comes true with the first evaluation. */
static void an_alarm_knows_nothing_until_it_is_evaluated(void **state)
{
    (void)state;
    static const struct {
        const char *missing, *later;
    } cases[] = {{"missing", "INSUFFICIENT_DATA"},
                 {"notBreaching", "OK"},
                 {"breaching", "ALARM"},
                 {"ignore", "INSUFFICIENT_DATA"}};
    for (size_t i = 0; i < COUNT(cases); i++)
        alarm(cases[i].missing, arena_printf(memory, ",'TreatMissingData':'%s'", cases[i].missing));
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(state_of(cases[i].missing), "INSUFFICIENT_DATA");
    wait_s(61);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(state_of(cases[i].missing), cases[i].later);
    OK("monitoring", "SetAlarmState", "{'AlarmName':'notBreaching','StateValue':'ALARM','StateReason':'drill'}");
    assert_string_equal(state_of("notBreaching"), "ALARM");
    alarm("notBreaching", ",'TreatMissingData':'notBreaching','AlarmDescription':'d'");
    assert_string_equal(state_of("notBreaching"), "ALARM");
    wait_s(61);
    assert_string_equal(state_of("notBreaching"), "OK");
    assert_int_equal(count_at(OK("monitoring", "DescribeAlarms", "{'StateValue':'ALARM'}"), "MetricAlarms"), 1);
    NO("ResourceNotFound", "monitoring", "SetAlarmState",
       "{'AlarmName':'none','StateValue':'OK','StateReason':'drill'}");
}

static void alarms_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *in;
    } cases[] = {
        {"ValidationError", "'AlarmName':''," METRIC "," CHECK},
        {"InvalidParameterCombination", "'AlarmName':'a'," CHECK},
        {"MissingParameter", "'AlarmName':'a','MetricName':'x','Statistic':'Sum','Period':60," CHECK},
        {"MissingParameter", "'AlarmName':'a','Namespace':'N','MetricName':'x','Statistic':'Sum'," CHECK},
        {"InvalidParameterCombination", "'AlarmName':'a','Namespace':'N','MetricName':'x','Period':60," CHECK},
        {"InvalidParameterCombination", "'AlarmName':'a','ExtendedStatistic':'p99'," METRIC "," CHECK},
        {"ValidationError", "'AlarmName':'a','Namespace':'N','MetricName':'x','Statistic':'Median','Period':60," CHECK},
        {"ValidationError", "'AlarmName':'a','Namespace':'N','MetricName':'x','Statistic':'Sum','Period':45," CHECK},
        {"ValidationError", "'AlarmName':'a','Namespace':'N','MetricName':'x','Statistic':'Sum','Period':0," CHECK},
        {"ValidationError",
         "'AlarmName':'a','Namespace':'N','MetricName':'x','Statistic':'Sum','Period':300,'EvaluationPeriods':289,"
         "'Threshold':1,'ComparisonOperator':'GreaterThanThreshold'"},
        {"ValidationError", "'AlarmName':'a','DatapointsToAlarm':4," METRIC "," CHECK},
        {"MissingParameter", "'AlarmName':'a'," METRIC ",'Threshold':1,'ComparisonOperator':'GreaterThanThreshold'"},
        {"MissingParameter", "'AlarmName':'a'," METRIC ",'Threshold':1,'EvaluationPeriods':1"},
        {"MissingParameter",
         "'AlarmName':'a'," METRIC ",'EvaluationPeriods':1,'ComparisonOperator':'GreaterThanThreshold'"},
        {"ValidationError", "'AlarmName':'a','TreatMissingData':'good'," METRIC "," CHECK},
        {"ValidationError", "'AlarmName':'a','AlarmActions':['alerts']," METRIC "," CHECK},
        {"ValidationError",
         "'AlarmName':'a','AlarmActions':['arn:aws:sns:us-east-1:123456789012:alerts']," METRIC "," CHECK},
        {"ValidationError", "'AlarmName':'a','OKActions':['" TOPIC "','" TOPIC "','" TOPIC "','" TOPIC "','" TOPIC
                            "','" TOPIC "']," METRIC "," CHECK},
        {"ValidationError",
         "'AlarmName':'a','Dimensions':[{'Name':'A','Value':'1'},{'Name':'A','Value':'2'}]," METRIC "," CHECK},
        {"ValidationError", "'AlarmName':'a','Metrics':[{'Id':'M1','Expression':'1'}]," CHECK},
        {"ValidationError", "'AlarmName':'a','Metrics':[{'Id':'m1'}]," CHECK},
        {"ValidationError",
         "'AlarmName':'a','Metrics':[{'Id':'m1','Expression':'1'},{'Id':'m2','Expression':'2'}]," CHECK},
        {"InvalidParameterCombination", "'AlarmName':'a','Metrics':[{'Id':'m1','Expression':'1'}]," METRIC "," CHECK},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "monitoring", "PutMetricAlarm", "{%s}", cases[i].in);
    NO("ResourceNotFoundException", "monitoring", "ListTagsForResource",
       "{'ResourceARN':'arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:none'}");
    /* a topic that is not there is nobody's mistake yet, and metric math is one metric */
    alarm("a", ",'AlarmActions':['arn:aws:sns:ap-northeast-1:123456789012:none']");
    OK("monitoring", "PutMetricAlarm",
       "{'AlarmName':'math','Metrics':[{'Id':'m1','ReturnData':false,'MetricStat':{'Metric':{'Namespace':'N',"
       "'MetricName':'x'},'Period':60,'Stat':'Sum'}},{'Id':'e1','Expression':'m1*2'}]," CHECK "}");
    assert_string_equal(text_at(told("math"), "Metrics[0].MetricStat.Metric.MetricName"), "x");
}

/* ---- composite alarms -------------------------------------------------------------------------------------------- */

static void composite(const char *name, const char *rule)
{
    struct sbuf escaped = {.arena = memory};
    for (; *rule; rule++)
        sbuf_puts(&escaped, *rule == '"' ? "\\\"" : ((char[]){*rule, 0}));
    OK("monitoring", "PutCompositeAlarm", "{'AlarmName':'%s','AlarmRule':'%s'}", name, sbuf_str(&escaped));
}

static void a_composite_alarm_follows_its_rule(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *state;
    } cases[] = {
        {"TRUE", "ALARM"},
        {"FALSE", "OK"},
        {"ALARM(on)", "ALARM"},
        {"ALARM(\"on\") AND ALARM(\"off\")", "OK"},
        {"ALARM(\"off\") OR ALARM(\"on\")", "ALARM"},
        {"NOT ALARM(on)", "OK"},
        {"OK(off) AND NOT (ALARM(off) OR FALSE)", "ALARM"},
        {"INSUFFICIENT_DATA(\"dark\")", "ALARM"},
        {"ALARM(off) OR ALARM(off) AND ALARM(on)", "OK"},
        {"AT_LEAST(2, ALARM, (on, off, dark))", "OK"},
        {"AT_LEAST(50%, ALARM, (on, off))", "ALARM"},
        {"ALARM(\"arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:on\")", "ALARM"},
    };
    alarm("on", ",'TreatMissingData':'breaching'");
    alarm("off", ",'TreatMissingData':'notBreaching'");
    alarm("dark", "");
    for (size_t i = 0; i < COUNT(cases); i++)
        composite(arena_printf(memory, "c%zu", i), cases[i].rule);
    assert_string_equal(state_of("c0"), "INSUFFICIENT_DATA");
    wait_s(61);
    for (size_t i = 0; i < COUNT(cases); i++)
        if (strcmp(state_of(arena_printf(memory, "c%zu", i)), cases[i].state) != 0)
            fail_msg("%s is not %s", cases[i].rule, cases[i].state);
    assert_int_equal(count_at(OK("monitoring", "DescribeAlarms", "{}"), "CompositeAlarms"), 0);
    assert_int_equal(
        count_at(OK("monitoring", "DescribeAlarms", "{'AlarmTypes':['CompositeAlarm']}"), "CompositeAlarms"),
        COUNT(cases));
}

static void composite_alarms_are_refused(void **state)
{
    (void)state;
    static const char *const rules[] = {"ALARM(none)",  "ALARM(on",        "ALARM on",  "ALARM(on) OR",
                                        "ALARM()",      "ALARM(\\\"on)",   "MAYBE(on)", "(ALARM(on)",
                                        "ALARM(on) on", "AT_LEAST(ALARM)", ""};
    alarm("on", "");
    for (size_t i = 0; i < COUNT(rules); i++)
        NO("ValidationError", "monitoring", "PutCompositeAlarm", "{'AlarmName':'c','AlarmRule':'%s'}", rules[i]);
    struct sbuf deep = {.arena = memory};
    for (int i = 0; i < 3000; i++)
        sbuf_putc(&deep, '(');
    NO("ValidationError", "monitoring", "PutCompositeAlarm", "{'AlarmName':'c','AlarmRule':'%s'}", sbuf_str(&deep));
    NO("ValidationError", "monitoring", "PutCompositeAlarm", "{'AlarmName':'on','AlarmRule':'TRUE'}");
    NO("ValidationError", "monitoring", "PutCompositeAlarm",
       "{'AlarmName':'c','AlarmRule':'TRUE','ActionsSuppressor':'on'}");
}

static void what_a_composite_alarm_speaks_of_cannot_be_deleted(void **state)
{
    (void)state;
    alarm("a", "");
    alarm("b", "");
    composite("parent", "ALARM(a) OR ALARM(b)");
    composite("grand", "ALARM(parent)");
    NO("ValidationError", "monitoring", "DeleteAlarms", "{'AlarmNames':['a']}");
    NO("ValidationError", "monitoring", "DeleteAlarms", "{'AlarmNames':['parent']}");
    NO("ValidationError", "monitoring", "DeleteAlarms", "{'AlarmNames':['grand','parent']}");
    composite("parent", "ALARM(b)");
    OK("monitoring", "DeleteAlarms", "{'AlarmNames':['a']}");
    OK("monitoring", "DeleteAlarms", "{'AlarmNames':['grand']}");
    OK("monitoring", "DeleteAlarms", "{'AlarmNames':['parent']}");
    OK("monitoring", "DeleteAlarms", "{'AlarmNames':['b']}");
}

/* The way out of a circle is another rule. */
static void alarms_may_go_round_in_a_circle(void **state)
{
    (void)state;
    composite("a", "FALSE");
    composite("b", "ALARM(a)");
    composite("a", "ALARM(b)");
    wait_s(61);
    assert_true(has_word("OK INSUFFICIENT_DATA", state_of("a")));
    NO("ValidationError", "monitoring", "DeleteAlarms", "{'AlarmNames':['a']}");
    NO("ValidationError", "monitoring", "DeleteAlarms", "{'AlarmNames':['b']}");
    composite("a", "FALSE");
    OK("monitoring", "DeleteAlarms", "{'AlarmNames':['b']}");
    OK("monitoring", "DeleteAlarms", "{'AlarmNames':['a']}");
}

/* ---- dashboards -------------------------------------------------------------------------------------------------- */

static void a_dashboard_is_the_accounts(void **state)
{
    (void)state;
    OK("monitoring", "PutDashboard",
       "{'DashboardName':'all','DashboardBody':'{ \\\"widgets\\\": []}','Tags':[{'Key':'Team','Value':'x'}]}");
    region = "ap-northeast-2";
    const struct value *v = OK("monitoring", "GetDashboard", "{'DashboardName':'all'}");
    assert_string_equal(text_at(v, "DashboardBody"), "{ \"widgets\": []}");
    assert_string_equal(text_at(v, "DashboardArn"), "arn:aws:cloudwatch::123456789012:dashboard/all");
    OK("monitoring", "PutDashboard", "{'DashboardName':'all','DashboardBody':'{\\\"widgets\\\":[]}'}");
    assert_string_equal(
        text_at(OK("monitoring", "ListDashboards", "{'DashboardNamePrefix':'a'}"), "DashboardEntries[0].Size"), "14");
    assert_int_equal(count_at(OK("monitoring", "ListDashboards", "{'DashboardNamePrefix':'b'}"), "DashboardEntries"),
                     0);
    assert_string_equal(text_at(OK("monitoring", "ListTagsForResource",
                                   "{'ResourceARN':'arn:aws:cloudwatch::123456789012:dashboard/all'}"),
                                "Tags[0].Value"),
                        "x");
    NO("ResourceNotFound", "monitoring", "DeleteDashboards", "{'DashboardNames':['all','none']}");
    OK("monitoring", "DeleteDashboards", "{'DashboardNames':['all']}");
    NO("ResourceNotFound", "monitoring", "GetDashboard", "{'DashboardName':'all'}");
}

static void dashboards_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *body;
    } cases[] = {
        {"a b", "{\\\"widgets\\\":[]}"},
        {"", "{\\\"widgets\\\":[]}"},
        {"a", "no JSON"},
        {"a", "{}"},
        {"a", "{\\\"widgets\\\":[{\\\"type\\\":\\\"clock\\\",\\\"properties\\\":{}}]}"},
        {"a", "{\\\"widgets\\\":[{\\\"type\\\":\\\"text\\\"}]}"},
        {"a", "{\\\"widgets\\\":[{\\\"type\\\":\\\"text\\\",\\\"x\\\":20,\\\"properties\\\":{}}]}"},
        {"a", "{\\\"widgets\\\":[{\\\"type\\\":\\\"metric\\\",\\\"properties\\\":{\\\"metrics\\\":[]}}]}"},
        {"a", "{\\\"widgets\\\":[{\\\"type\\\":\\\"metric\\\",\\\"properties\\\":{\\\"region\\\":\\\"x\\\"}}]}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        NO("InvalidParameterInput", "monitoring", "PutDashboard", "{'DashboardName':'%s','DashboardBody':'%s'}",
           cases[i].name, cases[i].body);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(putting_an_alarm_replaces_all_of_it_but_its_tags),
        T(an_alarm_knows_nothing_until_it_is_evaluated),
        T(alarms_are_refused),
        T(a_composite_alarm_follows_its_rule),
        T(composite_alarms_are_refused),
        T(what_a_composite_alarm_speaks_of_cannot_be_deleted),
        T(alarms_may_go_round_in_a_circle),
        T(a_dashboard_is_the_accounts),
        T(dashboards_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "harness.h"

#define QUEUE "arn:aws:sqs:ap-northeast-1:123456789012:q"

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static void a_rule_is_replaced_by_what_is_put(void **state)
{
    (void)state;
    const struct value *v = OK("events", "PutRule",
                               "{'Name':'r','EventPattern':'{\\\"source\\\":[\\\"aws.rds\\\"]}','Description':'d',"
                               "'Tags':[{'Key':'Team','Value':'x'}]}");
    assert_string_equal(text_at(v, "RuleArn"), "arn:aws:events:ap-northeast-1:123456789012:rule/r");
    OK("events", "PutTargets", "{'Rule':'r','Targets':[{'Id':'1','Arn':'" QUEUE "'}]}");
    v = OK("events", "DescribeRule", "{'Name':'r'}");
    assert_string_equal(text_at(v, "State"), "ENABLED");
    assert_string_equal(text_at(v, "EventBusName"), "default");
    OK("events", "PutRule", "{'Name':'r','ScheduleExpression':'rate(5 minutes)','State':'DISABLED'}");
    v = OK("events", "DescribeRule", "{'Name':'r','EventBusName':'default'}");
    assert_null(value_get(v, "EventPattern"));
    assert_null(value_get(v, "Description"));
    assert_string_equal(text_at(v, "State"), "DISABLED");
    assert_int_equal(count_at(OK("events", "ListTargetsByRule", "{'Rule':'r'}"), "Targets"), 1);
    assert_int_equal(count_at(OK("events", "ListRules", "{'NamePrefix':'r'}"), "Rules"), 1);
    assert_int_equal(count_at(OK("events", "ListRules", "{'NamePrefix':'x'}"), "Rules"), 0);
    const char *arn = text_at(v, "Arn");
    assert_string_equal(text_at(OK("events", "ListTagsForResource", "{'ResourceARN':'%s'}", arn), "Tags[0].Value"),
                        "x");
    NO("ValidationException", "events", "DeleteRule", "{'Name':'r'}");
    OK("events", "RemoveTargets", "{'Rule':'r','Ids':['1']}");
    OK("events", "DeleteRule", "{'Name':'r'}");
    OK("events", "DeleteRule", "{'Name':'r'}");
    NO("ResourceNotFoundException", "events", "DescribeRule", "{'Name':'r'}");
}

static void rules_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *in;
    } cases[] = {
        {"ValidationException", "'Name':'r'"},
        {"ValidationException", "'Name':'a b','ScheduleExpression':'rate(1 day)'"},
        {"ValidationException", "'Name':'','ScheduleExpression':'rate(1 day)'"},
        {"ResourceNotFoundException", "'Name':'r','ScheduleExpression':'rate(1 day)','EventBusName':'mine'"},
        {"InvalidEventPatternException", "'Name':'r','EventPattern':'source'"},
        {"InvalidEventPatternException", "'Name':'r','EventPattern':'{\\\"source\\\":\\\"aws.rds\\\"}'"},
        {"InvalidEventPatternException", "'Name':'r','EventPattern':'{\\\"source\\\":[]}'"},
        {"ValidationException", "'Name':'r','ScheduleExpression':'rate(1 days)'"},
        {"ValidationException", "'Name':'r','ScheduleExpression':'rate(5 minute)'"},
        {"ValidationException", "'Name':'r','ScheduleExpression':'rate(0 minutes)'"},
        {"ValidationException", "'Name':'r','ScheduleExpression':'cron(0 3 * * * *)'"},
        {"ValidationException", "'Name':'r','ScheduleExpression':'cron(0 3 * * ?)'"},
        {"ValidationException", "'Name':'r','ScheduleExpression':'every day'"},
        {"ValidationException", "'Name':'r','ScheduleExpression':'rate(1 day)','State':'ON'"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "events", "PutRule", "{%s}", cases[i].in);
    OK("events", "PutRule", "{'Name':'r','ScheduleExpression':'cron(0 3 ? * MON *)'}");
    OK("events", "PutRule", "{'Name':'r','ScheduleExpression':'rate(1 day)'}");
}

static void targets_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *rule, *target;
    } cases[] = {
        {"ResourceNotFoundException", "none", "'Arn':'" QUEUE "'"},
        {"ValidationException", "r", "'Arn':'q'"},
        {"ValidationException", "r", "'Arn':'" QUEUE "','Input':'{}','InputPath':'$.x'"},
        {"ValidationException", "r", "'Arn':'" QUEUE "','Input':'{'"},
        {"ValidationException", "r", "'Arn':'" QUEUE "','RetryPolicy':{'MaximumRetryAttempts':186}"},
        {"ValidationException", "r", "'Arn':'" QUEUE "','RetryPolicy':{'MaximumEventAgeInSeconds':59}"},
    };
    OK("events", "PutRule", "{'Name':'r','ScheduleExpression':'rate(1 day)'}");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "events", "PutTargets", "{'Rule':'%s','Targets':[{'Id':'1',%s}]}", cases[i].rule,
           cases[i].target);
    for (int i = 1; i <= 5; i++)
        OK("events", "PutTargets", "{'Rule':'r','Targets':[{'Id':'%d','Arn':'" QUEUE "'}]}", i);
    OK("events", "PutTargets", "{'Rule':'r','Targets':[{'Id':'5','Arn':'" QUEUE "2'}]}");
    NO("LimitExceededException", "events", "PutTargets", "{'Rule':'r','Targets':[{'Id':'6','Arn':'" QUEUE "'}]}");
    const struct value *v = OK("events", "RemoveTargets", "{'Rule':'r','Ids':['5','7']}");
    assert_string_equal(text_at(v, "FailedEntryCount"), "1");
    assert_string_equal(text_at(v, "FailedEntries[0].TargetId"), "7");
    assert_int_equal(count_at(OK("events", "ListTargetsByRule", "{'Rule':'r'}"), "Targets"), 4);
}

/* ---- budgets ----------------------------------------------------------------------------------------------------- */

#define BUDGET "'BudgetName':'b','TimeUnit':'MONTHLY','BudgetType':'COST'"
#define NOTE "'NotificationType':'ACTUAL','ComparisonOperator':'GREATER_THAN'"
#define OPS "{'SubscriptionType':'EMAIL','Address':'ops@example.com'}"
#define OF "'AccountId':'123456789012','BudgetName':'b'"

static void budget(const char *more)
{
    OK("budgets", "CreateBudget",
       "{'AccountId':'123456789012','Budget':{" BUDGET ",'BudgetLimit':{'Amount':'5000','Unit':'USD'}}%s}", more);
}

static void a_budget_is_the_accounts(void **state)
{
    (void)state;
    budget(",'ResourceTags':[{'Key':'Team','Value':'x'}]");
    region = "ap-northeast-2";
    const struct value *v = OK("budgets", "DescribeBudget", "{" OF "}");
    assert_string_equal(text_at(v, "Budget.BudgetLimit.Amount"), "5000.0");
    assert_string_equal(text_at(v, "Budget.CostTypes.IncludeTax"), "true");
    assert_string_equal(text_at(v, "Budget.CostTypes.UseAmortized"), "false");
    assert_string_equal(text_at(v, "Budget.TimePeriod.End"), "2087-06-15T00:00:00Z");
    OK("budgets", "UpdateBudget",
       "{'AccountId':'123456789012','NewBudget':{" BUDGET ",'BudgetLimit':{'Amount':'70.5','Unit':'USD'}}}");
    v = OK("budgets", "DescribeBudgets", "{'AccountId':'123456789012'}");
    assert_string_equal(text_at(v, "Budgets[0].BudgetLimit.Amount"), "70.5");
    OK("budgets", "TagResource",
       "{'ResourceARN':'arn:aws:budgets::123456789012:budget/b','ResourceTags':[{'Key':'A','Value':'1'}]}");
    OK("budgets", "UntagResource",
       "{'ResourceARN':'arn:aws:budgets::123456789012:budget/b','ResourceTagKeys':['Team']}");
    v = OK("budgets", "ListTagsForResource", "{'ResourceARN':'arn:aws:budgets::123456789012:budget/b'}");
    assert_int_equal(count_at(v, "ResourceTags"), 1);
    assert_string_equal(text_at(v, "ResourceTags[0].Key"), "A");
    OK("budgets", "DeleteBudget", "{" OF "}");
    NO("NotFoundException", "budgets", "DescribeBudget", "{" OF "}");
}

static void budgets_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *in;
    } cases[] = {
        {"DuplicateRecordException",
         "'AccountId':'123456789012','Budget':{" BUDGET ",'BudgetLimit':{'Amount':'1','Unit':'USD'}}"},
        {"AccessDeniedException",
         "'AccountId':'210987654321','Budget':{" BUDGET ",'BudgetLimit':{'Amount':'1','Unit':'USD'}}"},
        {"InvalidParameterException", "'AccountId':'123456789012','Budget':{" BUDGET "}"},
        {"InvalidParameterException",
         "'AccountId':'123456789012','Budget':{" BUDGET ",'BudgetLimit':{'Amount':'much','Unit':'USD'}}"},
        {"InvalidParameterException", "'AccountId':'123456789012','Budget':{'BudgetName':'a:b','TimeUnit':'MONTHLY',"
                                      "'BudgetType':'COST','BudgetLimit':{'Amount':'1','Unit':'USD'}}"},
        {"ValidationException", "'AccountId':'123456789012','Budget':{'BudgetName':'c','TimeUnit':'HOURLY',"
                                "'BudgetType':'COST','BudgetLimit':{'Amount':'1','Unit':'USD'}}"},
    };
    budget("");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "budgets", "CreateBudget", "{%s}", cases[i].in);
}

static void a_notification_is_what_it_says(void **state)
{
    (void)state;
    budget(",'NotificationsWithSubscribers':[{'Notification':{" NOTE ",'Threshold':80},'Subscribers':[" OPS "]}]");
    NO("DuplicateRecordException", "budgets", "CreateNotification",
       "{" OF ",'Notification':{" NOTE ",'Threshold':80.0,'ThresholdType':'PERCENTAGE'},'Subscribers':[" OPS "]}");
    NO("InvalidParameterException", "budgets", "CreateNotification",
       "{" OF ",'Notification':{" NOTE ",'Threshold':90},'Subscribers':[]}");
    NO("InvalidParameterException", "budgets", "CreateNotification",
       "{" OF ",'Notification':{" NOTE ",'Threshold':90},'Subscribers':[{'SubscriptionType':'SNS','Address':'x'}]}");
    NO("CreationLimitExceededException", "budgets", "CreateNotification",
       "{" OF ",'Notification':{" NOTE ",'Threshold':90},'Subscribers':[{'SubscriptionType':'SNS','Address':'arn:a'},"
       "{'SubscriptionType':'SNS','Address':'arn:b'}]}");
    for (int i = 1; i <= 4; i++)
        OK("budgets", "CreateNotification", "{" OF ",'Notification':{" NOTE ",'Threshold':%d},'Subscribers':[" OPS "]}",
           i);
    NO("CreationLimitExceededException", "budgets", "CreateNotification",
       "{" OF ",'Notification':{" NOTE ",'Threshold':90},'Subscribers':[" OPS "]}");
    assert_int_equal(count_at(OK("budgets", "DescribeNotificationsForBudget", "{" OF "}"), "Notifications"), 5);
    const struct value *v =
        OK("budgets", "DescribeSubscribersForNotification", "{" OF ",'Notification':{" NOTE ",'Threshold':80.0}}");
    assert_string_equal(text_at(v, "Subscribers[0].Address"), "ops@example.com");
    OK("budgets", "DeleteNotification", "{" OF ",'Notification':{" NOTE ",'Threshold':80}}");
    NO("NotFoundException", "budgets", "DescribeSubscribersForNotification",
       "{" OF ",'Notification':{" NOTE ",'Threshold':80}}");
    OK("budgets", "DeleteBudget", "{" OF "}");
    NO("NotFoundException", "budgets", "DescribeNotificationsForBudget", "{" OF "}");
}

/* ---- events of RDS ----------------------------------------------------------------------------------------------- */

static const char *topic(const char *name, const char *service)
{
    return text_at(OK("sns", "CreateTopic",
                      "{'Name':'%s','Attributes':{'Policy':'{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\","
                      "\\\"Principal\\\":{\\\"Service\\\":\\\"%s\\\"},\\\"Action\\\":\\\"sns:Publish\\\"}]}'}}",
                      name, service),
                   "TopicArn");
}

static const char *status_of(const char *name)
{
    return text_at(OK("rds", "DescribeEventSubscriptions", "{'SubscriptionName':'%s'}", name),
                   "EventSubscriptionsList[0].Status");
}

static void events_of_databases_are_published(void **state)
{
    (void)state;
    const char *arn = topic("a", "events.rds.amazonaws.com");
    OK("rds", "CreateDBParameterGroup",
       "{'DBParameterGroupName':'p','DBParameterGroupFamily':'aurora-postgresql15','Description':'d'}");
    const struct value *v = OK("rds", "CreateEventSubscription",
                               "{'SubscriptionName':'Ours','SnsTopicArn':'%s','SourceType':'db-cluster',"
                               "'EventCategories':['failover'],'Tags':[{'Key':'Team','Value':'x'}]}",
                               arn);
    assert_string_equal(text_at(v, "EventSubscription.CustSubscriptionId"), "ours");
    assert_string_equal(text_at(v, "EventSubscription.Status"), "creating");
    NO("InvalidEventSubscriptionState", "rds", "DeleteEventSubscription", "{'SubscriptionName':'ours'}");
    wait_s(20);
    assert_string_equal(status_of("ours"), "active");
    OK("rds", "ModifyEventSubscription",
       "{'SubscriptionName':'ours','SourceType':'db-parameter-group','EventCategories':['configuration change'],"
       "'Enabled':false}");
    wait_s(20);
    OK("rds", "AddSourceIdentifierToSubscription", "{'SubscriptionName':'ours','SourceIdentifier':'p'}");
    NO("InvalidEventSubscriptionState", "rds", "AddSourceIdentifierToSubscription",
       "{'SubscriptionName':'ours','SourceIdentifier':'p'}");
    wait_s(20);
    NO("SourceNotFound", "rds", "AddSourceIdentifierToSubscription",
       "{'SubscriptionName':'ours','SourceIdentifier':'none'}");
    NO("SourceNotFound", "rds", "RemoveSourceIdentifierFromSubscription",
       "{'SubscriptionName':'ours','SourceIdentifier':'none'}");
    v = OK("rds", "RemoveSourceIdentifierFromSubscription", "{'SubscriptionName':'ours','SourceIdentifier':'p'}");
    assert_int_equal(count_at(v, "EventSubscription.SourceIdsList"), 0);
    wait_s(20);
    assert_string_equal(
        text_at(OK("rds", "ListTagsForResource", "{'ResourceName':'arn:aws:rds:ap-northeast-1:123456789012:es:ours'}"),
                "TagList[0].Value"),
        "x");
    OK("sns", "SetTopicAttributes",
       "{'TopicArn':'%s','AttributeName':'Policy','AttributeValue':'{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Deny\\\"}]}"
       "'}",
       arn);
    assert_string_equal(status_of("ours"), "no-permission");
    OK("sns", "DeleteTopic", "{'TopicArn':'%s'}", arn);
    assert_string_equal(status_of("ours"), "topic-not-exist");
    OK("rds", "DeleteEventSubscription", "{'SubscriptionName':'ours'}");
    wait_s(20);
    NO("SubscriptionNotFound", "rds", "DeleteEventSubscription", "{'SubscriptionName':'ours'}");
}

static void event_subscriptions_are_refused(void **state)
{
    (void)state;
    const char *ours = topic("a", "events.rds.amazonaws.com"), *closed = topic("b", "events.amazonaws.com");
    const char *none = "arn:aws:sns:ap-northeast-1:123456789012:none";
    const struct {
        const char *code, *topic, *name, *more;
    } cases[] = {
        {"SNSTopicArnNotFound", none, "n", ""},
        {"SNSNoAuthorization", closed, "n", ""},
        {"SubscriptionAlreadyExist", ours, "TAKEN", ""},
        {"InvalidParameterValue", ours, "", ""},
        {"InvalidParameterValue", ours, "n", ",'SourceType':'cluster'"},
        {"InvalidParameterCombination", ours, "n", ",'SourceIds':['x']"},
        {"InvalidParameterCombination", ours, "n", ",'EventCategories':['failover']"},
        {"SubscriptionCategoryNotFound", ours, "n", ",'SourceType':'db-cluster','EventCategories':['weather']"},
        {"SourceNotFound", ours, "n", ",'SourceType':'db-cluster','SourceIds':['none']"},
    };
    OK("rds", "CreateEventSubscription", "{'SubscriptionName':'taken','SnsTopicArn':'%s'}", ours);
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "rds", "CreateEventSubscription", "{'SubscriptionName':'%s','SnsTopicArn':'%s'%s}",
           cases[i].name, cases[i].topic, cases[i].more);
    NO("SubscriptionNotFound", "rds", "ModifyEventSubscription", "{'SubscriptionName':'none'}");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_rule_is_replaced_by_what_is_put),
        T(rules_are_refused),
        T(targets_are_refused),
        T(a_budget_is_the_accounts),
        T(budgets_are_refused),
        T(a_notification_is_what_it_says),
        T(events_of_databases_are_published),
        T(event_subscriptions_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

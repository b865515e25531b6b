#include "harness.h"

static const char *topic(const char *name)
{
    return text_at(OK("sns", "CreateTopic", "{'Name':'%s'}", name), "TopicArn");
}

static const struct value *attributes(const char *arn)
{
    return value_get(OK("sns", "GetTopicAttributes", "{'TopicArn':'%s'}", arn), "Attributes");
}

static void a_topic_is_made_changed_and_deleted(void **state)
{
    (void)state;
    const char *arn =
        text_at(OK("sns", "CreateTopic",
                   "{'Name':'alerts','Attributes':{'DisplayName':'Alerts'},'Tags':[{'Key':'Team','Value':'x'}]}"),
                "TopicArn");
    assert_string_equal(arn, "arn:aws:sns:ap-northeast-1:123456789012:alerts");
    assert_string_equal(value_get_str(attributes(arn), "DisplayName"), "Alerts");
    assert_non_null(strstr(value_get_str(attributes(arn), "Policy"), "__default_policy_ID"));
    OK("sns", "SetTopicAttributes", "{'TopicArn':'%s','AttributeName':'KmsMasterKeyId','AttributeValue':'abc'}", arn);
    assert_string_equal(value_get_str(attributes(arn), "KmsMasterKeyId"), "abc");
    OK("sns", "SetTopicAttributes", "{'TopicArn':'%s','AttributeName':'KmsMasterKeyId','AttributeValue':''}", arn);
    assert_null(value_get(attributes(arn), "KmsMasterKeyId"));
    assert_int_equal(count_at(OK("sns", "ListTopics", "{}"), "Topics"), 1);
    OK("sns", "DeleteTopic", "{'TopicArn':'%s'}", arn);
    OK("sns", "DeleteTopic", "{'TopicArn':'%s'}", arn);
    NO("NotFound", "sns", "GetTopicAttributes", "{'TopicArn':'%s'}", arn);
    assert_int_equal(last_fault.status, 404);
    region = "ap-northeast-2";
    assert_int_equal(count_at(OK("sns", "ListTopics", "{}"), "Topics"), 0);
}

static void the_same_topic_made_twice_is_one(void **state)
{
    (void)state;
    static const char *const ask_twice[] = {
        "{'Name':'a'}",
        "{'Name':'a','Attributes':{'DisplayName':'A'}}",
        "{'Name':'a','Attributes':{'DisplayName':'A'},'Tags':[{'Key':'Team','Value':'x'}]}",
    };
    OK("sns", "CreateTopic", "%s", ask_twice[2]);
    for (size_t i = 0; i < COUNT(ask_twice); i++)
        OK("sns", "CreateTopic", "%s", ask_twice[i]);
    assert_int_equal(count_at(OK("sns", "ListTopics", "{}"), "Topics"), 1);
    NO("InvalidParameter", "sns", "CreateTopic", "{'Name':'a','Attributes':{'DisplayName':'B'}}");
    NO("InvalidParameter", "sns", "CreateTopic", "{'Name':'a','Tags':[{'Key':'Team','Value':'y'}]}");
}

static void topics_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *op, *in;
    } cases[] = {
        {"InvalidParameter", "CreateTopic", "{'Name':'a b'}"},
        {"InvalidParameter", "CreateTopic", "{'Name':''}"},
        {"InvalidParameter", "CreateTopic", "{'Name':'a.fifo'}"},
        {"InvalidParameter", "CreateTopic", "{'Name':'a','Attributes':{'FifoTopic':'true'}}"},
        {"InvalidParameter", "CreateTopic", "{'Name':'a','Attributes':{'Colour':'red'}}"},
        {"InvalidParameter", "CreateTopic", "{'Name':'a','Attributes':{'Policy':'{}'}}"},
        {"InvalidParameter", "CreateTopic", "{'Name':'a','Tags':[{'Key':'aws:x','Value':''}]}"},
        {"InvalidParameter", "GetTopicAttributes", "{'TopicArn':'there'}"},
        {"NotFound", "GetTopicAttributes", "{'TopicArn':'arn:aws:sns:ap-northeast-2:123456789012:there'}"},
        {"NotFound", "SetTopicAttributes",
         "{'TopicArn':'arn:aws:sns:ap-northeast-1:123456789012:none','AttributeName':'DisplayName'}"},
        {"InvalidParameter", "SetTopicAttributes",
         "{'TopicArn':'arn:aws:sns:ap-northeast-1:123456789012:there','AttributeName':'FifoTopic','AttributeValue':'"
         "true'}"},
        {"ResourceNotFound", "ListTagsForResource", "{'ResourceArn':'arn:aws:sns:ap-northeast-1:123456789012:none'}"},
    };
    topic("there");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "sns", cases[i].op, "%s", cases[i].in);
}

static void topics_bear_tags(void **state)
{
    (void)state;
    const char *arn = topic("a");
    OK("sns", "TagResource", "{'ResourceArn':'%s','Tags':[{'Key':'A','Value':'1'},{'Key':'B','Value':'2'}]}", arn);
    OK("sns", "UntagResource", "{'ResourceArn':'%s','TagKeys':['A']}", arn);
    const struct value *tags = OK("sns", "ListTagsForResource", "{'ResourceArn':'%s'}", arn);
    assert_int_equal(count_at(tags, "Tags"), 1);
    assert_string_equal(text_at(tags, "Tags[0].Key"), "B");
    assert_int_equal(count_at(OK("tagging", "GetResources", "{'TagFilters':[{'Key':'B'}]}"), "ResourceTagMappingList"),
                     1);
}

/* ---- subscriptions ----------------------------------------------------------------------------------------------- */

static const char *subscribe(const char *arn, const char *protocol, const char *endpoint, const char *more)
{
    return text_at(
        OK("sns", "Subscribe", "{'TopicArn':'%s','Protocol':'%s','Endpoint':'%s'%s}", arn, protocol, endpoint, more),
        "SubscriptionArn");
}

static const char *listed(const char *arn)
{
    return text_at(OK("sns", "ListSubscriptionsByTopic", "{'TopicArn':'%s'}", arn), "Subscriptions[0].SubscriptionArn");
}

static void what_people_must_confirm_waits_for_two_days(void **state)
{
    (void)state;
    const char *arn = topic("a");
    assert_string_equal(subscribe(arn, "email", "ops@example.com", ""), "pending confirmation");
    assert_string_equal(listed(arn), "PendingConfirmation");
    const char *own = subscribe(arn, "email", "ops@example.com", ",'ReturnSubscriptionArn':true");
    assert_true(str_starts(own, arn));
    assert_int_equal(count_at(OK("sns", "ListSubscriptions", "{}"), "Subscriptions"), 1);
    assert_string_equal(value_get_str(attributes(arn), "SubscriptionsPending"), "1");
    NO("InvalidParameter", "sns", "Unsubscribe", "{'SubscriptionArn':'PendingConfirmation'}");
    NO("InvalidParameter", "sns", "Unsubscribe", "{'SubscriptionArn':'%s'}", own);
    wait_s(2 * 24 * 3600 - 60);
    assert_string_equal(listed(arn), "PendingConfirmation");
    wait_s(120);
    assert_int_equal(count_at(OK("sns", "ListSubscriptions", "{}"), "Subscriptions"), 0);
}

static void what_is_confirmed_stays_until_it_is_unsubscribed(void **state)
{
    (void)state;
    const char *arn = topic("a");
    const char *own = subscribe(arn, "https", "https://example.com/x", ",'ReturnSubscriptionArn':true");
    NO("InvalidParameter", "sns", "ConfirmSubscription", "{'TopicArn':'%s','Token':'x'}", arn);
    const char *token = strrchr(own, ':') + 1;
    assert_string_equal(
        text_at(OK("sns", "ConfirmSubscription", "{'TopicArn':'%s','Token':'%s'}", arn, token), "SubscriptionArn"),
        own);
    wait_s(3 * 24 * 3600);
    assert_string_equal(listed(arn), own);
    assert_string_equal(value_get_str(attributes(arn), "SubscriptionsConfirmed"), "1");
    OK("sns", "Unsubscribe", "{'SubscriptionArn':'%s'}", own);
    OK("sns", "Unsubscribe", "{'SubscriptionArn':'%s'}", own);
    assert_int_equal(count_at(OK("sns", "ListSubscriptions", "{}"), "Subscriptions"), 0);
}

static void machines_need_no_confirmation_and_go_with_their_topic(void **state)
{
    (void)state;
    const char *arn = topic("a"), *other = topic("b");
    const char *own = subscribe(arn, "sqs", "arn:aws:sqs:ap-northeast-1:123456789012:q", "");
    subscribe(other, "sqs", "arn:aws:sqs:ap-northeast-1:123456789012:q", "");
    assert_string_equal(listed(arn), own);
    OK("sns", "DeleteTopic", "{'TopicArn':'%s'}", arn);
    assert_int_equal(count_at(OK("sns", "ListSubscriptions", "{}"), "Subscriptions"), 1);
    NO("NotFound", "sns", "ListSubscriptionsByTopic", "{'TopicArn':'%s'}", arn);
}

static void subscriptions_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *protocol, *endpoint;
    } cases[] = {
        {"InvalidParameter", "pigeon", "x"},       {"InvalidParameter", "email", "nobody"},
        {"InvalidParameter", "email", "@x"},       {"InvalidParameter", "https", "http://example.com"},
        {"InvalidParameter", "lambda", "my-name"}, {"InvalidParameter", "sms", ""},
    };
    const char *arn = topic("a");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "sns", "Subscribe", "{'TopicArn':'%s','Protocol':'%s','Endpoint':'%s'}", arn,
           cases[i].protocol, cases[i].endpoint);
    NO("NotFound", "sns", "Subscribe",
       "{'TopicArn':'arn:aws:sns:ap-northeast-1:123456789012:none','Protocol':'email','Endpoint':'a@b'}");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_topic_is_made_changed_and_deleted),
        T(the_same_topic_made_twice_is_one),
        T(topics_are_refused),
        T(topics_bear_tags),
        T(what_people_must_confirm_waits_for_two_days),
        T(what_is_confirmed_stays_until_it_is_unsubscribed),
        T(machines_need_no_confirmation_and_go_with_their_topic),
        T(subscriptions_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

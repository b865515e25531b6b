#include "harness.h"

static const char *queue(const char *name, const char *attributes)
{
    return text_at(OK("sqs", "CreateQueue", "{'QueueName':'%s','Attributes':{%s}}", name, attributes), "QueueUrl");
}

static const char *attribute(const char *url, const char *name)
{
    const struct value *v = OK("sqs", "GetQueueAttributes", "{'QueueUrl':'%s','AttributeNames':['All']}", url);
    return value_get_str(value_get(v, "Attributes"), name);
}

static void a_queue_is_made_shown_changed_and_deleted(void **state)
{
    (void)state;
    const char *url = queue("dead-letters", "'MessageRetentionPeriod':'1209600'");
    assert_string_equal(url, "https://sqs.ap-northeast-1.amazonaws.com/123456789012/dead-letters");
    assert_string_equal(text_at(OK("sqs", "GetQueueUrl", "{'QueueName':'dead-letters'}"), "QueueUrl"), url);
    assert_string_equal(attribute(url, "MessageRetentionPeriod"), "1209600");
    assert_string_equal(attribute(url, "VisibilityTimeout"), "30");
    assert_string_equal(attribute(url, "SqsManagedSseEnabled"), "true");
    assert_string_equal(attribute(url, "QueueArn"), "arn:aws:sqs:ap-northeast-1:123456789012:dead-letters");
    OK("sqs", "SetQueueAttributes", "{'QueueUrl':'%s','Attributes':{'VisibilityTimeout':'60'}}", url);
    assert_string_equal(attribute(url, "VisibilityTimeout"), "60");
    assert_string_equal(attribute(url, "MessageRetentionPeriod"), "1209600");
    OK("sqs", "DeleteQueue", "{'QueueUrl':'%s'}", url);
    NO("AWS.SimpleQueueService.NonExistentQueue", "sqs", "GetQueueUrl", "{'QueueName':'dead-letters'}");
    NO("AWS.SimpleQueueService.NonExistentQueue", "sqs", "DeleteQueue", "{'QueueUrl':'%s'}", url);
    assert_int_equal(count_at(OK("sqs", "ListQueues", "{}"), "QueueUrls"), 0);
}

static void a_name_stays_taken_for_a_minute(void **state)
{
    (void)state;
    const char *url = queue("q", "");
    OK("sqs", "DeleteQueue", "{'QueueUrl':'%s'}", url);
    NO("AWS.SimpleQueueService.QueueDeletedRecently", "sqs", "CreateQueue", "{'QueueName':'q'}");
    wait_s(61);
    queue("q", "");
}

static void the_same_again_is_no_second_queue(void **state)
{
    (void)state;
    assert_string_equal(queue("q", "'DelaySeconds':'5'"), queue("q", "'DelaySeconds':'5'"));
    NO("QueueAlreadyExists", "sqs", "CreateQueue", "{'QueueName':'q','Attributes':{'DelaySeconds':'6'}}");
    assert_int_equal(count_at(OK("sqs", "ListQueues", "{}"), "QueueUrls"), 1);
}

static void values_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *attributes;
    } cases[] = {
        {"InvalidAttributeName", "'Colour':'red'"},
        {"InvalidAttributeName", "'QueueArn':'arn:aws:sqs:x:y:z'"},
        {"InvalidAttributeValue", "'VisibilityTimeout':'43201'"},
        {"InvalidAttributeValue", "'MessageRetentionPeriod':'59'"},
        {"InvalidAttributeValue", "'DelaySeconds':'soon'"},
        {"InvalidAttributeValue", "'SqsManagedSseEnabled':'yes'"},
        {"InvalidAttributeValue", "'SqsManagedSseEnabled':'true','KmsMasterKeyId':'alias/aws/sqs'"},
        {"InvalidAttributeValue", "'KmsMasterKeyId':'alias/none'"},
        {"InvalidAttributeValue", "'Policy':'none'"},
        {"InvalidAttributeValue", "'RedrivePolicy':'{}'"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "sqs", "CreateQueue", "{'QueueName':'q','Attributes':{%s}}", cases[i].attributes);
    NO("InvalidParameterValue", "sqs", "CreateQueue", "{'QueueName':'q.fifo?'}");
}

static void encryption_is_of_one_kind(void **state)
{
    (void)state;
    const char *url = queue("q", "'KmsMasterKeyId':'alias/aws/sqs'");
    assert_string_equal(attribute(url, "SqsManagedSseEnabled"), "false");
    OK("sqs", "SetQueueAttributes", "{'QueueUrl':'%s','Attributes':{'SqsManagedSseEnabled':'true'}}", url);
    assert_string_equal(attribute(url, "KmsMasterKeyId"), "");
    assert_string_equal(attribute(url, "SqsManagedSseEnabled"), "true");
}

static void lists_go_by_prefix_and_page(void **state)
{
    (void)state;
    queue("a-1", "");
    queue("a-2", "");
    queue("b-1", "");
    assert_int_equal(count_at(OK("sqs", "ListQueues", "{'QueueNamePrefix':'a-'}"), "QueueUrls"), 2);
    const struct value *first = OK("sqs", "ListQueues", "{'MaxResults':2}");
    assert_int_equal(count_at(first, "QueueUrls"), 2);
    const struct value *rest =
        OK("sqs", "ListQueues", "{'MaxResults':2,'NextToken':'%s'}", text_at(first, "NextToken"));
    assert_string_equal(text_at(rest, "QueueUrls[0]"), "https://sqs.ap-northeast-1.amazonaws.com/123456789012/b-1");
}

static void tags_are_told_by_their_own_call(void **state)
{
    (void)state;
    const char *url = text_at(OK("sqs", "CreateQueue", "{'QueueName':'q','tags':{'a':'1','b':'2'}}"), "QueueUrl");
    OK("sqs", "TagQueue", "{'QueueUrl':'%s','Tags':{'c':'3'}}", url);
    OK("sqs", "UntagQueue", "{'QueueUrl':'%s','TagKeys':['a']}", url);
    const struct value *v = OK("sqs", "ListQueueTags", "{'QueueUrl':'%s'}", url);
    assert_string_equal(value_canonical(memory, value_get(v, "Tags")), "{\"b\":\"2\",\"c\":\"3\"}");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_queue_is_made_shown_changed_and_deleted),
        TEST(a_name_stays_taken_for_a_minute),
        TEST(the_same_again_is_no_second_queue),
        TEST(values_are_refused),
        TEST(encryption_is_of_one_kind),
        TEST(lists_go_by_prefix_and_page),
        TEST(tags_are_told_by_their_own_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "harness.h"

#include "provisioner/base/zip.h"

#define ROLE "arn:aws:iam::123456789012:role/worker"

static const char *zip(const char *folder)
{
    const char *bytes = NULL;
    size_t n = 0;
    assert_null(zip_folder(memory, TEST_DIR "/specimens", folder, &bytes, &n));
    return base64_encode(memory, bytes, n);
}

static void role_for(const char *service)
{
    OK("iam", "CreateRole",
       "{'RoleName':'worker','AssumeRolePolicyDocument':'{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{"
       "\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":{\\\"Service\\\":\\\"%s\\\"},\\\"Action\\\":\\\"sts:AssumeRole"
       "\\\"}]}'}",
       service);
    wait_s(10);
}

/* What `more` does not say itself. */
static const char *unless(const char *more, const char *member, const char *text)
{
    return strstr(more, member) ? "" : text;
}

static const struct value *make(const char *name, const char *more)
{
    const char *code = arena_printf(memory, ",'Code':{'ZipFile':'%s'}", zip("code"));
    return ask("lambda", "CreateFunction", "{'FunctionName':'%s','Handler':'main.handler'%s%s%s%s}", name,
               unless(more, "'Runtime'", ",'Runtime':'python3.12'"), unless(more, "'Role'", ",'Role':'" ROLE "'"),
               unless(more, "'Code'", code), more);
}

static const struct value *told(const char *name)
{
    return OK("lambda", "GetFunction", "{'FunctionName':'%s'}", name);
}

static void a_function_is_made_changed_one_thing_at_a_time_and_deleted(void **state)
{
    (void)state;
    role_for("lambda.amazonaws.com");
    const struct value *v = make("one", ",'Tags':{'a':'b'}");
    assert_non_null(v);
    assert_string_equal(text_at(v, "State"), "Pending");
    assert_string_equal(text_at(v, "FunctionArn"), "arn:aws:lambda:ap-northeast-1:123456789012:function:one");
    const char *digest = text_at(v, "CodeSha256");
    NO("ResourceConflictException", "lambda", "UpdateFunctionConfiguration", "{'FunctionName':'one','Timeout':5}");
    wait_s(6);
    v = told("one");
    assert_string_equal(text_at(v, "Configuration.State"), "Active");
    assert_string_equal(text_at(v, "Configuration.LastUpdateStatus"), "Successful");
    assert_string_equal(text_at(v, "Configuration.TracingConfig.Mode"), "PassThrough");
    assert_string_equal(text_at(v, "Configuration.LoggingConfig.LogGroup"), "/aws/lambda/one");
    assert_string_equal(text_at(v, "Tags.a"), "b");
    v = OK("lambda", "UpdateFunctionConfiguration", "{'FunctionName':'one','Timeout':5}");
    assert_string_equal(text_at(v, "LastUpdateStatus"), "InProgress");
    NO("ResourceConflictException", "lambda", "UpdateFunctionCode", "{'FunctionName':'one','ZipFile':'%s'}",
       zip("other-code"));
    wait_s(5);
    v = OK("lambda", "UpdateFunctionCode", "{'FunctionName':'one','ZipFile':'%s'}", zip("other-code"));
    assert_string_not_equal(text_at(v, "CodeSha256"), digest);
    wait_s(5);
    assert_int_equal(count_at(OK("lambda", "ListFunctions", "{}"), "Functions"), 1);
    OK("lambda", "DeleteFunction", "{'FunctionName':'one'}");
    NO("ResourceNotFoundException", "lambda", "GetFunction", "{'FunctionName':'one'}");
}

static void functions_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *name, *more;
    } cases[] = {
        {"ResourceConflictException", "taken", ""},
        {"InvalidParameterValueException", "a b", ""},
        {"InvalidParameterValueException", "f", ",'Runtime':'python3.8'"},
        {"InvalidParameterValueException", "f", ",'Timeout':901"},
        {"InvalidParameterValueException", "f", ",'MemorySize':127"},
        {"InvalidParameterValueException", "f", ",'EphemeralStorage':{'Size':511}"},
        {"InvalidParameterValueException", "f", ",'Environment':{'Variables':{'AWS_REGION':'x'}}"},
        {"InvalidParameterValueException", "f", ",'Role':'arn:aws:iam::123456789012:role/none'"},
        {"InvalidParameterValueException", "f", ",'Code':{'ZipFile':'bm90IGEgemlw'}"},
        {"InvalidParameterValueException", "f", ",'Code':{'S3Bucket':'abc'}"},
        {"InvalidParameterValueException", "f", ",'VpcConfig':{'SubnetIds':['subnet-1'],'SecurityGroupIds':[]}"},
        {"InvalidParameterValueException", "f",
         ",'DeadLetterConfig':{'TargetArn':'arn:aws:sqs:ap-northeast-1:123456789012:none'}"},
    };
    role_for("lambda.amazonaws.com");
    assert_non_null(make("taken", ""));
    for (size_t i = 0; i < COUNT(cases); i++)
        no_(__func__, (int)i, cases[i].code, make(cases[i].name, cases[i].more));
    NO("InvalidParameterValueException", "lambda", "CreateFunction",
       "{'FunctionName':'f','Role':'" ROLE "','Code':{'ZipFile':'%s'}}", zip("code"));
}

static void a_role_is_not_known_at_once_and_must_trust(void **state)
{
    (void)state;
    role_for("ec2.amazonaws.com");
    no_(__func__, __LINE__, "InvalidParameterValueException", make("f", ""));
    OK("iam", "DeleteRole", "{'RoleName':'worker'}");
    role_for("lambda.amazonaws.com");
    OK("iam", "DeleteRole", "{'RoleName':'worker'}");
    OK("iam", "CreateRole",
       "{'RoleName':'worker','AssumeRolePolicyDocument':'{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{"
       "\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":{\\\"Service\\\":\\\"lambda.amazonaws.com\\\"},\\\"Action\\\":"
       "\\\"sts:AssumeRole\\\"}]}'}");
    no_(__func__, __LINE__, "InvalidParameterValueException", make("f", ""));
    wait_s(10);
    assert_non_null(make("f", ""));
}

static void permissions_are_statements_of_a_policy(void **state)
{
    (void)state;
    role_for("lambda.amazonaws.com");
    assert_non_null(make("f", ""));
    wait_s(6);
    NO("ResourceNotFoundException", "lambda", "GetPolicy", "{'FunctionName':'f'}");
    const char *asked = "{'FunctionName':'f','StatementId':'s','Action':'lambda:InvokeFunction','Principal':"
                        "'events.amazonaws.com','SourceArn':'arn:aws:events:ap-northeast-1:123456789012:rule/r'}";
    OK("lambda", "AddPermission", "%s", asked);
    NO("ResourceConflictException", "lambda", "AddPermission", "%s", asked);
    const struct value *policy = parse(text_at(OK("lambda", "GetPolicy", "{'FunctionName':'f'}"), "Policy"));
    assert_string_equal(text_at(policy, "Statement[0].Principal.Service"), "events.amazonaws.com");
    assert_string_equal(text_at(policy, "Statement[0].Condition.ArnLike.AWS:SourceArn"),
                        "arn:aws:events:ap-northeast-1:123456789012:rule/r");
    OK("lambda", "RemovePermission", "{'FunctionName':'f','StatementId':'s'}");
    NO("ResourceNotFoundException", "lambda", "RemovePermission", "{'FunctionName':'f','StatementId':'s'}");
    NO("ResourceNotFoundException", "lambda", "GetPolicy", "{'FunctionName':'f'}");
}

static void concurrency_and_retries(void **state)
{
    (void)state;
    role_for("lambda.amazonaws.com");
    assert_non_null(make("f", ""));
    wait_s(6);
    OK("lambda", "PutFunctionConcurrency", "{'FunctionName':'f','ReservedConcurrentExecutions':900}");
    assert_string_equal(text_at(told("f"), "Concurrency.ReservedConcurrentExecutions"), "900");
    NO("InvalidParameterValueException", "lambda", "PutFunctionConcurrency",
       "{'FunctionName':'f','ReservedConcurrentExecutions':901}");
    OK("lambda", "DeleteFunctionConcurrency", "{'FunctionName':'f'}");
    assert_null(value_get(told("f"), "Concurrency"));
    NO("ResourceNotFoundException", "lambda", "GetFunctionEventInvokeConfig", "{'FunctionName':'f'}");
    NO("InvalidParameterValueException", "lambda", "PutFunctionEventInvokeConfig",
       "{'FunctionName':'f','MaximumRetryAttempts':3}");
    OK("lambda", "PutFunctionEventInvokeConfig", "{'FunctionName':'f','MaximumRetryAttempts':1}");
    assert_string_equal(
        text_at(OK("lambda", "GetFunctionEventInvokeConfig", "{'FunctionName':'f'}"), "MaximumRetryAttempts"), "1");
    OK("lambda", "DeleteFunctionEventInvokeConfig", "{'FunctionName':'f'}");
    NO("ResourceNotFoundException", "lambda", "DeleteFunctionEventInvokeConfig", "{'FunctionName':'f'}");
}

/* ---- experiments ------------------------------------------------------------------------------------------------- */

#define STOP "'stopConditions':[{'source':'none'}]"
#define TARGET "'targets':{'t':{'resourceType':'aws:rds:cluster','selectionMode':'ALL','resourceTags':{'a':'b'}}}"
#define ACTION "'actions':{'a':{'actionId':'aws:rds:failover-db-cluster','targets':{'Clusters':'t'}}}"

static const struct value *experiment(const char *token, const char *what)
{
    return ask("fis", "CreateExperimentTemplate",
               "{'clientToken':'%s','description':'d','roleArn':'" ROLE "','tags':{'k':'v'},%s}", token, what);
}

static void a_template_is_made_changed_and_deleted(void **state)
{
    (void)state;
    role_for("fis.amazonaws.com");
    const struct value *v = experiment("1", STOP "," TARGET "," ACTION);
    assert_non_null(v);
    const char *id = text_at(v, "experimentTemplate.id");
    assert_true(str_starts(id, "EXT"));
    assert_string_equal(text_at(v, "experimentTemplate.experimentOptions.emptyTargetResolutionMode"), "fail");
    assert_string_equal(text_at(experiment("1", STOP "," TARGET "," ACTION), "experimentTemplate.id"), id);
    OK("fis", "UpdateExperimentTemplate", "{'id':'%s','experimentOptions':{'emptyTargetResolutionMode':'skip'}}", id);
    v = OK("fis", "GetExperimentTemplate", "{'id':'%s'}", id);
    assert_string_equal(text_at(v, "experimentTemplate.experimentOptions.emptyTargetResolutionMode"), "skip");
    assert_string_equal(text_at(v, "experimentTemplate.experimentOptions.accountTargeting"), "single-account");
    assert_string_equal(text_at(v, "experimentTemplate.tags.k"), "v");
    assert_int_equal(count_at(OK("fis", "ListExperimentTemplates", "{}"), "experimentTemplates"), 1);
    OK("fis", "DeleteExperimentTemplate", "{'id':'%s'}", id);
    NO("ResourceNotFoundException", "fis", "GetExperimentTemplate", "{'id':'%s'}", id);
}

static const char *status_of(const char *id)
{
    return text_at(OK("fis", "GetExperiment", "{'id':'%s'}", id), "experiment.state.status");
}

static const char *begun(const char *token, const char *template)
{
    return text_at(OK("fis", "StartExperiment", "{'clientToken':'%s','experimentTemplateId':'%s'}", token, template),
                   "experiment.id");
}

static void an_experiment_lives_as_long_as_its_longest_action(void **state)
{
    (void)state;
    role_for("fis.amazonaws.com");
    const char *template =
        text_at(experiment("1", STOP ",'actions':{'a':{'actionId':'aws:fis:wait','parameters':{'duration':'PT2M'}}}"),
                "experimentTemplate.id");
    const char *id = begun("a", template);
    assert_true(str_starts(id, "EXP"));
    assert_string_equal(begun("a", template), id);
    assert_string_equal(status_of(id), "pending");
    wait_s(60);
    assert_string_equal(status_of(id), "running");
    wait_s(90);
    assert_string_equal(status_of(id), "completed");
    NO("ValidationException", "fis", "StopExperiment", "{'id':'%s'}", id);
    const char *other = begun("b", template);
    assert_true(strcmp(id, other) != 0);
    OK("fis", "StopExperiment", "{'id':'%s'}", other);
    assert_string_equal(status_of(other), "stopping");
    wait_s(30);
    assert_string_equal(status_of(other), "stopped");
    assert_int_equal(count_at(OK("fis", "ListExperiments", "{'experimentTemplateId':'%s'}", template), "experiments"),
                     2);
    assert_int_equal(count_at(OK("fis", "ListExperiments", "{'experimentTemplateId':'EXT1'}"), "experiments"), 0);
    NO("ResourceNotFoundException", "fis", "StartExperiment", "{'clientToken':'c','experimentTemplateId':'EXT1'}");
    NO("ResourceNotFoundException", "fis", "GetExperiment", "{'id':'EXP1'}");
}

static void an_alarm_ends_an_experiment(void **state)
{
    (void)state;
    role_for("fis.amazonaws.com");
    OK("monitoring", "PutMetricAlarm",
       "{'AlarmName':'a','Namespace':'n','MetricName':'m','Statistic':'Sum','Period':60,'EvaluationPeriods':1,"
       "'Threshold':1,'ComparisonOperator':'GreaterThanThreshold','TreatMissingData':'ignore'}");
    const char *template = text_at(
        experiment("1", "'stopConditions':[{'source':'aws:cloudwatch:alarm','value':'arn:aws:cloudwatch:ap-northeast-1:"
                        "123456789012:alarm:a'}],'actions':{'a':{'actionId':'aws:fis:wait','parameters':{'duration':"
                        "'PT20M'}}}"),
        "experimentTemplate.id");
    const char *id = begun("a", template);
    wait_s(60);
    assert_string_equal(status_of(id), "running");
    OK("monitoring", "SetAlarmState", "{'AlarmName':'a','StateValue':'ALARM','StateReason':'r'}");
    assert_string_equal(status_of(id), "stopping");
    wait_s(30);
    assert_string_equal(status_of(id), "stopped");
    id = begun("b", template);
    wait_s(30);
    assert_string_equal(status_of(id), "failed");
}

static void templates_are_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "'stopConditions':[]," TARGET "," ACTION,
        "'stopConditions':[{'source':'aws:cloudwatch:alarm','value':'arn:aws:cloudwatch:us-east-1:1:alarm:a'}]," TARGET
        "," ACTION,
        STOP ",'actions':{}",
        STOP "," TARGET ",'actions':{'a':{'actionId':'aws:rds:none','targets':{'Clusters':'t'}}}",
        STOP "," TARGET ",'actions':{'a':{'actionId':'aws:rds:failover-db-cluster','targets':{'Clusters':'u'}}}",
        STOP "," TARGET ",'actions':{'a':{'actionId':'aws:rds:failover-db-cluster'}}",
        STOP "," TARGET ",'actions':{'a':{'actionId':'aws:fis:wait'}}",
        STOP "," TARGET ",'actions':{'a':{'actionId':'aws:fis:wait','parameters':{'duration':'PT1 M'}}}",
        STOP "," TARGET ",'actions':{'a':{'actionId':'aws:fis:wait','parameters':{'duration':'5m'}}}",
        STOP "," TARGET
             ",'actions':{'a':{'actionId':'aws:fis:wait','parameters':{'duration':'PT1M'},'startAfter':['a']}}",
        STOP "," TARGET
             ",'actions':{'a':{'actionId':'aws:fis:wait','parameters':{'duration':'PT1M'},'startAfter':['x']}}",
        STOP ",'targets':{'t':{'resourceType':'aws:rds:cluster','selectionMode':'ALL'}}," ACTION,
        STOP
        ",'targets':{'t':{'resourceType':'aws:rds:cluster','selectionMode':'SOME','resourceTags':{'a':'b'}}}," ACTION,
        STOP
        ",'targets':{'t':{'resourceType':'aws:ec2:subnet','selectionMode':'ALL','resourceTags':{'a':'b'}}}," ACTION,
        STOP ",'logConfiguration':{'logSchemaVersion':2,'cloudWatchLogsConfiguration':{'logGroupArn':"
             "'arn:aws:logs:ap-northeast-1:123456789012:log-group:a'}}," TARGET "," ACTION,
    };
    role_for("fis.amazonaws.com");
    for (size_t i = 0; i < COUNT(cases); i++)
        no_(cases[i], (int)i, "ValidationException", experiment(arena_printf(memory, "%zu", i), cases[i]));
    OK("iam", "DeleteRole", "{'RoleName':'worker'}");
    no_(__func__, __LINE__, "ValidationException", experiment("x", STOP "," TARGET "," ACTION));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_function_is_made_changed_one_thing_at_a_time_and_deleted),
        TEST(functions_are_refused),
        TEST(a_role_is_not_known_at_once_and_must_trust),
        TEST(permissions_are_statements_of_a_policy),
        TEST(concurrency_and_retries),
        TEST(a_template_is_made_changed_and_deleted),
        TEST(an_experiment_lives_as_long_as_its_longest_action),
        TEST(an_alarm_ends_an_experiment),
        TEST(templates_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

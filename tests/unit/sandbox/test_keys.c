/* A key in several regions, and what hangs on a secret beside its value. */
#include "harness.h"

#define HERE "ap-northeast-1"
#define THERE "ap-northeast-2"

static const char *make_key(bool several)
{
    return text_at(OK("kms", "CreateKey", "{'MultiRegion':%s}", several ? "true" : "false"), "KeyMetadata.KeyId");
}

static const char *state_of(const char *where, const char *id)
{
    region = where;
    return text_at(OK("kms", "DescribeKey", "{'KeyId':'%s'}", id), "KeyMetadata.KeyState");
}

static void a_key_is_copied_to_another_region(void **state)
{
    (void)state;
    const char *id = make_key(true);
    assert_true(str_starts(id, "mrk-"));
    OK("kms", "EnableKeyRotation", "{'KeyId':'%s'}", id);
    const struct value *made = OK(
        "kms", "ReplicateKey",
        "{'KeyId':'%s','ReplicaRegion':'" THERE "','Description':'copy','Tags':[{'TagKey':'a','TagValue':'b'}]}", id);
    assert_string_equal(text_at(made, "ReplicaKeyMetadata.KeyState"), "Creating");
    assert_string_equal(text_at(made, "ReplicaKeyMetadata.KeyId"), id);
    NO("AlreadyExistsException", "kms", "ReplicateKey", "{'KeyId':'%s','ReplicaRegion':'" THERE "'}", id);
    region = THERE;
    NO("KMSInvalidStateException", "kms", "UpdateKeyDescription", "{'KeyId':'%s','Description':'x'}", id);
    wait_s(10);
    const struct value *told = OK("kms", "DescribeKey", "{'KeyId':'%s'}", id);
    assert_string_equal(text_at(told, "KeyMetadata.KeyState"), "Enabled");
    assert_string_equal(text_at(told, "KeyMetadata.Description"), "copy");
    assert_string_equal(text_at(told, "KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType"), "REPLICA");
    assert_string_equal(text_at(told, "KeyMetadata.MultiRegionConfiguration.PrimaryKey.Region"), HERE);
    assert_string_equal(text_at(told, "KeyMetadata.MultiRegionConfiguration.ReplicaKeys[0].Region"), THERE);
    assert_string_equal(text_at(OK("kms", "ListResourceTags", "{'KeyId':'%s'}", id), "Tags[0].TagValue"), "b");
    assert_string_equal(text_at(OK("kms", "GetKeyRotationStatus", "{'KeyId':'%s'}", id), "KeyRotationEnabled"), "true");
    NO("UnsupportedOperationException", "kms", "DisableKeyRotation", "{'KeyId':'%s'}", id);
    NO("UnsupportedOperationException", "kms", "ReplicateKey", "{'KeyId':'%s','ReplicaRegion':'us-east-1'}", id);
}

static void a_primary_outlives_its_replicas(void **state)
{
    (void)state;
    const char *id = make_key(true);
    OK("kms", "ReplicateKey", "{'KeyId':'%s','ReplicaRegion':'" THERE "'}", id);
    wait_s(10);
    const struct value *told = OK("kms", "ScheduleKeyDeletion", "{'KeyId':'%s','PendingWindowInDays':7}", id);
    assert_string_equal(text_at(told, "KeyState"), "PendingReplicaDeletion");
    NO("KMSInvalidStateException", "kms", "ScheduleKeyDeletion", "{'KeyId':'%s'}", id);
    wait_s(40 * 24 * 3600);
    assert_string_equal(state_of(HERE, id), "PendingReplicaDeletion");
    region = THERE;
    OK("kms", "ScheduleKeyDeletion", "{'KeyId':'%s','PendingWindowInDays':8}", id);
    wait_s(8 * 24 * 3600 + 1);
    NO("NotFoundException", "kms", "DescribeKey", "{'KeyId':'%s'}", id);
    assert_string_equal(state_of(HERE, id), "PendingDeletion");
    wait_s(7 * 24 * 3600 + 1);
    NO("NotFoundException", "kms", "DescribeKey", "{'KeyId':'%s'}", id);
    assert_int_equal(value_len(sandbox_objects(sandbox, memory)), 0);
}

static void not_every_key_can_be_copied(void **state)
{
    (void)state;
    const char *single = make_key(false), *several = make_key(true);
    NO("UnsupportedOperationException", "kms", "ReplicateKey", "{'KeyId':'%s','ReplicaRegion':'" THERE "'}", single);
    NO("ValidationException", "kms", "ReplicateKey", "{'KeyId':'%s','ReplicaRegion':'" HERE "'}", several);
    NO("ValidationException", "kms", "ReplicateKey", "{'KeyId':'%s','ReplicaRegion':'nowhere-1'}", several);
    NO("MalformedPolicyDocumentException", "kms", "ReplicateKey",
       "{'KeyId':'%s','ReplicaRegion':'" THERE "','Policy':'{}'}", several);
    OK("kms", "DisableKey", "{'KeyId':'%s'}", several);
    NO("DisabledException", "kms", "ReplicateKey", "{'KeyId':'%s','ReplicaRegion':'" THERE "'}", several);
    OK("kms", "ScheduleKeyDeletion", "{'KeyId':'%s'}", several);
    NO("KMSInvalidStateException", "kms", "ReplicateKey", "{'KeyId':'%s','ReplicaRegion':'" THERE "'}", several);
}

static const char *const token = "11111111-2222-3333-4444-555555555555";
#define LAMBDA "arn:aws:lambda:" HERE ":123456789012:function:rotate"

static void make_secret(void)
{
    OK("secretsmanager", "CreateSecret", "{'Name':'db','ClientRequestToken':'%s','SecretString':'s3cr3t'}", token);
}

static void a_secret_is_rotated_by_schedule(void **state)
{
    (void)state;
    make_secret();
    assert_string_equal(text_at(OK("secretsmanager", "DescribeSecret", "{'SecretId':'db'}"), "RotationEnabled"), "");
    OK("secretsmanager", "RotateSecret",
       "{'SecretId':'db','ClientRequestToken':'%s','RotationLambdaARN':'" LAMBDA
       "','RotationRules':{'AutomaticallyAfterDays':30}}",
       token);
    const struct value *told = OK("secretsmanager", "DescribeSecret", "{'SecretId':'db'}");
    assert_string_equal(text_at(told, "RotationEnabled"), "true");
    assert_string_equal(text_at(told, "RotationLambdaARN"), LAMBDA);
    assert_string_equal(text_at(told, "RotationRules.AutomaticallyAfterDays"), "30");
    assert_true(*text_at(told, "NextRotationDate"));
    OK("secretsmanager", "RotateSecret",
       "{'SecretId':'db','ClientRequestToken':'%s','RotationRules':{'ScheduleExpression':'rate(10 days)'}}", token);
    OK("secretsmanager", "CancelRotateSecret", "{'SecretId':'db'}");
    assert_string_equal(text_at(OK("secretsmanager", "DescribeSecret", "{'SecretId':'db'}"), "RotationEnabled"),
                        "false");
}

#define POLICY(who)                                                                                                    \
    "'{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":" who                                        \
    ",\\\"Action\\\":\\\"secretsmanager:GetSecretValue\\\",\\\"Resource\\\":\\\"*\\\"}]}'"

static void a_secret_has_a_policy_of_its_own(void **state)
{
    (void)state;
    make_secret();
    assert_string_equal(text_at(OK("secretsmanager", "GetResourcePolicy", "{'SecretId':'db'}"), "ResourcePolicy"), "");
    OK("secretsmanager", "PutResourcePolicy",
       "{'SecretId':'db','BlockPublicPolicy':true,'ResourcePolicy':" POLICY("{\\\"AWS\\\":\\\"123456789012\\\"}") "}");
    const char *policy = text_at(OK("secretsmanager", "GetResourcePolicy", "{'SecretId':'db'}"), "ResourcePolicy");
    assert_string_equal(text_at(parse(policy), "Statement[0].Principal.AWS"), "123456789012");
    OK("secretsmanager", "DeleteResourcePolicy", "{'SecretId':'db'}");
    assert_string_equal(text_at(OK("secretsmanager", "GetResourcePolicy", "{'SecretId':'db'}"), "ResourcePolicy"), "");
}

struct refusal {
    const char *code, *op, *in;
};

static const struct refusal refusals[] = {
    {"ResourceNotFoundException", "RotateSecret", "{'SecretId':'none','ClientRequestToken':'%s'}"},
    {"InvalidRequestException", "RotateSecret",
     "{'SecretId':'db','ClientRequestToken':'%s','RotationRules':{'AutomaticallyAfterDays':1}}"},
    {"InvalidParameterException", "RotateSecret",
     "{'SecretId':'db','ClientRequestToken':'%s','RotationLambdaARN':'" LAMBDA "'}"},
    {"InvalidParameterException", "RotateSecret",
     "{'SecretId':'db','RotationLambdaARN':'" LAMBDA "','RotationRules':{'AutomaticallyAfterDays':1}}"},
    {"InvalidParameterException", "RotateSecret",
     "{'SecretId':'db','ClientRequestToken':'%s','RotationLambdaARN':'" LAMBDA
     "','RotationRules':{'AutomaticallyAfterDays':1001}}"},
    {"InvalidParameterException", "RotateSecret",
     "{'SecretId':'db','ClientRequestToken':'%s','RotationLambdaARN':'" LAMBDA
     "','RotationRules':{'AutomaticallyAfterDays':1,'ScheduleExpression':'rate(1 day)'}}"},
    {"InvalidParameterException", "RotateSecret",
     "{'SecretId':'db','ClientRequestToken':'%s','RotationLambdaARN':'" LAMBDA
     "','RotationRules':{'ScheduleExpression':'often'}}"},
    {"MalformedPolicyDocumentException", "PutResourcePolicy", "{'SecretId':'db','ResourcePolicy':'{}'}"},
    {"PublicPolicyException", "PutResourcePolicy",
     "{'SecretId':'db','BlockPublicPolicy':true,'ResourcePolicy':" POLICY("\\\"*\\\"") "}"},
    {"ResourceNotFoundException", "GetResourcePolicy", "{'SecretId':'none'}"},
    {"ResourceNotFoundException", "DeleteResourcePolicy", "{'SecretId':'none'}"},
    {"ResourceNotFoundException", "CancelRotateSecret", "{'SecretId':'none'}"},
};

static const char *with_token(const char *in)
{
    const char *hole = strstr(in, "%s");
    return hole ? arena_printf(memory, "%.*s%s%s", (int)(hole - in), in, token, hole + 2) : in;
}

static void what_aws_refuses_is_refused(void **state)
{
    (void)state;
    make_secret();
    for (size_t i = 0; i < COUNT(refusals); i++)
        NO(refusals[i].code, "secretsmanager", refusals[i].op, "%s", with_token(refusals[i].in));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_key_is_copied_to_another_region, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_primary_outlives_its_replicas, set_up, tear_down),
        cmocka_unit_test_setup_teardown(not_every_key_can_be_copied, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_secret_is_rotated_by_schedule, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_secret_has_a_policy_of_its_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_aws_refuses_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "harness.h"

static const char *const token = "11111111-2222-3333-4444-555555555555";

static void a_key_lives_and_dies(void **state)
{
    (void)state;
    const struct value *made = OK("kms", "CreateKey", "{'Description':'d','Tags':[{'TagKey':'a','TagValue':'b'}]}");
    const char *id = text_at(made, "KeyMetadata.KeyId");
    assert_string_equal(text_at(made, "KeyMetadata.KeyState"), "Enabled");
    OK("kms", "CreateAlias", "{'AliasName':'alias/x','TargetKeyId':'%s'}", id);
    NO("AlreadyExistsException", "kms", "CreateAlias", "{'AliasName':'alias/x','TargetKeyId':'%s'}", id);
    NO("NotFoundException", "kms", "DescribeKey", "{'KeyId':'alias/y'}");
    assert_string_equal(text_at(OK("kms", "DescribeKey", "{'KeyId':'alias/x'}"), "KeyMetadata.KeyId"), id);
    const char *policy = text_at(OK("kms", "GetKeyPolicy", "{'KeyId':'%s'}", id), "Policy");
    assert_string_equal(text_at(parse(policy), "Statement[0].Principal.AWS"), "arn:aws:iam::123456789012:root");
    NO("MalformedPolicyDocumentException", "kms", "PutKeyPolicy", "{'KeyId':'%s','Policy':'{}'}", id);
    OK("kms", "EnableKeyRotation", "{'KeyId':'%s','RotationPeriodInDays':180}", id);
    assert_string_equal(text_at(OK("kms", "GetKeyRotationStatus", "{'KeyId':'%s'}", id), "RotationPeriodInDays"),
                        "180");
    assert_string_equal(text_at(OK("kms", "ListResourceTags", "{'KeyId':'%s'}", id), "Tags[0].TagValue"), "b");
    OK("kms", "ScheduleKeyDeletion", "{'KeyId':'%s','PendingWindowInDays':7}", id);
    NO("KMSInvalidStateException", "kms", "ScheduleKeyDeletion", "{'KeyId':'%s'}", id);
    NO("KMSInvalidStateException", "kms", "EnableKey", "{'KeyId':'%s'}", id);
    OK("kms", "CancelKeyDeletion", "{'KeyId':'%s'}", id);
    assert_string_equal(text_at(OK("kms", "DescribeKey", "{'KeyId':'%s'}", id), "KeyMetadata.KeyState"), "Disabled");
    NO("DisabledException", "kms", "DisableKeyRotation", "{'KeyId':'%s'}", id);
    OK("kms", "ScheduleKeyDeletion", "{'KeyId':'%s','PendingWindowInDays':7}", id);
    wait_s(7 * 24 * 3600 + 1);
    NO("NotFoundException", "kms", "DescribeKey", "{'KeyId':'%s'}", id);
    assert_int_equal(value_len(sandbox_objects(sandbox, memory)), 0);
}

static void a_secret_is_copied_to_the_other_region(void **state)
{
    (void)state;
    const struct value *made = OK("secretsmanager", "CreateSecret",
                                  "{'Name':'db','ClientRequestToken':'%s','SecretString':'s3cr3t','AddReplicaRegions':["
                                  "{'Region':'ap-northeast-2'}]}",
                                  token);
    assert_string_equal(text_at(made, "ReplicationStatus[0].Status"), "InProgress");
    assert_string_equal(text_at(OK("secretsmanager", "CreateSecret",
                                   "{'Name':'db','ClientRequestToken':'%s','SecretString':'s3cr3t'}", token),
                                "ARN"),
                        text_at(made, "ARN"));
    NO("ResourceExistsException", "secretsmanager", "CreateSecret",
       "{'Name':'db','ClientRequestToken':'%s','SecretString':'other'}", token);
    region = "ap-northeast-2";
    NO("ResourceNotFoundException", "secretsmanager", "DescribeSecret", "{'SecretId':'db'}");
    wait_s(30);
    const struct value *copy = OK("secretsmanager", "DescribeSecret", "{'SecretId':'db'}");
    assert_string_equal(text_at(copy, "PrimaryRegion"), "ap-northeast-1");
    assert_string_equal(text_at(OK("secretsmanager", "GetSecretValue", "{'SecretId':'db'}"), "SecretString"), "s3cr3t");
    NO("InvalidRequestException", "secretsmanager", "DeleteSecret", "{'SecretId':'db'}");
    region = "ap-northeast-1";
    assert_string_equal(
        text_at(OK("secretsmanager", "DescribeSecret", "{'SecretId':'db'}"), "ReplicationStatus[0].Status"), "InSync");
    OK("secretsmanager", "PutSecretValue",
       "{'SecretId':'db','ClientRequestToken':'22222222-2222-3333-4444-555555555555','SecretString':'newer'}");
    assert_string_equal(
        text_at(OK("secretsmanager", "GetSecretValue", "{'SecretId':'db','VersionStage':'AWSPREVIOUS'}"),
                "SecretString"),
        "s3cr3t");
    NO("InvalidRequestException", "secretsmanager", "DeleteSecret", "{'SecretId':'db'}");
    OK("secretsmanager", "RemoveRegionsFromReplication", "{'SecretId':'db','RemoveReplicaRegions':['ap-northeast-2']}");
    OK("secretsmanager", "DeleteSecret", "{'SecretId':'db','RecoveryWindowInDays':7}");
    NO("InvalidRequestException", "secretsmanager", "GetSecretValue", "{'SecretId':'db'}");
    NO("InvalidRequestException", "secretsmanager", "CreateSecret",
       "{'Name':'db','ClientRequestToken':'%s','SecretString':'s3cr3t'}", token);
    assert_int_equal(count_at(OK("secretsmanager", "ListSecrets", "{}"), "SecretList"), 0);
    OK("secretsmanager", "RestoreSecret", "{'SecretId':'db'}");
    OK("secretsmanager", "DeleteSecret", "{'SecretId':'db','ForceDeleteWithoutRecovery':true}");
    wait_s(15);
    assert_int_equal(value_len(sandbox_objects(sandbox, memory)), 0);
    assert_null(strstr(sandbox_transcript(sandbox), "s3cr3t"));
}

static const char *const trust =
    "'AssumeRolePolicyDocument':'{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\","
    "\\\"Principal\\\":{\\\"Service\\\":\\\"ec2.amazonaws.com\\\"},\\\"Action\\\":\\\"sts:AssumeRole\\\"}]}'";

static void a_role_is_guarded_by_its_policies(void **state)
{
    (void)state;
    NO("MalformedPolicyDocument", "iam", "CreateRole", "{'RoleName':'r','AssumeRolePolicyDocument':'nonsense'}");
    const struct value *made = OK("iam", "CreateRole", "{'RoleName':'r','Path':'/app/',%s}", trust);
    assert_string_equal(text_at(made, "Role.Arn"), "arn:aws:iam::123456789012:role/app/r");
    assert_true(str_starts(text_at(made, "Role.AssumeRolePolicyDocument"), "%7B%22Version"));
    NO("EntityAlreadyExists", "iam", "CreateRole", "{'RoleName':'R',%s}", trust);
    region = "ap-northeast-2";
    OK("iam", "GetRole", "{'RoleName':'r'}");
    NO("NoSuchEntity", "iam", "AttachRolePolicy", "{'RoleName':'r','PolicyArn':'arn:aws:iam::aws:policy/Nothing'}");
    OK("iam", "AttachRolePolicy", "{'RoleName':'r','PolicyArn':'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy'}");
    OK("iam", "AttachRolePolicy", "{'RoleName':'r','PolicyArn':'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy'}");
    assert_int_equal(count_at(OK("iam", "ListAttachedRolePolicies", "{'RoleName':'r'}"), "AttachedPolicies"), 1);
    OK("iam", "PutRolePolicy",
       "{'RoleName':'r','PolicyName':'p','PolicyDocument':'{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\"}]}'}");
    NO("DeleteConflict", "iam", "DeleteRole", "{'RoleName':'r'}");
    OK("iam", "DetachRolePolicy", "{'RoleName':'r','PolicyArn':'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy'}");
    NO("DeleteConflict", "iam", "DeleteRole", "{'RoleName':'r'}");
    OK("iam", "DeleteRolePolicy", "{'RoleName':'r','PolicyName':'p'}");
    OK("iam", "DeleteRole", "{'RoleName':'r'}");
    NO("NoSuchEntity", "iam", "GetRole", "{'RoleName':'r'}");
}

static void temporary_keys_are_taken_until_they_expire(void **state)
{
    (void)state;
    OK("iam", "CreateRole", "{'RoleName':'ops',%s}", trust);
    NO("AccessDenied", "sts", "AssumeRole", "{'RoleArn':'arn:aws:iam::123456789012:role/none','RoleSessionName':'me'}");
    const struct value *keys =
        OK("sts", "AssumeRole",
           "{'RoleArn':'arn:aws:iam::123456789012:role/ops','RoleSessionName':'me','DurationSeconds':900}");
    access_key = text_at(keys, "Credentials.AccessKeyId");
    secret_key = text_at(keys, "Credentials.SecretAccessKey");
    NO("InvalidClientTokenId", "sts", "GetCallerIdentity", "{}");
    session_token = text_at(keys, "Credentials.SessionToken");
    assert_string_equal(text_at(OK("sts", "GetCallerIdentity", "{}"), "Arn"),
                        "arn:aws:sts::123456789012:assumed-role/ops/me");
    wait_s(901);
    NO("ExpiredToken", "sts", "GetCallerIdentity", "{}");
}

static void log_groups_and_flow_logs(void **state)
{
    (void)state;
    OK("logs", "CreateLogGroup", "{'logGroupName':'/vpc/flow','tags':{'a':'b'}}");
    NO("ResourceAlreadyExistsException", "logs", "CreateLogGroup", "{'logGroupName':'/vpc/flow'}");
    NO("InvalidParameterException", "logs", "PutRetentionPolicy", "{'logGroupName':'/vpc/flow','retentionInDays':31}");
    OK("logs", "PutRetentionPolicy", "{'logGroupName':'/vpc/flow','retentionInDays':30}");
    const struct value *told = OK("logs", "DescribeLogGroups", "{'logGroupNamePrefix':'/vpc'}");
    assert_string_equal(text_at(told, "logGroups[0].retentionInDays"), "30");
    assert_string_equal(
        text_at(OK("logs", "ListTagsForResource", "{'resourceArn':'%s'}", text_at(told, "logGroups[0].logGroupArn")),
                "tags.a"),
        "b");
    OK("logs", "CreateLogGroup", "{'logGroupName':'/vpc/other'}");
    told = OK("logs", "DescribeLogGroups", "{'logGroupIdentifiers':['/vpc/flow','/vpc/none']}");
    assert_string_equal(text_at(told, "logGroups[0].logGroupName"), "/vpc/flow");
    assert_int_equal(value_len(value_get(told, "logGroups")), 1);
    const char *vpc = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
    const char *ask_for = arena_printf(
        memory, "'ResourceIds':['%s'],'ResourceType':'VPC','TrafficType':'ALL','LogGroupName':'/vpc/flow'", vpc);
    NO("InvalidParameter", "ec2", "CreateFlowLogs", "{%s}", ask_for);
    NO("InvalidParameter", "ec2", "CreateFlowLogs",
       "{%s,'DeliverLogsPermissionArn':'arn:aws:iam::123456789012:role/none'}", ask_for);
    OK("iam", "CreateRole", "{'RoleName':'flow',%s}", trust);
    NO("InvalidParameter", "ec2", "CreateFlowLogs",
       "{%s,'DeliverLogsPermissionArn':'arn:aws:iam::123456789012:role/flow'}", ask_for);
    OK("iam", "UpdateAssumeRolePolicy",
       "{'RoleName':'flow','PolicyDocument':'{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":"
       "\\\"Allow\\\",\\\"Principal\\\":{\\\"Service\\\":\\\"vpc-flow-logs.amazonaws.com\\\"},\\\"Action\\\":"
       "\\\"sts:AssumeRole\\\"}]}'}");
    const char *with_role =
        arena_printf(memory, "%s,'DeliverLogsPermissionArn':'arn:aws:iam::123456789012:role/flow'", ask_for);
    const char *id = text_at(OK("ec2", "CreateFlowLogs", "{%s,'ClientToken':'t'}", with_role), "FlowLogIds[0]");
    assert_string_equal(text_at(OK("ec2", "CreateFlowLogs", "{%s,'ClientToken':'t'}", with_role), "FlowLogIds[0]"), id);
    NO("FlowLogAlreadyExists", "ec2", "CreateFlowLogs", "{%s}", with_role);
    assert_string_equal(
        text_at(OK("ec2", "DescribeFlowLogs", "{'FlowLogIds':['%s']}", id), "FlowLogs[0].FlowLogStatus"), "ACTIVE");
    const char *net =
        text_at(OK("ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'10.0.0.0/24'}", vpc), "Subnet.SubnetId");
    OK("ec2", "CreateFlowLogs",
       "{'ResourceIds':['%s'],'ResourceType':'Subnet','TrafficType':'ALL','LogDestinationType':'s3','LogDestination':'"
       "arn:aws:s3:::b'}",
       net);
    const struct value *of_net =
        OK("ec2", "DescribeFlowLogs", "{'Filter':[{'Name':'resource-id','Values':['%s']}]}", net);
    assert_int_equal(count_at(of_net, "FlowLogs"), 1);
    OK("ec2", "DeleteFlowLogs", "{'FlowLogIds':['%s']}", id);
    OK("logs", "DeleteLogGroup", "{'logGroupName':'/vpc/flow'}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_key_lives_and_dies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_secret_is_copied_to_the_other_region, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_role_is_guarded_by_its_policies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(temporary_keys_are_taken_until_they_expire, set_up, tear_down),
        cmocka_unit_test_setup_teardown(log_groups_and_flow_logs, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

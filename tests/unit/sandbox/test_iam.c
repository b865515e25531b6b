/* Managed policies, instance profiles and identity providers, step by step and fault by fault. */
#include "harness.h"

#define DOCUMENT                                                                                                       \
    "'{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"s3:%s\\\",\\\"Resource\\\":\\\"*\\\"}]}'"
#define TRUST                                                                                                          \
    "'AssumeRolePolicyDocument':'{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":{"                \
    "\\\"Service\\\":\\\"ec2.amazonaws.com\\\"},\\\"Action\\\":\\\"sts:AssumeRole\\\"}]}'"

#define POLICY "arn:aws:iam::123456789012:policy/app/p"

static void make_policy(void)
{
    OK("iam", "CreatePolicy", "{'PolicyName':'p','Path':'/app/','PolicyDocument':" DOCUMENT "}", "Get");
}

static void make_role(void)
{
    OK("iam", "CreateRole", "{'RoleName':'r'," TRUST "}");
}

static void a_policy_keeps_five_versions(void **state)
{
    (void)state;
    make_policy();
    const struct value *told = OK("iam", "GetPolicy", "{'PolicyArn':'" POLICY "'}");
    assert_string_equal(text_at(told, "Policy.DefaultVersionId"), "v1");
    assert_string_equal(text_at(told, "Policy.AttachmentCount"), "0");
    for (int i = 2; i <= 5; i++)
        OK("iam", "CreatePolicyVersion", "{'PolicyArn':'" POLICY "','SetAsDefault':true,'PolicyDocument':" DOCUMENT "}",
           "Put");
    NO("LimitExceeded", "iam", "CreatePolicyVersion", "{'PolicyArn':'" POLICY "','PolicyDocument':" DOCUMENT "}",
       "Put");
    const struct value *versions = OK("iam", "ListPolicyVersions", "{'PolicyArn':'" POLICY "'}");
    assert_int_equal(count_at(versions, "Versions"), 5);
    assert_string_equal(text_at(versions, "Versions[0].VersionId"), "v5");
    assert_string_equal(text_at(versions, "Versions[0].IsDefaultVersion"), "true");
    assert_string_equal(text_at(versions, "Versions[0].Document"), "");
    NO("DeleteConflict", "iam", "DeletePolicyVersion", "{'PolicyArn':'" POLICY "','VersionId':'v5'}");
    OK("iam", "DeletePolicyVersion", "{'PolicyArn':'" POLICY "','VersionId':'v1'}");
    NO("NoSuchEntity", "iam", "GetPolicyVersion", "{'PolicyArn':'" POLICY "','VersionId':'v1'}");
    OK("iam", "CreatePolicyVersion", "{'PolicyArn':'" POLICY "','PolicyDocument':" DOCUMENT "}", "Get");
    assert_string_equal(text_at(OK("iam", "GetPolicy", "{'PolicyArn':'" POLICY "'}"), "Policy.DefaultVersionId"), "v5");
    assert_true(strstr(
        text_at(OK("iam", "GetPolicyVersion", "{'PolicyArn':'" POLICY "','VersionId':'v6'}"), "PolicyVersion.Document"),
        "s3%3AGet"));
    NO("DeleteConflict", "iam", "DeletePolicy", "{'PolicyArn':'" POLICY "'}");
}

static void an_attached_policy_stays(void **state)
{
    (void)state;
    make_policy();
    make_role();
    OK("iam", "AttachRolePolicy", "{'RoleName':'r','PolicyArn':'" POLICY "'}");
    OK("iam", "PutRolePermissionsBoundary", "{'RoleName':'r','PermissionsBoundary':'" POLICY "'}");
    const struct value *told = OK("iam", "GetPolicy", "{'PolicyArn':'" POLICY "'}");
    assert_string_equal(text_at(told, "Policy.AttachmentCount"), "1");
    assert_string_equal(text_at(told, "Policy.PermissionsBoundaryUsageCount"), "1");
    assert_string_equal(
        text_at(OK("iam", "GetRole", "{'RoleName':'r'}"), "Role.PermissionsBoundary.PermissionsBoundaryArn"), POLICY);
    NO("DeleteConflict", "iam", "DeletePolicy", "{'PolicyArn':'" POLICY "'}");
    OK("iam", "DetachRolePolicy", "{'RoleName':'r','PolicyArn':'" POLICY "'}");
    NO("DeleteConflict", "iam", "DeletePolicy", "{'PolicyArn':'" POLICY "'}");
    OK("iam", "DeleteRolePermissionsBoundary", "{'RoleName':'r'}");
    NO("NoSuchEntity", "iam", "DeleteRolePermissionsBoundary", "{'RoleName':'r'}");
    OK("iam", "DeletePolicy", "{'PolicyArn':'" POLICY "'}");
    NO("NoSuchEntity", "iam", "AttachRolePolicy", "{'RoleName':'r','PolicyArn':'" POLICY "'}");
}

static void a_profile_holds_one_role(void **state)
{
    (void)state;
    make_role();
    OK("iam", "CreateRole", "{'RoleName':'other'," TRUST "}");
    const struct value *made =
        OK("iam", "CreateInstanceProfile", "{'InstanceProfileName':'i','Tags':[{'Key':'a','Value':'b'}]}");
    assert_string_equal(text_at(made, "InstanceProfile.Arn"), "arn:aws:iam::123456789012:instance-profile/i");
    OK("iam", "AddRoleToInstanceProfile", "{'InstanceProfileName':'i','RoleName':'r'}");
    NO("LimitExceeded", "iam", "AddRoleToInstanceProfile", "{'InstanceProfileName':'i','RoleName':'other'}");
    const struct value *told = OK("iam", "GetInstanceProfile", "{'InstanceProfileName':'i'}");
    assert_string_equal(text_at(told, "InstanceProfile.Roles[0].RoleName"), "r");
    assert_string_equal(text_at(told, "InstanceProfile.Tags[0].Value"), "b");
    assert_int_equal(count_at(OK("iam", "ListInstanceProfilesForRole", "{'RoleName':'r'}"), "InstanceProfiles"), 1);
    NO("DeleteConflict", "iam", "DeleteRole", "{'RoleName':'r'}");
    NO("DeleteConflict", "iam", "DeleteInstanceProfile", "{'InstanceProfileName':'i'}");
    OK("iam", "RemoveRoleFromInstanceProfile", "{'InstanceProfileName':'i','RoleName':'r'}");
    NO("NoSuchEntity", "iam", "RemoveRoleFromInstanceProfile", "{'InstanceProfileName':'i','RoleName':'r'}");
    OK("iam", "DeleteRole", "{'RoleName':'r'}");
    OK("iam", "DeleteInstanceProfile", "{'InstanceProfileName':'i'}");
}

#define ISSUER "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
#define PROVIDER "arn:aws:iam::123456789012:oidc-provider/" ISSUER

static void a_provider_is_named_by_its_issuer(void **state)
{
    (void)state;
    const struct value *made =
        OK("iam", "CreateOpenIDConnectProvider",
           "{'Url':'https://" ISSUER "','ClientIDList':['sts.amazonaws.com'],'Tags':[{'Key':'a','Value':'b'}]}");
    assert_string_equal(text_at(made, "OpenIDConnectProviderArn"), PROVIDER);
    NO("EntityAlreadyExists", "iam", "CreateOpenIDConnectProvider", "{'Url':'https://" ISSUER "'}");
    OK("iam", "AddClientIDToOpenIDConnectProvider", "{'OpenIDConnectProviderArn':'" PROVIDER "','ClientID':'other'}");
    OK("iam", "AddClientIDToOpenIDConnectProvider", "{'OpenIDConnectProviderArn':'" PROVIDER "','ClientID':'other'}");
    OK("iam", "RemoveClientIDFromOpenIDConnectProvider",
       "{'OpenIDConnectProviderArn':'" PROVIDER "','ClientID':'sts.amazonaws.com'}");
    OK("iam", "UpdateOpenIDConnectProviderThumbprint",
       "{'OpenIDConnectProviderArn':'" PROVIDER "','ThumbprintList':['%s']}",
       "9e99a48a9960b14926bb7f3b02e22da2b0ab7280");
    const struct value *told = OK("iam", "GetOpenIDConnectProvider", "{'OpenIDConnectProviderArn':'" PROVIDER "'}");
    assert_string_equal(text_at(told, "Url"), ISSUER);
    assert_int_equal(count_at(told, "ClientIDList"), 1);
    assert_string_equal(text_at(told, "ClientIDList[0]"), "other");
    assert_string_equal(text_at(told, "ThumbprintList[0]"), "9e99a48a9960b14926bb7f3b02e22da2b0ab7280");
    assert_string_equal(text_at(told, "Tags[0].Key"), "a");
    assert_string_equal(text_at(OK("iam", "ListOpenIDConnectProviders", "{}"), "OpenIDConnectProviderList[0].Arn"),
                        PROVIDER);
    OK("iam", "DeleteOpenIDConnectProvider", "{'OpenIDConnectProviderArn':'" PROVIDER "'}");
    NO("NoSuchEntity", "iam", "GetOpenIDConnectProvider", "{'OpenIDConnectProviderArn':'" PROVIDER "'}");
}

struct refusal {
    const char *code, *op, *in;
};

#define GOOD "'{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\"}]}'"

static const struct refusal refusals[] = {
    {"EntityAlreadyExists", "CreatePolicy", "{'PolicyName':'P','PolicyDocument':" GOOD "}"},
    {"ValidationError", "CreatePolicy", "{'PolicyName':'a b','PolicyDocument':" GOOD "}"},
    {"ValidationError", "CreatePolicy", "{'PolicyName':'q','Path':'app','PolicyDocument':" GOOD "}"},
    {"MalformedPolicyDocument", "CreatePolicy", "{'PolicyName':'q','PolicyDocument':'{}'}"},
    {"MalformedPolicyDocument", "CreatePolicyVersion", "{'PolicyArn':'" POLICY "','PolicyDocument':'{}'}"},
    {"NoSuchEntity", "GetPolicy", "{'PolicyArn':'arn:aws:iam::123456789012:policy/none-such'}"},
    {"NoSuchEntity", "DeletePolicyVersion", "{'PolicyArn':'" POLICY "','VersionId':'v9'}"},
    {"NoSuchEntity", "CreateRole",
     "{'RoleName':'b','PermissionsBoundary':'arn:aws:iam::123456789012:policy/none'," TRUST "}"},
    {"NoSuchEntity", "AddRoleToInstanceProfile", "{'InstanceProfileName':'none','RoleName':'r'}"},
    {"EntityAlreadyExists", "CreateInstanceProfile", "{'InstanceProfileName':'I'}"},
    {"NoSuchEntity", "AddRoleToInstanceProfile", "{'InstanceProfileName':'i','RoleName':'none'}"},
    {"ValidationError", "CreateOpenIDConnectProvider", "{'Url':'http://plain.example.com'}"},
    {"ValidationError", "CreateOpenIDConnectProvider", "{'Url':'https://x.example.com:8443/a'}"},
    {"ValidationError", "CreateOpenIDConnectProvider", "{'Url':'https://x.example.com/a?b'}"},
    {"ValidationError", "CreateOpenIDConnectProvider", "{'Url':'https://x.example.com','ThumbprintList':['short']}"},
    {"InvalidInput", "UpdateOpenIDConnectProviderThumbprint",
     "{'OpenIDConnectProviderArn':'arn:aws:iam::123456789012:oidc-provider/t.example.com','ThumbprintList':[]}"},
};

static void what_aws_refuses_is_refused(void **state)
{
    (void)state;
    make_policy();
    OK("iam", "CreateInstanceProfile", "{'InstanceProfileName':'i'}");
    OK("iam", "CreateOpenIDConnectProvider", "{'Url':'https://t.example.com'}");
    for (size_t i = 0; i < COUNT(refusals); i++) {
        const struct refusal *r = &refusals[i];
        NO(r->code, "iam", r->op, "%s", r->in);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_policy_keeps_five_versions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_attached_policy_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_profile_holds_one_role, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_provider_is_named_by_its_issuer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_aws_refuses_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

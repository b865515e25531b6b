/*
 * Policies: one written into a role, and one that stands by itself and is attached. The latter keeps its former texts
 * as versions, five at most; what is not in force is taken away before a new one comes, so that there is always room,
 * and the text before the last stays for who wants it back. Deleting the version in force is refused, which is meant.
 * AWS's list tells neither text nor tags.
 */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_iam_policy = {
    .name = "AWS::IAM::Policy", .doc = "a policy written into a role",
    .flags = RT_GLOBAL | RT_PART | RT_HARMLESS, .going = INT_DOWNTIME, .id = "RoleName PolicyName", .key = "RoleName PolicyName", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"RoleName",       T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the role"},
        {"PolicyName",     T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the role"},
        {"PolicyDocument", T_MAP, A_REQUIRED | A_JSON, .doc = "what it allows"},
        {0}},
    .impl = &(const struct rtype_impl){
        .carry   = "RoleName",
        .read    = CALLS({&iam_GetRolePolicy, .only = "RoleName PolicyName", .result = "",
                          .bulk = &(const struct call){&iam_GetAccountAuthorizationDetails, .only = "-", .bind = BINDS({"Filter", "=[\"Role\"]"}),
                                                       .result = "RoleDetailList[].RolePolicyList[]"}}),
        .create  = CALLS({&iam_PutRolePolicy, .found = FOUND_BY_NAME, .soon = "NoSuchEntity"}),
        .update  = CALLS({&iam_PutRolePolicy, .when = "PolicyDocument", .only = "RoleName PolicyName PolicyDocument"}),
        .remove  = CALLS({&iam_DeleteRolePolicy, .only = "RoleName PolicyName"}),
        .missing = "NoSuchEntity",
        .wait    = {.every = 3, .limit = 300},
    },
};

#define THIS_POLICY {"PolicyArn", "$Arn"}

#define DROP_VERSIONS(when_) \
    {&iam_DeletePolicyVersion, .when = when_, .only = "-", .each = "$VersionIds", \
     .bind = BINDS(THIS_POLICY, {"VersionId", "@each"}), .done = "DeleteConflict NoSuchEntity"}

const struct rtype rtype_iam_managed_policy = {
    .name = "AWS::IAM::ManagedPolicy", .doc = "a policy of its own, that roles attach by its ARN",
    .flags = RT_GLOBAL | RT_HARMLESS, .going = INT_DOWNTIME, .id = "Arn", .key = "PolicyName", .create_s = {5, 10}, .update_s = {4, 8}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"PolicyName",       T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "unique in the account"},
        {"Path",             T_STR,  A_CREATE_ONLY, .dflt = "\"/\"", .doc = "/.../"},
        {"Description",      T_STR,  A_CREATE_ONLY, .doc = "for people"},
        {"PolicyDocument",   T_MAP,  A_REQUIRED | A_JSON, "Document", .doc = "what it allows"},
        {"Arn",              T_STR,  A_OUTPUT, .doc = "ARN"},
        {"DefaultVersionId", T_STR,  A_OUTPUT, .doc = "the version in force"},
        {"VersionIds",       T_LIST, A_OUTPUT, "Versions[].VersionId", .doc = "versions that AWS keeps"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&iam_ListPolicies, .only = "-", .bind = BINDS({"Scope", "=Local"}), .result = "Policies[]"},
        .partial = true,
        .read    = CALLS({&iam_GetPolicy, .only = "-", .bind = BINDS(THIS_POLICY), .result = "Policy"},
                         {&iam_GetPolicyVersion, .only = "-", .bind = BINDS(THIS_POLICY, {"VersionId", "$DefaultVersionId"}), .result = "PolicyVersion"},
                         {&iam_ListPolicyVersions, .only = "-", .bind = BINDS(THIS_POLICY), .result = ""}),
        .create  = CALLS({&iam_CreatePolicy, .found = FOUND_BY_NAME, .result = "Policy", .soon = "MalformedPolicyDocument:*principal*"}),
        .update  = CALLS(DROP_VERSIONS("PolicyDocument"),
                         {&iam_CreatePolicyVersion, .found = FOUND_BY_KEY, .when = "PolicyDocument", .only = "PolicyDocument",
                          .bind = BINDS(THIS_POLICY, {"SetAsDefault", "=true"})},
                         {&iam_TagPolicy, .when = "Tags", .only = "-", .bind = BINDS(THIS_POLICY, {"Tags", "+Tags"})},
                         {&iam_UntagPolicy, .when = "Tags", .only = "-", .bind = BINDS(THIS_POLICY, {"TagKeys", "-Tags"})}),
        .remove  = CALLS(DROP_VERSIONS(NULL),
                         {&iam_DeletePolicy, .only = "-", .bind = BINDS(THIS_POLICY), .not_yet = "DeleteConflict"}),
        .missing = "NoSuchEntity",
        .wait    = {.every = 3, .limit = 300},
    },
};

/* A role, and a policy written into one. Account-wide; documents come back URL-encoded and are compared by meaning. */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_iam_role = {
    .name = "AWS::IAM::Role", .doc = "what a service may do in the account's name",
    .flags = RT_GLOBAL, .id = "RoleName", .key = "RoleName", .create_s = 8, .update_s = 5, .delete_s = 5,
    .attrs = (const struct attr[]){
        {"RoleName",                 T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the account"},
        {"Path",                     T_STR,  A_CREATE_ONLY, .dflt = "\"/\"", .doc = "/.../"},
        {"Description",              T_STR,  0, .doc = "for people"},
        {"AssumeRolePolicyDocument", T_MAP,  A_REQUIRED | A_JSON, .doc = "who may take the role"},
        {"MaxSessionDuration",       T_INT,  0, .dflt = "3600", .doc = "seconds"},
        {"ManagedPolicyArns",        T_LIST, A_SET, "AttachedPolicies[].PolicyArn", .doc = "policies attached"},
        {"Arn",                      T_STR,  A_OUTPUT, .doc = "ARN"},
        {"RoleId",                   T_STR,  A_OUTPUT, .doc = "AROA..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&iam_GetRole, .only = "RoleName", .result = "Role"},
                         {&iam_ListAttachedRolePolicies, .only = "RoleName", .result = ""}),
        .create  = CALLS({&iam_CreateRole, .result = "Role", .soon = "MalformedPolicyDocument:*principal*"},
                         {&iam_AttachRolePolicy, .when = "ManagedPolicyArns", .only = "RoleName", .each = "$ManagedPolicyArns",
                          .bind = BINDS({"PolicyArn", "@each"}), .soon = "NoSuchEntity"}),
        .update  = CALLS({&iam_UpdateRole, .when = "Description MaxSessionDuration", .only = "RoleName Description MaxSessionDuration"},
                         {&iam_UpdateAssumeRolePolicy, .when = "AssumeRolePolicyDocument", .only = "RoleName",
                          .bind = BINDS({"PolicyDocument", "$AssumeRolePolicyDocument"})},
                         {&iam_AttachRolePolicy, .when = "ManagedPolicyArns", .only = "RoleName", .each = "+ManagedPolicyArns",
                          .bind = BINDS({"PolicyArn", "@each"})},
                         {&iam_DetachRolePolicy, .when = "ManagedPolicyArns", .only = "RoleName", .each = "-ManagedPolicyArns",
                          .bind = BINDS({"PolicyArn", "@each"}), .done = "NoSuchEntity"},
                         {&iam_TagRole, .when = "Tags", .only = "RoleName", .bind = BINDS({"Tags", "+Tags"})},
                         {&iam_UntagRole, .when = "Tags", .only = "RoleName", .bind = BINDS({"TagKeys", "-Tags"})}),
        .remove  = CALLS({&iam_DetachRolePolicy, .when = "ManagedPolicyArns", .only = "RoleName", .each = "$ManagedPolicyArns",
                          .bind = BINDS({"PolicyArn", "@each"}), .done = "NoSuchEntity"},
                         {&iam_DeleteRole, .only = "RoleName", .not_yet = "DeleteConflict"}),
        .missing = "NoSuchEntity",
        .wait    = {.every = 3, .limit = 300},
        .recovery = FOUND_BY_KEY,
    },
};

const struct rtype rtype_iam_policy = {
    .name = "AWS::IAM::Policy", .doc = "a policy written into a role",
    .flags = RT_GLOBAL | RT_PART, .id = "RoleName PolicyName", .key = "RoleName PolicyName", .create_s = 3, .update_s = 3, .delete_s = 2,
    .attrs = (const struct attr[]){
        {"RoleName",       T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the role"},
        {"PolicyName",     T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the role"},
        {"PolicyDocument", T_MAP, A_REQUIRED | A_JSON, .doc = "what it allows"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&iam_GetRolePolicy, .only = "RoleName PolicyName", .result = ""}),
        .create  = CALLS({&iam_PutRolePolicy, .soon = "NoSuchEntity"}),
        .update  = CALLS({&iam_PutRolePolicy, .when = "PolicyDocument", .only = "RoleName PolicyName PolicyDocument"}),
        .remove  = CALLS({&iam_DeleteRolePolicy, .only = "RoleName PolicyName"}),
        .missing = "NoSuchEntity",
        .wait    = {.every = 3, .limit = 300},
        .recovery = FOUND_BY_KEY,
    },
};

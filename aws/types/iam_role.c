/* A role. Account-wide; documents come back URL-encoded and are compared by meaning. */
#include "aws/types/common.h"

/* clang-format off */
/* GetRole tells what the list of roles and the details of all roles tell together. */
#define ROLE_DETAILS \
    {&iam_GetAccountAuthorizationDetails, .only = "-", .bind = BINDS({"Filter", "=[\"Role\"]"}), .result = "RoleDetailList[]", \
     .gives = BINDS({"ManagedPolicyArns", "AttachedManagedPolicies[].PolicyArn"})}

const struct rtype rtype_iam_role = {
    .name = "AWS::IAM::Role", .doc = "what a service may do in the account's name",
    .flags = RT_GLOBAL | RT_HARMLESS, .going = INT_DOWNTIME, .id = "RoleName", .key = "RoleName", .create_s = {8, 16}, .update_s = {5, 10}, .delete_s = {5, 10},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"RoleName",                 T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the account"},
        {"Path",                     T_STR,  A_CREATE_ONLY, .dflt = "\"/\"", .doc = "/.../"},
        {"Description",              T_STR,  0, .doc = "for people"},
        {"AssumeRolePolicyDocument", T_MAP,  A_REQUIRED | A_JSON, .doc = "who may take the role"},
        {"MaxSessionDuration",       T_INT,  0, .dflt = "3600", .doc = "seconds"},
        {"ManagedPolicyArns",        T_LIST, A_SET, "AttachedPolicies[].PolicyArn", "[]", "policies attached"},
        {"PermissionsBoundary",      T_STR,  0, "PermissionsBoundary.PermissionsBoundaryArn", "\"\"", "ARN of a policy: the most it may ever do"},
        {"Arn",                      T_STR,  A_OUTPUT, .doc = "ARN"},
        {"RoleId",                   T_STR,  A_OUTPUT, .doc = "AROA..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&iam_GetRole, .only = "RoleName", .result = "Role",
                          .bulk = &(const struct call){&iam_ListRoles, .only = "-", .result = "Roles[]"}},
                         {&iam_ListAttachedRolePolicies, .only = "RoleName", .result = "", .bulk = &(const struct call)ROLE_DETAILS}),
        .create  = CALLS({&iam_CreateRole, .found = FOUND_BY_NAME, .result = "Role", .soon = "MalformedPolicyDocument:*principal*"},
                         {&iam_AttachRolePolicy, .when = "ManagedPolicyArns", .only = "RoleName", .each = "$ManagedPolicyArns",
                          .bind = BINDS({"PolicyArn", "@each"}), .soon = "NoSuchEntity"}),
        .update  = CALLS({&iam_UpdateRole, .when = "Description MaxSessionDuration", .only = "RoleName Description MaxSessionDuration"},
                         {&iam_UpdateAssumeRolePolicy, .when = "AssumeRolePolicyDocument", .only = "RoleName",
                          .bind = BINDS({"PolicyDocument", "$AssumeRolePolicyDocument"})},
                         {&iam_PutRolePermissionsBoundary, .when = "PermissionsBoundary", .if_set = "PermissionsBoundary",
                          .only = "RoleName PermissionsBoundary", .soon = "NoSuchEntity"},
                         {&iam_DeleteRolePermissionsBoundary, .when = "PermissionsBoundary", .if_unset = "PermissionsBoundary",
                          .only = "RoleName", .done = "NoSuchEntity"},
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
    },
};

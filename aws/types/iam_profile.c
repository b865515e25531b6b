/*
 * What hands a role to an instance. It holds one role: the old one goes before the new one comes, and for that moment
 * the instances have none. Said twice, the new one is refused as a second: then it is there.
 */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_iam_instance_profile = {
    .name = "AWS::IAM::InstanceProfile", .doc = "hands a role to instances",
    .flags = RT_GLOBAL, .going = INT_DOWNTIME, .id = "InstanceProfileName", .key = "InstanceProfileName", .create_s = {10, 20}, .update_s = {10, 20}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"InstanceProfileName", T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the account"},
        {"Path",                T_STR,  A_CREATE_ONLY, .dflt = "\"/\"", .doc = "/.../"},
        {"Roles",               T_LIST, A_BRIEF, "Roles[].RoleName", "[]", "the role's name; one at most"},
        {"Arn",                 T_STR,  A_OUTPUT, .doc = "ARN"},
        {"InstanceProfileId",   T_STR,  A_OUTPUT, .doc = "AIPA..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&iam_GetInstanceProfile, .only = "InstanceProfileName", .result = "InstanceProfile"}),
        .create  = CALLS({&iam_CreateInstanceProfile, .found = FOUND_BY_NAME, .result = "InstanceProfile"},
                         {&iam_AddRoleToInstanceProfile, .when = "Roles", .only = "InstanceProfileName", .each = "+Roles",
                          .bind = BINDS({"RoleName", "@each"}), .soon = "NoSuchEntity", .done = "LimitExceeded"}),
        .update  = CALLS({&iam_RemoveRoleFromInstanceProfile, .when = "Roles", .only = "InstanceProfileName", .each = "-Roles",
                          .bind = BINDS({"RoleName", "@each"}), .done = "NoSuchEntity"},
                         {&iam_AddRoleToInstanceProfile, .when = "Roles", .only = "InstanceProfileName", .each = "+Roles",
                          .bind = BINDS({"RoleName", "@each"}), .soon = "NoSuchEntity", .done = "LimitExceeded"},
                         {&iam_TagInstanceProfile, .when = "Tags", .only = "InstanceProfileName", .bind = BINDS({"Tags", "+Tags"})},
                         {&iam_UntagInstanceProfile, .when = "Tags", .only = "InstanceProfileName", .bind = BINDS({"TagKeys", "-Tags"})}),
        .remove  = CALLS({&iam_RemoveRoleFromInstanceProfile, .when = "Roles", .only = "InstanceProfileName", .each = "$Roles",
                          .bind = BINDS({"RoleName", "@each"}), .done = "NoSuchEntity"},
                         {&iam_DeleteInstanceProfile, .only = "InstanceProfileName", .not_yet = "DeleteConflict"}),
        .missing = "NoSuchEntity",
        .wait    = {.every = 3, .limit = 300},
    },
};

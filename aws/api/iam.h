#ifndef AWS_API_IAM_H
#define AWS_API_IAM_H

/* IAM: roles and their policies. The API of 2010-05-08: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_iam;

/* clang-format off */
extern const struct op iam_CreateRole, iam_GetRole, iam_ListRoles, iam_UpdateRole, iam_UpdateAssumeRolePolicy,
    iam_DeleteRole, iam_CreateServiceLinkedRole;
extern const struct op iam_TagRole, iam_UntagRole, iam_ListRoleTags;
extern const struct op iam_AttachRolePolicy, iam_DetachRolePolicy, iam_ListAttachedRolePolicies;
extern const struct op iam_PutRolePolicy, iam_GetRolePolicy, iam_DeleteRolePolicy, iam_ListRolePolicies;
extern const struct op iam_ListInstanceProfilesForRole;
/* clang-format on */

#endif

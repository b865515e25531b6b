#ifndef AWS_API_IAM_H
#define AWS_API_IAM_H

/* IAM: roles, policies, instance profiles, and identity providers. The API of 2010-05-08: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_iam;

/* clang-format off */
extern const struct op iam_CreateRole, iam_GetRole, iam_ListRoles, iam_GetAccountAuthorizationDetails, iam_UpdateRole, iam_UpdateAssumeRolePolicy,
    iam_DeleteRole, iam_CreateServiceLinkedRole;
extern const struct op iam_TagRole, iam_UntagRole, iam_ListRoleTags;
extern const struct op iam_AttachRolePolicy, iam_DetachRolePolicy, iam_ListAttachedRolePolicies;
extern const struct op iam_PutRolePolicy, iam_GetRolePolicy, iam_DeleteRolePolicy, iam_ListRolePolicies;
extern const struct op iam_ListInstanceProfilesForRole;
extern const struct op iam_PutRolePermissionsBoundary, iam_DeleteRolePermissionsBoundary;
extern const struct op iam_CreatePolicy, iam_GetPolicy, iam_ListPolicies, iam_DeletePolicy, iam_TagPolicy, iam_UntagPolicy;
extern const struct op iam_GetPolicyVersion, iam_CreatePolicyVersion, iam_DeletePolicyVersion, iam_ListPolicyVersions;
extern const struct op iam_CreateInstanceProfile, iam_GetInstanceProfile, iam_DeleteInstanceProfile,
    iam_AddRoleToInstanceProfile, iam_RemoveRoleFromInstanceProfile, iam_TagInstanceProfile, iam_UntagInstanceProfile;
extern const struct op iam_CreateOpenIDConnectProvider, iam_GetOpenIDConnectProvider, iam_ListOpenIDConnectProviders,
    iam_DeleteOpenIDConnectProvider, iam_AddClientIDToOpenIDConnectProvider, iam_RemoveClientIDFromOpenIDConnectProvider,
    iam_UpdateOpenIDConnectProviderThumbprint, iam_TagOpenIDConnectProvider, iam_UntagOpenIDConnectProvider;
extern const struct op iam_SimulatePrincipalPolicy;
/* clang-format on */

#endif

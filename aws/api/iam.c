#include "aws/api/iam.h"

/* clang-format off */

SHAPE(Tag,
    STR_REQUIRED(Key),
    STR_REQUIRED(Value));

SHAPE(CreateRoleRequest,
    STR(Path),
    STR_REQUIRED(RoleName),
    STR_REQUIRED(AssumeRolePolicyDocument),
    STR(Description),
    INT(MaxSessionDuration),
    STR(PermissionsBoundary),
    LIST(Tags, Tag, NULL));

SHAPE(AttachedPermissionsBoundary,
    STR(PermissionsBoundaryType),
    STR(PermissionsBoundaryArn));

SHAPE(RoleLastUsed,
    TIME(LastUsedDate),
    STR(Region));

SHAPE(Role,
    STR(Path),
    STR(RoleName),
    STR(RoleId),
    STR(Arn),
    TIME(CreateDate),
    STR(AssumeRolePolicyDocument),
    STR(Description),
    INT(MaxSessionDuration),
    STRUCT(PermissionsBoundary, AttachedPermissionsBoundary),
    LIST(Tags, Tag, NULL),
    STRUCT(RoleLastUsed, RoleLastUsed));

SHAPE(CreateRoleResponse,
    STRUCT(Role, Role));

SHAPE(GetRoleRequest,
    STR_REQUIRED(RoleName));

SHAPE(GetRoleResponse,
    STRUCT(Role, Role));

SHAPE(ListRolesRequest,
    STR(PathPrefix),
    STR(Marker),
    INT(MaxItems));

SHAPE(ListRolesResponse,
    LIST(Roles, Role, NULL),
    BOOL(IsTruncated),
    STR(Marker));

SHAPE(UpdateRoleRequest,
    STR_REQUIRED(RoleName),
    STR(Description),
    INT(MaxSessionDuration));

SHAPE(UpdateAssumeRolePolicyRequest,
    STR_REQUIRED(RoleName),
    STR_REQUIRED(PolicyDocument));

SHAPE(DeleteRoleRequest,
    STR_REQUIRED(RoleName));

SHAPE(CreateServiceLinkedRoleRequest,
    STR_REQUIRED(AWSServiceName),
    STR(Description),
    STR(CustomSuffix));

SHAPE(CreateServiceLinkedRoleResponse,
    STRUCT(Role, Role));

SHAPE(TagRoleRequest,
    STR_REQUIRED(RoleName),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(UntagRoleRequest,
    STR_REQUIRED(RoleName),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(ListRoleTagsRequest,
    STR_REQUIRED(RoleName),
    STR(Marker),
    INT(MaxItems));

SHAPE(ListRoleTagsResponse,
    LIST(Tags, Tag, NULL),
    BOOL(IsTruncated),
    STR(Marker));

SHAPE(AttachRolePolicyRequest,
    STR_REQUIRED(RoleName),
    STR_REQUIRED(PolicyArn));

SHAPE(DetachRolePolicyRequest,
    STR_REQUIRED(RoleName),
    STR_REQUIRED(PolicyArn));

SHAPE(ListAttachedRolePoliciesRequest,
    STR_REQUIRED(RoleName),
    STR(PathPrefix),
    STR(Marker),
    INT(MaxItems));

SHAPE(AttachedPolicy,
    STR(PolicyName),
    STR(PolicyArn));

SHAPE(ListAttachedRolePoliciesResponse,
    LIST(AttachedPolicies, AttachedPolicy, NULL),
    BOOL(IsTruncated),
    STR(Marker));

SHAPE(PutRolePolicyRequest,
    STR_REQUIRED(RoleName),
    STR_REQUIRED(PolicyName),
    STR_REQUIRED(PolicyDocument));

SHAPE(GetRolePolicyRequest,
    STR_REQUIRED(RoleName),
    STR_REQUIRED(PolicyName));

SHAPE(GetRolePolicyResponse,
    STR(RoleName),
    STR(PolicyName),
    STR(PolicyDocument));

SHAPE(DeleteRolePolicyRequest,
    STR_REQUIRED(RoleName),
    STR_REQUIRED(PolicyName));

SHAPE(ListRolePoliciesRequest,
    STR_REQUIRED(RoleName),
    STR(Marker),
    INT(MaxItems));

SHAPE(ListRolePoliciesResponse,
    STRS(PolicyNames, NULL),
    BOOL(IsTruncated),
    STR(Marker));

SHAPE(ListInstanceProfilesForRoleRequest,
    STR_REQUIRED(RoleName),
    STR(Marker),
    INT(MaxItems));

SHAPE(InstanceProfile,
    STR(Path),
    STR(InstanceProfileName),
    STR(InstanceProfileId),
    STR(Arn),
    TIME(CreateDate),
    LIST(Roles, Role, NULL),
    LIST(Tags, Tag, NULL));

SHAPE(ListInstanceProfilesForRoleResponse,
    LIST(InstanceProfiles, InstanceProfile, NULL),
    BOOL(IsTruncated),
    STR(Marker));

OP(iam,       CreateRole,              CreateRoleRequest,              &CreateRoleResponse,              0,
   "LimitExceeded InvalidInput EntityAlreadyExists MalformedPolicyDocument ConcurrentModification");
OP(iam,       GetRole,                 GetRoleRequest,                 &GetRoleResponse,                 OP_READ,       "NoSuchEntity");
OP_PAGED(iam, ListRoles,               ListRolesRequest,               &ListRolesResponse,               OP_READ,
   NULL, PAGES_OF("Marker", "Marker", "Roles", "MaxItems", 1000));
OP(iam,       UpdateRole,              UpdateRoleRequest,              NULL,                             OP_IDEMPOTENT,
   "UnmodifiableEntity NoSuchEntity");
OP(iam,       UpdateAssumeRolePolicy,  UpdateAssumeRolePolicyRequest,  NULL,                             OP_IDEMPOTENT,
   "NoSuchEntity MalformedPolicyDocument LimitExceeded UnmodifiableEntity");
OP(iam,       DeleteRole,              DeleteRoleRequest,              NULL,                             OP_IDEMPOTENT,
   "NoSuchEntity DeleteConflict LimitExceeded UnmodifiableEntity ConcurrentModification");
OP(iam,       CreateServiceLinkedRole, CreateServiceLinkedRoleRequest, &CreateServiceLinkedRoleResponse, 0,
   "InvalidInput LimitExceeded NoSuchEntity");

OP(iam,       TagRole,      TagRoleRequest,      NULL,                  OP_IDEMPOTENT,
   "NoSuchEntity LimitExceeded InvalidInput ConcurrentModification");
OP(iam,       UntagRole,    UntagRoleRequest,    NULL,                  OP_IDEMPOTENT, "NoSuchEntity ConcurrentModification");
OP_PAGED(iam, ListRoleTags, ListRoleTagsRequest, &ListRoleTagsResponse, OP_READ,
   "NoSuchEntity", PAGES_OF("Marker", "Marker", "Tags", "MaxItems", 100));

OP(iam,       AttachRolePolicy,         AttachRolePolicyRequest,         NULL,                              OP_IDEMPOTENT,
   "NoSuchEntity LimitExceeded InvalidInput UnmodifiableEntity PolicyNotAttachable");
OP(iam,       DetachRolePolicy,         DetachRolePolicyRequest,         NULL,                              OP_IDEMPOTENT,
   "NoSuchEntity LimitExceeded InvalidInput UnmodifiableEntity");
OP_PAGED(iam, ListAttachedRolePolicies, ListAttachedRolePoliciesRequest, &ListAttachedRolePoliciesResponse, OP_READ,
   "NoSuchEntity InvalidInput", PAGES_OF("Marker", "Marker", "AttachedPolicies", "MaxItems", 1000));

OP(iam,       PutRolePolicy,    PutRolePolicyRequest,    NULL,                      OP_IDEMPOTENT,
   "LimitExceeded MalformedPolicyDocument NoSuchEntity UnmodifiableEntity");
OP(iam,       GetRolePolicy,    GetRolePolicyRequest,    &GetRolePolicyResponse,    OP_READ,       "NoSuchEntity");
OP(iam, DeleteRolePolicy, DeleteRolePolicyRequest, NULL, OP_IDEMPOTENT, "NoSuchEntity LimitExceeded UnmodifiableEntity");
OP_PAGED(iam, ListRolePolicies, ListRolePoliciesRequest, &ListRolePoliciesResponse, OP_READ,
   "NoSuchEntity", PAGES_OF("Marker", "Marker", "PolicyNames", "MaxItems", 1000));

OP_PAGED(iam, ListInstanceProfilesForRole, ListInstanceProfilesForRoleRequest, &ListInstanceProfilesForRoleResponse, OP_READ,
   "NoSuchEntity", PAGES_OF("Marker", "Marker", "InstanceProfiles", "MaxItems", 1000));

const struct service svc_iam = {
    .id = "iam",
    .service_id = "IAM",
    .protocol = P_QUERY,
    .version = "2010-05-08",
    .xmlns = "https://iam.amazonaws.com/doc/2010-05-08/",
    .global = true,
    .ops = (const struct op *const[]){
        &iam_CreateRole, &iam_GetRole, &iam_ListRoles, &iam_UpdateRole, &iam_UpdateAssumeRolePolicy,
        &iam_DeleteRole, &iam_CreateServiceLinkedRole, &iam_TagRole, &iam_UntagRole, &iam_ListRoleTags,
        &iam_AttachRolePolicy, &iam_DetachRolePolicy, &iam_ListAttachedRolePolicies, &iam_PutRolePolicy,
        &iam_GetRolePolicy, &iam_DeleteRolePolicy, &iam_ListRolePolicies, &iam_ListInstanceProfilesForRole, NULL},
};

/* clang-format on */

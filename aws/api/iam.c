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

SHAPE(GetAccountAuthorizationDetailsRequest,
    {.name = "Filter", .kind = K_LIST, .of = K_STR, .values = "User Role Group LocalManagedPolicy AWSManagedPolicy"},
    INT(MaxItems),
    STR(Marker));

SHAPE(PolicyDetail,
    STR(PolicyName),
    STR(PolicyDocument));

SHAPE(RoleDetail,
    STR(Path),
    STR(RoleName),
    STR(RoleId),
    STR(Arn),
    TIME(CreateDate),
    STR(AssumeRolePolicyDocument),
    LIST(RolePolicyList, PolicyDetail, NULL),
    LIST(AttachedManagedPolicies, AttachedPolicy, NULL),
    STRUCT(PermissionsBoundary, AttachedPermissionsBoundary),
    LIST(Tags, Tag, NULL));

SHAPE(GetAccountAuthorizationDetailsResponse,
    LIST(RoleDetailList, RoleDetail, NULL),
    BOOL(IsTruncated),
    STR(Marker));

SHAPE(PutRolePermissionsBoundaryRequest,
    STR_REQUIRED(RoleName),
    STR_REQUIRED(PermissionsBoundary));

SHAPE(DeleteRolePermissionsBoundaryRequest,
    STR_REQUIRED(RoleName));

SHAPE(CreatePolicyRequest,
    STR_REQUIRED(PolicyName),
    STR(Path),
    STR_REQUIRED(PolicyDocument),
    STR(Description),
    LIST(Tags, Tag, NULL));

SHAPE(Policy,
    STR(PolicyName),
    STR(PolicyId),
    STR(Arn),
    STR(Path),
    STR(DefaultVersionId),
    INT(AttachmentCount),
    INT(PermissionsBoundaryUsageCount),
    BOOL(IsAttachable),
    STR(Description),
    TIME(CreateDate),
    TIME(UpdateDate),
    LIST(Tags, Tag, NULL));

SHAPE(CreatePolicyResponse,
    STRUCT(Policy, Policy));

SHAPE(GetPolicyRequest,
    STR_REQUIRED(PolicyArn));

SHAPE(GetPolicyResponse,
    STRUCT(Policy, Policy));

SHAPE(ListPoliciesRequest,
    STR_OF(Scope, "All AWS Local"),
    STR(PathPrefix),
    STR(Marker),
    INT(MaxItems));

SHAPE(ListPoliciesResponse,
    LIST(Policies, Policy, NULL),
    BOOL(IsTruncated),
    STR(Marker));

SHAPE(PolicyVersion,
    STR(Document),
    STR(VersionId),
    BOOL(IsDefaultVersion),
    TIME(CreateDate));

SHAPE(GetPolicyVersionRequest,
    STR_REQUIRED(PolicyArn),
    STR_REQUIRED(VersionId));

SHAPE(GetPolicyVersionResponse,
    STRUCT(PolicyVersion, PolicyVersion));

SHAPE(CreatePolicyVersionRequest,
    STR_REQUIRED(PolicyArn),
    STR_REQUIRED(PolicyDocument),
    BOOL(SetAsDefault));

SHAPE(CreatePolicyVersionResponse,
    STRUCT(PolicyVersion, PolicyVersion));

SHAPE(DeletePolicyVersionRequest,
    STR_REQUIRED(PolicyArn),
    STR_REQUIRED(VersionId));

SHAPE(ListPolicyVersionsRequest,
    STR_REQUIRED(PolicyArn),
    STR(Marker),
    INT(MaxItems));

SHAPE(ListPolicyVersionsResponse,
    LIST(Versions, PolicyVersion, NULL),
    BOOL(IsTruncated),
    STR(Marker));

SHAPE(DeletePolicyRequest,
    STR_REQUIRED(PolicyArn));

SHAPE(TagPolicyRequest,
    STR_REQUIRED(PolicyArn),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(UntagPolicyRequest,
    STR_REQUIRED(PolicyArn),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(CreateInstanceProfileRequest,
    STR_REQUIRED(InstanceProfileName),
    STR(Path),
    LIST(Tags, Tag, NULL));

SHAPE(CreateInstanceProfileResponse,
    STRUCT_REQUIRED(InstanceProfile, InstanceProfile));

SHAPE(GetInstanceProfileRequest,
    STR_REQUIRED(InstanceProfileName));

SHAPE(GetInstanceProfileResponse,
    STRUCT_REQUIRED(InstanceProfile, InstanceProfile));

SHAPE(AddRoleToInstanceProfileRequest,
    STR_REQUIRED(InstanceProfileName),
    STR_REQUIRED(RoleName));

SHAPE(RemoveRoleFromInstanceProfileRequest,
    STR_REQUIRED(InstanceProfileName),
    STR_REQUIRED(RoleName));

SHAPE(DeleteInstanceProfileRequest,
    STR_REQUIRED(InstanceProfileName));

SHAPE(TagInstanceProfileRequest,
    STR_REQUIRED(InstanceProfileName),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(UntagInstanceProfileRequest,
    STR_REQUIRED(InstanceProfileName),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(CreateOpenIDConnectProviderRequest,
    STR_REQUIRED(Url),
    STRS(ClientIDList, NULL),
    STRS(ThumbprintList, NULL),
    LIST(Tags, Tag, NULL));

SHAPE(CreateOpenIDConnectProviderResponse,
    STR(OpenIDConnectProviderArn),
    LIST(Tags, Tag, NULL));

SHAPE(GetOpenIDConnectProviderRequest,
    STR_REQUIRED(OpenIDConnectProviderArn));

SHAPE(GetOpenIDConnectProviderResponse,
    STR(Url),
    STRS(ClientIDList, NULL),
    STRS(ThumbprintList, NULL),
    TIME(CreateDate),
    LIST(Tags, Tag, NULL));

SHAPE_EMPTY(ListOpenIDConnectProvidersRequest);

SHAPE(OpenIDConnectProviderListEntry,
    STR(Arn));

SHAPE(ListOpenIDConnectProvidersResponse,
    LIST(OpenIDConnectProviderList, OpenIDConnectProviderListEntry, NULL));

SHAPE(DeleteOpenIDConnectProviderRequest,
    STR_REQUIRED(OpenIDConnectProviderArn));

SHAPE(AddClientIDToOpenIDConnectProviderRequest,
    STR_REQUIRED(OpenIDConnectProviderArn),
    STR_REQUIRED(ClientID));

SHAPE(RemoveClientIDFromOpenIDConnectProviderRequest,
    STR_REQUIRED(OpenIDConnectProviderArn),
    STR_REQUIRED(ClientID));

SHAPE(UpdateOpenIDConnectProviderThumbprintRequest,
    STR_REQUIRED(OpenIDConnectProviderArn),
    STRS_REQUIRED(ThumbprintList, NULL));

SHAPE(TagOpenIDConnectProviderRequest,
    STR_REQUIRED(OpenIDConnectProviderArn),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(UntagOpenIDConnectProviderRequest,
    STR_REQUIRED(OpenIDConnectProviderArn),
    STRS_REQUIRED(TagKeys, NULL));

OP(iam,       CreateRole,              CreateRoleRequest,              &CreateRoleResponse,              0,
   "LimitExceeded InvalidInput EntityAlreadyExists MalformedPolicyDocument ConcurrentModification");
OP(iam,       GetRole,                 GetRoleRequest,                 &GetRoleResponse,                 OP_READ,       "NoSuchEntity");
OP_PAGED(iam, ListRoles,               ListRolesRequest,               &ListRolesResponse,               OP_READ,
   NULL, PAGES_OF("Marker", "Marker", "Roles", "MaxItems", 1000));
OP_PAGED(iam, GetAccountAuthorizationDetails, GetAccountAuthorizationDetailsRequest, &GetAccountAuthorizationDetailsResponse, OP_READ,
   NULL, PAGES_OF("Marker", "Marker", "RoleDetailList", "MaxItems", 100));
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

OP(iam, PutRolePermissionsBoundary,    PutRolePermissionsBoundaryRequest,    NULL, OP_IDEMPOTENT,
   "NoSuchEntity InvalidInput UnmodifiableEntity PolicyNotAttachable");
OP(iam, DeleteRolePermissionsBoundary, DeleteRolePermissionsBoundaryRequest, NULL, OP_IDEMPOTENT, "NoSuchEntity UnmodifiableEntity");

OP(iam,       CreatePolicy,        CreatePolicyRequest,        &CreatePolicyResponse,        0,
   "InvalidInput LimitExceeded EntityAlreadyExists MalformedPolicyDocument ConcurrentModification");
OP(iam,       GetPolicy,           GetPolicyRequest,           &GetPolicyResponse,           OP_READ, "NoSuchEntity InvalidInput");
OP_PAGED(iam, ListPolicies,        ListPoliciesRequest,        &ListPoliciesResponse,        OP_READ,
   NULL, PAGES_OF("Marker", "Marker", "Policies", "MaxItems", 1000));
OP(iam,       GetPolicyVersion,    GetPolicyVersionRequest,    &GetPolicyVersionResponse,    OP_READ, "NoSuchEntity InvalidInput");
OP(iam,       CreatePolicyVersion, CreatePolicyVersionRequest, &CreatePolicyVersionResponse, 0,
   "NoSuchEntity MalformedPolicyDocument InvalidInput LimitExceeded");
OP(iam,       DeletePolicyVersion, DeletePolicyVersionRequest, NULL,                         OP_IDEMPOTENT,
   "NoSuchEntity LimitExceeded InvalidInput DeleteConflict");
OP_PAGED(iam, ListPolicyVersions,  ListPolicyVersionsRequest,  &ListPolicyVersionsResponse,  OP_READ,
   "NoSuchEntity InvalidInput", PAGES_OF("Marker", "Marker", "Versions", "MaxItems", 1000));
OP(iam,       DeletePolicy,        DeletePolicyRequest,        NULL,                         OP_IDEMPOTENT,
   "NoSuchEntity LimitExceeded InvalidInput DeleteConflict");
OP(iam,       TagPolicy,           TagPolicyRequest,           NULL,                         OP_IDEMPOTENT,
   "NoSuchEntity LimitExceeded InvalidInput ConcurrentModification");
OP(iam,       UntagPolicy,         UntagPolicyRequest,         NULL,                         OP_IDEMPOTENT,
   "NoSuchEntity InvalidInput ConcurrentModification");

OP(iam, CreateInstanceProfile,         CreateInstanceProfileRequest,         &CreateInstanceProfileResponse, 0,
   "EntityAlreadyExists InvalidInput LimitExceeded ConcurrentModification");
OP(iam, GetInstanceProfile,            GetInstanceProfileRequest,            &GetInstanceProfileResponse,    OP_READ, "NoSuchEntity");
OP(iam, AddRoleToInstanceProfile,      AddRoleToInstanceProfileRequest,      NULL, OP_IDEMPOTENT,
   "NoSuchEntity EntityAlreadyExists LimitExceeded UnmodifiableEntity");
OP(iam, RemoveRoleFromInstanceProfile, RemoveRoleFromInstanceProfileRequest, NULL, OP_IDEMPOTENT,
   "NoSuchEntity LimitExceeded UnmodifiableEntity");
OP(iam, DeleteInstanceProfile,         DeleteInstanceProfileRequest,         NULL, OP_IDEMPOTENT,
   "NoSuchEntity DeleteConflict LimitExceeded");
OP(iam, TagInstanceProfile,            TagInstanceProfileRequest,            NULL, OP_IDEMPOTENT,
   "NoSuchEntity InvalidInput LimitExceeded ConcurrentModification");
OP(iam, UntagInstanceProfile,          UntagInstanceProfileRequest,          NULL, OP_IDEMPOTENT,
   "NoSuchEntity InvalidInput ConcurrentModification");

OP(iam, CreateOpenIDConnectProvider, CreateOpenIDConnectProviderRequest, &CreateOpenIDConnectProviderResponse, 0,
   "InvalidInput EntityAlreadyExists LimitExceeded ConcurrentModification OpenIdIdpCommunicationError");
OP(iam, GetOpenIDConnectProvider,    GetOpenIDConnectProviderRequest,    &GetOpenIDConnectProviderResponse,    OP_READ,
   "InvalidInput NoSuchEntity");
OP(iam, ListOpenIDConnectProviders,  ListOpenIDConnectProvidersRequest,  &ListOpenIDConnectProvidersResponse,  OP_READ, NULL);
OP(iam, DeleteOpenIDConnectProvider, DeleteOpenIDConnectProviderRequest, NULL, OP_IDEMPOTENT, "InvalidInput NoSuchEntity");
OP(iam, AddClientIDToOpenIDConnectProvider,      AddClientIDToOpenIDConnectProviderRequest,      NULL, OP_IDEMPOTENT,
   "ConcurrentModification InvalidInput NoSuchEntity LimitExceeded");
OP(iam, RemoveClientIDFromOpenIDConnectProvider, RemoveClientIDFromOpenIDConnectProviderRequest, NULL, OP_IDEMPOTENT,
   "ConcurrentModification InvalidInput NoSuchEntity");
OP(iam, UpdateOpenIDConnectProviderThumbprint,   UpdateOpenIDConnectProviderThumbprintRequest,   NULL, OP_IDEMPOTENT,
   "ConcurrentModification InvalidInput NoSuchEntity");
OP(iam, TagOpenIDConnectProvider,    TagOpenIDConnectProviderRequest,    NULL, OP_IDEMPOTENT,
   "NoSuchEntity LimitExceeded InvalidInput ConcurrentModification");
OP(iam, UntagOpenIDConnectProvider,  UntagOpenIDConnectProviderRequest,  NULL, OP_IDEMPOTENT,
   "NoSuchEntity InvalidInput ConcurrentModification");

/* ---- simulation -------------------------------------------------------------------------------------------------- */

SHAPE(SimulatePrincipalPolicyRequest,
    STR_REQUIRED(PolicySourceArn),
    STRS_REQUIRED(ActionNames, NULL),
    INT(MaxItems),
    STR(Marker));

SHAPE(EvaluationResult,
    STR_REQUIRED(EvalActionName),
    STR(EvalResourceName),
    STR_REQUIRED(EvalDecision),
    STRS(MissingContextValues, NULL));

SHAPE(SimulatePolicyResponse,
    LIST(EvaluationResults, EvaluationResult, NULL),
    BOOL(IsTruncated),
    STR(Marker));

OP_PAGED(iam, SimulatePrincipalPolicy, SimulatePrincipalPolicyRequest, &SimulatePolicyResponse, OP_READ, "NoSuchEntity InvalidInput PolicyEvaluation",
   PAGES_OF("Marker", "Marker", "EvaluationResults", "MaxItems", 1000));

const struct service svc_iam = {
    .id = "iam",
    .service_id = "IAM",
    .protocol = P_QUERY,
    .version = "2010-05-08",
    .xmlns = "https://iam.amazonaws.com/doc/2010-05-08/",
    .global = true,
    .ops = (const struct op *const[]){
        &iam_CreateRole, &iam_GetRole, &iam_ListRoles, &iam_GetAccountAuthorizationDetails, &iam_UpdateRole, &iam_UpdateAssumeRolePolicy,
        &iam_DeleteRole, &iam_CreateServiceLinkedRole, &iam_TagRole, &iam_UntagRole, &iam_ListRoleTags,
        &iam_AttachRolePolicy, &iam_DetachRolePolicy, &iam_ListAttachedRolePolicies, &iam_PutRolePolicy,
        &iam_GetRolePolicy, &iam_DeleteRolePolicy, &iam_ListRolePolicies, &iam_ListInstanceProfilesForRole,
        &iam_PutRolePermissionsBoundary, &iam_DeleteRolePermissionsBoundary,
        &iam_CreatePolicy, &iam_GetPolicy, &iam_ListPolicies, &iam_GetPolicyVersion, &iam_CreatePolicyVersion,
        &iam_DeletePolicyVersion, &iam_ListPolicyVersions, &iam_DeletePolicy, &iam_TagPolicy, &iam_UntagPolicy,
        &iam_CreateInstanceProfile, &iam_GetInstanceProfile, &iam_AddRoleToInstanceProfile,
        &iam_RemoveRoleFromInstanceProfile, &iam_DeleteInstanceProfile, &iam_TagInstanceProfile, &iam_UntagInstanceProfile,
        &iam_CreateOpenIDConnectProvider, &iam_GetOpenIDConnectProvider, &iam_ListOpenIDConnectProviders,
        &iam_DeleteOpenIDConnectProvider, &iam_AddClientIDToOpenIDConnectProvider,
        &iam_RemoveClientIDFromOpenIDConnectProvider, &iam_UpdateOpenIDConnectProviderThumbprint,
        &iam_TagOpenIDConnectProvider, &iam_UntagOpenIDConnectProvider, &iam_SimulatePrincipalPolicy, NULL},
};

/* clang-format on */

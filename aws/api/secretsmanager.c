#include "aws/api/secretsmanager.h"

/* clang-format off */

SHAPE(Tag,
    STR(Key),
    STR(Value));

SHAPE(ReplicaRegionType,
    STR(Region),
    STR(KmsKeyId));

SHAPE(CreateSecretRequest,
    STR_REQUIRED(Name),
    TOKEN(ClientRequestToken),
    STR(Description),
    STR(KmsKeyId),
    BLOB_SECRET(SecretBinary),
    STR_SECRET(SecretString),
    LIST(Tags, Tag, NULL),
    LIST(AddReplicaRegions, ReplicaRegionType, NULL),
    BOOL(ForceOverwriteReplicaSecret),
    STR(Type));

SHAPE(ReplicationStatusType,
    STR(Region),
    STR(KmsKeyId),
    STR(Status),
    STR(StatusMessage),
    TIME(LastAccessedDate));

SHAPE(CreateSecretResponse,
    STR(ARN),
    STR(Name),
    STR(VersionId),
    LIST(ReplicationStatus, ReplicationStatusType, NULL));

SHAPE(DescribeSecretRequest,
    STR_REQUIRED(SecretId));

SHAPE(RotationRulesType,
    INT(AutomaticallyAfterDays),
    STR(Duration),
    STR(ScheduleExpression));

SHAPE(DescribeSecretResponse,
    STR(ARN),
    STR(Name),
    STR(Type),
    STR(Description),
    STR(KmsKeyId),
    BOOL(RotationEnabled),
    STR(RotationLambdaARN),
    STRUCT(RotationRules, RotationRulesType),
    TIME(LastRotatedDate),
    TIME(LastChangedDate),
    TIME(LastAccessedDate),
    TIME(DeletedDate),
    TIME(NextRotationDate),
    LIST(Tags, Tag, NULL),
    STRS_MAP(VersionIdsToStages),
    STR(OwningService),
    TIME(CreatedDate),
    STR(PrimaryRegion),
    LIST(ReplicationStatus, ReplicationStatusType, NULL));

SHAPE(Filter,
    STR_OF(Key, "description name tag-key tag-value primary-region owning-service all"),
    STRS(Values, NULL));

SHAPE(ListSecretsRequest,
    BOOL(IncludePlannedDeletion),
    INT(MaxResults),
    STR(NextToken),
    LIST(Filters, Filter, NULL),
    STR_OF(SortOrder, "asc desc"),
    STR_OF(SortBy, "created-date last-accessed-date last-changed-date name"));

SHAPE(SecretListEntry,
    STR(ARN),
    STR(Name),
    STR(Type),
    STR(Description),
    STR(KmsKeyId),
    BOOL(RotationEnabled),
    STR(RotationLambdaARN),
    STRUCT(RotationRules, RotationRulesType),
    TIME(LastRotatedDate),
    TIME(LastChangedDate),
    TIME(LastAccessedDate),
    TIME(DeletedDate),
    TIME(NextRotationDate),
    LIST(Tags, Tag, NULL),
    STRS_MAP(SecretVersionsToStages),
    STR(OwningService),
    TIME(CreatedDate),
    STR(PrimaryRegion));

SHAPE(ListSecretsResponse,
    LIST(SecretList, SecretListEntry, NULL),
    STR(NextToken));

SHAPE(UpdateSecretRequest,
    STR_REQUIRED(SecretId),
    TOKEN(ClientRequestToken),
    STR(Description),
    STR(KmsKeyId),
    BLOB_SECRET(SecretBinary),
    STR_SECRET(SecretString),
    STR(Type));

SHAPE(UpdateSecretResponse,
    STR(ARN),
    STR(Name),
    STR(VersionId));

SHAPE(DeleteSecretRequest,
    STR_REQUIRED(SecretId),
    INT(RecoveryWindowInDays),
    BOOL(ForceDeleteWithoutRecovery));

SHAPE(DeleteSecretResponse,
    STR(ARN),
    STR(Name),
    TIME(DeletionDate));

SHAPE(RestoreSecretRequest,
    STR_REQUIRED(SecretId));

SHAPE(RestoreSecretResponse,
    STR(ARN),
    STR(Name));

SHAPE(GetSecretValueRequest,
    STR_REQUIRED(SecretId),
    STR(VersionId),
    STR(VersionStage));

SHAPE(GetSecretValueResponse,
    STR(ARN),
    STR(Name),
    STR(VersionId),
    BLOB_SECRET(SecretBinary),
    STR_SECRET(SecretString),
    STRS(VersionStages, NULL),
    TIME(CreatedDate));

SHAPE(PutSecretValueRequest,
    STR_REQUIRED(SecretId),
    TOKEN(ClientRequestToken),
    BLOB_SECRET(SecretBinary),
    STR_SECRET(SecretString),
    STRS(VersionStages, NULL));

SHAPE(PutSecretValueResponse,
    STR(ARN),
    STR(Name),
    STR(VersionId),
    STRS(VersionStages, NULL));

SHAPE(ReplicateSecretToRegionsRequest,
    STR_REQUIRED(SecretId),
    LIST_REQUIRED(AddReplicaRegions, ReplicaRegionType, NULL),
    BOOL(ForceOverwriteReplicaSecret));

SHAPE(ReplicateSecretToRegionsResponse,
    STR(ARN),
    LIST(ReplicationStatus, ReplicationStatusType, NULL));

SHAPE(RemoveRegionsFromReplicationRequest,
    STR_REQUIRED(SecretId),
    STRS_REQUIRED(RemoveReplicaRegions, NULL));

SHAPE(RemoveRegionsFromReplicationResponse,
    STR(ARN),
    LIST(ReplicationStatus, ReplicationStatusType, NULL));

SHAPE(RotateSecretRequest,
    STR_REQUIRED(SecretId),
    TOKEN(ClientRequestToken),
    STR(RotationLambdaARN),
    STRUCT(RotationRules, RotationRulesType),
    BOOL(RotateImmediately));

SHAPE(RotateSecretResponse,
    STR(ARN),
    STR(Name),
    STR(VersionId));

SHAPE(CancelRotateSecretRequest,
    STR_REQUIRED(SecretId));

SHAPE(CancelRotateSecretResponse,
    STR(ARN),
    STR(Name),
    STR(VersionId));

SHAPE(PutResourcePolicyRequest,
    STR_REQUIRED(SecretId),
    STR_REQUIRED(ResourcePolicy),
    BOOL(BlockPublicPolicy));

SHAPE(PutResourcePolicyResponse,
    STR(ARN),
    STR(Name));

SHAPE(GetResourcePolicyRequest,
    STR_REQUIRED(SecretId));

SHAPE(GetResourcePolicyResponse,
    STR(ARN),
    STR(Name),
    STR(ResourcePolicy));

SHAPE(DeleteResourcePolicyRequest,
    STR_REQUIRED(SecretId));

SHAPE(DeleteResourcePolicyResponse,
    STR(ARN),
    STR(Name));

SHAPE(TagResourceRequest,
    STR_REQUIRED(SecretId),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(UntagResourceRequest,
    STR_REQUIRED(SecretId),
    STRS_REQUIRED(TagKeys, NULL));

OP(secretsmanager,       CreateSecret,   CreateSecretRequest,   &CreateSecretResponse,   OP_IDEMPOTENT,
   "InvalidParameterException InvalidRequestException LimitExceededException EncryptionFailure "
   "ResourceExistsException ResourceNotFoundException MalformedPolicyDocumentException "
   "PreconditionNotMetException DecryptionFailure");
OP(secretsmanager,       DescribeSecret, DescribeSecretRequest, &DescribeSecretResponse, OP_READ,
   "ResourceNotFoundException InvalidParameterException");
OP_PAGED(secretsmanager, ListSecrets,    ListSecretsRequest,    &ListSecretsResponse,    OP_READ,
   "InvalidParameterException InvalidRequestException",
   PAGES_OF("NextToken", "NextToken", "SecretList", "MaxResults", 100));
OP(secretsmanager,       UpdateSecret,   UpdateSecretRequest,   &UpdateSecretResponse,   OP_IDEMPOTENT,
   "InvalidParameterException InvalidRequestException LimitExceededException EncryptionFailure "
   "ResourceExistsException ResourceNotFoundException MalformedPolicyDocumentException "
   "PreconditionNotMetException DecryptionFailure");
OP(secretsmanager,       DeleteSecret,   DeleteSecretRequest,   &DeleteSecretResponse,   OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidParameterException InvalidRequestException");
OP(secretsmanager,       RestoreSecret,  RestoreSecretRequest,  &RestoreSecretResponse,  OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidParameterException InvalidRequestException");

OP(secretsmanager, GetSecretValue, GetSecretValueRequest, &GetSecretValueResponse, OP_READ | OP_REVEALS,
   "ResourceNotFoundException InvalidParameterException InvalidRequestException DecryptionFailure");
OP(secretsmanager, PutSecretValue, PutSecretValueRequest, &PutSecretValueResponse, OP_IDEMPOTENT,
   "InvalidParameterException InvalidRequestException LimitExceededException EncryptionFailure "
   "ResourceExistsException ResourceNotFoundException DecryptionFailure");

OP(secretsmanager, ReplicateSecretToRegions,     ReplicateSecretToRegionsRequest,     &ReplicateSecretToRegionsResponse,     OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidRequestException InvalidParameterException");
OP(secretsmanager, RemoveRegionsFromReplication, RemoveRegionsFromReplicationRequest, &RemoveRegionsFromReplicationResponse, OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidRequestException InvalidParameterException");

OP(secretsmanager, RotateSecret,         RotateSecretRequest,         &RotateSecretResponse,         OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidParameterException InvalidRequestException");
OP(secretsmanager, CancelRotateSecret,   CancelRotateSecretRequest,   &CancelRotateSecretResponse,   OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidParameterException InvalidRequestException");
OP(secretsmanager, PutResourcePolicy,    PutResourcePolicyRequest,    &PutResourcePolicyResponse,    OP_IDEMPOTENT,
   "MalformedPolicyDocumentException ResourceNotFoundException InvalidParameterException InvalidRequestException "
   "PublicPolicyException");
OP(secretsmanager, GetResourcePolicy,    GetResourcePolicyRequest,    &GetResourcePolicyResponse,    OP_READ,
   "ResourceNotFoundException InvalidRequestException InvalidParameterException");
OP(secretsmanager, DeleteResourcePolicy, DeleteResourcePolicyRequest, &DeleteResourcePolicyResponse, OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidRequestException InvalidParameterException");

OP(secretsmanager, TagResource,   TagResourceRequest,   NULL, OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidRequestException InvalidParameterException");
OP(secretsmanager, UntagResource, UntagResourceRequest, NULL, OP_IDEMPOTENT,
   "ResourceNotFoundException InvalidRequestException InvalidParameterException");

const struct service svc_secretsmanager = {
    .id = "secretsmanager",
    .service_id = "Secrets Manager",
    .protocol = P_JSON,
    .version = "2017-10-17",
    .target = "secretsmanager",
    .json = "1.1",
    .ops = (const struct op *const[]){
        &secretsmanager_CreateSecret, &secretsmanager_DescribeSecret, &secretsmanager_ListSecrets,
        &secretsmanager_UpdateSecret, &secretsmanager_DeleteSecret, &secretsmanager_RestoreSecret,
        &secretsmanager_GetSecretValue, &secretsmanager_PutSecretValue, &secretsmanager_ReplicateSecretToRegions,
        &secretsmanager_RemoveRegionsFromReplication, &secretsmanager_TagResource, &secretsmanager_UntagResource,
        &secretsmanager_RotateSecret, &secretsmanager_CancelRotateSecret, &secretsmanager_PutResourcePolicy,
        &secretsmanager_GetResourcePolicy, &secretsmanager_DeleteResourcePolicy, NULL},
};

/* clang-format on */

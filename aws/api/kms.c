#include "aws/api/kms.h"

/* clang-format off */

static const char words_of_KeySpec[] =
    "RSA_2048 RSA_3072 RSA_4096 ECC_NIST_P256 ECC_NIST_P384 ECC_NIST_P521 ECC_SECG_P256K1 SYMMETRIC_DEFAULT "
    "HMAC_224 HMAC_256 HMAC_384 HMAC_512 SM2 ML_DSA_44 ML_DSA_65 ML_DSA_87 ECC_NIST_EDWARDS25519";

SHAPE(Tag,
    STR_REQUIRED(TagKey),
    STR_REQUIRED(TagValue));

SHAPE(CreateKeyRequest,
    STR(Policy),
    STR(Description),
    STR_OF(KeyUsage, "SIGN_VERIFY ENCRYPT_DECRYPT GENERATE_VERIFY_MAC KEY_AGREEMENT"),
    STR_OF(KeySpec, words_of_KeySpec),
    STR_OF(Origin, "AWS_KMS EXTERNAL AWS_CLOUDHSM EXTERNAL_KEY_STORE"),
    BOOL(BypassPolicyLockoutSafetyCheck),
    LIST(Tags, Tag, NULL),
    BOOL(MultiRegion));

SHAPE(MultiRegionKey,
    STR(Arn),
    STR(Region));

SHAPE(MultiRegionConfiguration,
    STR(MultiRegionKeyType),
    STRUCT(PrimaryKey, MultiRegionKey),
    LIST(ReplicaKeys, MultiRegionKey, NULL));

SHAPE(KeyMetadata,
    STR(AWSAccountId),
    STR(KeyId),
    STR(Arn),
    TIME(CreationDate),
    BOOL(Enabled),
    STR(Description),
    STR(KeyUsage),
    STR(KeyState),
    TIME(DeletionDate),
    TIME(ValidTo),
    STR(Origin),
    STR(ExpirationModel),
    STR(KeyManager),
    STR(KeySpec),
    STRS(EncryptionAlgorithms, NULL),
    STRS(SigningAlgorithms, NULL),
    STRS(KeyAgreementAlgorithms, NULL),
    BOOL(MultiRegion),
    STRUCT(MultiRegionConfiguration, MultiRegionConfiguration),
    INT(PendingDeletionWindowInDays),
    STRS(MacAlgorithms, NULL),
    STR(CurrentKeyMaterialId));

SHAPE(CreateKeyResponse,
    STRUCT(KeyMetadata, KeyMetadata));

SHAPE(ReplicateKeyRequest,
    STR_REQUIRED(KeyId),
    STR_REQUIRED(ReplicaRegion),
    STR(Policy),
    BOOL(BypassPolicyLockoutSafetyCheck),
    STR(Description),
    LIST(Tags, Tag, NULL));

SHAPE(ReplicateKeyResponse,
    STRUCT(ReplicaKeyMetadata, KeyMetadata),
    STR(ReplicaPolicy),
    LIST(ReplicaTags, Tag, NULL));

SHAPE(DescribeKeyRequest,
    STR_REQUIRED(KeyId),
    STRS(GrantTokens, NULL));

SHAPE(DescribeKeyResponse,
    STRUCT(KeyMetadata, KeyMetadata));

SHAPE(ListKeysRequest,
    INT(Limit),
    STR(Marker));

SHAPE(KeyListEntry,
    STR(KeyId),
    STR(KeyArn));

SHAPE(ListKeysResponse,
    LIST(Keys, KeyListEntry, NULL),
    STR(NextMarker),
    BOOL(Truncated));

SHAPE(UpdateKeyDescriptionRequest,
    STR_REQUIRED(KeyId),
    STR_REQUIRED(Description));

SHAPE(GetKeyPolicyRequest,
    STR_REQUIRED(KeyId),
    STR(PolicyName));

SHAPE(GetKeyPolicyResponse,
    STR(Policy),
    STR(PolicyName));

SHAPE(PutKeyPolicyRequest,
    STR_REQUIRED(KeyId),
    STR(PolicyName),
    STR_REQUIRED(Policy),
    BOOL(BypassPolicyLockoutSafetyCheck));

SHAPE(EnableKeyRotationRequest,
    STR_REQUIRED(KeyId),
    INT(RotationPeriodInDays));

SHAPE(DisableKeyRotationRequest,
    STR_REQUIRED(KeyId));

SHAPE(GetKeyRotationStatusRequest,
    STR_REQUIRED(KeyId));

SHAPE(GetKeyRotationStatusResponse,
    BOOL(KeyRotationEnabled),
    STR(KeyId),
    INT(RotationPeriodInDays),
    TIME(NextRotationDate),
    TIME(OnDemandRotationStartDate));

SHAPE(EnableKeyRequest,
    STR_REQUIRED(KeyId));

SHAPE(DisableKeyRequest,
    STR_REQUIRED(KeyId));

SHAPE(ScheduleKeyDeletionRequest,
    STR_REQUIRED(KeyId),
    INT(PendingWindowInDays));

SHAPE(ScheduleKeyDeletionResponse,
    STR(KeyId),
    TIME(DeletionDate),
    STR(KeyState),
    INT(PendingWindowInDays));

SHAPE(CancelKeyDeletionRequest,
    STR_REQUIRED(KeyId));

SHAPE(CancelKeyDeletionResponse,
    STR(KeyId));

SHAPE(TagResourceRequest,
    STR_REQUIRED(KeyId),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(UntagResourceRequest,
    STR_REQUIRED(KeyId),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(ListResourceTagsRequest,
    STR_REQUIRED(KeyId),
    INT(Limit),
    STR(Marker));

SHAPE(ListResourceTagsResponse,
    LIST(Tags, Tag, NULL),
    STR(NextMarker),
    BOOL(Truncated));

SHAPE(CreateAliasRequest,
    STR_REQUIRED(AliasName),
    STR_REQUIRED(TargetKeyId));

SHAPE(UpdateAliasRequest,
    STR_REQUIRED(AliasName),
    STR_REQUIRED(TargetKeyId));

SHAPE(DeleteAliasRequest,
    STR_REQUIRED(AliasName));

SHAPE(ListAliasesRequest,
    STR(KeyId),
    INT(Limit),
    STR(Marker));

SHAPE(AliasListEntry,
    STR(AliasName),
    STR(AliasArn),
    STR(TargetKeyId),
    TIME(CreationDate),
    TIME(LastUpdatedDate));

SHAPE(ListAliasesResponse,
    LIST(Aliases, AliasListEntry, NULL),
    STR(NextMarker),
    BOOL(Truncated));

OP(kms,       CreateKey,            CreateKeyRequest,            &CreateKeyResponse,   0,
   "MalformedPolicyDocumentException DependencyTimeoutException InvalidArnException "
   "LimitExceededException TagException");
OP(kms,       DescribeKey,          DescribeKeyRequest,          &DescribeKeyResponse, OP_READ,
   "NotFoundException InvalidArnException DependencyTimeoutException");
OP_PAGED(kms, ListKeys,             ListKeysRequest,             &ListKeysResponse,    OP_READ,
   "DependencyTimeoutException", PAGES_OF("Marker", "NextMarker", "Keys", "Limit", 1000));
OP(kms,       UpdateKeyDescription, UpdateKeyDescriptionRequest, NULL,                 OP_IDEMPOTENT,
   "NotFoundException InvalidArnException DependencyTimeoutException KMSInvalidStateException");

OP(kms, GetKeyPolicy, GetKeyPolicyRequest, &GetKeyPolicyResponse, OP_READ,
   "NotFoundException InvalidArnException DependencyTimeoutException KMSInvalidStateException");
OP(kms, PutKeyPolicy, PutKeyPolicyRequest, NULL,                  OP_IDEMPOTENT,
   "NotFoundException InvalidArnException MalformedPolicyDocumentException DependencyTimeoutException "
   "LimitExceededException KMSInvalidStateException");

OP(kms, EnableKeyRotation,    EnableKeyRotationRequest,    NULL,                          OP_IDEMPOTENT,
   "NotFoundException DisabledException InvalidArnException DependencyTimeoutException "
   "KMSInvalidStateException");
OP(kms, DisableKeyRotation,   DisableKeyRotationRequest,   NULL,                          OP_IDEMPOTENT,
   "NotFoundException DisabledException InvalidArnException DependencyTimeoutException "
   "KMSInvalidStateException");
OP(kms, GetKeyRotationStatus, GetKeyRotationStatusRequest, &GetKeyRotationStatusResponse, OP_READ,
   "NotFoundException InvalidArnException DependencyTimeoutException KMSInvalidStateException");

OP(kms, EnableKey,           EnableKeyRequest,           NULL,                         OP_IDEMPOTENT,
   "NotFoundException InvalidArnException DependencyTimeoutException LimitExceededException "
   "KMSInvalidStateException");
OP(kms, DisableKey,          DisableKeyRequest,          NULL,                         OP_IDEMPOTENT,
   "NotFoundException InvalidArnException DependencyTimeoutException KMSInvalidStateException");
OP(kms, ReplicateKey,        ReplicateKeyRequest,        &ReplicateKeyResponse,        0,
   "AlreadyExistsException DisabledException InvalidArnException KMSInvalidStateException LimitExceededException "
   "MalformedPolicyDocumentException NotFoundException TagException UnsupportedOperationException");
OP(kms, ScheduleKeyDeletion, ScheduleKeyDeletionRequest, &ScheduleKeyDeletionResponse, OP_IDEMPOTENT,
   "NotFoundException InvalidArnException DependencyTimeoutException KMSInvalidStateException");
OP(kms, CancelKeyDeletion,   CancelKeyDeletionRequest,   &CancelKeyDeletionResponse,   OP_IDEMPOTENT,
   "NotFoundException InvalidArnException DependencyTimeoutException KMSInvalidStateException");

OP(kms,       TagResource,      TagResourceRequest,      NULL,                      OP_IDEMPOTENT,
   "NotFoundException InvalidArnException KMSInvalidStateException LimitExceededException TagException");
OP(kms,       UntagResource,    UntagResourceRequest,    NULL,                      OP_IDEMPOTENT,
   "NotFoundException InvalidArnException KMSInvalidStateException TagException");
OP_PAGED(kms, ListResourceTags, ListResourceTagsRequest, &ListResourceTagsResponse, OP_READ,
   "NotFoundException InvalidArnException", PAGES_OF("Marker", "NextMarker", "Tags", "Limit", 50));

OP(kms,       CreateAlias, CreateAliasRequest, NULL,                 0,
   "DependencyTimeoutException AlreadyExistsException NotFoundException LimitExceededException "
   "KMSInvalidStateException");
OP(kms,       UpdateAlias, UpdateAliasRequest, NULL,                 OP_IDEMPOTENT,
   "DependencyTimeoutException NotFoundException LimitExceededException KMSInvalidStateException");
OP(kms,       DeleteAlias, DeleteAliasRequest, NULL,                 OP_IDEMPOTENT,
   "DependencyTimeoutException NotFoundException KMSInvalidStateException");
OP_PAGED(kms, ListAliases, ListAliasesRequest, &ListAliasesResponse, OP_READ,
   "DependencyTimeoutException InvalidArnException NotFoundException",
   PAGES_OF("Marker", "NextMarker", "Aliases", "Limit", 100));

const struct service svc_kms = {
    .id = "kms",
    .service_id = "KMS",
    .protocol = P_JSON,
    .version = "2014-11-01",
    .target = "TrentService",
    .json = "1.1",
    .ops = (const struct op *const[]){
        &kms_CreateKey, &kms_DescribeKey, &kms_ListKeys, &kms_UpdateKeyDescription, &kms_GetKeyPolicy,
        &kms_PutKeyPolicy, &kms_EnableKeyRotation, &kms_DisableKeyRotation, &kms_GetKeyRotationStatus,
        &kms_EnableKey, &kms_DisableKey, &kms_ScheduleKeyDeletion, &kms_CancelKeyDeletion, &kms_TagResource,
        &kms_UntagResource, &kms_ListResourceTags, &kms_CreateAlias, &kms_UpdateAlias, &kms_DeleteAlias,
        &kms_ListAliases, &kms_ReplicateKey, NULL},
};

/* clang-format on */

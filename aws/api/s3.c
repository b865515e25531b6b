#include "aws/api/s3.h"

/* Buckets of other accounts bear names too: every call says whose bucket it means, but for the one that makes it. */

/* clang-format off */

#define BUCKET PATH_STR(Bucket, "Bucket")
#define OWNER  HEADER_STR(ExpectedBucketOwner, "x-amz-expected-bucket-owner")
#define BODY(n, root, s) {.name = #n, .at = root, .kind = K_STRUCT, .sub = &(s), .flags = F_PAYLOAD | F_REQUIRED}
#define RULES(s) {.name = "Rules", .at = "Rule", .kind = K_LIST, .of = K_STRUCT, .sub = &(s), .flags = F_FLAT | F_REQUIRED}

#define KEY    {.name = "Key", .at = "Key", .kind = K_STR, .flags = F_REQUIRED | F_PATH}
#define VERSION QUERY_STR(VersionId, "versionId")
#define META   {.name = "Metadata", .at = "x-amz-meta-", .kind = K_MAP, .of = K_STR, .flags = F_HEADER}
#define BYTES  {.name = "Body", .kind = K_BLOB, .flags = F_PAYLOAD | F_SECRET}
#define SSE    {.name = "ServerSideEncryption", .at = "x-amz-server-side-encryption", .kind = K_STR, .flags = F_HEADER, \
                .values = "AES256 aws:fsx aws:backup aws:kms aws:kms:dsse"}
#define SSE_KEY {.name = "SSEKMSKeyId", .at = "x-amz-server-side-encryption-aws-kms-key-id", .kind = K_STR, .flags = F_HEADER | F_SECRET}
#define SHA256 HEADER_STR(ChecksumSHA256, "x-amz-checksum-sha256")
#define FLAT(n, wire, s) {.name = #n, .at = wire, .kind = K_LIST, .of = K_STRUCT, .sub = &(s), .flags = F_FLAT}

#define CLASSES "GLACIER STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING DEEP_ARCHIVE GLACIER_IR"
#define REGIONS \
    "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 " \
    "ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 " \
    "ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 EU eu-central-1 " \
    "eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 " \
    "me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 " \
    "us-west-2"

SHAPE(Tag,
    STR_REQUIRED(Key),
    STR_REQUIRED(Value));

SHAPE(BucketRequest, BUCKET, OWNER);

/* ---- buckets ----------------------------------------------------------------------------------------------------- */

SHAPE(CreateBucketConfiguration,
    STR_OF(LocationConstraint, REGIONS),
    LIST(Tags, Tag, "Tag"));

SHAPE(CreateBucketRequest,
    BUCKET,
    {.name = "ObjectOwnership", .at = "x-amz-object-ownership", .kind = K_STR, .flags = F_HEADER,
     .values = "BucketOwnerPreferred ObjectWriter BucketOwnerEnforced"},
    PAYLOAD(CreateBucketConfiguration, CreateBucketConfiguration));

SHAPE(CreateBucketOutput,
    HEADER_STR(Location, "Location"),
    HEADER_STR(BucketArn, "x-amz-bucket-arn"));

SHAPE(ListBucketsRequest,
    QUERY_INT(MaxBuckets, "max-buckets"),
    QUERY_STR(ContinuationToken, "continuation-token"),
    QUERY_STR(Prefix, "prefix"),
    QUERY_STR(BucketRegion, "bucket-region"));

SHAPE(Bucket,
    STR(Name),
    TIME(CreationDate),
    STR(BucketRegion),
    STR(BucketArn));

SHAPE(ListBucketsOutput,
    LIST(Buckets, Bucket, "Bucket"),
    STR(ContinuationToken),
    STR(Prefix));

/* ---- tags -------------------------------------------------------------------------------------------------------- */

SHAPE(Tagging,
    LIST_REQUIRED(TagSet, Tag, "Tag"));

SHAPE(PutBucketTaggingRequest, BUCKET, OWNER,
    BODY(Tagging, "Tagging", Tagging));

SHAPE(GetBucketTaggingOutput,
    LIST(TagSet, Tag, "Tag"));

/* ---- versions ---------------------------------------------------------------------------------------------------- */

SHAPE(VersioningConfiguration,
    STR_OF(Status, "Enabled Suspended"));

SHAPE(PutBucketVersioningRequest, BUCKET, OWNER,
    BODY(VersioningConfiguration, "VersioningConfiguration", VersioningConfiguration));

SHAPE(GetBucketVersioningOutput,
    STR(Status));

/* ---- encryption -------------------------------------------------------------------------------------------------- */

SHAPE(ServerSideEncryptionByDefault,
    STR_REQUIRED_OF(SSEAlgorithm, "AES256 aws:fsx aws:backup aws:kms aws:kms:dsse"),
    STR_SECRET(KMSMasterKeyID));

SHAPE(ServerSideEncryptionRule,
    STRUCT(ApplyServerSideEncryptionByDefault, ServerSideEncryptionByDefault),
    BOOL(BucketKeyEnabled));

SHAPE(ServerSideEncryptionConfiguration, RULES(ServerSideEncryptionRule));

SHAPE(PutBucketEncryptionRequest, BUCKET, OWNER,
    BODY(ServerSideEncryptionConfiguration, "ServerSideEncryptionConfiguration", ServerSideEncryptionConfiguration));

SHAPE(GetBucketEncryptionOutput,
    PAYLOAD(ServerSideEncryptionConfiguration, ServerSideEncryptionConfiguration));

/* ---- who may reach it -------------------------------------------------------------------------------------------- */

SHAPE(PublicAccessBlockConfiguration,
    BOOL(BlockPublicAcls),
    BOOL(IgnorePublicAcls),
    BOOL(BlockPublicPolicy),
    BOOL(RestrictPublicBuckets));

SHAPE(PutPublicAccessBlockRequest, BUCKET, OWNER,
    BODY(PublicAccessBlockConfiguration, "PublicAccessBlockConfiguration", PublicAccessBlockConfiguration));

SHAPE(GetPublicAccessBlockOutput,
    PAYLOAD(PublicAccessBlockConfiguration, PublicAccessBlockConfiguration));

SHAPE(OwnershipControlsRule,
    STR_REQUIRED_OF(ObjectOwnership, "BucketOwnerPreferred ObjectWriter BucketOwnerEnforced"));

SHAPE(OwnershipControls, RULES(OwnershipControlsRule));

SHAPE(PutBucketOwnershipControlsRequest, BUCKET, OWNER,
    BODY(OwnershipControls, "OwnershipControls", OwnershipControls));

SHAPE(GetBucketOwnershipControlsOutput,
    PAYLOAD(OwnershipControls, OwnershipControls));

SHAPE(PutBucketPolicyRequest, BUCKET, OWNER,
    {.name = "Policy", .kind = K_STR, .flags = F_PAYLOAD | F_REQUIRED});

SHAPE(GetBucketPolicyOutput,
    PAYLOAD_STR(Policy));

/* ---- lifecycle --------------------------------------------------------------------------------------------------- */

SHAPE(LifecycleExpiration,
    INT(Days),
    BOOL(ExpiredObjectDeleteMarker));

SHAPE(LifecycleRuleFilter,
    STR(Prefix));

SHAPE(Transition,
    INT(Days),
    STR_OF(StorageClass, CLASSES));

SHAPE(NoncurrentVersionTransition,
    INT(NoncurrentDays),
    STR_OF(StorageClass, CLASSES),
    INT(NewerNoncurrentVersions));

SHAPE(NoncurrentVersionExpiration,
    INT(NoncurrentDays),
    INT(NewerNoncurrentVersions));

SHAPE(AbortIncompleteMultipartUpload,
    INT(DaysAfterInitiation));

SHAPE(LifecycleRule,
    STRUCT(Expiration, LifecycleExpiration),
    STR(ID),
    STRUCT(Filter, LifecycleRuleFilter),
    STR_REQUIRED_OF(Status, "Enabled Disabled"),
    {.name = "Transitions", .at = "Transition", .kind = K_LIST, .of = K_STRUCT, .sub = &Transition, .flags = F_FLAT},
    {.name = "NoncurrentVersionTransitions", .at = "NoncurrentVersionTransition", .kind = K_LIST, .of = K_STRUCT,
     .sub = &NoncurrentVersionTransition, .flags = F_FLAT},
    STRUCT(NoncurrentVersionExpiration, NoncurrentVersionExpiration),
    STRUCT(AbortIncompleteMultipartUpload, AbortIncompleteMultipartUpload));

SHAPE(BucketLifecycleConfiguration, RULES(LifecycleRule));

SHAPE(PutBucketLifecycleConfigurationRequest, BUCKET, OWNER,
    {.name = "LifecycleConfiguration", .kind = K_STRUCT, .sub = &BucketLifecycleConfiguration, .flags = F_PAYLOAD});

SHAPE(GetBucketLifecycleConfigurationOutput,
    {.name = "Rules", .at = "Rule", .kind = K_LIST, .of = K_STRUCT, .sub = &LifecycleRule, .flags = F_FLAT});

/* ---- replication ------------------------------------------------------------------------------------------------- */

SHAPE(ReplicationRuleFilter,
    STR(Prefix));

SHAPE(SseKmsEncryptedObjects,
    STR_REQUIRED_OF(Status, "Enabled Disabled"));

SHAPE(ReplicaModifications,
    STR_REQUIRED_OF(Status, "Enabled Disabled"));

SHAPE(SourceSelectionCriteria,
    STRUCT(SseKmsEncryptedObjects, SseKmsEncryptedObjects),
    STRUCT(ReplicaModifications, ReplicaModifications));

SHAPE(EncryptionConfiguration,
    STR(ReplicaKmsKeyID));

SHAPE(ReplicationTimeValue,
    INT(Minutes));

SHAPE(ReplicationTime,
    STR_REQUIRED_OF(Status, "Enabled Disabled"),
    STRUCT_REQUIRED(Time, ReplicationTimeValue));

SHAPE(Metrics,
    STR_REQUIRED_OF(Status, "Enabled Disabled"),
    STRUCT(EventThreshold, ReplicationTimeValue));

SHAPE(Destination,
    STR_REQUIRED(Bucket),
    STR_OF(StorageClass, "STANDARD REDUCED_REDUNDANCY STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING GLACIER DEEP_ARCHIVE OUTPOSTS "
                         "GLACIER_IR SNOW EXPRESS_ONEZONE FSX_OPENZFS FSX_ONTAP AWS_BACKUP_WARM AWS_BACKUP_LOW_COST_WARM"),
    STRUCT(EncryptionConfiguration, EncryptionConfiguration),
    STRUCT(ReplicationTime, ReplicationTime),
    STRUCT(Metrics, Metrics));

SHAPE(DeleteMarkerReplication,
    STR_OF(Status, "Enabled Disabled"));

SHAPE(ReplicationRule,
    STR(ID),
    INT(Priority),
    STRUCT(Filter, ReplicationRuleFilter),
    STR_REQUIRED_OF(Status, "Enabled Disabled"),
    STRUCT(SourceSelectionCriteria, SourceSelectionCriteria),
    STRUCT_REQUIRED(Destination, Destination),
    STRUCT(DeleteMarkerReplication, DeleteMarkerReplication));

SHAPE(ReplicationConfiguration,
    STR_REQUIRED(Role),
    RULES(ReplicationRule));

SHAPE(PutBucketReplicationRequest, BUCKET, OWNER,
    BODY(ReplicationConfiguration, "ReplicationConfiguration", ReplicationConfiguration));

SHAPE(GetBucketReplicationOutput,
    PAYLOAD(ReplicationConfiguration, ReplicationConfiguration));

/* ---- objects ----------------------------------------------------------------------------------------------------- */

SHAPE(HeadBucketOutput,
    HEADER_STR(BucketArn, "x-amz-bucket-arn"),
    HEADER_STR(BucketRegion, "x-amz-bucket-region"));

SHAPE(PutObjectRequest, BUCKET, KEY, OWNER, META, BYTES, SSE, SSE_KEY, SHA256,
    HEADER_STR(ContentMD5, "Content-MD5"),
    HEADER_STR(ContentType, "Content-Type"),
    HEADER_STR(IfMatch, "If-Match"),
    HEADER_STR(IfNoneMatch, "If-None-Match"));

SHAPE(PutObjectOutput, SSE, SSE_KEY, SHA256,
    HEADER_STR(ETag, "ETag"),
    HEADER_STR(VersionId, "x-amz-version-id"));

SHAPE(ObjectRequest, BUCKET, KEY, OWNER, VERSION,
    HEADER_STR(IfMatch, "If-Match"),
    HEADER_STR(IfNoneMatch, "If-None-Match"),
    {.name = "ChecksumMode", .at = "x-amz-checksum-mode", .kind = K_STR, .flags = F_HEADER, .values = "ENABLED"});

#define ABOUT_OBJECT SSE, SSE_KEY, SHA256, META, \
    HEADER_STR(ETag, "ETag"), \
    HEADER_STR(VersionId, "x-amz-version-id"), \
    HEADER_STR(ContentType, "Content-Type"), \
    {.name = "ContentLength", .at = "Content-Length", .kind = K_INT, .flags = F_HEADER}, \
    {.name = "LastModified", .at = "Last-Modified", .kind = K_TIME, .flags = F_HEADER}

SHAPE(GetObjectOutput, ABOUT_OBJECT, BYTES);

SHAPE(HeadObjectOutput, ABOUT_OBJECT);

SHAPE(DeleteObjectRequest, BUCKET, KEY, OWNER, VERSION,
    HEADER_STR(IfMatch, "If-Match"));

SHAPE(DeleteObjectOutput,
    {.name = "DeleteMarker", .at = "x-amz-delete-marker", .kind = K_BOOL, .flags = F_HEADER},
    HEADER_STR(VersionId, "x-amz-version-id"));

#define LISTING BUCKET, OWNER, \
    QUERY_STR(Prefix, "prefix"), \
    QUERY_STR(Delimiter, "delimiter"), \
    QUERY_INT(MaxKeys, "max-keys"), \
    {.name = "EncodingType", .at = "encoding-type", .kind = K_STR, .flags = F_QUERY, .values = "url"}

SHAPE(CommonPrefix,
    STR(Prefix));

#define LISTED \
    STR(Name), \
    STR(Prefix), \
    STR(Delimiter), \
    INT(MaxKeys), \
    STR(EncodingType), \
    BOOL(IsTruncated), \
    FLAT(CommonPrefixes, NULL, CommonPrefix)

SHAPE(Object,
    STR(Key),
    TIME(LastModified),
    STR(ETag),
    INT(Size),
    STR(StorageClass));

SHAPE(ListObjectsV2Request, LISTING,
    QUERY_STR(ContinuationToken, "continuation-token"),
    QUERY_STR(StartAfter, "start-after"),
    QUERY_BOOL(FetchOwner, "fetch-owner"));

SHAPE(ListObjectsV2Output, LISTED,
    FLAT(Contents, NULL, Object),
    INT(KeyCount),
    STR(ContinuationToken),
    STR(NextContinuationToken),
    STR(StartAfter));

SHAPE(ObjectVersion,
    STR(ETag),
    INT(Size),
    STR(StorageClass),
    STR(Key),
    STR(VersionId),
    BOOL(IsLatest),
    TIME(LastModified));

SHAPE(DeleteMarkerEntry,
    STR(Key),
    STR(VersionId),
    BOOL(IsLatest),
    TIME(LastModified));

SHAPE(ListObjectVersionsRequest, LISTING,
    QUERY_STR(KeyMarker, "key-marker"),
    QUERY_STR(VersionIdMarker, "version-id-marker"));

SHAPE(ListObjectVersionsOutput, LISTED,
    FLAT(Versions, "Version", ObjectVersion),
    FLAT(DeleteMarkers, "DeleteMarker", DeleteMarkerEntry),
    STR(KeyMarker),
    STR(VersionIdMarker),
    STR(NextKeyMarker),
    STR(NextVersionIdMarker));

/* ---- operations -------------------------------------------------------------------------------------------------- */

#define PUT (OP_IDEMPOTENT | OP_CHECKSUM)

REST(s3,       CreateBucket, "PUT",    "/{Bucket}", CreateBucketRequest, &CreateBucketOutput, 0, "BucketAlreadyExists BucketAlreadyOwnedByYou");
REST_PAGED(s3, ListBuckets,  "GET",    "/",         ListBucketsRequest,  &ListBucketsOutput,  OP_READ, NULL,
           PAGES_OF("ContinuationToken", "ContinuationToken", "Buckets", "MaxBuckets", 1000));
REST(s3,       DeleteBucket, "DELETE", "/{Bucket}", BucketRequest,       NULL,                OP_IDEMPOTENT, "NoSuchBucket BucketNotEmpty");

REST(s3, PutBucketTagging,    "PUT",    "/{Bucket}?tagging", PutBucketTaggingRequest, NULL,                    PUT, "NoSuchBucket");
REST(s3, GetBucketTagging,    "GET",    "/{Bucket}?tagging", BucketRequest,           &GetBucketTaggingOutput, OP_READ, "NoSuchBucket NoSuchTagSet");
REST(s3, DeleteBucketTagging, "DELETE", "/{Bucket}?tagging", BucketRequest,           NULL,                    OP_IDEMPOTENT, "NoSuchBucket");

REST(s3, PutBucketVersioning, "PUT", "/{Bucket}?versioning", PutBucketVersioningRequest, NULL,                       PUT, "NoSuchBucket");
REST(s3, GetBucketVersioning, "GET", "/{Bucket}?versioning", BucketRequest,              &GetBucketVersioningOutput, OP_READ, "NoSuchBucket");

REST(s3, PutBucketEncryption, "PUT", "/{Bucket}?encryption", PutBucketEncryptionRequest, NULL,                       PUT, "NoSuchBucket");
REST(s3, GetBucketEncryption, "GET", "/{Bucket}?encryption", BucketRequest,              &GetBucketEncryptionOutput, OP_READ, "NoSuchBucket");

REST(s3, PutPublicAccessBlock, "PUT", "/{Bucket}?publicAccessBlock", PutPublicAccessBlockRequest, NULL,                        PUT, "NoSuchBucket");
REST(s3, GetPublicAccessBlock, "GET", "/{Bucket}?publicAccessBlock", BucketRequest,               &GetPublicAccessBlockOutput, OP_READ,
     "NoSuchBucket NoSuchPublicAccessBlockConfiguration");

REST(s3, PutBucketOwnershipControls, "PUT", "/{Bucket}?ownershipControls", PutBucketOwnershipControlsRequest, NULL,                              PUT, "NoSuchBucket");
REST(s3, GetBucketOwnershipControls, "GET", "/{Bucket}?ownershipControls", BucketRequest,                     &GetBucketOwnershipControlsOutput, OP_READ,
     "NoSuchBucket OwnershipControlsNotFoundError");

REST(s3, PutBucketLifecycleConfiguration, "PUT", "/{Bucket}?lifecycle", PutBucketLifecycleConfigurationRequest, NULL, PUT, "NoSuchBucket");
REST(s3, GetBucketLifecycleConfiguration, "GET", "/{Bucket}?lifecycle", BucketRequest, &GetBucketLifecycleConfigurationOutput, OP_READ,
     "NoSuchBucket NoSuchLifecycleConfiguration");
REST(s3, DeleteBucketLifecycle, "DELETE", "/{Bucket}?lifecycle", BucketRequest, NULL, OP_IDEMPOTENT, "NoSuchBucket");

REST(s3, PutBucketReplication,    "PUT",    "/{Bucket}?replication", PutBucketReplicationRequest, NULL,                        PUT, "NoSuchBucket");
REST(s3, GetBucketReplication,    "GET",    "/{Bucket}?replication", BucketRequest,               &GetBucketReplicationOutput, OP_READ,
     "NoSuchBucket ReplicationConfigurationNotFoundError");
REST(s3, DeleteBucketReplication, "DELETE", "/{Bucket}?replication", BucketRequest,               NULL,                        OP_IDEMPOTENT, "NoSuchBucket");

REST(s3, PutBucketPolicy,    "PUT",    "/{Bucket}?policy", PutBucketPolicyRequest, NULL,                   PUT, "NoSuchBucket MalformedPolicy");
REST(s3, GetBucketPolicy,    "GET",    "/{Bucket}?policy", BucketRequest,          &GetBucketPolicyOutput, OP_READ, "NoSuchBucket NoSuchBucketPolicy");
REST(s3, DeleteBucketPolicy, "DELETE", "/{Bucket}?policy", BucketRequest,          NULL,                   OP_IDEMPOTENT, "NoSuchBucket");

REST(s3, HeadBucket, "HEAD", "/{Bucket}", BucketRequest, &HeadBucketOutput, OP_READ, NULL);

/* Not repeated blindly: under a condition, what took effect would refuse its own repetition. A deletion may be; that
 * nothing is there any more, or something else, is then its success. */
REST(s3, PutObject,    "PUT",    "/{Bucket}/{Key+}", PutObjectRequest,    &PutObjectOutput,    0, NULL);
REST(s3, DeleteObject, "DELETE", "/{Bucket}/{Key+}", DeleteObjectRequest, &DeleteObjectOutput, OP_IDEMPOTENT, "PreconditionFailed NoSuchKey");
REST(s3, GetObject,    "GET",    "/{Bucket}/{Key+}", ObjectRequest,       &GetObjectOutput,    OP_READ, "NoSuchKey");
REST(s3, HeadObject,   "HEAD",   "/{Bucket}/{Key+}", ObjectRequest,       &HeadObjectOutput,   OP_READ, NULL);

REST_PAGED(s3, ListObjectsV2, "GET", "/{Bucket}?list-type=2", ListObjectsV2Request, &ListObjectsV2Output, OP_READ, "NoSuchBucket",
           PAGES_OF("ContinuationToken", "NextContinuationToken", "Contents", "MaxKeys", 1000));
REST(s3, ListObjectVersions, "GET", "/{Bucket}?versions", ListObjectVersionsRequest, &ListObjectVersionsOutput, OP_READ, NULL);

const struct service svc_s3 = {
    .id = "s3",
    .service_id = "S3",
    .protocol = P_REST_XML,
    .version = "2006-03-01",
    .xmlns = "http://s3.amazonaws.com/doc/2006-03-01/",
    .ops = (const struct op *const[]){
        &s3_CreateBucket, &s3_ListBuckets, &s3_DeleteBucket, &s3_PutBucketTagging, &s3_GetBucketTagging, &s3_DeleteBucketTagging,
        &s3_PutBucketVersioning, &s3_GetBucketVersioning, &s3_PutBucketEncryption, &s3_GetBucketEncryption,
        &s3_PutPublicAccessBlock, &s3_GetPublicAccessBlock, &s3_PutBucketOwnershipControls, &s3_GetBucketOwnershipControls,
        &s3_PutBucketLifecycleConfiguration, &s3_GetBucketLifecycleConfiguration, &s3_DeleteBucketLifecycle,
        &s3_PutBucketReplication, &s3_GetBucketReplication, &s3_DeleteBucketReplication,
        &s3_PutBucketPolicy, &s3_GetBucketPolicy, &s3_DeleteBucketPolicy, &s3_HeadBucket,
        &s3_PutObject, &s3_GetObject, &s3_HeadObject, &s3_DeleteObject, &s3_ListObjectsV2, &s3_ListObjectVersions, NULL},
};

/* clang-format on */

/*
 * Buckets, what is copied from one to another, and who may reach them. Their names are one space for all accounts, so
 * every call but the first says whose bucket it means. Copying is a thing of its own: two buckets that copy to each
 * other must both be there before either can.
 */
#include "aws/api/s3.h"
#include "aws/types/common.h"

/* The oldest region is the one that has no name to be told. */
static struct err *place_of_bucket(struct arena *a, const struct op *op, struct value *request,
                                   const struct value *attrs, const struct value *have)
{
    (void)have;
    const struct value *config = value_get(request, "CreateBucketConfiguration");
    (void)op;
    (void)attrs;
    if (str_eq(value_get_str(config, "LocationConstraint"), "us-east-1"))
        value_set(a, request, "CreateBucketConfiguration", value_without(a, config, "LocationConstraint"));
    return NULL;
}

/* clang-format off */

#define OURS {"ExpectedBucketOwner", "@account"}
#define READ(what, none)  {&s3_Get##what, .only = "Bucket", .bind = BINDS(OURS), .result = "", .done = none}
#define PUT(what, member) {&s3_Put##what, .when = member, .if_set = member, .only = "Bucket " member, .bind = BINDS(OURS), \
                           .soon = "NoSuchBucket", .not_yet = "OperationAborted"}

const struct rtype rtype_s3_bucket = {
    .name = "AWS::S3::Bucket", .doc = "bucket of objects",
    .flags = RT_STATEFUL, .going = INT_DATA_LOSS, .id = "Bucket", .key = "Bucket", .create_s = {5, 10}, .update_s = {3, 6}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .lost = "its data is lost, and its name is free to anybody",
    .attrs = (const struct attr[]){
        {"Bucket",          T_STR, A_REQUIRED | A_CREATE_ONLY, "Name", NULL, "unique among all buckets of all accounts"},
        {"ObjectOwnership", T_STR, A_HARMLESS, "OwnershipControls.Rules[0].ObjectOwnership", "\"BucketOwnerEnforced\"", "whose objects are, and whether ACLs count"},
        {"Versioning",      T_STR, A_HARMLESS | A_FOREVER, "Status", .doc = "Enabled or Suspended; once it was enabled it can only be suspended"},
        {"ServerSideEncryptionConfiguration", T_MAP, A_SUBSET | A_HARMLESS, .doc = "{Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm, KMSMasterKeyID}, BucketKeyEnabled}]}"},
        {"PublicAccessBlockConfiguration", T_MAP, A_HARMLESS,
         .dflt = "{\"BlockPublicAcls\":true,\"IgnorePublicAcls\":true,\"BlockPublicPolicy\":true,\"RestrictPublicBuckets\":true}", .doc = "what public access is refused"},
        {"LifecycleRules",  T_LIST, A_SET | A_SUBSET | A_HARMLESS, "Rules", "[]", "[{ID, Filter, Status, Expiration, Transitions, ...}]"},
        {"Arn",             T_STR, A_OUTPUT, "BucketArn", .doc = "ARN"},
        {"Tags",            T_MAP, A_MINE | A_HARMLESS, "TagSet", NULL, "tags, ownership tags among them", "Key Value"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&s3_ListBuckets, .only = "-", .bind = BINDS({"Prefix", "$Bucket"}, {"BucketRegion", "@region"}), .result = "Buckets[]"},
                         {&s3_GetBucketTagging, .only = "Bucket", .bind = BINDS(OURS), .result = "", .done = "NoSuchTagSet",
                          .tags_of = "%arn:{@partition}:s3:::{$Bucket}"},
                         READ(BucketVersioning, NULL), READ(BucketEncryption, NULL),
                         READ(BucketOwnershipControls, "OwnershipControlsNotFoundError"),
                         READ(PublicAccessBlock, "NoSuchPublicAccessBlockConfiguration"),
                         READ(BucketLifecycleConfiguration, "NoSuchLifecycleConfiguration")),
        .create  = CALLS({&s3_CreateBucket, .found = FOUND_BY_NAME, .only = "Bucket ObjectOwnership",
                          .bind = BINDS({"CreateBucketConfiguration.LocationConstraint", "@region"}, {"CreateBucketConfiguration.Tags", "$Tags"}),
                          .result = "", .not_yet = "OperationAborted"},
                         {&s3_PutBucketVersioning, .when = "Versioning", .only = "Bucket", .soon = "NoSuchBucket",
                          .bind = BINDS(OURS, {"VersioningConfiguration.Status", "$Versioning"})},
                         PUT(BucketEncryption, "ServerSideEncryptionConfiguration"),
                         PUT(PublicAccessBlock, "PublicAccessBlockConfiguration"),
                         {&s3_PutBucketLifecycleConfiguration, .when = "LifecycleRules", .only = "Bucket", .soon = "NoSuchBucket",
                          .bind = BINDS(OURS, {"LifecycleConfiguration.Rules", "$LifecycleRules"})}),
        .update  = CALLS({&s3_PutBucketOwnershipControls, .when = "ObjectOwnership", .only = "Bucket",
                          .bind = BINDS(OURS, {"OwnershipControls.Rules[].ObjectOwnership", "$ObjectOwnership"})},
                         {&s3_PutBucketVersioning, .when = "Versioning", .only = "Bucket", .not_yet = "InvalidBucketState",
                          .bind = BINDS(OURS, {"VersioningConfiguration.Status", "$Versioning"})},
                         PUT(BucketEncryption, "ServerSideEncryptionConfiguration"),
                         PUT(PublicAccessBlock, "PublicAccessBlockConfiguration"),
                         {&s3_PutBucketLifecycleConfiguration, .when = "LifecycleRules", .if_set = "LifecycleRules", .only = "Bucket",
                          .bind = BINDS(OURS, {"LifecycleConfiguration.Rules", "$LifecycleRules"})},
                         {&s3_DeleteBucketLifecycle, .when = "LifecycleRules", .if_unset = "LifecycleRules", .only = "Bucket", .bind = BINDS(OURS)},
                         {&tagging_TagResources, .when = "Tags", .only = "-", .refused = "FailedResourcesMap",
                          .bind = BINDS({"ResourceARNList", "[$Arn]"}, {"Tags", "+Tags"})},
                         {&tagging_UntagResources, .when = "Tags", .only = "-", .refused = "FailedResourcesMap",
                          .bind = BINDS({"ResourceARNList", "[$Arn]"}, {"TagKeys", "-Tags"})}),
        .remove  = CALLS({&s3_DeleteBucket, .only = "Bucket", .bind = BINDS(OURS), .not_yet = "OperationAborted"}),
        .missing = "NoSuchBucket",
        .wait    = {.every = 3, .limit = 300},
        .quirk   = place_of_bucket,
    },
};

const struct rtype rtype_s3_bucket_replication = {
    .name = "AWS::S3::BucketReplication", .doc = "what is copied from a bucket to others",
    .flags = RT_PART, .going = INT_NONE, .id = "Bucket", .key = "Bucket", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"Bucket", T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the bucket copied from; versioned, as those copied to"},
        {"Role",   T_STR,  A_REQUIRED | A_HARMLESS, "ReplicationConfiguration.Role", NULL, "ARN of the role that copies"},
        {"Rules",  T_LIST, A_REQUIRED | A_SET | A_SUBSET | A_HARMLESS, "ReplicationConfiguration.Rules", NULL, "[{ID, Priority, Filter, Status, Destination, ...}]"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&s3_GetBucketReplication, .only = "Bucket", .bind = BINDS(OURS), .result = ""}),
        .create  = CALLS({&s3_PutBucketReplication, .found = FOUND_BY_KEY, .only = "Bucket", .soon = "InvalidArgument:*role* InvalidRequest:*ucket*must*",
                          .bind = BINDS(OURS, {"ReplicationConfiguration.Role", "$Role"}, {"ReplicationConfiguration.Rules", "$Rules"})}),
        .update  = CALLS({&s3_PutBucketReplication, .when = "Role Rules", .only = "Bucket", .soon = "InvalidArgument:*role* InvalidRequest:*ucket*must*",
                          .bind = BINDS(OURS, {"ReplicationConfiguration.Role", "$Role"}, {"ReplicationConfiguration.Rules", "$Rules"})}),
        .remove  = CALLS({&s3_DeleteBucketReplication, .only = "Bucket", .bind = BINDS(OURS)}),
        .missing = "ReplicationConfigurationNotFoundError NoSuchBucket",
        .wait    = {.every = 3, .limit = 300},
    },
};

const struct rtype rtype_s3_bucket_policy = {
    .name = "AWS::S3::BucketPolicy", .doc = "who may reach a bucket",
    .flags = RT_PART, .going = INT_DOWNTIME, .id = "Bucket", .key = "Bucket", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"Bucket", T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the bucket"},
        {"Policy", T_MAP, A_REQUIRED | A_JSON | A_HARMLESS, .doc = "what it allows, and whom"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&s3_GetBucketPolicy, .only = "Bucket", .bind = BINDS(OURS), .result = ""}),
        .create  = CALLS({&s3_PutBucketPolicy, .found = FOUND_BY_KEY, .only = "Bucket Policy", .bind = BINDS(OURS), .soon = "NoSuchBucket MalformedPolicy:*principal*"}),
        .update  = CALLS({&s3_PutBucketPolicy, .when = "Policy", .only = "Bucket Policy", .bind = BINDS(OURS), .soon = "MalformedPolicy:*principal*"}),
        .remove  = CALLS({&s3_DeleteBucketPolicy, .only = "Bucket", .bind = BINDS(OURS)}),
        .missing = "NoSuchBucketPolicy NoSuchBucket",
        .wait    = {.every = 3, .limit = 300},
    },
};
/* clang-format on */

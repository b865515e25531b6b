#include "provisioner/spec/tables.h"

/* clang-format off */

const struct spec_field bucket_fields[] = {
    {"replicate", SPEC_BOOLEAN, .fallback = "true",
     .help = "copy what is put here to the bucket of the same name in each other region", .source = "s3 PutBucketReplication"},
    {"transition_days", SPEC_INTEGER, .min = 30, .max = 36500, .unit = "days", .computed = "objects stay where they are",
     .help = "when objects move to storage that is cheaper to keep and dearer to read", .source = "s3 PutBucketLifecycleConfiguration Transition"},
    {"transition_class", SPEC_ENUM, .fallback = "STANDARD_IA", .words = "STANDARD_IA INTELLIGENT_TIERING GLACIER_IR GLACIER DEEP_ARCHIVE",
     .help = "which storage that is", .source = "s3 PutBucketLifecycleConfiguration StorageClass"},
    {"expire_days", SPEC_INTEGER, .min = 1, .max = 36500, .unit = "days", .computed = "objects are kept for ever",
     .help = "when objects are deleted", .source = "s3 PutBucketLifecycleConfiguration Expiration"},
    {"old_versions_days", SPEC_INTEGER, .fallback = "30", .min = 1, .max = 36500, .unit = "days",
     .help = "how long what was overwritten or deleted can still be brought back", .source = "s3 PutBucketLifecycleConfiguration NoncurrentVersionExpiration"},
    {0}};
/* clang-format on */

#ifndef AWS_API_S3_H
#define AWS_API_S3_H

/* S3: buckets and their configuration. The API of 2006-03-01: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_s3;

/* clang-format off */
extern const struct op s3_CreateBucket, s3_ListBuckets, s3_DeleteBucket;
extern const struct op s3_PutBucketTagging, s3_GetBucketTagging, s3_DeleteBucketTagging;
extern const struct op s3_PutBucketVersioning, s3_GetBucketVersioning;
extern const struct op s3_PutBucketEncryption, s3_GetBucketEncryption;
extern const struct op s3_PutPublicAccessBlock, s3_GetPublicAccessBlock;
extern const struct op s3_PutBucketOwnershipControls, s3_GetBucketOwnershipControls;
extern const struct op s3_PutBucketLifecycleConfiguration, s3_GetBucketLifecycleConfiguration, s3_DeleteBucketLifecycle;
extern const struct op s3_PutBucketReplication, s3_GetBucketReplication, s3_DeleteBucketReplication;
extern const struct op s3_PutBucketPolicy, s3_GetBucketPolicy, s3_DeleteBucketPolicy;
/* clang-format on */

#endif

#ifndef AWS_API_S3_H
#define AWS_API_S3_H

/* S3: buckets, their configuration, and the objects in them. The API of 2006-03-01: every name is AWS's.
 *
 * A body is base64 inside, as every blob; an ETag keeps its quotes. HEAD has no body to say why: its faults are named
 * after their status, NotFound and the like. */

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
extern const struct op s3_HeadBucket, s3_PutObject, s3_GetObject, s3_HeadObject, s3_DeleteObject;
extern const struct op s3_ListObjectsV2, s3_ListObjectVersions;
/* clang-format on */

#endif

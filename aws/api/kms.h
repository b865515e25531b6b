#ifndef AWS_API_KMS_H
#define AWS_API_KMS_H

/* KMS: keys, their policy, rotation and aliases. The API of 2014-11-01: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_kms;

/* clang-format off */
extern const struct op kms_CreateKey, kms_ReplicateKey, kms_DescribeKey, kms_ListKeys, kms_UpdateKeyDescription;
extern const struct op kms_GetKeyPolicy, kms_PutKeyPolicy;
extern const struct op kms_EnableKeyRotation, kms_DisableKeyRotation, kms_GetKeyRotationStatus;
extern const struct op kms_EnableKey, kms_DisableKey, kms_ScheduleKeyDeletion, kms_CancelKeyDeletion;
extern const struct op kms_TagResource, kms_UntagResource, kms_ListResourceTags;
extern const struct op kms_CreateAlias, kms_UpdateAlias, kms_DeleteAlias, kms_ListAliases;
/* clang-format on */

#endif

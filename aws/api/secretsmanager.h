#ifndef AWS_API_SECRETSMANAGER_H
#define AWS_API_SECRETSMANAGER_H

/* Secrets Manager: secrets, their values and replicas. The API of 2017-10-17: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_secretsmanager;

/* clang-format off */
extern const struct op secretsmanager_CreateSecret, secretsmanager_DescribeSecret, secretsmanager_ListSecrets,
    secretsmanager_UpdateSecret, secretsmanager_DeleteSecret, secretsmanager_RestoreSecret;
extern const struct op secretsmanager_GetSecretValue, secretsmanager_PutSecretValue;
extern const struct op secretsmanager_ReplicateSecretToRegions, secretsmanager_RemoveRegionsFromReplication;
extern const struct op secretsmanager_RotateSecret, secretsmanager_CancelRotateSecret;
extern const struct op secretsmanager_PutResourcePolicy, secretsmanager_GetResourcePolicy, secretsmanager_DeleteResourcePolicy;
extern const struct op secretsmanager_TagResource, secretsmanager_UntagResource;
/* clang-format on */

#endif

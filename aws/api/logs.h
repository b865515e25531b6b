#ifndef AWS_API_LOGS_H
#define AWS_API_LOGS_H

/* CloudWatch Logs: log groups. The API of 2014-03-28: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_logs;

/* clang-format off */
extern const struct op logs_CreateLogGroup, logs_DescribeLogGroups, logs_DeleteLogGroup;
extern const struct op logs_PutRetentionPolicy, logs_DeleteRetentionPolicy;
extern const struct op logs_AssociateKmsKey, logs_DisassociateKmsKey;
extern const struct op logs_TagResource, logs_UntagResource, logs_ListTagsForResource;
/* clang-format on */

#endif

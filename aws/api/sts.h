#ifndef AWS_API_STS_H
#define AWS_API_STS_H

/* STS: who we are, and becoming somebody else. The API of 2011-06-15: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_sts;

/* clang-format off */
extern const struct op sts_GetCallerIdentity, sts_AssumeRole, sts_AssumeRoleWithWebIdentity;
/* clang-format on */

#endif

#ifndef AWS_SANDBOX_S3_H
#define AWS_SANDBOX_S3_H

#include "aws/sandbox/kinds.h"

/* What S3 checks of the request's configuration for c->object before it is kept; false and the fault. */
bool s3_lifecycle_fits(struct call *c); /* keeps it, too: what has no name is given one */
bool s3_replication_fits(struct call *c);
bool s3_policy_fits(struct call *c);

#endif

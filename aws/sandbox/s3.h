#ifndef AWS_SANDBOX_S3_H
#define AWS_SANDBOX_S3_H

#include "aws/sandbox/kinds.h"

/* The bucket of the request, as c->object; false and the fault: not there, in another region, of another account. */
bool s3_find_bucket(struct call *c);
bool s3_holds_nothing(const struct object *bucket); /* not even a version of what was deleted */

sandbox_rule s3_object_put, s3_object_get, s3_object_head, s3_object_delete, s3_object_list, s3_versions_list;

/* What S3 checks of the request's configuration for c->object before it is kept; false and the fault. */
bool s3_lifecycle_fits(struct call *c); /* keeps it, too: what has no name is given one */
bool s3_replication_fits(struct call *c);
bool s3_policy_fits(struct call *c);

#endif

#ifndef EXEC_OWNED_H
#define EXEC_OWNED_H

#include "aws/types/impl.h"

/*
 * What the tagging API tells of what bears this lineage's tags: GetResources, of one region. It lags a little behind
 * the services, and does not know all of them (roles, for one).
 */

extern const struct call owned_call; /* a read; its request asks for what is this lineage's */

/* ARN -> tags as a map, in the order of the answer. */
const struct value *owned_by_arn(struct arena *a, const struct value *answer);

#endif

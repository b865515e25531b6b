#ifndef AWS_SANDBOX_ROUTE53_ANSWERS_H
#define AWS_SANDBOX_ROUTE53_ANSWERS_H

#include "aws/sandbox/call.h"

/*
 * What Route 53's data plane says: whether its checkers find an endpoint well, and what a name answers. An endpoint is
 * as well as the region that it lies in: it fails once that has been silent for as many checks as the health check
 * takes, and is well again as soon as the region answers. Source: "How Route 53 determines whether a health check is
 * healthy" and "Choosing a routing policy" of the developer guide; that all are answered with where none is well.
 */

bool health_is_well(struct world *w, const struct object *check);

struct dns_answer {
    const char *region; /* where that leads; NULL: its target does not tell */
    int64_t ttl_s;
};

/* Of a record set, for somebody who is near a region. False: it holds no answer. */
bool dns_answer_of(struct world *w, const struct object *records, const char *near, struct dns_answer *ret);

#endif

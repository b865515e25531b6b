#ifndef OPS_ARC_H
#define OPS_ARC_H

#include "state/state.h"

/*
 * What a state holds as a plan of ARC Region switch: the input of its CreatePlan, as the service's published model and
 * its user guide have it ("Region switch in ARC": execution blocks). Region switch is AWS's own orchestration of a
 * failover; it covers Aurora global databases, Kubernetes deployments and failover records, and not caches or topics.
 */

struct arc_request {
    const struct state *state;
    const char *const *aliases, *const *regions; /* two of each */
    size_t primary;
    const char *role;               /* ARN: by which the plan runs */
    const char *approver;           /* ARN of a role whose people say yes first; NULL: nobody is asked */
    const char *const *deployments; /* "namespace/name", NULL-terminated: scaled up in the region that takes over */
    int64_t rto_ms;                 /* 0: nobody says */
};

/* Lives in `a`. *ret_left: texts, what it does not cover and what is left to do. */
const struct value *arc_plan(struct arena *a, const struct arc_request *r, const struct value **ret_left);

#endif

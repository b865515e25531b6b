#ifndef ROUTE_DETECT_H
#define ROUTE_DETECT_H

#include "provisioner/route/names.h"

/*
 * In which region this runs. What the environment says counts, then what a pod's token says of its cluster; these are
 * there at once. Else the ECS agent and the instance's metadata service (version 2) are asked at the same time, and the
 * first that answers counts. Who has not answered within the budget is not waited for: then nobody knows.
 */

enum { DETECT_BUDGET_US = 100 * 1000 };

struct detect_request {
    const char *(*env)(void *ctx, const char *name);
    void *env_ctx;
    struct sockets *sockets;
    const struct resolver *resolver;
    int64_t budget_us;
};

struct detected {
    const char *region; /* NULL: nobody knows */
    const char *source; /* constant words: "AWS_REGION", "the pod's token", "the instance's metadata" */
    int64_t took_us;
};

/* Lives in `a`. */
struct detected detect_region(struct arena *a, const struct detect_request *q);

#endif

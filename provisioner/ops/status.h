#ifndef OPS_STATUS_H
#define OPS_STATUS_H

#include "provisioner/exec/exec.h"

/*
 * How things are now, of what the state knows: every system's state and version, who writes, how far the others are
 * behind (CloudWatch, one call a region), health checks, and alarms in force. Everything is asked at once, by calls
 * that only read. A region that does not answer is marked, and what is asked of a group of regions is asked of another
 * one.
 *
 *   regions        [{alias, region, answers, resources, lags, alarms}]
 *     resources    [{address, state, settled, version}]
 *     lags         [{address, metric, ms, behind}]: behind only against an objective; no ms: nothing was measured
 * lately alarms       [{address, reason}]: in force writers        [{system, alias, starts_in, moved}] health_checks
 * [{address, healthy}]: healthy is left out where nothing was measured lately skipped        aliases of regions that do
 * not answer
 */

struct status_request {
    struct client *client;
    const struct state *state;
    const struct region_ref *regions;
    size_t n_regions, primary; /* which of them writes at first */
    int64_t lag_ms;            /* the objective; 0: none */
};

/* ERR_REFUSED and the like: what AWS says to the first call it refuses. The answer lives in `a`. */
struct err *status_gather(struct arena *a, const struct status_request *q, const struct value **ret) NODISCARD;

#endif

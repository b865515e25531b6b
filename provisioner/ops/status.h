#ifndef OPS_STATUS_H
#define OPS_STATUS_H

#include "provisioner/exec/exec.h"

/*
 * How things are now, of what the state knows: every system's state and version, who writes, how far the others are
 * behind (CloudWatch, one call a region), health checks, where names point, alarms in force, and what AWS is going to
 * do by itself. Everything is asked at once, by calls that only read. A region that does not answer is marked, and what
 * is asked of a group of regions is asked of another one.
 *
 *   regions          [{alias, region, answers, resources, lags, alarms, maintenance}]
 *     resources      [{address, state, settled, version}]
 *     lags           [{address, metric, ms, behind, beyond_rpo}]: the last two only against an objective
 *     alarms         [{address, reason}]: in force
 *     maintenance    [{address, action, what, from}]: pending; from when on AWS does it by itself, where it says so
 *   writers          [{system, address, alias, state, version, starts_in, moved}]
 *   health_checks    [{address, healthy}]: healthy is left out where nothing was measured lately
 *   names            [{address, name, type, answers [{set, alias, target, role, healthy, answers}]}]: what Route 53
 *                    holds, and which of it a resolver is given now, as far as health is known
 *   role_drift       [{address, alias, writer}]: it is led from there, and the leading system writes elsewhere
 *   objectives       {rto_ms, rpo_ms, lag_ms}: those that are stated
 *   skipped          aliases of regions that do not answer; services that have none by their names
 */

struct status_request {
    struct client *client;
    const struct state *state;
    const struct region_ref *regions;
    size_t n_regions, primary;      /* which of them writes at first */
    int64_t lag_ms, rpo_ms, rto_ms; /* the objectives; 0: none */
};

/* ERR_REFUSED and the like: what AWS says to the first call it refuses. The answer lives in `a`. */
struct err *status_gather(struct arena *a, const struct status_request *q, const struct value **ret) NODISCARD;

#endif

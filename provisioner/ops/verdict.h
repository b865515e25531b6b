#ifndef OPS_VERDICT_H
#define OPS_VERDICT_H

#include "provisioner/model/value.h"

/*
 * What was measured of a region's loss, held against what the spec wants (its objectives), and against what the
 * architecture was meant to reach, with what AWS says of that.
 */

struct objectives {
    int64_t rto_ms, rpo_ms; /* 0: the spec has none */
};

/*
 * `systems`: as aws/sandbox/traffic.h tells them, rto_ms and rpo_ms among their members.
 *   objectives   [{objective, wanted_ms, measured_ms, met, of: the system it was measured of}]: of those that the spec
 *                has; measured_ms is left out where nothing was measured, which meets nothing
 *   targets      [{system, measure, target_ms, measured_ms, met, promise}]: of systems that are there
 *   met          all objectives are
 */
const struct value *verdict_of(struct arena *a, const struct value *systems, const struct objectives *o);

#endif

#ifndef PLAN_DURATION_H
#define PLAN_DURATION_H

#include "provisioner/plan/plan.h"

/*
 * Fills in how long each step and each change takes, the critical path and the whole.
 *
 * What a type takes by its table counts like two observations; what the state remembers of resources of that type, one
 * each. Of those, the middle one moves p50, the latest of ten p90, so that one bad day moves neither far: and nothing
 * counts for more than three times what the table calls late. The state may be NULL.
 */
void plan_expect(struct plan *p, const struct state *s);

/* What is expected, as far as anybody can: "45 s", "12 min", "1 h 05 min". */
const char *duration_text(struct arena *a, double seconds);
/* "about 12 min, 9 of 10 within 20 min" */
const char *duration_span_text(struct arena *a, struct span s);

#endif

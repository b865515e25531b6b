#ifndef PLAN_DURATION_H
#define PLAN_DURATION_H

#include "provisioner/plan/plan.h"

/* Fills in expected_s and critical_path: by what each resource took last time where the state knows, else by what its
 * type takes. The state may be NULL. */
void plan_expect(struct plan *p, const struct state *s);

/* "45 s", "12 min", "1 h 05 min" */
const char *duration_text(struct arena *a, double seconds);

#endif

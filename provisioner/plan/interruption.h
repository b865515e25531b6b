#ifndef PLAN_INTERRUPTION_H
#define PLAN_INTERRUPTION_H

#include "provisioner/plan/plan.h"

/* Fills in what each change interrupts, and whether there is a way back: from the tables of types, and from who writes
 * by now as AWS tells it. What nobody knows counts as the worse. */
void plan_weigh(struct plan *p);

/* What of it can't be undone, for people: "EngineVersion has no way back", "its data is lost"; NULL-terminated. */
const char *const *plan_irreversible(struct arena *a, const struct planned *p);

/* "1 failover (tokyo/aurora), 2 brief", the worst first; "" for nothing. */
const char *plan_interrupts(struct arena *a, const struct plan *p);

static inline bool planned_goes(const struct planned *p)
{
    return p->action == ACT_DELETE || p->action == ACT_REPLACE;
}

#endif

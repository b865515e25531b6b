#ifndef EXEC_CALLS_H
#define EXEC_CALLS_H

#include "aws/types/impl.h"
#include "provisioner/plan/plan.h"

/*
 * The calls that a plan's steps will send, made of the rows that the executor runs and by the same functions, before
 * anything is known that only those calls tell. What they read on their way, and what is repeated, is not among them.
 */

struct call_ahead {
    uint32_t step; /* of the plan */
    const struct op *op;
    const char *place;      /* where it goes: a region, or a service that belongs to none */
    const struct value *in; /* V_UNKNOWN stands for what is known after apply, "(secret)" for what nobody may see */
};

struct call_list {
    const struct plan *plan;
    struct call_ahead *items; /* in the order of the steps */
    size_t n, cap;
};

/* ERR_BUG: a row that fits no operation. Lives in `a`. */
struct err *exec_calls(struct arena *a, const struct plan *p, const struct state *s, struct call_list *ret) NODISCARD;

#endif

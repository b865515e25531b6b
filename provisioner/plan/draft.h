#ifndef PLAN_DRAFT_H
#define PLAN_DRAFT_H

#include "provisioner/graph/graph.h"
#include "provisioner/plan/index.h"
#include "provisioner/plan/plan.h"

/*
 * A plan while it is being made: one node for each address that the spec, the state or an unanswered intent names,
 * sorted by address, so that a node's number is its place in every table. The stages run in this order:
 *
 *   draft.c    the nodes
 *   check.c    what is wanted makes sense; who needs whom
 *   roles.c    who hangs on whom where one leads the others
 *   scope.c    which nodes this plan may touch
 *   decide.c   what happens to each, needs first (resolve.c: what references stand for by then)
 *   hold.c     what would be replaced under data that stays
 *   order.c    the steps
 *   interruption.c whom they interrupt
 *   duration.c how long they take
 */

struct node {
    const char *address;
    const struct rtype *type;
    const struct wanted *wanted; /* NULL: it goes */
    const struct entry *entry;   /* NULL: never made */
    struct live live;
    const struct value *resolved; /* wanted, as far as it can be known */
    const struct node *was;       /* the entry of another address that is this very object */
    const struct node *now;       /* and the other way round */
    bool reachable;               /* its region is asked for, and answers */
    bool targeted;
    bool left_out; /* cannot be dealt with while another region is out of reach */
    bool planned;  /* `plan` is filled in */
    struct planned plan;
};

struct draft {
    struct arena *arena;
    const struct plan_request *request;
    struct diags *diags;
    struct node *nodes;
    size_t n, cap;
    struct index index;
    struct index owners;      /* "type|region|id" to the node whose entry it is */
    struct graph needs;       /* by what is wanted */
    struct graph recorded;    /* by what the state says was so */
    uint32_t *order;          /* needs first */
    struct value *led, *left; /* as in the plan */
};

/* draft.c */
void draft_collect(struct draft *d);
/* Whose entry is the object of that id, as a node of n's type and region has it; NULL. */
struct node *draft_owner(const struct draft *d, const struct node *n, const char *id);
struct node *draft_find(const struct draft *d, const char *address); /* NULL */
static inline bool node_in_scope(const struct node *n)
{
    return n->reachable && n->targeted && !n->left_out;
}
/* Made and finished, as far as the state knows. */
static inline bool node_is_made(const struct node *n)
{
    return n->entry && n->entry->status != ENTRY_CREATING;
}

/* check.c: findings go to the diags. */
void draft_check(struct draft *d);
struct err *draft_sort(struct draft *d) NODISCARD;

/* roles.c: edges follow whoever leads by now; between making the edges and finishing the graphs. */
void roles_turn(struct draft *d);
/*
 * What is wanted of `n`, in whose group another one may lead by now than the spec begins with: what AWS takes of the
 * first member only is not asked of one that is made anew, nor said of one that was. A group that is not there, while a
 * member is, is made of that member.
 */
const struct value *roles_dress(const struct draft *d, const struct node *n, bool anew);
/* The member that a group is made of; NULL: it is there, or made on its own. */
const struct node *roles_source(const struct draft *d, const struct node *n);
/* Where it is dealt with: a group, where the member is that it is made of, or that leads it. */
const char *roles_region(const struct draft *d, const struct node *n);
/* The group that `n`, which is there, has left, or that is made of another one: AWS takes no member that exists
 * already. NULL: none. */
const struct node *roles_left(const struct draft *d, const struct node *n);
/* The group that `n` leads by now, and that has to go before it does; NULL. */
const struct node *roles_led_by(const struct draft *d, const struct node *n);

/* scope.c */
void scope_mark(struct draft *d);
/* More targets came up: take in what they need as well. */
void scope_close(struct draft *d);
void scope_starve(struct draft *d);     /* leaves out what stands on something out of reach that was never made */
void scope_tell(const struct draft *d); /* names what was left out */
bool scope_pattern_matches(const char *pattern, const char *address);

/* hold.c: what cannot go since data stands on it */
void hold_refuse(struct draft *d);

/* resolve.c: references that cannot be told now stay as they are; what will be known later is V_UNKNOWN. */
const struct value *resolve_wanted(struct draft *d, const struct node *n, const struct value *v);

/* decide.c: false: the scope had to grow; once more. */
bool draft_decide(struct draft *d);
void draft_warn(struct draft *d); /* of what is decided, and may not go well */

#endif

#ifndef COST_ESTIMATE_H
#define COST_ESTIMATE_H

#include "provisioner/cost/book.h"
#include "provisioner/model/wanted.h"
#include "provisioner/plan/plan.h"

/*
 * What resources cost a month, line by line: a quantity, by a price of the book. Quantities are counted from what is
 * wanted (or was made) and from what the spec's `usage` says about the rest. What has no price is a line too, without
 * an amount, and never counts as nothing.
 *
 * All amounts are USD a month of 730 hours, list prices from the first tier on, without free allowances.
 */

struct cost_thing {
    const char *address, *alias, *region, *type;
    const struct value *attrs; /* with references in it, or resolved */
};

struct cost_things {
    struct cost_thing *items; /* in the order given */
    size_t n;
};

struct cost_things cost_things_wanted(struct arena *a, const struct wanted_list *wanted);
struct cost_things cost_things_made(struct arena *a, const struct state *s);
/* What there will be when a plan has been done: what it is about, and what else the state holds. */
struct cost_things cost_things_planned(struct arena *a, const struct plan *p, const struct state *s);

struct cost_basis {
    const struct price_book *book;
    /* the spec's `usage` in the region of that alias: a map of maps of integers */
    const struct value *(*usage)(void *ctx, const char *alias);
    void *usage_ctx;
    const char *today; /* "2026-11-22": whether a version is out of standard support */
};

struct cost_line {
    const struct cost_thing *thing;
    const char *label; /* "db.r6g.large", "data through NAT" */
    const char *unit;  /* NULL: nothing is known of it at all */
    struct decimal quantity, amount;
    const struct price *price; /* NULL: it has none, and `why` says so */
    const char *why;
    bool assumed; /* the quantity is the spec's word, and not counted */
};

struct estimate {
    struct cost_line *lines; /* by thing, in their order */
    size_t n, cap;
    struct decimal total; /* of what has a price */
    size_t unpriced;      /* lines */
};

void cost_estimate(struct arena *a, const struct cost_things *things, const struct cost_basis *basis,
                   struct estimate *ret);

#endif

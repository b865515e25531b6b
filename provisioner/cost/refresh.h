#ifndef COST_REFRESH_H
#define COST_REFRESH_H

#include "provisioner/cost/book.h"
#include "provisioner/cost/query.h"
#include "provisioner/model/value.h"

/*
 * A price book brought up to date by what AWS's price list answers. What the book has in any region is looked for in
 * each region that is asked about, and so is what it costs bought ahead; what the list does not tell, or what cannot be
 * right, stays as it was, with its old day.
 */

enum refresh_end {
    REFRESH_SAME,
    REFRESH_CHANGED,
    REFRESH_ADDED,
    REFRESH_KEPT, /* the old price stays; `why` */
};

extern const char refresh_not_asked[]; /* why a price of another region is kept */
extern const char refresh_no_plans[];  /* and one of a savings plan that nobody told */

struct refreshed {
    struct price price;      /* as AWS has it; its source is the text below */
    const struct price *old; /* NULL: it is new */
    enum refresh_end end;
    const char *source, *why;
};

struct refresh {
    struct arena *a; /* of all that outlives the answers */
    const struct price_book *old;
    const char *today;       /* "2026-11-22": what the prices found will be of */
    int64_t most_percent;    /* a price that moves by more is not believed */
    const char *const *more; /* patterns of what is taken up though no region of the book has it; NULL-terminated */
    bool no_plans;           /* savings plans (plans.h) could not be asked about */
    const char **known;      /* the rest is ours */
    size_t n_known;
    struct refreshed *items;
    size_t n, cap;
};

void refresh_begin(struct refresh *r);
/* GetProducts' input. */
const struct value *refresh_request(struct arena *a, const struct price_query *q, const char *region);
/* `list` holds texts, a product each; `a` is for what is needed meanwhile. ERR_WIRE: one that makes no sense. Nothing
 * of such an answer should be kept. `region` is NULL where the query names none. */
struct err *refresh_take(struct refresh *r, struct arena *a, const struct price_query *q, const char *region,
                         const struct value *list) NODISCARD;
/* A price that was found in an answer, whose items begin at `from`: by AWS's word a unit, and still to be judged. */
void refresh_add(struct refresh *r, size_t from, struct refreshed *item, const char *unit);
/* Sorts what was found, puts the old prices that were not among `regions` (NULL-terminated) or not found beside it as
 * kept, and makes the new book. */
void refresh_finish(struct refresh *r, const char *const *regions, struct price_book *ret);

#endif

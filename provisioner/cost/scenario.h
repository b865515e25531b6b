#ifndef COST_SCENARIO_H
#define COST_SCENARIO_H

#include "provisioner/cost/estimate.h"

/*
 * What else the same resources may cost: a day on which nobody reaches one region, or with hours bought ahead.
 *
 * region-down=ALIAS  A day is 24 of the month's 730 hours. What stands in the lost region is charged as ever, for AWS
 *                    does not take it away, and credits of a service level agreement come later; what is kept there is
 *                    kept. Nothing is asked of it: its traffic goes to the first of the other regions, at the prices
 *                    there. Nothing is copied between regions.
 * reserved-1y, reserved-3y, savings-plan, savings-plan-3y  Of what is charged by the hour, what may be bought ahead, at
 *                    the price of the book's row of the same name with ", reserved 1 year" (", reserved 3 years",
 *                    ", savings plan", ", savings plan 3 years") behind it; what has no such row is listed, and stays
 * in the sum as it is.
 */

struct scenario_line {
    const struct cost_line *line;
    struct decimal then;       /* what it comes to in the scenario; a day, or a month */
    const struct price *ahead; /* bought ahead at this price; NULL: it is not, or has none */
    bool eligible;             /* it may be bought ahead */
};

struct scenario {
    const char *name;
    bool day; /* amounts are of a day; else of a month */
    struct scenario_line *lines;
    size_t n;
    struct decimal usual, then; /* of what has a price */
};

/* ERR_USAGE: no such scenario, or no such region among those of the estimate. */
struct err *scenario_make(struct arena *a, const char *name, const struct estimate *e, const struct price_book *book,
                          struct scenario *ret) NODISCARD;
/* By region, with what each of the assumptions is; `width` as elsewhere. */
void scenario_render(struct sbuf *out, const struct scenario *s, unsigned width);
/* {name, period, usual, then, by_region: {alias: {usual, then}}, ahead: [...], without_a_price: [...]} */
const struct value *scenario_json(struct arena *a, const struct scenario *s);

#endif

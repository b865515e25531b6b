#ifndef COST_REPORT_H
#define COST_REPORT_H

#include "provisioner/cost/estimate.h"

/* An estimate for people and for programs. Amounts in JSON are decimal numbers with all their digits. */

struct cost_report {
    const struct estimate *before, *after;
    const struct price_book *book;
    const char *today; /* "2026-11-22": which prices are old */
};

struct cost_style {
    bool verbose;   /* each resource by itself */
    unsigned width; /* columns; 0: do not cut */
};

void cost_render(struct sbuf *out, const struct cost_report *r, const struct cost_style *style);
/* {format_version, currency, oldest_price, newest_price, old_prices, monthly_before, monthly_after, difference,
 * by_region, by_system, lines, unpriced} */
const struct value *cost_json(struct arena *a, const struct cost_report *r);
/* What changes, a line for each region and system, where anything was charged before; nothing else. */
void cost_differences(struct sbuf *out, const struct cost_report *r);
/* What a plan's JSON says: {currency, monthly_before, monthly_after, unpriced, by_region, by_system, by_resource}, of
 * each {before, after, difference}; of resources those that change. */
const struct value *cost_brief_json(struct arena *a, const struct cost_report *r);
/* "$4,711.08 a month now, $5,000.00 after it (+$288.92); 12 charges have no price and are not in it". */
const char *cost_brief(struct arena *a, const struct cost_report *r);

#endif

#ifndef COST_PLANS_H
#define COST_PLANS_H

#include "provisioner/cost/refresh.h"

/*
 * What an hour of EC2 costs under a Compute Savings Plan, bought for one year or for three with nothing paid at once:
 * no price list tells it, but DescribeSavingsPlansOfferingRates of AWS Savings Plans does. Inside of a refresh, and
 * asked once the price list has told which types of instances are sold in a region.
 */

/* The input; NULL: nothing that was found in the region can be had by a plan. */
const struct value *plans_request(struct arena *a, const struct refresh *r, const char *region);
/* `list` is its searchResults; those of other plans, and of what was not asked for, are passed over. `a` is for what is
 * needed meanwhile. ERR_WIRE: one that makes no sense; nothing of the list is kept then. */
struct err *plans_take(struct refresh *r, struct arena *a, const char *region, const struct value *list) NODISCARD;
/* Whether a price of the book is one that comes from there. */
bool plans_know(const struct price *p);

#endif

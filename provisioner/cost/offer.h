#ifndef COST_OFFER_H
#define COST_OFFER_H

#include "provisioner/cost/decimal.h"
#include "provisioner/model/value.h"

/*
 * A product of AWS's price list, as GetProducts tells it: a JSON document in a text. Source: "Using the AWS Price List
 * Query API" of the Billing user guide. Whatever does not look like one is refused with ERR_WIRE and the reason.
 */

struct offer {
    const char *sku, *service, *family;
    const struct value *attributes; /* usagetype, regionCode, instanceType and others: texts */
    const char *version;            /* of the list */
    const struct value *terms;
};

struct offer_price {
    struct decimal price; /* USD a unit */
    const char *unit;     /* AWS's word: "Hrs" */
    const char *rate;     /* the code of the rate, which begins with the SKU */
    const char *option;   /* bought ahead: "No Upfront" */
};

struct err *offer_parse(struct arena *a, const char *text, struct offer *ret) NODISCARD;

/* An amount of USD as AWS writes it: "0.3130000000". ERR_WIRE: it is none, or can't be a price. */
struct err *offer_amount(struct arena *a, const char *text, struct decimal *ret) NODISCARD;

/*
 * On demand, from so many units a month on: "0", "10240". NULL: whatever the amount, where a first part that is free
 * does not count. ERR_MISSING: it has no such tier; ERR_CONFLICT: several, and none was named.
 */
struct err *offer_on_demand(struct arena *a, const struct offer *o, const char *from,
                            struct offer_price *ret) NODISCARD;

/*
 * An hour of what is bought for one year, or for three: nothing at once where that is offered, else in part, else all
 * of it; what is paid at once is spread over all hours. ERR_MISSING: it is not sold so.
 */
struct err *offer_ahead(struct arena *a, const struct offer *o, int years, struct offer_price *ret) NODISCARD;

#endif

#ifndef COST_QUERY_H
#define COST_QUERY_H

#include "provisioner/base/base.h"

/*
 * Which question to AWS's price list brings which prices of the book. Inside of provisioner/cost only. Source: the
 * attributes of AWS's own lists, as tools that read them name them.
 */

struct price_pick {
    const char *what, *unit; /* the book's; {instanceType}: an attribute; {*}: what the star of `usage` stands for */
    const char *usage;       /* usage type without the region's prefix; a * at its end stands for anything */
    const char *when;        /* "operation=RunBroker": attributes, parted by ;, a value parted by | is one of them */
    const char *from;        /* of a price that falls with the amount: the units a month from which on it holds */
    bool ahead;              /* it may be bought for one year, or for three */
};

struct price_query {
    const char *service;            /* AWS's code, and the book's name */
    const char *place;              /* the attribute that names the region; NULL: it is the same everywhere */
    const char *filters;            /* "productFamily=Storage", parted by ; */
    const struct price_pick *picks; /* ends with {0} */
};

extern const struct price_query price_queries[]; /* ends with {0} */

/* By how much a price of AWS's is multiplied to be one of the book's. False: it is of another kind, say, an hour and
 * not a gigabyte. */
bool price_units_match(const char *book, const char *aws, int64_t *ret_times);

#endif

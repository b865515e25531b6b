#ifndef COST_ROWS_H
#define COST_ROWS_H

#include "provisioner/base/base.h"

/*
 * What is charged for a resource of a type: a row a charge. Inside of provisioner/cost only.
 *
 * A path is an attribute's, "DBClusterIdentifier>StorageType" an attribute of the resource that the first one names.
 *   when    words that must all hold: "Path" (it is said), "!Path", "Path=value", "Path!=value"; "?extended" where the
 *           version is out of standard support. NULL: always
 *   what    as in the price book, with {path}s, and {peer}, the region of the other thing, in it
 *   times   words that are multiplied: numbers, paths, "#Path" (how many items, or the number; at least 1), "+Path"
 * (one more than it says), "usage:path" of the spec each    a type: a line for every other region that has such a
 * resource. NULL: one line from    an attribute that names a resource: the region of that one pays, and {peer} is this
 * one's own. NULL: it pays itself Two rows of a type whose conditions both hold are two charges. A row without a
 * service is something that has no price: `what` says why.
 */
struct cost_row {
    const char *type, *when;
    const char *service, *what, *unit;
    const char *times, *each, *from;
    const char *label; /* for people, with {path}s too */
};

extern const struct cost_row cost_rows[]; /* ends with {0} */

/* What costs nothing by itself. A type that is neither here nor in a row is listed as one without a price. */
struct cost_free {
    const char *type, *why, *when; /* as a row's */
};
extern const struct cost_free cost_free[]; /* ends with {0} */

/* A price that falls with the amount: another row of the book from each boundary on. */
struct cost_tier {
    const char *service, *first; /* what a row names */
    int64_t from;                /* units a month from which on ... */
    const char *what;            /* ... this one holds */
};
extern const struct cost_tier cost_tiers[]; /* ends with {0}; by `first`, then by `from` */

/* Kubernetes versions: the last day of standard support. NULL: not known. */
const char *cost_standard_support_ends(const char *eks_version);

#endif

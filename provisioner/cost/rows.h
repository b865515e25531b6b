#ifndef COST_ROWS_H
#define COST_ROWS_H

#include "provisioner/base/base.h"

/*
 * What is charged for a resource of a type: a row a charge. Inside of provisioner/cost only.
 *
 * A path is an attribute's, "DBClusterIdentifier>StorageType" an attribute of the resource that the first one names.
 *   when    words that must all hold: "Path" (it is said), "!Path", "Path=value", "Path!=value";
 * "?extended:PRODUCT:Path",
 *           "?late:PRODUCT:Path" where the version that stands there is in its first two years of extended support, or
 *           in the third. NULL: always
 *   what    as in the price book, with {path}s, and {peer}, the region of the other thing, in it
 *   times   words that are multiplied: numbers, paths, "#Path" (how many items, or the number; at least 1), "+Path"
 * (one more than it says), "usage:path" of the spec, "cores:Path" of a class. each    a type: a line for every other
 * region that has such a resource. NULL: one line from    an attribute that names a resource: the region of that one
 * pays, and {peer} is this one's own. NULL: it pays itself Two rows of a type whose conditions both hold are two
 * charges. A row without a service is something that has no price: `what` says why.
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

/* Of "eks" 1.33, or "aurora-postgresql" 13.9, on a day such as "2026-11-22"; what is not known is supported. */
enum support_phase { SUPPORT_STANDARD, SUPPORT_EXTENDED, SUPPORT_LATE };
enum support_phase cost_support_phase(const char *product, const char *version, const char *day);
/* How many virtual processors an instance of a class such as "db.r6g.2xlarge" has; 0: not known. Source: "Hardware
 * specifications for DB instance classes" of the Aurora user guide. */
int64_t cost_cores(const char *class);

#endif

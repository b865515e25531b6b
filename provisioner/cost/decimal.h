#ifndef COST_DECIMAL_H
#define COST_DECIMAL_H

#include "provisioner/base/base.h"

/*
 * Decimal numbers for money and quantities: twelve digits after the point, sums exact, products cut after the twelfth
 * digit (a trillionth of a dollar). Up to about 10^14 in products; what does not fit is not a number, and stays one in
 * all that is computed with it.
 */

__extension__ typedef __int128 decimal_units;

struct decimal {
    decimal_units units; /* of 10^-12 */
    bool nan;
};

/* "0.313", "-2"; false: not such a text, or more than twelve digits after the point. */
bool decimal_parse(const char *s, struct decimal *ret);
struct decimal decimal_of(int64_t n);
struct decimal decimal_add(struct decimal x, struct decimal y);
struct decimal decimal_sub(struct decimal x, struct decimal y);
struct decimal decimal_mul(struct decimal x, struct decimal y);
/* One of so many equal parts, n above 0, cut after the twelfth digit. */
struct decimal decimal_share(struct decimal x, int64_t n);
int decimal_compare(struct decimal x, struct decimal y);
/* With that many digits after the point, the last one rounded half away from zero. Less than 0: as many as it has. */
const char *decimal_text(struct arena *a, struct decimal x, int digits);

#endif

#include "provisioner/cost/decimal.h"

#include <string.h>

enum { DIGITS = 12, LONGEST = 64 };
static const decimal_units ONE = 1000000000000;

static const struct decimal not_a_number = {.nan = true};

struct decimal decimal_of(int64_t n)
{
    return (struct decimal){.units = (decimal_units)n * ONE};
}

bool decimal_parse(const char *s, struct decimal *ret)
{
    bool negative = *s == '-', point = false;
    int after = 0;
    decimal_units n = 0;
    s += negative;
    if (*s < '0' || *s > '9' || strlen(s) > 2 * DIGITS)
        return false;
    for (; *s; s++) {
        if (*s == '.' && !point && s[1]) {
            point = true;
            continue;
        }
        if (*s < '0' || *s > '9' || after == DIGITS)
            return false;
        n = n * 10 + (*s - '0');
        after += point;
    }
    for (; after < DIGITS; after++)
        if (__builtin_mul_overflow(n, (decimal_units)10, &n))
            return false;
    *ret = (struct decimal){.units = negative ? -n : n};
    return true;
}

struct decimal decimal_add(struct decimal x, struct decimal y)
{
    struct decimal sum = {0};
    bool over = x.nan || y.nan || __builtin_add_overflow(x.units, y.units, &sum.units);
    return over ? not_a_number : sum;
}

struct decimal decimal_sub(struct decimal x, struct decimal y)
{
    return decimal_add(x, (struct decimal){.units = -y.units, .nan = y.nan});
}

struct decimal decimal_mul(struct decimal x, struct decimal y)
{
    struct decimal product = {0};
    bool over = x.nan || y.nan || __builtin_mul_overflow(x.units, y.units, &product.units);
    product.units /= ONE;
    return over ? not_a_number : product;
}

struct decimal decimal_share(struct decimal x, int64_t n)
{
    return (struct decimal){.units = x.units / n, .nan = x.nan};
}

int decimal_compare(struct decimal x, struct decimal y)
{
    return x.units < y.units ? -1 : x.units > y.units;
}

static decimal_units power_of_ten(int n)
{
    decimal_units p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

/* Units of 10^-digits. */
static decimal_units rounded(decimal_units n, int digits)
{
    decimal_units unit = power_of_ten(DIGITS - digits);
    return (n + unit / 2) / unit;
}

/* Digits after the point that say something. */
static int significant(decimal_units n)
{
    int digits = DIGITS;
    while (digits && n % 10 == 0) {
        n /= 10;
        digits--;
    }
    return digits;
}

const char *decimal_text(struct arena *a, struct decimal x, int digits)
{
    char text[LONGEST];
    size_t at = sizeof text;
    if (x.nan)
        return "too large";
    decimal_units size = x.units < 0 ? -x.units : x.units;
    int after = digits < 0 ? significant(size) : digits;
    decimal_units left = rounded(size, after);
    bool negative = x.units < 0 && left;
    text[--at] = '\0';
    for (int i = 0; left || i <= after; i++) {
        if (i == after && after)
            text[--at] = '.';
        text[--at] = (char)('0' + (int)(left % 10));
        left /= 10;
    }
    if (negative)
        text[--at] = '-';
    return arena_strdup(a, text + at);
}

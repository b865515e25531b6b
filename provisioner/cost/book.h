#ifndef COST_BOOK_H
#define COST_BOOK_H

#include "provisioner/cost/decimal.h"

/*
 * The price book: what AWS charges for what, where, by whose word and of which day. Its file, specs/prices.tsv, tells
 * its own form; a copy of it is part of the program. All texts live in the arena, or in the text that was read.
 */

struct price {
    const char *service, *region; /* "AmazonRDS", "ap-northeast-1" or "global" */
    const char *what, *unit;
    struct decimal price; /* USD a unit */
    const char *as_of;    /* "2026-07", "unknown" */
    const char *confidence;
    unsigned source; /* number in the list of sources */
};

struct price_book {
    const char *head;     /* the lines of comment with which its file begins */
    struct price *prices; /* sorted by service, region, what */
    size_t n, cap;
    const char **sources; /* by number - 1 */
    size_t n_sources, cap_sources;
};

/* ERR_INPUT: a line that is none, or stands twice, with its number. `name` is the file's. */
struct err *book_parse(struct arena *a, const char *name, const char *text, size_t n, struct price_book *ret) NODISCARD;
/* The one that is part of the program. */
struct err *book_builtin(struct arena *a, struct price_book *ret) NODISCARD;

const struct price *book_find(const struct price_book *b, const char *service, const char *region, const char *what);
/* By service, region and what it is: the order of a book. */
int price_compare(const struct price *x, const struct price *y);
/* As its file has it. */
void book_print(struct sbuf *out, const struct price_book *b);
/* Of a day more than a year before today, "2026-11-22", or of one that nobody knows. */
bool price_is_old(const struct price *p, const char *today);
/* The latest day that a price of it is of; "" for none. */
const char *book_newest(const struct price_book *b);

#endif

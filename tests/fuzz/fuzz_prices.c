#include "provisioner/cost/book.h"

#include <stdlib.h>
#include <string.h>

/* A book of prices: what is taken is found again, each price once, and written as it was read. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool promise)
{
    if (!promise)
        abort();
}

static void number(struct arena *a, struct decimal d)
{
    struct decimal again = {0};
    const char *text = decimal_text(a, d, -1);
    must(decimal_parse(text, &again) && decimal_compare(d, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct price_book book;
    CLEANUP(err_freep) struct err *e = book_parse(a, "prices", arena_strndup(a, (const char *)data, size), size, &book);
    if (e) {
        must(err_class_of(e) == ERR_INPUT && str_starts(err_text(e), "prices:"));
        return 0;
    }
    for (size_t i = 0; i < book.n; i++) {
        const struct price *p = &book.prices[i];
        must(book_find(&book, p->service, p->region, p->what) == p);
        must(p->source >= 1 && p->source <= book.n_sources && p->price.units >= 0);
        number(a, p->price);
    }
    (void)book_newest(&book);
    return 0;
}

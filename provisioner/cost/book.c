#include "provisioner/cost/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The file as it stands at the time of building. */
__asm__(".pushsection .rodata\n"
        ".global price_book_text\nprice_book_text:\n.incbin \"" PRICE_BOOK "\"\n"
        ".global price_book_end\nprice_book_end:\n.byte 0\n"
        ".popsection\n");
extern const char price_book_text[], price_book_end[];

enum { COLUMNS = 8, MOST_SOURCES = 10000 };

struct reader {
    struct arena *arena;
    const char *name;
    size_t line;
    struct price_book *book;
    struct sbuf head;
};

static struct err *bad_line(const struct reader *r, const char *why)
{
    return err_new(ERR_INPUT, "%s:%zu: %s", r->name, r->line, why);
}

/* Parts a line at its tabs, in place; how many parts there are. */
static size_t split(char *s, const char *ret[COLUMNS])
{
    size_t count = 0;
    for (;;) {
        char *tab = strchr(s, '\t');
        if (count < COLUMNS)
            ret[count] = s;
        count++;
        if (!tab)
            return count;
        *tab = '\0';
        s = tab + 1;
    }
}

static struct err *read_source(struct reader *r, const char *const part[])
{
    struct price_book *b = r->book;
    int64_t number = 0;
    if (!parse_int(part[0] + 1, &number) || number != (int64_t)b->n_sources + 1 || number > MOST_SOURCES)
        return bad_line(r, "sources are numbered from @1 on, without a gap");
    b->sources = arena_grow(r->arena, b->sources, sizeof *b->sources, b->n_sources, &b->cap_sources);
    b->sources[b->n_sources++] = part[1];
    return NULL;
}

static struct err *read_price(struct reader *r, const char *const part[])
{
    struct price_book *b = r->book;
    struct price p = {part[0], part[1], part[2], part[3], {0}, part[5], part[6], 0};
    int64_t source = 0;
    if (!decimal_parse(part[4], &p.price) || p.price.units < 0)
        return bad_line(r, "the fifth column is a price such as 0.313");
    if (!has_word("verified single-source derived", p.confidence))
        return bad_line(r, "the seventh column is verified, single-source or derived");
    if (!parse_int(part[7], &source) || source < 1 || source > (int64_t)b->n_sources)
        return bad_line(r, "the last column is the number of a source above");
    p.source = (unsigned)source;
    b->prices[b->n++] = p;
    return NULL;
}

static struct err *read_line(struct reader *r, char *s)
{
    const char *part[COLUMNS];
    if (*s == '#' && !r->book->n_sources)
        sbuf_printf(&r->head, "%s\n", s);
    if (!*s || *s == '#')
        return NULL;
    size_t count = split(s, part);
    if (*s == '@')
        return count == 2 ? read_source(r, part) : bad_line(r, "want @ and a number, a tab, and the source");
    return count == COLUMNS ? read_price(r, part) : bad_line(r, "want eight columns, parted by tabs");
}

int price_compare(const struct price *x, const struct price *y)
{
    int d = strcmp(x->service, y->service);
    if (!d)
        d = strcmp(x->region, y->region);
    return d ? d : strcmp(x->what, y->what);
}

static int by_key(const void *x, const void *y)
{
    return price_compare(x, y);
}

static struct err *sort(const char *name, struct price_book *b)
{
    if (b->n)
        qsort(b->prices, b->n, sizeof *b->prices, by_key);
    for (size_t i = 1; i < b->n; i++)
        if (price_compare(&b->prices[i - 1], &b->prices[i]) == 0)
            return err_new(ERR_INPUT, "%s: %s, %s, %s stands there twice", name, b->prices[i].service,
                           b->prices[i].region, b->prices[i].what);
    return NULL;
}

static size_t lines_of(const char *text, size_t n)
{
    size_t lines = 1;
    for (size_t i = 0; i < n; i++)
        lines += text[i] == '\n';
    return lines;
}

struct err *book_parse(struct arena *a, const char *name, const char *text, size_t n, struct price_book *ret)
{
    struct reader r = {.arena = a, .name = name, .book = ret, .head = {.arena = a}};
    *ret = (struct price_book){.cap = lines_of(text, n)};
    ret->prices = arena_alloc(a, ret->cap * sizeof *ret->prices);
    char *at = arena_strndup(a, text, n), *end = at + n;
    while (at < end) {
        char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        *stop = '\0';
        r.line++;
        if (strlen(at) != (size_t)(stop - at))
            return bad_line(&r, "holds a byte that is no text");
        TRY(read_line(&r, at));
        at = stop + 1;
    }
    ret->head = sbuf_str(&r.head);
    return sort(name, ret);
}

struct err *book_builtin(struct arena *a, struct price_book *ret)
{
    return book_parse(a, "specs/prices.tsv", price_book_text, (size_t)(price_book_end - price_book_text), ret);
}

void book_print(struct sbuf *out, const struct price_book *b)
{
    sbuf_puts(out, b->head);
    for (size_t i = 0; i < b->n_sources; i++)
        sbuf_printf(out, "@%zu\t%s\n", i + 1, b->sources[i]);
    for (size_t i = 0; i < b->n; i++) {
        const struct price *p = &b->prices[i];
        sbuf_printf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%u\n", p->service, p->region, p->what, p->unit,
                    decimal_text(out->arena, p->price, -1), p->as_of, p->confidence, p->source);
    }
}

/* "2025-11-22" of "2026-11-22". */
static void a_year_before(const char *today, char ret[static 32])
{
    int64_t year = 0;
    size_t n = strcspn(today, "-");
    char digits[8] = {0};
    memcpy(digits, today, n < sizeof digits ? n : 0);
    bool known = parse_int(digits, &year) && year > 0 && year < 10000;
    snprintf(ret, 32, "%04d%.10s", known ? (int)year - 1 : 0, today + n);
}

bool price_is_old(const struct price *p, const char *today)
{
    char limit[32];
    size_t n = strlen(p->as_of);
    bool is_day = n >= strlen("2026") && strspn(p->as_of, "0123456789-") == n;
    a_year_before(today, limit);
    return !is_day || strncmp(p->as_of, limit, n) < 0;
}

const struct price *book_find(const struct price_book *b, const char *service, const char *region, const char *what)
{
    const struct price key = {.service = service, .region = region, .what = what};
    return b->n ? bsearch(&key, b->prices, b->n, sizeof key, by_key) : NULL;
}

const char *book_newest(const struct price_book *b)
{
    const char *newest = "";
    for (size_t i = 0; i < b->n; i++)
        if (strcmp(b->prices[i].as_of, "unknown") != 0 && strcmp(b->prices[i].as_of, newest) > 0)
            newest = b->prices[i].as_of;
    return newest;
}

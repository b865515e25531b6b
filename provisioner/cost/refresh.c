#include "provisioner/cost/refresh.h"

#include "provisioner/cost/offer.h"
#include "provisioner/cost/plans.h"

#include <stdlib.h>
#include <string.h>

/* What bought ahead is called in the book: scenario.h. */
static const struct ahead {
    int years;
    const char *suffix;
} aheads[] = {{1, ", reserved 1 year"}, {3, ", reserved 3 years"}};

const char refresh_not_asked[] = "not asked about";
const char refresh_no_plans[] = "AWS would not tell what savings plans cost";

/* ---- what is looked for ------------------------------------------------------------------------------------------ */

static int by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static const char *name_in(struct arena *a, const char *service, const char *what)
{
    return arena_printf(a, "%s\t%s", service, what);
}

void refresh_begin(struct refresh *r)
{
    const struct price_book *b = r->old;
    r->known = arena_alloc(r->a, (b->n + 1) * sizeof *r->known);
    for (size_t i = 0; i < b->n; i++)
        r->known[i] = name_in(r->a, b->prices[i].service, b->prices[i].what);
    r->n_known = b->n;
    qsort(r->known, r->n_known, sizeof *r->known, by_text);
}

static bool is_wanted(const struct refresh *r, struct arena *a, const char *service, const char *what)
{
    const char *name = name_in(a, service, what);
    for (const char *const *p = r->more; p && *p; p++)
        if (glob_match(*p, what))
            return true;
    return bsearch(&name, r->known, r->n_known, sizeof *r->known, by_text) != NULL;
}

static void add_filter(struct arena *a, struct value *filters, const char *field, const char *text)
{
    struct value *f = value_map(a);
    value_set_str(a, f, "Type", "TERM_MATCH");
    value_set_str(a, f, "Field", field);
    value_set_str(a, f, "Value", text);
    value_push(a, filters, f);
}

/* The next "key=value" of a list parted by semicolons; false at its end. */
static bool next_pair(struct arena *a, const char **at, const char **ret_key, const char **ret_value)
{
    const char *s = *at ? *at : "";
    size_t n = strcspn(s, ";"), key = strcspn(s, "=");
    if (!n)
        return false;
    *ret_key = arena_strndup(a, s, key);
    *ret_value = arena_strndup(a, s + key + 1, n - key - 1);
    *at = s + n + (s[n] == ';');
    return true;
}

const struct value *refresh_request(struct arena *a, const struct price_query *q, const char *region)
{
    struct value *in = value_map(a), *filters = value_list(a);
    const char *at = q->filters, *key, *text;
    while (next_pair(a, &at, &key, &text))
        add_filter(a, filters, key, text);
    if (q->place)
        add_filter(a, filters, q->place, region);
    value_set_str(a, in, "ServiceCode", q->service);
    value_set_str(a, in, "FormatVersion", "aws_v1");
    value_set(a, in, "Filters", filters);
    return in;
}

/* ---- what a product is in the book ------------------------------------------------------------------------------- */

/* "APN1-", "EU-", "ap-northeast-1-": where a usage type is of. */
static size_t prefix_length(const char *usage, const char *region)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t n = region ? strlen(region) : 0, letters = strspn(usage, capitals);
    if (n && strncmp(usage, region, n) == 0 && usage[n] == '-')
        return n + 1;
    n = letters + strspn(usage + letters, "0123456789");
    return letters >= 2 && letters <= 4 && n <= letters + 1 && usage[n] == '-' ? n + 1 : 0;
}

/* What the pattern's star stands for; NULL: it does not fit. */
static const char *star_of(const char *pattern, const char *usage)
{
    const char *star = strchr(pattern, '*');
    if (!glob_match(pattern, usage))
        return NULL;
    return star ? usage + (star - pattern) : "";
}

static bool is_one_of(const char *choices, const char *text)
{
    for (size_t n; *choices; choices += n + (choices[n] == '|')) {
        n = strcspn(choices, "|");
        if (strlen(text) == n && strncmp(choices, text, n) == 0)
            return true;
    }
    return false;
}

static bool fits(struct arena *a, const struct price_pick *p, const struct offer *o, const char *region,
                 const char **ret_star)
{
    const char *usage = value_get_str(o->attributes, "usagetype"), *at = p->when, *key, *text;
    const char *star = star_of(p->usage, usage + prefix_length(usage, region));
    if (!star)
        star = star_of(p->usage, usage);
    while (star && next_pair(a, &at, &key, &text))
        if (!is_one_of(text, value_get_str(o->attributes, key)))
            return false;
    *ret_star = star;
    return star != NULL;
}

/* NULL: the product does not say what the name needs. */
static const char *named(struct arena *a, const char *what, const struct offer *o, const char *star)
{
    struct sbuf out = {.arena = a};
    while (*what) {
        size_t plain = strcspn(what, "{"), n = strcspn(what + plain, "}");
        sbuf_putn(&out, what, plain);
        what += plain;
        if (!*what)
            break;
        const char *key = arena_strndup(a, what + 1, n - 1);
        const char *text = str_eq(key, "*") ? star : value_get_str(o->attributes, key);
        if (!*text || strpbrk(text, "\t\n\r"))
            return NULL;
        sbuf_puts(&out, text);
        what += n + 1;
    }
    return sbuf_str(&out);
}

/* ---- what is made of its price ----------------------------------------------------------------------------------- */

static bool moved_too_far(const struct refresh *r, struct decimal old, struct decimal now)
{
    struct decimal by = decimal_sub(now, old);
    if (by.units < 0)
        by.units = -by.units;
    return decimal_compare(decimal_mul(by, decimal_of(100)), decimal_mul(old, decimal_of(r->most_percent))) > 0;
}

static enum refresh_end end_of(const struct refresh *r, struct refreshed *i)
{
    if (!i->old && i->price.price.units)
        return REFRESH_ADDED;
    if (i->old && decimal_compare(i->old->price, i->price.price) == 0)
        return REFRESH_SAME;
    if (i->old && !moved_too_far(r, i->old->price, i->price.price))
        return REFRESH_CHANGED;
    i->why = !i->old ? "AWS says that it costs nothing"
                     : arena_printf(r->a,
                                    "AWS says %s now, instead of %s: look at it, then allow that much with "
                                    "--max-change",
                                    decimal_text(r->a, i->price.price, -1), decimal_text(r->a, i->old->price, -1));
    return REFRESH_KEPT;
}

/* Two captures that agree: what was computed is none, and the same list is not another. */
static const char *confidence_of(const struct refresh *r, const struct refreshed *i)
{
    if (i->end != REFRESH_SAME || str_eq(i->old->confidence, "derived"))
        return "single-source";
    return str_eq(r->old->sources[i->old->source - 1], i->source) ? i->old->confidence : "verified";
}

static void judge(const struct refresh *r, struct refreshed *i)
{
    if (i->end != REFRESH_KEPT)
        i->end = end_of(r, i);
    i->price.confidence = confidence_of(r, i);
}

static struct refreshed *found_before(struct refresh *r, size_t from, const struct price *p)
{
    for (size_t i = from; i < r->n; i++)
        if (str_eq(r->items[i].price.what, p->what) && str_eq(r->items[i].price.region, p->region))
            return &r->items[i];
    return NULL;
}

static void note_item(struct refresh *r, size_t from, const struct refreshed *item)
{
    struct refreshed *before = found_before(r, from, &item->price);
    if (before && decimal_compare(before->price.price, item->price.price) != 0) {
        before->end = REFRESH_KEPT;
        before->why = "AWS's list has several prices for it";
    }
    if (before)
        return;
    r->items = arena_grow(r->a, r->items, sizeof *r->items, r->n, &r->cap);
    r->items[r->n++] = *item;
}

/* Where a price is from, and which part of a list its product is. */
struct found_in {
    const struct price_query *query;
    const struct price_pick *pick;
    const struct offer *offer;
    const char *region, *what;
    size_t from; /* of the items, the first of this answer */
};

void refresh_add(struct refresh *r, size_t from, struct refreshed *item, const char *unit)
{
    struct price *p = &item->price;
    int64_t times;
    if (!price_units_match(p->unit, unit, &times)) {
        item->end = REFRESH_KEPT;
        item->why = arena_printf(r->a, "AWS tells it by \"%.40s\", and the book by %s", unit, p->unit);
    }
    p->price = decimal_mul(p->price, decimal_of(times));
    if (p->price.nan) {
        item->end = REFRESH_KEPT;
        item->why = "AWS's price is too large to be one";
    }
    item->old = book_find(r->old, p->service, p->region, p->what);
    judge(r, item);
    note_item(r, from, item);
}

static void add_item(struct refresh *r, const struct found_in *f, const char *suffix, const struct offer_price *p)
{
    const char *region = f->query->place ? f->region : "global", *option = p->option ? p->option : "";
    struct refreshed i = {.price = {.service = f->query->service,
                                    .region = arena_strdup(r->a, region),
                                    .what = arena_printf(r->a, "%s%s", f->what, suffix),
                                    .unit = f->pick->unit,
                                    .price = p->price,
                                    .as_of = r->today},
                          .source =
                              arena_printf(r->a, "AWS Price List API: %s, %s, list of %.40s%s%s", f->query->service,
                                           region, f->offer->version, *option ? ", " : "", option)};
    refresh_add(r, f->from, &i, p->unit);
}

/* Not to be had in that way, or in several: no mistake of the answer's, and no price. */
static struct err *pass_over(struct err *e, bool *ret_none)
{
    *ret_none = e != NULL;
    if (!e || err_class_of(e) == ERR_WIRE)
        return e;
    err_free(e);
    return NULL;
}

static struct err *take_prices(struct refresh *r, struct arena *a, const struct found_in *f)
{
    struct offer_price p;
    bool none;
    TRY(pass_over(offer_on_demand(a, f->offer, f->pick->from, &p), &none));
    if (!none)
        add_item(r, f, "", &p);
    for (size_t i = 0; f->pick->ahead && i < COUNT(aheads); i++) {
        TRY(pass_over(offer_ahead(a, f->offer, aheads[i].years, &p), &none));
        if (!none)
            add_item(r, f, aheads[i].suffix, &p);
    }
    return NULL;
}

struct err *refresh_take(struct refresh *r, struct arena *a, const struct price_query *q, const char *region,
                         const struct value *list)
{
    struct found_in f = {.query = q, .region = region, .from = r->n};
    const char *star;
    for (size_t i = 0; i < value_len(list); i++) {
        struct offer o;
        TRY(offer_parse(a, value_str_of(value_item(list, i)), &o));
        f.offer = &o;
        for (f.pick = q->picks; f.pick->what; f.pick++) {
            if (!fits(a, f.pick, &o, region, &star))
                continue;
            f.what = named(a, f.pick->what, &o, star);
            if (f.what && is_wanted(r, a, q->service, f.what))
                TRY(take_prices(r, a, &f));
        }
    }
    return NULL;
}

/* ---- the new book ------------------------------------------------------------------------------------------------ */

static int by_key(const void *x, const void *y)
{
    const struct refreshed *a = x, *b = y;
    return price_compare(&a->price, &b->price);
}

/* Whether some pick could be called so: every {...} stands for anything. */
static bool has_question(struct arena *a, const struct price *p)
{
    for (const struct price_query *q = price_queries; q->service; q++)
        for (const struct price_pick *k = q->picks; str_eq(q->service, p->service) && k->what; k++) {
            char *pattern = arena_strdup(a, k->what), *to = pattern;
            for (const char *s = k->what; *s; s++) {
                *to++ = *s == '{' ? '*' : *s;
                s += *s == '{' ? strcspn(s, "}") : 0;
            }
            *to = '\0';
            if (glob_match(pattern, p->what) ||
                (k->ahead && glob_match(arena_printf(a, "%s, reserved *", pattern), p->what)))
                return true;
        }
    return false;
}

static const char *why_kept(const struct refresh *r, const struct price *p, const char *const *regions)
{
    bool asked = str_eq(p->region, "global");
    for (; !asked && *regions; regions++)
        asked = str_eq(*regions, p->region);
    if (!asked)
        return refresh_not_asked;
    if (plans_know(p))
        return r->no_plans ? refresh_no_plans : "AWS has none";
    return has_question(r->a, p) ? "AWS's list has none" : "how to ask for it is not known";
}

static unsigned source_number(struct arena *a, struct price_book *b, const char *text)
{
    for (size_t i = b->n_sources; i > 0; i--)
        if (str_eq(b->sources[i - 1], text))
            return (unsigned)i;
    b->sources = arena_grow(a, b->sources, sizeof *b->sources, b->n_sources, &b->cap_sources);
    b->sources[b->n_sources++] = text;
    return (unsigned)b->n_sources;
}

static void put_price(struct refresh *r, struct price_book *b, const struct refreshed *i)
{
    bool kept = i->end == REFRESH_KEPT;
    if (kept && !i->old)
        return;
    struct price p = kept ? *i->old : i->price;
    p.source = source_number(r->a, b, kept ? r->old->sources[p.source - 1] : i->source);
    b->prices = arena_grow(r->a, b->prices, sizeof *b->prices, b->n, &b->cap);
    b->prices[b->n++] = p;
}

void refresh_finish(struct refresh *r, const char *const *regions, struct price_book *ret)
{
    size_t found = r->n;
    if (found)
        qsort(r->items, found, sizeof *r->items, by_key);
    for (size_t i = 0; i < r->old->n; i++) {
        const struct price *p = &r->old->prices[i];
        struct refreshed kept = {.price = *p, .old = p, .end = REFRESH_KEPT};
        if (found && bsearch(&kept, r->items, found, sizeof kept, by_key))
            continue;
        kept.why = why_kept(r, p, regions);
        r->items = arena_grow(r->a, r->items, sizeof *r->items, r->n, &r->cap);
        r->items[r->n++] = kept;
    }
    if (r->n)
        qsort(r->items, r->n, sizeof *r->items, by_key);
    *ret = (struct price_book){.head = r->old->head};
    for (size_t i = 0; i < r->n; i++)
        put_price(r, ret, &r->items[i]);
}

#include "provisioner/cost/report.h"

#include "provisioner/base/screen.h"

#include <stdlib.h>
#include <string.h>

enum { CENTS = 2, NUMBER = 12 };

/* "4711.08" with commas between thousands. */
static const char *money(struct arena *a, struct decimal x)
{
    const char *plain = decimal_text(a, x, CENTS), *digits = plain + (*plain == '-');
    size_t whole = strcspn(digits, ".");
    struct sbuf out = {.arena = a};
    if (x.nan)
        return plain;
    sbuf_printf(&out, "%s", digits == plain ? "" : "-");
    for (size_t i = 0; digits[i]; i++) {
        if (i && i < whole && (whole - i) % 3 == 0)
            sbuf_putc(&out, ',');
        sbuf_putc(&out, digits[i]);
    }
    return sbuf_str(&out);
}

static const char *with_sign(struct arena *a, struct decimal x)
{
    const char *text = money(a, x);
    return *text == '-' ? arena_printf(a, "-$%s", text + 1) : arena_printf(a, "+$%s", text);
}

static struct decimal change_of(const struct cost_report *r)
{
    return decimal_sub(r->after->total, r->before->total);
}

const char *cost_brief(struct arena *a, const struct cost_report *r)
{
    struct sbuf out = {.arena = a};
    sbuf_printf(&out, "$%s a month now, $%s after it (%s)", money(a, r->before->total), money(a, r->after->total),
                with_sign(a, change_of(r)));
    if (r->after->unpriced)
        sbuf_printf(&out, "; %zu charge%s no price and %s not in it", r->after->unpriced,
                    r->after->unpriced == 1 ? " has" : "s have", r->after->unpriced == 1 ? "is" : "are");
    return sbuf_str(&out);
}

/* ---- sums -------------------------------------------------------------------------------------------------------- */

/* Where a line belongs: "tokyo" or "global", and the system, from the address. */
static const char *alias_of(struct arena *a, const struct cost_line *l)
{
    return address_alias(a, l->thing->address);
}

static const char *system_of(struct arena *a, const struct cost_line *l)
{
    return address_system(a, l->thing->address);
}

typedef const char *part_of(struct arena *a, const struct cost_line *l);

struct sums {
    const char **names;
    struct decimal *amounts;
    size_t n, cap, cap_amounts;
};

static struct decimal *sum_named(struct arena *a, struct sums *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->names[i], name))
            return &s->amounts[i];
    s->names = arena_grow(a, s->names, sizeof *s->names, s->n, &s->cap);
    s->amounts = arena_grow(a, s->amounts, sizeof *s->amounts, s->n, &s->cap_amounts);
    s->names[s->n] = name;
    s->amounts[s->n] = (struct decimal){0};
    return &s->amounts[s->n++];
}

/* By one part of the address; of those lines whose other part is `only`, where it is not NULL. */
static struct sums sums_by(struct arena *a, const struct estimate *e, part_of *part, part_of *other, const char *only)
{
    struct sums s = {0};
    for (size_t i = 0; i < e->n; i++) {
        const struct cost_line *l = &e->lines[i];
        if (l->price && (!only || str_eq(other(a, l), only))) {
            struct decimal *sum = sum_named(a, &s, part(a, l));
            *sum = decimal_add(*sum, l->amount);
        }
    }
    return s;
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

/* Lines that differ in their resource only, as one. */
struct group {
    const struct cost_line *first;
    size_t count;
    struct decimal quantity, amount;
};

static bool alike(struct arena *a, const struct cost_line *x, const struct cost_line *y)
{
    return x->price == y->price && str_eq(x->label, y->label) && str_eq(x->thing->type, y->thing->type) &&
           str_eq(alias_of(a, x), alias_of(a, y)) && str_eq(system_of(a, x), system_of(a, y));
}

static size_t groups_of(struct arena *a, const struct estimate *e, bool verbose, struct group *ret)
{
    size_t n = 0;
    for (size_t i = 0; i < e->n; i++) {
        const struct cost_line *l = &e->lines[i];
        size_t k = verbose ? n : 0;
        while (k < n && !alike(a, ret[k].first, l))
            k++;
        if (k == n)
            ret[n++] = (struct group){.first = l};
        ret[k].count++;
        ret[k].quantity = decimal_add(ret[k].quantity, l->quantity);
        ret[k].amount = decimal_add(ret[k].amount, l->amount);
    }
    return n;
}

static const char *place_of(struct arena *a, const struct group *g, bool verbose)
{
    if (verbose)
        return g->first->thing->address;
    return arena_printf(a, "%s/%s", alias_of(a, g->first), system_of(a, g->first));
}

static void put_group(struct sbuf *out, const struct group *g, const struct cost_style *style)
{
    struct arena *a = out->arena;
    const struct cost_line *l = g->first;
    const char *place = screen_safe(a, place_of(a, g, style->verbose)), *label = screen_safe(a, l->label);
    const char *head = arena_printf(a, "  %-*s  ", style->verbose ? 44 : 20, place);
    const char *many = g->count > 1 ? arena_printf(a, "%zu x ", g->count) : "";
    const char *text = l->price ? arena_printf(a, "%s%s%s: %s %s at $%s = $%s", many, label,
                                               l->assumed ? " (assumed)" : "", decimal_text(a, g->quantity, -1),
                                               l->unit, decimal_text(a, l->price->price, -1), money(a, g->amount))
                                : arena_printf(a, "%s%s: %s", many, label, screen_safe(a, l->why));
    sbuf_puts(out, head);
    screen_wrap(out, text, screen_columns(head), 6, style->width);
    sbuf_putc(out, '\n');
}

static void put_groups(struct sbuf *out, const struct estimate *e, bool priced, const struct cost_style *style)
{
    struct group *groups = arena_alloc(out->arena, (e->n + 1) * sizeof *groups);
    size_t n = groups_of(out->arena, e, style->verbose, groups);
    for (size_t i = 0; i < n; i++)
        if ((groups[i].first->price != NULL) == priced)
            put_group(out, &groups[i], style);
}

static void put_row(struct sbuf *out, const char *name, size_t widest, const struct sums *columns,
                    const struct sums *row)
{
    struct arena *a = out->arena;
    struct decimal all = {0};
    sbuf_printf(out, "  %-*s", (int)widest, screen_safe(a, name));
    for (size_t i = 0; i < columns->n; i++) {
        struct decimal amount = {0};
        for (size_t k = 0; k < row->n; k++)
            if (str_eq(row->names[k], columns->names[i]))
                amount = row->amounts[k];
        all = decimal_add(all, amount);
        sbuf_printf(out, " %*s", NUMBER, money(a, amount));
    }
    sbuf_printf(out, " %*s\n", NUMBER, money(a, all));
}

/* A row for each system, a column for each region. */
static void put_table(struct sbuf *out, const struct estimate *e)
{
    struct arena *a = out->arena;
    struct sums aliases = sums_by(a, e, alias_of, NULL, NULL), systems = sums_by(a, e, system_of, NULL, NULL);
    size_t widest = strlen("total");
    for (size_t i = 0; i < systems.n; i++)
        widest = strlen(systems.names[i]) > widest ? strlen(systems.names[i]) : widest;
    sbuf_printf(out, "  %-*s", (int)widest, "");
    for (size_t i = 0; i < aliases.n; i++)
        sbuf_printf(out, " %*s", NUMBER, screen_safe(a, aliases.names[i]));
    sbuf_printf(out, " %*s\n", NUMBER, "total");
    for (size_t i = 0; i < systems.n; i++) {
        struct sums row = sums_by(a, e, alias_of, system_of, systems.names[i]);
        put_row(out, systems.names[i], widest, &aliases, &row);
    }
    put_row(out, "total", widest, &aliases, &aliases);
}

/* Of the prices that come with a date. */
static const char *oldest_used(const struct estimate *e)
{
    const char *oldest = "";
    for (size_t i = 0; i < e->n; i++) {
        const struct price *p = e->lines[i].price;
        if (p && strcmp(p->as_of, "unknown") != 0 && (!*oldest || strcmp(p->as_of, oldest) < 0))
            oldest = p->as_of;
    }
    return oldest;
}

/* Of the prices in use, how many are of a day before that, or of one that nobody knows; each counts once. */
static size_t old_prices(const struct cost_report *r, size_t *ret_all)
{
    const struct estimate *e = r->after;
    size_t n = 0;
    *ret_all = 0;
    for (size_t i = 0; i < e->n; i++) {
        const struct price *p = e->lines[i].price;
        bool again = !p;
        for (size_t k = 0; !again && k < i; k++)
            again = e->lines[k].price == p;
        if (again)
            continue;
        ++*ret_all;
        n += price_is_old(p, r->today);
    }
    return n;
}

static void put_old(struct sbuf *out, const struct cost_report *r, unsigned width)
{
    size_t all, n = old_prices(r, &all);
    if (!n)
        return;
    screen_wrap(
        out,
        arena_printf(out->arena,
                     "%zu of these %zu prices are older than a year, or of an unknown day, the oldest of %s; hold "
                     "them against AWS's own before you rely on them: `provisioner prices update --out FILE`, and give "
                     "that with --prices",
                     n, all, oldest_used(r->after)),
        0, 0, width);
    sbuf_puts(out, "\n\n");
}

void cost_render(struct sbuf *out, const struct cost_report *r, const struct cost_style *style)
{
    sbuf_printf(out, "USD a month of 730 hours, by list prices of %s to %s\n\n", oldest_used(r->after),
                book_newest(r->book));
    put_old(out, r, style->width);
    put_table(out, r->after);
    sbuf_puts(out, "\nCharges; what is assumed stands under `usage` in the spec\n");
    put_groups(out, r->after, true, style);
    if (r->after->unpriced)
        sbuf_puts(out, "\nWithout a price, and in no sum\n");
    put_groups(out, r->after, false, style);
    sbuf_putc(out, '\n');
    screen_wrap(out, cost_brief(out->arena, r), 0, 0, style->width);
    sbuf_putc(out, '\n');
}

/* ---- for programs ------------------------------------------------------------------------------------------------ */

static const struct value *number(struct arena *a, struct decimal x)
{
    return x.nan ? value_null(a) : value_dec(a, decimal_text(a, x, -1));
}

static const struct value *cents(struct arena *a, struct decimal x)
{
    return x.nan ? value_null(a) : value_dec(a, decimal_text(a, x, CENTS));
}

static const struct value *sums_json(struct arena *a, const struct sums *s)
{
    struct value *map = value_map(a);
    for (size_t i = 0; i < s->n; i++)
        value_set(a, map, s->names[i], cents(a, s->amounts[i]));
    return map;
}

static const struct value *line_json(struct arena *a, const struct cost_report *r, const struct cost_line *l)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "address", l->thing->address);
    value_set_str(a, v, "type", l->thing->type);
    value_set_str(a, v, "charge", l->label);
    value_set_str(a, v, "unit", l->unit);
    if (!l->price) {
        value_set_str(a, v, "reason", l->why);
        return v;
    }
    value_set(a, v, "quantity", number(a, l->quantity));
    value_set(a, v, "price", number(a, l->price->price));
    value_set(a, v, "monthly", number(a, l->amount));
    value_set(a, v, "assumed", value_bool(a, l->assumed));
    value_set_str(a, v, "price_of", l->price->as_of);
    value_set_str(a, v, "confidence", l->price->confidence);
    value_set_str(a, v, "source", r->book->sources[l->price->source - 1]);
    return v;
}

/* ---- what changes ------------------------------------------------------------------------------------------------ */

static const struct value *before_and_after(struct arena *a, struct decimal before, struct decimal after)
{
    struct value *v = value_map(a);
    value_set(a, v, "before", cents(a, before));
    value_set(a, v, "after", cents(a, after));
    value_set(a, v, "difference", cents(a, decimal_sub(after, before)));
    return v;
}

static struct decimal named_in(const struct sums *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->names[i], name))
            return s->amounts[i];
    return (struct decimal){0};
}

static const struct value *parts_json(struct arena *a, const struct cost_report *r, part_of *part)
{
    struct sums before = sums_by(a, r->before, part, NULL, NULL), after = sums_by(a, r->after, part, NULL, NULL);
    struct value *map = value_map(a);
    for (size_t i = 0; i < after.n; i++)
        value_set(a, map, after.names[i], before_and_after(a, named_in(&before, after.names[i]), after.amounts[i]));
    for (size_t i = 0; i < before.n; i++)
        if (!value_get(map, before.names[i]))
            value_set(a, map, before.names[i], before_and_after(a, before.amounts[i], (struct decimal){0}));
    return map;
}

/* All that is charged for one resource; lines of one stand together, and *at moves behind them. */
static struct decimal of_resource(const struct estimate *e, size_t *at, const char *address)
{
    struct decimal sum = {0};
    for (; *at < e->n && str_eq(e->lines[*at].thing->address, address); ++*at)
        sum = decimal_add(sum, e->lines[*at].amount);
    return sum;
}

/* Both are in the order of addresses. */
static const struct value *resources_json(struct arena *a, const struct cost_report *r)
{
    struct value *map = value_map(a);
    for (size_t b = 0, n = 0; b < r->before->n || n < r->after->n;) {
        const char *was = b < r->before->n ? r->before->lines[b].thing->address : NULL;
        const char *is = n < r->after->n ? r->after->lines[n].thing->address : NULL;
        const char *address = !was || (is && strcmp(is, was) < 0) ? is : was;
        struct decimal before = of_resource(r->before, &b, address), after = of_resource(r->after, &n, address);
        if (decimal_compare(before, after) != 0)
            value_set(a, map, address, before_and_after(a, before, after));
    }
    return map;
}

static const char *place_in(struct arena *a, const struct cost_line *l)
{
    return arena_printf(a, "%s/%s", alias_of(a, l), system_of(a, l));
}

void cost_differences(struct sbuf *out, const struct cost_report *r)
{
    enum { MOST = 12 };
    struct arena *a = out->arena;
    struct sums before = sums_by(a, r->before, place_in, NULL, NULL),
                after = sums_by(a, r->after, place_in, NULL, NULL);
    size_t n = 0;
    for (size_t i = 0; i < before.n; i++)
        sum_named(a, &after, before.names[i]);
    for (size_t i = 0; i < after.n; i++) {
        struct decimal was = named_in(&before, after.names[i]), more = decimal_sub(after.amounts[i], was);
        if (!more.nan && decimal_compare(more, (struct decimal){0}) == 0)
            continue;
        if (before.n && n++ < MOST)
            sbuf_printf(out, "  %-24s %12s -> %s (%s)\n", screen_safe(a, after.names[i]), money(a, was),
                        money(a, after.amounts[i]), with_sign(a, more));
    }
    if (n > MOST)
        sbuf_printf(out, "  and %zu more; `provisioner cost` shows them all\n", n - MOST);
}

const struct value *cost_brief_json(struct arena *a, const struct cost_report *r)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "currency", "USD");
    value_set(a, v, "monthly_before", cents(a, r->before->total));
    value_set(a, v, "monthly_after", cents(a, r->after->total));
    value_set(a, v, "unpriced", value_int(a, (int64_t)r->after->unpriced));
    value_set(a, v, "by_region", parts_json(a, r, alias_of));
    value_set(a, v, "by_system", parts_json(a, r, system_of));
    value_set(a, v, "by_resource", resources_json(a, r));
    return v;
}

const struct value *cost_json(struct arena *a, const struct cost_report *r)
{
    struct value *v = value_map(a), *lines = value_list(a), *unpriced = value_list(a);
    size_t all;
    struct sums regions = sums_by(a, r->after, alias_of, NULL, NULL),
                systems = sums_by(a, r->after, system_of, NULL, NULL);
    for (size_t i = 0; i < r->after->n; i++)
        value_push(a, r->after->lines[i].price ? lines : unpriced, line_json(a, r, &r->after->lines[i]));
    value_set_str(a, v, "format_version", "1");
    value_set_str(a, v, "currency", "USD");
    value_set_str(a, v, "oldest_price", oldest_used(r->after));
    value_set_str(a, v, "newest_price", book_newest(r->book));
    value_set(a, v, "old_prices", value_int(a, (int64_t)old_prices(r, &all)));
    value_set(a, v, "monthly_before", cents(a, r->before->total));
    value_set(a, v, "difference", cents(a, change_of(r)));
    value_set(a, v, "monthly_after", cents(a, r->after->total));
    value_set(a, v, "by_region", sums_json(a, &regions));
    value_set(a, v, "by_system", sums_json(a, &systems));
    value_set(a, v, "lines", lines);
    value_set(a, v, "unpriced", unpriced);
    return v;
}

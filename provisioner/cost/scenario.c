#include "provisioner/cost/scenario.h"

#include "provisioner/base/screen.h"

#include <string.h>

#define DAY_OF_MONTH "0.032876712329" /* 24 of 730 hours */

/* ---- bought ahead ------------------------------------------------------------------------------------------------ */

/* Which services sell what ahead: reserved instances and nodes, and compute by savings plans. MSK sells neither. */
static const struct ahead {
    const char *name, *suffix, *services;
} aheads[] = {
    {"reserved-1y", ", reserved 1 year", "AmazonRDS AmazonElastiCache AmazonEC2"},
    {"reserved-3y", ", reserved 3 years", "AmazonRDS AmazonElastiCache AmazonEC2"},
    {"savings-plan", ", savings plan", "AmazonEC2"},
    {"savings-plan-3y", ", savings plan 3 years", "AmazonEC2"},
};

static void buy_ahead(struct arena *a, const struct ahead *how, const struct price_book *book, struct scenario_line *l)
{
    const struct price *p = l->line->price;
    l->then = l->line->amount;
    l->eligible = has_word(how->services, p->service) && has_word("instance-hour node-hour", p->unit);
    if (!l->eligible)
        return;
    l->ahead = book_find(book, p->service, p->region, arena_printf(a, "%s%s", p->what, how->suffix));
    if (l->ahead)
        l->then = decimal_mul(l->line->quantity, l->ahead->price);
}

/* ---- a region down ----------------------------------------------------------------------------------------------- */

static struct decimal of_a_day(struct decimal month)
{
    struct decimal share = {0};
    return decimal_parse(DAY_OF_MONTH, &share) ? decimal_mul(month, share) : month;
}

static bool is_kept(const struct cost_line *l)
{
    return str_ends(l->unit, "-month");
}

static bool between_regions(const struct cost_line *l)
{
    return str_starts(l->price->what, "Inter-region") || strstr(l->price->what, "cross-region") ||
           strstr(l->price->what, "replicated write");
}

/* The same charge, of the same system, in another region: what its traffic becomes there. */
static const struct cost_line *same_in(struct arena *a, const struct estimate *e, const struct cost_line *l,
                                       const char *alias)
{
    const char *rest = strchr(l->thing->address, '/');
    for (size_t i = 0; i < e->n; i++) {
        const struct cost_line *other = &e->lines[i];
        if (other->price && other != l && str_eq(other->label, l->label) &&
            str_eq(address_alias(a, other->thing->address), alias) && rest &&
            str_eq(strchr(other->thing->address, '/'), rest))
            return other;
    }
    return NULL;
}

/* The first region but the lost one; NULL: there is none. */
static const char *heir(struct arena *a, const struct estimate *e, const char *lost)
{
    for (size_t i = 0; i < e->n; i++) {
        const char *alias = address_alias(a, e->lines[i].thing->address);
        if (!str_eq(alias, lost) && !str_eq(alias, "global"))
            return alias;
    }
    return NULL;
}

static struct decimal on_that_day(struct arena *a, const struct estimate *e, const struct cost_line *l,
                                  const char *lost, const char *takes_over)
{
    const char *alias = address_alias(a, l->thing->address);
    struct decimal none = {0}, amount = l->amount;
    if (between_regions(l) && l->assumed)
        return none;
    if (!l->assumed || is_kept(l))
        return of_a_day(amount);
    if (str_eq(alias, lost))
        return none;
    const struct cost_line *gone = str_eq(alias, takes_over) ? same_in(a, e, l, lost) : NULL;
    if (gone)
        amount = decimal_add(amount, decimal_mul(gone->quantity, l->price->price));
    return of_a_day(amount);
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

static bool has_region(struct arena *a, const struct estimate *e, const char *alias)
{
    for (size_t i = 0; i < e->n; i++)
        if (str_eq(address_alias(a, e->lines[i].thing->address), alias))
            return !str_eq(alias, "global");
    return false;
}

static void add_up(struct scenario *s, const struct scenario_line *l)
{
    struct decimal usual = s->day ? of_a_day(l->line->amount) : l->line->amount;
    s->usual = decimal_add(s->usual, usual);
    s->then = decimal_add(s->then, l->then);
}

static const struct ahead *ahead_named(const char *name)
{
    for (size_t i = 0; i < COUNT(aheads); i++)
        if (str_eq(aheads[i].name, name))
            return &aheads[i];
    return NULL;
}

struct err *scenario_make(struct arena *a, const char *name, const struct estimate *e, const struct price_book *book,
                          struct scenario *ret)
{
    static const char down[] = "region-down=";
    const struct ahead *how = ahead_named(name);
    const char *lost = str_starts(name, down) ? name + sizeof down - 1 : NULL;
    if (!how && !lost)
        return err_new(ERR_USAGE,
                       "--scenario: there is no \"%s\"; there are reserved-1y, reserved-3y, savings-plan, "
                       "savings-plan-3y and region-down=ALIAS",
                       name);
    if (lost && !has_region(a, e, lost))
        return err_new(ERR_USAGE, "--scenario: nothing is charged in a region \"%s\"", lost);
    *ret = (struct scenario){.name = name, .day = lost != NULL};
    ret->lines = arena_alloc(a, (e->n + 1) * sizeof *ret->lines);
    const char *takes_over = lost ? heir(a, e, lost) : NULL;
    for (size_t i = 0; i < e->n; i++) {
        struct scenario_line *l = &ret->lines[ret->n];
        if (!e->lines[i].price)
            continue;
        l->line = &e->lines[i];
        if (how)
            buy_ahead(a, how, book, l);
        else
            l->then = on_that_day(a, e, l->line, lost, takes_over);
        add_up(ret, l);
        ret->n++;
    }
    return NULL;
}

/* ---- for people and programs ------------------------------------------------------------------------------------- */

/* Of the lines of one region, or of all (NULL). */
static struct scenario sums_of(struct arena *a, const struct scenario *s, const char *alias)
{
    struct scenario part = {.day = s->day};
    for (size_t i = 0; i < s->n; i++)
        if (!alias || str_eq(address_alias(a, s->lines[i].line->thing->address), alias))
            add_up(&part, &s->lines[i]);
    return part;
}

static size_t regions_of(struct arena *a, const struct scenario *s, const char **ret, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        const char *alias = address_alias(a, s->lines[i].line->thing->address);
        bool known = false;
        for (size_t k = 0; k < n && !known; k++)
            known = str_eq(ret[k], alias);
        if (!known && n < most)
            ret[n++] = alias;
    }
    return n;
}

enum { MOST_REGIONS = 32 };

static void put_row(struct sbuf *out, const char *name, const struct scenario *s)
{
    struct arena *a = out->arena;
    sbuf_printf(out, "  %-12s %12s %12s\n", screen_safe(a, name), decimal_text(a, s->usual, 2),
                decimal_text(a, s->then, 2));
}

/* From which share of the hours on what is bought ahead pays: in percent. */
static const char *break_even(struct arena *a, const struct scenario_line *l)
{
    for (int percent = 1; percent <= 100; percent++) {
        struct decimal share = decimal_mul(decimal_of(percent), l->line->price->price);
        if (decimal_compare(decimal_mul(l->ahead->price, decimal_of(100)), share) <= 0)
            return arena_printf(a, "pays from %d%% of the hours on", percent);
    }
    return "never pays";
}

static void put_ahead(struct sbuf *out, const struct scenario *s)
{
    struct arena *a = out->arena;
    for (size_t i = 0; i < s->n; i++) {
        const struct scenario_line *l = &s->lines[i];
        if (l->eligible)
            sbuf_printf(out, "  %s: %s\n", screen_safe(a, l->line->thing->address),
                        l->ahead ? break_even(a, l) : "the price book has no price for it bought ahead");
    }
}

void scenario_render(struct sbuf *out, const struct scenario *s, unsigned width)
{
    static const char assumed[] = "What stands in that region is charged as ever, what is kept there is kept; its "
                                  "traffic goes to the first of the "
                                  "others, at the prices there; nothing is copied between regions.";
    const char *regions[MOST_REGIONS];
    size_t n = regions_of(out->arena, s, regions, MOST_REGIONS);
    sbuf_printf(out, "\nScenario %s, USD a %s\n\n  %-12s %12s %12s\n", screen_safe(out->arena, s->name),
                s->day ? "day" : "month", "", "usual", "then");
    for (size_t i = 0; i < n; i++) {
        struct scenario part = sums_of(out->arena, s, regions[i]);
        put_row(out, regions[i], &part);
    }
    put_row(out, "total", s);
    sbuf_putc(out, '\n');
    if (s->day) {
        screen_wrap(out, assumed, 0, 0, width);
        sbuf_putc(out, '\n');
    } else {
        put_ahead(out, s);
    }
}

static const struct value *amounts(struct arena *a, const struct scenario *s)
{
    struct value *v = value_map(a);
    value_set(a, v, "usual", value_dec(a, decimal_text(a, s->usual, 2)));
    value_set(a, v, "then", value_dec(a, decimal_text(a, s->then, 2)));
    return v;
}

const struct value *scenario_json(struct arena *a, const struct scenario *s)
{
    const char *regions[MOST_REGIONS];
    size_t n = regions_of(a, s, regions, MOST_REGIONS);
    struct value *v = value_edit(a, amounts(a, s)), *by = value_map(a), *ahead = value_list(a), *none = value_list(a);
    for (size_t i = 0; i < n; i++) {
        struct scenario part = sums_of(a, s, regions[i]);
        value_set(a, by, regions[i], amounts(a, &part));
    }
    for (size_t i = 0; i < s->n; i++)
        if (s->lines[i].eligible)
            value_push(a, s->lines[i].ahead ? ahead : none, value_str(a, s->lines[i].line->thing->address));
    value_set_str(a, v, "name", s->name);
    value_set_str(a, v, "period", s->day ? "day" : "month");
    value_set(a, v, "by_region", by);
    value_set(a, v, "bought_ahead", ahead);
    value_set(a, v, "without_a_price", none);
    return v;
}

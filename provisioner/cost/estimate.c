#include "provisioner/cost/estimate.h"

#include "provisioner/cost/rows.h"

#include <string.h>

struct work {
    struct arena *arena;
    const struct cost_things *things;
    const struct cost_basis *basis;
    struct estimate *out;
};

/* ---- things ------------------------------------------------------------------------------------------------------ */

struct cost_things cost_things_wanted(struct arena *a, const struct wanted_list *wanted)
{
    struct cost_things all = {.items = arena_alloc(a, (wanted->n + 1) * sizeof *all.items), .n = wanted->n};
    for (size_t i = 0; i < wanted->n; i++) {
        const struct wanted *w = &wanted->items[i];
        all.items[i] = (struct cost_thing){w->address, w->alias, w->region, w->type, w->attrs};
    }
    return all;
}

static void add_entry(struct arena *a, struct cost_things *all, const struct entry *e)
{
    const struct value *attrs = value_overlay(a, e->outputs, e->inputs);
    all->items[all->n++] = (struct cost_thing){e->address, e->alias, e->region, e->type, attrs};
}

struct cost_things cost_things_made(struct arena *a, const struct state *s)
{
    struct cost_things all = {.items = arena_alloc(a, (state_count(s) + 1) * sizeof *all.items)};
    for (size_t i = 0; i < state_count(s); i++)
        add_entry(a, &all, state_entry(s, i));
    return all;
}

/* Both lists are in order of address. */
struct cost_things cost_things_planned(struct arena *a, const struct plan *p, const struct state *s)
{
    struct cost_things all = {.items = arena_alloc(a, (p->n_planned + state_count(s) + 1) * sizeof *all.items)};
    size_t at = 0;
    for (size_t i = 0; i < p->n_planned; i++) {
        const struct planned *r = &p->planned[i];
        for (; at < state_count(s) && strcmp(state_entry(s, at)->address, r->address) < 0; at++)
            add_entry(a, &all, state_entry(s, at));
        at += at < state_count(s) && str_eq(state_entry(s, at)->address, r->address);
        if (r->wanted)
            all.items[all.n++] = (struct cost_thing){r->address, r->alias, r->region, r->type->name, r->wanted};
    }
    for (; at < state_count(s); at++)
        add_entry(a, &all, state_entry(s, at));
    return all;
}

/* ---- attributes -------------------------------------------------------------------------------------------------- */

static const struct cost_thing *at_address(const struct work *w, const char *address)
{
    for (size_t i = 0; i < w->things->n; i++)
        if (str_eq(w->things->items[i].address, address))
            return &w->things->items[i];
    return NULL;
}

/* What was made names others by their ids: the thing that tells the same text of itself, under any name. */
static const struct cost_thing *bearing(const struct work *w, const char *text, const struct cost_thing *not_this)
{
    for (size_t i = 0; i < w->things->n; i++) {
        const struct cost_thing *t = &w->things->items[i];
        bool follows = str_eq(t->type, not_this->type);
        for (size_t k = 0; !follows && k < value_len(t->attrs); k++)
            if (str_eq(value_str_of(value_item(t->attrs, k)), text))
                return t;
    }
    return NULL;
}

static const struct cost_thing *named_by(const struct work *w, const struct cost_thing *t, const char *attribute)
{
    const struct value *v = value_get(t->attrs, attribute);
    if (value_kind(v) == V_REF)
        return at_address(w, value_ref_address(v));
    return *value_str_of(v) ? bearing(w, value_str_of(v), t) : NULL;
}

static const struct value *path_of(const struct work *w, const struct cost_thing *t, const char *path)
{
    const char *other = strchr(path, '>');
    if (!other)
        return value_path(w->arena, t->attrs, path);
    const struct cost_thing *named = named_by(w, t, arena_strndup(w->arena, path, (size_t)(other - path)));
    return named ? value_path(w->arena, named->attrs, other + 1) : NULL;
}

static const char *text_of(const struct work *w, const struct cost_thing *t, const char *path)
{
    const struct value *v = path_of(w, t, path);
    return v && !value_has_unknown(v) ? value_text(w->arena, v) : "";
}

/* ---- does a row hold? -------------------------------------------------------------------------------------------- */

/* "?extended:PRODUCT:Path", "?late:PRODUCT:Path" */
static bool support_is(const struct work *w, const struct cost_thing *t, const char *word)
{
    enum support_phase wanted = str_starts(word, "?late:") ? SUPPORT_LATE : SUPPORT_EXTENDED;
    const char *product = strchr(word, ':') + 1, *path = strchr(product, ':') + 1;
    const char *name = arena_strndup(w->arena, product, (size_t)(path - product) - 1);
    return cost_support_phase(name, text_of(w, t, path), w->basis->today) == wanted;
}

static bool word_holds(const struct work *w, const struct cost_thing *t, const char *word)
{
    const char *equals = strchr(word, '=');
    if (*word == '?')
        return support_is(w, t, word);
    if (*word == '!')
        return !path_of(w, t, word + 1);
    if (!equals)
        return path_of(w, t, word) != NULL;
    bool differs = equals > word && equals[-1] == '!';
    const char *path = arena_strndup(w->arena, word, (size_t)(equals - word) - differs);
    return str_eq(text_of(w, t, path), equals + 1) != differs;
}

static bool all_hold(const struct work *w, const struct cost_thing *t, const char *when)
{
    const char *words = when ? when : "", *word;
    for (size_t n; (n = next_word(&words, &word));)
        if (!word_holds(w, t, arena_strndup(w->arena, word, n)))
            return false;
    return true;
}

/* ---- what it is called, and how much of it ----------------------------------------------------------------------- */

static const char *filled_in(const struct work *w, const struct cost_thing *t, const char *text, const char *peer)
{
    struct sbuf out = {.arena = w->arena};
    while (*text) {
        size_t plain = strcspn(text, "{"), n = text[plain] ? strcspn(text + plain, "}") : 0;
        sbuf_putn(&out, text, plain);
        text += plain;
        if (!n)
            break;
        const char *path = arena_strndup(w->arena, text + 1, n - 1);
        sbuf_puts(&out, str_eq(path, "peer") ? peer : text_of(w, t, path));
        text += n + 1;
    }
    return sbuf_str(&out);
}

static struct decimal count_of(const struct value *v)
{
    struct decimal n = decimal_of(1);
    if (value_kind(v) == V_LIST && value_len(v))
        n = decimal_of((int64_t)value_len(v));
    else if (value_kind(v) == V_INT && value_int_of(v) > 1)
        n = decimal_of(value_int_of(v));
    return n;
}

static const struct value *usage_of(const struct work *w, const struct cost_thing *t, const char *path)
{
    return value_path(w->arena, w->basis->usage(w->basis->usage_ctx, t->alias), path);
}

/* False: the thing does not say it. */
static bool factor(const struct work *w, const struct cost_thing *t, const char *word, struct decimal *ret)
{
    if (decimal_parse(word, ret))
        return true;
    if (*word == '#') {
        *ret = count_of(value_path(w->arena, t->attrs, word + 1));
        return true;
    }
    if (str_starts(word, "cores:")) {
        *ret = decimal_of(cost_cores(text_of(w, t, word + 6)));
        return ret->units > 0;
    }
    bool usage = strncmp(word, "usage:", 6) == 0, more = *word == '+';
    const struct value *v = usage ? usage_of(w, t, word + 6) : path_of(w, t, word + more);
    *ret = decimal_of(value_int_of(v) + more);
    return more || value_kind(v) == V_INT;
}

static bool quantity_of(const struct work *w, const struct cost_thing *t, const struct cost_row *r, struct decimal *ret)
{
    const char *words = r->times, *word;
    struct decimal one;
    *ret = decimal_of(1);
    for (size_t n; (n = next_word(&words, &word));) {
        if (!factor(w, t, arena_strndup(w->arena, word, n), &one))
            return false;
        *ret = decimal_mul(*ret, one);
    }
    return true;
}

/* ---- prices ------------------------------------------------------------------------------------------------------ */

/* A global service's prices bear no region; the data transfer of a region that is not told apart has one for all. */
static const struct price *price_of(const struct work *w, const char *service, const char *region, const char *what)
{
    const struct price_book *b = w->basis->book;
    const struct price *p = book_find(b, service, region, what);
    if (!p)
        p = book_find(b, service, "global", what);
    if (!p && strncmp(what, "Inter-region transfer to ", 25) == 0)
        p = book_find(b, service, region, "Inter-region transfer to other regions");
    return p;
}

/* The amount tier by tier: what lies under the next boundary at this tier's price. *missing: a tier has no price. */
static struct decimal amount_of(const struct work *w, const char *region, const struct price *first, struct decimal n,
                                bool *missing)
{
    struct decimal sum = {0}, from = {0};
    const struct price *p = first;
    for (const struct cost_tier *t = cost_tiers; t->service; t++) {
        struct decimal until = decimal_of(t->from);
        if (!str_eq(t->service, first->service) || !str_eq(t->first, first->what) || decimal_compare(n, until) <= 0)
            continue;
        sum = decimal_add(sum, decimal_mul(decimal_sub(until, from), p->price));
        p = price_of(w, t->service, region, t->what);
        from = until;
        *missing = !p;
        if (!p)
            return sum;
    }
    return decimal_add(sum, decimal_mul(decimal_sub(n, from), p->price));
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

static struct cost_line *add_line(struct work *w, const struct cost_thing *t, const char *label)
{
    struct estimate *e = w->out;
    e->lines = arena_grow(w->arena, e->lines, sizeof *e->lines, e->n, &e->cap);
    e->lines[e->n] = (struct cost_line){.thing = t, .label = label};
    return &e->lines[e->n++];
}

static void no_price(struct work *w, struct cost_line *l, const char *why)
{
    l->price = NULL;
    l->why = why;
    w->out->unpriced++;
}

static void charge(struct work *w, const struct cost_thing *t, const struct cost_row *r, const char *region,
                   const char *peer)
{
    const char *what = filled_in(w, t, r->what, peer);
    struct decimal quantity;
    bool missing = false, known = quantity_of(w, t, r, &quantity);
    if (known && !quantity.nan && !quantity.units)
        return; /* none of it: whatever its price */
    struct cost_line *l = add_line(w, t, filled_in(w, t, r->label, peer));
    l->unit = r->unit;
    l->assumed = strstr(r->times, "usage:") != NULL;
    l->quantity = quantity;
    if (!known) {
        no_price(w, l, "how much of it is not known");
        return;
    }
    l->price = price_of(w, r->service, region, what);
    if (l->price)
        l->amount = amount_of(w, region, l->price, l->quantity, &missing);
    if (!l->price || missing)
        no_price(w, l, arena_printf(w->arena, "the price book has no \"%s\" for %s in %s", what, r->service, region));
    else
        w->out->total = decimal_add(w->out->total, l->amount);
}

/* Once for each other region in which there is such a thing. */
static void charge_each(struct work *w, const struct cost_thing *t, const struct cost_row *r)
{
    const char *seen[64] = {t->region};
    size_t n = 1;
    for (size_t i = 0; i < w->things->n && n < COUNT(seen) - 1; i++) {
        const struct cost_thing *other = &w->things->items[i];
        bool known = !str_eq(other->type, r->each);
        for (size_t k = 0; !known && k < n; k++)
            known = str_eq(seen[k], other->region);
        if (known)
            continue;
        seen[n++] = other->region;
        charge(w, t, r, t->region, other->region);
    }
}

/* "arn:aws:kafka:ap-northeast-2:..." */
static const char *region_in_arn(struct arena *a, const char *arn)
{
    for (int i = 0; i < 3; i++) {
        const char *colon = strchr(arn, ':');
        if (!colon)
            return NULL;
        arn = colon + 1;
    }
    return arena_strndup(a, arn, strcspn(arn, ":"));
}

static void charge_from(struct work *w, const struct cost_thing *t, const struct cost_row *r)
{
    const struct cost_thing *source = named_by(w, t, r->from);
    const char *region = source ? source->region : region_in_arn(w->arena, text_of(w, t, r->from));
    if (region)
        charge(w, t, r, region, t->region);
    else
        no_price(w, add_line(w, t, filled_in(w, t, r->label, t->region)), "where it comes from is not known");
}

static void charge_row(struct work *w, const struct cost_thing *t, const struct cost_row *r)
{
    if (!r->service)
        no_price(w, add_line(w, t, filled_in(w, t, r->label, "")), r->what);
    else if (r->each)
        charge_each(w, t, r);
    else if (r->from)
        charge_from(w, t, r);
    else
        charge(w, t, r, t->region, "");
}

static bool free_of_charge(const struct work *w, const struct cost_thing *t)
{
    for (const struct cost_free *f = cost_free; f->type; f++)
        if (str_eq(f->type, t->type) && all_hold(w, t, f->when))
            return true;
    return false;
}

static void charge_thing(struct work *w, const struct cost_thing *t)
{
    bool charged = false;
    for (const struct cost_row *r = cost_rows; r->type; r++) {
        if (!str_eq(r->type, t->type) || !all_hold(w, t, r->when))
            continue;
        charged = true;
        charge_row(w, t, r);
    }
    if (!charged && !free_of_charge(w, t))
        no_price(w, add_line(w, t, t->type), "what it costs is not known here");
}

void cost_estimate(struct arena *a, const struct cost_things *things, const struct cost_basis *basis,
                   struct estimate *ret)
{
    struct work w = {a, things, basis, ret};
    *ret = (struct estimate){0};
    for (size_t i = 0; i < things->n; i++)
        charge_thing(&w, &things->items[i]);
}

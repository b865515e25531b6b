#include "provisioner/plan/duration.h"
#include "provisioner/graph/graph.h"
#include "provisioner/plan/index.h"

#include <stdlib.h>

enum { TABLE_COUNTS = 2, MOST_TIMES_LATE = 3 };

/* ---- what the state remembers ------------------------------------------------------------------------------------ */

struct samples {
    uint32_t *seconds;
    size_t n, cap;
};

struct remembered { /* of one type */
    const char *type;
    struct samples create, update;
};

struct memory {
    struct arena *arena;
    struct index index; /* types to `types` */
    struct remembered *types;
    size_t n, cap;
};

static void add(struct arena *a, struct samples *all, int64_t seconds)
{
    if (seconds <= 0 || seconds > INT32_MAX)
        return;
    all->seconds = arena_grow(a, all->seconds, sizeof *all->seconds, all->n, &all->cap);
    all->seconds[all->n++] = (uint32_t)seconds;
}

static struct remembered *of_type(struct memory *m, const char *type)
{
    uint32_t at;
    if (index_get(&m->index, type, &at))
        return &m->types[at];
    m->types = arena_grow(m->arena, m->types, sizeof *m->types, m->n, &m->cap);
    m->types[m->n] = (struct remembered){.type = type};
    index_put(&m->index, type, (uint32_t)m->n);
    return &m->types[m->n++];
}

static int by_size(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static void sort(struct samples *s)
{
    if (s->n)
        qsort(s->seconds, s->n, sizeof *s->seconds, by_size);
}

static void remember(struct memory *m, const struct state *s)
{
    for (size_t i = 0; s && i < state_count(s); i++) {
        const struct entry *e = state_entry(s, i);
        struct remembered *r = of_type(m, e->type);
        add(m->arena, &r->create, e->create_s);
        add(m->arena, &r->update, e->update_s);
    }
    for (size_t i = 0; i < m->n; i++) {
        sort(&m->types[i].create);
        sort(&m->types[i].update);
    }
}

/* ---- both together ----------------------------------------------------------------------------------------------- */

static unsigned blended(unsigned table, uint64_t seen, uint64_t n)
{
    return (unsigned)((TABLE_COUNTS * (uint64_t)table + n * seen + (TABLE_COUNTS + n) / 2) / (TABLE_COUNTS + n));
}

static struct span with_seen(struct span table, const struct samples *s)
{
    uint64_t most = (uint64_t)table.p90 * MOST_TIMES_LATE;
    if (!s->n)
        return table;
    uint64_t middle = s->seconds[s->n / 2], late = s->seconds[s->n - 1 - s->n / 10];
    struct span both = {blended(table.p50, middle < most ? middle : most, s->n),
                        blended(table.p90, late < most ? late : most, s->n)};
    both.p90 = both.p90 < both.p50 ? both.p50 : both.p90;
    return both;
}

static struct span times(struct span s, unsigned n)
{
    return (struct span){s.p50 * n, s.p90 * n};
}

/* How many the update goes through one after the other: what is harmless is done to all at once. */
static unsigned one_by_one(const struct planned *p)
{
    enum { MOST = 1000 };
    const struct value *n = p->type->per ? value_get(p->wanted, p->type->per) : NULL;
    bool many = value_kind(n) == V_INT && value_int_of(n) > 1 && value_int_of(n) < MOST;
    return many && p->interruption > INT_NONE ? (unsigned)value_int_of(n) : 1;
}

/* ---- what comes on top of a creation ----------------------------------------------------------------------------- */

static bool has_value(const struct planned *p, const char *name)
{
    const struct attr *at = rtype_attr(p->type, name);
    const struct value *v = value_get(p->wanted, name);
    CLEANUP(arena_freep) struct arena *a = arena_new();
    return at && v && !value_equal(v, attr_default(a, at));
}

static bool counts(const struct planned *p, const struct further *f)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *words = f->attrs, *word;
    size_t n;
    if (f->unless && has_value(p, f->unless))
        return false;
    while ((n = next_word(&words, &word))) {
        const char *name = arena_strndup(a, word, n);
        if (has_value(p, name) && (!f->made || value_has_unknown(value_get(p->wanted, name))))
            return true;
    }
    return false;
}

static struct span creation(const struct planned *p)
{
    struct span all = p->type->create_s;
    for (const struct further *f = p->type->further; f && f->attrs; f++)
        if (counts(p, f))
            all = (struct span){all.p50 + f->takes.p50, all.p90 + f->takes.p90};
    return all;
}

static struct span step_takes(struct memory *m, const struct planned *p, enum step_kind kind)
{
    switch (kind) {
    case STEP_CREATE: return with_seen(creation(p), &of_type(m, p->type->name)->create);
    case STEP_UPDATE: return with_seen(times(p->type->update_s, one_by_one(p)), &of_type(m, p->type->name)->update);
    case STEP_DELETE: return p->type->delete_s;
    case STEP_RECORD:
    case STEP_FORGET: break;
    }
    return (struct span){0};
}

static void time_steps(struct plan *p, const struct state *s)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct memory m = {.arena = a, .index = {.arena = a}};
    remember(&m, s);
    for (size_t i = 0; i < p->n_steps; i++) {
        struct step *step = &p->steps[i];
        struct planned *r = &p->planned[step->planned];
        step->takes = step_takes(&m, r, step->kind);
        r->takes.p50 += step->takes.p50;
        r->takes.p90 += step->takes.p90;
    }
}

/* ---- the longest chain ------------------------------------------------------------------------------------------- */

static void name_path(struct plan *p, const uint32_t *path, size_t n)
{
    size_t count = 0;
    p->critical_path = arena_alloc(p->arena, (n + 1) * sizeof *p->critical_path);
    for (size_t i = 0; i < n; i++) {
        const char *address = p->planned[p->steps[path[i]].planned].address;
        if (!count || p->critical_path[count - 1] != address)
            p->critical_path[count++] = address;
    }
}

static uint64_t root(uint64_t x)
{
    uint64_t r = 0;
    for (uint64_t bit = UINT64_C(1) << 31; bit; bit >>= 1)
        if ((r | bit) * (r | bit) <= x)
            r |= bit;
    return r;
}

/* Steps that are late are so each for a reason of its own: not all of a chain are at once. */
static unsigned late_along(const struct plan *p, const uint32_t *path, size_t n)
{
    uint64_t sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        struct span s = p->steps[path[i]].takes;
        uint64_t more = s.p90 - s.p50;
        sum += s.p50;
        squares += more * more;
    }
    return (unsigned)(sum + root(squares));
}

static void longest(const struct plan *p, const struct graph *g, bool late, uint32_t *path, size_t *ret_n)
{
    double *weight = arena_alloc(g->arena, (p->n_steps + 1) * sizeof *weight);
    for (size_t i = 0; i < p->n_steps; i++)
        weight[i] = late ? p->steps[i].takes.p90 : p->steps[i].takes.p50;
    graph_critical_path(g, weight, path, ret_n);
}

void plan_expect(struct plan *p, const struct state *s)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct graph g;
    uint32_t *path = arena_alloc(a, (p->n_steps + 1) * sizeof *path);
    size_t n;
    time_steps(p, s);
    graph_init(&g, a, p->n_steps);
    for (uint32_t i = 0; i < p->n_steps; i++)
        for (size_t k = 0; k < p->steps[i].n_after; k++)
            graph_edge(&g, i, p->steps[i].after[k]);
    graph_finish(&g);
    longest(p, &g, true, path, &n);
    unsigned late = late_along(p, path, n);
    longest(p, &g, false, path, &n);
    name_path(p, path, n);
    for (size_t i = 0; i < n; i++)
        p->takes.p50 += p->steps[path[i]].takes.p50;
    p->takes.p90 = late_along(p, path, n);
    p->takes.p90 = late > p->takes.p90 ? late : p->takes.p90;
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

const char *duration_text(struct arena *a, double seconds)
{
    unsigned s = (unsigned)(seconds + 0.5), minutes = (s + 30) / 60;
    if (s < 90)
        return arena_printf(a, "%u s", s);
    if (minutes < 60)
        return arena_printf(a, "%u min", minutes);
    return arena_printf(a, "%u h %02u min", minutes / 60, minutes % 60);
}

const char *duration_span_text(struct arena *a, struct span s)
{
    const char *usual = duration_text(a, s.p50), *late = duration_text(a, s.p90);
    return str_eq(usual, late) ? arena_printf(a, "about %s", usual)
                               : arena_printf(a, "about %s, 9 of 10 within %s", usual, late);
}

#include "provisioner/plan/order.h"

#include "provisioner/plan/equal.h"

#include <string.h>

static const uint32_t NONE = UINT32_MAX;

/* The steps of a node, by their numbers before they are sorted; NONE where it has no such step. */
struct own_steps {
    uint32_t down, record, up; /* up: create or update */
    bool update;
    uint32_t rungs;   /* the first of those between, to from + 1, from + 2, ... */
    int64_t from, to; /* minors; equal: it climbs not */
};

struct ordering {
    struct draft *draft;
    struct plan *plan;
    struct arena *arena;
    struct own_steps *own; /* by node */
    struct step *steps;
    size_t n, cap;
    struct graph graph;
    struct soft { /* rule 2 for what is changed: given up where it would make a circle */
        uint32_t later, earlier;
        bool dropped;
    } * soft;
    size_t n_soft, soft_cap;
};

/* ---- which steps ------------------------------------------------------------------------------------------------- */

static uint32_t add_step(struct ordering *o, enum step_kind kind, uint32_t planned)
{
    o->steps = arena_grow(o->arena, o->steps, sizeof *o->steps, o->n, &o->cap);
    o->steps[o->n] = (struct step){.kind = kind, .planned = planned};
    return (uint32_t)o->n++;
}

/* "Tags EngineVersion" of "Tags.Owner", "Tags.CostCenter", "EngineVersion". */
static const char *changed_attrs(struct arena *a, const struct planned *p)
{
    struct sbuf words = {.arena = a};
    for (size_t i = 0; i < p->n_changes; i++) {
        const char *name = arena_strndup(a, p->changes[i].path, strcspn(p->changes[i].path, ".["));
        if (!has_word(sbuf_str(&words), name))
            sbuf_printf(&words, "%s%s", words.len ? " " : "", name);
    }
    return sbuf_str(&words);
}

static const struct change *change_with(const struct planned *p, uint32_t flag)
{
    for (size_t i = 0; i < p->n_changes; i++) {
        const struct attr *at = rtype_attr(p->type, p->changes[i].path);
        if (at && at->flags & flag)
            return &p->changes[i];
    }
    return NULL;
}

/* Rule 5: the steps on the way. */
static void add_rungs(struct ordering *o, struct own_steps *own, uint32_t planned)
{
    enum { MOST_RUNGS = 32 };
    const struct change *c = change_with(&o->plan->planned[planned], A_STEPWISE);
    int64_t from, to;
    if (!c || !version_span(c->before, c->after, &from, &to) || to <= from || to - from > MOST_RUNGS)
        return;
    own->from = from;
    own->to = to;
    own->rungs = (uint32_t)o->n;
    for (int64_t minor = from + 1; minor < to; minor++) {
        uint32_t step = add_step(o, STEP_UPDATE, planned);
        o->steps[step].attrs = c->path;
        o->steps[step].rung = version_at(o->draft->arena, c->before, minor);
    }
}

static void add_update(struct ordering *o, struct own_steps *own, uint32_t planned)
{
    add_rungs(o, own, planned);
    own->up = add_step(o, STEP_UPDATE, planned);
    own->update = true;
    o->steps[own->up].attrs = changed_attrs(o->draft->arena, &o->plan->planned[planned]);
}

static void steps_of(struct ordering *o, struct own_steps *own, uint32_t planned)
{
    const struct planned *p = &o->plan->planned[planned];
    enum step_kind down = p->type->flags & RT_VIRTUAL ? STEP_FORGET : STEP_DELETE;
    switch (p->action) {
    case ACT_REPLACE:
        own->down = add_step(o, down, planned);
        own->up = add_step(o, STEP_CREATE, planned);
        break;
    case ACT_CREATE: own->up = add_step(o, STEP_CREATE, planned); break;
    case ACT_UPDATE: add_update(o, own, planned); break;
    case ACT_DELETE: own->down = add_step(o, down, planned); break;
    case ACT_FORGET: own->down = add_step(o, STEP_FORGET, planned); break;
    case ACT_ADOPT:
        own->record = add_step(o, STEP_RECORD, planned);
        if (p->n_changes)
            add_update(o, own, planned);
        break;
    case ACT_NOOP:
    case ACT_COUNT: break;
    }
}

static void collect_steps(struct ordering *o)
{
    struct draft *d = o->draft;
    uint32_t planned = 0;
    o->own = arena_alloc(o->arena, (d->n + 1) * sizeof *o->own);
    for (size_t i = 0; i < d->n; i++) {
        o->own[i] = (struct own_steps){.down = NONE, .record = NONE, .up = NONE, .rungs = NONE};
        if (d->nodes[i].planned)
            steps_of(o, &o->own[i], planned++);
    }
}

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static void after(struct ordering *o, uint32_t later, uint32_t earlier)
{
    if (later != NONE && earlier != NONE)
        graph_edge(&o->graph, later, earlier);
}

static void softly_after(struct ordering *o, uint32_t later, uint32_t earlier)
{
    o->soft = arena_grow(o->arena, o->soft, sizeof *o->soft, o->n_soft, &o->soft_cap);
    o->soft[o->n_soft++] = (struct soft){later, earlier, false};
}

static uint32_t last_step(const struct own_steps *own)
{
    return own->up != NONE ? own->up : own->record;
}

static uint32_t first_step_up(const struct own_steps *own)
{
    return own->record != NONE ? own->record : own->up;
}

static bool climbs(const struct own_steps *own)
{
    return own->to > own->from;
}

/* The step that takes it to this minor; NONE. */
static uint32_t step_to(const struct own_steps *own, int64_t minor)
{
    if (minor == own->to)
        return own->up;
    return minor > own->from && minor < own->to ? own->rungs + (uint32_t)(minor - own->from - 1) : NONE;
}

static uint32_t step_up_to(const struct own_steps *own, int64_t minor)
{
    return step_to(own, minor < own->to ? minor : own->to);
}

/* Rule 5: v needs u. */
static void climb_together(struct ordering *o, const struct own_steps *v, const struct own_steps *u)
{
    for (int64_t minor = v->from + 1; minor <= v->to; minor++)
        after(o, step_to(v, minor), step_up_to(u, minor));
    for (int64_t minor = u->from + 1; minor <= u->to; minor++)
        after(o, step_to(u, minor), step_up_to(v, minor - 1));
}

static void climb_in_turn(struct ordering *o, const struct own_steps *own)
{
    for (int64_t minor = own->from + 1; minor <= own->to; minor++)
        after(o, step_to(own, minor), minor == own->from + 1 ? own->record : step_to(own, minor - 1));
}

/* Rule 7. */
static bool trails(const struct ordering *o, uint32_t v, uint32_t u)
{
    return o->own[v].update && o->own[u].update && change_with(&o->draft->nodes[u].plan, A_TRAILS);
}

/* Rules 1, 3, 5 and 7. */
static void make_after_needs(struct ordering *o, uint32_t v, const bool *ahead_of)
{
    const struct graph *g = &o->draft->needs;
    const struct own_steps *own = &o->own[v];
    after(o, own->up, own->record);
    after(o, own->up, own->down);
    climb_in_turn(o, own);
    for (uint32_t i = g->first[v]; i < g->first[v + 1]; i++) {
        const struct own_steps *need = &o->own[g->need[i]];
        if (climbs(own) && climbs(need))
            climb_together(o, own, need);
        else if (trails(o, v, g->need[i]))
            after(o, need->up, own->up);
        else if (!(ahead_of && ahead_of[g->need[i]] && need->update))
            after(o, first_step_up(own), last_step(need));
    }
}

static bool still_needs(const struct draft *d, uint32_t v, uint32_t u)
{
    const struct graph *g = &d->needs;
    uint32_t low = g->first[v], high = g->first[v + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (g->need[middle] == u)
            return true;
        if (g->need[middle] < u)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Rules 2 and 3. */
static void take_down_after_dependents(struct ordering *o, uint32_t u)
{
    const struct graph *g = &o->draft->recorded;
    if (o->own[u].down == NONE)
        return;
    for (uint32_t i = g->first_back[u]; i < g->first_back[u + 1]; i++) {
        const struct own_steps *dependent = &o->own[g->back[i]];
        if (dependent->down != NONE)
            after(o, o->own[u].down, dependent->down);
        else if (dependent->update && !still_needs(o->draft, g->back[i], u))
            softly_after(o, o->own[u].down, dependent->up);
    }
}

/* ---- rule 4 ------------------------------------------------------------------------------------------------------ */

static bool changes(const struct ordering *o, uint32_t v, uint32_t flag)
{
    return o->own[v].update && change_with(&o->draft->nodes[v].plan, flag);
}

/* Is there, at or below each node, one of this type that changes in reverse? */
static void find_reach(const struct ordering *o, const struct rtype *type, const bool *reversed, bool *reach)
{
    const struct draft *d = o->draft;
    for (size_t i = 0; i < d->n; i++) {
        uint32_t v = d->order[i];
        reach[v] = reversed[v] && d->nodes[v].type == type;
        for (uint32_t k = d->needs.first[v]; !reach[v] && k < d->needs.first[v + 1]; k++)
            reach[v] = reach[d->needs.need[k]];
    }
}

struct reversal {
    const struct rtype *type;
    const bool *reversed;
    bool *reach;
    uint32_t *stack, *seen, stamp;
};

/* The nearest below it come after it; what is further down follows from theirs. */
static void reverse_below(struct ordering *o, struct reversal *r, uint32_t x)
{
    const struct graph *g = &o->draft->needs;
    size_t n = 0;
    r->stack[n++] = x;
    r->stamp++;
    while (n) {
        uint32_t v = r->stack[--n];
        for (uint32_t i = g->first[v]; i < g->first[v + 1]; i++) {
            uint32_t u = g->need[i];
            if (!r->reach[u] || r->seen[u] == r->stamp)
                continue;
            r->seen[u] = r->stamp;
            if (r->reversed[u] && o->draft->nodes[u].type == r->type)
                after(o, o->own[u].up, o->own[x].up);
            else
                r->stack[n++] = u;
        }
    }
}

static void reverse_type(struct ordering *o, struct reversal *r, bool *done)
{
    const struct draft *d = o->draft;
    find_reach(o, r->type, r->reversed, r->reach);
    for (uint32_t v = 0; v < d->n; v++) {
        if (!r->reversed[v] || d->nodes[v].type != r->type)
            continue;
        reverse_below(o, r, v);
        make_after_needs(o, v, r->reach);
        done[v] = true;
    }
}

/* Marks in `done` those whose needs are dealt with. */
static void apply_reverse(struct ordering *o, bool *done)
{
    const struct draft *d = o->draft;
    bool *reversed = arena_alloc(o->arena, d->n + 1);
    struct reversal r = {.reversed = reversed, .reach = arena_alloc(o->arena, d->n + 1)};
    r.stack = arena_alloc(o->arena, (d->n + 1) * sizeof *r.stack);
    r.seen = arena_alloc(o->arena, (d->n + 1) * sizeof *r.seen);
    for (uint32_t v = 0; v < d->n; v++)
        reversed[v] = changes(o, v, A_REVERSE);
    for (uint32_t v = 0; v < d->n; v++) {
        r.type = d->nodes[v].type;
        if (reversed[v] && !done[v])
            reverse_type(o, &r, done);
    }
}

/* ---- rule 6 ------------------------------------------------------------------------------------------------------ */

static void chain(struct ordering *o, const struct rtype *type, bool *done)
{
    const struct draft *d = o->draft;
    uint32_t last = NONE;
    int64_t low = INT64_MAX, high = 0;
    for (uint32_t v = 0; v < d->n; v++)
        if (d->nodes[v].type == type && changes(o, v, A_SERIAL)) {
            done[v] = true;
            low = o->own[v].from < low ? o->own[v].from : low;
            high = o->own[v].to > high ? o->own[v].to : high;
        }
    for (int64_t minor = low; minor <= high; minor++)
        for (size_t i = 0; i < d->n; i++) {
            uint32_t v = d->order[i], step = step_to(&o->own[v], minor);
            if (d->nodes[v].type != type || !done[v] || step == NONE)
                continue;
            after(o, step, last);
            last = step;
        }
}

static void apply_serial(struct ordering *o)
{
    bool *done = arena_alloc(o->arena, o->draft->n + 1);
    for (uint32_t v = 0; v < o->draft->n; v++)
        if (!done[v] && changes(o, v, A_SERIAL))
            chain(o, o->draft->nodes[v].type, done);
}

/* ---- in order ---------------------------------------------------------------------------------------------------- */

static struct err *circle(const struct ordering *o, const uint32_t *steps, size_t n)
{
    static const char *const verbs[] = {[STEP_CREATE] = "creating",
                                        [STEP_UPDATE] = "updating",
                                        [STEP_DELETE] = "deleting",
                                        [STEP_RECORD] = "recording",
                                        [STEP_FORGET] = "forgetting"};
    struct sbuf names = {.arena = o->draft->arena};
    for (size_t i = 0; i < n && i < 12; i++) {
        const struct step *s = &o->steps[steps[i]];
        sbuf_printf(&names, "%s%s %s", i ? " waits for " : "", verbs[s->kind], o->plan->planned[s->planned].address);
    }
    diag_add(o->draft->diags, SEV_ERROR, "plan/cycle", o->plan->planned[o->steps[steps[0]].planned].pos,
             "make the change in two parts", "the steps wait for each other in a circle: %s", sbuf_str(&names));
    return err_new(ERR_INPUT, "the steps wait for each other in a circle: %s", sbuf_str(&names));
}

static void put_step(struct ordering *o, const struct graph *g, uint32_t was, uint32_t is, const uint32_t *place)
{

    struct step *s = &o->plan->steps[is];
    *s = o->steps[was];
    s->n_after = g->first[was + 1] - g->first[was];
    uint32_t *list = arena_alloc(o->draft->arena, (s->n_after + 1) * sizeof *list);
    for (size_t i = 0; i < s->n_after; i++)
        list[i] = place[g->need[g->first[was] + i]];
    s->after = list;
}

/* All that must be, and what may be of what should be. */
static void join_edges(const struct ordering *o, struct graph *g)
{
    graph_init(g, o->arena, o->n);
    for (size_t i = 0; i < o->graph.n_edges; i++)
        graph_edge(g, o->graph.edges[i].from, o->graph.edges[i].to);
    for (size_t i = 0; i < o->n_soft; i++)
        if (!o->soft[i].dropped)
            graph_edge(g, o->soft[i].later, o->soft[i].earlier);
    graph_finish(g);
}

static void warn_dropped(const struct ordering *o, const struct soft *s)
{
    const struct planned *gone = &o->plan->planned[o->steps[s->later].planned];
    const struct planned *user = &o->plan->planned[o->steps[s->earlier].planned];
    diag_add(o->draft->diags, SEV_WARNING, "plan/replaced-in-use", gone->pos,
             "if AWS refuses, move what uses it first, in a change of its own",
             "%s has to be deleted while %s still uses it", gone->address, user->address);
    o->draft->diags->items[o->draft->diags->n - 1].address = gone->address;
}

/* False: the circle is made of what must be. */
static bool open_circle(struct ordering *o, const uint32_t *steps, size_t n)
{
    uint32_t *next = arena_alloc(o->arena, (o->n + 1) * sizeof *next);
    bool opened = false;
    memset(next, 0xff, o->n * sizeof *next);
    for (size_t i = 0; i < n; i++)
        next[steps[i]] = steps[(i + 1) % n];
    for (size_t i = 0; i < o->n_soft; i++) {
        struct soft *s = &o->soft[i];
        if (s->dropped || next[s->later] != s->earlier)
            continue;
        s->dropped = opened = true;
        warn_dropped(o, s);
    }
    return opened;
}

static struct err *sort_steps(struct ordering *o)
{
    enum { CIRCLES = 256 };
    struct graph g;
    size_t n, circles = 0;
    uint32_t *order = arena_alloc(o->arena, (o->n + 1) * sizeof *order);
    uint32_t *place = arena_alloc(o->arena, (o->n + 1) * sizeof *place);
    for (join_edges(o, &g); !graph_order(&g, order, &n); join_edges(o, &g))
        if (circles++ == CIRCLES || !open_circle(o, order, n))
            return circle(o, order, n);
    for (uint32_t i = 0; i < n; i++)
        place[order[i]] = i;
    o->plan->steps = arena_alloc(o->draft->arena, (n + 1) * sizeof *o->plan->steps);
    o->plan->n_steps = n;
    for (uint32_t i = 0; i < n; i++)
        put_step(o, &g, order[i], i, place);
    return NULL;
}

struct err *order_steps(struct draft *d, struct plan *p)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct ordering o = {.draft = d, .plan = p, .arena = a};
    bool *done = arena_alloc(a, d->n + 1);
    collect_steps(&o);
    graph_init(&o.graph, a, o.n);
    apply_reverse(&o, done);
    apply_serial(&o);
    for (uint32_t v = 0; v < d->n; v++) {
        if (!done[v])
            make_after_needs(&o, v, NULL);
        take_down_after_dependents(&o, v);
    }
    return sort_steps(&o);
}

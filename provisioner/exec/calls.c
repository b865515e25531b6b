#include "provisioner/exec/calls.h"

#include "provisioner/exec/exec.h"
#include "provisioner/exec/request.h"

#include <stdlib.h>
#include <string.h>

#define WHATEVER UINT64_MAX /* whether it bears a flag or none */

struct ahead {
    struct arena *arena;
    const struct plan *plan;
    const struct state *state;
    const struct planned *planned; /* the one at hand */
    uint32_t step;
    enum verb verb;
    const char *changed;
    struct target target;
    struct call_list *out;
};

/* ---- what is known by now ---------------------------------------------------------------------------------------- */

static int by_address(const void *address, const void *planned)
{
    return strcmp(address, ((const struct planned *)planned)->address);
}

static const struct planned *planned_at(const struct plan *p, const char *address)
{
    return p->n_planned ? bsearch(address, p->planned, p->n_planned, sizeof *p->planned, by_address) : NULL;
}

static bool is_secret(const struct rtype *rt, const char *path)
{
    const struct attr *at = rtype_attr(rt, path);
    return at && at->flags & A_SECRET;
}

static const struct value *told_later(void *ctx, struct arena *a, const char *address, const char *path);

/* What is wanted of another is known before that one is there, unless it waits for somebody itself. */
static const struct value *wanted_of(struct ahead *x, const struct planned *p, const char *path)
{
    const struct value *v = p->wanted ? value_path(x->arena, p->wanted, path) : NULL;
    return v && !value_has_unknown(v) ? v : NULL;
}

/* NULL: it is not known before the apply. */
static const struct value *told_later(void *ctx, struct arena *a, const char *address, const char *path)
{
    struct ahead *x = ctx;
    if (str_eq(address, "self"))
        return wanted_self(a, x->target.generation, path);
    const struct planned *p = planned_at(x->plan, address);
    if (p && is_secret(p->type, path))
        return NULL;
    const struct value *wanted = p ? wanted_of(x, p, path) : NULL;
    if (wanted || (p && (p->action == ACT_CREATE || p->action == ACT_REPLACE)))
        return wanted;
    const struct attr *at = p ? rtype_attr(p->type, path) : NULL;
    if (at && at->flags & A_MOVES && p->action != ACT_NOOP)
        return NULL;
    return x->state ? exec_resolve_ref(x->state, x->plan->lookups, a, address, path)
                    : value_path(a, value_get(x->plan->lookups, address), path);
}

/* On the way to a version, the rest is as it was applied last. */
static const struct value *wanted_now(struct ahead *x, const struct step *s, const struct entry *e)
{
    if (s->rung) {
        struct value *want = value_edit(x->arena, e ? e->inputs : NULL);
        value_set_str(x->arena, want, s->attrs, s->rung);
        return want;
    }
    bool goes = s->kind == STEP_DELETE || s->kind == STEP_FORGET;
    return x->planned->wanted && !goes ? value_resolve(x->arena, x->planned->wanted, told_later, x) : NULL;
}

/* What AWS will have told by the next call and nobody knows now. */
static void nobody_knows(struct ahead *x, uint64_t flags)
{
    struct value *have = value_edit(x->arena, x->target.have);
    for (const struct attr *at = x->planned->type->attrs; at->type != T_END; at++)
        if (flags == WHATEVER || at->flags & flags)
            value_set(x->arena, have, at->name, value_unknown(x->arena));
    x->target.have = have;
}

/* Of something new that is whatever AWS decides, and of a side of another object all of it: it was there before. What
 * takes one of several with it ("$VPCs[0]") leaves the others to be added. */
static void made(struct ahead *x, const struct call *c)
{
    nobody_knows(x, x->planned->type->flags & RT_VIRTUAL ? WHATEVER : A_OUTPUT);
    for (const struct bind *b = c->bind; b && b->to; b++) {
        size_t n = strcspn(b->from, "[");
        const char *name = arena_strndup(x->arena, b->from + 1, n ? n - 1 : 0);
        const struct value *all = value_get(x->target.want, name);
        if (*b->from != '$' || strcmp(b->from + n, "[0]") != 0 || value_kind(all) != V_LIST)
            continue;
        struct value *have = value_edit(x->arena, x->target.have), *first = value_list(x->arena);
        value_push(x->arena, first, value_item(all, 0));
        value_set(x->arena, have, name, first);
        x->target.have = have;
    }
}

/* ---- calls ------------------------------------------------------------------------------------------------------- */

/* An ARN that is not known yet is that of a resource whose region is. */
static const char *region_of(struct ahead *x, const struct call *c)
{
    const struct value *ref = c->where ? value_get(x->planned->wanted, c->where) : NULL;
    const struct planned *p = value_kind(ref) == V_REF ? planned_at(x->plan, value_ref_address(ref)) : NULL;
    return p ? p->region : call_region(x->arena, &x->target, c);
}

static const struct value *without_secrets(struct arena *a, const struct shape *s, const struct value *in)
{
    struct value *shown = value_edit(a, in);
    for (const struct field *f = s->fields; f->kind != K_END; f++) {
        const struct value *v = value_get(in, f->name);
        if (v && f->flags & F_SECRET)
            value_set_str(a, shown, f->name, "(secret)");
        else if (v && f->flags & F_TOKEN)
            value_set_str(a, shown, f->name, "(token)");
        else if (f->kind == K_STRUCT && value_kind(v) == V_MAP)
            value_set(a, shown, f->name, without_secrets(a, f->sub, v));
    }
    return shown;
}

static struct err *add(struct ahead *x, const struct call *c, const struct value *item)
{
    const struct value *in = NULL;
    TRY(request_make(x->arena, &x->target, c, x->verb, x->changed, item, &in));
    if (!in || c->op->flags & OP_READ)
        return NULL;
    struct call_list *l = x->out;
    const char *place = c->op->service->global ? c->op->service->id : region_of(x, c);
    l->items = arena_grow(x->arena, l->items, sizeof *l->items, l->n, &l->cap);
    l->items[l->n++] = (struct call_ahead){x->step, c->op, place, without_secrets(x->arena, c->op->in, in)};
    if (x->verb == VERB_UPDATE)
        nobody_knows(x, A_MOVES);
    return NULL;
}

static struct err *add_each(struct ahead *x, const struct call *c)
{
    const struct value *items = call_items(x->arena, &x->target, c);
    for (size_t i = 0; i < value_len(items); i++)
        TRY(add(x, c, value_item(items, i)));
    return c->each ? NULL : add(x, c, NULL);
}

static struct err *add_calls(struct ahead *x, const struct call *calls, bool leftover)
{
    for (const struct call *c = calls; c && c->op; c++) {
        if (c->leftover == leftover && call_applies(x->arena, &x->target, c, x->verb, x->changed))
            TRY(add_each(x, c));
        if (x->verb == VERB_CREATE && c == calls)
            made(x, c);
    }
    return NULL;
}

static struct err *add_step(struct ahead *x, const struct step *s)
{
    const struct planned *p = x->planned;
    const struct rtype_impl *impl = p->type->impl;
    const struct entry *e = x->state ? state_find(x->state, p->address) : NULL;
    x->changed = s->attrs;
    x->target = (struct target){.type = p->type,
                                .address = p->address,
                                .region = p->region,
                                .generation = p->generation,
                                .account = value_get(x->plan->lookups, "lookup/account"),
                                .applied = e ? e->inputs : NULL,
                                .ahead = true};
    x->target.want = wanted_now(x, s, e);
    if (s->kind != STEP_CREATE)
        x->target.have = p->live ? p->live : e ? value_overlay(x->arena, e->inputs, e->outputs) : NULL;
    switch (s->kind) {
    case STEP_CREATE: x->verb = VERB_CREATE; return add_calls(x, impl->create, false);
    case STEP_UPDATE: x->verb = VERB_UPDATE; return add_calls(x, impl->update, false);
    case STEP_DELETE:
        x->verb = VERB_DELETE;
        TRY(add_calls(x, impl->remove, false));
        return add_calls(x, impl->remove, true);
    case STEP_RECORD:
    case STEP_FORGET: break;
    }
    return NULL;
}

struct err *exec_calls(struct arena *a, const struct plan *p, const struct state *s, struct call_list *ret)
{
    struct ahead x = {.arena = a, .plan = p, .state = s, .out = ret};
    *ret = (struct call_list){.plan = p};
    for (uint32_t i = 0; i < p->n_steps; i++) {
        x.step = i;
        x.planned = &p->planned[p->steps[i].planned];
        TRY_CTX(add_step(&x, &p->steps[i]), "%s", x.planned->address);
    }
    return NULL;
}

#include "provisioner/plan/equal.h"
#include "provisioner/plan/plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What binds a saved plan to the world it was made from, and what is left of it once it was begun. */

static struct err *moved(const char *address, const char *fmt, ...) PRINTF(2, 3);

static struct err *moved(const char *address, const char *fmt, ...)
{
    char what[400];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    return err_new(ERR_STALE, "%s is not as it was when the plan was made: %s; plan again", address, what);
}

/* Short enough for a message. */
static const char *shown(struct arena *a, const struct value *v)
{
    enum { MOST = 80 };
    struct sbuf text = {.arena = a};
    if (value_is_empty(v))
        return "not there";
    value_print(&text, v, -1);
    return text.len <= MOST ? sbuf_str(&text) : arena_printf(a, "%.*s...", MOST, sbuf_str(&text));
}

static bool same(const struct attr *at, const struct value *then, const struct value *now)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (value_is_empty(then) || value_is_empty(now))
        return value_is_empty(then) == value_is_empty(now);
    return value_equal(then, now) || attr_equal(a, at, then, now);
}

static struct err *was_and_is(const char *address, const char *path, const struct value *then, const struct value *now)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    return moved(address, "%s was %s, and is %s now", path, shown(a, then), shown(a, now));
}

/* ---- begun for the first time ------------------------------------------------------------------------------------ */

static struct err *check_attrs(const struct planned *p, const struct value *now)
{
    for (const struct attr *at = p->type->attrs; at->type != T_END; at++) {
        const struct value *then = value_get(p->live, at->name), *is = value_get(now, at->name);
        if (at->flags & (A_OUTPUT | A_SECRET | A_WRITE_ONLY | A_ROLE) || same(at, then, is))
            continue;
        return was_and_is(p->address, at->name, then, is);
    }
    return NULL;
}

static struct err *check_one(struct planned *p, const struct live *now)
{
    if (now->status == LIVE_UNREAD)
        return p->live ? moved(p->address, "AWS was asked then, and was not asked now") : NULL;
    if (p->live && now->status == LIVE_ABSENT)
        return moved(p->address, "it was there, and is not there now");
    if (!p->live && now->status == LIVE_PRESENT)
        return moved(p->address, "it was not there, and %s is there now", now->id ? now->id : "one");
    if (p->live && p->id && now->id && !str_eq(p->id, now->id))
        return moved(p->address, "it was %s, and is %s now", p->id, now->id);
    if (p->live)
        TRY(check_attrs(p, now->attrs));
    p->live = now->status == LIVE_PRESENT ? now->attrs : NULL;
    return NULL;
}

struct err *plan_check_live(struct plan *p, struct live (*live)(void *ctx, const char *address), void *live_ctx)
{
    for (size_t i = 0; i < p->n_planned; i++) {
        struct live now = live(live_ctx, p->planned[i].address);
        if (p->planned[i].action != ACT_NOOP)
            TRY(check_one(&p->planned[i], &now));
    }
    return NULL;
}

/* ---- what is left of it ------------------------------------------------------------------------------------------ */

/* Not yet replaced: the object of the generation before is still what the state knows. */
static bool still_to_replace(const struct planned *p, const struct state *s)
{
    const struct entry *e = p->action == ACT_REPLACE ? state_find(s, p->address) : NULL;
    return e && e->generation < p->generation;
}

/* Only what was found is recorded, and only what is gone forgotten: nothing else is compared either. */
static bool only_records(const struct plan *p)
{
    return !p->count[ACT_CREATE] && !p->count[ACT_UPDATE] && !p->count[ACT_REPLACE] && !p->count[ACT_DELETE];
}

bool plan_rest(struct arena *a, const struct plan *saved, const struct state *s, struct plan_request *ret)
{
    static const char *const all[] = {"*", NULL}; /* what was not allowed is in no plan that can be applied */
    const char **targets = arena_alloc(a, (saved->n_planned + 1) * sizeof *targets);
    const char **replace = arena_alloc(a, (saved->n_planned + 1) * sizeof *replace);
    size_t n_targets = 0, n_replace = 0;
    for (size_t i = 0; i < saved->n_planned; i++) {
        const struct planned *p = &saved->planned[i];
        if (p->action != ACT_NOOP && (p->wanted || state_find(s, p->address) || state_intent_of(s, p->address)))
            targets[n_targets++] = p->address;
        if (still_to_replace(p, s))
            replace[n_replace++] = p->address;
    }
    ret->targets = targets;
    ret->replace = replace;
    ret->allow_destroy = all;
    ret->lookups = saved->lookups;
    ret->spec_digest = saved->spec_digest;
    ret->destroy = saved->destroy;
    ret->refresh_only = only_records(saved);
    return n_targets > 0;
}

static const struct planned *planned_at(const struct plan *p, const char *address)
{
    size_t low = 0, high = p->n_planned;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = strcmp(p->planned[mid].address, address);
        if (c == 0)
            return &p->planned[mid];
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static const struct change *change_of(const struct planned *p, const char *path)
{
    for (size_t i = 0; i < p->n_changes; i++)
        if (str_eq(p->changes[i].path, path))
            return &p->changes[i];
    return NULL;
}

/* A change that is left was in the plan, and starts from where it did then, or from where this plan has brought it. */
static struct err *check_changes(const struct planned *saved, const struct planned *rest, const struct state *s)
{
    bool begun = state_intent_of(s, rest->address) != NULL;
    for (size_t i = 0; i < rest->n_changes; i++) {
        const struct change *c = &rest->changes[i], *then = change_of(saved, c->path);
        const struct attr *at = rtype_attr(rest->type, c->path);
        if (!then)
            return was_and_is(rest->address, c->path, saved->live ? value_get(saved->live, at->name) : NULL, c->before);
        if (!begun && !c->sensitive && !(at->flags & A_STEPWISE) && !same(at, then->before, c->before))
            return was_and_is(rest->address, c->path, then->before, c->before);
    }
    return NULL;
}

/* What may be left to do of each action that was planned. */
static bool may_be_left(enum action planned, enum action left)
{
    static const unsigned fits[ACT_COUNT] = {
        [ACT_NOOP] = 0,
        [ACT_CREATE] = 1 << ACT_CREATE | 1 << ACT_ADOPT | 1 << ACT_UPDATE,
        [ACT_UPDATE] = 1 << ACT_UPDATE,
        [ACT_REPLACE] = 1 << ACT_REPLACE | 1 << ACT_CREATE | 1 << ACT_ADOPT | 1 << ACT_UPDATE,
        [ACT_DELETE] = 1 << ACT_DELETE | 1 << ACT_FORGET,
        [ACT_ADOPT] = 1 << ACT_ADOPT | 1 << ACT_UPDATE,
        [ACT_FORGET] = 1 << ACT_FORGET,
    };
    return fits[planned] >> left & 1;
}

static struct err *check_left(const struct plan *saved, const struct planned *left, const struct state *s)
{
    const struct planned *was = planned_at(saved, left->address);
    if (!was || !may_be_left(was->action, left->action))
        return moved(left->address, "the plan was to %s it, and what is to be done now is to %s it: %s",
                     was && was->action != ACT_NOOP ? action_name(was->action) : "leave", action_name(left->action),
                     left->reason);
    if ((left->action == ACT_DELETE || left->action == ACT_UPDATE) && was->id && left->id &&
        was->action != ACT_REPLACE && !str_eq(was->id, left->id))
        return moved(left->address, "it was %s, and is %s now", was->id, left->id);
    bool changes = was->action == ACT_UPDATE || was->action == ACT_ADOPT;
    return changes ? check_changes(was, left, s) : NULL;
}

struct err *plan_check_rest(const struct plan *saved, const struct plan *rest, const struct state *s)
{
    for (size_t i = 0; i < rest->n_planned; i++)
        if (rest->planned[i].action != ACT_NOOP)
            TRY(check_left(saved, &rest->planned[i], s));
    return NULL;
}

#include "provisioner/plan/draft.h"
#include "provisioner/plan/equal.h"

#include <string.h>

static const struct value *told(struct arena *a, const struct value *attrs, const char *path)
{
    const struct value *v = value_path(a, attrs, path);
    return value_kind(v) == V_NULL ? NULL : v;
}

/* What the object that is there answers; the reference itself where nobody knows. */
static const struct value *of_existing(struct arena *a, const struct node *u, const struct value *ref)
{
    const char *path = value_ref_path(ref);
    const struct value *v = told(a, u->live.attrs, path);
    if (!v && u->entry)
        v = told(a, u->entry->outputs, path);
    if (!v && u->entry)
        v = told(a, u->entry->inputs, path);
    return v ? v : ref;
}

/* What the spec fixes is known before the object is there. */
static const struct value *of_wanted(struct arena *a, const struct node *u, const struct value *ref)
{
    const struct value *v = told(a, u->resolved, value_ref_path(ref));
    return v && !value_has_unknown(v) ? v : value_unknown(a);
}

/* A new object of the same name is another object to whoever holds on to the old one. */
static bool names_the_object(const struct rtype *rt, const struct attr *at)
{
    return (at->flags & A_OUTPUT) || has_word(rt->id, at->name) || has_word(rt->key, at->name);
}

static bool is_changing(const struct planned *p, const char *path)
{
    size_t n = strcspn(path, ".[");
    for (size_t i = 0; i < p->n_changes; i++)
        if (strncmp(p->changes[i].path, path, n) == 0 && strchr(".[", p->changes[i].path[n]))
            return true;
    return false;
}

/* A creation that was cut off is carried on with: the object that is there stays, and so does what it is called. */
static bool is_carried_on(const struct node *u)
{
    return u->plan.action == ACT_CREATE && u->entry && u->entry->status == ENTRY_CREATING &&
           u->live.status == LIVE_PRESENT && !u->live.leaving;
}

static const struct value *of_node(struct arena *a, const struct node *u, const struct value *ref)
{
    const struct attr *at = u->type ? rtype_attr(u->type, value_ref_path(ref)) : NULL;
    bool fresh = u->planned && (u->plan.action == ACT_CREATE || u->plan.action == ACT_REPLACE);
    if (!at)
        return ref;
    if (at->flags & A_SECRET)
        return fresh ? value_unknown(a) : ref;
    if (!u->planned)
        return of_existing(a, u, ref);
    switch (u->plan.action) {
    case ACT_CREATE: return at->flags & A_OUTPUT && is_carried_on(u) ? of_existing(a, u, ref) : of_wanted(a, u, ref);
    case ACT_REPLACE: return names_the_object(u->type, at) ? value_unknown(a) : of_wanted(a, u, ref);
    case ACT_UPDATE:
        if (at->flags & A_MOVES)
            return value_unknown(a);
        return is_changing(&u->plan, value_ref_path(ref)) ? of_wanted(a, u, ref) : of_existing(a, u, ref);
    case ACT_ADOPT: return is_changing(&u->plan, value_ref_path(ref)) ? of_wanted(a, u, ref) : of_existing(a, u, ref);
    case ACT_NOOP:
    case ACT_DELETE:
    case ACT_FORGET:
    case ACT_COUNT: break;
    }
    return of_existing(a, u, ref);
}

static const struct value *resolve_ref(struct draft *d, const struct node *n, const struct value *ref)
{
    const char *address = value_ref_address(ref);
    if (str_eq(address, "self") && str_eq(value_ref_path(ref), "Generation"))
        return value_fmt(d->arena, "%u", n->plan.generation);
    if (str_eq(address, "self"))
        return wanted_self(d->arena, n->plan.generation, value_ref_path(ref));
    if (str_starts(address, "lookup/")) {
        const struct value *v = told(d->arena, value_get(d->request->lookups, address), value_ref_path(ref));
        return v ? v : ref;
    }
    const struct node *u = draft_find(d, address);
    return u ? of_node(d->arena, u, ref) : ref;
}

/* One part unknown makes the text unknown; one that cannot be told leaves it a join. */
static const struct value *resolve_join(struct draft *d, const struct node *n, const struct value *join)
{
    struct sbuf text = {.arena = d->arena};
    bool cannot_tell = false;
    for (size_t i = 0; i < value_len(join); i++) {
        const struct value *part = resolve_wanted(d, n, value_item(join, i));
        if (value_holds(part, V_UNKNOWN))
            return value_unknown(d->arena);
        cannot_tell = cannot_tell || value_is_opaque(part);
        sbuf_puts(&text, value_text(d->arena, part));
    }
    return cannot_tell ? join : value_str(d->arena, sbuf_str(&text));
}

const struct value *resolve_wanted(struct draft *d, const struct node *n, const struct value *v)
{
    struct value *copy = NULL;
    if (value_kind(v) == V_REF)
        return resolve_ref(d, n, v);
    if (value_kind(v) == V_JOIN)
        return resolve_join(d, n, v);
    if (!value_has_unknown(v))
        return v;
    bool map = value_kind(v) == V_MAP;
    copy = value_kind(v) == V_LIST ? value_list(d->arena) : map ? value_map(d->arena) : NULL;
    for (size_t i = 0; copy && i < value_len(v); i++) {
        const struct value *item = resolve_wanted(d, n, value_item(v, i));
        if (map)
            value_set(d->arena, copy, value_key(v, i), item);
        else
            value_push(d->arena, copy, item);
    }
    return copy ? copy : v;
}

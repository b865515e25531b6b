#include "provisioner/model/json.h"
#include "provisioner/plan/equal.h"
#include "provisioner/plan/plan.h"

#include <stdlib.h>
#include <string.h>

struct diff {
    struct arena *arena;
    const struct attr *at;
    bool member; /* of a group that decides for it */
    struct change *changes;
    size_t n, cap;
};

static void changed(struct diff *d, const char *path, const struct value *before, const struct value *after)
{
    bool secret = d->at->flags & A_SECRET, replaces = d->at->flags & A_CREATE_ONLY;
    d->changes = arena_grow(d->arena, d->changes, sizeof *d->changes, d->n, &d->cap);
    d->changes[d->n++] = (struct change){
        .path = path,
        .before = secret || value_is_empty(before) ? NULL : before,
        .after = secret ? value_unknown(d->arena) : after,
        .sensitive = secret,
        .forces_replacement = replaces,
    };
}

/* Tags.CostCenter, but Tags["kubernetes.io/role"]. */
static const char *member_path(struct arena *a, const char *path, const char *key)
{
    struct sbuf s = {.arena = a};
    sbuf_puts(&s, path);
    if (*key && !strpbrk(key, ".[]\"\\ ")) {
        sbuf_printf(&s, ".%s", key);
        return sbuf_str(&s);
    }
    sbuf_putc(&s, '[');
    sbuf_put_json(&s, key);
    sbuf_putc(&s, ']');
    return sbuf_str(&s);
}

static void descend(struct diff *d, const char *path, const struct value *before, const struct value *after)
{
    if (value_kind(before) != V_MAP || value_kind(after) != V_MAP) {
        changed(d, path, before, after);
        return;
    }
    for (size_t i = 0; i < value_len(after); i++) {
        const struct value *was = value_get(before, value_key(after, i)), *now = value_item(after, i);
        if (!values_alike(d->at->flags, now, was))
            descend(d, member_path(d->arena, path, value_key(after, i)), was, now);
    }
    for (size_t i = 0; !(d->at->flags & (A_SUBSET | A_MINE)) && i < value_len(before); i++)
        if (!value_get(after, value_key(before, i)) && !value_is_empty(value_item(before, i)))
            changed(d, member_path(d->arena, path, value_key(before, i)), value_item(before, i), NULL);
}

/* Keys that we put there once and nobody wants now. Others' are left alone, and AWS's cannot be touched. */
static void dropped_keys(struct diff *d, const struct value *wanted, const struct value *have,
                         const struct value *applied)
{
    for (size_t i = 0; i < value_len(applied); i++) {
        const char *key = value_key(applied, i);
        if (!value_get(wanted, key) && value_get(have, key) && !str_starts(key, "aws:"))
            changed(d, member_path(d->arena, d->at->name, key), value_get(have, key), NULL);
    }
}

const struct value *attr_default(struct arena *a, const struct attr *at)
{
    const struct value *v = NULL;
    struct err *e = at->dflt ? json_parse(a, at->dflt, strlen(at->dflt), JSON_PLAIN, &v) : NULL;
    err_free(e);
    return e ? NULL : v;
}

static bool is_silent(const struct value *wanted)
{
    return value_kind(wanted) == V_NULL;
}

/* What the spec says nothing about: AWS's default, unless undoing it would mean a new object. */
static void diff_silent(struct diff *d, const struct value *have, const struct value *applied)
{
    if ((d->at->flags & A_MINE) && value_kind(applied) == V_MAP)
        dropped_keys(d, NULL, have, applied);
    const struct value *dflt = d->at->flags & A_CREATE_ONLY ? NULL : attr_default(d->arena, d->at);
    if (dflt && !value_is_empty(have) && !attr_equal(d->arena, d->at, dflt, have))
        descend(d, d->at->name, have, dflt);
}

static void diff_stated(struct diff *d, const struct value *wanted, const struct value *have,
                        const struct value *applied)
{
    if (!attr_equal(d->arena, d->at, wanted, have) && !version_went_on(d->at, wanted, have, applied)) {
        bool json = d->at->flags & A_JSON;
        const struct value *was = json ? document_of(d->arena, have) : have;
        const struct value *now = json ? document_of(d->arena, wanted) : wanted;
        if (json)
            changed(d, d->at->name, was, now);
        else
            descend(d, d->at->name, was, now);
    }
    if (d->at->flags & A_MINE)
        dropped_keys(d, wanted, have, applied);
}

/* Of an object found rather than made, what AWS does not tell cannot be known to differ. */
static bool cannot_tell(const struct attr *at, const struct value *have, const struct value *all_applied)
{
    return !all_applied && value_is_empty(have) && (at->flags & (A_WRITE_ONLY | A_CREATE_ONLY));
}

static void diff_attr(struct diff *d, const struct value *wanted, const struct value *live,
                      const struct value *all_applied)
{
    const struct value *applied = value_get(all_applied, d->at->name);
    const struct value *told = d->at->flags & A_WRITE_ONLY ? NULL : value_get(live, d->at->name);
    const struct value *have = value_kind(told) == V_NULL ? applied : told;
    if (d->at->flags & (A_OUTPUT | A_ROLE) || (d->at->flags & A_OF_GROUP && d->member))
        return;
    if (d->at->flags & A_SECRET) {
        if (value_holds(wanted, V_UNKNOWN))
            changed(d, d->at->name, NULL, wanted);
    } else if (is_silent(wanted)) {
        diff_silent(d, have, applied);
    } else if (!cannot_tell(d->at, have, all_applied)) {
        diff_stated(d, wanted, have, applied);
    }
}

static int by_path(const void *x, const void *y)
{
    return strcmp(((const struct change *)x)->path, ((const struct change *)y)->path);
}

static bool is_member(const struct rtype *rt, const struct value *wanted, const struct value *live)
{
    return rt->group && !(value_is_empty(value_get(wanted, rt->group)) && value_is_empty(value_get(live, rt->group)));
}

size_t plan_diff(struct arena *a, const struct rtype *rt, const struct value *wanted, const struct value *live,
                 const struct value *applied, const struct change **ret)
{
    struct diff d = {.arena = a, .member = is_member(rt, wanted, live)};
    for (d.at = rt->attrs; d.at->type != T_END; d.at++)
        diff_attr(&d, value_get(wanted, d.at->name), live, applied);
    if (d.n)
        qsort(d.changes, d.n, sizeof *d.changes, by_path);
    *ret = d.changes;
    return d.n;
}

#include "provisioner/blueprint/blueprint.h"
#include "provisioner/blueprint/naming.h"

#include <string.h>

/*
 * What can be seen once the types are known: attributes that don't exist, can't be set, are of another kind or are
 * missing, secrets that would leak, and one thing asked for under two addresses.
 */

struct typing {
    struct arena *arena;
    const struct spec *spec;
    struct diags *diags;
    struct wanted_list *list;
    rtype_lookup *types;
    struct value *index;  /* address -> position in the list */
    struct value *things; /* what is asked for -> its address */
    struct value *said;   /* findings already made: an override's mistake is one, however many it matches */
};

/* One attribute of one resource. */
struct look {
    const struct typing *t;
    const struct wanted *w;
    const struct rtype *rt;
    const struct attr *attr;
    struct pos pos;
};

static void say(const struct typing *t, const struct wanted *w, struct pos pos, const char *rule, const char *remedy,
                const char *message)
{
    struct arena *a = t->arena;
    const char *once = arena_printf(a, "%u:%u:%u %s %s", pos.file, pos.line, pos.column, rule, message);
    if (value_get(t->said, once))
        return;
    value_set(a, t->said, once, value_bool(a, true));
    diag_add(t->diags, SEV_ERROR, rule, pos, remedy, "%s: %s", w->address, message);
    t->diags->items[t->diags->n - 1].address = arena_strdup(t->diags->arena, w->address);
}

/* ---- attributes -------------------------------------------------------------------------------------------------- */

static const char *nearest_attribute(struct arena *a, const struct rtype *rt, const char *name)
{
    size_t n = 0, at = 0;
    while (rt->attrs[n].type != T_END)
        n++;
    const char **names = arena_alloc(a, (n + 1) * sizeof *names);
    for (size_t i = 0; i < n; i++)
        if (!(rt->attrs[i].flags & A_OUTPUT))
            names[at++] = rt->attrs[i].name;
    const char *near = diag_nearest(name, names);
    return near ? arena_printf(a, "did you mean %s?", near) : arena_printf(a, "see explain %s", rt->name);
}

static const enum value_kind kind_of_type[] = {
    [T_STR] = V_STR, [T_INT] = V_INT, [T_DEC] = V_DEC, [T_BOOL] = V_BOOL, [T_LIST] = V_LIST, [T_MAP] = V_MAP,
};

/* References and joins say their kind when they are resolved. */
static bool kind_fits(const struct attr *at, const struct value *v)
{
    enum value_kind kind = value_kind(v);
    return kind == kind_of_type[at->type] || (at->type == T_DEC && kind == V_INT) || kind == V_REF || kind == V_JOIN ||
           kind == V_UNKNOWN;
}

static void check_attribute(const struct typing *t, const struct wanted *w, const struct rtype *rt, const char *name,
                            const struct value *v)
{
    struct arena *a = t->arena;
    struct pos pos = value_pos(v).line ? value_pos(v) : w->pos;
    const struct attr *at = strpbrk(name, ".[") ? NULL : rtype_attr(rt, name);
    if (!at)
        say(t, w, pos, "types/attribute", nearest_attribute(a, rt, name),
            arena_printf(a, "%s has no attribute \"%s\"", rt->name, name));
    else if (at->flags & A_OUTPUT)
        say(t, w, pos, "types/output", "take it out", arena_printf(a, "%s is AWS's to decide", name));
    else if (!kind_fits(at, v))
        say(t, w, pos, "types/kind", value_kind(v) == V_DEC && at->type == T_STR ? "put it in quotes" : NULL,
            arena_printf(a, "%s must be %s and is %s", name, value_kind_name(kind_of_type[at->type]),
                         value_kind_name(value_kind(v))));
}

static void check_required(const struct typing *t, const struct wanted *w, const struct rtype *rt)
{
    for (const struct attr *at = rt->attrs; at->type != T_END; at++)
        if (at->flags & A_REQUIRED && !value_get(w->attrs, at->name))
            say(t, w, w->pos, "types/required", NULL, arena_printf(t->arena, "%s is missing", at->name));
}

/* ---- references -------------------------------------------------------------------------------------------------- */

/* State and plans hold attributes as they are: a secret may only go where the type keeps it out of both. */
static void check_reference(void *ctx, const struct value *ref)
{
    const struct look *l = ctx;
    const struct typing *t = l->t;
    const char *path = value_ref_path(ref);
    const struct value *at = value_get(t->index, value_ref_address(ref));
    const struct rtype *rt = at ? t->types(t->list->items[value_int_of(at)].type) : NULL;
    if (!rt)
        return;
    const struct attr *target = rtype_attr(rt, path);
    const char *text = arena_printf(t->arena, "${%s.%s}", value_ref_address(ref), path);
    if (!target)
        say(t, l->w, l->pos, "types/reference", nearest_attribute(t->arena, rt, path),
            arena_printf(t->arena, "\"%s\": %s has no such attribute", text, rt->name));
    else if (target->flags & A_SECRET && !(l->attr && l->attr->flags & A_SECRET))
        say(t, l->w, l->pos, "types/secret", "let the program read it from Secrets Manager when it runs",
            arena_printf(t->arena, "\"%s\" is a secret and would be shown", text));
}

/* ---- one thing, one address -------------------------------------------------------------------------------------- */

static void check_thing(const struct typing *t, const struct wanted *w, const struct rtype *rt)
{
    struct arena *a = t->arena;
    struct sbuf key = {.arena = a};
    const char *words = rt->key ? rt->key : "", *word;
    sbuf_printf(&key, "%s %s", rt->name, rt->flags & RT_GLOBAL ? "" : w->region);
    for (size_t n; (n = next_word(&words, &word));) {
        const struct value *v = value_get(w->attrs, arena_strndup(a, word, n));
        if (!v)
            return;
        sbuf_printf(&key, " %s", value_canonical(a, v));
    }
    if (!rt->key)
        return;
    const struct value *other = value_get(t->things, sbuf_str(&key));
    if (other)
        say(t, w, w->pos, "types/same-thing", "take one of them out",
            arena_printf(a, "the same %s as %s", rt->name, value_str_of(other)));
    value_set(a, t->things, sbuf_str(&key), value_str(a, w->address));
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static void check_wanted(const struct typing *t, const struct wanted *w)
{
    const struct rtype *rt = t->types(w->type);
    if (!rt) {
        say(t, w, w->pos, "types/unknown", "explain lists the types there are",
            arena_printf(t->arena, "\"%s\" is no type that this version makes", w->type));
        return;
    }
    for (size_t i = 0; i < value_len(w->attrs); i++) {
        const char *name = value_key(w->attrs, i);
        const struct value *v = value_item(w->attrs, i);
        struct look l = {t, w, rt, rtype_attr(rt, name), value_pos(v).line ? value_pos(v) : w->pos};
        check_attribute(t, w, rt, name, v);
        value_each_ref(v, check_reference, &l);
    }
    check_required(t, w, rt);
    check_thing(t, w, rt);
}

/* The user's own resources are known again by the same tags as ours, where their type takes any. */
static void tag_own(const struct typing *t, struct wanted *w)
{
    const struct rtype *rt = t->types(w->type);
    const struct attr *tags = rt ? rtype_attr(rt, "Tags") : NULL;
    const char *name = w->address + strlen(w->alias) + strlen("/resources/");
    const struct value *given = value_get(w->attrs, "Tags");
    if (!tags || tags->type != T_MAP || !str_eq(address_system(t->arena, w->address), "resources") ||
        (given && value_kind(given) != V_MAP))
        return;
    const struct build b = {t->arena, t->spec, t->diags, t->list};
    struct site s = site_in(&b, spec_region(t->spec, w->alias), "resources");
    struct value *attrs = value_edit(t->arena, w->attrs), *own = value_map(t->arena);
    const struct value *ours = ownership_tags(&s, name);
    value_set(t->arena, own, "Tags", given ? value_overlay(t->arena, given, ours) : ours);
    w->attrs = value_overlay(t->arena, attrs, own);
}

struct err *blueprint_check(struct arena *a, const struct spec *spec, rtype_lookup *types, struct diags *d,
                            struct wanted_list *list)
{
    struct typing t = {a, spec, d, list, types, value_map(a), value_map(a), value_map(a)};
    size_t errors = d->errors;
    for (size_t i = 0; i < list->n; i++) {
        tag_own(&t, &list->items[i]);
        value_set(a, t.index, list->items[i].address, value_int(a, (int64_t)i));
    }
    for (size_t i = 0; i < list->n; i++)
        check_wanted(&t, &list->items[i]);
    diag_sort(d);
    if (d->errors > errors)
        return err_new(ERR_INPUT, "%zu findings", d->errors - errors);
    return NULL;
}

#include "provisioner/blueprint/reference.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * What the user adds to the systems and changes in them. Their texts may refer to any resource, so addresses are
 * checked when all of them are known.
 */

/* ---- resources --------------------------------------------------------------------------------------------------- */

static void resource_make(const struct build *b, const char *name, const struct value *r)
{
    struct arena *a = b->arena;
    const struct value *aliases = value_get(r, "regions");
    for (size_t i = 0; i < value_len(aliases); i++) {
        const struct spec_region *region = spec_region(b->spec, value_str_of(value_item(aliases, i)));
        if (!region)
            continue; /* the spec's own checks have said so */
        struct wanted *w = wanted_add(b->out, value_get_str(r, "type"), region->alias, region->name,
                                      arena_printf(a, "%s/resources/%s", region->alias, name),
                                      value_edit(a, value_get(r, "properties")));
        w->pos = value_pos(r);
    }
}

void resources_make(const struct build *b)
{
    for (size_t i = 0; i < value_len(b->spec->resources); i++)
        resource_make(b, value_key(b->spec->resources, i), value_item(b->spec->resources, i));
}

/* ---- references -------------------------------------------------------------------------------------------------- */

struct expansion {
    const struct build *build;
    const struct value *index;
    const struct spec_region *here;
    const char *address; /* of the resource whose attribute it is */
    struct pos pos;      /* of the text that is being expanded */
};

static void say(const struct expansion *x, const char *rule, const char *remedy, const char *message)
{
    struct diags *d = x->build->diags;
    diag_add(d, SEV_ERROR, rule, x->pos, remedy, "%s: %s", x->address, message);
    d->items[d->n - 1].address = arena_strdup(d->arena, x->address);
}

static bool is_lookup(const struct spec *spec, const char *address, const char *path)
{
    if (str_eq(address, "lookup/account"))
        return has_word("AccountId Partition Lineage", path);
    if (str_eq(address, "self"))
        return has_word("Suffix Generation", path);
    for (size_t i = 0; i < spec->n_regions; i++) {
        size_t n = strlen(spec->regions[i].alias);
        if (str_starts(address, "lookup/") && strncmp(address + 7, spec->regions[i].alias, n) == 0 &&
            str_eq(address + 7 + n, "/zones"))
            return str_starts(path, "ZoneNames") || str_starts(path, "ZoneIds");
    }
    return false;
}

static const char *nearest_address(const struct expansion *x, const char *address)
{
    struct arena *a = x->build->arena;
    const char **names = arena_alloc(a, (value_len(x->index) + 1) * sizeof *names);
    for (size_t i = 0; i < value_len(x->index); i++)
        names[i] = value_key(x->index, i);
    const char *near = diag_nearest(address, names);
    return near ? arena_printf(a, "did you mean \"%s\"?", near) : "graph and plan list every address";
}

static void check_reference(void *ctx, const struct value *ref)
{
    const struct expansion *x = ctx;
    const char *address = value_ref_address(ref);
    if (value_get(x->index, address) || is_lookup(x->build->spec, address, value_ref_path(ref)))
        return;
    say(x, "reference/unknown", nearest_address(x, address),
        arena_printf(x->build->arena, "\"${%s.%s}\" refers to nothing", address, value_ref_path(ref)));
}

static const struct value *expand_text(struct expansion *x, const struct value *v)
{
    const char *problem = NULL;
    x->pos = value_pos(v);
    const struct value *r = reference_parse(x->build->arena, value_str_of(v), x->here, &problem);
    if (problem) {
        say(x, "reference/malformed", "write ${address.Attribute}, or $${ for the text ${ itself", problem);
        return v;
    }
    value_each_ref(r, check_reference, x);
    return r;
}

static const struct value *expand(struct expansion *x, const struct value *v)
{
    struct arena *a = x->build->arena;
    enum value_kind kind = value_kind(v);
    if (kind == V_STR)
        return reference_within(value_str_of(v)) ? expand_text(x, v) : v;
    if (kind != V_LIST && kind != V_MAP)
        return v;
    struct value *copy = kind == V_LIST ? value_list(a) : value_map(a);
    value_at_pos(copy, value_pos(v));
    for (size_t i = 0; i < value_len(v); i++) {
        const struct value *item = expand(x, value_item(v, i));
        if (kind == V_LIST)
            value_push(a, copy, item);
        else
            value_set(a, copy, value_key(v, i), item);
    }
    return copy;
}

static const struct value *expand_for(const struct build *b, const struct value *index, const struct wanted *w,
                                      const struct value *v)
{
    struct expansion x = {.build = b, .index = index, .here = spec_region(b->spec, w->alias), .address = w->address};
    return expand(&x, v);
}

/* ---- overrides --------------------------------------------------------------------------------------------------- */

static const struct value *lay_over(struct arena *a, const struct value *under, const struct value *over)
{
    const struct value *both = value_overlay(a, under, over);
    for (size_t i = 0; i < value_len(over); i++)
        if (value_kind(value_item(over, i)) == V_NULL)
            both = value_without(a, value_edit(a, both), value_key(over, i));
    return both;
}

static void override_apply(const struct build *b, const struct value *index, const char *pattern,
                           const struct value *over)
{
    bool used = false;
    for (size_t i = 0; i < b->out->n; i++) {
        struct wanted *w = &b->out->items[i];
        if (!glob_match(pattern, w->address))
            continue;
        used = true;
        w->attrs = lay_over(b->arena, w->attrs, expand_for(b, index, w, over));
    }
    if (used)
        return;
    struct expansion x = {.build = b, .index = index};
    diag_add(b->diags, SEV_ERROR, "overrides/no-match", value_pos(over),
             strchr(pattern, '*') ? "graph and plan list every address" : nearest_address(&x, pattern),
             "overrides: no resource has an address like \"%s\"", pattern);
}

void extras_finish(const struct build *b, size_t first, const struct value *index)
{
    for (size_t i = first; i < b->out->n; i++) {
        struct wanted *w = &b->out->items[i];
        w->attrs = expand_for(b, index, w, w->attrs);
    }
    const struct value *overrides = b->spec->overrides;
    for (size_t i = 0; i < value_len(overrides); i++)
        override_apply(b, index, value_key(overrides, i), value_item(overrides, i));
}

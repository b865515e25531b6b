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

/* ---- limits ------------------------------------------------------------------------------------------------------ */

enum {
    SUGGESTIONS = 20,            /* findings that look for the nearest address: each looks at all of them */
    OVERRIDDEN_VALUES = 1 << 20, /* values that overrides may put in place, all matches counted */
};

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
    if (x->build->diags->n >= SUGGESTIONS)
        return NULL;
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
    const struct value *r = reference_parse(x->build->arena, value_str_of(v), x->build->spec, x->here, &problem);
    if (problem) {
        say(x, "reference/malformed", "write ${address.Attribute}, or $${ for the text ${ itself", problem);
        return v;
    }
    value_each_ref(r, check_reference, x);
    struct value *placed = value_copy(x->build->arena, r);
    value_at_pos(placed, value_pos(v));
    return placed;
}

static const struct value *expand(struct expansion *x, const struct value *v);

static const struct value *expand_items(struct expansion *x, const struct value *v)
{
    struct arena *a = x->build->arena;
    struct value *copy = value_kind(v) == V_LIST ? value_list(a) : value_map(a);
    value_at_pos(copy, value_pos(v));
    for (size_t i = 0; i < value_len(v); i++) {
        const struct value *item = expand(x, value_item(v, i));
        if (value_kind(v) == V_LIST)
            value_push(a, copy, item);
        else
            value_set(a, copy, value_key(v, i), item);
    }
    return copy;
}

static const struct value *expand(struct expansion *x, const struct value *v)
{
    switch (value_kind(v)) {
    case V_STR: return reference_within(value_str_of(v)) ? expand_text(x, v) : v;
    case V_LIST:
    case V_MAP: return expand_items(x, v);
    default: return v;
    }
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

static size_t count_values(const struct value *v)
{
    size_t n = 1;
    for (size_t i = 0; i < value_len(v); i++)
        n += count_values(value_item(v, i));
    return n;
}

/* By its tags the program knows what it made. */
static bool touches_ownership(const struct value *over)
{
    const struct value *tags = value_get(over, "Tags");
    for (size_t i = 0; i < value_len(tags); i++)
        if (str_starts(value_key(tags, i), "provisioner:"))
            return true;
    return tags && value_kind(tags) != V_MAP;
}

struct override {
    const char *pattern;
    const struct value *over;
    size_t each; /* values in it */
};

static void override_finding(const struct build *b, const struct override *o, const char *rule, const char *remedy,
                             const char *message)
{
    diag_add(b->diags, SEV_ERROR, rule, value_pos(o->over), remedy, "overrides: \"%s\" %s", o->pattern, message);
}

static bool override_is_sound(const struct build *b, const struct override *o)
{
    if (value_kind(o->over) != V_MAP)
        override_finding(b, o, "overrides/kind", "write attributes: {Name: value}", "holds no attributes");
    else if (touches_ownership(o->over))
        override_finding(b, o, "overrides/ownership",
                         "write Tags as a mapping, without keys that begin with provisioner:",
                         "would take away the tags by which resources are known again");
    else
        return true;
    return false;
}

static void override_apply(const struct build *b, const struct value *index, const struct override *o, size_t *budget)
{
    size_t used = 0;
    for (size_t i = 0; i < b->out->n && *budget >= o->each; i++) {
        struct wanted *w = &b->out->items[i];
        if (!glob_match(o->pattern, w->address))
            continue;
        used++;
        *budget -= o->each;
        w->attrs = lay_over(b->arena, w->attrs, expand_for(b, index, w, o->over));
    }
    struct expansion x = {.build = b, .index = index};
    if (*budget < o->each)
        override_finding(b, o, "overrides/too-much", "override fewer attributes, or in fewer places",
                         "goes beyond what overrides may change in all");
    else if (!used)
        override_finding(b, o, "overrides/no-match",
                         strchr(o->pattern, '*') ? "graph and plan list every address"
                                                 : nearest_address(&x, o->pattern),
                         "is no resource's address");
}

void extras_finish(const struct build *b, size_t first, const struct value *index)
{
    size_t budget = OVERRIDDEN_VALUES;
    for (size_t i = first; i < b->out->n; i++) {
        struct wanted *w = &b->out->items[i];
        w->attrs = expand_for(b, index, w, w->attrs);
    }
    const struct value *overrides = b->spec->overrides;
    for (size_t i = 0; i < value_len(overrides); i++) {
        const struct value *over = value_item(overrides, i);
        struct override o = {value_key(overrides, i), over, count_values(over)};
        if (override_is_sound(b, &o))
            override_apply(b, index, &o, &budget);
    }
}

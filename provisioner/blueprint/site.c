#include "provisioner/blueprint/site.h"
#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/reference.h"

#include <assert.h>
#include <stdio.h>

bool section_in(const struct spec_region *r, const char *system)
{
    return value_kind(value_get(r->config, system)) == V_MAP;
}

struct site site_in(const struct build *b, const struct spec_region *region, const char *system)
{
    return (struct site){.arena = b->arena,
                         .build = b,
                         .region = region,
                         .scope = region->alias,
                         .system = system,
                         .config = value_get(region->config, system)};
}

struct site site_global(const struct build *b, const char *system)
{
    struct site s = site_in(b, &b->spec->regions[b->spec->primary], system);
    s.scope = "global";
    return s;
}

/* Where none of the spec's regions is, what is there is nobody's but of all: no region of theirs holds it up. */
static const char *alias_of(const struct spec *spec, const char *region)
{
    for (size_t i = 0; i < spec->n_regions; i++)
        if (str_eq(spec->regions[i].name, region))
            return spec->regions[i].alias;
    return "global";
}

struct site site_global_in(const struct build *b, const char *system, const char *region)
{
    struct site s = site_global(b, system);
    struct spec_region *there = arena_alloc(b->arena, sizeof *there);
    *there = *s.region;
    there->name = region;
    there->alias = alias_of(b->spec, region);
    s.region = there;
    return s;
}

const char *site_address(const struct site *s, const char *name)
{
    return arena_printf(s->arena, "%s/%s/%s", s->scope, s->system, name);
}

/* The field or section that asked for it; the region, where it is the program's own choice. */
static struct pos asked_at(const struct site *s, const struct value *field)
{
    struct pos pos = value_pos(field);
    if (!pos.line)
        pos = value_pos(s->config);
    return pos.line ? pos : s->region->pos;
}

static const char *put(const struct site *s, const char *type, const char *name, struct value *attrs)
{
    const char *address = site_address(s, name);
    struct wanted *w = wanted_add(s->build->out, type, s->region->alias, s->region->name, address, attrs);
    w->pos = asked_at(s, NULL);
    return address;
}

const char *site_make(const struct site *s, const char *type, const char *name, const struct pair *attrs)
{
    struct value *all = map_of(s->arena, attrs);
    value_set(s->arena, all, "Tags", ownership_tags(s, name));
    return put(s, type, name, all);
}

const char *site_make_untagged(const struct site *s, const char *type, const char *name, const struct pair *attrs)
{
    return put(s, type, name, map_of(s->arena, attrs));
}

void site_after(const struct site *s, const char *address)
{
    struct wanted_list *l = s->build->out;
    if (address)
        wanted_after(l, &l->items[l->n - 1], address);
}

void site_tag(const struct site *s, const char *key, const char *text)
{
    struct wanted_list *l = s->build->out;
    struct wanted *last = &l->items[l->n - 1];
    struct value *attrs = value_edit(s->arena, last->attrs), *tags = value_edit(s->arena, value_get(attrs, "Tags"));
    value_set_str(s->arena, tags, key, text);
    value_set(s->arena, attrs, "Tags", tags);
    last->attrs = attrs;
}

const struct value *site_field(const struct site *s, const char *path)
{
    return value_path(s->arena, s->config, path);
}

const struct value *site_text(const struct site *s, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    char *text = arena_alloc(s->arena, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(ap);
    const char *problem = NULL;
    const struct value *v = reference_parse(s->arena, text, s->build->spec, s->region, &problem);
    assert(v && !problem);
    return v;
}

void site_finding(const struct site *s, const char *rule, const char *path, const char *remedy, const char *message)
{
    struct pos pos = asked_at(s, path ? site_field(s, path) : NULL);
    diag_add(s->build->diags, SEV_ERROR, rule, pos, remedy, "%s: %s", s->scope, message);
}

struct value *map_of(struct arena *a, const struct pair *pairs)
{
    struct value *map = value_map(a);
    for (; pairs->name; pairs++)
        value_set(a, map, pairs->name, pairs->value);
    return map;
}

struct value *list_of_one(struct arena *a, const struct value *item)
{
    struct value *list = value_list(a);
    value_push(a, list, item);
    return list;
}

struct value *list_of_words(struct arena *a, const char *words)
{
    struct value *list = value_list(a);
    const char *word;
    size_t n;
    while ((n = next_word(&words, &word)))
        value_push(a, list, value_strn(a, word, n));
    return list;
}

bool list_has(const struct value *list, const char *text)
{
    for (size_t i = 0; i < value_len(list); i++)
        if (str_eq(value_str_of(value_item(list, i)), text))
            return true;
    return false;
}

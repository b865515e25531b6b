#include "provisioner/spec/spec.h"

#include "provisioner/base/file.h"
#include "provisioner/spec/check.h"
#include "provisioner/spec/defaults.h"
#include "provisioner/spec/overlay.h"
#include "provisioner/spec/yaml.h"

#include <string.h>

struct loading {
    struct arena *arena;
    const struct spec_sources *src;
    struct diags *diags;
    struct marks marks;
};

/* ---- sources ----------------------------------------------------------------------------------------------------- */

static struct err *read_file(struct loading *l, const char *path, const struct value **ret)
{
    const char *text;
    size_t n;
    TRY(file_read(l->arena, path, YAML_BYTES, &text, &n));
    struct pos start = {diag_file(l->diags, path), 1, 1};
    *ret = yaml_parse(l->arena, text, n, start, &l->marks, l->diags);
    return NULL;
}

static struct err *read_spec(struct loading *l, const struct value **ret)
{
    if (!l->src->path)
        return err_new(ERR_USAGE, "no spec file is named");
    struct pos start = {diag_file(l->diags, l->src->path), 1, 1};
    if (!l->src->text)
        return read_file(l, l->src->path, ret);
    *ret = yaml_parse(l->arena, l->src->text, l->src->n_text, start, &l->marks, l->diags);
    return NULL;
}

/* NULL, and a finding, when the document is no mapping. */
static const struct value *mapping_only(struct loading *l, const struct value *doc)
{
    if (!doc || value_kind(doc) == V_MAP)
        return doc;
    diag_add(l->diags, SEV_ERROR, "spec/type", value_pos(doc), "is this file a spec?",
             "the document is %s, where a mapping with provisioner, project and regions belongs",
             value_kind_name(value_kind(doc)));
    return NULL;
}

static struct err *merged(struct loading *l, const struct value **ret)
{
    const struct value *doc = NULL, *over;
    TRY(read_spec(l, &doc));
    doc = mapping_only(l, doc);
    for (size_t i = 0; i < l->src->n_overlays; i++) {
        over = NULL;
        TRY_CTX(read_file(l, l->src->overlays[i], &over), "overlay");
        over = mapping_only(l, over);
        doc = over && doc ? overlay_merge(l->arena, doc, over) : doc;
    }
    for (size_t i = 0; i < l->src->n_sets && doc; i++) {
        struct pos at = {diag_file(l->diags, "--set"), (uint32_t)i + 1, 1};
        doc = overlay_set(l->arena, doc, l->src->sets[i], at, &l->marks, l->diags);
    }
    struct overlay_env env = {l->src->env, l->src->env_ctx, &l->marks, l->diags, 0};
    *ret = doc ? overlay_env(l->arena, doc, &env) : NULL;
    return NULL;
}

/* ---- regions ----------------------------------------------------------------------------------------------------- */

/* What the regions share of the checked document. */
static const struct value *common_config(struct arena *a, const struct value *doc)
{
    struct value *config = value_map(a);
    value_at_pos(config, value_pos(doc));
    for (const struct spec_field *f = spec_fields; f->name; f++)
        if (f->flags & SPEC_SYSTEM)
            value_set(a, config, f->name, value_get(doc, f->name));
    return config;
}

/* network.cidr is the first region's, whatever its role: a network must not move because a role does. The others name
 * their own, or get the next block. */
static const struct value *without_cidr(struct arena *a, const struct value *common)
{
    const struct value *network = value_get(common, "network");
    struct value *config = value_edit(a, common);
    if (value_kind(network) != V_MAP)
        return config;
    struct value *rest = value_without(a, network, "cidr");
    value_at_pos(rest, value_pos(network));
    value_set(a, config, "network", rest);
    return config;
}

static const struct value *region_config(struct arena *a, const struct value *common, const struct value *region)
{
    struct value *own = value_map(a);
    for (size_t i = 0; i < value_len(region); i++)
        if (!spec_field_find(spec_region_fields, value_key(region, i)))
            value_set(a, own, value_key(region, i), value_item(region, i));
    const struct value *both = overlay_merge(a, common, own), *full = defaults_fill(a, spec_fields, both);
    return common_config(a, full);
}

static size_t primary_of(const struct value *regions)
{
    for (size_t i = 0; i < value_len(regions); i++)
        if (str_eq(value_get_str(value_item(regions, i), "role"), "primary"))
            return i;
    return 0;
}

static void make_regions(struct arena *a, const struct value *doc, struct spec *s)
{
    const struct value *regions = value_get(doc, "regions"), *common = common_config(a, doc);
    const struct value *others = without_cidr(a, common);
    size_t n = value_len(regions);
    const struct value **configs = arena_alloc(a, (n + 1) * sizeof *configs);
    s->regions = arena_alloc(a, (n + 1) * sizeof *s->regions);
    s->n_regions = n;
    s->primary = primary_of(regions);
    for (size_t i = 0; i < n; i++)
        configs[i] = region_config(a, i == 0 ? common : others, value_item(regions, i));
    if (n)
        defaults_networks(a, configs, n);
    for (size_t i = 0; i < n; i++) {
        const struct value *r = value_item(regions, i);
        s->regions[i] = (struct spec_region){value_key(regions, i), value_get_str(r, "name"), i == s->primary,
                                             value_pos(r), defaults_compute(a, configs[i])};
    }
}

static const struct value *resource_regions(struct arena *a, const struct spec *s, const struct value *resource)
{
    struct value *aliases = value_list(a), *all = value_edit(a, resource);
    if (value_kind(resource) != V_MAP || value_get(resource, "regions"))
        return resource;
    for (size_t i = 0; i < s->n_regions; i++)
        value_push(a, aliases, value_str(a, s->regions[i].alias));
    value_set(a, all, "regions", aliases);
    return all;
}

static const struct value *resources_of(struct arena *a, const struct value *resources, const struct spec *s)
{
    struct value *all = value_map(a);
    value_at_pos(all, value_pos(resources));
    for (size_t i = 0; i < value_len(resources); i++)
        value_set(a, all, value_key(resources, i), resource_regions(a, s, value_item(resources, i)));
    return all;
}

/* ---- the spec ---------------------------------------------------------------------------------------------------- */

static const char *canonical(struct arena *a, const struct spec *s)
{
    struct value *all = value_map(a), *regions = value_map(a);
    for (size_t i = 0; i < s->n_regions; i++) {
        struct value *r = value_map(a);
        value_set_str(a, r, "name", s->regions[i].name);
        value_set(a, r, "primary", value_bool(a, s->regions[i].primary));
        value_set(a, r, "config", value_without(a, s->regions[i].config, "usage"));
        value_set(a, regions, s->regions[i].alias, r);
    }
    value_set_str(a, all, "project", s->project);
    value_set_str(a, all, "environment", s->environment);
    value_set_str(a, all, "account", s->account);
    value_set(a, all, "tags", s->tags);
    value_set(a, all, "regions", regions);
    value_set(a, all, "resources", s->resources);
    value_set(a, all, "overrides", s->overrides);
    return value_canonical(a, all);
}

static const char *text_or_null(const struct value *v)
{
    return value_kind(v) == V_STR ? value_str_of(v) : NULL;
}

static struct spec *assemble(struct loading *l, const struct value *raw, const struct value *checked)
{
    struct arena *a = l->arena;
    struct spec *s = arena_alloc(a, sizeof *s);
    make_regions(a, checked, s);
    const struct value *full = defaults_fill(a, spec_fields, checked);
    s->project = value_get_str(full, "project");
    s->environment = value_get_str(full, "environment");
    s->account = text_or_null(value_get(full, "account"));
    s->state = value_get(full, "state");
    s->state_path = text_or_null(value_get(s->state, "path"));
    s->tags = value_get(full, "tags");
    s->resources = resources_of(a, value_get(full, "resources"), s);
    s->overrides = value_get(full, "overrides");
    s->preflight = value_get(full, "preflight");
    s->raw = raw;
    struct marks *marks = arena_alloc(a, sizeof *marks);
    *marks = l->marks;
    s->marks = marks;
    return s;
}

/* The same default in several regions is one mistake, not several. */
static void drop_repeated(struct diags *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->n; i++) {
        const struct diag *was = kept ? &d->items[kept - 1] : NULL, *now = &d->items[i];
        bool again = was && was->pos.file == now->pos.file && was->pos.line == now->pos.line &&
                     was->pos.column == now->pos.column && str_eq(was->message, now->message);
        d->errors -= again && now->severity == SEV_ERROR;
        if (!again)
            d->items[kept++] = *now;
    }
    d->n = kept;
}

struct err *spec_verdict(const struct spec_sources *src, struct diags *d)
{
    if (d->errors >= YAML_FINDINGS)
        diag_add(d, SEV_NOTE, "spec/limit", (struct pos){0}, "correct these first",
                 "too many mistakes: not everything was looked at");
    diag_sort(d);
    drop_repeated(d);
    size_t n = d->errors;
    return n ? err_new(ERR_INPUT, "%s: %zu mistake%s in the spec", src->path, n, n == 1 ? "" : "s") : NULL;
}

struct err *spec_load(struct arena *a, const struct spec_sources *src, struct diags *d, struct spec **ret)
{
    struct loading l = {.arena = a, .src = src, .diags = d, .marks = {.arena = a}};
    const struct value *raw = NULL;
    CLEANUP(patterns_done) struct patterns patterns = {0};
    struct spec *s = NULL;
    TRY(merged(&l, &raw));
    if (raw) {
        struct check c = {a, d, &l.marks, &patterns};
        s = assemble(&l, raw, check_document(&c, raw));
        s->canonical = canonical(a, s);
    }
    *ret = s;
    TRY(spec_verdict(src, d));
    return s ? NULL : err_new(ERR_BUG, "%s: no document and no finding", src->path);
}

const struct spec_region *spec_region(const struct spec *s, const char *alias)
{
    for (size_t i = 0; i < s->n_regions; i++)
        if (str_eq(s->regions[i].alias, alias))
            return &s->regions[i];
    return NULL;
}

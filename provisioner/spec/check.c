#include "provisioner/spec/check.h"

#include "provisioner/spec/cidr.h"
#include "provisioner/spec/yaml.h"

#include <inttypes.h>
#include <string.h>

enum { LONGEST_KEY = 512 };

/* The way to a value, for messages; and whether we are where one region differs from the others. */
struct place {
    const struct place *up;
    const char *name;
    bool overriding;
};

static const struct value *check_value(const struct check *c, const struct spec_field *f, const struct value *v,
                                       const struct place *at);

/* ---- messages ---------------------------------------------------------------------------------------------------- */

static void put_place(struct sbuf *out, const struct place *at)
{
    if (at->up && at->up->name) {
        put_place(out, at->up);
        sbuf_puts(out, *at->name == '[' ? "" : ".");
    }
    sbuf_puts(out, at->name ? at->name : "");
}

static const char *place_text(struct arena *a, const struct place *at)
{
    struct sbuf out = {.arena = a};
    put_place(&out, at);
    return sbuf_str(&out);
}

const char *check_shown(const struct check *c, const struct value *v)
{
    const char *shown = marks_shown(c->marks, value_pos(v));
    bool many = value_kind(v) == V_MAP || value_kind(v) == V_LIST || value_kind(v) == V_NULL;
    if (shown)
        return marks_quote(c->arena, shown);
    return many ? value_kind_name(value_kind(v)) : marks_quote(c->arena, value_text(c->arena, v));
}

static const struct value *unknown_at(const struct check *c, const struct value *v)
{
    struct value *u = value_unknown(c->arena);
    value_at_pos(u, value_pos(v));
    return u;
}

/* A finding about a value: "network.zones: "nine" is no whole number". */
static const struct value *wrong(const struct check *c, const char *rule, const struct value *v, const struct place *at,
                                 const char *remedy, const char *what)
{
    diag_add(c->diags, SEV_ERROR, rule, value_pos(v), remedy, "%s: %s %s", place_text(c->arena, at), check_shown(c, v),
             what);
    return unknown_at(c, v);
}

static const char *listed(struct arena *a, const char *words)
{
    struct sbuf out = {.arena = a};
    const char *word;
    for (size_t n; (n = next_word(&words, &word));) {
        sbuf_puts(&out, out.len ? ", " : "");
        sbuf_putn(&out, word, n);
    }
    return sbuf_str(&out);
}

static const char *nearest_word(struct arena *a, const char *words, const char *text)
{
    const char *names[64] = {0}, *word;
    for (size_t n, i = 0; i + 1 < COUNT(names) && (n = next_word(&words, &word)); i++)
        names[i] = arena_strndup(a, word, n);
    return diag_nearest(text, names);
}

static const char *limits_text(struct arena *a, const struct spec_field *f)
{
    if (f->min == f->max)
        return arena_printf(a, "%" PRId64, f->max);
    if (f->max)
        return arena_printf(a, "%" PRId64 " to %" PRId64, f->min, f->max);
    return arena_printf(a, "at least %" PRId64, f->min);
}

static bool within(const struct spec_field *f, int64_t n)
{
    return (!f->min && !f->max) || (n >= f->min && (n <= f->max || !f->max));
}

static bool enough(const struct check *c)
{
    return c->diags->errors >= YAML_FINDINGS;
}

/* ---- scalars ----------------------------------------------------------------------------------------------------- */

static struct value *typed(struct value *made, const struct value *from)
{
    value_at_pos(made, value_pos(from));
    return made;
}

static bool is_scalar(const struct value *v)
{
    enum value_kind k = value_kind(v);
    return k == V_STR || k == V_DEC || k == V_INT || k == V_BOOL;
}

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += (*s & 0xc0) != 0x80;
    return n;
}

static int64_t distance(int64_t x, int64_t y)
{
    return x > y ? x - y : y - x;
}

/* The allowed number next to a wrong one, when there is a choice at all. */
static const char *nearest_number(struct arena *a, const char *words, const char *text)
{
    int64_t wanted, n, best = 0;
    const char *word, *near = NULL;
    if (!strchr(words, ' ') || !parse_int(text, &wanted) || wanted < 0)
        return NULL;
    for (size_t len; (len = next_word(&words, &word));) {
        const char *one = arena_strndup(a, word, len);
        if (!parse_int(one, &n) || (near && distance(n, wanted) >= distance(best, wanted)))
            continue;
        near = one;
        best = n;
    }
    return near;
}

static const char *word_remedy(const struct check *c, const struct spec_field *f, const struct value *v)
{
    const char *text = value_text(c->arena, v);
    const char *near =
        f->type == SPEC_INTEGER ? nearest_number(c->arena, f->words, text) : nearest_word(c->arena, f->words, text);
    return near ? arena_printf(c->arena, "did you mean %s?", near) : NULL;
}

static const char *with_reason(const struct check *c, const struct spec_field *f, const char *what)
{
    return f->refused ? arena_printf(c->arena, "%s: %s", what, f->refused) : what;
}

static const struct value *choice(const struct check *c, const struct spec_field *f, const struct value *v,
                                  const struct place *at)
{
    const char *what = strchr(f->words, ' ') ? "is none of" : "is not";
    return wrong(c, "spec/choice", v, at, word_remedy(c, f, v),
                 with_reason(c, f, arena_printf(c->arena, "%s %s", what, listed(c->arena, f->words))));
}

static const struct value *check_text(const struct check *c, const struct spec_field *f, const struct value *v,
                                      const struct place *at)
{
    const char *s = value_text(c->arena, v);
    size_t n = characters(s);
    if (!within(f, (int64_t)n))
        return wrong(c, "spec/length", v, at, NULL,
                     arena_printf(c->arena, "has %zu characters; it takes %s", n, limits_text(c->arena, f)));
    if (!patterns_match(c->patterns, f->pattern, s))
        return wrong(c, "spec/format", v, at, NULL, arena_printf(c->arena, "is not %s", f->shape));
    return typed(value_str(c->arena, s), v);
}

static const struct value *check_enum(const struct check *c, const struct spec_field *f, const struct value *v,
                                      const struct place *at)
{
    const char *s = value_text(c->arena, v);
    bool one_word = *s && !strchr(s, ' ');
    return one_word && has_word(f->words, s) ? typed(value_str(c->arena, s), v) : choice(c, f, v, at);
}

static const struct value *check_integer(const struct check *c, const struct spec_field *f, const struct value *v,
                                         const struct place *at)
{
    const char *s = value_text(c->arena, v);
    int64_t n;
    if (!parse_int(s, &n))
        return wrong(c, "spec/type", v, at, NULL, "is no whole number");
    if (f->words && !has_word(f->words, arena_printf(c->arena, "%" PRId64, n)))
        return choice(c, f, v, at);
    if (!within(f, n))
        return wrong(c, "spec/range", v, at, NULL,
                     with_reason(c, f,
                                 arena_printf(c->arena, "is out of range; it takes %s%s%s", limits_text(c->arena, f),
                                              f->unit ? " " : "", f->unit ? f->unit : "")));
    return typed(value_int(c->arena, n), v);
}

static const struct value *check_boolean(const struct check *c, const struct value *v, const struct place *at)
{
    const char *s = value_text(c->arena, v);
    bool yes = str_eq_nocase(s, "true") || str_eq_nocase(s, "yes") || str_eq_nocase(s, "on");
    bool no = str_eq_nocase(s, "false") || str_eq_nocase(s, "no") || str_eq_nocase(s, "off");
    if (str_eq(s, "true") || str_eq(s, "false"))
        return typed(value_bool(c->arena, yes), v);
    return wrong(c, "spec/type", v, at, yes ? "write true" : no ? "write false" : NULL, "is neither true nor false");
}

static const struct value *check_cidr(const struct check *c, const struct spec_field *f, const struct value *v,
                                      const struct place *at)
{
    const char *s = value_text(c->arena, v);
    struct cidr net;
    if (!cidr_parse(s, &net))
        return wrong(c, "spec/format", v, at, "write it as 10.0.0.0/16", "is no IPv4 network");
    if (cidr_has_host_bits(net))
        return wrong(c, "network/host-bits", v, at,
                     arena_printf(c->arena, "write %s", cidr_text(c->arena, cidr_network(net))),
                     "names an address within its network");
    if (!within(f, net.prefix))
        return wrong(c, "network/cidr-size", v, at, NULL,
                     arena_printf(c->arena, "has a prefix of %u; AWS takes /%" PRId64 " to /%" PRId64, net.prefix,
                                  f->min, f->max));
    return typed(value_str(c->arena, s), v);
}

static const struct value *check_scalar(const struct check *c, const struct spec_field *f, const struct value *v,
                                        const struct place *at)
{
    switch (f->type) {
    case SPEC_INTEGER: return check_integer(c, f, v, at);
    case SPEC_BOOLEAN: return check_boolean(c, v, at);
    case SPEC_ENUM: return check_enum(c, f, v, at);
    case SPEC_CIDR: return check_cidr(c, f, v, at);
    case SPEC_TEXT:
    case SPEC_VERSION: return check_text(c, f, v, at);
    case SPEC_LIST: return wrong(c, "spec/type", v, at, "write [ and ] around it", "is no list");
    case SPEC_MAP:
    case SPEC_SECTION: return wrong(c, "spec/type", v, at, NULL, "is no mapping");
    case SPEC_ANY: break;
    }
    return v;
}

/* ---- lists and maps ---------------------------------------------------------------------------------------------- */

static bool listed_before(const struct value *items, const struct value *v)
{
    for (size_t i = 0; i < value_len(items); i++)
        if (value_kind(v) == V_STR && value_equal(value_item(items, i), v))
            return true;
    return false;
}

static const struct value *check_count(const struct check *c, const struct spec_field *f, const struct value *v,
                                       const struct value *checked, const struct place *at)
{
    if (within(f, (int64_t)value_len(v)))
        return checked;
    return wrong(c, "spec/count", v, at, NULL,
                 arena_printf(c->arena, "with %zu entries; it takes %s", value_len(v), limits_text(c->arena, f)));
}

static const struct value *check_list(const struct check *c, const struct spec_field *f, const struct value *v,
                                      const struct place *at)
{
    struct value *items = typed(value_list(c->arena), v);
    if (check_count(c, f, v, items, at) != items)
        return unknown_at(c, v);
    for (size_t i = 0; i < value_len(v) && !enough(c); i++) {
        struct place here = {at, arena_printf(c->arena, "[%zu]", i), at->overriding};
        const struct value *item = check_value(c, f->of, value_item(v, i), &here);
        if (listed_before(items, item))
            wrong(c, "spec/duplicate", value_item(v, i), &here, "keep one of them", "is listed twice");
        else
            value_push(c->arena, items, item);
    }
    return items;
}

static void check_entry(const struct check *c, const struct spec_field *f, const char *key, const struct value *v,
                        const struct place *at, struct value *into)
{
    struct place here = {at, key, at->overriding};
    if (strlen(key) > LONGEST_KEY) {
        diag_add(c->diags, SEV_ERROR, "spec/length", marks_key(c->marks, value_pos(v)), NULL,
                 "%s: the key %s is longer than 512 bytes", place_text(c->arena, at), marks_quote(c->arena, key));
        return;
    }
    const struct value *checked = check_value(c, f->of, v, &here);
    if (patterns_match(c->patterns, f->pattern, key))
        value_set(c->arena, into, key, checked);
    else
        diag_add(c->diags, SEV_ERROR, "spec/format", marks_key(c->marks, value_pos(v)), NULL,
                 "%s: the key %s is not %s", place_text(c->arena, at), marks_quote(c->arena, key), f->shape);
}

static const struct value *check_map(const struct check *c, const struct spec_field *f, const struct value *v,
                                     const struct place *at)
{
    struct value *map = typed(value_map(c->arena), v);
    if (check_count(c, f, v, map, at) != map)
        return unknown_at(c, v);
    for (size_t i = 0; i < value_len(v) && !enough(c); i++)
        check_entry(c, f, value_key(v, i), value_item(v, i), at, map);
    return map;
}

/* ---- sections ---------------------------------------------------------------------------------------------------- */

/* The field of a key within a section; a region also holds what it may override. */
static const struct spec_field *member_field(const struct spec_field *table, const char *key)
{
    const struct spec_field *f = spec_field_find(table, key);
    if (f || table != spec_region_fields)
        return f;
    f = spec_field_find(spec_fields, key);
    return spec_field_regional(f) ? f : NULL;
}

/* Another section that knows the key: "zones" at the top was meant for network. */
static const char *elsewhere(struct arena *a, const char *key)
{
    for (const struct spec_field *f = spec_fields; f->name; f++)
        if (f->type == SPEC_SECTION && spec_field_find(f->of, key))
            return arena_printf(a, "did you mean %s.%s?", f->name, key);
    return NULL;
}

static const char *names_of(struct arena *a, const struct spec_field *table)
{
    struct sbuf out = {.arena = a};
    for (const char *const *name = spec_field_names(a, table); *name; name++)
        sbuf_printf(&out, "%s%s", out.len ? ", " : "", *name);
    return sbuf_str(&out);
}

static const char *key_remedy(const struct check *c, const struct spec_field *table, const char *key)
{
    const char *near = diag_nearest(key, spec_field_names(c->arena, table));
    if (!near && table == spec_region_fields)
        near = diag_nearest(key, spec_field_names(c->arena, spec_fields));
    if (table == spec_region_fields && near && !spec_field_regional(spec_field_find(spec_fields, near)) &&
        !spec_field_find(table, near))
        near = NULL;
    if (near)
        return arena_printf(c->arena, "did you mean %s?", near);
    if (table == spec_region_fields && spec_field_find(spec_fields, key))
        return "it is the same in all regions: write it at the top level";
    const char *other = elsewhere(c->arena, key);
    return other ? other : arena_printf(c->arena, "known are %s", names_of(c->arena, table));
}

static void unknown_key(const struct check *c, const struct spec_field *table, const char *key, const struct value *v,
                        const struct place *at)
{
    const char *where = at->name ? place_text(c->arena, at) : "the spec";
    diag_add(c->diags, SEV_ERROR, "spec/unknown-key", marks_key(c->marks, value_pos(v)), key_remedy(c, table, key),
             "%s has no key %s", where, marks_quote(c->arena, key));
}

static void not_alike(const struct check *c, const struct spec_field *f, const struct value *v,
                      const struct place *here)
{
    const struct place *alias = here; /* regions.<alias>.what.ever: the place right below regions */
    while (alias->up->up->name)
        alias = alias->up;
    const char *whole = place_text(c->arena, here), *rest = whole + strlen(place_text(c->arena, alias)) + 1;
    diag_add(c->diags, SEV_ERROR, "spec/alike", marks_key(c->marks, value_pos(v)),
             arena_printf(c->arena, "write %s at the top level", rest), "%s can't differ between regions%s%s", whole,
             f->alike ? ": " : "", f->alike ? f->alike : "");
}

static void check_member(const struct check *c, const struct spec_field *table, const char *key, const struct value *v,
                         const struct place *at, struct value *into)
{
    const struct spec_field *f = member_field(table, key);
    bool override = at->overriding || (table == spec_region_fields && !spec_field_find(table, key));
    struct place here = {at, key, override};
    if (!f)
        unknown_key(c, table, key, v, at);
    else if (override && f->flags & SPEC_ALIKE)
        not_alike(c, f, v, &here);
    else
        value_set(c->arena, into, key, check_value(c, f, v, &here));
}

/* Said already, with its right name. */
static bool is_misspelt(const struct check *c, const struct spec_field *table, const struct value *v, const char *name)
{
    const char *const *names = spec_field_names(c->arena, table);
    for (size_t i = 0; i < value_len(v); i++)
        if (!member_field(table, value_key(v, i)) && str_eq(diag_nearest(value_key(v, i), names), name))
            return true;
    return false;
}

static void check_required(const struct check *c, const struct spec_field *table, const struct value *v,
                           const struct place *at, struct value *into)
{
    for (const struct spec_field *f = table; f->name; f++) {
        struct place here = {at, f->name, false};
        if (!(f->flags & SPEC_REQUIRED) || value_get(v, f->name))
            continue;
        value_set(c->arena, into, f->name, unknown_at(c, v));
        if (is_misspelt(c, table, v, f->name))
            continue;
        diag_add(c->diags, SEV_ERROR, "spec/required", at->name ? marks_key(c->marks, value_pos(v)) : value_pos(v),
                 arena_printf(c->arena, "add %s: %s", f->name, f->help), "%s is missing", place_text(c->arena, &here));
    }
}

static const struct value *check_section(const struct check *c, const struct spec_field *table, const struct value *v,
                                         const struct place *at)
{
    struct value *section = typed(value_map(c->arena), v);
    for (size_t i = 0; i < value_len(v) && !enough(c); i++)
        check_member(c, table, value_key(v, i), value_item(v, i), at, section);
    if (!at->overriding)
        check_required(c, table, v, at, section);
    return section;
}

static const struct value *check_value(const struct check *c, const struct spec_field *f, const struct value *v,
                                       const struct place *at)
{
    enum value_kind k = value_kind(v);
    bool mapping = f->type == SPEC_MAP || f->type == SPEC_SECTION;
    if (k == V_UNKNOWN || f->type == SPEC_ANY)
        return v;
    if (mapping && (k == V_MAP || k == V_NULL))
        return f->type == SPEC_MAP ? check_map(c, f, v, at) : check_section(c, f->of, v, at);
    if (f->type == SPEC_LIST && k == V_LIST)
        return check_list(c, f, v, at);
    if (k == V_NULL)
        return wrong(c, "spec/type", v, at, "write a value, or remove the key", "where a value belongs");
    if (!is_scalar(v) && f->type != SPEC_LIST && !mapping)
        return wrong(c, "spec/type", v, at, NULL, "where one value belongs");
    return check_scalar(c, f, v, at);
}

const struct value *check_document(const struct check *c, const struct value *doc)
{
    return check_section(c, spec_fields, doc, &(struct place){0});
}

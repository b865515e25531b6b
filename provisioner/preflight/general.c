#include "provisioner/preflight/look.h"

#include <string.h>

/* ---- tags, resources, overrides ---------------------------------------------------------------------------------- */

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += (*s & 0xc0) != 0x80;
    return n;
}

/* EC2 user guide, tag restrictions: letters, digits, spaces and + - = . _ : / @ */
static bool tag_text(const char *s)
{
    for (; *s; s++) {
        bool letter = (*s | 0x20) >= 'a' && (*s | 0x20) <= 'z', digit = *s >= '0' && *s <= '9';
        if (!letter && !digit && !(*s & 0x80) && !strchr(" +-=._:/@", *s))
            return false;
    }
    return true;
}

static bool starts_nocase(const char *s, const char *prefix)
{
    return strlen(s) >= strlen(prefix) && strncasecmp(s, prefix, strlen(prefix)) == 0;
}

static void one_tag(const struct look *l, const char *key, const struct value *v)
{
    struct pos at = marks_key(l->c->marks, value_pos(v));
    struct arena *a = l->c->arena;
    const char *allowed = "letters, digits, spaces and + - = . _ : / @ may be used";
    if (starts_nocase(key, "aws:"))
        found(l, at, "take another prefix", "the tag %s: aws: is reserved by AWS", marks_quote(a, key));
    if (starts_nocase(key, "provisioner:"))
        found(l, at, "take another prefix", "the tag %s: provisioner: marks what belongs to this program",
              marks_quote(a, key));
    if (characters(key) > 128)
        found(l, at, NULL, "the tag %s has more than 128 characters", marks_quote(a, key));
    if (!tag_text(key))
        found(l, at, allowed, "the tag %s holds a character that AWS refuses", marks_quote(a, key));
    if (value_kind(v) == V_STR && !tag_text(value_str_of(v)))
        found(l, value_pos(v), allowed, "the tag %s: %s holds a character that AWS refuses", marks_quote(a, key),
              shown(l, v));
}

static void tags(const struct look *l, const struct spec_region *r)
{
    const struct value *all = value_get(r->config, "tags");
    for (size_t i = 0; i < value_len(all); i++)
        one_tag(l, value_key(all, i), value_item(all, i));
    if (value_len(all) > 45)
        found(l, value_pos(all), NULL, "%s has %zu tags; AWS takes 50, of which 5 are ours", r->alias, value_len(all));
}

enum { LONGEST_REFERENCE = 200 };
#define REFERENCE "\\$\\{[a-z][a-z0-9]*/[a-z][a-z0-9-]*/[a-z0-9][a-z0-9-]*\\.[][A-Za-z0-9.-]+\\}"

static void references(const struct look *l, const struct value *v)
{
    const char *s = value_str_of(v);
    for (size_t i = 0; i < value_len(v); i++)
        references(l, value_item(v, i));
    while ((s = strchr(s, '$'))) {
        if (*++s != '{')
            continue;
        s++;
        /* bounded, or a text of nothing but openings would be searched to its end from each of them */
        const char *end = memchr(s, '}', strnlen(s, LONGEST_REFERENCE));
        const char *whole = end ? arena_printf(l->c->arena, "${%.*s}", (int)(end - s), s) : "";
        if (!str_starts(s, "lookup/") && patterns_match(l->c->patterns, "^" REFERENCE "$", whole))
            check_alias(l, arena_strndup(l->c->arena, s, strcspn(s, "/")), value_pos(v), true);
    }
}

static void resources(const struct look *l)
{
    for (size_t i = 0; i < value_len(l->s->resources); i++) {
        const struct value *r = value_item(l->s->resources, i), *in = value_get(r, "regions");
        const struct value *properties = value_get(r, "properties");
        for (size_t k = 0; k < value_len(in); k++)
            if (value_kind(value_item(in, k)) == V_STR)
                check_alias(l, value_str_of(value_item(in, k)), value_pos(value_item(in, k)), false);
        if (properties && value_kind(properties) != V_MAP && value_kind(properties) != V_UNKNOWN)
            found(l, value_pos(properties), "write a mapping of property to value", "resources.%s.properties is %s",
                  value_key(l->s->resources, i), value_kind_name(value_kind(properties)));
        references(l, properties);
    }
}

static void overrides(const struct look *l)
{
    struct arena *a = l->c->arena;
    for (size_t i = 0; i < value_len(l->s->overrides); i++) {
        const char *pattern = value_key(l->s->overrides, i);
        const struct value *v = value_item(l->s->overrides, i);
        size_t alias = strcspn(pattern, "/");
        if (!pattern[alias] && !strchr(pattern, '*'))
            found(l, marks_key(l->c->marks, value_pos(v)), "write <alias>/<system>/<name>, with * for any part",
                  "%s is no address pattern", marks_quote(a, pattern));
        else if (!memchr(pattern, '*', alias))
            check_alias(l, arena_strndup(a, pattern, alias), marks_key(l->c->marks, value_pos(v)), true);
        if (value_kind(v) != V_MAP && value_kind(v) != V_UNKNOWN)
            found(l, value_pos(v), "write a mapping of attribute to value", "overrides %s is %s",
                  marks_quote(a, pattern), value_kind_name(value_kind(v)));
        references(l, v);
    }
}

/* clang-format off */
const struct rule general_rules[] = {
    {"GEN-06",  SEV_ERROR, "a tag that AWS refuses", "keys have 128 characters at most, values 256, and a resource 50 of them", NULL,
     "EC2 user guide, tag restrictions", .each = tags},
    {"GEN-906", SEV_ERROR, "resources that name a region or alias which is none", "there is nowhere to make them", NULL, "this program", .shape = true, .once = resources},
    {"GEN-907", SEV_ERROR, "overrides of what is no address", "they would change nothing", NULL, "this program", .shape = true, .once = overrides},
    {0}};
/* clang-format on */

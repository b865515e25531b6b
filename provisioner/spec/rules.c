#include "provisioner/spec/rules.h"

#include "provisioner/spec/look.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what rules are written with --------------------------------------------------------------------------------- */

void found(const struct look *l, enum severity severity, struct pos pos, const char *remedy, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    size_t n = (size_t)vsnprintf(NULL, 0, fmt, ap) + 1;
    char *message = arena_alloc(l->c->arena, n);
    vsnprintf(message, n, fmt, again);
    va_end(again);
    va_end(ap);
    diag_add(l->c->diags, severity, l->rule, pos, remedy, "%s", message);
}

const struct value *section_of(const struct spec_region *r, const char *system)
{
    return value_get(r->config, system);
}

bool int_of(const struct value *section, const char *name, int64_t *ret)
{
    const struct value *v = value_get(section, name);
    *ret = value_int_of(v);
    return value_kind(v) == V_INT;
}

bool is_on(const struct value *section, const char *name)
{
    return value_bool_of(value_get(section, name));
}

const char *shown(const struct look *l, const struct value *v)
{
    return check_shown(l->c, v);
}

struct pos key_pos(const struct look *l, const struct value *v)
{
    return marks_key(l->c->marks, value_pos(v));
}

void needs_tier(const struct look *l, const struct spec_region *r, const char *system, const char *tier)
{
    struct arena *a = l->c->arena;
    const struct value *section = section_of(r, system), *network = section_of(r, "network"), *on;
    int64_t zones;
    if (value_kind(section) != V_MAP)
        return;
    if (!network)
        found(l, SEV_ERROR, key_pos(l, section), "add network: {}", "%s needs a network", system);
    on = value_path(a, network, arena_printf(a, "tiers.%s.enabled", tier));
    if (value_kind(on) == V_BOOL && !value_bool_of(on))
        found(l, SEV_ERROR, value_pos(on), "leave it on", "%s stands in the %s tier, which is off", system, tier);
    if (int_of(network, "zones", &zones) && zones < 2)
        found(l, SEV_ERROR, value_pos(value_get(network, "zones")), "write zones: 2 or more",
              "%s needs subnets in two availability zones at least", system);
}

void version_numbers(const char *s, unsigned long *ret, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *end = (char *)(uintptr_t)s;
        ret[i] = *s >= '0' && *s <= '9' ? strtoul(s, &end, 10) : 0;
        s = *end == '.' ? end + 1 : end;
    }
}

/* ---- windows --------------------------------------------------------------------------------------------- */

enum { DAY = 24 * 60, WEEK = 7 * DAY };

struct window {
    unsigned start, minutes;
};

static unsigned clock_at(const char *s)
{
    unsigned long n[1], m[1];
    version_numbers(s, n, 1);
    version_numbers(s + 3, m, 1);
    return (unsigned)(n[0] * 60 + m[0]);
}

static unsigned weekday(const char *s)
{
    static const char days[] = "mon tue wed thu fri sat sun";
    char name[4] = {s[0], s[1], s[2], '\0'};
    const char *at = strstr(days, name);
    return at ? (unsigned)(at - days) / 4 : 0;
}

/* Of texts that already match the table's patterns. */
static struct window daily(const char *s)
{
    unsigned start = clock_at(s), end = clock_at(s + 6);
    return (struct window){start, (end + DAY - start) % DAY};
}

static struct window weekly(const char *s)
{
    unsigned start = weekday(s) * DAY + clock_at(s + 4), end = weekday(s + 10) * DAY + clock_at(s + 14);
    return (struct window){start, (end + WEEK - start) % WEEK};
}

static bool meet(struct window x, struct window y)
{
    return (y.start + WEEK - x.start) % WEEK < x.minutes || (x.start + WEEK - y.start) % WEEK < y.minutes;
}

static void too_short(const struct look *l, const struct value *v, struct window w, unsigned shortest)
{
    if (w.minutes < shortest)
        found(l, SEV_ERROR, value_pos(v), arena_printf(l->c->arena, "make it %u minutes or more", shortest),
              "%s lasts %u minutes", shown(l, v), w.minutes);
}

void check_windows(const struct look *l, const struct value *backup, const struct value *maintenance, unsigned shortest)
{
    bool has_backup = value_kind(backup) == V_STR, has_maintenance = value_kind(maintenance) == V_STR, both = false;
    struct window b = has_backup ? daily(value_str_of(backup)) : (struct window){0, shortest};
    struct window m = has_maintenance ? weekly(value_str_of(maintenance)) : (struct window){0, shortest};
    too_short(l, backup, b, shortest);
    too_short(l, maintenance, m, shortest);
    for (unsigned day = 0; day < 7 && has_backup && has_maintenance; day++)
        both = both || meet((struct window){b.start + day * DAY, b.minutes}, m);
    if (both)
        found(l, SEV_ERROR, value_pos(maintenance), "move one of them", "%s overlaps the backup window %s",
              shown(l, maintenance), shown(l, backup));
}

/* The region's alias in the first `n` characters of `text`, `global` where that is allowed; a finding otherwise. */
void check_alias(const struct look *l, const char *alias, struct pos pos, bool global)
{
    const char **aliases = arena_alloc(l->c->arena, (l->s->n_regions + 2) * sizeof *aliases);
    size_t n = 0;
    for (; n < l->s->n_regions; n++)
        aliases[n] = l->s->regions[n].alias;
    aliases[n] = global ? "global" : NULL;
    for (size_t i = 0; aliases[i]; i++)
        if (str_eq(aliases[i], alias))
            return;
    const char *near = diag_nearest(alias, aliases);
    found(l, SEV_ERROR, pos, near ? arena_printf(l->c->arena, "did you mean %s?", near) : "name an alias of regions",
          "no region has the alias %s", marks_quote(l->c->arena, alias));
}

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
    const char *quoted = marks_quote(l->c->arena, key),
               *allowed = "letters, digits, spaces and + - = . _ : / @ may be used";
    if (starts_nocase(key, "aws:"))
        found(l, SEV_ERROR, at, "take another prefix", "the tag %s: aws: is reserved by AWS", quoted);
    if (starts_nocase(key, "provisioner:"))
        found(l, SEV_ERROR, at, "take another prefix", "the tag %s: provisioner: marks what belongs to this program",
              quoted);
    if (characters(key) > 128)
        found(l, SEV_ERROR, at, NULL, "the tag %s has more than 128 characters", quoted);
    if (!tag_text(key))
        found(l, SEV_ERROR, at, allowed, "the tag %s holds a character that AWS refuses", quoted);
    if (value_kind(v) == V_STR && !tag_text(value_str_of(v)))
        found(l, SEV_ERROR, value_pos(v), allowed, "the tag %s: %s holds a character that AWS refuses", quoted,
              shown(l, v));
}

static void tags(const struct look *l, const struct spec_region *r)
{
    const struct value *all = value_get(r->config, "tags");
    for (size_t i = 0; i < value_len(all); i++)
        one_tag(l, value_key(all, i), value_item(all, i));
    if (value_len(all) > 45)
        found(l, SEV_ERROR, value_pos(all), NULL, "%s has %zu tags; AWS takes 50, of which 5 are ours", r->alias,
              value_len(all));
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
        if (patterns_match(l->c->patterns, "^" REFERENCE "$", whole))
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
            found(l, SEV_ERROR, value_pos(properties), "write a mapping of property to value",
                  "resources.%s.properties is %s", value_key(l->s->resources, i),
                  value_kind_name(value_kind(properties)));
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
            found(l, SEV_ERROR, marks_key(l->c->marks, value_pos(v)),
                  "write <alias>/<system>/<name>, with * for any part", "%s is no address pattern",
                  marks_quote(a, pattern));
        else if (!memchr(pattern, '*', alias))
            check_alias(l, arena_strndup(a, pattern, alias), marks_key(l->c->marks, value_pos(v)), true);
        if (value_kind(v) != V_MAP && value_kind(v) != V_UNKNOWN)
            found(l, SEV_ERROR, value_pos(v), "write a mapping of attribute to value", "overrides %s is %s",
                  marks_quote(a, pattern), value_kind_name(value_kind(v)));
        references(l, v);
    }
}

/* clang-format off */
static const struct rule extra_rules[] = {
    {"tags/allowed",             .each = tags},
    {"resources/reference",      .once = resources},
    {"overrides/address",        .once = overrides},
    {0}};
/* clang-format on */

/* ---- the tables -------------------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct rule *const tables[] = {
    region_rules,
    objectives_rules,
    network_rules,
    aurora_rules,
    cache_rules,
    eks_rules,
    msk_rules,
    functions_rules,
    ingress_rules,
    dns_rules,
    drills_rules,
    observability_rules,
    buckets_rules,
    security_rules,
    state_rules,
    extra_rules,
};
/* clang-format on */

static void run_rule(const struct check *c, const struct spec *s, const struct rule *rule)
{
    struct look l = {c, s, rule->id};
    if (rule->once)
        rule->once(&l);
    for (size_t k = 0; rule->each && k < s->n_regions; k++)
        rule->each(&l, &s->regions[k]);
}

void rules_run(const struct check *c, const struct spec *s)
{
    for (size_t i = 0; i < COUNT(tables) && s->n_regions; i++)
        for (const struct rule *rule = tables[i]; rule->id; rule++)
            run_rule(c, s, rule);
}

#include "provisioner/preflight/look.h"

#include "provisioner/preflight/ignore.h"
#include "provisioner/preflight/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- findings ---------------------------------------------------------------------------------------------------- */

static const char *place_of(const struct look *l, struct pos pos)
{
    return arena_printf(l->c->arena, "%s %u:%u:%u", l->rule->id, pos.file, pos.line, pos.column);
}

static void add(const struct look *l, struct pos pos, const char *address, const char *remedy, const char *fmt,
                va_list ap)
{
    struct sbuf text = {.arena = l->c->arena};
    if (is_ignored(l, pos, address))
        return;
    value_set_str(l->c->arena, l->p->told, place_of(l, pos), "");
    value_set_str(l->c->arena, l->p->told, l->rule->id, "");
    sbuf_vprintf(&text, fmt, ap);
    diag_add(l->c->diags, l->rule->severity, l->rule->id, pos, remedy ? remedy : l->rule->remedy, "%s",
             sbuf_str(&text));
    l->c->diags->items[l->c->diags->n - 1].address = address;
}

void found(const struct look *l, struct pos pos, const char *remedy, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add(l, pos, NULL, remedy, fmt, ap);
    va_end(ap);
}

void fault(const struct look *l, const struct wanted *w, const struct value *v, const char *remedy, const char *fmt,
           ...)
{
    va_list ap;
    if (value_pos(v).line && value_get(l->p->told, place_of(l, value_pos(v))))
        return;
    va_start(ap, fmt);
    add(l, value_pos(v).line ? value_pos(v) : w->pos, w->address, remedy, fmt, ap);
    va_end(ap);
}

const char *shown(const struct look *l, const struct value *v)
{
    return check_shown(l->c, v);
}

struct pos key_pos(const struct look *l, const struct value *v)
{
    return marks_key(l->c->marks, value_pos(v));
}

/* ---- of the spec ------------------------------------------------------------------------------------------------- */

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

void needs_tier(const struct look *l, const struct spec_region *r, const char *system, const char *tier)
{
    struct arena *a = l->c->arena;
    const struct value *section = section_of(r, system), *network = section_of(r, "network"), *on;
    int64_t zones;
    if (value_kind(section) != V_MAP)
        return;
    if (!network)
        found(l, key_pos(l, section), "add network: {}", "%s needs a network", system);
    on = value_path(a, network, arena_printf(a, "tiers.%s.enabled", tier));
    if (value_kind(on) == V_BOOL && !value_bool_of(on))
        found(l, value_pos(on), "leave it on", "%s stands in the %s tier, which is off", system, tier);
    if (int_of(network, "zones", &zones) && zones < 2)
        found(l, value_pos(value_get(network, "zones")), "write zones: 2 or more",
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

static void check_length(const struct look *l, const struct value *v, struct window w, unsigned shortest)
{
    if (w.minutes < shortest)
        found(l, value_pos(v), arena_printf(l->c->arena, "make it %u minutes or more", shortest), "%s lasts %u minutes",
              shown(l, v), w.minutes);
}

void check_daily(const struct look *l, const struct value *window, unsigned shortest)
{
    if (value_kind(window) == V_STR)
        check_length(l, window, daily(value_str_of(window)), shortest);
}

void check_weekly(const struct look *l, const struct value *window, unsigned shortest)
{
    if (value_kind(window) == V_STR)
        check_length(l, window, weekly(value_str_of(window)), shortest);
}

void check_apart(const struct look *l, const struct value *backup, const struct value *maintenance)
{
    if (value_kind(backup) != V_STR || value_kind(maintenance) != V_STR)
        return;
    struct window b = daily(value_str_of(backup)), m = weekly(value_str_of(maintenance));
    bool both = false;
    for (unsigned day = 0; day < 7; day++)
        both = both || meet((struct window){b.start + day * DAY, b.minutes}, m);
    if (both)
        found(l, value_pos(maintenance), "move one of them", "%s overlaps the backup window %s", shown(l, maintenance),
              shown(l, backup));
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
    found(l, pos, near ? arena_printf(l->c->arena, "did you mean %s?", near) : "name an alias of regions",
          "no region has the alias %s", marks_quote(l->c->arena, alias));
}

/* ---- of a plan --------------------------------------------------------------------------------------------------- */

const struct change *change_of(const struct planned *p, const char *attribute)
{
    bool stays = p->action == ACT_UPDATE || p->action == ACT_ADOPT;
    for (size_t i = 0; stays && i < p->n_changes; i++)
        if (str_eq(p->changes[i].path, attribute))
            return &p->changes[i];
    return NULL;
}

void change_fault(const struct look *l, const struct planned *p, const char *attribute, const char *fmt, ...)
{
    const struct value *v = attribute ? value_get(p->wanted, attribute) : NULL;
    struct pos pos = value_pos(v).line ? value_pos(v) : p->pos;
    va_list ap;
    if (pos.line && value_get(l->p->told, place_of(l, pos)))
        return;
    va_start(ap, fmt);
    add(l, pos, p->address, NULL, fmt, ap);
    va_end(ap);
}

/* ---- of AWS ------------------------------------------------------------------------------------------------------ */

struct value *texts(const struct look *l, const char *name, ...)
{
    struct value *in = value_map(l->c->arena);
    va_list ap;
    va_start(ap, name);
    for (; name; name = va_arg(ap, const char *))
        value_set_str(l->c->arena, in, name, va_arg(ap, const char *));
    va_end(ap);
    return in;
}

static struct question *question_of(const struct look *l, const char *what, const char *alias, const char *region,
                                    const struct value *in)
{
    struct preflight *p = l->p;
    for (size_t i = 0; i < p->n_questions; i++)
        if (str_eq(p->questions[i]->what, what) && str_eq(p->questions[i]->region, region) &&
            value_equal(p->questions[i]->in, in))
            return p->questions[i];
    struct question *q = arena_alloc(p->arena, sizeof *q);
    *q = (struct question){.what = what, .alias = alias, .region = region, .in = in};
    p->questions = arena_grow(p->arena, p->questions, sizeof(struct question *), p->n_questions, &p->cap_questions);
    p->questions[p->n_questions++] = q;
    return q;
}

const struct value *ask(const struct look *l, const char *what, const char *alias, const char *region,
                        const struct value *in)
{
    return has_word(l->rule->reads, what) ? question_of(l, what, alias, region, in)->answer : NULL;
}

const char *refusal(const struct look *l, const char *what, const char *alias, const char *region,
                    const struct value *in)
{
    struct question *q = has_word(l->rule->reads, what) ? question_of(l, what, alias, region, in) : NULL;
    if (q)
        q->refused_tells = true;
    return q && q->asked && !q->answer && q->why ? q->why : "";
}

const struct value *item_with(const struct value *all, const char *member, const char *text)
{
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_get_str(value_item(all, i), member), text))
            return value_item(all, i);
    return NULL;
}

/* ---- of the wanted resources ------------------------------------------------------------------------------------- */

struct each each_of(const struct look *l, const char *type, const char *alias)
{
    struct each e = {.alias = alias};
    e.items = scene_type(l->scene, type, &e.n);
    return e;
}

const struct wanted *next_of(struct each *e)
{
    while (e->n) {
        const struct wanted *w = *e->items++;
        e->n--;
        if (!e->alias || str_eq(w->alias, e->alias))
            return w;
    }
    return NULL;
}

const struct wanted_list *everything(const struct look *l)
{
    return scene_list(l->scene);
}

const struct wanted *resource_at(const struct look *l, const char *address)
{
    return scene_address(l->scene, address);
}

const struct wanted *referred(const struct look *l, const struct value *v)
{
    if (value_kind(v) == V_REF)
        return resource_at(l, value_ref_address(v));
    for (size_t i = 0; value_kind(v) == V_JOIN && i < value_len(v); i++)
        if (value_kind(value_item(v, i)) == V_REF)
            return resource_at(l, value_ref_address(value_item(v, i)));
    return NULL;
}

const struct value *attr(const struct look *l, const struct wanted *w, const char *path)
{
    return value_path(l->c->arena, w->attrs, path);
}

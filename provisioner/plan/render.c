#include "provisioner/base/screen.h"
#include "provisioner/plan/duration.h"
#include "provisioner/plan/plan.h"

#include <string.h>

/*
 * What goes and what is replaced stands first, since that is what a reviewer must not miss; then everything else by
 * region and system; at the end, where a terminal stops, the table, the time it takes and the sentence.
 */

struct page {
    struct sbuf *out;
    struct arena *arena;
    const struct plan *plan;
    const struct plan_style *style;
};

struct look {
    const char *symbol, *color;
};

/* clang-format off */
static const struct look looks[ACT_COUNT] = {
    [ACT_NOOP]    = {"   ", ""},
    [ACT_CREATE]  = {"  +", "\033[32m"},
    [ACT_UPDATE]  = {"  ~", "\033[33m"},
    [ACT_REPLACE] = {"-/+", "\033[35m"},
    [ACT_DELETE]  = {"  -", "\033[31m"},
    [ACT_ADOPT]   = {"  <", "\033[36m"},
    [ACT_FORGET]  = {"  .", "\033[36m"},
};
/* clang-format on */

static const char *color(const struct page *p, const char *code)
{
    return p->style->color ? code : "";
}

static const char *plain(const struct page *p)
{
    return color(p, "\033[0m");
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

static void put_value(struct sbuf *out, const struct value *v);

static void put_many(struct sbuf *out, const struct value *v)
{
    bool map = value_kind(v) == V_MAP;
    sbuf_putc(out, map ? '{' : '[');
    for (size_t i = 0; i < value_len(v); i++) {
        sbuf_puts(out, i ? ", " : "");
        if (map)
            sbuf_printf(out, "%s: ", value_key(v, i));
        put_value(out, value_item(v, i));
    }
    sbuf_putc(out, map ? '}' : ']');
}

static void put_value(struct sbuf *out, const struct value *v)
{
    switch (value_kind(v)) {
    case V_NULL: sbuf_puts(out, "nothing"); break;
    case V_UNKNOWN:
    case V_REF:
    case V_JOIN: sbuf_puts(out, "(known after apply)"); break;
    case V_LIST:
    case V_MAP: put_many(out, v); break;
    case V_BOOL:
    case V_INT:
    case V_DEC:
    case V_STR: value_print(out, v, -1); break;
    }
}

static const char *value_shown(const struct page *p, const struct value *v, bool secret)
{
    struct sbuf out = {.arena = p->arena};
    if (secret)
        return "(secret)";
    put_value(&out, v);
    return screen_safe(p->arena, sbuf_str(&out));
}

/* ---- changes ----------------------------------------------------------------------------------------------------- */

static const char *mark_of(const struct change *c)
{
    if (c->forces_replacement)
        return "  (forces replacement)";
    return c->interrupts ? "  (interrupts service)" : "";
}

static bool is_known(const struct change *c)
{
    return c->sensitive || !value_has_unknown(c->after);
}

/* What is not known yet says whom it is waited for from. */
static const char *after_shown(const struct page *p, const struct planned *r, const struct change *c)
{
    const struct value *ref = value_get(r->wanted, c->path);
    if (c->sensitive || value_kind(ref) != V_REF || is_known(c))
        return value_shown(p, c->after, c->sensitive);
    return screen_safe(p->arena, arena_printf(p->arena, "(known after apply, from %s)", value_ref_address(ref)));
}

/* Each has half the room, and what the other leaves of its half. */
static void put_both(const struct page *p, const char *was, const char *now, size_t room)
{
    size_t half = room / 2, left = strlen(was) < half ? room - strlen(was) : half;
    size_t right = strlen(now) < half ? room - strlen(now) : half;
    sbuf_printf(p->out, "%s -> %s", screen_cut(p->arena, was, right), screen_cut(p->arena, now, left));
}

static void put_change(const struct page *p, const struct planned *r, const struct change *c)
{
    const char *path = screen_safe(p->arena, c->path), *mark = mark_of(c);
    const char *was = value_shown(p, c->before, c->sensitive), *now = after_shown(p, r, c);
    const char *sign = !c->before && !c->sensitive ? "+" : c->after ? "~" : "-";
    const char *paint = color(p, *sign == '+' ? "\033[32m" : *sign == '-' ? "\033[31m" : "\033[33m");
    size_t taken = 14 + strlen(path) + strlen(mark), room = 0;
    if (p->style->width)
        room = p->style->width > taken + 16 ? p->style->width - taken : 16;
    sbuf_printf(p->out, "      %s%s%s %s: ", paint, sign, plain(p), path);
    if (*sign == '+' || c->sensitive)
        sbuf_puts(p->out, screen_cut(p->arena, now, room));
    else if (*sign == '-')
        sbuf_puts(p->out, screen_cut(p->arena, was, room));
    else
        put_both(p, was, now, room);
    sbuf_printf(p->out, "%s%s%s\n", color(p, c->forces_replacement ? "\033[31m" : ""), mark,
                *mark && c->forces_replacement ? plain(p) : "");
}

/* What tells a reviewer something at a glance: known, short, not prose, and not what AWS would have taken anyway. */
static bool is_telling(const struct page *p, const struct attr *at, const struct change *c)
{
    const struct value *v = c->after;
    bool nested = value_kind(v) == V_MAP || (value_len(v) && value_kind(value_item(v, 0)) == V_MAP);
    struct sbuf json = {.arena = p->arena};
    if (c->sensitive || nested || value_has_unknown(v) || str_ends(at->name, "Description"))
        return false;
    value_print(&json, v, -1);
    return !str_eq(at->dflt, sbuf_str(&json));
}

static const struct change *change_of(const struct planned *r, const char *path)
{
    for (size_t i = 0; i < r->n_changes; i++)
        if (strcmp(r->changes[i].path, path) == 0)
            return &r->changes[i];
    return NULL;
}

enum { INDENT = 6, PIPED_WIDTH = 100, LONGEST_VALUE = 40 };

static size_t line_width(const struct page *p)
{
    return p->style->width > 2 * INDENT ? p->style->width : PIPED_WIDTH;
}

/* Whether an attribute says what the thing is called, which its address tells too. */
static bool is_name(const struct rtype *rt, const struct attr *at)
{
    return has_word(rt->id, at->name) || str_ends(at->name, "Name") || str_ends(at->name, "Identifier");
}

/* false: no room for it. */
static bool put_telling(const struct page *p, struct sbuf *line, const struct attr *at, const struct change *c)
{
    enum { MORE = 5 /* ", ..." */ };
    const char *value = screen_cut(p->arena, value_shown(p, c->after, false), LONGEST_VALUE);
    const char *text = arena_printf(p->arena, "%s%s: %s", line->len ? ", " : "", at->name, value);
    if (INDENT + screen_columns(sbuf_str(line)) + screen_columns(text) + MORE > line_width(p))
        return false;
    sbuf_puts(line, text);
    return true;
}

/* One line for something new: what fits, in the order of its type's table, names last. */
static void put_attributes(const struct page *p, const struct planned *r)
{
    struct sbuf line = {.arena = p->arena};
    bool more = false;
    for (int names = 0; names < 2; names++)
        for (const struct attr *at = r->type->attrs; at->type != T_END; at++) {
            const struct change *c = change_of(r, at->name);
            if (c && is_name(r->type, at) == (names == 1) && is_telling(p, at, c))
                more |= !put_telling(p, &line, at, c);
        }
    if (line.len)
        sbuf_printf(p->out, "      %s%s%s%s\n", color(p, "\033[2m"), sbuf_str(&line), more ? ", ..." : "", plain(p));
}

static void put_changes(const struct page *p, const struct planned *r)
{
    if (r->action == ACT_CREATE && !p->style->verbose) {
        put_attributes(p, r);
        return;
    }
    for (size_t i = 0; i < r->n_changes; i++)
        put_change(p, r, &r->changes[i]);
}

/* ---- resources --------------------------------------------------------------------------------------------------- */

static bool goes(const struct planned *r)
{
    return r->action == ACT_DELETE || r->action == ACT_REPLACE;
}

static bool is_shown(const struct page *p, const struct planned *r)
{
    return r->action != ACT_NOOP || r->n_changes || p->style->verbose;
}

static const char found[] = "exists, and is ours by its name or tags";

/* What is true of everything of its kind is said once or not at all: that something new is not in the state, why
 * something is adopted, what destroying is for. */
static bool says_why(const struct page *p, const struct planned *r)
{
    if (p->plan->destroy && r->action == ACT_DELETE)
        return false;
    if (r->action == ACT_ADOPT && str_eq(r->reason, found))
        return false;
    return *r->reason && !(r->action == ACT_CREATE && str_eq(r->reason, "not in the state"));
}

/* The address stays whole, since it is what people copy; type and id have what is left of the line. */
static void put_head(const struct page *p, const struct planned *r)
{
    const struct look *look = &looks[r->action];
    const char *symbol = r->action == ACT_NOOP && r->n_changes ? "  ?" : look->symbol;
    const char *address = screen_safe(p->arena, r->address), *rest = r->type->name;
    size_t taken = strlen(symbol) + 1 + screen_columns(address) + 2;
    if (r->id && r->action != ACT_CREATE)
        rest = arena_printf(p->arena, "%s  %s", rest, screen_safe(p->arena, r->id));
    if (p->style->width)
        rest = p->style->width > taken + 3 ? screen_cut(p->arena, rest, p->style->width - taken) : "";
    sbuf_printf(p->out, "%s%s %s%s%s%s\n", color(p, look->color), symbol, address, *look->color ? plain(p) : "",
                *rest ? "  " : "", rest);
}

static void put_resource(const struct page *p, const struct planned *r)
{
    put_head(p, r);
    if (says_why(p, r)) {
        sbuf_printf(p->out, "%*s", INDENT, "");
        screen_wrap(p->out, screen_safe(p->arena, r->reason), INDENT, INDENT + 2, p->style->width);
        sbuf_putc(p->out, '\n');
    }
    if (goes(r) && (r->type->flags & RT_STATEFUL))
        sbuf_printf(p->out, "      %s! its data is lost%s\n", color(p, "\033[1;31m"), plain(p));
    if (r->refused && goes(r))
        sbuf_printf(p->out, "      %s! refused without --allow-destroy %s%s\n", color(p, "\033[1;31m"),
                    screen_safe(p->arena, r->address), plain(p));
    put_changes(p, r);
}

static void put_what_goes(const struct page *p)
{
    bool any = false;
    for (size_t i = 0; i < p->plan->n_planned; i++) {
        if (!goes(&p->plan->planned[i]))
            continue;
        if (!any)
            sbuf_printf(p->out, "%sdeleted or replaced%s\n", color(p, "\033[1m"), plain(p));
        any = true;
        put_resource(p, &p->plan->planned[i]);
    }
    if (any)
        sbuf_putc(p->out, '\n');
}

/* "tokyo/network" of "tokyo/network/vpc": the length. */
static size_t group_len(const char *address)
{
    size_t n = strcspn(address, "/");
    return address[n] ? n + 1 + strcspn(address + n + 1, "/") : n;
}

static bool same_group(const char *x, const char *y)
{
    size_t n = group_len(x);
    return n == group_len(y) && strncmp(x, y, n) == 0;
}

static void put_the_rest(const struct page *p)
{
    const char *group = NULL;
    for (size_t i = 0; i < p->plan->n_planned; i++) {
        const struct planned *r = &p->plan->planned[i];
        if (goes(r) || !is_shown(p, r))
            continue;
        if (!group || !same_group(group, r->address))
            sbuf_printf(p->out, "%s%s%s%s\n", group ? "\n" : "", color(p, "\033[1m"),
                        screen_safe(p->arena, arena_strndup(p->arena, r->address, group_len(r->address))), plain(p));
        group = r->address;
        put_resource(p, r);
    }
    if (group)
        sbuf_putc(p->out, '\n');
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

enum { TABLE_FROM = 12 /* fewer changes are counted by looking */ };

struct tally {
    const char *group; /* a member's address */
    size_t count[ACT_COUNT];
};

static size_t tally(const struct page *p, struct tally **ret)
{
    struct tally *all = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < p->plan->n_planned; i++) {
        const struct planned *r = &p->plan->planned[i];
        if (r->action == ACT_NOOP)
            continue;
        if (!n || !same_group(all[n - 1].group, r->address)) {
            all = arena_grow(p->arena, all, sizeof *all, n, &cap);
            all[n++] = (struct tally){.group = r->address};
        }
        all[n - 1].count[r->action]++;
    }
    *ret = all;
    return n;
}

static void put_counts(const struct page *p, const char *name, size_t width, const size_t *count)
{
    sbuf_printf(p->out, "  %-*s", (int)width, name);
    for (int act = ACT_CREATE; act < ACT_COUNT; act++)
        if (p->plan->count[act] && count[act])
            sbuf_printf(p->out, "  %7zu", count[act]);
        else if (p->plan->count[act])
            sbuf_printf(p->out, "  %7s", "");
    while (p->out->s[p->out->len - 1] == ' ')
        p->out->s[--p->out->len] = '\0';
    sbuf_putc(p->out, '\n');
}

static void put_table(const struct page *p)
{
    struct tally *all;
    size_t n = tally(p, &all), width = 5, changes = p->plan->n_planned - p->plan->count[ACT_NOOP];
    if (n < 2 || changes < TABLE_FROM)
        return;
    for (size_t i = 0; i < n; i++)
        width = group_len(all[i].group) > width ? group_len(all[i].group) : width;
    sbuf_printf(p->out, "  %-*s", (int)width, "");
    for (int act = ACT_CREATE; act < ACT_COUNT; act++)
        if (p->plan->count[act])
            sbuf_printf(p->out, "  %7s", action_name((enum action)act));
    sbuf_putc(p->out, '\n');
    for (size_t i = 0; i < n; i++)
        put_counts(p, screen_safe(p->arena, arena_strndup(p->arena, all[i].group, group_len(all[i].group))), width,
                   all[i].count);
    put_counts(p, "total", width, p->plan->count);
    sbuf_putc(p->out, '\n');
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

/* With all but `names` of its middle left out. */
static const char *chain(const struct page *p, const char **path, size_t n, size_t names)
{
    struct sbuf out = {.arena = p->arena};
    size_t head = n > names ? names - 1 : n;
    for (size_t i = 0; i < head; i++)
        sbuf_printf(&out, "%s%s", i ? " > " : "Longest chain: ", screen_safe(p->arena, path[i]));
    if (head < n)
        sbuf_printf(&out, " > ... > %s", screen_safe(p->arena, path[n - 1]));
    return sbuf_str(&out);
}

static void put_duration(const struct page *p)
{
    const char **path = p->plan->critical_path;
    size_t n = 0, names;
    while (path && path[n])
        n++;
    if (p->plan->expected_s < 1)
        return;
    sbuf_printf(p->out, "Expected duration: about %s\n", duration_text(p->arena, p->plan->expected_s));
    if (n < 2)
        return;
    for (names = n; names > 2; names--)
        if (screen_columns(chain(p, path, n, names)) <= line_width(p))
            break;
    sbuf_printf(p->out, "%s\n", screen_cut(p->arena, chain(p, path, n, names), line_width(p)));
}

static void put_skipped(const struct page *p)
{
    for (const char **alias = p->plan->skipped; alias && *alias; alias++)
        sbuf_printf(p->out, "%sLeft out: region %s could not be read; what is there stays as it is%s\n",
                    color(p, "\033[1;33m"), screen_safe(p->arena, *alias), plain(p));
}

static const char *nothing_to_do(const struct plan *p)
{
    if (p->destroy)
        return "No changes. There is nothing to destroy.";
    if (p->offline)
        return "No changes. The state agrees with the spec; AWS was not asked.";
    return "No changes. What AWS holds agrees with the spec.";
}

static bool has_drift(const struct plan *p)
{
    for (size_t i = 0; i < p->n_planned; i++)
        if (p->planned[i].action == ACT_NOOP && p->planned[i].n_changes)
            return true;
    return false;
}

static bool finds_again(const struct plan *p)
{
    for (size_t i = 0; i < p->n_planned; i++)
        if (p->planned[i].action == ACT_ADOPT && str_eq(p->planned[i].reason, found))
            return true;
    return false;
}

static void put_sentence(const struct page *p)
{
    const size_t *count = p->plan->count;
    if (plan_is_empty(p->plan)) {
        sbuf_printf(p->out, "%s\n",
                    has_drift(p->plan) ? "Nothing to record. What AWS holds differs from the spec where marked \"?\"."
                                       : nothing_to_do(p->plan));
        return;
    }
    if (finds_again(p->plan)) {
        screen_wrap(p->out, arena_printf(p->arena, "Marked \"<\": %s; recorded, not made.", found), 0, 0,
                    p->style->width);
        sbuf_putc(p->out, '\n');
    }
    sbuf_printf(p->out, "%sPlan:%s %zu to create, %zu to update, %zu to replace, %zu to delete", color(p, "\033[1m"),
                plain(p), count[ACT_CREATE], count[ACT_UPDATE], count[ACT_REPLACE], count[ACT_DELETE]);
    if (count[ACT_ADOPT])
        sbuf_printf(p->out, ", %zu to adopt", count[ACT_ADOPT]);
    if (count[ACT_FORGET])
        sbuf_printf(p->out, ", %zu to forget", count[ACT_FORGET]);
    sbuf_printf(p->out, ".%s\n", p->plan->offline ? " AWS was not asked." : "");
}

void plan_render(struct sbuf *out, const struct plan *plan, const struct plan_style *style)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct page p = {out, a, plan, style};
    put_what_goes(&p);
    put_the_rest(&p);
    put_table(&p);
    put_skipped(&p);
    put_duration(&p);
    put_sentence(&p);
}

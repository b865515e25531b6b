#include "provisioner/base/screen.h"
#include "provisioner/model/wanted.h"
#include "provisioner/plan/duration.h"
#include "provisioner/plan/interruption.h"
#include "provisioner/plan/plan.h"

#include <stdlib.h>
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

static void put_many(struct sbuf *out, const struct value *v)
{
    bool map = value_kind(v) == V_MAP;
    sbuf_putc(out, map ? '{' : '[');
    for (size_t i = 0; i < value_len(v); i++) {
        sbuf_puts(out, i ? ", " : "");
        if (map)
            sbuf_printf(out, "%s: ", value_key(v, i));
        plan_put_value(out, value_item(v, i));
    }
    sbuf_putc(out, map ? '}' : ']');
}

void plan_put_value(struct sbuf *out, const struct value *v)
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
    plan_put_value(&out, v);
    return screen_safe(p->arena, sbuf_str(&out));
}

/* ---- changes ----------------------------------------------------------------------------------------------------- */

static const char *mark_of(const struct page *p, const struct change *c)
{
    bool interrupts = c->interruption > INT_NONE;
    if (c->forces_replacement)
        return "  (forces replacement)";
    if (!interrupts && !c->forever)
        return "";
    return arena_printf(p->arena, "  (%s%s%s)", interrupts ? interruption_name(c->interruption) : "",
                        interrupts && c->forever ? ", " : "", c->forever ? "no way back" : "");
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
    const char *path = screen_safe(p->arena, c->path), *mark = mark_of(p, c);
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

/* false: no room for it. A name, which comes last, takes what is left of the line. */
static bool put_telling(const struct page *p, struct sbuf *line, const struct rtype *rt, const struct change *c)
{
    const struct attr *at = rtype_attr(rt, c->path);
    enum { MORE = 5 /* ", ..." */ };
    const char *label = arena_printf(p->arena, "%s%s: ", line->len ? ", " : "", at->name);
    size_t used = INDENT + screen_columns(sbuf_str(line)) + strlen(label) + MORE;
    size_t room = line_width(p) > used ? line_width(p) - used : 0, most = LONGEST_VALUE;
    if (is_name(rt, at) && room > most)
        most = room;
    const char *value = screen_cut(p->arena, value_shown(p, c->after, false), most);
    if (screen_columns(value) > room)
        return false;
    sbuf_printf(line, "%s%s", label, value);
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
                more |= !put_telling(p, &line, r->type, c);
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

/* Of what goes. When all is to go, that much is clear. */
static void put_what_is_lost(const struct page *p, const struct planned *r)
{
    if (!planned_goes(r))
        return;
    if (r->type->lost)
        sbuf_printf(p->out, "      %s! %s%s\n", color(p, "\033[1;31m"), r->type->lost, plain(p));
    else if (r->interruption > INT_NONE && !p->plan->destroy)
        sbuf_printf(p->out, "      interrupts: %s\n", interruption_name(r->interruption));
}

static void put_resource(const struct page *p, const struct planned *r)
{
    put_head(p, r);
    if (says_why(p, r)) {
        sbuf_printf(p->out, "%*s", INDENT, "");
        screen_wrap(p->out, screen_safe(p->arena, r->reason), INDENT, INDENT + 2, p->style->width);
        sbuf_putc(p->out, '\n');
    }
    put_what_is_lost(p, r);
    if (r->refused && planned_goes(r))
        sbuf_printf(p->out, "      %s! refused without --allow-destroy %s%s\n", color(p, "\033[1;31m"),
                    screen_safe(p->arena, r->address), plain(p));
    put_changes(p, r);
}

static void put_what_goes(const struct page *p)
{
    bool any = false;
    for (size_t i = 0; i < p->plan->n_planned; i++) {
        if (!planned_goes(&p->plan->planned[i]))
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
        if (planned_goes(r) || !is_shown(p, r))
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

enum { TABLE_FROM = 12 /* fewer changes are counted by looking */, COLUMN = 8 };

struct words {
    const char **items;
    size_t n, cap;
};

static void add_once(const struct page *p, struct words *w, const char *word)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->items[i], word) == 0)
            return;
    w->items = arena_grow(p->arena, w->items, sizeof *w->items, w->n, &w->cap);
    w->items[w->n++] = word;
}

static int by_word(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static struct words distinct(const struct page *p, const char *(*part)(struct arena *a, const char *address))
{
    struct words w = {0};
    for (size_t i = 0; i < p->plan->n_planned; i++)
        if (p->plan->planned[i].action != ACT_NOOP)
            add_once(p, &w, part(p->arena, p->plan->planned[i].address));
    if (w.n)
        qsort(w.items, w.n, sizeof *w.items, by_word);
    return w;
}

/* Whether an address is of that alias, and that system unless it is NULL: "alias/system/name". */
static bool lies_in(const char *address, const char *alias, const char *system)
{
    size_t n = strlen(alias), m = system ? strlen(system) : 0;
    if (strncmp(address, alias, n) != 0 || address[n] != '/')
        return false;
    return !system || (strncmp(address + n + 1, system, m) == 0 && address[n + 1 + m] == '/');
}

/* "+11 ~2": what becomes of a system in a region; of all systems where it is NULL. */
static const char *cell(const struct page *p, const char *alias, const char *system)
{
    struct sbuf out = {.arena = p->arena};
    size_t count[ACT_COUNT] = {0};
    for (size_t i = 0; i < p->plan->n_planned; i++) {
        const struct planned *r = &p->plan->planned[i];
        count[r->action] += lies_in(r->address, alias, system);
    }
    for (int act = ACT_CREATE; act < ACT_COUNT; act++) {
        const char *symbol = looks[act].symbol + strspn(looks[act].symbol, " ");
        if (count[act])
            sbuf_printf(&out, "%s%s%zu", out.len ? " " : "", symbol, count[act]);
    }
    return sbuf_str(&out);
}

static void put_cells(const struct page *p, const struct words *aliases, const char *system, size_t first)
{
    struct sbuf line = {.arena = p->arena};
    sbuf_printf(&line, "  %-*s", (int)first, system ? screen_safe(p->arena, system) : "total");
    for (size_t i = 0; i < aliases->n; i++)
        sbuf_printf(&line, "  %*s", COLUMN, cell(p, aliases->items[i], system));
    const char *text = sbuf_str(&line);
    size_t n = strlen(text);
    while (text[n - 1] == ' ')
        n--;
    sbuf_printf(p->out, "%.*s\n", (int)n, text);
}

/* A row for each system, a column for each region: what is not alike in both catches the eye. */
static void put_table(const struct page *p)
{
    struct words aliases = distinct(p, address_alias), systems = distinct(p, address_system);
    size_t first = strlen("total"), changes = p->plan->n_planned - p->plan->count[ACT_NOOP];
    if (aliases.n * systems.n < 2 || changes < TABLE_FROM)
        return;
    for (size_t i = 0; i < systems.n; i++)
        first = strlen(systems.items[i]) > first ? strlen(systems.items[i]) : first;
    sbuf_printf(p->out, "  %-*s", (int)first, "");
    for (size_t i = 0; i < aliases.n; i++)
        sbuf_printf(p->out, "  %*s", COLUMN, screen_safe(p->arena, aliases.items[i]));
    sbuf_putc(p->out, '\n');
    for (size_t i = 0; i < systems.n; i++)
        put_cells(p, &aliases, systems.items[i], first);
    put_cells(p, &aliases, NULL, first);
    sbuf_putc(p->out, '\n');
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

enum { WORTH_SAYING_S = 60 };

struct link {
    const char *address;
    double takes_s;
    bool left_out;
};

static double address_takes_s(const struct page *p, const char *address)
{
    for (size_t i = 0; i < p->plan->n_planned; i++)
        if (strcmp(p->plan->planned[i].address, address) == 0)
            return p->plan->planned[i].takes.p50;
    return 0;
}

/* What is left out at either end goes without saying. */
static const char *chain(const struct page *p, const struct link *links, size_t n)
{
    struct sbuf out = {.arena = p->arena};
    bool first = true, gap = false;
    sbuf_puts(&out, "Longest chain: ");
    for (size_t i = 0; i < n; i++) {
        gap |= links[i].left_out;
        if (links[i].left_out)
            continue;
        sbuf_printf(&out, "%s%s", first ? "" : gap ? " > ... > " : " > ", screen_safe(p->arena, links[i].address));
        if (links[i].takes_s >= WORTH_SAYING_S)
            sbuf_printf(&out, " (%s)", duration_text(p->arena, links[i].takes_s));
        first = gap = false;
    }
    return sbuf_str(&out);
}

/* What takes least goes first. false: no more than one is left. */
static bool leave_one_out(struct link *links, size_t n)
{
    struct link *least = NULL;
    size_t left = 0;
    for (size_t i = 0; i < n; i++) {
        if (links[i].left_out)
            continue;
        left++;
        if (!least || links[i].takes_s < least->takes_s)
            least = &links[i];
    }
    if (left > 1)
        least->left_out = true;
    return left > 1;
}

static void put_duration(const struct page *p)
{
    const char **path = p->plan->critical_path;
    size_t n = 0, room = p->style->width ? 2 * line_width(p) - 2 * INDENT : PIPED_WIDTH; /* two lines, or one */
    while (path && path[n])
        n++;
    if (!p->plan->takes.p50)
        return;
    screen_wrap(p->out, arena_printf(p->arena, "Expected duration: %s", duration_span_text(p->arena, p->plan->takes)),
                0, INDENT, p->style->width);
    sbuf_putc(p->out, '\n');
    if (n < 2)
        return;
    struct link *links = arena_alloc(p->arena, n * sizeof *links);
    for (size_t i = 0; i < n; i++)
        links[i] = (struct link){.address = path[i], .takes_s = address_takes_s(p, path[i])};
    while (screen_columns(chain(p, links, n)) > room && leave_one_out(links, n))
        ;
    screen_wrap(p->out, screen_cut(p->arena, chain(p, links, n), room), 0, INDENT, p->style->width);
    sbuf_putc(p->out, '\n');
}

static void put_interruptions(const struct page *p)
{
    static const char label[] = "Interrupts: ";
    const char *text = plan_interrupts(p->arena, p->plan);
    if (!*text)
        return;
    sbuf_printf(p->out, "%s%s%s", color(p, "\033[1;33m"), label, plain(p));
    screen_wrap(p->out, screen_safe(p->arena, text), sizeof label - 1, INDENT, p->style->width);
    sbuf_putc(p->out, '\n');
}

static void put_skipped(const struct page *p)
{
    for (const char **alias = p->plan->skipped; alias && *alias; alias++)
        sbuf_printf(p->out, "%sLeft out: %s%s could not be read; what is there stays as it is%s\n",
                    color(p, "\033[1;33m"), strcmp(*alias, "global") == 0 ? "" : "region ",
                    strcmp(*alias, "global") == 0 ? "what belongs to no region (IAM, Route 53)"
                                                  : screen_safe(p->arena, *alias),
                    plain(p));
}

/* After a switch between regions: how it is, and no difference. */
static void put_led(const struct page *p)
{
    for (size_t i = 0; i < value_len(p->plan->led); i++) {
        const struct value *one = value_item(p->plan->led, i);
        sbuf_printf(p->out, "%s is led by %s now; that is no difference, and nothing here moves it\n",
                    screen_safe(p->arena, value_get_str(one, "address")),
                    screen_safe(p->arena, value_get_str(one, "leader")));
    }
}

static const char *nothing_to_do(const struct plan *p)
{
    if (p->destroy)
        return "No changes. There is nothing to destroy.";
    if (p->offline)
        return "No changes. The state agrees with the spec; AWS was not asked.";
    if (*p->skipped)
        return "No changes in what could be read.";
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
    put_led(&p);
    put_interruptions(&p);
    put_duration(&p);
    put_sentence(&p);
}

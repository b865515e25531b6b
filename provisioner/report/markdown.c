#include "provisioner/report/markdown.h"

#include "provisioner/base/screen.h"
#include "provisioner/plan/duration.h"
#include "provisioner/plan/interruption.h"

#include <string.h>

enum { LONGEST_VALUE = 60, MOST_FINDINGS = 50 };

/* How much is told of a section. */
enum detail { COUNTED, NAMED, DETAILED };

/* ---- texts --------------------------------------------------------------------------------------------------------
 */

/* Inside of a fence nothing means anything but its end. */
static const char *fenced(struct arena *a, const char *text)
{
    char *copy = arena_strdup(a, screen_safe(a, text));
    for (char *s = copy; *s; s++)
        if (*s == '`')
            *s = '\'';
    return copy;
}

/* Outside of one, much does. */
static void put_prose(struct sbuf *out, const char *text)
{
    for (const char *s = screen_safe(out->arena, text); *s; s++) {
        if (strchr("\\`*_{}[]<>#|~@", *s))
            sbuf_putc(out, '\\');
        sbuf_putc(out, *s);
    }
}

static const char *value_text_of(struct arena *a, const struct change *c, const struct value *v)
{
    if (!v)
        return "(none)";
    if (c->sensitive)
        return "(secret)";
    if (value_has_unknown(v))
        return "(known after apply)";
    struct sbuf text = {.arena = a};
    value_print(&text, v, -1);
    return screen_cut(a, fenced(a, sbuf_str(&text)), LONGEST_VALUE);
}

/* ---- sections -----------------------------------------------------------------------------------------------------
 */

struct section {
    const char *title, *sign; /* of a diff: "-" is red, "!" orange, "+" green */
    unsigned actions;         /* bits of enum action */
    bool folded;
};

/* clang-format off */
static const struct section sections[] = {
    {"Deleted or replaced", "-", 1 << ACT_DELETE | 1 << ACT_REPLACE, false},
    {"Changed in place",    "!", 1 << ACT_UPDATE,                    true},
    {"New",                 "+", 1 << ACT_CREATE,                    true},
    {"Taken over or forgotten; AWS stays as it is", "#", 1 << ACT_ADOPT | 1 << ACT_FORGET, true},
};
/* clang-format on */

static bool belongs(const struct section *s, const struct planned *r)
{
    return s->actions >> r->action & 1;
}

static size_t count_of(const struct plan *p, const struct section *s)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_planned; i++)
        n += belongs(s, &p->planned[i]);
    return n;
}

static void put_changes(struct sbuf *out, const struct planned *r)
{
    struct arena *a = out->arena;
    for (size_t i = 0; i < r->n_changes; i++) {
        const struct change *c = &r->changes[i];
        sbuf_printf(out, "      %s: %s -> %s%s%s%s\n", fenced(a, c->path), value_text_of(a, c, c->before),
                    value_text_of(a, c, c->after), c->forces_replacement ? "  (forces replacement)" : "",
                    c->interruption > INT_NONE ? arena_printf(a, "  (%s)", interruption_name(c->interruption)) : "",
                    c->forever ? "  (no way back)" : "");
    }
}

static void put_planned(struct sbuf *out, const struct section *s, const struct planned *r, enum detail detail)
{
    struct arena *a = out->arena;
    bool lost = planned_goes(r) && r->type->flags & RT_STATEFUL;
    bool interrupts = planned_goes(r) && !lost && r->interruption > INT_NONE;
    sbuf_printf(out, "%s %s  %s%s%s%s%s\n", s->sign, fenced(a, r->address), r->type->name,
                r->action == ACT_REPLACE ? "  (replaced)" : "", lost ? "  ITS DATA IS LOST" : "",
                interrupts ? arena_printf(a, "  (%s)", interruption_name(r->interruption)) : "",
                r->refused ? "  refused without --allow-destroy" : "");
    if (detail == DETAILED && r->action != ACT_CREATE && r->action != ACT_DELETE)
        put_changes(out, r);
}

/* "tokyo/network" of "tokyo/network/vpc". */
static size_t group_len(const char *address)
{
    size_t n = strcspn(address, "/");
    return address[n] ? n + 1 + strcspn(address + n + 1, "/") : n;
}

/* Planned resources are in the order of their addresses, so a group's stand together. */
static void put_counts(struct sbuf *out, const struct plan *p, const struct section *s)
{
    for (size_t i = 0; i < p->n_planned;) {
        const char *group = p->planned[i].address;
        size_t len = group_len(group), n = 0;
        for (; i < p->n_planned && group_len(p->planned[i].address) == len &&
               strncmp(p->planned[i].address, group, len) == 0;
             i++)
            n += belongs(s, &p->planned[i]);
        if (n)
            sbuf_printf(out, "%s %s: %zu\n", s->sign, fenced(out->arena, arena_strndup(out->arena, group, len)), n);
    }
}

static void put_section(struct sbuf *out, const struct plan *p, const struct section *s, enum detail detail)
{
    size_t n = count_of(p, s);
    if (!n)
        return;
    if (s->folded)
        sbuf_printf(out, "\n<details><summary>%s: %zu</summary>\n\n", s->title, n);
    else
        sbuf_printf(out, "\n#### %s: %zu\n\n", s->title, n);
    sbuf_puts(out, "```diff\n");
    if (detail == COUNTED)
        put_counts(out, p, s);
    for (size_t i = 0; i < p->n_planned && detail != COUNTED; i++)
        if (belongs(s, &p->planned[i]))
            put_planned(out, s, &p->planned[i], detail);
    sbuf_puts(out, s->folded ? "```\n\n</details>\n" : "```\n");
    if (detail == COUNTED)
        sbuf_puts(out, "\nToo many for a comment: counted by region and system; the plan itself names each.\n");
}

/* ---- around them --------------------------------------------------------------------------------------------------
 */

/* What takes least goes unsaid: the chain may be long. */
static void put_critical_path(struct sbuf *out, const struct plan *p)
{
    enum { WORTH_SAYING_S = 60 };
    size_t n = 0;
    for (const char *const *at = (const char *const *)p->critical_path; at && *at; at++)
        for (size_t i = 0; i < p->n_planned; i++) {
            const struct planned *r = &p->planned[i];
            if (!str_eq(r->address, *at) || r->takes.p50 < WORTH_SAYING_S)
                continue;
            sbuf_puts(out, n++ ? " > " : "- Longest chain: ");
            put_prose(out, arena_printf(out->arena, "%s (%s)", *at, duration_text(out->arena, r->takes.p50)));
        }
    sbuf_puts(out, n ? "\n" : "");
}

static void put_summary(struct sbuf *out, const struct markdown_plan *m)
{
    const struct plan *p = m->plan;
    const char *interrupts = plan_interrupts(out->arena, p);
    if (plan_is_empty(p)) {
        sbuf_puts(out, "**No changes.** What is there is what the spec says.\n");
        return;
    }
    sbuf_printf(out, "**%zu to create, %zu to update, %zu to replace, %zu to delete**", p->count[ACT_CREATE],
                p->count[ACT_UPDATE], p->count[ACT_REPLACE], p->count[ACT_DELETE]);
    if (p->count[ACT_ADOPT] + p->count[ACT_FORGET])
        sbuf_printf(out, ", %zu to adopt, %zu to forget", p->count[ACT_ADOPT], p->count[ACT_FORGET]);
    sbuf_puts(out, "\n\n");
    if (m->cost) {
        sbuf_puts(out, "- Cost: ");
        put_prose(out, m->cost);
        sbuf_putc(out, '\n');
    }
    if (*interrupts) {
        sbuf_puts(out, "- **Interrupts:** ");
        put_prose(out, interrupts);
        sbuf_putc(out, '\n');
    }
    if (p->takes.p50)
        sbuf_printf(out, "- Expected duration: %s\n", duration_span_text(out->arena, p->takes));
    put_critical_path(out, p);
    if (p->offline)
        sbuf_puts(out, "- Made offline: AWS was not asked\n");
}

static void put_skipped(struct sbuf *out, const struct plan *p)
{
    for (const char *const *s = (const char *const *)p->skipped; s && *s; s++) {
        sbuf_puts(out, "- **Could not be reached, and is left out:** ");
        put_prose(out, *s);
        sbuf_putc(out, '\n');
    }
}

static void put_findings(struct sbuf *out, const struct diags *d)
{
    if (!d->n)
        return;
    sbuf_puts(out, "\n#### Findings\n\n");
    for (size_t i = 0; i < d->n && i < MOST_FINDINGS; i++) {
        const struct diag *f = &d->items[i];
        sbuf_printf(out, "- %s ",
                    f->severity == SEV_ERROR     ? "**error**"
                    : f->severity == SEV_WARNING ? "warning"
                                                 : "note");
        put_prose(out, f->pos.line ? arena_printf(out->arena, "%s:%u: %s [%s]", diag_file_name(d, f->pos.file),
                                                  f->pos.line, f->message, f->rule)
                                   : arena_printf(out->arena, "%s [%s]", f->message, f->rule));
        sbuf_putc(out, '\n');
    }
    if (d->n > MOST_FINDINGS)
        sbuf_printf(out, "- and %zu more; `provisioner validate` shows them all\n", d->n - MOST_FINDINGS);
}

static void put_all(struct sbuf *out, const struct markdown_plan *m, const enum detail details[COUNT(sections)])
{
    sbuf_printf(out, "<!-- provisioner plan %s -->\n### Plan of ", m->name);
    put_prose(out, m->name);
    sbuf_puts(out, "\n\n");
    put_summary(out, m);
    put_skipped(out, m->plan);
    put_section(out, m->plan, &sections[0], details[0]);
    put_findings(out, m->diags);
    for (size_t i = 1; i < COUNT(sections); i++)
        put_section(out, m->plan, &sections[i], details[i]);
}

void markdown_render(struct sbuf *out, const struct markdown_plan *m)
{
    /* what is new is the first to lose its details, what goes the last */
    static const enum detail steps[][COUNT(sections)] = {
        {DETAILED, DETAILED, DETAILED, DETAILED}, {DETAILED, DETAILED, COUNTED, COUNTED},
        {DETAILED, NAMED, COUNTED, COUNTED},      {DETAILED, COUNTED, COUNTED, COUNTED},
        {NAMED, COUNTED, COUNTED, COUNTED},       {COUNTED, COUNTED, COUNTED, COUNTED},
    };
    struct sbuf text = {0};
    for (size_t i = 0; i < COUNT(steps); i++) {
        text = (struct sbuf){.arena = out->arena};
        put_all(&text, m, steps[i]);
        if (text.len <= MARKDOWN_MOST)
            break;
    }
    sbuf_putn(out, sbuf_str(&text), text.len <= MARKDOWN_MOST ? text.len : MARKDOWN_MOST);
}

#include "provisioner/report/html.h"

#include "provisioner/base/screen.h"
#include "provisioner/plan/duration.h"
#include "provisioner/report/page.h"

#include <string.h>

enum { LONGEST_VALUE = 2000 };

/* ---- texts ------------------------------------------------------------------------------------------------------- */

/* A number as it was written, with all its digits. */
static const char *written(struct arena *a, const struct value *v)
{
    struct sbuf s = {.arena = a};
    if (value_kind(v) == V_STR)
        return value_str_of(v);
    value_print(&s, v, -1);
    return sbuf_str(&s);
}

static const char *shown(struct arena *a, const struct value *attribute, const char *name)
{
    const struct value *v = value_get(attribute, name);
    if (value_bool_of(value_get(attribute, "sensitive")))
        return "(secret)";
    if (!v || value_kind(v) == V_NULL)
        return "(none)";
    if (value_has_unknown(v))
        return "(known after apply)";
    return screen_cut(a, written(a, v), LONGEST_VALUE);
}

static const char *money(struct arena *a, const struct value *cost, const char *name)
{
    const char *s = written(a, value_get(cost, name));
    return *s == '-' ? arena_printf(a, "-$%s", s + 1) : arena_printf(a, "$%s", s);
}

static const char *span_text(struct arena *a, const struct value *duration)
{
    const struct span span = {(unsigned)value_int_of(value_get(duration, "expected_seconds")),
                              (unsigned)value_int_of(value_get(duration, "p90_seconds"))};
    return span.p50 ? duration_span_text(a, span) : "no time to speak of";
}

/* ---- the head ---------------------------------------------------------------------------------------------------- */

static void put_counts(struct sbuf *out, const struct value *plan)
{
    static const char *const shown_always = "create update replace delete";
    const struct value *summary = value_get(plan, "summary");
    for (size_t i = 0; i < value_len(summary); i++) {
        const char *action = value_key(summary, i);
        int64_t n = value_int_of(value_item(summary, i));
        if (n || has_word(shown_always, action))
            page_tile(out, n ? action : "", arena_printf(out->arena, "%lld", (long long)n),
                      str_eq(action, "noop") ? "stay as they are" : arena_printf(out->arena, "to %s", action));
    }
}

static void put_interruptions(struct sbuf *out, const struct value *plan)
{
    const struct value *all = value_get(plan, "interruptions");
    struct sbuf words = {.arena = out->arena};
    for (size_t i = 0; i < value_len(all); i++) {
        int64_t n = value_int_of(value_item(all, i));
        const char *how = str_eq(value_key(all, i), "data_loss") ? "data loss" : value_key(all, i);
        if (n)
            sbuf_printf(&words, "%s%lld %s", words.len ? ", " : "", (long long)n, how);
    }
    if (!words.len)
        return;
    sbuf_puts(out, "<p>Interrupts: <strong class=\"replace\">");
    page_text(out, sbuf_str(&words));
    sbuf_puts(out, "</strong></p>\n");
}

static void put_names(struct sbuf *out, const struct value *names, const char *what, const char *between)
{
    if (!value_len(names))
        return;
    page_element(out, "p", "soft", what);
    sbuf_puts(out, "<p>");
    for (size_t i = 0; i < value_len(names); i++) {
        sbuf_puts(out, i ? between : "");
        page_element(out, "code", "", value_str_of(value_item(names, i)));
    }
    sbuf_puts(out, "</p>\n");
}

static void put_head(struct sbuf *out, const struct html_plan *h)
{
    struct arena *a = out->arena;
    const struct value *duration = value_get(h->plan, "duration");
    page_element(out, "h1", "", arena_printf(a, "Plan of %s", h->name));
    page_element(out, "p", "soft", arena_printf(a, "made %s", h->made_at));
    sbuf_puts(out, "\n<div class=\"tiles\">\n");
    put_counts(out, h->plan);
    page_tile(out, "", money(a, h->cost, "monthly_after"),
              arena_printf(a, "a month; %s now", money(a, h->cost, "monthly_before")));
    sbuf_puts(out, "</div>\n");
    if (!value_len(value_get(h->plan, "changes")))
        sbuf_puts(out, "<p><strong>No changes.</strong> What is there is what the spec says.</p>\n");
    put_names(out, value_get(h->plan, "skipped"), "Could not be reached, and is left out:", ", ");
    put_interruptions(out, h->plan);
    if (value_len(value_get(h->plan, "changes")))
        page_element(out, "p", "", arena_printf(a, "Takes %s.", span_text(a, duration)));
    put_names(out, value_get(duration, "critical_path"), "What takes longest, one after the other:", " &rarr; ");
}

/* ---- findings ---------------------------------------------------------------------------------------------------- */

static void put_finding(struct sbuf *out, const struct value *f)
{
    struct arena *a = out->arena;
    const char *file = value_get_str(f, "file"), *severity = value_get_str(f, "severity");
    int64_t line = value_int_of(value_get(f, "line"));
    sbuf_puts(out, "<tr><td>");
    page_element(out, "span", severity, severity);
    sbuf_puts(out, "</td><td>");
    page_element(out, "code", "",
                 line ? arena_printf(a, "%s:%lld", file, (long long)line) : value_get_str(f, "address"));
    sbuf_puts(out, "</td><td>");
    page_text(out, value_get_str(f, "message"));
    if (*value_get_str(f, "remedy"))
        page_element(out, "div", "soft", value_get_str(f, "remedy"));
    sbuf_puts(out, "</td><td>");
    page_element(out, "code", "soft", value_get_str(f, "rule"));
    sbuf_puts(out, "</td></tr>\n");
}

static void put_findings(struct sbuf *out, const struct value *findings)
{
    if (!value_len(findings))
        return;
    sbuf_puts(out, "<h2>Findings</h2>\n<div class=\"scroll\"><table><tr><th>severity</th><th>place</th>"
                   "<th>what</th><th>rule</th></tr>\n");
    for (size_t i = 0; i < value_len(findings); i++)
        put_finding(out, value_item(findings, i));
    sbuf_puts(out, "</table></div>\n");
}

/* ---- changes ----------------------------------------------------------------------------------------------------- */

static void put_attribute(struct sbuf *out, const struct value *attribute)
{
    struct arena *a = out->arena;
    sbuf_puts(out, "<tr><td>");
    page_element(out, "code", "", value_get_str(attribute, "path"));
    if (value_bool_of(value_get(attribute, "forces_replacement")))
        page_element(out, "div", "replace", "forces replacement");
    sbuf_puts(out, "</td><td>");
    page_element(out, "code", "", shown(a, attribute, "before"));
    sbuf_puts(out, "</td><td>");
    page_element(out, "code", "", shown(a, attribute, "after"));
    sbuf_puts(out, "</td></tr>\n");
}

static void put_tags(struct sbuf *out, const struct value *change)
{
    const char *how = value_get_str(change, "interruption");
    if (*how && !str_eq(how, "none")) {
        sbuf_puts(out, " <span class=\"tag replace\">");
        page_text(out, str_eq(how, "data_loss") ? "data loss" : how);
        sbuf_puts(out, "</span>");
    }
    if (value_len(value_get(change, "irreversible")))
        sbuf_puts(out, " <span class=\"tag delete\">can't be undone</span>");
}

static void put_change(struct sbuf *out, const struct value *change)
{
    struct arena *a = out->arena;
    const struct value *attributes = value_get(change, "attributes");
    const char *action = value_get_str(change, "action");
    sbuf_puts(out, "<details><summary>");
    page_element(out, "span", action, action);
    sbuf_puts(out, " <code>");
    page_text(out, value_get_str(change, "address"));
    sbuf_puts(out, "</code> ");
    page_element(out, "span", "soft", value_get_str(change, "type"));
    put_tags(out, change);
    sbuf_puts(out, "</summary><div>\n");
    page_element(out, "p", "soft",
                 arena_printf(a, "%s; %s; %s", value_get_str(change, "region"), value_get_str(change, "reason"),
                              span_text(a, value_get(change, "duration"))));
    put_names(out, value_get(change, "irreversible"), "What can't be undone:", "; ");
    if (value_len(attributes))
        sbuf_puts(out, "<table><tr><th>attribute</th><th>before</th><th>after</th></tr>\n");
    for (size_t i = 0; i < value_len(attributes); i++)
        put_attribute(out, value_item(attributes, i));
    sbuf_puts(out, value_len(attributes) ? "</table>\n</div></details>\n" : "</div></details>\n");
}

/* What goes is read first. */
static void put_changes(struct sbuf *out, const struct value *changes)
{
    static const struct part {
        const char *title, *actions;
    } parts[] = {{"Deleted or replaced", "delete replace"},
                 {"Changed in place", "update"},
                 {"New", "create"},
                 {"Taken over or forgotten; AWS stays as it is", "adopt forget"}};
    for (size_t p = 0; p < COUNT(parts); p++) {
        bool begun = false;
        for (size_t i = 0; i < value_len(changes); i++) {
            const struct value *change = value_item(changes, i);
            if (!has_word(parts[p].actions, value_get_str(change, "action")))
                continue;
            if (!begun)
                page_element(out, "h2", "", parts[p].title);
            begun = true;
            put_change(out, change);
        }
    }
}

/* ---- cost -------------------------------------------------------------------------------------------------------- */

static void put_sums(struct sbuf *out, const struct value *sums, const char *title)
{
    sbuf_puts(out, "<div class=\"tile\"><table><tr>");
    page_element(out, "th", "", title);
    sbuf_puts(out, "<th class=\"n\">a month</th></tr>\n");
    for (size_t i = 0; i < value_len(sums); i++) {
        sbuf_puts(out, "<tr>");
        page_element(out, "td", "", value_key(sums, i));
        page_element(out, "td", "n", money(out->arena, sums, value_key(sums, i)));
        sbuf_puts(out, "</tr>\n");
    }
    sbuf_puts(out, "</table></div>\n");
}

static void put_line(struct sbuf *out, const struct value *line)
{
    struct arena *a = out->arena;
    bool assumed = value_bool_of(value_get(line, "assumed"));
    sbuf_puts(out, "<tr><td>");
    page_element(out, "code", "", value_get_str(line, "address"));
    sbuf_puts(out, "</td>");
    page_element(out, "td", "", value_get_str(line, "charge"));
    page_element(out, "td", "n",
                 arena_printf(a, "%s %s%s", written(a, value_get(line, "quantity")), value_get_str(line, "unit"),
                              assumed ? " (assumed)" : ""));
    page_element(out, "td", "n", money(a, line, "price"));
    page_element(out, "td", "n", money(a, line, "monthly"));
    page_element(out, "td", "n soft", value_get_str(line, "price_of"));
    sbuf_puts(out, "</tr>\n");
}

static void put_unpriced(struct sbuf *out, const struct value *lines)
{
    if (!value_len(lines))
        return;
    sbuf_puts(out, "<h2>Without a price, and in no sum</h2>\n<div class=\"scroll\"><table><tr><th>resource</th>"
                   "<th>charge</th><th>why</th></tr>\n");
    for (size_t i = 0; i < value_len(lines); i++) {
        const struct value *line = value_item(lines, i);
        sbuf_puts(out, "<tr><td>");
        page_element(out, "code", "", value_get_str(line, "address"));
        sbuf_puts(out, "</td>");
        page_element(out, "td", "", value_get_str(line, "charge"));
        page_element(out, "td", "", value_get_str(line, "why"));
        sbuf_puts(out, "</tr>\n");
    }
    sbuf_puts(out, "</table></div>\n");
}

static void put_cost(struct sbuf *out, const struct value *cost)
{
    const struct value *lines = value_get(cost, "lines");
    sbuf_puts(out, "<h2>Cost when it is done</h2>\n");
    page_element(out, "p", "soft",
                 arena_printf(out->arena, "US dollars a month of 730 hours, list prices of %s to %s.",
                              value_get_str(cost, "oldest_price"), value_get_str(cost, "newest_price")));
    sbuf_puts(out, "<div class=\"tiles\">\n");
    put_sums(out, value_get(cost, "by_region"), "region");
    put_sums(out, value_get(cost, "by_system"), "system");
    sbuf_puts(out, "</div>\n<details><summary>Every charge</summary><div class=\"scroll\"><table><tr>"
                   "<th>resource</th><th>charge</th><th class=\"n\">quantity</th><th class=\"n\">price</th>"
                   "<th class=\"n\">a month</th><th class=\"n\">price of</th></tr>\n");
    for (size_t i = 0; i < value_len(lines); i++)
        put_line(out, value_item(lines, i));
    sbuf_puts(out, "</table></div></details>\n");
    put_unpriced(out, value_get(cost, "unpriced"));
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

void html_render(struct sbuf *out, const struct html_plan *h)
{
    page_begin(out, arena_printf(out->arena, "Plan of %s", h->name));
    put_head(out, h);
    put_findings(out, value_get(h->plan, "diagnostics"));
    sbuf_puts(out, "<h2>What stands where</h2>\n<div class=\"scroll\">\n");
    topology_svg(out, h->topology, arena_printf(out->arena, "Topology of %s", h->name));
    sbuf_puts(out, "</div>\n");
    put_changes(out, value_get(h->plan, "changes"));
    put_cost(out, h->cost);
    page_end(out);
}

#include "provisioner/report/html.h"

#include "provisioner/base/screen.h"
#include "provisioner/plan/duration.h"
#include "provisioner/report/markup.h"

#include <string.h>

enum { LONGEST_VALUE = 2000 };

static const char head[] =
    "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
    "<meta name=\"color-scheme\" content=\"light dark\">"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<style>"
    ":root{--ink:#1c2430;--soft:#5b6878;--line:#d5dbe3;--page:#fff;--card:#f3f5f8;--add:#1a7f37;--mod:#8a5a00;"
    "--del:#c01c28}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e4e9f0;--soft:#9ba8b8;--line:#2d3846;--page:#0e131a;"
    "--card:#161c25;--add:#4ac26b;--mod:#d8a32b;--del:#ff7b72}}"
    "*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--page);color:var(--ink);"
    "font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif}"
    "h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .6rem}"
    ".soft{color:var(--soft)}.scroll{overflow-x:auto}svg{max-width:none}"
    ".tiles{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0}"
    ".tile{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.6rem .9rem;min-width:8rem}"
    ".tile b{display:block;font-size:1.3rem}"
    "table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;padding:.35rem .6rem;"
    "border-bottom:1px solid "
    "var(--line);vertical-align:top;overflow-wrap:anywhere}th{color:var(--soft);font-weight:600}"
    "td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
    "details{border:1px solid var(--line);border-radius:.6rem;margin:.4rem 0;background:var(--card)}"
    "summary{cursor:pointer;padding:.45rem .8rem;overflow-wrap:anywhere}details>div{padding:0 .8rem .6rem}"
    "code{font:13px/1.45 ui-monospace,SFMono-Regular,Consolas,monospace;overflow-wrap:anywhere}"
    ".create{color:var(--add)}.update,.adopt,.warning{color:var(--mod)}.replace,.delete,.error{color:var(--del)}"
    ".tag{border:1px solid currentColor;border-radius:1rem;padding:0 .5rem;font-size:.8rem;white-space:nowrap}"
    "@media print{details{break-inside:avoid}}"
    "</style>";

/* ---- texts ------------------------------------------------------------------------------------------------------- */

static void text(struct sbuf *out, const char *s)
{
    markup_put(out, screen_safe(out->arena, s ? s : ""));
}

static void element(struct sbuf *out, const char *tag, const char *class, const char *s)
{
    sbuf_printf(out, *class ? "<%s class=\"%s\">" : "<%s%s>", tag, class);
    text(out, s);
    sbuf_printf(out, "</%s>", tag);
}

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

static void tile(struct sbuf *out, const char *class, const char *big, const char *small)
{
    sbuf_puts(out, "<div class=\"tile\">");
    sbuf_printf(out, "<b class=\"%s\">", class);
    text(out, big);
    sbuf_puts(out, "</b>");
    element(out, "span", "soft", small);
    sbuf_puts(out, "</div>\n");
}

static void put_counts(struct sbuf *out, const struct value *plan)
{
    static const char *const shown_always = "create update replace delete";
    const struct value *summary = value_get(plan, "summary");
    for (size_t i = 0; i < value_len(summary); i++) {
        const char *action = value_key(summary, i);
        int64_t n = value_int_of(value_item(summary, i));
        if (n || has_word(shown_always, action))
            tile(out, n ? action : "", arena_printf(out->arena, "%lld", (long long)n),
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
    text(out, sbuf_str(&words));
    sbuf_puts(out, "</strong></p>\n");
}

static void put_names(struct sbuf *out, const struct value *names, const char *what, const char *between)
{
    if (!value_len(names))
        return;
    element(out, "p", "soft", what);
    sbuf_puts(out, "<p>");
    for (size_t i = 0; i < value_len(names); i++) {
        sbuf_puts(out, i ? between : "");
        element(out, "code", "", value_str_of(value_item(names, i)));
    }
    sbuf_puts(out, "</p>\n");
}

static void put_head(struct sbuf *out, const struct html_plan *h)
{
    struct arena *a = out->arena;
    const struct value *duration = value_get(h->plan, "duration");
    element(out, "h1", "", arena_printf(a, "Plan of %s", h->name));
    element(out, "p", "soft", arena_printf(a, "made %s", h->made_at));
    sbuf_puts(out, "\n<div class=\"tiles\">\n");
    put_counts(out, h->plan);
    tile(out, "", money(a, h->cost, "monthly_after"),
         arena_printf(a, "a month; %s now", money(a, h->cost, "monthly_before")));
    sbuf_puts(out, "</div>\n");
    if (!value_len(value_get(h->plan, "changes")))
        sbuf_puts(out, "<p><strong>No changes.</strong> What is there is what the spec says.</p>\n");
    put_names(out, value_get(h->plan, "skipped"), "Could not be reached, and is left out:", ", ");
    put_interruptions(out, h->plan);
    if (value_len(value_get(h->plan, "changes")))
        element(out, "p", "", arena_printf(a, "Takes %s.", span_text(a, duration)));
    put_names(out, value_get(duration, "critical_path"), "What takes longest, one after the other:", " &rarr; ");
}

/* ---- findings ---------------------------------------------------------------------------------------------------- */

static void put_finding(struct sbuf *out, const struct value *f)
{
    struct arena *a = out->arena;
    const char *file = value_get_str(f, "file"), *severity = value_get_str(f, "severity");
    int64_t line = value_int_of(value_get(f, "line"));
    sbuf_puts(out, "<tr><td>");
    element(out, "span", severity, severity);
    sbuf_puts(out, "</td><td>");
    element(out, "code", "", line ? arena_printf(a, "%s:%lld", file, (long long)line) : value_get_str(f, "address"));
    sbuf_puts(out, "</td><td>");
    text(out, value_get_str(f, "message"));
    if (*value_get_str(f, "remedy"))
        element(out, "div", "soft", value_get_str(f, "remedy"));
    sbuf_puts(out, "</td><td>");
    element(out, "code", "soft", value_get_str(f, "rule"));
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
    element(out, "code", "", value_get_str(attribute, "path"));
    if (value_bool_of(value_get(attribute, "forces_replacement")))
        element(out, "div", "replace", "forces replacement");
    sbuf_puts(out, "</td><td>");
    element(out, "code", "", shown(a, attribute, "before"));
    sbuf_puts(out, "</td><td>");
    element(out, "code", "", shown(a, attribute, "after"));
    sbuf_puts(out, "</td></tr>\n");
}

static void put_tags(struct sbuf *out, const struct value *change)
{
    const char *how = value_get_str(change, "interruption");
    if (*how && !str_eq(how, "none")) {
        sbuf_puts(out, " <span class=\"tag replace\">");
        text(out, str_eq(how, "data_loss") ? "data loss" : how);
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
    element(out, "span", action, action);
    sbuf_puts(out, " <code>");
    text(out, value_get_str(change, "address"));
    sbuf_puts(out, "</code> ");
    element(out, "span", "soft", value_get_str(change, "type"));
    put_tags(out, change);
    sbuf_puts(out, "</summary><div>\n");
    element(out, "p", "soft",
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
                element(out, "h2", "", parts[p].title);
            begun = true;
            put_change(out, change);
        }
    }
}

/* ---- cost -------------------------------------------------------------------------------------------------------- */

static void put_sums(struct sbuf *out, const struct value *sums, const char *title)
{
    sbuf_puts(out, "<div class=\"tile\"><table><tr>");
    element(out, "th", "", title);
    sbuf_puts(out, "<th class=\"n\">a month</th></tr>\n");
    for (size_t i = 0; i < value_len(sums); i++) {
        sbuf_puts(out, "<tr>");
        element(out, "td", "", value_key(sums, i));
        element(out, "td", "n", money(out->arena, sums, value_key(sums, i)));
        sbuf_puts(out, "</tr>\n");
    }
    sbuf_puts(out, "</table></div>\n");
}

static void put_line(struct sbuf *out, const struct value *line)
{
    struct arena *a = out->arena;
    bool assumed = value_bool_of(value_get(line, "assumed"));
    sbuf_puts(out, "<tr><td>");
    element(out, "code", "", value_get_str(line, "address"));
    sbuf_puts(out, "</td>");
    element(out, "td", "", value_get_str(line, "charge"));
    element(out, "td", "n",
            arena_printf(a, "%s %s%s", written(a, value_get(line, "quantity")), value_get_str(line, "unit"),
                         assumed ? " (assumed)" : ""));
    element(out, "td", "n", money(a, line, "price"));
    element(out, "td", "n", money(a, line, "monthly"));
    element(out, "td", "n soft", value_get_str(line, "price_of"));
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
        element(out, "code", "", value_get_str(line, "address"));
        sbuf_puts(out, "</td>");
        element(out, "td", "", value_get_str(line, "charge"));
        element(out, "td", "", value_get_str(line, "why"));
        sbuf_puts(out, "</tr>\n");
    }
    sbuf_puts(out, "</table></div>\n");
}

static void put_cost(struct sbuf *out, const struct value *cost)
{
    const struct value *lines = value_get(cost, "lines");
    sbuf_puts(out, "<h2>Cost when it is done</h2>\n");
    element(out, "p", "soft",
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
    sbuf_puts(out, "<!doctype html>\n<html lang=\"en\"><head>");
    sbuf_puts(out, head);
    element(out, "title", "", arena_printf(out->arena, "Plan of %s", h->name));
    sbuf_puts(out, "</head>\n<body>\n");
    put_head(out, h);
    put_findings(out, value_get(h->plan, "diagnostics"));
    sbuf_puts(out, "<h2>What stands where</h2>\n<div class=\"scroll\">\n");
    topology_svg(out, h->topology, arena_printf(out->arena, "Topology of %s", h->name));
    sbuf_puts(out, "</div>\n");
    put_changes(out, value_get(h->plan, "changes"));
    put_cost(out, h->cost);
    sbuf_puts(out, "</body></html>\n");
}

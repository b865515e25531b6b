#include "provisioner/report/drill.h"

#include "provisioner/report/page.h"

/* ---- words ------------------------------------------------------------------------------------------------------- */

const char *drill_span(struct arena *a, const struct value *v, const char *name)
{
    const struct value *ms = value_get(v, name);
    return ms ? time_span(a, value_int_of(ms)) : "-";
}

const char *drill_measured(struct arena *a, const struct value *v, const char *wanted)
{
    const char *text = drill_span(a, v, "measured_ms");
    bool looks_met = !value_bool_of(value_get(v, "met")) && str_eq(text, drill_span(a, v, wanted));
    return looks_met ? arena_printf(a, "%s ms", value_text(a, value_get(v, "measured_ms"))) : text;
}

static const char *count(struct arena *a, const struct value *v, const char *name)
{
    return value_get(v, name) ? value_text(a, value_get(v, name)) : "-";
}

static bool is(const struct value *v, const char *name)
{
    return value_bool_of(value_get(v, name));
}

static void put_held(struct sbuf *out, bool held, const char *yes, const char *no)
{
    sbuf_puts(out, "<td>");
    page_element(out, "span", held ? "tag create" : "tag delete", held ? yes : no);
    sbuf_puts(out, "</td>");
}

static void put_header(struct sbuf *out, const char *title, const char *columns)
{
    page_element(out, "h3", "", title);
    sbuf_printf(out, "\n<div class=\"scroll\"><table><tr>%s</tr>\n", columns);
}

/* ---- parts ------------------------------------------------------------------------------------------------------- */

static void put_step(struct sbuf *out, const struct value *step)
{
    sbuf_puts(out, "<tr>");
    page_element(out, "td", "n", drill_span(out->arena, step, "at_ms"));
    put_held(out, is(step, "held"), "ok", "failed");
    sbuf_puts(out, "<td>");
    page_element(out, value_get(step, "command") ? "code" : "span", "", value_get_str(step, "what"));
    if (*value_get_str(step, "why"))
        page_element(out, "div", "delete", value_get_str(step, "why"));
    sbuf_puts(out, "</td>");
    page_element(out, "td", "n", drill_span(out->arena, step, "took_ms"));
    sbuf_puts(out, "</tr>\n");
}

static void put_system(struct sbuf *out, const struct value *one)
{
    struct arena *a = out->arena;
    sbuf_puts(out, "<tr>");
    page_element(out, "td", "", value_get_str(one, "system"));
    sbuf_puts(out, "<td>");
    page_element(out, "code", "", value_get_str(one, "name"));
    sbuf_puts(out, "</td>");
    page_element(out, "td", "n", drill_span(a, one, "rto_ms"));
    page_element(out, "td", "n", drill_span(a, one, "rpo_ms"));
    page_element(out, "td", "n", count(a, one, "writes"));
    page_element(out, "td", "n", count(a, one, "refused"));
    page_element(out, "td", "n",
                 arena_printf(a, "%s%s", count(a, one, "left_behind"), is(one, "comes_back") ? " (comes back)" : ""));
    sbuf_puts(out, "</tr>\n");
}

static void put_objective(struct sbuf *out, const struct value *one)
{
    struct arena *a = out->arena;
    sbuf_puts(out, "<tr>");
    put_held(out, is(one, "met"), "met", "missed");
    page_element(out, "td", "", value_get_str(one, "objective"));
    page_element(out, "td", "n", drill_span(a, one, "wanted_ms"));
    page_element(out, "td", "n", drill_measured(a, one, "wanted_ms"));
    page_element(out, "td", "", value_get_str(one, "of"));
    sbuf_puts(out, "</tr>\n");
}

static void put_target(struct sbuf *out, const struct value *one)
{
    struct arena *a = out->arena;
    bool time = str_eq(value_get_str(one, "measure"), "rto_ms");
    sbuf_puts(out, "<tr>");
    put_held(out, is(one, "met"), "met", "not met");
    page_element(out, "td", "", arena_printf(a, "%s %s", value_get_str(one, "system"), time ? "RTO" : "RPO"));
    page_element(out, "td", "n", drill_span(a, one, "target_ms"));
    page_element(out, "td", "n", drill_measured(a, one, "target_ms"));
    page_element(out, "td", "soft", value_get_str(one, "promise"));
    sbuf_puts(out, "</tr>\n");
}

static void put_experiment(struct sbuf *out, const struct value *one)
{
    struct arena *a = out->arena;
    sbuf_puts(out, "<tr>");
    page_element(out, "td", "", value_get_str(one, "address"));
    page_element(out, "td", "", value_get_str(one, "experiment"));
    page_element(out, "td", "", value_get_str(one, "status"));
    page_element(out, "td", "n", drill_span(a, one, "took_ms"));
    page_element(out, "td", "soft", value_get_str(one, "reason"));
    sbuf_puts(out, "</tr>\n");
}

/* clang-format off */
static const struct table {
    const char *part, *member; /* of a scenario; part "": the scenario itself */
    const char *title, *columns;
    void (*put)(struct sbuf *out, const struct value *one);
} tables[] = {
    {"verdict", "objectives", "What the spec wants", "<th></th><th>objective</th><th class=\"n\">wanted</th><th class=\"n\">measured</th><th>worst of</th>", put_objective},
    {"",        "systems",    "What users saw", "<th>system</th><th>name</th><th class=\"n\">RTO</th><th class=\"n\">RPO</th><th class=\"n\">served</th><th class=\"n\">refused</th><th class=\"n\">not copied</th>", put_system},
    {"",        "experiments", "Experiments", "<th>template</th><th>experiment</th><th>ended</th><th class=\"n\">took</th><th>why</th>", put_experiment},
    {"",        "steps",      "Step by step", "<th class=\"n\">after</th><th></th><th>what</th><th class=\"n\">took</th>", put_step},
    {"verdict", "targets",    "Beside the architecture's own targets", "<th></th><th>target</th><th class=\"n\">wanted</th><th class=\"n\">measured</th><th>what AWS says</th>", put_target},
};
/* clang-format on */

static void put_scenario(struct sbuf *out, const struct value *one)
{
    bool passed = is(one, "passed");
    sbuf_puts(out, "<h2>");
    page_text(out, value_get_str(one, "name"));
    sbuf_puts(out, " ");
    page_element(out, "span", passed ? "tag create" : "tag delete", passed ? "passed" : "not passed");
    sbuf_puts(out, "</h2>\n");
    page_element(out, "p", "soft", value_get_str(one, "what"));
    for (size_t i = 0; i < COUNT(tables); i++) {
        const struct table *t = &tables[i];
        const struct value *rows = value_get(*t->part ? value_get(one, t->part) : one, t->member);
        if (!value_len(rows))
            continue;
        put_header(out, t->title, t->columns);
        for (size_t k = 0; k < value_len(rows); k++)
            t->put(out, value_item(rows, k));
        sbuf_puts(out, "</table></div>\n");
    }
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

/* The longest RTO and RPO that an objective was held against, over all scenarios. */
static void put_worst(struct sbuf *out, const struct value *all, const char *measure, const char *title)
{
    const struct value *worst = NULL;
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *systems = value_get(value_item(all, i), "systems");
        for (size_t k = 0; k < value_len(systems); k++) {
            const struct value *one = value_item(systems, k);
            if (value_get(one, measure) &&
                (!worst || value_int_of(value_get(one, measure)) > value_int_of(value_get(worst, measure))))
                worst = one;
        }
    }
    if (worst)
        page_tile(out, "", drill_span(out->arena, worst, measure), title);
}

static void put_head(struct sbuf *out, const struct value *drill)
{
    struct arena *a = out->arena;
    const struct value *all = value_get(drill, "scenarios");
    size_t passed = 0;
    for (size_t i = 0; i < value_len(all); i++)
        passed += is(value_item(all, i), "passed");
    page_element(out, "h1", "", arena_printf(a, "Drill of %s", value_get_str(drill, "name")));
    page_element(out, "p", "soft",
                 arena_printf(a, "%s takes over from %s; on %s, %s", value_get_str(drill, "to"),
                              value_get_str(drill, "from"), value_get_str(drill, "on"),
                              value_get_str(drill, "made_at")));
    sbuf_puts(out, "\n<div class=\"tiles\">\n");
    page_tile(out, is(drill, "passed") ? "create" : "delete", is(drill, "passed") ? "passed" : "not passed",
              arena_printf(a, "%zu of %zu held", passed, value_len(all)));
    put_worst(out, all, "rto_ms", "longest RTO");
    put_worst(out, all, "rpo_ms", "longest RPO");
    sbuf_puts(out, "</div>\n");
    page_element(out, "p", "soft", value_get_str(drill, "note"));
}

void drill_html(struct sbuf *out, const struct value *drill)
{
    const struct value *all = value_get(drill, "scenarios");
    page_begin(out, arena_printf(out->arena, "Drill of %s", value_get_str(drill, "name")));
    put_head(out, drill);
    for (size_t i = 0; i < value_len(all); i++)
        put_scenario(out, value_item(all, i));
    page_end(out);
}

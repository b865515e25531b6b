#include "provisioner/base/file.h"
#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/drill_aws.h"
#include "provisioner/cli/operate.h"
#include "provisioner/cli/rehearsal.h"
#include "provisioner/ops/verdict.h"
#include "provisioner/report/drill.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { REACT_MS = 60 * 1000, BEFORE_NAMES = 69 };

static const char guesses[] =
    "How long AWS takes is the sandbox's guess: this shows that the way works and what it adds; "
    "a drill on AWS shows how long AWS takes";

/* ---- for people -------------------------------------------------------------------------------------------------- */

static void put_text(const struct session *s, struct sbuf *out, unsigned at, const char *text)
{
    screen_wrap(out, screen_safe(s->a, text), at, at, s->cli->width);
    sbuf_putc(out, '\n');
}

/* A word in front, and what is said of it beside it. */
static void put_line(const struct session *s, struct sbuf *out, const char *word, const char *text)
{
    sbuf_printf(out, "  %-8s ", word);
    put_text(s, out, 11, text);
}

/* Line by line: what a command said last is told, too. */
static const char *safe_lines(struct arena *a, const char *text)
{
    struct sbuf out = {.arena = a};
    for (size_t n; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        sbuf_printf(&out, "%s%s", out.len ? "\n" : "", screen_safe(a, arena_strndup(a, text, n)));
    }
    return sbuf_str(&out);
}

static void put_step(const struct session *s, struct sbuf *out, const struct value *step)
{
    bool held = value_bool_of(value_get(step, "held"));
    const char *why = value_get_str(step, "why");
    sbuf_printf(out, "  %-8s %12s  ", held ? "ok" : "FAILED", drill_span(s->a, step, "took_ms"));
    put_text(s, out, 25, value_get_str(step, "what"));
    if (*why)
        sbuf_printf(out, "%s\n", safe_lines(s->a, why));
}

static void put_experiments(const struct session *s, struct sbuf *out, const struct value *all)
{
    sbuf_puts(out, value_len(all) ? "\n" : "");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i);
        const char *reason = value_get_str(one, "reason");
        sbuf_printf(out, "  %-9s %12s  ", value_get_str(one, "status"), drill_span(s->a, one, "took_ms"));
        put_text(s, out, 26,
                 arena_printf(s->a, "%s %s%s%s", value_get_str(one, "address"), value_get_str(one, "experiment"),
                              *reason ? ": " : "", reason));
    }
}

static const char *left_behind(struct arena *a, const struct value *system)
{
    const struct value *n = value_get(system, "left_behind");
    return n ? value_text(a, n) : "-";
}

static void put_table(const struct session *s, struct sbuf *out, const struct value *systems)
{
    sbuf_printf(out, "  %-8s %12s %10s %9s %9s %12s  %s\n", "system", "RTO", "RPO", "served", "refused", "not copied",
                "name");
    for (size_t i = 0; i < value_len(systems); i++) {
        const struct value *one = value_item(systems, i);
        sbuf_printf(out, "  %-8s %12s %10s %9" PRId64 " %9" PRId64 " %12s  %s\n", value_get_str(one, "system"),
                    drill_span(s->a, one, "rto_ms"), drill_span(s->a, one, "rpo_ms"),
                    value_int_of(value_get(one, "writes")), value_int_of(value_get(one, "refused")),
                    left_behind(s->a, one), screen_safe(s->a, value_get_str(one, "name")));
    }
}

/* Where the columns do not fit. */
static void put_sentences(const struct session *s, struct sbuf *out, const struct value *systems)
{
    for (size_t i = 0; i < value_len(systems); i++) {
        const struct value *one = value_item(systems, i);
        put_line(s, out, value_get_str(one, "system"),
                 arena_printf(s->a, "RTO %s, RPO %s; %" PRId64 " served, %" PRId64 " refused, %s not copied; %s",
                              drill_span(s->a, one, "rto_ms"), drill_span(s->a, one, "rpo_ms"),
                              value_int_of(value_get(one, "writes")), value_int_of(value_get(one, "refused")),
                              left_behind(s->a, one), value_get_str(one, "name")));
    }
}

static void put_systems(const struct session *s, struct sbuf *out, const struct value *systems)
{
    size_t widest = 0;
    for (size_t i = 0; i < value_len(systems); i++) {
        size_t n = screen_columns(screen_safe(s->a, value_get_str(value_item(systems, i), "name")));
        widest = n > widest ? n : widest;
    }
    sbuf_puts(out, value_len(systems) ? "\n" : "");
    if (s->cli->width && BEFORE_NAMES + widest > s->cli->width)
        put_sentences(s, out, systems);
    else if (value_len(systems))
        put_table(s, out, systems);
}

static void put_verdict(const struct session *s, struct sbuf *out, const struct value *verdict)
{
    const struct value *objectives = value_get(verdict, "objectives"), *targets = value_get(verdict, "targets");
    sbuf_puts(out, value_len(objectives) ? "\n" : "");
    for (size_t i = 0; i < value_len(objectives); i++) {
        const struct value *one = value_item(objectives, i);
        put_line(s, out, value_bool_of(value_get(one, "met")) ? "met" : "MISSED",
                 arena_printf(s->a, "objective %s: %s wanted, %s measured (%s)",
                              str_eq(value_get_str(one, "objective"), "rto") ? "RTO" : "RPO",
                              drill_span(s->a, one, "wanted_ms"), drill_measured(s->a, one, "wanted_ms"),
                              value_get_str(one, "of")));
    }
    if (value_len(targets)) {
        sbuf_puts(out, "\n  ");
        put_text(s, out, 2, "beside what the architecture once promised; this decides nothing");
    }
    for (size_t i = 0; i < value_len(targets); i++) {
        const struct value *one = value_item(targets, i);
        put_line(s, out, value_bool_of(value_get(one, "met")) ? "met" : "not met",
                 arena_printf(s->a, "%s %s: %s wanted, %s measured; %s", value_get_str(one, "system"),
                              str_eq(value_get_str(one, "measure"), "rto_ms") ? "RTO" : "RPO",
                              drill_span(s->a, one, "target_ms"), drill_measured(s->a, one, "target_ms"),
                              value_get_str(one, "promise")));
    }
}

static void put_scenario(const struct session *s, struct sbuf *out, const struct value *one)
{
    const struct value *steps = value_get(one, "steps"), *skipped = value_get(one, "skipped");
    sbuf_putc(out, '\n');
    screen_wrap(out, arena_printf(s->a, "%s: %s", value_get_str(one, "name"), value_get_str(one, "what")), 0, 2,
                s->cli->width);
    sbuf_putc(out, '\n');
    if (skipped)
        put_line(s, out, "skipped:", value_str_of(skipped));
    for (size_t i = 0; i < value_len(steps); i++)
        put_step(s, out, value_item(steps, i));
    put_experiments(s, out, value_get(one, "experiments"));
    put_systems(s, out, value_get(one, "systems"));
    put_verdict(s, out, value_get(one, "verdict"));
}

static void put_note(const struct session *s, struct sbuf *out, const char *text)
{
    sbuf_puts(out, "\nNote: ");
    put_text(s, out, 6, text);
}

static const char *drill_text(const struct session *s, const struct value *v)
{
    struct sbuf out = {.arena = s->a};
    const struct value *all = value_get(v, "scenarios");
    sbuf_printf(&out, "Drill of %s: %s takes over from %s\n", value_get_str(v, "name"), value_get_str(v, "to"),
                value_get_str(v, "from"));
    for (size_t i = 0; i < value_len(all); i++)
        put_scenario(s, &out, value_item(all, i));
    if (*value_get_str(v, "note"))
        put_note(s, &out, value_get_str(v, "note"));
    sbuf_printf(&out, "\n%s\n",
                value_bool_of(value_get(v, "passed")) ? "Passed: every step ended well, and every objective was met."
                                                      : "Not passed: look at what says FAILED or MISSED, above.");
    return sbuf_str(&out);
}

/* ---- rehearsed --------------------------------------------------------------------------------------------------- */

static void told(void *ctx, const char *line)
{
    const struct session *s = ctx;
    note("%s", safe_lines(s->a, line));
}

static struct err *check_scenario(const char *name)
{
    const char *names[32] = {"all"};
    size_t n = 1;
    for (const struct scenario *sc = scenarios; sc->name && n < COUNT(names) - 1; sc++)
        names[n++] = sc->name;
    names[n] = NULL;
    if (str_eq(name, "all") || scenario_named(name))
        return NULL;
    struct err *e = err_new(ERR_USAGE, "--scenario: there is no \"%s\"; there are", name);
    for (size_t i = 0; i < n; i++) {
        struct err *more = err_new(ERR_USAGE, "%s %s", err_text(e), names[i]);
        err_free(e);
        e = more;
    }
    return e;
}

static struct err *rehearse_one(struct session *s, struct rehearsal *r, struct value *all, bool *ret_passed)
{
    const struct objectives o = {session_objective_ms(s, "rto"), session_objective_ms(s, "rpo")};
    const struct value *done = NULL;
    note("\n%s", r->scenario->name);
    TRY(rehearse(r, &done));
    struct value *one = value_edit(s->a, done);
    const struct value *verdict = value_get(one, "systems") ? verdict_of(s->a, value_get(one, "systems"), &o) : NULL;
    if (verdict)
        value_set(s->a, one, "verdict", verdict);
    bool passed = value_bool_of(value_get(one, "passed")) && (!verdict || value_bool_of(value_get(verdict, "met")));
    value_set(s->a, one, "passed", value_bool(s->a, passed));
    *ret_passed = *ret_passed && passed;
    value_push(s->a, all, one);
    return NULL;
}

static struct err *rehearse_all(struct session *s, const struct value **ret, bool *ret_passed)
{
    const struct options *o = &s->cli->opt;
    const char *name = o->scenario ? o->scenario : scenarios[0].name;
    struct rehearsal r = {.session = s, .react_ms = o->react_ms ? o->react_ms : REACT_MS, .told = told, .ctx = s};
    struct value *v = value_map(s->a), *all = value_list(s->a);
    TRY(check_scenario(name));
    TRY(operate_regions(s, &r.to, &r.from));
    *ret_passed = true;
    for (r.scenario = scenarios; r.scenario->name; r.scenario++)
        if (str_eq(name, "all") || str_eq(name, r.scenario->name))
            TRY(rehearse_one(s, &r, all, ret_passed));
    value_set_str(s->a, v, "format_version", "1");
    value_set(s->a, v, "name", value_fmt(s->a, "%s/%s", s->spec->project, s->spec->environment));
    value_set_str(s->a, v, "on", "sandbox");
    value_set_str(s->a, v, "made_at", session_now(s, TIME_ISO));
    value_set_str(s->a, v, "to", r.to.alias);
    value_set_str(s->a, v, "from", r.from.alias);
    value_set(s->a, v, "react_ms", value_int(s->a, r.react_ms));
    value_set_str(s->a, v, "note", guesses);
    value_set(s->a, v, "passed", value_bool(s->a, *ret_passed));
    value_set(s->a, v, "scenarios", all);
    *ret = v;
    return NULL;
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static struct err *write_html(const struct session *s, const struct value *v)
{
    struct sbuf page = {.arena = s->a};
    drill_html(&page, v);
    TRY_CTX(file_write(s->cli->opt.html, sbuf_str(&page), page.len, 0600), "saving the page");
    note("The page is in %s", s->cli->opt.html);
    return NULL;
}

static struct err *told_all(const struct session *s, const struct value *v, bool passed, int *ret_exit)
{
    struct sbuf out = {.arena = s->a};
    if (s->cli->opt.json) {
        value_print(&out, v, 0);
        sbuf_putc(&out, '\n');
    } else {
        sbuf_puts(&out, drill_text(s, v));
    }
    out_text(sbuf_str(&out));
    *ret_exit = passed ? EXIT_DONE : *ret_exit ? *ret_exit : EXIT_CHANGES;
    return s->cli->opt.html ? write_html(s, v) : NULL;
}

static struct err *drill(struct session *s, int *ret_exit)
{
    const struct value *v = NULL;
    bool passed = false;
    if (s->cli->opt.sandbox) {
        TRY(session_spec(s, s->cli->opt.words.items[0]));
        cli_be_careful();
        TRY(rehearse_all(s, &v, &passed));
    } else {
        TRY(drill_on_aws(s, &v, &passed));
    }
    return v ? told_all(s, v, passed, ret_exit) : NULL;
}

struct err *cmd_drill(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    struct err *e = drill(&s, ret_exit);
    session_end(&s);
    return e;
}

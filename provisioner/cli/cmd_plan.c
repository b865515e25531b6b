#include "provisioner/cli/commands.h"
#include "provisioner/cli/costing.h"
#include "provisioner/cli/formats.h"
#include "provisioner/cli/planfile.h"
#include "provisioner/cli/show_api.h"

#include "provisioner/base/file.h"
#include "provisioner/report/html.h"
#include "provisioner/report/markdown.h"

#include <stdio.h>

#define APPLY_TAKES                                                                                                    \
    "overlay set state sandbox world endpoint-url profile target replace region allow-destroy refresh-only"

static void put_markdown(struct sbuf *out, const struct session *s, const struct cost_report *cost)
{
    const struct markdown_plan m = {.plan = s->plan,
                                    .diags = &s->diags,
                                    .name = arena_printf(s->a, "%s/%s", s->spec->project, s->spec->environment),
                                    .cost = plan_is_empty(s->plan) ? NULL : cost_brief(s->a, cost)};
    markdown_render(out, &m);
}

static void show_plan(const struct session *s, const struct cost_report *cost, const struct call_list *calls)
{
    struct sbuf out = {.arena = s->a};
    if (s->cli->opt.json) {
        struct value *v = value_edit(s->a, plan_json(s->a, s->plan, &s->diags));
        value_set(s->a, v, "cost", cost_brief_json(s->a, cost));
        value_set(s->a, v, "api", s->cli->opt.show_api ? show_api_json(s->a, calls) : NULL);
        value_print(&out, v, 0);
        sbuf_putc(&out, '\n');
    } else if (s->cli->opt.format && str_eq(s->cli->opt.format, "markdown")) {
        put_markdown(&out, s, cost);
    } else {
        const struct plan_style style = session_style(s);
        plan_render(&out, s->plan, &style);
        costing_say(&out, s, cost);
        if (s->cli->opt.show_api)
            show_api(&out, calls, s->cli->width);
    }
    out_text(sbuf_str(&out));
}

static struct err *write_html(const struct session *s, const struct cost_report *cost)
{
    struct sbuf out = {.arena = s->a};
    struct topology topology;
    topology_of_plan(s->a, s->plan, session_aliases(s), &topology);
    const struct html_plan h = {.name = arena_printf(s->a, "%s/%s", s->spec->project, s->spec->environment),
                                .made_at = session_now(s, "%Y-%m-%dT%H:%M:%SZ"),
                                .plan = plan_json(s->a, s->plan, &s->diags),
                                .cost = cost_json(s->a, cost),
                                .topology = &topology};
    html_render(&out, &h);
    TRY_CTX(file_write(s->cli->opt.html, sbuf_str(&out), out.len, 0600), "saving the page");
    return NULL;
}

/* To people, not into the result. */
static void say_how_to_apply(const struct session *s)
{
    struct options o = s->cli->opt;
    if (o.json || o.format || plan_is_empty(s->plan) || s->diags.errors)
        return;
    if (o.out) {
        o.words.items = &o.out;
        note("\nSaved as %s. To do exactly this: %s", o.out, options_typed(s->a, "apply", &o, "sandbox world"));
    } else {
        note("\nTo do this: %s", options_typed(s->a, "apply", &o, APPLY_TAKES));
    }
}

static int exit_of(const struct session *s)
{
    if (*s->skipped)
        return EXIT_SKIPPED;
    return s->cli->opt.detailed_exitcode && !plan_is_empty(s->plan) ? EXIT_CHANGES : EXIT_DONE;
}

static struct err *plan(struct session *s, int *ret_exit)
{
    const struct options *o = &s->cli->opt;
    TRY(formats_check(s, "text json markdown sarif junit github"));
    struct err *e = session_make_plan(s, o->words.items[0], false, false);
    bool printed = formats_print(s);
    if (e && o->json && s->diags.n) {
        struct sbuf out = {.arena = s->a};
        struct value *v = value_map(s->a);
        value_set_str(s->a, v, "format_version", "1");
        value_set(s->a, v, "diagnostics", diag_json(&s->diags, s->a));
        value_print(&out, v, 0);
        sbuf_putc(&out, '\n');
        out_text(sbuf_str(&out));
    }
    if (e)
        return e;
    struct cost_report cost;
    TRY(costing(s, &cost));
    struct call_list calls = {0};
    if (o->show_api)
        TRY(exec_calls(s->a, s->plan, s->state, &calls));
    if (!printed)
        show_plan(s, &cost, &calls);
    fflush(stdout);
    if (o->html)
        TRY(write_html(s, &cost));
    if (o->out && s->plan->offline)
        return err_new(ERR_USAGE, "--out: a plan made --offline has not seen what AWS holds, and can't be applied");
    if (o->out && !s->diags.errors)
        TRY(planfile_write(s, o->out));
    TRY(costing_check(s, &cost));
    say_how_to_apply(s);
    *ret_exit = exit_of(s);
    return s->diags.errors ? err_new(ERR_INPUT, "the plan can't be applied as it stands%s; its errors are above it",
                                     o->out ? ", and was not saved" : "")
                           : NULL;
}

struct err *cmd_plan(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    struct err *e = plan(&s, ret_exit);
    session_end(&s);
    return e;
}

#include "provisioner/cli/commands.h"
#include "provisioner/cli/planfile.h"

#include <stdio.h>

static void show_plan(const struct session *s)
{
    struct sbuf out = {.arena = s->a};
    if (s->cli->opt.json) {
        value_print(&out, plan_json(s->a, s->plan, &s->diags), 0);
        sbuf_putc(&out, '\n');
    } else {
        const struct plan_style style = session_style(s);
        plan_render(&out, s->plan, &style);
    }
    out_text(sbuf_str(&out));
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
    struct err *e = session_make_plan(s, o->words.items[0], false, false);
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
    show_plan(s);
    if (o->out && s->plan->offline)
        return err_new(ERR_USAGE, "--out: a plan made --offline has not seen what AWS holds, and can't be applied");
    if (o->out) {
        TRY(planfile_write(s, o->out));
        note("saved as %s; `provisioner apply %s` does exactly this", o->out, o->out);
    }
    *ret_exit = exit_of(s);
    return s->diags.errors ? err_new(ERR_INPUT, "the plan can't be applied as it stands") : NULL;
}

struct err *cmd_plan(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    struct err *e = plan(&s, ret_exit);
    session_end(&s);
    return e;
}

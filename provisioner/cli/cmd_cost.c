#include "provisioner/cli/commands.h"
#include "provisioner/cli/costing.h"
#include "provisioner/cost/scenario.h"

static void show_cost(const struct session *s, const struct cost_report *r, const struct scenario *what_if)
{
    struct sbuf out = {.arena = s->a};
    const struct cost_style style = {.verbose = s->cli->opt.verbose, .width = s->cli->width};
    if (s->cli->opt.json) {
        struct value *v = value_edit(s->a, cost_json(s->a, r));
        value_set(s->a, v, "scenario", what_if->name ? scenario_json(s->a, what_if) : NULL);
        value_print(&out, v, 0);
        sbuf_putc(&out, '\n');
    } else {
        cost_render(&out, r, &style);
        if (what_if->name)
            scenario_render(&out, what_if, style.width);
    }
    out_text(sbuf_str(&out));
}

static struct err *cost(struct session *s)
{
    struct cost_report r;
    struct scenario what_if = {0};
    const char *asked = s->cli->opt.scenario;
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    TRY(session_state(s, false));
    TRY(costing(s, &r));
    if (asked)
        TRY(scenario_make(s->a, asked, r.after, r.book, &what_if));
    show_cost(s, &r, &what_if);
    return costing_check(s, &r);
}

struct err *cmd_cost(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = cost(&s);
    session_end(&s);
    return e;
}

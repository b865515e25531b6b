#include "provisioner/cli/commands.h"
#include "provisioner/cli/costing.h"

static void show_cost(const struct session *s, const struct cost_report *r)
{
    struct sbuf out = {.arena = s->a};
    const struct cost_style style = {.verbose = s->cli->opt.verbose, .width = s->cli->width};
    if (s->cli->opt.json) {
        value_print(&out, cost_json(s->a, r), 0);
        sbuf_putc(&out, '\n');
    } else {
        cost_render(&out, r, &style);
    }
    out_text(sbuf_str(&out));
}

static struct err *cost(struct session *s)
{
    struct cost_report r;
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    TRY(session_state(s, false));
    TRY(costing(s, &r));
    show_cost(s, &r);
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

#include "provisioner/cli/commands.h"
#include "provisioner/cli/formats.h"

#include <stdio.h>

/* Everything that can be told without AWS: the spec, the resources it makes, and a plan of them from nothing. Online,
 * also what only AWS knows. */
static struct err *validate(struct session *s)
{
    TRY(formats_check(s, "text json sarif junit github"));
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    s->state = state_new(s->spec->project, s->spec->environment);
    if (s->cli->opt.online) {
        TRY(session_connect(s));
        TRY(session_online(s));
    }
    return session_plan(s, false);
}

static void print_json(const struct session *s, bool valid)
{
    struct value *v = value_map(s->a);
    struct sbuf out = {.arena = s->a};
    value_set_str(s->a, v, "format_version", "1");
    value_set(s->a, v, "valid", value_bool(s->a, valid));
    value_set(s->a, v, "diagnostics", diag_json(&s->diags, s->a));
    value_print(&out, v, 0);
    sbuf_putc(&out, '\n');
    out_text(sbuf_str(&out));
}

struct err *cmd_validate(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = validate(&s);
    bool valid = !e && !s.diags.errors;
    if (c->opt.json)
        print_json(&s, valid);
    else if (!formats_print(&s) && valid)
        printf("%s is valid: %zu resources in %zu region%s\n", s.spec_path, s.wanted.n, s.spec->n_regions,
               s.spec->n_regions == 1 ? "" : "s");
    session_end(&s);
    return e;
}

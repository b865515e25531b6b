#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/session.h"
#include "provisioner/ops/arc.h"

#include <string.h>

static struct err *check_role(const char *option, const char *arn)
{
    if (!arn || (str_starts(arn, "arn:aws") && strstr(arn, ":iam::") && strstr(arn, ":role/")))
        return NULL;
    return err_new(ERR_USAGE, "%s %s: write the ARN of a role: arn:aws:iam::123456789012:role/NAME", option, arn);
}

static struct err *ask_for(const struct session *s, struct arc_request *ret)
{
    const struct options *o = &s->cli->opt;
    const char **regions = arena_alloc(s->a, (s->spec->n_regions + 1) * sizeof *regions);
    for (size_t i = 0; i < s->spec->n_regions; i++)
        regions[i] = s->spec->regions[i].name;
    if (s->spec->n_regions != 2)
        return err_new(ERR_INPUT, "a plan of Region switch is about two regions, and the spec has %zu",
                       s->spec->n_regions);
    if (!o->role)
        return err_new(ERR_USAGE, "--role: by which role is the plan to run? write its ARN");
    TRY(check_role("--role", o->role));
    TRY(check_role("--approver", o->approver));
    *ret = (struct arc_request){.state = s->state,
                                .aliases = session_aliases(s),
                                .regions = regions,
                                .primary = s->spec->primary,
                                .role = o->role,
                                .approver = o->approver,
                                .deployments = o->deployments.items,
                                .rto_ms = session_objective_ms(s, "rto")};
    return NULL;
}

static struct err *export_arc(struct session *s)
{
    struct arc_request r;
    struct sbuf out = {.arena = s->a};
    const struct value *left = NULL;
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    TRY(session_state(s, false));
    TRY(ask_for(s, &r));
    const struct value *plan = arc_plan(s->a, &r, &left);
    if (!value_len(value_path(s->a, plan, "workflows[0].steps")))
        return err_new(ERR_MISSING, "%s holds nothing that Region switch could move", s->state_path);
    value_print(&out, plan, 0);
    sbuf_putc(&out, '\n');
    out_text(sbuf_str(&out));
    for (size_t i = 0; i < value_len(left); i++)
        note("%s", screen_safe(s->a, value_str_of(value_item(left, i))));
    return NULL;
}

struct err *cmd_export_arc(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = export_arc(&s);
    session_end(&s);
    return e;
}

#include "aws/api/sts.h"
#include "provisioner/cli/apply.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/operate.h"
#include "provisioner/cli/stream.h"

#include <stdio.h>

static struct err *run(struct cli *c, int *ret_exit, struct err *(*what)(struct session *s, int *ret_exit))
{
    struct session s;
    session_init(&s, c);
    s.changes = !c->opt.dry_run;
    s.stream = c->opt.json && s.changes ? stream_new(&s) : NULL;
    struct err *e = operate_open(&s);
    if (!e)
        e = what(&s, ret_exit);
    if (s.stream)
        apply_stream_end(&s, e, *ret_exit);
    session_end(&s);
    return e;
}

/* ---- planned ----------------------------------------------------------------------------------------------------- */

/* A switch changes nothing that a plan compares: what it finds was so before, or should not be. */
static struct err *verify(struct session *s, int *ret_exit)
{
    TRY(session_read_aws(s));
    TRY(session_plan(s, false));
    if (plan_is_empty(s->plan)) {
        note("Verified: a plan finds no changes");
        return NULL;
    }
    note("A plan finds changes; look at `provisioner plan %s`", s->spec_path);
    if (*ret_exit == EXIT_DONE && *s->skipped)
        *ret_exit = EXIT_SKIPPED;
    return NULL;
}

/* Whose account it is, is asked where the region that takes over is. */
static struct err *check_account(struct session *s)
{
    const char *known = state_head(s->state)->account;
    struct region_ref to, from;
    TRY(operate_regions(s, &to, &from));
    struct aws_call call = {.arena = s->a, .op = &sts_GetCallerIdentity, .region = to.name, .in = value_map(s->a)};
    client_call(s->client, &call);
    TRY(call_error(&call));
    const char *account = value_get_str(call.out, "Account");
    return !*known || str_eq(known, account)
               ? NULL
               : err_new(ERR_REFUSED, "these credentials are of account %s, and the state %s is of %s", account,
                         s->state_path, known);
}

static struct err *switchover(struct session *s, int *ret_exit)
{
    bool moved = false;
    TRY(check_account(s));
    TRY(operate(s, &sequence_switchover, &moved, ret_exit));
    return moved && *ret_exit == EXIT_DONE ? verify(s, ret_exit) : NULL;
}

struct err *cmd_switchover(struct cli *c, int *ret_exit)
{
    return run(c, ret_exit, switchover);
}

/* ---- a region is lost -------------------------------------------------------------------------------------------- */

/* Nothing is asked of the region that is lost, nor of what stands in one region for all: not even whose account it is,
 * which the state says. */
static struct err *failover(struct session *s, int *ret_exit)
{
    bool moved = false;
    if (!s->cli->opt.allow_data_loss && !s->cli->opt.dry_run)
        return err_new(ERR_USAGE, "what the lost region had not copied yet is given up: say so with --allow-data-loss "
                                  "(--dry-run tells how much that is); where both regions answer, `switchover` loses "
                                  "nothing of a database");
    return operate(s, &sequence_failover, &moved, ret_exit);
}

struct err *cmd_failover(struct cli *c, int *ret_exit)
{
    return run(c, ret_exit, failover);
}

/* ---- and is back ------------------------------------------------------------------------------------------------- */

/* Findings of a plan that is made to look, and not to be told. */
static struct err *left_by(struct session *s, const char *alias, const struct value **ret)
{
    const struct plan_request r = session_plan_request(s, false);
    struct diags untold = s->diags;
    struct plan *plan = NULL;
    struct value *all = value_list(s->a);
    TRY(plan_make(s->a, &r, &untold, &plan));
    for (size_t i = 0; i < value_len(plan->left); i++) {
        const struct value *one = value_item(plan->left, i);
        if (str_eq(address_alias(s->a, value_get_str(one, "address")), alias))
            value_push(s->a, all, one);
    }
    *ret = all;
    return NULL;
}

/* What writes by itself there was in use while the other region was lost: its group is built anew, of it. */
static struct err *build_anew(struct session *s, const struct region_ref *to, const struct region_ref *from)
{
    struct texts *replaces = &s->cli->opt.replaces;
    const struct value *left = NULL;
    TRY(left_by(s, from->alias, &left));
    const char **items = arena_alloc(s->a, (replaces->n + value_len(left) + 1) * sizeof *items);
    size_t n = 0;
    for (; n < replaces->n; n++)
        items[n] = replaces->items[n];
    for (size_t i = 0; i < value_len(left); i++) {
        const struct value *one = value_item(left, i);
        items[n++] = value_get_str(one, "group");
        note("%s has left %s and writes by itself: that is built anew of it, and what %s has of its own, and %s never "
             "had, is kept until --allow-destroy says that it may go",
             value_get_str(one, "address"), value_get_str(one, "group"), to->alias, from->alias);
    }
    *replaces = (struct texts){items, n};
    return NULL;
}

static struct err *make_again(struct session *s, const struct region_ref *to, int *ret_exit)
{
    if (s->cli->opt.dry_run) {
        note("first, what %s lost is made again:", to->alias);
        TRY(apply_show(s));
        note("then %s takes over; `provisioner switchover %s --to %s --dry-run` shows how, once it is there", to->alias,
             s->spec_path, to->alias);
        return s->diags.errors ? err_new(ERR_INPUT, "it could not be done: see above") : NULL;
    }
    note("what %s lost is made again first", to->alias);
    return apply_plan(s, ret_exit);
}

/* First what is missing there is made again, as an apply would; then it takes over. */
static struct err *failback(struct session *s, int *ret_exit)
{
    struct region_ref to, from;
    TRY(operate_regions(s, &to, &from));
    TRY(session_read_aws(s));
    for (const char **alias = s->skipped; *alias; alias++)
        return err_new(ERR_UNREACHABLE, "nobody answers in %s yet; nothing was begun", *alias);
    TRY(build_anew(s, &to, &from));
    TRY(session_plan(s, false));
    if (!plan_is_empty(s->plan)) {
        TRY(make_again(s, &to, ret_exit));
        if (*ret_exit != EXIT_DONE || s->cli->opt.dry_run)
            return NULL;
    }
    return switchover(s, ret_exit);
}

struct err *cmd_failback(struct cli *c, int *ret_exit)
{
    return run(c, ret_exit, failback);
}

#include "provisioner/cli/drill_aws.h"

#include "provisioner/base/screen.h"
#include "provisioner/cli/apply.h"
#include "provisioner/cli/aside.h"
#include "provisioner/cli/experiments.h"
#include "provisioner/cli/operate.h"
#include "provisioner/ops/verdict.h"

#include <stdio.h>

struct drill {
    struct session *s;
    struct region_ref to, from;
    struct experiments experiments;
    struct value *steps, *ran;
    int64_t began_ms;
    bool passed;
};

static int64_t now(const struct drill *d)
{
    return client_now_ms(d->s->client);
}

static void step(struct drill *d, const char *what, int64_t began, const char *why)
{
    struct arena *a = d->s->a;
    struct value *v = value_map(a);
    value_set(a, v, "at_ms", value_int(a, began - d->began_ms));
    value_set_str(a, v, "what", what);
    value_set(a, v, "took_ms", value_int(a, now(d) - began));
    value_set(a, v, "held", value_bool(a, !why));
    if (why)
        value_set_str(a, v, "why", why);
    value_push(a, d->steps, v);
    d->passed = d->passed && !why;
}

/* ---- moving ------------------------------------------------------------------------------------------------------ */

/* What it prints is no result of ours, and goes to stderr. */
static struct err *move(struct drill *d, const char *to, bool only_look, int *ret_exit)
{
    struct options *o = &d->s->cli->opt;
    const struct options before = *o;
    bool moved = false;
    o->to = to;
    o->json = false;
    o->dry_run = only_look;
    o->auto_approve = true;
    struct aside aside = aside_begin();
    struct err *e = operate(d->s, &sequence_switchover, &moved, ret_exit);
    fputs(aside_end(d->s->a, &aside), stderr);
    *o = before;
    return e;
}

static struct err *move_and_note(struct drill *d, const struct region_ref *to, int *ret_exit)
{
    int64_t began = now(d);
    TRY(move(d, to->alias, false, ret_exit));
    step(d, arena_printf(d->s->a, "%s leads", to->alias), began,
         *ret_exit ? "the switch did not come to its end; the lines above say how to carry on, and how to go back"
                   : NULL);
    return NULL;
}

/* ---- what will be done ------------------------------------------------------------------------------------------- */

static void show(const struct drill *d)
{
    struct arena *a = d->s->a;
    note("\nDrill, for real:\n  1  %s takes over from %s, as above", d->to.alias, d->from.alias);
    for (size_t i = 0; i < d->experiments.n; i++) {
        const struct experiment *x = &d->experiments.items[i];
        operate_say(d->s, a, "  2  ",
                    screen_safe(a, arena_printf(a, "%s in %s, which then serves nobody: %s", x->template, d->from.alias,
                                                x->description)));
        operate_say(d->s, a, "     ", screen_safe(a, x->what));
        operate_say(d->s, a, "     ",
                    screen_safe(a, arena_printf(a, "stopped by the alarm %s, by its end, or by Ctrl-C", x->alarms)));
    }
    note("  3  %s leads again\n  4  a plan has to be empty\n", d->from.alias);
}

/* ---- doing it ---------------------------------------------------------------------------------------------------- */

static struct err *run_experiments(struct drill *d)
{
    for (size_t i = 0; i < d->experiments.n && !*d->s->cli->host->interrupted; i++) {
        const struct experiment *x = &d->experiments.items[i];
        const struct value *over = NULL;
        int64_t began = now(d);
        TRY(experiment_run(d->s, &d->from, x, &over));
        const char *status = value_get_str(over, "status");
        value_push(d->s->a, d->ran, over);
        step(d, arena_printf(d->s->a, "%s ran to its end", x->address), began,
             str_eq(status, "completed") ? NULL
                                         : arena_printf(d->s->a, "%s: %s", status, value_get_str(over, "reason")));
    }
    return NULL;
}

static struct err *verify(struct drill *d)
{
    int64_t began = now(d);
    TRY(session_read_aws(d->s));
    TRY(session_plan(d->s, false));
    step(d, "a plan finds no changes", began,
         plan_is_empty(d->s->plan) ? NULL : "it finds some; look at `provisioner plan`");
    return NULL;
}

/* A region that may still be broken on purpose is nowhere to go back to. */
static bool may_still_run(const struct drill *d)
{
    for (size_t i = 0; i < value_len(d->ran); i++)
        if (str_eq(value_get_str(value_item(d->ran, i), "status"), "unknown"))
            return true;
    return false;
}

static struct err *go_back_later(const struct drill *d, enum err_class class, const char *why)
{
    return err_new(class, "%s; %s leads. To go back: provisioner switchover %s --to %s", why, d->to.alias,
                   d->s->spec_path, d->from.alias);
}

/* Whatever became of the experiments, who led before leads again, unless somebody wants to stop here or one of them may
 * not be over. */
static struct err *perform(struct drill *d)
{
    int exit = 0;
    TRY(move_and_note(d, &d->to, &exit));
    if (exit)
        return NULL;
    struct err *e = run_experiments(d);
    if (*d->s->cli->host->interrupted) {
        err_free(e);
        return go_back_later(d, ERR_INTERRUPTED, "stopped");
    }
    if (may_still_run(d)) {
        err_free(e);
        return go_back_later(
            d, ERR_CONFLICT,
            arena_printf(d->s->a, "an experiment may still be running in %s: wait for its end first", d->from.alias));
    }
    if (e)
        step(d, "experiments", now(d), arena_printf(d->s->a, "%s", err_text(e)));
    err_free(e);
    TRY(move_and_note(d, &d->from, &exit));
    return exit ? NULL : verify(d);
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

/* How long the switch took; NULL: it did not come to its end, and has no time. */
static const struct value *switched_in(const struct drill *d)
{
    const struct value *first = value_item(d->steps, 0);
    return value_bool_of(value_get(first, "held")) ? value_get(first, "took_ms") : NULL;
}

static const struct value *scenario_told(struct drill *d)
{
    struct arena *a = d->s->a;
    const struct objectives o = {session_objective_ms(d->s, "rto"), session_objective_ms(d->s, "rpo")};
    struct value *v = value_map(a), *all = value_list(a), *one = value_map(a);
    value_set_str(a, one, "system", "region");
    value_set_str(a, one, "name", "switchover");
    value_set_str(a, one, "region", d->to.name);
    value_set(a, one, "rto_ms", switched_in(d));
    value_push(a, all, one);
    const struct objectives timed = {.rto_ms = o.rto_ms};
    const struct value *verdict = verdict_of(a, all, &timed);
    d->passed = d->passed && value_bool_of(value_get(verdict, "met"));
    value_set_str(a, v, "name", "fis");
    value_set(a, v, "what", value_fmt(a, "%s is left, and broken as far as FIS reaches", d->from.alias));
    value_set(a, v, "steps", d->steps);
    value_set(a, v, "experiments", d->ran);
    value_set(a, v, "systems", all);
    value_set(a, v, "verdict", verdict);
    value_set(a, v, "passed", value_bool(a, d->passed));
    return v;
}

static const struct value *drill_told(struct drill *d)
{
    struct arena *a = d->s->a;
    struct value *v = value_map(a), *all = value_list(a);
    value_push(a, all, scenario_told(d));
    value_set_str(a, v, "format_version", "1");
    value_set(a, v, "name", value_fmt(a, "%s/%s", d->s->spec->project, d->s->spec->environment));
    value_set_str(a, v, "on", "AWS");
    value_set_str(a, v, "made_at", session_now(d->s, TIME_ISO));
    value_set_str(a, v, "to", d->to.alias);
    value_set_str(a, v, "from", d->from.alias);
    value_set_str(a, v, "note",
                  "a planned switch loses nothing, so that no RPO is measured; its time is from the first "
                  "check to the last, while users were cut off for less");
    value_set(a, v, "passed", value_bool(a, d->passed));
    value_set(a, v, "scenarios", all);
    return v;
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static struct err *prepare(struct drill *d)
{
    int exit = 0;
    d->s->changes = !d->s->cli->opt.dry_run;
    TRY(operate_open(d->s));
    TRY(operate_regions(d->s, &d->to, &d->from));
    TRY(experiments_find(d->s, &d->from, &d->experiments));
    return move(d, d->to.alias, true, &exit);
}

struct err *drill_on_aws(struct session *s, const struct value **ret, bool *ret_passed)
{
    struct drill d = {.s = s, .steps = value_list(s->a), .ran = value_list(s->a), .passed = true};
    *ret_passed = true;
    TRY(prepare(&d));
    show(&d);
    if (s->cli->opt.dry_run)
        return NULL;
    TRY(apply_ask(s, "Do this?"));
    cli_be_careful();
    d.began_ms = now(&d);
    TRY(perform(&d));
    *ret = drill_told(&d);
    *ret_passed = d.passed;
    return NULL;
}

#include "provisioner/cli/saved_plan.h"

#include "provisioner/cli/planfile.h"

#include <string.h>

/* What would shape another plan is a misunderstanding. */
static struct err *refuse_what_shapes(const struct options *o)
{
    const struct {
        const char *name;
        bool given;
    } all[] = {{"target", o->targets.n},         {"replace", o->replaces.n}, {"set", o->sets.n},
               {"overlay", o->overlays.n},       {"region", o->region},      {"allow-destroy", o->allow_destroy.n},
               {"refresh-only", o->refresh_only}};
    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i].given)
            return err_new(ERR_USAGE, "--%s: a saved plan is done as it is; give --%s when the plan is made",
                           all[i].name, all[i].name);
    return NULL;
}

static struct err *refuse_what_is_not_allowed(const struct plan *p)
{
    for (size_t i = 0; i < p->n_planned; i++)
        if (p->planned[i].refused)
            return err_new(ERR_REFUSED, "%s: the plan had an error about it, and can't be applied; plan again",
                           p->planned[i].address);
    return NULL;
}

static bool is_under_way(const struct session *s)
{
    return str_eq(state_head(s->state)->plan, s->plan_digest);
}

static struct err *check_premises(struct session *s)
{
    const struct state_head *h = state_head(s->state);
    const struct value *who = value_get(s->lookups, "lookup/account");
    if (*h->plan)
        return err_new(
            ERR_STALE,
            "another saved plan was begun and is not finished; apply that one to its end, or everything with "
            "`provisioner apply %s`",
            s->spec_path);
    if (s->replayed)
        return err_new(ERR_STALE,
                       "an earlier run was cut off and has changed things since; `provisioner apply %s` carries on",
                       s->spec_path);
    if (!*h->lineage) /* a first plan's state has nothing yet that it could have moved on from */
        state_set_account(s->state, value_get_str(who, "AccountId"), value_get_str(who, "Lineage"));
    return plan_check_premises(s->plan, state_head(s->state));
}

/* Where nobody answers nobody can tell whether anything has changed. */
static struct err *refuse_what_is_dark(const struct session *s)
{
    for (const char **alias = s->skipped; *alias; alias++)
        for (size_t i = 0; i < s->plan->n_planned; i++)
            if (s->plan->planned[i].action != ACT_NOOP && str_eq(s->plan->planned[i].alias, *alias))
                return err_new(ERR_REFUSED,
                               "%s does not answer now, and the plan changes things there; nothing was changed",
                               *alias);
    return NULL;
}

static struct err *read_live(struct session *s)
{
    TRY(exec_read_live(s->client, s->a, &s->wanted, s->state, s->lookups, &s->skipped, &s->live));
    return refuse_what_is_dark(s);
}

static struct err *plan_the_rest(struct session *s)
{
    struct plan *saved = s->plan;
    struct plan_request r = {.wanted = &s->wanted,
                             .state = s->state,
                             .types = rtype_named,
                             .live = exec_live_of,
                             .live_ctx = s->live,
                             .skipped = s->skipped};
    size_t steps = saved->n_steps;
    if (plan_rest(s->a, saved, s->state, &r)) {
        TRY(plan_make(s->a, &r, &s->diags, &s->plan));
        TRY(plan_check_rest(saved, s->plan, s->state));
    } else {
        saved->n_planned = saved->n_steps = 0;
        memset(saved->count, 0, sizeof saved->count);
    }
    note("this plan was begun and not finished: %zu of its %zu steps are left", s->plan->n_steps, steps);
    return NULL;
}

struct err *saved_plan_take(struct session *s, const char *path)
{
    TRY(refuse_what_shapes(&s->cli->opt));
    TRY(planfile_read(s, path));
    TRY(refuse_what_is_not_allowed(s->plan));
    TRY(session_state(s, true));
    bool begun = is_under_way(s);
    s->lookups = s->plan->lookups;
    if (!begun)
        TRY(check_premises(s));
    TRY(session_connect(s));
    TRY(session_check_account(s));
    if (!begun && plan_is_empty(s->plan))
        return NULL;
    TRY(read_live(s));
    TRY(begun ? plan_the_rest(s) : plan_check_live(s->plan, exec_live_of, s->live));
    return session_online(s);
}

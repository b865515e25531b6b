#include "provisioner/base/screen.h"
#include "provisioner/cli/apply.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/history.h"
#include "provisioner/cli/stream.h"

#include <stdio.h>
#include <string.h>

/*
 * What others have made is taken over: each is looked at as an import would, and compared with what the spec asks for.
 * Nothing about it is changed but our tags of ownership, and that is a plan like any other. What could only be changed
 * by making it anew has to be said in the spec as it is; what to write there is told.
 */

static struct err *check_words(const struct texts *w)
{
    if (w->n % 2 == 1)
        return NULL;
    return err_new(ERR_USAGE, "%s: with which id? give an address and an id for each", w->items[w->n - 1]);
}

/* ---- taking in --------------------------------------------------------------------------------------------------- */

static struct err *take_in(struct session *s, const char *address, const char *id)
{
    const struct wanted *wanted = wanted_find(&s->wanted, address);
    struct entry entry;
    if (!wanted)
        return err_new(ERR_INPUT, "%s asks for no \"%s\"; `provisioner graph` names what it asks for", s->spec_path,
                       address);
    if (state_find(s->state, address))
        return err_new(ERR_INPUT, "%s is in the state already; `state rm` forgets it", address);
    TRY_CTX(exec_import(s->client, s->a, wanted, id, s->lookups, s->state, &entry), "%s", address);
    state_put(s->state, &entry);
    return NULL;
}

static const char *const *addresses_of(struct arena *a, const struct texts *w)
{
    const char **all = arena_alloc(a, (w->n / 2 + 1) * sizeof *all);
    for (size_t i = 1; i + 1 < w->n; i += 2)
        all[i / 2] = w->items[i];
    return all;
}

static bool is_one_of(const char *const *addresses, const char *address)
{
    for (; *addresses; addresses++)
        if (str_eq(*addresses, address))
            return true;
    return false;
}

/* ---- what it would have to be ------------------------------------------------------------------------------------ */

static const char *attr_named(struct arena *a, const struct change *c)
{
    return arena_strndup(a, c->path, strcspn(c->path, ".["));
}

struct refers {
    const char *const *addresses;
    bool found;
};

static void find_ref(void *ctx, const struct value *ref)
{
    struct refers *r = ctx;
    r->found = r->found || is_one_of(r->addresses, value_ref_address(ref));
}

/* What it has from another one of them will agree once that one does. */
static bool follows_them(const struct planned *p, const char *name, const char *const *addresses)
{
    struct refers r = {addresses, false};
    value_each_ref(value_get(p->wanted, name), find_ref, &r);
    return r.found;
}

/* By the address: the attributes that only another one could have as the spec says, as they are. */
static const struct value *as_they_are(const struct session *s, const struct plan *plan, const char *const *addresses)
{
    struct value *all = value_map(s->a);
    for (size_t i = 0; i < plan->n_planned; i++) {
        const struct planned *p = &plan->planned[i];
        struct value *one = value_map(s->a);
        for (size_t k = 0; is_one_of(addresses, p->address) && k < p->n_changes; k++) {
            const char *name = attr_named(s->a, &p->changes[k]);
            const struct value *now = value_get(p->live, name);
            bool counts = p->changes[k].forces_replacement && !p->changes[k].sensitive;
            if (counts && !follows_them(p, name, addresses))
                value_set(s->a, one, name, now ? now : value_null(s->a));
        }
        if (value_len(one))
            value_set(s->a, all, p->address, one);
    }
    return all;
}

static struct err *say_as_they_are(const struct value *differs)
{
    struct sbuf out = {.arena = arena_new()};
    sbuf_puts(&out, "overrides:\n");
    for (size_t i = 0; i < value_len(differs); i++) {
        const struct value *attrs = value_item(differs, i);
        sbuf_printf(&out, "  %s:\n", value_key(differs, i));
        for (size_t k = 0; k < value_len(attrs); k++)
            sbuf_printf(&out, "    %s: %s\n", value_key(attrs, k), value_canonical(out.arena, value_item(attrs, k)));
    }
    out_text(sbuf_str(&out));
    arena_free(out.arena);
    return err_new(
        ERR_CONFLICT,
        "nothing was changed: AWS changes none of what is above in place, so that an apply would make %s anew; "
        "say it in the spec as it is, with these lines",
        value_len(differs) > 1 ? "them" : value_key(differs, 0));
}

/* ---- tags and nothing else --------------------------------------------------------------------------------------- */

/* Of a change of tags, those of ownership: by their keys. Where there are none yet, it is a change of all of them. */
static void take_tags(struct arena *a, const struct change *c, struct value *ret)
{
    static const char within[] = "Tags.";
    for (size_t i = 0; str_eq(c->path, "Tags") && i < value_len(c->after); i++)
        if (str_starts(value_key(c->after, i), "provisioner:"))
            value_set(a, ret, value_key(c->after, i), value_item(c->after, i));
    if (str_starts(c->path, "Tags.provisioner:"))
        value_set(a, ret, c->path + strlen(within), c->after);
}

/* As it is, as far as the spec speaks of it. */
static struct value *kept_as_it_is(struct arena *a, const struct planned *p, const struct entry *e)
{
    struct value *all = value_map(a);
    for (size_t i = 0; i < value_len(p->wanted); i++) {
        const char *name = value_key(p->wanted, i);
        const struct value *now = value_get(p->live, name);
        value_set(a, all, name, now ? now : value_get(e->inputs, name));
    }
    return all;
}

static void only_tags(const struct session *s, struct planned *p)
{
    const struct entry *e = state_find(s->state, p->address);
    struct value *ours = value_map(s->a), *wanted = kept_as_it_is(s->a, p, e);
    for (size_t i = 0; i < p->n_changes; i++)
        take_tags(s->a, &p->changes[i], ours);
    struct change *tags = arena_alloc(s->a, (value_len(ours) + 1) * sizeof *tags);
    for (size_t i = 0; i < value_len(ours); i++)
        tags[i] = (struct change){.path = arena_printf(s->a, "Tags.%s", value_key(ours, i)),
                                  .after = value_item(ours, i),
                                  .interruption = INT_NONE};
    if (value_len(ours))
        value_set(s->a, wanted, "Tags", value_overlay(s->a, value_get(p->live, "Tags"), ours));
    p->wanted = wanted;
    p->changes = tags;
    p->n_changes = value_len(ours);
    p->action = p->n_changes ? ACT_UPDATE : ACT_NOOP;
    p->reason = "is ours from now on";
    p->interruption = INT_NONE;
}

/* Of all that the next plan will say, what is about them; a step for each that gets tags, none waits for another. */
static void plan_tags(const struct session *s, const char *const *addresses)
{
    struct plan *plan = s->plan;
    size_t n = 0;
    plan->steps = arena_alloc(s->a, (plan->n_planned + 1) * sizeof *plan->steps);
    plan->n_steps = 0;
    plan->takes = (struct span){5, 20};
    plan->critical_path = arena_alloc(s->a, sizeof *plan->critical_path);
    memset(plan->count, 0, sizeof plan->count);
    for (size_t i = 0; i < plan->n_planned; i++) {
        if (!is_one_of(addresses, plan->planned[i].address))
            continue;
        struct planned *p = &plan->planned[n];
        *p = plan->planned[i];
        only_tags(s, p);
        plan->count[p->action]++;
        if (p->action == ACT_UPDATE)
            plan->steps[plan->n_steps++] =
                (struct step){.kind = STEP_UPDATE, .planned = (uint32_t)n, .attrs = "Tags", .takes = plan->takes};
        n++;
    }
    plan->n_planned = n;
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

/* Findings of it are about what the next plan will say, once they are in the state. */
static struct err *plan_of_them(struct session *s, const char *const *addresses)
{
    struct diags untold = s->diags;
    const struct plan_request r = session_plan_request(s, false);
    TRY(plan_make(s->a, &r, &untold, &s->plan));
    const struct value *differs = as_they_are(s, s->plan, addresses);
    if (value_len(differs))
        return say_as_they_are(differs);
    plan_tags(s, addresses);
    return NULL;
}

static struct err *record(struct session *s, const char *const *addresses, int *ret_exit)
{
    size_t n = 0;
    for (; addresses[n]; n++)
        store_note_entry(s->store, s->state, state_find(s->state, addresses[n]));
    if (s->plan->n_steps)
        return apply_run(s, ret_exit);
    store_note_plan(s->store, s->state, "");
    history_note(s, &(struct run_tally){.adopted = n});
    return store_snapshot(s->store, s->state);
}

static struct err *adopt(struct session *s, int *ret_exit)
{
    const struct texts *w = &s->cli->opt.words;
    const char *const *addresses = addresses_of(s->a, w);
    TRY(check_words(w));
    TRY(session_spec(s, w->items[0]));
    TRY(session_state(s, !s->cli->opt.dry_run));
    TRY(session_connect(s));
    TRY(session_read_aws(s));
    for (size_t i = 1; i < w->n; i += 2)
        TRY(take_in(s, w->items[i], w->items[i + 1]));
    TRY(session_read_aws(s));
    TRY(plan_of_them(s, addresses));
    TRY(apply_show(s));
    if (s->cli->opt.dry_run)
        return NULL;
    TRY(apply_ask(s, "Take these over?"));
    TRY(record(s, addresses, ret_exit));
    note("`provisioner plan %s` says what the spec would change about %s", s->spec_path, w->n > 3 ? "them" : "it");
    return NULL;
}

struct err *cmd_adopt(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    s.changes = !c->opt.dry_run;
    s.stream = c->opt.json && s.changes ? stream_new(&s) : NULL;
    struct err *e = adopt(&s, ret_exit);
    if (s.stream)
        apply_stream_end(&s, e, *ret_exit);
    session_end(&s);
    return e;
}

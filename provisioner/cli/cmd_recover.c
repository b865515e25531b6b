#include "provisioner/base/screen.h"
#include "provisioner/cli/apply.h"
#include "provisioner/cli/commands.h"

#include <stdio.h>

/*
 * A state that was lost, from AWS alone: by ownership tags, names and natural keys, as a plan finds what its state does
 * not know; what has left the spec meanwhile, by the tagging API. The client can send nothing but reads: what is found
 * is recorded, and whatever differs is the next apply's.
 */

struct rescue {
    struct session *session;
    struct state *given_up; /* what is there already, and not believed; NULL: nothing, or nothing that can be read */
    bool over;              /* a state is written over */
    struct strays strays;
};

/* ---- what there is already --------------------------------------------------------------------------------------- */

static struct err *there_is_one(const struct session *s)
{
    return err_new(ERR_REFUSED,
                   "%s holds a state of %zu resources, serial %llu: nothing is lost; with --force it is given up for "
                   "what AWS tells",
                   s->state_path, state_count(s->state), (unsigned long long)state_head(s->state)->serial);
}

static bool is_empty(const struct session *s)
{
    return !state_count(s->state) && !state_intents(s->state);
}

/* One that can't be read is as lost as one that is not there, but is somebody's file. */
static struct err *begin_anew(struct rescue *r)
{
    struct session *s = r->session;
    bool force = s->cli->opt.force;
    struct err *e = session_state(s, true);
    if (e && (!force || s->state || err_class_of(e) != ERR_INPUT))
        return e;
    if (e)
        note("%s", err_text(e));
    err_free(e);
    if (s->state && is_empty(s))
        return NULL;
    if (s->state && !force)
        return there_is_one(s);
    r->over = true;
    r->given_up = s->state;
    s->state = s->state ? state_bare(s->state) : state_new(s->spec->project, s->spec->environment);
    s->replayed = 0;
    return NULL;
}

static bool was_skipped(const struct session *s, const char *alias)
{
    for (const char **at = s->skipped; at && *at; at++)
        if (str_eq(*at, alias))
            return true;
    return false;
}

/* What was there and is not found has spent its generation: AWS may refuse its name and tokens for days. Of what could
 * not be asked for, nothing else is known. */
static void keep_generations(const struct rescue *r)
{
    struct session *s = r->session;
    for (size_t i = 0; r->given_up && i < state_count(r->given_up); i++) {
        const struct entry *e = state_entry(r->given_up, i);
        const struct rtype *rt = rtype_named(e->type);
        if (state_find(s->state, e->address) || !rt)
            continue;
        store_note_entry(s->store, s->state, e);
        if (!was_skipped(s, rtype_scope(rt, e->alias)))
            store_note_remove(s->store, s->state, e->address, !(rt->flags & (RT_PART | RT_VIRTUAL)));
    }
}

/* ---- what has left the spec -------------------------------------------------------------------------------------- */

static void find_strays(struct rescue *r)
{
    struct session *s = r->session;
    const struct strays_request request = {
        .regions = session_regions(s), .n_regions = s->spec->n_regions, .wanted = &s->wanted, .state = s->state};
    struct err *e = exec_strays(s->client, s->a, &request, s->lookups, &r->strays);
    if (e)
        note("%s: what has left the spec is not looked for", err_text(e));
    err_free(e); /* what the spec names needs no right to that call */
}

static void tell_strays(const struct rescue *r)
{
    struct arena *a = r->session->a;
    const struct strays *found = &r->strays;
    if (found->n)
        note("\nOurs, and not in the spec; recovered too, and the next apply deletes it");
    for (size_t i = 0; i < found->n; i++)
        note("  %s  %s %s", screen_safe(a, found->items[i].address), found->items[i].type,
             screen_safe(a, found->items[i].id));
    for (const char **arn = found->unknown; arn && *arn; arn++)
        note("%s bears our tags, is not in the spec, and is of no type that is known here", screen_safe(a, *arn));
}

static void note_strays(const struct rescue *r)
{
    struct session *s = r->session;
    for (size_t i = 0; i < r->strays.n; i++) {
        struct entry e = r->strays.items[i];
        e.created = e.updated = client_wall(s->client);
        store_note_entry(s->store, s->state, &e);
    }
}

/* ---- what was found ---------------------------------------------------------------------------------------------- */

static bool is_unseen(const struct wanted *w)
{
    const struct rtype *rt = rtype_named(w->type);
    return rt && rt->flags & RT_UNSEEN;
}

static const char *fate(const struct session *s, const struct wanted *w)
{
    const struct live live = exec_live_of(s->live, w->address);
    if (is_unseen(w))
        return NULL;
    if (live.status == LIVE_UNREAD)
        return "its region did not answer";
    if (live.status == LIVE_ABSENT)
        return "not found";
    return live.ours ? NULL : "there is one, and it is not ours";
}

/* How many of the spec's are missing; each told. */
static size_t tell_missing(const struct session *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->wanted.n; i++) {
        const struct wanted *w = &s->wanted.items[i];
        const char *why = fate(s, w);
        if (!why)
            continue;
        if (!n++)
            note("\nNot recovered; the next apply makes what is not there");
        note("  %s  %s: %s", screen_safe(s->a, w->address), w->type, why);
    }
    return n;
}

/* What nobody looks at stands in no answer of AWS. Where all else is there, it was written, too. */
static void presume(struct session *s, bool whole)
{
    for (size_t i = 0; i < s->wanted.n; i++) {
        const struct wanted *w = &s->wanted.items[i];
        struct entry e;
        if (!is_unseen(w) || state_find(s->state, w->address))
            continue;
        bool taken = whole && exec_presume(s->a, w, s->lookups, s->state, &e);
        if (taken)
            store_note_entry(s->store, s->state, &e);
        note("%s can't be looked at: %s", screen_safe(s->a, w->address),
             taken ? "taken for done; `state rm` it if it is not, and apply writes it again"
                   : "the next apply writes it again, which does no harm");
    }
}

/* What no step has recorded. */
static struct err *note_rest(const struct rescue *r, bool whole)
{
    struct session *s = r->session;
    presume(s, whole);
    note_strays(r);
    keep_generations(r);
    return store_dirty(s->store) ? store_snapshot(s->store, s->state) : NULL;
}

static struct err *recover(struct rescue *r, int *ret_exit)
{
    struct session *s = r->session;
    struct sbuf out = {.arena = s->a};
    const struct plan_style style = session_style(s);
    s->cli->opt.refresh_only = true;
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    cli_be_careful();
    TRY(begin_anew(r));
    TRY(session_connect(s));
    TRY(session_read_aws(s));
    find_strays(r);
    TRY(session_plan(s, false));
    plan_render(&out, s->plan, &style);
    out_text(sbuf_str(&out));
    bool whole = tell_missing(s) == 0;
    tell_strays(r);
    if (plan_is_empty(s->plan) && !r->strays.n)
        return err_new(ERR_MISSING, "AWS holds nothing of %s/%s: there is nothing to recover", s->spec->project,
                       s->spec->environment);
    TRY(apply_ask(s, "Write this into the state?"));
    if (r->over)
        TRY(store_snapshot(s->store, s->state));
    TRY(apply_run(s, ret_exit));
    return note_rest(r, whole && *ret_exit == EXIT_DONE);
}

struct err *cmd_recover(struct cli *c, int *ret_exit)
{
    struct session s;
    struct rescue r = {.session = &s};
    session_init(&s, c);
    struct err *e = recover(&r, ret_exit);
    state_free(r.given_up);
    session_end(&s);
    return e;
}

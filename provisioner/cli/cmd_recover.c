#include "provisioner/base/screen.h"
#include "provisioner/cli/apply.h"
#include "provisioner/cli/commands.h"

#include <stdio.h>

/*
 * A state that was lost, from AWS alone: by ownership tags, names and natural keys, as a plan finds what its state does
 * not know. The client can send nothing but reads: what is found is recorded, and whatever differs is the next apply's.
 */

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
static struct err *begin_anew(struct session *s, bool *ret_over)
{
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
    *ret_over = true;
    state_free(s->state);
    s->state = state_new(s->spec->project, s->spec->environment);
    s->replayed = 0;
    return NULL;
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
static struct err *presume(struct session *s, bool whole)
{
    size_t n = 0;
    for (size_t i = 0; i < s->wanted.n; i++) {
        const struct wanted *w = &s->wanted.items[i];
        struct entry e;
        if (!is_unseen(w) || state_find(s->state, w->address))
            continue;
        bool taken = whole && exec_presume(s->a, w, s->lookups, s->state, &e);
        if (taken)
            store_note_entry(s->store, s->state, &e);
        n += taken;
        note("%s can't be looked at: %s", screen_safe(s->a, w->address),
             taken ? "taken for done; `state rm` it if it is not, and apply writes it again"
                   : "the next apply writes it again, which does no harm");
    }
    return n ? store_snapshot(s->store, s->state) : NULL;
}

static struct err *recover(struct session *s, int *ret_exit)
{
    struct sbuf out = {.arena = s->a};
    const struct plan_style style = session_style(s);
    bool over = false; /* what is there is given up */
    s->cli->opt.refresh_only = true;
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    cli_be_careful();
    TRY(begin_anew(s, &over));
    TRY(session_connect(s));
    TRY(session_read_aws(s));
    TRY(session_plan(s, false));
    plan_render(&out, s->plan, &style);
    out_text(sbuf_str(&out));
    bool whole = tell_missing(s) == 0;
    if (plan_is_empty(s->plan))
        return err_new(ERR_MISSING, "AWS holds nothing of %s/%s: there is nothing to recover", s->spec->project,
                       s->spec->environment);
    TRY(apply_ask(s, "Write this into the state?"));
    if (over)
        TRY(store_snapshot(s->store, s->state));
    TRY(apply_run(s, ret_exit));
    return presume(s, whole && *ret_exit == EXIT_DONE);
}

struct err *cmd_recover(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    struct err *e = recover(&s, ret_exit);
    session_end(&s);
    return e;
}

#include "state/backend.h"
#include "state/lock.h"

/* ---- opening ----------------------------------------------------------------------------------------------------- */

static void start_notes(struct store *st)
{
    arena_free(st->notes_arena);
    st->notes_arena = arena_new();
    st->notes = (struct sbuf){.arena = st->notes_arena};
    st->n_notes = 0;
}

struct store *store_new(const struct backend *back, size_t size, const char *path)
{
    struct arena *a = arena_new();
    struct store *st = arena_alloc(a, size);
    st->back = back;
    st->arena = a;
    st->sys = &sys_real;
    st->path = arena_strdup(a, path);
    st->head = (struct state_head){"", "", "", "", "", 0};
    start_notes(st);
    return st;
}

void store_close(struct store *st)
{
    if (!st)
        return;
    struct err *unsynced = st->locked ? store_sync(st) : NULL;
    err_free(unsynced); /* who wants to know calls store_sync before */
    st->back->close(st);
    arena_free(st->notes_arena);
    arena_free(st->arena);
}

void store_set_sys(struct store *st, const struct sys *sys)
{
    st->sys = sys;
}

void store_set_hook(struct store *st, void (*after_sync)(void *ctx, uint64_t n), void *ctx)
{
    st->hook = after_sync;
    st->hook_ctx = ctx;
}

/* ---- the lock ---------------------------------------------------------------------------------------------------- */

struct err *store_lock(struct store *st, const char *command, int64_t timeout_ms)
{
    if (st->locked)
        return NULL;
    TRY(st->back->lock(st, command, timeout_ms));
    st->locked = true;
    return NULL;
}

const char *store_in_use(struct store *st, struct arena *a)
{
    return st->back->in_use(st, a);
}

struct err *store_may_send(struct store *st)
{
    if (!st->locked)
        return err_new(ERR_BUG, "%s: written without its lock", st->path);
    return st->back->may_send ? st->back->may_send(st) : NULL;
}

/* ---- loading ----------------------------------------------------------------------------------------------------- */

void store_keep_head(struct store *st, const struct state_head *h)
{
    st->head = (struct state_head){.lineage = arena_strdup(st->arena, h->lineage),
                                   .project = arena_strdup(st->arena, h->project),
                                   .environment = arena_strdup(st->arena, h->environment),
                                   .account = arena_strdup(st->arena, h->account),
                                   .plan = ""}; /* has a record of its own */
}

static struct err *load(struct store *st, struct state **ret, size_t *ret_replayed)
{
    size_t replayed = 0;
    *ret = NULL;
    TRY(st->back->load(st, ret, &replayed));
    st->known = true;
    st->own = st->locked;
    if (*ret)
        store_keep_head(st, state_head(*ret));
    if (ret_replayed)
        *ret_replayed = replayed;
    return NULL;
}

struct err *store_load(struct store *st, struct state **ret, size_t *ret_replayed)
{
    struct state *s = NULL;
    TRY(load(st, &s, ret_replayed));
    if (!s)
        return err_new(ERR_MISSING, "%s: there is no state", st->path);
    *ret = s;
    return NULL;
}

/* ---- may it be written? ------------------------------------------------------------------------------------------ */

static struct err *check_empty(struct store *st)
{
    struct state *s = NULL;
    TRY(load(st, &s, NULL));
    if (!s)
        return NULL;
    state_free(s);
    st->known = st->own = false;
    return err_new(ERR_STALE, "%s: holds a state that this run has not read", st->path);
}

static struct err *check_own(struct store *st)
{
    TRY(store_may_send(st));
    if (st->own)
        return NULL;
    TRY(st->known ? st->back->unchanged(st) : check_empty(st));
    st->own = true;
    return NULL;
}

/* ---- notes ------------------------------------------------------------------------------------------------------- */

/* A new journal has the account in its head; one that goes on has to be told. */
static struct sbuf *note(struct store *st, const struct state *s)
{
    const struct state_head *h = state_head(s), *was = &st->head;
    bool same_account = str_eq(was->account, h->account) && str_eq(was->lineage, h->lineage);
    if (!same_account && st->headed)
        journal_account(&st->notes, h);
    if (!same_account || !str_eq(was->project, h->project) || !str_eq(was->environment, h->environment))
        store_keep_head(st, h);
    st->n_notes++;
    return &st->notes;
}

void store_note_intent(struct store *st, struct state *s, const struct intent *in)
{
    state_put_intent(s, in);
    journal_intent(note(st, s), state_intent_of(s, in->address));
}

void store_note_entry(struct store *st, struct state *s, const struct entry *e)
{
    state_put(s, e);
    journal_entry(note(st, s), state_find(s, e->address));
}

void store_note_drop_intent(struct store *st, struct state *s, const char *address)
{
    journal_drop(note(st, s), address);
    state_drop_intent(s, address);
}

void store_note_remove(struct store *st, struct state *s, const char *address, bool tombstone)
{
    journal_remove(note(st, s), address, tombstone);
    state_remove(s, address, tombstone);
}

void store_note_plan(struct store *st, struct state *s, const char *digest)
{
    if (str_eq(state_head(s)->plan, digest))
        return;
    journal_plan(note(st, s), digest);
    state_set_plan(s, digest);
}

void store_note_run(struct store *st, struct state *s, const struct past_run *r)
{
    state_put_run(s, r);
    journal_run(note(st, s), r);
}

struct past_run store_begin_run(struct store *st, struct state *s, const char *command, int64_t now)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *own = lock_own(a, command, now);
    const struct past_run r = {.who = value_get_str(own, "who"),
                               .host = value_get_str(own, "host"),
                               .command = command,
                               .version = PROVISIONER_VERSION,
                               .result = "",
                               .started = now};
    store_note_run(st, s, &r);
    return *state_run(s, state_runs(s) - 1);
}

bool store_dirty(const struct store *st)
{
    return st->n_notes > 0;
}

struct sbuf store_headed_notes(struct store *st)
{
    struct sbuf all = {.arena = st->notes_arena};
    journal_head(&all, &st->head, st->serial);
    sbuf_putn(&all, sbuf_str(&st->notes), st->notes.len);
    return all;
}

/* ---- making them durable ----------------------------------------------------------------------------------------- */

static void made_durable(struct store *st)
{
    size_t n = st->n_notes;
    start_notes(st);
    st->synced += n;
    if (n && st->hook)
        st->hook(st->hook_ctx, st->synced);
}

struct err *store_sync(struct store *st)
{
    if (!store_dirty(st))
        return NULL;
    TRY(check_own(st));
    TRY(st->back->append(st));
    made_durable(st);
    return NULL;
}

/* ---- snapshots --------------------------------------------------------------------------------------------------- */

const char *store_text_of(struct arena *a, const struct state *s, uint64_t serial)
{
    struct sbuf out = {.arena = a};
    struct value *v = value_edit(a, state_to_value(s, a));
    value_set(a, v, "serial", value_int(a, (int64_t)serial));
    value_print(&out, v, 0);
    sbuf_putc(&out, '\n');
    return sbuf_str(&out);
}

const char *store_text(struct arena *a, const struct state *s)
{
    return store_text_of(a, s, state_head(s)->serial);
}

static struct err *prepare_unread(struct store *st)
{
    struct state *s = NULL;
    struct err *e = load(st, &s, NULL);
    state_free(s);
    if (!e || err_class_of(e) != ERR_INPUT)
        return e;
    err_free(e);
    TRY(st->back->discard(st));
    st->known = st->own = true;
    return NULL;
}

static struct err *prepare(struct store *st)
{
    TRY(store_may_send(st));
    return st->known ? check_own(st) : prepare_unread(st);
}

static uint64_t next_serial(const struct store *st, const struct state *s)
{
    uint64_t known = state_head(s)->serial;
    return (st->serial > known ? st->serial : known) + 1;
}

struct err *store_keep(struct store *st, const struct state *s, struct err *why)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    enum err_class class = err_class_of(why);
    const char *path;
    if (!st->back->keep || (class != ERR_LOCKED && class != ERR_STALE))
        return why;
    struct err *e = st->back->keep(st, a, s, next_serial(st, s), &path);
    struct err *told =
        e ? err_new(class, "%s; what this run knew could not be kept either: %s", err_text(why), err_text(e))
          : err_new(class, "%s; what this run knew is kept in %s", err_text(why), path);
    err_free(e);
    err_free(why);
    return told;
}

static struct err *replace(struct store *st, const struct state *s, uint64_t *ret_serial)
{
    TRY(prepare(st));
    *ret_serial = next_serial(st, s);
    return st->back->replace(st, s, *ret_serial);
}

struct err *store_snapshot(struct store *st, struct state *s)
{
    uint64_t serial;
    struct err *e = replace(st, s, &serial);
    if (e)
        return store_keep(st, s, e);
    state_set_serial(s, serial);
    st->serial = serial;
    st->headed = false;
    st->notes = (struct sbuf){.arena = st->notes_arena}; /* all that was pending is in the snapshot */
    TRY(st->back->append(st)); /* else the notes stay counted, and the next sync tries again */
    made_durable(st);
    st->back->drop_journal(st);
    return NULL;
}

/* ---- by hand ----------------------------------------------------------------------------------------------------- */

struct err *store_promote(struct store *st, const char *command, int64_t timeout_ms)
{
    struct state *s = NULL;
    if (!st->back->promote)
        return err_new(ERR_USAGE, "%s: has no mirror that could be promoted", st->path);
    TRY(st->back->promote(st));
    TRY(store_lock(st, command, timeout_ms));
    TRY(store_load(st, &s, NULL));
    struct err *e = store_snapshot(st, s);
    state_free(s);
    return e;
}

struct err *store_unlock(struct store *st, struct arena *a, const char **ret_robbed)
{
    return st->back->unlock(st, a, ret_robbed);
}

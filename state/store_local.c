#include "provisioner/base/file.h"
#include "state/inside.h"
#include "state/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { LOAD_ATTEMPTS = 20 };
static const size_t LARGEST_FILE = (size_t)1 << 30;

struct store {
    struct arena *arena;
    const struct sys *sys;
    const char *path, *journal, *lock, *backup, *temp;
    int lock_fd, journal_fd;

    /* what is on disk */
    bool known;        /* it was loaded, or written here */
    bool own;          /* and nobody else has written since: seen under the lock */
    bool folder_dirty; /* a name in the folder is new, and not synced */
    bool tail_dirty;   /* the journal may hold more than what is durable: a write has failed */
    struct mark snapshot_mark, journal_mark;
    uint64_t serial; /* of the snapshot; 0: none */
    enum journal_kind kind;
    size_t durable; /* bytes of the journal that are good, and synced where they are ours */

    /* what is not there yet */
    struct arena *notes_arena;
    struct sbuf notes;
    size_t n_notes;
    struct state_head head; /* of the state that was noted last */

    uint64_t synced;
    void (*hook)(void *ctx, uint64_t n);
    void *hook_ctx;
};

/* ---- opening ----------------------------------------------------------------------------------------------------- */

/* The files beside a link would not be beside the file: two names of one state must meet at one lock. */
static const char *behind_link(struct arena *a, const char *path)
{
    char *real = realpath(path, NULL);
    struct stat st;
    const char *found = real && lstat(path, &st) == 0 && S_ISLNK(st.st_mode) ? arena_strdup(a, real) : NULL;
    free(real);
    return found ? found : arena_strdup(a, path);
}

static void start_notes(struct store *st)
{
    arena_free(st->notes_arena);
    st->notes_arena = arena_new();
    st->notes = (struct sbuf){.arena = st->notes_arena};
    st->n_notes = 0;
}

struct store *store_open_local(const char *path)
{
    struct arena *a = arena_new();
    struct store *st = arena_alloc(a, sizeof *st);
    st->arena = a;
    st->sys = &sys_real;
    st->path = behind_link(a, path);
    st->journal = arena_printf(a, "%s.journal", st->path);
    st->lock = arena_printf(a, "%s.lock", st->path);
    st->backup = arena_printf(a, "%s.backup", st->path);
    st->temp = arena_printf(a, "%s.tmp", st->path);
    st->lock_fd = st->journal_fd = -1;
    st->head = (struct state_head){"", "", "", "", 0};
    start_notes(st);
    return st;
}

static void close_journal(struct store *st)
{
    closep(&st->journal_fd);
    st->journal_fd = -1;
}

void store_close(struct store *st)
{
    if (!st)
        return;
    struct err *unsynced = st->lock_fd >= 0 ? store_sync(st) : NULL;
    err_free(unsynced); /* who wants to know calls store_sync before */
    close_journal(st);
    lock_release(st->sys, st->lock_fd);
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

struct err *store_lock(struct store *st, const char *command, int64_t timeout_ms)
{
    if (st->lock_fd >= 0)
        return NULL;
    return lock_take(st->sys, st->lock, st->path, command, timeout_ms, &st->lock_fd);
}

const char *store_in_use(struct store *st, struct arena *a)
{
    return lock_user(st->sys, a, st->lock);
}

/* ---- loading ----------------------------------------------------------------------------------------------------- */

struct loaded {
    struct state *s;
    struct journal_end end;
    struct mark snapshot, journal;
};

static struct err *load_snapshot(const struct store *st, struct loaded *l)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text;
    size_t n;
    TRY(disk_read(st->sys, a, st->path, LARGEST_FILE, &text, &n, &l->snapshot));
    if (l->snapshot.there)
        TRY_CTX(state_from_text(text, n, &l->s), "%s", st->path);
    return NULL;
}

static struct err *load_journal(const struct store *st, struct loaded *l)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text;
    size_t n;
    TRY(disk_read(st->sys, a, st->journal, LARGEST_FILE, &text, &n, &l->journal));
    TRY_CTX(journal_replay(text, n, &l->s, &l->end), "%s", st->journal);
    return NULL;
}

/* Another run may write a snapshot between the two: then the journal that was read belongs to the other one. */
static bool moved_meanwhile(const struct store *st, const struct loaded *l, const struct err *e)
{
    struct mark now;
    if (e && err_class_of(e) == ERR_FILE)
        return false;
    struct err *gone = disk_mark(st->sys, st->path, &now);
    bool moved = !gone && !mark_equal(&now, &l->snapshot);
    err_free(gone);
    return moved;
}

static struct err *load_once(const struct store *st, struct loaded *ret, bool *ret_moved)
{
    struct loaded l = {0};
    struct err *e = load_snapshot(st, &l);
    if (!e)
        e = load_journal(st, &l);
    *ret_moved = moved_meanwhile(st, &l, e);
    if (e || *ret_moved)
        state_free(l.s);
    else
        *ret = l;
    return e;
}

static struct err *load(const struct store *st, struct loaded *ret)
{
    bool moved = false;
    for (int i = 0; i < LOAD_ATTEMPTS; i++) {
        struct err *e = load_once(st, ret, &moved);
        if (!moved)
            return e;
        err_free(e);
    }
    return err_new(ERR_CONFLICT, "%s: is being written again and again: wait for the other run to end", st->path);
}

static void keep_head(struct store *st, const struct state_head *h)
{
    st->head = (struct state_head){.lineage = arena_strdup(st->arena, h->lineage),
                                   .project = arena_strdup(st->arena, h->project),
                                   .environment = arena_strdup(st->arena, h->environment),
                                   .account = arena_strdup(st->arena, h->account)};
}

static void learn(struct store *st, const struct loaded *l)
{
    st->known = true;
    st->own = st->lock_fd >= 0;
    st->snapshot_mark = l->snapshot;
    st->journal_mark = l->journal;
    st->serial = l->s ? state_head(l->s)->serial : 0;
    st->kind = l->end.kind;
    st->durable = l->end.kind == JOURNAL_EXTENDS ? l->end.good : 0;
    if (l->s)
        keep_head(st, state_head(l->s));
}

struct err *store_load(struct store *st, struct state **ret, size_t *ret_replayed)
{
    struct loaded l = {0};
    TRY(load(st, &l));
    learn(st, &l);
    if (!l.s)
        return err_new(ERR_MISSING, "%s: there is no state", st->path);
    *ret = l.s;
    if (ret_replayed)
        *ret_replayed = l.end.records;
    return NULL;
}

/* ---- may it be written? ------------------------------------------------------------------------------------------ */

static struct err *moved_on(const struct store *st)
{
    return err_new(ERR_STALE, "%s: another run has written it since this one has read it: run the same command again",
                   st->path);
}

static struct err *check_unchanged(const struct store *st)
{
    struct mark snapshot, journal;
    TRY(disk_mark(st->sys, st->path, &snapshot));
    TRY(disk_mark(st->sys, st->journal, &journal));
    bool same = mark_equal(&snapshot, &st->snapshot_mark) && mark_equal(&journal, &st->journal_mark);
    return same ? NULL : moved_on(st);
}

static struct err *check_empty(struct store *st)
{
    struct loaded l = {0};
    TRY(load(st, &l));
    if (l.s) {
        state_free(l.s);
        return err_new(ERR_STALE, "%s: holds a state that this run has not read", st->path);
    }
    st->known = true;
    st->kind = l.end.kind;
    return NULL;
}

static struct err *check_locked(const struct store *st)
{
    return st->lock_fd >= 0 ? NULL : err_new(ERR_BUG, "%s: written without its lock", st->path);
}

static struct err *check_own(struct store *st)
{
    TRY(check_locked(st));
    if (st->own)
        return NULL;
    TRY(st->known ? check_unchanged(st) : check_empty(st));
    st->own = true;
    return NULL;
}

/* ---- notes ------------------------------------------------------------------------------------------------------- */

/* A new journal has the account in its head; one that goes on has to be told. */
static struct sbuf *note(struct store *st, const struct state *s)
{
    const struct state_head *h = state_head(s), *was = &st->head;
    bool same_account = str_eq(was->account, h->account) && str_eq(was->lineage, h->lineage);
    if (!same_account && st->durable)
        journal_account(&st->notes, h);
    if (!same_account || !str_eq(was->project, h->project) || !str_eq(was->environment, h->environment))
        keep_head(st, h);
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

bool store_dirty(const struct store *st)
{
    return st->n_notes > 0;
}

/* ---- making them durable ----------------------------------------------------------------------------------------- */

static struct err *settle_folder(struct store *st)
{
    if (!st->folder_dirty)
        return NULL;
    TRY(disk_sync_folder(st->sys, st->path));
    st->folder_dirty = false;
    return NULL;
}

/* What is torn, or was refused half way, must not be followed by anything: it would be a broken line in the middle. */
static struct err *cut_tail(struct store *st)
{
    if (!st->tail_dirty)
        return NULL;
    if (st->sys->ftruncate(st->journal_fd, (off_t)st->durable) < 0 || st->sys->fdatasync(st->journal_fd) < 0)
        return disk_refused(st->journal);
    st->tail_dirty = false;
    return NULL;
}

/*
 * A new file, never an old one emptied: after a power cut that might be the new head over old records. The folder is
 * synced first, since the journal that goes may be the only one until the snapshot's name is.
 */
static struct err *open_journal(struct store *st)
{
    CLEANUP(closep) int fd = -1;
    bool there = st->kind == JOURNAL_EXTENDS;
    if (!there) {
        TRY(settle_folder(st));
        TRY(disk_remove(st->sys, st->journal));
    }
    fd = st->sys->open(st->journal, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | (there ? 0 : O_CREAT | O_EXCL), 0600);
    if (fd < 0)
        return disk_refused(st->journal);
    st->tail_dirty = there && (uintmax_t)st->journal_mark.size != st->durable;
    st->folder_dirty = st->folder_dirty || !there;
    st->kind = JOURNAL_EXTENDS;
    st->journal_fd = fd;
    fd = -1;
    return NULL;
}

static void made_durable(struct store *st)
{
    size_t n = st->n_notes;
    start_notes(st);
    st->synced += n;
    if (n && st->hook)
        st->hook(st->hook_ctx, st->synced);
}

static void put_head_first(struct store *st, struct sbuf *all)
{
    journal_head(all, &st->head, st->serial);
    sbuf_putn(all, sbuf_str(&st->notes), st->notes.len);
}

/*
 * After a failure everything that is pending is written again, at the same place: an fdatasync that has failed once
 * may succeed the next time without having written anything.
 */
static struct err *write_notes(struct store *st)
{
    struct sbuf all = {.arena = st->notes_arena};
    const struct sbuf *text = &st->notes;
    if (!st->durable) {
        put_head_first(st, &all);
        text = &all;
    }
    TRY(cut_tail(st));
    st->tail_dirty = true;
    TRY(disk_write(st->sys, st->journal_fd, st->journal, text->s, text->len, st->durable));
    if (st->sys->fdatasync(st->journal_fd) < 0)
        return disk_refused(st->journal);
    TRY(settle_folder(st));
    st->tail_dirty = false;
    st->durable += text->len;
    return NULL;
}

struct err *store_sync(struct store *st)
{
    if (!store_dirty(st))
        return NULL;
    TRY(check_own(st));
    if (st->notes.len && st->journal_fd < 0)
        TRY(open_journal(st));
    TRY(st->notes.len ? write_notes(st) : settle_folder(st));
    made_durable(st);
    return NULL;
}

/* ---- snapshots --------------------------------------------------------------------------------------------------- */

static const char *text_with_serial(struct arena *a, const struct state *s, uint64_t serial)
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
    return text_with_serial(a, s, state_head(s)->serial);
}

/* Where the file system has no hard links. */
static struct err *copy_backup(const struct store *st, const char *temp)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text;
    size_t n;
    struct mark mark;
    TRY(disk_read(st->sys, a, st->path, LARGEST_FILE, &text, &n, &mark));
    return disk_create(st->sys, temp, text, n);
}

static struct err *keep_backup(const struct store *st)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *temp = arena_printf(a, "%s.tmp", st->backup);
    struct mark old;
    TRY(disk_mark(st->sys, st->path, &old));
    if (!old.there)
        return NULL;
    TRY(disk_remove(st->sys, temp));
    if (st->sys->link(st->path, temp) < 0)
        TRY(copy_backup(st, temp));
    if (st->sys->rename(temp, st->backup) < 0)
        return disk_refused(st->backup);
    return disk_remove(st->sys, temp); /* renaming one name of a file to another name of it does nothing */
}

static struct err *replace_snapshot(const struct store *st, const char *text)
{
    TRY(disk_create(st->sys, st->temp, text, strlen(text)));
    struct err *e = keep_backup(st);
    if (!e && st->sys->rename(st->temp, st->path) < 0)
        e = disk_refused(st->path);
    if (e)
        st->sys->unlink(st->temp);
    return e;
}

static struct err *set_journal_aside(struct store *st)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (st->sys->rename(st->journal, arena_printf(a, "%s.backup", st->journal)) < 0 && errno != ENOENT)
        return disk_refused(st->journal);
    return disk_sync_folder(st->sys, st->path);
}

/* What cannot be understood is being replaced on purpose: its journal must not be taken for the new one's. */
static struct err *prepare_unread(struct store *st)
{
    struct loaded l = {0};
    struct err *e = load(st, &l);
    if (!e) {
        learn(st, &l);
        state_free(l.s);
        return NULL;
    }
    if (err_class_of(e) != ERR_INPUT)
        return e;
    err_free(e);
    TRY(set_journal_aside(st));
    st->known = st->own = true;
    return NULL;
}

static struct err *prepare(struct store *st)
{
    TRY(check_locked(st));
    return st->known ? check_own(st) : prepare_unread(st);
}

/* From here on the old journal is stale whatever happens, and so is what was pending: all of it is in the snapshot. */
static void now_at(struct store *st, struct state *s, uint64_t serial)
{
    struct err *e = disk_mark(st->sys, st->path, &st->snapshot_mark);
    err_free(e); /* compared only where another store writes, which the lock excludes */
    state_set_serial(s, serial);
    st->serial = serial;
    st->kind = JOURNAL_STALE;
    st->durable = 0;
    st->notes = (struct sbuf){.arena = st->notes_arena};
    st->tail_dirty = false;
    st->folder_dirty = true;
    close_journal(st);
}

struct err *store_snapshot(struct store *st, struct state *s)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    TRY(prepare(st));
    uint64_t serial = (st->serial > state_head(s)->serial ? st->serial : state_head(s)->serial) + 1;
    TRY(replace_snapshot(st, text_with_serial(a, s, serial)));
    now_at(st, s, serial);
    TRY(settle_folder(st)); /* else the notes stay counted, and the next sync tries again */
    made_durable(st);
    if (st->sys->unlink(st->journal) == 0 || errno == ENOENT)
        st->kind = JOURNAL_NONE; /* else it stays, and is known to be stale by its serial */
    return NULL;
}

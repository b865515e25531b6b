#include "provisioner/base/file.h"
#include "state/backend.h"
#include "state/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { LOAD_ATTEMPTS = 20 };
static const size_t LARGEST_FILE = (size_t)1 << 30;

struct local {
    struct store st; /* first: the two are one */
    const char *journal, *lock, *backup, *temp;
    int lock_fd, journal_fd;

    /* what is on disk */
    bool folder_dirty; /* a name in the folder is new, and not synced */
    bool tail_dirty;   /* the journal may hold more than what is durable: a write has failed */
    struct mark snapshot_mark, journal_mark;
    enum journal_kind kind;
    size_t durable; /* bytes of the journal that are good, and synced where they are ours */
};

static struct local *of(struct store *st)
{
    return (struct local *)st;
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

/* The files beside a link would not be beside the file: two names of one state must meet at one lock. */
static const char *behind_link(struct arena *a, const char *path)
{
    char real[PATH_MAX]; /* one that realpath allocates could fail, and leave two names for one state */
    struct stat st;
    bool linked = lstat(path, &st) == 0 && S_ISLNK(st.st_mode) && realpath(path, real);
    return arena_strdup(a, linked ? real : path);
}

static void close_journal(struct local *l)
{
    closep(&l->journal_fd);
    l->journal_fd = -1;
}

static void local_close(struct store *st)
{
    struct local *l = of(st);
    close_journal(l);
    lock_release(st->sys, l->lock_fd);
}

static struct err *local_lock(struct store *st, const char *command, int64_t timeout_ms)
{
    return lock_take(st->sys, of(st)->lock, st->path, command, timeout_ms, &of(st)->lock_fd);
}

static const char *local_in_use(struct store *st, struct arena *a)
{
    return lock_user(st->sys, a, of(st)->lock);
}

static struct err *local_unlock(struct store *st, struct arena *a, const char **ret_robbed)
{
    const char *holder = local_in_use(st, a);
    *ret_robbed = NULL;
    if (!holder)
        return NULL;
    return err_new(ERR_LOCKED, "%s: %s: end that process: the lock of a file is gone with it", st->path, holder);
}

/* ---- loading ----------------------------------------------------------------------------------------------------- */

struct loaded {
    struct state *s;
    struct journal_end end;
    struct mark snapshot, journal;
};

static struct err *load_snapshot(const struct store *st, struct loaded *ret)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text;
    size_t n;
    TRY(disk_read(st->sys, a, st->path, LARGEST_FILE, &text, &n, &ret->snapshot));
    if (ret->snapshot.there)
        TRY_CTX(state_from_text(text, n, &ret->s), "%s", st->path);
    return NULL;
}

static struct err *load_journal(const struct local *l, struct loaded *ret)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text;
    size_t n;
    TRY(disk_read(l->st.sys, a, l->journal, LARGEST_FILE, &text, &n, &ret->journal));
    TRY_CTX(journal_replay(text, n, &ret->s, &ret->end), "%s", l->journal);
    return NULL;
}

/* Another run may write a snapshot between the two: then the journal that was read belongs to the other one. */
static bool moved_meanwhile(const struct store *st, const struct loaded *was, const struct err *e)
{
    struct mark now;
    if (e && err_class_of(e) == ERR_FILE)
        return false;
    struct err *gone = disk_mark(st->sys, st->path, &now);
    bool moved = !gone && !mark_equal(&now, &was->snapshot);
    err_free(gone);
    return moved;
}

static struct err *load_once(const struct local *l, struct loaded *ret, bool *ret_moved)
{
    struct loaded now = {0};
    struct err *e = load_snapshot(&l->st, &now);
    if (!e)
        e = load_journal(l, &now);
    *ret_moved = moved_meanwhile(&l->st, &now, e);
    if (e || *ret_moved)
        state_free(now.s);
    else
        *ret = now;
    return e;
}

static struct err *load(const struct local *l, struct loaded *ret)
{
    bool moved = false;
    for (int i = 0; i < LOAD_ATTEMPTS; i++) {
        struct err *e = load_once(l, ret, &moved);
        if (!moved)
            return e;
        err_free(e);
    }
    return err_new(ERR_CONFLICT, "%s: is being written again and again: wait for the other run to end", l->st.path);
}

static struct err *local_load(struct store *st, struct state **ret, size_t *ret_replayed)
{
    struct local *l = of(st);
    struct loaded now = {0};
    TRY(load(l, &now));
    l->snapshot_mark = now.snapshot;
    l->journal_mark = now.journal;
    l->kind = now.end.kind;
    l->durable = now.end.kind == JOURNAL_EXTENDS ? now.end.good : 0;
    st->serial = now.s ? state_head(now.s)->serial : 0;
    st->headed = l->durable > 0;
    *ret = now.s;
    *ret_replayed = now.end.records;
    return NULL;
}

static struct err *local_unchanged(struct store *st)
{
    const struct local *l = of(st);
    struct mark snapshot, journal;
    TRY(disk_mark(st->sys, st->path, &snapshot));
    TRY(disk_mark(st->sys, l->journal, &journal));
    if (mark_equal(&snapshot, &l->snapshot_mark) && mark_equal(&journal, &l->journal_mark))
        return NULL;
    return err_new(ERR_STALE, "%s: another run has written it since this one has read it: run the same command again",
                   st->path);
}

/* ---- making notes durable ---------------------------------------------------------------------------------------- */

static struct err *settle_folder(struct local *l)
{
    if (!l->folder_dirty)
        return NULL;
    TRY(disk_sync_folder(l->st.sys, l->st.path));
    l->folder_dirty = false;
    return NULL;
}

/* What is torn, or was refused half way, must not be followed by anything: it would be a broken line in the middle. */
static struct err *cut_tail(struct local *l)
{
    const struct sys *sys = l->st.sys;
    if (!l->tail_dirty)
        return NULL;
    if (sys->ftruncate(l->journal_fd, (off_t)l->durable) < 0 || sys->fdatasync(l->journal_fd) < 0)
        return disk_refused(l->journal);
    l->tail_dirty = false;
    return NULL;
}

/*
 * A new file, never an old one emptied: after a power cut that might be the new head over old records. The folder is
 * synced first, since the journal that goes may be the only one until the snapshot's name is.
 */
static struct err *open_journal(struct local *l)
{
    const struct sys *sys = l->st.sys;
    bool there = l->kind == JOURNAL_EXTENDS;
    if (!there) {
        TRY(settle_folder(l));
        TRY(disk_remove(sys, l->journal));
    }
    int fd = sys->open(l->journal, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | (there ? 0 : O_CREAT | O_EXCL), 0600);
    if (fd < 0)
        return disk_refused(l->journal);
    l->tail_dirty = there && (uintmax_t)l->journal_mark.size != l->durable;
    l->folder_dirty = l->folder_dirty || !there;
    l->kind = JOURNAL_EXTENDS;
    l->journal_fd = fd;
    return NULL;
}

/*
 * After a failure everything that is pending is written again, at the same place: an fdatasync that has failed once
 * may succeed the next time without having written anything.
 */
static struct err *write_notes(struct local *l)
{
    struct store *st = &l->st;
    struct sbuf text = l->durable ? st->notes : store_headed_notes(st);
    TRY(cut_tail(l));
    l->tail_dirty = true;
    TRY(disk_write(st->sys, l->journal_fd, l->journal, text.s, text.len, l->durable));
    if (st->sys->fdatasync(l->journal_fd) < 0)
        return disk_refused(l->journal);
    TRY(settle_folder(l));
    l->tail_dirty = false;
    l->durable += text.len;
    st->headed = true;
    return NULL;
}

static struct err *local_append(struct store *st)
{
    struct local *l = of(st);
    if (!st->notes.len)
        return settle_folder(l);
    if (l->journal_fd < 0)
        TRY(open_journal(l));
    return write_notes(l);
}

/* ---- snapshots --------------------------------------------------------------------------------------------------- */

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

static struct err *keep_backup(const struct local *l)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *temp = arena_printf(a, "%s.tmp", l->backup);
    const struct sys *sys = l->st.sys;
    struct mark old;
    TRY(disk_mark(sys, l->st.path, &old));
    if (!old.there)
        return NULL;
    TRY(disk_remove(sys, temp));
    if (sys->link(l->st.path, temp) < 0)
        TRY(copy_backup(&l->st, temp));
    if (sys->rename(temp, l->backup) < 0)
        return disk_refused(l->backup);
    return disk_remove(sys, temp); /* renaming one name of a file to another name of it does nothing */
}

static struct err *replace_snapshot(const struct local *l, const char *text)
{
    const struct sys *sys = l->st.sys;
    TRY(disk_create(sys, l->temp, text, strlen(text)));
    struct err *e = keep_backup(l);
    if (!e && sys->rename(l->temp, l->st.path) < 0)
        e = disk_refused(l->st.path);
    if (e)
        sys->unlink(l->temp);
    return e;
}

static struct err *local_discard(struct store *st)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *journal = of(st)->journal;
    if (st->sys->rename(journal, arena_printf(a, "%s.backup", journal)) < 0 && errno != ENOENT)
        return disk_refused(journal);
    return disk_sync_folder(st->sys, st->path);
}

static struct err *local_replace(struct store *st, const struct state *s, uint64_t serial)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct local *l = of(st);
    TRY(replace_snapshot(l, store_text_of(a, s, serial)));
    struct err *e = disk_mark(st->sys, st->path, &l->snapshot_mark);
    err_free(e); /* compared only where another store writes, which the lock excludes */
    l->kind = JOURNAL_STALE;
    l->durable = 0;
    l->tail_dirty = false;
    l->folder_dirty = true;
    close_journal(l);
    return NULL;
}

static void local_drop_journal(struct store *st)
{
    struct local *l = of(st);
    if (st->sys->unlink(l->journal) == 0 || errno == ENOENT)
        l->kind = JOURNAL_NONE;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

static const struct backend local_backend = {
    .close = local_close,
    .lock = local_lock,
    .in_use = local_in_use,
    .unlock = local_unlock,
    .load = local_load,
    .unchanged = local_unchanged,
    .discard = local_discard,
    .append = local_append,
    .replace = local_replace,
    .drop_journal = local_drop_journal,
};

struct store *store_open_local(const char *path)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct store *st = store_new(&local_backend, sizeof(struct local), behind_link(a, path));
    struct local *l = of(st);
    l->journal = arena_printf(st->arena, "%s.journal", st->path);
    l->lock = arena_printf(st->arena, "%s.lock", st->path);
    l->backup = arena_printf(st->arena, "%s.backup", st->path);
    l->temp = arena_printf(st->arena, "%s.tmp", st->path);
    l->lock_fd = l->journal_fd = -1;
    return st;
}

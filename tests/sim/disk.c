#include "tests/sim/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_FILES = 64, MOST_NAMES = 64, MOST_OPEN = 1024, DEVICE = 77 };

/* ---- what is on it ----------------------------------------------------------------------------------------------- */

struct bytes {
    char *s;
    size_t n, cap;
};

/* One change of a file that is not synced: bytes written at a place, or (s NULL) a new length. */
struct write {
    char *s;
    size_t n, at;
};

struct file {
    struct bytes seen, synced;
    struct write *pending;
    size_t n_pending, cap_pending;
    uint64_t seen_id, synced_id; /* of the content: another one for each change */
    ino_t ino;
    int64_t written;
    struct file *next; /* of all there ever were: one without a name may still be open */
};

struct name {
    const char *path; /* NULL: free */
    struct file *file;
};

struct names {
    struct name items[MOST_NAMES];
};

struct handle {
    struct file *file; /* NULL: a folder */
    bool open;
    size_t at;
};

static struct disk {
    struct arena *arena; /* of paths and files */
    struct file *files;
    struct names seen, synced;
    struct names *steps; /* the names after each change since the folder was synced */
    size_t n_steps, cap_steps;
    struct handle handles[MOST_OPEN];
    struct file *locked;
    int lock_fd;
    dev_t device;
    ino_t inodes;
    int64_t changes;
    uint64_t contents;
    int64_t (*now)(void);
    void (*pause)(int64_t ms);
    void (*at)(void *ctx, const char *what);
    void *ctx;
} disk;

static void *grown(void *items, size_t size, size_t n, size_t *cap)
{
    if (n < *cap)
        return items;
    *cap = *cap ? 2 * *cap : 16;
    void *more = realloc(items, size * *cap);
    return more ? more : (abort(), NULL);
}

static void set_length(struct bytes *b, size_t n)
{
    while (b->cap < n + 1)
        b->s = grown(b->s, 1, b->cap, &b->cap);
    if (n > b->n)
        memset(b->s + b->n, 0, n - b->n);
    b->n = n;
}

static void apply(struct bytes *b, const struct write *w, size_t most)
{
    size_t n = w->n < most ? w->n : most;
    if (!w->s) {
        set_length(b, w->at);
        return;
    }
    if (b->n < w->at + n)
        set_length(b, w->at + n);
    memcpy(b->s + w->at, w->s, n);
}

static void change(struct file *f, struct write w)
{
    apply(&f->seen, &w, w.n);
    f->pending = grown(f->pending, sizeof *f->pending, f->n_pending, &f->cap_pending);
    f->pending[f->n_pending++] = w;
    f->written = ++disk.changes;
    f->seen_id = ++disk.contents;
}

static void forget_pending(struct file *f)
{
    for (size_t i = 0; i < f->n_pending; i++)
        free(f->pending[i].s);
    f->n_pending = 0;
}

static void sync_file(struct file *f)
{
    for (size_t i = 0; i < f->n_pending; i++)
        apply(&f->synced, &f->pending[i], SIZE_MAX);
    f->synced_id = f->seen_id;
    forget_pending(f);
}

static struct name *named(struct names *in, const char *path)
{
    for (size_t i = 0; i < MOST_NAMES; i++)
        if (in->items[i].path && strcmp(in->items[i].path, path) == 0)
            return &in->items[i];
    return NULL;
}

static void renamed(void)
{
    disk.steps = grown(disk.steps, sizeof *disk.steps, disk.n_steps, &disk.cap_steps);
    disk.steps[disk.n_steps++] = disk.seen;
    disk.changes++;
}

static void name_it(const char *path, struct file *f)
{
    struct name *n = named(&disk.seen, path);
    for (size_t i = 0; !n; i++) {
        if (i == MOST_NAMES)
            abort();
        n = disk.seen.items[i].path ? NULL : &disk.seen.items[i];
    }
    *n = (struct name){n->path ? n->path : arena_strdup(disk.arena, path), f};
}

static void sync_names(void)
{
    disk.synced = disk.seen;
    disk.n_steps = 0;
}

/* ---- the calls --------------------------------------------------------------------------------------------------- */

static void tell(const char *what)
{
    if (disk.at)
        disk.at(disk.ctx, what);
}

static int fails(int errnum)
{
    errno = errnum;
    return -1;
}

/* The number may be another's by now, which is no device of zeros. */
static struct handle *handle_of(int fd)
{
    struct stat st;
    bool ours = fd >= 0 && fd < MOST_OPEN && disk.handles[fd].open;
    return ours && fstat(fd, &st) == 0 && st.st_rdev == disk.device ? &disk.handles[fd] : NULL;
}

static int opened(struct file *f)
{
    struct stat st;
    int fd = open("/dev/zero", O_RDWR | O_CLOEXEC);
    if (fd < 0 || fd >= MOST_OPEN || fstat(fd, &st) != 0)
        abort();
    disk.device = st.st_rdev;
    if (fd == disk.lock_fd)
        disk.lock_fd = -1; /* whoever held it has closed it */
    disk.handles[fd] = (struct handle){.file = f, .open = true};
    return fd;
}

static struct file *make(const char *path)
{
    struct file *f = arena_alloc(disk.arena, sizeof *f);
    *f = (struct file){.ino = ++disk.inodes, .next = disk.files};
    disk.files = f;
    name_it(path, f);
    renamed();
    return f;
}

static int sim_open(const char *path, int flags, mode_t mode)
{
    (void)mode;
    if (flags & O_DIRECTORY)
        return opened(NULL);
    struct name *n = named(&disk.seen, path);
    if (n && flags & O_EXCL)
        return fails(EEXIST);
    if (!n && !(flags & O_CREAT))
        return fails(ENOENT);
    if (n)
        return opened(n->file);
    tell("before open");
    struct file *made = make(path);
    tell("after open");
    return opened(made);
}

static int status_of(const struct file *f, struct stat *ret)
{
    *ret = (struct stat){.st_dev = DEVICE,
                         .st_ino = f->ino,
                         .st_mode = S_IFREG | 0600,
                         .st_size = (off_t)f->seen.n,
                         .st_mtim = {.tv_sec = f->written}};
    return 0;
}

static int sim_fstat(int fd, struct stat *ret)
{
    struct handle *h = handle_of(fd);
    return h && h->file ? status_of(h->file, ret) : fails(EBADF);
}

static int sim_stat(const char *path, struct stat *ret)
{
    struct name *n = named(&disk.seen, path);
    return n ? status_of(n->file, ret) : fails(ENOENT);
}

static ssize_t sim_read(int fd, void *buf, size_t n)
{
    struct handle *h = handle_of(fd);
    if (!h || !h->file)
        return fails(EBADF);
    size_t left = h->at < h->file->seen.n ? h->file->seen.n - h->at : 0;
    n = n < left ? n : left;
    if (n)
        memcpy(buf, h->file->seen.s + h->at, n);
    h->at += n;
    return (ssize_t)n;
}

static ssize_t sim_pwrite(int fd, const void *buf, size_t n, off_t at)
{
    struct handle *h = handle_of(fd);
    if (!h || !h->file)
        return fails(EBADF);
    char *copy = malloc(n + 1);
    if (!copy)
        abort();
    memcpy(copy, buf, n);
    tell("before write");
    change(h->file, (struct write){copy, n, (size_t)at});
    tell("after write");
    return (ssize_t)n;
}

static int sim_ftruncate(int fd, off_t n)
{
    struct handle *h = handle_of(fd);
    if (!h || !h->file)
        return fails(EBADF);
    tell("before truncate");
    change(h->file, (struct write){NULL, 0, (size_t)n});
    tell("after truncate");
    return 0;
}

static int sim_fsync(int fd)
{
    struct handle *h = handle_of(fd);
    if (!h)
        return fails(EBADF);
    tell("before sync");
    if (h->file)
        sync_file(h->file);
    else
        sync_names();
    tell("after sync");
    return 0;
}

static int sim_rename(const char *from, const char *to)
{
    struct name *n = named(&disk.seen, from);
    if (!n)
        return fails(ENOENT);
    struct name *there = named(&disk.seen, to);
    if (there && there->file == n->file)
        return 0; /* two names of one file: nothing is done */
    tell("before rename");
    name_it(to, n->file);
    n->path = NULL;
    renamed();
    tell("after rename");
    return 0;
}

static int sim_link(const char *from, const char *to)
{
    struct name *n = named(&disk.seen, from);
    if (!n)
        return fails(ENOENT);
    if (named(&disk.seen, to))
        return fails(EEXIST);
    tell("before link");
    name_it(to, n->file);
    renamed();
    tell("after link");
    return 0;
}

static int sim_unlink(const char *path)
{
    struct name *n = named(&disk.seen, path);
    if (!n)
        return fails(ENOENT);
    tell("before unlink");
    n->path = NULL;
    renamed();
    tell("after unlink");
    return 0;
}

static int sim_lock(int fd)
{
    struct handle *h = handle_of(fd);
    if (!h || !h->file)
        return fails(EBADF);
    struct handle *holder = handle_of(disk.lock_fd);
    if (holder && holder != h && holder->file == h->file)
        return fails(EAGAIN);
    disk.lock_fd = fd;
    return 0;
}

static int64_t sim_now(void)
{
    return disk.now();
}

static void sim_pause(int64_t ms)
{
    disk.pause(ms);
}

const struct sys disk_sys = {
    .open = sim_open,
    .fstat = sim_fstat,
    .stat = sim_stat,
    .read = sim_read,
    .pwrite = sim_pwrite,
    .ftruncate = sim_ftruncate,
    .fdatasync = sim_fsync,
    .fsync = sim_fsync,
    .rename = sim_rename,
    .link = sim_link,
    .unlink = sim_unlink,
    .lock = sim_lock,
    .now = sim_now,
    .pause = sim_pause,
};

/* ---- crashes ----------------------------------------------------------------------------------------------------- */

static uint64_t dice(uint64_t *seed)
{
    uint64_t x = (*seed += 0x9e3779b97f4a7c15u);
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static void let_go(void)
{
    for (int fd = 0; fd < MOST_OPEN; fd++) {
        if (handle_of(fd))
            close(fd);
        disk.handles[fd] = (struct handle){0};
    }
    disk.lock_fd = -1;
}

/* Changes come through up to one of them, and of that one only some bytes. */
static void lose_bytes(struct file *f, enum crash how, uint64_t *seed)
{
    size_t whole = how == CRASH_TORN && f->n_pending ? (size_t)(dice(seed) % f->n_pending) : 0;
    for (size_t i = 0; i < whole; i++)
        apply(&f->synced, &f->pending[i], SIZE_MAX);
    if (how == CRASH_TORN && f->n_pending && f->pending[whole].s)
        apply(&f->synced, &f->pending[whole], (size_t)(dice(seed) % (f->pending[whole].n + 1)));
    forget_pending(f);
    f->seen_id = f->synced_id = ++disk.contents;
    set_length(&f->seen, 0);
    apply(&f->seen, &(struct write){f->synced.s ? f->synced.s : (char[]){""}, f->synced.n, 0}, SIZE_MAX);
}

static void lose_names(enum crash how, uint64_t *seed)
{
    size_t kept = how == CRASH_TORN ? (size_t)(dice(seed) % (disk.n_steps + 1)) : 0;
    disk.seen = kept ? disk.steps[kept - 1] : disk.synced;
    sync_names();
}

static bool done_before(size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (disk.seen.items[k].path && disk.seen.items[k].file == disk.seen.items[i].file)
            return true;
    return false;
}

void disk_crash(enum crash how, uint64_t seed)
{
    if (how == CRASH_LOST) {
        disk_reset(disk.now, disk.pause);
        return;
    }
    let_go();
    if (how != CRASH_KILLED)
        lose_names(how, &seed);
    for (size_t i = 0; i < MOST_NAMES; i++) {
        if (!disk.seen.items[i].path || done_before(i))
            continue;
        if (how == CRASH_KILLED)
            sync_file(disk.seen.items[i].file);
        else
            lose_bytes(disk.seen.items[i].file, how, &seed);
    }
    sync_names();
}

static uint64_t hash(uint64_t h, const void *bytes, size_t n)
{
    for (const unsigned char *c = bytes; n--; c++)
        h = (h ^ *c) * 1099511628211u;
    return h;
}

static uint64_t digest_of(const struct names *names, bool synced)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < MOST_NAMES; i++) {
        const char *path = names->items[i].path;
        const struct file *f = names->items[i].file;
        if (!path || str_ends(path, ".lock"))
            continue;
        uint64_t h = hash(1469598103934665603u, path, strlen(path));
        sum += hash(h, synced ? &f->synced_id : &f->seen_id, sizeof f->seen_id);
    }
    return sum;
}

uint64_t disk_digest(enum crash how)
{
    uint64_t seen = digest_of(&disk.seen, false), synced = digest_of(&disk.synced, true);
    switch (how) {
    case CRASH_KILLED: return seen;
    case CRASH_POWER: return synced;
    case CRASH_TORN: break;
    case CRASH_LOST: return 0;
    }
    return seen == synced ? seen : hash(seen, &synced, sizeof synced);
}

void disk_watch(void (*at)(void *ctx, const char *what), void *ctx)
{
    disk.at = at;
    disk.ctx = ctx;
}

const char *disk_text(const char *path, size_t *ret_n)
{
    struct name *n = named(&disk.seen, path);
    *ret_n = n ? n->file->seen.n : 0;
    return !n ? NULL : n->file->seen.s ? n->file->seen.s : "";
}

void disk_reset(int64_t (*now)(void), void (*pause)(int64_t ms))
{
    let_go();
    for (struct file *f = disk.files; f; f = f->next) {
        forget_pending(f);
        free(f->pending);
        free(f->seen.s);
        free(f->synced.s);
    }
    free(disk.steps);
    arena_free(disk.arena);
    disk = (struct disk){.arena = arena_new(), .now = now, .pause = pause, .lock_fd = -1};
}

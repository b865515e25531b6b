#include "provisioner/base/file.h"
#include "state/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* ---- the real ones ----------------------------------------------------------------------------------------------- */

static int real_open(const char *path, int flags, mode_t mode)
{
    return open(path, flags, mode);
}

static int real_fstat(int fd, struct stat *ret)
{
    return fstat(fd, ret);
}

static int real_stat(const char *path, struct stat *ret)
{
    return stat(path, ret);
}

/* Of the open file description, not of the process: no other close of the file lets go of it. */
static int real_lock(int fd)
{
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_OFD_SETLK, &all);
}

static int64_t real_now(void)
{
    return (int64_t)time(NULL);
}

static void real_pause(int64_t ms)
{
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

const struct sys sys_real = {
    .open = real_open,
    .fstat = real_fstat,
    .stat = real_stat,
    .read = read,
    .pwrite = pwrite,
    .ftruncate = ftruncate,
    .fdatasync = fdatasync,
    .fsync = fsync,
    .rename = rename,
    .link = link,
    .unlink = unlink,
    .lock = real_lock,
    .now = real_now,
    .pause = real_pause,
};

/* ---- refusals ---------------------------------------------------------------------------------------------------- */

struct err *disk_refused(const char *path)
{
    int errnum = errno;
    return err_new(ERR_FILE, "%s: %s: %s, then run the same command again: what was recorded before is safe", path,
                   strerror(errnum), file_remedy(errnum));
}

/* ---- marks ------------------------------------------------------------------------------------------------------- */

static struct mark mark_of(const struct stat *st)
{
    return (struct mark){true, st->st_dev, st->st_ino, st->st_size, st->st_mtim};
}

bool mark_equal(const struct mark *x, const struct mark *y)
{
    if (!x->there || !y->there)
        return x->there == y->there;
    return x->dev == y->dev && x->ino == y->ino && x->size == y->size && x->written.tv_sec == y->written.tv_sec &&
           x->written.tv_nsec == y->written.tv_nsec;
}

static bool is_absence(int errnum)
{
    return errnum == ENOENT || errnum == ENOTDIR;
}

struct err *disk_mark(const struct sys *sys, const char *path, struct mark *ret)
{
    struct stat st;
    if (sys->stat(path, &st) == 0)
        *ret = mark_of(&st);
    else if (is_absence(errno))
        *ret = (struct mark){0};
    else
        return disk_refused(path);
    return NULL;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* What is appended while it is read is left for the next time. */
static struct err *read_all(const struct sys *sys, int fd, const char *path, char *bytes, size_t size, size_t *ret_n)
{
    size_t n = 0;
    while (n < size) {
        ssize_t got = sys->read(fd, bytes + n, size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return disk_refused(path);
        if (got == 0)
            break;
        n += (size_t)got;
    }
    *ret_n = n;
    return NULL;
}

struct err *disk_read(const struct sys *sys, struct arena *a, const char *path, size_t limit, const char **ret_bytes,
                      size_t *ret_n, struct mark *ret_mark)
{
    struct stat st;
    CLEANUP(closep) int fd = sys->open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0);
    if (fd < 0 && is_absence(errno)) {
        *ret_mark = (struct mark){0};
        *ret_bytes = "";
        *ret_n = 0;
        return NULL;
    }
    if (fd < 0 || sys->fstat(fd, &st) < 0)
        return disk_refused(path);
    *ret_mark = mark_of(&st);
    if (!S_ISREG(st.st_mode))
        return err_new(ERR_INPUT, "%s: is no regular file", path);
    if ((uintmax_t)st.st_size > limit)
        return err_new(ERR_INPUT, "%s: larger than the limit of %zu bytes", path, limit);
    char *bytes = arena_alloc(a, (size_t)st.st_size + 1);
    TRY(read_all(sys, fd, path, bytes, (size_t)st.st_size, ret_n));
    *ret_bytes = bytes;
    return NULL;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

struct err *disk_write(const struct sys *sys, int fd, const char *path, const char *bytes, size_t n, size_t at)
{
    while (n) {
        ssize_t w = sys->pwrite(fd, bytes, n, (off_t)at);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0)
            return disk_refused(path);
        bytes += w;
        at += (size_t)w;
        n -= (size_t)w;
    }
    return NULL;
}

struct err *disk_remove(const struct sys *sys, const char *path)
{
    return sys->unlink(path) == 0 || is_absence(errno) ? NULL : disk_refused(path);
}

static struct err *fill(const struct sys *sys, const char *path, const char *bytes, size_t n)
{
    CLEANUP(closep) int fd = sys->open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return disk_refused(path);
    TRY(disk_write(sys, fd, path, bytes, n, 0));
    return sys->fsync(fd) == 0 ? NULL : disk_refused(path);
}

struct err *disk_create(const struct sys *sys, const char *path, const char *bytes, size_t n)
{
    TRY(disk_remove(sys, path));
    struct err *e = fill(sys, path, bytes, n);
    if (e)
        sys->unlink(path);
    return e;
}

struct err *disk_sync_folder(const struct sys *sys, const char *path)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_strndup(a, path, (size_t)(slash - path) + (slash == path)) : ".";
    CLEANUP(closep) int fd = sys->open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (fd < 0 || sys->fsync(fd) < 0)
        return disk_refused(folder);
    return NULL;
}

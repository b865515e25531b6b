#include "provisioner/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct err *open_for_reading(const char *path, int *ret_fd)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_errno(errno == ENOENT || errno == ENOTDIR ? ERR_MISSING : ERR_FILE, "%s", path);
    *ret_fd = fd;
    return NULL;
}

struct err *fd_read(struct arena *a, int fd, size_t limit, const char **ret_bytes, size_t *ret_n)
{
    struct sbuf all = {.arena = a};
    for (;;) {
        char block[16384];
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_errno(ERR_FILE, "read");
        if (n == 0)
            break;
        if (all.len + (size_t)n > limit)
            return err_new(ERR_INPUT, "larger than the limit of %zu bytes", limit);
        sbuf_putn(&all, block, (size_t)n);
    }
    *ret_bytes = sbuf_str(&all);
    *ret_n = all.len;
    return NULL;
}

struct err *file_read(struct arena *a, const char *path, size_t limit, const char **ret_bytes, size_t *ret_n)
{
    CLEANUP(closep) int fd = -1;
    struct stat st;
    TRY(open_for_reading(path, &fd));
    if (fstat(fd, &st) < 0)
        return err_errno(ERR_FILE, "%s", path);
    if (S_ISDIR(st.st_mode))
        return err_new(ERR_INPUT, "%s: is a folder; name a file in it", path);
    TRY_CTX(fd_read(a, fd, limit, ret_bytes, ret_n), "%s", path);
    return NULL;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t w = write(fd, bytes, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0)
            return false;
        bytes += w;
        n -= (size_t)w;
    }
    return true;
}

struct err *fd_write(int fd, const char *bytes, size_t n)
{
    return write_all(fd, bytes, n) ? NULL : err_errno(ERR_FILE, "write");
}

/* ---- refusals ---------------------------------------------------------------------------------------------------- */

const char *file_remedy(int errnum)
{
    switch (errnum) {
    case ENOSPC: return "free space on that disk";
    case EDQUOT: return "free space in that quota";
    case EFBIG: return "raise the limit on file sizes (ulimit -f)";
    case EACCES:
    case EPERM: return "make that file and its folder readable and writable for this user";
    case EROFS: return "name a place that can be written";
    case ENOENT:
    case ENOTDIR: return "make that folder, or name another place";
    case EMFILE:
    case ENFILE: return "raise the limit on open files (ulimit -n)";
    case ENOLCK: return "name a place on a file system that has locks";
    default: return "see to that disk";
    }
}

static struct err *refused(const char *path)
{
    int errnum = errno;
    return err_new(ERR_FILE, "%s: %s: %s, then run the same command again", path, strerror(errnum),
                   file_remedy(errnum));
}

/* ---- whole files ------------------------------------------------------------------------------------------------- */

struct err *folder_sync(const char *path)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_strndup(a, path, (size_t)(slash - path) + (slash == path)) : ".";
    CLEANUP(closep) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) < 0)
        return refused(folder);
    return NULL;
}

/* A rename takes the place of whatever has that name, a device too. */
static bool is_no_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

struct err *file_write(const char *path, const char *bytes, size_t n, unsigned mode)
{
    if (is_no_file(path))
        return err_new(ERR_FILE, "%s: is no regular file: name another place", path);
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *temp = arena_printf(a, "%s.tmp.%ld", path, (long)getpid());
    CLEANUP(closep) int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
    if (fd < 0 && errno == EEXIST && unlink(temp) == 0)
        fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
    if (fd < 0)
        return refused(path);
    if (write_all(fd, bytes, n) && fsync(fd) == 0 && rename(temp, path) == 0)
        return folder_sync(path);
    struct err *e = refused(path);
    unlink(temp);
    return e;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static bool is_link(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

struct err *path_stays_below(const char *root, const char *path)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (*path == '/')
        return err_new(ERR_INPUT, "%s: must be a path below the spec's folder", path);
    for (const char *s = path; *s;) {
        size_t n = strcspn(s, "/");
        if (n == 2 && strncmp(s, "..", 2) == 0)
            return err_new(ERR_INPUT, "%s: must be a path below the spec's folder, without ..", path);
        if (is_link(arena_printf(a, "%s/%.*s", root, (int)(s + n - path), path)))
            return err_new(ERR_INPUT, "%s: a symbolic link stands in this path; put the file itself there", path);
        s += n + (s[n] == '/');
    }
    return NULL;
}

#ifndef STATE_SYS_H
#define STATE_SYS_H

#include "state/store.h"

#include <sys/stat.h>
#include <sys/types.h>

/*
 * Every call of the operating system that a store makes, so that a test can let each of them fail, or end the process
 * before or after it. Each is what it is named after; nothing here adds behaviour.
 */
struct sys {
    int (*open)(const char *path, int flags, mode_t mode);
    int (*fstat)(int fd, struct stat *ret);
    int (*stat)(const char *path, struct stat *ret);
    ssize_t (*read)(int fd, void *buf, size_t n);
    ssize_t (*pwrite)(int fd, const void *buf, size_t n, off_t at);
    int (*ftruncate)(int fd, off_t n);
    int (*fdatasync)(int fd);
    int (*fsync)(int fd);
    int (*rename)(const char *from, const char *to);
    int (*link)(const char *from, const char *to);
    int (*unlink)(const char *path);
    int (*lock)(int fd);  /* the whole file, exclusively, without waiting */
    int64_t (*now)(void); /* unix seconds */
    void (*pause)(int64_t ms);
};

extern const struct sys sys_real;

void store_set_sys(struct store *st, const struct sys *sys);

/* ---- disk.c: whole files by these calls -------------------------------------------------------------------------- */

/* Which file it was: a snapshot is a new one each time it is written. */
struct mark {
    bool there;
    dev_t dev;
    ino_t ino;
    off_t size;
    struct timespec written;
};

bool mark_equal(const struct mark *x, const struct mark *y);

/* `errno` of `path` as an error that says what to do about it. */
struct err *disk_refused(const char *path) NODISCARD;
/* A file that is not there has no mark and no bytes, and is no error. */
struct err *disk_read(const struct sys *sys, struct arena *a, const char *path, size_t limit, const char **ret_bytes,
                      size_t *ret_n, struct mark *ret_mark) NODISCARD;
struct err *disk_mark(const struct sys *sys, const char *path, struct mark *ret) NODISCARD;
struct err *disk_write(const struct sys *sys, int fd, const char *path, const char *bytes, size_t n,
                       size_t at) NODISCARD;
/* A new file in the place of any old one, mode 0600, synced; its name is not. Nothing is left of it after an error. */
struct err *disk_create(const struct sys *sys, const char *path, const char *bytes, size_t n) NODISCARD;
struct err *disk_remove(const struct sys *sys, const char *path) NODISCARD; /* nothing there: fine */
struct err *disk_sync_folder(const struct sys *sys, const char *path) NODISCARD;

#endif

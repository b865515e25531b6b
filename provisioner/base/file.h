#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "provisioner/base/base.h"

#include <unistd.h>

/*
 * Whole files, and nothing half-written: what file_write leaves behind is either the old content or the new, also
 * after a power cut. Limits are the caller's, in bytes.
 */

/* ERR_MISSING when there is no such file, ERR_INPUT when it is longer than `limit` or no regular file. */
struct err *file_read(struct arena *a, const char *path, size_t limit, const char **ret_bytes, size_t *ret_n) NODISCARD;

/* All that is left to read of it; ERR_INPUT when that is more than `limit`. */
struct err *fd_read(struct arena *a, int fd, size_t limit, const char **ret_bytes, size_t *ret_n) NODISCARD;

/* Exclusive temporary file beside it with mode `mode`, fsync, rename, fsync of the folder. ERR_FILE; also when
 * something of that name is there and is no regular file. */
struct err *file_write(const char *path, const char *bytes, size_t n, unsigned mode) NODISCARD;

/* What somebody can do about an errno of a call for a file: "free space on that disk". */
const char *file_remedy(int errnum);

bool file_exists(const char *path);
/* All of it or an error; EINTR and short writes are dealt with. */
struct err *fd_write(int fd, const char *bytes, size_t n) NODISCARD;
/* After creating, renaming or removing a name in the folder of `path`. */
struct err *folder_sync(const char *path) NODISCARD;

static inline void closep(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* `path` is below the folder `root`: ERR_INPUT where it begins with a slash, has a "..", or a symbolic link stands in
 * it. What is not there yet is fine. */
struct err *path_stays_below(const char *root, const char *path) NODISCARD;

#endif

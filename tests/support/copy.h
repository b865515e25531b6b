#ifndef TESTS_COPY_H
#define TESTS_COPY_H

#include "provisioner/base/file.h"

#include <fcntl.h>
#include <unistd.h>

/* For tests that begin again and again with the same files. What is not there is taken away from the target. */
static inline void copy_file(struct arena *a, const char *source, const char *target)
{
    const char *bytes = NULL;
    size_t n = 0;
    unlink(target);
    if (!file_exists(source))
        return;
    struct err *e = file_read(a, source, SIZE_MAX / 4, &bytes, &n);
    int fd = e ? -1 : open(target, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (e || fd < 0 || write(fd, bytes, n) != (ssize_t)n)
        _exit(99);
    close(fd);
}

#endif

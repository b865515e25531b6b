#include "tests/fuzz/calls.h"

#include <sys/mman.h>
#include <unistd.h>

/*
 * A call, and below it any bytes as a saved world, with a world's first line before them where they bring none of their
 * own: what was taken of them is there again when it is opened once more.
 */

static const char head[] =
    "{\"sandbox\": 1, \"account\": \"123456789012\", \"clock\":    1767226859904, \"counter\":              135}\n";

static struct sandbox *open_world(struct arena *a, int fd)
{
    const struct sandbox_options o = {.world = arena_printf(a, "/proc/self/fd/%d", fd)};
    struct sandbox *s = NULL;
    CLEANUP(err_freep) struct err *e = sandbox_open(a, &o, &s);
    return e ? NULL : s;
}

static int file_of(const uint8_t *bytes, size_t n)
{
    int fd = memfd_create("world", MFD_CLOEXEC);
    bool whole = n > 2 && !memcmp(bytes, head, 3);
    ssize_t before = whole ? 0 : (ssize_t)strlen(head);
    must(fd >= 0 && write(fd, head, (size_t)before) == before && write(fd, bytes, n) == (ssize_t)n, "no memory");
    return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
    size_t n = line ? (size_t)(line - data) : 0, skip = line ? n + 1 : 0;
    int fd = file_of(data + skip, size - skip);
    struct sandbox *s = open_world(a, fd);
    if (s) {
        let_pass(s, 3600);
        make_call(s, (const char *)data, n, true);
        const struct value *before = sandbox_objects(s, a);
        sandbox_close(s);
        s = open_world(a, fd);
        must(s != NULL, "a world that was open cannot be opened again");
        must(value_equal(before, sandbox_objects(s, a)), "a world changes when it is closed");
        sandbox_close(s);
    }
    close(fd);
    return 0;
}

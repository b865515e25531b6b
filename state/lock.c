#include "state/lock.h"

#include "provisioner/base/file.h"
#include "provisioner/base/screen.h"
#include "provisioner/model/json.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

enum { STEP_MS = 100, LARGEST_HOLDER = 8192, LONGEST_TEXT = 300 };

/* ---- the holder -------------------------------------------------------------------------------------------------- */

/* Somebody else's words on the way to a terminal. */
static const char *clean(struct arena *a, const char *s)
{
    const char *safe = screen_cut(a, screen_safe(a, s), LONGEST_TEXT);
    return *safe ? safe : NULL;
}

struct store_holder lock_holder(struct arena *a, const char *text, size_t n)
{
    const struct value *v = NULL;
    struct err *e = json_parse(a, text, n, JSON_PLAIN, &v);
    err_free(e);
    return (struct store_holder){.who = clean(a, value_get_str(v, "who")),
                                 .host = clean(a, value_get_str(v, "host")),
                                 .command = clean(a, value_get_str(v, "command")),
                                 .pid = value_int_of(value_get(v, "pid")),
                                 .since = value_int_of(value_get(v, "since"))};
}

const char *lock_holder_text(struct arena *a, const struct store_holder *h, int64_t now)
{
    struct sbuf t = {.arena = a};
    if (!h->who && !h->host && h->pid <= 0)
        return "another run holds it, and has not said who it is";
    sbuf_printf(&t, "%s on %s", h->who ? h->who : "somebody", h->host ? h->host : "some host");
    if (h->pid > 0)
        sbuf_printf(&t, " (pid %" PRId64 ")", h->pid);
    sbuf_puts(&t, " holds it");
    if (h->since > 0 && h->since < INT64_C(253402300800)) /* the year 10000 */
        sbuf_printf(&t, " since %s, %s ago", time_utc(a, h->since, "%Y-%m-%d %H:%M:%S UTC"),
                    time_span(a, time_between(h->since, now)));
    if (h->command)
        sbuf_printf(&t, ": %s", h->command);
    return sbuf_str(&t);
}

static const char *own_name(struct arena *a)
{
    char room[4096];
    struct passwd pw, *found = NULL;
    if (getpwuid_r(geteuid(), &pw, room, sizeof room, &found) == 0 && found)
        return arena_strdup(a, pw.pw_name);
    return arena_printf(a, "uid %ld", (long)geteuid());
}

struct value *lock_own(struct arena *a, const char *command, int64_t now)
{
    struct value *v = value_map(a);
    char host[256] = "";
    if (gethostname(host, sizeof host - 1) < 0)
        *host = '\0';
    value_set_str(a, v, "who", own_name(a));
    value_set_str(a, v, "host", host);
    value_set(a, v, "pid", value_int(a, getpid()));
    value_set(a, v, "since", value_int(a, now));
    value_set_str(a, v, "command", command ? command : "");
    return v;
}

/* ---- taking it --------------------------------------------------------------------------------------------------- */

static const char *named_in(const struct sys *sys, struct arena *a, const char *path)
{
    const char *text = "";
    size_t n = 0;
    struct mark mark;
    struct err *unreadable = disk_read(sys, a, path, LARGEST_HOLDER, &text, &n, &mark);
    err_free(unreadable);
    struct store_holder h = lock_holder(a, text, n);
    return lock_holder_text(a, &h, sys->now());
}

const char *lock_user(const struct sys *sys, struct arena *a, const char *path)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    CLEANUP(closep) int fd = sys->open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0);
    bool held_by_somebody = fd >= 0 && fcntl(fd, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
    return held_by_somebody ? named_in(sys, a, path) : NULL;
}

static struct err *held(const struct sys *sys, const char *path, const char *state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    return err_new(ERR_LOCKED,
                   "%s: locked: %s: wait until it has ended (--lock-timeout 10m), or end that process: its lock goes "
                   "with it, and what it began is carried on by the next run",
                   state, named_in(sys, a, path));
}

/* Whether it is held matters; that its holder is named does not, so a full disk does not stop the taking. */
static void sign(const struct sys *sys, int fd, const char *path, const char *command)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    value_print(&text, lock_own(a, command, sys->now()), -1);
    sbuf_putc(&text, '\n');
    struct err *e = disk_write(sys, fd, path, text.s, text.len, 0);
    if (!e && sys->ftruncate(fd, (off_t)text.len) < 0)
        e = disk_refused(path);
    err_free(e);
}

static bool is_held(int errnum)
{
    return errnum == EAGAIN || errnum == EACCES;
}

static struct err *lock_within(const struct sys *sys, int fd, const char *path, const char *state, int64_t timeout_ms)
{
    for (int64_t left = timeout_ms;; left -= STEP_MS) {
        if (sys->lock(fd) == 0)
            return NULL;
        if (errno == EINTR)
            continue;
        if (!is_held(errno))
            return disk_refused(path);
        if (left <= 0)
            return held(sys, path, state);
        sys->pause(left < STEP_MS ? left : STEP_MS);
    }
}

struct err *lock_take(const struct sys *sys, const char *path, const char *state, const char *command,
                      int64_t timeout_ms, int *ret_fd)
{
    CLEANUP(closep) int fd = sys->open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return disk_refused(path);
    TRY(lock_within(sys, fd, path, state, timeout_ms));
    sign(sys, fd, path, command);
    *ret_fd = fd;
    fd = -1;
    return NULL;
}

/* The file stays: to remove it would let two others lock two files of the same name. */
void lock_release(const struct sys *sys, int fd)
{
    if (fd < 0)
        return;
    if (sys->ftruncate(fd, 0) < 0)
        errno = 0; /* a name too many, which means nothing once the lock is gone */
    close(fd);
}

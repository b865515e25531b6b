#include "state/s3/store_s3.h"
#include "state/sys.h"
#include "tests/fuzz/script.h"

#include <errno.h>

/*
 * What a bucket says of the state in it: heads, snapshots, the lease, names and bytes of the journal's objects. The
 * first byte says whether there is a mirror (its lowest bit), and what is done: looked at, written, its lock taken
 * away, its mirror promoted. There is a state or a reason, and of a lock's holder no more is told than a terminal can
 * show.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool promise)
{
    if (!promise)
        abort();
}

/* Nothing is left in a folder: a state that S3 does not take is kept there. */
static int no_file(const char *path, int flags, mode_t mode)
{
    (void)path, (void)flags, (void)mode;
    errno = EROFS;
    return -1;
}

static int64_t noon(void)
{
    return 1795348800;
}

static void shown(const char *line)
{
    for (const char *c = line; *c; c++)
        must((unsigned char)*c >= ' ' && *c != 0x7f);
}

static void write_one(struct store *st, struct state *s)
{
    store_note_entry(st, s, &(struct entry){.address = "tokyo/a/x", .type = "T", .generation = 1});
    err_free(store_sync(st));
    err_free(store_snapshot(st, s));
}

static void look_and_write(struct store *st, bool locks)
{
    struct state *s = NULL;
    struct err *locked = locks ? store_lock(st, "apply", 90000) : NULL, *e = store_load(st, &s, NULL);
    must(!e == !!s);
    if (!e && locks && !locked)
        write_one(st, s);
    err_free(locked);
    err_free(e);
    state_free(s);
}

static void act(struct arena *a, struct store *st, unsigned what)
{
    const char *who = NULL;
    switch (what) {
    case 0: look_and_write(st, false); break;
    case 1: err_free(store_unlock(st, a, &who)); break;
    case 2: err_free(store_promote(st, "promote", 1000)); break;
    default: look_and_write(st, true);
    }
    who = who ? who : store_in_use(st, a);
    if (who)
        shown(who);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, size);
    unsigned how = (unsigned char)*text;
    struct client *c = script_client(a, size ? text + 1 : text, "!403\n");
    struct sys sys = sys_real;
    sys.open = no_file;
    sys.now = noon;
    const struct store_s3_options o = {.client = c,
                                       .key = "k",
                                       .first = {.bucket = "first", .region = "ap-northeast-1"},
                                       .second = {how & 1 ? "second" : NULL, "ap-northeast-3", NULL},
                                       .account = "123456789012",
                                       .holder = {1, 2}};
    struct store *st = store_open_s3(&o);
    store_set_sys(st, &sys);
    act(a, st, how >> 1 & 7);
    store_close(st);
    client_free(c);
    return 0;
}

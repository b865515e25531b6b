#include "tests/unit/state/world.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* ---- a run: notes of every kind, syncs and snapshots between ----------------------------------------------------- */

/* What the state holds after so many notes; the account apart, which has a line of its own. */
static const char *after[STORY + 1];

static int tell_the_story(void **at)
{
    if (world_up(at))
        return -1;
    struct world *w = *at;
    story_tell(w->a, store_open_local(w->path), after);
    return 0;
}

struct progress {
    volatile size_t noted, durable;
};

static struct err *again(struct err *first, struct err *(*what)(struct store *st), struct store *st, bool retry)
{
    if (!first || !retry)
        return first;
    err_free(first);
    return what(st);
}

static struct err *take_lock(struct store *st)
{
    return store_lock(st, "test", 0);
}

static struct err *load_or_new(struct store *st, struct state **ret)
{
    struct err *e = store_load(st, ret, NULL);
    if (!e || err_class_of(e) != ERR_MISSING)
        return e;
    err_free(e);
    *ret = state_new("demo", "test");
    return NULL;
}

static struct err *snapshot_at(struct store *st, struct state *s, size_t i, bool retry)
{
    if (i != 5 && i != 9)
        return NULL;
    struct err *e = store_snapshot(st, s);
    if (!e || !retry)
        return e;
    err_free(e);
    return store_snapshot(st, s);
}

/* Notes from `from` on; a sync after every second, a snapshot now and then. Ends at the first error it does not retry.
 */
static struct err *notes_from(struct store *st, struct state *s, size_t from, bool retry, struct progress *p)
{
    for (size_t i = from; i < STORY; i++) {
        p->noted = i + 1;
        story_note(st, s, i);
        if (i % 2 == 0 && i + 1 < STORY)
            continue;
        TRY(again(store_sync(st), store_sync, st, retry));
        p->durable = i + 1;
        TRY(snapshot_at(st, s, i, retry));
    }
    return NULL;
}

static struct err *run_from(const struct world *w, const struct sys *sys, size_t from, bool retry, struct progress *p)
{
    struct store *st = store_open_local(w->path);
    struct state *s = NULL;
    store_set_sys(st, sys);
    struct err *e = again(take_lock(st), take_lock, st, retry);
    if (!e)
        e = load_or_new(st, &s);
    if (e && retry) {
        err_free(e);
        e = load_or_new(st, &s);
    }
    if (!e)
        e = notes_from(st, s, from, retry, p);
    store_close(st);
    state_free(s);
    return e;
}

static const char *on_disk(const struct world *w)
{
    struct store *st = store_open_local(w->path);
    struct state *s = NULL;
    fine(load_or_new(st, &s));
    const char *text = story_facts(w->a, s);
    state_free(s);
    store_close(st);
    return text;
}

static int no_sync(int fd)
{
    (void)fd;
    return 0;
}

/* What was durable is there, what is there was noted, and a next run carries on from it to the same end. */
static void nothing_is_lost(const struct world *w, const struct progress *p, size_t n)
{
    const char *found = on_disk(w);
    size_t k = p->noted;
    while (k > p->durable && strcmp(after[k], found) != 0)
        k--;
    if (strcmp(after[k], found) != 0)
        fail_msg("call %zu: after %zu durable notes of %zu the state is %s", n, p->durable, p->noted, found);
    struct progress rest = {k, k};
    struct sys sys = sys_real;
    sys.fdatasync = sys.fsync = no_sync;
    fine(run_from(w, &sys, k, false, &rest));
    assert_string_equal(on_disk(w), after[STORY]);
}

/* ---- calls that fail, or are the last ---------------------------------------------------------------------------- */

enum fault_kind { NO_FAULT, FAILS, ENDS_BEFORE, ENDS_AFTER, ENDS_HALF_WAY };

static struct {
    enum fault_kind kind;
    int errnum;
    size_t at, calls, writes, syncs;
} fault;

static bool fails(void)
{
    bool now = ++fault.calls == fault.at;
    if (now && fault.kind == ENDS_BEFORE)
        _exit(0);
    if (now && fault.kind == FAILS)
        errno = fault.errnum;
    return now && fault.kind == FAILS;
}

static void done(void)
{
    if (fault.calls == fault.at && fault.kind == ENDS_AFTER)
        _exit(0);
}

#define FAULTY(type, name, declared, passed)                                                                           \
    static type faulty_##name declared                                                                                 \
    {                                                                                                                  \
        if (fails())                                                                                                   \
            return -1;                                                                                                 \
        type result = sys_real.name passed;                                                                            \
        done();                                                                                                        \
        return result;                                                                                                 \
    }

FAULTY(int, open, (const char *path, int flags, mode_t mode), (path, flags, mode))
FAULTY(int, fstat, (int fd, struct stat *ret), (fd, ret))
FAULTY(int, stat, (const char *path, struct stat *ret), (path, ret))
FAULTY(ssize_t, read, (int fd, void *buf, size_t n), (fd, buf, n))
FAULTY(int, ftruncate, (int fd, off_t n), (fd, n))
FAULTY(int, rename, (const char *from, const char *to), (from, to))
FAULTY(int, link, (const char *from, const char *to), (from, to))
FAULTY(int, unlink, (const char *path), (path))
FAULTY(int, lock, (int fd), (fd))

/* A process that ends leaves what it wrote to the kernel: there is nothing to wait for. */
static int faulty_sync(int fd)
{
    (void)fd;
    fault.syncs++;
    if (fails())
        return -1;
    done();
    return 0;
}

/* A disk that fills up takes the first half. */
static ssize_t faulty_pwrite(int fd, const void *buf, size_t n, off_t at)
{
    fault.writes++;
    if (fails() || (fault.calls == fault.at && fault.kind == ENDS_HALF_WAY)) {
        if (pwrite(fd, buf, n / 2, at) < 0 || fault.kind == ENDS_HALF_WAY)
            _exit(0);
        errno = fault.errnum;
        return -1;
    }
    ssize_t result = pwrite(fd, buf, n, at);
    done();
    return result;
}

static struct sys faulty_sys(void)
{
    struct sys sys = sys_real;
    sys.open = faulty_open;
    sys.fstat = faulty_fstat;
    sys.stat = faulty_stat;
    sys.read = faulty_read;
    sys.pwrite = faulty_pwrite;
    sys.ftruncate = faulty_ftruncate;
    sys.fdatasync = faulty_sync;
    sys.fsync = faulty_sync;
    sys.rename = faulty_rename;
    sys.link = faulty_link;
    sys.unlink = faulty_unlink;
    sys.lock = faulty_lock;
    return sys;
}

static void arm(enum fault_kind kind, size_t at, int errnum)
{
    fault.kind = kind;
    fault.at = at;
    fault.errnum = errnum;
    fault.calls = fault.writes = fault.syncs = 0;
}

static size_t calls_of_a_run(const struct world *w)
{
    struct sys sys = faulty_sys();
    struct progress p = {0, 0};
    arm(NO_FAULT, 0, 0);
    fine(run_from(w, &sys, 0, false, &p));
    world_empty(w);
    assert_true(fault.calls > 40);
    return fault.calls;
}

static const int refusals[] = {EIO, ENOSPC, EPERM, EMFILE, EROFS, EDQUOT};

static void each_call_may_fail_once_and_trying_again_is_enough(void **at)
{
    struct world *w = *at;
    size_t calls = calls_of_a_run(w);
    struct sys sys = faulty_sys();
    for (size_t n = 1; n <= calls; n++) {
        for (size_t i = 0; i < COUNT(refusals); i++) {
            struct progress p = {0, 0};
            arm(FAILS, n, refusals[i]);
            fine(run_from(w, &sys, 0, true, &p));
            assert_string_equal(on_disk(w), after[STORY]);
            world_empty(w);
        }
    }
}

static void a_run_that_stops_at_the_first_call_that_fails_loses_nothing(void **at)
{
    struct world *w = *at;
    size_t calls = calls_of_a_run(w), stopped = 0;
    struct sys sys = faulty_sys();
    for (size_t n = 1; n <= calls; n++) {
        for (size_t i = 0; i < COUNT(refusals); i++) {
            struct progress p = {0, 0};
            arm(FAILS, n, refusals[i]);
            struct err *e = run_from(w, &sys, 0, false, &p);
            if (e && !strstr(err_text(e), "run the same command again"))
                fail_msg("\"%s\" does not say what to do", err_text(e));
            stopped += e != NULL;
            err_free(e);
            nothing_is_lost(w, &p, n);
            world_empty(w);
        }
    }
    assert_true(stopped > calls); /* of four times as many */
}

static void a_run_may_be_killed_before_after_and_within_each_call(void **at)
{
    struct world *w = *at;
    size_t calls = calls_of_a_run(w);
    struct sys sys = faulty_sys();
    struct progress *p = mmap(NULL, sizeof *p, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(p != MAP_FAILED);
    for (size_t n = 1; n <= calls; n++) {
        for (enum fault_kind kind = ENDS_BEFORE; kind <= ENDS_HALF_WAY; kind++) {
            *p = (struct progress){0, 0};
            pid_t pid = fork();
            if (pid == 0) {
                arm(kind, n, 0);
                struct err *e = run_from(w, &sys, 0, false, p);
                _exit(e ? 1 : 0);
            }
            int status;
            assert_int_equal(waitpid(pid, &status, 0), pid);
            assert_int_equal(status, 0);
            nothing_is_lost(w, p, n);
            world_empty(w);
        }
    }
    munmap(p, sizeof *p);
}

static void kill_at(void *ctx, uint64_t n)
{
    const uint64_t *at = ctx;
    if (n >= *at)
        _exit(7);
}

static void a_run_may_be_killed_after_each_sync(void **at)
{
    struct world *w = *at;
    for (uint64_t n = 1; n <= STORY; n++) {
        pid_t pid = fork();
        if (pid == 0) {
            struct store *st = store_open_local(w->path);
            struct state *s = state_new("demo", "test");
            struct progress p = {0, 0};
            store_set_hook(st, kill_at, &n);
            struct err *e = take_lock(st);
            _exit(e || notes_from(st, s, 0, false, &p) ? 1 : 0);
        }
        int status;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_int_equal(WEXITSTATUS(status), 7);
        struct progress p = {(n + 1) / 2 * 2, (n + 1) / 2 * 2};
        nothing_is_lost(w, &p, n);
        world_empty(w);
    }
}

static ssize_t stingy_pwrite(int fd, const void *buf, size_t n, off_t at)
{
    if (++fault.writes % 2) {
        errno = EINTR;
        return -1;
    }
    return pwrite(fd, buf, n < 7 ? n : 7, at);
}

static ssize_t stingy_read(int fd, void *buf, size_t n)
{
    if (++fault.calls % 2) {
        errno = EINTR;
        return -1;
    }
    return read(fd, buf, n < 5 ? n : 5);
}

static void calls_that_do_a_little_at_a_time_are_repeated(void **at)
{
    struct world *w = *at;
    struct sys sys = sys_real;
    struct progress p = {0, 0};
    sys.pwrite = stingy_pwrite;
    sys.read = stingy_read;
    fine(run_from(w, &sys, 0, false, &p));
    struct store *st = store_open_local(w->path);
    struct state *s = NULL;
    store_set_sys(st, &sys);
    fine(store_load(st, &s, NULL));
    assert_string_equal(story_facts(w->a, s), after[STORY]);
    state_free(s);
    store_close(st);
}

/* ---- cost -------------------------------------------------------------------------------------------------------- */

static void any_number_of_notes_is_one_write_and_one_sync(void **at)
{
    struct world *w = *at;
    static const size_t counts[] = {1, 1, 100, 20000};
    struct sys sys = faulty_sys();
    struct store *st = store_open_local(w->path);
    struct state *s = state_new("demo", "test");
    store_set_sys(st, &sys);
    fine(take_lock(st));
    for (size_t i = 0; i < COUNT(counts); i++) {
        for (size_t k = 0; k < counts[i]; k++)
            story_entry(st, s, arena_printf(w->a, "tokyo/s%zu/x", k), 1);
        arm(NO_FAULT, 0, 0);
        fine(store_sync(st));
        assert_int_equal(fault.writes, 1);
        assert_int_equal(fault.syncs, i ? 1 : 2); /* a new file has a new name in its folder */
        if (i)
            assert_int_equal(fault.calls, 2);
    }
    arm(NO_FAULT, 0, 0);
    fine(store_sync(st));
    assert_int_equal(fault.calls, 0);
    fine(store_snapshot(st, s));
    assert_int_equal(fault.writes, 1);
    assert_int_equal(fault.syncs, 2); /* the file and its folder */
    assert_int_equal(state_count(s), 20000);
    store_close(st);
    state_free(s);

    size_t replayed = 99;
    st = store_open_local(w->path);
    fine(store_load(st, &s, &replayed));
    assert_int_equal(state_count(s), 20000);
    assert_int_equal(replayed, 0);
    store_close(st);
    state_free(s);
}

/* ---- order ------------------------------------------------------------------------------------------------------- */

/* What is done to which file, in order: a power cut keeps only what was synced, and names only with their folder. */
static char trace[2000];

static void traced(const char *what, const char *path)
{
    const char *name = strstr(path, ".state.json");
    snprintf(trace + strlen(trace), sizeof trace - strlen(trace), "%s%s %s", *trace ? ", " : "", what,
             name ? name + strlen(".state.json") : "folder");
}

static void traced_fd(const char *what, int fd)
{
    char link[64], path[4096] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (readlink(link, path, sizeof path - 1) < 0)
        snprintf(path, sizeof path, "?");
    traced(what, path);
}

static int traced_open(const char *path, int flags, mode_t mode)
{
    if (flags & O_CREAT)
        traced("make", path);
    return open(path, flags, mode);
}

static ssize_t traced_pwrite(int fd, const void *buf, size_t n, off_t at)
{
    traced_fd("write", fd);
    return pwrite(fd, buf, n, at);
}

static int traced_sync(int fd)
{
    traced_fd("sync", fd);
    return 0;
}

static int traced_ftruncate(int fd, off_t n)
{
    traced_fd("cut", fd);
    return ftruncate(fd, n);
}

static int traced_rename(const char *from, const char *to)
{
    traced("rename", from);
    return rename(from, to);
}

static int traced_unlink(const char *path)
{
    if (access(path, F_OK) == 0)
        traced("remove", path);
    return unlink(path);
}

static void did(const char *expected)
{
    assert_string_equal(trace, expected);
    *trace = '\0';
}

static void each_thing_is_synced_before_what_relies_on_it(void **at)
{
    struct world *w = *at;
    struct sys sys = sys_real;
    struct state *s = state_new("demo", "test"), *again = NULL;
    struct store *st = store_open_local(w->path);
    sys.open = traced_open;
    sys.pwrite = traced_pwrite;
    sys.fdatasync = sys.fsync = traced_sync;
    sys.ftruncate = traced_ftruncate;
    sys.rename = traced_rename;
    sys.unlink = traced_unlink;
    fine(take_lock(st));
    store_set_sys(st, &sys);
    story_note(st, s, 0);
    fine(store_sync(st));
    did("make .journal, write .journal, sync .journal, sync folder");
    story_note(st, s, 1);
    fine(store_sync(st));
    did("write .journal, sync .journal");
    fine(store_snapshot(st, s));
    did("make .tmp, write .tmp, sync .tmp, rename .tmp, sync folder, remove .journal");
    story_note(st, s, 2);
    fine(store_sync(st));
    did("make .journal, write .journal, sync .journal, sync folder");
    fine(store_snapshot(st, s));
    did("make .tmp, write .tmp, sync .tmp, rename .backup.tmp, rename .tmp, sync folder, remove .journal");
    story_note(st, s, 3);
    fine(store_sync(st));
    store_set_sys(st, &sys_real);
    store_close(st);
    state_free(s);

    write_text(w->journal, arena_printf(w->a, "%s{torn", read_text(w, w->journal)));
    st = store_open_local(w->path);
    fine(take_lock(st));
    fine(store_load(st, &again, NULL));
    store_set_sys(st, &sys);
    story_note(st, again, 4);
    *trace = '\0';
    fine(store_sync(st));
    did("cut .journal, sync .journal, write .journal, sync .journal");
    store_set_sys(st, &sys_real);
    store_close(st);
    state_free(again);
}

static int refuse_folder_once(int fd)
{
    struct stat st;
    if (!fault.calls && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        fault.calls++;
        errno = EIO;
        return -1;
    }
    return traced_sync(fd);
}

static void a_journal_goes_only_after_the_name_of_its_snapshot_is_durable(void **at)
{
    struct world *w = *at;
    struct sys sys = sys_real;
    struct state *s = state_new("demo", "test");
    struct store *st = store_open_local(w->path);
    fine(take_lock(st));
    story_note(st, s, 0);
    fine(store_sync(st));
    fault.calls = 0;
    sys.fsync = refuse_folder_once;
    sys.fdatasync = traced_sync;
    sys.unlink = traced_unlink;
    store_set_sys(st, &sys);
    story_note(st, s, 1);
    *trace = '\0';
    refused(store_snapshot(st, s), ERR_FILE, "Input/output error");
    assert_true(store_dirty(st));
    did("sync .tmp");
    story_note(st, s, 2);
    fine(store_sync(st));
    did("sync folder, remove .journal, sync .journal, sync folder");
    assert_string_equal(on_disk(w), after[3]);
    store_close(st);
    state_free(s);
}

static void an_account_that_becomes_known_between_two_syncs_is_kept(void **at)
{
    struct world *w = *at;
    struct state *s = state_new("demo", "test"), *again = NULL;
    struct store *st = store_open_local(w->path);
    fine(take_lock(st));
    story_note(st, s, 0);
    fine(store_sync(st));
    state_set_account(s, "123456789012", "l-1");
    story_note(st, s, 1);
    fine(store_sync(st));
    fine(store_load(st, &again, NULL));
    assert_string_equal(state_head(again)->account, "123456789012");
    assert_string_equal(state_head(again)->lineage, "l-1");
    store_close(st);
    state_free(s);
    state_free(again);
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static size_t files_in(const struct world *w)
{
    size_t n = 0;
    DIR *d = opendir(w->folder);
    while (readdir(d))
        n++;
    closedir(d);
    return n - 2;
}

static void opening_and_reading_make_no_file_and_need_no_lock(void **at)
{
    struct world *w = *at;
    struct store *st = store_open_local(w->path), *holder = store_open_local(w->path);
    struct state *s = NULL;
    refused(store_load(st, &s, NULL), ERR_MISSING, "there is no state");
    fine(store_sync(st));
    assert_false(store_dirty(st));
    assert_int_equal(files_in(w), 0);
    fine(take_lock(holder));
    struct state *mine = state_new("demo", "test");
    story_note(holder, mine, 0);
    assert_true(store_dirty(holder));
    fine(store_sync(holder));
    assert_false(store_dirty(holder));
    size_t replayed = 0;
    fine(store_load(st, &s, &replayed));
    assert_int_equal(replayed, 1);
    assert_string_equal(story_facts(w->a, s), after[1]);
    store_close(holder);
    store_close(st);
    state_free(mine);
    state_free(s);
}

static void every_file_is_for_its_owner_alone(void **at)
{
    struct world *w = *at;
    struct progress p = {0, 0};
    mode_t was = umask(0);
    fine(run_from(w, &sys_real, 0, false, &p));
    umask(was);
    assert_non_null(strstr(read_text(w, w->path), "\"account\": \"123456789012\""));
    const char *const paths[] = {w->path, w->journal, w->lock, w->backup};
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct stat st;
        assert_int_equal(stat(paths[i], &st), 0);
        assert_int_equal(st.st_mode & 07777, 0600);
    }
    assert_int_equal(files_in(w), COUNT(paths));
}

static int no_links_here(const char *from, const char *to)
{
    (void)from, (void)to;
    errno = EPERM;
    return -1;
}

static void the_snapshot_before_stays_as_backup(void **at)
{
    struct world *w = *at;
    struct sys without_links = sys_real;
    without_links.link = no_links_here;
    const struct sys *const systems[] = {&sys_real, &without_links};
    for (size_t i = 0; i < COUNT(systems); i++) {
        struct store *st = store_open_local(w->path);
        struct state *s = state_new("demo", "test");
        const char *before = NULL;
        store_set_sys(st, systems[i]);
        fine(take_lock(st));
        for (size_t k = 0; k < 4; k++) {
            story_note(st, s, k);
            fine(store_snapshot(st, s));
            assert_int_equal(state_head(s)->serial, k + 1);
            assert_false(store_dirty(st));
            assert_int_equal(file_exists(w->backup), k > 0);
            if (k)
                assert_string_equal(read_text(w, w->backup), before);
            before = read_text(w, w->path);
            assert_string_equal(before, store_text(w->a, s));
            assert_int_equal(files_in(w), k ? 3 : 2);
        }
        store_close(st);
        state_free(s);
        world_empty(w);
    }
}

static void a_journal_that_a_crash_left_beside_its_snapshot_is_ignored_and_then_replaced(void **at)
{
    struct world *w = *at;
    struct store *st = store_open_local(w->path);
    struct state *s = state_new("demo", "test");
    fine(take_lock(st));
    story_note(st, s, 0);
    story_note(st, s, 1);
    fine(store_sync(st));
    const char *journal = read_text(w, w->journal);
    fine(store_snapshot(st, s));
    store_close(st);
    state_free(s);
    write_text(w->journal, journal);

    size_t replayed = 9;
    st = store_open_local(w->path);
    fine(take_lock(st));
    fine(store_load(st, &s, &replayed));
    assert_int_equal(replayed, 0);
    assert_string_equal(story_facts(w->a, s), after[2]);
    story_note(st, s, 2);
    fine(store_sync(st));
    assert_string_equal(on_disk(w), after[3]);
    store_close(st);
    state_free(s);
}

static void a_torn_line_is_cut_off_before_the_next_is_written(void **at)
{
    struct world *w = *at;
    struct progress p = {0, 0};
    fine(run_from(w, &sys_real, 0, false, &p));
    world_empty(w);
    struct store *st = store_open_local(w->path);
    struct state *s = state_new("demo", "test");
    fine(take_lock(st));
    story_note(st, s, 0);
    fine(store_sync(st));
    store_close(st);
    state_free(s);
    const char *whole = read_text(w, w->journal);
    write_text(w->journal, arena_printf(w->a, "%s{\"do\":\"entry\",\"address\":\"tokyo/a/x\",\"with\":{", whole));
    p = (struct progress){1, 1};
    nothing_is_lost(w, &p, 0);
}

static void a_broken_file_is_an_error_and_stays_as_it_is(void **at)
{
    struct world *w = *at;
    struct state *s = NULL;
    write_text(w->path, "{\"format\":1");
    write_text(w->journal, "{\"journal\":1}\n{}\n");
    struct store *st = store_open_local(w->path);
    fine(take_lock(st));
    refused(store_load(st, &s, NULL), ERR_INPUT, "demo.state.json: line 1, column");
    store_close(st);
    unlink(w->path);
    st = store_open_local(w->path);
    refused(store_load(st, &s, NULL), ERR_INPUT, "demo.state.json.journal: line 1: serial");
    store_close(st);
    assert_string_equal(read_text(w, w->journal), "{\"journal\":1}\n{}\n");
    mkdir(w->path, 0700);
    st = store_open_local(w->path);
    refused(store_load(st, &s, NULL), ERR_INPUT, "is no regular file");
    store_close(st);
    rmdir(w->path);
}

static void replacing_a_broken_state_keeps_what_was_there(void **at)
{
    struct world *w = *at;
    struct state *s = state_new("demo", "test");
    write_text(w->path, "broken");
    write_text(w->journal, "garbage\nmore\n");
    struct store *st = store_open_local(w->path);
    fine(take_lock(st));
    fine(store_snapshot(st, s));
    assert_string_equal(on_disk(w), after[0]);
    assert_string_equal(read_text(w, w->backup), "broken");
    assert_string_equal(read_text(w, arena_printf(w->a, "%s.backup", w->journal)), "garbage\nmore\n");
    story_note(st, s, 0);
    fine(store_sync(st));
    assert_string_equal(on_disk(w), after[1]);
    store_close(st);
    state_free(s);
}

static void a_state_that_is_pushed_is_later_than_the_one_it_replaces(void **at)
{
    struct world *w = *at;
    struct progress p = {0, 0};
    fine(run_from(w, &sys_real, 0, false, &p)); /* serial 2, and a journal that extends it */
    struct state *pushed = state_new("demo", "test");
    struct store *st = store_open_local(w->path);
    fine(take_lock(st));
    fine(store_snapshot(st, pushed));
    assert_int_equal(state_head(pushed)->serial, 3);
    assert_string_equal(on_disk(w), after[0]);
    store_close(st);
    state_free(pushed);
}

/* ---- two runs ---------------------------------------------------------------------------------------------------- */

static void without_the_lock_nothing_is_written(void **at)
{
    struct world *w = *at;
    struct store *st = store_open_local(w->path);
    struct state *s = state_new("demo", "test");
    story_note(st, s, 0);
    refused(store_sync(st), ERR_BUG, "without its lock");
    refused(store_snapshot(st, s), ERR_BUG, "without its lock");
    assert_int_equal(files_in(w), 0);
    assert_true(store_dirty(st));
    store_close(st);
    state_free(s);
}

/* How another run may have changed what the first one has read. */
static void write_as_another(const struct world *w, bool snapshot, size_t i)
{
    struct store *st = store_open_local(w->path);
    struct state *s = NULL;
    fine(take_lock(st));
    fine(load_or_new(st, &s));
    story_note(st, s, i);
    fine(snapshot ? store_snapshot(st, s) : store_sync(st));
    store_close(st);
    state_free(s);
}

static void what_another_run_wrote_in_between_is_not_overwritten(void **at)
{
    struct world *w = *at;
    for (int before = 0; before < 3; before++) {
        for (int snapshot = 0; snapshot < 2; snapshot++) {
            struct store *st = store_open_local(w->path);
            struct state *s = NULL;
            if (before)
                write_as_another(w, before == 2, 0);
            fine(load_or_new(st, &s));
            write_as_another(w, snapshot, 1);
            const char *there = on_disk(w);
            fine(take_lock(st));
            story_note(st, s, 2);
            refused(store_sync(st), ERR_STALE, "another run has written it since this one has read it");
            refused(store_snapshot(st, s), ERR_STALE, "run the same command again");
            store_close(st);
            state_free(s);
            assert_string_equal(on_disk(w), there);
            world_empty(w);
        }
    }
}

static void a_state_that_was_not_read_is_not_added_to(void **at)
{
    struct world *w = *at;
    write_as_another(w, true, 0);
    struct store *st = store_open_local(w->path);
    struct state *s = state_new("demo", "test");
    fine(take_lock(st));
    story_note(st, s, 1);
    refused(store_sync(st), ERR_STALE, "holds a state that this run has not read");
    store_close(st);
    state_free(s);
    assert_string_equal(on_disk(w), after[1]);
}

static const struct world *meddled;
static size_t to_meddle;

/* Between reading snapshot and journal, another run writes the next snapshot and goes on in a new journal. */
static int meddling_open(const char *path, int flags, mode_t mode)
{
    if (to_meddle && str_ends(path, ".journal") && !(flags & O_CREAT)) {
        to_meddle--;
        write_as_another(meddled, true, 1);
        write_as_another(meddled, false, 2);
    }
    return open(path, flags, mode);
}

static void a_reader_never_sees_half_of_what_a_writer_does(void **at)
{
    struct world *w = *at;
    struct sys sys = sys_real;
    static const struct {
        bool snapshot;
        size_t times;
    } cases[] = {{true, 1}, {false, 1}, {true, 3}, {true, 1000}};
    sys.open = meddling_open;
    meddled = w;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store *st = store_open_local(w->path);
        struct state *s = NULL;
        write_as_another(w, cases[i].snapshot, 0);
        store_set_sys(st, &sys);
        to_meddle = cases[i].times;
        if (cases[i].times < 1000) {
            fine(store_load(st, &s, NULL));
            assert_string_equal(story_facts(w->a, s), after[3]);
        } else {
            refused(store_load(st, &s, NULL), ERR_CONFLICT, "wait for the other run to end");
        }
        to_meddle = 0;
        state_free(s);
        store_close(st);
        world_empty(w);
    }
}

/* ---- disks that refuse ------------------------------------------------------------------------------------------- */

static int run_into_the_limit(const struct world *w)
{
    struct rlimit small = {1000, RLIM_INFINITY}, none = {RLIM_INFINITY, RLIM_INFINITY};
    struct store *st = store_open_local(w->path);
    struct state *s = state_new("demo", "test");
    struct err *e = take_lock(st);
    signal(SIGXFSZ, SIG_IGN);
    if (e || setrlimit(RLIMIT_FSIZE, &small) < 0)
        return 1;
    for (size_t i = 0; !e && i < 6; i++) {
        story_note(st, s, i);
        e = store_sync(st);
    }
    if (!e || err_class_of(e) != ERR_FILE || !strstr(err_text(e), "File too large: raise the limit on file sizes"))
        return 2;
    e = store_snapshot(st, s);
    if (!e || !store_dirty(st) || file_exists(w->path))
        return 3;
    if (!store_sync(st) || setrlimit(RLIMIT_FSIZE, &none) < 0)
        return 4;
    return store_sync(st) || store_dirty(st) ? 5 : 0;
}

static void after_a_disk_was_full_the_same_sync_makes_all_durable(void **at)
{
    struct world *w = *at;
    pid_t pid = fork();
    if (pid == 0)
        _exit(run_into_the_limit(w));
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), 0);
    const char *found = on_disk(w);
    size_t k = 1;
    while (k < 6 && strcmp(found, after[k]) != 0)
        k++;
    assert_string_equal(found, after[k]);
    assert_true(k > 1);
}

static int open_full(const char *path, int flags, mode_t mode)
{
    return flags & O_CREAT && !str_ends(path, ".lock") ? open("/dev/full", O_WRONLY) : open(path, flags, mode);
}

static void a_full_disk_is_told_with_path_reason_and_remedy(void **at)
{
    struct world *w = *at;
    struct sys sys = sys_real;
    struct store *st = store_open_local(w->path);
    struct state *s = state_new("demo", "test");
    sys.open = open_full;
    store_set_sys(st, &sys);
    fine(take_lock(st));
    story_note(st, s, 0);
    const char *said = arena_printf(w->a,
                                    "%s: No space left on device: free space on that disk, then run the same command "
                                    "again: what was recorded before is safe",
                                    w->journal);
    refused(store_sync(st), ERR_FILE, said);
    refused(store_snapshot(st, s), ERR_FILE, "demo.state.json.tmp: No space left on device");
    sys = faulty_sys();
    for (size_t n = 1; n < 40; n++) {
        arm(FAILS, n, ENOSPC);
        struct err *e = store_snapshot(st, s);
        if (e && strstr(err_text(e), ".tmp: "))
            assert_false(file_exists(arena_printf(w->a, "%s.tmp", w->path)));
        err_free(e);
    }
    store_close(st);
    state_free(s);
}

static void a_path_that_leads_nowhere_is_told_with_its_reason(void **at)
{
    struct world *w = *at;
    struct state *s = NULL;
    const char *file = arena_printf(w->a, "%s/file", w->folder);
    write_text(file, "");
    struct store *st = store_open_local(arena_printf(w->a, "%s/x.json", file));
    refused(store_load(st, &s, NULL), ERR_MISSING, "there is no state");
    store_close(st);
}

#define HERE(test) cmocka_unit_test_setup_teardown(test, tell_the_story, world_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HERE(each_call_may_fail_once_and_trying_again_is_enough),
        HERE(a_run_that_stops_at_the_first_call_that_fails_loses_nothing),
        HERE(a_run_may_be_killed_before_after_and_within_each_call),
        HERE(a_run_may_be_killed_after_each_sync),
        HERE(calls_that_do_a_little_at_a_time_are_repeated),
        HERE(any_number_of_notes_is_one_write_and_one_sync),
        HERE(each_thing_is_synced_before_what_relies_on_it),
        HERE(a_journal_goes_only_after_the_name_of_its_snapshot_is_durable),
        HERE(an_account_that_becomes_known_between_two_syncs_is_kept),
        HERE(opening_and_reading_make_no_file_and_need_no_lock),
        HERE(every_file_is_for_its_owner_alone),
        HERE(the_snapshot_before_stays_as_backup),
        HERE(a_journal_that_a_crash_left_beside_its_snapshot_is_ignored_and_then_replaced),
        HERE(a_torn_line_is_cut_off_before_the_next_is_written),
        HERE(a_broken_file_is_an_error_and_stays_as_it_is),
        HERE(replacing_a_broken_state_keeps_what_was_there),
        HERE(a_state_that_is_pushed_is_later_than_the_one_it_replaces),
        HERE(without_the_lock_nothing_is_written),
        HERE(what_another_run_wrote_in_between_is_not_overwritten),
        HERE(a_state_that_was_not_read_is_not_added_to),
        HERE(a_reader_never_sees_half_of_what_a_writer_does),
        HERE(after_a_disk_was_full_the_same_sync_makes_all_durable),
        HERE(a_full_disk_is_told_with_path_reason_and_remedy),
        HERE(a_path_that_leads_nowhere_is_told_with_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

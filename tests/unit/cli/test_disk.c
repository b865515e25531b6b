/*
 * What a disk or a lack of memory must not do to a whole run. `apply` and `destroy` run as a user starts them, on the
 * sandbox; each call that they make of the operating system for the state (lock, load, intents, entries, snapshot,
 * close) fails once with each error that it can have, or from then on for good, and each allocation of the program
 * fails once. Nothing that changes anything is sent after the failure; the error says which file, why, and what to do;
 * the state from before stays readable; and the same command, run again, ends with the world of a run that was never
 * disturbed.
 *
 * Tries a sample, and tells of all that failed. DISK_STRIDE=1 tries every call, MEMORY_STRIDE=1 every allocation;
 * DISK_ONLY is a pattern of tests ("*memory*").
 */
#include "aws/sandbox/sandbox.h"
#include "provisioner/base/file.h"
#include "provisioner/cli/cli.h"
#include "tests/support/asked.h"
#include "tests/support/copy.h"
#include "tests/support/starve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SPEC SOURCE_DIR "/specs/minimal.yaml"

enum stage { MAKE, CHANGE, DESTROY, STAGES };
static const char *const stages[] = {"made", "changed", "destroyed"};

static const char *folder;
static const char *const names[] = {"state.json",        "state.json.journal",        "state.json.lock",
                                    "state.json.backup", "state.json.journal.backup", "world"};

/* ---- calls that fail --------------------------------------------------------------------------------------------- */

enum kind { OPEN, FSTAT, STAT, READ, PWRITE, FTRUNCATE, FDATASYNC, FSYNC, RENAME, LINK, UNLINK, LOCK, KINDS };

/* A pseudo-error: the call does a part of what it is asked for, and says so. */
enum { SHORT = 100000, MOST_CALLS = 20000, SAMPLE = 41 };

/* clang-format off */
static const int errors_of[KINDS][10] = {
    [OPEN]      = {EACCES, EMFILE, ENOSPC, EROFS, EIO, EDQUOT},
    [FSTAT]     = {EIO},
    [STAT]      = {EACCES, EIO},
    [READ]      = {EIO, EINTR, SHORT},
    [PWRITE]    = {ENOSPC, EIO, EDQUOT, EFBIG, EROFS, EINTR, SHORT},
    [FTRUNCATE] = {EIO, EROFS, ENOSPC},
    [FDATASYNC] = {EIO, ENOSPC, EDQUOT},
    [FSYNC]     = {EIO, ENOSPC, EDQUOT},
    [RENAME]    = {EACCES, EIO, ENOSPC, EROFS, EDQUOT},
    [LINK]      = {EPERM, EMLINK, ENOSPC, EIO},
    [UNLINK]    = {EACCES, EIO, EROFS},
    [LOCK]      = {ENOLCK, EIO, EINTR},
};
/* clang-format on */

static struct {
    size_t at, calls; /* the how-manieth fails, 0: none; how many there were */
    int errnum;
    bool for_good; /* and all that write after it */
    struct sandbox *sandbox;
    uint64_t changes; /* what had been asked of AWS by then */
    enum kind kinds[MOST_CALLS];
} disk;

static bool writes(enum kind kind)
{
    return kind == PWRITE || kind == FTRUNCATE || kind == FDATASYNC || kind == FSYNC || kind == RENAME || kind == LINK;
}

static bool fails(enum kind kind)
{
    size_t n = ++disk.calls;
    if (n <= MOST_CALLS)
        disk.kinds[n - 1] = kind;
    bool now = n == disk.at, later = disk.at && n > disk.at && disk.for_good && writes(kind);
    if (now && disk.sandbox)
        disk.changes = sandbox_changes(disk.sandbox);
    if ((!now && !later) || disk.errnum == SHORT)
        return false;
    errno = disk.errnum;
    return true;
}

static bool is_short(void)
{
    return disk.calls == disk.at && disk.errnum == SHORT;
}

#define FAULTY(name, kind, declared, passed)                                                                           \
    static int faulty_##name declared                                                                                  \
    {                                                                                                                  \
        return fails(kind) ? -1 : sys_real.name passed;                                                                \
    }

FAULTY(open, OPEN, (const char *path, int flags, mode_t mode), (path, flags, mode))
FAULTY(fstat, FSTAT, (int fd, struct stat *ret), (fd, ret))
FAULTY(stat, STAT, (const char *path, struct stat *ret), (path, ret))
FAULTY(ftruncate, FTRUNCATE, (int fd, off_t n), (fd, n))
FAULTY(rename, RENAME, (const char *from, const char *to), (from, to))
FAULTY(link, LINK, (const char *from, const char *to), (from, to))
FAULTY(unlink, UNLINK, (const char *path), (path))
FAULTY(lock, LOCK, (int fd), (fd))

static ssize_t faulty_read(int fd, void *buf, size_t n)
{
    return fails(READ) ? -1 : sys_real.read(fd, buf, is_short() && n > 1 ? n / 2 : n);
}

/* A disk that fills up takes the first half. */
static ssize_t faulty_pwrite(int fd, const void *buf, size_t n, off_t at)
{
    bool fail = fails(PWRITE);
    int errnum = errno;
    ssize_t done = sys_real.pwrite(fd, buf, fail || (is_short() && n > 1) ? n / 2 : n, at);
    errno = errnum;
    return fail ? -1 : done;
}

/* A process that ends leaves what it wrote to the kernel: there is nothing to wait for. */
static int faulty_fdatasync(int fd)
{
    (void)fd;
    return fails(FDATASYNC) ? -1 : 0;
}

static int faulty_fsync(int fd)
{
    (void)fd;
    return fails(FSYNC) ? -1 : 0;
}

static int64_t fixed_now(void)
{
    return 1767225600;
}

static void no_pause(int64_t ms)
{
    (void)ms;
}

static const struct sys faulty = {
    .open = faulty_open,
    .fstat = faulty_fstat,
    .stat = faulty_stat,
    .read = faulty_read,
    .pwrite = faulty_pwrite,
    .ftruncate = faulty_ftruncate,
    .fdatasync = faulty_fdatasync,
    .fsync = faulty_fsync,
    .rename = faulty_rename,
    .link = faulty_link,
    .unlink = faulty_unlink,
    .lock = faulty_lock,
    .now = fixed_now,
    .pause = no_pause,
};

static void arm(size_t at, int errnum, bool for_good)
{
    disk.at = at;
    disk.errnum = errnum;
    disk.for_good = for_good;
    disk.calls = 0;
}

/* ---- runs -------------------------------------------------------------------------------------------------------- */

static const char *in_folder(struct arena *a, const char *name)
{
    return arena_printf(a, "%s/%s", folder, name);
}

static const char *no_environment(void *ctx, const char *name)
{
    (void)ctx, (void)name;
    return NULL;
}

/* A command as typed; `sandbox` NULL: on the world that is saved beside the state. */
static int command(struct arena *a, struct sandbox *sandbox, const char *const *words)
{
    static const volatile int never;
    const struct host host = {.env = no_environment,
                              .sys = &faulty,
                              .transport = sandbox ? sandbox_transport(sandbox) : NULL,
                              .interrupted = &never};
    char *argv[32] = {arena_strdup(a, "provisioner")};
    int argc = 1;
    for (; words[argc - 1]; argc++)
        argv[argc] = arena_strdup(a, words[argc - 1]);
    disk.sandbox = sandbox;
    return cli_run(&host, argc, argv);
}

static int stage_command(struct arena *a, struct sandbox *sandbox, enum stage stage)
{
    const char *state = arena_printf(a, "--state=%s", in_folder(a, "state.json"));
    const char *world = arena_printf(a, "--world=%s", in_folder(a, "world"));
    const char *verb = stage == DESTROY ? "destroy" : "apply";
    const char *how = stage == CHANGE    ? "--set=aurora.instances=2"
                      : stage == DESTROY ? "--allow-destroy=*"
                                         : "--set=aurora.instances=1";
    const char *const words[] = {verb, SPEC, "--sandbox", state, world, "--auto-approve", how, NULL};
    return command(a, sandbox, words);
}

static int plan_command(struct arena *a, struct sandbox *sandbox, enum stage stage)
{
    const char *state = arena_printf(a, "--state=%s", in_folder(a, "state.json"));
    const char *world = arena_printf(a, "--world=%s", in_folder(a, "world"));
    const char *how = stage == CHANGE ? "--set=aurora.instances=2" : "--set=aurora.instances=1";
    const char *const words[] = {"plan", SPEC, "--sandbox", state, world, "--detailed-exitcode", how, NULL};
    return command(a, sandbox, words);
}

static int pull_command(struct arena *a)
{
    const char *const words[] = {"state", "pull", in_folder(a, "state.json"), NULL};
    return command(a, NULL, words);
}

/* What a run says goes into a file for it. */
static void listen(void)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    fflush(NULL);
    int out = open("/dev/null", O_WRONLY), err = open(in_folder(a, "said"), O_RDWR | O_CREAT | O_TRUNC, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    closep(&out);
    closep(&err);
}

/* In this process, whose own words go on after it. */
static int quietly(struct sandbox *s, enum stage stage)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    fflush(NULL);
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    listen();
    int code = stage_command(a, s, stage);
    fflush(NULL);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    closep(&out);
    closep(&err);
    return code;
}

static const char *said(struct arena *a)
{
    const char *text = "";
    size_t n;
    fflush(NULL);
    err_free(file_read(a, in_folder(a, "said"), SIZE_MAX / 4, &text, &n));
    return text;
}

/* ---- worlds ------------------------------------------------------------------------------------------------------ */

/* How many objects of each kind each region has. Ids differ from run to run. */
static const char *census(struct arena *a, struct sandbox *s)
{
    struct value *counts = value_map(a);
    const struct value *all = sandbox_objects(s, a);
    for (size_t i = 0; i < value_len(all); i++) {
        const char *text = value_str_of(value_item(all, i));
        size_t kind = strcspn(text, " "), region = strcspn(text + kind + 1, " ");
        const char *key = arena_strndup(a, text, kind + 1 + region);
        value_set(a, counts, key, value_int(a, value_int_of(value_get(counts, key)) + 1));
    }
    return value_canonical(a, counts);
}

static const char *saved_census(struct arena *a)
{
    const struct sandbox_options o = {.world = in_folder(a, "world")};
    struct sandbox *s;
    struct err *e = sandbox_open(a, &o, &s);
    const char *found = e ? err_text(e) : census(a, s);
    if (!e)
        sandbox_close(s);
    return found;
}

static void copy_all(const char *from, const char *to)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *name = in_folder(a, names[i]);
        copy_file(a, arena_printf(a, "%s%s", name, from), arena_printf(a, "%s%s", name, to));
    }
}

/* What children tell. */
struct told {
    char wrong[4096], census[65536];
    size_t calls, allocations;
    enum kind kinds[MOST_CALLS];
    bool tolerated;
};

static struct told *told;

static void complain(const char *fmt, ...) PRINTF(1, 2);

static void complain(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(told->wrong, sizeof told->wrong, fmt, ap);
    va_end(ap);
    _exit(0);
}

static int in_child(void (*what)(const void *ctx), const void *ctx)
{
    int status = 0;
    fflush(NULL);
    *told->wrong = '\0';
    pid_t pid = fork();
    if (pid == 0) {
        listen();
        what(ctx);
        _exit(0);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        fail();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- a disk that fails ------------------------------------------------------------------------------------------- */

struct trial {
    struct sandbox *sandbox; /* as the stage before has left it; a child has its own copy */
    enum stage stage;
    size_t at;
    int errnum;
    bool for_good, had_state;
    const char *expected;
};

static void undisturbed(const void *ctx)
{
    const struct trial *t = ctx;
    struct arena *a = arena_new();
    arm(0, 0, false);
    if (stage_command(a, t->sandbox, t->stage) != 0)
        complain("%s", said(a));
    (void)snprintf(told->census, sizeof told->census, "%s", census(a, t->sandbox));
    told->calls = disk.calls;
    memcpy(told->kinds, disk.kinds, sizeof disk.kinds);
}

static void check_words(struct arena *a, const struct trial *t, int code)
{
    const char *text = said(a), *why = strerror(t->errnum);
    uint64_t more = sandbox_changes(t->sandbox) - disk.changes;
    if (code != EXIT_ERROR && code != EXIT_PART)
        complain("it ended with %d: %s", code, text);
    if (more)
        complain("%" PRIu64 " changes were sent after it: %s", more, text);

    if (!strstr(text, folder) || !strstr(text, why) || !strstr(text, "run the same command again"))
        complain("file, reason or remedy is missing: %s", text);
}

static void check_end(struct arena *a, struct sandbox *s, const struct trial *t)
{
    int code = stage_command(a, s, t->stage);
    if (code != 0)
        complain("the run after it ended with %d: %s", code, said(a));
    if (t->stage != DESTROY && plan_command(a, s, t->stage) != 0)
        complain("the plan after it is not empty");
    const char *found = census(a, s);
    if (strcmp(found, t->expected) != 0)
        complain("instead of %s there is %s", t->expected, found);
}

static void disturbed(const void *ctx)
{
    const struct trial *t = ctx;
    struct arena *a = arena_new();
    uint64_t before = sandbox_changes(t->sandbox);
    arm(t->at, t->errnum, t->for_good);
    int code = stage_command(a, t->sandbox, t->stage);
    told->tolerated = code == 0;
    if (code == EXIT_ERROR && disk.changes != before)
        complain("\"nothing was changed\", after %" PRIu64 " changes", disk.changes - before);
    if (code != 0)
        check_words(a, t, code);
    arm(0, 0, false);
    if (t->had_state && pull_command(a) != 0)
        complain("the state cannot be read any more: %s", said(a));
    check_end(a, t->sandbox, t);
}

struct tally {
    size_t tried, stopped, tolerated, failed;
};

static void try_error(struct trial *t, int errnum, bool for_good, struct tally *tally)
{
    enum kind kind = told->kinds[t->at - 1];
    t->errnum = errnum;
    t->for_good = for_good;
    copy_all(".before", "");
    int code = in_child(disturbed, t);
    tally->tried++;
    tally->tolerated += told->tolerated;
    if (code == 0 && !*told->wrong)
        return;
    tally->failed++;
    print_error("%s, call %zu (kind %d), %s%s: %s (%d)\n", stages[t->stage], t->at, (int)kind,
                errnum == SHORT ? "short" : strerror(errnum), for_good ? " for good" : "", told->wrong, code);
}

/* All of them, or of a sample one that the others of it are not. */
static void try_errors(struct trial *t, bool all, struct tally *tally)
{
    enum kind kind = told->kinds[t->at - 1];
    const int *errors = errors_of[kind];
    size_t n = 0;
    while (errors[n])
        n++;
    for (size_t i = all ? 0 : t->at % n; i < n; i = all ? i + 1 : n) {
        bool partial = errors[i] == SHORT || errors[i] == EINTR;
        bool lasts = writes(kind) && !partial, both = lasts && asked("DISK_STRIDE", SAMPLE) == 1;
        if (both || !lasts || (t->at + i) % 2)
            try_error(t, errors[i], false, tally);
        if (both || (lasts && (t->at + i) % 2 == 0))
            try_error(t, errors[i], true, tally);
    }
}

static bool is_first_of_its_kind(size_t at)
{
    for (size_t i = 0; i + 1 < at; i++)
        if (told->kinds[i] == told->kinds[at - 1])
            return false;
    return true;
}

static void each_call_fails(struct trial *t, struct tally *tally)
{
    size_t stride = asked("DISK_STRIDE", SAMPLE);
    bool all = stride == 1;
    copy_all("", ".before");
    t->had_state = t->stage != MAKE;
    if (in_child(undisturbed, t) != 0 || *told->wrong)
        fail_msg("undisturbed: %s", told->wrong);
    t->expected = strdup(told->census);
    assert_true(told->calls > 20 && told->calls < MOST_CALLS);
    for (t->at = 1; t->at <= told->calls; t->at++)
        if (t->at % stride == 0 || (t->stage == CHANGE && is_first_of_its_kind(t->at)))
            try_errors(t, all || t->stage == CHANGE, tally);
    print_message("%s: %zu calls of the system\n", stages[t->stage], told->calls);
    free((void *)(uintptr_t)t->expected);
}

/* The stages one after the other, each from the world that the one before has left undisturbed. */
static void a_disk_that_fails_stops_the_run_and_loses_nothing(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct tally tally = {0};
    struct trial t = {.stage = MAKE};
    assert_null(sandbox_open(a, &(struct sandbox_options){0}, &t.sandbox));
    for (; t.stage < STAGES; t.stage++) {
        each_call_fails(&t, &tally);
        copy_all(".before", "");
        arm(0, 0, false);
        if (t.stage + 1 < STAGES)
            assert_int_equal(quietly(t.sandbox, t.stage), 0);
    }
    sandbox_close(t.sandbox);
    print_message("figure: syscalls failed %zu, of them tolerated %zu, states lost %zu\n", tally.tried, tally.tolerated,
                  tally.failed);
    assert_int_equal(tally.failed, 0);
    assert_true(tally.tolerated < tally.tried / 2);
}

/* ---- no memory --------------------------------------------------------------------------------------------------- */

static void starved(const void *ctx)
{
    const struct trial *t = ctx;
    arm(0, 0, false);
    starve(t->at);
    int code = stage_command(arena_new(), NULL, t->stage);
    told->allocations = starving.count;
    _exit(code);
}

static void fed(const void *ctx)
{
    const struct trial *t = ctx;
    struct arena *a = arena_new();
    if (t->had_state && pull_command(a) != 0)
        complain("the state cannot be read any more: %s", said(a));
    int code = stage_command(a, NULL, t->stage);
    if (code != 0)
        complain("the run after it ended with %d: %s", code, said(a));
    if (t->stage != DESTROY && plan_command(a, NULL, t->stage) != 0)
        complain("the plan after it is not empty: %s", said(a));
    const char *found = saved_census(a);
    if (t->stage != DESTROY && strcmp(found, t->expected) != 0)
        complain("instead of %s there is %s", t->expected, found);
}

/* NULL: all is well. A library may have another way, and what was read only may be an error of its own. */
static const char *after_starving(struct arena *a, const struct trial *t, int code)
{
    if (code != EXIT_NO_MEMORY && code != EXIT_DONE && code != EXIT_ERROR)
        return arena_printf(a, "it ended with %d: %s", code, said(a));
    if (code == EXIT_NO_MEMORY && !strstr(said(a), "run the same command again"))
        return arena_printf(a, "it says %s", said(a));
    if (in_child(fed, t) != 0)
        return "the run after it broke off";
    return *told->wrong ? told->wrong : NULL;
}

static void each_allocation_fails(struct trial *t, struct tally *tally)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    copy_all("", ".before");
    t->had_state = t->stage != MAKE;
    t->at = 0;
    assert_int_equal(in_child(starved, t), 0);
    size_t all = told->allocations, stride = asked("MEMORY_STRIDE", all / 8);
    t->expected = saved_census(a);
    for (t->at = stride; t->at <= all; t->at += stride) {
        copy_all(".before", "");
        const char *wrong = after_starving(a, t, in_child(starved, t));
        tally->tried++;
        tally->failed += wrong != NULL;
        if (wrong)
            print_error("%s, allocation %zu: %s\n", stages[t->stage], t->at, wrong);
    }
}

static void a_lack_of_memory_ends_the_run_and_loses_nothing(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct trial t = {.stage = MAKE};
    if (!can_starve()) {
        print_message("skipped: a sanitizer or Valgrind has its own malloc\n");
        skip();
    }
    for (size_t i = 0; i < COUNT(names); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        unlink(in_folder(a, names[i]));
    }
    for (; t.stage < STAGES; t.stage++) {
        each_allocation_fails(&t, &tally);
        copy_all(".before", "");
        t.at = 0;
        if (t.stage + 1 < STAGES)
            assert_int_equal(in_child(starved, &t), 0);
    }
    print_message("figure: allocations failed %zu, states lost %zu\n", tally.tried, tally.failed);
    assert_int_equal(tally.failed, 0);
}

static void empty_folder(void)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    copy_all(".nothing", ".before");
    copy_all(".nothing", "");
    unlink(in_folder(a, "said"));
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_disk_that_fails_stops_the_run_and_loses_nothing),
        cmocka_unit_test(a_lack_of_memory_ends_the_run_and_loses_nothing),
    };
    char template[] = "/tmp/disk.XXXXXX";
    folder = mkdtemp(template);
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!folder || told == MAP_FAILED)
        return 1;
    if (getenv("DISK_ONLY"))
        cmocka_set_test_filter(getenv("DISK_ONLY"));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    empty_folder();
    return failed;
}

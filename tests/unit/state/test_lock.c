#include "state/lock.h"
#include "tests/unit/state/world.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

/* ---- another process that holds the lock ------------------------------------------------------------------------- */

struct other {
    pid_t pid;
    int go;
};

/* Comes back when the child holds the lock; the child ends, without letting go, when it is told to. */
static struct other another_run_locks(const struct world *w)
{
    int ready[2], go[2];
    char c;
    assert_int_equal(pipe(ready) + pipe(go), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct store *st = store_open_local(w->path);
        struct err *e = store_lock(st, "provisioner apply demo.yaml", 0);
        close(go[1]);
        if (e || write(ready[1], "r", 1) != 1)
            _exit(1);
        _exit(read(go[0], &c, 1) < 0);
    }
    close(ready[1]);
    close(go[0]);
    assert_int_equal(read(ready[0], &c, 1), 1);
    close(ready[0]);
    return (struct other){pid, go[1]};
}

static void it_ends(struct other *o)
{
    int status;
    close(o->go);
    assert_int_equal(waitpid(o->pid, &status, 0), o->pid);
    assert_int_equal(status, 0);
}

static void a_second_run_is_refused_and_told_who_holds_it(void **at)
{
    struct world *w = *at;
    struct other o = another_run_locks(w);
    struct store *st = store_open_local(w->path);
    struct err *e = store_lock(st, "provisioner plan", 0);
    assert_non_null(e);
    assert_int_equal(err_class_of(e), ERR_LOCKED);
    const char *const words[] = {w->path,           arena_printf(w->a, "(pid %ld)", (long)o.pid), " holds it since 20",
                                 " UTC, ",          " s ago: provisioner apply demo.yaml",        "--lock-timeout",
                                 "end that process"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (!strstr(err_text(e), words[i]))
            fail_msg("\"%s\" does not say \"%s\"", err_text(e), words[i]);
    err_free(e);
    it_ends(&o);
    fine(store_lock(st, "provisioner plan", 0));
    store_close(st);
}

static void a_run_that_was_killed_leaves_no_lock(void **at)
{
    struct world *w = *at;
    struct other o = another_run_locks(w);
    struct store *st = store_open_local(w->path);
    kill(o.pid, SIGKILL);
    waitpid(o.pid, NULL, 0);
    close(o.go);
    assert_true(strlen(read_text(w, w->lock)) > 0);
    fine(store_lock(st, "provisioner plan", 0));
    store_close(st);
    assert_string_equal(read_text(w, w->lock), "");
}

/* ---- waiting ----------------------------------------------------------------------------------------------------- */

static int64_t waited;
static size_t tries_left, tries;

static int lock_later(int fd)
{
    tries++;
    errno = EAGAIN;
    return tries_left && --tries_left ? -1 : sys_real.lock(fd);
}

static void count_pause(int64_t ms)
{
    waited += ms;
}

static void waiting_is_in_steps_of_a_tenth_of_a_second_up_to_the_timeout(void **at)
{
    struct world *w = *at;
    static const struct {
        int64_t timeout;
        size_t held_for; /* tries */
        int64_t waited;
        bool locked;
    } cases[] = {
        {0, 1, 0, true},      {0, 2, 0, false},       {100, 2, 100, true},     {250, 3, 200, true}, {250, 4, 250, true},
        {250, 5, 250, false}, {1000, 11, 1000, true}, {1000, 12, 1000, false}, {-5, 2, 0, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sys sys = sys_real;
        struct store *st = store_open_local(w->path);
        sys.lock = lock_later;
        sys.pause = count_pause;
        store_set_sys(st, &sys);
        waited = 0;
        tries_left = cases[i].held_for;
        struct err *e = store_lock(st, "x", cases[i].timeout);
        assert_int_equal(waited, cases[i].waited);
        assert_int_equal(!e, cases[i].locked);
        err_free(e);
        store_close(st);
    }
}

static void a_lock_is_had_as_soon_as_the_other_run_ends(void **at)
{
    struct world *w = *at;
    struct other o = another_run_locks(w);
    struct store *st = store_open_local(w->path);
    pid_t waiter = fork();
    if (waiter == 0) {
        close(o.go);
        struct err *e = store_lock(st, "waits", 60000);
        _exit(e ? 1 : 0);
    }
    it_ends(&o);
    int status;
    assert_int_equal(waitpid(waiter, &status, 0), waiter);
    assert_int_equal(status, 0);
    store_close(st);
}

static void two_names_of_one_state_meet_at_one_lock(void **at)
{
    struct world *w = *at;
    const char *link = arena_printf(w->a, "%s/link.json", w->folder);
    write_text(w->path, "{}");
    assert_int_equal(symlink(w->path, link), 0);
    struct store *one = store_open_local(w->path), *two = store_open_local(link);
    fine(store_lock(one, "one", 0));
    fine(store_lock(one, "again", 0));
    refused(store_lock(two, "two", 0), ERR_LOCKED, ": one: wait");
    store_close(one);
    fine(store_lock(two, "two", 0));
    store_close(two);
}

/* ---- what the file says ------------------------------------------------------------------------------------------ */

static void the_lock_file_names_its_holder_and_nobody_else_may_read_it(void **at)
{
    struct world *w = *at;
    struct store *st = store_open_local(w->path);
    struct stat mode;
    write_text(w->lock, arena_printf(w->a, "%4000s", "old"));
    fine(store_lock(st, "provisioner apply \"x\"", 0));
    const char *text = read_text(w, w->lock);
    struct store_holder h = lock_holder(w->a, text, strlen(text));
    assert_int_equal(h.pid, getpid());
    assert_string_equal(h.command, "provisioner apply \"x\"");
    assert_true(h.since > 1700000000);
    assert_non_null(h.who);
    assert_non_null(h.host);
    assert_int_equal(stat(w->lock, &mode), 0);
    assert_int_equal(mode.st_mode & 0777, 0600);
    store_close(st);
}

static void a_holder_is_told_in_words_that_are_safe_to_print(void **at)
{
    struct world *w = *at;
    static const struct {
        const char *file, *text;
    } cases[] = {
        {"", "another run holds it, and has not said who it is"},
        {"{\"who\":", "another run holds it, and has not said who it is"},
        {"[1]", "another run holds it, and has not said who it is"},
        {"{\"who\":5,\"pid\":\"x\"}", "another run holds it, and has not said who it is"},
        {"{\"pid\":7}", "somebody on some host (pid 7) holds it"},
        {"{\"who\":\"al\\u001b[2J\\n\",\"host\":\"h\",\"pid\":7}", "al\\u001b[2J\\u000a on h (pid 7) holds it"},
        {"{\"who\":\"al\",\"host\":\"h\",\"pid\":7,\"since\":999999941,\"command\":\"c\"}",
         "al on h (pid 7) holds it since 2001-09-09 01:45:41 UTC, 59 s ago: c"},
        {"{\"who\":\"al\",\"host\":\"h\",\"since\":999999275}",
         "al on h holds it since 2001-09-09 01:34:35 UTC, 12 min 5 s ago"},
        {"{\"who\":\"al\",\"host\":\"h\",\"since\":999989000}",
         "al on h holds it since 2001-09-08 22:43:20 UTC, 3 h 3 min ago"},
        {"{\"who\":\"al\",\"host\":\"h\",\"since\":999800000}",
         "al on h holds it since 2001-09-06 18:13:20 UTC, 2 d 7 h ago"},
        {"{\"who\":\"al\",\"host\":\"h\",\"since\":1000000500}",
         "al on h holds it since 2001-09-09 01:55:00 UTC, 0 s ago"},
        {"{\"who\":\"al\",\"host\":\"h\",\"since\":9223372036854775807}", "al on h holds it"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store_holder h = lock_holder(w->a, cases[i].file, strlen(cases[i].file));
        assert_string_equal(lock_holder_text(w->a, &h, 1000000000), cases[i].text);
    }
}

static void where_no_lock_can_be_made_the_error_says_why_and_what_to_do(void **at)
{
    struct world *w = *at;
    const char *file = arena_printf(w->a, "%s/file", w->folder);
    const struct {
        const char *path, *words;
    } cases[] = {
        {arena_printf(w->a, "%s/state.json", file), "Not a directory: make that folder, or name another place"},
        {arena_printf(w->a, "%s/none/state.json", w->folder), "No such file or directory: make that folder"},
    };
    write_text(file, "");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store *st = store_open_local(cases[i].path);
        refused(store_lock(st, "x", 0), ERR_FILE, cases[i].words);
        store_close(st);
    }
}

static int no_locks_here(int fd)
{
    (void)fd;
    errno = ENOLCK;
    return -1;
}

static void a_file_system_without_locks_is_refused_at_once(void **at)
{
    struct world *w = *at;
    struct sys sys = sys_real;
    struct store *st = store_open_local(w->path);
    sys.lock = no_locks_here;
    store_set_sys(st, &sys);
    refused(store_lock(st, "x", 60000), ERR_FILE, "on a file system that has locks");
    store_close(st);
}

static ssize_t disk_is_full(int fd, const void *bytes, size_t n, off_t at)
{
    (void)fd, (void)bytes, (void)n, (void)at;
    errno = ENOSPC;
    return -1;
}

static void a_full_disk_does_not_keep_the_lock_from_being_taken(void **at)
{
    struct world *w = *at;
    struct sys sys = sys_real;
    struct store *st = store_open_local(w->path), *other = store_open_local(w->path);
    sys.pwrite = disk_is_full;
    store_set_sys(st, &sys);
    fine(store_lock(st, "x", 0));
    refused(store_lock(other, "y", 0), ERR_LOCKED, "another run holds it, and has not said who it is");
    store_close(st);
    store_close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_second_run_is_refused_and_told_who_holds_it, world_up, world_down),
        cmocka_unit_test_setup_teardown(a_run_that_was_killed_leaves_no_lock, world_up, world_down),
        cmocka_unit_test_setup_teardown(waiting_is_in_steps_of_a_tenth_of_a_second_up_to_the_timeout, world_up,
                                        world_down),
        cmocka_unit_test_setup_teardown(a_lock_is_had_as_soon_as_the_other_run_ends, world_up, world_down),
        cmocka_unit_test_setup_teardown(two_names_of_one_state_meet_at_one_lock, world_up, world_down),
        cmocka_unit_test_setup_teardown(the_lock_file_names_its_holder_and_nobody_else_may_read_it, world_up,
                                        world_down),
        cmocka_unit_test_setup_teardown(a_holder_is_told_in_words_that_are_safe_to_print, world_up, world_down),
        cmocka_unit_test_setup_teardown(where_no_lock_can_be_made_the_error_says_why_and_what_to_do, world_up,
                                        world_down),
        cmocka_unit_test_setup_teardown(a_file_system_without_locks_is_refused_at_once, world_up, world_down),
        cmocka_unit_test_setup_teardown(a_full_disk_does_not_keep_the_lock_from_being_taken, world_up, world_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

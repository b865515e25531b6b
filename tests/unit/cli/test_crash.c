/*
 * What a crash must not do. The whole way from a spec to two regions runs in a child process on the sandbox, which is
 * stopped dead at its n-th durable journal write, or whose n-th changing call takes effect without an answer; the next
 * run must finish with the same world as one that was never disturbed: nothing twice, nothing orphaned.
 *
 * CRASH_STRIDE=1 tries every n; the default tries every seventeenth.
 */
#include "aws/net/digest.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLED = 77, UNFINISHED = 3, NOT_EMPTY = 2 };

/* How a run is disturbed; zero: not at all. */
struct disturbance {
    uint64_t kill_at_sync, lose_answer;
    double throttle, server_error, cut_before, cut_after;
    uint64_t seed;
    bool destroy;
};

static const char *folder;

static void kill_at(void *ctx, uint64_t n)
{
    const struct disturbance *d = ctx;
    if (d->kill_at_sync && n >= d->kill_at_sync) /* several notes may become durable at once */
        _exit(KILLED);
}

static const char *in_folder(struct arena *a, const char *name)
{
    return arena_printf(a, "%s/%s", folder, name);
}

static void connect_sandbox(struct rig *r, const struct disturbance *d)
{
    const struct sandbox_options o = {.world = in_folder(r->a, "world"),
                                      .faults = {.seed = d->seed,
                                                 .lose_answer = d->lose_answer,
                                                 .throttle = d->throttle,
                                                 .server_error = d->server_error,
                                                 .cut_before = d->cut_before,
                                                 .cut_after = d->cut_after}};
    rig_sandbox(r, &o);
}

static void tell_plan(const struct rig *r)
{
    if (plan_is_empty(r->plan))
        _exit(0);
    fputs(rig_plan_text(r), stderr);
    _exit(NOT_EMPTY);
}

/* In the child: one apply (or destroy), to its end or the disturbance's. The exit status tells which. */
static void run(const struct disturbance *d, bool plan_only)
{
    struct rig r = {.a = arena_new()};
    struct run_result result;
    rig_spec(&r, SOURCE_DIR "/specs/minimal.yaml");
    rig_state(&r, in_folder(r.a, "state.json"));
    connect_sandbox(&r, d);
    rig_look(&r);
    rig_plan(&r, &(struct plan_request){.destroy = d->destroy});
    if (plan_only)
        tell_plan(&r);
    store_set_hook(r.store, kill_at, (void *)(uintptr_t)d);
    rig_run(&r, &result);
    for (size_t i = 0; i < value_len(result.failures); i++)
        fprintf(stderr, "%s: %s\n", value_get_str(value_item(result.failures, i), "address"),
                value_get_str(value_item(result.failures, i), "error"));
    rig_die(&r, "snapshot", store_snapshot(r.store, r.state));
    _exit(result.failed || result.blocked || result.not_started ? UNFINISHED : 0);
}

static int in_child(const struct disturbance *d, bool plan_only)
{
    int status;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        run(d, plan_only);
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* ---- worlds ------------------------------------------------------------------------------------------------------ */

static void fresh_folder(void)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    static const char *const names[] = {"state.json", "state.json.journal", "state.json.lock", "state.json.backup",
                                        "world"};
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(in_folder(a, names[i]));
}

/* How many objects of each kind each region has: "kind region" -> count. Ids differ from run to run. */
static const struct value *census(struct arena *a)
{
    const struct sandbox_options o = {.world = in_folder(a, "world")};
    struct sandbox *s;
    struct value *counts = value_map(a);
    assert_null(sandbox_open(a, &o, &s));
    const struct value *all = sandbox_objects(s, a);
    for (size_t i = 0; i < value_len(all); i++) {
        const char *text = value_str_of(value_item(all, i)), *last = strrchr(text, ' ');
        const char *key = last ? arena_strndup(a, text, (size_t)(last - text)) : text;
        value_set(a, counts, key, value_int(a, value_int_of(value_get(counts, key)) + 1));
    }
    sandbox_close(s);
    return counts;
}

static void differences(struct sbuf *out, const struct value *some, const struct value *others, const char *what)
{
    for (size_t i = 0; i < value_len(some); i++) {
        int64_t n = value_int_of(value_item(some, i)), m = value_int_of(value_get(others, value_key(some, i)));
        if (n > m)
            sbuf_printf(out, "%s %lld %s; ", what, (long long)(n - m), value_key(some, i));
    }
}

static void same_world(struct arena *a, const struct value *expected, const char *what, uint64_t n)
{
    struct sbuf text = {.arena = a};
    const struct value *got = census(a);
    differences(&text, expected, got, "missing");
    differences(&text, got, expected, "too many:");
    if (text.len)
        fail_msg("%s %llu: %s", what, (unsigned long long)n, sbuf_str(&text));
}

/* The password in Secrets Manager is the one the cluster was made with: somebody can still log in. */
static void secret_and_database_agree(struct arena *a, const char *what, uint64_t n)
{
    static const char before[] = "\\\"password\\\":\\\"";
    const char *text = NULL, *at;
    size_t len;
    assert_null(file_read(a, in_folder(a, "world"), SIZE_MAX / 4, &text, &len));
    assert_non_null(at = strstr(text, before));
    at += sizeof before - 1;
    const char *password = arena_strndup(a, at, strcspn(at, "\\\""));
    const char *digest = arena_printf(a, "\"$PasswordDigest\":\"%s\"", sha256_hex_of(a, password));
    if (!strstr(text, digest))
        fail_msg("%s %llu: the database was made with another password", what, (unsigned long long)n);
}

static uint64_t stride(void)
{
    const char *s = getenv("CRASH_STRIDE");
    return s && atoll(s) > 0 ? (uint64_t)atoll(s) : 17;
}

static const struct disturbance none = {0}, none_destroying = {.destroy = true};

static void finish_and_compare(struct arena *a, const struct value *expected, const char *what, uint64_t n)
{
    int code = in_child(&none, false);
    if (code != 0)
        fail_msg("%s %llu: the run after it ended with %d", what, (unsigned long long)n, code);
    code = in_child(&none, true);
    if (code != 0)
        fail_msg("%s %llu: the plan after it is not empty", what, (unsigned long long)n);
    same_world(a, expected, what, n);
    secret_and_database_agree(a, what, n);
}

static const struct value *undisturbed(struct arena *a)
{
    fresh_folder();
    assert_int_equal(in_child(&none, false), 0);
    assert_int_equal(in_child(&none, true), 0);
    return census(a);
}

/* ---- tests ------------------------------------------------------------------------------------------------------- */

static void killed_at_any_journal_write_the_next_run_finishes(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *expected = undisturbed(a);
    unsigned kills = 0;
    for (uint64_t n = 1;; n += stride(), kills++) {
        fresh_folder();
        int code = in_child(&(struct disturbance){.kill_at_sync = n}, false);
        if (code == 0)
            break;
        assert_int_equal(code, KILLED);
        finish_and_compare(a, expected, "killed at journal write", n);
    }
    assert_true(kills > 5);
}

static void an_answer_lost_after_any_call_leaves_nothing_twice(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *expected = undisturbed(a);
    for (uint64_t n = 1; n < 400; n += stride()) {
        fresh_folder();
        int code = in_child(&(struct disturbance){.lose_answer = n}, false);
        if (code != 0)
            fail_msg("answer %llu lost: the run did not finish (%d)", (unsigned long long)n, code);
        same_world(a, expected, "answer lost", n);
        assert_int_equal(in_child(&none, true), 0);
    }
}

static void throttling_errors_and_cuts_do_not_stop_it(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *expected = undisturbed(a);
    for (uint64_t seed = 1; seed <= 170; seed += stride()) {
        fresh_folder();
        const struct disturbance d = {
            .seed = seed, .throttle = 0.2, .server_error = 0.03, .cut_before = 0.02, .cut_after = 0.02};
        int code = in_child(&d, false);
        if (code != 0 && code != UNFINISHED)
            fail_msg("seed %llu: ended with %d", (unsigned long long)seed, code);
        finish_and_compare(a, expected, "faults by seed", seed);
    }
}

static void killed_while_it_destroys_the_next_run_leaves_nothing(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    undisturbed(a);
    assert_int_equal(in_child(&none_destroying, false), 0);
    const struct value *expected = census(a);
    for (uint64_t n = 1;; n += stride()) {
        undisturbed(a);
        int code = in_child(&(struct disturbance){.kill_at_sync = n, .destroy = true}, false);
        if (code == 0)
            break;
        assert_int_equal(code, KILLED);
        code = in_child(&none_destroying, false);
        if (code != 0)
            fail_msg("killed at journal write %llu of a destroy: the next ended with %d", (unsigned long long)n, code);
        same_world(a, expected, "killed while destroying at journal write", n);
    }
}

int main(void)
{
    char template[] = "/tmp/crash.XXXXXX";
    folder = mkdtemp(template);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_any_journal_write_the_next_run_finishes),
        cmocka_unit_test(an_answer_lost_after_any_call_leaves_nothing_twice),
        cmocka_unit_test(throttling_errors_and_cuts_do_not_stop_it),
        cmocka_unit_test(killed_while_it_destroys_the_next_run_leaves_nothing),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fresh_folder();
    rmdir(folder);
    return failed;
}

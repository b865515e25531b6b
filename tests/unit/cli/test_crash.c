/*
 * What a lost answer must not do. The whole way from a spec to two regions runs in a child process on the sandbox,
 * where the n-th changing call takes effect without an answer; the same run must find out, and finish with the world of
 * one that was never disturbed: nothing twice, nothing orphaned. So for a small spec and for the reference, while they
 * are made, changed and destroyed.
 *
 * Tries a sample, and tells of all that failed. CRASH_STRIDE=1 tries every n, CRASH_FIRST=n begins there, CRASH_ONLY
 * is a pattern of tests ("*reference*").
 */
#include "aws/net/digest.h"
#include "tests/support/asked.h"
#include "tests/support/copy.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { UNTOUCHED = 4, UNFINISHED = 3, NOT_EMPTY = 2 };

/* A spec, and what it becomes. `stride`: how far apart the points of a sample are. */
struct estate {
    const char *spec;
    const char *const *changes;
    size_t n_changes;
    uint64_t stride;
};

enum stage { MAKE, CHANGE, DESTROY };
struct trial {
    const struct estate *estate;
    enum stage stage;
};

static const char *folder;

static const char *in_folder(struct arena *a, const char *name)
{
    return arena_printf(a, "%s/%s", folder, name);
}

/* `lost`: the how-manieth changing call gets no answer; 0: none. */
static void connect_sandbox(struct rig *r, uint64_t lost)
{
    const struct sandbox_options o = {.world = in_folder(r->a, "world"), .faults.lose_answer = lost};
    rig_sandbox(r, &o);
}

static void tell_plan(const struct rig *r)
{
    if (plan_is_empty(r->plan))
        _exit(0);
    fputs(rig_plan_text(r), stderr);
    _exit(NOT_EMPTY);
}

/* In the child: one run. */
static void run(const struct trial *t, uint64_t lost, bool plan_only)
{
    struct rig r = {.a = arena_new()};
    struct run_result result;
    bool changed = t->stage == CHANGE;
    rig_spec_set(&r, t->estate->spec, t->estate->changes, changed ? t->estate->n_changes : 0);
    rig_state(&r, in_folder(r.a, "state.json"));
    connect_sandbox(&r, lost);
    rig_look(&r);
    rig_plan(&r, &(struct plan_request){.destroy = t->stage == DESTROY});
    if (plan_only)
        tell_plan(&r);
    rig_run(&r, &result);
    for (size_t i = 0; i < value_len(result.failures); i++)
        fprintf(stderr, "%s: %s\n", value_get_str(value_item(result.failures, i), "address"),
                value_get_str(value_item(result.failures, i), "error"));
    rig_die(&r, "snapshot", store_snapshot(r.store, r.state));
    if (result.failed || result.blocked || result.not_started)
        _exit(UNFINISHED);
    _exit(lost > sandbox_changes(r.sandbox) ? UNTOUCHED : 0);
}

static int in_child(const struct trial *t, uint64_t lost, bool plan_only)
{
    int status;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        run(t, lost, plan_only);
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* ---- worlds ------------------------------------------------------------------------------------------------------ */

static const char *const names[] = {"state.json", "state.json.journal", "state.json.lock", "state.json.backup",
                                    "world"};

static void fresh_folder(void)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(in_folder(a, names[i]));
}

/* A world that is made is made once: what a stage begins with lies beside it from then on. */
static void copy_all(const char *from, const char *to)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *name = in_folder(a, names[i]);
        copy_file(a, arena_printf(a, "%s%s", name, from), arena_printf(a, "%s%s", name, to));
    }
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
        const char *text = value_str_of(value_item(all, i));
        size_t kind = strcspn(text, " "), region = strcspn(text + kind + 1, " ");
        const char *key = arena_strndup(a, text, kind + 1 + region);
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

/* What follows says what is wrong; NULL: nothing. */

/* AWS goes on showing some of what was destroyed for a while: less of that is no loss. */
static const char *same_world(struct arena *a, const struct trial *t, const struct value *expected)
{
    struct sbuf text = {.arena = a};
    const struct value *got = census(a);
    if (t->stage != DESTROY)
        differences(&text, expected, got, "missing");
    differences(&text, got, expected, "too many:");
    return text.len ? sbuf_str(&text) : NULL;
}

/* The password in Secrets Manager is the one the cluster was made with: somebody can still log in. */
static const char *secret_and_database_agree(struct arena *a)
{
    static const char before[] = "\\\"password\\\":\\\"";
    const char *text = NULL, *at;
    size_t len;
    assert_null(file_read(a, in_folder(a, "world"), SIZE_MAX / 4, &text, &len));
    for (at = text; (at = strstr(at, before));) {
        at += sizeof before - 1;
        const char *password = arena_strndup(a, at, strcspn(at, "\\\""));
        if (strstr(text, arena_printf(a, "\"$PasswordDigest\":\"%s\"", sha256_hex_of(a, password))))
            return NULL;
    }
    return "the database was made with another password";
}

/* What the stage begins with is laid aside; what it ends with undisturbed is counted. */
static const struct value *undisturbed(struct arena *a, const struct trial *t)
{
    const struct trial before = {.estate = t->estate, .stage = MAKE};
    fresh_folder();
    if (t->stage != MAKE)
        assert_int_equal(in_child(&before, 0, false), 0);
    copy_all("", ".before");
    assert_int_equal(in_child(t, 0, false), 0);
    assert_int_equal(in_child(t, 0, true), 0);
    return census(a);
}

/* ---- trials ------------------------------------------------------------------------------------------------------ */

/* It is found out about in the same run. */
static const char *after_a_loss(struct arena *a, const struct trial *t, const struct value *expected, int code)
{
    if (code != 0)
        return arena_printf(a, "the run did not finish (%d)", code);
    if (in_child(t, 0, true) != 0)
        return "the plan after it is not empty";
    const char *wrong = same_world(a, t, expected);
    return wrong || t->stage == DESTROY ? wrong : secret_and_database_agree(a);
}

static const char *const stages[] = {[MAKE] = "made", [CHANGE] = "changed", [DESTROY] = "destroyed"};

static void the_run_finds_out(void **state)
{
    const struct trial *t = *state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *expected = undisturbed(a, t);
    uint64_t n = asked("CRASH_FIRST", 1), stride = asked("CRASH_STRIDE", t->estate->stride);
    unsigned points = 0, failed = 0;
    for (;; n += stride, points++) {
        CLEANUP(arena_freep) struct arena *scratch = arena_new();
        copy_all(".before", "");
        int code = in_child(t, n, false);
        if (code == UNTOUCHED)
            break;
        const char *wrong = after_a_loss(scratch, t, expected, code);
        failed += wrong != NULL;
        if (wrong)
            print_error("%s, %s without the answer to call %" PRIu64 ": %s\n", strrchr(t->estate->spec, '/') + 1,
                        stages[t->stage], n, wrong);
    }
    print_message("figure: answers lost while %s is %s: %u of %" PRIu64 ", not found out %u\n",
                  strrchr(t->estate->spec, '/') + 1, stages[t->stage], points, n - 1, failed);
    assert_true(points > 0);
    assert_int_equal(failed, 0);
}

static const char *const changes_of_minimal[] = {"aurora.instances=2", "aurora.backup.retention_days=9"};
static const char *const changes_of_reference[] = {
    "aurora.instances=2",
    "aurora.parameters.log_min_duration_statement=2000",
    "network.flow_logs.enabled=true",
    "network.nat=single",
    "cache.node_type=cache.r7g.xlarge",
    "cache.snapshots.retention_days=9",
    "eks.nodes.max=9",
    "eks.version=1.36",
    "msk.storage.gb=600",
    "msk.broker_type=kafka.m5.xlarge",
    "observability.alarms.aurora-cpu.threshold=60",
    "observability.budget.monthly_usd=30000",
    "buckets.logs.expire_days=400",
    "drills.duration_minutes=15",
};

static const struct estate minimal = {SOURCE_DIR "/specs/minimal.yaml", changes_of_minimal, COUNT(changes_of_minimal),
                                      37};
static const struct estate reference = {SOURCE_DIR "/specs/active-active.yaml", changes_of_reference,
                                        COUNT(changes_of_reference), 599};

int main(void)
{
    enum { STAGES = DESTROY + 1 };
    static const struct estate *const estates[] = {&minimal, &reference};
    static const char *const estate_names[] = {"minimal", "reference"};
    struct trial trials[COUNT(estates) * STAGES];
    struct CMUnitTest tests[COUNT(trials)];
    CLEANUP(arena_freep) struct arena *a = arena_new();
    char template[] = "/tmp/crash.XXXXXX";
    folder = mkdtemp(template);
    for (size_t i = 0; i < COUNT(trials); i++) {
        enum stage stage = MAKE + i % STAGES;
        trials[i] = (struct trial){estates[i / STAGES], stage};
        tests[i] = (struct CMUnitTest){arena_printf(a, "%s_is_%s_without_an_answer_and_the_run_finds_out",
                                                    estate_names[i / STAGES], stages[stage]),
                                       the_run_finds_out, NULL, NULL, &trials[i]};
    }
    if (getenv("CRASH_ONLY"))
        cmocka_set_test_filter(getenv("CRASH_ONLY"));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fresh_folder();
    copy_all(".nothing", ".before");
    rmdir(folder);
    return failed;
}

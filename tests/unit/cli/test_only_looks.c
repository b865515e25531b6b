/*
 * What a plan sends: nothing that changes anything, nothing that tells a secret. Shown by the sandbox's transcript, and
 * by credentials that may do no more than AWS's policy ReadOnlyAccess allows; before anything is there, when all of it
 * is, and when the spec wants something else.
 */
#include "aws/api/services.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *folder;

static const struct op *op_called(const char *name)
{
    const struct op *op = NULL;
    for (const struct service *const *svc = aws_services; *svc && !op; svc++)
        op = service_op(*svc, name);
    return op;
}

/* "t+30 ap-northeast-1 DescribeVpcs(...) -> ok", a line a call. */
static size_t all_look(struct rig *r)
{
    size_t n = 0;
    for (const char *line = sandbox_transcript(r->sandbox); *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *name = strchr(strchr(line, ' ') + 1, ' ') + 1;
        const struct op *op = op_called(arena_strndup(r->a, name, strcspn(name, "(")));
        if (!op || !op_only_looks(op))
            fail_msg("a plan sent %.*s", (int)strcspn(line, "\n"), line);
        n++;
    }
    return n;
}

static void open_world(struct rig *r, const char *spec, const char *const *sets, size_t n_sets, bool read_only)
{
    *r = (struct rig){.a = arena_new()};
    rig_spec_set(r, spec, sets, n_sets);
    rig_state(r, arena_printf(r->a, "%s/state.json", folder));
    rig_sandbox(r, &(struct sandbox_options){.world = arena_printf(r->a, "%s/world", folder),
                                             .faults = {.read_only = read_only}});
}

static void plan_looks(const char *spec, const char *const *sets, size_t n_sets, bool empty)
{
    struct rig r;
    open_world(&r, spec, sets, n_sets, true);
    rig_look(&r);
    rig_plan(&r, &(struct plan_request){0});
    assert_int_equal(plan_is_empty(r.plan), empty);
    assert_int_equal(sandbox_changes(r.sandbox), 0);
    assert_true(all_look(&r) > 10);
    rig_end(&r);
}

static void make(const char *spec)
{
    struct rig r;
    open_world(&r, spec, NULL, 0, false);
    rig_apply(&r, false);
    rig_die(&r, "snapshot", store_snapshot(r.store, r.state));
    rig_end(&r);
}

static void a_plan_needs_no_more_than_a_reader_may(void **state)
{
    (void)state;
    static const char *const specs[] = {SOURCE_DIR "/specs/minimal.yaml", SOURCE_DIR "/specs/active-active.yaml"};
    static const char *const other[] = {"tags.CostCenter=other"};
    for (size_t i = 0; i < COUNT(specs); i++) {
        rig_clear(folder);
        plan_looks(specs[i], NULL, 0, false);
        make(specs[i]);
        plan_looks(specs[i], NULL, 0, true);
        plan_looks(specs[i], other, 1, false);
    }
    rig_clear(folder);
}

static void who_may_only_look_can_make_nothing(void **state)
{
    (void)state;
    struct rig r;
    struct run_result result;
    rig_clear(folder);
    open_world(&r, SOURCE_DIR "/specs/minimal.yaml", NULL, 0, true);
    rig_look(&r);
    rig_plan(&r, &(struct plan_request){0});
    rig_run(&r, &result);
    assert_int_equal(result.done, 0);
    assert_true(result.failed > 0 && result.failed + result.blocked == r.plan->n_steps);
    assert_int_equal(sandbox_changes(r.sandbox), 0);
    rig_end(&r);
    rig_clear(folder);
}

static int make_folder(void **state)
{
    static char path[] = "/tmp/only-looks-XXXXXX";
    (void)state;
    folder = mkdtemp(path);
    return folder ? 0 : -1;
}

static int drop_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_needs_no_more_than_a_reader_may),
        cmocka_unit_test(who_may_only_look_can_make_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}

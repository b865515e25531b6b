/*
 * What a run that was cut off has left half done, met for certain and not by the chance of a sample: what AWS leaves
 * behind of an object whose deletion nobody saw the end of, and what was never set on one whose state is lost.
 */
#include "aws/sandbox/engine.h"
#include "aws/sandbox/kinds.h"
#include "tests/sim/sim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define REFERENCE "specs/active-active.yaml"
#define APPLY "apply " REFERENCE " --auto-approve"
#define CHECK "plan " REFERENCE " --detailed-exitcode"
#define DESTROY "destroy " REFERENCE " --auto-approve --allow-destroy *"

enum { LONG_S = 2 * 3600 };

static void must(struct sim *s, const char *command)
{
    int code = sim_run(s, command);
    if (code)
        fail_msg("%s ended with %d", command, code);
}

static void pass_time(struct sim *s, int64_t seconds)
{
    world_advance(sim_world(s), sandbox_now_ms(sim_sandbox(s)) + seconds * SECOND);
}

/* ---- deletions --------------------------------------------------------------------------------------------------- */

struct cut {
    struct arena *a;
    struct sim *sim;
    const char *region, *group; /* the run ends as AWS begins to delete it */
    const char *next;
    const char *expected; /* NULL: nothing of the datastore */
    unsigned tried;
};

static void begun(struct cut *c, const char *command)
{
    const struct sim_options o = {.seed = 11};
    c->a = arena_new();
    c->sim = sim_new(c->a, &o);
    must(c->sim, command);
}

static void over(struct cut *c)
{
    sandbox_close(sim_sandbox(c->sim));
    arena_free(c->a);
}

static bool is_leaving(const struct cut *c)
{
    const struct object *o = object_find(sim_world(c->sim), &kind_replication_group, c->region, c->group);
    return o && strcmp(object_status(o), "deleting") == 0;
}

/* In a child: by the time of the next run AWS has long finished, and shows nothing of it any more. */
static void next_run(struct cut *c, enum crash how)
{
    const struct sim_end end = {.disk = how};
    sim_crash(c->sim, &end);
    pass_time(c->sim, LONG_S);
    int code = sim_run(c->sim, c->next);
    const char *left = sim_census(c->sim, c->a);
    bool same = c->expected ? strcmp(left, c->expected) == 0 : !strstr(left, "global-datastore");
    if (code || !same)
        fprintf(stderr, "%s: %s ended with %d, and leaves\n%s\n", c->group, c->next, code,
                same ? "what it should" : left);
    fflush(NULL);
    _exit(code || !same);
}

static void cut_off(void *ctx, enum sim_moment m, const char *what)
{
    struct cut *c = ctx;
    int status;
    (void)m;
    (void)what;
    if (c->tried || !is_leaving(c))
        return;
    for (enum crash how = CRASH_KILLED; how <= CRASH_TORN; how++) {
        fflush(NULL);
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
            next_run(c, how);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        c->tried++;
    }
}

static void cut_and_go_on(const struct cut *how, const char *next, bool same_world)
{
    struct cut c = *how;
    begun(&c, APPLY);
    c.next = next;
    c.expected = same_world ? sim_census(c.sim, c.a) : NULL;
    assert_non_null(strstr(sim_census(c.sim, c.a), "global-datastore"));
    sim_watch(c.sim, cut_off, &c);
    must(c.sim, DESTROY);
    assert_int_equal(c.tried, 3);
    over(&c);
}

static const struct cut leads = {.region = "ap-northeast-1", .group = "genai-demo-production-tokyo-cache"};
static const struct cut follows = {.region = "ap-northeast-2", .group = "genai-demo-production-seoul-cache"};

static void what_aws_leaves_behind_of_a_member_goes_in_the_next_run(void **state)
{
    (void)state;
    cut_and_go_on(&leads, DESTROY, false);
    cut_and_go_on(&follows, DESTROY, false);
}

static void it_goes_too_where_the_member_is_wanted_after_all(void **state)
{
    (void)state;
    cut_and_go_on(&leads, APPLY, true);
    cut_and_go_on(&follows, APPLY, true);
}

/* ---- creations --------------------------------------------------------------------------------------------------- */

static struct object *logs_of(const struct cut *c)
{
    struct object *o =
        object_find(sim_world(c->sim), &kind_bucket, "ap-northeast-2", "genai-demo-production-seoul-logs-123456789012");
    assert_non_null(o);
    return o;
}

static bool is_versioned(const struct cut *c)
{
    return str_eq(value_get_str(value_get(logs_of(c)->v, "VersioningConfiguration"), "Status"), "Enabled");
}

/* As if the run had ended right after the call that made it, and the disk with it. */
static void what_was_never_set_is_not_taken_for_set_when_its_state_is_lost(void **state)
{
    const struct sim_end lost = {.disk = CRASH_LOST};
    struct cut c = {0};
    (void)state;
    begun(&c, APPLY);
    assert_true(is_versioned(&c));
    object_unset(sim_world(c.sim), logs_of(&c), "VersioningConfiguration");
    sim_crash(c.sim, &lost);
    must(c.sim, "recover " REFERENCE " --auto-approve");
    assert_int_equal(sim_run(c.sim, CHECK), 2);
    must(c.sim, APPLY);
    assert_true(is_versioned(&c));
    must(c.sim, CHECK);
    over(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_aws_leaves_behind_of_a_member_goes_in_the_next_run),
        cmocka_unit_test(it_goes_too_where_the_member_is_wanted_after_all),
        cmocka_unit_test(what_was_never_set_is_not_taken_for_set_when_its_state_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "provisioner/plan/duration.h"
#include "tests/unit/plan/world.h"

#define VPC "'t/n/vpc': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16'"
#define INSTANCE(n) "'t/d/" n "': {'type': 'Instance', 'InstanceName': '" n "', 'Cluster': 'c'"

static void the_longest_way_is_expected(void **state)
{
    (void)state;
    WORLD(w) =
        world_new("{" VPC "}, 't/d/c': {'type': 'Cluster', 'ClusterName': 'c', 'Version': '15',"
                  "   'Group': {'$ref': 't/n/vpc.VpcId'}},"
                  " 't/d/i': {'type': 'Instance', 'InstanceName': 'i', 'Cluster': {'$ref': 't/d/c.ClusterName'}}}",
                  "{}", NULL);
    world_plan(w);
    assert_int_equal(w->plan->takes.p50, 5 + 600 + 400);
    /* late by 5, 600 and 400 seconds, for reasons of their own: 721 together */
    assert_int_equal(w->plan->takes.p90, 5 + 600 + 400 + 721);
    assert_string_equal(w->plan->critical_path[0], "t/n/vpc");
    assert_string_equal(w->plan->critical_path[2], "t/d/i");
    assert_null(w->plan->critical_path[3]);
    assert_int_equal(planned_at(w, "t/d/c")->takes.p90, 1200);
}

/* Another way may be the longest where it is late. */
static void what_is_late_is_that_of_the_way_that_is_latest(void **state)
{
    (void)state;
    WORLD(w) =
        world_new("{'t/n/a': {'type': 'Nodes', 'NodesName': 'a', 'Version': '1'}}",
                  "{'t/n/a': {'type': 'Nodes', 'NodesName': 'a', 'Version': '1'},"
                  " 't/q/b': {'type': 'AWS::RDS::DBInstance', 'DBInstanceIdentifier': 'b', 'DBClusterIdentifier': 'c'},"
                  " 't/q/c': {'type': 'AWS::RDS::DBCluster', 'DBClusterIdentifier': 'c'}}",
                  "{'t/n/a': null}");
    w->request.allow_destroy = (const char *const[]){"t/q/c", NULL};
    world_plan(w);
    assert_int_equal(w->plan->takes.p50, 180);
    assert_int_equal(w->plan->takes.p90, 360);
}

/* clang-format off */
static const struct {
    const char *what, *spec, *state;
    unsigned p50, p90;
} seen[] = {
    {"nothing", "{" INSTANCE("x") "}}", "{}", 400, 800},
    {"one of a kind, faster", "{" INSTANCE("x") "}," INSTANCE("y") "}}", "{" INSTANCE("x") ", 'create_s': 100}}", 300, 567},
    {"its own, before it disappeared", "{" INSTANCE("x") "}}", "{" INSTANCE("x") ", 'create_s': 100}}", 300, 567},
    {"another kind", "{" INSTANCE("x") "}}", "{" VPC ", 'create_s': 900}}", 400, 800},
    {"a day that went wrong counts for three times what is late", "{" INSTANCE("x") "}," INSTANCE("y") "}}",
     "{" INSTANCE("x") ", 'create_s': 86400}}", 1067, 1333},
    {"many, and one bad day among them", "{" INSTANCE("z") "}}",
     "{" INSTANCE("1") ", 'create_s': 310}," INSTANCE("2") ", 'create_s': 290}," INSTANCE("3") ", 'create_s': 300},"
     INSTANCE("4") ", 'create_s': 305}," INSTANCE("5") ", 'create_s': 86400}}", 332, 1943},
    {"no longer than it may", "{" INSTANCE("x") "}}", "{" INSTANCE("y") ", 'create_s': -5}}", 400, 800},
};
/* clang-format on */

static void what_was_seen_counts_besides_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(seen); i++) {
        WORLD(w) = world_new(seen[i].spec, seen[i].state, "{'t/d/x': null, 't/d/y': null, 't/d/z': null}");
        world_plan(w);
        struct span most = {0};
        for (size_t k = 0; k < w->plan->n_steps; k++)
            if (w->plan->steps[k].kind == STEP_CREATE)
                most = w->plan->steps[k].takes;
        if (most.p50 != seen[i].p50 || most.p90 != seen[i].p90)
            fail_msg("%s: %u and %u, not %u and %u", seen[i].what, most.p50, most.p90, seen[i].p50, seen[i].p90);
    }
}

#define BROKERS(more) "'t/m/b': {'type': 'Brokers', 'BrokersName': 'b', 'Count': 3, " more

static void what_rolls_takes_as_long_as_there_are_members(void **state)
{
    (void)state;
    WORLD(w) = world_new("{" BROKERS("'Type': 'large', 'Size': 10") "}}",
                         "{" BROKERS("'Type': 'small', 'Size': 10") "}}", "{}");
    world_plan(w);
    assert_int_equal(w->plan->takes.p50, 1800);
    assert_int_equal(w->plan->takes.p90, 2700);
    WORLD(all) = world_new("{" BROKERS("'Type': 'small', 'Size': 20") "}}",
                           "{" BROKERS("'Type': 'small', 'Size': 10") "}}", "{}");
    world_plan(all);
    assert_int_equal(all->plan->takes.p50, 600);
}

/* clang-format off */
static const struct {
    const char *what, *spec;
    unsigned p50, p90;
} further[] = {
    {"nothing", "{'t/m/b': {'type': 'Brokers', 'BrokersName': 'b'}}", 1500, 2400},
    {"what AWS takes anyway", "{'t/m/b': {'type': 'Brokers', 'BrokersName': 'b', 'Public': false}}", 1500, 2400},
    {"an update that only follows", "{'t/m/b': {'type': 'Brokers', 'BrokersName': 'b', 'Public': true}}", 3300, 5400},
    {"one update for both", "{'t/m/b': {'type': 'Brokers', 'BrokersName': 'b', 'Public': true, 'Type': 'x'}}", 3300, 5400},
    {"what another attribute makes unnecessary",
     "{'t/m/b': {'type': 'Brokers', 'BrokersName': 'b', 'Public': true, 'Size': 10}}", 1500, 2400},
    {"what is there already", "{'t/m/b': {'type': 'Brokers', 'BrokersName': 'b', 'Size': 10, 'Type': 'x'}}", 1500, 2400},
    {"what is made first", "{" VPC "}, 't/m/b': {'type': 'Brokers', 'BrokersName': 'b', 'Size': 10,"
     " 'Type': {'$ref': 't/n/vpc.VpcId'}}}", 1620, 2700},
};
/* clang-format on */

static void what_follows_a_creation_is_part_of_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(further); i++) {
        WORLD(w) = world_new(further[i].spec, "{}", NULL);
        world_plan(w);
        struct span takes = planned_at(w, "t/m/b")->takes;
        if (takes.p50 != further[i].p50 || takes.p90 != further[i].p90)
            fail_msg("%s: %u and %u", further[i].what, takes.p50, takes.p90);
    }
}

static void spans_are_told_in_words(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    assert_string_equal(duration_span_text(a, (struct span){45, 600}), "about 45 s, 9 of 10 within 10 min");
    assert_string_equal(duration_span_text(a, (struct span){600, 605}), "about 10 min");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_way_is_expected),
        cmocka_unit_test(what_is_late_is_that_of_the_way_that_is_latest),
        cmocka_unit_test(what_was_seen_counts_besides_the_table),
        cmocka_unit_test(what_rolls_takes_as_long_as_there_are_members),
        cmocka_unit_test(what_follows_a_creation_is_part_of_it),
        cmocka_unit_test(spans_are_told_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

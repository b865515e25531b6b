/*
 * A region is back after it was lost, and not all of it: `failback` makes again what is missing, as a member that
 * follows whoever leads by now, and switches over. What a cluster holds that was left behind goes only where that is
 * allowed.
 */
#include "tests/sim/trial.h"

#define SPEC "specs/minimal.yaml --set cache.nodes=2"
#define FAIL "failover " SPEC " --to seoul --allow-data-loss --auto-approve"
#define BACK "failback " SPEC " --to tokyo --auto-approve"
#define PLAN "plan " SPEC " --detailed-exitcode"
#define TOKYO "ap-northeast-1"
#define SEOUL "ap-northeast-2"
#define TOKYO_ARN "arn:aws:rds:ap-northeast-1:123456789012:cluster:demo-production-tokyo-aurora"
#define SEOUL_ARN "arn:aws:rds:ap-northeast-2:123456789012:cluster:demo-production-seoul-aurora"
#define OF_GLOBAL "\"GlobalClusterIdentifier\": \"demo-production-aurora\""

/* ---- what happens behind our back -------------------------------------------------------------------------------- */

struct call_by_hand {
    const char *service, *op, *region, *input; /* "{datastore}" is its id */
    int64_t then_s;                            /* so long until it has settled */
};

static const char *datastore_of(struct trial *t)
{
    const struct value *all =
        sim_call(t->sim, t->a, "elasticache", "DescribeGlobalReplicationGroups", SEOUL, "{\"ShowMemberInfo\": true}");
    return value_get_str(value_item(value_get(all, "GlobalReplicationGroups"), 0), "GlobalReplicationGroupId");
}

static void by_hand(struct trial *t, const struct call_by_hand *calls)
{
    for (const struct call_by_hand *c = calls; c->op; c++) {
        const char *marked = strstr(c->input, "{datastore}");
        const char *input = marked ? arena_printf(t->a, "%.*s%s%s", (int)(marked - c->input), c->input, datastore_of(t),
                                                  marked + strlen("{datastore}"))
                                   : c->input;
        sim_call(t->sim, t->a, c->service, c->op, c->region, input);
        pass_time(t, c->then_s);
    }
}

/* clang-format off */
/* Somebody has cleaned up in tokyo while seoul led. */
static const struct call_by_hand database_is_gone[] = {
    {"rds", "DeleteDBInstance", TOKYO, "{\"DBInstanceIdentifier\": \"demo-production-tokyo-aurora-1\", \"SkipFinalSnapshot\": true}", 0},
    {"rds", "DeleteDBInstance", TOKYO, "{\"DBInstanceIdentifier\": \"demo-production-tokyo-aurora-2\", \"SkipFinalSnapshot\": true}", 0},
    {"rds", "ModifyDBCluster", TOKYO, "{\"DBClusterIdentifier\": \"demo-production-tokyo-aurora\", \"DeletionProtection\": false, \"ApplyImmediately\": true}", 3600},
    {"rds", "RemoveFromGlobalCluster", SEOUL, "{" OF_GLOBAL ", \"DbClusterIdentifier\": \"" TOKYO_ARN "\"}", 3600},
    {"rds", "DeleteDBCluster", TOKYO, "{\"DBClusterIdentifier\": \"demo-production-tokyo-aurora\", \"SkipFinalSnapshot\": true}", 3600},
    {0}};
static const struct call_by_hand cache_is_gone[] = {
    {"elasticache", "DisassociateGlobalReplicationGroup", SEOUL, "{\"GlobalReplicationGroupId\": \"{datastore}\", \"ReplicationGroupId\": \"demo-production-tokyo-cache\", \"ReplicationGroupRegion\": \"" TOKYO "\"}", 3600},
    {"elasticache", "DeleteReplicationGroup", TOKYO, "{\"ReplicationGroupId\": \"demo-production-tokyo-cache\"}", 3600},
    {0}};
/* The managed failover did not come to its end: seoul was taken out, and writes by itself. */
static const struct call_by_hand database_is_apart[] = {
    {"rds", "RemoveFromGlobalCluster", SEOUL, "{" OF_GLOBAL ", \"DbClusterIdentifier\": \"" SEOUL_ARN "\"}", 3600}, {0}};
static const struct call_by_hand cache_is_apart[] = {
    {"elasticache", "DisassociateGlobalReplicationGroup", SEOUL, "{\"GlobalReplicationGroupId\": \"{datastore}\", \"ReplicationGroupId\": \"demo-production-seoul-cache\", \"ReplicationGroupRegion\": \"" SEOUL "\"}", 3600}, {0}};
/* clang-format on */

/* ---- what is missing --------------------------------------------------------------------------------------------- */

static void is_made_again(struct trial *t, const void *what)
{
    const struct call_by_hand *calls = what;
    CHECK(t, run(t, FAIL) == 0);
    pass_time(t, 3600);
    by_hand(t, calls);
    CHECK(t, run(t, PLAN) == EXIT_CHANGES && !says(t, "-/+"));
    CHECK(t, run(t, BACK " --dry-run") == 0 && says(t, "first, what tokyo lost is made again"));
    CHECK(t, run(t, BACK) == 0 && says(t, "what tokyo lost is made again first") && says(t, "tokyo leads"));
    CHECK(t, run(t, PLAN) == 0 && !says(t, "is led by"));
    pass_time(t, 3600);
    CHECK(t, run(t, "switchover " SPEC " --to seoul --auto-approve") == 0);
    CHECK(t, run(t, PLAN) == 0);
    CHECK(t, run(t, "destroy " SPEC " --auto-approve --allow-destroy *") == 0);
    CHECK(t, !strstr(sim_census(t->sim, t->a), "db-cluster"));
    CHECK(t, !strstr(sim_census(t->sim, t->a), "replication-group"));
}

/* ---- who writes by itself ---------------------------------------------------------------------------------------- */

struct apart {
    const struct call_by_hand *calls;
    const char *stale, *group; /* what is left behind, and what it leads */
};

static void is_joined_again_when_allowed(struct trial *t, const void *what)
{
    const struct apart *x = what;
    by_hand(t, x->calls);
    CHECK(t, run(t, PLAN) == EXIT_ERROR);
    CHECK(t, run(t, BACK) == EXIT_ERROR);
    CHECK(t, says(t, arena_printf(t->a, "--allow-destroy %s", x->stale)));
    CHECK(t, says(t, arena_printf(t->a, "--allow-destroy %s", x->group)));
    CHECK(t, run(t, arena_printf(t->a, BACK " --allow-destroy %s --allow-destroy %s", x->stale, x->group)) == 0);
    CHECK(t, says(t, "tokyo leads"));
    CHECK(t, run(t, PLAN) == 0);
    CHECK(t, run(t, "destroy " SPEC " --auto-approve --allow-destroy *") == 0);
    CHECK(t, !strstr(sim_census(t->sim, t->a), "db-cluster"));
    CHECK(t, !strstr(sim_census(t->sim, t->a), "replication-group"));
}

/* ---- the tests --------------------------------------------------------------------------------------------------- */

static struct trial both;

static void what_a_region_lost_is_made_again_as_one_that_follows(void **state)
{
    (void)state;
    try_it(&both, is_made_again, database_is_gone, "the database is gone");
    try_it(&both, is_made_again, cache_is_gone, "the cache is gone");
}

static void what_was_left_behind_goes_only_when_that_is_allowed(void **state)
{
    static const struct apart database = {database_is_apart, "tokyo/aurora/cluster", "global/aurora/global-cluster"};
    static const struct apart cache = {cache_is_apart, "tokyo/cache/replication-group",
                                       "global/cache/global-datastore"};
    (void)state;
    try_it(&both, is_joined_again_when_allowed, &database, "the database is apart");
    try_it(&both, is_joined_again_when_allowed, &cache, "the cache is apart");
}

static int apply_both(void **state)
{
    (void)state;
    applied(&both, SPEC);
    return 0;
}

static int take_both(void **state)
{
    (void)state;
    over(&both);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_a_region_lost_is_made_again_as_one_that_follows),
                                       cmocka_unit_test(what_was_left_behind_goes_only_when_that_is_allowed)};
    return cmocka_run_group_tests(tests, apply_both, take_both);
}

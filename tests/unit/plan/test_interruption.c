#include "provisioner/plan/interruption.h"
#include "tests/unit/plan/world.h"

#define DB "'t/a/c': {'type': 'AWS::RDS::DBCluster', 'DBClusterIdentifier': 'c'}"
#define MEMBERS(list)                                                                                                  \
    "'t/a/c': {'type': 'AWS::RDS::DBCluster', 'DBClusterIdentifier': 'c', 'outputs': {'DBClusterMembers': [" list "]}" \
    "}"
#define WRITES(n) "{'DBInstanceIdentifier': '" n "', 'IsClusterWriter': true}"
#define READS(n) "{'DBInstanceIdentifier': '" n "', 'IsClusterWriter': false}"
#define I(n, more)                                                                                                     \
    "'t/a/" n "': {'type': 'AWS::RDS::DBInstance', 'DBInstanceIdentifier': '" n "', 'DBClusterIdentifier': 'c'" more "}"
#define CLASS(x) ", 'DBInstanceClass': '" x "'"
#define BROKERS(more) "'t/m/b': {'type': 'Brokers', 'BrokersName': 'b'" more "}"
#define CACHE(more) "'t/e/g': {'type': 'AWS::ElastiCache::ReplicationGroup', 'ReplicationGroupId': 'g'" more "}"
#define BOTH MEMBERS(WRITES("w") "," READS("r"))

/* clang-format off */
static const struct {
    const char *what, *spec, *state, *want, *forever;
} cases[] = {
    {"what is new", "{" BROKERS("") "}", "{}", "b=none", ""},
    {"nothing", "{" BROKERS("") "}", "{" BROKERS("") "}", "b=none", ""},
    {"the writer, and another is there", "{" DB "," I("w", CLASS("x")) "," I("r", "") "}", "{" BOTH "," I("w", CLASS("y")) "," I("r", "") "}",
     "c=none r=none w=failover", ""},
    {"a reader", "{" DB "," I("w", "") "," I("r", CLASS("x")) "}", "{" BOTH "," I("w", "") "," I("r", CLASS("y")) "}",
     "c=none r=brief w=none", ""},
    {"the only one", "{" DB "," I("w", CLASS("x")) "}", "{" MEMBERS(WRITES("w")) "," I("w", CLASS("y")) "}", "c=none w=downtime", ""},
    {"one of whom nobody knows", "{" DB "," I("w", CLASS("x")) "}", "{" DB "," I("w", CLASS("y")) "}", "c=none w=failover", ""},
    {"what is harmless", "{" DB "," I("w", ", 'PromotionTier': 1") "}", "{" BOTH "," I("w", ", 'PromotionTier': 2") "}", "c=none w=none", ""},
    {"a version", "{'t/a/c': {'type': 'AWS::RDS::DBCluster', 'DBClusterIdentifier': 'c', 'EngineVersion': '16'}}",
     "{'t/a/c': {'type': 'AWS::RDS::DBCluster', 'DBClusterIdentifier': 'c', 'EngineVersion': '15'}}", "c=downtime",
     "EngineVersion has no way back"},
    {"a reader goes", "{" DB "," I("w", "") "}", "{" BOTH "," I("w", "") "," I("r", "") "}", "c=none r=brief w=none", ""},
    {"the writer goes", "{" DB "," I("r", "") "}", "{" BOTH "," I("w", "") "," I("r", "") "}", "c=none r=none w=failover", ""},
    {"all of it goes", "{}", "{" BOTH "," I("w", "") "," I("r", "") "}", "c=data loss r=downtime w=downtime", "its data is lost"},
    {"less of it", "{" BROKERS(", 'Count': 2") "}", "{" BROKERS(", 'Count': 3") "}", "b=brief", ""},
    {"more of it", "{" BROKERS(", 'Count': 4") "}", "{" BROKERS(", 'Count': 3") "}", "b=none", ""},
    {"turned off", "{" BROKERS(", 'Public': false") "}", "{" BROKERS(", 'Public': true") "}", "b=downtime", ""},
    {"turned on", "{" BROKERS(", 'Public': true") "}", "{" BROKERS(", 'Public': false") "}", "b=none", ""},
    {"the worst of several", "{" BROKERS(", 'Type': 'x', 'Public': false, 'Size': 9") "}",
     "{" BROKERS(", 'Type': 'y', 'Public': true, 'Size': 8") "}", "b=downtime", "Size has no way back"},
    {"something goes", "{}", "{" BROKERS("") "}", "b=downtime", ""},
    {"with replicas", "{" CACHE(", 'EngineVersion': '8', 'ReplicasPerNodeGroup': 1") "}",
     "{" CACHE(", 'EngineVersion': '7', 'ReplicasPerNodeGroup': 1") "}", "g=failover", ""},
    {"without replicas", "{" CACHE(", 'EngineVersion': '8', 'ReplicasPerNodeGroup': 0") "}",
     "{" CACHE(", 'EngineVersion': '7', 'ReplicasPerNodeGroup': 0") "}", "g=downtime", ""},
};
/* clang-format on */

static const char *told(struct world *w, const char **forever)
{
    struct sbuf out = {.arena = w->arena}, lost = {.arena = w->arena};
    for (size_t i = 0; i < w->plan->n_planned; i++) {
        const struct planned *p = &w->plan->planned[i];
        sbuf_printf(&out, "%s%s=%s", i ? " " : "", last_part(p->address), interruption_name(p->interruption));
        for (const char *const *text = plan_irreversible(w->arena, p); *text; text++)
            sbuf_printf(&lost, "%s%s", lost.len ? "; " : "", *text);
    }
    *forever = sbuf_str(&lost);
    return sbuf_str(&out);
}

static void each_change_has_its_class(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *forever;
        WORLD(w) = world_new(cases[i].spec, cases[i].state, "{}");
        w->request.allow_destroy = (const char *const[]){"t/a/c", NULL};
        world_plan(w);
        const char *got = told(w, &forever);
        if (strcmp(got, cases[i].want) != 0 || strcmp(forever, cases[i].forever) != 0)
            fail_msg("%s: %s (%s), not %s (%s)", cases[i].what, got, forever, cases[i].want, cases[i].forever);
    }
}

static void a_plan_that_is_read_back_says_the_same(void **state)
{
    (void)state;
    WORLD(w) = world_new("{" DB "," I("w", CLASS("x")) "," I("r", CLASS("x")) "}",
                         "{" BOTH "," I("w", CLASS("y")) "," I("r", CLASS("y")) "}", "{}");
    struct plan *again = NULL;
    world_plan(w);
    const char *text = plan_to_json(w->arena, w->plan);
    assert_null(plan_from_json(w->arena, text, strlen(text), test_type, &again));
    assert_string_equal(plan_interrupts(w->arena, w->plan), "1 failover (t/a), 1 brief (t/a)");
    assert_string_equal(plan_interrupts(w->arena, again), "1 failover (t/a), 1 brief (t/a)");
    assert_int_equal(again->takes.p50, w->plan->takes.p50);
    assert_int_equal(again->takes.p90, w->plan->takes.p90);
    for (size_t i = 0; i < again->n_planned; i++)
        assert_int_equal(again->planned[i].takes.p90, w->plan->planned[i].takes.p90);
}

static void places_beyond_the_first_few_are_counted(void **state)
{
    (void)state;
    WORLD(w) = world_new(
        "{}",
        "{'a/1/b': {'type': 'Brokers', 'BrokersName': '1'}, 'a/2/b': {'type': 'Brokers', 'BrokersName': '2'},"
        " 'a/3/b': {'type': 'Brokers', 'BrokersName': '3'}, 'a/4/b': {'type': 'Brokers', 'BrokersName': '4'},"
        " 'a/4/c': {'type': 'Brokers', 'BrokersName': '4c'}, 'a/5/b': {'type': 'Brokers', 'BrokersName': '5'}}",
        "{}");
    world_plan(w);
    assert_string_equal(plan_interrupts(w->arena, w->plan), "6 downtime (a/1, a/2, a/3, a/4 and 1 more)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_has_its_class),
        cmocka_unit_test(a_plan_that_is_read_back_says_the_same),
        cmocka_unit_test(places_beyond_the_first_few_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

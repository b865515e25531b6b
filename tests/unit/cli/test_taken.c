/*
 * An account in which everything is there already, by name, and somebody else's: a plan must find each name taken
 * before anything is made. The reference spec is applied, and then planned again by somebody who has no state, and to
 * whom nothing of it belongs.
 */
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static char folder[] = "/tmp/test_taken.XXXXXX";

static void apply_all(struct rig *r)
{
    rig_spec(r, SOURCE_DIR "/specs/active-active.yaml");
    rig_state(r, arena_printf(r->a, "%s/first.json", folder));
    rig_sandbox(r, &(struct sandbox_options){.speed = 1e6});
    rig_apply(r, false);
    rig_end_run(r);
}

/* Ownership tags of another lineage are somebody else's. */
static void look_as_somebody_else(struct rig *r)
{
    struct value *lookups = value_edit(r->a, r->lookups);
    struct value *account = value_edit(r->a, value_get(r->lookups, "lookup/account"));
    value_set_str(r->a, account, "Lineage", "00000000000000000000");
    value_set(r->a, lookups, "lookup/account", account);
    r->lookups = lookups;
    rig_die(r, "live", exec_read_live(r->client, r->a, &r->wanted, r->state, r->lookups, &r->skipped, &r->live));
}

/* A name that AWS gives once, but of these. */
static bool is_named(const struct planned *p)
{
    static const char *const others[] = {
        "AWS::EC2::SecurityGroup",                    /* once in a VPC, and that would be a new one */
        "AWS::IAM::Policy",                           /* once in a role, whose own name is taken */
        "AWS::ApplicationAutoScaling::ScalingPolicy", /* once on a cluster, likewise */
        "AWS::ElastiCache::GlobalReplicationGroup",   /* AWS keeps no tags of it; its members' names are taken */
        "AWS::MSK::Configuration",                    /* nor of these; the clusters' names are taken */
    };
    const struct call *create = p->type->impl->create;
    bool named = create && create[0].found == FOUND_BY_NAME && !(p->type->flags & RT_UNSEEN);
    for (size_t i = 0; i < COUNT(others); i++)
        named = named && !str_eq(p->type->name, others[i]);
    return named;
}

static void every_name_that_is_somebody_elses_is_found(void **state)
{
    (void)state;
    struct rig r = {.a = arena_new()};
    size_t named = 0, missed = 0;
    apply_all(&r);
    rig_spec(&r, SOURCE_DIR "/specs/active-active.yaml");
    rig_state(&r, arena_printf(r.a, "%s/second.json", folder));
    look_as_somebody_else(&r);
    rig_plan(&r, &(struct plan_request){0});
    for (size_t i = 0; i < r.plan->n_planned; i++) {
        const struct planned *p = &r.plan->planned[i];
        if (!is_named(p))
            continue;
        named++;
        if (!p->refused) {
            print_error("%s (%s) is %s\n", p->address, p->type->name, action_name(p->action));
            missed++;
        }
    }
    print_message("figure: names of somebody else's %zu not found %zu\n", named, missed);
    assert_true(named > 50);
    assert_int_equal(missed, 0);
    rig_end(&r);
}

static int begin(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_name_that_is_somebody_elses_is_found)};
    return cmocka_run_group_tests(tests, begin, end);
}

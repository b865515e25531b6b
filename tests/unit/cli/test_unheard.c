/*
 * A run that ended before it heard what it had made leaves entries without an id: what AWS holds under our tags or
 * names is found for them all the same, whether or not anything else is being looked for.
 */
#include "aws/types/impl.h"
#include "tests/support/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static char folder[] = "/tmp/test_unheard.XXXXXX";

static void apply_all(struct rig *r)
{
    rig_spec(r, SOURCE_DIR "/specs/active-active.yaml");
    rig_state(r, arena_printf(r->a, "%s/state.json", folder));
    rig_sandbox(r, &(struct sandbox_options){.speed = 1e6});
    rig_apply(r, false);
}

static bool is_found_by_list_alone(const struct entry *e)
{
    const struct rtype_impl *impl = rtype_named(e->type)->impl;
    return impl->partial && impl->list.op;
}

/* By address: the ids that the state had; it has them no more. */
static const struct value *forget_ids(struct rig *r)
{
    struct value *ids = value_map(r->a);
    for (size_t i = 0; i < state_count(r->state); i++) {
        const struct entry *e = state_entry(r->state, i);
        if (is_found_by_list_alone(e))
            value_set_str(r->a, ids, e->address, e->id);
    }
    for (size_t i = 0; i < value_len(ids); i++) {
        struct entry e = *state_find(r->state, value_key(ids, i));
        e.id = NULL;
        e.outputs = value_map(r->a);
        e.status = ENTRY_CREATING;
        state_put(r->state, &e);
    }
    return ids;
}

static void what_has_no_id_yet_is_looked_for_in_lists(void **state)
{
    (void)state;
    struct rig r = {.a = arena_new()};
    apply_all(&r);
    const struct value *ids = forget_ids(&r);
    assert_true(value_len(ids) > 5);
    rig_die(&r, "live", exec_read_live(r.client, r.a, &r.wanted, r.state, r.lookups, &r.skipped, &r.live));
    for (size_t i = 0; i < value_len(ids); i++) {
        const struct live l = exec_live_of(r.live, value_key(ids, i));
        if (l.status != LIVE_PRESENT || !str_eq(l.id, value_str_of(value_item(ids, i))))
            fail_msg("%s is %s, found %s", value_key(ids, i), value_str_of(value_item(ids, i)), l.id ? l.id : "not");
    }
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_has_no_id_yet_is_looked_for_in_lists)};
    return cmocka_run_group_tests(tests, begin, end);
}

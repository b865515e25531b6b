#include "estate.h"

static void what_is_noted_is_there_for_the_next_one(void **at)
{
    struct estate *t = *at;
    struct party p = party_in(t, 1, false);
    fine(store_lock(p.store, "provisioner apply", 0));
    fine(load_or_new(&p));
    note_entry(&p, "tokyo/a", "1");
    fine(store_sync(p.store));
    assert_string_equal(seen(t, false), "tokyo/a=1");
    note_entry(&p, "tokyo/b", "2");
    fine(store_sync(p.store));
    note_entry(&p, "tokyo/a", "3");
    fine(store_sync(p.store));
    assert_string_equal(seen(t, false), "tokyo/a=3 tokyo/b=2");
    fine(store_snapshot(p.store, p.state));
    assert_string_equal(seen(t, false), "tokyo/a=3 tokyo/b=2");
    note_entry(&p, "tokyo/c", "4");
    part(&p); /* syncs */
    assert_string_equal(seen(t, false), "tokyo/a=3 tokyo/b=2 tokyo/c=4");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, estate_up, estate_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_noted_is_there_for_the_next_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

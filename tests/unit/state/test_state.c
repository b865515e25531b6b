#include "tests/unit/state/world.h"

static void entries_are_found_by_address_and_listed_in_its_order(void **at)
{
    struct world *w = *at;
    static const char *const put[] = {"tokyo/b/x", "seoul/a/x", "tokyo/a/x", "global/z/x", "tokyo/b"};
    static const char *const listed[] = {"global/z/x", "seoul/a/x", "tokyo/a/x", "tokyo/b", "tokyo/b/x"};
    struct state *s = state_new("demo", "test");
    for (size_t i = 0; i < COUNT(put); i++) {
        struct entry e = an_entry(w->a, put[i], 1);
        state_put(s, &e);
        assert_string_equal(state_entry(s, state_count(s) - 1)->address, i < 1 ? put[0] : listed[COUNT(listed) - 1]);
    }
    assert_int_equal(state_count(s), COUNT(put));
    for (size_t i = 0; i < COUNT(listed); i++) {
        assert_string_equal(state_entry(s, i)->address, listed[i]);
        assert_ptr_equal(state_find(s, listed[i]), state_entry(s, i));
    }
    assert_null(state_entry(s, COUNT(put)));
    assert_null(state_find(s, "tokyo/b/y"));
    state_free(s);
}

static void what_is_put_is_copied_and_replaces_what_was_there(void **at)
{
    struct world *w = *at;
    struct arena *short_lived = arena_new();
    struct state *s = state_new("demo", "test");
    struct entry e = an_entry(short_lived, "tokyo/a/x", 1);
    state_put(s, &e);
    arena_free(short_lived);
    struct entry changed = *state_find(s, "tokyo/a/x");
    changed.id = "other";
    changed.outputs = json_of(w->a, "{\"b\":1,\"a\":{\"z\":1,\"y\":2}}");
    state_put(s, &changed);
    const struct entry *now = state_find(s, "tokyo/a/x");
    assert_int_equal(state_count(s), 1);
    assert_string_equal(now->id, "other");
    assert_string_equal(value_get_str(now->inputs, "CidrBlock"), "10.0.0.0/24");
    assert_string_equal(now->after[0], "tokyo/network/vpc");
    assert_null(now->after[1]);
    state_free(s);
}

static void members_are_kept_in_order_of_name_whatever_order_they_came_in(void **at)
{
    struct world *w = *at;
    struct state *s = state_new("demo", "test");
    struct entry e = an_entry(w->a, "tokyo/a/x", 1);
    struct value *many = value_map(w->a);
    for (int i = 99; i >= 0; i--)
        value_set(w->a, many, arena_printf(w->a, "k%02d", i), value_int(w->a, i));
    value_set(w->a, many, "a", json_of(w->a, "[{\"d\":1,\"c\":{\"f\":1,\"e\":2}}]"));
    e.outputs = many;
    state_put(s, &e);
    const struct value *out = state_find(s, "tokyo/a/x")->outputs;
    struct sbuf text = {.arena = w->a};
    value_print(&text, out, -1);
    assert_string_equal(sbuf_str(&text), value_canonical(w->a, many));
    state_free(s);
}

static void an_entry_with_nothing_in_it_is_kept_as_empty_texts(void **at)
{
    (void)at;
    struct state *s = state_new(NULL, NULL);
    state_put(s, &(struct entry){.address = "tokyo/a/x"});
    const struct entry *e = state_find(s, "tokyo/a/x");
    assert_string_equal(e->type, "");
    assert_string_equal(e->alias, "");
    assert_null(e->id);
    assert_null(e->inputs);
    assert_non_null(e->after);
    assert_null(e->after[0]);
    assert_int_equal(e->generation, 1);
    state_free(s);
}

/* c: create with the next generation, C: the same but left unfinished, d: delete, f: forget, i: intent to create */
static void a_generation_is_spent_for_good_once_its_object_was_deleted(void **at)
{
    struct world *w = *at;
    static const struct {
        const char *story;
        unsigned next;
    } cases[] = {
        {"", 1},  {"c", 2},   {"cd", 2}, {"cdc", 3}, {"cdcd", 3}, {"cf", 1},   {"cdcf", 2}, {"cdf", 2},
        {"C", 1}, {"cdC", 2}, {"i", 1},  {"id", 2},  {"cdi", 2},  {"cdid", 3}, {"f", 1},    {"d", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct state *s = state_new("demo", "test");
        for (const char *c = cases[i].story; *c; c++) {
            unsigned next = state_next_generation(s, "tokyo/a/x");
            struct entry e = an_entry(w->a, "tokyo/a/x", next);
            struct intent in = an_intent(w->a, "tokyo/a/x", "create", next);
            e.status = *c == 'C' ? ENTRY_CREATING : ENTRY_READY;
            if (*c == 'c' || *c == 'C')
                state_put(s, &e);
            if (*c == 'i')
                state_put_intent(s, &in);
            if (*c == 'd' || *c == 'f')
                state_remove(s, "tokyo/a/x", *c == 'd');
        }
        if (state_next_generation(s, "tokyo/a/x") != cases[i].next)
            fail_msg("after \"%s\": %u, expected %u", cases[i].story, state_next_generation(s, "tokyo/a/x"),
                     cases[i].next);
        assert_int_equal(state_next_generation(s, "tokyo/a/other"), 1);
        state_free(s);
    }
}

static void an_intent_stays_until_its_result_is_put_or_it_is_dropped(void **at)
{
    struct world *w = *at;
    struct state *s = state_new("demo", "test");
    static const char *const addresses[] = {"tokyo/c", "tokyo/a", "tokyo/b"};
    for (size_t i = 0; i < COUNT(addresses); i++) {
        struct intent in = an_intent(w->a, addresses[i], "create", 3);
        state_put_intent(s, &in);
    }
    assert_int_equal(state_intents(s), 3);
    assert_string_equal(state_intent(s, 0)->address, "tokyo/a");
    assert_string_equal(state_intent(s, 2)->address, "tokyo/c");
    assert_null(state_intent(s, 3));
    const struct intent *in = state_intent_of(s, "tokyo/b");
    assert_string_equal(in->verb, "create");
    assert_string_equal(in->op, "CreateSubnet");
    assert_string_equal(in->after[1], "tokyo/network/igw");
    assert_int_equal(in->generation, 3);

    struct entry e = an_entry(w->a, "tokyo/b", 3);
    state_put(s, &e);
    assert_null(state_intent_of(s, "tokyo/b"));
    state_drop_intent(s, "tokyo/a");
    assert_null(state_intent_of(s, "tokyo/a"));
    state_remove(s, "tokyo/c", true);
    assert_int_equal(state_intents(s), 0);
    assert_int_equal(state_count(s), 1);
    state_drop_intent(s, "never/seen");
    state_remove(s, "never/seen", true);
    assert_int_equal(state_next_generation(s, "never/seen"), 1);
    state_free(s);
}

static void the_head_tells_account_lineage_and_serial(void **at)
{
    (void)at;
    struct state *s = state_new("demo", "test");
    assert_string_equal(state_head(s)->lineage, "");
    assert_string_equal(state_head(s)->account, "");
    assert_int_equal(state_head(s)->serial, 0);
    state_set_account(s, "123456789012", "l-1");
    state_bump(s);
    assert_string_equal(state_head(s)->lineage, "l-1");
    assert_string_equal(state_head(s)->account, "123456789012");
    assert_string_equal(state_head(s)->project, "demo");
    assert_string_equal(state_head(s)->environment, "test");
    assert_int_equal(state_head(s)->serial, 1);
    state_free(s);
    state_free(NULL);
}

static void a_bare_state_has_spent_what_was_spent_and_waits_for_what_was_sent(void **at)
{
    (void)at;
    struct state *s = state_new("demo", "test");
    struct entry e = {.address = "tokyo/x/there", .type = "T", .generation = 2};
    state_set_account(s, "123456789012", "l-1");
    state_bump(s);
    state_put(s, &e);
    e.address = "tokyo/x/gone";
    state_put(s, &e);
    state_remove(s, e.address, true);
    state_put_intent(s, &(struct intent){.address = "tokyo/x/begun", .type = "T", .verb = "create", .generation = 7});
    struct state *bare = state_bare(s);
    state_free(s);
    assert_int_equal(state_count(bare), 0);
    assert_int_equal(state_next_generation(bare, "tokyo/x/gone"), 3);
    assert_int_equal(state_next_generation(bare, "tokyo/x/there"), 1);
    assert_int_equal(state_intent_of(bare, "tokyo/x/begun")->generation, 7);
    assert_string_equal(state_head(bare)->lineage, "l-1");
    assert_int_equal(state_head(bare)->serial, 1);
    state_free(bare);
}

static void twenty_thousand_entries_are_all_there(void **at)
{
    struct world *w = *at;
    enum { N = 20000 };
    struct state *s = state_new("demo", "test");
    for (size_t i = 0; i < N; i++) {
        size_t shuffled = i * 7919 % N;
        struct entry e = {.address = arena_printf(w->a, "tokyo/s%zu/x", shuffled), .type = "T", .generation = 1};
        state_put(s, &e);
    }
    for (size_t i = 0; i < N; i += 2)
        state_remove(s, arena_printf(w->a, "tokyo/s%zu/x", i), true);
    assert_int_equal(state_count(s), N / 2);
    assert_int_equal(state_tombstones(s), N / 2);
    for (size_t i = 1; i < N / 2; i++)
        assert_true(strcmp(state_entry(s, i - 1)->address, state_entry(s, i)->address) < 0);
    assert_non_null(state_find(s, "tokyo/s19999/x"));
    assert_null(state_find(s, "tokyo/s19998/x"));
    state_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(entries_are_found_by_address_and_listed_in_its_order, world_up, world_down),
        cmocka_unit_test_setup_teardown(what_is_put_is_copied_and_replaces_what_was_there, world_up, world_down),
        cmocka_unit_test_setup_teardown(members_are_kept_in_order_of_name_whatever_order_they_came_in, world_up,
                                        world_down),
        cmocka_unit_test_setup_teardown(an_entry_with_nothing_in_it_is_kept_as_empty_texts, world_up, world_down),
        cmocka_unit_test_setup_teardown(a_generation_is_spent_for_good_once_its_object_was_deleted, world_up,
                                        world_down),
        cmocka_unit_test_setup_teardown(an_intent_stays_until_its_result_is_put_or_it_is_dropped, world_up, world_down),
        cmocka_unit_test_setup_teardown(the_head_tells_account_lineage_and_serial, world_up, world_down),
        cmocka_unit_test_setup_teardown(a_bare_state_has_spent_what_was_spent_and_waits_for_what_was_sent, world_up,
                                        world_down),
        cmocka_unit_test_setup_teardown(twenty_thousand_entries_are_all_there, world_up, world_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

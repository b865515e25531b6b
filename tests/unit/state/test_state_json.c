#include "tests/unit/state/world.h"

#define HEAD                                                                                                           \
    "\"format\":1,\"program\":\"0.1.0\",\"serial\":7,\"lineage\":\"l-1\",\"project\":\"demo\",\"environment\":"        \
    "\"test\",\"account\":\"123456789012\""
#define STATE(resources, intents, tombstones)                                                                          \
    "{" HEAD ",\"resources\":" resources ",\"intents\":" intents ",\"tombstones\":" tombstones "}"
#define ENTRY(more)                                                                                                    \
    "{\"type\":\"T\",\"alias\":\"tokyo\",\"region\":\"r\",\"status\":\"ready\",\"generation\":1" more "}"
#define WITHOUT(members) STATE("{\"tokyo/a/x\":{" members "}}", "{}", "{}")

static struct state *a_state(struct arena *a)
{
    struct state *s = state_new("demo", "test");
    state_set_account(s, "123456789012", "l-1");
    state_bump(s);
    struct entry x = an_entry(a, "tokyo/a/x", 1), y = an_entry(a, "seoul/\xc3\xa9/\"y\"", 2);
    struct entry bare = {.address = "tokyo/a/bare", .type = "T", .status = ENTRY_CREATING, .generation = 1};
    struct intent in = an_intent(a, "tokyo/a/x", "update", 1), gone = an_intent(a, "tokyo/b/x", "delete", 4);
    y.status = ENTRY_DELETING;
    y.update_s = 12;
    state_put(s, &x);
    state_put(s, &y);
    state_put(s, &bare);
    state_put_intent(s, &in);
    state_put_intent(s, &gone);
    state_put_tombstone(s, "tokyo/old", 3);
    state_put_run(s, &(struct past_run){.who = "alice", .command = "provisioner apply x", .started = 1700000000});
    return s;
}

static void a_state_written_and_read_is_the_same_to_the_byte(void **at)
{
    struct world *w = *at;
    struct state *s = a_state(w->a), *by_text = NULL, *by_value = NULL;
    const char *text = store_text(w->a, s);
    fine(state_from_text(text, strlen(text), &by_text));
    fine(state_from_value(json_of(w->a, text), &by_value));
    assert_string_equal(store_text(w->a, by_text), text);
    assert_string_equal(store_text(w->a, by_value), text);
    assert_int_equal(state_head(by_text)->serial, 1);
    assert_string_equal(state_head(by_text)->lineage, "l-1");
    const struct entry *y = state_find(by_text, "seoul/\xc3\xa9/\"y\"");
    assert_int_equal(y->status, ENTRY_DELETING);
    assert_int_equal(y->update_s, 12);
    assert_int_equal(y->created, 1700000000);
    assert_string_equal(value_str_of(value_item(value_get(y->inputs, "Azs"), 1)), "2.50");
    assert_int_equal(state_next_generation(by_text, "tokyo/old"), 4);
    assert_string_equal(state_intent_of(by_text, "tokyo/b/x")->verb, "delete");
    assert_null(state_find(by_text, "tokyo/a/bare")->id);
    assert_int_equal(state_runs(by_text), 1);
    assert_string_equal(state_run(by_text, 0)->who, "alice");
    assert_string_equal(state_run(by_text, 0)->result, "");
    state_free(s);
    state_free(by_text);
    state_free(by_value);
}

static void the_text_is_for_people_to_read_and_to_compare(void **at)
{
    struct world *w = *at;
    struct state *s = state_new("demo", "test");
    state_put(s, &(struct entry){.address = "tokyo/a/x", .type = "T", .id = "i-1", .alias = "tokyo", .region = "r"});
    assert_string_equal(store_text(w->a, s), "{\n"
                                             "  \"format\": 1,\n"
                                             "  \"program\": \"" PROVISIONER_VERSION "\",\n"
                                             "  \"serial\": 0,\n"
                                             "  \"lineage\": \"\",\n"
                                             "  \"project\": \"demo\",\n"
                                             "  \"environment\": \"test\",\n"
                                             "  \"account\": \"\",\n"
                                             "  \"resources\": {\n"
                                             "    \"tokyo/a/x\": {\n"
                                             "      \"type\": \"T\",\n"
                                             "      \"alias\": \"tokyo\",\n"
                                             "      \"region\": \"r\",\n"
                                             "      \"id\": \"i-1\",\n"
                                             "      \"status\": \"ready\",\n"
                                             "      \"generation\": 1\n"
                                             "    }\n"
                                             "  },\n"
                                             "  \"intents\": {},\n"
                                             "  \"tombstones\": {}\n"
                                             "}\n");
    state_free(s);
}

/* clang-format off */
static const struct {
    const char *text, *message;
} broken[] = {
    {"", "not JSON"},
    {"{\"format\":1,", "line 1, column"},
    {"{\"format\":1,", "not JSON"},
    {"[]", "not a state file"},
    {"{}", "not a state file: it has no \"format\""},
    {"{\"version\":4,\"terraform_version\":\"1.5\"}", "not a state file"},
    {"{\"format\":\"1\"}", "format: expected a whole number from 1, found \"1\""},
    {"{\"format\":0}", "format: expected a whole number from 1, found 0"},
    {"{\"format\":2,\"program\":\"9.1.0\"}", "format 2 is later than this provisioner, version " PROVISIONER_VERSION ", can read (1): use the version that wrote it, 9.1.0, or a later one"},
    {"{\"format\":2,\"program\":\"\\u001b[2J\"}", "use the version that wrote it, , or a later one"},
    {"{\"format\":2}", "use the version that wrote it, or a later one"},
    {"{\"format\":1}", "serial: expected a whole number from 0, found nothing"},
    {"{\"format\":1,\"serial\":-1}", "serial: expected a whole number from 0, found -1"},
    {"{\"format\":1,\"serial\":9223372036854775807}", "serial: expected"},
    {"{\"format\":1,\"serial\":1e3}", "serial: expected a whole number from 0, found a number"},
    {"{\"format\":1,\"serial\":0,\"lineage\":5}", "lineage: expected a text, found 5"},
    {"{" HEAD "}", "resources: expected a mapping, found nothing"},
    {"{" HEAD ",\"extra\":1}", "\"extra\" is not known here"},
    {"{" HEAD ",\"runs\":{},\"resources\":{},\"intents\":{},\"tombstones\":{}}", "runs: expected a list, found a mapping"},
    {"{" HEAD ",\"runs\":[{\"started\":1}],\"resources\":{},\"intents\":{},\"tombstones\":{}}", "runs: 1: command is missing"},
    {STATE("[]", "{}", "{}"), "resources: expected a mapping, found a list"},
    {STATE("{}", "null", "{}"), "intents: expected a mapping, found nothing"},
    {STATE("{}", "{}", "3"), "tombstones: expected a mapping, found 3"},
    {STATE("{}", "{}", "{\"tokyo/a\":0}"), "tombstones: tokyo/a: expected a whole number from 1, found 0"},
    {STATE("{}", "{}", "{\"tokyo/a\":4294967296}"), "tombstones: tokyo/a: expected a whole number from 1"},
    {STATE("{\"\":" ENTRY("") "}", "{}", "{}"), "resources: an address is empty"},
    {STATE("{\"a\\u001bb\":" ENTRY("") "}", "{}", "{}"), "resources: an address has a control character in it"},
    {STATE("{\"a\":" ENTRY("") ",\"a\":" ENTRY("") "}", "{}", "{}"), "\"a\" stands twice"},
    {STATE("{\"tokyo/a/x\":[]}", "{}", "{}"), "resources: tokyo/a/x: expected a mapping, found a list"},
    {WITHOUT(""), "resources: tokyo/a/x: type is missing"},
    {WITHOUT("\"type\":1"), "resources: tokyo/a/x: type: expected a text, found 1"},
    {WITHOUT("\"type\":\"T\""), "alias is missing"},
    {WITHOUT("\"type\":\"T\",\"alias\":\"\""), "region is missing"},
    {WITHOUT("\"type\":\"T\",\"alias\":\"\",\"region\":\"\""), "status is missing"},
    {WITHOUT("\"type\":\"T\",\"alias\":\"\",\"region\":\"\",\"status\":\"tainted\""), "status: expected \"ready\", \"creating\" or \"deleting\", found \"tainted\""},
    {WITHOUT("\"type\":\"T\",\"alias\":\"\",\"region\":\"\",\"status\":\"ready\""), "generation is missing"},
    {WITHOUT("\"type\":\"T\",\"alias\":\"\",\"region\":\"\",\"status\":\"ready\",\"generation\":0"), "generation: expected a whole number from 1, found 0"},
    {STATE("{\"tokyo/a/x\":" ENTRY(",\"genration\":1") "}", "{}", "{}"), "resources: tokyo/a/x: \"genration\" is not known here"},
    {STATE("{\"tokyo/a/x\":" ENTRY(",\"created\":\"now\"") "}", "{}", "{}"), "created: expected a whole number from 0, found \"now\""},
    {STATE("{\"tokyo/a/x\":" ENTRY(",\"created\":-1") "}", "{}", "{}"), "created: expected a whole number"},
    {STATE("{\"tokyo/a/x\":" ENTRY(",\"after\":\"x\"") "}", "{}", "{}"), "after: expected a list of addresses, found \"x\""},
    {STATE("{\"tokyo/a/x\":" ENTRY(",\"after\":[1]") "}", "{}", "{}"), "after: expected a list of addresses, found a list"},
    {STATE("{\"tokyo/a/x\":" ENTRY(",\"inputs\":[]") "}", "{}", "{}"), "inputs: expected a mapping, found a list"},
    {STATE("{\"tokyo/a/x\":" ENTRY(",\"outputs\":null") "}", "{}", "{}"), "outputs: expected a mapping, found nothing"},
    {STATE("{\"tokyo/a/x\":" ENTRY(",\"id\":null") "}", "{}", "{}"), "id: expected a text, found nothing"},
    {STATE("{}", "{\"tokyo/a/x\":{}}", "{}"), "intents: tokyo/a/x: type is missing"},
    {STATE("{}", "{\"t\":{\"type\":\"\",\"alias\":\"\",\"region\":\"\",\"verb\":\"destroy\"}}", "{}"), "verb: expected \"create\", \"update\" or \"delete\", found \"destroy\""},
    {STATE("{}", "{\"t\":{\"type\":\"\",\"alias\":\"\",\"region\":\"\",\"verb\":\"\"}}", "{}"), "verb: expected"},
    {STATE("{}", "{}", "{}") "x", "not JSON"},
    {"{" HEAD "," HEAD "}", "stands twice"},
    {"{" HEAD ",\"resources\":{},\"resources\":{},\"intents\":{},\"tombstones\":{}}", "\"resources\" stands twice"},
};
/* clang-format on */

static void whatever_is_broken_is_refused_with_its_place(void **at)
{
    struct world *w = *at;
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct state *s = NULL;
        const struct value *v = NULL;
        refused(state_from_text(broken[i].text, strlen(broken[i].text), &s), ERR_INPUT, broken[i].message);
        struct err *not_json = json_parse(w->a, broken[i].text, strlen(broken[i].text), JSON_PLAIN, &v);
        if (!not_json)
            refused(state_from_value(v, &s), ERR_INPUT, broken[i].message);
        err_free(not_json);
        assert_null(s);
    }
}

static void what_other_programs_make_of_the_text_is_still_read(void **at)
{
    (void)at;
    static const char *const same[] = {
        STATE("{\"tokyo/a/x\":" ENTRY("") "}", "{}", "{\"b\":2}"),
        " \t\r\n" STATE(" { \"tokyo/a/x\" : " ENTRY(" ") " } ", " { } ", " { \"b\" : 2 } ") "\n\n",
        STATE("{\"tokyo\\/a\\/x\":" ENTRY("") "}", "{}", "{\"\\u0062\":2}"),
        "{\"tombstones\":{\"b\":2},\"intents\":{},\"resources\":{\"tokyo/a/x\":" ENTRY("") "}," HEAD "}",
    };
    for (size_t i = 0; i < COUNT(same); i++) {
        struct state *s = NULL;
        fine(state_from_text(same[i], strlen(same[i]), &s));
        assert_string_equal(state_find(s, "tokyo/a/x")->type, "T");
        assert_int_equal(state_next_generation(s, "b"), 3);
        assert_int_equal(state_head(s)->serial, 7);
        state_free(s);
    }
}

static void no_part_of_a_text_is_taken_for_the_whole(void **at)
{
    struct world *w = *at;
    struct state *s = a_state(w->a);
    const char *text = store_text(w->a, s);
    size_t whole = strlen(text) - 1; /* the newline at the end */
    for (size_t n = 0; n < whole; n++) {
        struct state *cut = NULL;
        refused(state_from_text(text, n, &cut), ERR_INPUT, "");
        assert_null(cut);
    }
    state_free(s);
}

static void a_json_document_with_dollar_keys_stays_what_it_is(void **at)
{
    struct world *w = *at;
    struct state *s = state_new("demo", "test"), *again = NULL;
    struct entry e = an_entry(w->a, "tokyo/a/x", 1);
    e.inputs = json_of(w->a, "{\"Body\":{\"$ref\":\"#/definitions/x.y\"}}");
    state_put(s, &e);
    const char *text = store_text(w->a, s);
    fine(state_from_text(text, strlen(text), &again));
    assert_string_equal(value_canonical(w->a, state_find(again, "tokyo/a/x")->inputs),
                        "{\"Body\":{\"$ref\":\"#/definitions/x.y\"}}");
    state_free(s);
    state_free(again);
}

static struct past_run a_run(struct arena *a, int64_t started)
{
    return (struct past_run){.command = arena_printf(a, "run %d", (int)started), .host = "h", .started = started};
}

static void a_run_that_ends_takes_the_place_it_began_in_and_the_oldest_are_forgotten(void **at)
{
    struct world *w = *at;
    struct state *s = state_new("demo", "test"), *again = NULL;
    for (int i = 0; i < RUNS_KEPT + 5; i++) {
        struct past_run r = a_run(w->a, i);
        state_put_run(s, &r);
    }
    struct past_run ended = a_run(w->a, 10);
    ended.result = "done";
    ended.created = 7;
    state_put_run(s, &ended);
    const char *text = store_text(w->a, s);
    fine(state_from_text(text, strlen(text), &again));
    assert_int_equal(state_runs(again), RUNS_KEPT);
    assert_string_equal(state_run(again, 0)->command, "run 5");
    assert_string_equal(state_run(again, 5)->result, "done");
    assert_int_equal(state_run(again, 5)->created, 7);
    assert_string_equal(state_run(again, RUNS_KEPT - 1)->command, "run 54");
    state_free(s);
    state_free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_state_written_and_read_is_the_same_to_the_byte, world_up, world_down),
        cmocka_unit_test_setup_teardown(the_text_is_for_people_to_read_and_to_compare, world_up, world_down),
        cmocka_unit_test_setup_teardown(whatever_is_broken_is_refused_with_its_place, world_up, world_down),
        cmocka_unit_test_setup_teardown(what_other_programs_make_of_the_text_is_still_read, world_up, world_down),
        cmocka_unit_test_setup_teardown(no_part_of_a_text_is_taken_for_the_whole, world_up, world_down),
        cmocka_unit_test_setup_teardown(a_run_that_ends_takes_the_place_it_began_in_and_the_oldest_are_forgotten,
                                        world_up, world_down),
        cmocka_unit_test_setup_teardown(a_json_document_with_dollar_keys_stays_what_it_is, world_up, world_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

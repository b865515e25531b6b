/* How an operation's tables name facts, write them into texts, and ask for them. */
#include "provisioner/model/json.h"
#include "provisioner/ops/facts.h"
#include "provisioner/ops/metric.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static struct arena *memory;

static const struct value *facts(void)
{
    static const char text[] =
        "{\"to\": {\"alias\": \"seoul\", \"region\": \"ap-northeast-2\"}, \"lag\": {\"ms\": 174},"
        " \"n\": 3, \"on\": true, \"empty\": null, \"global\": {\"Status\": \"available\", \"Members\": ["
        "{\"Arn\": \"arn:aws:rds:ap-northeast-1:1:cluster:a\", \"IsWriter\": true, \"Part\": {\"Id\": \"x\"}},"
        "{\"Arn\": \"arn:aws:rds:ap-northeast-2:1:cluster:b\", \"IsWriter\": false, \"Part\": {\"Id\": \"y\"}}]}}";
    const struct value *v = NULL;
    assert_null(json_parse(memory, text, strlen(text), JSON_PLAIN, &v));
    return v;
}

static void a_path_picks_elements_by_what_they_are(void **state)
{
    /* clang-format off */
    static const struct { const char *path, *text; } rows[] = {
        {"to.alias", "seoul"},
        {"global.Members[IsWriter=true].Arn", "arn:aws:rds:ap-northeast-1:1:cluster:a"},
        {"global.Members[Arn~:ap-northeast-2:].Part.Id", "y"},
        {"global.Members[Arn~:{to.region}:].IsWriter", "false"},
        {"global.Members[0].Part.Id", "x"},
        {"global.Members[Part=x].Arn", ""},
        {"global.Members[Arn~:eu-west-1:].Arn", ""},
        {"global.Members[IsWriter=true", ""},
        {"global.Status[IsWriter=true].Arn", ""},
        {"nowhere.at[all=1].b", ""},
    };
    /* clang-format on */
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(value_text(memory, fact_at(memory, facts(), rows[i].path)), rows[i].text);
}

static void a_text_holds_facts_in_braces(void **state)
{
    /* clang-format off */
    static const struct { const char *text, *told; } rows[] = {
        {"{to.alias} is {lag.ms} ms behind", "seoul is 174 ms behind"},
        {"nothing of {nobody}", "nothing of "},
        {"", ""},
        {"no end {to.alias", "no end seoul"},
        {"{}", ""},
        {"}{to.alias}{", "}seoul"},
    };
    /* clang-format on */
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(fact_text(memory, facts(), rows[i].text), rows[i].told);
    assert_string_equal(fact_text(memory, facts(), NULL), "");
}

static void what_must_be_so_is_asked_of_facts(void **state)
{
    /* clang-format off */
    static const struct { struct must must; bool holds; } rows[] = {
        {{"to.alias", '=', "seoul"}, true},              {{"to.alias", '=', "tokyo"}, false},
        {{"on", '=', "true"}, true},                     {{"to.alias", '!', "seoul"}, false},
        {{"global.Status", '&', "available modifying"}, true}, {{"global.Status", '&', "modifying"}, false},
        {{"lag.ms", '<', "174"}, true},                  {{"lag.ms", '<', "173"}, false},
        {{"lag.ms", '<', "{limit.lag_ms}"}, true},       {{"lag.nothing", '<', "5"}, true},
        {{"n", '>', "3"}, true},                         {{"n", '>', "4"}, false},
        {{"nothing", '>', "0"}, false},                  {{"n", '>', "{nothing}"}, false},
        {{"n", '?'}, true},                              {{"empty", '?'}, false},
        {{"empty", '0'}, true},                          {{"n", '0'}, false},
        {{"lag.ms", '^', "{limit.rpo_ms}"}, true},       {{"lag.nothing", '^', "5"}, false},
        {{"lag.nothing", '^', "{limit.rpo_ms}"}, true},
    };
    static const struct must all[] = {
        {"n", '=', "4", "told, and nothing more", true}, {"n", '=', "3"}, {"n", '=', "5", "wrong"}, {0}};
    /* clang-format on */
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (must_holds(memory, facts(), &rows[i].must) != rows[i].holds)
            fail_msg("%s %c %s", rows[i].must.path, rows[i].must.test, rows[i].must.than ? rows[i].must.than : "");
    assert_string_equal(must_first(memory, facts(), all)->says, "wrong");
    assert_null(must_first(memory, facts(), NULL));
}

static void what_is_measured_is_milliseconds(void **state)
{
    (void)state;
    assert_int_equal(metric_ms(value_dec(memory, "2.0"), 1000), 2000);
    assert_int_equal(metric_ms(value_dec(memory, "0.25"), 1000), 200);
    assert_int_equal(metric_ms(value_int(memory, 174), 1), 174);
    assert_int_equal(metric_ms(value_str(memory, "174"), 1), 0);
    assert_string_equal(time_utc(memory, 0, TIME_ISO), "1970-01-01T00:00:00Z");
}

static int set_up(void **state)
{
    (void)state;
    memory = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(memory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_path_picks_elements_by_what_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_holds_facts_in_braces, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_must_be_so_is_asked_of_facts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_measured_is_milliseconds, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "provisioner/model/json.h"
#include "provisioner/ops/scenario.h"
#include "provisioner/ops/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static struct arena *arena;

static const struct value *parse(const char *text)
{
    const struct value *v = NULL;
    assert_null(json_parse(arena, text, strlen(text), JSON_PLAIN, &v));
    return v;
}

#define DATABASE(rto, rpo) "{\"system\": \"aurora\", \"rto_ms\": " rto ", \"rpo_ms\": " rpo "}"
#define TOPICS(rto, rpo) "{\"system\": \"msk\", \"rto_ms\": " rto ", \"rpo_ms\": " rpo "}"
#define NAMES(rto) "{\"system\": \"dns\", \"rto_ms\": " rto "}"

/* clang-format off */
static const struct {
    const char *name, *systems;
    struct objectives objectives;
    bool met;
    const char *told; /* of the objectives, as "rto 200 aurora true;" */
} cases[] = {
    {"the slowest counts", "[" DATABASE("200", "5") ", " NAMES("100") "]", {.rto_ms = 250}, true, "rto 200 aurora true;"},
    {"names are part of it", "[" DATABASE("200", "5") ", " NAMES("300") "]", {.rto_ms = 250}, false, "rto 300 dns false;"},
    {"just met", "[" DATABASE("250", "5") "]", {.rto_ms = 250, .rpo_ms = 5}, true, "rto 250 aurora true;rpo 5 aurora true;"},
    {"more is lost", "[" DATABASE("200", "6") "]", {.rpo_ms = 5}, false, "rpo 6 aurora false;"},
    {"what comes back is not lost", "[" DATABASE("200", "5") ", " TOPICS("100", "900") "]", {.rpo_ms = 5}, true, "rpo 5 aurora true;"},
    {"nobody wants anything", "[" DATABASE("200", "5") "]", {0}, true, ""},
    {"nothing was measured", "[]", {.rto_ms = 250}, false, "rto   false;"},
};
/* clang-format on */

static const char *objectives_of(const struct value *verdict)
{
    struct sbuf out = {.arena = arena};
    const struct value *all = value_get(verdict, "objectives");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i), *ms = value_get(one, "measured_ms");
        sbuf_printf(&out, "%s %s %s %s;", value_get_str(one, "objective"), ms ? value_text(arena, ms) : "",
                    value_get_str(one, "of"), value_bool_of(value_get(one, "met")) ? "true" : "false");
    }
    return sbuf_str(&out);
}

static void what_the_spec_wants_is_held_against_the_worst(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *v = verdict_of(arena, parse(cases[i].systems), &cases[i].objectives);
        if (!str_eq(objectives_of(v), cases[i].told) || value_bool_of(value_get(v, "met")) != cases[i].met)
            fail_msg("%s: %s", cases[i].name, objectives_of(v));
    }
}

static void a_target_is_told_where_its_system_is_and_why_nobody_promises_it(void **state)
{
    (void)state;
    const struct objectives none = {0};
    const struct value *v = verdict_of(arena, parse("[" DATABASE("31000", "900") "]"), &none);
    const struct value *all = value_get(v, "targets");
    static const char *const want[] = {"aurora rto_ms false", "aurora rpo_ms true", "region rto_ms true"};
    assert_int_equal(value_len(all), COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++) {
        const struct value *one = value_item(all, i);
        const char *got = arena_printf(arena, "%s %s %s", value_get_str(one, "system"), value_get_str(one, "measure"),
                                       value_bool_of(value_get(one, "met")) ? "true" : "false");
        assert_string_equal(got, want[i]);
        assert_true(*value_get_str(one, "promise"));
    }
    assert_true(value_bool_of(value_get(v, "met")));
}

static void a_scenario_is_known_by_its_name(void **state)
{
    (void)state;
    for (const struct scenario *s = scenarios; s->name; s++)
        assert_ptr_equal(scenario_named(s->name), s);
    assert_null(scenario_named("flood"));
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_the_spec_wants_is_held_against_the_worst),
        TEST(a_target_is_told_where_its_system_is_and_why_nobody_promises_it),
        TEST(a_scenario_is_known_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

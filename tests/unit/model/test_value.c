#include "provisioner/model/json.h"
#include "provisioner/model/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static struct arena *a;

static int setup(void **state)
{
    (void)state;
    a = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static const struct value *json(const char *text)
{
    const struct value *v = NULL;
    struct err *e = json_parse(a, text, strlen(text), JSON_MARKED, &v);
    if (e)
        fail_msg("%s: %s", text, err_text(e));
    return v;
}

static const char *canon(const struct value *v)
{
    return value_canonical(a, v);
}

static void json_comes_back_as_it_went_in(void **state)
{
    (void)state;
    static const char *const texts[] = {"null",
                                        "true",
                                        "-7",
                                        "\"x\\ny\"",
                                        "[]",
                                        "{}",
                                        "[1,[2,{\"a\":null}]]",
                                        "{\"a\":1.50,\"b\":2e3}",
                                        "{\"$ref\":\"tokyo/network/vpc.VpcId\"}",
                                        "{\"$unknown\":true}",
                                        "{\"$join\":[\"a\",{\"$ref\":\"x/y/z.A.B\"}]}",
                                        "{\"m\":-1,\"n\":9223372036854775807,\"s\":\"12 34\"}"};
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_string_equal(canon(json(texts[i])), texts[i]);
}

static void json_that_is_none_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",    "{",    "{\"a\":1,\"a\":2}", "1 2", "[1,]", "99999999999999999999",
                                        "nul", "{a:1}"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct value *v = NULL;
        struct err *e = json_parse(a, texts[i], strlen(texts[i]), JSON_PLAIN, &v);
        if (!e)
            fail_msg("accepted: %s", texts[i]);
        assert_int_equal(err_class_of(e), ERR_WIRE);
        err_free(e);
    }
    char deep[300];
    memset(deep, '[', sizeof deep);
    const struct value *v = NULL;
    struct err *e = json_parse(a, deep, sizeof deep, JSON_PLAIN, &v);
    assert_non_null(e);
    err_free(e);
}

static void paths_descend_and_gather(void **state)
{
    (void)state;
    const struct value *v = json("{\"A\":{\"B\":1},\"L\":[{\"X\":1,\"M\":[1,2]},{\"X\":2,\"M\":[3]}]}");
    static const struct {
        const char *path, *found;
    } cases[] = {{"A.B", "1"},   {"L[].X", "[1,2]"}, {"L[].M[]", "[1,2,3]"}, {"L[1].X", "2"},
                 {"L.0.X", "1"}, {"", NULL},         {"N[].X", "[]"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *at = value_path(a, v, cases[i].path);
        if (cases[i].found)
            assert_string_equal(canon(at), cases[i].found);
        else
            assert_ptr_equal(at, v);
    }
    assert_null(value_path(a, v, "A.C"));
    assert_null(value_path(a, v, "A.B.C"));
}

static void paths_are_made_on_setting(void **state)
{
    (void)state;
    struct value *m = value_map(a);
    value_set_path(a, m, "P[].Proto", value_str(a, "tcp"));
    value_set_path(a, m, "P[].Ranges[].Cidr", value_str(a, "10.0.0.0/8"));
    value_set_path(a, m, "P[].Ranges[].Note", value_str(a, "n"));
    value_set_path(a, m, "E.Value", value_bool(a, true));
    value_set_path(a, m, "F[0].Name", value_str(a, "vpc-id"));
    value_set_path(a, m, "Ids[]", value_str(a, "x"));
    assert_string_equal(canon(m), "{\"E\":{\"Value\":true},\"F\":[{\"Name\":\"vpc-id\"}],\"Ids\":[\"x\"],"
                                  "\"P\":[{\"Proto\":\"tcp\",\"Ranges\":[{\"Cidr\":\"10.0.0.0/8\",\"Note\":\"n\"}]}]}");
}

static const struct value *lookup(void *ctx, struct arena *arena, const char *address, const char *path)
{
    (void)ctx;
    return strcmp(address, "known/a/b") == 0 ? value_fmt(arena, "<%s>", path) : NULL;
}

static void references_are_resolved_or_unknown(void **state)
{
    (void)state;
    const struct value *v = json("{\"k\":{\"$ref\":\"known/a/b.Id\"},\"u\":{\"$ref\":\"other/a/b.Id\"},"
                                 "\"j\":{\"$join\":[\"arn:\",{\"$ref\":\"known/a/b.Id\"}]},"
                                 "\"ju\":{\"$join\":[\"arn:\",{\"$ref\":\"other/a/b.Id\"}]},\"p\":1}");
    assert_string_equal(
        canon(value_resolve(a, v, lookup, NULL)),
        "{\"j\":\"arn:<Id>\",\"ju\":{\"$unknown\":true},\"k\":\"<Id>\",\"p\":1,\"u\":{\"$unknown\":true}}");
    const struct value *plain = json("{\"a\":[1,2]}");
    assert_ptr_equal(value_resolve(a, plain, lookup, NULL), plain);
}

static void large_maps_find_every_key(void **state)
{
    (void)state;
    struct value *m = value_map(a);
    for (int i = 0; i < 20000; i++)
        value_set(a, m, arena_printf(a, "key-%d", i), value_int(a, i));
    for (int i = 0; i < 20000; i++)
        value_set(a, m, arena_printf(a, "key-%d", i), value_int(a, i + 1));
    assert_int_equal(value_len(m), 20000);
    for (int i = 0; i < 20000; i++)
        assert_int_equal(value_int_of(value_get(m, arena_printf(a, "key-%d", i))), i + 1);
    assert_null(value_get(m, "key-20000"));
}

static void overlays_merge_maps_and_replace_the_rest(void **state)
{
    (void)state;
    const struct value *both =
        value_overlay(a, json("{\"a\":{\"x\":1,\"y\":2},\"l\":[1,2]}"), json("{\"a\":{\"y\":3},\"l\":[9]}"));
    assert_string_equal(canon(both), "{\"a\":{\"x\":1,\"y\":3},\"l\":[9]}");
}

static void maps_are_equal_in_any_order(void **state)
{
    (void)state;
    assert_true(value_equal(json("{\"a\":1,\"b\":[1]}"), json("{\"b\":[1],\"a\":1}")));
    assert_false(value_equal(json("[1,2]"), json("[2,1]")));
    assert_false(value_equal(json("1"), json("\"1\"")));
    assert_true(value_equal(NULL, NULL));
}

static void accessors_take_nothing_for_an_answer(void **state)
{
    (void)state;
    assert_string_equal(value_str_of(NULL), "");
    assert_string_equal(value_get_str(json("[1]"), "x"), "");
    assert_int_equal(value_len(json("3")), 0);
    assert_null(value_item(json("[1]"), 1));
    assert_null(value_get(NULL, "x"));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(json_comes_back_as_it_went_in),
        T(json_that_is_none_is_refused),
        T(paths_descend_and_gather),
        T(paths_are_made_on_setting),
        T(references_are_resolved_or_unknown),
        T(large_maps_find_every_key),
        T(overlays_merge_maps_and_replace_the_rest),
        T(maps_are_equal_in_any_order),
        T(accessors_take_nothing_for_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

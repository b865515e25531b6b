#include "provisioner/spec/yaml.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* What a text becomes, as JSON; or its findings when there is no document. */
static const char *read_text(struct arena *a, const char *text, size_t n, struct diags *d)
{
    struct marks marks = {.arena = a};
    struct sbuf out = {.arena = a};
    *d = (struct diags){.arena = a};
    const struct value *v = yaml_parse(a, text, n, (struct pos){diag_file(d, "t"), 1, 1}, &marks, d);
    if (v)
        value_print(&out, v, -1);
    diag_print(d, &out);
    return sbuf_str(&out);
}

static void expect(const char *text, const char *wanted)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct diags d;
    assert_string_equal(read_text(a, text, strlen(text), &d), wanted);
}

static void plain_scalars_lose_nothing(void **state)
{
    static const char *const cases[][2] = {
        {"a: 15.10", "{\"a\":15.10}"},
        {"a: 007", "{\"a\":\"007\"}"},
        {"a: no", "{\"a\":\"no\"}"},
        {"a: true", "{\"a\":true}"},
        {"a: True", "{\"a\":\"True\"}"},
        {"a: '5'", "{\"a\":\"5\"}"},
        {"a: 5", "{\"a\":5}"},
        {"a: -5", "{\"a\":-5}"},
        {"a: -0", "{\"a\":\"-0\"}"},
        {"a: +5", "{\"a\":\"+5\"}"},
        {"a: 1e3", "{\"a\":1e3}"},
        {"a: 1.", "{\"a\":\"1.\"}"},
        {"a: .5", "{\"a\":\".5\"}"},
        {"a: 1_000", "{\"a\":\"1_000\"}"},
        {"a: 0x10", "{\"a\":\"0x10\"}"},
        {"a: 12:30", "{\"a\":\"12:30\"}"},
        {"a: 99999999999999999999", "{\"a\":\"99999999999999999999\"}"},
        {"a: 9223372036854775807", "{\"a\":9223372036854775807}"},
        {"a:", "{\"a\":null}"},
        {"a: ~", "{\"a\":null}"},
        {"a: ''", "{\"a\":\"\"}"},
        {"a: 'null'", "{\"a\":\"null\"}"},
        {"a: !!str 5", "{\"a\":\"5\"}"},
        {"a: |\n  x\n  y\n", "{\"a\":\"x\\ny\\n\"}"},
        {"a: >-\n  x\n  y\n", "{\"a\":\"x y\"}"},
        {"1: a\ntrue: b", "{\"1\":\"a\",\"true\":\"b\"}"},
        {"{a: [1, {b: c}], \"d\": []}", "{\"a\":[1,{\"b\":\"c\"}],\"d\":[]}"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect(cases[i][0], cases[i][1]);
}

static void aliases_and_merge_keys_expand(void **state)
{
    (void)state;
    expect("a: &x [1]\nb: *x", "{\"a\":[1],\"b\":[1]}");
    expect("a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}", "{\"a\":{\"k\":1,\"l\":2},\"b\":{\"k\":3,\"l\":2}}");
    expect("a: &x {k: 1}\nb: &y {k: 2, m: 3}\nc: {<<: [*x, *y]}",
           "{\"a\":{\"k\":1},\"b\":{\"k\":2,\"m\":3},\"c\":{\"k\":1,\"m\":3}}");
    expect("a: &x 1\nb: &x 2\nc: *x", "{\"a\":1,\"b\":2,\"c\":2}");
    expect("a: {'<<': 1}", "{\"a\":{\"<<\":1}}");
}

static void what_an_alias_can_not_do_is_found(void **state)
{
    static const char *const broken[] = {"a: *x", "a: &x [*x]", "a: {<<: 1}", "a: {<<: {b: 1}, <<: {c: 1}}",
                                         "a: &x {<<: [1]}"};
    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct diags d;
        read_text(a, broken[i], strlen(broken[i]), &d);
        assert_int_equal(d.errors, 1);
    }
}

static void positions_are_those_of_keys_and_values(void **state)
{
    static const char text[] = "a: 1\nb:\n  - x: y\n    '\xc3\xa4\xc3\xb6': {c: 2}\n";
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct diags d = {.arena = a};
    struct marks marks = {.arena = a};
    const struct value *v = yaml_parse(a, text, strlen(text), (struct pos){0, 1, 1}, &marks, &d);
    struct pos at = value_pos(value_path(a, v, "b[0].\xc3\xa4\xc3\xb6.c")), key = marks_key(&marks, at);
    (void)state;
    assert_int_equal(at.line, 4);
    assert_int_equal(at.column, 15);
    assert_int_equal(key.line, 4);
    assert_int_equal(key.column, 12);
    key = marks_key(&marks, value_pos(value_get(v, "b")));
    assert_int_equal(key.line, 2);
    assert_int_equal(key.column, 1);
}

static void a_billion_laughs_are_refused(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    struct diags d;
    (void)state;
    sbuf_puts(&text, "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 10; i++) {
        sbuf_printf(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 9; k++)
            sbuf_printf(&text, "%s*a%d", k ? ", " : "", i - 1);
        sbuf_puts(&text, "]\n");
    }
    const char *found = read_text(a, text.s, text.len, &d);
    assert_string_equal(found,
                        "t:6:15: error: the aliases expand to more than 200000 values; write less of it as aliases of "
                        "aliases [yaml/limit]\n");
    assert_true(arena_bytes(a) < 16u << 20);
}

static void merge_keys_are_bounded_too(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    struct diags d;
    (void)state;
    sbuf_puts(&text, "base: &b {");
    for (int i = 0; i < 1000; i++)
        sbuf_printf(&text, "k%d: 1, ", i);
    sbuf_puts(&text, "}\n");
    for (int i = 0; i < 1000; i++)
        sbuf_printf(&text, "m%d: {<<: *b}\n", i);
    read_text(a, text.s, text.len, &d);
    assert_int_equal(d.errors, 1);
    assert_string_equal(d.items[0].rule, "yaml/limit");
}

static const char *nested(struct arena *a, const char *open, const char *close, int depth)
{
    struct sbuf text = {.arena = a};
    for (int i = 0; i < depth; i++)
        sbuf_puts(&text, open);
    for (int i = 0; i < depth; i++)
        sbuf_puts(&text, close);
    return sbuf_str(&text);
}

static void depth_is_bounded(void **state)
{
    static const struct {
        const char *open, *close;
        int depth;
        size_t errors;
    } cases[] = {{"[", "]", 64, 0},     {"[", "]", 65, 1},      {"[", "]", 100000, 1},
                 {"{a: ", "}", 63, 0},  {"{a: ", "}", 5000, 1}, {"- ", "", 30, 0},
                 {"- ", "", 100000, 1}, {"[", "", 100000, 1},   {"? ", "", 10000, 65}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct diags d;
        const char *text = nested(a, cases[i].open, cases[i].close, cases[i].depth);
        read_text(a, text, strlen(text), &d);
        assert_int_equal(d.errors, cases[i].errors);
    }
}

static void aliases_do_not_hide_depth(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    struct diags d;
    (void)state;
    sbuf_puts(&text, "a0: &a0 [[[[[[[[[[x]]]]]]]]]]\n");
    for (int i = 1; i < 8; i++)
        sbuf_printf(&text, "a%d: &a%d [[[[[[[[[[*a%d]]]]]]]]]]\n", i, i, i - 1);
    read_text(a, text.s, text.len, &d);
    assert_int_equal(d.errors, 1);
    assert_string_equal(d.items[0].rule, "yaml/limit");
}

static void size_is_bounded(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf text = {.arena = a};
    struct diags d;
    (void)state;
    while (text.len <= YAML_BYTES)
        sbuf_puts(&text, "# a comment that goes on and on\n");
    read_text(a, text.s, text.len, &d);
    assert_string_equal(d.items[0].rule, "yaml/limit");
    text.len = 0;
    for (int i = 0; i < 250000; i++)
        sbuf_puts(&text, "- 1\n");
    read_text(a, text.s, text.len, &d);
    assert_string_equal(d.items[0].rule, "yaml/limit");
}

static void bytes_that_are_no_text_are_found(void **state)
{
    static const struct {
        const char *text;
        size_t n;
        uint32_t line, column;
    } cases[] = {
        {"a: \xff", 4, 1, 4},
        {"a: \xc0\xaf", 5, 1, 4},
        {"a: \xed\xa0\x80", 6, 1, 4},
        {"a: \xf4\x90\x80\x80", 7, 1, 4},
        {"\xc3\xa4: \xe2\x82", 6, 1, 4},
        {"a: 1\nb: \x7f", 9, 2, 4},
        {"a: \0", 4, 1, 4},
        {"a: \xc2\x80", 5, 1, 4},
        {"a: \xef\xbf\xbe", 6, 1, 4},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct diags d;
        read_text(a, cases[i].text, cases[i].n, &d);
        assert_int_equal(d.n, 1);
        assert_string_equal(d.items[0].rule, "yaml/encoding");
        assert_int_equal(d.items[0].pos.line, cases[i].line);
        assert_int_equal(d.items[0].pos.column, cases[i].column);
    }
}

static void every_cut_of_a_text_is_survived(void **state)
{
    static const char text[] =
        "a: &x {b: [1, \"t\\x41\\u00e4\"], c: 'it''s'}\nd: |\n  text\n  more\n? e\n: *x\n<<: *x\n"
        "f: !!map {g: !x y}\n# end\n---\n...\n%YAML 1.1\n";
    (void)state;
    for (size_t n = 0; n < sizeof text; n++) {
        CLEANUP(arena_freep) struct arena *a = arena_new();
        struct diags d;
        const char *got = read_text(a, text, n, &d);
        assert_true(*got || d.errors);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_scalars_lose_nothing),
        cmocka_unit_test(aliases_and_merge_keys_expand),
        cmocka_unit_test(what_an_alias_can_not_do_is_found),
        cmocka_unit_test(positions_are_those_of_keys_and_values),
        cmocka_unit_test(a_billion_laughs_are_refused),
        cmocka_unit_test(merge_keys_are_bounded_too),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(aliases_do_not_hide_depth),
        cmocka_unit_test(size_is_bounded),
        cmocka_unit_test(bytes_that_are_no_text_are_found),
        cmocka_unit_test(every_cut_of_a_text_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * One layout, and nothing else changed. Beside the cases: every spec of the tree, and thousands of those with their
 * spaces, quotes and empty lines mangled, say the same laid out as before, keep their comments, and are left alone the
 * second time.
 */
#include "provisioner/base/file.h"
#include "provisioner/spec/format.h"
#include "provisioner/spec/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <glob.h>
#include <string.h>

static const char *format(struct arena *a, const char *text)
{
    struct diags d = {.arena = a};
    const char *done = NULL;
    struct err *e = spec_format(a, text, strlen(text), &d, &done);
    bool failed = e != NULL;
    err_free(e);
    return failed ? NULL : done;
}

static void a_text_gets_its_one_layout(void **state)
{
    (void)state;
    static const struct {
        const char *was, *is;
    } cases[] = {
        {"a:   1\nb:    {c: 1,d: [ 1,2 ] }\n", "a: 1\nb: {c: 1, d: [1, 2]}\n"},
        {"a:\n    b:\n        c: 1\n    d: 2\n", "a:\n  b:\n    c: 1\n  d: 2\n"},
        {"a:\n- 1\n-   2\n-\n  - 3\n", "a:\n  - 1\n  - 2\n  -\n    - 3\n"},
        {"a:\n-   b: 1\n    c:\n    - d\n", "a:\n  - b: 1\n    c:\n      - d\n"},
        {"- - 1\n  - 2\n- 3\n", "- - 1\n  - 2\n- 3\n"},
        {"a: 'x'\nb: 'it''s'\nc: 'say \"x\"'\nd: 'a\\b'\n'e f': \"g\"\n",
         "a: \"x\"\nb: \"it's\"\nc: 'say \"x\"'\nd: 'a\\b'\n\"e f\": \"g\"\n"},
        {"\n\na: 1\n\n\n\nb: 2   \n\n\n", "a: 1\n\nb: 2\n"},
        {"a: 1   # why\n# of b\nb:  2 # x\n", "a: 1   # why\n# of b\nb: 2 # x\n"},
        {"a:\n    # first\n    b: 1\n    # last\n# of c\nc: 1\n", "a:\n  # first\n  b: 1\n  # last\n# of c\nc: 1\n"},
        {"a: |\n      x\n        y\n\n      z\nb: 1\n", "a: |\n  x\n    y\n\n  z\nb: 1\n"},
        {"a:\n    b: >-\n        x  \n        y\n", "a:\n  b: >-\n    x  \n    y\n"},
        {"a:\n    b: |2\n         x\n", "a:\n  b: |2\n       x\n"},
        {"a: {b: 1,\n       c: 2}\n", "a: {b: 1,\n       c: 2}\n"},
        {"a:\n      {b: 1}\nc:\n        'x'\n", "a:\n  {b: 1}\nc:\n  \"x\"\n"},
        {"a: \"x\n     y\"\n", "a: \"x\n     y\"\n"},
        {"a: x\n   y   # z\n", "a: x\n   y   # z\n"},
        {"{\"a\":1,\"b\":[1,2]}", "{\"a\": 1, \"b\": [1, 2]}\n"},
        {"a: &x  {b: 1}\nc: *x\nd:\n  <<: *x\n", "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n"},
        {"a: &x\n    b: 1\nc: &y\n- 1\n", "a: &x\n  b: 1\nc: &y\n  - 1\n"},
        {"\xef\xbb\xbf"
         "a: 1\r\nb: \xc3\xa9   # \xe6\x9d\xb1\r\n",
         "a: 1\nb: \xc3\xa9   # \xe6\x9d\xb1\n"},
        {"a: 'x # y'   # z\nb: x#y\n", "a: \"x # y\"   # z\nb: x#y\n"},
        {"  a: 1\n  b: 2\n", "a: 1\nb: 2\n"},
    };
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *is = format(a, cases[i].was);
        if (!is)
            fail_msg("case %zu is refused: %s", i, cases[i].was);
        assert_string_equal(is, cases[i].is);
        assert_string_equal(format(a, is), is);
    }
}

static void what_is_no_yaml_or_has_other_line_breaks_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"a: [", "a: 1\na: 2\n", "", "a: 1\rb: 2\n", "a: x\xe2\x80\xa8y\n"};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_null(format(a, cases[i]));
}

/* ---- whatever there is ------------------------------------------------------------------------------------------- */

static const struct value *meaning(struct arena *a, const char *text)
{
    struct diags d = {.arena = a};
    struct marks m = {.arena = a};
    const struct value *v = yaml_parse(a, text, strlen(text), (struct pos){0, 1, 1}, &m, &d);
    return d.errors ? NULL : v;
}

/* What is left when spaces, quotes and line breaks are not looked at. */
static const char *bones(struct arena *a, const char *text)
{
    struct sbuf out = {.arena = a};
    for (text += str_starts(text, "\xef\xbb\xbf") ? 3 : 0; *text; text++)
        if (!strchr(" \t\r\n'\"", *text))
            sbuf_putc(&out, *text);
    return sbuf_str(&out);
}

static bool holds(struct arena *a, const char *name, const char *text)
{
    const struct value *was = meaning(a, text);
    const char *is = was ? format(a, text) : NULL;
    if (!is)
        return false;
    if (strcmp(value_canonical(a, was), value_canonical(a, meaning(a, is))) != 0)
        fail_msg("%s says something else:\n%s\n---\n%s", name, text, is);
    if (strcmp(bones(a, text), bones(a, is)) != 0)
        fail_msg("%s lost something:\n%s\n---\n%s", name, text, is);
    const char *again = format(a, is);
    if (!again || strcmp(again, is) != 0)
        fail_msg("%s is laid out otherwise the second time:\n%s\n---\n%s", name, is, again ? again : "(refused)");
    return true;
}

static uint64_t chance(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

/* Spaces before a line, within it, and quotes of the other kind; some of it is no YAML any more, and is left out. */
static const char *mangled(struct arena *a, const char *text, uint64_t seed)
{
    struct sbuf out = {.arena = a};
    size_t step = 1 + chance(&seed) % 4, indent = 0;
    bool swaps = false;
    for (bool start = true; *text; text++) {
        if (start)
            for (indent = 0; text[indent] == ' '; indent++)
                ;
        if (start && chance(&seed) % 9 == 0)
            sbuf_putc(&out, '\n');
        if (start)
            sbuf_printf(&out, "%*s", (int)(indent / 2 * step), "");
        text += start ? indent : 0;
        if (start)
            swaps = !memchr(text, '\'', strcspn(text, "\n")) && chance(&seed) % 2;
        start = *text == '\n';
        sbuf_putc(&out, swaps && *text == '"' ? '\'' : *text);
        if ((*text == ':' || *text == ',') && text[1] == ' ')
            sbuf_printf(&out, "%*s", (int)(chance(&seed) % 3), "");
        if (!*text)
            break;
    }
    return sbuf_str(&out);
}

static void every_spec_and_what_becomes_of_it_says_the_same(void **state)
{
    (void)state;
    static const char *const patterns[] = {"specs/*.yaml", "specs/overlays/*.yaml", "tests/golden/spec/*.yaml",
                                           "tests/golden/blueprint/*.yaml", "tests/specimens/*.yaml"};
    size_t tried = 0, read = 0;
    for (size_t i = 0; i < COUNT(patterns); i++) {
        glob_t found;
        CLEANUP(arena_freep) struct arena *names = arena_new();
        assert_int_equal(glob(arena_printf(names, "%s/%s", SOURCE_DIR, patterns[i]), 0, NULL, &found), 0);
        for (size_t k = 0; k < found.gl_pathc; k++)
            for (uint64_t seed = 0; seed < 12; seed++, tried++) {
                CLEANUP(arena_freep) struct arena *a = arena_new();
                const char *text = NULL;
                size_t n;
                assert_null(file_read(a, found.gl_pathv[k], YAML_BYTES, &text, &n));
                read += holds(a, found.gl_pathv[k], seed ? mangled(a, text, seed) : text);
            }
        globfree(&found);
    }
    assert_true(read > tried / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_gets_its_one_layout),
        cmocka_unit_test(what_is_no_yaml_or_has_other_line_breaks_is_refused),
        cmocka_unit_test(every_spec_and_what_becomes_of_it_says_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "provisioner/base/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void what_moves_a_cursor_is_spelled_out(void **state)
{
    (void)state;
    static const struct {
        const char *text, *safe;
    } cases[] = {
        {"plain, with spaces", "plain, with spaces"},
        {"\xe6\x9d\xb1\xe4\xba\xac", "\xe6\x9d\xb1\xe4\xba\xac"},
        {"\033[2J", "\\u001b[2J"},
        {"a\nb\tc", "a\\u000ab\\u0009c"},
        {"\xc2\x9b", "\\u009b"},
        {"\xe2\x80\xae", "\\u202e"},
        {"\xff\xc0\x80", "\\xff\\xc0\\x80"},
        {"\xe6\x9d", "\\xe6\\x9d"},
        {"", ""},
    };
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(screen_safe(a, cases[i].text), cases[i].safe);
}

static void what_is_cut_ends_in_dots_and_keeps_to_its_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
        const char *cut;
    } cases[] = {
        {"abcdef", 0, "abcdef"},
        {"abcdef", 6, "abcdef"},
        {"abcdef", 5, "ab..."},
        {"", 5, ""},
        {"\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f"
         "ab",
         5, "\xc3\xa4\xc3\xb6..."},
    };
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(screen_cut(a, cases[i].text, cases[i].columns), cases[i].cut);
}

static void words_are_broken_into_lines_and_stay_whole(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t at, indent, width;
        const char *wrapped;
    } cases[] = {
        {"aa bb cc", 0, 2, 5, "aa bb\n  cc"},
        {"aa bb cc", 3, 0, 5, "aa\nbb cc"},
        {"aa  bb", 0, 0, 0, "aa bb"},
        {"aaaaaaaa b", 0, 1, 4, "aaaaaaaa\n b"},
        {"", 0, 0, 10, ""},
    };
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sbuf out = {.arena = a};
        screen_wrap(&out, cases[i].text, cases[i].at, cases[i].indent, cases[i].width);
        assert_string_equal(sbuf_str(&out), cases[i].wrapped);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_moves_a_cursor_is_spelled_out),
        cmocka_unit_test(what_is_cut_ends_in_dots_and_keeps_to_its_columns),
        cmocka_unit_test(words_are_broken_into_lines_and_stay_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "provisioner/base/base.h"
#include "provisioner/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void arenas_give_zeroed_aligned_memory(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t n = 1; n < 5000; n = n * 3 + 1) {
        unsigned char *p = arena_alloc(a, n);
        assert_int_equal((uintptr_t)p % (n % 16 ? sizeof(void *) : _Alignof(max_align_t)), 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xff, n);
    }
}

static void words_are_found_whole(void **state)
{
    (void)state;
    static const struct {
        const char *words, *word;
        bool found;
    } cases[] = {{"creating modifying", "creating", true},
                 {"creating modifying", "modifying", true},
                 {"creating modifying", "modify", false},
                 {"creating modifying", "", false},
                 {NULL, "x", false},
                 {"  a  b ", "b", true}};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(has_word(cases[i].words, cases[i].word), cases[i].found);
}

static void globs_match_any_run(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool match;
    } cases[] = {{"*", "", true},       {"a*c", "abbc", true},
                 {"a*c", "abb", false}, {"*/aurora/*", "tokyo/aurora/cluster", true},
                 {"a**b", "ab", true},  {"*role*", "the role x", true},
                 {"", "a", false},      {"abc", "abc", true}};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(glob_match(cases[i].pattern, cases[i].text), cases[i].match);
}

static void numbers_are_whole_or_refused(void **state)
{
    (void)state;
    int64_t n;
    static const char *const bad[] = {"", "-", " 1", "1 ", "1x", "0x1", "99999999999999999999", "1.0"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(parse_int(bad[i], &n));
    assert_true(parse_int("-42", &n));
    assert_int_equal(n, -42);
    assert_true(parse_int("9223372036854775807", &n));
}

static void versions_are_compared_number_by_number(void **state)
{
    static const struct {
        const char *x, *y;
        int sign;
    } cases[] = {
        {"15.10", "15.8", 1},
        {"15.8", "15.10", -1},
        {"15.8", "15.8", 0},
        {"15", "15.8", 0},
        {"3.9.x", "3.10.x", -1},
        {"4.0.x.kraft", "3.9.x", 1},
        {"", "15.8", 0},
        {"8.0.mysql_aurora.3.10.1", "8.0.mysql_aurora.3.08.0", 1},
        {"99999999999999999999.1", "1", 1},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(version_compare(cases[i].x, cases[i].y), cases[i].sign);
}

static void distances_count_edits(void **state)
{
    (void)state;
    assert_int_equal(edit_distance("class", "clas"), 1);
    assert_int_equal(edit_distance("", "abc"), 3);
    assert_int_equal(edit_distance("aurora", "aurora"), 0);
}

/* The vectors of RFC 4648. */
static void base64_is_written_and_read(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"}};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n;
        assert_string_equal(base64_encode(a, cases[i][0], strlen(cases[i][0])), cases[i][1]);
        assert_string_equal(base64_decode(a, cases[i][1], &n), cases[i][0]);
        assert_int_equal(n, strlen(cases[i][0]));
    }
    assert_string_equal(base64_encode(a, "\xff\xfe", 2), "//4=");
}

static void json_text_is_escaped(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf out = {.arena = a};
    sbuf_put_json(&out, "a\"b\\c\n\t\x01\x7f é");
    assert_string_equal(sbuf_str(&out), "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f é\"");
}

static void errors_grow_outward_and_keep_their_class(void **state)
{
    (void)state;
    struct err *e = err_wrap(err_new(ERR_MISSING, "no such %s", "key"), "reading %d", 7);
    assert_string_equal(err_text(e), "reading 7: no such key");
    assert_int_equal(err_class_of(e), ERR_MISSING);
    err_free(e);
}

static void files_are_written_whole_or_not_at_all(void **state)
{
    (void)state;
    char folder[] = "/tmp/file.XXXXXX";
    assert_non_null(mkdtemp(folder));
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *path = arena_printf(a, "%s/f", folder), *text;
    size_t n;
    struct stat st;
    assert_null(file_write(path, "one", 3, 0600));
    assert_null(file_write(path, "two!", 4, 0600));
    assert_null(file_read(a, path, 100, &text, &n));
    assert_string_equal(text, "two!");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);

    struct err *e = file_read(a, path, 3, &text, &n);
    assert_int_equal(err_class_of(e), ERR_INPUT);
    err_free(e);
    e = file_read(a, arena_printf(a, "%s/none", folder), 3, &text, &n);
    assert_int_equal(err_class_of(e), ERR_MISSING);
    err_free(e);
    e = file_read(a, folder, 3, &text, &n);
    assert_int_equal(err_class_of(e), ERR_INPUT);
    err_free(e);
    e = file_write(arena_printf(a, "%s/none/f", folder), "x", 1, 0600);
    assert_int_equal(err_class_of(e), ERR_FILE);
    err_free(e);
    e = file_write("/dev/null", "x", 1, 0600); /* a device stays one */
    assert_int_equal(err_class_of(e), ERR_FILE);
    err_free(e);
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* nothing temporary is left */
}

static void spans_of_time_are_told_in_their_two_largest_units(void **state)
{
    static const struct {
        int64_t ms;
        const char *text;
    } rows[] = {{-5, "0 s"},
                {0, "0 s"},
                {1, "1 ms"},
                {999, "999 ms"},
                {1000, "1 s"},
                {2400, "2.4 s"},
                {9099, "9 s"},
                {42900, "42 s"},
                {60000, "1 min"},
                {725000, "12 min 5 s"},
                {10980000, "3 h 3 min"},
                {198000000, "2 d 7 h"}};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(time_span(a, rows[i].ms), rows[i].text);
}

static void moments_are_apart_whatever_they_are(void **state)
{
    (void)state;
    assert_int_equal(time_between(100, 160), 60000);
    assert_int_equal(time_between(160, 100), 0);
    assert_int_equal(time_between(INT64_MIN, INT64_MAX), INT64_MAX);
    assert_int_equal(time_between(0, INT64_MAX / 1000 + 1), INT64_MAX);
}

static void spans_of_time_are_read_with_their_unit(void **state)
{
    static const struct {
        const char *text;
        int64_t ms;
    } rows[] = {{"500ms", 500},   {"30s", 30000},
                {"5m", 300000},   {"1h", 3600000},
                {"0s", 0},        {"", -1},
                {"s", -1},        {"5", -1},
                {"5d", -1},       {"-5s", -1},
                {"5 s", -1},      {"1.5s", -1},
                {"1000001s", -1}, {"99999999999999999999h", -1}};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(time_span_parse(rows[i].text), rows[i].ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_of_time_are_told_in_their_two_largest_units),
        cmocka_unit_test(moments_are_apart_whatever_they_are),
        cmocka_unit_test(spans_of_time_are_read_with_their_unit),
        cmocka_unit_test(arenas_give_zeroed_aligned_memory),
        cmocka_unit_test(words_are_found_whole),
        cmocka_unit_test(globs_match_any_run),
        cmocka_unit_test(numbers_are_whole_or_refused),
        cmocka_unit_test(versions_are_compared_number_by_number),
        cmocka_unit_test(distances_count_edits),
        cmocka_unit_test(base64_is_written_and_read),
        cmocka_unit_test(json_text_is_escaped),
        cmocka_unit_test(errors_grow_outward_and_keep_their_class),
        cmocka_unit_test(files_are_written_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

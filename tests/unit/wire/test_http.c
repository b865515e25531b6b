#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "aws/wire/http.h"

#include <string.h>

static int arena_setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int arena_teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void headers_are_found_whatever_their_case(void **state)
{
    struct http_headers h = {0};
    assert_null(http_header(&h, "a"));
    http_header_add(*state, &h, "Content-Type", "text/xml");
    http_header_set(*state, &h, "content-type", "text/plain");
    assert_int_equal(h.n, 1);
    assert_string_equal(http_header(&h, "CONTENT-TYPE"), "text/plain");
    for (int i = 0; i < 100; i++)
        http_header_add(*state, &h, "X-Many", "x");
    assert_int_equal(h.n, 101);
}

static void escapes_go_both_ways(void **state)
{
    static const struct {
        const char *plain, *escaped;
        bool keep_slash;
    } cases[] = {
        {"AZaz09-_.~", "AZaz09-_.~", false},
        {"a b", "a%20b", false},
        {"a/b", "a%2Fb", false},
        {"a/b", "a/b", true},
        {"+&=%", "%2B%26%3D%25", false},
        {"\xC3\xA9", "%C3%A9", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sbuf out = {.arena = *state};
        uri_escape(&out, cases[i].plain, strlen(cases[i].plain), cases[i].keep_slash);
        assert_string_equal(sbuf_str(&out), cases[i].escaped);
        assert_string_equal(uri_unescape(*state, out.s, out.len, true), cases[i].plain);
    }
}

static void what_is_no_escape_stays(void **state)
{
    static const char *const cases[][2] = {{"%", "%"},     {"%4", "%4"},           {"%zz", "%zz"}, {"%41", "A"},
                                           {"a%2", "a%2"}, {"%c3%A9", "\xC3\xA9"}, {"a+b", "a b"}, {"%%41", "%A"}};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(uri_unescape(*state, cases[i][0], strlen(cases[i][0]), true), cases[i][1]);
    assert_string_equal(uri_unescape(*state, "a+b", 3, false), "a+b");
}

static void urls_come_apart(void **state)
{
    static const struct {
        const char *url, *scheme, *host, *path, *query;
    } cases[] = {
        {"https://h", "https", "h", "/", ""},
        {"http://127.0.0.1:8080/base/x?a=b#c", "http", "127.0.0.1:8080", "/base/x", "a=b"},
        {"https://h?a=b", "https", "h", "/", "a=b"},
        {"https://[::1]:443/", "https", "[::1]:443", "/", ""},
        {"https://1.example.com.", "https", "1.example.com.", "/", ""},
        {"https://10.0.0.1.", "https", "10.0.0.1.", "/", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_req req = {0};
        assert_null(url_parse(*state, cases[i].url, &req));
        assert_string_equal(req.scheme, cases[i].scheme);
        assert_string_equal(req.host, cases[i].host);
        assert_string_equal(req.path, cases[i].path);
        assert_string_equal(req.query, cases[i].query);
    }
}

static void what_is_no_url_is_refused(void **state)
{
    static const char *const urls[] = {"",
                                       "h",
                                       "ftp://h",
                                       "https:/h",
                                       "https://",
                                       "https:///x",
                                       "https://u@h",
                                       "http",
                                       "http://h:",
                                       "http://h:65536",
                                       "http://h]",
                                       "http://[",
                                       "http://[::1",
                                       "http://[]",
                                       "http://[:]",
                                       "http://[1::2::3]",
                                       "http://127.1",
                                       "http://0x7f.0.0.1",
                                       "http://2130706433:80",
                                       "http://127.0.0.01",
                                       "http://.",
                                       "http://h h",
                                       "http://h\xc3\xa4",
                                       "http://h:80x"};
    for (size_t i = 0; i < COUNT(urls); i++) {
        struct http_req req = {0};
        CLEANUP(err_freep) struct err *e = url_parse(*state, urls[i], &req);
        assert_non_null(e);
        assert_int_equal(err_class_of(e), ERR_INPUT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(headers_are_found_whatever_their_case, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(escapes_go_both_ways, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_escape_stays, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(urls_come_apart, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_url_is_refused, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

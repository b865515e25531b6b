#include "state/s3/store_s3.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define B63 "b23456789b123456789b123456789b123456789b123456789b123456789b123"

static void an_address_is_a_bucket_a_key_and_perhaps_a_region(void **at)
{
    static const struct {
        const char *text, *bucket, *key, *region; /* bucket NULL: it is none */
    } cases[] = {
        {"s3://our-states/demo.json", "our-states", "demo.json", NULL},
        {"s3://our.states/a/b/c.json?region=ap-northeast-3", "our.states", "a/b/c.json", "ap-northeast-3"},
        {"s3://" B63 "/k", B63, "k", NULL},
        {"s3://" B63 "4/k", NULL, NULL, NULL},
        {"s3://ab/k", NULL, NULL, NULL},
        {"s3://Our-states/k", NULL, NULL, NULL},
        {"s3://our_states/k", NULL, NULL, NULL},
        {"s3://-our/k", NULL, NULL, NULL},
        {"s3://our-/k", NULL, NULL, NULL},
        {"s3://our", NULL, NULL, NULL},
        {"s3://our/", NULL, NULL, NULL},
        {"s3://our/?region=ap-northeast-1", NULL, NULL, NULL},
        {"s3:///k", NULL, NULL, NULL},
        {"s3://our?region=x/k", NULL, NULL, NULL},
        {"s3://our/k?region=", NULL, NULL, NULL},
        {"s3://our/k?region=evil.example", NULL, NULL, NULL},
        {"s3://our/k?versionId=3", NULL, NULL, NULL},
        {"s3://our/a b", NULL, NULL, NULL},
        {"s3://our/a\033[2J", NULL, NULL, NULL},
        {"https://our/k", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct s3_address got;
        bool is = s3_address_parse(*at, cases[i].text, &got);
        if (is != (cases[i].bucket != NULL))
            fail_msg("%s is %s", cases[i].text, is ? "taken" : "refused");
        if (!is)
            continue;
        assert_string_equal(got.bucket, cases[i].bucket);
        assert_string_equal(got.key, cases[i].key);
        assert_string_equal(got.region ? got.region : "", cases[i].region ? cases[i].region : "");
    }
}

static int up(void **at)
{
    *at = arena_new();
    return 0;
}

static int down(void **at)
{
    arena_free(*at);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_address_is_a_bucket_a_key_and_perhaps_a_region)};
    return cmocka_run_group_tests(tests, up, down);
}

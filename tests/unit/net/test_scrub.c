#include "aws/net/scrub.h"

#include "provisioner/model/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* clang-format off */
static const struct {
    const char *secrets, *text, *want; /* secrets as JSON */
} cases[] = {
    {"null",                                "nothing to hide",                       "nothing to hide"},
    {"[]",                                  "nothing to hide",                       "nothing to hide"},
    {"[\"hunter22\"]",                      "value 'hunter22' is too weak",          "value '(secret)' is too weak"},
    {"[\"hunter22\"]",                      "hunter22hunter22",                      "(secret)"},
    {"[\"abc\"]",                           "abc stays: it is in every abcdefg",     "abc stays: it is in every abcdefg"},
    {"[\"abcd\", \"wxyz\"]",                "abcd, then wxyz",                       "(secret), then (secret)"},
    /* in part: cut off by whoever quotes it */
    {"[\"correct-horse-battery\"]",         "Value 'correct-ho...' at 'password'",   "Value '(secret)...' at 'password'"},
    {"[\"correct-horse-battery\"]",         "it ends with horse-battery",            "it ends with (secret)"},
    {"[\"correct-horse-battery\"]",         "a correct answer",                      "a correct answer"},
    /* a database's: the names in it are no secret */
    {"[\"{\\\"username\\\":\\\"admin1\\\",\\\"password\\\":\\\"p4ssw0rd-long\\\"}\"]",
     "the password of the username given, p4ssw0rd-long, is no good",
     "the password of the username given, (secret), is no good"},
    {"[\"{\\\"username\\\":\\\"admin1\\\",\\\"password\\\":\\\"p4ssw0rd-long\\\"}\"]",
     "was {\\\"username\\\":\\\"admin1\\\",\\\"password\\\":\\\"p4ssw0rd-long\\\"}",
     "was {\\\"username\\\":\\\"(secret)\\\",\\\"password\\\":\\\"(secret)\\\"}"},
    {"[\"{\\\"password\\\":\\\"p4ssw0rd-long\\\"}\"]",
     "was {\"password\":\"p4ssw0rd-long\"}", "was (secret)"},
    /* what is escaped in it parts it */
    {"[\"first-half\\\"second-half\"]",     "said first-half\\\"second-half!",       "said (secret)\\(secret)!"},
    /* not JSON after all; maps and what is deeper */
    {"[\"{no json at all\"]",               "is {no json at all",                    "is (secret)"},
    {"{\"a\": [{\"b\": \"deeply-hidden\"}]}", "found deeply-hidden here",            "found (secret) here"},
    /* a name is no secret, wherever the tables say so */
    {"[\"arn:aws:sns:ap-northeast-1:123456789012:alerts\"]",
     "arn:aws:sns:ap-northeast-1:123456789012:alerts is no topic that arn:aws:iam::123456789012:role/r may use",
     "arn:aws:sns:ap-northeast-1:123456789012:alerts is no topic that arn:aws:iam::123456789012:role/r may use"},
    {"[\"arn:aws:is-my-password\"]",          "Value arn:aws:is-my-password",          "Value (secret)"},
    {"[\"arn:aws:a:b:c:is my password\"]",    "is arn:aws:a:b:c:is my password",       "is (secret)"},
    {"[17, true, null]",                    "17 true null",                          "17 true null"},
};
/* clang-format on */

static void secrets_are_taken_out_whole_in_part_and_escaped(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *secrets = NULL;
        assert_null(json_parse(a, cases[i].secrets, strlen(cases[i].secrets), JSON_PLAIN, &secrets));
        assert_string_equal(scrubbed(a, cases[i].text, secrets), cases[i].want);
    }
}

static void a_long_secret_takes_no_long_time(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const size_t n = 8 << 20;
    char *large = arena_alloc(a, n + 1);
    memset(large, 'x', n);
    const char *text = arena_printf(a, "%s xxxxxxxx", arena_strndup(a, large, 4000));
    assert_string_equal(scrubbed(a, text, value_str(a, large)), text);
    large[4000] = '\0';
    assert_string_equal(scrubbed(a, text, value_str(a, large)), "(secret) (secret)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_are_taken_out_whole_in_part_and_escaped),
        cmocka_unit_test(a_long_secret_takes_no_long_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "aws/net/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* FIPS 180-4 examples. */
static void texts_have_the_published_digests(void **state)
{
    (void)state;
    static const struct {
        const char *text, *sha256, *sha1;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
         "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
         "a9993e364706816aba3e25717850c26c9cd0d89d"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
         "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
    };
    struct arena *a CLEANUP(arena_freep) = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(sha256_hex_of(a, cases[i].text), cases[i].sha256);
        assert_string_equal(sha1_hex_of(a, cases[i].text), cases[i].sha1);
    }
}

/* RFC 4231, cases 1, 2 and 6. */
static void keyed_digests_are_those_of_rfc_4231(void **state)
{
    (void)state;
    char long_key[131], short_key[20];
    memset(long_key, 0xaa, sizeof long_key);
    memset(short_key, 0x0b, sizeof short_key);
    const struct {
        const char *key, *text, *wanted;
        size_t key_len;
    } cases[] = {
        {short_key, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", sizeof short_key},
        {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", 4},
        {long_key, "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54", sizeof long_key},
    };
    struct arena *a CLEANUP(arena_freep) = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sha256 d = hmac_sha256(cases[i].key, cases[i].key_len, cases[i].text, strlen(cases[i].text));
        assert_string_equal(sha256_hex(a, &d), cases[i].wanted);
    }
}

static void nothing_at_all_may_be_digested(void **state)
{
    (void)state;
    struct arena *a CLEANUP(arena_freep) = arena_new();
    struct sha256 d = sha256_of(NULL, 0);
    assert_string_equal(sha256_hex(a, &d), sha256_hex_of(a, ""));
}

static void wiped_bytes_are_zero(void **state)
{
    (void)state;
    char secret[] = "secret";
    static const char zero[sizeof secret];
    wipe(secret, sizeof secret);
    assert_memory_equal(secret, zero, sizeof secret);
}

static void random_bytes_differ_from_draw_to_draw(void **state)
{
    (void)state;
    unsigned char one[32] = {0}, two[32] = {0};
    assert_null(random_bytes(one, sizeof one));
    assert_null(random_bytes(two, sizeof two));
    assert_memory_not_equal(one, two, sizeof one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_have_the_published_digests),      cmocka_unit_test(keyed_digests_are_those_of_rfc_4231),
        cmocka_unit_test(nothing_at_all_may_be_digested),        cmocka_unit_test(wiped_bytes_are_zero),
        cmocka_unit_test(random_bytes_differ_from_draw_to_draw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "provisioner/route/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static bool is(const struct address *at, const char *text)
{
    struct address other;
    assert_true(address_read(text, 0, &other));
    return address_equal(at, &other);
}

static void resolv_conf_names_servers(void **state)
{
    (void)state;
    struct resolver r =
        resolver_read("# made by hand\nsearch a.example b.example\nnameserver 10.0.0.2 ; first\n"
                      "nameserver\tfd00:ec2::253\nnameserver nonsense\nnameserver 10.0.0.3\nnameserver 10.0.0.4\n",
                      NULL);
    assert_int_equal(r.n, 3);
    assert_true(is(&r.servers[0], "10.0.0.2"));
    assert_true(is(&r.servers[1], "fd00:ec2::253"));
    assert_true(is(&r.servers[2], "10.0.0.3"));
    assert_int_equal(r.servers[0].port, 53);
    r = resolver_read(NULL, NULL);
    assert_int_equal(r.n, 1);
    assert_true(is(&r.servers[0], "127.0.0.1"));
}

static void hosts_are_found_by_any_of_their_names(void **state)
{
    (void)state;
    static const char hosts[] =
        "127.0.0.1 localhost\n::1 localhost ip6-localhost # x\n\n10.1.2.3\tdb.tokyo db\nbroken db2\n";
    struct address at = {0};
    assert_true(hosts_find(hosts, "localhost", &at) && is(&at, "127.0.0.1"));
    assert_true(hosts_find(hosts, "IP6-localhost", &at) && is(&at, "::1"));
    assert_true(hosts_find(hosts, "db", &at) && is(&at, "10.1.2.3"));
    assert_false(hosts_find(hosts, "db2", &at));
    assert_false(hosts_find(hosts, "x", &at));
    assert_false(hosts_find(NULL, "db", &at));
}

static void questions_are_for_names_that_dns_takes(void **state)
{
    (void)state;
    uint8_t out[DNS_LONGEST];
    static const uint8_t asked[] = "\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x02"
                                   "db\x05tokyo\0\0\x01\0\x01";
    assert_int_equal(dns_ask(out, 0x1234, "db.tokyo", DNS_A), sizeof asked - 1);
    assert_memory_equal(out, asked, sizeof asked - 1);
    assert_int_equal(dns_ask(out, 0x1234, "db.tokyo.", DNS_A), sizeof asked - 1);
    char longest[300];
    memset(longest, 'a', sizeof longest);
    longest[64] = '\0';
    assert_int_equal(dns_ask(out, 1, longest, DNS_A), 0);
    for (size_t i = 0; i < sizeof longest; i += 2)
        longest[i] = '.';
    longest[299] = '\0';
    assert_int_equal(dns_ask(out, 1, longest + 1, DNS_A), 0);
    assert_int_equal(dns_ask(out, 1, "a..b", DNS_A), 0);
    assert_int_equal(dns_ask(out, 1, "", DNS_A), 0);
}

#define HEAD(flags, records)                                                                                           \
    "\x12\x34" flags "\0\x01\0" records "\0\0\0\0\x02"                                                                 \
    "db\x05tokyo\0\0\x01\0\x01"
#define ALIAS "\xc0\x0c\0\x05\0\x01\0\0\0\x05\0\x08\x05seoul\xc0\x0c"
#define AT "\xc0\x26\0\x01\0\x01\0\0\0\x05\0\x04\x0a\x02\0\x01"

static void answers_are_taken_that_answer_the_question(void **state)
{
    (void)state;
#define BYTES(text) (const uint8_t *)(text), sizeof text - 1
    static const struct {
        const uint8_t *in;
        size_t n;
        enum dns_heard heard;
        size_t addresses, aliases;
    } cases[] = {
        {BYTES(HEAD("\x81\x80", "\x02") ALIAS AT), DNS_FOUND, 1, 1},
        {BYTES(HEAD("\x81\x80", "\x03") ALIAS AT AT), DNS_FOUND, 2, 1},
        {BYTES(HEAD("\x81\x80", "\x01") ALIAS), DNS_NOTHING, 0, 1},
        {BYTES(HEAD("\x81\x80", "\0")), DNS_NOTHING, 0, 0},
        {BYTES(HEAD("\x81\x83", "\0")), DNS_NO_NAME, 0, 0},
        {BYTES(HEAD("\x81\x82", "\0")), DNS_FAILED, 0, 0},
        {BYTES(HEAD("\x01\0", "\0")), DNS_NOT_OURS, 0, 0}, /* our own question */
        {BYTES("\x43\x21\x81\x80\0\x01\0\0\0\0\0\0\x02"
               "db\x05tokyo\0\0\x01\0\x01"),
         DNS_NOT_OURS, 0, 0}, /* another's */
        {BYTES("\x12\x34\x81\x80\0\x01\0\0\0\0\0\0\x02"
               "db\x05osaka\0\0\x01\0\x01"),
         DNS_NOT_OURS, 0, 0},
        {BYTES("\x12\x34\x81\x80\0\x01\0\0\0\0\0\0\x02"
               "DB\x05Tokyo\0\0\x01\0\x01"),
         DNS_NOTHING, 0, 0},
        {BYTES(HEAD("\x81\x80", "\x02") "\xc0\x0c\0\x01\0\x01\0\0\0\x05\0\x04\x0a\x02\0\x01"), DNS_FOUND, 1,
         0}, /* cut off: what is there counts */
        {BYTES(HEAD("\x81\x80", "\x01") "\xc0\x1c\0\x01\0\x01\0\0\0\x05\0\x04"), DNS_FAILED, 0, 0},
        {BYTES("\x12\x34\x81\x80\0\x01\0\0\0\0\0\0\xc0\x0c\0\x01\0\x01"), DNS_NOT_OURS, 0,
         0}, /* a name that is itself */
        {BYTES(""), DNS_NOT_OURS, 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dns_answer a = {0};
        enum dns_heard heard = dns_hear(cases[i].in, cases[i].n, 0x1234, "db.tokyo", DNS_A, &a);
        if (heard != cases[i].heard || a.n != cases[i].addresses || a.n_aliases != cases[i].aliases)
            fail_msg("case %zu: %d, %zu addresses, %zu aliases", i, heard, a.n, a.n_aliases);
        if (a.n)
            assert_true(is(&a.at[0], "10.2.0.1"));
        if (a.n_aliases)
            assert_string_equal(a.aliases[0], "seoul.db.tokyo");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resolv_conf_names_servers),
        cmocka_unit_test(hosts_are_found_by_any_of_their_names),
        cmocka_unit_test(questions_are_for_names_that_dns_takes),
        cmocka_unit_test(answers_are_taken_that_answer_the_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

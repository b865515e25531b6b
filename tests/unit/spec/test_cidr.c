#include "provisioner/spec/cidr.h"

#include <setjmp.h>
#include <stdio.h>

#include <cmocka.h>

static struct cidr net(const char *text)
{
    struct cidr c = {0};
    if (!cidr_parse(text, &c))
        fail_msg("%s does not parse", text);
    return c;
}

static void what_is_parsed_prints_as_it_was(void **state)
{
    static const char *const texts[] = {"0.0.0.0/0", "10.0.0.0/16", "255.255.255.255/32", "10.1.2.3/8",
                                        "192.168.100.200/29"};
    CLEANUP(arena_freep) struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_string_equal(cidr_text(a, net(texts[i])), texts[i]);
}

static void what_is_no_network_is_refused(void **state)
{
    static const char *const texts[] = {"",
                                        "10.0.0.0",
                                        "10.0.0/16",
                                        "10.0.0.0/33",
                                        "10.0.0.256/16",
                                        "10.0.0.0/",
                                        "10.0.0.0/16 ",
                                        " 10.0.0.0/16",
                                        "10.00.0.0/16",
                                        "010.0.0.0/16",
                                        "10.0.0.0/1a",
                                        "-1.0.0.0/8",
                                        "10.0.0.0.0/16",
                                        "::/0",
                                        "10.0.0.0/016",
                                        "10..0.0/16",
                                        "1e1.0.0.0/8",
                                        "99999999999.0.0.0/8",
                                        "10.0.0.0/4294967312"};
    struct cidr c;
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        if (cidr_parse(texts[i], &c))
            fail_msg("\"%s\" was taken", texts[i]);
}

static void networks_overlap_when_one_contains_the_other(void **state)
{
    static const struct {
        const char *x, *y;
        bool overlap, contains;
    } cases[] = {
        {"10.0.0.0/16", "10.0.0.0/16", true, true},    {"10.0.0.0/16", "10.0.128.0/17", true, true},
        {"10.0.128.0/17", "10.0.0.0/16", true, false}, {"10.0.0.0/16", "10.1.0.0/16", false, false},
        {"0.0.0.0/0", "255.0.0.0/8", true, true},      {"10.0.5.1/16", "10.0.9.0/24", true, true},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(cidr_overlaps(net(cases[i].x), net(cases[i].y)), cases[i].overlap);
        assert_int_equal(cidr_contains(net(cases[i].x), net(cases[i].y)), cases[i].contains);
    }
}

static void host_bits_are_seen_and_cleared(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    (void)state;
    assert_true(cidr_has_host_bits(net("100.68.0.18/18")));
    assert_string_equal(cidr_text(a, cidr_network(net("100.68.0.18/18"))), "100.68.0.0/18");
    assert_false(cidr_has_host_bits(net("10.0.0.0/16")));
    assert_false(cidr_has_host_bits(net("1.2.3.4/32")));
    assert_true(cidr_has_host_bits(net("1.0.0.0/0")));
}

static void subnets_are_counted_from_the_start(void **state)
{
    static const struct {
        const char *net;
        unsigned prefix;
        uint64_t nth;
        const char *wanted;
    } cases[] = {
        {"10.0.0.0/16", 20, 0, "10.0.0.0/20"},
        {"10.0.0.0/16", 20, 15, "10.0.240.0/20"},
        {"10.0.0.0/16", 20, 16, NULL},
        {"10.0.0.0/16", 15, 0, NULL},
        {"0.0.0.0/0", 32, 4294967295u, "255.255.255.255/32"},
        {"10.0.0.0/16", 33, 0, NULL},
        {"10.0.0.0/16", 16, 0, "10.0.0.0/16"},
        {"10.0.0.0/16", 16, 1, NULL},
    };
    CLEANUP(arena_freep) struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct cidr got;
        bool found = cidr_subnet(net(cases[i].net), cases[i].prefix, cases[i].nth, &got);
        assert_int_equal(found, cases[i].wanted != NULL);
        if (found)
            assert_string_equal(cidr_text(a, got), cases[i].wanted);
    }
}

static void the_next_block_ends_with_the_address_space(void **state)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct cidr got;
    (void)state;
    assert_true(cidr_next(net("10.0.0.0/16"), &got));
    assert_string_equal(cidr_text(a, got), "10.1.0.0/16");
    assert_false(cidr_next(net("255.255.0.0/16"), &got));
    assert_false(cidr_next(net("0.0.0.0/0"), &got));
}

static void tiers_never_overlap(void **state)
{
    static const char *const tiers[] = {"public", "private", "data"};
    struct cidr subnets[18], outer = net("10.0.0.0/16");
    size_t n = 0;
    (void)state;
    for (size_t t = 0; t < COUNT(tiers); t++)
        for (unsigned zone = 0; zone < 6; zone++)
            assert_true(cidr_tier_subnet(outer, tiers[t], t == 1 ? 20 : 21, zone, &subnets[n++]));
    for (size_t i = 0; i < n; i++) {
        assert_true(cidr_contains(outer, subnets[i]));
        for (size_t k = 0; k < i; k++)
            assert_false(cidr_overlaps(subnets[i], subnets[k]));
    }
}

static void a_tier_without_room_says_so(void **state)
{
    struct cidr got;
    (void)state;
    assert_true(cidr_tier_subnet(net("10.0.0.0/24"), "data", 28, 3, &got));
    assert_false(cidr_tier_subnet(net("10.0.0.0/24"), "data", 28, 4, &got));
    assert_false(cidr_tier_subnet(net("10.0.0.0/24"), "data", 24, 0, &got));
    assert_false(cidr_tier_subnet(net("10.0.0.0/24"), "other", 28, 0, &got));
    assert_false(cidr_tier_subnet(net("1.2.3.4/32"), "data", 32, 0, &got));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_parsed_prints_as_it_was),
        cmocka_unit_test(what_is_no_network_is_refused),
        cmocka_unit_test(networks_overlap_when_one_contains_the_other),
        cmocka_unit_test(host_bits_are_seen_and_cleared),
        cmocka_unit_test(subnets_are_counted_from_the_start),
        cmocka_unit_test(the_next_block_ends_with_the_address_space),
        cmocka_unit_test(tiers_never_overlap),
        cmocka_unit_test(a_tier_without_room_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

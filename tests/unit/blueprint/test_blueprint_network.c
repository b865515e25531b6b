#include "tests/unit/blueprint/world.h"

/* ---- network ----------------------------------------------------------------------------------------------------- */

static const struct subnet_case {
    const char *network, *subnet, *cidr;
} subnet_cases[] = {
    {"{cidr: 10.0.0.0/16, zones: 2}", "private-1", "\"10.0.0.0/20\""},
    {"{cidr: 10.0.0.0/16, zones: 2}", "private-2", "\"10.0.16.0/20\""},
    {"{cidr: 10.0.0.0/16, zones: 2}", "public-1", "\"10.0.128.0/21\""},
    {"{cidr: 10.0.0.0/16, zones: 2}", "data-2", "\"10.0.200.0/21\""},
    {"{cidr: 10.0.0.0/16, zones: 3}", "private-2", "\"10.0.16.0/20\""},
    {"{cidr: 10.0.0.0/16, zones: 3}", "data-2", "\"10.0.200.0/21\""},
    {"{cidr: 10.0.0.0/16, zones: 6}", "data-2", "\"10.0.200.0/21\""},
    {"{cidr: 10.0.0.0/16, zones: 6}", "private-6", "\"10.0.80.0/20\""},
    {"{cidr: 10.0.0.0/16, zones: 6}", "data-6", "\"10.0.232.0/21\""},
    {"{cidr: 172.16.0.0/20}", "private-3", "\"172.16.2.0/24\""},
    {"{cidr: 172.16.0.0/20}", "public-1", "\"172.16.8.0/25\""},
};

static void subnets_lie_where_their_tier_and_zone_say(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(subnet_cases); i++) {
        const struct subnet_case *c = &subnet_cases[i];
        make_clean(w, arena_printf(w->arena,
                                   "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                                   "  tokyo: {name: ap-northeast-1, role: primary}\nnetwork: %s\n",
                                   c->network));
        const char *address = arena_printf(w->arena, "tokyo/network/subnet-%s", c->subnet);
        assert_string_equal(attr_text(w, address, "CidrBlock"), c->cidr);
    }
}

static const struct nat_case {
    const char *nat;
    size_t gateways, addresses, routes;
    const char *third;
} nat_cases[] = {
    {"none", 0, 0, 0, NULL},
    {"single", 1, 1, 3, "{\"$ref\":\"tokyo/network/nat-1.NatGatewayId\"}"},
    {"per_zone", 3, 3, 3, "{\"$ref\":\"tokyo/network/nat-3.NatGatewayId\"}"},
};

static void nat_is_none_or_one_or_one_a_zone(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(nat_cases); i++) {
        const struct nat_case *c = &nat_cases[i];
        make_clean(w, arena_printf(w->arena, TWO_REGIONS "network: {nat: %s}\n", c->nat));
        assert_int_equal(count(w, "tokyo/network/nat-*") - count(w, "tokyo/network/nat-address-*"), c->gateways);
        assert_int_equal(count(w, "tokyo/network/nat-address-*"), c->addresses);
        assert_int_equal(count(w, "tokyo/network/route-private-*-nat"), c->routes);
        assert_int_equal(count(w, "tokyo/network/route-table-private-*"), 3);
        if (c->third)
            assert_string_equal(attr_text(w, "tokyo/network/route-private-3-nat", "NatGatewayId"), c->third);
    }
}

static void ways_out_wait_for_the_attachment(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "network: {}\n");
    assert_true(waits_for(w, "tokyo/network/nat-1", "tokyo/network/internet-gateway-attachment"));
    assert_true(waits_for(w, "tokyo/network/route-public-1-internet", "tokyo/network/internet-gateway-attachment"));
}

static void zones_are_looked_up_unless_named(void **state)
{
    struct world *w = *state;
    make_clean(w, "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                  "  tokyo: {name: ap-northeast-1, role: primary, network: {zone_names: [ap-northeast-1c, "
                  "ap-northeast-1a]}}\n"
                  "  seoul: {name: ap-northeast-2, role: secondary}\nnetwork: {zones: 2}\n");
    assert_string_equal(attr_text(w, "tokyo/network/subnet-data-1", "AvailabilityZone"), "\"ap-northeast-1c\"");
    assert_string_equal(attr_text(w, "seoul/network/subnet-data-2", "AvailabilityZone"),
                        "{\"$ref\":\"lookup/seoul/zones.ZoneNames[1]\"}");
}

static void flow_logs_share_one_role_and_have_a_key(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "network: {flow_logs: {enabled: true}}\n");
    assert_int_equal(count(w, "*flow-log-role"), 1);
    assert_int_equal(count(w, "*/network/flow-log"), 2);
    assert_string_equal(attr_text(w, "seoul/keys/logs", "Policy.Statement[1].Principal.Service"),
                        "\"logs.ap-northeast-2.amazonaws.com\"");
    make_clean(w, TWO_REGIONS "network: {}\n");
    assert_int_equal(count(w, "*flow-log*") + count(w, "*/keys/*"), 0);
}

/* ---- peering ----------------------------------------------------------------------------------------------------- */

static void both_sides_of_a_peering_know_the_way(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS "network: {}\n");
    assert_int_equal(count(w, "tokyo/peering/seoul-route-*"), 6);
    assert_int_equal(count(w, "seoul/peering/tokyo-route-*"), 6);
    assert_string_equal(attr_text(w, "tokyo/peering/seoul-route-data-1", "DestinationCidrBlock"), "\"10.1.0.0/16\"");
    assert_string_equal(attr_text(w, "seoul/peering/tokyo-route-private-3", "DestinationCidrBlock"), "\"10.0.0.0/16\"");
    assert_true(waits_for(w, "seoul/peering/tokyo-route-data-1", "tokyo/peering/seoul"));
    assert_true(waits_for(w, "seoul/peering/tokyo-options", "tokyo/peering/seoul"));
    assert_true(waits_for(w, "tokyo/peering/seoul-options", "tokyo/peering/seoul"));
}

static void three_regions_peer_in_pairs(void **state)
{
    struct world *w = *state;
    make_clean(w, OSAKA_TOO);
    size_t connections = 0, accepters = 0;
    for (size_t i = 0; i < w->list.n; i++) {
        connections += str_eq(w->list.items[i].type, "AWS::EC2::VPCPeeringConnection");
        accepters += str_eq(w->list.items[i].type, "AWS::EC2::VPCPeeringConnectionAccepter");
    }
    assert_int_equal(connections, 3);
    assert_int_equal(accepters, 3);
    assert_int_equal(count(w, "osaka/aurora/ingress-*"), 3);
    assert_int_equal(value_len(value_get(attrs_of(w, "tokyo/secrets/aurora"), "AddReplicaRegions")), 2);
    assert_int_equal(count(w, "*/aurora/cluster"), 3);
}

static void one_region_is_enough(void **state)
{
    struct world *w = *state;
    make_clean(w, ONE_REGION NETWORK_AURORA);
    assert_int_equal(count(w, "*/peering/*"), 0);
    assert_int_equal(count(w, "global/aurora/global-cluster"), 1);
    assert_string_equal(attr_text(w, "tokyo/secrets/aurora", "AddReplicaRegions"), "none");
    assert_string_equal(attr_text(w, "tokyo/aurora/cluster", "EnableGlobalWriteForwarding"), "none");
}

/* Addresses, sorted, of all that doesn't live where writes start. */
static const char *addresses(struct world *w)
{
    struct value *all = value_map(w->arena);
    for (size_t i = 0; i < w->list.n; i++)
        if (!glob_match("*/secrets/*", w->list.items[i].address))
            value_set_str(w->arena, all, w->list.items[i].address, w->list.items[i].type);
    return value_canonical(w->arena, all);
}

static void roles_and_order_of_regions_change_no_address(void **state)
{
    struct world *w = *state;
    make_clean(w, TWO_REGIONS NETWORK_AURORA);
    const char *before = addresses(w);
    make_clean(w, "provisioner: 1\nproject: demo\nenvironment: test\nregions:\n"
                  "  seoul: {name: ap-northeast-2, role: primary}\n"
                  "  tokyo: {name: ap-northeast-1, role: secondary}\n" NETWORK_AURORA);
    assert_string_equal(addresses(w), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(subnets_lie_where_their_tier_and_zone_say),
        TEST(nat_is_none_or_one_or_one_a_zone),
        TEST(ways_out_wait_for_the_attachment),
        TEST(zones_are_looked_up_unless_named),
        TEST(flow_logs_share_one_role_and_have_a_key),
        TEST(both_sides_of_a_peering_know_the_way),
        TEST(three_regions_peer_in_pairs),
        TEST(one_region_is_enough),
        TEST(roles_and_order_of_regions_change_no_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

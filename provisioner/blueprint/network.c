#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/systems.h"
#include "provisioner/spec/cidr.h"

/*
 * A VPC with three tiers of subnets over N zones. Where a subnet lies is a function of its tier and zone alone
 * (provisioner/spec/cidr.h), so that it never moves when a zone or a tier is added. Every subnet has a route table of
 * its own, whatever `nat` says: changing `nat`, or leading one zone elsewhere, changes routes and nothing else.
 */

static const char *const tiers[] = {"public", "private", "data"};

/* ---- what others ask --------------------------------------------------------------------------------------------- */

bool network_in(const struct spec_region *r)
{
    return section_in(r, "network");
}

static const struct value *tier_config(const struct spec_region *r, const char *tier)
{
    return value_get(value_get(value_get(r->config, "network"), "tiers"), tier);
}

bool network_has_tier(const struct spec_region *r, const char *tier)
{
    return value_bool_of(value_get(tier_config(r, tier), "enabled"));
}

unsigned network_zones(const struct spec_region *r)
{
    return (unsigned)value_int_of(value_get(value_get(r->config, "network"), "zones"));
}

const char *network_cidr(const struct spec_region *r)
{
    return value_get_str(value_get(r->config, "network"), "cidr");
}

const struct value *network_vpc(struct arena *a, const struct spec_region *r, const char *attr)
{
    return value_ref(a, arena_printf(a, "%s/network/vpc", r->alias), attr);
}

const struct value *network_zone(struct arena *a, const struct spec_region *r, unsigned zone)
{
    const struct value *given = value_item(value_get(value_get(r->config, "network"), "zone_names"), zone);
    if (given)
        return given;
    return value_ref(a, arena_printf(a, "lookup/%s/zones", r->alias), arena_printf(a, "ZoneNames[%u]", zone));
}

/* Zones count from 0 in code and from 1 in names. */
static const struct value *table_ref(struct arena *a, const struct spec_region *r, const char *tier, unsigned zone)
{
    return value_ref(a, arena_printf(a, "%s/network/route-table-%s-%u", r->alias, tier, zone + 1), "RouteTableId");
}

static const struct value *subnet_ref(struct arena *a, const struct spec_region *r, const char *tier, unsigned zone)
{
    return value_ref(a, arena_printf(a, "%s/network/subnet-%s-%u", r->alias, tier, zone + 1), "SubnetId");
}

struct value *network_subnets(struct arena *a, const struct spec_region *r, const char *tier)
{
    struct value *all = value_list(a);
    for (unsigned zone = 0; network_has_tier(r, tier) && zone < network_zones(r); zone++)
        value_push(a, all, subnet_ref(a, r, tier, zone));
    return all;
}

struct value *network_tables(struct arena *a, const struct spec_region *r, const char *tier)
{
    struct value *all = value_list(a);
    for (unsigned zone = 0; network_has_tier(r, tier) && zone < network_zones(r); zone++)
        value_push(a, all, table_ref(a, r, tier, zone));
    return all;
}

struct value *network_all_tables(struct arena *a, const struct spec_region *r)
{
    struct value *all = value_list(a);
    for (size_t i = 0; i < COUNT(tiers); i++) {
        const struct value *some = network_tables(a, r, tiers[i]);
        for (size_t j = 0; j < value_len(some); j++)
            value_push(a, all, value_item(some, j));
    }
    return all;
}

/* ---- VPC and subnets --------------------------------------------------------------------------------------------- */

static void vpc_make(const struct site *s)
{
    struct arena *a = s->arena;
    site_make(s, "AWS::EC2::VPC", "vpc",
              PAIRS({"CidrBlock", site_field(s, "cidr")}, {"InstanceTenancy", value_str(a, "default")},
                    {"EnableDnsSupport", value_bool(a, true)}, {"EnableDnsHostnames", value_bool(a, true)}));
    site_make_untagged(s, "AWS::EC2::DefaultSecurityGroup", "default-security-group",
                       PAIRS({"VpcId", network_vpc(a, s->region, "VpcId")}));
}

/* The spec's rules have seen to it that there is room. */
static const struct value *subnet_cidr(const struct site *s, const char *tier, unsigned zone)
{
    struct cidr network, subnet;
    unsigned prefix = (unsigned)value_int_of(value_get(tier_config(s->region, tier), "prefix"));
    if (!cidr_parse(network_cidr(s->region), &network) || !cidr_tier_subnet(network, tier, prefix, zone, &subnet))
        return NULL;
    return value_str(s->arena, cidr_text(s->arena, subnet));
}

/* No public addresses on launch, even in the public tier: NAT gateways and load balancers bring their own. */
static void subnets_make(const struct site *s, const char *tier)
{
    struct arena *a = s->arena;
    for (unsigned zone = 0; network_has_tier(s->region, tier) && zone < network_zones(s->region); zone++) {
        site_make(s, "AWS::EC2::Subnet", arena_printf(a, "subnet-%s-%u", tier, zone + 1),
                  PAIRS({"VpcId", network_vpc(a, s->region, "VpcId")}, {"CidrBlock", subnet_cidr(s, tier, zone)},
                        {"AvailabilityZone", network_zone(a, s->region, zone)},
                        {"MapPublicIpOnLaunch", value_bool(a, false)}));
        eks_tag_subnet(s, tier);
    }
}

/* ---- ways out ---------------------------------------------------------------------------------------------------- */

static const char *gateway_make(const struct site *s)
{
    struct arena *a = s->arena;
    if (!network_has_tier(s->region, "public"))
        return NULL;
    const char *gateway = site_make(s, "AWS::EC2::InternetGateway", "internet-gateway", PAIRS({NULL, NULL}));
    return site_make_untagged(s, "AWS::EC2::VPCGatewayAttachment", "internet-gateway-attachment",
                              PAIRS({"InternetGatewayId", value_ref(a, gateway, "InternetGatewayId")},
                                    {"VpcId", network_vpc(a, s->region, "VpcId")}));
}

static unsigned nat_count(const struct site *s)
{
    const char *nat = value_get_str(s->config, "nat");
    if (!network_has_tier(s->region, "private") || str_eq(nat, "none"))
        return 0;
    return str_eq(nat, "single") ? 1 : network_zones(s->region);
}

/* CreateNatGateway fails with Gateway.NotAttached before the attachment, which no attribute of it names. */
static void nat_make(const struct site *s, unsigned zone, const char *attachment)
{
    struct arena *a = s->arena;
    const char *eip = site_make(s, "AWS::EC2::EIP", arena_printf(a, "nat-address-%u", zone + 1),
                                PAIRS({"Domain", value_str(a, "vpc")}));
    site_make(s, "AWS::EC2::NatGateway", arena_printf(a, "nat-%u", zone + 1),
              PAIRS({"SubnetId", subnet_ref(a, s->region, "public", zone)},
                    {"AllocationId", value_ref(a, eip, "AllocationId")}, {"ConnectivityType", value_str(a, "public")}));
    site_after(s, attachment);
}

static void default_route(const struct site *s, const char *name, const struct value *table, struct pair target)
{
    site_make_untagged(
        s, "AWS::EC2::Route", name,
        PAIRS({"RouteTableId", table}, {"DestinationCidrBlock", value_str(s->arena, "0.0.0.0/0")}, target));
}

static void tables_make(const struct site *s, const char *tier)
{
    struct arena *a = s->arena;
    for (unsigned zone = 0; network_has_tier(s->region, tier) && zone < network_zones(s->region); zone++) {
        const char *table = site_make(s, "AWS::EC2::RouteTable", arena_printf(a, "route-table-%s-%u", tier, zone + 1),
                                      PAIRS({"VpcId", network_vpc(a, s->region, "VpcId")}));
        site_make_untagged(s, "AWS::EC2::SubnetRouteTableAssociation",
                           arena_printf(a, "association-%s-%u", tier, zone + 1),
                           PAIRS({"RouteTableId", value_ref(a, table, "RouteTableId")},
                                 {"SubnetId", subnet_ref(a, s->region, tier, zone)}));
    }
}

static void public_routes_make(const struct site *s, const char *attachment)
{
    struct arena *a = s->arena;
    const struct value *gateway = value_ref(a, site_address(s, "internet-gateway"), "InternetGatewayId");
    const struct value *tables = network_tables(a, s->region, "public");
    for (unsigned zone = 0; attachment && zone < value_len(tables); zone++) {
        default_route(s, arena_printf(a, "route-public-%u-internet", zone + 1), value_item(tables, zone),
                      (struct pair){"GatewayId", gateway});
        site_after(s, attachment);
    }
}

static void private_routes_make(const struct site *s, unsigned nats)
{
    struct arena *a = s->arena;
    const struct value *tables = network_tables(a, s->region, "private");
    for (unsigned zone = 0; nats && zone < value_len(tables); zone++) {
        const char *nat = site_address(s, arena_printf(a, "nat-%u", zone % nats + 1));
        default_route(s, arena_printf(a, "route-private-%u-nat", zone + 1), value_item(tables, zone),
                      (struct pair){"NatGatewayId", value_ref(a, nat, "NatGatewayId")});
    }
}

static void ways_out_make(const struct site *s)
{
    const char *attachment = gateway_make(s);
    unsigned nats = nat_count(s);
    for (unsigned zone = 0; zone < nats; zone++)
        nat_make(s, zone, attachment);
    for (size_t i = 0; i < COUNT(tiers); i++)
        tables_make(s, tiers[i]);
    public_routes_make(s, attachment);
    private_routes_make(s, nats);
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

void network_make(const struct build *b)
{
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        if (!network_in(&b->spec->regions[i]))
            continue;
        struct site s = site_in(b, &b->spec->regions[i], "network");
        vpc_make(&s);
        for (size_t t = 0; t < COUNT(tiers); t++)
            subnets_make(&s, tiers[t]);
        ways_out_make(&s);
    }
}

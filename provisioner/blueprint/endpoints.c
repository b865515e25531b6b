#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

/* Private ways to AWS's own services: gateways in the route tables, interfaces in the subnets. */

enum { HTTPS = 443 };

static void gateway_endpoint_make(const struct site *s, const char *service)
{
    struct arena *a = s->arena;
    site_make(s, "AWS::EC2::VPCEndpoint", arena_printf(a, "gateway-endpoint-%s", service),
              PAIRS({"VpcId", network_vpc(a, s->region, "VpcId")},
                    {"ServiceName", value_fmt(a, "com.amazonaws.%s.%s", s->region->name, service)},
                    {"VpcEndpointType", value_str(a, "Gateway")}, {"RouteTableIds", network_all_tables(a, s->region)}));
}

static const char *endpoint_group_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct port https = {NULL, value_int(a, HTTPS), value_int(a, HTTPS)};
    const char *group =
        group_make(s, "endpoint-security-group", "endpoints", "Interface endpoints: HTTPS from the VPC");
    group_open(s, "endpoint-ingress-https", group, &https, site_field(s, "cidr"), "HTTPS from the VPC");
    return group;
}

static void interface_endpoint_make(const struct site *s, const char *service, const char *group)
{
    struct arena *a = s->arena;
    const char *tier = network_has_tier(s->region, "private") ? "private" : "data";
    site_make(s, "AWS::EC2::VPCEndpoint", arena_printf(a, "endpoint-%s", name_clean(a, service)),
              PAIRS({"VpcId", network_vpc(a, s->region, "VpcId")},
                    {"ServiceName", value_fmt(a, "com.amazonaws.%s.%s", s->region->name, service)},
                    {"VpcEndpointType", value_str(a, "Interface")}, {"SubnetIds", network_subnets(a, s->region, tier)},
                    {"SecurityGroupIds", list_of_one(a, value_ref(a, group, "GroupId"))},
                    {"PrivateDnsEnabled", value_bool(a, true)}));
}

static void region_make(const struct site *s)
{
    const struct value *gateways = site_field(s, "endpoints.gateway");
    const struct value *interfaces = site_field(s, "endpoints.interface");
    for (size_t i = 0; i < value_len(gateways); i++)
        gateway_endpoint_make(s, value_str_of(value_item(gateways, i)));
    if (!value_len(interfaces))
        return;
    if (!network_has_tier(s->region, "private") && !network_has_tier(s->region, "data")) {
        site_finding(s, "network/endpoint-tier", "endpoints.interface", "leave one of them on",
                     "an interface endpoint stands in the private tier, or else in the data tier, and both are off");
        return;
    }
    const char *group = endpoint_group_make(s);
    for (size_t i = 0; i < value_len(interfaces); i++)
        interface_endpoint_make(s, value_str_of(value_item(interfaces, i)), group);
}

void endpoints_make(const struct build *b)
{
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        struct site s = site_in(b, &b->spec->regions[i], "network");
        if (network_in(s.region))
            region_make(&s);
    }
}

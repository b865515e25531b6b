#include "provisioner/preflight/wanted.h"

#include <stdlib.h>
#include <string.h>

/* Networks, what lies in them, and the ways between: of the wanted resources. */

#define VPC "AWS::EC2::VPC"
#define SUBNET "AWS::EC2::Subnet"
#define ROUTE "AWS::EC2::Route"
#define PEERING "AWS::EC2::VPCPeeringConnection"
#define PEER_ACCEPTER "AWS::EC2::VPCPeeringConnectionAccepter"
#define REQUESTER_OPTIONS "AWS::EC2::VPCPeeringConnectionRequesterOptions"
#define ACCEPTER_OPTIONS "AWS::EC2::VPCPeeringConnectionAccepterOptions"
#define NAT_GATEWAY "AWS::EC2::NatGateway"
#define ENDPOINT "AWS::EC2::VPCEndpoint"

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

static void bits_of_hosts(const struct look *l, const struct wanted *w)
{
    static const char *const names[] = {"CidrBlock", "DestinationCidrBlock", "CidrIpv4"};
    struct cidr net;
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct value *v = attr(l, w, names[i]);
        if (cidr_parse(value_str_of(v), &net) && cidr_has_host_bits(net))
            fault(l, w, v, arena_printf(l->c->arena, "write %s", cidr_text(l->c->arena, cidr_network(net))),
                  "%s: %s is %s, which AWS takes for %s", w->address, names[i], shown(l, v),
                  cidr_text(l->c->arena, cidr_network(net)));
    }
}

static void inside_its_network(const struct look *l, const struct wanted *subnet)
{
    const struct wanted *vpc = referred(l, attr(l, subnet, "VpcId"));
    const struct value *block = attr(l, subnet, "CidrBlock");
    struct cidr inner, outer;
    if (vpc && network_of_attr(l, subnet, "CidrBlock", &inner) && network_of_attr(l, vpc, "CidrBlock", &outer) &&
        !cidr_contains(outer, inner))
        fault(l, subnet, block, NULL, "%s: %s lies outside of %s, the network of %s", subnet->address, shown(l, block),
              cidr_text(l->c->arena, outer), vpc->address);
}

struct block {
    const char *network; /* same_key of the VPC */
    struct cidr cidr;
    const struct wanted *subnet;
};

static int by_place(const void *x, const void *y)
{
    const struct block *a = x, *b = y;
    int order = strcmp(a->network, b->network);
    if (!order && a->cidr.address != b->cidr.address)
        order = a->cidr.address < b->cidr.address ? -1 : 1;
    if (!order)
        order = (int)a->cidr.prefix - (int)b->cidr.prefix;
    return order ? order : (a->subnet > b->subnet) - (a->subnet < b->subnet);
}

static struct block *blocks_of(const struct look *l, size_t *ret_n)
{
    struct each e = each_of(l, SUBNET, NULL);
    struct block *all = arena_alloc(l->c->arena, (e.n + 1) * sizeof *all);
    size_t n = 0;
    for (const struct wanted *w; (w = next_of(&e));)
        if (network_of_attr(l, w, "CidrBlock", &all[n].cidr)) {
            all[n].network = same_key(l, w, attr(l, w, "VpcId"));
            all[n++].subnet = w;
        }
    if (n)
        qsort(all, n, sizeof *all, by_place);
    *ret_n = n;
    return all;
}

/* Of networks in order, one overlaps another only if it overlaps the last that is in none before. */
static void apart(const struct look *l)
{
    size_t n;
    const struct block *all = blocks_of(l, &n), *widest = all;
    for (const struct block *b = all + 1; n && b < all + n; b++) {
        if (!str_eq(b->network, widest->network) || !cidr_overlaps(widest->cidr, b->cidr)) {
            widest = b;
            continue;
        }
        const struct value *v = attr(l, b->subnet, "CidrBlock");
        fault(l, b->subnet, v, NULL, "%s: %s overlaps %s of %s", b->subnet->address, shown(l, v),
              cidr_text(l->c->arena, widest->cidr), widest->subnet->address);
    }
}

/* ---- peering ----------------------------------------------------------------------------------------------------- */

/* The connection itself, whichever of its sides refers to it. */
static const struct wanted *connection_of(const struct look *l, const struct wanted *w)
{
    const struct wanted *at = referred(l, attr(l, w, "VpcPeeringConnectionId"));
    if (at && str_eq(at->type, PEER_ACCEPTER))
        at = referred(l, attr(l, at, "VpcPeeringConnectionId"));
    return at && str_eq(at->type, PEERING) ? at : NULL;
}

void network_peers_apart(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, PEERING, NULL); (w = next_of(&e));) {
        const struct wanted *from = referred(l, attr(l, w, "VpcId")), *to = referred(l, attr(l, w, "PeerVpcId"));
        struct cidr x, y;
        if (from && to && network_of_attr(l, from, "CidrBlock", &x) && network_of_attr(l, to, "CidrBlock", &y) &&
            cidr_overlaps(x, y))
            fault(l, w, attr(l, to, "CidrBlock"), NULL,
                  "%s: %s of %s overlaps %s of %s, and networks that overlap can't be peered", w->address,
                  cidr_text(l->c->arena, y), to->address, cidr_text(l->c->arena, x), from->address);
    }
}

/* By `resources`, rather than by a section. */
static bool is_added(const struct look *l, const struct wanted *w)
{
    return str_eq(address_system(l->c->arena, w->address), "resources");
}

static void once_a_pair(const struct look *l)
{
    struct value *seen = value_map(l->c->arena);
    const struct wanted *w;
    for (struct each e = each_of(l, PEERING, NULL); (w = next_of(&e));) {
        const char *x = same_key(l, w, attr(l, w, "VpcId")), *y = same_key(l, w, attr(l, w, "PeerVpcId"));
        bool turned = strcmp(x, y) > 0;
        const char *key = arena_printf(l->c->arena, "%s %s", turned ? y : x, turned ? x : y);
        const char *before = seen_before(l, seen, key, w);
        const struct wanted *other = before ? resource_at(l, before) : NULL, *added = is_added(l, w) ? w : other;
        if (other)
            fault(l, added, attr(l, added, "PeerVpcId"), NULL, "%s: %s connects the same two networks", added->address,
                  added == w ? other->address : w->address);
    }
}

static bool resolves(const struct look *l, const struct wanted *vpc)
{
    const struct value *support = attr(l, vpc, "EnableDnsSupport"), *names = attr(l, vpc, "EnableDnsHostnames");
    return (!support || is_set(support)) && is_set(names);
}

static void one_dns_option(const struct look *l, const struct wanted *options, const char *side)
{
    const struct wanted *connection = connection_of(l, options), *vpc;
    const struct value *asked = attr(l, options, "AllowDnsResolutionFromRemoteVpc");
    vpc = connection ? referred(l, attr(l, connection, side)) : NULL;
    if (vpc && is_set(asked) && !resolves(l, vpc))
        fault(l, options, asked, NULL,
              "%s: names are to be resolved over the peering, and %s resolves none: it has "
              "EnableDnsSupport or EnableDnsHostnames off",
              options->address, vpc->address);
}

static void dns_of_peers(const struct look *l)
{
    static const char *const types[] = {REQUESTER_OPTIONS, ACCEPTER_OPTIONS};
    const struct wanted *w;
    for (size_t i = 0; i < COUNT(types); i++)
        for (struct each e = each_of(l, types[i], NULL); (w = next_of(&e));) {
            one_dns_option(l, w, "VpcId");
            one_dns_option(l, w, "PeerVpcId");
        }
}

static void one_side(const struct look *l, const char *type, bool accepter)
{
    const struct wanted *w;
    for (struct each e = each_of(l, type, NULL); (w = next_of(&e));) {
        const struct wanted *connection = connection_of(l, w);
        const struct value *there = connection ? attr(l, connection, "PeerRegion") : NULL;
        const char *home = accepter ? value_str_of(there) : connection ? connection->region : "";
        if (*home && !str_eq(home, w->region))
            fault(l, w, NULL, arena_printf(l->c->arena, "make it in %s", home),
                  "%s: what the %s says of %s is said in %s, not in %s", w->address,
                  accepter ? "accepter" : "requester", connection->address, home, w->region);
    }
}

static void each_side_at_home(const struct look *l)
{
    one_side(l, REQUESTER_OPTIONS, false);
    one_side(l, ACCEPTER_OPTIONS, true);
    one_side(l, PEER_ACCEPTER, true);
}

/* The network at the connection's other end, as seen from the route. */
static const struct wanted *far_end(const struct look *l, const struct wanted *route)
{
    const struct wanted *connection = connection_of(l, route), *table = referred(l, attr(l, route, "RouteTableId"));
    const struct wanted *here = table ? referred(l, attr(l, table, "VpcId")) : NULL;
    if (!connection || !here)
        return NULL;
    const struct wanted *from = referred(l, attr(l, connection, "VpcId"));
    return from == here ? referred(l, attr(l, connection, "PeerVpcId")) : from;
}

static void no_way_through(const struct look *l, const struct wanted *route)
{
    const struct wanted *peer = far_end(l, route);
    const struct value *to = attr(l, route, "DestinationCidrBlock");
    struct cidr net, there;
    if (peer && network_of_attr(l, route, "DestinationCidrBlock", &net) &&
        network_of_attr(l, peer, "CidrBlock", &there) && !cidr_contains(there, net))
        fault(l, route, to, arena_printf(l->c->arena, "route %s", cidr_text(l->c->arena, there)),
              "%s: %s is more than %s of %s, and a peering leads no further than to the network at its other end",
              route->address, shown(l, to), cidr_text(l->c->arena, there), peer->address);
}

/* ---- routes ------------------------------------------------------------------------------------------------------ */

static void one_target(const struct look *l, const struct wanted *route)
{
    static const char *const targets[] = {"GatewayId", "NatGatewayId", "VpcPeeringConnectionId"};
    const struct value *second = NULL;
    size_t n = 0;
    for (size_t i = 0; i < COUNT(targets); i++)
        if (is_set(attr(l, route, targets[i])) && ++n == 2)
            second = attr(l, route, targets[i]);
    if (n != 1)
        fault(l, route, second, "name one of GatewayId, NatGatewayId, VpcPeeringConnectionId",
              "%s: a route has one target, and this one has %s", route->address, n ? "several" : "none");
}

static void one_route_a_network(const struct look *l)
{
    struct arena *a = l->c->arena;
    struct value *seen = value_map(a);
    const struct wanted *route;
    for (struct each e = each_of(l, ROUTE, NULL); (route = next_of(&e));) {
        const struct value *table = attr(l, route, "RouteTableId"), *to = attr(l, route, "DestinationCidrBlock");
        const struct wanted *of = referred(l, table), *vpc = of ? referred(l, attr(l, of, "VpcId")) : NULL;
        struct cidr net, own;
        if (!network_of_attr(l, route, "DestinationCidrBlock", &net))
            continue;
        const char *key = arena_printf(a, "%s %s", same_key(l, route, table), cidr_text(a, net));
        const char *before = seen_before(l, seen, key, route);
        if (before)
            fault(l, route, to, NULL, "%s: %s has a route to %s in the same table", route->address, before,
                  shown(l, to));
        if (vpc && network_of_attr(l, vpc, "CidrBlock", &own) && own.address == net.address && own.prefix == net.prefix)
            fault(l, route, to, "take it out", "%s: %s is the network itself, to which every table has a route",
                  route->address, shown(l, to));
    }
}

/* ---- NAT --------------------------------------------------------------------------------------------------------- */

/* Which tables lead to an internet gateway, and which table a subnet has. */
struct ways_out {
    struct value *open, *table_of;
};

static struct ways_out ways_out_of(const struct look *l)
{
    struct arena *a = l->c->arena;
    struct ways_out ways = {value_map(a), value_map(a)};
    const struct wanted *w;
    for (struct each e = each_of(l, ROUTE, NULL); (w = next_of(&e));)
        if (str_eq(value_str_of(attr(l, w, "DestinationCidrBlock")), "0.0.0.0/0") && is_set(attr(l, w, "GatewayId")))
            value_set_str(a, ways.open, same_key(l, w, attr(l, w, "RouteTableId")), w->address);
    for (struct each e = each_of(l, "AWS::EC2::SubnetRouteTableAssociation", NULL); (w = next_of(&e));)
        value_set_str(a, ways.table_of, same_key(l, w, attr(l, w, "SubnetId")),
                      same_key(l, w, attr(l, w, "RouteTableId")));
    return ways;
}

static bool is_public(const struct look *l, const struct wanted *nat)
{
    const struct value *kind = attr(l, nat, "ConnectivityType");
    return !kind || str_eq(value_str_of(kind), "public");
}

static void nat_in_public_subnet(const struct look *l)
{
    struct ways_out ways = ways_out_of(l);
    const struct wanted *nat;
    for (struct each e = each_of(l, NAT_GATEWAY, NULL); (nat = next_of(&e));) {
        const struct value *at = attr(l, nat, "SubnetId");
        const struct wanted *subnet = referred(l, at);
        const char *table = value_get_str(ways.table_of, same_key(l, nat, at));
        if (subnet && is_public(l, nat) && !value_get(ways.open, table))
            fault(l, nat, at, NULL, "%s: %s has no route of 0.0.0.0/0 to an internet gateway", nat->address,
                  subnet->address);
    }
}

enum { ADDRESSES_A_REGION = 5, GATEWAYS_A_ZONE = 5 };

/* The network's own are counted by their zones, where they are asked for. */
void network_addresses(const struct look *l)
{
    struct value *counts = value_map(l->c->arena), *told = value_map(l->c->arena);
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::EC2::EIP", NULL); (w = next_of(&e));) {
        int64_t n = count_of(l, counts, w->region);
        bool own = str_eq(address_system(l->c->arena, w->address), "network");
        if (n > ADDRESSES_A_REGION && !own && !seen_before(l, told, w->region, w))
            fault(l, w, NULL, NULL, "%s is elastic address number %d of %s, and an account starts with %d a region",
                  w->address, (int)n, w->alias, ADDRESSES_A_REGION);
    }
}

static void gateways_a_zone(const struct look *l)
{
    struct value *counts = value_map(l->c->arena);
    const struct wanted *w;
    for (struct each e = each_of(l, NAT_GATEWAY, NULL); (w = next_of(&e));) {
        const struct wanted *subnet = referred(l, attr(l, w, "SubnetId"));
        const char *zone = subnet ? same_key(l, subnet, attr(l, subnet, "AvailabilityZone")) : "";
        if (subnet && count_of(l, counts, zone) == GATEWAYS_A_ZONE + 1)
            fault(l, w, attr(l, w, "SubnetId"), NULL, "%s is NAT gateway number %d of its zone, and AWS makes %d",
                  w->address, GATEWAYS_A_ZONE + 1, GATEWAYS_A_ZONE);
    }
}

/* ---- endpoints and flow logs ------------------------------------------------------------------------------------- */

static bool has_private_names(const struct look *l, const struct wanted *endpoint)
{
    return str_eq(value_str_of(attr(l, endpoint, "VpcEndpointType")), "Interface") &&
           value_bool_of(attr(l, endpoint, "PrivateDnsEnabled"));
}

static void names_of_endpoint(const struct look *l, const struct wanted *endpoint)
{
    const struct wanted *vpc = referred(l, attr(l, endpoint, "VpcId"));
    if (vpc && has_private_names(l, endpoint) && !resolves(l, vpc))
        fault(l, endpoint, attr(l, endpoint, "PrivateDnsEnabled"), NULL,
              "%s: private names need EnableDnsSupport and EnableDnsHostnames, and %s has one of them off",
              endpoint->address, vpc->address);
}

static void names_once(const struct look *l)
{
    struct value *seen = value_map(l->c->arena);
    const struct wanted *w;
    for (struct each e = each_of(l, ENDPOINT, NULL); (w = next_of(&e));) {
        if (!has_private_names(l, w))
            continue;
        const char *key = arena_printf(l->c->arena, "%s %s", same_key(l, w, attr(l, w, "VpcId")),
                                       same_key(l, w, attr(l, w, "ServiceName")));
        const char *before = seen_before(l, seen, key, w);
        if (before)
            fault(l, w, attr(l, w, "PrivateDnsEnabled"), NULL, "%s: %s has taken the service's names in this network",
                  w->address, before);
    }
}

static void one_subnet_a_zone(const struct look *l, const struct wanted *endpoint)
{
    struct value *seen = value_map(l->c->arena);
    const struct value *subnets = attr(l, endpoint, "SubnetIds");
    for (size_t i = 0; i < value_len(subnets); i++) {
        const struct wanted *subnet = referred(l, value_item(subnets, i));
        const struct value *zone = subnet ? attr(l, subnet, "AvailabilityZone") : NULL;
        const char *before = zone ? seen_before(l, seen, same_key(l, subnet, zone), subnet) : NULL;
        if (before)
            fault(l, endpoint, value_item(subnets, i), NULL, "%s: %s is in the same zone as %s", endpoint->address,
                  subnet->address, before);
    }
}

/* ---- of the spec ------------------------------------------------------------------------------------------------- */

static const struct value *network_of(const struct spec_region *r)
{
    return section_of(r, "network");
}

/* Whose security groups let the other regions' networks in. */
static const char *const peered_systems[] = {"aurora", "cache", "msk"};

static void ways_back(const struct look *l, const struct spec_region *r)
{
    const struct value *peering = value_get(network_of(r), "peering"), *tiers = value_get(peering, "tiers");
    if (l->s->n_regions < 2 || !is_on(peering, "enabled") || value_kind(tiers) != V_LIST)
        return;
    for (size_t i = 0; i < value_len(tiers); i++)
        if (value_kind(value_item(tiers, i)) != V_STR || str_eq(value_str_of(value_item(tiers, i)), "data"))
            return;
    for (size_t i = 0; i < COUNT(peered_systems); i++)
        if (section_of(r, peered_systems[i])) {
            found(l, value_pos(tiers), NULL,
                  "%s lets the other regions' networks in, and the data tier, where it "
                  "stands, has no route back to them",
                  peered_systems[i]);
            return;
        }
}

static void way_out_of_one_zone(const struct look *l, const struct spec_region *r)
{
    const struct value *nat = value_get(network_of(r), "nat");
    int64_t zones;
    if (str_starts(l->s->environment, "prod") && str_eq(value_str_of(nat), "single") &&
        int_of(network_of(r), "zones", &zones) && zones > 1)
        found(l, value_pos(nat), NULL,
              "the private tier's %d zones have one NAT gateway: the loss of its zone takes "
              "the way out of all of them",
              (int)zones);
}

/* clang-format off */
#define VPC_GUIDE "VPC user guide"
#define PEERING_GUIDE "VPC peering guide"
const struct rule network_wanted_rules[] = {
    {"NET-001", SEV_ERROR, "a network or subnet larger than /16 or smaller than /28", "CreateVpc and CreateSubnet refuse it",
     NULL, "EC2 API, CreateSubnet",
     .type = VPC " " SUBNET, .forms = FORMS(NOT_A("CidrBlock", "/(0?[0-9]|1[0-5]|29|3[0-2])$", "of no size from /16 to /28"))},
    {"NET-002", SEV_WARNING, "a network with bits set behind its prefix", "AWS clears them, and tells another text than was written",
     "write it without them", "EC2 API, CreateVpc",
     .type = VPC " " SUBNET " " ROUTE " AWS::EC2::SecurityGroupIngress AWS::EC2::SecurityGroupEgress", .wanted = bits_of_hosts, .alone = true},
    {"NET-003", SEV_ERROR, "a subnet outside of its network", "CreateSubnet answers InvalidSubnet.Range", "take a block within it",
     VPC_GUIDE ", subnets", .type = SUBNET, .wanted = inside_its_network},
    {"NET-004", SEV_ERROR, "two subnets of a network overlap", "CreateSubnet answers InvalidSubnet.Conflict", "give one of them another block",
     "EC2 API, CreateSubnet", .all = apart},
    {"NET-006", SEV_ERROR, "two peerings between the same networks", "AWS makes one for each pair", "take one of them out; the network section makes one itself",
     PEERING_GUIDE ", basics", .all = once_a_pair},
    {"NET-008", SEV_WARNING, "a peering without a route back", "packets come in and no answer finds the way", "add data to network.peering.tiers",
     PEERING_GUIDE ", basics", .each = ways_back},
    {"NET-009", SEV_WARNING, "names resolved over a peering whose networks resolve none", "the option is refused, or does nothing",
     "leave EnableDnsSupport and EnableDnsHostnames on in both networks", PEERING_GUIDE ", DNS", .all = dns_of_peers},
    {"NET-011", SEV_ERROR, "a side of a peering set from the other side's region", "between regions, each side is only known in its own", NULL,
     "EC2 API, ModifyVpcPeeringConnectionOptions", .all = each_side_at_home},
    {"NET-012", SEV_WARNING, "a route through a peering to what lies beyond it", "AWS drops the packets: peerings are not transitive", NULL,
     PEERING_GUIDE ", limitations", .type = ROUTE, .wanted = no_way_through},
    {"NET-014", SEV_ERROR, "a route with no target, or with several", "CreateRoute takes exactly one", NULL, "EC2 API, CreateRoute", .type = ROUTE, .wanted = one_target, .alone = true},
    {"NET-015", SEV_ERROR, "two routes of a table to the same network", "CreateRoute answers RouteAlreadyExists", "take one of them out",
     "EC2 API, CreateRoute", .all = one_route_a_network},
    {"NET-016", SEV_ERROR, "a NAT gateway in a subnet without a way to the internet", "it fails with Gateway.NotAttached, or leads nowhere",
     "put it into a public subnet, or make it private", VPC_GUIDE ", NAT gateways", .all = nat_in_public_subnet},
    {"NET-018", SEV_ERROR, "more than 5 NAT gateways in a zone", "CreateNatGateway answers NatGatewayLimitExceeded", "take fewer, or ask AWS for a higher quota first",
     VPC_GUIDE ", quotas", .all = gateways_a_zone},
    {"NET-019", SEV_WARNING, "one NAT gateway for several zones, in production", "the loss of one zone takes the others' way out",
     "write nat: per_zone", VPC_GUIDE ", NAT gateways", .each = way_out_of_one_zone},
    {"NET-026", SEV_ERROR, "private names of an endpoint in a network that resolves none", "CreateVpcEndpoint refuses it",
     "leave EnableDnsSupport and EnableDnsHostnames on", "EC2 API, CreateVpcEndpoint", .type = ENDPOINT, .wanted = names_of_endpoint},
    {"NET-027", SEV_ERROR, "two endpoints with the same private names in a network", "CreateVpcEndpoint answers that there is a conflicting DNS domain",
     "take one of them out, or write PrivateDnsEnabled: false", VPC_GUIDE ", interface endpoints", .all = names_once},
    {"NET-028", SEV_ERROR, "an endpoint with two subnets of a zone", "CreateVpcEndpoint answers DuplicateSubnetsInSameZone", "name one subnet a zone",
     "EC2 API, CreateVpcEndpoint", .type = ENDPOINT, .wanted = one_subnet_a_zone},
    {"NET-032", SEV_ERROR, "a flow log without a role, or of another interval", "CreateFlowLogs refuses it", NULL, "EC2 API, CreateFlowLogs",
     .type = "AWS::EC2::FlowLog", .forms = FORMS(A_WORD("MaxAggregationInterval", "60 600"), A_GIVEN("DeliverLogsPermissionArn", .when = "LogGroupName"))},
    {0}};
/* clang-format on */

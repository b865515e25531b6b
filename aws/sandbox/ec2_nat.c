#include "aws/sandbox/ec2.h"

#include <string.h>

/* Elastic addresses and NAT gateways. Source of rules: the EC2 API reference and its error codes page. */

/* clang-format off */
const struct sandbox_kind kind_address = {
    .name = "elastic-ip", .service = "ec2", .id = "AllocationId", .mint = "eipalloc-", .tag_type = "elastic-ip", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:elastic-ip/{id}",
    .unique = "PublicIp",
    .filled = (const struct filled[]){
        {"Domain", K_STR, "vpc"}, {"PublicIpv4Pool", K_STR, "amazon"}, {"NetworkBorderGroup", K_STR, "{region}"}, {0}},
    .missing = {"InvalidAllocationID.NotFound", "The allocation ID '{id}' does not exist"},
    .filters = (const struct filter[]){
        {"allocation-id", "AllocationId"}, {"association-id", "AssociationId"}, {"domain", "Domain"}, {"public-ip", "PublicIp"},
        {"private-ip-address", "PrivateIpAddress"}, {"network-interface-id", "NetworkInterfaceId"},
        {"network-border-group", "NetworkBorderGroup"}, {0}},
};

const struct sandbox_kind kind_nat_gateway = {
    .name = "natgateway", .service = "ec2", .id = "NatGatewayId", .mint = "nat-", .tag_type = "natgateway", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:natgateway/{id}",
    .status = "State", .gone = "deleted failed",
    /* Deleted and failed ones stay in sight for about an hour. Source: NAT gateways, VPC user guide. */
    .lives = (const struct life[]){
        {"make", GUESS, {{"pending", 90}, {"available", 0}}},
        {"fail", DOC,   {{"pending", 15}, {"failed", 3600}, {NULL, 0}}},
        {"drop", DOC,   {{"deleting", 60}, {"deleted", 3600}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"CreateTime", K_TIME, NULL}, {"ConnectivityType", K_STR, "public"}, {0}},
    .refs = (const struct ref[]){
        {"SubnetId", &kind_subnet, REF_BLOCKS}, {"VpcId", &kind_vpc, REF_BLOCKS},
        {"NatGatewayAddresses[].AllocationId", &kind_address, REF_BLOCKS}, {0}},
    .missing = {"NatGatewayNotFound", "The Nat Gateway {id} was not found"},
    .filters = (const struct filter[]){
        {"nat-gateway-id", "NatGatewayId"}, {"subnet-id", "SubnetId"}, {"vpc-id", "VpcId"}, {"state", "State"}, {0}},
    .entered = nat_entered,
};
/* clang-format on */

/* ---- addresses --------------------------------------------------------------------------------------------------- */

/* Taken from the range that is set aside for benchmarks, RFC 2544: nobody owns what it names. */
bool address_draft(struct call *c)
{
    uint64_t n = world_number(c->w);
    if (str_eq(in_str(c, "Domain"), "standard"))
        return refuse(c, "InvalidParameterValue", "Value (standard) for parameter domain is invalid.");
    draft_str(c, "PublicIp",
              arena_printf(c->a, "198.%u.%u.%u", (unsigned)(18 + (n >> 16 & 1)), (unsigned)(n >> 8 & 255),
                           (unsigned)(n & 255)));
    return true;
}

bool address_may_go(struct call *c)
{
    return !*object_str(c->object, "AssociationId") ||
           refuse(c, "InvalidIPAddress.InUse", "Address %s is in use.", object_str(c->object, "PublicIp"));
}

bool address_listed(struct call *c, const struct object *o)
{
    const struct value *ips = value_get(c->in, "PublicIps");
    return !ips || is_list_of(ips, object_str(o, "PublicIp"));
}

/* ---- NAT gateways ------------------------------------------------------------------------------------------------ */

static void will_fail(struct call *c, const char *code, const char *message)
{
    c->life = "fail";
    draft_str(c, "FailureCode", code);
    draft_str(c, "FailureMessage", message);
}

static void put_address(struct call *c, const struct object *eip, const char *private_ip)
{
    struct value *list = value_list(c->a), *one = value_map(c->a);
    value_set_str(c->a, one, "NetworkInterfaceId", arena_printf(c->a, "eni-0%s", mint_hex(c->w, c->a, 16)));
    value_set_str(c->a, one, "PrivateIp", private_ip);
    value_set(c->a, one, "IsPrimary", value_bool(c->a, true));
    value_set_str(c->a, one, "Status", "succeeded");
    if (eip) {
        value_set_str(c->a, one, "AllocationId", eip->id);
        value_set_str(c->a, one, "PublicIp", object_str(eip, "PublicIp"));
        value_set_str(c->a, one, "AssociationId", arena_printf(c->a, "eipassoc-0%s", mint_hex(c->w, c->a, 16)));
    }
    value_push(c->a, list, one);
    value_set(c->a, c->draft, "NatGatewayAddresses", list);
}

static const char *private_ip_in(struct call *c, const struct object *subnet)
{
    const char *block = object_str(subnet, "CidrBlock"), *last = strrchr(block, '.');
    int prefix = last ? (int)(last - block) : 0;
    return arena_printf(c->a, "%.*s.%u", prefix, block, 5 + (unsigned)(world_number(c->w) % 200));
}

/* One that is being made holds its address before it is associated; one that is gone and still told does not. */
static bool held_by_nat(const struct object *eip)
{
    for (struct edge *e = first_from(eip, &kind_nat_gateway); e; e = next_from(e, &kind_nat_gateway))
        if (!object_lingers(e->from))
            return true;
    return false;
}

static bool public_draft(struct call *c, const struct object *subnet, const struct object *vpc)
{
    struct object *eip;
    if (!has(c, "AllocationId"))
        return refuse(c, "MissingParameter", "The request must contain the parameter AllocationId");
    if (!need(c, &kind_address, c->region, in_str(c, "AllocationId"), &eip))
        return false;
    put_address(c, eip, private_ip_in(c, subnet));
    if (!gateway_of_vpc(vpc))
        will_fail(c, "Gateway.NotAttached", arena_printf(c->a, "Network %s has no Internet gateway attached", vpc->id));
    else if (*object_str(eip, "AssociationId") || held_by_nat(eip))
        will_fail(c, "Resource.AlreadyAssociated",
                  arena_printf(c->a, "Elastic IP address %s is already associated", eip->id));
    return true;
}

bool nat_draft(struct call *c)
{
    struct object *subnet, *vpc;
    if (str_eq(in_str(c, "AvailabilityMode"), "regional"))
        return refuse(c, "UnsupportedOperation", "the sandbox plays zonal NAT gateways only");
    if (!has(c, "SubnetId"))
        return refuse(c, "MissingParameter", "The request must contain the parameter SubnetId");
    if (!need(c, &kind_subnet, c->region, in_str(c, "SubnetId"), &subnet) ||
        !need(c, &kind_vpc, c->region, object_str(subnet, "VpcId"), &vpc))
        return false;
    draft_str(c, "VpcId", vpc->id);
    c->draft = value_without(c->a, c->draft, "AllocationId");
    if (!str_eq(in_str(c, "ConnectivityType"), "private"))
        return public_draft(c, subnet, vpc);
    if (has(c, "AllocationId"))
        return refuse(c, "InvalidParameterCombination", "A private NAT gateway takes no AllocationId");
    put_address(c, NULL, private_ip_in(c, subnet));
    return true;
}

static void tie_address(struct world *w, struct object *nat, bool tie)
{
    const struct value *one = value_item(value_get(nat->v, "NatGatewayAddresses"), 0);
    struct object *eip = object_find(w, &kind_address, nat->region, value_get_str(one, "AllocationId"));
    static const char *const members[][2] = {{"AssociationId", "AssociationId"},
                                             {"NetworkInterfaceId", "NetworkInterfaceId"},
                                             {"PrivateIpAddress", "PrivateIp"}};
    for (size_t i = 0; eip && i < COUNT(members); i++) {
        if (tie)
            object_set(w, eip, members[i][0], value_get(one, members[i][1]));
        else
            object_unset(w, eip, members[i][0]);
    }
}

/* An address belongs to its gateway from the call on, and until the gateway is really gone. */
bool nat_made(struct call *c)
{
    if (!c->life)
        tie_address(c->w, c->object, true);
    return true;
}

bool nat_may_go(struct call *c)
{
    if (str_eq(object_status(c->object), "deleting"))
        c->life = ""; /* it is on its way already */
    return true;
}

void nat_entered(struct world *w, struct object *o, const char *state)
{
    if (!str_eq(state, "deleted"))
        return;
    tie_address(w, o, false);
    CLEANUP(arena_freep) struct arena *a = arena_new();
    object_set_str(w, o, "DeleteTime", iso_time(a, world_now(w)));
}

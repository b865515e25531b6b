#include "aws/sandbox/block.h"
#include "aws/sandbox/ec2.h"

#include <string.h>

/* VPCs, subnets and internet gateways. Source of rules: the EC2 API reference and its error codes page. */

/* clang-format off */
const struct sandbox_kind kind_vpc = {
    .name = "vpc", .service = "ec2", .id = "VpcId", .mint = "vpc-", .tag_type = "vpc", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:vpc/{id}",
    .status = "State",
    .lives = (const struct life[]){{"make", GUESS, {{"pending", 2}, {"available", 0}}}, {0}},
    .filled = (const struct filled[]){
        {"OwnerId", K_STR, "{account}"}, {"InstanceTenancy", K_STR, "default"}, {"IsDefault", K_BOOL, "false"},
        {"DhcpOptionsId", K_STR, "dopt-0{hash}"}, {"Ipv6CidrBlockAssociationSet", K_LIST, NULL},
        {"$EnableDnsSupport", K_BOOL, "true"}, {"$EnableDnsHostnames", K_BOOL, "false"},
        {"$EnableNetworkAddressUsageMetrics", K_BOOL, "false"}, {0}},
    .missing = {"InvalidVpcID.NotFound", "The vpc ID '{id}' does not exist"},
    .blocked = {"DependencyViolation", "The vpc '{id}' has dependencies and cannot be deleted."},
    .filters = (const struct filter[]){
        {"vpc-id", "VpcId"}, {"cidr", "CidrBlock"}, {"cidr-block-association.cidr-block", "CidrBlockAssociationSet[].CidrBlock"},
        {"state", "State"}, {"is-default", "IsDefault"}, {"isDefault", "IsDefault"}, {"owner-id", "OwnerId"},
        {"dhcp-options-id", "DhcpOptionsId"}, {0}},
};

const struct sandbox_kind kind_subnet = {
    .name = "subnet", .service = "ec2", .id = "SubnetId", .mint = "subnet-", .tag_type = "subnet", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:subnet/{id}", .arn_member = "SubnetArn",
    .status = "State",
    .lives = (const struct life[]){{"make", GUESS, {{"pending", 2}, {"available", 0}}}, {0}},
    .filled = (const struct filled[]){
        {"OwnerId", K_STR, "{account}"}, {"MapPublicIpOnLaunch", K_BOOL, "false"}, {"DefaultForAz", K_BOOL, "false"},
        {"AssignIpv6AddressOnCreation", K_BOOL, "false"}, {"Ipv6CidrBlockAssociationSet", K_LIST, NULL},
        {"EnableDns64", K_BOOL, "false"}, {"Ipv6Native", K_BOOL, "false"}, {"MapCustomerOwnedIpOnLaunch", K_BOOL, "false"}, {0}},
    .refs = (const struct ref[]){{"VpcId", &kind_vpc, REF_BLOCKS}, {0}},
    .missing = {"InvalidSubnetID.NotFound", "The subnet ID '{id}' does not exist"},
    .blocked = {"DependencyViolation", "The subnet '{id}' has dependencies and cannot be deleted."},
    .filters = (const struct filter[]){
        {"subnet-id", "SubnetId"}, {"vpc-id", "VpcId"}, {"cidr-block", "CidrBlock"}, {"cidrBlock", "CidrBlock"}, {"cidr", "CidrBlock"},
        {"availability-zone", "AvailabilityZone"}, {"availabilityZone", "AvailabilityZone"}, {"availability-zone-id", "AvailabilityZoneId"},
        {"state", "State"}, {"default-for-az", "DefaultForAz"}, {"map-public-ip-on-launch", "MapPublicIpOnLaunch"},
        {"owner-id", "OwnerId"}, {"subnet-arn", "SubnetArn"}, {0}},
};

const struct sandbox_kind kind_internet_gateway = {
    .name = "internet-gateway", .service = "ec2", .id = "InternetGatewayId", .mint = "igw-", .tag_type = "internet-gateway", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:internet-gateway/{id}",
    .filled = (const struct filled[]){{"OwnerId", K_STR, "{account}"}, {"Attachments", K_LIST, NULL}, {0}},
    .refs = (const struct ref[]){{"Attachments[].VpcId", &kind_vpc, REF_BLOCKS}, {0}},
    .missing = {"InvalidInternetGatewayID.NotFound", "The internetGateway ID '{id}' does not exist"},
    .filters = (const struct filter[]){
        {"internet-gateway-id", "InternetGatewayId"}, {"attachment.vpc-id", "Attachments[].VpcId"},
        {"attachment.state", "Attachments[].State"}, {"owner-id", "OwnerId"}, {0}},
};
/* clang-format on */

/* ---- blocks of addresses ----------------------------------------------------------------------------------------- */

enum { LEAST_BITS = 16, MOST_BITS = 28, RESERVED_ADDRESSES = 5 };

static bool block_of(struct call *c, const char *wrong_size, struct block *ret)
{
    const char *text = in_str(c, "CidrBlock");
    if (!*text)
        return refuse(c, "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
    if (!block_parse(text, ret))
        return refuse(c, "InvalidParameterValue",
                      "Value (%.60s) for parameter cidrBlock is invalid. This is not a valid CIDR block.", text);
    if (ret->bits < LEAST_BITS || ret->bits > MOST_BITS)
        return refuse(c, wrong_size, "The CIDR '%.60s' is invalid.", text);
    return true;
}

/* ---- VPCs -------------------------------------------------------------------------------------------------------- */

bool vpc_draft(struct call *c)
{
    struct block block = {0};
    if (!block_of(c, "InvalidVpc.Range", &block))
        return false;
    const char *text = block_text(c->a, block);
    draft_str(c, "CidrBlock", text);
    struct value *set = value_list(c->a), *one = value_map(c->a), *state = value_map(c->a);
    value_set_str(c->a, state, "State", "associated");
    value_set_str(c->a, one, "AssociationId", arena_printf(c->a, "vpc-cidr-assoc-0%s", mint_hex(c->w, c->a, 16)));
    value_set_str(c->a, one, "CidrBlock", text);
    value_set(c->a, one, "CidrBlockState", state);
    value_push(c->a, set, one);
    value_set(c->a, c->draft, "CidrBlockAssociationSet", set);
    return true;
}

/* A VPC brings its main route table and its default security group along; neither can be deleted by itself. */
bool vpc_furnish(struct call *c)
{
    route_table_along(c, c->object);
    security_group_along(c, c->object);
    return true;
}

static const char *const attributes[] = {"EnableDnsSupport", "EnableDnsHostnames", "EnableNetworkAddressUsageMetrics"};

bool vpc_show_attribute(struct call *c)
{
    const char *asked = in_str(c, "Attribute");
    struct object *o;
    if (!need(c, &kind_vpc, c->region, in_str(c, "VpcId"), &o))
        return false;
    out_str(c, "VpcId", o->id);
    for (size_t i = 0; i < COUNT(attributes); i++) {
        if (!str_eq_nocase(attributes[i], asked))
            continue;
        struct value *is = value_map(c->a);
        value_set(c->a, is, "Value", value_get(o->v, arena_printf(c->a, "$%s", attributes[i])));
        value_set(c->a, c->out, attributes[i], is);
    }
    return true;
}

bool vpc_set_attribute(struct call *c)
{
    struct object *o;
    const char *set = NULL;
    if (!need(c, &kind_vpc, c->region, in_str(c, "VpcId"), &o))
        return false;
    for (size_t i = 0; i < COUNT(attributes); i++) {
        if (set && has(c, attributes[i]))
            return refuse(c, "InvalidParameterCombination", "Fields for multiple attribute types specified: %s, %s",
                          set, attributes[i]);
        set = has(c, attributes[i]) ? attributes[i] : set;
    }
    if (!set)
        return refuse(c, "MissingParameter", "The request must contain exactly one attribute");
    bool on = value_bool_of(value_path(c->a, c->in, arena_printf(c->a, "%s.Value", set)));
    if (on && str_eq(set, "EnableDnsHostnames") && !object_bool(o, "$EnableDnsSupport"))
        return refuse(c, "InvalidParameterCombination", "enableDnsHostnames needs enableDnsSupport");
    object_set(c->w, o, arena_printf(c->a, "$%s", set), value_bool(c->a, on));
    return true;
}

/* ---- subnets ----------------------------------------------------------------------------------------------------- */

static bool choose_zone(struct call *c)
{
    struct sandbox_zone zones[8];
    size_t n = zones_of(c->a, c->region, zones, COUNT(zones));
    const char *name = in_str(c, "AvailabilityZone"), *id = in_str(c, "AvailabilityZoneId");
    for (size_t i = 0; i < n; i++) {
        if ((*name && !str_eq(name, zones[i].name)) || (*id && !str_eq(id, zones[i].id)))
            continue;
        draft_str(c, "AvailabilityZone", zones[i].name);
        draft_str(c, "AvailabilityZoneId", zones[i].id);
        return true;
    }
    return refuse(
        c, "InvalidParameterValue",
        "Value (%.60s) for parameter availabilityZone is invalid. Subnets can currently only be created in the "
        "following availability zones: %s, %s.",
        *name ? name : id, n ? zones[0].name : "", n > 1 ? zones[1].name : "");
}

static bool subnet_fits(struct call *c, const struct object *vpc, struct block block)
{
    struct block outer, other;
    const char *text = in_str(c, "CidrBlock");
    if (!block_parse(object_str(vpc, "CidrBlock"), &outer) || !block_within(block, outer))
        return refuse(c, "InvalidSubnet.Range", "The CIDR '%.60s' is invalid.", text);
    for (struct edge *e = first_from(vpc, &kind_subnet); e; e = next_from(e, &kind_subnet))
        if (block_parse(object_str(e->from, "CidrBlock"), &other) && block_overlaps(block, other))
            return refuse(c, "InvalidSubnet.Conflict", "The CIDR '%.60s' conflicts with another subnet", text);
    return true;
}

bool subnet_draft(struct call *c)
{
    struct block block = {0};
    struct object *vpc;
    if (!need(c, &kind_vpc, c->region, in_str(c, "VpcId"), &vpc) || !block_of(c, "InvalidSubnet.Range", &block))
        return false;
    if (!subnet_fits(c, vpc, block) || !choose_zone(c))
        return false;
    draft_str(c, "CidrBlock", block_text(c->a, block));
    draft_int(c, "AvailableIpAddressCount", ((int64_t)1 << (32 - block.bits)) - RESERVED_ADDRESSES);
    return true;
}

/* One attribute a call, as with VPCs; each is a struct with a Value, or a plain word. */
bool subnet_set_attribute(struct call *c)
{
    if (value_len(c->draft) != 1)
        return refuse(c, "InvalidParameterCombination", "Exactly one attribute can be modified in a call");
    const char *key = arena_strdup(c->a, value_key(c->draft, 0));
    const struct value *v = value_item(c->draft, 0);
    if (value_kind(v) != V_MAP)
        return true;
    const struct value *is = value_get(v, "Value");
    value_set(c->a, c->draft, key, is ? is : value_bool(c->a, false));
    return true;
}

/* ---- internet gateways ------------------------------------------------------------------------------------------- */

const struct object *gateway_of_vpc(const struct object *vpc)
{
    struct edge *e = first_from(vpc, &kind_internet_gateway);
    return e ? e->from : NULL;
}

bool gateway_attach(struct call *c)
{
    struct object *igw, *vpc;
    if (!need(c, &kind_internet_gateway, c->region, in_str(c, "InternetGatewayId"), &igw) ||
        !need(c, &kind_vpc, c->region, in_str(c, "VpcId"), &vpc))
        return false;
    const struct value *attached = value_get(igw->v, "Attachments");
    if (value_len(attached))
        return refuse(c, "Resource.AlreadyAssociated", "resource %s is already attached to network %s", igw->id,
                      value_get_str(value_item(attached, 0), "VpcId"));
    if (gateway_of_vpc(vpc))
        return refuse(c, "InvalidParameterValue", "Network %s already has an internet gateway attached", vpc->id);
    struct value *list = value_list(c->a), *one = value_map(c->a);
    value_set_str(c->a, one, "State", "available");
    value_set_str(c->a, one, "VpcId", vpc->id);
    value_push(c->a, list, one);
    object_set(c->w, igw, "Attachments", list);
    return true;
}

/* Public addresses in a VPC are those of its NAT gateways. */
static bool has_public_addresses(const struct object *vpc)
{
    for (struct edge *e = first_from(vpc, &kind_nat_gateway); e; e = next_from(e, &kind_nat_gateway))
        if (!object_lingers(e->from) && str_eq(object_str(e->from, "ConnectivityType"), "public"))
            return true;
    return false;
}

bool gateway_detach(struct call *c)
{
    struct object *igw, *vpc;
    if (!need(c, &kind_internet_gateway, c->region, in_str(c, "InternetGatewayId"), &igw) ||
        !need(c, &kind_vpc, c->region, in_str(c, "VpcId"), &vpc))
        return false;
    if (gateway_of_vpc(vpc) != igw)
        return refuse(c, "Gateway.NotAttached", "resource %s is not attached to network %s", igw->id, vpc->id);
    if (has_public_addresses(vpc))
        return refuse(c, "DependencyViolation",
                      "Network %s has some mapped public address(es). Please unmap those public address(es) before "
                      "detaching the gateway.",
                      vpc->id);
    object_set(c->w, igw, "Attachments", value_list(c->a));
    return true;
}

bool gateway_may_go(struct call *c)
{
    const struct value *attached = value_get(c->object->v, "Attachments");
    return !value_len(attached) ||
           refuse(c, "DependencyViolation", "The internetGateway '%s' has dependencies and cannot be deleted.",
                  c->object->id);
}

#include "aws/sandbox/ec2.h"

#include <string.h>

/* VPC endpoints. Source of rules: the EC2 API reference, AWS PrivateLink guide. */

/* clang-format off */
const struct sandbox_kind kind_vpc_endpoint = {
    .name = "vpc-endpoint", .service = "ec2", .id = "VpcEndpointId", .mint = "vpce-", .tag_type = "vpc-endpoint", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:vpc-endpoint/{id}",
    .status = "State", .gone = "deleted failed",
    .lives = (const struct life[]){
        {"interface", GUESS, {{"pending", 75}, {"available", 0}}},
        {"gateway",   GUESS, {{"available", 0}}},
        {"drop",      GUESS, {{"deleting", 60}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){
        {"OwnerId", K_STR, "{account}"}, {"CreationTimestamp", K_TIME, NULL}, {"RequesterManaged", K_BOOL, "false"},
        {"VpcEndpointType", K_STR, "Gateway"}, {"PrivateDnsEnabled", K_BOOL, "false"}, {"IpAddressType", K_STR, "ipv4"},
        {"RouteTableIds", K_LIST, NULL}, {"SubnetIds", K_LIST, NULL}, {"Groups", K_LIST, NULL},
        {"NetworkInterfaceIds", K_LIST, NULL}, {"DnsEntries", K_LIST, NULL}, {0}},
    .renames = (const struct rename[]){{"SecurityGroupIds", "Groups", "GroupId", NULL}, {0}},
    .refs = (const struct ref[]){
        {"VpcId", &kind_vpc, REF_BLOCKS}, {"SubnetIds[]", &kind_subnet, REF_BLOCKS}, {"RouteTableIds[]", &kind_route_table, REF_OWNED},
        {"Groups[].GroupId", &kind_security_group, REF_BLOCKS}, {0}},
    .missing = {"InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '{id}' does not exist"},
    .filters = (const struct filter[]){
        {"vpc-endpoint-id", "VpcEndpointId"}, {"vpc-id", "VpcId"}, {"service-name", "ServiceName"},
        {"vpc-endpoint-type", "VpcEndpointType"}, {"vpc-endpoint-state", "State"}, {"ip-address-type", "IpAddressType"}, {0}},
};

static const char gateway_services[] = "s3 dynamodb";
static const char interface_services[] =
    "s3 dynamodb autoscaling application-autoscaling cloudformation ec2 ec2messages ecr.api ecr.dkr eks eks-auth elasticache "
    "elasticfilesystem elasticloadbalancing events execute-api iam kms kinesis-streams kinesis-firehose lambda logs monitoring "
    "rds rds-data sagemaker.api secretsmanager sns sqs ssm ssmmessages states sts synthetics xray";
/* clang-format on */

static const char full_access[] = "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*"
                                  "\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

static bool is_interface(const struct value *endpoint)
{
    return str_eq(value_get_str(endpoint, "VpcEndpointType"), "Interface");
}

static bool service_known(struct call *c, const char *words)
{
    const char *name = in_str(c, "ServiceName"), *prefix = arena_printf(c->a, "com.amazonaws.%s.", c->region);
    if (str_starts(name, prefix) && has_word(words, name + strlen(prefix)))
        return true;
    return refuse(c, "InvalidServiceName", "The Vpc Endpoint Service '%.100s' does not exist", name);
}

/* ---- private DNS ------------------------------------------------------------------------------------------------- */

static bool private_dns_fits(struct call *c, const struct object *vpc, const struct object *self, const char *service)
{
    if (!object_bool(vpc, "$EnableDnsSupport") || !object_bool(vpc, "$EnableDnsHostnames"))
        return refuse(
            c, "InvalidParameter",
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true "
            "for %s",
            vpc->id);
    for (struct edge *e = first_from(vpc, &kind_vpc_endpoint); e; e = next_from(e, &kind_vpc_endpoint))
        if (e->from != self && object_bool(e->from, "PrivateDnsEnabled") &&
            str_eq(object_str(e->from, "ServiceName"), service))
            return refuse(
                c, "InvalidParameter",
                "private-dns-enabled cannot be set because there is already a conflicting DNS domain for %s in the "
                "VPC %s",
                service, vpc->id);
    return true;
}

/* ---- interfaces -------------------------------------------------------------------------------------------------- */

static bool subnets_fit(struct call *c, const struct object *vpc, const struct value *ids)
{
    struct value *zones = value_list(c->a);
    for (size_t i = 0; i < value_len(ids); i++) {
        struct object *subnet;
        if (!need(c, &kind_subnet, c->region, value_str_of(value_item(ids, i)), &subnet))
            return false;
        if (!str_eq(object_str(subnet, "VpcId"), vpc->id))
            return refuse(c, "InvalidParameter", "Subnet %s does not belong to VPC %s", subnet->id, vpc->id);
        if (is_list_of(zones, object_str(subnet, "AvailabilityZone")))
            return refuse(c, "DuplicateSubnetsInSameZone",
                          "Found another VPC endpoint subnet in the availability zone of %s", subnet->id);
        value_push(c->a, zones, value_get(subnet->v, "AvailabilityZone"));
    }
    return true;
}

static const struct value *interfaces_for(struct call *c, const struct value *subnets)
{
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(subnets); i++)
        value_push(c->a, list, value_str(c->a, arena_printf(c->a, "eni-0%s", mint_hex(c->w, c->a, 16))));
    return list;
}

static const struct value *dns_entries(struct call *c, const char *id)
{
    struct value *list = value_list(c->a), *one = value_map(c->a);
    const char *service = in_str(c, "ServiceName"), *last = strrchr(service, '.');
    value_set_str(c->a, one, "DnsName",
                  arena_printf(c->a, "%s-%s.%s.%s.vpce.amazonaws.com", id, hash_hex(c->a, id, 8), last ? last + 1 : "",
                               c->region));
    value_set_str(c->a, one, "HostedZoneId", arena_printf(c->a, "Z%s", hash_hex(c->a, c->region, 13)));
    value_push(c->a, list, one);
    return list;
}

static void name_groups(struct call *c, struct value *members)
{
    const struct value *groups = value_get(members, "Groups");
    struct value *named = value_list(c->a);
    for (size_t i = 0; i < value_len(groups); i++) {
        struct value *one = value_edit(c->a, value_item(groups, i));
        struct object *o = object_find(c->w, &kind_security_group, c->region, value_get_str(one, "GroupId"));
        value_set_str(c->a, one, "GroupName", o ? object_str(o, "GroupName") : NULL);
        value_push(c->a, named, one);
    }
    value_set(c->a, members, "Groups", named);
}

static bool interface_draft(struct call *c, const struct object *vpc)
{
    bool dns = !has(c, "PrivateDnsEnabled") || in_bool(c, "PrivateDnsEnabled");
    if (!service_known(c, interface_services) || !subnets_fit(c, vpc, value_get(c->in, "SubnetIds")))
        return false;
    if (has(c, "RouteTableIds"))
        return refuse(c, "InvalidParameter", "Route table IDs are only supported for Gateway type VPC Endpoints.");
    if (dns && !private_dns_fits(c, vpc, NULL, in_str(c, "ServiceName")))
        return false;
    if (!has(c, "SecurityGroupIds")) {
        struct value *groups = value_list(c->a), *one = value_map(c->a);
        struct object *fallback = default_group_in(vpc);
        value_set_str(c->a, one, "GroupId", fallback ? fallback->id : NULL);
        value_push(c->a, groups, one);
        value_set(c->a, c->draft, "Groups", groups);
    }
    name_groups(c, c->draft);
    draft_bool(c, "PrivateDnsEnabled", dns);
    const char *id = mint_id(c, &kind_vpc_endpoint);
    draft_str(c, "VpcEndpointId", id);
    value_set(c->a, c->draft, "NetworkInterfaceIds", interfaces_for(c, value_get(c->in, "SubnetIds")));
    value_set(c->a, c->draft, "DnsEntries", dns_entries(c, id));
    c->life = "interface";
    return true;
}

static bool gateway_draft(struct call *c, const struct object *vpc)
{
    const struct value *tables = value_get(c->in, "RouteTableIds");
    if (!service_known(c, gateway_services))
        return false;
    if (has(c, "SubnetIds") || has(c, "SecurityGroupIds"))
        return refuse(c, "InvalidParameter",
                      "Subnet IDs and security group IDs are not supported for Gateway type VPC Endpoints.");
    if (in_bool(c, "PrivateDnsEnabled"))
        return refuse(c, "InvalidParameter",
                      "Private DNS can't be enabled because the service %.100s is of Gateway type",
                      in_str(c, "ServiceName"));
    for (size_t i = 0; i < value_len(tables); i++) {
        struct object *table;
        if (!need(c, &kind_route_table, c->region, value_str_of(value_item(tables, i)), &table))
            return false;
        if (!str_eq(object_str(table, "VpcId"), vpc->id))
            return refuse(c, "InvalidParameter", "Route table %s does not belong to VPC %s", table->id, vpc->id);
    }
    c->life = "gateway";
    return true;
}

bool endpoint_draft(struct call *c)
{
    struct object *vpc;
    const char *policy = in_str(c, "PolicyDocument");
    if (!need(c, &kind_vpc, c->region, in_str(c, "VpcId"), &vpc))
        return false;
    if (has_word("GatewayLoadBalancer Resource ServiceNetwork", in_str(c, "VpcEndpointType")))
        return refuse(c, "UnsupportedOperation", "the sandbox plays Interface and Gateway endpoints only");
    if (*policy && value_kind(value_of_json(c->a, policy)) != V_MAP)
        return refuse(c, "InvalidPolicyDocument", "Policy document is malformed");
    if (!*policy)
        draft_str(c, "PolicyDocument", full_access);
    return is_interface(c->in) ? interface_draft(c, vpc) : gateway_draft(c, vpc);
}

/* ---- changing ---------------------------------------------------------------------------------------------------- */

static const struct value *edited_list(struct arena *a, const struct value *list, const struct value *add,
                                       const struct value *drop)
{
    struct value *left = value_list(a);
    for (size_t i = 0; i < value_len(list); i++)
        if (!is_list_of(drop, value_str_of(value_item(list, i))))
            value_push(a, left, value_item(list, i));
    for (size_t i = 0; i < value_len(add); i++)
        if (!is_list_of(left, value_str_of(value_item(add, i))))
            value_push(a, left, value_item(add, i));
    return left;
}

static void edit_list(struct call *c, const char *member, const char *what)
{
    const char *add = arena_printf(c->a, "Add%s", what), *drop = arena_printf(c->a, "Remove%s", what);
    const struct value *was = value_get(c->object->v, member);
    bool groups = str_eq(member, "Groups");
    if (!has(c, add) && !has(c, drop))
        return;
    const struct value *now = edited_list(c->a, groups ? value_path(c->a, was, "[].GroupId") : was,
                                          value_get(c->in, add), value_get(c->in, drop));
    if (groups) {
        struct value *maps = value_list(c->a);
        for (size_t i = 0; i < value_len(now); i++) {
            struct value *one = value_map(c->a);
            value_set(c->a, one, "GroupId", value_item(now, i));
            value_push(c->a, maps, one);
        }
        now = maps;
    }
    value_set(c->a, c->draft, member, now);
    c->draft = value_without(c->a, value_without(c->a, c->draft, add), drop);
}

bool endpoint_change(struct call *c)
{
    const char *policy = in_str(c, "PolicyDocument");
    struct object *vpc;
    if (!need(c, &kind_vpc, c->region, object_str(c->object, "VpcId"), &vpc))
        return false;
    if (*policy && value_kind(value_of_json(c->a, policy)) != V_MAP)
        return refuse(c, "InvalidPolicyDocument", "Policy document is malformed");
    if (in_bool(c, "ResetPolicy"))
        draft_str(c, "PolicyDocument", full_access);
    c->draft = value_without(c->a, c->draft, "ResetPolicy");
    edit_list(c, "RouteTableIds", "RouteTableIds");
    edit_list(c, "SubnetIds", "SubnetIds");
    edit_list(c, "Groups", "SecurityGroupIds");
    if (value_get(c->draft, "Groups"))
        name_groups(c, c->draft);
    const struct value *subnets = value_get(c->draft, "SubnetIds");
    if (subnets && !subnets_fit(c, vpc, subnets))
        return false;
    if (subnets)
        value_set(c->a, c->draft, "NetworkInterfaceIds", interfaces_for(c, subnets));
    return !in_bool(c, "PrivateDnsEnabled") || object_bool(c->object, "PrivateDnsEnabled") ||
           private_dns_fits(c, vpc, c->object, object_str(c->object, "ServiceName"));
}

/* ---- deleting ---------------------------------------------------------------------------------------------------- */

bool endpoints_delete(struct call *c)
{
    const struct value *ids = value_get(c->in, "VpcEndpointIds");
    struct value *bad = value_list(c->a);
    for (size_t i = 0; i < value_len(ids); i++) {
        struct object *o = object_find(c->w, &kind_vpc_endpoint, c->region, value_str_of(value_item(ids, i)));
        if (o && is_interface(o->v) && !str_eq(object_status(o), "deleting"))
            object_live(c->w, o, "drop");
        else if (o && !is_interface(o->v))
            object_remove(c->w, o);
        if (o)
            continue;
        struct value *one = value_map(c->a), *error = value_map(c->a);
        value_set_str(c->a, error, "Code", kind_vpc_endpoint.missing.code);
        value_set_str(
            c->a, error, "Message",
            expand(c->w, c->a, kind_vpc_endpoint.missing.text, NULL, value_str_of(value_item(ids, i)), c->region));
        value_set(c->a, one, "ResourceId", value_item(ids, i));
        value_set(c->a, one, "Error", error);
        value_push(c->a, bad, one);
    }
    value_set(c->a, c->out, "Unsuccessful", bad);
    return true;
}

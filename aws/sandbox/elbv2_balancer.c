#include "aws/sandbox/elbv2.h"

#include <ctype.h>
#include <string.h>

/* Load balancers. Source of rules: the Elastic Load Balancing API reference; zones of aliases: "Elastic Load Balancing
 * endpoints and quotas" of the AWS General Reference. */

enum { ZONES_MOST = 8 };

static void balancer_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_load_balancer = {
    .name = "load-balancer", .service = "elasticloadbalancing", .id = "LoadBalancerName", .arn_member = "LoadBalancerArn",
    .arn = "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/{$Short}/{id}/{$Hash}", .status = "$State",
    .lives = (const struct life[]){{"make", GUESS, {{"provisioning", 120}, {"active", 0}}}, {0}},
    .filled = (const struct filled[]){{"CreatedTime", K_TIME, NULL}, {"Scheme", K_STR, "internet-facing"}, {"IpAddressType", K_STR, "ipv4"}, {0}},
    .renames = (const struct rename[]){{"Name", "LoadBalancerName"}, {"Subnets", NULL}, {0}},
    .refs = (const struct ref[]){
        {"AvailabilityZones[].SubnetId", &kind_subnet, REF_BLOCKS, "SubnetNotFound"},
        {"SecurityGroups", &kind_security_group, REF_BLOCKS, "InvalidSecurityGroup"}, {0}},
    .missing = {"LoadBalancerNotFound", "Load balancers '[{id}]' not found"},
    .exists = {"DuplicateLoadBalancerName", "A load balancer with the same name '{LoadBalancerName}' exists, but with different settings"},
    .view = balancer_view,
};

static const struct setting settings[] = {
    {"deletion_protection.enabled", "false", NULL, "true false"},
    {"load_balancing.cross_zone.enabled", "true", "application", "true"},
    {"load_balancing.cross_zone.enabled", "false", "network", "true false"},
    {"access_logs.s3.enabled", "false", NULL, "true false"}, {"access_logs.s3.bucket", "", NULL, NULL}, {"access_logs.s3.prefix", "", NULL, NULL},
    {"ipv6.deny_all_igw_traffic", "false", NULL, "true false"},
    {"zonal_shift.config.enabled", "false", NULL, "true false"},
    {"idle_timeout.timeout_seconds", "60", "application", NULL},
    {"client_keep_alive.seconds", "3600", "application", NULL},
    {"connection_logs.s3.enabled", "false", "application", "true false"}, {"connection_logs.s3.bucket", "", "application", NULL},
    {"connection_logs.s3.prefix", "", "application", NULL},
    {"routing.http.desync_mitigation_mode", "defensive", "application", "monitor defensive strictest"},
    {"routing.http.drop_invalid_header_fields.enabled", "false", "application", "true false"},
    {"routing.http.preserve_host_header.enabled", "false", "application", "true false"},
    {"routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", "application", "true false"},
    {"routing.http.xff_client_port.enabled", "false", "application", "true false"},
    {"routing.http.xff_header_processing.mode", "append", "application", "append preserve remove"},
    {"routing.http2.enabled", "true", "application", "true false"},
    {"waf.fail_open.enabled", "false", "application", "true false"},
    {"dns_record.client_routing_policy", "any_availability_zone", "network",
     "any_availability_zone availability_zone_affinity partial_availability_zone_affinity"},
    {0},
};

static const struct {
    const char *region, *application, *network;
} alias_zones[] = {
    {"ap-northeast-1", "Z14GRHDCWA56QT", "Z31USIVHYNEOWT"}, {"ap-northeast-2", "ZWKZPGTI48KDX", "ZIBE1TIR4HY56"},
    {"us-east-1", "Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI"},
};
/* clang-format on */

/* ---- host names -------------------------------------------------------------------------------------------------- */

const char *canonical_zone(struct arena *a, const char *region, bool network)
{
    for (size_t i = 0; i < COUNT(alias_zones); i++)
        if (str_eq(alias_zones[i].region, region))
            return network ? alias_zones[i].network : alias_zones[i].application;
    const char *hash = hash_hex(a, arena_printf(a, "alias %s %d", region, network), 13);
    char *zone = arena_printf(a, "Z%s", hash);
    for (char *p = zone; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    return zone;
}

bool load_balancer_host(const char *host)
{
    return str_ends(host, ".elb.amazonaws.com.") || strstr(host, ".elb.");
}

static bool answers_at(const struct object *o, const char *host)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    host += str_starts(host, "dualstack.") ? strlen("dualstack.") : 0;
    return str_eq_nocase(arena_printf(a, "%s.", object_str(o, "DNSName")), host);
}

bool load_balancer_at(struct call *c, const char *host, const char *zone)
{
    const struct value *regions = regions_all(c->a);
    for (size_t i = 0; i < value_len(regions); i++) {
        const char *region = value_get_str(value_item(regions, i), "RegionName");
        for (struct object *o = object_from(c->w, &kind_load_balancer, region, 0); o;
             o = object_from(c->w, &kind_load_balancer, region, o->seq + 1))
            if (answers_at(o, host))
                return str_eq(object_str(o, "CanonicalHostedZoneId"), zone);
    }
    return false;
}

/* ---- as answered ------------------------------------------------------------------------------------------------- */

static bool is_network(const struct object *o)
{
    return str_eq(object_str(o, "Type"), "network");
}

static void balancer_view(struct call *c, const struct object *o, struct value *view)
{
    struct value *state = value_map(c->a);
    value_set_str(c->a, state, "Code", object_status(o));
    value_set(c->a, view, "State", state);
    if (is_network(o) && !value_len(value_get(o->v, "SecurityGroups")))
        value_set(c->a, view, "SecurityGroups", value_null(c->a));
}

static void tell(struct call *c, const struct object *o)
{
    struct value *list = value_list(c->a);
    value_push(c->a, list, view_of(c, o));
    value_set(c->a, c->out, "LoadBalancers", list);
}

/* By ARNs or by names. */
static const struct object *named(struct call *c, const char *name)
{
    return object_find(c->w, &kind_load_balancer, c->region, name);
}

bool balancers_asked(struct call *c)
{
    const struct value *names = value_get(c->in, "Names");
    for (size_t i = 0; i < value_len(names); i++)
        if (!named(c, value_str_of(value_item(names, i))))
            return refuse_missing(c, &kind_load_balancer, value_str_of(value_item(names, i)));
    return true;
}

bool balancer_listed(struct call *c, const struct object *o)
{
    const struct value *names = value_get(c->in, "Names");
    return !value_len(names) || is_list_of(names, o->id);
}

/* ---- subnets and groups ------------------------------------------------------------------------------------------ */

static const struct value *zone_with(struct call *c, const struct object *subnet)
{
    struct value *zone = value_map(c->a);
    value_set(c->a, zone, "ZoneName", value_get(subnet->v, "AvailabilityZone"));
    value_set_str(c->a, zone, "SubnetId", subnet->id);
    return zone;
}

static bool zone_is_taken(const struct value *zones, const struct object *subnet)
{
    for (size_t i = 0; i < value_len(zones); i++)
        if (str_eq(value_get_str(value_item(zones, i), "ZoneName"), object_str(subnet, "AvailabilityZone")))
            return true;
    return false;
}

static bool zones_of_subnets(struct call *c, bool network, struct value **ret, const char **ret_vpc)
{
    const struct value *subnets = value_get(c->in, "Subnets");
    *ret = value_list(c->a);
    *ret_vpc = "";
    for (size_t i = 0; i < value_len(subnets); i++) {
        const char *id = value_str_of(value_item(subnets, i));
        const struct object *subnet = object_find(c->w, &kind_subnet, c->region, id);
        if (!subnet)
            return refuse(c, "SubnetNotFound", "The subnet ID '%.60s' does not exist", id);
        if (**ret_vpc && !str_eq(*ret_vpc, object_str(subnet, "VpcId")))
            return refuse(c, "InvalidConfigurationRequest", "All subnets must belong to the same VPC: '%s'", *ret_vpc);
        if (zone_is_taken(*ret, subnet))
            return refuse(c, "InvalidConfigurationRequest",
                          "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
        value_push(c->a, *ret, zone_with(c, subnet));
        *ret_vpc = object_str(subnet, "VpcId");
    }
    if (value_len(*ret) < (network ? 1 : 2))
        return refuse(c, "ValidationError",
                      "At least two subnets in two different Availability Zones must be specified");
    return value_len(*ret) <= ZONES_MOST || refuse(c, "InvalidConfigurationRequest", "Too many Availability Zones");
}

static bool groups_fit(struct call *c, const char *vpc)
{
    const struct value *groups = value_get(c->in, "SecurityGroups");
    for (size_t i = 0; i < value_len(groups); i++) {
        const char *id = value_str_of(value_item(groups, i));
        const struct object *group = object_find(c->w, &kind_security_group, c->region, id);
        if (!group)
            return refuse(c, "InvalidSecurityGroup", "The security group '%.60s' does not exist", id);
        if (!str_eq(object_str(group, "VpcId"), vpc))
            return refuse(c, "InvalidConfigurationRequest",
                          "One or more security groups are invalid: '%s' is of another VPC", id);
    }
    return true;
}

static bool has_way_out(struct call *c, const char *vpc)
{
    const struct object *o = object_find(c->w, &kind_vpc, c->region, vpc);
    for (struct edge *e = o ? first_from(o, &kind_internet_gateway) : NULL; e; e = next_from(e, &kind_internet_gateway))
        return true;
    return false;
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

static const char *host_of(struct call *c, const char *name, const char *hash, bool network, bool internal)
{
    if (network)
        return arena_printf(c->a, "%s-%s.elb.%s.amazonaws.com", name, hash, c->region);
    return arena_printf(c->a, "%s%s-%.10s.%s.elb.amazonaws.com", internal ? "internal-" : "", name, hash, c->region);
}

static void name_draft(struct call *c, bool network, bool internal)
{
    const char *hash = mint_hex(c->w, c->a, 16), *name = in_str(c, "Name");
    draft_str(c, "$Hash", hash);
    draft_str(c, "$Short", network ? "net" : "app");
    draft_str(c, "Type", network ? "network" : "application");
    draft_str(c, "CanonicalHostedZoneId", canonical_zone(c->a, c->region, network));
    draft_str(c, "DNSName", host_of(c, name, hash, network, internal));
}

static void default_group(struct call *c, const char *vpc)
{
    const struct object *o = default_group_in(object_find(c->w, &kind_vpc, c->region, vpc));
    struct value *list = value_list(c->a);
    if (o)
        value_push(c->a, list, value_str(c->a, o->id));
    value_set(c->a, c->draft, "SecurityGroups", list);
}

bool balancer_draft(struct call *c)
{
    bool network = str_eq(in_str(c, "Type"), "network"), internal = str_eq(in_str(c, "Scheme"), "internal");
    struct value *zones;
    const char *vpc;
    if (str_eq(in_str(c, "Type"), "gateway"))
        return refuse(c, "OperationNotPermitted", "Gateway load balancers are not played here");
    if (!balancer_name_fits(c) || !zones_of_subnets(c, network, &zones, &vpc) || !groups_fit(c, vpc))
        return false;
    if (!internal && !has_way_out(c, vpc))
        return refuse(c, "InvalidSubnet", "VPC %s has no internet gateway", vpc);
    value_set(c->a, c->draft, "AvailabilityZones", zones);
    draft_str(c, "VpcId", vpc);
    name_draft(c, network, internal);
    if (!network && !has(c, "SecurityGroups"))
        default_group(c, vpc);
    return true;
}

bool balancer_made(struct call *c)
{
    tell(c, c->object);
    return true;
}

/* ---- changing ---------------------------------------------------------------------------------------------------- */

static bool find(struct call *c, struct object **ret)
{
    return need(c, &kind_load_balancer, c->region, in_str(c, "LoadBalancerArn"), ret);
}

bool balancer_settings_told(struct call *c)
{
    struct object *o;
    return find(c, &o) && settings_tell(c, o, settings, object_str(o, "Type"));
}

bool balancer_settings(struct call *c)
{
    struct object *o;
    return find(c, &o) && settings_change(c, o, settings, object_str(o, "Type"));
}

bool balancer_groups(struct call *c)
{
    struct object *o;
    if (!find(c, &o) || !groups_fit(c, object_str(o, "VpcId")))
        return false;
    if (is_network(o) && !value_len(value_get(o->v, "SecurityGroups")))
        return refuse(c, "InvalidConfigurationRequest",
                      "A network load balancer made without security groups can't be given any");
    object_set(c->w, o, "SecurityGroups", value_get(c->in, "SecurityGroups"));
    value_set(c->a, c->out, "SecurityGroupIds", value_get(c->in, "SecurityGroups"));
    return true;
}

bool balancer_subnets(struct call *c)
{
    struct object *o;
    struct value *zones;
    const char *vpc;
    if (!find(c, &o) || !zones_of_subnets(c, is_network(o), &zones, &vpc))
        return false;
    if (!str_eq(vpc, object_str(o, "VpcId")))
        return refuse(c, "InvalidConfigurationRequest", "All subnets must belong to the same VPC: '%s'",
                      object_str(o, "VpcId"));
    object_set(c->w, o, "AvailabilityZones", zones);
    value_set(c->a, c->out, "AvailabilityZones", zones);
    value_set(c->a, c->out, "IpAddressType", value_get(o->v, "IpAddressType"));
    return true;
}

/* No subnet here has addresses of IPv6. */
bool balancer_ip_type(struct call *c)
{
    struct object *o;
    if (!find(c, &o))
        return false;
    if (!str_eq(in_str(c, "IpAddressType"), "ipv4"))
        return refuse(c, "InvalidSubnet", "You must specify subnets with an associated IPv6 CIDR block");
    object_set_str(c->w, o, "IpAddressType", "ipv4");
    out_str(c, "IpAddressType", "ipv4");
    return true;
}

/* One that is not there is as good as deleted. Its listeners go along. */
bool balancer_delete(struct call *c)
{
    struct object *o = object_find(c->w, &kind_load_balancer, c->region, in_str(c, "LoadBalancerArn"));
    if (!o)
        return true;
    if (str_eq(value_get_str(value_get(o->v, "$Settings"), "deletion_protection.enabled"), "true"))
        return refuse(c, "OperationNotPermitted",
                      "Load balancer '%s' cannot be deleted because deletion protection is enabled", object_arn(o));
    remove_with_owned(c->w, o);
    return true;
}

#include "provisioner/preflight/wanted.h"
#include "provisioner/spec/cidr.h"

#include <string.h>

static const struct value *network_of(const struct spec_region *r)
{
    return section_of(r, "network");
}

static bool cidr_of(const struct spec_region *r, struct cidr *ret)
{
    return cidr_parse(value_get_str(network_of(r), "cidr"), ret);
}

static struct pos cidr_pos(const struct spec_region *r)
{
    return value_pos(value_get(network_of(r), "cidr"));
}

static const char *free_block(const struct look *l, struct cidr like)
{
    bool taken = true;
    for (bool room = true; taken && room;) {
        struct cidr other;
        room = cidr_next(like, &like);
        taken = !room;
        for (size_t i = 0; i < l->s->n_regions; i++)
            taken = taken || (cidr_of(&l->s->regions[i], &other) && cidr_overlaps(other, like));
    }
    return taken ? NULL : arena_printf(l->c->arena, "%s is free", cidr_text(l->c->arena, like));
}

static void no_overlap(const struct look *l)
{
    struct arena *a = l->c->arena;
    struct cidr x, y;
    for (size_t i = 0; i < l->s->n_regions; i++)
        for (size_t k = 0; k < i; k++) {
            const struct spec_region *r = &l->s->regions[i], *before = &l->s->regions[k];
            if (!cidr_of(r, &x) || !cidr_of(before, &y) || !cidr_overlaps(x, y))
                continue;
            struct pos at = cidr_pos(before);
            found(l, cidr_pos(r), free_block(l, x),
                  "the network %s of %s overlaps %s of %s (%s:%u:%u), and networks that overlap can't be peered",
                  cidr_text(a, x), r->alias, cidr_text(a, y), before->alias, diag_file_name(l->c->diags, at.file),
                  at.line, at.column);
        }
}

static void has_cidr(const struct look *l, const struct spec_region *r)
{
    const struct value *network = network_of(r);
    bool first_wrong = value_kind(value_get(network_of(&l->s->regions[0]), "cidr")) == V_UNKNOWN;
    if (value_kind(network) == V_MAP && !value_get(network, "cidr") && !first_wrong)
        found(l, value_pos(network), arena_printf(l->c->arena, "write regions.%s.network.cidr", r->alias),
              "%s: no block of the first region's size is left behind the first region's", r->alias);
}

static void usable_range(const struct look *l, const struct spec_region *r)
{
    static const char *const reserved[] = {"0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"};
    struct cidr net, bad;
    for (size_t i = 0; i < COUNT(reserved); i++)
        if (cidr_of(r, &net) && cidr_parse(reserved[i], &bad) && cidr_overlaps(net, bad))
            found(l, cidr_pos(r), "take a private range: 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
                  "%s lies in %s, which no network may use", cidr_text(l->c->arena, net), reserved[i]);
}

static void tier_room(const struct look *l, const struct spec_region *r)
{
    struct arena *a = l->c->arena;
    const struct value *network = network_of(r), *tiers = value_get(network, "tiers");
    struct cidr net, subnet;
    int64_t zones, prefix;
    for (size_t i = 0; i < value_len(tiers); i++) {
        const struct value *tier = value_item(tiers, i);
        const char *name = value_key(tiers, i);
        if (!is_on(tier, "enabled") || !cidr_of(r, &net) || !int_of(network, "zones", &zones) ||
            !int_of(tier, "prefix", &prefix))
            continue;
        if (!cidr_tier_subnet(net, name, (unsigned)prefix, (unsigned)zones - 1, &subnet))
            found(l, cidr_pos(r), "take a larger network, fewer zones, or turn the tier off",
                  "%s has no room for %d %s subnet%s of /%d", cidr_text(a, net), (int)zones, name,
                  zones == 1 ? "" : "s", (int)prefix);
    }
}

static void nat_needs_public(const struct look *l, const struct spec_region *r)
{
    const struct value *network = network_of(r), *nat = value_get(network, "nat");
    const struct value *public = value_path(l->c->arena, network, "tiers.public.enabled");
    if (value_kind(nat) == V_STR && !str_eq(value_str_of(nat), "none") && value_kind(public) == V_BOOL &&
        !value_bool_of(public))
        found(l, value_pos(public), "write nat: none, or leave the public tier on",
              "a NAT gateway stands in the public tier, which is off");
}

static void zone_names(const struct look *l, const struct spec_region *r)
{
    const struct value *network = network_of(r), *names = value_get(network, "zone_names");
    int64_t zones;
    for (size_t i = 0; i < value_len(names) && *r->name; i++) {
        const struct value *zone = value_item(names, i);
        size_t n = strlen(r->name);
        const char *s = value_str_of(zone);
        if (value_kind(zone) == V_STR && (!str_starts(s, r->name) || strlen(s) != n + 1))
            found(l, value_pos(zone), arena_printf(l->c->arena, "write the zones under regions.%s.network", r->alias),
                  "%s is no zone of %s", shown(l, zone), r->name);
    }
    if (value_kind(names) == V_LIST && int_of(network, "zones", &zones) && (size_t)zones != value_len(names))
        found(l, value_pos(value_get(network, "zones")), "leave zones out, or make them agree",
              "zones is %d, and zone_names has %zu", (int)zones, value_len(names));
}

static void peered_tiers(const struct look *l, const struct spec_region *r)
{
    const struct value *network = network_of(r), *peering = value_get(network, "peering"),
                       *tiers = value_get(peering, "tiers");
    for (size_t i = 0; i < value_len(tiers) && is_on(peering, "enabled"); i++) {
        const struct value *tier = value_item(tiers, i);
        const struct value *on = value_get(value_get(value_get(network, "tiers"), value_str_of(tier)), "enabled");
        if (value_kind(on) == V_BOOL && !value_bool_of(on))
            found(l, value_pos(tier), "take it out of peering.tiers", "the tier %s is off in %s", shown(l, tier),
                  r->alias);
    }
}

static void address_quota(const struct look *l, const struct spec_region *r)
{
    const struct value *network = network_of(r), *nat = value_get(network, "nat");
    int64_t zones;
    if (str_eq(value_str_of(nat), "per_zone") && int_of(network, "zones", &zones) && zones > 5)
        found(l, value_pos(nat), "ask AWS for a higher quota first",
              "%d NAT gateways take %d elastic addresses, and an account starts with 5 a region", (int)zones,
              (int)zones);
}

/* ---- security groups --------------------------------------------------------------------------------------------- */

static bool is_web(const struct wanted *rule)
{
    int64_t from, to;
    return int_of(rule->attrs, "FromPort", &from) && int_of(rule->attrs, "ToPort", &to) && from == to &&
           (from == 443 || from == 80);
}

static void open_to_everyone(const struct look *l, const struct wanted *rule)
{
    const struct value *v4 = value_get(rule->attrs, "CidrIpv4"), *v6 = value_get(rule->attrs, "CidrIpv6");
    if (str_eq(value_str_of(v4), "0.0.0.0/0") && !is_web(rule))
        fault(l, rule, v4, NULL, "%s lets every address there is come in", rule->address);
    if (str_eq(value_str_of(v6), "::/0") && !is_web(rule))
        fault(l, rule, v6, NULL, "%s lets every address there is come in", rule->address);
}

/* clang-format off */
#define PEERING "VPC peering guide, basics"
const struct rule network_rules[] = {
    {"NET-005", SEV_ERROR, "networks of two regions overlap", "a peering between them fails", "give one of them another block", PEERING, .shape = true, .once = no_overlap, .all = network_peers_apart},
    {"NET-017", SEV_WARNING, "more NAT gateways than addresses", "an account starts with 5 elastic addresses a region", "ask AWS for a higher quota first",
     "VPC user guide, quotas", .each = address_quota, .all = network_addresses},
    {"NET-025", SEV_WARNING, "a port open to every address there is", "replication between regions needs no such rule, and neither do clients in the network",
     "name the networks that need it", "EC2 user guide, security group rules", .type = "AWS::EC2::SecurityGroupIngress", .wanted = open_to_everyone, .alone = true},
    {"NET-901", SEV_ERROR, "no block is left for a region's network", "blocks follow each other from the first region's on",
     NULL, "this program", .shape = true, .each = has_cidr},
    {"NET-902", SEV_ERROR, "a network within a range that no network may use", "CreateVpc refuses it",
     "take a private range: 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16", "VPC user guide, CIDR blocks", .shape = true, .each = usable_range},
    {"NET-903", SEV_ERROR, "a network without room for its subnets", "CreateSubnet would be refused",
     "take a larger network, fewer zones, or turn the tier off", "VPC user guide, subnet sizing", .shape = true, .each = tier_room},
    {"NET-904", SEV_ERROR, "a NAT gateway without a public tier", "it needs a way to the internet itself", "write nat: none, or leave the public tier on",
     "VPC user guide, NAT gateways", .shape = true, .each = nat_needs_public},
    {"NET-905", SEV_ERROR, "zone names of another region, or of another number", "CreateSubnet refuses them", NULL, "EC2 API, CreateSubnet", .shape = true, .each = zone_names},
    {"NET-906", SEV_ERROR, "a peered tier that is off", "there are no routes to add to", "take it out of peering.tiers", "this program", .shape = true, .each = peered_tiers},
    {0}};
/* clang-format on */

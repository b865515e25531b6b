#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * A peering connection for every pair of networks: peering is not transitive. The alias that comes first in the
 * alphabet asks, whatever its role and wherever the spec has it, so that neither a failover nor a reordered spec makes
 * another connection of it.
 */

static const struct value *peering_config(const struct spec_region *r)
{
    return value_get(value_get(r->config, "network"), "peering");
}

static bool peers(const struct spec_region *r)
{
    return value_bool_of(value_get(peering_config(r), "enabled"));
}

bool peering_between(const struct spec_region *x, const struct spec_region *y)
{
    return x != y && peers(x) && peers(y);
}

static struct site peering_site(const struct build *b, const struct spec_region *r)
{
    struct site s = site_in(b, r, "peering");
    s.config = peering_config(r);
    return s;
}

struct side {
    struct site site;
    const struct spec_region *peer;
    const struct value *id; /* of the connection, as this side knows it */
    const char *options_type;
};

/* Each side's options are set in its own region, and only while the connection is active. */
static void options_make(const struct side *x, const char *accepted)
{
    const struct site *s = &x->site;
    site_make_untagged(
        s, x->options_type, arena_printf(s->arena, "%s-options", x->peer->alias),
        PAIRS({"VpcPeeringConnectionId", x->id}, {"AllowDnsResolutionFromRemoteVpc", site_field(s, "dns")}));
    site_after(s, accepted);
}

static void tier_routes_make(const struct side *x, const char *tier, const char *accepted)
{
    const struct site *s = &x->site;
    const struct value *tables = network_tables(s->arena, s->region, tier);
    for (size_t i = 0; i < value_len(tables); i++) {
        const struct value *table = value_item(tables, i);
        const char *name = strrchr(value_ref_address(table), '/') + strlen("/route-table-");
        site_make_untagged(s, "AWS::EC2::Route", arena_printf(s->arena, "%s-route-%s", x->peer->alias, name),
                           PAIRS({"RouteTableId", table},
                                 {"DestinationCidrBlock", value_str(s->arena, network_cidr(x->peer))},
                                 {"VpcPeeringConnectionId", x->id}));
        site_after(s, accepted);
    }
}

static void side_make(const struct side *x, const char *accepted)
{
    const struct value *wanted_tiers = site_field(&x->site, "tiers");
    options_make(x, accepted);
    for (size_t i = 0; i < value_len(wanted_tiers); i++)
        tier_routes_make(x, value_str_of(value_item(wanted_tiers, i)), accepted);
}

static void connection_make(const struct build *b, const struct spec_region *from, const struct spec_region *to)
{
    struct arena *a = b->arena;
    struct site asks = peering_site(b, from), accepts = peering_site(b, to);
    const char *connection =
        site_make(&asks, "AWS::EC2::VPCPeeringConnection", to->alias,
                  PAIRS({"VpcId", network_vpc(a, from, "VpcId")}, {"PeerVpcId", network_vpc(a, to, "VpcId")},
                        {"PeerRegion", value_str(a, to->name)}));
    const struct value *id = value_ref(a, connection, "VpcPeeringConnectionId");
    const char *accepted = site_make(&accepts, "AWS::EC2::VPCPeeringConnectionAccepter", from->alias,
                                     PAIRS({"VpcPeeringConnectionId", id}));
    side_make(&(struct side){asks, to, id, "AWS::EC2::VPCPeeringConnectionRequesterOptions"}, accepted);
    side_make(&(struct side){accepts, from, id, "AWS::EC2::VPCPeeringConnectionAccepterOptions"}, accepted);
}

void peering_make(const struct build *b)
{
    const struct spec *spec = b->spec;
    for (size_t i = 0; i < spec->n_regions; i++)
        for (size_t j = 0; j < spec->n_regions; j++)
            if (strcmp(spec->regions[i].alias, spec->regions[j].alias) < 0 &&
                peering_between(&spec->regions[i], &spec->regions[j]))
                connection_make(b, &spec->regions[i], &spec->regions[j]);
}

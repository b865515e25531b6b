#include "provisioner/spec/cidr.h"
#include "provisioner/spec/tables.h"

/* clang-format off */

static const struct spec_field tier_fields[] = {
    {"enabled", SPEC_BOOLEAN, .fallback = "true",
     .help = "make the subnets of this tier"},
    {"prefix", SPEC_INTEGER, .min = 16, .max = 28, .unit = "bits",
     .computed = "an eighth of the tier's part of the network: /20 private, /21 public and data in a /16",
     .help = "prefix length of each subnet; the private tier owns the first half of the network, public the third quarter, data the last",
     .source = "ec2 CreateSubnet"},
    {0}};

static const struct spec_field tiers_fields[] = {
    {"public", SPEC_SECTION, SPEC_ALWAYS, .of = tier_fields,
     .help = "subnets with a route to the internet gateway; NAT gateways and load balancers"},
    {"private", SPEC_SECTION, SPEC_ALWAYS, .of = tier_fields,
     .help = "subnets that reach the internet through NAT; workloads"},
    {"data", SPEC_SECTION, SPEC_ALWAYS, .of = tier_fields,
     .help = "subnets without a way to the internet; databases"},
    {0}};

static const struct spec_field endpoints_fields[] = {
    {"gateway", SPEC_LIST, .fallback = "s3 dynamodb", .max = 2,
     .of = ITEM("service", SPEC_ENUM, .words = "s3 dynamodb", .help = "a service with gateway endpoints"),
     .help = "gateway endpoints, free of charge", .source = "ec2 CreateVpcEndpoint"},
    {"interface", SPEC_LIST, .fallback = "", .max = 50,
     .of = ITEM("service", SPEC_TEXT, .min = 2, .max = 64, .pattern = "^[a-z0-9]+([.-][a-z0-9]+)*$",
                .shape = "a service's short name, as in com.amazonaws.<region>.<name>", .help = "a service, e.g. kms or ecr.api"),
     .help = "interface endpoints, one network interface a zone, billed by the hour", .source = "VPC user guide, quotas: 50 a VPC"},
    {0}};

static const struct spec_field flow_logs_fields[] = {
    {"enabled", SPEC_BOOLEAN, .fallback = "false", .help = "record the network's flows in CloudWatch Logs"},
    {"traffic", SPEC_ENUM, .fallback = "ALL", .words = "ALL ACCEPT REJECT", .help = "which flows", .source = "ec2 CreateFlowLogs"},
    {"retention_days", SPEC_INTEGER, .fallback = "30", .words = RETENTION, .unit = "days",
     .help = "how long the log group keeps them", .source = "logs PutRetentionPolicy"},
    {0}};

static const struct spec_field peering_fields[] = {
    {"enabled", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true", .help = "connect the networks of the regions"},
    {"dns", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true", .help = "resolve the other side's public host names to private addresses"},
    {"tiers", SPEC_LIST, SPEC_ALIKE, .fallback = "private data", .min = 1, .max = 3,
     .of = ITEM("tier", SPEC_ENUM, .words = "public private data", .help = "a tier"),
     .help = "whose route tables get a route to the other region"},
    {0}};

const struct spec_field network_fields[] = {
    {"cidr", SPEC_CIDR, .min = 16, .max = 28,
     .computed = "10.0.0.0/16 for the first region; another that names none gets the next free block of the same size",
     .help = "address range of the network; no two regions may overlap", .source = "ec2 CreateVpc"},
    {"zones", SPEC_INTEGER, .min = 1, .max = 6, .unit = "availability zones",
     .computed = "as many as zone_names has, else 3",
     .help = "how many availability zones to spread over"},
    {"zone_names", SPEC_LIST, .min = 1, .max = 6,
     .of = ITEM("zone", SPEC_TEXT, .min = 9, .max = 24, .pattern = "^[a-z]{2,3}(-[a-z]+)+-[0-9]+[a-z]$",
                .shape = "an availability zone's name such as ap-northeast-1a", .help = "a zone of that region"),
     .computed = "the first zones of the region that are available to the account, in order of name",
     .help = "exactly these zones; belongs under regions.<alias>.network"},
    {"nat", SPEC_ENUM, .fallback = "per_zone", .words = "none single per_zone",
     .help = "NAT gateways for the private tier: none, one, or one in each zone"},
    {"tiers", SPEC_SECTION, SPEC_ALWAYS, .of = tiers_fields, .help = "which subnets to make, and how large"},
    {"endpoints", SPEC_SECTION, SPEC_ALWAYS, .of = endpoints_fields, .help = "private ways to AWS's own services"},
    {"flow_logs", SPEC_SECTION, SPEC_ALWAYS, .of = flow_logs_fields, .help = "flow logs of the network"},
    {"peering", SPEC_SECTION, SPEC_ALWAYS, .of = peering_fields, .help = "peering between the networks of the regions"},
    {0}};
/* clang-format on */

/* An eighth of the tier's part, so that there is room for every zone a region may get; /28 is the smallest AWS makes.
 */
static const struct value *compute_tier(struct arena *a, const struct value *tier, const char *name, struct cidr net)
{
    struct cidr part;
    if (value_kind(tier) != V_MAP || !cidr_tier(net, name, &part))
        return tier;
    struct value *all = value_edit(a, tier);
    unsigned prefix = part.prefix + 3;
    defaults_put(a, all, "prefix", value_int(a, prefix > 28 ? 28 : prefix));
    return all;
}

static const struct value *compute_tiers(struct arena *a, const struct value *tiers, struct cidr net)
{
    struct value *all = value_edit(a, tiers);
    for (size_t i = 0; i < value_len(tiers); i++)
        value_set(a, all, value_key(tiers, i), compute_tier(a, value_item(tiers, i), value_key(tiers, i), net));
    return all;
}

const struct value *network_compute(struct arena *a, const struct value *network)
{
    struct value *all = value_edit(a, network);
    struct cidr net;
    size_t named = value_len(value_get(network, "zone_names"));
    const struct value *tiers = value_get(network, "tiers");
    defaults_put(a, all, "zones", value_int(a, named ? (int64_t)named : 3));
    if (value_kind(tiers) == V_MAP && cidr_parse(value_get_str(network, "cidr"), &net))
        value_set(a, all, "tiers", compute_tiers(a, tiers, net));
    return all;
}

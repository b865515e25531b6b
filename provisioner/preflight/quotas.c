#include "provisioner/preflight/made.h"

#include <string.h>

/* How much of it an account may have in a region: what is to be made, beside what is there. */

bool is_new(const struct look *l, const struct wanted *w)
{
    return !l->p->exists || !l->p->exists(l->p->exists_ctx, w->address);
}

typedef int64_t amount(const struct look *l, const struct wanted *w);

static int64_t one(const struct look *l, const struct wanted *w)
{
    (void)l;
    (void)w;
    return 1;
}

static int64_t brokers(const struct look *l, const struct wanted *w)
{
    int64_t n;
    (void)l;
    return int_of(w->attrs, "NumberOfBrokerNodes", &n) ? n : 0;
}

const struct wanted *cache_leader(const struct look *l, const struct wanted *group)
{
    const struct value *of = value_get(group->attrs, "GlobalReplicationGroupId");
    const struct wanted *global = of ? referred(l, of) : NULL;
    const struct wanted *leader = global ? referred(l, value_get(global->attrs, "PrimaryReplicationGroupId")) : NULL;
    return leader ? leader : group;
}

static int64_t nodes(const struct look *l, const struct wanted *w)
{
    int64_t shards, replicas;
    const struct value *leader = cache_leader(l, w)->attrs;
    shards = int_of(leader, "NumNodeGroups", &shards) ? shards : 1;
    replicas = int_of(w->attrs, "ReplicasPerNodeGroup", &replicas) ? replicas : 0;
    return shards * (1 + replicas);
}

/* How much of a region is to be made; ret_first: one of them. */
static int64_t to_be_made(const struct look *l, const char *type, amount *of, const struct spec_region *r,
                          const struct wanted **ret_first)
{
    const struct wanted *w;
    int64_t n = 0;
    for (struct each e = each_of(l, type, r->alias); (w = next_of(&e));)
        if (is_new(l, w)) {
            *ret_first = n ? *ret_first : w;
            n += of(l, w);
        }
    return n;
}

static void too_much(const struct look *l, const struct wanted *first, const char *noun, int64_t wanted, int64_t used,
                     int64_t most)
{
    if (wanted && used + wanted > most)
        fault(l, first, NULL, NULL, "%s: %s to be made: %lld; in use: %lld of %lld", first->region, noun,
              (long long)wanted, (long long)used, (long long)most);
}

/* ---- by Service Quotas ------------------------------------------------------------------------------------------- */

/* The name that AWS's reference gives the quota; what counts in it, and what is asked for what is in use. */
/* clang-format off */
static const struct quota {
    const char *rule, *service, *name, *type, *noun;
    amount *of;
    const char *read, *path; /* objects, or numbers of what they hold */
} quotas[] = {
    {"NET-951", "vpc",         "VPCs per Region",               "AWS::EC2::VPC",             "VPCs",              one,     "ec2:DescribeVpcs",                  "Vpcs[]"},
    {"NET-952", "vpc",         "Internet gateways per Region",  "AWS::EC2::InternetGateway", "internet gateways", one,     "ec2:DescribeInternetGateways",      "InternetGateways[]"},
    {"EKS-951", "eks",         "Clusters",                      "AWS::EKS::Cluster",         "clusters",          one,     "eks:ListClusters",                  "clusters[]"},
    {"MSK-951", "kafka",       "Number of brokers per account", "AWS::MSK::Cluster",         "brokers",           brokers, "kafka:ListClustersV2",              "ClusterInfoList[].Provisioned.NumberOfBrokerNodes"},
    {"EC-952",  "elasticache", "Nodes per Region",              "AWS::ElastiCache::ReplicationGroup", "nodes",    nodes,   "elasticache:DescribeCacheClusters", "CacheClusters[].NumCacheNodes"},
};
/* clang-format on */

/* -1: nobody says. */
static int64_t quota_of(const struct look *l, const struct spec_region *r, const char *service, const char *name)
{
    int64_t n = 0;
    const struct value *told =
        ask(l, "servicequotas:ListServiceQuotas", r->alias, r->name, texts(l, "ServiceCode", service, NULL));
    const struct value *quota = item_with(value_get(told, "Quotas"), "QuotaName", name);
    const char *text = value_text(l->c->arena, value_get(quota, "Value"));
    return parse_int(arena_strndup(l->c->arena, text, strcspn(text, ".")), &n) ? n : -1;
}

static int64_t sum(const struct value *all)
{
    int64_t n = 0;
    for (size_t i = 0; i < value_len(all); i++)
        n += value_kind(value_item(all, i)) == V_INT ? value_int_of(value_item(all, i)) : 1;
    return n;
}

static void in_region(const struct look *l, const struct quota *q, const struct spec_region *r)
{
    const struct wanted *first = NULL;
    int64_t wanted = to_be_made(l, q->type, q->of, r, &first);
    int64_t most = wanted ? quota_of(l, r, q->service, q->name) : -1;
    const struct value *told = wanted ? ask(l, q->read, r->alias, r->name, texts(l, NULL)) : NULL;
    if (told && most >= 0)
        too_much(l, first, q->noun, wanted, sum(value_path(l->c->arena, told, q->path)), most);
}

static void quota_left(const struct look *l)
{
    for (size_t i = 0; i < COUNT(quotas); i++)
        for (size_t k = 0; k < l->s->n_regions && str_eq(quotas[i].rule, l->rule->id); k++)
            in_region(l, &quotas[i], &l->s->regions[k]);
}

/* ---- gateways of a zone ------------------------------------------------------------------------------------------ */

static const char *zone_of_id(const struct value *subnets, const char *id)
{
    return value_get_str(item_with(value_get(subnets, "Subnets"), "SubnetId", id), "AvailabilityZone");
}

static int64_t gateways_in(const struct value *gateways, const struct value *subnets, const char *zone)
{
    const struct value *all = value_get(gateways, "NatGateways");
    int64_t n = 0;
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *gateway = value_item(all, i);
        n += !has_word("deleted failed", value_get_str(gateway, "State")) &&
             str_eq(zone_of_id(subnets, value_get_str(gateway, "SubnetId")), zone);
    }
    return n;
}

/* The zone of a gateway's subnet. */
static const char *zone_wanted(const struct look *l, const struct wanted *gateway)
{
    const struct wanted *subnet = referred(l, value_get(gateway->attrs, "SubnetId"));
    return subnet ? value_get_str(zone_of(l, subnet), "ZoneName") : "";
}

static void one_zone(const struct look *l, const struct spec_region *r, const struct wanted *first, const char *zone)
{
    const struct wanted *w;
    int64_t wanted = 0, most = quota_of(l, r, "vpc", "NAT gateways per Availability Zone");
    const struct value *gateways = ask(l, "ec2:DescribeNatGateways", r->alias, r->name, texts(l, NULL));
    const struct value *subnets = ask(l, "ec2:DescribeSubnets", r->alias, r->name, texts(l, NULL));
    for (struct each e = each_of(l, "AWS::EC2::NatGateway", r->alias); (w = next_of(&e));)
        wanted += is_new(l, w) && str_eq(zone_wanted(l, w), zone);
    if (gateways && subnets && most >= 0)
        too_much(l, first, arena_printf(l->c->arena, "NAT gateways of %s", zone), wanted,
                 gateways_in(gateways, subnets, zone), most);
}

static void gateways_left(const struct look *l)
{
    const struct wanted *w;
    for (size_t i = 0; i < l->s->n_regions; i++) {
        struct value *seen = value_map(l->c->arena);
        for (struct each e = each_of(l, "AWS::EC2::NatGateway", l->s->regions[i].alias); (w = next_of(&e));) {
            const char *zone = is_new(l, w) ? zone_wanted(l, w) : "";
            if (*zone && !value_get(seen, zone))
                one_zone(l, &l->s->regions[i], w, zone);
            value_set_str(l->c->arena, seen, zone, "");
        }
    }
}

/* ---- by the services themselves ---------------------------------------------------------------------------------- */

static int64_t most_addresses(const struct look *l, const struct spec_region *r)
{
    int64_t most = -1;
    const struct value *told = ask(l, "ec2:DescribeAccountAttributes", r->alias, r->name, texts(l, NULL));
    const struct value *quota = item_with(value_get(told, "AccountAttributes"), "AttributeName", "vpc-max-elastic-ips");
    const struct value *v = value_path(l->c->arena, quota, "AttributeValues[0].AttributeValue");
    return parse_int(value_str_of(v), &most) ? most : -1;
}

static void addresses_left(const struct look *l)
{
    for (size_t i = 0; i < l->s->n_regions; i++) {
        const struct spec_region *r = &l->s->regions[i];
        const struct wanted *first = NULL;
        int64_t wanted = to_be_made(l, "AWS::EC2::EIP", one, r, &first), most = wanted ? most_addresses(l, r) : -1;
        const struct value *told = wanted ? ask(l, "ec2:DescribeAddresses", r->alias, r->name, texts(l, NULL)) : NULL;
        if (told && most >= 0)
            too_much(l, first, "elastic addresses", wanted, (int64_t)value_len(value_get(told, "Addresses")), most);
    }
}

/* What RDS calls a quota, and whose it is. */
static const struct {
    const char *quota, *type, *noun;
} of_rds[] = {
    {"DBClusters", "AWS::RDS::DBCluster", "database clusters"},
    {"DBInstances", "AWS::RDS::DBInstance", "database instances"},
    {"DBSubnetGroups", "AWS::RDS::DBSubnetGroup", "database subnet groups"},
    {"DBClusterParameterGroups", "AWS::RDS::DBClusterParameterGroup", "database cluster parameter groups"},
};

static void one_rds_quota(const struct look *l, const struct spec_region *r, size_t i)
{
    const struct wanted *first = NULL;
    int64_t used, most, wanted = to_be_made(l, of_rds[i].type, one, r, &first);
    if (!wanted)
        return;
    const struct value *told = ask(l, "rds:DescribeAccountAttributes", r->alias, r->name, texts(l, NULL));
    const struct value *quota = item_with(value_get(told, "AccountQuotas"), "AccountQuotaName", of_rds[i].quota);
    if (int_of(quota, "Used", &used) && int_of(quota, "Max", &most))
        too_much(l, first, of_rds[i].noun, wanted, used, most);
}

static void databases_left(const struct look *l)
{
    for (size_t i = 0; i < l->s->n_regions; i++)
        for (size_t k = 0; k < COUNT(of_rds); k++)
            one_rds_quota(l, &l->s->regions[i], k);
}

/* clang-format off */
#define MORE      "ask for a higher quota in Service Quotas, or make less"
#define REFERENCE "AWS General Reference, endpoints and quotas"

/* What the state does not know may be there already, and counted twice: what seems too much is a warning. */
const struct rule quota_rules[] = {
    {"NET-950", SEV_WARNING, "fewer elastic addresses are left than are to be made", "AllocateAddress answers AddressLimitExceeded",
     "ask for a higher quota in Service Quotas (EC2-VPC Elastic IPs), or write network: {nat: single}", "EC2 API, DescribeAccountAttributes",
     .reads = "ec2:DescribeAccountAttributes ec2:DescribeAddresses", .online = addresses_left},
    {"NET-951", SEV_WARNING, "more VPCs than a region may have", "CreateVpc answers VpcLimitExceeded", MORE, REFERENCE,
     .reads = "servicequotas:ListServiceQuotas ec2:DescribeVpcs", .online = quota_left},
    {"NET-952", SEV_WARNING, "more internet gateways than a region may have", "CreateInternetGateway answers InternetGatewayLimitExceeded", MORE, REFERENCE,
     .reads = "servicequotas:ListServiceQuotas ec2:DescribeInternetGateways", .online = quota_left},
    {"NET-953", SEV_WARNING, "more NAT gateways than a zone may have", "CreateNatGateway answers NatGatewayLimitExceeded",
     "ask for a higher quota in Service Quotas (NAT gateways per Availability Zone), or write network: {nat: single}", REFERENCE,
     .reads = "servicequotas:ListServiceQuotas ec2:DescribeNatGateways ec2:DescribeSubnets ec2:DescribeAvailabilityZones", .online = gateways_left},
    {"AUR-950", SEV_WARNING, "a quota of RDS that would be exceeded", "the call that goes beyond it answers QuotaExceeded",
     "ask for a higher one in Service Quotas", "RDS API, DescribeAccountAttributes", .reads = "rds:DescribeAccountAttributes", .online = databases_left},
    {"EC-952",  SEV_WARNING, "more cache nodes than a region may have", "CreateReplicationGroup answers NodeQuotaForCustomerExceeded", MORE, REFERENCE,
     .reads = "servicequotas:ListServiceQuotas elasticache:DescribeCacheClusters", .online = quota_left},
    {"EKS-951", SEV_WARNING, "more clusters than a region may have", "CreateCluster answers ResourceLimitExceededException", MORE, REFERENCE,
     .reads = "servicequotas:ListServiceQuotas eks:ListClusters", .online = quota_left},
    {"MSK-951", SEV_WARNING, "more brokers than an account may have in a region", "CreateCluster is refused", MORE, "MSK developer guide, quotas",
     .reads = "servicequotas:ListServiceQuotas kafka:ListClustersV2", .online = quota_left},
    {0}};
/* clang-format on */

#include "provisioner/preflight/made.h"
#include "provisioner/spec/cidr.h"
#include "provisioner/spec/tables.h"

#include <string.h>

/* Until when AWS supports a minor. Source: "Kubernetes versions" of the EKS user guide, as of November 2026. */
static const struct support {
    unsigned long minor;
    const char *standard, *extended;
} supports[] = {
    {31, "2025-11-26", "2026-11-26"}, {32, "2026-03-23", "2027-03-23"}, {33, "2026-07-29", "2027-07-29"},
    {34, "2026-12-02", "2027-12-02"}, {35, "2027-03-27", "2028-03-27"}, {36, "2027-08-02", "2028-08-02"},
};

static const struct value *eks_of(const struct spec_region *r)
{
    return section_of(r, "eks");
}

static unsigned long minor_of(const struct value *eks)
{
    unsigned long n[2];
    version_numbers(value_get_str(eks, "version"), n, COUNT(n));
    return n[1];
}

/* On the day of the run: over, in extended support, neither. What is newer than the table is supported. */
static bool is_over(const struct look *l, unsigned long minor)
{
    for (size_t i = 0; i < COUNT(supports); i++)
        if (supports[i].minor == minor)
            return strcmp(supports[i].extended, l->p->today) < 0;
    return minor < supports[0].minor;
}

static bool is_extended(const struct look *l, unsigned long minor)
{
    for (size_t i = 0; i < COUNT(supports); i++)
        if (supports[i].minor == minor)
            return !is_over(l, minor) && strcmp(supports[i].standard, l->p->today) < 0;
    return false;
}

static void needs_network(const struct look *l, const struct spec_region *r)
{
    needs_tier(l, r, "eks", "private");
}

static void version_lives(const struct look *l, const struct spec_region *r)
{
    const struct value *eks = eks_of(r), *version = value_get(eks, "version");
    if (value_kind(version) != V_STR)
        return;
    if (is_over(l, minor_of(eks)))
        found(l, value_pos(version), NULL,
              "AWS makes no cluster of Kubernetes %s any more: its extended support is over", shown(l, version));
}

enum { SOON_S = 60 * 24 * 3600 };

/* What is over altogether is another rule's. */
static void surcharge(const struct look *l, const struct spec_region *r)
{
    const struct value *eks = eks_of(r), *version = value_get(eks, "version");
    const char *soon = time_utc(l->c->arena, l->p->now + SOON_S, "%Y-%m-%d");
    for (size_t i = 0; value_kind(version) == V_STR && i < COUNT(supports); i++) {
        const struct support *s = &supports[i];
        if (s->minor == minor_of(eks) && !is_over(l, s->minor) && strcmp(s->standard, soon) < 0)
            found(l, value_pos(version), NULL, "Kubernetes %s %s standard support on %s, and costs more from then on",
                  shown(l, version), is_extended(l, s->minor) ? "left" : "leaves", s->standard);
    }
}

static void support_fits(const struct look *l, const struct spec_region *r)
{
    const struct value *eks = eks_of(r), *version = value_get(eks, "version");
    if (value_kind(version) == V_STR && is_extended(l, minor_of(eks)) &&
        str_eq(value_get_str(eks, "support"), "STANDARD"))
        found(l, value_pos(value_get(eks, "support")), "write EXTENDED, or version 1.35 or later",
              "Kubernetes %s is in extended support, and STANDARD is refused", shown(l, version));
}

static void check_type(const struct look *l, const struct value *nodes, const struct value *type)
{
    const struct value *ami = value_get(nodes, "ami");
    const char *first = value_get_str(nodes, "type"), *text = value_str_of(type);
    if (eks_is_arm(text) != eks_is_arm(first))
        found(l, value_pos(type), "put them into different groups", "%s is of another architecture than %s",
              shown(l, type), first);
    else if (value_kind(ami) == V_STR && eks_is_arm(text) != (strstr(value_str_of(ami), "ARM_64") != NULL))
        found(l, value_pos(ami), "leave ami out, and the right one is taken",
              "%s does not run on %s: another architecture", shown(l, ami), text);
}

/* Calls `fn` for each group of nodes of a region. */
static void each_group(const struct look *l, const struct spec_region *r,
                       void (*fn)(const struct look *, const struct value *))
{
    const struct value *groups = value_get(eks_of(r), "node_groups"), *nodes = value_get(eks_of(r), "nodes");
    if (value_kind(nodes) == V_MAP)
        fn(l, nodes);
    for (size_t i = 0; value_kind(groups) == V_MAP && i < value_len(groups); i++)
        if (value_kind(value_item(groups, i)) == V_MAP)
            fn(l, value_item(groups, i));
}

static void one_size(const struct look *l, const struct value *nodes)
{
    int64_t least, most, size;
    if (int_of(nodes, "min", &least) && int_of(nodes, "max", &most) && int_of(nodes, "desired", &size) &&
        (size < least || size > most))
        found(l, value_pos(value_get(nodes, "desired")), NULL, "%lld nodes are not within %lld and %lld",
              (long long)size, (long long)least, (long long)most);
}

static void one_architecture(const struct look *l, const struct value *nodes)
{
    const struct value *more = value_get(nodes, "more_types");
    check_type(l, nodes, value_get(nodes, "type"));
    for (size_t i = 0; value_kind(more) == V_LIST && i < value_len(more); i++)
        check_type(l, nodes, value_item(more, i));
}

static void one_label(const struct look *l, const struct value *nodes)
{
    const struct value *labels = value_get(nodes, "labels");
    for (size_t i = 0; value_kind(labels) == V_MAP && i < value_len(labels); i++)
        if (str_starts(value_key(labels, i), "eks.amazonaws.com/"))
            found(l, value_pos(value_item(labels, i)), NULL, "labels that begin with eks.amazonaws.com/ are AWS's own");
}

static void sizes(const struct look *l, const struct spec_region *r)
{
    each_group(l, r, one_size);
}

static void architectures(const struct look *l, const struct spec_region *r)
{
    each_group(l, r, one_architecture);
}

static void labels(const struct look *l, const struct spec_region *r)
{
    each_group(l, r, one_label);
}

static void second_main(const struct look *l, const struct spec_region *r)
{
    const struct value *main = value_get(value_get(eks_of(r), "node_groups"), "main");
    if (main)
        found(l, key_pos(l, main), NULL, "the group main is the one that nodes describes");
}

static const struct value *endpoint_of(const struct spec_region *r)
{
    return value_get(eks_of(r), "endpoint");
}

static void somebody_reaches(const struct look *l, const struct spec_region *r)
{
    const struct value *endpoint = endpoint_of(r);
    if (value_kind(endpoint) == V_MAP && !is_on(endpoint, "public") && !is_on(endpoint, "private"))
        found(l, value_pos(value_get(endpoint, "private")), NULL, "nobody could reach the API");
}

static void open_to_all(const struct look *l, const struct spec_region *r)
{
    const struct value *endpoint = endpoint_of(r);
    if (is_on(endpoint, "public") && !value_len(value_get(endpoint, "cidrs")))
        found(l, value_pos(value_get(endpoint, "public")), NULL,
              "a public API is open to every address there is, unless it is said who may reach it");
}

static void ranges_of_public(const struct look *l, const struct spec_region *r)
{
    const struct value *endpoint = endpoint_of(r), *cidrs = value_get(endpoint, "cidrs");
    if (value_kind(endpoint) == V_MAP && !is_on(endpoint, "public") && value_len(cidrs))
        found(l, value_pos(cidrs), NULL, "cidrs say nothing while the API is not public");
}

/* Networks that overlap the services' range: `own`, the region's own one, else the others'. */
static void services_apart(const struct look *l, const struct spec_region *r, bool own)
{
    const struct value *text = value_get(eks_of(r), "service_cidr");
    struct cidr services, other;
    if (value_kind(text) != V_STR || !cidr_parse(value_str_of(text), &services))
        return;
    for (size_t i = 0; i < l->s->n_regions; i++) {
        const char *network = value_get_str(section_of(&l->s->regions[i], "network"), "cidr");
        if (own == (&l->s->regions[i] == r) && cidr_parse(network, &other) && cidr_overlaps(services, other))
            found(l, value_pos(text), NULL, "%s overlaps the network %s of %s, whose hosts no pod could reach",
                  shown(l, text), network, l->s->regions[i].alias);
    }
}

static void services_apart_here(const struct look *l, const struct spec_region *r)
{
    services_apart(l, r, true);
}

static void services_apart_there(const struct look *l, const struct spec_region *r)
{
    services_apart(l, r, false);
}

static bool has_addon(const struct value *eks, const char *name)
{
    return is_on(value_get(value_get(eks, "addons"), name), "enabled");
}

static void identities_work(const struct look *l, const struct spec_region *r)
{
    const struct value *eks = eks_of(r);
    bool wanted = value_len(value_get(eks, "pod_identities")) || has_addon(eks, "aws-ebs-csi-driver") ||
                  is_on(eks, "load_balancer_controller") || is_on(eks, "cluster_autoscaler");
    if (value_kind(value_get(eks, "addons")) == V_MAP && wanted && !has_addon(eks, "eks-pod-identity-agent"))
        found(l, value_pos(value_get(value_get(eks, "addons"), "eks-pod-identity-agent")),
              "leave eks-pod-identity-agent on", "pods get the credentials of their roles from that add-on");
}

static void principals_differ(const struct look *l, const struct spec_region *r)
{
    const struct value *access = value_get(eks_of(r), "access");
    for (size_t i = 0; value_kind(access) == V_MAP && i < value_len(access); i++)
        for (size_t k = 0; k < i; k++) {
            const struct value *one = value_get(value_item(access, i), "principal");
            if (one && str_eq(value_str_of(one), value_get_str(value_item(access, k), "principal")))
                found(l, value_pos(one), "say all of it in one entry", "%s has an entry already: %s", shown(l, one),
                      value_key(access, k));
        }
}

static void profiles_named(const struct look *l, const struct spec_region *r)
{
    const struct value *fargate = value_get(eks_of(r), "fargate");
    for (size_t i = 0; value_kind(fargate) == V_MAP && i < value_len(fargate); i++)
        if (str_starts(value_key(fargate, i), "eks-"))
            found(l, key_pos(l, value_item(fargate, i)), "choose another name",
                  "names of Fargate profiles that begin with eks- are AWS's own");
}

static void admins(const struct look *l, const struct spec_region *r)
{
    const struct value *eks = eks_of(r), *creator = value_get(eks, "creator_is_admin"),
                       *access = value_get(eks, "access");
    for (size_t i = 0; value_kind(access) == V_MAP && i < value_len(access); i++)
        if (str_eq(value_get_str(value_item(access, i), "policy"), "cluster_admin"))
            return;
    if (value_kind(creator) == V_BOOL && !value_bool_of(creator))
        found(l, value_pos(creator), NULL,
              "whoever makes the cluster of %s may not administer it, and no entry of access may", r->alias);
}

static void helm_reaches(const struct look *l, const struct spec_region *r)
{
    const struct value *helm = section_of(r, "helm"), *endpoint = value_get(eks_of(r), "endpoint");
    if (value_kind(helm) == V_MAP && value_kind(endpoint) == V_MAP && !is_on(endpoint, "public"))
        found(l, key_pos(l, helm), NULL,
              "helm runs where this program does, and the API of %s is reached from its network alone", r->alias);
}

static bool has_endpoint(const struct value *network, const char *kind, const char *service)
{
    const struct value *all = value_get(value_get(network, "endpoints"), kind);
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_str_of(value_item(all, i)), service))
            return true;
    return false;
}

/* What nodes ask before they are nodes. */
static void nodes_join(const struct look *l, const struct spec_region *r)
{
    static const char *const needed[] = {"ec2", "ecr.api", "ecr.dkr", "eks", "sts"};
    const struct value *network = section_of(r, "network"), *nat = value_get(network, "nat");
    struct sbuf missing = {.arena = l->c->arena};
    if (value_kind(eks_of(r)) != V_MAP || !str_eq(value_str_of(nat), "none"))
        return;
    for (size_t i = 0; i < COUNT(needed); i++)
        if (!has_endpoint(network, "interface", needed[i]))
            sbuf_printf(&missing, " %s", needed[i]);
    if (!has_endpoint(network, "gateway", "s3"))
        sbuf_puts(&missing, " s3");
    if (missing.len)
        found(l, value_pos(nat),
              arena_printf(l->c->arena, "add network.endpoints for%s, or write nat: single", sbuf_str(&missing)),
              "nodes of %s have neither NAT nor endpoints for what they ask as they start:%s", r->alias,
              sbuf_str(&missing));
}

/* clang-format off */
#define NETWORKING "EKS user guide, networking requirements"
const struct rule eks_rules[] = {
    {"EKS-02", SEV_ERROR, "a cluster whose network lacks subnets in two zones", "CreateCluster refuses it",
     "write network: {zones: 2} or more, with its private tier", NETWORKING, .shape = true, .each = needs_network, .type = "AWS::EKS::Cluster", .wanted = eks_zones},
    {"EKS-08", SEV_ERROR, "the services' range overlaps the region's network", "CreateCluster refuses it",
     "take one that no network has, such as 172.20.0.0/16", "EKS API, KubernetesNetworkConfigRequest", .each = services_apart_here, .type = "AWS::EKS::Cluster", .wanted = eks_services_apart},
    {"EKS-09", SEV_ERROR, "the services' range overlaps another region's network", "no pod could reach a host there",
     "take one that no network has, such as 172.20.0.0/16", NETWORKING, .each = services_apart_there},
    {"EKS-11", SEV_ERROR, "an API with neither a public nor a private endpoint", "CreateCluster refuses it", "leave one of the two on",
     "EKS user guide, cluster endpoint", .each = somebody_reaches,
     .type = "AWS::EKS::Cluster", .forms = FORMS(A_GIVEN("endpointPrivateAccess", .when = "endpointPublicAccess=false"), A_WORD("endpointPrivateAccess", "true", .when = "endpointPublicAccess=false"))},
    {"EKS-12", SEV_ERROR, "ranges for a public endpoint that is off, or that nobody comes from", "CreateCluster refuses them", "write public: true and public ranges, or leave cidrs out",
     "EKS user guide, cluster endpoint", .each = ranges_of_public, .type = "AWS::EKS::Cluster", .wanted = eks_public_ranges},
    {"EKS-15", SEV_ERROR, "a Kubernetes version that can't be made any more", "CreateCluster refuses it: its extended support is over",
     "write 1.35 or later; 1.31 to 1.33 cost more, being in extended support", "EKS user guide, Kubernetes versions", .each = version_lives,
     .type = "AWS::EKS::Cluster", .forms = FORMS(NOT_A("version", "^1\\.([0-9]|[12][0-9]|30)$", "over"))},
    {"EKS-17", SEV_WARNING, "a Kubernetes version whose standard support is over, or is so within 60 days", "extended support is billed by the hour beside the cluster", "plan an upgrade, one minor at a time",
     "EKS user guide, Kubernetes versions", .each = surcharge},
    {"EKS-16", SEV_ERROR, "standard support for a version in extended support", "CreateCluster refuses it",
     "write EXTENDED, or version 1.35 or later", "EKS user guide, Kubernetes versions", .each = support_fits,
     .type = "AWS::EKS::Cluster", .forms = FORMS(A_WORD("supportType", "EXTENDED", .when = "version=1.31|1.32|1.33"))},
    {"EKS-901", SEV_ERROR, "a public API without ranges", "it is open to every address there is",
     "write cidrs: [...] beside it, with 0.0.0.0/0 in it if the whole internet is meant", "this program", .dated = true, .each = open_to_all},
    {"ENG-02", SEV_ERROR, "fewer nodes than min or more than max", "CreateNodegroup refuses it", "keep min <= desired <= max",
     "EKS API, NodegroupScalingConfig", .each = sizes, .type = "AWS::EKS::Nodegroup",
     .forms = FORMS(AT_MOST("minSize", "desiredSize"), AT_MOST("desiredSize", "maxSize"), AT_MOST("minSize", "maxSize"), A_RANGE("minSize", 0, INT64_MAX), A_RANGE("maxSize", 1, INT64_MAX))},
    {"ENG-11", SEV_ERROR, "instance types or an image of another architecture", "CreateNodegroup refuses it", NULL,
     "EKS API, CreateNodegroup", .each = architectures, .type = "AWS::EKS::Nodegroup", .wanted = eks_image_fits,
     .forms = FORMS(A_COUNT("instanceTypes", 1, 20))},
    {"ENG-19", SEV_ERROR, "labels and taints that EKS does not take", "CreateNodegroup refuses them", "choose other ones", "EKS API, CreateNodegroup", .each = labels, .type = "AWS::EKS::Nodegroup",
     .forms = FORMS(A_KEY("labels", 1, 317, NULL, NULL), NO_KEY("labels", "^eks\\.amazonaws\\.com/", "AWS's own"), A_WORD("taints[].effect", "NO_SCHEDULE NO_EXECUTE PREFER_NO_SCHEDULE"), A_TEXT("taints[].key", 1, 63, NULL, NULL))},
    {"EKS-14", SEV_WARNING, "charts for a cluster that is reached from its network alone", "helm finds no way to it, unless it runs in there",
     "run this where the network is, or write endpoint: {public: true, cidrs: [...]}", "EKS user guide, cluster endpoint", .each = helm_reaches},
    {"EKS-26", SEV_WARNING, "a cluster that nobody administers", "nobody can change who may do what in it", "add access: {ops: {principal: ..., policy: cluster_admin}}",
     "EKS user guide, access entries", .each = admins},
    {"ENG-16", SEV_WARNING, "nodes without a way to what they ask as they start", "none ever joins: NodeCreationFailure after a quarter of an hour", NULL,
     "EKS user guide, private clusters", .each = nodes_join},
    {"ENG-901", SEV_ERROR, "a group of nodes called main", "that is the one that nodes describes", "call it something else", "this program", .each = second_main},
    {"EAD-06", SEV_WARNING, "pod identities without their agent", "pods get no credentials", "leave eks-pod-identity-agent on",
     "EKS user guide, pod identity", .each = identities_work},
    {"EAC-03", SEV_ERROR, "two access entries for one principal", "CreateAccessEntry answers ResourceInUseException", "say all of it in one entry",
     "EKS API, CreateAccessEntry", .each = principals_differ},
    {"EFG-01", SEV_ERROR, "a Fargate profile whose name begins with eks-", "CreateFargateProfile refuses it", "choose another name",
     "EKS user guide, Fargate profiles", .each = profiles_named,
     .type = "AWS::EKS::FargateProfile", .forms = FORMS(NOT_A("fargateProfileName", "^eks-", "AWS's own"))},
    {0}};
/* clang-format on */

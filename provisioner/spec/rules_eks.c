#include "provisioner/spec/cidr.h"
#include "provisioner/spec/look.h"
#include "provisioner/spec/tables.h"

#include <string.h>

/* Minors that can still be made, as of November 2026. Source: "Kubernetes versions" of the EKS user guide. */
enum { OLDEST = 31, OLDEST_STANDARD = 34 };

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

static void needs_network(const struct look *l, const struct spec_region *r)
{
    needs_tier(l, r, "eks", "private");
}

static void version_lives(const struct look *l, const struct spec_region *r)
{
    const struct value *eks = eks_of(r), *version = value_get(eks, "version");
    if (value_kind(version) != V_STR)
        return;
    if (minor_of(eks) < OLDEST)
        found(l, SEV_ERROR, value_pos(version),
              "write 1.34 or later; 1.31 to 1.33 cost more, being in extended support",
              "AWS makes no cluster of Kubernetes %s any more: its extended support is over", shown(l, version));
    else if (minor_of(eks) < OLDEST_STANDARD && str_eq(value_get_str(eks, "support"), "STANDARD"))
        found(l, SEV_ERROR, value_pos(value_get(eks, "support")), "write EXTENDED, or version 1.34 or later",
              "Kubernetes %s is in extended support, and STANDARD is refused", shown(l, version));
}

static void check_type(const struct look *l, const struct value *nodes, const struct value *type)
{
    const struct value *ami = value_get(nodes, "ami");
    const char *first = value_get_str(nodes, "type"), *text = value_str_of(type);
    if (eks_is_arm(text) != eks_is_arm(first))
        found(l, SEV_ERROR, value_pos(type), "put them into different groups", "%s is of another architecture than %s",
              shown(l, type), first);
    else if (value_kind(ami) == V_STR && eks_is_arm(text) != (strstr(value_str_of(ami), "ARM_64") != NULL))
        found(l, SEV_ERROR, value_pos(ami), "leave ami out, and the right one is taken",
              "%s does not run on %s: another architecture", shown(l, ami), text);
}

static void check_nodes(const struct look *l, const struct value *nodes)
{
    int64_t least, most, size;
    const struct value *more = value_get(nodes, "more_types"), *labels = value_get(nodes, "labels");
    if (int_of(nodes, "min", &least) && int_of(nodes, "max", &most) && int_of(nodes, "desired", &size) &&
        (size < least || size > most))
        found(l, SEV_ERROR, value_pos(value_get(nodes, "desired")), "keep min <= desired <= max",
              "%lld nodes are not within %lld and %lld", (long long)size, (long long)least, (long long)most);
    check_type(l, nodes, value_get(nodes, "type"));
    for (size_t i = 0; value_kind(more) == V_LIST && i < value_len(more); i++)
        check_type(l, nodes, value_item(more, i));
    for (size_t i = 0; value_kind(labels) == V_MAP && i < value_len(labels); i++)
        if (str_starts(value_key(labels, i), "eks.amazonaws.com/"))
            found(l, SEV_ERROR, value_pos(value_item(labels, i)), "choose another prefix",
                  "labels that begin with eks.amazonaws.com/ are AWS's own");
}

static void nodes_fit(const struct look *l, const struct spec_region *r)
{
    const struct value *groups = value_get(eks_of(r), "node_groups"), *nodes = value_get(eks_of(r), "nodes");
    if (value_kind(nodes) == V_MAP)
        check_nodes(l, nodes);
    for (size_t i = 0; value_kind(groups) == V_MAP && i < value_len(groups); i++) {
        if (str_eq(value_key(groups, i), "main"))
            found(l, SEV_ERROR, key_pos(l, value_item(groups, i)), "call it something else",
                  "the group main is the one that nodes describes");
        if (value_kind(value_item(groups, i)) == V_MAP)
            check_nodes(l, value_item(groups, i));
    }
}

static void endpoint_fits(const struct look *l, const struct spec_region *r)
{
    const struct value *endpoint = value_get(eks_of(r), "endpoint"), *cidrs = value_get(endpoint, "cidrs");
    if (value_kind(endpoint) != V_MAP)
        return;
    if (!is_on(endpoint, "public") && !is_on(endpoint, "private"))
        found(l, SEV_ERROR, value_pos(value_get(endpoint, "private")), "leave one of the two on",
              "nobody could reach the API");
    if (is_on(endpoint, "public") && !value_len(cidrs))
        found(l, SEV_ERROR, value_pos(value_get(endpoint, "public")),
              "write cidrs: [...] beside it, with 0.0.0.0/0 in it if the whole internet is meant",
              "a public API is open to every address there is, unless it is said who may reach it");
    if (!is_on(endpoint, "public") && value_len(cidrs))
        found(l, SEV_ERROR, value_pos(cidrs), "write public: true, or leave cidrs out",
              "cidrs say nothing while the API is not public");
}

static void services_apart(const struct look *l, const struct spec_region *r)
{
    const struct value *text = value_get(eks_of(r), "service_cidr");
    struct cidr own, other;
    if (value_kind(text) != V_STR || !cidr_parse(value_str_of(text), &own))
        return;
    for (size_t i = 0; i < l->s->n_regions; i++) {
        const char *network = value_get_str(section_of(&l->s->regions[i], "network"), "cidr");
        if (cidr_parse(network, &other) && cidr_overlaps(own, other))
            found(l, SEV_ERROR, value_pos(text), "take one that no network has, such as 172.20.0.0/16",
                  "%s overlaps the network %s of %s, whose hosts no pod could reach", shown(l, text), network,
                  l->s->regions[i].alias);
    }
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
        found(l, SEV_WARNING, value_pos(value_get(value_get(eks, "addons"), "eks-pod-identity-agent")),
              "leave eks-pod-identity-agent on", "pods get the credentials of their roles from that add-on");
}

static void principals_differ(const struct look *l, const struct spec_region *r)
{
    const struct value *access = value_get(eks_of(r), "access");
    for (size_t i = 0; value_kind(access) == V_MAP && i < value_len(access); i++)
        for (size_t k = 0; k < i; k++) {
            const struct value *one = value_get(value_item(access, i), "principal");
            if (one && str_eq(value_str_of(one), value_get_str(value_item(access, k), "principal")))
                found(l, SEV_ERROR, value_pos(one), "say all of it in one entry", "%s has an entry already: %s",
                      shown(l, one), value_key(access, k));
        }
}

static void profiles_named(const struct look *l, const struct spec_region *r)
{
    const struct value *fargate = value_get(eks_of(r), "fargate");
    for (size_t i = 0; value_kind(fargate) == V_MAP && i < value_len(fargate); i++)
        if (str_starts(value_key(fargate, i), "eks-"))
            found(l, SEV_ERROR, key_pos(l, value_item(fargate, i)), "choose another name",
                  "names of Fargate profiles that begin with eks- are AWS's own");
}

/* clang-format off */
const struct rule eks_rules[] = {
    {"eks/network",          .each = needs_network},
    {"eks/version",          .each = version_lives},
    {"eks/nodes",            .each = nodes_fit},
    {"eks/endpoint",         .each = endpoint_fits},
    {"eks/service-cidr",     .each = services_apart},
    {"eks/pod-identity",     .each = identities_work},
    {"eks/access",           .each = principals_differ},
    {"eks/fargate",          .each = profiles_named},
    {0}};
/* clang-format on */

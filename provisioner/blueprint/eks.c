#include "provisioner/blueprint/eks.h"

#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * A Kubernetes cluster in every region. In the order in which EKS wants them: the cluster, the add-ons without which no
 * node becomes ready, nodes, the add-ons that run on them. Upgrades take the same parts in AWS's order (plan/order.h).
 */

bool eks_in(const struct spec_region *r)
{
    return section_in(r, "eks");
}

const char *eks_cluster_name(const struct site *s)
{
    struct site own = site_in(s->build, s->region, "eks");
    return name_of(&own, "eks");
}

const struct value *eks_cluster_ref(const struct site *s, const char *attr)
{
    return value_ref(s->arena, site_address(s, "cluster"), attr);
}

/* ---- cluster ----------------------------------------------------------------------------------------------------- */

/* What is on in one group, what is off in another: so AWS tells it. */
static const struct value *logging(const struct site *s)
{
    static const char *const all[] = {"api", "audit", "authenticator", "controllerManager", "scheduler"};
    struct arena *a = s->arena;
    struct value *groups = value_list(a), *types[] = {value_list(a), value_list(a)};
    for (size_t i = 0; i < COUNT(all); i++)
        value_push(a, types[list_has(site_field(s, "logs"), all[i])], value_str(a, all[i]));
    for (int on = 1; on >= 0; on--)
        if (value_len(types[on]))
            value_push(a, groups, map_of(a, PAIRS({"types", types[on]}, {"enabled", value_bool(a, on)})));
    return groups;
}

static const struct value *encryption(const struct site *s)
{
    struct arena *a = s->arena;
    if (!value_bool_of(site_field(s, "secrets_encryption")))
        return NULL;
    const struct value *provider = map_of(a, PAIRS({"keyArn", key_arn(a, s->region, "eks")}));
    return list_of_one(a, map_of(a, PAIRS({"resources", list_of_words(a, "secrets")}, {"provider", provider})));
}

static void cluster_make(const struct site *s)
{
    struct arena *a = s->arena;
    const char *name = eks_cluster_name(s);
    bool public = value_bool_of(site_field(s, "endpoint.public"));
    const char *logs =
        log_group_make(s, "log-group", value_fmt(a, "/aws/eks/%s/cluster", name), site_field(s, "log_retention_days"));
    /* clang-format off */
    site_make(s, "AWS::EKS::Cluster", "cluster", PAIRS(
        {"name",                       value_str(a, name)},
        {"version",                    site_field(s, "version")},
        {"roleArn",                    role_arn(s, "cluster")},
        {"subnetIds",                  network_subnets(a, s->region, "private")},
        {"endpointPublicAccess",       value_bool(a, public)},
        {"endpointPrivateAccess",      site_field(s, "endpoint.private")},
        {"publicAccessCidrs",          public ? site_field(s, "endpoint.cidrs") : NULL},
        {"serviceIpv4Cidr",            site_field(s, "service_cidr")},
        {"ipFamily",                   value_str(a, "ipv4")},
        {"clusterLogging",             logging(s)},
        {"encryptionConfig",           encryption(s)},
        {"authenticationMode",         site_field(s, "authentication")},
        {"bootstrapClusterCreatorAdminPermissions", site_field(s, "creator_is_admin")},
        {"bootstrapSelfManagedAddons", value_bool(a, false)},
        {"supportType",                site_field(s, "support")},
        {"zonalShiftEnabled",          site_field(s, "zonal_shift")},
        {"deletionProtection",         site_field(s, "deletion_protection")}));
    /* clang-format on */
    site_after(s, logs);
}

/* Roles may trust the tokens of service accounts. */
static void issuer_make(const struct site *s)
{
    if (value_bool_of(site_field(s, "irsa")))
        site_make(s, "AWS::IAM::OIDCProvider", "oidc-provider",
                  PAIRS({"Url", eks_cluster_ref(s, "issuer")},
                        {"ClientIDList", list_of_words(s->arena, "sts.amazonaws.com")}));
}

/* ---- nodes ------------------------------------------------------------------------------------------------------- */

static const struct value *types_of(const struct site *s, const struct value *nodes)
{
    const struct value *more = value_get(nodes, "more_types");
    struct value *types = list_of_one(s->arena, value_get(nodes, "type"));
    for (size_t i = 0; i < value_len(more); i++)
        value_push(s->arena, types, value_item(more, i));
    return types;
}

static const char *group_address(const struct site *s, const char *name)
{
    return site_address(s, arena_printf(s->arena, "nodes-%s", name));
}

static void nodes_make(const struct site *s, const char *name, const struct value *nodes)
{
    struct arena *a = s->arena;
    bool spot = str_eq(value_get_str(nodes, "capacity"), "spot");
    /* clang-format off */
    site_make(s, "AWS::EKS::Nodegroup", arena_printf(a, "nodes-%s", name), PAIRS(
        {"clusterName",   eks_cluster_ref(s, "name")},
        {"nodegroupName", value_str(a, name)},
        {"nodeRole",      role_arn(s, "nodes")},
        {"subnets",       network_subnets(a, s->region, "private")},
        {"instanceTypes", types_of(s, nodes)},
        {"amiType",       value_get(nodes, "ami")},
        {"capacityType",  value_str(a, spot ? "SPOT" : "ON_DEMAND")},
        {"diskSize",      value_get(nodes, "disk_gb")},
        {"version",       site_field(s, "version")},
        {"minSize",       value_get(nodes, "min")},
        {"maxSize",       value_get(nodes, "max")},
        {"desiredSize",   value_get(nodes, "desired")},
        {"labels",        value_get(nodes, "labels")},
        {"taints",        value_get(nodes, "taints")},
        {"updateConfig",  map_of(a, PAIRS({"maxUnavailable", value_get(nodes, "max_unavailable")}))}));
    /* clang-format on */
}

/* ---- add-ons ----------------------------------------------------------------------------------------------------- */

/* Without these no node becomes ready, or no pod gets credentials; all others run on nodes. */
static bool comes_before_nodes(const char *addon)
{
    return has_word("vpc-cni kube-proxy eks-pod-identity-agent", addon);
}

static const struct value *addon_version(const struct site *s, const char *name, const struct value *addon)
{
    const struct value *given = value_get(addon, "version");
    const char *lookup =
        arena_printf(s->arena, "lookup/%s/addons/%s", s->region->alias, value_str_of(site_field(s, "version")));
    return given ? given : value_ref(s->arena, lookup, name);
}

static void addon_make(const struct site *s, const char *name, const struct value *addon)
{
    struct arena *a = s->arena;
    site_make(s, "AWS::EKS::Addon", arena_printf(a, "addon-%s", name),
              PAIRS({"clusterName", eks_cluster_ref(s, "name")}, {"addonName", value_str(a, name)},
                    {"addonVersion", addon_version(s, name, addon)}, {"kubernetesVersion", site_field(s, "version")},
                    {"serviceAccountRoleArn", value_get(addon, "role_arn")},
                    {"configurationValues", value_get(addon, "configuration")}));
    site_after(s, eks_addon_identity(s, name));
}

static const struct value *addons_of(const struct site *s, bool before_nodes)
{
    const struct value *all = site_field(s, "addons");
    struct value *some = value_map(s->arena);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *addon = value_item(all, i);
        if (value_bool_of(value_get(addon, "enabled")) && comes_before_nodes(value_key(all, i)) == before_nodes)
            value_set(s->arena, some, value_key(all, i), addon);
    }
    return some;
}

static void nodes_and_addons_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *early = addons_of(s, true), *late = addons_of(s, false);
    struct value *groups = value_map(a);
    value_set(a, groups, "main", site_field(s, "nodes"));
    const struct value *all = value_overlay(a, groups, site_field(s, "node_groups"));
    for (size_t i = 0; i < value_len(early); i++)
        addon_make(s, value_key(early, i), value_item(early, i));
    for (size_t i = 0; i < value_len(all); i++) {
        nodes_make(s, value_key(all, i), value_item(all, i));
        for (size_t k = 0; k < value_len(early); k++)
            site_after(s, site_address(s, arena_printf(a, "addon-%s", value_key(early, k))));
    }
    for (size_t i = 0; i < value_len(late); i++) {
        addon_make(s, value_key(late, i), value_item(late, i));
        for (size_t k = 0; k < value_len(all); k++)
            site_after(s, group_address(s, value_key(all, k)));
    }
}

/* ---- who may do what --------------------------------------------------------------------------------------------- */

static const struct value *policies_of(const struct site *s, const struct value *entry)
{
    static const char *const names[][2] = {{"cluster_admin", "AmazonEKSClusterAdminPolicy"},
                                           {"admin", "AmazonEKSAdminPolicy"},
                                           {"admin_view", "AmazonEKSAdminViewPolicy"},
                                           {"edit", "AmazonEKSEditPolicy"},
                                           {"view", "AmazonEKSViewPolicy"}};
    struct arena *a = s->arena;
    const struct value *spaces = value_get(entry, "namespaces");
    struct value *policies = value_map(a);
    const char *type = value_len(spaces) ? "namespace" : "cluster";
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_eq(names[i][0], value_get_str(entry, "policy")))
            value_set(a, policies, arena_printf(a, "arn:aws:eks::aws:cluster-access-policy/%s", names[i][1]),
                      map_of(a, PAIRS({"type", value_str(a, type)}, {"namespaces", spaces})));
    return policies;
}

static void access_make(const struct site *s)
{
    const struct value *all = site_field(s, "access");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *entry = value_item(all, i);
        site_make(s, "AWS::EKS::AccessEntry", arena_printf(s->arena, "access-%s", value_key(all, i)),
                  PAIRS({"clusterName", eks_cluster_ref(s, "name")}, {"principalArn", value_get(entry, "principal")},
                        {"type", value_str(s->arena, "STANDARD")}, {"kubernetesGroups", value_get(entry, "groups")},
                        {"associatedAccessPolicies", policies_of(s, entry)}));
    }
}

static void fargate_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *all = site_field(s, "fargate");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i), *labels = value_get(one, "labels");
        const struct value *selector =
            map_of(a, PAIRS({"namespace", value_get(one, "namespace")}, {"labels", value_len(labels) ? labels : NULL}));
        site_make(
            s, "AWS::EKS::FargateProfile", arena_printf(a, "fargate-%s", value_key(all, i)),
            PAIRS({"clusterName", eks_cluster_ref(s, "name")}, {"fargateProfileName", value_str(a, value_key(all, i))},
                  {"podExecutionRoleArn", role_arn(s, "fargate")},
                  {"subnets", network_subnets(a, s->region, "private")}, {"selectors", list_of_one(a, selector)}));
    }
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

/* By these load balancers find their subnets. */
void eks_tag_subnet(const struct site *s, const char *tier)
{
    bool public = str_eq(tier, "public");
    if (!eks_in(s->region) || !(public || str_eq(tier, "private")))
        return;
    site_tag(s, public ? "kubernetes.io/role/elb" : "kubernetes.io/role/internal-elb", "1");
    site_tag(s, arena_printf(s->arena, "kubernetes.io/cluster/%s", eks_cluster_name(s)), "shared");
}

void eks_make(const struct build *b)
{
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        struct site s = site_in(b, &b->spec->regions[i], "eks");
        if (!eks_in(s.region))
            continue;
        eks_roles_make(&s);
        cluster_make(&s);
        issuer_make(&s);
        eks_identities_make(&s);
        nodes_and_addons_make(&s);
        access_make(&s);
        fargate_make(&s);
    }
}

#include "provisioner/preflight/made.h"
#include "provisioner/spec/cidr.h"
#include "provisioner/spec/tables.h"

#include <string.h>

/* What is wanted of EKS, whoever wrote it: the rules on what sections say are in eks.c. */

static const struct wanted *cluster_of(const struct look *l, const struct wanted *w)
{
    return the_one(l, "AWS::EKS::Cluster", "name", attr(l, w, "clusterName"), w->alias);
}

/* The same cluster's. */
static bool shares_cluster(const struct look *l, const struct wanted *x, const struct wanted *y)
{
    return x != y && cluster_of(l, x) && cluster_of(l, x) == cluster_of(l, y);
}

/* ---- cluster ----------------------------------------------------------------------------------------------------- */

enum { RESERVED_BY_AWS = 5, ADDRESSES_WANTED = 16 };

static void room(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "subnetIds");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct wanted *subnet = referred(l, value_item(all, i));
        struct cidr c;
        if (!subnet || !cidr_parse(told(l, subnet, "CidrBlock"), &c))
            continue;
        long long n = (1LL << (32 - c.prefix)) - RESERVED_BY_AWS;
        if (n < ADDRESSES_WANTED)
            fault(l, subnet, attr(l, subnet, "CidrBlock"), NULL,
                  "%s has %lld addresses, and EKS wants %d free in each subnet of a cluster: %s", subnet->address, n,
                  ADDRESSES_WANTED, l->rule->why);
    }
}

static void names_resolve(const struct look *l, const struct wanted *w)
{
    static const char *const needed[] = {"EnableDnsSupport", "EnableDnsHostnames"};
    const struct wanted *vpc = vpc_of(l, attr(l, w, "subnetIds"));
    for (size_t i = 0; vpc && i < COUNT(needed); i++) {
        const struct value *v = attr(l, vpc, needed[i]);
        if (value_kind(v) == V_BOOL && !value_bool_of(v))
            fault(l, vpc, v, NULL, "%s is off in %s, where %s stands: %s", needed[i], vpc->address, w->address,
                  l->rule->why);
    }
}

static void service_range(const struct look *l, const struct wanted *w)
{
    static const char *const allowed[] = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"};
    const struct value *v = attr(l, w, "serviceIpv4Cidr");
    struct cidr c, outer;
    bool within = false;
    if (!cidr_parse(value_str_of(v), &c))
        return;
    for (size_t i = 0; i < COUNT(allowed); i++)
        within = within || (cidr_parse(allowed[i], &outer) && cidr_contains(outer, c));
    if (!within)
        fault(l, w, v, NULL, "%s lies in none of the private ranges 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16: %s",
              shown(l, v), l->rule->why);
    else if (c.prefix < 12 || c.prefix > 24)
        fault(l, w, v, NULL, "%s is a /%u, and takes a /12 to /24: %s", shown(l, v), c.prefix, l->rule->why);
}

/* Source: RFC 1918, 5735, 6598 */
void eks_public_ranges(const struct look *l, const struct wanted *w)
{
    static const char *const reserved[] = {"10.0.0.0/8",     "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
                                           "169.254.0.0/16", "127.0.0.0/8",   "224.0.0.0/4"};
    const struct value *all = attr(l, w, "publicAccessCidrs");
    struct cidr c, outer;
    for (size_t i = 0; i < value_len(all); i++)
        for (size_t k = 0; k < COUNT(reserved); k++)
            if (cidr_parse(value_str_of(value_item(all, i)), &c) && cidr_parse(reserved[k], &outer) &&
                cidr_contains(outer, c))
                fault(l, w, value_item(all, i), NULL, "%s lies in %s, from where nobody comes over the internet: %s",
                      shown(l, value_item(all, i)), reserved[k], l->rule->why);
}

static void nodes_reach(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "publicAccessCidrs");
    bool anybody = !value_len(all);
    for (size_t i = 0; i < value_len(all); i++)
        anybody = anybody || str_eq(value_str_of(value_item(all, i)), "0.0.0.0/0");
    if (!anybody && holds(l, w, w->attrs, "endpointPrivateAccess!=true endpointPublicAccess!=false"))
        fault(l, w, all, NULL, "%s is reached from these ranges alone, and by its nodes only through NAT: %s",
              w->address, l->rule->why);
}

static void secrets_key(const struct look *l, const struct wanted *w)
{
    check_key(l, w, "encryptionConfig[0].provider.keyArn");
}

static bool is_logging(const struct look *l, const struct wanted *w)
{
    const struct value *groups = attr(l, w, "clusterLogging");
    for (size_t i = 0; i < value_len(groups); i++)
        if (holds(l, w, value_item(groups, i), "enabled=true types"))
            return true;
    return false;
}

static void log_group(const struct look *l, const struct wanted *w)
{
    const char *name = told(l, w, "name");
    const struct value *group = value_fmt(l->c->arena, "/aws/eks/%s/cluster", name);
    if (*name && is_logging(l, w) && !the_one(l, "AWS::Logs::LogGroup", "logGroupName", group, w->alias))
        fault(l, w, attr(l, w, "clusterLogging"), NULL, "%s logs to %s, which nothing here makes: %s", w->address,
              value_str_of(group), l->rule->why);
}

void eks_zones(const struct look *l, const struct wanted *w)
{
    check_spread(l, w, "subnetIds", 2);
}

void eks_services_apart(const struct look *l, const struct wanted *w)
{
    const struct value *v = attr(l, w, "serviceIpv4Cidr");
    const struct wanted *vpc = vpc_of(l, attr(l, w, "subnetIds"));
    struct cidr services, network;
    if (vpc && cidr_parse(value_str_of(v), &services) && cidr_parse(told(l, vpc, "CidrBlock"), &network) &&
        cidr_overlaps(services, network))
        fault(l, w, v, NULL, "%s overlaps %s, the range of %s: %s", shown(l, v), told(l, vpc, "CidrBlock"),
              vpc->address, l->rule->why);
}

static void one_network(const struct look *l, const struct wanted *w)
{
    check_one_vpc(l, w, "subnetIds");
}

/* ---- nodes ------------------------------------------------------------------------------------------------------- */

static bool runs_on_arm(const char *image)
{
    return strstr(image, "ARM_64") != NULL;
}

void eks_image_fits(const struct look *l, const struct wanted *w)
{
    const struct value *types = attr(l, w, "instanceTypes"), *image = attr(l, w, "amiType");
    bool custom = str_eq(value_str_of(image), "CUSTOM");
    for (size_t i = 0; value_kind(image) == V_STR && !custom && i < value_len(types); i++) {
        const struct value *type = value_item(types, i);
        if (value_kind(type) == V_STR && eks_is_arm(value_str_of(type)) != runs_on_arm(value_str_of(image)))
            fault(l, w, type, NULL, "%s does not run on %s, which is of another architecture: %s", shown(l, image),
                  shown(l, type), l->rule->why);
    }
}

static void version_of_cluster(const struct look *l, const struct wanted *w)
{
    const struct wanted *cluster = cluster_of(l, w);
    const struct value *own = settled(l, attr(l, w, "version"));
    const char *theirs = cluster ? told(l, cluster, "version") : "";
    if (value_kind(own) == V_STR && *theirs && !str_eq(value_str_of(own), theirs))
        fault(l, w, attr(l, w, "version"), arena_printf(l->c->arena, "write %s", theirs),
              "%s is of version %s, and its cluster of %s: %s", w->address, shown(l, own), theirs, l->rule->why);
}

static void spread(const struct look *l, const struct wanted *w)
{
    size_t zones = zones_spanned(l, attr(l, w, "subnets"));
    const struct value *most = attr(l, w, "maxSize");
    if (zones == 1)
        fault(l, w, attr(l, w, "subnets"), NULL, "%s lies in one zone: %s", w->address, l->rule->why);
    else if (zones && value_kind(most) == V_INT && value_int_of(most) < 2)
        fault(l, w, most, NULL, "%s has one node at most: %s", w->address, l->rule->why);
}

/* ---- add-ons ----------------------------------------------------------------------------------------------------- */

static bool any_node(const struct look *l, const struct wanted *addon)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::EKS::FargateProfile", addon->alias); (w = next_of(&e));)
        if (shares_cluster(l, addon, w))
            return true;
    for (struct each e = each_of(l, "AWS::EKS::Nodegroup", addon->alias); (w = next_of(&e));)
        if (shares_cluster(l, addon, w) && !holds(l, w, w->attrs, "desiredSize=0"))
            return true;
    return false;
}

static void has_nodes(const struct look *l, const struct wanted *w)
{
    if (has_word("coredns aws-ebs-csi-driver metrics-server", told(l, w, "addonName")) && cluster_of(l, w) &&
        !any_node(l, w))
        fault(l, w, attr(l, w, "addonName"), NULL, "nothing runs the pods of %s: %s", w->address, l->rule->why);
}

static bool has_identity(const struct look *l, const struct wanted *addon, const char *account)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::EKS::PodIdentityAssociation", addon->alias); (w = next_of(&e));)
        if (shares_cluster(l, addon, w) && str_eq(told(l, w, "serviceAccount"), account))
            return true;
    return false;
}

static void driver_has_role(const struct look *l, const struct wanted *w)
{
    if (str_eq(told(l, w, "addonName"), "aws-ebs-csi-driver") && !attr(l, w, "serviceAccountRoleArn") &&
        !has_identity(l, w, "ebs-csi-controller-sa"))
        fault(l, w, attr(l, w, "addonName"), NULL, "%s has no role: %s", w->address, l->rule->why);
}

static bool balancers_may_use(const struct look *l, const struct wanted *subnet)
{
    const struct value *tags = attr(l, subnet, "Tags");
    return value_kind(value_get(tags, "kubernetes.io/role/internal-elb")) == V_STR ||
           value_kind(value_get(tags, "kubernetes.io/role/elb")) == V_STR;
}

static void balancers_find_subnets(const struct look *l, const struct wanted *w)
{
    const struct wanted *cluster = cluster_of(l, w), *subnet;
    const struct value *all = cluster ? attr(l, cluster, "subnetIds") : NULL;
    if (!cluster || !str_eq(told(l, w, "serviceAccount"), "aws-load-balancer-controller") || !vpc_of(l, all))
        return;
    for (struct each e = each_of(l, "AWS::EC2::Subnet", w->alias); (subnet = next_of(&e));)
        if (balancers_may_use(l, subnet))
            return;
    fault(l, w, all, NULL, "no subnet around %s has the tag kubernetes.io/role/elb or internal-elb: %s",
          cluster->address, l->rule->why);
}

/* ---- who may do what --------------------------------------------------------------------------------------------- */

static void entries_count(const struct look *l, const struct wanted *w)
{
    const struct wanted *cluster = cluster_of(l, w);
    const struct value *mode = cluster ? attr(l, cluster, "authenticationMode") : NULL;
    if (cluster && (!mode || str_eq(value_str_of(mode), "CONFIG_MAP")))
        fault(l, cluster, mode, NULL, "authenticationMode of %s is %s, and %s is an access entry of it: %s",
              cluster->address, mode ? shown(l, mode) : "CONFIG_MAP where it is left out", w->address, l->rule->why);
}

static bool is_public(const struct look *l, const struct wanted *subnet)
{
    const struct wanted *w, *table;
    for (struct each e = each_of(l, "AWS::EC2::SubnetRouteTableAssociation", subnet->alias); (w = next_of(&e));) {
        if (referred(l, attr(l, w, "SubnetId")) != subnet)
            continue;
        const struct wanted *route;
        table = referred(l, attr(l, w, "RouteTableId"));
        for (struct each r = each_of(l, "AWS::EC2::Route", subnet->alias); table && (route = next_of(&r));)
            if (referred(l, attr(l, route, "RouteTableId")) == table && attr(l, route, "GatewayId"))
                return true;
    }
    return false;
}

static void private_pods(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "subnets");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct wanted *subnet = referred(l, value_item(all, i));
        if (subnet && is_public(l, subnet))
            fault(l, w, value_pos(value_item(all, i)).line ? value_item(all, i) : all, NULL,
                  "%s, of %s, has a way to the internet of its own: %s", subnet->address, w->address, l->rule->why);
    }
}

/* A cluster that is made anew has another issuer. */
static void fixed_issuer(const struct look *l, const struct wanted *w)
{
    const struct value *v =
        text_within(l, attr(l, w, "AssumeRolePolicyDocument"), "oidc\\.eks\\..*/id/[0-9A-Fa-f]{8,}");
    struct each clusters = each_of(l, "AWS::EKS::Cluster", NULL);
    if (v && next_of(&clusters))
        fault(l, w, v, NULL, "%s names an issuer that a cluster has for as long as it lives: %s", shown(l, v),
              l->rule->why);
}

/* clang-format off */
#define API "EKS API, "
#define GUIDE "EKS user guide, "
const struct rule eks_wanted_rules[] = {
    {"EKS-01", SEV_ERROR, "a cluster's name that EKS does not take", "CreateCluster refuses it", "use up to 100 letters, digits, hyphens and underscores",
     API "CreateCluster", .type = "AWS::EKS::Cluster",
     .forms = FORMS(A_TEXT("name", 1, 100, "^[0-9A-Za-z][A-Za-z0-9_-]*$", "letters, digits, - and _, the first a letter or digit"))},
    {"EKS-04", SEV_ERROR, "a cluster's subnets in two networks", "CreateCluster refuses it", NULL, GUIDE "networking requirements",
     .type = "AWS::EKS::Cluster", .wanted = one_network},
    {"EKS-05", SEV_WARNING, "a cluster's subnet with hardly an address to spare", "upgrades and new nodes end for want of addresses",
     "give the tier a larger prefix: tiers.private.prefix", GUIDE "networking requirements", .type = "AWS::EKS::Cluster", .wanted = room},
    {"EKS-06", SEV_WARNING, "a cluster in a network that answers no names", "its nodes can't register, and its private endpoint has no name", "leave it on",
     GUIDE "networking requirements", .type = "AWS::EKS::Cluster", .wanted = names_resolve},
    {"EKS-07", SEV_ERROR, "a range of services that EKS does not take", "CreateCluster refuses it", "take one such as 172.20.0.0/16",
     API "KubernetesNetworkConfigRequest", .type = "AWS::EKS::Cluster", .wanted = service_range},
    {"EKS-10", SEV_ERROR, "an IPv4 range of services in a cluster of IPv6", "CreateCluster refuses it", "leave one of the two out",
     API "KubernetesNetworkConfigRequest", .type = "AWS::EKS::Cluster",
     .forms = FORMS(AN_ABSENT("serviceIpv4Cidr", .when = "ipFamily=ipv6"), A_WORD("ipFamily", "ipv4 ipv6"))},
    {"EKS-13", SEV_WARNING, "an API that is public alone, and not for its own nodes", "nodes whose NAT addresses are not among them never join",
     "leave the private endpoint on", GUIDE "cluster endpoint", .type = "AWS::EKS::Cluster", .wanted = nodes_reach},
    {"EKS-23", SEV_ERROR, "secrets under a key that can't encrypt them", "CreateCluster refuses it", "take a symmetric key of the same region",
     GUIDE "encrypt secrets with KMS", .type = "AWS::EKS::Cluster", .wanted = secrets_key, .forms = FORMS(OF_REGION("encryptionConfig[].provider.keyArn"))},
    {"EKS-25", SEV_ERROR, "access entries of a cluster that does not look at them", "CreateAccessEntry answers InvalidRequestException",
     "write API, or API_AND_CONFIG_MAP", API "CreateAccessEntry", .type = "AWS::EKS::AccessEntry", .wanted = entries_count},
    {"EKS-28", SEV_ERROR, "a log that no control plane has", "CreateCluster refuses it", NULL, API "LogSetup", .type = "AWS::EKS::Cluster",
     .forms = FORMS(A_WORD("clusterLogging[].types[]", "api audit authenticator controllerManager scheduler"))},
    {"EKS-29", SEV_WARNING, "a control plane's logs without their log group", "EKS makes it, and what it holds never expires",
     "make an AWS::Logs::LogGroup of that name, with retentionInDays", GUIDE "control plane logs", .type = "AWS::EKS::Cluster", .wanted = log_group},
    {"ENG-01", SEV_ERROR, "a node group's name that EKS does not take", "CreateNodegroup refuses it", "use up to 63 letters, digits, hyphens and underscores",
     API "CreateNodegroup", .type = "AWS::EKS::Nodegroup",
     .forms = FORMS(A_TEXT("nodegroupName", 1, 63, "^[0-9A-Za-z][A-Za-z0-9_-]*$", "letters, digits, - and _, the first a letter or digit"))},
    {"ENG-03", SEV_ERROR, "an update that takes away no number of nodes, or two", "CreateNodegroup refuses it", "write maxUnavailable or maxUnavailablePercentage, of 1 to 100",
     API "NodegroupUpdateConfig", .type = "AWS::EKS::Nodegroup",
     .forms = FORMS(AN_ABSENT("maxUnavailablePercentage", .when = "maxUnavailable", .each = "updateConfig"),
                    A_GIVEN("updateConfig.maxUnavailable", .when = "updateConfig !updateConfig.maxUnavailablePercentage"),
                    A_RANGE("updateConfig.maxUnavailable", 1, 100), A_RANGE("updateConfig.maxUnavailablePercentage", 1, 100))},
    {"ENG-903", SEV_WARNING, "an update that may take away more nodes than there are", "the whole group goes at once", "write less than max",
     API "NodegroupUpdateConfig", .type = "AWS::EKS::Nodegroup", .forms = FORMS(AT_MOST("updateConfig.maxUnavailable", "maxSize"))},
    {"ENG-04", SEV_ERROR, "a launch template named twice", "CreateNodegroup refuses it", "give its id or its name", API "LaunchTemplateSpecification",
     .type = "AWS::EKS::Nodegroup", .forms = FORMS(AN_ABSENT("name", .when = "id", .each = "launchTemplate"), A_GIVEN("launchTemplate.id", .when = "launchTemplate !launchTemplate.name"))},
    {"ENG-05", SEV_ERROR, "a disk beside a launch template", "CreateNodegroup refuses it", "say it in the launch template: diskSize: null takes it out here",
     API "CreateNodegroup", .type = "AWS::EKS::Nodegroup", .forms = FORMS(AN_ABSENT("diskSize", .when = "launchTemplate"), AN_ABSENT("remoteAccess", .when = "launchTemplate"))},
    {"ENG-12", SEV_ERROR, "nodes of Amazon Linux 2", "EKS has no such images any more", "leave amiType out, or take AL2023_x86_64_STANDARD or AL2023_ARM_64_STANDARD",
     GUIDE "Amazon Linux 2 images", .type = "AWS::EKS::Nodegroup", .forms = FORMS(NOT_A("amiType", "^AL2_", "Amazon Linux 2"))},
    {"ENG-13", SEV_ERROR, "nodes of another version than their cluster", "CreateNodegroup refuses it", NULL, API "CreateNodegroup", .type = "AWS::EKS::Nodegroup", .wanted = version_of_cluster},
    {"ENG-17", SEV_WARNING, "nodes in one zone", "its failure takes all of them", "let them lie in two zones or more, and let max be 2 at least",
     GUIDE "managed node groups", .type = "AWS::EKS::Nodegroup", .wanted = spread},
    {"EAD-03", SEV_WARNING, "an add-on that nothing runs", "it stays DEGRADED until there are nodes, and the apply waits for it", "let desired be 1 at least",
     GUIDE "EKS add-ons", .type = "AWS::EKS::Addon", .wanted = has_nodes},
    {"EAD-05", SEV_WARNING, "the EBS driver without a role", "volumes stay pending", "leave eks-pod-identity-agent on, or name a serviceAccountRoleArn",
     GUIDE "EBS CSI driver", .type = "AWS::EKS::Addon", .wanted = driver_has_role},
    {"EAD-07", SEV_WARNING, "subnets that the load balancer controller does not find", "no balancer is made for a service or an ingress", "leave the tags on the network's subnets",
     "AWS Load Balancer Controller, subnet discovery", .type = "AWS::EKS::PodIdentityAssociation", .wanted = balancers_find_subnets},
    {"EAC-01", SEV_ERROR, "a user name that is AWS's own", "CreateAccessEntry refuses it", "choose another prefix", API "CreateAccessEntry", .type = "AWS::EKS::AccessEntry",
     .forms = FORMS(NOT_A("username", "^(system|eks|aws|amazon|iam):", "with a prefix that AWS keeps"))},
    {"EAC-02", SEV_ERROR, "groups or policies of an entry for nodes", "CreateAccessEntry refuses it", "leave them out, or write type: STANDARD", API "CreateAccessEntry",
     .type = "AWS::EKS::AccessEntry",
     .forms = FORMS(AN_ABSENT("kubernetesGroups", .when = "type!=STANDARD"), AN_ABSENT("associatedAccessPolicies", .when = "type!=STANDARD"),
                    A_WORD("type", "STANDARD EC2_LINUX EC2_WINDOWS FARGATE_LINUX EC2 HYBRID_LINUX HYPERPOD_LINUX"))},
    {"EAC-901", SEV_ERROR, "an access entry of a session or of a service's own role", "CreateAccessEntry refuses it", "name the role itself", API "CreateAccessEntry",
     .type = "AWS::EKS::AccessEntry",
     .forms = FORMS(NOT_A("principalArn", ":assumed-role/|:sts:", "a session"), NOT_A("principalArn", ":role/aws-service-role/", "a service-linked role"))},
    {"EFG-901", SEV_ERROR, "a Fargate profile that chooses no pods, or none that it may", "CreateFargateProfile refuses it", "write 1 to 5 selectors with a namespace each, and private subnets",
     GUIDE "Fargate profiles", .type = "AWS::EKS::FargateProfile", .wanted = private_pods,
     .forms = FORMS(A_GIVEN("selectors"), A_COUNT("selectors", 1, 5), A_GIVEN("namespace", .each = "selectors[]"), A_COUNT("selectors[].labels", 0, 5))},
    {"EIR-01", SEV_WARNING, "a role that trusts a cluster's issuer by its number", "a cluster that is made anew has another, and pods get no credentials",
     "refer to it: ${./eks/cluster.issuer}", GUIDE "IAM roles for service accounts", .type = "AWS::IAM::Role", .wanted = fixed_issuer},
    {0}};
/* clang-format on */

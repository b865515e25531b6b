#include "provisioner/spec/defaults.h"
#include "provisioner/spec/tables.h"

#include <string.h>

/* clang-format off */

#define MINOR "^1\\.[1-9][0-9]$"
#define LABEL_MAP \
    .max = 50, .pattern = "^[A-Za-z0-9]([A-Za-z0-9_./-]{0,61}[A-Za-z0-9])?$", .shape = "a label's key of at most 63 characters", \
    .of = ITEM("value", SPEC_TEXT, .max = 63, .help = "up to 63 characters"), .fallback = ""
#define KUBERNETES_NAME .min = 1, .max = 63, .pattern = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", .shape = "a Kubernetes name: lower-case letters, digits and hyphens"
#define ROLE_ARN .min = 20, .max = 2048, .pattern = "^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", .shape = "the ARN of an IAM role"

static const struct spec_field taint_fields[] = {
    {"key", SPEC_TEXT, SPEC_REQUIRED, .min = 1, .max = 63, .help = "its key"},
    {"value", SPEC_TEXT, .fallback = "", .max = 63, .help = "its value"},
    {"effect", SPEC_ENUM, SPEC_REQUIRED, .words = "NO_SCHEDULE NO_EXECUTE PREFER_NO_SCHEDULE", .help = "what pods that don't tolerate it suffer",
     .source = "eks CreateNodegroup Taint"},
    {0}};

static const struct spec_field nodes_fields[] = {
    {"type", SPEC_TEXT, .fallback = "m6g.large", .min = 5, .max = 40, .pattern = "^[a-z][a-z0-9-]*\\.[a-z0-9-]+$",
     .shape = "an instance type such as m6g.large", .help = "instance type", .source = "eks CreateNodegroup instanceTypes"},
    {"more_types", SPEC_LIST, .fallback = "", .max = 19,
     .of = ITEM("type", SPEC_TEXT, .min = 5, .max = 40, .help = "an instance type of the same architecture"),
     .help = "further types to take where that one is not to be had; spot wants several", .source = "eks CreateNodegroup instanceTypes"},
    {"min", SPEC_INTEGER, .fallback = "2", .min = 0, .max = 450, .unit = "nodes", .help = "fewest nodes", .source = "eks CreateNodegroup scalingConfig"},
    {"desired", SPEC_INTEGER, .min = 0, .max = 450, .unit = "nodes", .computed = "as many as min, and one at least",
     .help = "nodes to begin with, and whenever this changes; in between an autoscaler moves it", .source = "eks CreateNodegroup scalingConfig"},
    {"max", SPEC_INTEGER, .fallback = "6", .min = 1, .max = 450, .unit = "nodes", .help = "most nodes", .source = "eks CreateNodegroup scalingConfig"},
    {"disk_gb", SPEC_INTEGER, .fallback = "50", .min = 20, .max = 16384, .unit = "GiB", .help = "disk of each node", .source = "eks CreateNodegroup diskSize"},
    {"capacity", SPEC_ENUM, .fallback = "on_demand", .words = "on_demand spot", .help = "spot is cheaper, and taken back at two minutes' notice",
     .source = "eks CreateNodegroup capacityType"},
    {"ami", SPEC_ENUM, .computed = "Amazon Linux 2023 of the type's architecture",
     .words = "AL2023_x86_64_STANDARD AL2023_ARM_64_STANDARD AL2023_x86_64_NVIDIA AL2023_ARM_64_NVIDIA AL2023_x86_64_NEURON BOTTLEROCKET_x86_64 "
              "BOTTLEROCKET_ARM_64 BOTTLEROCKET_x86_64_NVIDIA BOTTLEROCKET_ARM_64_NVIDIA",
     .refused = "EKS has no more images of Amazon Linux 2; leave ami out, and the right one is taken",
     .help = "image of the nodes", .source = "eks CreateNodegroup amiType"},
    {"labels", SPEC_MAP, LABEL_MAP, .help = "labels of the Kubernetes nodes"},
    {"taints", SPEC_LIST, .fallback = "", .max = 50, .of = ITEM("taint", SPEC_SECTION, .of = taint_fields, .help = "one taint"),
     .help = "what keeps pods off that don't ask for these nodes"},
    {"max_unavailable", SPEC_INTEGER, .fallback = "1", .min = 1, .max = 100, .unit = "nodes", .help = "how many are renewed at once",
     .source = "eks CreateNodegroup updateConfig"},
    {0}};

static const struct spec_field addon_fields[] = {
    {"enabled", SPEC_BOOLEAN, .fallback = "true", .help = "have it"},
    {"version", SPEC_TEXT, .min = 2, .max = 60, .pattern = "^v[0-9][A-Za-z0-9.+-]*$", .shape = "a version such as v1.21.1-eksbuild.1",
     .computed = "AWS's default for the cluster's version, when it is made and whenever the cluster is upgraded",
     .help = "its version", .source = "eks CreateAddon addonVersion"},
    {"configuration", SPEC_ANY, .help = "its settings, by its own schema", .source = "eks CreateAddon configurationValues"},
    {"role_arn", SPEC_TEXT, ROLE_ARN, .computed = "a role is made where AWS has a policy for it",
     .help = "role of its service account, trusted by the cluster's OIDC provider", .source = "eks CreateAddon serviceAccountRoleArn"},
    {0}};

static const struct spec_field endpoint_fields[] = {
    {"private", SPEC_BOOLEAN, .fallback = "true", .help = "reach the API from within the network", .source = "eks VpcConfigRequest endpointPrivateAccess"},
    {"public", SPEC_BOOLEAN, .fallback = "false", .help = "reach the API from the internet", .source = "eks VpcConfigRequest endpointPublicAccess"},
    {"cidrs", SPEC_LIST, .fallback = "", .max = 40, .of = ITEM("network", SPEC_CIDR, .min = 0, .max = 32, .help = "a network"),
     .help = "from which networks of the internet; needed where public is on", .source = "eks VpcConfigRequest publicAccessCidrs"},
    {0}};

static const struct spec_field access_fields[] = {
    {"principal", SPEC_TEXT, SPEC_REQUIRED, .min = 20, .max = 2048, .pattern = "^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+$",
     .shape = "the ARN of an IAM role or user", .help = "who", .source = "eks CreateAccessEntry principalArn"},
    {"policy", SPEC_ENUM, .words = "cluster_admin admin admin_view edit view", .computed = "none: groups alone decide",
     .help = "what they may do", .source = "eks AssociateAccessPolicy"},
    {"namespaces", SPEC_LIST, .fallback = "", .max = 100, .of = ITEM("namespace", SPEC_TEXT, KUBERNETES_NAME, .help = "a namespace"),
     .help = "where; everywhere when left out", .source = "eks AccessScope"},
    {"groups", SPEC_LIST, .fallback = "", .max = 50, .of = ITEM("group", SPEC_TEXT, .min = 1, .max = 63, .help = "a Kubernetes group"),
     .help = "Kubernetes groups they belong to", .source = "eks CreateAccessEntry kubernetesGroups"},
    {0}};

static const struct spec_field identity_fields[] = {
    {"namespace", SPEC_TEXT, SPEC_REQUIRED, KUBERNETES_NAME, .help = "of Kubernetes"},
    {"service_account", SPEC_TEXT, SPEC_REQUIRED, .min = 1, .max = 253, .help = "its pods take the role"},
    {"role_arn", SPEC_TEXT, SPEC_REQUIRED, ROLE_ARN, .help = "a role that trusts pods.eks.amazonaws.com", .source = "eks CreatePodIdentityAssociation"},
    {0}};

static const struct spec_field fargate_fields[] = {
    {"namespace", SPEC_TEXT, SPEC_REQUIRED, KUBERNETES_NAME, .help = "pods of this namespace run on Fargate"},
    {"labels", SPEC_MAP, LABEL_MAP, .help = "those with these labels only"},
    {0}};

#define NAMED(what, fields, most) \
    .max = most, .pattern = NAME, .shape = NAME_SHAPE, .of = ITEM(what, SPEC_SECTION, .of = fields, .help = "one of them"), .fallback = ""

const struct spec_field eks_fields[] = {
    {"version", SPEC_VERSION, SPEC_REQUIRED, .min = 4, .max = 4, .pattern = MINOR, .shape = "a minor version such as 1.34",
     .help = "version of Kubernetes; upgrades go minor by minor, one region after the other", .source = "eks CreateCluster version"},
    {"nodes", SPEC_SECTION, SPEC_ALWAYS, .of = nodes_fields, .help = "the main group of managed nodes"},
    {"node_groups", SPEC_MAP, NAMED("group", nodes_fields, 29), .help = "further groups of managed nodes, by name", .source = "EKS quotas: 30 a cluster"},
    {"addons", SPEC_MAP, .max = 50, .pattern = "^[a-z][a-z0-9-]*$", .shape = "an add-on's name", .of = ITEM("addon", SPEC_SECTION, .of = addon_fields, .help = "one add-on"),
     .computed = "vpc-cni, kube-proxy, coredns, eks-pod-identity-agent, aws-ebs-csi-driver and metrics-server; what is named here is had besides, or changed",
     .help = "software that AWS keeps on the cluster, by its name", .source = "eks CreateAddon addonName"},
    {"endpoint", SPEC_SECTION, SPEC_ALWAYS, .of = endpoint_fields, .help = "how the API is reached"},
    {"logs", SPEC_LIST, .fallback = "api audit authenticator controllerManager scheduler", .max = 5,
     .of = ITEM("log", SPEC_ENUM, .words = "api audit authenticator controllerManager scheduler", .help = "a log"),
     .help = "logs of the control plane, in CloudWatch Logs", .source = "eks CreateCluster logging"},
    {"log_retention_days", SPEC_INTEGER, .fallback = "30", .words = RETENTION, .unit = "days", .help = "how long they are kept", .source = "logs PutRetentionPolicy"},
    {"secrets_encryption", SPEC_BOOLEAN, .fallback = "true", .help = "encrypt Kubernetes secrets with a key of your own; once on, it stays",
     .source = "eks AssociateEncryptionConfig"},
    {"authentication", SPEC_ENUM, .fallback = "API", .words = "API API_AND_CONFIG_MAP", .help = "who is let in: by access entries, or by the aws-auth map as well",
     .source = "eks CreateCluster accessConfig"},
    {"creator_is_admin", SPEC_BOOLEAN, .fallback = "true", .help = "whoever makes the cluster may administer it; decided when it is made",
     .source = "eks CreateCluster accessConfig"},
    {"access", SPEC_MAP, NAMED("entry", access_fields, 200), .help = "who else may use the API", .source = "eks CreateAccessEntry"},
    {"service_cidr", SPEC_CIDR, .min = 12, .max = 24, .computed = "AWS takes 172.20.0.0/16 or 10.100.0.0/16",
     .help = "addresses of Kubernetes services; decided when it is made", .source = "eks KubernetesNetworkConfigRequest serviceIpv4Cidr"},
    {"pod_identities", SPEC_MAP, NAMED("identity", identity_fields, 200), .help = "IAM roles of service accounts", .source = "eks CreatePodIdentityAssociation"},
    {"irsa", SPEC_BOOLEAN, .fallback = "true", .help = "let IAM roles trust the cluster's own tokens: an OIDC provider", .source = "iam CreateOpenIDConnectProvider"},
    {"load_balancer_controller", SPEC_BOOLEAN, .fallback = "true", .help = "a role for the AWS Load Balancer Controller"},
    {"cluster_autoscaler", SPEC_BOOLEAN, .fallback = "true", .help = "a role for the Cluster Autoscaler"},
    {"fargate", SPEC_MAP, NAMED("profile", fargate_fields, 10), .help = "pods that run without nodes", .source = "eks CreateFargateProfile"},
    {"support", SPEC_ENUM, .fallback = "EXTENDED", .words = "STANDARD EXTENDED", .help = "STANDARD is upgraded by AWS when standard support ends, EXTENDED billed more from then on",
     .source = "eks CreateCluster upgradePolicy"},
    {"zonal_shift", SPEC_BOOLEAN, .fallback = "false", .help = "let traffic be shifted away from a zone in trouble", .source = "eks CreateCluster zonalShiftConfig"},
    {"deletion_protection", SPEC_BOOLEAN, .fallback = "true", .help = "AWS itself refuses to delete the cluster", .source = "eks CreateCluster deletionProtection"},
    {0}};
/* clang-format on */

static const char usual_addons[] =
    "vpc-cni kube-proxy coredns eks-pod-identity-agent aws-ebs-csi-driver metrics-server";

/* The defaults of what stands in a map. */
static const struct value *each_filled(struct arena *a, const struct spec_field *of, const struct value *map)
{
    struct value *all = value_map(a);
    if (value_kind(map) == V_UNKNOWN)
        return map;
    value_at_pos(all, value_pos(map));
    for (size_t i = 0; i < value_len(map); i++) {
        const struct value *v = value_item(map, i);
        value_set(a, all, value_key(map, i), value_kind(v) == V_MAP ? defaults_fill(a, of, v) : v);
    }
    return all;
}

/* Graviton: a g after the generation, as in m6g, c7gn, t4g. */
bool eks_is_arm(const char *type)
{
    const char *digit = strpbrk(type, "0123456789");
    size_t n = digit ? strspn(digit, "0123456789") : 0, family = digit ? strcspn(digit, ".") : 0;
    return digit && memchr(digit + n, 'g', family - n) != NULL;
}

static const struct value *sized(struct arena *a, const struct value *nodes)
{
    bool arm = eks_is_arm(value_get_str(nodes, "type"));
    struct value *all = value_edit(a, nodes);
    int64_t least = value_int_of(value_get(nodes, "min"));
    if (value_kind(nodes) != V_MAP)
        return nodes;
    defaults_put(a, all, "desired", value_int(a, least > 0 ? least : 1));
    defaults_put(a, all, "ami", value_str(a, arm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD"));
    return all;
}

static const struct value *with_usual(struct arena *a, const struct value *addons, struct pos pos)
{
    struct value *all = value_map(a);
    const char *words = usual_addons, *word;
    size_t n;
    if (value_kind(addons) == V_UNKNOWN)
        return addons;
    value_at_pos(all, addons ? value_pos(addons) : pos);
    while ((n = next_word(&words, &word))) {
        struct value *empty = value_map(a);
        value_at_pos(empty, pos);
        value_set(a, all, arena_strndup(a, word, n), empty);
    }
    return each_filled(a, addon_fields, value_overlay(a, all, addons));
}

const struct value *eks_compute(struct arena *a, const struct value *eks)
{
    struct value *all = value_edit(a, eks), *groups;
    const struct value *given = each_filled(a, nodes_fields, value_get(eks, "node_groups"));
    groups = value_edit(a, given);
    for (size_t i = 0; i < value_len(given); i++)
        value_set(a, groups, value_key(given, i), sized(a, value_item(given, i)));
    value_set(a, all, "nodes", sized(a, value_get(eks, "nodes")));
    value_set(a, all, "node_groups", groups);
    value_set(a, all, "addons", with_usual(a, value_get(eks, "addons"), value_pos(eks)));
    value_set(a, all, "access", each_filled(a, access_fields, value_get(eks, "access")));
    value_set(a, all, "fargate", each_filled(a, fargate_fields, value_get(eks, "fargate")));
    return all;
}

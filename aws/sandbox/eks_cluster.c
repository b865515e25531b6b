#include "aws/sandbox/block.h"
#include "aws/sandbox/eks.h"
#include "aws/sandbox/iam.h"

#include <string.h>

/*
 * EKS clusters. Source of rules: the EKS API reference, "network requirements", "update cluster" and "security of
 * secrets" of the EKS user guide, and what clients have learnt to retry on.
 */

enum { NAME_MOST = 100, CIDRS_MOST = 40 };

static void cluster_view(struct call *c, const struct object *o, struct value *view);
static void cluster_entered(struct world *w, struct object *o, const char *state);

/* clang-format off */
const struct sandbox_kind kind_eks_cluster = {
    .name = "cluster", .service = "eks", .id = "name",
    .arn = "arn:aws:eks:{region}:{account}:cluster/{id}", .arn_member = "arn", .tags_member = "tags",
    .status = "status", .ready = "ACTIVE",
    .lives = (const struct life[]){
        {"make",    GUESS, {{"CREATING", 600}, {"ACTIVE", 0}}},
        {"config",  GUESS, {{"UPDATING", 60}, {"ACTIVE", 0}}},
        {"version", GUESS, {{"UPDATING", 540}, {"ACTIVE", 0}}},
        {"drop",    GUESS, {{"DELETING", 150}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){
        {"createdAt", K_TIME, NULL}, {"platformVersion", K_STR, "eks.1"}, {"encryptionConfig", K_LIST, NULL}, {"deletionProtection", K_BOOL, "false"},
        {"$Endpoint", K_STR, "https://{hash}.gr7.{region}.eks.amazonaws.com"}, {"$Issuer", K_STR, "https://oidc.eks.{region}.amazonaws.com/id/{$Hash}"}, {0}},
    .refs = (const struct ref[]){
        {"resourcesVpcConfig.subnetIds", &kind_subnet, REF_BLOCKS, "InvalidParameterException"},
        {"resourcesVpcConfig.securityGroupIds", &kind_security_group, REF_BLOCKS, "InvalidParameterException"}, {0}},
    .missing = {"ResourceNotFoundException", "No cluster found for name: {id}."},
    .exists = {"ResourceInUseException", "Cluster already exists with name: {id}"},
    .busy = {"ResourceInUseException", "Cannot change cluster {id}: it is {status}, another operation is in progress"},
    .blocked = {"ResourceInUseException", "Cluster has nodegroups or Fargate profiles attached"},
    .lock = "deletionProtection", .locked = {"InvalidRequestException", "Cannot delete cluster {id}: deletion protection is enabled"},
    .view = cluster_view, .entered = cluster_entered,
};
/* clang-format on */

/* ---- as answered ------------------------------------------------------------------------------------------------- */

/* Base64 of a certificate's first line. */
static const char certificate[] = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==";

static const struct value *map_with(struct arena *a, const char *key, const struct value *v)
{
    struct value *map = value_map(a);
    value_set(a, map, key, v);
    return map;
}

static void cluster_view(struct call *c, const struct object *o, struct value *view)
{
    struct arena *a = c->a;
    if (str_eq(object_status(o), "CREATING"))
        return;
    value_set_str(a, view, "endpoint", object_str(o, "$Endpoint"));
    value_set(a, view, "certificateAuthority", map_with(a, "data", value_str(a, certificate)));
    value_set(a, view, "identity", map_with(a, "oidc", map_with(a, "issuer", value_get(o->v, "$Issuer"))));
}

/* The security group that EKS made goes with it. */
static void cluster_entered(struct world *w, struct object *o, const char *state)
{
    struct object *group = object_find(w, &kind_security_group, o->region, object_str(o, "$Group"));
    if (o->gone && group)
        remove_with_owned(w, group);
    else if (!o->gone)
        eks_update_ends(w, o, state);
}

/* ---- what is asked for ------------------------------------------------------------------------------------------- */

int eks_minor(const char *version)
{
    int64_t minor;
    return str_starts(version, "1.") && parse_int(version + 2, &minor) && minor >= EKS_MINOR_LEAST &&
                   minor <= EKS_MINOR_MOST
               ? (int)minor
               : -1;
}

bool eks_role_fits(struct call *c, const char *arn, const char *service, const char *what)
{
    const struct object *role = role_seen(c, arn);
    if (!role)
        return refuse(c, "InvalidParameterException", "The %s role with arn %.200s does not exist", what, arn);
    return role_trusts(c, role, service) ||
           refuse(c, "InvalidParameterException",
                  "Role with arn %.200s could not be assumed because the trusted entity is not correct", arn);
}

static bool cluster_role_fits(struct call *c)
{
    const char *arn = in_str(c, "roleArn");
    if (!eks_role_fits(c, arn, "eks.amazonaws.com", "cluster"))
        return false;
    const struct value *attached = value_get(object_by_arn(c->w, arn)->v, "$Attached");
    for (size_t i = 0; i < value_len(attached); i++)
        if (str_ends(value_str_of(value_item(attached, i)), ":policy/AmazonEKSClusterPolicy"))
            return true;
    return refuse(c, "InvalidParameterException",
                  "The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure "
                  "the following policy is attached: arn:aws:iam::aws:policy/AmazonEKSClusterPolicy");
}

bool eks_subnets_fit(struct call *c, const struct value *ids, const char **ret_vpc, size_t *ret_zones)
{
    struct value *zones = value_map(c->a);
    *ret_vpc = NULL;
    for (size_t i = 0; i < value_len(ids); i++) {
        const char *id = value_str_of(value_item(ids, i));
        const struct object *subnet = object_find(c->w, &kind_subnet, c->region, id);
        if (!subnet)
            return refuse(c, "InvalidParameterException", "The subnet ID '%.60s' does not exist", id);
        const char *vpc = object_str(subnet, "VpcId");
        if (*ret_vpc && !str_eq(*ret_vpc, vpc))
            return refuse(c, "InvalidParameterException", "Provided subnets belong to different VPCs");
        *ret_vpc = vpc;
        value_set_str(c->a, zones, object_str(subnet, "AvailabilityZone"), "");
        if (has_word("use1-az3 usw1-az2 cac1-az3", object_str(subnet, "AvailabilityZoneId")))
            return refuse(c, "UnsupportedAvailabilityZoneException",
                          "Cannot create cluster because %s, the targeted availability zone, does not currently have "
                          "sufficient capacity to support the cluster",
                          object_str(subnet, "AvailabilityZone"));
    }
    *ret_zones = value_len(zones);
    return true;
}

static bool control_plane_subnets_fit(struct call *c, const struct value *ids, const char **ret_vpc)
{
    size_t zones = 0;
    if (!eks_subnets_fit(c, ids, ret_vpc, &zones))
        return false;
    return zones >= 2 ||
           refuse(c, "InvalidParameterException", "Subnets specified must be in at least two different AZs");
}

static bool endpoint_fits(struct call *c, const struct value *vpc)
{
    const struct value *cidrs = value_get(vpc, "publicAccessCidrs");
    if (!value_bool_of(value_get(vpc, "endpointPublicAccess")) &&
        !value_bool_of(value_get(vpc, "endpointPrivateAccess")))
        return refuse(c, "InvalidParameterException", "Private and public endpoint access cannot be disabled");
    if (value_len(cidrs) > CIDRS_MOST)
        return refuse(c, "InvalidParameterException", "At most %d public access CIDRs are allowed", CIDRS_MOST);
    for (size_t i = 0; i < value_len(cidrs); i++) {
        struct block b;
        const char *text = value_str_of(value_item(cidrs, i));
        if (!block_parse(text, &b))
            return refuse(c, "InvalidParameterException", "The following CIDRs are invalid in publicAccessCidrs: %.60s",
                          text);
    }
    return true;
}

static bool encryption_fits(struct call *c, const struct value *configs)
{
    const struct value *one = value_item(configs, 0);
    struct object *key;
    if (!configs || !value_len(configs))
        return true;
    if (value_len(configs) > 1 || !is_list_of(value_get(one, "resources"), "secrets"))
        return refuse(c, "InvalidParameterException",
                      "One encryption config is supported, and its resource is secrets");
    return key_usable(c, c->region, value_get_str(value_get(one, "provider"), "keyArn"), "InvalidParameterException",
                      &key);
}

static const struct value *or_else(const struct value *v, const struct value *otherwise)
{
    return v ? v : otherwise;
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

static bool name_fits(struct call *c)
{
    const char *name = in_str(c, "name");
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return (*name && !name[n] && n <= NAME_MOST && *name != '-' && *name != '_') ||
           refuse(c, "InvalidParameterException",
                  "The cluster name '%.60s' must begin with a letter or digit and have 1 to 100 characters", name);
}

/* 172.20.0.0/16, or 10.100.0.0/16 where the VPC's own addresses are in that. */
static bool services_fit(struct call *c, const char *vpc, const char **ret)
{
    struct block wanted, own, private;
    static const char *const privates[] = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"};
    const char *asked = value_get_str(value_get(c->in, "kubernetesNetworkConfig"), "serviceIpv4Cidr");
    const struct object *o = object_find(c->w, &kind_vpc, c->region, vpc);
    bool within = false;
    *ret = *asked ? asked : "172.20.0.0/16";
    if (!block_parse(*ret, &wanted) || !o || !block_parse(object_str(o, "CidrBlock"), &own))
        return refuse(c, "InvalidParameterException", "The service CIDR %.60s is invalid", *ret);
    if (!*asked && block_overlaps(wanted, own)) {
        *ret = "10.100.0.0/16";
        return true;
    }
    for (size_t i = 0; i < COUNT(privates); i++)
        within |= block_parse(privates[i], &private) && block_within(wanted, private);
    if (!within || wanted.bits < 12 || wanted.bits > 24 || block_overlaps(wanted, own))
        return refuse(c, "InvalidParameterException",
                      "The service CIDR %.60s must be private, /12 to /24, and not overlap the VPC", asked);
    return true;
}

static bool support_fits(struct call *c, const char *version)
{
    const char *type = value_get_str(value_get(c->in, "upgradePolicy"), "supportType");
    return !str_eq(type, "STANDARD") || eks_minor(version) > 33 ||
           refuse(c, "InvalidParameterException", "Kubernetes %s is in extended support; STANDARD is not possible",
                  version);
}

static void fill_vpc(struct call *c, const char *vpc_id)
{
    struct arena *a = c->a;
    struct value *vpc = value_edit(a, value_get(c->in, "resourcesVpcConfig")), *anywhere = value_list(a);
    value_push(a, anywhere, value_str(a, "0.0.0.0/0"));
    value_set_str(a, vpc, "vpcId", vpc_id);
    value_set(a, vpc, "endpointPublicAccess", or_else(value_get(vpc, "endpointPublicAccess"), value_bool(a, true)));
    value_set(a, vpc, "endpointPrivateAccess", or_else(value_get(vpc, "endpointPrivateAccess"), value_bool(a, false)));
    value_set(a, vpc, "securityGroupIds", or_else(value_get(vpc, "securityGroupIds"), value_list(a)));
    value_set(a, vpc, "publicAccessCidrs", or_else(value_get(vpc, "publicAccessCidrs"), anywhere));
    value_set(a, c->draft, "resourcesVpcConfig", vpc);
}

static bool enabled_after(const struct value *logging, const char *type, bool before)
{
    const struct value *setups = value_get(logging, "clusterLogging");
    for (size_t i = 0; i < value_len(setups); i++)
        if (is_list_of(value_get(value_item(setups, i), "types"), type))
            before = value_bool_of(value_get(value_item(setups, i), "enabled"));
    return before;
}

/* What is not said to be on is off, and told so. */
static const struct value *logging_of(struct call *c, const struct value *before, const struct value *asked)
{
    static const char *const types[] = {"api", "audit", "authenticator", "controllerManager", "scheduler"};
    struct arena *a = c->a;
    struct value *on = value_list(a), *off = value_list(a), *setups = value_list(a);
    for (size_t i = 0; i < COUNT(types); i++) {
        bool enabled = enabled_after(asked, types[i], enabled_after(before, types[i], false));
        value_push(a, enabled ? on : off, value_str(a, types[i]));
    }
    for (int enabled = 1; enabled >= 0; enabled--) {
        struct value *s = value_map(a);
        value_set(a, s, "types", enabled ? on : off);
        value_set(a, s, "enabled", value_bool(a, enabled));
        if (value_len(enabled ? on : off))
            value_push(a, setups, s);
    }
    return map_with(a, "clusterLogging", setups);
}

static void fill_rest(struct call *c, const char *services)
{
    struct arena *a = c->a;
    struct value *network = value_edit(a, value_get(c->in, "kubernetesNetworkConfig"));
    struct value *access = value_edit(a, value_get(c->in, "accessConfig"));
    value_set_str(a, network, "serviceIpv4Cidr", services);
    value_set(a, network, "ipFamily", or_else(value_get(network, "ipFamily"), value_str(a, "ipv4")));
    value_set(a, access, "authenticationMode",
              or_else(value_get(access, "authenticationMode"), value_str(a, "CONFIG_MAP")));
    value_set(a, c->draft, "kubernetesNetworkConfig", network);
    value_set(a, c->draft, "accessConfig", access);
    value_set(a, c->draft, "logging", logging_of(c, NULL, value_get(c->in, "logging")));
    value_set(a, c->draft, "upgradePolicy",
              or_else(value_get(c->in, "upgradePolicy"), map_with(a, "supportType", value_str(a, "EXTENDED"))));
    value_set(a, c->draft, "zonalShiftConfig",
              or_else(value_get(c->in, "zonalShiftConfig"), map_with(a, "enabled", value_bool(a, false))));
    draft_str(c, "$Hash", mint_hex(c->w, a, 32));
}

bool eks_cluster_draft(struct call *c)
{
    const char *vpc = NULL, *services = NULL;
    const char *version = has(c, "version") ? in_str(c, "version") : arena_printf(c->a, "1.%d", EKS_MINOR_DEFAULT);
    const struct value *given = value_get(c->in, "resourcesVpcConfig");
    if (!name_fits(c) || !cluster_role_fits(c))
        return false;
    if (eks_minor(version) < 0)
        return refuse(c, "InvalidParameterException", "unsupported Kubernetes version %.20s", version);
    if (!control_plane_subnets_fit(c, value_get(given, "subnetIds"), &vpc) || !services_fit(c, vpc, &services) ||
        !encryption_fits(c, value_get(c->in, "encryptionConfig")) || !support_fits(c, version))
        return false;
    draft_str(c, "version", version);
    fill_vpc(c, vpc);
    fill_rest(c, services);
    return endpoint_fits(c, value_get(c->draft, "resourcesVpcConfig"));
}

static void group_made(struct call *c, struct object *cluster)
{
    struct value *v = value_map(c->a), *vpc = value_edit(c->a, value_get(cluster->v, "resourcesVpcConfig"));
    value_set_str(c->a, v, "GroupName",
                  arena_printf(c->a, "eks-cluster-sg-%s-%u", cluster->id, (unsigned)world_number(c->w)));
    value_set_str(c->a, v, "Description", "EKS created security group");
    value_set(c->a, v, "VpcId", value_get(vpc, "vpcId"));
    value_set(c->a, v, "$Given", value_bool(c->a, true));
    const struct object *group = make_along(c, &kind_security_group, c->region, v);
    value_set_str(c->a, vpc, "clusterSecurityGroupId", group->id);
    object_set(c->w, cluster, "resourcesVpcConfig", vpc);
    object_set_str(c->w, cluster, "$Group", group->id);
}

bool eks_cluster_made(struct call *c)
{
    const struct value *access = value_get(c->object->v, "accessConfig");
    const struct value *creator = value_get(access, "bootstrapClusterCreatorAdminPermissions");
    group_made(c, c->object);
    if (!str_eq(value_get_str(access, "authenticationMode"), "CONFIG_MAP") && (!creator || value_bool_of(creator)))
        eks_entry_along(c, c->object, arena_printf(c->a, "arn:aws:iam::%s:user/sandbox", world_account(c->w)),
                        "STANDARD", "AmazonEKSClusterAdminPolicy");
    return true;
}

/* ---- changing and deleting --------------------------------------------------------------------------------------- */

bool eks_cluster_ready(struct call *c, struct object **ret)
{
    if (!need(c, &kind_eks_cluster, c->region, in_str(c, "clusterName"), ret))
        return false;
    return str_eq(object_status(*ret), "ACTIVE") ||
           refuse(c, "InvalidRequestException", "Cluster '%s' is not in ACTIVE status", (*ret)->id);
}

static bool nodes_are_level(struct call *c)
{
    for (struct edge *e = first_from(c->object, &kind_eks_nodegroup); e; e = next_from(e, &kind_eks_nodegroup))
        if (!str_eq(object_str(e->from, "version"), object_str(c->object, "version")))
            return refuse(c, "InvalidRequestException",
                          "Nodegroup %s must be updated to Kubernetes %s before the cluster can be updated",
                          object_str(e->from, "nodegroupName"), object_str(c->object, "version"));
    return true;
}

bool eks_cluster_version(struct call *c)
{
    const char *asked = in_str(c, "version"), *has_now = object_str(c->object, "version");
    if (str_eq(asked, has_now))
        return refuse(c, "InvalidParameterException", "Cluster is already at the desired version %s", has_now);
    if (eks_minor(asked) != eks_minor(has_now) + 1)
        return refuse(c, "InvalidParameterException", "Unsupported Kubernetes minor version update from %s to %.20s",
                      has_now, asked);
    return nodes_are_level(c) && eks_update_begin(c, c->object, "VersionUpdate", "version",
                                                  map_with(c->a, "version", value_str(c->a, asked)));
}

struct aspect {
    const char *member, *type;
    bool (*fits)(struct call *c, const struct value *asked, struct value *pending);
};

static bool vpc_aspect(struct call *c, const struct value *asked, struct value *pending)
{
    const struct value *now = value_get(c->object->v, "resourcesVpcConfig");
    const struct value *will = value_overlay(c->a, now, asked), *subnets = value_get(asked, "subnetIds");
    bool endpoint = value_get(asked, "endpointPublicAccess") || value_get(asked, "endpointPrivateAccess") ||
                    value_get(asked, "publicAccessCidrs");
    const char *vpc = NULL;
    if (endpoint && (subnets || value_get(asked, "securityGroupIds")))
        return refuse(c, "InvalidParameterException", "Only one type of update can be allowed.");
    if (value_equal(now, will))
        return refuse(c, "InvalidParameterException", "Cluster is already at the desired configuration");
    if (subnets && !control_plane_subnets_fit(c, subnets, &vpc))
        return false;
    if (vpc && !str_eq(vpc, value_get_str(now, "vpcId")))
        return refuse(c, "InvalidParameterException", "Provided subnets belong to a different VPC than the cluster's");
    value_set(c->a, pending, "resourcesVpcConfig", will);
    return endpoint_fits(c, will) && refs_exist(c, c->kind, pending);
}

static bool logging_aspect(struct call *c, const struct value *asked, struct value *pending)
{
    const struct value *now = value_get(c->object->v, "logging"), *will = logging_of(c, now, asked);
    value_set(c->a, pending, "logging", will);
    return !value_equal(now, will) ||
           refuse(c, "InvalidParameterException", "No changes needed for the logging config provided");
}

static bool access_aspect(struct call *c, const struct value *asked, struct value *pending)
{
    static const char *const modes[] = {"CONFIG_MAP", "API_AND_CONFIG_MAP", "API"};
    const char *now = value_get_str(value_get(c->object->v, "accessConfig"), "authenticationMode");
    const char *will = value_get_str(asked, "authenticationMode");
    size_t from = 0, to = 0;
    for (size_t i = 0; i < COUNT(modes); i++) {
        from = str_eq(modes[i], now) ? i : from;
        to = str_eq(modes[i], will) ? i : to;
    }
    value_set(c->a, pending, "accessConfig", value_overlay(c->a, value_get(c->object->v, "accessConfig"), asked));
    return to > from ||
           refuse(c, "InvalidParameterException", "Unsupported authentication mode update from %s to %s", now, will);
}

static bool support_aspect(struct call *c, const struct value *asked, struct value *pending)
{
    value_set(c->a, pending, "upgradePolicy", asked);
    return support_fits(c, object_str(c->object, "version"));
}

static bool shift_aspect(struct call *c, const struct value *asked, struct value *pending)
{
    value_set(c->a, pending, "zonalShiftConfig", asked);
    return true;
}

static bool protection_aspect(struct call *c, const struct value *asked, struct value *pending)
{
    value_set(c->a, pending, "deletionProtection", asked);
    return true;
}

static const struct aspect aspects[] = {
    {"resourcesVpcConfig", "VpcConfigUpdate", vpc_aspect},
    {"logging", "LoggingUpdate", logging_aspect},
    {"accessConfig", "AccessConfigUpdate", access_aspect},
    {"upgradePolicy", "UpgradePolicyUpdate", support_aspect},
    {"zonalShiftConfig", "ZonalShiftConfigUpdate", shift_aspect},
    {"deletionProtection", "DeletionProtectionUpdate", protection_aspect},
};

bool eks_cluster_config(struct call *c)
{
    const struct aspect *asked = NULL;
    struct value *pending = value_map(c->a);
    for (size_t i = 0; i < COUNT(aspects); i++) {
        if (!has(c, aspects[i].member))
            continue;
        if (asked)
            return refuse(c, "InvalidParameterException", "Only one type of update can be allowed.");
        asked = &aspects[i];
    }
    if (!asked)
        return refuse(c, "InvalidParameterException", "No updates were provided");
    if (!str_eq(object_status(c->object), "ACTIVE"))
        return refuse_busy(c, c->object);
    return asked->fits(c, value_get(c->in, asked->member), pending) &&
           eks_update_begin(c, c->object, asked->type, "config", pending);
}

bool eks_cluster_encryption(struct call *c)
{
    const struct value *asked = value_get(c->in, "encryptionConfig");
    if (value_len(value_get(c->object->v, "encryptionConfig")))
        return refuse(c, "InvalidRequestException", "The cluster already has an encryption config associated");
    return encryption_fits(c, asked) && eks_update_begin(c, c->object, "AssociateEncryptionConfig", "config",
                                                         map_with(c->a, "encryptionConfig", asked));
}

bool eks_cluster_may_go(struct call *c)
{
    return !has_word("CREATING UPDATING DELETING", object_status(c->object)) || refuse_busy(c, c->object);
}

/* ---- versions ---------------------------------------------------------------------------------------------------- */

/* Source: "Kubernetes release calendar" of the EKS user guide, as of November 2026; the last is not dated yet. */
static const struct release {
    int minor;
    const char *standard_end, *extended_end;
} releases[] = {
    {31, "2025-11-26T00:00:00Z", "2026-11-26T00:00:00Z"}, {32, "2026-03-23T00:00:00Z", "2027-03-23T00:00:00Z"},
    {33, "2026-07-29T00:00:00Z", "2027-07-29T00:00:00Z"}, {34, "2026-12-02T00:00:00Z", "2027-12-02T00:00:00Z"},
    {35, "2027-03-27T00:00:00Z", "2028-03-27T00:00:00Z"}, {36, NULL, NULL},
};

static struct value *release_told(struct arena *a, const struct release *r)
{
    struct value *one = value_map(a);
    value_set(a, one, "clusterVersion", value_fmt(a, "1.%d", r->minor));
    value_set(a, one, "defaultVersion", value_bool(a, r->minor == EKS_MINOR_DEFAULT));
    value_set_str(a, one, "endOfStandardSupportDate", r->standard_end);
    value_set_str(a, one, "endOfExtendedSupportDate", r->extended_end);
    value_set_str(a, one, "versionStatus", r->minor < EKS_MINOR_STANDARD ? "EXTENDED_SUPPORT" : "STANDARD_SUPPORT");
    return one;
}

bool eks_versions(struct call *c)
{
    const struct value *asked = value_get(c->in, "clusterVersions");
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < COUNT(releases); i++)
        if (!asked || is_list_of(asked, arena_printf(c->a, "1.%d", releases[i].minor)))
            value_push(c->a, list, release_told(c->a, &releases[i]));
    value_set(c->a, c->out, "clusterVersions", list);
    return true;
}

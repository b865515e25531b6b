#include "aws/sandbox/eks.h"

#include <string.h>

/*
 * Managed node groups. Source of rules: the EKS API reference, "managed node groups", "update behaviour" and
 * "troubleshooting" of the EKS user guide.
 */

enum { NAME_MOST = 63, GROUPS_MOST = 30, TYPES_MOST = 20 };

static void nodegroup_entered(struct world *w, struct object *o, const char *state);

/* clang-format off */
const struct sandbox_kind kind_eks_nodegroup = {
    .name = "nodegroup", .service = "eks", .id = "$Id", .mint = "n", .unique = "clusterName nodegroupName",
    .arn = "arn:aws:eks:{region}:{account}:nodegroup/{clusterName}/{nodegroupName}/{id}", .arn_member = "nodegroupArn", .tags_member = "tags",
    .status = "status", .ready = "ACTIVE",
    .lives = (const struct life[]){
        {"make",    GUESS, {{"CREATING", 180}, {"ACTIVE", 0}}},
        {"fail",    DOC,   {{"CREATING", 900}, {"CREATE_FAILED", 0}}},
        {"config",  GUESS, {{"UPDATING", 20}, {"ACTIVE", 0}}},
        {"version", GUESS, {{"UPDATING", 360}, {"ACTIVE", 0}}},
        {"drop",    GUESS, {{"DELETING", 240}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){
        {"createdAt", K_TIME, NULL}, {"modifiedAt", K_TIME, NULL}, {"capacityType", K_STR, "ON_DEMAND"}, {"diskSize", K_INT, "20"},
        {"taints", K_LIST, NULL}, {0}},
    .refs = (const struct ref[]){
        {"clusterName", &kind_eks_cluster, REF_BLOCKS, NULL}, {"subnets", &kind_subnet, REF_BLOCKS, "InvalidParameterException"}, {0}},
    .missing = {"ResourceNotFoundException", "No node group found for name: {id}."},
    .exists = {"ResourceInUseException", "NodeGroup already exists with name {nodegroupName} and cluster name {clusterName}"},
    .busy = {"ResourceInUseException", "Nodegroup {nodegroupName} is {status}, another operation is in progress"},
    .entered = nodegroup_entered,
};
/* clang-format on */

static void nodegroup_entered(struct world *w, struct object *o, const char *state)
{
    struct object *cluster = object_find(w, &kind_eks_cluster, o->region, object_str(o, "clusterName"));
    if (!o->gone)
        eks_update_ends(w, o, state);
    if (cluster)
        eks_addons_follow(w, cluster);
}

bool eks_has_nodes(const struct object *cluster)
{
    for (struct edge *e = first_from(cluster, &kind_eks_nodegroup); e; e = next_from(e, &kind_eks_nodegroup))
        if (has_word("ACTIVE UPDATING", object_status(e->from)) &&
            value_int_of(value_get(value_get(e->from->v, "scalingConfig"), "desiredSize")) > 0)
            return true;
    return false;
}

/* ---- what is asked for ------------------------------------------------------------------------------------------- */

/* Graviton: a g after the generation, as in m6g, c7gn, t4g. */
static bool is_arm(const char *type)
{
    const char *digit = strpbrk(type, "0123456789");
    size_t n = digit ? strspn(digit, "0123456789") : 0, family = digit ? strcspn(digit, ".") : 0;
    return digit && memchr(digit + n, 'g', family - n) != NULL;
}

static bool ami_fits(struct call *c, const char *version)
{
    const char *ami = value_get_str(c->draft, "amiType");
    const struct value *types = value_get(c->draft, "instanceTypes");
    if (str_starts(ami, "AL2_") && eks_minor(version) >= 33)
        return refuse(c, "InvalidParameterException",
                      "AMI Type %s is only supported for kubernetes versions 1.32 or "
                      "earlier",
                      ami);
    for (size_t i = 0; i < value_len(types); i++) {
        const char *type = value_str_of(value_item(types, i));
        if (!str_eq(ami, "CUSTOM") && is_arm(type) != (strstr(ami, "ARM_64") != NULL))
            return refuse(c, "InvalidParameterException",
                          "[%.40s] is not a valid instance type for requested amiType "
                          "%s",
                          type, ami);
    }
    return value_len(types) <= TYPES_MOST ||
           refuse(c, "InvalidParameterException", "At most %d instance types are allowed", TYPES_MOST);
}

static bool scaling_fits(struct call *c, const struct value *scaling)
{
    int64_t least = value_int_of(value_get(scaling, "minSize")), most = value_int_of(value_get(scaling, "maxSize"));
    int64_t size = value_int_of(value_get(scaling, "desiredSize"));
    if (most < 1 || least < 0)
        return refuse(c, "InvalidParameterException", "Maximum size must be at least 1, and minimum size at least 0");
    if (least > size)
        return refuse(c, "InvalidParameterException", "Minimum capacity %d can't be greater than desired size %d",
                      (int)least, (int)size);
    return size <= most || refuse(c, "InvalidParameterException",
                                  "Desired capacity %d can't be greater than max size "
                                  "%d",
                                  (int)size, (int)most);
}

static bool pace_fits(struct call *c)
{
    const struct value *v = value_get(c->in, "updateConfig");
    const struct value *n = value_get(v, "maxUnavailable"), *share = value_get(v, "maxUnavailablePercentage");
    if (v && !n == !share)
        return refuse(c, "InvalidParameterException",
                      "One of maxUnavailable and maxUnavailablePercentage must be specified");
    int64_t asked = value_int_of(n ? n : share);
    return !v || (asked >= 1 && asked <= 100) ||
           refuse(c, "InvalidParameterException", "updateConfig values must be between 1 and 100");
}

static const struct value *scaling_with_defaults(struct call *c)
{
    static const struct {
        const char *member;
        int value;
    } defaults[] = {{"minSize", 1}, {"maxSize", 2}, {"desiredSize", 2}};
    struct value *scaling = value_edit(c->a, value_get(c->in, "scalingConfig"));
    for (size_t i = 0; i < COUNT(defaults); i++)
        if (!value_get(scaling, defaults[i].member))
            value_set(c->a, scaling, defaults[i].member, value_int(c->a, defaults[i].value));
    return scaling;
}

static void fill_defaults(struct call *c)
{
    struct arena *a = c->a;
    struct value *types = value_list(a), *pace = value_map(a);
    value_push(a, types, value_str(a, "t3.medium"));
    value_set(a, pace, "maxUnavailable", value_int(a, 1));
    value_set(a, c->draft, "scalingConfig", scaling_with_defaults(c));
    if (!value_len(value_get(c->draft, "instanceTypes")))
        value_set(a, c->draft, "instanceTypes", types);
    if (!has(c, "amiType"))
        draft_str(c, "amiType", "AL2023_x86_64_STANDARD");
    if (!has(c, "updateConfig"))
        value_set(a, c->draft, "updateConfig", pace);
}

static void put_release(struct call *c, struct value *v, const char *version)
{
    value_set_str(c->a, v, "version", version);
    value_set_str(c->a, v, "releaseVersion", arena_printf(c->a, "%s.2-20261105", version));
}

static void put_scaling_group(struct call *c)
{
    struct value *resources = value_map(c->a);
    const char *name = arena_printf(c->a, "eks-%s-%s", in_str(c, "nodegroupName"), mint_hex(c->w, c->a, 12));
    value_set_path(c->a, resources, "autoScalingGroups[].name", value_str(c->a, name));
    value_set(c->a, c->draft, "resources", resources);
}

/* Nodes that may not join never do; EKS waits for them for a quarter of an hour. */
static void joins_or_fails(struct call *c)
{
    const struct value *attached = value_get(object_by_arn(c->w, in_str(c, "nodeRole"))->v, "$Attached");
    for (size_t i = 0; i < value_len(attached); i++)
        if (str_ends(value_str_of(value_item(attached, i)), ":policy/AmazonEKSWorkerNodePolicy"))
            return;
    struct value *health = value_map(c->a);
    value_set_path(c->a, health, "issues[].code", value_str(c->a, "NodeCreationFailure"));
    value_set_path(c->a, health, "issues[].message",
                   value_str(c->a, "Instances failed to join the kubernetes cluster"));
    value_set(c->a, c->draft, "health", health);
    c->life = "fail";
}

static bool place_fits(struct call *c, const struct object *cluster)
{
    const char *name = in_str(c, "nodegroupName"), *vpc = NULL;
    size_t zones, groups = 0;
    if (!*name || strlen(name) > NAME_MOST)
        return refuse(c, "InvalidParameterException", "The nodegroup name must have 1 to %d characters", NAME_MOST);
    for (struct edge *e = first_from(cluster, &kind_eks_nodegroup); e; e = next_from(e, &kind_eks_nodegroup))
        groups++;
    if (groups >= GROUPS_MOST)
        return refuse(c, "ResourceLimitExceededException", "NodeGroup limit exceeded for the cluster: %d", GROUPS_MOST);
    if (!eks_subnets_fit(c, value_get(c->in, "subnets"), &vpc, &zones))
        return false;
    return str_eq(vpc, value_get_str(value_get(cluster->v, "resourcesVpcConfig"), "vpcId")) ||
           refuse(c, "InvalidParameterException", "Subnets are not in the cluster's VPC");
}

bool eks_nodegroup_draft(struct call *c)
{
    struct object *cluster;
    if (!eks_cluster_ready(c, &cluster) || !place_fits(c, cluster) ||
        !eks_role_fits(c, in_str(c, "nodeRole"), "ec2.amazonaws.com", "node"))
        return false;
    const char *version = object_str(cluster, "version");
    if (has(c, "version") && !str_eq(in_str(c, "version"), version))
        return refuse(c, "InvalidParameterException",
                      "Requested Nodegroup kubernetes version %.20s is not the cluster's, %s", in_str(c, "version"),
                      version);
    fill_defaults(c);
    put_release(c, c->draft, version);
    put_scaling_group(c);
    joins_or_fails(c);
    return pace_fits(c) && ami_fits(c, version) && scaling_fits(c, value_get(c->draft, "scalingConfig"));
}

bool eks_nodegroup_made(struct call *c)
{
    const struct object *cluster =
        object_find(c->w, &kind_eks_cluster, c->region, object_str(c->object, "clusterName"));
    const char *mode = value_get_str(value_get(cluster->v, "accessConfig"), "authenticationMode");
    if (!str_eq(mode, "CONFIG_MAP"))
        eks_entry_along(c, cluster, object_str(c->object, "nodeRole"), "EC2_LINUX", NULL);
    return true;
}

/* ---- changing and deleting --------------------------------------------------------------------------------------- */

static const struct value *labels_after(struct call *c)
{
    const struct value *asked = value_get(c->in, "labels"), *gone = value_get(asked, "removeLabels");
    const struct value *left = value_get(c->object->v, "labels");
    for (size_t i = 0; i < value_len(gone); i++)
        left = value_without(c->a, left, value_str_of(value_item(gone, i)));
    return value_overlay(c->a, left, value_get(asked, "addOrUpdateLabels"));
}

static bool is_among(const struct value *taints, const struct value *one)
{
    for (size_t i = 0; i < value_len(taints); i++)
        if (str_eq(value_get_str(value_item(taints, i), "key"), value_get_str(one, "key")) &&
            str_eq(value_get_str(value_item(taints, i), "effect"), value_get_str(one, "effect")))
            return true;
    return false;
}

static bool taints_after(struct call *c, const struct value **ret)
{
    const struct value *asked = value_get(c->in, "taints"), *now = value_get(c->object->v, "taints");
    const struct value *put = value_get(asked, "addOrUpdateTaints"), *gone = value_get(asked, "removeTaints");
    struct value *left = value_list(c->a);
    for (size_t i = 0; i < value_len(gone); i++)
        if (is_among(put, value_item(gone, i)))
            return refuse(c, "InvalidParameterException", "A taint cannot be both updated and removed: %.60s",
                          value_get_str(value_item(gone, i), "key"));
    for (size_t i = 0; i < value_len(now); i++)
        if (!is_among(put, value_item(now, i)) && !is_among(gone, value_item(now, i)))
            value_push(c->a, left, value_item(now, i));
    for (size_t i = 0; i < value_len(put); i++)
        value_push(c->a, left, value_item(put, i));
    *ret = left;
    return true;
}

bool eks_nodegroup_config(struct call *c)
{
    struct value *pending = value_map(c->a);
    const struct value *scaling =
        value_overlay(c->a, value_get(c->object->v, "scalingConfig"), value_get(c->in, "scalingConfig"));
    const struct value *taints = NULL;
    if (!has_word(c->kind->ready, object_status(c->object)))
        return refuse_busy(c, c->object);
    if (!scaling_fits(c, scaling) || !pace_fits(c) || !taints_after(c, &taints))
        return false;
    value_set(c->a, pending, "scalingConfig", scaling);
    value_set(c->a, pending, "updateConfig", value_get(c->in, "updateConfig"));
    value_set(c->a, pending, "labels", labels_after(c));
    value_set(c->a, pending, "taints", taints);
    return eks_update_begin(c, c->object, "ConfigUpdate", "config", pending);
}

bool eks_nodegroup_version(struct call *c)
{
    const struct object *cluster =
        object_find(c->w, &kind_eks_cluster, c->region, object_str(c->object, "clusterName"));
    const char *now = object_str(c->object, "version"), *most = object_str(cluster, "version");
    const char *asked = has(c, "version") ? in_str(c, "version") : most;
    struct value *pending = value_map(c->a);
    if (eks_minor(asked) < eks_minor(now))
        return refuse(c, "InvalidParameterException", "Nodegroup %s is at %s and cannot go back to %.20s",
                      object_str(c->object, "nodegroupName"), now, asked);
    if (eks_minor(asked) > eks_minor(most))
        return refuse(c, "InvalidParameterException", "Nodegroup version %.20s is ahead of the cluster's, %s", asked,
                      most);
    put_release(c, pending, asked);
    if (has(c, "launchTemplate"))
        value_set(c->a, pending, "launchTemplate", value_get(c->in, "launchTemplate"));
    return eks_update_begin(c, c->object, "VersionUpdate", "version", pending);
}

bool eks_nodegroup_may_go(struct call *c)
{
    return !has_word("UPDATING DELETING", object_status(c->object)) || refuse_busy(c, c->object);
}

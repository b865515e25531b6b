#include "aws/sandbox/eks.h"
#include "aws/sandbox/iam.h"

#include <string.h>

/*
 * Access entries with their policies, pod identity associations, and Fargate profiles. Source of rules: the EKS API
 * reference, "grant access to the Kubernetes API", "EKS Pod Identity" and "Fargate profiles" of the EKS user guide.
 */

/* clang-format off */
const struct sandbox_kind kind_eks_entry = {
    .name = "access-entry", .service = "eks", .id = "$Id", .mint = "e", .unique = "clusterName principalArn",
    .arn = "arn:aws:eks:{region}:{account}:access-entry/{clusterName}/{id}", .arn_member = "accessEntryArn", .tags_member = "tags",
    .filled = (const struct filled[]){
        {"createdAt", K_TIME, NULL}, {"modifiedAt", K_TIME, NULL}, {"type", K_STR, "STANDARD"}, {"username", K_STR, "{principalArn}"}, {"kubernetesGroups", K_LIST, NULL}, {0}},
    .refs = (const struct ref[]){{"clusterName", &kind_eks_cluster, REF_OWNED}, {0}},
    .missing = {"ResourceNotFoundException", "The specified principalArn could not be found: {id}"},
    .exists = {"ResourceInUseException", "The specified access entry resource is already in use on this cluster: {principalArn}"},
};

const struct sandbox_kind kind_eks_pod_identity = {
    .name = "podidentityassociation", .service = "eks", .id = "associationId", .mint = "a-", .unique = "clusterName namespace serviceAccount",
    .arn = "arn:aws:eks:{region}:{account}:podidentityassociation/{clusterName}/{id}", .arn_member = "associationArn", .tags_member = "tags",
    .filled = (const struct filled[]){{"createdAt", K_TIME, NULL}, {"modifiedAt", K_TIME, NULL}, {"disableSessionTags", K_BOOL, "false"}, {0}},
    .refs = (const struct ref[]){{"clusterName", &kind_eks_cluster, REF_OWNED}, {0}},
    .missing = {"ResourceNotFoundException", "No pod identity association found for ID: {id}"},
    .exists = {"ResourceInUseException", "Association already exists: {namespace}/{serviceAccount}"},
};

const struct sandbox_kind kind_eks_fargate = {
    .name = "fargateprofile", .service = "eks", .id = "$Id", .mint = "f", .unique = "clusterName fargateProfileName",
    .arn = "arn:aws:eks:{region}:{account}:fargateprofile/{clusterName}/{fargateProfileName}/{id}", .arn_member = "fargateProfileArn", .tags_member = "tags",
    .status = "status", .ready = "ACTIVE",
    .lives = (const struct life[]){
        {"make", GUESS, {{"CREATING", 90}, {"ACTIVE", 0}}},
        {"drop", GUESS, {{"DELETING", 90}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"createdAt", K_TIME, NULL}, {0}},
    .refs = (const struct ref[]){
        {"clusterName", &kind_eks_cluster, REF_BLOCKS, NULL}, {"subnets", &kind_subnet, REF_BLOCKS, "InvalidParameterException"}, {0}},
    .missing = {"ResourceNotFoundException", "No Fargate Profile found with name: {id}."},
    .exists = {"ResourceInUseException", "Fargate Profile already exists with this name: {fargateProfileName}"},
};

/* Source: "access policy permissions" of the EKS user guide. */
static const char *const policies[] = {
    "AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy", "AmazonEKSAdminViewPolicy", "AmazonEKSEditPolicy", "AmazonEKSViewPolicy",
};
#define POLICY_PREFIX "arn:aws:eks::aws:cluster-access-policy/"
/* clang-format on */

/* ---- access entries ---------------------------------------------------------------------------------------------- */

static bool principal_fits(struct call *c)
{
    const char *arn = in_str(c, "principalArn"), *iam = strstr(arn, ":iam::");
    bool user = iam && strstr(iam, ":user/");
    if (!str_starts(arn, "arn:aws") || !(user || role_seen(c, arn)))
        return refuse(c, "InvalidParameterException", "The specified principalArn is invalid: invalid principal.");
    return !strstr(arn, "/aws-service-role/") ||
           refuse(c, "InvalidParameterException", "The specified principalArn is a service-linked role");
}

static bool username_fits(struct call *c)
{
    static const char *const reserved[] = {"system:", "eks:", "aws:", "amazon:", "iam:"};
    for (size_t i = 0; i < COUNT(reserved); i++)
        if (str_starts(in_str(c, "username"), reserved[i]))
            return refuse(c, "InvalidParameterException", "The username must not begin with %s", reserved[i]);
    return true;
}

bool eks_entry_draft(struct call *c)
{
    static const char types[] = "STANDARD EC2_LINUX EC2_WINDOWS FARGATE_LINUX EC2 HYBRID_LINUX HYPERPOD_LINUX";
    struct object *cluster;
    const char *type = has(c, "type") ? in_str(c, "type") : "STANDARD";
    if (!eks_cluster_ready(c, &cluster))
        return false;
    if (str_eq(value_get_str(value_get(cluster->v, "accessConfig"), "authenticationMode"), "CONFIG_MAP"))
        return refuse(c, "InvalidRequestException",
                      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform "
                      "this operation.");
    if (!has_word(types, type))
        return refuse(c, "InvalidParameterException", "The access entry type %.30s is not supported", type);
    if (!str_eq(type, "STANDARD") && (value_len(value_get(c->in, "kubernetesGroups")) || has(c, "username")))
        return refuse(c, "InvalidParameterException", "Type %s allows neither groups nor a username", type);
    value_set(c->a, c->draft, "$Policies", value_map(c->a));
    return principal_fits(c) && username_fits(c);
}

bool eks_entry_change(struct call *c)
{
    return username_fits(c);
}

static bool policy_known(const char *arn)
{
    for (size_t i = 0; str_starts(arn, POLICY_PREFIX) && i < COUNT(policies); i++)
        if (str_eq(arn + strlen(POLICY_PREFIX), policies[i]))
            return true;
    return false;
}

static const struct value *policy_of(struct call *c, const char *arn, const struct value *scope)
{
    struct value *v = value_map(c->a), *full = value_edit(c->a, scope);
    if (!value_get(full, "namespaces"))
        value_set(c->a, full, "namespaces", value_list(c->a));
    value_set_str(c->a, v, "policyArn", arn);
    value_set(c->a, v, "accessScope", full);
    value_set_str(c->a, v, "associatedAt", iso_time(c->a, world_now(c->w)));
    value_set_str(c->a, v, "modifiedAt", iso_time(c->a, world_now(c->w)));
    return v;
}

bool eks_policy_associate(struct call *c)
{
    const char *arn = in_str(c, "policyArn");
    const struct value *scope = value_get(c->in, "accessScope");
    bool cluster = str_eq(value_get_str(scope, "type"), "cluster");
    struct value *all = value_edit(c->a, value_get(c->object->v, "$Policies"));
    if (!policy_known(arn))
        return refuse(c, "ResourceNotFoundException", "The specified policyArn could not be found: %.200s", arn);
    if (!str_eq(object_str(c->object, "type"), "STANDARD"))
        return refuse(c, "InvalidRequestException", "Policies can be associated with entries of type STANDARD only");
    if (cluster == (value_len(value_get(scope, "namespaces")) > 0))
        return refuse(c, "InvalidParameterException", "Namespaces are for the scope namespace, and only for it");
    const struct value *policy = policy_of(c, arn, scope);
    value_set(c->a, all, arn, policy);
    object_set(c->w, c->object, "$Policies", all);
    value_set(c->a, c->out, "associatedAccessPolicy", policy);
    return true;
}

bool eks_policy_disassociate(struct call *c)
{
    const struct value *all = value_get(c->object->v, "$Policies");
    if (!value_get(all, in_str(c, "policyArn")))
        return refuse(c, "ResourceNotFoundException", "The specified policyArn is not associated: %.200s",
                      in_str(c, "policyArn"));
    object_set(c->w, c->object, "$Policies", value_without(c->a, all, in_str(c, "policyArn")));
    return true;
}

bool eks_policies_list(struct call *c)
{
    const struct value *all = value_get(c->object->v, "$Policies");
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(all); i++)
        value_push(c->a, list, value_item(all, i));
    value_set(c->a, c->out, "associatedAccessPolicies", list);
    return true;
}

void eks_entry_along(struct call *c, const struct object *cluster, const char *principal, const char *type,
                     const char *policy)
{
    struct value *v = value_map(c->a), *with = value_map(c->a), *scope = value_map(c->a);
    value_set_str(c->a, v, "clusterName", cluster->id);
    value_set_str(c->a, v, "principalArn", principal);
    if (object_by_unique(c->w, &kind_eks_entry, c->region, v))
        return;
    const char *arn = policy ? arena_printf(c->a, POLICY_PREFIX "%s", policy) : NULL;
    value_set_str(c->a, scope, "type", "cluster");
    if (arn)
        value_set(c->a, with, arn, policy_of(c, arn, scope));
    value_set_str(c->a, v, "type", type);
    value_set(c->a, v, "$Policies", with);
    value_set(c->a, v, "$Given", value_bool(c->a, true));
    make_along(c, &kind_eks_entry, c->region, v);
}

/* ---- pod identities ---------------------------------------------------------------------------------------------- */

static bool pods_role_fits(struct call *c)
{
    return !has(c, "roleArn") || eks_role_fits(c, in_str(c, "roleArn"), "pods.eks.amazonaws.com", "pod identity");
}

bool eks_pod_identity_draft(struct call *c)
{
    struct object *cluster;
    return eks_cluster_ready(c, &cluster) && pods_role_fits(c);
}

static bool of_this_cluster(struct call *c)
{
    return str_eq(object_str(c->object, "clusterName"), in_str(c, "clusterName")) ||
           refuse_missing(c, c->kind, c->object->id);
}

bool eks_pod_identity_change(struct call *c)
{
    return of_this_cluster(c) && pods_role_fits(c);
}

bool eks_pod_identity_drop(struct call *c)
{
    return of_this_cluster(c);
}

bool eks_pod_identity_listed(struct call *c, const struct object *o)
{
    static const char *const members[] = {"clusterName", "namespace", "serviceAccount"};
    for (size_t i = 0; i < COUNT(members); i++)
        if (has(c, members[i]) && !str_eq(object_str(o, members[i]), in_str(c, members[i])))
            return false;
    return true;
}

/* ---- Fargate profiles -------------------------------------------------------------------------------------------- */

static bool another_at_work(struct call *c, const struct object *cluster)
{
    for (struct edge *e = first_from(cluster, &kind_eks_fargate); e; e = next_from(e, &kind_eks_fargate))
        if (e->from != c->object && !str_eq(object_status(e->from), "ACTIVE"))
            return refuse(c, "InvalidRequestException",
                          "Cluster %s currently has Fargate profile %s in status %s: one at a time", cluster->id,
                          object_str(e->from, "fargateProfileName"), object_status(e->from));
    return true;
}

bool eks_fargate_draft(struct call *c)
{
    struct object *cluster;
    const char *name = in_str(c, "fargateProfileName"), *vpc = NULL;
    const struct value *selectors = value_get(c->in, "selectors");
    size_t zones;
    if (!eks_cluster_ready(c, &cluster))
        return false;
    if (!*name || str_starts(name, "eks-"))
        return refuse(c, "InvalidParameterException", "The Fargate profile name must not begin with eks-");
    if (!value_len(selectors) || value_len(selectors) > 5)
        return refuse(c, "InvalidParameterException", "A Fargate profile has 1 to 5 selectors");
    for (size_t i = 0; i < value_len(selectors); i++)
        if (!*value_get_str(value_item(selectors, i), "namespace"))
            return refuse(c, "InvalidParameterException", "Each selector must have a namespace");
    return eks_role_fits(c, in_str(c, "podExecutionRoleArn"), "eks-fargate-pods.amazonaws.com", "pod execution") &&
           eks_subnets_fit(c, value_get(c->in, "subnets"), &vpc, &zones) && another_at_work(c, cluster);
}

bool eks_fargate_may_go(struct call *c)
{
    const struct object *cluster =
        object_find(c->w, &kind_eks_cluster, c->region, object_str(c->object, "clusterName"));
    return another_at_work(c, cluster);
}

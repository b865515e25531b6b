#include "aws/sandbox/eks.h"

#include <string.h>

/* EKS as the sandbox plays it. */

#define GROUP "clusterName nodegroupName"
#define ADDON "clusterName addonName"
#define ENTRY "clusterName principalArn"
#define PROFILE "clusterName fargateProfileName"

static bool cluster_asked(struct call *c)
{
    return need(c, &kind_eks_cluster, c->region, in_str(c, "clusterName"), NULL);
}

static bool in_cluster(struct call *c, const struct object *o)
{
    return str_eq(object_str(o, "clusterName"), in_str(c, "clusterName"));
}

/* Lists tell names alone: the last of those that together name it. */
static bool names_only(struct call *c)
{
    const char *unique = c->kind->unique ? c->kind->unique : c->kind->id, *space = strrchr(unique, ' ');
    const struct value *all = value_get(c->out, c->row->wrap);
    struct value *names = value_list(c->a);
    for (size_t i = 0; i < value_len(all); i++)
        value_push(c->a, names, value_get(value_item(all, i), space ? space + 1 : unique));
    value_set(c->a, c->out, c->row->wrap, names);
    return true;
}

static bool entry_listed(struct call *c, const struct object *o)
{
    const char *policy = in_str(c, "associatedPolicyArn");
    return in_cluster(c, o) && (!*policy || value_get(value_get(o->v, "$Policies"), policy));
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateCluster",             ACT_MAKE,  &kind_eks_cluster, "cluster", .rule = eks_cluster_draft, .after = eks_cluster_made},
    {"DescribeCluster",           ACT_SHOW,  &kind_eks_cluster, "cluster"},
    {"ListClusters",              ACT_LIST,  &kind_eks_cluster, "clusters", .after = names_only},
    {"UpdateClusterVersion",      ACT_SHOW,  &kind_eks_cluster, .rule = eks_cluster_version},
    {"UpdateClusterConfig",       ACT_SHOW,  &kind_eks_cluster, .rule = eks_cluster_config},
    {"AssociateEncryptionConfig", ACT_SHOW,  &kind_eks_cluster, .by = "clusterName", .rule = eks_cluster_encryption},
    {"DeleteCluster",             ACT_DROP,  &kind_eks_cluster, "cluster", .rule = eks_cluster_may_go},
    {"DescribeUpdate",            ACT_SHOW,  &kind_eks_update, "update", .by = "updateId", .rule = eks_update_show},
    {"ListUpdates",               ACT_LIST,  &kind_eks_update, "updateIds", .rule = eks_updates_asked, .keep = eks_update_listed, .after = names_only},
    {"CreateNodegroup",           ACT_MAKE,  &kind_eks_nodegroup, "nodegroup", .rule = eks_nodegroup_draft, .after = eks_nodegroup_made},
    {"DescribeNodegroup",         ACT_SHOW,  &kind_eks_nodegroup, "nodegroup", .by = GROUP},
    {"ListNodegroups",            ACT_LIST,  &kind_eks_nodegroup, "nodegroups", .rule = cluster_asked, .keep = in_cluster, .after = names_only},
    {"UpdateNodegroupConfig",     ACT_SHOW,  &kind_eks_nodegroup, .by = GROUP, .rule = eks_nodegroup_config},
    {"UpdateNodegroupVersion",    ACT_SHOW,  &kind_eks_nodegroup, .by = GROUP, .rule = eks_nodegroup_version},
    {"DeleteNodegroup",           ACT_DROP,  &kind_eks_nodegroup, "nodegroup", .by = GROUP, .rule = eks_nodegroup_may_go},
    {"CreateAddon",               ACT_MAKE,  &kind_eks_addon, "addon", .rule = eks_addon_draft},
    {"DescribeAddon",             ACT_SHOW,  &kind_eks_addon, "addon", .by = ADDON},
    {"ListAddons",                ACT_LIST,  &kind_eks_addon, "addons", .rule = cluster_asked, .keep = in_cluster, .after = names_only},
    {"UpdateAddon",               ACT_SHOW,  &kind_eks_addon, .by = ADDON, .rule = eks_addon_change},
    {"DeleteAddon",               ACT_DROP,  &kind_eks_addon, "addon", .by = ADDON, .rule = eks_addon_may_go},
    {"DescribeAddonVersions",     ACT_RULE,  .rule = eks_addon_versions},
    {"DescribeAddonConfiguration", ACT_RULE, .rule = eks_addon_configuration},
    {"DescribeClusterVersions",   ACT_RULE,  .rule = eks_versions},
    {"CreateAccessEntry",         ACT_MAKE,  &kind_eks_entry, "accessEntry", .rule = eks_entry_draft},
    {"DescribeAccessEntry",       ACT_SHOW,  &kind_eks_entry, "accessEntry", .by = ENTRY},
    {"ListAccessEntries",         ACT_LIST,  &kind_eks_entry, "accessEntries", .rule = cluster_asked, .keep = entry_listed, .after = names_only},
    {"UpdateAccessEntry",         ACT_CHANGE, &kind_eks_entry, "accessEntry", .by = ENTRY, .rule = eks_entry_change},
    {"DeleteAccessEntry",         ACT_DROP,  &kind_eks_entry, .by = ENTRY},
    {"AssociateAccessPolicy",     ACT_SHOW,  &kind_eks_entry, .by = ENTRY, .rule = eks_policy_associate},
    {"DisassociateAccessPolicy",  ACT_SHOW,  &kind_eks_entry, .by = ENTRY, .rule = eks_policy_disassociate},
    {"ListAssociatedAccessPolicies", ACT_SHOW, &kind_eks_entry, .by = ENTRY, .rule = eks_policies_list},
    {"CreatePodIdentityAssociation", ACT_MAKE, &kind_eks_pod_identity, "association", .rule = eks_pod_identity_draft},
    {"DescribePodIdentityAssociation", ACT_SHOW, &kind_eks_pod_identity, "association", .rule = eks_pod_identity_drop},
    {"ListPodIdentityAssociations", ACT_LIST, &kind_eks_pod_identity, "associations", .rule = cluster_asked, .keep = eks_pod_identity_listed},
    {"UpdatePodIdentityAssociation", ACT_CHANGE, &kind_eks_pod_identity, "association", .rule = eks_pod_identity_change},
    {"DeletePodIdentityAssociation", ACT_DROP, &kind_eks_pod_identity, "association", .rule = eks_pod_identity_drop},
    {"CreateFargateProfile",      ACT_MAKE,  &kind_eks_fargate, "fargateProfile", .rule = eks_fargate_draft},
    {"DescribeFargateProfile",    ACT_SHOW,  &kind_eks_fargate, "fargateProfile", .by = PROFILE},
    {"ListFargateProfiles",       ACT_LIST,  &kind_eks_fargate, "fargateProfileNames", .rule = cluster_asked, .keep = in_cluster, .after = names_only},
    {"DeleteFargateProfile",      ACT_DROP,  &kind_eks_fargate, "fargateProfile", .by = PROFILE, .rule = eks_fargate_may_go},
    {"TagResource",               ACT_TAG,   .by = "resourceArn"},
    {"UntagResource",             ACT_UNTAG, .by = "resourceArn"},
    {"ListTagsForResource",       ACT_TAGS,  .wrap = "tags", .by = "resourceArn"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_eks = {.id = "eks",
                                            .ops = ops,
                                            .invalid = "InvalidParameterException",
                                            .unknown = "NotFoundException",
                                            .page_min = 1,
                                            .page_max = 100,
                                            .page = 100};

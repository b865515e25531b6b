/*
 * A managed node group. Autoscalers move its size within its bounds, so that what was asked for is compared with what
 * was asked for before and not with what is there. Its version follows the cluster's, a minor at a time, after the
 * add-ons.
 */
#include "aws/types/eks.h"

/* clang-format off */
#define OF_GROUP {"name", "$clusterName"}, {"nodegroupName", "$nodegroupName"}
#define CONFIG(words, ...) \
    {&eks_UpdateNodegroupConfig, .when = words, .only = "clusterName nodegroupName", .bind = BINDS(__VA_ARGS__), EKS_GIVES}, \
    EKS_THROUGH(words, OF_GROUP)
#define BOUNDS {"scalingConfig.minSize", "$minSize"}, {"scalingConfig.maxSize", "$maxSize"}

const struct rtype rtype_eks_nodegroup = {
    .name = "AWS::EKS::Nodegroup", .doc = "managed nodes of an EKS cluster",
    .going = INT_DOWNTIME, .id = "clusterName nodegroupName", .key = "clusterName nodegroupName", .create_s = {180, 420}, .update_s = {420, 1800}, .delete_s = {300, 900},
    .timed = "a guess, within the waiters of AWS; a node is given 15 minutes to drain",
    .attrs = (const struct attr[]){
        {"clusterName",   T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the cluster"},
        {"nodegroupName", T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the cluster"},
        {"nodeRole",      T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "ARN of the role that nodes take"},
        {"subnets",       T_LIST, A_REQUIRED | A_CREATE_ONLY | A_SET, .doc = "where nodes are"},
        {"instanceTypes", T_LIST, A_CREATE_ONLY, .doc = "the first is preferred; several for SPOT"},
        {"amiType",       T_STR,  A_CREATE_ONLY, .doc = "AL2023_ARM_64_STANDARD and so on; must fit the instance types"},
        {"capacityType",  T_STR,  A_CREATE_ONLY, .doc = "ON_DEMAND or SPOT"},
        {"diskSize",      T_INT,  A_CREATE_ONLY, .doc = "GiB"},
        {"launchTemplate", T_MAP, A_SUBSET | A_BRIEF, .doc = "{id, version}; only the version can change"},
        {"version",       T_STR,  A_STEPWISE | A_TRAILS | A_BRIEF | A_FOREVER, .doc = "of Kubernetes; the cluster's when it is made"},
        {"minSize",       T_INT,  A_HARMLESS, "scalingConfig.minSize", .doc = "fewest nodes"},
        {"maxSize",       T_INT,  A_BRIEF | A_LESS, "scalingConfig.maxSize", .doc = "most nodes"},
        {"desiredSize",   T_INT,  A_WRITE_ONLY | A_BRIEF | A_LESS, .doc = "nodes to begin with, and whenever this changes; autoscalers move it"},
        {"labels",        T_MAP,  A_HARMLESS, .dflt = "{}", .doc = "of its Kubernetes nodes"},
        {"taints",        T_LIST, A_SET | A_BRIEF, .dflt = "[]", .doc = "{key, value, effect}"},
        {"updateConfig",  T_MAP,  A_SUBSET | A_HARMLESS, .doc = "{maxUnavailable} or {maxUnavailablePercentage}: nodes renewed at once"},
        {"nodegroupArn",  T_STR,  A_OUTPUT, .doc = "ARN"},
        {"releaseVersion", T_STR, A_OUTPUT, .doc = "of the AMI"},
        {"currentSize",   T_INT,  A_OUTPUT, "scalingConfig.desiredSize", .doc = "nodes at the moment"},
        {"autoScalingGroupName", T_STR, A_OUTPUT, "resources.autoScalingGroups[0].name", .doc = "its Auto Scaling group"},
        EKS_UPDATE_ID,
        EKS_TAGS,
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&eks_DescribeNodegroup, .only = "clusterName nodegroupName", .result = "nodegroup"}),
        .create  = CALLS({&eks_CreateNodegroup, .found = FOUND_BY_TOKEN, .result = "nodegroup", .soon = EKS_ROLE_NOT_SEEN, .not_yet = "InvalidRequestException:*ACTIVE* ResourceInUseException:*rogress*",
                          .bind = BINDS({"clientRequestToken", "@token"}, {"tags", "$Tags"}, BOUNDS, {"scalingConfig.desiredSize", "$desiredSize"})}),
        .update  = CALLS(CONFIG("labels taints", {"labels.addOrUpdateLabels", "+labels"}, {"labels.removeLabels", "-labels"},
                                {"taints.addOrUpdateTaints", "+taints"}, {"taints.removeTaints", "-taints"}),
                         CONFIG("minSize maxSize", BOUNDS, {"scalingConfig.desiredSize", "$currentSize"}),
                         CONFIG("desiredSize", BOUNDS, {"scalingConfig.desiredSize", "$desiredSize"}),
                         {&eks_UpdateNodegroupConfig, .when = "updateConfig", EKS_GIVES}, EKS_THROUGH("updateConfig", OF_GROUP),
                         {&eks_UpdateNodegroupVersion, .when = "version", EKS_GIVES, .done = "InvalidParameterException:*lready*"},
                         EKS_THROUGH("version", OF_GROUP),
                         {&eks_UpdateNodegroupVersion, .when = "launchTemplate", EKS_GIVES}, EKS_THROUGH("launchTemplate", OF_GROUP),
                         EKS_RETAG("nodegroupArn")),
        .remove  = CALLS({&eks_DeleteNodegroup, .not_yet = "ResourceInUseException"}),
        .missing = "ResourceNotFoundException",
        .wait    = {UNTIL({"status", "ACTIVE", "CREATING UPDATING DELETING"}), 15, 7200, "health.issues[0].message"},
        .quirk   = eks_nodegroup_request,
    },
};

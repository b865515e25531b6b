/*
 * An add-on of an EKS cluster. Which versions it has, and which of them AWS takes by itself, hangs on the cluster's:
 * kubernetesVersion says for which one addonVersion was chosen. Without nodes some are DEGRADED until there are any.
 * What an update doesn't say of the role is taken away, so it is said every time.
 */
#include "aws/types/eks.h"

#define SETTINGS "addonVersion serviceAccountRoleArn configurationValues"

/* clang-format off */
const struct rtype rtype_eks_addon = {
    .name = "AWS::EKS::Addon", .doc = "software that AWS keeps on an EKS cluster",
    .going = INT_DOWNTIME, .id = "clusterName addonName", .key = "clusterName addonName", .create_s = {60, 120}, .update_s = {60, 120}, .delete_s = {45, 90},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        {"clusterName",           T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the cluster"},
        {"addonName",             T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "vpc-cni, coredns, kube-proxy and so on"},
        {"addonVersion",          T_STR, A_BRIEF, .doc = "v1.21.1-eksbuild.1 and so on; AWS's default for the cluster's version when left out"},
        {"kubernetesVersion",     T_STR, A_WRITE_ONLY | A_HARMLESS, .doc = "of the cluster, when addonVersion was chosen"},
        {"serviceAccountRoleArn", T_STR, A_BRIEF, .doc = "role of its service account, by the cluster's OIDC provider"},
        {"configurationValues",   T_MAP, A_JSON | A_BRIEF, .dflt = "{}", .doc = "its settings, by its own schema"},
        {"addonArn",              T_STR, A_OUTPUT, .doc = "ARN"},
        EKS_UPDATE_ID,
        EKS_TAGS,
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&eks_DescribeAddon, .only = "clusterName addonName", .result = "addon"}),
        .create  = CALLS({&eks_CreateAddon, .found = FOUND_BY_TOKEN, .result = "addon", .soon = EKS_ROLE_NOT_SEEN, .not_yet = "InvalidRequestException:*ACTIVE* ResourceInUseException:*rogress*",
                          .bind = BINDS({"clientRequestToken", "@token"}, {"tags", "$Tags"}, {"resolveConflicts", "=OVERWRITE"})}),
        .update  = CALLS({&eks_UpdateAddon, .when = SETTINGS, EKS_GIVES,
                          .bind = BINDS({"serviceAccountRoleArn", "$serviceAccountRoleArn"}, {"resolveConflicts", "=PRESERVE"})},
                         EKS_THROUGH(SETTINGS, {"name", "$clusterName"}, {"addonName", "$addonName"}),
                         EKS_RETAG("addonArn")),
        .remove  = CALLS({&eks_DeleteAddon, .not_yet = "ResourceInUseException"}),
        .missing = "ResourceNotFoundException",
        .wait    = {UNTIL({"status", "ACTIVE", "CREATING UPDATING DELETING DEGRADED"}), 10, 2400, "health.issues[0].message"},
    },
};

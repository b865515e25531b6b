/*
 * Who may do what in an EKS cluster: access entries let IAM principals use its API, pod identity associations let its
 * service accounts take IAM roles. An association bears an id of its own, but a service account has at most one.
 */
#include "aws/types/eks.h"

/* clang-format off */
const struct rtype rtype_eks_access_entry = {
    .name = "AWS::EKS::AccessEntry", .doc = "what an IAM principal may do in an EKS cluster",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "clusterName principalArn", .key = "clusterName principalArn", .create_s = {10, 20}, .update_s = {10, 20}, .delete_s = {5, 10},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"clusterName",      T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the cluster"},
        {"principalArn",     T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "a user or role; one entry each"},
        {"type",             T_STR,  A_CREATE_ONLY, .doc = "STANDARD, or EC2_LINUX and so on for nodes"},
        {"username",         T_STR,  0, .doc = "what it is called in Kubernetes"},
        {"kubernetesGroups", T_LIST, A_SET, .dflt = "[]", .doc = "Kubernetes groups that it belongs to"},
        {"associatedAccessPolicies", T_MAP, 0, .dflt = "{}", .doc = "ARN of an access policy: {type: cluster}, or {type: namespace, namespaces: [...]}",
                             .pairs = "policyArn accessScope"},
        {"accessEntryArn",   T_STR,  A_OUTPUT, .doc = "ARN"},
        EKS_TAGS,
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&eks_DescribeAccessEntry, .only = "clusterName principalArn", .result = "accessEntry"},
                         {&eks_ListAssociatedAccessPolicies, .only = "clusterName principalArn", .result = ""}),
        .create  = CALLS({&eks_CreateAccessEntry, .found = FOUND_BY_TOKEN, .result = "accessEntry", .bind = BINDS({"clientRequestToken", "@token"}, {"tags", "$Tags"}),
                          .soon = "InvalidParameterException:*rincipal*"},
                         {&eks_AssociateAccessPolicy, .when = "associatedAccessPolicies", .only = "clusterName principalArn", .each = "$associatedAccessPolicies",
                          .bind = BINDS({"policyArn", "@key"}, {"accessScope", "@value"}), .soon = "ResourceNotFoundException"}),
        .update  = CALLS({&eks_UpdateAccessEntry, .when = "username kubernetesGroups"},
                         {&eks_AssociateAccessPolicy, .when = "associatedAccessPolicies", .only = "clusterName principalArn", .each = "+associatedAccessPolicies",
                          .bind = BINDS({"policyArn", "@key"}, {"accessScope", "@value"})},
                         {&eks_DisassociateAccessPolicy, .when = "associatedAccessPolicies", .only = "clusterName principalArn", .each = "-associatedAccessPolicies",
                          .bind = BINDS({"policyArn", "@each"}), .done = "ResourceNotFoundException"},
                         EKS_RETAG("accessEntryArn")),
        .remove  = CALLS({&eks_DeleteAccessEntry}),
        .missing = "ResourceNotFoundException",
        .wait    = {.every = 3, .limit = 300},
    },
};

const struct rtype rtype_eks_pod_identity_association = {
    .name = "AWS::EKS::PodIdentityAssociation", .doc = "the IAM role of a service account of an EKS cluster",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "clusterName namespace serviceAccount", .key = "clusterName namespace serviceAccount", .create_s = {5, 10}, .update_s = {5, 10}, .delete_s = {5, 10},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"clusterName",        T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the cluster"},
        {"namespace",          T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "of Kubernetes"},
        {"serviceAccount",     T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "its pods take the role; has one association at most"},
        {"roleArn",            T_STR,  A_REQUIRED, .doc = "a role that trusts pods.eks.amazonaws.com"},
        {"targetRoleArn",      T_STR,  0, .doc = "a role, of another account perhaps, that it takes in turn"},
        {"disableSessionTags", T_BOOL, 0, .dflt = "false", .doc = "sessions bear no tags of cluster, namespace and pod"},
        {"associationId",      T_STR,  A_OUTPUT, .doc = "a-..."},
        {"associationArn",     T_STR,  A_OUTPUT, .doc = "ARN"},
        EKS_TAGS,
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&eks_ListPodIdentityAssociations, .only = "clusterName namespace serviceAccount", .result = "associations[]",
                          .bulk = &(const struct call){&eks_ListPodIdentityAssociations, .only = "clusterName", .result = "associations[]"}},
                         {&eks_DescribePodIdentityAssociation, .only = "clusterName associationId", .result = "association"}),
        .create  = CALLS({&eks_CreatePodIdentityAssociation, .found = FOUND_BY_TOKEN, .result = "association", .bind = BINDS({"clientRequestToken", "@token"}, {"tags", "$Tags"}),
                          .soon = EKS_ROLE_NOT_SEEN}),
        .update  = CALLS({&eks_UpdatePodIdentityAssociation, .when = "roleArn targetRoleArn disableSessionTags", .soon = EKS_ROLE_NOT_SEEN,
                          .bind = BINDS({"associationId", "$associationId"})},
                         EKS_RETAG("associationArn")),
        .remove  = CALLS({&eks_DeletePodIdentityAssociation, .only = "clusterName associationId"}),
        .missing = "ResourceNotFoundException",
        .wait    = {.every = 3, .limit = 300},
    },
};

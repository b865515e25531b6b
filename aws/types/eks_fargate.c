/* A Fargate profile: which pods run without nodes. It can't be changed, and a cluster makes or deletes one at a time.
 */
#include "aws/types/eks.h"

#define ANOTHER_FIRST "InvalidRequestException:*status* ResourceInUseException"

/* clang-format off */
const struct rtype rtype_eks_fargate_profile = {
    .name = "AWS::EKS::FargateProfile", .doc = "pods of an EKS cluster that run without nodes",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "clusterName fargateProfileName", .key = "clusterName fargateProfileName", .create_s = {120, 240}, .update_s = {5, 10}, .delete_s = {120, 240},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        {"clusterName",         T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the cluster"},
        {"fargateProfileName",  T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the cluster; not eks-..."},
        {"podExecutionRoleArn", T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "role that fetches images and writes logs"},
        {"subnets",             T_LIST, A_CREATE_ONLY | A_SET, .doc = "private ones"},
        {"selectors",           T_LIST, A_CREATE_ONLY | A_SET, .doc = "{namespace, labels}: which pods"},
        {"fargateProfileArn",   T_STR,  A_OUTPUT, .doc = "ARN"},
        EKS_TAGS,
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&eks_DescribeFargateProfile, .only = "clusterName fargateProfileName", .result = "fargateProfile"}),
        .create  = CALLS({&eks_CreateFargateProfile, .found = FOUND_BY_TOKEN, .result = "fargateProfile", .soon = EKS_ROLE_NOT_SEEN, .not_yet = ANOTHER_FIRST,
                          .bind = BINDS({"clientRequestToken", "@token"}, {"tags", "$Tags"})}),
        .update  = CALLS(EKS_RETAG("fargateProfileArn")),
        .remove  = CALLS({&eks_DeleteFargateProfile, .not_yet = ANOTHER_FIRST}),
        .missing = "ResourceNotFoundException",
        .wait    = {UNTIL({"status", "ACTIVE", "CREATING DELETING"}), 10, 2400, "health.issues[0].message"},
    },
};

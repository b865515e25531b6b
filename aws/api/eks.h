#ifndef AWS_API_EKS_H
#define AWS_API_EKS_H

/* EKS: clusters, node groups, add-ons and who may do what. The API of 2017-11-01: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_eks;

/* clang-format off */
extern const struct op eks_CreateCluster, eks_DescribeCluster, eks_ListClusters, eks_UpdateClusterVersion,
    eks_UpdateClusterConfig, eks_AssociateEncryptionConfig, eks_DeleteCluster;
extern const struct op eks_DescribeUpdate, eks_ListUpdates;
extern const struct op eks_CreateNodegroup, eks_DescribeNodegroup, eks_ListNodegroups, eks_UpdateNodegroupConfig,
    eks_UpdateNodegroupVersion, eks_DeleteNodegroup;
extern const struct op eks_CreateAddon, eks_DescribeAddon, eks_ListAddons, eks_UpdateAddon, eks_DeleteAddon,
    eks_DescribeAddonVersions, eks_DescribeAddonConfiguration;
extern const struct op eks_CreateAccessEntry, eks_DescribeAccessEntry, eks_ListAccessEntries, eks_UpdateAccessEntry,
    eks_DeleteAccessEntry;
extern const struct op eks_AssociateAccessPolicy, eks_DisassociateAccessPolicy, eks_ListAssociatedAccessPolicies;
extern const struct op eks_CreatePodIdentityAssociation, eks_DescribePodIdentityAssociation,
    eks_ListPodIdentityAssociations, eks_UpdatePodIdentityAssociation, eks_DeletePodIdentityAssociation;
extern const struct op eks_CreateFargateProfile, eks_DescribeFargateProfile, eks_ListFargateProfiles,
    eks_DeleteFargateProfile;
extern const struct op eks_TagResource, eks_UntagResource, eks_ListTagsForResource;
extern const struct op eks_DescribeClusterVersions;
/* clang-format on */

#endif

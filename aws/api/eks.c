#include "aws/api/eks.h"

#define LOG_TYPES "api audit authenticator controllerManager scheduler"
#define AUTH_MODES "API API_AND_CONFIG_MAP CONFIG_MAP"
#define CONFLICTS "OVERWRITE NONE PRESERVE"
#define AMI_TYPES                                                                                                      \
    "AL2_x86_64 AL2_x86_64_GPU AL2_ARM_64 CUSTOM BOTTLEROCKET_ARM_64 BOTTLEROCKET_x86_64 BOTTLEROCKET_ARM_64_FIPS "    \
    "BOTTLEROCKET_x86_64_FIPS BOTTLEROCKET_ARM_64_NVIDIA BOTTLEROCKET_x86_64_NVIDIA BOTTLEROCKET_ARM_64_NVIDIA_FIPS "  \
    "BOTTLEROCKET_x86_64_NVIDIA_FIPS WINDOWS_CORE_2019_x86_64 WINDOWS_FULL_2019_x86_64 WINDOWS_CORE_2022_x86_64 "      \
    "WINDOWS_FULL_2022_x86_64 WINDOWS_CORE_2025_x86_64 WINDOWS_FULL_2025_x86_64 AL2023_x86_64_STANDARD "               \
    "AL2023_ARM_64_STANDARD AL2023_x86_64_NEURON AL2023_x86_64_NVIDIA AL2023_ARM_64_NVIDIA"

/* What most calls may be refused with. */
#define REFUSED "InvalidParameterException ResourceNotFoundException ClientException ServerException"
#define BUSY "ResourceInUseException InvalidRequestException"
#define OBJECTED "InvalidRequestException InvalidParameterException ResourceNotFoundException ServerException"
#define PAGED(items) PAGES_OF("nextToken", "nextToken", items, "maxResults", 100)

/* clang-format off */

#define CLUSTER      PATH_STR(clusterName, "name")
#define NEXT         QUERY_STR(nextToken, "nextToken"), QUERY_INT(maxResults, "maxResults")
#define WORDS(n, w)  {.name = #n, .kind = K_LIST, .of = K_STR, .values = w}

/* ---- clusters ---------------------------------------------------------------------------------------------------- */

SHAPE(VpcConfigRequest,
    STRS(subnetIds, NULL),
    STRS(securityGroupIds, NULL),
    BOOL(endpointPublicAccess),
    BOOL(endpointPrivateAccess),
    STRS(publicAccessCidrs, NULL));

SHAPE(KubernetesNetworkConfigRequest,
    STR(serviceIpv4Cidr),
    STR_OF(ipFamily, "ipv4 ipv6"));

SHAPE(LogSetup,
    WORDS(types, LOG_TYPES),
    BOOL(enabled));

SHAPE(Logging,
    LIST(clusterLogging, LogSetup, NULL));

SHAPE(Provider,
    STR(keyArn));

SHAPE(EncryptionConfig,
    STRS(resources, NULL),
    STRUCT(provider, Provider));

SHAPE(CreateAccessConfigRequest,
    BOOL(bootstrapClusterCreatorAdminPermissions),
    STR_OF(authenticationMode, AUTH_MODES));

SHAPE(UpdateAccessConfigRequest,
    STR_OF(authenticationMode, AUTH_MODES));

SHAPE(UpgradePolicyRequest,
    STR_OF(supportType, "STANDARD EXTENDED"));

SHAPE(ZonalShiftConfigRequest,
    BOOL(enabled));

SHAPE(CreateClusterRequest,
    STR_REQUIRED(name),
    STR(version),
    STR_REQUIRED(roleArn),
    STRUCT_REQUIRED(resourcesVpcConfig, VpcConfigRequest),
    STRUCT(kubernetesNetworkConfig, KubernetesNetworkConfigRequest),
    STRUCT(logging, Logging),
    TOKEN(clientRequestToken),
    STR_MAP(tags),
    LIST(encryptionConfig, EncryptionConfig, NULL),
    STRUCT(accessConfig, CreateAccessConfigRequest),
    BOOL(bootstrapSelfManagedAddons),
    STRUCT(upgradePolicy, UpgradePolicyRequest),
    STRUCT(zonalShiftConfig, ZonalShiftConfigRequest),
    BOOL(deletionProtection));

SHAPE(VpcConfigResponse,
    STRS(subnetIds, NULL),
    STRS(securityGroupIds, NULL),
    STR(clusterSecurityGroupId),
    STR(vpcId),
    BOOL(endpointPublicAccess),
    BOOL(endpointPrivateAccess),
    STRS(publicAccessCidrs, NULL));

SHAPE(KubernetesNetworkConfigResponse,
    STR(serviceIpv4Cidr),
    STR_OF(ipFamily, "ipv4 ipv6"));

SHAPE(OIDC,
    STR(issuer));

SHAPE(Identity,
    STRUCT(oidc, OIDC));

SHAPE(Certificate,
    STR(data));

SHAPE(ClusterIssue,
    STR(code),
    STR(message),
    STRS(resourceIds, NULL));

SHAPE(ClusterHealth,
    LIST(issues, ClusterIssue, NULL));

SHAPE(AccessConfigResponse,
    STR_OF(authenticationMode, AUTH_MODES));

SHAPE(UpgradePolicyResponse,
    STR_OF(supportType, "STANDARD EXTENDED"));

SHAPE(ZonalShiftConfigResponse,
    BOOL(enabled));

SHAPE(Cluster,
    STR(name),
    STR(arn),
    TIME(createdAt),
    STR(version),
    STR(endpoint),
    STR(roleArn),
    STRUCT(resourcesVpcConfig, VpcConfigResponse),
    STRUCT(kubernetesNetworkConfig, KubernetesNetworkConfigResponse),
    STRUCT(logging, Logging),
    STRUCT(identity, Identity),
    STR_OF(status, "CREATING ACTIVE DELETING FAILED UPDATING PENDING"),
    STRUCT(certificateAuthority, Certificate),
    STR(clientRequestToken),
    STR(platformVersion),
    STR_MAP(tags),
    LIST(encryptionConfig, EncryptionConfig, NULL),
    STRUCT(health, ClusterHealth),
    STRUCT(accessConfig, AccessConfigResponse),
    STRUCT(upgradePolicy, UpgradePolicyResponse),
    STRUCT(zonalShiftConfig, ZonalShiftConfigResponse),
    BOOL(deletionProtection));

SHAPE(CreateClusterResponse,
    STRUCT(cluster, Cluster));

SHAPE(DescribeClusterRequest,
    PATH_STR(name, "name"));

SHAPE(DescribeClusterResponse,
    STRUCT(cluster, Cluster));

SHAPE(ListClustersRequest,
    NEXT);

SHAPE(ListClustersResponse,
    STRS(clusters, NULL),
    STR(nextToken));

SHAPE(DeleteClusterRequest,
    PATH_STR(name, "name"));

SHAPE(DeleteClusterResponse,
    STRUCT(cluster, Cluster));

REST(eks, CreateCluster, "POST", "/clusters", CreateClusterRequest, &CreateClusterResponse, OP_IDEMPOTENT,
    "ResourceInUseException ResourceLimitExceededException InvalidParameterException UnsupportedAvailabilityZoneException");
REST(eks, DescribeCluster, "GET", "/clusters/{name}", DescribeClusterRequest, &DescribeClusterResponse, OP_READ,
    "ResourceNotFoundException ClientException");
REST_PAGED(eks, ListClusters, "GET", "/clusters", ListClustersRequest, &ListClustersResponse, OP_READ,
    "InvalidParameterException", PAGED("clusters"));
REST(eks, DeleteCluster, "DELETE", "/clusters/{name}", DeleteClusterRequest, &DeleteClusterResponse, OP_IDEMPOTENT,
    "ResourceInUseException ResourceNotFoundException ClientException InvalidRequestException");

/* ---- updates ----------------------------------------------------------------------------------------------------- */

SHAPE(UpdateParam,
    STR(type),
    STR(value));

SHAPE(ErrorDetail,
    STR(errorCode),
    STR(errorMessage),
    STRS(resourceIds, NULL));

SHAPE(Update,
    STR(id),
    STR_OF(status, "InProgress Failed Cancelled Successful"),
    STR(type),
    LIST(params, UpdateParam, NULL),
    TIME(createdAt),
    LIST(errors, ErrorDetail, NULL));

SHAPE(UpdateClusterVersionRequest,
    PATH_STR(name, "name"),
    STR_REQUIRED(version),
    TOKEN(clientRequestToken),
    BOOL(force));

SHAPE(UpdateClusterVersionResponse,
    STRUCT(update, Update));

SHAPE(UpdateClusterConfigRequest,
    PATH_STR(name, "name"),
    STRUCT(resourcesVpcConfig, VpcConfigRequest),
    STRUCT(logging, Logging),
    TOKEN(clientRequestToken),
    STRUCT(accessConfig, UpdateAccessConfigRequest),
    STRUCT(upgradePolicy, UpgradePolicyRequest),
    STRUCT(zonalShiftConfig, ZonalShiftConfigRequest),
    BOOL(deletionProtection));

SHAPE(UpdateClusterConfigResponse,
    STRUCT(update, Update));

SHAPE(AssociateEncryptionConfigRequest,
    CLUSTER,
    LIST_REQUIRED(encryptionConfig, EncryptionConfig, NULL),
    TOKEN(clientRequestToken));

SHAPE(AssociateEncryptionConfigResponse,
    STRUCT(update, Update));

SHAPE(DescribeUpdateRequest,
    PATH_STR(name, "name"),
    PATH_STR(updateId, "updateId"),
    QUERY_STR(nodegroupName, "nodegroupName"),
    QUERY_STR(addonName, "addonName"));

SHAPE(DescribeUpdateResponse,
    STRUCT(update, Update));

SHAPE(ListUpdatesRequest,
    PATH_STR(name, "name"),
    QUERY_STR(nodegroupName, "nodegroupName"),
    QUERY_STR(addonName, "addonName"),
    NEXT);

SHAPE(ListUpdatesResponse,
    STRS(updateIds, NULL),
    STR(nextToken));

REST(eks, UpdateClusterVersion, "POST", "/clusters/{name}/updates", UpdateClusterVersionRequest, &UpdateClusterVersionResponse,
    OP_IDEMPOTENT, REFUSED " " BUSY " InvalidStateException");
REST(eks, UpdateClusterConfig, "POST", "/clusters/{name}/update-config", UpdateClusterConfigRequest, &UpdateClusterConfigResponse,
    OP_IDEMPOTENT, REFUSED " " BUSY);
REST(eks, AssociateEncryptionConfig, "POST", "/clusters/{name}/encryption-config/associate", AssociateEncryptionConfigRequest,
    &AssociateEncryptionConfigResponse, OP_IDEMPOTENT, REFUSED " " BUSY);
REST(eks, DescribeUpdate, "GET", "/clusters/{name}/updates/{updateId}", DescribeUpdateRequest, &DescribeUpdateResponse, OP_READ, REFUSED);
REST_PAGED(eks, ListUpdates, "GET", "/clusters/{name}/updates", ListUpdatesRequest, &ListUpdatesResponse, OP_READ, REFUSED,
    PAGED("updateIds"));

/* ---- node groups ------------------------------------------------------------------------------------------------- */

SHAPE(NodegroupScalingConfig,
    INT(minSize),
    INT(maxSize),
    INT(desiredSize));

SHAPE(Taint,
    STR(key),
    STR(value),
    STR_OF(effect, "NO_SCHEDULE NO_EXECUTE PREFER_NO_SCHEDULE"));

SHAPE(LaunchTemplateSpecification,
    STR(name),
    STR(version),
    STR(id));

SHAPE(NodegroupUpdateConfig,
    INT(maxUnavailable),
    INT(maxUnavailablePercentage));

SHAPE(CreateNodegroupRequest,
    CLUSTER,
    STR_REQUIRED(nodegroupName),
    STRUCT(scalingConfig, NodegroupScalingConfig),
    INT(diskSize),
    STRS_REQUIRED(subnets, NULL),
    STRS(instanceTypes, NULL),
    STR_OF(amiType, AMI_TYPES),
    STR_REQUIRED(nodeRole),
    STR_MAP(labels),
    LIST(taints, Taint, NULL),
    STR_MAP(tags),
    TOKEN(clientRequestToken),
    STRUCT(launchTemplate, LaunchTemplateSpecification),
    STRUCT(updateConfig, NodegroupUpdateConfig),
    STR_OF(capacityType, "ON_DEMAND SPOT CAPACITY_BLOCK"),
    STR(version),
    STR(releaseVersion));

SHAPE(AutoScalingGroup,
    STR(name));

SHAPE(NodegroupResources,
    LIST(autoScalingGroups, AutoScalingGroup, NULL));

SHAPE(Issue,
    STR(code),
    STR(message),
    STRS(resourceIds, NULL));

SHAPE(NodegroupHealth,
    LIST(issues, Issue, NULL));

SHAPE(Nodegroup,
    STR(nodegroupName),
    STR(nodegroupArn),
    STR(clusterName),
    STR(version),
    STR(releaseVersion),
    TIME(createdAt),
    TIME(modifiedAt),
    STR_OF(status, "CREATING ACTIVE UPDATING DELETING CREATE_FAILED DELETE_FAILED DEGRADED"),
    STR_OF(capacityType, "ON_DEMAND SPOT CAPACITY_BLOCK"),
    STRUCT(scalingConfig, NodegroupScalingConfig),
    STRS(instanceTypes, NULL),
    STRS(subnets, NULL),
    STR_OF(amiType, AMI_TYPES),
    STR(nodeRole),
    STR_MAP(labels),
    LIST(taints, Taint, NULL),
    STRUCT(resources, NodegroupResources),
    INT(diskSize),
    STRUCT(health, NodegroupHealth),
    STRUCT(updateConfig, NodegroupUpdateConfig),
    STRUCT(launchTemplate, LaunchTemplateSpecification),
    STR_MAP(tags));

SHAPE(CreateNodegroupResponse,
    STRUCT(nodegroup, Nodegroup));

#define NODEGROUP CLUSTER, PATH_STR(nodegroupName, "nodegroupName")

SHAPE(DescribeNodegroupRequest,
    NODEGROUP);

SHAPE(DescribeNodegroupResponse,
    STRUCT(nodegroup, Nodegroup));

SHAPE(ListNodegroupsRequest,
    CLUSTER,
    NEXT);

SHAPE(ListNodegroupsResponse,
    STRS(nodegroups, NULL),
    STR(nextToken));

SHAPE(UpdateLabelsPayload,
    STR_MAP(addOrUpdateLabels),
    STRS(removeLabels, NULL));

SHAPE(UpdateTaintsPayload,
    LIST(addOrUpdateTaints, Taint, NULL),
    LIST(removeTaints, Taint, NULL));

SHAPE(UpdateNodegroupConfigRequest,
    NODEGROUP,
    STRUCT(labels, UpdateLabelsPayload),
    STRUCT(taints, UpdateTaintsPayload),
    STRUCT(scalingConfig, NodegroupScalingConfig),
    STRUCT(updateConfig, NodegroupUpdateConfig),
    TOKEN(clientRequestToken));

SHAPE(UpdateNodegroupConfigResponse,
    STRUCT(update, Update));

SHAPE(UpdateNodegroupVersionRequest,
    NODEGROUP,
    STR(version),
    STR(releaseVersion),
    STRUCT(launchTemplate, LaunchTemplateSpecification),
    BOOL(force),
    TOKEN(clientRequestToken));

SHAPE(UpdateNodegroupVersionResponse,
    STRUCT(update, Update));

SHAPE(DeleteNodegroupRequest,
    NODEGROUP);

SHAPE(DeleteNodegroupResponse,
    STRUCT(nodegroup, Nodegroup));

REST(eks, CreateNodegroup, "POST", "/clusters/{name}/node-groups", CreateNodegroupRequest, &CreateNodegroupResponse, OP_IDEMPOTENT,
    BUSY " ResourceLimitExceededException InvalidParameterException");
REST(eks, DescribeNodegroup, "GET", "/clusters/{name}/node-groups/{nodegroupName}", DescribeNodegroupRequest,
    &DescribeNodegroupResponse, OP_READ, REFUSED);
REST_PAGED(eks, ListNodegroups, "GET", "/clusters/{name}/node-groups", ListNodegroupsRequest, &ListNodegroupsResponse, OP_READ,
    REFUSED, PAGED("nodegroups"));
REST(eks, UpdateNodegroupConfig, "POST", "/clusters/{name}/node-groups/{nodegroupName}/update-config", UpdateNodegroupConfigRequest,
    &UpdateNodegroupConfigResponse, OP_IDEMPOTENT, REFUSED " " BUSY);
REST(eks, UpdateNodegroupVersion, "POST", "/clusters/{name}/node-groups/{nodegroupName}/update-version",
    UpdateNodegroupVersionRequest, &UpdateNodegroupVersionResponse, OP_IDEMPOTENT, REFUSED " " BUSY);
REST(eks, DeleteNodegroup, "DELETE", "/clusters/{name}/node-groups/{nodegroupName}", DeleteNodegroupRequest,
    &DeleteNodegroupResponse, OP_IDEMPOTENT, REFUSED " ResourceInUseException");

/* ---- add-ons ----------------------------------------------------------------------------------------------------- */

SHAPE(CreateAddonRequest,
    CLUSTER,
    STR_REQUIRED(addonName),
    STR(addonVersion),
    STR(serviceAccountRoleArn),
    STR_OF(resolveConflicts, CONFLICTS),
    TOKEN(clientRequestToken),
    STR_MAP(tags),
    STR(configurationValues));

SHAPE(AddonIssue,
    STR(code),
    STR(message),
    STRS(resourceIds, NULL));

SHAPE(AddonHealth,
    LIST(issues, AddonIssue, NULL));

SHAPE(Addon,
    STR(addonName),
    STR(clusterName),
    STR_OF(status, "CREATING ACTIVE CREATE_FAILED UPDATING DELETING DELETE_FAILED DEGRADED UPDATE_FAILED"),
    STR(addonVersion),
    STRUCT(health, AddonHealth),
    STR(addonArn),
    TIME(createdAt),
    TIME(modifiedAt),
    STR(serviceAccountRoleArn),
    STR_MAP(tags),
    STR(publisher),
    STR(owner),
    STR(configurationValues));

SHAPE(CreateAddonResponse,
    STRUCT(addon, Addon));

#define ADDON CLUSTER, PATH_STR(addonName, "addonName")

SHAPE(DescribeAddonRequest,
    ADDON);

SHAPE(DescribeAddonResponse,
    STRUCT(addon, Addon));

SHAPE(ListAddonsRequest,
    CLUSTER,
    NEXT);

SHAPE(ListAddonsResponse,
    STRS(addons, NULL),
    STR(nextToken));

SHAPE(UpdateAddonRequest,
    ADDON,
    STR(addonVersion),
    STR(serviceAccountRoleArn),
    STR_OF(resolveConflicts, CONFLICTS),
    TOKEN(clientRequestToken),
    STR(configurationValues));

SHAPE(UpdateAddonResponse,
    STRUCT(update, Update));

SHAPE(DeleteAddonRequest,
    ADDON,
    QUERY_BOOL(preserve, "preserve"));

SHAPE(DeleteAddonResponse,
    STRUCT(addon, Addon));

SHAPE(DescribeAddonVersionsRequest,
    QUERY_STR(kubernetesVersion, "kubernetesVersion"),
    QUERY_STR(addonName, "addonName"),
    NEXT);

SHAPE(Compatibility,
    STR(clusterVersion),
    STRS(platformVersions, NULL),
    BOOL(defaultVersion));

SHAPE(AddonVersionInfo,
    STR(addonVersion),
    STRS(architecture, NULL),
    LIST(compatibilities, Compatibility, NULL),
    BOOL(requiresIamPermissions));

SHAPE(AddonInfo,
    STR(addonName),
    STR(type),
    LIST(addonVersions, AddonVersionInfo, NULL),
    STR(publisher),
    STR(owner));

SHAPE(DescribeAddonVersionsResponse,
    LIST(addons, AddonInfo, NULL),
    STR(nextToken));

REST(eks, CreateAddon, "POST", "/clusters/{name}/addons", CreateAddonRequest, &CreateAddonResponse, OP_IDEMPOTENT, REFUSED " " BUSY);
REST(eks, DescribeAddon, "GET", "/clusters/{name}/addons/{addonName}", DescribeAddonRequest, &DescribeAddonResponse, OP_READ, REFUSED);
REST_PAGED(eks, ListAddons, "GET", "/clusters/{name}/addons", ListAddonsRequest, &ListAddonsResponse, OP_READ, REFUSED, PAGED("addons"));
REST(eks, UpdateAddon, "POST", "/clusters/{name}/addons/{addonName}/update", UpdateAddonRequest, &UpdateAddonResponse, OP_IDEMPOTENT,
    REFUSED " " BUSY);
REST(eks, DeleteAddon, "DELETE", "/clusters/{name}/addons/{addonName}", DeleteAddonRequest, &DeleteAddonResponse, OP_IDEMPOTENT,
    REFUSED " InvalidRequestException");
REST_PAGED(eks, DescribeAddonVersions, "GET", "/addons/supported-versions", DescribeAddonVersionsRequest,
    &DescribeAddonVersionsResponse, OP_READ, "ServerException ResourceNotFoundException InvalidParameterException", PAGED("addons"));

SHAPE(DescribeAddonConfigurationRequest,
    QUERY_STR_REQUIRED(addonName, "addonName"),
    QUERY_STR_REQUIRED(addonVersion, "addonVersion"));

SHAPE(DescribeAddonConfigurationResponse,
    STR(addonName),
    STR(addonVersion),
    STR(configurationSchema));

REST(eks, DescribeAddonConfiguration, "GET", "/addons/configuration-schemas", DescribeAddonConfigurationRequest,
    &DescribeAddonConfigurationResponse, OP_READ, "ServerException ResourceNotFoundException InvalidParameterException");

/* ---- access entries ---------------------------------------------------------------------------------------------- */

SHAPE(CreateAccessEntryRequest,
    CLUSTER,
    STR_REQUIRED(principalArn),
    STRS(kubernetesGroups, NULL),
    STR_MAP(tags),
    TOKEN(clientRequestToken),
    STR(username),
    STR(type));

SHAPE(AccessEntry,
    STR(clusterName),
    STR(principalArn),
    STRS(kubernetesGroups, NULL),
    STR(accessEntryArn),
    TIME(createdAt),
    TIME(modifiedAt),
    STR_MAP(tags),
    STR(username),
    STR(type));

SHAPE(CreateAccessEntryResponse,
    STRUCT(accessEntry, AccessEntry));

#define ENTRY CLUSTER, PATH_STR(principalArn, "principalArn")

SHAPE(DescribeAccessEntryRequest,
    ENTRY);

SHAPE(DescribeAccessEntryResponse,
    STRUCT(accessEntry, AccessEntry));

SHAPE(ListAccessEntriesRequest,
    CLUSTER,
    QUERY_STR(associatedPolicyArn, "associatedPolicyArn"),
    NEXT);

SHAPE(ListAccessEntriesResponse,
    STRS(accessEntries, NULL),
    STR(nextToken));

SHAPE(UpdateAccessEntryRequest,
    ENTRY,
    STRS(kubernetesGroups, NULL),
    TOKEN(clientRequestToken),
    STR(username));

SHAPE(UpdateAccessEntryResponse,
    STRUCT(accessEntry, AccessEntry));

SHAPE(DeleteAccessEntryRequest,
    ENTRY);

SHAPE(AccessScope,
    STR_OF(type, "cluster namespace"),
    STRS(namespaces, NULL));

SHAPE(AssociatedAccessPolicy,
    STR(policyArn),
    STRUCT(accessScope, AccessScope),
    TIME(associatedAt),
    TIME(modifiedAt));

SHAPE(AssociateAccessPolicyRequest,
    ENTRY,
    STR_REQUIRED(policyArn),
    STRUCT_REQUIRED(accessScope, AccessScope));

SHAPE(AssociateAccessPolicyResponse,
    STR(clusterName),
    STR(principalArn),
    STRUCT(associatedAccessPolicy, AssociatedAccessPolicy));

SHAPE(DisassociateAccessPolicyRequest,
    ENTRY,
    PATH_STR(policyArn, "policyArn"));

SHAPE(ListAssociatedAccessPoliciesRequest,
    ENTRY,
    NEXT);

SHAPE(ListAssociatedAccessPoliciesResponse,
    STR(clusterName),
    STR(principalArn),
    STR(nextToken),
    LIST(associatedAccessPolicies, AssociatedAccessPolicy, NULL));

REST(eks, CreateAccessEntry, "POST", "/clusters/{name}/access-entries", CreateAccessEntryRequest, &CreateAccessEntryResponse,
    OP_IDEMPOTENT, OBJECTED " ResourceLimitExceededException ResourceInUseException");
REST(eks, DescribeAccessEntry, "GET", "/clusters/{name}/access-entries/{principalArn}", DescribeAccessEntryRequest,
    &DescribeAccessEntryResponse, OP_READ, "ServerException ResourceNotFoundException InvalidRequestException");
REST_PAGED(eks, ListAccessEntries, "GET", "/clusters/{name}/access-entries", ListAccessEntriesRequest, &ListAccessEntriesResponse,
    OP_READ, OBJECTED, PAGED("accessEntries"));
REST(eks, UpdateAccessEntry, "POST", "/clusters/{name}/access-entries/{principalArn}", UpdateAccessEntryRequest,
    &UpdateAccessEntryResponse, OP_IDEMPOTENT, OBJECTED);
REST(eks, DeleteAccessEntry, "DELETE", "/clusters/{name}/access-entries/{principalArn}", DeleteAccessEntryRequest, NULL,
    OP_IDEMPOTENT, "ServerException ResourceNotFoundException InvalidRequestException");
REST(eks, AssociateAccessPolicy, "POST", "/clusters/{name}/access-entries/{principalArn}/access-policies",
    AssociateAccessPolicyRequest, &AssociateAccessPolicyResponse, OP_IDEMPOTENT, OBJECTED);
REST(eks, DisassociateAccessPolicy, "DELETE", "/clusters/{name}/access-entries/{principalArn}/access-policies/{policyArn}",
    DisassociateAccessPolicyRequest, NULL, OP_IDEMPOTENT, "ServerException ResourceNotFoundException InvalidRequestException");
REST_PAGED(eks, ListAssociatedAccessPolicies, "GET", "/clusters/{name}/access-entries/{principalArn}/access-policies",
    ListAssociatedAccessPoliciesRequest, &ListAssociatedAccessPoliciesResponse, OP_READ,
    "ServerException ResourceNotFoundException InvalidRequestException", PAGED("associatedAccessPolicies"));

/* ---- pod identities ---------------------------------------------------------------------------------------------- */

SHAPE(CreatePodIdentityAssociationRequest,
    CLUSTER,
    STR_REQUIRED(namespace),
    STR_REQUIRED(serviceAccount),
    STR_REQUIRED(roleArn),
    TOKEN(clientRequestToken),
    STR_MAP(tags),
    BOOL(disableSessionTags),
    STR(targetRoleArn));

SHAPE(PodIdentityAssociation,
    STR(clusterName),
    STR(namespace),
    STR(serviceAccount),
    STR(roleArn),
    STR(associationArn),
    STR(associationId),
    STR_MAP(tags),
    TIME(createdAt),
    TIME(modifiedAt),
    BOOL(disableSessionTags),
    STR(targetRoleArn));

SHAPE(CreatePodIdentityAssociationResponse,
    STRUCT(association, PodIdentityAssociation));

#define ASSOCIATION CLUSTER, PATH_STR(associationId, "associationId")

SHAPE(DescribePodIdentityAssociationRequest,
    ASSOCIATION);

SHAPE(DescribePodIdentityAssociationResponse,
    STRUCT(association, PodIdentityAssociation));

SHAPE(ListPodIdentityAssociationsRequest,
    CLUSTER,
    QUERY_STR(namespace, "namespace"),
    QUERY_STR(serviceAccount, "serviceAccount"),
    NEXT);

SHAPE(PodIdentityAssociationSummary,
    STR(clusterName),
    STR(namespace),
    STR(serviceAccount),
    STR(associationArn),
    STR(associationId));

SHAPE(ListPodIdentityAssociationsResponse,
    LIST(associations, PodIdentityAssociationSummary, NULL),
    STR(nextToken));

SHAPE(UpdatePodIdentityAssociationRequest,
    ASSOCIATION,
    STR(roleArn),
    TOKEN(clientRequestToken),
    BOOL(disableSessionTags),
    STR(targetRoleArn));

SHAPE(UpdatePodIdentityAssociationResponse,
    STRUCT(association, PodIdentityAssociation));

SHAPE(DeletePodIdentityAssociationRequest,
    ASSOCIATION);

SHAPE(DeletePodIdentityAssociationResponse,
    STRUCT(association, PodIdentityAssociation));

REST(eks, CreatePodIdentityAssociation, "POST", "/clusters/{name}/pod-identity-associations", CreatePodIdentityAssociationRequest,
    &CreatePodIdentityAssociationResponse, OP_IDEMPOTENT, OBJECTED " ResourceLimitExceededException ResourceInUseException");
REST(eks, DescribePodIdentityAssociation, "GET", "/clusters/{name}/pod-identity-associations/{associationId}",
    DescribePodIdentityAssociationRequest, &DescribePodIdentityAssociationResponse, OP_READ, OBJECTED);
REST_PAGED(eks, ListPodIdentityAssociations, "GET", "/clusters/{name}/pod-identity-associations", ListPodIdentityAssociationsRequest,
    &ListPodIdentityAssociationsResponse, OP_READ, OBJECTED, PAGED("associations"));
REST(eks, UpdatePodIdentityAssociation, "POST", "/clusters/{name}/pod-identity-associations/{associationId}",
    UpdatePodIdentityAssociationRequest, &UpdatePodIdentityAssociationResponse, OP_IDEMPOTENT, OBJECTED);
REST(eks, DeletePodIdentityAssociation, "DELETE", "/clusters/{name}/pod-identity-associations/{associationId}",
    DeletePodIdentityAssociationRequest, &DeletePodIdentityAssociationResponse, OP_IDEMPOTENT, OBJECTED);

/* ---- Fargate profiles -------------------------------------------------------------------------------------------- */

SHAPE(FargateProfileSelector,
    STR(namespace),
    STR_MAP(labels));

SHAPE(CreateFargateProfileRequest,
    STR_REQUIRED(fargateProfileName),
    CLUSTER,
    STR_REQUIRED(podExecutionRoleArn),
    STRS(subnets, NULL),
    LIST(selectors, FargateProfileSelector, NULL),
    TOKEN(clientRequestToken),
    STR_MAP(tags));

SHAPE(FargateProfileIssue,
    STR(code),
    STR(message),
    STRS(resourceIds, NULL));

SHAPE(FargateProfileHealth,
    LIST(issues, FargateProfileIssue, NULL));

SHAPE(FargateProfile,
    STR(fargateProfileName),
    STR(fargateProfileArn),
    STR(clusterName),
    TIME(createdAt),
    STR(podExecutionRoleArn),
    STRS(subnets, NULL),
    LIST(selectors, FargateProfileSelector, NULL),
    STR_OF(status, "CREATING ACTIVE DELETING CREATE_FAILED DELETE_FAILED"),
    STR_MAP(tags),
    STRUCT(health, FargateProfileHealth));

SHAPE(CreateFargateProfileResponse,
    STRUCT(fargateProfile, FargateProfile));

#define PROFILE CLUSTER, PATH_STR(fargateProfileName, "fargateProfileName")

SHAPE(DescribeFargateProfileRequest,
    PROFILE);

SHAPE(DescribeFargateProfileResponse,
    STRUCT(fargateProfile, FargateProfile));

SHAPE(ListFargateProfilesRequest,
    CLUSTER,
    NEXT);

SHAPE(ListFargateProfilesResponse,
    STRS(fargateProfileNames, NULL),
    STR(nextToken));

SHAPE(DeleteFargateProfileRequest,
    PROFILE);

SHAPE(DeleteFargateProfileResponse,
    STRUCT(fargateProfile, FargateProfile));

REST(eks, CreateFargateProfile, "POST", "/clusters/{name}/fargate-profiles", CreateFargateProfileRequest, &CreateFargateProfileResponse,
    OP_IDEMPOTENT, "InvalidParameterException InvalidRequestException ResourceLimitExceededException UnsupportedAvailabilityZoneException");
REST(eks, DescribeFargateProfile, "GET", "/clusters/{name}/fargate-profiles/{fargateProfileName}", DescribeFargateProfileRequest,
    &DescribeFargateProfileResponse, OP_READ, REFUSED);
REST_PAGED(eks, ListFargateProfiles, "GET", "/clusters/{name}/fargate-profiles", ListFargateProfilesRequest,
    &ListFargateProfilesResponse, OP_READ, REFUSED, PAGED("fargateProfileNames"));
REST(eks, DeleteFargateProfile, "DELETE", "/clusters/{name}/fargate-profiles/{fargateProfileName}", DeleteFargateProfileRequest,
    &DeleteFargateProfileResponse, OP_IDEMPOTENT, REFUSED);

/* ---- versions ---------------------------------------------------------------------------------------------------- */

SHAPE(DescribeClusterVersionsRequest,
    QUERY_STRS(clusterVersions, "clusterVersions"),
    QUERY_BOOL(includeAll, "includeAll"),
    QUERY_INT(maxResults, "maxResults"),
    QUERY_STR(nextToken, "nextToken"));

SHAPE(ClusterVersionInformation,
    STR(clusterVersion),
    BOOL(defaultVersion),
    TIME(endOfStandardSupportDate),
    TIME(endOfExtendedSupportDate),
    STR(versionStatus));

SHAPE(DescribeClusterVersionsResponse,
    LIST(clusterVersions, ClusterVersionInformation, NULL),
    STR(nextToken));

REST_PAGED(eks, DescribeClusterVersions, "GET", "/cluster-versions", DescribeClusterVersionsRequest,
    &DescribeClusterVersionsResponse, OP_READ, "ServerException InvalidParameterException InvalidRequestException",
    PAGES_OF("nextToken", "nextToken", "clusterVersions", "maxResults", 100));

/* ---- tags -------------------------------------------------------------------------------------------------------- */

SHAPE(TagResourceRequest,
    PATH_STR(resourceArn, "resourceArn"),
    STR_MAP_REQUIRED(tags));

SHAPE(UntagResourceRequest,
    PATH_STR(resourceArn, "resourceArn"),
    {.name = "tagKeys", .at = "tagKeys", .kind = K_LIST, .of = K_STR, .flags = F_QUERY | F_REQUIRED});

SHAPE(ListTagsForResourceRequest,
    PATH_STR(resourceArn, "resourceArn"));

SHAPE(ListTagsForResourceResponse,
    STR_MAP(tags));

REST(eks, TagResource, "POST", "/tags/{resourceArn}", TagResourceRequest, NULL, OP_IDEMPOTENT, "BadRequestException NotFoundException");
REST(eks, UntagResource, "DELETE", "/tags/{resourceArn}", UntagResourceRequest, NULL, OP_IDEMPOTENT, "BadRequestException NotFoundException");
REST(eks, ListTagsForResource, "GET", "/tags/{resourceArn}", ListTagsForResourceRequest, &ListTagsForResourceResponse, OP_READ,
    "BadRequestException NotFoundException");

const struct service svc_eks = {
    .id = "eks",
    .service_id = "EKS",
    .protocol = P_REST_JSON,
    .version = "2017-11-01",
    .ops = (const struct op *const[]){
        &eks_CreateCluster, &eks_DescribeCluster, &eks_ListClusters, &eks_UpdateClusterVersion, &eks_UpdateClusterConfig,
        &eks_AssociateEncryptionConfig, &eks_DeleteCluster, &eks_DescribeUpdate, &eks_ListUpdates, &eks_CreateNodegroup,
        &eks_DescribeNodegroup, &eks_ListNodegroups, &eks_UpdateNodegroupConfig, &eks_UpdateNodegroupVersion,
        &eks_DeleteNodegroup, &eks_CreateAddon, &eks_DescribeAddon, &eks_ListAddons, &eks_UpdateAddon, &eks_DeleteAddon,
        &eks_DescribeAddonVersions, &eks_DescribeAddonConfiguration, &eks_CreateAccessEntry, &eks_DescribeAccessEntry, &eks_ListAccessEntries,
        &eks_UpdateAccessEntry, &eks_DeleteAccessEntry, &eks_AssociateAccessPolicy, &eks_DisassociateAccessPolicy,
        &eks_ListAssociatedAccessPolicies, &eks_CreatePodIdentityAssociation, &eks_DescribePodIdentityAssociation,
        &eks_ListPodIdentityAssociations, &eks_UpdatePodIdentityAssociation, &eks_DeletePodIdentityAssociation,
        &eks_CreateFargateProfile, &eks_DescribeFargateProfile, &eks_ListFargateProfiles, &eks_DeleteFargateProfile,
        &eks_DescribeClusterVersions, &eks_TagResource, &eks_UntagResource, &eks_ListTagsForResource, NULL},
};

/* clang-format on */

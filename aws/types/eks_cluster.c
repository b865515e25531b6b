/*
 * An EKS cluster. Each aspect is changed by a call of its own, one at a time; the version goes up a minor at a time and
 * never down. Control planes of two regions are not upgraded at once: one of them serves. Secrets encryption can be
 * switched on later, and never off or to another key.
 */
#include "aws/types/eks.h"

/* clang-format off */
#define SAME_ALREADY "InvalidParameterException:*lready* InvalidParameterException:*o*changes*needed*"
#define CONFIG(words, ...) \
    {&eks_UpdateClusterConfig, .when = words, .only = "name", .bind = BINDS(__VA_ARGS__), EKS_GIVES, .done = SAME_ALREADY}, \
    EKS_THROUGH(words, {"name", "$name"})
#define ENDPOINT \
    {"resourcesVpcConfig.endpointPublicAccess", "$endpointPublicAccess"}, {"resourcesVpcConfig.endpointPrivateAccess", "$endpointPrivateAccess"}

const struct rtype rtype_eks_cluster = {
    .name = "AWS::EKS::Cluster", .doc = "Kubernetes control plane of one region", .flags = RT_STATEFUL,
    .going = INT_DATA_LOSS, .id = "name", .key = "name", .create_s = {690, 900}, .update_s = {600, 2400}, .delete_s = {360, 600},
    .timed = "EKS user guide, quick start: 8 to 15 minutes; minutes to 40 for a version; 2 to 10 minutes", .lost = "what runs in it goes with it, and what its API holds",
    .attrs = (const struct attr[]){
        {"name",                     T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region"},
        {"version",                  T_STR,  A_STEPWISE | A_SERIAL | A_BRIEF | A_FOREVER, .doc = "of Kubernetes, such as 1.34"},
        {"roleArn",                  T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "role that EKS takes"},
        {"subnetIds",                T_LIST, A_REQUIRED | A_SET | A_HARMLESS, "resourcesVpcConfig.subnetIds", .doc = "of one VPC, in two zones at least"},
        {"securityGroupIds",         T_LIST, A_SET | A_HARMLESS, "resourcesVpcConfig.securityGroupIds", "[]", "besides the one that EKS makes"},
        {"endpointPublicAccess",     T_BOOL, A_BRIEF | A_LESS, "resourcesVpcConfig.endpointPublicAccess", "true", "the API can be reached from the internet"},
        {"endpointPrivateAccess",    T_BOOL, A_BRIEF | A_LESS, "resourcesVpcConfig.endpointPrivateAccess", "false", "the API can be reached within the VPC"},
        {"publicAccessCidrs",        T_LIST, A_SET | A_CIDR | A_HARMLESS, "resourcesVpcConfig.publicAccessCidrs", .doc = "from which networks of the internet"},
        {"serviceIpv4Cidr",          T_STR,  A_CREATE_ONLY | A_CIDR, "kubernetesNetworkConfig.serviceIpv4Cidr", .doc = "addresses of services"},
        {"ipFamily",                 T_STR,  A_CREATE_ONLY, "kubernetesNetworkConfig.ipFamily", .doc = "ipv4 or ipv6"},
        {"clusterLogging",           T_LIST, A_SET | A_HARMLESS, "logging.clusterLogging", .doc = "{types, enabled}: one group for what is on, one for what is off"},
        {"encryptionConfig",         T_LIST, A_SET | A_HARMLESS | A_FOREVER, .doc = "{resources: [secrets], provider: {keyArn}}; once on, it stays"},
        {"authenticationMode",       T_STR,  A_HARMLESS | A_FOREVER, "accessConfig.authenticationMode", .doc = "CONFIG_MAP, API_AND_CONFIG_MAP or API; only onward"},
        {"bootstrapClusterCreatorAdminPermissions", T_BOOL, A_CREATE_ONLY | A_WRITE_ONLY, .doc = "whoever makes it may administer it"},
        {"bootstrapSelfManagedAddons", T_BOOL, A_CREATE_ONLY | A_WRITE_ONLY, .doc = "starts with unmanaged add-ons"},
        {"supportType",              T_STR,  A_HARMLESS, "upgradePolicy.supportType", .doc = "STANDARD: upgraded when standard support ends; EXTENDED: billed more"},
        {"zonalShiftEnabled",        T_BOOL, A_HARMLESS, "zonalShiftConfig.enabled", "false", "traffic may be shifted away from a zone"},
        {"deletionProtection",       T_BOOL, A_HARMLESS, .dflt = "false", .doc = "AWS refuses to delete it"},
        {"arn",                      T_STR,  A_OUTPUT, .doc = "ARN"},
        {"endpoint",                 T_STR,  A_OUTPUT, .doc = "URL of the API"},
        {"certificateAuthorityData", T_STR,  A_OUTPUT, "certificateAuthority.data", .doc = "certificate of the API, base64"},
        {"issuer",                   T_STR,  A_OUTPUT, "identity.oidc.issuer", .doc = "of the tokens of service accounts, https://..."},
        {"clusterSecurityGroupId",   T_STR,  A_OUTPUT, "resourcesVpcConfig.clusterSecurityGroupId", .doc = "of control plane and managed nodes"},
        EKS_UPDATE_ID,
        EKS_TAGS,
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&eks_DescribeCluster, .only = "name", .result = "cluster"}),
        .create  = CALLS({&eks_CreateCluster, .found = FOUND_BY_TOKEN, .result = "cluster", .soon = EKS_ROLE_NOT_SEEN, .bind = BINDS(
                             {"clientRequestToken", "@token"}, {"tags", "$Tags"}, {"resourcesVpcConfig.subnetIds", "$subnetIds"},
                             {"resourcesVpcConfig.securityGroupIds", "$securityGroupIds"}, ENDPOINT, {"resourcesVpcConfig.publicAccessCidrs", "$publicAccessCidrs"},
                             {"kubernetesNetworkConfig.serviceIpv4Cidr", "$serviceIpv4Cidr"}, {"kubernetesNetworkConfig.ipFamily", "$ipFamily"},
                             {"logging.clusterLogging", "$clusterLogging"}, {"accessConfig.authenticationMode", "$authenticationMode"},
                             {"accessConfig.bootstrapClusterCreatorAdminPermissions", "$bootstrapClusterCreatorAdminPermissions"},
                             {"upgradePolicy.supportType", "$supportType"}, {"zonalShiftConfig.enabled", "$zonalShiftEnabled"})}),
        .update  = CALLS({&eks_UpdateClusterVersion, .when = "version", EKS_GIVES, .done = SAME_ALREADY},
                         EKS_THROUGH("version", {"name", "$name"}),
                         CONFIG("authenticationMode", {"accessConfig.authenticationMode", "$authenticationMode"}),
                         {&eks_AssociateEncryptionConfig, .when = "encryptionConfig", .only = "encryptionConfig", .bind = BINDS({"clusterName", "$name"}), EKS_GIVES},
                         EKS_THROUGH("encryptionConfig", {"name", "$name"}),
                         CONFIG("clusterLogging", {"logging.clusterLogging", "$clusterLogging"}),
                         CONFIG("supportType", {"upgradePolicy.supportType", "$supportType"}),
                         CONFIG("endpointPublicAccess endpointPrivateAccess publicAccessCidrs", ENDPOINT,
                                {"resourcesVpcConfig.publicAccessCidrs", "$publicAccessCidrs?endpointPublicAccess"}),
                         CONFIG("subnetIds", {"resourcesVpcConfig.subnetIds", "$subnetIds"}),
                         CONFIG("securityGroupIds", {"resourcesVpcConfig.securityGroupIds", "$securityGroupIds"}),
                         CONFIG("zonalShiftEnabled", {"zonalShiftConfig.enabled", "$zonalShiftEnabled"}),
                         CONFIG("deletionProtection", {"deletionProtection", "$deletionProtection"}),
                         EKS_RETAG("arn")),
        .remove  = CALLS(CONFIG("deletionProtection", {"deletionProtection", "=false"}),
                         {&eks_DeleteCluster, .only = "name", .not_yet = "ResourceInUseException"}),
        .missing = "ResourceNotFoundException ClientException:*o*cluster*found*",
        .wait    = {UNTIL({"status", "ACTIVE", "CREATING UPDATING PENDING DELETING"}), 20, 5400, "health.issues[0].message"},
    },
};

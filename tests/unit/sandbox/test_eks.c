#include "harness.h"

#define TRUST(service)                                                                                                 \
    "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":{"          \
    "\\\"Service\\\":\\\"" service "\\\"},\\\"Action\\\":\\\"sts:AssumeRole\\\"}}"

static const char *subnets, *vpc;

static const char *subnet_in(const char *cidr, const char *zone)
{
    return text_at(
        OK("ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'%s','AvailabilityZone':'%s'}", vpc, cidr, zone),
        "Subnet.SubnetId");
}

static void role(const char *name, const char *trust, const char *policy)
{
    OK("iam", "CreateRole", "{'RoleName':'%s','AssumeRolePolicyDocument':'%s'}", name, trust);
    if (*policy)
        OK("iam", "AttachRolePolicy", "{'RoleName':'%s','PolicyArn':'arn:aws:iam::aws:policy/%s'}", name, policy);
}

static void account(void)
{
    vpc = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
    subnets = arena_printf(memory, "'%s','%s'", subnet_in("10.0.0.0/20", "ap-northeast-1a"),
                           subnet_in("10.0.16.0/20", "ap-northeast-1c"));
    role("control", TRUST("eks.amazonaws.com"), "AmazonEKSClusterPolicy");
    role("bare", TRUST("eks.amazonaws.com"), "");
    role("nodes", TRUST("ec2.amazonaws.com"), "AmazonEKSWorkerNodePolicy");
    role("weak", TRUST("ec2.amazonaws.com"), "");
    role("pods", TRUST("pods.eks.amazonaws.com"), "");
    role("fargate", TRUST("eks-fargate-pods.amazonaws.com"), "");
}

#define ROLE "arn:aws:iam::123456789012:role/"

static const struct value *cluster(const char *name, const char *version, const char *more)
{
    return OK("eks", "CreateCluster",
              "{'name':'%s','version':'%s','roleArn':'" ROLE "control','resourcesVpcConfig':{'subnetIds':[%s]}%s}",
              name, version, subnets, more);
}

#define API ",'accessConfig':{'authenticationMode':'API'},'bootstrapSelfManagedAddons':false"

/* "one", active, with entries instead of a ConfigMap. */
static void one_cluster(const char *version)
{
    account();
    cluster("one", version, API);
    wait_s(610);
}

static const struct value *shown(void)
{
    return OK("eks", "DescribeCluster", "{'name':'one'}");
}

static const char *cluster_at(const char *path)
{
    return text_at(shown(), arena_printf(memory, "cluster.%s", path));
}

static const struct value *group(const char *name, const char *more)
{
    return OK("eks", "CreateNodegroup",
              "{'clusterName':'one','nodegroupName':'%s','nodeRole':'" ROLE "nodes','subnets':[%s]%s}", name, subnets,
              more);
}

static const char *group_at(const char *path)
{
    return text_at(OK("eks", "DescribeNodegroup", "{'clusterName':'one','nodegroupName':'main'}"),
                   arena_printf(memory, "nodegroup.%s", path));
}

static const char *addon_at(const char *name, const char *path)
{
    return text_at(OK("eks", "DescribeAddon", "{'clusterName':'one','addonName':'%s'}", name),
                   arena_printf(memory, "addon.%s", path));
}

/* ---- clusters ---------------------------------------------------------------------------------------------------- */

static void a_cluster_takes_ten_minutes_and_tells_its_endpoint_then(void **state)
{
    (void)state;
    account();
    const struct value *v = cluster("one", "1.34", "");
    assert_string_equal(text_at(v, "cluster.status"), "CREATING");
    assert_string_equal(text_at(v, "cluster.arn"), "arn:aws:eks:ap-northeast-1:123456789012:cluster/one");
    assert_null(value_path(memory, v, "cluster.endpoint"));
    wait_s(590);
    assert_string_equal(cluster_at("status"), "CREATING");
    wait_s(20);
    assert_string_equal(cluster_at("status"), "ACTIVE");
    assert_true(str_starts(cluster_at("endpoint"), "https://"));
    assert_true(str_starts(cluster_at("identity.oidc.issuer"), "https://oidc.eks.ap-northeast-1.amazonaws.com/id/"));
    assert_string_equal(cluster_at("accessConfig.authenticationMode"), "CONFIG_MAP");
    assert_string_equal(cluster_at("kubernetesNetworkConfig.serviceIpv4Cidr"), "172.20.0.0/16");
    assert_string_equal(cluster_at("resourcesVpcConfig.publicAccessCidrs[0]"), "0.0.0.0/0");
    assert_string_equal(cluster_at("resourcesVpcConfig.vpcId"), vpc);
    assert_string_equal(cluster_at("logging.clusterLogging[0].enabled"), "false");
    assert_int_equal(count_at(shown(), "cluster.logging.clusterLogging[0].types"), 5);
    assert_string_equal(text_at(OK("eks", "ListClusters", "{}"), "clusters[0]"), "one");
}

static void clusters_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *name, *role, *more;
    } cases[] = {
        {"InvalidParameterException", "-x", "control", ""},
        {"InvalidParameterException", "x", "none", ""},
        {"InvalidParameterException", "x", "nodes", ""},
        {"InvalidParameterException", "x", "bare", ""},
        {"InvalidParameterException", "x", "control", ",'version':'1.28'"},
        {"InvalidParameterException", "x", "control", ",'version':'1.99'"},
        {"InvalidParameterException", "x", "control", ",'version':'1.33','upgradePolicy':{'supportType':'STANDARD'}"},
        {"InvalidParameterException", "x", "control", ",'kubernetesNetworkConfig':{'serviceIpv4Cidr':'8.0.0.0/16'}"},
        {"InvalidParameterException", "x", "control", ",'kubernetesNetworkConfig':{'serviceIpv4Cidr':'10.0.0.0/16'}"},
        {"InvalidParameterException", "x", "control", ",'kubernetesNetworkConfig':{'serviceIpv4Cidr':'10.9.0.0/25'}"},
        {"InvalidParameterException", "x", "control",
         ",'encryptionConfig':[{'resources':['secrets'],'provider':{'keyArn':'none'}}]"},
        {"ResourceInUseException", "taken", "control", ""},
    };
    account();
    cluster("taken", "1.35", "");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "eks", "CreateCluster",
           "{'name':'%s','roleArn':'" ROLE "%s','resourcesVpcConfig':{'subnetIds':[%s]}%s}", cases[i].name,
           cases[i].role, subnets, cases[i].more);
    const char *one = subnet_in("10.0.32.0/20", "ap-northeast-1a");
    NO("InvalidParameterException", "eks", "CreateCluster",
       "{'name':'x','roleArn':'" ROLE "control','resourcesVpcConfig':{'subnetIds':['%s']}}", one);
    NO("InvalidParameterException", "eks", "CreateCluster",
       "{'name':'x','roleArn':'" ROLE "control','resourcesVpcConfig':{'subnetIds':[%s],'endpointPublicAccess':false}}",
       subnets);
    NO("ResourceNotFoundException", "eks", "DescribeCluster", "{'name':'x'}");
    assert_int_equal(last_fault.status, 404);
}

static const char *update_status(const char *id)
{
    return text_at(OK("eks", "DescribeUpdate", "{'name':'one','updateId':'%s'}", id), "update.status");
}

static void an_update_shows_when_it_is_through(void **state)
{
    (void)state;
    one_cluster("1.34");
    const struct value *v = OK("eks", "UpdateClusterVersion", "{'name':'one','version':'1.35'}");
    const char *id = text_at(v, "update.id");
    assert_string_equal(text_at(v, "update.status"), "InProgress");
    assert_string_equal(cluster_at("status"), "UPDATING");
    assert_string_equal(cluster_at("version"), "1.34");
    NO("ResourceInUseException", "eks", "UpdateClusterVersion", "{'name':'one','version':'1.35'}");
    NO("ResourceInUseException", "eks", "UpdateClusterConfig", "{'name':'one','deletionProtection':true}");
    NO("ResourceInUseException", "eks", "DeleteCluster", "{'name':'one'}");
    assert_int_equal(last_fault.status, 409);
    wait_s(500);
    assert_string_equal(update_status(id), "InProgress");
    wait_s(60);
    assert_string_equal(update_status(id), "Successful");
    assert_string_equal(cluster_at("version"), "1.35");
    assert_string_equal(text_at(OK("eks", "ListUpdates", "{'name':'one'}"), "updateIds[0]"), id);
    NO("ResourceNotFoundException", "eks", "DescribeUpdate", "{'name':'one','updateId':'%s','addonName':'x'}", id);
}

static void a_version_goes_up_by_one_minor(void **state)
{
    (void)state;
    one_cluster("1.33");
    group("main", "");
    wait_s(200);
    NO("InvalidParameterException", "eks", "UpdateClusterVersion", "{'name':'one','version':'1.33'}");
    NO("InvalidParameterException", "eks", "UpdateClusterVersion", "{'name':'one','version':'1.35'}");
    NO("InvalidParameterException", "eks", "UpdateClusterVersion", "{'name':'one','version':'1.32'}");
    NO("InvalidParameterException", "eks", "UpdateNodegroupVersion",
       "{'clusterName':'one','nodegroupName':'main','version':'1.34'}");
    OK("eks", "UpdateClusterVersion", "{'name':'one','version':'1.34'}");
    wait_s(560);
    NO("InvalidRequestException", "eks", "UpdateClusterVersion", "{'name':'one','version':'1.35'}");
    OK("eks", "UpdateNodegroupVersion", "{'clusterName':'one','nodegroupName':'main','version':'1.34'}");
    wait_s(380);
    assert_string_equal(group_at("version"), "1.34");
    OK("eks", "UpdateClusterVersion", "{'name':'one','version':'1.35'}");
}

static void each_aspect_is_changed_by_itself(void **state)
{
    (void)state;
    static const struct {
        const char *change, *path, *value;
    } cases[] = {
        {"'deletionProtection':true", "deletionProtection", "true"},
        {"'resourcesVpcConfig':{'endpointPublicAccess':false,'endpointPrivateAccess':true}",
         "resourcesVpcConfig.endpointPublicAccess", "false"},
        {"'upgradePolicy':{'supportType':'STANDARD'}", "upgradePolicy.supportType", "STANDARD"},
        {"'zonalShiftConfig':{'enabled':true}", "zonalShiftConfig.enabled", "true"},
        {"'logging':{'clusterLogging':[{'types':['audit'],'enabled':true}]}", "logging.clusterLogging[0].types[0]",
         "audit"},
    };
    one_cluster("1.35");
    NO("InvalidParameterException", "eks", "UpdateClusterConfig",
       "{'name':'one','deletionProtection':true,'zonalShiftConfig':{'enabled':true}}");
    for (size_t i = 0; i < COUNT(cases); i++) {
        OK("eks", "UpdateClusterConfig", "{'name':'one',%s}", cases[i].change);
        wait_s(70);
        assert_string_equal(cluster_at(cases[i].path), cases[i].value);
    }
    NO("InvalidParameterException", "eks", "UpdateClusterConfig", "{'name':'one',%s}", cases[4].change);
    NO("InvalidParameterException", "eks", "UpdateClusterConfig", "{'name':'one',%s}", cases[1].change);
    NO("InvalidParameterException", "eks", "UpdateClusterConfig",
       "{'name':'one','resourcesVpcConfig':{'endpointPrivateAccess':false}}");
    NO("InvalidParameterException", "eks", "UpdateClusterConfig",
       "{'name':'one','accessConfig':{'authenticationMode':'API_AND_CONFIG_MAP'}}");
    NO("InvalidRequestException", "eks", "DeleteCluster", "{'name':'one'}");
}

static void a_cluster_goes_with_what_is_its_own_and_not_under_its_nodes(void **state)
{
    (void)state;
    one_cluster("1.35");
    group("main", "");
    OK("eks", "CreateAddon", "{'clusterName':'one','addonName':'kube-proxy'}");
    wait_s(200);
    NO("ResourceInUseException", "eks", "DeleteCluster", "{'name':'one'}");
    OK("eks", "DeleteNodegroup", "{'clusterName':'one','nodegroupName':'main'}");
    assert_string_equal(group_at("status"), "DELETING");
    wait_s(250);
    NO("ResourceNotFoundException", "eks", "DescribeNodegroup", "{'clusterName':'one','nodegroupName':'main'}");
    OK("eks", "DeleteCluster", "{'name':'one'}");
    NO("DependencyViolation", "ec2", "DeleteVpc", "{'VpcId':'%s'}", vpc);
    wait_s(160);
    NO("ResourceNotFoundException", "eks", "DescribeCluster", "{'name':'one'}");
    NO("ResourceNotFoundException", "eks", "ListAddons", "{'clusterName':'one'}");
    assert_int_equal(count_at(OK("ec2", "DescribeSecurityGroups",
                                 "{'Filters':[{'Name':'group-name','Values':['eks-cluster-sg-*']}]}"),
                              "SecurityGroups"),
                     0);
}

/* ---- node groups ------------------------------------------------------------------------------------------------- */

static void a_node_group_is_made_changed_and_told(void **state)
{
    (void)state;
    one_cluster("1.34");
    group("main", ",'scalingConfig':{'minSize':1,'maxSize':3,'desiredSize':2},'labels':{'a':'1'},'taints':[{'key':'k',"
                  "'value':'v','effect':'NO_SCHEDULE'}]");
    assert_string_equal(group_at("status"), "CREATING");
    wait_s(190);
    assert_string_equal(group_at("status"), "ACTIVE");
    assert_string_equal(group_at("version"), "1.34");
    assert_string_equal(group_at("amiType"), "AL2023_x86_64_STANDARD");
    assert_true(str_starts(group_at("resources.autoScalingGroups[0].name"), "eks-main-"));
    const char *id = text_at(
        OK("eks", "UpdateNodegroupConfig",
           "{'clusterName':'one','nodegroupName':'main','scalingConfig':{'desiredSize':3},'labels':{'addOrUpdateLabels'"
           ":{'b':'2'},'removeLabels':['a']},'taints':{'addOrUpdateTaints':[{'key':'k','value':'w','effect':"
           "'NO_SCHEDULE'}]}}"),
        "update.id");
    NO("ResourceInUseException", "eks", "UpdateNodegroupConfig", "{'clusterName':'one','nodegroupName':'main'}");
    NO("ResourceNotFoundException", "eks", "DescribeUpdate", "{'name':'one','updateId':'%s'}", id);
    wait_s(30);
    assert_string_equal(
        text_at(OK("eks", "DescribeUpdate", "{'name':'one','updateId':'%s','nodegroupName':'main'}", id),
                "update.status"),
        "Successful");
    assert_string_equal(group_at("scalingConfig.desiredSize"), "3");
    assert_string_equal(group_at("scalingConfig.minSize"), "1");
    assert_string_equal(group_at("labels.b"), "2");
    assert_string_equal(group_at("labels.a"), "");
    assert_string_equal(group_at("taints[0].value"), "w");
    assert_string_equal(text_at(OK("eks", "ListNodegroups", "{'clusterName':'one'}"), "nodegroups[0]"), "main");
    NO("InvalidParameterException", "eks", "UpdateNodegroupConfig",
       "{'clusterName':'one','nodegroupName':'main','scalingConfig':{'maxSize':2}}");
    NO("InvalidParameterException", "eks", "UpdateNodegroupConfig",
       "{'clusterName':'one','nodegroupName':'main','taints':{'addOrUpdateTaints':[{'key':'k','effect':'NO_SCHEDULE'}],"
       "'removeTaints':[{'key':'k','effect':'NO_SCHEDULE'}]}}");
}

static void node_groups_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *cluster, *name, *role, *more;
    } cases[] = {
        {"ResourceNotFoundException", "none", "x", "nodes", ""},
        {"InvalidRequestException", "new", "x", "nodes", ""},
        {"ResourceInUseException", "one", "main", "nodes", ""},
        {"InvalidParameterException", "one", "x", "none", ""},
        {"InvalidParameterException", "one", "x", "pods", ""},
        {"InvalidParameterException", "one", "x", "nodes", ",'version':'1.33'"},
        {"InvalidParameterException", "one", "x", "nodes", ",'instanceTypes':['m6g.large']"},
        {"InvalidParameterException", "one", "x", "nodes", ",'amiType':'AL2023_ARM_64_STANDARD'"},
        {"InvalidParameterException", "one", "x", "nodes", ",'amiType':'AL2_x86_64'"},
        {"InvalidParameterException", "one", "x", "nodes",
         ",'scalingConfig':{'minSize':3,'maxSize':3,'desiredSize':2}"},
        {"InvalidParameterException", "one", "x", "nodes",
         ",'scalingConfig':{'minSize':0,'maxSize':1,'desiredSize':2}"},
        {"InvalidParameterException", "one", "x", "nodes",
         ",'updateConfig':{'maxUnavailable':1,'maxUnavailablePercentage':5}"},
    };
    one_cluster("1.34");
    cluster("new", "1.34", "");
    group("main", "");
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "eks", "CreateNodegroup",
           "{'clusterName':'%s','nodegroupName':'%s','nodeRole':'" ROLE "%s','subnets':[%s]%s}", cases[i].cluster,
           cases[i].name, cases[i].role, subnets, cases[i].more);
}

static void nodes_that_may_not_join_never_do(void **state)
{
    (void)state;
    one_cluster("1.34");
    OK("eks", "CreateNodegroup",
       "{'clusterName':'one','nodegroupName':'main','nodeRole':'" ROLE "weak','subnets':[%s]}", subnets);
    wait_s(910);
    assert_string_equal(group_at("status"), "CREATE_FAILED");
    assert_string_equal(group_at("health.issues[0].code"), "NodeCreationFailure");
}

/* ---- add-ons ----------------------------------------------------------------------------------------------------- */

static void what_runs_on_nodes_is_degraded_until_there_are_any(void **state)
{
    (void)state;
    one_cluster("1.34");
    OK("eks", "CreateAddon", "{'clusterName':'one','addonName':'vpc-cni'}");
    OK("eks", "CreateAddon", "{'clusterName':'one','addonName':'coredns'}");
    wait_s(50);
    assert_string_equal(addon_at("vpc-cni", "status"), "ACTIVE");
    assert_string_equal(addon_at("coredns", "status"), "DEGRADED");
    assert_string_equal(addon_at("coredns", "health.issues[0].code"), "InsufficientNumberOfReplicas");
    group("main", "");
    wait_s(210);
    assert_string_equal(addon_at("coredns", "status"), "ACTIVE");
    OK("eks", "DeleteNodegroup", "{'clusterName':'one','nodegroupName':'main'}");
    wait_s(250);
    assert_string_equal(addon_at("coredns", "status"), "DEGRADED");
}

static void an_addon_is_changed_and_its_versions_are_told(void **state)
{
    (void)state;
    one_cluster("1.34");
    const struct value *v = OK("eks", "DescribeAddonVersions", "{'kubernetesVersion':'1.34','addonName':'kube-proxy'}");
    assert_string_equal(text_at(v, "addons[0].addonVersions[1].addonVersion"), "v1.34.1-eksbuild.1");
    assert_string_equal(text_at(v, "addons[0].addonVersions[1].compatibilities[0].defaultVersion"), "true");
    assert_int_equal(count_at(v, "addons[0].addonVersions"), 2);
    v = OK("eks", "CreateAddon", "{'clusterName':'one','addonName':'kube-proxy'}");
    assert_string_equal(text_at(v, "addon.addonVersion"), "v1.34.1-eksbuild.1");
    NO("ResourceInUseException", "eks", "UpdateAddon", "{'clusterName':'one','addonName':'kube-proxy'}");
    NO("ResourceInUseException", "eks", "CreateAddon", "{'clusterName':'one','addonName':'kube-proxy'}");
    wait_s(50);
    NO("InvalidParameterException", "eks", "UpdateAddon",
       "{'clusterName':'one','addonName':'kube-proxy','addonVersion':'v1.33.1-eksbuild.1'}");
    NO("InvalidParameterException", "eks", "UpdateAddon",
       "{'clusterName':'one','addonName':'kube-proxy','configurationValues':'replicas'}");
    NO("InvalidParameterException", "eks", "CreateAddon",
       "{'clusterName':'one','addonName':'coredns','configurationValues':'{\\\"replicas\\\":3}'}");
    NO("InvalidParameterException", "eks", "CreateAddon", "{'clusterName':'one','addonName':'none'}");
    OK("eks", "UpdateAddon",
       "{'clusterName':'one','addonName':'kube-proxy','addonVersion':'v1.34.1-eksbuild.2','configurationValues':'{}'}");
    wait_s(50);
    assert_string_equal(addon_at("kube-proxy", "addonVersion"), "v1.34.1-eksbuild.2");
    OK("eks", "DeleteAddon", "{'clusterName':'one','addonName':'kube-proxy'}");
    wait_s(40);
    NO("ResourceNotFoundException", "eks", "DescribeAddon", "{'clusterName':'one','addonName':'kube-proxy'}");
}

static void an_addon_does_not_take_the_place_of_a_cluster_s_own_unless_told(void **state)
{
    (void)state;
    account();
    cluster("one", "1.34", "");
    wait_s(610);
    OK("eks", "CreateAddon", "{'clusterName':'one','addonName':'vpc-cni'}");
    OK("eks", "CreateAddon", "{'clusterName':'one','addonName':'kube-proxy','resolveConflicts':'OVERWRITE'}");
    wait_s(50);
    assert_string_equal(addon_at("vpc-cni", "status"), "CREATE_FAILED");
    assert_string_equal(addon_at("vpc-cni", "health.issues[0].code"), "ConfigurationConflict");
    assert_string_equal(addon_at("kube-proxy", "status"), "ACTIVE");
}

/* ---- access ------------------------------------------------------------------------------------------------------ */

#define ADMIN "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy"

static void entries_and_their_policies_are_kept(void **state)
{
    (void)state;
    one_cluster("1.34");
    assert_int_equal(count_at(OK("eks", "ListAccessEntries", "{'clusterName':'one'}"), "accessEntries"), 1);
    OK("eks", "CreateAccessEntry", "{'clusterName':'one','principalArn':'" ROLE "bare','kubernetesGroups':['ops']}");
    OK("eks", "AssociateAccessPolicy",
       "{'clusterName':'one','principalArn':'" ROLE "bare','policyArn':'" ADMIN "','accessScope':{'type':'cluster'}}");
    const struct value *v =
        OK("eks", "ListAssociatedAccessPolicies", "{'clusterName':'one','principalArn':'" ROLE "bare'}");
    assert_string_equal(text_at(v, "associatedAccessPolicies[0].policyArn"), ADMIN);
    OK("eks", "UpdateAccessEntry", "{'clusterName':'one','principalArn':'" ROLE "bare','kubernetesGroups':[]}");
    v = OK("eks", "DescribeAccessEntry", "{'clusterName':'one','principalArn':'" ROLE "bare'}");
    assert_int_equal(count_at(v, "accessEntry.kubernetesGroups"), 0);
    assert_int_equal(count_at(OK("eks", "ListAccessEntries", "{'clusterName':'one','associatedPolicyArn':'" ADMIN "'}"),
                              "accessEntries"),
                     1);
    OK("eks", "DisassociateAccessPolicy",
       "{'clusterName':'one','principalArn':'" ROLE "bare','policyArn':'" ADMIN "'}");
    NO("ResourceNotFoundException", "eks", "DisassociateAccessPolicy",
       "{'clusterName':'one','principalArn':'" ROLE "bare','policyArn':'" ADMIN "'}");
    OK("eks", "DeleteAccessEntry", "{'clusterName':'one','principalArn':'" ROLE "bare'}");
    NO("ResourceNotFoundException", "eks", "DescribeAccessEntry",
       "{'clusterName':'one','principalArn':'" ROLE "bare'}");
    group("main", "");
    v = OK("eks", "DescribeAccessEntry", "{'clusterName':'one','principalArn':'" ROLE "nodes'}");
    assert_string_equal(text_at(v, "accessEntry.type"), "EC2_LINUX");
}

static void entries_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *code, *cluster, *entry;
    } cases[] = {
        {"InvalidRequestException", "old", "'principalArn':'" ROLE "bare'"},
        {"InvalidParameterException", "one", "'principalArn':'" ROLE "none'"},
        {"InvalidParameterException", "one", "'principalArn':'" ROLE "bare','username':'system:x'"},
        {"InvalidParameterException", "one", "'principalArn':'" ROLE "bare','type':'OTHER'"},
        {"InvalidParameterException", "one", "'principalArn':'" ROLE "bare','type':'EC2_LINUX','username':'x'"},
        {"ResourceInUseException", "one", "'principalArn':'arn:aws:iam::123456789012:user/sandbox'"},
    };
    account();
    cluster("one", "1.34", API);
    cluster("old", "1.34", "");
    wait_s(610);
    for (size_t i = 0; i < COUNT(cases); i++)
        NO(cases[i].code, "eks", "CreateAccessEntry", "{'clusterName':'%s',%s}", cases[i].cluster, cases[i].entry);
    OK("eks", "CreateAccessEntry", "{'clusterName':'one','principalArn':'" ROLE "nodes','type':'EC2_LINUX'}");
    NO("InvalidRequestException", "eks", "AssociateAccessPolicy",
       "{'clusterName':'one','principalArn':'" ROLE "nodes','policyArn':'" ADMIN "','accessScope':{'type':'cluster'}}");
    NO("ResourceNotFoundException", "eks", "AssociateAccessPolicy",
       "{'clusterName':'one','principalArn':'" ROLE "nodes','policyArn':'x','accessScope':{'type':'cluster'}}");
}

static void a_service_account_has_one_role(void **state)
{
    (void)state;
    one_cluster("1.34");
#define ASSOCIATE(role) "{'clusterName':'one','namespace':'n','serviceAccount':'s','roleArn':'" ROLE role "'}"
    NO("InvalidParameterException", "eks", "CreatePodIdentityAssociation", ASSOCIATE("nodes"));
    const char *id = text_at(OK("eks", "CreatePodIdentityAssociation", ASSOCIATE("pods")), "association.associationId");
    NO("ResourceInUseException", "eks", "CreatePodIdentityAssociation", ASSOCIATE("pods"));
    const struct value *v =
        OK("eks", "ListPodIdentityAssociations", "{'clusterName':'one','namespace':'n','serviceAccount':'s'}");
    assert_string_equal(text_at(v, "associations[0].associationId"), id);
    assert_int_equal(
        count_at(OK("eks", "ListPodIdentityAssociations", "{'clusterName':'one','namespace':'m'}"), "associations"), 0);
    OK("eks", "UpdatePodIdentityAssociation", "{'clusterName':'one','associationId':'%s','disableSessionTags':true}",
       id);
    v = OK("eks", "DescribePodIdentityAssociation", "{'clusterName':'one','associationId':'%s'}", id);
    assert_string_equal(text_at(v, "association.disableSessionTags"), "true");
    OK("eks", "DeletePodIdentityAssociation", "{'clusterName':'one','associationId':'%s'}", id);
    NO("ResourceNotFoundException", "eks", "DescribePodIdentityAssociation",
       "{'clusterName':'one','associationId':'%s'}", id);
}

static void fargate_profiles_are_made_one_at_a_time(void **state)
{
    (void)state;
    one_cluster("1.34");
#define PROFILE(name, role, selectors)                                                                                 \
    "{'clusterName':'one','fargateProfileName':'" name "','podExecutionRoleArn':'" ROLE role                           \
    "','subnets':[%s],'selectors':[" selectors "]}",                                                                   \
        subnets
    NO("InvalidParameterException", "eks", "CreateFargateProfile", PROFILE("eks-x", "fargate", "{'namespace':'n'}"));
    NO("InvalidParameterException", "eks", "CreateFargateProfile", PROFILE("x", "nodes", "{'namespace':'n'}"));
    NO("InvalidParameterException", "eks", "CreateFargateProfile", PROFILE("x", "fargate", ""));
    OK("eks", "CreateFargateProfile", PROFILE("x", "fargate", "{'namespace':'n'}"));
    NO("InvalidRequestException", "eks", "CreateFargateProfile", PROFILE("y", "fargate", "{'namespace':'n'}"));
    NO("ResourceInUseException", "eks", "DeleteCluster", "{'name':'one'}");
    wait_s(100);
    OK("eks", "CreateFargateProfile", PROFILE("y", "fargate", "{'namespace':'n'}"));
    NO("InvalidRequestException", "eks", "DeleteFargateProfile", "{'clusterName':'one','fargateProfileName':'x'}");
    wait_s(100);
    OK("eks", "DeleteFargateProfile", "{'clusterName':'one','fargateProfileName':'x'}");
    wait_s(100);
    const struct value *v = OK("eks", "ListFargateProfiles", "{'clusterName':'one'}");
    assert_int_equal(count_at(v, "fargateProfileNames"), 1);
    assert_string_equal(text_at(v, "fargateProfileNames[0]"), "y");
}

static void tags_are_kept_by_arn(void **state)
{
    (void)state;
    account();
    const char *arn = text_at(cluster("one", "1.34", ",'tags':{'Team':'x'}"), "cluster.arn");
    OK("eks", "TagResource", "{'resourceArn':'%s','tags':{'Cost':'1'}}", arn);
    OK("eks", "UntagResource", "{'resourceArn':'%s','tagKeys':['Team']}", arn);
    const struct value *v = OK("eks", "ListTagsForResource", "{'resourceArn':'%s'}", arn);
    assert_int_equal(count_at(v, "tags"), 1);
    assert_string_equal(text_at(v, "tags.Cost"), "1");
    assert_string_equal(cluster_at("tags.Cost"), "1");
    NO("NotFoundException", "eks", "ListTagsForResource", "{'resourceArn':'%sx'}", arn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_cluster_takes_ten_minutes_and_tells_its_endpoint_then, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clusters_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_update_shows_when_it_is_through, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_version_goes_up_by_one_minor, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_aspect_is_changed_by_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_cluster_goes_with_what_is_its_own_and_not_under_its_nodes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_node_group_is_made_changed_and_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(node_groups_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nodes_that_may_not_join_never_do, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_runs_on_nodes_is_degraded_until_there_are_any, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_addon_is_changed_and_its_versions_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_addon_does_not_take_the_place_of_a_cluster_s_own_unless_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(entries_and_their_policies_are_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entries_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_service_account_has_one_role, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fargate_profiles_are_made_one_at_a_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tags_are_kept_by_arn, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

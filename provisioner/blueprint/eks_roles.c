#include "provisioner/blueprint/eks.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * IAM roles of a cluster, its nodes and what runs on them. Pods get theirs by pod identity: a role trusts EKS, on
 * behalf of this one cluster, and an association says which service account takes it.
 */

/* ---- what the AWS Load Balancer Controller may do ---------------------------------------------------------------- */

/* Source: the controller's own iam_policy.json; what it says of any cluster's tag, region and account is said of this
 * cluster's here. */
#define EC2(what) ARN_HERE("ec2", what)
#define ELB(what) ARN_HERE("elasticloadbalancing", what)

static const struct balancer_permission {
    const char *actions;   /* words */
    const char *resources; /* words, as arns_of takes them */
    enum { ALWAYS, LINKED, GROUP_MADE, BALANCER_MADE, ASKED, RETAGGED, OWNED } when;
} permissions[] = {
    /* clang-format off */
    {"iam:CreateServiceLinkedRole",
     "iam::${lookup/account.AccountId}:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing", LINKED},
    {"ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeAvailabilityZones ec2:DescribeInternetGateways "
     "ec2:DescribeVpcs ec2:DescribeVpcPeeringConnections ec2:DescribeSubnets ec2:DescribeSecurityGroups "
     "ec2:DescribeInstances ec2:DescribeNetworkInterfaces ec2:DescribeTags ec2:DescribeRouteTables "
     "ec2:DescribeCoipPools ec2:DescribeIpamPools ec2:GetCoipPoolUsage ec2:GetSecurityGroupsForVpc "
     "elasticloadbalancing:Describe* acm:ListCertificates acm:DescribeCertificate iam:ListServerCertificates "
     "iam:GetServerCertificate cognito-idp:DescribeUserPoolClient", "*", ALWAYS},
    {"wafv2:GetWebACL wafv2:GetWebACLForResource wafv2:AssociateWebACL wafv2:DisassociateWebACL "
     "shield:GetSubscriptionState shield:DescribeProtection shield:CreateProtection shield:DeleteProtection", "*", ALWAYS},
    {"ec2:CreateSecurityGroup", EC2("vpc/${./network/vpc.VpcId}") " " EC2("security-group/*"), ALWAYS},
    {"ec2:CreateTags", EC2("security-group/*"), GROUP_MADE},
    {"ec2:CreateTags ec2:DeleteTags", EC2("security-group/*"), RETAGGED},
    {"ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupIngress", EC2("security-group/*"), ALWAYS},
    {"ec2:DeleteSecurityGroup", EC2("security-group/*"), OWNED},
    {"elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:CreateTargetGroup", ELB("loadbalancer/*") " " ELB("targetgroup/*"), ASKED},
    {"elasticloadbalancing:CreateListener elasticloadbalancing:DeleteListener elasticloadbalancing:CreateRule "
     "elasticloadbalancing:DeleteRule elasticloadbalancing:SetWebAcl elasticloadbalancing:ModifyListener "
     "elasticloadbalancing:AddListenerCertificates elasticloadbalancing:RemoveListenerCertificates "
     "elasticloadbalancing:ModifyRule elasticloadbalancing:SetRulePriorities",
     ELB("loadbalancer/*") " " ELB("listener/*") " " ELB("listener-rule/*"), ALWAYS},
    {"elasticloadbalancing:AddTags elasticloadbalancing:RemoveTags",
     ELB("targetgroup/*") " " ELB("loadbalancer/*"), RETAGGED},
    {"elasticloadbalancing:AddTags elasticloadbalancing:RemoveTags",
     ELB("listener/*") " " ELB("listener-rule/*"), ALWAYS},
    {"elasticloadbalancing:AddTags",
     ELB("targetgroup/*") " " ELB("loadbalancer/*"), BALANCER_MADE},
    {"elasticloadbalancing:ModifyLoadBalancerAttributes elasticloadbalancing:SetIpAddressType "
     "elasticloadbalancing:SetSecurityGroups elasticloadbalancing:SetSubnets elasticloadbalancing:DeleteLoadBalancer "
     "elasticloadbalancing:ModifyTargetGroup elasticloadbalancing:ModifyTargetGroupAttributes "
     "elasticloadbalancing:DeleteTargetGroup elasticloadbalancing:ModifyListenerAttributes "
     "elasticloadbalancing:ModifyCapacityReservation elasticloadbalancing:ModifyIpPools", ELB("loadbalancer/*") " " ELB("targetgroup/*"), OWNED},
    {"elasticloadbalancing:RegisterTargets elasticloadbalancing:DeregisterTargets", ELB("targetgroup/*"), ALWAYS},
    /* clang-format on */
};

/* Tags tell whose a load balancer is: as asked for in the request, or as the resource has them. */
static const struct value *condition_of(const struct site *s, const struct balancer_permission *p)
{
    static const char asked[] = "aws:RequestTag/elbv2.k8s.aws/cluster", own[] = "aws:ResourceTag/elbv2.k8s.aws/cluster";
    struct arena *a = s->arena;
    struct value *all = value_map(a);
    const struct value *cluster = value_str(a, eks_cluster_name(s));
    switch (p->when) {
    case ALWAYS: return NULL;
    case LINKED:
        condition_add(a, all, "StringEquals", "iam:AWSServiceName", value_str(a, "elasticloadbalancing.amazonaws.com"));
        break;
    case GROUP_MADE:
        condition_add(a, all, "StringEquals", "ec2:CreateAction", value_str(a, "CreateSecurityGroup"));
        condition_add(a, all, "StringEquals", asked, cluster);
        break;
    case BALANCER_MADE:
        condition_add(a, all, "StringEquals", "elasticloadbalancing:CreateAction",
                      list_of_words(a, "CreateTargetGroup CreateLoadBalancer"));
        condition_add(a, all, "StringEquals", asked, cluster);
        break;
    case ASKED: condition_add(a, all, "StringEquals", asked, cluster); break;
    case RETAGGED:
        condition_add(a, all, "Null", asked, value_str(a, "true"));
        condition_add(a, all, "StringEquals", own, cluster);
        break;
    case OWNED: condition_add(a, all, "StringEquals", own, cluster); break;
    }
    return all;
}

static const struct value *balancer_statements(const struct site *s)
{
    struct value *all = value_list(s->arena);
    for (size_t i = 0; i < COUNT(permissions); i++)
        value_push(s->arena, all,
                   allow(s->arena, permissions[i].actions, arns_of(s, permissions[i].resources),
                         condition_of(s, &permissions[i])));
    return all;
}

/* ---- and the Cluster Autoscaler ---------------------------------------------------------------------------------- */

/* EKS tags the Auto Scaling groups of managed nodes by the cluster. Source: the autoscaler's own README for AWS. */
static const struct value *scaler_statements(const struct site *s)
{
    struct arena *a = s->arena;
    struct value *condition = value_map(a);
    const char *tag = arena_printf(a, "aws:ResourceTag/k8s.io/cluster-autoscaler/%s", eks_cluster_name(s));
    condition_add(a, condition, "StringEquals", tag, value_str(a, "owned"));
    struct value *all = list_of_one(
        a,
        allow(a,
              "autoscaling:DescribeAutoScalingGroups autoscaling:DescribeAutoScalingInstances "
              "autoscaling:DescribeLaunchConfigurations autoscaling:DescribeScalingActivities autoscaling:DescribeTags "
              "ec2:DescribeImages ec2:DescribeInstanceTypes ec2:DescribeLaunchTemplateVersions "
              "ec2:GetInstanceTypesFromInstanceRequirements",
              value_str(a, "*"), NULL));
    value_push(a, all,
               allow(a, "eks:DescribeNodegroup",
                     site_text(s, "arn:${lookup/account.Partition}:eks:%s:${lookup/account.AccountId}:nodegroup/%s/*",
                               s->region->name, eks_cluster_name(s)),
                     NULL));
    value_push(a, all,
               allow(a, "autoscaling:SetDesiredCapacity autoscaling:TerminateInstanceInAutoScalingGroup",
                     value_str(a, "*"), condition));
    return all;
}

/* ---- roles of service accounts ----------------------------------------------------------------------------------- */

static const struct identity {
    const char *role, *description;
    const char *addon, *field; /* what asks for it: an add-on that is had, or a field that is on */
    const char *namespace, *account;
    const char *managed;
    const struct value *(*statements)(const struct site *);
} identities[] = {
    /* clang-format off */
    {"cni", "Lets the VPC CNI give addresses to pods", "vpc-cni", NULL, "kube-system", "aws-node", "AmazonEKS_CNI_Policy", NULL},
    {"ebs-csi", "Lets the EBS CSI driver keep volumes", "aws-ebs-csi-driver", NULL, "kube-system", "ebs-csi-controller-sa",
     "service-role/AmazonEBSCSIDriverPolicy", NULL},
    {"efs-csi", "Lets the EFS CSI driver keep access points", "aws-efs-csi-driver", NULL, "kube-system", "efs-csi-controller-sa",
     "service-role/AmazonEFSCSIDriverPolicy", NULL},
    {"watch", "Lets the CloudWatch agent write metrics and logs", "amazon-cloudwatch-observability", NULL, "amazon-cloudwatch", "cloudwatch-agent",
     "CloudWatchAgentServerPolicy", NULL},
    {"balancer", "Lets the AWS Load Balancer Controller keep load balancers", NULL, "load_balancer_controller", "kube-system",
     "aws-load-balancer-controller", NULL, balancer_statements},
    {"scaler", "Lets the Cluster Autoscaler move the size of node groups", NULL, "cluster_autoscaler", "kube-system", "cluster-autoscaler",
     NULL, scaler_statements},
    /* clang-format on */
};

/* A role of the user's own makes ours needless. */
static bool is_asked(const struct site *s, const struct identity *id)
{
    const struct value *addon = id->addon ? value_get(site_field(s, "addons"), id->addon) : NULL;
    return id->addon ? value_bool_of(value_get(addon, "enabled")) && !value_get(addon, "role_arn")
                     : value_bool_of(site_field(s, id->field));
}

/* On behalf of this cluster alone. Source: "pod identity roles" of the EKS user guide. */
static const struct value *trust_pods(const struct site *s)
{
    struct arena *a = s->arena;
    struct value *condition = of_this_account(a);
    const struct value *cluster =
        site_text(s, "arn:${lookup/account.Partition}:eks:%s:${lookup/account.AccountId}:cluster/%s", s->region->name,
                  eks_cluster_name(s));
    condition_add(a, condition, "ArnEquals", "aws:SourceArn", cluster);
    const struct value *service = map_of(a, PAIRS({"Service", value_str(a, "pods.eks.amazonaws.com")}));
    return policy_document(a,
                           list_of_one(a, map_of(a, PAIRS({"Effect", value_str(a, "Allow")}, {"Principal", service},
                                                          {"Action", list_of_words(a, "sts:AssumeRole sts:TagSession")},
                                                          {"Condition", condition}))));
}

static const char *association_name(const struct site *s, const char *name)
{
    return arena_printf(s->arena, "identity-%s", name);
}

static void associate(const struct site *s, const char *name, const struct value *namespace,
                      const struct value *account, const struct value *role)
{
    site_make(s, "AWS::EKS::PodIdentityAssociation", association_name(s, name),
              PAIRS({"clusterName", eks_cluster_ref(s, "name")}, {"namespace", namespace}, {"serviceAccount", account},
                    {"roleArn", role}));
}

void eks_identities_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *own = site_field(s, "pod_identities");
    for (size_t i = 0; i < COUNT(identities); i++) {
        const struct identity *id = &identities[i];
        if (!is_asked(s, id))
            continue;
        role_make(s, &(struct role){.name = id->role,
                                    .description = id->description,
                                    .trust = trust_pods(s),
                                    .managed = id->managed,
                                    .statements = id->statements ? id->statements(s) : NULL});
        associate(s, id->role, value_str(a, id->namespace), value_str(a, id->account), role_arn(s, id->role));
        if (id->statements)
            role_ready(s, id->role);
    }
    for (size_t i = 0; i < value_len(own); i++) {
        const struct value *one = value_item(own, i);
        associate(s, arena_printf(a, "own-%s", value_key(own, i)), value_get(one, "namespace"),
                  value_get(one, "service_account"), value_get(one, "role_arn"));
    }
}

const char *eks_addon_identity(const struct site *s, const char *addon)
{
    for (size_t i = 0; i < COUNT(identities); i++)
        if (str_eq(identities[i].addon, addon) && is_asked(s, &identities[i]))
            return site_address(s, association_name(s, identities[i].role));
    return NULL;
}

/* ---- roles of the cluster itself --------------------------------------------------------------------------------- */

void eks_roles_make(const struct site *s)
{
    role_make(s, &(struct role){.name = "cluster",
                                .description = "Lets EKS run the control plane",
                                .trust = trust_service(s, "eks.amazonaws.com", true),
                                .managed = "AmazonEKSClusterPolicy"});
    role_make(s, &(struct role){.name = "nodes",
                                .description = "Lets nodes join the cluster and fetch images",
                                .trust = trust_service(s, "ec2.amazonaws.com", false),
                                .managed = "AmazonEKSWorkerNodePolicy AmazonEC2ContainerRegistryPullOnly"});
    if (value_len(site_field(s, "fargate")))
        role_make(s, &(struct role){.name = "fargate",
                                    .description = "Lets Fargate fetch images and write logs",
                                    .trust = trust_service(s, "eks-fargate-pods.amazonaws.com", true),
                                    .managed = "AmazonEKSFargatePodExecutionRolePolicy"});
}

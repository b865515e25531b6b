#include "provisioner/blueprint/drills.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

/*
 * Roles of the drills. FIS makes route tables and prefix lists of its own, tagged as such, and may touch no others; of
 * ours it may lead the tagged subnets to another table and back.
 */

#define EC2(what) ARN_HERE("ec2", what)
#define FIS_MAKES "aws:RequestTag/managedByFIS=true"
#define FIS_MADE "aws:ResourceTag/managedByFIS=true"
#define OURS "aws:ResourceTag/provisioner:project=${project} aws:ResourceTag/provisioner:environment=${environment}"

/* `of`: the action or runbook that needs it; NULL: all of them. Calls that only look take no narrower resource. Source:
 * FIS user guide, permissions of the scenario "Cross-Region: Connectivity", and its actions reference. */
static const struct need {
    const char *of;
    struct permission may;
} experiment[] = {
    /* clang-format off */
    {NULL,       {"tag:GetResources logs:CreateLogDelivery logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups", "*", NULL}},
    {"network",  {"ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeRouteTables ec2:DescribeVpcPeeringConnections ec2:DescribeVpcEndpoints "
                  "ec2:DescribeNetworkInterfaces ec2:DescribeManagedPrefixLists", "*", NULL}},
    {"network",  {"ec2:GetManagedPrefixListEntries", "ec2:${region}:*:prefix-list/*", NULL}},
    {"network",  {"ec2:CreateRouteTable", EC2("route-table/*"), FIS_MAKES}},
    {"network",  {"ec2:CreateRouteTable", EC2("vpc/${./network/vpc.VpcId}"), NULL}},
    {"network",  {"ec2:CreateNetworkInterface", EC2("network-interface/*"), FIS_MAKES}},
    {"network",  {"ec2:CreateNetworkInterface", EC2("subnet/*") " " EC2("security-group/*"), OURS}},
    {"network",  {"ec2:CreateManagedPrefixList", EC2("prefix-list/*"), FIS_MAKES}},
    {"network",  {"ec2:CreateTags", EC2("route-table/*"), "ec2:CreateAction=CreateRouteTable " FIS_MAKES}},
    {"network",  {"ec2:CreateTags", EC2("network-interface/*"), "ec2:CreateAction=CreateNetworkInterface " FIS_MAKES}},
    {"network",  {"ec2:CreateTags", EC2("prefix-list/*"), "ec2:CreateAction=CreateManagedPrefixList " FIS_MAKES}},
    {"network",  {"ec2:CreateRoute ec2:DeleteRouteTable ec2:DisassociateRouteTable ec2:ModifyVpcEndpoint", EC2("route-table/*"), FIS_MADE}},
    {"network",  {"ec2:DeleteNetworkInterface", EC2("network-interface/*"), FIS_MADE}},
    {"network",  {"ec2:DeleteManagedPrefixList ec2:ModifyManagedPrefixList", EC2("prefix-list/*"), FIS_MADE}},
    {"network",  {"ec2:AssociateRouteTable ec2:ReplaceRouteTableAssociation", EC2("route-table/*"), NULL}},
    {"network",  {"ec2:AssociateRouteTable ec2:DisassociateRouteTable ec2:ReplaceRouteTableAssociation", EC2("subnet/*"), OURS}},
    {"network",  {"ec2:ModifyVpcEndpoint", EC2("vpc-endpoint/*"), OURS}},
    {"database", {"rds:DescribeDBClusters", "*", NULL}},
    {"database", {"rds:FailoverDBCluster", ARN_HERE("rds", "cluster:${./aurora/cluster.DBClusterIdentifier}"), NULL}},
    {"cache",    {"elasticache:InterruptClusterAzPower elasticache:DescribeReplicationGroups",
                  ARN_HERE("elasticache", "replicationgroup:${./cache/replication-group.ReplicationGroupId}"), NULL}},
    {"nodes",    {"eks:DescribeNodegroup", ARN_HERE("eks", "nodegroup/${./eks/cluster.name}/*"), NULL}},
    {"nodes",    {"ec2:TerminateInstances", EC2("instance/*"), "aws:ResourceTag/eks:cluster-name=${./eks/cluster.name}"}},
    /* clang-format on */
};

/* Members are in several regions; the names of ours begin alike. */
#define MEMBERS "${project}-${environment}-*"

static const struct need runbooks[] = {
    /* clang-format off */
    {"aurora-switchover", {"rds:SwitchoverGlobalCluster rds:DescribeGlobalClusters",
                           "rds::${lookup/account.AccountId}:global-cluster:${global/aurora/global-cluster.GlobalClusterIdentifier} "
                           "rds:*:${lookup/account.AccountId}:cluster:" MEMBERS, NULL}},
    {"cache-failover",    {"elasticache:FailoverGlobalReplicationGroup elasticache:DescribeGlobalReplicationGroups",
                           "elasticache::${lookup/account.AccountId}:globalreplicationgroup:${global/cache/global-datastore.GlobalReplicationGroupId} "
                           "elasticache:*:${lookup/account.AccountId}:replicationgroup:" MEMBERS, NULL}},
    {"dns-shift",         {"route53:UpdateHealthCheck route53:GetHealthCheck", "route53:::healthcheck/*", NULL}},
    /* clang-format on */
};

static const struct value *needed(const struct site *s, const struct need *all, size_t n, const struct value *names)
{
    struct value *may = value_list(s->arena);
    for (size_t i = 0; i < n; i++)
        if (!all[i].of || value_get(names, all[i].of))
            value_push(s->arena, may, permit(s, &all[i].may));
    return may;
}

void drills_experiment_role_make(const struct site *s, const struct value *names)
{
    role_make(s, &(struct role){.name = "experiment",
                                .description = "What FIS may do to this region in a drill",
                                .trust = trust_service(s, "fis.amazonaws.com", true),
                                .statements = needed(s, experiment, COUNT(experiment), names)});
}

void drills_runbook_role_make(const struct site *s, const struct value *names)
{
    role_make(s, &(struct role){.name = "runbook",
                                .description = "What runbooks may do",
                                .trust = trust_service(s, "ssm.amazonaws.com", true),
                                .statements = needed(s, runbooks, COUNT(runbooks), names)});
}

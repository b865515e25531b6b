#include "aws/api/eks.h"
#include "aws/api/elasticache.h"
#include "aws/api/rds.h"
#include "provisioner/ops/steps.h"

/*
 * A region is lost: the other one takes over by itself. Every call goes there and nowhere else; names are left to Route
 * 53's checkers, which need no control plane. Nothing waits for anything but itself.
 */

/* clang-format off */
static const struct op_step steps[] = {
    {.id = "aurora-failover", .system = "aurora", .about = "AWS::RDS::GlobalCluster",
     .what = "the database of {to.alias} writes; what {from.alias} had not copied yet is given up", .looks = aurora_looks_alone,
     .op = &rds_FailoverGlobalCluster, .region = "{to.region}",
     .in = FILLS({"GlobalClusterIdentifier", "{self.GlobalClusterIdentifier}"}, {"TargetDbClusterIdentifier", "{target.arn}"}, {"AllowDataLoss", "true"}),
     .not_yet = "InvalidGlobalClusterStateFault",
     .before = MUSTS(AURORA_TARGET_SERVES, LAG_TOLD, LOSS_KNOWN, LOSS_SMALL),
     .idle = MUSTS(AURORA_IDLE), .until = MUSTS(AURORA_WRITES), .state = AURORA_STATE, .refresh = "global",
     .every_s = 10, .p50_s = 180, .p90_s = 600, .limit_s = 3600,
     .undo = "once {from.alias} is back: `provisioner failback {spec} --to {from.alias}`; AWS leaves what was not copied in a snapshot there, rds:unplanned-global-failover-..., if it can",
     .hint = AURORA_ENDPOINT,
     .otherwise = "where AWS refuses it since versions differ: `aws rds remove-from-global-cluster --region {to.region} --global-cluster-identifier {self.GlobalClusterIdentifier} --db-cluster-identifier {target.arn}`; the cluster writes by itself then, and can't join again",
     .no_return = true, .apart = true},
    {.id = "cache-failover", .system = "cache", .about = "AWS::ElastiCache::GlobalReplicationGroup",
     .what = "the cache of {to.alias} writes; what {from.alias} had not copied yet is given up", .looks = cache_looks_alone,
     .op = &elasticache_FailoverGlobalReplicationGroup, .region = "{to.region}",
     .in = FILLS({"GlobalReplicationGroupId", "{self.GlobalReplicationGroupId}"}, {"PrimaryRegion", "{to.region}"}, {"PrimaryReplicationGroupId", "{target.id}"}),
     .not_yet = "InvalidGlobalReplicationGroupState",
     .before = MUSTS(CACHE_TARGET_SERVES, LAG_TOLD, LOSS_KNOWN, LOSS_SMALL),
     .idle = MUSTS(CACHE_IDLE), .until = MUSTS(CACHE_WRITES), .state = CACHE_STATE, .refresh = "global",
     .every_s = 10, .p50_s = 60, .p90_s = 600, .limit_s = 2400,
     .undo = "once {from.alias} is back: `provisioner failback {spec} --to {from.alias}`", .hint = CACHE_ENDPOINT,
     .otherwise = "where it does not come to an end, since {from.alias} can't be reached: `aws elasticache disassociate-global-replication-group --region {to.region} --global-replication-group-id {self.GlobalReplicationGroupId} --replication-group-id {target.id} --replication-group-region {to.region}`; the cache writes by itself then, and can't join again without losing what it holds",
     .no_return = true, .apart = true},
    {.id = "eks-scale", .system = "eks", .about = "AWS::EKS::Nodegroup", .side = SIDE_TO,
     .what = "{to.alias} gets {want.nodes} nodes in {self.nodegroupName}, as {from.alias} had them",
     .only_if = MUSTS({"peer.nodegroupName", '?'}), .looks = nodes_looks_alone, .derive = nodes_wanted,
     .op = &eks_UpdateNodegroupConfig, .region = "{to.region}", .in = NODES_FILLS, .not_yet = "ResourceInUseException",
     .before = MUSTS(NODES_THERE, NODES_ENOUGH), .idle = MUSTS(NODES_IDLE),
     .until = MUSTS({"group.scalingConfig.desiredSize", '>', "{want.nodes}", "{want.nodes} nodes are asked for"}, {"group.status", '=', "ACTIVE", "the group is ACTIVE"}),
     .state = "{group.status}, {group.scalingConfig.desiredSize} nodes", .refresh = "group", .every_s = 15, .p50_s = 180, .p90_s = 420, .limit_s = 2400,
     .undo = "`provisioner switchover {spec} --to {from.alias}` gives back at its end what {to.alias} needs no more", .apart = true},
    {.id = "msk-consumers", .system = "msk", .about = "AWS::MSK::Cluster", .side = SIDE_TO,
     .what = "producers and consumers go to {self.ClusterName} of {to.alias}",
     .hint = "start producers and consumers in {to.alias}; records that were not copied stay in {from.alias} until it is back, and some that were copied come twice"},
    {.id = "dns-follows", .system = "dns", .about = "AWS::Route53::RecordSet",
     .what = "{self.Name} answers with {to.alias} as soon as Route 53's checkers find {from.alias} unwell; nothing is called for that",
     .only_if = MUSTS({"self.ResourceRecordSets[SetIdentifier={to.alias}].SetIdentifier", '?'}),
     .before = MUSTS({"self.ResourceRecordSets[SetIdentifier={from.alias}].HealthCheckId", '?',
                      .says = "{self.Name} has no health check, and goes on answering with {from.alias}: only Route 53's control plane, in us-east-1, can change that", .warns = true}),
     .hint = "before {from.alias} is back: `provisioner switchover {spec} --to {to.alias}`, once Route 53 can be changed again, so that names stay with {to.alias}"},
    {0}};
/* clang-format on */

const struct op_sequence sequence_failover = {.name = "failover", .steps = steps, .gives_up = true};

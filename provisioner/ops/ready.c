#include "aws/api/eks.h"
#include "aws/api/kafka.h"
#include "aws/api/kms.h"
#include "aws/api/rds.h"
#include "aws/api/secretsmanager.h"
#include "aws/api/servicequotas.h"
#include "provisioner/ops/steps.h"

#include <string.h>

/*
 * Whether a region could take over now: questions only, in the form of steps that change nothing. What a switch or a
 * failover would check before its calls is asked here as well, more strictly where there is still time to mend it, and
 * beside it what neither looks at: whether the region has as much to serve with as the one that serves, and what it
 * needs to start (keys, secrets) without the other.
 */

/* ---- as much as the other ---------------------------------------------------------------------------------------- */

/* facts.{serving,needed}: how many instances are available there, and how many the region that is left has. */
static void instances_counted(struct arena *a, struct value *facts)
{
    const struct value *here = fact_at(a, facts, "target.instances"), *there = fact_at(a, facts, "source.instances");
    struct value *count = value_map(a);
    int64_t serving = 0, needed = (int64_t)value_len(there);
    for (size_t i = 0; i < value_len(here); i++)
        serving += str_eq(value_get_str(value_item(here, i), "DBInstanceStatus"), "available");
    value_set(a, count, "serving", value_int(a, serving));
    value_set(a, count, "needed", value_int(a, needed));
    value_set(a, facts, "count", count);
}

static void nodes_counted(struct arena *a, struct value *facts)
{
    struct value *count = value_map(a);
    const struct value *here = fact_at(a, facts, "target.group.MemberClusters"),
                       *there = fact_at(a, facts, "source.MemberClusters");
    value_set(a, count, "serving", value_int(a, (int64_t)value_len(here)));
    value_set(a, count, "needed", value_int(a, (int64_t)value_len(there)));
    value_set(a, facts, "count", count);
}

/* ---- as many as the account may have ----------------------------------------------------------------------------- */

/* Of "m6g.4xlarge": sizes are the same in all families that Kubernetes runs on; 0: of this one they are not. Source:
 * the EC2 user guide, instance types. */
static int64_t vcpus_of(const char *type)
{
    static const struct {
        const char *size;
        int64_t vcpus;
    } sizes[] = {{"medium", 1}, {"large", 2}, {"xlarge", 4}};
    const char *size = strchr(type, '.') ? strchr(type, '.') + 1 : "";
    size_t digits = strspn(size, "0123456789");
    int64_t times = 0;
    for (size_t i = 0; i < COUNT(sizes); i++)
        if (str_eq(sizes[i].size, size))
            return sizes[i].vcpus;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    bool many = digits && parse_int(arena_strndup(a, size, digits), &times) && str_eq(size + digits, "xlarge");
    return many && times < 1000 ? times * 4 : 0;
}

/* facts.room.vcpus: what the nodes come to; left out where nobody can tell. */
static void vcpus_counted(struct arena *a, struct value *facts)
{
    nodes_wanted(a, facts);
    int64_t each = vcpus_of(value_str_of(fact_at(a, facts, "group.instanceTypes[0]")));
    struct value *room = value_edit(a, value_get(facts, "room"));
    if (each)
        value_set(a, room, "vcpus", value_int(a, each * value_int_of(fact_at(a, facts, "want.asked"))));
    value_set(a, facts, "room", room);
}

/* clang-format off */
#define LAG_MEASURED {"lag.ms", '?', .says = "nothing was measured lately of how far {to.alias} is behind: nobody knows what a failover would lose"}

static const struct look instances_looks[] = {
    {"global", &rds_DescribeGlobalClusters, "{to.region}", FILLS({"GlobalClusterIdentifier", "{self.GlobalClusterIdentifier}"}), "GlobalClusters[0]"},
    {"target.arn", .path = "global.GlobalClusterMembers[DBClusterArn~:{to.region}:].DBClusterArn"},
    {"target.id", .path = "target.arn", .sense = NAME_OF_ARN},
    {"source.arn", .path = "global.GlobalClusterMembers[DBClusterArn~:{from.region}:].DBClusterArn"},
    {"source.id", .path = "source.arn", .sense = NAME_OF_ARN},
    {"target.instances", &rds_DescribeDBInstances, "{to.region}", FILLS({"Filters[].Name", "db-cluster-id"}, {"Filters[].Values", "{target.id}"}), "DBInstances", .needs = "target.id"},
    {"source.instances", &rds_DescribeDBInstances, "{from.region}", FILLS({"Filters[].Name", "db-cluster-id"}, {"Filters[].Values", "{source.id}"}), "DBInstances", .needs = "source.id"},
    {0}};
#define NODEGROUP_OF(name, who) \
    {name, &eks_DescribeNodegroup, "{" who ".region}", FILLS({"clusterName", "{" who ".clusterName}"}, {"nodegroupName", "{" who ".nodegroupName}"}), "nodegroup"}
static const struct look quota_looks[] = {
    NODEGROUP_OF("group", "self"), NODEGROUP_OF("other", "peer"),
    {"room.quota", &servicequotas_GetServiceQuota, "{to.region}", FILLS({"ServiceCode", "ec2"}, {"QuotaCode", "L-1216C47A"}), "Quota.Value", .sense = MILLISECONDS},
    {0}};
static const struct look kubernetes_looks[] = {
    {"cluster", &eks_DescribeCluster, "{self.region}", FILLS({"name", "{self.name}"}), "cluster"},
    {"other", &eks_DescribeCluster, "{peer.region}", FILLS({"name", "{peer.name}"}), "cluster"},
    {0}};
static const struct look broker_looks[] = {
    {"cluster", &kafka_DescribeClusterV2, "{self.region}", FILLS({"ClusterArn", "{self.ClusterArn}"}), "ClusterInfo"},
    {"other", &kafka_DescribeClusterV2, "{peer.region}", FILLS({"ClusterArn", "{peer.ClusterArn}"}), "ClusterInfo"},
    {0}};
static const struct look secret_looks[] = {
    {"secret", &secretsmanager_DescribeSecret, "{to.region}", FILLS({"SecretId", "{self.Name}"}), ""}, {0}};
static const struct look key_looks[] = {
    {"key", &kms_DescribeKey, "{self.region}", FILLS({"KeyId", "{self.KeyId}"}), "KeyMetadata"}, {0}};

static const struct op_step steps[] = {
    {.id = "alarms", .system = "alarms", .what = "no alarm is in force in {to.alias}", .looks = alarm_looks,
     .before = MUSTS({"alarms[StateValue=ALARM].AlarmName", '0', .says = "{alarms[0].AlarmName} is in force, and perhaps more: {alarms[0].StateReason}"})},
    {.id = "health", .system = "dns", .about = "AWS::Route53::HealthCheck", .what = "Route 53's checkers find {to.alias} well", .looks = health_looks,
     .only_if = MUSTS({"self.address", '=', "global/dns/health-{to.alias}"}),
     .before = MUSTS({"lag.ms", '?', .says = "nothing was measured lately of the health of {to.alias}", .warns = true},
                     {"lag.ms", '!', "0", "Route 53's checkers find {to.alias} unhealthy, so that nobody would be sent there; look at what answers to them"})},
    {.id = "names", .system = "dns", .about = "AWS::Route53::RecordSet", .what = "{self.Name} leaves {from.alias} by itself",
     .only_if = MUSTS({"self.ResourceRecordSets[SetIdentifier={to.alias}].SetIdentifier", '?'}),
     .before = MUSTS({"self.ResourceRecordSets[SetIdentifier={from.alias}].HealthCheckId", '?',
                      .says = "{self.Name} has no health check, and would go on answering with {from.alias}: only Route 53's control plane, in us-east-1, could change that; give the record one"})},
    {.id = "aurora", .system = "aurora", .about = "AWS::RDS::GlobalCluster", .what = "the database of {to.alias} can take over", .looks = aurora_looks_planned,
     .before = MUSTS(AURORA_TARGET_SERVES,
        {"global.Status", '=', "available", "the global cluster is {global.Status}; wait until it is available"},
        {"global.FailoverState.Status", '0', .says = "a switch is under way ({global.FailoverState.Status}); wait for its end"},
        {"global.GlobalClusterMembers[SynchronizationStatus=pending-resync].DBClusterArn", '0', .says = "{global.GlobalClusterMembers[SynchronizationStatus=pending-resync].DBClusterArn} has to catch up first; wait until it is connected"},
        {"target.cluster.EngineVersion", '=', "{global.EngineVersion}", "{to.alias} runs {target.cluster.EngineVersion} and the global cluster {global.EngineVersion}; AWS takes no switch between versions: `provisioner apply {spec}` upgrades both"},
        LAG_MEASURED, LAG_LITTLE)},
    {.id = "aurora-instances", .system = "aurora", .about = "AWS::RDS::GlobalCluster", .what = "{to.alias} has {count.serving} database instances, and {from.alias} {count.needed}",
     .looks = instances_looks, .derive = instances_counted,
     .before = MUSTS({"count.serving", '>', "{count.needed}", "{count.serving} instances are available in {to.alias} and {from.alias} serves with {count.needed}: set aurora.instances alike, or wait for those that are not available"})},
    {.id = "cache", .system = "cache", .about = "AWS::ElastiCache::GlobalReplicationGroup", .what = "the cache of {to.alias} can take over", .looks = cache_looks_planned,
     .before = MUSTS(CACHE_TARGET_SERVES,
        {"global.Status", '=', "available", "the global datastore is {global.Status}; wait until it is available"},
        {"target.group.CacheNodeType", '=', "{source.CacheNodeType}", "{to.alias} has {target.group.CacheNodeType} and {from.alias} {source.CacheNodeType}; `provisioner apply {spec}` makes them alike"},
        LAG_MEASURED, LAG_LITTLE)},
    {.id = "cache-nodes", .system = "cache", .about = "AWS::ElastiCache::GlobalReplicationGroup", .what = "{to.alias} has {count.serving} cache nodes, and {from.alias} {count.needed}",
     .looks = cache_looks_planned, .derive = nodes_counted,
     .before = MUSTS({"count.serving", '>', "{count.needed}", "the cache of {to.alias} has {count.serving} nodes and that of {from.alias} {count.needed}: set cache.nodes alike"})},
    {.id = "eks-nodes", .system = "eks", .about = "AWS::EKS::Nodegroup", .side = SIDE_TO, .what = "{self.nodegroupName} of {to.alias} can carry {want.asked} nodes, as {from.alias} has",
     .only_if = MUSTS({"peer.nodegroupName", '?'}), .looks = nodes_looks_planned, .derive = nodes_wanted,
     .before = MUSTS(NODES_THERE,
        {"want.short", '0', .says = "{from.alias} has {want.asked} nodes and {to.alias} may have {group.scalingConfig.maxSize}: raise eks.nodes.max of {to.alias}"})},
    {.id = "eks-quota", .system = "eks", .about = "AWS::EKS::Nodegroup", .side = SIDE_TO, .what = "the account may run {want.asked} nodes of {self.nodegroupName} in {to.alias}: {room.vcpus} vCPUs of {room.quota}",
     .only_if = MUSTS({"peer.nodegroupName", '?'}), .looks = quota_looks, .derive = vcpus_counted,
     .before = MUSTS({"room.vcpus", '<', "{room.quota}", "{want.asked} nodes have {room.vcpus} vCPUs, and the quota of {to.region} is {room.quota} for all of the account: ask AWS for more (Service Quotas, L-1216C47A of ec2)"},
                     {"room.vcpus", '?', .says = "nobody can tell how many vCPUs {group.instanceTypes[0]} has: compare with the quota yourself", .warns = true})},
    {.id = "eks-cluster", .system = "eks", .about = "AWS::EKS::Cluster", .side = SIDE_TO, .what = "{self.name} of {to.alias} serves Kubernetes {cluster.version}, as {from.alias} does",
     .only_if = MUSTS({"peer.name", '?'}), .looks = kubernetes_looks,
     .before = MUSTS({"cluster.status", '&', "ACTIVE UPDATING", "the cluster of {to.alias} is {cluster.status}, and has to be ACTIVE; wait until it is"},
                     {"cluster.version", '=', "{other.version}", "{to.alias} runs Kubernetes {cluster.version} and {from.alias} {other.version}; `provisioner apply {spec}` makes them alike", .warns = true})},
    {.id = "msk-brokers", .system = "msk", .about = "AWS::MSK::Cluster", .side = SIDE_TO, .what = "{to.alias} has {cluster.Provisioned.NumberOfBrokerNodes} brokers, and {from.alias} {other.Provisioned.NumberOfBrokerNodes}",
     .only_if = MUSTS({"peer.ClusterArn", '?'}), .looks = broker_looks,
     .before = MUSTS({"cluster.State", '&', "ACTIVE UPDATING HEALING MAINTENANCE REBOOTING_BROKER", "the brokers of {to.alias} are {cluster.State}; wait until they are ACTIVE"},
                     {"cluster.Provisioned.NumberOfBrokerNodes", '>', "{other.Provisioned.NumberOfBrokerNodes}", "{to.alias} has {cluster.Provisioned.NumberOfBrokerNodes} brokers and {from.alias} {other.Provisioned.NumberOfBrokerNodes}: set msk.brokers alike"},
                     {"cluster.Provisioned.CurrentBrokerSoftwareInfo.KafkaVersion", '=', "{other.Provisioned.CurrentBrokerSoftwareInfo.KafkaVersion}", "{to.alias} runs Kafka {cluster.Provisioned.CurrentBrokerSoftwareInfo.KafkaVersion} and {from.alias} {other.Provisioned.CurrentBrokerSoftwareInfo.KafkaVersion}; `provisioner apply {spec}` makes them alike"})},
    {.id = "msk-copies", .system = "msk", .about = "AWS::MSK::Replicator", .side = SIDE_TO, .what = "records of {from.alias} are copied to {to.alias}", .looks = replicator_looks,
     .before = MUSTS({"replicator.ReplicatorState", '=', "RUNNING", "the replicator {self.ReplicatorName} is {replicator.ReplicatorState}, and has to be RUNNING"}, LAG_MEASURED)},
    {.id = "msk-back", .system = "msk", .about = "AWS::MSK::Replicator", .side = SIDE_FROM, .what = "records of {to.alias} will be copied to {from.alias}", .looks = replicator_looks,
     .before = MUSTS({"replicator.ReplicatorState", '=', "RUNNING", "the replicator {self.ReplicatorName} is {replicator.ReplicatorState}: {from.alias} would hear nothing of what is written in {to.alias}", .warns = true})},
    {.id = "msk-mirror", .system = "msk", .about = "AWS::KafkaConnect::Connector", .side = SIDE_TO, .what = "{self.connectorName} copies records of {from.alias} to {to.alias}", .looks = connector_looks,
     .before = MUSTS({"connector.connectorState", '=', "RUNNING", "the connector {self.connectorName} is {connector.connectorState}, and has to be RUNNING"})},
    {.id = "secrets", .system = "secrets", .about = "AWS::SecretsManager::Secret", .what = "{self.Name} can be read in {to.alias}", .looks = secret_looks,
     .before = MUSTS({"secret.ARN", '?', .says = "{to.alias} has no copy of {self.Name}: whoever starts there gets no password; `provisioner apply {spec}` makes it"},
                     {"secret.DeletedDate", '0', .says = "{self.Name} is on its way to be deleted in {to.alias}; restore it, or let `provisioner apply {spec}` make it"})},
    {.id = "keys", .system = "keys", .about = "AWS::KMS::Key", .side = SIDE_TO, .what = "{self.address} can be used", .looks = key_looks,
     .before = MUSTS({"key.KeyState", '=', "Enabled", "{self.address} is {key.KeyState}: what it encrypts can't be read; enable it, or cancel its deletion"})},
    {0}};
/* clang-format on */

const struct op_sequence sequence_ready = {.name = "ready", .steps = steps};

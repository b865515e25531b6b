#include "provisioner/ops/steps.h"

#include "aws/api/cloudwatch.h"
#include "aws/api/eks.h"
#include "aws/api/elasticache.h"
#include "aws/api/kafka.h"
#include "aws/api/kafkaconnect.h"
#include "aws/api/rds.h"
#include "aws/api/route53.h"
#include "aws/types/record_batch.h"

/*
 * Sources: "Using switchover or failover in Aurora Global Database" of the Aurora user guide, "Global datastores" of
 * the ElastiCache user guide, MSK's and Route 53's developer guides. The lag that counts is told by the region that is
 * behind: AuroraGlobalDBRPOLag in milliseconds, GlobalDatastoreReplicationLag in seconds.
 */

/* clang-format off */
#define METRIC(name_space, metric, dimension, of) FILLS( \
    {"MetricDataQueries[].Id", "lag"}, {"MetricDataQueries[].MetricStat.Metric.Namespace", name_space}, \
    {"MetricDataQueries[].MetricStat.Metric.MetricName", metric}, \
    {"MetricDataQueries[].MetricStat.Metric.Dimensions[].Name", dimension}, {"MetricDataQueries[].MetricStat.Metric.Dimensions[].Value", of}, \
    {"MetricDataQueries[].MetricStat.Period", "60"}, {"MetricDataQueries[].MetricStat.Stat", "Maximum"}, \
    {"StartTime", "{time.ago}"}, {"EndTime", "{time.now}"}, {"ScanBy", "TimestampDescending"})
#define LAG(region, name_space, metric, dimension, of, unit) \
    {"metric", &cloudwatch_GetMetricData, region, METRIC(name_space, metric, dimension, "{" of "}"), "MetricDataResults[0]", .needs = of}, \
    {"lag.ms", .path = "metric.Values[0]", .sense = unit}, \
    {"lag.at", .path = "metric.Timestamps[0]"}

#define AURORA_LOOKS \
    {"global", &rds_DescribeGlobalClusters, "{to.region}", FILLS({"GlobalClusterIdentifier", "{self.GlobalClusterIdentifier}"}), "GlobalClusters[0]"}, \
    {"target.arn", .path = "global.GlobalClusterMembers[DBClusterArn~:{to.region}:].DBClusterArn"}, \
    {"target.id", .path = "target.arn", .sense = NAME_OF_ARN}, \
    {"writer.arn", .path = "global.GlobalClusterMembers[IsWriter=true].DBClusterArn"}, \
    {"writer.region", .path = "writer.arn", .sense = REGION_OF_ARN}, \
    {"target.cluster", &rds_DescribeDBClusters, "{to.region}", FILLS({"DBClusterIdentifier", "{target.id}"}), "DBClusters[0]", .needs = "target.id"}, \
    {"target.instances", &rds_DescribeDBInstances, "{to.region}", FILLS({"Filters[].Name", "db-cluster-id"}, {"Filters[].Values", "{target.id}"}), "DBInstances", .needs = "target.id"}, \
    LAG("{to.region}", "AWS/RDS", "AuroraGlobalDBRPOLag", "DBClusterIdentifier", "target.id", MILLISECONDS)

const struct look aurora_looks_alone[] = {AURORA_LOOKS, {0}};
const struct look aurora_looks_planned[] = {
    AURORA_LOOKS,
    {"writer.id", .path = "writer.arn", .sense = NAME_OF_ARN},
    {"source", &rds_DescribeDBClusters, "{writer.region}", FILLS({"DBClusterIdentifier", "{writer.id}"}), "DBClusters[0]", .needs = "writer.id"},
    {0}};

#define CACHE_LOOKS \
    {"global", &elasticache_DescribeGlobalReplicationGroups, "{to.region}", FILLS({"GlobalReplicationGroupId", "{self.GlobalReplicationGroupId}"}, {"ShowMemberInfo", "true"}), "GlobalReplicationGroups[0]"}, \
    {"target.id", .path = "global.Members[ReplicationGroupRegion={to.region}].ReplicationGroupId"}, \
    {"writer.id", .path = "global.Members[Role=PRIMARY].ReplicationGroupId"}, \
    {"writer.region", .path = "global.Members[Role=PRIMARY].ReplicationGroupRegion"}, \
    {"target.group", &elasticache_DescribeReplicationGroups, "{to.region}", FILLS({"ReplicationGroupId", "{target.id}"}), "ReplicationGroups[0]", .needs = "target.id"}, \
    LAG("{to.region}", "AWS/ElastiCache", "GlobalDatastoreReplicationLag", "CacheClusterId", "target.group.MemberClusters[0]", SECONDS_IN_MS)

const struct look cache_looks_alone[] = {CACHE_LOOKS, {0}};
const struct look cache_looks_planned[] = {
    CACHE_LOOKS,
    {"source", &elasticache_DescribeReplicationGroups, "{writer.region}", FILLS({"ReplicationGroupId", "{writer.id}"}), "ReplicationGroups[0]", .needs = "writer.id"},
    {0}};

#define NODEGROUP(name, who) \
    {name, &eks_DescribeNodegroup, "{" who ".region}", FILLS({"clusterName", "{" who ".clusterName}"}, {"nodegroupName", "{" who ".nodegroupName}"}), "nodegroup"}

const struct look nodes_looks_planned[] = {NODEGROUP("group", "self"), NODEGROUP("other", "peer"), {0}};
const struct look nodes_looks_alone[] = {NODEGROUP("group", "self"), {0}};
const struct look nodes_looks_left[] = {NODEGROUP("group", "self"), {0}};

const struct look replicator_looks[] = {
    {"replicator", &kafka_DescribeReplicator, "{self.region}", FILLS({"ReplicatorArn", "{self.ReplicatorArn}"}), ""},
    LAG("{self.region}", "AWS/Kafka", "ReplicationLatency", "ReplicatorName", "self.ReplicatorName", MILLISECONDS),
    {0}};
const struct look connector_looks[] = {
    {"connector", &kafkaconnect_DescribeConnector, "{self.region}", FILLS({"connectorArn", "{self.connectorArn}"}), ""}, {0}};

const struct look record_looks[] = {
    {"answer", &route53_ListResourceRecordSets, "{to.region}",
     FILLS({"HostedZoneId", "{self.HostedZoneId}"}, {"StartRecordName", "{self.Name}"}, {"StartRecordType", "{self.Type}"}, {"MaxItems", "100"}), ""},
    {0}};
/* Route 53's metrics are in one region for all. */
const struct look health_looks[] = {
    LAG("us-east-1", "AWS/Route53", "HealthCheckStatus", "HealthCheckId", "self.HealthCheckId", MILLISECONDS), {0}};
const struct look alarm_looks[] = {
    {"alarms", &cloudwatch_DescribeAlarms, "{to.region}", FILLS({"AlarmNamePrefix", "{names}-{to.alias}-"}, {"StateValue", "ALARM"}), "MetricAlarms"}, {0}};
/* clang-format on */

/* ---- nodes ------------------------------------------------------------------------------------------------------- */

static int64_t number(struct arena *a, const struct value *facts, const char *path)
{
    return value_int_of(fact_at(a, facts, path));
}

/* As many as the other region has now; where nobody says, as it had when that was last seen. */
void nodes_wanted(struct arena *a, struct value *facts)
{
    static const char *const sources[] = {"other.scalingConfig.desiredSize", "peer.currentSize", "peer.desiredSize"};
    int64_t most = number(a, facts, "group.scalingConfig.maxSize"), asked = 0;
    struct value *want = value_map(a);
    for (size_t i = 0; i < COUNT(sources) && !asked; i++)
        asked = number(a, facts, sources[i]);
    value_set(a, want, "asked", value_int(a, asked));
    value_set(a, want, "nodes", value_int(a, asked < most ? asked : most));
    if (most && asked > most)
        value_set(a, want, "short", value_bool(a, true));
    value_set(a, facts, "want", want);
}

void nodes_left(struct arena *a, struct value *facts)
{
    struct value *want = value_map(a);
    value_set(a, want, "nodes", fact_at(a, facts, "self.desiredSize"));
    value_set(a, facts, "want", want);
}

/* ---- topics ------------------------------------------------------------------------------------------------------ */

void topics_told(struct arena *a, struct value *facts)
{
    const struct value *info = fact_at(a, facts, "replicator.ReplicationInfoList[0]");
    const struct value *naming = value_path(a, info, "TopicReplication.TopicNameConfiguration.Type");
    const struct value *offsets = value_path(a, info, "ConsumerGroupReplication.SynchroniseConsumerGroupOffsets");
    const char *alias = value_get_str(info, "SourceKafkaClusterAlias");
    struct value *told = value_map(a);
    bool same = str_eq(value_str_of(naming), "IDENTICAL");
    value_set_str(
        a, told, "names",
        same ? "topics bear the same names there"
             : arena_printf(a, "copied topics are called %s.NAME there: let consumers subscribe to .*NAME", alias));
    value_set_str(a, told, "offsets",
                  value_bool_of(offsets) ? "their offsets go along, translated, so that some records come twice"
                                         : "their offsets do not go along: let them begin where they have to");
    value_set(a, facts, "topics", told);
}

/* ---- records ----------------------------------------------------------------------------------------------------- */

void record_leads(struct arena *a, struct value *facts)
{
    const struct value *record =
        record_fold(a, &route53_ListResourceRecordSets, value_get(facts, "answer"), value_get(facts, "self"));
    value_set(a, facts, "record", record);
    value_set(a, facts, "leads", fact_at(a, facts, "record.ResourceRecordSets[Failover=PRIMARY].SetIdentifier"));
}

const struct value *record_led(struct arena *a, const struct value *facts)
{
    const struct value *record = value_get(facts, "record"), *all = value_get(record, "ResourceRecordSets");
    const char *to = value_str_of(fact_at(a, facts, "to.alias"));
    struct value *want = value_edit(a, record), *led = value_list(a), *request = value_map(a);
    for (size_t i = 0; i < value_len(all); i++) {
        struct value *one = value_edit(a, value_item(all, i));
        bool leads = str_eq(value_get_str(one, "SetIdentifier"), to);
        value_set_str(a, one, "Failover", leads ? "PRIMARY" : "SECONDARY");
        value_push(a, led, one);
    }
    value_set(a, want, "ResourceRecordSets", led);
    value_set(a, request, "HostedZoneId", value_get(record, "HostedZoneId"));
    record_deal(a, want, record, request);
    return request;
}

#include "provisioner/ops/steps.h"

#include "aws/api/cloudwatch.h"
#include "aws/api/rds.h"

/*
 * Aurora: "Using switchover or failover in Aurora Global Database" of the Aurora user guide. The lag that counts is
 * AuroraGlobalDBRPOLag, which the region that is behind reports.
 */

/* clang-format off */
#define METRIC(name_space, metric, dimension, of) FILLS( \
    {"MetricDataQueries[].Id", "lag"}, {"MetricDataQueries[].MetricStat.Metric.Namespace", name_space}, \
    {"MetricDataQueries[].MetricStat.Metric.MetricName", metric}, \
    {"MetricDataQueries[].MetricStat.Metric.Dimensions[].Name", dimension}, {"MetricDataQueries[].MetricStat.Metric.Dimensions[].Value", of}, \
    {"MetricDataQueries[].MetricStat.Period", "60"}, {"MetricDataQueries[].MetricStat.Stat", "Maximum"}, \
    {"StartTime", "{time.ago}"}, {"EndTime", "{time.now}"}, {"ScanBy", "TimestampDescending"})

#define AURORA_LOOKS \
    {"global", &rds_DescribeGlobalClusters, "{to.region}", FILLS({"GlobalClusterIdentifier", "{self.GlobalClusterIdentifier}"}), "GlobalClusters[0]"}, \
    {"target.arn", .path = "global.GlobalClusterMembers[DBClusterArn~:{to.region}:].DBClusterArn"}, \
    {"target.id", .path = "target.arn", .sense = NAME_OF_ARN}, \
    {"writer.arn", .path = "global.GlobalClusterMembers[IsWriter=true].DBClusterArn"}, \
    {"writer.region", .path = "writer.arn", .sense = REGION_OF_ARN}, \
    {"target.cluster", &rds_DescribeDBClusters, "{to.region}", FILLS({"DBClusterIdentifier", "{target.id}"}), "DBClusters[0]"}, \
    {"target.instances", &rds_DescribeDBInstances, "{to.region}", FILLS({"Filters[].Name", "db-cluster-id"}, {"Filters[].Values", "{target.id}"}), "DBInstances"}, \
    {"metric", &cloudwatch_GetMetricData, "{to.region}", METRIC("AWS/RDS", "AuroraGlobalDBRPOLag", "DBClusterIdentifier", "{target.id}"), "MetricDataResults[0]"}, \
    {"lag.ms", .path = "metric.Values[0]", .sense = MILLISECONDS}, \
    {"lag.at", .path = "metric.Timestamps[0]"}

const struct look aurora_looks_alone[] = {AURORA_LOOKS, {0}};
const struct look aurora_looks_planned[] = {
    AURORA_LOOKS,
    {"writer.id", .path = "writer.arn", .sense = NAME_OF_ARN},
    {"source", &rds_DescribeDBClusters, "{writer.region}", FILLS({"DBClusterIdentifier", "{writer.id}"}), "DBClusters[0]"},
    {0}};
/* clang-format on */

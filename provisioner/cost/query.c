#include "provisioner/cost/query.h"

#include <ctype.h>
#include <string.h>

#define AURORA "databaseEngine=Aurora PostgreSQL|Any"
#define PICKS(...)                                                                                                     \
    (const struct price_pick[])                                                                                        \
    {                                                                                                                  \
        __VA_ARGS__,                                                                                                   \
        {                                                                                                              \
            0                                                                                                          \
        }                                                                                                              \
    }

/* clang-format off */
const struct price_query price_queries[] = {
    {"AmazonRDS", "regionCode", "productFamily=Database Instance;databaseEngine=Aurora PostgreSQL", PICKS(
        {"Aurora PostgreSQL {instanceType} Standard",      "instance-hour", "InstanceUsage:*",            .ahead = true},
        {"Aurora PostgreSQL {instanceType} I/O-Optimized", "instance-hour", "InstanceUsageIOOptimized:*", .ahead = true})},
    {"AmazonRDS", "regionCode", "productFamily=ServerlessV2;databaseEngine=Aurora PostgreSQL", PICKS(
        {"Aurora PostgreSQL Serverless v2 ACU, Standard",      "ACU-hour", "Aurora:ServerlessV2Usage"},
        {"Aurora PostgreSQL Serverless v2 ACU, I/O-Optimized", "ACU-hour", "Aurora:ServerlessV2IOOptimizedUsage"})},
    {"AmazonRDS", "regionCode", "extendedSupportPricingYear=Year 1, Year 2", PICKS(
        {"Aurora PostgreSQL extended support, years 1 and 2", "vCPU-hour", "ExtendedSupport:Yr1-Yr2:AuroraPostgreSQL*"},
        {"Aurora PostgreSQL extended support of Serverless v2, years 1 and 2", "ACU-hour", "ExtendedSupport:Yr1-Yr2:ASv2:AuroraPostgreSQL*"},
        {"Aurora PostgreSQL extended support of Serverless v2, years 1 and 2", "ACU-hour", "ASv2-ExtendedSupport:Yr1-Yr2:AuroraPostgreSQL*"})},
    {"AmazonRDS", "regionCode", "extendedSupportPricingYear=Year 3", PICKS(
        {"Aurora PostgreSQL extended support, year 3", "vCPU-hour", "ExtendedSupport:Yr3:AuroraPostgreSQL*"},
        {"Aurora PostgreSQL extended support of Serverless v2, year 3", "ACU-hour", "ExtendedSupport:Yr3:ASv2:AuroraPostgreSQL*"},
        {"Aurora PostgreSQL extended support of Serverless v2, year 3", "ACU-hour", "ASv2-ExtendedSupport:Yr3:AuroraPostgreSQL*"})},
    {"AmazonRDS", "regionCode", "productFamily=Database Storage", PICKS(
        {"Aurora PostgreSQL cluster storage, Standard",      "GB-month", "Aurora:StorageUsage",             AURORA},
        {"Aurora PostgreSQL cluster storage, I/O-Optimized", "GB-month", "Aurora:IO-OptimizedStorageUsage", AURORA})},
    {"AmazonRDS", "regionCode", "productFamily=System Operation", PICKS(
        {"Aurora PostgreSQL I/O requests, Standard", "million-requests", "Aurora:StorageIOUsage",     AURORA},
        {"Aurora PostgreSQL snapshot export to S3",  "GB",               "Aurora:SnapshotExportToS3", AURORA})},
    {"AmazonRDS", "regionCode", "productFamily=Storage Snapshot", PICKS(
        {"Aurora PostgreSQL backup storage beyond free allocation", "GB-month", "Aurora:BackupUsage", AURORA})},
    {"AmazonRDS", "regionCode", "productFamily=Aurora Global Database", PICKS(
        {"Aurora PostgreSQL Global Database replicated write I/O", "million-requests", "Aurora:ReplicatedWriteIO", AURORA})},
    {"AmazonRDS", "regionCode", "productFamily=RDSProxy", PICKS(
        {"RDS Proxy",                   "vCPU-hour", "RDS:ProxyUsage"},
        {"RDS Proxy for Serverless v2", "ACU-hour",  "RDS:Proxy-ASv2-Usage"})},

    {"AmazonElastiCache", "regionCode", "productFamily=Cache Instance", PICKS(
        {"{instanceType} Redis",  "node-hour", "NodeUsage:*", "cacheEngine=Redis",  .ahead = true},
        {"{instanceType} Valkey", "node-hour", "NodeUsage:*", "cacheEngine=Valkey", .ahead = true})},
    {"AmazonElastiCache", "regionCode", "productFamily=Storage Snapshot", PICKS(
        {"Backup storage", "GB-month", "ElastiCache:BackupUsage"})},

    {"AmazonEKS", "regionCode", "productFamily=Compute", PICKS(
        {"Cluster control plane (standard support)",              "cluster-hour", "AmazonEKS-Hours:perCluster",       "operation=CreateOperation"},
        {"Cluster extended support surcharge (added to standard)", "cluster-hour", "AmazonEKS-Hours:extendedSupport", "operation=ExtendedSupport"},
        {"Fargate vCPU (x86)",   "vCPU-hour", "Fargate-vCPU-Hours:perCPU"},
        {"Fargate memory (x86)", "GB-hour",   "Fargate-GB-Hours"})},

    {"AmazonEC2", "regionCode", "productFamily=Compute Instance;operatingSystem=Linux;tenancy=Shared;preInstalledSw=NA;capacitystatus=Used;"
                                "licenseModel=No License required;operation=RunInstances", PICKS(
        {"{instanceType}", "instance-hour", "BoxUsage:*", .ahead = true})},
    {"AmazonEC2", "regionCode", "volumeApiName=gp3", PICKS(
        {"EBS gp3 storage",                       "GB-month",    "EBS:VolumeUsage.gp3"},
        {"EBS gp3 provisioned IOPS (above 3000)", "IOPS-month",  "EBS:VolumeP-IOPS.gp3"},
        {"EBS gp3 throughput (above 125 MiB/s)",  "GiBps-month", "EBS:VolumeP-Throughput.gp3"})},
    {"AmazonEC2", "regionCode", "volumeApiName=gp2", PICKS({"EBS gp2 storage", "GB-month", "EBS:VolumeUsage.gp2"})},
    {"AmazonEC2", "regionCode", "volumeApiName=io2", PICKS({"EBS io2 storage", "GB-month", "EBS:VolumeUsage.io2"})},
    {"AmazonEC2", "regionCode", "productFamily=Storage Snapshot", PICKS(
        {"EBS snapshot storage (standard)", "GB-month", "EBS:SnapshotUsage"})},
    {"AmazonEC2", "regionCode", "productFamily=NAT Gateway", PICKS(
        {"NAT gateway",                "gateway-hour", "NatGateway-Hours"},
        {"NAT gateway data processed", "GB",           "NatGateway-Bytes"})},

    {"AmazonMSK", "regionCode", "productFamily=Managed Streaming for Apache Kafka (MSK)", PICKS(
        {"kafka.{*} broker",   "broker-hour", "Kafka.*",   "operation=RunBroker"},
        {"express.{*} broker", "broker-hour", "Express.*", "operation=RunBroker"},
        {"Broker storage (provisioned)",   "GB-month",    "Kafka.Storage.GP2", "operation=RunVolume"},
        {"Provisioned storage throughput", "MiBps-month", "Kafka.Throughput",  "operation=RunVolume"},
        {"Express broker storage", "GB-month", "Express.Storage",  "operation=Storage"},
        {"Express broker data in", "GB",       "Express.In-Bytes", "operation=Data-In"},
        {"Tiered storage",           "GB-month", "Kafka.Storage.Tiered",       "operation=TieredStorage"},
        {"Tiered storage retrieval", "GB",       "Kafka.DataRetrieval.Tiered", "operation=TieredStorage"},
        {"MSK Connect MCU", "MCU-hour",        "Kafka.mcu.general",                "operation=RunConnect"},
        {"MSK Replicator",  "replicator-hour", "KafkaReplication-ReplicatorHours", "operation=RunReplicator"},
        {"MSK Replicator data processed (cross-region source)", "GB", "KafkaReplication-Processed-Bytes", "operation=CrossRegionSourceLocal"},
        {"MSK Replicator data processed (same-region)",         "GB", "KafkaReplication-Processed-Bytes", "operation=SameRegionSource"},
        {"Serverless cluster",   "cluster-hour",   "KafkaServerless-ClusterHours",   "operation=Serverless"},
        {"Serverless partition", "partition-hour", "KafkaServerless-PartitionHours", "operation=Serverless"},
        {"Serverless data in",   "GB",             "KafkaServerless-In-Bytes",       "operation=Serverless"},
        {"Serverless data out",  "GB",             "KafkaServerless-Out-Bytes",      "operation=Serverless"},
        {"Multi-VPC private connectivity (per auth scheme)", "hour", "Kafka.PrivateConnectivityHours",          "operation=PrivateConnectivity"},
        {"Multi-VPC private connectivity data",              "GB",   "Kafka.PrivateConnectivity.BytesProcessed", "operation=PrivateConnectivity"})},

    {"AmazonVPC", "regionCode", "", PICKS(
        {"Interface VPC endpoint", "endpoint-AZ-hour", "VpcEndpoint-Hours", "endpointType=PrivateLink"},
        {"Interface VPC endpoint data (first 1 PB/month)", "GB", "VpcEndpoint-Bytes", "endpointType=PrivateLink", "0"},
        {"Interface VPC endpoint data (next 4 PB/month)",  "GB", "VpcEndpoint-Bytes", "endpointType=PrivateLink", "1048576"},
        {"Interface VPC endpoint data (over 5 PB/month)",  "GB", "VpcEndpoint-Bytes", "endpointType=PrivateLink", "5242880"},
        {"Public IPv4 address (in use)", "address-hour", "PublicIPv4:InUseAddress"},
        {"Public IPv4 address (idle)",   "address-hour", "PublicIPv4:IdleAddress"},
        {"Transit Gateway VPC attachment",                  "attachment-hour", "TransitGateway-Hours", "attachmentType=VPC"},
        {"Transit Gateway data processed (VPC attachment)", "GB",              "TransitGateway-Bytes", "attachmentType=VPC"})},

    {"AWSDataTransfer", "fromRegionCode", "transferType=InterRegion Outbound", PICKS(
        {"Inter-region transfer to {toRegionCode}", "GB", "*-AWS-Out-Bytes"})},
    {"AWSDataTransfer", "fromRegionCode", "transferType=IntraRegion", PICKS(
        {"Inter-AZ data transfer, same region (each direction)", "GB", "DataTransfer-Regional-Bytes"})},
    {"AWSDataTransfer", "fromRegionCode", "transferType=AWS Outbound", PICKS(
        {"Internet egress (first 10 TB/month)", "GB", "DataTransfer-Out-Bytes", NULL, "0"},
        {"Internet egress (next 40 TB/month)",  "GB", "DataTransfer-Out-Bytes", NULL, "10240"},
        {"Internet egress (next 100 TB/month)", "GB", "DataTransfer-Out-Bytes", NULL, "51200"},
        {"Internet egress (over 150 TB/month)", "GB", "DataTransfer-Out-Bytes", NULL, "153600"})},

    {"AmazonRoute53", NULL, "productFamily=DNS Zone", PICKS(
        {"Hosted zone (first 25)", "zone-month", "HostedZone", NULL, "0"},
        {"Hosted zone (over 25)",  "zone-month", "HostedZone", NULL, "25"})},
    {"AmazonRoute53", NULL, "productFamily=DNS Query", PICKS(
        {"Standard queries (first 1B/month)",      "million-queries", "DNS-Queries", NULL, "0"},
        {"Standard queries (over 1B/month)",       "million-queries", "DNS-Queries", NULL, "1000000000"},
        {"Latency-based queries (first 1B/month)", "million-queries", "LBR-Queries", NULL, "0"},
        {"Latency-based queries (over 1B/month)",  "million-queries", "LBR-Queries", NULL, "1000000000"},
        {"Geolocation/geoproximity queries (first 1B/month)", "million-queries", "Geo-Queries", NULL, "0"},
        {"Geolocation/geoproximity queries (over 1B/month)",  "million-queries", "Geo-Queries", NULL, "1000000000"})},
    {"AmazonRoute53", NULL, "productFamily=DNS Health Check", PICKS(
        {"Health check, AWS endpoint (basic)",     "health-check-month", "Health-Check-AWS"},
        {"Health check, non-AWS endpoint (basic)", "health-check-month", "Health-Check-Non-AWS"},
        {"Health check optional feature, AWS endpoint (each of HTTPS, string match, fast interval, latency)",     "health-check-month", "Health-Check-Option-AWS"},
        {"Health check optional feature, non-AWS endpoint (each of HTTPS, string match, fast interval, latency)", "health-check-month", "Health-Check-Option-Non-AWS"})},

    {"AmazonCloudWatch", "regionCode", "", PICKS(
        {"Alarm, standard resolution", "alarm-metric-month", "CW:AlarmMonitorUsage",          "alarmType=Standard"},
        {"Alarm, high resolution",     "alarm-metric-month", "CW:HighResAlarmMonitorUsage",   "alarmType=High Resolution"},
        {"Alarm, composite",           "alarm-month",        "CW:CompositeAlarmMonitorUsage", "alarmType=Composite"},
        {"Custom metric (first 10,000)",   "metric-month", "CW:MetricMonitorUsage", NULL, "0"},
        {"Custom metric (next 240,000)",   "metric-month", "CW:MetricMonitorUsage", NULL, "10000"},
        {"Custom metric (next 750,000)",   "metric-month", "CW:MetricMonitorUsage", NULL, "250000"},
        {"Custom metric (over 1,000,000)", "metric-month", "CW:MetricMonitorUsage", NULL, "1000000"},
        {"Logs ingestion, Standard class",          "GB", "DataProcessing-Bytes",   "operation=PutLogEvents"},
        {"Logs ingestion, Infrequent Access class", "GB", "DataProcessingIA-Bytes", "operation=PutLogEvents"},
        {"Vended logs to CloudWatch Logs (first 10 TB)", "GB", "VendedLog-Bytes", "operation=PutLogEvents", "0"},
        {"Vended logs to CloudWatch Logs (next 20 TB)",  "GB", "VendedLog-Bytes", "operation=PutLogEvents", "10240"},
        {"Logs storage (archival)",   "GB-month", "TimedStorage-ByteHrs"},
        {"Logs Insights data scanned", "GB",      "DataScanned-Bytes"},
        {"GetMetricData metrics requested", "metric",  "CW:GMD-Metrics"},
        {"API requests",                    "request", "CW:Requests"},
        {"Metric Streams update",           "update",  "CW:MetricStreamUsage"},
        {"Synthetics canary run",           "run",     "CW:Canary-runs"})},

    {"AmazonCloudWatch", NULL, "productFamily=Dashboard", PICKS(
        {"Dashboard (beyond 3 free of up to 50 metrics)", "dashboard-month", "DashboardsUsageHour"})},

    {"awskms", "regionCode", "", PICKS(
        {"Customer managed key",                 "key-month",    "KMS-Keys"},
        {"Requests (symmetric / RSA_2048)",      "10k-requests", "KMS-Requests"},
        {"Requests (asymmetric except RSA_2048)", "10k-requests", "KMS-Requests-Asymmetric"},
        {"GenerateDataKeyPair ECC",              "10k-requests", "KMS-Requests-GenerateDatakeyPair-ECC"},
        {"GenerateDataKeyPair RSA",              "10k-requests", "KMS-Requests-GenerateDatakeyPair-RSA"})},
    {"AWSSecretsManager", "regionCode", "", PICKS(
        {"Secret",    "secret-month", "AWSSecretsManager-Secrets"},
        {"API calls", "10k-requests", "AWSSecretsManagerAPIRequest"})},
    {"AmazonSNS", "regionCode", "", PICKS(
        {"Standard topic API requests (publish, 64 KB chunks)", "million-requests", "Requests-Tier1"},
        {"HTTP/S deliveries (beyond 100k free)", "100k-notifications",    "DeliveryAttempts-HTTP"},
        {"Email deliveries (beyond 1k free)",    "100k-notifications",    "DeliveryAttempts-SMTP"},
        {"Delivery to SQS (standard topic)",     "million-notifications", "DeliveryAttempts-SQS"},
        {"Delivery to Lambda",                   "million-notifications", "DeliveryAttempts-LAMBDA"},
        {"FIFO topic publish requests",          "million-requests",      "F-Request-Tier1"},
        {"FIFO topic publish payload",           "GB",                    "F-Ingress-Tier1"},
        {"FIFO subscription messages",           "million-messages",      "F-DA-SQS"},
        {"FIFO subscription payload",            "GB",                    "F-Egress-SQS"})},
    {"AWSLambda", "regionCode", "", PICKS(
        {"Requests",       "million-requests", "Request"},
        {"Requests arm64", "million-requests", "Request-ARM"},
        {"Duration x86 (first 6B GB-s)",       "GB-second", "Lambda-GB-Second",     NULL, "0"},
        {"Duration x86 (next 9B GB-s)",        "GB-second", "Lambda-GB-Second",     NULL, "6000000000"},
        {"Duration x86 (over 15B GB-s)",       "GB-second", "Lambda-GB-Second",     NULL, "15000000000"},
        {"Duration arm64 (first 7.5B GB-s)",   "GB-second", "Lambda-GB-Second-ARM", NULL, "0"},
        {"Duration arm64 (next 11.25B GB-s)",  "GB-second", "Lambda-GB-Second-ARM", NULL, "7500000000"},
        {"Duration arm64 (over 18.75B GB-s)",  "GB-second", "Lambda-GB-Second-ARM", NULL, "18750000000"},
        {"Provisioned concurrency x86",                 "GB-second", "Lambda-Provisioned-Concurrency"},
        {"Provisioned concurrency arm64",               "GB-second", "Lambda-Provisioned-Concurrency-ARM"},
        {"Duration with provisioned concurrency x86",   "GB-second", "Lambda-Provisioned-GB-Second"},
        {"Duration with provisioned concurrency arm64", "GB-second", "Lambda-Provisioned-GB-Second-ARM"},
        {"Ephemeral storage above 512 MB",              "GB-second", "Lambda-Storage-GB-Second"})},
    {"AWSEvents", "regionCode", "", PICKS(
        {"Custom events published (64 KB chunks)", "million-events", "Event-64K-Chunks", "eventType=Custom Event"})},
    {"AmazonS3", "regionCode", "productFamily=Storage", PICKS(
        {"S3 Standard storage (first 50 TB)", "GB-month", "TimedStorage-ByteHrs", "volumeType=Standard", "0"},
        {"S3 Standard storage (next 450 TB)", "GB-month", "TimedStorage-ByteHrs", "volumeType=Standard", "51200"},
        {"S3 Standard storage (over 500 TB)", "GB-month", "TimedStorage-ByteHrs", "volumeType=Standard", "512000"},
        {"S3 Standard-IA storage",                "GB-month", "TimedStorage-SIA-ByteHrs"},
        {"S3 Glacier Instant Retrieval storage",  "GB-month", "TimedStorage-GIR-ByteHrs"})},
    {"AmazonS3", "regionCode", "productFamily=API Request", PICKS(
        {"S3 Standard PUT/COPY/POST/LIST requests", "1k-requests", "Requests-Tier1"},
        {"S3 Standard GET and other requests",      "1k-requests", "Requests-Tier2"})},
    {"AWSFIS", "regionCode", "", PICKS({"Action-minute", "action-minute", "ActionMinute"})},
    {0},
};

/* What AWS's units are, in the many ways in which its lists write them; the first that fits. The rest counts things. */
static const struct kind {
    const char *pattern, *kind;
} kinds[] = {
    {"*gb-mo*", "GB-month"}, {"*gb-sec*", "GB-second"}, {"gb-h*", "GB-hour"}, {"gb", "GB"}, {"gigabyte*", "GB"},
    {"iops-mo*", "IOPS-month"}, {"gibps-mo*", "GiBps-month"}, {"mibps-mo*", "MiBps-month"}, {"*hour*", "hour"}, {"*hr*", "hour"},
};
/* clang-format on */

static const char *kind_of(const char *unit)
{
    char low[64];
    size_t n = 0;
    for (; n < sizeof low - 1 && unit[n]; n++)
        low[n] = (char)tolower((unsigned char)unit[n]);
    low[n] = '\0';
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (glob_match(kinds[i].pattern, low))
            return kinds[i].kind;
    return "";
}

/* "million-requests", "10k-requests": what stands before the things that are counted. */
static int64_t times_of(const char *unit)
{
    static const struct {
        const char *prefix;
        int64_t times;
    } multiples[] = {{"million-", 1000000}, {"100k-", 100000}, {"10k-", 10000}, {"1k-", 1000}};
    for (size_t i = 0; i < COUNT(multiples); i++)
        if (str_starts(unit, multiples[i].prefix))
            return multiples[i].times;
    return 1;
}

bool price_units_match(const char *book, const char *aws, int64_t *ret_times)
{
    *ret_times = times_of(book);
    return str_eq(kind_of(book), kind_of(aws));
}

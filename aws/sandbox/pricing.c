#include "aws/net/digest.h"
#include "aws/sandbox/kinds.h"

#include <string.h>

/*
 * The Price List: what is charged in Tokyo, Seoul and N. Virginia for a choice of products, as answers of AWS's look.
 * Source of rules: "Using the AWS Price List Query API" of the Billing user guide and the API's reference; of prices,
 * AWS's own lists of 2025 and 2026. The shares of what is bought ahead are made up.
 *
 * Savings Plans, of their API's reference: the rates for the same hours of EC2.
 */

enum { PAGE_MOST = 100, FILTERS_MOST = 50, LONGEST_VALUE = 1024, RATES_MOST = 1000 };

static const struct sold_in {
    const char *region, *prefix, *location;
} places[] = {
    {"ap-northeast-1", "APN1-", "Asia Pacific (Tokyo)"},
    {"ap-northeast-2", "APN2-", "Asia Pacific (Seoul)"},
    {"us-east-1", "USE1-", "US East (N. Virginia)"},
};

/* How a product says where it is. */
enum {
    USE1 = 1 << 0,    /* its usage type has a prefix in us-east-1, too */
    NAMED = 1 << 1,   /* its prefix is the region's whole name */
    NOWHERE = 1 << 2, /* it is the same everywhere */
    FROM = 1 << 3,    /* data that leaves a region */
    AHEAD = 1 << 4,   /* it can be bought ahead */
};

/* clang-format off */
#define DATABASE(usage, type, storage, ...) {"AmazonRDS", "Database Instance", usage, "CreateDBInstance:0021", "databaseEngine=Aurora PostgreSQL;deploymentOption=Single-AZ;engineCode=21;instanceType=" type ";storage=" storage, "Hrs", AHEAD, {__VA_ARGS__}}
#define NODE(type, number, engine, ...) {"AmazonElastiCache", "Cache Instance", "NodeUsage:" type, "CreateCacheCluster:000" number, "cacheEngine=" engine ";instanceType=" type, "Hrs", AHEAD, {__VA_ARGS__}}
#define BOX(type, ...) {"AmazonEC2", "Compute Instance", "BoxUsage:" type, "RunInstances", "capacitystatus=Used;instanceType=" type ";licenseModel=No License required;operatingSystem=Linux;preInstalledSw=NA;tenancy=Shared", "Hrs", AHEAD, {__VA_ARGS__}}
#define MSK "AmazonMSK", "Managed Streaming for Apache Kafka (MSK)"
/* clang-format on */

static const struct sold {
    const char *service, *family, *usage, *operation, *attributes, *unit;
    int how;
    const char *prices[COUNT(places)]; /* "0.313", or "0:0.025 51200:0.024": from so many units on. NULL: not there */
} catalogue[] = {
    /* clang-format off */
    DATABASE("InstanceUsage:db.r6g.large", "db.r6g.large", "EBS Only", "0.313", "0.313", "0.26"),
    DATABASE("InstanceUsageIOOptimized:db.r6g.large", "db.r6g.large", "Aurora IO Optimization Mode", "0.407", "0.407", "0.338"),
    DATABASE("InstanceUsage:db.r6g.xl", "db.r6g.xlarge", "EBS Only", "0.627", "0.627", "0.519"),
    DATABASE("InstanceUsageIOOptimized:db.r6g.xl", "db.r6g.xlarge", "Aurora IO Optimization Mode", "0.815", "0.815", "0.675"),
    DATABASE("InstanceUsage:db.r6g.2xl", "db.r6g.2xlarge", "EBS Only", "1.253", "1.253", "1.038"),
    DATABASE("InstanceUsageIOOptimized:db.r6g.2xl", "db.r6g.2xlarge", "Aurora IO Optimization Mode", "1.629", "1.629", "1.349"),
    DATABASE("InstanceUsage:db.r5.large", "db.r5.large", "EBS Only", "0.35", "0.35", "0.29"),
    DATABASE("InstanceUsageIOOptimized:db.r5.large", "db.r5.large", "Aurora IO Optimization Mode", "0.455", "0.455", "0.377"),
    DATABASE("InstanceUsage:db.r7g.large", "db.r7g.large", "EBS Only", NULL, "0.333", "0.276"),
    DATABASE("InstanceUsageIOOptimized:db.r7g.large", "db.r7g.large", "Aurora IO Optimization Mode", NULL, "0.433", "0.359"),
    DATABASE("InstanceUsage:db.t4g.medium", "db.t4g.medium", "EBS Only", "0.113", "0.113", "0.073"),
    DATABASE("InstanceUsageIOOptimized:db.t4g.medium", "db.t4g.medium", "Aurora IO Optimization Mode", "0.147", "0.147", "0.095"),
    DATABASE("InstanceUsage:db.t3.medium", "db.t3.medium", "EBS Only", "0.125", "0.125", "0.082"),
    DATABASE("InstanceUsageIOOptimized:db.t3.medium", "db.t3.medium", "Aurora IO Optimization Mode", "0.163", "0.163", "0.107"),
    {"AmazonRDS", "ServerlessV2", "Aurora:ServerlessV2Usage", "CreateDBInstance:0021", "databaseEngine=Aurora PostgreSQL", "ACU-Hr", 0, {"0.15", "0.2", "0.12"}},
    {"AmazonRDS", "ServerlessV2", "Aurora:ServerlessV2IOOptimizedUsage", "CreateDBInstance:0021", "databaseEngine=Aurora PostgreSQL", "ACU-Hr", 0, {"0.2", "0.26", "0.16"}},
    {"AmazonRDS", "RDS Extended Support", "ExtendedSupport:Yr1-Yr2:AuroraPostgreSQL13", "", "databaseEngine=Aurora PostgreSQL;engineMajorVersion=13;extendedSupportPricingYear=Year 1, Year 2", "vCPU-Hours", 0, {"0.12", "0.12", "0.1"}},
    {"AmazonRDS", "RDS Extended Support", "ExtendedSupport:Yr3:AuroraPostgreSQL13", "", "databaseEngine=Aurora PostgreSQL;engineMajorVersion=13;extendedSupportPricingYear=Year 3", "vCPU-Hours", 0, {"0.24", "0.24", "0.2"}},
    {"AmazonRDS", "Database Storage", "Aurora:StorageUsage", "", "databaseEngine=Any;volumeType=General Purpose-Aurora", "GB-Mo", 0, {"0.12", "0.12", "0.1"}},
    {"AmazonRDS", "Database Storage", "Aurora:IO-OptimizedStorageUsage", "", "databaseEngine=Any;volumeType=General Purpose-Aurora", "GB-Mo", 0, {"0.27", "0.27", "0.225"}},
    {"AmazonRDS", "System Operation", "Aurora:StorageIOUsage", "", "databaseEngine=Any", "IOs", 0, {"0.00000024", "0.00000024", "0.0000002"}},
    {"AmazonRDS", "Storage Snapshot", "Aurora:BackupUsage", "", "databaseEngine=Any", "GB-Mo", 0, {NULL, "0.023", "0.021"}},
    {"AmazonRDS", "Aurora Global Database", "Aurora:ReplicatedWriteIO", "", "databaseEngine=Any;group=Aurora Global Database", "IOs", 0, {NULL, NULL, "0.0000002"}},
    {"AmazonRDS", "RDSProxy", "RDS:ProxyUsage", "", "", "vCPU-Hour", 0, {NULL, "0.018", NULL}},
    NODE("cache.r7g.large", "2", "Redis", "0.263", "0.262", "0.219"),
    NODE("cache.r7g.large", "3", "Valkey", "0.2104", "0.2096", "0.1752"),
    NODE("cache.r7g.xlarge", "2", "Redis", "0.524", "0.522", "0.437"),
    NODE("cache.r7g.xlarge", "3", "Valkey", "0.4192", "0.4176", "0.3496"),
    NODE("cache.r6g.large", "2", "Redis", "0.247", "0.246", "0.206"),
    NODE("cache.r6g.large", "3", "Valkey", "0.1976", "0.1968", "0.1648"),
    NODE("cache.m7g.large", "2", "Redis", "0.202", "0.192", "0.158"),
    NODE("cache.m7g.large", "3", "Valkey", "0.1616", "0.1536", "0.1264"),
    NODE("cache.t4g.medium", "2", "Redis", "0.098", "0.094", "0.065"),
    NODE("cache.t4g.medium", "3", "Valkey", "0.0784", "0.0752", "0.052"),
    NODE("cache.t4g.small", "2", "Redis", "0.049", "0.047", "0.032"),
    NODE("cache.t4g.small", "3", "Valkey", "0.0392", "0.0376", "0.0256"),
    NODE("cache.t3.medium", "2", "Redis", "0.103", "0.099", "0.068"),
    NODE("cache.t3.medium", "3", "Valkey", "0.0824", "0.0792", "0.0544"),
    {"AmazonElastiCache", "Storage Snapshot", "ElastiCache:BackupUsage", "", "", "GB-Mo", 0, {NULL, NULL, "0.085"}},
    {"AmazonEKS", "Compute", "AmazonEKS-Hours:perCluster", "CreateOperation", "tiertype=HAStandard", "Hours", USE1, {"0.1", "0.1", "0.1"}},
    {"AmazonEKS", "Compute", "AmazonEKS-Hours:extendedSupport", "ExtendedSupport", "tiertype=HAStandard", "Hours", USE1, {"0.5", "0.5", "0.5"}},
    BOX("m6g.large", "0.099", "0.094", "0.077"),
    BOX("m6g.xlarge", "0.198", "0.188", "0.154"),
    BOX("m6i.large", "0.124", "0.118", "0.096"),
    BOX("m7g.large", "0.1054", "0.1003", "0.0816"),
    BOX("c6g.large", "0.0856", "0.077", "0.068"),
    BOX("r6g.large", "0.1216", "0.122", "0.1008"),
    BOX("t3.medium", "0.0544", "0.052", "0.0416"),
    BOX("t4g.medium", "0.0432", "0.0416", "0.0336"),
    BOX("t4g.large", "0.0864", "0.0832", "0.0672"),
    {"AmazonEC2", "Storage", "EBS:VolumeUsage.gp3", "", "volumeApiName=gp3", "GB-Mo", 0, {"0.096", "0.0912", "0.08"}},
    {"AmazonEC2", "Storage", "EBS:VolumeUsage.gp2", "", "volumeApiName=gp2", "GB-Mo", 0, {"0.12", "0.114", "0.1"}},
    {"AmazonEC2", "Storage", "EBS:VolumeUsage.io2", "", "volumeApiName=io2", "GB-Mo", 0, {"0.142", "0.1278", "0.125"}},
    {"AmazonEC2", "System Operation", "EBS:VolumeP-IOPS.gp3", "", "volumeApiName=gp3", "IOPS-Mo", 0, {"0.006", "0.0057", "0.005"}},
    {"AmazonEC2", "Provisioned Throughput", "EBS:VolumeP-Throughput.gp3", "", "volumeApiName=gp3", "GiBps-mo", 0, {"49.152", "46.6944", "40.96"}},
    {"AmazonEC2", "Storage Snapshot", "EBS:SnapshotUsage", "", "", "GB-Mo", 0, {"0.05", "0.05", "0.05"}},
    {"AmazonEC2", "NAT Gateway", "NatGateway-Hours", "NatGateway", "group=NGW:NatGateway", "Hrs", 0, {"0.062", "0.059", "0.045"}},
    {"AmazonEC2", "NAT Gateway", "NatGateway-Bytes", "NatGateway", "group=NGW:NatGateway", "GB", 0, {"0.062", "0.059", "0.045"}},
    {MSK, "Kafka.m5.large", "RunBroker", "", "hours", USE1, {"0.271", "0.258", "0.21"}},
    {MSK, "Kafka.m5.xlarge", "RunBroker", "", "hours", USE1, {"0.543", "0.516", "0.42"}},
    {MSK, "Kafka.m7g.large", "RunBroker", "", "hours", USE1, {"0.2635", "0.2508", "0.204"}},
    {MSK, "Kafka.m7g.xlarge", "RunBroker", "", "hours", USE1, {"0.527", "0.5015", "0.408"}},
    {MSK, "Kafka.t3.small", "RunBroker", "", "hours", USE1, {"0.0596", "0.0569", "0.0456"}},
    {MSK, "Express.m7g.large", "RunBroker", "", "hours", USE1, {"0.527", "0.5016", "0.408"}},
    {MSK, "Kafka.Storage.GP2", "RunVolume", "storageFamily=GP2", "GB-Mo", USE1, {"0.12", "0.114", "0.1"}},
    {MSK, "KafkaReplication-ReplicatorHours", "RunReplicator", "", "hours", USE1, {"0.41", "0.35", "0.3"}},
    {MSK, "KafkaReplication-Processed-Bytes", "CrossRegionSourceLocal", "", "GB", USE1, {"0.11", "0.09", "0.08"}},
    {MSK, "KafkaReplication-Processed-Bytes", "SameRegionSource", "", "GB", USE1, {"0.11", "0.09", "0.08"}},
    {MSK, "Kafka.mcu.general", "RunConnect", "", "hours", USE1, {"0.142", "0.135", "0.11"}},
    {"AmazonVPC", "VpcEndpoint", "VpcEndpoint-Hours", "VpcEndpoint", "endpointType=PrivateLink", "Hrs", USE1, {"0.014", "0.013", "0.01"}},
    {"AmazonVPC", "VpcEndpoint", "VpcEndpoint-Bytes", "VpcEndpoint", "endpointType=PrivateLink", "GB", USE1, {"0:0.01 1048576:0.006 5242880:0.004", "0:0.01 1048576:0.006 5242880:0.004", "0:0.01 1048576:0.006 5242880:0.004"}},
    {"AmazonVPC", "VPC Public IPv4 Address", "PublicIPv4:InUseAddress", "", "", "Hrs", USE1, {"0.005", "0.005", "0.005"}},
    {"AmazonVPC", "VPC Public IPv4 Address", "PublicIPv4:IdleAddress", "", "", "Hrs", USE1, {"0.005", "0.005", "0.005"}},
    {"AWSDataTransfer", "Data Transfer", "DataTransfer-Out-Bytes", "", "transferType=AWS Outbound;toLocation=External", "GB", FROM, {"0:0.114 10240:0.089 51200:0.086 153600:0.084", "0:0.126 10240:0.122 51200:0.117 153600:0.108", NULL}},
    {"AWSDataTransfer", "Data Transfer", "DataTransfer-Regional-Bytes", "", "transferType=IntraRegion", "GB", FROM, {"0.01", "0.01", "0.01"}},
    {"AWSDataTransfer", "Data Transfer", "APN1-AWS-Out-Bytes", "", "transferType=InterRegion Outbound;toRegionCode=ap-northeast-1", "GB", FROM | USE1, {NULL, "0.08", "0.02"}},
    {"AWSDataTransfer", "Data Transfer", "APN2-AWS-Out-Bytes", "", "transferType=InterRegion Outbound;toRegionCode=ap-northeast-2", "GB", FROM | USE1, {"0.09", NULL, "0.02"}},
    {"AWSDataTransfer", "Data Transfer", "USE1-AWS-Out-Bytes", "", "transferType=InterRegion Outbound;toRegionCode=us-east-1", "GB", FROM | USE1, {"0.09", "0.08", NULL}},
    {"AmazonRoute53", "DNS Zone", "HostedZone", "", "", "HostedZone", NOWHERE, {"0:0.5 25:0.1", "0:0.5 25:0.1", "0:0.5 25:0.1"}},
    {"AmazonRoute53", "DNS Query", "DNS-Queries", "", "", "Queries", NOWHERE, {"0:0.0000004 1000000000:0.0000002", "0:0.0000004 1000000000:0.0000002", "0:0.0000004 1000000000:0.0000002"}},
    {"AmazonRoute53", "DNS Health Check", "Health-Check-AWS", "", "", "Health Checks", NOWHERE, {"0.5", "0.5", "0.5"}},
    {"AmazonRoute53", "DNS Health Check", "Health-Check-Option-AWS", "", "", "Health Checks", NOWHERE, {"1", "1", "1"}},
    {"AmazonCloudWatch", "Alarm", "CW:AlarmMonitorUsage", "", "alarmType=Standard", "Alarms", 0, {"0.1", "0.1", "0.1"}},
    {"AmazonCloudWatch", "Alarm", "CW:HighResAlarmMonitorUsage", "", "alarmType=High Resolution", "Alarms", 0, {"0.3", "0.3", "0.3"}},
    {"AmazonCloudWatch", "Alarm", "CW:CompositeAlarmMonitorUsage", "", "alarmType=Composite", "Alarms", 0, {"0.5", "0.5", "0.5"}},
    {"AmazonCloudWatch", "Metric", "CW:MetricMonitorUsage", "", "", "Metrics", 0, {"0:0.3 10000:0.1 250000:0.05 1000000:0.02", "0:0.3 10000:0.1 250000:0.05 1000000:0.02", "0:0.3 10000:0.1 250000:0.05 1000000:0.02"}},
    {"AmazonCloudWatch", "Data Payload", "DataProcessing-Bytes", "PutLogEvents", "group=Ingested Logs", "GB", USE1, {"0.76", "0.76", "0.5"}},
    {"AmazonCloudWatch", "Storage Snapshot", "TimedStorage-ByteHrs", "HourlyStorageMetering", "", "GB-Mo", USE1, {"0.033", "0.0314", "0.03"}},
    {"awskms", "Encryption Key", "KMS-Keys", "", "", "Keys", NAMED, {"1", "1", "1"}},
    {"awskms", "API Request", "KMS-Requests", "", "", "Requests", NAMED, {"0.000003", "0.000003", "0.000003"}},
    {"AWSSecretsManager", "Secret", "AWSSecretsManager-Secrets", "", "", "Secrets", USE1, {"0.4", "0.4", "0.4"}},
    {"AWSSecretsManager", "API Request", "AWSSecretsManagerAPIRequest", "", "", "API Requests", USE1, {"0.000005", "0.000005", "0.000005"}},
    {"AmazonSNS", "API Request", "Requests-Tier1", "", "", "Requests", 0, {"0:0 1000000:0.0000005", "0:0 1000000:0.0000005", "0:0 1000000:0.0000005"}},
    {"AmazonSNS", "Message Delivery", "DeliveryAttempts-SMTP", "", "", "Notifications", 0, {"0:0 1000:0.00002", "0:0 1000:0.00002", "0:0 1000:0.00002"}},
    {"AmazonSNS", "Message Delivery", "DeliveryAttempts-HTTP", "", "", "Notifications", 0, {"0:0 100000:0.0000006", "0:0 100000:0.0000006", "0:0 100000:0.0000006"}},
    {"AmazonSNS", "Message Delivery", "DeliveryAttempts-SQS", "", "", "Notifications", 0, {"0", "0", "0"}},
    {"AmazonSNS", "Message Delivery", "DeliveryAttempts-LAMBDA", "", "", "Notifications", 0, {"0", "0", "0"}},
    {"AWSLambda", "Serverless", "Request", "", "group=AWS-Lambda-Requests", "Requests", 0, {"0.0000002", "0.0000002", "0.0000002"}},
    {"AWSLambda", "Serverless", "Request-ARM", "", "group=AWS-Lambda-Requests-ARM", "Requests", 0, {"0.0000002", "0.0000002", "0.0000002"}},
    {"AWSLambda", "Serverless", "Lambda-GB-Second", "", "group=AWS-Lambda-Duration", "Lambda-GB-Second", 0, {"0:0.0000166667 6000000000:0.000015 15000000000:0.0000133334", "0:0.0000166667 6000000000:0.000015 15000000000:0.0000133334", "0:0.0000166667 6000000000:0.000015 15000000000:0.0000133334"}},
    {"AWSLambda", "Serverless", "Lambda-GB-Second-ARM", "", "group=AWS-Lambda-Duration-ARM", "Lambda-GB-Second", 0, {"0:0.0000133334 7500000000:0.0000120001 18750000000:0.0000106667", "0:0.0000133334 7500000000:0.0000120001 18750000000:0.0000106667", "0:0.0000133334 7500000000:0.0000120001 18750000000:0.0000106667"}},
    {"AWSEvents", "EventBridge", "Event-64K-Chunks", "PutEvents", "eventType=Custom Event", "64K-Chunks", USE1, {"0.000001", "0.000001", "0.000001"}},
    {"AmazonS3", "Storage", "TimedStorage-ByteHrs", "", "storageClass=General Purpose;volumeType=Standard", "GB-Mo", 0, {"0:0.025 51200:0.024 512000:0.023", "0:0.025 51200:0.024 512000:0.023", "0:0.023 51200:0.022 512000:0.021"}},
    {"AmazonS3", "API Request", "Requests-Tier1", "", "group=S3-API-Tier1", "Requests", 0, {"0.0000047", "0.0000045", "0.000005"}},
    {"AmazonS3", "API Request", "Requests-Tier2", "", "group=S3-API-Tier2", "Requests", 0, {"0.00000037", "0.00000035", "0.0000004"}},
    {"AWSFIS", "Developer Tools", "ActionMinute", "ActionMinute", "", "minutes", USE1, {"0.1", NULL, "0.1"}},
    /* clang-format on */
};

/* The offers of what is bought ahead: of a hundred parts of the price on demand, how many by the hour, and how many at
 * once for all hours. Source of their codes: AWS's lists. */
static const struct ahead {
    const char *code, *lease, *class, *option, *services;
    int hourly, upfront;
} aheads[] = {
    {"4NA7Y494T4", "1yr", "standard", "No Upfront", "AmazonRDS AmazonEC2 AmazonElastiCache", 70, 0},
    {"HU7G6KETJZ", "1yr", "standard", "Partial Upfront", "AmazonRDS AmazonEC2 AmazonElastiCache", 33, 33},
    {"6QCMYABX3D", "1yr", "standard", "All Upfront", "AmazonRDS AmazonEC2 AmazonElastiCache", 0, 65},
    {"7NE97W5U4E", "1yr", "convertible", "No Upfront", "AmazonEC2", 80, 0},
    {"BPH4J8HBKS", "3yr", "standard", "No Upfront", "AmazonEC2 AmazonElastiCache", 50, 0},
    {"38NPMPTW36", "3yr", "standard", "Partial Upfront", "AmazonRDS AmazonEC2 AmazonElastiCache", 23, 23},
    {"NQ3QZPMQV9", "3yr", "standard", "All Upfront", "AmazonRDS AmazonEC2 AmazonElastiCache", 0, 44},
};
#define ON_DEMAND "JRTCKXETXF"
#define BY_USE "6YS6EN2CT7"
#define AT_ONCE "2TG2D8R56U"

/* ---- a product --------------------------------------------------------------------------------------------------- */

static const char *usage_type(struct arena *a, const struct sold *p, const struct sold_in *at)
{
    bool bare = p->how & NOWHERE || (str_eq(at->region, "us-east-1") && !(p->how & (USE1 | NAMED)));
    return p->how & NAMED ? arena_printf(a, "%s-%s", at->region, p->usage)
                          : arena_printf(a, "%s%s", bare ? "" : at->prefix, p->usage);
}

static void put_attributes(struct arena *a, struct value *to, const char *pairs)
{
    while (*pairs) {
        size_t n = strcspn(pairs, ";"), key = strcspn(pairs, "=");
        value_set(a, to, arena_strndup(a, pairs, key), value_strn(a, pairs + key + 1, n - key - 1));
        pairs += n + (pairs[n] == ';');
    }
}

static struct value *attributes_of(struct arena *a, const struct sold *p, const struct sold_in *at)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "servicecode", p->service);
    if (p->how & FROM) {
        value_set_str(a, v, "fromRegionCode", at->region);
        value_set_str(a, v, "fromLocation", at->location);
        value_set_str(a, v, "fromLocationType", "AWS Region");
    } else if (!(p->how & NOWHERE)) {
        value_set_str(a, v, "regionCode", at->region);
        value_set_str(a, v, "location", at->location);
        value_set_str(a, v, "locationType", "AWS Region");
    }
    value_set_str(a, v, "usagetype", usage_type(a, p, at));
    value_set_str(a, v, "operation", p->operation);
    put_attributes(a, v, p->attributes);
    return v;
}

/* Sixteen capital letters, always the same for a product. */
static const char *sku_of(struct arena *a, const struct sold *p, const struct value *attributes)
{
    const char *hex = sha256_hex_of(a, arena_printf(a, "%s %s", p->service, value_canonical(a, attributes)));
    char *sku = arena_strndup(a, hex, 16);
    for (char *c = sku; *c; c++)
        *c = (char)(*c <= '9' ? 'A' + (*c - '0') * 2 : 'B' + (*c - 'a') * 2);
    return sku;
}

/* ---- what it costs ----------------------------------------------------------------------------------------------- */

/* In 10^-10 of a dollar, as lists of AWS's have it. */
enum { DIGITS = 10 };

static int64_t units_of(const char *price)
{
    int64_t n = 0;
    int after = -1;
    for (; *price && *price != ' ' && after < DIGITS; price++) {
        if (*price == '.') {
            after = 0;
            continue;
        }
        n = n * 10 + (*price - '0');
        after += after >= 0;
    }
    for (after = after < 0 ? 0 : after; after < DIGITS; after++)
        n *= 10;
    return n;
}

static const char *text_of(struct arena *a, int64_t units)
{
    return arena_printf(a, "%lld.%010lld", (long long)(units / 10000000000), (long long)(units % 10000000000));
}

static struct value *dimension(struct arena *a, const char *unit, const char *price, const char *code,
                               const char *description)
{
    struct value *v = value_map(a), *in = value_map(a);
    value_set_str(a, in, "USD", price);
    value_set_str(a, v, "unit", unit);
    value_set_str(a, v, "description", description);
    value_set(a, v, "appliesTo", value_list(a));
    value_set_str(a, v, "rateCode", code);
    value_set(a, v, "pricePerUnit", in);
    return v;
}

static struct value *term(struct arena *a, const char *sku, const char *code, const char *since)
{
    struct value *v = value_map(a);
    value_set(a, v, "priceDimensions", value_map(a));
    value_set_str(a, v, "sku", sku);
    value_set_str(a, v, "effectiveDate", since);
    value_set_str(a, v, "offerTermCode", code);
    value_set(a, v, "termAttributes", value_map(a));
    return v;
}

static void put_dimension(struct arena *a, struct value *to, const char *from, const char *until, struct value *v)
{
    value_set_str(a, v, "beginRange", from);
    value_set_str(a, v, "endRange", until);
    struct value *all = value_edit(a, value_get(to, "priceDimensions"));
    value_set(a, all, value_get_str(v, "rateCode"), v);
    value_set(a, to, "priceDimensions", all);
}

/* "0:0.025 51200:0.024": a dimension each. */
static const struct value *on_demand(struct arena *a, const char *sku, const char *unit, const char *prices,
                                     const char *since)
{
    const char *code = arena_printf(a, "%s." ON_DEMAND, sku), *word;
    struct value *t = term(a, sku, ON_DEMAND, since), *all = value_map(a);
    for (size_t n, i = 0; (n = next_word(&prices, &word)); i++) {
        const char *one = arena_strndup(a, word, n), *colon = strchr(one, ':'), *next = strchr(prices, ':');
        const char *from = colon ? arena_strndup(a, one, (size_t)(colon - one)) : "0";
        const char *until = next ? arena_strndup(a, prices + 1, (size_t)(next - prices - 1)) : "Inf";
        const char *rate = i ? arena_printf(a, "%s.%08zXZZ", code, i) : arena_printf(a, "%s." BY_USE, code);
        put_dimension(a, t, from, until,
                      dimension(a, unit, text_of(a, units_of(colon ? colon + 1 : one)), rate,
                                arena_printf(a, "$%s per %s", colon ? colon + 1 : one, unit)));
    }
    value_set(a, all, code, t);
    return all;
}

static const struct value *bought_ahead(struct arena *a, const char *sku, const struct sold *p, const char *price,
                                        const char *since)
{
    struct value *all = value_map(a);
    for (size_t i = 0; i < COUNT(aheads); i++) {
        const struct ahead *o = &aheads[i];
        if (!has_word(o->services, p->service))
            continue;
        const char *code = arena_printf(a, "%s.%s", sku, o->code);
        struct value *t = term(a, sku, o->code, since), *words = value_map(a);
        int64_t hourly = units_of(price) / 100 * o->hourly, hours = str_eq(o->lease, "1yr") ? 8760 : 26280;
        put_dimension(a, t, "0", "Inf",
                      dimension(a, p->unit, text_of(a, hourly), arena_printf(a, "%s." BY_USE, code),
                                arena_printf(a, "%s reserved instance applied", p->usage)));
        if (o->upfront)
            put_dimension(a, t, NULL, NULL,
                          dimension(a, "Quantity",
                                    arena_printf(a, "%lld",
                                                 (long long)(units_of(price) / 100 * o->upfront * hours / 10000000000)),
                                    arena_printf(a, "%s." AT_ONCE, code), "Upfront Fee"));
        value_set_str(a, words, "LeaseContractLength", o->lease);
        value_set_str(a, words, "OfferingClass", o->class);
        value_set_str(a, words, "PurchaseOption", o->option);
        value_set(a, t, "termAttributes", words);
        value_set(a, all, code, t);
    }
    return all;
}

/* One text of the list; lists come out on the first of a month. */
static const struct value *document(struct call *c, const struct sold *p, const struct value *attributes,
                                    const char *prices)
{
    struct arena *a = c->a;
    struct sbuf text = {.arena = a};
    struct value *v = value_map(a), *product = value_map(a), *terms = value_map(a);
    int64_t now = world_now(c->w) / SECOND;
    const char *sku = sku_of(a, p, attributes), *since = time_utc(a, now, "%Y-%m-01T00:00:00Z");
    value_set_str(a, product, "productFamily", p->family);
    value_set(a, product, "attributes", attributes);
    value_set_str(a, product, "sku", sku);
    value_set(a, terms, "OnDemand", on_demand(a, sku, p->unit, prices, since));
    if (p->how & AHEAD)
        value_set(a, terms, "Reserved", bought_ahead(a, sku, p, prices, since));
    value_set(a, v, "product", product);
    value_set_str(a, v, "serviceCode", p->service);
    value_set(a, v, "terms", terms);
    value_set_str(a, v, "version", time_utc(a, now, "%Y%m01000000"));
    value_set_str(a, v, "publicationDate", since);
    value_print(&text, v, -1);
    return value_str(a, sbuf_str(&text));
}

/* ---- asking for it ----------------------------------------------------------------------------------------------- */

static bool one_of(const char *list, const char *text)
{
    for (size_t n; *list; list += n + (list[n] == ',')) {
        n = strcspn(list, ",");
        if (strlen(text) == n && strncmp(list, text, n) == 0)
            return true;
    }
    return false;
}

static bool passes(const struct sold *p, const struct value *attributes, const struct value *filter)
{
    const char *field = value_get_str(filter, "Field"), *type = value_get_str(filter, "Type"),
               *wanted = value_get_str(filter, "Value");
    const char *is = str_eq(field, "productFamily") ? p->family
                     : str_eq(field, "ServiceCode") ? p->service
                                                    : value_get_str(attributes, field);
    if (str_eq(type, "CONTAINS"))
        return strstr(is, wanted) != NULL;
    if (str_eq(type, "ANY_OF") || str_eq(type, "NONE_OF"))
        return one_of(wanted, is) == str_eq(type, "ANY_OF");
    return str_eq(is, wanted);
}

static bool all_pass(const struct sold *p, const struct value *attributes, const struct value *filters)
{
    for (size_t i = 0; i < value_len(filters); i++)
        if (!passes(p, attributes, value_item(filters, i)))
            return false;
    return true;
}

static bool filters_fit(struct call *c, const struct value *filters)
{
    if (value_len(filters) > FILTERS_MOST)
        return refuse(c, "InvalidParameterException", "At most %d filters are taken", FILTERS_MOST);
    for (size_t i = 0; i < value_len(filters); i++) {
        const struct value *f = value_item(filters, i);
        size_t field = strlen(value_get_str(f, "Field")), n = strlen(value_get_str(f, "Value"));
        if (!field || field > LONGEST_VALUE || !n || n > LONGEST_VALUE)
            return refuse(c, "InvalidParameterException", "Field and Value of a filter have from 1 to %d characters",
                          LONGEST_VALUE);
    }
    return true;
}

static bool request_fits(struct call *c, size_t *ret_from, size_t *ret_most)
{
    const char *format = in_str(c, "FormatVersion"), *token = in_str(c, "NextToken");
    int64_t most = in_int(c, "MaxResults", PAGE_MOST), from = 0;
    bool sold = false;
    for (size_t i = 0; i < COUNT(catalogue); i++)
        sold |= str_eq(catalogue[i].service, in_str(c, "ServiceCode"));
    if (!sold)
        return refuse(c, "NotFoundException", "Service code %.60s was not found", in_str(c, "ServiceCode"));
    if (*format && !str_eq(format, "aws_v1"))
        return refuse(c, "InvalidParameterException", "Invalid format version: %.60s", format);
    if (most < 1 || most > PAGE_MOST)
        return refuse(c, "InvalidParameterException", "MaxResults must be between 1 and %d", PAGE_MOST);
    if (*token && (!str_starts(token, "from:") || !parse_int(token + 5, &from) || from < 1))
        return refuse(c, "InvalidNextTokenException", "The pagination token is invalid");
    *ret_from = (size_t)from;
    *ret_most = (size_t)most;
    return filters_fit(c, value_get(c->in, "Filters"));
}

/* Those of the page go into the answer; how many there are in all. */
static size_t gather(struct call *c, size_t from, size_t most, struct value *items)
{
    size_t n = 0;
    for (size_t i = 0; i < COUNT(catalogue) * COUNT(places); i++) {
        const struct sold *p = &catalogue[i / COUNT(places)];
        const struct sold_in *at = &places[i % COUNT(places)];
        const char *prices = p->prices[i % COUNT(places)];
        if (!prices || !str_eq(p->service, in_str(c, "ServiceCode")) || (p->how & NOWHERE && at != places))
            continue;
        const struct value *attributes = attributes_of(c->a, p, at);
        if (!all_pass(p, attributes, value_get(c->in, "Filters")))
            continue;
        if (n >= from && n < from + most)
            value_push(c->a, items, document(c, p, attributes, prices));
        n++;
    }
    return n;
}

static bool products(struct call *c)
{
    size_t from = 0, most = 0;
    struct value *items = value_list(c->a);
    if (!request_fits(c, &from, &most))
        return false;
    size_t n = gather(c, from, most, items);
    out_str(c, "FormatVersion", "aws_v1");
    value_set(c->a, c->out, "PriceList", items);
    if (n > from + most)
        out_str(c, "NextToken", arena_printf(c->a, "from:%zu", from + most));
    return true;
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"GetProducts", ACT_RULE, .rule = products},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_pricing = {.id = "pricing",
                                                .ops = ops,
                                                .invalid = "InvalidParameterException",
                                                .page_min = 1,
                                                .page_max = PAGE_MOST,
                                                .page = PAGE_MOST};

/* ---- savings plans ----------------------------------------------------------------------------------------------- */

enum { YEAR = 365 * 24 * 60 * 60 };

/* Of a hundred parts of the price on demand, how many are left. */
static const struct plan {
    const char *type, *option;
    int years, share;
} plans[] = {
    {"Compute", "No Upfront", 1, 73},          {"Compute", "Partial Upfront", 1, 70},
    {"Compute", "All Upfront", 1, 69},         {"Compute", "No Upfront", 3, 54},
    {"Compute", "Partial Upfront", 3, 50},     {"Compute", "All Upfront", 3, 49},
    {"EC2Instance", "No Upfront", 1, 66},      {"EC2Instance", "Partial Upfront", 1, 63},
    {"EC2Instance", "All Upfront", 1, 61},     {"EC2Instance", "No Upfront", 3, 46},
    {"EC2Instance", "Partial Upfront", 3, 43}, {"EC2Instance", "All Upfront", 3, 40},
};

/* What is used, and what is reserved and not used: both are hours. */
static const char *const boxes[] = {"BoxUsage", "UnusedBox"};

struct rate {
    const struct sold *box;
    size_t place, kind;
    const struct plan *plan;
};

/* The n-th of all there could be; false: it is not sold. */
static bool rate_at(size_t n, struct rate *ret)
{
    *ret = (struct rate){.plan = &plans[n % COUNT(plans)]};
    n /= COUNT(plans);
    ret->kind = n % COUNT(boxes);
    n /= COUNT(boxes);
    ret->place = n % COUNT(places);
    ret->box = &catalogue[n / COUNT(places)];
    return str_starts(ret->box->usage, boxes[0]) && ret->box->prices[ret->place];
}

static const struct value *rate_properties(struct arena *a, const char *region, const char *type)
{
    const char *const pairs[][2] = {{"region", region},
                                    {"instanceType", type},
                                    {"instanceFamily", arena_strndup(a, type, strcspn(type, "."))},
                                    {"productDescription", "Linux/UNIX"},
                                    {"tenancy", "shared"}};
    struct value *all = value_list(a);
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct value *one = value_map(a);
        value_set_str(a, one, "name", pairs[i][0]);
        value_set_str(a, one, "value", pairs[i][1]);
        value_push(a, all, one);
    }
    return all;
}

static const struct value *rate_told(struct arena *a, const struct rate *r)
{
    struct value *v = value_map(a), *offering = value_map(a);
    const char *usage = usage_type(a, r->box, &places[r->place]), *type = strchr(r->box->usage, ':');
    int prefix = (int)(strlen(usage) - strlen(r->box->usage));
    value_set_str(a, offering, "paymentOption", r->plan->option);
    value_set_str(a, offering, "planType", r->plan->type);
    value_set(a, offering, "durationSeconds", value_int(a, (int64_t)r->plan->years * YEAR));
    value_set_str(a, offering, "currency", "USD");
    value_set(a, v, "savingsPlanOffering", offering);
    value_set_str(a, v, "rate", text_of(a, units_of(r->box->prices[r->place]) / 100 * r->plan->share));
    value_set_str(a, v, "unit", "Hrs");
    value_set_str(a, v, "productType", "EC2");
    value_set_str(a, v, "serviceCode", r->box->service);
    value_set_str(a, v, "usageType", arena_printf(a, "%.*s%s%s", prefix, usage, boxes[r->kind], type));
    value_set_str(a, v, "operation", r->box->operation);
    value_set(a, v, "properties", rate_properties(a, places[r->place].region, type + 1));
    return v;
}

/* A list that is not given asks for all. */
static bool is_asked(const struct call *c, const char *member, const char *text)
{
    const struct value *list = value_get(c->in, member);
    return !value_len(list) || is_list_of(list, text);
}

static bool rate_passes(const struct value *rate, const struct value *filter)
{
    const struct value *all = value_get(rate, "properties");
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_get_str(value_item(all, i), "name"), value_get_str(filter, "name")))
            return is_list_of(value_get(filter, "values"), value_get_str(value_item(all, i), "value"));
    return false;
}

static bool rate_is_asked(const struct call *c, const struct value *rate)
{
    const struct value *filters = value_get(c->in, "filters");
    for (size_t i = 0; i < value_len(filters); i++)
        if (!rate_passes(rate, value_item(filters, i)))
            return false;
    return is_asked(c, "savingsPlanTypes", value_get_str(value_get(rate, "savingsPlanOffering"), "planType")) &&
           is_asked(c, "products", value_get_str(rate, "productType")) &&
           is_asked(c, "serviceCodes", value_get_str(rate, "serviceCode")) &&
           is_asked(c, "usageTypes", value_get_str(rate, "usageType")) &&
           is_asked(c, "operations", value_get_str(rate, "operation"));
}

/* Tokens are letters, digits, slashes, equal signs and plus signs. */
static bool rates_from(struct call *c, size_t *ret_from, size_t *ret_most)
{
    const char *token = in_str(c, "nextToken");
    int64_t most = in_int(c, "maxResults", RATES_MOST), from = 0;
    if (most < 0 || most > RATES_MOST)
        return refuse(c, "ValidationException", "maxResults must be between 0 and %d", RATES_MOST);
    if (*token && (!parse_int(token, &from) || from < 1))
        return refuse(c, "ValidationException", "The pagination token is invalid");
    *ret_from = (size_t)from;
    *ret_most = most ? (size_t)most : RATES_MOST;
    return true;
}

static bool rates(struct call *c)
{
    size_t from = 0, most = 0, found = 0;
    struct value *items = value_list(c->a);
    struct rate r;
    if (!rates_from(c, &from, &most))
        return false;
    for (size_t i = 0; i < COUNT(catalogue) * COUNT(places) * COUNT(boxes) * COUNT(plans); i++) {
        const struct value *rate = rate_at(i, &r) ? rate_told(c->a, &r) : NULL;
        if (!rate || !rate_is_asked(c, rate))
            continue;
        if (found >= from && found < from + most)
            value_push(c->a, items, rate);
        found++;
    }
    value_set(c->a, c->out, "searchResults", items);
    if (found > from + most)
        out_str(c, "nextToken", arena_printf(c->a, "%zu", from + most));
    return true;
}

static const struct sandbox_op plan_ops[] = {{"DescribeSavingsPlansOfferingRates", ACT_RULE, .rule = rates}, {0}};

const struct sandbox_service sandbox_savingsplans = {
    .id = "savingsplans", .ops = plan_ops, .invalid = "ValidationException"};

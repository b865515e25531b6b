#include "provisioner/blueprint/alarms.h"
#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * What is watched. Lag between regions is published where the copy is: the alarm stands in every region, and where
 * there is no copy at the moment there is no data, which is no harm. So it follows a failover by itself.
 *
 * Metrics of nodes and brokers exist one by one; an alarm looks at the worst of them, of the first ten series at most.
 */

#define CLUSTER "DBClusterIdentifier", "DBClusterIdentifier"
#define NODES "CacheClusterId", "ReplicationGroupId", "-%03u", "cache.nodes"
#define KAFKA "Cluster Name", "ClusterName"
#define BROKERS KAFKA, "Broker ID=%u", "msk.brokers"
#define KUBERNETES "ClusterName", "name"
#define DB_CLUSTER "AWS::RDS::DBCluster"
#define CACHE "AWS::ElastiCache::ReplicationGroup"
#define MSK "AWS::MSK::Cluster"
#define EKS "AWS::EKS::Cluster"
#define BALANCER "AWS::ElasticLoadBalancingV2::LoadBalancer"
#define ONE_BALANCER "LoadBalancer", "LoadBalancerFullName", NULL, NULL
#define TARGETS "AWS::ElasticLoadBalancingV2::TargetGroup"
#define ONE_GROUP "TargetGroup", "TargetGroupFullName", "LoadBalancer=load-balancer.LoadBalancerFullName", NULL

enum { MOST_SERIES = 10 /* metrics an alarm may look at */ };

/* Sources: Aurora user guide, "CloudWatch metrics"; ElastiCache, "Metrics for Redis OSS" and global datastores; MSK
 * developer guide, "Metrics for provisioned clusters" and "MSK Replicator metrics"; EKS, "Control plane metrics"; VPC,
 * "NAT gateway metrics"; Elastic Load Balancing, "CloudWatch metrics" of both kinds; Route 53, "Monitoring health
 * checks". */
/* clang-format off */
static const struct watch watches[] = {
    {"aurora-replication-lag", DB_CLUSTER, "critical", "AWS/RDS", "AuroraGlobalDBReplicationLag", "Maximum", CLUSTER, NULL, NULL, 60, 5, 5, '>', 1000, "notBreaching", false, true,  "milliseconds by which storage lags behind the region that writes"},
    {"aurora-rpo-lag",         DB_CLUSTER, "critical", "AWS/RDS", "AuroraGlobalDBRPOLag",         "Maximum", CLUSTER, NULL, NULL, 60, 5, 5, '>', 5000, "notBreaching", false, true,  "milliseconds of transactions that a failover would lose"},
    {"aurora-cpu",             DB_CLUSTER, "warning",  "AWS/RDS", "CPUUtilization",               "Average", CLUSTER, NULL, NULL, 60, 10, 8, '>', 80, "missing", false, false, "percent of CPU in use"},
    {"aurora-memory",          DB_CLUSTER, "critical", "AWS/RDS", "FreeableMemory",               "Minimum", CLUSTER, NULL, NULL, 60, 10, 8, '<', 1073741824, "missing", false, false, "bytes of memory left on an instance"},
    {"aurora-local-storage",   DB_CLUSTER, "critical", "AWS/RDS", "FreeLocalStorage",             "Minimum", CLUSTER, NULL, NULL, 300, 3, 3, '<', 5368709120, "missing", false, false, "bytes left for temporary tables and logs on an instance"},
    {"aurora-connections",     DB_CLUSTER, "warning",  "AWS/RDS", "DatabaseConnections",          "Maximum", CLUSTER, NULL, NULL, 60, 5, 5, '>', 1200, "missing", false, false, "connections to one instance"},
    {"aurora-replica-lag",     DB_CLUSTER, "warning",  "AWS/RDS", "AuroraReplicaLagMaximum",      "Maximum", CLUSTER, NULL, NULL, 60, 5, 5, '>', 2000, "notBreaching", false, false, "milliseconds by which a reader lags behind the writer"},
    {"aurora-deadlocks",       DB_CLUSTER, "warning",  "AWS/RDS", "Deadlocks",                    "Maximum", CLUSTER, NULL, NULL, 300, 3, 3, '>', 1, "notBreaching", false, false, "deadlocks a second"},
    {"aurora-commit-latency",  DB_CLUSTER, "warning",  "AWS/RDS", "CommitLatency",                "Average", CLUSTER, NULL, NULL, 60, 10, 8, '>', 100, "notBreaching", false, false, "milliseconds that a commit takes"},
    {"aurora-disk-queue",      DB_CLUSTER, "warning",  "AWS/RDS", "DiskQueueDepth",               "Average", CLUSTER, NULL, NULL, 60, 10, 8, '>', 64, "notBreaching", false, false, "reads and writes that wait for storage"},

    {"cache-replication-lag",  CACHE, "critical", "AWS/ElastiCache", "GlobalDatastoreReplicationLag",  "Maximum", NODES, 60, 5, 5, '>', 5, "notBreaching", false, true, "seconds by which the cache lags behind the region that writes"},
    {"cache-cpu",              CACHE, "warning",  "AWS/ElastiCache", "EngineCPUUtilization",           "Average", NODES, 60, 10, 8, '>', 80, "missing", false, false, "percent of the engine's one core in use"},
    {"cache-memory",           CACHE, "critical", "AWS/ElastiCache", "DatabaseMemoryUsagePercentage",  "Maximum", NODES, 60, 5, 5, '>', 85, "missing", false, false, "percent of a node's memory in use"},
    {"cache-evictions",        CACHE, "warning",  "AWS/ElastiCache", "Evictions",                      "Sum",     NODES, 300, 3, 3, '>', 1000, "notBreaching", false, false, "keys evicted in five minutes for want of memory"},
    {"cache-connections",      CACHE, "warning",  "AWS/ElastiCache", "CurrConnections",                "Maximum", NODES, 60, 5, 5, '>', 50000, "missing", false, false, "connections to one node, which takes 65000"},

    {"msk-controller",         MSK, "emergency", "AWS/Kafka", "ActiveControllerCount",     "Maximum", KAFKA, NULL, NULL, 60, 5, 5, '<', 1, "missing", false, false, "active controllers: there must be one"},
    {"msk-offline-partitions", MSK, "emergency", "AWS/Kafka", "OfflinePartitionsCount",    "Maximum", KAFKA, NULL, NULL, 60, 3, 3, '>', 0, "missing", false, false, "partitions without a leader"},
    {"msk-under-replicated",   MSK, "critical",  "AWS/Kafka", "UnderReplicatedPartitions", "Maximum", BROKERS, 60, 10, 10, '>', 0, "notBreaching", false, false, "partitions that lack a copy"},
    {"msk-disk",               MSK, "critical",  "AWS/Kafka", "KafkaDataLogsDiskUsed",     "Maximum", BROKERS, 300, 2, 2, '>', 85, "missing", false, false, "percent of a broker's disk in use"},
    {"msk-cpu",                MSK, "warning",   "AWS/Kafka", "CpuUser CpuSystem",         "Average", BROKERS, 300, 3, 3, '>', 60, "missing", false, false, "percent of a broker's CPU in use; the rest is for the loss of another"},
    {"msk-replication-lag",    "AWS::MSK::Replicator", "critical", "AWS/Kafka", "ReplicationLatency", "Maximum", "ReplicatorName", "ReplicatorName", NULL, NULL, 60, 10, 10, '>', 60000, "notBreaching", true, false, "milliseconds until a record has arrived in this region"},
    {"msk-message-lag",        "AWS::MSK::Replicator", "warning",  "AWS/Kafka", "MessageLag",         "Maximum", "ReplicatorName", "ReplicatorName", NULL, NULL, 60, 10, 10, '>', 100000, "notBreaching", true, false, "records of the other region not copied yet"},

    {"eks-api-errors",         EKS, "critical", "AWS/EKS", "apiserver_request_total_5XX",              "Sum",     KUBERNETES, NULL, NULL, 300, 3, 3, '>', 50, "notBreaching", false, false, "requests that the API server failed in five minutes"},
    {"eks-pods-pending",       EKS, "warning",  "AWS/EKS", "scheduler_pending_pods_UNSCHEDULABLE",     "Maximum", KUBERNETES, NULL, NULL, 300, 3, 3, '>', 0, "notBreaching", false, false, "pods for which no node has room"},
    {"eks-storage",            EKS, "critical", "AWS/EKS", "apiserver_storage_size_bytes",             "Maximum", KUBERNETES, NULL, NULL, 300, 3, 3, '>', 6442450944, "notBreaching", false, false, "bytes in the cluster's database, which takes 8 GiB"},

    {"nat-ports",              "AWS::EC2::NatGateway", "critical", "AWS/NATGateway", "ErrorPortAllocation", "Sum", "NatGatewayId", "NatGatewayId", NULL, NULL, 60, 5, 5, '>', 0, "notBreaching", true, false, "connections refused for want of a free port"},
    {"nat-drops",              "AWS::EC2::NatGateway", "warning",  "AWS/NATGateway", "PacketsDropCount",    "Sum", "NatGatewayId", "NatGatewayId", NULL, NULL, 300, 3, 3, '>', 1000, "notBreaching", true, false, "packets dropped in five minutes"},

    {"ingress-unwell",         TARGETS,  "critical", "AWS/ApplicationELB", "UnHealthyHostCount",     "Maximum", ONE_GROUP, 60, 5, 3, '>', 0, "notBreaching", false, false, "targets that do not answer the load balancer", .when = "Protocol=HTTP"},
    {"ingress-tcp-unwell",     TARGETS,  "critical", "AWS/NetworkELB",     "UnHealthyHostCount",     "Maximum", ONE_GROUP, 60, 5, 3, '>', 0, "notBreaching", false, false, "targets that do not answer the load balancer", .when = "Protocol=TCP"},
    {"ingress-errors",         BALANCER, "critical", "AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum",     ONE_BALANCER, 60, 5, 3, '>', 50, "notBreaching", false, false, "requests a minute that the load balancer could not pass on", .when = "Type=application"},
    {"ingress-response-time",  BALANCER, "warning",  "AWS/ApplicationELB", "TargetResponseTime",     "Average", ONE_BALANCER, 60, 10, 8, '>', 2, "notBreaching", false, false, "seconds that targets take to answer", .when = "Type=application"},

    {"health",                 "AWS::Route53::HealthCheck", "emergency", "AWS/Route53", "HealthCheckStatus", "Minimum", "HealthCheckId", "HealthCheckId", NULL, NULL, 60, 3, 3, '<', 1, "breaching", true, false, "1 while the checkers reach the region"},
};
/* clang-format on */

/* ---- what the spec says of them ---------------------------------------------------------------------------------- */

static const struct value *said(const struct site *s, const struct watch *row, const char *field)
{
    return site_field(s, arena_printf(s->arena, "alarms.%s.%s", row->name, field));
}

const char *watched_level(const struct site *s, const struct watched *w)
{
    const struct value *v = said(s, w->row, "level");
    return v ? value_str_of(v) : w->row->level;
}

int64_t watched_threshold(const struct site *s, const struct watched *w)
{
    const struct value *v = said(s, w->row, "threshold");
    return v ? value_int_of(v) : w->row->threshold;
}

static bool left_out(const struct site *s, const struct watch *row)
{
    const struct value *enabled = said(s, row, "enabled");
    return enabled && !value_bool_of(enabled);
}

void alarms_check(const struct site *s)
{
    const struct value *all = site_field(s, "alarms");
    const char *names[COUNT(watches) + 1] = {NULL};
    for (size_t i = 0; i < COUNT(watches); i++)
        names[i] = watches[i].name;
    for (size_t i = 0; i < value_len(all); i++) {
        size_t k = 0;
        while (names[k] && !str_eq(names[k], value_key(all, i)))
            k++;
        const char *near = names[k] ? NULL : diag_nearest(value_key(all, i), names);
        if (!names[k])
            site_finding(s, "observability/alarm", arena_printf(s->arena, "alarms.%s", value_key(all, i)),
                         near ? arena_printf(s->arena, "did you mean %s?", near) : NULL,
                         arena_printf(s->arena, "there is no alarm \"%s\"", value_key(all, i)));
    }
}

/* ---- what there is to watch -------------------------------------------------------------------------------------- */

static bool lies_in(const char *address, const char *scope)
{
    size_t n = strlen(scope);
    return str_starts(address, scope) && address[n] == '/';
}

/* Whether more than one region has such a thing. */
static bool is_replicated(const struct build *b, const char *type)
{
    const char *first = NULL;
    for (size_t i = 0; i < b->out->n; i++) {
        const struct wanted *w = &b->out->items[i];
        if (!str_eq(w->type, type))
            continue;
        if (first && !str_eq(first, w->alias))
            return true;
        first = w->alias;
    }
    return false;
}

static bool fits(const struct site *s, const struct watch *row, const struct wanted *w)
{
    if (!str_eq(w->type, row->type) || !lies_in(w->address, s->scope))
        return false;
    size_t n = row->when ? strcspn(row->when, "=") : 0;
    return !row->when || str_eq(value_get_str(w->attrs, arena_strndup(s->arena, row->when, n)), row->when + n + 1);
}

/* "nat-ports-nat-1"; of the row "health", "health-tokyo" is one without saying it twice. */
static const char *name_of_one(const struct site *s, const struct watch *row, const char *last)
{
    bool said = str_starts(last, arena_printf(s->arena, "%s-", row->name));
    return said ? last : arena_printf(s->arena, "%s-%s", row->name, last);
}

void watched_each(const struct site *s, watched_fn *fn, void *ctx)
{
    const struct wanted_list *made = s->build->out;
    for (size_t r = 0, n = made->n; r < COUNT(watches); r++) {
        const struct watch *row = &watches[r];
        if (left_out(s, row) || (row->replicated && !is_replicated(s->build, row->type)))
            continue;
        for (size_t i = 0; i < n; i++) {
            const char *address = made->items[i].address;
            if (!fits(s, row, &made->items[i]))
                continue;
            const char *name = row->many ? name_of_one(s, row, strrchr(address, '/') + 1) : row->name;
            fn(ctx, s, &(struct watched){row, address, name});
        }
    }
}

/* ---- series ------------------------------------------------------------------------------------------------------ */

static unsigned members(const struct site *s, const struct watch *row)
{
    size_t words = 1 + (strchr(row->metric, ' ') != NULL);
    int64_t n = row->count ? value_int_of(value_path(s->arena, s->region->config, row->count)) : 1;
    return n < 1 ? 1 : n > (int64_t)(MOST_SERIES / words) ? (unsigned)(MOST_SERIES / words) : (unsigned)n;
}

/* The number of the nth member, put where the format has it. */
static const char *numbered(struct arena *a, const char *format, unsigned nth)
{
    return str_starts(format, "-") ? arena_printf(a, "-%03u", nth) : arena_printf(a, "%u", nth);
}

/* An attribute of another resource of the system that the watched one is of: "load-balancer.LoadBalancerFullName". */
static const struct value *sibling(const struct site *s, const struct watched *w, const char *path)
{
    int n = (int)(strrchr(w->resource, '/') - w->resource);
    return site_text(s, "${%.*s/%s}", n, w->resource, path);
}

/* Name and value, one after the other, as a dashboard has them. */
static struct value *dimensions_of(const struct site *s, const struct watched *w, unsigned nth)
{
    struct arena *a = s->arena;
    const struct watch *row = w->row;
    bool behind = row->member && *row->member == '-';
    const char *equals = behind || !row->member ? NULL : strchr(row->member, '=');
    struct value *all = list_of_one(a, value_str(a, row->dimension));
    value_push(a, all, site_text(s, "${%s.%s}%s", w->resource, row->attr, behind ? numbered(a, row->member, nth) : ""));
    if (equals) {
        value_push(a, all, value_strn(a, row->member, (size_t)(equals - row->member)));
        value_push(a, all, row->count ? value_str(a, numbered(a, row->member, nth)) : sibling(s, w, equals + 1));
    }
    return all;
}

void watched_series(const struct site *s, const struct watched *w, struct value *list)
{
    struct arena *a = s->arena;
    for (unsigned nth = 1; nth <= members(s, w->row); nth++) {
        const char *words = w->row->metric, *word;
        for (size_t n; (n = next_word(&words, &word));) {
            struct value *one = list_of_one(a, value_str(a, w->row->namespace));
            const struct value *dimensions = dimensions_of(s, w, nth);
            value_push(a, one, value_strn(a, word, n));
            for (size_t i = 0; i < value_len(dimensions); i++)
                value_push(a, one, value_item(dimensions, i));
            value_push(a, list, one);
        }
    }
}

/* ---- alarms ------------------------------------------------------------------------------------------------------ */

static const struct value *query(const struct site *s, const struct watch *row, const struct value *series, size_t nth)
{
    struct arena *a = s->arena;
    struct value *dimensions = value_list(a);
    for (size_t i = 2; i + 1 < value_len(series); i += 2)
        value_push(a, dimensions,
                   map_of(a, PAIRS({"Name", value_item(series, i)}, {"Value", value_item(series, i + 1)})));
    const struct value *metric = map_of(a, PAIRS({"Namespace", value_item(series, 0)},
                                                 {"MetricName", value_item(series, 1)}, {"Dimensions", dimensions}));
    const struct value *stat = map_of(
        a, PAIRS({"Metric", metric}, {"Period", value_int(a, row->period)}, {"Stat", value_str(a, row->statistic)}));
    return map_of(a,
                  PAIRS({"Id", value_fmt(a, "m%zu", nth)}, {"MetricStat", stat}, {"ReturnData", value_bool(a, false)}));
}

/* The worst of all members, of whose two metrics it is the sum. */
static const struct value *queries(const struct site *s, const struct watched *w, const struct value *series)
{
    struct arena *a = s->arena;
    struct value *all = value_list(a);
    struct sbuf worst = {.arena = a};
    bool sum = strchr(w->row->metric, ' ');
    for (size_t i = 0; i < value_len(series); i++) {
        value_push(a, all, query(s, w->row, value_item(series, i), i + 1));
        sbuf_printf(&worst, "%sm%zu", i == 0 ? "" : sum && i % 2 ? "+" : ",", i + 1);
    }
    value_push(
        a, all,
        map_of(a, PAIRS({"Id", value_str(a, "worst")}, {"Expression", value_fmt(a, "MAX([%s])", sbuf_str(&worst))},
                        {"Label", value_str(a, w->row->name)}, {"ReturnData", value_bool(a, true)})));
    return all;
}

static const struct value *dimensions_map(struct arena *a, const struct value *series)
{
    struct value *map = value_map(a);
    for (size_t i = 2; i + 1 < value_len(series); i += 2)
        value_set(a, map, value_str_of(value_item(series, i)), value_item(series, i + 1));
    return map;
}

void alarm_make(void *ctx, const struct site *s, const struct watched *w)
{
    struct arena *a = s->arena;
    const struct watch *row = w->row;
    (void)ctx;
    struct value *series = value_list(a);
    watched_series(s, w, series);
    const struct value *only = value_len(series) == 1 ? value_item(series, 0) : NULL,
                       *periods = said(s, row, "periods");
    const struct value *told = list_of_one(a, alerts_topic(s, watched_level(s, w)));
    /* clang-format off */
    site_make(s, "AWS::CloudWatch::Alarm", arena_printf(a, "alarm-%s", w->name), PAIRS(
        {"AlarmName",          value_str(a, name_of(s, w->name))},
        {"AlarmDescription",   value_fmt(a, "%s: %s", watched_level(s, w), row->help)},
        {"Namespace",          only ? value_str(a, row->namespace) : NULL},
        {"MetricName",         only ? value_str(a, row->metric) : NULL},
        {"Statistic",          only ? value_str(a, row->statistic) : NULL},
        {"Dimensions",         only ? dimensions_map(a, only) : NULL},
        {"Period",             only ? value_int(a, row->period) : NULL},
        {"Metrics",            only ? NULL : queries(s, w, series)},
        {"EvaluationPeriods",  periods ? periods : value_int(a, row->periods)},
        {"DatapointsToAlarm",  periods ? periods : value_int(a, row->bad)},
        {"Threshold",          value_int(a, watched_threshold(s, w))},
        {"ComparisonOperator", value_str(a, row->is == '>' ? "GreaterThanThreshold" : "LessThanThreshold")},
        {"TreatMissingData",   value_str(a, row->missing)},
        {"AlarmActions",       told},
        {"OKActions",          told}));
    /* clang-format on */
}

#include "provisioner/ops/gathering.h"

#include "aws/api/cloudwatch.h"
#include "aws/api/eks.h"
#include "aws/api/elasticache.h"
#include "aws/api/kafka.h"
#include "aws/api/rds.h"
#include "aws/api/route53.h"
#include "provisioner/ops/metric.h"

#include <string.h>

/* clang-format off */
static const struct status_row rows[] = {
    {"AWS::RDS::GlobalCluster", &rds_DescribeGlobalClusters, "GlobalClusterIdentifier", "GlobalClusterIdentifier", NULL,
     "GlobalClusters[0]", "Status", "EngineVersion", "available", "GlobalClusterMembers", "DBClusterArn", "IsWriter=true"},
    {"AWS::RDS::DBCluster", &rds_DescribeDBClusters, "DBClusterIdentifier", "DBClusterIdentifier", NULL,
     "DBClusters[0]", "Status", "EngineVersion", "available", NULL, NULL, NULL},
    {"AWS::RDS::DBInstance", &rds_DescribeDBInstances, "DBInstanceIdentifier", "DBInstanceIdentifier", NULL,
     "DBInstances[0]", "DBInstanceStatus", "EngineVersion", "available", NULL, NULL, NULL},
    {"AWS::ElastiCache::GlobalReplicationGroup", &elasticache_DescribeGlobalReplicationGroups, "GlobalReplicationGroupId", "GlobalReplicationGroupId", "ShowMemberInfo",
     "GlobalReplicationGroups[0]", "Status", "EngineVersion", "available primary-only", "Members", "ReplicationGroupRegion", "Role=PRIMARY"},
    {"AWS::ElastiCache::ReplicationGroup", &elasticache_DescribeReplicationGroups, "ReplicationGroupId", "ReplicationGroupId", NULL,
     "ReplicationGroups[0]", "Status", NULL, "available", NULL, NULL, NULL},
    {"AWS::ElastiCache::ReplicationGroup", &elasticache_DescribeCacheClusters, "CacheClusterId", "MemberClusters[0]", NULL,
     "CacheClusters[0]", "CacheClusterStatus", "EngineVersion", "available", NULL, NULL, NULL, .for_version = true},
    {"AWS::MSK::Cluster", &kafka_DescribeClusterV2, "ClusterArn", "ClusterArn", NULL,
     "ClusterInfo", "State", "Provisioned.CurrentBrokerSoftwareInfo.KafkaVersion", "ACTIVE", NULL, NULL, NULL},
    {"AWS::MSK::Replicator", &kafka_DescribeReplicator, "ReplicatorArn", "ReplicatorArn", NULL,
     "", "ReplicatorState", NULL, "RUNNING", NULL, NULL, NULL},
    {"AWS::EKS::Cluster", &eks_DescribeCluster, "name", "name", NULL,
     "cluster", "status", "version", "ACTIVE", NULL, NULL, NULL},
    {"AWS::EKS::Nodegroup", &eks_DescribeNodegroup, "nodegroupName clusterName", "nodegroupName clusterName", NULL,
     "nodegroup", "status", "version", "ACTIVE", NULL, NULL, NULL},
};

const struct status_metric status_metrics[] = {
    {"AWS::RDS::DBCluster",                "AWS/RDS",         "AuroraGlobalDBRPOLag",          "DBClusterIdentifier", "DBClusterIdentifier", NULL,        1},
    {"AWS::ElastiCache::ReplicationGroup", "AWS/ElastiCache", "GlobalDatastoreReplicationLag", "CacheClusterId",      "MemberClusters[0]",   NULL,        1000},
    {"AWS::MSK::Replicator",               "AWS/Kafka",       "ReplicationLatency",            "ReplicatorName",      "ReplicatorName",      NULL,        1},
    {"AWS::Route53::HealthCheck",          "AWS/Route53",     "HealthCheckStatus",             "HealthCheckId",       "HealthCheckId",       "us-east-1", 0},
    {0},
};
/* clang-format on */

enum { LOOK_BACK_S = 15 * 60, PERIOD_S = 60 };

static void nothing(struct reading *r)
{
    (void)r;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

static const struct value *known(struct arena *a, const struct entry *e, const char *path)
{
    const struct value *v = value_path(a, e->outputs, path);
    return v ? v : value_path(a, e->inputs, path);
}

static const struct value *request_of(struct arena *a, const struct status_row *row, const struct entry *e)
{
    struct value *in = value_map(a);
    const char *to = row->member, *from = row->from, *member, *attr;
    size_t n, m;
    while ((n = next_word(&to, &member)) && (m = next_word(&from, &attr)))
        value_set(a, in, arena_strndup(a, member, n), known(a, e, arena_strndup(a, attr, m)));
    if (row->also)
        value_set(a, in, row->also, value_bool(a, true));
    return in;
}

static struct ask *ask(struct gathering *g, enum asked what, const struct op *op, const char *region,
                       const struct value *in)
{
    struct ask *x = &g->asks[g->n++];
    *x = (struct ask){.what = what};
    x->reading = (struct reading){.op = op, .region = region, .in = in, .done = nothing};
    reading_start(g->q->client, g->a, &x->reading);
    return x;
}

static void ask_object(struct gathering *g, const struct status_row *row, const struct entry *e, const char *region)
{
    struct ask *x = ask(g, ASK_OBJECT, row->op, region, request_of(g->a, row, e));
    x->row = row;
    x->entry = e;
}

static void ask_alarms(struct gathering *g, const char *region)
{
    struct value *in = value_map(g->a), *types = value_list(g->a);
    value_push(g->a, types, value_str(g->a, "MetricAlarm"));
    value_push(g->a, types, value_str(g->a, "CompositeAlarm"));
    value_set_str(g->a, in, "StateValue", "ALARM");
    value_set(g->a, in, "AlarmTypes", types);
    (void)ask(g, ASK_ALARMS, &cloudwatch_DescribeAlarms, region, in);
}

static bool has_type(const struct gathering *g, const char *type, const char *region)
{
    for (size_t i = 0; i < state_count(g->q->state); i++) {
        const struct entry *e = state_entry(g->q->state, i);
        if (str_eq(e->type, type) && str_eq(e->region, region))
            return true;
    }
    return false;
}

static void ask_maintenance(struct gathering *g, const char *region)
{
    if (has_type(g, "AWS::RDS::DBCluster", region))
        (void)ask(g, ASK_PATCHES, &rds_DescribePendingMaintenanceActions, region, value_map(g->a));
    if (has_type(g, "AWS::ElastiCache::ReplicationGroup", region))
        (void)ask(g, ASK_UPDATES, &elasticache_DescribeUpdateActions, region, value_map(g->a));
}

/* A zone is listed once, whatever it holds of ours. */
static void ask_names(struct gathering *g, const struct entry *e)
{
    struct value *in = value_map(g->a);
    const struct value *zone = known(g->a, e, "HostedZoneId");
    for (size_t i = 0; i < g->n; i++)
        if (g->asks[i].what == ASK_NAMES && value_equal(known(g->a, g->asks[i].entry, "HostedZoneId"), zone))
            return;
    value_set(g->a, in, "HostedZoneId", zone);
    ask(g, ASK_NAMES, &route53_ListResourceRecordSets, e->region, in)->entry = e;
}

/* ---- measuring --------------------------------------------------------------------------------------------------- */

static struct measuring *measuring_in(struct gathering *g, const char *region)
{
    for (size_t i = 0; i < g->n_measures; i++)
        if (str_eq(g->measures[i].reading.region, region))
            return &g->measures[i];
    struct measuring *m = &g->measures[g->n_measures++];
    *m = (struct measuring){.reading = {.op = &cloudwatch_GetMetricData, .region = region, .done = nothing},
                            .queries = value_list(g->a)};
    return m;
}

/* An id that tells the answer apart: the metric's and the entry's places in their tables. */
static const char *query_id(struct arena *a, size_t metric, size_t entry)
{
    return arena_printf(a, "m%zu_%zu", metric, entry);
}

static void measure(struct gathering *g, size_t at, size_t entry, const char *id, const char *region)
{
    struct arena *a = g->a;
    const struct status_metric *row = &status_metrics[at];
    struct value *query = value_map(a), *stat = value_map(a), *metric = value_map(a), *dimensions = value_list(a);
    struct value *dimension = value_map(a);
    value_set_str(a, dimension, "Name", row->dimension);
    value_set_str(a, dimension, "Value", id);
    value_push(a, dimensions, dimension);
    value_set_str(a, metric, "Namespace", row->name_space);
    value_set_str(a, metric, "MetricName", row->name);
    value_set(a, metric, "Dimensions", dimensions);
    value_set(a, stat, "Metric", metric);
    value_set(a, stat, "Period", value_int(a, PERIOD_S));
    value_set_str(a, stat, "Stat", row->ms ? "Maximum" : "Minimum");
    value_set_str(a, query, "Id", query_id(a, at, entry));
    value_set(a, query, "MetricStat", stat);
    value_push(a, measuring_in(g, region)->queries, query);
}

static void measure_entry(struct gathering *g, size_t entry)
{
    const struct entry *e = state_entry(g->q->state, entry);
    for (size_t i = 0; status_metrics[i].type; i++) {
        const struct status_metric *m = &status_metrics[i];
        const char *id = str_eq(m->type, e->type) ? value_str_of(known(g->a, e, m->from)) : "";
        if (*id)
            measure(g, i, entry, id, m->region ? m->region : e->region);
    }
}

static void send_measures(struct gathering *g)
{
    int64_t now = client_wall(g->q->client);
    for (size_t i = 0; i < g->n_measures; i++) {
        struct value *in = value_map(g->a);
        value_set(g->a, in, "MetricDataQueries", g->measures[i].queries);
        value_set_str(g->a, in, "StartTime", time_utc(g->a, now - LOOK_BACK_S, TIME_ISO));
        value_set_str(g->a, in, "EndTime", time_utc(g->a, now, TIME_ISO));
        value_set_str(g->a, in, "ScanBy", "TimestampDescending");
        g->measures[i].reading.in = in;
        reading_start(g->q->client, g->a, &g->measures[i].reading);
    }
}

const struct value *gathered_metric(const struct gathering *g, size_t metric, size_t entry)
{
    const char *id = query_id(g->a, metric, entry);
    for (size_t i = 0; i < g->n_measures; i++) {
        const struct value *all = value_get(g->measures[i].reading.answer, "MetricDataResults");
        for (size_t k = 0; k < value_len(all); k++)
            if (str_eq(value_get_str(value_item(all, k), "Id"), id))
                return value_item(value_get(value_item(all, k), "Values"), 0);
    }
    return NULL;
}

/* ---- regions ----------------------------------------------------------------------------------------------------- */

const char *gathered_alias(const struct gathering *g, const char *region)
{
    for (size_t i = 0; i < g->q->n_regions; i++)
        if (str_eq(g->q->regions[i].name, region))
            return g->q->regions[i].alias;
    return region;
}

static struct err *judge(struct gathering *g, const struct reading *r)
{
    if (!exec_unreached(&r->call)) {
        struct err *e = call_error(&r->call);
        if (!e || err_class_of(e) != ERR_MISSING)
            return e;
        err_free(e); /* somebody deleted it: it is told as gone */
        return NULL;
    }
    exec_skip(g->a, &g->skipped, gathered_alias(g, client_place(r->op, r->region)));
    return NULL;
}

/* A group of regions can be asked in any of them: where its own is silent, in one that is not. */
static void ask_elsewhere(struct gathering *g)
{
    size_t n = g->n;
    for (size_t i = 0; i < n; i++) {
        const struct ask *x = &g->asks[i];
        if (!x->row || !x->row->members || !exec_unreached(&x->reading.call))
            continue;
        for (size_t k = 0; k < g->q->n_regions; k++)
            if (!str_eq(g->q->regions[k].name, x->reading.region))
                ask_object(g, x->row, x->entry, g->q->regions[k].name);
    }
    reading_run(g->q->client);
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static void ask_entry(struct gathering *g, size_t at)
{
    const struct entry *e = state_entry(g->q->state, at);
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_eq(rows[i].type, e->type))
            ask_object(g, &rows[i], e, e->region);
    if (str_eq(e->type, "AWS::Route53::RecordSet"))
        ask_names(g, e);
    measure_entry(g, at);
}

static void ask_all(struct gathering *g)
{
    for (size_t i = 0; i < state_count(g->q->state); i++)
        ask_entry(g, i);
    for (size_t i = 0; i < g->q->n_regions; i++) {
        ask_alarms(g, g->q->regions[i].name);
        ask_maintenance(g, g->q->regions[i].name);
    }
    send_measures(g);
    reading_run(g->q->client);
    ask_elsewhere(g);
}

struct err *status_gather(struct arena *a, const struct status_request *q, const struct value **ret)
{
    size_t most = (state_count(q->state) + 1) * (q->n_regions + 2) + 3 * q->n_regions;
    struct gathering g = {.a = a,
                          .q = q,
                          .asks = arena_alloc(a, most * sizeof *g.asks),
                          .measures = arena_alloc(a, (state_count(q->state) + 1) * sizeof *g.measures),
                          .skipped = arena_alloc(a, sizeof *g.skipped)};
    ask_all(&g);
    for (size_t i = 0; i < g.n; i++)
        TRY(judge(&g, &g.asks[i].reading));
    for (size_t i = 0; i < g.n_measures; i++)
        TRY(judge(&g, &g.measures[i].reading));
    *ret = status_told(&g);
    return NULL;
}

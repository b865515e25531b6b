#include "provisioner/ops/status.h"

#include "aws/api/cloudwatch.h"
#include "aws/api/eks.h"
#include "aws/api/elasticache.h"
#include "aws/api/kafka.h"
#include "aws/api/rds.h"
#include "provisioner/exec/reading.h"
#include "provisioner/ops/metric.h"

#include <string.h>

/* clang-format off */
/* One thing that is asked of each object of a type: by which member, and what of the answer is told. */
static const struct row {
    const char *type;
    const struct op *op;
    const char *member, *from; /* of the request; an attribute of the entry */
    const char *also;          /* a further member that is true; NULL */
    const char *root, *state, *version, *settled;
    const char *members, *member_name, *leads; /* of a group: its list; who; what is so of the one that writes */
} rows[] = {
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
    {"AWS::MSK::Cluster", &kafka_DescribeClusterV2, "ClusterArn", "ClusterArn", NULL,
     "ClusterInfo", "State", "Provisioned.CurrentBrokerSoftwareInfo.KafkaVersion", "ACTIVE", NULL, NULL, NULL},
    {"AWS::MSK::Replicator", &kafka_DescribeReplicator, "ReplicatorArn", "ReplicatorArn", NULL,
     "", "ReplicatorState", NULL, "RUNNING", NULL, NULL, NULL},
    {"AWS::EKS::Cluster", &eks_DescribeCluster, "name", "name", NULL,
     "cluster", "status", "version", "ACTIVE", NULL, NULL, NULL},
    {"AWS::EKS::Nodegroup", &eks_DescribeNodegroup, "nodegroupName clusterName", "nodegroupName clusterName", NULL,
     "nodegroup", "status", "version", "ACTIVE", NULL, NULL, NULL},
};

/* What CloudWatch is asked about each object of a type. Lags are told in milliseconds. Sources: the services' own lists
 * of metrics; lags are reported by the region that is behind, health checks in one region for all. */
static const struct metric {
    const char *type, *name_space, *name, *dimension, *from, *region;
    int64_t ms; /* a unit of it; 0: it is no lag */
} metrics[] = {
    {"AWS::RDS::DBCluster",                "AWS/RDS",         "AuroraGlobalDBReplicationLag",  "DBClusterIdentifier", "DBClusterIdentifier", NULL,        1},
    {"AWS::ElastiCache::ReplicationGroup", "AWS/ElastiCache", "GlobalDatastoreReplicationLag", "CacheClusterId",      "MemberClusters[0]",   NULL,        1000},
    {"AWS::MSK::Replicator",               "AWS/Kafka",       "ReplicationLatency",            "ReplicatorName",      "ReplicatorName",      NULL,        1},
    {"AWS::Route53::HealthCheck",          "AWS/Route53",     "HealthCheckStatus",             "HealthCheckId",       "HealthCheckId",       "us-east-1", 0},
};
/* clang-format on */

enum { LOOK_BACK_S = 15 * 60, PERIOD_S = 60 };

struct ask {
    struct reading reading;
    const struct row *row; /* NULL: the alarms of a region */
    const struct entry *entry;
};

struct measuring {
    struct reading reading;
    struct value *queries;
};

struct gathering {
    struct arena *a;
    const struct status_request *q;
    struct ask *asks;
    size_t n;
    struct measuring *measures; /* one a region, and one where health checks are measured */
    size_t n_measures;
    const char **skipped;
};

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

static const struct value *request_of(struct arena *a, const struct row *row, const struct entry *e)
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

static const struct row *row_of(const struct entry *e)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_eq(rows[i].type, e->type))
            return &rows[i];
    return NULL;
}

static void ask(struct gathering *g, const struct row *row, const struct entry *e, const char *region)
{
    struct ask *x = &g->asks[g->n++];
    *x = (struct ask){.row = row, .entry = e};
    x->reading = (struct reading){.op = row->op, .region = region, .in = request_of(g->a, row, e), .done = nothing};
    reading_start(g->q->client, g->a, &x->reading);
}

static void ask_alarms(struct gathering *g, const struct region_ref *r)
{
    struct ask *x = &g->asks[g->n++];
    struct value *in = value_map(g->a), *types = value_list(g->a);
    value_push(g->a, types, value_str(g->a, "MetricAlarm"));
    value_push(g->a, types, value_str(g->a, "CompositeAlarm"));
    value_set_str(g->a, in, "StateValue", "ALARM");
    value_set(g->a, in, "AlarmTypes", types);
    *x = (struct ask){0};
    x->reading = (struct reading){.op = &cloudwatch_DescribeAlarms, .region = r->name, .in = in, .done = nothing};
    reading_start(g->q->client, g->a, &x->reading);
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
    const struct metric *row = &metrics[at];
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
    for (size_t i = 0; i < COUNT(metrics); i++) {
        const char *id = str_eq(metrics[i].type, e->type) ? value_str_of(known(g->a, e, metrics[i].from)) : "";
        if (*id)
            measure(g, i, entry, id, metrics[i].region ? metrics[i].region : e->region);
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

/* The newest value; NULL: nothing was measured lately. */
static const struct value *newest(const struct gathering *g, size_t metric, size_t entry)
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

static const char *alias_of(const struct gathering *g, const char *region)
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
    exec_skip(g->a, &g->skipped, alias_of(g, r->region));
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
                ask(g, x->row, x->entry, g->q->regions[k].name);
    }
    reading_run(g->q->client);
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static const struct value *object_of(const struct gathering *g, const struct ask *x)
{
    return x->reading.call.end == CALL_OK ? value_path(g->a, x->reading.answer, x->row->root) : NULL;
}

static const struct value *resource(const struct gathering *g, const struct ask *x)
{
    struct arena *a = g->a;
    struct value *v = value_map(a);
    const struct value *o = *x->row->root ? object_of(g, x) : x->reading.answer;
    const char *state = o ? value_str_of(value_path(a, o, x->row->state)) : "gone";
    value_set_str(a, v, "address", x->entry->address);
    value_set_str(a, v, "state", state);
    value_set(a, v, "settled", value_bool(a, has_word(x->row->settled, state)));
    if (x->row->version && o)
        value_set(a, v, "version", value_path(a, o, x->row->version));
    return v;
}

static const struct value *lag(const struct gathering *g, size_t metric, size_t entry)
{
    struct arena *a = g->a;
    struct value *v = value_map(a);
    const struct value *now = newest(g, metric, entry);
    value_set_str(a, v, "address", state_entry(g->q->state, entry)->address);
    value_set_str(a, v, "metric", metrics[metric].name);
    if (!now)
        return NULL;
    int64_t ms = metric_ms(now, metrics[metric].ms);
    value_set(a, v, "ms", value_int(a, ms));
    if (g->q->lag_ms)
        value_set(a, v, "behind", value_bool(a, ms > g->q->lag_ms));
    return v;
}

static const struct entry *alarm_named(const struct gathering *g, const char *region, const char *name)
{
    for (size_t i = 0; i < state_count(g->q->state); i++) {
        const struct entry *e = state_entry(g->q->state, i);
        if (str_eq(e->region, region) && str_starts(e->type, "AWS::CloudWatch::") &&
            str_eq(value_get_str(e->inputs, "AlarmName"), name))
            return e;
    }
    return NULL;
}

static void put_alarms(const struct gathering *g, const struct reading *r, const char *list, struct value *ret)
{
    const struct value *all = value_get(r->answer, list);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i);
        const struct entry *e = alarm_named(g, r->region, value_get_str(one, "AlarmName"));
        struct value *v = value_map(g->a);
        if (!e)
            continue;
        value_set_str(g->a, v, "address", e->address);
        value_set_str(g->a, v, "reason", value_get_str(one, "StateReason"));
        value_push(g->a, ret, v);
    }
}

static bool is_skipped(const struct gathering *g, const char *alias)
{
    for (const char **p = g->skipped; *p; p++)
        if (str_eq(*p, alias))
            return true;
    return false;
}

static const struct value *lags_in(const struct gathering *g, const char *region)
{
    struct value *all = value_list(g->a);
    for (size_t i = 0; i < state_count(g->q->state); i++)
        for (size_t m = 0; m < COUNT(metrics); m++) {
            const struct entry *e = state_entry(g->q->state, i);
            bool here = metrics[m].ms && str_eq(metrics[m].type, e->type) && str_eq(e->region, region);
            const struct value *v = here ? lag(g, m, i) : NULL;
            if (v)
                value_push(g->a, all, v);
        }
    return all;
}

static const struct value *region(const struct gathering *g, const struct region_ref *r)
{
    struct arena *a = g->a;
    struct value *v = value_map(a), *resources = value_list(a), *alarms = value_list(a);
    for (size_t i = 0; i < g->n; i++) {
        const struct ask *x = &g->asks[i];
        if (!str_eq(x->reading.region, r->name) || exec_unreached(&x->reading.call))
            continue;
        if (x->row && !x->row->members)
            value_push(a, resources, resource(g, x));
        if (!x->row) {
            put_alarms(g, &x->reading, "MetricAlarms", alarms);
            put_alarms(g, &x->reading, "CompositeAlarms", alarms);
        }
    }
    value_set_str(a, v, "alias", r->alias);
    value_set_str(a, v, "region", r->name);
    value_set(a, v, "answers", value_bool(a, !is_skipped(g, r->alias)));
    value_set(a, v, "resources", resources);
    value_set(a, v, "lags", lags_in(g, r->name));
    value_set(a, v, "alarms", alarms);
    return v;
}

/* "arn:aws:rds:ap-northeast-1:...", or the region itself. */
static const char *region_named_by(struct arena *a, const char *text)
{
    if (!str_starts(text, "arn:"))
        return text;
    for (int i = 0; i < 3 && strchr(text, ':'); i++)
        text = strchr(text, ':') + 1;
    return arena_strndup(a, text, strcspn(text, ":"));
}

static const char *writer_of(const struct gathering *g, const struct ask *x)
{
    const struct value *members = value_get(object_of(g, x), x->row->members);
    const char *eq = strchr(x->row->leads, '=');
    const char *member = arena_strndup(g->a, x->row->leads, (size_t)(eq - x->row->leads));
    for (size_t i = 0; i < value_len(members); i++)
        if (str_eq(value_text(g->a, value_get(value_item(members, i), member)), eq + 1))
            return region_named_by(g->a, value_get_str(value_item(members, i), x->row->member_name));
    return NULL;
}

static const struct value *writers(const struct gathering *g)
{
    struct value *all = value_list(g->a), *told = value_map(g->a);
    const char *starts = g->q->regions[g->q->primary].alias;
    for (size_t i = 0; i < g->n; i++) {
        const struct ask *x = &g->asks[i];
        const char *at = x->row && x->row->members && object_of(g, x) ? writer_of(g, x) : NULL;
        if (!at || value_get(told, x->entry->address))
            continue;
        struct value *v = value_map(g->a);
        value_set(g->a, told, x->entry->address, value_bool(g->a, true));
        value_set_str(g->a, v, "system", address_system(g->a, x->entry->address));
        value_set_str(g->a, v, "alias", alias_of(g, at));
        value_set_str(g->a, v, "state", value_get_str(object_of(g, x), x->row->state));
        value_set_str(g->a, v, "starts_in", starts);
        value_set(g->a, v, "moved", value_bool(g->a, !str_eq(alias_of(g, at), starts)));
        value_push(g->a, all, v);
    }
    return all;
}

static const struct value *health(const struct gathering *g)
{
    struct value *all = value_list(g->a);
    for (size_t i = 0; i < state_count(g->q->state); i++)
        for (size_t m = 0; m < COUNT(metrics); m++) {
            const struct entry *e = state_entry(g->q->state, i);
            const struct value *now = newest(g, m, i);
            struct value *v = value_map(g->a);
            if (metrics[m].ms || !str_eq(metrics[m].type, e->type))
                continue;
            value_set_str(g->a, v, "address", e->address);
            if (now)
                value_set(g->a, v, "healthy", value_bool(g->a, metric_ms(now, 1) >= 1));
            value_push(g->a, all, v);
        }
    return all;
}

static const struct value *told(const struct gathering *g)
{
    struct value *v = value_map(g->a), *regions = value_list(g->a), *skipped = value_list(g->a);
    for (size_t i = 0; i < g->q->n_regions; i++)
        value_push(g->a, regions, region(g, &g->q->regions[i]));
    for (const char **p = g->skipped; *p; p++)
        value_push(g->a, skipped, value_str(g->a, *p));
    value_set_str(g->a, v, "format_version", "1");
    value_set(g->a, v, "regions", regions);
    value_set(g->a, v, "writers", writers(g));
    value_set(g->a, v, "health_checks", health(g));
    if (g->q->lag_ms)
        value_set(g->a, v, "lag_objective_ms", value_int(g->a, g->q->lag_ms));
    value_set(g->a, v, "skipped", skipped);
    return v;
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static void ask_all(struct gathering *g)
{
    for (size_t i = 0; i < state_count(g->q->state); i++) {
        const struct entry *e = state_entry(g->q->state, i);
        if (row_of(e))
            ask(g, row_of(e), e, e->region);
        measure_entry(g, i);
    }
    for (size_t i = 0; i < g->q->n_regions; i++)
        ask_alarms(g, &g->q->regions[i]);
    send_measures(g);
    reading_run(g->q->client);
    ask_elsewhere(g);
}

struct err *status_gather(struct arena *a, const struct status_request *q, const struct value **ret)
{
    size_t most = (state_count(q->state) + 1) * (q->n_regions + 1) + q->n_regions;
    struct gathering g = {.a = a,
                          .q = q,
                          .asks = arena_alloc(a, most * sizeof *g.asks),
                          .measures = arena_alloc(a, (q->n_regions + 2) * sizeof *g.measures),
                          .skipped = arena_alloc(a, sizeof *g.skipped)};
    ask_all(&g);
    for (size_t i = 0; i < g.n; i++)
        TRY(judge(&g, &g.asks[i].reading));
    for (size_t i = 0; i < g.n_measures; i++)
        TRY(judge(&g, &g.measures[i].reading));
    *ret = told(&g);
    return NULL;
}

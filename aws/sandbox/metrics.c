#include "aws/sandbox/metrics.h"

#include "aws/sandbox/elasticache.h"
#include "aws/sandbox/kinds.h"
#include "aws/sandbox/rds.h"
#include "aws/sandbox/route53_answers.h"

#include <string.h>

/*
 * What is measured of the sandbox's objects: few metrics, those that say how far one region is behind another, and
 * health checks. Source of names, dimensions and who reports them: the Aurora, ElastiCache, MSK and Route 53 guides.
 * Lags are made up: they change with the minute, and are the same for the same minute.
 */

enum { QUERIES_MOST = 500 };

/* Whether there is a value at all; *ret_from is the region that it follows, NULL where it follows none. */
typedef bool reports(struct call *c, const char *id, const char **ret_from);

static bool lags_aurora(struct call *c, const char *id, const char **ret_from)
{
    bool writer = true;
    const struct object *cluster = object_find(c->w, &kind_cluster, c->region, id);
    const struct object *global = cluster ? global_of(c->w, cluster, &writer) : NULL;
    const struct object *source = global ? object_by_arn(c->w, global_writer(global)) : NULL;
    *ret_from = source ? source->region : NULL;
    return global && !writer;
}

/* "group-001", or "group-0001-001" where it has shards. */
static const struct object *group_of_node(struct call *c, const char *id)
{
    char *name = arena_strdup(c->a, id), *dash;
    const struct object *group = NULL;
    while (!group && (dash = strrchr(name, '-'))) {
        *dash = '\0';
        group = object_find(c->w, &kind_replication_group, c->region, name);
    }
    return group;
}

static bool lags_cache(struct call *c, const char *id, const char **ret_from)
{
    const struct object *group = group_of_node(c, id), *datastore = group ? datastore_of(c->w, group) : NULL;
    const struct object *primary = datastore ? datastore_primary(c->w, datastore) : NULL;
    *ret_from = primary ? primary->region : NULL;
    return datastore && primary != group;
}

static bool replicates(struct call *c, const char *name, const char **ret_from)
{
    *ret_from = NULL;
    for (const struct object *o = object_from(c->w, &kind_kafka_replicator, c->region, 0); o;
         o = object_from(c->w, &kind_kafka_replicator, c->region, o->seq + 1))
        if (str_eq(object_str(o, "ReplicatorName"), name))
            return str_eq(object_status(o), "RUNNING");
    return false;
}

static bool is_checked(struct call *c, const char *id, const char **ret_from)
{
    *ret_from = NULL;
    return object_find(c->w, &kind_health_check, "", id) != NULL;
}

/* 1 is healthy. */
static int64_t checked(struct call *c, const char *id)
{
    return health_is_well(c->w, object_find(c->w, &kind_health_check, "", id));
}

/* clang-format off */
static const struct measure {
    const char *name_space, *metric, *dimension, *only_in;
    reports *reports;
    int64_t least, spread, ms; /* and a unit of it, in milliseconds; 0: it is no lag */
    int64_t (*tells)(struct call *c, const char *id); /* NULL: the values are made up */
} measures[] = {
    {"AWS/RDS",         "AuroraGlobalDBReplicationLag",  "DBClusterIdentifier", NULL,        lags_aurora, 70,  90,  1},
    {"AWS/RDS",         "AuroraGlobalDBRPOLag",          "DBClusterIdentifier", NULL,        lags_aurora, 40,  160, 1},
    {"AWS/ElastiCache", "GlobalDatastoreReplicationLag", "CacheClusterId",      NULL,        lags_cache,  0,   2,   1000},
    {"AWS/Kafka",       "ReplicationLatency",            "ReplicatorName",      NULL,        replicates,  250, 700, 1},
    {"AWS/Route53",     "HealthCheckStatus",             "HealthCheckId",       "us-east-1", is_checked,  0,   0,   0, checked},
};
/* clang-format on */

static const char *dimension(const struct value *metric, const char *name)
{
    const struct value *all = value_get(metric, "Dimensions");
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_get_str(value_item(all, i), "Name"), name))
            return value_get_str(value_item(all, i), "Value");
    return "";
}

static const struct measure *measure_of(const struct call *c, const struct value *metric)
{
    for (size_t i = 0; i < COUNT(measures); i++) {
        const struct measure *m = &measures[i];
        if (str_eq(value_get_str(metric, "Namespace"), m->name_space) &&
            str_eq(value_get_str(metric, "MetricName"), m->metric) && (!m->only_in || str_eq(m->only_in, c->region)))
            return m;
    }
    return NULL;
}

static int64_t made_up(const struct measure *m, struct world *w, const char *id)
{
    return m->least + (world_now(w) / MINUTE * 37 + (int64_t)strlen(id) * 11) % m->spread;
}

static void measured(struct call *c, const struct value *metric, struct value *times, struct value *values)
{
    const struct measure *m = measure_of(c, metric);
    const char *id = m ? dimension(metric, m->dimension) : "";
    const char *from;
    int64_t minute = world_now(c->w) / MINUTE * MINUTE;
    if (!*id || !m->reports(c, id, &from))
        return;
    int64_t cut_off = from && m->ms ? world_dark_ms(c->w, from) / m->ms : 0;
    int64_t value = m->tells ? m->tells(c, id) : made_up(m, c->w, id) + cut_off;
    value_push(c->a, times, value_str(c->a, iso_time(c->a, minute)));
    value_push(c->a, values, value_dec(c->a, arena_printf(c->a, "%lld.0", (long long)value)));
}

bool metric_lag(struct world *w, const char *metric, const char *region, const char *id, int64_t *ret)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct call c = {.w = w, .a = a, .region = region};
    const char *from;
    for (size_t i = 0; i < COUNT(measures); i++) {
        const struct measure *m = &measures[i];
        if (!str_eq(m->metric, metric) || !m->reports(&c, id, &from))
            continue;
        *ret = made_up(m, w, id) * m->ms;
        return true;
    }
    return false;
}

static const struct value *result_of(struct call *c, const struct value *query)
{
    struct value *one = value_map(c->a), *times = value_list(c->a), *values = value_list(c->a);
    const struct value *metric = value_get(value_get(query, "MetricStat"), "Metric");
    const char *label = value_get_str(query, "Label");
    measured(c, metric, times, values);
    value_set_str(c->a, one, "Id", value_get_str(query, "Id"));
    value_set_str(c->a, one, "Label", *label ? label : value_get_str(metric, "MetricName"));
    value_set(c->a, one, "Timestamps", times);
    value_set(c->a, one, "Values", values);
    value_set_str(c->a, one, "StatusCode", "Complete");
    return one;
}

bool metric_data(struct call *c)
{
    const struct value *queries = value_get(c->in, "MetricDataQueries");
    struct value *results = value_list(c->a);
    if (strcmp(in_str(c, "StartTime"), in_str(c, "EndTime")) >= 0)
        return refuse(c, "ValidationError", "The parameter EndTime must be greater than StartTime.");
    if (value_len(queries) > QUERIES_MOST)
        return refuse(c, "ValidationError", "at most %d metrics a call", QUERIES_MOST);
    for (size_t i = 0; i < value_len(queries); i++)
        value_push(c->a, results, result_of(c, value_item(queries, i)));
    value_set(c->a, c->out, "MetricDataResults", results);
    return true;
}

#include "provisioner/ops/gathering.h"

#include "provisioner/ops/metric.h"

#include <string.h>

const struct value *gathered_object(const struct gathering *g, const struct ask *x)
{
    if (x->reading.call.end != CALL_OK)
        return NULL;
    return *x->row->root ? value_path(g->a, x->reading.answer, x->row->root) : x->reading.answer;
}

const char *gathered_health(const struct gathering *g, const char *id)
{
    for (size_t i = 0; *id && i < state_count(g->q->state); i++)
        for (size_t m = 0; status_metrics[m].type; m++) {
            const struct entry *e = state_entry(g->q->state, i);
            bool this_one = !status_metrics[m].ms && str_eq(status_metrics[m].type, e->type) && str_eq(e->id, id);
            const struct value *now = this_one ? gathered_metric(g, m, i) : NULL;
            if (now)
                return metric_ms(now, 1) >= 1 ? "true" : "false";
        }
    return "";
}

/* ---- resources --------------------------------------------------------------------------------------------------- */

/* Where its own row tells none. */
static const struct value *version_elsewhere(const struct gathering *g, const struct entry *e)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct ask *x = &g->asks[i];
        if (x->what == ASK_OBJECT && x->row->for_version && x->entry == e)
            return value_path(g->a, gathered_object(g, x), x->row->version);
    }
    return NULL;
}

static const struct value *resource(const struct gathering *g, const struct ask *x)
{
    struct arena *a = g->a;
    struct value *v = value_map(a);
    const struct value *o = gathered_object(g, x);
    const char *state = o ? value_str_of(value_path(a, o, x->row->state)) : "gone";
    value_set_str(a, v, "address", x->entry->address);
    value_set_str(a, v, "state", state);
    value_set(a, v, "settled", value_bool(a, has_word(x->row->settled, state)));
    if (o)
        value_set(a, v, "version",
                  x->row->version ? value_path(a, o, x->row->version) : version_elsewhere(g, x->entry));
    return v;
}

/* ---- lags -------------------------------------------------------------------------------------------------------- */

static const struct value *lag(const struct gathering *g, size_t metric, size_t entry)
{
    struct arena *a = g->a;
    struct value *v = value_map(a);
    const struct value *now = gathered_metric(g, metric, entry);
    int64_t ms = metric_ms(now, status_metrics[metric].ms);
    value_set_str(a, v, "address", state_entry(g->q->state, entry)->address);
    value_set_str(a, v, "metric", status_metrics[metric].name);
    value_set(a, v, "ms", value_int(a, ms));
    if (g->q->lag_ms)
        value_set(a, v, "behind", value_bool(a, ms > g->q->lag_ms));
    if (g->q->rpo_ms)
        value_set(a, v, "beyond_rpo", value_bool(a, ms > g->q->rpo_ms));
    return now ? v : NULL;
}

static const struct value *lags_in(const struct gathering *g, const char *region)
{
    struct value *all = value_list(g->a);
    for (size_t i = 0; i < state_count(g->q->state); i++)
        for (size_t m = 0; status_metrics[m].type; m++) {
            const struct entry *e = state_entry(g->q->state, i);
            bool here = status_metrics[m].ms && str_eq(status_metrics[m].type, e->type) && str_eq(e->region, region);
            value_push(g->a, all, here ? lag(g, m, i) : NULL);
        }
    return all;
}

/* ---- alarms, maintenance ----------------------------------------------------------------------------------------- */

/* Of ours in a region: what has this text as an attribute. NULL: none. */
static const struct entry *entry_with(const struct gathering *g, const char *region, const char *types,
                                      const char *attr, const char *text)
{
    for (size_t i = 0; i < state_count(g->q->state); i++) {
        const struct entry *e = state_entry(g->q->state, i);
        const char *told = value_get_str(e->outputs, attr);
        if (str_eq(e->region, region) && has_word(types, e->type) &&
            str_eq(*told ? told : value_get_str(e->inputs, attr), text))
            return e;
    }
    return NULL;
}

static void put_alarms(const struct gathering *g, const struct reading *r, const char *list, struct value *ret)
{
    const struct value *all = value_get(r->answer, list);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i);
        const struct entry *e = entry_with(g, r->region, "AWS::CloudWatch::Alarm AWS::CloudWatch::CompositeAlarm",
                                           "AlarmName", value_get_str(one, "AlarmName"));
        struct value *v = value_map(g->a);
        if (!e)
            continue;
        value_set_str(g->a, v, "address", e->address);
        value_set_str(g->a, v, "reason", value_get_str(one, "StateReason"));
        value_push(g->a, ret, v);
    }
}

static void put_work(const struct gathering *g, const struct entry *e, const char *action, const char *what,
                     const struct value *from, struct value *ret)
{
    struct value *v = value_map(g->a);
    value_set_str(g->a, v, "address", e->address);
    value_set_str(g->a, v, "action", action);
    value_set_str(g->a, v, "what", what);
    value_set(g->a, v, "from", from);
    value_push(g->a, ret, v);
}

static void put_patches(const struct gathering *g, const struct reading *r, struct value *ret)
{
    const struct value *all = value_get(r->answer, "PendingMaintenanceActions");
    for (size_t i = 0; i < value_len(all); i++) {
        const char *arn = value_get_str(value_item(all, i), "ResourceIdentifier");
        const struct value *actions = value_get(value_item(all, i), "PendingMaintenanceActionDetails");
        const struct entry *e = entry_with(g, r->region, "AWS::RDS::DBCluster", "DBClusterArn", arn);
        e = e ? e : entry_with(g, r->region, "AWS::RDS::DBInstance", "DBInstanceArn", arn);
        for (size_t k = 0; e && k < value_len(actions); k++) {
            const struct value *one = value_item(actions, k), *at = value_get(one, "CurrentApplyDate");
            put_work(g, e, value_get_str(one, "Action"), value_get_str(one, "Description"),
                     at ? at : value_get(one, "AutoAppliedAfterDate"), ret);
        }
    }
}

/* A service update is the user's to apply; what is past by now is none. */
static void put_updates(const struct gathering *g, const struct reading *r, struct value *ret)
{
    const struct value *all = value_get(r->answer, "UpdateActions");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i);
        const struct entry *e = entry_with(g, r->region, "AWS::ElastiCache::ReplicationGroup", "ReplicationGroupId",
                                           value_get_str(one, "ReplicationGroupId"));
        const char *status = value_get_str(one, "UpdateActionStatus");
        if (e && !has_word("complete not-applicable", status))
            put_work(g, e, value_get_str(one, "ServiceUpdateName"),
                     arena_printf(g->a, "%s, %s", value_get_str(one, "ServiceUpdateSeverity"), status),
                     value_get(one, "ServiceUpdateRecommendedApplyByDate"), ret);
    }
}

/* ---- regions ----------------------------------------------------------------------------------------------------- */

static bool is_skipped(const struct gathering *g, const char *alias)
{
    for (const char **p = g->skipped; *p; p++)
        if (str_eq(*p, alias))
            return true;
    return false;
}

static void put_told(const struct gathering *g, const struct ask *x, struct value *resources, struct value *alarms,
                     struct value *work)
{
    switch (x->what) {
    case ASK_OBJECT:
        if (!x->row->members && !x->row->for_version)
            value_push(g->a, resources, resource(g, x));
        break;
    case ASK_ALARMS:
        put_alarms(g, &x->reading, "MetricAlarms", alarms);
        put_alarms(g, &x->reading, "CompositeAlarms", alarms);
        break;
    case ASK_PATCHES: put_patches(g, &x->reading, work); break;
    case ASK_UPDATES: put_updates(g, &x->reading, work); break;
    case ASK_NAMES: break;
    }
}

static const struct value *region(const struct gathering *g, const struct region_ref *r)
{
    struct arena *a = g->a;
    struct value *v = value_map(a), *resources = value_list(a), *alarms = value_list(a), *work = value_list(a);
    for (size_t i = 0; i < g->n; i++)
        if (str_eq(g->asks[i].reading.region, r->name) && !exec_unreached(&g->asks[i].reading.call))
            put_told(g, &g->asks[i], resources, alarms, work);
    value_set_str(a, v, "alias", r->alias);
    value_set_str(a, v, "region", r->name);
    value_set(a, v, "answers", value_bool(a, !is_skipped(g, r->alias)));
    value_set(a, v, "resources", resources);
    value_set(a, v, "lags", lags_in(g, r->name));
    value_set(a, v, "alarms", alarms);
    value_set(a, v, "maintenance", work);
    return v;
}

/* ---- who writes -------------------------------------------------------------------------------------------------- */

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
    const struct value *members = value_get(gathered_object(g, x), x->row->members);
    const char *eq = strchr(x->row->leads, '=');
    const char *member = arena_strndup(g->a, x->row->leads, (size_t)(eq - x->row->leads));
    for (size_t i = 0; i < value_len(members); i++)
        if (str_eq(value_text(g->a, value_get(value_item(members, i), member)), eq + 1))
            return region_named_by(g->a, value_get_str(value_item(members, i), x->row->member_name));
    return NULL;
}

static const struct value *writer(const struct gathering *g, const struct ask *x, const char *at)
{
    struct arena *a = g->a;
    struct value *v = value_map(a);
    const struct value *o = gathered_object(g, x);
    const char *starts = g->q->regions[g->q->primary].alias, *alias = gathered_alias(g, at);
    value_set_str(a, v, "system", address_system(a, x->entry->address));
    value_set_str(a, v, "address", x->entry->address);
    value_set_str(a, v, "alias", alias);
    value_set_str(a, v, "state", value_get_str(o, x->row->state));
    value_set(a, v, "version", value_path(a, o, x->row->version));
    value_set_str(a, v, "starts_in", starts);
    value_set(a, v, "moved", value_bool(a, !str_eq(alias, starts)));
    return v;
}

static const struct value *writers(const struct gathering *g)
{
    struct value *all = value_list(g->a), *told = value_map(g->a);
    for (size_t i = 0; i < g->n; i++) {
        const struct ask *x = &g->asks[i];
        bool group = x->what == ASK_OBJECT && x->row->members && gathered_object(g, x);
        const char *at = group ? writer_of(g, x) : NULL;
        if (!at || value_get(told, x->entry->address))
            continue;
        value_set(g->a, told, x->entry->address, value_bool(g->a, true));
        value_push(g->a, all, writer(g, x, at));
    }
    return all;
}

static const struct value *health(const struct gathering *g)
{
    struct value *all = value_list(g->a);
    for (size_t i = 0; i < state_count(g->q->state); i++) {
        const struct entry *e = state_entry(g->q->state, i);
        struct value *v = value_map(g->a);
        if (!str_eq(e->type, "AWS::Route53::HealthCheck"))
            continue;
        const char *now = gathered_health(g, e->id);
        value_set_str(g->a, v, "address", e->address);
        if (*now)
            value_set(g->a, v, "healthy", value_bool(g->a, str_eq(now, "true")));
        value_push(g->a, all, v);
    }
    return all;
}

/* ---- roles that are apart ---------------------------------------------------------------------------------------- */

/* The database's where there is one: what is written elsewhere can be made again. */
static const char *leading(const struct value *writers)
{
    const struct value *first = value_item(writers, 0);
    for (size_t i = 0; i < value_len(writers); i++)
        if (str_eq(value_get_str(value_item(writers, i), "system"), "aurora"))
            first = value_item(writers, i);
    return value_get_str(first, "alias");
}

static void put_apart(struct arena *a, const char *address, const char *alias, const char *leads, struct value *ret)
{
    struct value *v = value_map(a);
    if (!*alias || !*leads || str_eq(alias, leads))
        return;
    value_set_str(a, v, "address", address);
    value_set_str(a, v, "alias", alias);
    value_set_str(a, v, "writer", leads);
    value_push(a, ret, v);
}

static const struct value *role_drift(const struct gathering *g, const struct value *writers, const struct value *names)
{
    struct value *all = value_list(g->a);
    const char *leads = leading(writers);
    for (size_t i = 0; i < value_len(writers); i++) {
        const struct value *one = value_item(writers, i);
        put_apart(g->a, value_get_str(one, "address"), value_get_str(one, "alias"), leads, all);
    }
    for (size_t i = 0; i < value_len(names); i++) {
        const struct value *answers = value_get(value_item(names, i), "answers");
        for (size_t k = 0; k < value_len(answers); k++)
            if (str_eq(value_get_str(value_item(answers, k), "role"), "PRIMARY"))
                put_apart(g->a, value_get_str(value_item(names, i), "address"),
                          value_get_str(value_item(answers, k), "alias"), leads, all);
    }
    return all;
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static const struct value *objectives(struct arena *a, const struct status_request *q)
{
    struct value *v = value_map(a);
    if (q->rto_ms)
        value_set(a, v, "rto_ms", value_int(a, q->rto_ms));
    if (q->rpo_ms)
        value_set(a, v, "rpo_ms", value_int(a, q->rpo_ms));
    if (q->lag_ms)
        value_set(a, v, "lag_ms", value_int(a, q->lag_ms));
    return v;
}

const struct value *status_told(const struct gathering *g)
{
    struct arena *a = g->a;
    struct value *v = value_map(a), *regions = value_list(a), *skipped = value_list(a);
    const struct value *leaders = writers(g), *names = status_names(g);
    for (size_t i = 0; i < g->q->n_regions; i++)
        value_push(a, regions, region(g, &g->q->regions[i]));
    for (const char **p = g->skipped; *p; p++)
        value_push(a, skipped, value_str(a, *p));
    value_set_str(a, v, "format_version", "1");
    value_set(a, v, "regions", regions);
    value_set(a, v, "writers", leaders);
    value_set(a, v, "health_checks", health(g));
    value_set(a, v, "names", names);
    value_set(a, v, "role_drift", role_drift(g, leaders, names));
    value_set(a, v, "objectives", objectives(a, g->q));
    value_set(a, v, "skipped", skipped);
    return v;
}

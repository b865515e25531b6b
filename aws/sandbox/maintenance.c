#include "aws/sandbox/elasticache.h"
#include "aws/sandbox/engine.h"
#include "aws/sandbox/faults.h"
#include "aws/sandbox/rds.h"

/*
 * What AWS is going to do to databases and caches by itself, in regions that --faults names. Source: the RDS API
 * reference, DescribePendingMaintenanceActions, "Maintaining an Amazon Aurora DB cluster" of the Aurora user guide;
 * the ElastiCache API reference, DescribeUpdateActions.
 */

enum { FROM_NOW = 14 * DAY };

/* ---- databases --------------------------------------------------------------------------------------------------- */

static const struct value *patch_told(struct call *c, const struct object *o)
{
    struct value *one = value_map(c->a), *action = value_map(c->a), *actions = value_list(c->a);
    const char *begins = iso_time(c->a, o->born + FROM_NOW);
    value_set_str(c->a, action, "Action", "system-update");
    value_set_str(c->a, action, "AutoAppliedAfterDate", begins);
    value_set_str(c->a, action, "CurrentApplyDate", begins);
    value_set_str(c->a, action, "Description", "New Aurora patch is available");
    value_push(c->a, actions, action);
    value_set_str(c->a, one, "ResourceIdentifier", object_arn(o));
    value_set(c->a, one, "PendingMaintenanceActionDetails", actions);
    return one;
}

static bool names_it(struct call *c, const struct object *o)
{
    const struct value *filters = value_get(c->in, "Filters");
    for (size_t i = 0; i < value_len(filters); i++) {
        const struct value *one = value_item(filters, i), *values = value_get(one, "Values");
        if (!str_eq(value_get_str(one, "Name"), "db-cluster-id") ||
            !(is_list_of(values, o->id) || is_list_of(values, object_arn(o))))
            return false;
    }
    return !has(c, "ResourceIdentifier") || str_eq(in_str(c, "ResourceIdentifier"), object_arn(o));
}

bool maintenance_describe(struct call *c)
{
    struct value *list = value_list(c->a);
    struct object *o;
    if (has(c, "ResourceIdentifier") && !object_by_arn(c->w, in_str(c, "ResourceIdentifier")))
        return refuse(c, "ResourceNotFoundFault", "%.200s was not found", in_str(c, "ResourceIdentifier"));
    for (uint64_t seq = 0; (o = object_from(c->w, &kind_cluster, c->region, seq)); seq = o->seq + 1)
        if (faults_maintenance(&c->s->options.faults, c->region) && names_it(c, o))
            value_push(c->a, list, patch_told(c, o));
    value_set(c->a, c->out, "PendingMaintenanceActions", list);
    return true;
}

/* ---- caches ------------------------------------------------------------------------------------------------------ */

static const struct value *update_told(struct call *c, const struct object *o)
{
    struct value *one = value_map(c->a);
    value_set_str(c->a, one, "ReplicationGroupId", o->id);
    value_set_str(c->a, one, "ServiceUpdateName", "elasticache-security-update");
    value_set_str(c->a, one, "ServiceUpdateSeverity", "important");
    value_set_str(c->a, one, "ServiceUpdateStatus", "available");
    value_set_str(c->a, one, "ServiceUpdateType", "security-update");
    value_set_str(c->a, one, "ServiceUpdateRecommendedApplyByDate", iso_time(c->a, o->born + FROM_NOW));
    value_set_str(c->a, one, "UpdateActionStatus", "not-applied");
    value_set_str(c->a, one, "Engine", object_str(o, "Engine"));
    return one;
}

bool cache_updates_show(struct call *c)
{
    const struct value *asked = value_get(c->in, "ReplicationGroupIds");
    struct value *list = value_list(c->a);
    struct object *o;
    for (uint64_t seq = 0; (o = object_from(c->w, &kind_replication_group, c->region, seq)); seq = o->seq + 1)
        if (faults_maintenance(&c->s->options.faults, c->region) && (!asked || is_list_of(asked, o->id)))
            value_push(c->a, list, update_told(c, o));
    value_set(c->a, c->out, "UpdateActions", list);
    return true;
}

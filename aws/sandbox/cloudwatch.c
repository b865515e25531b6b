#include "aws/sandbox/alarm_rule.h"
#include "aws/sandbox/kinds.h"
#include "aws/sandbox/metrics.h"

#include <inttypes.h>
#include <string.h>

/*
 * CloudWatch: alarms and dashboards. Source of rules: the CloudWatch API reference and user guide, "Dashboard body
 * structure" among it.
 *
 * Nobody measures anything in the sandbox: an alarm begins as INSUFFICIENT_DATA, and what TreatMissingData says comes
 * true when it is first evaluated, a minute later. SetAlarmState lasts until the next evaluation.
 */

enum {
    NAME_MOST = 255,
    ACTIONS_MOST = 5,
    DIMENSIONS_MOST = 30,
    DAY_S = 24 * 3600,
    CHILDREN_MOST = 100,
    NAMES_MOST = 100,
    WIDGETS_MOST = 500,
    GRID = 24,
};

static void alarm_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
/* Metric and composite alarms share their names. "$Children" are those that a composite one's rule speaks of. */
const struct sandbox_kind kind_alarm = {
    .name = "alarm", .service = "monitoring", .id = "AlarmName",
    .arn = "arn:aws:cloudwatch:{region}:{account}:alarm:{id}", .arn_member = "AlarmArn",
    .filled = (const struct filled[]){
        {"ActionsEnabled", K_BOOL, "true"}, {"OKActions", K_LIST, NULL}, {"AlarmActions", K_LIST, NULL},
        {"InsufficientDataActions", K_LIST, NULL}, {"StateValue", K_STR, "INSUFFICIENT_DATA"},
        {"StateReason", K_STR, "Unchecked: Initial alarm creation"}, {"StateUpdatedTimestamp", K_TIME, NULL}, {0}},
    .refs = (const struct ref[]){{"$Children", &kind_alarm, REF_BLOCKS, "ValidationError"}, {0}},
    .missing = {"ResourceNotFound", "Alarm {id} does not exist"},
    .blocked = {"ValidationError", "Cannot delete {id} as there are composite alarm(s) depending on it."},
    .view = alarm_view,
};

const struct sandbox_kind kind_dashboard = {
    .name = "dashboard", .service = "monitoring", .id = "DashboardName", .global = true,
    .arn = "arn:aws:cloudwatch::{account}:dashboard/{id}", .arn_member = "DashboardArn",
    .missing = {"ResourceNotFound", "Dashboard {id} does not exist"},
};
/* clang-format on */

static bool invalid(struct call *c, const char *what)
{
    return refuse(c, "ValidationError", "%s", what);
}

/* ---- states ------------------------------------------------------------------------------------------------------ */

static bool is_composite(const struct object *o)
{
    return value_get(o->v, "AlarmRule");
}

struct seeing {
    struct call *c;
    const char *region;
    unsigned depth;
};

static const char *state_now(const struct seeing *s, const struct object *o);

static const char *state_of_name(void *ctx, const char *name)
{
    const struct seeing *s = ctx;
    const struct object *o = object_find(s->c->w, &kind_alarm, s->region, name);
    return o ? state_now(s, o) : "INSUFFICIENT_DATA";
}

/* The evaluation of composite alarms stops where they go round in a circle. */
static const char *composite_state(const struct seeing *s, const struct object *o)
{
    struct seeing deeper = {s->c, s->region, s->depth + 1};
    if (s->depth > 10)
        return "INSUFFICIENT_DATA";
    return alarm_rule_holds(s->c->a, object_str(o, "AlarmRule"), state_of_name, &deeper) ? "ALARM" : "OK";
}

static const char *state_now(const struct seeing *s, const struct object *o)
{
    int64_t since = value_int_of(value_get(o->v, "$Since"));
    const char *missing = object_str(o, "TreatMissingData");
    if (world_now(s->c->w) - (since ? since : o->born) < MINUTE || str_eq(missing, "ignore"))
        return object_str(o, "StateValue");
    if (is_composite(o))
        return composite_state(s, o);
    return str_eq(missing, "breaching") ? "ALARM" : str_eq(missing, "notBreaching") ? "OK" : "INSUFFICIENT_DATA";
}

const char *alarm_now(struct call *c, const struct object *alarm)
{
    struct seeing s = {c, alarm->region, 0};
    return state_now(&s, alarm);
}

static void alarm_view(struct call *c, const struct object *o, struct value *view)
{
    const char *state = alarm_now(c, o);
    if (str_eq(state, object_str(o, "StateValue")))
        return;
    value_set_str(c->a, view, "StateValue", state);
    value_set_str(c->a, view, "StateReason",
                  is_composite(o) ? "evaluated from its rule" : "no datapoints were received");
}

static bool state_set(struct call *c)
{
    c->draft = value_map(c->a);
    draft_str(c, "StateValue", in_str(c, "StateValue"));
    draft_str(c, "StateReason", in_str(c, "StateReason"));
    draft_str(c, "StateUpdatedTimestamp", iso_time(c->a, world_now(c->w)));
    draft_int(c, "$Since", world_now(c->w));
    return true;
}

/* ---- what alarms of both kinds have ------------------------------------------------------------------------------ */

static bool name_fits(struct call *c)
{
    size_t n = strlen(in_str(c, "AlarmName"));
    return (n && n <= NAME_MOST) || invalid(c, "AlarmName must have 1 to 255 characters");
}

/* "arn:aws:sns:region:account:name" */
static const char *region_of_arn(struct arena *a, const char *arn)
{
    for (int i = 0; i < 3; i++)
        arn = strchr(arn, ':') ? strchr(arn, ':') + 1 : "";
    return arena_strndup(a, arn, strcspn(arn, ":"));
}

static bool actions_fit(struct call *c, const char *member)
{
    const struct value *all = value_get(c->in, member);
    if (value_len(all) > ACTIONS_MOST)
        return refuse(c, "ValidationError", "%s: at most %d actions", member, ACTIONS_MOST);
    for (size_t i = 0; i < value_len(all); i++) {
        const char *arn = value_str_of(value_item(all, i)), *region = region_of_arn(c->a, arn);
        if (!str_starts(arn, "arn:"))
            return refuse(c, "ValidationError", "Invalid use of ARN: %.100s", arn);
        if (*region && !str_eq(region, c->region))
            return refuse(c, "ValidationError", "Invalid region %s specified. Only %s is supported.", region,
                          c->region);
    }
    return true;
}

static bool notifies_well(struct call *c)
{
    draft_str(c, "AlarmConfigurationUpdatedTimestamp", iso_time(c->a, world_now(c->w)));
    return name_fits(c) && actions_fit(c, "AlarmActions") && actions_fit(c, "OKActions") &&
           actions_fit(c, "InsufficientDataActions");
}

static bool kind_stays(struct call *c, bool composite)
{
    return !c->object || is_composite(c->object) == composite ||
           invalid(c, composite ? "A metric alarm with this name exists already"
                                : "A composite alarm with this name exists already");
}

/* ---- metric alarms ----------------------------------------------------------------------------------------------- */

static bool period_fits(struct call *c, int64_t period)
{
    return period == 10 || period == 20 || period == 30 || (period > 0 && period % 60 == 0) ||
           invalid(c, "Period must be 10, 20, 30 or a multiple of 60");
}

static bool window_fits(struct call *c)
{
    int64_t period = has(c, "MetricName") ? in_int(c, "Period", 60) : 60, periods = in_int(c, "EvaluationPeriods", 0);
    int64_t most = period < 3600 ? DAY_S : 7 * DAY_S, to_alarm = in_int(c, "DatapointsToAlarm", periods);
    if (periods < 1)
        return refuse(c, "MissingParameter", "The parameter EvaluationPeriods is required");
    if (to_alarm < 1 || to_alarm > periods)
        return invalid(c, "DatapointsToAlarm must be between 1 and EvaluationPeriods");
    return periods <= most / period ||
           refuse(c, "ValidationError", "Metrics cannot be checked across more than %" PRId64 " seconds", most);
}

static bool dimensions_fit(struct call *c, const struct value *all)
{
    if (value_len(all) > DIMENSIONS_MOST)
        return invalid(c, "At most 30 dimensions");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *d = value_item(all, i);
        if (!*value_get_str(d, "Name") || !*value_get_str(d, "Value"))
            return invalid(c, "A dimension needs a name and a value");
        for (size_t k = 0; k < i; k++)
            if (str_eq(value_get_str(value_item(all, k), "Name"), value_get_str(d, "Name")))
                return invalid(c, "Duplicate dimension name");
    }
    return true;
}

static bool one_metric_fits(struct call *c)
{
    const char *namespace = in_str(c, "Namespace");
    if (!*namespace || *namespace == ':')
        return refuse(c, "MissingParameter", "The parameter Namespace is required");
    if (has(c, "Statistic") == has(c, "ExtendedStatistic"))
        return refuse(c, "InvalidParameterCombination", "Specify exactly one of Statistic and ExtendedStatistic");
    if (!has(c, "Period"))
        return refuse(c, "MissingParameter", "The parameter Period is required");
    return period_fits(c, in_int(c, "Period", 0)) && dimensions_fit(c, value_get(c->in, "Dimensions"));
}

static bool query_fits(struct call *c, const struct value *q)
{
    const struct value *stat = value_get(q, "MetricStat");
    const char *id = value_get_str(q, "Id");
    if (!(*id >= 'a' && *id <= 'z'))
        return refuse(c, "ValidationError", "Invalid metrics list: the id \"%.40s\" must begin with a small letter",
                      id);
    if (!stat == !value_get(q, "Expression"))
        return refuse(c, "ValidationError", "Invalid metrics list: %s needs either MetricStat or Expression", id);
    return !stat || (period_fits(c, value_int_of(value_get(stat, "Period"))) &&
                     dimensions_fit(c, value_path(c->a, stat, "Metric.Dimensions")));
}

static bool queries_fit(struct call *c)
{
    const struct value *all = value_get(c->in, "Metrics");
    size_t returned = 0;
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *returns = value_get(value_item(all, i), "ReturnData");
        if (!query_fits(c, value_item(all, i)))
            return false;
        returned += !returns || value_bool_of(returns);
    }
    return returned == 1 || invalid(c, "Exactly one element of the metrics list should return data");
}

static bool metric_alarm(struct call *c)
{
    const char *missing = in_str(c, "TreatMissingData");
    if (!notifies_well(c) || !kind_stays(c, false))
        return false;
    if (has(c, "MetricName") == (value_len(value_get(c->in, "Metrics")) > 0))
        return refuse(c, "InvalidParameterCombination", "Specify exactly one of MetricName and Metrics");
    if (!(has(c, "MetricName") ? one_metric_fits(c) : queries_fit(c)) || !window_fits(c))
        return false;
    if (!has(c, "ComparisonOperator"))
        return refuse(c, "MissingParameter", "The parameter ComparisonOperator is required");
    if (!has(c, "Threshold") && !has(c, "ThresholdMetricId"))
        return refuse(c, "MissingParameter", "The parameter Threshold is required");
    if (*missing && !has_word("breaching notBreaching ignore missing", missing))
        return refuse(c, "ValidationError", "Option %.40s is not supported for TreatMissingData", missing);
    if (!*missing)
        draft_str(c, "TreatMissingData", "missing");
    return true;
}

/* ---- composite alarms -------------------------------------------------------------------------------------------- */

static bool children_fit(struct call *c, const struct value *names)
{
    struct value *ids = value_list(c->a);
    for (size_t i = 0; i < value_len(names); i++) {
        const char *name = value_str_of(value_item(names, i));
        const struct object *o = object_find(c->w, &kind_alarm, c->region, name);
        if (!o)
            return refuse(c, "ValidationError",
                          "Could not save the composite alarm as alarms [%.200s] in the alarm rule do not exist", name);
        value_push(c->a, ids, value_str(c->a, o->id));
    }
    if (value_len(ids) > CHILDREN_MOST)
        return refuse(c, "ValidationError", "A rule may name at most %d alarms", CHILDREN_MOST);
    value_set(c->a, c->draft, "$Children", ids);
    return true;
}

static bool composite_alarm(struct call *c)
{
    const char *problem = NULL;
    const struct value *names = alarm_rule_names(c->a, in_str(c, "AlarmRule"), &problem);
    if (!notifies_well(c) || !kind_stays(c, true))
        return false;
    if (!names)
        return refuse(c, "ValidationError", "AlarmRule must not contain syntax errors: %s", problem);
    if (has(c, "ActionsSuppressor") &&
        !(has(c, "ActionsSuppressorWaitPeriod") && has(c, "ActionsSuppressorExtensionPeriod")))
        return invalid(c, "ActionsSuppressor needs ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod");
    return children_fit(c, names);
}

/* ---- listing and deleting alarms --------------------------------------------------------------------------------- */

static bool alarm_asked(struct call *c, const struct object *o)
{
    const struct value *types = value_get(c->in, "AlarmTypes"), *names = value_get(c->in, "AlarmNames");
    const char *type = is_composite(o) ? "CompositeAlarm" : "MetricAlarm", *actions = in_str(c, "ActionPrefix");
    struct seeing s = {c, c->region, 0};
    if (value_len(types) ? !is_list_of(types, type) : is_composite(o))
        return false;
    if (value_len(names) && !is_list_of(names, o->id))
        return false;
    if (has(c, "StateValue") && !str_eq(state_now(&s, o), in_str(c, "StateValue")))
        return false;
    if (*actions && !str_starts(value_str_of(value_item(value_get(o->v, "AlarmActions"), 0)), actions))
        return false;
    return str_starts(o->id, in_str(c, "AlarmNamePrefix"));
}

/* Both kinds are in one list so far. */
static bool alarms_parted(struct call *c)
{
    const struct value *all = value_get(c->out, "MetricAlarms");
    struct value *metric = value_list(c->a), *composite = value_list(c->a);
    for (size_t i = 0; i < value_len(all); i++)
        value_push(c->a, value_get(value_item(all, i), "AlarmRule") ? composite : metric, value_item(all, i));
    value_set(c->a, c->out, "MetricAlarms", metric);
    value_set(c->a, c->out, "CompositeAlarms", composite);
    return true;
}

static bool names_asked(struct call *c)
{
    return value_len(value_get(c->in, "AlarmNames")) <= NAMES_MOST || invalid(c, "At most 100 alarm names");
}

static bool may_delete(struct call *c, const struct value *names)
{
    size_t composites = 0;
    for (size_t i = 0; i < value_len(names); i++) {
        struct object *o = object_find(c->w, &kind_alarm, c->region, value_str_of(value_item(names, i)));
        composites += o && is_composite(o);
        if (o && !may_drop(c, o))
            return false;
    }
    return composites <= 1 || invalid(c, "At most one composite alarm can be deleted in one call");
}

/* Those that are there go, even when another is not. */
static bool alarms_delete(struct call *c)
{
    const struct value *names = value_get(c->in, "AlarmNames");
    const char *missing = NULL;
    if (!names_asked(c) || !may_delete(c, names))
        return false;
    for (size_t i = 0; i < value_len(names); i++) {
        struct object *o = object_find(c->w, &kind_alarm, c->region, value_str_of(value_item(names, i)));
        if (o)
            object_remove(c->w, o);
        else
            missing = value_str_of(value_item(names, i));
    }
    return !missing || refuse_missing(c, &kind_alarm, missing);
}

/* ---- dashboards -------------------------------------------------------------------------------------------------- */

static bool bad_body(struct call *c, const char *path, const char *why)
{
    return refuse(c, "InvalidParameterInput", "The dashboard body is invalid, there are validation errors: %s: %s",
                  path, why);
}

static int64_t widget_int(const struct value *w, const char *name, int64_t otherwise)
{
    const struct value *v = value_get(w, name);
    return v ? value_int_of(v) : otherwise;
}

static bool metric_widget_fits(struct call *c, const char *path, const struct value *properties)
{
    if (!*value_get_str(properties, "region"))
        return bad_body(c, arena_printf(c->a, "%s/properties/region", path), "Should have required property 'region'");
    return value_get(properties, "metrics") || value_get(properties, "annotations") ||
           bad_body(c, arena_printf(c->a, "%s/properties", path), "Should have metrics or annotations");
}

static bool widget_fits(struct call *c, size_t nth, const struct value *w)
{
    const char *path = arena_printf(c->a, "/widgets/%zu", nth), *type = value_get_str(w, "type");
    int64_t x = widget_int(w, "x", 0), y = widget_int(w, "y", 0), width = widget_int(w, "width", 6);
    int64_t height = widget_int(w, "height", 6);
    if (!has_word("metric text log alarm explorer custom", type))
        return bad_body(c, arena_printf(c->a, "%s/type", path), "Should be one of the widget types");
    if (value_kind(value_get(w, "properties")) != V_MAP)
        return bad_body(c, path, "Should have required property 'properties'");
    if (x < 0 || y < 0 || width < 1 || x + width > GRID || height < 1 || height > 1000)
        return bad_body(c, path, "Should lie within the grid of 24 columns");
    return !str_eq(type, "metric") || metric_widget_fits(c, path, value_get(w, "properties"));
}

static bool dashboard_fits(struct call *c)
{
    const char *name = in_str(c, "DashboardName");
    const struct value *body = value_of_json(c->a, in_str(c, "DashboardBody")), *widgets = value_get(body, "widgets");
    if (!*name || strlen(name) > NAME_MOST ||
        name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")])
        return refuse(c, "InvalidParameterInput", "The value for field DashboardName contains invalid characters");
    if (value_kind(body) != V_MAP || value_kind(widgets) != V_LIST)
        return bad_body(c, "/", "Should be JSON with a list of widgets");
    if (value_len(widgets) > WIDGETS_MOST)
        return bad_body(c, "/widgets", "Should not have more than 500 items");
    for (size_t i = 0; i < value_len(widgets); i++)
        if (!widget_fits(c, i, value_item(widgets, i)))
            return false;
    draft_int(c, "Size", (int64_t)strlen(in_str(c, "DashboardBody")));
    draft_str(c, "LastModified", iso_time(c->a, world_now(c->w)));
    return true;
}

static bool dashboard_asked(struct call *c, const struct object *o)
{
    return str_starts(o->id, in_str(c, "DashboardNamePrefix"));
}

/* All of them or none. */
static bool dashboards_delete(struct call *c)
{
    const struct value *names = value_get(c->in, "DashboardNames");
    for (size_t i = 0; i < value_len(names); i++)
        if (!need(c, &kind_dashboard, c->region, value_str_of(value_item(names, i)), NULL))
            return false;
    for (size_t i = 0; i < value_len(names); i++) {
        struct object *o = object_find(c->w, &kind_dashboard, c->region, value_str_of(value_item(names, i)));
        if (o)
            object_remove(c->w, o);
    }
    return true;
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"PutMetricAlarm",      ACT_PUT,    &kind_alarm, .rule = metric_alarm},
    {"PutCompositeAlarm",   ACT_PUT,    &kind_alarm, .rule = composite_alarm},
    {"DescribeAlarms",      ACT_LIST,   &kind_alarm, "MetricAlarms", .rule = names_asked, .keep = alarm_asked, .after = alarms_parted},
    {"DeleteAlarms",        ACT_RULE,   .rule = alarms_delete},
    {"SetAlarmState",       ACT_CHANGE, &kind_alarm, .rule = state_set},
    {"GetMetricData",       ACT_RULE,   .rule = metric_data},
    {"PutDashboard",        ACT_PUT,    &kind_dashboard, .rule = dashboard_fits},
    {"GetDashboard",        ACT_SHOW,   &kind_dashboard},
    {"ListDashboards",      ACT_LIST,   &kind_dashboard, "DashboardEntries", .keep = dashboard_asked},
    {"DeleteDashboards",    ACT_RULE,   .rule = dashboards_delete},
    {"TagResource",         ACT_TAG,    .by = "ResourceARN"},
    {"UntagResource",       ACT_UNTAG,  .by = "ResourceARN"},
    {"ListTagsForResource", ACT_TAGS,   NULL, "Tags", "ResourceARN"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_cloudwatch = {.id = "monitoring",
                                                   .ops = ops,
                                                   .invalid = "ValidationError",
                                                   .unknown = "ResourceNotFoundException",
                                                   .tag_key = "Key",
                                                   .tag_value = "Value",
                                                   .page_min = 1,
                                                   .page_max = 100,
                                                   .page = 50};

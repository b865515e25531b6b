#include "aws/sandbox/iam.h"
#include "aws/sandbox/kinds.h"
#include "aws/sandbox/metrics.h"
#include "aws/sandbox/rds.h"

#include <string.h>

/*
 * Fault Injection Service: templates of experiments, and experiments, which take their time and
 * end with it, or with an alarm; of what they do, the failover of clusters is played. Source of rules: the FIS API
 * reference and "Actions reference" of the user guide.
 */

static void experiment_view(struct call *c, const struct object *o, struct value *view);
static void experiment_entered(struct world *w, struct object *o, const char *state);

/* clang-format off */
const struct sandbox_kind kind_experiment_template = {
    .name = "experiment-template", .service = "fis", .id = "id", .mint = "EXT",
    .arn = "arn:aws:fis:{region}:{account}:experiment-template/{id}", .arn_member = "arn",
    .filled = (const struct filled[]){{"creationTime", K_TIME, NULL}, {"lastUpdateTime", K_TIME, NULL}, {0}},
    .missing = {"ResourceNotFoundException", "Experiment template {id} does not exist."},
    .tags_member = "tags",
};

/* "$Seconds": how long it runs. */
const struct sandbox_kind kind_experiment = {
    .name = "experiment", .service = "fis", .id = "id", .mint = "EXP",
    .arn = "arn:aws:fis:{region}:{account}:experiment/{id}", .arn_member = "arn", .tags_member = "tags",
    .status = "$Status",
    .lives = (const struct life[]){
        {"make", GUESS, {{"pending", 1}, {"initiating", 4}, {"running", 600}, {"completed", 0}}},
        {"fail", GUESS, {{"pending", 1}, {"initiating", 4}, {"failed", 0}}},
        {"stop", GUESS, {{"stopping", 10}, {"stopped", 0}}}, {0}},
    .filled = (const struct filled[]){{"creationTime", K_TIME, NULL}, {"startTime", K_TIME, NULL}, {0}},
    .missing = {"ResourceNotFoundException", "Experiment {id} does not exist."},
    .view = experiment_view,
    .entered = experiment_entered,
};

static const struct action {
    const char *id, *target, *type; /* target NULL: none */
    const char *needs;              /* words: parameters */
} actions[] = {
    {"aws:rds:failover-db-cluster",                     "Clusters",          "aws:rds:cluster", NULL},
    {"aws:rds:reboot-db-instances",                     "DBInstances",       "aws:rds:db", NULL},
    {"aws:elasticache:replicationgroup-interrupt-az-power", "ReplicationGroups", "aws:elasticache:replicationgroup", "duration"},
    {"aws:network:route-table-disrupt-cross-region-connectivity", "Subnets", "aws:ec2:subnet", "region duration"},
    {"aws:network:transit-gateway-disrupt-cross-region-connectivity", "TransitGateways", "aws:ec2:transit-gateway", "region duration"},
    {"aws:network:disrupt-connectivity",                "Subnets",           "aws:ec2:subnet", "scope duration"},
    {"aws:network:disrupt-vpc-endpoint",                "VPCEndpoints",      "aws:ec2:vpc-endpoint", "duration"},
    {"aws:eks:terminate-nodegroup-instances",           "Nodegroups",        "aws:eks:nodegroup", "instanceTerminationPercentage"},
    {"aws:eks:pod-delete",                              "Pods",              "aws:eks:pod", "kubernetesServiceAccount"},
    {"aws:ec2:stop-instances",                          "Instances",         "aws:ec2:instance", NULL},
    {"aws:ec2:terminate-instances",                     "Instances",         "aws:ec2:instance", NULL},
    {"aws:s3:bucket-pause-replication",                 "Buckets",           "aws:s3:bucket", "region duration"},
    {"aws:ssm:start-automation-execution",              NULL,                NULL, "documentArn maxDuration"},
    {"aws:cloudwatch:assert-alarm-state",               NULL,                NULL, "alarmArns alarmStates"},
    {"aws:fis:wait",                                    NULL,                NULL, "duration"},
};
/* clang-format on */

enum { ACTIONS_MOST = 20, ARNS_MOST = 5, STOPS_MOST = 5, TEMPLATES_MOST = 500, ROLE_LAG = 8 * SECOND };

static bool wrong(struct call *c, const char *where, const char *why)
{
    return refuse(c, "ValidationException", "%.64s: %s", where, why);
}

/* As the request has it, or as it is. */
static const struct value *then(const struct call *c, const char *member)
{
    const struct value *v = value_get(c->in, member);
    return v || !c->object ? v : value_get(c->object->v, member);
}

/* ---- targets ----------------------------------------------------------------------------------------------------- */

static bool is_count(const char *s, const char *word)
{
    size_t n = strlen(word);
    if (!str_starts(s, word) || s[n] != '(')
        return false;
    size_t digits = strspn(s + n + 1, "0123456789");
    return digits && str_eq(s + n + 1 + digits, ")");
}

static bool target_fits(struct call *c, const char *name, const struct value *t)
{
    const char *mode = value_get_str(t, "selectionMode");
    size_t arns = value_len(value_get(t, "resourceArns")), tags = value_len(value_get(t, "resourceTags"));
    bool pods = str_eq(value_get_str(t, "resourceType"), "aws:eks:pod");
    bool cache = str_eq(value_get_str(t, "resourceType"), "aws:elasticache:replicationgroup");
    const struct value *parameters = value_get(t, "parameters");
    if (!str_eq(mode, "ALL") && !is_count(mode, "COUNT") && !is_count(mode, "PERCENT"))
        return wrong(c, name, "the selection mode is not valid");
    if (arns > ARNS_MOST)
        return wrong(c, name, "more than 5 resource ARNs");
    if (arns && value_len(value_get(t, "filters")))
        return wrong(c, name, "filters cannot be used with resource ARNs");
    if (pods ? arns || tags : !arns == !tags)
        return wrong(c, name, "either resource ARNs or resource tags must be given");
    if (pods && (!value_get(parameters, "clusterIdentifier") || !value_get(parameters, "namespace") ||
                 !value_get(parameters, "selectorType") || !value_get(parameters, "selectorValue")))
        return wrong(c, name, "a target parameter is missing");
    if (cache && (arns || !value_get(parameters, "availabilityZoneIdentifier")))
        return wrong(c, name, "takes tags, and the parameter availabilityZoneIdentifier");
    return true;
}

/* ---- actions ----------------------------------------------------------------------------------------------------- */

static const struct action *action_named(const char *id)
{
    for (size_t i = 0; i < COUNT(actions); i++)
        if (str_eq(actions[i].id, id))
            return &actions[i];
    return NULL;
}

static bool parameters_fit(struct call *c, const char *name, const struct action *a, const struct value *given)
{
    const char *words = a->needs, *word;
    size_t n;
    while ((n = next_word(&words, &word)))
        if (!*value_get_str(given, arena_strndup(c->a, word, n)))
            return wrong(c, name, arena_printf(c->a, "the parameter %.*s is required", (int)n, word));
    for (size_t i = 0; i < value_len(given); i++)
        if (strpbrk(value_str_of(value_item(given, i)), " \t\r\n"))
            return wrong(c, name, "a parameter holds white space");
    const char *duration =
        value_get_str(given, a->target || !has_word(a->needs, "maxDuration") ? "duration" : "maxDuration");
    return !*duration || str_starts(duration, "PT") || wrong(c, name, "a duration is like PT10M");
}

static bool action_targets_fit(struct call *c, const char *name, const struct action *a, const struct value *given)
{
    const struct value *all = then(c, "targets");
    if (value_len(given) != (a->target != NULL))
        return wrong(c, name, a->target ? "has no target, or more than one" : "takes no target");
    if (!a->target)
        return true;
    const struct value *target = value_get(all, value_get_str(given, a->target));
    if (!target)
        return wrong(c, name, "refers to a target that is not there");
    return str_eq(value_get_str(target, "resourceType"), a->type) ||
           wrong(c, name, "its target is of another resource type");
}

/* Whether one gets from `name` to itself along startAfter, in as many steps as there are actions at most. */
static bool goes_round(const struct value *all, const char *name, const char *from, size_t steps)
{
    const struct value *after = value_get(value_get(all, from), "startAfter");
    for (size_t i = 0; steps && i < value_len(after); i++) {
        const char *next = value_str_of(value_item(after, i));
        if (str_eq(next, name) || goes_round(all, name, next, steps - 1))
            return true;
    }
    return false;
}

static bool action_fits(struct call *c, const struct value *all, const char *name, const struct value *v)
{
    const struct action *a = action_named(value_get_str(v, "actionId"));
    const struct value *after = value_get(v, "startAfter");
    if (!a)
        return wrong(c, name, "the action is not known");
    for (size_t i = 0; i < value_len(after); i++)
        if (!value_get(all, value_str_of(value_item(after, i))))
            return wrong(c, name, "starts after an action that is not there");
    if (goes_round(all, name, name, value_len(all)))
        return wrong(c, name, "starts after itself");
    return parameters_fit(c, name, a, value_get(v, "parameters")) &&
           action_targets_fit(c, name, a, value_get(v, "targets"));
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static bool stops_fit(struct call *c)
{
    const struct value *all = then(c, "stopConditions");
    if (!value_len(all) || value_len(all) > STOPS_MOST)
        return wrong(c, "stopConditions", "1 to 5 stop conditions are needed");
    for (size_t i = 0; i < value_len(all); i++) {
        const char *source = value_get_str(value_item(all, i), "source");
        const char *alarm = value_get_str(value_item(all, i), "value");
        const char *here = arena_printf(c->a, "arn:aws:cloudwatch:%s:", c->region);
        if (str_eq(source, "none") ? *alarm : !str_eq(source, "aws:cloudwatch:alarm") || !str_starts(alarm, here))
            return wrong(c, "stopConditions",
                         "a source is none, or aws:cloudwatch:alarm with the ARN of an alarm here");
    }
    return true;
}

static bool role_fits(struct call *c)
{
    const char *arn = value_text(c->a, then(c, "roleArn"));
    const struct object *role = role_seen(c, arn);
    bool known = role && world_now(c->w) - role->born >= ROLE_LAG;
    return (known && role_trusts(c, role, "fis.amazonaws.com")) || wrong(c, "roleArn", "FIS cannot assume this role");
}

static bool logs_fit(struct call *c)
{
    const struct value *to = value_path(c->a, c->in, "logConfiguration.cloudWatchLogsConfiguration.logGroupArn");
    return !to || str_ends(value_str_of(to), ":*") || wrong(c, "logConfiguration", "a log group's ARN ends in :*");
}

static bool template_fits(struct call *c)
{
    const struct value *all = then(c, "actions"), *targets = then(c, "targets");
    if (!value_len(all) || value_len(all) > ACTIONS_MOST)
        return wrong(c, "actions", "1 to 20 actions are needed");
    for (size_t i = 0; i < value_len(targets); i++)
        if (!target_fits(c, value_key(targets, i), value_item(targets, i)))
            return false;
    for (size_t i = 0; i < value_len(all); i++)
        if (!action_fits(c, all, value_key(all, i), value_item(all, i)))
            return false;
    return stops_fit(c) && role_fits(c) && logs_fit(c);
}

static bool template_draft(struct call *c)
{
    const struct value *asked = value_get(c->in, "experimentOptions");
    struct value *options = value_map(c->a);
    if (!template_fits(c))
        return false;
    if (object_count(c->w, &kind_experiment_template, c->region) >= TEMPLATES_MOST)
        return refuse(c, "ServiceQuotaExceededException", "There are %d experiment templates already", TEMPLATES_MOST);
    value_set_str(c->a, options, "accountTargeting", "single-account");
    value_set_str(c->a, options, "emptyTargetResolutionMode", "fail");
    value_set(c->a, c->draft, "experimentOptions", value_overlay(c->a, options, asked));
    return true;
}

static bool template_change(struct call *c)
{
    if (!template_fits(c))
        return false;
    value_set(c->a, c->draft, "experimentOptions",
              value_overlay(c->a, value_get(c->object->v, "experimentOptions"), value_get(c->in, "experimentOptions")));
    draft_str(c, "lastUpdateTime", iso_time(c->a, world_now(c->w)));
    return true;
}

static bool actions_list(struct call *c)
{
    struct value *all = value_list(c->a);
    for (size_t i = 0; i < COUNT(actions); i++) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "id", actions[i].id);
        value_set(c->a, one, "arn",
                  value_fmt(c->a, "arn:aws:fis:%s:%s:action/%s", c->region, world_account(c->w), actions[i].id));
        value_push(c->a, all, one);
    }
    value_set(c->a, c->out, "actions", all);
    return true;
}

/* ---- experiments ------------------------------------------------------------------------------------------------- */

static bool wears(const struct object *o, const struct value *tags)
{
    for (size_t i = 0; i < value_len(tags); i++)
        if (!str_eq(value_get_str(value_get(o->v, "$Tags"), value_key(tags, i)), value_str_of(value_item(tags, i))))
            return false;
    return true;
}

static bool is_target(const struct object *o, const struct value *target)
{
    const struct value *arns = value_get(target, "resourceArns"), *tags = value_get(target, "resourceTags");
    return value_len(arns) ? is_list_of(arns, object_arn(o)) : wears(o, tags);
}

static void clusters_fail_over(struct world *w, const struct object *experiment, const struct value *target)
{
    for (struct object *o = object_from(w, &kind_cluster, experiment->region, 0); o;
         o = object_from(w, &kind_cluster, experiment->region, o->seq + 1))
        if (is_target(o, target) && str_eq(object_status(o), "available"))
            cluster_fails_over(w, o, "");
}

static void experiment_entered(struct world *w, struct object *o, const char *state)
{
    const struct value *all = value_get(o->v, "$Actions"), *targets = value_get(o->v, "$Targets");
    if (!str_eq(state, "running"))
        return;
    object_lasts(w, o, value_int_of(value_get(o->v, "$Seconds")));
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *action = value_item(all, i);
        if (str_eq(value_get_str(action, "actionId"), "aws:rds:failover-db-cluster"))
            clusters_fail_over(w, o, value_get(targets, value_get_str(value_get(action, "targets"), "Clusters")));
    }
}

static bool is_over(const struct object *o)
{
    return has_word("completed stopped failed cancelled", object_status(o));
}

static void experiment_view(struct call *c, const struct object *o, struct value *view)
{
    struct value *state = value_map(c->a);
    value_set_str(c->a, state, "status", object_status(o));
    if (*object_str(o, "$Reason"))
        value_set_str(c->a, state, "reason", object_str(o, "$Reason"));
    value_set(c->a, view, "state", state);
    if (is_over(o))
        value_set_str(c->a, view, "endTime", iso_time(c->a, o->changed));
}

/* "PT10M" or "PT1H30M": what an action takes; one that says nothing is over at once. */
static int64_t seconds_of(const char *duration)
{
    int64_t all = 0, n = 0;
    for (const char *s = str_starts(duration, "PT") ? duration + 2 : ""; *s; s++) {
        if (*s >= '0' && *s <= '9') {
            n = n * 10 + (*s - '0');
            continue;
        }
        all += n * (*s == 'H' ? 3600 : *s == 'M' ? 60 : 1);
        n = 0;
    }
    return all;
}

static int64_t longest(const struct value *all)
{
    int64_t most = 60;
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *parameters = value_get(value_item(all, i), "parameters");
        const char *named = value_get_str(parameters, "duration");
        int64_t s = seconds_of(*named ? named : value_get_str(parameters, "maxDuration"));
        most = s > most ? s : most;
    }
    return most;
}

/* An alarm that is in force already lets nothing begin. */
static const char *alarm_in_force(struct call *c, const struct value *stops)
{
    for (size_t i = 0; i < value_len(stops); i++) {
        const struct object *alarm = object_by_arn(c->w, value_get_str(value_item(stops, i), "value"));
        if (alarm && alarm->kind == &kind_alarm && str_eq(alarm_now(c, alarm), "ALARM"))
            return alarm->id;
    }
    return NULL;
}

static bool experiment_draft(struct call *c)
{
    struct object *template;
    if (!need(c, &kind_experiment_template, c->region, in_str(c, "experimentTemplateId"), &template))
        return false;
    const struct value *actions_asked = value_get(template->v, "actions");
    bool skips = str_eq(value_get_str(value_get(c->in, "experimentOptions"), "actionsMode"), "skip-all");
    value_set(c->a, c->draft, "$Actions", skips ? value_map(c->a) : actions_asked);
    value_set(c->a, c->draft, "$Targets", value_get(template->v, "targets"));
    value_set(c->a, c->draft, "stopConditions", value_get(template->v, "stopConditions"));
    value_set(c->a, c->draft, "roleArn", value_get(template->v, "roleArn"));
    draft_int(c, "$Seconds", skips ? 1 : longest(actions_asked));
    const char *alarm = alarm_in_force(c, value_get(template->v, "stopConditions"));
    if (alarm) {
        draft_str(c, "$Reason", arena_printf(c->a, "Experiment halted by stop condition: alarm %s", alarm));
        c->life = "fail";
    }
    return true;
}

/* An alarm goes off while it runs: looked for whenever somebody asks. */
static bool experiment_seen(struct call *c)
{
    struct object *o = object_find(c->w, &kind_experiment, c->region, in_str(c, "id"));
    const char *alarm =
        o && str_eq(object_status(o), "running") ? alarm_in_force(c, value_get(o->v, "stopConditions")) : NULL;
    if (!alarm)
        return true;
    object_set_str(c->w, o, "$Reason", arena_printf(c->a, "Experiment halted by stop condition: alarm %s", alarm));
    object_live(c->w, o, "stop");
    return true;
}

static bool experiment_stop(struct call *c)
{
    c->draft = value_map(c->a);
    if (is_over(c->object))
        return wrong(c, c->object->id, "the experiment is over");
    draft_str(c, "$Reason", "Experiment stopped by user");
    return true;
}

static bool experiment_asked(struct call *c, const struct object *o)
{
    return !has(c, "experimentTemplateId") ||
           str_eq(object_str(o, "experimentTemplateId"), in_str(c, "experimentTemplateId"));
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateExperimentTemplate", ACT_MAKE,   &kind_experiment_template, "experimentTemplate", .rule = template_draft},
    {"GetExperimentTemplate",    ACT_SHOW,   &kind_experiment_template, "experimentTemplate"},
    {"ListExperimentTemplates",  ACT_LIST,   &kind_experiment_template, "experimentTemplates"},
    {"UpdateExperimentTemplate", ACT_CHANGE, &kind_experiment_template, "experimentTemplate", .rule = template_change},
    {"DeleteExperimentTemplate", ACT_DROP,   &kind_experiment_template},
    {"ListActions",              ACT_RULE,   .rule = actions_list},
    {"StartExperiment",          ACT_MAKE,   &kind_experiment, "experiment", .rule = experiment_draft},
    {"GetExperiment",            ACT_SHOW,   &kind_experiment, "experiment", .rule = experiment_seen},
    {"StopExperiment",           ACT_CHANGE, &kind_experiment, "experiment", .rule = experiment_stop, .life = "stop"},
    {"ListExperiments",          ACT_LIST,   &kind_experiment, "experiments", .keep = experiment_asked},
    {"TagResource",              ACT_TAG,    &kind_experiment_template, .by = "resourceArn"},
    {"UntagResource",            ACT_UNTAG,  &kind_experiment_template, .by = "resourceArn"},
    {"ListTagsForResource",      ACT_TAGS,   &kind_experiment_template, "tags", "resourceArn"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_fis = {
    .id = "fis", .ops = ops, .invalid = "ValidationException", .page_min = 1, .page_max = 100, .page = 100};

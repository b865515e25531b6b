#include "aws/sandbox/kinds.h"

#include <string.h>

/*
 * EventBridge: rules of the default bus and their targets. Source of rules: the EventBridge API reference and user
 * guide.
 */

enum { TARGETS_MOST = 5, TARGETS_A_CALL = 10, RULES_MOST = 300, PATTERN_MOST = 2048, INPUT_MOST = 8192 };

/* clang-format off */
const struct sandbox_kind kind_rule = {
    .name = "rule", .service = "events", .id = "Name",
    .arn = "arn:aws:events:{region}:{account}:rule/{id}", .arn_member = "Arn",
    .filled = (const struct filled[]){
        {"EventBusName", K_STR, "default"}, {"State", K_STR, "ENABLED"}, {"$Targets", K_LIST, NULL},
        {"CreatedBy", K_STR, "{account}"}, {0}},
    .missing = {"ResourceNotFoundException", "Rule {id} does not exist on EventBus default."},
};
/* clang-format on */

static bool invalid(struct call *c, const char *what)
{
    return refuse(c, "ValidationException", "%s", what);
}

static bool bus_is_there(struct call *c)
{
    const char *bus = in_str(c, "EventBusName"), *slash = strrchr(bus, '/');
    return !*bus || str_eq(slash ? slash + 1 : bus, "default") ||
           refuse(c, "ResourceNotFoundException", "Event bus %.60s does not exist.", bus);
}

/* ---- rules ------------------------------------------------------------------------------------------------------- */

static bool name_fits(struct call *c)
{
    const char *name = in_str(c, "Name");
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
    return (*name && !name[n] && n <= 64) ||
           refuse(c, "ValidationException",
                  "1 validation error detected: Value '%.80s' at 'name' failed to satisfy constraint: Member must "
                  "satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
                  name);
}

/* What an event must match: mappings whose leaves are lists. */
static bool pattern_well_formed(const struct value *v)
{
    if (value_kind(v) != V_MAP || !value_len(v))
        return false;
    for (size_t i = 0; i < value_len(v); i++) {
        const struct value *item = value_item(v, i);
        bool filters = value_kind(item) == V_LIST && value_len(item) > 0;
        if (!filters && !pattern_well_formed(item))
            return false;
    }
    return true;
}

static bool pattern_fits(struct call *c)
{
    const char *text = in_str(c, "EventPattern");
    if (!*text)
        return true;
    if (strlen(text) > PATTERN_MOST)
        return refuse(c, "LimitExceededException", "The event pattern is longer than %d characters", PATTERN_MOST);
    return pattern_well_formed(value_of_json(c->a, text)) ||
           refuse(c, "InvalidEventPatternException", "Event pattern is not valid.");
}

/* "1 minute", "5 minutes". */
static bool rate_fits(const char *inner)
{
    size_t n = strspn(inner, "0123456789");
    bool one = n == 1 && *inner == '1', none = strspn(inner, "0") == n;
    return n && !none && inner[n] == ' ' && has_word(one ? "minute hour day" : "minutes hours days", inner + n + 1);
}

/* Six fields, one of the two for days a question mark. */
static bool cron_fits(struct arena *a, const char *inner)
{
    const char *word, *fields[6] = {"", "", "", "", "", ""};
    size_t n, count = 0;
    for (; (n = next_word(&inner, &word)); count++)
        if (count < COUNT(fields))
            fields[count] = arena_strndup(a, word, n);
    return count == COUNT(fields) && str_eq(fields[2], "?") != str_eq(fields[4], "?");
}

static bool schedule_fits(struct call *c)
{
    const char *text = in_str(c, "ScheduleExpression"), *open = strchr(text, '(');
    if (!*text)
        return true;
    size_t n = strlen(text);
    bool closed = open && text[n - 1] == ')';
    const char *inner = closed ? arena_strndup(c->a, open + 1, (size_t)(text + n - 1 - (open + 1))) : "";
    return (closed && str_starts(text, "rate(") && rate_fits(inner)) ||
           (closed && str_starts(text, "cron(") && cron_fits(c->a, inner)) ||
           invalid(c, "Parameter ScheduleExpression is not valid.");
}

static bool rule_fits(struct call *c)
{
    if (!bus_is_there(c) || !name_fits(c))
        return false;
    if (!*in_str(c, "EventPattern") && !*in_str(c, "ScheduleExpression"))
        return invalid(c, "Parameter(s) EventPattern or ScheduleExpression must be specified.");
    if (!c->object && object_count(c->w, &kind_rule, c->region) >= RULES_MOST)
        return refuse(c, "LimitExceededException", "The requested resource exceeds the maximum number allowed.");
    draft_str(c, "EventBusName", "default");
    return pattern_fits(c) && schedule_fits(c);
}

static bool rule_put(struct call *c)
{
    out_str(c, "RuleArn", object_arn(c->object));
    return true;
}

static bool rule_listed(struct call *c, const struct object *o)
{
    return str_starts(o->id, in_str(c, "NamePrefix"));
}

/* One that is gone is deleted; one that has targets can't be. */
static bool rule_delete(struct call *c)
{
    struct object *o = object_find(c->w, &kind_rule, c->region, in_str(c, "Name"));
    if (!bus_is_there(c) || !o)
        return !c->fault.code;
    if (value_len(value_get(o->v, "$Targets")))
        return invalid(c, "Rule can't be deleted since it has targets.");
    object_remove(c->w, o);
    return true;
}

/* ---- targets ----------------------------------------------------------------------------------------------------- */

static bool rule_found(struct call *c)
{
    return bus_is_there(c) && need(c, &kind_rule, c->region, in_str(c, "Rule"), &c->object);
}

static bool within(const struct value *map, const char *name, int64_t least, int64_t most)
{
    const struct value *v = value_get(map, name);
    return !v || (value_int_of(v) >= least && value_int_of(v) <= most);
}

static bool target_fits(struct call *c, const struct value *t)
{
    const struct value *retry = value_get(t, "RetryPolicy");
    int inputs = (value_get(t, "Input") != NULL) + (value_get(t, "InputPath") != NULL) +
                 (value_get(t, "InputTransformer") != NULL);
    if (!str_starts(value_get_str(t, "Arn"), "arn:"))
        return refuse(c, "ValidationException",
                      "Parameter %.100s is not valid. Reason: Provided Arn is not in correct format.",
                      value_get_str(t, "Arn"));
    if (inputs > 1)
        return invalid(c, "Only one of Input, InputPath, or InputTransformer must be provided");
    if (strlen(value_get_str(t, "Input")) > INPUT_MOST ||
        (value_get(t, "Input") && !value_of_json(c->a, value_get_str(t, "Input"))))
        return invalid(c, "JSON syntax error in input for target");
    return (within(retry, "MaximumRetryAttempts", 0, 185) && within(retry, "MaximumEventAgeInSeconds", 60, 86400)) ||
           invalid(c, "RetryPolicy is out of its bounds");
}

static const struct value *with_target(struct arena *a, const struct value *all, const struct value *t, const char *id)
{
    struct value *rest = value_list(a);
    for (size_t i = 0; i < value_len(all); i++)
        if (!str_eq(value_get_str(value_item(all, i), "Id"), id))
            value_push(a, rest, value_item(all, i));
    if (t)
        value_push(a, rest, t);
    return rest;
}

static bool targets_put(struct call *c)
{
    const struct value *asked = value_get(c->in, "Targets");
    if (!rule_found(c))
        return false;
    if (!value_len(asked) || value_len(asked) > TARGETS_A_CALL)
        return invalid(c, "A call takes 1 to 10 targets");
    const struct value *all = value_get(c->object->v, "$Targets");
    for (size_t i = 0; i < value_len(asked); i++) {
        if (!target_fits(c, value_item(asked, i)))
            return false;
        all = with_target(c->a, all, value_item(asked, i), value_get_str(value_item(asked, i), "Id"));
    }
    if (value_len(all) > TARGETS_MOST)
        return refuse(c, "LimitExceededException", "The requested resource exceeds the maximum number allowed.");
    object_set(c->w, c->object, "$Targets", all);
    value_set(c->a, c->out, "FailedEntryCount", value_int(c->a, 0));
    value_set(c->a, c->out, "FailedEntries", value_list(c->a));
    return true;
}

static bool has_target(const struct object *rule, const char *id)
{
    const struct value *all = value_get(rule->v, "$Targets");
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_get_str(value_item(all, i), "Id"), id))
            return true;
    return false;
}

/* What is not there fails on its own; the others go. */
static bool targets_remove(struct call *c)
{
    const struct value *ids = value_get(c->in, "Ids");
    struct value *failed = value_list(c->a);
    if (!rule_found(c))
        return false;
    for (size_t i = 0; i < value_len(ids); i++) {
        const char *id = value_str_of(value_item(ids, i));
        if (has_target(c->object, id)) {
            object_set(c->w, c->object, "$Targets", with_target(c->a, value_get(c->object->v, "$Targets"), NULL, id));
            continue;
        }
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "TargetId", id);
        value_set_str(c->a, one, "ErrorCode", "ResourceNotFoundException");
        value_set_str(c->a, one, "ErrorMessage", "Rule does not have a target of this id.");
        value_push(c->a, failed, one);
    }
    value_set(c->a, c->out, "FailedEntryCount", value_int(c->a, (int64_t)value_len(failed)));
    value_set(c->a, c->out, "FailedEntries", failed);
    return true;
}

static bool targets_list(struct call *c)
{
    if (!rule_found(c))
        return false;
    value_set(c->a, c->out, "Targets", value_get(c->object->v, "$Targets"));
    return true;
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"PutRule",             ACT_PUT,   &kind_rule, .rule = rule_fits, .after = rule_put},
    {"DescribeRule",        ACT_SHOW,  &kind_rule, .rule = bus_is_there},
    {"ListRules",           ACT_LIST,  &kind_rule, "Rules", .rule = bus_is_there, .keep = rule_listed},
    {"DeleteRule",          ACT_RULE,  .rule = rule_delete},
    {"PutTargets",          ACT_RULE,  .rule = targets_put},
    {"ListTargetsByRule",   ACT_RULE,  .rule = targets_list},
    {"RemoveTargets",       ACT_RULE,  .rule = targets_remove},
    {"TagResource",         ACT_TAG,   .by = "ResourceARN"},
    {"UntagResource",       ACT_UNTAG, .by = "ResourceARN"},
    {"ListTagsForResource", ACT_TAGS,  NULL, "Tags", "ResourceARN"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_events = {.id = "events",
                                               .ops = ops,
                                               .invalid = "ValidationException",
                                               .unknown = "ResourceNotFoundException",
                                               .tag_key = "Key",
                                               .tag_value = "Value",
                                               .page_min = 1,
                                               .page_max = 100,
                                               .page = 100};

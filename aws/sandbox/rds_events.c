#include "aws/sandbox/rds.h"

#include <string.h>

/*
 * What RDS publishes to topics. Source of rules: the RDS API reference and "Amazon RDS event categories and event
 * messages" of the Aurora user guide.
 */

static void subscription_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_event_subscription = {
    .name = "event-subscription", .service = "rds", .id = "CustSubscriptionId", .lower = true,
    .arn = "arn:aws:rds:{region}:{account}:es:{id}", .arn_member = "EventSubscriptionArn",
    .status = "Status", .ready = "active no-permission topic-not-exist",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"creating", 10}, {"active", 0}}},
        {"modify", GUESS, {{"modifying", 10}, {"active", 0}}},
        {"drop",   GUESS, {{"deleting", 10}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){
        {"CustomerAwsId", K_STR, "{account}"}, {"SubscriptionCreationTime", K_STR, "{now}"}, {"Enabled", K_BOOL, "true"},
        {"SourceIdsList", K_LIST, NULL}, {"EventCategoriesList", K_LIST, NULL}, {0}},
    .renames = (const struct rename[]){
        {"SubscriptionName", "CustSubscriptionId", NULL, NULL}, {"SourceIds", "SourceIdsList", NULL, NULL},
        {"EventCategories", "EventCategoriesList", NULL, NULL}, {0}},
    .missing = {"SubscriptionNotFound", "EventSubscription {id} not found."},
    .exists = {"SubscriptionAlreadyExist", "Event subscription {id} already exists."},
    .busy = {"InvalidEventSubscriptionState", "Event subscription {id} is in state {Status}."},
    .view = subscription_view,
};

/* Categories are words with spaces in them: parted by commas. */
static const struct {
    const char *source;
    const struct sandbox_kind *kind;
    const char *categories;
} sources[] = {
    {"db-cluster", &kind_cluster, "configuration change,creation,deletion,failover,failure,global-failover,maintenance,migration,notification,serverless"},
    {"db-instance", &kind_instance, "availability,backtrack,backup,configuration change,creation,deletion,failover,failure,low storage,maintenance,notification,read replica,recovery,restoration,security patching"},
    {"db-parameter-group", &kind_parameters, "configuration change"},
    {"db-security-group", NULL, "configuration change,failure"},
    {"db-snapshot", NULL, "creation,deletion,notification,restoration"},
    {"db-cluster-snapshot", NULL, "backup,notification"},
    {"db-proxy", NULL, "configuration change,creation,deletion,failure"},
};
/* clang-format on */

static const struct object *topic_named(struct call *c, const char *arn)
{
    const struct object *o = object_by_arn(c->w, arn);
    return o && o->kind == &kind_topic && str_eq(o->region, c->region) ? o : NULL;
}

static void subscription_view(struct call *c, const struct object *o, struct value *view)
{
    const struct object *topic = topic_named(c, object_str(o, "SnsTopicArn"));
    if (!str_eq(object_status(o), "active"))
        return;
    if (!topic)
        value_set_str(c->a, view, "Status", "topic-not-exist");
    else if (!topic_lets_publish(c, topic, "events.rds.amazonaws.com"))
        value_set_str(c->a, view, "Status", "no-permission");
}

static bool topic_fits(struct call *c)
{
    const char *arn = in_str(c, "SnsTopicArn");
    const struct object *topic = topic_named(c, arn);
    if (!has(c, "SnsTopicArn"))
        return true;
    if (!topic)
        return refuse(c, "SNSTopicArnNotFound", "The SNS topic ARN %.200s does not exist", arn);
    if (str_ends(arn, ".fifo"))
        return refuse(c, "SNSInvalidTopic", "RDS doesn't support FIFO topics");
    return topic_lets_publish(c, topic, "events.rds.amazonaws.com") ||
           refuse(c, "SNSNoAuthorization", "You do not have permission to publish to the SNS topic ARN %.200s", arn);
}

static size_t source_row(const char *type)
{
    size_t i = 0;
    while (i < COUNT(sources) && !str_eq(sources[i].source, type))
        i++;
    return i;
}

/* One of the words between the commas, whatever its capitals. */
static bool is_category(const char *categories, const char *name)
{
    for (const char *s = categories; *s;) {
        size_t n = strcspn(s, ",");
        if (strlen(name) == n && strncmp(s, name, n) == 0)
            return true;
        s += n + (s[n] == ',');
    }
    return false;
}

static bool source_is_there(struct call *c, const char *type, const char *id)
{
    size_t row = source_row(type);
    const struct sandbox_kind *k = row < COUNT(sources) ? sources[row].kind : NULL;
    return !k || object_find(c->w, k, c->region, id) ||
           refuse(c, "SourceNotFound", "Could not find source, %.100s", id);
}

static bool categories_fit(struct call *c, const char *type)
{
    const struct value *asked = value_get(c->in, "EventCategories");
    size_t row = source_row(type);
    if (*type && row == COUNT(sources))
        return refuse(c, "InvalidParameterValue", "The source type %.40s is not valid", type);
    if (value_len(asked) && !*type)
        return refuse(c, "InvalidParameterCombination", "Event categories need a source type");
    for (size_t i = 0; i < value_len(asked); i++)
        if (!is_category(sources[row].categories, value_str_of(value_item(asked, i))))
            return refuse(c, "SubscriptionCategoryNotFound", "The event category %.60s is not one of %s",
                          value_str_of(value_item(asked, i)), type);
    return true;
}

bool event_subscription_draft(struct call *c)
{
    const char *name = in_str(c, "SubscriptionName"), *type = in_str(c, "SourceType");
    const struct value *ids = value_get(c->in, "SourceIds");
    if (!*name || strlen(name) >= 255)
        return refuse(c, "InvalidParameterValue", "The parameter SubscriptionName is not a valid identifier");
    if (value_len(ids) && !*type)
        return refuse(c, "InvalidParameterCombination", "SourceType must be specified with SourceIds");
    if (!topic_fits(c) || !categories_fit(c, type))
        return false;
    for (size_t i = 0; i < value_len(ids); i++)
        if (!source_is_there(c, type, value_str_of(value_item(ids, i))))
            return false;
    return true;
}

bool event_subscription_change(struct call *c)
{
    const char *type = has(c, "SourceType") ? in_str(c, "SourceType") : object_str(c->object, "SourceType");
    c->draft = value_without(c->a, c->draft, "CustSubscriptionId");
    return topic_fits(c) && categories_fit(c, type);
}

bool event_subscription_may_go(struct call *c)
{
    return has_word(c->kind->ready, object_status(c->object)) || refuse_busy(c, c->object);
}

static void set_sources(struct call *c, const char *id, bool add)
{
    const struct value *all = value_get(c->object->v, "SourceIdsList");
    struct value *rest = value_list(c->a);
    for (size_t i = 0; i < value_len(all); i++)
        if (!str_eq_nocase(value_str_of(value_item(all, i)), id))
            value_push(c->a, rest, value_item(all, i));
    if (add)
        value_push(c->a, rest, value_str(c->a, id));
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "SourceIdsList", rest);
}

bool event_source_add(struct call *c)
{
    const char *id = in_str(c, "SourceIdentifier"), *type = object_str(c->object, "SourceType");
    if (!*type)
        return refuse(c, "InvalidParameterCombination", "The subscription has no source type");
    if (!source_is_there(c, type, id))
        return false;
    set_sources(c, id, true);
    return true;
}

bool event_source_remove(struct call *c)
{
    const char *id = in_str(c, "SourceIdentifier");
    if (!is_list_of(value_get(c->object->v, "SourceIdsList"), id))
        return refuse(c, "SourceNotFound", "Could not find source, %.100s", id);
    set_sources(c, id, false);
    return true;
}

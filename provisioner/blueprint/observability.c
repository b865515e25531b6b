#include "provisioner/blueprint/alarms.h"
#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * Who is told, and of what: a topic for each level in each region, because alarms and rules reach topics of their own
 * region alone; alarms on all that the systems have made (alarms.c), one over all of a region, events, a budget, and
 * dashboards (dashboard.c). Route 53 publishes its metrics in one region only: what watches health checks is there,
 * with a topic of its own.
 *
 * The alarm over a region speaks of the alarms below it by reference, and so is made after and deleted before them.
 */

static const char *const levels[] = {"warning", "critical", "emergency"};

bool observability_in(const struct spec_region *r)
{
    return section_in(r, "observability");
}

const struct value *alerts_topic(const struct site *s, const char *level)
{
    if (!observability_in(s->region))
        return NULL;
    return value_ref(s->arena, arena_printf(s->arena, "%s/observability/topic-%s", s->scope, level), "TopicArn");
}

/* ---- topics ------------------------------------------------------------------------------------------------------ */

static const struct value *topic_arn(const struct site *s, const char *name)
{
    return site_text(s, "arn:${lookup/account.Partition}:sns:%s:${lookup/account.AccountId}:%s", s->region->name, name);
}

/* Of this account alone. What EventBridge publishes bears no account that a condition could look at. */
static const struct value *publishers(const struct site *s, const char *name)
{
    struct arena *a = s->arena;
    const struct value *topic = topic_arn(s, name);
    struct value *statements = value_list(a);
    const char *const services[] = {"cloudwatch.amazonaws.com events.rds.amazonaws.com budgets.amazonaws.com",
                                    "events.amazonaws.com"};
    for (size_t i = 0; i < COUNT(services); i++)
        value_push(a, statements,
                   map_of(a, PAIRS({"Effect", value_str(a, "Allow")},
                                   {"Principal", map_of(a, PAIRS({"Service", list_of_words(a, services[i])}))},
                                   {"Action", value_str(a, "sns:Publish")}, {"Resource", topic},
                                   {"Condition", i == 0 ? of_this_account(a) : NULL})));
    return policy_document(a, statements);
}

/* "email:ops@example.com", "https://example.com/hook": the protocol is in front either way. */
static void subscription_make(const struct site *s, const char *topic, const char *level, const char *text)
{
    struct arena *a = s->arena;
    size_t n = strcspn(text, ":");
    const char *endpoint = str_starts(text, "https:") ? text : text + n + 1;
    site_make_untagged(s, "AWS::SNS::Subscription", arena_printf(a, "%s-%s", level, name_clean(a, text)),
                       PAIRS({"TopicArn", value_ref(a, topic, "TopicArn")}, {"Protocol", value_strn(a, text, n)},
                             {"Endpoint", value_str(a, endpoint)}));
}

static void subscriptions_make(const struct site *s, const char *topic, const char *level)
{
    const char *path = arena_printf(s->arena, "observability.alerts.%s", level);
    const struct value *subscribers = value_path(s->arena, s->region->config, path);
    for (size_t i = 0; i < value_len(subscribers); i++)
        subscription_make(s, topic, level, value_str_of(value_item(subscribers, i)));
}

static void topic_make(const struct site *s, const char *level)
{
    struct arena *a = s->arena;
    const char *name = name_of(s, arena_printf(a, "alerts-%s", level));
    const char *topic = site_make(
        s, "AWS::SNS::Topic", arena_printf(a, "topic-%s", level),
        PAIRS({"Name", value_str(a, name)}, {"DisplayName", value_fmt(a, "%s %s", s->build->spec->project, level)},
              {"KmsMasterKeyId", value_ref(a, arena_printf(a, "%s/keys/alerts", s->scope), "KeyId")},
              {"Policy", publishers(s, name)}));
    subscriptions_make(s, topic, level);
}

/* Sources: "Event notifications and Amazon SNS" of the ElastiCache user guide, and its "SNS topic access policy
 * requirement": it publishes in the account's own name. */
const char *plain_topic_make(const struct site *s, const char *level)
{
    struct arena *a = s->arena;
    const char *name = name_of(s, s->system);
    const struct value *owner = map_of(a, PAIRS({"aws:SourceOwner", value_ref(a, "lookup/account", "AccountId")}));
    const struct value *publisher =
        map_of(a, PAIRS({"Effect", value_str(a, "Allow")}, {"Principal", map_of(a, PAIRS({"AWS", value_str(a, "*")}))},
                        {"Action", value_str(a, "sns:Publish")}, {"Resource", topic_arn(s, name)},
                        {"Condition", map_of(a, PAIRS({"StringEquals", owner}))}));
    const char *topic = site_make(s, "AWS::SNS::Topic", "topic",
                                  PAIRS({"Name", value_str(a, name)},
                                        {"DisplayName", value_fmt(a, "%s %s", s->build->spec->project, s->system)},
                                        {"Policy", policy_document(a, list_of_one(a, publisher))}));
    subscriptions_make(s, topic, level);
    return topic;
}

/* ---- the alarm over a region ------------------------------------------------------------------------------------- */

struct rule {
    struct sbuf text;
    size_t n;
};

enum { CHILDREN_MOST = 100 };

static void add_to_rule(void *ctx, const struct site *s, const struct watched *w)
{
    struct rule *rule = ctx;
    if (str_eq(watched_level(s, w), "warning") || rule->n >= CHILDREN_MOST)
        return;
    const char *alarm = site_address(s, arena_printf(s->arena, "alarm-%s", w->name));
    sbuf_printf(&rule->text, "%sALARM(\"${%s.AlarmName}\")", rule->n++ ? " OR " : "", alarm);
}

static void region_alarm_make(const struct site *s)
{
    struct arena *a = s->arena;
    struct rule rule = {.text = {.arena = a}};
    watched_each(s, add_to_rule, &rule);
    const struct value *told = list_of_one(a, alerts_topic(s, "emergency"));
    if (rule.n)
        site_make(s, "AWS::CloudWatch::CompositeAlarm", "region",
                  PAIRS({"AlarmName", value_str(a, name_of(s, "region"))},
                        {"AlarmDescription", value_fmt(a, "emergency: something critical is wrong in %s", s->scope)},
                        {"AlarmRule", site_text(s, "%s", sbuf_str(&rule.text))}, {"AlarmActions", told},
                        {"OKActions", told}));
}

/* ---- events ------------------------------------------------------------------------------------------------------ */

/* `needs`: a type of which the region must have something; NULL: always. */
/* clang-format off */
static const struct event {
    const char *name, *level, *needs, *source, *detail_type, *help;
} events[] = {
    {"health",  "critical", NULL,                  "aws.health",      "AWS Health Event",                  "AWS's own word on outages and maintenance"},
    {"nodes",   "critical", "AWS::EKS::Nodegroup", "aws.autoscaling", "EC2 Instance Launch Unsuccessful",  "a node can't be started"},
    {"key-end", "critical", NULL,                  "aws.kms",         "KMS CMK Deletion",                  "a key and all that it encrypts is gone"},
};
/* clang-format on */

static const char *first_of(const struct site *s, const char *type)
{
    const struct wanted_list *made = s->build->out;
    const char *prefix = arena_printf(s->arena, "%s/", s->scope);
    for (size_t i = 0; i < made->n; i++)
        if (str_eq(made->items[i].type, type) && str_starts(made->items[i].address, prefix))
            return made->items[i].address;
    return NULL;
}

static void event_make(const struct site *s, const struct event *e)
{
    struct arena *a = s->arena;
    const struct value *pattern = map_of(a, PAIRS({"source", list_of_one(a, value_str(a, e->source))},
                                                  {"detail-type", list_of_one(a, value_str(a, e->detail_type))}));
    const struct value *target = map_of(a, PAIRS({"Id", value_str(a, e->level)}, {"Arn", alerts_topic(s, e->level)}));
    site_make(s, "AWS::Events::Rule", arena_printf(a, "event-%s", e->name),
              PAIRS({"Name", value_str(a, name_within(s, arena_printf(a, "event-%s", e->name), 64))},
                    {"Description", value_str(a, e->help)}, {"EventPattern", pattern},
                    {"Targets", list_of_one(a, target)}));
}

static void events_make(const struct site *s)
{
    struct arena *a = s->arena;
    const char *cluster = first_of(s, "AWS::RDS::DBCluster");
    for (size_t i = 0; i < COUNT(events); i++)
        if (!events[i].needs || first_of(s, events[i].needs))
            event_make(s, &events[i]);
    struct value *categories = list_of_words(a, "failover failure global-failover maintenance");
    if (cluster)
        site_make(s, "AWS::RDS::EventSubscription", "event-aurora",
                  PAIRS({"SubscriptionName", value_str(a, name_of(s, "aurora"))},
                        {"SnsTopicArn", alerts_topic(s, "critical")}, {"SourceType", value_str(a, "db-cluster")},
                        {"SourceIds", list_of_one(a, value_ref(a, cluster, "DBClusterIdentifier"))},
                        {"EventCategories", categories}));
}

/* ---- of the account ---------------------------------------------------------------------------------------------- */

static void notification_make(const struct site *s, const char *budget, const char *type, int64_t percent)
{
    struct arena *a = s->arena;
    const char *alias = s->build->spec->regions[s->build->spec->primary].alias;
    const struct value *topic = value_ref(a, arena_printf(a, "%s/observability/topic-warning", alias), "TopicArn");
    const char *name =
        arena_printf(a, "budget-%s-%lld", str_eq(type, "ACTUAL") ? "at" : "forecast", (long long)percent);
    site_make_untagged(
        s, "AWS::Budgets::Notification", name,
        PAIRS({"BudgetName", value_ref(a, budget, "BudgetName")}, {"NotificationType", value_str(a, type)},
              {"ComparisonOperator", value_str(a, "GREATER_THAN")}, {"Threshold", value_int(a, percent)},
              {"ThresholdType", value_str(a, "PERCENTAGE")},
              {"Subscribers",
               list_of_one(a, map_of(a, PAIRS({"SubscriptionType", value_str(a, "SNS")}, {"Address", topic})))}));
}

static void budget_make(const struct build *b)
{
    struct site s = site_global(b, "observability");
    struct arena *a = b->arena;
    const struct value *dollars = site_field(&s, "budget.monthly_usd"), *all = site_field(&s, "budget.thresholds");
    if (!dollars)
        return;
    const struct value *limit =
        map_of(a, PAIRS({"Amount", value_str(a, value_text(a, dollars))}, {"Unit", value_str(a, "USD")}));
    const char *budget =
        site_make(&s, "AWS::Budgets::Budget", "budget",
                  PAIRS({"BudgetName", value_str(a, name_of(&s, "monthly"))}, {"BudgetType", value_str(a, "COST")},
                        {"TimeUnit", value_str(a, "MONTHLY")}, {"BudgetLimit", limit}));
    for (size_t i = 0; i < value_len(all); i++) {
        int64_t percent = 0;
        if (parse_int(value_text(a, value_item(all, i)), &percent))
            notification_make(&s, budget, "ACTUAL", percent);
    }
    notification_make(&s, budget, "FORECASTED", 100);
}

/* Alarms on health checks, and who is told of them. */
static void health_make(const struct build *b)
{
    struct site s = site_global_in(b, "observability", ROUTE53_REGION);
    size_t before = b->out->n;
    watched_each(&s, alarm_make, NULL);
    if (b->out->n == before)
        return;
    for (size_t i = 0; i < COUNT(levels); i++)
        topic_make(&s, levels[i]);
}

void observability_make(const struct build *b)
{
    const struct spec *spec = b->spec;
    for (size_t i = 0; i < spec->n_regions; i++) {
        struct site s = site_in(b, &spec->regions[i], "observability");
        if (!observability_in(s.region))
            continue;
        alarms_check(&s);
        for (size_t k = 0; k < COUNT(levels); k++)
            topic_make(&s, levels[k]);
        watched_each(&s, alarm_make, NULL);
        region_alarm_make(&s);
        if (value_bool_of(site_field(&s, "events")))
            events_make(&s);
    }
    if (!observability_in(&spec->regions[spec->primary]))
        return;
    health_make(b);
    budget_make(b);
    dashboards_make(b);
}

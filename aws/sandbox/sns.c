#include "aws/sandbox/kinds.h"

#include <string.h>

/*
 * Topics and subscriptions. Source of rules: the SNS API reference and developer guide. A topic's key is not looked at
 * before something is published: only Publish knows errors of KMS.
 *
 * No mail leaves the sandbox: the token that confirms a subscription is the last part of its ARN, which Subscribe tells
 * when it is asked to.
 */

enum { ATTRIBUTE_MOST = 30720, NAME_MOST = 256 };

static void subscription_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_topic = {
    .name = "topic", .service = "sns", .id = "Name",
    .arn = "arn:aws:sns:{region}:{account}:{id}", .arn_member = "TopicArn",
    .missing = {"NotFound", "Topic does not exist"},
};

const struct sandbox_kind kind_subscription = {
    .name = "subscription", .service = "sns", .id = "$Id", .hidden = true,
    .arn = "{TopicArn}:{id}", .status = "$State", .gone = "expired",
    .lives = (const struct life[]){
        {"make",    DOC, {{"confirmed", 0}}},
        {"pending", DOC, {{"pending", 2 * 24 * 3600}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"Owner", K_STR, "{account}"}, {0}},
    .refs = (const struct ref[]){{"TopicArn", &kind_topic, REF_OWNED}, {0}},
    .unique = "TopicArn Protocol Endpoint",
    .missing = {"NotFound", "Subscription does not exist"},
    .view = subscription_view,
};

/* What a topic can be told, and what it is when nobody says so. */
static const struct {
    const char *name, *otherwise;
} topic_attributes[] = {
    {"DisplayName", ""}, {"KmsMasterKeyId", NULL}, {"Policy", NULL}, {"DeliveryPolicy", NULL}, {"FifoTopic", NULL},
    {"TracingConfig", NULL}, {"SignatureVersion", NULL}, {"ContentBasedDeduplication", NULL},
};

static const char protocols[] = "http https email email-json sms sqs application lambda firehose";
static const char confirmed_by_people[] = "http https email email-json";
/* clang-format on */

static bool invalid(struct call *c, const char *member, const char *why)
{
    return refuse(c, "InvalidParameter", "Invalid parameter: %s%s%s", member, why ? " Reason: " : "", why ? why : "");
}

/* ---- topics ------------------------------------------------------------------------------------------------------ */

static const char *default_policy(struct call *c, const char *arn)
{
    const char *account = world_account(c->w);
    return arena_printf(
        c->a,
        "{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\",\"Statement\":[{\"Sid\":\"__default_statement_ID\","
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":[\"SNS:GetTopicAttributes\",\"SNS:"
        "SetTopicAttributes\",\"SNS:AddPermission\",\"SNS:RemovePermission\",\"SNS:DeleteTopic\",\"SNS:Subscribe\","
        "\"SNS:ListSubscriptionsByTopic\",\"SNS:Publish\"],\"Resource\":\"%s\",\"Condition\":{\"StringEquals\":{"
        "\"AWS:SourceOwner\":\"%s\"}}}]}",
        arn, account);
}

static bool attribute_fits(struct call *c, const char *name, const char *text)
{
    size_t i = 0;
    while (i < COUNT(topic_attributes) && !str_eq(topic_attributes[i].name, name))
        i++;
    if (i == COUNT(topic_attributes))
        return invalid(c, "AttributeName", NULL);
    if (strlen(text) > ATTRIBUTE_MOST)
        return invalid(c, name, "too long");
    return !str_eq(name, "Policy") || policy_valid(c->a, text) || invalid(c, "Policy", "failed to parse JSON");
}

static bool attributes_fit(struct call *c, const struct value *all)
{
    for (size_t i = 0; i < value_len(all); i++)
        if (!attribute_fits(c, value_key(all, i), value_str_of(value_item(all, i))))
            return false;
    return true;
}

static bool name_fits(struct call *c)
{
    const char *name = in_str(c, "Name");
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    bool fifo = str_eq(value_get_str(value_get(c->in, "Attributes"), "FifoTopic"), "true");
    if (fifo != str_eq(name + n, ".fifo") || (!fifo && name[n]))
        return invalid(c, "Topic Name", NULL);
    return (*name && strlen(name) <= NAME_MOST) || invalid(c, "Topic Name", NULL);
}

/* What was asked for when it was made, or set since, differs. */
static bool same_as_before(struct call *c, const struct object *o)
{
    const struct value *asked = value_get(c->in, "Attributes");
    struct value *tags = NULL;
    for (size_t i = 0; i < value_len(asked); i++)
        if (!str_eq(value_str_of(value_item(asked, i)),
                    value_get_str(value_get(o->v, "Attributes"), value_key(asked, i))))
            return refuse(c, "InvalidParameter",
                          "Invalid parameter: Attributes Reason: Topic already exists with different attributes");
    if (!tags_of_request(c, &kind_topic, &tags))
        return false;
    return !value_len(tags) || value_equal(tags, value_get(o->v, "$Tags")) ||
           refuse(c, "InvalidParameter", "Invalid parameter: Tags Reason: Topic already exists with different tags");
}

static const struct value *attributes_of_new(struct call *c, const char *arn)
{
    struct value *all = value_map(c->a);
    for (size_t i = 0; i < COUNT(topic_attributes); i++)
        value_set_str(c->a, all, topic_attributes[i].name, topic_attributes[i].otherwise);
    value_set_str(c->a, all, "Policy", default_policy(c, arn));
    return value_overlay(c->a, all, value_get(c->in, "Attributes"));
}

static bool topic_make(struct call *c, struct object **ret)
{
    struct value *tags = NULL, *v = value_map(c->a);
    const char *name = in_str(c, "Name");
    if (!tags_of_request(c, &kind_topic, &tags))
        return false;
    value_set_str(c->a, v, "Name", name);
    value_set(c->a, v, "$Tags", tags);
    value_set(c->a, v, "Attributes",
              attributes_of_new(c, arena_printf(c->a, "arn:aws:sns:%s:%s:%s", c->region, world_account(c->w), name)));
    *ret = make_along(c, &kind_topic, c->region, v);
    return true;
}

/* A name that is taken gives the topic that has it, as long as nothing else is asked of it. */
static bool topic_create(struct call *c)
{
    struct object *o = object_find(c->w, &kind_topic, c->region, in_str(c, "Name"));
    if (!name_fits(c) || !attributes_fit(c, value_get(c->in, "Attributes")))
        return false;
    if (o ? !same_as_before(c, o) : !topic_make(c, &o))
        return false;
    out_str(c, "TopicArn", object_arn(o));
    return true;
}

static struct object *topic_of(struct call *c, const char *arn)
{
    struct object *o = str_starts(arn, "arn:") ? object_by_arn(c->w, arn) : NULL;
    return o && o->kind == &kind_topic && str_eq(o->region, c->region) ? o : NULL;
}

static bool topic_found(struct call *c, struct object **ret)
{
    const char *arn = in_str(c, "TopicArn");
    if (!str_starts(arn, "arn:"))
        return invalid(c, "TopicArn", "An ARN must have at least 6 elements, not 1");
    *ret = topic_of(c, arn);
    return *ret || refuse_missing(c, &kind_topic, arn);
}

static size_t subscriptions_in(const struct object *topic, const char *state)
{
    size_t n = 0;
    for (struct edge *e = first_from(topic, &kind_subscription); e; e = next_from(e, &kind_subscription))
        n += str_eq(object_status(e->from), state);
    return n;
}

static bool topic_show(struct call *c)
{
    struct object *o;
    if (!topic_found(c, &o))
        return false;
    struct value *all = value_edit(c->a, value_get(o->v, "Attributes"));
    value_set_str(c->a, all, "TopicArn", object_arn(o));
    value_set_str(c->a, all, "Owner", world_account(c->w));
    value_set_str(c->a, all, "SubscriptionsPending", arena_printf(c->a, "%zu", subscriptions_in(o, "pending")));
    value_set_str(c->a, all, "SubscriptionsConfirmed", arena_printf(c->a, "%zu", subscriptions_in(o, "confirmed")));
    value_set(c->a, c->out, "Attributes", all);
    return true;
}

static bool topic_set(struct call *c)
{
    struct object *o;
    const char *name = in_str(c, "AttributeName"), *text = in_str(c, "AttributeValue");
    if (!topic_found(c, &o) || !attribute_fits(c, name, text))
        return false;
    if (str_eq(name, "FifoTopic"))
        return invalid(c, "AttributeName", NULL);
    struct value *all = value_edit(c->a, value_get(o->v, "Attributes"));
    value_set_str(c->a, all, name, text);
    if (str_eq(name, "KmsMasterKeyId") && !*text)
        all = value_without(c->a, all, name);
    object_set(c->w, o, "Attributes", all);
    return true;
}

/* One that is gone already is as good as deleted. */
static bool topic_delete(struct call *c)
{
    struct object *o = topic_of(c, in_str(c, "TopicArn"));
    if (!str_starts(in_str(c, "TopicArn"), "arn:"))
        return topic_found(c, &o);
    if (o)
        remove_with_owned(c->w, o);
    return true;
}

/* ---- who may publish --------------------------------------------------------------------------------------------- */

static bool one_of(const struct value *v, const char *text)
{
    return value_kind(v) == V_LIST ? is_list_of(v, text) : str_eq_nocase(value_str_of(v), text);
}

static bool publishes(const struct value *statement, const char *service)
{
    const struct value *who = value_get(statement, "Principal"), *action = value_get(statement, "Action");
    return str_eq(value_get_str(statement, "Effect"), "Allow") &&
           (one_of(value_get(who, "Service"), service) || one_of(who, "*") || one_of(value_get(who, "AWS"), "*")) &&
           (one_of(action, "SNS:Publish") || one_of(action, "sns:Publish") || one_of(action, "sns:*"));
}

bool topic_lets_publish(struct call *c, const struct object *topic, const char *service)
{
    const struct value *policy = value_of_json(c->a, value_get_str(value_get(topic->v, "Attributes"), "Policy"));
    const struct value *statements = value_get(policy, "Statement");
    for (size_t i = 0; i < value_len(statements); i++)
        if (publishes(value_item(statements, i), service))
            return true;
    return false;
}

/* ---- subscriptions ----------------------------------------------------------------------------------------------- */

static void subscription_view(struct call *c, const struct object *o, struct value *view)
{
    bool pending = str_eq(object_status(o), "pending");
    value_set_str(c->a, view, "SubscriptionArn", pending ? "PendingConfirmation" : object_arn(o));
}

static bool endpoint_fits(struct call *c)
{
    const char *protocol = in_str(c, "Protocol"), *endpoint = in_str(c, "Endpoint");
    const char *at = strchr(endpoint, '@');
    if (!has_word(protocols, protocol))
        return invalid(c, arena_printf(c->a, "Amazon SNS does not support this protocol string: %.40s", protocol),
                       NULL);
    if (str_starts(protocol, "email") && (!at || at == endpoint || !at[1]))
        return invalid(c, "Email address", NULL);
    if (str_starts(protocol, "http") && !str_starts(endpoint, arena_printf(c->a, "%s://", protocol)))
        return invalid(c, "Endpoint", "must match the specified protocol");
    if (has_word("sqs lambda firehose application", protocol) && !str_starts(endpoint, "arn:"))
        return invalid(c, arena_printf(c->a, "%s endpoint ARN", protocol), NULL);
    return *endpoint || invalid(c, "Endpoint", NULL);
}

static bool subscribe(struct call *c)
{
    struct object *topic;
    struct value *v = value_map(c->a);
    if (!topic_found(c, &topic) || !endpoint_fits(c))
        return false;
    value_set_str(c->a, v, "TopicArn", object_arn(topic));
    value_set(c->a, v, "Protocol", value_get(c->in, "Protocol"));
    value_set(c->a, v, "Endpoint", value_get(c->in, "Endpoint"));
    struct object *o = object_by_unique(c->w, &kind_subscription, c->region, v);
    bool asks = has_word(confirmed_by_people, in_str(c, "Protocol"));
    if (!o) {
        const char *h = mint_hex(c->w, c->a, 32);
        value_set_str(c->a, v, "$Id",
                      arena_printf(c->a, "%.8s-%.4s-%.4s-%.4s-%.12s", h, h + 8, h + 12, h + 16, h + 20));
        o = make_along(c, &kind_subscription, c->region, v);
        if (asks)
            object_live(c->w, o, "pending");
    }
    bool pending = str_eq(object_status(o), "pending") && !in_bool(c, "ReturnSubscriptionArn");
    out_str(c, "SubscriptionArn", pending ? "pending confirmation" : object_arn(o));
    return true;
}

static bool confirm(struct call *c)
{
    struct object *topic, *o;
    if (!topic_found(c, &topic))
        return false;
    o = object_find(c->w, &kind_subscription, c->region, in_str(c, "Token"));
    if (!o || !str_eq(object_str(o, "TopicArn"), object_arn(topic)))
        return invalid(c, "Token", NULL);
    object_live(c->w, o, "make");
    out_str(c, "SubscriptionArn", object_arn(o));
    return true;
}

static bool unsubscribe(struct call *c)
{
    const char *arn = in_str(c, "SubscriptionArn");
    struct object *o = str_starts(arn, "arn:") ? object_by_arn(c->w, arn) : NULL;
    if (!str_starts(arn, "arn:"))
        return invalid(c, "SubscriptionArn", "An ARN must have at least 6 elements, not 1");
    if (o && str_eq(object_status(o), "pending"))
        return invalid(c, "SubscriptionArn", "the subscription is pending confirmation");
    if (o && o->kind == &kind_subscription)
        object_remove(c->w, o);
    return true;
}

static bool of_topic(struct call *c, const struct object *o)
{
    return str_eq(object_str(o, "TopicArn"), in_str(c, "TopicArn"));
}

static bool topic_is_there(struct call *c)
{
    struct object *o;
    return topic_found(c, &o);
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateTopic",              ACT_RULE,  .rule = topic_create},
    {"GetTopicAttributes",       ACT_RULE,  .rule = topic_show},
    {"SetTopicAttributes",       ACT_RULE,  .rule = topic_set},
    {"ListTopics",               ACT_LIST,  &kind_topic, "Topics"},
    {"DeleteTopic",              ACT_RULE,  .rule = topic_delete},
    {"Subscribe",                ACT_RULE,  .rule = subscribe},
    {"ConfirmSubscription",      ACT_RULE,  .rule = confirm},
    {"ListSubscriptions",        ACT_LIST,  &kind_subscription, "Subscriptions"},
    {"ListSubscriptionsByTopic", ACT_LIST,  &kind_subscription, "Subscriptions", .rule = topic_is_there, .keep = of_topic},
    {"Unsubscribe",              ACT_RULE,  .rule = unsubscribe},
    {"TagResource",              ACT_TAG,   .by = "ResourceArn"},
    {"UntagResource",            ACT_UNTAG, .by = "ResourceArn"},
    {"ListTagsForResource",      ACT_TAGS,  NULL, "Tags", "ResourceArn"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_sns = {.id = "sns",
                                            .ops = ops,
                                            .invalid = "InvalidParameter",
                                            .unknown = "ResourceNotFound",
                                            .tag_key = "Key",
                                            .tag_value = "Value",
                                            .page_min = 1,
                                            .page_max = 100,
                                            .page = 100};

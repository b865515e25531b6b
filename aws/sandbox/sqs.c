#include "aws/sandbox/kinds.h"

#include <string.h>

/* SQS: queues, without the messages. Source of rules: the SQS API reference and "Quotas" of the developer guide. */

/* A name stays taken for a minute after its queue was deleted. */
/* clang-format off */
const struct sandbox_kind kind_queue = {
    .name = "queue", .service = "sqs", .id = "QueueUrl", .unique = "QueueName",
    .arn = "arn:aws:sqs:{region}:{account}:{QueueName}",
    .status = "$State", .gone = "deleted",
    .lives = (const struct life[]){
        {"make", DOC, {{"there", 0}}},
        {"drop", DOC, {{"deleted", 60}, {NULL, 0}}}, {0}},
    .missing = {"AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist."},
};

/* What can be set, and what it is when nobody does. most 0: a text. */
static const struct attribute {
    const char *name, *otherwise;
    int64_t least, most;
} attributes[] = {
    {"VisibilityTimeout",             "30",      0,    43200},
    {"MaximumMessageSize",            "1048576", 1024, 1048576},
    {"MessageRetentionPeriod",        "345600",  60,   1209600},
    {"DelaySeconds",                  "0",       0,    900},
    {"ReceiveMessageWaitTimeSeconds", "0",       0,    20},
    {"KmsDataKeyReusePeriodSeconds",  NULL,      60,   86400},
    {"SqsManagedSseEnabled",          "true",    0,    0},
    {"KmsMasterKeyId",                NULL,      0,    0},
    {"Policy",                        NULL,      0,    0},
    {"RedrivePolicy",                 NULL,      0,    0},
    {"RedriveAllowPolicy",            NULL,      0,    0},
};
/* clang-format on */

enum { NAME_MOST = 80, RECEIVES_MOST = 1000, PER_SECOND = 1000 };

static struct object *queue_named(struct call *c, const char *name)
{
    struct value *members = value_map(c->a);
    value_set_str(c->a, members, "QueueName", name);
    return object_by_unique(c->w, &kind_queue, c->region, members);
}

/* ---- attributes -------------------------------------------------------------------------------------------------- */

static bool bad_value(struct call *c, const char *name)
{
    return refuse(c, "InvalidAttributeValue", "Invalid value for the parameter %s.", name);
}

static bool redrive_fits(struct call *c, const char *text)
{
    const struct value *v = value_of_json(c->a, text), *count = value_get(v, "maxReceiveCount");
    int64_t n = 0;
    bool counted = parse_int(value_text(c->a, count), &n) && n >= 1 && n <= RECEIVES_MOST;
    const struct object *to = object_by_arn(c->w, value_get_str(v, "deadLetterTargetArn"));
    bool there = to && to->kind == &kind_queue && str_eq(to->region, c->region) && !object_lingers(to);
    return (counted && there) || bad_value(c, "RedrivePolicy");
}

static bool text_fits(struct call *c, const char *name, const char *text)
{
    struct object *key;
    if (!*text)
        return true; /* back to how it was */
    if (str_eq(name, "KmsMasterKeyId"))
        return str_eq(text, "alias/aws/sqs") || key_usable(c, c->region, text, "InvalidAttributeValue", &key);
    if (str_eq(name, "SqsManagedSseEnabled"))
        return has_word("true false", text) || bad_value(c, name);
    if (str_eq(name, "RedrivePolicy"))
        return redrive_fits(c, text);
    if (str_eq(name, "Policy"))
        return policy_valid(c->a, text) || bad_value(c, name);
    return value_of_json(c->a, text) || bad_value(c, name);
}

static const struct attribute *attribute_named(const char *name)
{
    for (size_t i = 0; i < COUNT(attributes); i++)
        if (str_eq(attributes[i].name, name))
            return &attributes[i];
    return NULL;
}

static bool attribute_fits(struct call *c, const char *name, const char *text)
{
    const struct attribute *at = attribute_named(name);
    int64_t n = 0;
    if (!at)
        return refuse(c, "InvalidAttributeName", "Unknown Attribute %.60s.", name);
    if (!at->most)
        return text_fits(c, name, text);
    return (parse_int(text, &n) && n >= at->least && n <= at->most) || bad_value(c, name);
}

static bool attributes_fit(struct call *c)
{
    const struct value *asked = value_get(c->in, "Attributes");
    for (size_t i = 0; i < value_len(asked); i++)
        if (!attribute_fits(c, value_key(asked, i), value_str_of(value_item(asked, i))))
            return false;
    bool key = *value_get_str(asked, "KmsMasterKeyId"),
         own = str_eq(value_get_str(asked, "SqsManagedSseEnabled"), "true");
    return !(key && own) ||
           refuse(c, "InvalidAttributeValue", "You can use one type of server-side encryption (SSE) at one time.");
}

/* Encryption is of one kind: asking for one ends the other. */
static const struct value *one_encryption(struct call *c, const struct value *all, const struct value *asked)
{
    struct value *now = value_edit(c->a, all);
    if (*value_get_str(asked, "KmsMasterKeyId"))
        value_set_str(c->a, now, "SqsManagedSseEnabled", "false");
    else if (str_eq(value_get_str(asked, "SqsManagedSseEnabled"), "true"))
        return value_without(c->a, now, "KmsMasterKeyId");
    return now;
}

static const struct value *laid_over(struct call *c, const struct value *under, const struct value *asked)
{
    const struct value *all = value_overlay(c->a, under, asked);
    for (size_t i = 0; i < value_len(asked); i++)
        if (!*value_str_of(value_item(asked, i)))
            all = value_without(c->a, all, value_key(asked, i));
    return one_encryption(c, all, asked);
}

static const struct value *attributes_at_first(struct call *c)
{
    struct value *all = value_map(c->a);
    for (size_t i = 0; i < COUNT(attributes); i++)
        if (attributes[i].otherwise)
            value_set_str(c->a, all, attributes[i].name, attributes[i].otherwise);
    return laid_over(c, all, value_get(c->in, "Attributes"));
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

static bool name_fits(struct call *c, const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return (*name && !name[n] && n <= NAME_MOST) ||
           refuse(c, "InvalidParameterValue",
                  "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
}

static bool queue_new(struct call *c, const char *name)
{
    struct value *v = value_map(c->a), *tags = NULL;
    if (!tags_of_request(c, &kind_queue, &tags))
        return false;
    value_set_str(c->a, v, "QueueName", name);
    value_set_str(c->a, v, "QueueUrl",
                  arena_printf(c->a, "https://sqs.%s.amazonaws.com/%s/%s", c->region, world_account(c->w), name));
    value_set(c->a, v, "$Attributes", attributes_at_first(c));
    value_set(c->a, v, "$Created", value_int(c->a, world_now(c->w) / PER_SECOND));
    value_set(c->a, v, "$Modified", value_int(c->a, world_now(c->w) / PER_SECOND));
    value_set(c->a, v, "$Tags", tags);
    c->object = make_along(c, &kind_queue, c->region, v);
    out_str(c, "QueueUrl", c->object->id);
    return true;
}

/* The same again is no second queue. */
static bool queue_create(struct call *c)
{
    const char *name = in_str(c, "QueueName");
    if (!name_fits(c, name) || !attributes_fit(c))
        return false;
    const struct object *o = queue_named(c, name);
    if (!o)
        return queue_new(c, name);
    if (object_lingers(o))
        return refuse(
            c, "AWS.SimpleQueueService.QueueDeletedRecently",
            "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
    const struct value *has_all = value_get(o->v, "$Attributes"), *asked = value_get(c->in, "Attributes");
    for (size_t i = 0; i < value_len(asked); i++)
        if (!str_eq(value_get_str(has_all, value_key(asked, i)), value_str_of(value_item(asked, i))))
            return refuse(c, "QueueAlreadyExists",
                          "A queue already exists with the same name and a different value for attribute %s",
                          value_key(asked, i));
    out_str(c, "QueueUrl", o->id);
    return true;
}

/* ---- showing ----------------------------------------------------------------------------------------------------- */

static bool queue_url(struct call *c)
{
    const struct object *o = queue_named(c, in_str(c, "QueueName"));
    if (!o || object_lingers(o) || !seen(c, o))
        return refuse_missing(c, &kind_queue, in_str(c, "QueueName"));
    out_str(c, "QueueUrl", o->id);
    return true;
}

static bool queue_show(struct call *c)
{
    const struct value *names = value_get(c->in, "AttributeNames");
    struct value *all = value_edit(c->a, value_get(seen(c, c->object), "$Attributes"));
    value_set_str(c->a, all, "QueueArn", object_arn(c->object));
    value_set_str(c->a, all, "CreatedTimestamp", value_text(c->a, value_get(c->object->v, "$Created")));
    value_set_str(c->a, all, "LastModifiedTimestamp", value_text(c->a, value_get(c->object->v, "$Modified")));
    value_set_str(c->a, all, "ApproximateNumberOfMessages", "0");
    value_set_str(c->a, all, "ApproximateNumberOfMessagesDelayed", "0");
    value_set_str(c->a, all, "ApproximateNumberOfMessagesNotVisible", "0");
    struct value *told = value_map(c->a);
    for (size_t i = 0; i < value_len(all); i++)
        if (is_list_of(names, "All") || is_list_of(names, value_key(all, i)))
            value_set(c->a, told, value_key(all, i), value_item(all, i));
    value_set(c->a, c->out, "Attributes", told);
    return true;
}

static bool queue_listed(struct call *c, const struct object *o)
{
    return !object_lingers(o) && str_starts(object_str(o, "QueueName"), in_str(c, "QueueNamePrefix"));
}

static bool queue_urls(struct call *c)
{
    const struct value *queues = value_get(c->out, "QueueUrls");
    struct value *urls = value_list(c->a);
    for (size_t i = 0; i < value_len(queues); i++)
        value_push(c->a, urls, value_get(value_item(queues, i), "QueueUrl"));
    value_set(c->a, c->out, "QueueUrls", urls);
    return true;
}

/* ---- changing ---------------------------------------------------------------------------------------------------- */

static bool queue_set(struct call *c)
{
    if (!attributes_fit(c))
        return false;
    const struct value *asked = value_get(c->in, "Attributes");
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "$Attributes", laid_over(c, value_get(c->object->v, "$Attributes"), asked));
    value_set(c->a, c->draft, "$Modified", value_int(c->a, world_now(c->w) / PER_SECOND));
    return true;
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateQueue",        ACT_RULE,   .rule = queue_create},
    {"GetQueueUrl",        ACT_RULE,   .rule = queue_url},
    {"ListQueues",         ACT_LIST,   &kind_queue, "QueueUrls", .keep = queue_listed, .after = queue_urls},
    {"GetQueueAttributes", ACT_SHOW,   &kind_queue, .rule = queue_show},
    {"SetQueueAttributes", ACT_CHANGE, &kind_queue, .rule = queue_set},
    {"DeleteQueue",        ACT_DROP,   &kind_queue},
    {"TagQueue",           ACT_TAG,    &kind_queue, .by = "QueueUrl"},
    {"UntagQueue",         ACT_UNTAG,  &kind_queue, .by = "QueueUrl"},
    {"ListQueueTags",      ACT_TAGS,   &kind_queue, "Tags", "QueueUrl"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_sqs = {
    .id = "sqs", .ops = ops, .invalid = "InvalidParameterValue", .page_min = 1, .page_max = 1000, .page = 1000};

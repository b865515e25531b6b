#include "aws/sandbox/call.h"

#include <string.h>

/* Tags are kept as a map under "$Tags" and told in each service's own spelling. */

enum { MAX_TAGS = 50, MAX_KEY = 128, MAX_VALUE = 256 };

bool tags_check(struct call *c, const struct value *tags)
{
    for (size_t i = 0; i < value_len(tags); i++) {
        const char *key = value_key(tags, i), *text = value_str_of(value_item(tags, i));
        if (str_starts(key, "aws:"))
            return refuse(c, c->service->invalid, "Tag keys starting with 'aws:' are reserved for internal use");
        if (!*key || strlen(key) > MAX_KEY)
            return refuse(c, c->service->invalid, "Tag key exceeds the maximum length of %d characters", MAX_KEY);
        if (strlen(text) > MAX_VALUE)
            return refuse(c, c->service->invalid, "Tag value exceeds the maximum length of %d characters", MAX_VALUE);
    }
    if (value_len(tags) > MAX_TAGS)
        return refuse(c, str_eq(c->service->id, "ec2") ? "TagLimitExceeded" : c->service->invalid,
                      "More than %d tags on one resource", MAX_TAGS);
    return true;
}

static bool add_tags(struct call *c, const struct value *list, struct value *ret)
{
    if (value_kind(list) == V_MAP) {
        for (size_t i = 0; i < value_len(list); i++)
            value_set(c->a, ret, value_key(list, i), value_item(list, i));
        return true;
    }
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *tag = value_item(list, i);
        const char *key = value_get_str(tag, c->service->tag_key ? c->service->tag_key : "Key");
        const struct value *text = value_get(tag, c->service->tag_value ? c->service->tag_value : "Value");
        if (value_get(ret, key))
            return refuse(c, c->service->invalid, "Duplicate tag key '%s' specified.", key);
        value_set(c->a, ret, key, text ? text : value_str(c->a, ""));
    }
    return true;
}

static bool add_specified(struct call *c, const struct sandbox_kind *k, struct value *ret)
{
    const struct value *all = value_get(c->in, "TagSpecifications");
    for (size_t i = 0; i < value_len(all); i++) {
        const char *type = value_get_str(value_item(all, i), "ResourceType");
        if (!str_eq(type, k->tag_type))
            return refuse(c, "InvalidParameterValue", "'%s' is not a valid taggable resource type for this operation.",
                          type);
        if (!add_tags(c, value_get(value_item(all, i), "Tags"), ret))
            return false;
    }
    return true;
}

/* The member of the request that is there, of those that services call it. */
static const char *spelled(const struct call *c, const char *names)
{
    const char *word, *name = "";
    for (size_t n; !has(c, name) && (n = next_word(&names, &word));)
        name = arena_strndup(c->a, word, n);
    return name;
}

bool tags_of_request(struct call *c, const struct sandbox_kind *k, struct value **ret)
{
    struct value *tags = value_map(c->a);
    const struct value *plain = value_get(c->in, spelled(c, "tags Tags ResourceTags"));
    if (!add_specified(c, k, tags) || !add_tags(c, plain, tags) || !tags_check(c, tags))
        return false;
    *ret = tags;
    return true;
}

const struct value *tags_told(struct call *c, const struct sandbox_service *svc, const struct value *tags)
{
    if (!svc->tag_key)
        return tags ? tags : value_map(c->a);
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(tags); i++) {
        struct value *tag = value_map(c->a);
        value_set_str(c->a, tag, svc->tag_key, value_key(tags, i));
        value_set(c->a, tag, svc->tag_value, value_item(tags, i));
        value_push(c->a, list, tag);
    }
    return list;
}

static bool find_named(struct call *c)
{
    const char *id = in_str(c, c->row->by);
    if (c->kind)
        return need(c, c->kind, c->region, id, &c->object);
    c->object = object_by_arn(c->w, id);
    if (c->object && str_eq(c->object->kind->service, c->service->id) &&
        (c->object->kind->global || str_eq(c->object->region, c->region)))
        return true;
    return refuse(c, c->service->unknown ? c->service->unknown : c->service->invalid, "Unknown resource %s", id);
}

/* By ARN where the row names no kind. */
static bool find_tagged(struct call *c)
{
    return find_named(c) && (!c->row->rule || c->row->rule(c));
}

bool act_tag(struct call *c)
{
    if (!find_tagged(c))
        return false;
    struct value *fresh = NULL;
    if (!tags_of_request(c, c->object->kind, &fresh))
        return false;
    const struct value *all = value_overlay(c->a, value_get(c->object->v, "$Tags"), fresh);
    if (!tags_check(c, all))
        return false;
    object_set(c->w, c->object, "$Tags", all);
    return true;
}

bool act_untag(struct call *c)
{
    if (!find_tagged(c))
        return false;
    const struct value *keys = value_get(c->in, spelled(c, "tagKeys TagKeys ResourceTagKeys"));
    const struct value *left = value_get(c->object->v, "$Tags");
    for (size_t i = 0; i < value_len(keys); i++)
        left = value_without(c->a, left, value_str_of(value_item(keys, i)));
    object_set(c->w, c->object, "$Tags", left);
    return true;
}

bool act_tags(struct call *c)
{
    if (!find_tagged(c))
        return false;
    value_set(c->a, c->out, c->row->wrap, tags_told(c, c->service, value_get(c->object->v, "$Tags")));
    out_bool(c, "IsTruncated", false);
    out_bool(c, "Truncated", false);
    return true;
}

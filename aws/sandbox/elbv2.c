#include "aws/sandbox/elbv2.h"

#include <string.h>

/* Elastic Load Balancing as the sandbox plays it. Source of rules: the API reference of 2015-12-01 and the user guides.
 */

enum { NAME_MOST = 32, VALUE_MOST = 1024, PAGE_MOST = 400 };

bool balancer_name_fits(struct call *c)
{
    const char *name = in_str(c, "Name");
    size_t n = strlen(name);
    bool letters = name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == '\0';
    if (n > NAME_MOST)
        return refuse(c, "ValidationError", "The name '%.80s' cannot be longer than '%d' characters", name, NAME_MOST);
    if (!n || !letters || name[0] == '-' || name[n - 1] == '-' || str_starts(name, "internal-"))
        return refuse(
            c, "ValidationError",
            "The name '%s' can only contain characters that are alphanumeric characters and hyphens(-), must not "
            "begin or end with a hyphen, and must not begin with internal-",
            name);
    return true;
}

/* ---- attributes -------------------------------------------------------------------------------------------------- */

static bool is_for(const struct setting *s, const char *type)
{
    return !s->only || has_word(s->only, type);
}

static const struct setting *setting_named(const struct setting *settings, const char *key, const char *type)
{
    for (const struct setting *s = settings; s->key; s++)
        if (str_eq(s->key, key) && is_for(s, type))
            return s;
    return NULL;
}

bool settings_tell(struct call *c, const struct object *o, const struct setting *settings, const char *type)
{
    struct value *list = value_list(c->a);
    const struct value *given = value_get(o->v, "$Settings");
    for (const struct setting *s = settings; s->key; s++) {
        struct value *one = value_map(c->a);
        if (!is_for(s, type))
            continue;
        value_set_str(c->a, one, "Key", s->key);
        value_set_str(c->a, one, "Value", value_get(given, s->key) ? value_get_str(given, s->key) : s->dflt);
        value_push(c->a, list, one);
    }
    value_set(c->a, c->out, "Attributes", list);
    return true;
}

bool settings_change(struct call *c, struct object *o, const struct setting *settings, const char *type)
{
    const struct value *asked = value_get(c->in, "Attributes"), *was = value_get(o->v, "$Settings");
    struct value *then = was ? value_edit(c->a, was) : value_map(c->a);
    for (size_t i = 0; i < value_len(asked); i++) {
        const char *key = value_get_str(value_item(asked, i), "Key"),
                   *text = value_get_str(value_item(asked, i), "Value");
        const struct setting *s = setting_named(settings, key, type);
        if (!s)
            return refuse(c, "InvalidConfigurationRequest", "The provided attribute '%.80s' is not supported", key);
        if ((s->words && !has_word(s->words, text)) || strlen(text) > VALUE_MOST)
            return refuse(c, "InvalidConfigurationRequest", "The value '%.80s' is not valid for attribute '%s'", text,
                          key);
        value_set_str(c->a, then, key, text);
    }
    object_set(c->w, o, "$Settings", then);
    return settings_tell(c, o, settings, type);
}

/* ---- tags -------------------------------------------------------------------------------------------------------- */

static const char *missing_code(const char *arn)
{
    if (strstr(arn, ":targetgroup/"))
        return "TargetGroupNotFound";
    return strstr(arn, ":listener/") ? "ListenerNotFound" : "LoadBalancerNotFound";
}

static struct object *tagged(struct call *c, const struct value *arns, size_t i)
{
    const char *arn = value_str_of(value_item(arns, i));
    struct object *o = object_by_arn(c->w, arn);
    if (o && str_eq(o->kind->service, c->service->id) && str_eq(o->region, c->region))
        return o;
    refuse(c, missing_code(arn), "The resource '%.200s' was not found", arn);
    return NULL;
}

static bool retag(struct call *c, const struct value *tags, const struct value *without)
{
    const struct value *arns = value_get(c->in, "ResourceArns");
    for (size_t i = 0; i < value_len(arns); i++) {
        struct object *o = tagged(c, arns, i);
        if (!o)
            return false;
        const struct value *all = value_overlay(c->a, value_get(o->v, "$Tags"), tags);
        for (size_t k = 0; k < value_len(without); k++)
            all = value_without(c->a, all, value_str_of(value_item(without, k)));
        if (!tags_check(c, all))
            return false;
        object_set(c->w, o, "$Tags", all);
    }
    return true;
}

bool balancer_tags_add(struct call *c)
{
    struct value *tags;
    return tags_of_request(c, &kind_load_balancer, &tags) && retag(c, tags, NULL);
}

bool balancer_tags_remove(struct call *c)
{
    return retag(c, value_map(c->a), value_get(c->in, "TagKeys"));
}

bool balancer_tags_describe(struct call *c)
{
    const struct value *arns = value_get(c->in, "ResourceArns");
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(arns); i++) {
        const struct object *o = tagged(c, arns, i);
        struct value *one = value_map(c->a);
        if (!o)
            return false;
        value_set_str(c->a, one, "ResourceArn", object_arn(o));
        value_set(c->a, one, "Tags", tags_told(c, c->service, value_get(o->v, "$Tags")));
        value_push(c->a, list, one);
    }
    value_set(c->a, c->out, "TagDescriptions", list);
    return true;
}

/* ---- the service ------------------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateLoadBalancer",             ACT_MAKE, &kind_load_balancer, .rule = balancer_draft, .after = balancer_made},
    {"DescribeLoadBalancers",          ACT_LIST, &kind_load_balancer, "LoadBalancers", "LoadBalancerArns", .rule = balancers_asked, .keep = balancer_listed},
    {"DescribeLoadBalancerAttributes", ACT_RULE, &kind_load_balancer, .rule = balancer_settings_told},
    {"ModifyLoadBalancerAttributes",   ACT_RULE, &kind_load_balancer, .rule = balancer_settings},
    {"SetSecurityGroups",              ACT_RULE, &kind_load_balancer, .rule = balancer_groups},
    {"SetSubnets",                     ACT_RULE, &kind_load_balancer, .rule = balancer_subnets},
    {"SetIpAddressType",               ACT_RULE, &kind_load_balancer, .rule = balancer_ip_type},
    {"DeleteLoadBalancer",             ACT_RULE, &kind_load_balancer, .rule = balancer_delete},
    {"CreateTargetGroup",              ACT_MAKE, &kind_target_group, .rule = target_group_draft, .after = target_group_made},
    {"DescribeTargetGroups",           ACT_LIST, &kind_target_group, "TargetGroups", "TargetGroupArns", .rule = target_groups_asked, .keep = target_group_listed},
    {"ModifyTargetGroup",              ACT_CHANGE, &kind_target_group, .by = "TargetGroupArn", .rule = target_group_change, .after = target_group_made},
    {"DescribeTargetGroupAttributes",  ACT_RULE, &kind_target_group, .rule = target_group_settings_told},
    {"ModifyTargetGroupAttributes",    ACT_RULE, &kind_target_group, .rule = target_group_settings},
    {"DeleteTargetGroup",              ACT_RULE, &kind_target_group, .rule = target_group_delete},
    {"CreateListener",                 ACT_MAKE, &kind_listener, .rule = listener_draft, .after = listener_made},
    {"DescribeListeners",              ACT_LIST, &kind_listener, "Listeners", "ListenerArns", .rule = listeners_asked, .keep = listener_listed},
    {"ModifyListener",                 ACT_CHANGE, &kind_listener, .by = "ListenerArn", .rule = listener_change, .after = listener_made},
    {"DeleteListener",                 ACT_DROP, &kind_listener, .by = "ListenerArn"},
    {"AddTags",                        ACT_RULE, .rule = balancer_tags_add},
    {"RemoveTags",                     ACT_RULE, .rule = balancer_tags_remove},
    {"DescribeTags",                   ACT_RULE, .rule = balancer_tags_describe},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_elbv2 = {.id = "elasticloadbalancing",
                                              .ops = ops,
                                              .invalid = "ValidationError",
                                              .tag_key = "Key",
                                              .tag_value = "Value",
                                              .page_min = 1,
                                              .page_max = PAGE_MOST,
                                              .page = PAGE_MOST};

#include "aws/sandbox/kinds.h"

#include <string.h>

/*
 * Application Auto Scaling: bounds and policies; nothing here is ever scaled, since nothing is used. Source of rules:
 * its API reference, "Automatic scaling for Amazon MSK clusters" of the MSK developer guide.
 */

/* clang-format off */
const struct sandbox_kind kind_scalable_target = {
    .name = "scalable-target", .service = "application-autoscaling", .id = "$Id",
    .arn = "arn:aws:application-autoscaling:{region}:{account}:scalable-target/{$Hash}", .arn_member = "ScalableTargetARN",
    .filled = (const struct filled[]){{"CreationTime", K_TIME, NULL}, {0}},
    .missing = {"ObjectNotFoundException", "No scalable target found"},
};

const struct sandbox_kind kind_scaling_policy = {
    .name = "scaling-policy", .service = "application-autoscaling", .id = "$Id", .hidden = true,
    .arn = "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{$Hash}:resource/{ServiceNamespace}/{ResourceId}:policyName/{PolicyName}",
    .arn_member = "PolicyARN",
    .filled = (const struct filled[]){{"CreationTime", K_TIME, NULL}, {"PolicyType", K_STR, "StepScaling"}, {0}},
    .refs = (const struct ref[]){{"$Target", &kind_scalable_target, REF_OWNED}, {0}},
    .missing = {"ObjectNotFoundException", "No scaling policy found"},
};
/* clang-format on */

static const char *target_id(struct call *c)
{
    return arena_printf(c->a, "%s|%s|%s", in_str(c, "ServiceNamespace"), in_str(c, "ResourceId"),
                        in_str(c, "ScalableDimension"));
}

static const char *policy_id(struct call *c)
{
    return arena_printf(c->a, "%s|%s", target_id(c), in_str(c, "PolicyName"));
}

static bool dimension_fits(struct call *c)
{
    const char *namespace = in_str(c, "ServiceNamespace"), *dimension = in_str(c, "ScalableDimension");
    size_t n = strlen(namespace);
    return (strncmp(dimension, namespace, n) == 0 && dimension[n] == ':') ||
           refuse(c, "ValidationException", "Unsupported service namespace, resource type or scalable dimension");
}

/* ---- targets ----------------------------------------------------------------------------------------------------- */

static bool resource_fits(struct call *c)
{
    const char *id = in_str(c, "ResourceId");
    if (!str_eq(in_str(c, "ServiceNamespace"), "kafka"))
        return true;
    const struct object *cluster = object_find(c->w, &kind_kafka_cluster, c->region, id);
    if (!cluster)
        return refuse(c, "ValidationException", "Kafka cluster not found: %.200s", id);
    return in_int(c, "MinCapacity", 1) == 1 ||
           refuse(c, "ValidationException", "The minimum capacity of broker storage must be 1.");
}

static bool bounds_fit(struct call *c, const struct object *was)
{
    if (!was && (!has(c, "MinCapacity") || !has(c, "MaxCapacity")))
        return refuse(c, "ValidationException", "Both MinCapacity and MaxCapacity must be given for a new target.");
    int64_t least = in_int(c, "MinCapacity", was ? value_int_of(value_get(was->v, "MinCapacity")) : 0);
    int64_t most = in_int(c, "MaxCapacity", was ? value_int_of(value_get(was->v, "MaxCapacity")) : 0);
    return (least >= 0 && least <= most) ||
           refuse(c, "ValidationException", "Maximum capacity cannot be less than minimum capacity");
}

static struct object *target_make(struct call *c)
{
    static const char role[] = "arn:aws:iam::%s:role/aws-service-role/%s.application-autoscaling.amazonaws.com/"
                               "AWSServiceRoleForApplicationAutoScaling_%s";
    struct value *v = value_without(c->a, c->in, "Tags");
    const char *namespace = in_str(c, "ServiceNamespace");
    value_set_str(c->a, v, "$Id", target_id(c));
    value_set_str(c->a, v, "$Hash", mint_hex(c->w, c->a, 17));
    if (!has(c, "RoleARN"))
        value_set_str(c->a, v, "RoleARN",
                      arena_printf(c->a, role, world_account(c->w), namespace,
                                   str_eq(namespace, "kafka") ? "KafkaCluster" : namespace));
    return make_along(c, &kind_scalable_target, c->region, v);
}

/* Registering again changes what it says, and leaves the tags as they are. */
static bool target_register(struct call *c)
{
    struct object *was = object_find(c->w, &kind_scalable_target, c->region, target_id(c));
    struct value *tags = NULL;
    if (!dimension_fits(c) || !resource_fits(c) || !bounds_fit(c, was) ||
        !tags_of_request(c, &kind_scalable_target, &tags))
        return false;
    if (was && value_len(tags))
        return refuse(c, "ValidationException", "Tags can be given only when the scalable target is registered first.");
    c->object = was ? was : target_make(c);
    if (!was)
        object_set(c->w, c->object, "$Tags", tags);
    for (const char *const *m = (const char *const[]){"MinCapacity", "MaxCapacity", "RoleARN", NULL}; *m; m++)
        if (has(c, *m))
            object_set(c->w, c->object, *m, value_get(c->in, *m));
    out_str(c, "ScalableTargetARN", object_arn(c->object));
    return true;
}

static bool same(struct call *c, const struct object *o, const char *member)
{
    return !has(c, member) || str_eq(in_str(c, member), object_str(o, member));
}

static bool target_asked(struct call *c, const struct object *o)
{
    const struct value *ids = value_get(c->in, "ResourceIds");
    return same(c, o, "ServiceNamespace") && same(c, o, "ScalableDimension") &&
           (!value_len(ids) || is_list_of(ids, object_str(o, "ResourceId")));
}

static bool target_drop(struct call *c)
{
    if (!need(c, &kind_scalable_target, c->region, target_id(c), &c->object))
        return false;
    remove_with_owned(c->w, c->object);
    return true;
}

/* ---- policies ---------------------------------------------------------------------------------------------------- */

static bool tracking_fits(struct call *c)
{
    const struct value *tracking = value_get(c->in, "TargetTrackingScalingPolicyConfiguration");
    const char *type = in_str(c, "PolicyType");
    if (str_eq(type, "TargetTrackingScaling") && !tracking)
        return refuse(c, "ValidationException", "TargetTrackingScalingPolicyConfiguration is missing.");
    if (!str_eq(in_str(c, "ServiceNamespace"), "kafka") || !tracking)
        return true;
    const char *metric = value_str_of(value_path(c->a, tracking, "PredefinedMetricSpecification.PredefinedMetricType"));
    return str_eq(metric, "KafkaBrokerStorageUtilization") ||
           refuse(c, "ValidationException", "The metric %.60s is not one of Kafka's", metric);
}

static bool policy_put(struct call *c)
{
    struct object *target = NULL, *was = object_find(c->w, &kind_scaling_policy, c->region, policy_id(c));
    if (!need(c, &kind_scalable_target, c->region, target_id(c), &target) || !tracking_fits(c))
        return false;
    struct value *v = value_edit(c->a, c->in);
    value_set_str(c->a, v, "$Id", policy_id(c));
    value_set_str(c->a, v, "$Target", target->id);
    value_set_str(c->a, v, "$Hash", mint_hex(c->w, c->a, 32));
    c->object = was ? was : make_along(c, &kind_scaling_policy, c->region, v);
    for (size_t i = 0; was && i < value_len(c->in); i++)
        object_set(c->w, was, value_key(c->in, i), value_item(c->in, i));
    out_str(c, "PolicyARN", object_arn(c->object));
    return true;
}

static bool policy_asked(struct call *c, const struct object *o)
{
    const struct value *names = value_get(c->in, "PolicyNames");
    return same(c, o, "ServiceNamespace") && same(c, o, "ResourceId") && same(c, o, "ScalableDimension") &&
           (!value_len(names) || is_list_of(names, object_str(o, "PolicyName")));
}

static bool policy_drop(struct call *c)
{
    if (!need(c, &kind_scaling_policy, c->region, policy_id(c), &c->object))
        return false;
    object_remove(c->w, c->object);
    return true;
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"RegisterScalableTarget",   ACT_RULE, &kind_scalable_target, .rule = target_register},
    {"DescribeScalableTargets",  ACT_LIST, &kind_scalable_target, "ScalableTargets", .keep = target_asked},
    {"DeregisterScalableTarget", ACT_RULE, &kind_scalable_target, .rule = target_drop},
    {"PutScalingPolicy",         ACT_RULE, &kind_scaling_policy, .rule = policy_put},
    {"DescribeScalingPolicies",  ACT_LIST, &kind_scaling_policy, "ScalingPolicies", .keep = policy_asked},
    {"DeleteScalingPolicy",      ACT_RULE, &kind_scaling_policy, .rule = policy_drop},
    {"TagResource",              ACT_TAG,   .by = "ResourceARN"},
    {"UntagResource",            ACT_UNTAG, .by = "ResourceARN"},
    {"ListTagsForResource",      ACT_TAGS,  .wrap = "Tags", .by = "ResourceARN"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_autoscaling = {.id = "application-autoscaling",
                                                    .ops = ops,
                                                    .invalid = "ValidationException",
                                                    .page_min = 1,
                                                    .page_max = 50,
                                                    .page = 50};

/*
 * What Application Auto Scaling may change of another service's resource, and when it does. Both are known by names of
 * others and have no list across services. Registering again is the update; deregistering takes the policies along.
 */
#include "aws/api/autoscaling.h"
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_autoscaling_scalable_target = {
    .name = "AWS::ApplicationAutoScaling::ScalableTarget", .doc = "a capacity that is scaled by itself, and its bounds",
    .flags = RT_PART | RT_HARMLESS, .going = INT_NONE, .id = "ServiceNamespace ResourceId ScalableDimension", .key = "ServiceNamespace ResourceId ScalableDimension",
    .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"ServiceNamespace",  T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "such as kafka"},
        {"ResourceId",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "which resource; of a Kafka cluster, its ARN"},
        {"ScalableDimension", T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "such as kafka:broker-storage:VolumeSize"},
        {"MinCapacity",       T_INT, A_REQUIRED, .doc = "1 for the storage of brokers, which never shrinks"},
        {"MaxCapacity",       T_INT, A_REQUIRED, .doc = "up to which it is scaled"},
        {"ScalableTargetARN", T_STR, A_OUTPUT, .doc = "ARN"},
        {"Tags",              T_MAP, A_MINE, .doc = "tags, ownership tags among them"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&autoscaling_DescribeScalableTargets, .only = "ServiceNamespace ScalableDimension",
                          .bind = BINDS({"ResourceIds", "[$ResourceId]"}), .result = "ScalableTargets[]"},
                         {&autoscaling_ListTagsForResource, .only = "-", .bind = BINDS({"ResourceARN", "$ScalableTargetARN"}), .result = "", .tags_of = "$ScalableTargetARN"}),
        .create  = CALLS({&autoscaling_RegisterScalableTarget, .found = FOUND_BY_KEY, .result = "", .soon = "ValidationException:*not*found* ConcurrentUpdateException"}),
        .update  = CALLS({&autoscaling_RegisterScalableTarget, .found = FOUND_BY_KEY, .when = "MinCapacity MaxCapacity",
                          .only = "ServiceNamespace ResourceId ScalableDimension MinCapacity MaxCapacity", .soon = "ConcurrentUpdateException"},
                         {&autoscaling_TagResource, .when = "Tags", .only = "-", .bind = BINDS({"ResourceARN", "$ScalableTargetARN"}, {"Tags", "+Tags"})},
                         {&autoscaling_UntagResource, .when = "Tags", .only = "-", .bind = BINDS({"ResourceARN", "$ScalableTargetARN"}, {"TagKeys", "-Tags"})}),
        .remove  = CALLS({&autoscaling_DeregisterScalableTarget, .soon = "ConcurrentUpdateException"}),
        .missing = "ObjectNotFoundException",
        .wait    = {.every = 2, .limit = 300},
    },
};

const struct rtype rtype_autoscaling_scaling_policy = {
    .name = "AWS::ApplicationAutoScaling::ScalingPolicy", .doc = "when a capacity is scaled",
    .flags = RT_PART | RT_HARMLESS, .going = INT_NONE, .id = "PolicyName ServiceNamespace ResourceId ScalableDimension", .key = "PolicyName ServiceNamespace ResourceId ScalableDimension",
    .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"PolicyName",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique for the target"},
        {"ServiceNamespace",  T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "such as kafka"},
        {"ResourceId",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "which resource; of a Kafka cluster, its ARN"},
        {"ScalableDimension", T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "such as kafka:broker-storage:VolumeSize"},
        {"PolicyType",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "TargetTrackingScaling"},
        {"TargetTrackingScalingPolicyConfiguration", T_MAP, A_REQUIRED | A_SUBSET, .doc = "{TargetValue, PredefinedMetricSpecification, DisableScaleIn}"},
        {"PolicyARN",         T_STR, A_OUTPUT, .doc = "ARN"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&autoscaling_DescribeScalingPolicies, .only = "ServiceNamespace ResourceId ScalableDimension",
                          .bind = BINDS({"PolicyNames", "[$PolicyName]"}), .result = "ScalingPolicies[]"}),
        .create  = CALLS({&autoscaling_PutScalingPolicy, .found = FOUND_BY_NAME, .result = "", .soon = "ObjectNotFoundException ConcurrentUpdateException"}),
        .update  = CALLS({&autoscaling_PutScalingPolicy, .when = "TargetTrackingScalingPolicyConfiguration", .soon = "ConcurrentUpdateException",
                          .only = "PolicyName ServiceNamespace ResourceId ScalableDimension PolicyType TargetTrackingScalingPolicyConfiguration"}),
        .remove  = CALLS({&autoscaling_DeleteScalingPolicy, .soon = "ConcurrentUpdateException"}),
        .missing = "ObjectNotFoundException",
        .wait    = {.every = 2, .limit = 300},
    },
};

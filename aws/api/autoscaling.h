#ifndef AWS_API_AUTOSCALING_H
#define AWS_API_AUTOSCALING_H

/* Application Auto Scaling: targets and their policies. The API of 2016-02-06: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_autoscaling;

/* clang-format off */
extern const struct op autoscaling_RegisterScalableTarget, autoscaling_DescribeScalableTargets,
    autoscaling_DeregisterScalableTarget;
extern const struct op autoscaling_PutScalingPolicy, autoscaling_DescribeScalingPolicies,
    autoscaling_DeleteScalingPolicy;
extern const struct op autoscaling_TagResource, autoscaling_UntagResource, autoscaling_ListTagsForResource;
/* clang-format on */

#endif

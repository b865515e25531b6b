#ifndef AWS_API_ELBV2_H
#define AWS_API_ELBV2_H

/* Elastic Load Balancing: application and network load balancers. The API of 2015-12-01: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_elbv2;

/* clang-format off */
extern const struct op elbv2_CreateLoadBalancer, elbv2_DescribeLoadBalancers, elbv2_DescribeLoadBalancerAttributes,
    elbv2_ModifyLoadBalancerAttributes, elbv2_SetSecurityGroups, elbv2_SetSubnets, elbv2_SetIpAddressType, elbv2_DeleteLoadBalancer;
extern const struct op elbv2_CreateTargetGroup, elbv2_DescribeTargetGroups, elbv2_ModifyTargetGroup,
    elbv2_DescribeTargetGroupAttributes, elbv2_ModifyTargetGroupAttributes, elbv2_DeleteTargetGroup;
extern const struct op elbv2_CreateListener, elbv2_DescribeListeners, elbv2_ModifyListener, elbv2_DeleteListener;
extern const struct op elbv2_AddTags, elbv2_RemoveTags, elbv2_DescribeTags;
/* clang-format on */

#endif

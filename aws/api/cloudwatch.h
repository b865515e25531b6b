#ifndef AWS_API_CLOUDWATCH_H
#define AWS_API_CLOUDWATCH_H

/*
 * CloudWatch: alarms and dashboards. The API of 2010-08-01 in its query form, the oldest of the three it offers: every
 * name is AWS's.
 */

#include "aws/wire/shape.h"

extern const struct service svc_cloudwatch;

/* clang-format off */
extern const struct op cloudwatch_PutMetricAlarm, cloudwatch_PutCompositeAlarm, cloudwatch_DescribeAlarms,
    cloudwatch_DeleteAlarms, cloudwatch_SetAlarmState, cloudwatch_GetMetricData;
extern const struct op cloudwatch_PutDashboard, cloudwatch_GetDashboard, cloudwatch_ListDashboards,
    cloudwatch_DeleteDashboards;
extern const struct op cloudwatch_TagResource, cloudwatch_UntagResource, cloudwatch_ListTagsForResource;
/* clang-format on */

#endif

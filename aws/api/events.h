#ifndef AWS_API_EVENTS_H
#define AWS_API_EVENTS_H

/* EventBridge: rules and their targets. The API of 2015-10-07: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_events;

/* clang-format off */
extern const struct op events_PutRule, events_DescribeRule, events_ListRules, events_DeleteRule;
extern const struct op events_PutTargets, events_ListTargetsByRule, events_RemoveTargets;
extern const struct op events_TagResource, events_UntagResource, events_ListTagsForResource;
/* clang-format on */

#endif

#ifndef AWS_API_SNS_H
#define AWS_API_SNS_H

/* Simple Notification Service: topics and who is told. The API of 2010-03-31: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_sns;

/* clang-format off */
extern const struct op sns_CreateTopic, sns_GetTopicAttributes, sns_SetTopicAttributes, sns_ListTopics, sns_DeleteTopic;
extern const struct op sns_Subscribe, sns_ConfirmSubscription, sns_ListSubscriptions, sns_ListSubscriptionsByTopic,
    sns_Unsubscribe;
extern const struct op sns_TagResource, sns_UntagResource, sns_ListTagsForResource;
/* clang-format on */

#endif

#ifndef AWS_API_SQS_H
#define AWS_API_SQS_H

/*
 * SQS: queues. The API of 2012-11-05: every name is AWS's. AWS speaks JSON and query here; query is what every client
 * there is knows.
 */

#include "aws/wire/shape.h"

extern const struct service svc_sqs;

/* clang-format off */
extern const struct op sqs_CreateQueue, sqs_GetQueueUrl, sqs_ListQueues, sqs_GetQueueAttributes, sqs_SetQueueAttributes, sqs_DeleteQueue;
extern const struct op sqs_TagQueue, sqs_UntagQueue, sqs_ListQueueTags;
/* clang-format on */

#endif

#include "aws/api/sqs.h"

/* clang-format off */

#define ATTRIBUTE_NAMES \
    "All Policy VisibilityTimeout MaximumMessageSize MessageRetentionPeriod ApproximateNumberOfMessages " \
    "ApproximateNumberOfMessagesNotVisible CreatedTimestamp LastModifiedTimestamp QueueArn " \
    "ApproximateNumberOfMessagesDelayed DelaySeconds ReceiveMessageWaitTimeSeconds RedrivePolicy FifoQueue " \
    "ContentBasedDeduplication KmsMasterKeyId KmsDataKeyReusePeriodSeconds DeduplicationScope FifoThroughputLimit " \
    "RedriveAllowPolicy SqsManagedSseEnabled"

#define TEXTS(n, wire, bits) {.name = #n, .at = wire, .kind = K_MAP, .of = K_STR, .item = "Name Value", .flags = F_FLAT | (bits)}
#define TAG_MAP(n, wire, bits) {.name = #n, .at = wire, .kind = K_MAP, .of = K_STR, .item = "Key Value", .flags = F_FLAT | (bits)}

SHAPE(CreateQueueRequest,
    STR_REQUIRED(QueueName),
    TEXTS(Attributes, "Attribute", 0),
    TAG_MAP(tags, "Tag", 0));

SHAPE(CreateQueueResult,
    STR(QueueUrl));

SHAPE(GetQueueUrlRequest,
    STR_REQUIRED(QueueName),
    STR(QueueOwnerAWSAccountId));

SHAPE(GetQueueUrlResult,
    STR(QueueUrl));

SHAPE(ListQueuesRequest,
    STR(QueueNamePrefix),
    STR(NextToken),
    INT(MaxResults));

SHAPE(ListQueuesResult,
    {.name = "QueueUrls", .kind = K_LIST, .of = K_STR, .item = "QueueUrl", .flags = F_FLAT},
    STR(NextToken));

SHAPE(GetQueueAttributesRequest,
    STR_REQUIRED(QueueUrl),
    {.name = "AttributeNames", .kind = K_LIST, .of = K_STR, .item = "AttributeName", .values = ATTRIBUTE_NAMES, .flags = F_FLAT});

SHAPE(GetQueueAttributesResult,
    TEXTS(Attributes, "Attribute", 0));

SHAPE(SetQueueAttributesRequest,
    STR_REQUIRED(QueueUrl),
    TEXTS(Attributes, "Attribute", F_REQUIRED));

SHAPE(DeleteQueueRequest,
    STR_REQUIRED(QueueUrl));

SHAPE(TagQueueRequest,
    STR_REQUIRED(QueueUrl),
    TAG_MAP(Tags, "Tag", F_REQUIRED));

SHAPE(UntagQueueRequest,
    STR_REQUIRED(QueueUrl),
    {.name = "TagKeys", .kind = K_LIST, .of = K_STR, .item = "TagKey", .flags = F_FLAT | F_REQUIRED});

SHAPE(ListQueueTagsRequest,
    STR_REQUIRED(QueueUrl));

SHAPE(ListQueueTagsResult,
    TAG_MAP(Tags, "Tag", 0));

OP(sqs,       CreateQueue,        CreateQueueRequest,        &CreateQueueResult,        OP_IDEMPOTENT,
   "QueueAlreadyExists AWS.SimpleQueueService.QueueDeletedRecently");
OP(sqs,       GetQueueUrl,        GetQueueUrlRequest,        &GetQueueUrlResult,        OP_READ,
   "AWS.SimpleQueueService.NonExistentQueue");
OP_PAGED(sqs, ListQueues,         ListQueuesRequest,         &ListQueuesResult,         OP_READ, NULL,
   PAGES_OF("NextToken", "NextToken", "QueueUrls", "MaxResults", 1000));
OP(sqs,       GetQueueAttributes, GetQueueAttributesRequest, &GetQueueAttributesResult, OP_READ, "InvalidAttributeName");
OP(sqs,       SetQueueAttributes, SetQueueAttributesRequest, NULL,                      OP_IDEMPOTENT, "InvalidAttributeName");
OP(sqs,       DeleteQueue,        DeleteQueueRequest,        NULL,                      OP_IDEMPOTENT, NULL);
OP(sqs,       TagQueue,           TagQueueRequest,           NULL,                      OP_IDEMPOTENT, NULL);
OP(sqs,       UntagQueue,         UntagQueueRequest,         NULL,                      OP_IDEMPOTENT, NULL);
OP(sqs,       ListQueueTags,      ListQueueTagsRequest,      &ListQueueTagsResult,      OP_READ, NULL);

const struct service svc_sqs = {
    .id = "sqs",
    .service_id = "SQS",
    .protocol = P_QUERY,
    .version = "2012-11-05",
    .xmlns = "http://queue.amazonaws.com/doc/2012-11-05/",
    .ops = (const struct op *const[]){
        &sqs_CreateQueue, &sqs_GetQueueUrl, &sqs_ListQueues, &sqs_GetQueueAttributes, &sqs_SetQueueAttributes,
        &sqs_DeleteQueue, &sqs_TagQueue, &sqs_UntagQueue, &sqs_ListQueueTags, NULL},
};

/* clang-format on */

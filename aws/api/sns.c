#include "aws/api/sns.h"

/* clang-format off */

SHAPE(Tag,
    STR_REQUIRED(Key),
    STR_REQUIRED(Value));

SHAPE(CreateTopicInput,
    STR_REQUIRED(Name),
    STR_MAP(Attributes),
    LIST(Tags, Tag, NULL));

SHAPE(CreateTopicResponse,
    STR(TopicArn));

SHAPE(GetTopicAttributesInput,
    STR_REQUIRED(TopicArn));

SHAPE(GetTopicAttributesResponse,
    STR_MAP(Attributes));

SHAPE(SetTopicAttributesInput,
    STR_REQUIRED(TopicArn),
    STR_REQUIRED(AttributeName),
    STR(AttributeValue));

SHAPE(ListTopicsInput,
    STR(NextToken));

SHAPE(Topic,
    STR(TopicArn));

SHAPE(ListTopicsResponse,
    LIST(Topics, Topic, NULL),
    STR(NextToken));

SHAPE(DeleteTopicInput,
    STR_REQUIRED(TopicArn));

SHAPE(SubscribeInput,
    STR_REQUIRED(TopicArn),
    STR_REQUIRED(Protocol),
    STR(Endpoint),
    STR_MAP(Attributes),
    BOOL(ReturnSubscriptionArn));

SHAPE(SubscribeResponse,
    STR(SubscriptionArn));

SHAPE(ConfirmSubscriptionInput,
    STR_REQUIRED(TopicArn),
    STR_REQUIRED_SECRET(Token),
    STR(AuthenticateOnUnsubscribe));

SHAPE(ConfirmSubscriptionResponse,
    STR(SubscriptionArn));

SHAPE(ListSubscriptionsInput,
    STR(NextToken));

SHAPE(Subscription,
    STR(SubscriptionArn),
    STR(Owner),
    STR(Protocol),
    STR(Endpoint),
    STR(TopicArn));

SHAPE(ListSubscriptionsResponse,
    LIST(Subscriptions, Subscription, NULL),
    STR(NextToken));

SHAPE(ListSubscriptionsByTopicInput,
    STR_REQUIRED(TopicArn),
    STR(NextToken));

SHAPE(ListSubscriptionsByTopicResponse,
    LIST(Subscriptions, Subscription, NULL),
    STR(NextToken));

SHAPE(UnsubscribeInput,
    STR_REQUIRED(SubscriptionArn));

SHAPE(TagResourceRequest,
    STR_REQUIRED(ResourceArn),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(UntagResourceRequest,
    STR_REQUIRED(ResourceArn),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(ListTagsForResourceRequest,
    STR_REQUIRED(ResourceArn));

SHAPE(ListTagsForResourceResponse,
    LIST(Tags, Tag, NULL));

OP(sns,       CreateTopic,        CreateTopicInput,        &CreateTopicResponse,        OP_IDEMPOTENT,
   "InvalidParameter TopicLimitExceeded ConcurrentAccess");
OP(sns,       GetTopicAttributes, GetTopicAttributesInput, &GetTopicAttributesResponse, OP_READ,
   "InvalidParameter NotFound");
OP(sns,       SetTopicAttributes, SetTopicAttributesInput, NULL,                        OP_IDEMPOTENT,
   "InvalidParameter NotFound");
OP_PAGED(sns, ListTopics,         ListTopicsInput,         &ListTopicsResponse,         OP_READ,
   "InvalidParameter", PAGES("NextToken", "NextToken", "Topics"));
OP(sns,       DeleteTopic,        DeleteTopicInput,        NULL,                        OP_IDEMPOTENT,
   "InvalidParameter NotFound ConcurrentAccess");

OP(sns,       Subscribe,                SubscribeInput,                &SubscribeResponse,                OP_IDEMPOTENT,
   "InvalidParameter NotFound SubscriptionLimitExceeded");
OP(sns,       ConfirmSubscription,      ConfirmSubscriptionInput,      &ConfirmSubscriptionResponse,      OP_IDEMPOTENT,
   "InvalidParameter NotFound");
OP_PAGED(sns, ListSubscriptions,        ListSubscriptionsInput,        &ListSubscriptionsResponse,        OP_READ,
   "InvalidParameter", PAGES("NextToken", "NextToken", "Subscriptions"));
OP_PAGED(sns, ListSubscriptionsByTopic, ListSubscriptionsByTopicInput, &ListSubscriptionsByTopicResponse, OP_READ,
   "InvalidParameter NotFound", PAGES("NextToken", "NextToken", "Subscriptions"));
OP(sns,       Unsubscribe,              UnsubscribeInput,              NULL,                              OP_IDEMPOTENT,
   "InvalidParameter NotFound");

OP(sns, TagResource,         TagResourceRequest,         NULL,                         OP_IDEMPOTENT,
   "ResourceNotFound ConcurrentAccess");
OP(sns, UntagResource,       UntagResourceRequest,       NULL,                         OP_IDEMPOTENT,
   "ResourceNotFound ConcurrentAccess");
OP(sns, ListTagsForResource, ListTagsForResourceRequest, &ListTagsForResourceResponse, OP_READ,
   "ResourceNotFound ConcurrentAccess");

const struct service svc_sns = {
    .id = "sns",
    .service_id = "SNS",
    .protocol = P_QUERY,
    .version = "2010-03-31",
    .xmlns = "http://sns.amazonaws.com/doc/2010-03-31/",
    .ops = (const struct op *const[]){
        &sns_CreateTopic, &sns_GetTopicAttributes, &sns_SetTopicAttributes, &sns_ListTopics, &sns_DeleteTopic,
        &sns_Subscribe, &sns_ConfirmSubscription, &sns_ListSubscriptions, &sns_ListSubscriptionsByTopic,
        &sns_Unsubscribe, &sns_TagResource, &sns_UntagResource, &sns_ListTagsForResource, NULL},
};

/* clang-format on */

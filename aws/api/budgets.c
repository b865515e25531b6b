#include "aws/api/budgets.h"

/* clang-format off */

SHAPE(ResourceTag,
    STR_REQUIRED(Key),
    STR_REQUIRED(Value));

SHAPE(Spend,
    STR_REQUIRED(Amount),
    STR_REQUIRED(Unit));

SHAPE(CostTypes,
    BOOL(IncludeTax),
    BOOL(IncludeSubscription),
    BOOL(UseBlended),
    BOOL(IncludeRefund),
    BOOL(IncludeCredit),
    BOOL(IncludeUpfront),
    BOOL(IncludeRecurring),
    BOOL(IncludeOtherSubscription),
    BOOL(IncludeSupport),
    BOOL(IncludeDiscount),
    BOOL(UseAmortized));

SHAPE(TimePeriod,
    TIME(Start),
    TIME(End));

SHAPE(CalculatedSpend,
    STRUCT_REQUIRED(ActualSpend, Spend),
    STRUCT(ForecastedSpend, Spend));

SHAPE(Budget,
    STR_REQUIRED(BudgetName),
    STRUCT(BudgetLimit, Spend),
    STRS_MAP(CostFilters),
    STRUCT(CostTypes, CostTypes),
    STR_REQUIRED_OF(TimeUnit, "DAILY MONTHLY QUARTERLY ANNUALLY CUSTOM"),
    STRUCT(TimePeriod, TimePeriod),
    STRUCT(CalculatedSpend, CalculatedSpend),
    STR_REQUIRED_OF(BudgetType, "USAGE COST RI_UTILIZATION RI_COVERAGE SAVINGS_PLANS_UTILIZATION SAVINGS_PLANS_COVERAGE"),
    TIME(LastUpdatedTime));

SHAPE(Notification,
    STR_REQUIRED_OF(NotificationType, "ACTUAL FORECASTED"),
    STR_REQUIRED_OF(ComparisonOperator, "GREATER_THAN LESS_THAN EQUAL_TO"),
    {.name = "Threshold", .kind = K_DEC, .flags = F_REQUIRED},
    STR_OF(ThresholdType, "PERCENTAGE ABSOLUTE_VALUE"),
    STR_OF(NotificationState, "OK ALARM"));

SHAPE(Subscriber,
    STR_REQUIRED_OF(SubscriptionType, "SNS EMAIL"),
    STR_REQUIRED_SECRET(Address));

SHAPE(NotificationWithSubscribers,
    STRUCT_REQUIRED(Notification, Notification),
    LIST_REQUIRED(Subscribers, Subscriber, NULL));

SHAPE(CreateBudgetRequest,
    STR_REQUIRED(AccountId),
    STRUCT_REQUIRED(Budget, Budget),
    LIST(NotificationsWithSubscribers, NotificationWithSubscribers, NULL),
    LIST(ResourceTags, ResourceTag, NULL));

SHAPE(DescribeBudgetRequest,
    STR_REQUIRED(AccountId),
    STR_REQUIRED(BudgetName));

SHAPE(DescribeBudgetResponse,
    STRUCT(Budget, Budget));

SHAPE(DescribeBudgetsRequest,
    STR_REQUIRED(AccountId),
    INT(MaxResults),
    STR(NextToken));

SHAPE(DescribeBudgetsResponse,
    LIST(Budgets, Budget, NULL),
    STR(NextToken));

SHAPE(UpdateBudgetRequest,
    STR_REQUIRED(AccountId),
    STRUCT_REQUIRED(NewBudget, Budget));

SHAPE(DeleteBudgetRequest,
    STR_REQUIRED(AccountId),
    STR_REQUIRED(BudgetName));

SHAPE(CreateNotificationRequest,
    STR_REQUIRED(AccountId),
    STR_REQUIRED(BudgetName),
    STRUCT_REQUIRED(Notification, Notification),
    LIST_REQUIRED(Subscribers, Subscriber, NULL));

SHAPE(DescribeNotificationsForBudgetRequest,
    STR_REQUIRED(AccountId),
    STR_REQUIRED(BudgetName),
    INT(MaxResults),
    STR(NextToken));

SHAPE(DescribeNotificationsForBudgetResponse,
    LIST(Notifications, Notification, NULL),
    STR(NextToken));

SHAPE(DescribeSubscribersForNotificationRequest,
    STR_REQUIRED(AccountId),
    STR_REQUIRED(BudgetName),
    STRUCT_REQUIRED(Notification, Notification),
    INT(MaxResults),
    STR(NextToken));

SHAPE(DescribeSubscribersForNotificationResponse,
    LIST(Subscribers, Subscriber, NULL),
    STR(NextToken));

SHAPE(DeleteNotificationRequest,
    STR_REQUIRED(AccountId),
    STR_REQUIRED(BudgetName),
    STRUCT_REQUIRED(Notification, Notification));

SHAPE(TagResourceRequest,
    STR_REQUIRED(ResourceARN),
    LIST_REQUIRED(ResourceTags, ResourceTag, NULL));

SHAPE(UntagResourceRequest,
    STR_REQUIRED(ResourceARN),
    STRS_REQUIRED(ResourceTagKeys, NULL));

SHAPE(ListTagsForResourceRequest,
    STR_REQUIRED(ResourceARN));

SHAPE(ListTagsForResourceResponse,
    LIST(ResourceTags, ResourceTag, NULL));

OP(budgets,       CreateBudget,    CreateBudgetRequest,    NULL,                     0,
   "InvalidParameterException CreationLimitExceededException DuplicateRecordException AccessDeniedException "
   "ThrottlingException");
OP(budgets,       DescribeBudget,  DescribeBudgetRequest,  &DescribeBudgetResponse,  OP_READ,
   "InvalidParameterException NotFoundException AccessDeniedException ThrottlingException");
OP_PAGED(budgets, DescribeBudgets, DescribeBudgetsRequest, &DescribeBudgetsResponse, OP_READ,
   "InvalidParameterException NotFoundException AccessDeniedException ThrottlingException",
   PAGES_OF("NextToken", "NextToken", "Budgets", "MaxResults", 1000));
OP(budgets,       UpdateBudget,    UpdateBudgetRequest,    NULL,                     OP_IDEMPOTENT,
   "InvalidParameterException NotFoundException AccessDeniedException ThrottlingException");
OP(budgets,       DeleteBudget,    DeleteBudgetRequest,    NULL,                     OP_IDEMPOTENT,
   "InvalidParameterException NotFoundException AccessDeniedException ThrottlingException");

OP(budgets,       CreateNotification,                 CreateNotificationRequest,                 NULL, 0,
   "InvalidParameterException NotFoundException CreationLimitExceededException DuplicateRecordException "
   "AccessDeniedException ThrottlingException");
OP_PAGED(budgets, DescribeNotificationsForBudget,     DescribeNotificationsForBudgetRequest,
   &DescribeNotificationsForBudgetResponse, OP_READ,
   "InvalidParameterException NotFoundException AccessDeniedException ThrottlingException",
   PAGES_OF("NextToken", "NextToken", "Notifications", "MaxResults", 100));
OP_PAGED(budgets, DescribeSubscribersForNotification, DescribeSubscribersForNotificationRequest,
   &DescribeSubscribersForNotificationResponse, OP_READ,
   "InvalidParameterException NotFoundException AccessDeniedException ThrottlingException",
   PAGES_OF("NextToken", "NextToken", "Subscribers", "MaxResults", 100));
OP(budgets,       DeleteNotification,                 DeleteNotificationRequest,                 NULL, OP_IDEMPOTENT,
   "InvalidParameterException NotFoundException AccessDeniedException ThrottlingException");

OP(budgets, TagResource,         TagResourceRequest,         NULL,                         OP_IDEMPOTENT,
   "InvalidParameterException NotFoundException AccessDeniedException ThrottlingException");
OP(budgets, UntagResource,       UntagResourceRequest,       NULL,                         OP_IDEMPOTENT,
   "InvalidParameterException NotFoundException AccessDeniedException ThrottlingException");
OP(budgets, ListTagsForResource, ListTagsForResourceRequest, &ListTagsForResourceResponse, OP_READ,
   "InvalidParameterException NotFoundException AccessDeniedException ThrottlingException");

const struct service svc_budgets = {
    .id = "budgets",
    .service_id = "Budgets",
    .protocol = P_JSON,
    .version = "2016-10-20",
    .target = "AWSBudgetServiceGateway",
    .json = "1.1",
    .global = true,
    .ops = (const struct op *const[]){
        &budgets_CreateBudget, &budgets_DescribeBudget, &budgets_DescribeBudgets, &budgets_UpdateBudget,
        &budgets_DeleteBudget, &budgets_CreateNotification, &budgets_DescribeNotificationsForBudget,
        &budgets_DescribeSubscribersForNotification, &budgets_DeleteNotification, &budgets_TagResource,
        &budgets_UntagResource, &budgets_ListTagsForResource, NULL},
};

/* clang-format on */

/*
 * A budget, and those who are told about it. Of the account, whatever region is asked. AWS tells no ARN of a budget,
 * and 5000 as 5000.0. A notification has no name: it is what it says, and one that says something else is another.
 */
#include "aws/types/common.h"

/* clang-format off */
#define ACCOUNT {"AccountId", "@account"}
#define BUDGET_ARN "%arn:{@partition}:budgets::{@account}:budget/{$BudgetName}"
#define BUDGET(in) \
    {in ".BudgetName", "$BudgetName"}, {in ".BudgetType", "$BudgetType"}, {in ".TimeUnit", "$TimeUnit"}, \
    {in ".BudgetLimit", "$BudgetLimit"}, {in ".CostFilters", "$CostFilters"}, {in ".CostTypes", "$CostTypes"}
#define NOTIFICATION \
    {"Notification.NotificationType", "$NotificationType"}, {"Notification.ComparisonOperator", "$ComparisonOperator"}, \
    {"Notification.Threshold", "$Threshold"}, {"Notification.ThresholdType", "$ThresholdType"}

const struct rtype rtype_budgets_budget = {
    .name = "AWS::Budgets::Budget", .doc = "budget of the account",
    .flags = RT_GLOBAL | RT_HARMLESS, .going = INT_NONE, .id = "BudgetName", .key = "BudgetName", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"BudgetName",  T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the account"},
        {"BudgetType",  T_STR, A_REQUIRED, .doc = "COST, USAGE, ..."},
        {"TimeUnit",    T_STR, A_REQUIRED, .doc = "MONTHLY, QUARTERLY, ANNUALLY or DAILY"},
        {"BudgetLimit", T_MAP, A_NUMBER, .doc = "Amount and Unit"},
        {"CostFilters", T_MAP, A_SET, NULL, "{}", "what counts: lists of values by name, such as Region or TagKeyValue"},
        {"CostTypes",   T_MAP, A_SUBSET, .doc = "what is included: IncludeTax, UseAmortized and the like"},
        {"Tags",        T_MAP, A_MINE, "ResourceTags", NULL, "tags, ownership tags among them", "Key Value"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&budgets_DescribeBudget, .only = "BudgetName", .bind = BINDS(ACCOUNT), .result = "Budget"},
                         {&budgets_ListTagsForResource, .only = "-", .bind = BINDS({"ResourceARN", BUDGET_ARN}), .result = "", .tags_of = BUDGET_ARN}),
        .create  = CALLS({&budgets_CreateBudget, .found = FOUND_BY_NAME, .only = "-", .bind = BINDS(ACCOUNT, BUDGET("Budget"), {"ResourceTags", "$Tags"})}),
        .update  = CALLS({&budgets_UpdateBudget, .when = "BudgetType TimeUnit BudgetLimit CostFilters CostTypes", .only = "-",
                          .bind = BINDS(ACCOUNT, BUDGET("NewBudget"))},
                         {&budgets_TagResource, .when = "Tags", .only = "-", .bind = BINDS({"ResourceARN", BUDGET_ARN}, {"ResourceTags", "+Tags"})},
                         {&budgets_UntagResource, .when = "Tags", .only = "-", .bind = BINDS({"ResourceARN", BUDGET_ARN}, {"ResourceTagKeys", "-Tags"})}),
        .remove  = CALLS({&budgets_DeleteBudget, .only = "BudgetName", .bind = BINDS(ACCOUNT)}),
        .missing = "NotFoundException",
        .wait    = {.every = 2, .limit = 300},
    },
};

const struct rtype rtype_budgets_notification = {
    .name = "AWS::Budgets::Notification", .doc = "who is told when a budget's threshold is crossed",
    .flags = RT_GLOBAL | RT_PART | RT_HARMLESS, .going = INT_NONE, .id = "BudgetName NotificationType ComparisonOperator Threshold ThresholdType",
    .key = "BudgetName NotificationType ComparisonOperator Threshold ThresholdType", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"BudgetName",         T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the budget"},
        {"NotificationType",   T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "ACTUAL or FORECASTED"},
        {"ComparisonOperator", T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "GREATER_THAN, LESS_THAN or EQUAL_TO"},
        {"Threshold",          T_DEC,  A_REQUIRED | A_CREATE_ONLY, .doc = "the threshold"},
        {"ThresholdType",      T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "PERCENTAGE of the budget, or ABSOLUTE_VALUE"},
        {"Subscribers",        T_LIST, A_REQUIRED | A_CREATE_ONLY | A_SET, .doc = "SubscriptionType and Address: one topic, ten e-mail addresses"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&budgets_DescribeSubscribersForNotification, .only = "BudgetName", .bind = BINDS(ACCOUNT, NOTIFICATION), .result = ""}),
        .create  = CALLS({&budgets_CreateNotification, .found = FOUND_BY_KEY, .only = "BudgetName Subscribers", .bind = BINDS(ACCOUNT, NOTIFICATION), .soon = "NotFoundException",
                          .done = "DuplicateRecordException"}), /* a budget has one of these settings at most */
        .remove  = CALLS({&budgets_DeleteNotification, .only = "BudgetName", .bind = BINDS(ACCOUNT, NOTIFICATION)}),
        .missing = "NotFoundException",
        .wait    = {.every = 2, .limit = 300},
    },
};

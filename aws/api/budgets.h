#ifndef AWS_API_BUDGETS_H
#define AWS_API_BUDGETS_H

/* AWS Budgets: of the account as a whole. The API of 2016-10-20: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_budgets;

/* clang-format off */
extern const struct op budgets_CreateBudget, budgets_DescribeBudget, budgets_DescribeBudgets, budgets_UpdateBudget,
    budgets_DeleteBudget;
extern const struct op budgets_CreateNotification, budgets_DescribeNotificationsForBudget,
    budgets_DescribeSubscribersForNotification, budgets_DeleteNotification;
extern const struct op budgets_TagResource, budgets_UntagResource, budgets_ListTagsForResource;
/* clang-format on */

#endif

#include "aws/sandbox/kinds.h"

#include <stdlib.h>
#include <string.h>

/* Budgets of the account. Source of rules: the Budgets API reference and "Budgets quotas" of the user guide. */

enum { NAME_MOST = 100, NOTIFICATIONS_MOST = 5, EMAILS_MOST = 10 };

/* clang-format off */
const struct sandbox_kind kind_budget = {
    .name = "budget", .service = "budgets", .id = "BudgetName", .global = true,
    .arn = "arn:aws:budgets::{account}:budget/{id}",
    .filled = (const struct filled[]){{"LastUpdatedTime", K_TIME, NULL}, {0}},
    .missing = {"NotFoundException", "Unable to get budget: {id} - the budget doesn't exist."},
    .exists = {"DuplicateRecordException", "Error creating budget: {id} - the budget already exists."},
};

const struct sandbox_kind kind_budget_notification = {
    .name = "budget-notification", .service = "budgets", .id = "$Id", .global = true, .hidden = true,
    .refs = (const struct ref[]){{"$Budget", &kind_budget, REF_OWNED}, {0}},
    .missing = {"NotFoundException", "Unable to get notification - the notification doesn't exist."},
    .exists = {"DuplicateRecordException", "Unable to create notification - the notification already exists."},
};

static const char *const included[] = {
    "IncludeTax", "IncludeSubscription", "IncludeRefund", "IncludeCredit", "IncludeUpfront", "IncludeRecurring",
    "IncludeOtherSubscription", "IncludeSupport", "IncludeDiscount",
};
/* clang-format on */

static bool invalid(struct call *c, const char *what)
{
    return refuse(c, "InvalidParameterException", "%s", what);
}

static bool account_fits(struct call *c)
{
    return str_eq(in_str(c, "AccountId"), world_account(c->w)) ||
           refuse(c, "AccessDeniedException", "Account %.20s is not this one", in_str(c, "AccountId"));
}

/* ---- budgets ----------------------------------------------------------------------------------------------------- */

static bool is_amount(const char *s)
{
    size_t n = strspn(s, "0123456789"), m = s[n] == '.' ? strspn(s + n + 1, "0123456789") : 0;
    return n + m > 0 && !s[n + (s[n] == '.') + m] && (s[n] != '.' || m);
}

/* As it is told: "5000" becomes "5000.0". */
static const struct value *limit_told(struct call *c, const struct value *limit)
{
    struct value *told = value_edit(c->a, limit);
    const char *amount = value_get_str(limit, "Amount");
    if (!strchr(amount, '.'))
        value_set_str(c->a, told, "Amount", arena_printf(c->a, "%s.0", amount));
    return told;
}

static const struct value *cost_types(struct call *c, const struct value *asked)
{
    struct value *all = value_map(c->a);
    for (size_t i = 0; i < COUNT(included); i++)
        value_set(c->a, all, included[i], value_bool(c->a, true));
    value_set(c->a, all, "UseBlended", value_bool(c->a, false));
    value_set(c->a, all, "UseAmortized", value_bool(c->a, false));
    return asked ? value_overlay(c->a, all, asked) : all;
}

static bool name_fits(struct call *c, const char *name)
{
    return (*name && strlen(name) <= NAME_MOST && !strpbrk(name, ":\\") && !strstr(name, "/action/")) ||
           invalid(c, "BudgetName must have 1 to 100 characters, without : and \\ and /action/");
}

/* Budgets without an end, from the month in which they are made on. */
static const struct value *period_of_new(struct call *c)
{
    struct value *period = value_map(c->a);
    value_set_str(c->a, period, "Start", arena_printf(c->a, "%.7s-01T00:00:00Z", iso_time(c->a, world_now(c->w))));
    value_set_str(c->a, period, "End", "2087-06-15T00:00:00Z");
    return period;
}

/* The members of a new or a changed one. NULL: refused. */
static struct value *budget_members(struct call *c, const struct value *asked)
{
    const struct value *limit = value_get(asked, "BudgetLimit");
    if (!account_fits(c) || !name_fits(c, value_get_str(asked, "BudgetName")))
        return NULL;
    if (!limit || !is_amount(value_get_str(limit, "Amount")) || !*value_get_str(limit, "Unit")) {
        invalid(c, "BudgetLimit needs an amount and a unit");
        return NULL;
    }
    struct value *v = value_edit(c->a, asked), *spend = value_map(c->a), *none = value_map(c->a);
    value_set(c->a, v, "BudgetLimit", limit_told(c, limit));
    value_set(c->a, v, "CostTypes", cost_types(c, value_get(asked, "CostTypes")));
    if (!value_get(v, "CostFilters"))
        value_set(c->a, v, "CostFilters", value_map(c->a));
    if (!value_get(v, "TimePeriod"))
        value_set(c->a, v, "TimePeriod", period_of_new(c));
    value_set_str(c->a, none, "Amount", "0.0");
    value_set(c->a, none, "Unit", value_get(limit, "Unit"));
    value_set(c->a, spend, "ActualSpend", none);
    value_set(c->a, v, "CalculatedSpend", spend);
    return v;
}

static bool notify(struct call *c, const char *budget, const struct value *notification,
                   const struct value *subscribers);

static bool budget_draft(struct call *c)
{
    c->draft = budget_members(c, value_get(c->in, "Budget"));
    return c->draft;
}

static bool budget_made(struct call *c)
{
    const struct value *all = value_get(c->in, "NotificationsWithSubscribers");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i);
        if (!notify(c, c->object->id, value_get(one, "Notification"), value_get(one, "Subscribers"))) {
            remove_with_owned(c->w, c->object);
            return false;
        }
    }
    return true;
}

static bool budget_found(struct call *c, const char *name, struct object **ret)
{
    return account_fits(c) && need(c, &kind_budget, c->region, name, ret);
}

static bool budget_update(struct call *c)
{
    const struct value *asked = value_get(c->in, "NewBudget");
    struct object *o;
    if (!budget_found(c, value_get_str(asked, "BudgetName"), &o))
        return false;
    struct value *v = budget_members(c, asked);
    for (size_t i = 0; i < value_len(v); i++)
        object_set(c->w, o, value_key(v, i), value_item(v, i));
    return v;
}

static bool budget_delete(struct call *c)
{
    struct object *o;
    if (!budget_found(c, in_str(c, "BudgetName"), &o))
        return false;
    remove_with_owned(c->w, o);
    return true;
}

/* ---- notifications ----------------------------------------------------------------------------------------------- */

static const char *threshold_type(const struct value *notification)
{
    const char *type = value_get_str(notification, "ThresholdType");
    return *type ? type : "PERCENTAGE";
}

/* It is what it says: 80 and 80.0 are one threshold. */
static const char *notification_id(struct call *c, const char *budget, const struct value *n)
{
    double threshold = strtod(value_text(c->a, value_get(n, "Threshold")), NULL);
    return arena_printf(c->a, "%s|%s|%s|%g|%s", budget, value_get_str(n, "NotificationType"),
                        value_get_str(n, "ComparisonOperator"), threshold, threshold_type(n));
}

static bool subscribers_fit(struct call *c, const struct value *all)
{
    size_t topics = 0, emails = 0;
    for (size_t i = 0; i < value_len(all); i++) {
        const char *address = value_get_str(value_item(all, i), "Address");
        bool topic = str_eq(value_get_str(value_item(all, i), "SubscriptionType"), "SNS");
        topics += topic;
        emails += !topic;
        if (topic ? !str_starts(address, "arn:") : !strchr(address, '@'))
            return invalid(c, "A subscriber is an e-mail address or the ARN of a topic");
    }
    if (!value_len(all))
        return invalid(c, "A notification needs a subscriber");
    return (topics <= 1 && emails <= EMAILS_MOST) ||
           refuse(c, "CreationLimitExceededException", "At most one topic and %d e-mail addresses", EMAILS_MOST);
}

static size_t notifications_of(const struct object *budget)
{
    size_t n = 0;
    for (struct edge *e = first_from(budget, &kind_budget_notification); e; e = next_from(e, &kind_budget_notification))
        n++;
    return n;
}

static bool notify(struct call *c, const char *budget, const struct value *notification,
                   const struct value *subscribers)
{
    const struct object *o = object_find(c->w, &kind_budget, c->region, budget);
    const char *id = notification_id(c, budget, notification);
    if (!subscribers_fit(c, subscribers))
        return false;
    if (object_find(c->w, &kind_budget_notification, c->region, id))
        return refuse(c, "DuplicateRecordException",
                      "Unable to create notification: the budget has one with these settings already.");
    if (notifications_of(o) >= NOTIFICATIONS_MOST)
        return refuse(c, "CreationLimitExceededException", "A budget has at most %d notifications", NOTIFICATIONS_MOST);
    struct value *v = value_edit(c->a, notification);
    value_set_str(c->a, v, "$Id", id);
    value_set_str(c->a, v, "$Budget", budget);
    value_set_str(c->a, v, "ThresholdType", threshold_type(notification));
    value_set_str(c->a, v, "NotificationState", "OK");
    value_set(c->a, v, "$Subscribers", subscribers);
    make_along(c, &kind_budget_notification, c->region, v);
    return true;
}

static bool notification_make(struct call *c)
{
    struct object *o;
    return budget_found(c, in_str(c, "BudgetName"), &o) &&
           notify(c, o->id, value_get(c->in, "Notification"), value_get(c->in, "Subscribers"));
}

static bool notification_found(struct call *c, struct object **ret)
{
    struct object *budget;
    return budget_found(c, in_str(c, "BudgetName"), &budget) &&
           need(c, &kind_budget_notification, c->region,
                notification_id(c, budget->id, value_get(c->in, "Notification")), ret);
}

static bool notification_delete(struct call *c)
{
    struct object *o;
    if (!notification_found(c, &o))
        return false;
    object_remove(c->w, o);
    return true;
}

static bool subscribers_show(struct call *c)
{
    struct object *o;
    if (!notification_found(c, &o))
        return false;
    value_set(c->a, c->out, "Subscribers", value_get(o->v, "$Subscribers"));
    return true;
}

static bool budget_is_there(struct call *c)
{
    struct object *o;
    return budget_found(c, in_str(c, "BudgetName"), &o);
}

static bool notification_asked(struct call *c, const struct object *o)
{
    return str_eq(object_str(o, "$Budget"), in_str(c, "BudgetName"));
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateBudget",                       ACT_MAKE,  &kind_budget, .rule = budget_draft, .after = budget_made},
    {"DescribeBudget",                     ACT_SHOW,  &kind_budget, "Budget", .rule = account_fits},
    {"DescribeBudgets",                    ACT_LIST,  &kind_budget, "Budgets", .rule = account_fits},
    {"UpdateBudget",                       ACT_RULE,  .rule = budget_update},
    {"DeleteBudget",                       ACT_RULE,  .rule = budget_delete},
    {"CreateNotification",                 ACT_RULE,  .rule = notification_make},
    {"DescribeNotificationsForBudget",     ACT_LIST,  &kind_budget_notification, "Notifications", .rule = budget_is_there, .keep = notification_asked},
    {"DescribeSubscribersForNotification", ACT_RULE,  .rule = subscribers_show},
    {"DeleteNotification",                 ACT_RULE,  .rule = notification_delete},
    {"TagResource",                        ACT_TAG,   .by = "ResourceARN"},
    {"UntagResource",                      ACT_UNTAG, .by = "ResourceARN"},
    {"ListTagsForResource",                ACT_TAGS,  NULL, "ResourceTags", "ResourceARN"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_budgets = {.id = "budgets",
                                                .ops = ops,
                                                .invalid = "InvalidParameterException",
                                                .unknown = "NotFoundException",
                                                .tag_key = "Key",
                                                .tag_value = "Value",
                                                .page_min = 1,
                                                .page_max = 1000,
                                                .page = 100};

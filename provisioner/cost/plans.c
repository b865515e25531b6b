#include "provisioner/cost/plans.h"

#include "provisioner/cost/offer.h"

#include <string.h>

#define EC2 "AmazonEC2"
#define HOUR "instance-hour"
#define LINUX "RunInstances" /* the operation; others are of other systems */

/* What they are called in the book: scenario.h. */
static const struct plan {
    int64_t seconds;
    const char *suffix;
} plans[] = {{365 * 24 * 60 * 60, ", savings plan"}, {3 * 365 * 24 * 60 * 60, ", savings plan 3 years"}};

/* What else a rate has to say to be one of those that are wanted; all but the region. */
static const char *const wanted[][2] = {{"productDescription", "Linux/UNIX"}, {"tenancy", "shared"}};

bool plans_know(const struct price *p)
{
    for (size_t i = 0; i < COUNT(plans); i++)
        if (str_eq(p->service, EC2) && str_ends(p->what, plans[i].suffix))
            return true;
    return false;
}

/* ---- the question ------------------------------------------------------------------------------------------------ */

/* An instance by the hour, on demand. */
static bool is_box(const struct price *p, const char *region)
{
    return str_eq(p->service, EC2) && str_eq(p->region, region) && str_eq(p->unit, HOUR) && !strchr(p->what, ',');
}

static const struct value *one_text(struct arena *a, const char *text)
{
    struct value *list = value_list(a);
    value_push(a, list, value_str(a, text));
    return list;
}

static void add_filter(struct arena *a, struct value *filters, const char *name, const struct value *values)
{
    struct value *f = value_map(a);
    value_set_str(a, f, "name", name);
    value_set(a, f, "values", values);
    value_push(a, filters, f);
}

const struct value *plans_request(struct arena *a, const struct refresh *r, const char *region)
{
    struct value *in = value_map(a), *filters = value_list(a), *types = value_list(a);
    for (size_t i = 0; i < r->n; i++)
        if (is_box(&r->items[i].price, region))
            value_push(a, types, value_str(a, r->items[i].price.what));
    if (!value_len(types))
        return NULL;
    add_filter(a, filters, "region", one_text(a, region));
    for (size_t i = 0; i < COUNT(wanted); i++)
        add_filter(a, filters, wanted[i][0], one_text(a, wanted[i][1]));
    add_filter(a, filters, "instanceType", types);
    value_set(a, in, "savingsPlanTypes", one_text(a, "Compute"));
    value_set(a, in, "products", one_text(a, "EC2"));
    value_set(a, in, "serviceCodes", one_text(a, EC2));
    value_set(a, in, "operations", one_text(a, LINUX));
    value_set(a, in, "filters", filters);
    return in;
}

/* ---- the answer -------------------------------------------------------------------------------------------------- */

static const char *property(const struct value *rate, const char *name)
{
    const struct value *all = value_get(rate, "properties");
    for (size_t i = 0; i < value_len(all); i++)
        if (str_eq(value_get_str(value_item(all, i), "name"), name))
            return value_get_str(value_item(all, i), "value");
    return "";
}

/* NULL: a plan of another kind, or paid otherwise. */
static const struct plan *plan_of(const struct value *rate)
{
    const struct value *o = value_get(rate, "savingsPlanOffering");
    if (!str_eq(value_get_str(o, "planType"), "Compute") || !str_eq(value_get_str(o, "paymentOption"), "No Upfront") ||
        !str_eq(value_get_str(o, "currency"), "USD"))
        return NULL;
    for (size_t i = 0; i < COUNT(plans); i++)
        if (value_int_of(value_get(o, "durationSeconds")) == plans[i].seconds)
            return &plans[i];
    return NULL;
}

/* "APN1-BoxUsage:m6g.large", and not HostBoxUsage, nor the UnusedBox of what is reserved and not used. */
static bool is_usage_of(struct arena *a, const char *usage, const char *type)
{
    const char *plain = arena_printf(a, "BoxUsage:%s", type);
    return str_eq(usage, plain) || str_ends(usage, arena_printf(a, "-%s", plain));
}

static bool is_wanted(struct arena *a, const struct value *rate, const char *region, const char *type)
{
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (!str_eq(property(rate, wanted[i][0]), wanted[i][1]))
            return false;
    return str_eq(property(rate, "region"), region) && str_eq(value_get_str(rate, "serviceCode"), EC2) &&
           str_eq(value_get_str(rate, "operation"), LINUX) && is_usage_of(a, value_get_str(rate, "usageType"), type);
}

static bool was_asked_for(const struct refresh *r, const char *region, const char *type)
{
    for (size_t i = 0; i < r->n; i++)
        if (is_box(&r->items[i].price, region) && str_eq(r->items[i].price.what, type))
            return true;
    return false;
}

static struct err *take_rate(struct refresh *r, struct arena *a, size_t from, const char *region,
                             const struct value *rate)
{
    const struct plan *plan = plan_of(rate);
    const char *type = property(rate, "instanceType");
    if (!plan || !is_wanted(a, rate, region, type) || !was_asked_for(r, region, type))
        return NULL;
    struct refreshed i = {.price = {.service = EC2,
                                    .region = region,
                                    .what = arena_printf(r->a, "%s%s", type, plan->suffix),
                                    .unit = HOUR,
                                    .as_of = r->today},
                          .source = arena_printf(r->a, "AWS Savings Plans API: Compute, %s, No Upfront", region)};
    TRY_CTX(offer_amount(a, value_get_str(rate, "rate"), &i.price.price), "the savings plans' rate of %s", type);
    refresh_add(r, from, &i, value_get_str(rate, "unit"));
    return NULL;
}

struct err *plans_take(struct refresh *r, struct arena *a, const char *region, const struct value *list)
{
    size_t from = r->n;
    region = arena_strdup(r->a, region);
    for (size_t i = 0; i < value_len(list); i++) {
        struct err *e = take_rate(r, a, from, region, value_item(list, i));
        if (!e)
            continue;
        r->n = from;
        return e;
    }
    return NULL;
}

#include "provisioner/preflight/made.h"

#include <string.h>

enum { ENVIRONMENT_BYTES = 4096, CONCURRENCY_LEFT = 900 };

/* Calls `fn` for each function of a region. */
static void each_function(const struct look *l, const struct spec_region *r,
                          void (*fn)(const struct look *, const char *name, const struct value *))
{
    const struct value *all = section_of(r, "functions");
    for (size_t i = 0; value_kind(all) == V_MAP && i < value_len(all); i++)
        if (value_kind(value_item(all, i)) == V_MAP)
            fn(l, value_key(all, i), value_item(all, i));
}

static void in_network(const struct look *l, const struct spec_region *r)
{
    const struct value *all = section_of(r, "functions");
    for (size_t i = 0; value_kind(all) == V_MAP && i < value_len(all); i++)
        if (is_on(value_item(all, i), "vpc")) {
            needs_tier(l, r, "functions", "private");
            return;
        }
}

static void reserved_names(const struct look *l, const char *name, const struct value *function)
{
    static const char reserved[] = "AWS_REGION AWS_DEFAULT_REGION AWS_EXECUTION_ENV AWS_ACCESS_KEY AWS_ACCESS_KEY_ID "
                                   "AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR";
    const struct value *all = value_get(function, "environment");
    for (size_t i = 0; value_kind(all) == V_MAP && i < value_len(all); i++)
        if (has_word(reserved, value_key(all, i)) || str_starts(value_key(all, i), "AWS_LAMBDA_"))
            found(l, value_pos(value_item(all, i)), "choose another name",
                  "%s: Lambda sets %s itself and refuses functions that do", name, value_key(all, i));
}

static void environment_size(const struct look *l, const char *name, const struct value *function)
{
    const struct value *all = value_get(function, "environment");
    size_t n = 0;
    for (size_t i = 0; value_kind(all) == V_MAP && i < value_len(all); i++)
        n += strlen(value_key(all, i)) + strlen(value_str_of(value_item(all, i)));
    if (n > ENVIRONMENT_BYTES)
        found(l, value_pos(all), "keep what is long in Parameter Store or a file of the folder",
              "%s: its environment has %zu bytes, and Lambda takes 4096", name, n);
}

static void environment(const struct look *l, const struct spec_region *r)
{
    each_function(l, r, reserved_names);
    each_function(l, r, environment_size);
}

/* In cron exactly one of day and weekday is a question mark. */
static bool asks_once(const char *s)
{
    unsigned marks = 0, nth = 0;
    const char *word;
    if (!str_starts(s, "cron("))
        return true;
    s += strlen("cron(");
    for (size_t n; (n = next_word(&s, &word)); nth++)
        marks += (nth == 2 || nth == 4) && n == 1 && *word == '?';
    return marks == 1;
}

#define ONE_MARK "EventBridge takes a cron expression with exactly one ?, for the day or for the weekday"

static void one_question_mark(const struct look *l, const char *name, const struct value *function)
{
    const struct value *schedule = value_get(function, "schedule");
    if (value_kind(schedule) == V_STR && !asks_once(value_str_of(schedule)))
        found(l, value_pos(schedule), NULL, "%s: " ONE_MARK, name);
}

static void rule_question_mark(const struct look *l, const struct wanted *w)
{
    const struct value *schedule = attr(l, w, "ScheduleExpression");
    if (value_kind(schedule) == V_STR && !asks_once(value_str_of(schedule)))
        fault(l, w, schedule, NULL, "%s: " ONE_MARK, w->address);
}

static void schedules(const struct look *l, const struct spec_region *r)
{
    each_function(l, r, one_question_mark);
}

static void too_much_allowed(const struct look *l, const char *name, const struct value *function)
{
    const struct value *all = value_get(function, "policy");
    for (size_t i = 0; value_kind(all) == V_LIST && i < value_len(all); i++) {
        const struct value *actions = value_get(value_item(all, i), "actions");
        for (size_t k = 0; value_kind(actions) == V_LIST && k < value_len(actions); k++)
            if (str_ends(value_str_of(value_item(actions, k)), ":*"))
                found(l, value_pos(value_item(actions, k)), "name the actions that it calls",
                      "%s may do everything in a service: %s", name, shown(l, value_item(actions, k)));
    }
}

static void least_privilege(const struct look *l, const struct spec_region *r)
{
    each_function(l, r, too_much_allowed);
}

static void concurrency(const struct look *l, const struct spec_region *r)
{
    const struct value *all = section_of(r, "functions");
    int64_t sum = 0, n;
    for (size_t i = 0; value_kind(all) == V_MAP && i < value_len(all); i++)
        sum += int_of(value_item(all, i), "reserved_concurrency", &n) ? n : 0;
    if (sum > CONCURRENCY_LEFT)
        found(l, value_pos(all), "reserve less",
              "%s: functions reserve %d calls at once; an account has 1000, and Lambda keeps 100 of them free",
              r->alias, (int)sum);
}

static void no_way_out(const struct look *l, const struct spec_region *r)
{
    const struct value *all = section_of(r, "functions"), *network = section_of(r, "network");
    bool closed = str_eq(value_get_str(network, "nat"), "none") &&
                  !value_len(value_get(value_get(network, "endpoints"), "interface"));
    for (size_t i = 0; closed && value_kind(all) == V_MAP && i < value_len(all); i++)
        if (is_on(value_item(all, i), "vpc"))
            found(l, value_pos(value_get(value_item(all, i), "vpc")), NULL,
                  "%s stands in the network of %s, which has neither NAT nor endpoints", value_key(all, i), r->alias);
}

/* clang-format off */
const struct rule function_rules[] = {
    {"LAM-04", SEV_ERROR, "variables that are Lambda's own, or more than 4 KB of them", "CreateFunction refuses it", NULL,
     "Lambda developer guide, environment variables", .each = environment,
     .type = "AWS::Lambda::Function",
     .forms = FORMS(NO_KEY("Environment.Variables", "^(AWS_REGION|AWS_DEFAULT_REGION|AWS_EXECUTION_ENV|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR|AWS_LAMBDA_.*)$", "Lambda's own"))},
    {"LAM-08", SEV_WARNING, "a function in a network without a way out", "it reaches databases, caches and brokers, and none of AWS's own services",
     "write network: {nat: single}, or add endpoints for what it calls", "Lambda developer guide, VPC networking", .each = no_way_out},
    {"LAM-09", SEV_WARNING, "functions reserve nearly all calls of an account", "Lambda keeps 100 of an account's 1000 free, and refuses to reserve them",
     "reserve less, or have AWS raise the quota", "Lambda developer guide, reserved concurrency", .each = concurrency},
    {"LAM-901", SEV_ERROR, "functions in a network without a private tier in two zones", "there is nowhere to put them",
     "write network: {zones: 2} or more, with its private tier", "this program", .shape = true, .each = in_network},
    {"LAM-902", SEV_WARNING, "a function that may do everything in a service", "whoever takes it over may, too", "name the actions that it calls",
     "IAM user guide, least privilege", .each = least_privilege},
    {"EVB-02", SEV_ERROR, "a cron expression without exactly one question mark", "PutRule refuses it",
     "write ? for one of day and weekday: cron(0 3 * * ? *)", "EventBridge user guide, cron expressions", .each = schedules,
     .type = "AWS::Events::Rule", .wanted = rule_question_mark,
     .forms = FORMS(A_TEXT("ScheduleExpression", 0, 256, "^(|rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)|cron\\([^ ()]+( [^ ()]+){5}\\))$",
                           "rate(1 hour), rate(5 minutes), or cron(...) of six fields"))},
    {0}};
/* clang-format on */

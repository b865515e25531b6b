#include "provisioner/spec/tables.h"

/* clang-format off */

#define SUBSCRIBERS .max = 20, .fallback = "", \
    .of = ITEM("subscriber", SPEC_TEXT, .min = 5, .max = 2048, \
               .pattern = "^(https://.+|(email|email-json|sms|sqs|lambda|firehose|application):.+)$", \
               .shape = "email:ops@example.com, sms:+15555550100, https://... or sqs:, lambda:, firehose: with an ARN", \
               .help = "protocol and endpoint")

static const struct spec_field alert_fields[] = {
    {"warning", SPEC_LIST, SUBSCRIBERS, .help = "who is told what can wait until tomorrow", .source = "sns Subscribe"},
    {"critical", SPEC_LIST, SUBSCRIBERS, .help = "who is told what is broken or about to break", .source = "sns Subscribe"},
    {"emergency", SPEC_LIST, SUBSCRIBERS, .help = "who is woken up: a region is down", .source = "sns Subscribe"},
    {0}};

static const struct spec_field alarm_fields[] = {
    {"enabled", SPEC_BOOLEAN, .fallback = "true", .help = "false leaves it out"},
    {"threshold", SPEC_INTEGER, .max = 1000000000000000, .computed = "the alarm's own", .help = "in the metric's unit",
     .source = "cloudwatch PutMetricAlarm Threshold"},
    {"periods", SPEC_INTEGER, .min = 1, .max = 288, .computed = "the alarm's own", .help = "how many periods in a row must be bad",
     .source = "cloudwatch PutMetricAlarm EvaluationPeriods"},
    {"level", SPEC_ENUM, .words = "warning critical emergency", .computed = "the alarm's own", .help = "who is told"},
    {0}};

static const struct spec_field budget_fields[] = {
    {"monthly_usd", SPEC_INTEGER, SPEC_REQUIRED, .min = 1, .max = 1000000000, .unit = "US dollars", .help = "what the account may cost a month",
     .source = "budgets CreateBudget BudgetLimit"},
    {"thresholds", SPEC_LIST, .fallback = "80 100", .min = 1, .max = 4,
     .of = ITEM("percent", SPEC_INTEGER, .min = 1, .max = 1000, .unit = "percent", .help = "of the budget"),
     .help = "percentages at which those of alerts.warning are told", .source = "Budgets user guide, quotas: 5 notifications, one is for the forecast"},
    {0}};

const struct spec_field observability_fields[] = {
    {"alerts", SPEC_SECTION, SPEC_ALWAYS, .of = alert_fields, .help = "who is told of what, by level; e-mail has to be confirmed within two days"},
    {"alarms", SPEC_MAP, .max = 100, .pattern = "^[a-z][a-z0-9-]*$", .shape = "an alarm's name such as aurora-cpu", .fallback = "",
     .of = ITEM("alarm", SPEC_SECTION, .of = alarm_fields, .help = "what is different"),
     .help = "alarms that should be otherwise, by name; every system brings its own"},
    {"log_retention_days", SPEC_INTEGER, .fallback = "30", .words = RETENTION, .unit = "days",
     .help = "how long log groups keep what no section of theirs says otherwise of", .source = "logs PutRetentionPolicy"},
    {"dashboard", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true", .help = "a dashboard that shows the regions side by side, and one for each"},
    {"events", SPEC_BOOLEAN, .fallback = "true", .help = "tell of AWS's own events: health, failovers, nodes that can't start"},
    {"budget", SPEC_SECTION, SPEC_ALIKE, .of = budget_fields, .help = "a budget for the account"},
    {0}};
/* clang-format on */

#include "provisioner/spec/tables.h"

/* clang-format off */

/* Those that Lambda makes new functions of and still maintains: "Lambda runtimes" of the developer guide. */
#define RUNTIMES \
    "python3.11 python3.12 python3.13 python3.14 nodejs22.x nodejs24.x java17 java21 java25 dotnet10 ruby3.3 ruby3.4 provided.al2023"

#define RATE "rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)"
#define CRON "cron\\([^ ()]+( [^ ()]+){5}\\)"

static const struct spec_field policy_fields[] = {
    {"actions", SPEC_LIST, SPEC_REQUIRED, .min = 1, .max = 50,
     .of = ITEM("action", SPEC_TEXT, .min = 3, .max = 128, .pattern = "^[a-z0-9-]+:[A-Za-z0-9*]+$", .shape = "an IAM action such as s3:GetObject", .help = "an action"),
     .help = "what it may do"},
    {"resources", SPEC_LIST, SPEC_REQUIRED, .min = 1, .max = 50,
     .of = ITEM("resource", SPEC_TEXT, .min = 1, .max = 2048, .pattern = "^(\\*|arn:.+)$", .shape = "an ARN, * for any part of it", .help = "an ARN"),
     .help = "to what"},
    {0}};

const struct spec_field function_fields[] = {
    {"folder", SPEC_TEXT, SPEC_REQUIRED, .min = 1, .max = 255, .pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?$",
     .shape = "a folder beside the spec, such as functions/cleanup", .help = "its code: every file in there, zipped"},
    {"description", SPEC_TEXT, .min = 1, .max = 256, .computed = "none", .help = "what it is for", .source = "lambda CreateFunction Description"},
    {"handler", SPEC_TEXT, .fallback = "main.handler", .min = 1, .max = 128, .pattern = "^[^ \t]+$", .shape = "file.function",
     .help = "what is called", .source = "lambda CreateFunction Handler"},
    {"runtime", SPEC_ENUM, .fallback = "python3.12", .words = RUNTIMES,
     .refused = "Lambda takes no new function of a runtime that has reached its end", .help = "what runs it; those that AWS gives up are refused", .source = "Lambda developer guide, runtimes"},
    {"architecture", SPEC_ENUM, .fallback = "arm64", .words = "arm64 x86_64", .help = "processor; arm64 costs a fifth less", .source = "lambda CreateFunction Architectures"},
    {"memory_mb", SPEC_INTEGER, .fallback = "256", .min = 128, .max = 10240, .unit = "MB",
     .help = "memory; processor time grows with it", .source = "lambda CreateFunction MemorySize"},
    {"timeout_seconds", SPEC_INTEGER, .fallback = "60", .min = 1, .max = 900, .unit = "seconds",
     .refused = "Lambda takes no more than 15 minutes; cut the work into calls that are shorter, or run it as a pod in eks",
     .help = "how long a call may take", .source = "lambda CreateFunction Timeout"},
    {"schedule", SPEC_TEXT, .min = 10, .max = 256, .pattern = "^(" RATE "|" CRON ")$",
     .shape = "rate(1 hour), rate(5 minutes), or cron(minute hour day month weekday year) in UTC", .computed = "never",
     .help = "when it is called", .source = "events PutRule ScheduleExpression"},
    {"vpc", SPEC_BOOLEAN, .fallback = "false", .help = "run in the network's private tier, to reach databases, caches and brokers", .source = "lambda CreateFunction VpcConfig"},
    {"environment", SPEC_MAP, .max = 100, .pattern = "^[A-Za-z][A-Za-z0-9_]+$", .shape = "letters, digits and underscores, starting with a letter",
     .of = ITEM("value", SPEC_TEXT, .max = 4096, .help = "a text, and no secret"), .fallback = "",
     .help = "environment variables, 4 KB in all; what refers to other resources goes under overrides", .source = "lambda CreateFunction Environment"},
    {"dead_letter", SPEC_BOOLEAN, .fallback = "true", .help = "a queue for events that it failed on three times", .source = "lambda CreateFunction DeadLetterConfig"},
    {"policy", SPEC_LIST, .max = 20, .of = ITEM("statement", SPEC_SECTION, .of = policy_fields, .help = "allows actions on resources"), .fallback = "",
     .help = "what it may do beside writing its logs"},
    {"reserved_concurrency", SPEC_INTEGER, .min = 1, .max = 900, .computed = "it shares what the account has",
     .help = "how many calls run at once at most, and can at any time", .source = "lambda PutFunctionConcurrency"},
    {"retention_days", SPEC_INTEGER, .fallback = "30", .words = RETENTION, .unit = "days", .help = "how long its logs are kept", .source = "logs PutRetentionPolicy"},
    {"tracing", SPEC_BOOLEAN, .fallback = "true", .help = "record calls with X-Ray", .source = "lambda CreateFunction TracingConfig"},
    {0}};
/* clang-format on */

#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

/*
 * Lambda functions from the user's own folders, the same in every region. Each has a role that may do what its policy
 * says and no more, a log group, and a queue for events that it failed on. What a function is told of other systems
 * stands in `overrides`, where references do.
 *
 * EventBridge is let in before its rule is made, or the first calls would be refused: the permission names the rule by
 * an ARN that is known beforehand.
 */

enum { NAME_MOST = 64 };

/* A site whose section is one function. */
static struct site function_site(const struct site *all, const struct value *function)
{
    struct site s = *all;
    s.config = function;
    return s;
}

static const char *part(const struct site *s, const char *name, const char *what)
{
    return arena_printf(s->arena, "%s-%s", name, what);
}

static bool on(const struct site *s, const char *field)
{
    return value_bool_of(site_field(s, field));
}

/* ---- role -------------------------------------------------------------------------------------------------------- */

static const struct value *anything(struct arena *a)
{
    return value_str(a, "*");
}

static const struct value *own_statement(struct arena *a, const struct value *rule)
{
    return map_of(a, PAIRS({"Effect", value_str(a, "Allow")}, {"Action", value_get(rule, "actions")},
                           {"Resource", value_get(rule, "resources")}));
}

static const struct value *statements(const struct site *s, const char *name, const char *log_group)
{
    struct arena *a = s->arena;
    const struct value *logs = site_text(s, "${%s.arn}:*", log_group), *own = site_field(s, "policy");
    struct value *all = list_of_one(a, allow(a, "logs:CreateLogStream logs:PutLogEvents", logs, NULL));
    if (on(s, "dead_letter"))
        value_push(a, all,
                   allow(a, "sqs:SendMessage", value_ref(a, site_address(s, part(s, name, "dead-letters")), "QueueArn"),
                         NULL));
    /* EC2 knows no narrower way to let Lambda put its interfaces into a network */
    if (on(s, "vpc"))
        value_push(a, all,
                   allow(a,
                         "ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets "
                         "ec2:DeleteNetworkInterface ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses",
                         anything(a), NULL));
    if (on(s, "tracing"))
        value_push(a, all, allow(a, "xray:PutTraceSegments xray:PutTelemetryRecords", anything(a), NULL));
    for (size_t i = 0; i < value_len(own); i++)
        value_push(a, all, own_statement(a, value_item(own, i)));
    return all;
}

/* ---- what a function has beside its code ------------------------------------------------------------------------- */

/* Kept as long as SQS keeps anything: whoever looks after them has weekends. */
static void dead_letters_make(const struct site *s, const char *name)
{
    struct arena *a = s->arena;
    enum { FORTNIGHT_S = 14 * 24 * 3600 };
    site_make(s, "AWS::SQS::Queue", part(s, name, "dead-letters"),
              PAIRS({"QueueName", value_str(a, name_within(s, part(s, name, "dead-letters"), 80))},
                    {"MessageRetentionPeriod", value_int(a, FORTNIGHT_S)},
                    {"SqsManagedSseEnabled", value_bool(a, true)}));
}

static void schedule_make(const struct site *s, const char *name)
{
    struct arena *a = s->arena;
    const char *rule = name_within(s, name, NAME_MOST);
    const struct value *arn = value_ref(a, site_address(s, name), "FunctionArn");
    const struct value *target = map_of(a, PAIRS({"Id", value_str(a, "function")}, {"Arn", arn}));
    site_make_untagged(
        s, "AWS::Lambda::Permission", part(s, name, "permission"),
        PAIRS(
            {"FunctionName", arn}, {"StatementId", value_str(a, "schedule")},
            {"Action", value_str(a, "lambda:InvokeFunction")}, {"Principal", value_str(a, "events.amazonaws.com")},
            {"SourceArn", site_text(s, "arn:${lookup/account.Partition}:events:%s:${lookup/account.AccountId}:rule/%s",
                                    s->region->name, rule)}));
    site_make(s, "AWS::Events::Rule", part(s, name, "schedule"),
              PAIRS({"Name", value_str(a, rule)}, {"Description", value_fmt(a, "Calls the function %s", name)},
                    {"ScheduleExpression", site_field(s, "schedule")}, {"Targets", list_of_one(a, target)}));
    site_after(s, site_address(s, part(s, name, "permission")));
}

/* ---- functions --------------------------------------------------------------------------------------------------- */

static const struct value *environment(const struct site *s)
{
    const struct value *variables = site_field(s, "environment");
    return value_len(variables) ? map_of(s->arena, PAIRS({"Variables", variables})) : NULL;
}

static const struct value *vpc_config(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *group = value_ref(a, site_address(s, "security-group"), "GroupId");
    return map_of(
        a, PAIRS({"SubnetIds", network_subnets(a, s->region, "private")}, {"SecurityGroupIds", list_of_one(a, group)}));
}

static const struct value *dead_letter_config(const struct site *s, const char *name)
{
    struct arena *a = s->arena;
    const char *queue = site_address(s, part(s, name, "dead-letters"));
    return map_of(a, PAIRS({"TargetArn", value_ref(a, queue, "QueueArn")}));
}

static void function_make(const struct site *s, const char *name)
{
    struct arena *a = s->arena;
    const char *function = name_within(s, name, NAME_MOST);
    if (on(s, "dead_letter"))
        dead_letters_make(s, name);
    const char *logs = log_group_make(s, part(s, name, "log-group"), value_fmt(a, "/aws/lambda/%s", function),
                                      site_field(s, "retention_days"));
    role_make(s, &(struct role){.name = name,
                                .description = arena_printf(a, "What the function %s may do", name),
                                .trust = trust_service(s, "lambda.amazonaws.com", false),
                                .statements = statements(s, name, logs)});
    const struct value *logging =
        map_of(a, PAIRS({"LogFormat", value_str(a, "JSON")}, {"LogGroup", value_ref(a, logs, "logGroupName")}));
    const char *mode = on(s, "tracing") ? "Active" : "PassThrough";
    /* clang-format off */
    site_make(s, "AWS::Lambda::Function", name, PAIRS(
        {"FunctionName",     value_str(a, function)},
        {"Description",      site_field(s, "description")},
        {"CodeFolder",       site_field(s, "folder")},
        {"Handler",          site_field(s, "handler")},
        {"Runtime",          site_field(s, "runtime")},
        {"Architectures",    list_of_one(a, site_field(s, "architecture"))},
        {"Role",             role_arn(s, name)},
        {"MemorySize",       site_field(s, "memory_mb")},
        {"Timeout",          site_field(s, "timeout_seconds")},
        {"Environment",      environment(s)},
        {"VpcConfig",        on(s, "vpc") ? vpc_config(s) : NULL},
        {"DeadLetterConfig", on(s, "dead_letter") ? dead_letter_config(s, name) : NULL},
        {"TracingConfig",    map_of(a, PAIRS({"Mode", value_str(a, mode)}))},
        {"LoggingConfig",    logging},
        {"ReservedConcurrentExecutions", site_field(s, "reserved_concurrency")}));
    /* clang-format on */
    role_ready(s, name);
    if (site_field(s, "schedule"))
        schedule_make(s, name);
}

static bool any_in_network(const struct value *functions)
{
    for (size_t i = 0; i < value_len(functions); i++)
        if (value_bool_of(value_get(value_item(functions, i), "vpc")))
            return true;
    return false;
}

void functions_make(const struct build *b)
{
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        struct site all = site_in(b, &b->spec->regions[i], "functions");
        if (any_in_network(all.config))
            group_make(&all, "security-group", "functions", "Functions: they call, and nobody calls them");
        for (size_t k = 0; k < value_len(all.config); k++) {
            struct site s = function_site(&all, value_item(all.config, k));
            function_make(&s, value_key(all.config, k));
        }
    }
}

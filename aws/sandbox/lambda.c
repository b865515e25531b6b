#include "aws/net/digest.h"
#include "aws/sandbox/iam.h"
#include "aws/sandbox/kinds.h"

#include <string.h>

/*
 * Lambda: functions, as far as they are configured; nothing is ever run. Source of rules: the Lambda API reference,
 * "Lambda quotas", "Lambda runtimes" and "Function states" of the developer guide.
 */

static void function_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_function = {
    .name = "function", .service = "lambda", .id = "FunctionName",
    .arn = "arn:aws:lambda:{region}:{account}:function:{id}", .arn_member = "FunctionArn",
    .status = "$Life", .ready = "Active",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"Pending", 5}, {"Active", 0}}},
        {"in-vpc", GUESS, {{"Pending", 60}, {"Active", 0}}},
        {"update", GUESS, {{"Updating", 4}, {"Active", 0}}}, {0}},
    .filled = (const struct filled[]){
        {"Timeout", K_INT, "3"}, {"MemorySize", K_INT, "128"}, {"Description", K_STR, ""}, {"PackageType", K_STR, "Zip"},
        {"Version", K_STR, "$LATEST"}, {0}},
    .renames = (const struct rename[]){{"Code", NULL}, {"Publish", NULL}, {"DryRun", NULL}, {"Layers", "Layers", "Arn"}, {0}},
    .refs = (const struct ref[]){
        {"VpcConfig.SubnetIds", &kind_subnet, REF_BLOCKS, "InvalidParameterValueException"},
        {"VpcConfig.SecurityGroupIds", &kind_security_group, REF_BLOCKS, "InvalidParameterValueException"}, {0}},
    .missing = {"ResourceNotFoundException", "Function not found: arn:aws:lambda:{region}:{account}:function:{id}"},
    .exists = {"ResourceConflictException", "Function already exist: {id}"},
    .busy = {"ResourceConflictException", "The operation cannot be performed at this time. An update is in progress for resource: {FunctionArn}"},
    .view = function_view,
};

/* What Lambda puts into a VPC outlives the function for a while, and keeps subnets and groups in use. */
const struct sandbox_kind kind_function_interface = {
    .name = "function-interface", .service = "ec2", .id = "NetworkInterfaceId", .mint = "eni-", .hidden = true,
    .status = "Status",
    .lives = (const struct life[]){{"make", GUESS, {{"in-use", 600}, {NULL, 0}}}, {0}},
    .refs = (const struct ref[]){
        {"SubnetIds", &kind_subnet, REF_BLOCKS}, {"SecurityGroupIds", &kind_security_group, REF_BLOCKS}, {0}},
};

#define WITHDRAWN \
    "nodejs nodejs4.3 nodejs6.10 nodejs8.10 nodejs10.x nodejs12.x nodejs14.x nodejs16.x nodejs4.3-edge java8 python2.7 " \
    "python3.6 python3.7 python3.8 dotnetcore1.0 dotnetcore2.0 dotnetcore2.1 dotnetcore3.1 dotnet6 go1.x ruby2.5 ruby2.7 provided"
#define RESERVED \
    "_HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_NAME " \
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME " \
    "AWS_LAMBDA_LOG_STREAM_NAME AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_LAMBDA_RUNTIME_API " \
    "LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR"
/* clang-format on */

enum {
    NAME_MOST = 64,
    TIMEOUT_MOST = 900,
    MEMORY_LEAST = 128,
    MEMORY_MOST = 10240,
    STORAGE_LEAST = 512,
    STORAGE_MOST = 10240,
    ENVIRONMENT_MOST = 4096,
    LAYERS_MOST = 5,
    CONCURRENCY = 1000,
    UNRESERVED_LEAST = 100,
    POLICY_MOST = 20480,
    ROLE_LAG = 8 * SECOND, /* how long Lambda does not know a new role */
};

static bool wrong(struct call *c, const char *text)
{
    return refuse(c, "InvalidParameterValueException", "%s", text);
}

/* ---- code -------------------------------------------------------------------------------------------------------- */

/* As much as makes a zip one: what it begins and what it ends with. */
static bool is_zip(const char *bytes, size_t n)
{
    return n >= 22 && memcmp(bytes, "PK\3\4", 4) == 0 && memcmp(bytes + n - 22, "PK\5\6", 4) == 0;
}

static bool code_take(struct call *c, const struct value *code)
{
    size_t n = 0;
    if (!value_get(code, "ZipFile"))
        return wrong(c, "Please provide a source for function code.");
    const char *bytes = base64_decode(c->a, value_get_str(code, "ZipFile"), &n);
    if (!is_zip(bytes, n))
        return wrong(c, "Could not unzip uploaded file. Please check your file, then try to upload again.");
    struct sha256 d = sha256_of(bytes, n);
    draft_str(c, "CodeSha256", base64_encode(c->a, d.bytes, sizeof d.bytes));
    draft_int(c, "CodeSize", (int64_t)n);
    return true;
}

/* ---- what a role may do ------------------------------------------------------------------------------------------ */

/* By a policy of its own that names the action, or by one of AWS's. */
static bool role_may(struct call *c, const struct object *role, const char *action, const char *managed)
{
    const struct value *inlined = value_get(role->v, "$Inline"), *attached = value_get(role->v, "$Attached");
    for (size_t i = 0; i < value_len(inlined); i++)
        if (strstr(value_str_of(value_item(inlined, i)), action))
            return true;
    for (size_t i = 0; i < value_len(attached); i++)
        if (str_ends(value_str_of(value_item(attached, i)), managed))
            return true;
    return refuse(c, "InvalidParameterValueException",
                  "The provided execution role does not have permissions to call %s", action);
}

static bool role_fits(struct call *c, const struct object *role)
{
    bool new = role &&world_now(c->w) - role->born < ROLE_LAG;
    if (!role || new || !role_trusts(c, role, "lambda.amazonaws.com"))
        return wrong(c, "The role defined for the function cannot be assumed by Lambda.");
    return true;
}

/* ---- settings ---------------------------------------------------------------------------------------------------- */

/* As the request has it, or as it is. */
static const struct value *then(const struct call *c, const char *member)
{
    const struct value *v = value_get(c->in, member);
    return v || !c->object ? v : value_get(c->object->v, member);
}

static bool within(struct call *c, const char *member, const struct value *v, int64_t least, int64_t most)
{
    int64_t n = value_int_of(v);
    return !v || (n >= least && n <= most) ||
           refuse(c, "InvalidParameterValueException",
                  "1 validation error detected: Value '%lld' at '%s' failed to satisfy constraint: Member must have "
                  "value from %lld to %lld",
                  (long long)n, member, (long long)least, (long long)most);
}

static bool environment_fits(struct call *c)
{
    const struct value *all = value_path(c->a, c->in, "Environment.Variables");
    size_t size = 0;
    for (size_t i = 0; i < value_len(all); i++) {
        const char *key = value_key(all, i);
        size += strlen(key) + strlen(value_str_of(value_item(all, i)));
        if (has_word(RESERVED, key))
            return refuse(c, "InvalidParameterValueException",
                          "Lambda was unable to configure your environment variables because the environment variables "
                          "you have provided contains reserved keys that are currently not supported for modification. "
                          "Reserved keys used in this request: %s",
                          key);
    }
    return size <= ENVIRONMENT_MOST || wrong(c, "Lambda was unable to configure your environment variables because the "
                                                "environment variables you have provided exceeded the 4KB limit.");
}

static bool letters_fit(struct call *c, const struct object *role)
{
    const char *arn = value_get_str(value_get(c->in, "DeadLetterConfig"), "TargetArn");
    const struct object *to = *arn ? object_by_arn(c->w, arn) : NULL;
    if (!*arn)
        return true;
    if (!role_may(c, role, "sqs:SendMessage", "AmazonSQSFullAccess"))
        return false;
    bool there = to && str_eq(to->region, c->region) && !object_lingers(to);
    return there || refuse(c, "InvalidParameterValueException", "The target %.200s does not exist", arn);
}

static bool vpc_fits(struct call *c, const struct object *role)
{
    const struct value *vpc = value_get(c->in, "VpcConfig");
    size_t subnets = value_len(value_get(vpc, "SubnetIds")), groups = value_len(value_get(vpc, "SecurityGroupIds"));
    if (!subnets != !groups)
        return wrong(c, "SecurityGroupIds and SubnetIds must both be empty or both be set");
    return !subnets || role_may(c, role, "ec2:CreateNetworkInterface", "AWSLambdaVPCAccessExecutionRole");
}

static bool key_fits(struct call *c)
{
    struct object *key;
    const char *id = in_str(c, "KMSKeyArn");
    return !*id || key_usable(c, c->region, id, "InvalidParameterValueException", &key);
}

static bool settings_fit(struct call *c)
{
    const char *runtime = value_text(c->a, then(c, "Runtime")), *role_arn = value_text(c->a, then(c, "Role"));
    const struct object *role = role_seen(c, role_arn);
    bool asks_role = has(c, "Role") || has(c, "DeadLetterConfig") || has(c, "VpcConfig");
    if (has(c, "Runtime") && has_word(WITHDRAWN, runtime))
        return refuse(c, "InvalidParameterValueException",
                      "The runtime parameter of %s is no longer supported for creating or updating AWS Lambda "
                      "functions.",
                      runtime);
    return within(c, "timeout", value_get(c->in, "Timeout"), 1, TIMEOUT_MOST) &&
           within(c, "memorySize", value_get(c->in, "MemorySize"), MEMORY_LEAST, MEMORY_MOST) &&
           within(c, "ephemeralStorage.size", value_path(c->a, c->in, "EphemeralStorage.Size"), STORAGE_LEAST,
                  STORAGE_MOST) &&
           (value_len(value_get(c->in, "Layers")) <= LAYERS_MOST || wrong(c, "A function has 5 layers at most")) &&
           environment_fits(c) && (!asks_role || (role_fits(c, role) && letters_fit(c, role) && vpc_fits(c, role))) &&
           key_fits(c);
}

/* What is emptied is not told any more. */
static void drop_emptied(struct call *c)
{
    static const char *const members[][2] = {{"DeadLetterConfig", "TargetArn"}, {"Environment", "Variables"}};
    for (size_t i = 0; i < COUNT(members); i++) {
        const struct value *inner = value_get(value_get(c->draft, members[i][0]), members[i][1]);
        bool empty = inner && (value_kind(inner) == V_MAP ? !value_len(inner) : !*value_str_of(inner));
        if (empty)
            value_set(c->a, c->draft, members[i][0], value_null(c->a));
    }
}

static void modified(struct call *c)
{
    const char *now = iso_time(c->a, world_now(c->w));
    draft_str(c, "LastModified", arena_printf(c->a, "%.*s.000+0000", (int)strlen(now) - 1, now));
}

static void default_map(struct call *c, const char *member, const char *inner, const struct value *v)
{
    struct value *map = value_edit(c->a, value_get(c->draft, member));
    if (!value_get(map, inner))
        value_set(c->a, map, inner, v);
    value_set(c->a, c->draft, member, map);
}

/* ---- functions --------------------------------------------------------------------------------------------------- */

static bool name_fits(struct call *c, const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
    return (n && !name[n] && n <= NAME_MOST) ||
           refuse(c, "InvalidParameterValueException",
                  "1 validation error detected: Value '%.100s' at 'functionName' failed to satisfy constraint", name);
}

static bool function_draft(struct call *c)
{
    const char *name = in_str(c, "FunctionName");
    if (!name_fits(c, name))
        return false;
    if (!has(c, "Runtime") || !has(c, "Handler"))
        return wrong(c, "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
    if (!settings_fit(c) || !code_take(c, value_get(c->in, "Code")))
        return false;
    default_map(c, "TracingConfig", "Mode", value_str(c->a, "PassThrough"));
    default_map(c, "EphemeralStorage", "Size", value_int(c->a, STORAGE_LEAST));
    default_map(c, "LoggingConfig", "LogFormat", value_str(c->a, "Text"));
    default_map(c, "LoggingConfig", "LogGroup", value_str(c->a, arena_printf(c->a, "/aws/lambda/%s", name)));
    if (!has(c, "Architectures"))
        value_set(c->a, c->draft, "Architectures", value_of_json(c->a, "[\"x86_64\"]"));
    if (value_len(value_path(c->a, c->in, "VpcConfig.SubnetIds")))
        c->life = "in-vpc";
    drop_emptied(c);
    modified(c);
    return true;
}

static void function_view(struct call *c, const struct object *o, struct value *view)
{
    bool pending = str_eq(object_status(o), "Pending"), updating = str_eq(object_status(o), "Updating");
    const char *subnet = value_text(c->a, value_path(c->a, o->v, "VpcConfig.SubnetIds[0]"));
    const struct object *in = object_find(c->w, &kind_subnet, o->region, subnet);
    value_set_str(c->a, view, "State", pending ? "Pending" : "Active");
    if (pending) {
        value_set_str(c->a, view, "StateReason", "The function is being created.");
        value_set_str(c->a, view, "StateReasonCode", "Creating");
    } else {
        value_set_str(c->a, view, "LastUpdateStatus", updating ? "InProgress" : "Successful");
    }
    if (!in)
        return;
    struct value *vpc = value_edit(c->a, value_get(view, "VpcConfig"));
    value_set_str(c->a, vpc, "VpcId", object_str(in, "VpcId"));
    value_set(c->a, view, "VpcConfig", vpc);
}

static bool function_show(struct call *c)
{
    const struct value *reserved = value_get(c->object->v, "$Reserved");
    value_set(c->a, c->out, "Tags", value_get(c->object->v, "$Tags"));
    if (!reserved)
        return true;
    struct value *told = value_map(c->a);
    value_set(c->a, told, "ReservedConcurrentExecutions", reserved);
    value_set(c->a, c->out, "Concurrency", told);
    return true;
}

static bool function_change(struct call *c)
{
    if (!settings_fit(c))
        return false;
    drop_emptied(c);
    modified(c);
    return true;
}

static bool function_code(struct call *c)
{
    if (!code_take(c, c->in))
        return false;
    modified(c);
    return true;
}

static bool function_gone(struct call *c)
{
    const struct value *vpc = value_get(c->object->v, "VpcConfig");
    if (!value_len(value_get(vpc, "SubnetIds")))
        return true;
    struct value *v = value_map(c->a);
    value_set(c->a, v, "SubnetIds", value_get(vpc, "SubnetIds"));
    value_set(c->a, v, "SecurityGroupIds", value_get(vpc, "SecurityGroupIds"));
    make_along(c, &kind_function_interface, c->region, v);
    return true;
}

/* ---- concurrency ------------------------------------------------------------------------------------------------- */

static bool concurrency_put(struct call *c)
{
    int64_t asked = in_int(c, "ReservedConcurrentExecutions", 0), all = asked;
    for (struct object *o = object_from(c->w, &kind_function, c->region, 0); o;
         o = object_from(c->w, &kind_function, c->region, o->seq + 1))
        all += o == c->object ? 0 : value_int_of(value_get(o->v, "$Reserved"));
    if (asked < 0 || all > CONCURRENCY - UNRESERVED_LEAST)
        return wrong(c, "Specified ReservedConcurrentExecutions for function decreases account's "
                        "UnreservedConcurrentExecution below its minimum value of [100].");
    c->draft = value_map(c->a);
    draft_int(c, "$Reserved", asked);
    value_set(c->a, c->out, "ReservedConcurrentExecutions", value_int(c->a, asked));
    return true;
}

static bool concurrency_drop(struct call *c)
{
    object_unset(c->w, c->object, "$Reserved");
    return true;
}

/* ---- permissions ------------------------------------------------------------------------------------------------- */

static const struct value *statement_of(struct call *c)
{
    const char *principal = in_str(c, "Principal");
    struct value *s = value_map(c->a), *who = value_map(c->a), *when = value_map(c->a), *test = value_map(c->a);
    value_set_str(c->a, s, "Sid", in_str(c, "StatementId"));
    value_set_str(c->a, s, "Effect", "Allow");
    value_set_str(c->a, who, str_ends(principal, ".amazonaws.com") ? "Service" : "AWS", principal);
    value_set(c->a, s, "Principal", who);
    value_set_str(c->a, s, "Action", in_str(c, "Action"));
    value_set_str(c->a, s, "Resource", object_arn(c->object));
    if (has(c, "SourceArn")) {
        value_set_str(c->a, test, "AWS:SourceArn", in_str(c, "SourceArn"));
        value_set(c->a, when, "ArnLike", test);
    }
    if (has(c, "SourceAccount")) {
        test = value_map(c->a);
        value_set_str(c->a, test, "AWS:SourceAccount", in_str(c, "SourceAccount"));
        value_set(c->a, when, "StringEquals", test);
    }
    value_set(c->a, s, "Condition", value_len(when) ? when : NULL);
    return s;
}

static const char *policy_text(struct call *c, const struct value *statements)
{
    struct value *p = value_map(c->a);
    value_set_str(c->a, p, "Version", "2012-10-17");
    value_set_str(c->a, p, "Id", "default");
    value_set(c->a, p, "Statement", statements);
    return value_canonical(c->a, p);
}

/* The statements but one; NULL: that one is not among them. */
static const struct value *statements_without(struct call *c, const char *sid)
{
    const struct value *all = value_get(c->object->v, "$Policy");
    struct value *rest = value_list(c->a);
    for (size_t i = 0; i < value_len(all); i++)
        if (!str_eq(value_get_str(value_item(all, i), "Sid"), sid))
            value_push(c->a, rest, value_item(all, i));
    return value_len(rest) < value_len(all) ? rest : NULL;
}

static bool permission_add(struct call *c)
{
    const char *sid = in_str(c, "StatementId");
    struct value *all = value_edit(c->a, value_get(c->object->v, "$Policy"));
    if (value_kind(all) != V_LIST)
        all = value_list(c->a);
    if (statements_without(c, sid))
        return refuse(c, "ResourceConflictException",
                      "The statement id (%s) provided already exists. Please provide a new statement id, or remove the "
                      "existing statement.",
                      sid);
    if (!str_starts(in_str(c, "Action"), "lambda:"))
        return wrong(c, "The action is not valid");
    const struct value *statement = statement_of(c);
    value_push(c->a, all, statement);
    if (strlen(policy_text(c, all)) > POLICY_MOST)
        return refuse(c, "PolicyLengthExceededException", "The final policy size is bigger than the limit (20480).");
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "$Policy", all);
    out_str(c, "Statement", value_canonical(c->a, statement));
    return true;
}

static bool permission_remove(struct call *c)
{
    const struct value *rest = statements_without(c, in_str(c, "StatementId"));
    if (!rest)
        return refuse(c, "ResourceNotFoundException", "Statement %s is not found in resource policy.",
                      in_str(c, "StatementId"));
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "$Policy", rest);
    return true;
}

static bool policy_show(struct call *c)
{
    const struct value *all = value_get(c->object->v, "$Policy");
    if (!value_len(all))
        return refuse(c, "ResourceNotFoundException", "No policy is associated with the given resource.");
    out_str(c, "Policy", policy_text(c, all));
    return true;
}

/* ---- events that a function fails on ----------------------------------------------------------------------------- */

static bool retries_told(struct call *c, const struct value *config)
{
    for (size_t i = 0; i < value_len(config); i++)
        value_set(c->a, c->out, value_key(config, i), value_item(config, i));
    out_str(c, "FunctionArn", arena_printf(c->a, "%s:$LATEST", object_arn(c->object)));
    out_str(c, "LastModified", iso_time(c->a, c->object->changed));
    return true;
}

static bool retries_put(struct call *c)
{
    struct value *config = value_edit(c->a, value_without(c->a, c->in, "FunctionName"));
    if (!within(c, "maximumRetryAttempts", value_get(c->in, "MaximumRetryAttempts"), 0, 2) ||
        !within(c, "maximumEventAgeInSeconds", value_get(c->in, "MaximumEventAgeInSeconds"), 60, 21600))
        return false;
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "$Retries", config);
    return retries_told(c, config);
}

static bool retries_there(struct call *c)
{
    return value_get(c->object->v, "$Retries") ||
           refuse(c, "ResourceNotFoundException", "The function %s doesn't have an EventInvokeConfig",
                  object_arn(c->object));
}

static bool retries_show(struct call *c)
{
    return retries_there(c) && retries_told(c, value_get(c->object->v, "$Retries"));
}

static bool retries_drop(struct call *c)
{
    if (!retries_there(c))
        return false;
    object_unset(c->w, c->object, "$Retries");
    return true;
}

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreateFunction",              ACT_MAKE,   &kind_function, .rule = function_draft},
    {"GetFunction",                 ACT_SHOW,   &kind_function, "Configuration", .rule = function_show},
    {"ListFunctions",               ACT_LIST,   &kind_function, "Functions"},
    {"UpdateFunctionConfiguration", ACT_CHANGE, &kind_function, .rule = function_change, .life = "update"},
    {"UpdateFunctionCode",          ACT_CHANGE, &kind_function, .rule = function_code, .life = "update"},
    {"DeleteFunction",              ACT_DROP,   &kind_function, .after = function_gone},
    {"PutFunctionConcurrency",      ACT_CHANGE, &kind_function, .rule = concurrency_put},
    {"DeleteFunctionConcurrency",   ACT_CHANGE, &kind_function, .rule = concurrency_drop},
    {"AddPermission",               ACT_CHANGE, &kind_function, .rule = permission_add},
    {"RemovePermission",            ACT_CHANGE, &kind_function, .rule = permission_remove},
    {"GetPolicy",                   ACT_SHOW,   &kind_function, .rule = policy_show},
    {"PutFunctionEventInvokeConfig",    ACT_CHANGE, &kind_function, .rule = retries_put},
    {"GetFunctionEventInvokeConfig",    ACT_SHOW,   &kind_function, .rule = retries_show},
    {"DeleteFunctionEventInvokeConfig", ACT_CHANGE, &kind_function, .rule = retries_drop},
    {"TagResource",                 ACT_TAG,    &kind_function, .by = "Resource"},
    {"UntagResource",               ACT_UNTAG,  &kind_function, .by = "Resource"},
    {"ListTags",                    ACT_TAGS,   &kind_function, "Tags", "Resource"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_lambda = {.id = "lambda",
                                               .ops = ops,
                                               .invalid = "InvalidParameterValueException",
                                               .page_min = 1,
                                               .page_max = 10000,
                                               .page = 50};

/*
 * A function, who may invoke it, and what becomes of the events it fails on. Code and configuration are two updates,
 * one at a time: the next is refused until LastUpdateStatus has settled. A role that was just made cannot be assumed
 * for a while, and says so. What a call to create takes at its top, a call to read tells under Configuration.
 */
#include "aws/types/common.h"

#define SETTINGS                                                                                                       \
    "Role Handler Runtime Description Timeout MemorySize VpcConfig Environment DeadLetterConfig KMSKeyArn "            \
    "TracingConfig Layers EphemeralStorage LoggingConfig"

#define ROLE_NOT_KNOWN                                                                                                 \
    "InvalidParameterValueException:*cannot*be*assumed*by*Lambda* "                                                    \
    "InvalidParameterValueException:*role*does*not*have*permissions* "                                                 \
    "InvalidParameterValueException:*KMS* InvalidParameterValueException:*throttled*by*EC2*"

/* clang-format off */
#define TOLD(name) "Configuration." name

const struct rtype rtype_lambda_function = {
    .name = "AWS::Lambda::Function", .doc = "function, its code from a folder beside the spec",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "FunctionName", .key = "FunctionName", .create_s = {20, 40}, .update_s = {10, 20}, .delete_s = {3, 6},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        {"FunctionName",     T_STR,  A_REQUIRED | A_CREATE_ONLY, TOLD("FunctionName"), .doc = "unique in the region"},
        {"CodeFolder",       T_STR,  A_REQUIRED | A_WRITE_ONLY | A_FOLDER, .doc = "folder beside the spec: its files are the code"},
        {"CodeSha256",       T_STR,  A_DIGEST, TOLD("CodeSha256"), .doc = "SHA-256 of the zip of that folder, filled in"},
        {"Role",             T_STR,  A_REQUIRED, TOLD("Role"), .doc = "in whose name it runs, as ARN"},
        {"Runtime",          T_STR,  A_REQUIRED, TOLD("Runtime"), .doc = "python3.12, ..."},
        {"Handler",          T_STR,  A_REQUIRED, TOLD("Handler"), .doc = "file.function"},
        {"Description",      T_STR,  0, TOLD("Description"), "\"\"", "for people"},
        {"Timeout",          T_INT,  0, TOLD("Timeout"), "3", "seconds"},
        {"MemorySize",       T_INT,  0, TOLD("MemorySize"), "128", "MB"},
        {"VpcConfig",        T_MAP,  A_SET | A_SUBSET, TOLD("VpcConfig"), "{\"SubnetIds\":[],\"SecurityGroupIds\":[]}", "SubnetIds, SecurityGroupIds"},
        {"DeadLetterConfig", T_MAP,  0, TOLD("DeadLetterConfig"), "{\"TargetArn\":\"\"}", "TargetArn: where events go that it failed on"},
        {"Environment",      T_MAP,  0, TOLD("Environment"), "{\"Variables\":{}}", "Variables"},
        {"KMSKeyArn",        T_STR,  0, TOLD("KMSKeyArn"), "\"\"", "key that encrypts the environment"},
        {"TracingConfig",    T_MAP,  0, TOLD("TracingConfig"), "{\"Mode\":\"PassThrough\"}", "Mode: Active or PassThrough"},
        {"Layers",           T_LIST, 0, TOLD("Layers[].Arn"), "[]", "ARNs of layer versions"},
        {"Architectures",    T_LIST, 0, TOLD("Architectures"), "[\"x86_64\"]", "x86_64 or arm64"},
        {"EphemeralStorage", T_MAP,  0, TOLD("EphemeralStorage"), "{\"Size\":512}", "Size of /tmp in MB"},
        {"LoggingConfig",    T_MAP,  A_SUBSET, TOLD("LoggingConfig"), .doc = "LogFormat, LogGroup, levels"},
        {"ReservedConcurrentExecutions", T_INT, 0, "Concurrency.ReservedConcurrentExecutions", "null", "how many run at once, kept free for it"},
        {"FunctionArn",      T_STR,  A_OUTPUT, TOLD("FunctionArn"), .doc = "ARN"},
        {"Tags",             T_MAP,  A_MINE, .doc = "tags, ownership tags among them"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&lambda_GetFunction, .only = "FunctionName", .result = ""}),
        .create  = CALLS({&lambda_CreateFunction, .found = FOUND_BY_NAME, .bind = BINDS({"Code.ZipFile", "~CodeFolder"}), .soon = ROLE_NOT_KNOWN},
                         {&lambda_PutFunctionConcurrency, .when = "ReservedConcurrentExecutions", .only = "FunctionName ReservedConcurrentExecutions", .not_yet = "ResourceConflictException"}),
        .update  = CALLS({&lambda_UpdateFunctionConfiguration, .when = SETTINGS, .not_yet = "ResourceConflictException", .soon = ROLE_NOT_KNOWN},
                         {&lambda_UpdateFunctionCode, .when = "CodeFolder CodeSha256 Architectures", .only = "FunctionName Architectures",
                          .bind = BINDS({"ZipFile", "~CodeFolder"}), .not_yet = "ResourceConflictException"},
                         {&lambda_PutFunctionConcurrency, .when = "ReservedConcurrentExecutions", .if_set = "ReservedConcurrentExecutions",
                          .only = "FunctionName ReservedConcurrentExecutions", .not_yet = "ResourceConflictException"},
                         {&lambda_DeleteFunctionConcurrency, .when = "ReservedConcurrentExecutions", .if_unset = "ReservedConcurrentExecutions",
                          .only = "FunctionName", .not_yet = "ResourceConflictException"},
                         {&lambda_TagResource, .when = "Tags", .only = "-", .bind = BINDS({"Resource", "$FunctionArn"}, {"Tags", "+Tags"})},
                         {&lambda_UntagResource, .when = "Tags", .only = "-", .bind = BINDS({"Resource", "$FunctionArn"}, {"TagKeys", "-Tags"})}),
        .remove  = CALLS({&lambda_DeleteFunction, .only = "FunctionName", .not_yet = "ResourceConflictException"}),
        .missing = "ResourceNotFoundException",
        .wait    = {UNTIL({"Configuration.State", "Active Inactive ActiveNonInvocable", "Pending Deleting"},
                          {"Configuration.LastUpdateStatus", "Successful", "InProgress", true}), 3, 900, .why = "Configuration.StateReason"},
    },
};

/* Nothing of it can be changed. It is read out of the function's policy, where the function is told by its ARN. */
const struct rtype rtype_lambda_permission = {
    .name = "AWS::Lambda::Permission", .doc = "who may invoke a function",
    .flags = RT_PART | RT_HARMLESS, .going = INT_DOWNTIME, .id = "FunctionName StatementId", .key = "FunctionName StatementId", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"FunctionName",  T_STR, A_REQUIRED | A_CREATE_ONLY, "Resource", .doc = "the function, as ARN"},
        {"StatementId",   T_STR, A_REQUIRED | A_CREATE_ONLY, "Sid", .doc = "unique in the function's policy"},
        {"Action",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "lambda:InvokeFunction"},
        {"Principal",     T_STR, A_REQUIRED | A_CREATE_ONLY, "Principal.Service", .doc = "a service: events.amazonaws.com"},
        {"SourceArn",     T_STR, A_CREATE_ONLY, "Condition.ArnLike.AWS:SourceArn", .doc = "on behalf of which of its things"},
        {"SourceAccount", T_STR, A_CREATE_ONLY, "Condition.StringEquals.AWS:SourceAccount", .doc = "and in which account"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&lambda_GetPolicy, .only = "FunctionName", .result = "Policy:Statement[]"}),
        .create  = CALLS({&lambda_AddPermission, .found = FOUND_BY_NAME, .not_yet = "ResourceConflictException:*in*progress*", .soon = "ResourceNotFoundException"}),
        .remove  = CALLS({&lambda_RemovePermission, .only = "FunctionName StatementId", .not_yet = "ResourceConflictException"}),
        .missing = "ResourceNotFoundException",
        .wait    = {.every = 3, .limit = 300},
    },
};

const struct rtype rtype_lambda_event_invoke_config = {
    .name = "AWS::Lambda::EventInvokeConfig", .doc = "how often and how long a function's events are tried again",
    .flags = RT_PART | RT_HARMLESS, .going = INT_NONE, .id = "FunctionName", .key = "FunctionName", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"FunctionName",             T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the function"},
        {"MaximumRetryAttempts",     T_INT, 0, .dflt = "2", .doc = "0 to 2"},
        {"MaximumEventAgeInSeconds", T_INT, 0, .dflt = "21600", .doc = "60 to 21600"},
        {"DestinationConfig",        T_MAP, 0, .dflt = "{}", .doc = "OnSuccess and OnFailure: Destination"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&lambda_GetFunctionEventInvokeConfig, .only = "FunctionName", .result = ""}),
        .create  = CALLS({&lambda_PutFunctionEventInvokeConfig, .found = FOUND_BY_KEY, .soon = "ResourceNotFoundException", .not_yet = "ResourceConflictException"}),
        .update  = CALLS({&lambda_PutFunctionEventInvokeConfig, .when = "MaximumRetryAttempts MaximumEventAgeInSeconds DestinationConfig", .not_yet = "ResourceConflictException",
                          .only = "FunctionName MaximumRetryAttempts MaximumEventAgeInSeconds DestinationConfig"}),
        .remove  = CALLS({&lambda_DeleteFunctionEventInvokeConfig, .only = "FunctionName", .not_yet = "ResourceConflictException"}),
        .missing = "ResourceNotFoundException",
        .wait    = {.every = 3, .limit = 300},
    },
};

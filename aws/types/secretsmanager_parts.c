/*
 * What belongs to a secret: the schedule of its rotation, who else may read it, and where its database is. The last is
 * written into the secret itself, as rotation functions and drivers expect it there: its text is read when the call
 * needs it, never for a plan, and kept nowhere. AWS tells no part of that, so it is compared with what was written
 * last, and written again where a run was cut off.
 */
#include "aws/types/common.h"
#include "aws/types/secret_value.h"

#define NOT_THERE "ResourceNotFoundException InvalidRequestException:*marked*for*deletion*"
#define OF_SECRET                                                                                                      \
    {                                                                                                                  \
        "SecretId", T_STR, A_REQUIRED | A_CREATE_ONLY, "ARN", .doc = "the secret, as ARN"                              \
    }

/* clang-format off */
const struct rtype rtype_secretsmanager_rotation_schedule = {
    .name = "AWS::SecretsManager::RotationSchedule", .doc = "a secret's rotation by a Lambda function",
    .flags = RT_PART | RT_HARMLESS, .going = INT_NONE, .id = "SecretId", .key = "SecretId", .create_s = {5, 10}, .update_s = {5, 10}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        OF_SECRET,
        {"RotationLambdaARN", T_STR,  A_REQUIRED, .doc = "the function that does it, which Secrets Manager must be allowed to call"},
        {"RotationRules",     T_MAP,  A_REQUIRED | A_SUBSET, .doc = "AutomaticallyAfterDays, or ScheduleExpression; Duration"},
        {"RotateImmediately", T_BOOL, A_WRITE_ONLY, .dflt = "true", .doc = "rotate when this is made or changed, not only by schedule"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&secretsmanager_DescribeSecret, .only = "SecretId", .result = ""}),
        .create  = CALLS({&secretsmanager_RotateSecret, .found = FOUND_BY_TOKEN, .bind = BINDS({"ClientRequestToken", "@token"}), .soon = "ResourceNotFoundException"}),
        .update  = CALLS({&secretsmanager_RotateSecret, .found = FOUND_BY_TOKEN, .when = "RotationLambdaARN RotationRules RotateImmediately",
                          .only = "SecretId RotationLambdaARN RotationRules RotateImmediately", .bind = BINDS({"ClientRequestToken", "@token"})}),
        .remove  = CALLS({&secretsmanager_CancelRotateSecret, .only = "SecretId"}),
        .missing = NOT_THERE,
        .gone_path = "RotationEnabled", .gone = "false -",
        .wait    = {.every = 3, .limit = 300},
    },
};

const struct rtype rtype_secretsmanager_resource_policy = {
    .name = "AWS::SecretsManager::ResourcePolicy", .doc = "who else may use a secret",
    .flags = RT_PART | RT_HARMLESS, .going = INT_DOWNTIME, .id = "SecretId", .key = "SecretId", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        OF_SECRET,
        {"ResourcePolicy",    T_MAP,  A_REQUIRED | A_JSON, .doc = "the policy"},
        {"BlockPublicPolicy", T_BOOL, A_WRITE_ONLY, .doc = "refuse one that lets everybody in"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&secretsmanager_GetResourcePolicy, .only = "SecretId", .result = ""}),
        .create  = CALLS({&secretsmanager_PutResourcePolicy, .found = FOUND_BY_KEY,
                          .soon = "ResourceNotFoundException MalformedPolicyDocumentException:*principal*"}),
        .update  = CALLS({&secretsmanager_PutResourcePolicy, .when = "ResourcePolicy BlockPublicPolicy",
                          .only = "SecretId ResourcePolicy BlockPublicPolicy", .soon = "MalformedPolicyDocumentException:*principal*"}),
        .remove  = CALLS({&secretsmanager_DeleteResourcePolicy, .only = "SecretId"}),
        .missing = NOT_THERE,
        .gone_path = "ResourcePolicy", .gone = "-",
        .wait    = {.every = 3, .limit = 300},
    },
};

#define WRITE_CONNECTION {&secretsmanager_PutSecretValue, .found = FOUND_BY_TOKEN, .only = "SecretId SecretString", .bind = BINDS({"ClientRequestToken", "@version"}), \
                          .soon = "ResourceNotFoundException", .when = "Connection SecretString"}

const struct rtype rtype_secretsmanager_secret_target_attachment = {
    .name = "AWS::SecretsManager::SecretTargetAttachment", .doc = "where a secret's database is, written into the secret",
    .flags = RT_VIRTUAL | RT_UNSEEN | RT_HARMLESS, .going = INT_NONE, .id = "SecretId", .key = "SecretId", .create_s = {3, 6}, .update_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        OF_SECRET,
        {"Connection",   T_MAP, A_REQUIRED | A_WRITE_ONLY, .doc = "engine, host, port, dbname, dbClusterIdentifier"},
        {"SecretString", T_STR, A_REQUIRED | A_SECRET, .doc = "a reference to the secret's SecretString"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&secretsmanager_DescribeSecret, .only = "SecretId", .result = ""}),
        .create  = CALLS(WRITE_CONNECTION),
        .update  = CALLS(WRITE_CONNECTION),
        .missing = NOT_THERE,
        .gone_path = "DeletedDate", .gone = "*",
        .wait    = {.every = 3, .limit = 300},
        .quirk   = secret_value_attach,
    },
};

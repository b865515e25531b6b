/*
 * A secret whose value is made here once, at creation, and nowhere kept: a call that needs it reads it back, so that
 * secret and database agree whatever was interrupted. Replicas are taken away before it is deleted; the name stays
 * reserved for the recovery window.
 */
#include "aws/types/common.h"
#include "aws/types/secret_value.h"

/* clang-format off */
const struct rtype rtype_secretsmanager_secret = {
    .name = "AWS::SecretsManager::Secret", .doc = "generated secret, with replicas in other regions",
    .flags = RT_STATEFUL, .going = INT_DATA_LOSS, .id = "Name", .key = "Name", .create_s = {10, 20}, .update_s = {5, 10}, .delete_s = {15, 30},
    .timed = AT_ONCE,
    .lost = "what it holds is lost once its window is over",
    .attrs = (const struct attr[]){
        {"Name",                 T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "unique in the region, also a while after deletion"},
        {"Description",          T_STR,  A_HARMLESS, .doc = "for people"},
        {"KmsKeyId",             T_STR,  A_HARMLESS, .doc = "its key, as ARN"},
        {"GenerateSecretString", T_MAP,  A_REQUIRED | A_CREATE_ONLY | A_WRITE_ONLY,
         .doc = "SecretStringTemplate, GenerateStringKey, PasswordLength, ExcludeCharacters"},
        {"AddReplicaRegions",    T_LIST, A_SET | A_SUBSET | A_HARMLESS, "ReplicationStatus[]", .doc = "[{Region, KmsKeyId}]"},
        {"RecoveryWindowInDays", T_INT,  A_WRITE_ONLY | A_HARMLESS, .doc = "how long a deleted one can be called back: 7 to 30"},
        {"ARN",                  T_STR,  A_OUTPUT, .doc = "ARN, with AWS's suffix"},
        {"SecretString",         T_STR,  A_OUTPUT | A_SECRET, .doc = "the value; only where a call needs it"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&secretsmanager_DescribeSecret, .only = "-", .bind = BINDS({"SecretId", "$Name"}), .result = ""}),
        .create  = CALLS({&secretsmanager_CreateSecret, .found = FOUND_BY_TOKEN, .bind = BINDS({"ClientRequestToken", "@token"}), .result = "",
                          .soon = "InvalidRequestException:*was*deleted*"}),
        .update  = CALLS({&secretsmanager_UpdateSecret, .when = "Description KmsKeyId", .only = "Description KmsKeyId",
                          .bind = BINDS({"SecretId", "$Name"})},
                         {&secretsmanager_RemoveRegionsFromReplication, .when = "AddReplicaRegions", .only = "-",
                          .bind = BINDS({"SecretId", "$Name"}, {"RemoveReplicaRegions", "-AddReplicaRegions[].Region"})},
                         {&secretsmanager_ReplicateSecretToRegions, .when = "AddReplicaRegions", .only = "-",
                          .bind = BINDS({"SecretId", "$Name"}, {"AddReplicaRegions", "+AddReplicaRegions"})},
                         {&secretsmanager_TagResource, .when = "Tags", .only = "-", .bind = BINDS({"SecretId", "$Name"}, {"Tags", "+Tags"})},
                         {&secretsmanager_UntagResource, .when = "Tags", .only = "-", .bind = BINDS({"SecretId", "$Name"}, {"TagKeys", "-Tags"})}),
        .remove  = CALLS({&secretsmanager_RemoveRegionsFromReplication, .when = "AddReplicaRegions", .only = "-",
                          .bind = BINDS({"SecretId", "$Name"}, {"RemoveReplicaRegions", "$AddReplicaRegions[].Region"})},
                         {&secretsmanager_DeleteSecret, .only = "RecoveryWindowInDays", .bind = BINDS({"SecretId", "$Name"}),
                          .done = "InvalidRequestException:*marked*for*deletion* InvalidRequestException:*scheduled*for*deletion*",
                          .not_yet = "InvalidRequestException:*eplica*"}),
        .reveal  = CALLS({&secretsmanager_GetSecretValue, .only = "-", .bind = BINDS({"SecretId", "$Name"}), .result = "",
                          .soon = "ResourceNotFoundException"}),
        .missing = "ResourceNotFoundException",
        .gone_path = "DeletedDate", .gone = "*",
        .wait    = {UNTIL({"ReplicationStatus[].Status", "InSync", "InProgress", .optional = true}), 5, 600},
        .quirk   = secret_value_make,
    },
};

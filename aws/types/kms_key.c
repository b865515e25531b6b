/*
 * A KMS key and its alias. A key has neither a name nor a token: it is found again by its tags through the tagging API.
 * Deleting is scheduling: the key is as good as gone at once, and stays for the waiting period.
 */
#include "aws/types/common.h"

/* clang-format off */
#define OWNED_KEYS \
    {&tagging_GetResources, .only = "-", .bind = BINDS({"ResourceTypeFilters", "=[\"kms:key\"]"}, {"TagFilters", "@owner"}), \
     .result = "ResourceTagMappingList[]", .gives = BINDS({"KeyId", "ResourceARN"})}
#define STRANGER "MalformedPolicyDocumentException:*principal*" /* IAM has not told of it yet */
#define KEY_CHANGES \
    {&kms_UpdateKeyDescription, .when = "Description", .only = "KeyId Description"}, \
    {&kms_PutKeyPolicy, .when = "Policy", .only = "KeyId Policy", .soon = STRANGER}, \
    {&kms_TagResource, .when = "Tags", .only = "KeyId", .bind = BINDS({"Tags", "+Tags"})}, \
    {&kms_UntagResource, .when = "Tags", .only = "KeyId", .bind = BINDS({"TagKeys", "-Tags"})}
#define SCHEDULE_DELETION {&kms_ScheduleKeyDeletion, .only = "KeyId PendingWindowInDays", .done = "KMSInvalidStateException"}

const struct rtype rtype_kms_key = {
    .name = "AWS::KMS::Key", .doc = "encryption key of one region",
    .flags = RT_STATEFUL, .going = INT_DATA_LOSS, .id = "KeyId", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .lost = "what is encrypted with it can't be read again once its window is over",
    .attrs = (const struct attr[]){
        {"Description",          T_STR,  A_HARMLESS, "KeyMetadata.Description", .doc = "for people"},
        {"KeyUsage",             T_STR,  A_CREATE_ONLY, "KeyMetadata.KeyUsage", "\"ENCRYPT_DECRYPT\"", "what it is for"},
        {"KeySpec",              T_STR,  A_CREATE_ONLY, "KeyMetadata.KeySpec", "\"SYMMETRIC_DEFAULT\"", "kind of key"},
        {"MultiRegion",          T_BOOL, A_CREATE_ONLY, "KeyMetadata.MultiRegion", "false", "may have replicas in other regions"},
        {"Policy",               T_MAP,  A_JSON | A_HARMLESS, .doc = "who may use and manage it"},
        {"EnableKeyRotation",    T_BOOL, A_HARMLESS, "KeyRotationEnabled", "false", "new material every so often"},
        {"RotationPeriodInDays", T_INT,  A_HARMLESS, .doc = "90 to 2560"},
        {"PendingWindowInDays",  T_INT,  A_WRITE_ONLY | A_HARMLESS, .doc = "how long a deleted key can be called back: 7 to 30"},
        {"KeyId",                T_STR,  A_OUTPUT, "KeyMetadata.KeyId", .doc = "id"},
        {"Arn",                  T_STR,  A_OUTPUT, "KeyMetadata.Arn", .doc = "ARN"},
        {"Tags",                 T_MAP,  A_MINE | A_HARMLESS, "Tags", NULL, "tags, ownership tags among them", "TagKey TagValue"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = OWNED_KEYS,
        .partial = true,
        .read    = CALLS({&kms_DescribeKey, .only = "KeyId", .result = ""},
                         {&kms_GetKeyPolicy, .only = "KeyId", .result = ""},
                         {&kms_GetKeyRotationStatus, .only = "KeyId", .result = ""},
                         {&kms_ListResourceTags, .only = "KeyId", .result = "", .tags_of = "$Arn"}),
        .create  = CALLS({&kms_CreateKey, .found = FOUND_BY_TAG, .result = "", .soon = STRANGER},
                         {&kms_EnableKeyRotation, .if_set = "EnableKeyRotation", .only = "KeyId RotationPeriodInDays", .soon = "NotFoundException"}),
        .update  = CALLS({&kms_EnableKeyRotation, .when = "EnableKeyRotation RotationPeriodInDays", .if_set = "EnableKeyRotation",
                          .only = "KeyId RotationPeriodInDays"},
                         {&kms_DisableKeyRotation, .when = "EnableKeyRotation", .if_unset = "EnableKeyRotation", .only = "KeyId"},
                         KEY_CHANGES),
        .remove  = CALLS(SCHEDULE_DELETION),
        .missing = "NotFoundException",
        .gone_path = "KeyMetadata.KeyState", .gone = "PendingDeletion PendingReplicaDeletion",
        .wait    = {UNTIL({"KeyMetadata.KeyState", "Enabled", "Creating Updating"}), 2, 300},
    },
};

/* Made by a call in the primary's region, and from then on a key of its own but for id and material. */
const struct rtype rtype_kms_replica_key = {
    .name = "AWS::KMS::ReplicaKey", .doc = "a multi-Region key's copy in another region",
    .flags = RT_STATEFUL, .going = INT_DATA_LOSS, .id = "KeyId", .create_s = {10, 20}, .update_s = {3, 6}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .lost = "what is encrypted with it can't be read in its region once its window is over",
    .attrs = (const struct attr[]){
        {"PrimaryKeyArn",       T_STR, A_REQUIRED | A_CREATE_ONLY | A_ROLE, "KeyMetadata.MultiRegionConfiguration.PrimaryKey.Arn",
         .doc = "the key it is a copy of; which of them is primary may change later"},
        {"Description",         T_STR, A_HARMLESS, "KeyMetadata.Description", .doc = "for people"},
        {"Policy",              T_MAP, A_JSON | A_HARMLESS, .doc = "who may use and manage it; not the primary's"},
        {"PendingWindowInDays", T_INT, A_WRITE_ONLY | A_HARMLESS, .doc = "how long a deleted key can be called back: 7 to 30"},
        {"KeyId",               T_STR, A_OUTPUT, "KeyMetadata.KeyId", .doc = "id, the primary's as well"},
        {"Arn",                 T_STR, A_OUTPUT, "KeyMetadata.Arn", .doc = "ARN"},
        {"Tags",                T_MAP, A_MINE | A_HARMLESS, "Tags", NULL, "tags, ownership tags among them", "TagKey TagValue"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = OWNED_KEYS,
        .partial = true,
        .read    = CALLS({&kms_DescribeKey, .only = "KeyId", .result = ""},
                         {&kms_GetKeyPolicy, .only = "KeyId", .result = ""},
                         {&kms_ListResourceTags, .only = "KeyId", .result = "", .tags_of = "$Arn"}),
        .create  = CALLS({&kms_ReplicateKey, .found = FOUND_BY_TAG, .where = "PrimaryKeyArn", .only = "Description Policy Tags", .result = "",
                          .bind = BINDS({"KeyId", "$PrimaryKeyArn"}, {"ReplicaRegion", "@region"}, {"Tags", "$Tags"}),
                          .gives = BINDS({"KeyId", "ReplicaKeyMetadata.KeyId"}, {"Arn", "ReplicaKeyMetadata.Arn"}),
                          .soon = "NotFoundException " STRANGER, .not_yet = "KMSInvalidStateException:*creating*"}),
        .update  = CALLS(KEY_CHANGES),
        .remove  = CALLS(SCHEDULE_DELETION),
        .missing = "NotFoundException",
        .gone_path = "KeyMetadata.KeyState", .gone = "PendingDeletion PendingReplicaDeletion",
        .wait    = {UNTIL({"KeyMetadata.KeyState", "Enabled", "Creating Updating"}), 2, 300},
    },
};

const struct rtype rtype_kms_alias = {
    .name = "AWS::KMS::Alias", .doc = "a key's name",
    .going = INT_DOWNTIME, .id = "AliasName", .key = "AliasName", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"AliasName",   T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "alias/..."},
        {"TargetKeyId", T_STR, A_REQUIRED | A_HARMLESS, .doc = "the key"},
        {"AliasArn",    T_STR, A_OUTPUT, .doc = "ARN"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&kms_ListAliases, .result = "Aliases[]"},
        .read    = CALLS({&kms_ListAliases, .only = "-", .bind = BINDS({"KeyId", "$TargetKeyId"}), .result = "Aliases[]"}),
        .create  = CALLS({&kms_CreateAlias, .found = FOUND_BY_NAME, .soon = "NotFoundException"}),
        .update  = CALLS({&kms_UpdateAlias, .when = "TargetKeyId", .only = "AliasName TargetKeyId"}),
        .remove  = CALLS({&kms_DeleteAlias, .only = "AliasName"}),
        .missing = "NotFoundException",
        .wait    = {.every = 2, .limit = 300},
    },
};

/*
 * Users and groups of users: who may do what once connected. Both are of one region. A user has a password, read from
 * Secrets Manager when a call needs it, or logs in with IAM; users without either are not made.
 */
#include "aws/types/common.h"

#define USER_NOT_YET "InvalidUserState InvalidUserGroupState"

/* clang-format off */
const struct rtype rtype_elasticache_user = {
    .name = "AWS::ElastiCache::User", .doc = "user of caches: name, rights, and how it proves who it is",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "UserId", .key = "UserId", .create_s = {10, 20}, .update_s = {30, 60}, .delete_s = {10, 20},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        {"UserId",             T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "unique in the region"},
        {"UserName",           T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "what clients log in as; UserId where IAM decides"},
        {"Engine",             T_STR,  A_REQUIRED | A_NOCASE, .doc = "redis or valkey"},
        {"AccessString",       T_STR,  A_REQUIRED | A_WORDS, .doc = "\"on ~app:* -@all +@read\": state, keys, commands"},
        {"Passwords",          T_LIST, A_SECRET | A_WRITE_ONLY, .doc = "a reference to a secret; 16 to 128 characters"},
        {"AuthenticationMode", T_MAP,  A_SUBSET, "Authentication", .doc = "{Type: iam}, where there is no password"},
        {"ARN",                T_STR,  A_OUTPUT, .doc = "ARN"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&elasticache_DescribeUsers, .result = "Users[]"},
        .read    = CALLS({&elasticache_DescribeUsers, .only = "UserId", .result = "Users[]"}, ELASTICACHE_LISTED_TAGS),
        .create  = CALLS({&elasticache_CreateUser, .found = FOUND_BY_NAME, .result = ""}),
        .update  = CALLS({&elasticache_ModifyUser, .when = "AccessString Engine AuthenticationMode Passwords",
                          .not_yet = USER_NOT_YET},
                         ELASTICACHE_RETAG),
        .remove  = CALLS({&elasticache_DeleteUser, .not_yet = USER_NOT_YET}),
        .missing = "UserNotFound",
        .wait    = {UNTIL({"Status", "active", "creating modifying deleting"}), 5, 900},
    },
};

const struct rtype rtype_elasticache_user_group = {
    .name = "AWS::ElastiCache::UserGroup", .doc = "users that may log in to a cache",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "UserGroupId", .key = "UserGroupId", .create_s = {30, 60}, .update_s = {60, 120}, .delete_s = {30, 60},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        {"UserGroupId", T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "unique in the region"},
        {"Engine",      T_STR,  A_REQUIRED | A_NOCASE, .doc = "redis or valkey"},
        {"UserIds",     T_LIST, A_REQUIRED | A_SET | A_NOCASE, .doc = "users; for redis one of them is named default"},
        {"ARN",         T_STR,  A_OUTPUT, .doc = "ARN"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&elasticache_DescribeUserGroups, .result = "UserGroups[]"},
        .read    = CALLS({&elasticache_DescribeUserGroups, .only = "UserGroupId", .result = "UserGroups[]"}, ELASTICACHE_LISTED_TAGS),
        .create  = CALLS({&elasticache_CreateUserGroup, .found = FOUND_BY_NAME, .result = "", .soon = "UserNotFound"}),
        .update  = CALLS({&elasticache_ModifyUserGroup, .when = "UserIds", .only = "UserGroupId",
                          .bind = BINDS({"UserIdsToAdd", "+UserIds"}, {"UserIdsToRemove", "-UserIds"}), .not_yet = USER_NOT_YET},
                         {&elasticache_ModifyUserGroup, .when = "Engine", .not_yet = USER_NOT_YET},
                         ELASTICACHE_RETAG),
        .remove  = CALLS({&elasticache_DeleteUserGroup, .not_yet = USER_NOT_YET}),
        .missing = "UserGroupNotFound",
        .wait    = {UNTIL({"Status", "active", "creating modifying deleting"}), 5, 900},
    },
};

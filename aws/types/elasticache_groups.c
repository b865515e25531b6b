/*
 * Subnet groups and parameter groups. Names are lower-cased by ElastiCache; the describe calls tell neither tags nor
 * parameters, so both are read on their own. At most 20 parameters a call. A group stays in use for some minutes after
 * the last replication group has gone.
 */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_elasticache_subnet_group = {
    .name = "AWS::ElastiCache::SubnetGroup", .doc = "subnets a cache may live in",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "CacheSubnetGroupName", .key = "CacheSubnetGroupName", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"CacheSubnetGroupName",        T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "lower case"},
        {"CacheSubnetGroupDescription", T_STR,  A_REQUIRED, .doc = "for people"},
        {"SubnetIds",                   T_LIST, A_REQUIRED | A_SET, "Subnets[].SubnetIdentifier", .doc = "of one VPC; two zones for Multi-AZ"},
        {"ARN",                         T_STR,  A_OUTPUT, .doc = "ARN"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&elasticache_DescribeCacheSubnetGroups, .result = "CacheSubnetGroups[]"},
        .read    = CALLS({&elasticache_DescribeCacheSubnetGroups, .only = "CacheSubnetGroupName", .result = "CacheSubnetGroups[]"},
                         ELASTICACHE_LISTED_TAGS),
        .create  = CALLS({&elasticache_CreateCacheSubnetGroup, .found = FOUND_BY_NAME, .result = "CacheSubnetGroup", .soon = "InvalidSubnet"}),
        .update  = CALLS({&elasticache_ModifyCacheSubnetGroup, .when = "CacheSubnetGroupDescription SubnetIds",
                          .only = "CacheSubnetGroupName CacheSubnetGroupDescription SubnetIds"},
                         ELASTICACHE_RETAG),
        .remove  = CALLS({&elasticache_DeleteCacheSubnetGroup, .not_yet = "CacheSubnetGroupInUse"}),
        .missing = "CacheSubnetGroupNotFoundFault",
        .wait    = {.every = 5, .limit = 600},
    },
};

const struct rtype rtype_elasticache_parameter_group = {
    .name = "AWS::ElastiCache::ParameterGroup", .doc = "engine settings of a cache; a global datastore goes on with copies of its own",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "CacheParameterGroupName", .key = "CacheParameterGroupName", .create_s = {3, 6}, .update_s = {5, 10}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"CacheParameterGroupName",   T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "lower case"},
        {"CacheParameterGroupFamily", T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "redis7, valkey8 and so on"},
        {"Description",               T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "AWS can't change it later"},
        {"Parameters",                T_MAP,  0, .pairs = "ParameterName ParameterValue", .doc = "parameters that differ from the engine's defaults"},
        {"ARN",                       T_STR,  A_OUTPUT, .doc = "ARN"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&elasticache_DescribeCacheParameterGroups, .result = "CacheParameterGroups[]"},
        .read    = CALLS({&elasticache_DescribeCacheParameterGroups, .only = "CacheParameterGroupName", .result = "CacheParameterGroups[]"},
                         {&elasticache_DescribeCacheParameters, .only = "CacheParameterGroupName", .bind = BINDS({"Source", "=user"}), .result = ""},
                         ELASTICACHE_LISTED_TAGS),
        .create  = CALLS({&elasticache_CreateCacheParameterGroup, .found = FOUND_BY_NAME, .result = "CacheParameterGroup"},
                         {&elasticache_ModifyCacheParameterGroup, .when = "Parameters", .only = "CacheParameterGroupName",
                          .each = "$Parameters", .batch = 20, .bind = BINDS({"ParameterNameValues", "@each"}), .soon = "CacheParameterGroupNotFound"}),
        .update  = CALLS({&elasticache_ModifyCacheParameterGroup, .when = "Parameters", .only = "CacheParameterGroupName",
                          .each = "+Parameters", .batch = 20, .bind = BINDS({"ParameterNameValues", "@each"}), .not_yet = "InvalidCacheParameterGroupState"},
                         {&elasticache_ResetCacheParameterGroup, .when = "Parameters", .only = "CacheParameterGroupName",
                          .each = "-Parameters", .batch = 20, .bind = BINDS({"ParameterNameValues", "@each"}), .not_yet = "InvalidCacheParameterGroupState"},
                         ELASTICACHE_RETAG),
        .remove  = CALLS({&elasticache_DeleteCacheParameterGroup, .not_yet = "InvalidCacheParameterGroupState"}),
        .missing = "CacheParameterGroupNotFound",
        .wait    = {.every = 5, .limit = 600},
    },
};

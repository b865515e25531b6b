/*
 * Subnet groups and parameter groups. Names are lower-cased by RDS; the describe calls tell neither tags nor
 * parameters, so both are read on their own. At most 20 parameters a call; pending-reboot is legal for static and
 * dynamic ones alike.
 */
#include "aws/types/common.h"

/* clang-format off */
#define PARAMETERS {"Parameters", T_MAP, A_HARMLESS, "Parameters", NULL, "parameters that differ from the engine's defaults", \
                    "ParameterName ParameterValue ApplyMethod=pending-reboot"}

const struct rtype rtype_rds_db_subnet_group = {
    .name = "AWS::RDS::DBSubnetGroup", .doc = "subnets a cluster may live in",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "DBSubnetGroupName", .key = "DBSubnetGroupName", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"DBSubnetGroupName",        T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "lower case"},
        {"DBSubnetGroupDescription", T_STR,  A_REQUIRED, .doc = "for people"},
        {"SubnetIds",                T_LIST, A_REQUIRED | A_SET, "Subnets[].SubnetIdentifier", .doc = "two zones at least"},
        {"DBSubnetGroupArn",         T_STR,  A_OUTPUT, .doc = "ARN"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&rds_DescribeDBSubnetGroups, .result = "DBSubnetGroups[]"},
        .read    = CALLS({&rds_DescribeDBSubnetGroups, .only = "DBSubnetGroupName", .result = "DBSubnetGroups[]"}, RDS_LISTED_TAGS("DBSubnetGroupArn")),
        .create  = CALLS({&rds_CreateDBSubnetGroup, .found = FOUND_BY_NAME, .result = "DBSubnetGroup", .soon = "InvalidSubnet"}),
        .update  = CALLS({&rds_ModifyDBSubnetGroup, .when = "DBSubnetGroupDescription SubnetIds",
                          .only = "DBSubnetGroupName DBSubnetGroupDescription SubnetIds"},
                         RDS_RETAG("DBSubnetGroupArn")),
        .remove  = CALLS({&rds_DeleteDBSubnetGroup, .not_yet = "InvalidDBSubnetGroupStateFault"}),
        .missing = "DBSubnetGroupNotFoundFault",
        .wait    = {UNTIL({"SubnetGroupStatus", "Complete", ""}), 5, 600},
    },
};

const struct rtype rtype_rds_db_cluster_parameter_group = {
    .name = "AWS::RDS::DBClusterParameterGroup", .doc = "engine settings of a cluster; not copied between regions",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "DBClusterParameterGroupName", .key = "DBClusterParameterGroupName", .create_s = {3, 6}, .update_s = {5, 10}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"DBClusterParameterGroupName", T_STR, A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "lower case"},
        {"DBParameterGroupFamily",      T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "e.g. aurora-postgresql15"},
        {"Description",                 T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "AWS can't change it later"},
        PARAMETERS,
        {"DBClusterParameterGroupArn",  T_STR, A_OUTPUT, .doc = "ARN"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&rds_DescribeDBClusterParameterGroups, .result = "DBClusterParameterGroups[]"},
        .read    = CALLS({&rds_DescribeDBClusterParameterGroups, .only = "DBClusterParameterGroupName", .result = "DBClusterParameterGroups[]"},
                         {&rds_DescribeDBClusterParameters, .only = "DBClusterParameterGroupName", .bind = BINDS({"Source", "=user"}), .result = ""},
                         RDS_LISTED_TAGS("DBClusterParameterGroupArn")),
        .create  = CALLS({&rds_CreateDBClusterParameterGroup, .found = FOUND_BY_NAME, .result = "DBClusterParameterGroup"},
                         {&rds_ModifyDBClusterParameterGroup, .when = "Parameters", .only = "DBClusterParameterGroupName",
                          .each = "$Parameters", .batch = 20, .bind = BINDS({"Parameters", "@each"}), .soon = "DBParameterGroupNotFound"}),
        .update  = CALLS({&rds_ModifyDBClusterParameterGroup, .when = "Parameters", .only = "DBClusterParameterGroupName",
                          .each = "+Parameters", .batch = 20, .bind = BINDS({"Parameters", "@each"})},
                         {&rds_ResetDBClusterParameterGroup, .when = "Parameters", .only = "DBClusterParameterGroupName",
                          .each = "-Parameters", .batch = 20, .bind = BINDS({"Parameters", "@each"})},
                         RDS_RETAG("DBClusterParameterGroupArn")),
        .remove  = CALLS({&rds_DeleteDBClusterParameterGroup, .not_yet = "InvalidDBParameterGroupState"}),
        .missing = "DBParameterGroupNotFound DBClusterParameterGroupNotFound",
        .wait    = {.every = 5, .limit = 600},
    },
};

const struct rtype rtype_rds_db_parameter_group = {
    .name = "AWS::RDS::DBParameterGroup", .doc = "engine settings of instances",
    .flags = RT_HARMLESS, .going = INT_NONE, .id = "DBParameterGroupName", .key = "DBParameterGroupName", .create_s = {3, 6}, .update_s = {5, 10}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"DBParameterGroupName",   T_STR, A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "lower case"},
        {"DBParameterGroupFamily", T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "e.g. aurora-postgresql15"},
        {"Description",            T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "AWS can't change it later"},
        PARAMETERS,
        {"DBParameterGroupArn",    T_STR, A_OUTPUT, .doc = "ARN"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&rds_DescribeDBParameterGroups, .result = "DBParameterGroups[]"},
        .read    = CALLS({&rds_DescribeDBParameterGroups, .only = "DBParameterGroupName", .result = "DBParameterGroups[]"},
                         {&rds_DescribeDBParameters, .only = "DBParameterGroupName", .bind = BINDS({"Source", "=user"}), .result = ""},
                         RDS_LISTED_TAGS("DBParameterGroupArn")),
        .create  = CALLS({&rds_CreateDBParameterGroup, .found = FOUND_BY_NAME, .result = "DBParameterGroup"},
                         {&rds_ModifyDBParameterGroup, .when = "Parameters", .only = "DBParameterGroupName",
                          .each = "$Parameters", .batch = 20, .bind = BINDS({"Parameters", "@each"}), .soon = "DBParameterGroupNotFound"}),
        .update  = CALLS({&rds_ModifyDBParameterGroup, .when = "Parameters", .only = "DBParameterGroupName",
                          .each = "+Parameters", .batch = 20, .bind = BINDS({"Parameters", "@each"})},
                         {&rds_ResetDBParameterGroup, .when = "Parameters", .only = "DBParameterGroupName",
                          .each = "-Parameters", .batch = 20, .bind = BINDS({"Parameters", "@each"})},
                         RDS_RETAG("DBParameterGroupArn")),
        .remove  = CALLS({&rds_DeleteDBParameterGroup, .not_yet = "InvalidDBParameterGroupState"}),
        .missing = "DBParameterGroupNotFound",
        .wait    = {.every = 5, .limit = 600},
    },
};

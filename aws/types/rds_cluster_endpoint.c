/*
 * A custom endpoint of an Aurora cluster. The describing call also lists the two endpoints that every cluster has,
 * which bear no name; it calls CustomEndpointType what the others call EndpointType; and it tells no tags. A name that
 * is not there is an empty list to it, and a fault to the others.
 */
#include "aws/types/common.h"

#define MEMBERS_NOT_YET "InvalidDBClusterStateFault InvalidDBInstanceState"

/* clang-format off */
const struct rtype rtype_rds_db_cluster_endpoint = {
    .name = "AWS::RDS::DBClusterEndpoint", .doc = "custom endpoint: some instances of an Aurora cluster under one host name",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "DBClusterEndpointIdentifier", .key = "DBClusterEndpointIdentifier", .create_s = {45, 90}, .update_s = {30, 60}, .delete_s = {30, 60},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        {"DBClusterEndpointIdentifier", T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "unique in the region"},
        {"DBClusterIdentifier",         T_STR,  A_REQUIRED | A_CREATE_ONLY | A_NOCASE, .doc = "the cluster it belongs to"},
        {"EndpointType",                T_STR,  A_REQUIRED, "CustomEndpointType", .doc = "READER: readers among its members; ANY: all of them"},
        {"StaticMembers",               T_LIST, A_SET | A_NOCASE, .dflt = "[]", .doc = "instances that it leads to; later ones are not added"},
        {"ExcludedMembers",             T_LIST, A_SET | A_NOCASE, .dflt = "[]", .doc = "instances that it leaves out, where StaticMembers is empty"},
        {"Endpoint",                    T_STR,  A_OUTPUT, .doc = "host name"},
        {"DBClusterEndpointArn",        T_STR,  A_OUTPUT, .doc = "ARN"},
        TAGS("TagList"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&rds_DescribeDBClusterEndpoints, .result = "DBClusterEndpoints[]"},
        .mine    = "EndpointType=CUSTOM",
        .read    = CALLS({&rds_DescribeDBClusterEndpoints, .only = "DBClusterEndpointIdentifier", .result = "DBClusterEndpoints[]"},
                         RDS_LISTED_TAGS("DBClusterEndpointArn")),
        .create  = CALLS({&rds_CreateDBClusterEndpoint, .found = FOUND_BY_NAME, .result = "", .not_yet = MEMBERS_NOT_YET,
                          .soon = "DBClusterNotFoundFault DBInstanceNotFound"}),
        .update  = CALLS({&rds_ModifyDBClusterEndpoint, .when = "EndpointType StaticMembers ExcludedMembers",
                          .not_yet = MEMBERS_NOT_YET " InvalidDBClusterEndpointStateFault", .soon = "DBInstanceNotFound"},
                         RDS_RETAG("DBClusterEndpointArn")),
        .remove  = CALLS({&rds_DeleteDBClusterEndpoint, .not_yet = "InvalidDBClusterEndpointStateFault InvalidDBClusterStateFault"}),
        .missing = "DBClusterEndpointNotFoundFault DBClusterNotFoundFault",
        .wait    = {UNTIL({"Status", "available inactive", "creating modifying deleting"}), 10, 1800},
    },
};

/*
 * A VPC. AWS chooses its id, so it is found again by its ownership tags. The two DNS switches are not part of creating
 * it: each is turned, and read back, by a call of its own (one attribute a call, says ModifyVpcAttribute).
 */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_ec2_vpc = {
    .name = "AWS::EC2::VPC", .doc = "virtual network",
    .going = INT_DOWNTIME, .id = "VpcId", .create_s = {5, 10}, .update_s = {3, 6}, .delete_s = {5, 10},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"CidrBlock",          T_STR,  A_REQUIRED | A_CREATE_ONLY | A_CIDR, .doc = "primary IPv4 range"},
        {"InstanceTenancy",    T_STR,  A_CREATE_ONLY, .dflt = "\"default\"", .doc = "default or dedicated"},
        {"EnableDnsSupport",   T_BOOL, A_DOWNTIME | A_LESS, "EnableDnsSupport.Value",   "true",  "names are resolved inside"},
        {"EnableDnsHostnames", T_BOOL, A_DOWNTIME | A_LESS, "EnableDnsHostnames.Value", "false", "instances get names"},
        {"VpcId",              T_STR,  A_OUTPUT, .doc = "vpc-..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeVpcs, .result = "Vpcs[]"},
        .read    = CALLS({&ec2_DescribeVpcs, .only = "-", .bind = BINDS({"VpcIds", "[$VpcId]"}), .result = "Vpcs[]"},
                         {&ec2_DescribeVpcAttribute, .bind = BINDS({"Attribute", "=enableDnsSupport"}), .result = ""},
                         {&ec2_DescribeVpcAttribute, .bind = BINDS({"Attribute", "=enableDnsHostnames"}), .result = ""}),
        .create  = CALLS({&ec2_CreateVpc, .found = FOUND_BY_TAG, .bind = BINDS(EC2_TAGS("vpc")), .result = "Vpc"},
                         {&ec2_ModifyVpcAttribute, .when = "EnableDnsSupport", .only = "VpcId",
                          .bind = BINDS({"EnableDnsSupport.Value", "$EnableDnsSupport"})},
                         {&ec2_ModifyVpcAttribute, .when = "EnableDnsHostnames", .only = "VpcId",
                          .bind = BINDS({"EnableDnsHostnames.Value", "$EnableDnsHostnames"})}),
        .update  = CALLS({&ec2_ModifyVpcAttribute, .when = "EnableDnsSupport", .only = "VpcId",
                          .bind = BINDS({"EnableDnsSupport.Value", "$EnableDnsSupport"})},
                         {&ec2_ModifyVpcAttribute, .when = "EnableDnsHostnames", .only = "VpcId",
                          .bind = BINDS({"EnableDnsHostnames.Value", "$EnableDnsHostnames"})},
                         EC2_RETAG("VpcId")),
        .remove  = CALLS({&ec2_DeleteVpc, .not_yet = "DependencyViolation"}),
        .missing = "InvalidVpcID.NotFound",
        .wait    = {UNTIL({"State", "available", "pending"}), 2, 300},
    },
};

/* A subnet: unique by VPC and range, found again by its tags. Its switches take one attribute a call. */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_ec2_subnet = {
    .name = "AWS::EC2::Subnet", .doc = "range of addresses in one zone",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "SubnetId", .create_s = {4, 8}, .update_s = {2, 4}, .delete_s = {5, 10},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"VpcId",               T_STR,  A_REQUIRED | A_CREATE_ONLY,          .doc = "the VPC it lies in"},
        {"CidrBlock",           T_STR,  A_REQUIRED | A_CREATE_ONLY | A_CIDR, .doc = "IPv4 range within the VPC's"},
        {"AvailabilityZone",    T_STR,  A_CREATE_ONLY,                       .doc = "zone name"},
        {"MapPublicIpOnLaunch", T_BOOL, 0, .dflt = "false",                  .doc = "instances get public addresses"},
        {"SubnetId",            T_STR,  A_OUTPUT,                            .doc = "subnet-..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeSubnets, .result = "Subnets[]"},
        .read    = CALLS({&ec2_DescribeSubnets, .only = "-", .bind = BINDS({"SubnetIds", "[$SubnetId]"}), .result = "Subnets[]"}),
        .create  = CALLS({&ec2_CreateSubnet, .found = FOUND_BY_TAG, .bind = BINDS(EC2_TAGS("subnet")), .result = "Subnet",
                          .soon = "InvalidVpcID.NotFound"},
                         {&ec2_ModifySubnetAttribute, .when = "MapPublicIpOnLaunch", .only = "SubnetId",
                          .bind = BINDS({"MapPublicIpOnLaunch.Value", "$MapPublicIpOnLaunch"})}),
        .update  = CALLS({&ec2_ModifySubnetAttribute, .when = "MapPublicIpOnLaunch", .only = "SubnetId",
                          .bind = BINDS({"MapPublicIpOnLaunch.Value", "$MapPublicIpOnLaunch"})},
                         EC2_RETAG("SubnetId")),
        .remove  = CALLS({&ec2_DeleteSubnet, .not_yet = "DependencyViolation"}),
        .missing = "InvalidSubnetID.NotFound",
        .wait    = {UNTIL({"State", "available", "pending"}), 2, 1800}, /* interface endpoints leave addresses for minutes */
    },
};

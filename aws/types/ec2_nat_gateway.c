/* An Elastic IP and the NAT gateway that uses it. Nothing of either can be changed in place but tags. */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_ec2_eip = {
    .name = "AWS::EC2::EIP", .doc = "public IPv4 address",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "AllocationId", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .lost = "the address goes back to AWS, and the next one is another",
    .attrs = (const struct attr[]){
        {"Domain",       T_STR, A_CREATE_ONLY, .dflt = "\"vpc\"", .doc = "vpc"},
        {"AllocationId", T_STR, A_OUTPUT, .doc = "eipalloc-..."},
        {"PublicIp",     T_STR, A_OUTPUT, .doc = "the address"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeAddresses, .result = "Addresses[]"},
        .read    = CALLS({&ec2_DescribeAddresses, .only = "-", .bind = BINDS({"AllocationIds", "[$AllocationId]"}), .result = "Addresses[]"}),
        .create  = CALLS({&ec2_AllocateAddress, .found = FOUND_BY_TAG, .bind = BINDS(EC2_TAGS("elastic-ip")), .result = ""}),
        .update  = CALLS(EC2_RETAG("AllocationId")),
        .remove  = CALLS({&ec2_ReleaseAddress, .not_yet = "InvalidIPAddress.InUse", .done = "AuthFailure:*belong*"}),
        .missing = "InvalidAllocationID.NotFound InvalidAddress.NotFound",
    },
};

const struct rtype rtype_ec2_nat_gateway = {
    .name = "AWS::EC2::NatGateway", .doc = "way out for private subnets",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "NatGatewayId", .create_s = {110, 300}, .update_s = {2, 4}, .delete_s = {60, 180},
    .timed = "1 to 5 minutes; a guess for the rest",
    .attrs = (const struct attr[]){
        {"SubnetId",         T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "a public subnet"},
        {"AllocationId",     T_STR, A_CREATE_ONLY, "NatGatewayAddresses[0].AllocationId", .doc = "its Elastic IP"},
        {"ConnectivityType", T_STR, A_CREATE_ONLY, .dflt = "\"public\"", .doc = "public or private"},
        {"NatGatewayId",     T_STR, A_OUTPUT, .doc = "nat-..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeNatGateways, .result = "NatGateways[]"},
        .read    = CALLS({&ec2_DescribeNatGateways, .only = "-", .bind = BINDS({"NatGatewayIds", "[$NatGatewayId]"}), .result = "NatGateways[]"}),
        .create  = CALLS({&ec2_CreateNatGateway, .found = FOUND_BY_TOKEN, .bind = BINDS({"ClientToken", "@token"}, EC2_TAGS("natgateway")), .result = "NatGateway",
                          .soon = "InvalidAllocationID.NotFound InvalidSubnetID.NotFound Gateway.NotAttached"}),
        .update  = CALLS(EC2_RETAG("NatGatewayId")),
        .remove  = CALLS({&ec2_DeleteNatGateway}),
        .missing = "NatGatewayNotFound InvalidNatGatewayID.NotFound",
        .gone_path = "State", .gone = "deleted failed",
        .wait    = {UNTIL({"State", "available", "pending deleting"}), 10, 1800, "FailureMessage"},
    },
};

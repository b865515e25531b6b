/* An internet gateway, and its attachment to a VPC: two things, as CloudFormation has it. */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_ec2_internet_gateway = {
    .name = "AWS::EC2::InternetGateway", .doc = "way to and from the internet",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "InternetGatewayId", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"InternetGatewayId", T_STR, A_OUTPUT, .doc = "igw-..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeInternetGateways, .result = "InternetGateways[]"},
        .read    = CALLS({&ec2_DescribeInternetGateways, .only = "-",
                          .bind = BINDS({"InternetGatewayIds", "[$InternetGatewayId]"}), .result = "InternetGateways[]"}),
        .create  = CALLS({&ec2_CreateInternetGateway, .found = FOUND_BY_TAG, .bind = BINDS(EC2_TAGS("internet-gateway")), .result = "InternetGateway"}),
        .update  = CALLS(EC2_RETAG("InternetGatewayId")),
        .remove  = CALLS({&ec2_DeleteInternetGateway, .not_yet = "DependencyViolation"}),
        .missing = "InvalidInternetGatewayID.NotFound InvalidInternetGateway.NotFound",
    },
};

const struct rtype rtype_ec2_vpc_gateway_attachment = {
    .name = "AWS::EC2::VPCGatewayAttachment", .doc = "an internet gateway's place at a VPC",
    .flags = RT_PART | RT_HARMLESS, .going = INT_DOWNTIME, .id = "InternetGatewayId VpcId", .key = "InternetGatewayId VpcId",
    .create_s = {3, 6}, .delete_s = {5, 10},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"InternetGatewayId", T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the gateway"},
        {"VpcId",             T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the VPC"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeInternetGateways, .result = "InternetGateways[].Attachments[]"},
        .carry   = "InternetGatewayId",
        .read    = CALLS({&ec2_DescribeInternetGateways, .only = "-",
                          .bind = BINDS({"InternetGatewayIds", "[$InternetGatewayId]"}),
                          .result = "InternetGateways[].Attachments[]"}),
        .create  = CALLS({&ec2_AttachInternetGateway, .found = FOUND_BY_KEY, .done = "Resource.AlreadyAssociated",
                          .soon = "InvalidInternetGatewayID.NotFound InvalidVpcID.NotFound"}),
        .remove  = CALLS({&ec2_DetachInternetGateway, .only = "InternetGatewayId VpcId", .done = "Gateway.NotAttached",
                          .not_yet = "DependencyViolation"}),
        .missing = "InvalidInternetGatewayID.NotFound Gateway.NotAttached",
        .gone_path = "State", .gone = "detached",
        .wait    = {UNTIL({"State", "available attached", "attaching"}), 2, 1200},
    },
};

/* A VPC endpoint: a gateway (S3, DynamoDB: routes in tables) or interfaces in subnets. Deleting answers 200 for what
 * failed. */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_ec2_vpc_endpoint = {
    .name = "AWS::EC2::VPCEndpoint", .doc = "way to an AWS service without the internet",
    .going = INT_DOWNTIME, .id = "VpcEndpointId", .create_s = {60, 180}, .update_s = {30, 90}, .delete_s = {90, 300},
    .timed = "a guess",
    .attrs = (const struct attr[]){
        {"VpcId",             T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the VPC it belongs to"},
        {"ServiceName",       T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "com.amazonaws.<region>.<service>"},
        {"VpcEndpointType",   T_STR,  A_CREATE_ONLY, .dflt = "\"Gateway\"", .doc = "Gateway or Interface"},
        {"RouteTableIds",     T_LIST, A_SET | A_BRIEF, .doc = "gateway: tables that get its route"},
        {"SubnetIds",         T_LIST, A_SET | A_BRIEF, .doc = "interface: one subnet a zone"},
        {"SecurityGroupIds",  T_LIST, A_SET | A_HARMLESS, "Groups[].GroupId", .doc = "interface: who may use it"},
        {"PrivateDnsEnabled", T_BOOL, A_BRIEF, .doc = "interface: the service's own name leads to it"},
        {"PolicyDocument",    T_MAP,  A_JSON | A_HARMLESS, .doc = "what may be done through it; everything when left out"},
        {"VpcEndpointId",     T_STR,  A_OUTPUT, .doc = "vpce-..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeVpcEndpoints, .result = "VpcEndpoints[]"},
        .read    = CALLS({&ec2_DescribeVpcEndpoints, .only = "-", .bind = BINDS({"VpcEndpointIds", "[$VpcEndpointId]"}), .result = "VpcEndpoints[]"}),
        .create  = CALLS({&ec2_CreateVpcEndpoint, .found = FOUND_BY_TOKEN, .bind = BINDS({"ClientToken", "@token"}, EC2_TAGS("vpc-endpoint")), .result = "VpcEndpoint",
                          .soon = "InvalidVpcID.NotFound InvalidVpcId.NotFound InvalidRouteTableId.NotFound InvalidSubnetId.NotFound"}),
        .update  = CALLS({&ec2_ModifyVpcEndpoint, .when = "RouteTableIds SubnetIds SecurityGroupIds", .only = "VpcEndpointId",
                          .bind = BINDS({"AddRouteTableIds", "+RouteTableIds"}, {"RemoveRouteTableIds", "-RouteTableIds"},
                                        {"AddSubnetIds", "+SubnetIds"}, {"RemoveSubnetIds", "-SubnetIds"},
                                        {"AddSecurityGroupIds", "+SecurityGroupIds"}, {"RemoveSecurityGroupIds", "-SecurityGroupIds"})},
                         {&ec2_ModifyVpcEndpoint, .when = "PolicyDocument PrivateDnsEnabled", .only = "VpcEndpointId PolicyDocument PrivateDnsEnabled"},
                         EC2_RETAG("VpcEndpointId")),
        .remove  = CALLS({&ec2_DeleteVpcEndpoints, .only = "-", .bind = BINDS({"VpcEndpointIds", "[$VpcEndpointId]"}), .refused = "Unsuccessful[]"}),
        .missing = "InvalidVpcEndpointId.NotFound InvalidVpcEndpoint.NotFound",
        .gone_path = "State", .gone = "deleted Deleted rejected Rejected failed Failed expired Expired",
        .wait    = {UNTIL({"State", "available Available", "pending Pending deleting Deleting"}), 5, 900},
    },
};

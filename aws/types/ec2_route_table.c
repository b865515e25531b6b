/*
 * Route tables, their routes, and which subnet uses which. A route is known by its table and destination; AWS tells all
 * three in one list. Local routes and those of gateway endpoints are AWS's own and never touched.
 */
#include "aws/types/common.h"

/* clang-format off */
const struct rtype rtype_ec2_route_table = {
    .name = "AWS::EC2::RouteTable", .doc = "where packets of some subnets go",
    .going = INT_DOWNTIME, .id = "RouteTableId", .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"VpcId",        T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the VPC it belongs to"},
        {"RouteTableId", T_STR, A_OUTPUT, .doc = "rtb-..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeRouteTables, .result = "RouteTables[]"},
        .read    = CALLS({&ec2_DescribeRouteTables, .only = "-", .bind = BINDS({"RouteTableIds", "[$RouteTableId]"}), .result = "RouteTables[]"}),
        .create  = CALLS({&ec2_CreateRouteTable, .found = FOUND_BY_TOKEN, .bind = BINDS({"ClientToken", "@token"}, EC2_TAGS("route-table")), .result = "RouteTable",
                          .soon = "InvalidVpcID.NotFound"}),
        .update  = CALLS(EC2_RETAG("RouteTableId")),
        .remove  = CALLS({&ec2_DeleteRouteTable, .not_yet = "DependencyViolation"}),
        .missing = "InvalidRouteTableID.NotFound",
    },
};

const struct rtype rtype_ec2_route = {
    .name = "AWS::EC2::Route", .doc = "one destination of a route table",
    .flags = RT_PART, .going = INT_DOWNTIME, .id = "RouteTableId DestinationCidrBlock", .key = "RouteTableId DestinationCidrBlock",
    .create_s = {2, 4}, .update_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"RouteTableId",           T_STR, A_REQUIRED | A_CREATE_ONLY,          .doc = "the table"},
        {"DestinationCidrBlock",   T_STR, A_REQUIRED | A_CREATE_ONLY | A_CIDR, .doc = "what it matches"},
        {"GatewayId",              T_STR, A_BRIEF, .doc = "target: internet gateway"},
        {"NatGatewayId",           T_STR, A_BRIEF, .doc = "target: NAT gateway"},
        {"VpcPeeringConnectionId", T_STR, A_BRIEF, .doc = "target: peering connection"},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeRouteTables, .result = "RouteTables[].Routes[]"},
        .carry   = "RouteTableId", .mine = "Origin=CreateRoute",
        .read    = CALLS({&ec2_DescribeRouteTables, .only = "-", .bind = BINDS({"RouteTableIds", "[$RouteTableId]"}),
                          .result = "RouteTables[].Routes[]"}),
        .create  = CALLS({&ec2_CreateRoute, .found = FOUND_BY_KEY, .done = "RouteAlreadyExists",
                          .soon = "InvalidRouteTableID.NotFound InvalidGatewayID.NotFound InvalidNatGatewayID.NotFound "
                                     "NatGatewayNotFound InvalidVpcPeeringConnectionID.NotFound"}),
        .update  = CALLS({&ec2_ReplaceRoute, .when = "GatewayId NatGatewayId VpcPeeringConnectionId",
                          .only = "RouteTableId DestinationCidrBlock GatewayId NatGatewayId VpcPeeringConnectionId"}),
        .remove  = CALLS({&ec2_DeleteRoute}),
        .missing = "InvalidRoute.NotFound InvalidRouteTableID.NotFound",
        .wait    = {.every = 2, .limit = 300},
    },
};

const struct rtype rtype_ec2_subnet_route_table_association = {
    .name = "AWS::EC2::SubnetRouteTableAssociation", .doc = "which table a subnet uses",
    .flags = RT_PART, .going = INT_DOWNTIME, .id = "AssociationId", .key = "RouteTableId SubnetId",
    .create_s = {2, 4}, .delete_s = {2, 4},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"RouteTableId",  T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the table"},
        {"SubnetId",      T_STR, A_REQUIRED | A_CREATE_ONLY, .doc = "the subnet"},
        {"AssociationId", T_STR, A_OUTPUT, "RouteTableAssociationId", .doc = "rtbassoc-..."},
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&ec2_DescribeRouteTables, .result = "RouteTables[].Associations[]"},
        .carry   = "RouteTableId",
        .read    = CALLS({&ec2_DescribeRouteTables, .only = "-", .bind = BINDS({"RouteTableIds", "[$RouteTableId]"}),
                          .result = "RouteTables[].Associations[]"}),
        .create  = CALLS({&ec2_AssociateRouteTable, .found = FOUND_BY_KEY, .result = "", .gives = BINDS({"AssociationId", "AssociationId"}),
                          .soon = "InvalidRouteTableID.NotFound InvalidSubnetID.NotFound"}),
        .remove  = CALLS({&ec2_DisassociateRouteTable}),
        .missing = "InvalidAssociationID.NotFound InvalidRouteTableID.NotFound",
        .gone_path = "AssociationState.State", .gone = "disassociated failed",
        .wait    = {UNTIL({"AssociationState.State", "associated", "associating", .optional = true}), 2, 300},
    },
};

#ifndef AWS_API_EC2_H
#define AWS_API_EC2_H

/* EC2: networks, security groups, endpoints, peering, flow logs. The API of 2016-11-15: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_ec2;

/* clang-format off */
extern const struct op ec2_CreateVpc, ec2_DescribeVpcs, ec2_DescribeVpcAttribute, ec2_ModifyVpcAttribute,
    ec2_DeleteVpc;
extern const struct op ec2_CreateSubnet, ec2_DescribeSubnets, ec2_ModifySubnetAttribute, ec2_DeleteSubnet;
extern const struct op ec2_CreateInternetGateway, ec2_AttachInternetGateway, ec2_DetachInternetGateway,
    ec2_DescribeInternetGateways, ec2_DeleteInternetGateway;
extern const struct op ec2_AllocateAddress, ec2_DescribeAddresses, ec2_ReleaseAddress;
extern const struct op ec2_CreateNatGateway, ec2_DescribeNatGateways, ec2_DeleteNatGateway;
extern const struct op ec2_CreateRouteTable, ec2_DescribeRouteTables, ec2_DeleteRouteTable, ec2_CreateRoute,
    ec2_ReplaceRoute, ec2_DeleteRoute, ec2_AssociateRouteTable, ec2_DisassociateRouteTable,
    ec2_ReplaceRouteTableAssociation;
extern const struct op ec2_CreateSecurityGroup, ec2_DescribeSecurityGroups, ec2_DeleteSecurityGroup,
    ec2_AuthorizeSecurityGroupIngress, ec2_AuthorizeSecurityGroupEgress, ec2_RevokeSecurityGroupIngress,
    ec2_RevokeSecurityGroupEgress, ec2_DescribeSecurityGroupRules, ec2_ModifySecurityGroupRules,
    ec2_UpdateSecurityGroupRuleDescriptionsIngress, ec2_UpdateSecurityGroupRuleDescriptionsEgress;
extern const struct op ec2_CreateVpcEndpoint, ec2_DescribeVpcEndpoints, ec2_ModifyVpcEndpoint, ec2_DeleteVpcEndpoints;
extern const struct op ec2_CreateVpcPeeringConnection, ec2_AcceptVpcPeeringConnection,
    ec2_DescribeVpcPeeringConnections, ec2_ModifyVpcPeeringConnectionOptions, ec2_DeleteVpcPeeringConnection;
extern const struct op ec2_CreateFlowLogs, ec2_DescribeFlowLogs, ec2_DeleteFlowLogs;
extern const struct op ec2_CreateTags, ec2_DeleteTags, ec2_DescribeTags;
extern const struct op ec2_DescribeAvailabilityZones, ec2_DescribeRegions, ec2_DescribeAccountAttributes;
/* clang-format on */

#endif

#include "harness.h"

#include <stdio.h>

static const char *vpc(const char *cidr)
{
    return text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'%s'}", cidr), "Vpc.VpcId");
}

static const char *subnet(const char *in, const char *cidr, const char *zone)
{
    return text_at(OK("ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'%s','AvailabilityZone':'%s'}", in, cidr, zone),
                   "Subnet.SubnetId");
}

static void a_vpc_is_made_with_its_table_and_its_group(void **state)
{
    (void)state;
    const struct value *made =
        OK("ec2", "CreateVpc",
           "{'CidrBlock':'10.0.3.0/"
           "16','TagSpecifications':[{'ResourceType':'vpc','Tags':[{'Key':'Name','Value':'demo'}]}]}");
    const char *id = text_at(made, "Vpc.VpcId");
    assert_string_equal(text_at(made, "Vpc.CidrBlock"), "10.0.0.0/16");
    assert_string_equal(text_at(made, "Vpc.State"), "pending");
    assert_string_equal(text_at(made, "Vpc.Tags[0].Value"), "demo");
    assert_int_equal(strlen(id), strlen("vpc-0123456789abcdef0"));
    wait_s(5);
    const struct value *found = OK("ec2", "DescribeVpcs", "{'Filters':[{'Name':'tag:Name','Values':['de*']}]}");
    assert_string_equal(text_at(found, "Vpcs[0].VpcId"), id);
    assert_string_equal(text_at(found, "Vpcs[0].State"), "available");
    const struct value *tables =
        OK("ec2", "DescribeRouteTables", "{'Filters':[{'Name':'vpc-id','Values':['%s']}]}", id);
    assert_int_equal(count_at(tables, "RouteTables"), 1);
    assert_string_equal(text_at(tables, "RouteTables[0].Associations[0].Main"), "true");
    assert_string_equal(text_at(tables, "RouteTables[0].Routes[0].GatewayId"), "local");
    const struct value *groups =
        OK("ec2", "DescribeSecurityGroups",
           "{'Filters':[{'Name':'vpc-id','Values':['%s']},{'Name':'group-name','Values':['default']}]}", id);
    assert_string_equal(text_at(groups, "SecurityGroups[0].IpPermissions[0].UserIdGroupPairs[0].GroupId"),
                        text_at(groups, "SecurityGroups[0].GroupId"));
    assert_string_equal(text_at(groups, "SecurityGroups[0].IpPermissionsEgress[0].IpRanges[0].CidrIp"), "0.0.0.0/0");
    OK("ec2", "DeleteVpc", "{'VpcId':'%s'}", id);
    assert_int_equal(value_len(sandbox_objects(sandbox, memory)), 0);
}

static void a_vpc_is_refused(void **state)
{
    (void)state;
    NO("InvalidVpc.Range", "ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/8'}");
    NO("InvalidParameterValue", "ec2", "CreateVpc", "{'CidrBlock':'10.0.0/16'}");
    NO("MissingParameter", "ec2", "CreateVpc", "{}");
    NO("InvalidVpcID.NotFound", "ec2", "DescribeVpcs", "{'VpcIds':['vpc-0123']}");
    NO("InvalidParameterValue", "ec2", "DescribeVpcs", "{'Filters':[{'Name':'colour','Values':['red']}]}");
    NO("InvalidParameterValue", "ec2", "CreateVpc",
       "{'CidrBlock':'10.0.0.0/16','TagSpecifications':[{'ResourceType':'subnet','Tags':[]}]}");
    NO("InvalidParameterValue", "ec2", "CreateVpc",
       "{'CidrBlock':'10.0.0.0/16','TagSpecifications':[{'ResourceType':'vpc','Tags':[{'Key':'aws:x','Value':''}]}]}");
    assert_int_equal(value_len(sandbox_objects(sandbox, memory)), 0);
}

static void attributes_are_set_one_at_a_time(void **state)
{
    (void)state;
    const char *id = vpc("10.0.0.0/16");
    assert_string_equal(
        text_at(OK("ec2", "DescribeVpcAttribute", "{'VpcId':'%s','Attribute':'enableDnsHostnames'}", id),
                "EnableDnsHostnames.Value"),
        "false");
    NO("InvalidParameterCombination", "ec2", "ModifyVpcAttribute",
       "{'VpcId':'%s','EnableDnsHostnames':{'Value':true},'EnableDnsSupport':{'Value':true}}", id);
    OK("ec2", "ModifyVpcAttribute", "{'VpcId':'%s','EnableDnsHostnames':{'Value':true}}", id);
    assert_string_equal(
        text_at(OK("ec2", "DescribeVpcAttribute", "{'VpcId':'%s','Attribute':'enableDnsHostnames'}", id),
                "EnableDnsHostnames.Value"),
        "true");
    OK("ec2", "ModifyVpcAttribute", "{'VpcId':'%s','EnableDnsHostnames':{'Value':false}}", id);
    OK("ec2", "ModifyVpcAttribute", "{'VpcId':'%s','EnableDnsSupport':{'Value':false}}", id);
    NO("InvalidParameterCombination", "ec2", "ModifyVpcAttribute", "{'VpcId':'%s','EnableDnsHostnames':{'Value':true}}",
       id);
}

static void subnets_stay_within_and_apart(void **state)
{
    (void)state;
    const char *id = vpc("10.0.0.0/16"), *a = subnet(id, "10.0.0.0/20", "ap-northeast-1a");
    NO("InvalidSubnet.Conflict", "ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'10.0.8.0/24'}", id);
    NO("InvalidSubnet.Range", "ec2", "CreateSubnet", "{'VpcId':'%s','CidrBlock':'10.1.0.0/24'}", id);
    NO("InvalidParameterValue", "ec2", "CreateSubnet",
       "{'VpcId':'%s','CidrBlock':'10.0.16.0/20','AvailabilityZone':'ap-northeast-1b'}", id);
    NO("InvalidVpcID.NotFound", "ec2", "CreateSubnet", "{'VpcId':'vpc-1','CidrBlock':'10.0.16.0/20'}");
    OK("ec2", "ModifySubnetAttribute", "{'SubnetId':'%s','MapPublicIpOnLaunch':{'Value':true}}", a);
    const struct value *told = OK("ec2", "DescribeSubnets", "{'SubnetIds':['%s']}", a);
    assert_string_equal(text_at(told, "Subnets[0].MapPublicIpOnLaunch"), "true");
    assert_string_equal(text_at(told, "Subnets[0].AvailableIpAddressCount"), "4091");
    assert_string_equal(text_at(told, "Subnets[0].AvailabilityZoneId"), "apne1-az1");
    NO("DependencyViolation", "ec2", "DeleteVpc", "{'VpcId':'%s'}", id);
    OK("ec2", "DeleteSubnet", "{'SubnetId':'%s'}", a);
    OK("ec2", "DeleteVpc", "{'VpcId':'%s'}", id);
}

static void a_nat_gateway_needs_an_attached_gateway_and_lingers(void **state)
{
    (void)state;
    const char *id = vpc("10.0.0.0/16"), *net = subnet(id, "10.0.0.0/20", "ap-northeast-1a");
    const char *eip = text_at(OK("ec2", "AllocateAddress", "{'Domain':'vpc'}"), "AllocationId");
    const char *failed = text_at(OK("ec2", "CreateNatGateway", "{'SubnetId':'%s','AllocationId':'%s'}", net, eip),
                                 "NatGateway.NatGatewayId");
    wait_s(20);
    const struct value *told = OK("ec2", "DescribeNatGateways", "{'NatGatewayIds':['%s']}", failed);
    assert_string_equal(text_at(told, "NatGateways[0].State"), "failed");
    assert_string_equal(text_at(told, "NatGateways[0].FailureCode"), "Gateway.NotAttached");
    const char *igw = text_at(OK("ec2", "CreateInternetGateway", "{}"), "InternetGateway.InternetGatewayId");
    OK("ec2", "AttachInternetGateway", "{'InternetGatewayId':'%s','VpcId':'%s'}", igw, id);
    NO("Resource.AlreadyAssociated", "ec2", "AttachInternetGateway", "{'InternetGatewayId':'%s','VpcId':'%s'}", igw,
       id);
    const char *token = "'ClientToken':'one'";
    const char *nat =
        text_at(OK("ec2", "CreateNatGateway", "{'SubnetId':'%s','AllocationId':'%s',%s}", net, eip, token),
                "NatGateway.NatGatewayId");
    assert_string_equal(
        text_at(OK("ec2", "CreateNatGateway", "{'SubnetId':'%s','AllocationId':'%s',%s}", net, eip, token),
                "NatGateway.NatGatewayId"),
        nat);
    NO("IdempotentParameterMismatch", "ec2", "CreateNatGateway", "{'SubnetId':'%s',%s}", net, token);
    wait_s(100);
    assert_string_equal(
        text_at(OK("ec2", "DescribeNatGateways", "{'NatGatewayIds':['%s']}", nat), "NatGateways[0].State"),
        "available");
    NO("InvalidIPAddress.InUse", "ec2", "ReleaseAddress", "{'AllocationId':'%s'}", eip);
    NO("DependencyViolation", "ec2", "DetachInternetGateway", "{'InternetGatewayId':'%s','VpcId':'%s'}", igw, id);
    NO("DependencyViolation", "ec2", "DeleteSubnet", "{'SubnetId':'%s'}", net);
    const char *table = text_at(OK("ec2", "CreateRouteTable", "{'VpcId':'%s'}", id), "RouteTable.RouteTableId");
    OK("ec2", "CreateRoute", "{'RouteTableId':'%s','DestinationCidrBlock':'0.0.0.0/0','NatGatewayId':'%s'}", table,
       nat);
    OK("ec2", "DeleteNatGateway", "{'NatGatewayId':'%s'}", nat);
    wait_s(70);
    assert_string_equal(
        text_at(OK("ec2", "DescribeNatGateways", "{'NatGatewayIds':['%s']}", nat), "NatGateways[0].State"), "deleted");
    assert_string_equal(
        text_at(OK("ec2", "DescribeRouteTables", "{'RouteTableIds':['%s']}", table), "RouteTables[0].Routes[1].State"),
        "blackhole");
    NO("NatGatewayNotFound", "ec2", "DeleteNatGateway", "{'NatGatewayId':'%s'}", nat);
    OK("ec2", "ReleaseAddress", "{'AllocationId':'%s'}", eip);
    wait_s(3700);
    NO("NatGatewayNotFound", "ec2", "DescribeNatGateways", "{'NatGatewayIds':['%s']}", nat);
}

static void routes_and_associations_are_checked(void **state)
{
    (void)state;
    const char *id = vpc("10.0.0.0/16"), *net = subnet(id, "10.0.0.0/20", "ap-northeast-1a");
    const char *igw = text_at(OK("ec2", "CreateInternetGateway", "{}"), "InternetGateway.InternetGatewayId");
    const char *table = text_at(OK("ec2", "CreateRouteTable", "{'VpcId':'%s'}", id), "RouteTable.RouteTableId");
    NO("InvalidParameterValue", "ec2", "CreateRoute",
       "{'RouteTableId':'%s','DestinationCidrBlock':'0.0.0.0/0','GatewayId':'%s'}", table, igw);
    OK("ec2", "AttachInternetGateway", "{'InternetGatewayId':'%s','VpcId':'%s'}", igw, id);
    OK("ec2", "CreateRoute", "{'RouteTableId':'%s','DestinationCidrBlock':'0.0.0.0/0','GatewayId':'%s'}", table, igw);
    NO("RouteAlreadyExists", "ec2", "CreateRoute",
       "{'RouteTableId':'%s','DestinationCidrBlock':'0.0.0.0/0','GatewayId':'%s'}", table, igw);
    NO("RouteAlreadyExists", "ec2", "CreateRoute",
       "{'RouteTableId':'%s','DestinationCidrBlock':'10.0.1.1/16','GatewayId':'%s'}", table, igw);
    NO("InvalidParameterCombination", "ec2", "CreateRoute",
       "{'RouteTableId':'%s','DestinationCidrBlock':'10.9.0.0/16','GatewayId':'%s','NatGatewayId':'nat-1'}", table,
       igw);
    NO("InvalidRoute.NotFound", "ec2", "DeleteRoute", "{'RouteTableId':'%s','DestinationCidrBlock':'10.9.0.0/16'}",
       table);
    const char *tie =
        text_at(OK("ec2", "AssociateRouteTable", "{'RouteTableId':'%s','SubnetId':'%s'}", table, net), "AssociationId");
    assert_true(str_starts(tie, "rtbassoc-0"));
    const char *other = text_at(OK("ec2", "CreateRouteTable", "{'VpcId':'%s'}", id), "RouteTable.RouteTableId");
    NO("Resource.AlreadyAssociated", "ec2", "AssociateRouteTable", "{'RouteTableId':'%s','SubnetId':'%s'}", other, net);
    NO("DependencyViolation", "ec2", "DeleteRouteTable", "{'RouteTableId':'%s'}", table);
    const char *now =
        text_at(OK("ec2", "ReplaceRouteTableAssociation", "{'AssociationId':'%s','RouteTableId':'%s'}", tie, other),
                "NewAssociationId");
    assert_string_not_equal(now, tie);
    OK("ec2", "DeleteRouteTable", "{'RouteTableId':'%s'}", table);
    OK("ec2", "DisassociateRouteTable", "{'AssociationId':'%s'}", now);
    NO("InvalidAssociationID.NotFound", "ec2", "DisassociateRouteTable", "{'AssociationId':'%s'}", now);
}

static void groups_and_rules_agree(void **state)
{
    (void)state;
    const char *id = vpc("10.0.0.0/16");
    const char *db = text_at(
        OK("ec2", "CreateSecurityGroup", "{'VpcId':'%s','GroupName':'db','Description':'database'}", id), "GroupId");
    const char *app =
        text_at(OK("ec2", "CreateSecurityGroup", "{'VpcId':'%s','GroupName':'app','Description':'application'}", id),
                "GroupId");
    NO("InvalidGroup.Duplicate", "ec2", "CreateSecurityGroup",
       "{'VpcId':'%s','GroupName':'DB','Description':'database'}", id);
    const char *one = "{'IpProtocol':'tcp','FromPort':5432,'ToPort':5432";
    const struct value *made = OK("ec2", "AuthorizeSecurityGroupIngress",
                                  "{'GroupId':'%s','IpPermissions':[%s,'UserIdGroupPairs':[{'GroupId':'%s'}],'IpRanges'"
                                  ":[{'CidrIp':'10.1.2.3/16','Description':'peer'}]}]}",
                                  db, one, app);
    assert_int_equal(count_at(made, "SecurityGroupRules"), 2);
    assert_string_equal(text_at(made, "SecurityGroupRules[0].CidrIpv4"), "10.1.0.0/16");
    NO("InvalidPermission.Duplicate", "ec2", "AuthorizeSecurityGroupIngress",
       "{'GroupId':'%s','IpPermissions':[%s,'IpRanges':[{'CidrIp':'10.1.0.0/16'}]}]}", db, one);
    const struct value *rules =
        OK("ec2", "DescribeSecurityGroupRules", "{'Filters':[{'Name':'group-id','Values':['%s']}]}", db);
    assert_int_equal(count_at(rules, "SecurityGroupRules"), 3);
    const struct value *told = OK("ec2", "DescribeSecurityGroups", "{'GroupIds':['%s']}", db);
    assert_int_equal(count_at(told, "SecurityGroups[0].IpPermissions"), 1);
    assert_string_equal(text_at(told, "SecurityGroups[0].IpPermissions[0].IpRanges[0].Description"), "peer");
    assert_string_equal(text_at(told, "SecurityGroups[0].IpPermissions[0].UserIdGroupPairs[0].GroupId"), app);
    NO("DependencyViolation", "ec2", "DeleteSecurityGroup", "{'GroupId':'%s'}", app);
    const char *rule = text_at(made, "SecurityGroupRules[1].SecurityGroupRuleId");
    OK("ec2", "RevokeSecurityGroupIngress", "{'GroupId':'%s','SecurityGroupRuleIds':['%s']}", db, rule);
    NO("InvalidSecurityGroupRuleId.NotFound", "ec2", "RevokeSecurityGroupIngress",
       "{'GroupId':'%s','SecurityGroupRuleIds':['%s']}", db, rule);
    OK("ec2", "RevokeSecurityGroupEgress",
       "{'GroupId':'%s','IpPermissions':[{'IpProtocol':'-1','IpRanges':[{'CidrIp':'0.0.0.0/0'}]}]}", db);
    NO("InvalidPermission.NotFound", "ec2", "RevokeSecurityGroupEgress",
       "{'GroupId':'%s','IpPermissions':[{'IpProtocol':'-1','IpRanges':[{'CidrIp':'0.0.0.0/0'}]}]}", db);
    OK("ec2", "DeleteSecurityGroup", "{'GroupId':'%s'}", app);
    OK("ec2", "DeleteSecurityGroup", "{'GroupId':'%s'}", db);
}

static void peering_has_a_view_in_each_region(void **state)
{
    (void)state;
    const char *tokyo = vpc("10.0.0.0/16");
    region = "ap-northeast-2";
    const char *seoul = vpc("10.1.0.0/16");
    region = "ap-northeast-1";
    const char *pcx = text_at(OK("ec2", "CreateVpcPeeringConnection",
                                 "{'VpcId':'%s','PeerVpcId':'%s','PeerRegion':'ap-northeast-2','TagSpecifications':[{'"
                                 "ResourceType':'vpc-peering-connection','Tags':[{'Key':'a','Value':'b'}]}]}",
                                 tokyo, seoul),
                              "VpcPeeringConnection.VpcPeeringConnectionId");
    region = "ap-northeast-2";
    NO("InvalidVpcPeeringConnectionID.NotFound", "ec2", "AcceptVpcPeeringConnection", "{'VpcPeeringConnectionId':'%s'}",
       pcx);
    wait_s(5);
    const struct value *there = OK("ec2", "DescribeVpcPeeringConnections", "{'VpcPeeringConnectionIds':['%s']}", pcx);
    assert_string_equal(text_at(there, "VpcPeeringConnections[0].Status.Code"), "pending-acceptance");
    assert_int_equal(count_at(there, "VpcPeeringConnections[0].Tags"), 0);
    region = "ap-northeast-1";
    NO("OperationNotPermitted", "ec2", "AcceptVpcPeeringConnection", "{'VpcPeeringConnectionId':'%s'}", pcx);
    NO("OperationNotPermitted", "ec2", "ModifyVpcPeeringConnectionOptions",
       "{'VpcPeeringConnectionId':'%s','RequesterPeeringConnectionOptions':{'AllowDnsResolutionFromRemoteVpc':false}}",
       pcx);
    region = "ap-northeast-2";
    OK("ec2", "AcceptVpcPeeringConnection", "{'VpcPeeringConnectionId':'%s'}", pcx);
    wait_s(10);
    NO("InvalidStateTransition", "ec2", "AcceptVpcPeeringConnection", "{'VpcPeeringConnectionId':'%s'}", pcx);
    NO("OperationNotPermitted", "ec2", "ModifyVpcPeeringConnectionOptions",
       "{'VpcPeeringConnectionId':'%s','RequesterPeeringConnectionOptions':{'AllowDnsResolutionFromRemoteVpc':false}}",
       pcx);
    region = "ap-northeast-1";
    const struct value *here =
        OK("ec2", "DescribeVpcPeeringConnections", "{'Filters':[{'Name':'status-code','Values':['active']}]}");
    assert_string_equal(text_at(here, "VpcPeeringConnections[0].AccepterVpcInfo.CidrBlock"), "10.1.0.0/16");
    OK("ec2", "DeleteVpcPeeringConnection", "{'VpcPeeringConnectionId':'%s'}", pcx);
    wait_s(10);
    assert_string_equal(
        text_at(OK("ec2", "DescribeVpcPeeringConnections", "{}"), "VpcPeeringConnections[0].Status.Code"), "deleted");
    wait_s(2 * 3600);
    assert_int_equal(count_at(OK("ec2", "DescribeVpcPeeringConnections", "{}"), "VpcPeeringConnections"), 0);
}

static void overlapping_vpcs_fail_to_peer(void **state)
{
    (void)state;
    const char *tokyo = vpc("10.0.0.0/16");
    region = "ap-northeast-2";
    const char *seoul = vpc("10.0.0.0/20");
    region = "ap-northeast-1";
    OK("ec2", "CreateVpcPeeringConnection", "{'VpcId':'%s','PeerVpcId':'%s','PeerRegion':'ap-northeast-2'}", tokyo,
       seoul);
    wait_s(10);
    assert_string_equal(
        text_at(OK("ec2", "DescribeVpcPeeringConnections", "{}"), "VpcPeeringConnections[0].Status.Code"), "failed");
}

static void endpoints_are_seen_in_route_tables(void **state)
{
    (void)state;
    const char *id = vpc("10.0.0.0/16"), *net = subnet(id, "10.0.0.0/20", "ap-northeast-1a");
    const char *table = text_at(OK("ec2", "CreateRouteTable", "{'VpcId':'%s'}", id), "RouteTable.RouteTableId");
    const char *s3 =
        text_at(OK("ec2", "CreateVpcEndpoint",
                   "{'VpcId':'%s','ServiceName':'com.amazonaws.ap-northeast-1.s3','RouteTableIds':['%s']}", id, table),
                "VpcEndpoint.VpcEndpointId");
    assert_string_equal(text_at(OK("ec2", "DescribeRouteTables", "{'RouteTableIds':['%s']}", table),
                                "RouteTables[0].Routes[1].GatewayId"),
                        s3);
    NO("InvalidServiceName", "ec2", "CreateVpcEndpoint",
       "{'VpcId':'%s','ServiceName':'com.amazonaws.ap-northeast-1.nothing'}", id);
    NO("InvalidParameter", "ec2", "CreateVpcEndpoint",
       "{'VpcId':'%s','VpcEndpointType':'Interface','ServiceName':'com.amazonaws.ap-northeast-1.kms','SubnetIds':['%s']"
       "}",
       id, net);
    OK("ec2", "ModifyVpcAttribute", "{'VpcId':'%s','EnableDnsHostnames':{'Value':true}}", id);
    const struct value *kms = OK("ec2", "CreateVpcEndpoint",
                                 "{'VpcId':'%s','VpcEndpointType':'Interface','ServiceName':'com.amazonaws.ap-"
                                 "northeast-1.kms','SubnetIds':['%s']}",
                                 id, net);
    assert_string_equal(text_at(kms, "VpcEndpoint.Groups[0].GroupName"), "default");
    const struct value *bad = OK("ec2", "DeleteVpcEndpoints", "{'VpcEndpointIds':['%s','%s','vpce-9']}", s3,
                                 text_at(kms, "VpcEndpoint.VpcEndpointId"));
    assert_int_equal(count_at(bad, "Unsuccessful"), 1);
    NO("DependencyViolation", "ec2", "DeleteSubnet", "{'SubnetId':'%s'}", net);
    wait_s(70);
    OK("ec2", "DeleteSubnet", "{'SubnetId':'%s'}", net);
}

static void tags_come_and_go(void **state)
{
    (void)state;
    const char *id = vpc("10.0.0.0/16");
    OK("ec2", "CreateTags", "{'Resources':['%s'],'Tags':[{'Key':'a','Value':'1'},{'Key':'b','Value':'2'}]}", id);
    OK("ec2", "DeleteTags", "{'Resources':['%s'],'Tags':[{'Key':'a','Value':'9'},{'Key':'b'}]}", id);
    const struct value *told = OK("ec2", "DescribeTags", "{'Filters':[{'Name':'resource-id','Values':['%s']}]}", id);
    assert_int_equal(count_at(told, "Tags"), 1);
    assert_string_equal(text_at(told, "Tags[0].Key"), "a");
    assert_string_equal(text_at(told, "Tags[0].ResourceType"), "vpc");
    NO("InvalidVpcID.NotFound", "ec2", "CreateTags", "{'Resources':['%s','vpc-7'],'Tags':[{'Key':'c','Value':'3'}]}",
       id);
    NO("InvalidID", "ec2", "CreateTags", "{'Resources':['thing'],'Tags':[{'Key':'c','Value':'3'}]}");
    const struct value *all = OK("tagging", "GetResources", "{'TagFilters':[{'Key':'a','Values':['1']}]}");
    assert_true(str_ends(text_at(all, "ResourceTagMappingList[0].ResourceARN"), id));
}

static void lists_come_in_pages(void **state)
{
    (void)state;
    const char *token = NULL;
    size_t seen = 0, pages = 0;
    for (int i = 0; i < 12; i++)
        vpc("10.0.0.0/16");
    do {
        const struct value *page = token ? OK("ec2", "DescribeVpcs", "{'MaxResults':5,'NextToken':'%s'}", token)
                                         : OK("ec2", "DescribeVpcs", "{'MaxResults':5}");
        seen += count_at(page, "Vpcs");
        pages++;
        token = text_at(page, "NextToken");
    } while (*token && pages < 9);
    assert_int_equal(seen, 12);
    assert_int_equal(pages, 3);
    NO("InvalidParameterValue", "ec2", "DescribeVpcs", "{'MaxResults':1}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_vpc_is_made_with_its_table_and_its_group, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_vpc_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(attributes_are_set_one_at_a_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(subnets_stay_within_and_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_nat_gateway_needs_an_attached_gateway_and_lingers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(routes_and_associations_are_checked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(groups_and_rules_agree, set_up, tear_down),
        cmocka_unit_test_setup_teardown(peering_has_a_view_in_each_region, set_up, tear_down),
        cmocka_unit_test_setup_teardown(overlapping_vpcs_fail_to_peer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(endpoints_are_seen_in_route_tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tags_come_and_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists_come_in_pages, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

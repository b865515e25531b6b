#include "aws/api/ec2.h"

/* clang-format off */

static const char words_of_ResourceType[] =
    "capacity-reservation client-vpn-endpoint customer-gateway carrier-gateway coip-pool "
    "declarative-policies-report dedicated-host dhcp-options egress-only-internet-gateway elastic-ip elastic-gpu "
    "export-image-task export-instance-task fleet fpga-image host-reservation image image-usage-report "
    "import-image-task import-snapshot-task instance instance-event-window internet-gateway ipam ipam-pool "
    "ipam-scope ipv4pool-ec2 ipv6pool-ec2 key-pair launch-template local-gateway local-gateway-route-table "
    "local-gateway-virtual-interface local-gateway-virtual-interface-group "
    "local-gateway-route-table-vpc-association local-gateway-route-table-virtual-interface-group-association "
    "natgateway network-acl network-interface network-insights-analysis network-insights-path "
    "network-insights-access-scope network-insights-access-scope-analysis outpost-lag placement-group "
    "prefix-list replace-root-volume-task reserved-instances route-table security-group security-group-rule "
    "service-link-virtual-interface snapshot spot-fleet-request spot-instances-request subnet "
    "subnet-cidr-reservation traffic-mirror-filter traffic-mirror-session traffic-mirror-target transit-gateway "
    "transit-gateway-attachment transit-gateway-connect-peer transit-gateway-multicast-domain "
    "transit-gateway-policy-table transit-gateway-metering-policy transit-gateway-route-table "
    "transit-gateway-route-table-announcement volume vpc vpc-endpoint vpc-endpoint-connection "
    "vpc-endpoint-service vpc-endpoint-service-permission vpc-peering-connection vpn-connection vpn-gateway "
    "vpc-flow-log capacity-reservation-fleet traffic-mirror-filter-rule vpc-endpoint-connection-device-type "
    "verified-access-instance verified-access-group verified-access-endpoint verified-access-policy "
    "verified-access-trust-provider vpn-connection-device-type vpc-block-public-access-exclusion "
    "vpc-encryption-control route-server route-server-endpoint route-server-peer ipam-resource-discovery "
    "ipam-resource-discovery-association instance-connect-endpoint verified-access-endpoint-target "
    "ipam-external-resource-verification-token capacity-block mac-modification-task ipam-prefix-list-resolver "
    "ipam-policy ipam-prefix-list-resolver-target ipam-internet-registry-association secondary-interface "
    "secondary-network secondary-subnet capacity-manager-data-export vpn-concentrator ipam-pool-allocation "
    "capacity-reservation-cancellation-quote application-status-check";

static const char words_of_FlowLogsResourceType[] =
    "VPC Subnet NetworkInterface TransitGateway TransitGatewayAttachment RegionalNatGateway";

SHAPE(Tag,
    STR(Key),
    STR(Value));

SHAPE(TagSpecification,
    STR_OF(ResourceType, words_of_ResourceType),
    LIST_AT(Tags, Tag, "Tag"));

SHAPE(CreateVpcRequest,
    STR(CidrBlock),
    STR(Ipv6CidrBlock),
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"),
    STR_OF(InstanceTenancy, "default dedicated host"),
    BOOL(AmazonProvidedIpv6CidrBlock));

SHAPE(VpcCidrBlockState,
    STR(State),
    STR(StatusMessage));

SHAPE(VpcIpv6CidrBlockAssociation,
    STR(AssociationId),
    STR(Ipv6CidrBlock),
    STRUCT(Ipv6CidrBlockState, VpcCidrBlockState),
    STR(NetworkBorderGroup));

SHAPE(VpcCidrBlockAssociation,
    STR(AssociationId),
    STR(CidrBlock),
    STRUCT(CidrBlockState, VpcCidrBlockState));

SHAPE(Vpc,
    STR(OwnerId),
    STR(InstanceTenancy),
    LIST(Ipv6CidrBlockAssociationSet, VpcIpv6CidrBlockAssociation, NULL),
    LIST(CidrBlockAssociationSet, VpcCidrBlockAssociation, NULL),
    BOOL(IsDefault),
    LIST_AT(Tags, Tag, "tagSet"),
    STR(VpcId),
    STR(State),
    STR(CidrBlock),
    STR(DhcpOptionsId));

SHAPE(CreateVpcResult,
    STRUCT(Vpc, Vpc));

SHAPE(Filter,
    STR(Name),
    STRS_AT(Values, "Value"));

SHAPE(DescribeVpcsRequest,
    LIST_AT(Filters, Filter, "Filter"),
    STRS_AT(VpcIds, "VpcId"),
    STR(NextToken),
    INT(MaxResults));

SHAPE(DescribeVpcsResult,
    STR(NextToken),
    LIST_AT(Vpcs, Vpc, "vpcSet"));

SHAPE(DescribeVpcAttributeRequest,
    STR_REQUIRED_OF(Attribute, "enableDnsSupport enableDnsHostnames enableNetworkAddressUsageMetrics"),
    STR_REQUIRED(VpcId));

SHAPE(AttributeBooleanValue,
    BOOL(Value));

SHAPE(DescribeVpcAttributeResult,
    STRUCT(EnableDnsHostnames, AttributeBooleanValue),
    STRUCT(EnableDnsSupport, AttributeBooleanValue),
    STRUCT(EnableNetworkAddressUsageMetrics, AttributeBooleanValue),
    STR(VpcId));

SHAPE(ModifyVpcAttributeRequest,
    STRUCT(EnableDnsHostnames, AttributeBooleanValue),
    STRUCT(EnableDnsSupport, AttributeBooleanValue),
    STR_REQUIRED(VpcId),
    STRUCT(EnableNetworkAddressUsageMetrics, AttributeBooleanValue));

SHAPE(DeleteVpcRequest,
    STR_REQUIRED(VpcId));

SHAPE(CreateSubnetRequest,
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"),
    STR(AvailabilityZone),
    STR(AvailabilityZoneId),
    STR(CidrBlock),
    STR(Ipv6CidrBlock),
    STR_REQUIRED(VpcId),
    BOOL(Ipv6Native));

SHAPE(SubnetCidrBlockState,
    STR(State),
    STR(StatusMessage));

SHAPE(SubnetIpv6CidrBlockAssociation,
    STR(AssociationId),
    STR(Ipv6CidrBlock),
    STRUCT(Ipv6CidrBlockState, SubnetCidrBlockState));

SHAPE(PrivateDnsNameOptionsOnLaunch,
    STR(HostnameType),
    BOOL(EnableResourceNameDnsARecord),
    BOOL(EnableResourceNameDnsAAAARecord));

SHAPE(Subnet,
    STR(AvailabilityZoneId),
    STR(OwnerId),
    BOOL(AssignIpv6AddressOnCreation),
    LIST(Ipv6CidrBlockAssociationSet, SubnetIpv6CidrBlockAssociation, NULL),
    LIST_AT(Tags, Tag, "tagSet"),
    STR(SubnetArn),
    BOOL(EnableDns64),
    BOOL(Ipv6Native),
    STRUCT(PrivateDnsNameOptionsOnLaunch, PrivateDnsNameOptionsOnLaunch),
    STR(Type),
    STR(SubnetId),
    STR(State),
    STR(VpcId),
    STR(CidrBlock),
    INT(AvailableIpAddressCount),
    STR(AvailabilityZone),
    BOOL(DefaultForAz),
    BOOL(MapPublicIpOnLaunch));

SHAPE(CreateSubnetResult,
    STRUCT(Subnet, Subnet));

SHAPE(DescribeSubnetsRequest,
    LIST_AT(Filters, Filter, "Filter"),
    STRS_AT(SubnetIds, "SubnetId"),
    STR(NextToken),
    INT(MaxResults));

SHAPE(DescribeSubnetsResult,
    STR(NextToken),
    LIST_AT(Subnets, Subnet, "subnetSet"));

SHAPE(ModifySubnetAttributeRequest,
    STRUCT(AssignIpv6AddressOnCreation, AttributeBooleanValue),
    STRUCT(MapPublicIpOnLaunch, AttributeBooleanValue),
    STR_REQUIRED(SubnetId),
    STRUCT(EnableDns64, AttributeBooleanValue),
    STR_OF(PrivateDnsHostnameTypeOnLaunch, "ip-name resource-name"),
    STRUCT(EnableResourceNameDnsARecordOnLaunch, AttributeBooleanValue),
    STRUCT(EnableResourceNameDnsAAAARecordOnLaunch, AttributeBooleanValue));

SHAPE(DeleteSubnetRequest,
    STR_REQUIRED(SubnetId));

SHAPE(CreateInternetGatewayRequest,
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"));

SHAPE(InternetGatewayAttachment,
    STR(State),
    STR(VpcId));

SHAPE(InternetGateway,
    LIST_AT(Attachments, InternetGatewayAttachment, "attachmentSet"),
    STR(InternetGatewayId),
    STR(OwnerId),
    LIST_AT(Tags, Tag, "tagSet"));

SHAPE(CreateInternetGatewayResult,
    STRUCT(InternetGateway, InternetGateway));

SHAPE(AttachInternetGatewayRequest,
    STR_REQUIRED(InternetGatewayId),
    STR_REQUIRED(VpcId));

SHAPE(DetachInternetGatewayRequest,
    STR_REQUIRED(InternetGatewayId),
    STR_REQUIRED(VpcId));

SHAPE(DescribeInternetGatewaysRequest,
    STR(NextToken),
    INT(MaxResults),
    STRS_AT(InternetGatewayIds, "InternetGatewayId"),
    LIST_AT(Filters, Filter, "Filter"));

SHAPE(DescribeInternetGatewaysResult,
    LIST_AT(InternetGateways, InternetGateway, "internetGatewaySet"),
    STR(NextToken));

SHAPE(DeleteInternetGatewayRequest,
    STR_REQUIRED(InternetGatewayId));

SHAPE(AllocateAddressRequest,
    STR_OF(Domain, "vpc standard"),
    STR(Address),
    STR(NetworkBorderGroup),
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"));

SHAPE(AllocateAddressResult,
    STR(AllocationId),
    STR(NetworkBorderGroup),
    STR(Domain),
    STR(PublicIp));

SHAPE(DescribeAddressesRequest,
    STRS_AT(PublicIps, "PublicIp"),
    LIST_AT(Filters, Filter, "Filter"),
    STRS_AT(AllocationIds, "AllocationId"));

SHAPE(Address,
    STR(AllocationId),
    STR(AssociationId),
    STR(Domain),
    STR(NetworkInterfaceId),
    STR(NetworkInterfaceOwnerId),
    STR(PrivateIpAddress),
    LIST_AT(Tags, Tag, "tagSet"),
    STR(NetworkBorderGroup),
    STR(SubnetId),
    STR(InstanceId),
    STR(PublicIp));

SHAPE(DescribeAddressesResult,
    LIST_AT(Addresses, Address, "addressesSet"));

SHAPE(ReleaseAddressRequest,
    STR(AllocationId),
    STR(PublicIp),
    STR(NetworkBorderGroup));

SHAPE(AvailabilityZoneAddress,
    STR(AvailabilityZone),
    STR(AvailabilityZoneId),
    STRS_AT(AllocationIds, "AllocationId"));

SHAPE(CreateNatGatewayRequest,
    STR_OF(AvailabilityMode, "zonal regional"),
    STR(AllocationId),
    TOKEN(ClientToken),
    STR(SubnetId),
    STR(VpcId),
    LIST_AT(AvailabilityZoneAddresses, AvailabilityZoneAddress, "AvailabilityZoneAddress"),
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"),
    STR_OF(ConnectivityType, "private public"),
    STR(PrivateIpAddress),
    STRS_AT(SecondaryAllocationIds, "SecondaryAllocationId"),
    STRS_AT(SecondaryPrivateIpAddresses, "SecondaryPrivateIpAddress"),
    INT(SecondaryPrivateIpAddressCount));

SHAPE(NatGatewayAddress,
    STR(AllocationId),
    STR(NetworkInterfaceId),
    STR(PrivateIp),
    STR(PublicIp),
    STR(AssociationId),
    BOOL(IsPrimary),
    STR(FailureMessage),
    STR(Status),
    STR(AvailabilityZone),
    STR(AvailabilityZoneId));

SHAPE(NatGateway,
    TIME(CreateTime),
    TIME(DeleteTime),
    STR(FailureCode),
    STR(FailureMessage),
    LIST_AT(NatGatewayAddresses, NatGatewayAddress, "natGatewayAddressSet"),
    STR(NatGatewayId),
    STR(State),
    STR(SubnetId),
    STR(VpcId),
    LIST_AT(Tags, Tag, "tagSet"),
    STR(ConnectivityType),
    STR(AvailabilityMode),
    STR(RouteTableId));

SHAPE(CreateNatGatewayResult,
    STR(ClientToken),
    STRUCT(NatGateway, NatGateway));

SHAPE(DescribeNatGatewaysRequest,
    LIST(Filter, Filter, NULL),
    INT(MaxResults),
    STRS_AT(NatGatewayIds, "NatGatewayId"),
    STR(NextToken));

SHAPE(DescribeNatGatewaysResult,
    LIST_AT(NatGateways, NatGateway, "natGatewaySet"),
    STR(NextToken));

SHAPE(DeleteNatGatewayRequest,
    STR_REQUIRED(NatGatewayId));

SHAPE(DeleteNatGatewayResult,
    STR(NatGatewayId));

SHAPE(CreateRouteTableRequest,
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"),
    TOKEN(ClientToken),
    STR_REQUIRED(VpcId));

SHAPE(RouteTableAssociationState,
    STR(State),
    STR(StatusMessage));

SHAPE(RouteTableAssociation,
    BOOL(Main),
    STR(RouteTableAssociationId),
    STR(RouteTableId),
    STR(SubnetId),
    STR(GatewayId),
    STRUCT(AssociationState, RouteTableAssociationState));

SHAPE(Route,
    STR(DestinationCidrBlock),
    STR(DestinationIpv6CidrBlock),
    STR(DestinationPrefixListId),
    STR(EgressOnlyInternetGatewayId),
    STR(GatewayId),
    STR(InstanceId),
    STR(NatGatewayId),
    STR(TransitGatewayId),
    STR(NetworkInterfaceId),
    STR(Origin),
    STR(State),
    STR(VpcPeeringConnectionId),
    STR(IpAddress));

SHAPE(RouteTable,
    LIST_AT(Associations, RouteTableAssociation, "associationSet"),
    STR(RouteTableId),
    LIST_AT(Routes, Route, "routeSet"),
    LIST_AT(Tags, Tag, "tagSet"),
    STR(VpcId),
    STR(OwnerId));

SHAPE(CreateRouteTableResult,
    STRUCT(RouteTable, RouteTable),
    STR(ClientToken));

SHAPE(DescribeRouteTablesRequest,
    STR(NextToken),
    INT(MaxResults),
    STRS_AT(RouteTableIds, "RouteTableId"),
    LIST_AT(Filters, Filter, "Filter"));

SHAPE(DescribeRouteTablesResult,
    LIST_AT(RouteTables, RouteTable, "routeTableSet"),
    STR(NextToken));

SHAPE(DeleteRouteTableRequest,
    STR_REQUIRED(RouteTableId));

SHAPE(CreateRouteRequest,
    STR(DestinationPrefixListId),
    STR(VpcEndpointId),
    STR(TransitGatewayId),
    STR_REQUIRED(RouteTableId),
    STR(DestinationCidrBlock),
    STR(GatewayId),
    STR(DestinationIpv6CidrBlock),
    STR(EgressOnlyInternetGatewayId),
    STR(InstanceId),
    STR(NetworkInterfaceId),
    STR(VpcPeeringConnectionId),
    STR(NatGatewayId));

SHAPE(CreateRouteResult,
    BOOL(Return));

SHAPE(ReplaceRouteRequest,
    STR(DestinationPrefixListId),
    STR(VpcEndpointId),
    BOOL(LocalTarget),
    STR(TransitGatewayId),
    STR_REQUIRED(RouteTableId),
    STR(DestinationCidrBlock),
    STR(GatewayId),
    STR(DestinationIpv6CidrBlock),
    STR(EgressOnlyInternetGatewayId),
    STR(InstanceId),
    STR(NetworkInterfaceId),
    STR(VpcPeeringConnectionId),
    STR(NatGatewayId));

SHAPE(DeleteRouteRequest,
    STR(DestinationPrefixListId),
    STR_REQUIRED(RouteTableId),
    STR(DestinationCidrBlock),
    STR(DestinationIpv6CidrBlock));

SHAPE(AssociateRouteTableRequest,
    STR(GatewayId),
    STR(SubnetId),
    STR_REQUIRED(RouteTableId));

SHAPE(AssociateRouteTableResult,
    STR(AssociationId),
    STRUCT(AssociationState, RouteTableAssociationState));

SHAPE(DisassociateRouteTableRequest,
    STR_REQUIRED(AssociationId));

SHAPE(ReplaceRouteTableAssociationRequest,
    STR_REQUIRED(AssociationId),
    STR_REQUIRED(RouteTableId));

SHAPE(ReplaceRouteTableAssociationResult,
    STR(NewAssociationId),
    STRUCT(AssociationState, RouteTableAssociationState));

SHAPE(CreateSecurityGroupRequest,
    {.name = "Description", .kind = K_STR, .at = "GroupDescription", .flags = F_REQUIRED},
    STR_REQUIRED(GroupName),
    STR(VpcId),
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"));

SHAPE(CreateSecurityGroupResult,
    STR(GroupId),
    LIST_AT(Tags, Tag, "tagSet"),
    STR(SecurityGroupArn));

SHAPE(DescribeSecurityGroupsRequest,
    STRS_AT(GroupIds, "GroupId"),
    STRS_AT(GroupNames, "GroupName"),
    STR(NextToken),
    INT(MaxResults),
    LIST_AT(Filters, Filter, "Filter"));

SHAPE(UserIdGroupPair,
    STR(Description),
    STR(UserId),
    STR(GroupName),
    STR(GroupId),
    STR(VpcId),
    STR(VpcPeeringConnectionId),
    STR(PeeringStatus));

SHAPE(IpRange,
    STR(Description),
    STR(CidrIp));

SHAPE(Ipv6Range,
    STR(Description),
    STR(CidrIpv6));

SHAPE(PrefixListId,
    STR(Description),
    STR(PrefixListId));

SHAPE(IpPermission,
    STR(IpProtocol),
    INT(FromPort),
    INT(ToPort),
    LIST_AT(UserIdGroupPairs, UserIdGroupPair, "groups"),
    LIST(IpRanges, IpRange, NULL),
    LIST(Ipv6Ranges, Ipv6Range, NULL),
    LIST(PrefixListIds, PrefixListId, NULL));

SHAPE(SecurityGroup,
    STR(GroupId),
    LIST(IpPermissionsEgress, IpPermission, NULL),
    LIST_AT(Tags, Tag, "tagSet"),
    STR(VpcId),
    STR(SecurityGroupArn),
    STR(OwnerId),
    STR(GroupName),
    STR_AT(Description, "groupDescription"),
    LIST(IpPermissions, IpPermission, NULL));

SHAPE(DescribeSecurityGroupsResult,
    STR(NextToken),
    LIST_AT(SecurityGroups, SecurityGroup, "securityGroupInfo"));

SHAPE(DeleteSecurityGroupRequest,
    STR(GroupId),
    STR(GroupName));

SHAPE(DeleteSecurityGroupResult,
    BOOL(Return),
    STR(GroupId));

SHAPE(AuthorizeSecurityGroupIngressRequest,
    STR(CidrIp),
    INT(FromPort),
    STR(GroupId),
    STR(GroupName),
    LIST(IpPermissions, IpPermission, NULL),
    STR(IpProtocol),
    INT(ToPort),
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"));

SHAPE(ReferencedSecurityGroup,
    STR(GroupId),
    STR(PeeringStatus),
    STR(UserId),
    STR(VpcId),
    STR(VpcPeeringConnectionId));

SHAPE(SecurityGroupRule,
    STR(SecurityGroupRuleId),
    STR(GroupId),
    STR(GroupOwnerId),
    BOOL(IsEgress),
    STR(IpProtocol),
    INT(FromPort),
    INT(ToPort),
    STR(CidrIpv4),
    STR(CidrIpv6),
    STR(PrefixListId),
    STRUCT(ReferencedGroupInfo, ReferencedSecurityGroup),
    STR(Description),
    LIST_AT(Tags, Tag, "tagSet"),
    STR(SecurityGroupRuleArn));

SHAPE(AuthorizeSecurityGroupIngressResult,
    BOOL(Return),
    LIST_AT(SecurityGroupRules, SecurityGroupRule, "securityGroupRuleSet"));

SHAPE(AuthorizeSecurityGroupEgressRequest,
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"),
    STR_REQUIRED(GroupId),
    STR(IpProtocol),
    INT(FromPort),
    INT(ToPort),
    STR(CidrIp),
    LIST(IpPermissions, IpPermission, NULL));

SHAPE(AuthorizeSecurityGroupEgressResult,
    BOOL(Return),
    LIST_AT(SecurityGroupRules, SecurityGroupRule, "securityGroupRuleSet"));

SHAPE(RevokeSecurityGroupIngressRequest,
    STR(CidrIp),
    INT(FromPort),
    STR(GroupId),
    STR(GroupName),
    LIST(IpPermissions, IpPermission, NULL),
    STR(IpProtocol),
    INT(ToPort),
    STRS_AT(SecurityGroupRuleIds, "SecurityGroupRuleId"));

SHAPE(RevokedSecurityGroupRule,
    STR(SecurityGroupRuleId),
    STR(GroupId),
    BOOL(IsEgress),
    STR(IpProtocol),
    INT(FromPort),
    INT(ToPort),
    STR(CidrIpv4),
    STR(CidrIpv6),
    STR(PrefixListId),
    STR(ReferencedGroupId),
    STR(Description));

SHAPE(RevokeSecurityGroupIngressResult,
    BOOL(Return),
    LIST_AT(UnknownIpPermissions, IpPermission, "unknownIpPermissionSet"),
    LIST_AT(RevokedSecurityGroupRules, RevokedSecurityGroupRule, "revokedSecurityGroupRuleSet"));

SHAPE(RevokeSecurityGroupEgressRequest,
    STRS_AT(SecurityGroupRuleIds, "SecurityGroupRuleId"),
    STR_REQUIRED(GroupId),
    STR(IpProtocol),
    INT(FromPort),
    INT(ToPort),
    STR(CidrIp),
    LIST(IpPermissions, IpPermission, NULL));

SHAPE(RevokeSecurityGroupEgressResult,
    BOOL(Return),
    LIST_AT(UnknownIpPermissions, IpPermission, "unknownIpPermissionSet"),
    LIST_AT(RevokedSecurityGroupRules, RevokedSecurityGroupRule, "revokedSecurityGroupRuleSet"));

SHAPE(DescribeSecurityGroupRulesRequest,
    LIST_AT(Filters, Filter, "Filter"),
    STRS_AT(SecurityGroupRuleIds, "SecurityGroupRuleId"),
    STR(NextToken),
    INT(MaxResults));

SHAPE(DescribeSecurityGroupRulesResult,
    LIST_AT(SecurityGroupRules, SecurityGroupRule, "securityGroupRuleSet"),
    STR(NextToken));

SHAPE(SecurityGroupRuleRequest,
    STR(IpProtocol),
    INT(FromPort),
    INT(ToPort),
    STR(CidrIpv4),
    STR(CidrIpv6),
    STR(PrefixListId),
    STR(ReferencedGroupId),
    STR(Description));

SHAPE(SecurityGroupRuleUpdate,
    STR_REQUIRED(SecurityGroupRuleId),
    STRUCT(SecurityGroupRule, SecurityGroupRuleRequest));

SHAPE(ModifySecurityGroupRulesRequest,
    STR_REQUIRED(GroupId),
    LIST_AT_REQUIRED(SecurityGroupRules, SecurityGroupRuleUpdate, "SecurityGroupRule"));

SHAPE(ModifySecurityGroupRulesResult,
    BOOL(Return));

SHAPE(SecurityGroupRuleDescription,
    STR(SecurityGroupRuleId),
    STR(Description));

SHAPE(UpdateSecurityGroupRuleDescriptionsIngressRequest,
    STR(GroupId),
    STR(GroupName),
    LIST(IpPermissions, IpPermission, NULL),
    LIST_AT(SecurityGroupRuleDescriptions, SecurityGroupRuleDescription, "SecurityGroupRuleDescription"));

SHAPE(UpdateSecurityGroupRuleDescriptionsIngressResult,
    BOOL(Return));

SHAPE(UpdateSecurityGroupRuleDescriptionsEgressRequest,
    STR(GroupId),
    STR(GroupName),
    LIST(IpPermissions, IpPermission, NULL),
    LIST_AT(SecurityGroupRuleDescriptions, SecurityGroupRuleDescription, "SecurityGroupRuleDescription"));

SHAPE(UpdateSecurityGroupRuleDescriptionsEgressResult,
    BOOL(Return));

SHAPE(DnsOptionsSpecification,
    STR_OF(DnsRecordIpType, "ipv4 dualstack ipv6 service-defined"),
    BOOL(PrivateDnsOnlyForInboundResolverEndpoint),
    STR(PrivateDnsPreference),
    STRS_AT(PrivateDnsSpecifiedDomains, "PrivateDnsSpecifiedDomain"));

SHAPE(SubnetConfiguration,
    STR(SubnetId),
    STR(Ipv4),
    STR(Ipv6));

SHAPE(CreateVpcEndpointRequest,
    STR_OF(VpcEndpointType, "Interface Gateway GatewayLoadBalancer Resource ServiceNetwork"),
    STR_REQUIRED(VpcId),
    STR(ServiceName),
    STR(PolicyDocument),
    STRS_AT(RouteTableIds, "RouteTableId"),
    STRS_AT(SubnetIds, "SubnetId"),
    STRS_AT(SecurityGroupIds, "SecurityGroupId"),
    STR_OF(IpAddressType, "ipv4 dualstack ipv6"),
    STRUCT(DnsOptions, DnsOptionsSpecification),
    TOKEN(ClientToken),
    BOOL(PrivateDnsEnabled),
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"),
    LIST_AT(SubnetConfigurations, SubnetConfiguration, "SubnetConfiguration"),
    STR(ServiceRegion));

SHAPE(SecurityGroupIdentifier,
    STR(GroupId),
    STR(GroupName));

SHAPE(DnsOptions,
    STR(DnsRecordIpType),
    BOOL(PrivateDnsOnlyForInboundResolverEndpoint),
    STR(PrivateDnsPreference),
    STRS_AT(PrivateDnsSpecifiedDomains, "privateDnsSpecifiedDomainSet"));

SHAPE(DnsEntry,
    STR(DnsName),
    STR(HostedZoneId));

SHAPE(LastError,
    STR(Message),
    STR(Code));

SHAPE(VpcEndpoint,
    STR(VpcEndpointId),
    STR(VpcEndpointType),
    STR(VpcId),
    STR(ServiceName),
    STR(State),
    STR(PolicyDocument),
    STRS_AT(RouteTableIds, "routeTableIdSet"),
    STRS_AT(SubnetIds, "subnetIdSet"),
    LIST_AT(Groups, SecurityGroupIdentifier, "groupSet"),
    STR(IpAddressType),
    STRUCT(DnsOptions, DnsOptions),
    BOOL(PrivateDnsEnabled),
    BOOL(RequesterManaged),
    STRS_AT(NetworkInterfaceIds, "networkInterfaceIdSet"),
    LIST_AT(DnsEntries, DnsEntry, "dnsEntrySet"),
    TIME(CreationTimestamp),
    LIST_AT(Tags, Tag, "tagSet"),
    STR(OwnerId),
    STRUCT(LastError, LastError),
    STR(FailureReason),
    STR(ServiceRegion));

SHAPE(CreateVpcEndpointResult,
    STRUCT(VpcEndpoint, VpcEndpoint),
    STR(ClientToken));

SHAPE(DescribeVpcEndpointsRequest,
    STRS_AT(VpcEndpointIds, "VpcEndpointId"),
    LIST_AT(Filters, Filter, "Filter"),
    INT(MaxResults),
    STR(NextToken));

SHAPE(DescribeVpcEndpointsResult,
    LIST_AT(VpcEndpoints, VpcEndpoint, "vpcEndpointSet"),
    STR(NextToken));

SHAPE(ModifyVpcEndpointRequest,
    STR_REQUIRED(VpcEndpointId),
    BOOL(ResetPolicy),
    STR(PolicyDocument),
    STRS_AT(AddRouteTableIds, "AddRouteTableId"),
    STRS_AT(RemoveRouteTableIds, "RemoveRouteTableId"),
    STRS_AT(AddSubnetIds, "AddSubnetId"),
    STRS_AT(RemoveSubnetIds, "RemoveSubnetId"),
    STRS_AT(AddSecurityGroupIds, "AddSecurityGroupId"),
    STRS_AT(RemoveSecurityGroupIds, "RemoveSecurityGroupId"),
    STR_OF(IpAddressType, "ipv4 dualstack ipv6"),
    STRUCT(DnsOptions, DnsOptionsSpecification),
    BOOL(PrivateDnsEnabled),
    LIST_AT(SubnetConfigurations, SubnetConfiguration, "SubnetConfiguration"));

SHAPE(ModifyVpcEndpointResult,
    BOOL(Return));

SHAPE(DeleteVpcEndpointsRequest,
    STRS_AT_REQUIRED(VpcEndpointIds, "VpcEndpointId"));

SHAPE(UnsuccessfulItemError,
    STR(Code),
    STR(Message));

SHAPE(UnsuccessfulItem,
    STRUCT(Error, UnsuccessfulItemError),
    STR(ResourceId));

SHAPE(DeleteVpcEndpointsResult,
    LIST(Unsuccessful, UnsuccessfulItem, NULL));

SHAPE(CreateVpcPeeringConnectionRequest,
    STR(PeerRegion),
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"),
    STR_REQUIRED(VpcId),
    STR(PeerVpcId),
    STR(PeerOwnerId));

SHAPE(Ipv6CidrBlock,
    STR(Ipv6CidrBlock));

SHAPE(CidrBlock,
    STR(CidrBlock));

SHAPE(VpcPeeringConnectionOptionsDescription,
    BOOL(AllowDnsResolutionFromRemoteVpc));

SHAPE(VpcPeeringConnectionVpcInfo,
    STR(CidrBlock),
    LIST(Ipv6CidrBlockSet, Ipv6CidrBlock, NULL),
    LIST(CidrBlockSet, CidrBlock, NULL),
    STR(OwnerId),
    STRUCT(PeeringOptions, VpcPeeringConnectionOptionsDescription),
    STR(VpcId),
    STR(Region));

SHAPE(VpcPeeringConnectionStateReason,
    STR(Code),
    STR(Message));

SHAPE(VpcPeeringConnection,
    STRUCT(AccepterVpcInfo, VpcPeeringConnectionVpcInfo),
    TIME(ExpirationTime),
    STRUCT(RequesterVpcInfo, VpcPeeringConnectionVpcInfo),
    STRUCT(Status, VpcPeeringConnectionStateReason),
    LIST_AT(Tags, Tag, "tagSet"),
    STR(VpcPeeringConnectionId));

SHAPE(CreateVpcPeeringConnectionResult,
    STRUCT(VpcPeeringConnection, VpcPeeringConnection));

SHAPE(AcceptVpcPeeringConnectionRequest,
    STR_REQUIRED(VpcPeeringConnectionId));

SHAPE(AcceptVpcPeeringConnectionResult,
    STRUCT(VpcPeeringConnection, VpcPeeringConnection));

SHAPE(DescribeVpcPeeringConnectionsRequest,
    STR(NextToken),
    INT(MaxResults),
    STRS_AT(VpcPeeringConnectionIds, "VpcPeeringConnectionId"),
    LIST_AT(Filters, Filter, "Filter"));

SHAPE(DescribeVpcPeeringConnectionsResult,
    LIST_AT(VpcPeeringConnections, VpcPeeringConnection, "vpcPeeringConnectionSet"),
    STR(NextToken));

SHAPE(PeeringConnectionOptionsRequest,
    BOOL(AllowDnsResolutionFromRemoteVpc));

SHAPE(ModifyVpcPeeringConnectionOptionsRequest,
    STRUCT(AccepterPeeringConnectionOptions, PeeringConnectionOptionsRequest),
    STRUCT(RequesterPeeringConnectionOptions, PeeringConnectionOptionsRequest),
    STR_REQUIRED(VpcPeeringConnectionId));

SHAPE(PeeringConnectionOptions,
    BOOL(AllowDnsResolutionFromRemoteVpc));

SHAPE(ModifyVpcPeeringConnectionOptionsResult,
    STRUCT(AccepterPeeringConnectionOptions, PeeringConnectionOptions),
    STRUCT(RequesterPeeringConnectionOptions, PeeringConnectionOptions));

SHAPE(DeleteVpcPeeringConnectionRequest,
    STR_REQUIRED(VpcPeeringConnectionId));

SHAPE(DeleteVpcPeeringConnectionResult,
    BOOL(Return));

SHAPE(DestinationOptionsRequest,
    STR_OF(FileFormat, "plain-text parquet"),
    BOOL(HiveCompatiblePartitions),
    BOOL(PerHourPartition));

SHAPE(CreateFlowLogsRequest,
    TOKEN(ClientToken),
    STR(DeliverLogsPermissionArn),
    STR(LogGroupName),
    STRS_AT_REQUIRED(ResourceIds, "ResourceId"),
    STR_REQUIRED_OF(ResourceType, words_of_FlowLogsResourceType),
    STR_OF(TrafficType, "ACCEPT REJECT ALL"),
    STR_OF(LogDestinationType, "cloud-watch-logs s3 kinesis-data-firehose"),
    STR(LogDestination),
    STR(LogFormat),
    LIST_AT(TagSpecifications, TagSpecification, "TagSpecification"),
    INT(MaxAggregationInterval),
    STRUCT(DestinationOptions, DestinationOptionsRequest));

SHAPE(CreateFlowLogsResult,
    STR(ClientToken),
    STRS_AT(FlowLogIds, "flowLogIdSet"),
    LIST(Unsuccessful, UnsuccessfulItem, NULL));

SHAPE(DescribeFlowLogsRequest,
    LIST(Filter, Filter, NULL),
    STRS_AT(FlowLogIds, "FlowLogId"),
    INT(MaxResults),
    STR(NextToken));

SHAPE(DestinationOptionsResponse,
    STR(FileFormat),
    BOOL(HiveCompatiblePartitions),
    BOOL(PerHourPartition));

SHAPE(FlowLog,
    TIME(CreationTime),
    STR(DeliverLogsErrorMessage),
    STR(DeliverLogsPermissionArn),
    STR(DeliverLogsStatus),
    STR(FlowLogId),
    STR(FlowLogStatus),
    STR(LogGroupName),
    STR(ResourceId),
    STR(TrafficType),
    STR(LogDestinationType),
    STR(LogDestination),
    STR(LogFormat),
    LIST_AT(Tags, Tag, "tagSet"),
    INT(MaxAggregationInterval),
    STRUCT(DestinationOptions, DestinationOptionsResponse));

SHAPE(DescribeFlowLogsResult,
    LIST_AT(FlowLogs, FlowLog, "flowLogSet"),
    STR(NextToken));

SHAPE(DeleteFlowLogsRequest,
    STRS_AT_REQUIRED(FlowLogIds, "FlowLogId"));

SHAPE(DeleteFlowLogsResult,
    LIST(Unsuccessful, UnsuccessfulItem, NULL));

SHAPE(CreateTagsRequest,
    STRS_AT_REQUIRED(Resources, "ResourceId"),
    LIST_AT_REQUIRED(Tags, Tag, "Tag"));

SHAPE(DeleteTagsRequest,
    STRS_AT_REQUIRED(Resources, "ResourceId"),
    LIST_AT(Tags, Tag, "Tag"));

SHAPE(DescribeTagsRequest,
    LIST_AT(Filters, Filter, "Filter"),
    INT(MaxResults),
    STR(NextToken));

SHAPE(TagDescription,
    STR(Key),
    STR(ResourceId),
    STR(ResourceType),
    STR(Value));

SHAPE(DescribeTagsResult,
    STR(NextToken),
    LIST_AT(Tags, TagDescription, "tagSet"));

SHAPE(DescribeAvailabilityZonesRequest,
    STRS_AT(ZoneNames, "ZoneName"),
    STRS_AT(ZoneIds, "ZoneId"),
    BOOL(AllAvailabilityZones),
    LIST_AT(Filters, Filter, "Filter"));

SHAPE(AvailabilityZoneMessage,
    STR(Message));

SHAPE(AvailabilityZone,
    STR(OptInStatus),
    LIST_AT(Messages, AvailabilityZoneMessage, "messageSet"),
    STR(RegionName),
    STR(ZoneName),
    STR(ZoneId),
    STR(GroupName),
    STR(NetworkBorderGroup),
    STR(ZoneType),
    STR(ParentZoneName),
    STR(ParentZoneId),
    STR_AT(State, "zoneState"));

SHAPE(DescribeAvailabilityZonesResult,
    LIST_AT(AvailabilityZones, AvailabilityZone, "availabilityZoneInfo"));

SHAPE(DescribeRegionsRequest,
    STRS_AT(RegionNames, "RegionName"),
    BOOL(AllRegions),
    LIST_AT(Filters, Filter, "Filter"));

SHAPE(Region,
    STR(OptInStatus),
    STR(RegionName),
    STR_AT(Endpoint, "regionEndpoint"));

SHAPE(DescribeRegionsResult,
    LIST_AT(Regions, Region, "regionInfo"));

SHAPE(DescribeAccountAttributesRequest,
    {.name = "AttributeNames", .kind = K_LIST, .of = K_STR, .at = "AttributeName", .values = "supported-platforms default-vpc"});

SHAPE(AccountAttributeValue,
    STR(AttributeValue));

SHAPE(AccountAttribute,
    STR(AttributeName),
    LIST_AT(AttributeValues, AccountAttributeValue, "attributeValueSet"));

SHAPE(DescribeAccountAttributesResult,
    LIST_AT(AccountAttributes, AccountAttribute, "accountAttributeSet"));

OP(ec2, CreateVpc, CreateVpcRequest, &CreateVpcResult, 0, "VpcLimitExceeded InvalidVpc.Range");
OP_PAGED(ec2, DescribeVpcs,         DescribeVpcsRequest,         &DescribeVpcsResult,         OP_READ,
   "InvalidVpcID.NotFound", PAGES_OF("NextToken", "NextToken", "Vpcs", "MaxResults", 1000));
OP(ec2,       DescribeVpcAttribute, DescribeVpcAttributeRequest, &DescribeVpcAttributeResult, OP_READ,       "InvalidVpcID.NotFound");
OP(ec2,       ModifyVpcAttribute,   ModifyVpcAttributeRequest,   NULL,                        OP_IDEMPOTENT, "InvalidVpcID.NotFound");
OP(ec2,       DeleteVpc,            DeleteVpcRequest,            NULL,                        OP_IDEMPOTENT,
   "InvalidVpcID.NotFound DependencyViolation");

OP(ec2,       CreateSubnet,          CreateSubnetRequest,          &CreateSubnetResult,    0,
   "InvalidVpcID.NotFound InvalidSubnet.Conflict InvalidSubnet.Range SubnetLimitExceeded");
OP_PAGED(ec2, DescribeSubnets,       DescribeSubnetsRequest,       &DescribeSubnetsResult, OP_READ,
   "InvalidSubnetID.NotFound", PAGES_OF("NextToken", "NextToken", "Subnets", "MaxResults", 1000));
OP(ec2,       ModifySubnetAttribute, ModifySubnetAttributeRequest, NULL,                   OP_IDEMPOTENT, "InvalidSubnetID.NotFound");
OP(ec2,       DeleteSubnet,          DeleteSubnetRequest,          NULL,                   OP_IDEMPOTENT,
   "InvalidSubnetID.NotFound DependencyViolation");

OP(ec2,       CreateInternetGateway,    CreateInternetGatewayRequest,    &CreateInternetGatewayResult,    0,
   "InternetGatewayLimitExceeded");
OP(ec2,       AttachInternetGateway,    AttachInternetGatewayRequest,    NULL,                            OP_IDEMPOTENT,
   "InvalidInternetGatewayID.NotFound InvalidVpcID.NotFound Resource.AlreadyAssociated");
OP(ec2,       DetachInternetGateway,    DetachInternetGatewayRequest,    NULL,                            OP_IDEMPOTENT,
   "InvalidInternetGatewayID.NotFound Gateway.NotAttached DependencyViolation");
OP_PAGED(ec2, DescribeInternetGateways, DescribeInternetGatewaysRequest, &DescribeInternetGatewaysResult, OP_READ,
   "InvalidInternetGatewayID.NotFound", PAGES_OF("NextToken", "NextToken", "InternetGateways", "MaxResults", 1000));
OP(ec2,       DeleteInternetGateway,    DeleteInternetGatewayRequest,    NULL,                            OP_IDEMPOTENT,
   "InvalidInternetGatewayID.NotFound DependencyViolation");

OP(ec2, AllocateAddress,   AllocateAddressRequest,   &AllocateAddressResult,   0,             "AddressLimitExceeded");
OP(ec2, DescribeAddresses, DescribeAddressesRequest, &DescribeAddressesResult, OP_READ,       "InvalidAllocationID.NotFound");
OP(ec2, ReleaseAddress,    ReleaseAddressRequest,    NULL,                     OP_IDEMPOTENT,
   "InvalidAllocationID.NotFound InvalidIPAddress.InUse AuthFailure InvalidAddress.NotFound");

OP(ec2,       CreateNatGateway,    CreateNatGatewayRequest,    &CreateNatGatewayResult,    OP_IDEMPOTENT,
   "NatGatewayLimitExceeded InvalidSubnetID.NotFound InvalidAllocationID.NotFound Gateway.NotAttached");
OP_PAGED(ec2, DescribeNatGateways, DescribeNatGatewaysRequest, &DescribeNatGatewaysResult, OP_READ,
   "NatGatewayNotFound InvalidNatGatewayID.NotFound", PAGES_OF("NextToken", "NextToken", "NatGateways", "MaxResults", 1000));
OP(ec2,       DeleteNatGateway,    DeleteNatGatewayRequest,    &DeleteNatGatewayResult,    OP_IDEMPOTENT,
   "NatGatewayNotFound InvalidNatGatewayID.NotFound");

OP(ec2,       CreateRouteTable,             CreateRouteTableRequest,             &CreateRouteTableResult,             OP_IDEMPOTENT,
   "InvalidVpcID.NotFound RouteTableLimitExceeded");
OP_PAGED(ec2, DescribeRouteTables,          DescribeRouteTablesRequest,          &DescribeRouteTablesResult,          OP_READ,
   "InvalidRouteTableID.NotFound", PAGES_OF("NextToken", "NextToken", "RouteTables", "MaxResults", 100));
OP(ec2,       DeleteRouteTable,             DeleteRouteTableRequest,             NULL,                                OP_IDEMPOTENT,
   "InvalidRouteTableID.NotFound DependencyViolation");
OP(ec2,       CreateRoute,                  CreateRouteRequest,                  &CreateRouteResult,                  0,
   "InvalidRouteTableID.NotFound RouteAlreadyExists RouteLimitExceeded InvalidGatewayID.NotFound "
   "NatGatewayNotFound InvalidNatGatewayID.NotFound InvalidVpcPeeringConnectionID.NotFound");
OP(ec2,       ReplaceRoute,                 ReplaceRouteRequest,                 NULL,                                OP_IDEMPOTENT,
   "InvalidRouteTableID.NotFound InvalidParameterValue");
OP(ec2,       DeleteRoute,                  DeleteRouteRequest,                  NULL,                                OP_IDEMPOTENT,
   "InvalidRouteTableID.NotFound InvalidRoute.NotFound");
OP(ec2,       AssociateRouteTable,          AssociateRouteTableRequest,          &AssociateRouteTableResult,          0,
   "InvalidRouteTableID.NotFound InvalidSubnetID.NotFound Resource.AlreadyAssociated");
OP(ec2,       DisassociateRouteTable,       DisassociateRouteTableRequest,       NULL,                                OP_IDEMPOTENT,
   "InvalidAssociationID.NotFound");
OP(ec2,       ReplaceRouteTableAssociation, ReplaceRouteTableAssociationRequest, &ReplaceRouteTableAssociationResult, 0,
   "InvalidAssociationID.NotFound");

OP(ec2, CreateSecurityGroup, CreateSecurityGroupRequest, &CreateSecurityGroupResult, 0,
   "InvalidGroup.Duplicate InvalidVpcID.NotFound SecurityGroupLimitExceeded");
OP_PAGED(ec2, DescribeSecurityGroups, DescribeSecurityGroupsRequest, &DescribeSecurityGroupsResult, OP_READ,
   "InvalidGroup.NotFound InvalidGroupId.Malformed InvalidSecurityGroupID.NotFound",
   PAGES_OF("NextToken", "NextToken", "SecurityGroups", "MaxResults", 1000));
OP(ec2, DeleteSecurityGroup, DeleteSecurityGroupRequest, &DeleteSecurityGroupResult, OP_IDEMPOTENT,
   "InvalidGroup.NotFound DependencyViolation InvalidGroup.InUse InvalidGroupId.Malformed InvalidSecurityGroupID.NotFound");
OP(ec2, AuthorizeSecurityGroupIngress, AuthorizeSecurityGroupIngressRequest, &AuthorizeSecurityGroupIngressResult, 0,
   "InvalidGroup.NotFound InvalidPermission.Duplicate RulesPerSecurityGroupLimitExceeded");
OP(ec2, AuthorizeSecurityGroupEgress, AuthorizeSecurityGroupEgressRequest, &AuthorizeSecurityGroupEgressResult, 0,
   "InvalidGroup.NotFound InvalidPermission.Duplicate RulesPerSecurityGroupLimitExceeded");
OP(ec2, RevokeSecurityGroupIngress, RevokeSecurityGroupIngressRequest, &RevokeSecurityGroupIngressResult, OP_IDEMPOTENT,
   "InvalidGroup.NotFound InvalidPermission.NotFound InvalidSecurityGroupRuleId.NotFound");
OP(ec2, RevokeSecurityGroupEgress, RevokeSecurityGroupEgressRequest, &RevokeSecurityGroupEgressResult, OP_IDEMPOTENT,
   "InvalidGroup.NotFound InvalidPermission.NotFound InvalidSecurityGroupRuleId.NotFound");
OP_PAGED(ec2, DescribeSecurityGroupRules, DescribeSecurityGroupRulesRequest, &DescribeSecurityGroupRulesResult, OP_READ,
   "InvalidSecurityGroupRuleId.NotFound InvalidGroup.NotFound",
   PAGES_OF("NextToken", "NextToken", "SecurityGroupRules", "MaxResults", 1000));
OP(ec2, ModifySecurityGroupRules, ModifySecurityGroupRulesRequest, &ModifySecurityGroupRulesResult, OP_IDEMPOTENT,
   "InvalidSecurityGroupRuleId.NotFound InvalidGroup.NotFound");
OP(ec2, UpdateSecurityGroupRuleDescriptionsIngress, UpdateSecurityGroupRuleDescriptionsIngressRequest,
   &UpdateSecurityGroupRuleDescriptionsIngressResult, OP_IDEMPOTENT,
   "InvalidGroup.NotFound InvalidPermission.NotFound");
OP(ec2, UpdateSecurityGroupRuleDescriptionsEgress, UpdateSecurityGroupRuleDescriptionsEgressRequest,
   &UpdateSecurityGroupRuleDescriptionsEgressResult, OP_IDEMPOTENT,
   "InvalidGroup.NotFound InvalidPermission.NotFound");

OP(ec2,       CreateVpcEndpoint,    CreateVpcEndpointRequest,    &CreateVpcEndpointResult,    OP_IDEMPOTENT,
   "InvalidVpcID.NotFound InvalidServiceName VpcEndpointLimitExceeded RouteAlreadyExists");
OP_PAGED(ec2, DescribeVpcEndpoints, DescribeVpcEndpointsRequest, &DescribeVpcEndpointsResult, OP_READ,
   "InvalidVpcEndpointId.NotFound InvalidVpcEndpoint.NotFound",
   PAGES_OF("NextToken", "NextToken", "VpcEndpoints", "MaxResults", 1000));
OP(ec2,       ModifyVpcEndpoint,    ModifyVpcEndpointRequest,    &ModifyVpcEndpointResult,    OP_IDEMPOTENT,
   "InvalidVpcEndpointId.NotFound InvalidVpcEndpoint.NotFound");
OP(ec2,       DeleteVpcEndpoints,   DeleteVpcEndpointsRequest,   &DeleteVpcEndpointsResult,   OP_IDEMPOTENT,
   "InvalidVpcEndpointId.NotFound InvalidVpcEndpoint.NotFound");

OP(ec2,       CreateVpcPeeringConnection,        CreateVpcPeeringConnectionRequest,        &CreateVpcPeeringConnectionResult,        0,
   "InvalidVpcID.NotFound VpcPeeringConnectionAlreadyExists VpcPeeringConnectionsPerVpcLimitExceeded "
   "OutstandingVpcPeeringConnectionLimitExceeded");
OP(ec2, AcceptVpcPeeringConnection, AcceptVpcPeeringConnectionRequest, &AcceptVpcPeeringConnectionResult, OP_IDEMPOTENT,
   "InvalidVpcPeeringConnectionID.NotFound InvalidStateTransition VpcPeeringConnectionAlreadyExists");
OP_PAGED(ec2, DescribeVpcPeeringConnections, DescribeVpcPeeringConnectionsRequest, &DescribeVpcPeeringConnectionsResult, OP_READ,
   "InvalidVpcPeeringConnectionID.NotFound", PAGES_OF("NextToken", "NextToken", "VpcPeeringConnections", "MaxResults", 1000));
OP(ec2, ModifyVpcPeeringConnectionOptions, ModifyVpcPeeringConnectionOptionsRequest,
   &ModifyVpcPeeringConnectionOptionsResult, OP_IDEMPOTENT,
   "InvalidVpcPeeringConnectionID.NotFound OperationNotPermitted InvalidVpcPeeringConnectionState");
OP(ec2, DeleteVpcPeeringConnection, DeleteVpcPeeringConnectionRequest, &DeleteVpcPeeringConnectionResult, OP_IDEMPOTENT,
   "InvalidVpcPeeringConnectionID.NotFound InvalidStateTransition");

OP(ec2,       CreateFlowLogs,   CreateFlowLogsRequest,   &CreateFlowLogsResult,   OP_IDEMPOTENT,
   "FlowLogAlreadyExists FlowLogsLimitExceeded InvalidVpcID.NotFound");
OP_PAGED(ec2, DescribeFlowLogs, DescribeFlowLogsRequest, &DescribeFlowLogsResult, OP_READ,
   "InvalidFlowLogId.NotFound", PAGES_OF("NextToken", "NextToken", "FlowLogs", "MaxResults", 1000));
OP(ec2,       DeleteFlowLogs,   DeleteFlowLogsRequest,   &DeleteFlowLogsResult,   OP_IDEMPOTENT, "InvalidFlowLogId.NotFound");

OP(ec2,       CreateTags,   CreateTagsRequest,   NULL,                OP_IDEMPOTENT, NULL);
OP(ec2,       DeleteTags,   DeleteTagsRequest,   NULL,                OP_IDEMPOTENT, NULL);
OP_PAGED(ec2, DescribeTags, DescribeTagsRequest, &DescribeTagsResult, OP_READ,
   NULL, PAGES_OF("NextToken", "NextToken", "Tags", "MaxResults", 1000));

OP(ec2, DescribeAvailabilityZones, DescribeAvailabilityZonesRequest, &DescribeAvailabilityZonesResult, OP_READ, NULL);
OP(ec2, DescribeRegions,           DescribeRegionsRequest,           &DescribeRegionsResult,           OP_READ, NULL);
OP(ec2, DescribeAccountAttributes, DescribeAccountAttributesRequest, &DescribeAccountAttributesResult, OP_READ, NULL);

const struct service svc_ec2 = {
    .id = "ec2",
    .service_id = "EC2",
    .protocol = P_EC2,
    .version = "2016-11-15",
    .xmlns = "http://ec2.amazonaws.com/doc/2016-11-15/",
    .ops = (const struct op *const[]){
        &ec2_CreateVpc, &ec2_DescribeVpcs, &ec2_DescribeVpcAttribute, &ec2_ModifyVpcAttribute, &ec2_DeleteVpc,
        &ec2_CreateSubnet, &ec2_DescribeSubnets, &ec2_ModifySubnetAttribute, &ec2_DeleteSubnet,
        &ec2_CreateInternetGateway, &ec2_AttachInternetGateway, &ec2_DetachInternetGateway,
        &ec2_DescribeInternetGateways, &ec2_DeleteInternetGateway, &ec2_AllocateAddress, &ec2_DescribeAddresses,
        &ec2_ReleaseAddress, &ec2_CreateNatGateway, &ec2_DescribeNatGateways, &ec2_DeleteNatGateway,
        &ec2_CreateRouteTable, &ec2_DescribeRouteTables, &ec2_DeleteRouteTable, &ec2_CreateRoute, &ec2_ReplaceRoute,
        &ec2_DeleteRoute, &ec2_AssociateRouteTable, &ec2_DisassociateRouteTable, &ec2_ReplaceRouteTableAssociation,
        &ec2_CreateSecurityGroup, &ec2_DescribeSecurityGroups, &ec2_DeleteSecurityGroup,
        &ec2_AuthorizeSecurityGroupIngress, &ec2_AuthorizeSecurityGroupEgress, &ec2_RevokeSecurityGroupIngress,
        &ec2_RevokeSecurityGroupEgress, &ec2_DescribeSecurityGroupRules, &ec2_ModifySecurityGroupRules,
        &ec2_UpdateSecurityGroupRuleDescriptionsIngress, &ec2_UpdateSecurityGroupRuleDescriptionsEgress,
        &ec2_CreateVpcEndpoint, &ec2_DescribeVpcEndpoints, &ec2_ModifyVpcEndpoint, &ec2_DeleteVpcEndpoints,
        &ec2_CreateVpcPeeringConnection, &ec2_AcceptVpcPeeringConnection, &ec2_DescribeVpcPeeringConnections,
        &ec2_ModifyVpcPeeringConnectionOptions, &ec2_DeleteVpcPeeringConnection, &ec2_CreateFlowLogs,
        &ec2_DescribeFlowLogs, &ec2_DeleteFlowLogs, &ec2_CreateTags, &ec2_DeleteTags, &ec2_DescribeTags,
        &ec2_DescribeAvailabilityZones, &ec2_DescribeRegions, &ec2_DescribeAccountAttributes, NULL},
};

/* clang-format on */

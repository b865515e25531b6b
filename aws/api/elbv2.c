#include "aws/api/elbv2.h"

/* clang-format off */

#define TYPES     "application network gateway"
#define SCHEMES   "internet-facing internal"
#define IP_TYPES  "ipv4 dualstack dualstack-without-public-ipv4"
#define PROTOCOLS "HTTP HTTPS TCP TLS UDP TCP_UDP GENEVE QUIC TCP_QUIC"

SHAPE(Tag,
    STR_REQUIRED(Key),
    STR(Value));

/* ---- load balancers ---------------------------------------------------------------------------------------------- */

SHAPE(CreateLoadBalancerInput,
    STR_REQUIRED(Name),
    STRS(Subnets, NULL),
    STRS(SecurityGroups, NULL),
    STR_OF(Scheme, SCHEMES),
    LIST(Tags, Tag, NULL),
    STR_OF(Type, TYPES),
    STR_OF(IpAddressType, IP_TYPES));

SHAPE(LoadBalancerState,
    STR_OF(Code, "active provisioning active_impaired failed"),
    STR(Reason));

SHAPE(AvailabilityZone,
    STR(ZoneName),
    STR(SubnetId));

SHAPE(LoadBalancer,
    STR(LoadBalancerArn),
    STR(DNSName),
    STR(CanonicalHostedZoneId),
    TIME(CreatedTime),
    STR(LoadBalancerName),
    STR_OF(Scheme, SCHEMES),
    STR(VpcId),
    STRUCT(State, LoadBalancerState),
    STR_OF(Type, TYPES),
    LIST(AvailabilityZones, AvailabilityZone, NULL),
    STRS(SecurityGroups, NULL),
    STR_OF(IpAddressType, IP_TYPES));

SHAPE(CreateLoadBalancerOutput,
    LIST(LoadBalancers, LoadBalancer, NULL));

SHAPE(DescribeLoadBalancersInput,
    STRS(LoadBalancerArns, NULL),
    STRS(Names, NULL),
    STR(Marker),
    INT(PageSize));

SHAPE(DescribeLoadBalancersOutput,
    LIST(LoadBalancers, LoadBalancer, NULL),
    STR(NextMarker));

SHAPE(LoadBalancerAttribute,
    STR(Key),
    STR(Value));

SHAPE(DescribeLoadBalancerAttributesInput,
    STR_REQUIRED(LoadBalancerArn));

SHAPE(DescribeLoadBalancerAttributesOutput,
    LIST(Attributes, LoadBalancerAttribute, NULL));

SHAPE(ModifyLoadBalancerAttributesInput,
    STR_REQUIRED(LoadBalancerArn),
    LIST_REQUIRED(Attributes, LoadBalancerAttribute, NULL));

SHAPE(ModifyLoadBalancerAttributesOutput,
    LIST(Attributes, LoadBalancerAttribute, NULL));

SHAPE(SetSecurityGroupsInput,
    STR_REQUIRED(LoadBalancerArn),
    STRS_REQUIRED(SecurityGroups, NULL));

SHAPE(SetSecurityGroupsOutput,
    STRS(SecurityGroupIds, NULL));

SHAPE(SetSubnetsInput,
    STR_REQUIRED(LoadBalancerArn),
    STRS(Subnets, NULL));

SHAPE(SetSubnetsOutput,
    LIST(AvailabilityZones, AvailabilityZone, NULL),
    STR_OF(IpAddressType, IP_TYPES));

SHAPE(SetIpAddressTypeInput,
    STR_REQUIRED(LoadBalancerArn),
    STR_REQUIRED_OF(IpAddressType, IP_TYPES));

SHAPE(SetIpAddressTypeOutput,
    STR_OF(IpAddressType, IP_TYPES));

SHAPE(DeleteLoadBalancerInput,
    STR_REQUIRED(LoadBalancerArn));

/* ---- target groups ----------------------------------------------------------------------------------------------- */

SHAPE(Matcher,
    STR(HttpCode),
    STR(GrpcCode));

SHAPE(CreateTargetGroupInput,
    STR_REQUIRED(Name),
    STR_OF(Protocol, PROTOCOLS),
    STR(ProtocolVersion),
    INT(Port),
    STR(VpcId),
    STR_OF(HealthCheckProtocol, PROTOCOLS),
    STR(HealthCheckPort),
    STR(HealthCheckPath),
    INT(HealthCheckIntervalSeconds),
    INT(HealthCheckTimeoutSeconds),
    INT(HealthyThresholdCount),
    INT(UnhealthyThresholdCount),
    STRUCT(Matcher, Matcher),
    STR_OF(TargetType, "instance ip lambda alb"),
    LIST(Tags, Tag, NULL),
    STR_OF(IpAddressType, "ipv4 ipv6"));

SHAPE(TargetGroup,
    STR(TargetGroupArn),
    STR(TargetGroupName),
    STR_OF(Protocol, PROTOCOLS),
    INT(Port),
    STR(VpcId),
    STR_OF(HealthCheckProtocol, PROTOCOLS),
    STR(HealthCheckPort),
    BOOL(HealthCheckEnabled),
    INT(HealthCheckIntervalSeconds),
    INT(HealthCheckTimeoutSeconds),
    INT(HealthyThresholdCount),
    INT(UnhealthyThresholdCount),
    STR(HealthCheckPath),
    STRUCT(Matcher, Matcher),
    STRS(LoadBalancerArns, NULL),
    STR_OF(TargetType, "instance ip lambda alb"),
    STR(ProtocolVersion),
    STR_OF(IpAddressType, "ipv4 ipv6"));

SHAPE(CreateTargetGroupOutput,
    LIST(TargetGroups, TargetGroup, NULL));

SHAPE(DescribeTargetGroupsInput,
    STR(LoadBalancerArn),
    STRS(TargetGroupArns, NULL),
    STRS(Names, NULL),
    STR(Marker),
    INT(PageSize));

SHAPE(DescribeTargetGroupsOutput,
    LIST(TargetGroups, TargetGroup, NULL),
    STR(NextMarker));

SHAPE(ModifyTargetGroupInput,
    STR_REQUIRED(TargetGroupArn),
    STR_OF(HealthCheckProtocol, PROTOCOLS),
    STR(HealthCheckPort),
    STR(HealthCheckPath),
    INT(HealthCheckIntervalSeconds),
    INT(HealthCheckTimeoutSeconds),
    INT(HealthyThresholdCount),
    INT(UnhealthyThresholdCount),
    STRUCT(Matcher, Matcher));

SHAPE(ModifyTargetGroupOutput,
    LIST(TargetGroups, TargetGroup, NULL));

SHAPE(TargetGroupAttribute,
    STR(Key),
    STR(Value));

SHAPE(DescribeTargetGroupAttributesInput,
    STR_REQUIRED(TargetGroupArn));

SHAPE(DescribeTargetGroupAttributesOutput,
    LIST(Attributes, TargetGroupAttribute, NULL));

SHAPE(ModifyTargetGroupAttributesInput,
    STR_REQUIRED(TargetGroupArn),
    LIST_REQUIRED(Attributes, TargetGroupAttribute, NULL));

SHAPE(ModifyTargetGroupAttributesOutput,
    LIST(Attributes, TargetGroupAttribute, NULL));

SHAPE(DeleteTargetGroupInput,
    STR_REQUIRED(TargetGroupArn));

/* ---- listeners --------------------------------------------------------------------------------------------------- */

SHAPE(Certificate,
    STR(CertificateArn),
    BOOL(IsDefault));

SHAPE(RedirectActionConfig,
    STR(Protocol),
    STR(Port),
    STR(Host),
    STR(Path),
    STR(Query),
    STR_REQUIRED_OF(StatusCode, "HTTP_301 HTTP_302"));

SHAPE(FixedResponseActionConfig,
    STR(MessageBody),
    STR_REQUIRED(StatusCode),
    STR(ContentType));

SHAPE(TargetGroupTuple,
    STR(TargetGroupArn),
    INT(Weight));

SHAPE(TargetGroupStickinessConfig,
    BOOL(Enabled),
    INT(DurationSeconds));

SHAPE(ForwardActionConfig,
    LIST(TargetGroups, TargetGroupTuple, NULL),
    STRUCT(TargetGroupStickinessConfig, TargetGroupStickinessConfig));

SHAPE(Action,
    STR_REQUIRED_OF(Type, "forward authenticate-oidc authenticate-cognito redirect fixed-response jwt-validation"),
    STR(TargetGroupArn),
    INT(Order),
    STRUCT(RedirectConfig, RedirectActionConfig),
    STRUCT(FixedResponseConfig, FixedResponseActionConfig),
    STRUCT(ForwardConfig, ForwardActionConfig));

SHAPE(CreateListenerInput,
    STR_REQUIRED(LoadBalancerArn),
    STR_OF(Protocol, PROTOCOLS),
    INT(Port),
    STR(SslPolicy),
    LIST(Certificates, Certificate, NULL),
    LIST_REQUIRED(DefaultActions, Action, NULL),
    LIST(Tags, Tag, NULL));

SHAPE(Listener,
    STR(ListenerArn),
    STR(LoadBalancerArn),
    INT(Port),
    STR_OF(Protocol, PROTOCOLS),
    LIST(Certificates, Certificate, NULL),
    STR(SslPolicy),
    LIST(DefaultActions, Action, NULL));

SHAPE(CreateListenerOutput,
    LIST(Listeners, Listener, NULL));

SHAPE(DescribeListenersInput,
    STR(LoadBalancerArn),
    STRS(ListenerArns, NULL),
    STR(Marker),
    INT(PageSize));

SHAPE(DescribeListenersOutput,
    LIST(Listeners, Listener, NULL),
    STR(NextMarker));

SHAPE(ModifyListenerInput,
    STR_REQUIRED(ListenerArn),
    INT(Port),
    STR_OF(Protocol, PROTOCOLS),
    STR(SslPolicy),
    LIST(Certificates, Certificate, NULL),
    LIST(DefaultActions, Action, NULL));

SHAPE(ModifyListenerOutput,
    LIST(Listeners, Listener, NULL));

SHAPE(DeleteListenerInput,
    STR_REQUIRED(ListenerArn));

/* ---- tags -------------------------------------------------------------------------------------------------------- */

SHAPE(AddTagsInput,
    STRS_REQUIRED(ResourceArns, NULL),
    LIST_REQUIRED(Tags, Tag, NULL));

SHAPE(RemoveTagsInput,
    STRS_REQUIRED(ResourceArns, NULL),
    STRS_REQUIRED(TagKeys, NULL));

SHAPE(DescribeTagsInput,
    STRS_REQUIRED(ResourceArns, NULL));

SHAPE(TagDescription,
    STR(ResourceArn),
    LIST(Tags, Tag, NULL));

SHAPE(DescribeTagsOutput,
    LIST(TagDescriptions, TagDescription, NULL));

OP(elbv2,       CreateLoadBalancer,             CreateLoadBalancerInput,             &CreateLoadBalancerOutput,             0,
   "DuplicateLoadBalancerName TooManyLoadBalancers InvalidConfigurationRequest SubnetNotFound InvalidSubnet InvalidSecurityGroup InvalidScheme "
   "OperationNotPermitted");
OP_PAGED(elbv2, DescribeLoadBalancers,          DescribeLoadBalancersInput,          &DescribeLoadBalancersOutput,          OP_READ, "LoadBalancerNotFound",
   PAGES_OF("Marker", "NextMarker", "LoadBalancers", "PageSize", 400));
OP(elbv2,       DescribeLoadBalancerAttributes, DescribeLoadBalancerAttributesInput, &DescribeLoadBalancerAttributesOutput, OP_READ, "LoadBalancerNotFound");
OP(elbv2,       ModifyLoadBalancerAttributes,   ModifyLoadBalancerAttributesInput,   &ModifyLoadBalancerAttributesOutput,   OP_IDEMPOTENT,
   "LoadBalancerNotFound InvalidConfigurationRequest");
OP(elbv2,       SetSecurityGroups,              SetSecurityGroupsInput,              &SetSecurityGroupsOutput,              OP_IDEMPOTENT,
   "LoadBalancerNotFound InvalidConfigurationRequest InvalidSecurityGroup");
OP(elbv2,       SetSubnets,                     SetSubnetsInput,                     &SetSubnetsOutput,                     OP_IDEMPOTENT,
   "LoadBalancerNotFound InvalidConfigurationRequest SubnetNotFound InvalidSubnet");
OP(elbv2,       SetIpAddressType,               SetIpAddressTypeInput,               &SetIpAddressTypeOutput,               OP_IDEMPOTENT,
   "LoadBalancerNotFound InvalidConfigurationRequest InvalidSubnet");
OP(elbv2,       DeleteLoadBalancer,             DeleteLoadBalancerInput,             NULL,                                  OP_IDEMPOTENT,
   "LoadBalancerNotFound OperationNotPermitted ResourceInUse");

OP(elbv2,       CreateTargetGroup,              CreateTargetGroupInput,              &CreateTargetGroupOutput,              0,
   "DuplicateTargetGroupName TooManyTargetGroups InvalidConfigurationRequest");
OP_PAGED(elbv2, DescribeTargetGroups,           DescribeTargetGroupsInput,           &DescribeTargetGroupsOutput,           OP_READ,
   "TargetGroupNotFound LoadBalancerNotFound", PAGES_OF("Marker", "NextMarker", "TargetGroups", "PageSize", 400));
OP(elbv2,       ModifyTargetGroup,              ModifyTargetGroupInput,              &ModifyTargetGroupOutput,              OP_IDEMPOTENT,
   "TargetGroupNotFound InvalidConfigurationRequest");
OP(elbv2,       DescribeTargetGroupAttributes,  DescribeTargetGroupAttributesInput,  &DescribeTargetGroupAttributesOutput,  OP_READ, "TargetGroupNotFound");
OP(elbv2,       ModifyTargetGroupAttributes,    ModifyTargetGroupAttributesInput,    &ModifyTargetGroupAttributesOutput,    OP_IDEMPOTENT,
   "TargetGroupNotFound InvalidConfigurationRequest");
OP(elbv2,       DeleteTargetGroup,              DeleteTargetGroupInput,              NULL,                                  OP_IDEMPOTENT, "ResourceInUse");

OP(elbv2,       CreateListener,                 CreateListenerInput,                 &CreateListenerOutput,                 0,
   "DuplicateListener LoadBalancerNotFound TargetGroupNotFound TargetGroupAssociationLimit InvalidConfigurationRequest IncompatibleProtocols "
   "SSLPolicyNotFound CertificateNotFound UnsupportedProtocol InvalidLoadBalancerAction");
OP_PAGED(elbv2, DescribeListeners,              DescribeListenersInput,              &DescribeListenersOutput,              OP_READ,
   "ListenerNotFound LoadBalancerNotFound", PAGES_OF("Marker", "NextMarker", "Listeners", "PageSize", 400));
OP(elbv2,       ModifyListener,                 ModifyListenerInput,                 &ModifyListenerOutput,                 OP_IDEMPOTENT,
   "DuplicateListener ListenerNotFound TargetGroupNotFound TargetGroupAssociationLimit IncompatibleProtocols SSLPolicyNotFound "
   "CertificateNotFound InvalidConfigurationRequest UnsupportedProtocol InvalidLoadBalancerAction");
OP(elbv2,       DeleteListener,                 DeleteListenerInput,                 NULL,                                  OP_IDEMPOTENT, "ListenerNotFound ResourceInUse");

OP(elbv2,       AddTags,      AddTagsInput,      NULL,                OP_IDEMPOTENT, "LoadBalancerNotFound TargetGroupNotFound ListenerNotFound TooManyTags");
OP(elbv2,       RemoveTags,   RemoveTagsInput,   NULL,                OP_IDEMPOTENT, "LoadBalancerNotFound TargetGroupNotFound ListenerNotFound");
OP(elbv2,       DescribeTags, DescribeTagsInput, &DescribeTagsOutput, OP_READ,       "LoadBalancerNotFound TargetGroupNotFound ListenerNotFound");

const struct service svc_elbv2 = {
    .id = "elasticloadbalancing",
    .service_id = "Elastic Load Balancing v2",
    .protocol = P_QUERY,
    .version = "2015-12-01",
    .xmlns = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    .ops = (const struct op *const[]){
        &elbv2_CreateLoadBalancer, &elbv2_DescribeLoadBalancers, &elbv2_DescribeLoadBalancerAttributes, &elbv2_ModifyLoadBalancerAttributes,
        &elbv2_SetSecurityGroups, &elbv2_SetSubnets, &elbv2_SetIpAddressType, &elbv2_DeleteLoadBalancer, &elbv2_CreateTargetGroup,
        &elbv2_DescribeTargetGroups, &elbv2_ModifyTargetGroup, &elbv2_DescribeTargetGroupAttributes, &elbv2_ModifyTargetGroupAttributes,
        &elbv2_DeleteTargetGroup, &elbv2_CreateListener, &elbv2_DescribeListeners, &elbv2_ModifyListener, &elbv2_DeleteListener,
        &elbv2_AddTags, &elbv2_RemoveTags, &elbv2_DescribeTags, NULL},
};

/* clang-format on */

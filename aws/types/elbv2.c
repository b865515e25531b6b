/*
 * Load balancers, their target groups and listeners. Names have 32 characters at most. What the calls that make them do
 * not take are attributes, which AWS tells in full: keys that nobody asked for stay as AWS set them.
 */
#include "aws/types/common.h"

/* clang-format off */
#define ELB_RETAG(arn)    {&elbv2_AddTags, .when = "Tags", .only = "-", .bind = BINDS({"ResourceArns", "[$" arn "]"}, {"Tags", "+Tags"})}, \
                      {&elbv2_RemoveTags, .when = "Tags", .only = "-", .bind = BINDS({"ResourceArns", "[$" arn "]"}, {"TagKeys", "-Tags"})}
#define ELB_LISTED_TAGS(arn) {&elbv2_DescribeTags, .only = "-", .bind = BINDS({"ResourceArns", "[$" arn "]"}), .result = "TagDescriptions[0]", .tags_of = "$" arn}
#define ATTRIBUTES(name) {name, T_MAP, A_MINE, "Attributes", .doc = "further settings, by their keys", .pairs = "Key Value"}

const struct rtype rtype_elasticloadbalancing_v2_load_balancer = {
    .name = "AWS::ElasticLoadBalancingV2::LoadBalancer", .doc = "application or network load balancer",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "LoadBalancerArn", .key = "Name", .create_s = {150, 300}, .update_s = {10, 20}, .delete_s = {30, 60},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        {"Name",                   T_STR,  A_REQUIRED | A_CREATE_ONLY, "LoadBalancerName", .doc = "unique in the region, 32 characters"},
        {"Type",                   T_STR,  A_CREATE_ONLY, .dflt = "\"application\"", .doc = "application or network"},
        {"Scheme",                 T_STR,  A_CREATE_ONLY, .dflt = "\"internet-facing\"", .doc = "internet-facing or internal"},
        {"IpAddressType",          T_STR,  0, .dflt = "\"ipv4\"", .doc = "ipv4 or dualstack"},
        {"Subnets",                T_LIST, A_REQUIRED | A_SET, "AvailabilityZones[].SubnetId", .doc = "one a zone; two zones at least for an application"},
        {"SecurityGroups",         T_LIST, A_SET, .doc = "who may connect"},
        ATTRIBUTES("LoadBalancerAttributes"),
        {"LoadBalancerArn",        T_STR,  A_OUTPUT, .doc = "ARN"},
        {"DNSName",                T_STR,  A_OUTPUT | A_HOST, .doc = "host name"},
        {"LoadBalancerFullName",   T_STR,  A_OUTPUT | A_BARE, "LoadBalancerArn", .doc = "as CloudWatch names it: app/..."},
        {"CanonicalHostedZoneId",  T_STR,  A_OUTPUT, .doc = "the zone that aliases to it name"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&elbv2_DescribeLoadBalancers, .only = "-", .result = "LoadBalancers[]"},
        .read    = CALLS({&elbv2_DescribeLoadBalancers, .only = "-", .bind = BINDS({"LoadBalancerArns", "[$LoadBalancerArn]"}), .result = "LoadBalancers[]"},
                         {&elbv2_DescribeLoadBalancerAttributes, .only = "LoadBalancerArn", .result = ""}, ELB_LISTED_TAGS("LoadBalancerArn")),
        .create  = CALLS({&elbv2_CreateLoadBalancer, .found = FOUND_BY_NAME, .result = "LoadBalancers[]", .soon = "SubnetNotFound InvalidSecurityGroup"},
                         {&elbv2_ModifyLoadBalancerAttributes, .when = "LoadBalancerAttributes", .only = "LoadBalancerArn",
                          .bind = BINDS({"Attributes", "$LoadBalancerAttributes"})}),
        .update  = CALLS({&elbv2_SetIpAddressType, .when = "IpAddressType"},
                         {&elbv2_SetSubnets, .when = "Subnets"},
                         {&elbv2_SetSecurityGroups, .when = "SecurityGroups"},
                         {&elbv2_ModifyLoadBalancerAttributes, .when = "LoadBalancerAttributes", .only = "LoadBalancerArn",
                          .bind = BINDS({"Attributes", "+LoadBalancerAttributes"})},
                         ELB_RETAG("LoadBalancerArn")),
        .remove  = CALLS({&elbv2_ModifyLoadBalancerAttributes, .only = "LoadBalancerArn",
                          .bind = BINDS({"Attributes", "=[{\"Key\":\"deletion_protection.enabled\",\"Value\":\"false\"}]"})},
                         {&elbv2_DeleteLoadBalancer, .only = "LoadBalancerArn", .not_yet = "ResourceInUse"}),
        .missing = "LoadBalancerNotFound",
        .wait    = {UNTIL({"State.Code", "active", "provisioning"}), 10, 1200, "State.Reason"},
    },
};

#define HEALTH "HealthCheckProtocol HealthCheckPort HealthCheckPath HealthCheckIntervalSeconds HealthCheckTimeoutSeconds " \
               "HealthyThresholdCount UnhealthyThresholdCount Matcher"

const struct rtype rtype_elasticloadbalancing_v2_target_group = {
    .name = "AWS::ElasticLoadBalancingV2::TargetGroup", .doc = "what a load balancer sends to, and how it knows who is well",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "TargetGroupArn", .key = "Name", .create_s = {3, 6}, .update_s = {3, 6}, .delete_s = {3, 6},
    .timed = AT_ONCE,
    .attrs = (const struct attr[]){
        {"Name",                       T_STR,  A_REQUIRED | A_CREATE_ONLY, "TargetGroupName", .doc = "unique in the region, 32 characters"},
        {"Protocol",                   T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "HTTP, HTTPS, TCP, TLS, UDP"},
        {"ProtocolVersion",            T_STR,  A_CREATE_ONLY, .doc = "HTTP1, HTTP2 or GRPC"},
        {"Port",                       T_INT,  A_REQUIRED | A_CREATE_ONLY, .doc = "where targets listen that say nothing else"},
        {"VpcId",                      T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the VPC"},
        {"TargetType",                 T_STR,  A_CREATE_ONLY, .dflt = "\"instance\"", .doc = "instance, or ip for pods"},
        {"HealthCheckProtocol",        T_STR,  0, .doc = "HTTP, HTTPS or TCP"},
        {"HealthCheckPort",            T_STR,  0, .dflt = "\"traffic-port\"", .doc = "port, or traffic-port"},
        {"HealthCheckPath",            T_STR,  0, .doc = "path that is asked for"},
        {"HealthCheckIntervalSeconds", T_INT,  0, .doc = "5 to 300"},
        {"HealthCheckTimeoutSeconds",  T_INT,  0, .doc = "2 to 120, less than the interval"},
        {"HealthyThresholdCount",      T_INT,  0, .doc = "good answers in a row"},
        {"UnhealthyThresholdCount",    T_INT,  0, .doc = "bad ones"},
        {"Matcher",                    T_MAP,  A_SUBSET, .doc = "{HttpCode}: which answers are good, 200-299"},
        ATTRIBUTES("TargetGroupAttributes"),
        {"TargetGroupArn",             T_STR,  A_OUTPUT, .doc = "ARN"},
        {"TargetGroupFullName",        T_STR,  A_OUTPUT | A_RESOURCE, "TargetGroupArn", .doc = "as CloudWatch names it: targetgroup/..."},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&elbv2_DescribeTargetGroups, .only = "-", .result = "TargetGroups[]"},
        .read    = CALLS({&elbv2_DescribeTargetGroups, .only = "-", .bind = BINDS({"TargetGroupArns", "[$TargetGroupArn]"}), .result = "TargetGroups[]"},
                         {&elbv2_DescribeTargetGroupAttributes, .only = "TargetGroupArn", .result = ""}, ELB_LISTED_TAGS("TargetGroupArn")),
        .create  = CALLS({&elbv2_CreateTargetGroup, .found = FOUND_BY_NAME, .result = "TargetGroups[]"},
                         {&elbv2_ModifyTargetGroupAttributes, .when = "TargetGroupAttributes", .only = "TargetGroupArn",
                          .bind = BINDS({"Attributes", "$TargetGroupAttributes"})}),
        .update  = CALLS({&elbv2_ModifyTargetGroup, .when = HEALTH},
                         {&elbv2_ModifyTargetGroupAttributes, .when = "TargetGroupAttributes", .only = "TargetGroupArn",
                          .bind = BINDS({"Attributes", "+TargetGroupAttributes"})},
                         ELB_RETAG("TargetGroupArn")),
        .remove  = CALLS({&elbv2_DeleteTargetGroup, .only = "TargetGroupArn", .not_yet = "ResourceInUse"}),
        .missing = "TargetGroupNotFound",
        .wait    = {.every = 3, .limit = 600},
    },
};

/* Waits for its certificate to be issued, which takes as long as the proof of the domain does. */
const struct rtype rtype_elasticloadbalancing_v2_listener = {
    .name = "AWS::ElasticLoadBalancingV2::Listener", .doc = "a port of a load balancer, and what becomes of requests",
    .flags = RT_HARMLESS, .going = INT_DOWNTIME, .id = "ListenerArn", .create_s = {5, 10}, .update_s = {5, 10}, .delete_s = {3, 6},
    .further = (const struct further[]){{"Certificates", .made = true, .takes = {120, 300}}, {0}},
    .timed = "AWS answers at once, and issues a certificate minutes after its proof; the figures are a guess",
    .attrs = (const struct attr[]){
        {"LoadBalancerArn", T_STR,  A_REQUIRED | A_CREATE_ONLY, .doc = "the load balancer"},
        {"Port",            T_INT,  A_REQUIRED | A_BRIEF, .doc = "port"},
        {"Protocol",        T_STR,  A_REQUIRED | A_BRIEF, .doc = "HTTP, HTTPS, TCP, TLS, UDP"},
        {"SslPolicy",       T_STR,  0, .doc = "which versions of TLS, which ciphers"},
        {"Certificates",    T_LIST, A_SUBSET, .doc = "[{CertificateArn}]: the default one"},
        {"DefaultActions",  T_LIST, A_REQUIRED | A_SUBSET, .doc = "[{Type, TargetGroupArn, RedirectConfig, FixedResponseConfig}]"},
        {"ListenerArn",     T_STR,  A_OUTPUT, .doc = "ARN"},
        TAGS("Tags"),
        {0}},
    .impl = &(const struct rtype_impl){
        .list    = {&tagging_GetResources, .only = "-",
                    .bind = BINDS({"ResourceTypeFilters", "=[\"elasticloadbalancing:listener\"]"}, {"TagFilters", "@owner"}),
                    .result = "ResourceTagMappingList[]", .gives = BINDS({"ListenerArn", "ResourceARN"})},
        .partial = true,
        .read    = CALLS({&elbv2_DescribeListeners, .only = "-", .bind = BINDS({"ListenerArns", "[$ListenerArn]"}), .result = "Listeners[]",
                          .bulk = &(const struct call){&elbv2_DescribeListeners, .only = "LoadBalancerArn", .result = "Listeners[]"}},
                         ELB_LISTED_TAGS("ListenerArn")),
        .create  = CALLS({&elbv2_CreateListener, .found = FOUND_BY_TAG, .result = "Listeners[]", .soon = "LoadBalancerNotFound TargetGroupNotFound CertificateNotFound",
                          .not_yet = "UnsupportedCertificate"}),
        .update  = CALLS({&elbv2_ModifyListener, .when = "Port Protocol SslPolicy Certificates DefaultActions", .not_yet = "UnsupportedCertificate"},
                         ELB_RETAG("ListenerArn")),
        .remove  = CALLS({&elbv2_DeleteListener, .only = "ListenerArn"}),
        .missing = "ListenerNotFound",
        .wait    = {.every = 15, .limit = 4500},
    },
};
/* clang-format on */

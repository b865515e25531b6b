#include "harness.h"

/* Load balancers, and the certificates that their listeners wait for. */

static const char *vpc, *subnets[3], *zone;

static void a_network(void)
{
    static const char *const zones[] = {"a", "c", "d"};
    vpc = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
    for (size_t i = 0; i < COUNT(zones); i++)
        subnets[i] = text_at(OK("ec2", "CreateSubnet",
                                "{'VpcId':'%s','CidrBlock':'10.0.%zu.0/24','AvailabilityZone':'ap-northeast-1%s'}", vpc,
                                i, zones[i]),
                             "Subnet.SubnetId");
}

static const char *balancer(const char *name)
{
    return text_at(OK("elasticloadbalancing", "CreateLoadBalancer",
                      "{'Name':'%s','Scheme':'internal','Subnets':['%s','%s']}", name, subnets[0], subnets[1]),
                   "LoadBalancers[0].LoadBalancerArn");
}

static const char *group(const char *name)
{
    return text_at(OK("elasticloadbalancing", "CreateTargetGroup",
                      "{'Name':'%s','Protocol':'HTTP','Port':80,'VpcId':'%s','TargetType':'ip'}", name, vpc),
                   "TargetGroups[0].TargetGroupArn");
}

static const char *state_of(const char *arn)
{
    return text_at(OK("elasticloadbalancing", "DescribeLoadBalancers", "{'LoadBalancerArns':['%s']}", arn),
                   "LoadBalancers[0].State.Code");
}

static void a_balancer_comes_up_and_is_protected(void **state)
{
    (void)state;
    a_network();
    const char *arn = balancer("web");
    assert_string_equal(state_of(arn), "provisioning");
    wait_s(130);
    assert_string_equal(state_of(arn), "active");
    NO("DuplicateLoadBalancerName", "elasticloadbalancing", "CreateLoadBalancer",
       "{'Name':'web','Scheme':'internal','Subnets':['%s','%s']}", subnets[0], subnets[1]);
    OK("elasticloadbalancing", "ModifyLoadBalancerAttributes",
       "{'LoadBalancerArn':'%s','Attributes':[{'Key':'deletion_protection.enabled','Value':'true'}]}", arn);
    NO("OperationNotPermitted", "elasticloadbalancing", "DeleteLoadBalancer", "{'LoadBalancerArn':'%s'}", arn);
    NO("InvalidConfigurationRequest", "elasticloadbalancing", "ModifyLoadBalancerAttributes",
       "{'LoadBalancerArn':'%s','Attributes':[{'Key':'none','Value':'true'}]}", arn);
    NO("DependencyViolation", "ec2", "DeleteSubnet", "{'SubnetId':'%s'}", subnets[0]);
    OK("elasticloadbalancing", "ModifyLoadBalancerAttributes",
       "{'LoadBalancerArn':'%s','Attributes':[{'Key':'deletion_protection.enabled','Value':'false'}]}", arn);
    OK("elasticloadbalancing", "DeleteLoadBalancer", "{'LoadBalancerArn':'%s'}", arn);
    OK("elasticloadbalancing", "DeleteLoadBalancer", "{'LoadBalancerArn':'%s'}", arn);
    NO("LoadBalancerNotFound", "elasticloadbalancing", "DescribeLoadBalancers", "{'LoadBalancerArns':['%s']}", arn);
}

static void balancers_are_refused(void **state)
{
    (void)state;
    a_network();
    NO("ValidationError", "elasticloadbalancing", "CreateLoadBalancer",
       "{'Name':'web','Scheme':'internal','Subnets':['%s']}", subnets[0]);
    NO("ValidationError", "elasticloadbalancing", "CreateLoadBalancer",
       "{'Name':'-web','Scheme':'internal','Subnets':['%s','%s']}", subnets[0], subnets[1]);
    NO("InvalidSubnet", "elasticloadbalancing", "CreateLoadBalancer", "{'Name':'web','Subnets':['%s','%s']}",
       subnets[0], subnets[1]);
    NO("SubnetNotFound", "elasticloadbalancing", "CreateLoadBalancer",
       "{'Name':'web','Scheme':'internal','Subnets':['%s','subnet-0']}", subnets[0]);
    NO("InvalidSecurityGroup", "elasticloadbalancing", "CreateLoadBalancer",
       "{'Name':'web','Scheme':'internal','Subnets':['%s','%s'],'SecurityGroups':['sg-0']}", subnets[0], subnets[1]);
    NO("InvalidConfigurationRequest", "elasticloadbalancing", "CreateLoadBalancer",
       "{'Name':'web','Scheme':'internal','Subnets':['%s','%s']}", subnets[0], subnets[0]);
    NO("ValidationError", "elasticloadbalancing", "CreateTargetGroup",
       "{'Name':'t','Protocol':'HTTP','Port':80,'VpcId':'vpc-0'}");
    NO("ValidationError", "elasticloadbalancing", "CreateTargetGroup",
       "{'Name':'t','Protocol':'HTTP','Port':80,'VpcId':'%s','HealthCheckIntervalSeconds':5,'HealthCheckTimeoutSeconds'"
       ":5}",
       vpc);
    NO("InvalidConfigurationRequest", "elasticloadbalancing", "CreateTargetGroup",
       "{'Name':'t','Protocol':'TCP','Port':80,'VpcId':'%s','HealthCheckPath':'/'}", vpc);
}

#define LISTEN                                                                                                         \
    "{'LoadBalancerArn':'%s','Protocol':'HTTPS','Port':443,'Certificates':[{'CertificateArn':'%s'}],'DefaultActions':" \
    "[{'Type':'forward','TargetGroupArn':'%s'}]}"

static const struct value *certificate(const char *arn)
{
    return OK("acm", "DescribeCertificate", "{'CertificateArn':'%s'}", arn);
}

static void prove(const char *arn)
{
    const struct value *v = certificate(arn);
    OK("route53", "ChangeResourceRecordSets",
       "{'HostedZoneId':'%s','ChangeBatch':{'Changes':[{'Action':'UPSERT','ResourceRecordSet':{'Name':'%s','Type':'"
       "CNAME','TTL':300,'ResourceRecords':[{'Value':'%s'}]}}]}}",
       zone, text_at(v, "Certificate.DomainValidationOptions[0].ResourceRecord.Name"),
       text_at(v, "Certificate.DomainValidationOptions[0].ResourceRecord.Value"));
}

static void a_listener_needs_an_issued_certificate(void **state)
{
    (void)state;
    a_network();
    const char *web = balancer("web"), *other = balancer("other"), *targets = group("targets");
    zone = text_at(OK("route53", "CreateHostedZone", "{'Name':'example.com','CallerReference':'r'}"), "HostedZone.Id");
    const char *arn = text_at(
        OK("acm", "RequestCertificate", "{'DomainName':'example.com','ValidationMethod':'DNS','IdempotencyToken':'t'}"),
        "CertificateArn");
    assert_string_equal(text_at(OK("acm", "RequestCertificate",
                                   "{'DomainName':'example.com','ValidationMethod':'DNS','IdempotencyToken':'t'}"),
                                "CertificateArn"),
                        arn);
    assert_string_equal(text_at(certificate(arn), "Certificate.DomainValidationOptions[0].ResourceRecord.Name"), "");
    wait_s(10);
    NO("UnsupportedCertificate", "elasticloadbalancing", "CreateListener", LISTEN, web, arn, targets);
    prove(arn);
    assert_string_equal(text_at(certificate(arn), "Certificate.Status"), "PENDING_VALIDATION");
    wait_s(200);
    assert_string_equal(text_at(certificate(arn), "Certificate.Status"), "ISSUED");
    const char *listener =
        text_at(OK("elasticloadbalancing", "CreateListener", LISTEN, web, arn, targets), "Listeners[0].ListenerArn");
    NO("DuplicateListener", "elasticloadbalancing", "CreateListener", LISTEN, web, arn, targets);
    NO("TargetGroupAssociationLimit", "elasticloadbalancing", "CreateListener", LISTEN, other, arn, targets);
    NO("ResourceInUseException", "acm", "DeleteCertificate", "{'CertificateArn':'%s'}", arn);
    NO("ResourceInUse", "elasticloadbalancing", "DeleteTargetGroup", "{'TargetGroupArn':'%s'}", targets);
    NO("UnsupportedProtocol", "elasticloadbalancing", "ModifyListener", "{'ListenerArn':'%s','Protocol':'TCP'}",
       listener);
    NO("SSLPolicyNotFound", "elasticloadbalancing", "ModifyListener", "{'ListenerArn':'%s','SslPolicy':'none'}",
       listener);
    OK("elasticloadbalancing", "DeleteListener", "{'ListenerArn':'%s'}", listener);
    OK("elasticloadbalancing", "DeleteTargetGroup", "{'TargetGroupArn':'%s'}", targets);
    OK("acm", "DeleteCertificate", "{'CertificateArn':'%s'}", arn);
    NO("ResourceNotFoundException", "acm", "DescribeCertificate", "{'CertificateArn':'%s'}", arn);
}

static void a_certificate_that_nobody_proves_times_out(void **state)
{
    (void)state;
    const char *arn = text_at(
        OK("acm", "RequestCertificate", "{'DomainName':'*.example.com','ValidationMethod':'DNS'}"), "CertificateArn");
    wait_s(73 * 3600);
    assert_string_equal(text_at(certificate(arn), "Certificate.Status"), "VALIDATION_TIMED_OUT");
    NO("ValidationException", "acm", "RequestCertificate", "{'DomainName':'no domain','ValidationMethod':'DNS'}");
    NO("ValidationException", "acm", "RequestCertificate", "{'DomainName':'a.b','IdempotencyToken':'a-b'}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_balancer_comes_up_and_is_protected, set_up, tear_down),
        cmocka_unit_test_setup_teardown(balancers_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_listener_needs_an_issued_certificate, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_certificate_that_nobody_proves_times_out, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

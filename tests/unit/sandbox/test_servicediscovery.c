#include "harness.h"

static const char *vpc;

static const char *operation(const char *id)
{
    return text_at(OK("servicediscovery", "GetOperation", "{'OperationId':'%s'}", id), "Operation.Status");
}

static const char *namespace_made(const char *name)
{
    const char *id = text_at(OK("servicediscovery", "CreatePrivateDnsNamespace", "{'Name':'%s','Vpc':'%s'}", name, vpc),
                             "OperationId");
    assert_string_equal(operation(id), "SUBMITTED");
    wait_s(60);
    assert_string_equal(operation(id), "SUCCESS");
    return text_at(OK("servicediscovery", "GetOperation", "{'OperationId':'%s'}", id), "Operation.Targets.NAMESPACE");
}

static void a_vpc(void)
{
    vpc = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
}

static void a_namespace_brings_a_zone_and_takes_it_along(void **state)
{
    (void)state;
    a_vpc();
    const char *id = namespace_made("svc.local");
    const struct value *v = OK("servicediscovery", "GetNamespace", "{'Id':'%s'}", id);
    const char *zone = text_at(v, "Namespace.Properties.DnsProperties.HostedZoneId");
    assert_string_equal(text_at(OK("route53", "GetHostedZone", "{'Id':'%s'}", zone), "VPCs[0].VPCId"), vpc);
    NO("AccessDenied", "route53", "DeleteHostedZone", "{'Id':'%s'}", zone);
    NO("NamespaceAlreadyExists", "servicediscovery", "CreatePrivateDnsNamespace", "{'Name':'svc.local','Vpc':'%s'}",
       vpc);
    NO("InvalidInput", "servicediscovery", "CreatePrivateDnsNamespace", "{'Name':'svc.local','Vpc':'vpc-0'}");
    OK("servicediscovery", "DeleteNamespace", "{'Id':'%s'}", id);
    NO("DuplicateRequest", "servicediscovery", "DeleteNamespace", "{'Id':'%s'}", id);
    wait_s(60);
    NO("NamespaceNotFound", "servicediscovery", "GetNamespace", "{'Id':'%s'}", id);
    NO("NoSuchHostedZone", "route53", "GetHostedZone", "{'Id':'%s'}", zone);
}

static void services_live_in_a_namespace(void **state)
{
    (void)state;
    a_vpc();
    const char *home = namespace_made("svc.local");
    const char *id =
        text_at(OK("servicediscovery", "CreateService",
                   "{'Name':'orders','NamespaceId':'%s','DnsConfig':{'DnsRecords':[{'Type':'A','TTL':10}]}}", home),
                "Service.Id");
    static const char *const refused[] = {
        "'DnsConfig':{'DnsRecords':[{'Type':'CNAME','TTL':10}]}",
        "'DnsConfig':{'DnsRecords':[{'Type':'A','TTL':10}]},'HealthCheckConfig':{'Type':'HTTP'}",
    };
    for (size_t i = 0; i < COUNT(refused); i++)
        NO("InvalidInput", "servicediscovery", "CreateService", "{'Name':'x','NamespaceId':'%s',%s}", home, refused[i]);
    NO("ServiceAlreadyExists", "servicediscovery", "CreateService", "{'Name':'orders','NamespaceId':'%s'}", home);
    NO("NamespaceNotFound", "servicediscovery", "CreateService", "{'Name':'x','NamespaceId':'ns-none'}");
    NO("InvalidInput", "servicediscovery", "UpdateService",
       "{'Id':'%s','Service':{'DnsConfig':{'DnsRecords':[{'Type':'SRV','TTL':10}]}}}", id);
    OK("servicediscovery", "UpdateService",
       "{'Id':'%s','Service':{'DnsConfig':{'DnsRecords':[{'Type':'A','TTL':20}]}}}", id);
    NO("DuplicateRequest", "servicediscovery", "UpdateService", "{'Id':'%s','Service':{}}", id);
    assert_string_equal(
        text_at(OK("servicediscovery", "GetService", "{'Id':'%s'}", id), "Service.DnsConfig.DnsRecords[0].TTL"), "20");
    NO("ResourceInUse", "servicediscovery", "DeleteNamespace", "{'Id':'%s'}", home);
    OK("servicediscovery", "DeleteService", "{'Id':'%s'}", id);
    NO("ServiceNotFound", "servicediscovery", "GetService", "{'Id':'%s'}", id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_namespace_brings_a_zone_and_takes_it_along, set_up, tear_down),
        cmocka_unit_test_setup_teardown(services_live_in_a_namespace, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

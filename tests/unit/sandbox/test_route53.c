#include "harness.h"

static const char *zone, *vpc;

static const char *zone_named(const char *name, const char *reference, const char *more)
{
    return text_at(OK("route53", "CreateHostedZone", "{'Name':'%s','CallerReference':'%s'%s}", name, reference, more),
                   "HostedZone.Id");
}

static void a_zone(void)
{
    vpc = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.0.0.0/16'}"), "Vpc.VpcId");
    zone = zone_named("Example.com", "one", "");
}

static const struct value *change(const char *action, const char *set)
{
    return ask("route53", "ChangeResourceRecordSets",
               "{'HostedZoneId':'%s','ChangeBatch':{'Changes':[{'Action':'%s','ResourceRecordSet':{%s}}]}}", zone,
               action, set);
}

static const struct value *records(const char *more)
{
    return OK("route53", "ListResourceRecordSets", "{'HostedZoneId':'%s'%s}", zone, more);
}

#define A(name) "'Name':'" name "','Type':'A'"
#define TTL_60 ",'TTL':60,'ResourceRecords':[{'Value':'192.0.2.1'}]"

static void a_zone_has_its_records_from_the_start(void **state)
{
    (void)state;
    a_zone();
    const struct value *v = OK("route53", "GetHostedZone", "{'Id':'%s'}", zone);
    assert_string_equal(text_at(v, "HostedZone.Name"), "example.com.");
    assert_string_equal(text_at(v, "HostedZone.ResourceRecordSetCount"), "2");
    assert_int_equal(count_at(v, "DelegationSet.NameServers"), 4);
    v = records("");
    assert_string_equal(text_at(v, "ResourceRecordSets[0].Type"), "NS");
    assert_string_equal(text_at(v, "ResourceRecordSets[1].Type"), "SOA");
    NO("HostedZoneAlreadyExists", "route53", "CreateHostedZone", "{'Name':'example.com','CallerReference':'one'}");
    zone_named("example.com", "two", "");
    NO("InvalidDomainName", "route53", "CreateHostedZone", "{'Name':'a..b','CallerReference':'three'}");
}

static void a_change_is_pending_until_it_is_everywhere(void **state)
{
    (void)state;
    a_zone();
    const struct value *v = change("CREATE", A("Api.example.com") TTL_60);
    assert_null(last_fault.code);
    const char *id = text_at(v, "ChangeInfo.Id");
    assert_string_equal(text_at(OK("route53", "GetChange", "{'Id':'%s'}", id), "ChangeInfo.Status"), "PENDING");
    wait_s(60);
    assert_string_equal(text_at(OK("route53", "GetChange", "{'Id':'%s'}", id), "ChangeInfo.Status"), "INSYNC");
    NO("NoSuchChange", "route53", "GetChange", "{'Id':'C1'}");
    NO("HostedZoneNotEmpty", "route53", "DeleteHostedZone", "{'Id':'%s'}", zone);
    change("DELETE", A("api.example.com") TTL_60);
    assert_null(last_fault.code);
    OK("route53", "DeleteHostedZone", "{'Id':'%s'}", zone);
    NO("NoSuchHostedZone", "route53", "GetHostedZone", "{'Id':'%s'}", zone);
    NO("HostedZoneAlreadyExists", "route53", "CreateHostedZone", "{'Name':'example.com','CallerReference':'one'}");
}

static void records_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *action, *set;
    } cases[] = {
        {"CREATE", A("taken.example.com") TTL_60},
        {"CREATE", A("api.example.org") TTL_60},
        {"CREATE", A("api.example.com") ",'ResourceRecords':[{'Value':'192.0.2.1'}]"},
        {"CREATE", A("api.example.com") ",'TTL':60"},
        {"CREATE", A("api.example.com") ",'Failover':'PRIMARY'" TTL_60},
        {"CREATE", A("api.example.com") ",'SetIdentifier':'x'" TTL_60},
        {"CREATE", A("api.example.com") ",'SetIdentifier':'x','Weight':256" TTL_60},
        {"CREATE", A("api.example.com") ",'SetIdentifier':'x','Weight':1,'Failover':'PRIMARY'" TTL_60},
        {"CREATE", A("pair.example.com") ",'SetIdentifier':'x','Failover':'PRIMARY'" TTL_60},
        {"CREATE", A("pair.example.com") ",'SetIdentifier':'x','Weight':1" TTL_60},
        {"CREATE", A("pair.example.com") TTL_60},
        {"CREATE", A("name.example.com") TTL_60},
        {"CREATE", "'Name':'taken.example.com','Type':'CNAME','TTL':60,'ResourceRecords':[{'Value':'x.example.com'}]"},
        {"CREATE", "'Name':'example.com','Type':'CNAME','TTL':60,'ResourceRecords':[{'Value':'x.example.com'}]"},
        {"CREATE", "'Name':'t.example.com','Type':'TXT','TTL':60,'ResourceRecords':[{'Value':'bare'}]"},
        {"CREATE", A("a.example.com") ",'TTL':60,'AliasTarget':{'HostedZoneId':'Z1','DNSName':'x.org','"
                                      "EvaluateTargetHealth':true}"},
        {"CREATE", A("a.example.com") ",'AliasTarget':{'HostedZoneId':'Z14GRHDCWA56QT',"
                                      "'DNSName':'x-1.ap-northeast-1.elb.amazonaws.com','EvaluateTargetHealth':true}"},
        {"DELETE", A("none.example.com") TTL_60},
        {"DELETE", A("taken.example.com") ",'TTL':61,'ResourceRecords':[{'Value':'192.0.2.1'}]"},
    };
    a_zone();
    change("CREATE", A("taken.example.com") TTL_60);
    change("CREATE", A("pair.example.com") ",'SetIdentifier':'one','Failover':'PRIMARY'" TTL_60);
    change("CREATE", "'Name':'name.example.com','Type':'CNAME','TTL':60,'ResourceRecords':[{'Value':'x.example.com'}]");
    assert_null(last_fault.code);
    for (size_t i = 0; i < COUNT(cases); i++)
        no_(cases[i].set, (int)i, "InvalidChangeBatch", change(cases[i].action, cases[i].set));
    change("CREATE", A("h.example.com") ",'SetIdentifier':'x','Weight':1,'HealthCheckId':'none'" TTL_60);
    assert_string_equal(last_fault.code, "NoSuchHealthCheck");
    assert_int_equal(count_at(records(""), "ResourceRecordSets"), 5);
}

static void a_batch_is_taken_as_a_whole_or_not_at_all(void **state)
{
    (void)state;
    a_zone();
    change("CREATE", A("api.example.com") TTL_60);
    NO("InvalidChangeBatch", "route53", "ChangeResourceRecordSets",
       "{'HostedZoneId':'%s','ChangeBatch':{'Changes':["
       "{'Action':'DELETE','ResourceRecordSet':{" A("api.example.com") TTL_60
       "}},"
       "{'Action':'CREATE','ResourceRecordSet':{" A("api.example.com") ",'SetIdentifier':'one'" TTL_60 "}}]}}",
       zone);
    const char *start = ",'StartRecordName':'api.example.com','StartRecordType':'A','MaxItems':'10'";
    assert_int_equal(count_at(records(start), "ResourceRecordSets"), 1);
    OK("route53", "ChangeResourceRecordSets",
       "{'HostedZoneId':'%s','ChangeBatch':{'Changes':["
       "{'Action':'DELETE','ResourceRecordSet':{" A("api.example.com") TTL_60
       "}},"
       "{'Action':'CREATE','ResourceRecordSet':{" A(
           "api.example.com") ",'SetIdentifier':'one','Failover':'PRIMARY'" TTL_60 "}},"
                              "{'Action':'UPSERT','ResourceRecordSet':{" A(
                                  "api.example.com") ",'SetIdentifier':'two','Failover':'SECONDARY'" TTL_60 "}}]}}",
       zone);
    assert_int_equal(count_at(records(start), "ResourceRecordSets"), 2);
    assert_string_equal(text_at(records(",'MaxItems':'1'"), "NextRecordType"), "SOA");
}

static void a_private_zone_answers_in_vpcs_of_any_region(void **state)
{
    (void)state;
    a_zone();
    region = "ap-northeast-2";
    const char *other = text_at(OK("ec2", "CreateVpc", "{'CidrBlock':'10.1.0.0/16'}"), "Vpc.VpcId");
    NO("PublicZoneVPCAssociation", "route53", "AssociateVPCWithHostedZone",
       "{'HostedZoneId':'%s','VPC':{'VPCRegion':'ap-northeast-2','VPCId':'%s'}}", zone, other);
    NO("InvalidVPCId", "route53", "CreateHostedZone",
       "{'Name':'in','CallerReference':'r1','VPC':{'VPCRegion':'ap-northeast-2','VPCId':'%s'}}", vpc);
    const char *within =
        zone_named("in", "r2", arena_printf(memory, ",'VPC':{'VPCRegion':'ap-northeast-1','VPCId':'%s'}", vpc));
    NO("ConflictingDomainExists", "route53", "CreateHostedZone",
       "{'Name':'in','CallerReference':'r3','VPC':{'VPCRegion':'ap-northeast-1','VPCId':'%s'}}", vpc);
    OK("route53", "AssociateVPCWithHostedZone",
       "{'HostedZoneId':'%s','VPC':{'VPCRegion':'ap-northeast-2','VPCId':'%s'}}", within, other);
    assert_int_equal(count_at(OK("route53", "GetHostedZone", "{'Id':'%s'}", within), "VPCs"), 2);
    OK("route53", "DisassociateVPCFromHostedZone",
       "{'HostedZoneId':'%s','VPC':{'VPCRegion':'ap-northeast-2','VPCId':'%s'}}", within, other);
    NO("VPCAssociationNotFound", "route53", "DisassociateVPCFromHostedZone",
       "{'HostedZoneId':'%s','VPC':{'VPCRegion':'ap-northeast-2','VPCId':'%s'}}", within, other);
    NO("LastVPCAssociation", "route53", "DisassociateVPCFromHostedZone",
       "{'HostedZoneId':'%s','VPC':{'VPCRegion':'ap-northeast-1','VPCId':'%s'}}", within, vpc);
}

#define CHECK(reference, config) "{'CallerReference':'" reference "','HealthCheckConfig':{" config "}}"
#define HTTPS "'Type':'HTTPS','FullyQualifiedDomainName':'api.example.com'"

static void health_checks_are_made_once_by_their_reference(void **state)
{
    (void)state;
    const struct value *v = OK("route53", "CreateHealthCheck", CHECK("one", HTTPS));
    const char *id = text_at(v, "HealthCheck.Id");
    assert_string_equal(text_at(v, "HealthCheck.HealthCheckConfig.Port"), "443");
    assert_string_equal(text_at(OK("route53", "CreateHealthCheck", CHECK("one", HTTPS)), "HealthCheck.Id"), id);
    NO("HealthCheckAlreadyExists", "route53", "CreateHealthCheck", CHECK("one", HTTPS ",'Port':8443"));
    v = OK("route53", "UpdateHealthCheck", "{'HealthCheckId':'%s','HealthCheckVersion':1,'FailureThreshold':2}", id);
    assert_string_equal(text_at(v, "HealthCheck.HealthCheckVersion"), "2");
    NO("HealthCheckVersionMismatch", "route53", "UpdateHealthCheck", "{'HealthCheckId':'%s','HealthCheckVersion':1}",
       id);
    const char *all = arena_printf(memory,
                                   "{'CallerReference':'all','HealthCheckConfig':{'Type':'CALCULATED','HealthThreshold'"
                                   ":1,'ChildHealthChecks':['%s']}}",
                                   id);
    const char *parent = text_at(OK("route53", "CreateHealthCheck", "%s", all), "HealthCheck.Id");
    NO("HealthCheckInUse", "route53", "DeleteHealthCheck", "{'HealthCheckId':'%s'}", id);
    OK("route53", "DeleteHealthCheck", "{'HealthCheckId':'%s'}", parent);
    OK("route53", "ChangeTagsForResource",
       "{'ResourceType':'healthcheck','ResourceId':'%s','AddTags':[{'Key':'k','Value':'v'}]}", id);
    v = OK("route53", "ListTagsForResource", "{'ResourceType':'healthcheck','ResourceId':'%s'}", id);
    assert_string_equal(text_at(v, "ResourceTagSet.Tags[0].Value"), "v");
    OK("route53", "DeleteHealthCheck", "{'HealthCheckId':'%s'}", id);
    NO("HealthCheckAlreadyExists", "route53", "CreateHealthCheck", CHECK("one", HTTPS));
}

static void health_checks_are_refused(void **state)
{
    (void)state;
    static const char *const configs[] = {
        "'Type':'HTTPS'",
        HTTPS ",'SearchString':'UP'",
        "'Type':'HTTPS_STR_MATCH','FullyQualifiedDomainName':'a.b'",
        HTTPS ",'RequestInterval':20",
        HTTPS ",'Regions':['us-east-1','us-west-1']",
        HTTPS ",'FailureThreshold':11",
        "'Type':'TCP','FullyQualifiedDomainName':'a.b'",
        "'Type':'HTTP','IPAddress':'10.0.0.1'",
        "'Type':'CALCULATED','HealthThreshold':1",
        "'Type':'CALCULATED','HealthThreshold':1,'ChildHealthChecks':['none']",
        "'Type':'CALCULATED','HealthThreshold':1,'ChildHealthChecks':['x'],'InsufficientDataHealthStatus':'Healthy'",
        "'Type':'CLOUDWATCH_METRIC'",
    };
    for (size_t i = 0; i < COUNT(configs); i++)
        no_(configs[i], (int)i, "InvalidInput",
            ask("route53", "CreateHealthCheck", "{'CallerReference':'r%zu','HealthCheckConfig':{%s}}", i, configs[i]));
}

/* ---- health ------------------------------------------------------------------------------------------------------ */

static const char *healthy(const char *check)
{
    const char *before = region;
    region = "us-east-1";
    const struct value *v =
        OK("monitoring", "GetMetricData",
           "{'StartTime':'2026-01-01T00:00:00Z','EndTime':'2030-01-01T00:00:00Z','MetricDataQueries':[{'Id':'h',"
           "'MetricStat':{'Period':60,'Stat':'Minimum','Metric':{'Namespace':'AWS/Route53','MetricName':"
           "'HealthCheckStatus','Dimensions':[{'Name':'HealthCheckId','Value':'%s'}]}}}]}",
           check);
    region = before;
    return text_at(v, "MetricDataResults[0].Values[0]");
}

static void a_check_fails_when_its_region_was_silent_for_as_many_checks_as_it_takes(void **state)
{
    (void)state;
    const struct sandbox_faults dark = {.dark_regions = "ap-northeast-1"}, none = {0};
    const char *check =
        text_at(OK("route53", "CreateHealthCheck",
                   "{'CallerReference':'h','HealthCheckConfig':{'Type':'TCP','Port':443,'RequestInterval':10,"
                   "'FailureThreshold':3,'FullyQualifiedDomainName':'lb-1.ap-northeast-1.elb.amazonaws.com'}}"),
                "HealthCheck.Id");
    assert_string_equal(healthy(check), "1.0");
    sandbox_set_faults(sandbox, &dark);
    wait_s(20);
    assert_string_equal(healthy(check), "1.0");
    wait_s(15);
    assert_string_equal(healthy(check), "0.0");
    sandbox_set_faults(sandbox, &none);
    assert_string_equal(healthy(check), "1.0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_zone_has_its_records_from_the_start, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_change_is_pending_until_it_is_everywhere, set_up, tear_down),
        cmocka_unit_test_setup_teardown(records_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_batch_is_taken_as_a_whole_or_not_at_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_private_zone_answers_in_vpcs_of_any_region, set_up, tear_down),
        cmocka_unit_test_setup_teardown(health_checks_are_made_once_by_their_reference, set_up, tear_down),
        cmocka_unit_test_setup_teardown(health_checks_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_check_fails_when_its_region_was_silent_for_as_many_checks_as_it_takes, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

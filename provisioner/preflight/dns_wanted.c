#include "provisioner/model/rtype.h"
#include "provisioner/preflight/made.h"

#include <string.h>

/* What is wanted of Route 53 and Cloud Map, whoever wrote it: the rules on what sections say are in dns.c. */

/* ---- health checks ----------------------------------------------------------------------------------------------- */

static void never_turns(const struct look *l, const struct wanted *w)
{
    const struct value *threshold = attr(l, w, "HealthThreshold"), *children = attr(l, w, "ChildHealthChecks");
    int64_t n = value_int_of(threshold);
    if (value_kind(threshold) != V_INT || value_kind(children) != V_LIST)
        return;
    if (n == 0 || n > (int64_t)value_len(children))
        fault(l, w, threshold, NULL, "%s counts %zu checks, and wants %s of them well: %s", w->address,
              value_len(children), shown(l, threshold), l->rule->why);
}

static void children(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "ChildHealthChecks");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct wanted *child = referred(l, value_item(all, i));
        if (child && str_eq(told(l, child, "Type"), "CALCULATED"))
            fault(l, w, value_item(all, i), NULL, "%s counts %s, which counts others itself: %s", w->address,
                  child->address, l->rule->why);
    }
}

/* Why a health check can't follow an alarm; NULL: it can. */
static const char *unfit(const struct look *l, const struct wanted *alarm)
{
    if (str_eq(alarm->type, "AWS::CloudWatch::CompositeAlarm"))
        return "is over other alarms";
    if (holds(l, alarm, alarm->attrs, "Metrics"))
        return "reckons with several metrics";
    if (holds(l, alarm, alarm->attrs, "ExtendedStatistic"))
        return "is on a percentile";
    return holds(l, alarm, alarm->attrs, "Period=10|20|30") ? "is of high resolution" : NULL;
}

static void alarm_fits(const struct look *l, const struct wanted *w)
{
    static const char *const types[] = {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"};
    const struct value *name = attr(l, w, "AlarmIdentifier.Name");
    const char *region = told(l, w, "AlarmIdentifier.Region"), *text = value_str_of(settled(l, name));
    const struct wanted *alarm;
    for (size_t i = 0; *text && i < COUNT(types); i++)
        for (struct each e = each_of(l, types[i], NULL); (alarm = next_of(&e));)
            if (str_eq(told(l, alarm, "AlarmName"), text) && str_eq(alarm->region, region) && unfit(l, alarm))
                fault(l, w, name, NULL, "%s follows %s, which %s: %s", w->address, alarm->address, unfit(l, alarm),
                      l->rule->why);
}

/* ---- records ----------------------------------------------------------------------------------------------------- */

static const struct value *sets_of(const struct look *l, const struct wanted *w)
{
    return attr(l, w, "ResourceRecordSets");
}

/* By which member a record set is chosen; "": by none. */
static const char *policy_of(const struct look *l, const struct wanted *w, const struct value *set)
{
    static const char *const members[] = {"Weight", "Region", "Failover", "GeoLocation", "MultiValueAnswer"};
    for (size_t i = 0; i < COUNT(members); i++)
        if (holds(l, w, set, members[i]))
            return members[i];
    return "";
}

void dns_one_policy(const struct look *l, const struct wanted *w)
{
    const struct value *all = sets_of(l, w);
    const char *first = policy_of(l, w, value_item(all, 0));
    for (size_t i = 1; i < value_len(all); i++) {
        const char *other = policy_of(l, w, value_item(all, i));
        if (str_eq(first, other))
            continue;
        fault(l, w, value_item(all, i), "give all of them the same policy",
              "the first answer of %s is chosen by %s, this one by %s: %s", w->address, *first ? first : "nothing",
              *other ? other : "nothing", l->rule->why);
        return;
    }
}

/* Of what stands in resources: what a section leaves out was found there. */
void dns_first_is_checked(const struct look *l, const struct wanted *w)
{
    const struct value *all = sets_of(l, w);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *set = value_item(all, i);
        bool judges = holds(l, w, set, "HealthCheckId") || holds(l, w, set, "AliasTarget.EvaluateTargetHealth=true");
        if (value_pos(set).line && holds(l, w, set, "Failover=PRIMARY") && !judges)
            fault(l, w, set, "give it a HealthCheckId, or an alias with EvaluateTargetHealth: true",
                  "%s never leaves this answer, whose health nobody knows: %s", w->address, l->rule->why);
    }
}

void dns_apex(const struct look *l, const struct wanted *w)
{
    const struct value *id = attr(l, w, "HostedZoneId");
    const struct wanted *zone = id ? referred(l, id) : NULL;
    struct arena *a = l->c->arena;
    if (zone && str_eq(told(l, w, "Type"), "CNAME") &&
        str_eq(host_plain(a, told(l, zone, "Name")), host_plain(a, told(l, w, "Name"))))
        fault(l, w, attr(l, w, "Name"), NULL, "%s is a CNAME at the zone's own name %s: %s", w->address,
              told(l, zone, "Name"), l->rule->why);
}

void dns_rest_of_the_world(const struct look *l, const struct wanted *w)
{
    const struct value *all = sets_of(l, w);
    bool located = false;
    for (size_t i = 0; i < value_len(all); i++) {
        located = located || holds(l, w, value_item(all, i), "GeoLocation");
        if (holds(l, w, value_item(all, i), "GeoLocation.CountryCode=*"))
            return;
    }
    if (located)
        fault(l, w, all, "add GeoLocation: {CountryCode: \"*\"}",
              "%s has no answer for those who ask from elsewhere: %s", w->address, l->rule->why);
}

static void alias_zones(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "ResourceRecordSets[].AliasTarget");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *zone = value_get(value_item(all, i), "HostedZoneId"),
                           *name = value_get(value_item(all, i), "DNSName");
        const struct wanted *one = zone ? referred(l, zone) : NULL, *other = name ? referred(l, name) : NULL;
        if (one && other && one != other && !str_eq(other->type, "AWS::Route53::HostedZone") &&
            !str_eq(one->type, "AWS::Route53::HostedZone"))
            fault(l, w, zone, NULL, "%s leads to %s by the zone of %s: %s", w->address, other->address, one->address,
                  l->rule->why);
    }
}

enum { CHARACTERS_MOST = 32000 };

static void batch_size(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "ResourceRecordSets[].ResourceRecords[].Value");
    size_t n = 0;
    for (size_t i = 0; i < value_len(all); i++)
        n += strlen(value_str_of(value_item(all, i)));
    if (2 * n > CHARACTERS_MOST)
        fault(l, w, sets_of(l, w), NULL, "the answers of %s have %zu characters, which count twice: %s", w->address, n,
              l->rule->why);
}

/* ---- zones ------------------------------------------------------------------------------------------------------- */

void dns_names_resolve(const struct look *l, const struct wanted *w)
{
    static const char *const needed[] = {"EnableDnsSupport", "EnableDnsHostnames"};
    const struct value *ids = attr(l, w, "VPCs[].VPCId");
    for (size_t i = 0; i < value_len(ids); i++)
        for (size_t k = 0; k < COUNT(needed); k++) {
            const struct wanted *vpc = referred(l, value_item(ids, i));
            const struct value *v = vpc ? attr(l, vpc, needed[k]) : NULL;
            if (vpc && value_kind(v) == V_BOOL && !value_bool_of(v))
                fault(l, vpc, v, NULL, "%s is off in %s, which %s is for: %s", needed[k], vpc->address, w->address,
                      l->rule->why);
        }
}

/* clang-format off */
#define API "Route 53 API, "
#define GUIDE "Route 53 developer guide, "
#define CHECK .type = "AWS::Route53::HealthCheck"
#define RECORD .type = "AWS::Route53::RecordSet"
#define SET .each = "ResourceRecordSets[]"
#define ASKS "HTTP|HTTPS|HTTP_STR_MATCH|HTTPS_STR_MATCH|TCP"
#define DERIVED .when = "Type=CALCULATED|CLOUDWATCH_METRIC|RECOVERY_CONTROL"
#define CLOUDFRONT "DNSName~\\.cloudfront\\.net\\.?$"
const struct rule dns_wanted_rules[] = {
    {"R53-01", SEV_ERROR, "an interval of requests that is neither 10 nor 30", "CreateHealthCheck refuses it", NULL, API "HealthCheckConfig", CHECK, .forms = FORMS(A_WORD("RequestInterval", "10 30"))},
    {"R53-02", SEV_ERROR, "a setting that a health check of this type does not have", "CreateHealthCheck refuses it", "leave it out", API "HealthCheckConfig", CHECK,
     .forms = FORMS(AN_ABSENT("RequestInterval", DERIVED), AN_ABSENT("FailureThreshold", DERIVED), AN_ABSENT("Port", DERIVED), AN_ABSENT("ResourcePath", DERIVED), AN_ABSENT("MeasureLatency", DERIVED),
                    AN_ABSENT("Regions", DERIVED), AN_ABSENT("FullyQualifiedDomainName", DERIVED), AN_ABSENT("IPAddress", DERIVED), AN_ABSENT("EnableSNI", DERIVED),
                    AN_ABSENT("ResourcePath", .when = "Type=TCP"), AN_ABSENT("ChildHealthChecks", .when = "Type!=CALCULATED"), AN_ABSENT("HealthThreshold", .when = "Type!=CALCULATED"),
                    AN_ABSENT("AlarmIdentifier", .when = "Type!=CLOUDWATCH_METRIC"), A_GIVEN("AlarmIdentifier", .when = "Type=CLOUDWATCH_METRIC"), A_GIVEN("ChildHealthChecks", .when = "Type=CALCULATED"),
                    A_RANGE("FailureThreshold", 1, 10), A_RANGE("Port", 1, 65535), A_TEXT("ResourcePath", 0, 255, NULL, NULL),
                    A_WORD("Type", "HTTP HTTPS HTTP_STR_MATCH HTTPS_STR_MATCH TCP CALCULATED CLOUDWATCH_METRIC RECOVERY_CONTROL"))},
    {"R53-04", SEV_ERROR, "what counts while an alarm can't know, of a check without alarm or not among the choices", "CreateHealthCheck refuses it", NULL, API "HealthCheckConfig", CHECK,
     .forms = FORMS(AN_ABSENT("InsufficientDataHealthStatus", .when = "Type!=CLOUDWATCH_METRIC"), A_WORD("InsufficientDataHealthStatus", "Healthy Unhealthy LastKnownStatus"))},
    {"R53-05", SEV_ERROR, "too few regions of checkers, or one that has none", "CreateHealthCheck refuses them", "name three or more", API "HealthCheckConfig", CHECK,
     .forms = FORMS(A_COUNT("Regions", 3, 8, .when = "Regions"), A_WORD("Regions[]", "us-east-1 us-west-1 us-west-2 eu-west-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 sa-east-1"))},
    {"R53-06", SEV_ERROR, "a health check that asks nobody, or where no checker comes", "CreateHealthCheck refuses it", NULL, API "HealthCheckConfig", CHECK,
     .forms = FORMS(A_GIVEN("Port", .when = "Type=TCP"), A_GIVEN("FullyQualifiedDomainName", .when = "Type=" ASKS " !IPAddress"),
                    NOT_A("IPAddress", "^(10\\.|127\\.|169\\.254\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\.|22[4-9]\\.|23[0-9]\\.|fe80:|f[cd])", "a private or reserved address"))},
    {"R53-07", SEV_WARNING, "a calculated health check that never turns", "0 is always well, more than there are is never", "write 1 to the number of its checks", GUIDE "calculated health checks", CHECK, .wanted = never_turns},
    {"R53-08", SEV_ERROR, "a calculated health check of too many, or of another such one", "CreateHealthCheck refuses it", "count those that the other one counts", GUIDE "calculated health checks", CHECK, .wanted = children,
     .forms = FORMS(A_COUNT("ChildHealthChecks", 0, 256))},
    {"R53-09", SEV_WARNING, "a health check that follows an alarm of a kind it can't", "it knows nothing, for ever", "follow one on a plain metric, a minute or more a period", API "AlarmIdentifier", CHECK, .wanted = alarm_fits},
    {"R53-13", SEV_ERROR, "an alias with a time to live, or a record without", "ChangeResourceRecordSets answers InvalidInput", NULL, GUIDE "alias records", RECORD,
     .forms = FORMS(AN_ABSENT("TTL", .when = "AliasTarget", SET), AN_ABSENT("ResourceRecords", .when = "AliasTarget", SET), A_GIVEN("TTL", .when = "!AliasTarget", SET), A_GIVEN("ResourceRecords", .when = "!AliasTarget", SET))},
    {"R53-16", SEV_ERROR, "answers of a policy that bear no name of their own", "ChangeResourceRecordSets answers InvalidInput", "give each a SetIdentifier, 128 characters at most", API "ResourceRecordSet", RECORD,
     .forms = FORMS(A_GIVEN("SetIdentifier", .when = "Weight", SET), A_GIVEN("SetIdentifier", .when = "Region", SET), A_GIVEN("SetIdentifier", .when = "Failover", SET), A_GIVEN("SetIdentifier", .when = "GeoLocation", SET),
                    A_GIVEN("SetIdentifier", .when = "MultiValueAnswer", SET), A_TEXT("SetIdentifier", 1, 128, NULL, NULL, SET), UNIQUE("ResourceRecordSets[].SetIdentifier"))},
    {"R53-19", SEV_ERROR, "a region twice or unheard of, or a weight out of range", "ChangeResourceRecordSets answers InvalidInput", NULL, API "ResourceRecordSet", RECORD,
     .forms = FORMS(UNIQUE("ResourceRecordSets[].Region"), A_RANGE("Weight", 0, 255, SET), A_TEXT("Region", 1, 64, "^[a-z]{2}(-[a-z]+)+-[0-9]$", "a region", SET))},
    {"R53-21", SEV_ERROR, "the health of a CloudFront distribution", "ChangeResourceRecordSets answers InvalidInput", "write EvaluateTargetHealth: false", API "AliasTarget", RECORD,
     .forms = FORMS(A_WORD("EvaluateTargetHealth", "false", .when = CLOUDFRONT, .each = "ResourceRecordSets[].AliasTarget"))},
    {"R53-22", SEV_WARNING, "an alias with another target's zone", "it answers nothing, or is refused", "take the zone id of the target itself", API "AliasTarget", RECORD, .wanted = alias_zones,
     .forms = FORMS(A_WORD("HostedZoneId", "Z2FDTNDATAQYW2", .when = CLOUDFRONT, .each = "ResourceRecordSets[].AliasTarget"),
                    A_WORD("HostedZoneId", "Z2BJ6XQ5FK7U4H", .when = "DNSName~\\.awsglobalaccelerator\\.com\\.?$", .each = "ResourceRecordSets[].AliasTarget"))},
    {"R53-23", SEV_ERROR, "more answers than fit one change", "ChangeResourceRecordSets takes 1000 records and 32000 characters, of which an UPSERT counts twice", "make several records of them", GUIDE "quotas", RECORD, .wanted = batch_size,
     .forms = FORMS(A_COUNT("ResourceRecordSets", 0, 500), A_COUNT("ResourceRecords", 0, 500, SET))},
    {"R53-24", SEV_ERROR, "a time to live or a text that no record has", "ChangeResourceRecordSets answers InvalidInput", "cut texts into quoted parts of 255 characters at most", GUIDE "supported record types", RECORD,
     .forms = FORMS(A_RANGE("TTL", 0, 2147483647, SET), NOT_A("ResourceRecords[].Value", "^\"?[^\"]{256,}", "more than 255 characters in one part", .when = "/Type=TXT", SET))},
    {"SD-01", SEV_ERROR, "a service of Cloud Map that answers with names, and not by weight", "CreateService refuses it", "write RoutingPolicy: WEIGHTED", "Cloud Map API, DnsConfig", .type = "AWS::ServiceDiscovery::Service",
     .forms = FORMS(NOT_A("Type", "^CNAME$", "for WEIGHTED alone", .when = "/RoutingPolicy!=WEIGHTED", .each = "DnsRecords[]"), NOT_A("Type", "^CNAME$", "for WEIGHTED alone", .when = "/!RoutingPolicy", .each = "DnsRecords[]"),
                    A_WORD("RoutingPolicy", "MULTIVALUE WEIGHTED"))},
    {0}};
/* clang-format on */

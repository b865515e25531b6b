#include "provisioner/spec/tables.h"

#include <string.h>

/* clang-format off */
#define CHOICES "simple failover latency weighted geolocation"
/* Within a zone: "api", "a.b", "*.apps", "@" for the zone itself. */
#define LABEL "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"
#define ALIAS_KEY .max = 8, .pattern = "^[a-z][a-z0-9]{0,11}$", .shape = "an alias of regions"

static const struct spec_field record_fields[] = {
    {"name", SPEC_TEXT, .min = 1, .max = 200, .pattern = "^(@|\\*|(\\*\\.)?" LABEL "(\\." LABEL ")*)$", .shape = "a name below the zone, or @ for the zone itself",
     .computed = "its key", .help = "where in the zone"},
    {"type", SPEC_ENUM, .fallback = "A", .words = "A AAAA CNAME TXT MX SRV CAA NS PTR", .help = "what kind of record", .source = "route53 ChangeResourceRecordSets Type"},
    {"policy", SPEC_ENUM, .fallback = "simple", .words = CHOICES,
     .help = "which of its answers is given: the one there is; the first region's while that is well; the nearest region's; by weight; by where they ask from",
     .source = "Route 53 developer guide, choosing a routing policy"},
    {"ttl", SPEC_INTEGER, .fallback = "60", .min = 0, .max = 2147483647, .unit = "seconds",
     .help = "how long answers are remembered; a balancer of AWS's is told for 60 seconds, whatever stands here"},
    {"values", SPEC_LIST, .min = 1, .max = 100, .of = ITEM("value", SPEC_TEXT, .min = 1, .max = 255, .pattern = "^[ -~]+$", .shape = "plain characters", .help = "as zone files have it, texts without quotes"),
     .computed = "targets", .help = "of a simple record: its answer"},
    {"targets", SPEC_MAP, ALIAS_KEY, .computed = "the ingress of every region",
     .of = ITEM("target", SPEC_TEXT, .min = 3, .max = 253, .pattern = "^[A-Za-z0-9][A-Za-z0-9.:-]*$", .shape = "ingress, an address or a host name", .help = "ingress, an address or a host name"),
     .help = "what answers for a region, by its alias"},
    {"weights", SPEC_MAP, ALIAS_KEY, .computed = "none",
     .of = ITEM("weight", SPEC_INTEGER, .min = 0, .max = 255, .help = "its share"),
     .help = "with weighted: each region's share, of the sum of all", .source = "route53 ResourceRecordSet Weight"},
    {"locations", SPEC_MAP, .max = 100, .pattern = "^(\\*|[A-Z]{2}(-[A-Z0-9]{1,3})?|continent-(AF|AN|AS|EU|NA|OC|SA))$",
     .shape = "a country such as JP, US-CA for a part of one, continent-AS, or *", .computed = "none",
     .of = ITEM("alias", SPEC_TEXT, .min = 1, .max = 12, .help = "an alias of regions"),
     .help = "with geolocation: which region answers those who ask from there; * for everybody else", .source = "route53 GeoLocation"},
    {0}};

static const struct spec_field check_fields[] = {
    {"enabled", SPEC_BOOLEAN, .fallback = "true", .help = "ask each region how it is, from all over the world"},
    {"type", SPEC_ENUM, .fallback = "https", .words = "https http tcp alarm", .help = "what is asked; alarm: only the alarm's word counts",
     .source = "route53 HealthCheckConfig Type"},
    {"host", SPEC_TEXT, .min = 3, .max = 253, .pattern = HOST, .shape = HOST_SHAPE, .computed = "<alias>.<zone>, the name of the region's ingress",
     .help = "whom to ask; a name that moves between regions would ask the wrong one"},
    {"port", SPEC_INTEGER, .min = 1, .max = 65535, .computed = "443, and 80 for http", .help = "port"},
    {"path", SPEC_TEXT, .fallback = "/", .min = 1, .max = 255, .pattern = "^/[!-~]*$", .shape = "a path that begins with /", .help = "path; 200 to 399 is well"},
    {"search", SPEC_TEXT, .min = 1, .max = 255, .computed = "nothing", .help = "what the beginning of the answer must hold", .source = "route53 HealthCheckConfig SearchString"},
    {"interval", SPEC_INTEGER, .fallback = "30", .words = "10 30", .unit = "seconds", .help = "how often each checker asks; 10 costs more", .source = "route53 HealthCheckConfig RequestInterval"},
    {"threshold", SPEC_INTEGER, .fallback = "3", .min = 1, .max = 10, .help = "how many answers in a row change its mind", .source = "route53 HealthCheckConfig FailureThreshold"},
    {"alarm", SPEC_TEXT, .min = 1, .max = 255, .pattern = "^[A-Za-z0-9][A-Za-z0-9 ._/-]*$", .shape = "the name of an alarm of that region", .computed = "none",
     .help = "a CloudWatch alarm on one plain metric that must be silent, too", .source = "route53 AlarmIdentifier"},
    {0}};

const struct spec_field dns_fields[] = {
    {"zone", SPEC_TEXT, SPEC_ALIKE, .min = 3, .max = 200, .pattern = HOST, .shape = HOST_SHAPE, .computed = "none",
     .help = "a public domain; its parent has to delegate to the name servers that it gets", .source = "route53 CreateHostedZone"},
    {"zone_id", SPEC_TEXT, SPEC_ALIKE, .min = 2, .max = 32, .pattern = "^Z[A-Z0-9]+$", .shape = "the id of a hosted zone: Z...", .computed = "the zone is made",
     .help = "the zone is there already, and stays when all else goes"},
    {"records", SPEC_MAP, SPEC_ALIKE, .max = 500, .pattern = NAME, .shape = NAME_SHAPE, .fallback = "",
     .of = ITEM("record", SPEC_SECTION, .of = record_fields, .help = "all answers of one name and type"),
     .help = "what the zone answers; every region with an ingress is <alias>.<zone> besides", .source = "route53 ChangeResourceRecordSets"},
    {"health_checks", SPEC_SECTION, SPEC_ALWAYS, .of = check_fields, .help = "by which records know whether a region is well"},
    {"private_zone", SPEC_TEXT, SPEC_ALIKE, .min = 3, .max = 200, .pattern = HOST, .shape = HOST_SHAPE, .computed = "none",
     .help = "a domain that only the networks of all regions see", .source = "route53 AssociateVPCWithHostedZone"},
    {"service_discovery", SPEC_TEXT, .min = 3, .max = 200, .pattern = HOST, .shape = HOST_SHAPE, .computed = "none",
     .help = "a Cloud Map namespace in each region, where services register; only that region's network sees it", .source = "servicediscovery CreatePrivateDnsNamespace"},
    {0}};
/* clang-format on */

static const struct value *record_compute(struct arena *a, const struct value *record, const char *key)
{
    struct value *all = value_edit(a, record);
    defaults_put(a, all, "name", value_str(a, key));
    return all;
}

const struct value *dns_compute(struct arena *a, const struct value *dns)
{
    struct value *all = value_edit(a, dns), *checks = value_edit(a, value_get(dns, "health_checks"));
    const struct value *records = value_get(dns, "records");
    struct value *named = value_edit(a, records);
    bool plain = str_eq(value_get_str(checks, "type"), "http");
    for (size_t i = 0; i < value_len(records); i++)
        if (value_kind(value_item(records, i)) == V_MAP)
            value_set(a, named, value_key(records, i),
                      record_compute(a, value_item(records, i), value_key(records, i)));
    if (value_kind(records) == V_MAP)
        value_set(a, all, "records", named);
    defaults_put(a, checks, "port", value_int(a, plain ? 80 : 443));
    if (value_kind(value_get(dns, "health_checks")) == V_MAP)
        value_set(a, all, "health_checks", checks);
    return all;
}

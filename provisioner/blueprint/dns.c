#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * A public zone and its records, health checks, a private zone over all networks, a namespace in each. A region's own
 * name, <alias>.<zone>, leads to its ingress and never moves: that is what health checks ask, and never a name that
 * goes over to another region when they fail.
 */

static const struct value *dns_of(const struct spec_region *r)
{
    return value_get(r->config, "dns");
}

const char *dns_zone(const struct spec *spec)
{
    return value_get_str(dns_of(&spec->regions[spec->primary]), "zone");
}

static const struct value *zone_id(const struct site *s)
{
    const struct value *given = site_field(s, "zone_id");
    return given ? given : value_ref(s->arena, site_address(s, "zone"), "HostedZoneId");
}

static void zone_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    if (!site_field(s, "zone_id"))
        site_make(s, "AWS::Route53::HostedZone", "zone",
                  PAIRS({"Name", site_field(s, "zone")},
                        {"Comment", value_fmt(a, "%s %s", spec->project, spec->environment)}));
}

/* Answers at `name`, all of one type. */
static void record_set_make(const struct site *s, const char *address, const struct value *name, const char *type,
                            const struct value *answers)
{
    site_make_untagged(s, "AWS::Route53::RecordSet", address,
                       PAIRS({"HostedZoneId", zone_id(s)}, {"Name", name}, {"Type", value_str(s->arena, type)},
                             {"ResourceRecordSets", answers}));
}

/* ---- what a region answers --------------------------------------------------------------------------------------- */

const char *dns_region_name(const struct site *s, const struct spec_region *r)
{
    return arena_printf(s->arena, "%s.%s", r->alias, value_get_str(s->config, "zone"));
}

static struct value *plain(const struct site *s, const struct value *ttl, const struct value *value)
{
    const struct value *one = map_of(s->arena, PAIRS({"Value", value}));
    return map_of(s->arena, PAIRS({"TTL", ttl}, {"ResourceRecords", list_of_one(s->arena, one)}));
}

/* An alias asks the balancer itself how its targets are. */
static struct value *alias(const struct site *s, const struct spec_region *r)
{
    struct arena *a = s->arena;
    const struct value *target =
        map_of(a, PAIRS({"HostedZoneId", ingress_balancer(a, r, "CanonicalHostedZoneId")},
                        {"DNSName", ingress_balancer(a, r, "DNSName")}, {"EvaluateTargetHealth", value_bool(a, true)}));
    return map_of(a, PAIRS({"AliasTarget", target}));
}

static struct value *ingress_answer(const struct site *s, const struct spec_region *r, const char *type,
                                    const struct value *ttl)
{
    if (!ingress_is_made(r))
        return plain(s, ttl, value_path(s->arena, r->config, "ingress.host"));
    return str_eq(type, "CNAME") ? plain(s, ttl, ingress_balancer(s->arena, r, "DNSName")) : alias(s, r);
}

static struct value *answer_of(const struct site *s, const struct value *record, const struct spec_region *r)
{
    const struct value *targets = value_get(record, "targets"), *target = value_get(targets, r->alias);
    const struct value *ttl = value_get(record, "ttl");
    if (targets && !target)
        return NULL;
    if (target && !str_eq(value_str_of(target), "ingress"))
        return plain(s, ttl, target);
    return ingress_answer(s, r, value_get_str(record, "type"), ttl);
}

static void region_name_make(const struct site *s, const struct spec_region *r)
{
    const char *type = ingress_is_made(r) ? "A" : "CNAME";
    record_set_make(s, arena_printf(s->arena, "region-%s", r->alias), value_str(s->arena, dns_region_name(s, r)), type,
                    list_of_one(s->arena, ingress_answer(s, r, type, value_int(s->arena, 60))));
}

/* ---- records ----------------------------------------------------------------------------------------------------- */

/* The region where writes start answers first; where it is none of the record's, the first one that is. */
static bool is_first(const struct site *s, const struct value *record, const struct spec_region *r)
{
    const struct spec *spec = s->build->spec;
    const struct value *targets = value_get(record, "targets");
    const char *primary = spec->regions[spec->primary].alias;
    bool among = !targets || value_get(targets, primary);
    return str_eq(r->alias, among ? primary : value_key(targets, 0));
}

/* "US-CA", "continent-AS", "*". */
static const struct value *location(struct arena *a, const char *code)
{
    const char *rest = strchr(code, '-');
    if (str_starts(code, "continent-"))
        return map_of(a, PAIRS({"ContinentCode", value_str(a, rest + 1)}));
    return map_of(a, PAIRS({"CountryCode", value_strn(a, code, strcspn(code, "-"))},
                           {"SubdivisionCode", rest ? value_str(a, rest + 1) : NULL}));
}

static void variant_add(const struct site *s, struct value *all, const struct spec_region *r, struct value *answer,
                        const char *identifier)
{
    value_set_str(s->arena, answer, "SetIdentifier", identifier);
    value_set(s->arena, answer, "HealthCheckId", health_id(s, r));
    value_push(s->arena, all, answer);
}

static void variants_by_location(const struct site *s, const struct value *record, struct value *all)
{
    const struct value *locations = value_get(record, "locations");
    for (size_t i = 0; i < value_len(locations); i++) {
        const char *code = value_key(locations, i);
        const struct spec_region *r = spec_region(s->build->spec, value_str_of(value_item(locations, i)));
        struct value *answer = r ? answer_of(s, record, r) : NULL;
        if (!answer)
            continue; /* the spec's own checks have said so */
        value_set(s->arena, answer, "GeoLocation", location(s->arena, code));
        variant_add(s, all, r, answer, str_eq(code, "*") ? "default" : code);
    }
}

static void variants_by_region(const struct site *s, const struct value *record, struct value *all)
{
    struct arena *a = s->arena;
    const char *policy = value_get_str(record, "policy");
    for (size_t i = 0; i < s->build->spec->n_regions; i++) {
        const struct spec_region *r = &s->build->spec->regions[i];
        struct value *answer = answer_of(s, record, r);
        if (!answer)
            continue;
        if (str_eq(policy, "failover"))
            value_set_str(a, answer, "Failover", is_first(s, record, r) ? "PRIMARY" : "SECONDARY");
        else if (str_eq(policy, "latency"))
            value_set_str(a, answer, "Region", r->name);
        else if (str_eq(policy, "weighted"))
            value_set(a, answer, "Weight", value_get(value_get(record, "weights"), r->alias));
        if (str_eq(policy, "simple"))
            value_push(a, all, answer);
        else
            variant_add(s, all, r, answer, r->alias);
    }
}

/* Texts stand in quotes. */
static const struct value *values_answer(const struct site *s, const struct value *record)
{
    struct arena *a = s->arena;
    const struct value *values = value_get(record, "values");
    struct value *records = value_list(a);
    bool text = str_eq(value_get_str(record, "type"), "TXT");
    for (size_t i = 0; i < value_len(values); i++) {
        const struct value *v = value_item(values, i);
        value_push(a, records, map_of(a, PAIRS({"Value", text ? value_fmt(a, "\"%s\"", value_str_of(v)) : v})));
    }
    return list_of_one(a, map_of(a, PAIRS({"TTL", value_get(record, "ttl")}, {"ResourceRecords", records})));
}

static const struct value *answers_of(const struct site *s, const struct value *record)
{
    struct value *all = value_list(s->arena);
    if (value_get(record, "values"))
        return values_answer(s, record);
    if (str_eq(value_get_str(record, "policy"), "geolocation"))
        variants_by_location(s, record, all);
    else
        variants_by_region(s, record, all);
    return all;
}

static void record_make(const struct site *s, const char *key, const struct value *record)
{
    const char *name = value_get_str(record, "name"), *zone = value_get_str(s->config, "zone");
    const struct value *full = str_eq(name, "@") ? value_str(s->arena, zone) : value_fmt(s->arena, "%s.%s", name, zone);
    record_set_make(s, arena_printf(s->arena, "record-%s", key), full, value_get_str(record, "type"),
                    answers_of(s, record));
}

/* ---- the owner's proof, private names ---------------------------------------------------------------------------- */

static void proof_make(const struct site *s)
{
    const struct spec *spec = s->build->spec;
    const char *certificate = NULL;
    for (size_t i = 0; i < spec->n_regions && !certificate; i++)
        certificate = ingress_certificate(s->arena, &spec->regions[i]);
    if (!certificate)
        return;
    const struct value *name = value_ref(s->arena, certificate, "DomainValidationOptions[0].ResourceRecord.Name");
    const struct value *value = value_ref(s->arena, certificate, "DomainValidationOptions[0].ResourceRecord.Value");
    record_set_make(s, strrchr(DNS_PROOF, '/') + 1, name, "CNAME",
                    list_of_one(s->arena, plain(s, value_int(s->arena, 300), value)));
}

static void private_zone_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    struct value *networks = value_list(a);
    for (size_t i = 0; i < spec->n_regions; i++) {
        const struct spec_region *r = &spec->regions[i];
        if (network_in(r))
            value_push(a, networks,
                       map_of(a, PAIRS({"VPCRegion", value_str(a, r->name)}, {"VPCId", network_vpc(a, r, "VpcId")})));
    }
    site_make(s, "AWS::Route53::HostedZone", "private-zone",
              PAIRS({"Name", site_field(s, "private_zone")}, {"PrivateZone", value_bool(a, true)},
                    {"Comment", value_fmt(a, "%s %s", spec->project, spec->environment)}, {"VPCs", networks}));
}

static void namespace_make(const struct build *b, const struct spec_region *r)
{
    struct site s = site_in(b, r, "dns");
    struct arena *a = b->arena;
    const struct value *name = site_field(&s, "service_discovery");
    if (name)
        site_make(&s, "AWS::ServiceDiscovery::PrivateDnsNamespace", "namespace",
                  PAIRS({"Name", name}, {"Description", value_fmt(a, "Services of %s", r->alias)},
                        {"Vpc", network_vpc(a, r, "VpcId")}));
}

static void public_names_make(const struct site *s)
{
    const struct spec *spec = s->build->spec;
    const struct value *records = site_field(s, "records");
    zone_make(s);
    proof_make(s);
    for (size_t i = 0; i < spec->n_regions; i++)
        if (ingress_in(&spec->regions[i]))
            region_name_make(s, &spec->regions[i]);
    checks_make(s);
    for (size_t i = 0; i < value_len(records); i++)
        record_make(s, value_key(records, i), value_item(records, i));
}

void dns_make(const struct build *b)
{
    struct site s = site_global(b, "dns");
    if (*dns_zone(b->spec))
        public_names_make(&s);
    if (site_field(&s, "private_zone"))
        private_zone_make(&s);
    for (size_t i = 0; i < b->spec->n_regions; i++)
        namespace_make(b, &b->spec->regions[i]);
}

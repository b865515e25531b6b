#include "provisioner/preflight/made.h"

#include <arpa/inet.h>
#include <string.h>

/* Source: Route 53 developer guide, "Values that you specify", "Choosing between alias and non-alias records". */

/* What is the same for every region. */
static const struct value *dns_of(const struct look *l)
{
    return section_of(&l->s->regions[l->s->primary], "dns");
}

static const struct value *records_of(const struct look *l)
{
    return value_get(dns_of(l), "records");
}

static const struct value *record_at(const struct look *l, size_t i)
{
    return value_item(records_of(l), i);
}

static bool policy_is(const struct value *record, const char *policy)
{
    return str_eq(value_get_str(record, "policy"), policy);
}

static bool type_is(const struct value *record, const char *type)
{
    return str_eq(value_get_str(record, "type"), type);
}

/* "api.example.com" of "api". */
static const char *full_name(const struct look *l, const struct value *record)
{
    const char *name = value_get_str(record, "name"), *zone = value_get_str(dns_of(l), "zone");
    return str_eq(name, "@") ? zone : arena_printf(l->c->arena, "%s.%s", name, zone);
}

static bool has_ingress(const struct spec_region *r)
{
    return value_kind(section_of(r, "ingress")) == V_MAP;
}

static const struct value *own_host(const struct spec_region *r)
{
    return value_get(section_of(r, "ingress"), "host");
}

static bool answers(const struct value *record, const struct spec_region *r)
{
    const struct value *targets = value_get(record, "targets");
    return !value_get(record, "values") && (!targets || value_get(targets, r->alias));
}

static bool by_ingress(const struct value *record, const struct spec_region *r)
{
    const struct value *target = value_get(value_get(record, "targets"), r->alias);
    return answers(record, r) && (!target || str_eq(value_str_of(target), "ingress"));
}

static size_t count_answers(const struct look *l, const struct value *record)
{
    size_t n = 0;
    for (size_t i = 0; i < l->s->n_regions; i++)
        n += answers(record, &l->s->regions[i]);
    return n;
}

/* ---- zones ------------------------------------------------------------------------------------------------------- */

static void needs_zone(const struct look *l)
{
    const struct value *dns = dns_of(l), *zone = value_get(dns, "zone"), *id = value_get(dns, "zone_id");
    if (value_kind(dns) != V_MAP || zone)
        return;
    if (id)
        found(l, value_pos(id), "write zone: and its name", "dns.zone_id says nothing of the zone's name");
    else if (value_len(records_of(l)))
        found(l, value_pos(records_of(l)), "write zone: example.com", "dns.records lie in no zone");
}

static void private_zone(const struct look *l, const struct spec_region *r)
{
    const struct value *dns = section_of(r, "dns"), *zone = value_get(dns, "private_zone"),
                       *namespace = value_get(dns, "service_discovery");
    if (zone && value_kind(section_of(r, "network")) != V_MAP)
        found(l, value_pos(zone), "add network: {}", "%s has no network that would see the private zone", r->alias);
    if (namespace && value_kind(section_of(r, "network")) != V_MAP)
        found(l, value_pos(namespace), "add network: {}", "%s has no network that would see the namespace", r->alias);
}

static void zone_twice(const struct look *l, const struct spec_region *r)
{
    const struct value *dns = section_of(r, "dns"), *zone = value_get(dns, "private_zone"),
                       *namespace = value_get(dns, "service_discovery");
    const char *name = value_str_of(namespace);
    if (zone && str_eq(name, value_str_of(zone)))
        found(l, value_pos(namespace), "take a name below it, or another one",
              "a network can't see two private zones of the same name, %s", name);
}

/* Of VPCs that answer no names, which only overrides can make. */
static void dns_support(const struct look *l)
{
    const struct value *zone = value_get(dns_of(l), "private_zone");
    static const char *const needed[] = {"EnableDnsSupport", "EnableDnsHostnames"};
    for (size_t i = 0; zone && i < value_len(l->s->overrides); i++)
        for (size_t k = 0; k < COUNT(needed); k++) {
            const struct value *v = value_get(value_item(l->s->overrides, i), needed[k]);
            if (value_kind(v) == V_BOOL && !value_bool_of(v))
                found(l, value_pos(v), "leave it on", "the private zone %s needs %s", shown(l, zone), needed[k]);
        }
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static void apex(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++)
        if (str_eq(value_get_str(record_at(l, i), "name"), "@") && type_is(record_at(l, i), "CNAME"))
            found(l, value_pos(record_at(l, i)), "write type: A with targets of ingress, which takes an alias",
                  "DNS has no CNAME for a zone's own name, %s", value_get_str(dns_of(l), "zone"));
}

/* Calls `fn` for each two records of one name, the one written first before the other. */
static void each_pair(const struct look *l, void (*fn)(const struct look *, const struct value *, const struct value *))
{
    for (size_t i = 0; i < value_len(records_of(l)); i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq(full_name(l, record_at(l, k)), full_name(l, record_at(l, i))))
                fn(l, record_at(l, k), record_at(l, i));
}

static bool same(const struct value *x, const struct value *y, const char *field)
{
    return str_eq(value_get_str(x, field), value_get_str(y, field));
}

static void mixed(const struct look *l, const struct value *x, const struct value *y)
{
    if (same(x, y, "type") && !same(x, y, "policy"))
        found(l, value_pos(y), NULL, "%s of type %s is %s and %s at once", full_name(l, y), value_get_str(y, "type"),
              value_get_str(x, "policy"), value_get_str(y, "policy"));
}

static void repeated(const struct look *l, const struct value *x, const struct value *y)
{
    if (same(x, y, "type") && same(x, y, "policy"))
        found(l, value_pos(y), NULL, "%s of type %s is there twice", full_name(l, y), value_get_str(y, "type"));
}

static void beside_cname(const struct look *l, const struct value *x, const struct value *y)
{
    if (!same(x, y, "type") && (type_is(x, "CNAME") || type_is(y, "CNAME")))
        found(l, value_pos(y), "give one of them another name", "%s is a CNAME, beside which nothing may stand",
              full_name(l, y));
}

static void cnames(const struct look *l)
{
    apex(l);
    each_pair(l, beside_cname);
}

static void mixed_policies(const struct look *l)
{
    each_pair(l, mixed);
}

static void twice(const struct look *l)
{
    each_pair(l, repeated);
}

static void taken(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++)
        for (size_t k = 0; k < l->s->n_regions; k++) {
            const struct spec_region *r = &l->s->regions[k];
            if (has_ingress(r) && str_eq(value_get_str(record_at(l, i), "name"), r->alias))
                found(l, value_pos(record_at(l, i)), "take another name", "%s leads to the ingress of %s",
                      full_name(l, record_at(l, i)), r->alias);
        }
}

/* A certificate's * stands for one label. */
static void covered(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++)
        for (size_t k = 0; k < l->s->n_regions; k++) {
            const struct spec_region *r = &l->s->regions[k];
            const struct value *ingress = section_of(r, "ingress"), *record = record_at(l, i);
            bool ours = is_on(ingress, "certificate") && !value_get(ingress, "certificate_arn") && !own_host(r);
            if (!ours || !by_ingress(record, r) || !strchr(value_get_str(record, "name"), '.'))
                continue;
            found(l, value_pos(record), "take a name right below the zone, or name a certificate_arn",
                  "%s is not among the names of the ingress's certificate", full_name(l, record));
            break;
        }
}

/* ---- what answers ------------------------------------------------------------------------------------------------ */

static bool is_address(int family, const char *text)
{
    unsigned char bytes[16];
    return inet_pton(family, text, bytes) == 1;
}

static const char *other_kind(const struct value *record, const char *text)
{
    bool v4 = is_address(AF_INET, text), v6 = is_address(AF_INET6, text);
    if (type_is(record, "A") && !v4)
        return "an IPv4 address";
    if (type_is(record, "AAAA") && !v6)
        return "an IPv6 address";
    return type_is(record, "CNAME") && (v4 || v6) ? "a host name" : NULL;
}

static void one_text(const struct look *l, const struct value *record, const struct value *v)
{
    const char *kind = value_kind(v) == V_STR ? other_kind(record, value_str_of(v)) : NULL;
    if (kind)
        found(l, value_pos(v), "write such a one, or another type", "%s: a record of type %s takes %s", shown(l, v),
              value_get_str(record, "type"), kind);
}

static void one_ingress(const struct look *l, const struct value *record, const struct spec_region *r)
{
    const struct value *target = value_get(value_get(record, "targets"), r->alias);
    struct pos at = target ? value_pos(target) : value_pos(record);
    if (!has_ingress(r))
        found(l, at, "add ingress, or say under targets what answers", "%s has no ingress that %s could lead to",
              r->alias, full_name(l, record));
    else if (own_host(r) && !type_is(record, "CNAME"))
        found(l, at, "write type: CNAME", "the ingress of %s is a host name, which a record of type %s can't hold",
              r->alias, value_get_str(record, "type"));
    else if (!own_host(r) && !type_is(record, "A") && !type_is(record, "CNAME"))
        found(l, at, "write type: A", "the ingress of %s has IPv4 addresses only, and no record of type %s", r->alias,
              value_get_str(record, "type"));
}

static void one_target(const struct look *l, const struct value *record)
{
    const struct value *targets = value_get(record, "targets"), *values = value_get(record, "values");
    for (size_t i = 0; i < value_len(values); i++)
        one_text(l, record, value_item(values, i));
    for (size_t i = 0; i < value_len(targets); i++) {
        const struct value *target = value_item(targets, i);
        check_alias(l, value_key(targets, i), key_pos(l, target), false);
        if (!str_eq(value_str_of(target), "ingress"))
            one_text(l, record, target);
    }
    for (size_t i = 0; i < l->s->n_regions; i++)
        if (by_ingress(record, &l->s->regions[i]))
            one_ingress(l, record, &l->s->regions[i]);
}

static void targets(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++)
        one_target(l, record_at(l, i));
}

static void one_answer(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i), *values = value_get(record, "values");
        bool simple = policy_is(record, "simple");
        if (values && (!simple || value_get(record, "targets")))
            found(l, value_pos(values), "write targets, one a region", "values are for simple records alone");
        else if (simple && !values && count_answers(l, record) != 1)
            found(l, value_pos(record), "write values, one target, or a policy",
                  "%s is simple, and has %zu regions that might answer", full_name(l, record),
                  count_answers(l, record));
    }
}

/* ---- policies ---------------------------------------------------------------------------------------------------- */

static bool is_checked(const struct spec_region *r)
{
    const struct value *checks = value_get(section_of(r, "dns"), "health_checks");
    bool somebody = has_ingress(r) || value_get(checks, "host") || str_eq(value_get_str(checks, "type"), "alarm");
    return is_on(checks, "enabled") && somebody;
}

/* Where the record answers first: the region where writes start, or the first of its targets. */
static const struct spec_region *first_of(const struct look *l, const struct value *record)
{
    const struct spec_region *primary = &l->s->regions[l->s->primary],
                             *named = spec_region(l->s, value_key(value_get(record, "targets"), 0));
    return named && !answers(record, primary) ? named : primary;
}

static void two_roles(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i);
        if (policy_is(record, "failover") && count_answers(l, record) != 2)
            found(l, value_pos(record), NULL, "%s fails over from one region to another, and %zu could answer",
                  full_name(l, record), count_answers(l, record));
    }
}

static void never_fails_over(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i);
        const struct spec_region *first = first_of(l, record);
        if (policy_is(record, "failover") && !is_checked(first))
            found(l, value_pos(record), NULL, "%s would never leave %s, which no health check looks at",
                  full_name(l, record), first->alias);
    }
}

enum { LONGEST_FAILOVER_TTL = 60 };

static void slow(const struct look *l)
{
    int64_t ttl;
    for (size_t i = 0; i < value_len(records_of(l)); i++)
        if (policy_is(record_at(l, i), "failover") && int_of(record_at(l, i), "ttl", &ttl) &&
            ttl > LONGEST_FAILOVER_TTL)
            found(l, value_pos(value_get(record_at(l, i), "ttl")), "write 60 or less",
                  "clients stay with a lost region for up to %u seconds, beside what it takes to notice",
                  (unsigned)ttl);
}

static void one_weighted(const struct look *l, const struct value *record)
{
    const struct value *weights = value_get(record, "weights");
    for (size_t i = 0; i < l->s->n_regions; i++) {
        const struct spec_region *r = &l->s->regions[i];
        if (answers(record, r) && !value_get(weights, r->alias))
            found(l, value_pos(record), arena_printf(l->c->arena, "write weights: {%s: 50}", r->alias),
                  "%s has no weight for %s", full_name(l, record), r->alias);
    }
}

static void weights(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i), *all = value_get(record, "weights");
        for (size_t k = 0; k < value_len(all); k++)
            check_alias(l, value_key(all, k), key_pos(l, value_item(all, k)), false);
        if (policy_is(record, "weighted"))
            one_weighted(l, record);
        else if (all)
            found(l, value_pos(all), "write policy: weighted", "weights are for weighted records alone");
    }
}

static int64_t sum_of_weights(const struct look *l, const struct value *record)
{
    int64_t sum = 0, weight;
    for (size_t i = 0; i < l->s->n_regions; i++)
        if (answers(record, &l->s->regions[i]) && int_of(value_get(record, "weights"), l->s->regions[i].alias, &weight))
            sum += weight;
    return sum;
}

static void all_weights_zero(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i), *all = value_get(record, "weights");
        if (policy_is(record, "weighted") && all && !sum_of_weights(l, record))
            found(l, value_pos(all), NULL, "where all weights are 0, each region gets the same share");
    }
}

static void locations(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i), *all = value_get(record, "locations");
        for (size_t k = 0; k < value_len(all); k++)
            check_alias(l, value_str_of(value_item(all, k)), value_pos(value_item(all, k)), false);
        if (all && !policy_is(record, "geolocation"))
            found(l, value_pos(all), "write policy: geolocation", "locations are for geolocation alone");
    }
}

static void everybody_else(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i), *all = value_get(record, "locations");
        if (policy_is(record, "geolocation") && !value_get(all, "*"))
            found(l, value_pos(all ? all : record), NULL, "who asks %s from anywhere else would get no answer",
                  full_name(l, record));
    }
}

/* ---- health checks ----------------------------------------------------------------------------------------------- */

/* What a check asks must stay where it is: a name that moves away when it fails is well again, and moves back. */
static void asks_itself(const struct look *l, const struct spec_region *r)
{
    const struct value *host = value_path(l->c->arena, section_of(r, "dns"), "health_checks.host");
    for (size_t i = 0; host && i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i);
        if (!policy_is(record, "simple") && str_eq(full_name(l, record), value_str_of(host)))
            found(l, value_pos(host), "leave it out, and the region's own name is asked",
                  "%s leads to whatever region is well: asking it says nothing of %s", shown(l, host), r->alias);
    }
}

/* Whether the region's own balancer is what health checkers ask. */
static bool checks_balancer(const struct spec_region *r)
{
    const struct value *checks = value_get(section_of(r, "dns"), "health_checks");
    return has_ingress(r) && value_get(section_of(r, "dns"), "zone") && is_on(checks, "enabled") &&
           !value_get(checks, "host") && !own_host(r) && !str_eq(value_get_str(checks, "type"), "alarm");
}

static void internal_balancer(const struct look *l, const struct spec_region *r)
{
    const struct value *scheme = value_get(section_of(r, "ingress"), "scheme");
    if (checks_balancer(r) && str_eq(value_str_of(scheme), "internal"))
        found(l, value_pos(scheme), NULL,
              "%s: health checkers ask from the internet, where nobody reaches an internal balancer", r->alias);
}

static void checkers_are_clients(const struct look *l, const struct spec_region *r)
{
    const struct value *ingress = section_of(r, "ingress"), *clients = value_get(ingress, "clients");
    bool all = false;
    for (size_t i = 0; i < value_len(clients); i++)
        all = all || str_eq(value_str_of(value_item(clients, i)), "0.0.0.0/0");
    if (checks_balancer(r) && !all && !str_eq(value_get_str(ingress, "scheme"), "internal"))
        found(l, value_pos(clients), NULL, "%s: health checkers that are no clients of the ingress find it unwell",
              r->alias);
}

static void alarm(const struct look *l, const struct spec_region *r)
{
    const struct value *checks = value_get(section_of(r, "dns"), "health_checks"), *type = value_get(checks, "type");
    if (str_eq(value_str_of(type), "alarm") && !value_get(checks, "alarm"))
        found(l, value_pos(type), NULL, "%s: there is no alarm to follow", r->alias);
}

static void search(const struct look *l, const struct spec_region *r)
{
    const struct value *checks = value_get(section_of(r, "dns"), "health_checks"), *text = value_get(checks, "search");
    if (text && !has_word("https http", value_get_str(checks, "type")))
        found(l, value_pos(text), NULL, "%s: %s has no answer to search", r->alias, value_get_str(checks, "type"));
}

enum { ALIAS_TTL = 60 };

/* From the loss of a region until clients ask another: what it takes to notice, and what they remember. */
static void outlasts(const struct look *l)
{
    const struct spec_region *first = &l->s->regions[l->s->primary];
    const struct value *rto = value_get(section_of(first, "objectives"), "rto"),
                       *checks = value_get(dns_of(l), "health_checks");
    int64_t most = milliseconds(rto) / 1000, silence, interval, threshold, ttl;
    if (milliseconds(rto) < 0 || !int_of(checks, "interval", &interval) || !int_of(checks, "threshold", &threshold))
        return;
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i);
        if (!policy_is(record, "failover") || !int_of(record, "ttl", &ttl))
            continue;
        ttl = ttl < ALIAS_TTL ? ALIAS_TTL : ttl;
        silence = interval * threshold;
        if (silence + ttl > most)
            found(l, value_pos(record), NULL,
                  "%s leads elsewhere after %lld seconds of silence and %lld that clients remember, and rto is %s",
                  full_name(l, record), (long long)silence, (long long)ttl, value_str_of(rto));
    }
}

static void one_place(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *targets = value_get(record_at(l, i), "targets");
        for (size_t k = 1; policy_is(record_at(l, i), "failover") && k < value_len(targets); k++)
            if (!str_eq(value_str_of(value_item(targets, k)), "ingress") &&
                str_eq(value_str_of(value_item(targets, k)), value_str_of(value_item(targets, 0))))
                found(l, value_pos(value_item(targets, k)), NULL, "%s leads to %s in both regions",
                      full_name(l, record_at(l, i)), shown(l, value_item(targets, k)));
    }
}

/* clang-format off */
#define VALUES "Route 53 developer guide, values that you specify"
#define CHOOSING "Route 53 developer guide, choosing a routing policy"
#define CHECKS "Route 53 developer guide, health checks"
const struct rule dns_rules[] = {
    {"R53-03", SEV_ERROR, "a text to search for, of a check that reads no answer", "CreateHealthCheck refuses it",
     "leave it out, or write type: https", "Route 53 API, HealthCheckConfig", .each = search,
     .type = "AWS::Route53::HealthCheck", .forms = FORMS(AN_ABSENT("SearchString", .when = "Type!=HTTP_STR_MATCH|HTTPS_STR_MATCH"), A_GIVEN("SearchString", .when = "Type=HTTP_STR_MATCH|HTTPS_STR_MATCH"), A_TEXT("SearchString", 0, 255, NULL, NULL))},
    {"R53-12", SEV_WARNING, "an ingress that does not let health checkers in", "they find it unwell for ever",
     "add Route 53's ranges, or write dns.health_checks: {type: alarm}", CHECKS, .each = checkers_are_clients},
    {"R53-14", SEV_ERROR, "a CNAME at the zone's own name, or beside another record", "ChangeResourceRecordSets answers InvalidChangeBatch",
     "write type: A with targets of ingress, which takes an alias", VALUES, .shape = true, .once = cnames,
     .type = "AWS::Route53::RecordSet", .wanted = dns_apex, .forms = FORMS(A_COUNT("ResourceRecords", 1, 1, .when = "/Type=CNAME", .each = "ResourceRecordSets[]"))},
    {"R53-15", SEV_ERROR, "records of one name and type under two policies", "ChangeResourceRecordSets answers InvalidChangeBatch",
     "give one of them another name", CHOOSING, .shape = true, .once = mixed_policies,
     .type = "AWS::Route53::RecordSet", .wanted = dns_one_policy},
    {"R53-17", SEV_ERROR, "a failover record of other than two regions", "there is one PRIMARY and one SECONDARY",
     "name two regions under targets, or write policy: latency", CHOOSING, .shape = true, .once = two_roles,
     .type = "AWS::Route53::RecordSet", .forms = FORMS(UNIQUE("ResourceRecordSets[].Failover"), A_WORD("ResourceRecordSets[].Failover", "PRIMARY SECONDARY"))},
    {"R53-18", SEV_ERROR, "a failover record whose first region is not checked", "a failover never happens",
     "leave health_checks on, with a host where there is no ingress", CHOOSING, .once = never_fails_over,
     .type = "AWS::Route53::RecordSet", .wanted = dns_first_is_checked},
    {"R53-20", SEV_ERROR, "a geolocation record without the rest of the world", "who asks from anywhere else gets no answer",
     "add \"*\" and the region for everybody else", CHOOSING, .shape = true, .once = everybody_else,
     .type = "AWS::Route53::RecordSet", .wanted = dns_rest_of_the_world},
    {"R53-25", SEV_ERROR, "a private zone for a network that answers no names", "nobody in it could resolve the zone's names",
     "leave it on", "Route 53 developer guide, private hosted zones", .once = dns_support,
     .type = "AWS::Route53::HostedZone", .wanted = dns_names_resolve},
    {"R53-26", SEV_ERROR, "two private zones of one name for a network", "AssociateVPCWithHostedZone answers ConflictingDomainExists",
     "take a name below it, or another one", "Route 53 developer guide, private hosted zones", .shape = true, .each = zone_twice},
    {"R53-29", SEV_WARNING, "a failover that takes longer than the recovery time stated", "clients stay with a lost region for as long",
     "lower health_checks.interval, threshold or the record's ttl; or write another objectives.rto", CHECKS, .once = outlasts},
    {"R53-30", SEV_WARNING, "a failover from a place to the same place", "what takes one down takes the other down with it", "name a target of each region", CHOOSING, .once = one_place},
    {"R53-901", SEV_ERROR, "records, or a zone's id, without the zone's name", "there is nothing to put them into", NULL, "this program", .shape = true, .once = needs_zone},
    {"R53-902", SEV_ERROR, "a private zone or namespace without a network", "nobody would see it", "add network: {}", "this program", .shape = true, .each = private_zone},
    {"R53-903", SEV_ERROR, "a record that is there twice", "ChangeResourceRecordSets refuses the second", "make one record of them", VALUES, .shape = true, .once = twice},
    {"R53-904", SEV_ERROR, "a record that takes the name of a region's own way in", "<alias>.<zone> leads to the ingress of that region", "take another name", "this program", .shape = true, .once = taken},
    {"R53-905", SEV_WARNING, "a name that the ingress's certificate does not cover", "a certificate's * stands for one label: clients refuse it",
     "take a name right below the zone, or name a certificate_arn", "ACM user guide, characteristics of certificates", .once = covered},
    {"R53-906", SEV_ERROR, "a target that a record of this type can't hold", "ChangeResourceRecordSets refuses it", NULL, VALUES, .shape = true, .once = targets},
    {"R53-907", SEV_ERROR, "a record without the answers its policy needs", "simple records have values, or one region that answers", NULL, "this program", .shape = true, .once = one_answer},
    {"R53-908", SEV_WARNING, "a failover record with a long time to live", "clients stay with a lost region for as long", "write 60 or less", CHOOSING, .once = slow},
    {"R53-909", SEV_ERROR, "weights that don't fit the record's regions", "each region that answers has a weight, in a weighted record", NULL, CHOOSING, .shape = true, .once = weights},
    {"R53-910", SEV_WARNING, "weights that are all 0", "each region gets the same share", "write one above 0", CHOOSING, .once = all_weights_zero},
    {"R53-911", SEV_ERROR, "locations that lead to no region, or of another policy", "nobody would be sent there", NULL, CHOOSING, .shape = true, .once = locations},
    {"R53-912", SEV_ERROR, "a health check that asks a name which moves when it fails", "it finds the other region well, and moves back",
     "leave it out, and the region's own name is asked", CHECKS, .each = asks_itself},
    {"R53-913", SEV_ERROR, "a health check of an internal balancer", "health checkers ask from the internet, and reach none",
     "write dns.health_checks: {type: alarm, alarm: ...}, or a host", CHECKS, .each = internal_balancer},
    {"R53-914", SEV_ERROR, "a health check that follows an alarm, and no alarm", "there is nothing to follow", "add alarm: and its name", CHECKS, .shape = true, .each = alarm},
    {0}};
/* clang-format on */

#include "provisioner/spec/look.h"

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
        found(l, SEV_ERROR, value_pos(id), "write zone: and its name", "dns.zone_id says nothing of the zone's name");
    else if (value_len(records_of(l)))
        found(l, SEV_ERROR, value_pos(records_of(l)), "write zone: example.com", "dns.records lie in no zone");
}

static void private_zone(const struct look *l, const struct spec_region *r)
{
    const struct value *dns = section_of(r, "dns"), *zone = value_get(dns, "private_zone"),
                       *namespace = value_get(dns, "service_discovery");
    const char *name = value_str_of(namespace);
    if (zone && value_kind(section_of(r, "network")) != V_MAP)
        found(l, SEV_ERROR, value_pos(zone), "add network: {}", "%s has no network that would see the private zone",
              r->alias);
    if (namespace && value_kind(section_of(r, "network")) != V_MAP)
        found(l, SEV_ERROR, value_pos(namespace), "add network: {}", "%s has no network that would see the namespace",
              r->alias);
    if (zone && str_eq(name, value_str_of(zone)))
        found(l, SEV_ERROR, value_pos(namespace), "take a name below it, or another one",
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
                found(l, SEV_ERROR, value_pos(v), "leave it on", "the private zone %s needs %s", shown(l, zone),
                      needed[k]);
        }
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static void apex(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++)
        if (str_eq(value_get_str(record_at(l, i), "name"), "@") && type_is(record_at(l, i), "CNAME"))
            found(l, SEV_ERROR, value_pos(record_at(l, i)),
                  "write type: A with targets of ingress, which takes an alias",
                  "DNS has no CNAME for a zone's own name, %s", value_get_str(dns_of(l), "zone"));
}

static void one_pair(const struct look *l, const struct value *x, const struct value *y)
{
    const char *name = full_name(l, y);
    bool same_type = str_eq(value_get_str(x, "type"), value_get_str(y, "type"));
    if (!str_eq(full_name(l, x), name))
        return;
    if (same_type && !str_eq(value_get_str(x, "policy"), value_get_str(y, "policy")))
        found(l, SEV_ERROR, value_pos(y), "give one of them another name", "%s of type %s is %s and %s at once", name,
              value_get_str(y, "type"), value_get_str(x, "policy"), value_get_str(y, "policy"));
    else if (same_type)
        found(l, SEV_ERROR, value_pos(y), "make one record of them", "%s of type %s is there twice", name,
              value_get_str(y, "type"));
    else if (type_is(x, "CNAME") || type_is(y, "CNAME"))
        found(l, SEV_ERROR, value_pos(y), "give one of them another name",
              "%s is a CNAME, beside which nothing may stand", name);
}

static void pairs(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++)
        for (size_t k = 0; k < i; k++)
            one_pair(l, record_at(l, k), record_at(l, i));
}

static void taken(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++)
        for (size_t k = 0; k < l->s->n_regions; k++) {
            const struct spec_region *r = &l->s->regions[k];
            if (has_ingress(r) && str_eq(value_get_str(record_at(l, i), "name"), r->alias))
                found(l, SEV_ERROR, value_pos(record_at(l, i)), "take another name", "%s leads to the ingress of %s",
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
            found(l, SEV_WARNING, value_pos(record), "take a name right below the zone, or name a certificate_arn",
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
        found(l, SEV_ERROR, value_pos(v), "write such a one, or another type", "%s: a record of type %s takes %s",
              shown(l, v), value_get_str(record, "type"), kind);
}

static void one_ingress(const struct look *l, const struct value *record, const struct spec_region *r)
{
    const struct value *target = value_get(value_get(record, "targets"), r->alias);
    struct pos at = target ? value_pos(target) : value_pos(record);
    if (!has_ingress(r))
        found(l, SEV_ERROR, at, "add ingress, or say under targets what answers",
              "%s has no ingress that %s could lead to", r->alias, full_name(l, record));
    else if (own_host(r) && !type_is(record, "CNAME"))
        found(l, SEV_ERROR, at, "write type: CNAME",
              "the ingress of %s is a host name, which a record of type %s can't hold", r->alias,
              value_get_str(record, "type"));
    else if (!own_host(r) && !type_is(record, "A") && !type_is(record, "CNAME"))
        found(l, SEV_ERROR, at, "write type: A", "the ingress of %s has IPv4 addresses only, and no record of type %s",
              r->alias, value_get_str(record, "type"));
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
            found(l, SEV_ERROR, value_pos(values), "write targets, one a region",
                  "values are for simple records alone");
        else if (simple && !values && count_answers(l, record) != 1)
            found(l, SEV_ERROR, value_pos(record), "write values, one target, or a policy",
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
    const struct spec_region *primary = &l->s->regions[l->s->primary];
    return answers(record, primary) ? primary : spec_region(l->s, value_key(value_get(record, "targets"), 0));
}

static void failover(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i);
        const struct spec_region *first = first_of(l, record);
        if (!policy_is(record, "failover"))
            continue;
        if (count_answers(l, record) != 2)
            found(l, SEV_ERROR, value_pos(record), "name two regions under targets, or write policy: latency",
                  "%s fails over from one region to another, and %zu could answer", full_name(l, record),
                  count_answers(l, record));
        if (first && !is_checked(first))
            found(l, SEV_ERROR, value_pos(record), "leave health_checks on, with a host where there is no ingress",
                  "%s would never leave %s, which no health check looks at", full_name(l, record), first->alias);
    }
}

enum { LONGEST_FAILOVER_TTL = 60 };

static void slow(const struct look *l)
{
    int64_t ttl;
    for (size_t i = 0; i < value_len(records_of(l)); i++)
        if (policy_is(record_at(l, i), "failover") && int_of(record_at(l, i), "ttl", &ttl) &&
            ttl > LONGEST_FAILOVER_TTL)
            found(l, SEV_WARNING, value_pos(value_get(record_at(l, i), "ttl")), "write 60 or less",
                  "clients stay with a lost region for up to %u seconds, beside what it takes to notice",
                  (unsigned)ttl);
}

static void one_weighted(const struct look *l, const struct value *record)
{
    const struct value *weights = value_get(record, "weights");
    int64_t sum = 0, weight;
    for (size_t i = 0; i < l->s->n_regions; i++) {
        const struct spec_region *r = &l->s->regions[i];
        if (answers(record, r) && !value_get(weights, r->alias))
            found(l, SEV_ERROR, value_pos(record), arena_printf(l->c->arena, "write weights: {%s: 50}", r->alias),
                  "%s has no weight for %s", full_name(l, record), r->alias);
        sum += answers(record, r) && int_of(weights, r->alias, &weight) ? weight : 0;
    }
    if (!sum)
        found(l, SEV_WARNING, value_pos(weights ? weights : record), "write one above 0",
              "where all weights are 0, each region gets the same share");
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
            found(l, SEV_ERROR, value_pos(all), "write policy: weighted", "weights are for weighted records alone");
    }
}

static void locations(const struct look *l)
{
    for (size_t i = 0; i < value_len(records_of(l)); i++) {
        const struct value *record = record_at(l, i), *all = value_get(record, "locations");
        bool geo = policy_is(record, "geolocation");
        for (size_t k = 0; k < value_len(all); k++)
            check_alias(l, value_str_of(value_item(all, k)), value_pos(value_item(all, k)), false);
        if (all && !geo)
            found(l, SEV_ERROR, value_pos(all), "write policy: geolocation", "locations are for geolocation alone");
        if (geo && !value_get(all, "*"))
            found(l, SEV_ERROR, value_pos(all ? all : record), "add \"*\" and the region for everybody else",
                  "who asks %s from anywhere else would get no answer", full_name(l, record));
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
            found(l, SEV_ERROR, value_pos(host), "leave it out, and the region's own name is asked",
                  "%s leads to whatever region is well: asking it says nothing of %s", shown(l, host), r->alias);
    }
}

static void reachable(const struct look *l, const struct spec_region *r)
{
    const struct value *checks = value_get(section_of(r, "dns"), "health_checks"), *ingress = section_of(r, "ingress");
    const struct value *scheme = value_get(ingress, "scheme"), *clients = value_get(ingress, "clients");
    bool own = !value_get(checks, "host") && !own_host(r) && !str_eq(value_get_str(checks, "type"), "alarm"),
         all = false;
    if (!has_ingress(r) || !value_get(section_of(r, "dns"), "zone") || !is_on(checks, "enabled") || !own)
        return;
    for (size_t i = 0; i < value_len(clients); i++)
        all = all || str_eq(value_str_of(value_item(clients, i)), "0.0.0.0/0");
    if (str_eq(value_str_of(scheme), "internal"))
        found(l, SEV_ERROR, value_pos(scheme), "write dns.health_checks: {type: alarm, alarm: ...}, or a host",
              "%s: health checkers ask from the internet, where nobody reaches an internal balancer", r->alias);
    else if (!all)
        found(l, SEV_WARNING, value_pos(clients), "add Route 53's ranges, or write dns.health_checks: {type: alarm}",
              "%s: health checkers that are no clients of the ingress find it unwell", r->alias);
}

static void alarm(const struct look *l, const struct spec_region *r)
{
    const struct value *checks = value_get(section_of(r, "dns"), "health_checks"), *type = value_get(checks, "type"),
                       *search = value_get(checks, "search");
    if (str_eq(value_str_of(type), "alarm") && !value_get(checks, "alarm"))
        found(l, SEV_ERROR, value_pos(type), "add alarm: and its name", "%s: there is no alarm to follow", r->alias);
    if (search && !has_word("https http", value_str_of(type)))
        found(l, SEV_ERROR, value_pos(search), "leave it out, or write type: https", "%s: %s has no answer to search",
              r->alias, value_str_of(type));
}

/* clang-format off */
const struct rule dns_rules[] = {
    {"dns/zone",         .once = needs_zone},
    {"dns/private-zone", .each = private_zone},
    {"dns/support",      .once = dns_support},
    {"dns/apex",         .once = apex},
    {"dns/twice",        .once = pairs},
    {"dns/taken",        .once = taken},
    {"dns/certificate",  .once = covered},
    {"dns/target",       .once = targets},
    {"dns/answer",       .once = one_answer},
    {"dns/failover",     .once = failover},
    {"dns/ttl",          .once = slow},
    {"dns/weights",      .once = weights},
    {"dns/locations",    .once = locations},
    {"dns/asks-itself",  .each = asks_itself},
    {"dns/reachable",    .each = reachable},
    {"dns/alarm",        .each = alarm},
    {0}};
/* clang-format on */

#include "provisioner/preflight/look.h"

#include <string.h>

static const struct value *ingress_of(const struct spec_region *r)
{
    return section_of(r, "ingress");
}

static bool is_made(const struct spec_region *r)
{
    return value_kind(ingress_of(r)) == V_MAP && !value_get(ingress_of(r), "host");
}

static bool wants_certificate(const struct spec_region *r)
{
    const struct value *ingress = ingress_of(r);
    return is_made(r) && is_on(ingress, "certificate") && !value_get(ingress, "certificate_arn");
}

static void needs_network(const struct look *l, const struct spec_region *r)
{
    bool internal = str_eq(value_get_str(ingress_of(r), "scheme"), "internal");
    if (is_made(r))
        needs_tier(l, r, "ingress", internal ? "private" : "public");
}

static void certificate(const struct look *l, const struct spec_region *r)
{
    const struct value *arn = value_get(ingress_of(r), "certificate_arn");
    const char *in = strstr(value_str_of(arn), ":acm:");
    if (in && (!str_starts(in + 5, r->name) || in[5 + strlen(r->name)] != ':'))
        found(l, value_pos(arn), arena_printf(l->c->arena, "write one under regions.%s.ingress", r->alias),
              "%s: a load balancer in %s takes certificates of that region only", r->alias, r->name);
}

static void proof(const struct look *l, const struct spec_region *r)
{
    if (wants_certificate(r) && !value_get(section_of(r, "dns"), "zone"))
        found(l, key_pos(l, ingress_of(r)),
              "add dns: {zone: example.com}, name a certificate_arn, or write certificate: false",
              "%s: the certificate is proved in the zone of dns, and there is none", r->alias);
}

static void plain_text(const struct look *l, const struct spec_region *r)
{
    const struct value *ingress = ingress_of(r), *asked = value_get(ingress, "certificate");
    bool secure = is_on(ingress, "certificate") || value_get(ingress, "certificate_arn");
    if (is_made(r) && value_kind(asked) == V_BOOL && !secure)
        found(l, value_pos(asked), "leave it out", "%s: what clients send and get can be read on the way", r->alias);
}

static void only_http(const struct look *l, const struct spec_region *r)
{
    const struct value *ingress = ingress_of(r), *redirect = value_get(ingress, "redirect");
    bool secure = is_on(ingress, "certificate") || value_get(ingress, "certificate_arn");
    if (!value_bool_of(redirect) || !is_made(r))
        return;
    if (str_eq(value_get_str(ingress, "type"), "nlb"))
        found(l, value_pos(redirect), "leave it out, or write type: alb",
              "a network load balancer knows nothing of HTTP, and can't redirect");
    else if (!secure)
        found(l, value_pos(redirect), "leave it out", "%s: there is no port 443 to send anybody to", r->alias);
}

static void unprotected(const struct look *l, const struct spec_region *r)
{
    const struct value *protection = value_get(ingress_of(r), "deletion_protection");
    if (is_made(r) && value_kind(protection) == V_BOOL && !value_bool_of(protection))
        found(l, value_pos(protection), "leave it on", "%s: anybody's mistake can delete the way in", r->alias);
}

/* clang-format off */
const struct rule ingress_rules[] = {
    {"ELB-901", SEV_ERROR, "a balancer whose network lacks its tier in two zones", "CreateLoadBalancer refuses it",
     "write network: {zones: 2} or more, with that tier", "Elastic Load Balancing API, CreateLoadBalancer", .shape = true, .each = needs_network},
    {"ELB-902", SEV_ERROR, "a certificate of another region", "CreateListener answers CertificateNotFound", NULL,
     "ACM user guide, regions", .each = certificate},
    {"ELB-903", SEV_ERROR, "a certificate that nobody could prove", "it is proved by a record in the zone of dns",
     "add dns: {zone: example.com}, name a certificate_arn, or write certificate: false", "this program", .shape = true, .each = proof},
    {"ELB-904", SEV_WARNING, "a way in without encryption", "what clients send and get can be read on the way", "leave it out", "this program", .each = plain_text},
    {"ELB-905", SEV_ERROR, "a redirect to a listener that is not there", "clients would be sent nowhere", NULL,
     "Elastic Load Balancing user guide, listener rules", .each = only_http},
    {"ELB-906", SEV_WARNING, "a balancer without deletion protection", "anybody's mistake can delete the way in", "leave it on", "this program", .each = unprotected},
    {0}};
/* clang-format on */

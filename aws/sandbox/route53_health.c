#include "aws/sandbox/route53.h"

#include <arpa/inet.h>
#include <string.h>

/*
 * Health checks. Source of rules: the Route 53 API reference (HealthCheckConfig tells, member by member, which types
 * take it; CreateHealthCheck what a caller reference means). Nothing asks endpoints here.
 */

enum { REFERENCE_MOST = 64, REGIONS_LEAST = 3, CHILDREN_MOST = 256, TEXT_MOST = 255, FAILURES_MOST = 10 };

/* clang-format off */
const struct sandbox_kind kind_health_check = {
    .name = "health-check", .service = "route53", .id = "Id", .global = true,
    .arn = "arn:aws:route53:::healthcheck/{id}",
    .refs = (const struct ref[]){{"HealthCheckConfig.ChildHealthChecks", &kind_health_check, REF_BLOCKS, "InvalidInput"}, {0}},
    .missing = {"NoSuchHealthCheck", "A health check with id {id} does not exist."},
    .blocked = {"HealthCheckInUse", "The health check {id} is in use by a calculated health check."},
};

#define ASKING "HTTP HTTPS HTTP_STR_MATCH HTTPS_STR_MATCH"

/* Which types take a member, and which can't do without. */
static const struct member {
    const char *name, *types, *needed;
} members[] = {
    {"IPAddress",                    ASKING " TCP",                       ""},
    {"FullyQualifiedDomainName",     ASKING " TCP",                       ""},
    {"Port",                         ASKING " TCP",                       "TCP"},
    {"ResourcePath",                 ASKING,                              ""},
    {"SearchString",                 "HTTP_STR_MATCH HTTPS_STR_MATCH",    "HTTP_STR_MATCH HTTPS_STR_MATCH"},
    {"RequestInterval",              ASKING " TCP",                       ""},
    {"FailureThreshold",             ASKING " TCP",                       ""},
    {"MeasureLatency",               ASKING " TCP",                       ""},
    {"EnableSNI",                    "HTTPS HTTPS_STR_MATCH",             ""},
    {"Regions",                      ASKING " TCP",                       ""},
    {"HealthThreshold",              "CALCULATED",                        "CALCULATED"},
    {"ChildHealthChecks",            "CALCULATED",                        "CALCULATED"},
    {"AlarmIdentifier",              "CLOUDWATCH_METRIC",                 "CLOUDWATCH_METRIC"},
    {"InsufficientDataHealthStatus", "CLOUDWATCH_METRIC",                 ""},
};

static const struct bounds {
    const char *name;
    int64_t least, most;
} bounds[] = {{"Port", 1, 65535}, {"FailureThreshold", 1, FAILURES_MOST}, {"HealthThreshold", 0, CHILDREN_MOST}};
/* clang-format on */

/* ---- what a configuration may be --------------------------------------------------------------------------------- */

static bool members_fit_type(struct call *c, const struct value *config)
{
    const char *type = value_get_str(config, "Type");
    for (size_t i = 0; i < COUNT(members); i++) {
        const struct member *m = &members[i];
        const struct value *v = value_get(config, m->name);
        if (v && !has_word(m->types, type) && !(value_kind(v) == V_BOOL && !value_bool_of(v)))
            return refuse(c, "InvalidInput", "Invalid parameter : %s is not allowed for health checks of type %s",
                          m->name, type);
        if (!v && has_word(m->needed, type))
            return refuse(c, "InvalidInput", "Invalid parameter : %s is required for health checks of type %s", m->name,
                          type);
    }
    return true;
}

static bool numbers_fit(struct call *c, const struct value *config)
{
    const struct value *interval = value_get(config, "RequestInterval");
    for (size_t i = 0; i < COUNT(bounds); i++) {
        const struct value *v = value_get(config, bounds[i].name);
        if (v && (value_int_of(v) < bounds[i].least || value_int_of(v) > bounds[i].most))
            return refuse(c, "InvalidInput", "Invalid parameter : %s is out of bounds", bounds[i].name);
    }
    if (interval && value_int_of(interval) != 10 && value_int_of(interval) != 30)
        return refuse(c, "InvalidInput", "Invalid parameter : RequestInterval must be 10 or 30");
    return true;
}

/* Private and reserved addresses can't be reached by checkers. */
static bool is_public(const char *text)
{
    struct in_addr v4;
    struct in6_addr v6;
    if (inet_pton(AF_INET6, text, &v6) == 1)
        return (v6.s6_addr[0] & 0xe0) == 0x20;
    if (inet_pton(AF_INET, text, &v4) != 1)
        return false;
    uint32_t ip = ntohl(v4.s_addr);
    return ip >> 24 != 0 && ip >> 24 != 10 && ip >> 24 != 127 && ip >> 20 != 0xac1 && ip >> 16 != 0xc0a8 &&
           ip >> 16 != 0xa9fe && ip >> 28 < 0xe;
}

static bool endpoint_fits(struct call *c, const struct value *config)
{
    const char *ip = value_get_str(config, "IPAddress"), *host = value_get_str(config, "FullyQualifiedDomainName");
    const char *path = value_get_str(config, "ResourcePath");
    if (!has_word(ASKING " TCP", value_get_str(config, "Type")))
        return true;
    if (!*ip && !*host)
        return refuse(c, "InvalidInput",
                      "Invalid parameter : either IPAddress or FullyQualifiedDomainName must be given");
    if (*ip && !is_public(ip))
        return refuse(c, "InvalidInput", "Invalid parameter : %.45s is no public address", ip);
    if (strlen(host) > TEXT_MOST || (*host && !dns_name(c->a, host)))
        return refuse(c, "InvalidInput", "Invalid parameter : FullyQualifiedDomainName is no domain name");
    if (strlen(path) > TEXT_MOST || strlen(value_get_str(config, "SearchString")) > TEXT_MOST)
        return refuse(c, "InvalidInput", "Invalid parameter : longer than %d characters", TEXT_MOST);
    return true;
}

static bool lists_fit(struct call *c, const struct value *config)
{
    const struct value *regions = value_get(config, "Regions"), *children = value_get(config, "ChildHealthChecks");
    if (value_len(regions) && value_len(regions) < REGIONS_LEAST)
        return refuse(c, "InvalidInput", "Invalid parameter : at least %d regions are needed", REGIONS_LEAST);
    if (children && (!value_len(children) || value_len(children) > CHILDREN_MOST))
        return refuse(c, "InvalidInput", "Invalid parameter : ChildHealthChecks takes 1 to %d", CHILDREN_MOST);
    return true;
}

static bool config_fits(struct call *c, const struct value *config)
{
    struct value *draft = value_map(c->a);
    value_set(c->a, draft, "HealthCheckConfig", config);
    return members_fit_type(c, config) && numbers_fit(c, config) && endpoint_fits(c, config) && lists_fit(c, config) &&
           refs_exist(c, &kind_health_check, draft);
}

/* ---- making and changing ----------------------------------------------------------------------------------------- */

static void fill_in(struct call *c, struct value *config, const char *member, const struct value *v)
{
    if (!value_get(config, member))
        value_set(c->a, config, member, v);
}

static const struct value *filled_config(struct call *c, const struct value *asked)
{
    struct value *config = value_edit(c->a, asked);
    const char *type = value_get_str(asked, "Type");
    bool tls = str_starts(type, "HTTPS");
    if (has_word(ASKING " TCP", type)) {
        fill_in(c, config, "Port", value_int(c->a, tls ? 443 : 80));
        fill_in(c, config, "RequestInterval", value_int(c->a, 30));
        fill_in(c, config, "FailureThreshold", value_int(c->a, 3));
        fill_in(c, config, "MeasureLatency", value_bool(c->a, false));
        fill_in(c, config, "EnableSNI", value_bool(c->a, tls));
    }
    fill_in(c, config, "Inverted", value_bool(c->a, false));
    fill_in(c, config, "Disabled", value_bool(c->a, false));
    return config;
}

static void tell(struct call *c, const struct object *o)
{
    value_set(c->a, c->out, "HealthCheck", view_of(c, o));
    out_str(c, "Location", arena_printf(c->a, "https://route53.amazonaws.com/2013-04-01/healthcheck/%s", o->id));
}

static const char *uuid(struct call *c)
{
    const char *h = mint_hex(c->w, c->a, 32);
    return arena_printf(c->a, "%.8s-%.4s-%.4s-%.4s-%.12s", h, h + 8, h + 12, h + 16, h + 20);
}

static void make(struct call *c, const char *reference, const struct value *asked)
{
    struct value *v = value_map(c->a), *spent = value_map(c->a);
    value_set_str(c->a, v, "Id", uuid(c));
    value_set_str(c->a, v, "CallerReference", in_str(c, "CallerReference"));
    value_set(c->a, v, "HealthCheckConfig", filled_config(c, asked));
    value_set(c->a, v, "HealthCheckVersion", value_int(c->a, 1));
    c->object = make_along(c, &kind_health_check, c->region, v);
    value_set_str(c->a, spent, "Reference", reference);
    value_set_str(c->a, spent, "$Asked", value_canonical(c->a, asked));
    value_set_str(c->a, spent, "$Made", c->object->id);
    make_along(c, &kind_caller_reference, c->region, spent);
    tell(c, c->object);
}

/* The same again is answered with what is there; all else that is spent is refused. */
bool health_make(struct call *c)
{
    const struct value *asked = value_get(c->in, "HealthCheckConfig");
    const char *given = in_str(c, "CallerReference"), *reference = arena_printf(c->a, "check %s", given);
    if (!*given || strlen(given) > REFERENCE_MOST)
        return refuse(c, "InvalidInput", "CallerReference must have 1 to %d characters", REFERENCE_MOST);
    const struct object *spent = object_find(c->w, &kind_caller_reference, c->region, reference);
    const struct object *made =
        spent ? object_find(c->w, &kind_health_check, c->region, object_str(spent, "$Made")) : NULL;
    if (spent && (!made || !str_eq(object_str(spent, "$Asked"), value_canonical(c->a, asked))))
        return refuse(c, "HealthCheckAlreadyExists",
                      "A health check with the caller reference %s exists, or existed, with other settings", given);
    if (made)
        tell(c, made);
    else if (!config_fits(c, asked))
        return false;
    else
        make(c, reference, asked);
    return true;
}

bool health_change(struct call *c)
{
    struct object *o;
    if (!need(c, &kind_health_check, c->region, in_str(c, "HealthCheckId"), &o))
        return false;
    int64_t version = value_int_of(value_get(o->v, "HealthCheckVersion"));
    if (in_int(c, "HealthCheckVersion", version) != version)
        return refuse(c, "HealthCheckVersionMismatch", "The health check is at version %d", (int)version);
    const struct value *now = value_get(o->v, "HealthCheckConfig");
    const struct value *change = value_without(c->a, value_without(c->a, c->in, "HealthCheckId"), "HealthCheckVersion");
    if (has(c, "IPAddress") && !value_get(now, "IPAddress"))
        return refuse(c, "InvalidInput",
                      "Invalid parameter : an address can't be given to a health check that has none");
    const struct value *then = value_overlay(c->a, now, change);
    if (!config_fits(c, then))
        return false;
    object_set(c->w, o, "HealthCheckConfig", then);
    object_set(c->w, o, "HealthCheckVersion", value_int(c->a, version + 1));
    value_set(c->a, c->out, "HealthCheck", view_of(c, o));
    return true;
}

#include "provisioner/blueprint/systems.h"

/*
 * How each region is, as checkers all over the world see it, an alarm does, or both: one health check a region speaks
 * for it, whatever it is made of, and records look at that.
 */

static const struct value *checks_of(const struct spec_region *r)
{
    return value_get(value_get(r->config, "dns"), "health_checks");
}

static bool only_alarm(const struct spec_region *r)
{
    return str_eq(value_get_str(checks_of(r), "type"), "alarm");
}

static bool is_asked(const struct spec_region *r)
{
    bool somebody = ingress_in(r) || value_get(checks_of(r), "host") || only_alarm(r);
    return value_bool_of(value_get(checks_of(r), "enabled")) && somebody;
}

const struct value *health_id(const struct site *s, const struct spec_region *r)
{
    const char *address = site_address(s, arena_printf(s->arena, "health-%s", r->alias));
    return is_asked(r) ? value_ref(s->arena, address, "HealthCheckId") : NULL;
}

static const char *check_type(const struct value *checks)
{
    const char *type = value_get_str(checks, "type");
    bool search = value_get(checks, "search");
    if (str_eq(type, "tcp"))
        return "TCP";
    if (str_eq(type, "http"))
        return search ? "HTTP_STR_MATCH" : "HTTP";
    return search ? "HTTPS_STR_MATCH" : "HTTPS";
}

static const char *endpoint_check_make(const struct site *s, const struct spec_region *r, const char *name)
{
    struct arena *a = s->arena;
    const struct value *checks = checks_of(r), *host = value_get(checks, "host");
    const char *type = check_type(checks);
    bool tcp = str_eq(type, "TCP");
    return site_make(
        s, "AWS::Route53::HealthCheck", name,
        PAIRS({"Type", value_str(a, type)},
              {"FullyQualifiedDomainName", host ? host : value_str(a, dns_region_name(s, r))},
              {"Port", value_get(checks, "port")}, {"ResourcePath", tcp ? NULL : value_get(checks, "path")},
              {"SearchString", tcp ? NULL : value_get(checks, "search")},
              {"RequestInterval", value_get(checks, "interval")}, {"FailureThreshold", value_get(checks, "threshold")},
              {"MeasureLatency", value_bool(a, true)},
              {"EnableSNI", str_starts(type, "HTTPS") ? value_bool(a, true) : NULL}));
}

static const char *alarm_check_make(const struct site *s, const struct spec_region *r, const char *name)
{
    struct arena *a = s->arena;
    const struct value *alarm =
        map_of(a, PAIRS({"Region", value_str(a, r->name)}, {"Name", value_get(checks_of(r), "alarm")}));
    return site_make(s, "AWS::Route53::HealthCheck", name,
                     PAIRS({"Type", value_str(a, "CLOUDWATCH_METRIC")}, {"AlarmIdentifier", alarm},
                           {"InsufficientDataHealthStatus", value_str(a, "LastKnownStatus")}));
}

/* "health-tokyo" is the region's word, whatever it is made of. */
static void region_make(const struct site *s, const struct spec_region *r)
{
    struct arena *a = s->arena;
    const char *name = arena_printf(a, "health-%s", r->alias);
    if (only_alarm(r)) {
        alarm_check_make(s, r, name);
    } else if (!value_get(checks_of(r), "alarm")) {
        endpoint_check_make(s, r, name);
    } else {
        const char *endpoint = endpoint_check_make(s, r, arena_printf(a, "health-endpoint-%s", r->alias));
        struct value *both = list_of_one(a, value_ref(a, endpoint, "HealthCheckId"));
        const char *alarm = alarm_check_make(s, r, arena_printf(a, "health-alarm-%s", r->alias));
        value_push(a, both, value_ref(a, alarm, "HealthCheckId"));
        site_make(s, "AWS::Route53::HealthCheck", name,
                  PAIRS({"Type", value_str(a, "CALCULATED")}, {"ChildHealthChecks", both},
                        {"HealthThreshold", value_int(a, 2)}));
    }
}

void checks_make(const struct site *s)
{
    const struct spec *spec = s->build->spec;
    for (size_t i = 0; i < spec->n_regions; i++)
        if (is_asked(&spec->regions[i]))
            region_make(s, &spec->regions[i]);
}

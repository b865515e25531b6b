#include "aws/sandbox/route53_answers.h"

#include "aws/sandbox/kinds.h"

#include <string.h>

enum { ALIAS_TTL_S = 60, DEEPEST = 8, TARGET_SILENT = 60 * SECOND };

/* ---- where a name leads ------------------------------------------------------------------------------------------ */

static const struct value *sets_of(const struct object *records)
{
    return value_get(records->v, "$Sets");
}

/* "nlb-1a2b.ap-northeast-1.elb.amazonaws.com." */
static const char *region_in_name(const char *name)
{
    char label[32];
    for (size_t n; *name; name += n + (name[n] == '.')) {
        n = strcspn(name, ".");
        if (n < sizeof label) {
            memcpy(label, name, n);
            label[n] = '\0';
            const char *region = sandbox_region_named(label);
            if (region)
                return region;
        }
    }
    return NULL;
}

static bool same_name(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    n -= n && a[n - 1] == '.';
    m -= m && b[m - 1] == '.';
    return n == m && strncasecmp(a, b, n) == 0;
}

static const char *region_of_set(struct world *w, const struct value *set, unsigned depth);

static const char *region_of_target(struct world *w, const char *name, unsigned depth)
{
    const char *region = region_in_name(name);
    for (const struct object *o = object_from(w, &kind_record_set, "", 0); o && !region && depth < DEEPEST;
         o = object_from(w, &kind_record_set, "", o->seq + 1)) {
        const struct value *first = value_item(sets_of(o), 0);
        if (has_word("A AAAA CNAME", value_get_str(first, "Type")) && same_name(value_get_str(first, "Name"), name))
            region = region_of_set(w, first, depth + 1);
    }
    return region;
}

static const struct object *check_of(struct world *w, const struct value *set)
{
    return object_find(w, &kind_health_check, "", value_get_str(set, "HealthCheckId"));
}

static const char *region_of_check(struct world *w, const struct value *config, unsigned depth)
{
    const char *alarm = value_get_str(value_get(config, "AlarmIdentifier"), "Region");
    return *alarm ? alarm : region_of_target(w, value_get_str(config, "FullyQualifiedDomainName"), depth);
}

static const char *region_of_set(struct world *w, const struct value *set, unsigned depth)
{
    const char *said = value_get_str(set, "Region"), *alias = value_get_str(value_get(set, "AliasTarget"), "DNSName");
    const char *record = value_get_str(value_item(value_get(set, "ResourceRecords"), 0), "Value");
    const struct object *check = check_of(w, set);
    if (*said)
        return said;
    const char *region = region_of_target(w, *alias ? alias : record, depth);
    return region || !check ? region : region_of_check(w, value_get(check->v, "HealthCheckConfig"), depth + 1);
}

/* ---- health ------------------------------------------------------------------------------------------------------ */

static int64_t member(const struct value *config, const char *name, int64_t otherwise)
{
    const struct value *v = value_get(config, name);
    return v ? value_int_of(v) : otherwise;
}

static bool children_are_well(struct world *w, const struct value *config)
{
    const struct value *children = value_get(config, "ChildHealthChecks");
    int64_t well = 0;
    for (size_t i = 0; i < value_len(children); i++) {
        const struct object *child = object_find(w, &kind_health_check, "", value_str_of(value_item(children, i)));
        well += child && health_is_well(w, child);
    }
    return well >= member(config, "HealthThreshold", 0);
}

bool health_is_well(struct world *w, const struct object *check)
{
    const struct value *config = value_get(check->v, "HealthCheckConfig");
    const char *region = region_of_check(w, config, 0);
    int64_t patience = member(config, "RequestInterval", 30) * member(config, "FailureThreshold", 3) * SECOND;
    if (value_bool_of(value_get(config, "Disabled")))
        return true;
    bool well = str_eq(value_get_str(config, "Type"), "CALCULATED") ? children_are_well(w, config)
                                                                    : !region || world_dark_ms(w, region) < patience;
    return well != value_bool_of(value_get(config, "Inverted"));
}

static bool is_well(struct world *w, const struct value *set)
{
    const struct object *check = check_of(w, set);
    if (check)
        return health_is_well(w, check);
    const char *region = region_of_set(w, set, 0);
    bool looks = value_bool_of(value_get(value_get(set, "AliasTarget"), "EvaluateTargetHealth"));
    return !looks || !region || world_dark_ms(w, region) < TARGET_SILENT;
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

/* The less the better: who is primary, who is near. */
static int rank_of(struct world *w, const struct value *set, const char *near)
{
    const char *region = region_of_set(w, set, 0);
    bool second = str_eq(value_get_str(set, "Failover"), "SECONDARY");
    bool far = *value_get_str(set, "Region") && !str_eq(region, near);
    return (is_well(w, set) ? 0 : 4) + (second ? 2 : 0) + (far ? 1 : 0);
}

bool dns_answer_of(struct world *w, const struct object *records, const char *near, struct dns_answer *ret)
{
    const struct value *sets = sets_of(records), *best = NULL;
    int least = 0;
    for (size_t i = 0; i < value_len(sets); i++) {
        int rank = rank_of(w, value_item(sets, i), near);
        if (!best || rank < least) {
            best = value_item(sets, i);
            least = rank;
        }
    }
    if (!best)
        return false;
    *ret = (struct dns_answer){region_of_set(w, best, 0), member(best, "TTL", ALIAS_TTL_S)};
    return true;
}

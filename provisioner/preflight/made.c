#include "provisioner/preflight/made.h"

#include <string.h>

/* ---- subnets ----------------------------------------------------------------------------------------------------- */

static const struct value *part_of(const struct look *l, const struct value *subnet, const char *attribute)
{
    const struct wanted *w = referred(l, subnet);
    return w ? attr(l, w, attribute) : NULL;
}

size_t zones_spanned(const struct look *l, const struct value *subnets)
{
    size_t n = 0;
    for (size_t i = 0; i < value_len(subnets); i++) {
        const struct value *zone = part_of(l, value_item(subnets, i), "AvailabilityZone");
        bool seen = false;
        if (!zone)
            return 0;
        for (size_t k = 0; k < i; k++)
            seen = seen || value_equal(zone, part_of(l, value_item(subnets, k), "AvailabilityZone"));
        n += !seen;
    }
    return n;
}

const struct wanted *vpc_of(const struct look *l, const struct value *subnets)
{
    const struct value *id = part_of(l, value_item(subnets, 0), "VpcId");
    return id ? referred(l, id) : NULL;
}

static bool is_elsewhere(const struct look *l, const struct value *first, const struct value *subnet)
{
    const struct value *one = part_of(l, first, "VpcId"), *other = part_of(l, subnet, "VpcId");
    return one && other && !value_equal(one, other);
}

void check_spread(const struct look *l, const struct wanted *w, const char *path, size_t least)
{
    const struct value *all = attr(l, w, path);
    size_t n = value_len(all), zones = zones_spanned(l, all);
    if (value_kind(all) == V_LIST && n < least)
        fault(l, w, all, NULL, "%s of %s has %zu, and takes %zu or more: %s", path, w->address, n, least, l->rule->why);
    else if (zones && zones < least)
        fault(l, w, all, NULL, "%s of %s lie in %zu zone%s: %s", path, w->address, zones, zones == 1 ? "" : "s",
              l->rule->why);
}

void check_one_vpc(const struct look *l, const struct wanted *w, const char *path)
{
    const struct value *all = attr(l, w, path);
    for (size_t i = 1; i < value_len(all); i++)
        if (is_elsewhere(l, value_item(all, 0), value_item(all, i)))
            fault(l, w, value_item(all, i), "name subnets of one network", "%s of %s lies in another VPC than %s: %s",
                  referred(l, value_item(all, i))->address, w->address, referred(l, value_item(all, 0))->address,
                  l->rule->why);
}

/* ---- security groups --------------------------------------------------------------------------------------------- */

static bool rule_admits(const struct look *l, const struct wanted *rule, int64_t port)
{
    const struct value *from = attr(l, rule, "FromPort"), *to = attr(l, rule, "ToPort");
    if (str_eq(told(l, rule, "IpProtocol"), "-1"))
        return true;
    return value_kind(from) != V_INT || value_kind(to) != V_INT ||
           (value_int_of(from) <= port && port <= value_int_of(to));
}

bool lets_in(const struct look *l, const struct value *groups, int64_t port)
{
    const struct wanted *rule;
    size_t ours = 0;
    for (size_t i = 0; i < value_len(groups); i++) {
        const struct wanted *group = referred(l, value_item(groups, i));
        ours += group != NULL;
        for (struct each e = each_of(l, "AWS::EC2::SecurityGroupIngress", NULL); group && (rule = next_of(&e));)
            if (referred(l, attr(l, rule, "GroupId")) == group && rule_admits(l, rule, port))
                return true;
    }
    return !ours || ours < value_len(groups);
}

/* ---- documents --------------------------------------------------------------------------------------------------- */

bool mentions(const struct value *v, const char *text)
{
    if (strstr(value_str_of(v), text))
        return true;
    for (size_t i = 0; i < value_len(v); i++)
        if (mentions(value_item(v, i), text))
            return true;
    return false;
}

const struct value *text_within(const struct look *l, const struct value *v, const char *pattern)
{
    const struct value *within = NULL;
    if (value_kind(v) == V_STR && patterns_match(l->c->patterns, pattern, value_str_of(v)))
        return v;
    for (size_t i = 0; !within && value_kind(v) != V_JOIN && i < value_len(v); i++)
        within = text_within(l, value_item(v, i), pattern);
    return within;
}

/* ---- roles and keys ---------------------------------------------------------------------------------------------- */

void check_trust(const struct look *l, const struct wanted *w, const char *path, const char *service)
{
    const struct value *v = attr(l, w, path), *trust;
    const struct wanted *role = v ? referred(l, v) : NULL;
    if (!role || !str_eq(role->type, "AWS::IAM::Role"))
        return;
    trust = attr(l, role, "AssumeRolePolicyDocument");
    if (!mentions(trust, service))
        fault(l, w, v, NULL, "%s of %s is the role %s, which does not trust %s: %s", path, w->address, role->address,
              service, l->rule->why);
}

void check_key(const struct look *l, const struct wanted *w, const char *path)
{
    const struct value *v = attr(l, w, path);
    const struct wanted *key = v ? referred(l, v) : NULL;
    if (!key || !str_starts(key->type, "AWS::KMS::"))
        return;
    const struct value *spec = attr(l, key, "KeySpec"), *usage = attr(l, key, "KeyUsage");
    if (!str_eq(key->region, w->region))
        fault(l, w, v, NULL, "%s of %s is the key %s, which is of %s: %s", path, w->address, key->address, key->region,
              l->rule->why);
    else if (spec && !str_eq(value_str_of(spec), "SYMMETRIC_DEFAULT"))
        fault(l, w, v, NULL, "%s of %s is the key %s, which is %s: %s", path, w->address, key->address, shown(l, spec),
              l->rule->why);
    else if (usage && !str_eq(value_str_of(usage), "ENCRYPT_DECRYPT"))
        fault(l, w, v, NULL, "%s of %s is the key %s, which is for %s: %s", path, w->address, key->address,
              shown(l, usage), l->rule->why);
}

void check_key_admits(const struct look *l, const struct wanted *w, const char *path, const char *service)
{
    const struct value *v = attr(l, w, path);
    const struct wanted *key = v ? referred(l, v) : NULL;
    if (key && str_starts(key->type, "AWS::KMS::") && !mentions(attr(l, key, "Policy"), service))
        fault(l, w, v, NULL, "%s of %s is the key %s, whose policy does not name %s: %s", path, w->address,
              key->address, service, l->rule->why);
}

/* ---- by name ----------------------------------------------------------------------------------------------------- */

const struct wanted *the_one(const struct look *l, const char *type, const char *name, const struct value *v,
                             const char *alias)
{
    const struct wanted *w = v ? referred(l, v) : NULL;
    if (w)
        return str_eq(w->type, type) ? w : NULL;
    if (value_kind(v) == V_STR)
        for (struct each e = each_of(l, type, alias); (w = next_of(&e));)
            if (str_eq(told(l, w, name), value_str_of(v)))
                return w;
    return NULL;
}

const char *told(const struct look *l, const struct wanted *w, const char *path)
{
    return value_str_of(settled(l, attr(l, w, path)));
}

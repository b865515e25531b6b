#include "provisioner/preflight/wanted.h"

#include <string.h>

bool is_set(const struct value *v)
{
    switch (value_kind(v)) {
    case V_NULL: return false;
    case V_BOOL: return value_bool_of(v);
    case V_INT: return value_int_of(v) != 0;
    case V_STR: return *value_str_of(v);
    case V_LIST:
    case V_MAP: return value_len(v) > 0;
    default: return true;
    }
}

bool network_of_attr(const struct look *l, const struct wanted *w, const char *path, struct cidr *ret)
{
    if (!cidr_parse(value_str_of(attr(l, w, path)), ret))
        return false;
    *ret = cidr_network(*ret);
    return true;
}

const char *seen_before(const struct look *l, struct value *seen, const char *key, const struct wanted *w)
{
    const struct value *before = value_get(seen, key);
    if (before)
        return value_str_of(before);
    value_set_str(l->c->arena, seen, key, w->address);
    return NULL;
}

int64_t count_of(const struct look *l, struct value *counts, const char *key)
{
    int64_t n = value_int_of(value_get(counts, key)) + 1;
    value_set(l->c->arena, counts, key, value_int(l->c->arena, n));
    return n;
}

const char *same_key(const struct look *l, const struct wanted *w, const struct value *v)
{
    const struct wanted *target = referred(l, v);
    if (target && value_kind(v) == V_REF)
        return target->address;
    return arena_printf(l->c->arena, "%s %s", w->region, value_canonical(l->c->arena, v));
}

bool has_character(const struct value *v, char c)
{
    for (size_t i = 0; value_kind(v) == V_JOIN && i < value_len(v); i++)
        if (has_character(value_item(v, i), c))
            return true;
    return strchr(value_str_of(v), c);
}

const char *region_of_arn(struct arena *a, const char *arn)
{
    if (!str_starts(arn, "arn:"))
        return "";
    for (unsigned colons = 0; *arn && colons < 3; arn++)
        colons += *arn == ':';
    return arena_strndup(a, arn, strcspn(arn, ":"));
}

#include "aws/types/elasticache_quirk.h"

#include <string.h>

static void keep_first(struct arena *a, struct value *request, const char *member)
{
    const struct value *all = value_get(request, member);
    size_t n = (size_t)value_int_of(value_get(request, "NodeGroupCount"));
    struct value *kept = value_list(a);
    if (!all)
        return;
    for (size_t i = 0; i < n && i < value_len(all); i++)
        value_push(a, kept, value_item(all, i));
    value_set(a, request, member, kept);
}

static const struct value *wanted_for(const struct value *wanted, const char *type)
{
    for (size_t i = 0; i < value_len(wanted); i++)
        if (strcmp(value_get_str(value_item(wanted, i), "LogType"), type) == 0)
            return value_item(wanted, i);
    return NULL;
}

static const struct value *switched_off(struct arena *a, const char *type)
{
    struct value *off = value_map(a);
    value_set_str(a, off, "LogType", type);
    value_set(a, off, "Enabled", value_bool(a, false));
    return off;
}

static void switch_off_told(struct arena *a, struct value *request, const struct value *wanted)
{
    const struct value *all = value_get(request, "LogDeliveryConfigurations");
    struct value *out = value_list(a);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i);
        const char *type = value_get_str(one, "LogType");
        const struct value *other = wanted_for(wanted, type);
        bool told = value_get(one, "Status");
        value_push(a, out, !told ? one : other ? other : switched_off(a, type));
    }
    if (all)
        value_set(a, request, "LogDeliveryConfigurations", out);
}

struct err *elasticache_quirk(struct arena *a, const struct op *op, struct value *request, const struct value *attrs,
                              const struct value *have)
{
    (void)have;
    if (strcmp(op->name, "ModifyReplicationGroup") == 0)
        switch_off_told(a, request, value_get(attrs, "LogDeliveryConfigurations"));
    keep_first(a, request, "NodeGroupsToRetain");
    keep_first(a, request, "GlobalNodeGroupsToRetain");
    return NULL;
}

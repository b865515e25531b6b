#include "aws/types/eks.h"

#include <string.h>

static int64_t at_least(int64_t n, int64_t low)
{
    return n < low ? low : n;
}

/* New bounds are refused where the size of the moment lies outside of them. */
static void size_within_bounds(struct arena *a, struct value *request)
{
    const struct value *scaling = value_get(request, "scalingConfig"), *size = value_get(scaling, "desiredSize");
    const struct value *least = value_get(scaling, "minSize"), *most = value_get(scaling, "maxSize");
    if (!size || !least || !most)
        return;
    int64_t n = value_int_of(size) > value_int_of(most) ? value_int_of(most) : value_int_of(size);
    value_set_path(a, request, "scalingConfig.desiredSize", value_int(a, at_least(n, value_int_of(least))));
}

static bool same_taint(const struct value *x, const struct value *y)
{
    return str_eq(value_get_str(x, "key"), value_get_str(y, "key")) &&
           str_eq(value_get_str(x, "effect"), value_get_str(y, "effect"));
}

/* A taint is known by key and effect: with another value it is put anew, and not taken away besides. */
static void taints_told_apart(struct arena *a, struct value *request)
{
    const struct value *taints = value_get(request, "taints");
    const struct value *put = value_get(taints, "addOrUpdateTaints"), *gone = value_get(taints, "removeTaints");
    struct value *left = value_list(a);
    for (size_t i = 0; i < value_len(gone); i++) {
        bool stays = false;
        for (size_t k = 0; k < value_len(put); k++)
            stays |= same_taint(value_item(put, k), value_item(gone, i));
        if (!stays)
            value_push(a, left, value_item(gone, i));
    }
    if (gone)
        value_set_path(a, request, "taints.removeTaints", left);
}

struct err *eks_nodegroup_request(struct arena *a, const struct op *op, struct value *request,
                                  const struct value *attrs, const struct value *have)
{
    (void)have;
    (void)attrs;
    if (op == &eks_UpdateNodegroupConfig) {
        size_within_bounds(a, request);
        taints_told_apart(a, request);
    }
    return NULL;
}

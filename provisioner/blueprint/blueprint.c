#include "provisioner/blueprint/blueprint.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/* clang-format off */
static void (*const systems[])(const struct build *) = {
    network_make,
    endpoints_make,
    flow_logs_make,
    peering_make,
    secrets_make,
    aurora_make,
    cache_make,
    eks_make,
    msk_make,
    msk_replication_make,
    helm_make,
    functions_make,
    ingress_make,
    dns_make,
    drills_make,
    observability_make,
    buckets_make,
    keys_make,
};
/* clang-format on */

/* Every address as a key. Two of the same can only come from what the user listed twice. */
static const struct value *index_addresses(const struct build *b)
{
    struct value *index = value_map(b->arena), *here = value_bool(b->arena, true);
    for (size_t i = 0; i < b->out->n; i++) {
        const struct wanted *w = &b->out->items[i];
        if (value_get(index, w->address))
            diag_add(b->diags, SEV_ERROR, "blueprint/twice", w->pos, "list it once", "%s is asked for twice",
                     w->address);
        value_set(b->arena, index, w->address, here);
    }
    return index;
}

static void take_scope(const struct wanted_list *from, struct wanted_list *to, const char *scope)
{
    size_t n = strlen(scope);
    for (size_t i = 0; i < from->n; i++)
        if (str_starts(from->items[i].address, scope) && from->items[i].address[n] == '/')
            to->items[to->n++] = from->items[i];
}

static void put_in_order(const struct build *b, struct wanted_list *ret)
{
    *ret = (struct wanted_list){.arena = b->arena, .cap = b->out->n + 1};
    ret->items = arena_alloc(b->arena, ret->cap * sizeof *ret->items);
    take_scope(b->out, ret, "global");
    for (size_t i = 0; i < b->spec->n_regions; i++)
        take_scope(b->out, ret, b->spec->regions[i].alias);
}

struct err *blueprint_make(struct arena *a, const struct spec *spec, struct diags *d, struct wanted_list *ret)
{
    struct wanted_list made = {.arena = a};
    const struct build b = {.arena = a, .spec = spec, .diags = d, .out = &made};
    size_t errors = d->errors;
    for (size_t i = 0; i < COUNT(systems); i++)
        systems[i](&b);
    size_t first = made.n;
    resources_make(&b);
    extras_finish(&b, first, index_addresses(&b));
    put_in_order(&b, ret);
    diag_sort(d);
    if (d->errors > errors)
        return err_new(ERR_INPUT, "%zu findings", d->errors - errors);
    return NULL;
}

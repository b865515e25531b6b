#include "provisioner/plan/index.h"

#include <string.h>

static size_t hash(const char *s)
{
    uint64_t h = 1469598103934665603u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    return (size_t)(h ^ h >> 31);
}

static struct index_slot *slot_of(const struct index *x, const char *key)
{
    size_t i = hash(key) & (x->room - 1);
    while (x->slots[i].key && strcmp(x->slots[i].key, key) != 0)
        i = (i + 1) & (x->room - 1);
    return &x->slots[i];
}

static void grow(struct index *x)
{
    struct index old = *x;
    x->room = old.room ? old.room * 2 : 64;
    x->slots = arena_alloc(x->arena, x->room * sizeof *x->slots);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].key)
            *slot_of(x, old.slots[i].key) = old.slots[i];
}

void index_put(struct index *x, const char *key, uint32_t n)
{
    if ((x->used + 1) * 2 > x->room)
        grow(x);
    struct index_slot *slot = slot_of(x, key);
    x->used += !slot->key;
    *slot = (struct index_slot){key, n};
}

bool index_get(const struct index *x, const char *key, uint32_t *ret)
{
    const struct index_slot *slot = x->room ? slot_of(x, key) : NULL;
    if (!slot || !slot->key)
        return false;
    *ret = slot->n;
    return true;
}

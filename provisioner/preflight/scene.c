#include "provisioner/preflight/scene.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    uint32_t hash;
    const char *name;
    const struct wanted *w;
};

struct scene {
    const struct wanted_list *list;
    struct entry *by_address;
    uint32_t *type_hash; /* of by_type */
    const struct wanted **by_type;
};

/* FNV-1a. */
static uint32_t hash_of(const char *s)
{
    uint32_t h = 2166136261u;
    for (; *s; s++)
        h = (h ^ (uint8_t)*s) * 16777619u;
    return h;
}

static int by_hash(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    int names = strcmp(a->name, b->name);
    return names ? names : (a->w > b->w) - (a->w < b->w); /* of one array: in its order */
}

static struct entry *sorted(struct arena *a, const struct wanted_list *list, bool type)
{
    struct entry *all = arena_alloc(a, (list->n + 1) * sizeof *all);
    for (size_t i = 0; i < list->n; i++) {
        const char *name = type ? list->items[i].type : list->items[i].address;
        all[i] = (struct entry){hash_of(name), name, &list->items[i]};
    }
    if (list->n)
        qsort(all, list->n, sizeof *all, by_hash);
    return all;
}

struct scene *scene_new(struct arena *a, const struct wanted_list *list)
{
    struct scene *s = arena_alloc(a, sizeof *s);
    const struct entry *types = sorted(a, list, true);
    s->list = list;
    s->by_address = sorted(a, list, false);
    s->type_hash = arena_alloc(a, (list->n + 1) * sizeof *s->type_hash);
    s->by_type = arena_alloc(a, (list->n + 1) * sizeof *s->by_type);
    for (size_t i = 0; i < list->n; i++) {
        s->type_hash[i] = types[i].hash;
        s->by_type[i] = types[i].w;
    }
    return s;
}

const struct wanted_list *scene_list(const struct scene *s)
{
    return s->list;
}

/* The first whose hash is not below. */
static size_t type_from(const struct scene *s, uint32_t hash)
{
    size_t low = 0, high = s->list->n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (s->type_hash[mid] < hash)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const struct wanted *const *scene_type(const struct scene *s, const char *type, size_t *ret_n)
{
    size_t first = type_from(s, hash_of(type)), end;
    while (first < s->list->n && s->type_hash[first] == hash_of(type) && !str_eq(s->by_type[first]->type, type))
        first++; /* another type with the same hash */
    for (end = first; end < s->list->n && str_eq(s->by_type[end]->type, type); end++)
        ;
    *ret_n = end - first;
    return s->by_type + first;
}

const struct wanted *scene_address(const struct scene *s, const char *address)
{
    uint32_t hash = hash_of(address);
    size_t low = 0, high = s->list->n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (s->by_address[mid].hash < hash)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < s->list->n && s->by_address[low].hash == hash; low++)
        if (str_eq(s->by_address[low].w->address, address))
            return s->by_address[low].w;
    return NULL;
}

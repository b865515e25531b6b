#include "provisioner/model/wanted.h"

#include <string.h>

struct wanted *wanted_add(struct wanted_list *l, const char *type, const char *alias, const char *region,
                          const char *address, struct value *attrs)
{
    l->items = arena_grow(l->arena, l->items, sizeof *l->items, l->n, &l->cap);
    struct wanted *w = &l->items[l->n++];
    *w = (struct wanted){.address = address, .type = type, .alias = alias, .region = region, .attrs = attrs};
    return w;
}

void wanted_after(struct wanted_list *l, struct wanted *w, const char *address)
{
    size_t n = 0;
    while (w->after && w->after[n])
        n++;
    const char **longer = arena_alloc(l->arena, (n + 2) * sizeof *longer);
    if (n)
        memcpy(longer, w->after, n * sizeof *longer);
    longer[n] = arena_strdup(l->arena, address);
    w->after = longer;
}

const struct wanted *wanted_find(const struct wanted_list *l, const char *address)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->items[i].address, address) == 0)
            return &l->items[i];
    return NULL;
}

const struct value *wanted_self(struct arena *a, unsigned generation, const char *path)
{
    if (strcmp(path, "Generation") == 0)
        return value_fmt(a, "%u", generation);
    return generation > 1 ? value_fmt(a, "-g%u", generation) : value_str(a, "");
}

const char *address_alias(struct arena *a, const char *address)
{
    return arena_strndup(a, address, strcspn(address, "/"));
}

const char *address_system(struct arena *a, const char *address)
{
    const char *rest = address + strcspn(address, "/");
    rest += *rest == '/';
    return arena_strndup(a, rest, strcspn(rest, "/"));
}

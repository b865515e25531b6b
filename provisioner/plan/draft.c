#include "provisioner/plan/draft.h"

#include <stdlib.h>
#include <string.h>

static struct node *node_for(struct draft *d, const char *address)
{
    uint32_t at;
    if (index_get(&d->index, address, &at))
        return &d->nodes[at];
    d->nodes = arena_grow(d->arena, d->nodes, sizeof *d->nodes, d->n, &d->cap);
    index_put(&d->index, address, (uint32_t)d->n);
    d->nodes[d->n] = (struct node){.address = address};
    return &d->nodes[d->n++];
}

static void collect_wanted(struct draft *d)
{
    const struct wanted_list *list = d->request->wanted;
    for (size_t i = 0; list && !d->request->destroy && i < list->n; i++) {
        struct node *n = node_for(d, list->items[i].address);
        if (n->wanted)
            diag_add(d->diags, SEV_ERROR, "plan/duplicate", list->items[i].pos, "give one of them another name",
                     "%s is asked for twice", n->address);
        n->wanted = &list->items[i];
    }
}

/* An intent that nobody resolved is an entry of which only the beginning is known. */
static const struct entry *entry_of_intent(struct draft *d, const struct intent *in, const struct entry *known)
{
    static const char *none[] = {NULL};
    struct entry *e = arena_alloc(d->arena, sizeof *e);
    if (known) {
        *e = *known;
        e->status = ENTRY_DELETING;
        return e;
    }
    *e = (struct entry){
        .address = in->address,
        .type = in->type,
        .alias = in->alias,
        .region = in->region,
        .inputs = in->inputs,
        .after = in->after ? in->after : none,
        .status = ENTRY_CREATING,
        .generation = in->generation,
    };
    return e;
}

static void collect_intents(struct draft *d)
{
    const struct state *s = d->request->state;
    for (size_t i = 0; i < state_intents(s); i++) {
        const struct intent *in = state_intent(s, i);
        const struct entry *known = state_find(s, in->address);
        bool created = !known && str_eq(in->verb, "create"), deleted = known && str_eq(in->verb, "delete");
        if (created || deleted)
            node_for(d, in->address)->entry = entry_of_intent(d, in, known);
    }
}

static int by_address(const void *x, const void *y)
{
    return strcmp(((const struct node *)x)->address, ((const struct node *)y)->address);
}

static const struct rtype *type_of(const struct draft *d, const struct node *n)
{
    return d->request->types(n->wanted ? n->wanted->type : n->entry->type);
}

static const char *object_key(const struct draft *d, const struct node *n, const char *region, const char *id)
{
    bool global = n->type->flags & RT_GLOBAL;
    return arena_printf(d->arena, "%s|%s|%s", n->type->name, global || !region ? "" : region, id);
}

static void collect_owners(struct draft *d)
{
    d->owners.arena = d->arena;
    for (size_t i = 0; d->request->live && i < d->n; i++) {
        const struct node *n = &d->nodes[i];
        if (n->entry && n->entry->id && n->type)
            index_put(&d->owners, object_key(d, n, n->entry->region, n->entry->id), (uint32_t)i);
    }
}

struct node *draft_owner(const struct draft *d, const struct node *n, const char *id)
{
    uint32_t at;
    return id && index_get(&d->owners, object_key(d, n, n->wanted->region, id), &at) ? &d->nodes[at] : NULL;
}

void draft_collect(struct draft *d)
{
    const struct state *s = d->request->state;
    d->index.arena = d->arena;
    collect_wanted(d);
    for (size_t i = 0; s && i < state_count(s); i++)
        node_for(d, state_entry(s, i)->address)->entry = state_entry(s, i);
    if (s)
        collect_intents(d);
    if (d->n)
        qsort(d->nodes, d->n, sizeof *d->nodes, by_address);
    for (size_t i = 0; i < d->n; i++) {
        index_put(&d->index, d->nodes[i].address, (uint32_t)i);
        d->nodes[i].type = type_of(d, &d->nodes[i]);
    }
    collect_owners(d);
}

struct node *draft_find(const struct draft *d, const char *address)
{
    uint32_t at;
    return index_get(&d->index, address, &at) ? &d->nodes[at] : NULL;
}

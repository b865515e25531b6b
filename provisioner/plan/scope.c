#include "provisioner/plan/draft.h"

#include <string.h>

static bool is_listed(const char *const *list, const char *word)
{
    for (; list && *list; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

/* A pattern, or the beginning of addresses: tokyo/network is all of it. */
bool scope_pattern_matches(const char *pattern, const char *address)
{
    size_t n = strlen(pattern);
    return glob_match(pattern, address) || (n && strncmp(pattern, address, n) == 0 && address[n] == '/');
}

static bool matches_any(const char *const *patterns, const char *address)
{
    for (; *patterns; patterns++)
        if (scope_pattern_matches(*patterns, address))
            return true;
    return false;
}

/* ---- regions ----------------------------------------------------------------------------------------------------- */

static const char *calls_go_to(const struct node *n)
{
    const char *alias = n->wanted ? n->wanted->alias : n->entry->alias;
    return n->type ? rtype_scope(n->type, alias) : alias;
}

static bool in_region(const struct node *n, const char *alias)
{
    size_t len = strlen(alias);
    return str_starts(n->address, "global/") || (strncmp(n->address, alias, len) == 0 && n->address[len] == '/');
}

static bool is_reachable(const struct plan_request *r, const struct node *n)
{
    const char *alias = calls_go_to(n);
    return (!r->region || in_region(n, r->region)) && !is_listed(r->skipped, alias ? alias : "");
}

void scope_mark(struct draft *d)
{
    const struct plan_request *r = d->request;
    bool all = !r->targets || (!*r->targets && !r->exactly);
    for (size_t i = 0; i < d->n; i++) {
        struct node *n = &d->nodes[i];
        n->reachable = is_reachable(r, n);
        n->targeted = all || (r->exactly ? is_listed(r->targets, n->address) : matches_any(r->targets, n->address));
    }
    if (!all && !r->exactly)
        scope_close(d);
}

/* ---- closure ----------------------------------------------------------------------------------------------------- */

struct stack {
    uint32_t *items;
    size_t n;
};

static void take_in(struct draft *d, struct stack *s, const uint32_t *list, uint32_t from, uint32_t to, bool *seen)
{
    for (uint32_t i = from; i < to; i++) {
        d->nodes[list[i]].targeted = true;
        if (!seen[list[i]])
            s->items[s->n++] = list[i];
        seen[list[i]] = true;
    }
}

/* What stays wants its needs; what goes wants those gone that need it. */
void scope_close(struct draft *d)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct stack s = {arena_alloc(a, (d->n + 1) * sizeof *s.items), 0};
    bool *seen = arena_alloc(a, d->n + 1);
    for (uint32_t i = 0; i < d->n; i++)
        if ((seen[i] = d->nodes[i].targeted))
            s.items[s.n++] = i;
    while (s.n) {
        uint32_t v = s.items[--s.n];
        const struct graph *needs = &d->needs, *was = &d->recorded;
        if (d->nodes[v].wanted)
            take_in(d, &s, needs->need, needs->first[v], needs->first[v + 1], seen);
        else
            take_in(d, &s, was->back, was->first_back[v], was->first_back[v + 1], seen);
    }
}

/* ---- out of reach ------------------------------------------------------------------------------------------------ */

static bool lacks_something(const struct draft *d, uint32_t v)
{
    for (uint32_t i = d->needs.first[v]; i < d->needs.first[v + 1]; i++) {
        const struct node *u = &d->nodes[d->needs.need[i]];
        if ((!u->reachable || u->left_out) && !node_is_made(u))
            return true;
    }
    return false;
}

void scope_starve(struct draft *d)
{
    for (size_t i = 0; i < d->n; i++) {
        struct node *n = &d->nodes[d->order[i]];
        if (n->wanted && n->reachable && lacks_something(d, d->order[i]))
            n->left_out = true;
    }
}

void scope_tell(const struct draft *d)
{
    enum { NAMES = 4 };
    struct sbuf names = {.arena = d->arena};
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++) {
        if (!d->nodes[i].left_out || !d->nodes[i].targeted)
            continue;
        if (n++ < NAMES)
            sbuf_printf(&names, "%s%s", n > 1 ? ", " : "", d->nodes[i].address);
    }
    if (n)
        diag_add(d->diags, SEV_WARNING, "plan/left-out", (struct pos){0}, "plan again for all regions",
                 "%zu %s left out, because they depend on, or hold up, what is in a region that is not in this plan: "
                 "%s%s",
                 n, n == 1 ? "resource is" : "resources are", sbuf_str(&names), n > NAMES ? ", ..." : "");
}

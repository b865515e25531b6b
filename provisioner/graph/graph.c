#include "provisioner/graph/graph.h"

#include <string.h>

static uint32_t *words(struct arena *a, size_t n)
{
    return arena_alloc(a, (n + 1) * sizeof(uint32_t));
}

void graph_init(struct graph *g, struct arena *a, size_t n)
{
    *g = (struct graph){.arena = a, .n = n};
}

void graph_edge(struct graph *g, uint32_t from, uint32_t to)
{
    if (from == to || from >= g->n || to >= g->n)
        return;
    g->edges = arena_grow(g->arena, g->edges, sizeof *g->edges, g->n_edges, &g->cap);
    g->edges[g->n_edges++] = (struct graph_edge){from, to};
}

/* ---- adjacency --------------------------------------------------------------------------------------------------- */

/* Who points at each vertex, in the order the edges came. */
static void bucket_by_to(const struct graph *g, uint32_t *first, uint32_t *from)
{
    for (size_t i = 0; i < g->n_edges; i++)
        first[g->edges[i].to + 1]++;
    for (size_t v = 0; v < g->n; v++)
        first[v + 1] += first[v];
    uint32_t *at = words(g->arena, g->n);
    memcpy(at, first, g->n * sizeof *at);
    for (size_t i = 0; i < g->n_edges; i++)
        from[at[g->edges[i].to]++] = g->edges[i].from;
}

/* Turns every edge around. Going through the sources in order leaves each list sorted, so doubles are neighbours. */
static void transpose(const struct graph *g, const uint32_t *first, const uint32_t *list, uint32_t *ret_first,
                      uint32_t *ret_list)
{
    size_t n_edges = first[g->n];
    uint32_t *room = words(g->arena, g->n), *at = words(g->arena, g->n);
    for (size_t i = 0; i < n_edges; i++)
        room[list[i] + 1]++;
    for (size_t v = 0; v < g->n; v++)
        room[v + 1] += room[v];
    memcpy(at, room, g->n * sizeof *at);
    for (uint32_t v = 0; v < g->n; v++)
        for (uint32_t i = first[v]; i < first[v + 1]; i++)
            if (at[list[i]] == room[list[i]] || ret_list[at[list[i]] - 1] != v)
                ret_list[at[list[i]]++] = v;
    uint32_t to = 0;
    for (size_t v = 0; v < g->n; v++) {
        uint32_t from = room[v], len = at[v] - room[v];
        ret_first[v] = to;
        memmove(ret_list + to, ret_list + from, len * sizeof *ret_list);
        to += len;
    }
    ret_first[g->n] = to;
}

void graph_finish(struct graph *g)
{
    uint32_t *first = words(g->arena, g->n), *from = words(g->arena, g->n_edges);
    bucket_by_to(g, first, from);
    g->first = words(g->arena, g->n);
    g->need = words(g->arena, g->n_edges);
    transpose(g, first, from, g->first, g->need);
    g->first_back = words(g->arena, g->n);
    g->back = words(g->arena, g->n_edges);
    transpose(g, g->first, g->need, g->first_back, g->back);
}

/* ---- order ------------------------------------------------------------------------------------------------------- */

struct heap {
    uint32_t *items;
    size_t n;
};

static void swap(uint32_t *x, uint32_t *y)
{
    uint32_t t = *x;
    *x = *y;
    *y = t;
}

static void heap_push(struct heap *h, uint32_t v)
{
    size_t i = h->n++;
    h->items[i] = v;
    for (; i && h->items[(i - 1) / 2] > h->items[i]; i = (i - 1) / 2)
        swap(&h->items[i], &h->items[(i - 1) / 2]);
}

static uint32_t heap_pop(struct heap *h)
{
    uint32_t least = h->items[0];
    h->items[0] = h->items[--h->n];
    for (size_t i = 0, child; (child = 2 * i + 1) < h->n; i = child) {
        child += child + 1 < h->n && h->items[child + 1] < h->items[child];
        if (h->items[i] <= h->items[child])
            break;
        swap(&h->items[i], &h->items[child]);
    }
    return least;
}

static uint32_t open_need(const struct graph *g, const uint32_t *missing, uint32_t v)
{
    for (uint32_t i = g->first[v]; i < g->first[v + 1]; i++)
        if (missing[g->need[i]])
            return g->need[i];
    return v;
}

/* Whoever still misses something needs another who does: walking along must come round. */
static size_t find_cycle(const struct graph *g, const uint32_t *missing, uint32_t *ret)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    uint32_t *seen = words(a, g->n), v = 0, least = 0;
    while (!missing[v])
        v++;
    for (; !seen[v]; v = open_need(g, missing, v))
        seen[v] = 1;
    least = v;
    for (uint32_t u = open_need(g, missing, v); u != v; u = open_need(g, missing, u))
        least = u < least ? u : least;
    size_t n = 0;
    v = least;
    do {
        ret[n++] = v;
        v = open_need(g, missing, v);
    } while (v != least);
    return n;
}

bool graph_order(const struct graph *g, uint32_t *ret_order, size_t *ret_n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    uint32_t *missing = words(a, g->n);
    struct heap ready = {words(a, g->n), 0};
    for (uint32_t v = 0; v < g->n; v++) {
        missing[v] = g->first[v + 1] - g->first[v];
        if (!missing[v])
            heap_push(&ready, v);
    }
    size_t n = 0;
    while (ready.n) {
        uint32_t v = heap_pop(&ready);
        ret_order[n++] = v;
        for (uint32_t i = g->first_back[v]; i < g->first_back[v + 1]; i++)
            if (--missing[g->back[i]] == 0)
                heap_push(&ready, g->back[i]);
    }
    *ret_n = n == g->n ? n : find_cycle(g, missing, ret_order);
    return n == g->n;
}

/* ---- the longest path -------------------------------------------------------------------------------------------- */

static const uint32_t NOBODY = UINT32_MAX;

static uint32_t latest_need(const struct graph *g, const double *done, uint32_t v)
{
    uint32_t last = NOBODY;
    for (uint32_t i = g->first[v]; i < g->first[v + 1]; i++)
        if (last == NOBODY || done[g->need[i]] > done[last])
            last = g->need[i];
    return last;
}

static void reverse(uint32_t *path, size_t n)
{
    for (size_t i = 0; i < n / 2; i++)
        swap(&path[i], &path[n - 1 - i]);
}

double graph_critical_path(const struct graph *g, const double *weight, uint32_t *ret_path, size_t *ret_n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    uint32_t *order = words(a, g->n), *before = words(a, g->n), last = NOBODY;
    double *done = arena_alloc(a, (g->n + 1) * sizeof *done);
    size_t n = 0;
    *ret_n = 0;
    if (!graph_order(g, order, &n))
        return 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t v = order[i];
        before[v] = latest_need(g, done, v);
        done[v] = weight[v] + (before[v] == NOBODY ? 0 : done[before[v]]);
        if (last == NOBODY || done[v] > done[last])
            last = v;
    }
    double length = last == NOBODY ? 0 : done[last];
    for (; last != NOBODY; last = before[last])
        ret_path[(*ret_n)++] = last;
    reverse(ret_path, *ret_n);
    return length;
}

#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include "provisioner/base/base.h"

/* Vertices are indices 0..n-1; an edge a -> b says that a needs b. Knows nothing of resources. Linear in all it does.
 */

struct graph {
    struct arena *arena;
    size_t n, n_edges, cap;
    struct graph_edge {
        uint32_t from, to;
    } * edges;
    /* made by graph_finish: the needs of v are need[first[v]] .. need[first[v + 1] - 1], sorted, no doubles */
    uint32_t *first, *need;
    uint32_t *first_back, *back; /* who needs v, likewise */
};

void graph_init(struct graph *g, struct arena *a, size_t n);
void graph_edge(struct graph *g, uint32_t from, uint32_t to); /* an edge to itself is dropped */
void graph_finish(struct graph *g);

/* Needs first. Among those that could come, the smallest index comes first: the same graph gives the same order.
 * False: there is a cycle; ret_order then holds the vertices of one, in order, and *ret_n their number. */
bool graph_order(const struct graph *g, uint32_t *ret_order, size_t *ret_n);

/* Longest path by weight; returns its length, fills `ret_path` (room for n) from first to last. No cycles. */
double graph_critical_path(const struct graph *g, const double *weight, uint32_t *ret_path, size_t *ret_n);

#endif

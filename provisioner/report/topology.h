#ifndef REPORT_TOPOLOGY_H
#define REPORT_TOPOLOGY_H

#include "provisioner/plan/plan.h"

/*
 * The regions side by side: which systems stand in each, of how many resources of which types, what a plan does to
 * them, and which of them hold on to one in another place. "global" is a place like a region, in the middle.
 * Everything lives in the arena it is made with, or where it was made from.
 */

struct topology_type {
    const char *name;
    size_t n;
};

struct topology_box { /* a system in a place */
    size_t column, row;
    size_t n, count[ACT_COUNT];
    struct topology_type *types; /* in the order in which they came */
    size_t n_types, cap_types;
};

struct topology_link { /* boxes, the one further left first; each pair once, never two of one place */
    size_t a, b;
};

struct topology {
    struct arena *arena;
    struct topology_place {
        const char *alias, *region;
    } * columns;
    const char **rows; /* systems */
    struct topology_box *boxes;
    struct topology_link *links;
    size_t n_columns, n_rows, n_boxes, n_links;
    size_t cap_columns, cap_rows, cap_boxes, cap_links;
};

/* `aliases`: the regions from left to right, NULL-terminated. */
void topology_of_wanted(struct arena *a, const struct wanted_list *wanted, const char *const *aliases,
                        struct topology *ret);
/* What is there when the plan is done, and what it takes away. */
void topology_of_plan(struct arena *a, const struct plan *p, const char *const *aliases, struct topology *ret);

/* A whole SVG document without script, which follows the reader's light or dark. `title` is read aloud. */
void topology_svg(struct sbuf *out, const struct topology *t, const char *title);
/* A Mermaid flowchart, as GitHub and GitLab draw it in Markdown. */
void topology_mermaid(struct sbuf *out, const struct topology *t);

#endif

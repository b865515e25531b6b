#include "provisioner/report/topology.h"

#include <string.h>

/* Rows from what stands below to what stands upon it; systems that are not named here follow. */
static const char *const usual_order[] = {"network", "peering", "keys",    "secrets",   "aurora",
                                          "cache",   "msk",     "eks",     "functions", "helm",
                                          "ingress", "dns",     "buckets", "drills",    "observability"};

static const char GLOBAL[] = "global";

struct resource {
    const char *address, *type, *region;
    enum action action;
    const struct value *attrs;
    const char *const *after;
    const char *alias, *system; /* of the address */
};

/* ---- rows and columns -------------------------------------------------------------------------------------------- */

static size_t column_of(struct topology *t, const char *alias, const char *region)
{
    for (size_t i = 0; i < t->n_columns; i++)
        if (str_eq(t->columns[i].alias, alias)) {
            t->columns[i].region = region ? region : t->columns[i].region;
            return i;
        }
    t->columns = arena_grow(t->arena, t->columns, sizeof *t->columns, t->n_columns, &t->cap_columns);
    t->columns[t->n_columns].alias = alias;
    t->columns[t->n_columns].region = region;
    return t->n_columns++;
}

static size_t row_of(struct topology *t, const char *system)
{
    for (size_t i = 0; i < t->n_rows; i++)
        if (str_eq(t->rows[i], system))
            return i;
    t->rows = arena_grow(t->arena, t->rows, sizeof *t->rows, t->n_rows, &t->cap_rows);
    t->rows[t->n_rows] = system;
    return t->n_rows++;
}

static bool has_alias(const struct resource *all, size_t n, const char *alias)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].alias, alias))
            return true;
    return false;
}

static bool has_system(const struct resource *all, size_t n, const char *system)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].system, system))
            return true;
    return false;
}

/* What is in the middle is near to both sides. */
static void lay_out(struct topology *t, const struct resource *all, size_t n, const char *const *aliases)
{
    size_t regions = 0;
    while (aliases[regions])
        regions++;
    for (size_t i = 0; i <= regions; i++) {
        if (i == (regions + 1) / 2 && has_alias(all, n, GLOBAL))
            column_of(t, GLOBAL, NULL);
        if (i < regions)
            column_of(t, aliases[i], NULL);
    }
    for (size_t i = 0; i < COUNT(usual_order); i++)
        if (has_system(all, n, usual_order[i]))
            row_of(t, usual_order[i]);
}

/* ---- boxes and links --------------------------------------------------------------------------------------------- */

static struct topology_box *box_at(const struct topology *t, size_t column, size_t row)
{
    for (size_t i = 0; i < t->n_boxes; i++)
        if (t->boxes[i].column == column && t->boxes[i].row == row)
            return &t->boxes[i];
    return NULL;
}

static struct topology_box *some_box(struct topology *t, size_t column, size_t row)
{
    struct topology_box *box = box_at(t, column, row);
    if (box)
        return box;
    t->boxes = arena_grow(t->arena, t->boxes, sizeof *t->boxes, t->n_boxes, &t->cap_boxes);
    t->boxes[t->n_boxes] = (struct topology_box){.column = column, .row = row};
    return &t->boxes[t->n_boxes++];
}

static void count_type(struct topology *t, struct topology_box *box, const char *name)
{
    for (size_t i = 0; i < box->n_types; i++)
        if (str_eq(box->types[i].name, name)) {
            box->types[i].n++;
            return;
        }
    box->types = arena_grow(t->arena, box->types, sizeof *box->types, box->n_types, &box->cap_types);
    box->types[box->n_types++] = (struct topology_type){name, 1};
}

static void put_in_its_box(struct topology *t, const struct resource *r)
{
    struct topology_box *box =
        some_box(t, column_of(t, r->alias, str_eq(r->alias, GLOBAL) ? NULL : r->region), row_of(t, r->system));
    box->n++;
    box->count[r->action]++;
    count_type(t, box, r->type);
}

static struct topology_box *box_of(struct topology *t, const char *address)
{
    const char *alias = address_alias(t->arena, address), *system = address_system(t->arena, address);
    for (size_t i = 0; i < t->n_boxes; i++)
        if (str_eq(t->columns[t->boxes[i].column].alias, alias) && str_eq(t->rows[t->boxes[i].row], system))
            return &t->boxes[i];
    return NULL; /* a lookup, or nothing of this plan's */
}

static void link_boxes(struct topology *t, struct topology_box *from, struct topology_box *to)
{
    if (!from || !to || from->column == to->column)
        return;
    bool turned = to->column < from->column;
    struct topology_link link = {(size_t)((turned ? to : from) - t->boxes), (size_t)((turned ? from : to) - t->boxes)};
    for (size_t i = 0; i < t->n_links; i++)
        if (t->links[i].a == link.a && t->links[i].b == link.b)
            return;
    t->links = arena_grow(t->arena, t->links, sizeof *t->links, t->n_links, &t->cap_links);
    t->links[t->n_links++] = link;
}

struct referring {
    struct topology *t;
    const char *from;
};

static void refers(void *ctx, const struct value *ref)
{
    const struct referring *r = ctx;
    link_boxes(r->t, box_of(r->t, r->from), box_of(r->t, value_ref_address(ref)));
}

static void link_resource(struct topology *t, const struct resource *r)
{
    struct referring referring = {t, r->address};
    if (r->attrs)
        value_each_ref(r->attrs, refers, &referring);
    for (const char *const *after = r->after; after && *after; after++)
        link_boxes(t, box_of(t, r->address), box_of(t, *after));
}

static void make(struct arena *a, struct resource *all, size_t n, const char *const *aliases, struct topology *ret)
{
    *ret = (struct topology){.arena = a};
    for (size_t i = 0; i < n; i++) {
        all[i].alias = address_alias(a, all[i].address);
        all[i].system = address_system(a, all[i].address);
    }
    lay_out(ret, all, n, aliases);
    for (size_t i = 0; i < n; i++)
        put_in_its_box(ret, &all[i]);
    for (size_t i = 0; i < n; i++)
        link_resource(ret, &all[i]);
}

void topology_of_wanted(struct arena *a, const struct wanted_list *wanted, const char *const *aliases,
                        struct topology *ret)
{
    struct resource *all = arena_alloc(a, (wanted->n + 1) * sizeof *all);
    for (size_t i = 0; i < wanted->n; i++) {
        const struct wanted *w = &wanted->items[i];
        all[i] = (struct resource){w->address, w->type, w->region, ACT_NOOP, w->attrs, (const char *const *)w->after};
    }
    make(a, all, wanted->n, aliases, ret);
}

void topology_of_plan(struct arena *a, const struct plan *p, const char *const *aliases, struct topology *ret)
{
    struct resource *all = arena_alloc(a, (p->n_planned + 1) * sizeof *all);
    for (size_t i = 0; i < p->n_planned; i++) {
        const struct planned *r = &p->planned[i];
        all[i] = (struct resource){r->address, r->type->name, r->region, r->action, r->wanted, r->after};
    }
    make(a, all, p->n_planned, aliases, ret);
}

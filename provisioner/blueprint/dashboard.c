#include "provisioner/blueprint/alarms.h"
#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/systems.h"

#include <string.h>

/*
 * Dashboards, of which an account has one set whatever the region: one that shows every metric of every region side by
 * side, a column a region, and one for each region with the states of its alarms above.
 */

enum { GRID = 24, HEIGHT = 6, ALARMS_HEIGHT = 4, COLUMNS = 2, WIDGETS_MOST = 500 };

/* ---- widgets ----------------------------------------------------------------------------------------------------- */

struct place {
    unsigned x, y, width, height;
};

static void widget(const struct site *s, struct value *list, const char *type, struct place at, const struct value *of)
{
    struct arena *a = s->arena;
    if (value_len(list) < WIDGETS_MOST)
        value_push(a, list,
                   map_of(a, PAIRS({"type", value_str(a, type)}, {"x", value_int(a, at.x)}, {"y", value_int(a, at.y)},
                                   {"width", value_int(a, at.width)}, {"height", value_int(a, at.height)},
                                   {"properties", of})));
}

static const struct value *chart(const struct site *s, const struct watched *w, const struct value *series)
{
    struct arena *a = s->arena;
    const struct value *line = map_of(
        a, PAIRS({"label", value_str(a, watched_level(s, w))}, {"value", value_int(a, watched_threshold(s, w))}));
    return map_of(a,
                  PAIRS({"title", value_fmt(a, "%s, %s: %s", s->scope, w->row->name, w->row->help)},
                        {"region", value_str(a, s->region->name)}, {"view", value_str(a, "timeSeries")},
                        {"stat", value_str(a, w->row->statistic)}, {"period", value_int(a, w->row->period)},
                        {"metrics", series}, {"annotations", map_of(a, PAIRS({"horizontal", list_of_one(a, line)}))}));
}

/* ---- charts of a region: one a row of the table, whatever it watches of that kind -------------------------------- */

struct charts {
    struct site site;
    struct watched items[100];
    struct value *series[100];
    size_t n;
};

static void add_chart(void *ctx, const struct site *s, const struct watched *w)
{
    struct charts *c = ctx;
    bool same = c->n && c->items[c->n - 1].row == w->row;
    if (!same && c->n == COUNT(c->items))
        return;
    if (!same) {
        c->items[c->n] = *w;
        c->series[c->n++] = value_list(s->arena);
    }
    watched_series(s, w, c->series[c->n - 1]);
}

static struct charts *charts_of(const struct build *b, const struct spec_region *r)
{
    struct charts *c = arena_alloc(b->arena, sizeof *c);
    *c = (struct charts){.site = site_in(b, r, "observability")};
    watched_each(&c->site, add_chart, c);
    return c;
}

static void dashboard_make(const struct site *s, const char *purpose, const struct value *widgets)
{
    struct arena *a = s->arena;
    site_make(s, "AWS::CloudWatch::Dashboard", "dashboard",
              PAIRS({"DashboardName", value_str(a, name_of(s, purpose))},
                    {"DashboardBody", map_of(a, PAIRS({"widgets", widgets}))}));
}

/* ---- one region -------------------------------------------------------------------------------------------------- */

static void add_alarm(void *ctx, const struct site *s, const struct watched *w)
{
    value_push(s->arena, ctx,
               value_ref(s->arena, site_address(s, arena_printf(s->arena, "alarm-%s", w->name)), "AlarmArn"));
}

static void region_make(const struct charts *c)
{
    const struct site *s = &c->site;
    struct arena *a = s->arena;
    struct value *widgets = value_list(a), *alarms = value_list(a);
    watched_each(s, add_alarm, alarms);
    widget(s, widgets, "alarm", (struct place){0, 0, GRID, ALARMS_HEIGHT},
           map_of(a, PAIRS({"title", value_fmt(a, "%s: alarms", s->scope)}, {"alarms", alarms})));
    for (size_t i = 0; i < c->n; i++) {
        unsigned row = (unsigned)i / COLUMNS, column = (unsigned)i % COLUMNS, width = GRID / COLUMNS;
        widget(s, widgets, "metric", (struct place){column * width, ALARMS_HEIGHT + row * HEIGHT, width, HEIGHT},
               chart(s, &c->items[i], c->series[i]));
    }
    dashboard_make(s, s->system, widgets);
}

/* ---- side by side ------------------------------------------------------------------------------------------------ */

static const struct value *chart_named(const struct charts *c, const char *name)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->items[i].row->name, name))
            return chart(&c->site, &c->items[i], c->series[i]);
    return NULL;
}

/* A line of charts for whatever some region watches; where another does not, its column is empty. */
static void global_make(const struct build *b, struct charts *const *columns, size_t n)
{
    struct site s = site_global(b, "observability");
    struct value *widgets = value_list(b->arena), *seen = value_map(b->arena);
    unsigned width = n > GRID ? 1 : GRID / (unsigned)n, y = 0;
    for (size_t c = 0; c < n; c++)
        for (size_t i = 0; i < columns[c]->n; i++) {
            const char *name = columns[c]->items[i].row->name;
            if (value_get(seen, name))
                continue;
            value_set(b->arena, seen, name, value_bool(b->arena, true));
            for (size_t k = 0; k < n; k++) {
                const struct value *of = chart_named(columns[k], name);
                if (of)
                    widget(&s, widgets, "metric", (struct place){(unsigned)k * width, y, width, HEIGHT}, of);
            }
            y += HEIGHT;
        }
    dashboard_make(&s, "regions", widgets);
}

void dashboards_make(const struct build *b)
{
    const struct spec *spec = b->spec;
    struct charts **columns = arena_alloc(b->arena, spec->n_regions * sizeof *columns);
    size_t n = 0;
    for (size_t i = 0; i < spec->n_regions; i++)
        if (observability_in(&spec->regions[i]))
            columns[n++] = charts_of(b, &spec->regions[i]);
    if (!n || !value_bool_of(site_field(&columns[0]->site, "dashboard")))
        return;
    for (size_t i = 0; i < n; i++)
        region_make(columns[i]);
    global_make(b, columns, n);
}

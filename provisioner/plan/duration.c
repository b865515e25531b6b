#include "provisioner/plan/duration.h"
#include "provisioner/graph/graph.h"

static double step_takes(const struct plan *p, const struct step *step, const struct entry *e)
{
    const struct rtype *rt = p->planned[step->planned].type;
    switch (step->kind) {
    case STEP_CREATE: return e && e->create_s > 0 ? (double)e->create_s : (double)rt->create_s;
    case STEP_UPDATE: return e && e->update_s > 0 ? (double)e->update_s : (double)rt->update_s;
    case STEP_DELETE: return (double)rt->delete_s;
    case STEP_RECORD:
    case STEP_FORGET: break;
    }
    return 0;
}

static void name_path(struct plan *p, const uint32_t *path, size_t n)
{
    size_t count = 0;
    p->critical_path = arena_alloc(p->arena, (n + 1) * sizeof *p->critical_path);
    for (size_t i = 0; i < n; i++) {
        const char *address = p->planned[p->steps[path[i]].planned].address;
        if (!count || p->critical_path[count - 1] != address)
            p->critical_path[count++] = address;
    }
}

void plan_expect(struct plan *p, const struct state *s)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct graph g;
    double *weight = arena_alloc(a, (p->n_steps + 1) * sizeof *weight);
    uint32_t *path = arena_alloc(a, (p->n_steps + 1) * sizeof *path);
    size_t n;
    graph_init(&g, a, p->n_steps);
    for (uint32_t i = 0; i < p->n_steps; i++) {
        const struct step *step = &p->steps[i];
        weight[i] = step_takes(p, step, s ? state_find(s, p->planned[step->planned].address) : NULL);
        for (size_t k = 0; k < step->n_after; k++)
            graph_edge(&g, i, step->after[k]);
    }
    graph_finish(&g);
    p->expected_s = graph_critical_path(&g, weight, path, &n);
    name_path(p, path, n);
}

const char *duration_text(struct arena *a, double seconds)
{
    unsigned s = (unsigned)(seconds + 0.5), minutes = (s + 30) / 60;
    if (s < 90)
        return arena_printf(a, "%u s", s);
    if (minutes < 60)
        return arena_printf(a, "%u min", minutes);
    return arena_printf(a, "%u h %02u min", minutes / 60, minutes % 60);
}

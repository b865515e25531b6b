#include "provisioner/preflight/preflight.h"

#include "provisioner/preflight/look.h"
#include "provisioner/preflight/scene.h"

static void of_spec(struct look *l)
{
    if (l->rule->once)
        l->rule->once(l);
    for (size_t k = 0; l->rule->each && k < l->s->n_regions; k++)
        l->rule->each(l, &l->s->regions[k]);
}

static void of_wanted(struct look *l)
{
    const struct wanted *w;
    if (l->rule->all)
        l->rule->all(l);
    if (l->rule->wanted)
        for (struct each e = each_of(l, l->rule->type, NULL); (w = next_of(&e));)
            l->rule->wanted(l, w);
}

static void run_rules(struct preflight *p, const struct spec *s, const struct scene *scene)
{
    CLEANUP(patterns_done) struct patterns patterns = {0};
    const struct check c = {p->arena, p->diags, s->marks, &patterns};
    struct look l = {.p = p, .c = &c, .s = s, .scene = scene};
    for (size_t t = 0; rule_tables[t]; t++)
        for (l.rule = rule_tables[t]; l.rule->id; l.rule++)
            if (scene)
                of_wanted(&l);
            else
                of_spec(&l);
}

struct err *preflight_load(struct preflight *p, const struct spec_sources *src)
{
    struct spec *s = NULL;
    struct err *e = spec_load(p->arena, src, p->diags, &s);
    if (!s)
        return e;
    err_free(e); /* of the verdict on what was found so far */
    bool can_be_made = !p->diags->errors;
    size_t before = p->diags->n;
    p->src = src;
    p->used = arena_alloc(p->arena, (value_len(value_get(s->preflight, "ignore")) + 1) * sizeof *p->used);
    if (s->n_regions)
        run_rules(p, s, NULL);
    for (size_t i = before; i < p->diags->n; i++)
        can_be_made = can_be_made && !rule_named(p->diags->items[i].rule)->shape;
    struct err *verdict = spec_verdict(src, p->diags);
    if (verdict && !can_be_made)
        return verdict;
    err_free(verdict);
    p->spec = s;
    return NULL;
}

struct err *preflight_wanted(struct preflight *p, const struct wanted_list *wanted)
{
    run_rules(p, p->spec, scene_new(p->arena, wanted));
    return spec_verdict(p->src, p->diags);
}

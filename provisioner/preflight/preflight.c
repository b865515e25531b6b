#include "provisioner/preflight/preflight.h"

#include "provisioner/preflight/form.h"
#include "provisioner/preflight/look.h"
#include "provisioner/preflight/scene.h"

#include <string.h>

static void of_spec(struct look *l)
{
    if (l->rule->once)
        l->rule->once(l);
    for (size_t k = 0; l->rule->each && k < l->s->n_regions; k++)
        l->rule->each(l, &l->s->regions[k]);
}

static void of_type(struct look *l, const char *type)
{
    const struct wanted *w;
    for (struct each e = each_of(l, type, NULL); (w = next_of(&e));) {
        if (l->rule->wanted)
            l->rule->wanted(l, w);
        forms_check(l, w);
    }
}

static void of_wanted(struct look *l)
{
    const char *types = l->rule->type ? l->rule->type : "", *type;
    bool of_both = l->rule->once || l->rule->each;
    if (of_both && value_get(l->p->told, l->rule->id))
        return; /* what is made of a mistake has it, too */
    if (l->rule->all)
        l->rule->all(l);
    for (size_t n; (n = next_word(&types, &type));)
        of_type(l, arena_strndup(l->c->arena, type, n));
}

/* ---- resources of a spec of which nothing can be made ------------------------------------------------------------ */

/* Texts with references in them are unknown. */
static const struct value *without_references(struct arena *a, const struct value *v)
{
    if (value_kind(v) == V_STR && strstr(value_str_of(v), "${"))
        return value_unknown(a);
    if (value_kind(v) != V_MAP && value_kind(v) != V_LIST)
        return v;
    struct value *copy = value_kind(v) == V_MAP ? value_map(a) : value_list(a);
    value_at_pos(copy, value_pos(v));
    for (size_t i = 0; i < value_len(v); i++) {
        const struct value *item = without_references(a, value_item(v, i));
        if (value_kind(v) == V_MAP)
            value_set(a, copy, value_key(v, i), item);
        else
            value_push(a, copy, item);
    }
    return copy;
}

static void look_at_resource(struct look *l, const char *name, const struct value *resource)
{
    struct arena *a = l->c->arena;
    const struct wanted w = {.address = arena_printf(a, "resources.%s", name),
                             .type = value_get_str(resource, "type"),
                             .alias = l->s->regions[0].alias,
                             .region = l->s->regions[0].name,
                             .attrs = without_references(a, value_get(resource, "properties")),
                             .pos = value_pos(resource)};
    for (size_t t = 0; rule_tables[t] && value_kind(w.attrs) == V_MAP; t++)
        for (l->rule = rule_tables[t]; l->rule->id; l->rule++)
            if (l->rule->type && has_word(l->rule->type, w.type)) {
                if (l->rule->alone)
                    l->rule->wanted(l, &w);
                forms_check(l, &w);
            }
}

static void run_on_resources(struct preflight *p, const struct spec *s)
{
    CLEANUP(patterns_done) struct patterns patterns = {0};
    const struct check c = {p->arena, p->diags, s->marks, &patterns};
    struct look l = {.p = p, .c = &c, .s = s};
    for (size_t i = 0; i < value_len(s->resources); i++)
        look_at_resource(&l, value_key(s->resources, i), value_item(s->resources, i));
}

/* ---- the rules --------------------------------------------------------------------------------------------------- */

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

/* ---- what is about to be changed --------------------------------------------------------------------------------- */

static void of_plan(struct look *l)
{
    const struct plan *plan = l->p->plan;
    for (size_t i = 0; plan && i < plan->n_planned; i++) {
        const struct planned *p = &plan->planned[i];
        if (p->action != ACT_NOOP && p->action != ACT_FORGET && has_word(l->rule->type, p->type->name))
            l->rule->change(l, p);
    }
}

/* ---- AWS's answers ----------------------------------------------------------------------------------------------- */

enum { MOST_ROUNDS = 4 }; /* of questions that follow from answers */

static size_t ask_open(struct preflight *p, question_asker *asker, void *ctx)
{
    struct question **open = arena_alloc(p->arena, (p->n_questions + 1) * sizeof(struct question *));
    size_t n = 0;
    for (size_t i = 0; i < p->n_questions; i++)
        if (!p->questions[i]->asked)
            open[n++] = p->questions[i];
    if (n)
        asker(ctx, open, n);
    for (size_t i = 0; i < n; i++)
        open[i]->asked = true;
    return n;
}

/* Of what is to be destroyed nothing has to be offered, or fit into a quota; and where nothing is done, nothing is
 * refused. */
static void look_once(struct look *l, bool asks)
{
    const struct plan *plan = l->p->plan;
    bool wants = asks && !(plan && (plan->destroy || plan_is_empty(plan)));
    for (size_t t = 0; rule_tables[t]; t++)
        for (l->rule = rule_tables[t]; l->rule->id; l->rule++) {
            if (l->rule->online && wants)
                l->rule->online(l);
            if (l->rule->change)
                of_plan(l);
        }
}

static void take_over(struct diags *to, const struct diags *from)
{
    for (size_t i = 0; i < from->n; i++) {
        const struct diag *g = &from->items[i];
        diag_add(to, g->severity, g->rule, g->pos, g->remedy, "%s", g->message);
        to->items[to->n - 1].address = g->address;
    }
}

struct err *preflight_online(struct preflight *p, const struct wanted_list *wanted, question_asker *asker, void *ctx)
{
    CLEANUP(patterns_done) struct patterns patterns = {0};
    struct diags found = {.arena = p->arena, .files = p->diags->files, .n_files = p->diags->n_files};
    const struct check c = {p->arena, &found, p->spec->marks, &patterns};
    struct look l = {.p = p, .c = &c, .s = p->spec, .scene = scene_new(p->arena, wanted)};
    const struct value *told = p->told;
    for (unsigned round = 0; round < MOST_ROUNDS; round++) {
        found.n = found.errors = 0;
        p->told = value_edit(p->arena, told); /* what a round found is found again by the next */
        look_once(&l, asker != NULL);
        if (!asker || !ask_open(p, asker, ctx))
            break;
    }
    struct err *verdict = spec_verdict(p->src, &found);
    take_over(p->diags, &found);
    return verdict;
}

/* ---- the stages -------------------------------------------------------------------------------------------------- */

struct err *preflight_load(struct preflight *p, const struct spec_sources *src)
{
    struct spec *s = NULL;
    struct err *e = spec_load(p->arena, src, p->diags, &s);
    if (!s)
        return e;
    err_free(e); /* of the verdict on what was found so far */
    bool can_be_made = !p->diags->errors;
    size_t before = p->diags->n;
    struct spec_sources *kept = arena_alloc(p->arena, sizeof *kept);
    *kept = *src;
    p->src = kept;
    p->told = value_map(p->arena);
    p->today = time_utc(p->arena, p->now, "%Y-%m-%d");
    p->used = arena_alloc(p->arena, (value_len(value_get(s->preflight, "ignore")) + 1) * sizeof *p->used);
    if (s->n_regions)
        run_rules(p, s, NULL);
    for (size_t i = before; i < p->diags->n; i++)
        can_be_made = can_be_made && !rule_named(p->diags->items[i].rule)->shape;
    if (!can_be_made && s->n_regions)
        run_on_resources(p, s);
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

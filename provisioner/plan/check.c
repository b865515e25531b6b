#include "provisioner/plan/draft.h"

#include <string.h>

enum { SUGGESTIONS = 20 /* looking for the nearest of all addresses is slow, and nobody reads more */ };

struct check {
    struct draft *draft;
    const struct node *node;
    const struct attr *attr;
    unsigned suggested;
};

static struct pos pos_or(const struct value *v, const struct wanted *w)
{
    struct pos pos = value_pos(v);
    return pos.line ? pos : w->pos;
}

/* ---- attributes -------------------------------------------------------------------------------------------------- */

static const char *nearest_attr(struct arena *a, const struct rtype *rt, const char *name)
{
    size_t n = 0;
    while (rt->attrs[n].type != T_END)
        n++;
    const char **names = arena_alloc(a, (n + 1) * sizeof *names);
    for (size_t i = 0; i < n; i++)
        names[i] = rt->attrs[i].name;
    const char *best = diag_nearest(name, names);
    return best ? arena_printf(a, "did you mean %s?", best) : NULL;
}

static bool kind_fits(const struct attr *at, enum value_kind k)
{
    if (k == V_NULL || k == V_UNKNOWN || k == V_REF)
        return true;
    switch ((enum attr_type)at->type) {
    case T_STR: return k == V_STR || k == V_DEC || k == V_JOIN || ((at->flags & A_JSON) && (k == V_MAP || k == V_LIST));
    case T_INT:
    case T_DEC: return k == V_INT || k == V_DEC;
    case T_BOOL: return k == V_BOOL;
    case T_LIST: return k == V_LIST || ((at->flags & A_JSON) && k == V_STR);
    case T_MAP: return k == V_MAP || ((at->flags & A_JSON) && (k == V_STR || k == V_JOIN || k == V_LIST));
    case T_END: break;
    }
    return false;
}

static const char *type_word(const struct attr *at)
{
    static const char *const words[] = {
        [T_END] = "nothing",        [T_STR] = "a text",  [T_INT] = "a number", [T_DEC] = "a number",
        [T_BOOL] = "true or false", [T_LIST] = "a list", [T_MAP] = "a mapping"};
    return words[at->type];
}

static void check_secret(struct check *c, const struct value *v)
{
    const struct wanted *w = c->node->wanted;
    size_t refs = 0;
    for (size_t i = 0; value_kind(v) == V_JOIN && i < value_len(v); i++)
        refs += value_kind(value_item(v, i)) == V_REF;
    if (value_kind(v) == V_NULL || value_kind(v) == V_REF || refs)
        return;
    diag_add(c->draft->diags, SEV_ERROR, "plan/secret-in-spec", pos_or(v, w),
             "keep it in a secret and refer to that, so that it is in no file",
             "%s: %s is secret and may not be written out", w->address, c->attr->name);
}

/* More than was asked for may be there by now, and stays: only what is asked for tells that it was meant to shrink. */
static void check_growth(struct check *c, const struct value *v)
{
    const struct wanted *w = c->node->wanted;
    const struct value *was = c->node->entry ? value_get(c->node->entry->inputs, c->attr->name) : NULL;
    if (value_kind(v) == V_INT && value_kind(was) == V_INT && value_int_of(v) < value_int_of(was))
        diag_add(c->draft->diags, SEV_ERROR, "plan/shrinks", pos_or(v, w),
                 arena_printf(c->draft->arena, "write %s again, or more", value_text(c->draft->arena, was)),
                 "%s: %s was %s, and AWS only lets it grow", w->address, c->attr->name,
                 value_text(c->draft->arena, was));
}

static void check_attr(struct check *c, const char *name, const struct value *v)
{
    const struct wanted *w = c->node->wanted;
    struct diags *d = c->draft->diags;
    const struct attr *at = rtype_attr(c->node->type, name);
    c->attr = at;
    if (!at || strcmp(at->name, name) != 0)
        diag_add(d, SEV_ERROR, "plan/unknown-attribute", pos_or(v, w),
                 nearest_attr(c->draft->arena, c->node->type, name), "%s: %s has no attribute \"%s\"", w->address,
                 w->type, name);
    else if (at->flags & A_OUTPUT)
        diag_add(d, SEV_ERROR, "plan/output-set", pos_or(v, w), "leave it out", "%s: %s is for AWS to decide",
                 w->address, name);
    else if (!kind_fits(at, value_kind(v)))
        diag_add(d, SEV_ERROR, "plan/wrong-kind", pos_or(v, w), NULL, "%s: %s wants %s, not %s", w->address, name,
                 type_word(at), value_kind_name(value_kind(v)));
    else if (at->flags & A_SECRET)
        check_secret(c, v);
    else if (at->flags & A_GROWS)
        check_growth(c, v);
}

static void check_required(struct check *c)
{
    const struct wanted *w = c->node->wanted;
    uint64_t unsaid = c->draft->request->as_applied ? A_SECRET : 0;
    for (const struct attr *at = c->node->type->attrs; at->type != T_END; at++)
        if ((at->flags & A_REQUIRED) && !(at->flags & unsaid) && value_kind(value_get(w->attrs, at->name)) == V_NULL)
            diag_add(c->draft->diags, SEV_ERROR, "plan/missing-attribute", w->pos, NULL, "%s: %s wants %s", w->address,
                     w->type, at->name);
}

/* ---- references -------------------------------------------------------------------------------------------------- */

static const char *nearest_address(struct check *c, const char *address)
{
    const struct draft *d = c->draft;
    if (c->suggested++ >= SUGGESTIONS)
        return NULL;
    const char **names = arena_alloc(d->arena, (d->n + 1) * sizeof *names);
    for (size_t i = 0; i < d->n; i++)
        names[i] = d->nodes[i].address;
    const char *best = diag_nearest(address, names);
    return best ? arena_printf(d->arena, "did you mean %s?", best) : NULL;
}

/* The node at an address that something depends on; NULL has been told. */
static const struct node *needed(struct check *c, const char *address, struct pos pos)
{
    const struct wanted *w = c->node->wanted;
    const struct node *to = draft_find(c->draft, address);
    if (!to)
        diag_add(c->draft->diags, SEV_ERROR, "plan/no-such-address", pos, nearest_address(c, address),
                 "%s refers to %s, which is not there", w->address, address);
    else if (!to->wanted && !(c->draft->request->targets && *c->draft->request->targets))
        diag_add(c->draft->diags, SEV_ERROR, "plan/refers-to-deleted", pos, "keep the one, or drop the other",
                 "%s refers to %s, which the spec no longer asks for", w->address, address);
    else if (to == c->node)
        diag_add(c->draft->diags, SEV_ERROR, "plan/cycle", pos, NULL, "%s refers to itself", w->address);
    else
        return to;
    return NULL;
}

static void need(struct check *c, const struct node *to)
{
    const struct node *nodes = c->draft->nodes;
    graph_edge(&c->draft->needs, (uint32_t)(c->node - nodes), (uint32_t)(to - nodes));
}

static void check_ref(void *ctx, const struct value *ref)
{
    struct check *c = ctx;
    const struct wanted *w = c->node->wanted;
    const char *address = value_ref_address(ref), *path = value_ref_path(ref);
    if (str_starts(address, "lookup/"))
        return;
    if (str_eq(address, "self")) {
        if (!str_eq(path, "Suffix") && !str_eq(path, "Generation"))
            diag_add(c->draft->diags, SEV_ERROR, "plan/no-such-attribute", pos_or(ref, w),
                     "there are self.Suffix and self.Generation", "%s: self has no \"%s\"", w->address, path);
        return;
    }
    const struct node *to = needed(c, address, pos_or(ref, w));
    if (!to)
        return;
    need(c, to);
    if (to->type && !rtype_attr(to->type, path))
        diag_add(c->draft->diags, SEV_ERROR, "plan/no-such-attribute", pos_or(ref, w),
                 nearest_attr(c->draft->arena, to->type, path), "%s refers to %s of %s, but %s has no such attribute",
                 w->address, path, address, to->type->name);
}

/* ---- nodes ------------------------------------------------------------------------------------------------------- */

static void check_wanted(struct check *c)
{
    const struct wanted *w = c->node->wanted;
    for (size_t i = 0; i < value_len(w->attrs); i++) {
        check_attr(c, value_key(w->attrs, i), value_item(w->attrs, i));
        value_each_ref(value_item(w->attrs, i), check_ref, c);
    }
    check_required(c);
    for (const char **after = w->after; after && *after; after++) {
        const struct node *to = needed(c, *after, w->pos);
        if (to)
            need(c, to);
    }
}

/* The same address for another thing: one step cannot take down the old and make the new. */
static void check_identity(struct check *c)
{
    const struct wanted *w = c->node->wanted;
    const struct entry *e = c->node->entry;
    const char *remedy = "use another name for the new one, or destroy the old one first with --target";
    bool fixed = !(c->node->type->flags & RT_GLOBAL) && !str_starts(w->address, "global/");
    if (!str_eq(w->type, e->type))
        diag_add(c->draft->diags, SEV_ERROR, "plan/type-changed", w->pos, remedy,
                 "%s is %s in the state and %s in the spec", w->address, e->type, w->type);
    else if (fixed && !str_eq(w->region, e->region))
        diag_add(c->draft->diags, SEV_ERROR, "plan/region-changed", w->pos,
                 "give the new region another alias: addresses begin with it", "%s is in %s, and the spec says %s",
                 w->address, e->region, w->region);
}

static void check_node(struct check *c)
{
    const struct node *n = c->node;
    if (!n->type)
        diag_add(c->draft->diags, SEV_ERROR, "plan/unknown-type", n->wanted ? n->wanted->pos : (struct pos){0},
                 n->wanted ? NULL : "the state may be of a later version of this program", "%s: there is no type %s",
                 n->address, n->wanted ? n->wanted->type : n->entry->type);
    else if (n->wanted)
        check_wanted(c);
    if (n->type && n->wanted && n->entry)
        check_identity(c);
}

static void record(struct draft *d, uint32_t from)
{
    const struct entry *e = d->nodes[from].entry;
    for (size_t i = 0; e && e->after && e->after[i]; i++) {
        const struct node *to = draft_find(d, e->after[i]);
        if (to)
            graph_edge(&d->recorded, from, (uint32_t)(to - d->nodes));
    }
}

static void check_patterns(struct draft *d, const char *const *patterns, const char *option)
{
    for (; patterns && *patterns; patterns++) {
        size_t i = 0;
        while (i < d->n && !scope_pattern_matches(*patterns, d->nodes[i].address))
            i++;
        if (i == d->n)
            diag_add(d->diags, SEV_ERROR, "plan/no-such-target", (struct pos){0},
                     "list the addresses with `provisioner state list` or `provisioner graph`",
                     "%s %s: there is nothing at that address", option, *patterns);
    }
}

void draft_check(struct draft *d)
{
    struct check c = {.draft = d};
    graph_init(&d->needs, d->arena, d->n);
    graph_init(&d->recorded, d->arena, d->n);
    for (uint32_t i = 0; i < d->n; i++) {
        size_t told = d->diags->n;
        c.node = &d->nodes[i];
        check_node(&c);
        for (; told < d->diags->n; told++)
            d->diags->items[told].address = c.node->address;
        record(d, i);
    }
    check_patterns(d, d->request->targets, "--target");
    check_patterns(d, d->request->replace, "--replace");
    roles_turn(d);
    graph_finish(&d->needs);
    graph_finish(&d->recorded);
}

struct err *draft_sort(struct draft *d)
{
    size_t n;
    d->order = arena_alloc(d->arena, (d->n + 1) * sizeof *d->order);
    if (graph_order(&d->needs, d->order, &n))
        return NULL;
    struct sbuf names = {.arena = d->arena};
    for (size_t i = 0; i < n && i < 12; i++)
        sbuf_printf(&names, "%s -> ", d->nodes[d->order[i]].address);
    sbuf_puts(&names, n > 12 ? "..." : d->nodes[d->order[0]].address);
    diag_add(d->diags, SEV_ERROR, "plan/cycle", d->nodes[d->order[0]].wanted->pos, NULL, "each needs the next: %s",
             sbuf_str(&names));
    return err_new(ERR_INPUT, "resources need each other in a circle: %s", sbuf_str(&names));
}

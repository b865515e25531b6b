#include "provisioner/cli/show_api.h"

#include "provisioner/base/screen.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_PARAMETER = 200 };

static const struct planned *planned_of(const struct call_list *l, const struct call_ahead *c)
{
    return &l->plan->planned[l->plan->steps[c->step].planned];
}

/* What says which one is meant, and how it is to be: tags and tokens are alike everywhere. */
static bool is_telling(const struct op *op, const char *name)
{
    const struct field *f = shape_field(op->in, name);
    return !(f && f->flags & F_TOKEN) && !str_starts(name, "Tag") && strcmp(name, "tags") != 0;
}

static const char *parameters(struct arena *a, const struct call_ahead *c)
{
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < value_len(c->in); i++) {
        struct sbuf one = {.arena = a};
        if (!is_telling(c->op, value_key(c->in, i)))
            continue;
        plan_put_value(&one, value_item(c->in, i));
        const char *text = screen_cut(a, screen_safe(a, sbuf_str(&one)), LONGEST_PARAMETER);
        sbuf_printf(&out, "%s%s: %s", out.len ? ", " : "", value_key(c->in, i), text);
    }
    return sbuf_str(&out);
}

static void put_calls(struct sbuf *out, const struct call_list *l, const char *place, unsigned width)
{
    struct arena *a = out->arena;
    const struct planned *last = NULL;
    for (size_t i = 0; i < l->n; i++) {
        const struct call_ahead *c = &l->items[i];
        const struct planned *p = planned_of(l, c);
        if (!str_eq(c->place, place))
            continue;
        if (p != last)
            sbuf_printf(out, "  %s\n", screen_safe(a, p->address));
        last = p;
        const char *text = arena_printf(a, "    %s:%s(%s)", c->op->service->id, c->op->name, parameters(a, c));
        sbuf_printf(out, "%s\n", screen_cut(a, text, width));
    }
}

static int by_name(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static size_t places_of(struct arena *a, const struct call_list *l, const char ***ret)
{
    const char **all = arena_alloc(a, (l->n + 1) * sizeof *all);
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        all[i] = l->items[i].place;
    if (l->n)
        qsort(all, l->n, sizeof *all, by_name);
    for (size_t i = 0; i < l->n; i++)
        if (!n || strcmp(all[n - 1], all[i]) != 0)
            all[n++] = all[i];
    *ret = all;
    return n;
}

void show_api(struct sbuf *out, const struct call_list *l, unsigned width)
{
    const char **places;
    size_t n = places_of(out->arena, l, &places);
    for (size_t i = 0; i < n; i++) {
        sbuf_printf(out, "\nCalls to %s\n", places[i]);
        put_calls(out, l, places[i], width);
    }
    sbuf_printf(out, "\n%zu call%s; what is read in between is not among them\n", l->n, l->n == 1 ? "" : "s");
}

static const struct value *one_json(struct arena *a, const struct call_list *l, const struct call_ahead *c)
{
    const struct step *s = &l->plan->steps[c->step];
    struct value *v = value_map(a), *after = value_list(a);
    for (size_t i = 0; i < s->n_after; i++)
        value_push(a, after, value_int(a, s->after[i]));
    value_set_str(a, v, "place", c->place);
    value_set_str(a, v, "address", planned_of(l, c)->address);
    value_set(a, v, "step", value_int(a, c->step));
    value_set(a, v, "after", after);
    value_set_str(a, v, "operation", arena_printf(a, "%s:%s", c->op->service->id, c->op->name));
    value_set(a, v, "parameters", c->in);
    return v;
}

const struct value *show_api_json(struct arena *a, const struct call_list *l)
{
    struct value *all = value_list(a);
    for (size_t i = 0; i < l->n; i++)
        value_push(a, all, one_json(a, l, &l->items[i]));
    return all;
}

#include "provisioner/plan/interruption.h"
#include "provisioner/plan/plan.h"

static const struct value *summary(struct arena *a, const struct plan *p)
{
    static const enum action shown[] = {ACT_CREATE, ACT_UPDATE, ACT_REPLACE, ACT_DELETE,
                                        ACT_ADOPT,  ACT_FORGET, ACT_NOOP};
    struct value *v = value_map(a);
    for (size_t i = 0; i < COUNT(shown); i++)
        value_set(a, v, action_name(shown[i]), value_int(a, (int64_t)p->count[shown[i]]));
    return v;
}

/* References are for machines that run the plan; who reads it learns that the value is not known yet. */
static const struct value *told(void *ctx, struct arena *a, const char *address, const char *path)
{
    (void)ctx;
    (void)a;
    (void)address;
    (void)path;
    return NULL;
}

static const struct value *shown(struct arena *a, const struct change *c, const struct value *v)
{
    return v && !c->sensitive ? value_resolve(a, v, told, NULL) : value_null(a);
}

static const char *word_for(enum interruption how)
{
    return how == INT_DATA_LOSS ? "data_loss" : interruption_name(how);
}

static const struct value *attribute(struct arena *a, const struct change *c)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "path", c->path);
    value_set(a, v, "before", shown(a, c, c->before));
    value_set(a, v, "after", shown(a, c, c->after));
    value_set(a, v, "sensitive", value_bool(a, c->sensitive));
    value_set(a, v, "forces_replacement", value_bool(a, c->forces_replacement));
    value_set_str(a, v, "interruption", word_for(c->interruption));
    return v;
}

static const struct value *words(struct arena *a, const char *const *all)
{
    struct value *v = value_list(a);
    for (; all && *all; all++)
        value_push(a, v, value_str(a, *all));
    return v;
}

static struct value *span(struct arena *a, struct span s)
{
    struct value *v = value_map(a);
    value_set(a, v, "expected_seconds", value_int(a, s.p50));
    value_set(a, v, "p90_seconds", value_int(a, s.p90));
    return v;
}

/* How many changes interrupt what. */
static const struct value *interruptions(struct arena *a, const struct plan *p)
{
    struct value *v = value_map(a);
    for (enum interruption how = INT_BRIEF; how < INT_COUNT; how++) {
        int64_t n = 0;
        for (size_t i = 0; i < p->n_planned; i++)
            n += p->planned[i].interruption == how;
        value_set(a, v, word_for(how), value_int(a, n));
    }
    return v;
}

void plan_put_interruption(struct arena *a, struct value *map, const struct planned *p)
{
    value_set_str(a, map, "interruption", word_for(p->interruption));
    value_set(a, map, "irreversible", words(a, plan_irreversible(a, p)));
}

static const struct value *one_change(struct arena *a, const struct planned *p)
{
    struct value *v = value_map(a), *attributes = value_list(a);
    value_set_str(a, v, "address", p->address);
    value_set_str(a, v, "type", p->type->name);
    value_set_str(a, v, "region", p->region);
    value_set_str(a, v, "action", action_name(p->action));
    value_set_str(a, v, "reason", p->reason);
    for (size_t i = 0; i < p->n_changes; i++)
        value_push(a, attributes, attribute(a, &p->changes[i]));
    value_set(a, v, "attributes", attributes);
    plan_put_interruption(a, v, p);
    value_set(a, v, "duration", span(a, p->takes));
    return v;
}

static const struct value *duration(struct arena *a, const struct plan *p)
{
    struct value *v = span(a, p->takes);
    value_set(a, v, "critical_path", words(a, p->critical_path));
    return v;
}

const struct value *plan_json(struct arena *a, const struct plan *p, const struct diags *d)
{
    struct value *v = value_map(a), *changes = value_list(a);
    for (size_t i = 0; i < p->n_planned; i++)
        if (p->planned[i].action != ACT_NOOP)
            value_push(a, changes, one_change(a, &p->planned[i]));
    value_set_str(a, v, "format_version", "1");
    value_set(a, v, "summary", summary(a, p));
    value_set(a, v, "changes", changes);
    value_set(a, v, "skipped", words(a, p->skipped));
    value_set(a, v, "left_out", words(a, p->left_out));
    value_set(a, v, "led_elsewhere", p->led ? p->led : value_list(a));
    value_set(a, v, "duration", duration(a, p));
    value_set(a, v, "interruptions", interruptions(a, p));
    value_set(a, v, "diagnostics", d ? diag_json(d, a) : value_list(a));
    return v;
}

#include "provisioner/plan/plan.h"
#include "provisioner/plan/draft.h"
#include "provisioner/plan/duration.h"
#include "provisioner/plan/interruption.h"
#include "provisioner/plan/order.h"

#include <string.h>

const char *action_name(enum action a)
{
    static const char *const names[ACT_COUNT] = {"noop", "create", "update", "replace", "delete", "adopt", "forget"};
    return a < ACT_COUNT ? names[a] : "";
}

bool plan_is_empty(const struct plan *p)
{
    return p->count[ACT_NOOP] == p->n_planned;
}

struct err *plan_check_premises(const struct plan *p, const struct state_head *h)
{
    if (!str_eq(p->lineage, h->lineage ? h->lineage : ""))
        return err_new(ERR_STALE, "the plan was made from another state (lineage \"%s\", not \"%s\"); plan again",
                       p->lineage, h->lineage ? h->lineage : "");
    if (p->serial != h->serial)
        return err_new(ERR_STALE, "the plan was made from serial %llu of the state, which is at %llu now; plan again",
                       (unsigned long long)p->serial, (unsigned long long)h->serial);
    return NULL;
}

/* ---- making one -------------------------------------------------------------------------------------------------- */

static const char **copy_words(struct arena *a, const char *const *words)
{
    size_t n = 0;
    while (words && words[n])
        n++;
    const char **copy = arena_alloc(a, (n + 1) * sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = arena_strdup(a, words[i]);
    return copy;
}

static struct plan *new_plan(const struct draft *d)
{
    const struct plan_request *r = d->request;
    const struct state_head *h = r->state ? state_head(r->state) : NULL;
    struct plan *p = arena_alloc(d->arena, sizeof *p);
    p->arena = d->arena;
    p->lineage = arena_strdup(d->arena, h && h->lineage ? h->lineage : "");
    p->serial = h ? h->serial : 0;
    p->spec_digest = arena_strdup(d->arena, r->spec_digest ? r->spec_digest : "");
    p->offline = !r->live;
    p->destroy = r->destroy;
    p->lookups = r->lookups ? r->lookups : value_map(d->arena);
    p->skipped = copy_words(d->arena, r->skipped);
    p->led = d->led;
    p->left = d->left;
    return p;
}

static void put_planned(const struct draft *d, struct plan *p)
{
    p->planned = arena_alloc(d->arena, (d->n + 1) * sizeof *p->planned);
    for (size_t i = 0; i < d->n; i++) {
        if (!d->nodes[i].planned)
            continue;
        p->planned[p->n_planned++] = d->nodes[i].plan;
        p->count[d->nodes[i].plan.action]++;
    }
}

static const char **left_out(const struct draft *d)
{
    const char **all = arena_alloc(d->arena, (d->n + 1) * sizeof *all);
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        if (d->nodes[i].left_out && d->nodes[i].targeted)
            all[n++] = d->nodes[i].address;
    return all;
}

/* Each round that is not the last takes more in, or leaves more out, so there is a last. */
static void decide_all(struct draft *d)
{
    size_t n = d->diags->n, errors = d->diags->errors;
    while (!draft_decide(d)) {
        d->diags->n = n;
        d->diags->errors = errors;
        if (d->request->targets && !d->request->exactly)
            scope_close(d);
        scope_starve(d);
    }
    hold_refuse(d);
    draft_warn(d);
    scope_tell(d);
}

struct err *plan_make(struct arena *a, const struct plan_request *r, struct diags *diags, struct plan **ret)
{
    struct draft d = {.arena = a, .request = r, .diags = diags};
    size_t errors = diags->errors;
    draft_collect(&d);
    draft_check(&d);
    if (diags->errors > errors)
        return err_new(ERR_INPUT, "the spec asks for what cannot be: %zu error%s", diags->errors - errors,
                       diags->errors - errors == 1 ? "" : "s");
    TRY(draft_sort(&d));
    scope_mark(&d);
    scope_starve(&d);
    decide_all(&d);
    struct plan *p = new_plan(&d);
    put_planned(&d, p);
    p->left_out = left_out(&d);
    TRY(order_steps(&d, p));
    plan_weigh(p);
    plan_expect(p, r->state);
    *ret = p;
    return NULL;
}

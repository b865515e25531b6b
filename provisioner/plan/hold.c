#include "provisioner/plan/draft.h"

/*
 * What holds data and stays keeps what it stands on: a database its subnet group, that its subnets, those their VPC.
 * AWS refuses to delete any of them meanwhile, and by the time it does, what lay around them is gone. So that is
 * refused before it begins. Only references count here; who merely waits for whom holds nothing.
 *
 * Who leads a group that stays does not go either, whatever is allowed: AWS takes no leader out of its group.
 */

struct holding {
    struct draft *draft;
    const struct node **holder; /* per node: what holds data and stands on it; NULL: nothing */
    const struct node *keeper;  /* of the node at hand */
};

static bool stays(const struct node *n)
{
    enum action a = n->plan.action;
    return n->planned && n->wanted && (a == ACT_NOOP || a == ACT_UPDATE || a == ACT_ADOPT);
}

static void held(void *ctx, const struct value *ref)
{
    struct holding *h = ctx;
    const struct node *on = draft_find(h->draft, value_ref_address(ref));
    if (on && !h->holder[on - h->draft->nodes])
        h->holder[on - h->draft->nodes] = h->keeper;
}

static void refuse(struct draft *d, struct node *n, const struct node *holder)
{
    n->plan.refused = true;
    diag_add(d->diags, SEV_ERROR, "plan/held", n->plan.pos,
             arena_printf(d->arena, "take the change back; or replace %s as well, with --replace and --allow-destroy",
                          holder->address),
             "%s would be replaced, and %s, which holds data and stays, stands on it: AWS refuses to delete it",
             n->address, holder->address);
    d->diags->items[d->diags->n - 1].address = n->address;
}

static void refuse_leader(struct draft *d, struct node *n)
{
    const struct node *group = roles_led_by(d, n);
    if (!group || !stays(group))
        return;
    n->plan.refused = true;
    diag_add(d->diags, SEV_ERROR, "plan/leads", n->plan.pos,
             arena_printf(d->arena,
                          "let another member lead first, and replace it then; or replace %s as well, with --replace "
                          "and --allow-destroy",
                          group->address),
             "%s would be replaced, and leads %s, which stays: AWS takes it out of there only after that has gone",
             n->address, group->address);
    d->diags->items[d->diags->n - 1].address = n->address;
}

void hold_refuse(struct draft *d)
{
    struct holding h = {.draft = d, .holder = arena_alloc(d->arena, (d->n + 1) * sizeof *h.holder)};
    for (size_t i = d->n; i-- > 0;) { /* who needs comes before what is needed */
        const struct node *n = &d->nodes[d->order[i]];
        h.keeper = n->type && n->type->flags & RT_STATEFUL ? n : h.holder[d->order[i]];
        if (stays(n) && h.keeper)
            value_each_ref(n->wanted->attrs, held, &h);
    }
    for (size_t i = 0; i < d->n; i++) {
        struct node *n = &d->nodes[i];
        bool by_itself = n->type && n->type->flags & RT_STATEFUL; /* guarded, or allowed, for its own sake */
        if (!n->planned || n->plan.action != ACT_REPLACE || n->live.leaving)
            continue;
        if (!by_itself && h.holder[i])
            refuse(d, n, h.holder[i]);
        refuse_leader(d, n);
    }
}

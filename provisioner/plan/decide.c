#include "provisioner/plan/draft.h"
#include "provisioner/plan/equal.h"

#include <stdlib.h>
#include <string.h>

/* ---- what a planned resource says -------------------------------------------------------------------------------- */

static const char *const *needs_of(struct draft *d, uint32_t v)
{
    const struct graph *g = &d->needs;
    size_t n = g->first[v + 1] - g->first[v];
    const char **all = arena_alloc(d->arena, (n + 1) * sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = d->nodes[g->need[g->first[v] + i]].address;
    return all;
}

bool plan_choice_stands(const struct entry *e, const struct value *ref)
{
    const char *lookup = value_ref_address(ref), *addons = strstr(lookup, "/addons/");
    if (!str_starts(lookup, "lookup/") || !addons)
        return str_starts(lookup, "lookup/") && str_ends(lookup, "/zones");
    const char *version = e ? value_get_str(e->inputs, "kubernetesVersion") : addons + strlen("/addons/");
    const char *addon = e ? value_get_str(e->inputs, "addonName") : value_ref_path(ref);
    return str_eq(version, addons + strlen("/addons/")) && str_eq(addon, value_ref_path(ref));
}

static const struct value *pinned(struct draft *d, const struct node *n, const struct value *attrs)
{
    const struct value *there = n->live.status == LIVE_PRESENT ? n->live.attrs : n->entry ? n->entry->outputs : NULL;
    struct value *own = NULL;
    for (size_t i = 0; there && i < value_len(attrs); i++) {
        const struct value *chosen = n->entry ? value_get(n->entry->inputs, value_key(attrs, i)) : NULL;
        const struct value *has = chosen ? chosen : value_get(there, value_key(attrs, i));
        if (!has || !plan_choice_stands(n->entry, value_item(attrs, i)))
            continue;
        own = own ? own : value_edit(d->arena, attrs);
        value_set(d->arena, own, value_key(attrs, i), has);
    }
    return own ? own : attrs;
}

static struct planned *begin(struct draft *d, struct node *n)
{
    const struct wanted *w = n->wanted;
    const struct entry *e = n->entry;
    const char *region = roles_region(d, n);
    n->planned = true;
    n->plan = (struct planned){
        .address = n->address,
        .alias = w ? w->alias : e->alias,
        .region = region ? region : "",
        .type = n->type,
        .reason = "",
        .wanted =
            w ? pinned(d, n, roles_dress(d, n, n->live.status == LIVE_ABSENT || (!e && n->live.status != LIVE_PRESENT)))
              : NULL,
        .live = n->live.status == LIVE_PRESENT ? n->live.attrs : NULL,
        .id = n->live.status == LIVE_PRESENT && n->live.id ? n->live.id
              : e                                          ? e->id
                                                           : NULL,
        .after = w ? needs_of(d, (uint32_t)(n - d->nodes)) : (const char *const *)e->after,
        .pos = w ? w->pos : (struct pos){0},
    };
    return &n->plan;
}

static bool is_allowed(const struct plan_request *r, const char *address)
{
    for (const char *const *p = r->allow_destroy; p && *p; p++)
        if (scope_pattern_matches(*p, address))
            return true;
    return false;
}

static void guard(struct draft *d, struct planned *p, const char *remedy)
{
    if (!(p->type->flags & RT_STATEFUL) || is_allowed(d->request, p->address))
        return;
    p->refused = true;
    diag_add(d->diags, SEV_ERROR, "plan/protected", p->pos,
             arena_printf(d->arena, "%sallow it with --allow-destroy %s", remedy, p->address),
             "%s (%s) holds data and would be %s", p->address, p->type->name,
             p->action == ACT_DELETE ? "deleted" : "replaced");
}

static int by_path(const void *x, const void *y)
{
    return strcmp(((const struct change *)x)->path, ((const struct change *)y)->path);
}

static size_t changes_of_create(struct arena *a, const struct node *n, const struct change **ret)
{
    size_t count = 0;
    struct change *all = arena_alloc(a, (value_len(n->resolved) + 1) * sizeof *all);
    for (const struct attr *at = n->type->attrs; at->type != T_END; at++) {
        const struct value *v = value_get(n->resolved, at->name);
        bool secret = at->flags & A_SECRET;
        if (!value_is_empty(v))
            all[count++] =
                (struct change){.path = at->name, .after = secret ? value_unknown(a) : v, .sensitive = secret};
    }
    qsort(all, count, sizeof *all, by_path);
    *ret = all;
    return count;
}

static void creates(struct draft *d, struct node *n, const char *reason)
{
    const struct node *source = roles_source(d, n);
    n->plan.action = ACT_CREATE;
    n->plan.reason = source ? arena_printf(d->arena, "is made of %s, which is there", source->address) : reason;
    n->plan.n_changes = changes_of_create(d->arena, n, &n->plan.changes);
}

/* ---- reasons ----------------------------------------------------------------------------------------------------- */

static const struct attr *attr_of(const struct node *n, const struct change *c)
{
    return rtype_attr(n->type, c->path);
}

/* "Tags, EngineVersion" of the changes that `pick`; at most three, then how many more. */
static const char *names_of(struct arena *a, const struct node *n,
                            bool (*pick)(const struct node *, const struct change *))
{
    struct sbuf s = {.arena = a};
    const struct attr *last = NULL;
    size_t count = 0;
    for (size_t i = 0; i < n->plan.n_changes; i++) {
        const struct attr *at = attr_of(n, &n->plan.changes[i]);
        if (at == last || !pick(n, &n->plan.changes[i]))
            continue;
        last = at;
        if (count++ < 3)
            sbuf_printf(&s, "%s%s", count > 1 ? ", " : "", at->name);
    }
    if (count > 3)
        sbuf_printf(&s, " and %zu more", count - 3);
    return count ? sbuf_str(&s) : NULL;
}

static bool forces(const struct node *n, const struct change *c)
{
    (void)n;
    return c->forces_replacement;
}

static bool any(const struct node *n, const struct change *c)
{
    (void)n;
    (void)c;
    return true;
}

/* The spec says what it said when it was applied, so somebody else changed it. */
static bool drifted(const struct node *n, const struct change *c)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct attr *at = attr_of(n, c);
    const struct value *applied = n->entry ? value_get(n->entry->inputs, at->name) : NULL;
    const struct value *now = value_get(n->resolved, at->name);
    bool never_said = n->entry && value_kind(applied) == V_NULL && value_kind(now) == V_NULL;
    bool still_said = value_kind(applied) != V_NULL && attr_equal(a, at, now, applied);
    return n->plan.live && !value_holds(now, V_UNKNOWN) && (never_said || still_said);
}

struct culprit {
    const struct draft *draft;
    const struct node *found;
};

static void find_culprit(void *ctx, const struct value *ref)
{
    struct culprit *c = ctx;
    const struct node *u = draft_find(c->draft, value_ref_address(ref));
    if (!c->found && u && u->planned && (u->plan.action == ACT_REPLACE || u->plan.action == ACT_CREATE))
        c->found = u;
}

/* "VpcId refers to tokyo/network/vpc, which is replaced" of the first such change that is picked; NULL: none is. */
static const char *whose_fault(struct draft *d, const struct node *n,
                               bool (*pick)(const struct node *, const struct change *))
{
    for (size_t i = 0; i < n->plan.n_changes; i++) {
        struct culprit c = {d, NULL};
        const struct attr *at = attr_of(n, &n->plan.changes[i]);
        if (pick(n, &n->plan.changes[i]))
            value_each_ref(value_get(n->wanted->attrs, at->name), find_culprit, &c);
        if (c.found)
            return arena_printf(d->arena, "%s refers to %s, which is %s", at->name, c.found->address,
                                c.found->plan.action == ACT_REPLACE ? "replaced" : "created");
    }
    return NULL;
}

static const char *why_replaced(struct draft *d, const struct node *n)
{
    const char *fault = whose_fault(d, n, forces);
    return fault ? fault : arena_printf(d->arena, "%s cannot be changed in place", names_of(d->arena, n, forces));
}

static bool follows(const struct node *n, const struct change *c)
{
    (void)n;
    return value_holds(c->after, V_UNKNOWN);
}

static bool stated(const struct node *n, const struct change *c)
{
    return !follows(n, c) && !drifted(n, c);
}

static const char *why_updated(struct draft *d, const struct node *n)
{
    const char *ours = names_of(d->arena, n, stated), *theirs = names_of(d->arena, n, drifted);
    const char *fault = whose_fault(d, n, follows);
    struct sbuf why = {.arena = d->arena};
    if (ours)
        sbuf_printf(&why, "%s changed in the spec", ours);
    if (theirs)
        sbuf_printf(&why, "%s%s changed outside of provisioner", why.len ? "; " : "", theirs);
    if (fault)
        sbuf_printf(&why, "%s%s", why.len ? "; " : "", fault);
    return why.len ? sbuf_str(&why) : arena_printf(d->arena, "%s changed", names_of(d->arena, n, any));
}

/* ---- what is wanted ---------------------------------------------------------------------------------------------- */

static bool is_asked_for(const struct plan_request *r, const char *address)
{
    for (const char *const *p = r->replace; p && *p; p++)
        if (scope_pattern_matches(*p, address))
            return true;
    return false;
}

/* Where AWS was not asked: what it told last, of attributes that were never applied. */
static const struct value *remembered(struct arena *a, const struct node *n)
{
    struct value *told = value_map(a);
    for (const struct attr *at = n->type->attrs; n->entry && at->type != T_END; at++)
        if (value_kind(value_get(n->entry->inputs, at->name)) == V_NULL)
            value_set(a, told, at->name, value_get(n->entry->outputs, at->name));
    return told;
}

static void compare(struct draft *d, struct node *n)
{
    const struct entry *e = n->entry;
    const struct value *there = n->live.status == LIVE_PRESENT ? n->plan.live : remembered(d->arena, n);
    n->resolved = resolve_wanted(d, n, n->plan.wanted);
    n->plan.n_changes = plan_diff(d->arena, n->type, n->resolved, there, e ? e->inputs : NULL, &n->plan.changes);
}

/* Going back to a default, or to no tags of ours, is said outright: who runs the steps sends what is wanted. */
static void say_defaults(struct draft *d, struct node *n)
{
    struct value *said = NULL;
    for (size_t i = 0; i < n->plan.n_changes; i++) {
        const struct attr *at = attr_of(n, &n->plan.changes[i]);
        const struct value *dflt = attr_default(d->arena, at);
        if (value_kind(value_get(n->plan.wanted, at->name)) != V_NULL)
            continue;
        if (!said)
            n->plan.wanted = said = value_edit(d->arena, n->plan.wanted);
        value_set(d->arena, said, at->name, dflt ? dflt : value_map(d->arena));
    }
}

static bool must_be_new(const struct node *n)
{
    for (size_t i = 0; i < n->plan.n_changes; i++)
        if (n->plan.changes[i].forces_replacement)
            return true;
    return false;
}

static void replaces_or(struct draft *d, struct node *n, const char *reason, const char *otherwise)
{
    n->plan.action = ACT_REPLACE;
    n->plan.reason = reason ? reason : why_replaced(d, n);
    n->plan.generation++;
    n->plan.wanted = pinned(d, n, roles_dress(d, n, true));
    compare(d, n); /* names with the generation in them have moved on */
    guard(d, &n->plan, otherwise);
}

static void replaces(struct draft *d, struct node *n, const char *reason)
{
    replaces_or(d, n, reason, "");
}

/* It may be the one that people have gone on writing to. */
static void replaces_apart(struct draft *d, struct node *n, const struct node *group)
{
    const struct node *source = roles_source(d, group);
    struct value *one = value_map(d->arena);
    if (source) {
        replaces(d, n,
                 arena_printf(d->arena, "%s is made of %s, and AWS takes no member there that exists already",
                              group->address, source->address));
        return;
    }
    value_set_str(d->arena, one, "address", n->address);
    value_set_str(d->arena, one, "group", group->address);
    value_push(d->arena, d->left, one);
    replaces_or(
        d, n,
        arena_printf(d->arena, "it has left %s, and AWS takes no member there that exists already", group->address),
        arena_printf(
            d->arena,
            "if it is the one in use, `provisioner failback` to the other region builds %s anew of it; to give "
            "up what it holds, ",
            group->address));
}

/* Where versions only ever go up, what is asked for can't be had, whoever did the last step. */
static void refuse_steps_back(struct draft *d, struct node *n)
{
    for (size_t i = 0; i < n->plan.n_changes; i++) {
        const struct change *c = &n->plan.changes[i];
        const struct attr *at = attr_of(n, c);
        int64_t from, to;
        if (!(at->flags & A_STEPWISE) || !version_span(c->before, c->after, &from, &to) || to >= from)
            continue;
        n->plan.refused = true;
        diag_add(d->diags, SEV_ERROR, "plan/step-back", n->plan.pos,
                 arena_printf(d->arena, "write %s or a later one", value_str_of(c->before)),
                 "%s is at %s %s, and AWS takes it no further back: not to %s", n->address, at->name,
                 value_str_of(c->before), value_str_of(c->after));
    }
}

/* An object is there, or the state says so: `kept` is what happens when it can stay. */
static void decide_existing(struct draft *d, struct node *n, enum action same, enum action differs)
{
    bool half_gone = n->entry && n->entry->status == ENTRY_DELETING && n->live.status == LIVE_UNREAD;
    const struct node *left = roles_left(d, n);
    compare(d, n);
    if (is_asked_for(d->request, n->address))
        replaces(d, n, "asked for with --replace");
    else if (half_gone)
        replaces(d, n, "its deletion was begun and not finished");
    else if (must_be_new(n))
        replaces(d, n, NULL);
    else if (left)
        replaces_apart(d, n, left);
    else
        n->plan.action = n->plan.n_changes ? differs : same;
    if (n->plan.action == ACT_UPDATE || n->plan.action == ACT_ADOPT) {
        say_defaults(d, n);
        refuse_steps_back(d, n);
    }
    if (n->plan.action == ACT_UPDATE)
        n->plan.reason = why_updated(d, n);
    if (n->plan.action == ACT_ADOPT)
        n->plan.reason = "exists, and is ours by its name or tags";
}

static void taken(struct draft *d, struct node *n)
{
    creates(d, n, "not in the state");
    n->plan.refused = true;
    if (n->live.untold)
        diag_add(d->diags, SEV_ERROR, "plan/taken", n->plan.pos, "plan again once AWS has finished with it",
                 "%s: there is one already in %s, and AWS does not tell whose it is while it is at work on it",
                 n->address, n->plan.region);
    else
        diag_add(d->diags, SEV_ERROR, "plan/taken", n->plan.pos, "choose another name, or delete it if nobody needs it",
                 "%s: there is one already in %s, and it is not ours", n->address, n->plan.region);
}

/* Two addresses for one object: the one that stays would be deleted through the one that goes. */
static void shared(struct draft *d, struct node *n)
{
    creates(d, n, "not in the state");
    n->plan.refused = true;
    diag_add(d->diags, SEV_ERROR, "plan/same-object", n->plan.pos, "let each name an object of its own",
             "%s and %s are one object in AWS, %s", n->address, n->was->address, n->live.id);
}

/* Found: ours from now on, unless somebody else's; under another address until now, perhaps. */
static void found(struct draft *d, struct node *n)
{
    if (!n->was && !n->live.ours) {
        taken(d, n);
    } else if (n->was && n->was->wanted) {
        shared(d, n);
    } else {
        decide_existing(d, n, ACT_ADOPT, ACT_ADOPT);
        if (n->was && n->plan.action == ACT_ADOPT)
            n->plan.reason = arena_printf(d->arena, "was %s until now", n->was->address);
    }
}

/* Of what is ours though no state knows it: its tag does. */
static unsigned told_generation(const struct live *l)
{
    int64_t n = 0;
    const char *tag = value_get_str(value_get(l->attrs, "Tags"), "provisioner:generation");
    bool told = l->status == LIVE_PRESENT && l->ours && !l->leaving && parse_int(tag, &n);
    return told && n > 0 && n < INT32_MAX ? (unsigned)n : 0;
}

static unsigned next_generation(const struct draft *d, const struct node *n)
{
    const struct entry *e = n->entry;
    unsigned told = told_generation(&n->live), next = 1;
    if (!e && d->request->state)
        next = state_next_generation(d->request->state, n->address);
    if (!e)
        return told ? told : next;
    bool spent = e->status != ENTRY_CREATING && n->live.status == LIVE_ABSENT;
    return (e->generation ? e->generation : 1) + spent;
}

/* Begun once: carried on, unless the spec has since asked for what needs another object. */
static void resume(struct draft *d, struct node *n)
{
    if (n->live.failed)
        replaces(
            d, n,
            arena_printf(d->arena, "its creation ended in \"%s\", which it does not recover from", n->live.failed));
    else if (n->live.status == LIVE_PRESENT)
        decide_existing(d, n, ACT_CREATE, ACT_CREATE);
    if (n->plan.action != ACT_REPLACE)
        creates(d, n, "its creation was begun and not finished");
}

/* It was to go, and is wanted again: what is still there is taken back. */
static void keep(struct draft *d, struct node *n)
{
    decide_existing(d, n, ACT_ADOPT, ACT_ADOPT);
    if (n->plan.action == ACT_ADOPT)
        n->plan.reason = "its deletion was begun, and it is wanted after all";
}

/* AWS is at it already, whoever asked: nothing is to be allowed any more, and nothing can be kept. */
static void outlives(struct draft *d, struct node *n)
{
    n->plan.action = ACT_REPLACE;
    n->plan.reason = "AWS is deleting it; it is made anew once it is gone";
    n->plan.generation++;
    compare(d, n);
}

static void decide_wanted(struct draft *d, struct node *n)
{
    const struct entry *e = n->entry;
    bool there = n->live.status == LIVE_PRESENT;
    n->plan.generation = next_generation(d, n);
    n->resolved = resolve_wanted(d, n, n->plan.wanted);
    if (there && n->live.leaving)
        outlives(d, n);
    else if (!e && there)
        found(d, n);
    else if (!e)
        creates(d, n, "not in the state");
    else if (e->status == ENTRY_CREATING)
        resume(d, n);
    else if (n->live.status == LIVE_ABSENT)
        creates(d, n, "was deleted outside of provisioner");
    else if (e->status == ENTRY_DELETING)
        keep(d, n);
    else
        decide_existing(d, n, ACT_NOOP, ACT_UPDATE);
}

/* ---- what is not wanted ------------------------------------------------------------------------------------------ */

static void decide_gone(struct draft *d, struct node *n)
{
    n->plan.generation = n->entry->generation;
    if (n->now) {
        n->plan.action = ACT_FORGET;
        n->plan.reason = arena_printf(d->arena, "is %s from now on", n->now->address);
        return;
    }
    if (n->live.status == LIVE_ABSENT && n->entry->status != ENTRY_CREATING) {
        n->plan.action = ACT_FORGET;
        n->plan.reason = "is gone already";
        return;
    }
    /* a creation that was begun may not be shown yet: whoever deletes looks again before it is forgotten */
    n->plan.action = ACT_DELETE;
    n->plan.reason = d->request->destroy ? "everything is to go" : "not in the spec";
    if (n->live.status != LIVE_ABSENT && !n->live.leaving)
        guard(d, &n->plan, "");
}

/* ---- looking only ------------------------------------------------------------------------------------------------ */

static void note_drift(struct draft *d, struct node *n)
{
    n->plan.action = ACT_NOOP;
    compare(d, n);
    if (n->plan.n_changes)
        diag_add(d->diags, SEV_NOTE, "plan/drift", n->plan.pos, NULL, "%s: %s %s not as the spec says", n->address,
                 names_of(d->arena, n, any), n->plan.n_changes == 1 ? "is" : "are");
}

static void decide_refresh(struct draft *d, struct node *n)
{
    bool there = n->live.status == LIVE_PRESENT;
    n->plan.generation = next_generation(d, n);
    if (n->now) {
        n->plan.action = ACT_FORGET;
        n->plan.reason = arena_printf(d->arena, "is %s from now on", n->now->address);
    } else if (n->entry && n->live.status == LIVE_ABSENT && n->entry->status == ENTRY_CREATING) {
        n->planned = false; /* it may not be shown yet: an apply looks for it */
    } else if (n->entry && n->live.status == LIVE_ABSENT) {
        n->plan.action = ACT_FORGET;
        n->plan.reason = "is gone";
    } else if (!n->entry && there && n->live.ours) {
        n->resolved = resolve_wanted(d, n, n->plan.wanted);
        n->plan.action = ACT_ADOPT;
        n->plan.reason = "exists, and is ours by its name or tags";
    } else if (!n->entry) {
        n->planned = false;
    } else if (n->wanted) {
        note_drift(d, n);
    }
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

static void decide(struct draft *d, struct node *n)
{
    const struct plan_request *r = d->request;
    size_t told = d->diags->n;
    n->live = r->live ? r->live(r->live_ctx, n->address) : (struct live){0};
    begin(d, n);
    if (r->refresh_only)
        decide_refresh(d, n);
    else if (n->wanted)
        decide_wanted(d, n);
    else
        decide_gone(d, n);
    for (; told < d->diags->n; told++)
        d->diags->items[told].address = n->address;
}

/* An entry nobody wants, and a wanted address without one, may be the same object: renamed in the spec. */
static void find_moves(struct draft *d)
{
    const struct plan_request *r = d->request;
    for (size_t i = 0; r->live && i < d->n; i++) {
        struct node *n = &d->nodes[i], *owner = NULL;
        if (!n->wanted || n->entry || !node_in_scope(n))
            continue;
        struct live live = r->live(r->live_ctx, n->address);
        owner = live.status == LIVE_PRESENT ? draft_owner(d, n, live.id) : NULL;
        n->was = owner;
        if (!owner || owner->wanted)
            continue;
        owner->now = n;
        owner->targeted = true;
    }
}

static bool goes(const struct node *n)
{
    return n->planned && !n->left_out && (n->plan.action == ACT_DELETE || n->plan.action == ACT_REPLACE);
}

/* What cannot go keeps in place what it stands on. */
static void hold(struct draft *d, uint32_t v)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    uint32_t *stack = arena_alloc(a, (d->n + 1) * sizeof *stack);
    size_t n = 0;
    d->nodes[v].left_out = true;
    stack[n++] = v;
    while (n) {
        v = stack[--n];
        for (uint32_t i = d->recorded.first[v]; i < d->recorded.first[v + 1]; i++) {
            uint32_t u = d->recorded.need[i];
            if (!goes(&d->nodes[u]))
                continue;
            d->nodes[u].left_out = true;
            stack[n++] = u;
        }
    }
}

/* Whoever stands on what goes must be dealt with in the same plan, or it must stay. */
static bool settle(struct draft *d, uint32_t v)
{
    bool settled = true;
    for (uint32_t i = d->recorded.first_back[v]; i < d->recorded.first_back[v + 1]; i++) {
        struct node *m = &d->nodes[d->recorded.back[i]];
        if (node_in_scope(m) || !goes(&d->nodes[v]))
            continue;
        settled = false;
        if (m->reachable && !m->left_out)
            m->targeted = true;
        else
            hold(d, v);
    }
    return settled;
}

/* AWS refuses to delete much of what is in use, and these let go of it only once there is another. */
static void warn_in_use(struct draft *d, uint32_t v)
{
    const struct node *n = &d->nodes[v], *user = NULL;
    size_t users = 0;
    for (uint32_t i = d->recorded.first_back[v]; i < d->recorded.first_back[v + 1]; i++) {
        const struct node *m = &d->nodes[d->recorded.back[i]];
        if (!m->planned || (m->plan.action != ACT_UPDATE && m->plan.action != ACT_NOOP))
            continue;
        user = user ? user : m;
        users++;
    }
    if (!users)
        return;
    diag_add(d->diags, SEV_WARNING, "plan/replaced-in-use", n->plan.pos,
             "if AWS refuses, add the new one under another name, move what uses it, then drop the old one",
             "%s is deleted before it is made anew, while %s%s still uses it", n->address, user->address,
             users > 1 ? arena_printf(d->arena, " and %zu more", users - 1) : "");
    d->diags->items[d->diags->n - 1].address = n->address;
}

/* What was upgraded by others is no difference, and no secret. */
static void warn_ahead(struct draft *d, const struct node *n)
{
    const struct value *applied = n->entry ? n->entry->inputs : NULL;
    for (const struct attr *at = n->type->attrs; n->live.status == LIVE_PRESENT && at->type != T_END; at++) {
        const struct value *wanted = value_get(n->resolved, at->name), *have = value_get(n->plan.live, at->name);
        if (at->flags & (A_ROLE | A_OUTPUT) || !version_went_on(at, wanted, have, value_get(applied, at->name)))
            continue;
        diag_add(
            d->diags, SEV_WARNING, "plan/ahead", n->plan.pos,
            arena_printf(d->arena, "write %s into the spec: nothing leads back, and no plan tries", value_str_of(have)),
            "%s: %s is %s by now, and the spec says %s", n->address, at->name, value_str_of(have),
            value_str_of(wanted));
        d->diags->items[d->diags->n - 1].address = n->address;
    }
}

void draft_warn(struct draft *d)
{
    for (uint32_t v = 0; v < d->n; v++) {
        if (d->nodes[v].planned && d->nodes[v].plan.action == ACT_REPLACE)
            warn_in_use(d, v);
        if (d->nodes[v].planned)
            warn_ahead(d, &d->nodes[v]);
    }
}

bool draft_decide(struct draft *d)
{
    bool settled = true;
    d->left = value_list(d->arena);
    for (size_t i = 0; i < d->n; i++)
        d->nodes[i].planned = false;
    find_moves(d);
    for (size_t i = 0; i < d->n; i++)
        if (node_in_scope(&d->nodes[d->order[i]]))
            decide(d, &d->nodes[d->order[i]]);
    for (uint32_t v = 0; v < d->n; v++)
        if (goes(&d->nodes[v]) && !settle(d, v))
            settled = false;
    return settled;
}

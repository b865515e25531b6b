#include "tests/unit/plan/world.h"

#include <inttypes.h>

/*
 * Specs at random, changed at random, run by the simplest executor there could be, which stops half way now and then.
 * After each run that came to its end the next plan must be empty, online and offline, whatever was before.
 */

enum { SEEDS = 150, ROUNDS = 6, PLACES = 14 };

struct dice {
    uint64_t state;
};

static unsigned roll(struct dice *d, unsigned sides)
{
    d->state ^= d->state << 13;
    d->state ^= d->state >> 7;
    d->state ^= d->state << 17;
    return (unsigned)(d->state >> 33) % sides;
}

static const char *address_of(struct arena *a, unsigned i)
{
    return arena_printf(a, "%s/s/r%02u", i % 2 ? "tokyo" : "seoul", i);
}

/* ---- specs ------------------------------------------------------------------------------------------------------- */

static const char *const type_of_place[] = {"Vpc",  "Group", "Subnet", "Secret",  "Cluster", "Instance", "Group",
                                            "Side", "Group", "Role",   "Cluster", "Group",   "Subnet",   "Group"};

/* A reference to something earlier of that type, or a text. */
static const struct value *some_ref(struct arena *a, struct dice *d, const bool *there, unsigned i, const char *type,
                                    const char *path)
{
    for (int tries = 0; tries < 8 && i; tries++) {
        unsigned k = roll(d, i);
        if (there[k] && str_eq(type_of_place[k], type))
            return value_ref(a, address_of(a, k), path);
    }
    return value_fmt(a, "text-%u", roll(d, 3));
}

static const struct value *name_of(struct arena *a, struct dice *d, unsigned i)
{
    struct value *join = value_join(a);
    value_push(a, join, value_fmt(a, "N%u-%u", i, roll(d, 8) ? 0 : roll(d, 3)));
    value_push(a, join, value_ref(a, "self", "Suffix"));
    return join;
}

static void fill_cluster(struct arena *a, struct dice *d, struct value *v, const bool *there, unsigned i)
{
    struct value *settings = value_map(a);
    value_set(a, v, "ClusterName", name_of(a, d, i));
    value_set(a, v, "Version", value_fmt(a, "15.%u", roll(d, 3)));
    value_set(a, v, "Group", some_ref(a, d, there, i, "Group", "GroupArn"));
    value_set(a, settings, "x", some_ref(a, d, there, i, "Vpc", "VpcId"));
    value_set(a, v, "Settings", settings);
    if (roll(d, 2))
        value_set(a, v, "Backup", value_int(a, roll(d, 4)));
    const struct value *secret = some_ref(a, d, there, i, "Secret", "Value");
    if (value_kind(secret) == V_REF)
        value_set(a, v, "Password", secret);
}

static void fill_group(struct arena *a, struct dice *d, struct value *v, const bool *there, unsigned i)
{
    struct value *ids = value_list(a), *text = value_join(a);
    value_set(a, v, "GroupName", name_of(a, d, i));
    for (unsigned n = roll(d, 3); n; n--)
        value_push(a, ids, some_ref(a, d, there, i, "Subnet", "SubnetId"));
    value_set(a, v, "SubnetIds", ids);
    value_push(a, text, value_str(a, "arn:"));
    value_push(a, text, some_ref(a, d, there, i, "Cluster", "ClusterName"));
    value_set(a, v, "Text", text);
}

static struct value *fill(struct arena *a, struct dice *d, const bool *there, unsigned i)
{
    struct value *v = value_map(a), *tags = value_map(a);
    const char *type = type_of_place[i];
    if (str_eq(type, "Vpc")) {
        value_set(a, v, "CidrBlock", value_fmt(a, "10.%u.0.0/16", roll(d, 3)));
        value_set(a, tags, roll(d, 2) ? "a" : "b", value_fmt(a, "%u", roll(d, 2)));
        if (roll(d, 3))
            value_set(a, v, "Tags", tags);
        if (roll(d, 2))
            value_set(a, v, "EnableDns", value_bool(a, roll(d, 2)));
    } else if (str_eq(type, "Subnet")) {
        value_set(a, v, "VpcId", some_ref(a, d, there, i, "Vpc", "VpcId"));
        value_set(a, v, "Zone", value_fmt(a, "%u", roll(d, 2)));
    } else if (str_eq(type, "Secret")) {
        value_set(a, v, "SecretName", name_of(a, d, i));
    } else if (str_eq(type, "Instance")) {
        value_set(a, v, "InstanceName", name_of(a, d, i));
        value_set(a, v, "Cluster", some_ref(a, d, there, i, "Cluster", "ClusterName"));
    } else if (str_eq(type, "Side")) {
        value_set(a, v, "Of", some_ref(a, d, there, i, "Vpc", "VpcId"));
    } else if (str_eq(type, "Cluster")) {
        fill_cluster(a, d, v, there, i);
    } else {
        fill_group(a, d, v, there, i);
    }
    return v;
}

static void make_spec(struct world *w, struct dice *d)
{
    bool there[PLACES];
    w->wanted.n = 0;
    for (unsigned i = 0; i < PLACES; i++) {
        const char *address = address_of(w->arena, i), *alias = address_alias(w->arena, address);
        there[i] = roll(d, 4) > 0;
        if (there[i])
            wanted_add(&w->wanted, type_of_place[i], alias, region_of(alias), address, fill(w->arena, d, there, i));
    }
}

/* ---- running ----------------------------------------------------------------------------------------------------- */

struct scope {
    struct world *world;
    const struct planned *planned;
};

static const struct value *look(void *ctx, struct arena *a, const char *address, const char *path)
{
    const struct scope *s = ctx;
    if (str_eq(address, "self"))
        return s->planned->generation > 1 ? value_fmt(a, "-g%u", s->planned->generation) : value_str(a, "");
    const struct entry *e = state_find(s->world->state, address);
    assert_non_null(e);
    if (rtype_attr(test_type(e->type), path)->flags & A_SECRET)
        return value_str(a, "hunter2");
    const struct value *v = value_path(a, e->outputs, path);
    return v ? v : value_path(a, e->inputs, path);
}

/* What AWS would make of it: ids, and defaults where nothing was said. */
static const struct value *outputs_of(struct world *w, const struct planned *p, const struct value *inputs)
{
    struct value *out = value_edit(w->arena, inputs);
    for (const struct attr *at = p->type->attrs; at->type != T_END; at++) {
        if ((at->flags & A_OUTPUT) && !(at->flags & A_SECRET))
            value_set(w->arena, out, at->name, value_fmt(w->arena, "%s:%s:%u", at->name, p->address, p->generation));
        if (at->dflt && !value_get(out, at->name))
            value_set(w->arena, out, at->name, parse_quoted(w->arena, at->dflt, JSON_PLAIN));
    }
    return out;
}

static void put(struct world *w, const struct planned *p)
{
    struct scope s = {w, p};
    const struct value *inputs = value_resolve(w->arena, p->wanted, look, &s);
    assert_false(value_has_unknown(inputs));
    for (const struct attr *at = p->type->attrs; at->type != T_END; at++)
        if (at->flags & A_SECRET)
            inputs = value_without(w->arena, inputs, at->name);
    struct entry e = {p->address, p->type->name, p->alias, p->region};
    e.inputs = inputs;
    e.outputs = outputs_of(w, p, inputs);
    e.id = rtype_physical_id(w->arena, p->type, e.outputs);
    e.after = (const char **)(uintptr_t)p->after;
    e.generation = p->generation;
    state_put(w->state, &e);
}

static bool mentions(const struct value *v, const char *text)
{
    if (strcmp(value_str_of(v), text) == 0)
        return true;
    for (size_t i = 0; i < value_len(v); i++)
        if (mentions(value_item(v, i), text))
            return true;
    return false;
}

/* What is gone for good is mentioned by nobody any more. */
static void take_down(struct world *w, const struct planned *p)
{
    const char *id = arena_strdup(w->arena, state_find(w->state, p->address)->id);
    bool warned = strstr(diags_text(w), "has to be deleted while");
    bool for_good = p->action == ACT_DELETE && !(p->type->flags & RT_VIRTUAL) && !warned;
    state_remove(w->state, p->address, true);
    for (size_t i = 0; for_good && i < state_count(w->state); i++)
        assert_false(mentions(state_entry(w->state, i)->inputs, id));
}

static void run(struct world *w, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct step *s = &w->plan->steps[i];
        const struct planned *p = &w->plan->planned[s->planned];
        switch (s->kind) {
        case STEP_CREATE:
            assert_null(state_find(w->state, p->address));
            put(w, p);
            break;
        case STEP_UPDATE:
        case STEP_RECORD: put(w, p); break;
        case STEP_DELETE:
        case STEP_FORGET: take_down(w, p); break;
        }
    }
}

static struct live as_recorded(void *ctx, const char *address)
{
    const struct world *w = ctx;
    const struct entry *e = state_find(w->state, address);
    return e ? (struct live){LIVE_PRESENT, e->id, e->outputs, true} : (struct live){.status = LIVE_ABSENT};
}

static bool plan_once(struct world *w)
{
    w->diags.n = w->diags.errors = 0;
    struct err *e = plan_make(w->arena, &w->request, &w->diags, &w->plan);
    bool circle = e && strstr(err_text(e), "circle");
    if (e && !circle)
        fail_msg("%s: %s", err_text(e), diags_text(w));
    err_free(e);
    return !circle;
}

static void expect_empty(struct world *w, uint64_t seed, int round, const char *how)
{
    struct sbuf out = {.arena = w->arena};
    assert_true(plan_once(w));
    if (plan_is_empty(w->plan))
        return;
    plan_render(&out, w->plan, &(struct plan_style){.verbose = false});
    fail_msg("seed %" PRIu64 ", round %d, %s:\n%s", seed, round, how, sbuf_str(&out));
}

static void live_through(uint64_t seed, size_t *circles, size_t *steps)
{
    static const char *const everything[] = {"*", NULL};
    struct dice d = {seed * 0x9e3779b97f4a7c15u + 1};
    WORLD(w) = world_new("{}", "{}", "{}");
    w->request.allow_destroy = everything;
    w->request.live_ctx = w;
    for (int round = 0; round < ROUNDS; round++) {
        w->request.live = as_recorded;
        make_spec(w, &d);
        w->request.destroy = round == ROUNDS - 1;
        if (!plan_once(w)) {
            (*circles)++;
            continue;
        }
        *steps += w->plan->n_steps;
        if (w->plan->n_steps && roll(&d, 3) == 0) {
            run(w, roll(&d, (unsigned)w->plan->n_steps));
            if (!plan_once(w))
                continue;
        }
        run(w, w->plan->n_steps);
        expect_empty(w, seed, round, "live");
        w->request.live = NULL;
        expect_empty(w, seed, round, "offline");
    }
    assert_int_equal(state_count(w->state), 0);
}

static void a_plan_after_its_run_is_empty(void **state)
{
    (void)state;
    size_t circles = 0, steps = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        live_through(seed, &circles, &steps);
    assert_true(steps > SEEDS * PLACES);
    assert_true(circles < SEEDS * ROUNDS / 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_plan_after_its_run_is_empty)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "provisioner/ops/verdict.h"

struct target {
    const char *system;  /* "region": all that is served */
    const char *measure; /* rto_ms, rpo_ms */
    int64_t ms;
    const char *promise; /* why nobody can promise it */
};

/* clang-format off */
/* Source of what AWS says: "Using switchover or failover in Aurora global database" and "rds.global_db_rpo" of the
 * Aurora guide, "Global datastores" of the ElastiCache guide, "How health checks work" of the Route 53 guide. */
static const struct target targets[] = {
    {"aurora", "rto_ms", 30 * 1000, "Aurora promises no time for a managed failover; its guide speaks of a few minutes, and somebody has to begin it"},
    {"aurora", "rpo_ms", 1000, "replication between regions is asynchronous: less than a second is typical and promised by nobody; rds.global_db_rpo, which can hold commits back, begins at 20 s"},
    {"cache", "rto_ms", 60 * 1000, "a global datastore never fails over by itself, and ElastiCache promises no time for a promotion that is asked for"},
    {"region", "rto_ms", 5 * 60 * 1000, "it takes as long as noticing, deciding and the slowest of its systems; names follow after the checks' interval times their threshold and what resolvers remember"},
};


/* The most of a region is the most of its systems; what is not copied of topics comes back. */
static const struct {
    const char *name, *measure, *systems;
} objectives[] = {{"rto", "rto_ms", "aurora cache msk dns eks region"}, {"rpo", "rpo_ms", "aurora cache"}};
/* clang-format on */

static bool counts(const char *systems, const char *system)
{
    return str_eq(systems, "region") || has_word(systems, system);
}

/* The one that shows most of it; NULL: nothing was measured. */
static const struct value *worst(const struct value *systems, const char *among, const char *measure)
{
    const struct value *found = NULL;
    for (size_t i = 0; i < value_len(systems); i++) {
        const struct value *one = value_item(systems, i), *ms = value_get(one, measure);
        if (ms && counts(among, value_get_str(one, "system")) &&
            (!found || value_int_of(ms) > value_int_of(value_get(found, measure))))
            found = one;
    }
    return found;
}

static struct value *measured(struct arena *a, const struct value *one, const char *measure, int64_t limit)
{
    struct value *v = value_map(a);
    bool met = one && value_int_of(value_get(one, measure)) <= limit;
    if (one) {
        value_set(a, v, "measured_ms", value_get(one, measure));
        value_set(a, v, "of", value_get(one, "system"));
    }
    value_set(a, v, "met", value_bool(a, met));
    return v;
}

static const struct value *objectives_told(struct arena *a, const struct value *systems, const struct objectives *o,
                                           bool *ret_met)
{
    const int64_t wanted[] = {o->rto_ms, o->rpo_ms};
    struct value *all = value_list(a);
    for (size_t i = 0; i < COUNT(objectives); i++) {
        if (!wanted[i])
            continue;
        struct value *v =
            measured(a, worst(systems, objectives[i].systems, objectives[i].measure), objectives[i].measure, wanted[i]);
        value_set_str(a, v, "objective", objectives[i].name);
        value_set(a, v, "wanted_ms", value_int(a, wanted[i]));
        *ret_met = *ret_met && value_bool_of(value_get(v, "met"));
        value_push(a, all, v);
    }
    return all;
}

static const struct value *targets_told(struct arena *a, const struct value *systems)
{
    struct value *all = value_list(a);
    for (size_t i = 0; i < COUNT(targets); i++) {
        const struct target *t = &targets[i];
        const struct value *one = worst(systems, t->system, t->measure);
        if (!one)
            continue;
        struct value *v = measured(a, one, t->measure, t->ms);
        value_set_str(a, v, "system", t->system);
        value_set_str(a, v, "measure", t->measure);
        value_set(a, v, "target_ms", value_int(a, t->ms));
        value_set_str(a, v, "promise", t->promise);
        value_push(a, all, v);
    }
    return all;
}

const struct value *verdict_of(struct arena *a, const struct value *systems, const struct objectives *o)
{
    struct value *v = value_map(a);
    bool met = true;
    value_set(a, v, "objectives", objectives_told(a, systems, o, &met));
    value_set(a, v, "targets", targets_told(a, systems));
    value_set(a, v, "met", value_bool(a, met));
    return v;
}

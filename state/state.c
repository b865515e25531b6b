#include "state/inside.h"

#include <stdlib.h>
#include <string.h>

/* All that is known of one address. It stays when the resource goes: the generation outlives it. */
struct record {
    const char *address;
    const struct entry *entry;
    const struct intent *intent;
    unsigned spent; /* the highest generation that was deleted; 0: none */
};

enum part { ENTRIES, INTENTS, TOMBSTONES, PARTS };

/* Records that have one of the parts, by address. Sorted when asked for, once for any number of changes. */
struct order {
    struct arena *arena;
    const struct record **items;
    bool stale;
};

struct state {
    struct arena *arena;
    struct state_head head;
    struct record **slots; /* open addressing; a power of two of them, a third of it free at least */
    size_t n_slots, n_records;
    size_t count[PARTS];
    struct past_run *runs; /* RUNS_KEPT of them, the oldest first */
    size_t n_runs;
    struct order *orders; /* PARTS of them; behind a pointer because asking is no change */
};

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

struct state *state_new(const char *project, const char *environment)
{
    struct arena *a = arena_new();
    struct state *s = arena_alloc(a, sizeof *s);
    s->arena = a;
    s->runs = arena_alloc(a, RUNS_KEPT * sizeof *s->runs);
    s->orders = arena_alloc(a, PARTS * sizeof *s->orders);
    s->n_slots = 64;
    s->slots = arena_alloc(a, s->n_slots * sizeof *s->slots);
    s->head.project = arena_strdup(a, or_empty(project));
    s->head.environment = arena_strdup(a, or_empty(environment));
    s->head.lineage = s->head.account = s->head.plan = "";
    return s;
}

void state_free(struct state *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < PARTS; i++)
        arena_free(s->orders[i].arena);
    arena_free(s->arena);
}

/* ---- head -------------------------------------------------------------------------------------------------------- */

const struct state_head *state_head(const struct state *s)
{
    return &s->head;
}

void state_set_account(struct state *s, const char *account, const char *lineage)
{
    if (!str_eq(s->head.account, account))
        s->head.account = arena_strdup(s->arena, or_empty(account));
    if (!str_eq(s->head.lineage, lineage))
        s->head.lineage = arena_strdup(s->arena, or_empty(lineage));
}

void state_set_plan(struct state *s, const char *digest)
{
    if (!str_eq(s->head.plan, digest))
        s->head.plan = arena_strdup(s->arena, or_empty(digest));
}

void state_set_serial(struct state *s, uint64_t serial)
{
    s->head.serial = serial;
}

void state_bump(struct state *s)
{
    s->head.serial++;
}

/* ---- runs -------------------------------------------------------------------------------------------------------- */

size_t state_runs(const struct state *s)
{
    return s->n_runs;
}

const struct past_run *state_run(const struct state *s, size_t i)
{
    return &s->runs[i];
}

static bool same_run(const struct past_run *x, const struct past_run *y)
{
    return x->started == y->started && str_eq(x->command, or_empty(y->command)) && str_eq(x->host, or_empty(y->host));
}

/* Where it belongs: its own place, or the end, for which the oldest makes room. */
static struct past_run *place_of_run(struct state *s, const struct past_run *r)
{
    for (size_t i = 0; i < s->n_runs; i++)
        if (same_run(&s->runs[i], r))
            return &s->runs[i];
    if (s->n_runs == RUNS_KEPT)
        memmove(s->runs, s->runs + 1, --s->n_runs * sizeof *s->runs);
    return &s->runs[s->n_runs++];
}

void state_put_run(struct state *s, const struct past_run *r)
{
    struct past_run *at = place_of_run(s, r), copy = *r;
    const char **texts[] = {&copy.who, &copy.host, &copy.command, &copy.version, &copy.result};
    for (size_t i = 0; i < COUNT(texts); i++)
        *texts[i] = arena_strdup(s->arena, or_empty(*texts[i]));
    *at = copy;
}

/* ---- records by address ------------------------------------------------------------------------------------------ */

static size_t hash(const char *s)
{
    uint64_t h = 1469598103934665603u; /* FNV-1a */
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    return (size_t)(h ^ h >> 29);
}

/* The slot that holds the address, or the free one where it belongs. */
static struct record **slot_of(struct record **slots, size_t n, const char *address)
{
    size_t i = hash(address) & (n - 1);
    while (slots[i] && strcmp(slots[i]->address, address) != 0)
        i = (i + 1) & (n - 1);
    return &slots[i];
}

static void grow(struct state *s)
{
    size_t n = s->n_slots * 2;
    struct record **slots = arena_alloc(s->arena, n * sizeof *slots);
    for (size_t i = 0; i < s->n_slots; i++)
        if (s->slots[i])
            *slot_of(slots, n, s->slots[i]->address) = s->slots[i];
    s->slots = slots;
    s->n_slots = n;
}

static const struct record *record_find(const struct state *s, const char *address)
{
    return *slot_of(s->slots, s->n_slots, address);
}

static struct record *record_of(struct state *s, const char *address)
{
    struct record **slot = slot_of(s->slots, s->n_slots, address);
    if (*slot)
        return *slot;
    if ((s->n_records + 1) * 3 > s->n_slots * 2) {
        grow(s);
        slot = slot_of(s->slots, s->n_slots, address);
    }
    *slot = arena_alloc(s->arena, sizeof **slot);
    (*slot)->address = arena_strdup(s->arena, address);
    s->n_records++;
    return *slot;
}

static bool has(const struct record *r, enum part part)
{
    switch (part) {
    case ENTRIES: return r->entry;
    case INTENTS: return r->intent;
    case TOMBSTONES: return r->spent;
    case PARTS: break;
    }
    return false;
}

static void count_change(struct state *s, enum part part, bool had, bool has_now)
{
    if (had == has_now)
        return;
    s->count[part] += has_now ? 1 : (size_t)-1;
    s->orders[part].stale = true;
}

static void set_entry(struct state *s, struct record *r, const struct entry *e)
{
    count_change(s, ENTRIES, r->entry, e);
    r->entry = e;
}

static void set_intent(struct state *s, struct record *r, const struct intent *in)
{
    count_change(s, INTENTS, r->intent, in);
    r->intent = in;
}

static void spend(struct state *s, struct record *r, unsigned generation)
{
    if (generation <= r->spent)
        return;
    count_change(s, TOMBSTONES, r->spent, true);
    r->spent = generation;
}

/* ---- in order ---------------------------------------------------------------------------------------------------- */

static int by_address(const void *x, const void *y)
{
    return strcmp((*(const struct record *const *)x)->address, (*(const struct record *const *)y)->address);
}

static void put_in_order(const struct state *s, enum part part)
{
    struct order *o = &s->orders[part];
    size_t n = 0;
    arena_free(o->arena);
    o->arena = arena_new();
    o->items = arena_alloc(o->arena, s->count[part] * sizeof *o->items);
    for (size_t i = 0; i < s->n_slots; i++)
        if (s->slots[i] && has(s->slots[i], part))
            o->items[n++] = s->slots[i];
    qsort(o->items, n, sizeof *o->items, by_address);
    o->stale = false;
}

static const struct record *nth(const struct state *s, enum part part, size_t i)
{
    if (i >= s->count[part])
        return NULL;
    if (s->orders[part].stale)
        put_in_order(s, part);
    return s->orders[part].items[i];
}

/* ---- copies ------------------------------------------------------------------------------------------------------ */

static int by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static const struct value *sorted_copy(struct arena *a, const struct value *v);

static const struct value *sorted_map(struct arena *a, const struct value *v)
{
    CLEANUP(arena_freep) struct arena *scratch = NULL;
    size_t n = value_len(v);
    const char *few[32], **keys = few;
    struct value *map = value_map(a);
    if (n > COUNT(few)) {
        scratch = arena_new();
        keys = arena_alloc(scratch, n * sizeof *keys);
    }
    bool sorted = true;
    for (size_t i = 0; i < n; i++) {
        keys[i] = value_key(v, i);
        sorted = sorted && (i == 0 || strcmp(keys[i - 1], keys[i]) < 0);
    }
    if (!sorted)
        qsort(keys, n, sizeof *keys, by_text);
    for (size_t i = 0; i < n; i++)
        value_set(a, map, keys[i], sorted_copy(a, sorted ? value_item(v, i) : value_get(v, keys[i])));
    return map;
}

/* AWS answers in any order it likes; two states that mean the same have the same bytes. */
static const struct value *sorted_copy(struct arena *a, const struct value *v)
{
    if (value_kind(v) == V_MAP)
        return sorted_map(a, v);
    if (value_kind(v) != V_LIST)
        return value_copy(a, v);
    struct value *list = value_list(a);
    for (size_t i = 0; i < value_len(v); i++)
        value_push(a, list, sorted_copy(a, value_item(v, i)));
    return list;
}

/* What is in the state already is shared: an update that changes outputs alone does not copy the inputs again. */
static const struct value *keep_value(struct arena *a, const struct value *v, const struct value *was)
{
    if (!v || v == was)
        return v;
    return sorted_copy(a, v);
}

static const char *keep_text(struct arena *a, const char *s, const char *was)
{
    if (was && str_eq(s, was))
        return was;
    return arena_strdup(a, or_empty(s));
}

static const char **copy_names(struct arena *a, const char *const *names)
{
    size_t n = 0;
    while (names && names[n])
        n++;
    const char **copy = arena_alloc(a, (n + 1) * sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = arena_strdup(a, names[i]);
    return copy;
}

static const char **keep_names(struct arena *a, const char **names, const char **was)
{
    return names && names == was ? names : copy_names(a, (const char *const *)names);
}

/* ---- entries ----------------------------------------------------------------------------------------------------- */

size_t state_count(const struct state *s)
{
    return s->count[ENTRIES];
}

const struct entry *state_entry(const struct state *s, size_t i)
{
    const struct record *r = nth(s, ENTRIES, i);
    return r ? r->entry : NULL;
}

const struct entry *state_find(const struct state *s, const char *address)
{
    const struct record *r = record_find(s, address);
    return r ? r->entry : NULL;
}

void state_put(struct state *s, const struct entry *e)
{
    struct record *r = record_of(s, e->address);
    static const struct entry none;
    const struct entry *was = r->entry ? r->entry : &none;
    struct entry *copy = arena_alloc(s->arena, sizeof *copy);
    *copy = *e;
    copy->address = r->address;
    copy->type = keep_text(s->arena, e->type, was->type);
    copy->alias = keep_text(s->arena, e->alias, was->alias);
    copy->region = keep_text(s->arena, e->region, was->region);
    copy->id = e->id ? keep_text(s->arena, e->id, was->id) : NULL;
    copy->inputs = keep_value(s->arena, e->inputs, was->inputs);
    copy->outputs = keep_value(s->arena, e->outputs, was->outputs);
    copy->after = keep_names(s->arena, e->after, was->after);
    copy->generation = e->generation ? e->generation : 1;
    set_entry(s, r, copy);
    set_intent(s, r, NULL);
}

void state_remove(struct state *s, const char *address, bool tombstone)
{
    const struct record *known = record_find(s, address);
    if (!known)
        return;
    struct record *r = record_of(s, address);
    if (tombstone && r->entry)
        spend(s, r, r->entry->generation);
    if (tombstone && r->intent)
        spend(s, r, r->intent->generation);
    set_entry(s, r, NULL);
    set_intent(s, r, NULL);
}

/*
 * An entry that is there has spent its generation too: what replaces it needs the next. One whose creation is not
 * finished keeps it, since only the same token finds the same object.
 */
unsigned state_next_generation(const struct state *s, const char *address)
{
    const struct record *r = record_find(s, address);
    if (!r)
        return 1;
    if (r->entry && r->entry->status == ENTRY_CREATING)
        return r->entry->generation;
    unsigned last = r->entry && r->entry->generation > r->spent ? r->entry->generation : r->spent;
    return last + 1;
}

/* ---- tombstones -------------------------------------------------------------------------------------------------- */

size_t state_tombstones(const struct state *s)
{
    return s->count[TOMBSTONES];
}

const char *state_tombstone(const struct state *s, size_t i, unsigned *ret_generation)
{
    const struct record *r = nth(s, TOMBSTONES, i);
    if (!r)
        return NULL;
    *ret_generation = r->spent;
    return r->address;
}

void state_put_tombstone(struct state *s, const char *address, unsigned generation)
{
    spend(s, record_of(s, address), generation);
}

/* ---- intents ----------------------------------------------------------------------------------------------------- */

struct state *state_bare(const struct state *s)
{
    struct state *bare = state_new(s->head.project, s->head.environment);
    state_set_account(bare, s->head.account, s->head.lineage);
    state_set_plan(bare, s->head.plan);
    state_set_serial(bare, s->head.serial);
    for (size_t i = 0; i < state_tombstones(s); i++) {
        unsigned generation = 0;
        const char *address = state_tombstone(s, i, &generation);
        state_put_tombstone(bare, address, generation);
    }
    for (size_t i = 0; i < state_intents(s); i++)
        state_put_intent(bare, state_intent(s, i));
    return bare;
}

size_t state_intents(const struct state *s)
{
    return s->count[INTENTS];
}

const struct intent *state_intent(const struct state *s, size_t i)
{
    const struct record *r = nth(s, INTENTS, i);
    return r ? r->intent : NULL;
}

const struct intent *state_intent_of(const struct state *s, const char *address)
{
    const struct record *r = record_find(s, address);
    return r ? r->intent : NULL;
}

void state_put_intent(struct state *s, const struct intent *in)
{
    struct record *r = record_of(s, in->address);
    static const struct intent none;
    const struct intent *was = r->intent ? r->intent : &none;
    struct intent *copy = arena_alloc(s->arena, sizeof *copy);
    copy->address = r->address;
    copy->type = keep_text(s->arena, in->type, was->type);
    copy->alias = keep_text(s->arena, in->alias, was->alias);
    copy->region = keep_text(s->arena, in->region, was->region);
    copy->verb = keep_text(s->arena, in->verb, was->verb);
    copy->op = keep_text(s->arena, in->op, was->op);
    copy->inputs = keep_value(s->arena, in->inputs, was->inputs);
    copy->after = keep_names(s->arena, in->after, was->after);
    copy->generation = in->generation ? in->generation : 1;
    set_intent(s, r, copy);
}

void state_drop_intent(struct state *s, const char *address)
{
    if (state_intent_of(s, address))
        set_intent(s, record_of(s, address), NULL);
}

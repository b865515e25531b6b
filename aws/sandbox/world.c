#include "aws/sandbox/world_private.h"
#include "provisioner/base/file.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FIRST_SLOTS = 1024 };

struct world *world_new(const char *account, uint64_t seed)
{
    struct arena *a = arena_new();
    struct world *w = arena_alloc(a, sizeof *w);
    w->arena = a;
    w->account = arena_strdup(a, account);
    w->seed = seed;
    w->fd = -1;
    w->n_slots = FIRST_SLOTS;
    w->slots = arena_alloc(a, w->n_slots * sizeof *w->slots);
    return w;
}

void world_free(struct world *w)
{
    if (!w)
        return;
    closep(&w->fd);
    arena_free(w->arena);
}

struct arena *world_arena(struct world *w)
{
    return w->arena;
}

const char *world_account(const struct world *w)
{
    return w->account;
}

uint64_t world_number(struct world *w)
{
    return ++w->counter;
}

int64_t world_now(const struct world *w)
{
    return w->now;
}

uint64_t world_version(const struct world *w)
{
    return w->version;
}

void world_keep_before(struct world *w, bool keep)
{
    w->keep_before = keep;
}

/* Not what the account was given unasked: default groups, keys and roles that a service made for itself. */
static int by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

const struct value *world_objects(struct world *w, struct arena *a)
{
    const char **lines = arena_alloc(a, (w->n_objects + 1) * sizeof *lines);
    struct value *all = value_list(a);
    size_t n = 0;
    for (size_t i = 0; i < w->n_buckets; i++) {
        const struct bucket *b = &w->buckets[i];
        for (size_t j = 0; *b->kind->service && j < b->n; j++)
            if (!b->items[j]->gone && !object_bool(b->items[j], "$Given"))
                lines[n++] = arena_printf(a, "%s %s %s", b->kind->name, *b->region ? b->region : "-", b->items[j]->id);
    }
    qsort(lines, n, sizeof *lines, by_text);
    for (size_t i = 0; i < n; i++)
        value_push(a, all, value_str(a, lines[i]));
    return all;
}

const struct sandbox_kind *kind_by_name(const char *name)
{
    for (const struct sandbox_kind *const *k = sandbox_kinds; *k; k++)
        if (str_eq((*k)->name, name))
            return *k;
    return NULL;
}

/* ---- hashes and ids ---------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static uint64_t hash_text(const char *s)
{
    uint64_t h = 1469598103934665603u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    return mix(h);
}

static const char *hex_of(struct arena *a, uint64_t x, unsigned digits)
{
    char text[33];
    if (digits > 32)
        digits = 32;
    for (unsigned i = 0; i < digits; i++) {
        if (i % 16 == 0 && i)
            x = mix(x);
        text[i] = "0123456789abcdef"[x >> (i % 16 * 4) & 15];
    }
    return arena_strndup(a, text, digits);
}

const char *mint_hex(struct world *w, struct arena *a, unsigned digits)
{
    return hex_of(a, mix(w->seed ^ mix(world_number(w))), digits);
}

const char *hash_hex(struct arena *a, const char *text, unsigned digits)
{
    return hex_of(a, hash_text(text), digits);
}

const char *iso_time(struct arena *a, int64_t ms)
{
    time_t t = (time_t)(ms / 1000);
    struct tm tm;
    char text[32] = "1970-01-01T00:00:00Z";
    if (gmtime_r(&t, &tm))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return arena_strdup(a, text);
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static void slots_grow(struct world *w)
{
    size_t n = w->n_slots * 2;
    struct name **slots = arena_alloc(w->arena, n * sizeof *slots);
    for (size_t i = 0; i < w->n_slots; i++) {
        for (struct name *one = w->slots[i], *next; one; one = next) {
            next = one->next;
            one->next = slots[one->hash & (n - 1)];
            slots[one->hash & (n - 1)] = one;
        }
    }
    w->slots = slots;
    w->n_slots = n;
}

static void name_add(struct world *w, struct object *o, const char *key)
{
    if (w->n_names >= w->n_slots)
        slots_grow(w);
    struct name *n = arena_alloc(w->arena, sizeof *n);
    *n = (struct name){arena_strdup(w->arena, key), hash_text(key), o, NULL, o->names};
    struct name **slot = &w->slots[n->hash & (w->n_slots - 1)];
    n->next = *slot;
    *slot = n;
    o->names = n;
    w->n_names++;
}

static void names_drop(struct world *w, struct object *o)
{
    for (struct name *n = o->names; n; n = n->next_of_object) {
        struct name **at = &w->slots[n->hash & (w->n_slots - 1)];
        while (*at != n)
            at = &(*at)->next;
        *at = n->next;
        w->n_names--;
    }
    o->names = NULL;
}

static struct object *name_get(const struct world *w, const char *key)
{
    uint64_t h = hash_text(key);
    for (const struct name *n = w->slots[h & (w->n_slots - 1)]; n; n = n->next)
        if (n->hash == h && strcmp(n->key, key) == 0)
            return n->object;
    return NULL;
}

static const char *id_key(struct arena *a, const struct sandbox_kind *k, const char *region, const char *id)
{
    char *key = arena_printf(a, "i|%s|%s|%s", k->name, k->global ? "" : region, id);
    for (char *c = key; k->lower && *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
    return key;
}

/* Second names are compared without regard to case: so are all of AWS's that have one. */
static const char *unique_key(struct arena *a, const struct sandbox_kind *k, const char *region, const struct value *v)
{
    struct sbuf key = {.arena = a};
    const char *at = k->unique, *word;
    size_t n;
    sbuf_printf(&key, "u|%s|%s", k->name, k->global ? "" : region);
    while ((n = next_word(&at, &word))) {
        sbuf_putc(&key, '|');
        sbuf_puts(&key, value_text(a, value_path(a, v, arena_strndup(a, word, n))));
    }
    for (size_t i = 0; i < key.len; i++)
        key.s[i] = key.s[i] >= 'A' && key.s[i] <= 'Z' ? (char)(key.s[i] + 32) : key.s[i];
    return sbuf_str(&key);
}

struct object *object_by_unique(struct world *w, const struct sandbox_kind *k, const char *region,
                                const struct value *members)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    return k->unique ? name_get(w, unique_key(a, k, region, members)) : NULL;
}

struct object *object_by_arn(struct world *w, const char *arn)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    return name_get(w, arena_printf(a, "a|%s", arn));
}

struct object *object_find(struct world *w, const struct sandbox_kind *k, const char *region, const char *id)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (!id || !*id)
        return NULL;
    struct object *o = name_get(w, id_key(a, k, region, id));
    if (!o && str_starts(id, "arn:"))
        o = object_by_arn(w, id);
    return o && o->kind == k && (k->global || str_eq(o->region, region)) ? o : NULL;
}

/* ---- references -------------------------------------------------------------------------------------------------- */

static void edge_add(struct world *w, struct object *from, struct object *to, const struct ref *ref)
{
    struct edge *e = w->spare_edges;
    if (e)
        w->spare_edges = e->next_to;
    else
        e = arena_alloc(w->arena, sizeof *e);
    *e = (struct edge){from, to, ref, from->refs, to->last_referrer, NULL};
    from->refs = e;
    if (to->last_referrer)
        to->last_referrer->next_to = e;
    else
        to->referrers = e;
    to->last_referrer = e;
}

static void edge_unlink(struct world *w, struct edge *e)
{
    if (e->prev_to)
        e->prev_to->next_to = e->next_to;
    else
        e->to->referrers = e->next_to;
    if (e->next_to)
        e->next_to->prev_to = e->prev_to;
    else
        e->to->last_referrer = e->prev_to;
    e->next_to = w->spare_edges;
    w->spare_edges = e;
}

static void edges_drop(struct world *w, struct object *o)
{
    for (struct edge *e = o->refs, *next; e; e = next) {
        next = e->next_of_from;
        edge_unlink(w, e);
    }
    o->refs = NULL;
}

static void edges_add(struct world *w, struct object *o)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    for (const struct ref *r = o->kind->refs; r && r->path; r++) {
        const struct value *v = value_path(a, o->v, r->path);
        size_t n = value_kind(v) == V_LIST ? value_len(v) : 1;
        for (size_t i = 0; i < n; i++) {
            const struct value *one = value_kind(v) == V_LIST ? value_item(v, i) : v;
            struct object *to = object_find(w, r->kind, o->region, value_str_of(one));
            if (to)
                edge_add(w, o, to, r);
        }
    }
}

struct edge *edge_of_kind(struct edge *e, const struct sandbox_kind *k)
{
    while (e && e->from->kind != k)
        e = e->next_to;
    return e;
}

static void index_add(struct world *w, struct object *o)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (*object_arn(o))
        name_add(w, o, arena_printf(a, "a|%s", object_arn(o)));
    if (o->kind->unique)
        name_add(w, o, unique_key(a, o->kind, o->region, o->v));
    edges_add(w, o);
}

static void index_id(struct world *w, struct object *o)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    name_add(w, o, id_key(a, o->kind, o->region, o->id));
}

static void index_drop(struct world *w, struct object *o)
{
    names_drop(w, o);
    edges_drop(w, o);
}

static void index_again(struct world *w, struct object *o)
{
    index_drop(w, o);
    index_id(w, o);
    index_add(w, o);
}

/* ---- lists ------------------------------------------------------------------------------------------------------- */

static struct bucket *bucket_of(struct world *w, const struct sandbox_kind *k, const char *region)
{
    if (k->global)
        region = "";
    for (size_t i = 0; i < w->n_buckets; i++)
        if (w->buckets[i].kind == k && strcmp(w->buckets[i].region, region) == 0)
            return &w->buckets[i];
    w->buckets = arena_grow(w->arena, w->buckets, sizeof *w->buckets, w->n_buckets, &w->buckets_cap);
    struct bucket *b = &w->buckets[w->n_buckets++];
    *b = (struct bucket){.kind = k, .region = arena_strdup(w->arena, region)};
    return b;
}

static void bucket_add(struct world *w, struct object *o)
{
    struct bucket *b = bucket_of(w, o->kind, o->region);
    o->region = b->region;
    b->items = arena_grow(w->arena, b->items, sizeof *b->items, b->n, &b->cap);
    b->items[b->n++] = o;
}

/* Where seq is, or would be. Removed objects stay in their place until half of all are gone. */
static size_t bucket_place(const struct bucket *b, uint64_t seq)
{
    size_t low = 0, high = b->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (b->items[mid]->seq < seq)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void bucket_tidy(struct bucket *b)
{
    size_t kept = 0;
    if (++b->holes * 2 < b->n)
        return;
    for (size_t i = 0; i < b->n; i++)
        if (!b->items[i]->gone)
            b->items[kept++] = b->items[i];
    b->n = kept;
    b->holes = 0;
}

struct object *object_from(struct world *w, const struct sandbox_kind *k, const char *region, uint64_t seq)
{
    const struct bucket *b = bucket_of(w, k, region);
    for (size_t i = bucket_place(b, seq); i < b->n; i++)
        if (!b->items[i]->gone)
            return b->items[i];
    return NULL;
}

size_t object_count(struct world *w, const struct sandbox_kind *k, const char *region)
{
    const struct bucket *b = bucket_of(w, k, region);
    return b->n - b->holes;
}

/* ---- what will happen ---------------------------------------------------------------------------------------------
 */

static bool earlier(const struct due *x, const struct due *y)
{
    return x->at != y->at ? x->at < y->at : x->order < y->order;
}

static void due_swap(struct world *w, size_t i, size_t j)
{
    struct due kept = w->dues[i];
    w->dues[i] = w->dues[j];
    w->dues[j] = kept;
}

static void due_push(struct world *w, struct object *o)
{
    w->dues = arena_grow(w->arena, w->dues, sizeof *w->dues, w->n_dues, &w->dues_cap);
    size_t i = w->n_dues++;
    w->dues[i] = (struct due){o->due, ++w->due_order, o};
    for (; i && earlier(&w->dues[i], &w->dues[(i - 1) / 2]); i = (i - 1) / 2)
        due_swap(w, i, (i - 1) / 2);
}

static struct due due_pop(struct world *w)
{
    struct due first = w->dues[0];
    w->dues[0] = w->dues[--w->n_dues];
    for (size_t i = 0, least;; i = least) {
        least = i;
        for (size_t child = 2 * i + 1; child <= 2 * i + 2; child++)
            if (child < w->n_dues && earlier(&w->dues[child], &w->dues[least]))
                least = child;
        if (least == i)
            return first;
        due_swap(w, i, least);
    }
}

/* ---- objects ----------------------------------------------------------------------------------------------------- */

static void mark(struct world *w, struct object *o)
{
    w->version++;
    if (o->dirty)
        return;
    o->dirty = true;
    w->dirty = arena_grow(w->arena, w->dirty, sizeof *w->dirty, w->n_dirty, &w->dirty_cap);
    w->dirty[w->n_dirty++] = o;
}

void world_attach(struct world *w, struct object *o)
{
    if (o->seq > w->seq)
        w->seq = o->seq;
    bucket_add(w, o);
    index_id(w, o);
    w->n_objects++;
}

static int by_seq(const void *x, const void *y)
{
    uint64_t a = (*(struct object *const *)x)->seq, b = (*(struct object *const *)y)->seq;
    return (a > b) - (a < b);
}

void world_reindex(struct world *w)
{
    for (size_t i = 0; i < w->n_buckets; i++) {
        struct bucket *b = &w->buckets[i];
        if (b->n)
            qsort(b->items, b->n, sizeof *b->items, by_seq);
        for (size_t j = 0; j < b->n; j++) {
            if (b->items[j]->gone)
                continue;
            index_add(w, b->items[j]);
            if (b->items[j]->due)
                due_push(w, b->items[j]);
        }
    }
}

struct object *object_new(struct world *w, const struct sandbox_kind *k, const char *region, const char *id,
                          const struct value *members, const char *life)
{
    struct object *o = arena_alloc(w->arena, sizeof *o);
    o->kind = k;
    o->region = region;
    o->id = arena_strdup(w->arena, id);
    o->v = value_copy(w->arena, members);
    o->born = o->changed = w->now;
    o->seq = ++w->seq;
    world_attach(w, o);
    index_add(w, o);
    mark(w, o);
    if (life)
        object_live(w, o, life);
    return o;
}

static bool names_anything(const struct sandbox_kind *k, const char *member)
{
    size_t n = strlen(member);
    for (const struct ref *r = k->refs; r && r->path; r++)
        if (strncmp(r->path, member, n) == 0 && (r->path[n] == '\0' || r->path[n] == '.' || r->path[n] == '['))
            return true;
    return has_word(k->unique, member) || str_eq(k->arn_member, member);
}

static void change(struct world *w, struct object *o)
{
    if (w->keep_before && o->changed != w->now)
        o->before = value_edit(w->arena, o->v);
    o->changed = w->now;
    mark(w, o);
}

void object_set(struct world *w, struct object *o, const char *member, const struct value *v)
{
    if (!v)
        return;
    change(w, o);
    value_set(w->arena, o->v, member, value_copy(w->arena, v));
    if (names_anything(o->kind, member))
        index_again(w, o);
}

void object_set_str(struct world *w, struct object *o, const char *member, const char *s)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    object_set(w, o, member, value_str(a, s));
}

void object_unset(struct world *w, struct object *o, const char *member)
{
    if (!value_get(o->v, member))
        return;
    change(w, o);
    o->v = value_without(w->arena, o->v, member);
    if (names_anything(o->kind, member))
        index_again(w, o);
}

static void forget_edge(struct object *from, const struct edge *e)
{
    for (struct edge **at = from ? &from->refs : NULL; at && *at; at = &(*at)->next_of_from)
        if (*at == e) {
            *at = e->next_of_from;
            return;
        }
}

void object_remove(struct world *w, struct object *o)
{
    if (o->gone)
        return;
    for (struct edge *e = o->referrers, *next; e; e = next) {
        next = e->next_to;
        forget_edge(e->from, e);
        edge_unlink(w, e);
    }
    index_drop(w, o);
    o->gone = true;
    o->due = 0;
    w->n_objects--;
    mark(w, o);
    bucket_tidy(bucket_of(w, o->kind, o->region));
}

bool goes_along(const struct edge *e)
{
    return e->ref->meaning == REF_OWNED || object_bool(e->from, "$Along");
}

/* Begins anew after each, since what goes along takes others along. */
static struct object *first_along(const struct object *o)
{
    const struct edge *e = o->referrers;
    while (e && (!goes_along(e) || e->from == o))
        e = e->next_to;
    return e ? e->from : NULL;
}

void remove_with_owned(struct world *w, struct object *o)
{
    for (struct object *other; (other = first_along(o));)
        remove_with_owned(w, other);
    object_remove(w, o);
}

const char *object_str(const struct object *o, const char *member)
{
    return value_get_str(o->v, member);
}

bool object_bool(const struct object *o, const char *member)
{
    return value_bool_of(value_get(o->v, member));
}

const char *object_status(const struct object *o)
{
    return o->kind->status ? object_str(o, o->kind->status) : "";
}

const char *object_arn(const struct object *o)
{
    return object_str(o, o->kind->arn_member ? o->kind->arn_member : "$Arn");
}

bool object_lingers(const struct object *o)
{
    return has_word(o->kind->gone, object_status(o));
}

/* ---- time -------------------------------------------------------------------------------------------------------- */

/* An object that took another life leaves its old entry behind. */
static bool due_stands(const struct due *d)
{
    return !d->object->gone && d->object->due == d->at;
}

void world_set_dark(struct world *w, int64_t (*dark_ms)(void *ctx, const char *region), void *ctx)
{
    w->dark_ms = dark_ms;
    w->dark_ctx = ctx;
}

int64_t world_dark_ms(struct world *w, const char *region)
{
    return w->dark_ms ? w->dark_ms(w->dark_ctx, region) : 0;
}

int64_t world_next_due(struct world *w)
{
    while (w->n_dues && !due_stands(&w->dues[0]))
        due_pop(w);
    return w->n_dues ? w->dues[0].at : INT64_MAX;
}

static void enter_step(struct world *w, struct object *o)
{
    static const struct life_step over = {0};
    const struct life_step *step = o->step < COUNT(o->life->steps) ? &o->life->steps[o->step] : &over;
    o->due = 0;
    if (!step->state) {
        remove_with_owned(w, o);
        return;
    }
    if (o->kind->status)
        object_set_str(w, o, o->kind->status, step->state);
    if (step->seconds) {
        o->due = w->now + step->seconds * SECOND;
        due_push(w, o);
    }
    mark(w, o);
}

static const struct life *life_of(const struct sandbox_kind *k, const char *name)
{
    const struct life *l = k->lives;
    while (l && l->name && strcmp(l->name, name) != 0)
        l++;
    return l && l->name ? l : NULL;
}

void object_live(struct world *w, struct object *o, const char *life)
{
    o->life = life_of(o->kind, life);
    o->step = 0;
    o->due = 0;
    if (o->life)
        enter_step(w, o);
}

void object_lasts(struct world *w, struct object *o, int64_t seconds)
{
    o->due = w->now + seconds * SECOND;
    due_push(w, o);
    mark(w, o);
}

static void next_step(struct world *w, struct object *o)
{
    o->step++;
    enter_step(w, o);
    if (o->kind->entered)
        o->kind->entered(w, o, o->gone ? "" : object_status(o));
}

void world_advance(struct world *w, int64_t now)
{
    for (int64_t at; (at = world_next_due(w)) <= now;) {
        struct due d = due_pop(w);
        if (at > w->now)
            w->now = at;
        next_step(w, d.object);
    }
    if (now > w->now)
        w->now = now;
}

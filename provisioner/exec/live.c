/*
 * Reading what AWS holds, for a plan. First every list that some type of some region needs, once each, all at once;
 * then each address is matched with an object: by the physical id the state knows, by ownership tags, or by its natural
 * key; then what a list does not tell is read, again all at once: by calls that say it of many objects where there are
 * any, else object by object. What a call for many leaves out is asked for by itself before it counts as not there.
 */
#include "aws/net/endpoint.h"
#include "provisioner/exec/exec.h"
#include "provisioner/exec/owned.h"
#include "provisioner/exec/reading.h"
#include "provisioner/exec/request.h"

#include <ctype.h>
#include <string.h>

/* One answer, for all that ask in the same words: a list of a type, a read, or what `bulk` of a read says. */
struct shared {
    struct reading reading;
    struct live_set *set;
    bool ended;
    struct value *by_id;   /* "type" -> id -> object */
    struct item **waiting; /* items whose next read it is */
    size_t n, cap;
};

/* One type in one region: its objects as attributes, and three ways to find one. */
struct index {
    const struct rtype *type;
    const char *region;
    struct shared *list;        /* NULL: AWS has no list for it, or nobody has to be found by it */
    const struct entry **known; /* those that the state has */
    size_t n_known, cap;
    bool sought; /* there is one whose id the state does not have */
    bool built;
    struct value *by_id, *by_tag, *by_key; /* text -> attributes */
    struct value *leaving;                 /* id -> true: AWS is deleting it */
    struct value *failed;                  /* id -> AWS's word for it */
};

struct item {
    const char *address, *alias, *region;
    const struct rtype *type;
    const struct value *want; /* with references; NULL */
    const struct entry *entry;
    const struct intent *intent;
    struct index *index;
    size_t nth; /* among what the state has of its index */
    bool located, locating, unread;
    bool alone;  /* what is said of many is not enough for it */
    bool looked; /* it is being read, or was */
    struct live live;
    size_t next_read;
};

enum { LAG_S = 15, LOOK_AGAIN_MS = 5000 };

struct live_set {
    struct arena *a;
    struct client *client;
    const struct state *state;
    const struct value *lookups;
    struct item *items;
    size_t n, cap;
    struct value *at; /* address -> 1 + position */
    struct index *indexes;
    size_t n_indexes, indexes_cap;
    struct value *index_at; /* "type region" -> position */
    struct shared **shared;
    struct value *shared_at; /* "op region request" -> position */
    size_t n_shared, shared_cap;
    struct value *tags; /* region -> ARN -> tags, of what is ours */
    const char ***skipped;
    struct err *error; /* the first that is no silence of a region */
};

/* ---- who is asked for -------------------------------------------------------------------------------------------- */

static struct item *item_of(const struct live_set *s, const char *address)
{
    const struct value *at = value_get(s->at, address);
    return at ? &s->items[value_int_of(at)] : NULL;
}

static struct item *item_add(struct live_set *s, const char *address, const char *type, const char *alias,
                             const char *region)
{
    struct item *known = item_of(s, address);
    const struct rtype *rt = rtype_named(type);
    if (known || !rt)
        return known;
    s->items = arena_grow(s->a, s->items, sizeof *s->items, s->n, &s->cap);
    s->items[s->n] = (struct item){.address = address, .type = rt, .alias = alias, .region = region};
    value_set(s->a, s->at, address, value_int(s->a, (int64_t)s->n));
    return &s->items[s->n++];
}

static void collect(struct live_set *s, const struct wanted_list *wanted)
{
    for (size_t i = 0; i < state_count(s->state); i++) {
        const struct entry *e = state_entry(s->state, i);
        const char *region = rtype_home(rtype_named(e->type), e->outputs, e->region);
        struct item *it = item_add(s, e->address, e->type, e->alias, region);
        if (it)
            it->entry = e;
    }
    for (size_t i = 0; i < state_intents(s->state); i++) {
        const struct intent *in = state_intent(s->state, i);
        struct item *it = item_add(s, in->address, in->type, in->alias, in->region);
        if (it)
            it->intent = in;
    }
    for (size_t i = 0; wanted && i < wanted->n; i++) {
        const struct wanted *w = &wanted->items[i];
        struct item *it = item_add(s, w->address, w->type, w->alias, w->region);
        if (it)
            it->want = w->attrs;
    }
}

static const char *scope_of(const struct item *it)
{
    return rtype_scope(it->type, it->alias);
}

/* ---- lists ------------------------------------------------------------------------------------------------------- */

static bool skipped(const struct live_set *s, const char *alias)
{
    for (const char **p = *s->skipped; p && *p; p++)
        if (strcmp(*p, alias) == 0)
            return true;
    return false;
}

/* A region that is down answers with 5xx more often than not at all. */
static void out_of_reach(struct live_set *s, const struct item *it)
{
    exec_skip(s->a, s->skipped, scope_of(it));
}

static void list_done(struct reading *r)
{
    struct shared *shared = r->owner;
    struct live_set *s = shared->set;
    const struct item *it = r->item;
    shared->ended = true;
    if (exec_unreached(&r->call))
        out_of_reach(s, it);
    else if (r->call.end != CALL_OK && !s->error)
        s->error = call_error(&r->call);
}

static struct target reading_target(const struct live_set *s, const struct item *it)
{
    return (struct target){.type = it->type,
                           .address = it->address,
                           .region = it->region,
                           .account = value_get(s->lookups, "lookup/account")};
}

/* What is asked in the same words is asked once. */
static struct err *share(struct live_set *s, struct item *it, const struct target *t, const struct call *c,
                         const struct value *each, void (*done)(struct reading *r), struct shared **ret)
{
    const struct value *in = NULL;
    TRY(request_make(s->a, t, c, VERB_READ, NULL, each, &in));
    const char *region = call_region(s->a, t, c);
    const char *key = arena_printf(s->a, "%s %s %s %s", c->op->service->id, c->op->name,
                                   c->op->service->global ? "" : region, value_canonical(s->a, in));
    const struct value *at = value_get(s->shared_at, key);
    if (at) {
        *ret = s->shared[value_int_of(at)];
        return NULL;
    }
    struct shared *x = arena_alloc(s->a, sizeof *x);
    *x = (struct shared){.set = s, .by_id = value_map(s->a)};
    x->reading = (struct reading){.op = c->op, .region = region, .in = in, .done = done, .owner = x, .item = it};
    s->shared = arena_grow(s->a, s->shared, sizeof *s->shared, s->n_shared, &s->shared_cap);
    value_set(s->a, s->shared_at, key, value_int(s->a, (int64_t)s->n_shared));
    s->shared[s->n_shared++] = x;
    reading_start(s->client, s->a, &x->reading);
    *ret = x;
    return NULL;
}

/* ---- tags of what is ours ---------------------------------------------------------------------------------------- */

static bool tags_apart(const struct rtype *rt)
{
    for (const struct call *c = rt->impl->read; c && c->op; c++)
        if (c->tags_of)
            return true;
    return false;
}

/* What has no region is told of where its calls are signed for. */
static const char *told_in(const struct item *it)
{
    return it->type->flags & RT_GLOBAL ? partition_of(it->region)->global_region : it->region;
}

/* Without it, tags are asked for one by one: whoever has no right to this call needs none. But where nobody answers,
 * what has no region can't be asked for either. */
static void owned_done(struct reading *r)
{
    struct shared *x = r->owner;
    struct live_set *s = x->set;
    x->ended = true;
    for (size_t i = 0; i < s->n && exec_unreached(&r->call); i++) {
        const struct item *it = &s->items[i];
        bool there = it->type->flags & RT_GLOBAL && !(it->type->flags & RT_HOMED);
        if (there && str_eq(told_in(it), r->region))
            out_of_reach(s, it);
    }
}

static struct err *list_tags(struct live_set *s, struct item *it)
{
    struct target t = reading_target(s, it);
    struct shared *x;
    t.region = told_in(it);
    return tags_apart(it->type) ? share(s, it, &t, &owned_call, NULL, owned_done, &x) : NULL;
}

static void collect_tags(struct live_set *s)
{
    for (size_t i = 0; i < s->n_shared; i++) {
        const struct reading *r = &s->shared[i]->reading;
        if (r->done == owned_done && r->call.end == CALL_OK)
            value_set(s->a, s->tags, r->region, owned_by_arn(s->a, r->answer));
    }
}

static bool holds(const struct value *tags, const struct value *applied)
{
    for (size_t i = 0; i < value_len(applied); i++) {
        const struct value *v = value_get(tags, value_key(applied, i));
        if (!v || !str_eq(value_str_of(v), value_str_of(value_item(applied, i))))
            return false;
    }
    return value_len(applied) > 0;
}

static const struct value *tagging_says(struct live_set *s, const struct item *it, const struct target *t,
                                        const struct call *c)
{
    return value_get(value_get(s->tags, told_in(it)), call_text(s->a, t, c, c->tags_of));
}

/* The tagging API lags a little behind the service: what it says is believed where it is what was applied. */
static const struct value *tags_of(struct live_set *s, const struct item *it, const struct target *t,
                                   const struct call *c)
{
    if (!c->tags_of || !it->entry)
        return NULL;
    const struct value *tags = tagging_says(s, it, t, c);
    return tags && holds(tags, value_get(it->entry->inputs, "Tags")) ? tags : NULL;
}

/* ---- one type in one region -------------------------------------------------------------------------------------- */

static int64_t index_for(struct live_set *s, struct item *it)
{
    const char *key = arena_printf(s->a, "%s %s", it->type->name, it->region);
    const struct value *at = value_get(s->index_at, key);
    if (at)
        return value_int_of(at);
    s->indexes = arena_grow(s->a, s->indexes, sizeof *s->indexes, s->n_indexes, &s->indexes_cap);
    s->indexes[s->n_indexes] = (struct index){.type = it->type, .region = it->region};
    value_set(s->a, s->index_at, key, value_int(s->a, (int64_t)s->n_indexes));
    return (int64_t)s->n_indexes++;
}

/* What a create's answer was lost of has an entry, and is sought all the same. */
static bool is_known(const struct item *it)
{
    return it->entry && it->entry->id;
}

static void note_known(struct live_set *s, struct index *x, struct item *it)
{
    if (!is_known(it)) {
        x->sought = true;
        return;
    }
    it->nth = x->n_known;
    x->known = arena_grow(s->a, x->known, sizeof *x->known, x->n_known, &x->cap);
    x->known[x->n_known++] = it->entry;
}

/* Indexes move while they are made. */
static void index_all(struct live_set *s)
{
    int64_t *at = arena_alloc(s->a, (s->n + 1) * sizeof *at);
    for (size_t i = 0; i < s->n; i++)
        if (!skipped(s, scope_of(&s->items[i]))) {
            at[i] = index_for(s, &s->items[i]);
            note_known(s, &s->indexes[at[i]], &s->items[i]);
        }
    for (size_t i = 0; i < s->n; i++)
        if (!skipped(s, scope_of(&s->items[i])))
            s->items[i].index = &s->indexes[at[i]];
}

/* A list that only finds is not needed where all are known. */
static struct err *list_type(struct live_set *s, struct item *it)
{
    const struct rtype_impl *impl = it->type->impl;
    const struct target t = reading_target(s, it);
    bool needed = impl->list.op && (!impl->partial || it->index->sought);
    return needed && !it->index->list ? share(s, it, &t, &impl->list, NULL, list_done, &it->index->list) : NULL;
}

static struct err *read_lists(struct live_set *s)
{
    index_all(s);
    for (size_t i = 0; i < s->n; i++)
        if (s->items[i].index) {
            TRY(list_type(s, &s->items[i]));
            TRY(list_tags(s, &s->items[i]));
        }
    reading_run(s->client);
    collect_tags(s);
    for (size_t i = 0; i < s->n; i++)
        if (skipped(s, scope_of(&s->items[i])))
            s->items[i].index = NULL;
    struct err *e = s->error;
    s->error = NULL;
    return e;
}

/* ---- finding one ------------------------------------------------------------------------------------------------- */

/* A part that nobody says is what AWS takes for it. */
static const char *key_text(struct arena *a, const struct rtype *rt, const struct value *attrs)
{
    struct sbuf text = {.arena = a};
    const char *at = rt->key, *word;
    size_t n;
    while ((n = next_word(&at, &word))) {
        const char *name = arena_strndup(a, word, n);
        const struct attr *attr = rtype_attr(rt, name);
        const struct value *told = value_get(attrs, name);
        const char *part = value_text(a, told || !attr ? told : attr_default(a, attr));
        if (!*part)
            return NULL;
        if (attr && attr->flags & A_BARE)
            part = text_bare(part);
        part = attr && attr->flags & A_HOST ? host_plain(a, part) : part;
        for (; *part; part++)
            sbuf_putc(&text, attr && attr->flags & A_NOCASE ? (char)tolower((unsigned char)*part) : *part);
        sbuf_putc(&text, '|');
    }
    return text.len ? sbuf_str(&text) : NULL;
}

/* The address our tags give it, if they are of this lineage. */
static const char *tagged_address(const struct live_set *s, const struct value *attrs)
{
    const struct value *tags = value_get(attrs, "Tags");
    const char *lineage = value_get_str(value_get(s->lookups, "lookup/account"), "Lineage");
    return *lineage && strcmp(value_get_str(tags, "provisioner:lineage"), lineage) == 0
               ? value_get_str(tags, "provisioner:address")
               : "";
}

/* Which object of its address it is: earlier ones may still be shown while they wait for their end. */
static int64_t generation_of(const struct value *attrs)
{
    int64_t n = 0;
    parse_int(value_get_str(value_get(attrs, "Tags"), "provisioner:generation"), &n);
    return n;
}

static void index_object(struct live_set *s, struct index *x, const struct value *object)
{
    const struct value *attrs = answer_attrs(s->a, x->type, &x->type->impl->list, object);
    const char *id = rtype_physical_id(s->a, x->type, attrs), *key = key_text(s->a, x->type, attrs);
    const char *address = tagged_address(s, attrs);
    if (id)
        value_set(s->a, x->by_id, id, attrs);
    if (id && object_leaving(s->a, x->type, object))
        value_set(s->a, x->leaving, id, value_bool(s->a, true));
    if (id)
        value_set_str(s->a, x->failed, id, object_failed(s->a, x->type, object));
    if (key)
        value_set(s->a, x->by_key, key, attrs);
    if (*address && generation_of(attrs) >= generation_of(value_get(x->by_tag, address)))
        value_set(s->a, x->by_tag, address, attrs);
}

static void index_build(struct live_set *s, struct index *x)
{
    x->built = true;
    x->by_id = value_map(s->a);
    x->by_tag = value_map(s->a);
    x->by_key = value_map(s->a);
    x->leaving = value_map(s->a);
    x->failed = value_map(s->a);
    if (!x->list)
        return;
    const struct value *objects = answer_objects(s->a, x->type, &x->type->impl->list, x->list->reading.answer, NULL);
    for (size_t i = 0; i < value_len(objects); i++) {
        const struct value *o = value_item(objects, i);
        if (object_mine(s->a, x->type, o) && !object_gone(s->a, x->type, o))
            index_object(s, x, o);
    }
}

static void locate(struct live_set *s, struct item *it);

/* What is known of another address while things are being found. */
static const struct value *lookup_ref(void *ctx, struct arena *a, const char *address, const char *path)
{
    struct live_set *s = ctx;
    struct item *it = item_of(s, address);
    if (!it)
        return exec_resolve_ref(s->state, s->lookups, a, address, path);
    locate(s, it);
    const struct value *v = value_path(a, it->live.attrs, path);
    if (!v && it->want) {
        v = value_path(a, it->want, path);
        v = value_has_unknown(v) ? NULL : v;
    }
    return v;
}

struct self {
    struct live_set *set;
    const struct item *item;
};

static const struct value *lookup_with_self(void *ctx, struct arena *a, const char *address, const char *path)
{
    const struct self *self = ctx;
    if (strcmp(address, "self") != 0)
        return lookup_ref(self->set, a, address, path);
    unsigned generation = self->item->entry    ? self->item->entry->generation
                          : self->item->intent ? self->item->intent->generation
                                               : state_next_generation(self->set->state, self->item->address);
    return wanted_self(a, generation, path);
}

/* Attributes known before anything is read: what an intent asked for, or the spec as far as it can be resolved. */
static const struct value *known_attrs(struct live_set *s, const struct item *it)
{
    struct self self = {s, it};
    if (it->entry)
        return value_overlay(s->a, it->entry->inputs, it->entry->outputs);
    if (it->intent)
        return it->intent->inputs;
    return it->want ? value_resolve(s->a, it->want, lookup_with_self, &self) : NULL;
}

static void found(struct item *it, const struct value *attrs, bool ours)
{
    it->live.status = LIVE_PRESENT;
    it->live.attrs = attrs;
    it->live.ours = ours;
}

static void locate_in_list(struct live_set *s, struct item *it)
{
    struct index *x = it->index;
    if (!x->built)
        index_build(s, x);
    const char *id = it->entry ? it->entry->id : NULL;
    const struct value *attrs = id ? value_get(x->by_id, id) : NULL;
    if (!attrs && !id)
        attrs = value_get(x->by_tag, it->address);
    if (attrs) {
        found(it, attrs, true);
        return;
    }
    const char *key = id ? NULL : key_text(s->a, it->type, known_attrs(s, it));
    attrs = key ? value_get(x->by_key, key) : NULL;
    if (attrs)
        found(it, attrs, it->intent || it->entry || it->type->flags & RT_PART);
    else if (id && it->type->impl->partial)
        found(it, it->entry->outputs, true); /* the list may lag behind: reading it decides */
}

static void locate_by_id(struct live_set *s, struct item *it)
{
    const struct value *attrs = known_attrs(s, it);
    if (rtype_physical_id(s->a, it->type, attrs))
        found(it, attrs, it->intent || it->entry || it->type->flags & RT_PART);
}

static void locate(struct live_set *s, struct item *it)
{
    if (it->located || it->locating || it->unread)
        return;
    if (!it->index || it->type->flags & RT_UNSEEN) {
        it->unread = true;
        return;
    }
    it->locating = true;
    it->live.status = LIVE_ABSENT;
    if (it->index->list)
        locate_in_list(s, it);
    else
        locate_by_id(s, it);
    it->locating = false;
    it->located = true;
}

/* ---- what lists do not tell -------------------------------------------------------------------------------------- */

static void read_next(struct live_set *s, struct item *it);

static size_t first_read(const struct item *it)
{
    return it->index->list && !it->type->impl->partial;
}

static void absent(struct item *it)
{
    it->live = (struct live){.status = LIVE_ABSENT};
}

static const struct value *object_told(struct live_set *s, const struct item *it, const struct reading *r)
{
    const struct call *c = &it->type->impl->read[it->next_read];
    return it->next_read ? answer_further(s->a, it->type, c, r->answer, it->live.attrs)
                         : answer_object(s->a, it->type, c, r->answer, it->live.attrs);
}

/* `c`: the call that told the object, the read itself or what stands for it. */
static void absorb(struct live_set *s, struct item *it, const struct call *c, const struct value *o)
{
    bool exists = it->next_read || (o && !object_gone(s->a, it->type, o));
    if (!exists) {
        absent(it);
        return;
    }
    const struct value *attrs = answer_attrs(s->a, it->type, c, o);
    it->live.leaving |= !it->next_read && object_leaving(s->a, it->type, o);
    if (!it->next_read)
        it->live.failed = object_failed(s->a, it->type, o);
    /* the first read of an item that was not listed replaces what was assumed of it, but for its id */
    if (!it->next_read && !it->index->list) {
        struct value *only = value_map(s->a);
        for (size_t i = 0; i < value_len(it->live.attrs); i++)
            if (has_word(it->type->id, value_key(it->live.attrs, i)))
                value_set(s->a, only, value_key(it->live.attrs, i), value_item(it->live.attrs, i));
        it->live.attrs = only;
    }
    struct value *both = value_edit(s->a, it->live.attrs);
    for (size_t i = 0; i < value_len(attrs); i++)
        value_set(s->a, both, value_key(attrs, i), value_item(attrs, i));
    it->live.attrs = both;
    it->next_read++;
    read_next(s, it);
}

/* AWS has no answer for what was never set: not there, which is not to say that the object is not. */
static bool never_set(const struct item *it, const struct aws_call *call)
{
    const char *words = it->next_read ? it->type->impl->read[it->next_read].done : NULL;
    return call->end == CALL_FAULT && fault_matches(words, call->fault.code, call->fault.message);
}

/* A service that does not tell tags while it is at work on an object has told them to the tagging API when that was
 * made. */
static void no_answer_yet(struct live_set *s, struct item *it, const struct call *c)
{
    if (!c->tags_of)
        return;
    struct target t = reading_target(s, it);
    t.have = it->live.attrs;
    const struct value *tags = it->entry ? NULL : tagging_says(s, it, &t, c);
    struct value *both = value_edit(s->a, it->live.attrs);
    value_set(s->a, both, "Tags", tags);
    it->live.attrs = both;
    it->live.untold = !tags;
}

/* What its own read said. */
static void take_own(struct live_set *s, struct item *it, const struct reading *r)
{
    if (r->call.end == CALL_OK)
        absorb(s, it, &it->type->impl->read[it->next_read], object_told(s, it, r));
    else if (never_set(it, &r->call)) {
        no_answer_yet(s, it, &it->type->impl->read[it->next_read]);
        it->next_read++;
        read_next(s, it);
    } else if (r->call.end == CALL_FAULT &&
               fault_matches(it->type->impl->missing, r->call.fault.code, r->call.fault.message))
        absent(it);
    else if (exec_unreached(&r->call))
        out_of_reach(s, it);
    else if (!s->error)
        s->error = call_error(&r->call);
}

/* ---- what is said of many ---------------------------------------------------------------------------------------- */

/* An object need not repeat what it was asked by. */
static const struct value *attrs_among(struct live_set *s, const struct shared *x, const struct rtype *rt,
                                       const struct call *c, const struct value *object)
{
    struct value *attrs = value_map(s->a);
    for (const struct attr *at = rt->attrs; at->type != T_END; at++)
        if (has_word(c->only, at->name))
            value_set(s->a, attrs, at->name, value_get(x->reading.in, at->name));
    return value_overlay(s->a, attrs, answer_attrs(s->a, rt, c, object));
}

static const struct value *objects_by_id(struct live_set *s, struct shared *x, const struct rtype *rt,
                                         const struct call *c)
{
    const struct value *known = value_get(x->by_id, rt->name);
    if (known)
        return known;
    const struct value *objects = answer_objects(s->a, rt, c, x->reading.answer, NULL);
    struct value *by_id = value_map(s->a);
    for (size_t i = 0; i < value_len(objects); i++) {
        const char *id = rtype_physical_id(s->a, rt, attrs_among(s, x, rt, c, value_item(objects, i)));
        if (id)
            value_set(s->a, by_id, id, value_item(objects, i));
    }
    value_set(s->a, x->by_id, rt->name, by_id);
    return by_id;
}

static bool among_many(const struct item *it)
{
    return is_known(it) && !it->alone && it->index->n_known > 1 && it->type->impl->read[it->next_read].bulk;
}

/* One that is not among them, or could not be asked for with them, is read by itself from the beginning. */
static void take_from_many(struct live_set *s, struct item *it, struct shared *x)
{
    const struct call *c = it->type->impl->read[it->next_read].bulk;
    const char *id = rtype_physical_id(s->a, it->type, it->live.attrs);
    const struct value *o = x->reading.call.end == CALL_OK ? value_get(objects_by_id(s, x, it->type, c), id) : NULL;
    if (o) {
        absorb(s, it, c, o);
        return;
    }
    it->alone = true;
    it->next_read = first_read(it);
    read_next(s, it);
}

static void take(struct live_set *s, struct item *it, struct shared *x)
{
    if (among_many(it))
        take_from_many(s, it, x);
    else
        take_own(s, it, &x->reading);
}

static void answered(struct reading *r)
{
    struct shared *x = r->owner;
    x->ended = true;
    for (size_t i = 0; i < x->n; i++)
        take(x->set, x->waiting[i], x);
}

/* The ids that are asked for together with its own. */
static const struct value *batch_of(struct live_set *s, const struct item *it, unsigned size)
{
    const struct index *x = it->index;
    struct value *ids = value_list(s->a);
    for (size_t i = it->nth - it->nth % size; i < x->n_known && value_len(ids) < size; i++)
        value_push(s->a, ids, value_str(s->a, x->known[i]->id));
    return ids;
}

static struct err *ask(struct live_set *s, struct item *it, const struct target *t)
{
    const struct call *c = &it->type->impl->read[it->next_read];
    const struct value *each = NULL;
    struct shared *x;
    if (among_many(it)) {
        c = c->bulk;
        each = c->batch ? batch_of(s, it, c->batch) : NULL;
    }
    TRY(share(s, it, t, c, each, answered, &x));
    if (x->ended) {
        take(s, it, x);
        return NULL;
    }
    x->waiting = arena_grow(s->a, x->waiting, sizeof(struct item *), x->n, &x->cap);
    x->waiting[x->n++] = it;
    return NULL;
}

/* ---- one after the other ----------------------------------------------------------------------------------------- */

/* NULL: not all of it. */
static const struct value *known_once(struct live_set *s, const struct item *it, const struct call *c)
{
    struct value *known = value_map(s->a);
    if (!c->once || !it->entry)
        return NULL;
    for (const struct bind *b = c->gives; b->to; b++) {
        const struct value *v = value_get(it->entry->outputs, b->to);
        v = v ? v : value_get(it->entry->inputs, b->to);
        if (!v)
            return NULL;
        value_set(s->a, known, b->to, v);
    }
    return known;
}

/* What the call would tell, without it; NULL: nobody else knows. */
static const struct value *known_of(struct live_set *s, const struct item *it, const struct target *t,
                                    const struct call *c)
{
    const struct value *tags = tags_of(s, it, t, c);
    if (!tags)
        return known_once(s, it, c);
    struct value *told = value_map(s->a);
    value_set(s->a, told, "Tags", tags);
    return told;
}

/* Past what needs no call: its condition does not hold, or what it tells is known. */
static void skip_reads(struct live_set *s, struct item *it, struct target *t)
{
    const struct call *c;
    while (it->next_read && (c = &it->type->impl->read[it->next_read])->op) {
        t->have = it->live.attrs;
        const struct value *told = known_of(s, it, t, c);
        if (!told && call_applies(s->a, t, c, VERB_READ, NULL))
            return;
        if (told)
            it->live.attrs = value_overlay(s->a, it->live.attrs, told);
        it->next_read++;
    }
    t->have = it->live.attrs;
}

static void read_next(struct live_set *s, struct item *it)
{
    struct target t = reading_target(s, it);
    t.applied = it->entry ? it->entry->inputs : known_attrs(s, it);
    skip_reads(s, it, &t);
    if (!it->type->impl->read[it->next_read].op || s->error)
        return;
    struct err *e = ask(s, it, &t);
    if (e && !s->error)
        s->error = err_wrap(e, "reading %s", it->address);
}

/* What can bear no tags is ours where it is just what is wanted, down to the objects of ours that it names. */
static bool as_wanted(struct live_set *s, const struct item *it)
{
    const struct value *want = known_attrs(s, it);
    if (rtype_attr(it->type, "Tags"))
        return false;
    for (const struct attr *at = it->type->attrs; at->type != T_END; at++) {
        const struct value *w = value_get(want, at->name);
        if (w && !(at->flags & A_WRITE_ONLY) && !attr_equal(s->a, at, w, value_get(it->live.attrs, at->name)))
            return false;
    }
    return value_len(want) > 0;
}

/* What can't be tagged by the call that makes it tells with whose token it was made. */
static bool by_our_token(struct live_set *s, const struct item *it)
{
    const char *name = it->type->impl->token, *told = name ? value_get_str(it->live.attrs, name) : "";
    struct target t = reading_target(s, it);
    t.want = known_attrs(s, it);
    t.generation = state_next_generation(s->state, it->address);
    return *told && t.want && str_eq(told, call_text(s->a, &t, it->type->impl->create, "@token"));
}

/* Whose it is, now that all tags are read: what the state does not know must bear ours. */
static void claim(struct live_set *s, struct item *it)
{
    if (it->live.status != LIVE_PRESENT)
        return;
    it->live.id = rtype_physical_id(s->a, it->type, it->live.attrs);
    if (it->live.id && value_get(it->index->leaving, it->live.id))
        it->live.leaving = true;
    if (it->live.id && value_get(it->index->failed, it->live.id))
        it->live.failed = value_get_str(it->index->failed, it->live.id);
    if (!it->live.ours)
        it->live.ours =
            strcmp(tagged_address(s, it->live.attrs), it->address) == 0 || as_wanted(s, it) || by_our_token(s, it);
}

static void read_fresh(struct live_set *s, size_t *ret_n)
{
    *ret_n = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct item *it = &s->items[i];
        if (it->live.status != LIVE_PRESENT || it->looked)
            continue;
        it->looked = true;
        it->next_read = first_read(it);
        read_next(s, it);
        ++*ret_n;
    }
    reading_run(s->client);
}

/* What was not found may be known by what was read since: by the ARN of a topic that was itself found by its name. */
static void locate_rest(struct live_set *s)
{
    for (size_t i = 0; i < s->n; i++)
        s->items[i].located = s->items[i].located && (s->items[i].looked || s->items[i].entry);
    for (size_t i = 0; i < s->n; i++)
        locate(s, &s->items[i]);
}

static struct err *read_details(struct live_set *s)
{
    size_t fresh;
    do {
        locate_rest(s);
        read_fresh(s, &fresh);
    } while (fresh && !s->error);
    for (size_t i = 0; i < s->n; i++)
        claim(s, &s->items[i]);
    return s->error;
}

/* What was made or changed a moment ago, and is not shown: AWS's lists may lag behind. */
static bool may_lag(const struct live_set *s)
{
    int64_t now = client_wall(s->client);
    for (size_t i = 0; i < s->n; i++) {
        const struct item *it = &s->items[i];
        bool young = it->entry && it->entry->status == ENTRY_READY && now - it->entry->updated < LAG_S;
        if (young && it->located && it->live.status == LIVE_ABSENT)
            return true;
    }
    return false;
}

static struct err *read_once(struct live_set *s, const struct wanted_list *wanted)
{
    collect(s, wanted);
    TRY_CTX(read_lists(s), "reading what is there");
    TRY_CTX(read_details(s), "reading what is there");
    return NULL;
}

struct err *exec_read_live(struct client *c, struct arena *a, const struct wanted_list *wanted,
                           const struct state *state, const struct value *lookups, const char ***skipped_aliases,
                           struct live_set **ret)
{
    struct live_set *s = arena_alloc(a, sizeof *s);
    do {
        *s = (struct live_set){.a = a,
                               .client = c,
                               .state = state,
                               .lookups = lookups,
                               .at = value_map(a),
                               .index_at = value_map(a),
                               .shared_at = value_map(a),
                               .tags = value_map(a),
                               .skipped = skipped_aliases};
        TRY(read_once(s, wanted));
    } while (may_lag(s) && !client_next(c, client_now_ms(c) + LOOK_AGAIN_MS));
    *ret = s;
    return NULL;
}

struct live exec_live_of(void *live_set, const char *address)
{
    const struct live_set *s = live_set;
    const struct item *it = item_of(s, address);
    if (!it || it->unread || it->type->flags & RT_UNSEEN || skipped(s, scope_of(it)))
        return (struct live){.status = LIVE_UNREAD};
    return it->live;
}

const struct value *exec_resolve_ref(const struct state *s, const struct value *lookups, struct arena *a,
                                     const char *address, const char *path)
{
    const struct value *lookup = value_get(lookups, address);
    if (lookup)
        return value_path(a, lookup, path);
    const struct entry *e = state_find(s, address);
    const struct value *v = e ? value_path(a, e->outputs, path) : NULL;
    return v || !e ? v : value_path(a, e->inputs, path);
}

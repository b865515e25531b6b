/*
 * What is ours and neither wanted nor known. The tagging API tells ARNs and addresses; which type an object is of, and
 * its id, tell the lists of the types whose service the ARN names; of what has no list, the words of the ARN. Then all
 * of them are read as if a state knew them.
 */
#include "aws/net/endpoint.h"
#include "provisioner/exec/exec.h"
#include "provisioner/exec/owned.h"
#include "provisioner/exec/reading.h"
#include "provisioner/exec/request.h"

#include <ctype.h>
#include <string.h>

struct stray {
    const char *arn, *address, *region; /* region: where it was told of */
    const struct rtype *type;           /* NULL: nobody knows yet */
    const char *id;
    unsigned generation;
};

struct list { /* of one type in one region */
    struct reading reading;
    const struct rtype *type;
};

struct search {
    struct arena *a;
    struct client *client;
    const struct strays_request *r;
    const struct value *lookups;
    struct stray *items;
    size_t n, cap;
    struct list **lists;
    size_t n_lists, lists_cap;
    struct value *asked; /* "type region" -> true */
};

/* ---- who is told of ---------------------------------------------------------------------------------------------- */

static bool is_known(const struct search *s, const char *address)
{
    return wanted_find(s->r->wanted, address) || state_find(s->r->state, address) ||
           state_intent_of(s->r->state, address);
}

static unsigned number_of(const char *text)
{
    int64_t n = 0;
    return parse_int(text, &n) && n > 0 && n < INT32_MAX ? (unsigned)n : 1;
}

static struct stray *stray_at(struct search *s, const char *address)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->items[i].address, address))
            return &s->items[i];
    return NULL;
}

/* Of two of one address, the later one: earlier ones are on their way out. */
static void told_of(struct search *s, const char *region, const char *arn, const struct value *tags)
{
    const char *address = value_get_str(tags, "provisioner:address");
    unsigned generation = number_of(value_get_str(tags, "provisioner:generation"));
    if (!*address || is_known(s, address))
        return;
    struct stray *at = stray_at(s, address);
    if (at && at->generation >= generation)
        return;
    if (!at) {
        s->items = arena_grow(s->a, s->items, sizeof *s->items, s->n, &s->cap);
        at = &s->items[s->n++];
    }
    *at = (struct stray){.arn = arn, .address = address, .region = region, .generation = generation};
}

static void owned_done(struct reading *r)
{
    struct search *s = r->owner;
    const struct value *by_arn = r->call.end == CALL_OK ? owned_by_arn(s->a, r->answer) : NULL;
    if (r->call.end != CALL_OK)
        *(struct err **)r->item = call_error(&r->call);
    for (size_t i = 0; i < value_len(by_arn); i++)
        told_of(s, r->region, value_key(by_arn, i), value_item(by_arn, i));
}

static struct target target_in(const struct search *s, const struct rtype *rt, const char *region)
{
    return (struct target){.type = rt, .region = region, .account = value_get(s->lookups, "lookup/account")};
}

static struct err *ask_in(struct search *s, const char *region, struct err **ret_refused)
{
    const struct target t = target_in(s, *rtypes, region); /* of whatever type: nothing of one is asked for */
    const struct value *in = NULL;
    TRY(request_make(s->a, &t, &owned_call, VERB_READ, NULL, NULL, &in));
    struct reading *r = arena_alloc(s->a, sizeof *r);
    *r = (struct reading){
        .op = owned_call.op, .region = region, .in = in, .done = owned_done, .owner = s, .item = ret_refused};
    reading_start(s->client, s->a, r);
    return NULL;
}

/* In every region, and where what has none is told of. */
static struct err *ask_all(struct search *s)
{
    const char *global = partition_of(s->r->regions[0].name)->global_region;
    struct err **refused = arena_alloc(s->a, (s->r->n_regions + 1) * sizeof *refused), *first = NULL;
    struct err *e = NULL;
    for (size_t i = 0; i < s->r->n_regions && !e; i++) {
        global = str_eq(global, s->r->regions[i].name) ? NULL : global;
        e = ask_in(s, s->r->regions[i].name, &refused[i]);
    }
    if (global && !e)
        e = ask_in(s, global, &refused[s->r->n_regions]);
    reading_run(s->client);
    for (size_t i = 0; i <= s->r->n_regions; i++)
        if (refused[i] && !first)
            first = refused[i];
        else
            err_free(refused[i]);
    if (!e)
        return first;
    err_free(first);
    return e;
}

/* ---- what it is -------------------------------------------------------------------------------------------------- */

/* "rds" of "arn:aws:rds:...". Alarms are signed for as what they watch by. */
static bool of_service(const struct rtype *rt, const char *arn)
{
    const char *service = rt->impl->read->op->service->id;
    const char *at = strchr(arn, ':') ? strchr(strchr(arn, ':') + 1, ':') : NULL;
    service = str_eq(service, "monitoring") ? "cloudwatch" : service;
    return at && strncmp(at + 1, service, strlen(service)) == 0 && at[1 + strlen(service)] == ':';
}

/* Sides and parts of others go with those. */
static bool bears_tags(const struct rtype *rt)
{
    return rtype_attr(rt, "Tags") && !(rt->flags & (RT_VIRTUAL | RT_PART));
}

static bool tells_no_tags(const struct value *attrs)
{
    return value_kind(value_get(attrs, "Tags")) == V_NULL;
}

static const char *arn_of(struct search *s, const struct rtype *rt, const char *region, const struct value *attrs)
{
    struct target t = target_in(s, rt, region);
    t.have = attrs;
    for (const struct call *c = rt->impl->read; c->op; c++)
        if (c->tags_of)
            return call_text(s->a, &t, c, c->tags_of);
    return "";
}

/* By its tags, or where the list tells none, by its ARN. */
static struct stray *whose(struct search *s, const struct list *l, const struct value *attrs, const char *id)
{
    const struct value *tags = value_get(attrs, "Tags");
    const char *lineage = value_get_str(value_get(s->lookups, "lookup/account"), "Lineage");
    const char *arn = tells_no_tags(attrs) ? arn_of(s, l->type, l->reading.region, attrs) : "";
    bool ours = str_eq(value_get_str(tags, "provisioner:lineage"), lineage);
    for (size_t i = 0; i < s->n; i++) {
        struct stray *x = &s->items[i];
        bool tagged = ours && str_eq(value_get_str(tags, "provisioner:address"), x->address) &&
                      number_of(value_get_str(tags, "provisioner:generation")) == x->generation;
        if (!x->type && str_eq(x->region, l->reading.region) &&
            (tagged || str_eq(id, x->arn) || (*arn && str_eq(arn, x->arn))))
            return x;
    }
    return NULL;
}

static void list_done(struct reading *r)
{
    struct search *s = r->owner;
    struct list *l = r->item;
    const struct call *c = &l->type->impl->list;
    const struct value *objects =
        r->call.end == CALL_OK ? answer_objects(s->a, l->type, c, r->answer, NULL) : value_list(s->a);
    for (size_t i = 0; i < value_len(objects); i++) {
        const struct value *o = value_item(objects, i);
        const struct value *attrs = answer_attrs(s->a, l->type, c, o);
        const char *id = rtype_physical_id(s->a, l->type, attrs);
        bool there = object_mine(s->a, l->type, o) && !object_gone(s->a, l->type, o);
        struct stray *x = there && id ? whose(s, l, attrs, id) : NULL;
        if (x) {
            x->type = l->type;
            x->id = id;
        }
    }
}

static struct err *list_type(struct search *s, const struct rtype *rt, const char *region)
{
    const char *key = arena_printf(s->a, "%s %s", rt->name, region);
    const struct target t = target_in(s, rt, region);
    const struct value *in = NULL;
    if (value_get(s->asked, key))
        return NULL;
    value_set(s->a, s->asked, key, value_bool(s->a, true));
    TRY(request_make(s->a, &t, &rt->impl->list, VERB_READ, NULL, NULL, &in));
    struct list *l = arena_alloc(s->a, sizeof *l);
    *l = (struct list){.type = rt};
    l->reading =
        (struct reading){.op = rt->impl->list.op, .region = region, .in = in, .done = list_done, .owner = s, .item = l};
    reading_start(s->client, s->a, &l->reading);
    return NULL;
}

/* "log-group:/aws/x" of "arn:aws:logs:region:account:log-group:/aws/x". */
static const char *resource_of(const char *arn)
{
    for (int i = 0; i < 5 && arn; i++)
        arn = strchr(arn, ':') ? strchr(arn, ':') + 1 : NULL;
    return arn ? arn : "";
}

/* "log-group" is the LogGroup of "AWS::Logs::LogGroup". */
static bool is_noun_of(const char *word, size_t n, const struct rtype *rt)
{
    const char *noun = strrchr(rt->name, ':') + 1;
    for (size_t i = 0; i < n; i++)
        if (word[i] != '-' && tolower((unsigned char)word[i]) != tolower((unsigned char)*noun++))
            return false;
    return !*noun;
}

static const char *id_in(struct search *s, const struct rtype *rt, const char *arn)
{
    const char *resource = resource_of(arn);
    size_t n = strcspn(resource, ":/");
    if (strchr(rt->id, ' ') || (resource[n] && !is_noun_of(resource, n, rt)))
        return NULL;
    bool by_arn = str_ends(rt->id, "Arn") || str_ends(rt->id, "ARN") || str_ends(rt->id, "arn");
    return by_arn ? arn : resource[n] ? arena_strdup(s->a, resource + n + 1) : resource;
}

static void read_arns(struct search *s)
{
    for (size_t i = 0; i < s->n; i++) {
        struct stray *x = &s->items[i];
        for (const struct rtype *const *rt = rtypes; *rt && !x->type; rt++) {
            x->id = bears_tags(*rt) && !(*rt)->impl->list.op && of_service(*rt, x->arn) ? id_in(s, *rt, x->arn) : NULL;
            x->type = x->id ? *rt : NULL;
        }
    }
}

static struct err *find_types(struct search *s)
{
    struct err *e = NULL;
    for (size_t i = 0; i < s->n && !e; i++)
        for (const struct rtype *const *rt = rtypes; *rt && !e; rt++)
            if ((*rt)->impl->list.op && bears_tags(*rt) && of_service(*rt, s->items[i].arn))
                e = list_type(s, *rt, s->items[i].region);
    reading_run(s->client);
    read_arns(s);
    return e;
}

/* ---- as entries -------------------------------------------------------------------------------------------------- */

static const struct region_ref *region_named(const struct search *s, const char *name)
{
    for (size_t i = 0; i < s->r->n_regions; i++)
        if (str_eq(s->r->regions[i].name, name))
            return &s->r->regions[i];
    return &s->r->regions[0]; /* what has no region is made from the first */
}

static struct entry entry_of(struct search *s, const struct stray *x)
{
    static const char *none[] = {NULL};
    const struct region_ref *at = region_named(s, x->region);
    struct entry e = {.address = x->address,
                      .type = x->type->name,
                      .alias = at->alias,
                      .region = at->name,
                      .id = x->id,
                      .inputs = value_map(s->a),
                      .outputs = value_map(s->a),
                      .after = none,
                      .status = ENTRY_READY,
                      .generation = x->generation};
    err_free(exec_id_attrs(s->a, x->type, x->id, &e.outputs));
    e.inputs = e.outputs;
    return e;
}

/* ---- what hangs on what ------------------------------------------------------------------------------------------ */

struct hanging {
    struct arena *a;
    const struct strays *strays;
    const struct entry **all;
    size_t n;
    struct value *whose; /* id or ARN -> number among all */
};

static void note_ids(struct hanging *h, const struct entry *e)
{
    const struct value *number = value_int(h->a, (int64_t)h->n);
    const char *arn = value_get_str(e->outputs, "Arn");
    arn = *arn ? arn : value_get_str(e->outputs, "ARN");
    h->all[h->n++] = e;
    if (e->id)
        value_set(h->a, h->whose, e->id, number);
    if (*arn)
        value_set(h->a, h->whose, arn, number);
}

static bool hangs_on(const struct hanging *h, const char *address, const char *other)
{
    for (size_t i = 0; i < h->strays->n; i++) {
        const struct entry *e = &h->strays->items[i];
        if (!str_eq(e->address, address))
            continue;
        for (const char **at = e->after; *at; at++)
            if (str_eq(*at, other) || hangs_on(h, *at, other))
                return true;
    }
    return false;
}

static void add_after(struct hanging *h, struct entry *e, const char *address)
{
    size_t n = 0;
    if (str_eq(e->address, address) || hangs_on(h, address, e->address))
        return;
    for (; e->after[n]; n++)
        if (str_eq(e->after[n], address))
            return;
    const char **more = arena_alloc(h->a, (n + 2) * sizeof *more);
    memcpy(more, e->after, n * sizeof *more);
    more[n] = address;
    e->after = more;
}

/* Two may bear one name: within a service, attributes are called after what they name. */
static bool means(const struct rtype *rt, const struct attr *at, const struct entry *other, const char *text)
{
    const struct rtype *type = rtype_named(other->type);
    bool neighbours = type && type->impl->read->op->service == rt->impl->read->op->service;
    return str_starts(text, "arn:") || (neighbours && strcasestr(at->name, type->id));
}

/* Whoever it names by id or ARN was there before it, and goes after it. */
static void find_names(struct hanging *h, struct entry *e, const struct attr *at, const struct value *v)
{
    const struct value *number = value_kind(v) == V_STR ? value_get(h->whose, value_str_of(v)) : NULL;
    const struct entry *other = number ? h->all[value_int_of(number)] : NULL;
    if (other && means(rtype_named(e->type), at, other, value_str_of(v)))
        add_after(h, e, other->address);
    for (size_t i = 0; i < value_len(v); i++)
        find_names(h, e, at, value_item(v, i));
}

static void hang(struct search *s, struct strays *found)
{
    struct hanging h = {.a = s->a, .strays = found, .whose = value_map(s->a)};
    h.all = arena_alloc(s->a, (state_count(s->r->state) + found->n + 1) * sizeof(struct entry *));
    for (size_t i = 0; i < state_count(s->r->state); i++)
        note_ids(&h, state_entry(s->r->state, i));
    for (size_t i = 0; i < found->n; i++)
        note_ids(&h, &found->items[i]);
    for (size_t i = 0; i < found->n; i++) {
        struct entry *e = &found->items[i];
        const struct rtype *rt = rtype_named(e->type);
        for (size_t k = 0; k < value_len(e->outputs); k++) {
            const struct attr *at = rtype_attr(rt, value_key(e->outputs, k));
            if (at && !(at->flags & A_OUTPUT) && !str_eq(at->name, "Tags"))
                find_names(&h, e, at, value_item(e->outputs, k));
        }
    }
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static struct err *read_found(struct search *s, struct strays *ret)
{
    struct state *known = state_new("strays", "strays");
    const char **skipped = arena_alloc(s->a, sizeof *skipped);
    struct live_set *set = NULL;
    for (size_t i = 0; i < s->n; i++)
        if (s->items[i].type) {
            struct entry e = entry_of(s, &s->items[i]);
            state_put(known, &e);
        }
    struct err *e = exec_read_live(s->client, s->a, NULL, known, s->lookups, &skipped, &set);
    for (size_t i = 0; i < s->n && !e; i++) {
        struct live live = s->items[i].type ? exec_live_of(set, s->items[i].address) : (struct live){0};
        if (live.status != LIVE_PRESENT || live.leaving)
            continue;
        struct entry *one = &ret->items[ret->n++];
        *one = entry_of(s, &s->items[i]);
        one->outputs = value_copy(s->a, live.attrs); /* what a read was asked by is the state's */
    }
    state_free(known);
    return e;
}

struct err *exec_strays(struct client *c, struct arena *a, const struct strays_request *r, const struct value *lookups,
                        struct strays *ret)
{
    struct search s = {.a = a, .client = c, .r = r, .lookups = lookups, .asked = value_map(a)};
    *ret = (struct strays){0};
    TRY_CTX(ask_all(&s), "asking the tagging API for what is ours");
    TRY(find_types(&s));
    ret->items = arena_alloc(a, (s.n + 1) * sizeof *ret->items);
    ret->unknown = arena_alloc(a, (s.n + 1) * sizeof *ret->unknown);
    size_t unknown = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!s.items[i].type)
            ret->unknown[unknown++] = s.items[i].arn;
    TRY_CTX(read_found(&s, ret), "reading what left the spec");
    hang(&s, ret);
    return NULL;
}

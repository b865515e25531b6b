#include "aws/sandbox/traffic.h"

#include "aws/sandbox/elasticache.h"
#include "aws/sandbox/engine.h"
#include "aws/sandbox/kinds.h"
#include "aws/sandbox/metrics.h"
#include "aws/sandbox/rds.h"
#include "aws/sandbox/route53_answers.h"

#include <string.h>

enum { ON_THE_WAY_MOST = 512 };

struct stream {
    const struct stream_kind *kind;
    const struct object *object;
    const char *region;     /* by which it is served now; NULL: by none */
    const char *served;     /* by which it was last */
    const char *remembered; /* what the client was told last, and until when it does not ask again */
    int64_t remembered_until;
    int64_t needed; /* nodes that the region had which was left */
    int64_t writes, refused, left_behind, rpo_ms;
    int64_t refused_since, longest_ms, moved_at; /* 0: not */
    int64_t on_the_way[ON_THE_WAY_MOST];         /* when writes were taken that are not copied yet, oldest first */
    size_t n_on_the_way;
    int64_t last_taken;
};

struct traffic {
    struct sandbox *sandbox;
    const char *from, *to;
    const char *users; /* the region in which they are */
    int64_t lost_at;
    struct stream *streams;
    size_t n, cap;
};

static int64_t now(const struct traffic *t)
{
    return world_now(t->sandbox->world);
}

static bool answers(const struct traffic *t, const char *region)
{
    return !world_dark_ms(t->sandbox->world, region);
}

static const char *other(const struct traffic *t, const char *region)
{
    return str_eq(region, t->to) ? t->from : t->to;
}

/* ---- who takes a write ------------------------------------------------------------------------------------------- */

static const struct object *database_in(const struct traffic *t, const struct stream *st, const char *region)
{
    const struct value *members = value_get(st->object->v, "$Members");
    for (size_t i = 0; i < value_len(members); i++) {
        const struct object *o = object_by_arn(t->sandbox->world, value_get_str(value_item(members, i), "Arn"));
        if (o && str_eq(o->region, region))
            return o;
    }
    return NULL;
}

static bool is_moving(const struct object *o)
{
    return o->life && has_word("switchover failover", o->life->name) && !str_eq(object_status(o), "available");
}

static const char *database_writer(struct traffic *t, struct stream *st)
{
    const struct object *cluster = object_by_arn(t->sandbox->world, global_writer(st->object));
    bool takes = cluster && !is_moving(st->object) && answers(t, cluster->region) &&
                 !str_eq(object_status(cluster), "failing-over") && instances_in(cluster, "available");
    return takes ? cluster->region : NULL;
}

static const char *cache_writer(struct traffic *t, struct stream *st)
{
    const struct object *group = datastore_primary(t->sandbox->world, st->object);
    return group && !is_moving(st->object) && answers(t, group->region) ? group->region : NULL;
}

/* A cluster goes on with one broker less, as long as topics have copies on others. */
static const char *topics_taker(struct traffic *t, struct stream *st)
{
    const struct value *info = value_item(value_get(st->object->v, "ReplicationInfoList"), 0);
    const struct object *source = object_by_arn(t->sandbox->world, value_get_str(info, "SourceKafkaClusterArn"));
    const struct object *target = object_by_arn(t->sandbox->world, value_get_str(info, "TargetKafkaClusterArn"));
    const struct object *here = source && str_eq(source->region, t->users) ? source : target;
    bool takes = here && str_eq(here->region, t->users) && answers(t, here->region) &&
                 has_word("ACTIVE UPDATING REBOOTING_BROKER", object_str(here, "State"));
    return takes ? here->region : NULL;
}

/* A name that leads to a region that does not answer is none. */
static const char *name_leads(struct traffic *t, struct stream *st)
{
    struct dns_answer answer = {NULL, 0};
    if (now(t) >= st->remembered_until && dns_answer_of(t->sandbox->world, st->object, t->from, &answer)) {
        st->remembered = answer.region;
        st->remembered_until = now(t) + answer.ttl_s * SECOND;
    }
    if (!st->remembered || !answers(t, st->remembered))
        return NULL;
    t->users = st->remembered;
    return st->remembered;
}

static int64_t nodes_of(const struct object *group)
{
    return value_int_of(value_get(value_get(group->v, "scalingConfig"), "desiredSize"));
}

static const char *nodes_carry(struct traffic *t, struct stream *st)
{
    const struct object *peer = NULL;
    struct world *w = t->sandbox->world;
    for (struct object *o = object_from(w, &kind_eks_nodegroup, t->from, 0); o && !peer;
         o = object_from(w, &kind_eks_nodegroup, t->from, o->seq + 1))
        peer = o;
    if (answers(t, t->from) && peer && str_eq(t->users, t->from)) {
        st->needed = nodes_of(peer);
        return str_eq(object_status(peer), "ACTIVE") ? t->from : NULL;
    }
    bool enough = nodes_of(st->object) >= st->needed && str_eq(object_status(st->object), "ACTIVE");
    return enough && answers(t, t->to) ? t->to : NULL;
}

/* ---- how far the copy is ----------------------------------------------------------------------------------------- */

static bool database_lag(struct traffic *t, struct stream *st, const char *to, int64_t *ret)
{
    const struct object *o = database_in(t, st, to);
    return o && metric_lag(t->sandbox->world, "AuroraGlobalDBRPOLag", to, o->id, ret);
}

static bool cache_lag(struct traffic *t, struct stream *st, const char *to, int64_t *ret)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct object *o = NULL, *one;
    for (size_t i = 0; !o && (one = datastore_member(t->sandbox->world, st->object, i)); i++)
        o = str_eq(one->region, to) ? one : NULL;
    return o &&
           metric_lag(t->sandbox->world, "GlobalDatastoreReplicationLag", to, arena_printf(a, "%s-001", o->id), ret);
}

static bool topics_lag(struct traffic *t, struct stream *st, const char *to, int64_t *ret)
{
    return str_eq(to, st->object->region) &&
           metric_lag(t->sandbox->world, "ReplicationLatency", to, object_str(st->object, "ReplicatorName"), ret);
}

/* clang-format off */
static const struct stream_kind {
    const char *system;
    const struct sandbox_kind *of;
    const char *(*serves)(struct traffic *t, struct stream *st);
    bool (*lag)(struct traffic *t, struct stream *st, const char *to, int64_t *ret); /* NULL: nothing is copied */
    bool stays; /* what was not copied is there again with its region */
} kinds[] = {
    {"dns",    &kind_record_set,               name_leads,      NULL,         false},
    {"aurora", &kind_global_cluster,           database_writer, database_lag, false},
    {"cache",  &kind_global_replication_group, cache_writer,    cache_lag,    false},
    {"msk",    &kind_kafka_replicator,         topics_taker,    topics_lag,   true},
    {"eks",    &kind_eks_nodegroup,            nodes_carry,     NULL,         false},
};
/* clang-format on */

/* ---- counting ---------------------------------------------------------------------------------------------------- */

/* Names that lead to one region or the other, by its health or not. */
static bool is_watched(const struct traffic *t, const struct stream_kind *k, const struct object *o)
{
    struct dns_answer answer;
    const struct value *sets = value_get(o->v, "$Sets");
    return k->of != &kind_record_set ||
           (value_len(sets) > 1 && dns_answer_of(t->sandbox->world, o, t->from, &answer) && answer.region);
}

static void watch_kind(struct traffic *t, const struct stream_kind *k)
{
    const char *region = k->of->global ? "" : t->to;
    struct world *w = t->sandbox->world;
    for (const struct object *o = object_from(w, k->of, region, 0); o; o = object_from(w, k->of, region, o->seq + 1)) {
        if (object_lingers(o) || !is_watched(t, k, o))
            continue;
        t->streams = arena_grow(t->sandbox->arena, t->streams, sizeof *t->streams, t->n, &t->cap);
        t->streams[t->n++] = (struct stream){.kind = k, .object = o};
    }
}

struct traffic *traffic_begin(struct sandbox *s, const char *from, const char *to)
{
    struct traffic *t = arena_alloc(s->arena, sizeof *t);
    *t = (struct traffic){.sandbox = s, .from = from, .to = to, .users = from};
    for (size_t i = 0; i < COUNT(kinds); i++)
        watch_kind(t, &kinds[i]);
    traffic_lose(t);
    return t;
}

/* What has come over by now. */
static void copied(struct traffic *t, struct stream *st)
{
    int64_t lag = 0;
    size_t n = 0;
    if (!st->n_on_the_way || !answers(t, st->served) || !answers(t, other(t, st->served)))
        return;
    if (!st->kind->lag(t, st, other(t, st->served), &lag))
        return;
    while (n < st->n_on_the_way && st->on_the_way[n] + lag <= now(t))
        n++;
    st->n_on_the_way -= n;
    memmove(st->on_the_way, st->on_the_way + n, st->n_on_the_way * sizeof *st->on_the_way);
}

static void given_up(struct stream *st)
{
    if (st->n_on_the_way) {
        st->left_behind += (int64_t)st->n_on_the_way;
        st->rpo_ms = st->last_taken - st->on_the_way[0] + TRAFFIC_EVERY_MS;
    }
    st->n_on_the_way = 0;
}

static void taken(struct traffic *t, struct stream *st, const char *region)
{
    if (st->served && !str_eq(st->served, region)) {
        given_up(st);
        st->moved_at = now(t);
    } else if (st->refused_since) {
        st->moved_at = now(t);
    }
    if (st->refused_since && now(t) - st->refused_since > st->longest_ms)
        st->longest_ms = now(t) - st->refused_since;
    st->refused_since = 0;
    st->served = region;
    st->last_taken = now(t);
    st->writes++;
    if (st->kind->lag && answers(t, other(t, region)) && st->n_on_the_way < ON_THE_WAY_MOST)
        st->on_the_way[st->n_on_the_way++] = now(t);
}

static void tick(struct traffic *t, struct stream *st)
{
    copied(t, st);
    st->region = st->object->gone ? NULL : st->kind->serves(t, st);
    if (st->region) {
        taken(t, st, st->region);
        return;
    }
    st->refused++;
    if (!st->refused_since)
        st->refused_since = now(t);
}

void traffic_tick(struct traffic *t)
{
    for (size_t i = 0; i < t->n; i++)
        tick(t, &t->streams[i]);
}

void traffic_lose(struct traffic *t)
{
    t->lost_at = now(t);
    for (size_t i = 0; i < t->n; i++) {
        struct stream *st = &t->streams[i];
        st->writes = st->refused = st->left_behind = st->rpo_ms = 0;
        st->refused_since = st->longest_ms = st->moved_at = 0;
    }
}

void traffic_users(struct traffic *t, const char *region)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->streams[i].kind->of == &kind_record_set)
            return;
    t->users = str_eq(region, t->to) ? t->to : t->from;
}

bool traffic_served_by(const struct traffic *t, const char *region)
{
    for (size_t i = 0; i < t->n; i++)
        if (!str_eq(t->streams[i].region, region))
            return false;
    return true;
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static const char *name_of(const struct stream *st)
{
    const struct value *first = value_item(value_get(st->object->v, "$Sets"), 0);
    const char *names[] = {value_get_str(first, "Name"), object_str(st->object, "ReplicatorName"),
                           object_str(st->object, "nodegroupName")};
    for (size_t i = 0; i < COUNT(names); i++)
        if (*names[i])
            return names[i];
    return st->object->id;
}

static const struct value *stream_told(const struct traffic *t, struct arena *a, const struct stream *st)
{
    struct value *v = value_map(a);
    int64_t outage = st->refused_since ? now(t) - st->refused_since : 0;
    value_set_str(a, v, "system", st->kind->system);
    value_set_str(a, v, "name", name_of(st));
    if (st->region)
        value_set_str(a, v, "region", st->region);
    if (st->region)
        value_set(a, v, "rto_ms", value_int(a, st->moved_at ? st->moved_at - t->lost_at : 0));
    value_set(a, v, "writes", value_int(a, st->writes));
    value_set(a, v, "refused", value_int(a, st->refused));
    value_set(a, v, "longest_outage_ms", value_int(a, outage > st->longest_ms ? outage : st->longest_ms));
    if (st->kind->lag) {
        value_set(a, v, "rpo_ms", value_int(a, st->rpo_ms));
        value_set(a, v, "left_behind", value_int(a, st->left_behind));
        value_set(a, v, "comes_back", value_bool(a, st->kind->stays));
    }
    return v;
}

const struct value *traffic_told(const struct traffic *t, struct arena *a)
{
    struct value *all = value_list(a);
    for (size_t i = 0; i < t->n; i++)
        value_push(a, all, stream_told(t, a, &t->streams[i]));
    return all;
}

#ifndef TESTS_UNIT_S3_ESTATE_H
#define TESTS_UNIT_S3_ESTATE_H

/* Two buckets in two regions of a sandbox, stores over them, and what these tests say often. */

#include "aws/api/s3.h"
#include "provisioner/base/file.h"
#include "provisioner/model/json.h"
#include "state/s3/inside.h"
#include "state/s3/store_s3.h"
#include "tests/support/errors.h"
#include "tests/unit/s3/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HOME "ap-northeast-1"
#define AWAY "ap-northeast-2"
#define KEY "demo/test.state.json"
#define THERE "s3://home/" KEY

struct estate {
    struct arena *a;
    struct net net;
    struct transport *own; /* the test's */
    struct sbuf warned;
    const char *folder;
};

/* One run: a client and its store, as a process would have them. */
struct party {
    struct estate *of;
    struct arena *a;
    struct transport *wire;
    struct client *client;
    struct store *store;
    struct state *state;
};

static inline const char *no_env(void *ctx, const char *name)
{
    (void)ctx, (void)name;
    return NULL;
}

static inline struct client *client_over(struct arena *a, struct transport *t)
{
    static const struct credentials keys = {.access_key = SANDBOX_ACCESS_KEY, .secret_key = SANDBOX_SECRET_KEY};
    struct aws_config *config;
    fine(aws_config_load(a, no_env, NULL, NULL, &config));
    return client_new(a, &(struct client_options){.transport = t,
                                                  .credentials = credential_source_fixed(a, &keys),
                                                  .config = config,
                                                  .seed = 1,
                                                  .time_scale = 1});
}

/* `member`: one more of the request; NULL. */
static inline struct aws_call s3_call(struct estate *t, const struct op *op, const char *region, const char *bucket,
                                      const char *key, const char *member, const char *text)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *in = value_map(t->a);
    struct client *c = client_over(a, t->own);
    value_set_str(t->a, in, "Bucket", bucket);
    value_set_str(t->a, in, "Key", key);
    if (member)
        value_set_str(t->a, in, member, text);
    struct aws_call call = {.arena = t->a, .op = op, .region = region, .in = in};
    client_call(c, &call);
    client_free(c);
    return call;
}

static inline void make_bucket(struct estate *t, const char *region, const char *name)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct client *c = client_over(a, t->own);
    struct value *in = value_map(t->a), *where = value_map(t->a);
    value_set_str(t->a, in, "Bucket", name);
    value_set_str(t->a, where, "LocationConstraint", region);
    value_set(t->a, in, "CreateBucketConfiguration", where);
    struct aws_call call = {.arena = t->a, .op = &s3_CreateBucket, .region = region, .in = in};
    client_call(c, &call);
    fine(call_error(&call));
    client_free(c);
}

static inline bool object_is_there(struct estate *t, const char *region, const char *bucket, const char *key)
{
    return s3_call(t, &s3_HeadObject, region, bucket, key, NULL, NULL).end == CALL_OK;
}

/* Names in a bucket that begin so, one a line. */
static inline const char *names_in(struct estate *t, const char *region, const char *bucket, const char *prefix)
{
    struct sbuf text = {.arena = t->a};
    struct aws_call call = s3_call(t, &s3_ListObjectsV2, region, bucket, NULL, "Prefix", prefix);
    fine(call_error(&call));
    const struct value *all = value_get(call.out, "Contents");
    for (size_t i = 0; i < value_len(all); i++)
        sbuf_printf(&text, "%s\n", value_get_str(value_item(all, i), "Key"));
    return sbuf_str(&text);
}

static inline const char *meta_of(struct estate *t, const char *region, const char *bucket, const char *name)
{
    struct aws_call call = s3_call(t, &s3_HeadObject, region, bucket, KEY, NULL, NULL);
    return call.end == CALL_OK ? value_get_str(value_get(call.out, "Metadata"), name) : "";
}

static inline void keep_warning(void *ctx, const char *line)
{
    struct estate *t = ctx;
    sbuf_printf(&t->warned, "%s\n", line);
}

static inline const char *warnings(const struct estate *t)
{
    return t->warned.s ? t->warned.s : "";
}

static inline struct estate *estate_new(void)
{
    struct arena *a = arena_new();
    struct estate *t = arena_alloc(a, sizeof *t);
    const char *where = getenv("TMPDIR");
    t->a = a;
    t->warned.arena = a;
    t->folder = mkdtemp(arena_printf(a, "%s/s3-XXXXXX", where ? where : P_tmpdir));
    t->net.now = 1000000;
    fine(sandbox_open(a, &(struct sandbox_options){0}, &t->net.sandbox));
    t->own = wire_new(&t->net);
    make_bucket(t, HOME, "home");
    make_bucket(t, AWAY, "away");
    return t;
}

static inline void estate_free(struct estate *t)
{
    net_empty(&t->net);
    sandbox_close(t->net.sandbox);
    for (unsigned serial = 0; serial < 20; serial++)
        unlink(arena_printf(t->a, "%s/errored.%u.state.json", t->folder, serial));
    rmdir(t->folder);
    arena_free(t->a);
}

static inline int estate_up(void **ret)
{
    *ret = estate_new();
    return 0;
}

static inline int estate_down(void **at)
{
    estate_free(*at);
    return 0;
}

static inline void time_passes(struct estate *t, int64_t ms)
{
    net_advance(&t->net, t->net.now + ms);
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

static inline struct party party_over(struct estate *t, struct transport *wire, uint64_t who, bool mirrored)
{
    struct party p = {.of = t, .a = arena_new(), .wire = wire};
    p.client = client_over(p.a, wire);
    p.store = store_open_s3(&(struct store_s3_options){.client = p.client,
                                                       .key = KEY,
                                                       .first = {.bucket = "home", .region = HOME},
                                                       .second = {mirrored ? "away" : NULL, AWAY, NULL},
                                                       .account = "123456789012",
                                                       .holder = {who, who},
                                                       .folder = t->folder,
                                                       .warn = keep_warning,
                                                       .warn_ctx = t});
    return p;
}

static inline struct party party_in(struct estate *t, uint64_t who, bool mirrored)
{
    return party_over(t, t->own, who, mirrored);
}

static inline struct err *load_or_new(struct party *p)
{
    struct state *s = NULL;
    struct err *e = store_load(p->store, &s, NULL);
    if (e && err_class_of(e) != ERR_MISSING)
        return e;
    err_free(e);
    state_free(p->state);
    p->state = s ? s : state_new("demo", "test");
    return NULL;
}

static inline struct err *begin(struct party *p, int64_t timeout_ms)
{
    TRY(store_lock(p->store, "provisioner apply demo.yaml", timeout_ms));
    return load_or_new(p);
}

static inline struct party writer_in(struct estate *t, uint64_t who, bool mirrored)
{
    struct party p = party_in(t, who, mirrored);
    fine(begin(&p, 0));
    return p;
}

static inline void party_free(struct party *p)
{
    state_free(p->state);
    client_free(p->client);
    arena_free(p->a);
    *p = (struct party){0};
}

static inline void part(struct party *p)
{
    store_close(p->store);
    party_free(p);
}

/* As a kill leaves it: nothing is released, nothing is synced. What it has on the wire may arrive. */
static inline void kill_party(struct party *p)
{
    struct store *st = p->store;
    arena_free(s3_of(st)->batches_arena);
    arena_free(s3_of(st)->lease.arena);
    arena_free(st->notes_arena);
    client_free(p->client);
    p->client = NULL;
    arena_free(st->arena);
    state_free(p->state);
    arena_free(p->a);
    *p = (struct party){0};
}

static inline void note_entry(struct party *p, const char *address, const char *id)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    static const char *none[] = {NULL};
    const struct entry e = {.address = address,
                            .type = "AWS::EC2::Subnet",
                            .alias = "tokyo",
                            .region = HOME,
                            .id = id,
                            .inputs = value_map(a),
                            .outputs = value_map(a),
                            .after = none,
                            .generation = 1};
    store_note_entry(p->store, p->state, &e);
}

/* Noted and written: to the journal, or as a whole. */
static inline void sync_entry(struct party *p, const char *address, const char *id)
{
    note_entry(p, address, id);
    fine(store_sync(p->store));
}

static inline void keep_entry(struct party *p, const char *address, const char *id)
{
    note_entry(p, address, id);
    fine(store_snapshot(p->store, p->state));
}

/* "a=1 b=2", in order of address. */
static inline const char *entries(struct arena *a, const struct state *s)
{
    struct sbuf text = {.arena = a};
    for (size_t i = 0; s && i < state_count(s); i++)
        sbuf_printf(&text, "%s%s=%s", i ? " " : "", state_entry(s, i)->address, state_entry(s, i)->id);
    return sbuf_str(&text);
}

/* What a reader sees who comes now. */
static inline const char *seen(struct estate *t, bool mirrored)
{
    struct party p = party_in(t, 99, mirrored);
    fine(load_or_new(&p));
    const char *text = entries(t->a, p.state);
    part(&p);
    return text;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, estate_up, estate_down)

#endif

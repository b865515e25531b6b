#ifndef TESTS_UNIT_S3_ESTATE_H
#define TESTS_UNIT_S3_ESTATE_H

/* Two buckets in two regions of a sandbox, stores over them, and what these tests say often. */

#include "aws/api/s3.h"
#include "aws/sandbox/sandbox.h"
#include "provisioner/base/file.h"
#include "provisioner/model/json.h"
#include "state/s3/inside.h"
#include "state/s3/store_s3.h"
#include "state/sys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HOME "ap-northeast-1"
#define AWAY "ap-northeast-2"

struct estate {
    struct arena *a;
    struct sandbox_options options;
    struct sandbox *sandbox;
    struct transport *transport; /* the sandbox's; a test may stand before it */
    struct sbuf warned;
    const char *folder;
};

/* One run: a client and its store, as a process would have them. */
struct party {
    struct estate *of;
    struct client *client;
    struct store *store;
    struct state *state;
};

static inline void fine(struct err *e)
{
    if (e)
        fail_msg("%s", err_text(e));
}

static inline void refused(struct err *e, enum err_class cls, const char *words)
{
    if (!e)
        fail_msg("no error; expected: %s", words);
    if (!strstr(err_text(e), words))
        fail_msg("\"%s\" does not say \"%s\"", err_text(e), words);
    assert_int_equal(err_class_of(e), cls);
    err_free(e);
}

static inline const char *no_env(void *ctx, const char *name)
{
    (void)ctx, (void)name;
    return NULL;
}

static inline struct client *client_in(struct estate *t)
{
    static const struct credentials keys = {.access_key = SANDBOX_ACCESS_KEY, .secret_key = SANDBOX_SECRET_KEY};
    struct aws_config *config;
    fine(aws_config_load(t->a, no_env, NULL, NULL, &config));
    return client_new(t->a, &(struct client_options){.transport = t->transport,
                                                     .credentials = credential_source_fixed(t->a, &keys),
                                                     .config = config,
                                                     .seed = 1,
                                                     .time_scale = 1});
}

static inline struct aws_call call_s3(struct estate *t, const struct op *op, const char *region, const char *bucket,
                                      const char *key)
{
    struct value *in = value_map(t->a);
    struct client *c = client_in(t);
    value_set_str(t->a, in, "Bucket", bucket);
    value_set_str(t->a, in, "Key", key);
    if (op == &s3_CreateBucket) {
        struct value *where = value_map(t->a);
        value_set_str(t->a, where, "LocationConstraint", region);
        value_set(t->a, in, "CreateBucketConfiguration", where);
    }
    struct aws_call call = {.arena = t->a, .op = op, .region = region, .in = in};
    client_call(c, &call);
    client_free(c);
    return call;
}

static inline void warned(void *ctx, const char *line)
{
    struct estate *t = ctx;
    sbuf_printf(&t->warned, "%s\n", line);
}

static inline void open_world(struct estate *t)
{
    fine(sandbox_open(t->a, &t->options, &t->sandbox));
    t->transport = sandbox_transport(t->sandbox);
}

static inline int estate_up(void **ret)
{
    struct arena *a = arena_new();
    struct estate *t = arena_alloc(a, sizeof *t);
    const char *where = getenv("TMPDIR");
    t->a = a;
    t->warned.arena = a;
    t->folder = mkdtemp(arena_printf(a, "%s/s3-XXXXXX", where ? where : P_tmpdir));
    open_world(t);
    assert_int_equal(call_s3(t, &s3_CreateBucket, HOME, "home", NULL).end, CALL_OK);
    assert_int_equal(call_s3(t, &s3_CreateBucket, AWAY, "away", NULL).end, CALL_OK);
    *ret = t;
    return 0;
}

static inline int estate_down(void **at)
{
    struct estate *t = *at;
    sandbox_close(t->sandbox);
    for (unsigned serial = 0; serial < 10; serial++)
        unlink(arena_printf(t->a, "%s/errored.%u.state.json", t->folder, serial));
    rmdir(t->folder);
    arena_free(t->a);
    return 0;
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

static inline struct party party_in(struct estate *t, uint64_t who, bool mirrored)
{
    struct party p = {.of = t, .client = client_in(t)};
    p.store = store_open_s3(&(struct store_s3_options){.client = p.client,
                                                       .key = "demo/test.state.json",
                                                       .first = {.bucket = "home", .region = HOME},
                                                       .second = {mirrored ? "away" : NULL, AWAY, NULL},
                                                       .account = "123456789012",
                                                       .holder = {who, who},
                                                       .folder = t->folder,
                                                       .warn = warned,
                                                       .warn_ctx = t});
    return p;
}

static inline struct err *load_or_new(struct party *p)
{
    state_free(p->state);
    p->state = NULL;
    struct err *e = store_load(p->store, &p->state, NULL);
    if (!e || err_class_of(e) != ERR_MISSING)
        return e;
    err_free(e);
    p->state = state_new("demo", "test");
    return NULL;
}

static inline void part(struct party *p)
{
    store_close(p->store);
    state_free(p->state);
    client_free(p->client);
    *p = (struct party){0};
}

/* As a kill leaves it: nothing is released. */
static inline void kill_party(struct party *p)
{
    client_set_guard(p->client, NULL);
    client_free(p->client);
    state_free(p->state);
    *p = (struct party){0};
}

static inline void note_entry(struct party *p, const char *address, const char *id)
{
    static const char *none[] = {NULL};
    const struct entry e = {.address = address,
                            .type = "AWS::EC2::Subnet",
                            .alias = "tokyo",
                            .region = HOME,
                            .id = id,
                            .inputs = value_map(p->of->a),
                            .outputs = value_map(p->of->a),
                            .after = none,
                            .generation = 1};
    store_note_entry(p->store, p->state, &e);
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

#endif

#ifndef TESTS_UNIT_NET_STAGE_H
#define TESTS_UNIT_NET_STAGE_H

/*
 * What tests of the client share: a small service, a transport that plays a script of replies on a virtual clock and
 * keeps what was sent, and a world of both with a client in it, which a test finds as its state.
 */

#include "aws/net/client.h"
#include "provisioner/model/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* ---- a small service --------------------------------------------------------------------------------------------- */

/* clang-format off */
SHAPE(Thing, STR(Name), STR(Arn));
SHAPE(Login, STR_SECRET(Password));
SHAPE(ThingInput, STR(Name), TOKEN(ClientToken), STRUCT(Login, Login), STR_SECRET(Key), STR(Marker), INT(MaxItems));
SHAPE(ThingOutput, STRUCT(Thing, Thing), LIST(Things, Thing, "member"), STR(Marker));
/* clang-format on */

static const struct service toys;

#define TOY(ident, what)                                                                                               \
    static const struct op ident = {                                                                                   \
        .name = #ident, .service = &toys, .in = &ThingInput, .out = &ThingOutput, .flags = (what)}

TOY(DescribeThing, OP_READ);
TOY(CreateThing, 0);
TOY(DeleteThing, OP_IDEMPOTENT);
TOY(AssumeThing, OP_READ | OP_UNSIGNED);
TOY(RevealThing, OP_READ | OP_REVEALS);

static const struct op ListThings = {.name = "ListThings",
                                     .service = &toys,
                                     .in = &ThingInput,
                                     .out = &ThingOutput,
                                     .flags = OP_READ,
                                     .pages = PAGES_OF("Marker", "Marker", "Things", "MaxItems", 2)};

static const struct op *const toy_ops[] = {&DescribeThing, &CreateThing, &DeleteThing, &AssumeThing,
                                           &RevealThing,   &ListThings,  NULL};

static const struct service toys = {
    .id = "toys", .service_id = "Toys", .protocol = P_JSON, .target = "Toys", .json = "1.1", .ops = toy_ops};

static const struct service s3 = {.id = "s3", .service_id = "S3", .protocol = P_JSON, .target = "S3", .json = "1.1"};
SHAPE(BucketInput, PATH_STR(Bucket, "Bucket"));
static const struct op GetBucket;
static const struct service rest_s3 = {
    .id = "s3", .service_id = "S3", .protocol = P_REST_XML, .ops = (const struct op *const[]){&GetBucket, NULL}};
static const struct op GetBucket = {.name = "GetBucket",
                                    .service = &rest_s3,
                                    .in = &BucketInput,
                                    .flags = OP_READ,
                                    .method = "GET",
                                    .path = "/{Bucket}?acl"};
static const struct op PutThing = {
    .name = "PutThing", .service = &s3, .in = &ThingInput, .out = &ThingOutput, .flags = OP_IDEMPOTENT};

/* ---- a transport that plays a script on a virtual clock ---------------------------------------------------------- */

struct reply {
    enum exchange_end end;
    int status;
    const char *body;
    int64_t skew;    /* of the Date header, seconds; 0: no such header */
    int64_t took_ms; /* 10 when 0 */
};

struct sent {
    const char *url, *date, *authorization, *attempt, *invocation, *body, *checksum;
    int64_t at, sent_by;
    bool fresh;
};

enum { MOST_SENT = 4096, START_MS = 1000000, START_WALL = 1440938160 };

struct stage {
    struct transport base;
    struct arena *arena;
    const struct reply *script;
    size_t n_script;
    struct reply rest; /* once the script is over */
    struct sent sent[MOST_SENT];
    size_t n_sent;
    struct exchange *flying[256];
    int64_t due[256];
    size_t n_flying, cancelled;
    size_t keys_given;  /* how often the container's agent was asked */
    struct reply there; /* to the question whether anybody is there */
    size_t n_asked;     /* how often it was asked, which is in no script */
    int64_t now;
};

static inline struct stage *of(struct transport *t)
{
    return (struct stage *)t;
}

static inline int64_t stage_now(struct transport *t)
{
    return of(t)->now;
}

static inline int64_t stage_wall(struct transport *t)
{
    return (int64_t)START_WALL * 1000 + of(t)->now - START_MS;
}

static const char *kept(struct stage *s, const char *text)
{
    return text ? arena_strdup(s->arena, text) : NULL;
}

static inline void record(struct stage *s, const struct exchange *x)
{
    const struct http_headers *h = &x->req.headers;
    assert_true(s->n_sent < MOST_SENT);
    assert_true(str_starts(http_header(h, "User-Agent"), "provisioner/"));
    s->sent[s->n_sent++] = (struct sent){
        .url = arena_printf(s->arena, "%s://%s%s", x->req.scheme, http_header(h, "Host"), x->req.path),
        .date = kept(s, http_header(h, "X-Amz-Date")),
        .authorization = kept(s, http_header(h, "Authorization")),
        .attempt = kept(s, http_header(h, "amz-sdk-request")),
        .invocation = kept(s, http_header(h, "amz-sdk-invocation-id")),
        .checksum = kept(s, http_header(h, "x-amz-checksum-sha256")),
        .body = x->req.body ? arena_strndup(s->arena, x->req.body, x->req.body_len) : "",
        .at = s->now,
        .sent_by = x->sent_by_ms,
        .fresh = x->fresh,
    };
}

static inline void answer(struct stage *s, struct exchange *x, const struct reply *r)
{
    x->end = r->end;
    x->why = r->end == EX_ANSWERED ? NULL : "the wire broke";
    const char *body = r->body ? r->body : "{}";
    x->res = (struct http_res){.status = r->status, .body = arena_strdup(x->arena, body), .body_len = strlen(body)};
    http_header_add(x->arena, &x->res.headers, "x-amzn-RequestId", "id-1");
    if (r->skew) {
        char date[64];
        struct tm tm;
        time_t t = (time_t)(stage_wall(&s->base) / 1000 + r->skew + r->took_ms / 1000);
        gmtime_r(&t, &tm);
        (void)strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &tm);
        http_header_add(x->arena, &x->res.headers, "Date", date);
    }
}

static inline struct reply new_keys(struct stage *s)
{
    return (struct reply){EX_ANSWERED, 200,
                          arena_printf(s->arena,
                                       "{\"AccessKeyId\": \"AKID%zu\", \"SecretAccessKey\": \"s\", \"Token\": \"t\", "
                                       "\"Expiration\": \"2015-08-31T00:00:00Z\"}",
                                       ++s->keys_given),
                          0, 50};
}

static inline struct reply scripted(struct stage *s, const struct exchange *x)
{
    if (str_starts(x->req.host, "sts.")) {
        s->n_asked++;
        return s->there;
    }
    struct reply r = s->n_sent < s->n_script ? s->script[s->n_sent] : s->rest;
    record(s, x);
    return r;
}

static inline void stage_start(struct transport *t, struct exchange *x)
{
    struct stage *s = of(t);
    struct reply r = str_eq(x->req.path, "/keys") ? new_keys(s) : scripted(s, x);
    answer(s, x, &r);
    assert_true(s->n_flying < COUNT(s->flying));
    s->flying[s->n_flying] = x;
    s->due[s->n_flying++] = s->now + (r.took_ms ? r.took_ms : 10);
}

static inline struct exchange *stage_remove(struct stage *s, size_t i)
{
    struct exchange *x = s->flying[i];
    s->n_flying--;
    memmove(&s->flying[i], &s->flying[i + 1], (s->n_flying - i) * sizeof s->flying[0]);
    memmove(&s->due[i], &s->due[i + 1], (s->n_flying - i) * sizeof s->due[0]);
    return x;
}

static inline struct exchange *stage_poll(struct transport *t, int64_t until_ms, int fd)
{
    struct stage *s = of(t);
    (void)fd;
    size_t first = 0;
    for (size_t i = 1; i < s->n_flying; i++)
        if (s->due[i] < s->due[first])
            first = i;
    if (s->n_flying && s->due[first] <= until_ms) {
        if (s->now < s->due[first])
            s->now = s->due[first];
        return stage_remove(s, first);
    }
    assert_true(until_ms < INT64_MAX); /* would wait for ever */
    if (s->now < until_ms)
        s->now = until_ms;
    return NULL;
}

static inline void stage_cancel(struct transport *t, struct exchange *x)
{
    struct stage *s = of(t);
    for (size_t i = 0; i < s->n_flying; i++)
        if (s->flying[i] == x) {
            stage_remove(s, i);
            s->cancelled++;
            return;
        }
}

/* ---- what the tests share ---------------------------------------------------------------------------------------- */

struct world {
    struct arena *arena;
    struct stage *stage;
    struct client *client;
    struct client_options options;
    const char *max_attempts, *keys_url, *lone_key; /* environment */
    unsigned warnings;
    struct sbuf traced;
};

static const char *environment(void *ctx, const char *name)
{
    const struct world *w = ctx;
    const struct {
        const char *name, *value;
    } variables[] = {{"AWS_MAX_ATTEMPTS", w->max_attempts},
                     {"AWS_CONTAINER_CREDENTIALS_FULL_URI", w->keys_url},
                     {"AWS_ACCESS_KEY_ID", w->lone_key}};
    for (size_t i = 0; i < COUNT(variables); i++)
        if (str_eq(name, variables[i].name))
            return variables[i].value;
    return NULL;
}

static inline void keep_trace(void *ctx, const char *line)
{
    struct world *w = ctx;
    sbuf_puts(&w->traced, line);
    sbuf_putc(&w->traced, '\n');
}

static inline void keep_warning(void *ctx, const char *line)
{
    struct world *w = ctx;
    w->warnings++;
    assert_non_null(strstr(line, "2:00 h ahead of"));
}

static inline int set_up(void **state)
{
    static const struct credentials keys = {.access_key = "AKIDEXAMPLE", .secret_key = "a-secret-key"};
    struct arena *a = arena_new();
    struct world *w = arena_alloc(a, sizeof *w);
    w->arena = a;
    w->traced.arena = a;
    w->stage = arena_alloc(a, sizeof *w->stage);
    w->stage->arena = a;
    w->stage->base = (struct transport){stage_start, stage_poll, stage_cancel, stage_now, stage_wall, NULL};
    w->stage->now = START_MS;
    w->stage->rest = w->stage->there = (struct reply){.end = EX_ANSWERED, .status = 200};
    struct aws_config *config = arena_alloc(a, sizeof *config);
    *config = (struct aws_config){.arena = a, .env = environment, .env_ctx = w, .profile = "default"};
    w->options = (struct client_options){.transport = &w->stage->base,
                                         .credentials = credential_source_fixed(a, &keys),
                                         .config = config,
                                         .seed = 1,
                                         .time_scale = 1,
                                         .trace = keep_trace,
                                         .trace_ctx = w};
    w->client = client_new(a, &w->options);
    *state = w;
    return 0;
}

static inline int tear_down(void **state)
{
    struct world *w = *state;
    client_free(w->client);
    arena_free(w->arena);
    return 0;
}

static inline void renew(struct world *w)
{
    client_free(w->client);
    w->client = client_new(w->arena, &w->options);
    w->stage->n_sent = w->stage->n_script = 0;
}

static const struct value *json(struct world *w, const char *text)
{
    const struct value *v = NULL;
    assert_null(json_parse(w->arena, text, strlen(text), JSON_PLAIN, &v));
    return v;
}

static inline struct aws_call *call_of(struct world *w, const struct op *op, const char *in)
{
    struct aws_call *call = arena_alloc(w->arena, sizeof *call);
    *call = (struct aws_call){.arena = w->arena, .op = op, .region = "ap-northeast-1", .in = json(w, in)};
    return call;
}

static inline struct aws_call *run(struct world *w, const struct op *op, const char *in)
{
    struct aws_call *call = call_of(w, op, in);
    client_call(w->client, call);
    assert_int_equal(client_in_flight(w->client), 0);
    return call;
}

#define PLAY(w, ...)                                                                                                   \
    do {                                                                                                               \
        static const struct reply replies[] = {__VA_ARGS__};                                                           \
        (w)->stage->script = replies;                                                                                  \
        (w)->stage->n_script = COUNT(replies);                                                                         \
    } while (0)

#define OK                                                                                                             \
    {                                                                                                                  \
        EX_ANSWERED, 200, "{\"Thing\": {\"Name\": \"n\"}}", 0, 0                                                       \
    }
#define SAYS(status, code)                                                                                             \
    {                                                                                                                  \
        EX_ANSWERED, status, "{\"__type\": \"" code "\", \"message\": \"m\"}", 0, 0                                    \
    }
#define CUT                                                                                                            \
    {                                                                                                                  \
        EX_LOST, 0, NULL, 0, 0                                                                                         \
    }
#define UNSENT                                                                                                         \
    {                                                                                                                  \
        EX_NOT_SENT, 0, NULL, 0, 0                                                                                     \
    }

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif

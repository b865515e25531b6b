#include "aws/api/budgets.h"
#include "aws/api/iam.h"
#include "aws/api/route53.h"
#include "aws/net/client.h"
#include "aws/net/retry.h"
#include "provisioner/model/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
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
    int64_t at;
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

static struct stage *of(struct transport *t)
{
    return (struct stage *)t;
}

static int64_t stage_now(struct transport *t)
{
    return of(t)->now;
}

static int64_t stage_wall(struct transport *t)
{
    return (int64_t)START_WALL * 1000 + of(t)->now - START_MS;
}

static const char *kept(struct stage *s, const char *text)
{
    return text ? arena_strdup(s->arena, text) : NULL;
}

static void record(struct stage *s, const struct exchange *x)
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
        .fresh = x->fresh,
    };
}

static void answer(struct stage *s, struct exchange *x, const struct reply *r)
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

static struct reply new_keys(struct stage *s)
{
    return (struct reply){EX_ANSWERED, 200,
                          arena_printf(s->arena,
                                       "{\"AccessKeyId\": \"AKID%zu\", \"SecretAccessKey\": \"s\", \"Token\": \"t\", "
                                       "\"Expiration\": \"2015-08-31T00:00:00Z\"}",
                                       ++s->keys_given),
                          0, 50};
}

static struct reply scripted(struct stage *s, const struct exchange *x)
{
    if (str_starts(x->req.host, "sts.")) {
        s->n_asked++;
        return s->there;
    }
    struct reply r = s->n_sent < s->n_script ? s->script[s->n_sent] : s->rest;
    record(s, x);
    return r;
}

static void stage_start(struct transport *t, struct exchange *x)
{
    struct stage *s = of(t);
    struct reply r = str_eq(x->req.path, "/keys") ? new_keys(s) : scripted(s, x);
    answer(s, x, &r);
    assert_true(s->n_flying < COUNT(s->flying));
    s->flying[s->n_flying] = x;
    s->due[s->n_flying++] = s->now + (r.took_ms ? r.took_ms : 10);
}

static struct exchange *stage_remove(struct stage *s, size_t i)
{
    struct exchange *x = s->flying[i];
    s->n_flying--;
    memmove(&s->flying[i], &s->flying[i + 1], (s->n_flying - i) * sizeof s->flying[0]);
    memmove(&s->due[i], &s->due[i + 1], (s->n_flying - i) * sizeof s->due[0]);
    return x;
}

static struct exchange *stage_poll(struct transport *t, int64_t until_ms, int fd)
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

static void stage_cancel(struct transport *t, struct exchange *x)
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

static void keep_trace(void *ctx, const char *line)
{
    struct world *w = ctx;
    sbuf_puts(&w->traced, line);
    sbuf_putc(&w->traced, '\n');
}

static void keep_warning(void *ctx, const char *line)
{
    struct world *w = ctx;
    w->warnings++;
    assert_non_null(strstr(line, "2:00 h ahead of"));
}

static int set_up(void **state)
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

static int tear_down(void **state)
{
    struct world *w = *state;
    client_free(w->client);
    arena_free(w->arena);
    return 0;
}

static void renew(struct world *w)
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

static struct aws_call *call_of(struct world *w, const struct op *op, const char *in)
{
    struct aws_call *call = arena_alloc(w->arena, sizeof *call);
    *call = (struct aws_call){.arena = w->arena, .op = op, .region = "ap-northeast-1", .in = json(w, in)};
    return call;
}

static struct aws_call *run(struct world *w, const struct op *op, const char *in)
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

/* ---- single calls ------------------------------------------------------------------------------------------------ */

static void a_call_is_encoded_signed_sent_and_decoded(void **state)
{
    struct world *w = *state;
    PLAY(w, OK);
    struct aws_call *call = run(w, &DescribeThing, "{\"Name\": \"x\"}");
    const struct sent *s = &w->stage->sent[0];
    assert_int_equal(call->end, CALL_OK);
    assert_int_equal(call->attempts, 1);
    assert_string_equal(value_get_str(value_get(call->out, "Thing"), "Name"), "n");
    assert_string_equal(call->fault.request_id, "id-1");
    assert_string_equal(s->url, "https://toys.ap-northeast-1.amazonaws.com/");
    assert_string_equal(s->date, "20150830T123600Z");
    assert_string_equal(s->attempt, "attempt=1; max=8");
    assert_int_equal(strlen(s->invocation), 36);
    assert_non_null(strstr(s->authorization, "AKIDEXAMPLE/20150830/ap-northeast-1/toys/aws4_request"));
    assert_null(strstr(s->authorization, "user-agent"));
    assert_null(call_error(call));
}

static void a_custom_endpoint_keeps_its_base_path(void **state)
{
    struct world *w = *state;
    w->options.endpoint_url = "http://localhost:4566/base/";
    renew(w);
    assert_int_equal(run(w, &DescribeThing, "{}")->end, CALL_OK);
    assert_string_equal(w->stage->sent[0].url, "http://localhost:4566/base/");
    assert_non_null(strstr(w->stage->sent[0].authorization, "/ap-northeast-1/toys/"));
}

static void unsigned_calls_need_no_credentials(void **state)
{
    struct world *w = *state;
    w->options.credentials = NULL;
    renew(w);
    assert_int_equal(run(w, &AssumeThing, "{}")->end, CALL_OK);
    assert_null(w->stage->sent[0].authorization);
}

static void who_only_looks_sends_nothing_else(void **state)
{
    static const struct {
        const struct op *op;
        enum call_end end;
    } cases[] = {{&DescribeThing, CALL_OK},
                 {&ListThings, CALL_OK},
                 {&CreateThing, CALL_REFUSED},
                 {&DeleteThing, CALL_REFUSED},
                 {&RevealThing, CALL_REFUSED}};
    struct world *w = *state;
    w->options.only_looks = true;
    renew(w);
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t before = w->stage->n_sent;
        assert_int_equal(run(w, cases[i].op, "{}")->end, cases[i].end);
        assert_int_equal(w->stage->n_sent - before, cases[i].end == CALL_OK);
    }
    assert_int_equal(client_in_flight(w->client), 0);
}

static void an_input_that_no_table_knows_is_broken_and_not_sent(void **state)
{
    struct world *w = *state;
    struct aws_call *call = run(w, &CreateThing, "{\"Nmae\": \"x\"}");
    assert_int_equal(call->end, CALL_BROKEN);
    assert_int_equal(w->stage->n_sent, 0);
    assert_non_null(call->why);
}

static void s3_bodies_carry_a_checksum_and_their_hash(void **state)
{
    struct world *w = *state;
    PLAY(w, {EX_ANSWERED, 200, "{}", 0, 0});
    assert_int_equal(run(w, &PutThing, "{}")->end, CALL_OK);
    assert_string_equal(w->stage->sent[0].body, "{}");
    /* base64 of SHA-256 of "{}" */
    assert_string_equal(w->stage->sent[0].checksum, "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=");
    assert_non_null(strstr(w->stage->sent[0].authorization, "x-amz-content-sha256"));
}

static void a_bucket_stands_in_the_host_where_it_can(void **state)
{
    static const char *const cases[][3] = {
        {"{\"Bucket\": \"logs-1\"}", NULL, "https://logs-1.s3.ap-northeast-1.amazonaws.com/"},
        {"{\"Bucket\": \"logs.com\"}", NULL, "https://s3.ap-northeast-1.amazonaws.com/logs.com"},
        {"{\"Bucket\": \"Old_Name\"}", NULL, "https://s3.ap-northeast-1.amazonaws.com/Old_Name"},
        {"{\"Bucket\": \"logs-1\"}", "http://localhost:4566/base", "http://localhost:4566/base/logs-1"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        w->options.endpoint_url = cases[i][1];
        renew(w);
        assert_int_equal(run(w, &GetBucket, cases[i][0])->end, CALL_OK);
        assert_string_equal(w->stage->sent[w->stage->n_sent - 1].url, cases[i][2]);
    }
}

/* ---- how calls end ----------------------------------------------------------------------------------------------- */

static void each_answer_is_repeated_or_not_as_its_call_allows(void **state)
{
    struct world *w = *state;
    enum { MANY = 0 };
    static const char plain[] = "{\"Name\": \"n\"}", token[] = "{\"ClientToken\": \"t-1\"}";
    static const struct {
        const struct op *op;
        const char *in;
        struct reply reply;
        unsigned attempts; /* when every attempt is answered so; MANY: for ten minutes */
        enum call_end end;
    } cases[] = {
        {&CreateThing, plain, SAYS(400, "ThrottlingException"), MANY, CALL_FAULT},
        {&CreateThing, plain, SAYS(503, "RequestLimitExceeded"), MANY, CALL_FAULT},
        {&CreateThing, plain, SAYS(400, "LimitExceededException"), 3, CALL_FAULT},
        {&CreateThing, plain, SAYS(400, "ValidationException"), 1, CALL_FAULT},
        {&CreateThing, plain, SAYS(500, "InternalFailure"), 1, CALL_LOST},
        {&CreateThing, plain, {EX_ANSWERED, 503, "<html>busy</html>", 0, 0}, 1, CALL_LOST},
        {&CreateThing, plain, CUT, 1, CALL_LOST},
        {&CreateThing, plain, UNSENT, 8, CALL_UNREACHABLE},
        {&CreateThing, plain, {EX_ANSWERED, 200, "{\"Thing\"", 0, 0}, 1, CALL_BROKEN},
        {&CreateThing, token, SAYS(500, "InternalFailure"), 8, CALL_LOST},
        {&CreateThing, token, CUT, 8, CALL_LOST},
        {&CreateThing, "{\"ClientToken\": \"\"}", CUT, 1, CALL_LOST},
        {&DeleteThing, plain, SAYS(502, "BadGateway"), 8, CALL_LOST},
        {&DeleteThing, plain, CUT, 8, CALL_LOST},
        {&DescribeThing, plain, SAYS(500, "InternalFailure"), 16, CALL_FAULT},
        {&DescribeThing, plain, {EX_ANSWERED, 504, "", 0, 0}, 16, CALL_FAULT},
        {&DescribeThing, plain, CUT, 8, CALL_UNREACHABLE},
        {&DescribeThing, plain, UNSENT, 8, CALL_UNREACHABLE},
        {&DescribeThing, plain, SAYS(403, "SignatureDoesNotMatch"), 1, CALL_FAULT},
        {&DescribeThing, plain, {EX_ANSWERED, 429, "slow down", 0, 0}, MANY, CALL_FAULT},
        {&DescribeThing, plain, {EX_ANSWERED, 413, "<html>no</html>", 0, 0}, 1, CALL_FAULT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        renew(w);
        w->stage->rest = cases[i].reply;
        int64_t began = w->stage->now;
        struct aws_call *call = run(w, cases[i].op, cases[i].in);
        assert_int_equal(call->end, cases[i].end);
        if (cases[i].attempts == MANY)
            assert_in_range(w->stage->now - began, 600 * 1000, 630 * 1000);
        else
            assert_int_equal(call->attempts, cases[i].attempts);
        assert_int_equal(w->stage->n_sent, call->attempts);
        assert_true(call->end == CALL_FAULT || call->why);
        struct err *e = call_error(call);
        assert_non_null(e);
        err_free(e);
    }
}

static void only_calls_that_must_not_repeat_travel_alone(void **state)
{
    struct world *w = *state;
    static const struct {
        const struct op *op;
        const char *in;
        bool fresh;
    } cases[] = {
        {&CreateThing, "{}", true},
        {&CreateThing, "{\"ClientToken\": \"t\"}", false},
        {&DeleteThing, "{}", false},
        {&DescribeThing, "{}", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        renew(w);
        run(w, cases[i].op, cases[i].in);
        assert_int_equal(w->stage->sent[0].fresh, cases[i].fresh);
    }
}

static void a_repeated_call_is_one_invocation_signed_anew(void **state)
{
    struct world *w = *state;
    PLAY(w, UNSENT, {EX_LOST, 0, NULL, 0, 30000}, SAYS(500, "InternalFailure"), OK);
    struct aws_call *call = run(w, &DescribeThing, "{}");
    const struct sent *s = w->stage->sent;
    assert_int_equal(call->end, CALL_OK);
    assert_int_equal(call->attempts, 4);
    assert_string_equal(s[0].invocation, s[3].invocation);
    assert_string_equal(s[3].attempt, "attempt=4; max=8");
    assert_string_not_equal(s[2].date, s[0].date);
    assert_string_not_equal(s[2].authorization, s[0].authorization);
    assert_null(call->why);
    assert_null(call->fault.code);
}

/* Once an attempt may have taken effect, no later end may claim that none has. */
static void an_early_loss_is_not_forgotten(void **state)
{
    struct world *w = *state;
    PLAY(w, CUT, UNSENT, UNSENT, UNSENT, UNSENT, UNSENT, UNSENT, UNSENT);
    assert_int_equal(run(w, &DeleteThing, "{}")->end, CALL_LOST);
    renew(w);
    PLAY(w, CUT, SAYS(404, "ResourceNotFoundException"));
    struct aws_call *call = run(w, &DeleteThing, "{}");
    assert_int_equal(call->end, CALL_FAULT);
    assert_true(call->ambiguous);
}

static void aws_max_attempts_bounds_them_all(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *set;
        unsigned attempts;
    } cases[] = {{"2", 2}, {"1", 1}, {"12", 12}, {NULL, 8}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        w->max_attempts = cases[i].set;
        assert_null(aws_attempts(w->options.config, &w->options.max_attempts));
        renew(w);
        w->stage->rest = (struct reply)UNSENT;
        assert_int_equal(run(w, &DescribeThing, "{}")->attempts, cases[i].attempts);
    }
}

static void aws_max_attempts_that_is_no_number_is_an_error(void **state)
{
    struct world *w = *state;
    static const char *const wrong[] = {"0", "many", "-3", "1001", "3 times"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t n;
        w->max_attempts = wrong[i];
        struct err *e = aws_attempts(w->options.config, &n);
        assert_int_equal(err_class_of(e), ERR_INPUT);
        assert_non_null(strstr(err_text(e), "AWS_MAX_ATTEMPTS"));
        err_free(e);
    }
}

/* Being throttled often costs none of the tries that other faults have. */
static void throttling_is_counted_apart(void **state)
{
    struct world *w = *state;
    enum { TIMES = 12 };
    struct reply script[TIMES + 2] = {[TIMES] = SAYS(500, "InternalFailure"), [TIMES + 1] = OK};
    for (size_t i = 0; i < TIMES; i++)
        script[i] = (struct reply)SAYS(400, "ThrottlingException");
    w->stage->script = script;
    w->stage->n_script = COUNT(script);
    struct aws_call *call = run(w, &DescribeThing, "{}");
    w->stage->n_script = 0;
    assert_int_equal(call->end, CALL_OK);
    assert_int_equal(call->attempts, TIMES + 2);
}

static void a_poll_is_left_to_its_caller(void **state)
{
    static const struct {
        struct reply reply;
        enum call_end end;
    } cases[] = {
        {SAYS(400, "ThrottlingException"), CALL_FAULT},
        {SAYS(500, "InternalFailure"), CALL_FAULT},
        {CUT, CALL_UNREACHABLE},
    };
    struct world *w = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        renew(w);
        w->stage->rest = cases[i].reply;
        struct aws_call *call = call_of(w, &DescribeThing, "{}");
        call->poll = true;
        client_call(w->client, call);
        assert_int_equal(call->end, cases[i].end);
        assert_int_equal(call->attempts, 1);
    }
}

/* ---- time -------------------------------------------------------------------------------------------------------- */

static void delays_come_from_the_seed_and_nothing_else(void **state)
{
    struct world *w = *state;
    int64_t took[3];
    for (int i = 0; i < 3; i++) {
        w->options.seed = i == 2 ? 99 : 1;
        renew(w);
        w->stage->rest = (struct reply)UNSENT;
        int64_t began = w->stage->now;
        run(w, &DescribeThing, "{}");
        took[i] = w->stage->now - began;
    }
    assert_int_equal(took[0], took[1]);
    assert_int_not_equal(took[0], took[2]);
    assert_in_range(took[0], 50, 51550); /* 0.5 + 1 + 2 + 4 + 8 + 16 + 20 s at most */
}

static void a_faster_sandbox_shortens_the_delays(void **state)
{
    struct world *w = *state;
    int64_t took[2];
    for (int i = 0; i < 2; i++) {
        w->options.time_scale = i ? 100 : 1;
        renew(w);
        w->stage->rest = (struct reply){EX_NOT_SENT, 0, NULL, 0, 1};
        int64_t began = w->stage->now;
        run(w, &DescribeThing, "{}");
        took[i] = w->stage->now - began - 8;
    }
    assert_in_range(took[1], took[0] / 100, took[0] / 100 + 8);
}

static void a_wrong_clock_is_corrected_once(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *code;
        int64_t skew;
        unsigned attempts;
        enum call_end end;
    } cases[] = {
        {"SignatureDoesNotMatch", 600, 2, CALL_OK},   {"InvalidSignatureException", -7200, 2, CALL_OK},
        {"RequestTimeTooSkewed", 86400, 2, CALL_OK},  {"RequestExpired", 600, 2, CALL_OK},
        {"SignatureDoesNotMatch", 60, 1, CALL_FAULT}, {"AccessDenied", 600, 1, CALL_FAULT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        renew(w);
        struct reply script[] = {
            {EX_ANSWERED, 403, arena_printf(w->arena, "{\"__type\": \"%s\"}", cases[i].code), cases[i].skew, 0}, OK};
        w->stage->rest = (struct reply)OK;
        w->stage->script = script;
        w->stage->n_script = COUNT(script);
        int64_t before = client_wall(w->client);
        struct aws_call *call = run(w, &CreateThing, "{}");
        w->stage->n_script = 0;
        assert_int_equal(call->end, cases[i].end);
        assert_int_equal(call->attempts, cases[i].attempts);
        if (call->end == CALL_OK)
            assert_in_range(client_wall(w->client) - before - cases[i].skew + 5, 4, 6);
    }
}

static void the_corrected_clock_signs_the_calls_that_follow(void **state)
{
    struct world *w = *state;
    PLAY(w, {EX_ANSWERED, 403, "{\"__type\": \"SignatureDoesNotMatch\"}", 3600, 0}, OK, OK);
    assert_int_equal(run(w, &DescribeThing, "{}")->attempts, 2);
    assert_int_equal(run(w, &DescribeThing, "{}")->attempts, 1);
    assert_string_equal(w->stage->sent[0].date, "20150830T123600Z");
    assert_string_equal(w->stage->sent[1].date, "20150830T133600Z");
    assert_string_equal(w->stage->sent[2].date, "20150830T133600Z");
}

/* Calls that left together come back with the same complaint: each is signed anew, and the user is told once. */
#define SKEWED                                                                                                         \
    {                                                                                                                  \
        EX_ANSWERED, 403, "{\"__type\": \"SignatureDoesNotMatch\"}", -7200, 0                                          \
    }

static void calls_that_are_skewed_together_are_corrected_together(void **state)
{
    struct world *w = *state;
    enum { MANY = 4 };
    w->options.warn = keep_warning;
    renew(w);
    PLAY(w, SKEWED, SKEWED, SKEWED, SKEWED);
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &CreateThing, "{}"));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_OK);
    assert_int_equal(w->stage->n_sent, 2 * MANY);
    assert_int_equal(w->warnings, 1);
}

static void a_clock_that_stays_wrong_is_an_error(void **state)
{
    struct world *w = *state;
    PLAY(w, {EX_ANSWERED, 403, "{\"__type\": \"SignatureDoesNotMatch\"}", 3600, 0},
         {EX_ANSWERED, 403, "{\"__type\": \"SignatureDoesNotMatch\"}", -7200, 0});
    struct aws_call *call = run(w, &CreateThing, "{}");
    assert_int_equal(call->attempts, 2);
    assert_int_equal(call->end, CALL_FAULT);
}

static void expired_credentials_are_renewed_once(void **state)
{
    struct world *w = *state;
    PLAY(w, SAYS(400, "ExpiredTokenException"), OK);
    struct aws_call *call = run(w, &CreateThing, "{}");
    assert_int_equal(call->end, CALL_OK);
    assert_int_equal(call->attempts, 2);
    renew(w);
    PLAY(w, SAYS(400, "ExpiredTokenException"), SAYS(400, "ExpiredTokenException"));
    call = run(w, &CreateThing, "{}");
    assert_int_equal(call->attempts, 2);
    struct err *e = call_error(call);
    assert_int_equal(err_class_of(e), ERR_REFUSED);
    err_free(e);
}

static void credentials_of_the_environment(struct world *w)
{
    w->options.credentials = credential_source_new(w->arena, w->options.config, &w->stage->base);
    renew(w);
}

static void a_call_without_credentials_is_refused(void **state)
{
    struct world *w = *state;
    w->lone_key = "AKIDALONE"; /* without its secret */
    credentials_of_the_environment(w);
    struct aws_call *call = run(w, &CreateThing, "{}");
    assert_int_equal(call->end, CALL_REFUSED);
    assert_int_equal(w->stage->n_sent, 0);
    assert_non_null(call->why);
    struct err *e = call_error(call);
    assert_int_equal(err_class_of(e), ERR_REFUSED);
    err_free(e);
}

/* While the second call waits for keys, the answers to others come in: none may be lost, and one renewal is enough. */
static void calls_that_expire_together_renew_together(void **state)
{
    struct world *w = *state;
    enum { MANY = 5 };
    w->keys_url = "http://127.0.0.1/keys";
    credentials_of_the_environment(w);
    PLAY(w, SAYS(400, "ExpiredTokenException"), SAYS(400, "ExpiredTokenException"), SAYS(400, "ExpiredTokenException"),
         SAYS(400, "ExpiredTokenException"), {EX_ANSWERED, 200, "{}", 0, 25});
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &CreateThing, "{}"));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_OK);
    assert_int_equal(client_in_flight(w->client), 0);
    assert_int_equal(w->stage->keys_given, 2);
    /* keys, answers, keys again, answers: no answer waited for anything else */
    assert_int_equal(w->stage->now - START_MS, 50 + 10 + 50 + 10);
    assert_int_equal(w->stage->n_sent, 2 * MANY - 1);
    assert_non_null(strstr(w->stage->sent[0].authorization, "Credential=AKID1/"));
    assert_non_null(strstr(w->stage->sent[2 * MANY - 2].authorization, "Credential=AKID2/"));
}

/* Each set of keys may be ended by the time it is used; not for ever. */
static void keys_that_end_again_and_again_are_renewed_as_often_within_bounds(void **state)
{
    struct world *w = *state;
    enum { MOST = 12 };
    static const size_t ended[] = {4, MOST, MOST + 1};
    struct reply script[MOST + 1];
    for (size_t i = 0; i < COUNT(script); i++)
        script[i] = (struct reply)SAYS(400, "ExpiredTokenException");
    w->keys_url = "http://127.0.0.1/keys";
    for (size_t i = 0; i < COUNT(ended); i++) {
        credentials_of_the_environment(w);
        w->stage->script = script;
        w->stage->n_script = ended[i];
        struct aws_call *call = run(w, &CreateThing, "{}");
        assert_int_equal(call->end, ended[i] > MOST ? CALL_FAULT : CALL_OK);
        assert_int_equal(call->attempts, ended[i] > MOST ? MOST + 1 : ended[i] + 1);
    }
    w->stage->n_script = 0;
}

static void an_answer_that_comes_while_keys_are_fetched_is_kept(void **state)
{
    struct world *w = *state;
    w->keys_url = "http://127.0.0.1/keys";
    credentials_of_the_environment(w);
    struct aws_call *early = call_of(w, &AssumeThing, "{}"), *late = call_of(w, &DescribeThing, "{}");
    client_start(w->client, early);
    client_start(w->client, late);
    assert_ptr_equal(client_next(w->client, INT64_MAX), early);
    assert_int_equal(w->stage->now - START_MS, 50);
    assert_ptr_equal(client_next(w->client, INT64_MAX), late);
}

/* ---- many calls -------------------------------------------------------------------------------------------------- */

static void many_calls_share_a_budget_of_retries(void **state)
{
    struct world *w = *state;
    w->stage->rest = (struct reply)UNSENT;
    enum { MANY = 60 };
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &DescribeThing, "{}"));
    assert_int_equal(client_in_flight(w->client), MANY);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_UNREACHABLE);
    assert_int_equal(w->stage->n_sent, MANY + 100); /* 500 tokens, 5 a retry */
    assert_int_equal(client_in_flight(w->client), 0);
    struct aws_call *other = call_of(w, &DescribeThing, "{}");
    other->region = "ap-northeast-2"; /* has a budget of its own */
    client_call(w->client, other);
    assert_int_equal(other->attempts, 8);
}

static void retries_that_help_cost_nothing_in_the_end(void **state)
{
    struct world *w = *state;
    static struct reply halting[400];
    for (size_t i = 0; i < COUNT(halting); i += 2) {
        halting[i] = (struct reply)UNSENT;
        halting[i + 1] = (struct reply)OK;
    }
    w->stage->script = halting;
    w->stage->n_script = COUNT(halting);
    for (size_t i = 0; i < COUNT(halting) / 2; i++)
        assert_int_equal(run(w, &DescribeThing, "{}")->attempts, 2);
}

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void calls_that_wait_go_when_they_are_due(void **state)
{
    struct world *w = *state;
    enum { MANY = 40 };
    w->options.max_attempts = 2;
    renew(w);
    w->stage->rest = (struct reply)UNSENT;
    struct jitter j = {w->options.seed};
    int64_t due[MANY];
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &DescribeThing, "{}"));
    for (int i = 0; i < 2 * MANY; i++)
        (void)jitter_next(&j); /* the invocation ids */
    for (int i = 0; i < MANY; i++)
        due[i] = w->stage->now + 10 + retry_delay_ms(&j, 1);
    qsort(due, MANY, sizeof *due, by_time);
    for (int i = 0; i < MANY; i++)
        assert_non_null(client_next(w->client, INT64_MAX));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(w->stage->sent[MANY + i].at, due[i]);
}

static void calls_held_back_go_in_the_order_of_their_start(void **state)
{
    struct world *w = *state;
    enum { MANY = 12 };
    PLAY(w, SAYS(400, "ThrottlingException"));
    run(w, &DescribeThing, "{}");
    size_t before = w->stage->n_sent;
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &DescribeThing, arena_printf(w->arena, "{\"Name\": \"%02d\"}", i)));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_OK);
    for (int i = 0; i < MANY; i++)
        assert_non_null(strstr(w->stage->sent[before + (size_t)i].body, arena_printf(w->arena, "\"%02d\"", i)));
}

static void throttling_slows_down_its_region_only(void **state)
{
    struct world *w = *state;
    PLAY(w, SAYS(400, "ThrottlingException"));
    assert_int_equal(run(w, &DescribeThing, "{}")->end, CALL_OK);
    enum { MANY = 40 };
    int64_t began = w->stage->now;
    for (int i = 0; i < MANY; i++) {
        struct aws_call *call = call_of(w, &DescribeThing, "{}");
        call->region = "ap-northeast-2";
        client_start(w->client, call);
    }
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_OK);
    assert_in_range(w->stage->now - began, 10, 10);
    began = w->stage->now;
    for (int i = 0; i < MANY; i++)
        client_start(w->client, call_of(w, &DescribeThing, "{}"));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(client_next(w->client, INT64_MAX)->end, CALL_OK);
    assert_in_range(w->stage->now - began, 1000, 120000);
}

static void waiting_for_calls_ends_in_time(void **state)
{
    struct world *w = *state;
    PLAY(w, {EX_ANSWERED, 200, "{}", 0, 5000});
    struct aws_call *call = call_of(w, &DescribeThing, "{}");
    client_start(w->client, call);
    assert_null(client_next(w->client, w->stage->now + 1000));
    assert_int_equal(w->stage->now, START_MS + 1000);
    assert_null(client_next(w->client, w->stage->now - 1));
    assert_ptr_equal(client_next(w->client, w->stage->now + 10000), call);
    assert_null(client_next(w->client, w->stage->now + 10));
}

static void one_call_in_a_hurry_leaves_the_others_for_later(void **state)
{
    struct world *w = *state;
    struct aws_call *first = call_of(w, &DescribeThing, "{}"), *second = call_of(w, &DescribeThing, "{}");
    client_start(w->client, first);
    client_start(w->client, second);
    struct aws_call *hurry = call_of(w, &DeleteThing, "{}");
    client_call(w->client, hurry);
    assert_int_equal(hurry->end, CALL_OK);
    assert_int_equal(client_in_flight(w->client), 2);
    assert_ptr_equal(client_next(w->client, INT64_MAX), first);
    assert_ptr_equal(client_next(w->client, INT64_MAX), second);
}

static void stopping_ends_retries_as_they_stand(void **state)
{
    struct world *w = *state;
    PLAY(w, SAYS(400, "ThrottlingException"), UNSENT, CUT, {EX_ANSWERED, 200, "{}", 0, 60000});
    static const struct op *const ops[] = {&CreateThing, &CreateThing, &DeleteThing, &CreateThing};
    struct aws_call *calls[COUNT(ops)];
    for (size_t i = 0; i < COUNT(ops); i++)
        client_start(w->client, calls[i] = call_of(w, ops[i], "{}"));
    assert_null(client_next(w->client, w->stage->now + 11));
    client_stop_retrying(w->client);
    for (size_t i = 0; i < COUNT(ops); i++)
        assert_non_null(client_next(w->client, INT64_MAX));
    assert_int_equal(calls[0]->end, CALL_FAULT);
    assert_int_equal(calls[1]->end, CALL_UNREACHABLE);
    assert_int_equal(calls[2]->end, CALL_LOST);
    assert_int_equal(calls[3]->end, CALL_OK);
    w->stage->rest = (struct reply)UNSENT;
    assert_int_equal(run(w, &DescribeThing, "{}")->attempts, 1);
}

static void a_freed_client_cancels_what_is_on_the_wire(void **state)
{
    struct world *w = *state;
    PLAY(w, OK, UNSENT);
    for (int i = 0; i < 3; i++)
        client_start(w->client, call_of(w, &DescribeThing, "{}"));
    client_free(w->client);
    assert_int_equal(w->stage->cancelled, 3);
    w->client = client_new(w->arena, &w->options);
}

/* ---- the dark ---------------------------------------------------------------------------------------------------- */

enum { FOR_EVER = 60 * 1000 };

static const struct reply never = {EX_LOST, 0, NULL, 0, FOR_EVER}, unsent = {EX_NOT_SENT, 0, NULL, 0, 0};

static int64_t took(const struct world *w, int64_t since)
{
    return w->stage->now - since;
}

static void a_region_that_is_silent_is_given_up_in_seven_seconds(void **state)
{
    struct world *w = *state;
    static const struct reply *const silences[] = {&never, &unsent};
    for (size_t i = 0; i < COUNT(silences); i++) {
        renew(w);
        w->stage->rest = w->stage->there = *silences[i];
        int64_t began = w->stage->now;
        struct aws_call *call = run(w, &DescribeThing, "{}");
        while (!call->dark && took(w, began) < FOR_EVER)
            call = run(w, &DescribeThing, "{}");
        assert_int_equal(call->end, CALL_UNREACHABLE);
        assert_non_null(strstr(call->why, "nobody answers in ap-northeast-1"));
        assert_true(took(w, began) >= 7000 && took(w, began) < 7500);
        assert_true(client_is_dark(w->client, "ap-northeast-1"));
        assert_false(client_is_dark(w->client, "ap-northeast-2"));
        assert_true(client_is_cut_off(w->client));
        size_t sent = w->stage->n_sent;
        assert_true(run(w, &CreateThing, "{}")->dark);
        assert_int_equal(w->stage->n_sent, sent);
        w->stage->there = (struct reply){.end = EX_ANSWERED, .status = 403};
        assert_null(client_next(w->client, w->stage->now + 11000));
        assert_false(client_is_dark(w->client, "ap-northeast-1"));
    }
}

static void what_was_sent_to_a_region_that_went_silent_may_have_taken_effect(void **state)
{
    struct world *w = *state;
    w->stage->rest = w->stage->there = never;
    struct aws_call *calls[] = {call_of(w, &CreateThing, "{}"), call_of(w, &DescribeThing, "{}"),
                                call_of(w, &DeleteThing, "{}")};
    static const enum call_end ends[] = {CALL_LOST, CALL_UNREACHABLE, CALL_LOST};
    for (size_t i = 0; i < COUNT(calls); i++)
        client_start(w->client, calls[i]);
    while (client_in_flight(w->client))
        assert_non_null(client_next(w->client, w->stage->now + FOR_EVER));
    for (size_t i = 0; i < COUNT(calls); i++) {
        assert_int_equal(calls[i]->end, ends[i]);
        assert_true(calls[i]->dark);
    }
    assert_int_equal(w->stage->now - START_MS, 7000);
}

/* Slow by itself, cut again and again, throttled, or down with errors: somebody is there all the same. */
static void nothing_but_silence_makes_a_region_dark(void **state)
{
    struct world *w = *state;
    static const struct reply answers[] = {{EX_ANSWERED, 200, "{}", 0, 50 * 1000},
                                           {EX_ANSWERED, 503, "{\"__type\": \"ServiceUnavailable\"}", 0, 4000},
                                           {EX_ANSWERED, 400, "{\"__type\": \"ThrottlingException\"}", 0, 4000},
                                           CUT,
                                           UNSENT};
    for (size_t i = 0; i < COUNT(answers); i++) {
        renew(w);
        w->stage->rest = answers[i];
        assert_false(run(w, &DescribeThing, "{}")->dark);
        assert_false(client_is_dark(w->client, "ap-northeast-1"));
    }
    assert_true(w->stage->n_asked > 0);
}

/* Of a service that is a place of its own nobody else can be asked, and each must have something to ask. */
static void each_service_that_belongs_to_no_region_is_asked_whether_it_is_there(void **state)
{
    struct world *w = *state;
    static const struct {
        const struct op *op;
        const char *in;
    } calls[] = {
        {&budgets_DescribeBudget, "{\"AccountId\": \"123456789012\", \"BudgetName\": \"b\"}"},
        {&iam_GetRole, "{\"RoleName\": \"r\"}"},
        {&route53_GetHostedZone, "{\"Id\": \"Z1\"}"},
    };
    for (size_t i = 0; i < COUNT(calls); i++) {
        renew(w);
        PLAY(w, {EX_LOST, 0, NULL, 0, FOR_EVER}, {EX_ANSWERED, 400, "{}", 0, 0});
        w->stage->rest = never;
        struct aws_call *call = call_of(w, calls[i].op, calls[i].in);
        client_start(w->client, call);
        assert_null(client_next(w->client, w->stage->now + 4000));
        assert_int_equal(w->stage->n_sent, 2);
        assert_null(client_next(w->client, w->stage->now + 4000));
        assert_false(client_is_dark(w->client, calls[i].op->service->id));
    }
}

/* As after SIGSTOP, or the sleep of a laptop: the answer lies there, and was not fetched. */
static void who_was_asleep_has_heard_nothing_for_that_reason(void **state)
{
    struct world *w = *state;
    struct aws_call *call = call_of(w, &DescribeThing, "{}");
    w->stage->rest = w->stage->there = never;
    client_start(w->client, call);
    assert_null(client_next(w->client, w->stage->now + 4000));
    w->stage->now += 50 * 1000;
    w->stage->there = (struct reply){.end = EX_ANSWERED, .status = 200};
    assert_ptr_equal(client_next(w->client, w->stage->now + 9000), NULL);
    assert_false(client_is_dark(w->client, "ap-northeast-1"));
}

/* ---- texts ------------------------------------------------------------------------------------------------------- */

static void codes_belong_to_classes(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *code;
        enum err_class cls;
    } cases[] = {
        {"InvalidVpcID.NotFound", ERR_MISSING},
        {"DBClusterNotFoundFault", ERR_MISSING},
        {"NoSuchEntity", ERR_MISSING},
        {"ResourceNotFoundException", ERR_MISSING},
        {"DBClusterAlreadyExistsFault", ERR_CONFLICT},
        {"InvalidDBClusterStateFault", ERR_CONFLICT},
        {"DependencyViolation", ERR_CONFLICT},
        {"InvalidPermission.Duplicate", ERR_CONFLICT},
        {"ResourceInUseException", ERR_CONFLICT},
        {"KMSInvalidStateException", ERR_CONFLICT},
        {"Throttling", ERR_THROTTLED},
        {"UnauthorizedOperation", ERR_REFUSED},
        {"InvalidClientTokenId", ERR_REFUSED},
        {"ExpiredToken", ERR_REFUSED},
        {"SignatureDoesNotMatch", ERR_REFUSED},
        {"ValidationError", ERR_REMOTE},
        {"LimitExceeded", ERR_REMOTE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct aws_call call = {.arena = w->arena,
                                .op = &CreateThing,
                                .region = "ap-northeast-1",
                                .end = CALL_FAULT,
                                .fault = {.status = 400, .code = cases[i].code, .message = "m"}};
        struct err *e = call_error(&call);
        assert_int_equal(err_class_of(e), cases[i].cls);
        err_free(e);
    }
}

static void secrets_reach_no_text(void **state)
{
    struct world *w = *state;
    PLAY(w, {EX_ANSWERED, 400,
             "{\"__type\": \"ValidationException\", \"message\": \"hunter22 and\\nopen-sesame are \\u001b[31mbad\"}", 0,
             0});
    struct aws_call *call = run(w, &CreateThing, "{\"Key\": \"open-sesame\", \"Login\": {\"Password\": \"hunter22\"}}");
    assert_non_null(strstr(w->stage->sent[0].body, "hunter22"));
    assert_string_equal(call->fault.message, "(secret) and (secret) are  [31mbad");
    const char *traced = sbuf_str(&w->traced);
    static const char *const secrets[] = {"hunter22", "open-sesame", "a-secret-key", "Signature="};
    for (size_t i = 0; i < COUNT(secrets); i++)
        assert_null(strstr(traced, secrets[i]));
    assert_non_null(strstr(traced, "toys.CreateThing in ap-northeast-1, attempt 1: to toys.ap-northeast-1."));
    assert_non_null(strstr(traced, "400 ValidationException in 10 ms, request id id-1"));
}

/* ---- guards ------------------------------------------------------------------------------------------------------ */

/* A lease of so long a life, renewed every now and then. */
struct lease {
    struct world *w;
    int64_t ends, due;
    size_t ticks;
    struct aws_call *renewal; /* NULL: none under way */
    size_t renewed;
};

static const char *lease_refuses(void *ctx)
{
    const struct lease *l = ctx;
    return l->w->stage->now < l->ends ? NULL : "the lease ran out";
}

static int64_t lease_due(void *ctx)
{
    return ((struct lease *)ctx)->due;
}

static void lease_renewed(struct aws_call *call)
{
    struct lease *l = call->owner;
    assert_int_equal(call->end, CALL_OK);
    l->renewal = NULL;
    l->renewed++;
}

static void lease_tick(void *ctx)
{
    struct lease *l = ctx;
    l->ticks++;
    l->due += 1000;
    l->renewal = call_of(l->w, &CreateThing, "{}");
    l->renewal->owner = l;
    l->renewal->done = lease_renewed;
    client_start(l->w->client, l->renewal);
}

static struct lease *guard(struct world *w, int64_t lasts, int64_t due)
{
    struct lease *l = arena_alloc(w->arena, sizeof *l);
    *l = (struct lease){.w = w, .ends = w->stage->now + lasts, .due = due == INT64_MAX ? due : w->stage->now + due};
    client_set_guard(w->client, &(struct client_guard){l, lease_refuses, lease_due, lease_tick});
    return l;
}

static void what_may_change_something_is_held_back_without_a_lease(void **state)
{
    struct world *w = *state;
    guard(w, 0, INT64_MAX);
    struct aws_call *call = run(w, &CreateThing, "{}");
    assert_int_equal(call->end, CALL_UNREACHABLE);
    assert_string_equal(call->why, "the lease ran out");
    assert_int_equal(call->attempts, 0);
    assert_int_equal(run(w, &DeleteThing, "{}")->end, CALL_UNREACHABLE);
    assert_int_equal(w->stage->n_sent, 0);
    assert_int_equal(run(w, &DescribeThing, "{}")->end, CALL_OK);
    client_set_guard(w->client, NULL);
    assert_int_equal(run(w, &CreateThing, "{}")->end, CALL_OK);
}

static void a_repetition_needs_the_lease_as_the_first_attempt_did(void **state)
{
    struct world *w = *state;
    PLAY(w, UNSENT, OK);
    guard(w, 5, INT64_MAX);
    assert_int_equal(run(w, &CreateThing, "{}")->end, CALL_UNREACHABLE);
    assert_int_equal(w->stage->n_sent, 1);
    renew(w);
    PLAY(w, CUT, OK);
    guard(w, 5, INT64_MAX);
    assert_int_equal(run(w, &DeleteThing, "{}")->end, CALL_LOST); /* the first may have taken effect */
    assert_int_equal(w->stage->n_sent, 1);
}

static void a_guard_is_called_when_it_is_due_and_its_own_calls_pass(void **state)
{
    struct world *w = *state;
    struct lease *l = guard(w, 0, 500);
    client_wait(w->client, w->stage->now + 3400);
    assert_int_equal(l->ticks, 3);
    assert_int_equal(l->renewed, 3);
    assert_int_equal(w->stage->sent[1].at - w->stage->sent[0].at, 1000);
    assert_int_equal(client_in_flight(w->client), 0);
    assert_null(client_next(w->client, w->stage->now + 2000));
    assert_int_equal(l->renewed, 5);
}

static void each_call_may_have_a_patience_of_its_own(void **state)
{
    struct world *w = *state;
    struct aws_call *call = call_of(w, &DescribeThing, "{}");
    client_start(w->client, call);
    assert_int_equal(w->stage->flying[0]->timeout_ms, 60000);
    call = call_of(w, &DescribeThing, "{}");
    call->timeout_ms = 3000;
    client_start(w->client, call);
    assert_int_equal(w->stage->flying[1]->timeout_ms, 3000);
}

/* On the wire, waiting to be repeated, finished and not fetched: whoever asked is gone with what it asked in. */
static void of_a_call_that_was_dropped_nothing_more_comes(void **state)
{
    struct world *w = *state;
    static const struct reply script[] = {{EX_ANSWERED, 500, .took_ms = 5}, {EX_ANSWERED, 200, .took_ms = 1}};
    w->stage->script = script;
    w->stage->n_script = COUNT(script);
    struct aws_call *calls[3];
    for (size_t i = 0; i < COUNT(calls); i++) {
        calls[i] = call_of(w, &DescribeThing, "{}");
        calls[i]->arena = arena_new();
        client_start(w->client, calls[i]);
    }
    struct aws_call *other = call_of(w, &DescribeThing, "{}");
    while (calls[1]->end == CALL_PENDING || w->stage->n_flying > 1)
        assert_true(client_step(w->client, w->stage->now + 6));
    client_start(w->client, other);
    for (size_t i = 0; i < COUNT(calls); i++) {
        client_drop(w->client, calls[i]);
        arena_free(calls[i]->arena);
    }
    assert_int_equal(client_in_flight(w->client), 1);
    assert_ptr_equal(client_next(w->client, w->stage->now + 100000), other);
    assert_null(client_next(w->client, w->stage->now + 100000));
    assert_int_equal(w->stage->n_sent, 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_call_is_encoded_signed_sent_and_decoded),
        TEST(a_custom_endpoint_keeps_its_base_path),
        TEST(unsigned_calls_need_no_credentials),
        TEST(who_only_looks_sends_nothing_else),
        TEST(an_input_that_no_table_knows_is_broken_and_not_sent),
        TEST(s3_bodies_carry_a_checksum_and_their_hash),
        TEST(of_a_call_that_was_dropped_nothing_more_comes),
        TEST(a_bucket_stands_in_the_host_where_it_can),
        TEST(each_answer_is_repeated_or_not_as_its_call_allows),
        TEST(only_calls_that_must_not_repeat_travel_alone),
        TEST(a_repeated_call_is_one_invocation_signed_anew),
        TEST(an_early_loss_is_not_forgotten),
        TEST(aws_max_attempts_bounds_them_all),
        TEST(aws_max_attempts_that_is_no_number_is_an_error),
        TEST(throttling_is_counted_apart),
        TEST(a_poll_is_left_to_its_caller),
        TEST(delays_come_from_the_seed_and_nothing_else),
        TEST(a_faster_sandbox_shortens_the_delays),
        TEST(a_wrong_clock_is_corrected_once),
        TEST(the_corrected_clock_signs_the_calls_that_follow),
        TEST(calls_that_are_skewed_together_are_corrected_together),
        TEST(a_clock_that_stays_wrong_is_an_error),
        TEST(expired_credentials_are_renewed_once),
        TEST(a_call_without_credentials_is_refused),
        TEST(calls_that_expire_together_renew_together),
        TEST(keys_that_end_again_and_again_are_renewed_as_often_within_bounds),
        TEST(an_answer_that_comes_while_keys_are_fetched_is_kept),
        TEST(many_calls_share_a_budget_of_retries),
        TEST(retries_that_help_cost_nothing_in_the_end),
        TEST(calls_that_wait_go_when_they_are_due),
        TEST(calls_held_back_go_in_the_order_of_their_start),
        TEST(throttling_slows_down_its_region_only),
        TEST(waiting_for_calls_ends_in_time),
        TEST(one_call_in_a_hurry_leaves_the_others_for_later),
        TEST(stopping_ends_retries_as_they_stand),
        TEST(a_freed_client_cancels_what_is_on_the_wire),
        TEST(a_region_that_is_silent_is_given_up_in_seven_seconds),
        TEST(what_was_sent_to_a_region_that_went_silent_may_have_taken_effect),
        TEST(nothing_but_silence_makes_a_region_dark),
        TEST(each_service_that_belongs_to_no_region_is_asked_whether_it_is_there),
        TEST(who_was_asleep_has_heard_nothing_for_that_reason),
        TEST(codes_belong_to_classes),
        TEST(secrets_reach_no_text),
        TEST(what_may_change_something_is_held_back_without_a_lease),
        TEST(a_repetition_needs_the_lease_as_the_first_attempt_did),
        TEST(a_guard_is_called_when_it_is_due_and_its_own_calls_pass),
        TEST(each_call_may_have_a_patience_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "aws/sandbox/engine.h"

#include "aws/api/services.h"
#include "aws/net/endpoint.h"
#include "aws/net/sigv4.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum {
    DEFAULT_START_S = 1767225600 /* 2026-01-01T00:00:00Z */,
    TRANSCRIPT_MOST = 16 * 1024 * 1024,
    ARGUMENT_MOST = 200
};

int64_t monotonic_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t real_wall_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- opening and closing ----------------------------------------------------------------------------------------- */

static int64_t start_of(const struct sandbox_options *o)
{
    if (o->real_clock)
        return real_wall_ms();
    return o->start_wall_ms ? o->start_wall_ms : (int64_t)DEFAULT_START_S * 1000;
}

/* What lies in the dark since before it was opened counts from then on. */
static int64_t dark_ms(void *ctx, const char *region)
{
    const struct sandbox *s = ctx;
    const struct sandbox_faults *f = &s->options.faults;
    int64_t since = world_now(s->world) - s->began;
    return f->dark_regions && faults_dark(f, region, since) ? since - f->dark_from_s * SECOND + 1 : 0;
}

struct err *sandbox_open(struct arena *a, const struct sandbox_options *o, struct sandbox **ret)
{
    struct sandbox *s = arena_alloc(a, sizeof *s);
    s->arena = a;
    s->options = *o;
    s->world = world_new(o->account ? o->account : "123456789012", o->faults.seed);
    s->transcript.arena = arena_new();
    world_keep_before(s->world, o->faults.stale_s > 0);
    /* A world that was saved goes on from there, and a new one begins here. */
    struct err *e = o->world ? world_open(s->world, o->world) : NULL;
    if (e) {
        arena_free(s->transcript.arena);
        world_free(s->world);
        return e;
    }
    if (!world_now(s->world) || o->real_clock)
        world_advance(s->world, start_of(o));
    s->began = s->base = world_now(s->world);
    s->real_base = monotonic_ms();
    s->requests = world_number(s->world);
    world_set_dark(s->world, dark_ms, s);
    *ret = s;
    return NULL;
}

void sandbox_set_faults(struct sandbox *s, const struct sandbox_faults *f)
{
    uint64_t seed = s->options.faults.seed;
    s->options.faults = *f;
    s->options.faults.seed = seed;
    s->began = world_now(s->world);
    world_keep_before(s->world, f->stale_s > 0);
}

void sandbox_close(struct sandbox *s)
{
    if (!s)
        return;
    err_free(world_close(s->world));
    arena_free(s->transcript.arena);
    world_free(s->world);
    s->world = NULL;
}

void sandbox_catch_up(struct sandbox *s)
{
    double speed = s->options.speed > 0 ? s->options.speed : 1;
    if (s->options.real_clock)
        world_advance(s->world, s->base + (int64_t)((double)(monotonic_ms() - s->real_base) * speed));
}

int64_t sandbox_now_ms(const struct sandbox *s)
{
    return world_now(s->world);
}

/* ---- who asks ---------------------------------------------------------------------------------------------------- */

/* Clients sign with the real time, however fast the sandbox's objects live. */
static int64_t signing_time(const struct sandbox *s)
{
    int64_t now = s->options.real_clock ? real_wall_ms() : world_now(s->world);
    return now / 1000 + s->options.faults.clock_skew_s;
}

const char *secret_of_key(void *sandbox, const char *access_key)
{
    struct sandbox *s = sandbox;
    struct object *o = session_of(s->world, access_key);
    if (o)
        return object_str(o, "SecretAccessKey");
    return str_eq(access_key, SANDBOX_ACCESS_KEY) ? SANDBOX_SECRET_KEY : NULL;
}

/* How each protocol spells what is wrong with a signature. Source: "Common errors" of the services' API references. */
struct spelling {
    const char *code;
    struct spelt {
        const char *code;
        int status;
    } query, ec2, json, s3; /* rest-json speaks as JSON does, Route 53 as query */
};

/* clang-format off */
static const struct spelling spellings[] = {
    {"SignatureDoesNotMatch",      {"SignatureDoesNotMatch", 403},      {"SignatureDoesNotMatch", 403}, {"InvalidSignatureException", 400}, {"SignatureDoesNotMatch", 403}},
    {"InvalidClientTokenId",       {"InvalidClientTokenId", 403},       {"AuthFailure", 401},           {"UnrecognizedClientException", 400}, {"InvalidAccessKeyId", 403}},
    {"RequestExpired",             {"SignatureDoesNotMatch", 403},      {"RequestExpired", 400},        {"InvalidSignatureException", 400}, {"RequestTimeTooSkewed", 403}},
    {"MissingAuthenticationToken", {"MissingAuthenticationToken", 403}, {"MissingAuthenticationToken", 403}, {"MissingAuthenticationTokenException", 400}, {"AccessDenied", 403}},
    {"IncompleteSignature",        {"IncompleteSignature", 400},        {"IncompleteSignature", 400},   {"IncompleteSignatureException", 400}, {"AuthorizationHeaderMalformed", 400}},
    {"ExpiredToken",               {"ExpiredToken", 403},               {"RequestExpired", 400},        {"ExpiredTokenException", 400}, {"ExpiredToken", 400}},
    {"AccessDenied",               {"AccessDenied", 403},               {"UnauthorizedOperation", 403}, {"AccessDeniedException", 400}, {"AccessDenied", 403}},
    {"Throttling",                 {"Throttling", 400},                 {"RequestLimitExceeded", 503},  {"ThrottlingException", 400}, {"SlowDown", 503}},
    {"InternalFailure",            {"InternalFailure", 500},            {"InternalError", 500},         {"InternalServerError", 500}, {"InternalError", 500}},
    {"ServiceUnavailable",         {"ServiceUnavailable", 503},         {"Unavailable", 503},           {"ServiceUnavailable", 503}, {"ServiceUnavailable", 503}},
};
/* clang-format on */

static const struct spelt *spelt_for(const struct service *svc, const struct spelling *s)
{
    switch (svc->protocol) {
    case P_EC2: return &s->ec2;
    case P_QUERY: return &s->query;
    case P_REST_XML: return str_eq(svc->id, "s3") ? &s->s3 : &s->query;
    case P_JSON:
    case P_REST_JSON:
    case P_PROGRAM: break; /* the last one is sent by nobody */
    }
    return &s->json;
}

static void spell(const struct service *svc, const char *code, const char *message, struct fault *ret)
{
    const struct spelling *all = spellings;
    size_t i = 0;
    while (i + 1 < COUNT(spellings) && !str_eq(all[i].code, code))
        i++;
    bool known = str_eq(all[i].code, code);
    ret->message = message;
    ret->code = known ? spelt_for(svc, &all[i])->code : code;
    ret->status = known ? spelt_for(svc, &all[i])->status : 403;
}

/* S3 takes these only with a checksum of their body: "Checking object integrity" of its user guide. */
static bool lacks_checksum(const struct op *op, const struct http_req *req)
{
    if (!(op->flags & OP_CHECKSUM) || http_header(&req->headers, "Content-MD5"))
        return false;
    for (size_t i = 0; i < req->headers.n; i++)
        if (strncasecmp(req->headers.items[i].name, "x-amz-checksum-", 15) == 0)
            return false;
    return true;
}

/* ---- one request ------------------------------------------------------------------------------------------------- */

struct asking {
    struct sandbox *s;
    struct arena *a;
    const struct http_req *req;
    struct sigv4_scope scope;
    const struct service *svc;
    const struct op *op;
    const struct value *in;
    const char *region;
    struct fault fault;
    const struct value *out;
    const char *place; /* of the bucket that is asked for */
};

static const struct service *service_by_host(const struct http_req *req)
{
    const char *host = req->host ? req->host : "";
    for (const struct service *const *svc = aws_services; *svc; svc++) {
        const char *prefix = (*svc)->endpoint ? (*svc)->endpoint : (*svc)->id;
        size_t n = strlen(prefix);
        if (strncmp(host, prefix, n) == 0 && host[n] == '.')
            return *svc;
    }
    return NULL;
}

static const struct service *service_by_target(const struct http_req *req)
{
    const char *target = http_header(&req->headers, "X-Amz-Target");
    for (const struct service *const *svc = aws_services; target && *svc; svc++)
        if ((*svc)->target && str_starts(target, (*svc)->target) && target[strlen((*svc)->target)] == '.')
            return *svc;
    return NULL;
}

static const struct service *service_asked(const struct http_req *req, const char *signed_for)
{
    const struct service *svc = signed_for ? aws_service(signed_for) : NULL;
    if (!svc)
        svc = service_by_target(req);
    if (!svc)
        svc = service_by_host(req);
    return svc ? svc : aws_service("sts");
}

/* "rds.ap-northeast-1.amazonaws.com", "bucket.s3.ap-northeast-1.amazonaws.com"; NULL: the host names none. */
const char *region_of_host(struct arena *a, const struct http_req *req)
{
    for (const char *dot = strchr(req->host ? req->host : "", '.'); dot; dot = strchr(dot + 1, '.')) {
        const char *region = arena_strndup(a, dot + 1, strcspn(dot + 1, "."));
        if (region_known(region))
            return region;
    }
    return NULL;
}

/* A call that needs no signature is known by its operation alone. */
static bool asks_unsigned(struct asking *q)
{
    const struct service *sts = aws_service("sts");
    if (http_header(&q->req->headers, "Authorization") || !sts)
        return false;
    codec_for(sts->protocol)->get_request(q->a, sts, q->req, &q->op, &q->in, &q->fault);
    if (!q->op || !(q->op->flags & OP_UNSIGNED)) {
        q->fault = (struct fault){0};
        return false;
    }
    const char *region = region_of_host(q->a, q->req);
    q->svc = sts;
    q->region = region ? region : "us-east-1";
    return true;
}

/* A token belongs to keys that were issued with one, and the account's own keys to none. */
static bool check_session(struct asking *q)
{
    struct object *o = session_of(q->s->world, q->scope.access_key);
    const char *token = http_header(&q->req->headers, "X-Amz-Security-Token");
    if (!str_eq(token ? token : "", o ? object_str(o, "SessionToken") : ""))
        spell(q->svc, "InvalidClientTokenId", "The security token included in the request is invalid.", &q->fault);
    else if (o && value_int_of(value_get(o->v, "$Until")) <= signing_time(q->s))
        spell(q->svc, "ExpiredToken", "The security token included in the request is expired", &q->fault);
    return !q->fault.code;
}

static bool check_signature(struct asking *q)
{
    const char *code = NULL;
    const char *message =
        sigv4_check(q->a, q->req, signing_time(q->s), secret_of_key, q->s, &q->s->keys, &q->scope, &code);
    q->svc = service_asked(q->req, q->scope.service);
    q->region = q->scope.region ? q->scope.region : "us-east-1";
    if (code) {
        spell(q->svc, code, message, &q->fault);
        return false;
    }
    const char *host_region = region_of_host(q->a, q->req);
    if (faults_opted_out(&q->s->options.faults, q->region))
        spell(q->svc, "InvalidClientTokenId", "The security token included in the request is invalid.", &q->fault);
    else if (!region_name_valid(q->region) || (host_region && !str_eq(host_region, q->region)))
        spell(q->svc, "SignatureDoesNotMatch", "Credential should be scoped to a valid region.", &q->fault);
    else if (!str_eq(q->svc->id, q->scope.service))
        spell(q->svc, "SignatureDoesNotMatch", "Credential should be scoped to correct service.", &q->fault);
    return !q->fault.code && check_session(q);
}

static struct bucket *bucket_of(struct asking *q)
{
    struct sandbox *s = q->s;
    for (size_t i = 0; i < s->n_buckets; i++)
        if (s->buckets[i].service == q->svc && str_eq(s->buckets[i].region, q->region))
            return &s->buckets[i];
    s->buckets = arena_grow(s->arena, s->buckets, sizeof *s->buckets, s->n_buckets, &s->buckets_cap);
    s->buckets[s->n_buckets] = (struct bucket){
        .service = q->svc, .region = arena_strdup(s->arena, q->region), .tokens = s->options.faults.rate};
    s->buckets[s->n_buckets].filled_ms = world_now(s->world);
    return &s->buckets[s->n_buckets++];
}

/* A second's worth may come at once. */
static bool over_the_rate(struct asking *q)
{
    double rate = q->s->options.faults.rate, most = rate > 1 ? rate : 1;
    if (!(rate > 0))
        return false;
    struct bucket *b = bucket_of(q);
    int64_t now = world_now(q->s->world);
    b->tokens += (double)(now - b->filled_ms) / SECOND * rate;
    b->tokens = b->tokens < most ? b->tokens : most;
    b->filled_ms = now;
    if (b->tokens < 1)
        return true;
    b->tokens -= 1;
    return false;
}

static bool ends_session(struct asking *q)
{
    struct object *o = session_of(q->s->world, q->scope.access_key);
    if (!o || !faults_happens(&q->s->options.faults, q->s->requests, DICE_REVOKE))
        return false;
    object_set(q->s->world, o, "$Until", value_int(q->a, 0));
    return true;
}

static bool misfortune(struct asking *q)
{
    const struct sandbox_faults *f = &q->s->options.faults;
    uint64_t n = q->s->requests;
    if (ends_session(q))
        spell(q->svc, "ExpiredToken", "The security token included in the request is expired", &q->fault);
    else if (over_the_rate(q) || faults_happens(f, n, DICE_THROTTLE))
        spell(q->svc, "Throttling", "Rate exceeded", &q->fault);
    else if (faults_happens(f, n, DICE_SERVER))
        spell(q->svc, n % 2 ? "InternalFailure" : "ServiceUnavailable", "An internal error has occurred", &q->fault);
    return q->fault.code;
}

/* ReadOnlyAccess passes what looks, and neither the value of a secret nor another role. */
static bool denied(struct asking *q)
{
    bool may = !q->s->options.faults.read_only || op_only_looks(q->op);
    if (may && !faults_denied(&q->s->options.faults, q->op->name))
        return false;
    spell(q->svc, "AccessDenied",
          arena_printf(q->a, "User: arn:aws:iam::123456789012:user/reader is not authorized to perform: %s:%s",
                       q->svc->id, q->op->name),
          &q->fault);
    return true;
}

static void run(struct asking *q)
{
    struct call c = {.s = q->s, .w = q->s->world, .a = q->a, .op = q->op, .in = q->in, .region = q->region};
    c.access_key = q->scope.access_key;
    const struct sandbox_faults *f = &q->s->options.faults;
    if (q->op->flags & OP_READ && faults_happens(f, q->s->requests, DICE_STALE))
        c.stale_ms = f->stale_s * SECOND;
    c.iam_ms = f->iam_s * SECOND;
    c.conflict = faults_happens(&q->s->options.faults, q->s->requests, DICE_CONFLICT);
    c.row = sandbox_row(q->svc->id, q->op->name, &c.service);
    if (!c.row) {
        q->fault = (struct fault){400, "InvalidAction", "the sandbox does not play this operation", NULL};
        return;
    }
    call_run(&c);
    q->fault = c.fault;
    q->place = c.place;
    q->out = c.fault.code ? NULL : c.out;
}

/* ---- what happened ----------------------------------------------------------------------------------------------- */

static void count_call(struct sandbox *s, const struct op *op)
{
    size_t i = 0;
    while (i < s->n_counts && s->counts[i].op != op)
        i++;
    if (i == s->n_counts) {
        s->counts = arena_grow(s->arena, s->counts, sizeof *s->counts, s->n_counts, &s->counts_cap);
        s->counts[s->n_counts++] = (struct op_count){.op = op};
    }
    s->counts[i].n++;
    s->answered++;
    s->mutations += !(op->flags & OP_READ);
}

static const struct value *without_secrets(struct arena *a, const struct shape *s, const struct value *v)
{
    struct value *shown = value_map(a);
    for (size_t i = 0; i < value_len(v); i++) {
        const struct field *f = s ? shape_field(s, value_key(v, i)) : NULL;
        const struct value *one = value_item(v, i);
        if (f && f->flags & F_SECRET)
            one = value_str(a, "(secret)");
        else if (f && f->kind == K_STRUCT)
            one = without_secrets(a, f->sub, one);
        value_set(a, shown, value_key(v, i), one);
    }
    return shown;
}

static void put_arguments(struct sbuf *out, struct arena *a, const struct op *op, const struct value *in)
{
    const struct value *shown = without_secrets(a, op->in, in);
    for (size_t i = 0; i < value_len(shown); i++) {
        struct sbuf text = {.arena = a};
        value_print(&text, value_item(shown, i), -1);
        sbuf_printf(out, "%s%s=%.*s", i ? ", " : "", value_key(shown, i), ARGUMENT_MOST, sbuf_str(&text));
    }
}

/* The state of what was answered, where it has one. */
static const char *told_state(const struct value *out)
{
    static const char *const members[] = {"State", "Status", "DBInstanceStatus", "KeyState"};
    for (size_t i = 0; i < value_len(out); i++) {
        const struct value *one = value_item(out, i);
        for (size_t m = 0; m < COUNT(members); m++)
            if (value_kind(value_get(one, members[m])) == V_STR)
                return value_get_str(one, members[m]);
    }
    return "ok";
}

static void write_transcript(struct asking *q, const char *end)
{
    struct sandbox *s = q->s;
    struct sbuf line = {.arena = q->a};
    if (s->transcript.len > TRANSCRIPT_MOST && !s->options.told)
        return;
    sbuf_printf(&line, "t+%" PRId64 " %s ", (world_now(s->world) - s->began) / 1000, q->region ? q->region : "-");
    sbuf_printf(&line, "%s(", q->op ? q->op->name : "?");
    if (q->op)
        put_arguments(&line, q->a, q->op, q->in);
    sbuf_printf(&line, ") -> %s", end ? end : q->fault.code ? q->fault.code : told_state(q->out));
    if (s->options.told)
        s->options.told(s->options.told_ctx, sbuf_str(&line));
    if (s->transcript.len <= TRANSCRIPT_MOST)
        sbuf_printf(&s->transcript, "%s\n", sbuf_str(&line));
}

static void put_answer(struct asking *q, struct http_res *ret)
{
    const char *hex = hash_hex(
        q->a, arena_printf(q->a, "request %" PRIu64 " %" PRIu64, q->s->options.faults.seed, q->s->requests), 32);
    q->fault.request_id = arena_printf(q->a, "%.8s-%.4s-4%.3s-8%.3s-%.12s", hex, hex + 8, hex + 12, hex + 15, hex + 18);
    *ret = (struct http_res){0};
    codec_for(q->svc->protocol)->put_response(q->a, q->op, q->out, &q->fault, ret);
    http_header_set(q->a, &ret->headers, "Date", http_date_text(q->a, signing_time(q->s)));
    if (q->place && q->fault.code)
        http_header_set(q->a, &ret->headers, "x-amz-bucket-region", q->place);
}

/* The worst that a service may do in an error: every value as it came, the request once more as JSON, and its headers.
 */
static void quote_values(struct sbuf *out, const struct value *v, const char *name)
{
    if (value_kind(v) == V_STR)
        sbuf_printf(out, "Value '%s' at '%s' failed to satisfy constraint; ", value_str_of(v), name);
    for (size_t i = 0; i < value_len(v); i++)
        quote_values(out, value_item(v, i), value_kind(v) == V_MAP ? value_key(v, i) : name);
}

static bool echoes(struct asking *q)
{
    struct sbuf text = {.arena = q->a};
    if (!faults_echo(&q->s->options.faults, q->op->name))
        return false;
    quote_values(&text, q->in, "");
    value_print(&text, q->in, -1);
    for (size_t i = 0; i < q->req->headers.n; i++)
        sbuf_printf(&text, " %s:%s", q->req->headers.items[i].name, q->req->headers.items[i].value);
    q->fault = (struct fault){400, "ValidationError", sbuf_str(&text), NULL};
    return true;
}

static void understand_and_run(struct asking *q)
{
    if (!asks_unsigned(q) && !check_signature(q))
        return;
    if (misfortune(q))
        return;
    if (!q->op)
        codec_for(q->svc->protocol)->get_request(q->a, q->svc, q->req, &q->op, &q->in, &q->fault);
    if (q->op && str_eq(q->fault.code, "DryRunOperation") && denied(q))
        return;
    if (q->fault.code || !q->op)
        return;
    if (lacks_checksum(q->op, q->req)) {
        q->fault = (struct fault){400, "InvalidRequest", "Missing required header for this request: Content-MD5", NULL};
        return;
    }
    if (denied(q) || echoes(q))
        return;
    run(q);
    count_call(q->s, q->op);
}

static bool loses_answer(struct asking *q)
{
    const struct sandbox_faults *f = &q->s->options.faults;
    bool nth =
        f->lose_answer && q->op && !(q->op->flags & OP_READ) && !q->fault.code && q->s->mutations == f->lose_answer;
    return nth || faults_happens(f, q->s->requests, DICE_CUT_AFTER);
}

static struct outcome lost(struct asking *q, const char *why)
{
    write_transcript(q, why);
    return (struct outcome){EX_LOST, why, false};
}

struct outcome sandbox_exchange(struct sandbox *s, struct arena *a, const struct http_req *req, struct http_res *ret)
{
    struct asking q = {.s = s, .a = a, .req = req};
    const struct sandbox_faults *f = &s->options.faults;
    s->requests++;
    if (faults_happens(f, s->requests, DICE_CUT_BEFORE))
        return lost(&q, "connection cut");
    understand_and_run(&q);
    struct err *e = world_save(s->world);
    if (e) {
        const char *why = arena_strdup(a, err_text(e));
        err_free(e);
        return lost(&q, why);
    }
    if (loses_answer(&q))
        return lost(&q, "connection cut after it took effect");
    put_answer(&q, ret);
    write_transcript(&q, NULL);
    return (struct outcome){EX_ANSWERED, NULL, faults_happens(f, s->requests, DICE_TRUNCATE)};
}

bool sandbox_is_dark(struct sandbox *s, struct arena *a, const struct http_req *req)
{
    const char *code;
    struct asking q = {.s = s, .a = a, .req = req};
    if (!s->options.faults.dark_regions)
        return false;
    const char *region = region_of_host(a, req);
    if (!region)
        sigv4_check(a, req, signing_time(s), secret_of_key, s, &s->keys, &q.scope, &code);
    region = region ? region : q.scope.region ? q.scope.region : "us-east-1";
    return faults_dark(&s->options.faults, region, world_now(s->world) - s->began);
}

void sandbox_answer(struct sandbox *s, struct arena *a, const struct http_req *req, struct http_res *ret)
{
    sandbox_catch_up(s);
    if (sandbox_is_dark(s, a, req)) {
        *ret = (struct http_res){.body = ""};
        return;
    }
    struct outcome out = sandbox_exchange(s, a, req, ret);
    if (out.end != EX_ANSWERED)
        *ret = (struct http_res){.body = ""};
    else if (out.truncated)
        ret->body_len /= 2;
}

/* ---- for tests --------------------------------------------------------------------------------------------------- */

uint64_t sandbox_requests(const struct sandbox *s)
{
    return s->requests;
}

uint64_t sandbox_changes(const struct sandbox *s)
{
    return s->mutations;
}

uint64_t sandbox_calls(const struct sandbox *s, const char *op)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s->n_counts; i++)
        if (!op || str_eq(s->counts[i].op->name, op))
            n += s->counts[i].n;
    return n;
}

const char *sandbox_transcript(const struct sandbox *s)
{
    return sbuf_str(&s->transcript);
}

const struct value *sandbox_objects(const struct sandbox *s, struct arena *a)
{
    return world_objects(s->world, a);
}

#include "aws/net/client.h"

#include "aws/api/sts.h"
#include "aws/net/circuit.h"
#include "aws/net/digest.h"
#include "aws/net/helm.h"
#include "aws/net/retry.h"
#include "aws/net/scrub.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TIMEOUT_MS = 60 * 1000,
    QUESTION_MS = 10 * 1000,       /* whether anybody is there; then it is asked anew anyway */
    SLOWEST_UPLOAD = 512,          /* bytes a millisecond */
    THROTTLED_MS = 10 * 60 * 1000, /* so long a call waits until it is let through */
    ATTEMPTS = 8,
    ANSWERED_ATTEMPTS = 16, /* of a read, while AWS answers with errors of its own: two minutes */
    QUOTA_ATTEMPTS = 3,
    REFRESHES = 12,        /* of credentials, for one call: the new ones may be ended as well, while it waits */
    LOOK_MS = 50,          /* how often it is looked whether a program has ended */
    SKEW_SECONDS = 4 * 60, /* what the SDKs take for a wrong clock: a bit less than AWS's window of five minutes */
};

/* What the calls to one service in one region share. */
struct lane {
    const struct service *service;
    const char *region; /* that signs */
    struct retry_budget budget;
    struct limiter limiter;
    struct lane *next;
};

struct host {
    const char *name;
    int64_t skew; /* seconds its clock is ahead of ours */
    struct host *next;
};

/* A region, or a service that belongs to none, and whether it answers. */
struct place {
    const char *name; /* "ap-northeast-1"; "iam" */
    struct circuit circuit;
    int64_t answered_at, dark_at; /* the last time */
    struct aws_call call;         /* the question; without an op there is none */
    unsigned probes;              /* on their way */
    struct place *next;
};

/* A call that is a run of a program. */
struct running {
    struct aws_call *call;
    struct process process;
    struct running *next;
};

/* One call under way. */
struct flight {
    struct arena *arena;   /* this and the request as encoded */
    struct arena *attempt; /* the request as signed, and its answer */
    struct aws_call *call;
    struct http_req req;
    struct exchange x;
    struct lane *lane;
    struct host *host;
    struct place *place; /* NULL until the request is written */
    char id[37];
    bool repeatable, flying;
    bool ambiguous; /* an attempt may have taken effect */
    bool reclocked;
    unsigned refreshed;
    unsigned retries, throttled, failed; /* retries there were; attempts that ended so */
    int64_t sent_at, throttled_at;       /* throttled_at: for the first time */
    int64_t skew;                        /* with which it was signed */
    const char *key, *expired_key;       /* that it was signed with; that AWS called expired before */
    /* while it waits: until when, in which order, and how the call ends if it must end now */
    int64_t due;
    uint64_t order;
    enum call_end stands;
    const char *why;
    struct flight *prev, *next; /* all flights */
};

struct client {
    struct arena *arena;
    struct client_options o;
    struct jitter jitter, probing; /* apart: a question changes no delay */
    struct lane *lanes;
    struct host *hosts;
    struct place *places;
    struct flight *flights;
    struct running *running;
    struct flight **waiting; /* a heap by due and order */
    size_t n_waiting, cap_waiting;
    struct aws_call *done, **done_end;
    struct signing_keys keys;
    size_t in_flight;
    uint64_t started, finished;
    int64_t skew;
    struct client_guard guard;
    bool stopping, skew_told;
};

/* ---- waiting ----------------------------------------------------------------------------------------------------- */

static bool sooner(const struct flight *a, const struct flight *b)
{
    return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static void heap_swap(struct client *c, size_t i, size_t j)
{
    struct flight *was = c->waiting[i];
    c->waiting[i] = c->waiting[j];
    c->waiting[j] = was;
}

static void heap_put(struct client *c, struct flight *f)
{
    c->waiting = arena_grow(c->arena, c->waiting, sizeof *c->waiting, c->n_waiting, &c->cap_waiting);
    size_t i = c->n_waiting++;
    c->waiting[i] = f;
    for (; i && sooner(c->waiting[i], c->waiting[(i - 1) / 2]); i = (i - 1) / 2)
        heap_swap(c, i, (i - 1) / 2);
}

static struct flight *heap_take(struct client *c)
{
    struct flight *first = c->waiting[0];
    c->waiting[0] = c->waiting[--c->n_waiting];
    for (size_t i = 0, child; (child = 2 * i + 1) < c->n_waiting; i = child) {
        if (child + 1 < c->n_waiting && sooner(c->waiting[child + 1], c->waiting[child]))
            child++;
        if (!sooner(c->waiting[child], c->waiting[i]))
            break;
        heap_swap(c, i, child);
    }
    return first;
}

int64_t client_now_ms(struct client *c)
{
    return c->o.transport->now_ms(c->o.transport);
}

static int64_t wall(struct client *c)
{
    return c->o.transport->wall_ms(c->o.transport) / 1000;
}

int64_t client_wall(struct client *c)
{
    return wall(c) + c->skew;
}

/* Seconds as the service counts them: a sandbox may run faster than we do. */
static double service_time(struct client *c)
{
    return (double)client_now_ms(c) / 1000 * c->o.time_scale;
}

static void wait_ms(struct client *c, struct flight *f, double service_ms)
{
    f->due = client_now_ms(c) + (int64_t)(service_ms / c->o.time_scale + 0.999);
    heap_put(c, f);
}

/* ---- trace ------------------------------------------------------------------------------------------------------- */

static void trace(struct client *c, const struct flight *f, const char *fmt, ...) PRINTF(3, 4);

static void trace(struct client *c, const struct flight *f, const char *fmt, ...)
{
    if (!c->o.trace)
        return;
    char text[512], line[768];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    const struct op *op = f->call->op;
    (void)snprintf(line, sizeof line, "%s.%s in %s, attempt %u: %s", op->service->id, op->name,
                   f->call->region ? f->call->region : "-", f->call->attempts, text);
    c->o.trace(c->o.trace_ctx, line);
}

/* ---- what the tables say about an input -------------------------------------------------------------------------- */

static bool is_token(void *ctx, const struct field *f, const struct value *v)
{
    (void)ctx;
    return (f->flags & F_TOKEN) && *value_str_of(v);
}

static bool is_repeatable(const struct aws_call *call)
{
    return (call->op->flags & (OP_READ | OP_IDEMPOTENT)) || shape_any_member(call->op->in, call->in, is_token, NULL);
}

/* A service may quote what it was sent (some a whole request with the session's token, when its signature is wrong),
 * and could send anything: one line, no control characters, no secret. */
static const char *cleaned(const struct aws_call *call, const char *text)
{
    const struct flight *f = call->private;
    const char *token = f ? http_header(&f->x.req.headers, "X-Amz-Security-Token") : NULL;
    if (!text)
        return NULL;
    const struct value *secrets = secrets_sent(call->arena, call->op, call->in, token);
    char *copy = arena_strdup(call->arena, scrubbed(call->arena, text, secrets));
    for (char *p = copy; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = ' ';
    return copy;
}

/* ---- the end of a call ------------------------------------------------------------------------------------------- */

static bool is_probe(const struct flight *f)
{
    return f->place && f->call == &f->place->call;
}

static void flight_free(struct client *c, struct flight *f)
{
    if (f->prev)
        f->prev->next = f->next;
    else
        c->flights = f->next;
    if (f->next)
        f->next->prev = f->prev;
    arena_free(f->attempt);
    arena_free(f->arena);
}

/* The question was answered, whatever the answer is, or it was not. */
static void probed(struct client *c, struct flight *f)
{
    trace(c, f, f->x.end == EX_ANSWERED ? "somebody is there" : "nobody answers");
    f->place->probes--;
    flight_free(c, f);
}

static void deliver(struct client *c, struct aws_call *call)
{
    if (call->done) {
        c->finished++;
        c->in_flight--;
        call->done(call);
        return;
    }
    *c->done_end = call;
    c->done_end = &call->next;
    c->finished++;
}

static void finish(struct client *c, struct flight *f, enum call_end end, const char *why)
{
    struct aws_call *call = f->call;
    if (is_probe(f)) {
        probed(c, f);
        return;
    }
    call->end = end;
    call->why = why;
    call->ambiguous = f->ambiguous;
    call->private = NULL;
    call->next = NULL;
    if (end == CALL_OK)
        retry_budget_succeeded(&f->lane->budget, f->retries);
    flight_free(c, f);
    deliver(c, call);
}

/* Nobody can say that nothing happened once an earlier attempt may have happened. */
static enum call_end honest(const struct flight *f, enum call_end end)
{
    return f->ambiguous ? CALL_LOST : end;
}

static void again_now(struct client *c, struct flight *f, enum call_end end)
{
    f->stands = honest(f, end);
    wait_ms(c, f, 0);
}

static bool has_attempts(const struct client *c, const struct flight *f)
{
    return !c->stopping && !f->call->poll && (!c->o.max_attempts || f->call->attempts < c->o.max_attempts);
}

static void again_after(struct client *c, struct flight *f, int64_t delay)
{
    f->retries++;
    trace(c, f, "again in %lld ms", (long long)delay);
    wait_ms(c, f, (double)delay);
}

static void again_or_end(struct client *c, struct flight *f, unsigned most, enum call_end end, const char *why)
{
    f->stands = honest(f, end);
    f->why = why;
    f->failed++;
    if (c->o.max_attempts)
        most = (unsigned)c->o.max_attempts;
    if (has_attempts(c, f) && f->failed < most && retry_budget_take(&f->lane->budget))
        again_after(c, f, retry_delay_ms(&c->jitter, f->failed));
    else
        finish(c, f, f->stands, why);
}

/* Took no effect. The limiter of the lane decides how fast all of them are repeated. */
static void throttled(struct client *c, struct flight *f, const char *why)
{
    double now = service_time(c) * 1000;
    f->stands = honest(f, CALL_FAULT);
    f->why = why;
    if (!f->throttled++)
        f->throttled_at = (int64_t)now;
    if (has_attempts(c, f) && now - (double)f->throttled_at < THROTTLED_MS)
        again_after(c, f, retry_asked_ms(&f->x.res.headers, retry_delay_ms(&c->jitter, f->throttled)));
    else
        finish(c, f, f->stands, why);
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

/* It may have taken effect. Reads never do. */
static void lost(struct client *c, struct flight *f, enum call_end end_of_read, const char *why)
{
    bool read = f->call->op->flags & OP_READ;
    f->ambiguous = f->ambiguous || !read;
    if (f->repeatable)
        again_or_end(c, f, read && end_of_read == CALL_FAULT ? ANSWERED_ATTEMPTS : ATTEMPTS,
                     read ? end_of_read : CALL_LOST, why);
    else
        finish(c, f, CALL_LOST, why);
}

/* Once a run: who sees odd times in the state finds out why. */
static void tell_skew(struct client *c)
{
    char line[200];
    int64_t off = c->skew < 0 ? -c->skew : c->skew;
    if (c->skew_told || !c->o.warn)
        return;
    c->skew_told = true;
    (void)snprintf(line, sizeof line,
                   "this machine's clock is %lld:%02lld h %s AWS's: requests are signed with AWS's time; set the clock",
                   (long long)off / 3600, (long long)off / 60 % 60, c->skew > 0 ? "behind" : "ahead of");
    c->o.warn(c->o.trace_ctx, line);
}

/* True when the answer shows that this host's clock is not what the request was signed with. Once a call. */
static bool reclock(struct client *c, struct flight *f)
{
    int64_t theirs;
    if (f->reclocked || !http_date_parse(http_header(&f->x.res.headers, "Date"), &theirs))
        return false;
    int64_t skew = theirs - wall(c), change = skew - f->skew;
    if (change <= SKEW_SECONDS && change >= -SKEW_SECONDS)
        return false;
    f->reclocked = true;
    f->host->skew = c->skew = skew;
    trace(c, f, "the clock of %s is %lld s ahead of ours: signed again with its time", f->host->name, (long long)skew);
    tell_skew(c);
    return true;
}

/* The new keys may be ended as well; the same ones again means that there are no new ones. */
static bool refresh(struct client *c, struct flight *f)
{
    if (f->refreshed >= REFRESHES || (f->call->op->flags & OP_UNSIGNED) || str_eq(f->key, f->expired_key))
        return false;
    f->refreshed++;
    f->expired_key = f->key;
    credentials_expired(c->o.credentials, f->key);
    wipe(&c->keys, sizeof c->keys);
    trace(c, f, "credentials have expired: signed again with new ones");
    return true;
}

static void refused(struct client *c, struct flight *f)
{
    struct fault *fault = &f->call->fault;
    const char *why = arena_printf(f->call->arena, "%s: %s", fault->code, fault->message ? fault->message : "");
    enum fault_kind kind = fault_kind_of(fault);
    switch (kind) {
    case FAULT_THROTTLE: throttled(c, f, why); return;
    case FAULT_QUOTA: again_or_end(c, f, QUOTA_ATTEMPTS, CALL_FAULT, why); return;
    case FAULT_BROKEN: lost(c, f, CALL_FAULT, why); return;
    case FAULT_EXPIRED:
    case FAULT_CLOCK:
        if (reclock(c, f) || (kind == FAULT_EXPIRED && refresh(c, f)))
            again_now(c, f, CALL_FAULT);
        else
            finish(c, f, honest(f, CALL_FAULT), why);
        return;
    case FAULT_FINAL: break;
    }
    finish(c, f, CALL_FAULT, why);
}

static const char *request_id(const struct http_headers *h)
{
    static const char *const names[] = {"x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id", "x-amz-id-2"};
    const char *found = NULL;
    for (size_t i = 0; i < COUNT(names) && !found; i++)
        found = http_header(h, names[i]);
    return found;
}

/* Load balancers and proxies say no in words of their own: their status is the code then. */
static void keep_fault(struct flight *f, struct fault *fault, const char *unreadable)
{
    struct aws_call *call = f->call;
    int status = f->x.res.status;
    if (!fault->code && status >= 300) {
        fault->code = arena_printf(call->arena, "%d", status);
        fault->message = unreadable ? unreadable : "an answer without an error in it";
    }
    call->fault = (struct fault){
        .status = status,
        .code = cleaned(call, fault->code),
        .message = cleaned(call, fault->message),
        .request_id = cleaned(call, fault->request_id ? fault->request_id : request_id(&f->x.res.headers)),
    };
}

static void trace_answer(struct client *c, const struct flight *f)
{
    const struct fault *fault = &f->call->fault;
    trace(c, f, "%d%s%s in %lld ms, request id %s", fault->status, fault->code ? " " : "",
          fault->code ? fault->code : "", (long long)(client_now_ms(c) - f->sent_at),
          fault->request_id ? fault->request_id : "none");
}

static void answered(struct client *c, struct flight *f)
{
    struct aws_call *call = f->call;
    const struct value *out = NULL;
    struct fault fault = {0};
    struct err *e CLEANUP(err_freep) = codec_get_response(call->arena, call->op, &f->x.res, &out, &fault);
    keep_fault(f, &fault, e ? err_text(e) : NULL);
    trace_answer(c, f);
    limiter_answered(&f->lane->limiter, service_time(c), call->fault.code && fault_is_throttle(&call->fault));
    if (call->fault.code) {
        refused(c, f);
    } else if (e) {
        finish(c, f, CALL_BROKEN, cleaned(call, err_text(e)));
    } else {
        call->out = out;
        finish(c, f, CALL_OK, NULL);
    }
}

static void settle(struct client *c, struct exchange *x)
{
    struct flight *f = x->owner;
    f->flying = false;
    if (x->end == EX_ANSWERED) {
        f->place->answered_at = client_now_ms(c);
        circuit_answered(&f->place->circuit, f->place->answered_at);
    } else {
        circuit_failed(&f->place->circuit, client_now_ms(c));
    }
    if (is_probe(f)) {
        probed(c, f);
        return;
    }
    if (x->end == EX_ANSWERED) {
        answered(c, f);
        return;
    }
    const char *why = cleaned(f->call, x->why ? x->why : "no answer");
    trace(c, f, "%s", why);
    if (x->end == EX_NOT_SENT)
        again_or_end(c, f, ATTEMPTS, CALL_UNREACHABLE, why);
    else
        lost(c, f, CALL_UNREACHABLE, why);
}

/* ---- sending ----------------------------------------------------------------------------------------------------- */

static bool is_s3(const struct flight *f)
{
    return str_eq(f->lane->service->id, "s3");
}

static struct err *sign(struct client *c, struct flight *f)
{
    if (f->call->op->flags & OP_UNSIGNED)
        return NULL;
    const struct credentials *keys = NULL;
    TRY(credentials_get(c->o.credentials, &keys));
    f->key = arena_strdup(f->arena, keys->access_key);
    f->skew = f->host->skew;
    sigv4_sign(f->attempt, &f->x.req,
               &(struct signing){.credentials = keys,
                                 .keys = &c->keys,
                                 .region = f->lane->region,
                                 .service = f->lane->service->id,
                                 .time = wall(c) + f->skew,
                                 .single_encode = is_s3(f),
                                 .add_content_sha256 = is_s3(f)});
    return NULL;
}

static unsigned announced_attempts(const struct client *c)
{
    return c->o.max_attempts ? (unsigned)c->o.max_attempts : ATTEMPTS;
}

/* An object of S3 may be much longer than an answer about something. */
static bool brings_bytes(const struct op *op)
{
    for (const struct field *f = op->out ? op->out->fields : NULL; f && f->kind != K_END; f++)
        if (f->kind == K_BLOB && f->flags & F_PAYLOAD)
            return true;
    return false;
}

/* A fresh exchange with the request as it was encoded: a signature is good for one attempt. */
static void load(struct client *c, struct flight *f)
{
    arena_free(f->attempt);
    f->attempt = arena_new();
    arena_wipe_on_free(f->attempt);
    f->x = (struct exchange){.arena = f->attempt,
                             .req = f->req,
                             .fresh = !f->repeatable,
                             .timeout_ms = (f->call->timeout_ms ? f->call->timeout_ms : TIMEOUT_MS) +
                                           (int64_t)(f->req.body_len / SLOWEST_UPLOAD),
                             .long_answer = brings_bytes(f->call->op),
                             .owner = f};
    f->x.req.headers = (struct http_headers){0};
    for (size_t i = 0; i < f->req.headers.n; i++)
        http_header_add(f->attempt, &f->x.req.headers, f->req.headers.items[i].name, f->req.headers.items[i].value);
    http_header_set(f->attempt, &f->x.req.headers, "amz-sdk-request",
                    arena_printf(f->attempt, "attempt=%u; max=%u", f->call->attempts, announced_attempts(c)));
}

/* NULL: it may go. */
static const char *refusal(const struct client *c, const struct aws_call *call)
{
    const struct client_guard *g = &c->guard;
    bool harmless = (call->op->flags & OP_READ) || !g->refuses || call->owner == g->ctx;
    const char *why = harmless ? NULL : g->refuses(g->ctx);
    return why ? arena_strdup(call->arena, why) : NULL;
}

static int64_t sent_by(const struct client *c, const struct aws_call *call)
{
    const struct client_guard *g = &c->guard;
    return g->until_ms && !(call->op->flags & OP_READ) ? g->until_ms(g->ctx) : 0;
}

static void send(struct client *c, struct flight *f)
{
    double wait = is_probe(f) ? 0 : limiter_ask(&f->lane->limiter, service_time(c));
    if (wait > 0) {
        wait_ms(c, f, wait * 1000 + 1);
        return;
    }
    f->call->attempts++;
    load(c, f);
    struct err *e CLEANUP(err_freep) = sign(c, f);
    if (e) {
        finish(c, f, honest(f, CALL_REFUSED), arena_strdup(f->call->arena, err_text(e)));
        return;
    }
    const char *why = refusal(c, f->call); /* last of all: to fetch credentials may take a while */
    if (why) {
        f->call->attempts--;
        finish(c, f, honest(f, CALL_UNREACHABLE), why);
        return;
    }
    trace(c, f, "to %s", f->req.host);
    f->x.sent_by_ms = sent_by(c, f->call);
    f->sent_at = client_now_ms(c);
    f->flying = true;
    circuit_sent(&f->place->circuit, f->sent_at);
    c->o.transport->start(c->o.transport, &f->x);
}

/* ---- a new call -------------------------------------------------------------------------------------------------- */

static struct lane *lane_of(struct client *c, const struct service *service, const char *region)
{
    for (struct lane *l = c->lanes; l; l = l->next)
        if (l->service == service && str_eq(l->region, region))
            return l;
    struct lane *fresh = arena_alloc(c->arena, sizeof *fresh);
    *fresh = (struct lane){.service = service, .region = arena_strdup(c->arena, region), .next = c->lanes};
    return c->lanes = fresh;
}

static struct host *host_of(struct client *c, const char *name)
{
    for (struct host *h = c->hosts; h; h = h->next)
        if (str_eq(h->name, name))
            return h;
    struct host *fresh = arena_alloc(c->arena, sizeof *fresh);
    *fresh = (struct host){.name = arena_strdup(c->arena, name), .skew = c->skew, .next = c->hosts};
    return c->hosts = fresh;
}

const char *client_place(const struct op *op, const char *region)
{
    return op->service->global ? op->service->id : region ? region : "-";
}

static struct place *place_named(const struct client *c, const char *name)
{
    for (struct place *p = c->places; p; p = p->next)
        if (str_eq(p->name, name))
            return p;
    return NULL;
}

/* How many members it demands; more than any other, where one of them is no text. */
static unsigned demands(const struct op *op)
{
    unsigned n = 0;
    for (const struct field *f = op->in ? op->in->fields : NULL; f && f->kind != K_END; f++)
        if (f->flags & F_REQUIRED)
            n += f->kind == K_STR ? 1 : 1000;
    return n;
}

/* Somebody else in the same region; of a service that is a place of its own, whatever asks the least. */
static const struct op *question_for(const struct service *service)
{
    const struct op *best = NULL;
    if (!service->global)
        return &sts_GetCallerIdentity;
    for (const struct op *const *op = service->ops; *op; op++) {
        bool fits = (*op)->flags & OP_READ && !((*op)->path && strchr((*op)->path, '{'));
        if (fits && (!best || demands(*op) < demands(best)))
            best = *op;
    }
    return best;
}

/* What it demands is filled with what names nothing: a refusal is an answer. */
static const struct value *question_input(struct arena *a, const struct op *op)
{
    struct value *in = value_map(a);
    for (const struct field *f = op && op->in ? op->in->fields : NULL; f && f->kind != K_END; f++)
        if (f->flags & F_REQUIRED && f->kind == K_STR)
            value_set_str(a, in, f->name, "000000000000");
    return in;
}

static struct place *place_of(struct client *c, const struct aws_call *call)
{
    const char *name = client_place(call->op, call->region);
    struct place *known = place_named(c, name);
    if (known)
        return known;
    struct place *fresh = arena_alloc(c->arena, sizeof *fresh);
    const struct op *op = question_for(call->op->service);
    *fresh = (struct place){.name = arena_strdup(c->arena, name),
                            .call = {.arena = c->arena,
                                     .op = op,
                                     .region = call->region ? arena_strdup(c->arena, call->region) : NULL,
                                     .in = question_input(c->arena, op),
                                     .timeout_ms = QUESTION_MS},
                            .next = c->places};
    return c->places = fresh;
}

/* Several S3 calls demand a checksum of their body, all take one: "Checking object integrity" of the S3 user guide. */
static void add_checksum(struct flight *f)
{
    if (!is_s3(f) || !f->req.body_len || http_header(&f->req.headers, "x-amz-checksum-sha256"))
        return;
    struct sha256 d = sha256_of(f->req.body, f->req.body_len);
    http_header_set(f->arena, &f->req.headers, "x-amz-checksum-sha256",
                    base64_encode(f->arena, d.bytes, sizeof d.bytes));
}

static void name_flight(struct client *c, struct flight *f)
{
    struct jitter *j = is_probe(f) ? &c->probing : &c->jitter;
    uint64_t high = jitter_next(j), low = jitter_next(j);
    (void)snprintf(f->id, sizeof f->id, "%08x-%04x-4%03x-%04x-%012llx", (unsigned)(high >> 32),
                   (unsigned)(high >> 16 & 0xffff), (unsigned)(high & 0xfff), (unsigned)(low >> 48 & 0x3fff) | 0x8000,
                   (unsigned long long)(low & 0xffffffffffff));
}

/* A bucket whose name can stand in a host is asked for there; a dot would need a certificate that nobody has. Hosts of
 * somebody's own know nothing of that. Source: "Virtual hosting of general purpose buckets" of the S3 user guide. */
static const char *bucket_in_host(const struct flight *f, const struct endpoint *at)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const char *bucket = value_get_str(f->call->in, "Bucket");
    bool fits = is_s3(f) && !at->custom && *bucket && !bucket[strspn(bucket, letters)];
    return fits && str_starts(f->call->op->path, "/{Bucket}") ? bucket : "";
}

static void address(struct flight *f, const struct endpoint *at, const struct http_req *base)
{
    size_t n = strlen(base->path);
    const char *bucket = bucket_in_host(f, at), *path = f->req.path ? f->req.path : "";
    if (n && base->path[n - 1] == '/')
        n--;
    if (*bucket)
        path += 1 + strlen(bucket);
    f->req.scheme = base->scheme;
    f->req.host = *bucket ? arena_printf(f->arena, "%s.%s", bucket, base->host) : base->host;
    f->req.path = arena_printf(f->arena, "%.*s%s", (int)n, base->path, *path ? path : "/");
}

/* A parameter of every such request, and none of its shape. */
static void only_judge(struct flight *f)
{
    f->req.body = arena_printf(f->arena, "%s&DryRun=true", f->req.body);
    f->req.body_len = strlen(f->req.body);
}

static struct err *encode(struct client *c, struct flight *f)
{
    const struct aws_call *call = f->call;
    const struct service *service = call->op->service;
    struct endpoint at = {0};
    struct http_req base = {0};
    const struct codec *codec = codec_for(service->protocol);
    if (!codec)
        return err_new(ERR_BUG, "no codec for the protocol of %s", service->id);
    TRY(endpoint_resolve(f->arena, c->o.config, c->o.endpoint_url, service, call->region, &at));
    TRY(url_parse(f->arena, at.url, &base));
    if (!is_probe(f))
        f->place = place_of(c, call);
    f->lane = lane_of(c, service, at.signing_region);
    f->host = host_of(c, base.host);
    TRY(codec->put_request(f->arena, call->op, call->in, &f->req));
    if (call->dry_run)
        only_judge(f);
    address(f, &at, &base);
    name_flight(c, f);
    http_header_set(f->arena, &f->req.headers, "Host", f->req.host);
    http_header_set(f->arena, &f->req.headers, "User-Agent", "provisioner/" PROVISIONER_VERSION);
    http_header_set(f->arena, &f->req.headers, "amz-sdk-invocation-id", f->id);
    add_checksum(f);
    return NULL;
}

static struct flight *flight_new(struct client *c, struct aws_call *call)
{
    struct arena *arena = arena_new();
    arena_wipe_on_free(arena);
    struct flight *f = arena_alloc(arena, sizeof *f);
    *f = (struct flight){.arena = arena,
                         .call = call,
                         .repeatable = is_repeatable(call),
                         .order = c->started++,
                         .stands = CALL_UNREACHABLE,
                         .why = "stopped before it was sent",
                         .next = c->flights};
    if (f->next)
        f->next->prev = f;
    return c->flights = f;
}

/* Credentials are fetched over the same transport; what finished meanwhile is handed over here. */
static void drain(struct client *c)
{
    struct exchange *x;
    while (c->o.credentials && (x = credential_source_take(c->o.credentials)))
        settle(c, x);
}

/* ---- the dark ---------------------------------------------------------------------------------------------------- */

static void finish_dark(struct client *c, struct flight *f)
{
    f->call->dark = true;
    finish(c, f, honest(f, CALL_UNREACHABLE),
           arena_printf(f->call->arena, "nobody answers in %s any more: nothing is sent there until somebody does",
                        f->place->name));
}

/* What is on the wire may have arrived. */
static void give_up(struct client *c, struct flight *f)
{
    if (f->flying) {
        c->o.transport->cancel(c->o.transport, &f->x);
        f->ambiguous = f->ambiguous || !(f->call->op->flags & OP_READ);
        circuit_failed(&f->place->circuit, client_now_ms(c));
    }
    if (is_probe(f))
        probed(c, f);
    else
        finish_dark(c, f);
}

/* What waits for its turn elsewhere goes on waiting. */
static void unqueue(struct client *c, const struct place *p)
{
    struct flight **all = c->waiting;
    size_t n = c->n_waiting;
    c->n_waiting = 0;
    for (size_t i = 0; i < n; i++)
        if (all[i]->place != p)
            heap_put(c, all[i]);
}

static void ask_whether_there(struct client *c, struct place *p)
{
    if (!p->call.op)
        return;
    struct flight *f = flight_new(c, &p->call);
    p->call.attempts = 0;
    p->probes++;
    f->place = p;
    CLEANUP(err_freep) struct err *e = encode(c, f);
    if (e)
        probed(c, f);
    else
        send(c, f);
    drain(c);
}

/* Whether it is the place, or we: that is known by whether there is somebody elsewhere. */
static void ask_elsewhere(struct client *c, const struct place *dark)
{
    for (struct place *p = c->places; p; p = p->next)
        if (p != dark && !p->circuit.dark && !p->probes)
            ask_whether_there(c, p);
}

static void go_dark(struct client *c, struct place *p)
{
    p->dark_at = client_now_ms(c);
    unqueue(c, p);
    for (struct flight *f = c->flights, *next; f; f = next) {
        next = f->next;
        if (f->place == p)
            give_up(c, f);
    }
    ask_elsewhere(c, p);
}

static int64_t places_due(const struct client *c)
{
    int64_t due = INT64_MAX;
    for (const struct place *p = c->places; p; p = p->next)
        due = circuit_due(&p->circuit) < due ? circuit_due(&p->circuit) : due;
    return due;
}

static void places_look(struct client *c)
{
    for (struct place *p = c->places; p; p = p->next) {
        switch (circuit_look(&p->circuit, client_now_ms(c))) {
        case CIRCUIT_PROBE: ask_whether_there(c, p); break;
        case CIRCUIT_GIVE_UP: go_dark(c, p); break;
        case CIRCUIT_NOTHING: break;
        }
    }
}

bool client_is_dark(const struct client *c, const char *place)
{
    const struct place *p = place_named(c, place);
    return p && p->circuit.dark;
}

bool client_is_cut_off(const struct client *c)
{
    int64_t dark_at = -1;
    for (const struct place *p = c->places; p; p = p->next)
        if (p->circuit.dark && p->dark_at > dark_at)
            dark_at = p->dark_at;
    for (const struct place *p = c->places; p; p = p->next)
        if (!p->circuit.dark && p->answered_at > dark_at)
            return false;
    return dark_at >= 0;
}

/* ---- programs ---------------------------------------------------------------------------------------------------- */

static void run_program(struct client *c, struct aws_call *call)
{
    struct running *r = arena_alloc(c->arena, sizeof *r);
    call->next = NULL;
    bool dark = client_is_dark(c, client_place(call->op, call->region));
    call->why = dark ? arena_printf(call->arena, "nobody answers in %s", call->region) : refusal(c, call);
    call->dark = dark;
    call->attempts = call->why ? 0 : 1;
    if (call->why) {
        call->end = CALL_UNREACHABLE;
        deliver(c, call);
        return;
    }
    if (!c->o.program) {
        helm_rehearsed(call);
        deliver(c, call);
        return;
    }
    *r = (struct running){.call = call, .process = PROCESS_NONE, .next = c->running};
    CLEANUP(err_freep) struct err *e = helm_start(call, c->o.program, c->o.profile, &r->process);
    if (!e) {
        c->running = r;
        return;
    }
    process_end(&r->process);
    bool absent = err_class_of(e) == ERR_MISSING;
    call->end = CALL_FAULT;
    call->fault = (struct fault){.code = absent ? "Missing" : "Failed",
                                 .message = absent ? helm_absent : arena_strdup(call->arena, err_text(e))};
    deliver(c, call);
}

/* Looks in on the programs that run; those that have ended are answers. */
static void programs_watch(struct client *c)
{
    for (struct running **at = &c->running; *at;) {
        struct running *r = *at;
        if (!process_ended(&r->process)) {
            at = &r->next;
            continue;
        }
        *at = r->next;
        helm_answered(r->call, &r->process);
        process_end(&r->process);
        deliver(c, r->call);
    }
}

static void refuse(struct client *c, struct aws_call *call)
{
    call->next = NULL;
    call->attempts = 0;
    call->end = CALL_REFUSED;
    call->why = "this command only looks: the call was not sent";
    c->in_flight++;
    deliver(c, call);
}

void client_start(struct client *c, struct aws_call *call)
{
    if (c->o.only_looks && !op_only_looks(call->op)) {
        refuse(c, call);
        return;
    }
    if (call->op->service->protocol == P_PROGRAM) {
        c->in_flight++;
        call->end = CALL_PENDING;
        run_program(c, call);
        return;
    }
    struct flight *f = flight_new(c, call);
    call->end = CALL_PENDING;
    call->out = NULL;
    call->fault = (struct fault){0};
    call->why = NULL;
    call->attempts = 0;
    call->ambiguous = false;
    call->dark = false;
    call->private = f;
    c->in_flight++;
    struct err *e CLEANUP(err_freep) = encode(c, f);
    if (e)
        finish(c, f, CALL_BROKEN, cleaned(call, err_text(e)));
    else if (f->place->circuit.dark)
        finish_dark(c, f);
    else
        send(c, f);
}

/* ---- the loop ---------------------------------------------------------------------------------------------------- */

static void send_due(struct client *c)
{
    while (c->n_waiting && c->waiting[0]->due <= client_now_ms(c)) {
        send(c, heap_take(c));
        drain(c);
    }
}

bool client_step(struct client *c, int64_t until_ms)
{
    uint64_t finished = c->finished;
    const struct client_guard *g = &c->guard;
    drain(c);
    if (g->due_ms && g->due_ms(g->ctx) <= client_now_ms(c))
        g->tick(g->ctx);
    send_due(c);
    programs_watch(c);
    if (c->finished != finished)
        return true;
    int64_t look = c->running ? client_now_ms(c) + LOOK_MS : INT64_MAX;
    int64_t next = c->n_waiting && c->waiting[0]->due < until_ms ? c->waiting[0]->due : until_ms;
    int64_t due = g->due_ms ? g->due_ms(g->ctx) : INT64_MAX;
    next = look < next ? look : next;
    next = due < next ? due : next;
    next = places_due(c) < next ? places_due(c) : next;
    struct exchange *x = c->o.transport->poll(c->o.transport, next, -1);
    if (!x && places_due(c) <= client_now_ms(c)) /* after a signal, what has come meanwhile is still to be heard */
        x = c->o.transport->poll(c->o.transport, client_now_ms(c), -1);
    if (x)
        settle(c, x);
    else
        places_look(c);
    return x || (next < until_ms && client_now_ms(c) >= next);
}

static struct aws_call *take(struct client *c, struct aws_call **at)
{
    struct aws_call *call = *at;
    *at = call->next;
    if (!call->next)
        c->done_end = at;
    call->next = NULL;
    c->in_flight--;
    return call;
}

struct aws_call *client_next(struct client *c, int64_t until_ms)
{
    while (!c->done)
        if (!client_step(c, until_ms))
            break;
    return c->done ? take(c, &c->done) : NULL;
}

static bool drop_program(struct client *c, const struct aws_call *call)
{
    for (struct running **at = &c->running; *at; at = &(*at)->next)
        if ((*at)->call == call) {
            process_end(&(*at)->process);
            *at = (*at)->next;
            return true;
        }
    return false;
}

static void unwait(struct client *c, const struct flight *f)
{
    struct flight **all = c->waiting;
    size_t n = c->n_waiting;
    c->n_waiting = 0;
    for (size_t i = 0; i < n; i++)
        if (all[i] != f)
            heap_put(c, all[i]);
}

void client_drop(struct client *c, struct aws_call *call)
{
    struct flight *f = call->private;
    for (struct aws_call **at = &c->done; *at; at = &(*at)->next)
        if (*at == call) {
            take(c, at);
            return;
        }
    c->in_flight--;
    if (drop_program(c, call))
        return;
    if (f->flying)
        c->o.transport->cancel(c->o.transport, &f->x);
    unwait(c, f);
    flight_free(c, f);
}

void client_call(struct client *c, struct aws_call *call)
{
    client_start(c, call);
    while (call->end == CALL_PENDING)
        (void)client_step(c, INT64_MAX);
    struct aws_call **at = &c->done;
    while (*at != call)
        at = &(*at)->next;
    take(c, at);
}

void client_wait(struct client *c, int64_t until_ms)
{
    while (client_now_ms(c) < until_ms)
        if (!client_step(c, until_ms))
            break;
}

void client_set_guard(struct client *c, const struct client_guard *g)
{
    c->guard = g ? *g : (struct client_guard){0};
}

size_t client_in_flight(const struct client *c)
{
    return c->in_flight;
}

void client_stop_retrying(struct client *c)
{
    c->stopping = true;
    while (c->n_waiting) {
        struct flight *f = heap_take(c);
        finish(c, f, f->stands, f->why);
    }
}

struct client *client_new(struct arena *a, const struct client_options *o)
{
    struct client *c = arena_alloc(a, sizeof *c);
    *c = (struct client){.arena = a, .o = *o, .jitter = {o->seed}, .probing = {~o->seed}};
    if (!(c->o.time_scale > 0))
        c->o.time_scale = 1;
    c->done_end = &c->done;
    return c;
}

void client_free(struct client *c)
{
    if (!c)
        return;
    drain(c);
    wipe(&c->keys, sizeof c->keys);
    while (c->flights) {
        if (c->flights->flying)
            c->o.transport->cancel(c->o.transport, &c->flights->x);
        flight_free(c, c->flights);
    }
    for (; c->running; c->running = c->running->next)
        process_end(&c->running->process);
}

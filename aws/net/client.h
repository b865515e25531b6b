#ifndef AWS_NET_CLIENT_H
#define AWS_NET_CLIENT_H

#include "aws/net/credentials.h"
#include "aws/net/endpoint.h"
#include "aws/net/transport.h"
#include "aws/wire/codec.h"

/*
 * Calls, many at once, on one thread: encoded, signed, sent, retried, throttled and decoded here. A caller starts calls
 * and takes finished ones; between the two it owns nothing but its `struct aws_call`.
 *
 * Repeated by the client: throttling (any call; a throttled call took no effect), answers 500, 502, 503, 504 and lost
 * exchanges of calls that are OP_READ or OP_IDEMPOTENT (or carry a filled F_TOKEN member), whatever was NOT_SENT,
 * twelve times for expired credentials, each time with others, and once for a wrong clock. Full jitter, base 0.5 s, cap
 * 20 s, or what the answer's Retry-After asks for. Throttling is waited out for ten minutes, and counts as nothing but
 * throttling: a token bucket a service and region slows down by it and recovers. All else is tried eight times, a read
 * that is answered 500 to 504 sixteen times (about two minutes), within a retry budget (500 tokens, 5 a retry, refunded
 * on success) a service and region. AWS_MAX_ATTEMPTS bounds the attempts of a call in all.
 *
 * Not repeated: any other call that may have taken effect. It ends as CALL_LOST, and its caller looks before it
 * repeats. Nor a `poll`, which its caller repeats anyway, after a while.
 *
 * A region of which nobody answers any more is dark (circuit.h): what is under way there ends at once, and nothing is
 * sent there until a small question, asked every ten seconds, is answered.
 */

enum call_end {
    CALL_PENDING,
    CALL_OK,          /* out is there */
    CALL_FAULT,       /* the service said no: fault */
    CALL_LOST,        /* it may have taken effect: why */
    CALL_UNREACHABLE, /* it took no effect: no connection, deadline: why */
    CALL_REFUSED,     /* no credentials, or more than looking: why. Nothing was sent */
    CALL_BROKEN,      /* the request could not be written or the answer makes no sense: why. Took effect, maybe */
};

struct aws_call {
    struct arena *arena; /* the caller's: answer and texts live there */
    const struct op *op;
    const char *region; /* of the resource; global services sign elsewhere by themselves */
    const struct value *in;
    void *owner;
    bool dry_run;                    /* EC2: to be judged and not done; only for operations that know DryRun */
    bool poll;                       /* asked again anyway: what would be repeated ends it instead */
    int64_t timeout_ms;              /* of one attempt, without the sending of a long body; 0: a minute */
    void (*done)(struct aws_call *); /* called when it is finished; NULL: client_next hands it out */
    enum call_end end;               /* from here on filled in by the client */
    const struct value *out;
    struct fault fault;
    const char *why;
    unsigned attempts;
    bool ambiguous;        /* CALL_FAULT: an attempt before that one may have taken effect */
    bool dark;             /* it ended because where it goes, nobody answers */
    struct aws_call *next; /* the client's */
    void *private;         /* the client's */
};

struct client;

struct client_options {
    struct transport *transport; /* both outlive the client */
    struct credential_source *credentials;
    const struct aws_config *config;
    const char *endpoint_url; /* --endpoint-url; NULL */
    const char *program;      /* ourselves, for programs that ask us for tokens. NULL: no program is run */
    const char *profile;      /* for those; NULL: the environment's */
    int64_t max_attempts;     /* of a call in all, aws_attempts; 0: as above */
    uint64_t seed;            /* of the jitter */
    double time_scale;        /* shortens back-off, for a sandbox that runs faster; 1 */
    bool only_looks;          /* whatever op_only_looks does not pass is refused before it is signed */
    /* one line a request and answer at debug level; never a secret. NULL: silent */
    void (*trace)(void *ctx, const char *line);
    /* what a user should know, once a run. NULL: silent */
    void (*warn)(void *ctx, const char *line);
    void *trace_ctx;
};

struct client *client_new(struct arena *a, const struct client_options *o);
void client_free(struct client *c); /* cancels what is on the wire */

void client_start(struct client *c, struct aws_call *call);
/* Nothing more comes of a call that was started and not handed out yet: what is on the wire may take effect all the
 * same. `call` may go afterwards. */
void client_drop(struct client *c, struct aws_call *call);
/* The next finished call, or NULL once `until_ms` (of the transport's clock) has come or a signal came in. */
struct aws_call *client_next(struct client *c, int64_t until_ms);
/* One move forward, say a call that finishes and stays for client_next; false: `until_ms` has come or a signal came in.
 */
bool client_step(struct client *c, int64_t until_ms);
/* Goes on until then, or until a signal comes in. */
void client_wait(struct client *c, int64_t until_ms);
size_t client_in_flight(const struct client *c);
int64_t client_now_ms(struct client *c);
int64_t client_wall(struct client *c); /* unix seconds, corrected by what AWS's Date headers say */
/* Stop retrying: what is on the wire gets its answer, waiting retries end as they stand. */
void client_stop_retrying(struct client *c);

/*
 * Who holds what the calls depend on, and has to keep it: a lease. `refuses` is asked as a request that may change
 * something is handed to the transport, again at each repetition; with a reason, the call ends as CALL_UNREACHABLE (or
 * CALL_LOST, where an earlier attempt may have taken effect). What was handed over and has not left by until_ms, for
 * the process was stopped or the connection took its time, does not leave at all; the guard's own changes neither.
 * `tick` is called from within client_next and client_call as soon as due_ms has come, and may start calls. Calls whose
 * owner is `ctx` are the guard's own, and pass.
 */
struct client_guard {
    void *ctx;
    const char *(*refuses)(void *ctx); /* NULL: it may go */
    int64_t (*until_ms)(void *ctx);    /* of the transport's clock: for so long it may go as things stand */
    int64_t (*due_ms)(void *ctx);      /* of the transport's clock */
    void (*tick)(void *ctx);
};
void client_set_guard(struct client *c, const struct client_guard *g); /* copied; NULL: none */
/* Where a call goes, by a name for people: a region, or a service that belongs to none. */
const char *client_place(const struct op *op, const char *region);
/* Whether nobody answers there: a call would end at once. */
bool client_is_dark(const struct client *c, const char *place);
/* Whether somewhere nobody answers, and nobody has anywhere else since: then it is rather we who are cut off. */
bool client_is_cut_off(const struct client *c);

/* Starts one call and runs until it is done; other finished calls stay for client_next. For lookups and tests. */
void client_call(struct client *c, struct aws_call *call);
/* "CreateDBCluster in ap-northeast-1: message (Code, request id 1-2-3)", in the class its code belongs to; NULL when
 * the call went well. */
struct err *call_error(const struct aws_call *call) NODISCARD;

/* Classes of codes, from the SDKs' retry tables; see facts in retry.c. */
bool fault_is_throttle(const struct fault *f);
bool fault_is_transient(const struct fault *f);
bool fault_is_expired_credentials(const struct fault *f);
bool fault_is_denied(const struct fault *f);

#endif

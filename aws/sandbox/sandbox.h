#ifndef AWS_SANDBOX_SANDBOX_H
#define AWS_SANDBOX_SANDBOX_H

#include "aws/net/transport.h"
#include "provisioner/model/value.h"

/*
 * An AWS small enough to carry along. It takes whole HTTP requests, checks their signatures, parses and validates them
 * by the wire shapes, keeps a world per region in a file, and moves objects through their lifecycles on a clock of its
 * own. It plays AWS: it knows services and never resource types, and refuses what AWS refuses.
 *
 * World and clock are saved (appended to the world's log) before each answer, so that killing either side loses nothing
 * that was answered.
 */

struct sandbox;

/* What goes wrong, by seed; shares are of requests, from 0 to 1. The words of --faults stand before. */
struct sandbox_faults {
    uint64_t seed;                /* seed=7 */
    double throttle;              /* throttle=0.3: as the service spells that */
    double rate;                  /* rate=5: so many requests a second of a service in a region, more are throttled */
    double server_error;          /* 5xx=0.05: InternalFailure and ServiceUnavailable; took no effect */
    double cut_before, cut_after; /* cut-before, cut-after=0.01: the connection, before or after the call took effect */
    double truncate;              /* truncate=0.01: answers cut in the middle */
    double slow;                  /* slow=0.1: answers that take 2 to 6 seconds */
    double late;                  /* late=0.01: it takes effect, and the answer comes when nobody waits any more */
    double conflict;              /* conflict=0.1, S3: conditional writes that meet another one */
    const char *dark_regions;     /* dark=ap-northeast-2+us-east-1: regions that do not answer */
    enum sandbox_dark { DARK_SILENT, DARK_REFUSED, DARK_UNRESOLVED } dark_kind; /* dark-kind=refused, or unresolved */
    int64_t dark_from_s, dark_until_s; /* dark-from=60, dark-until=600: since the sandbox was opened; 0: for good */
    int64_t stale_s;         /* stale, stale=10: half of lists and descriptions lag behind, 3 seconds or so many */
    int64_t iam_s;           /* iam=30: so long no other service knows a new or changed role, with two errors in
                                sequence: it is not there, then it can't be assumed */
    double revoke;           /* revoke=0.01: the session that signed ends before its time; ExpiredToken from then on */
    int64_t session_s;       /* expire=900: keys of a run in process are those of a session that ends after so long */
    int64_t clock_skew_s;    /* skew=7200: the sandbox's clock is ahead of ours; or -7200 */
    bool read_only;          /* read-only: the keys may only look, as with AWS's policy ReadOnlyAccess */
    const char *deny;        /* deny=CreateVpc+CreateDBCluster: operations for which the keys have no permission */
    const char *opted_out;   /* opted-out=ap-east-2: opt-in regions that the account has not enabled */
    const char *maintenance; /* maintenance=ap-northeast-2: where AWS is going to patch databases and caches */
    const char *echo;     /* echo=CreateDBCluster+CreateSecret: these are refused with words that repeat the request */
    uint64_t lose_answer; /* lose=3: the connection is cut after the n-th call that changes something took effect */
};

struct sandbox_options {
    const char *world;     /* file; NULL: in memory only */
    const char *account;   /* NULL: 123456789012 */
    int64_t start_wall_ms; /* clock of a new world; 0: 2026-01-01T00:00:00Z */
    double speed;          /* 0: virtual time, jumps; N: N sandbox seconds a real second */
    bool real_clock;       /* served over HTTP: objects move with real time, times `speed` (1 when 0) */
    struct sandbox_faults faults;
    void (*told)(void *ctx, const char *line); /* each call, once it is answered, as in the transcript. NULL: nobody */
    void *told_ctx;
};

/* "throttle=0.3,5xx=0.05,seed=7", "dark=ap-northeast-2+us-east-1,dark-kind=refused,dark-from=60,dark-until=900". Dark
 * is silent where nothing else is said: connections are taken, and requests swallowed. Over HTTP, where one port is all
 * regions, they are cut. */
struct err *sandbox_faults_parse(const char *text, struct sandbox_faults *ret) NODISCARD;

struct err *sandbox_open(struct arena *a, const struct sandbox_options *o, struct sandbox **ret) NODISCARD;
void sandbox_close(struct sandbox *s); /* compacts the world's log */
/* That goes wrong from now on, and nothing that did before; darkness counts from this moment. */
void sandbox_set_faults(struct sandbox *s, const struct sandbox_faults *f);

/* One request, one answer, at the sandbox's present. */
void sandbox_answer(struct sandbox *s, struct arena *a, const struct http_req *req, struct http_res *ret);

struct credentials;
/* Keys of a session of the account's own user, as a login hands them out: good for so long, and not renewed. */
void sandbox_login(struct sandbox *s, struct arena *a, int64_t seconds, struct credentials *ret);

/* In process: answers come on the virtual clock, paced by `speed` when it is not 0. */
struct transport *sandbox_transport(struct sandbox *s);

/* Serves HTTP until *stop turns true. ERR_FILE: cannot listen. Prints nothing; *ret_port when port was 0. */
struct err *sandbox_serve(struct sandbox *s, const char *address, unsigned port, void (*ready)(void *, unsigned port),
                          void *ctx, const volatile int *stop) NODISCARD;

/* For tests: how many calls of an operation (NULL: of all) were answered; objects that exist, "kind region id" sorted.
 */
uint64_t sandbox_calls(const struct sandbox *s, const char *op);
uint64_t sandbox_requests(const struct sandbox *s); /* whatever became of them */
uint64_t sandbox_changes(const struct sandbox *s);  /* how many of them were to change something */
const struct value *sandbox_objects(const struct sandbox *s, struct arena *a);
/* One line a call: "t+30 ap-northeast-1 CreateVpc(CidrBlock=...) -> pending". */
const char *sandbox_transcript(const struct sandbox *s);
int64_t sandbox_now_ms(const struct sandbox *s);

/* The example keys of AWS's documentation, which the sandbox takes. */
#define SANDBOX_ACCESS_KEY "AKIAIOSFODNN7EXAMPLE"
#define SANDBOX_SECRET_KEY "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

#endif

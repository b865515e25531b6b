#ifndef AWS_SANDBOX_ENGINE_H
#define AWS_SANDBOX_ENGINE_H

#include "aws/net/sigv4.h"
#include "aws/sandbox/call.h"
#include "aws/sandbox/faults.h"

/* What the two fronts, in process and over HTTP, share. */

struct op_count {
    const struct op *op;
    uint64_t n;
};

/* How many requests a service takes at once in a region. */
struct bucket {
    const struct service *service;
    const char *region;
    double tokens;
    int64_t filled_ms;
};

struct waiting; /* transport.c */

struct sandbox {
    struct arena *arena;
    struct sandbox_options options;
    struct world *world;
    uint64_t requests, answered, mutations;
    struct op_count *counts;
    size_t n_counts, counts_cap;
    struct bucket *buckets;
    size_t n_buckets, buckets_cap;
    struct sbuf transcript;
    int64_t began;           /* the clock when it was opened */
    int64_t real_base, base; /* real clock: monotonic and virtual time of the same instant */
    struct waiting *waiting;
    struct signing_keys keys;
};

/* What becomes of one request. EX_LOST and EX_NOT_SENT: nothing is answered, and *ret_why says why; `cut` of the
 * answer's body is what a truncated answer still brings. */
struct outcome {
    enum exchange_end end;
    const char *why;
    bool truncated;
};

/* Whether the region that a request goes to does not answer now; told by its host, else by its signature. */
bool sandbox_is_dark(struct sandbox *s, struct arena *a, const struct http_req *req);
struct outcome sandbox_exchange(struct sandbox *s, struct arena *a, const struct http_req *req, struct http_res *ret);
void sandbox_catch_up(struct sandbox *s); /* real clock: to now */
/* "rds.ap-northeast-1.amazonaws.com", "bucket.s3.ap-northeast-1...": the region that the host names; NULL: none. */
const char *region_of_host(struct arena *a, const struct http_req *req);
int64_t monotonic_ms(void);
int64_t real_wall_ms(void);

/* Who signed: secrets of the keys that are known. */
const char *secret_of_key(void *sandbox, const char *access_key);
/* The session behind a temporary key; NULL: the account's own. */
struct object *session_of(struct world *w, const char *access_key);

#endif

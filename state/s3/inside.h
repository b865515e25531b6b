#ifndef STATE_S3_INSIDE_H
#define STATE_S3_INSIDE_H

#include "state/backend.h"
#include "state/s3/store_s3.h"

/* What the files of this folder share and nobody else sees. */

enum {
    ETAG_MOST = 128,
    LEASE_MS = 60 * 1000,   /* unchanged for so long, a lock is taken over */
    TRUST_MS = 45 * 1000,   /* for so long its holder trusts it */
    BEAT_MS = 15 * 1000,    /* so often it is renewed */
    AGAIN_MS = 2 * 1000,    /* and again so soon when that failed */
    WATCH_MS = 3 * 1000,    /* so often a waiter looks */
    HEAD_MS = 3 * 1000,     /* who does not tell a head in this time, twice, is silent */
    ANSWER_MS = 6 * 1000,   /* of one attempt at anything else */
    PATIENT_MS = 30 * 1000, /* what has to be written or read is tried for so long */
    BRIEFLY_MS = 4 * 1000,  /* what need not */
};

struct etag {
    char text[ETAG_MOST];
};

/* One of the buckets, and what its head said last. */
struct place {
    const char *bucket, *region, *kms_key;
    const char *why; /* it is silent: why. NULL: it answers */
    bool there;      /* it holds a snapshot */
    bool is_primary; /* and says it is the one to write */
    struct etag etag;
    int64_t epoch;
    uint64_t serial;
    char digest[65];
    bool behind; /* a mirror that lacks something: it gets nothing but the next snapshot */
};

struct lease {
    struct etag etag;
    uint64_t fence, beat;
    bool follows;  /* it was somebody else's, who has not given it back */
    bool free;     /* it was taken from its holder, for whoever comes next */
    int64_t since; /* unix seconds */
    const char *command;
    int64_t trusted_until; /* of the transport's clock, as all that follows */
    int64_t next_beat, sent_at;
    bool lost;
    char why[600];       /* it was lost */
    struct arena *arena; /* of the call under way */
    struct aws_call call;
    bool under_way;
};

struct s3 {
    struct store st; /* first: the two are one */
    struct client *client;
    const char *key, *lock_key, *journal, *account, *folder; /* journal: with the '/' behind it */
    char holder[33];
    uint64_t writes;
    bool unsure; /* a write that was given up may take effect yet: who comes next has to fence it off */
    void (*warn)(void *ctx, const char *line);
    void *warn_ctx;

    struct place places[2];
    size_t n_places;
    struct place *primary, *mirror; /* NULL: not known yet; there is none */
    bool promoting;
    struct place *seat; /* where the lease is */
    struct lease lease;

    /* the journal in the primary */
    uint64_t fence, batch; /* of the last one that was written here */
    struct arena *batches_arena;
    bool fenced;          /* nobody before us can write the snapshot any more */
    const char **batches; /* keys of all that are known, in order */
    size_t n_batches, cap_batches;
};

static inline struct s3 *s3_of(struct store *st)
{
    return (struct s3 *)st;
}

void s3_warn(const struct s3 *s, const char *fmt, ...) PRINTF(2, 3);

/* ---- object.c: calls on objects, repeated while that helps ------------------------------------------------------- */

struct got {
    bool there;
    struct etag etag;
    const char *bytes; /* NUL behind the last one */
    size_t n;
    const struct value *meta; /* NULL: none */
};

struct put {
    const char *key, *bytes;
    const struct etag *replaces; /* NULL: only where nothing is */
    const struct value *meta;    /* NULL */
    int64_t patience_ms;
};

/* What goes into a request about `key`; to write it, under a name that tells this write from others'. */
struct value *object_about(const struct s3 *s, struct arena *a, const struct place *p, const char *key);
const struct value *object_request(struct s3 *s, struct arena *a, const struct place *p, const struct put *what,
                                   const char *name);

/* ERR_CONFLICT: the condition does not hold, nothing was written. ERR_UNREACHABLE: nobody can say. */
struct err *object_put(struct s3 *s, const struct place *p, const struct put *what, struct etag *ret) NODISCARD;
struct err *object_get(struct s3 *s, const struct place *p, struct arena *a, const char *key,
                       struct got *ret) NODISCARD;
struct err *object_head(struct s3 *s, const struct place *p, struct arena *a, const char *key,
                        struct got *ret) NODISCARD;
/* `etag` NULL: whatever it is. ERR_CONFLICT: it is another. Not there: fine. */
struct err *object_delete(struct s3 *s, const struct place *p, const char *key, const struct etag *etag,
                          int64_t patience_ms) NODISCARD;
/* Names that begin so, in the order of their bytes. */
struct err *object_list(struct s3 *s, const struct place *p, struct arena *a, const char *prefix, const char ***ret,
                        size_t *ret_n) NODISCARD;

/* Many at once. One that could not be had is asked for by itself, with patience. */
struct err *objects_get(struct s3 *s, const struct place *p, struct arena *a, const char *const *keys, size_t n,
                        struct got *ret) NODISCARD;
void objects_delete(struct s3 *s, const struct place *p, const char *const *keys, size_t n); /* as far as it goes */

/* What a place said about the state's head; `why` not NULL: nothing. */
struct heard {
    const char *why;
    struct got head;
};
/* Of all places at once, each asked twice at most: a region that is silent must cost seconds. */
struct err *objects_head(struct s3 *s, struct arena *a, struct heard *ret) NODISCARD;

/* ---- places.c ---------------------------------------------------------------------------------------------------- */

/* Reads all heads and chooses primary and mirror. ERR_UNREACHABLE: what answers cannot tell what the state is. */
struct err *places_look(struct s3 *s) NODISCARD;
struct place *places_readable(const struct s3 *s); /* the primary, or what is left of it: says so */
struct err *places_writable(const struct s3 *s, struct place **ret) NODISCARD;
void place_keep_head(struct place *p, const struct got *head);

/* ---- lease.c ----------------------------------------------------------------------------------------------------- */

struct err *lease_take(struct s3 *s, const char *command, int64_t timeout_ms) NODISCARD;
struct err *lease_check(struct s3 *s) NODISCARD;
void lease_release(struct s3 *s);
const char *lease_user(struct s3 *s, struct arena *a);
struct err *lease_break(struct s3 *s, struct arena *a, const char **ret_robbed) NODISCARD;

#endif

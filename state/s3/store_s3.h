#ifndef STATE_S3_STORE_S3_H
#define STATE_S3_STORE_S3_H

#include "aws/net/client.h"
#include "state/store.h"

/*
 * A state in S3, and a copy of it in another region. In a bucket:
 *
 *   <key>                                 the snapshot; its metadata are the head: serial, lineage, digest, epoch, role
 *   <key>.journal/<serial>.<fence>.<n>    what happened since, one object a store_sync, made once and never changed
 *   <key>.lock                            the lease; who holds it says so in it
 *
 * Every write has a condition, so that of two writers one loses and knows it. An answer that got lost is looked for:
 * each write bears a name of its own. Source: "Conditional writes" of the S3 user guide; S3 is strongly consistent.
 *
 * The lease lasts 60 s and is renewed every 15 s, from within whatever waits on the client. Its holder trusts it for 45
 * s from before the last renewal was sent; who waits for it takes it over when it has not changed for 60 s. Both are
 * measured by their own clock since boot: nobody's clock is compared with another's. Without the lease the client sends
 * nothing that changes anything (client_set_guard).
 *
 * Whatever is written goes to the primary first, then to the mirror. A mirror that does not answer is told of once, is
 * behind from then on, and gets the next snapshot that reaches it. Both heads bear an epoch: the place with the higher
 * one is the primary, whichever is named first, and who still writes the other learns it before its next note is kept.
 * When the primary's region is silent, the mirror can be read, and is written only after store_promote, which raises
 * its epoch.
 */

struct store_s3_place {
    const char *bucket, *region;
    const char *kms_key; /* NULL: encrypted with S3's own keys */
};

struct store_s3_options {
    struct client *client; /* outlives the store */
    const char *key;
    struct store_s3_place first, second;       /* second.bucket NULL: no mirror */
    const char *account;                       /* whose the buckets are; NULL: nobody checks */
    uint64_t holder[2];                        /* random: tells this run's lock and writes from all others' */
    const char *folder;                        /* gets what could not be written: errored.<serial>.state.json */
    void (*warn)(void *ctx, const char *line); /* NULL: silent */
    void *warn_ctx;
};

/* "s3://bucket/key", "s3://bucket/key?region=ap-northeast-1". */
struct s3_address {
    const char *bucket, *key, *region; /* region NULL: none is named */
};

/* false: it is none, with a bucket's name that S3 could have, a key of up to 900 bytes that can be shown, and at most a
 * region's name behind it. */
bool s3_address_parse(struct arena *a, const char *text, struct s3_address *ret);

/* Asks nothing yet. All texts are copied. ERR_UNREACHABLE from whatever asks: no region answers. */
struct store *store_open_s3(const struct store_s3_options *o);

#endif

#ifndef ROUTE_TALK_H
#define ROUTE_TALK_H

#include "provisioner/base/base.h"

/*
 * What is said to a server to learn whether it serves, and what its answer means: no sockets, no clock, bytes only. A
 * protocol is a row of stages; in each something is said (or nothing), and heard until it makes sense. Nobody logs in:
 * being asked for a password is an answer, and so is being refused for not having one.
 */

enum { TALK_LONGEST = 8192, TALK_KEPT = 512 }; /* bytes of an answer that are listened to; of a token */

enum heard {
    HEARD_MORE,   /* not enough yet */
    HEARD_NEXT,   /* on to the next stage */
    HEARD_SECURE, /* likewise, over TLS from now on */
    HEARD_YES,    /* it serves */
    HEARD_NO,     /* it does not; talk.why says why */
};

struct talk {
    const struct greeting *protocol;
    const char *host, *path; /* for protocols that name them */
    size_t stage;
    char kept[TALK_KEPT]; /* from one stage for a later one */
    char told[64];        /* "primary" or "replica" of a cache, a region of metadata; "": nothing */
    const char *why;      /* constant words */
};

struct stage {
    void (*say)(const struct talk *t, struct sbuf *out); /* NULL: the server speaks first */
    /* `in`: all of this stage so far, and a NUL behind it. end: nothing more will come. */
    enum heard (*hear)(struct talk *t, const char *in, size_t n, bool end);
};

struct greeting {
    const char *name;
    bool tls; /* from the first byte */
    struct stage stages[3];
    size_t n; /* stages; 0: to be connected is enough */
};

/* tcp, tls, http, https, postgres, mysql, redis, rediss, kafka, kafkas; NULL: there is none of that name. */
const struct greeting *greeting_named(const char *name);
/* Where this runs: EC2's metadata service version 2, and the ECS agent's. They tell a region. */
extern const struct greeting greeting_instance, greeting_task;

/* "ap-northeast-1" of "ap-northeast-1", "ap-northeast-1a" and "us-west-2-lax-1a"; false: that is no region or zone. */
bool region_of_zone(const char *zone, char ret[64]);
/* Of the issuer in a token that a cluster of EKS gives its pods; nothing else is looked at in it. NULL: none. */
const char *region_of_token(struct arena *a, const char *token);

#endif

#ifndef ROUTE_PROBER_H
#define ROUTE_PROBER_H

#include "provisioner/route/names.h"
#include "provisioner/route/talk.h"
#include "provisioner/route/tls.h"

/*
 * Runs checks, many at once, in one thread: a name is looked up, a connection made, TLS where the protocol has it, and
 * a talk held, all of it within the check's time. Nothing is called back: finished checks are handed out by poll. A
 * check is its caller's memory, takes no other but TLS's, and may be started again once it was handed out.
 */

struct check {
    /* what is asked */
    const struct greeting *protocol;
    const char *host, *path; /* path NULL: "/" */
    uint16_t port;
    int64_t timeout_us;
    void *owner; /* the caller's */
    /* what came of it */
    bool ok;
    const char *why;         /* not ok: constant words, for people */
    int errnum;              /* not ok: and why the system says so; 0: it has nothing to do with it */
    int64_t took_us;         /* all of it */
    struct dns_answer names; /* how the host was found; a literal address and a file have no aliases */
    struct talk talk;        /* told: what it volunteered */
    /* the prober's */
    struct check *next;
    int phase, fd;
    int64_t began_us, until_us, again_us;
    size_t server, at; /* of the resolver's servers, of the addresses found */
    enum dns_type type;
    uint16_t id;
    struct tls *tls;
    size_t n_in, n_out;
    char in[TALK_LONGEST];
    char out[TALK_LONGEST];
};

struct prober {
    struct sockets *sockets;
    struct resolver resolver;
    struct tls_maker *tls;
    struct check *running;
};

void prober_init(struct prober *p, struct sockets *sockets, const struct resolver *resolver);
void prober_end(struct prober *p); /* cancels what runs */

void prober_start(struct prober *p, struct check *c);
/* The next that finished; NULL once `until_us` has come. */
struct check *prober_poll(struct prober *p, int64_t until_us);

#endif

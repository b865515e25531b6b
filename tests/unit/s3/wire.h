#ifndef TESTS_UNIT_S3_WIRE_H
#define TESTS_UNIT_S3_WIRE_H

/*
 * The network between stores and the S3 of a sandbox, with a clock of its own. Each party has a transport; what becomes
 * of each request is decided by a plan: when it arrives, whether it does, and whether its answer comes back. A request
 * may arrive long after its sender has given it up.
 *
 * Parties either run one after the other on one thread, or each on a thread of its own, of which one at a time runs:
 * whenever one waits, it says until when, and whoever is due next goes on. A plan may hold a party up, as a stopped
 * process or a sleeping machine would be.
 */

#include "aws/sandbox/sandbox.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum fate {
    FINE,
    CUT,          /* it arrives, and the connection breaks before the answer */
    LOST_ANSWER,  /* it arrives, and nothing comes back */
    LOST_REQUEST, /* it never arrives */
    NOT_SENT,     /* and the sender knows */
    LATE,         /* it arrives when its sender has long given it up */
    BROKEN,       /* 500, and nothing happened */
    BROKEN_AFTER, /* 500, and it happened */
    FATES
};

static const char *const fate_names[] = {"fine",     "cut",  "lost answer", "lost request",
                                         "not sent", "late", "500",         "500 after"};

enum { HALF_WAY_MS = 20, MOST_WIRES = 3, MOST_FLYING = 64 };

struct flying {
    struct exchange *x; /* NULL: given up by its sender */
    struct arena *a;    /* the request, copied, and its answer */
    struct http_req req;
    struct http_res res;
    int64_t arrives, ends, times_out; /* INT64_MAX: never */
    enum fate fate;
    bool arrived;
    int who;
};

struct net;

struct wire {
    struct transport t; /* first: the two are one */
    struct net *net;
    int who;
    int64_t wakes; /* threads: it waits until then */
    size_t waits;  /* so often it has */
    bool done;
};

struct net {
    struct sandbox *sandbox;
    int64_t now;
    struct wire wires[MOST_WIRES];
    int n_wires;
    struct flying flying[MOST_FLYING];
    size_t n_flying, requests;
    const char *dark; /* hosts with this in them do not answer */

    enum fate (*plan)(void *ctx, struct net *net, int who, const struct http_req *req);
    /* Until when a party that wants to go on at `wakes` is held up; its choice, again whenever it waits. */
    int64_t (*holds)(void *ctx, struct net *net, int who, int64_t wakes);
    void (*sent)(void *ctx, struct net *net, int who, const struct http_req *req);
    void *ctx;
    int64_t late_ms;

    bool threads;
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    int running; /* whose turn it is; -1: nobody's */
};

static inline struct http_req req_copy(struct arena *a, const struct http_req *r)
{
    struct http_req copy = {.method = arena_strdup(a, r->method),
                            .scheme = arena_strdup(a, r->scheme),
                            .host = arena_strdup(a, r->host),
                            .path = arena_strdup(a, r->path),
                            .query = arena_strdup(a, r->query ? r->query : "")};
    for (size_t i = 0; i < r->headers.n; i++)
        http_header_add(a, &copy.headers, r->headers.items[i].name, r->headers.items[i].value);
    char *body = arena_alloc(a, r->body_len + 1);
    if (r->body_len)
        memcpy(body, r->body, r->body_len);
    copy.body = r->body ? body : NULL;
    copy.body_len = r->body_len;
    return copy;
}

static inline void wire_start(struct transport *t, struct exchange *x)
{
    struct wire *w = (struct wire *)t;
    struct net *n = w->net;
    n->requests++;
    if (n->sent)
        n->sent(n->ctx, n, w->who, &x->req);
    enum fate fate = n->plan ? n->plan(n->ctx, n, w->who, &x->req) : FINE;
    if (n->dark && strstr(x->req.host, n->dark))
        fate = LOST_REQUEST;
    if (n->n_flying == MOST_FLYING)
        abort();
    struct flying *f = &n->flying[n->n_flying++];
    *f = (struct flying){.x = x, .a = arena_new(), .fate = fate, .who = w->who};
    f->req = req_copy(f->a, &x->req);
    f->times_out = n->now + x->timeout_ms;
    f->arrives = fate == LOST_REQUEST || fate == NOT_SENT ? INT64_MAX
                 : fate == LATE                           ? n->now + n->late_ms
                                                          : n->now + HALF_WAY_MS;
    f->ends = fate == LOST_REQUEST || fate == LOST_ANSWER || fate == LATE ? INT64_MAX : n->now + 2 * HALF_WAY_MS;
    x->end = EX_PENDING;
}

static inline void flying_remove(struct net *n, size_t i)
{
    arena_free(n->flying[i].a);
    memmove(&n->flying[i], &n->flying[i + 1], (--n->n_flying - i) * sizeof n->flying[0]);
}

/* Time goes on: what has arrived by then takes effect, in the order in which it arrives. */
static inline void net_advance(struct net *n, int64_t to)
{
    for (;;) {
        struct flying *next = NULL;
        for (size_t i = 0; i < n->n_flying; i++)
            if (!n->flying[i].arrived && n->flying[i].arrives <= to && (!next || n->flying[i].arrives < next->arrives))
                next = &n->flying[i];
        if (!next)
            break;
        next->arrived = true;
        if (next->fate == BROKEN)
            continue;
        sandbox_answer(n->sandbox, next->a, &next->req, &next->res);
    }
    n->now = to > n->now ? to : n->now;
    for (size_t i = n->n_flying; i-- > 0;)
        if (!n->flying[i].x && (n->flying[i].arrived || n->flying[i].arrives == INT64_MAX))
            flying_remove(n, i);
}

static inline void give_answer(struct flying *f)
{
    static const char broken[] = "<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message>"
                                 "</Error>";
    struct exchange *x = f->x;
    x->end = EX_ANSWERED;
    if (f->fate == BROKEN || f->fate == BROKEN_AFTER) {
        x->res = (struct http_res){.status = 500, .body = broken, .body_len = sizeof broken - 1};
        return;
    }
    x->res = (struct http_res){.status = f->res.status, .body_len = f->res.body_len};
    char *body = arena_alloc(x->arena, f->res.body_len + 1);
    if (f->res.body_len)
        memcpy(body, f->res.body, f->res.body_len);
    x->res.body = body;
    for (size_t i = 0; i < f->res.headers.n; i++)
        http_header_add(x->arena, &x->res.headers, arena_strdup(x->arena, f->res.headers.items[i].name),
                        arena_strdup(x->arena, f->res.headers.items[i].value));
}

/* One that is over by now; NULL: none is. */
static inline struct exchange *net_finished(struct net *n, int who)
{
    for (size_t i = 0; i < n->n_flying; i++) {
        struct flying *f = &n->flying[i];
        if (f->who != who || !f->x || (f->ends > n->now && f->times_out > n->now))
            continue;
        struct exchange *x = f->x;
        if (f->ends <= n->now && (f->fate == FINE || f->fate == BROKEN || f->fate == BROKEN_AFTER))
            give_answer(f);
        else
            x->end = f->fate == NOT_SENT ? EX_NOT_SENT : EX_LOST;
        x->why = x->end == EX_ANSWERED ? NULL : "no answer in time";
        f->x = NULL;
        if (f->arrived || f->arrives == INT64_MAX)
            flying_remove(n, i);
        return x;
    }
    return NULL;
}

static inline int64_t net_next_end(const struct net *n, int who)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < n->n_flying; i++) {
        const struct flying *f = &n->flying[i];
        if (f->who != who || !f->x)
            continue;
        next = f->ends < next ? f->ends : next;
        next = f->times_out < next ? f->times_out : next;
    }
    return next;
}

/* ---- turns ------------------------------------------------------------------------------------------------------- */

/* Called with the mutex held: who waits least goes on; time is its. */
static inline void pass_on(struct net *n)
{
    int next = -1;
    int64_t at = INT64_MAX;
    for (int i = 0; i < n->n_wires; i++) {
        if (n->wires[i].done)
            continue;
        int64_t wakes = n->holds ? n->holds(n->ctx, n, i, n->wires[i].wakes) : n->wires[i].wakes;
        if (next < 0 || wakes < at) {
            next = i;
            at = wakes;
        }
    }
    if (next >= 0)
        net_advance(n, at);
    n->running = next;
    pthread_cond_broadcast(&n->moved);
}

static inline void wait_until(struct wire *w, int64_t at)
{
    struct net *n = w->net;
    if (!n->threads) {
        net_advance(n, at);
        return;
    }
    pthread_mutex_lock(&n->mutex);
    w->wakes = at;
    w->waits++;
    pass_on(n);
    while (n->running != w->who)
        pthread_cond_wait(&n->moved, &n->mutex);
    pthread_mutex_unlock(&n->mutex);
}

static inline struct exchange *wire_poll(struct transport *t, int64_t until, int fd)
{
    struct wire *w = (struct wire *)t;
    (void)fd;
    int64_t end = net_next_end(w->net, w->who);
    if (until == INT64_MAX && end == INT64_MAX)
        abort(); /* would wait for ever */
    wait_until(w, end < until ? end : until);
    return net_finished(w->net, w->who);
}

static inline void wire_cancel(struct transport *t, struct exchange *x)
{
    struct net *n = ((struct wire *)t)->net;
    for (size_t i = 0; i < n->n_flying; i++)
        if (n->flying[i].x == x)
            n->flying[i].x = NULL;
}

static inline int64_t wire_now(struct transport *t)
{
    return ((struct wire *)t)->net->now;
}

/* Signatures are of the world's time, which stands still. */
static inline int64_t wire_wall(struct transport *t)
{
    return sandbox_now_ms(((struct wire *)t)->net->sandbox);
}

static inline struct transport *wire_new(struct net *n)
{
    struct wire *w = &n->wires[n->n_wires];
    *w = (struct wire){.t = {wire_start, wire_poll, wire_cancel, wire_now, wire_wall, NULL},
                       .net = n,
                       .who = n->n_wires++,
                       .wakes = n->now};
    return &w->t;
}

static inline void net_empty(struct net *n)
{
    while (n->n_flying)
        flying_remove(n, 0);
}

struct turn {
    struct wire *wire;
    void (*run)(void *ctx);
    void *ctx;
};

static inline void *take_turn(void *at)
{
    struct turn *turn = at;
    struct net *n = turn->wire->net;
    pthread_mutex_lock(&n->mutex);
    while (n->running != turn->wire->who)
        pthread_cond_wait(&n->moved, &n->mutex);
    pthread_mutex_unlock(&n->mutex);
    turn->run(turn->ctx);
    pthread_mutex_lock(&n->mutex);
    turn->wire->done = true;
    pass_on(n);
    pthread_mutex_unlock(&n->mutex);
    return NULL;
}

/* All of them, to their ends. */
static inline void net_run(struct net *n, struct turn *turns, int n_turns)
{
    pthread_t threads[MOST_WIRES];
    pthread_mutex_init(&n->mutex, NULL);
    pthread_cond_init(&n->moved, NULL);
    n->threads = true;
    n->running = -1;
    for (int i = 0; i < n_turns; i++)
        if (pthread_create(&threads[i], NULL, take_turn, &turns[i]) != 0)
            abort();
    pthread_mutex_lock(&n->mutex);
    pass_on(n);
    pthread_mutex_unlock(&n->mutex);
    for (int i = 0; i < n_turns; i++)
        pthread_join(threads[i], NULL);
    n->threads = false;
    pthread_cond_destroy(&n->moved);
    pthread_mutex_destroy(&n->mutex);
}

#endif

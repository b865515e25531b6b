#include "aws/sandbox/engine.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>

/*
 * The sandbox as a transport, in process. An exchange takes a little while on the virtual clock; polling jumps to the
 * end of the next one, or sleeps towards it when the run is paced for people to watch.
 */

enum { LATENCY_LEAST = 30, LATENCY_SPREAD = 120, MILLION = 1000000 };

/* An exchange on its way; lives in the exchange's own arena. */
struct queued {
    struct exchange *exchange;
    int64_t at, limit; /* when it ends, and when at the latest */
    bool dark, late;
    struct queued *next;
};

struct waiting {
    struct transport transport; /* first: the two are one */
    struct sandbox *sandbox;
    struct queued *first; /* by the time of their end */
    uint64_t started;
};

static struct waiting *of(struct transport *t)
{
    return (struct waiting *)t;
}

static void enqueue(struct waiting *w, struct queued *q)
{
    struct queued **at = &w->first;
    while (*at && (*at)->at <= q->at)
        at = &(*at)->next;
    q->next = *at;
    *at = q;
}

static void start(struct transport *t, struct exchange *x)
{
    struct waiting *w = of(t);
    struct sandbox *s = w->sandbox;
    struct queued *q = arena_alloc(x->arena, sizeof *q);
    double dice = faults_dice(&s->options.faults, ++w->started, DICE_LATENCY);
    q->exchange = x;
    q->dark = sandbox_is_dark(s, x->arena, &x->req);
    q->at = world_now(s->world) + LATENCY_LEAST + (int64_t)(dice * LATENCY_SPREAD) +
            faults_delay_ms(&s->options.faults, w->started);
    q->limit = world_now(s->world) + (x->timeout_ms > 0 ? x->timeout_ms : 30 * SECOND);
    q->late = q->at > q->limit;
    if (q->late || (q->dark && s->options.faults.dark_kind == DARK_SILENT))
        q->at = q->limit;
    x->end = EX_PENDING;
    enqueue(w, q);
}

static void cancel(struct transport *t, struct exchange *x)
{
    struct queued **at = &of(t)->first;
    while (*at && (*at)->exchange != x)
        at = &(*at)->next;
    if (*at)
        *at = (*at)->next;
}

/* ---- time -------------------------------------------------------------------------------------------------------- */

static bool readable(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return fd >= 0 && poll(&p, 1, 0) > 0;
}

/* Real time for virtual time. False: something else wants attention first. */
static bool sleep_until(struct sandbox *s, int64_t at, int fd)
{
    double speed = s->options.speed;
    int64_t now = world_now(s->world);
    if (!(speed > 0) || at <= now)
        return !readable(fd);
    struct pollfd p = {.fd = fd, .events = POLLIN};
    int64_t from = monotonic_ms(),
            left = (int64_t)((double)(at - now) * MILLION / speed); /* ns: many waits are short */
    struct timespec limit = {left / (1000 * MILLION), left % (1000 * MILLION)};
    int n = ppoll(&p, fd >= 0 ? 1 : 0, &limit, NULL);
    if (n == 0)
        return true;
    int64_t passed = (int64_t)((double)(monotonic_ms() - from) * speed);
    world_advance(s->world, now + passed < at ? now + passed : at);
    return false;
}

/* ---- finishing --------------------------------------------------------------------------------------------------- */

static void finish(struct sandbox *s, const struct queued *q)
{
    struct exchange *x = q->exchange;
    if (q->dark) {
        static const struct {
            enum exchange_end end;
            const char *why;
        } ends[] = {[DARK_SILENT] = {EX_LOST, "no answer in time"},
                    [DARK_REFUSED] = {EX_NOT_SENT, "connection refused"},
                    [DARK_UNRESOLVED] = {EX_NOT_SENT, "could not resolve host"}};
        s->requests++;
        x->end = ends[s->options.faults.dark_kind].end;
        x->why = ends[s->options.faults.dark_kind].why;
        return;
    }
    struct outcome out = sandbox_exchange(s, x->arena, &x->req, &x->res);
    bool lost = q->late || out.truncated;
    x->end = lost ? EX_LOST : out.end;
    x->why = q->late ? "no answer in time" : lost ? "the answer was cut short" : out.why;
}

/* The region went dark while the request was on its way there: it arrives, and what is said to it does not. */
static bool swallows_answer(struct waiting *w, struct queued *q)
{
    struct sandbox *s = w->sandbox;
    if (q->dark || !sandbox_is_dark(s, q->exchange->arena, &q->exchange->req))
        return false;
    (void)sandbox_exchange(s, q->exchange->arena, &q->exchange->req, &q->exchange->res);
    q->dark = true;
    q->at = q->limit;
    enqueue(w, q);
    return true;
}

static struct exchange *poll_next(struct transport *t, int64_t until_ms, int fd)
{
    struct waiting *w = of(t);
    for (;;) {
        struct queued *q = w->first;
        int64_t at = q && q->at < until_ms ? q->at : until_ms;
        if (!sleep_until(w->sandbox, at, fd))
            return NULL;
        world_advance(w->sandbox->world, at);
        if (!q || q->at > at)
            return NULL;
        w->first = q->next;
        if (swallows_answer(w, q))
            continue;
        finish(w->sandbox, q);
        return q->exchange;
    }
}

static int64_t now_ms(struct transport *t)
{
    return world_now(of(t)->sandbox->world);
}

static void free_nothing(struct transport *t)
{
    of(t)->first = NULL;
}

struct transport *sandbox_transport(struct sandbox *s)
{
    if (!s->waiting) {
        s->waiting = arena_alloc(s->arena, sizeof *s->waiting);
        s->waiting->sandbox = s;
        s->waiting->transport = (struct transport){start, poll_next, cancel, now_ms, now_ms, free_nothing};
    }
    return &s->waiting->transport;
}

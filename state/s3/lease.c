#include "aws/api/s3.h"
#include "provisioner/model/json.h"
#include "state/lock.h"
#include "state/s3/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/*
 * Why two never both send: a holder sends nothing TRUST_MS after it began to write what the lock holds now. Who takes
 * it over has seen that same content for LEASE_MS, so longer than since it was written. TRUST_MS is less than
 * LEASE_MS, and clocks that count from a boot differ by less than that in a minute.
 */

static int64_t now_ms(const struct s3 *s)
{
    return client_now_ms(s->client);
}

/* ---- what it holds ----------------------------------------------------------------------------------------------- */

/* Each text is another one, so that each renewal has an ETag of its own. */
static const char *text_of(const struct s3 *s, struct arena *a)
{
    const struct lease *l = &s->lease;
    struct sbuf text = {.arena = a};
    struct value *v = lock_own(a, l->command, l->since);
    value_set_str(a, v, "id", s->holder);
    value_set(a, v, "fence", value_int(a, (int64_t)l->fence));
    value_set(a, v, "ttl", value_int(a, LEASE_MS / 1000));
    value_set(a, v, "beat", value_int(a, (int64_t)l->beat));
    if (l->free)
        value_set(a, v, "free", value_bool(a, true));
    value_print(&text, v, -1);
    sbuf_putc(&text, '\n');
    return sbuf_str(&text);
}

enum { LARGEST_LOCK = 8192, MOST_FENCE = 1 << 30 };

/* NULL: what is there says nothing. */
static const struct value *content(struct arena *a, const struct got *lock)
{
    const struct value *v = NULL;
    struct err *e = lock->n <= LARGEST_LOCK ? json_parse(a, lock->bytes, lock->n, JSON_PLAIN, &v) : NULL;
    err_free(e);
    return v;
}

static bool is_own(const struct s3 *s, const struct value *v)
{
    return str_eq(value_get_str(v, "id"), s->holder);
}

static const char *holder_text(const struct s3 *s, struct arena *a, const struct got *lock)
{
    struct store_holder h = lock_holder(a, lock->bytes, lock->n < LARGEST_LOCK ? lock->n : 0);
    return lock_holder_text(a, &h, s->st.sys->now());
}

/* ---- losing it --------------------------------------------------------------------------------------------------- */

static void lose(struct s3 *s, const char *why)
{
    struct lease *l = &s->lease;
    if (l->lost)
        return;
    l->lost = true;
    (void)snprintf(l->why, sizeof l->why,
                   "%s: the lock was lost: %s: nothing more is sent or written; run the same command again, it carries "
                   "on from the journal",
                   s->st.path, why);
}

/* For good: who was away for so long may have been followed by others. */
static const char *refuses(void *ctx)
{
    struct s3 *s = ctx;
    if (now_ms(s) >= s->lease.trusted_until)
        lose(s, "it was not renewed in time, for this run was held up, or could not reach S3");
    return s->lease.lost ? s->lease.why : NULL;
}

struct err *lease_check(struct s3 *s)
{
    const char *why = refuses(s);
    return why ? err_new(ERR_LOCKED, "%s", why) : NULL;
}

/* ---- keeping it -------------------------------------------------------------------------------------------------- */

static void send(struct s3 *s, const struct op *op, const struct value *in, void (*done)(struct aws_call *))
{
    struct lease *l = &s->lease;
    l->call = (struct aws_call){.arena = l->arena,
                                .op = op,
                                .region = s->seat->region,
                                .in = in,
                                .owner = s,
                                .poll = true,
                                .timeout_ms = ANSWER_MS,
                                .done = done};
    l->under_way = true;
    client_start(s->client, &l->call);
}

static void renewed(struct s3 *s, const char *etag)
{
    struct lease *l = &s->lease;
    (void)snprintf(l->etag.text, sizeof l->etag.text, "%s", etag);
    l->trusted_until = l->sent_at + TRUST_MS;
    l->next_beat = l->sent_at + BEAT_MS;
}

/* Of a renewal nobody knows whether it took effect: what the lock holds by now tells. */
static void looked(struct aws_call *call)
{
    struct s3 *s = call->owner;
    struct lease *l = &s->lease;
    l->under_way = false;
    if (call->end == CALL_FAULT && call->fault.status == 404)
        lose(s, "somebody has taken it away by hand");
    if (call->end != CALL_OK)
        return; /* next_beat has come: it is renewed again, and looked at again */
    struct got lock = {.there = true};
    lock.bytes = base64_decode(l->arena, value_get_str(call->out, "Body"), &lock.n);
    const struct value *v = content(l->arena, &lock);
    if (!is_own(s, v))
        lose(s, holder_text(s, l->arena, &lock));
    else if (value_int_of(value_get(v, "beat")) == (int64_t)l->beat)
        renewed(s, value_get_str(call->out, "ETag"));
    else /* an earlier one, whose answer was lost, came through late: it counts from then on as it stands */
        (void)snprintf(l->etag.text, sizeof l->etag.text, "%s", value_get_str(call->out, "ETag"));
}

static void look(struct s3 *s)
{
    send(s, &s3_GetObject, object_about(s, s->lease.arena, s->seat, s->lock_key), looked);
}

static void beaten(struct aws_call *call)
{
    struct s3 *s = call->owner;
    s->lease.under_way = false;
    if (call->end == CALL_OK)
        renewed(s, value_get_str(call->out, "ETag"));
    else if (call->end != CALL_UNREACHABLE && call->end != CALL_REFUSED)
        look(s);
}

static int64_t until_ms(void *ctx)
{
    return ((const struct s3 *)ctx)->lease.trusted_until;
}

static int64_t due_ms(void *ctx)
{
    const struct s3 *s = ctx;
    return s->lease.under_way || s->lease.lost ? INT64_MAX : s->lease.next_beat;
}

static void beat(void *ctx)
{
    struct s3 *s = ctx;
    struct lease *l = &s->lease;
    if (refuses(s))
        return;
    arena_free(l->arena);
    l->arena = arena_new();
    l->beat++;
    l->sent_at = now_ms(s);
    l->next_beat = l->sent_at + AGAIN_MS;
    const struct put what = {.key = s->lock_key, .bytes = text_of(s, l->arena), .replaces = &l->etag};
    send(s, &s3_PutObject, object_request(s, l->arena, s->seat, &what, ""), beaten);
}

/* ---- taking it --------------------------------------------------------------------------------------------------- */

struct watch {
    struct etag etag;
    int64_t since; /* it was there by then */
    uint64_t fence;
    const char *who;
    bool held; /* there is a lock; */
    bool free; /* which was taken from its holder, for whoever comes next */
};

static struct err *watch(struct s3 *s, struct arena *a, struct watch *w, bool *ret_expired)
{
    struct got lock;
    int64_t asked = now_ms(s);
    TRY(object_get(s, s->seat, a, s->lock_key, &lock));
    w->held = lock.there;
    if (!lock.there) {
        *ret_expired = false;
        return NULL;
    }
    bool same = str_eq(lock.etag.text, w->etag.text);
    if (!same)
        w->since = now_ms(s);
    w->etag = lock.etag;
    const struct value *v = content(a, &lock);
    int64_t fence = value_int_of(value_get(v, "fence"));
    w->fence = fence > 0 && fence < MOST_FENCE ? (uint64_t)fence : 0;
    w->free = value_bool_of(value_get(v, "free"));
    w->who = holder_text(s, a, &lock);
    *ret_expired = w->free || (same && asked - w->since >= LEASE_MS);
    return NULL;
}

/* `over` NULL: where nobody is. ERR_CONFLICT: somebody was faster. */
static struct err *write_lock(struct s3 *s, struct arena *a, const struct watch *over)
{
    struct lease *l = &s->lease;
    l->fence = (over ? over->fence : 0) + 1;
    l->beat = 1;
    l->sent_at = now_ms(s);
    const struct put what = {
        .key = s->lock_key, .bytes = text_of(s, a), .replaces = over ? &over->etag : NULL, .patience_ms = PATIENT_MS};
    struct etag etag;
    TRY(object_put(s, s->seat, &what, &etag));
    renewed(s, etag.text);
    l->follows = over;
    return NULL;
}

static struct err *held(const struct s3 *s, const struct watch *w)
{
    return err_new(ERR_LOCKED,
                   "%s: locked: %s: wait until it has ended (--lock-timeout 10m); the lock of a run that was killed is "
                   "free after 75 s (--lock-timeout 75s)",
                   s->st.path, w->who);
}

static int64_t sooner(int64_t x, int64_t y)
{
    return x < y ? x : y;
}

static struct err *wait_for_it(const struct s3 *s, const struct watch *w, int64_t until)
{
    int64_t now = now_ms(s);
    if (now >= until)
        return held(s, w);
    int64_t next = sooner(sooner(now + WATCH_MS, until), w->since + LEASE_MS > now ? w->since + LEASE_MS : until);
    client_wait(s->client, next);
    return now_ms(s) < next ? err_new(ERR_INTERRUPTED, "stopped; nothing was changed") : NULL;
}

static struct err *take(struct s3 *s, struct arena *a, int64_t timeout_ms)
{
    struct watch w = {.since = now_ms(s)};
    int64_t until = w.since + timeout_ms;
    bool expired = false;
    for (;;) {
        if (!w.held || expired) {
            struct err *e = write_lock(s, a, expired ? &w : NULL);
            if (!e || err_class_of(e) != ERR_CONFLICT)
                return e;
            err_free(e);
        } else {
            TRY(wait_for_it(s, &w, until));
        }
        TRY(watch(s, a, &w, &expired));
    }
}

/* ---- an S3 that is none ------------------------------------------------------------------------------------------ */

/*
 * Some that call themselves S3 take the conditions and do not mind them: every lock would be had by all. It is tried on
 * the lock that was just written, whose content stays what it was.
 */
static struct err *minds(struct s3 *s, struct arena *a, const struct etag *not_it)
{
    struct etag etag;
    const struct put what = {.key = s->lock_key, .bytes = text_of(s, a), .replaces = not_it, .patience_ms = PATIENT_MS};
    struct err *e = object_put(s, s->seat, &what, &etag);
    if (e && err_class_of(e) == ERR_CONFLICT) {
        err_free(e);
        return NULL;
    }
    if (e)
        return e;
    s->lease.etag = etag; /* so that it can be released */
    TRY(lease_check(s));  /* held up, and somebody else has had the lock and given it back: then there was none */
    return err_new(ERR_REFUSED,
                   "%s: what answers there takes If-Match and If-None-Match and does not mind them: no lock could be "
                   "kept there; use Amazon S3, or a store that has conditional writes",
                   s->st.path);
}

static struct err *minds_conditions(struct s3 *s, struct arena *a)
{
    static const struct etag another = {"\"00000000000000000000000000000000\""};
    TRY(minds(s, a, NULL));
    return minds(s, a, &another);
}

/* ---- from outside ------------------------------------------------------------------------------------------------ */

struct err *lease_take(struct s3 *s, const char *command, int64_t timeout_ms)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct place *p;
    TRY(places_look(s));
    TRY(places_writable(s, &p));
    s->seat = p;
    s->lease = (struct lease){.command = arena_strdup(s->st.arena, command ? command : ""), .since = s->st.sys->now()};
    struct err *e = take(s, a, timeout_ms);
    if (e) {
        s->seat = NULL;
        return e;
    }
    client_set_guard(s->client, &(struct client_guard){s, refuses, until_ms, due_ms, beat});
    e = p->there ? NULL : minds_conditions(s, a);
    if (e)
        lease_release(s);
    return e;
}

/* It is not renewed any more. */
static void let_be(struct s3 *s)
{
    struct lease *l = &s->lease;
    l->next_beat = INT64_MAX;
    while (l->under_way)
        (void)client_step(s->client, INT64_MAX);
    client_set_guard(s->client, NULL);
    arena_free(l->arena);
    l->arena = NULL;
}

/* Not after a write that may take effect yet: who takes the lock over, and not from nobody, fences it off. Nor after it
 * was lost: from then on nothing is sent that changes anything. */
void lease_release(struct s3 *s)
{
    if (!s->seat)
        return;
    bool keep = s->unsure || refuses(s);
    let_be(s);
    s->lease.trusted_until = 0;
    struct err *e = keep ? NULL : object_delete(s, s->seat, s->lock_key, &s->lease.etag, BRIEFLY_MS);
    err_free(e); /* it is somebody else's by now, or will be in a minute */
    s->seat = NULL;
}

const char *lease_user(struct s3 *s, struct arena *a)
{
    struct got lock = {.bytes = ""};
    struct err *e = s->primary ? NULL : places_look(s);
    const struct place *p = s->seat ? s->seat : s->primary;
    if (!e && p && !p->why)
        e = object_get(s, p, a, s->lock_key, &lock);
    err_free(e);
    const struct value *v = content(a, &lock);
    return lock.there && !is_own(s, v) && !value_bool_of(value_get(v, "free")) ? holder_text(s, a, &lock) : NULL;
}

/*
 * The lock is ours from the first moment on, and is kept until the other one can't trust in it any more. What is left
 * is free, but no clean slate: who comes next follows one who may have been writing.
 */
struct err *lease_break(struct s3 *s, struct arena *a, const char **ret_robbed)
{
    struct watch w = {0};
    struct place *p;
    bool expired;
    *ret_robbed = NULL;
    TRY(places_look(s));
    TRY(places_writable(s, &p));
    s->seat = p;
    TRY(watch(s, a, &w, &expired));
    if (!w.held || w.free)
        return NULL;
    s->lease = (struct lease){.command = "provisioner unlock", .since = s->st.sys->now()};
    TRY_CTX(write_lock(s, a, &w), "it changed hands just now");
    *ret_robbed = w.who;
    client_set_guard(s->client, &(struct client_guard){s, refuses, until_ms, due_ms, beat});
    client_wait(s->client, now_ms(s) + TRUST_MS);
    let_be(s);
    s->lease.free = true;
    const struct put what = {
        .key = s->lock_key, .bytes = text_of(s, a), .replaces = &s->lease.etag, .patience_ms = PATIENT_MS};
    struct err *e = object_put(s, s->seat, &what, &s->lease.etag);
    s->seat = NULL;
    return e;
}

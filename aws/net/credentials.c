#include "aws/net/credentials_source.h"

#include "aws/net/digest.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/*
 * When to look again, in seconds before the end: from `ADVISED` on it is tried, and a failure is no harm; from
 * `DEMANDED` on a failure is an error. Between two tries lies at least `PACE`, or a role of 15 minutes would be
 * assumed anew for every request.
 */
enum { ADVISED = 15 * 60, DEMANDED = 10 * 60, PACE = 60 };
/* For so long a failure answers for itself: 64 calls in flight must not each wait for a service that is down. */
enum { FAILURE_HOLDS_MS = 10 * 1000, LONGEST_FAILURE = 2048 };
enum { CLOCK_TOLERANCE = 4 * 60 };

struct credential_source {
    struct arena *arena;
    const struct aws_config *config;
    struct transport *transport;
    struct credentials current; /* access_key NULL: none yet */
    bool fixed, expired;
    bool stable;         /* from the instance: better old ones than none */
    int64_t next_try_ms; /* of the transport's clock */
    int64_t clock_error; /* seconds to add to the wall clock */
    int64_t failed_until_ms;
    char failure[LONGEST_FAILURE];
    struct exchange *foreign, **foreign_end;
    struct elsewhere elsewhere;
};

/* clang-format off */
static const struct {
    credential_provider *find;
    bool unless_named; /* not when --profile says where to look */
} chain[] = {
    {from_environment,  true},
    {from_role,         false},
    {from_web_identity, false},
    {from_sso,          false},
    {from_shared_keys,  false},
    {from_login,        false},
    {from_process,      false},
    {from_config_keys,  false},
    {from_container,    false},
    {from_instance,     false},
};
/* clang-format on */

/* ---- nested waits ------------------------------------------------------------------------------------------------ */

static void keep(struct credential_source *s, struct exchange *e)
{
    e->next = NULL;
    *s->foreign_end = e;
    s->foreign_end = &e->next;
}

struct exchange *credential_source_take(struct credential_source *s)
{
    struct exchange *e = s->foreign;
    if (!e)
        return NULL;
    s->foreign = e->next;
    if (!s->foreign)
        s->foreign_end = &s->foreign;
    e->next = NULL;
    return e;
}

struct err *search_request(struct search *s, const char *method, const char *url, int64_t timeout_ms,
                           struct exchange **ret)
{
    struct exchange *e = arena_alloc(s->arena, sizeof *e);
    *e = (struct exchange){.arena = s->arena, .timeout_ms = timeout_ms};
    TRY(url_parse(s->arena, url, &e->req));
    e->req.method = method;
    *ret = e;
    return NULL;
}

void search_send(struct search *s, struct exchange *e)
{
    enum { GRACE = 1000 };
    struct transport *t = s->transport;
    int64_t until = t->now_ms(t) + e->timeout_ms + GRACE;
    e->end = EX_PENDING;
    t->start(t, e);
    for (;;) {
        struct exchange *done = t->poll(t, until, -1);
        if (done == e)
            return;
        if (done)
            keep(s->source, done);
        else if (t->now_ms(t) >= until)
            break;
    }
    t->cancel(t, e);
    e->end = EX_LOST;
    e->why = "no answer in time";
}

void search_pause(struct search *s, int64_t ms, int fd)
{
    struct transport *t = s->transport;
    int64_t until = t->now_ms(t) + ms;
    struct exchange *done;
    while ((done = t->poll(t, until, fd)))
        keep(s->source, done);
}

/* ---- the clock --------------------------------------------------------------------------------------------------- */

static int64_t wall(const struct credential_source *s)
{
    return s->transport->wall_ms(s->transport) / 1000 + s->clock_error;
}

int64_t search_now(const struct search *s)
{
    return wall(s->source);
}

bool search_learn_clock(struct search *s, const struct http_res *res)
{
    int64_t told;
    if (!http_date_parse(http_header(&res->headers, "Date"), &told))
        return false;
    int64_t off = told - wall(s->source);
    if (off >= -CLOCK_TOLERANCE && off <= CLOCK_TOLERANCE)
        return false;
    s->source->clock_error += off;
    return true;
}

/* ---- the source -------------------------------------------------------------------------------------------------- */

struct credential_source *credential_source_new(struct arena *a, const struct aws_config *c, struct transport *t)
{
    struct credential_source *s = arena_alloc(a, sizeof *s);
    *s = (struct credential_source){.arena = a, .config = c, .transport = t};
    s->foreign_end = &s->foreign;
    return s;
}

static const char *copied(struct arena *a, const char *text)
{
    return text ? arena_strdup(a, text) : NULL;
}

void credential_source_elsewhere(struct credential_source *s, const char *const *regions, size_t n)
{
    const char **own = arena_alloc(s->arena, (n + 1) * sizeof *own);
    for (size_t i = 0; i < n; i++)
        own[i] = arena_strdup(s->arena, regions[i]);
    s->elsewhere = (struct elsewhere){.regions = own, .n = n};
}

static struct credentials credentials_copy(struct arena *a, const struct credentials *c)
{
    return (struct credentials){.access_key = copied(a, c->access_key),
                                .secret_key = copied(a, c->secret_key),
                                .session_token = copied(a, c->session_token),
                                .expires = c->expires,
                                .account = copied(a, c->account),
                                .source = copied(a, c->source)};
}

struct credential_source *credential_source_fixed(struct arena *a, const struct credentials *fixed)
{
    struct credential_source *s = credential_source_new(a, NULL, NULL);
    s->fixed = true;
    s->current = credentials_copy(a, fixed);
    return s;
}

/* ---- the chain --------------------------------------------------------------------------------------------------- */

static struct err *nothing_found(const struct aws_config *c)
{
    return err_new(
        ERR_REFUSED,
        "no AWS credentials: looked at the environment, profile \"%s\" of %s and %s, web identity, container and "
        "instance metadata; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile or "
        "AWS_PROFILE",
        c->profile, c->credentials_path ? c->credentials_path : "~/.aws/credentials",
        c->config_path ? c->config_path : "~/.aws/config");
}

static struct err *walk_chain(struct search *s, struct credentials *ret)
{
    for (size_t i = 0; i < COUNT(chain); i++) {
        struct credentials found = {0};
        if (chain[i].unless_named && s->config->profile_named)
            continue;
        TRY(chain[i].find(s, s->config->profile, &found));
        if (found.access_key) {
            *ret = found;
            return NULL;
        }
    }
    return nothing_found(s->config);
}

/* ---- refreshing -------------------------------------------------------------------------------------------------- */

static int64_t now_ms(const struct credential_source *s)
{
    return s->transport->now_ms(s->transport);
}

static bool refresh_is_due(const struct credential_source *s)
{
    if (!s->current.access_key || s->expired)
        return true;
    if (!s->current.expires)
        return false;
    int64_t left = s->current.expires - wall(s);
    if (now_ms(s) < s->next_try_ms && (s->stable || left > 0))
        return false;
    return s->stable || left < ADVISED;
}

static bool same(const struct credentials *a, const struct credentials *b)
{
    return str_eq(a->access_key, b->access_key) && str_eq(a->secret_key, b->secret_key) &&
           str_eq(a->session_token, b->session_token) && a->expires == b->expires && str_eq(a->source, b->source);
}

static void wipe_text(const char *text)
{
    if (text)
        wipe((char *)(uintptr_t)text, strlen(text));
}

static void adopt(struct credential_source *s, const struct credentials *found)
{
    if (!same(&s->current, found)) {
        wipe_text(s->current.secret_key);
        wipe_text(s->current.session_token);
        s->current = credentials_copy(s->arena, found);
    }
    s->expired = false;
}

/* The metadata service may be down or behind for hours while its last keys are still honoured: they are kept, and the
 * service is left alone for 15 minutes and some, each instance at another time. */
static void keep_old_ones(struct credential_source *s)
{
    unsigned spread = 0;
    for (const char *c = s->current.access_key; *c; c++)
        spread = spread * 31 + (unsigned char)*c;
    s->stable = true;
    s->expired = false;
    s->next_try_ms = now_ms(s) + (ADVISED + 120 + (int64_t)(spread % 481)) * 1000;
}

static struct err *after_failure(struct credential_source *s, struct err *e)
{
    bool instance = str_eq(s->current.source, instance_source_name);
    if (s->current.access_key && instance) {
        err_free(e);
        keep_old_ones(s);
        return NULL;
    }
    if (s->current.access_key && !s->expired && s->current.expires - wall(s) >= DEMANDED) {
        err_free(e);
        s->next_try_ms = now_ms(s) + PACE * 1000;
        return NULL;
    }
    return e;
}

static struct err *after_success(struct search *s, const struct credentials *found)
{
    struct credential_source *source = s->source;
    int64_t left = found->expires - wall(source);
    bool instance = str_eq(found->source, instance_source_name);
    if (found->expires && left <= 0 && !instance)
        return err_new(ERR_REFUSED, "%s: the credentials expired at %s: get new ones and run again", found->source,
                       timestamp_text(s->arena, found->expires));
    adopt(source, found);
    source->stable = false;
    source->next_try_ms = now_ms(source) + PACE * 1000;
    if (found->expires && left < ADVISED && instance)
        keep_old_ones(source);
    return NULL;
}

/* Files may have been rewritten since the start, by a login or a rotation. */
static struct err *current_config(struct search *s)
{
    const struct aws_config *was = s->source->config;
    struct aws_config *now = NULL;
    TRY(aws_config_load(s->arena, was->env, was->env_ctx, was->profile_named ? was->profile : NULL, &now));
    s->config = now;
    return NULL;
}

/* A file that goes away, or a variable, must not make us somebody else in the middle of a run. */
static struct err *still_the_same(const struct credentials *was, const struct credentials *found)
{
    if (!was->access_key || str_eq(was->source, found->source))
        return NULL;
    return err_new(ERR_REFUSED, "the credentials came from %s, which has none any more, and would come from %s now",
                   was->source, found->source);
}

static struct err *look_again(struct search *s)
{
    struct credentials found = {0};
    if (s->source->current.access_key)
        TRY(current_config(s));
    TRY(walk_chain(s, &found));
    TRY(still_the_same(&s->source->current, &found));
    return after_success(s, &found);
}

static struct err *refresh(struct credential_source *source)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    arena_wipe_on_free(a);
    struct search s = {.source = source,
                       .elsewhere = &source->elsewhere,
                       .arena = a,
                       .config = source->config,
                       .transport = source->transport};
    struct err *e = look_again(&s);
    return e ? after_failure(source, e) : NULL;
}

/* Whatever went wrong on the way, for the caller it is one thing: no credentials. */
static struct err *as_refused(struct err *e)
{
    if (err_class_of(e) == ERR_REFUSED)
        return e;
    struct err *refused = err_new(ERR_REFUSED, "%s", err_text(e));
    err_free(e);
    return refused;
}

static struct err *remember_failure(struct credential_source *s, struct err *e)
{
    snprintf(s->failure, sizeof s->failure, "%s", err_text(e));
    s->failed_until_ms = now_ms(s) + FAILURE_HOLDS_MS;
    return as_refused(e);
}

struct err *credentials_get(struct credential_source *s, const struct credentials **ret)
{
    if (!s->fixed && refresh_is_due(s)) {
        if (now_ms(s) < s->failed_until_ms)
            return err_new(ERR_REFUSED, "%s", s->failure);
        struct err *e = refresh(s);
        if (e)
            return remember_failure(s, e);
    }
    *ret = &s->current;
    return NULL;
}

/* Many calls come back with the same complaint; by then the keys may have been replaced. */
void credentials_expired(struct credential_source *s, const char *access_key)
{
    if (!s->fixed && str_eq(s->current.access_key, access_key))
        s->expired = true;
}

#ifndef TESTS_FUZZ_SCRIPT_H
#define TESTS_FUZZ_SCRIPT_H

/*
 * A transport whose answers are the input: documents parted by lines "--", in turn; one that begins with a line "!404"
 * has that status, and headers on further lines "@name: value". After the last one every exchange is lost, or
 * answered with the document `then`. Time only passes when somebody waits.
 */

#include "aws/net/client.h"
#include "aws/net/credentials_source.h"
#include "aws/net/transport.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

struct script {
    struct transport transport; /* first: the two are one */
    const char *at, *then;
    int64_t ms;
    struct exchange *first, **end;
};

/* The next document of a script, copied; NULL after the last. */
static inline const char *next_document(struct arena *a, const char **at, size_t *ret_n)
{
    static const char border[] = "\n--\n";
    if (!**at)
        return NULL;
    const char *here = *at, *stop = strstr(here, border);
    *ret_n = stop ? (size_t)(stop - here) : strlen(here);
    *at = stop ? stop + strlen(border) : here + *ret_n;
    return arena_strndup(a, here, *ret_n);
}

/* Behind the end of a line. */
static inline const char *next_line(const char *at)
{
    size_t n = strcspn(at, "\n");
    return at + n + (at[n] == '\n');
}

static inline void script_answer(struct arena *a, const char *text, size_t n, struct http_res *ret)
{
    const char *at = text;
    *ret = (struct http_res){.status = *at == '!' ? atoi(at + 1) : 200};
    if (*at == '!')
        at = next_line(at);
    for (; *at == '@'; at = next_line(at)) {
        size_t line = strcspn(at, "\n"), colon = strcspn(at, ":\n"), value = colon + strspn(at + colon, ": ");
        if (value < line)
            http_header_add(a, &ret->headers, arena_strndup(a, at + 1, colon - 1),
                            arena_strndup(a, at + value, line - value));
    }
    ret->body = at;
    ret->body_len = n - (size_t)(at - text);
}

static inline void script_start(struct transport *t, struct exchange *x)
{
    struct script *s = (struct script *)t;
    size_t n = 0;
    const char *text = next_document(x->arena, &s->at, &n);
    if (!text && s->then) {
        text = s->then;
        n = strlen(text);
    }
    x->end = text ? EX_ANSWERED : EX_LOST;
    x->why = text ? NULL : "cut";
    if (text)
        script_answer(x->arena, text, n, &x->res);
    x->next = NULL;
    *s->end = x;
    s->end = &x->next;
}

static inline struct exchange *script_poll(struct transport *t, int64_t until_ms, int fd)
{
    struct script *s = (struct script *)t;
    struct exchange *x = s->first;
    if (!x) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if ((fd < 0 || poll(&p, 1, 2) <= 0) && until_ms > s->ms)
            s->ms = until_ms;
        return NULL;
    }
    s->first = x->next;
    if (!s->first)
        s->end = &s->first;
    s->ms += 5;
    return x;
}

static inline void script_cancel(struct transport *t, struct exchange *x)
{
    struct script *s = (struct script *)t;
    struct exchange **at = &s->first;
    while (*at && *at != x)
        at = &(*at)->next;
    if (*at)
        *at = x->next;
    if (!*at)
        s->end = at;
}

static inline int64_t script_now(struct transport *t)
{
    return ((const struct script *)t)->ms;
}

/* From 2026-11-22, noon, on. */
static inline int64_t script_wall(struct transport *t)
{
    return 1795348800000 + script_now(t);
}

static inline struct transport *script_new(struct arena *a, const char *answers, const char *then)
{
    struct script *s = arena_alloc(a, sizeof *s);
    *s = (struct script){.transport = {script_start, script_poll, script_cancel, script_now, script_wall, NULL},
                         .at = answers,
                         .then = then};
    s->end = &s->first;
    return &s->transport;
}

/* What somebody hands out as credentials fits into a header. */
static inline void must_fit(const struct credentials *c)
{
    if (!fits_header(c->access_key) || !c->secret_key || (c->session_token && !fits_header(c->session_token)))
        abort();
}

static inline const char *no_env(void *ctx, const char *name)
{
    (void)ctx, (void)name;
    return NULL;
}

static inline struct client *script_client(struct arena *a, const char *answers, const char *then)
{
    static const struct credentials keys = {.access_key = "A", .secret_key = "s"};
    struct aws_config *config = NULL;
    if (aws_config_load(a, no_env, NULL, NULL, &config))
        abort();
    return client_new(a, &(struct client_options){.transport = script_new(a, answers, then),
                                                  .credentials = credential_source_fixed(a, &keys),
                                                  .config = config,
                                                  .time_scale = 1});
}

#endif

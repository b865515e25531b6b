#ifndef TESTS_FUZZ_SCRIPT_H
#define TESTS_FUZZ_SCRIPT_H

/*
 * A transport whose answers are the input: documents parted by lines "--", in turn; one that begins with a line "!404"
 * has that status, and after the last one every exchange is lost. Time only passes when somebody waits.
 */

#include "aws/net/transport.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

struct script {
    struct transport transport; /* first: the two are one */
    const char *at;
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

static inline void script_start(struct transport *t, struct exchange *x)
{
    struct script *s = (struct script *)t;
    size_t n = 0;
    const char *text = next_document(x->arena, &s->at, &n);
    int status = text && *text == '!' ? atoi(text + 1) : 200;
    size_t skip = text && *text == '!' ? strcspn(text, "\n") + (text[strcspn(text, "\n")] == '\n') : 0;
    x->end = text ? EX_ANSWERED : EX_LOST;
    x->why = text ? NULL : "cut";
    if (text)
        x->res = (struct http_res){.status = status, .body = text + skip, .body_len = n - skip};
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

static inline struct transport *script_new(struct arena *a, const char *answers)
{
    struct script *s = arena_alloc(a, sizeof *s);
    *s = (struct script){.transport = {script_start, script_poll, script_cancel, script_now, script_wall, NULL},
                         .at = answers};
    s->end = &s->first;
    return &s->transport;
}

#endif

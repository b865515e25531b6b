#ifndef TESTS_FUZZ_HTTP_H
#define TESTS_FUZZ_HTTP_H

/* A request as lines: "METHOD /path?query", headers, an empty line, the body. */

#include "aws/wire/http.h"

#include <string.h>

/* "name: value" lines up to an empty one; *at moves behind them. */
static inline void read_headers(struct arena *a, const char **at, struct http_headers *ret)
{
    while (**at && **at != '\n') {
        size_t n = strcspn(*at, "\n"), colon = strcspn(*at, ":\n");
        if (colon < n)
            http_header_add(a, ret, arena_strndup(a, *at, colon), arena_strndup(a, *at + colon + 1, n - colon - 1));
        *at += n + ((*at)[n] == '\n');
    }
    *at += **at == '\n';
}

static inline void read_http(struct arena *a, const char *text, size_t n, struct http_req *ret)
{
    const char *at = text;
    size_t verb = strcspn(at, " \n"), line = strcspn(at, "\n"), path = strcspn(at, "?\n");
    const char *from = verb < line ? at + verb + 1 : at + verb;
    ret->method = arena_strndup(a, at, verb);
    ret->path = path > verb ? arena_strndup(a, from, (size_t)(at + path - from)) : "/";
    ret->query = path < line ? arena_strndup(a, at + path + 1, line - path - 1) : "";
    at += line + (at[line] == '\n');
    read_headers(a, &at, &ret->headers);
    ret->body = at;
    ret->body_len = n - (size_t)(at - text);
}

#endif

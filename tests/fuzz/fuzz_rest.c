#include "tests/fuzz/wire.h"

/* "name: value" lines up to an empty one; *at moves behind them. */
static void read_headers(struct arena *a, const char **at, struct http_headers *ret)
{
    while (**at && **at != '\n') {
        size_t n = strcspn(*at, "\n"), colon = strcspn(*at, ":\n");
        if (colon < n)
            http_header_add(a, ret, arena_strndup(a, *at, colon), arena_strndup(a, *at + colon + 1, n - colon - 1));
        *at += n + ((*at)[n] == '\n');
    }
    *at += **at == '\n';
}

/* Below the first line, which names a service: "METHOD /path?query", headers, an empty line, the body. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    const struct message m = message_of(a, data, size);
    const enum protocol p = m.op->service->protocol;
    const char *at = m.body;
    struct http_req req = {0};
    size_t verb = strcspn(at, " \n"), line = strcspn(at, "\n"), path = strcspn(at, "?\n");
    const char *from = verb < line ? at + verb + 1 : at + verb;
    req.method = arena_strndup(a, at, verb);
    req.path = path > verb ? arena_strndup(a, from, (size_t)(at + path - from)) : "/";
    req.query = path < line ? arena_strndup(a, at + path + 1, line - path - 1) : "";
    at += line + (at[line] == '\n');
    read_headers(a, &at, &req.headers);
    req.body = at;
    req.body_len = m.n - (size_t)(at - m.body);
    if (p == P_REST_JSON || p == P_REST_XML)
        take_request(a, m.op, &req);
    arena_free(a);
    return 0;
}

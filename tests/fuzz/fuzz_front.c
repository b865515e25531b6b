#include "tests/fuzz/calls.h"
#include "tests/fuzz/http.h"

/* "service operation" on the first line, the host on the second, then a request of a new sandbox; signed, but where it
 * brings a signature of its own. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct message m = message_of(a, data, size);
    const struct service *svc = m.op->service;
    struct sandbox *s = NULL;
    size_t host = strcspn(m.body, "\n"), skip = host + (m.body[host] == '\n');
    struct http_req req = {.scheme = "https", .host = arena_strndup(a, m.body, host)};
    struct http_res res = {0};
    read_http(a, m.body + skip, m.n - skip, &req);
    must(!sandbox_open(a, &(struct sandbox_options){0}, &s), "no sandbox");
    if (!http_header(&req.headers, "Authorization"))
        sign(s, a, svc, svc->global ? "us-east-1" : "ap-northeast-1", &req);
    sandbox_answer(s, a, &req, &res);
    must(res.status >= 200 && res.status < 600, "no answer");
    must(res.body && !res.body[res.body_len], "an answer without an end");
    sandbox_close(s);
    return 0;
}

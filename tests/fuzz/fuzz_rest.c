#include "tests/fuzz/http.h"
#include "tests/fuzz/wire.h"

/* Below the first line, which names a service, a request. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    const struct message m = message_of(a, data, size);
    const enum protocol p = m.op->service->protocol;
    struct http_req req = {0};
    read_http(a, m.body, m.n, &req);
    if (p == P_REST_JSON || p == P_REST_XML)
        take_request(a, m.op, &req);
    arena_free(a);
    return 0;
}

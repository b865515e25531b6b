#include "tests/fuzz/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    const struct message m = message_of(a, data, size);
    const struct http_req req = {.method = "POST", .path = "/", .query = "", .body = m.body, .body_len = m.n};
    if (m.op->service->protocol == P_EC2 || m.op->service->protocol == P_QUERY)
        take_request(a, m.op, &req);
    arena_free(a);
    return 0;
}

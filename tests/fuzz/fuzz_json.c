#include "provisioner/model/json.h"
#include "tests/fuzz/wire.h"

/* Any document: printed, it is read as the same. */
static void there_and_back(struct arena *a, const char *text, size_t n)
{
    const struct value *v = NULL, *back = NULL;
    struct sbuf out = {.arena = a};
    struct err *e = json_parse(a, text, n, JSON_PLAIN, &v);
    must(!e == !!v, "neither a document nor an error");
    err_free(e);
    if (!v)
        return;
    value_print(&out, v, -1);
    must(!json_parse(a, sbuf_str(&out), out.len, JSON_PLAIN, &back), "a printed document cannot be read");
    must(value_equal(v, back), "a document changes on the way");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    const struct message m = message_of(a, data, size);
    struct http_req req = {.method = "POST", .path = "/", .query = "", .body = m.body, .body_len = m.n};
    there_and_back(a, m.body, m.n);
    if (m.op->service->protocol == P_JSON) {
        http_header_add(a, &req.headers, "X-Amz-Target", arena_printf(a, "%s.%s", m.op->service->target, m.op->name));
        take_request(a, m.op, &req);
    }
    arena_free(a);
    return 0;
}

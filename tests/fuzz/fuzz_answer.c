#include "tests/fuzz/wire.h"

/* What was understood can be said, and is understood as the same. */
static void there_and_back(struct arena *a, const struct op *op, const struct value *out)
{
    const struct codec *codec = codec_for(op->service->protocol);
    const struct fault none = {0};
    const struct value *back = NULL;
    struct fault heard = {0};
    struct http_res res = {0};
    codec->put_response(a, op, out, &none, &res);
    must(!codec_get_response(a, op, &res, &back, &heard), "an answer that cannot be read");
    must(!heard.code && value_equal(out, back), "an answer changes on the way");
}

/* A third word on the first line makes it an error's answer. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    const struct message m = message_of(a, data, size);
    const struct http_res res = {.status = str_ends(m.head, " 400") ? 400 : 200, .body = m.body, .body_len = m.n};
    const struct value *out = NULL;
    struct fault fault = {0};
    struct err *e = codec_get_response(a, m.op, &res, &out, &fault);
    must(out, "no answer at all");
    must(!e || res.status == 200, "a failed answer is a fault, never an error");
    must(res.status == 200 ? !fault.code : fault.code && fault.message, "a failed answer without a code");
    if (!e && !fault.code)
        there_and_back(a, m.op, out);
    err_free(e);
    arena_free(a);
    return 0;
}

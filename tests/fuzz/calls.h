#ifndef TESTS_FUZZ_CALLS_H
#define TESTS_FUZZ_CALLS_H

/* Calls of a sandbox as lines: "service Operation region {arguments}", encoded and signed as a client would. */

#include "aws/net/sigv4.h"
#include "aws/sandbox/sandbox.h"
#include "provisioner/model/json.h"
#include "tests/fuzz/wire.h"

static inline void sign(const struct sandbox *s, struct arena *a, const struct service *svc, const char *region,
                        struct http_req *req)
{
    static const struct credentials keys = {.access_key = SANDBOX_ACCESS_KEY, .secret_key = SANDBOX_SECRET_KEY};
    const struct signing how = {.credentials = &keys,
                                .region = region,
                                .service = svc->id,
                                .time = sandbox_now_ms(s) / 1000,
                                .single_encode = str_eq(svc->id, "s3")};
    sigv4_sign(a, req, &how);
}

static inline void send_call(struct sandbox *s, struct arena *a, const struct op *op, const char *region,
                             const struct value *in, bool hostile)
{
    const struct service *svc = op->service;
    const struct codec *codec = codec_for(svc->protocol);
    struct http_req req = {.scheme = "https"};
    struct http_res res = {0};
    struct fault fault = {0};
    const struct value *out = NULL;
    const char *where = svc->global ? "us-east-1" : region;
    req.host = arena_printf(a, "%s.%s.amazonaws.com", svc->endpoint ? svc->endpoint : svc->id, where);
    CLEANUP(err_freep) struct err *refused = codec->put_request(a, op, in, &req);
    if (refused)
        return;
    if (op->flags & OP_CHECKSUM)
        http_header_set(a, &req.headers, "Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==");
    sign(s, a, svc, where, &req);
    sandbox_answer(s, a, &req, &res);
    must(res.status >= 200 && res.status < 600, "no answer");
    CLEANUP(err_freep) struct err *e = codec_get_response(a, op, &res, &out, &fault);
    must(!e || hostile, "an answer that its own client cannot read");
}

/* `hostile`: the world it is asked of may hold anything. */
static inline void make_call(struct sandbox *s, const char *line, size_t n, bool hostile)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    size_t json = 0;
    while (json < n && line[json] != '{')
        json++;
    const struct op *op = op_named(a, line, json);
    const char *words = arena_strndup(a, line, json), *word, *region = "ap-northeast-1";
    const struct value *in = NULL;
    for (size_t i = 0, length; (length = next_word(&words, &word)); i++)
        if (i == 2)
            region = arena_strndup(a, word, length);
    CLEANUP(err_freep)
    struct err *e = json_parse(a, arena_strndup(a, line + json, n - json), n - json, JSON_PLAIN, &in);
    if (!e && value_kind(in) == V_MAP && codec_for(op->service->protocol))
        send_call(s, a, op, region, in, hostile);
}

static inline void let_pass(struct sandbox *s, int64_t seconds)
{
    enum { LONGEST = 400 * 24 * 3600 };
    struct transport *t = sandbox_transport(s);
    if (seconds > 0)
        t->poll(t, t->now_ms(t) + 1000 * (seconds < LONGEST ? seconds : LONGEST), -1);
}

#endif

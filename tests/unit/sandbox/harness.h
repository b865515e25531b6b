#ifndef TESTS_UNIT_SANDBOX_HARNESS_H
#define TESTS_UNIT_SANDBOX_HARNESS_H

#include "aws/api/services.h"
#include "aws/net/sigv4.h"
#include "aws/sandbox/sandbox.h"
#include "aws/wire/codec.h"
#include "provisioner/model/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A sandbox and the requests that the tests make of it: encoded and signed as a client would. */

static struct arena *memory;
static struct sandbox *sandbox;
static struct sandbox_options options;
static const char *region = "ap-northeast-1";
static const char *access_key = SANDBOX_ACCESS_KEY, *secret_key = SANDBOX_SECRET_KEY, *session_token;
static struct fault last_fault;

static inline const struct value *parse(const char *text)
{
    char *json = arena_strdup(memory, text);
    const struct value *v = NULL;
    for (char *p = json; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    struct err *e = json_parse(memory, json, strlen(json), JSON_PLAIN, &v);
    if (e)
        fail_msg("%s: %s", json, err_text(e));
    return v;
}

static inline int set_up(void **state)
{
    (void)state;
    memory = arena_new();
    region = "ap-northeast-1";
    access_key = SANDBOX_ACCESS_KEY;
    secret_key = SANDBOX_SECRET_KEY;
    session_token = NULL;
    options = (struct sandbox_options){0};
    assert_null(sandbox_open(memory, &options, &sandbox));
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    sandbox_close(sandbox);
    arena_free(memory);
    return 0;
}

static inline void reopen(void)
{
    sandbox_close(sandbox);
    assert_null(sandbox_open(memory, &options, &sandbox));
}

static inline void build(const struct op *op, const struct value *in, struct http_req *ret)
{
    const struct service *svc = op->service;
    const char *where = svc->global ? "us-east-1" : region;
    *ret = (struct http_req){.scheme = "https"};
    ret->host = arena_printf(memory, "%s.%s.amazonaws.com", svc->endpoint ? svc->endpoint : svc->id, where);
    struct err *e = codec_for(svc->protocol)->put_request(memory, op, in, ret);
    if (e)
        fail_msg("%s", err_text(e));
    struct credentials keys = {access_key, secret_key, session_token, 0, NULL, "test"};
    if (op->flags & OP_CHECKSUM)
        http_header_set(memory, &ret->headers, "Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==");
    struct signing s = {.credentials = &keys,
                        .region = where,
                        .service = svc->id,
                        .time = sandbox_now_ms(sandbox) / 1000,
                        .single_encode = str_eq(svc->id, "s3")};
    sigv4_sign(memory, ret, &s);
}

/* The answer, or NULL and last_fault. Arguments are JSON with single quotes. */
static inline const struct value *ask(const char *service, const char *name, const char *fmt, ...) PRINTF(3, 4);
static inline const struct value *ask(const char *service, const char *name, const char *fmt, ...)
{
    va_list ap;
    char text[8192];
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    const struct op *op = service_op(aws_service(service), name);
    if (!op)
        fail_msg("no operation %s", name);
    struct http_req req;
    struct http_res res = {0};
    const struct value *out = NULL;
    build(op, parse(text), &req);
    sandbox_answer(sandbox, memory, &req, &res);
    struct err *e = codec_get_response(memory, op, &res, &out, &last_fault);
    if (e)
        fail_msg("%s: %s\n%s", name, err_text(e), res.body);
    return last_fault.code ? NULL : out;
}

#define OK(...) ok_(__func__, __LINE__, ask(__VA_ARGS__))
#define NO(code, ...) no_(__func__, __LINE__, code, ask(__VA_ARGS__))

static inline const struct value *ok_(const char *test, int line, const struct value *out)
{
    if (last_fault.code)
        fail_msg("%s:%d: refused: %s: %s", test, line, last_fault.code, last_fault.message);
    return out ? out : value_map(memory);
}

static inline void no_(const char *test, int line, const char *code, const struct value *out)
{
    if (!last_fault.code)
        fail_msg("%s:%d: wanted %s, but it went well: %s", test, line, code, value_canonical(memory, out));
    if (strcmp(last_fault.code, code) != 0)
        fail_msg("%s:%d: wanted %s, got %s: %s", test, line, code, last_fault.code, last_fault.message);
}

static inline const char *text_at(const struct value *v, const char *path)
{
    return value_text(memory, value_path(memory, v, path));
}

static inline size_t count_at(const struct value *v, const char *path)
{
    return value_len(value_path(memory, v, path));
}

/* Lets virtual time go by. */
static inline void wait_s(int64_t seconds)
{
    struct transport *t = sandbox_transport(sandbox);
    t->poll(t, t->now_ms(t) + seconds * 1000, -1);
}

#endif

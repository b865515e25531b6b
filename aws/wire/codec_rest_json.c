/*
 * rest-json: the operation is a method and a path, members travel in path, query, headers and a JSON body; the code of
 * an error stands in a header.
 */
#include "aws/wire/json_shape.h"
#include "aws/wire/rest.h"

#include <string.h>

/* Nothing where no member travels in the body. */
static void put_body(struct arena *a, const struct op *op, const struct shape *s, const struct value *v,
                     const char **ret, size_t *ret_n)
{
    struct sbuf body = {.arena = a};
    if (rest_has_body(s))
        value_print(&body, json_put_struct(a, op->service, s, v), -1);
    *ret = sbuf_str(&body);
    *ret_n = body.len;
}

static struct err *put_request(struct arena *a, const struct op *op, const struct value *in, struct http_req *ret)
{
    TRY(input_check(a, op, in));
    TRY(rest_put(a, op, in, ret));
    put_body(a, op, op->in, in, &ret->body, &ret->body_len);
    if (ret->body_len)
        http_header_set(a, &ret->headers, "Content-Type", "application/json");
    return NULL;
}

static void get_request(struct arena *a, const struct service *svc, const struct http_req *req,
                        const struct op **ret_op, const struct value **ret_in, struct fault *ret_fault)
{
    struct reader r = {.arena = a, .service = svc, .strict = true};
    struct value *outside;
    *ret_fault = (struct fault){0};
    *ret_in = value_map(a);
    *ret_op = rest_get(&r, req, &outside, ret_fault);
    const struct value *doc = ret_fault->code ? NULL : json_read_request(a, req, ret_fault);
    if (ret_fault->code)
        return;
    const struct value *in = json_get_struct(&r, (*ret_op)->in, doc);
    if (r.failed)
        fault_of_complaint(&r, rest_refusals(svc), ret_fault);
    else
        *ret_in = value_overlay(a, outside, in);
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

static void put_fault(struct arena *a, const struct fault *fault, struct http_res *ret)
{
    struct sbuf body = {.arena = a};
    struct value *doc = value_map(a);
    value_set_str(a, doc, "message", fault->message ? fault->message : "");
    value_print(&body, doc, -1);
    ret->body = sbuf_str(&body);
    ret->body_len = body.len;
    http_header_set(a, &ret->headers, "x-amzn-ErrorType", fault->code);
}

static void put_response(struct arena *a, const struct op *op, const struct value *out, const struct fault *fault,
                         struct http_res *ret)
{
    bool no = fault && fault->code;
    ret->status = no ? fault->status : 200;
    rest_put_headers(a, op, out, fault, ret);
    if (no)
        put_fault(a, fault, ret);
    else
        put_body(a, op, op->out, out, &ret->body, &ret->body_len);
    http_header_set(a, &ret->headers, "Content-Type", "application/json");
}

static struct err *get_result(struct arena *a, const struct op *op, const struct http_res *res,
                              const struct value **ret_out, struct fault *ret_fault)
{
    struct reader r = {.arena = a, .service = op->service};
    struct value *headers = value_map(a);
    const struct value *doc = NULL;
    (void)ret_fault;
    if (!op->out)
        return NULL;
    if (rest_has_body(op->out))
        TRY(json_read_answer(a, op, res, &doc));
    rest_get_headers(&r, op, res, headers);
    const struct value *body = json_get_struct(&r, op->out, doc);
    TRY(reader_error(&r, op));
    *ret_out = value_overlay(a, headers, body);
    return NULL;
}

const struct codec codec_rest_json = {put_request, get_request, put_response, get_result, json_read_fault};

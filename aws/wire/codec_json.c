/*
 * JSON 1.0 and 1.1: one JSON object each way, the operation in X-Amz-Target, times as seconds since 1970, the error's
 * code in __type.
 */
#include "aws/wire/json_shape.h"

#include <string.h>

/* ---- client: request --------------------------------------------------------------------------------------------- */

static const char *content_type(struct arena *a, const struct op *op)
{
    return arena_printf(a, "application/x-amz-json-%s", op && op->service->json ? op->service->json : "1.1");
}

static struct err *put_request(struct arena *a, const struct op *op, const struct value *in, struct http_req *ret)
{
    struct sbuf body = {.arena = a};
    TRY(input_check(a, op, in));
    value_print(&body, json_put_struct(a, op->service, op->in, in), -1);
    ret->method = "POST";
    ret->path = "/";
    ret->query = "";
    ret->body = sbuf_str(&body);
    ret->body_len = body.len;
    http_header_set(a, &ret->headers, "Content-Type", content_type(a, op));
    http_header_set(a, &ret->headers, "X-Amz-Target", arena_printf(a, "%s.%s", op->service->target, op->name));
    return NULL;
}

/* ---- sandbox: request -------------------------------------------------------------------------------------------- */

static const struct op *find_op(struct arena *a, const struct service *svc, const struct http_req *req,
                                struct fault *fault)
{
    const char *target = http_header(&req->headers, "X-Amz-Target");
    size_t n = strlen(svc->target);
    bool ours = target && strncmp(target, svc->target, n) == 0 && target[n] == '.';
    const struct op *op = ours ? service_op(svc, target + n + 1) : NULL;
    if (!op)
        fault_say(a, fault, 400, "UnknownOperationException", "%s", target ? "" : "X-Amz-Target is missing");
    return op;
}

static void get_request(struct arena *a, const struct service *svc, const struct http_req *req,
                        const struct op **ret_op, const struct value **ret_in, struct fault *ret_fault)
{
    static const struct refusals codes = {"SerializationException", "ValidationException"};
    struct reader r = {.arena = a, .service = svc, .strict = true};
    *ret_fault = (struct fault){0};
    *ret_in = value_map(a);
    *ret_op = find_op(a, svc, req, ret_fault);
    if (!*ret_op)
        return;
    const struct value *doc = json_read_request(a, req, ret_fault);
    if (ret_fault->code)
        return;
    const struct value *in = json_get_struct(&r, (*ret_op)->in, doc);
    if (r.failed)
        fault_of_complaint(&r, &codes, ret_fault);
    else
        *ret_in = in;
}

/* ---- sandbox: answer --------------------------------------------------------------------------------------------- */

static const struct value *fault_out(struct arena *a, const struct fault *fault)
{
    struct value *doc = value_map(a);
    value_set_str(a, doc, "__type", fault->code);
    value_set_str(a, doc, "message", fault->message ? fault->message : "");
    return doc;
}

static void put_response(struct arena *a, const struct op *op, const struct value *out, const struct fault *fault,
                         struct http_res *ret)
{
    struct sbuf body = {.arena = a};
    bool no = fault && fault->code;
    if (no)
        value_print(&body, fault_out(a, fault), -1);
    else if (op->out)
        value_print(&body, json_put_struct(a, op->service, op->out, out), -1);
    ret->status = no ? fault->status : 200;
    ret->body = sbuf_str(&body);
    ret->body_len = body.len;
    http_header_set(a, &ret->headers, "Content-Type", content_type(a, op));
    if (fault && fault->request_id)
        http_header_set(a, &ret->headers, "x-amzn-RequestId", fault->request_id);
}

/* ---- client: answer ---------------------------------------------------------------------------------------------- */

static struct err *get_result(struct arena *a, const struct op *op, const struct http_res *res,
                              const struct value **ret_out, struct fault *ret_fault)
{
    struct reader r = {.arena = a, .service = op->service};
    const struct value *doc;
    (void)ret_fault;
    if (!op->out)
        return NULL;
    TRY(json_read_answer(a, op, res, &doc));
    const struct value *out = json_get_struct(&r, op->out, doc);
    TRY(reader_error(&r, op));
    *ret_out = out;
    return NULL;
}

const struct codec codec_json = {put_request, get_request, put_response, get_result, json_read_fault};

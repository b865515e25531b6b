/*
 * What the wire tables say and what the codecs make of them, as JSON lines for tests/conform: one line a service and
 * one an operation. For each operation a sample that fills every member is sent, read by the other end, answered with a
 * sample, read back, and answered with a fault.
 *
 * {"service":...}  {"op":..., "input":{...}, "request":{...}, "output":{...}, "answer":{...}, "fault":{...},
 * "failed":[]}
 */
#include "aws/api/services.h"
#include "aws/wire/coding.h"
#include "tests/support/wire_sample.h"

#include <stdio.h>
#include <string.h>

static const char request_id[] = "01234567-89ab-cdef-0123-456789abcdef";

static struct value *text(struct arena *a, const char *s)
{
    return value_str(a, s ? s : "");
}

/* ---- the tables -------------------------------------------------------------------------------------------------- */

static const char *const kinds[] = {
    [K_END] = "end",   [K_STR] = "string", [K_INT] = "integer",      [K_DEC] = "decimal", [K_BOOL] = "boolean",
    [K_TIME] = "time", [K_BLOB] = "blob",  [K_STRUCT] = "structure", [K_LIST] = "list",   [K_MAP] = "map"};

static const struct value *shape_table(struct arena *a, const struct shape *s);

static const struct value *flag_words(struct arena *a, unsigned flags)
{
    static const char *const names[] = {"required", "secret", "flat", "token", "path", "query", "header", "payload"};
    struct value *words = value_list(a);
    for (size_t i = 0; i < COUNT(names); i++)
        if (flags & 1U << i)
            value_push(a, words, text(a, names[i]));
    return words;
}

static const struct value *field_table(struct arena *a, const struct field *f)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "name", f->name);
    value_set_str(a, v, "kind", kinds[f->kind]);
    value_set_str(a, v, "of", f->of ? kinds[f->of] : NULL);
    value_set_str(a, v, "at", f->at);
    value_set_str(a, v, "item", f->item);
    value_set_str(a, v, "values", f->values);
    value_set(a, v, "flags", flag_words(a, f->flags));
    if (f->sub)
        value_set(a, v, "sub", shape_table(a, f->sub));
    return v;
}

static const struct value *shape_table(struct arena *a, const struct shape *s)
{
    struct value *v = value_map(a), *fields = value_list(a);
    for (const struct field *f = s->fields; f->kind != K_END; f++)
        value_push(a, fields, field_table(a, f));
    value_set_str(a, v, "shape", s->name);
    value_set(a, v, "fields", fields);
    return v;
}

static const struct value *pages_table(struct arena *a, const struct pages *p)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "in_token", p->in_token);
    value_set_str(a, v, "out_token", p->out_token);
    value_set_str(a, v, "items", p->items);
    value_set_str(a, v, "limit", p->limit);
    value_set(a, v, "size", value_int(a, p->size));
    return v;
}

static const struct value *service_table(struct arena *a, const struct service *svc)
{
    static const char *const protocols[] = {[P_QUERY] = "query",
                                            [P_EC2] = "ec2",
                                            [P_JSON] = "json",
                                            [P_REST_JSON] = "rest-json",
                                            [P_REST_XML] = "rest-xml"};
    struct value *v = value_map(a);
    value_set_str(a, v, "service", svc->id);
    value_set_str(a, v, "endpoint", svc->endpoint ? svc->endpoint : svc->id);
    value_set_str(a, v, "service_id", svc->service_id);
    value_set_str(a, v, "protocol", protocols[svc->protocol]);
    value_set_str(a, v, "version", svc->version);
    value_set_str(a, v, "target", svc->target);
    value_set_str(a, v, "json", svc->json);
    value_set_str(a, v, "xmlns", svc->xmlns);
    value_set(a, v, "lower", value_bool(a, svc->lower));
    value_set(a, v, "iso_time", value_bool(a, svc->iso_time));
    return v;
}

/* ---- there and back ---------------------------------------------------------------------------------------------- */

struct trip {
    struct arena *arena;
    const struct op *op;
    const struct codec *codec;
    struct value *line, *failed;
};

static void must(struct trip *t, bool ok, const char *what)
{
    if (!ok)
        value_push(t->arena, t->failed, text(t->arena, what));
}

static const struct value *headers_table(struct arena *a, const struct http_headers *h)
{
    struct value *v = value_map(a);
    for (size_t i = 0; i < h->n; i++)
        value_set_str(a, v, h->items[i].name, h->items[i].value);
    return v;
}

/* Bytes that are no text as base64, beside an empty body. */
static void body_table(struct arena *a, struct value *v, const char *body, size_t n)
{
    bool text = utf8_valid(body ? body : "", n) && memchr(body ? body : "", 0, n) == NULL;
    value_set(a, v, "body", value_strn(a, body ? body : "", text ? n : 0));
    if (!text)
        value_set_str(a, v, "bytes", base64_encode(a, body, n));
}

static void send_request(struct trip *t)
{
    struct arena *a = t->arena;
    const struct value *in = wire_sample(a, t->op->in, 0), *back = NULL;
    const struct op *op = NULL;
    struct http_req req = {0};
    struct fault fault = {0};
    CLEANUP(err_freep) struct err *e = t->codec->put_request(a, t->op, in, &req);
    must(t, !e, "put_request refuses its sample");
    if (e)
        return;
    t->codec->get_request(a, t->op->service, &req, &op, &back, &fault);
    must(t, !fault.code, fault.code ? fault.message : "");
    must(t, op == t->op, "get_request finds another operation");
    must(t, value_equal(in, back), "get_request reads something else than was sent");

    struct value *request = value_map(a);
    value_set_str(a, request, "method", req.method);
    value_set_str(a, request, "path", req.path);
    value_set_str(a, request, "query", req.query);
    value_set(a, request, "headers", headers_table(a, &req.headers));
    body_table(a, request, req.body, req.body_len);
    value_set(a, t->line, "input", in);
    value_set(a, t->line, "request", request);
}

static const struct value *answer_table(struct arena *a, const struct http_res *res)
{
    struct value *v = value_map(a);
    value_set(a, v, "status", value_int(a, res->status));
    value_set(a, v, "headers", headers_table(a, &res->headers));
    body_table(a, v, res->body, res->body_len);
    return v;
}

static void send_answer(struct trip *t)
{
    struct arena *a = t->arena;
    const struct value *out = wire_sample(a, t->op->out, 0), *back = NULL;
    const struct fault none = {.request_id = request_id};
    struct fault fault = {0};
    struct http_res res = {0};
    t->codec->put_response(a, t->op, out, &none, &res);
    CLEANUP(err_freep) struct err *e = codec_get_response(a, t->op, &res, &back, &fault);
    must(t, !e, e ? err_text(e) : "");
    must(t, e || value_equal(out, back), "get_response reads something else than was sent");
    must(t, str_eq(fault.request_id, request_id), "the request id is lost");
    must(t, !fault.code, "success comes back as a fault");
    value_set(a, t->line, "output", out);
    value_set(a, t->line, "answer", answer_table(a, &res));
}

static void send_fault(struct trip *t)
{
    struct arena *a = t->arena;
    const struct fault sent = {400, "ValidationError", "no <such> & \"thing\"", request_id};
    const struct value *back = NULL;
    struct fault fault = {0};
    struct http_res res = {0};
    t->codec->put_response(a, t->op, NULL, &sent, &res);
    CLEANUP(err_freep) struct err *e = codec_get_response(a, t->op, &res, &back, &fault);
    bool bare = str_eq(t->op->method, "HEAD"); /* nothing but the status is told */
    must(t,
         !e && str_eq(fault.code, bare ? "BadRequest" : sent.code) && (bare || str_eq(fault.message, sent.message)) &&
             fault.status == 400 && str_eq(fault.request_id, request_id),
         "the fault is lost");
    value_set(a, t->line, "fault", answer_table(a, &res));
}

static void print_line(struct arena *a, const struct value *v)
{
    struct sbuf out = {.arena = a};
    value_print(&out, v, -1);
    puts(sbuf_str(&out));
}

static void dump_op(const struct op *op)
{
    struct arena *a = arena_new();
    struct trip t = {a, op, codec_for(op->service->protocol), value_map(a), value_list(a)};
    value_set_str(a, t.line, "op", op->name);
    value_set_str(a, t.line, "of", op->service->id);
    value_set_str(a, t.line, "errors", op->errors);
    value_set_str(a, t.line, "method", op->method);
    value_set_str(a, t.line, "uri", op->path);
    value_set(a, t.line, "idempotent", value_bool(a, op->flags & (OP_IDEMPOTENT | OP_READ)));
    value_set(a, t.line, "unsigned", value_bool(a, op->flags & OP_UNSIGNED));
    value_set(a, t.line, "reads", value_bool(a, op->flags & OP_READ));
    value_set(a, t.line, "checksum", value_bool(a, op->flags & OP_CHECKSUM));
    value_set(a, t.line, "in", shape_table(a, op->in));
    if (op->out)
        value_set(a, t.line, "out", shape_table(a, op->out));
    if (op->pages)
        value_set(a, t.line, "pages", pages_table(a, op->pages));
    send_request(&t);
    send_answer(&t);
    send_fault(&t);
    value_set(a, t.line, "failed", t.failed);
    print_line(a, t.line);
    arena_free(a);
}

int main(void)
{
    for (const struct service *const *svc = aws_services; *svc; svc++) {
        struct arena *a = arena_new();
        print_line(a, service_table(a, *svc));
        arena_free(a);
        for (const struct op *const *op = (*svc)->ops; *op; op++)
            dump_op(*op);
    }
    return 0;
}

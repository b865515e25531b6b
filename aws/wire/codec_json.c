/*
 * JSON 1.0 and 1.1: one JSON object each way, the operation in X-Amz-Target, times as seconds since 1970, the error's
 * code in __type.
 */
#include "aws/wire/coding.h"
#include "provisioner/model/json.h"

#include <stdlib.h>
#include <string.h>

/* ---- values to JSON, either way ---------------------------------------------------------------------------------- */

static const struct value *struct_out(struct arena *a, const struct shape *s, const struct value *v);

static const struct value *one_out(struct arena *a, enum kind kind, const struct shape *sub, const struct value *v)
{
    int64_t seconds;
    if (kind == K_STRUCT)
        return struct_out(a, sub, v);
    if (kind == K_TIME && time_parse(value_str_of(v), &seconds))
        return value_int(a, seconds);
    return v;
}

static const struct value *member_out(struct arena *a, const struct field *f, const struct value *v)
{
    if (f->kind != K_LIST && f->kind != K_MAP)
        return one_out(a, f->kind, f->sub, v);
    struct value *all = f->kind == K_MAP ? value_map(a) : value_list(a);
    for (size_t i = 0; i < value_len(v); i++) {
        const struct value *one = one_out(a, f->of, f->sub, value_item(v, i));
        if (f->kind == K_MAP)
            value_set(a, all, value_key(v, i), one);
        else
            value_push(a, all, one);
    }
    return all;
}

static const struct value *struct_out(struct arena *a, const struct shape *s, const struct value *v)
{
    struct value *out = value_map(a);
    for (const struct field *f = s->fields; f->kind != K_END; f++) {
        const struct value *m = value_get(v, f->name);
        if (!is_absent(m))
            value_set(a, out, f->at ? f->at : f->name, member_out(a, f, m));
    }
    return out;
}

/* ---- JSON to values, either way ---------------------------------------------------------------------------------- */

enum complaint { WRONG_TYPE, UNKNOWN_MEMBER, MISSING_MEMBER, BAD_WORD };

/* Who reads: the sandbox complains about everything, the client about wrong types only. */
struct reader {
    struct arena *arena;
    bool strict;
    bool failed;
    enum complaint complaint;
    const char *where;
    const struct field *field; /* NULL: an unknown one */
};

static const struct value *complain(struct reader *r, enum complaint what, const struct spot *at, const struct field *f)
{
    if (!r->failed) {
        r->failed = true;
        r->complaint = what;
        r->where = spot_text(r->arena, at);
        r->field = f;
    }
    return NULL;
}

static const struct value *time_in(struct arena *a, const struct value *v)
{
    int64_t seconds = value_int_of(v);
    if (value_kind(v) == V_DEC) {
        double d = strtod(value_str_of(v), NULL);
        if (!(d > -1e11 && d < 1e12))
            return NULL;
        seconds = (int64_t)d - (d < 0);
    } else if (value_kind(v) != V_INT) {
        return NULL;
    }
    const char *text = time_text(a, seconds);
    return text ? value_str(a, text) : NULL;
}

/* Large counts may arrive as 1.5E9; what a double cannot tell apart is refused. */
static const struct value *int_in(struct arena *a, const struct value *v)
{
    if (value_kind(v) != V_DEC)
        return value_kind(v) == V_INT ? v : NULL;
    double d = strtod(value_str_of(v), NULL);
    if (!(d > -9e15 && d < 9e15) || (double)(int64_t)d < d || (double)(int64_t)d > d)
        return NULL;
    return value_int(a, (int64_t)d);
}

static const struct value *scalar_in(struct arena *a, enum kind kind, const struct value *v)
{
    enum value_kind k = value_kind(v);
    switch (kind) {
    case K_STR: return k == V_STR ? v : NULL;
    case K_INT: return int_in(a, v);
    case K_DEC: return k == V_DEC || k == V_INT ? v : NULL;
    case K_BOOL: return k == V_BOOL ? v : NULL;
    case K_TIME: return time_in(a, v);
    case K_BLOB: return k == V_STR && base64_valid(value_str_of(v)) ? v : NULL;
    case K_LIST:
    case K_MAP:
    case K_STRUCT:
    case K_END: break;
    }
    return NULL;
}

static const struct value *struct_in(struct reader *r, const struct spot *up, const struct shape *s,
                                     const struct value *v);

/* A list of strings is the only list there is within a map. */
static const struct value *strings_in(struct reader *r, const struct spot *at, const struct field *f,
                                      const struct value *v)
{
    if (value_kind(v) != V_LIST)
        return complain(r, WRONG_TYPE, at, f);
    for (size_t i = 0; i < value_len(v); i++)
        if (value_kind(value_item(v, i)) != V_STR)
            return complain(r, WRONG_TYPE, &(struct spot){at, NULL, i}, f);
    return v;
}

static const struct value *one_in(struct reader *r, const struct spot *at, const struct field *f, enum kind kind,
                                  const struct value *v)
{
    if (kind == K_LIST)
        return strings_in(r, at, f, v);
    if (kind == K_STRUCT)
        return value_kind(v) == V_MAP ? struct_in(r, at, f->sub, v) : complain(r, WRONG_TYPE, at, f);
    const struct value *scalar = scalar_in(r->arena, kind, v);
    if (!scalar)
        return complain(r, WRONG_TYPE, at, f);
    if (r->strict && kind == K_STR && !is_word_of(f->values, value_str_of(v)))
        return complain(r, BAD_WORD, at, f);
    return scalar;
}

static const struct value *list_in(struct reader *r, const struct spot *at, const struct field *f,
                                   const struct value *v)
{
    struct value *list = value_list(r->arena);
    if (value_kind(v) != V_LIST)
        return complain(r, WRONG_TYPE, at, f);
    for (size_t i = 0; i < value_len(v) && !r->failed; i++)
        value_push(r->arena, list, one_in(r, &(struct spot){at, NULL, i}, f, f->of, value_item(v, i)));
    return list;
}

static const struct value *map_in(struct reader *r, const struct spot *at, const struct field *f, const struct value *v)
{
    struct value *map = value_map(r->arena);
    if (value_kind(v) != V_MAP)
        return complain(r, WRONG_TYPE, at, f);
    for (size_t i = 0; i < value_len(v) && !r->failed; i++) {
        const char *key = value_key(v, i);
        value_set(r->arena, map, key, one_in(r, &(struct spot){at, key, i}, f, f->of, value_item(v, i)));
    }
    return map;
}

static const struct value *member_in(struct reader *r, const struct spot *at, const struct field *f,
                                     const struct value *v)
{
    if (f->kind == K_LIST)
        return list_in(r, at, f, v);
    return f->kind == K_MAP ? map_in(r, at, f, v) : one_in(r, at, f, f->kind, v);
}

static bool has_field(const struct shape *s, const char *name)
{
    for (const struct field *f = s->fields; f->kind != K_END; f++)
        if (strcmp(f->at ? f->at : f->name, name) == 0)
            return true;
    return false;
}

static const struct value *struct_in(struct reader *r, const struct spot *up, const struct shape *s,
                                     const struct value *v)
{
    struct value *in = value_map(r->arena);
    for (size_t i = 0; r->strict && i < value_len(v); i++)
        if (!has_field(s, value_key(v, i)))
            return complain(r, UNKNOWN_MEMBER, &(struct spot){up, value_key(v, i), 0}, NULL);
    for (const struct field *f = s->fields; f->kind != K_END && !r->failed; f++) {
        const struct value *m = value_get(v, f->at ? f->at : f->name);
        const struct spot at = {up, f->name, 0};
        if (!is_absent(m))
            value_set(r->arena, in, f->name, member_in(r, &at, f, m));
        else if (r->strict && f->flags & F_REQUIRED)
            complain(r, MISSING_MEMBER, &at, f);
    }
    return in;
}

/* ---- client: request --------------------------------------------------------------------------------------------- */

static const char *content_type(struct arena *a, const struct op *op)
{
    return arena_printf(a, "application/x-amz-json-%s", op && op->service->json ? op->service->json : "1.1");
}

static struct err *put_request(struct arena *a, const struct op *op, const struct value *in, struct http_req *ret)
{
    struct sbuf body = {.arena = a};
    TRY(input_check(a, op, in));
    value_print(&body, struct_out(a, op->in, in), -1);
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

static void say_why(const struct reader *r, struct fault *fault)
{
    switch (r->complaint) {
    case WRONG_TYPE:
        fault_say(r->arena, fault, 400, "SerializationException", "%s has a value of the wrong type", r->where);
        return;
    case UNKNOWN_MEMBER:
        fault_say(r->arena, fault, 400, "SerializationException", "%s is not a known member", r->where);
        return;
    case MISSING_MEMBER:
        fault_say(r->arena, fault, 400, "ValidationException",
                  "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be "
                  "null",
                  r->where);
        return;
    case BAD_WORD:
        fault_say(r->arena, fault, 400, "ValidationException",
                  "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must satisfy enum "
                  "value set: [%s]",
                  r->where, r->field->values);
        return;
    }
}

static const struct value *read_body(struct arena *a, const struct http_req *req, struct fault *fault)
{
    const struct value *doc = value_map(a);
    if (req->body_len == 0)
        return doc;
    if (req->body_len > REQUEST_LONGEST) {
        fault_say(a, fault, 413, "RequestEntityTooLargeException", "the request is too long");
        return doc;
    }
    CLEANUP(err_freep)
    struct err *e = utf8_valid(req->body, req->body_len) ? json_parse(a, req->body, req->body_len, JSON_PLAIN, &doc)
                                                         : err_new(ERR_WIRE, "not UTF-8");
    if (e || value_kind(doc) != V_MAP)
        fault_say(a, fault, 400, "SerializationException", "the body is no JSON object");
    return doc;
}

static void get_request(struct arena *a, const struct service *svc, const struct http_req *req,
                        const struct op **ret_op, const struct value **ret_in, struct fault *ret_fault)
{
    struct reader r = {.arena = a, .strict = true};
    *ret_fault = (struct fault){0};
    *ret_in = value_map(a);
    *ret_op = find_op(a, svc, req, ret_fault);
    if (!*ret_op)
        return;
    const struct value *doc = read_body(a, req, ret_fault);
    if (ret_fault->code)
        return;
    const struct value *in = struct_in(&r, NULL, (*ret_op)->in, doc);
    if (r.failed)
        say_why(&r, ret_fault);
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
        value_print(&body, struct_out(a, op->out, out), -1);
    ret->status = no ? fault->status : 200;
    ret->body = sbuf_str(&body);
    ret->body_len = body.len;
    http_header_set(a, &ret->headers, "Content-Type", content_type(a, op));
    if (fault && fault->request_id)
        http_header_set(a, &ret->headers, "x-amzn-RequestId", fault->request_id);
}

/* ---- client: answer ---------------------------------------------------------------------------------------------- */

/* "com.amazonaws.kms#NotFoundException:http://..." is NotFoundException. */
static const char *bare_code(struct arena *a, const char *s)
{
    const char *hash = strchr(s, '#');
    s = hash ? hash + 1 : s;
    return arena_strndup(a, s, strcspn(s, ":;"));
}

static const char *first_of(const struct value *doc, const char *const *names)
{
    for (; *names; names++)
        if (*value_get_str(doc, *names))
            return value_get_str(doc, *names);
    return "";
}

/* Services that once spoke query keep their old code in a header, and their clients act upon that one. */
static void get_fault(struct arena *a, const struct http_res *res, struct fault *ret)
{
    static const char *const codes[] = {"__type", "code", "Code", NULL};
    static const char *const messages[] = {"message", "Message", "errorMessage", NULL};
    const struct value *doc = NULL;
    err_free(json_parse(a, res->body, res->body_len, JSON_PLAIN, &doc)); /* none: the status has to say it */
    const char *header = http_header(&res->headers, "x-amzn-query-error");
    if (!header)
        header = http_header(&res->headers, "x-amzn-errortype");
    const char *code = bare_code(a, header && *header ? header : first_of(doc, codes));
    fault_of_status(a, ret, res);
    if (*code)
        ret->code = code;
    if (*code || doc)
        ret->message = first_of(doc, messages);
}

static struct err *get_result(struct arena *a, const struct op *op, const struct http_res *res,
                              const struct value **ret_out)
{
    struct reader r = {.arena = a};
    const struct value *doc = NULL;
    if (!op->out || res->body_len == 0)
        return NULL;
    TRY_CTX(json_parse(a, res->body, res->body_len, JSON_PLAIN, &doc), "answer to %s", op->name);
    if (value_kind(doc) != V_MAP)
        return err_new(ERR_WIRE, "answer to %s: no JSON object", op->name);
    const struct value *out = struct_in(&r, NULL, op->out, doc);
    if (r.failed)
        return err_new(ERR_WIRE, "answer to %s: %s has a value of the wrong type", op->name, r.where);
    *ret_out = out;
    return NULL;
}

static struct err *get_response(struct arena *a, const struct op *op, const struct http_res *res,
                                const struct value **ret_out, struct fault *ret_fault)
{
    *ret_fault = (struct fault){.status = res->status, .request_id = answer_request_id(a, &res->headers)};
    *ret_out = value_map(a);
    if (res->status / 100 == 2)
        return get_result(a, op, res, ret_out);
    get_fault(a, res, ret_fault);
    return NULL;
}

const struct codec codec_json = {put_request, get_request, put_response, get_response};

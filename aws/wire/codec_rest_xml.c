/*
 * rest-xml: the operation is a method and a path, members travel in path, query, headers and an XML body.
 *
 *            root of a fault
 *   S3       <Error>
 *   others   <ErrorResponse><Error>
 */
#include "aws/wire/rest.h"
#include "aws/wire/xml_shape.h"

#include <string.h>

static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

static bool is_s3(const struct op *op)
{
    return op && strcmp(op->service->id, "s3") == 0;
}

/* ---- bodies, either way ------------------------------------------------------------------------------------------ */

static const char *root_of(const struct shape *s, const struct field *whole)
{
    return !whole ? s->name : whole->at ? whole->at : whole->name;
}

static void put_document(const struct naming *nm, struct sbuf *out, const struct op *op, const char *root,
                         const struct shape *s, const struct value *v)
{
    sbuf_puts(out, declaration);
    sbuf_printf(out, "<%s xmlns=\"%s\">", root, op->service->xmlns);
    xml_put_struct(nm, out, s, v);
    sbuf_printf(out, "</%s>", root);
}

struct body {
    const char *s;
    size_t n;
};

/* A payload that is absent is no body at all. */
static struct body body_of(struct arena *a, const struct op *op, const struct shape *s, const struct value *v)
{
    const struct naming nm = {.arena = a};
    const struct field *whole = rest_payload(s);
    const struct value *inner = whole ? value_get(v, whole->name) : v;
    struct body raw = {"", 0};
    struct sbuf out = {.arena = a};
    if (!rest_has_body(s) || (whole && is_absent(inner)))
        return raw;
    if (whole && whole->kind == K_BLOB) {
        raw.s = base64_decode(a, value_str_of(inner), &raw.n);
        return raw;
    }
    if (whole && whole->kind == K_STR)
        return (struct body){value_str_of(inner), strlen(value_str_of(inner))};
    put_document(&nm, &out, op, root_of(s, whole), whole ? whole->sub : s, inner);
    return (struct body){sbuf_str(&out), out.len};
}

/* A text holds no NUL: behind one, the rest of it would be lost. */
static const struct value *text_in(struct reader *r, const struct field *whole, const char *body, size_t n)
{
    const struct spot at = {NULL, whole->name, 0};
    return memchr(body, '\0', n) ? complain(r, WRONG_TYPE, &at, whole) : value_strn(r->arena, body, n);
}

static const struct value *payload_in(struct reader *r, const struct field *whole, const struct xml *root,
                                      const char *body, size_t n)
{
    const struct naming nm = {.arena = r->arena};
    struct value *in = value_map(r->arena);
    if (n && whole->kind == K_BLOB)
        value_set_str(r->arena, in, whole->name, base64_encode(r->arena, body, n));
    else if (n && whole->kind == K_STR)
        value_set(r->arena, in, whole->name, text_in(r, whole, body, n));
    else if (n)
        value_set(r->arena, in, whole->name, xml_get_struct(r, &nm, root, whole->sub));
    else if (r->strict && whole->flags & F_REQUIRED)
        complain(r, MISSING_MEMBER, &(struct spot){NULL, whole->name, 0}, whole);
    return in;
}

static const struct value *body_in(struct reader *r, const struct shape *s, const struct xml *root, const char *body,
                                   size_t n)
{
    const struct naming nm = {.arena = r->arena};
    const struct field *whole = rest_payload(s);
    return whole ? payload_in(r, whole, root, body, n) : xml_get_struct(r, &nm, root, s);
}

static bool is_xml(const struct shape *s)
{
    const struct field *whole = rest_payload(s);
    return rest_has_body(s) && !(whole && whole->kind != K_STRUCT);
}

static bool is_bytes(const struct shape *s)
{
    const struct field *whole = rest_payload(s);
    return whole && whole->kind == K_BLOB;
}

/* ---- client: request --------------------------------------------------------------------------------------------- */

static struct err *put_request(struct arena *a, const struct op *op, const struct value *in, struct http_req *ret)
{
    TRY(input_check(a, op, in));
    TRY(rest_put(a, op, in, ret));
    struct body body = body_of(a, op, op->in, in);
    ret->body = body.s;
    ret->body_len = body.n;
    /* Of bytes and texts the caller says what they are, or nobody does: where the type is a member, one that the client
     * made up would be read as the caller's. */
    if (body.n && is_xml(op->in))
        http_header_set(a, &ret->headers, "Content-Type", "application/xml");
    return NULL;
}

/* ---- sandbox: request -------------------------------------------------------------------------------------------- */

static const struct xml *read_document(struct arena *a, const struct op *op, const struct http_req *req,
                                       struct fault *fault)
{
    const struct xml *root = NULL;
    const char *code = rest_refusals(op->service)->malformed;
    if (is_bytes(op->in) && req->body_len <= OBJECT_LONGEST)
        return NULL;
    if (req->body_len > REQUEST_LONGEST || (req->body_len && !utf8_valid(req->body, req->body_len))) {
        fault_say(a, fault, 400, code, "The body is too long or not UTF-8");
        return NULL;
    }
    if (!req->body_len || !is_xml(op->in))
        return NULL;
    struct err *e CLEANUP(err_freep) = xml_parse(a, req->body, req->body_len, &root);
    if (!e && strcmp(root->name, root_of(op->in, rest_payload(op->in))) == 0)
        return root;
    fault_say(a, fault, 400, code,
              "The XML you provided was not well-formed or did not validate against our published schema");
    return NULL;
}

static void get_request(struct arena *a, const struct service *svc, const struct http_req *req,
                        const struct op **ret_op, const struct value **ret_in, struct fault *ret_fault)
{
    struct reader r = {.arena = a, .service = svc, .strict = true};
    const struct xml *root = NULL;
    struct value *outside;
    *ret_fault = (struct fault){0};
    *ret_in = value_map(a);
    *ret_op = rest_get(&r, req, &outside, ret_fault);
    if (!ret_fault->code)
        root = read_document(a, *ret_op, req, ret_fault);
    if (ret_fault->code)
        return;
    const struct value *in = body_in(&r, (*ret_op)->in, root, req->body, req->body_len);
    if (r.failed)
        fault_of_complaint(&r, rest_refusals(svc), ret_fault);
    else
        *ret_in = value_overlay(a, outside, in);
}

/* ---- sandbox: answer --------------------------------------------------------------------------------------------- */

static void put_fault(struct sbuf *out, const struct op *op, const struct fault *fault)
{
    sbuf_puts(out, declaration);
    if (is_s3(op))
        sbuf_puts(out, "<Error><Code>");
    else
        sbuf_printf(out, "<ErrorResponse xmlns=\"%s\"><Error><Type>%s</Type><Code>", op ? op->service->xmlns : "",
                    fault->status < 500 ? "Sender" : "Receiver");
    xml_put_text(out, fault->code);
    sbuf_puts(out, "</Code><Message>");
    xml_put_text(out, fault->message ? fault->message : "");
    sbuf_puts(out, is_s3(op) ? "</Message><RequestId>" : "</Message></Error><RequestId>");
    xml_put_text(out, fault->request_id ? fault->request_id : "");
    sbuf_puts(out, is_s3(op) ? "</RequestId></Error>" : "</RequestId></ErrorResponse>");
}

static struct body fault_of(struct arena *a, const struct op *op, const struct fault *fault)
{
    struct sbuf out = {.arena = a};
    put_fault(&out, op, fault);
    return (struct body){sbuf_str(&out), out.len};
}

/* RFC 9110: there is nothing but headers then. */
static bool is_bodiless(const struct op *op, int status)
{
    return status == 304 || (op && strcmp(op->method, "HEAD") == 0);
}

static int status_of_success(const struct op *op)
{
    return is_s3(op) && strcmp(op->method, "DELETE") == 0 ? 204 : 200;
}

static void put_response(struct arena *a, const struct op *op, const struct value *out, const struct fault *fault,
                         struct http_res *ret)
{
    bool no = fault && fault->code;
    ret->status = no ? fault->status : status_of_success(op);
    struct body body = {"", 0};
    if (!is_bodiless(op, ret->status))
        body = no ? fault_of(a, op, fault) : body_of(a, op, op->out, out);
    ret->body = body.s;
    ret->body_len = body.n;
    if (body.n && (no || is_xml(op->out))) /* of bytes and texts, what was answered says what they are, or nobody */
        http_header_set(a, &ret->headers, "Content-Type", "application/xml");
    rest_put_headers(a, op, out, fault, ret);
}

/* ---- client: answer ---------------------------------------------------------------------------------------------- */

static struct err *get_result(struct arena *a, const struct op *op, const struct http_res *res,
                              const struct value **ret_out, struct fault *ret_fault)
{
    struct reader r = {.arena = a, .service = op->service};
    struct value *headers = value_map(a);
    const struct xml *root = NULL;
    (void)ret_fault;
    if (!op->out)
        return NULL;
    if (res->body_len && is_xml(op->out))
        TRY_CTX(xml_parse(a, res->body, res->body_len, &root), "answer to %s", op->name);
    rest_get_headers(&r, op, res, headers);
    const struct value *body = body_in(&r, op->out, root, res->body, res->body_len);
    TRY(reader_error(&r, op));
    *ret_out = value_overlay(a, headers, body);
    return NULL;
}

/* S3 sends who asks in the wrong region elsewhere; names are to be asked for where they are, so that is a mistake. */
static void add_region(struct arena *a, const struct http_res *res, struct fault *fault)
{
    const char *region = http_header(&res->headers, "x-amz-bucket-region");
    if (res->status / 100 == 3)
        fault->message =
            arena_printf(a, "%s (the bucket is in %s)", fault->message, region ? region : "another region");
}

/* An answer without a body names no code: what each status stands for, in words that others use, too. */
static const struct {
    int status;
    const char *code, *message;
} bare_faults[] = {
    {301, "PermanentRedirect", "it must be asked for at another endpoint"},
    {304, "NotModified", "it is as it was"},
    {400, "BadRequest", "the service does not say what is wrong with the request"},
    {403, "AccessDenied", "access is denied, or it belongs to another account"},
    {404, "NotFound", "there is no such bucket or object"},
    {412, "PreconditionFailed", "a condition of the request does not hold"},
};

static void name_bare_fault(const struct op *op, struct fault *fault)
{
    for (size_t i = 0; is_bodiless(op, fault->status) && i < COUNT(bare_faults); i++) {
        if (bare_faults[i].status != fault->status)
            continue;
        fault->code = bare_faults[i].code;
        fault->message = bare_faults[i].message;
    }
}

static void get_fault(struct arena *a, const struct op *op, const struct http_res *res, struct fault *ret)
{
    if (!xml_read_fault(a, res, ret)) {
        fault_of_status(a, ret, res);
        name_bare_fault(op, ret);
    }
    add_region(a, res, ret);
}

const struct codec codec_rest_xml = {put_request, get_request, put_response, get_result, get_fault};

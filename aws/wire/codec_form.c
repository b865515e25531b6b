/*
 * The two protocols that send form parameters and are answered in XML.
 *
 *           root of an answer          root of a fault
 *   query   <OpResponse><OpResult>     <ErrorResponse><Error>
 *   ec2     <OpResponse>               <Response><Errors><Error>
 */
#include "aws/wire/coding.h"
#include "aws/wire/form.h"
#include "aws/wire/xml_shape.h"

#include <string.h>

/* ---- client: request --------------------------------------------------------------------------------------------- */

static struct err *put_request(struct arena *a, const struct op *op, const struct value *in, struct http_req *ret)
{
    TRY(input_check(a, op, in));
    ret->method = "POST";
    ret->path = "/";
    ret->query = "";
    ret->body = form_put(a, op, in, &ret->body_len);
    http_header_set(a, &ret->headers, "Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    return NULL;
}

/* ---- sandbox: answer --------------------------------------------------------------------------------------------- */

static void put_fault(const struct naming *nm, struct sbuf *out, const struct op *op, const struct fault *fault)
{
    if (nm->ec2)
        sbuf_puts(out, "<Response><Errors><Error><Code>");
    else
        sbuf_printf(out, "<ErrorResponse xmlns=\"%s\"><Error><Type>%s</Type><Code>",
                    op && op->service->xmlns ? op->service->xmlns : "", fault->status < 500 ? "Sender" : "Receiver");
    xml_put_text(out, fault->code);
    sbuf_puts(out, "</Code><Message>");
    xml_put_text(out, fault->message ? fault->message : "");
    sbuf_puts(out, nm->ec2 ? "</Message></Error></Errors><RequestID>" : "</Message></Error><RequestId>");
    xml_put_text(out, fault->request_id ? fault->request_id : "");
    sbuf_puts(out, nm->ec2 ? "</RequestID></Response>" : "</RequestId></ErrorResponse>");
}

/* query wraps what it has to say in a result, and clients look for that also where there is nothing to say. */
static void put_query_result(const struct naming *nm, struct sbuf *out, const struct op *op, const struct value *v,
                             const char *request_id)
{
    sbuf_printf(out, "<%sResult>", op->name);
    if (op->out)
        xml_put_struct(nm, out, op->out, v);
    sbuf_printf(out, "</%sResult><ResponseMetadata><RequestId>", op->name);
    xml_put_text(out, request_id);
    sbuf_puts(out, "</RequestId></ResponseMetadata>");
}

static void put_ec2_result(const struct naming *nm, struct sbuf *out, const struct op *op, const struct value *v,
                           const char *request_id)
{
    sbuf_puts(out, "<requestId>");
    xml_put_text(out, request_id);
    sbuf_puts(out, "</requestId>");
    if (op->out)
        xml_put_struct(nm, out, op->out, v);
    else
        sbuf_puts(out, "<return>true</return>");
}

static void put_result(const struct naming *nm, struct sbuf *out, const struct op *op, const struct value *v,
                       const char *request_id)
{
    sbuf_printf(out, "<%sResponse xmlns=\"%s\">", op->name, op->service->xmlns);
    if (nm->ec2)
        put_ec2_result(nm, out, op, v, request_id);
    else
        put_query_result(nm, out, op, v, request_id);
    sbuf_printf(out, "</%sResponse>", op->name);
}

static void put_response(struct arena *a, bool ec2, const struct op *op, const struct value *v,
                         const struct fault *fault, struct http_res *ret)
{
    const struct naming nm = {a, ec2};
    const char *request_id = fault && fault->request_id ? fault->request_id : "";
    struct sbuf out = {.arena = a};
    sbuf_puts(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (fault && fault->code)
        put_fault(&nm, &out, op, fault);
    else
        put_result(&nm, &out, op, v, request_id);
    ret->status = fault && fault->code ? fault->status : 200;
    ret->body = sbuf_str(&out);
    ret->body_len = out.len;
    http_header_set(a, &ret->headers, "Content-Type", "text/xml;charset=UTF-8");
    if (*request_id)
        http_header_set(a, &ret->headers, "x-amzn-RequestId", request_id);
}

static void put_response_query(struct arena *a, const struct op *op, const struct value *v, const struct fault *fault,
                               struct http_res *ret)
{
    put_response(a, false, op, v, fault, ret);
}

static void put_response_ec2(struct arena *a, const struct op *op, const struct value *v, const struct fault *fault,
                             struct http_res *ret)
{
    put_response(a, true, op, v, fault, ret);
}

/* ---- client: answer ---------------------------------------------------------------------------------------------- */

static const char *request_id_in(const struct naming *nm, const struct xml *root)
{
    const char *id =
        nm->ec2 ? xml_kid_text(root, "requestId") : xml_kid_text(xml_kid(root, "ResponseMetadata"), "RequestId");
    return *id ? id : NULL;
}

static struct err *get_result(struct arena *a, const struct op *op, const struct http_res *res,
                              const struct value **ret_out, struct fault *ret_fault)
{
    const struct naming nm = {a, op->service->protocol == P_EC2};
    const struct xml *root = NULL;
    TRY_CTX(xml_parse(a, res->body, res->body_len, &root), "answer to %s", op->name);
    if (strcmp(root->name, arena_printf(a, "%sResponse", op->name)) != 0)
        return err_new(ERR_WIRE, "answer to %s: <%s> is no answer to it", op->name, text_cut(a, root->name, 40));
    const char *id = request_id_in(&nm, root);
    if (id)
        ret_fault->request_id = id;
    if (!nm.ec2)
        root = xml_kid(root, arena_printf(a, "%sResult", op->name));
    if (!op->out || !root)
        return NULL;
    struct reader r = {.arena = a, .service = op->service};
    const struct value *out = xml_get_struct(&r, &nm, root, op->out);
    TRY(reader_error(&r, op));
    *ret_out = out;
    return NULL;
}

static void get_fault(struct arena *a, const struct op *op, const struct http_res *res, struct fault *ret)
{
    (void)op;
    if (!xml_read_fault(a, res, ret))
        fault_of_status(a, ret, res);
}

const struct codec codec_query = {put_request, form_get, put_response_query, get_result, get_fault};
const struct codec codec_ec2 = {put_request, form_get, put_response_ec2, get_result, get_fault};

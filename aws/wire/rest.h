#ifndef AWS_WIRE_REST_H
#define AWS_WIRE_REST_H

#include "aws/wire/coding.h"

/*
 * What rest-json and rest-xml have in common: which members travel in path, query and headers, and which operation a
 * method with a path means. For aws/wire only.
 */

/* Method, path, query and headers of an input that input_check has passed. ERR_BUG: a text that cannot stand there. */
struct err *rest_put(struct arena *a, const struct op *op, const struct value *in, struct http_req *ret) NODISCARD;

/* The operation that is asked for, and the members in path, query and headers; complaints in `r`. NULL: a fault. */
const struct op *rest_get(struct reader *r, const struct http_req *req, struct value **ret_in, struct fault *fault);

/* Headers of an answer: the members that travel there, and the request's id. */
void rest_put_headers(struct arena *a, const struct op *op, const struct value *out, const struct fault *fault,
                      struct http_res *ret);
void rest_get_headers(struct reader *r, const struct op *op, const struct http_res *res, struct value *out);

const struct field *rest_payload(const struct shape *s); /* NULL: the other members are the body */
bool rest_has_body(const struct shape *s);               /* a member that travels in the body, or a payload */

/* What a service says to what it cannot read. */
const struct refusals *rest_refusals(const struct service *svc);

#endif

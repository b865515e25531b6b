#ifndef AWS_WIRE_JSON_SHAPE_H
#define AWS_WIRE_JSON_SHAPE_H

#include "aws/wire/coding.h"

/* What the protocols that speak JSON have in common: shapes as JSON documents and back, and faults. For aws/wire only.
 */

/* Members that travel outside of the body are left out, both ways. */
const struct value *json_put_struct(struct arena *a, const struct service *svc, const struct shape *s,
                                    const struct value *v);
/* `v` NULL: no member is there. r->failed tells of complaints. */
const struct value *json_get_struct(struct reader *r, const struct shape *s, const struct value *v);

/* The document of a request: an empty map where the body is empty; what is no JSON object is a fault. */
const struct value *json_read_request(struct arena *a, const struct http_req *req, struct fault *fault);
/* The document of an answer, NULL for an empty body. */
struct err *json_read_answer(struct arena *a, const struct op *op, const struct http_res *res,
                             const struct value **ret) NODISCARD;
/* What an answer that is no success says: code from headers or body, the status where neither has one. */
void json_read_fault(struct arena *a, const struct op *op, const struct http_res *res, struct fault *ret);

#endif

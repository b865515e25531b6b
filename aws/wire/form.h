#ifndef AWS_WIRE_FORM_H
#define AWS_WIRE_FORM_H

#include "aws/wire/codec.h"

/*
 * Requests as form parameters, which query and ec2 send. For aws/wire only.
 *
 *   query   Tags.member.1.Key=a (or Tags.Tag.1.Key=a, where the element has a name)
 *   ec2     Tag.1.Key=a
 */

/* "Action=...&Version=...&..." of an input that input_check has passed. */
const char *form_put(struct arena *a, const struct op *op, const struct value *in, size_t *ret_n);

/* The same at the other end, from body or query; codec.h tells of faults. */
void form_get(struct arena *a, const struct service *svc, const struct http_req *req, const struct op **ret_op,
              const struct value **ret_in, struct fault *ret_fault);

#endif

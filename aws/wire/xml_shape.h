#ifndef AWS_WIRE_XML_SHAPE_H
#define AWS_WIRE_XML_SHAPE_H

#include "aws/wire/coding.h"
#include "aws/wire/naming.h"
#include "aws/wire/xml.h"

/*
 * What the protocols that speak XML have in common: shapes as XML (the members of a map as the kids of an element) and
 * back, and faults. For aws/wire only.
 */

/* Members that travel outside of the body are left out, both ways. */
void xml_put_struct(const struct naming *nm, struct sbuf *out, const struct shape *s, const struct value *v);

/* `x` NULL: no member is there. r->failed tells of complaints. */
const struct value *xml_get_struct(struct reader *r, const struct naming *nm, const struct xml *x,
                                   const struct shape *s);

/* <ErrorResponse><Error>, <Response><Errors><Error> of EC2 and a few old query services, S3's bare <Error>. false: it
 * is none of these. */
bool xml_read_fault(struct arena *a, const struct http_res *res, struct fault *ret);

#endif

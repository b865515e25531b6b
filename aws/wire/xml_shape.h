#ifndef AWS_WIRE_XML_SHAPE_H
#define AWS_WIRE_XML_SHAPE_H

#include "aws/wire/naming.h"
#include "aws/wire/xml.h"
#include "provisioner/model/value.h"

/* Shapes as XML: the members of a map as the kids of an element, and back. For aws/wire only. */

void xml_put_struct(const struct naming *nm, struct sbuf *out, const struct shape *s, const struct value *v);

/* Members that the shape does not list are left out. ERR_WIRE: a value of the wrong kind. */
struct err *xml_get_struct(const struct naming *nm, const struct xml *x, const struct shape *s,
                           const struct value **ret) NODISCARD;

#endif

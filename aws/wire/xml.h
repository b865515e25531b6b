#ifndef AWS_WIRE_XML_H
#define AWS_WIRE_XML_H

#include "provisioner/base/base.h"

/*
 * XML text as a tree, and text as XML: the only file that knows expat. Attributes are dropped, since no answer that we
 * read says anything in them; so are namespace prefixes, and text beside elements.
 *
 * ERR_WIRE: malformed, a document type (there is no use for entities in an answer, and much harm), nested deeper than
 * XML_DEEPEST, more than XML_MOST elements, longer than XML_LONGEST bytes.
 */

enum { XML_DEEPEST = 64, XML_MOST = 1000000, XML_LONGEST = 64 * 1024 * 1024 };

struct xml {
    const char *name;
    const char *text; /* never NULL; "" for an element that holds others */
    const struct xml *kids, *next;
};

struct err *xml_parse(struct arena *a, const char *s, size_t n, const struct xml **ret_root) NODISCARD;

/* The first of that name; NULL for none, also where x is NULL. */
const struct xml *xml_kid(const struct xml *x, const char *name);
const char *xml_kid_text(const struct xml *x, const char *name); /* "" */

/* No control characters but tab and line ends. */
bool xml_can_hold(const char *s);
/* Escaped; what XML cannot hold becomes U+FFFD. */
void xml_put_text(struct sbuf *out, const char *s);

#endif

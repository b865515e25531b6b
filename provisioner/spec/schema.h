#ifndef SPEC_SCHEMA_H
#define SPEC_SCHEMA_H

#include "provisioner/model/value.h"

/* The table of fields for others to read: editors and people. */

/* JSON Schema draft-07. */
const struct value *spec_schema(struct arena *a);
/* Markdown: a heading a section, a table of its fields. */
void spec_reference(struct sbuf *out);

#endif

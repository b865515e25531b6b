#ifndef REPORT_DRILL_H
#define REPORT_DRILL_H

#include "provisioner/model/value.h"

/* "180 ms", "2.4 s", "2 min 46 s" of a member in milliseconds; "-": it is not there. */
const char *drill_span(struct arena *a, const struct value *v, const char *name);
/* What was measured, beside that member: "30050 ms" where it was more, and would look the same. */
const char *drill_measured(struct arena *a, const struct value *v, const char *wanted);

/* What a drill found, as it is printed in JSON (specs/schemas/drill.schema.json), as a page. */
void drill_html(struct sbuf *out, const struct value *drill);

#endif

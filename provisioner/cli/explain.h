#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "provisioner/cli/cli.h"

/* Two columns, the second broken into lines where it meets the edge of a terminal. */
void explain_row(struct sbuf *out, const char *left, size_t at, const char *right, unsigned width);

/* A rule of provisioner/preflight, by its id: false where there is none of it. explain_rule.c */
bool explain_rule(struct sbuf *out, const char *id, unsigned width);
/* A field of the spec, "aurora.class", or a section: false where there is none. What a change of it comes to is tried
 * on the reference spec; `moment`, in seconds since 1970, says what is in support. explain_path.c */
bool explain_path(struct sbuf *out, const char *path, int64_t moment, unsigned width);

#endif

#ifndef CLI_FORMATS_H
#define CLI_FORMATS_H

#include "provisioner/cli/session.h"

/* --format, before anything is done: ERR_USAGE where it is none of `known`, words. json is --json from then on. */
struct err *formats_check(struct session *s, const char *known) NODISCARD;
/* Prints the findings where it is sarif, junit or github; true: that was it. */
bool formats_print(const struct session *s);

#endif

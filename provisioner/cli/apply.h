#ifndef CLI_APPLY_H
#define CLI_APPLY_H

#include "provisioner/cli/session.h"

/* Shows the session's plan, asks unless it was saved before, does it, and tells what became of it. */
struct err *apply_plan(struct session *s, int *ret_exit) NODISCARD;

#endif

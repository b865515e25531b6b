#ifndef CLI_APPLY_H
#define CLI_APPLY_H

#include "provisioner/cli/session.h"

/* Shows the session's plan, asks unless that was agreed to before, does it, and tells what became of it. */
struct err *apply_plan(struct session *s, bool agreed, int *ret_exit) NODISCARD;

#endif

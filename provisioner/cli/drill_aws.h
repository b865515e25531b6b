#ifndef CLI_DRILL_AWS_H
#define CLI_DRILL_AWS_H

#include "provisioner/cli/session.h"

/*
 * A drill for real: first who writes is moved away, then the experiments of the region that was left are run, in which
 * nobody depends on it, then all goes back. All of it is shown first, and asked about. *ret: as specs/schemas/drill
 * says; NULL where nothing was done (--dry-run).
 */
struct err *drill_on_aws(struct session *s, const struct value **ret, bool *ret_passed) NODISCARD;

#endif

#ifndef CLI_PLANFILE_H
#define CLI_PLANFILE_H

#include "provisioner/cli/session.h"

/*
 * A saved plan: the plan, and what it takes to run it where it was made: spec, overlays, --set, state. Written whole,
 * mode 0600. Its digest covers all of it; a file that was changed is refused.
 */
struct err *planfile_write(struct session *s, const char *path) NODISCARD;
bool planfile_is(struct arena *a, const char *path);
/* Reads it and loads what it names: ERR_STALE when the spec has changed since. Fills spec, digest, state_path and plan;
 * the state is for the caller to lock and load, and then planfile_check tells whether it has moved on. */
struct err *planfile_read(struct session *s, const char *path) NODISCARD;

#endif

#ifndef CLI_PLANFILE_H
#define CLI_PLANFILE_H

#include "provisioner/cli/session.h"

/*
 * A saved plan: the plan, and what it takes to run it where it was made: spec, overlays, --set, state. Written whole,
 * mode 0600. Its digest covers all of it; a file that was changed is refused.
 */
struct planfile {
    struct plan *plan;
    const char *digest, *spec, *state; /* where it was made, as it was said there; "" where it does not tell */
    struct texts overlays, sets;
    bool sandbox;
};

struct err *planfile_write(struct session *s, const char *path) NODISCARD;
bool planfile_is(struct arena *a, const char *path);
/* Any bytes; `path` is for messages. ERR_INPUT when they are no plan, or another than was saved. All of it lives in
 * `a`. */
struct err *planfile_parse(struct arena *a, const char *path, const char *text, size_t n,
                           struct planfile *ret) NODISCARD;
/* Reads it and loads what it names: ERR_STALE when the spec has changed since. Fills spec, digest, state_path and plan;
 * the state is for the caller to lock and load, and then planfile_check tells whether it has moved on. */
struct err *planfile_read(struct session *s, const char *path) NODISCARD;

#endif

#ifndef CLI_REHEARSAL_H
#define CLI_REHEARSAL_H

#include "provisioner/cli/session.h"
#include "provisioner/ops/scenario.h"

/*
 * A bad day, gone through on a sandbox of its own: in memory, with a state in a folder that goes with it, so that
 * nothing of the user's is touched. The commands of a scenario are run as if they were typed, in this process, and what
 * they print is kept aside; meanwhile users write, and ask names, on the virtual clock.
 */
struct rehearsal {
    struct session *session; /* its spec is read; nothing else of it is used */
    struct region_ref to, from;
    const struct scenario *scenario;
    int64_t react_ms;                          /* how long people take to begin */
    void (*told)(void *ctx, const char *line); /* what is being done */
    void *ctx;
};

/*
 *   name, what, passed
 *   lost_at       of the virtual clock; left out where nothing broke
 *   steps         [{at_ms: since it broke, what, command, exit, expected_exit, took_ms, held, why: where it did not}]
 *   asked         [{region, requests}]: whom a command asked that may ask nobody but one
 *   systems       as aws/sandbox/traffic.h tells them, of who takes over
 *   back          likewise, of who leads again
 *
 * ERR_INTERRUPTED; an error where a folder or a sandbox can't be had.
 */
struct err *rehearse(const struct rehearsal *r, const struct value **ret) NODISCARD;

#endif

#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "provisioner/cli/cli.h"
#include "provisioner/cli/stream.h"

/*
 * What is told of a run while it is under way: a block at the foot of a terminal that is redrawn, with what is over
 * scrolling by above it; one line an event elsewhere, to stderr too; or the stream's objects.
 */

struct progress;

struct progress *progress_new(struct cli *c, const struct plan *p, struct stream *stream); /* stream may be NULL */
struct listener progress_listener(struct progress *p);
struct run_tally progress_tally(const struct progress *p);
/* Leaves the terminal as it should be; safe to call twice. */
void progress_end(struct progress *p);

#endif

#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "provisioner/cli/cli.h"
#include "provisioner/exec/event.h"

/*
 * Three listeners of a run: a block at the foot of a terminal that is redrawn, with what is over scrolling by above it;
 * one line an event elsewhere; one JSON object a line. The first two write to stderr, the last to stdout.
 */

struct progress;

struct progress *progress_new(struct cli *c, const struct plan *p);
struct listener progress_listener(struct progress *p);
/* Leaves the terminal as it should be; safe to call twice. */
void progress_end(struct progress *p);

#endif

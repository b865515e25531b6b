#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "provisioner/cli/cli.h"

/*
 * What may come next on a command line: `provisioner __complete WORD...`, the last word being the one that is written.
 * Shells ask it by the scripts of `provisioner completion`; it knows what the tables of commands and options know, and
 * the aliases and addresses of the spec or the state that is named before. Nothing is asked of a network.
 *
 * A line a candidate, "word\tdescription"; a line ":files" where names of files go.
 */
#define COMPLETE_COMMAND "__complete"

int complete_run(const struct host *host, struct arena *a, int argc, char **argv);

#endif

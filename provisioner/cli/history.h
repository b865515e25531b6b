#ifndef CLI_HISTORY_H
#define CLI_HISTORY_H

#include "provisioner/cli/session.h"

/*
 * What a state knows of the runs that changed it. A run is noted when it begins, with what it is about to do, so that
 * one that is killed is known, too; and again with its result. The command is noted without values (--set), and without
 * whatever else may bear a secret.
 */

struct past_run history_begin(const struct session *s);
/* `done` NULL: nothing was counted. */
void history_end(const struct session *s, struct past_run *r, const char *result, const struct run_tally *done,
                 size_t failed);
/* A change of the state alone, which is done as soon as it is noted. */
void history_note(const struct session *s, const struct run_tally *done);

#endif

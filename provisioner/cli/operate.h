#ifndef CLI_OPERATE_H
#define CLI_OPERATE_H

#include "provisioner/cli/session.h"
#include "provisioner/ops/sequence.h"

/*
 * A sequence as a command: shown, asked about, walked, and what became of it told.
 */

/* The spec that is the command's first word, its state, and a client; locked where the session changes something. */
struct err *operate_open(struct session *s) NODISCARD;
/* What a sequence is about, by the options. */
struct err *operate_request(const struct session *s, struct sequence_request *ret) NODISCARD;
/* --to as a region of the spec, and the one that is left: where writes are by what the state knows. */
struct err *operate_regions(const struct session *s, struct region_ref *ret_to, struct region_ref *ret_from) NODISCARD;
/* Ends with the exit code of what became of it. Nothing is begun while something stands in the way. *ret_moved:
 * something was done. */
struct err *operate(struct session *s, const struct op_sequence *sequence, bool *ret_moved, int *ret_exit) NODISCARD;
/* To people on stderr, broken where their terminal ends, `left` in front. */
void operate_say(const struct session *s, struct arena *a, const char *left, const char *text);

#endif

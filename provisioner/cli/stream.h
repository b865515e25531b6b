#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include "provisioner/cli/words.h"
#include "provisioner/exec/exec.h"

/*
 * `--json` of a command that changes something: one object a line on stdout, written as things happen. Names are those
 * of Terraform's machine-readable UI where it has them, so that what reads that reads this; what it does not know has
 * types of its own, which can be ignored. specs/schemas/events.schema.json is the contract.
 *
 * Every line has @level, @message, @module, @timestamp and type. The first is `version`, the last is `exit`.
 */

struct session;
struct stream;

/* Writes `version`. Lives in the session's arena. */
struct stream *stream_new(const struct session *s);
/* The session's findings that were not told yet. */
void stream_findings(struct stream *st);
/* Something that AWS no longer holds as it was applied: `action` is "update" or "delete". */
void stream_drift(struct stream *st, const struct planned *p, const char *action);
/* The session's plan: each change, and how many. */
void stream_plan(struct stream *st);
void stream_cost(struct stream *st, const struct value *cost);
void stream_event(struct stream *st, const struct event *e);
/* How a run ended: outputs, what was changed, what was not. */
void stream_result(struct stream *st, const struct run_result *r, const struct run_tally *done);
/* What a move between regions says: a type that Terraform has not, and its members. `level`: "info", "error". */
void stream_move(struct stream *st, const char *level, const char *type, const char *message,
                 const struct value *members);
/* `e` NULL: it ended well. Does not consume it. `next`: the command that carries on, or NULL. */
void stream_exit(struct stream *st, const struct err *e, int code, const char *next);

#endif

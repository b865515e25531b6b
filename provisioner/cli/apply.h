#ifndef CLI_APPLY_H
#define CLI_APPLY_H

#include "provisioner/cli/session.h"

/* Shows the session's plan, asks unless it was saved before, does it, and tells what became of it. */
struct err *apply_plan(struct session *s, int *ret_exit) NODISCARD;

/* Its parts, for commands that show something else. ERR_USAGE: nobody said "yes", or nobody is there to say it;
 * ERR_INTERRUPTED. --auto-approve answers. */
struct err *apply_ask(const struct session *s, const char *question) NODISCARD;
/* Another word than "yes", where that is said too fast. */
struct err *apply_ask_for(const struct session *s, const char *question, const char *word) NODISCARD;
/* s->plan, and what it costs. ERR_REFUSED: more than --max-monthly allows. */
struct err *apply_show(struct session *s) NODISCARD;
/* s->plan, with its progress and its end told. The state is written. */
struct err *apply_run(struct session *s, int *ret_exit) NODISCARD;
/* The last lines of s->stream: what went wrong, which may be NULL, and how it ends. */
void apply_stream_end(const struct session *s, const struct err *e, int code);

#endif

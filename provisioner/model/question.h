#ifndef MODEL_QUESTION_H
#define MODEL_QUESTION_H

#include "provisioner/model/value.h"

/*
 * One read, and what became of it: how those who must not know the network have something asked. `in` and `answer` are
 * as the operation's shapes say, all pages of an answer as one.
 */
struct question {
    const char *what;           /* "rds:DescribeDBEngineVersions" */
    const char *alias, *region; /* where */
    const struct value *in;
    bool refused_tells; /* a refusal is an answer, too */
    /* filled in by whoever asks: */
    bool asked;
    const struct value *answer; /* NULL: none came */
    const char *why;            /* then; "": it was not sent; NULL: nobody answers there */
};

/* Asks them all, at once. */
typedef void question_asker(void *ctx, struct question *const *all, size_t n);

#endif

#ifndef EXEC_READING_H
#define EXEC_READING_H

#include "aws/net/client.h"

/*
 * Many reads at once, each page by page into one answer. A reading's `done` may start further readings; reading_run
 * comes back when none is left. A list without an end (a token that comes again, over 1,000 pages) ends as CALL_BROKEN:
 * what is missing from a list counts as not there, so half a list is none.
 */

struct reading {
    const struct op *op;
    const char *region;
    const struct value *in;
    void (*done)(struct reading *r); /* look at call.end; answer is there when it is CALL_OK */
    void *owner, *item;              /* the caller's */
    const struct value *answer;      /* all pages as one */
    struct aws_call call;            /* from here on ours */
    struct value *items[PAGED_LISTS], *tokens;
    unsigned pages;
    struct client *client;
};

void reading_start(struct client *c, struct arena *a, struct reading *r);
void reading_run(struct client *c);

#endif

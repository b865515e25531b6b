#ifndef OPS_FACTS_H
#define OPS_FACTS_H

#include "provisioner/model/value.h"

/*
 * What an operation knows of one thing while it deals with it: a map, from what the state holds, what AWS told, and
 * what follows from both. Tables name a fact by a path, and write texts with facts in braces: "{to.alias} takes over".
 *
 * A path is value_path's, with two ways more to pick an element of a list: "Members[Role=PRIMARY]" is the first one
 * whose member has that text, "Members[Arn~:eu-west-1:]" the first whose member holds it.
 */

/* Facts in braces are put in; one that is missing is left out. Lives in `a`. */
const char *fact_text(struct arena *a, const struct value *facts, const char *text);
/* `path` is a text with facts in braces itself. NULL: there is none. */
const struct value *fact_at(struct arena *a, const struct value *facts, const char *path);

/* What has to be so. A table ends with {0}. */
struct must {
    const char *path;
    /* '=' the text is `than`, '!' it is another, '&' it is among those words, '>' it is a number of at least that, '<'
     * it is no number that is greater, '?' it is there, '0' it is not, '^' it is there if `than` is */
    char test;
    const char *than; /* a text with facts in braces */
    const char *says; /* likewise: what is wrong when it is not so, and what to do about it */
    bool warns;       /* it is told, and nothing more */
};

bool must_holds(struct arena *a, const struct value *facts, const struct must *m);
/* The first that does not hold, warnings left out; NULL: all is as it must be. */
const struct must *must_first(struct arena *a, const struct value *facts, const struct must *all);

#endif

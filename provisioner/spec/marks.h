#ifndef SPEC_MARKS_H
#define SPEC_MARKS_H

#include "provisioner/model/value.h"

/*
 * What a value can't carry itself: where the key before it stood, and how to show it to people when its text came from
 * the environment. Filed under the value's own position, which survives merging and copying.
 */

struct mark;

struct marks {
    struct arena *arena;
    struct mark *slots;
    size_t n, cap;
};

void marks_put_key(struct marks *m, struct pos value, struct pos key); /* the first one stays */
void marks_put_shown(struct marks *m, struct pos value, const char *shown);
struct pos marks_key(const struct marks *m, struct pos value);    /* `value` itself when there was no key */
const char *marks_shown(const struct marks *m, struct pos value); /* NULL: show the value */

/* A text as a message quotes it: in double quotes, at most 60 characters of it, control characters as "?". */
const char *marks_quote(struct arena *a, const char *s);

#endif

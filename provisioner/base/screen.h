#ifndef BASE_SCREEN_H
#define BASE_SCREEN_H

#include "provisioner/base/base.h"

/*
 * Text on its way to a terminal. What others wrote (a spec, AWS's messages, a state file) may hold bytes that move the
 * cursor, change colours or turn the direction of reading round; none of them reaches a screen. A column is a code
 * point: the texts here are names and sentences, not East Asian prose.
 */

/* Control and direction characters as \u001b, bytes that are no UTF-8 as \xff; the rest as it is. A text in which
 * there is nothing of the kind is returned itself. */
const char *screen_safe(struct arena *a, const char *s);
size_t screen_columns(const char *s);
/* At most `columns` of a text that is safe, the last three being "..." where something is missing; below 4: all of it.
 */
const char *screen_cut(struct arena *a, const char *s, size_t columns);
/* Words broken into lines of at most `width` columns, the lines after the first indented; 0: one line. A word that is
 * longer than a line stays whole. `at`: the column at which the first line begins. */
void screen_wrap(struct sbuf *out, const char *s, size_t at, size_t indent, size_t width);

#endif

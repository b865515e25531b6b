#ifndef SPEC_FORMAT_H
#define SPEC_FORMAT_H

#include "provisioner/model/diag.h"

/*
 * A spec in its one layout, and nothing else of it changed: comments, order, line breaks and the words themselves stay.
 *
 *   two columns a level, lists below their key too; one space after "- ", ":" and ","; none inside of {} and []
 *   double quotes where quotes are, but where the text has quotes or backslashes in it
 *   one empty line where there were several, none at the beginning; no space at the end of a line
 *
 * What the result says is read again and compared. NULL, and findings, when the text is no YAML; ERR_INPUT, with the
 * text untouched, when it is beyond what can be laid out (tabs and line breaks of other kinds, complex keys).
 */
struct err *spec_format(struct arena *a, const char *text, size_t n, struct diags *d, const char **ret) NODISCARD;

#endif

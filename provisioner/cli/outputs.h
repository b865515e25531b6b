#ifndef CLI_OUTPUTS_H
#define CLI_OUTPUTS_H

#include "state/state.h"

/* What an application needs to know of what was made: name -> text, from a table of types. Names are
 * "<alias>.<system>.<what>", sorted. No secret: a secret is given by its ARN. Keys, buckets and the like, of which
 * there are many and few are asked for, are there where it is `whole`. */
const struct value *outputs_of(struct arena *a, const struct state *s, bool whole);

#endif

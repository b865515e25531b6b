#ifndef AWS_NET_SCRUB_H
#define AWS_NET_SCRUB_H

#include "aws/wire/codec.h"

/*
 * AWS's errors may quote what they were sent, whole, in part, or escaped. This takes secrets out of such a text before
 * anybody reads it: every text anywhere in `secrets` (a value of any kind), and where that is JSON, as a database's
 * password is kept, every text in there. What stands in for one is "(secret)".
 *
 * A secret of fewer than four characters is not looked for: it would be found in every word. Of longer ones, any eight
 * characters in a row are taken out too. An ARN names a thing and opens nothing: AWS's models call some of them
 * sensitive, and an error is of no use without them.
 */
const char *scrubbed(struct arena *a, const char *text, const struct value *secrets);

/* What the tables mark as secret in a request, and `token` (NULL: none), which is sent beside it. */
const struct value *secrets_sent(struct arena *a, const struct op *op, const struct value *in, const char *token);

#endif

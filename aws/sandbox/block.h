#ifndef AWS_SANDBOX_BLOCK_H
#define AWS_SANDBOX_BLOCK_H

#include "provisioner/base/base.h"

/* Blocks of IPv4 addresses, and the canonical text of both families. */

struct block {
    uint32_t base; /* host bits cleared */
    unsigned bits;
};

bool block_parse(const char *text, struct block *ret); /* "10.0.0.1/16"; host bits may be set */
const char *block_text(struct arena *a, struct block c);
bool block_overlaps(struct block a, struct block b);
bool block_within(struct block inner, struct block outer);
/* Either family, host bits cleared; NULL: it is no block. */
const char *block_canonical(struct arena *a, const char *text);

#endif

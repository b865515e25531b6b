#include "aws/sandbox/block.h"
#include "provisioner/spec/cidr.h"

#include <stdlib.h>
#include <string.h>

/* Two networks parted by a blank: what is one is written as it was read, and its arithmetic stays within it. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool promise)
{
    if (!promise)
        abort();
}

static void within(struct cidr c, struct cidr other)
{
    static const char *const tiers[] = {"private", "public", "data"};
    struct cidr part = {0}, next = {0}, network = cidr_network(c);
    must(cidr_overlaps(c, other) == cidr_overlaps(other, c));
    must(!cidr_contains(c, other) || cidr_overlaps(c, other));
    if (cidr_next(network, &next))
        must(!cidr_overlaps(network, next));
    for (size_t i = 0; i < COUNT(tiers); i++)
        if (cidr_tier_subnet(network, tiers[i], other.prefix, other.address % 8, &part))
            must(cidr_contains(network, part) && !cidr_has_host_bits(part));
    if (cidr_subnet(network, other.prefix, other.address, &part))
        must(cidr_contains(network, part));
}

static void as_block(struct arena *a, const char *text)
{
    const char *canonical = block_canonical(a, text);
    struct block b;
    if (block_parse(text, &b))
        must(block_within(b, b) && block_overlaps(b, b));
    if (canonical)
        must(strcmp(block_canonical(a, canonical), canonical) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, size);
    const char *first = arena_strndup(a, text, strcspn(text, " ")), *second = text + strcspn(text, " ");
    struct cidr one, other;
    as_block(a, first);
    if (!cidr_parse(first, &one))
        return 0;
    must(strcmp(cidr_text(a, one), first) == 0);
    if (*second && cidr_parse(second + 1, &other))
        within(one, other);
    return 0;
}

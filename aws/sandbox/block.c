#include "aws/sandbox/block.h"

#include <arpa/inet.h>
#include <string.h>

/* The part before the slash and the number behind it. */
static bool split(const char *text, char *address, size_t size, int64_t most, unsigned *ret_bits)
{
    const char *slash = strchr(text, '/');
    int64_t bits;
    if (!slash || (size_t)(slash - text) >= size || slash == text)
        return false;
    if (!slash[1] || strlen(slash + 1) > 3 || slash[1] == '+' || slash[1] == '-' || !parse_int(slash + 1, &bits))
        return false;
    memcpy(address, text, (size_t)(slash - text));
    address[slash - text] = '\0';
    *ret_bits = (unsigned)bits;
    return bits >= 0 && bits <= most;
}

static uint32_t mask_of(unsigned bits)
{
    return bits ? ~(uint32_t)0 << (32 - bits) : 0;
}

bool block_parse(const char *text, struct block *ret)
{
    char address[INET_ADDRSTRLEN];
    struct in_addr in;
    unsigned bits;
    if (!split(text, address, sizeof address, 32, &bits) || inet_pton(AF_INET, address, &in) != 1)
        return false;
    *ret = (struct block){ntohl(in.s_addr) & mask_of(bits), bits};
    return true;
}

const char *block_text(struct arena *a, struct block c)
{
    return arena_printf(a, "%u.%u.%u.%u/%u", c.base >> 24, c.base >> 16 & 255, c.base >> 8 & 255, c.base & 255, c.bits);
}

bool block_overlaps(struct block a, struct block b)
{
    uint32_t mask = mask_of(a.bits < b.bits ? a.bits : b.bits);
    return (a.base & mask) == (b.base & mask);
}

bool block_within(struct block inner, struct block outer)
{
    return inner.bits >= outer.bits && block_overlaps(inner, outer);
}

static bool parse6(const char *text, struct in6_addr *ret, unsigned *ret_bits)
{
    char address[INET6_ADDRSTRLEN];
    return split(text, address, sizeof address, 128, ret_bits) && inet_pton(AF_INET6, address, ret) == 1;
}

const char *block_canonical(struct arena *a, const char *text)
{
    struct block c;
    struct in6_addr in;
    unsigned bits;
    char address[INET6_ADDRSTRLEN];
    if (block_parse(text, &c))
        return block_text(a, c);
    if (!parse6(text, &in, &bits))
        return NULL;
    for (unsigned i = bits; i < 128; i++)
        in.s6_addr[i / 8] &= (uint8_t) ~(0x80u >> i % 8);
    return inet_ntop(AF_INET6, &in, address, sizeof address) ? arena_printf(a, "%s/%u", address, bits) : NULL;
}

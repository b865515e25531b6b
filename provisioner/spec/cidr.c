#include "provisioner/spec/cidr.h"

#include <ctype.h>

static uint32_t mask_of(unsigned prefix)
{
    return prefix ? (uint32_t)(0xffffffffu << (32 - prefix)) : 0;
}

static bool number(const char **at, unsigned limit, char end, unsigned *ret)
{
    const char *s = *at;
    unsigned n = 0;
    size_t digits = 0;
    for (; digits < 4 && isdigit((unsigned char)s[digits]); digits++)
        n = n * 10 + (unsigned)(s[digits] - '0');
    if (!digits || n > limit || (digits > 1 && *s == '0') || s[digits] != end)
        return false;
    *at = s + digits + (end != '\0');
    *ret = n;
    return true;
}

bool cidr_parse(const char *text, struct cidr *ret)
{
    struct cidr c = {0};
    for (int i = 0; i < 4; i++) {
        unsigned part;
        if (!number(&text, 255, i < 3 ? '.' : '/', &part))
            return false;
        c.address = c.address << 8 | part;
    }
    if (!number(&text, 32, '\0', &c.prefix))
        return false;
    *ret = c;
    return true;
}

const char *cidr_text(struct arena *a, struct cidr c)
{
    return arena_printf(a, "%u.%u.%u.%u/%u", c.address >> 24, c.address >> 16 & 255, c.address >> 8 & 255,
                        c.address & 255, c.prefix);
}

struct cidr cidr_network(struct cidr c)
{
    c.address &= mask_of(c.prefix);
    return c;
}

bool cidr_has_host_bits(struct cidr c)
{
    return c.address & ~mask_of(c.prefix);
}

bool cidr_contains(struct cidr outer, struct cidr inner)
{
    return inner.prefix >= outer.prefix && (inner.address & mask_of(outer.prefix)) == cidr_network(outer).address;
}

bool cidr_overlaps(struct cidr x, struct cidr y)
{
    return cidr_contains(x, y) || cidr_contains(y, x);
}

bool cidr_subnet(struct cidr c, unsigned prefix, uint64_t nth, struct cidr *ret)
{
    if (prefix > 32 || prefix < c.prefix || nth >= (uint64_t)1 << (prefix - c.prefix))
        return false;
    uint64_t size = (uint64_t)1 << (32 - prefix);
    *ret = (struct cidr){cidr_network(c).address + (uint32_t)(nth * size), prefix};
    return true;
}

bool cidr_next(struct cidr c, struct cidr *ret)
{
    uint64_t next = (uint64_t)cidr_network(c).address + ((uint64_t)1 << (32 - c.prefix));
    if (next > UINT32_MAX)
        return false;
    *ret = (struct cidr){(uint32_t)next, c.prefix};
    return true;
}

bool cidr_tier(struct cidr network, const char *tier, struct cidr *ret)
{
    if (str_eq(tier, "private"))
        return cidr_subnet(network, network.prefix + 1, 0, ret);
    if (str_eq(tier, "public"))
        return cidr_subnet(network, network.prefix + 2, 2, ret);
    return str_eq(tier, "data") && cidr_subnet(network, network.prefix + 2, 3, ret);
}

bool cidr_tier_subnet(struct cidr network, const char *tier, unsigned prefix, unsigned zone, struct cidr *ret)
{
    struct cidr part;
    return cidr_tier(network, tier, &part) && cidr_subnet(part, prefix, zone, ret);
}

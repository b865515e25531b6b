#ifndef SPEC_CIDR_H
#define SPEC_CIDR_H

#include "provisioner/base/base.h"

/* IPv4 networks as arithmetic. `address` is in host order and may have host bits set until cidr_network clears them. */

struct cidr {
    uint32_t address;
    unsigned prefix; /* 0 to 32 */
};

/* "10.0.0.0/16" and nothing else: four decimal numbers without leading zeros, and a prefix. */
bool cidr_parse(const char *text, struct cidr *ret);
const char *cidr_text(struct arena *a, struct cidr c);

struct cidr cidr_network(struct cidr c); /* without host bits */
bool cidr_has_host_bits(struct cidr c);
bool cidr_contains(struct cidr outer, struct cidr inner);
bool cidr_overlaps(struct cidr x, struct cidr y);
/* The nth network of length `prefix` in `c`; false when there is none. */
bool cidr_subnet(struct cidr c, unsigned prefix, uint64_t nth, struct cidr *ret);
/* The network of the same size behind it; false at the end of the address space. */
bool cidr_next(struct cidr c, struct cidr *ret);

/*
 * Where a subnet of a tier lies. The private tier owns the first half of the network, public the third quarter, data
 * the last; each is cut into networks of length `prefix`, one a zone. So a subnet never moves when a zone or a tier is
 * added: AWS can't move one. False when the tier is unknown or has no room for that zone.
 */
bool cidr_tier(struct cidr network, const char *tier, struct cidr *ret);
bool cidr_tier_subnet(struct cidr network, const char *tier, unsigned prefix, unsigned zone, struct cidr *ret);

#endif

#ifndef SPEC_LOOK_H
#define SPEC_LOOK_H

#include "provisioner/spec/rules.h"

/*
 * What rules are written with: a table a system, rules_<system>.c, and its name in rules.c. Inside of provisioner/spec
 * only.
 */

/* The spec a rule looks at, and the rule's own id. */
struct look {
    const struct check *c;
    const struct spec *s;
    const char *rule;
};

struct rule {
    const char *id; /* NULL ends a table */
    void (*once)(const struct look *);
    void (*each)(const struct look *, const struct spec_region *);
};

extern const struct rule aurora_rules[];
extern const struct rule cache_rules[];
extern const struct rule buckets_rules[];
extern const struct rule dns_rules[];
extern const struct rule drills_rules[];
extern const struct rule eks_rules[];
extern const struct rule functions_rules[];
extern const struct rule ingress_rules[];
extern const struct rule msk_rules[];
extern const struct rule network_rules[];
extern const struct rule objectives_rules[];
extern const struct rule observability_rules[];
extern const struct rule region_rules[];
extern const struct rule security_rules[];
extern const struct rule state_rules[];

void found(const struct look *l, enum severity severity, struct pos pos, const char *remedy, const char *fmt, ...)
    PRINTF(5, 6);
/* A value as a message quotes it. */
const char *shown(const struct look *l, const struct value *v);
/* Where the key of a section's value stands. */
struct pos key_pos(const struct look *l, const struct value *v);

/* A region's section; NULL when it has none. */
const struct value *section_of(const struct spec_region *r, const char *system);
/* Of a section: the integer, when it is there and was not found wrong. */
bool int_of(const struct value *section, const char *name, int64_t *ret);
bool is_on(const struct value *section, const char *name);

/* Finds an alias that is no region's; `global` where that may stand for one. */
void check_alias(const struct look *l, const char *alias, struct pos pos, bool global);

/* A system whose data tier the network must have, in two zones at least. */
void needs_tier(const struct look *l, const struct spec_region *r, const char *system, const char *tier);

/* Windows that are too short or that meet, of texts that match DAILY_WINDOW and WEEKLY_WINDOW (tables.h); either may
 * be NULL. */
void check_windows(const struct look *l, const struct value *daily, const struct value *weekly, unsigned shortest);

/* Decimal numbers parted by dots: "15.10"; missing ones are 0. */
void version_numbers(const char *s, unsigned long *ret, size_t n);

#endif

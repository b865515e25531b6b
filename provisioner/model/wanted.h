#ifndef MODEL_WANTED_H
#define MODEL_WANTED_H

#include "provisioner/model/diag.h"

/*
 * What should exist: the blueprint's answer to a spec. Addresses are "<region alias>/<system>/<name>" or
 * "global/<system>/<name>" and never contain a role.
 *
 * References (value_ref) name another wanted address and an attribute of its type. Three kinds of address are not
 * resources:
 *   "lookup/account"         AccountId, Partition, Lineage
 *   "lookup/<alias>/zones"   ZoneNames[] and ZoneIds[] of that region, sorted by name: "ZoneNames[0]"
 *   "self"                   Suffix: "" for the first generation of the address, "-g2" for the second; for names that
 * AWS keeps reserved after deletion
 */

struct wanted {
    const char *address;
    const char *type;          /* "AWS::EC2::VPC" */
    const char *alias;         /* region alias; of the region it is made from, for global ones */
    const char *region;        /* "ap-northeast-1" */
    const struct value *attrs; /* named as the type's attributes; with references in it */
    const char **after;        /* further addresses that must be there before it, NULL-terminated; NULL: none */
    struct pos pos;            /* the spec's line that asked for it */
};

struct wanted_list {
    struct arena *arena;
    struct wanted *items;
    size_t n, cap;
};

struct wanted *wanted_add(struct wanted_list *l, const char *type, const char *alias, const char *region,
                          const char *address, struct value *attrs);
void wanted_after(struct wanted_list *l, struct wanted *w, const char *address);
const struct wanted *wanted_find(const struct wanted_list *l, const char *address); /* NULL; linear: for tests */

/* What "self" answers for an object of that generation. */
const struct value *wanted_self(struct arena *a, unsigned generation, const char *path);

/* "tokyo" of "tokyo/network/vpc"; copied. */
const char *address_alias(struct arena *a, const char *address);
/* "network" of it. */
const char *address_system(struct arena *a, const char *address);

#endif

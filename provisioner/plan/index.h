#ifndef PLAN_INDEX_H
#define PLAN_INDEX_H

#include "provisioner/base/base.h"

/* Addresses to numbers. Texts are the caller's and must stay. */
struct index {
    struct arena *arena;
    struct index_slot {
        const char *key;
        uint32_t n;
    } * slots;
    size_t used, room;
};

void index_put(struct index *x, const char *key, uint32_t n); /* replaces */
bool index_get(const struct index *x, const char *key, uint32_t *ret);

#endif

#ifndef AWS_SANDBOX_WORLD_PRIVATE_H
#define AWS_SANDBOX_WORLD_PRIVATE_H

#include "aws/sandbox/world.h"

/* What world.c and log.c share. */

struct bucket {
    const struct sandbox_kind *kind;
    const char *region;
    struct object **items; /* by sequence number; NULL where one was removed */
    size_t n, cap, holes;
};

struct name {
    const char *key;
    uint64_t hash;
    struct object *object;
    struct name *next, *next_of_object;
};

struct due {
    int64_t at;
    uint64_t order;
    struct object *object;
};

struct world {
    struct arena *arena;
    const char *account;
    uint64_t seed, counter, seq, due_order, version;
    int64_t now;
    struct bucket *buckets;
    size_t n_buckets, buckets_cap;
    struct name **slots;
    size_t n_slots, n_names;
    struct edge *spare_edges;
    struct due *dues;
    size_t n_dues, dues_cap;
    struct object **dirty;
    size_t n_dirty, dirty_cap;
    size_t n_objects;
    /* the log */
    const char *path;
    int fd;
    int64_t end;      /* where the next line goes */
    size_t log_lines; /* objects written since the log began */
    bool keep_before; /* stale reads are on */
    int64_t (*dark_ms)(void *ctx, const char *region);
    void *dark_ctx;
};

void world_attach(struct world *w, struct object *o); /* into its list, and to be found by id */
void world_reindex(struct world *w);                  /* everything else, once all objects are there */

#endif

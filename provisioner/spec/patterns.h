#ifndef SPEC_PATTERNS_H
#define SPEC_PATTERNS_H

#include "provisioner/base/base.h"

/*
 * The table's patterns, compiled once a load: compiling one costs more than a hundred matches. Holds memory of libc's,
 * so whoever starts one as {0} ends it with patterns_done.
 */
struct patterns {
    struct pattern *items;
    size_t n, cap;
};

/* A POSIX extended expression that lives as long as `p`; NULL matches everything. */
bool patterns_match(struct patterns *p, const char *pattern, const char *text);
void patterns_done(struct patterns *p);

#endif

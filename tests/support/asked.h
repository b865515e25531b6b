#ifndef TESTS_ASKED_H
#define TESTS_ASKED_H

#include "provisioner/base/base.h"

#include <stdlib.h>

/* How many, or how far apart, as a variable of the environment says; from 1 on. */
static inline uint64_t asked(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    int64_t n = 0;
    return text && parse_int(text, &n) && n > 0 ? (uint64_t)n : otherwise;
}

#endif

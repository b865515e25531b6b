#ifndef CLI_ASIDE_H
#define CLI_ASIDE_H

#include "provisioner/base/base.h"

/*
 * Commands that run within another one print as they always do, on stdout and stderr: what they say meanwhile is kept
 * aside, in memory, and handed over in the end; of very much, the last part.
 */
struct aside {
    int file, out, err;
};

struct aside aside_begin(void);
const char *aside_end(struct arena *a, const struct aside *s);

#endif

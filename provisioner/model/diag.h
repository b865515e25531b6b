#ifndef MODEL_DIAG_H
#define MODEL_DIAG_H

#include "provisioner/model/value.h"

/*
 * Findings about what the user wrote: collected, sorted by position, printed together at the end. A failure of ours is
 * a `struct err`; a finding is advice, and there may be many.
 */

enum severity { SEV_ERROR, SEV_WARNING, SEV_NOTE };

struct diag {
    const char *rule; /* stable id, e.g. "spec/unknown-key", "network/cidr-overlap" */
    enum severity severity;
    const char *message; /* what is wrong, the offending text quoted */
    const char *remedy;  /* what to do; NULL when the message says it */
    const char *address; /* of a resource; NULL */
    struct pos pos;
};

/* Zeroed but for `arena` is an empty list. `files` names the files that positions count. */
struct diags {
    struct arena *arena;
    struct diag *items;
    size_t n, cap, errors;
    const char **files;
    size_t n_files, files_cap;
};

uint32_t diag_file(struct diags *d, const char *name); /* the number of a file, from 0 */
const char *diag_file_name(const struct diags *d, uint32_t file);

void diag_add(struct diags *d, enum severity sev, const char *rule, struct pos pos, const char *remedy, const char *fmt,
              ...) PRINTF(6, 7);
void diag_sort(struct diags *d); /* by file, line, column, then as added */

/* The nearest of `names` (NULL-terminated) within a third of its length, or NULL. */
const char *diag_nearest(const char *word, const char *const *names);

/* "spec.yaml:4:7: error: ..." a line each. */
void diag_print(const struct diags *d, struct sbuf *out);
const struct value *diag_json(const struct diags *d, struct arena *a); /* as design section 11 */

#endif

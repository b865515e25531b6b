#ifndef SPEC_CHECK_H
#define SPEC_CHECK_H

#include "provisioner/model/diag.h"
#include "provisioner/spec/fields.h"
#include "provisioner/spec/marks.h"
#include "provisioner/spec/patterns.h"

/*
 * A document against the table of fields. The result holds every known field with the value its type says; where
 * something was wrong there is a finding, and V_UNKNOWN stands in, so that later rules don't complain once more.
 */
struct check {
    struct arena *arena;
    struct diags *diags;
    const struct marks *marks;
    struct patterns *patterns;
};

const struct value *check_document(const struct check *c, const struct value *doc);

/* The value as a message quotes it; what came from the environment stays as it was written. */
const char *check_shown(const struct check *c, const struct value *v);

#endif

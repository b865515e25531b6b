#ifndef SPEC_OVERLAY_H
#define SPEC_OVERLAY_H

#include "provisioner/model/diag.h"
#include "provisioner/spec/marks.h"

/* Putting a spec together from several sources: pure, from values to values, positions kept. */

/* Mappings merge deep, anything else of `over` wins, a null of `over` takes away. Shares its parts. */
const struct value *overlay_merge(struct arena *a, const struct value *under, const struct value *over);

/*
 * "network.zones=2", "aurora.log_exports[0]=postgresql", "tags.\"a.b\"=x": the document with that value in it. The
 * value is YAML; nothing is the empty text. `at` is the position of the argument's first character. A finding, and the
 * same document, when the path can't be followed.
 */
const struct value *overlay_set(struct arena *a, const struct value *doc, const char *assignment, struct pos at,
                                struct marks *marks, struct diags *d);

/*
 * ${env:NAME} and ${env:NAME:-otherwise} within scalars; as in a shell, `otherwise` also stands in for the empty text.
 * An unset name is a finding and leaves V_UNKNOWN. Values that came from the environment are marked, so that findings
 * show what was written. Substituted text is bounded by 4 MiB in all.
 */
struct overlay_env {
    const char *(*lookup)(void *ctx, const char *name);
    void *ctx;
    struct marks *marks;
    struct diags *diags;
    size_t bytes; /* substituted so far */
};

const struct value *overlay_env(struct arena *a, const struct value *doc, struct overlay_env *env);

#endif

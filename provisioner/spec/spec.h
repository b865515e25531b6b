#ifndef SPEC_SPEC_H
#define SPEC_SPEC_H

#include "provisioner/model/diag.h"
#include "provisioner/spec/marks.h"

/*
 * From the user's YAML to a spec that the rest may trust: every field is of its type and in its range, every default is
 * filled in, and every region's differences are merged. What spans fields is for provisioner/preflight.
 *
 * Everything lives in the arena given; nothing is shared with the sources but the texts' names.
 *
 * Merging: overlays in order, then `sets` in order, over the file. Mappings merge deep; lists and scalars replace; an
 * explicit null (`key: null`) takes away what lies under it. Then ${env:NAME} and ${env:NAME:-otherwise} are replaced
 * within scalars, where a field's type
 * decides what the text means (a text, where anything may stand); $${env: stands for itself. What came from the
 * environment is never quoted in a finding.
 */

struct spec_sources {
    const char *path; /* of the spec file; read unless `text` is given, and the name in findings either way */
    const char *text;
    size_t n_text;
    const char *const *overlays; /* paths */
    size_t n_overlays;
    const char *const
        *sets; /* "path=value" as on the command line; findings call the file --set, its line the how-manieth */
    size_t n_sets;
    const char *(*env)(void *ctx, const char *name); /* NULL result: unset; NULL function: nothing is set */
    void *env_ctx;
};

struct spec_region {
    const char *alias, *name; /* "tokyo", "ap-northeast-1" */
    bool primary;             /* where writes start; after a failover they may be elsewhere */
    struct pos pos;
    /*
     * The effective document of this region: `tags`, `keys`, `secrets` always; `network`, `aurora` when the spec has
     * them, with every field of the table in it (but those whose table row says that AWS chooses, or that none is
     * made).
     */
    const struct value *config;
};

struct spec {
    const char *project, *environment;
    const char *account;         /* NULL: any */
    const char *state_path;      /* NULL: the default beside the spec */
    const struct value *state;   /* the section, as far as it is written */
    const struct value *tags;    /* a map of texts, without any region's own */
    struct spec_region *regions; /* in the order written */
    size_t n_regions, primary;
    const struct value *resources; /* map name -> {type, regions, properties}; regions always filled in */
    const struct value *overrides; /* map address pattern -> map of attributes */
    const struct value *preflight; /* the section; NULL: none */
    const struct value *raw;       /* the merged document as written */
    const char *canonical; /* canonical JSON of all of the above but `raw`, `preflight` and `usage`, of which nothing is
                              made: what a plan's digest is taken of */
    const struct marks *marks; /* where keys stand, and how values are shown */
};

/*
 * ERR_MISSING or ERR_FILE when a file can't be read, ERR_INPUT when there are findings of severity error: they are in
 * `d`, sorted, and the error only counts them. `d->arena` must be set. Warnings alone are no error. `ret` is set with
 * ERR_INPUT, too, where there is a mapping at all: what is wrong in it is V_UNKNOWN, and other findings can be added.
 */
struct err *spec_load(struct arena *a, const struct spec_sources *src, struct diags *d, struct spec **ret) NODISCARD;

/* The end of looking for mistakes: sorts the findings, drops what is said twice, and counts the errors as ERR_INPUT. */
struct err *spec_verdict(const struct spec_sources *src, struct diags *d) NODISCARD;

/* The region of that alias, or NULL. */
const struct spec_region *spec_region(const struct spec *s, const char *alias);

#endif

#ifndef PREFLIGHT_PREFLIGHT_H
#define PREFLIGHT_PREFLIGHT_H

#include "provisioner/model/rtype.h"
#include "provisioner/preflight/rule.h"

/*
 * What can be told before any call is sent: the rules, run on a spec, and on what is wanted of it. Nothing here knows
 * the network.
 *
 * Findings go to `diags`. A finding stands where the value at fault is written in the spec; where the value was made by
 * a blueprint, at the line that asked for the resource.
 */

struct preflight {
    struct arena *arena;
    struct diags *diags;
    const char *today; /* "2026-11-30" */
    /* of preflight_load: */
    struct spec *spec;
    const struct spec_sources *src;
    bool *used;         /* entries of preflight.ignore that ignored something */
    struct value *told; /* rules and the values they found fault with */
};

/* spec_load, and the rules on what it gives. The same errors. Without one p->spec is set, and resources can be made of
 * it; there may be findings of severity error all the same, of which preflight_wanted tells. `src` stays in use. */
struct err *preflight_load(struct preflight *p, const struct spec_sources *src) NODISCARD;
/* The rules on the wanted resources. ERR_INPUT when errors were found, by now or before: it only counts them. */
struct err *preflight_wanted(struct preflight *p, const struct wanted_list *wanted) NODISCARD;

#endif

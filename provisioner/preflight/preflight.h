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
    struct spec *spec; /* of preflight_load */
};

/* spec_load, and the rules on what it gives. The same errors; p->spec is set when there is none. */
struct err *preflight_load(struct preflight *p, const struct spec_sources *src) NODISCARD;
/* The rules on the wanted resources. ERR_INPUT when there are findings of severity error: it only counts them. */
struct err *preflight_wanted(struct preflight *p, const struct wanted_list *wanted) NODISCARD;

#endif

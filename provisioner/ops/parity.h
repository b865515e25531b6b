#ifndef OPS_PARITY_H
#define OPS_PARITY_H

#include "provisioner/plan/plan.h"

/*
 * Where regions differ that should serve alike: resources that stand at the same place of two regions are laid side by
 * side, with each region's own name taken out of them. What the spec says differently is told with the place that says
 * so; what it says alike, or not at all, and AWS holds differently, is what nobody decided.
 *
 *   differences   [{address ("aurora/cluster"), type, path, values {alias: value}, said, file, line}]: no path where
 * the resource stands in some regions only; `said`: the spec says so, at file and line where it does itself compared
 * how many resources
 *
 * Lives in `a`. `aliases`: NULL-terminated. What was not read of AWS is compared by the spec alone.
 */
const struct value *parity_of(struct arena *a, const struct plan *p, const char *const *aliases, const struct diags *d);

#endif

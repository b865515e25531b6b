#ifndef SPEC_RULES_H
#define SPEC_RULES_H

#include "provisioner/spec/check.h"
#include "provisioner/spec/spec.h"

/*
 * What no single field can know: whether fields, sections and regions fit together. A table of rules, each a function
 * from the assembled spec to findings. Values that were already found wrong are V_UNKNOWN, and no rule looks at those.
 */
void rules_run(const struct check *c, const struct spec *s);

#endif

#ifndef BLUEPRINT_REFERENCE_H
#define BLUEPRINT_REFERENCE_H

#include "provisioner/spec/spec.h"

/*
 * Text with "${address.Path}" in it, as blueprint.h describes, to a value: V_STR without any, V_REF when it is one and
 * nothing else, V_JOIN otherwise. NULL when it is malformed: `ret_problem` says how. Whether the address exists is for
 * the caller to see.
 */
const struct value *reference_parse(struct arena *a, const char *text, const struct spec *spec,
                                    const struct spec_region *here, const char **ret_problem);

/* True when text needs reference_parse at all. */
bool reference_within(const char *text);

#endif

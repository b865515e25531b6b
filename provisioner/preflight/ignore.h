#ifndef PREFLIGHT_IGNORE_H
#define PREFLIGHT_IGNORE_H

#include "provisioner/preflight/look.h"

/*
 * `preflight.ignore` of a spec: findings that are meant to be so, each with a reason. Warnings and notes can be
 * ignored; of errors, those of a `dated` rule. What has expired ignores nothing, and is an error itself.
 */

/* Whether a finding of the look's rule is ignored; remembered, since what ignores nothing is told at the end. */
bool is_ignored(const struct look *l, struct pos pos, const char *address);

#endif

#ifndef BLUEPRINT_DRILLS_H
#define BLUEPRINT_DRILLS_H

#include "provisioner/blueprint/site.h"

/* Inside of the drills only: what FIS and the runbooks may do. `names` has the actions, or runbooks, as its keys. */

void drills_experiment_role_make(const struct site *s, const struct value *names);
void drills_runbook_role_make(const struct site *s, const struct value *names);

#endif

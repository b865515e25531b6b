#include "provisioner/preflight/look.h"

static void guarded(const struct look *l, const struct spec_region *r)
{
    const struct value *drills = section_of(r, "drills");
    if (value_kind(drills) == V_MAP && !value_get(drills, "stop_alarm") && !section_of(r, "observability"))
        found(l, key_pos(l, drills), "name one: stop_alarm",
              "%s: no alarm stops a drill that goes wrong; it goes on for its whole duration", r->alias);
}

/* clang-format off */
const struct rule drill_rules[] = {
    {"FIS-03", SEV_WARNING, "drills that no alarm stops", "one that goes wrong goes on for its whole duration", "name one: stop_alarm",
     "FIS user guide, stop conditions", .each = guarded},
    {0}};
/* clang-format on */

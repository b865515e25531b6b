#include "provisioner/spec/look.h"

static void guarded(const struct look *l, const struct spec_region *r)
{
    const struct value *drills = section_of(r, "drills");
    if (value_kind(drills) == V_MAP && !value_get(drills, "stop_alarm") && !section_of(r, "observability"))
        found(l, SEV_WARNING, key_pos(l, drills), "name one: stop_alarm",
              "%s: no alarm stops a drill that goes wrong; it goes on for its whole duration", r->alias);
}

const struct rule drills_rules[] = {
    {"drills/unguarded", .each = guarded},
    {0},
};

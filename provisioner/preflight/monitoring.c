#include "provisioner/preflight/look.h"

static const char *const levels[] = {"warning", "critical", "emergency"};

static const struct value *subscribers(const struct spec_region *r, const char *level)
{
    return value_get(value_get(section_of(r, "observability"), "alerts"), level);
}

static void nobody_is_told(const struct look *l)
{
    size_t n = 0;
    const struct value *section = NULL;
    for (size_t i = 0; i < l->s->n_regions; i++)
        for (size_t k = 0; k < COUNT(levels); k++)
            n += value_len(subscribers(&l->s->regions[i], levels[k]));
    for (size_t i = 0; i < l->s->n_regions && !section; i++)
        section = section_of(&l->s->regions[i], "observability");
    if (section && !n)
        found(l, value_pos(section), "write alerts: {critical: [email:ops@example.com]}",
              "alarms go off and nobody hears them: observability.alerts names no one");
}

/* clang-format off */
const struct rule monitoring_rules[] = {
    {"CW-901", SEV_WARNING, "alarms that nobody hears", "observability.alerts names no one",
     "write alerts: {critical: [email:ops@example.com]}", "this program", .once = nobody_is_told},
    {0}};
/* clang-format on */

#include "provisioner/preflight/look.h"

/* clang-format off */
const struct rule key_rules[] = {
    {0}};
/* clang-format on */

#include "provisioner/spec/look.h"
const struct rule ingress_rules[] = {{0}};

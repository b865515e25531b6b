#include "provisioner/spec/look.h"
const struct rule dns_rules[] = {{0}};

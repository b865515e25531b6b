#include "provisioner/spec/tables.h"

/* clang-format off */
const struct spec_field drills_fields[] = {
    {"duration_minutes", SPEC_INTEGER, .fallback = "10", .min = 1, .max = 720, .unit = "minutes",
     .help = "how long a fault lasts", .source = "FIS user guide, actions reference: PT1M to PT12H"},
    {"stop_alarm", SPEC_TEXT, .min = 1, .max = 255, .pattern = "^[A-Za-z0-9][A-Za-z0-9 ._/-]*$", .shape = "the name of an alarm of that region",
     .computed = "the alarm over the region that observability makes; without that section nothing stops a drill but its end", .help = "an alarm, a composite one too, that ends a drill at once", .source = "fis CreateExperimentTemplate stopConditions"},
    {"nodes_percent", SPEC_INTEGER, .fallback = "33", .min = 1, .max = 100, .unit = "percent",
     .help = "how many nodes of each EKS node group go", .source = "FIS user guide, aws:eks:terminate-nodegroup-instances"},
    {"retention_days", SPEC_INTEGER, .fallback = "90", .words = RETENTION, .unit = "days", .help = "how long the record of drills is kept", .source = "logs PutRetentionPolicy"},
    {0}};
/* clang-format on */

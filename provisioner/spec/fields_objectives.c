#include "provisioner/spec/tables.h"

#define DURATION .min = 2, .max = 8, .pattern = "^[0-9]+(ms|s|m|h)$", .shape = "a duration such as 500ms, 30s, 5m or 1h"

/* clang-format off */
const struct spec_field objectives_fields[] = {
    {"rto", SPEC_TEXT, DURATION, .computed = "none is stated",
     .help = "recovery time: how long until the other region serves when one is lost",
     .source = "Aurora user guide, managed failover: minutes"},
    {"rpo", SPEC_TEXT, DURATION, .computed = "none is stated",
     .help = "recovery point: how much of the last writes may be lost with a region",
     .source = "Aurora user guide: replication between regions is asynchronous, typically under a second"},
    {"lag", SPEC_TEXT, DURATION, .computed = "none is stated",
     .help = "replication lag above which a region counts as behind"},
    {0}};
/* clang-format on */

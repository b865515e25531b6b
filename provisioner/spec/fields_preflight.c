#include "provisioner/spec/tables.h"

/* clang-format off */
static const struct spec_field ignore_fields[] = {
    {"rule", SPEC_TEXT, SPEC_REQUIRED, .min = 4, .max = 16, .pattern = "^[A-Za-z0-9]+-[0-9]+$", .shape = "a rule's id such as NET-025",
     .help = "whose findings; `provisioner explain RULE` tells about it"},
    {"address", SPEC_TEXT, .min = 1, .max = 200, .computed = "whatever resource they are about",
     .help = "only those about these resources: an address such as tokyo/aurora/cluster, * for any part"},
    {"path", SPEC_TEXT, .min = 1, .max = 200, .computed = "wherever they stand",
     .help = "only those at this place of the spec: aurora.class, regions.osaka.*"},
    {"reason", SPEC_TEXT, SPEC_REQUIRED, .min = 8, .max = 500, .help = "why it is meant to be so, for whoever reads this next"},
    {"until", SPEC_TEXT, .min = 10, .max = 10, .pattern = "^2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
     .shape = "a day such as 2027-01-31", .computed = "for good",
     .help = "the last day on which it holds; from then on this entry is an error itself"},
    {0}};

const struct spec_field preflight_fields[] = {
    {"ignore", SPEC_LIST, .max = 200, .fallback = "", .of = ITEM("finding", SPEC_SECTION, .of = ignore_fields, .help = "findings of one rule"),
     .help = "findings of rules that are meant to be so"},
    {0}};
/* clang-format on */

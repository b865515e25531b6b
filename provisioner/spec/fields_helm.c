#include "provisioner/spec/tables.h"

/* clang-format off */

static const struct spec_field release_fields[] = {
    {"chart", SPEC_TEXT, SPEC_REQUIRED, .min = 1, .max = 512, .pattern = "^(oci://)?[A-Za-z0-9][A-Za-z0-9._-]*([/:][A-Za-z0-9][A-Za-z0-9._-]*)*$",
     .shape = "a chart's name, or oci://...", .help = "name of the chart in its repository, or oci://..."},
    {"repo", SPEC_TEXT, .min = 9, .max = 512, .pattern = "^https://[A-Za-z0-9._/:~-]+$", .shape = "an https:// address",
     .computed = "the chart's own address", .help = "the chart's repository"},
    {"version", SPEC_VERSION, SPEC_REQUIRED, .min = 1, .max = 64, .pattern = "^v?[0-9][0-9A-Za-z.+-]*$",
     .shape = "one version, such as 1.8.1", .help = "version of the chart: the same in every region"},
    {"namespace", SPEC_TEXT, .min = 1, .max = 63, .pattern = NAME, .shape = NAME_SHAPE, .fallback = "default",
     .help = "namespace, made where it is not there"},
    {"values", SPEC_ANY, .help = "values of the chart; no secrets: the state keeps them"},
    {0}};

const struct spec_field helm_fields[] = {
    {"releases", SPEC_MAP, SPEC_REQUIRED, .max = 100, .pattern = NAME, .shape = NAME_SHAPE,
     .of = ITEM("release", SPEC_SECTION, .of = release_fields, .help = "one release"),
     .help = "charts that your own helm installs in every region's cluster, once it has nodes; what others change there stays unseen"},
    {0}};

#ifndef ROUTE_FORMS_H
#define ROUTE_FORMS_H

#include "provisioner/model/value.h"

/* What the router says, as files that others read: router_report's and router_measures' documents in, texts out. */

const char *form_json(struct arena *a, const struct value *report);
/* "AURORA_WRITE_HOST=..." lines; nothing in them needs to be quoted. */
const char *form_env(struct arena *a, const struct value *report);
/* The same names in a ConfigMap, PROJECT-ENVIRONMENT-route. */
const char *form_configmap(struct arena *a, const struct value *report);
/* For people; lines end at so many columns, 0: nowhere. */
const char *form_text(struct arena *a, const struct value *report, const struct value *measures, unsigned width);
/* Prometheus' text format, 0.0.4, as node_exporter's textfile collector takes it. */
const char *form_metrics(struct arena *a, const struct value *report, const struct value *measures);

#endif

#ifndef OPS_METRIC_H
#define OPS_METRIC_H

#include "provisioner/model/value.h"

/* What CloudWatch measures, and the times it is asked for. */

/* Whole milliseconds of a decimal number of units, of so many milliseconds each; 0: it is no number. */
int64_t metric_ms(const struct value *v, int64_t unit);
/* "2026-01-31T12:00:00Z", of seconds since 1970. */
const char *metric_time(struct arena *a, int64_t seconds);

#endif

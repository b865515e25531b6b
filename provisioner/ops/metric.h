#ifndef OPS_METRIC_H
#define OPS_METRIC_H

#include "provisioner/model/value.h"

/* What CloudWatch measures. */

/* Whole milliseconds of a decimal number of units, of so many milliseconds each; 0: it is no number. */
int64_t metric_ms(const struct value *v, int64_t unit);

#endif

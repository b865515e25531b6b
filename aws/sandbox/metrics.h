#ifndef AWS_SANDBOX_METRICS_H
#define AWS_SANDBOX_METRICS_H

#include "aws/sandbox/call.h"

/* CloudWatch's GetMetricData. */
bool metric_data(struct call *c);
/* How far a region is behind, by the metric that tells it of one object, in milliseconds; without the time for which
 * nothing has come over. False: nothing is measured. */
bool metric_lag(struct world *w, const char *metric, const char *region, const char *id, int64_t *ret);

/* OK, ALARM, INSUFFICIENT_DATA: as it is evaluated now. cloudwatch.c */
const char *alarm_now(struct call *c, const struct object *alarm);

#endif

#ifndef AWS_SANDBOX_METRICS_H
#define AWS_SANDBOX_METRICS_H

#include "aws/sandbox/call.h"

/* CloudWatch's GetMetricData. */
bool metric_data(struct call *c);

#endif

#ifndef AWS_API_SERVICEQUOTAS_H
#define AWS_API_SERVICEQUOTAS_H

/* Service Quotas: how much of something an account may have in a region. The API of 2019-06-24: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_servicequotas;

extern const struct op servicequotas_ListServiceQuotas, servicequotas_GetServiceQuota;

#endif

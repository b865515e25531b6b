#ifndef AWS_API_ROUTE53_H
#define AWS_API_ROUTE53_H

/* Route 53: hosted zones, records, health checks. The API of 2013-04-01: every name is AWS's. Account-wide. Ids come
 * with the kind of object in front: "/hostedzone/Z1", "/change/C1". */

#include "aws/wire/shape.h"

extern const struct service svc_route53;

/* clang-format off */
extern const struct op route53_CreateHostedZone, route53_GetHostedZone, route53_ListHostedZones, route53_UpdateHostedZoneComment,
    route53_AssociateVPCWithHostedZone, route53_DisassociateVPCFromHostedZone, route53_DeleteHostedZone;
extern const struct op route53_ChangeResourceRecordSets, route53_ListResourceRecordSets, route53_GetChange;
extern const struct op route53_CreateHealthCheck, route53_GetHealthCheck, route53_ListHealthChecks, route53_UpdateHealthCheck,
    route53_DeleteHealthCheck;
extern const struct op route53_ChangeTagsForResource, route53_ListTagsForResource;
/* clang-format on */

#endif

#ifndef AWS_API_SERVICEDISCOVERY_H
#define AWS_API_SERVICEDISCOVERY_H

/* Cloud Map: namespaces and services. The API of 2017-03-14: every name is AWS's. Most changes are operations, which
 * are asked after. */

#include "aws/wire/shape.h"

extern const struct service svc_servicediscovery;

/* clang-format off */
extern const struct op servicediscovery_CreatePrivateDnsNamespace, servicediscovery_CreateHttpNamespace, servicediscovery_GetNamespace,
    servicediscovery_ListNamespaces, servicediscovery_UpdatePrivateDnsNamespace, servicediscovery_UpdateHttpNamespace,
    servicediscovery_DeleteNamespace;
extern const struct op servicediscovery_CreateService, servicediscovery_GetService, servicediscovery_ListServices,
    servicediscovery_UpdateService, servicediscovery_DeleteService;
extern const struct op servicediscovery_GetOperation, servicediscovery_TagResource, servicediscovery_UntagResource,
    servicediscovery_ListTagsForResource;
/* clang-format on */

#endif

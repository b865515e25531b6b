#include "aws/api/servicequotas.h"

/* clang-format off */

SHAPE(ListServiceQuotasRequest,
    STR_REQUIRED(ServiceCode),
    STR(NextToken),
    INT(MaxResults));

SHAPE(ServiceQuota,
    STR(ServiceCode),
    STR(ServiceName),
    STR(QuotaArn),
    STR(QuotaCode),
    STR(QuotaName),
    {.name = "Value", .kind = K_DEC},
    STR(Unit),
    BOOL(Adjustable),
    BOOL(GlobalQuota));

SHAPE(ListServiceQuotasResponse,
    STR(NextToken),
    LIST(Quotas, ServiceQuota, NULL));

SHAPE(GetServiceQuotaRequest,
    STR_REQUIRED(ServiceCode),
    STR_REQUIRED(QuotaCode));

SHAPE(GetServiceQuotaResponse,
    STRUCT(Quota, ServiceQuota));

OP(servicequotas, GetServiceQuota, GetServiceQuotaRequest, &GetServiceQuotaResponse, OP_READ,
   "NoSuchResourceException IllegalArgumentException AccessDeniedException TooManyRequestsException");
OP_PAGED(servicequotas, ListServiceQuotas, ListServiceQuotasRequest, &ListServiceQuotasResponse, OP_READ,
   "NoSuchResourceException IllegalArgumentException InvalidPaginationTokenException AccessDeniedException TooManyRequestsException",
   PAGES_OF("NextToken", "NextToken", "Quotas", "MaxResults", 100));

const struct service svc_servicequotas = {
    .id = "servicequotas",
    .service_id = "Service Quotas",
    .protocol = P_JSON,
    .version = "2019-06-24",
    .target = "ServiceQuotasV20190624",
    .json = "1.1",
    .ops = (const struct op *const[]){&servicequotas_ListServiceQuotas, &servicequotas_GetServiceQuota, NULL},
};

/* clang-format on */

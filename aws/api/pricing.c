#include "aws/api/pricing.h"

/* clang-format off */

SHAPE(Filter,
    STR_REQUIRED_OF(Type, "TERM_MATCH EQUALS CONTAINS ANY_OF NONE_OF"),
    STR_REQUIRED(Field),
    STR_REQUIRED(Value));

SHAPE(GetProductsRequest,
    STR_REQUIRED(ServiceCode),
    LIST(Filters, Filter, NULL),
    STR(FormatVersion),
    STR(NextToken),
    INT(MaxResults));

SHAPE(GetProductsResponse,
    STR(FormatVersion),
    STRS(PriceList, NULL),
    STR(NextToken));

OP_PAGED(pricing, GetProducts, GetProductsRequest, &GetProductsResponse, OP_READ,
   "InvalidParameterException InvalidNextTokenException ExpiredNextTokenException NotFoundException "
   "AccessDeniedException InternalErrorException ThrottlingException",
   PAGES_OF("NextToken", "NextToken", "PriceList", "MaxResults", 100));

const struct service svc_pricing = {
    .id = "pricing",
    .endpoint = "api.pricing",
    .service_id = "Pricing",
    .protocol = P_JSON,
    .version = "2017-10-15",
    .target = "AWSPriceListService",
    .json = "1.1",
    .ops = (const struct op *const[]){&pricing_GetProducts, NULL},
};

/* clang-format on */

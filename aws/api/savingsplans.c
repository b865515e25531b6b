#include "aws/api/savingsplans.h"

/* clang-format off */

#define WORDS(n, w)  {.name = #n, .kind = K_LIST, .of = K_STR, .values = w}

SHAPE(SavingsPlanOfferingRateFilterElement,
    STR_OF(name, "region instanceFamily instanceType productDescription tenancy productId"),
    STRS(values, NULL));

SHAPE(DescribeSavingsPlansOfferingRatesRequest,
    WORDS(savingsPlanTypes, "Compute EC2Instance SageMaker"),
    WORDS(products, "EC2 Fargate Lambda SageMaker"),
    WORDS(serviceCodes, "AmazonEC2 AmazonECS AmazonEKS AWSLambda AmazonSageMaker"),
    STRS(usageTypes, NULL),
    STRS(operations, NULL),
    LIST(filters, SavingsPlanOfferingRateFilterElement, NULL),
    STR(nextToken),
    INT(maxResults));

SHAPE(ParentSavingsPlanOffering,
    STR(paymentOption),
    STR(planType),
    INT(durationSeconds),
    STR(currency));

SHAPE(SavingsPlanOfferingRateProperty,
    STR(name),
    STR(value));

SHAPE(SavingsPlanOfferingRate,
    STRUCT(savingsPlanOffering, ParentSavingsPlanOffering),
    STR(rate),
    STR(unit),
    STR(productType),
    STR(serviceCode),
    STR(usageType),
    STR(operation),
    LIST(properties, SavingsPlanOfferingRateProperty, NULL));

SHAPE(DescribeSavingsPlansOfferingRatesResponse,
    LIST(searchResults, SavingsPlanOfferingRate, NULL),
    STR(nextToken));

REST_PAGED(savingsplans, DescribeSavingsPlansOfferingRates, "POST", "/DescribeSavingsPlansOfferingRates",
   DescribeSavingsPlansOfferingRatesRequest, &DescribeSavingsPlansOfferingRatesResponse, OP_READ,
   "ValidationException InternalServerException",
   PAGES_OF("nextToken", "nextToken", "searchResults", "maxResults", 1000));

const struct service svc_savingsplans = {
    .id = "savingsplans",
    .service_id = "savingsplans",
    .protocol = P_REST_JSON,
    .version = "2019-06-28",
    .ops = (const struct op *const[]){&savingsplans_DescribeSavingsPlansOfferingRates, NULL},
};

/* clang-format on */

#ifndef AWS_API_PRICING_H
#define AWS_API_PRICING_H

/*
 * The AWS Price List Query API of 2017-10-15: every name is AWS's. It is there in us-east-1, eu-central-1 and
 * ap-south-1 alone, and each of these knows the prices of all regions. The elements of PriceList are texts, in each of
 * which a JSON document is written.
 */

#include "aws/wire/shape.h"

extern const struct service svc_pricing;

extern const struct op pricing_GetProducts;

#endif

#ifndef AWS_API_SAVINGSPLANS_H
#define AWS_API_SAVINGSPLANS_H

/*
 * AWS Savings Plans, of 2019-06-28: every name is AWS's. One endpoint knows the rates of all regions. They can also be
 * asked for by how they are paid, in words with blanks ("No Upfront"), which a table of words can't hold: that is left
 * out, and seen in the answer.
 */

#include "aws/wire/shape.h"

extern const struct service svc_savingsplans;

extern const struct op savingsplans_DescribeSavingsPlansOfferingRates;

#endif

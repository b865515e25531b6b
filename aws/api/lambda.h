#ifndef AWS_API_LAMBDA_H
#define AWS_API_LAMBDA_H

/* Lambda: functions, who may invoke them, and what becomes of events they fail on. The API of 2015-03-31: every name is
 * AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_lambda;

/* clang-format off */
extern const struct op lambda_CreateFunction, lambda_GetFunction, lambda_ListFunctions, lambda_UpdateFunctionCode, lambda_UpdateFunctionConfiguration, lambda_DeleteFunction;
extern const struct op lambda_PutFunctionConcurrency, lambda_DeleteFunctionConcurrency;
extern const struct op lambda_AddPermission, lambda_RemovePermission, lambda_GetPolicy;
extern const struct op lambda_PutFunctionEventInvokeConfig, lambda_GetFunctionEventInvokeConfig, lambda_DeleteFunctionEventInvokeConfig;
extern const struct op lambda_TagResource, lambda_UntagResource, lambda_ListTags;
/* clang-format on */

#endif

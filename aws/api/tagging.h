#ifndef AWS_API_TAGGING_H
#define AWS_API_TAGGING_H

/* Resource Groups Tagging: what bears a tag, whatever its service. The API of 2017-01-26: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_tagging;

/* clang-format off */
extern const struct op tagging_GetResources, tagging_TagResources, tagging_UntagResources;
/* clang-format on */

#endif

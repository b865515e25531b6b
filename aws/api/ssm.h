#ifndef AWS_API_SSM_H
#define AWS_API_SSM_H

/* Systems Manager: documents. The API of 2014-11-06: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_ssm;

/* clang-format off */
extern const struct op ssm_CreateDocument, ssm_DescribeDocument, ssm_GetDocument, ssm_ListDocuments;
extern const struct op ssm_UpdateDocument, ssm_UpdateDocumentDefaultVersion, ssm_DeleteDocument;
extern const struct op ssm_AddTagsToResource, ssm_RemoveTagsFromResource, ssm_ListTagsForResource;
/* clang-format on */

#endif

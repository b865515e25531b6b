#ifndef AWS_API_ACM_H
#define AWS_API_ACM_H

/* Certificate Manager: public certificates. The API of 2015-12-08: every name is AWS's. */

#include "aws/wire/shape.h"

extern const struct service svc_acm;

/* clang-format off */
extern const struct op acm_RequestCertificate, acm_DescribeCertificate, acm_ListCertificates, acm_UpdateCertificateOptions,
    acm_DeleteCertificate;
extern const struct op acm_AddTagsToCertificate, acm_RemoveTagsFromCertificate, acm_ListTagsForCertificate;
/* clang-format on */

#endif

#ifndef AWS_API_SERVICES_H
#define AWS_API_SERVICES_H

#include "aws/wire/shape.h"

/* Every service that we speak, ends with NULL. */
extern const struct service *const aws_services[];

/* By the id that signs its requests ("ec2"), or NULL. */
const struct service *aws_service(const char *id);

#endif

#ifndef AWS_SANDBOX_ACM_H
#define AWS_SANDBOX_ACM_H

#include "aws/sandbox/kinds.h"

/* What Certificate Manager lends to Route 53: a CNAME has come to stand in a public zone, and may be what a certificate
 * waits for. */
void certificates_look(struct call *c);

#endif

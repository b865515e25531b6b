#ifndef AWS_API_HELM_H
#define AWS_API_HELM_H

/* Helm, the user's own program, as if it were a service: aws/net/helm.h says how its operations are run. */

#include "aws/wire/shape.h"

extern const struct service svc_helm;
extern const struct op helm_UpgradeRelease, helm_ListReleases, helm_UninstallRelease;

#endif

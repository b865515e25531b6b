#include "aws/api/helm.h"

/* clang-format off */

#define OF_CLUSTER STR_REQUIRED(ClusterName), STR_REQUIRED(ClusterEndpoint), STR_REQUIRED(ClusterCertificate)

SHAPE(UpgradeReleaseRequest,
    OF_CLUSTER,
    STR_REQUIRED(ReleaseName),
    STR_REQUIRED(Namespace),
    STR_REQUIRED(Chart),
    STR(Repo),
    STR_REQUIRED(Version),
    STR(Values));

SHAPE(ListReleasesRequest,
    OF_CLUSTER,
    STR_REQUIRED(ReleaseName),
    STR_REQUIRED(Namespace));

SHAPE(Release,
    STR(name),
    STR(namespace),
    STR(revision),
    STR(status),
    STR(chart));

SHAPE(ListReleasesResponse,
    LIST(Releases, Release, NULL));

SHAPE(UninstallReleaseRequest,
    OF_CLUSTER,
    STR_REQUIRED(ReleaseName),
    STR_REQUIRED(Namespace));

OP(helm, UpgradeRelease,   UpgradeReleaseRequest,   NULL,                  OP_IDEMPOTENT, "Failed Missing");
OP(helm, ListReleases,     ListReleasesRequest,     &ListReleasesResponse, OP_READ,       "Failed Missing");
OP(helm, UninstallRelease, UninstallReleaseRequest, NULL,                  OP_IDEMPOTENT, "Failed Missing");

const struct service svc_helm = {
    .id = "helm", .service_id = "Helm", .protocol = P_PROGRAM,
    .ops = (const struct op *const[]){&helm_UpgradeRelease, &helm_ListReleases, &helm_UninstallRelease, NULL},
};

/* clang-format on */

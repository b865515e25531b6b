/*
 * A release of a chart in a cluster, by the user's own helm. It is looked at only while an apply runs: a plan neither
 * needs helm nor reaches into a cluster, so what somebody changes there stays unseen. An upgrade installs what is not
 * there and takes back what fails, so a run that was cut off just does it again.
 */
#include "aws/api/helm.h"
#include "aws/types/common.h"

#define TOLD_NEVER A_WRITE_ONLY

/* clang-format off */
const struct rtype rtype_helm_release = {
    .name = "Helm::Release", .doc = "a chart installed in a cluster by helm; changes made there by others stay unseen",
    .flags = RT_UNSEEN | RT_PART, .going = INT_DOWNTIME, .id = "Namespace ReleaseName", .key = "Namespace ReleaseName",
    .create_s = {90, 180}, .update_s = {60, 120}, .delete_s = {30, 60},
    .timed = GUESSED,
    .attrs = (const struct attr[]){
        {"ReleaseName",        T_STR, A_REQUIRED | A_CREATE_ONLY, "name", .doc = "unique in the namespace"},
        {"Namespace",          T_STR, A_REQUIRED | A_CREATE_ONLY, "namespace", .doc = "made where it is not there"},
        {"ClusterName",        T_STR, A_REQUIRED | A_CREATE_ONLY | TOLD_NEVER, .doc = "the EKS cluster, in this region"},
        {"ClusterEndpoint",    T_STR, A_REQUIRED | TOLD_NEVER | A_HARMLESS, .doc = "URL of its API"},
        {"ClusterCertificate", T_STR, A_REQUIRED | TOLD_NEVER | A_HARMLESS, .doc = "certificate of its API, base64"},
        {"Chart",              T_STR, A_REQUIRED | TOLD_NEVER | A_BRIEF, .doc = "name in the repository, or oci://..."},
        {"Repo",               T_STR, TOLD_NEVER | A_HARMLESS, .dflt = "\"\"", .doc = "https://... of the repository"},
        {"Version",            T_STR, A_REQUIRED | TOLD_NEVER | A_BRIEF, .doc = "of the chart"},
        {"Values",             T_MAP, A_JSON | TOLD_NEVER | A_BRIEF, .dflt = "{}", .doc = "the chart's values; no secrets: the state keeps them"},
        {"Revision",           T_STR, A_OUTPUT, "revision", .doc = "how often it was installed or upgraded"},
        {0}},
    .impl = &(const struct rtype_impl){
        .read    = CALLS({&helm_ListReleases, .result = "Releases[]"}),
        .create  = CALLS({&helm_UpgradeRelease, .found = FOUND_BY_NAME}),
        .update  = CALLS({&helm_UpgradeRelease, .when = "ClusterEndpoint ClusterCertificate Chart Repo Version Values",
                          .only = "ReleaseName Namespace ClusterName ClusterEndpoint ClusterCertificate Chart Repo Version Values"}),
        .remove  = CALLS({&helm_UninstallRelease}),
        .missing = "NotFound",
        .wait    = {UNTIL({"status", "deployed", "pending-install pending-upgrade pending-rollback uninstalling"}), 5, 1200},
    },
};

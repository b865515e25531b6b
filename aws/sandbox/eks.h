#ifndef AWS_SANDBOX_EKS_H
#define AWS_SANDBOX_EKS_H

#include "aws/sandbox/kinds.h"

/* Rules of EKS's rows, and what its files share. */

/* ---- clusters, and what all has in common (eks_cluster.c) -------------------------------------------------------- */

sandbox_rule eks_cluster_draft, eks_cluster_made, eks_cluster_may_go, eks_cluster_version, eks_cluster_config,
    eks_cluster_encryption;

/* The cluster that the request names, ACTIVE; false and a fault. */
bool eks_cluster_ready(struct call *c, struct object **ret);
/* A role that is there and that `service` may take; `what` is what a fault calls it. */
bool eks_role_fits(struct call *c, const char *arn, const char *service, const char *what);
/* Subnets of one VPC, which they tell; false and a fault. */
bool eks_subnets_fit(struct call *c, const struct value *ids, const char **ret_vpc, size_t *ret_zones);
/* The minor of "1.34"; -1: it is none that the sandbox knows. */
int eks_minor(const char *version);
enum { EKS_MINOR_LEAST = 31, EKS_MINOR_MOST = 36, EKS_MINOR_DEFAULT = 35, EKS_MINOR_STANDARD = 34 };

/* ---- updates (eks_update.c) -------------------------------------------------------------------------------------- */

/* Begins one on `o`: `life` passes, then the members of `pending` are set. Answers it. False: another is at work. */
bool eks_update_begin(struct call *c, struct object *o, const char *type, const char *life,
                      const struct value *pending);
/* For kinds that are updated: sets what was pending once it has come to rest. */
void eks_update_ends(struct world *w, struct object *o, const char *state);
sandbox_rule eks_update_show, eks_updates_asked;
bool eks_update_listed(struct call *c, const struct object *o);

/* ---- parts of a cluster ------------------------------------------------------------------------------------------ */

sandbox_rule eks_nodegroup_draft, eks_nodegroup_made, eks_nodegroup_config, eks_nodegroup_version, eks_nodegroup_may_go;
sandbox_rule eks_addon_draft, eks_addon_change, eks_addon_may_go, eks_addon_versions, eks_addon_configuration;
sandbox_rule eks_versions;
/* Nodes have come or gone: add-ons that need some follow. */
void eks_addons_follow(struct world *w, struct object *cluster);
bool eks_has_nodes(const struct object *cluster);

sandbox_rule eks_entry_draft, eks_entry_change, eks_policy_associate, eks_policy_disassociate, eks_policies_list;
/* EKS's own entry for a principal, unless it has one; policy NULL: none. */
void eks_entry_along(struct call *c, const struct object *cluster, const char *principal, const char *type,
                     const char *policy);
sandbox_rule eks_pod_identity_draft, eks_pod_identity_change, eks_pod_identity_drop;
bool eks_pod_identity_listed(struct call *c, const struct object *o);
sandbox_rule eks_fargate_draft, eks_fargate_may_go;

#endif

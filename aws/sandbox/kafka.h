#ifndef AWS_SANDBOX_KAFKA_H
#define AWS_SANDBOX_KAFKA_H

#include "aws/sandbox/kinds.h"

/* MSK and MSK Connect as the sandbox plays them: rules that the services' tables name, and what the files share. */

/* ---- shared ------------------------------------------------------------------------------------------------------ */

enum { KAFKA_ZONES_LEAST = 2, KAFKA_ZONES_MOST = 3 };

const char *kafka_uuid(struct world *w, struct arena *a); /* "8-4-4-4-12-digit" */
const char *kafka_version(struct world *w,
                          struct arena *a); /* of a cluster, a replicator, a connector: "K2EUQ1WTGCTBG2" */
/* Letters, digits and hyphens, not a hyphen first. */
bool kafka_name_fits(struct call *c, const char *member, size_t longest);
/* CurrentVersion of the request is that of c->object. */
bool kafka_is_current(struct call *c, const char *member);
/* Two or three subnets, each in another zone and all in one VPC of `region`, and security groups of that VPC. */
bool kafka_network_fits(struct call *c, const char *region, const struct value *subnets, const struct value *groups);
/* Subnets and groups of `region` that are there; `most` of them at most. */
bool kafka_role_fits(struct call *c, const char *member, const char *service);
/* "3.9.x" as 3009, 0: no version. */
int kafka_version_number(const char *version);
/* A member of the cluster's Provisioned. */
const struct value *kafka_cluster_get(struct arena *a, const struct object *cluster, const char *path);
bool kafka_cluster_is(struct arena *a, const struct object *cluster, const char *path); /* true there */

/* ---- clusters ---------------------------------------------------------------------------------------------------- */

sandbox_rule kafka_cluster_draft, kafka_cluster_may_go, kafka_bootstrap, kafka_versions_list, kafka_versions_compatible;
/* From one version to the other in place. */
bool kafka_leads_to(const char *from, const char *to);
bool kafka_cluster_asked(struct call *c, const struct object *o);
/* What a cluster would be with these settings: rules for creation and updates alike. */
bool kafka_type_fits(struct call *c, const char *type);
bool kafka_count_fits(struct call *c, const struct value *provisioned, int64_t brokers);
bool kafka_volume_fits(struct call *c, const struct value *storage);
bool kafka_security_fits(struct call *c, const struct value *provisioned);
bool kafka_version_fits(struct call *c, const char *version);
bool kafka_logging_fits(struct call *c, const struct value *logging);
bool kafka_configuration_fits(struct call *c, const char *arn, int64_t revision);
/* A setting that brokers of this CurrentBrokerSoftwareInfo do not start with; NULL: none. */
const char *kafka_configuration_broken(struct call *c, const struct value *software);

/* ---- updates ----------------------------------------------------------------------------------------------------- */

bool kafka_operation_asked(struct call *c, const struct object *o);
sandbox_rule kafka_broker_reboot, kafka_update_count, kafka_update_broker_storage, kafka_update_type,
    kafka_update_configuration, kafka_update_version, kafka_update_connectivity, kafka_update_monitoring,
    kafka_update_security, kafka_update_storage;
void kafka_cluster_entered(struct world *w, struct object *o, const char *state);

/* ---- configurations ---------------------------------------------------------------------------------------------- */

sandbox_rule kafka_configuration_draft, kafka_configuration_made, kafka_configuration_change, kafka_revision_show;

/* ---- policies and secrets ---------------------------------------------------------------------------------------- */

sandbox_rule kafka_policy_put, kafka_policy_get, kafka_policy_delete;
sandbox_rule kafka_scram_associate, kafka_scram_disassociate, kafka_scram_list;

/* ---- replicators ------------------------------------------------------------------------------------------------- */

sandbox_rule kafka_replicator_draft, kafka_replicator_made, kafka_replicator_change, kafka_replicator_may_go;
bool kafka_replicator_asked(struct call *c, const struct object *o);

#endif

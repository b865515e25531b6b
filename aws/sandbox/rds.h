#ifndef AWS_SANDBOX_RDS_H
#define AWS_SANDBOX_RDS_H

#include "aws/sandbox/kinds.h"

/* The rules of RDS that a row cannot hold; rds.c is the table that names them. */

sandbox_rule global_draft, global_change, global_may_go, global_remove, global_switchover, global_failover;
sandbox_rule cluster_draft, cluster_made, cluster_change, cluster_may_go;
sandbox_rule cluster_endpoint_draft, cluster_endpoint_change, cluster_endpoint_may_go, cluster_endpoints_asked;
sandbox_rule instance_draft, instance_change, instance_reboot, cluster_failover, instance_may_go;
sandbox_rule subnet_group_draft, subnet_group_change;
sandbox_rule parameters_draft, parameters_modify, parameters_reset, parameters_show, parameters_may_go, groups_defaults;
sandbox_rule event_subscription_draft, event_subscription_change, event_subscription_may_go, event_source_add,
    event_source_remove;
sandbox_rule quotas_describe, versions_describe, orderable_describe, maintenance_describe;

/* Lists: the cluster and the endpoint that the request names. */
bool cluster_endpoint_is_asked(struct call *c, const struct object *o);
/* The two endpoints that every cluster has. */
void cluster_endpoints_built_in(struct call *c, const struct object *cluster);
void global_entered(struct world *w, struct object *o, const char *state);

/* ---- engines ----------------------------------------------------------------------------------------------------- */

struct engine_version {
    const char *engine, *version, *family;
    bool global, forwards; /* global databases; forwarding of writes in them */
};

/* "15" and "15.10" find the same engine; NULL and the fault where there is none. version "" means the default. */
const struct engine_version *engine_version(struct call *c, const char *engine, const char *version);
bool class_offered(const char *instance_class);
bool class_allows_global(const char *instance_class);

/* ---- parameter groups -------------------------------------------------------------------------------------------- */

/* A group by name; "default.<family>" comes into being when it is first asked for. False: the fault is set. */
bool parameter_group(struct call *c, const struct sandbox_kind *k, const char *name, const char *family);

/* ---- clusters ---------------------------------------------------------------------------------------------------- */

/* The global database that a cluster is a member of, or NULL; *ret_writer says whether it is the writer. */
struct object *global_of(struct world *w, const struct object *cluster, bool *ret_writer);
const char *global_writer(const struct object *global);        /* the ARN of the member that writes; "" */
bool is_writer(struct world *w, const struct object *cluster); /* alone, or the writer of its global database */
bool identifier_fits(struct call *c, const char *member);
size_t instances_in(const struct object *cluster, const char *states); /* in one of these states; NULL: any */
struct object *first_instance(const struct object *cluster);
/* Another instance becomes its writer, the one that is named or, for "", any; nothing where there is none. */
void cluster_fails_over(struct world *w, struct object *cluster, const char *named);

#endif

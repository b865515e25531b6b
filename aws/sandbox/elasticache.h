#ifndef AWS_SANDBOX_ELASTICACHE_H
#define AWS_SANDBOX_ELASTICACHE_H

#include "aws/sandbox/kinds.h"

/* The rules of ElastiCache that a row cannot hold; elasticache.c is the table that names them. */

sandbox_rule cache_versions_show, cache_updates_show, cache_offerings_show;
sandbox_rule cache_subnets_draft, cache_subnets_change, cache_subnets_may_go;
sandbox_rule cache_parameters_draft, cache_parameters_modify, cache_parameters_reset, cache_parameters_show,
    cache_parameters_may_go, cache_parameters_defaults;
sandbox_rule cache_user_draft, cache_user_change, cache_user_may_go;
sandbox_rule cache_users_draft, cache_users_change, cache_users_may_go;
sandbox_rule replication_draft, replication_made, replication_change, replication_changed, replication_reshard,
    replication_grow, replication_shrink, replication_may_go, replication_settled, cache_clusters_show;
sandbox_rule datastore_draft, datastore_made, datastore_change, datastore_reshard, datastore_may_go, datastore_leave,
    datastore_failover;
bool datastore_is_asked(struct call *c, const struct object *o);
void replication_entered(struct world *w, struct object *o, const char *state);
void datastore_entered(struct world *w, struct object *o, const char *state);

/* Letters, digits and single hyphens, a letter first. */
bool cache_id_fits(struct call *c, const char *member, size_t most);

/* ---- engines ----------------------------------------------------------------------------------------------------- */

struct cache_engine {
    const char *name, *version, *full, *family; /* "redis", "7.1", "7.1.0", "redis7" */
    bool global;                                /* global datastores */
};

/* "" is the newest; NULL and the fault where there is none. */
const struct cache_engine *cache_engine(struct call *c, const char *name, const char *version);
bool cache_node_offered(struct call *c, const char *type);
bool cache_node_global(const char *type);

/* ---- parameter groups -------------------------------------------------------------------------------------------- */

/* Of this family; "default.<family>" comes into being when it is first asked for. False: the fault is set. */
bool cache_parameter_group(struct call *c, const char *name, const char *family, struct object **ret);
bool cache_parameter_is(const struct object *group, const char *name, const char *value);
/* The copy of a group that a member of a global datastore runs on from now on. */
void cache_parameters_copy(struct call *c, struct object *member, const struct object *from, const char *datastore);

/* ---- global datastores ------------------------------------------------------------------------------------------- */

/* The datastore of a replication group; NULL: it is alone. */
struct object *datastore_of(struct world *w, const struct object *group);
struct object *datastore_member(struct world *w, const struct object *datastore, size_t at); /* NULL: no more */
struct object *datastore_primary(struct world *w, const struct object *datastore);
/* A new member on its way, then there. */
void datastore_join(struct call *c, struct object *datastore, const struct object *group);
void datastore_joined(struct world *w, struct object *datastore, const struct object *group);

#endif

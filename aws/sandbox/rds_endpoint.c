#include "aws/sandbox/rds.h"

#include <string.h>

/*
 * Endpoints of Aurora clusters: the two that every cluster has, and custom ones. Source of rules: the RDS API reference
 * and "Custom endpoints" of the Aurora user guide.
 */

enum { CUSTOM_MOST = 5 };

static void cluster_endpoint_view(struct call *c, const struct object *o, struct value *view);

/* The words of two filters are in lower case where the members they speak of are not: hence the members with '$'. */
/* clang-format off */
const struct sandbox_kind kind_cluster_endpoint = {
    .name = "db-cluster-endpoint", .service = "rds", .id = "DBClusterEndpointIdentifier", .lower = true,
    .arn = "arn:aws:rds:{region}:{account}:cluster-endpoint:{id}", .arn_member = "DBClusterEndpointArn",
    .status = "Status", .ready = "available inactive",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"creating", 40}, {"available", 0}}},
        {"modify", GUESS, {{"modifying", 20}, {"available", 0}}},
        {"drop",   GUESS, {{"deleting", 20}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){
        {"EndpointType", K_STR, "CUSTOM"}, {"$Type", K_STR, "custom"},
        {"Endpoint", K_STR, "{id}.cluster-custom-{$Hash}.{region}.rds.amazonaws.com"},
        {"StaticMembers", K_LIST, NULL}, {"ExcludedMembers", K_LIST, NULL}, {0}},
    .renames = (const struct rename[]){{"EndpointType", "CustomEndpointType"}, {0}},
    .refs = (const struct ref[]){{"DBClusterIdentifier", &kind_cluster, REF_OWNED}, {0}},
    .missing = {"DBClusterEndpointNotFoundFault", "DB cluster endpoint {id} not found."},
    .exists = {"DBClusterEndpointAlreadyExistsFault", "DB cluster endpoint {id} already exists."},
    .busy = {"InvalidDBClusterEndpointStateFault", "DB cluster endpoint {id} is in state {Status}."},
    .filters = (const struct filter[]){
        {"db-cluster-endpoint-type", "$Type"}, {"db-cluster-endpoint-custom-type", "$CustomType"},
        {"db-cluster-endpoint-id", "DBClusterEndpointIdentifier"}, {"db-cluster-endpoint-status", "Status"}, {0}},
    .view = cluster_endpoint_view,
};
/* clang-format on */

static const struct object *cluster_of(struct call *c, const struct object *endpoint)
{
    return object_find(c->w, &kind_cluster, endpoint->region, object_str(endpoint, "DBClusterIdentifier"));
}

/* ---- those that every cluster has -------------------------------------------------------------------------------- */

static bool is_built_in(const struct object *o)
{
    return !str_eq(object_str(o, "EndpointType"), "CUSTOM");
}

/* Their ids are names that no request can give. */
static void built_in(struct call *c, const struct object *cluster, const char *type, const char *filter,
                     const char *host)
{
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "DBClusterEndpointIdentifier", arena_printf(c->a, "%s/%s", cluster->id, filter));
    value_set_str(c->a, v, "DBClusterIdentifier", cluster->id);
    value_set_str(c->a, v, "EndpointType", type);
    value_set_str(c->a, v, "$Type", filter);
    value_set_str(c->a, v, "Endpoint", object_str(cluster, host));
    value_set(c->a, v, "$Given", value_bool(c->a, true));
    make_along(c, &kind_cluster_endpoint, cluster->region, v);
}

void cluster_endpoints_built_in(struct call *c, const struct object *cluster)
{
    built_in(c, cluster, "WRITER", "writer", "Endpoint");
    built_in(c, cluster, "READER", "reader", "ReaderEndpoint");
}

static const char *state_of_built_in(struct call *c, const struct object *o)
{
    const struct object *cluster = cluster_of(c, o);
    if (!cluster || has_word("creating deleting", object_status(cluster)))
        return cluster ? object_status(cluster) : "deleting";
    bool idle = str_eq(object_str(o, "$Type"), "writer") && !is_writer(c->w, cluster);
    return idle ? "inactive" : "available";
}

static void cluster_endpoint_view(struct call *c, const struct object *o, struct value *view)
{
    static const char *const custom[] = {"DBClusterEndpointIdentifier", "DBClusterEndpointArn", "StaticMembers",
                                         "ExcludedMembers"};
    if (!is_built_in(o))
        return;
    for (size_t i = 0; i < COUNT(custom); i++)
        value_set(c->a, view, custom[i], value_null(c->a));
    value_set_str(c->a, view, "Status", state_of_built_in(c, o));
}

/* ---- listing ----------------------------------------------------------------------------------------------------- */

/* An endpoint that is not there is an empty list, a cluster a fault: the model knows of no other for this call. */
bool cluster_endpoints_asked(struct call *c)
{
    return !has(c, "DBClusterIdentifier") || need(c, &kind_cluster, c->region, in_str(c, "DBClusterIdentifier"), NULL);
}

bool cluster_endpoint_is_asked(struct call *c, const struct object *o)
{
    const char *cluster = in_str(c, "DBClusterIdentifier"), *id = in_str(c, "DBClusterEndpointIdentifier");
    return (!*cluster || str_eq_nocase(cluster, object_str(o, "DBClusterIdentifier"))) &&
           (!*id || (str_eq_nocase(id, o->id) && !is_built_in(o)));
}

/* ---- members ----------------------------------------------------------------------------------------------------- */

static bool members_fit(struct call *c, const struct object *cluster, const char *member)
{
    const struct value *asked = value_get(c->in, member);
    struct value *ids = value_list(c->a);
    for (size_t i = 0; i < value_len(asked); i++) {
        const char *id = value_str_of(value_item(asked, i));
        const struct object *o = object_find(c->w, &kind_instance, c->region, id);
        if (!o || !str_eq(object_str(o, "DBClusterIdentifier"), cluster->id))
            return refuse_missing(c, &kind_instance, id);
        if (has_word("creating deleting", object_status(o)))
            return refuse_busy(c, o);
        value_push(c->a, ids, value_str(c->a, o->id));
    }
    if (asked)
        value_set(c->a, c->draft, member, ids);
    return true;
}

static size_t members_then(const struct call *c, const char *member)
{
    const struct value *v = value_get(c->draft, member);
    return value_len(v || !c->object ? v : value_get(c->object->v, member));
}

static bool settings_fit(struct call *c, const struct object *cluster)
{
    const char *type = in_str(c, "EndpointType");
    if (!str_eq(object_status(cluster), "available"))
        return refuse_busy(c, cluster);
    if (has(c, "EndpointType") && !has_word("READER ANY", type))
        return refuse(c, "InvalidParameterValue", "Endpoint type not supported by the cluster: %.60s", type);
    if (!members_fit(c, cluster, "StaticMembers") || !members_fit(c, cluster, "ExcludedMembers"))
        return false;
    if (members_then(c, "StaticMembers") && members_then(c, "ExcludedMembers"))
        return refuse(c, "InvalidParameterCombination",
                      "An endpoint has either static members or excluded members, not both");
    if (*type)
        draft_str(c, "$CustomType", str_eq(type, "READER") ? "reader" : "any");
    return true;
}

/* ---- making, changing, deleting ---------------------------------------------------------------------------------- */

static size_t custom_endpoints_of(const struct object *cluster)
{
    size_t n = 0;
    for (struct edge *e = first_from(cluster, &kind_cluster_endpoint); e; e = next_from(e, &kind_cluster_endpoint))
        n += !is_built_in(e->from);
    return n;
}

bool cluster_endpoint_draft(struct call *c)
{
    struct object *cluster;
    if (!identifier_fits(c, "DBClusterEndpointIdentifier") ||
        !need(c, &kind_cluster, c->region, in_str(c, "DBClusterIdentifier"), &cluster) || !settings_fit(c, cluster))
        return false;
    if (custom_endpoints_of(cluster) >= CUSTOM_MOST)
        return refuse(c, "DBClusterEndpointQuotaExceededFault",
                      "The cluster %s already has %d custom endpoints, the most it can have", cluster->id, CUSTOM_MOST);
    draft_str(c, "DBClusterIdentifier", cluster->id);
    draft_str(c, "DBClusterEndpointResourceIdentifier",
              arena_printf(c->a, "cluster-endpoint-%s", mint_hex(c->w, c->a, 26)));
    draft_str(c, "$Hash", hash_hex(c->a, arena_printf(c->a, "%s %s", c->region, world_account(c->w)), 12));
    return true;
}

bool cluster_endpoint_change(struct call *c)
{
    const struct object *cluster = cluster_of(c, c->object);
    if (!cluster || is_built_in(c->object))
        return refuse_missing(c, c->kind, c->object->id);
    return settings_fit(c, cluster);
}

bool cluster_endpoint_may_go(struct call *c)
{
    if (is_built_in(c->object))
        return refuse_missing(c, c->kind, c->object->id);
    return has_word(c->kind->ready, object_status(c->object)) || refuse_busy(c, c->object);
}

#include "aws/sandbox/elasticache.h"

#include <string.h>

/* Subnet groups and parameter groups. Source of rules: the ElastiCache API reference, and "Redis OSS specific
 * parameters" and "Global datastores" of the ElastiCache user guide. */

/* clang-format off */
const struct sandbox_kind kind_cache_subnet_group = {
    .name = "cache-subnet-group", .service = "elasticache", .id = "CacheSubnetGroupName", .lower = true,
    .arn = "arn:aws:elasticache:{region}:{account}:subnetgroup:{id}", .arn_member = "ARN",
    .refs = (const struct ref[]){{"Subnets[].SubnetIdentifier", &kind_subnet, REF_LOOSE}, {0}},
    .missing = {"CacheSubnetGroupNotFoundFault", "Cache Subnet Group {id} does not exist."},
    .exists = {"CacheSubnetGroupAlreadyExists", "Cache subnet group {id} already exists."},
    .blocked = {"CacheSubnetGroupInUse", "Cache subnet group {id} is currently in use by a cache cluster."},
};

const struct sandbox_kind kind_cache_parameter_group = {
    .name = "cache-parameter-group", .service = "elasticache", .id = "CacheParameterGroupName", .lower = true,
    .arn = "arn:aws:elasticache:{region}:{account}:parametergroup:{id}", .arn_member = "ARN",
    .filled = (const struct filled[]){{"IsGlobal", K_BOOL, "false"}, {0}},
    .missing = {"CacheParameterGroupNotFound", "CacheParameterGroup not found: {id}"},
    .exists = {"CacheParameterGroupAlreadyExists", "Parameter group {id} already exists"},
    .blocked = {"InvalidCacheParameterGroupState", "One or more cache clusters are still members of this parameter group {id}, so the group cannot be deleted"},
};

/* since: the first family that has it, until: the last. fixed: AWS sets it; detached: only while no cache uses it. */
enum { ANY, FIXED, DETACHED };
static const struct cache_parameter {
    const char *name;
    int change;
    const char *since, *until, *type, *allowed, *value;
} parameters[] = {
    {"activerehashing",              FIXED,    NULL,       NULL,       "string",  "yes,no", "yes"},
    {"active-expire-effort",         ANY,      "redis6.x", NULL,       "integer", "1-10", "1"},
    {"appendonly",                   FIXED,    NULL,       NULL,       "string",  "yes,no", "no"},
    {"close-on-replica-write",       ANY,      NULL,       NULL,       "string",  "yes,no", "yes"},
    {"cluster-enabled",              DETACHED, NULL,       NULL,       "string",  "yes,no", "no"},
    {"databases",                    DETACHED, NULL,       NULL,       "integer", "1-1200000", "16"},
    {"hash-max-listpack-entries",    ANY,      "redis7",   NULL,       "integer", "0-2147483647", "512"},
    {"hash-max-ziplist-entries",     ANY,      NULL,       "redis6.x", "integer", "0-2147483647", "512"},
    {"latency-tracking",             ANY,      "redis7",   NULL,       "string",  "yes,no", "no"},
    {"lazyfree-lazy-eviction",       ANY,      NULL,       NULL,       "string",  "yes,no", "no"},
    {"maxclients",                   FIXED,    NULL,       NULL,       "integer", "1-65000", "65000"},
    {"maxmemory-policy",             ANY,      NULL,       NULL,       "string",
     "volatile-lru,allkeys-lru,volatile-lfu,allkeys-lfu,volatile-random,allkeys-random,volatile-ttl,noeviction", "volatile-lru"},
    {"maxmemory-samples",            ANY,      NULL,       NULL,       "integer", "1-2147483647", "3"},
    {"min-replicas-max-lag",         ANY,      NULL,       NULL,       "integer", "0-2147483647", "10"},
    {"min-replicas-to-write",        ANY,      NULL,       NULL,       "integer", "0-2147483647", "0"},
    {"notify-keyspace-events",       ANY,      NULL,       NULL,       "string",  NULL, NULL},
    {"repl-backlog-size",            ANY,      NULL,       NULL,       "integer", "16384-9223372036854775807", "1048576"},
    {"repl-backlog-ttl",             ANY,      NULL,       NULL,       "integer", "0-2147483647", "3600"},
    {"repl-timeout",                 FIXED,    NULL,       NULL,       "integer", "11-2147483647", "60"},
    {"reserved-memory-percent",      ANY,      NULL,       NULL,       "integer", "0-100", "25"},
    {"slowlog-log-slower-than",      ANY,      NULL,       NULL,       "integer", "-1-2147483647", "10000"},
    {"slowlog-max-len",              ANY,      NULL,       NULL,       "integer", "0-2147483647", "128"},
    {"tcp-keepalive",                ANY,      NULL,       NULL,       "integer", "0-2147483647", "300"},
    {"timeout",                      ANY,      NULL,       NULL,       "integer", "0,20-2147483647", "0"},
};

static const char *const families[] = {"redis5.0", "redis6.x", "redis7", "valkey7", "valkey8"}; /* oldest first */
/* clang-format on */

enum { PARAMETERS_A_CALL = 20, NAME_MOST = 255 };

/* ---- subnet groups ----------------------------------------------------------------------------------------------- */

static struct value *subnet_told(struct arena *a, const struct object *subnet)
{
    struct value *one = value_map(a), *zone = value_map(a);
    value_set(a, zone, "Name", value_get(subnet->v, "AvailabilityZone"));
    value_set_str(a, one, "SubnetIdentifier", subnet->id);
    value_set(a, one, "SubnetAvailabilityZone", zone);
    return one;
}

static bool subnets_draft(struct call *c)
{
    const struct value *ids = value_get(c->in, "SubnetIds");
    struct value *told = value_list(c->a);
    const char *vpc = NULL;
    for (size_t i = 0; i < value_len(ids); i++) {
        const char *id = value_str_of(value_item(ids, i));
        const struct object *subnet = object_find(c->w, &kind_subnet, c->region, id);
        if (!subnet)
            return refuse(c, "InvalidSubnet", "The subnet ID %.60s does not exist.", id);
        if (vpc && !str_eq(vpc, object_str(subnet, "VpcId")))
            return refuse(c, "InvalidSubnet", "The subnets are not all in the same VPC");
        vpc = object_str(subnet, "VpcId");
        value_push(c->a, told, subnet_told(c->a, subnet));
    }
    if (!vpc)
        return refuse(c, "InvalidParameterValue", "SubnetIds must not be empty");
    value_set(c->a, c->draft, "Subnets", told);
    draft_str(c, "VpcId", vpc);
    c->draft = value_without(c->a, c->draft, "SubnetIds");
    return true;
}

bool cache_subnets_draft(struct call *c)
{
    const char *name = in_str(c, "CacheSubnetGroupName");
    if (str_eq_nocase(name, "default"))
        return refuse(c, "InvalidParameterValue", "The name default is reserved");
    return cache_id_fits(c, "CacheSubnetGroupName", NAME_MOST) && subnets_draft(c);
}

static const char *zone_of(const struct value *subnet)
{
    return value_get_str(value_get(subnet, "SubnetAvailabilityZone"), "Name");
}

/* A subnet in which a node is can't be taken out. */
static bool used_subnets_stay(struct call *c)
{
    const struct value *old = value_get(c->object->v, "Subnets"), *now = value_get(c->draft, "Subnets");
    struct value *zones = value_list(c->a);
    if (!first_from(c->object, &kind_replication_group))
        return true;
    for (size_t i = 0; i < value_len(now); i++)
        value_push(c->a, zones, value_str(c->a, zone_of(value_item(now, i))));
    for (size_t i = 0; i < value_len(old); i++)
        if (!is_list_of(zones, zone_of(value_item(old, i))))
            return refuse(c, "SubnetInUse", "The subnet %s is in use",
                          value_get_str(value_item(old, i), "SubnetIdentifier"));
    return true;
}

bool cache_subnets_change(struct call *c)
{
    if (!has(c, "SubnetIds"))
        return true;
    if (!subnets_draft(c))
        return false;
    if (!str_eq(value_get_str(c->draft, "VpcId"), object_str(c->object, "VpcId")))
        return refuse(c, "InvalidSubnet", "The new subnets are not in the same VPC as the existing subnet group");
    return used_subnets_stay(c);
}

bool cache_subnets_may_go(struct call *c)
{
    return !str_eq(c->object->id, "default") ||
           refuse(c, "CacheSubnetGroupInUse", "The default subnet group cannot be deleted");
}

/* ---- parameters -------------------------------------------------------------------------------------------------- */

static int age_of(const char *family)
{
    for (size_t i = 0; i < COUNT(families); i++)
        if (str_eq(families[i], family))
            return (int)i;
    return -1;
}

static const struct cache_parameter *parameter_of(const struct object *group, const char *name)
{
    int age = age_of(object_str(group, "CacheParameterGroupFamily"));
    for (size_t i = 0; i < COUNT(parameters); i++) {
        const struct cache_parameter *p = &parameters[i];
        if (str_eq(p->name, name) && (!p->since || age >= age_of(p->since)) && (!p->until || age <= age_of(p->until)))
            return p;
    }
    return NULL;
}

bool cache_parameter_is(const struct object *group, const char *name, const char *value)
{
    const struct value *set = value_get(value_get(group->v, "$Parameters"), name);
    const struct cache_parameter *p = parameter_of(group, name);
    return str_eq(set ? value_str_of(set) : p ? p->value : "", value);
}

/* "default.redis7.cluster.on" is for cluster mode. */
static struct object *default_group(struct call *c, const char *name)
{
    const char *family = name + strlen("default."), *on = strstr(family, ".cluster.on");
    struct object *o = object_find(c->w, &kind_cache_parameter_group, c->region, name);
    if (on)
        family = arena_strndup(c->a, family, (size_t)(on - family));
    if (o || age_of(family) < 0)
        return o;
    struct value *v = value_map(c->a), *set = value_map(c->a);
    value_set_str(c->a, set, "cluster-enabled", on ? "yes" : NULL);
    value_set_str(c->a, v, "CacheParameterGroupName", name);
    value_set_str(c->a, v, "CacheParameterGroupFamily", family);
    value_set_str(c->a, v, "Description", arena_printf(c->a, "Default parameter group for %s", family));
    value_set(c->a, v, "$Parameters", set);
    value_set(c->a, v, "$Given", value_bool(c->a, true));
    return make_along(c, &kind_cache_parameter_group, c->region, v);
}

bool cache_parameters_defaults(struct call *c)
{
    const char *name = in_str(c, "CacheParameterGroupName");
    if (str_starts(name, "default."))
        default_group(c, name);
    return true;
}

bool cache_parameter_group(struct call *c, const char *name, const char *family, struct object **ret)
{
    if (str_starts(name, "default."))
        default_group(c, name);
    if (!need(c, &kind_cache_parameter_group, c->region, name, ret))
        return false;
    return str_eq(object_str(*ret, "CacheParameterGroupFamily"), family) ||
           refuse(c, "InvalidParameterCombination",
                  "Expected a parameter group of family %s but found one of family %s", family,
                  object_str(*ret, "CacheParameterGroupFamily"));
}

/* ---- copies of a global datastore -------------------------------------------------------------------------------- */

void cache_parameters_copy(struct call *c, struct object *member, const struct object *from, const char *datastore)
{
    struct value *v = value_map(c->a);
    const char *salt = hash_hex(c->a, arena_printf(c->a, "%s %s %s", member->region, member->id, from->id), 6);
    value_set_str(c->a, v, "CacheParameterGroupName", arena_printf(c->a, "global-datastore-%s-%s", datastore, salt));
    value_set(c->a, v, "CacheParameterGroupFamily", value_get(from->v, "CacheParameterGroupFamily"));
    value_set_str(c->a, v, "Description", arena_printf(c->a, "Parameter group for %s", datastore));
    value_set(c->a, v, "IsGlobal", value_bool(c->a, true));
    value_set(c->a, v, "$Parameters", value_get(from->v, "$Parameters"));
    value_set_str(c->a, v, "$Datastore", datastore);
    struct object *copy = make_along(c, &kind_cache_parameter_group, member->region, v);
    object_set_str(c->w, member, "CacheParameterGroupName", copy->id);
}

static struct object *datastore_of_copy(struct call *c, const struct object *group)
{
    const struct edge *e = first_from(group, &kind_replication_group);
    return e ? datastore_of(c->w, e->from) : NULL;
}

static bool datastore_ready(struct call *c)
{
    const struct object *datastore = datastore_of_copy(c, c->object);
    if (!datastore || has_word("available primary-only", object_status(datastore)))
        return true;
    return refuse(c, "InvalidGlobalReplicationGroupState", "Global replication group %s is in state %s", datastore->id,
                  object_status(datastore));
}

/* What is set in one copy is set in all. */
static void set_parameters(struct call *c, const struct value *all)
{
    struct object *datastore = datastore_of_copy(c, c->object), *member;
    object_set(c->w, c->object, "$Parameters", all);
    for (size_t i = 0; datastore && (member = datastore_member(c->w, datastore, i)); i++) {
        struct object *copy = object_find(c->w, &kind_cache_parameter_group, member->region,
                                          object_str(member, "CacheParameterGroupName"));
        if (copy)
            object_set(c->w, copy, "$Parameters", all);
    }
    if (datastore)
        object_live(c->w, datastore, "modify");
}

/* ---- making, changing, telling ----------------------------------------------------------------------------------- */

bool cache_parameters_draft(struct call *c)
{
    const char *family = in_str(c, "CacheParameterGroupFamily");
    if (!cache_id_fits(c, "CacheParameterGroupName", NAME_MOST))
        return false;
    if (age_of(family) < 0)
        return refuse(c, "InvalidParameterValue",
                      "CacheParameterGroupFamily %.60s is not a valid parameter group family", family);
    value_set(c->a, c->draft, "$Parameters", value_map(c->a));
    return true;
}

static bool group_asked(struct call *c)
{
    cache_parameters_defaults(c);
    return need(c, c->kind, c->region, in_str(c, c->kind->id), &c->object);
}

static bool is_users(struct call *c)
{
    return !str_starts(c->object->id, "default.") ||
           refuse(c, "InvalidCacheParameterGroupState", "The parameter group %s is a default one and cannot be changed",
                  c->object->id);
}

static bool check_parameter(struct call *c, const struct value *asked, bool reset)
{
    const char *name = value_get_str(asked, "ParameterName"), *text = value_get_str(asked, "ParameterValue");
    const struct cache_parameter *p = parameter_of(c->object, name);
    if (!p)
        return refuse(c, "InvalidParameterValue", "Could not find parameter with name: %.100s", name);
    if (p->change == FIXED)
        return refuse(c, "InvalidParameterValue", "The parameter %s cannot be modified.", name);
    if (p->change == DETACHED && first_from(c->object, &kind_replication_group))
        return refuse(c, "InvalidParameterValue", "The parameter %s cannot be modified while the group is in use.",
                      name);
    if (!reset && !parameter_value_fits(p->type, p->allowed, text))
        return refuse(c, "InvalidParameterValue", "The parameter value %.60s is invalid for %s; allowed values are: %s",
                      text, name, p->allowed ? p->allowed : p->type);
    return true;
}

static bool check_parameters(struct call *c, bool reset)
{
    const struct value *list = value_get(c->in, "ParameterNameValues");
    if (!group_asked(c) || !is_users(c) || !datastore_ready(c))
        return false;
    if (value_len(list) > PARAMETERS_A_CALL)
        return refuse(c, "InvalidParameterValue", "A maximum of %d parameters can be modified in a single request",
                      PARAMETERS_A_CALL);
    for (size_t i = 0; i < value_len(list); i++)
        if (!check_parameter(c, value_item(list, i), reset))
            return false;
    return true;
}

bool cache_parameters_modify(struct call *c)
{
    const struct value *list = value_get(c->in, "ParameterNameValues");
    if (!check_parameters(c, false))
        return false;
    if (!value_len(list))
        return refuse(c, "InvalidParameterCombination", "ParameterNameValues must not be empty");
    struct value *all = value_edit(c->a, value_get(c->object->v, "$Parameters"));
    for (size_t i = 0; i < value_len(list); i++)
        value_set(c->a, all, value_get_str(value_item(list, i), "ParameterName"),
                  value_get(value_item(list, i), "ParameterValue"));
    set_parameters(c, all);
    out_str(c, c->kind->id, c->object->id);
    return true;
}

bool cache_parameters_reset(struct call *c)
{
    const struct value *list = value_get(c->in, "ParameterNameValues");
    bool everything = in_bool(c, "ResetAllParameters");
    if (!check_parameters(c, true))
        return false;
    if (!value_len(list) && !everything)
        return refuse(c, "InvalidParameterCombination",
                      "Either ResetAllParameters or ParameterNameValues must be given");
    const struct value *all = everything ? value_map(c->a) : value_get(c->object->v, "$Parameters");
    for (size_t i = 0; i < value_len(list); i++)
        all = value_without(c->a, all, value_get_str(value_item(list, i), "ParameterName"));
    set_parameters(c, all);
    out_str(c, c->kind->id, c->object->id);
    return true;
}

static struct value *parameter_told(struct call *c, const struct cache_parameter *p, const struct value *set)
{
    struct value *one = value_map(c->a);
    value_set_str(c->a, one, "ParameterName", p->name);
    value_set_str(c->a, one, "ParameterValue", p->value);
    value_set(c->a, one, "ParameterValue", set);
    value_set_str(c->a, one, "Source", set ? "user" : "system");
    value_set_str(c->a, one, "DataType", p->type);
    value_set_str(c->a, one, "AllowedValues", p->allowed);
    value_set(c->a, one, "IsModifiable", value_bool(c->a, p->change != FIXED));
    value_set_str(c->a, one, "ChangeType", p->change == DETACHED ? "requires-reboot" : "immediate");
    return one;
}

bool cache_parameters_show(struct call *c)
{
    struct value *list = value_list(c->a);
    const char *source = in_str(c, "Source");
    if (!group_asked(c))
        return false;
    for (size_t i = 0; i < COUNT(parameters); i++) {
        if (parameter_of(c->object, parameters[i].name) != &parameters[i])
            continue;
        const struct value *set = value_get(value_get(c->object->v, "$Parameters"), parameters[i].name);
        if (!*source || str_eq(source, set ? "user" : "system"))
            value_push(c->a, list, parameter_told(c, &parameters[i], set));
    }
    value_set(c->a, c->out, "Parameters", list);
    return true;
}

bool cache_parameters_may_go(struct call *c)
{
    return is_users(c);
}

#include "aws/sandbox/elasticache.h"

#include <string.h>

/*
 * Global datastores: replication groups of several regions, one of which writes. Source of rules: the ElastiCache API
 * reference and "Replication across Amazon Regions using global datastores" of the ElastiCache user guide.
 */

static void datastore_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_global_replication_group = {
    .name = "global-replication-group", .service = "elasticache", .id = "GlobalReplicationGroupId", .global = true, .lower = true, .hidden = true,
    .arn = "arn:aws:elasticache::{account}:globalreplicationgroup:{id}", .arn_member = "ARN",
    .status = "Status", .ready = "available primary-only",
    .lives = (const struct life[]){
        {"make",     GUESS, {{"creating", 60}, {"available", 0}}},
        {"join",     GUESS, {{"modifying", 0}}},
        {"modify",   GUESS, {{"modifying", 30}, {"available", 0}}},
        {"scale",    GUESS, {{"modifying", 600}, {"available", 0}}},
        {"upgrade",  GUESS, {{"modifying", 1200}, {"available", 0}}},
        {"failover", GUESS, {{"modifying", 60}, {"available", 0}}},
        {"drop",     GUESS, {{"deleting", 45}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"GlobalReplicationGroupDescription", K_STR, " "}, {"$Members", K_LIST, NULL}, {0}},
    .renames = (const struct rename[]){
        {"GlobalReplicationGroupIdSuffix", NULL}, {"PrimaryReplicationGroupId", NULL}, {"CacheNodeType", NULL}, {"Engine", NULL}, {"EngineVersion", NULL},
        {"CacheParameterGroupName", NULL}, {"AutomaticFailoverEnabled", NULL}, {"NodeGroupCount", NULL}, {"GlobalNodeGroupsToRetain", NULL},
        {"GlobalNodeGroupsToRemove", NULL}, {"RetainPrimaryReplicationGroup", NULL}, {0}},
    .missing = {"GlobalReplicationGroupNotFoundFault", "The global replication group {id} does not exist."},
    .exists = {"GlobalReplicationGroupAlreadyExistsFault", "The global replication group {id} already exists."},
    .busy = {"InvalidGlobalReplicationGroupState", "Global replication group {id} has status {Status}, which is not valid for the requested operation."},
    .view = datastore_view,
    .entered = datastore_entered,
};

static const char regions[] =
    "af-south-1 ap-east-1 ap-south-2 ap-southeast-3 ap-southeast-5 ap-southeast-4 ap-south-1 ap-northeast-3 ap-northeast-2 ap-southeast-1 "
    "ap-southeast-2 ap-southeast-7 ap-northeast-1 ca-central-1 ca-west-1 eu-central-1 eu-west-2 eu-west-1 eu-south-1 eu-west-3 eu-south-2 eu-north-1 "
    "eu-central-2 us-gov-east-1 us-gov-west-1 il-central-1 me-south-1 me-central-1 us-east-1 us-east-2 us-west-1 us-west-2 mx-central-1 sa-east-1 "
    "cn-north-1 cn-northwest-1";
/* clang-format on */

/* ---- members ----------------------------------------------------------------------------------------------------- */

static const struct value *members_of(const struct object *datastore)
{
    return value_get(datastore->v, "$Members");
}

static struct object *member_object(struct world *w, const struct value *member)
{
    return object_find(w, &kind_replication_group, value_get_str(member, "ReplicationGroupRegion"),
                       value_get_str(member, "ReplicationGroupId"));
}

struct object *datastore_of(struct world *w, const struct object *group)
{
    const char *id = object_str(group, "GlobalReplicationGroupId");
    return *id ? object_find(w, &kind_global_replication_group, "", id) : NULL;
}

struct object *datastore_member(struct world *w, const struct object *datastore, size_t at)
{
    return member_object(w, value_item(members_of(datastore), at));
}

static bool leads(const struct value *member)
{
    return str_eq(value_get_str(member, "Role"), "PRIMARY");
}

struct object *datastore_primary(struct world *w, const struct object *datastore)
{
    const struct value *members = members_of(datastore);
    for (size_t i = 0; i < value_len(members); i++)
        if (leads(value_item(members, i)))
            return member_object(w, value_item(members, i));
    return NULL;
}

static const struct value *member_new(struct arena *a, const struct object *group, const char *role, const char *status)
{
    struct value *one = value_map(a);
    value_set_str(a, one, "ReplicationGroupId", group->id);
    value_set_str(a, one, "ReplicationGroupRegion", group->region);
    value_set_str(a, one, "Role", role);
    value_set_str(a, one, "Status", status);
    return one;
}

static bool is_member(const struct value *member, const char *id, const char *region)
{
    return str_eq_nocase(value_get_str(member, "ReplicationGroupId"), id) &&
           str_eq(value_get_str(member, "ReplicationGroupRegion"), region);
}

static const struct value *member_named(const struct object *datastore, const char *id, const char *region)
{
    const struct value *members = members_of(datastore);
    for (size_t i = 0; i < value_len(members); i++)
        if (is_member(value_item(members, i), id, region))
            return value_item(members, i);
    return NULL;
}

static void set_status(struct world *w, struct object *datastore, const char *id, const char *region,
                       const char *status)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *members = members_of(datastore);
    struct value *all = value_list(a);
    for (size_t i = 0; i < value_len(members); i++) {
        struct value *one = value_edit(a, value_item(members, i));
        if (is_member(one, id, region))
            value_set_str(a, one, "Status", status);
        value_push(a, all, one);
    }
    object_set(w, datastore, "$Members", all);
}

void datastore_join(struct call *c, struct object *datastore, const struct object *group)
{
    struct value *all = value_edit(c->a, members_of(datastore));
    value_push(c->a, all, member_new(c->a, group, "SECONDARY", "associating"));
    object_set(c->w, datastore, "$Members", all);
    object_live(c->w, datastore, "join");
    const struct object *primary = datastore_primary(c->w, datastore);
    const struct object *from =
        object_find(c->w, &kind_cache_parameter_group, primary->region, object_str(primary, "CacheParameterGroupName"));
    if (from)
        cache_parameters_copy(c, c->object, from, datastore->id);
}

void datastore_joined(struct world *w, struct object *datastore, const struct object *group)
{
    set_status(w, datastore, group->id, group->region, "associated");
    object_live(w, datastore, "modify");
}

/* ---- as answered ------------------------------------------------------------------------------------------------- */

static const struct value *members_told(struct call *c, const struct object *o)
{
    const struct value *members = members_of(o);
    struct value *told = value_list(c->a);
    for (size_t i = 0; i < value_len(members); i++) {
        struct value *one = value_edit(c->a, value_item(members, i));
        const struct object *group = member_object(c->w, one);
        value_set_str(c->a, one, "AutomaticFailover",
                      group && object_bool(group, "$Failover") ? "enabled" : "disabled");
        value_push(c->a, told, one);
    }
    return told;
}

static const struct value *shards_told(struct call *c, const struct object *o, const struct object *primary)
{
    struct value *told = value_list(c->a);
    int64_t n = value_int_of(value_get(primary->v, "$Shards"));
    for (int64_t i = 0; i < n; i++) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "GlobalNodeGroupId", arena_printf(c->a, "%s-%04lld", o->id, (long long)i + 1));
        value_push(c->a, told, one);
    }
    return told;
}

static void datastore_view(struct call *c, const struct object *o, struct value *view)
{
    static const char *const same[] = {"CacheNodeType",          "Engine",           "EngineVersion",
                                       "ClusterEnabled",         "AuthTokenEnabled", "TransitEncryptionEnabled",
                                       "AtRestEncryptionEnabled"};
    const struct object *primary = datastore_primary(c->w, o);
    for (size_t i = 0; primary && i < COUNT(same); i++)
        value_set(c->a, view, same[i], value_get(primary->v, same[i]));
    if (primary)
        value_set(c->a, view, "GlobalNodeGroups", shards_told(c, o, primary));
    if (in_bool(c, "ShowMemberInfo"))
        value_set(c->a, view, "Members", members_told(c, o));
}

/* It is told in the regions of its members. */
bool datastore_is_asked(struct call *c, const struct object *o)
{
    const struct value *members = members_of(o);
    for (size_t i = 0; i < value_len(members); i++)
        if (str_eq(value_get_str(value_item(members, i), "ReplicationGroupRegion"), c->region))
            return true;
    return false;
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

static const char *prefix_of(struct call *c)
{
    const char *hex = hash_hex(c->a, c->region, 5);
    char *letters = arena_strdup(c->a, hex);
    for (char *p = letters; *p; p++)
        *p = *p >= '0' && *p <= '9' ? (char)('g' + *p - '0') : *p;
    return letters;
}

static bool primary_fits(struct call *c, const struct object *group)
{
    if (!str_eq(object_status(group), "available"))
        return refuse_busy(c, group);
    if (datastore_of(c->w, group))
        return refuse(c, "InvalidParameterValue",
                      "Replication group %s is already a member of a global replication group", group->id);
    if (!has_word(regions, c->region))
        return refuse(c, "InvalidParameterValue", "Global replication groups are not supported in %s", c->region);
    return cache_node_global(object_str(group, "CacheNodeType")) ||
           refuse(c, "InvalidParameterValue", "Cache node type %s is not supported for global replication groups",
                  object_str(group, "CacheNodeType"));
}

bool datastore_draft(struct call *c)
{
    struct object *group;
    struct value *members = value_list(c->a);
    if (!cache_id_fits(c, "GlobalReplicationGroupIdSuffix", 64) ||
        !need(c, &kind_replication_group, c->region, in_str(c, "PrimaryReplicationGroupId"), &group) ||
        !primary_fits(c, group))
        return false;
    value_push(c->a, members, member_new(c->a, group, "PRIMARY", "associated"));
    value_set(c->a, c->draft, "$Members", members);
    draft_str(c, "GlobalReplicationGroupId",
              arena_printf(c->a, "%s-%s", prefix_of(c), in_str(c, "GlobalReplicationGroupIdSuffix")));
    return true;
}

bool datastore_made(struct call *c)
{
    struct object *group = datastore_primary(c->w, c->object);
    const struct object *from =
        object_find(c->w, &kind_cache_parameter_group, group->region, object_str(group, "CacheParameterGroupName"));
    object_set_str(c->w, group, "GlobalReplicationGroupId", c->object->id);
    object_set(c->w, group, "AutoMinorVersionUpgrade", value_bool(c->a, false));
    object_live(c->w, group, "modify");
    if (from)
        cache_parameters_copy(c, group, from, c->object->id);
    return true;
}

/* ---- changing ---------------------------------------------------------------------------------------------------- */

static void each_member(struct call *c, const char *member, const struct value *v, const char *life)
{
    struct object *group;
    for (size_t i = 0; (group = datastore_member(c->w, c->object, i)); i++) {
        if (v)
            object_set(c->w, group, member, v);
        if (life)
            object_live(c->w, group, life);
    }
}

static bool all_available(struct call *c)
{
    struct object *group;
    for (size_t i = 0; (group = datastore_member(c->w, c->object, i)); i++)
        if (!str_eq(object_status(group), "available"))
            return refuse(c, "InvalidGlobalReplicationGroupState",
                          "Member %s of global replication group %s is in state %s", group->id, c->object->id,
                          object_status(group));
    return true;
}

static bool one_thing_at_once(struct call *c)
{
    static const char *const things[] = {"CacheNodeType", "EngineVersion", "AutomaticFailoverEnabled",
                                         "GlobalReplicationGroupDescription"};
    size_t n = 0;
    for (size_t i = 0; i < COUNT(things); i++)
        n += has(c, things[i]);
    if (n != 1)
        return refuse(c, "InvalidParameterValue", "Exactly one attribute can be modified in a request");
    if ((has(c, "Engine") || has(c, "CacheParameterGroupName")) && !has(c, "EngineVersion"))
        return refuse(c, "InvalidParameterValue",
                      "Engine and CacheParameterGroupName are only taken along with EngineVersion");
    return in_bool(c, "ApplyImmediately") || refuse(c, "InvalidParameterValue", "ApplyImmediately must be true");
}

static bool type_change(struct call *c)
{
    const char *type = in_str(c, "CacheNodeType");
    if (!cache_node_offered(c, type))
        return false;
    if (!cache_node_global(type))
        return refuse(c, "InvalidParameterValue", "Cache node type %s is not supported for global replication groups",
                      type);
    each_member(c, "CacheNodeType", value_get(c->in, "CacheNodeType"), "scale");
    c->life = "scale";
    return true;
}

static bool failover_change(struct call *c)
{
    struct object *group;
    bool on = in_bool(c, "AutomaticFailoverEnabled");
    for (size_t i = 0; on && (group = datastore_member(c->w, c->object, i)); i++)
        if (!value_int_of(value_get(group->v, "$Replicas")))
            return refuse(c, "InvalidParameterValue", "Member %s has no replica, which automatic failover needs",
                          group->id);
    each_member(c, "$Failover", value_bool(c->a, on), "modify");
    if (!on)
        each_member(c, "$MultiAZ", value_bool(c->a, false), NULL);
    c->life = "modify";
    return true;
}

static void copy_to_members(struct call *c, const struct object *from)
{
    struct object *group;
    for (size_t i = 0; (group = datastore_member(c->w, c->object, i)); i++) {
        struct object *old =
            object_find(c->w, &kind_cache_parameter_group, group->region, object_str(group, "CacheParameterGroupName"));
        cache_parameters_copy(c, group, from, c->object->id);
        if (old && object_bool(old, "IsGlobal"))
            object_remove(c->w, old);
    }
}

static bool version_change(struct call *c)
{
    const struct object *primary = datastore_primary(c->w, c->object);
    const char *name = has(c, "Engine") ? in_str(c, "Engine") : object_str(primary, "Engine");
    const struct cache_engine *e = cache_engine(c, name, in_str(c, "EngineVersion"));
    const struct cache_engine *old =
        e ? cache_engine(c, object_str(primary, "Engine"), object_str(primary, "EngineVersion")) : NULL;
    struct object *group;
    if (!e || !old)
        return false;
    if (e < old)
        return refuse(c, "InvalidParameterValue", "Cannot downgrade from %s %s to %s %s", old->name, old->full, e->name,
                      e->full);
    bool major = !str_eq(e->family, old->family);
    if (has(c, "CacheParameterGroupName") && !major)
        return refuse(c, "InvalidParameterValue",
                      "CacheParameterGroupName is only taken along with a new major version");
    const char *asked = has(c, "CacheParameterGroupName") ? in_str(c, "CacheParameterGroupName")
                                                          : arena_printf(c->a, "default.%s", e->family);
    if (major && !cache_parameter_group(c, asked, e->family, &group))
        return false;
    if (major)
        copy_to_members(c, group);
    each_member(c, "Engine", value_str(c->a, e->name), NULL);
    each_member(c, "EngineVersion", value_str(c->a, e->full), "upgrade");
    c->life = "upgrade";
    return true;
}

bool datastore_change(struct call *c)
{
    if (!one_thing_at_once(c) || !all_available(c))
        return false;
    if (has(c, "CacheNodeType"))
        return type_change(c);
    if (has(c, "EngineVersion"))
        return version_change(c);
    if (has(c, "AutomaticFailoverEnabled"))
        return failover_change(c);
    if (!*in_str(c, "GlobalReplicationGroupDescription"))
        draft_str(c, "GlobalReplicationGroupDescription", " ");
    c->life = "modify";
    return true;
}

bool datastore_reshard(struct call *c)
{
    const struct object *primary = datastore_primary(c->w, c->object);
    bool up = str_eq(c->op->name, "IncreaseNodeGroupsInGlobalReplicationGroup");
    int64_t n = in_int(c, "NodeGroupCount", 0), was = value_int_of(value_get(primary->v, "$Shards"));
    size_t kept = value_len(value_get(c->in, "GlobalNodeGroupsToRetain"));
    size_t removed = value_len(value_get(c->in, "GlobalNodeGroupsToRemove"));
    if (!in_bool(c, "ApplyImmediately") || !object_bool(primary, "ClusterEnabled"))
        return refuse(c, "InvalidParameterValue", "Only with cluster mode enabled, and only with ApplyImmediately");
    if (n < 1 || n > 90 || (up ? n <= was : n >= was))
        return refuse(c, "InvalidParameterValue", "Global replication group %s has %lld node groups", c->object->id,
                      (long long)was);
    if (!up && kept != (size_t)n && removed != (size_t)(was - n))
        return refuse(c, "InvalidParameterValue", "The node groups to remove or to retain must be named");
    if (!all_available(c))
        return false;
    each_member(c, "$Shards", value_int(c->a, n), "scale");
    c->life = "scale";
    return true;
}

/* ---- leaving, failing over, deleting ----------------------------------------------------------------------------- */

static bool find_ready(struct call *c)
{
    if (!need(c, &kind_global_replication_group, "", in_str(c, "GlobalReplicationGroupId"), &c->object))
        return false;
    return has_word(kind_global_replication_group.ready, object_status(c->object)) || refuse_busy(c, c->object);
}

bool datastore_leave(struct call *c)
{
    const char *id = in_str(c, "ReplicationGroupId"), *region = in_str(c, "ReplicationGroupRegion");
    if (!find_ready(c))
        return false;
    const struct value *member = member_named(c->object, id, region);
    struct object *group = member ? member_object(c->w, member) : NULL;
    if (!group)
        return refuse(c, "InvalidParameterValue",
                      "Replication group %.60s is not associated with Global Replication Group %s", id, c->object->id);
    if (leads(member))
        return refuse(c, "InvalidParameterValue", "Replication group %s is the primary of global replication group %s",
                      group->id, c->object->id);
    if (!str_eq(object_status(group), "available"))
        return refuse(c, "InvalidGlobalReplicationGroupState", "Member %s is in state %s", group->id,
                      object_status(group));
    set_status(c->w, c->object, id, region, "disassociating");
    object_live(c->w, c->object, "modify");
    object_live(c->w, group, "modify");
    value_set(c->a, c->out, "GlobalReplicationGroup", view_of(c, c->object));
    return true;
}

/* The parameters name the one that is to lead from now on. */
bool datastore_failover(struct call *c)
{
    const char *id = in_str(c, "PrimaryReplicationGroupId"), *region = in_str(c, "PrimaryRegion");
    if (!find_ready(c))
        return false;
    const struct value *member = member_named(c->object, id, region);
    if (!member)
        return refuse(c, "InvalidParameterValue",
                      "Replication group %.60s is not associated with Global Replication Group %s", id, c->object->id);
    if (leads(member))
        return refuse(c, "InvalidParameterValue", "Replication group %.60s is the primary already", id);
    if (!all_available(c))
        return false;
    object_set_str(c->w, c->object, "$To",
                   arena_printf(c->a, "%s %s", region, value_get_str(member, "ReplicationGroupId")));
    each_member(c, NULL, NULL, "modify");
    object_live(c->w, c->object, "failover");
    value_set(c->a, c->out, "GlobalReplicationGroup", view_of(c, c->object));
    return true;
}

bool datastore_may_go(struct call *c)
{
    if (!has_word(c->kind->ready, object_status(c->object)))
        return refuse_busy(c, c->object);
    if (value_len(members_of(c->object)) > 1)
        return refuse(c, "InvalidGlobalReplicationGroupState", "Global replication group %s has secondary members",
                      c->object->id);
    each_member(c, NULL, NULL, "modify");
    return true;
}

static struct value *settled_member(struct arena *a, const struct object *o, const struct value *member)
{
    struct value *one = value_edit(a, member);
    const char *to = object_str(o, "$To");
    const char *here = arena_printf(a, "%s %s", value_get_str(one, "ReplicationGroupRegion"),
                                    value_get_str(one, "ReplicationGroupId"));
    if (*to)
        value_set_str(a, one, "Role", str_eq(to, here) ? "PRIMARY" : "SECONDARY");
    return one;
}

/* Who was leaving has left, who was to lead leads. */
static void settle(struct world *w, struct object *o)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *members = members_of(o);
    struct value *left = value_list(a);
    for (size_t i = 0; i < value_len(members); i++) {
        const struct value *one = value_item(members, i);
        struct object *group = member_object(w, one);
        if (group && str_eq(value_get_str(one, "Status"), "disassociating"))
            object_unset(w, group, "GlobalReplicationGroupId");
        else if (group)
            value_push(a, left, settled_member(a, o, one));
    }
    object_set(w, o, "$Members", left);
    object_unset(w, o, "$To");
    object_set_str(w, o, "Status", value_len(left) > 1 ? "available" : "primary-only");
}

void datastore_entered(struct world *w, struct object *o, const char *state)
{
    struct object *primary = datastore_primary(w, o);
    if (str_eq(state, "available"))
        settle(w, o);
    else if (!*state && primary)
        object_unset(w, primary, "GlobalReplicationGroupId");
}

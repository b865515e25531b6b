#include "aws/sandbox/rds.h"

#include <string.h>

/* Aurora global databases. Source of rules: the RDS API reference, "Using switchover or failover in Aurora global
 * database" of the Aurora user guide. */

static void global_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_global_cluster = {
    .name = "global-cluster", .service = "rds", .id = "GlobalClusterIdentifier", .global = true, .lower = true, .tags_member = "TagList", .tag_type = "global-cluster",
    .arn = "arn:aws:rds::{account}:global-cluster:{id}", .arn_member = "GlobalClusterArn",
    .status = "Status", .ready = "available",
    .lives = (const struct life[]){
        {"make",       GUESS, {{"creating", 20}, {"available", 0}}},
        {"modify",     GUESS, {{"modifying", 10}, {"available", 0}}},
        {"upgrade",    GUESS, {{"upgrading", 1200}, {"available", 0}}},
        {"switchover", GUESS, {{"modifying", 15}, {"switching-over", 60}, {"available", 0}}},
        {"failover",   GUESS, {{"modifying", 15}, {"failing-over", 90}, {"available", 0}}},
        {"drop",       GUESS, {{"deleting", 30}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){
        {"StorageEncrypted", K_BOOL, "false"}, {"DeletionProtection", K_BOOL, "false"}, {"EngineLifecycleSupport", K_STR, "open-source-rds-extended-support"},
        {"Endpoint", K_STR, "{id}.global-{hash}.global.rds.amazonaws.com"}, {"$Members", K_LIST, NULL}, {0}},
    .renames = (const struct rename[]){{"SourceDBClusterIdentifier", "$Source"}, {"AllowMajorVersionUpgrade", NULL}, {"NewGlobalClusterIdentifier", NULL}, {0}},
    .missing = {"GlobalClusterNotFoundFault", "Global cluster '{id}' not found."},
    .exists = {"GlobalClusterAlreadyExistsFault", "Global cluster '{id}' already exists."},
    .busy = {"InvalidGlobalClusterStateFault", "Global cluster {id} is in state {Status}"},
    .lock = "DeletionProtection",
    .locked = {"InvalidParameterCombination", "Cannot delete protected Global Cluster, please disable deletion protection and try again."},
    .filters = (const struct filter[]){{"db-cluster-id", "$Members[].Arn"}, {"region", "$Regions"}, {0}},
    .view = global_view,
    .entered = global_entered,
};
/* clang-format on */

enum { RESYNC = 600 * SECOND };

/* ---- as answered ------------------------------------------------------------------------------------------------- */

static const struct value *readers_told(struct call *c, const struct value *members)
{
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(members); i++)
        if (!value_bool_of(value_get(value_item(members, i), "IsWriter")))
            value_push(c->a, list, value_get(value_item(members, i), "Arn"));
    return list;
}

static struct value *member_told(struct call *c, const struct value *members, const struct value *member)
{
    struct value *one = value_map(c->a);
    bool writer = value_bool_of(value_get(member, "IsWriter"));
    const struct object *cluster = object_by_arn(c->w, value_get_str(member, "Arn"));
    bool behind = value_int_of(value_get(member, "ResyncUntil")) > world_now(c->w) ||
                  (!writer && cluster && world_dark_ms(c->w, cluster->region));
    value_set(c->a, one, "DBClusterArn", value_get(member, "Arn"));
    value_set(c->a, one, "IsWriter", value_bool(c->a, writer));
    value_set(c->a, one, "Readers", writer ? readers_told(c, members) : value_list(c->a));
    value_set_str(c->a, one, "SynchronizationStatus", behind ? "pending-resync" : "connected");
    if (!writer)
        value_set_str(c->a, one, "GlobalWriteForwardingStatus",
                      cluster && object_bool(cluster, "GlobalWriteForwardingRequested") ? "enabled" : "disabled");
    return one;
}

static void tell_failover(struct call *c, const struct object *o, struct value *view)
{
    struct value *state = value_map(c->a);
    if (!o->life || !has_word("switchover failover", o->life->name) || str_eq(object_status(o), "available"))
        return;
    bool loss = str_eq(o->life->name, "failover");
    value_set_str(c->a, state, "Status", o->step == 0 ? "pending" : loss ? "failing-over" : "switching-over");
    value_set_str(c->a, state, "FromDbClusterArn", object_str(o, "$From"));
    value_set_str(c->a, state, "ToDbClusterArn", object_str(o, "$To"));
    value_set(c->a, state, "IsDataLossAllowed", value_bool(c->a, loss));
    value_set(c->a, view, "FailoverState", state);
}

static void global_view(struct call *c, const struct object *o, struct value *view)
{
    const struct value *members = value_get(o->v, "$Members");
    struct value *told = value_list(c->a), *regions = value_list(c->a);
    for (size_t i = 0; i < value_len(members); i++) {
        const struct object *cluster = object_by_arn(c->w, value_get_str(value_item(members, i), "Arn"));
        value_push(c->a, told, member_told(c, members, value_item(members, i)));
        if (cluster)
            value_push(c->a, regions, value_str(c->a, cluster->region));
    }
    value_set(c->a, view, "GlobalClusterMembers", told);
    value_set(c->a, view, "$Regions", regions);
    tell_failover(c, o, view);
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

static bool from_cluster(struct call *c)
{
    static const char *const taken[] = {"Engine", "EngineVersion", "DatabaseName", "StorageEncrypted"};
    struct object *cluster;
    bool writer;
    for (size_t i = 0; i < COUNT(taken); i++)
        if (has(c, taken[i]))
            return refuse(c, "InvalidParameterCombination",
                          "When creating global cluster from existing db cluster, value for %s should not be specified "
                          "since it will be inherited from source cluster",
                          taken[i]);
    if (!need(c, &kind_cluster, c->region, in_str(c, "SourceDBClusterIdentifier"), &cluster))
        return false;
    if (!str_eq(object_status(cluster), "available"))
        return refuse_busy(c, cluster);
    if (global_of(c->w, cluster, &writer))
        return refuse(c, "InvalidDBClusterStateFault", "%s is a part of a global cluster already", cluster->id);
    for (size_t i = 0; i < COUNT(taken); i++)
        value_set(c->a, c->draft, taken[i], value_get(cluster->v, taken[i]));
    struct value *members = value_list(c->a), *one = value_map(c->a);
    value_set_str(c->a, one, "Arn", object_arn(cluster));
    value_set(c->a, one, "IsWriter", value_bool(c->a, true));
    value_push(c->a, members, one);
    value_set(c->a, c->draft, "$Members", members);
    object_set_str(c->w, cluster, "GlobalClusterIdentifier", in_str(c, "GlobalClusterIdentifier"));
    return true;
}

bool global_draft(struct call *c)
{
    draft_str(c, "GlobalClusterResourceId", arena_printf(c->a, "cluster-%s", mint_hex(c->w, c->a, 16)));
    if (!identifier_fits(c, "GlobalClusterIdentifier"))
        return false;
    if (has(c, "SourceDBClusterIdentifier"))
        return !object_find(c->w, &kind_global_cluster, "", in_str(c, "GlobalClusterIdentifier"))
                   ? from_cluster(c)
                   : refuse(c, kind_global_cluster.exists.code, "Global cluster already exists.");
    if (!has(c, "Engine"))
        return refuse(c, "InvalidParameterValue",
                      "When creating standalone global cluster, value for engineName should be specified");
    const struct engine_version *v = engine_version(c, in_str(c, "Engine"), in_str(c, "EngineVersion"));
    if (!v)
        return false;
    if (!v->global)
        return refuse(c, "InvalidParameterCombination", "%s %s does not support global databases", v->engine,
                      v->version);
    draft_str(c, "EngineVersion", v->version);
    return true;
}

/* ---- changing ---------------------------------------------------------------------------------------------------- */

static void upgrade_members(struct call *c, const struct engine_version *v)
{
    const struct value *members = value_get(c->object->v, "$Members");
    for (size_t i = 0; i < value_len(members); i++) {
        struct object *o = object_by_arn(c->w, value_get_str(value_item(members, i), "Arn"));
        if (!o)
            continue;
        object_set_str(c->w, o, "EngineVersion", v->version);
        object_set_str(c->w, o, "DBClusterParameterGroup", arena_printf(c->a, "default.%s", v->family));
        object_live(c->w, o, "upgrade");
        for (struct edge *e = first_from(o, &kind_instance); e; e = next_from(e, &kind_instance))
            object_set_str(c->w, e->from, "EngineVersion", v->version);
    }
}

bool global_change(struct call *c)
{
    c->life = "modify";
    if (has(c, "NewGlobalClusterIdentifier"))
        return refuse(c, "InvalidParameterCombination", "the sandbox does not rename global clusters");
    if (!has(c, "EngineVersion"))
        return true;
    const struct engine_version *v = engine_version(c, object_str(c->object, "Engine"), in_str(c, "EngineVersion"));
    const struct engine_version *old = v ? engine_version(c, v->engine, object_str(c->object, "EngineVersion")) : NULL;
    if (!v || !old)
        return false;
    draft_str(c, "EngineVersion", v->version);
    if (v == old)
        return true;
    if (str_eq(v->family, old->family))
        return refuse(c, "InvalidParameterValue",
                      "ModifyGlobalCluster only supports Major Version Upgrades. To patch the members of your global "
                      "cluster to a newer minor version you need to call ModifyDbCluster in each one of them.");
    if (!in_bool(c, "AllowMajorVersionUpgrade"))
        return refuse(c, "InvalidParameterCombination",
                      "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.");
    if (version_compare(v->version, old->version) < 0)
        return refuse(c, "InvalidParameterCombination", "Cannot upgrade %s from %s to %s", v->engine, old->version,
                      v->version);
    upgrade_members(c, v);
    c->life = "upgrade";
    return true;
}

bool global_may_go(struct call *c)
{
    if (object_bool(c->object, "DeletionProtection"))
        return true; /* said by the kind */
    if (value_len(value_get(c->object->v, "$Members")))
        return refuse(c, "InvalidGlobalClusterStateFault", "Global Cluster %s is not empty", object_arn(c->object));
    return !has_word("deleting", object_status(c->object)) || refuse_busy(c, c->object);
}

/* ---- members ----------------------------------------------------------------------------------------------------- */

static const struct value *member_of(const struct object *global, const char *arn)
{
    const struct value *members = value_get(global->v, "$Members");
    for (size_t i = 0; i < value_len(members); i++)
        if (str_eq(value_get_str(value_item(members, i), "Arn"), arn))
            return value_item(members, i);
    return NULL;
}

static bool find_global(struct call *c)
{
    return need(c, &kind_global_cluster, "", in_str(c, "GlobalClusterIdentifier"), &c->object);
}

bool global_remove(struct call *c)
{
    const char *arn = in_str(c, "DbClusterIdentifier");
    if (!find_global(c))
        return false;
    struct object *cluster = object_by_arn(c->w, arn);
    const struct value *member = member_of(c->object, arn), *members = value_get(c->object->v, "$Members");
    if (!cluster || cluster->kind != &kind_cluster)
        return refuse_missing(c, &kind_cluster, arn);
    if (!member)
        return refuse(c, "InvalidParameterValue", "Cluster %.200s is not found in global cluster %s", arn,
                      c->object->id);
    if (!str_eq(object_status(c->object), "available"))
        return refuse_busy(c, c->object);
    bool writer = value_bool_of(value_get(member, "IsWriter"));
    if (writer && value_len(members) > 1)
        return refuse(c, "InvalidGlobalClusterStateFault",
                      "Cannot remove the primary of global cluster %s while it has secondary clusters", c->object->id);
    if (!str_eq(object_status(cluster), "available"))
        return refuse_busy(c, cluster);
    struct value *left = value_list(c->a);
    for (size_t i = 0; i < value_len(members); i++)
        if (value_item(members, i) != member)
            value_push(c->a, left, value_item(members, i));
    object_set(c->w, c->object, "$Members", left);
    object_unset(c->w, cluster, "GlobalClusterIdentifier");
    object_live(c->w, cluster, writer ? "modify" : "promote");
    value_set(c->a, c->out, "GlobalCluster", view_of(c, c->object));
    return true;
}

const char *global_writer(const struct object *global)
{
    const struct value *members = value_get(global->v, "$Members");
    for (size_t i = 0; i < value_len(members); i++)
        if (value_bool_of(value_get(value_item(members, i), "IsWriter")))
            return value_get_str(value_item(members, i), "Arn");
    return "";
}

static bool is_behind(struct call *c, const struct object *global, const struct object *target)
{
    int64_t until = value_int_of(value_get(member_of(global, object_arn(target)), "ResyncUntil"));
    return until > world_now(c->w);
}

static bool source_answers(struct call *c, const struct object *source)
{
    return !source || !world_dark_ms(c->w, source->region) ||
           refuse(c, "InvalidDBClusterStateFault", "The primary cluster %s is not in a state that allows a switchover",
                  source->id);
}

static bool target_fits(struct call *c, const char *arn)
{
    struct object *target = object_by_arn(c->w, arn), *source;
    if (!find_global(c))
        return false;
    if (!target || target->kind != &kind_cluster || !member_of(c->object, arn))
        return refuse_missing(c, &kind_cluster, arn);
    if (!str_eq(object_status(c->object), "available"))
        return refuse_busy(c, c->object);
    if (str_eq(global_writer(c->object), arn))
        return refuse(c, "InvalidDBClusterStateFault",
                      "The target cluster %s is the primary of global cluster %s already", target->id, c->object->id);
    if (!str_eq(object_status(target), "available") || !instances_in(target, "available"))
        return refuse(c, "InvalidDBClusterStateFault",
                      "The target cluster %s is not available or has no available instance", target->id);
    source = object_by_arn(c->w, global_writer(c->object));
    if (source && !str_eq(object_str(source, "EngineVersion"), object_str(target, "EngineVersion")))
        return refuse(c, "InvalidDBClusterStateFault",
                      "The target cluster must have the same engine version as the current primary");
    return true;
}

static bool move_writer(struct call *c, const char *life)
{
    const char *arn = in_str(c, "TargetDbClusterIdentifier");
    if (!target_fits(c, arn))
        return false;
    if (str_eq(life, "switchover") && is_behind(c, c->object, object_by_arn(c->w, arn)))
        return refuse(c, "InvalidDBClusterStateFault", "The target cluster %.200s is not synchronized with the primary",
                      arn);
    if (str_eq(life, "switchover") && !source_answers(c, object_by_arn(c->w, global_writer(c->object))))
        return false;
    object_set_str(c->w, c->object, "$From", arena_strdup(c->a, global_writer(c->object)));
    object_set_str(c->w, c->object, "$To", arn);
    object_live(c->w, c->object, life);
    value_set(c->a, c->out, "GlobalCluster", view_of(c, c->object));
    return true;
}

bool global_switchover(struct call *c)
{
    return move_writer(c, "switchover");
}

bool global_failover(struct call *c)
{
    bool loss = in_bool(c, "AllowDataLoss");
    if (loss && in_bool(c, "Switchover"))
        return refuse(c, "InvalidParameterCombination", "AllowDataLoss and Switchover cannot be used together");
    return move_writer(c, loss ? "failover" : "switchover");
}

/* The writer moves when the switch is through; who was cut off has to catch up afterwards. */
void global_entered(struct world *w, struct object *o, const char *state)
{
    const char *to = object_str(o, "$To");
    if (!str_eq(state, "available") || !*to)
        return;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct value *members = value_get(o->v, "$Members");
    bool loss = o->life && str_eq(o->life->name, "failover");
    struct value *moved = value_list(a);
    for (size_t i = 0; i < value_len(members); i++) {
        struct value *one = value_edit(a, value_item(members, i));
        bool writer = str_eq(value_get_str(one, "Arn"), to);
        value_set(a, one, "IsWriter", value_bool(a, writer));
        if (loss && !writer)
            value_set(a, one, "ResyncUntil", value_int(a, world_now(w) + RESYNC));
        value_push(a, moved, one);
    }
    object_set(w, o, "$Members", moved);
    object_unset(w, o, "$To");
    object_unset(w, o, "$From");
}

#ifndef TESTS_UNIT_PLAN_WORLD_H
#define TESTS_UNIT_PLAN_WORLD_H

#include "provisioner/model/json.h"
#include "provisioner/plan/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*
 * Types of the tests' own, and a world written as JSON, with ' for ":
 *
 *   spec   {'tokyo/net/vpc': {'type': 'Vpc', 'CidrBlock': '10.0.0.0/16', 'after': ['tokyo/net/igw']}}
 *   state  the same, with 'outputs', 'status' ('creating', 'deleting'), 'generation', 'region' besides
 *   live   {'tokyo/net/vpc': null}: AWS does not have it; {...}: what it has; not named: as the state says.
 *          '!theirs' among the attributes: it is somebody else's; '!failed': for good; '!leaving': AWS deletes it. Live
 * NULL: offline
 */

/* clang-format off */
static const struct attr vpc_attrs[] = {
    {.name = "CidrBlock", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY | A_CIDR},
    {.name = "EnableDns", .type = T_BOOL, .dflt = "true"},
    {.name = "Name",      .type = T_STR},
    {.name = "Tags",      .type = T_MAP, .flags = A_MINE},
    {.name = "VpcId",     .type = T_STR, .flags = A_OUTPUT},
    {0}};
static const struct attr subnet_attrs[] = {
    {.name = "VpcId",     .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "CidrBlock", .type = T_STR, .flags = A_CREATE_ONLY | A_CIDR},
    {.name = "Zone",      .type = T_STR},
    {.name = "SubnetId",  .type = T_STR, .flags = A_OUTPUT},
    {0}};
static const struct attr group_attrs[] = {
    {.name = "GroupName", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY | A_NOCASE},
    {.name = "SubnetIds", .type = T_LIST, .flags = A_SET},
    {.name = "Text",      .type = T_STR},
    {.name = "GroupArn",  .type = T_STR, .flags = A_OUTPUT},
    {.name = "Revision",  .type = T_STR, .flags = A_OUTPUT | A_MOVES},
    {0}};
static const struct attr cluster_attrs[] = {
    {.name = "ClusterName", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY | A_NOCASE},
    {.name = "Engine",      .type = T_STR, .flags = A_CREATE_ONLY},
    {.name = "Version",     .type = T_STR, .flags = A_PREFIX | A_REVERSE | A_DOWNTIME},
    {.name = "Group",       .type = T_STR},
    {.name = "Primary",     .type = T_STR},
    {.name = "Backup",      .type = T_INT, .dflt = "1"},
    {.name = "Storage",     .type = T_INT, .flags = A_GROWS},
    {.name = "Password",    .type = T_STR, .flags = A_SECRET},
    {.name = "Snapshot",    .type = T_STR, .flags = A_WRITE_ONLY},
    {.name = "Writer",      .type = T_BOOL, .flags = A_ROLE},
    {.name = "Policy",      .type = T_MAP, .flags = A_JSON},
    {.name = "Scaling",     .type = T_MAP, .flags = A_SUBSET},
    {.name = "Settings",    .type = T_MAP},
    {.name = "Rules",       .type = T_LIST, .flags = A_SET | A_SUBSET},
    {.name = "Ports",       .type = T_LIST},
    {.name = "Endpoint",    .type = T_STR, .flags = A_OUTPUT},
    {0}};
static const struct attr instance_attrs[] = {
    {.name = "InstanceName", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "Cluster",      .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "Class",        .type = T_STR, .flags = A_DOWNTIME},
    {0}};
static const struct attr secret_attrs[] = {
    {.name = "SecretName", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "Value",      .type = T_STR, .flags = A_SECRET | A_OUTPUT},
    {0}};
static const struct attr side_attrs[] = {
    {.name = "Of",      .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "Amount",  .type = T_STR, .flags = A_NUMBER},
    {.name = "Url",       .type = T_STR, .flags = A_BARE},
    {.name = "Options", .type = T_MAP, .flags = A_SUBSET},
    {.name = "Rights",  .type = T_STR, .flags = A_WORDS},
    {.name = "First",   .type = T_STR, .flags = A_AMONG},
    {.name = "Joined",  .type = T_STR},
    {.name = "Size",    .type = T_STR, .flags = A_OF_GROUP, .dflt = "\"small\""},
    {0}};

static const struct attr plane_attrs[] = {
    {.name = "PlaneName", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "Version",   .type = T_STR, .flags = A_STEPWISE | A_SERIAL},
    {.name = "Group",     .type = T_STR},
    {0}};
static const struct attr nodes_attrs[] = {
    {.name = "NodesName", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "Version",   .type = T_STR, .flags = A_STEPWISE | A_TRAILS},
    {.name = "Group",     .type = T_STR},
    {0}};

/* What roles.c knows by name. */
static const struct attr datastore_attrs[] = {
    {.name = "GlobalReplicationGroupId", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "Members",                  .type = T_LIST, .flags = A_OUTPUT},
    {0}};
static const struct attr member_attrs[] = {
    {.name = "ReplicationGroupId", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "EngineVersion", .type = T_STR, .flags = A_FAILOVER},
    {.name = "ReplicasPerNodeGroup", .type = T_INT, .flags = A_BRIEF | A_LESS},
    {0}};

/* What interruption.c knows by name. */
static const struct attr database_attrs[] = {
    {.name = "DBClusterIdentifier", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "EngineVersion",       .type = T_STR, .flags = A_DOWNTIME | A_FOREVER},
    {.name = "DBClusterMembers",    .type = T_LIST, .flags = A_OUTPUT},
    {0}};
static const struct attr member_of_database_attrs[] = {
    {.name = "DBInstanceIdentifier", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "DBClusterIdentifier",  .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "DBInstanceClass",      .type = T_STR, .flags = A_FAILOVER},
    {.name = "PromotionTier",        .type = T_INT, .flags = A_HARMLESS},
    {0}};
static const struct attr brokers_attrs[] = {
    {.name = "BrokersName", .type = T_STR, .flags = A_REQUIRED | A_CREATE_ONLY},
    {.name = "Count",       .type = T_INT, .flags = A_BRIEF | A_LESS},
    {.name = "Public",      .type = T_BOOL, .flags = A_DOWNTIME | A_LESS, .dflt = "false"},
    {.name = "Type",        .type = T_STR, .flags = A_BRIEF},
    {.name = "Size",        .type = T_INT, .flags = A_HARMLESS | A_FOREVER},
    {0}};
static const struct further brokers_further[] = {
    {"Public Type", .takes = {1800, 3000}, .unless = "Size"},
    {"Type", .made = true, .takes = {120, 300}},
    {0}};

static const struct rtype test_types[] = {
    {.name = "AWS::RDS::DBCluster", .id = "DBClusterIdentifier", .attrs = database_attrs, .flags = RT_STATEFUL, .going = INT_DATA_LOSS,
     .lost = "its data is lost", .create_s = {120, 180}, .update_s = {60, 120}, .delete_s = {60, 120}},
    {.name = "AWS::RDS::DBInstance", .id = "DBInstanceIdentifier", .attrs = member_of_database_attrs, .going = INT_FAILOVER,
     .create_s = {600, 900}, .update_s = {300, 400}, .delete_s = {60, 120}},
    {.name = "Brokers", .id = "BrokersName", .attrs = brokers_attrs, .going = INT_DOWNTIME, .per = "Count",
     .create_s = {1500, 2400}, .update_s = {600, 900}, .delete_s = {60, 120}, .further = brokers_further},
    {.name = "AWS::ElastiCache::GlobalReplicationGroup", .id = "GlobalReplicationGroupId", .attrs = datastore_attrs,
     .create_s = {60, 120}, .update_s = {60, 120}, .delete_s = {60, 120}},
    {.name = "AWS::ElastiCache::ReplicationGroup", .id = "ReplicationGroupId", .attrs = member_attrs, .create_s = {600, 1200},
     .update_s = {60, 120}, .delete_s = {300, 600}},
    {.name = "Plane",    .id = "PlaneName",    .attrs = plane_attrs,    .create_s = {600, 1200}, .update_s = {500, 1000}, .delete_s = {300, 600}},
    {.name = "Nodes",    .id = "NodesName",    .attrs = nodes_attrs,    .create_s = {180, 360}, .update_s = {300, 600}, .delete_s = {200, 400}},
    {.name = "Vpc",      .id = "VpcId",        .attrs = vpc_attrs,      .create_s = {5, 10},   .update_s = {2, 4},  .delete_s = {3, 6}},
    {.name = "Subnet",   .id = "SubnetId",     .attrs = subnet_attrs,   .create_s = {3, 6},   .update_s = {2, 4},  .delete_s = {2, 4}},
    {.name = "Group",    .id = "GroupName",    .attrs = group_attrs,    .create_s = {2, 4},   .update_s = {2, 4},  .delete_s = {2, 4}},
    {.name = "Cluster",  .id = "ClusterName",  .attrs = cluster_attrs,  .create_s = {600, 1200}, .update_s = {90, 180}, .delete_s = {300, 600},
     .flags = RT_STATEFUL, .going = INT_DATA_LOSS, .lost = "its data is lost"},
    {.name = "Instance", .id = "InstanceName", .attrs = instance_attrs, .create_s = {400, 800}, .update_s = {60, 120}, .delete_s = {200, 400}},
    {.name = "Secret",   .id = "SecretName",   .attrs = secret_attrs,   .create_s = {2, 4},   .update_s = {2, 4},  .delete_s = {2, 4}},
    {.name = "Side",     .id = "Of",           .attrs = side_attrs,     .create_s = {2, 4},   .update_s = {2, 4},  .delete_s = {2, 4},
     .flags = RT_VIRTUAL, .group = "Joined"},
    {.name = "Role",     .id = "GroupName",    .attrs = group_attrs,    .create_s = {2, 4},   .update_s = {2, 4},  .delete_s = {2, 4},
     .flags = RT_GLOBAL},
};
/* clang-format on */

static inline const struct rtype *test_type(const char *name)
{
    for (size_t i = 0; i < COUNT(test_types); i++)
        if (str_eq(test_types[i].name, name))
            return &test_types[i];
    return NULL;
}

struct world {
    struct arena *arena;
    struct wanted_list wanted;
    struct state *state;
    const struct value *live;
    struct diags diags;
    struct plan_request request;
    struct plan *plan;
};

static inline const struct value *parse_quoted(struct arena *a, const char *text, int mode)
{
    const struct value *v = NULL;
    char *json = arena_strdup(a, text);
    for (char *s = json; *s; s++)
        *s = *s == '\'' ? '"' : *s;
    struct err *e = json_parse(a, json, strlen(json), mode, &v);
    if (e)
        fail_msg("%s in %s", err_text(e), json);
    return v;
}

static inline const char *region_of(const char *alias)
{
    return str_eq(alias, "seoul") ? "ap-northeast-2" : "ap-northeast-1";
}

static inline const char **words_of_list(struct arena *a, const struct value *list)
{
    const char **words = arena_alloc(a, (value_len(list) + 1) * sizeof *words);
    for (size_t i = 0; i < value_len(list); i++)
        words[i] = value_str_of(value_item(list, i));
    return words;
}

static inline struct value *attrs_of(struct arena *a, const struct value *v)
{
    static const char meta[] = "type after outputs status generation region !theirs !failed !leaving create_s update_s";
    struct value *attrs = value_map(a);
    for (size_t i = 0; i < value_len(v); i++)
        if (!has_word(meta, value_key(v, i)))
            value_set(a, attrs, value_key(v, i), value_item(v, i));
    return attrs;
}

static inline void add_wanted(struct world *w, const char *address, const struct value *v)
{
    const char *alias = address_alias(w->arena, address);
    alias = str_eq(alias, "global") ? "tokyo" : alias;
    struct wanted *one =
        wanted_add(&w->wanted, value_get_str(v, "type"), alias, region_of(alias), address, attrs_of(w->arena, v));
    one->after = words_of_list(w->arena, value_get(v, "after"));
    one->pos = (struct pos){0, (uint32_t)w->wanted.n, 1};
}

static inline void add_entry(struct world *w, const char *address, const struct value *v)
{
    const char *alias = address_alias(w->arena, address), *status = value_get_str(v, "status");
    alias = str_eq(alias, "global") ? "tokyo" : alias;
    struct value *inputs = attrs_of(w->arena, v);
    const struct rtype *rt = test_type(value_get_str(v, "type"));
    const struct value *outputs = value_overlay(w->arena, inputs, value_get(v, "outputs"));
    struct entry e = {.address = address, .type = value_get_str(v, "type"), .alias = alias};
    e.region = value_get(v, "region") ? value_get_str(v, "region") : region_of(alias);
    e.id = rt ? rtype_physical_id(w->arena, rt, outputs) : "id";
    e.inputs = inputs;
    e.outputs = outputs;
    e.after = words_of_list(w->arena, value_get(v, "after"));
    e.status = str_eq(status, "creating") ? ENTRY_CREATING : str_eq(status, "deleting") ? ENTRY_DELETING : ENTRY_READY;
    e.generation = value_get(v, "generation") ? (unsigned)value_int_of(value_get(v, "generation")) : 1;
    e.create_s = value_int_of(value_get(v, "create_s"));
    e.update_s = value_int_of(value_get(v, "update_s"));
    state_put(w->state, &e);
}

static inline struct live live_of(void *ctx, const char *address)
{
    struct world *w = ctx;
    const struct value *v = value_get(w->live, address);
    const struct entry *e = state_find(w->state, address);
    if (!v && e)
        return (struct live){.status = LIVE_PRESENT, .id = e->id, .attrs = e->outputs, .ours = true};
    if (value_kind(v) != V_MAP)
        return (struct live){.status = LIVE_ABSENT};
    const struct rtype *rt = test_type(value_get_str(v, "type"));
    const char *id = rt ? rtype_physical_id(w->arena, rt, v) : NULL;
    return (struct live){.status = LIVE_PRESENT,
                         .id = id ? id : "live-id",
                         .attrs = attrs_of(w->arena, v),
                         .ours = !value_get(v, "!theirs"),
                         .leaving = value_get(v, "!leaving"),
                         .failed = value_get(v, "!failed") ? value_get_str(v, "!failed") : NULL};
}

static inline struct world *world_new(const char *spec, const char *state, const char *live)
{
    struct arena *a = arena_new();
    struct world *w = arena_alloc(a, sizeof *w);
    w->arena = a;
    w->wanted.arena = a;
    w->diags.arena = a;
    diag_file(&w->diags, "spec.yaml");
    w->state = state_new("demo", "test");
    const struct value *entries = parse_quoted(a, state, JSON_PLAIN), *items = parse_quoted(a, spec, JSON_MARKED);
    for (size_t i = 0; i < value_len(items); i++)
        add_wanted(w, value_key(items, i), value_item(items, i));
    for (size_t i = 0; i < value_len(entries); i++)
        add_entry(w, value_key(entries, i), value_item(entries, i));
    w->live = live ? parse_quoted(a, live, JSON_PLAIN) : NULL;
    w->request = (struct plan_request){
        .wanted = &w->wanted,
        .state = w->state,
        .types = test_type,
        .live = live ? live_of : NULL,
        .live_ctx = w,
        .spec_digest = "digest",
        .lookups = parse_quoted(a, "{'lookup/account': {'AccountId': '123456789012'}}", JSON_PLAIN),
    };
    return w;
}

static inline void world_free(struct world **w)
{
    state_free((*w)->state);
    arena_free((*w)->arena);
}

#define WORLD(name) CLEANUP(world_free) struct world *name

static inline const char *diags_text(struct world *w)
{
    struct sbuf out = {.arena = w->arena};
    diag_sort(&w->diags);
    diag_print(&w->diags, &out);
    return sbuf_str(&out);
}

static inline void world_plan(struct world *w)
{
    struct err *e = plan_make(w->arena, &w->request, &w->diags, &w->plan);
    if (e)
        fail_msg("%s\n%s", err_text(e), diags_text(w));
}

static inline const char *last_part(const char *address)
{
    const char *slash = strrchr(address, '/');
    return slash ? slash + 1 : address;
}

/* "-x +y": the steps in order, by the last part of their addresses. */
static inline const char *steps_text(struct world *w)
{
    static const char signs[] = {
        [STEP_CREATE] = '+', [STEP_UPDATE] = '~', [STEP_DELETE] = '-', [STEP_RECORD] = '<', [STEP_FORGET] = '.'};
    struct sbuf out = {.arena = w->arena};
    for (size_t i = 0; i < w->plan->n_steps; i++) {
        const struct step *s = &w->plan->steps[i];
        sbuf_printf(&out, "%s%c%s", i ? " " : "", signs[s->kind], last_part(w->plan->planned[s->planned].address));
        for (size_t k = 0; k < s->n_after; k++)
            assert_true(s->after[k] < i);
    }
    return sbuf_str(&out);
}

/* "vpc=create subnet=noop" */
static inline const char *actions_text(struct world *w)
{
    struct sbuf out = {.arena = w->arena};
    for (size_t i = 0; i < w->plan->n_planned; i++)
        sbuf_printf(&out, "%s%s=%s%s", i ? " " : "", last_part(w->plan->planned[i].address),
                    action_name(w->plan->planned[i].action), w->plan->planned[i].refused ? "!" : "");
    return sbuf_str(&out);
}

static inline const struct planned *planned_at(struct world *w, const char *address)
{
    for (size_t i = 0; i < w->plan->n_planned; i++)
        if (str_eq(w->plan->planned[i].address, address))
            return &w->plan->planned[i];
    return NULL;
}

#endif

#include "provisioner/ops/arc.h"

#include <ctype.h>
#include <string.h>

enum { MINUTE_MS = 60 * 1000, LONGEST_NAME = 32, MOST_MINUTES = 10080 };

static const struct value *attr(struct arena *a, const struct entry *e, const char *path)
{
    const struct value *v = value_path(a, e->outputs, path);
    return v ? v : value_path(a, e->inputs, path);
}

static void leave(struct arena *a, struct value *left, const char *text)
{
    value_push(a, left, value_str(a, text));
}

/* ---- steps ------------------------------------------------------------------------------------------------------- */

static void add_step(struct arena *a, struct value *steps, const char *name, const char *type, const char *member,
                     const struct value *config)
{
    struct value *step = value_map(a), *block = value_map(a);
    value_set(a, block, member, config);
    value_set_str(a, step, "name", name);
    value_set_str(a, step, "executionBlockType", type);
    value_set(a, step, "executionBlockConfiguration", block);
    value_push(a, steps, step);
}

static void add_approval(struct arena *a, const struct arc_request *r, struct value *steps)
{
    struct value *config = value_map(a);
    value_set_str(a, config, "approvalRole", r->approver);
    if (r->approver)
        add_step(a, steps, "approve", "ManualApproval", "executionApprovalConfig", config);
}

/* A switch where both regions answer; where one does not, whoever starts the plan says "ungraceful". */
static void add_database(struct arena *a, const struct entry *e, struct value *steps)
{
    struct value *config = value_map(a), *ungraceful = value_map(a);
    value_set_str(a, ungraceful, "ungraceful", "failover");
    value_set_str(a, config, "behavior", "switchoverOnly");
    value_set(a, config, "ungraceful", ungraceful);
    value_set(a, config, "globalClusterIdentifier", attr(a, e, "GlobalClusterIdentifier"));
    value_set(a, config, "databaseClusterArns", attr(a, e, "GlobalClusterMembers[].DBClusterArn"));
    add_step(a, steps, "database", "AuroraGlobalDatabase", "globalAuroraConfig", config);
}

static const struct value *clusters(struct arena *a, const struct arc_request *r)
{
    struct value *all = value_list(a);
    for (size_t i = 0; i < state_count(r->state); i++) {
        const struct entry *e = state_entry(r->state, i);
        struct value *one = value_map(a);
        if (!str_eq(e->type, "AWS::EKS::Cluster"))
            continue;
        value_set(a, one, "clusterArn", attr(a, e, "arn"));
        value_push(a, all, one);
    }
    return all;
}

/* "web/shop" as {shop: {region: {namespace, name}}}. */
static const struct value *deployments(struct arena *a, const struct arc_request *r)
{
    struct value *list = value_list(a);
    for (const char *const *all = r->deployments; all && *all; all++) {
        const char *slash = strchr(*all, '/'), *name = slash ? slash + 1 : *all;
        struct value *what = value_map(a), *where = value_map(a), *app = value_map(a);
        value_set_str(a, what, "namespace", slash ? arena_strndup(a, *all, (size_t)(slash - *all)) : "default");
        value_set_str(a, what, "name", name);
        for (size_t i = 0; i < 2; i++)
            value_set(a, where, r->regions[i], what);
        value_set(a, app, name, where);
        value_push(a, list, app);
    }
    return list;
}

static void add_deployments(struct arena *a, const struct arc_request *r, struct value *steps)
{
    struct value *config = value_map(a), *kind = value_map(a);
    const struct value *eks = clusters(a, r), *apps = deployments(a, r);
    if (value_len(eks) < 2 || !value_len(apps))
        return;
    value_set_str(a, kind, "apiVersion", "apps/v1");
    value_set_str(a, kind, "kind", "Deployment");
    value_set(a, config, "kubernetesResourceType", kind);
    value_set(a, config, "scalingResources", apps);
    value_set(a, config, "eksClusters", eks);
    value_set(a, config, "targetPercent", value_int(a, 100));
    add_step(a, steps, "deployments", "EKSResourceScaling", "eksResourceScalingConfig", config);
}

/* Answers that bear a region's alias, as Region switch takes them; NULL: not one for each of both. */
static const struct value *answers(struct arena *a, const struct arc_request *r, const struct entry *e)
{
    const struct value *sets = attr(a, e, "ResourceRecordSets");
    struct value *all = value_list(a);
    for (size_t i = 0; i < value_len(sets); i++)
        for (size_t k = 0; k < 2; k++) {
            const char *set = value_get_str(value_item(sets, i), "SetIdentifier");
            struct value *one = value_map(a);
            if (!str_eq(set, r->aliases[k]))
                continue;
            value_set_str(a, one, "recordSetIdentifier", set);
            value_set_str(a, one, "region", r->regions[k]);
            value_push(a, all, one);
        }
    return value_len(all) == 2 ? all : NULL;
}

static void add_record(struct arena *a, const struct arc_request *r, const struct entry *e, struct value *steps)
{
    struct value *config = value_map(a);
    const struct value *sets = answers(a, r, e);
    const char *last = strrchr(e->address, '/'), *name = last ? last + 1 : e->address,
               *zone = value_str_of(attr(a, e, "HostedZoneId"));
    const char *slash = strrchr(zone, '/'); /* "/hostedzone/Z0123" */
    if (!sets)
        return;
    value_set_str(a, config, "hostedZoneId", slash ? slash + 1 : zone);
    value_set(a, config, "recordName", attr(a, e, "Name"));
    value_set(a, config, "recordSets", sets);
    add_step(a, steps, name, "Route53HealthCheck", "route53HealthCheckConfig", config);
}

static void add_each(struct arena *a, const struct arc_request *r, const char *type, struct value *steps)
{
    for (size_t i = 0; i < state_count(r->state); i++) {
        const struct entry *e = state_entry(r->state, i);
        if (!str_eq(e->type, type))
            continue;
        if (str_eq(type, "AWS::RDS::GlobalCluster"))
            add_database(a, e, steps);
        else
            add_record(a, r, e, steps);
    }
}

static const struct value *steps_of(struct arena *a, const struct arc_request *r)
{
    struct value *steps = value_list(a);
    add_approval(a, r, steps);
    add_deployments(a, r, steps);
    add_each(a, r, "AWS::RDS::GlobalCluster", steps);
    add_each(a, r, "AWS::Route53::RecordSet", steps);
    return steps;
}

/* ---- what is left ------------------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct {
    const char *type, *text;
} uncovered[] = {
    {"AWS::ElastiCache::GlobalReplicationGroup", "Region switch has no block for a global datastore: put a CustomActionLambda block behind the database that calls elasticache:FailoverGlobalReplicationGroup"},
    {"AWS::MSK::Replicator", "Region switch has no block for topics: producers and consumers move as `provisioner runbook` says"},
    {"AWS::KafkaConnect::Connector", "Region switch has no block for topics: producers and consumers move as `provisioner runbook` says"},
    {"AWS::EKS::Nodegroup", "Region switch scales deployments (--deployment) and no managed nodes: let an autoscaler follow them, or raise the nodes before"},
};
/* clang-format on */

static bool has(const struct arc_request *r, const char *type)
{
    for (size_t i = 0; i < state_count(r->state); i++)
        if (str_eq(state_entry(r->state, i)->type, type))
            return true;
    return false;
}

static bool has_step(const struct value *steps, const char *type)
{
    for (size_t i = 0; i < value_len(steps); i++)
        if (str_eq(value_get_str(value_item(steps, i), "executionBlockType"), type))
            return true;
    return false;
}

static const struct value *left_of(struct arena *a, const struct arc_request *r, const struct value *steps)
{
    struct value *left = value_list(a);
    for (size_t i = 0; i < COUNT(uncovered); i++)
        if (has(r, uncovered[i].type) && !(i == 2 && has(r, uncovered[1].type)))
            leave(a, left, uncovered[i].text);
    if (has_step(steps, "Route53HealthCheck"))
        leave(
            a, left,
            "Region switch moves names by health checks of its own: `aws arc-region-switch list-route53-health-checks` "
            "tells them once the plan is there, and the records have to bear them in place of theirs");
    if (has_step(steps, "AuroraGlobalDatabase"))
        leave(
            a, left,
            "started as ungraceful, the plan gives up what a lost region had not copied yet; `provisioner ready` says "
            "how much that is");
    leave(a, left, "nothing of it moves what the state of provisioner says: the next plan reads who leads by then");
    return left;
}

/* ---- the plan ---------------------------------------------------------------------------------------------------- */

/* Letters, digits and hyphens, neither first nor last. */
static const char *name_of(struct arena *a, const struct state_head *h)
{
    char *name = arena_printf(a, "%s-%s", h->project, h->environment);
    for (char *c = name; *c; c++)
        *c = isalnum((unsigned char)*c) ? *c : '-';
    size_t n = strlen(name) < LONGEST_NAME ? strlen(name) : LONGEST_NAME;
    while (n && name[n - 1] == '-')
        n--;
    name[n] = '\0';
    return name;
}

static const struct value *workflows(struct arena *a, const struct arc_request *r, const struct value *steps)
{
    struct value *all = value_list(a);
    for (size_t i = 0; i < 2; i++) {
        struct value *one = value_map(a);
        value_set_str(a, one, "workflowTargetAction", "activate");
        value_set_str(a, one, "workflowTargetRegion", r->regions[i]);
        value_set_str(a, one, "workflowDescription", arena_printf(a, "%s takes over", r->aliases[i]));
        value_set(a, one, "steps", steps);
        value_push(a, all, one);
    }
    return all;
}

const struct value *arc_plan(struct arena *a, const struct arc_request *r, const struct value **ret_left)
{
    struct value *plan = value_map(a), *regions = value_list(a), *tags = value_map(a);
    const struct state_head *h = state_head(r->state);
    const struct value *steps = steps_of(a, r);
    int64_t minutes = (r->rto_ms + MINUTE_MS - 1) / MINUTE_MS;
    for (size_t i = 0; i < 2; i++)
        value_push(a, regions, value_str(a, r->regions[i]));
    value_set_str(a, tags, "project", h->project);
    value_set_str(a, tags, "environment", h->environment);
    value_set_str(a, plan, "name", name_of(a, h));
    value_set_str(a, plan, "description",
                  arena_printf(a, "%s of %s, as provisioner holds it", h->environment, h->project));
    value_set(a, plan, "regions", regions);
    value_set_str(a, plan, "recoveryApproach", "activePassive");
    value_set_str(a, plan, "primaryRegion", r->regions[r->primary]);
    value_set_str(a, plan, "executionRole", r->role);
    if (minutes)
        value_set(a, plan, "recoveryTimeObjectiveMinutes",
                  value_int(a, minutes < MOST_MINUTES ? minutes : MOST_MINUTES));
    value_set(a, plan, "workflows", workflows(a, r, steps));
    value_set(a, plan, "tags", tags);
    *ret_left = left_of(a, r, steps);
    return plan;
}

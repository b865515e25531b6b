#include "provisioner/blueprint/drills.h"
#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"
#include "provisioner/model/json.h"

#include <string.h>

/*
 * Drills: what FIS can do to a region of those systems that it has, as templates that nobody starts by applying them,
 * and runbooks for what FIS has no action for. An experiment ends with its duration, or with the alarm that guards it.
 *
 * Targets are found by our tags, so that a template fits whatever has been replaced since; networks by their subnets,
 * since FIS takes no tag that names one tier alone.
 */

enum { ARNS_MOST = 5 };

static bool has_replicas(const struct site *s)
{
    return aurora_in(s->region) && value_int_of(value_path(s->arena, s->region->config, "aurora.instances")) > 1;
}

/* The first region with a way to this one; NULL. */
static const struct spec_region *neighbour(const struct site *s)
{
    const struct spec *spec = s->build->spec;
    for (size_t i = 0; i < spec->n_regions; i++)
        if (peering_between(s->region, &spec->regions[i]))
            return &spec->regions[i];
    return NULL;
}

static bool has_neighbour(const struct site *s)
{
    return neighbour(s) && network_has_tier(s->region, "private");
}

static bool has_cache(const struct site *s)
{
    return section_in(s->region, "cache") && network_in(s->region);
}

static bool has_nodes(const struct site *s)
{
    return section_in(s->region, "eks");
}

static const struct value *duration(const struct site *s)
{
    return value_fmt(s->arena, "PT%dM", (int)value_int_of(site_field(s, "duration_minutes")));
}

/* ---- actions on a region ----------------------------------------------------------------------------------------- */

static const struct value *cut_parameters(const struct site *s)
{
    return map_of(s->arena, PAIRS({"region", value_str(s->arena, neighbour(s)->name)}, {"duration", duration(s)}));
}

static const struct value *cache_parameters(const struct site *s)
{
    return map_of(s->arena, PAIRS({"duration", duration(s)}));
}

static const struct value *node_parameters(const struct site *s)
{
    return map_of(s->arena, PAIRS({"instanceTerminationPercentage",
                                   value_str(s->arena, value_text(s->arena, site_field(s, "nodes_percent")))}));
}

static const struct action {
    const char *name, *id, *target, *type;
    bool (*in)(const struct site *s);
    const struct value *(*parameters)(const struct site *s); /* NULL: none */
} actions[] = {
    /* clang-format off */
    {"network", "aws:network:route-table-disrupt-cross-region-connectivity", "Subnets", "aws:ec2:subnet", has_neighbour, cut_parameters},
    {"database", "aws:rds:failover-db-cluster", "Clusters", "aws:rds:cluster", has_replicas, NULL},
    {"cache", "aws:elasticache:replicationgroup-interrupt-az-power", "ReplicationGroups", "aws:elasticache:replicationgroup", has_cache, cache_parameters},
    {"nodes", "aws:eks:terminate-nodegroup-instances", "Nodegroups", "aws:eks:nodegroup", has_nodes, node_parameters},
    /* clang-format on */
};

static const struct value *ours(const struct site *s)
{
    const struct spec *spec = s->build->spec;
    return map_of(s->arena, PAIRS({"provisioner:project", value_str(s->arena, spec->project)},
                                  {"provisioner:environment", value_str(s->arena, spec->environment)}));
}

static const struct value *subnet_arns(const struct site *s)
{
    struct value *arns = value_list(s->arena);
    const struct value *subnets = network_subnets(s->arena, s->region, "private");
    for (size_t i = 0; i < value_len(subnets) && i < ARNS_MOST; i++)
        value_push(s->arena, arns,
                   site_text(s,
                             "arn:${lookup/account.Partition}:ec2:%s:${lookup/account.AccountId}:subnet/${%s.SubnetId}",
                             s->region->name, value_ref_address(value_item(subnets, i))));
    return arns;
}

static const struct value *target_of(const struct site *s, const struct action *act)
{
    struct arena *a = s->arena;
    bool subnets = act->in == has_neighbour, zone = act->in == has_cache;
    const struct value *where = map_of(a, PAIRS({"availabilityZoneIdentifier", network_zone(a, s->region, 0)}));
    return map_of(a, PAIRS({"resourceType", value_str(a, act->type)}, {"selectionMode", value_str(a, "ALL")},
                           {"resourceArns", subnets ? subnet_arns(s) : NULL},
                           {"resourceTags", subnets ? NULL : ours(s)}, {"parameters", zone ? where : NULL}));
}

static const struct value *action_of(const struct site *s, const struct action *act)
{
    struct arena *a = s->arena;
    const struct value *targets = map_of(a, PAIRS({act->target, value_str(a, act->name)}));
    return map_of(a, PAIRS({"actionId", value_str(a, act->id)}, {"targets", targets},
                           {"parameters", act->parameters ? act->parameters(s) : NULL}));
}

/* ---- what guards and records it ---------------------------------------------------------------------------------- */

static const struct value *stop_conditions(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *asked = site_field(s, "stop_alarm");
    /* the alarm over the whole region, where observability makes one; by its name, since nothing here waits for it */
    const char *alarm = asked ? value_str_of(asked) : observability_in(s->region) ? name_of(s, "region") : NULL;
    if (!alarm)
        return list_of_one(a, map_of(a, PAIRS({"source", value_str(a, "none")})));
    const struct value *arn =
        site_text(s, "arn:${lookup/account.Partition}:cloudwatch:%s:${lookup/account.AccountId}:alarm:%s",
                  s->region->name, alarm);
    return list_of_one(a, map_of(a, PAIRS({"source", value_str(a, "aws:cloudwatch:alarm")}, {"value", arn})));
}

static const struct value *logging(const struct site *s, const char *group)
{
    struct arena *a = s->arena;
    const struct value *to = map_of(a, PAIRS({"logGroupArn", site_text(s, "${%s.arn}:*", group)}));
    return map_of(a, PAIRS({"cloudWatchLogsConfiguration", to}, {"logSchemaVersion", value_int(a, 2)}));
}

static void region_loss_make(const struct site *s)
{
    struct arena *a = s->arena;
    struct value *all = value_map(a), *targets = value_map(a);
    for (size_t i = 0; i < COUNT(actions); i++) {
        if (!actions[i].in(s))
            continue;
        value_set(a, all, actions[i].name, action_of(s, &actions[i]));
        value_set(a, targets, actions[i].name, target_of(s, &actions[i]));
    }
    if (!value_len(all))
        return;
    const char *group = log_group_make(s, "log-group", value_fmt(a, "/aws/fis/%s", name_of(s, "drills")),
                                       site_field(s, "retention_days"));
    drills_experiment_role_make(s, targets);
    site_make(s, "AWS::FIS::ExperimentTemplate", "region-loss",
              PAIRS({"description", value_fmt(a, "%s is lost, as far as FIS reaches", s->scope)}, {"actions", all},
                    {"targets", targets}, {"stopConditions", stop_conditions(s)},
                    {"roleArn", role_arn(s, "experiment")}, {"logConfiguration", logging(s, group)},
                    {"emptyTargetResolutionMode", value_str(a, "skip")}));
    role_ready(s, "experiment");
}

/* ---- runbooks: what FIS has no action for ------------------------------------------------------------------------ */

static bool has_global_database(const struct site *s)
{
    return aurora_in(s->region) && s->build->spec->n_regions > 1;
}

static bool has_global_cache(const struct site *s)
{
    const struct spec *spec = s->build->spec;
    size_t members = 0;
    for (size_t i = 0; i < spec->n_regions; i++)
        members += cache_in(&spec->regions[i]);
    return cache_in(s->region) && members > 1;
}

static bool has_dns(const struct site *s)
{
    return section_in(s->region, "dns");
}

/* `steps` in JSON with double quotes as single ones; what they name in {{ }} are parameters of the runbook. */
static const struct runbook {
    const char *name, *description, *parameters, *steps;
    bool (*in)(const struct site *s);
} runbooks[] = {
    /* clang-format off */
    {"aurora-switchover", "Writes of the global database go to the cluster given; nothing is lost",
     "{'GlobalCluster':{'type':'String'},'TargetCluster':{'type':'String','description':'ARN of the cluster that will write'}}",
     "[{'name':'switchover','action':'aws:executeAwsApi','inputs':{'Service':'rds','Api':'SwitchoverGlobalCluster',"
     "'GlobalClusterIdentifier':'{{ GlobalCluster }}','TargetDbClusterIdentifier':'{{ TargetCluster }}'}},"
     "{'name':'settled','action':'aws:waitForAwsResourceProperty','timeoutSeconds':1800,'inputs':{'Service':'rds','Api':'DescribeGlobalClusters',"
     "'GlobalClusterIdentifier':'{{ GlobalCluster }}','PropertySelector':'$.GlobalClusters[0].Status','DesiredValues':['available']}}]",
     has_global_database},
    {"cache-failover", "Writes of the global datastore go to the region given; what was not replicated is lost",
     "{'GlobalReplicationGroup':{'type':'String'},'Region':{'type':'String'},'ReplicationGroup':{'type':'String'}}",
     "[{'name':'failover','action':'aws:executeAwsApi','inputs':{'Service':'elasticache','Api':'FailoverGlobalReplicationGroup',"
     "'GlobalReplicationGroupId':'{{ GlobalReplicationGroup }}','PrimaryRegion':'{{ Region }}','PrimaryReplicationGroupId':'{{ ReplicationGroup }}'}}]",
     has_global_cache},
    {"dns-shift", "A health check counts as failed, and traffic goes where its record fails over to; Inverted false takes it back",
     "{'HealthCheck':{'type':'String'},'Inverted':{'type':'Boolean','default':true}}",
     "[{'name':'shift','action':'aws:executeAwsApi','inputs':{'Service':'route53','Api':'UpdateHealthCheck',"
     "'HealthCheckId':'{{ HealthCheck }}','Inverted':'{{ Inverted }}'}}]",
     has_dns},
    /* clang-format on */
};

static const struct value *from_json(struct arena *a, const char *text)
{
    const struct value *v = NULL;
    char *json = arena_strdup(a, text);
    for (char *c = json; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    err_free(json_parse(a, json, strlen(json), JSON_PLAIN, &v));
    return v;
}

static void runbook_make(const struct site *s, const struct runbook *r)
{
    struct arena *a = s->arena;
    /* clang-format off */
    const struct value *content = map_of(a, PAIRS(
        {"schemaVersion", value_str(a, "0.3")},
        {"description",   value_str(a, r->description)},
        {"assumeRole",    role_arn(s, "runbook")},
        {"parameters",    from_json(a, r->parameters)},
        {"mainSteps",     from_json(a, r->steps)}));
    /* clang-format on */
    site_make(s, "AWS::SSM::Document", r->name,
              PAIRS({"Name", value_str(a, name_of(s, r->name))}, {"DocumentType", value_str(a, "Automation")},
                    {"Content", content}));
}

static void runbooks_make(const struct site *s)
{
    struct value *names = value_map(s->arena);
    for (size_t i = 0; i < COUNT(runbooks); i++)
        if (runbooks[i].in(s))
            value_set(s->arena, names, runbooks[i].name, value_bool(s->arena, true));
    if (!value_len(names))
        return;
    drills_runbook_role_make(s, names);
    for (size_t i = 0; i < COUNT(runbooks); i++)
        if (runbooks[i].in(s))
            runbook_make(s, &runbooks[i]);
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

void drills_make(const struct build *b)
{
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        struct site s = site_in(b, &b->spec->regions[i], "drills");
        if (value_kind(s.config) != V_MAP)
            continue;
        region_loss_make(&s);
        runbooks_make(&s);
    }
}

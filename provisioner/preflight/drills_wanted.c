#include "provisioner/preflight/made.h"

#include <string.h>

/* What is wanted of Lambda, FIS and Systems Manager, whoever wrote it. */

/* ---- experiments ------------------------------------------------------------------------------------------------- */

static void experiment_role(const struct look *l, const struct wanted *w)
{
    check_trust(l, w, "roleArn", "fis.amazonaws.com");
}

static void stops_here(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "stopConditions[].value");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct wanted *alarm = referred(l, value_item(all, i));
        if (alarm && !str_eq(alarm->region, w->region))
            fault(l, w, value_item(all, i), "name an alarm of the same region",
                  "%s is stopped by %s, which is of %s: %s", w->address, alarm->address, alarm->region, l->rule->why);
    }
}

static bool is_in(const struct value *list, const char *text)
{
    for (size_t i = 0; i < value_len(list); i++)
        if (str_eq(value_str_of(value_item(list, i)), text))
            return true;
    return false;
}

/* Whether an action waits for `name`, over however many others. */
static bool waits_for(const struct value *actions, const char *action, const char *name, size_t steps)
{
    const struct value *after = value_get(value_get(actions, action), "startAfter");
    if (is_in(after, name))
        return true;
    for (size_t i = 0; steps && i < value_len(after); i++)
        if (waits_for(actions, value_str_of(value_item(after, i)), name, steps - 1))
            return true;
    return false;
}

enum { LONGEST_CHAIN = 8 };

/* A target's: named, or found by its tags. */
static bool is_meant(const struct look *l, const struct value *target, const struct wanted *cluster)
{
    const struct value *arns = value_get(target, "resourceArns"), *tags = value_get(target, "resourceTags");
    bool all = value_len(tags) > 0;
    for (size_t i = 0; i < value_len(arns); i++)
        if (referred(l, value_item(arns, i)) == cluster)
            return true;
    for (size_t i = 0; i < value_len(tags); i++) {
        const struct value *has = settled(l, value_get(attr(l, cluster, "Tags"), value_key(tags, i)));
        all = all && value_equal(has, value_item(tags, i));
    }
    return all;
}

static void nobody_takes_over(const struct look *l, const struct wanted *w)
{
    const struct value *actions = attr(l, w, "actions");
    const struct wanted *cluster;
    for (size_t i = 0; i < value_len(actions); i++) {
        const struct value *name = value_path(l->c->arena, value_item(actions, i), "targets.Clusters");
        const struct value *target = value_get(attr(l, w, "targets"), value_str_of(name));
        if (!str_eq(value_get_str(value_item(actions, i), "actionId"), "aws:rds:failover-db-cluster"))
            continue;
        for (struct each e = each_of(l, "AWS::RDS::DBCluster", w->alias); (cluster = next_of(&e));)
            if (is_meant(l, target, cluster) && instances_of(l, cluster) < 2)
                fault(l, w, name, NULL, "%s of %s fails %s over, which has no reader: %s", value_key(actions, i),
                      w->address, cluster->address, l->rule->why);
    }
}

static void one_action(const struct look *l, const struct wanted *w, const struct value *actions, size_t at)
{
    const struct value *action = value_item(actions, at), *after = value_get(action, "startAfter"),
                       *targets = value_get(action, "targets");
    const char *name = value_key(actions, at);
    for (size_t i = 0; i < value_len(after); i++)
        if (value_kind(value_item(after, i)) == V_STR && !value_get(actions, value_str_of(value_item(after, i))))
            fault(l, w, value_item(after, i), NULL, "%s starts after %s, which is no action of %s: %s", name,
                  shown(l, value_item(after, i)), w->address, l->rule->why);
    if (waits_for(actions, name, name, LONGEST_CHAIN))
        fault(l, w, after, NULL, "%s of %s starts after itself: %s", name, w->address, l->rule->why);
    for (size_t i = 0; i < value_len(targets); i++)
        if (value_kind(value_item(targets, i)) == V_STR &&
            !value_get(attr(l, w, "targets"), value_str_of(value_item(targets, i))))
            fault(l, w, value_item(targets, i), NULL, "%s acts on %s, which is no target of %s: %s", name,
                  shown(l, value_item(targets, i)), w->address, l->rule->why);
}

static void graph(const struct look *l, const struct wanted *w)
{
    const struct value *actions = attr(l, w, "actions");
    for (size_t i = 0; value_kind(actions) == V_MAP && i < value_len(actions); i++)
        one_action(l, w, actions, i);
}

static void whole_group(const struct look *l, const struct wanted *w)
{
    const struct value *arn = attr(l, w, "logConfiguration.cloudWatchLogsConfiguration.logGroupArn");
    const struct value *last = value_kind(arn) == V_JOIN ? value_item(arn, value_len(arn) - 1) : arn;
    bool whole = str_ends(value_str_of(last), ":*");
    if (arn && !whole && value_kind(last) != V_UNKNOWN)
        fault(l, w, arn, NULL, "the log group of %s does not end in :*: %s", w->address, l->rule->why);
}

static void let_into_cluster(const struct look *l, const struct wanted *w)
{
    const struct value *ids = values_at(l, w->attrs, "actions.*.actionId");
    const struct wanted *cluster;
    bool pods = false;
    for (size_t i = 0; i < value_len(ids); i++)
        pods = pods || str_starts(value_str_of(value_item(ids, i)), "aws:eks:pod-");
    for (struct each e = each_of(l, "AWS::EKS::Cluster", w->alias); pods && (cluster = next_of(&e));) {
        const struct value *mode = attr(l, cluster, "authenticationMode");
        if (!mode || str_eq(value_str_of(mode), "CONFIG_MAP"))
            fault(l, cluster, mode, "write API_AND_CONFIG_MAP, and give the experiment's role an access entry",
                  "%s acts on pods, and %s knows who may by its map alone: %s", w->address, cluster->address,
                  l->rule->why);
    }
}

/* ---- runbooks ---------------------------------------------------------------------------------------------------- */

enum { DOCUMENT_BYTES = 64 * 1024 };

static void document_size(const struct look *l, const struct wanted *w)
{
    const struct value *content = attr(l, w, "Content");
    size_t n = content ? strlen(value_canonical(l->c->arena, content)) : 0;
    if (n > DOCUMENT_BYTES)
        fault(l, w, content, NULL, "%s has %zu bytes, and takes %d: %s", w->address, n, DOCUMENT_BYTES, l->rule->why);
}

static void runbook_role(const struct look *l, const struct wanted *w)
{
    check_trust(l, w, "Content.assumeRole", "ssm.amazonaws.com");
}

/* ---- functions --------------------------------------------------------------------------------------------------- */

static void function_role(const struct look *l, const struct wanted *w)
{
    check_trust(l, w, "Role", "lambda.amazonaws.com");
}

/* clang-format off */
#define FIS_API "FIS API, "
#define EXPERIMENT .type = "AWS::FIS::ExperimentTemplate"
#define FAULT .each = "actions.*"
#define VICTIM .each = "targets.*"
#define POD "resourceType=aws:eks:pod"
#define CACHE "resourceType=aws:elasticache:replicationgroup"
#define FUNCTION .type = "AWS::Lambda::Function"
const struct rule drill_wanted_rules[] = {
    {"FIS-01", SEV_ERROR, "an experiment's role that FIS can't take", "CreateExperimentTemplate refuses it", "let it trust fis.amazonaws.com", "FIS user guide, IAM roles", EXPERIMENT, .wanted = experiment_role},
    {"FIS-02", SEV_ERROR, "an experiment without a word on what stops it", "CreateExperimentTemplate refuses it", "name an alarm, or write source: none", FIS_API "CreateExperimentTemplate", EXPERIMENT, .wanted = stops_here,
     .forms = FORMS(A_GIVEN("stopConditions"), A_WORD("stopConditions[].source", "none aws:cloudwatch:alarm"), A_GIVEN("value", .when = "source=aws:cloudwatch:alarm", .each = "stopConditions[]"), OF_REGION("stopConditions[].value"))},
    {"FIS-04", SEV_ERROR, "a selection that is none", "CreateExperimentTemplate refuses it", "write ALL, COUNT(1) or PERCENT(50)", FIS_API "CreateExperimentTemplateTargetInput", EXPERIMENT,
     .forms = FORMS(A_TEXT("targets.*.selectionMode", 1, 64, "^(ALL|COUNT\\([1-9][0-9]*\\)|PERCENT\\(([1-9][0-9]?|100)\\))$", "ALL, COUNT(n) or PERCENT(n)"))},
    {"FIS-05", SEV_ERROR, "targets named both by ARN and otherwise, or not at all", "CreateExperimentTemplate refuses them", "name five ARNs at most, or tags", FIS_API "CreateExperimentTemplateTargetInput", EXPERIMENT,
     .forms = FORMS(AN_ABSENT("resourceTags", .when = "resourceArns", VICTIM), AN_ABSENT("filters", .when = "resourceArns", VICTIM), A_COUNT("resourceArns", 0, 5, VICTIM), A_COUNT("resourceTags", 0, 50, VICTIM),
                    A_GIVEN("resourceTags", .when = "!resourceArns resourceType!=aws:eks:pod", VICTIM))},
    {"FIS-06", SEV_ERROR, "pods that can't be found, or acted on", "CreateExperimentTemplate refuses it", "name cluster, namespace, selector and service account", "FIS user guide, EKS pod actions", EXPERIMENT,
     .forms = FORMS(AN_ABSENT("resourceArns", .when = POD, VICTIM), AN_ABSENT("resourceTags", .when = POD, VICTIM), A_GIVEN("parameters.clusterIdentifier", .when = POD, VICTIM), A_GIVEN("parameters.namespace", .when = POD, VICTIM),
                    A_GIVEN("parameters.selectorType", .when = POD, VICTIM), A_GIVEN("parameters.selectorValue", .when = POD, VICTIM), A_WORD("parameters.selectorType", "labelSelector deploymentName podName", .when = POD, VICTIM),
                    A_GIVEN("parameters.kubernetesServiceAccount", .when = "actionId~^aws:eks:pod-", FAULT))},
    {"FIS-07", SEV_ERROR, "a cache's zone that can't be taken away", "CreateExperimentTemplate refuses it", "name the group by its tags and the zone, and take replicationgroup-interrupt-az-power", "FIS user guide, ElastiCache actions", EXPERIMENT,
     .forms = FORMS(AN_ABSENT("resourceArns", .when = CACHE, VICTIM), A_GIVEN("parameters.availabilityZoneIdentifier", .when = CACHE, VICTIM), NOT_A("actionId", "^aws:elasticache:interrupt-cluster-az-power$", "an action that is retired", FAULT))},
    {"FIS-08", SEV_ERROR, "a database is to fail over that has no reader", "there is nothing to fail over to, and the experiment fails", "write aurora.instances: 2 or more", "FIS user guide, actions reference", EXPERIMENT, .wanted = nobody_takes_over},
    {"FIS-10", SEV_ERROR, "an action's parameter that is none", "CreateExperimentTemplate refuses it", NULL, "FIS user guide, actions reference", EXPERIMENT,
     .forms = FORMS(A_TEXT("parameters.duration", 1, 32, "^PT([1-9][0-9]{0,2}M|([1-9]|1[0-2])H([0-9]{1,2}M)?)$", "a time from PT1M to PT12H", FAULT), A_GIVEN("parameters.region", .when = "actionId~cross-region-connectivity$", FAULT),
                    A_GIVEN("parameters.duration", .when = "actionId~(disrupt|interrupt|pause|stress|latency|packet-loss|blackhole)", FAULT), NOT_A("actions.*.parameters.*", "[[:space:]]", "a text with a space in it"))},
    {"FIS-11", SEV_ERROR, "actions that wait for each other or for none, or act on nothing", "CreateExperimentTemplate refuses it", NULL, FIS_API "CreateExperimentTemplateActionInput", EXPERIMENT, .wanted = graph},
    {"FIS-12", SEV_ERROR, "a log group without its streams", "CreateExperimentTemplate refuses it", "write its ARN with :* behind it", FIS_API "ExperimentTemplateCloudWatchLogsLogConfigurationInput", EXPERIMENT, .wanted = whole_group},
    {"FIS-15", SEV_ERROR, "an experiment on pods of a cluster that doesn't let it in", "it fails as it begins", NULL, "FIS user guide, EKS pod actions", EXPERIMENT, .wanted = let_into_cluster},
    {"SSM-01", SEV_ERROR, "a document that Systems Manager does not take", "CreateDocument refuses it", NULL, "Systems Manager API, CreateDocument", .type = "AWS::SSM::Document", .wanted = document_size,
     .forms = FORMS(A_TEXT("Name", 3, 128, "^[A-Za-z0-9_.-]+$", "letters, digits and . - _"), NOT_A("Name", "^(aws|amazon|amzn|AWSEC2|AWSConfigRemediation|AWSSupport)", "with a prefix that AWS keeps"),
                    A_WORD("Content.schemaVersion", "0.3", .when = "DocumentType=Automation"))},
    {"SSM-02", SEV_WARNING, "a runbook's role that Systems Manager can't take", "every execution fails", "let it trust ssm.amazonaws.com", "Systems Manager user guide, automation roles", .type = "AWS::SSM::Document", .wanted = runbook_role},
    {"LAM-01", SEV_ERROR, "a function's name that is none", "CreateFunction refuses it", "use up to 64 letters, digits, - and _", "Lambda API, CreateFunction", FUNCTION,
     .forms = FORMS(A_TEXT("FunctionName", 1, 64, "^[A-Za-z0-9_-]+$", "letters, digits, - and _"))},
    {"LAM-02", SEV_ERROR, "memory, time or disk that no function has", "CreateFunction refuses it", NULL, "Lambda API, CreateFunction", .dated = true, FUNCTION,
     .forms = FORMS(A_RANGE("MemorySize", 128, 10240), A_RANGE("Timeout", 1, 900), A_RANGE("EphemeralStorage.Size", 512, 10240), A_WORD("Architectures[]", "x86_64 arm64"), A_COUNT("Architectures", 1, 1))},
    {"LAM-03", SEV_ERROR, "a runtime that has reached its end", "Lambda makes no new function of it", "take nodejs22.x, python3.13 or a later one", "Lambda developer guide, runtimes", .dated = true, FUNCTION,
     .forms = FORMS(NOT_A("Runtime", "^(nodejs(|[468]\\.[0-9x]+|1[0-9]\\.x|20\\.x)$|python2|python3\\.([0-9]|10)$|java8$|go1|dotnetcore|dotnet[5678]$|ruby2|ruby3\\.2|provided$)", "given up"))},
    {"LAM-06", SEV_ERROR, "more layers than a function has", "CreateFunction refuses them", "put them into one", "Lambda quotas", FUNCTION, .forms = FORMS(A_COUNT("Layers", 0, 5), OF_REGION("Layers[]"))},
    {"LAM-07", SEV_ERROR, "a permission that can't be told from others", "AddPermission refuses it", "use up to 100 letters, digits, - and _", "Lambda API, AddPermission", .type = "AWS::Lambda::Permission",
     .forms = FORMS(A_TEXT("StatementId", 1, 100, "^[A-Za-z0-9_-]+$", "letters, digits, - and _"))},
    {"LAM-907", SEV_WARNING, "a service that may call a function on anybody's behalf", "another account's rule could", "name a SourceArn, or a SourceAccount", "Lambda developer guide, resource-based policies", .type = "AWS::Lambda::Permission",
     .forms = FORMS(A_GIVEN("SourceArn", .when = "Principal~\\.amazonaws\\.com$ !SourceAccount"))},
    {"LAM-908", SEV_ERROR, "a function's role that Lambda can't take", "CreateFunction refuses it", "let it trust lambda.amazonaws.com", "Lambda developer guide, execution role", FUNCTION, .wanted = function_role},
    {0}};
/* clang-format on */

#include "aws/sandbox/kafka.h"

#include <string.h>

/*
 * Replicators: in the target's region, one direction each. Source of rules: the MSK API reference, and "Prepare the
 * Amazon MSK source cluster", "Prerequisites" and "Supported configurations" of the developer guide.
 */

static void replicator_view(struct call *c, const struct object *o, struct value *view);
static void replicator_entered(struct world *w, struct object *o, const char *state);

/* clang-format off */
const struct sandbox_kind kind_kafka_replicator = {
    .name = "kafka-replicator", .service = "kafka", .id = "ReplicatorName", .tags_member = "Tags",
    .arn = "arn:aws:kafka:{region}:{account}:replicator/{id}/{$Uuid}", .arn_member = "ReplicatorArn",
    .status = "ReplicatorState", .ready = "RUNNING",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"CREATING", 20 * 60}, {"RUNNING", 0}}},
        {"update", GUESS, {{"UPDATING", 5 * 60}, {"RUNNING", 0}}},
        {"drop",   GUESS, {{"DELETING", 5 * 60}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"CreationTime", K_TIME, NULL}, {0}},
    .renames = (const struct rename[]){{"Description", "ReplicatorDescription"}, {0}},
    .refs = (const struct ref[]){
        {"$TargetSubnets", &kind_subnet, REF_BLOCKS, "BadRequestException"},
        {"$TargetGroups", &kind_security_group, REF_BLOCKS, "BadRequestException"}, {0}},
    .missing = {"NotFoundException", "The requested resource doesn't exist."},
    .exists = {"ConflictException", "A replicator with the name already exists"},
    .busy = {"BadRequestException", "This operation is only valid for resources that are in one of the following states:[RUNNING]"},
    .view = replicator_view,
    .entered = replicator_entered,
};
/* clang-format on */

enum { NAME_MOST = 128, CLUSTERS = 2, GROUPS_MOST = 16, BROKERS_LEAST = 3, BROKERS_LEAST_OF_TWO_ZONES = 4 };

bool kafka_replicator_asked(struct call *c, const struct object *o)
{
    return str_starts(o->id, in_str(c, "ReplicatorNameFilter"));
}

/* ---- as told ----------------------------------------------------------------------------------------------------- */

static const char *alias_of(struct call *c, const char *arn)
{
    const struct object *cluster = object_by_arn(c->w, arn);
    return arena_printf(c->a, "%s-%s", cluster ? cluster->id : "gone", hash_hex(c->a, arn, 8));
}

static void replicator_view(struct call *c, const struct object *o, struct value *view)
{
    struct value *info = value_edit(c->a, value_item(value_get(o->v, "ReplicationInfoList"), 0));
    const struct value *clusters = value_get(o->v, "KafkaClusters");
    struct value *told = value_list(c->a), *infos = value_list(c->a);
    for (size_t i = 0; i < value_len(clusters); i++) {
        struct value *one = value_edit(c->a, value_item(clusters, i));
        const char *arn = value_str_of(value_path(c->a, one, "AmazonMskCluster.MskClusterArn"));
        value_set_str(c->a, one, "KafkaClusterAlias", alias_of(c, arn));
        value_push(c->a, told, one);
    }
    value_set_str(c->a, info, "SourceKafkaClusterAlias", alias_of(c, value_get_str(info, "SourceKafkaClusterArn")));
    value_set_str(c->a, info, "TargetKafkaClusterAlias", alias_of(c, value_get_str(info, "TargetKafkaClusterArn")));
    value_push(c->a, infos, info);
    value_set(c->a, view, "KafkaClusters", told);
    value_set(c->a, view, "KafkaClustersSummary", told);
    value_set(c->a, view, "ReplicationInfoList", infos);
    value_set(c->a, view, "ReplicationInfoSummaryList", infos);
}

static void replicator_entered(struct world *w, struct object *o, const char *state)
{
    if (!str_eq(state, "RUNNING") || !value_get(o->v, "$Next"))
        return;
    object_set(w, o, "ReplicationInfoList", value_get(o->v, "$Next"));
    object_unset(w, o, "$Next");
    object_set_str(w, o, "CurrentVersion", kafka_version(w, world_arena(w)));
}

/* ---- what it needs ----------------------------------------------------------------------------------------------- */

static const struct value *network_of(struct call *c, const char *arn)
{
    const struct value *clusters = value_get(c->in, "KafkaClusters");
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *one = value_item(clusters, i);
        if (str_eq(value_str_of(value_path(c->a, one, "AmazonMskCluster.MskClusterArn")), arn))
            return value_get(one, "VpcConfig");
    }
    return NULL;
}

static bool cluster_fits(struct call *c, const char *which, const char *arn, const struct object **ret)
{
    const struct object *o = object_by_arn(c->w, arn);
    if (!o || o->kind != &kind_kafka_cluster)
        return refuse(c, "BadRequestException", "The %s cluster does not exist: %.200s", which, arn);
    size_t zones = value_len(kafka_cluster_get(c->a, o, "BrokerNodeGroupInfo.ClientSubnets"));
    int64_t brokers = value_int_of(kafka_cluster_get(c->a, o, "NumberOfBrokerNodes"));
    if (!str_eq(object_status(o), "ACTIVE"))
        return refuse(c, "BadRequestException", "The %s cluster is not in the ACTIVE state.", which);
    if (!kafka_cluster_is(c->a, o, "ClientAuthentication.Sasl.Iam.Enabled"))
        return refuse(c, "BadRequestException", "IAM access control must be enabled on the %s cluster.", which);
    if (str_eq(value_str_of(kafka_cluster_get(c->a, o, "BrokerNodeGroupInfo.InstanceType")), "kafka.t3.small"))
        return refuse(c, "BadRequestException", "kafka.t3.small isn't supported for the %s cluster.", which);
    if (brokers < BROKERS_LEAST || (zones == KAFKA_ZONES_LEAST && brokers < BROKERS_LEAST_OF_TWO_ZONES))
        return refuse(c, "BadRequestException", "The %s cluster has too few brokers.", which);
    *ret = o;
    return true;
}

static bool policy_allows(const struct object *source)
{
    const char *policy = object_str(source, "$Policy");
    return strstr(policy, "kafka.amazonaws.com") && strstr(policy, "kafka:CreateVpcConnection") &&
           strstr(policy, "kafka:GetBootstrapBrokers") && strstr(policy, "kafka:DescribeClusterV2");
}

/* From another region it connects through PrivateLink. */
static bool source_is_open(struct call *c, const struct object *source)
{
    if (str_eq(source->region, c->region))
        return true;
    if (!kafka_cluster_is(c->a, source,
                          "BrokerNodeGroupInfo.ConnectivityInfo.VpcConnectivity.ClientAuthentication.Sasl.Iam.Enabled"))
        return refuse(c, "BadRequestException",
                      "Multi-VPC private connectivity for IAM must be turned on for the source cluster.");
    if (!policy_allows(source))
        return refuse(c, "BadRequestException",
                      "The policy of the source cluster does not let kafka.amazonaws.com connect.");
    return !kafka_cluster_is(c->a, source, "ClientAuthentication.Unauthenticated.Enabled") ||
           refuse(c, "BadRequestException", "Unauthenticated access must be turned off on the source cluster.");
}

static bool side_fits(struct call *c, const struct object *cluster)
{
    const struct value *network = network_of(c, object_arn(cluster));
    const struct value *groups = value_get(network, "SecurityGroupIds");
    if (!network)
        return refuse(c, "BadRequestException", "VpcConfig is missing for %s.", object_arn(cluster));
    if (str_eq(cluster->region, c->region) && (!value_len(groups) || value_len(groups) > GROUPS_MOST))
        return refuse(c, "BadRequestException", "One to %d security groups are needed.", GROUPS_MOST);
    return kafka_network_fits(c, cluster->region, value_get(network, "SubnetIds"), groups);
}

static bool topics_fit(struct call *c, const struct value *info)
{
    return (value_len(value_path(c->a, info, "TopicReplication.TopicsToReplicate")) &&
            value_len(value_path(c->a, info, "ConsumerGroupReplication.ConsumerGroupsToReplicate"))) ||
           refuse(c, "BadRequestException", "Topics and consumer groups to replicate are missing.");
}

static void put(struct call *c, struct value *to, const char *path, const struct value *v)
{
    const struct value *is = value_path(c->a, to, path);
    if (!is || value_kind(is) == V_NULL)
        value_set_path(c->a, to, path, v);
}

/* What AWS takes when the request is silent. */
static void put_defaults(struct call *c, struct value *info)
{
    static const char *const on[] = {
        "TopicReplication.DetectAndCopyNewTopics", "TopicReplication.CopyTopicConfigurations",
        "TopicReplication.CopyAccessControlListsForTopics", "ConsumerGroupReplication.DetectAndCopyNewConsumerGroups",
        "ConsumerGroupReplication.SynchroniseConsumerGroupOffsets"};
    for (size_t i = 0; i < COUNT(on); i++)
        put(c, info, on[i], value_bool(c->a, true));
    put(c, info, "TopicReplication.TopicsToExclude", value_list(c->a));
    put(c, info, "ConsumerGroupReplication.ConsumerGroupsToExclude", value_list(c->a));
    put(c, info, "TopicReplication.StartingPosition.Type", value_str(c->a, "LATEST"));
    put(c, info, "TopicReplication.TopicNameConfiguration.Type", value_str(c->a, "PREFIXED_WITH_SOURCE_CLUSTER_ALIAS"));
    put(c, info, "ConsumerGroupReplication.ConsumerGroupOffsetSyncMode", value_str(c->a, "LEGACY"));
}

/* ---- making, changing, deleting ---------------------------------------------------------------------------------- */

bool kafka_replicator_draft(struct call *c)
{
    const struct value *infos = value_get(c->in, "ReplicationInfoList");
    struct value *info = value_edit(c->a, value_item(infos, 0)), *list = value_list(c->a);
    const struct object *source, *target;
    if (!kafka_name_fits(c, "ReplicatorName", NAME_MOST))
        return false;
    if (value_len(value_get(c->in, "KafkaClusters")) != CLUSTERS || value_len(infos) != 1)
        return refuse(c, "BadRequestException", "A replicator has two clusters and one direction.");
    if (!cluster_fits(c, "source", value_get_str(info, "SourceKafkaClusterArn"), &source) ||
        !cluster_fits(c, "target", value_get_str(info, "TargetKafkaClusterArn"), &target))
        return false;
    if (!str_eq(target->region, c->region))
        return refuse(c, "BadRequestException", "The replicator must be created in the target cluster's Region.");
    if (!side_fits(c, source) || !side_fits(c, target) || !source_is_open(c, source) || !topics_fit(c, info) ||
        !kafka_role_fits(c, "ServiceExecutionRoleArn", "kafka.amazonaws.com"))
        return false;
    put_defaults(c, info);
    value_push(c->a, list, info);
    value_set(c->a, c->draft, "ReplicationInfoList", list);
    value_set(c->a, c->draft, "$TargetSubnets", value_get(network_of(c, object_arn(target)), "SubnetIds"));
    value_set(c->a, c->draft, "$TargetGroups", value_get(network_of(c, object_arn(target)), "SecurityGroupIds"));
    draft_str(c, "$Uuid", kafka_uuid(c->w, c->a));
    draft_str(c, "CurrentVersion", kafka_version(c->w, c->a));
    return true;
}

static void note(struct call *c, const char *cluster)
{
    struct object *o = object_by_arn(c->w, cluster);
    const struct value *were = value_get(o->v, "$Replicators");
    struct value *all = value_list(c->a);
    for (size_t i = 0; i < value_len(were); i++)
        if (object_by_arn(c->w, value_str_of(value_item(were, i))))
            value_push(c->a, all, value_item(were, i));
    value_push(c->a, all, value_str(c->a, object_arn(c->object)));
    object_set(c->w, o, "$Replicators", all);
}

/* Its clusters can't go before it. */
bool kafka_replicator_made(struct call *c)
{
    const struct value *info = value_item(value_get(c->object->v, "ReplicationInfoList"), 0);
    note(c, value_get_str(info, "SourceKafkaClusterArn"));
    note(c, value_get_str(info, "TargetKafkaClusterArn"));
    return true;
}

bool kafka_replicator_change(struct call *c)
{
    if (!need(c, &kind_kafka_replicator, c->region, in_str(c, "ReplicatorArn"), &c->object))
        return false;
    if (!has_word(kind_kafka_replicator.ready, object_status(c->object)))
        return refuse_busy(c, c->object);
    const struct value *was = value_item(value_get(c->object->v, "ReplicationInfoList"), 0);
    if (!kafka_is_current(c, "CurrentVersion"))
        return false;
    if (!str_eq(in_str(c, "SourceKafkaClusterArn"), value_get_str(was, "SourceKafkaClusterArn")) ||
        !str_eq(in_str(c, "TargetKafkaClusterArn"), value_get_str(was, "TargetKafkaClusterArn")))
        return refuse(c, "BadRequestException", "The clusters are not those of the replicator.");
    struct value *info = value_edit(c->a, was), *list = value_list(c->a);
    for (const char *const *m = (const char *const[]){"TopicReplication", "ConsumerGroupReplication", NULL}; *m; m++)
        value_set(c->a, info, *m, value_overlay(c->a, value_get(was, *m), value_get(c->in, *m)));
    if (!topics_fit(c, info))
        return false;
    value_push(c->a, list, info);
    object_set(c->w, c->object, "$Next", list);
    object_live(c->w, c->object, "update");
    out_str(c, "ReplicatorArn", object_arn(c->object));
    out_str(c, "ReplicatorState", object_status(c->object));
    return true;
}

bool kafka_replicator_may_go(struct call *c)
{
    return kafka_is_current(c, "CurrentVersion") &&
           (has_word("RUNNING FAILED", object_status(c->object)) || refuse_busy(c, c->object));
}

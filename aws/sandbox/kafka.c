#include "aws/sandbox/kafka.h"
#include "aws/sandbox/iam.h"

#include <string.h>

/* Amazon MSK as the sandbox plays it: provisioned clusters, their settings and secrets, replicators. */

/* clang-format off */
#define UPDATE(name, fits) {name, ACT_RULE, &kind_kafka_cluster, .by = "ClusterArn", .rule = fits}

static const struct sandbox_op ops[] = {
    {"CreateCluster",            ACT_MAKE,   &kind_kafka_cluster, .rule = kafka_cluster_draft},
    {"DescribeClusterV2",        ACT_SHOW,   &kind_kafka_cluster, "ClusterInfo", "ClusterArn"},
    {"ListClustersV2",           ACT_LIST,   &kind_kafka_cluster, "ClusterInfoList", .keep = kafka_cluster_asked},
    {"DeleteCluster",            ACT_DROP,   &kind_kafka_cluster, .by = "ClusterArn", .rule = kafka_cluster_may_go},
    {"GetBootstrapBrokers",      ACT_RULE,   &kind_kafka_cluster, .by = "ClusterArn", .rule = kafka_bootstrap},
    {"DescribeClusterOperation", ACT_SHOW,   &kind_kafka_operation, "ClusterOperationInfo", "ClusterOperationArn"},
    {"ListClusterOperations",    ACT_LIST,   &kind_kafka_operation, "ClusterOperationInfoList", .keep = kafka_operation_asked},
    {"GetCompatibleKafkaVersions", ACT_RULE, .rule = kafka_versions_compatible},
    UPDATE("UpdateBrokerCount", kafka_update_count),
    UPDATE("RebootBroker", kafka_broker_reboot),
    UPDATE("UpdateBrokerStorage", kafka_update_broker_storage),
    UPDATE("UpdateBrokerType", kafka_update_type),
    UPDATE("UpdateClusterConfiguration", kafka_update_configuration),
    UPDATE("UpdateClusterKafkaVersion", kafka_update_version),
    UPDATE("UpdateConnectivity", kafka_update_connectivity),
    UPDATE("UpdateMonitoring", kafka_update_monitoring),
    UPDATE("UpdateSecurity", kafka_update_security),
    UPDATE("UpdateStorage", kafka_update_storage),
    {"CreateConfiguration",      ACT_MAKE,   &kind_kafka_configuration, .rule = kafka_configuration_draft},
    {"UpdateConfiguration",      ACT_CHANGE, &kind_kafka_configuration, .by = "Arn", .rule = kafka_configuration_change},
    {"DescribeConfiguration",    ACT_SHOW,   &kind_kafka_configuration, .by = "Arn"},
    {"DescribeConfigurationRevision", ACT_RULE, &kind_kafka_configuration, .by = "Arn", .rule = kafka_revision_show},
    {"ListConfigurations",       ACT_LIST,   &kind_kafka_configuration, "Configurations"},
    {"ListKafkaVersions",        ACT_RULE,   .rule = kafka_versions_list},
    {"DeleteConfiguration",      ACT_DROP,   &kind_kafka_configuration, .by = "Arn"},
    {"PutClusterPolicy",         ACT_RULE,   &kind_kafka_cluster, .by = "ClusterArn", .rule = kafka_policy_put},
    {"GetClusterPolicy",         ACT_RULE,   &kind_kafka_cluster, .by = "ClusterArn", .rule = kafka_policy_get},
    {"DeleteClusterPolicy",      ACT_RULE,   &kind_kafka_cluster, .by = "ClusterArn", .rule = kafka_policy_delete},
    {"BatchAssociateScramSecret",    ACT_RULE, &kind_kafka_cluster, .by = "ClusterArn", .rule = kafka_scram_associate},
    {"BatchDisassociateScramSecret", ACT_RULE, &kind_kafka_cluster, .by = "ClusterArn", .rule = kafka_scram_disassociate},
    {"ListScramSecrets",         ACT_RULE,   &kind_kafka_cluster, .by = "ClusterArn", .rule = kafka_scram_list},
    {"CreateReplicator",         ACT_MAKE,   &kind_kafka_replicator, .rule = kafka_replicator_draft, .after = kafka_replicator_made},
    {"DescribeReplicator",       ACT_SHOW,   &kind_kafka_replicator, .by = "ReplicatorArn"},
    {"ListReplicators",          ACT_LIST,   &kind_kafka_replicator, "Replicators", .keep = kafka_replicator_asked},
    {"UpdateReplicationInfo",    ACT_RULE,   &kind_kafka_replicator, .by = "ReplicatorArn", .rule = kafka_replicator_change},
    {"DeleteReplicator",         ACT_DROP,   &kind_kafka_replicator, .by = "ReplicatorArn", .rule = kafka_replicator_may_go},
    {"TagResource",              ACT_TAG,    .by = "ResourceArn"},
    {"UntagResource",            ACT_UNTAG,  .by = "ResourceArn"},
    {"ListTagsForResource",      ACT_TAGS,   .wrap = "Tags", .by = "ResourceArn"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_kafka = {
    .id = "kafka", .ops = ops, .invalid = "BadRequestException", .page_min = 1, .page_max = 100, .page = 100};

/* ---- shared ------------------------------------------------------------------------------------------------------ */

const char *kafka_uuid(struct world *w, struct arena *a)
{
    const char *hex = mint_hex(w, a, 32);
    return arena_printf(a, "%.8s-%.4s-%.4s-%.4s-%.12s-%d", hex, hex + 8, hex + 12, hex + 16, hex + 20, 1 + hex[31] % 9);
}

const char *kafka_version(struct world *w, struct arena *a)
{
    char *version = arena_printf(a, "K%s", mint_hex(w, a, 13));
    for (char *p = version; *p; p++)
        *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
    return version;
}

bool kafka_name_fits(struct call *c, const char *member, size_t longest)
{
    const char *name = in_str(c, member);
    size_t ok = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    if (!*name || *name == '-' || name[ok] || ok > longest)
        return refuse(c, "BadRequestException", "Invalid %s: it has letters, digits and hyphens, %zu at most", member,
                      longest);
    return true;
}

bool kafka_is_current(struct call *c, const char *member)
{
    return !has(c, member) || str_eq(in_str(c, member), object_str(c->object, member)) ||
           refuse(c, "BadRequestException",
                  "The version of the cluster isn't current. Check the current version and try again.");
}

/* ---- what a network must have ------------------------------------------------------------------------------------ */

static bool subnets_fit(struct call *c, const char *region, const struct value *subnets, const char **ret_vpc)
{
    struct value *zones = value_list(c->a);
    size_t n = value_len(subnets);
    if (n < KAFKA_ZONES_LEAST || n > KAFKA_ZONES_MOST)
        return refuse(c, "BadRequestException", "Specify either two or three client subnets.");
    for (size_t i = 0; i < n; i++) {
        const char *id = value_str_of(value_item(subnets, i));
        const struct object *o = object_find(c->w, &kind_subnet, region, id);
        if (!o)
            return refuse(c, "BadRequestException", "One or more subnets do not exist: %.60s", id);
        if (is_list_of(zones, object_str(o, "AvailabilityZone")))
            return refuse(c, "BadRequestException", "Each subnet must be in a different Availability Zone.");
        if (*ret_vpc && !str_eq(*ret_vpc, object_str(o, "VpcId")))
            return refuse(c, "BadRequestException", "All subnets must belong to the same VPC.");
        value_push(c->a, zones, value_get(o->v, "AvailabilityZone"));
        *ret_vpc = object_str(o, "VpcId");
    }
    return true;
}

bool kafka_network_fits(struct call *c, const char *region, const struct value *subnets, const struct value *groups)
{
    const char *vpc = NULL;
    if (!subnets_fit(c, region, subnets, &vpc))
        return false;
    for (size_t i = 0; i < value_len(groups); i++) {
        const char *id = value_str_of(value_item(groups, i));
        const struct object *o = object_find(c->w, &kind_security_group, region, id);
        if (!o || !str_eq(object_str(o, "VpcId"), vpc))
            return refuse(c, "BadRequestException", "The security group %.60s does not exist in the VPC.", id);
    }
    return true;
}

bool kafka_role_fits(struct call *c, const char *member, const char *service)
{
    const char *arn = in_str(c, member);
    const struct object *role = role_seen(c, arn);
    if (!role)
        return refuse(c, "BadRequestException", "The role %.200s does not exist.", arn);
    return role_trusts(c, role, service) ||
           refuse(c, "BadRequestException", "The role %.200s cannot be assumed by %s.", arn, service);
}

int kafka_version_number(const char *version)
{
    int64_t major, minor;
    char text[8] = {0};
    size_t n = strspn(version, "0123456789"), m = version[n] == '.' ? strspn(version + n + 1, "0123456789") : 0;
    if (!n || !m || n >= sizeof text || m >= sizeof text)
        return 0;
    memcpy(text, version, n);
    if (!parse_int(text, &major))
        return 0;
    memset(text, 0, sizeof text);
    memcpy(text, version + n + 1, m);
    return parse_int(text, &minor) && major < 1000 && minor < 1000 ? (int)(major * 1000 + minor) : 0;
}

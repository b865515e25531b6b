#include "provisioner/blueprint/msk.h"
#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

/*
 * Copies from each region to every other, or from the primary alone: a replicator a direction, which stands where the
 * copies go. It comes to the source through PrivateLink, which the source's policy and connectivity let it; both
 * authenticate with IAM.
 *
 * So that no record goes round in a circle, prefixed copies are never copied on: whoever wants them has them from where
 * they were written, and their names begin with that cluster's. Under identical names MSK marks copies by a header of
 * their records.
 */

static const struct value *replication_of(const struct spec *spec)
{
    return value_get(value_get(spec->regions[spec->primary].config, "msk"), "replication");
}

bool msk_copies(const struct spec *spec, const char *mode)
{
    return spec->n_regions > 1 && msk_in(&spec->regions[spec->primary]) &&
           str_eq(value_get_str(replication_of(spec), "mode"), mode);
}

bool msk_is_source(const struct spec *spec, const struct spec_region *from)
{
    return msk_in(from) && (from->primary || value_bool_of(value_get(replication_of(spec), "bidirectional")));
}

static struct site site_of(const struct site *s, const struct spec_region *r)
{
    return site_in(s->build, r, "msk");
}

/* ---- what it may do ---------------------------------------------------------------------------------------------- */

/* Everything of a kind in this region's cluster and in those that are copied from. */
static const struct value *arns(const struct site *s, const char *what)
{
    const struct spec *spec = s->build->spec;
    struct value *all = value_list(s->arena);
    for (size_t i = 0; i < spec->n_regions; i++) {
        const struct spec_region *r = &spec->regions[i];
        struct site there = site_of(s, r);
        if (r == s->region || msk_is_source(spec, r))
            value_push(s->arena, all,
                       site_text(s, "arn:${lookup/account.Partition}:kafka:%s:${lookup/account.AccountId}:%s/%s/*",
                                 r->name, what, msk_cluster_name(&there)));
    }
    return all;
}

/* Source: "IAM permissions required by the service execution role" of the developer guide; on these clusters only. */
static const struct value *statements(const struct site *s)
{
    struct arena *a = s->arena;
    struct value *all = value_list(a);
    value_push(a, all,
               allow(a,
                     "kafka-cluster:Connect kafka-cluster:DescribeCluster kafka-cluster:AlterCluster "
                     "kafka-cluster:WriteDataIdempotently",
                     arns(s, "cluster"), NULL));
    value_push(a, all,
               allow(a,
                     "kafka-cluster:DescribeTopic kafka-cluster:CreateTopic kafka-cluster:AlterTopic "
                     "kafka-cluster:WriteData kafka-cluster:ReadData kafka-cluster:DescribeTopicDynamicConfiguration "
                     "kafka-cluster:AlterTopicDynamicConfiguration",
                     arns(s, "topic"), NULL));
    value_push(a, all, allow(a, "kafka-cluster:AlterGroup kafka-cluster:DescribeGroup", arns(s, "group"), NULL));
    return all;
}

void msk_role_make(const struct site *s, const char *service)
{
    role_make(s, &(struct role){.name = MSK_ROLE,
                                .description = "Reads the Kafka clusters of other regions and writes that of this one",
                                .trust = trust_service(s, service, true),
                                .statements = statements(s)});
}

/* ---- who may come ------------------------------------------------------------------------------------------------ */

static void policy_make(const struct site *s)
{
    struct arena *a = s->arena;
    const char *cluster = site_address(s, "cluster");
    struct value *statement = map_of(
        a, PAIRS({"Effect", value_str(a, "Allow")},
                 {"Principal", map_of(a, PAIRS({"Service", value_str(a, "kafka.amazonaws.com")}))},
                 {"Action",
                  list_of_words(a, "kafka:CreateVpcConnection kafka:GetBootstrapBrokers kafka:DescribeClusterV2")},
                 {"Resource", value_ref(a, cluster, "ClusterArn")}));
    site_make_untagged(s, "AWS::MSK::ClusterPolicy", "cluster-policy",
                       PAIRS({"ClusterArn", value_ref(a, cluster, "ClusterArn")},
                             {"Policy", policy_document(a, list_of_one(a, statement))}));
}

/* ---- replicators ------------------------------------------------------------------------------------------------- */

/* Kafka's own, what is a copy where it comes from, and what the user leaves out. */
static const struct value *excluded(const struct site *s, const struct spec_region *from)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    const struct value *replication = replication_of(spec), *own = value_get(replication, "exclude");
    struct value *all = list_of_one(a, value_str(a, "__.*"));
    bool prefixed = str_eq(value_get_str(replication, "naming"), "prefixed");
    for (size_t i = 0; prefixed && i < spec->n_regions; i++) {
        struct site other = site_of(s, &spec->regions[i]);
        if (other.region != from && msk_in(other.region))
            value_push(a, all, value_fmt(a, "%s[^.]*\\..*", msk_cluster_name(&other)));
    }
    for (size_t i = 0; i < value_len(own); i++)
        value_push(a, all, value_item(own, i));
    return all;
}

static const struct value *side(const struct site *s, const struct spec_region *r)
{
    struct arena *a = s->arena;
    const struct value *groups = list_of_one(a, value_ref(a, msk_address(a, r, "security-group"), "GroupId"));
    const struct value *arn = value_ref(a, msk_address(a, r, "cluster"), "ClusterArn");
    const struct value *network = map_of(
        a, PAIRS({"SubnetIds", msk_subnets(a, r, "data")}, {"SecurityGroupIds", r == s->region ? groups : NULL}));
    return map_of(a, PAIRS({"AmazonMskCluster", map_of(a, PAIRS({"MskClusterArn", arn}))}, {"VpcConfig", network}));
}

static const struct value *both_sides(const struct site *s, const struct spec_region *from)
{
    struct value *both = list_of_one(s->arena, side(s, from));
    value_push(s->arena, both, side(s, s->region));
    return both;
}

static void replicator_make(const struct site *s, const struct spec_region *from)
{
    struct arena *a = s->arena;
    const struct value *r = replication_of(s->build->spec);
    bool identical = str_eq(value_get_str(r, "naming"), "identical");
    bool earliest = str_eq(value_get_str(r, "start"), "earliest");
    bool mutual = value_bool_of(value_get(r, "bidirectional"));
    /* clang-format off */
    site_make(s, "AWS::MSK::Replicator", arena_printf(a, "replicator-%s", from->alias), PAIRS(
        {"ReplicatorName",            value_str(a, name_of(s, arena_printf(a, "msk-from-%s", from->alias)))},
        {"Description",               value_fmt(a, "From %s to %s", from->alias, s->scope)},
        {"ServiceExecutionRoleArn",   role_arn(s, MSK_ROLE)},
        {"KafkaClusters",             both_sides(s, from)},
        {"SourceKafkaClusterArn",     value_ref(a, msk_address(a, from, "cluster"), "ClusterArn")},
        {"TargetKafkaClusterArn",     value_ref(a, site_address(s, "cluster"), "ClusterArn")},
        {"TargetCompressionType",     value_get(r, "compression")},
        {"TopicsToReplicate",         value_get(r, "topics")},
        {"TopicsToExclude",           excluded(s, from)},
        {"DetectAndCopyNewTopics",    value_bool(a, true)},
        {"CopyTopicConfigurations",   value_bool(a, true)},
        {"CopyAccessControlListsForTopics", value_bool(a, true)},
        {"StartingPosition",          value_str(a, earliest ? "EARLIEST" : "LATEST")},
        {"TopicNameConfiguration",    value_str(a, identical ? "IDENTICAL" : "PREFIXED_WITH_SOURCE_CLUSTER_ALIAS")},
        {"ConsumerGroupsToReplicate", value_get(r, "consumer_groups")},
        {"DetectAndCopyNewConsumerGroups",  value_bool(a, true)},
        {"SynchroniseConsumerGroupOffsets", value_bool(a, true)},
        {"ConsumerGroupOffsetSyncMode", value_str(a, mutual ? "ENHANCED" : "LEGACY")}));
    /* clang-format on */
    role_ready(s, MSK_ROLE);
    site_after(s, msk_address(a, from, "cluster-policy"));
}

static void replicators_make(const struct site *s)
{
    const struct spec *spec = s->build->spec;
    bool any = false;
    if (msk_is_source(spec, s->region))
        policy_make(s);
    for (size_t i = 0; i < spec->n_regions; i++) {
        const struct spec_region *from = &spec->regions[i];
        if (from == s->region || !msk_is_source(spec, from))
            continue;
        if (!any)
            msk_role_make(s, "kafka.amazonaws.com");
        any = true;
        replicator_make(s, from);
    }
}

void msk_replication_make(const struct build *b)
{
    bool replicator = msk_copies(b->spec, "replicator"), mirror = msk_copies(b->spec, "mirrormaker");
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        struct site s = site_in(b, &b->spec->regions[i], "msk");
        if (replicator && msk_in(s.region))
            replicators_make(&s);
        if (mirror && msk_in(s.region))
            msk_mirror_make(&s);
    }
}

#include "provisioner/blueprint/msk.h"
#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

/*
 * A Kafka cluster in every region. Brokers stand in the data tier and are reached over TLS alone. Its settings are a
 * configuration of its own, whose latest revision the cluster takes; its log group is made ahead of it. How clusters
 * are copied to one another is in msk_replication.c.
 */

bool msk_in(const struct spec_region *r)
{
    return section_in(r, "msk");
}

const char *msk_address(struct arena *a, const struct spec_region *r, const char *name)
{
    return arena_printf(a, "%s/msk/%s", r->alias, name);
}

const char *msk_cluster_name(const struct site *s)
{
    return name_of(s, "msk");
}

struct value *msk_subnets(struct arena *a, const struct spec_region *r, const char *tier)
{
    const struct value *all = network_subnets(a, r, tier);
    struct value *some = value_list(a);
    for (size_t i = 0; i < value_len(all) && i < MSK_ZONES_MOST; i++)
        value_push(a, some, value_item(all, i));
    return some;
}

static int64_t zones(const struct site *s)
{
    unsigned all = network_zones(s->region);
    return all < MSK_ZONES_MOST ? all : MSK_ZONES_MOST;
}

/* A replicator wants four where there are two zones. */
static int64_t brokers_of(const struct site *s)
{
    int64_t all = zones(s);
    return all == 2 ? 2 * all : all;
}

static bool takes(const struct site *s, const char *way)
{
    return list_has(site_field(s, "auth"), way);
}

/* ---- settings ---------------------------------------------------------------------------------------------------- */

/* A copy in every zone, one of which may be away; nothing that was acknowledged is lost, and no topic comes about by a
 * misspelt name. */
static const struct value *server_properties(const struct site *s)
{
    struct arena *a = s->arena;
    struct value *all = value_map(a);
    int64_t copies = zones(s);
    value_set_str(a, all, "auto.create.topics.enable", "false");
    value_set(a, all, "default.replication.factor", value_fmt(a, "%lld", (long long)copies));
    value_set(a, all, "min.insync.replicas", value_fmt(a, "%lld", (long long)copies - 1));
    value_set(a, all, "offsets.topic.replication.factor", value_fmt(a, "%lld", (long long)copies));
    value_set(a, all, "transaction.state.log.replication.factor", value_fmt(a, "%lld", (long long)copies));
    value_set(a, all, "transaction.state.log.min.isr", value_fmt(a, "%lld", (long long)copies - 1));
    value_set_str(a, all, "unclean.leader.election.enable", "false");
    value_set_str(a, all, "num.partitions", "3");
    value_set_str(a, all, "log.retention.hours", "168");
    return value_overlay(a, all, site_field(s, "configuration"));
}

static const char *configuration_make(const struct site *s)
{
    struct arena *a = s->arena;
    return site_make_untagged(s, "AWS::MSK::Configuration", "configuration",
                              PAIRS({"Name", value_str(a, msk_cluster_name(s))},
                                    {"Description", value_fmt(a, "Kafka of %s", s->scope)},
                                    {"ServerProperties", server_properties(s)}));
}

/* ---- who may connect --------------------------------------------------------------------------------------------- */

static const char *security_group_make(const struct site *s)
{
    struct arena *a = s->arena;
    struct port ports[5] = {{0}};
    size_t n = 0;
    const struct value *iam = value_int(a, MSK_IAM_PORT), *scram = value_int(a, 9096), *jmx = value_int(a, 11001);
    if (takes(s, "iam"))
        ports[n++] = (struct port){"iam", iam, iam};
    if (takes(s, "scram"))
        ports[n++] = (struct port){"scram", scram, scram};
    if (value_bool_of(site_field(s, "monitoring.prometheus")))
        ports[n++] = (struct port){"metrics", jmx, value_int(a, 11002)};
    const char *group = clients_group_make(s, "Kafka", ports);
    if (msk_copies(s->build->spec, "replicator"))
        site_make(s, "AWS::EC2::SecurityGroupIngress", "ingress-replicator",
                  PAIRS({"GroupId", value_ref(a, group, "GroupId")}, {"IpProtocol", value_str(a, "tcp")},
                        {"FromPort", iam}, {"ToPort", iam}, {"ReferencedGroupId", value_ref(a, group, "GroupId")},
                        {"Description", value_str(a, "The replicator's own interfaces")}));
    return group;
}

/* ---- cluster ----------------------------------------------------------------------------------------------------- */

static const struct value *exporter(struct arena *a, bool on)
{
    return map_of(a, PAIRS({"EnabledInBroker", value_bool(a, on)}));
}

static const struct value *open_monitoring(const struct site *s)
{
    struct arena *a = s->arena;
    bool on = value_bool_of(site_field(s, "monitoring.prometheus"));
    const struct value *both = map_of(a, PAIRS({"JmxExporter", exporter(a, on)}, {"NodeExporter", exporter(a, on)}));
    return map_of(a, PAIRS({"Prometheus", both}));
}

static bool logs(const struct site *s)
{
    return value_bool_of(site_field(s, "logs.enabled"));
}

static const struct value *logging(const struct site *s, const char *group)
{
    struct arena *a = s->arena;
    const struct value *to = map_of(a, PAIRS({"Enabled", value_bool(a, logs(s))},
                                             {"LogGroup", group ? value_ref(a, group, "logGroupName") : NULL}));
    return map_of(a, PAIRS({"BrokerLogs", map_of(a, PAIRS({"CloudWatchLogs", to}))}));
}

/* Under this prefix one resource policy covers all groups; a policy a group would outgrow its limit. */
static const char *log_group(const struct site *s)
{
    return logs(s) ? log_group_make(s, "log-group", value_fmt(s->arena, "/aws/vendedlogs/msk/%s", msk_cluster_name(s)),
                                    site_field(s, "logs.retention_days"))
                   : NULL;
}

static const char *cluster_make(const struct site *s, const char *configuration, const char *security_group,
                                const char *group)
{
    struct arena *a = s->arena;
    const struct value *brokers = site_field(s, "brokers");
    const struct spec *spec = s->build->spec;
    bool read_from_afar = msk_copies(spec, "replicator") && msk_is_source(spec, s->region);
    /* clang-format off */
    return site_make(s, "AWS::MSK::Cluster", "cluster", PAIRS(
        {"ClusterName",           value_str(a, msk_cluster_name(s))},
        {"KafkaVersion",          site_field(s, "version")},
        {"NumberOfBrokerNodes",   brokers ? brokers : value_int(a, brokers_of(s))},
        {"InstanceType",          site_field(s, "broker_type")},
        {"ClientSubnets",         msk_subnets(a, s->region, "data")},
        {"SecurityGroups",        list_of_one(a, value_ref(a, security_group, "GroupId"))},
        {"VolumeSize",            site_field(s, "storage.gb")},
        {"ConfigurationArn",      value_ref(a, configuration, "Arn")},
        {"ConfigurationRevision", value_ref(a, configuration, "LatestRevision.Revision")},
        {"DataVolumeKMSKeyId",    key_arn(a, s->region, "msk")},
        {"InCluster",             value_bool(a, true)},
        {"ClientBroker",          value_str(a, "TLS")},
        {"Iam",                   value_bool(a, takes(s, "iam"))},
        {"Scram",                 value_bool(a, takes(s, "scram"))},
        {"Unauthenticated",       value_bool(a, false)},
        {"EnhancedMonitoring",    site_field(s, "monitoring.level")},
        {"OpenMonitoring",        open_monitoring(s)},
        {"LoggingInfo",           logging(s, group)},
        {"VpcIam",                value_bool(a, read_from_afar)}));
    /* clang-format on */
}

/* ---- storage that grows ------------------------------------------------------------------------------------------ */

static void scaling_make(const struct site *s, const char *cluster)
{
    struct arena *a = s->arena;
    const struct value *arn = value_ref(a, cluster, "ClusterArn"), *most = site_field(s, "storage.autoscaling.max_gb");
    const struct value *namespace = value_str(a, "kafka"), *what = value_str(a, "kafka:broker-storage:VolumeSize");
    const struct value *metric =
        map_of(a, PAIRS({"PredefinedMetricType", value_str(a, "KafkaBrokerStorageUtilization")}));
    if (!value_int_of(most))
        return;
    const char *target =
        site_make(s, "AWS::ApplicationAutoScaling::ScalableTarget", "storage",
                  PAIRS({"ServiceNamespace", namespace}, {"ResourceId", arn}, {"ScalableDimension", what},
                        {"MinCapacity", value_int(a, 1)}, {"MaxCapacity", most}));
    site_make_untagged(
        s, "AWS::ApplicationAutoScaling::ScalingPolicy", "storage-policy",
        PAIRS({"PolicyName", value_str(a, name_of(s, "msk-storage"))}, {"ServiceNamespace", namespace},
              {"ResourceId", arn}, {"ScalableDimension", what}, {"PolicyType", value_str(a, "TargetTrackingScaling")},
              {"TargetTrackingScalingPolicyConfiguration",
               map_of(a, PAIRS({"TargetValue", site_field(s, "storage.autoscaling.target")},
                               {"PredefinedMetricSpecification", metric}, {"DisableScaleIn", value_bool(a, true)}))}));
    site_after(s, target);
}

/* ---- users with passwords ---------------------------------------------------------------------------------------- */

/* MSK takes secrets of this name only, and none under the account's default key. */
static void scram_make(const struct site *s, const char *cluster)
{
    struct arena *a = s->arena;
    if (!takes(s, "scram"))
        return;
    const char *secret = site_make(
        s, "AWS::SecretsManager::Secret", "scram-secret",
        PAIRS({"Name", site_text(s, "AmazonMSK_%s${self.Suffix}", msk_cluster_name(s))},
              {"Description", value_fmt(a, "User of Kafka in %s", s->scope)},
              {"KmsKeyId", key_arn(a, s->region, "msk")},
              {"GenerateSecretString", secret_generated(a, site_field(s, "username"), " \"'/@\\")},
              {"RecoveryWindowInDays", value_get(value_get(s->region->config, "secrets"), "recovery_window_days")}));
    site_make_untagged(s, "AWS::MSK::BatchScramSecret", "scram-secrets",
                       PAIRS({"ClusterArn", value_ref(a, cluster, "ClusterArn")},
                             {"SecretArnList", list_of_one(a, value_ref(a, secret, "ARN"))}));
}

void msk_make(const struct build *b)
{
    for (size_t i = 0; i < b->spec->n_regions; i++) {
        struct site s = site_in(b, &b->spec->regions[i], "msk");
        if (!msk_in(s.region))
            continue;
        const char *configuration = configuration_make(&s), *group = security_group_make(&s), *log = log_group(&s);
        const char *cluster = cluster_make(&s, configuration, group, log);
        scaling_make(&s, cluster);
        scram_make(&s, cluster);
    }
}

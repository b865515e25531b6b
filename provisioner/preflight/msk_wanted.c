#include "provisioner/preflight/made.h"

#include <string.h>

/* What is wanted of MSK, whoever wrote it: the rules on what sections say are in msk.c. */

static bool is_true(const struct look *l, const struct wanted *w, const char *path)
{
    return value_bool_of(settled(l, attr(l, w, path)));
}

/* ---- clusters ---------------------------------------------------------------------------------------------------- */

void msk_zones(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "ClientSubnets");
    size_t zones = zones_spanned(l, all);
    check_spread(l, w, "ClientSubnets", 2);
    check_one_vpc(l, w, "ClientSubnets");
    if (zones >= 2 && zones < value_len(all))
        fault(l, w, all, "name one of each zone", "%zu subnets of %s lie in %zu zones, and it takes one of each: %s",
              value_len(all), w->address, zones, l->rule->why);
}

void msk_even(const struct look *l, const struct wanted *w)
{
    const struct value *brokers = attr(l, w, "NumberOfBrokerNodes");
    size_t zones = value_len(attr(l, w, "ClientSubnets"));
    if (value_kind(brokers) == V_INT && zones && value_int_of(brokers) % (int64_t)zones)
        fault(l, w, brokers, arena_printf(l->c->arena, "write a multiple of %zu", zones),
              "%s brokers can't be spread evenly over %zu subnets: %s", shown(l, brokers), zones, l->rule->why);
}

static void anybody(const struct look *l, const struct wanted *w)
{
    if (!is_true(l, w, "Iam") && !is_true(l, w, "Scram"))
        fault(l, w, attr(l, w, "Iam"), NULL, "%s authenticates nobody: %s", w->address, l->rule->why);
}

static void volume_key(const struct look *l, const struct wanted *w)
{
    check_key(l, w, "DataVolumeKMSKeyId");
}

static void one_secret(const struct look *l, const struct wanted *w, const struct value *v)
{
    const struct wanted *secret = referred(l, v);
    if (!secret || !str_eq(secret->type, "AWS::SecretsManager::Secret"))
        return;
    const char *name = told(l, secret, "Name");
    if (*name && !str_starts(name, "AmazonMSK_"))
        fault(l, secret, attr(l, secret, "Name"), "let its name begin with AmazonMSK_",
              "%s is called \"%s\", and %s gives it to a cluster: %s", secret->address, name, w->address, l->rule->why);
    if (!attr(l, secret, "KmsKeyId"))
        fault(l, secret, NULL, "give it a KmsKeyId of your own",
              "%s is under Secrets Manager's own key, and %s gives it to a cluster: %s", secret->address, w->address,
              l->rule->why);
}

static void scram_secrets(const struct look *l, const struct wanted *w)
{
    const struct value *all = attr(l, w, "SecretArnList");
    for (size_t i = 0; i < value_len(all); i++)
        one_secret(l, w, value_item(all, i));
}

static void listener(const struct look *l, const struct wanted *w, const char *way, int64_t port)
{
    const struct value *groups = attr(l, w, "SecurityGroups");
    if (is_true(l, w, way) && value_len(groups) && !lets_in(l, groups, port))
        fault(l, w, groups, arena_printf(l->c->arena, "let clients in on port %lld", (long long)port),
              "no rule of the security groups of %s lets anybody in on port %lld, where %s listens: %s", w->address,
              (long long)port, way, l->rule->why);
}

static void listeners(const struct look *l, const struct wanted *w)
{
    listener(l, w, "Iam", 9098);
    listener(l, w, "Scram", 9096);
}

static void revision(const struct look *l, const struct wanted *w)
{
    const struct value *number = attr(l, w, "ConfigurationRevision"), *arn = attr(l, w, "ConfigurationArn");
    const struct wanted *configuration = arn ? referred(l, arn) : NULL;
    if (value_kind(number) == V_INT && configuration)
        fault(l, w, number, "refer to its LatestRevision.Revision",
              "%s stays with revision %s of %s, whatever that becomes: %s", w->address, shown(l, number),
              configuration->address, l->rule->why);
}

static void log_group(const struct look *l, const struct wanted *w)
{
    const struct value *group = attr(l, w, "LoggingInfo.BrokerLogs.CloudWatchLogs.LogGroup");
    if (value_kind(group) == V_STR && *value_str_of(group) &&
        !the_one(l, "AWS::Logs::LogGroup", "logGroupName", group, w->alias))
        fault(l, w, group, "refer to a log group of this spec, unless it is there already",
              "nothing here makes the log group %s of %s: %s", shown(l, group), w->address, l->rule->why);
}

/* ---- replicators ------------------------------------------------------------------------------------------------- */

static const struct wanted *cluster_at(const struct look *l, const struct wanted *w, const char *path)
{
    const struct value *v = attr(l, w, path);
    const struct wanted *cluster = v ? referred(l, v) : NULL;
    return cluster && str_eq(cluster->type, "AWS::MSK::Cluster") ? cluster : NULL;
}

static const char *const ends[] = {"SourceKafkaClusterArn", "TargetKafkaClusterArn"};

void msk_both_take_iam(const struct look *l, const struct wanted *w)
{
    for (size_t i = 0; i < COUNT(ends); i++) {
        const struct wanted *cluster = cluster_at(l, w, ends[i]);
        /* what a blueprint left out was found in the spec */
        if (cluster && !is_true(l, cluster, "Iam") && value_pos(attr(l, cluster, "Iam")).line)
            fault(l, cluster, attr(l, cluster, "Iam"), NULL, "%s does not take IAM, with which %s connects: %s",
                  cluster->address, w->address, l->rule->why);
    }
}

void msk_both_are_large(const struct look *l, const struct wanted *w)
{
    for (size_t i = 0; i < COUNT(ends); i++) {
        const struct wanted *cluster = cluster_at(l, w, ends[i]);
        const struct value *brokers = cluster ? attr(l, cluster, "NumberOfBrokerNodes") : NULL;
        size_t zones = cluster ? value_len(attr(l, cluster, "ClientSubnets")) : 0;
        if (cluster && strstr(told(l, cluster, "InstanceType"), "t3.small"))
            fault(l, cluster, attr(l, cluster, "InstanceType"), "take kafka.m5.large",
                  "%s is of kafka.t3.small, and %s copies it: %s", cluster->address, w->address, l->rule->why);
        if (value_kind(brokers) == V_INT && value_int_of(brokers) < (zones == 2 ? 4 : 3))
            fault(l, cluster, brokers, zones == 2 ? "write 4 or more" : "write 3 or more",
                  "%s has %s brokers over %zu zones, and %s copies it: %s", cluster->address, shown(l, brokers), zones,
                  w->address, l->rule->why);
    }
}

static bool has_policy(const struct look *l, const struct wanted *cluster)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::MSK::ClusterPolicy", cluster->alias); (w = next_of(&e));)
        if (cluster_at(l, w, "ClusterArn") == cluster && mentions(attr(l, w, "Policy"), "kafka.amazonaws.com"))
            return true;
    return false;
}

/* A cluster that is read from another region. */
static const struct wanted *far_source(const struct look *l, const struct wanted *w)
{
    const struct wanted *source = cluster_at(l, w, "SourceKafkaClusterArn");
    return source && !str_eq(source->region, w->region) ? source : NULL;
}

static void source_opens(const struct look *l, const struct wanted *w)
{
    const struct wanted *source = far_source(l, w);
    if (source && !is_true(l, source, "VpcIam"))
        fault(l, source, attr(l, source, "VpcIam"), "write VpcIam: true",
              "%s lets no other network in with IAM, and %s reads it from %s: %s", source->address, w->address,
              w->region, l->rule->why);
    if (source && !has_policy(l, source))
        fault(l, source, NULL, "make an AWS::MSK::ClusterPolicy that allows kafka.amazonaws.com",
              "%s has no cluster policy for kafka.amazonaws.com, and %s reads it from %s: %s", source->address,
              w->address, w->region, l->rule->why);
}

static void source_authenticates(const struct look *l, const struct wanted *w)
{
    const struct wanted *source = far_source(l, w);
    if (source && is_true(l, source, "Unauthenticated"))
        fault(l, source, attr(l, source, "Unauthenticated"), NULL,
              "%s lets clients in that do not authenticate, and %s reads it from %s: %s", source->address, w->address,
              w->region, l->rule->why);
}

/* "123456789012" of an ARN. */
static const char *account_of(const struct look *l, const char *arn)
{
    for (unsigned i = 0; i < 4 && arn; i++)
        arn = strchr(arn, ':') ? strchr(arn, ':') + 1 : NULL;
    return arn ? arena_strndup(l->c->arena, arn, strcspn(arn, ":")) : "";
}

static void one_account(const struct look *l, const struct wanted *w)
{
    const char *source = account_of(l, told(l, w, ends[0])), *target = account_of(l, told(l, w, ends[1]));
    if (*source && *target && !str_eq(source, target))
        fault(l, w, attr(l, w, ends[0]), NULL, "the source of %s is of account %s, its target of %s: %s", w->address,
              source, target, l->rule->why);
}

static void beside_target(const struct look *l, const struct wanted *w)
{
    const struct wanted *target = cluster_at(l, w, ends[1]);
    if (target && !str_eq(target->region, w->region))
        fault(l, w, attr(l, w, ends[1]), arena_printf(l->c->arena, "make it in %s", target->region),
              "%s is of %s, and writes to %s of %s: %s", w->address, w->region, target->address, target->region,
              l->rule->why);
}

/* The replicator the other way; NULL. */
static const struct wanted *reverse_of(const struct look *l, const struct wanted *w)
{
    const struct wanted *other;
    for (struct each e = each_of(l, "AWS::MSK::Replicator", NULL); (other = next_of(&e));)
        if (value_equal(attr(l, w, ends[0]), attr(l, other, ends[1])) &&
            value_equal(attr(l, w, ends[1]), attr(l, other, ends[0])))
            return other;
    return NULL;
}

static void one_naming(const struct look *l, const struct wanted *w)
{
    const struct wanted *other = reverse_of(l, w);
    const char *own = told(l, w, "TopicNameConfiguration");
    if (other && str_eq(own, "IDENTICAL") && !str_eq(told(l, other, "TopicNameConfiguration"), own))
        fault(l, w, attr(l, w, "TopicNameConfiguration"), NULL,
              "%s keeps the names of topics, and %s, the other way, prefixes them: %s", w->address, other->address,
              l->rule->why);
}

static void offsets_both_ways(const struct look *l, const struct wanted *w)
{
    const struct value *mode = attr(l, w, "ConsumerGroupOffsetSyncMode");
    if (str_eq(value_str_of(mode), "ENHANCED") && !reverse_of(l, w))
        fault(l, w, mode, NULL, "%s is ENHANCED, and nothing copies the other way: %s", w->address, l->rule->why);
}

static void target_lets_in(const struct look *l, const struct wanted *w)
{
    const struct value *clusters = attr(l, w, "KafkaClusters"), *target = attr(l, w, ends[1]);
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *one = value_item(clusters, i);
        const struct value *groups = value_path(l->c->arena, one, "VpcConfig.SecurityGroupIds");
        if (value_len(groups) && value_equal(target, value_path(l->c->arena, one, "AmazonMskCluster.MskClusterArn")) &&
            !lets_in(l, groups, 9098))
            fault(l, w, groups, NULL, "no rule of the security groups of %s lets anybody in on port 9098: %s",
                  w->address, l->rule->why);
    }
}

/* clang-format off */
#define API "MSK API, "
#define GUIDE "MSK developer guide, "
#define REPLICATOR "MSK developer guide, MSK Replicator"
#define CLUSTER .type = "AWS::MSK::Cluster"
#define COPIES .type = "AWS::MSK::Replicator"
const struct rule msk_wanted_rules[] = {
    {"MSK-01", SEV_ERROR, "a cluster's name that MSK does not take", "CreateClusterV2 refuses it", "use up to 64 letters, digits and hyphens", API "CreateClusterV2", CLUSTER,
     .forms = FORMS(A_TEXT("ClusterName", 1, 64, "^[0-9A-Za-z][0-9A-Za-z-]*$", "letters, digits and hyphens, the first no hyphen"))},
    {"MSK-05", SEV_ERROR, "more brokers than a cluster may have", "CreateClusterV2 refuses them", "have AWS raise the quota, or take larger brokers", GUIDE "quotas", .dated = true, CLUSTER,
     .forms = FORMS(A_RANGE("NumberOfBrokerNodes", 1, 30, .when = "KafkaVersion~^[0-3]\\.[0-9x.]*$"), A_RANGE("NumberOfBrokerNodes", 1, 60))},
    {"MSK-07", SEV_ERROR, "storage that no broker has", "CreateClusterV2 refuses it", NULL, API "EBSStorageInfo", CLUSTER, .forms = FORMS(A_RANGE("VolumeSize", 1, 16384))},
    {"MSK-09", SEV_ERROR, "storage of a kind that the brokers' type does not have", "CreateClusterV2 refuses it", "leave it out, or take another type of broker", GUIDE "broker types", CLUSTER,
     .forms = FORMS(AN_ABSENT("VolumeSize", .when = "InstanceType~^express\\."), AN_ABSENT("ProvisionedThroughput", .when = "InstanceType~^express\\."),
                    A_WORD("StorageMode", "LOCAL", .when = "InstanceType~^express\\."),
                    AN_ABSENT("ProvisionedThroughput", .when = "InstanceType~^kafka\\.(t3\\.|m5\\.(x|2x)?large$|m7g\\.x?large$) ProvisionedThroughput.Enabled=true"),
                    A_RANGE("ProvisionedThroughput.VolumeThroughput", 250, INT64_MAX))},
    {"MSK-10", SEV_ERROR, "tiered storage of a version or type without it", "CreateClusterV2 refuses it", "take Kafka 3.6 or later, on kafka.m5.large or larger", GUIDE "tiered storage", CLUSTER,
     .forms = FORMS(NOT_A("InstanceType", "t3\\.small$", "too small", .when = "StorageMode=TIERED"), A_WORD("StorageMode", "LOCAL TIERED"),
                    NOT_A("KafkaVersion", "^(2\\.([0-7]\\.|8\\.[01])|3\\.[0-5]\\.)", "too old", .when = "StorageMode=TIERED"))},
    {"MSK-13", SEV_ERROR, "authentication without TLS", "CreateClusterV2 refuses it", "write ClientBroker: TLS and InCluster: true", GUIDE "update security", CLUSTER,
     .forms = FORMS(NOT_A("ClientBroker", "^PLAINTEXT$", "no TLS", .when = "Iam=true"), NOT_A("ClientBroker", "^PLAINTEXT$", "no TLS", .when = "Scram=true"),
                    A_WORD("InCluster", "true", .when = "Iam=true"), A_WORD("InCluster", "true", .when = "Scram=true"), A_WORD("ClientBroker", "TLS TLS_PLAINTEXT PLAINTEXT"))},
    {"MSK-14", SEV_WARNING, "a cluster that authenticates nobody", "whoever reaches it reads and writes everything", "write Iam: true, or Scram: true", GUIDE "authentication", CLUSTER, .wanted = anybody},
    {"MSK-16", SEV_ERROR, "a key of volumes that MSK can't use", "CreateClusterV2 refuses it", "give the ARN of a symmetric key of the same region", API "EncryptionAtRest", CLUSTER, .wanted = volume_key,
     .forms = FORMS(A_TEXT("DataVolumeKMSKeyId", 20, 2048, "^arn:aws[a-z-]*:kms:", "the ARN of a key"), OF_REGION("DataVolumeKMSKeyId"))},
    {"MSK-17", SEV_ERROR, "a secret that is no user's password", "BatchAssociateScramSecret leaves it out", NULL, GUIDE "SASL/SCRAM, limitations", .type = "AWS::MSK::BatchScramSecret", .wanted = scram_secrets,
     .forms = FORMS(A_COUNT("SecretArnList", 1, 10), OF_REGION("SecretArnList[]"))},
    {"MSK-18", SEV_WARNING, "a listener that nobody is let in to", "no client connects", NULL, GUIDE "port information", CLUSTER, .wanted = listeners},
    {"MSK-21", SEV_ERROR, "connections from other networks to a cluster that can't have them", "UpdateConnectivity refuses them", "turn Unauthenticated off, and take kafka.m5.large or larger", GUIDE "multi-VPC private connectivity", CLUSTER,
     .forms = FORMS(A_WORD("Unauthenticated", "false", .when = "VpcIam=true"), A_WORD("Unauthenticated", "false", .when = "VpcScram=true"),
                    NOT_A("InstanceType", "t3\\.small$", "too small", .when = "VpcIam=true"), NOT_A("InstanceType", "t3\\.small$", "too small", .when = "VpcScram=true"))},
    {"MSK-22", SEV_WARNING, "a cluster that stays with one revision of its settings", "what is changed in them never takes effect", NULL, GUIDE "configuration operations", CLUSTER, .wanted = revision},
    {"MSK-25", SEV_WARNING, "brokers' logs that go to a log group which may not be there", "CreateClusterV2 refuses it unless it is", NULL, GUIDE "broker logs", CLUSTER, .wanted = log_group},
    {"MSK-26", SEV_ERROR, "a level of monitoring that is none", "CreateClusterV2 refuses it", NULL, API "EnhancedMonitoring", CLUSTER,
     .forms = FORMS(A_WORD("EnhancedMonitoring", "DEFAULT PER_BROKER PER_TOPIC_PER_BROKER PER_TOPIC_PER_PARTITION"))},
    {"REP-01", SEV_ERROR, "a replicator's name that MSK does not take", "CreateReplicator refuses it", "use up to 128 letters, digits and hyphens", API "CreateReplicator", COPIES,
     .forms = FORMS(A_TEXT("ReplicatorName", 1, 128, "^[0-9A-Za-z][0-9A-Za-z-]*$", "letters, digits and hyphens, the first no hyphen"))},
    {"REP-02", SEV_ERROR, "a replicator that is not between two clusters, or stands in too many places", "CreateReplicator refuses it", NULL, API "CreateReplicator", COPIES,
     .forms = FORMS(A_COUNT("KafkaClusters", 2, 2), A_COUNT("VpcConfig.SubnetIds", 2, 3, .each = "KafkaClusters[]"), A_COUNT("VpcConfig.SecurityGroupIds", 1, 16, .each = "KafkaClusters[]"),
                    A_WORD("TargetCompressionType", "NONE GZIP SNAPPY LZ4 ZSTD"), A_WORD("StartingPosition", "LATEST EARLIEST"),
                    A_WORD("TopicNameConfiguration", "PREFIXED_WITH_SOURCE_CLUSTER_ALIAS IDENTICAL"), A_COUNT("TopicsToReplicate", 1, 100), A_COUNT("TopicsToExclude", 0, 100))},
    {"REP-06", SEV_ERROR, "a source in another region that does not let MSK Replicator in", "CreateReplicator refuses it", NULL, REPLICATOR, COPIES, .wanted = source_opens},
    {"REP-07", SEV_ERROR, "a source in another region that takes clients without authentication", "CreateReplicator refuses it", "write Unauthenticated: false", REPLICATOR, COPIES, .wanted = source_authenticates},
    {"REP-08", SEV_ERROR, "clusters of two accounts", "CreateReplicator refuses them", "copy with MirrorMaker", REPLICATOR, COPIES, .wanted = one_account},
    {"REP-09", SEV_ERROR, "a replicator that is not beside its target", "CreateReplicator refuses it", NULL, REPLICATOR, COPIES, .wanted = beside_target, .forms = FORMS(OF_REGION("TargetKafkaClusterArn"))},
    {"REP-11", SEV_WARNING, "names kept one way and prefixed the other", "topics are copied back under another name, again and again", "let both be the same", REPLICATOR, COPIES, .wanted = one_naming},
    {"REP-12", SEV_ERROR, "offsets both ways, and copies one way", "CreateReplicator refuses it", "write LEGACY, or make one the other way", API "ConsumerGroupReplication", COPIES, .wanted = offsets_both_ways,
     .forms = FORMS(A_WORD("ConsumerGroupOffsetSyncMode", "LEGACY ENHANCED"))},
    {"REP-16", SEV_WARNING, "a replicator that its target does not let in", "it is made, and fails", "let the group's own members in on port 9098", REPLICATOR, COPIES, .wanted = target_lets_in},
    {"REP-17", SEV_WARNING, "Kafka's own topics among those copied", "the other cluster's bookkeeping is written over", "leave what begins with __ out", REPLICATOR, COPIES,
     .forms = FORMS(NOT_A("TopicsToReplicate[]", "^\\^?\\(?(__|_\\.\\*)", "Kafka's own"))},
    {"CON-01", SEV_ERROR, "a connector's capacity that is none", "CreateConnector refuses it", NULL, "MSK Connect API, Capacity", .type = "AWS::KafkaConnect::Connector",
     .forms = FORMS(A_WORD("capacity.provisionedCapacity.mcuCount", "1 2 4 8"), A_WORD("capacity.autoScaling.mcuCount", "1 2 4 8"), A_RANGE("capacity.provisionedCapacity.workerCount", 1, 10),
                    AN_ABSENT("autoScaling", .when = "provisionedCapacity", .each = "capacity"), AT_MOST("minWorkerCount", "maxWorkerCount", .each = "capacity.autoScaling"))},
    {"CON-02", SEV_ERROR, "a connector with IAM and without TLS", "CreateConnector refuses it", "write encryptionType: TLS", "MSK developer guide, MSK Connect", .type = "AWS::KafkaConnect::Connector",
     .forms = FORMS(A_WORD("kafkaClusterEncryptionInTransit.encryptionType", "TLS", .when = "kafkaClusterClientAuthentication.authenticationType=IAM"),
                    A_WORD("kafkaClusterClientAuthentication.authenticationType", "IAM NONE"), A_WORD("kafkaClusterEncryptionInTransit.encryptionType", "TLS PLAINTEXT"))},
    {"CON-03", SEV_ERROR, "a version or a number of plugins that MSK Connect does not take", "CreateConnector refuses it", NULL, "MSK developer guide, MSK Connect", .dated = true, .type = "AWS::KafkaConnect::Connector",
     .forms = FORMS(A_WORD("kafkaConnectVersion", "2.7.1 3.7.x"), A_COUNT("plugins", 1, 1))},
    {0}};
/* clang-format on */

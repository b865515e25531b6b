#include "aws/sandbox/kafka.h"

#include <string.h>

/*
 * Provisioned clusters. What CreateCluster has at the top stands under Provisioned from then on. Source of rules: the
 * MSK API reference and developer guide.
 */

/* clang-format off */
#define NOT_ACTIVE "This operation is only valid for resources that are in one of the following states:[ACTIVE]"

const struct sandbox_kind kind_kafka_cluster = {
    .name = "kafka-cluster", .service = "kafka", .id = "ClusterName", .tags_member = "Tags",
    .arn = "arn:aws:kafka:{region}:{account}:cluster/{id}/{$Uuid}", .arn_member = "ClusterArn",
    .status = "State", .ready = "ACTIVE",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"CREATING", 25 * 60}, {"ACTIVE", 0}}},
        {"update", GUESS, {{"UPDATING", 600}, {"ACTIVE", 0}}},
        {"reboot", GUESS, {{"REBOOTING_BROKER", 300}, {"ACTIVE", 0}}},
        {"drop",   GUESS, {{"DELETING", 300}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"CreationTime", K_TIME, NULL}, {"ClusterType", K_STR, "PROVISIONED"}, {0}},
    .refs = (const struct ref[]){
        {"Provisioned.BrokerNodeGroupInfo.ClientSubnets", &kind_subnet, REF_BLOCKS, "BadRequestException"},
        {"Provisioned.BrokerNodeGroupInfo.SecurityGroups", &kind_security_group, REF_BLOCKS, "BadRequestException"},
        {"Provisioned.CurrentBrokerSoftwareInfo.ConfigurationArn", &kind_kafka_configuration, REF_BLOCKS, "BadRequestException"}, {0}},
    .missing = {"NotFoundException", "The requested resource doesn't exist."},
    .exists = {"ConflictException", "A resource with the name already exists"},
    .busy = {"BadRequestException", NOT_ACTIVE},
    .entered = kafka_cluster_entered,
};

/* Source: "Supported Apache Kafka versions" of the developer guide, by endoflife.date; 4 has no ZooKeeper. */
static const char versions[] = "3.8.x 3.8.x.kraft 3.9.x 3.9.x.kraft 4.0.x 4.0.x.kraft 4.1.x 4.1.x.kraft 4.2.x 4.2.x.kraft";

/* Source: "Broker types" of the developer guide. */
static const char types[] =
    "kafka.t3.small kafka.m5.large kafka.m5.xlarge kafka.m5.2xlarge kafka.m5.4xlarge kafka.m5.8xlarge kafka.m5.12xlarge kafka.m5.16xlarge "
    "kafka.m5.24xlarge kafka.m7g.large kafka.m7g.xlarge kafka.m7g.2xlarge kafka.m7g.4xlarge kafka.m7g.8xlarge kafka.m7g.12xlarge "
    "kafka.m7g.16xlarge express.m7g.large express.m7g.xlarge express.m7g.2xlarge express.m7g.4xlarge express.m7g.8xlarge "
    "express.m7g.12xlarge express.m7g.16xlarge";
/* clang-format on */

enum { NAME_MOST = 64, BROKERS_MOST = 30, VOLUME_MOST = 16384, VOLUME_FIRST = 1000 };

const struct value *kafka_cluster_get(struct arena *a, const struct object *cluster, const char *path)
{
    return value_path(a, value_get(cluster->v, "Provisioned"), path);
}

bool kafka_cluster_is(struct arena *a, const struct object *cluster, const char *path)
{
    return value_bool_of(kafka_cluster_get(a, cluster, path));
}

bool kafka_cluster_asked(struct call *c, const struct object *o)
{
    return str_starts(o->id, in_str(c, "ClusterNameFilter"));
}

/* ---- what a cluster may be --------------------------------------------------------------------------------------- */

bool kafka_type_fits(struct call *c, const char *type)
{
    return has_word(types, type) ||
           refuse(c, "BadRequestException", "Unsupported InstanceType: %.60s. Check the broker types.", type);
}

bool kafka_version_fits(struct call *c, const char *version)
{
    return has_word(versions, version) ||
           refuse(c, "BadRequestException", "Unsupported KafkaVersion [%.40s]. Valid values: [%s]", version, versions);
}

bool kafka_count_fits(struct call *c, const struct value *provisioned, int64_t brokers)
{
    size_t zones = value_len(value_path(c->a, provisioned, "BrokerNodeGroupInfo.ClientSubnets"));
    if (brokers < 1 || brokers % (int64_t)zones)
        return refuse(c, "BadRequestException",
                      "The number of broker nodes must be a multiple of Availability Zones in the Client Subnets "
                      "parameter");
    return brokers <= BROKERS_MOST ||
           refuse(c, "BadRequestException", "The number of broker nodes exceeds the limit of %d", BROKERS_MOST);
}

bool kafka_volume_fits(struct call *c, const struct value *storage)
{
    const struct value *size = value_get(storage, "VolumeSize");
    return !size || (value_int_of(size) >= 1 && value_int_of(size) <= VOLUME_MOST) ||
           refuse(c, "BadRequestException", "The volume size must be between 1 and %d GiB.", VOLUME_MOST);
}

static bool is_true(struct call *c, const struct value *v, const char *path)
{
    return value_bool_of(value_path(c->a, v, path));
}

/* Source: "Update security" of the developer guide, the table of authentication and encryption. */
bool kafka_security_fits(struct call *c, const struct value *provisioned)
{
    const struct value *auth = value_get(provisioned, "ClientAuthentication");
    const char *clients =
        value_str_of(value_path(c->a, provisioned, "EncryptionInfo.EncryptionInTransit.ClientBroker"));
    bool sasl = is_true(c, auth, "Sasl.Iam.Enabled") || is_true(c, auth, "Sasl.Scram.Enabled");
    bool inside = is_true(c, provisioned, "EncryptionInfo.EncryptionInTransit.InCluster");
    bool open = is_true(c, auth, "Unauthenticated.Enabled");
    if (sasl && (str_eq(clients, "PLAINTEXT") || !inside))
        return refuse(c, "BadRequestException",
                      "SASL authentication requires TLS between clients and brokers and within the cluster.");
    if (sasl && !open && !str_eq(clients, "TLS"))
        return refuse(c, "BadRequestException", "%.20s requires unauthenticated access.", clients);
    bool remote = is_true(c, provisioned,
                          "BrokerNodeGroupInfo.ConnectivityInfo.VpcConnectivity.ClientAuthentication."
                          "Sasl.Iam.Enabled");
    return !(remote && open) ||
           refuse(c, "BadRequestException", "VPC connectivity doesn't allow unauthenticated access.");
}

bool kafka_logging_fits(struct call *c, const struct value *logging)
{
    const struct value *to = value_path(c->a, logging, "BrokerLogs.CloudWatchLogs");
    const char *group = value_get_str(to, "LogGroup");
    if (!value_bool_of(value_get(to, "Enabled")))
        return true;
    return object_find(c->w, &kind_log_group, c->region, group) ||
           refuse(c, "BadRequestException", "The specified log group does not exist: %.120s", group);
}

bool kafka_configuration_fits(struct call *c, const char *arn, int64_t revision)
{
    const struct object *o = object_find(c->w, &kind_kafka_configuration, c->region, arn);
    if (!o)
        return refuse(c, "BadRequestException", "The specified configuration does not exist: %.200s", arn);
    return (revision >= 1 && (size_t)revision <= value_len(value_get(o->v, "$Revisions"))) ||
           refuse(c, "BadRequestException", "The specified configuration revision does not exist: %lld",
                  (long long)revision);
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

static void put(struct call *c, struct value *to, const char *path, const struct value *v)
{
    const struct value *is = value_path(c->a, to, path);
    if (!is || value_kind(is) == V_NULL)
        value_set_path(c->a, to, path, v);
}

/* The draft as it is told: moved under Provisioned, with what nobody asked for. */
static struct value *provisioned(struct call *c)
{
    static const char *const moved[] = {"BrokerNodeGroupInfo", "ClientAuthentication", "EncryptionInfo",
                                        "EnhancedMonitoring",  "OpenMonitoring",       "LoggingInfo",
                                        "NumberOfBrokerNodes", "StorageMode"};
    struct value *p = value_map(c->a), *software = value_map(c->a);
    for (size_t i = 0; i < COUNT(moved); i++)
        value_set(c->a, p, moved[i], value_get(c->in, moved[i]));
    const struct value *configuration = value_get(c->in, "ConfigurationInfo");
    value_set_str(c->a, software, "KafkaVersion", in_str(c, "KafkaVersion"));
    value_set(c->a, software, "ConfigurationArn", value_get(configuration, "Arn"));
    value_set(c->a, software, "ConfigurationRevision", value_get(configuration, "Revision"));
    value_set(c->a, p, "CurrentBrokerSoftwareInfo", software);
    put(c, p, "EncryptionInfo.EncryptionInTransit.ClientBroker", value_str(c->a, "TLS"));
    put(c, p, "EncryptionInfo.EncryptionInTransit.InCluster", value_bool(c->a, true));
    put(c, p, "EnhancedMonitoring", value_str(c->a, "DEFAULT"));
    put(c, p, "StorageMode", value_str(c->a, "LOCAL"));
    put(c, p, "BrokerNodeGroupInfo.BrokerAZDistribution", value_str(c->a, "DEFAULT"));
    if (!str_starts(value_str_of(value_path(c->a, p, "BrokerNodeGroupInfo.InstanceType")), "express."))
        put(c, p, "BrokerNodeGroupInfo.StorageInfo.EbsStorageInfo.VolumeSize", value_int(c->a, VOLUME_FIRST));
    return p;
}

static bool key_fits(struct call *c, struct value *p)
{
    static const char path[] = "EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId";
    const char *id = value_str_of(value_path(c->a, p, path));
    struct object *key = NULL;
    if (*id && !str_starts(id, "arn:"))
        return refuse(c, "BadRequestException", "The KMS key must be given as its full ARN: %.60s", id);
    if (!key_usable(c, c->region, *id ? id : "alias/aws/kafka", "BadRequestException", &key))
        return false;
    value_set_path(c->a, p, path, value_str(c->a, object_arn(key)));
    return true;
}

/* Source: DG "MSK Express brokers": storage is AWS's to manage, three zones. */
static bool express_fits(struct call *c, const struct value *p)
{
    bool express = str_starts(value_str_of(value_path(c->a, p, "BrokerNodeGroupInfo.InstanceType")), "express.");
    if (express && value_path(c->a, p, "BrokerNodeGroupInfo.StorageInfo.EbsStorageInfo.VolumeSize"))
        return refuse(c, "BadRequestException", "Express brokers manage their storage: StorageInfo is not allowed.");
    return !express || value_len(value_path(c->a, p, "BrokerNodeGroupInfo.ClientSubnets")) == KAFKA_ZONES_MOST ||
           refuse(c, "BadRequestException", "Express brokers need three Availability Zones.");
}

static bool settings_fit(struct call *c, struct value *p)
{
    const struct value *group = value_get(p, "BrokerNodeGroupInfo");
    const struct value *configuration = value_get(c->in, "ConfigurationInfo");
    if (value_get(group, "ConnectivityInfo"))
        return refuse(c, "BadRequestException", "Connectivity can be changed only when the cluster is ACTIVE.");
    return kafka_type_fits(c, value_get_str(group, "InstanceType")) &&
           kafka_version_fits(c, in_str(c, "KafkaVersion")) &&
           kafka_network_fits(c, c->region, value_get(group, "ClientSubnets"), value_get(group, "SecurityGroups")) &&
           kafka_count_fits(c, p, in_int(c, "NumberOfBrokerNodes", 0)) &&
           kafka_volume_fits(c, value_path(c->a, group, "StorageInfo.EbsStorageInfo")) && express_fits(c, p) &&
           kafka_security_fits(c, p) && kafka_logging_fits(c, value_get(p, "LoggingInfo")) &&
           (!configuration || kafka_configuration_fits(c, value_get_str(configuration, "Arn"),
                                                       value_int_of(value_get(configuration, "Revision")))) &&
           key_fits(c, p);
}

/* Nobody asked for authentication: everybody is let in. */
static void open_to_all(struct call *c, struct value *p)
{
    const struct value *auth = value_get(p, "ClientAuthentication");
    if (!is_true(c, auth, "Sasl.Iam.Enabled") && !is_true(c, auth, "Sasl.Scram.Enabled") &&
        !is_true(c, auth, "Tls.Enabled"))
        value_set_path(c->a, p, "ClientAuthentication.Unauthenticated.Enabled", value_bool(c->a, true));
}

bool kafka_cluster_draft(struct call *c)
{
    struct value *p = provisioned(c);
    if (!kafka_name_fits(c, "ClusterName", NAME_MOST) || !settings_fit(c, p))
        return false;
    open_to_all(c, p);
    c->draft = value_map(c->a);
    draft_str(c, "ClusterName", in_str(c, "ClusterName"));
    value_set(c->a, c->draft, "Provisioned", p);
    draft_str(c, "$Uuid", kafka_uuid(c->w, c->a));
    draft_str(c, "CurrentVersion", kafka_version(c->w, c->a));
    return true;
}

/* ---- reading and deleting ---------------------------------------------------------------------------------------- */

static void bootstrap(struct call *c, const char *member, int port)
{
    struct sbuf hosts = {.arena = c->a};
    const char *hash = hash_hex(c->a, object_arn(c->object), 6);
    for (int i = 3; i >= 1; i--) /* in no order that means anything */
        sbuf_printf(&hosts, "%sb-%d.%s.%s.c2.kafka.%s.amazonaws.com:%d", hosts.len ? "," : "", i, c->object->id, hash,
                    c->region, port);
    out_str(c, member, sbuf_str(&hosts));
}

bool kafka_bootstrap(struct call *c)
{
    if (!need(c, &kind_kafka_cluster, c->region, in_str(c, "ClusterArn"), &c->object))
        return false;
    if (has_word("CREATING DELETING", object_status(c->object)))
        return refuse(c, "ConflictException", "The cluster is %s.", object_status(c->object));
    if (kafka_cluster_is(c->a, c->object, "ClientAuthentication.Sasl.Iam.Enabled"))
        bootstrap(c, "BootstrapBrokerStringSaslIam", 9098);
    if (kafka_cluster_is(c->a, c->object, "ClientAuthentication.Sasl.Scram.Enabled"))
        bootstrap(c, "BootstrapBrokerStringSaslScram", 9096);
    if (kafka_cluster_is(c->a, c->object, "ClientAuthentication.Unauthenticated.Enabled"))
        bootstrap(c, "BootstrapBrokerStringTls", 9094);
    return true;
}

static bool has_replicator(struct call *c)
{
    const struct value *arns = value_get(c->object->v, "$Replicators");
    for (size_t i = 0; i < value_len(arns); i++)
        if (object_by_arn(c->w, value_str_of(value_item(arns, i))))
            return true;
    return false;
}

bool kafka_cluster_may_go(struct call *c)
{
    if (!kafka_is_current(c, "CurrentVersion"))
        return false;
    if (has_replicator(c))
        return refuse(c, "BadRequestException", "The cluster is used by a replicator. Delete the replicator first.");
    return has_word("ACTIVE FAILED", object_status(c->object)) || refuse_busy(c, c->object);
}

bool kafka_versions_list(struct call *c)
{
    struct value *list = value_list(c->a);
    const char *at = versions, *word;
    for (size_t n; (n = next_word(&at, &word));) {
        struct value *one = value_map(c->a);
        value_set(c->a, one, "Version", value_strn(c->a, word, n));
        value_set_str(c->a, one, "Status", "ACTIVE");
        value_push(c->a, list, one);
    }
    value_set(c->a, c->out, "KafkaVersions", list);
    return true;
}

static struct value *leading_on(struct call *c, const char *from)
{
    struct value *one = value_map(c->a), *targets = value_list(c->a);
    const char *at = versions, *word;
    for (size_t n; (n = next_word(&at, &word));)
        if (kafka_leads_to(from, arena_strndup(c->a, word, n)))
            value_push(c->a, targets, value_strn(c->a, word, n));
    value_set_str(c->a, one, "SourceVersion", from);
    value_set(c->a, one, "TargetVersions", targets);
    return one;
}

/* Of a cluster, or of every version. */
bool kafka_versions_compatible(struct call *c)
{
    struct value *list = value_list(c->a);
    struct object *cluster = NULL;
    const char *at = versions, *word;
    if (has(c, "ClusterArn") && !need(c, &kind_kafka_cluster, c->region, in_str(c, "ClusterArn"), &cluster))
        return false;
    if (cluster)
        value_push(
            c->a, list,
            leading_on(c, value_str_of(kafka_cluster_get(c->a, cluster, "CurrentBrokerSoftwareInfo.KafkaVersion"))));
    for (size_t n; !cluster && (n = next_word(&at, &word));)
        value_push(c->a, list, leading_on(c, arena_strndup(c->a, word, n)));
    value_set(c->a, c->out, "CompatibleKafkaVersions", list);
    return true;
}

#include "aws/sandbox/kafka.h"

#include <string.h>

/*
 * Updates of a cluster: one aspect a call, with the version the cluster has, while it is active; what was asked for is
 * told once the operation is complete. Source of rules: the MSK API reference, "Update ..." of the developer guide.
 */

enum {
    ROLLING_S = 600,  /* a broker at a time; "10 to 15 minutes" */
    IN_PLACE_S = 600, /* without a restart */
    CONNECT_S = 2700,
    REBOOT_S = 300,
    COOL_DOWN_MS = 6 * HOUR, /* DG msk-update-storage */
};

/* clang-format off */
const struct sandbox_kind kind_kafka_operation = {
    .name = "kafka-operation", .service = "kafka", .id = "OperationArn", .hidden = true,
    .status = "OperationState",
    .lives = (const struct life[]){{"make", GUESS, {{"UPDATE_IN_PROGRESS", 600}, {"UPDATE_COMPLETE", 0}}},
                                   {"fail", GUESS, {{"UPDATE_IN_PROGRESS", 600}, {"UPDATE_FAILED", 0}}}, {0}},
    .filled = (const struct filled[]){{"CreationTime", K_TIME, NULL}, {0}},
    .refs = (const struct ref[]){{"ClusterArn", &kind_kafka_cluster, REF_OWNED}, {0}},
    .missing = {"NotFoundException", "The requested resource doesn't exist."},
};
/* clang-format on */

void kafka_cluster_entered(struct world *w, struct object *o, const char *state)
{
    const struct value *next = value_get(o->v, "$Next");
    if (!str_eq(state, "ACTIVE"))
        return;
    object_unset(w, o, "ActiveOperationArn");
    if (!next)
        return;
    object_set(w, o, "Provisioned", next);
    object_unset(w, o, "$Next");
    object_set_str(w, o, "CurrentVersion", kafka_version(w, world_arena(w)));
}

bool kafka_operation_asked(struct call *c, const struct object *o)
{
    return str_eq(value_get_str(o->v, "ClusterArn"), in_str(c, "ClusterArn"));
}

/* What the cluster is, to be made into what it shall be; NULL: refused. */
static struct value *begin(struct call *c)
{
    if (!need(c, &kind_kafka_cluster, c->region, in_str(c, "ClusterArn"), &c->object))
        return NULL;
    if (!has_word(kind_kafka_cluster.ready, object_status(c->object))) {
        refuse_busy(c, c->object);
        return NULL;
    }
    return kafka_is_current(c, "CurrentVersion") ? value_edit(c->a, value_get(c->object->v, "Provisioned")) : NULL;
}

/* `broken`: the setting that brokers do not start with; NULL: all goes well. */
static const char *operation_make(struct call *c, const char *type, const char *broken, int64_t seconds)
{
    struct value *v = value_map(c->a), *error = value_map(c->a);
    const char *arn =
        arena_printf(c->a, "arn:aws:kafka:%s:%s:cluster-operation/%s/%s/%s", c->region, world_account(c->w),
                     c->object->id, object_str(c->object, "$Uuid"), kafka_uuid(c->w, c->a));
    value_set_str(c->a, v, "OperationArn", arn);
    value_set_str(c->a, v, "ClusterArn", object_arn(c->object));
    value_set_str(c->a, v, "OperationType", type);
    if (broken) {
        value_set_str(c->a, error, "ErrorCode", "UPDATE_FAILED");
        value_set_str(c->a, error, "ErrorString",
                      arena_printf(c->a, "Brokers could not be started with the value of %.80s.", broken));
        value_set(c->a, v, "ErrorInfo", error);
    }
    struct object *operation = make_along(c, &kind_kafka_operation, c->region, v);
    if (broken)
        object_live(c->w, operation, "fail");
    object_lasts(c->w, operation, seconds);
    return arn;
}

/* What fails leaves the cluster active, as it was. */
static bool commit(struct call *c, const struct value *next, const char *type, int64_t seconds)
{
    const struct value *software = value_get(next, "CurrentBrokerSoftwareInfo");
    bool same = value_equal(software, value_path(c->a, c->object->v, "Provisioned.CurrentBrokerSoftwareInfo"));
    const char *broken = same ? NULL : kafka_configuration_broken(c, software);
    const char *operation = operation_make(c, type, broken, seconds);
    if (!broken)
        object_set(c->w, c->object, "$Next", next);
    object_set_str(c->w, c->object, "ActiveOperationArn", operation);
    object_live(c->w, c->object, "update");
    object_lasts(c->w, c->object, seconds);
    out_str(c, "ClusterArn", object_arn(c->object));
    out_str(c, "ClusterOperationArn", operation);
    return true;
}

static int64_t rolling(struct call *c)
{
    return ROLLING_S * value_int_of(kafka_cluster_get(c->a, c->object, "NumberOfBrokerNodes"));
}

static const char *text(struct call *c, const struct value *v, const char *path)
{
    return value_str_of(value_path(c->a, v, path));
}

/* ---- brokers ----------------------------------------------------------------------------------------------------- */

/* Fewer brokers are possible since 2.8.1 where those that go hold no partitions; here they always do. */
bool kafka_update_count(struct call *c)
{
    struct value *next = begin(c);
    int64_t brokers = in_int(c, "TargetNumberOfBrokerNodes", 0);
    if (!next || !kafka_count_fits(c, next, brokers))
        return false;
    if (brokers < value_int_of(value_get(next, "NumberOfBrokerNodes")))
        return refuse(c, "BadRequestException",
                      "The brokers to remove have partitions. Move all partitions off them and try again.");
    value_set(c->a, next, "NumberOfBrokerNodes", value_int(c->a, brokers));
    return commit(c, next, "INCREASE_BROKER_COUNT", rolling(c));
}

/* One at a time; topics with copies on others are served meanwhile. */
bool kafka_broker_reboot(struct call *c)
{
    const struct value *ids = value_get(c->in, "BrokerIds");
    int64_t id = 0;
    if (!need(c, &kind_kafka_cluster, c->region, in_str(c, "ClusterArn"), &c->object))
        return false;
    if (!has_word(kind_kafka_cluster.ready, object_status(c->object)))
        return refuse_busy(c, c->object);
    int64_t brokers = value_int_of(kafka_cluster_get(c->a, c->object, "NumberOfBrokerNodes"));
    if (value_len(ids) != 1 || !parse_int(value_str_of(value_item(ids, 0)), &id) || id < 1 || id > brokers)
        return refuse(c, "BadRequestException", "Specify the ID of one broker of the cluster.");
    const char *operation = operation_make(c, "REBOOT_NODE", NULL, REBOOT_S);
    object_set_str(c->w, c->object, "ActiveOperationArn", operation);
    object_live(c->w, c->object, "reboot");
    out_str(c, "ClusterArn", object_arn(c->object));
    out_str(c, "ClusterOperationArn", operation);
    return true;
}

bool kafka_update_type(struct call *c)
{
    struct value *next = begin(c);
    const char *type = in_str(c, "TargetInstanceType");
    if (!next || !kafka_type_fits(c, type))
        return false;
    const char *is = text(c, next, "BrokerNodeGroupInfo.InstanceType");
    if (str_starts(is, "express.") != str_starts(type, "express."))
        return refuse(c, "BadRequestException", "A cluster cannot change between Standard and Express brokers.");
    value_set_path(c->a, next, "BrokerNodeGroupInfo.InstanceType", value_str(c->a, type));
    return commit(c, next, "UPDATE_BROKER_TYPE", rolling(c));
}

/* ---- storage ----------------------------------------------------------------------------------------------------- */

static bool grow(struct call *c, struct value *next, const struct value *size, const struct value *throughput)
{
    static const char ebs[] = "BrokerNodeGroupInfo.StorageInfo.EbsStorageInfo";
    struct value *storage = value_edit(c->a, value_path(c->a, next, ebs));
    int64_t since = value_int_of(value_get(c->object->v, "$StorageAt"));
    if (str_starts(text(c, next, "BrokerNodeGroupInfo.InstanceType"), "express."))
        return refuse(c, "BadRequestException", "Express brokers manage their storage.");
    if (size && value_int_of(size) < value_int_of(value_get(storage, "VolumeSize")))
        return refuse(c, "BadRequestException", "The volume size can only be increased.");
    if (since && world_now(c->w) - since < COOL_DOWN_MS)
        return refuse(c, "BadRequestException",
                      "The storage is optimizing. Wait at least six hours between storage updates.");
    if (size)
        value_set(c->a, storage, "VolumeSize", size);
    if (throughput)
        value_set(c->a, storage, "ProvisionedThroughput", throughput);
    value_set_path(c->a, next, ebs, storage);
    if (!kafka_volume_fits(c, storage))
        return false;
    object_set(c->w, c->object, "$StorageAt", value_int(c->a, world_now(c->w)));
    return true;
}

bool kafka_update_broker_storage(struct call *c)
{
    struct value *next = begin(c);
    const struct value *targets = value_get(c->in, "TargetBrokerEBSVolumeInfo"), *all = value_item(targets, 0);
    if (!next)
        return false;
    if (value_len(targets) != 1 || !str_eq_nocase(value_get_str(all, "KafkaBrokerNodeId"), "All"))
        return refuse(c, "BadRequestException", "The storage of all brokers must be updated at once.");
    return grow(c, next, value_get(all, "VolumeSizeGB"), value_get(all, "ProvisionedThroughput")) &&
           commit(c, next, "UPDATE_BROKER_STORAGE", IN_PLACE_S);
}

static bool tier_fits(struct call *c, const struct value *next, const char *mode)
{
    const char *is = text(c, next, "StorageMode");
    if (str_eq(mode, "LOCAL") && str_eq(is, "TIERED"))
        return refuse(c, "BadRequestException", "Tiered storage cannot be turned off.");
    return !str_eq(mode, "TIERED") || !str_eq(text(c, next, "BrokerNodeGroupInfo.InstanceType"), "kafka.t3.small") ||
           refuse(c, "BadRequestException", "Tiered storage isn't supported for kafka.t3.small.");
}

bool kafka_update_storage(struct call *c)
{
    struct value *next = begin(c);
    const char *mode = in_str(c, "StorageMode");
    if (!next || !tier_fits(c, next, mode))
        return false;
    if ((has(c, "VolumeSizeGB") || has(c, "ProvisionedThroughput")) &&
        !grow(c, next, value_get(c->in, "VolumeSizeGB"), value_get(c->in, "ProvisionedThroughput")))
        return false;
    if (*mode)
        value_set_str(c->a, next, "StorageMode", mode);
    return commit(c, next, "UPDATE_STORAGE", IN_PLACE_S);
}

/* ---- software ---------------------------------------------------------------------------------------------------- */

static bool configure(struct call *c, struct value *next)
{
    const struct value *info = value_get(c->in, "ConfigurationInfo");
    const char *arn = value_get_str(info, "Arn");
    const struct value *revision = value_get(info, "Revision");
    if (!info)
        return true;
    if (!kafka_configuration_fits(c, arn, value_int_of(revision)))
        return false;
    value_set_path(c->a, next, "CurrentBrokerSoftwareInfo.ConfigurationArn", value_str(c->a, arn));
    value_set_path(c->a, next, "CurrentBrokerSoftwareInfo.ConfigurationRevision", revision);
    return true;
}

bool kafka_update_configuration(struct call *c)
{
    struct value *next = begin(c);
    if (!next || !configure(c, next))
        return false;
    if (value_equal(next, value_get(c->object->v, "Provisioned")))
        return refuse(c, "BadRequestException", "The cluster already uses this revision of the configuration.");
    return commit(c, next, "UPDATE_CLUSTER_CONFIGURATION", rolling(c));
}

bool kafka_leads_to(const char *from, const char *to)
{
    return kafka_version_number(to) > kafka_version_number(from) && str_ends(from, ".kraft") == str_ends(to, ".kraft");
}

bool kafka_update_version(struct call *c)
{
    struct value *next = begin(c);
    const char *to = in_str(c, "TargetKafkaVersion");
    if (!next || !kafka_version_fits(c, to))
        return false;
    const char *from = text(c, next, "CurrentBrokerSoftwareInfo.KafkaVersion");
    if (!kafka_leads_to(from, to))
        return refuse(c, "BadRequestException", "The cluster cannot be updated from %s to %s.", from, to);
    value_set_path(c->a, next, "CurrentBrokerSoftwareInfo.KafkaVersion", value_str(c->a, to));
    return configure(c, next) && commit(c, next, "UPDATE_CLUSTER_KAFKA_VERSION", rolling(c));
}

/* ---- the rest ---------------------------------------------------------------------------------------------------- */

static void replace(struct call *c, struct value *next, const char *member)
{
    if (has(c, member))
        value_set(c->a, next, member, value_get(c->in, member));
}

bool kafka_update_monitoring(struct call *c)
{
    struct value *next = begin(c);
    if (!next || !kafka_logging_fits(c, value_get(c->in, "LoggingInfo")))
        return false;
    replace(c, next, "EnhancedMonitoring");
    replace(c, next, "OpenMonitoring");
    replace(c, next, "LoggingInfo");
    return commit(c, next, "UPDATE_MONITORING", IN_PLACE_S);
}

bool kafka_update_security(struct call *c)
{
    struct value *next = begin(c);
    const struct value *transit = value_path(c->a, c->in, "EncryptionInfo.EncryptionInTransit");
    if (!next)
        return false;
    if (value_get(transit, "InCluster") || value_path(c->a, c->in, "EncryptionInfo.EncryptionAtRest"))
        return refuse(c, "BadRequestException", "Only the encryption between clients and brokers can be updated.");
    replace(c, next, "ClientAuthentication");
    if (value_get(transit, "ClientBroker"))
        value_set_path(c->a, next, "EncryptionInfo.EncryptionInTransit.ClientBroker",
                       value_get(transit, "ClientBroker"));
    return kafka_security_fits(c, next) && commit(c, next, "UPDATE_SECURITY", rolling(c));
}

bool kafka_update_connectivity(struct call *c)
{
    struct value *next = begin(c);
    const struct value *asked = value_get(c->in, "ConnectivityInfo");
    if (!next)
        return false;
    if (str_eq(text(c, next, "BrokerNodeGroupInfo.InstanceType"), "kafka.t3.small"))
        return refuse(c, "BadRequestException", "VPC connectivity isn't supported for kafka.t3.small.");
    if (!asked)
        return refuse(c, "BadRequestException", "ConnectivityInfo is required.");
    value_set_path(c->a, next, "BrokerNodeGroupInfo.ConnectivityInfo", asked);
    return kafka_security_fits(c, next) && commit(c, next, "UPDATE_CONNECTIVITY", CONNECT_S);
}

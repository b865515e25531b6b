#include "provisioner/blueprint/msk.h"
#include "provisioner/blueprint/naming.h"
#include "provisioner/blueprint/parts.h"
#include "provisioner/blueprint/systems.h"

/*
 * MirrorMaker 2 on MSK Connect, beside the cluster that the copies go to: three connectors a direction, on one plugin
 * and one worker configuration a region. They reach the other cluster through the peering. Plugins and worker
 * configurations never change, so a new one bears its generation.
 */

static const char login[] = "software.amazon.msk.auth.iam.IAMLoginModule required;";
static const char handler[] = "software.amazon.msk.auth.iam.IAMClientCallbackHandler";

static const struct value *plugin_field(const struct site *s, const char *name)
{
    return site_field(s, arena_printf(s->arena, "replication.plugin.%s", name));
}

static const char *plugin_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *bucket =
        site_text(s, "arn:${lookup/account.Partition}:s3:::%s", value_str_of(plugin_field(s, "bucket")));
    const struct value *place = map_of(a, PAIRS({"bucketArn", bucket}, {"fileKey", plugin_field(s, "key")}));
    return site_make(s, "AWS::KafkaConnect::CustomPlugin", "plugin",
                     PAIRS({"name", site_text(s, "%s${self.Suffix}", name_of(s, "msk-mirror"))},
                           {"description", value_str(a, "MirrorMaker 2 and the IAM login module")},
                           {"contentType", value_str(a, "ZIP")},
                           {"location", map_of(a, PAIRS({"s3Location", place}))}));
}

/* Records are copied byte for byte. */
static const char *workers_make(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *bytes = value_str(a, "org.apache.kafka.connect.converters.ByteArrayConverter");
    return site_make(
        s, "AWS::KafkaConnect::WorkerConfiguration", "workers",
        PAIRS({"name", site_text(s, "%s${self.Suffix}", name_of(s, "msk-mirror"))},
              {"description", value_str(a, "Workers of MirrorMaker 2")},
              {"propertiesFileContent", map_of(a, PAIRS({"key.converter", bytes}, {"value.converter", bytes}))}));
}

static const char *mirror_log_group(const struct site *s)
{
    return log_group_make(s, "mirror-log-group",
                          value_fmt(s->arena, "/aws/vendedlogs/mskconnect/%s", msk_cluster_name(s)),
                          site_field(s, "logs.retention_days"));
}

/* ---- settings ---------------------------------------------------------------------------------------------------- */

/* "source.cluster.": how to come to one of the two. */
static void put_cluster(struct arena *a, struct value *to, const char *which, const struct spec_region *r)
{
    const struct pair pairs[] = {
        {"alias", value_str(a, r->alias)},
        {"bootstrap.servers", value_ref(a, msk_address(a, r, "cluster"), "BootstrapBrokerStringSaslIam")},
        {"security.protocol", value_str(a, "SASL_SSL")},
        {"sasl.mechanism", value_str(a, "AWS_MSK_IAM")},
        {"sasl.jaas.config", value_str(a, login)},
        {"sasl.client.callback.handler.class", value_str(a, handler)},
    };
    for (size_t i = 0; i < COUNT(pairs); i++)
        value_set(a, to, arena_printf(a, "%s.cluster.%s", which, pairs[i].name), pairs[i].value);
}

static const struct value *joined(struct arena *a, const struct value *list)
{
    struct sbuf text = {.arena = a};
    for (size_t i = 0; i < value_len(list); i++)
        sbuf_printf(&text, "%s%s", i ? "," : "", value_str_of(value_item(list, i)));
    return value_str(a, sbuf_str(&text));
}

/* Its own topics and those that are copies where they come from: MirrorMaker's prefix is the alias. */
static const struct value *excluded(const struct site *s, const struct spec_region *from)
{
    struct arena *a = s->arena;
    const struct spec *spec = s->build->spec;
    struct value *all = list_of_words(a, "__.* .*[.-]internal heartbeats");
    const struct value *own = site_field(s, "replication.exclude");
    bool prefixed = str_eq(value_str_of(site_field(s, "replication.naming")), "prefixed");
    for (size_t i = 0; prefixed && i < spec->n_regions; i++)
        if (&spec->regions[i] != from && msk_in(&spec->regions[i]))
            value_push(a, all, value_fmt(a, "%s\\..*", spec->regions[i].alias));
    for (size_t i = 0; i < value_len(own); i++)
        value_push(a, all, value_item(own, i));
    return joined(a, all);
}

static struct value *settings(const struct site *s, const struct spec_region *from, const char *class,
                              const char *tasks)
{
    struct arena *a = s->arena;
    bool identical = str_eq(value_str_of(site_field(s, "replication.naming")), "identical");
    unsigned zones = network_zones(s->region);
    struct value *all = value_map(a);
    value_set(a, all, "connector.class", value_fmt(a, "org.apache.kafka.connect.mirror.%s", class));
    value_set_str(a, all, "tasks.max", tasks);
    value_set(a, all, "replication.policy.class",
              value_fmt(a, "org.apache.kafka.connect.mirror.%sReplicationPolicy", identical ? "Identity" : "Default"));
    value_set(a, all, "replication.factor", value_fmt(a, "%u", zones < MSK_ZONES_MOST ? zones : MSK_ZONES_MOST));
    put_cluster(a, all, "source", from);
    put_cluster(a, all, "target", s->region);
    return all;
}

static const struct value *source_settings(const struct site *s, const struct spec_region *from)
{
    struct arena *a = s->arena;
    bool earliest = str_eq(value_str_of(site_field(s, "replication.start")), "earliest");
    const char *compression = value_str_of(site_field(s, "replication.compression"));
    static const char *const codecs[][2] = {
        {"NONE", "none"}, {"GZIP", "gzip"}, {"SNAPPY", "snappy"}, {"LZ4", "lz4"}, {"ZSTD", "zstd"}};
    struct value *all = settings(s, from, "MirrorSourceConnector", "3");
    value_set(a, all, "topics", joined(a, site_field(s, "replication.topics")));
    value_set(a, all, "topics.exclude", excluded(s, from));
    value_set_str(a, all, "sync.topic.configs.enabled", "true");
    value_set_str(a, all, "source.consumer.auto.offset.reset", earliest ? "earliest" : "latest");
    for (size_t i = 0; i < COUNT(codecs); i++)
        if (str_eq(codecs[i][0], compression))
            value_set_str(a, all, "target.producer.compression.type", codecs[i][1]);
    return all;
}

static const struct value *checkpoint_settings(const struct site *s, const struct spec_region *from)
{
    struct arena *a = s->arena;
    struct value *all = settings(s, from, "MirrorCheckpointConnector", "1");
    value_set(a, all, "groups", joined(a, site_field(s, "replication.consumer_groups")));
    value_set_str(a, all, "sync.group.offsets.enabled", "true");
    return all;
}

/* ---- connectors -------------------------------------------------------------------------------------------------- */

struct mirror {
    const char *plugin, *workers, *log_group;
    const struct spec_region *from;
};

static const struct value *cluster_of(const struct site *s)
{
    struct arena *a = s->arena;
    const char *tier = network_has_tier(s->region, "private") ? "private" : "data";
    const struct value *group = value_ref(a, site_address(s, "security-group"), "GroupId");
    const struct value *vpc =
        map_of(a, PAIRS({"subnets", msk_subnets(a, s->region, tier)}, {"securityGroups", list_of_one(a, group)}));
    const struct value *brokers = value_ref(a, site_address(s, "cluster"), "BootstrapBrokerStringSaslIam");
    return map_of(a, PAIRS({"apacheKafkaCluster", map_of(a, PAIRS({"bootstrapServers", brokers}, {"vpc", vpc}))}));
}

static const struct value *capacity_of(const struct site *s)
{
    struct arena *a = s->arena;
    const struct value *fixed = map_of(a, PAIRS({"mcuCount", site_field(s, "replication.workers.units")},
                                                {"workerCount", site_field(s, "replication.workers.count")}));
    return map_of(a, PAIRS({"provisionedCapacity", fixed}));
}

static const struct value *delivery_of(const struct site *s, const char *log_group)
{
    struct arena *a = s->arena;
    const struct value *to =
        map_of(a, PAIRS({"enabled", value_bool(a, true)}, {"logGroup", value_ref(a, log_group, "logGroupName")}));
    return map_of(a, PAIRS({"workerLogDelivery", map_of(a, PAIRS({"cloudWatchLogs", to}))}));
}

static void connector_make(const struct site *s, const struct mirror *m, const char *what,
                           const struct value *configuration)
{
    struct arena *a = s->arena;
    const char *name = arena_printf(a, "%s-%s", what, m->from->alias);
    const struct value *plugin = map_of(a, PAIRS({"customPluginArn", value_ref(a, m->plugin, "customPluginArn")},
                                                 {"revision", value_ref(a, m->plugin, "revision")}));
    const struct value *workers =
        map_of(a, PAIRS({"workerConfigurationArn", value_ref(a, m->workers, "workerConfigurationArn")},
                        {"revision", value_ref(a, m->workers, "revision")}));
    /* clang-format off */
    site_make(s, "AWS::KafkaConnect::Connector", name, PAIRS(
        {"connectorName",            value_str(a, name_of(s, arena_printf(a, "msk-%s", name)))},
        {"connectorDescription",     value_fmt(a, "MirrorMaker 2 from %s to %s", m->from->alias, s->scope)},
        {"capacity",                 capacity_of(s)},
        {"connectorConfiguration",   configuration},
        {"kafkaCluster",             cluster_of(s)},
        {"kafkaClusterClientAuthentication", map_of(a, PAIRS({"authenticationType", value_str(a, "IAM")}))},
        {"kafkaClusterEncryptionInTransit",  map_of(a, PAIRS({"encryptionType", value_str(a, "TLS")}))},
        {"kafkaConnectVersion",      value_str(a, "3.7.x")},
        {"plugins",                  list_of_one(a, map_of(a, PAIRS({"customPlugin", plugin})))},
        {"serviceExecutionRoleArn",  role_arn(s, MSK_ROLE)},
        {"workerConfiguration",      workers},
        {"logDelivery",              delivery_of(s, m->log_group)}));
    /* clang-format on */
    role_ready(s, MSK_ROLE);
}

static void direction_make(const struct site *s, const struct mirror *m)
{
    connector_make(s, m, "mirror", source_settings(s, m->from));
    connector_make(s, m, "checkpoint", checkpoint_settings(s, m->from));
    connector_make(s, m, "heartbeat", settings(s, m->from, "MirrorHeartbeatConnector", "1"));
}

void msk_mirror_make(const struct site *s)
{
    const struct spec *spec = s->build->spec;
    struct mirror m = {0};
    for (size_t i = 0; i < spec->n_regions; i++) {
        const struct spec_region *from = &spec->regions[i];
        if (from == s->region || !msk_is_source(spec, from))
            continue;
        if (!m.plugin) {
            m = (struct mirror){plugin_make(s), workers_make(s), mirror_log_group(s), NULL};
            msk_role_make(s, "kafkaconnect.amazonaws.com");
        }
        m.from = from;
        direction_make(s, &m);
    }
}

#include "provisioner/spec/tables.h"

/* clang-format off */

static const struct spec_field autoscaling_fields[] = {
    {"max_gb", SPEC_INTEGER, .min = 0, .max = 16384, .unit = "GiB", .computed = "four times gb, 16384 at most",
     .help = "up to which the storage of a broker grows by itself; 0 turns it off", .source = "application-autoscaling RegisterScalableTarget MaxCapacity"},
    {"target", SPEC_INTEGER, .fallback = "70", .min = 10, .max = 80, .unit = "percent",
     .help = "in use, when it grows", .source = "MSK developer guide, automatic scaling"},
    {0}};

static const struct spec_field storage_fields[] = {
    {"gb", SPEC_INTEGER, .fallback = "100", .min = 1, .max = 16384, .unit = "GiB",
     .help = "storage of each broker; it can grow, and never shrink", .source = "kafka CreateCluster VolumeSize"},
    {"autoscaling", SPEC_SECTION, SPEC_ALWAYS, .of = autoscaling_fields, .help = "growth by itself"},
    {0}};

static const struct spec_field monitoring_fields[] = {
    {"level", SPEC_ENUM, .fallback = "PER_BROKER", .words = "DEFAULT PER_BROKER PER_TOPIC_PER_BROKER PER_TOPIC_PER_PARTITION",
     .help = "detail of the metrics in CloudWatch; finer ones cost more", .source = "kafka CreateCluster EnhancedMonitoring"},
    {"prometheus", SPEC_BOOLEAN, .fallback = "true", .help = "exporters on every broker, ports 11001 and 11002"},
    {0}};

static const struct spec_field logs_fields[] = {
    {"enabled", SPEC_BOOLEAN, .fallback = "true", .help = "send the brokers' logs to CloudWatch Logs"},
    {"retention_days", SPEC_INTEGER, .fallback = "30", .words = RETENTION, .unit = "days",
     .help = "how long they are kept", .source = "logs PutRetentionPolicy retentionInDays"},
    {0}};

static const struct spec_field plugin_fields[] = {
    {"bucket", SPEC_TEXT, SPEC_REQUIRED, .min = 3, .max = 63, .pattern = "^[a-z0-9][a-z0-9.-]*[a-z0-9]$", .shape = "a bucket's name",
     .help = "your bucket in that region, with MirrorMaker and the IAM login module", .source = "kafkaconnect CreateCustomPlugin location"},
    {"key", SPEC_TEXT, SPEC_REQUIRED, .min = 1, .max = 1024, .help = "the zip's name in it"},
    {0}};

static const struct spec_field workers_fields[] = {
    {"count", SPEC_INTEGER, .fallback = "2", .min = 1, .max = 10, .help = "workers of each connector", .source = "kafkaconnect CreateConnector workerCount"},
    {"units", SPEC_INTEGER, .fallback = "1", .words = "1 2 4 8", .help = "size of a worker: a vCPU and 4 GiB each", .source = "kafkaconnect CreateConnector mcuCount"},
    {0}};

#define PATTERN(what) .of = ITEM("pattern", SPEC_TEXT, .min = 1, .max = 249, .help = "a regular expression of " what)

static const struct spec_field replication_fields[] = {
    {"mode", SPEC_ENUM, SPEC_ALIKE, .fallback = "replicator", .words = "replicator mirrormaker none",
     .help = "MSK Replicator, or MirrorMaker 2 on MSK Connect where that is not available"},
    {"bidirectional", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true", .help = "every region's records to every other; only the primary's otherwise"},
    {"topics", SPEC_LIST, SPEC_ALIKE, .fallback = ".*", .min = 1, .max = 99, PATTERN("topics"),
     .help = "topics that are copied", .source = "kafka CreateReplicator TopicsToReplicate"},
    {"exclude", SPEC_LIST, SPEC_ALIKE, .fallback = "", .max = 90, PATTERN("topics"),
     .help = "topics that are not; Kafka's own and what was copied already never are", .source = "kafka CreateReplicator TopicsToExclude"},
    {"consumer_groups", SPEC_LIST, SPEC_ALIKE, .fallback = ".*", .min = 1, .max = 100, PATTERN("consumer groups"),
     .help = "consumer groups whose offsets are translated and copied", .source = "kafka CreateReplicator ConsumerGroupsToReplicate"},
    {"naming", SPEC_ENUM, SPEC_ALIKE, .fallback = "prefixed", .words = "prefixed identical",
     .help = "prefixed: copies bear the source's name before their own; identical: the same name on both sides", .source = "kafka CreateReplicator TopicNameConfiguration"},
    {"start", SPEC_ENUM, SPEC_ALIKE, .fallback = "latest", .words = "latest earliest",
     .help = "whether records that are there already are copied", .source = "kafka CreateReplicator StartingPosition"},
    {"compression", SPEC_ENUM, SPEC_ALIKE, .fallback = "NONE", .words = "NONE GZIP SNAPPY LZ4 ZSTD",
     .help = "of the copies", .source = "kafka CreateReplicator TargetCompressionType"},
    {"plugin", SPEC_SECTION, .of = plugin_fields, .help = "MirrorMaker's code, for mode mirrormaker"},
    {"workers", SPEC_SECTION, SPEC_ALWAYS, .of = workers_fields, .help = "what MirrorMaker runs on"},
    {0}};

const struct spec_field msk_fields[] = {
    {"version", SPEC_VERSION, SPEC_REQUIRED, .min = 3, .max = 20, .pattern = "^[0-9]+\\.[0-9]+\\.[0-9x]+(\\.kraft|\\.tiered)?$",
     .shape = "a Kafka version such as 3.9.x or 3.9.x.kraft", .help = "Kafka version; only newer ones later on", .source = "kafka CreateCluster KafkaVersion"},
    {"brokers", SPEC_INTEGER, .min = 2, .max = 30, .computed = "3 over three zones, 4 over two",
     .help = "brokers of each region, a multiple of its zones; never fewer later on", .source = "kafka CreateCluster NumberOfBrokerNodes; quota of 30"},
    {"broker_type", SPEC_TEXT, .fallback = "kafka.m5.large", .min = 8, .max = 40, .pattern = "^kafka\\.[a-z0-9]+\\.[a-z0-9]+$",
     .shape = "a broker type such as kafka.m5.large", .help = "type of the brokers", .source = "kafka CreateCluster InstanceType"},
    {"storage", SPEC_SECTION, SPEC_ALWAYS, .of = storage_fields, .help = "what each broker keeps"},
    {"auth", SPEC_LIST, .fallback = "iam", .min = 1, .max = 2, .of = ITEM("way", SPEC_ENUM, .words = "iam scram", .help = "a way to authenticate"),
     .help = "how clients authenticate, over TLS: iam on port 9098, scram on 9096 with a generated secret"},
    {"username", SPEC_TEXT, .fallback = "kafka", .min = 1, .max = 64, .pattern = "^[A-Za-z][A-Za-z0-9_-]*$",
     .shape = "letters, digits, hyphens and underscores, starting with a letter", .help = "the user of scram; its password is made here"},
    {"configuration", SPEC_MAP, PARAMETER_MAP, .help = "server properties by Kafka's names, over defaults that lose no record"},
    {"monitoring", SPEC_SECTION, SPEC_ALWAYS, .of = monitoring_fields, .help = "metrics"},
    {"logs", SPEC_SECTION, SPEC_ALWAYS, .of = logs_fields, .help = "the brokers' logs"},
    {"replication", SPEC_SECTION, SPEC_ALWAYS, .of = replication_fields, .help = "copies between the regions"},
    {0}};
/* clang-format on */

enum { VOLUME_MOST = 16384, GROWTH = 4 };

const struct value *msk_compute(struct arena *a, const struct value *msk)
{
    const struct value *storage = value_get(msk, "storage");
    struct value *scaling = value_edit(a, value_get(storage, "autoscaling"));
    int64_t gb = value_int_of(value_get(storage, "gb"));
    defaults_put(a, scaling, "max_gb", value_int(a, gb * GROWTH < VOLUME_MOST ? gb * GROWTH : VOLUME_MOST));
    struct value *grown = value_edit(a, storage), *all = value_edit(a, msk);
    value_set(a, grown, "autoscaling", scaling);
    value_set(a, all, "storage", grown);
    return all;
}

#include "provisioner/spec/tables.h"

#include <string.h>

/* clang-format off */
#define DATASTORES ", which gives it to every member: AWS changes it there, and refuses it on a member"
#define OF_DATASTORE .alike = "it belongs to global/cache/global-datastore" DATASTORES

static const struct spec_field snapshot_fields[] = {
    {"retention_days", SPEC_INTEGER, .fallback = "7", .min = 0, .max = 35, .unit = "days",
     .help = "how long daily snapshots are kept; 0 takes none", .source = "elasticache CreateReplicationGroup SnapshotRetentionLimit"},
    {"window", SPEC_TEXT, DAILY_WINDOW,
     .help = "when the daily snapshot is taken, UTC, at least 60 minutes", .source = "elasticache CreateReplicationGroup SnapshotWindow"},
    {0}};

static const struct spec_field log_fields[] = {
    {"types", SPEC_LIST, .max = 2, .fallback = "slow-log engine-log",
     .of = ITEM("log", SPEC_ENUM, .words = "slow-log engine-log", .help = "a log"),
     .help = "logs sent to CloudWatch Logs", .source = "elasticache LogDeliveryConfigurationRequest"},
    {"format", SPEC_ENUM, .fallback = "json", .words = "json text", .help = "how their lines are written"},
    {"retention_days", SPEC_INTEGER, .fallback = "30", .words = RETENTION, .unit = "days", .help = "how long they are kept",
     .source = "logs PutRetentionPolicy"},
    {0}};

const struct spec_field cache_fields[] = {
    {"engine", SPEC_ENUM, SPEC_ALIKE, .fallback = "redis", .words = "redis valkey", OF_DATASTORE,
     .help = "Redis OSS or Valkey", .source = "elasticache CreateReplicationGroup Engine"},
    {"version", SPEC_VERSION, SPEC_ALIKE, .min = 1, .max = 10, .pattern = "^[0-9]+\\.[0-9]+(\\.[0-9]+)?$", .shape = "an engine version such as 7.1", OF_DATASTORE,
     .computed = "7.1 for redis, 8.1 for valkey", .help = "engine version; AWS takes no older one back", .source = "elasticache CreateReplicationGroup EngineVersion"},
    {"node_type", SPEC_TEXT, SPEC_ALIKE, .fallback = "cache.r7g.large", .min = 7, .max = 40, .pattern = "^cache\\.[a-z][a-z0-9]*\\.[a-z0-9]+$",
     .shape = "a node type such as cache.r7g.large", OF_DATASTORE,
     .help = "type of every node; a global datastore takes large and bigger, and no T class", .source = "ElastiCache user guide, global datastores, prerequisites"},
    {"nodes", SPEC_INTEGER, .fallback = "2", .min = 1, .max = 6,
     .help = "nodes of each shard in each region, spread over the zones: one that writes, and replicas", .source = "elasticache CreateReplicationGroup ReplicasPerNodeGroup"},
    {"shards", SPEC_INTEGER, SPEC_ALIKE, .min = 1, .max = 90, .computed = "cluster mode is off", OF_DATASTORE,
     .help = "turns cluster mode on: keys are spread over so many shards", .source = "elasticache CreateReplicationGroup NumNodeGroups"},
    {"port", SPEC_INTEGER, SPEC_ALIKE, .fallback = "6379", .min = 1150, .max = 65535,
     .help = "port of every node", .source = "elasticache CreateReplicationGroup Port"},
    {"auth", SPEC_ENUM, SPEC_ALIKE, .fallback = "token", .words = "token users none",
     .help = "how clients prove who they are: one AUTH token, kept in Secrets Manager; users that log in with IAM; not at all", .source = "ElastiCache user guide, authentication"},
    {"users", SPEC_MAP, SPEC_ALIKE, .max = 20, .pattern = NAME, .shape = NAME_SHAPE, .computed = "one, app, that may do everything",
     .of = ITEM("rights", SPEC_TEXT, .min = 2, .max = 2000, .help = "an access string such as \"on ~app:* -@all +@read\""),
     .help = "with auth: users, what each may do; they log in with IAM", .source = "elasticache CreateUser AccessString"},
    {"parameters", SPEC_MAP, SPEC_ALIKE, PARAMETER_MAP, OF_DATASTORE,
     .help = "engine parameters, over maxmemory-policy allkeys-lru, repl-backlog-size 67108864, tcp-keepalive 60"},
    {"snapshots", SPEC_SECTION, SPEC_ALWAYS, .of = snapshot_fields, .help = "daily snapshots"},
    {"maintenance_window", SPEC_TEXT, WEEKLY_WINDOW,
     .help = "when AWS may restart nodes, UTC, at least 60 minutes", .source = "elasticache CreateReplicationGroup PreferredMaintenanceWindow"},
    {"logs", SPEC_SECTION, SPEC_ALWAYS, .of = log_fields, .help = "logs of the nodes"},
    {"notifications", SPEC_ENUM, .words = "warning critical emergency", .computed = "none",
     .help = "level of the observability topic that AWS tells of failovers and replaced nodes", .source = "elasticache CreateReplicationGroup NotificationTopicArn"},
    {"writable_secondary", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "false",
     .help = "AWS has no such thing: only one region of a global datastore takes writes", .source = "ElastiCache user guide, global datastores, limitations"},
    {0}};
/* clang-format on */

const struct value *cache_compute(struct arena *a, const struct value *cache)
{
    struct value *all = value_edit(a, cache), *users = value_map(a);
    bool valkey = str_eq(value_get_str(cache, "engine"), "valkey");
    defaults_put(a, all, "version", value_str(a, valkey ? "8.1" : "7.1"));
    value_set_str(a, users, "app", "on ~* +@all");
    if (str_eq(value_get_str(cache, "auth"), "users"))
        defaults_put(a, all, "users", users);
    return all;
}

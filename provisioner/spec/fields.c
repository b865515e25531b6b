#include "provisioner/spec/fields.h"

#include <string.h>

#define RETENTION "1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653"
#define NAME "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
#define NAME_SHAPE "lower-case letters, digits and single hyphens, starting with a letter"
#define ITEM(...) ((const struct spec_field[]){{__VA_ARGS__}, {0}})

/* clang-format off */

/* ---- network ----------------------------------------------------------------------------------------------------- */

static const struct spec_field tier_fields[] = {
    {"enabled", SPEC_BOOLEAN, .fallback = "true",
     .help = "make the subnets of this tier"},
    {"prefix", SPEC_INTEGER, .min = 16, .max = 28, .unit = "bits",
     .computed = "an eighth of the tier's part of the network: /20 private, /21 public and data in a /16",
     .help = "prefix length of each subnet; the private tier owns the first half of the network, public the third quarter, data the last",
     .source = "ec2 CreateSubnet"},
    {0}};

static const struct spec_field tiers_fields[] = {
    {"public", SPEC_SECTION, SPEC_ALWAYS, .of = tier_fields,
     .help = "subnets with a route to the internet gateway; NAT gateways and load balancers"},
    {"private", SPEC_SECTION, SPEC_ALWAYS, .of = tier_fields,
     .help = "subnets that reach the internet through NAT; workloads"},
    {"data", SPEC_SECTION, SPEC_ALWAYS, .of = tier_fields,
     .help = "subnets without a way to the internet; databases"},
    {0}};

static const struct spec_field endpoints_fields[] = {
    {"gateway", SPEC_LIST, .fallback = "s3 dynamodb", .max = 2,
     .of = ITEM("service", SPEC_ENUM, .words = "s3 dynamodb", .help = "a service with gateway endpoints"),
     .help = "gateway endpoints, free of charge", .source = "ec2 CreateVpcEndpoint"},
    {"interface", SPEC_LIST, .fallback = "", .max = 50,
     .of = ITEM("service", SPEC_TEXT, .min = 2, .max = 64, .pattern = "^[a-z0-9]+([.-][a-z0-9]+)*$",
                .shape = "a service's short name, as in com.amazonaws.<region>.<name>", .help = "a service, e.g. kms or ecr.api"),
     .help = "interface endpoints, one network interface a zone, billed by the hour", .source = "VPC user guide, quotas: 50 a VPC"},
    {0}};

static const struct spec_field flow_logs_fields[] = {
    {"enabled", SPEC_BOOLEAN, .fallback = "false", .help = "record the network's flows in CloudWatch Logs"},
    {"traffic", SPEC_ENUM, .fallback = "ALL", .words = "ALL ACCEPT REJECT", .help = "which flows", .source = "ec2 CreateFlowLogs"},
    {"retention_days", SPEC_INTEGER, .fallback = "30", .words = RETENTION, .unit = "days",
     .help = "how long the log group keeps them", .source = "logs PutRetentionPolicy"},
    {0}};

static const struct spec_field peering_fields[] = {
    {"enabled", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true", .help = "connect the networks of the regions"},
    {"dns", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true", .help = "resolve the other side's public host names to private addresses"},
    {"tiers", SPEC_LIST, SPEC_ALIKE, .fallback = "private data", .min = 1, .max = 3,
     .of = ITEM("tier", SPEC_ENUM, .words = "public private data", .help = "a tier"),
     .help = "whose route tables get a route to the other region"},
    {0}};

static const struct spec_field network_fields[] = {
    {"cidr", SPEC_CIDR, .min = 16, .max = 28,
     .computed = "10.0.0.0/16 for the first region; another that names none gets the next free block of the same size",
     .help = "address range of the network; no two regions may overlap", .source = "ec2 CreateVpc"},
    {"zones", SPEC_INTEGER, .min = 1, .max = 6, .unit = "availability zones",
     .computed = "as many as zone_names has, else 3",
     .help = "how many availability zones to spread over"},
    {"zone_names", SPEC_LIST, .min = 1, .max = 6,
     .of = ITEM("zone", SPEC_TEXT, .min = 9, .max = 24, .pattern = "^[a-z]{2,3}(-[a-z]+)+-[0-9]+[a-z]$",
                .shape = "an availability zone's name such as ap-northeast-1a", .help = "a zone of that region"),
     .computed = "the first zones of the region that are available to the account, in order of name",
     .help = "exactly these zones; belongs under regions.<alias>.network"},
    {"nat", SPEC_ENUM, .fallback = "per_zone", .words = "none single per_zone",
     .help = "NAT gateways for the private tier: none, one, or one in each zone"},
    {"tiers", SPEC_SECTION, SPEC_ALWAYS, .of = tiers_fields, .help = "which subnets to make, and how large"},
    {"endpoints", SPEC_SECTION, SPEC_ALWAYS, .of = endpoints_fields, .help = "private ways to AWS's own services"},
    {"flow_logs", SPEC_SECTION, SPEC_ALWAYS, .of = flow_logs_fields, .help = "flow logs of the network"},
    {"peering", SPEC_SECTION, SPEC_ALWAYS, .of = peering_fields, .help = "peering between the networks of the regions"},
    {0}};

/* ---- aurora ------------------------------------------------------------------------------------------------------ */

static const struct spec_field backup_fields[] = {
    {"retention_days", SPEC_INTEGER, .fallback = "7", .min = 1, .max = 35, .unit = "days",
     .help = "how far back one can restore to a point in time", .source = "rds CreateDBCluster BackupRetentionPeriod"},
    {"window", SPEC_TEXT, .min = 11, .max = 11, .pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$",
     .shape = "hh:mm-hh:mm in UTC", .computed = "AWS chooses",
     .help = "when the daily backup is taken, UTC, at least 30 minutes", .source = "rds CreateDBCluster PreferredBackupWindow"},
    {0}};

static const struct spec_field insights_fields[] = {
    {"enabled", SPEC_BOOLEAN, .fallback = "true", .help = "record load by query"},
    {"retention_days", SPEC_INTEGER, .fallback = "7", .unit = "days",
     .words = "7 31 62 93 124 155 186 217 248 279 310 341 372 403 434 465 496 527 558 589 620 651 682 713 731",
     .help = "how long it is kept; 7 is free", .source = "rds CreateDBCluster PerformanceInsightsRetentionPeriod"},
    {0}};

#define PARAMETER_MAP \
    .max = 200, .pattern = "^[A-Za-z][A-Za-z0-9_.-]*$", .shape = "a parameter's name", \
    .of = ITEM("value", SPEC_TEXT, .max = 4096, .help = "in the engine's own units"), .fallback = ""

static const struct spec_field aurora_fields[] = {
    {"engine", SPEC_ENUM, SPEC_ALIKE, .fallback = "aurora-postgresql", .words = "aurora-postgresql aurora-mysql",
     .help = "database engine", .source = "rds CreateGlobalCluster Engine"},
    {"version", SPEC_VERSION, SPEC_REQUIRED | SPEC_ALIKE, .min = 1, .max = 40, .pattern = "^[0-9]+(\\.[0-9a-z_]+)+$",
     .shape = "an engine version such as 15.10 or 8.0.mysql_aurora.3.08.2",
     .help = "engine version; all members of a global database bear the same", .source = "rds CreateGlobalCluster EngineVersion"},
    {"class", SPEC_TEXT, .fallback = "db.r6g.large", .min = 5, .max = 40, .pattern = "^db\\.(serverless|[a-z][a-z0-9-]*\\.[a-z0-9-]+)$",
     .shape = "an instance class such as db.r6g.large",
     .help = "class of the instances; a global database takes no T class", .source = "Aurora user guide, global database requirements"},
    {"instances", SPEC_INTEGER, .fallback = "2", .min = 0, .max = 16,
     .help = "instances in each region: the primary's first one writes; 0 makes a secondary region headless",
     .source = "Aurora user guide, global database requirements"},
    {"port", SPEC_INTEGER, SPEC_ALIKE, .min = 1150, .max = 65535, .computed = "5432 for aurora-postgresql, 3306 for aurora-mysql",
     .help = "port of every instance", .source = "rds CreateDBCluster Port"},
    {"database", SPEC_TEXT, SPEC_ALIKE, .min = 1, .max = 63, .pattern = "^[A-Za-z][A-Za-z0-9_]*$",
     .shape = "letters, digits and underscores, starting with a letter", .computed = "none is made",
     .help = "first database, made with the primary cluster", .source = "rds CreateDBCluster DatabaseName"},
    {"username", SPEC_TEXT, SPEC_ALIKE, .fallback = "dbadmin", .min = 1, .max = 16, .pattern = "^[A-Za-z][A-Za-z0-9_]*$",
     .shape = "letters, digits and underscores, starting with a letter",
     .help = "master user; its password is made here and kept in Secrets Manager", .source = "rds CreateDBCluster MasterUsername"},
    {"write_forwarding", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true",
     .help = "let applications write through the secondary region", .source = "rds CreateDBCluster EnableGlobalWriteForwarding"},
    {"deletion_protection", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true",
     .help = "AWS itself refuses to delete the database", .source = "rds CreateDBCluster DeletionProtection"},
    {"iam_authentication", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true",
     .help = "let IAM identities log in with a token", .source = "rds CreateDBCluster EnableIAMDatabaseAuthentication"},
    {"storage", SPEC_ENUM, SPEC_ALIKE, .fallback = "aurora", .words = "aurora aurora-iopt1",
     .help = "aurora bills per I/O, aurora-iopt1 a flat and higher rate", .source = "rds CreateDBCluster StorageType"},
    {"backup", SPEC_SECTION, SPEC_ALWAYS, .of = backup_fields, .help = "automatic backups"},
    {"maintenance_window", SPEC_TEXT, .min = 19, .max = 19, .computed = "AWS chooses",
     .pattern = "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$",
     .shape = "ddd:hh:mm-ddd:hh:mm in UTC, days as mon to sun",
     .help = "when AWS may restart instances, UTC, at least 30 minutes", .source = "rds CreateDBCluster PreferredMaintenanceWindow"},
    {"performance_insights", SPEC_SECTION, SPEC_ALWAYS, .of = insights_fields, .help = "Performance Insights of every instance"},
    {"monitoring_interval", SPEC_INTEGER, .fallback = "60", .words = "0 1 5 10 15 30 60", .unit = "seconds",
     .help = "enhanced monitoring of the operating system; 0 is off", .source = "rds CreateDBInstance MonitoringInterval"},
    {"log_exports", SPEC_LIST, .max = 6, .computed = "postgresql for aurora-postgresql; audit, error and slowquery for aurora-mysql",
     .of = ITEM("log", SPEC_ENUM, .words = "postgresql instance iam-db-auth-error audit error general slowquery", .help = "a log"),
     .help = "logs sent to CloudWatch Logs", .source = "rds CreateDBCluster EnableCloudwatchLogsExports"},
    {"parameters", SPEC_MAP, PARAMETER_MAP, .help = "cluster parameters, by the engine's names"},
    {"instance_parameters", SPEC_MAP, PARAMETER_MAP, .help = "instance parameters, by the engine's names"},
    {0}};

/* ---- keys, secrets, the rest ------------------------------------------------------------------------------------- */

static const struct spec_field keys_fields[] = {
    {"rotation", SPEC_BOOLEAN, SPEC_ALIKE, .fallback = "true", .help = "let KMS renew the key material"},
    {"rotation_days", SPEC_INTEGER, SPEC_ALIKE, .fallback = "365", .min = 90, .max = 2560, .unit = "days",
     .help = "how often", .source = "kms EnableKeyRotation RotationPeriodInDays"},
    {"deletion_window_days", SPEC_INTEGER, SPEC_ALIKE, .fallback = "30", .min = 7, .max = 30, .unit = "days",
     .help = "how long a deleted key can still be brought back", .source = "kms ScheduleKeyDeletion PendingWindowInDays"},
    {0}};

static const struct spec_field secrets_fields[] = {
    {"recovery_window_days", SPEC_INTEGER, SPEC_ALIKE, .fallback = "30", .min = 7, .max = 30, .unit = "days",
     .help = "how long a deleted secret can still be brought back", .source = "secretsmanager DeleteSecret RecoveryWindowInDays"},
    {0}};

static const struct spec_field resource_fields[] = {
    {"type", SPEC_TEXT, SPEC_REQUIRED, .min = 8, .max = 196, .pattern = "^[A-Za-z0-9]+::[A-Za-z0-9]+::[A-Za-z0-9]+$",
     .shape = "a CloudFormation type such as AWS::SQS::Queue", .help = "CloudFormation resource type",
     .source = "cloudcontrol CreateResource TypeName"},
    {"regions", SPEC_LIST, .min = 1, .max = 16, .computed = "every region",
     .of = ITEM("alias", SPEC_TEXT, .min = 1, .max = 12, .help = "an alias of regions"),
     .help = "in which regions, by alias"},
    {"properties", SPEC_ANY, .help = "its properties, by CloudFormation's names"},
    {0}};

static const struct spec_field state_fields[] = {
    {"path", SPEC_TEXT, .min = 1, .max = 4096, .computed = "<project>-<environment>.state.json beside the spec",
     .help = "file that remembers what was made"},
    {0}};

#define TAG_MAP \
    .max = 45, .pattern = "^[^\t\r\n]+$", .shape = "one line of 1 to 128 characters", \
    .of = ITEM("value", SPEC_TEXT, .max = 256, .help = "up to 256 characters"), .fallback = ""

const struct spec_field spec_region_fields[] = {
    {"name", SPEC_TEXT, SPEC_REQUIRED, .min = 8, .max = 24, .pattern = "^[a-z]{2,3}(-[a-z]+)+-[0-9]+$",
     .shape = "an AWS region such as ap-northeast-1", .help = "AWS region"},
    {"role", SPEC_ENUM, SPEC_REQUIRED, .words = "primary secondary", .help = "primary is where writes start; exactly one is"},
    {0}};

const struct spec_field spec_fields[] = {
    {"provisioner", SPEC_INTEGER, SPEC_REQUIRED, .words = "1", .help = "format of this file"},
    {"project", SPEC_TEXT, SPEC_REQUIRED, .min = 1, .max = 20, .pattern = NAME, .shape = NAME_SHAPE,
     .help = "what is built; a part of every name"},
    {"environment", SPEC_TEXT, SPEC_REQUIRED, .min = 1, .max = 16, .pattern = NAME, .shape = NAME_SHAPE,
     .help = "which copy of it: production, staging; a part of every name"},
    {"account", SPEC_TEXT, .min = 12, .max = 12, .pattern = "^[0-9]{12}$", .shape = "an account number of 12 digits",
     .computed = "any account is accepted", .help = "the only AWS account this may be applied to"},
    {"regions", SPEC_MAP, SPEC_REQUIRED, .min = 1, .max = 8, .pattern = "^[a-z][a-z0-9]{0,11}$",
     .shape = "an alias of at most 12 lower-case letters and digits, starting with a letter",
     .of = ITEM("region", SPEC_SECTION, .of = spec_region_fields, .help = "one region, and whatever is different there"),
     .help = "the regions by alias; a section under regions.<alias> overrides the same section there"},
    {"tags", SPEC_MAP, TAG_MAP, .help = "tags on every resource that takes tags", .source = "ec2 CreateTags: 50 a resource, of which 5 are ours"},
    {"network", SPEC_SECTION, .of = network_fields, .help = "one VPC a region, peered"},
    {"aurora", SPEC_SECTION, .of = aurora_fields, .help = "an Aurora global database: one writer, a readable copy in each other region"},
    {"keys", SPEC_SECTION, SPEC_ALWAYS, .of = keys_fields, .help = "KMS keys of the other systems"},
    {"secrets", SPEC_SECTION, SPEC_ALWAYS, .of = secrets_fields, .help = "Secrets Manager secrets of the other systems"},
    {"resources", SPEC_MAP, .max = 100000, .pattern = NAME, .shape = NAME_SHAPE,
     .of = ITEM("resource", SPEC_SECTION, .of = resource_fields, .help = "one resource"), .fallback = "",
     .help = "any other AWS resource, by its CloudFormation type"},
    {"overrides", SPEC_MAP, .max = 200, .pattern = "^[A-Za-z0-9*][A-Za-z0-9*/_.-]*$", .shape = "an address such as tokyo/aurora/cluster, * for any part",
     .of = ITEM("attributes", SPEC_ANY, .help = "attributes by the API's names"), .fallback = "",
     .help = "a last word on attributes of generated resources, by address pattern"},
    {"state", SPEC_SECTION, SPEC_ALWAYS, .of = state_fields, .help = "where the state is kept"},
    {"cache", SPEC_SECTION, SPEC_UNSUPPORTED},
    {"eks", SPEC_SECTION, SPEC_UNSUPPORTED},
    {"msk", SPEC_SECTION, SPEC_UNSUPPORTED},
    {"dns", SPEC_SECTION, SPEC_UNSUPPORTED},
    {"observability", SPEC_SECTION, SPEC_UNSUPPORTED},
    {0}};
/* clang-format on */

const struct spec_field *spec_field_find(const struct spec_field *table, const char *name)
{
    for (; table && table->name; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

const struct spec_field *spec_field_path(const char *path)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct spec_field *table = spec_fields, *found = NULL;
    while (table && *path) {
        size_t n = strcspn(path, ".");
        found = spec_field_find(table, arena_strndup(a, path, n));
        bool holds_sections = found && found->of && (found->type == SPEC_MAP || found->type == SPEC_LIST);
        table = !found ? NULL : holds_sections ? found->of->of : found->of;
        path += n + (path[n] == '.');
    }
    return *path ? NULL : found;
}

bool spec_field_regional(const struct spec_field *field)
{
    return field && has_word("network aurora tags", field->name);
}

const char *const *spec_field_names(struct arena *a, const struct spec_field *table)
{
    size_t n = 0;
    while (table && table[n].name)
        n++;
    const char **names = arena_alloc(a, (n + 1) * sizeof *names);
    for (size_t i = 0, at = 0; i < n; i++)
        if (!(table[i].flags & SPEC_UNSUPPORTED))
            names[at++] = table[i].name;
    return names;
}

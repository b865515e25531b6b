#include "provisioner/spec/tables.h"

/* clang-format off */

static const struct spec_field backup_fields[] = {
    {"retention_days", SPEC_INTEGER, .fallback = "7", .min = 1, .max = 35, .unit = "days",
     .help = "how far back one can restore to a point in time", .source = "rds CreateDBCluster BackupRetentionPeriod"},
    {"window", SPEC_TEXT, DAILY_WINDOW,
     .help = "when the daily backup is taken, UTC, at least 30 minutes", .source = "rds CreateDBCluster PreferredBackupWindow"},
    {0}};

static const struct spec_field insights_fields[] = {
    {"enabled", SPEC_BOOLEAN, .fallback = "true", .help = "record load by query"},
    {"retention_days", SPEC_INTEGER, .fallback = "7", .unit = "days",
     .words = "7 31 62 93 124 155 186 217 248 279 310 341 372 403 434 465 496 527 558 589 620 651 682 713 731",
     .help = "how long it is kept; 7 is free", .source = "rds CreateDBCluster PerformanceInsightsRetentionPeriod"},
    {0}};

const struct spec_field aurora_fields[] = {
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
    {"database", SPEC_TEXT, SPEC_ALIKE, .alike = "a secondary has the primary's databases, and AWS refuses it a name for one", .min = 1, .max = 63, .pattern = "^[A-Za-z][A-Za-z0-9_]*$",
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
    {"maintenance_window", SPEC_TEXT, WEEKLY_WINDOW,
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
/* clang-format on */

const struct value *aurora_compute(struct arena *a, const struct value *aurora)
{
    struct value *all = value_edit(a, aurora);
    bool mysql = str_eq(value_get_str(aurora, "engine"), "aurora-mysql");
    defaults_put(a, all, "port", value_int(a, mysql ? 3306 : 5432));
    defaults_put(a, all, "log_exports", defaults_words(a, mysql ? "audit error slowquery" : "postgresql"));
    return all;
}

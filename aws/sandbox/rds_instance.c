#include "aws/sandbox/iam.h"
#include "aws/sandbox/rds.h"

#include <string.h>

/* DB instances of Aurora clusters. Source of rules: the RDS API reference. */

static void instance_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_instance = {
    .name = "db-instance", .service = "rds", .id = "DBInstanceIdentifier", .lower = true, .tags_member = "TagList", .tag_type = "db",
    .arn = "arn:aws:rds:{region}:{account}:db:{id}", .arn_member = "DBInstanceArn",
    .status = "DBInstanceStatus", .ready = "available",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"creating", 420}, {"available", 0}}},
        {"modify", GUESS, {{"modifying", 120}, {"available", 0}}},
        {"reboot", GUESS, {{"rebooting", 45}, {"available", 0}}},
        {"drop",   GUESS, {{"deleting", 180}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){
        {"InstanceCreateTime", K_TIME, NULL}, {"PromotionTier", K_INT, "1"}, {"MonitoringInterval", K_INT, "0"}, {"AllocatedStorage", K_INT, "1"},
        {"PubliclyAccessible", K_BOOL, "false"}, {"AutoMinorVersionUpgrade", K_BOOL, "true"}, {"PreferredMaintenanceWindow", K_STR, "sun:14:30-sun:15:00"},
        {"CACertificateIdentifier", K_STR, "rds-ca-rsa2048-g1"}, {"MultiAZ", K_BOOL, "false"}, {"StorageType", K_STR, "aurora"},
        {"PerformanceInsightsEnabled", K_BOOL, "false"}, {"DatabaseInsightsMode", K_STR, "standard"}, {"CopyTagsToSnapshot", K_BOOL, "false"},
        {"DeletionProtection", K_BOOL, "false"}, {"DbInstancePort", K_INT, "0"}, {"NetworkType", K_STR, "IPV4"}, {0}},
    .renames = (const struct rename[]){
        {"DBParameterGroupName", "$Parameters"}, {"EnablePerformanceInsights", "PerformanceInsightsEnabled"}, {"DBSubnetGroupName", NULL},
        {"VpcSecurityGroupIds", NULL}, {"Port", NULL}, {"NewDBInstanceIdentifier", NULL}, {"AllowMajorVersionUpgrade", NULL}, {0}},
    .refs = (const struct ref[]){
        {"DBClusterIdentifier", &kind_cluster, REF_LOOSE}, {"$SubnetId", &kind_subnet, REF_BLOCKS}, {"$Parameters", &kind_parameters, REF_BLOCKS}, {0}},
    .missing = {"DBInstanceNotFound", "DBInstance {id} not found."},
    .exists = {"DBInstanceAlreadyExists", "DB instance already exists"},
    .busy = {"InvalidDBInstanceState", "Database instance is not in available state."},
    .filters = (const struct filter[]){
        {"db-cluster-id", "DBClusterIdentifier"}, {"db-instance-id", "DBInstanceIdentifier"}, {"dbi-resource-id", "DbiResourceId"}, {"engine", "Engine"}, {0}},
    .view = instance_view,
};
/* clang-format on */

/* ---- as answered ------------------------------------------------------------------------------------------------- */

/* What an instance tells of its cluster. */
static void tell_cluster(struct call *c, const struct object *cluster, struct value *view)
{
    static const char *const same[] = {"MasterUsername",
                                       "StorageEncrypted",
                                       "KmsKeyId",
                                       "BackupRetentionPeriod",
                                       "PreferredBackupWindow",
                                       "VpcSecurityGroups",
                                       "IAMDatabaseAuthenticationEnabled",
                                       "EngineLifecycleSupport",
                                       "EnabledCloudwatchLogsExports"};
    for (size_t i = 0; i < COUNT(same); i++)
        value_set(c->a, view, same[i], value_get(cluster->v, same[i]));
    value_set(c->a, view, "DBName", value_get(cluster->v, "DatabaseName"));
    const struct object *group =
        object_find(c->w, &kind_subnet_group, cluster->region, object_str(cluster, "DBSubnetGroup"));
    if (group)
        value_set(c->a, view, "DBSubnetGroup", group->v);
    if (str_eq(value_get_str(view, "DBInstanceStatus"), "creating"))
        return;
    struct value *endpoint = value_map(c->a);
    const char *hash = hash_hex(c->a, arena_printf(c->a, "%s %s", cluster->region, world_account(c->w)), 12);
    value_set_str(c->a, endpoint, "Address",
                  arena_printf(c->a, "%s.%s.%s.rds.amazonaws.com", value_get_str(view, "DBInstanceIdentifier"), hash,
                               cluster->region));
    value_set(c->a, endpoint, "Port", value_get(cluster->v, "Port"));
    value_set_str(c->a, endpoint, "HostedZoneId", "Z24O6O9L7SGTNB");
    value_set(c->a, view, "Endpoint", endpoint);
}

static void instance_view(struct call *c, const struct object *o, struct value *view)
{
    struct value *list = value_list(c->a), *one = value_map(c->a);
    const struct object *cluster = object_find(c->w, &kind_cluster, o->region, object_str(o, "DBClusterIdentifier"));
    value_set(c->a, one, "DBParameterGroupName", value_get(o->v, "$Parameters"));
    value_set_str(c->a, one, "ParameterApplyStatus", object_bool(o, "$NeedsReboot") ? "pending-reboot" : "in-sync");
    value_push(c->a, list, one);
    value_set(c->a, view, "DBParameterGroups", list);
    if (cluster)
        tell_cluster(c, cluster, view);
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

static bool class_fits(struct call *c, const struct object *cluster)
{
    const char *name = in_str(c, "DBInstanceClass");
    bool writer;
    if (!class_offered(name))
        return refuse(c, "InvalidParameterCombination",
                      "RDS does not support creating a DB instance with the following combination: "
                      "DBInstanceClass=%.60s, Engine=%s, EngineVersion=%s, LicenseModel=general-public-license.",
                      name, object_str(cluster, "Engine"), object_str(cluster, "EngineVersion"));
    if (global_of(c->w, cluster, &writer) && !class_allows_global(name))
        return refuse(c, "InvalidParameterCombination",
                      "The instance class %s is not supported with Aurora global databases", name);
    return true;
}

static bool monitoring_fits(struct call *c)
{
    int64_t seconds = in_int(c, "MonitoringInterval", 0);
    const char *role = in_str(c, "MonitoringRoleArn");
    if (!has_word("0 1 5 10 15 30 60", arena_printf(c->a, "%lld", (long long)seconds)))
        return refuse(c, "InvalidParameterValue", "Invalid monitoring interval %lld", (long long)seconds);
    if (seconds && !*role && !(c->object && value_get(c->object->v, "MonitoringRoleArn")))
        return refuse(c, "InvalidParameterCombination",
                      "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.");
    if (!*role)
        return true;
    const struct object *o = role_seen(c, role);
    if (!o || !role_trusts(c, o, "monitoring.rds.amazonaws.com"))
        return refuse(
            c, "InvalidParameterValue",
            "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING");
    return true;
}

static bool foreign_members(struct call *c)
{
    static const char *const members[] = {"MasterUserPassword",
                                          "MasterUsername",
                                          "StorageEncrypted",
                                          "KmsKeyId",
                                          "DeletionProtection",
                                          "CopyTagsToSnapshot",
                                          "EnableIAMDatabaseAuthentication",
                                          "BackupRetentionPeriod",
                                          "VpcSecurityGroupIds",
                                          "DBName",
                                          "Port"};
    for (size_t i = 0; i < COUNT(members); i++)
        if (has(c, members[i]))
            return refuse(c, "InvalidParameterCombination",
                          "The requested DB Instance will be a member of a DB Cluster. Set %s for the DB Cluster.",
                          members[i]);
    return true;
}

/* The zone that is asked for, or the next in turn of those that the subnet group covers. */
static bool place(struct call *c, const struct object *cluster)
{
    const struct object *group = object_find(c->w, &kind_subnet_group, c->region, object_str(cluster, "DBSubnetGroup"));
    const struct value *subnets = group ? value_get(group->v, "Subnets") : NULL;
    size_t n = value_len(subnets), first = instances_in(cluster, NULL);
    for (size_t i = 0; i < n; i++) {
        const struct value *one = value_item(subnets, (first + i) % n);
        const char *zone = value_str_of(value_path(c->a, one, "SubnetAvailabilityZone.Name"));
        if (has(c, "AvailabilityZone") && !str_eq(zone, in_str(c, "AvailabilityZone")))
            continue;
        draft_str(c, "AvailabilityZone", zone);
        draft_str(c, "$SubnetId", value_get_str(one, "SubnetIdentifier"));
        return true;
    }
    return refuse(c, "InvalidParameterValue", "The subnet group %s covers no zone %.40s",
                  object_str(cluster, "DBSubnetGroup"), in_str(c, "AvailabilityZone"));
}

static bool tier_fits(struct call *c)
{
    int64_t tier = in_int(c, "PromotionTier", 1);
    return (tier >= 0 && tier <= 15) ||
           refuse(c, "InvalidParameterValue", "Invalid promotion tier: %lld. It must be between 0 and 15.",
                  (long long)tier);
}

static bool parameters_fit(struct call *c, const struct object *cluster)
{
    const struct engine_version *v =
        engine_version(c, object_str(cluster, "Engine"), object_str(cluster, "EngineVersion"));
    if (!v)
        return false;
    const char *group = has(c, "DBParameterGroupName") ? in_str(c, "DBParameterGroupName")
                                                       : arena_printf(c->a, "default.%s", v->family);
    draft_str(c, "$Parameters", group);
    return parameter_group(c, &kind_parameters, group, v->family);
}

static bool insights_key(struct call *c)
{
    struct object *key;
    const char *id = has(c, "PerformanceInsightsKMSKeyId") ? in_str(c, "PerformanceInsightsKMSKeyId") : "alias/aws/rds";
    if (!in_bool(c, "EnablePerformanceInsights"))
        return true;
    if (!key_usable(c, c->region, id, "KMSKeyNotAccessibleFault", &key))
        return false;
    draft_str(c, "PerformanceInsightsKMSKeyId", object_arn(key));
    if (!has(c, "PerformanceInsightsRetentionPeriod"))
        draft_int(c, "PerformanceInsightsRetentionPeriod", 7);
    return true;
}

bool instance_draft(struct call *c)
{
    struct object *cluster;
    if (!identifier_fits(c, "DBInstanceIdentifier"))
        return false;
    if (!has(c, "DBClusterIdentifier"))
        return refuse(c, "InvalidParameterCombination",
                      "the sandbox plays instances of Aurora clusters only: DBClusterIdentifier is needed");
    if (!need(c, &kind_cluster, c->region, in_str(c, "DBClusterIdentifier"), &cluster))
        return false;
    if (!str_eq(object_status(cluster), "available"))
        return refuse_busy(c, cluster);
    if (!str_eq(in_str(c, "Engine"), object_str(cluster, "Engine")))
        return refuse(c, "InvalidParameterCombination",
                      "The engine name requested for your DB instance (%.40s) doesn't match the engine name of your DB "
                      "cluster (%s).",
                      in_str(c, "Engine"), object_str(cluster, "Engine"));
    if (!foreign_members(c) || !class_fits(c, cluster) || !monitoring_fits(c) || !tier_fits(c) ||
        !time_window_fits(c, "PreferredMaintenanceWindow", true, 30) || !parameters_fit(c, cluster) ||
        !insights_key(c) || !place(c, cluster))
        return false;
    draft_str(c, "DBClusterIdentifier", cluster->id);
    draft_str(c, "EngineVersion", object_str(cluster, "EngineVersion"));
    draft_str(c, "DbiResourceId", arena_printf(c->a, "db-%s", mint_hex(c->w, c->a, 26)));
    return true;
}

/* ---- changing ---------------------------------------------------------------------------------------------------- */

bool instance_change(struct call *c)
{
    struct object *cluster = object_find(c->w, &kind_cluster, c->region, object_str(c->object, "DBClusterIdentifier"));
    if (has(c, "NewDBInstanceIdentifier"))
        return refuse(c, "InvalidParameterCombination", "the sandbox does not rename instances");
    if (!cluster || !foreign_members(c) || (has(c, "DBInstanceClass") && !class_fits(c, cluster)) ||
        !monitoring_fits(c) || !tier_fits(c) || !time_window_fits(c, "PreferredMaintenanceWindow", true, 30) ||
        !insights_key(c))
        return false;
    if (has(c, "DBParameterGroupName")) {
        if (!parameters_fit(c, cluster))
            return false;
        draft_bool(c, "$NeedsReboot", true);
    }
    if (!in_bool(c, "ApplyImmediately") && has(c, "DBInstanceClass")) {
        struct value *pending = value_map(c->a);
        value_set(c->a, pending, "DBInstanceClass", value_get(c->in, "DBInstanceClass"));
        value_set(c->a, c->draft, "PendingModifiedValues", pending);
        c->draft = value_without(c->a, c->draft, "DBInstanceClass");
    }
    c->life = "modify";
    return true;
}

bool instance_reboot(struct call *c)
{
    c->draft = value_map(c->a);
    draft_bool(c, "$NeedsReboot", false);
    c->life = "reboot";
    return true;
}

/* ---- deleting ---------------------------------------------------------------------------------------------------- */

bool instance_may_go(struct call *c)
{
    bool writer;
    const struct object *cluster =
        object_find(c->w, &kind_cluster, c->region, object_str(c->object, "DBClusterIdentifier"));
    const struct object *global = cluster ? global_of(c->w, cluster, &writer) : NULL;
    if (str_eq(object_status(c->object), "deleting"))
        return refuse(c, "InvalidDBInstanceState", "Instance %s is already being deleted.", c->object->id);
    if (global && writer && value_len(value_get(global->v, "$Members")) > 1 &&
        instances_in(cluster, NULL) - instances_in(cluster, "deleting") == 1)
        return refuse(c, "InvalidDBClusterStateFault",
                      "Cannot delete the last instance of the master cluster. Delete the replica cluster before "
                      "deleting the last master cluster instance.");
    return true;
}

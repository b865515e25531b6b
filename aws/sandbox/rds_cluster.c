#include "aws/net/digest.h"
#include "aws/sandbox/rds.h"

#include <stdlib.h>
#include <string.h>

/*
 * Aurora clusters, alone or as members of a global database. Source of rules: the RDS API reference, "Aurora global
 * databases" of the Aurora user guide, and what clients have learnt to retry on.
 */

static void cluster_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_cluster = {
    .name = "db-cluster", .service = "rds", .id = "DBClusterIdentifier", .lower = true, .tags_member = "TagList", .tag_type = "cluster",
    .arn = "arn:aws:rds:{region}:{account}:cluster:{id}", .arn_member = "DBClusterArn",
    .status = "Status", .ready = "available",
    .lives = (const struct life[]){
        {"make",      GUESS, {{"creating", 90}, {"available", 0}}},
        {"secondary", GUESS, {{"creating", 300}, {"available", 0}}},
        {"modify",    GUESS, {{"modifying", 30}, {"available", 0}}},
        {"upgrade",   GUESS, {{"upgrading", 600}, {"available", 0}}},
        {"failover",  DOC,   {{"failing-over", 30}, {"available", 0}}}, /* "typically within 30 seconds" */
        {"promote",   GUESS, {{"promoting", 60}, {"available", 0}}},
        {"drop",      GUESS, {{"deleting", 90}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){
        {"AllocatedStorage", K_INT, "1"}, {"BackupRetentionPeriod", K_INT, "1"}, {"ClusterCreateTime", K_TIME, NULL},
        {"PreferredBackupWindow", K_STR, "17:12-17:42"}, {"PreferredMaintenanceWindow", K_STR, "sun:13:30-sun:14:00"},
        {"Endpoint", K_STR, "{id}.cluster-{hash}.{region}.rds.amazonaws.com"},
        {"ReaderEndpoint", K_STR, "{id}.cluster-ro-{hash}.{region}.rds.amazonaws.com"},
        {"HostedZoneId", K_STR, "Z24O6O9L7SGTNB"}, {"EngineMode", K_STR, "provisioned"}, {"StorageEncrypted", K_BOOL, "false"},
        {"DeletionProtection", K_BOOL, "false"}, {"CopyTagsToSnapshot", K_BOOL, "false"}, {"HttpEndpointEnabled", K_BOOL, "false"},
        {"IAMDatabaseAuthenticationEnabled", K_BOOL, "false"}, {"NetworkType", K_STR, "IPV4"}, {"AutoMinorVersionUpgrade", K_BOOL, "true"},
        {"PerformanceInsightsEnabled", K_BOOL, "false"}, {"DatabaseInsightsMode", K_STR, "standard"},
        {"EngineLifecycleSupport", K_STR, "open-source-rds-extended-support"}, {"VpcSecurityGroups", K_LIST, NULL},
        {"AssociatedRoles", K_LIST, NULL}, {"ReadReplicaIdentifiers", K_LIST, NULL}, {0}},
    .renames = (const struct rename[]){
        {"VpcSecurityGroupIds", "VpcSecurityGroups", "VpcSecurityGroupId", "Status=active"}, {"DBSubnetGroupName", "DBSubnetGroup"},
        {"DBClusterParameterGroupName", "DBClusterParameterGroup"}, {"EnableIAMDatabaseAuthentication", "IAMDatabaseAuthenticationEnabled"},
        {"EnableCloudwatchLogsExports", "EnabledCloudwatchLogsExports"}, {"EnableHttpEndpoint", "HttpEndpointEnabled"},
        {"EnableGlobalWriteForwarding", "GlobalWriteForwardingRequested"}, {"EnablePerformanceInsights", "PerformanceInsightsEnabled"},
        {"EnableLocalWriteForwarding", "$LocalForwarding"}, {"AssociatedRoles", NULL}, {"PreSignedUrl", NULL}, {"AllowMajorVersionUpgrade", NULL},
        {"CloudwatchLogsExportConfiguration", NULL}, {"DBInstanceParameterGroupName", NULL}, {"NewDBClusterIdentifier", NULL}, {0}},
    .refs = (const struct ref[]){
        {"DBSubnetGroup", &kind_subnet_group, REF_BLOCKS}, {"VpcSecurityGroups[].VpcSecurityGroupId", &kind_security_group, REF_BLOCKS, "InvalidParameterValue"},
        {"DBClusterParameterGroup", &kind_cluster_parameters, REF_BLOCKS}, {"KmsKeyId", &kind_key, REF_LOOSE}, {0}},
    .missing = {"DBClusterNotFoundFault", "DBCluster {id} not found."},
    .exists = {"DBClusterAlreadyExistsFault", "DB Cluster already exists"},
    .busy = {"InvalidDBClusterStateFault", "DBCluster {id} is not currently in the available state."},
    .lock = "DeletionProtection",
    .locked = {"InvalidParameterCombination", "Cannot delete protected Cluster, please disable deletion protection and try again."},
    .filters = (const struct filter[]){
        {"db-cluster-id", "DBClusterIdentifier"}, {"db-cluster-resource-id", "DbClusterResourceId"}, {"engine", "Engine"}, {0}},
    .view = cluster_view,
};
/* clang-format on */

/* ---- membership -------------------------------------------------------------------------------------------------- */

struct object *global_of(struct world *w, const struct object *cluster, bool *ret_writer)
{
    struct object *global = object_find(w, &kind_global_cluster, "", object_str(cluster, "GlobalClusterIdentifier"));
    const struct value *members = global ? value_get(global->v, "$Members") : NULL;
    for (size_t i = 0; i < value_len(members); i++) {
        const struct value *one = value_item(members, i);
        if (!str_eq(value_get_str(one, "Arn"), object_arn(cluster)))
            continue;
        *ret_writer = value_bool_of(value_get(one, "IsWriter"));
        return global;
    }
    *ret_writer = false;
    return NULL;
}

bool is_writer(struct world *w, const struct object *cluster)
{
    bool writer;
    return !global_of(w, cluster, &writer) || writer;
}

size_t instances_in(const struct object *cluster, const char *states)
{
    size_t n = 0;
    for (struct edge *e = first_from(cluster, &kind_instance); e; e = next_from(e, &kind_instance))
        n += !states || has_word(states, object_status(e->from));
    return n;
}

/* The writer of a cluster that has one: who took over last, else the oldest that is not on its way out. */
struct object *first_instance(const struct object *cluster)
{
    for (struct edge *e = first_from(cluster, &kind_instance); e; e = next_from(e, &kind_instance))
        if (str_eq(e->from->id, object_str(cluster, "$Writer")) && !str_eq(object_status(e->from), "deleting"))
            return e->from;
    for (struct edge *e = first_from(cluster, &kind_instance); e; e = next_from(e, &kind_instance))
        if (!str_eq(object_status(e->from), "deleting"))
            return e->from;
    return NULL;
}

/* ---- as answered ------------------------------------------------------------------------------------------------- */

static const struct value *members_told(struct call *c, const struct object *o, bool writer)
{
    struct value *list = value_list(c->a);
    const struct object *first = first_instance(o);
    for (struct edge *e = first_from(o, &kind_instance); e; e = next_from(e, &kind_instance)) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "DBInstanceIdentifier", e->from->id);
        value_set(c->a, one, "IsClusterWriter", value_bool(c->a, writer && e->from == first));
        value_set_str(c->a, one, "DBClusterParameterGroupStatus", "in-sync");
        value_set(c->a, one, "PromotionTier", value_get(e->from->v, "PromotionTier"));
        value_push(c->a, list, one);
    }
    return list;
}

static const char *primary_arn(const struct object *global)
{
    const struct value *members = value_get(global->v, "$Members");
    for (size_t i = 0; i < value_len(members); i++)
        if (value_bool_of(value_get(value_item(members, i), "IsWriter")))
            return value_get_str(value_item(members, i), "Arn");
    return NULL;
}

static void cluster_view(struct call *c, const struct object *o, struct value *view)
{
    bool writer = true;
    const struct object *global = global_of(c->w, o, &writer);
    writer = writer || !global;
    value_set(c->a, view, "DBClusterMembers", members_told(c, o, writer));
    value_set(c->a, view, "MultiAZ", value_bool(c->a, instances_in(o, NULL) > 1));
    value_set_str(c->a, view, "LatestRestorableTime", iso_time(c->a, world_now(c->w)));
    value_set_str(c->a, view, "EarliestRestorableTime", object_str(o, "ClusterCreateTime"));
    if (!global || writer)
        return;
    value_set_str(c->a, view, "ReplicationSourceIdentifier", primary_arn(global));
    if (object_bool(o, "GlobalWriteForwardingRequested"))
        value_set_str(c->a, view, "GlobalWriteForwardingStatus",
                      str_eq(object_status(o), "creating") ? "enabling" : "enabled");
    else
        value_set_str(c->a, view, "GlobalWriteForwardingStatus", "disabled");
}

/* ---- what members may hold --------------------------------------------------------------------------------------- */

bool identifier_fits(struct call *c, const char *member)
{
    const char *id = in_str(c, member);
    size_t n = strlen(id), ok = strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    bool letter = (*id >= 'a' && *id <= 'z') || (*id >= 'A' && *id <= 'Z');
    if (!letter || n != ok || n > 63 || id[n - 1] == '-' || strstr(id, "--"))
        return refuse(
            c, "InvalidParameterValue",
            "The parameter %s is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII "
            "letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.",
            member);
    return true;
}

static bool number_fits(struct call *c, const char *member, int64_t least, int64_t most)
{
    int64_t n = in_int(c, member, least);
    return (n >= least && n <= most) ||
           refuse(c, "InvalidParameterValue", "Invalid %s: %lld. It must be between %lld and %lld.", member,
                  (long long)n, (long long)least, (long long)most);
}

static bool exports_fit(struct call *c, const struct value *types)
{
    const char *engine = c->object ? object_str(c->object, "Engine") : in_str(c, "Engine");
    const char *known = str_eq(engine, "aurora-postgresql")
                            ? "postgresql instance iam-db-auth-error"
                            : "audit error general slowquery instance iam-db-auth-error";
    for (size_t i = 0; i < value_len(types); i++)
        if (!has_word(known, value_str_of(value_item(types, i))))
            return refuse(c, "InvalidParameterCombination",
                          "You cannot use the log types '%.60s' with engine version %s",
                          value_str_of(value_item(types, i)), engine);
    return true;
}

static bool monitoring_fits(struct call *c)
{
    int64_t seconds = in_int(c, "MonitoringInterval", 0);
    return has_word("0 1 5 10 15 30 60", arena_printf(c->a, "%lld", (long long)seconds)) ||
           refuse(c, "InvalidParameterValue", "Invalid monitoring interval %lld", (long long)seconds);
}

static bool insights_fit(struct call *c)
{
    int64_t days = in_int(c, "PerformanceInsightsRetentionPeriod", 7);
    bool known = days == 7 || days == 731 || (days % 31 == 0 && days >= 31 && days <= 713);
    if (!known)
        return refuse(c, "InvalidParameterValue", "Invalid Performance Insights retention period: %lld",
                      (long long)days);
    if (str_eq(in_str(c, "DatabaseInsightsMode"), "advanced") &&
        (!in_bool(c, "EnablePerformanceInsights") || days != 465))
        return refuse(c, "InvalidParameterCombination",
                      "To enable the Advanced mode of Database Insights, set EnablePerformanceInsights to true and "
                      "PerformanceInsightsRetentionPeriod to 465");
    return true;
}

static bool settings_fit(struct call *c)
{
    static const char *const foreign[] = {"AllocatedStorage", "DBClusterInstanceClass", "Iops", "PubliclyAccessible"};
    for (size_t i = 0; i < COUNT(foreign); i++)
        if (has(c, foreign[i]))
            return refuse(c, "InvalidParameterCombination", "The parameter %s is not supported for Aurora clusters",
                          foreign[i]);
    if (has(c, "StorageType") && !has_word("aurora aurora-iopt1", in_str(c, "StorageType")))
        return refuse(c, "InvalidParameterValue", "Invalid storage type: %.40s", in_str(c, "StorageType"));
    return number_fits(c, "BackupRetentionPeriod", 1, 35) && number_fits(c, "Port", 1150, 65535) &&
           time_window_fits(c, "PreferredBackupWindow", false, 30) &&
           time_window_fits(c, "PreferredMaintenanceWindow", true, 30) && monitoring_fits(c) && insights_fit(c);
}

static bool password_fits(struct call *c)
{
    const char *text = in_str(c, "MasterUserPassword");
    size_t n = strlen(text);
    if (!has(c, "MasterUserPassword"))
        return true;
    if (n < 8 || n > 128)
        return refuse(c, "InvalidParameterValue",
                      "The parameter MasterUserPassword is not a valid password because it is shorter than 8 or longer "
                      "than 128 characters.");
    if (strpbrk(text, "/@\" "))
        return refuse(
            c, "InvalidParameterValue",
            "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides "
            "'/', '@', '\"', ' ' may be used.");
    draft_str(c, "$PasswordDigest", sha256_hex_of(c->a, text)); /* enough to tell whether somebody could log in */
    return true;
}

static bool username_fits(struct call *c)
{
    const char *name = in_str(c, "MasterUsername");
    size_t n = strlen(name);
    if (!n || n > 63 || !strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", *name))
        return refuse(c, "InvalidParameterValue", "Invalid master user name");
    const char *reserved = str_eq(in_str(c, "Engine"), "aurora-postgresql")
                               ? "admin rdsadmin rdsrepladmin rds_superuser"
                               : "rdsadmin mysql root";
    return !has_word(reserved, name) ||
           refuse(c, "InvalidParameterValue",
                  "MasterUsername %s cannot be used as it is a reserved word used by the engine", name);
}

/* ---- making a cluster -------------------------------------------------------------------------------------------- */

static bool key_of_cluster(struct call *c, bool encrypted)
{
    struct object *key;
    if (has(c, "KmsKeyId") && !encrypted)
        return refuse(c, "InvalidParameterCombination",
                      "KmsKeyId is only valid for encrypted clusters; set StorageEncrypted");
    if (!encrypted)
        return true;
    const char *id = has(c, "KmsKeyId") ? in_str(c, "KmsKeyId") : "alias/aws/rds";
    if (!key_usable(c, c->region, id, "KMSKeyNotAccessibleFault", &key))
        return false;
    draft_bool(c, "StorageEncrypted", true);
    draft_str(c, "KmsKeyId", object_arn(key));
    return true;
}

static bool credentials_given(struct call *c)
{
    bool managed = in_bool(c, "ManageMasterUserPassword");
    if (!has(c, "MasterUsername"))
        return refuse(c, "InvalidParameterValue",
                      "The parameter MasterUsername must be provided and must not be blank.");
    if (managed && has(c, "MasterUserPassword"))
        return refuse(c, "InvalidParameterCombination",
                      "You can specify either ManageMasterUserPassword or MasterUserPassword, not both");
    if (managed && has(c, "GlobalClusterIdentifier"))
        return refuse(c, "InvalidParameterCombination",
                      "ManageMasterUserPassword is not supported for clusters of a global database");
    if (!managed && !has(c, "MasterUserPassword"))
        return refuse(c, "InvalidParameterValue",
                      "The parameter MasterUserPassword must be provided and must not be blank.");
    return username_fits(c) && password_fits(c);
}

static bool global_fits(struct call *c, const struct object *global, const char *version)
{
    if (!str_eq(object_status(global), "available"))
        return refuse(c, "InvalidGlobalClusterStateFault", "Global cluster %s is in state %s", global->id,
                      object_status(global));
    if (!str_eq(object_str(global, "Engine"), in_str(c, "Engine")))
        return refuse(c, "InvalidParameterCombination", "The engine %.40s is not that of the global cluster, %s",
                      in_str(c, "Engine"), object_str(global, "Engine"));
    if (!str_eq(object_str(global, "EngineVersion"), version))
        return refuse(c, "InvalidParameterCombination", "The engine version %s is not that of the global cluster, %s",
                      version, object_str(global, "EngineVersion"));
    if (in_int(c, "BacktrackWindow", 0))
        return refuse(c, "InvalidParameterCombination", "Backtrack is not supported with global databases");
    return true;
}

static bool source_ready(struct call *c, const struct object *global)
{
    const char *arn = primary_arn(global);
    struct object *primary = arn ? object_by_arn(c->w, arn) : NULL;
    struct object *writer = primary ? first_instance(primary) : NULL;
    if (primary && str_eq(object_status(primary), "available") && writer && str_eq(object_status(writer), "available"))
        return true;
    return refuse(c, "InvalidDBClusterStateFault",
                  "Source cluster %s is in a state which is not valid for physical replication", arn ? arn : "");
}

static bool region_is_free(struct call *c, const struct object *global)
{
    const struct value *members = value_get(global->v, "$Members");
    for (size_t i = 0; i < value_len(members); i++) {
        const struct object *o = object_by_arn(c->w, value_get_str(value_item(members, i), "Arn"));
        if (o && str_eq(o->region, c->region))
            return refuse(c, "InvalidParameterCombination", "Global cluster %s already has a cluster in %s", global->id,
                          c->region);
        if (o && str_eq_nocase(o->id, in_str(c, "DBClusterIdentifier")))
            return refuse(c, "InvalidParameterValue",
                          "The identifier %s is taken by another member of global cluster %s", o->id, global->id);
    }
    return true;
}

static bool secondary_draft(struct call *c, const struct object *global)
{
    static const char *const inherited[] = {"MasterUsername", "MasterUserPassword", "ManageMasterUserPassword",
                                            "DatabaseName"};
    bool encrypted = object_bool(global, "StorageEncrypted");
    for (size_t i = 0; i < COUNT(inherited); i++)
        if (has(c, inherited[i]))
            return refuse(c, "InvalidParameterValue", "Cannot specify %s for a secondary cluster of a global database",
                          inherited[i]);
    if (!region_is_free(c, global) || !source_ready(c, global))
        return false;
    if (has(c, "StorageEncrypted") && in_bool(c, "StorageEncrypted") != encrypted)
        return refuse(c, "InvalidParameterCombination", "The storage encryption is not that of the global cluster");
    if (encrypted && !has(c, "KmsKeyId"))
        return refuse(c, "InvalidParameterCombination",
                      "Cannot create an encrypted secondary cluster without a KmsKeyId of %s", c->region);
    const struct object *primary = object_by_arn(c->w, primary_arn(global));
    draft_str(c, "MasterUsername", object_str(primary, "MasterUsername"));
    value_set(c->a, c->draft, "DatabaseName", value_get(primary->v, "DatabaseName"));
    c->life = "secondary";
    return key_of_cluster(c, encrypted);
}

static bool primary_draft(struct call *c, const struct object *global)
{
    bool encrypted = global ? object_bool(global, "StorageEncrypted") : in_bool(c, "StorageEncrypted");
    if (!credentials_given(c))
        return false;
    if (global && has(c, "StorageEncrypted") && in_bool(c, "StorageEncrypted") != encrypted)
        return refuse(c, "InvalidParameterCombination", "The storage encryption is not that of the global cluster");
    if (global && *object_str(global, "DatabaseName") && !has(c, "DatabaseName"))
        value_set(c->a, c->draft, "DatabaseName", value_get(global->v, "DatabaseName"));
    return key_of_cluster(c, encrypted);
}

static bool member_draft(struct call *c, const char *version)
{
    struct object *global = NULL;
    if (!has(c, "GlobalClusterIdentifier")) {
        if (in_bool(c, "EnableGlobalWriteForwarding"))
            return refuse(c, "InvalidParameterCombination",
                          "EnableGlobalWriteForwarding is only for members of a global database");
        return primary_draft(c, NULL);
    }
    if (!need(c, &kind_global_cluster, "", in_str(c, "GlobalClusterIdentifier"), &global) ||
        !global_fits(c, global, version))
        return false;
    draft_str(c, "GlobalClusterIdentifier", global->id);
    /* Insights that come with the creation of a member are reset by RDS; they have to be set afterwards. */
    static const char *const reset[] = {"PerformanceInsightsEnabled", "PerformanceInsightsRetentionPeriod",
                                        "PerformanceInsightsKMSKeyId", "DatabaseInsightsMode"};
    for (size_t i = 0; i < COUNT(reset); i++)
        c->draft = value_without(c->a, c->draft, reset[i]);
    return value_len(value_get(global->v, "$Members")) ? secondary_draft(c, global) : primary_draft(c, global);
}

static const struct value *three_zones(struct call *c)
{
    struct sandbox_zone zones[3];
    size_t n = zones_of(c->a, c->region, zones, COUNT(zones));
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < n; i++)
        value_push(c->a, list, value_str(c->a, zones[i].name));
    return list;
}

static bool groups_fit(struct call *c, const char *vpc)
{
    const struct value *ids = value_get(c->in, "VpcSecurityGroupIds");
    for (size_t i = 0; i < value_len(ids); i++) {
        const struct object *o = object_find(c->w, &kind_security_group, c->region, value_str_of(value_item(ids, i)));
        if (o && vpc && !str_eq(object_str(o, "VpcId"), vpc))
            return refuse(c, "InvalidVPCNetworkStateFault",
                          "The DB subnet group and security group %s are not in the same VPC", o->id);
    }
    return true;
}

static bool network_draft(struct call *c)
{
    struct object *group;
    if (!has(c, "DBSubnetGroupName"))
        return refuse(c, "InvalidParameterValue", "There is no default VPC in %s: DBSubnetGroupName is needed",
                      c->region);
    if (!need(c, &kind_subnet_group, c->region, in_str(c, "DBSubnetGroupName"), &group) ||
        !groups_fit(c, object_str(group, "VpcId")))
        return false;
    draft_str(c, "DBSubnetGroup", group->id);
    if (has(c, "VpcSecurityGroupIds"))
        return true;
    struct object *vpc = object_find(c->w, &kind_vpc, c->region, object_str(group, "VpcId"));
    const struct object *fallback = vpc ? default_group_in(vpc) : NULL;
    struct value *list = value_list(c->a), *one = value_map(c->a);
    value_set_str(c->a, one, "VpcSecurityGroupId", fallback ? fallback->id : NULL);
    value_set_str(c->a, one, "Status", "active");
    value_push(c->a, list, one);
    value_set(c->a, c->draft, "VpcSecurityGroups", list);
    return true;
}

bool cluster_draft(struct call *c)
{
    if (!identifier_fits(c, "DBClusterIdentifier"))
        return false;
    const struct engine_version *v = engine_version(c, in_str(c, "Engine"), in_str(c, "EngineVersion"));
    if (!v)
        return false;
    const char *group = has(c, "DBClusterParameterGroupName") ? in_str(c, "DBClusterParameterGroupName")
                                                              : arena_printf(c->a, "default.%s", v->family);
    if (!settings_fit(c) || !exports_fit(c, value_get(c->in, "EnableCloudwatchLogsExports")) ||
        !member_draft(c, v->version) || !network_draft(c) ||
        !parameter_group(c, &kind_cluster_parameters, group, v->family))
        return false;
    draft_str(c, "EngineVersion", v->version);
    draft_str(c, "DBClusterParameterGroup", group);
    draft_str(c, "DbClusterResourceId", arena_printf(c->a, "cluster-%s", mint_hex(c->w, c->a, 26)));
    if (!has(c, "Port"))
        draft_int(c, "Port", str_eq(v->engine, "aurora-postgresql") ? 5432 : 3306);
    value_set(c->a, c->draft, "AvailabilityZones", three_zones(c));
    if (str_eq(in_str(c, "StorageType"), "aurora"))
        c->draft = value_without(c->a, c->draft, "StorageType");
    return true;
}

bool cluster_made(struct call *c)
{
    cluster_endpoints_built_in(c, c->object);
    struct object *global =
        object_find(c->w, &kind_global_cluster, "", object_str(c->object, "GlobalClusterIdentifier"));
    if (!global)
        return true;
    struct value *members = value_edit(c->a, value_get(global->v, "$Members")), *one = value_map(c->a);
    value_set_str(c->a, one, "Arn", object_arn(c->object));
    value_set(c->a, one, "IsWriter", value_bool(c->a, value_len(members) == 0));
    value_push(c->a, members, one);
    object_set(c->w, global, "$Members", members);
    return true;
}

/* ---- changing ---------------------------------------------------------------------------------------------------- */

static bool others_are_at(struct call *c, const struct object *global, const char *version)
{
    const struct value *members = value_get(global->v, "$Members");
    for (size_t i = 0; i < value_len(members); i++) {
        const struct object *o = object_by_arn(c->w, value_get_str(value_item(members, i), "Arn"));
        if (o && o != c->object && version_compare(object_str(o, "EngineVersion"), version) < 0)
            return refuse(
                c, "InvalidParameterValue",
                "Cannot upgrade the primary of a global cluster before its replicas: upgrade global replicas first");
    }
    return true;
}

static bool upgrade(struct call *c)
{
    bool writer;
    struct object *global = global_of(c->w, c->object, &writer);
    const char *was = object_str(c->object, "EngineVersion");
    if (!has(c, "EngineVersion"))
        return true;
    const struct engine_version *v = engine_version(c, object_str(c->object, "Engine"), in_str(c, "EngineVersion"));
    const struct engine_version *old = v ? engine_version(c, v->engine, was) : NULL;
    if (!v || !old)
        return false;
    draft_str(c, "EngineVersion", v->version);
    if (str_eq(v->version, was))
        return true;
    if (version_compare(v->version, was) < 0)
        return refuse(c, "InvalidParameterCombination", "Cannot upgrade %s from %s to %s", v->engine, was, v->version);
    bool major = !str_eq(v->family, old->family);
    if (major && global)
        return refuse(c, "InvalidParameterCombination",
                      "A member of a global cluster is upgraded to another major version through the global cluster");
    if (major && !in_bool(c, "AllowMajorVersionUpgrade"))
        return refuse(c, "InvalidParameterCombination",
                      "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.");
    if (!instances_in(c->object, NULL))
        return refuse(c, "InvalidDBClusterStateFault",
                      "Cannot modify engine version without a primary instance in DB cluster: %s", c->object->id);
    if (global && writer && !others_are_at(c, global, v->version))
        return false;
    if (!in_bool(c, "ApplyImmediately"))
        return true;
    if (global && writer)
        object_set_str(c->w, global, "EngineVersion", v->version);
    for (struct edge *e = first_from(c->object, &kind_instance); e; e = next_from(e, &kind_instance))
        object_set_str(c->w, e->from, "EngineVersion", v->version);
    c->life = "upgrade";
    return true;
}

static void change_exports(struct call *c)
{
    const struct value *asked = value_get(c->in, "CloudwatchLogsExportConfiguration");
    const struct value *was = value_get(c->object->v, "EnabledCloudwatchLogsExports"),
                       *add = value_get(asked, "EnableLogTypes"), *drop = value_get(asked, "DisableLogTypes");
    struct value *now = value_list(c->a);
    if (!asked)
        return;
    for (size_t i = 0; i < value_len(was); i++)
        if (!is_list_of(drop, value_str_of(value_item(was, i))) && !is_list_of(add, value_str_of(value_item(was, i))))
            value_push(c->a, now, value_item(was, i));
    for (size_t i = 0; i < value_len(add); i++)
        value_push(c->a, now, value_item(add, i));
    value_set(c->a, c->draft, "EnabledCloudwatchLogsExports", now);
}

/* What waits for the maintenance window unless it is to be applied at once. */
static void put_off(struct call *c)
{
    static const char *const late[] = {"EngineVersion", "BackupRetentionPeriod", "IAMDatabaseAuthenticationEnabled",
                                       "StorageType"};
    struct value *pending = value_edit(c->a, value_get(c->object->v, "PendingModifiedValues"));
    if (in_bool(c, "ApplyImmediately"))
        return;
    for (size_t i = 0; i < COUNT(late); i++) {
        const struct value *v = value_get(c->draft, late[i]);
        if (v && !value_equal(v, value_get(c->object->v, late[i])))
            value_set(c->a, pending, late[i], v);
        c->draft = value_without(c->a, c->draft, late[i]);
    }
    if (value_len(pending))
        value_set(c->a, c->draft, "PendingModifiedValues", pending);
}

bool cluster_change(struct call *c)
{
    bool writer;
    const struct object *global = global_of(c->w, c->object, &writer);
    const struct engine_version *v =
        engine_version(c, object_str(c->object, "Engine"), object_str(c->object, "EngineVersion"));
    c->life = "modify";
    if (!v)
        return false;
    if (has(c, "NewDBClusterIdentifier"))
        return refuse(c, "InvalidParameterCombination", "the sandbox does not rename clusters");
    if (!global && in_bool(c, "EnableGlobalWriteForwarding"))
        return refuse(c, "InvalidParameterCombination",
                      "EnableGlobalWriteForwarding is only for members of a global database");
    if (global && in_bool(c, "ManageMasterUserPassword"))
        return refuse(c, "InvalidParameterCombination",
                      "ManageMasterUserPassword is not supported for clusters of a global database");
    if (global && !writer && has(c, "MasterUserPassword"))
        return refuse(c, "InvalidParameterCombination",
                      "The master password of a secondary cluster is that of the primary");
    if (has(c, "DBInstanceParameterGroupName") && !in_bool(c, "AllowMajorVersionUpgrade"))
        return refuse(c, "InvalidParameterCombination",
                      "db-instance-parameter-group-name can only be specified for a major version upgrade");
    if (!settings_fit(c) || !password_fits(c) ||
        !exports_fit(c, value_path(c->a, c->in, "CloudwatchLogsExportConfiguration.EnableLogTypes")))
        return false;
    const struct object *subnets =
        object_find(c->w, &kind_subnet_group, c->region, object_str(c->object, "DBSubnetGroup"));
    if (!groups_fit(c, subnets ? object_str(subnets, "VpcId") : NULL))
        return false;
    if (has(c, "DBClusterParameterGroupName") &&
        !parameter_group(c, &kind_cluster_parameters, in_str(c, "DBClusterParameterGroupName"), v->family))
        return false;
    if (!refs_exist(c, &kind_cluster, c->draft) || !upgrade(c))
        return false;
    change_exports(c);
    put_off(c);
    return true;
}

/* ---- deleting ---------------------------------------------------------------------------------------------------- */

bool cluster_may_go(struct call *c)
{
    bool writer;
    if (object_bool(c->object, "DeletionProtection"))
        return true; /* said by the kind */
    if (global_of(c->w, c->object, &writer))
        return refuse(c, "InvalidDBClusterStateFault",
                      "This cluster is a part of a global cluster, please remove it from globalcluster first");
    if (!str_eq(object_status(c->object), "available"))
        return refuse_busy(c, c->object);
    if (instances_in(c->object, NULL) > instances_in(c->object, "deleting"))
        return refuse(c, "InvalidDBClusterStateFault",
                      "Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
    if (!in_bool(c, "SkipFinalSnapshot") && !has(c, "FinalDBSnapshotIdentifier"))
        return refuse(c, "InvalidParameterCombination",
                      "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
    if (in_bool(c, "SkipFinalSnapshot") && has(c, "FinalDBSnapshotIdentifier"))
        return refuse(c, "InvalidParameterCombination",
                      "FinalDBSnapshotIdentifier can not be specified when deleting a cluster with SkipFinalSnapshot");
    return true;
}

/* ---- failing over within a region -------------------------------------------------------------------------------- */

/* Who can take over: another instance that is available, the one that was named. */
static const struct object *next_writer(const struct object *cluster, const char *named)
{
    const struct object *writer = first_instance(cluster);
    for (struct edge *e = first_from(cluster, &kind_instance); e; e = next_from(e, &kind_instance))
        if (e->from != writer && str_eq(object_status(e->from), "available") &&
            (!*named || str_eq_nocase(named, e->from->id)))
            return e->from;
    return NULL;
}

void cluster_fails_over(struct world *w, struct object *cluster, const char *named)
{
    const struct object *next = next_writer(cluster, named);
    if (!next)
        return;
    object_set_str(w, cluster, "$Writer", next->id);
    object_live(w, cluster, "failover");
}

bool cluster_failover(struct call *c)
{
    const char *named = in_str(c, "TargetDBInstanceIdentifier");
    const struct object *next = next_writer(c->object, named);
    c->draft = value_map(c->a);
    if (!next)
        return refuse(c, "InvalidDBClusterStateFault", "The cluster %s has no instance that could take over",
                      c->object->id);
    draft_str(c, "$Writer", next->id);
    return true;
}

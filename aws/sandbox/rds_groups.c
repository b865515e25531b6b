#include "aws/sandbox/rds.h"

#include <string.h>

/* Subnet groups and parameter groups. Source of rules: the RDS API reference. */

/* clang-format off */
const struct sandbox_kind kind_subnet_group = {
    .name = "db-subnet-group", .service = "rds", .id = "DBSubnetGroupName", .lower = true, .tag_type = "",
    .arn = "arn:aws:rds:{region}:{account}:subgrp:{id}", .arn_member = "DBSubnetGroupArn",
    .filled = (const struct filled[]){{"SubnetGroupStatus", K_STR, "Complete"}, {0}},
    .refs = (const struct ref[]){{"Subnets[].SubnetIdentifier", &kind_subnet, REF_LOOSE}, {0}},
    .missing = {"DBSubnetGroupNotFoundFault", "DB subnet group '{id}' does not exist."},
    .exists = {"DBSubnetGroupAlreadyExists", "The DB subnet group '{id}' already exists."},
    .blocked = {"InvalidDBSubnetGroupStateFault", "Cannot delete the subnet group '{id}' because at least one database cluster is still using it."},
};

const struct sandbox_kind kind_cluster_parameters = {
    .name = "db-cluster-parameter-group", .service = "rds", .id = "DBClusterParameterGroupName", .lower = true,
    .arn = "arn:aws:rds:{region}:{account}:cluster-pg:{id}", .arn_member = "DBClusterParameterGroupArn",
    .missing = {"DBParameterGroupNotFound", "DBClusterParameterGroup not found: {id}"},
    .exists = {"DBParameterGroupAlreadyExists", "Parameter group {id} already exists"},
    .blocked = {"InvalidDBParameterGroupState", "One or more database clusters are still members of this parameter group {id}, so the group cannot be deleted"},
};

const struct sandbox_kind kind_parameters = {
    .name = "db-parameter-group", .service = "rds", .id = "DBParameterGroupName", .lower = true,
    .arn = "arn:aws:rds:{region}:{account}:pg:{id}", .arn_member = "DBParameterGroupArn",
    .missing = {"DBParameterGroupNotFound", "DBParameterGroup not found: {id}"},
    .exists = {"DBParameterGroupAlreadyExists", "Parameter group {id} already exists"},
    .blocked = {"InvalidDBParameterGroupState", "One or more database instances are still members of this parameter group {id}, so the group cannot be deleted"},
};

/* Parameters of an engine. scope: c cluster groups, i instance groups. Source: "Aurora PostgreSQL parameters", "Aurora
 * MySQL configuration parameters" of the Aurora user guide. */
static const struct parameter {
    const char *name, *engine, *scope;
    bool is_static;
    const char *type, *allowed, *value;
} parameters[] = {
    {"apg_write_forward.consistency_mode", "aurora-postgresql", "c", false, "string", "session,eventual,global,off", "session"},
    {"apg_write_forward.connect_timeout", "aurora-postgresql", "c", false, "integer", "0-2147483647", "30"},
    {"apg_write_forward.idle_in_transaction_session_timeout", "aurora-postgresql", "c", true, "integer", "0-2147483647", "86400000"},
    {"apg_write_forward.idle_session_timeout", "aurora-postgresql", "c", true, "integer", "0-2147483647", "300000"},
    {"apg_write_forward.max_forwarding_connections_percent", "aurora-postgresql", "c", true, "integer", "1-100", "25"},
    {"autovacuum", "aurora-postgresql", "c", false, "boolean", "0,1", "1"},
    {"autovacuum_analyze_scale_factor", "aurora-postgresql", "c", false, "float", "0-100", "0.05"},
    {"autovacuum_max_workers", "aurora-postgresql", "c", true, "integer", "1-262143", NULL},
    {"autovacuum_naptime", "aurora-postgresql", "c", false, "integer", "1-2147483", "5"},
    {"autovacuum_vacuum_scale_factor", "aurora-postgresql", "c", false, "float", "0-100", "0.1"},
    {"client_encoding", "aurora-postgresql", "c", false, "string", NULL, "UTF8"},
    {"checkpoint_completion_target", "aurora-postgresql", "i", false, "float", "0-1", "0.9"},
    {"deadlock_timeout", "aurora-postgresql", "ci", false, "integer", "1-2147483647", NULL},
    {"default_statistics_target", "aurora-postgresql", "i", false, "integer", "1-10000", NULL},
    {"effective_cache_size", "aurora-postgresql", "i", false, "integer", "1-2147483647", NULL},
    {"effective_io_concurrency", "aurora-postgresql", "i", false, "integer", "0-1000", NULL},
    {"idle_in_transaction_session_timeout", "aurora-postgresql", "ci", false, "integer", "0-2147483647", "86400000"},
    {"idle_session_timeout", "aurora-postgresql", "ci", false, "integer", "0-2147483647", NULL},
    {"lock_timeout", "aurora-postgresql", "ci", false, "integer", "0-2147483647", NULL},
    {"log_autovacuum_min_duration", "aurora-postgresql", "ci", false, "integer", "-1-2147483647", "10000"},
    {"log_connections", "aurora-postgresql", "ci", false, "boolean", "0,1", NULL},
    {"log_disconnections", "aurora-postgresql", "ci", false, "boolean", "0,1", NULL},
    {"log_duration", "aurora-postgresql", "ci", false, "boolean", "0,1", NULL},
    {"log_lock_waits", "aurora-postgresql", "ci", false, "boolean", "0,1", NULL},
    {"log_min_duration_statement", "aurora-postgresql", "ci", false, "integer", "-1-2147483647", NULL},
    {"log_min_messages", "aurora-postgresql", "ci", false, "string", NULL, NULL},
    {"log_statement", "aurora-postgresql", "ci", false, "string", "none,ddl,mod,all", NULL},
    {"log_temp_files", "aurora-postgresql", "ci", false, "integer", "-1-2147483647", NULL},
    {"maintenance_work_mem", "aurora-postgresql", "ci", false, "integer", "1024-2147483647", NULL},
    {"max_connections", "aurora-postgresql", "ci", true, "integer", "6-262143", "LEAST({DBInstanceClassMemory/9531392},5000)"},
    {"max_parallel_workers", "aurora-postgresql", "ci", false, "integer", "0-1024", NULL},
    {"max_parallel_workers_per_gather", "aurora-postgresql", "ci", false, "integer", "0-1024", NULL},
    {"max_worker_processes", "aurora-postgresql", "ci", true, "integer", "0-262143", NULL},
    {"password_encryption", "aurora-postgresql", "c", false, "string", "md5,scram-sha-256", NULL},
    {"pg_stat_statements.max", "aurora-postgresql", "ci", true, "integer", "100-2147483647", NULL},
    {"pg_stat_statements.track", "aurora-postgresql", "ci", false, "string", "none,top,all", NULL},
    {"pgaudit.log", "aurora-postgresql", "ci", false, "string", NULL, NULL},
    {"random_page_cost", "aurora-postgresql", "ci", false, "float", "0-1000", NULL},
    {"rds.force_ssl", "aurora-postgresql", "c", false, "boolean", "0,1", NULL},
    {"rds.global_db_rpo", "aurora-postgresql", "c", false, "integer", "-1,20-2147483647", NULL},
    {"rds.logical_replication", "aurora-postgresql", "c", true, "boolean", "0,1", NULL},
    {"rds.log_retention_period", "aurora-postgresql", "c", false, "integer", "1440-10080", "4320"},
    {"shared_buffers", "aurora-postgresql", "ci", true, "integer", "16-1073741823", NULL},
    {"shared_preload_libraries", "aurora-postgresql", "ci", true, "list", NULL, "pg_stat_statements"},
    {"ssl_min_protocol_version", "aurora-postgresql", "c", false, "string", "TLSv1,TLSv1.1,TLSv1.2,TLSv1.3", NULL},
    {"statement_timeout", "aurora-postgresql", "ci", false, "integer", "0-2147483647", NULL},
    {"synchronous_commit", "aurora-postgresql", "ci", false, "string", NULL, NULL},
    {"timezone", "aurora-postgresql", "c", false, "string", NULL, "UTC"},
    {"track_activity_query_size", "aurora-postgresql", "ci", true, "integer", "100-1048576", NULL},
    {"track_io_timing", "aurora-postgresql", "ci", false, "boolean", "0,1", NULL},
    {"wal_buffers", "aurora-postgresql", "i", true, "integer", "-1-262143", NULL},
    {"wal_sender_timeout", "aurora-postgresql", "c", false, "integer", "0-3600000", NULL},
    {"work_mem", "aurora-postgresql", "ci", false, "integer", "64-2147483647", NULL},
    {"aurora_fwd_writer_idle_timeout", "aurora-mysql", "c", false, "integer", "1-86400", NULL},
    {"aurora_fwd_writer_max_connections_pct", "aurora-mysql", "c", false, "integer", "0-90", NULL},
    {"aurora_replica_read_consistency", "aurora-mysql", "c", false, "string", NULL, NULL},
    {"binlog_format", "aurora-mysql", "c", true, "string", "ROW,STATEMENT,MIXED,OFF", "OFF"},
    {"character_set_server", "aurora-mysql", "c", false, "string", NULL, NULL},
    {"collation_server", "aurora-mysql", "c", false, "string", NULL, NULL},
    {"general_log", "aurora-mysql", "ci", false, "boolean", "0,1", NULL},
    {"innodb_buffer_pool_size", "aurora-mysql", "i", true, "integer", NULL, NULL},
    {"innodb_lock_wait_timeout", "aurora-mysql", "ci", false, "integer", "1-1073741824", NULL},
    {"innodb_print_all_deadlocks", "aurora-mysql", "ci", false, "boolean", "0,1", NULL},
    {"interactive_timeout", "aurora-mysql", "ci", false, "integer", "1-31536000", NULL},
    {"long_query_time", "aurora-mysql", "ci", false, "float", "0-31536000", NULL},
    {"lower_case_table_names", "aurora-mysql", "c", true, "integer", "0,1", NULL},
    {"max_allowed_packet", "aurora-mysql", "ci", false, "integer", "1024-1073741824", NULL},
    {"max_connections", "aurora-mysql", "ci", false, "integer", "1-16000", NULL},
    {"performance_schema", "aurora-mysql", "ci", true, "boolean", "0,1", NULL},
    {"require_secure_transport", "aurora-mysql", "c", false, "string", "ON,OFF", NULL},
    {"server_audit_events", "aurora-mysql", "c", false, "list", NULL, NULL},
    {"server_audit_logging", "aurora-mysql", "c", false, "boolean", "0,1", NULL},
    {"slow_query_log", "aurora-mysql", "ci", false, "boolean", "0,1", NULL},
    {"time_zone", "aurora-mysql", "c", false, "string", NULL, NULL},
    {"tls_version", "aurora-mysql", "c", false, "list", NULL, NULL},
    {"transaction_isolation", "aurora-mysql", "ci", false, "string", NULL, NULL},
    {"wait_timeout", "aurora-mysql", "ci", false, "integer", "1-31536000", NULL},
};

static const char families[] = "aurora-postgresql14 aurora-postgresql15 aurora-postgresql16 aurora-postgresql17 aurora-mysql5.7 aurora-mysql8.0";
/* clang-format on */

enum { PARAMETERS_A_CALL = 20, NAME_MOST = 255 };

/* ---- subnet groups ----------------------------------------------------------------------------------------------- */

static struct value *subnet_told(struct arena *a, const struct object *subnet)
{
    struct value *one = value_map(a), *zone = value_map(a);
    value_set(a, zone, "Name", value_get(subnet->v, "AvailabilityZone"));
    value_set_str(a, one, "SubnetIdentifier", subnet->id);
    value_set(a, one, "SubnetAvailabilityZone", zone);
    value_set_str(a, one, "SubnetStatus", "Active");
    return one;
}

/* Members of the group from the ids in the request: all of one VPC, in two zones at least. */
static bool subnets_draft(struct call *c)
{
    const struct value *ids = value_get(c->in, "SubnetIds");
    struct value *told = value_list(c->a), *zones = value_list(c->a);
    const char *vpc = NULL;
    for (size_t i = 0; i < value_len(ids); i++) {
        const char *id = value_str_of(value_item(ids, i));
        const struct object *subnet = object_find(c->w, &kind_subnet, c->region, id);
        if (!subnet)
            return refuse(c, "InvalidSubnet", "The subnet ID '%.60s' does not exist", id);
        if (vpc && !str_eq(vpc, object_str(subnet, "VpcId")))
            return refuse(c, "InvalidSubnet", "The subnets are not all in the same VPC");
        vpc = object_str(subnet, "VpcId");
        if (!is_list_of(zones, object_str(subnet, "AvailabilityZone")))
            value_push(c->a, zones, value_get(subnet->v, "AvailabilityZone"));
        value_push(c->a, told, subnet_told(c->a, subnet));
    }
    if (value_len(zones) < 2)
        return refuse(c, "DBSubnetGroupDoesNotCoverEnoughAZs",
                      "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ "
                      "coverage: %s. Add subnets to cover at least 2 AZs.",
                      value_str_of(value_item(zones, 0)));
    value_set(c->a, c->draft, "Subnets", told);
    draft_str(c, "VpcId", vpc);
    c->draft = value_without(c->a, c->draft, "SubnetIds");
    return true;
}

bool subnet_group_draft(struct call *c)
{
    const char *name = in_str(c, "DBSubnetGroupName");
    if (!*name || strlen(name) > NAME_MOST || str_eq_nocase(name, "default"))
        return refuse(c, "InvalidParameterValue", "The parameter DBSubnetGroupName is not a valid identifier: '%.60s'",
                      name);
    return subnets_draft(c);
}

bool subnet_group_change(struct call *c)
{
    if (!subnets_draft(c))
        return false;
    return str_eq(value_get_str(c->draft, "VpcId"), object_str(c->object, "VpcId")) ||
           refuse(c, "InvalidSubnet", "The new subnets are not in the same VPC as the existing subnet group");
}

/* ---- parameter groups -------------------------------------------------------------------------------------------- */

static bool family_known(const char *family)
{
    return has_word(families, family);
}

static void default_group(struct call *c, const struct sandbox_kind *k, const char *family)
{
    struct value *v = value_map(c->a);
    const char *name = arena_printf(c->a, "default.%s", family);
    if (object_find(c->w, k, c->region, name))
        return;
    value_set_str(c->a, v, k->id, name);
    value_set_str(c->a, v, "DBParameterGroupFamily", family);
    value_set_str(
        c->a, v, "Description",
        arena_printf(c->a, "Default %s parameter group for %s", k == &kind_parameters ? "" : "cluster", family));
    value_set(c->a, v, "$Parameters", value_map(c->a));
    value_set(c->a, v, "$Given", value_bool(c->a, true));
    make_along(c, k, c->region, v);
}

bool parameter_group(struct call *c, const struct sandbox_kind *k, const char *name, const char *family)
{
    struct object *o;
    if (str_starts(name, "default.") && family_known(name + 8))
        default_group(c, k, name + 8);
    o = object_find(c->w, k, c->region, name);
    if (!o)
        return refuse(c, k == &kind_parameters ? "DBParameterGroupNotFound" : "DBClusterParameterGroupNotFound",
                      "Parameter group not found: %.255s", name);
    return str_eq(object_str(o, "DBParameterGroupFamily"), family) ||
           refuse(c, "InvalidParameterCombination",
                  "The Parameter Group %s with DBParameterGroupFamily %s cannot be used for this instance. Please use "
                  "a Parameter Group with DBParameterGroupFamily %s",
                  o->id, object_str(o, "DBParameterGroupFamily"), family);
}

/* A list also tells of the default group of an engine once anything uses it. */
bool groups_defaults(struct call *c)
{
    const char *name = in_str(c, c->kind->id);
    if (str_starts(name, "default.") && family_known(name + 8))
        default_group(c, c->kind, name + 8);
    return true;
}

bool parameters_draft(struct call *c)
{
    const char *family = in_str(c, "DBParameterGroupFamily");
    if (!identifier_fits(c, c->kind->id))
        return false;
    if (!family_known(family))
        return refuse(c, "InvalidParameterValue", "ParameterGroupFamily %.60s is not a valid parameter group family",
                      family);
    value_set(c->a, c->draft, "$Parameters", value_map(c->a));
    return true;
}

static const struct parameter *parameter_of(const struct object *group, const char *name)
{
    const char *family = object_str(group, "DBParameterGroupFamily");
    char scope = group->kind == &kind_parameters ? 'i' : 'c';
    for (size_t i = 0; i < COUNT(parameters); i++)
        if (str_eq(parameters[i].name, name) && str_starts(family, parameters[i].engine) &&
            strchr(parameters[i].scope, scope))
            return &parameters[i];
    return NULL;
}

static bool group_asked(struct call *c)
{
    groups_defaults(c);
    return need(c, c->kind, c->region, in_str(c, c->kind->id), &c->object);
}

static bool is_users(struct call *c)
{
    return !str_starts(c->object->id, "default.") ||
           refuse(c, "InvalidDBParameterGroupState", "The parameter group %s is a default one and cannot be changed",
                  c->object->id);
}

static bool check_parameter(struct call *c, const struct value *asked, bool reset)
{
    const char *name = value_get_str(asked, "ParameterName"), *text = value_get_str(asked, "ParameterValue"),
               *method = value_get_str(asked, "ApplyMethod");
    const struct parameter *p = parameter_of(c->object, name);
    if (!p)
        return refuse(c, "InvalidParameterValue", "Could not find parameter with name: %.100s", name);
    if (!*method)
        return refuse(c, "InvalidParameterValue", "The parameter ApplyMethod must be provided for %s", name);
    if (p->is_static && str_eq(method, "immediate"))
        return refuse(c, "InvalidParameterCombination", "cannot use immediate apply method for static parameter");
    if (!reset && !parameter_value_fits(p->type, p->allowed, text))
        return refuse(c, "InvalidParameterValue", "Invalid parameter value: %.60s for: %s allowed values are: %s", text,
                      name, p->allowed ? p->allowed : p->type);
    return true;
}

static bool check_parameters(struct call *c, bool reset)
{
    const struct value *list = value_get(c->in, "Parameters");
    if (!group_asked(c) || !is_users(c))
        return false;
    if (value_len(list) > PARAMETERS_A_CALL)
        return refuse(c, "InvalidParameterValue", "A maximum of %d parameters can be modified in a single request",
                      PARAMETERS_A_CALL);
    for (size_t i = 0; i < value_len(list); i++)
        if (!check_parameter(c, value_item(list, i), reset))
            return false;
    return true;
}

bool parameters_modify(struct call *c)
{
    const struct value *list = value_get(c->in, "Parameters");
    if (!check_parameters(c, false))
        return false;
    struct value *all = value_edit(c->a, value_get(c->object->v, "$Parameters"));
    for (size_t i = 0; i < value_len(list); i++)
        value_set(c->a, all, value_get_str(value_item(list, i), "ParameterName"), value_item(list, i));
    object_set(c->w, c->object, "$Parameters", all);
    out_str(c, c->kind->id, c->object->id);
    return true;
}

bool parameters_reset(struct call *c)
{
    const struct value *list = value_get(c->in, "Parameters");
    if (!check_parameters(c, true))
        return false;
    if (!value_len(list) && !in_bool(c, "ResetAllParameters"))
        return refuse(c, "InvalidParameterCombination", "Either ResetAllParameters or Parameters must be given");
    const struct value *all =
        in_bool(c, "ResetAllParameters") ? value_map(c->a) : value_get(c->object->v, "$Parameters");
    for (size_t i = 0; i < value_len(list); i++)
        all = value_without(c->a, all, value_get_str(value_item(list, i), "ParameterName"));
    object_set(c->w, c->object, "$Parameters", all);
    out_str(c, c->kind->id, c->object->id);
    return true;
}

static struct value *parameter_told(struct call *c, const struct parameter *p, const struct value *set)
{
    struct value *one = value_map(c->a);
    value_set_str(c->a, one, "ParameterName", p->name);
    value_set_str(c->a, one, "ParameterValue", p->value);
    value_set(c->a, one, "ParameterValue", value_get(set, "ParameterValue"));
    value_set_str(c->a, one, "Source", set ? "user" : p->value ? "system" : "engine-default");
    value_set_str(c->a, one, "ApplyType", p->is_static ? "static" : "dynamic");
    value_set_str(c->a, one, "DataType", p->type);
    value_set_str(c->a, one, "AllowedValues", p->allowed);
    value_set(c->a, one, "IsModifiable", value_bool(c->a, true));
    const struct value *method = value_get(set, "ApplyMethod");
    value_set(c->a, one, "ApplyMethod", method ? method : value_str(c->a, "pending-reboot"));
    return one;
}

bool parameters_show(struct call *c)
{
    struct value *list = value_list(c->a);
    const char *source = in_str(c, "Source");
    if (!group_asked(c))
        return false;
    for (size_t i = 0; i < COUNT(parameters); i++) {
        if (parameter_of(c->object, parameters[i].name) != &parameters[i])
            continue;
        struct value *one =
            parameter_told(c, &parameters[i], value_get(value_get(c->object->v, "$Parameters"), parameters[i].name));
        if (!*source || str_eq(source, value_get_str(one, "Source")))
            value_push(c->a, list, one);
    }
    value_set(c->a, c->out, "Parameters", list);
    return true;
}

bool parameters_may_go(struct call *c)
{
    return is_users(c);
}

#include "provisioner/preflight/wanted.h"

#include <stdlib.h>
#include <string.h>

static const struct value *aurora_of(const struct spec_region *r)
{
    return section_of(r, "aurora");
}

static bool is_mysql(const struct value *aurora)
{
    return str_eq(value_get_str(aurora, "engine"), "aurora-mysql");
}

static void needs_network(const struct look *l, const struct spec_region *r)
{
    needs_tier(l, r, "aurora", "data");
}

static void class_fits(const struct look *l, const struct spec_region *r)
{
    const struct value *class = value_get(aurora_of(r), "class");
    const char *s = value_str_of(class);
    if (str_starts(s, "db.t"))
        found(l, value_pos(class), "db.r6g.large is the smallest that most regions have",
              "%s: a global database takes no T class", shown(l, class));
}

static void class_has_a_size(const struct look *l, const struct spec_region *r)
{
    const struct value *class = value_get(aurora_of(r), "class");
    if (str_eq(value_str_of(class), "db.serverless"))
        found(l, value_pos(class), "name a class with a size, such as db.r6g.large",
              "%s is not supported in this version", shown(l, class));
}

static void version_shape(const struct look *l)
{
    const struct value *aurora = aurora_of(&l->s->regions[l->s->primary]), *version = value_get(aurora, "version");
    bool mysql = is_mysql(aurora);
    const char *pattern = mysql ? "^[58]\\.[0-9]+\\.mysql_aurora\\.[0-9]+\\.[0-9]+\\.[0-9]+$" : "^[0-9]+\\.[0-9]+$";
    if (value_kind(version) == V_STR && value_kind(value_get(aurora, "engine")) == V_STR &&
        !patterns_match(l->c->patterns, pattern, value_str_of(version)))
        found(l, value_pos(version),
              mysql ? "write it as 8.0.mysql_aurora.3.08.2" : "write major and minor, as in 15.10",
              "%s is no version of %s", shown(l, version), value_get_str(aurora, "engine"));
}

/* Aurora user guide, write forwarding: PostgreSQL 14.9, 15.4, 16 and up; MySQL 2.08.1 and up. */
static bool can_forward(const struct value *aurora)
{
    static const unsigned long since[][2] = {{14, 9}, {15, 4}};
    const char *version = value_get_str(aurora, "version"), *own = strstr(version, "mysql_aurora.");
    unsigned long n[3];
    version_numbers(own ? own + strlen("mysql_aurora.") : version, n, COUNT(n));
    if (is_mysql(aurora))
        return n[0] > 2 || (n[0] == 2 && (n[1] > 8 || (n[1] == 8 && n[2] >= 1)));
    for (size_t i = 0; i < COUNT(since); i++)
        if (n[0] == since[i][0])
            return n[1] >= since[i][1];
    return n[0] >= 16;
}

static void forwarding(const struct look *l)
{
    const struct value *aurora = aurora_of(&l->s->regions[l->s->primary]), *version = value_get(aurora, "version");
    if (l->s->n_regions > 1 && is_on(aurora, "write_forwarding") && value_kind(version) == V_STR &&
        !can_forward(aurora))
        found(l, value_pos(version), "take a newer version, or write write_forwarding: false",
              "%s can't forward writes; that needs %s", shown(l, version),
              is_mysql(aurora) ? "Aurora MySQL 2.08.1 or later" : "14.9, 15.4, 16 or later");
}

static void somewhere_to_write(const struct look *l, const struct spec_region *r)
{
    const struct value *aurora = aurora_of(r), *v = value_get(aurora, "instances");
    int64_t n;
    if (int_of(aurora, "instances", &n) && r->primary && n < 1)
        found(l, value_pos(v), NULL, "%s is primary and needs an instance to write to", r->alias);
}

static void reader_count(const struct look *l, const struct spec_region *r)
{
    const struct value *aurora = aurora_of(r), *v = value_get(aurora, "instances");
    int64_t n, most = 17 - (int64_t)l->s->n_regions; /* 15 readers less one a secondary, and the writer */
    if (int_of(aurora, "instances", &n) && r->primary && n > most)
        found(l, value_pos(v), arena_printf(l->c->arena, "write %d or less", (int)most),
              "the primary of a global database with %zu secondaries takes %d instances at most", l->s->n_regions - 1,
              (int)most);
}

static void headless(const struct look *l, const struct spec_region *r)
{
    const struct value *aurora = aurora_of(r), *v = value_get(aurora, "instances");
    int64_t n;
    if (int_of(aurora, "instances", &n) && !r->primary && n == 0 && is_on(aurora, "write_forwarding"))
        found(
            l, value_pos(v), NULL,
            "%s is headless: there is nothing to forward writes through, and a failover first has to make an instance",
            r->alias);
}

enum { SHORTEST_WINDOW = 30 /* minutes; rds CreateDBCluster */ };

static void backup_window(const struct look *l, const struct spec_region *r)
{
    check_daily(l, value_get(value_get(aurora_of(r), "backup"), "window"), SHORTEST_WINDOW);
}

static void maintenance_window(const struct look *l, const struct spec_region *r)
{
    check_weekly(l, value_get(aurora_of(r), "maintenance_window"), SHORTEST_WINDOW);
}

static void windows_apart(const struct look *l, const struct spec_region *r)
{
    const struct value *aurora = aurora_of(r);
    check_apart(l, value_get(value_get(aurora, "backup"), "window"), value_get(aurora, "maintenance_window"));
}

/* ---- names and parameters -------------------------------------------------------------------------------- */

static const struct value *writers_aurora(const struct look *l)
{
    return aurora_of(&l->s->regions[l->s->primary]);
}

static void user_is_free(const struct look *l)
{
    static const char postgres[] = "admin rdsadmin rds_superuser rds_replication rdsrepladmin rds_iam user public all "
                                   "select table current_user session_user default none",
                      mysql[] = "rdsadmin root mysql user select table all default current_user none";
    const struct value *user = value_get(writers_aurora(l), "username");
    char lower[64] = {0};
    for (size_t i = 0; i + 1 < sizeof lower && value_str_of(user)[i]; i++)
        lower[i] = (char)(value_str_of(user)[i] | 0x20);
    if (value_kind(user) == V_STR && has_word(is_mysql(writers_aurora(l)) ? mysql : postgres, lower))
        found(l, value_pos(user), NULL, "%s is reserved by the engine", shown(l, user));
}

static void database_is_free(const struct look *l)
{
    static const char postgres[] = "postgres rdsadmin template0 template1",
                      mysql[] = "mysql sys information_schema performance_schema rdsadmin";
    const struct value *database = value_get(writers_aurora(l), "database");
    if (value_kind(database) == V_STR &&
        has_word(is_mysql(writers_aurora(l)) ? mysql : postgres, value_str_of(database)))
        found(l, value_pos(database), NULL, "%s is the engine's own", shown(l, database));
}

static void logs_of_engine(const struct look *l, const struct spec_region *r)
{
    const struct value *aurora = aurora_of(r), *logs = value_get(aurora, "log_exports");
    const char *known = is_mysql(aurora) ? "audit error general instance slowquery iam-db-auth-error"
                                         : "postgresql instance iam-db-auth-error";
    for (size_t i = 0; i < value_len(logs); i++)
        if (value_kind(value_item(logs, i)) == V_STR && !has_word(known, value_str_of(value_item(logs, i))))
            found(l, value_pos(value_item(logs, i)), arena_printf(l->c->arena, "it has %s", known), "%s has no log %s",
                  value_get_str(aurora, "engine"), shown(l, value_item(logs, i)));
}

/* Calls `fn` for each parameter of a region that is a text. */
static void each_parameter(const struct look *l, const struct spec_region *r,
                           void (*fn)(const struct look *, const char *name, const struct value *))
{
    for (const char *const *name = (const char *const[]){"parameters", "instance_parameters", NULL}; *name; name++) {
        const struct value *all = value_get(aurora_of(r), *name);
        for (size_t i = 0; i < value_len(all); i++)
            if (value_kind(value_item(all, i)) == V_STR)
                fn(l, value_key(all, i), value_item(all, i));
    }
}

static void managed_rpo(const struct look *l, const char *name, const struct value *v)
{
    int64_t n;
    if (str_eq(name, "rds.global_db_rpo") && (!parse_int(value_str_of(v), &n) || n < 20))
        found(l, value_pos(v), NULL, "%s: %s is below 20 seconds", name, shown(l, v));
}

static void forwarding_mode(const struct look *l, const char *name, const struct value *v)
{
    const char *s = value_str_of(v);
    if (str_eq(name, "apg_write_forward.consistency_mode") &&
        !(str_eq_nocase(s, "session") || str_eq_nocase(s, "eventual") || str_eq_nocase(s, "global") ||
          str_eq_nocase(s, "off")))
        found(l, value_pos(v), NULL, "%s: %s is no mode", name, shown(l, v));
}

static void switch_as_number(const struct look *l, const char *name, const struct value *v)
{
    const char *s = value_str_of(v);
    if (str_eq(s, "true") || str_eq(s, "false"))
        found(l, value_pos(v), *s == 't' ? "write 1" : "write 0", "%s: RDS writes switches as 0 and 1", name);
}

static void plain_number(const struct look *l, const char *name, const struct value *v)
{
    if (patterns_match(l->c->patterns, "^[0-9]+ *([kMGT]B|min|ms|s|h|d)$", value_str_of(v)))
        found(l, value_pos(v), NULL, "%s: %s has a unit, which RDS does not read", name, shown(l, v));
}

static void managed_rpos(const struct look *l, const struct spec_region *r)
{
    each_parameter(l, r, managed_rpo);
}

/* After a failover it is the primary's, and there is no secondary that could keep up. */
static void rpo_of_last(const struct look *l, const struct spec_region *r)
{
    const struct value *v = value_get(value_get(aurora_of(r), "parameters"), "rds.global_db_rpo");
    if (v && !r->primary && l->s->n_regions == 2)
        found(l, value_pos(v), NULL,
              "rds.global_db_rpo of %s: once it leads, no other region is left to keep up with it, and commits wait",
              r->alias);
}

static void eventual_read(const struct look *l, const char *name, const struct value *v)
{
    if (str_eq(name, "apg_write_forward.consistency_mode") && str_eq_nocase(value_str_of(v), "eventual"))
        found(l, value_pos(v), NULL, "%s: %s: whoever writes in a secondary region may not read it back at once", name,
              shown(l, v));
}

static void eventual_reads(const struct look *l, const struct spec_region *r)
{
    each_parameter(l, r, eventual_read);
}

static void forwarding_modes(const struct look *l, const struct spec_region *r)
{
    each_parameter(l, r, forwarding_mode);
}

static void switches_as_numbers(const struct look *l, const struct spec_region *r)
{
    each_parameter(l, r, switch_as_number);
}

static void plain_numbers(const struct look *l, const struct spec_region *r)
{
    each_parameter(l, r, plain_number);
}

static void same_parameters(const struct look *l, const struct spec_region *r)
{
    const struct value *here = value_get(aurora_of(r), "parameters");
    const struct value *primary = value_get(aurora_of(&l->s->regions[l->s->primary]), "parameters");
    if (value_kind(here) == V_MAP && value_kind(primary) == V_MAP && !value_equal(here, primary))
        found(l, r->pos, "keep them the same unless you mean it",
              "aurora.parameters of %s differ from the primary's: after a failover the database behaves differently",
              r->alias);
}

/* clang-format off */
const struct rule aurora_rules[] = {
    {"AUR-005", SEV_ERROR, "a cluster has more instances than a global database takes",
     "AWS takes 15 readers less one a secondary region in the primary, 16 in a secondary", "write fewer instances",
     "Aurora user guide, requirements of global databases", .each = reader_count, .all = aurora_instances},
    {"AUR-006", SEV_ERROR, "a T class in a global database", "AWS refuses T classes in global databases",
     "db.r6g.large is the smallest that most regions have", "Aurora user guide, requirements of global databases", .dated = true, .each = class_fits, .all = aurora_classes},
    {"AUR-018", SEV_ERROR, "the master user's name is a word of the engine's", "CreateDBCluster refuses it",
     "take another, such as dbadmin", "RDS API, CreateDBCluster", .once = user_is_free,
     .type = "AWS::RDS::DBCluster", .forms = FORMS(A_TEXT("MasterUsername", 1, 16, "^[A-Za-z][A-Za-z0-9_]*$", "letters, digits and underscores, beginning with a letter"))},
    {"AUR-023", SEV_ERROR, "the backup window is shorter than 30 minutes", "CreateDBCluster refuses it",
     "make it 30 minutes or more", "RDS API, CreateDBCluster", .each = backup_window,
     .type = "AWS::RDS::DBCluster", .forms = FORMS(A_DAILY_WINDOW("PreferredBackupWindow"))},
    {"AUR-024", SEV_ERROR, "the maintenance window is shorter than 30 minutes", "CreateDBCluster refuses it",
     "make it 30 minutes or more", "RDS API, CreateDBCluster", .each = maintenance_window,
     .type = "AWS::RDS::DBCluster", .forms = FORMS(A_WEEKLY_WINDOW("PreferredMaintenanceWindow"))},
    {"AUR-025", SEV_ERROR, "backup and maintenance windows overlap", "CreateDBCluster refuses it", "move one of them",
     "RDS API, CreateDBCluster", .each = windows_apart},
    {"AUR-030", SEV_ERROR, "an engine version that can't forward writes, with write forwarding", "writes in a secondary region fail",
     "take a newer version, or write write_forwarding: false", "Aurora user guide, write forwarding", .dated = true, .once = forwarding},
    {"AUR-033", SEV_ERROR, "a consistency mode of write forwarding that is none", "ModifyDBClusterParameterGroup refuses it",
     "write session, eventual, global or off", "Aurora user guide, write forwarding", .each = forwarding_modes},
    {"AUR-034", SEV_NOTE, "writes that are not read back at once", "an application that reads what it has just written sees the old state",
     "write session, unless no application does that", "Aurora user guide, write forwarding", .each = eventual_reads},
    {"AUR-040", SEV_ERROR, "a database whose network lacks subnets in two zones",
     "CreateDBSubnetGroup answers DBSubnetGroupDoesNotCoverEnoughAZs", "write network: {zones: 2} or more, with its data tier",
     "RDS API, CreateDBSubnetGroup", .shape = true, .each = needs_network, .all = aurora_zones},
    {"AUR-045", SEV_WARNING, "parameters of two regions differ", "a promotion does not carry parameters: the database behaves differently",
     "keep them the same unless you mean it", "Aurora user guide, disaster recovery", .each = same_parameters},
    {"AUR-046", SEV_ERROR, "rds.global_db_rpo is below 20 seconds", "ModifyDBClusterParameterGroup refuses it",
     "write 20 or more seconds, or leave it out", "Aurora user guide, managing RPOs", .each = managed_rpos},
    {"AUR-049", SEV_WARNING, "a secondary without instances, with write forwarding",
     "there is nothing to forward writes through, and a failover first has to make an instance",
     "give it an instance, or write write_forwarding: false", "Aurora user guide, headless clusters", .each = headless},
    {"AUR-051", SEV_ERROR, "a log that the engine does not have", "CreateDBCluster refuses it", NULL,
     "RDS API, CreateDBCluster", .dated = true, .each = logs_of_engine, .all = aurora_logs},
    {"AUR-062", SEV_WARNING, "a parameter with a unit", "RDS does not read units: it takes integers in the parameter's own unit",
     "write a plain number in the parameter's own unit", "RDS user guide, parameter groups", .each = plain_numbers},
    {"AUR-908", SEV_WARNING, "rds.global_db_rpo on the secondary of two regions", "after a failover, commits wait for a secondary that is not there",
     "set it under regions.<alias> of the primary alone", "Aurora user guide, managing RPOs", .each = rpo_of_last},
    {"AUR-901", SEV_ERROR, "db.serverless as a class", "this program makes instances of a size",
     "name a class with a size, such as db.r6g.large", "this program", .shape = true, .each = class_has_a_size},
    {"AUR-902", SEV_ERROR, "a version that the engine does not have", "CreateGlobalCluster refuses it", NULL,
     "RDS API, DescribeDBEngineVersions", .shape = true, .dated = true, .once = version_shape},
    {"AUR-903", SEV_ERROR, "the primary region has no instance", "there is nothing to write to",
     "write 1 or more, and 0 under regions.<alias> of a secondary", "this program", .shape = true, .each = somewhere_to_write},
    {"AUR-904", SEV_ERROR, "the database's name is the engine's own", "CreateDBCluster refuses it",
     "take another name, or leave it out", "RDS API, CreateDBCluster", .once = database_is_free},
    {"AUR-905", SEV_WARNING, "a switch written as true or false", "RDS writes switches as 0 and 1", "write 1 or 0",
     "RDS user guide, parameter groups", .each = switches_as_numbers},
    {0}};
/* clang-format on */

#include "provisioner/spec/look.h"

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
        found(l, SEV_ERROR, value_pos(class), "db.r6g.large is the smallest that most regions have",
              "%s: a global database takes no T class", shown(l, class));
    if (str_eq(s, "db.serverless"))
        found(l, SEV_ERROR, value_pos(class), "name a class with a size, such as db.r6g.large",
              "%s is not supported in this version", shown(l, class));
}

static void version_shape(const struct look *l)
{
    const struct value *aurora = aurora_of(&l->s->regions[l->s->primary]), *version = value_get(aurora, "version");
    bool mysql = is_mysql(aurora);
    const char *pattern = mysql ? "^[58]\\.[0-9]+\\.mysql_aurora\\.[0-9]+\\.[0-9]+\\.[0-9]+$" : "^[0-9]+\\.[0-9]+$";
    if (value_kind(version) == V_STR && value_kind(value_get(aurora, "engine")) == V_STR &&
        !patterns_match(l->c->patterns, pattern, value_str_of(version)))
        found(l, SEV_ERROR, value_pos(version),
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
        found(l, SEV_ERROR, value_pos(version), "take a newer version, or write write_forwarding: false",
              "%s can't forward writes; that needs %s", shown(l, version),
              is_mysql(aurora) ? "Aurora MySQL 2.08.1 or later" : "14.9, 15.4, 16 or later");
}

static void instance_count(const struct look *l, const struct spec_region *r)
{
    const struct value *aurora = aurora_of(r), *v = value_get(aurora, "instances");
    int64_t n, most = 17 - (int64_t)l->s->n_regions; /* 15 readers less one a secondary, and the writer */
    if (!int_of(aurora, "instances", &n))
        return;
    if (r->primary && n < 1)
        found(l, SEV_ERROR, value_pos(v),
              arena_printf(l->c->arena, "write 1 or more, and 0 under regions.<alias> of a secondary"),
              "%s is primary and needs an instance to write to", r->alias);
    if (r->primary && n > most)
        found(l, SEV_ERROR, value_pos(v), NULL,
              "the primary of a global database with %zu secondaries takes %d instances at most", l->s->n_regions - 1,
              (int)most);
    if (!r->primary && n == 0 && is_on(aurora, "write_forwarding"))
        found(
            l, SEV_WARNING, value_pos(v), "give it an instance, or write write_forwarding: false",
            "%s is headless: there is nothing to forward writes through, and a failover first has to make an instance",
            r->alias);
}

enum { SHORTEST_WINDOW = 30 /* minutes; rds CreateDBCluster */ };

static void windows(const struct look *l, const struct spec_region *r)
{
    const struct value *aurora = aurora_of(r);
    check_windows(l, value_get(value_get(aurora, "backup"), "window"), value_get(aurora, "maintenance_window"),
                  SHORTEST_WINDOW);
}

/* ---- names and parameters -------------------------------------------------------------------------------- */

static void reserved_names(const struct look *l)
{
    static const char postgres_users[] =
        "admin rdsadmin rds_superuser rds_replication rdsrepladmin rds_iam user public all "
        "select table current_user session_user default none",
                      mysql_users[] = "rdsadmin root mysql user select table all default current_user none",
                      postgres_databases[] = "postgres rdsadmin template0 template1",
                      mysql_databases[] = "mysql sys information_schema performance_schema rdsadmin";
    const struct value *aurora = aurora_of(&l->s->regions[l->s->primary]);
    const struct value *user = value_get(aurora, "username"), *database = value_get(aurora, "database");
    bool mysql = is_mysql(aurora);
    char lower[64] = {0};
    for (size_t i = 0; i + 1 < sizeof lower && value_str_of(user)[i]; i++)
        lower[i] = (char)(value_str_of(user)[i] | 0x20);
    if (value_kind(user) == V_STR && has_word(mysql ? mysql_users : postgres_users, lower))
        found(l, SEV_ERROR, value_pos(user), "take another, such as dbadmin", "%s is reserved by the engine",
              shown(l, user));
    if (value_kind(database) == V_STR && has_word(mysql ? mysql_databases : postgres_databases, value_str_of(database)))
        found(l, SEV_ERROR, value_pos(database), "take another name, or leave it out", "%s is the engine's own",
              shown(l, database));
}

static void logs_of_engine(const struct look *l, const struct spec_region *r)
{
    const struct value *aurora = aurora_of(r), *logs = value_get(aurora, "log_exports");
    const char *known = is_mysql(aurora) ? "audit error general instance slowquery iam-db-auth-error"
                                         : "postgresql instance iam-db-auth-error";
    for (size_t i = 0; i < value_len(logs); i++)
        if (value_kind(value_item(logs, i)) == V_STR && !has_word(known, value_str_of(value_item(logs, i))))
            found(l, SEV_ERROR, value_pos(value_item(logs, i)), arena_printf(l->c->arena, "it has %s", known),
                  "%s has no log %s", value_get_str(aurora, "engine"), shown(l, value_item(logs, i)));
}

static void one_parameter(const struct look *l, const char *name, const struct value *v)
{
    const char *s = value_str_of(v);
    int64_t n;
    if (str_eq(name, "rds.global_db_rpo") && (!parse_int(s, &n) || n < 20))
        found(l, SEV_ERROR, value_pos(v), "write 20 or more seconds, or leave it out", "%s: %s is below 20 seconds",
              name, shown(l, v));
    if (str_eq(name, "apg_write_forward.consistency_mode") &&
        !(str_eq_nocase(s, "session") || str_eq_nocase(s, "eventual") || str_eq_nocase(s, "global") ||
          str_eq_nocase(s, "off")))
        found(l, SEV_ERROR, value_pos(v), "write session, eventual, global or off", "%s: %s is no mode", name,
              shown(l, v));
    if (str_eq(s, "true") || str_eq(s, "false"))
        found(l, SEV_WARNING, value_pos(v), *s == 't' ? "write 1" : "write 0", "%s: RDS writes switches as 0 and 1",
              name);
    if (patterns_match(l->c->patterns, "^[0-9]+ *([kMGT]B|min|ms|s|h|d)$", s))
        found(l, SEV_WARNING, value_pos(v), "write a plain number in the parameter's own unit",
              "%s: %s has a unit, which RDS does not read", name, shown(l, v));
}

static void parameters(const struct look *l, const struct spec_region *r)
{
    for (const char *const *name = (const char *const[]){"parameters", "instance_parameters", NULL}; *name; name++) {
        const struct value *all = value_get(aurora_of(r), *name);
        for (size_t i = 0; i < value_len(all); i++)
            if (value_kind(value_item(all, i)) == V_STR)
                one_parameter(l, value_key(all, i), value_item(all, i));
    }
}

static void same_parameters(const struct look *l, const struct spec_region *r)
{
    const struct value *here = value_get(aurora_of(r), "parameters");
    const struct value *primary = value_get(aurora_of(&l->s->regions[l->s->primary]), "parameters");
    if (value_kind(here) == V_MAP && value_kind(primary) == V_MAP && !value_equal(here, primary))
        found(l, SEV_WARNING, r->pos, "keep them the same unless you mean it",
              "aurora.parameters of %s differ from the primary's: after a failover the database behaves differently",
              r->alias);
}

/* clang-format off */
const struct rule aurora_rules[] = {
    {"aurora/network",           .each = needs_network},
    {"aurora/class",             .each = class_fits},
    {"aurora/version",           .once = version_shape},
    {"aurora/write-forwarding",  .once = forwarding},
    {"aurora/instances",         .each = instance_count},
    {"aurora/windows",           .each = windows},
    {"aurora/reserved-name",     .once = reserved_names},
    {"aurora/log-exports",       .each = logs_of_engine},
    {"aurora/parameters",        .each = parameters},
    {"aurora/parameters-differ", .each = same_parameters},
    {0}};
/* clang-format on */

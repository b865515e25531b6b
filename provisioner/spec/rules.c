#include "provisioner/spec/rules.h"

#include "provisioner/spec/cidr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The spec a rule looks at, and its own id. */
struct look {
    const struct check *c;
    const struct spec *s;
    const char *rule;
};

static PRINTF(5, 6) void found(const struct look *l, enum severity severity, struct pos pos, const char *remedy,
                               const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    size_t n = (size_t)vsnprintf(NULL, 0, fmt, ap) + 1;
    char *message = arena_alloc(l->c->arena, n);
    vsnprintf(message, n, fmt, again);
    va_end(again);
    va_end(ap);
    diag_add(l->c->diags, severity, l->rule, pos, remedy, "%s", message);
}

static const struct value *network_of(const struct spec_region *r)
{
    return value_get(r->config, "network");
}

static const struct value *aurora_of(const struct spec_region *r)
{
    return value_get(r->config, "aurora");
}

/* Of a section: the integer, when it is there and was not found wrong. */
static bool int_of(const struct value *section, const char *name, int64_t *ret)
{
    const struct value *v = value_get(section, name);
    *ret = value_int_of(v);
    return value_kind(v) == V_INT;
}

static bool is_on(const struct value *section, const char *name)
{
    return value_bool_of(value_get(section, name));
}

static const char *shown(const struct look *l, const struct value *v)
{
    return check_shown(l->c, v);
}

/* ---- regions ----------------------------------------------------------------------------------------------------- */

static void one_primary(const struct look *l)
{
    const struct value *regions = value_get(l->s->raw, "regions");
    const struct value *first = NULL;
    bool others = true;
    for (size_t i = 0; i < value_len(regions); i++) {
        const struct value *role = value_get(value_item(regions, i), "role");
        others = others && str_eq(value_str_of(role), "secondary");
        if (!str_eq(value_str_of(role), "primary"))
            continue;
        if (first)
            found(l, SEV_ERROR, value_pos(role), "make the others secondary",
                  "a second primary region; the first is in line %u", value_pos(first).line);
        first = first ? first : role;
    }
    if (others && value_len(regions))
        found(l, SEV_ERROR, marks_key(l->c->marks, value_pos(regions)), "give one region role: primary",
              "no region is primary");
}

static struct pos name_pos(const struct look *l, const struct spec_region *r)
{
    const struct value *region = value_get(value_get(l->s->raw, "regions"), r->alias);
    const struct value *name = value_get(region, "name");
    return name ? value_pos(name) : r->pos;
}

static void distinct_names(const struct look *l)
{
    for (size_t i = 0; i < l->s->n_regions; i++)
        for (size_t k = 0; k < i; k++) {
            const struct spec_region *r = &l->s->regions[i], *before = &l->s->regions[k];
            if (*r->name && str_eq(r->name, before->name))
                found(l, SEV_ERROR, name_pos(l, r), "name another region", "%s and %s are both %s", before->alias,
                      r->alias, r->name);
        }
}

static void alias_is_free(const struct look *l)
{
    for (size_t i = 0; i < l->s->n_regions; i++)
        if (str_eq(l->s->regions[i].alias, "global"))
            found(l, SEV_ERROR, marks_key(l->c->marks, l->s->regions[i].pos), "choose another alias",
                  "the alias global stands for what is in no region");
}

/* A region may only change what is there: a system in one region alone is none of ours. */
static void something_to_override(const struct look *l)
{
    const struct value *regions = value_get(l->s->raw, "regions");
    for (size_t i = 0; i < value_len(regions); i++)
        for (const char *const *name = (const char *const[]){"network", "aurora", NULL}; *name; name++) {
            const struct value *own = value_get(value_item(regions, i), *name);
            if (own && !value_get(l->s->raw, *name))
                found(l, SEV_ERROR, marks_key(l->c->marks, value_pos(own)),
                      arena_printf(l->c->arena, "add %s at the top level", *name),
                      "regions.%s.%s overrides a section that is not there", value_key(regions, i), *name);
        }
}

static const char *partition(const char *region)
{
    return str_starts(region, "cn-") ? "aws-cn" : str_starts(region, "us-gov-") ? "aws-us-gov" : "aws";
}

static void one_partition(const struct look *l)
{
    for (size_t i = 1; i < l->s->n_regions; i++) {
        const struct spec_region *r = &l->s->regions[i], *first = &l->s->regions[0];
        if (*r->name && *first->name && !str_eq(partition(r->name), partition(first->name)))
            found(l, SEV_ERROR, name_pos(l, r), NULL,
                  "%s is in partition %s and %s in %s, which share no network and no account", r->name,
                  partition(r->name), first->name, partition(first->name));
    }
}

/* The region's alias in the first `n` characters of `text`, `global` where that is allowed; a finding otherwise. */
static void check_alias(const struct look *l, const char *alias, struct pos pos, bool global)
{
    const char **aliases = arena_alloc(l->c->arena, (l->s->n_regions + 2) * sizeof *aliases);
    size_t n = 0;
    for (; n < l->s->n_regions; n++)
        aliases[n] = l->s->regions[n].alias;
    aliases[n] = global ? "global" : NULL;
    for (size_t i = 0; aliases[i]; i++)
        if (str_eq(aliases[i], alias))
            return;
    const char *near = diag_nearest(alias, aliases);
    found(l, SEV_ERROR, pos, near ? arena_printf(l->c->arena, "did you mean %s?", near) : "name an alias of regions",
          "no region has the alias %s", marks_quote(l->c->arena, alias));
}

/* ---- network ----------------------------------------------------------------------------------------------------- */

static bool cidr_of(const struct spec_region *r, struct cidr *ret)
{
    return cidr_parse(value_get_str(network_of(r), "cidr"), ret);
}

static struct pos cidr_pos(const struct spec_region *r)
{
    return value_pos(value_get(network_of(r), "cidr"));
}

static const char *free_block(const struct look *l, struct cidr like)
{
    bool taken = true;
    for (bool room = true; taken && room;) {
        struct cidr other;
        room = cidr_next(like, &like);
        taken = !room;
        for (size_t i = 0; i < l->s->n_regions; i++)
            taken = taken || (cidr_of(&l->s->regions[i], &other) && cidr_overlaps(other, like));
    }
    return taken ? NULL : arena_printf(l->c->arena, "%s is free", cidr_text(l->c->arena, like));
}

static void no_overlap(const struct look *l)
{
    struct arena *a = l->c->arena;
    struct cidr x, y;
    for (size_t i = 0; i < l->s->n_regions; i++)
        for (size_t k = 0; k < i; k++) {
            const struct spec_region *r = &l->s->regions[i], *before = &l->s->regions[k];
            if (!cidr_of(r, &x) || !cidr_of(before, &y) || !cidr_overlaps(x, y))
                continue;
            struct pos at = cidr_pos(before);
            found(l, SEV_ERROR, cidr_pos(r), free_block(l, x),
                  "the network %s of %s overlaps %s of %s (%s:%u:%u), and networks that overlap can't be peered",
                  cidr_text(a, x), r->alias, cidr_text(a, y), before->alias, diag_file_name(l->c->diags, at.file),
                  at.line, at.column);
        }
}

static void has_cidr(const struct look *l, const struct spec_region *r)
{
    const struct value *network = network_of(r);
    bool first_wrong = value_kind(value_get(network_of(&l->s->regions[0]), "cidr")) == V_UNKNOWN;
    if (value_kind(network) == V_MAP && !value_get(network, "cidr") && !first_wrong)
        found(l, SEV_ERROR, value_pos(network), arena_printf(l->c->arena, "write regions.%s.network.cidr", r->alias),
              "%s: no block of the first region's size is left behind the first region's", r->alias);
}

static void usable_range(const struct look *l, const struct spec_region *r)
{
    static const char *const reserved[] = {"0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"};
    struct cidr net, bad;
    for (size_t i = 0; i < COUNT(reserved); i++)
        if (cidr_of(r, &net) && cidr_parse(reserved[i], &bad) && cidr_overlaps(net, bad))
            found(l, SEV_ERROR, cidr_pos(r), "take a private range: 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
                  "%s lies in %s, which no network may use", cidr_text(l->c->arena, net), reserved[i]);
}

static void tier_room(const struct look *l, const struct spec_region *r)
{
    struct arena *a = l->c->arena;
    const struct value *network = network_of(r), *tiers = value_get(network, "tiers");
    struct cidr net, subnet;
    int64_t zones, prefix;
    for (size_t i = 0; i < value_len(tiers); i++) {
        const struct value *tier = value_item(tiers, i);
        const char *name = value_key(tiers, i);
        if (!is_on(tier, "enabled") || !cidr_of(r, &net) || !int_of(network, "zones", &zones) ||
            !int_of(tier, "prefix", &prefix))
            continue;
        if (!cidr_tier_subnet(net, name, (unsigned)prefix, (unsigned)zones - 1, &subnet))
            found(l, SEV_ERROR, cidr_pos(r), "take a larger network, fewer zones, or turn the tier off",
                  "%s has no room for %d %s subnet%s of /%d", cidr_text(a, net), (int)zones, name,
                  zones == 1 ? "" : "s", (int)prefix);
    }
}

static void nat_needs_public(const struct look *l, const struct spec_region *r)
{
    const struct value *network = network_of(r), *nat = value_get(network, "nat");
    const struct value *public = value_path(l->c->arena, network, "tiers.public.enabled");
    if (value_kind(nat) == V_STR && !str_eq(value_str_of(nat), "none") && value_kind(public) == V_BOOL &&
        !value_bool_of(public))
        found(l, SEV_ERROR, value_pos(public), "write nat: none, or leave the public tier on",
              "a NAT gateway stands in the public tier, which is off");
}

static void zone_names(const struct look *l, const struct spec_region *r)
{
    const struct value *network = network_of(r), *names = value_get(network, "zone_names");
    int64_t zones;
    for (size_t i = 0; i < value_len(names) && *r->name; i++) {
        const struct value *zone = value_item(names, i);
        size_t n = strlen(r->name);
        const char *s = value_str_of(zone);
        if (value_kind(zone) == V_STR && (!str_starts(s, r->name) || strlen(s) != n + 1))
            found(l, SEV_ERROR, value_pos(zone),
                  arena_printf(l->c->arena, "write the zones under regions.%s.network", r->alias),
                  "%s is no zone of %s", shown(l, zone), r->name);
    }
    if (value_kind(names) == V_LIST && int_of(network, "zones", &zones) && (size_t)zones != value_len(names))
        found(l, SEV_ERROR, value_pos(value_get(network, "zones")), "leave zones out, or make them agree",
              "zones is %d, and zone_names has %zu", (int)zones, value_len(names));
}

static void peered_tiers(const struct look *l, const struct spec_region *r)
{
    const struct value *network = network_of(r), *peering = value_get(network, "peering"),
                       *tiers = value_get(peering, "tiers");
    for (size_t i = 0; i < value_len(tiers) && is_on(peering, "enabled"); i++) {
        const struct value *tier = value_item(tiers, i);
        const struct value *on = value_get(value_get(value_get(network, "tiers"), value_str_of(tier)), "enabled");
        if (value_kind(on) == V_BOOL && !value_bool_of(on))
            found(l, SEV_ERROR, value_pos(tier), "take it out of peering.tiers", "the tier %s is off in %s",
                  shown(l, tier), r->alias);
    }
}

static void address_quota(const struct look *l, const struct spec_region *r)
{
    const struct value *network = network_of(r), *nat = value_get(network, "nat");
    int64_t zones;
    if (str_eq(value_str_of(nat), "per_zone") && int_of(network, "zones", &zones) && zones > 5)
        found(l, SEV_WARNING, value_pos(nat), "ask AWS for a higher quota first",
              "%d NAT gateways take %d elastic addresses, and an account starts with 5 a region", (int)zones,
              (int)zones);
}

/* ---- aurora ------------------------------------------------------------------------------------------------------ */

static bool is_mysql(const struct value *aurora)
{
    return str_eq(value_get_str(aurora, "engine"), "aurora-mysql");
}

static void needs_network(const struct look *l, const struct spec_region *r)
{
    const struct value *aurora = aurora_of(r), *network = network_of(r), *data;
    struct pos at = marks_key(l->c->marks, value_pos(aurora));
    int64_t zones;
    if (value_kind(aurora) != V_MAP)
        return;
    if (!network)
        found(l, SEV_ERROR, at, "add network: {}", "aurora needs a network");
    data = value_path(l->c->arena, network, "tiers.data.enabled");
    if (value_kind(data) == V_BOOL && !value_bool_of(data))
        found(l, SEV_ERROR, value_pos(data), "leave it on", "aurora stands in the data tier, which is off");
    if (int_of(network, "zones", &zones) && zones < 2)
        found(l, SEV_ERROR, value_pos(value_get(network, "zones")), "write zones: 2 or more",
              "aurora needs subnets in two availability zones at least");
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

/* Decimal numbers parted by dots; missing ones are 0. */
static void numbers(const char *s, unsigned long *ret, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *end = (char *)(uintptr_t)s;
        ret[i] = *s >= '0' && *s <= '9' ? strtoul(s, &end, 10) : 0;
        s = *end == '.' ? end + 1 : end;
    }
}

/* Aurora user guide, write forwarding: PostgreSQL 14.9, 15.4, 16 and up; MySQL 2.08.1 and up. */
static bool can_forward(const struct value *aurora)
{
    static const unsigned long since[][2] = {{14, 9}, {15, 4}};
    const char *version = value_get_str(aurora, "version"), *own = strstr(version, "mysql_aurora.");
    unsigned long n[3];
    numbers(own ? own + strlen("mysql_aurora.") : version, n, COUNT(n));
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

/* ---- aurora: windows --------------------------------------------------------------------------------------------- */

enum { DAY = 24 * 60, WEEK = 7 * DAY, SHORTEST = 30 };

struct window {
    unsigned start, minutes;
};

static unsigned clock_at(const char *s)
{
    unsigned long n[1], m[1];
    numbers(s, n, 1);
    numbers(s + 3, m, 1);
    return (unsigned)(n[0] * 60 + m[0]);
}

static unsigned weekday(const char *s)
{
    static const char days[] = "mon tue wed thu fri sat sun";
    char name[4] = {s[0], s[1], s[2], '\0'};
    const char *at = strstr(days, name);
    return at ? (unsigned)(at - days) / 4 : 0;
}

/* Of texts that already match the table's patterns. */
static struct window daily(const char *s)
{
    unsigned start = clock_at(s), end = clock_at(s + 6);
    return (struct window){start, (end + DAY - start) % DAY};
}

static struct window weekly(const char *s)
{
    unsigned start = weekday(s) * DAY + clock_at(s + 4), end = weekday(s + 10) * DAY + clock_at(s + 14);
    return (struct window){start, (end + WEEK - start) % WEEK};
}

static bool meet(struct window x, struct window y)
{
    return (y.start + WEEK - x.start) % WEEK < x.minutes || (x.start + WEEK - y.start) % WEEK < y.minutes;
}

static void too_short(const struct look *l, const struct value *v, struct window w)
{
    if (w.minutes < SHORTEST)
        found(l, SEV_ERROR, value_pos(v), "make it 30 minutes or more", "%s lasts %u minutes", shown(l, v), w.minutes);
}

static void windows(const struct look *l, const struct spec_region *r)
{
    const struct value *backup = value_get(value_get(aurora_of(r), "backup"), "window");
    const struct value *maintenance = value_get(aurora_of(r), "maintenance_window");
    bool has_backup = value_kind(backup) == V_STR, has_maintenance = value_kind(maintenance) == V_STR, both = false;
    struct window b = has_backup ? daily(value_str_of(backup)) : (struct window){0, SHORTEST};
    struct window m = has_maintenance ? weekly(value_str_of(maintenance)) : (struct window){0, SHORTEST};
    too_short(l, backup, b);
    too_short(l, maintenance, m);
    for (unsigned day = 0; day < 7 && has_backup && has_maintenance; day++)
        both = both || meet((struct window){b.start + day * DAY, b.minutes}, m);
    if (both)
        found(l, SEV_ERROR, value_pos(maintenance), "move one of them", "%s overlaps the backup window %s",
              shown(l, maintenance), shown(l, backup));
}

/* ---- aurora: names and parameters -------------------------------------------------------------------------------- */

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

/* ---- tags, resources, overrides ---------------------------------------------------------------------------------- */

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += (*s & 0xc0) != 0x80;
    return n;
}

/* EC2 user guide, tag restrictions: letters, digits, spaces and + - = . _ : / @ */
static bool tag_text(const char *s)
{
    for (; *s; s++) {
        bool letter = (*s | 0x20) >= 'a' && (*s | 0x20) <= 'z', digit = *s >= '0' && *s <= '9';
        if (!letter && !digit && !(*s & 0x80) && !strchr(" +-=._:/@", *s))
            return false;
    }
    return true;
}

static bool starts_nocase(const char *s, const char *prefix)
{
    return strlen(s) >= strlen(prefix) && strncasecmp(s, prefix, strlen(prefix)) == 0;
}

static void one_tag(const struct look *l, const char *key, const struct value *v)
{
    struct pos at = marks_key(l->c->marks, value_pos(v));
    const char *quoted = marks_quote(l->c->arena, key),
               *allowed = "letters, digits, spaces and + - = . _ : / @ may be used";
    if (starts_nocase(key, "aws:"))
        found(l, SEV_ERROR, at, "take another prefix", "the tag %s: aws: is reserved by AWS", quoted);
    if (starts_nocase(key, "provisioner:"))
        found(l, SEV_ERROR, at, "take another prefix", "the tag %s: provisioner: marks what belongs to this program",
              quoted);
    if (characters(key) > 128)
        found(l, SEV_ERROR, at, NULL, "the tag %s has more than 128 characters", quoted);
    if (!tag_text(key))
        found(l, SEV_ERROR, at, allowed, "the tag %s holds a character that AWS refuses", quoted);
    if (value_kind(v) == V_STR && !tag_text(value_str_of(v)))
        found(l, SEV_ERROR, value_pos(v), allowed, "the tag %s: %s holds a character that AWS refuses", quoted,
              shown(l, v));
}

static void tags(const struct look *l, const struct spec_region *r)
{
    const struct value *all = value_get(r->config, "tags");
    for (size_t i = 0; i < value_len(all); i++)
        one_tag(l, value_key(all, i), value_item(all, i));
    if (value_len(all) > 45)
        found(l, SEV_ERROR, value_pos(all), NULL, "%s has %zu tags; AWS takes 50, of which 5 are ours", r->alias,
              value_len(all));
}

enum { LONGEST_REFERENCE = 200 };
#define REFERENCE "\\$\\{[a-z][a-z0-9]*/[a-z][a-z0-9-]*/[a-z0-9][a-z0-9-]*\\.[][A-Za-z0-9.-]+\\}"

static void references(const struct look *l, const struct value *v)
{
    const char *s = value_str_of(v);
    for (size_t i = 0; i < value_len(v); i++)
        references(l, value_item(v, i));
    while ((s = strchr(s, '$'))) {
        if (*++s != '{')
            continue;
        s++;
        /* bounded, or a text of nothing but openings would be searched to its end from each of them */
        const char *end = memchr(s, '}', strnlen(s, LONGEST_REFERENCE));
        const char *whole = end ? arena_printf(l->c->arena, "${%.*s}", (int)(end - s), s) : "";
        if (patterns_match(l->c->patterns, "^" REFERENCE "$", whole))
            check_alias(l, arena_strndup(l->c->arena, s, strcspn(s, "/")), value_pos(v), true);
    }
}

static void resources(const struct look *l)
{
    for (size_t i = 0; i < value_len(l->s->resources); i++) {
        const struct value *r = value_item(l->s->resources, i), *in = value_get(r, "regions");
        const struct value *properties = value_get(r, "properties");
        for (size_t k = 0; k < value_len(in); k++)
            if (value_kind(value_item(in, k)) == V_STR)
                check_alias(l, value_str_of(value_item(in, k)), value_pos(value_item(in, k)), false);
        if (properties && value_kind(properties) != V_MAP && value_kind(properties) != V_UNKNOWN)
            found(l, SEV_ERROR, value_pos(properties), "write a mapping of property to value",
                  "resources.%s.properties is %s", value_key(l->s->resources, i),
                  value_kind_name(value_kind(properties)));
        references(l, properties);
    }
}

static void overrides(const struct look *l)
{
    struct arena *a = l->c->arena;
    for (size_t i = 0; i < value_len(l->s->overrides); i++) {
        const char *pattern = value_key(l->s->overrides, i);
        const struct value *v = value_item(l->s->overrides, i);
        size_t alias = strcspn(pattern, "/");
        if (!pattern[alias] && !strchr(pattern, '*'))
            found(l, SEV_ERROR, marks_key(l->c->marks, value_pos(v)),
                  "write <alias>/<system>/<name>, with * for any part", "%s is no address pattern",
                  marks_quote(a, pattern));
        else if (!memchr(pattern, '*', alias))
            check_alias(l, arena_strndup(a, pattern, alias), marks_key(l->c->marks, value_pos(v)), true);
        if (value_kind(v) != V_MAP && value_kind(v) != V_UNKNOWN)
            found(l, SEV_ERROR, value_pos(v), "write a mapping of attribute to value", "overrides %s is %s",
                  marks_quote(a, pattern), value_kind_name(value_kind(v)));
        references(l, v);
    }
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

struct rule {
    const char *id;
    void (*once)(const struct look *);
    void (*each)(const struct look *, const struct spec_region *);
};

/* clang-format off */
static const struct rule rules[] = {
    {"regions/primary",          .once = one_primary},
    {"regions/distinct",         .once = distinct_names},
    {"regions/partition",        .once = one_partition},
    {"regions/alias",            .once = alias_is_free},
    {"regions/override",         .once = something_to_override},
    {"network/cidr-overlap",     .once = no_overlap},
    {"network/cidr-left",        .each = has_cidr},
    {"network/cidr-range",       .each = usable_range},
    {"network/tier-room",        .each = tier_room},
    {"network/nat-public",       .each = nat_needs_public},
    {"network/zone-names",       .each = zone_names},
    {"network/peering-tiers",    .each = peered_tiers},
    {"network/address-quota",    .each = address_quota},
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
    {"tags/allowed",             .each = tags},
    {"resources/reference",      .once = resources},
    {"overrides/address",        .once = overrides},
};
/* clang-format on */

void rules_run(const struct check *c, const struct spec *s)
{
    for (size_t i = 0; i < COUNT(rules) && s->n_regions; i++) {
        struct look l = {c, s, rules[i].id};
        if (rules[i].once)
            rules[i].once(&l);
        for (size_t k = 0; rules[i].each && k < s->n_regions; k++)
            rules[i].each(&l, &s->regions[k]);
    }
}

#include "provisioner/spec/look.h"

#include <string.h>

static const struct value *cache_of(const struct spec_region *r)
{
    return section_of(r, "cache");
}

static const struct value *first_cache(const struct look *l)
{
    return cache_of(&l->s->regions[l->s->primary]);
}

/* More than one region: a global datastore. */
static bool is_global(const struct look *l)
{
    return l->s->n_regions > 1 && value_kind(first_cache(l)) == V_MAP;
}

static void needs_network(const struct look *l, const struct spec_region *r)
{
    needs_tier(l, r, "cache", "data");
}

/* ---- global datastores ------------------------------------------------------------------------------------------- */

/* ElastiCache user guide, global datastores, prerequisites and limitations. */
static const char datastore_families[] = "m5 m6g m7g m8g r5 r6g r6gd r7g r8g c7gn c8gn",
                  small_sizes[] = "nano micro small medium",
                  datastore_regions[] =
                      "af-south-1 ap-east-1 ap-south-2 ap-southeast-3 ap-southeast-5 ap-southeast-4 ap-south-1 "
                      "ap-northeast-3 ap-northeast-2 ap-southeast-1 ap-southeast-2 ap-southeast-7 ap-northeast-1 "
                      "ca-central-1 ca-west-1 eu-central-1 eu-west-2 eu-west-1 eu-south-1 eu-west-3 eu-south-2 "
                      "eu-north-1 eu-central-2 us-gov-east-1 us-gov-west-1 il-central-1 me-south-1 me-central-1 "
                      "us-east-1 us-east-2 us-west-1 us-west-2 mx-central-1 sa-east-1 cn-north-1 cn-northwest-1";

static void node_type(const struct look *l)
{
    const struct value *type = value_get(first_cache(l), "node_type");
    const char *s = value_str_of(type), *family = str_starts(s, "cache.") ? s + strlen("cache.") : "";
    size_t n = strcspn(family, ".");
    const char *size = family[n] ? family + n + 1 : "";
    bool fits = has_word(datastore_families, arena_strndup(l->c->arena, family, n)) && !has_word(small_sizes, size);
    if (*size && is_global(l) && !fits)
        found(l, SEV_ERROR, value_pos(type), "cache.m6g.large is the smallest that most regions have",
              "%s: a global datastore takes only %s, large or bigger, and AWS refuses it with anything else",
              shown(l, type), datastore_families);
}

static void supported_region(const struct look *l, const struct spec_region *r)
{
    const struct value *cache = cache_of(r);
    if (value_kind(cache) == V_MAP && is_global(l) && *r->name && !has_word(datastore_regions, r->name))
        found(l, SEV_ERROR, r->pos, "take another region, such as ap-northeast-1",
              "%s: ElastiCache has no global datastores in %s", r->alias, r->name);
}

static void member_count(const struct look *l)
{
    if (is_global(l) && l->s->n_regions > 3)
        found(l, SEV_ERROR, key_pos(l, first_cache(l)), "leave out cache, or all regions but three",
              "a global datastore has three regions at most, and this one would have %zu", l->s->n_regions);
}

static void replicas(const struct look *l, const struct spec_region *r)
{
    const struct value *cache = cache_of(r);
    int64_t nodes, shards;
    if (!int_of(cache, "nodes", &nodes) || nodes > 1)
        return;
    if (is_global(l) || int_of(cache, "shards", &shards))
        found(l, SEV_ERROR, value_pos(value_get(cache, "nodes")), "write nodes: 2 or more",
              "%s has no replica that could take over, which %s needs", r->alias,
              is_global(l) ? "every member of a global datastore" : "cluster mode");
    else
        found(l, SEV_WARNING, value_pos(value_get(cache, "nodes")), "write nodes: 2 or more",
              "%s has no replica: the cache is gone whenever its node is", r->alias);
}

static void writable_secondary(const struct look *l)
{
    const struct value *asked = value_get(first_cache(l), "writable_secondary");
    if (value_bool_of(asked))
        found(
            l, SEV_ERROR, value_pos(asked),
            "write to the primary's endpoint from both regions, over the peering, and read nearby; or give each region "
            "a cache of its own under resources; failover moves the writes",
            "ElastiCache replicates one way: every region but one of a global datastore is read-only until it is "
            "promoted, and no promotion happens by itself");
}

/* What the datastore says for its members, under the names that AWS gives it. */
static const struct {
    const char *attr, *field;
} of_datastore[] = {
    {"CacheNodeType", "node_type"},
    {"Engine", "engine"},
    {"EngineVersion", "version"},
    {"NumNodeGroups", "shards"},
    {"CacheParameterGroupName", "parameters"},
    {"AutomaticFailoverEnabled", "nodes"},
    {"MultiAZEnabled", "nodes"},
    {"AutoMinorVersionUpgrade", NULL},
};

static void one_override(const struct look *l, const char *address, const struct value *attrs)
{
    for (size_t i = 0; i < COUNT(of_datastore); i++) {
        const struct value *v = value_get(attrs, of_datastore[i].attr);
        const char *field = of_datastore[i].field;
        if (v)
            found(l, SEV_ERROR, value_pos(v),
                  field ? arena_printf(l->c->arena, "set cache.%s, or override global/cache/global-datastore", field)
                        : "take it out",
                  "%s of %s is no member's to change: AWS takes it from global/cache/global-datastore",
                  of_datastore[i].attr, address);
    }
}

static void member_overrides(const struct look *l)
{
    for (size_t i = 0; is_global(l) && i < value_len(l->s->overrides); i++)
        for (size_t k = 0; k < l->s->n_regions; k++) {
            const char *address = arena_printf(l->c->arena, "%s/cache/replication-group", l->s->regions[k].alias);
            if (!glob_match(value_key(l->s->overrides, i), address))
                continue;
            one_override(l, address, value_item(l->s->overrides, i));
            break; /* a pattern's mistake is one, however many it matches */
        }
}

/* ---- versions, windows, logs ------------------------------------------------------------------------------------- */

static bool older(const char *version, unsigned long major, unsigned long minor)
{
    unsigned long n[2];
    version_numbers(version, n, COUNT(n));
    return n[0] < major || (n[0] == major && n[1] < minor);
}

static void version(const struct look *l)
{
    const struct value *cache = first_cache(l), *v = value_get(cache, "version");
    bool valkey = str_eq(value_get_str(cache, "engine"), "valkey");
    unsigned long n[2];
    if (value_kind(v) != V_STR)
        return;
    version_numbers(value_str_of(v), n, COUNT(n));
    if (valkey ? older(value_str_of(v), 7, 2) : older(value_str_of(v), 6, 2) || n[0] > 7)
        found(l, SEV_ERROR, value_pos(v),
              valkey ? "write 7.2 or later" : "write 6.2, 7.0 or 7.1, or take engine: valkey",
              "%s is no version of %s that this program makes", shown(l, v), valkey ? "valkey" : "redis");
}

enum { SHORTEST_WINDOW = 60 /* minutes; elasticache CreateReplicationGroup */ };

static void windows(const struct look *l, const struct spec_region *r)
{
    const struct value *cache = cache_of(r);
    check_windows(l, value_get(value_get(cache, "snapshots"), "window"), value_get(cache, "maintenance_window"),
                  SHORTEST_WINDOW);
}

static void notifications(const struct look *l, const struct spec_region *r)
{
    const struct value *level = value_get(cache_of(r), "notifications");
    if (value_kind(level) == V_STR && !section_of(r, "observability"))
        found(l, SEV_ERROR, value_pos(level), "add observability, or leave notifications out",
              "%s has no observability, whose topics would be told", r->alias);
}

/* ---- who may log in, and parameters ------------------------------------------------------------------------------ */

static void access(const struct look *l)
{
    const struct value *cache = first_cache(l), *users = value_get(cache, "users"), *auth = value_get(cache, "auth");
    if (str_eq(value_str_of(auth), "none"))
        found(l, SEV_WARNING, value_pos(auth), "leave it out, and clients need a token",
              "whoever reaches the cache may do everything in it");
    if (users && !str_eq(value_str_of(auth), "users"))
        found(l, SEV_ERROR, key_pos(l, users), "write auth: users", "cache.users is for auth: users");
    for (size_t i = 0; i < value_len(users); i++) {
        const struct value *v = value_item(users, i);
        const char *s = value_str_of(v);
        if (str_eq(value_key(users, i), "default"))
            found(l, SEV_ERROR, value_pos(v), "take another name",
                  "the user default is locked, and not yours to change");
        if (!has_word(s, "on") && !has_word(s, "off"))
            found(l, SEV_ERROR, value_pos(v), "begin it with on", "%s says neither on nor off", shown(l, v));
        if (!has_word(s, "-@all") && !has_word(s, "+@all"))
            found(l, SEV_ERROR, value_pos(v), "write -@all before what is allowed",
                  "%s says neither -@all nor +@all; AWS adds the first", shown(l, v));
    }
}

static void one_parameter(const struct look *l, const char *name, const struct value *v)
{
    static const char fixed[] = "activerehashing appendonly appendfsync maxclients repl-timeout",
                      policies[] = "allkeys-lru volatile-lru allkeys-lfu volatile-lfu allkeys-random volatile-random "
                                   "volatile-ttl noeviction";
    int64_t n;
    if (has_word(fixed, name))
        found(l, SEV_ERROR, value_pos(v), "leave it out", "%s is AWS's to set", name);
    if (str_eq(name, "cluster-enabled"))
        found(l, SEV_ERROR, value_pos(v), "set cache.shards", "%s follows cache.shards", name);
    if (str_eq(name, "maxmemory-policy") && !has_word(policies, value_str_of(v)))
        found(l, SEV_ERROR, value_pos(v), arena_printf(l->c->arena, "write one of %s", policies), "%s: %s is no policy",
              name, shown(l, v));
    if (str_eq(name, "repl-backlog-size") && (!parse_int(value_str_of(v), &n) || n < 16384))
        found(l, SEV_ERROR, value_pos(v), "write 16384 bytes or more", "%s: %s is too small", name, shown(l, v));
}

static void parameters(const struct look *l)
{
    const struct value *all = value_get(first_cache(l), "parameters");
    for (size_t i = 0; i < value_len(all); i++)
        if (value_kind(value_item(all, i)) == V_STR)
            one_parameter(l, value_key(all, i), value_item(all, i));
}

/* clang-format off */
const struct rule cache_rules[] = {
    {"cache/network",            .each = needs_network},
    {"cache/node-type",          .once = node_type},
    {"cache/region",             .each = supported_region},
    {"cache/members",            .once = member_count},
    {"cache/nodes",              .each = replicas},
    {"cache/writable-secondary", .once = writable_secondary},
    {"cache/member-override",    .once = member_overrides},
    {"cache/version",            .once = version},
    {"cache/windows",            .each = windows},
    {"cache/notifications",      .each = notifications},
    {"cache/auth",               .once = access},
    {"cache/parameters",         .once = parameters},
    {0}};
/* clang-format on */

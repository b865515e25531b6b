#include "provisioner/preflight/wanted.h"

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
        found(l, value_pos(type), "cache.m6g.large is the smallest that most regions have",
              "%s: a global datastore takes only %s, large or bigger, and AWS refuses it with anything else",
              shown(l, type), datastore_families);
}

static void supported_region(const struct look *l, const struct spec_region *r)
{
    const struct value *cache = cache_of(r);
    if (value_kind(cache) == V_MAP && is_global(l) && *r->name && !has_word(datastore_regions, r->name))
        found(l, r->pos, "take another region, such as ap-northeast-1",
              "%s: ElastiCache has no global datastores in %s", r->alias, r->name);
}

static void member_count(const struct look *l)
{
    if (is_global(l) && l->s->n_regions > 3)
        found(l, key_pos(l, first_cache(l)), "leave out cache, or all regions but three",
              "a global datastore has three regions at most, and this one would have %zu", l->s->n_regions);
}

static bool lacks_replica(const struct spec_region *r)
{
    int64_t nodes;
    return int_of(cache_of(r), "nodes", &nodes) && nodes < 2;
}

static bool is_sharded(const struct spec_region *r)
{
    int64_t shards;
    return int_of(cache_of(r), "shards", &shards);
}

static void replica_of_member(const struct look *l, const struct spec_region *r)
{
    if (lacks_replica(r) && is_global(l))
        found(l, value_pos(value_get(cache_of(r), "nodes")), NULL,
              "%s has no replica that could take over, which every member of a global datastore needs", r->alias);
}

static void replica_of_shard(const struct look *l, const struct spec_region *r)
{
    if (lacks_replica(r) && !is_global(l) && is_sharded(r))
        found(l, value_pos(value_get(cache_of(r), "nodes")), NULL,
              "%s has no replica that could take over, which cluster mode needs", r->alias);
}

static void single_node(const struct look *l, const struct spec_region *r)
{
    if (lacks_replica(r) && !is_global(l) && !is_sharded(r))
        found(l, value_pos(value_get(cache_of(r), "nodes")), NULL,
              "%s has no replica: the cache is gone whenever its node is", r->alias);
}

static void writable_secondary(const struct look *l)
{
    const struct value *asked = value_get(first_cache(l), "writable_secondary");
    if (value_bool_of(asked))
        found(
            l, value_pos(asked),
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
            found(l, value_pos(v),
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
        found(l, value_pos(v), valkey ? "write 7.2 or later" : "write 6.2, 7.0 or 7.1, or take engine: valkey",
              "%s is no version of %s that this program makes", shown(l, v), valkey ? "valkey" : "redis");
}

enum { SHORTEST_WINDOW = 60 /* minutes; elasticache CreateReplicationGroup */ };

static void windows(const struct look *l, const struct spec_region *r)
{
    const struct value *cache = cache_of(r), *snapshots = value_get(value_get(cache, "snapshots"), "window"),
                       *maintenance = value_get(cache, "maintenance_window");
    check_daily(l, snapshots, SHORTEST_WINDOW);
    check_weekly(l, maintenance, SHORTEST_WINDOW);
    check_apart(l, snapshots, maintenance);
}

static void notifications(const struct look *l, const struct spec_region *r)
{
    const struct value *level = value_get(cache_of(r), "notifications");
    if (value_kind(level) == V_STR && !section_of(r, "observability"))
        found(l, value_pos(level), "add observability, or leave notifications out",
              "%s has no observability, whose topics would be told", r->alias);
}

/* ---- who may log in, and parameters ------------------------------------------------------------------------------ */

static void open_door(const struct look *l)
{
    const struct value *auth = value_get(first_cache(l), "auth");
    if (str_eq(value_str_of(auth), "none"))
        found(l, value_pos(auth), NULL, "whoever reaches the cache may do everything in it");
}

static void users_without_use(const struct look *l)
{
    const struct value *cache = first_cache(l), *users = value_get(cache, "users");
    if (users && !str_eq(value_get_str(cache, "auth"), "users"))
        found(l, key_pos(l, users), NULL, "cache.users is for auth: users");
}

static void what_users_may(const struct look *l)
{
    const struct value *users = value_get(first_cache(l), "users");
    for (size_t i = 0; i < value_len(users); i++) {
        const struct value *v = value_item(users, i);
        const char *s = value_str_of(v);
        if (str_eq(value_key(users, i), "default"))
            found(l, value_pos(v), "take another name", "the user default is locked, and not yours to change");
        if (!has_word(s, "on") && !has_word(s, "off"))
            found(l, value_pos(v), "begin it with on", "%s says neither on nor off", shown(l, v));
        if (!has_word(s, "-@all") && !has_word(s, "+@all"))
            found(l, value_pos(v), "write -@all before what is allowed",
                  "%s says neither -@all nor +@all; AWS adds the first", shown(l, v));
    }
}

/* Calls `fn` for each parameter that is a text. */
static void each_parameter(const struct look *l, void (*fn)(const struct look *, const char *, const struct value *))
{
    const struct value *all = value_get(first_cache(l), "parameters");
    for (size_t i = 0; i < value_len(all); i++)
        if (value_kind(value_item(all, i)) == V_STR)
            fn(l, value_key(all, i), value_item(all, i));
}

static void one_fixed(const struct look *l, const char *name, const struct value *v)
{
    static const char fixed[] = "activerehashing appendonly appendfsync maxclients repl-timeout";
    if (has_word(fixed, name))
        found(l, value_pos(v), NULL, "%s is AWS's to set", name);
}

static void one_mode(const struct look *l, const char *name, const struct value *v)
{
    if (str_eq(name, "cluster-enabled"))
        found(l, value_pos(v), NULL, "%s follows cache.shards", name);
}

static void one_policy(const struct look *l, const char *name, const struct value *v)
{
    static const char policies[] = "allkeys-lru volatile-lru allkeys-lfu volatile-lfu allkeys-random volatile-random "
                                   "volatile-ttl noeviction";
    if (str_eq(name, "maxmemory-policy") && !has_word(policies, value_str_of(v)))
        found(l, value_pos(v), arena_printf(l->c->arena, "write one of %s", policies), "%s: %s is no policy", name,
              shown(l, v));
}

static void one_backlog(const struct look *l, const char *name, const struct value *v)
{
    int64_t n;
    if (str_eq(name, "repl-backlog-size") && (!parse_int(value_str_of(v), &n) || n < 16384))
        found(l, value_pos(v), NULL, "%s: %s is too small", name, shown(l, v));
}

static void fixed_parameters(const struct look *l)
{
    each_parameter(l, one_fixed);
}

static void mode_parameter(const struct look *l)
{
    each_parameter(l, one_mode);
}

static void policy_parameter(const struct look *l)
{
    each_parameter(l, one_policy);
}

static void backlog_parameter(const struct look *l)
{
    each_parameter(l, one_backlog);
}

/* clang-format off */
#define DATASTORES "ElastiCache user guide, prerequisites and limitations of global datastores"
#define PARAMETERS "ElastiCache user guide, parameters of Valkey and Redis OSS"
const struct rule cache_rules[] = {
    {"EC-003", SEV_ERROR, "a node type that global datastores don't take", "CreateGlobalReplicationGroup refuses it",
     "cache.m6g.large is the smallest that most regions have", DATASTORES, .dated = true, .once = node_type, .all = cache_node_types},
    {"EC-004", SEV_ERROR, "a global datastore in a region that has none", "CreateReplicationGroup refuses it there",
     "take another region, such as ap-northeast-1", DATASTORES, .dated = true, .each = supported_region},
    {"EC-008", SEV_ERROR, "a global datastore of more than three regions", "AWS takes two secondary regions at most",
     "leave out cache, or all regions but three", DATASTORES, .once = member_count, .all = cache_members},
    {"EC-010", SEV_ERROR, "a member of a global datastore without a replica",
     "CreateReplicationGroup refuses it: the primary fails over, and each member must be able to", "write nodes: 2 or more", DATASTORES, .each = replica_of_member, .all = cache_replicas},
    {"EC-018", SEV_ERROR, "an override of what the datastore says for its members",
     "ModifyReplicationGroup refuses it: AWS takes it from the global datastore", NULL, DATASTORES, .once = member_overrides},
    {"EC-022", SEV_ERROR, "shards without replicas", "cluster mode needs automatic failover, and that a replica",
     "write nodes: 2 or more", "ElastiCache API, CreateReplicationGroup", .each = replica_of_shard, .all = cache_shards},
    {"EC-030", SEV_ERROR, "maintenance or snapshot window shorter than 60 minutes, or the two overlap", "CreateReplicationGroup refuses it",
     "make it 60 minutes or more, apart from the other", "ElastiCache API, CreateReplicationGroup", .each = windows,
     .type = "AWS::ElastiCache::ReplicationGroup", .forms = FORMS(A_DAILY_WINDOW("SnapshotWindow"), A_WEEKLY_WINDOW("PreferredMaintenanceWindow"))},
    {"EC-033", SEV_ERROR, "a parameter that can't be changed", "ModifyCacheParameterGroup refuses it", "leave it out", PARAMETERS, .dated = true, .once = fixed_parameters, .all = cache_fixed_parameters},
    {"EC-034", SEV_ERROR, "a maxmemory-policy that is none", "ModifyCacheParameterGroup refuses it", NULL, PARAMETERS, .dated = true, .once = policy_parameter,
     .type = "AWS::ElastiCache::ParameterGroup", .forms = FORMS(A_WORD("Parameters.maxmemory-policy", "allkeys-lru volatile-lru allkeys-lfu volatile-lfu allkeys-random volatile-random volatile-ttl noeviction"))},
    {"EC-039", SEV_ERROR, "a cache whose network lacks subnets in two zones", "with replicas in one zone, a zone's loss takes all of them",
     "write network: {zones: 2} or more, with its data tier", "ElastiCache API, CreateReplicationGroup", .shape = true, .each = needs_network, .all = cache_subnets},
    {"EC-041", SEV_ERROR, "writes in a secondary region", "a global datastore is read-only in every region but one, and is not promoted by itself",
     NULL, DATASTORES, .once = writable_secondary},
    {"EC-901", SEV_WARNING, "a cache of a single node", "it is gone whenever its node is", "write nodes: 2 or more", "this program", .each = single_node},
    {"EC-902", SEV_ERROR, "an engine version that this program does not make", "it would be refused, or be a family that is not known here",
     NULL, "ElastiCache user guide, supported engine versions", .dated = true, .shape = true, .once = version},
    {"EC-903", SEV_ERROR, "notifications without observability", "there is no topic that would be told",
     "add observability, or leave notifications out", "this program", .shape = true, .each = notifications},
    {"EC-904", SEV_WARNING, "a cache that asks nobody for a token", "whoever reaches it may do everything in it",
     "leave it out, and clients need a token", "ElastiCache user guide, authentication", .once = open_door},
    {"EC-905", SEV_ERROR, "users of a cache that does not ask for users", "nobody could log in as one of them", "write auth: users",
     "this program", .once = users_without_use},
    {"EC-906", SEV_ERROR, "an access string that AWS takes for another", "AWS refuses it, or adds what is not there and tells it back changed",
     NULL, "ElastiCache user guide, role-based access control", .once = what_users_may},
    {"EC-907", SEV_ERROR, "cluster-enabled as a parameter", "it would contradict the shards", "set cache.shards", "this program", .once = mode_parameter},
    {"EC-908", SEV_ERROR, "a repl-backlog-size below 16384 bytes", "ModifyCacheParameterGroup refuses it", "write 16384 bytes or more", PARAMETERS, .once = backlog_parameter},
    {0}};
/* clang-format on */

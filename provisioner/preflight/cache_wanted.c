#include "provisioner/preflight/wanted.h"

#include <string.h>

/* Caches: of the wanted resources. */

#define GROUP "AWS::ElastiCache::ReplicationGroup"
#define DATASTORE "AWS::ElastiCache::GlobalReplicationGroup"
#define SUBNET_GROUP "AWS::ElastiCache::SubnetGroup"
#define PARAMETER_GROUP "AWS::ElastiCache::ParameterGroup"
#define USER "AWS::ElastiCache::User"
#define USER_GROUP "AWS::ElastiCache::UserGroup"

/* ---- members of a global datastore ------------------------------------------------------------------------------- */

static bool is_secondary(const struct look *l, const struct wanted *group)
{
    return is_set(attr(l, group, "GlobalReplicationGroupId"));
}

static const struct wanted *datastore_of(const struct look *l, const struct wanted *group)
{
    const struct wanted *w = referred(l, attr(l, group, "GlobalReplicationGroupId"));
    return w && str_eq(w->type, DATASTORE) ? w : NULL;
}

/* The first member, of which the datastore is made. */
static const struct wanted *first_of(const struct look *l, const struct wanted *datastore)
{
    const struct wanted *w = referred(l, attr(l, datastore, "PrimaryReplicationGroupId"));
    return w && str_eq(w->type, GROUP) ? w : NULL;
}

/* A check for each datastore and its first member. */
static void each_first(const struct look *l, void (*check)(const struct look *, const struct wanted *))
{
    const struct wanted *w;
    for (struct each e = each_of(l, DATASTORE, NULL); (w = next_of(&e));)
        if (first_of(l, w))
            check(l, first_of(l, w));
}

const char cache_global_families[] = "m5 m6g m7g m8g r5 r6g r6gd r7g r8g c7gn c8gn";

bool cache_type_is_global(struct arena *a, const char *type)
{
    static const char small[] = "nano micro small medium";
    const char *family = str_starts(type, "cache.") ? type + strlen("cache.") : "";
    size_t n = strcspn(family, ".");
    return has_word(cache_global_families, arena_strndup(a, family, n)) && family[n] &&
           !has_word(small, family + n + 1);
}

static void one_node_type(const struct look *l, const struct wanted *w)
{
    const struct value *type = attr(l, w, "CacheNodeType");
    if (value_kind(type) == V_STR && !cache_type_is_global(l->c->arena, value_str_of(type)))
        fault(l, w, type, NULL, "%s: CacheNodeType is %s, and a global datastore takes only %s, large or bigger",
              w->address, shown(l, type), cache_global_families);
}

void cache_node_types(const struct look *l)
{
    const struct wanted *w;
    each_first(l, one_node_type);
    for (struct each e = each_of(l, DATASTORE, NULL); (w = next_of(&e));)
        one_node_type(l, w);
}

static void one_engine(const struct look *l, const struct wanted *first)
{
    const struct value *version = attr(l, first, "EngineVersion"), *engine = attr(l, first, "Engine");
    bool valkey = str_eq_nocase(value_str_of(engine), "valkey");
    const unsigned long *least = valkey ? (const unsigned long[]){7, 2, 0} : (const unsigned long[]){5, 0, 6};
    unsigned long n[3];
    version_numbers(value_str_of(version), n, COUNT(n));
    for (size_t i = 0; i < COUNT(n) && value_kind(version) == V_STR; i++) {
        if (n[i] > least[i])
            return;
        if (n[i] < least[i]) {
            fault(l, first, version, NULL, "%s: EngineVersion is %s, and global datastores begin with %s",
                  first->address, shown(l, version), valkey ? "Valkey 7.2" : "Redis OSS 5.0.6");
            return;
        }
    }
}

static void engines(const struct look *l)
{
    each_first(l, one_engine);
}

enum { SECONDARIES = 2 };

void cache_members(const struct look *l)
{
    struct value *seen = value_map(l->c->arena), *counts = value_map(l->c->arena);
    const struct wanted *w;
    for (struct each e = each_of(l, DATASTORE, NULL); (w = next_of(&e));)
        if (first_of(l, w))
            seen_before(l, seen, arena_printf(l->c->arena, "%s %s", w->address, first_of(l, w)->region),
                        first_of(l, w));
    for (struct each e = each_of(l, GROUP, NULL); (w = next_of(&e));) {
        const struct wanted *datastore = datastore_of(l, w);
        const struct value *id = attr(l, w, "GlobalReplicationGroupId");
        if (!datastore)
            continue;
        const char *before = seen_before(l, seen, arena_printf(l->c->arena, "%s %s", datastore->address, w->region), w);
        if (before)
            fault(l, w, id, "take one of them out",
                  "%s: %s is in %s already, and a global datastore has one member a region", w->address, before,
                  w->region);
        if (count_of(l, counts, datastore->address) == SECONDARIES + 1)
            fault(l, w, id, "take one of them out", "%s is secondary number %d, and a global datastore takes %d",
                  w->address, SECONDARIES + 1, SECONDARIES);
    }
}

static void replica_of_member(const struct look *l, const struct wanted *group)
{
    const struct wanted *datastore = datastore_of(l, group);
    const struct value *replicas = attr(l, group, "ReplicasPerNodeGroup");
    if (datastore && is_set(attr(l, datastore, "AutomaticFailoverEnabled")) && !is_set(replicas))
        fault(l, group, replicas, "let it have a replica",
              "%s has no replica, and its global datastore fails over in each region", group->address);
}

void cache_replicas(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, GROUP, NULL); (w = next_of(&e));)
        replica_of_member(l, w);
}

static void first_survives(const struct look *l, const struct wanted *first)
{
    static const char *const names[] = {"MultiAZEnabled", "AutomaticFailoverEnabled"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (!is_set(attr(l, first, names[i])))
            fault(l, first, attr(l, first, names[i]), NULL, "%s: %s is off in the member that writes", first->address,
                  names[i]);
}

static void firsts_survive(const struct look *l)
{
    each_first(l, first_survives);
}

static void first_is_not_patched(const struct look *l, const struct wanted *first)
{
    const struct value *v = attr(l, first, "AutoMinorVersionUpgrade");
    if (is_set(v))
        fault(l, first, v, NULL, "%s: AutoMinorVersionUpgrade is on, and a global datastore turns it off",
              first->address);
}

static void patched_by_itself(const struct look *l)
{
    each_first(l, first_is_not_patched);
}

/* ---- nodes, engines, families ------------------------------------------------------------------------------------ */

/* Where not all families are: ElastiCache price list, middle of 2026. */
static const struct {
    const char *region, *families;
} offers[] = {{"ap-east-2", "m6g m7g r6g r7g t3 t4g"}};

static void types_in_region(const struct look *l, const struct wanted *group)
{
    const struct wanted *datastore = datastore_of(l, group), *says = datastore ? datastore : group;
    const struct value *type = attr(l, says, "CacheNodeType");
    const char *s = value_str_of(type), *family = str_starts(s, "cache.") ? s + strlen("cache.") : "";
    family = arena_strndup(l->c->arena, family, strcspn(family, "."));
    for (size_t i = 0; i < COUNT(offers); i++)
        if (*family && str_eq(offers[i].region, group->region) && !has_word(offers[i].families, family))
            fault(l, says, type, arena_printf(l->c->arena, "it has %s", offers[i].families),
                  "%s: %s was not to be had in %s when this version was made", group->address, shown(l, type),
                  group->region);
}

static void stated_encryption(const struct look *l, const struct wanted *group)
{
    if (!is_secondary(l, group) && str_eq_nocase(value_str_of(attr(l, group, "Engine")), "valkey") &&
        !attr(l, group, "TransitEncryptionEnabled"))
        fault(l, group, NULL, NULL, "%s: of Valkey, TransitEncryptionEnabled has to be stated", group->address);
}

/* "redis7", "redis6.x", "valkey8". */
static const char *family_of(const struct look *l, const struct wanted *group)
{
    const char *engine = value_str_of(attr(l, group, "Engine")),
               *version = value_str_of(attr(l, group, "EngineVersion"));
    unsigned long n[2];
    version_numbers(version, n, COUNT(n));
    if (!*engine || !*version)
        return NULL;
    if (str_eq_nocase(engine, "valkey"))
        return arena_printf(l->c->arena, "valkey%lu", n[0]);
    if (n[0] >= 7)
        return arena_printf(l->c->arena, "redis%lu", n[0]);
    return n[0] == 6 ? "redis6.x" : arena_printf(l->c->arena, "redis%lu.%lu", n[0], n[1]);
}

static void family_of_group(const struct look *l, const struct wanted *group)
{
    const struct value *named = attr(l, group, "CacheParameterGroupName");
    const struct wanted *parameters = referred(l, named);
    const struct value *own = parameters ? attr(l, parameters, "CacheParameterGroupFamily") : NULL;
    const char *family = family_of(l, group);
    if (parameters && family && value_kind(own) == V_STR && !str_eq(value_str_of(own), family))
        fault(l, group, named, NULL, "%s: %s is a group of %s, and the engine's family is %s", group->address,
              parameters->address, shown(l, own), family);
}

static void mode_of_shards(const struct look *l, const struct wanted *group)
{
    const struct value *shards = attr(l, group, "NumNodeGroups"), *named = attr(l, group, "CacheParameterGroupName");
    const struct wanted *parameters = referred(l, named);
    if (value_int_of(shards) < 2)
        return;
    if (!is_set(attr(l, group, "AutomaticFailoverEnabled")))
        fault(l, group, shards, NULL, "%s has %d shards, and AutomaticFailoverEnabled is off", group->address,
              (int)value_int_of(shards));
    if (parameters && !str_eq(value_str_of(attr(l, parameters, "Parameters.cluster-enabled")), "yes"))
        fault(l, group, named, "name a group with cluster-enabled: \"yes\"",
              "%s has %d shards, and %s says nothing of cluster-enabled", group->address, (int)value_int_of(shards),
              parameters->address);
}

void cache_shards(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, GROUP, NULL); (w = next_of(&e));)
        mode_of_shards(l, w);
}

/* ---- parameters -------------------------------------------------------------------------------------------------- */

bool cache_parameter_is_fixed(const char *name)
{
    return has_word("activerehashing appendonly appendfsync maxclients repl-timeout", name) ||
           strstr(name, "-ziplist-");
}

void cache_fixed_parameters(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, PARAMETER_GROUP, NULL); (w = next_of(&e));) {
        const struct value *all = attr(l, w, "Parameters");
        for (size_t i = 0; i < value_len(all); i++)
            if (cache_parameter_is_fixed(value_key(all, i)))
                fault(l, w, value_item(all, i), "leave it out", "%s: %s is AWS's to set", w->address,
                      value_key(all, i));
    }
}

/* ---- logs -------------------------------------------------------------------------------------------------------- */

static void one_delivery(const struct look *l, const struct wanted *group, const struct value *delivery,
                         struct value *seen)
{
    const char *type = value_get_str(delivery, "LogType"), *to = value_get_str(delivery, "DestinationType");
    const struct value *details = value_get(delivery, "DestinationDetails");
    const char *goes_with = str_eq(to, "cloudwatch-logs") ? "CloudWatchLogsDetails" : "KinesisFirehoseDetails";
    unsigned long n[2];
    version_numbers(value_str_of(attr(l, group, "EngineVersion")), n, COUNT(n));
    if (*type && seen_before(l, seen, type, group))
        fault(l, group, delivery, "take one of them out", "%s: %s is delivered twice", group->address, type);
    if (*to && details && !value_get(details, goes_with))
        fault(l, group, details, arena_printf(l->c->arena, "write %s", goes_with),
              "%s: DestinationDetails are not those of %s", group->address, to);
    if (n[0] && (n[0] < 6 || (n[0] == 6 && n[1] < 2 && str_eq(type, "engine-log"))))
        fault(l, group, delivery, "take a newer version", "%s: version %lu.%lu delivers no %s", group->address, n[0],
              n[1], type);
}

static void deliveries(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, GROUP, NULL); (w = next_of(&e));) {
        const struct value *all = attr(l, w, "LogDeliveryConfigurations");
        struct value *seen = value_map(l->c->arena);
        for (size_t i = 0; i < value_len(all); i++)
            one_delivery(l, w, value_item(all, i), seen);
    }
}

/* ---- users ------------------------------------------------------------------------------------------------------- */

static void users_of_group(const struct look *l, const struct wanted *group)
{
    const struct value *ids = attr(l, group, "UserIds");
    struct value *seen = value_map(l->c->arena);
    bool all_known = true, valkey = str_eq_nocase(value_str_of(attr(l, group, "Engine")), "valkey");
    for (size_t i = 0; i < value_len(ids); i++) {
        const struct wanted *user = referred(l, value_item(ids, i));
        const char *name = user ? value_str_of(attr(l, user, "UserName")) : "";
        const char *before = *name ? seen_before(l, seen, name, user) : NULL;
        all_known = all_known && *name;
        if (before)
            fault(l, group, value_item(ids, i), "take one of them out", "%s: %s and %s both log in as %s",
                  group->address, before, user->address, name);
    }
    if (!valkey && all_known && !value_get(seen, "default"))
        fault(l, group, ids, "add a user whose UserName is default", "%s: none of its users is named default",
              group->address);
}

static void one_user(const struct look *l, const struct wanted *user)
{
    const struct value *id = attr(l, user, "UserId"), *name = attr(l, user, "UserName");
    bool iam = str_eq(value_str_of(attr(l, user, "AuthenticationMode.Type")), "iam");
    if (iam && value_kind(id) == V_STR && value_kind(name) == V_STR &&
        !str_eq_nocase(value_str_of(id), value_str_of(name)))
        fault(l, user, name, "name it as its UserId",
              "%s: whom IAM lets in logs in as its UserId %s, and UserName is %s", user->address, shown(l, id),
              shown(l, name));
}

static void users(const struct look *l)
{
    const struct wanted *w;
    passwords_check(l);
    for (struct each e = each_of(l, USER, NULL); (w = next_of(&e));)
        one_user(l, w);
}

/* ---- where they stand -------------------------------------------------------------------------------------------- */

static void subnets_of(const struct look *l, const struct wanted *group)
{
    const struct wanted *named = referred(l, attr(l, group, "CacheSubnetGroupName")),
                        *datastore = datastore_of(l, group);
    struct value *zones = value_map(l->c->arena), *networks = value_map(l->c->arena);
    if (!named)
        return;
    const struct value *subnets = attr(l, named, "SubnetIds");
    for (size_t i = 0; i < value_len(subnets); i++) {
        const struct wanted *subnet = referred(l, value_item(subnets, i));
        if (!subnet)
            return;
        value_set_str(l->c->arena, zones, same_key(l, subnet, attr(l, subnet, "AvailabilityZone")), "");
        value_set_str(l->c->arena, networks, same_key(l, subnet, attr(l, subnet, "VpcId")), "");
    }
    if (value_len(networks) > 1)
        fault(l, named, subnets, "name subnets of one network", "%s has subnets of %zu networks", named->address,
              value_len(networks));
    if (value_len(zones) == 1 && is_set(attr(l, datastore ? datastore : group, "MultiAZEnabled")))
        fault(l, named, subnets, "name subnets of two zones at least",
              "%s has subnets of one zone, and %s wants several", named->address, group->address);
}

void cache_subnets(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, GROUP, NULL); (w = next_of(&e));)
        subnets_of(l, w);
}

/* ---- alarms ------------------------------------------------------------------------------------------------------ */

enum { LONGEST_LAG_S = 600 /* whoever writes more means milliseconds */ };

static void alarm_of_lag(const struct look *l, const struct wanted *alarm)
{
    const struct value *metric = attr(l, alarm, "MetricName"), *threshold = attr(l, alarm, "Threshold");
    const struct value *whose = attr(l, alarm, "Dimensions.CacheClusterId");
    const struct wanted *group = referred(l, whose);
    if (!str_eq(value_str_of(attr(l, alarm, "Namespace")), "AWS/ElastiCache"))
        return;
    if (has_word("ReplicationLag GlobalDatastoreReplicationLag", value_str_of(metric)) &&
        value_int_of(threshold) >= LONGEST_LAG_S)
        fault(l, alarm, threshold, "write seconds", "%s: %s is told in seconds, and %s of them are a long time",
              alarm->address, value_str_of(metric), shown(l, threshold));
    if (group && str_eq(group->type, GROUP) && str_eq(value_ref_path(whose), "ReplicationGroupId"))
        fault(l, alarm, whose, "name a node, such as <group>-001, or use the dimension ReplicationGroupId",
              "%s: CacheClusterId is the id of a node, and %s is a group of them", alarm->address, group->address);
}

/* clang-format off */
#define DATASTORES "ElastiCache user guide, prerequisites and limitations of global datastores"
#define CREATE_GROUP "ElastiCache API, CreateReplicationGroup"
const struct rule cache_wanted_rules[] = {
    {"EC-001", SEV_ERROR, "an id that ElastiCache doesn't take", "CreateReplicationGroup refuses it", NULL, CREATE_GROUP,
     .type = GROUP, .forms = FORMS(A_TEXT("ReplicationGroupId", 1, 40, "^[A-Za-z]([A-Za-z0-9]|-[A-Za-z0-9])*$", "letters, digits and single hyphens, beginning with a letter"))},
    {"EC-002", SEV_WARNING, "upper case in a name of ElastiCache", "it is stored in lower case, and told back so", "write it in lower case", CREATE_GROUP,
     .type = GROUP " " DATASTORE " " SUBNET_GROUP " " PARAMETER_GROUP " " USER " " USER_GROUP, .forms = FORMS(NOT_A("ReplicationGroupId", "[A-Z]", "in upper case"),
                     NOT_A("GlobalReplicationGroupIdSuffix", "[A-Z]", "in upper case"),
                     NOT_A("CacheSubnetGroupName", "[A-Z]", "in upper case"),
                     NOT_A("CacheParameterGroupName", "[A-Z]", "in upper case"),
                     NOT_A("UserId", "[A-Z]", "in upper case"),
                     NOT_A("UserGroupId", "[A-Z]", "in upper case"))},
    {"EC-005", SEV_WARNING, "a node type that the region did not have", "CreateReplicationGroup refuses what a region doesn't have", NULL,
     "ElastiCache API, DescribeReservedCacheNodesOfferings", .type = GROUP, .wanted = types_in_region},
    {"EC-006", SEV_ERROR, "a global datastore of an engine older than Redis OSS 5.0.6 or Valkey 7.2", "CreateGlobalReplicationGroup refuses it", "take a newer version", DATASTORES, .all = engines},
    {"EC-009", SEV_ERROR, "a member that says what the global datastore says for all", "CreateReplicationGroup answers InvalidParameterCombination", "take it out",
     "ElastiCache user guide, global datastores with the CLI",
     .type = GROUP, .forms = FORMS(AN_ABSENT("Engine", .when = "GlobalReplicationGroupId"),
                     AN_ABSENT("EngineVersion", .when = "GlobalReplicationGroupId"),
                     AN_ABSENT("CacheNodeType", .when = "GlobalReplicationGroupId"),
                     AN_ABSENT("NumNodeGroups", .when = "GlobalReplicationGroupId"),
                     AN_ABSENT("CacheParameterGroupName", .when = "GlobalReplicationGroupId"),
                     AN_ABSENT("AutomaticFailoverEnabled", .when = "GlobalReplicationGroupId"),
                     AN_ABSENT("MultiAZEnabled", .when = "GlobalReplicationGroupId"),
                     AN_ABSENT("TransitEncryptionEnabled", .when = "GlobalReplicationGroupId"),
                     AN_ABSENT("AtRestEncryptionEnabled", .when = "GlobalReplicationGroupId"),
                     AN_ABSENT("AuthToken", .when = "GlobalReplicationGroupId"))},
    {"EC-011", SEV_WARNING, "a global datastore whose writing member does not fail over between zones", "a zone's loss takes the writes of all regions", "give it two nodes, in two zones",
     "ElastiCache user guide, global datastores", .all = firsts_survive},
    {"EC-016", SEV_WARNING, "minor versions by themselves in a global datastore", "AWS turns it off there", "take it out", DATASTORES, .all = patched_by_itself},
    {"EC-020", SEV_ERROR, "more than 5 replicas, or none that could take over", "CreateReplicationGroup refuses it", "set cache.nodes", CREATE_GROUP,
     .type = GROUP, .forms = FORMS(A_RANGE("ReplicasPerNodeGroup", 0, 5), A_RANGE("ReplicasPerNodeGroup", 1, 5, .when = "AutomaticFailoverEnabled=true"))},
    {"EC-021", SEV_ERROR, "several zones without automatic failover", "CreateReplicationGroup answers InvalidParameterCombination", "set cache.nodes", CREATE_GROUP,
     .type = GROUP, .forms = FORMS(A_GIVEN("AutomaticFailoverEnabled", .when = "MultiAZEnabled=true"),
                     A_WORD("AutomaticFailoverEnabled", "true", .when = "MultiAZEnabled=true"))},
    {"EC-023", SEV_ERROR, "a token without TLS, or of a length or with a character that ElastiCache doesn't take", "CreateReplicationGroup refuses it",
     "leave TransitEncryptionEnabled on, write PasswordLength 16 to 128, and _.~*+ into ExcludeCharacters", "ElastiCache user guide, authentication", .all = passwords_check,
     .type = GROUP, .forms = FORMS(A_GIVEN("TransitEncryptionEnabled", .when = "AuthToken"), A_WORD("TransitEncryptionEnabled", "true", .when = "AuthToken"))},
    {"EC-024", SEV_ERROR, "a token and users", "CreateReplicationGroup answers InvalidParameterCombination", "set cache.auth", CREATE_GROUP,
     .type = GROUP, .forms = FORMS(AN_ABSENT("AuthToken", .when = "UserGroupIds"))},
    {"EC-025", SEV_ERROR, "TLS outside of a network, or a key for what is not encrypted", "CreateReplicationGroup answers InvalidParameterCombination", "leave them as they are made", CREATE_GROUP,
     .type = GROUP, .forms = FORMS(A_GIVEN("CacheSubnetGroupName", .when = "TransitEncryptionEnabled=true !GlobalReplicationGroupId"),
                     A_GIVEN("AtRestEncryptionEnabled", .when = "KmsKeyId !GlobalReplicationGroupId"),
                     A_WORD("AtRestEncryptionEnabled", "true", .when = "KmsKeyId"))},
    {"EC-026", SEV_ERROR, "a Valkey cache that does not say whether it has TLS", "CreateReplicationGroup refuses it", "write TransitEncryptionEnabled: true", CREATE_GROUP, .type = GROUP, .wanted = stated_encryption, .alone = true},
    {"EC-031", SEV_ERROR, "snapshots kept for more than 35 days", "CreateReplicationGroup refuses it", NULL, CREATE_GROUP,
     .type = GROUP, .forms = FORMS(A_RANGE("SnapshotRetentionLimit", 0, 35))},
    {"EC-032", SEV_ERROR, "a parameter group of another family than the engine's", "CreateReplicationGroup answers InvalidParameterCombination", "name a group of the engine's family",
     CREATE_GROUP, .type = GROUP, .wanted = family_of_group},
    {"EC-035", SEV_ERROR, "nodes with disks, without data tiering", "CreateReplicationGroup refuses it", "take another family, such as cache.r7g", "ElastiCache user guide, data tiering",
     .type = GROUP, .forms = FORMS(NOT_A("CacheNodeType", "^cache\\.r6gd\\.", "for data tiering, which this version does not set"))},
    {"EC-036", SEV_ERROR, "a log delivered twice, by an engine that has none, or to another kind of place than is described", "CreateReplicationGroup refuses it", NULL,
     "ElastiCache user guide, log delivery", .all = deliveries,
     .type = GROUP, .forms = FORMS(A_WORD("LogDeliveryConfigurations[].LogType", "slow-log engine-log"),
                     A_WORD("LogDeliveryConfigurations[].LogFormat", "json text"),
                     A_WORD("LogDeliveryConfigurations[].DestinationType", "cloudwatch-logs kinesis-firehose"))},
    {"EC-037", SEV_ERROR, "a user group without a user named default, or with two of a name", "CreateUserGroup answers DefaultUserRequired or DuplicateUserName", NULL,
     "ElastiCache API, CreateUserGroup", .type = USER_GROUP, .wanted = users_of_group},
    {"EC-038", SEV_ERROR, "a user that ElastiCache doesn't take", "CreateUser refuses it", NULL, "ElastiCache API, CreateUser", .all = users,
     .type = USER, .forms = FORMS(A_TEXT("UserId", 1, 120, "^[a-zA-Z][a-zA-Z0-9-]*$", "letters, digits and hyphens, beginning with a letter"),
                     A_COUNT("Passwords", 1, 2))},
    {"EC-040", SEV_WARNING, "an alarm on a lag in milliseconds, or on a group as if it were a node", "lags are told in seconds, and of nodes: it would never go off",
     NULL, "ElastiCache user guide, metrics", .type = "AWS::CloudWatch::Alarm", .wanted = alarm_of_lag},
    {0}};
/* clang-format on */

#include "provisioner/preflight/made.h"

#include <string.h>

/* What AWS takes back never, or not now: told of a plan, by what is there and what is wanted. */

/* ---- versions ---------------------------------------------------------------------------------------------------- */

/* "3.04.0" of Aurora MySQL's "8.0.mysql_aurora.3.04.0". */
static const char *numbered(const char *version)
{
    const char *at = strstr(version, "aurora.");
    return at ? at + strlen("aurora.") : version;
}

static unsigned long major_of(const char *version)
{
    unsigned long major;
    version_numbers(numbered(version), &major, 1);
    return major;
}

static bool is_of_same_major(const char *x, const char *y)
{
    return major_of(x) == major_of(y);
}

static bool goes_back(const struct change *c)
{
    return c && value_kind(c->before) == V_STR && value_kind(c->after) == V_STR &&
           version_compare(value_str_of(c->after), value_str_of(c->before)) < 0;
}

static bool goes_on(const struct change *c)
{
    return c && value_kind(c->before) == V_STR && value_kind(c->after) == V_STR &&
           version_compare(value_str_of(c->after), value_str_of(c->before)) > 0;
}

static void engine_back(const struct look *l, const struct planned *p)
{
    const struct change *c = change_of(p, "EngineVersion"), *engine = change_of(p, "Engine");
    if (goes_back(c))
        change_fault(l, p, "EngineVersion", "%s is at %s, from where nothing leads back to %s", p->address,
                     value_str_of(c->before), value_str_of(c->after));
    if (engine && str_eq_nocase(value_str_of(engine->before), "valkey") && value_kind(engine->after) == V_STR)
        change_fault(l, p, "Engine", "%s is of valkey, from where nothing leads back to %s", p->address,
                     value_str_of(engine->after));
}

/* ---- Aurora ------------------------------------------------------------------------------------------------------ */

static const struct wanted *itself(const struct look *l, const struct planned *p)
{
    return resource_at(l, p->address);
}

static void limited_lag(const struct look *l, const struct planned *p)
{
    const struct change *c = change_of(p, "EngineVersion");
    const struct wanted *cluster = itself(l, p);
    if (!cluster || !goes_on(c) || is_of_same_major(value_str_of(c->before), value_str_of(c->after)))
        return;
    const struct wanted *group = the_one(l, "AWS::RDS::DBClusterParameterGroup", "DBClusterParameterGroupName",
                                         attr(l, cluster, "DBClusterParameterGroupName"), cluster->alias);
    const char *rpo =
        group ? value_text(l->c->arena, value_get(attr(l, group, "Parameters"), "rds.global_db_rpo")) : "";
    if (*rpo && !str_eq(rpo, "-1"))
        change_fault(l, p, "EngineVersion", "%s goes from %s to %s, and rds.global_db_rpo of %s is %s", p->address,
                     value_str_of(c->before), value_str_of(c->after), group->address, rpo);
}

size_t instances_of(const struct look *l, const struct wanted *cluster)
{
    const struct wanted *w;
    size_t n = 0;
    for (struct each e = each_of(l, "AWS::RDS::DBInstance", cluster->alias); (w = next_of(&e));)
        n += the_one(l, "AWS::RDS::DBCluster", "DBClusterIdentifier", attr(l, w, "DBClusterIdentifier"), w->alias) ==
             cluster;
    return n;
}

static void headless(const struct look *l, const struct planned *p)
{
    const struct change *c = change_of(p, "EngineVersion");
    const struct wanted *cluster = itself(l, p), *w;
    const struct value *global = cluster ? attr(l, cluster, "GlobalClusterIdentifier") : NULL;
    if (!global || !goes_on(c) || !is_of_same_major(value_str_of(c->before), value_str_of(c->after)))
        return;
    for (struct each e = each_of(l, "AWS::RDS::DBCluster", NULL); (w = next_of(&e));)
        if (value_equal(attr(l, w, "GlobalClusterIdentifier"), global) && !instances_of(l, w))
            change_fault(l, p, "EngineVersion",
                         "%s goes from %s to %s, and %s of the same global database has no "
                         "instance",
                         p->address, value_str_of(c->before), value_str_of(c->after), w->address);
}

/* ---- EKS --------------------------------------------------------------------------------------------------------- */

static const char *key_of(const struct look *l, const struct value *config)
{
    return value_str_of(value_path(l->c->arena, config, "[0].provider.keyArn"));
}

static void encryption_stays(const struct look *l, const struct planned *p)
{
    const struct change *c = change_of(p, "encryptionConfig");
    const char *is = c ? key_of(l, c->before) : "", *to = c ? key_of(l, c->after) : "";
    if (!*is || value_has_unknown(c->after) || str_eq(is, to))
        return;
    change_fault(l, p, "encryptionConfig", "%s keeps its secrets under %s for good%s%s", p->address, is,
                 *to ? ", not under " : "", to);
}

static void authentication_onward(const struct look *l, const struct planned *p)
{
    static const char *const order[] = {"CONFIG_MAP", "API_AND_CONFIG_MAP", "API"};
    const struct change *c = change_of(p, "authenticationMode");
    size_t is = 0, to = COUNT(order);
    for (size_t i = 0; c && i < COUNT(order); i++) {
        is = str_eq(value_str_of(c->before), order[i]) ? i : is;
        to = str_eq(value_str_of(c->after), order[i]) ? i : to;
    }
    if (c && to < is)
        change_fault(l, p, "authenticationMode", "%s is at %s, from where nothing leads back to %s", p->address,
                     order[is], order[to]);
}

static const char *template_of(const struct value *template)
{
    const char *id = value_get_str(template, "id");
    return *id ? id : value_get_str(template, "name");
}

static void template_stays(const struct look *l, const struct planned *p)
{
    const struct value *is = value_get(p->live, "launchTemplate"), *to = value_get(p->wanted, "launchTemplate");
    bool stays = p->action == ACT_UPDATE || p->action == ACT_ADOPT;
    if (!stays || !to || value_has_unknown(to))
        return;
    if (!value_len(is) && value_len(to))
        change_fault(l, p, "launchTemplate", "%s was made without a launch template, and never gets one", p->address);
    else if (value_len(is) && !str_eq(template_of(is), template_of(to)))
        change_fault(l, p, "launchTemplate", "%s was made of the launch template %s, and stays so", p->address,
                     template_of(is));
}

/* ---- MSK --------------------------------------------------------------------------------------------------------- */

static bool leads_to(const struct value *told, const char *from, const char *to)
{
    const struct value *all = value_get(told, "CompatibleKafkaVersions");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *targets = value_get(value_item(all, i), "TargetVersions");
        for (size_t k = 0; str_eq(value_get_str(value_item(all, i), "SourceVersion"), from) && k < value_len(targets);
             k++)
            if (str_eq(value_str_of(value_item(targets, k)), to))
                return true;
    }
    return false;
}

static void kafka_path(const struct look *l, const struct planned *p)
{
    const struct change *c = change_of(p, "KafkaVersion");
    const char *from = c ? value_str_of(c->before) : "", *to = c ? value_str_of(c->after) : "";
    if (!*from || !*to)
        return;
    bool can = version_compare(to, from) >= 0 && str_ends(from, ".kraft") == str_ends(to, ".kraft");
    const struct value *told = can && p->id ? ask(l, "kafka:GetCompatibleKafkaVersions", p->alias, p->region,
                                                  texts(l, "ClusterArn", p->id, NULL))
                                            : NULL;
    if (!can || (told && !leads_to(told, from, to)))
        change_fault(l, p, "KafkaVersion", "%s is at Kafka %s, from where no way in place leads to %s", p->address,
                     from, to);
}

enum { COOLS_S = 6 * 3600 };

static void storage_rests(const struct look *l, const struct planned *p)
{
    if (!p->id || (!change_of(p, "VolumeSize") && !change_of(p, "ProvisionedThroughput")))
        return;
    const struct value *told =
        ask(l, "kafka:ListClusterOperations", p->alias, p->region, texts(l, "ClusterArn", p->id, NULL));
    const struct value *all = value_get(told, "ClusterOperationInfoList");
    const char *since = time_utc(l->c->arena, l->p->now - COOLS_S, "%Y-%m-%dT%H:%M:%SZ");
    for (size_t i = 0; i < value_len(all); i++) {
        const char *began = value_get_str(value_item(all, i), "CreationTime");
        if (strstr(value_get_str(value_item(all, i), "OperationType"), "BROKER_STORAGE") && strcmp(began, since) > 0)
            change_fault(l, p, "VolumeSize", "%s: its storage was changed at %s", p->address, began);
    }
}

/* ---- Route 53 ---------------------------------------------------------------------------------------------------- */

/* By this plan, or with its zone. */
static bool goes_too(const struct look *l, const struct value *record, const char *zone)
{
    const struct plan *plan = l->p->plan;
    const char *type = value_get_str(record, "Type"), *name = host_plain(l->c->arena, value_get_str(record, "Name"));
    if (str_eq(name, host_plain(l->c->arena, zone)) && has_word("NS SOA", type))
        return true;
    for (size_t i = 0; i < plan->n_planned; i++) {
        const struct planned *p = &plan->planned[i];
        const struct value *has = p->live ? p->live : p->wanted;
        bool goes = p->action == ACT_DELETE || p->action == ACT_REPLACE;
        if (goes && str_eq(value_get_str(has, "Type"), type) &&
            str_eq(host_plain(l->c->arena, value_get_str(has, "Name")), name))
            return true;
    }
    return false;
}

static void foreign_records(const struct look *l, const struct planned *p)
{
    bool goes = p->action == ACT_DELETE || p->action == ACT_REPLACE;
    const struct value *told = goes && p->id ? ask(l, "route53:ListResourceRecordSets", p->alias, p->region,
                                                   texts(l, "HostedZoneId", p->id, NULL))
                                             : NULL;
    const struct value *all = value_get(told, "ResourceRecordSets"), *first = NULL;
    size_t n = 0;
    for (size_t i = 0; i < value_len(all); i++)
        if (!goes_too(l, value_item(all, i), value_get_str(p->live, "Name"))) {
            first = n++ ? first : value_item(all, i);
        }
    if (n)
        change_fault(l, p, NULL, "%s would go, and %zu record%s in it %s nobody's here: %s of type %s%s", p->address, n,
                     n == 1 ? "" : "s", n == 1 ? "is" : "are", value_get_str(first, "Name"),
                     value_get_str(first, "Type"), n == 1 ? "" : " is one");
}

/* clang-format off */
#define CLUSTER   .type = "AWS::EKS::Cluster"
#define DATABASE  .type = "AWS::RDS::DBCluster"
#define KAFKA     .type = "AWS::MSK::Cluster"
#define ANEW      "keep the version that is there, or make it anew with --replace: it begins empty then"

const struct rule change_rules[] = {
    {"AUR-047", SEV_ERROR, "a new major version while rds.global_db_rpo is set", "AWS refuses the upgrade", "write rds.global_db_rpo: \"-1\", apply that, upgrade, and set it again",
     "Aurora user guide, upgrading a global database", DATABASE, .change = limited_lag},
    {"AUR-048", SEV_ERROR, "a new minor version while a member of the global database has no instance", "AWS refuses the upgrade", "write aurora.instances: 1 or more in every region, apply that, then upgrade",
     "Aurora user guide, upgrading a global database", DATABASE, .change = headless},
    {"AUR-061", SEV_ERROR, "an older version than the database's", "AWS takes a database to no older version", ANEW, "Aurora user guide, upgrades", DATABASE, .change = engine_back},
    {"EC-029",  SEV_ERROR, "an older version than the cache's, or back from valkey to redis", "AWS takes a cache to no older version, and back to no other engine", ANEW,
     "ElastiCache user guide, version management", .type = "AWS::ElastiCache::ReplicationGroup AWS::ElastiCache::GlobalReplicationGroup", .change = engine_back},
    {"EKS-22",  SEV_ERROR, "another key for a cluster's secrets, or none any more", "EKS takes the key once, and keeps it", "name the key that is there", "EKS user guide, envelope encryption", CLUSTER, .change = encryption_stays},
    {"EKS-24",  SEV_ERROR, "an authentication mode that lies behind", "EKS moves from CONFIG_MAP to API only", "keep the mode that is there", "EKS user guide, access entries", CLUSTER, .change = authentication_onward},
    {"ENG-15",  SEV_ERROR, "another launch template for nodes that are there", "UpdateNodegroupVersion takes another version of the same template only", "make the nodes anew with --replace, or keep the template",
     "EKS user guide, launch templates", .type = "AWS::EKS::Nodegroup", .change = template_stays},
    {"MSK-12",  SEV_ERROR, "a Kafka version to which no way leads in place", "UpdateClusterKafkaVersion answers BadRequestException", "take one that `aws kafka get-compatible-kafka-versions` lists",
     "MSK API, GetCompatibleKafkaVersions", KAFKA, .reads = "kafka:GetCompatibleKafkaVersions", .change = kafka_path},
    {"MSK-08",  SEV_WARNING, "brokers' storage is to change again within six hours", "UpdateBrokerStorage is refused until the volumes are optimized", "wait until six hours are over",
     "MSK developer guide, scaling up storage", KAFKA, .reads = "kafka:ListClusterOperations", .change = storage_rests},
    {"R53-28",  SEV_ERROR, "a zone that goes while others have records in it", "DeleteHostedZone answers HostedZoneNotEmpty", "delete those records, or keep the zone",
     "Route 53 API, DeleteHostedZone", .type = "AWS::Route53::HostedZone", .reads = "route53:ListResourceRecordSets", .change = foreign_records},
    {0}};
/* clang-format on */

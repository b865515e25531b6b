#include "provisioner/preflight/made.h"

#include <string.h>

/* Sources: the MSK developer guide ("Limits", "Supported configurations" of the replicator, "Update security"), and
 * endoflife.date for the versions. */

enum { ZONES_MOST = 3, REPLICATOR_BROKERS = 3, REPLICATOR_BROKERS_TWO_ZONES = 4, FIRST_SUPPORTED = 3008 };

static const struct value *msk_of(const struct spec_region *r)
{
    return section_of(r, "msk");
}

static const struct value *replication_of(const struct spec_region *r)
{
    return value_get(msk_of(r), "replication");
}

static bool is_mode(const struct look *l, const char *mode)
{
    return l->s->n_regions > 1 && str_eq(value_get_str(replication_of(&l->s->regions[l->s->primary]), "mode"), mode);
}

static int64_t zones_of(const struct spec_region *r)
{
    int64_t zones = 0;
    if (!int_of(section_of(r, "network"), "zones", &zones))
        return 0;
    return zones < ZONES_MOST ? zones : ZONES_MOST;
}

static void needs_network(const struct look *l, const struct spec_region *r)
{
    needs_tier(l, r, "msk", "data");
}

static void version_lives(const struct look *l, const struct spec_region *r)
{
    const struct value *version = value_get(msk_of(r), "version");
    unsigned long n[2];
    if (value_kind(version) != V_STR)
        return;
    version_numbers(value_str_of(version), n, COUNT(n));
    if (n[0] * 1000 + n[1] < FIRST_SUPPORTED)
        found(l, value_pos(version), "take 3.8.x or later",
              "%s: MSK's support for it ended, and it makes no new clusters of it", shown(l, version));
}

static void brokers_fit_zones(const struct look *l, const struct spec_region *r)
{
    const struct value *v = value_get(msk_of(r), "brokers");
    int64_t brokers, zones = zones_of(r);
    if (int_of(msk_of(r), "brokers", &brokers) && zones > 0 && brokers % zones)
        found(l, value_pos(v),
              arena_printf(l->c->arena, "write %lld or %lld", (long long)(brokers / zones + (brokers < zones)) * zones,
                           (long long)(brokers / zones + 1 + (brokers < zones)) * zones),
              "%lld brokers can't be spread evenly over %lld zones, as MSK demands", (long long)brokers,
              (long long)zones);
}

static void storage_grows(const struct look *l, const struct spec_region *r)
{
    const struct value *storage = value_get(msk_of(r), "storage"), *scaling = value_get(storage, "autoscaling");
    int64_t gb, most;
    if (int_of(storage, "gb", &gb) && int_of(scaling, "max_gb", &most) && most && most < gb)
        found(l, value_pos(value_get(scaling, "max_gb")), "write more than gb, or 0 to turn it off",
              "%s is less than the storage that is there from the start", shown(l, value_get(scaling, "max_gb")));
}

/* ---- server properties ------------------------------------------------------------------------------------------- */

static int64_t property(const struct spec_region *r, const char *name, int64_t otherwise)
{
    int64_t n;
    return parse_int(value_get_str(value_get(msk_of(r), "configuration"), name), &n) ? n : otherwise;
}

static void copies_have_brokers(const struct look *l, const struct spec_region *r)
{
    const struct value *all = value_get(msk_of(r), "configuration");
    int64_t brokers = 0, zones = zones_of(r);
    int64_t copies = property(r, "default.replication.factor", zones);
    if (zones && value_len(all) && int_of(msk_of(r), "brokers", &brokers) && copies > brokers)
        found(l, value_pos(all), "lower default.replication.factor",
              "%lld copies of a record can't be kept on %lld brokers", (long long)copies, (long long)brokers);
}

static void writes_survive_a_restart(const struct look *l, const struct spec_region *r)
{
    const struct value *all = value_get(msk_of(r), "configuration");
    int64_t zones = zones_of(r), copies = property(r, "default.replication.factor", zones);
    int64_t in_sync = property(r, "min.insync.replicas", copies > 1 ? copies - 1 : 1);
    if (zones && value_len(all) && in_sync >= copies && copies > 1)
        found(l, value_pos(all), "lower min.insync.replicas, or raise default.replication.factor",
              "with %lld of %lld copies demanded, the restart of one broker stops all writes", (long long)in_sync,
              (long long)copies);
}

static void one_line_each(const struct look *l, const struct spec_region *r)
{
    const struct value *all = value_get(msk_of(r), "configuration");
    for (size_t i = 0; i < value_len(all); i++)
        if (strpbrk(value_str_of(value_item(all, i)), "\r\n") || strstr(value_str_of(value_item(all, i)), "\\n"))
            found(l, value_pos(value_item(all, i)), "give each property a line of its own",
                  "%s: %s has a line's end in it", value_key(all, i), shown(l, value_item(all, i)));
}

/* ---- replication ------------------------------------------------------------------------------------------------- */

static bool has_iam(const struct value *msk)
{
    const struct value *auth = value_get(msk, "auth");
    for (size_t i = 0; i < value_len(auth); i++)
        if (str_eq(value_str_of(value_item(auth, i)), "iam"))
            return true;
    return false;
}

static void copies_need_iam(const struct look *l, const struct spec_region *r)
{
    const struct value *msk = msk_of(r);
    if (value_kind(msk) == V_MAP && (is_mode(l, "replicator") || is_mode(l, "mirrormaker")) && !has_iam(msk))
        found(l, value_pos(value_get(msk, "auth")), "add iam",
              "copying between regions authenticates with IAM, which is off in %s", r->alias);
}

static void replicator_size(const struct look *l, const struct spec_region *r)
{
    const struct value *msk = msk_of(r), *type = value_get(msk, "broker_type");
    int64_t brokers, zones = zones_of(r);
    int64_t least = zones == 2 ? REPLICATOR_BROKERS_TWO_ZONES : REPLICATOR_BROKERS;
    if (!is_mode(l, "replicator") || value_kind(msk) != V_MAP)
        return;
    if (str_eq(value_str_of(type), "kafka.t3.small"))
        found(l, value_pos(type), "take kafka.m5.large, or replication: {mode: none}", "MSK Replicator takes no %s",
              shown(l, type));
    if (int_of(msk, "brokers", &brokers) && zones && brokers < least)
        found(l, value_pos(value_get(msk, "brokers")),
              arena_printf(l->c->arena, "write %lld or more", (long long)least),
              "MSK Replicator needs %lld brokers over %lld zones", (long long)least, (long long)zones);
}

/* Source: "What is Amazon MSK Replicator", the list of Regions. */
static void replicator_region(const struct look *l, const struct spec_region *r)
{
    static const char known[] = "us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-central-1 "
                                "eu-north-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 "
                                "ca-central-1 sa-east-1";
    if (is_mode(l, "replicator") && value_kind(msk_of(r)) == V_MAP && !has_word(known, r->name))
        found(l, key_pos(l, msk_of(r)), "write replication: {mode: mirrormaker, plugin: {...}}",
              "%s is not among the regions that MSK Replicator is known to be in", r->name);
}

static const struct value *first_replication(const struct look *l)
{
    return replication_of(&l->s->regions[l->s->primary]);
}

static bool is_identical(const struct look *l)
{
    return str_eq(value_get_str(first_replication(l), "naming"), "identical");
}

static void one_way(const struct look *l)
{
    const struct value *replication = first_replication(l);
    if ((is_mode(l, "replicator") || is_mode(l, "mirrormaker")) && !is_on(replication, "bidirectional"))
        found(l, value_pos(value_get(replication, "bidirectional")), NULL,
              "what is written in another region than the primary never leaves it");
}

static void loop(const struct look *l)
{
    const struct value *replication = first_replication(l);
    if (is_mode(l, "mirrormaker") && is_on(replication, "bidirectional") && is_identical(l))
        found(l, value_pos(value_get(replication, "naming")), NULL,
              "MirrorMaker copies its own copies back and forth without end when names stay the same both ways");
}

static void doubled(const struct look *l)
{
    const struct value *start = value_get(first_replication(l), "start");
    if ((is_mode(l, "replicator") || is_mode(l, "mirrormaker")) && is_identical(l) &&
        str_eq(value_str_of(start), "earliest"))
        found(l, value_pos(start), NULL,
              "records that are in both regions already are there twice when copied under the same name");
}

static void mirror_plugin(const struct look *l, const struct spec_region *r)
{
    const struct value *replication = replication_of(r);
    if (is_mode(l, "mirrormaker") && value_kind(replication) == V_MAP && !value_get(replication, "plugin"))
        found(l, value_pos(replication), "add plugin: {bucket: ..., key: ...}",
              "mirrormaker needs its code in a bucket in %s", r->alias);
}

/* clang-format off */
#define LIMITS "MSK developer guide, limits and supported configurations"
#define REPLICATOR "MSK developer guide, MSK Replicator"
const struct rule msk_rules[] = {
    {"MSK-02", SEV_ERROR, "brokers whose network lacks subnets in two zones", "CreateClusterV2 refuses it",
     "write network: {zones: 2} or more, with its data tier", LIMITS, .shape = true, .each = needs_network,
     .type = "AWS::MSK::Cluster", .wanted = msk_zones, .forms = FORMS(A_COUNT("ClientSubnets", 2, 3), A_COUNT("ClientSubnets", 3, 3, .when = "InstanceType~^express\\."))},
    {"MSK-03", SEV_ERROR, "brokers that can't be spread evenly over the zones", "CreateClusterV2 refuses it", NULL, LIMITS, .each = brokers_fit_zones,
     .type = "AWS::MSK::Cluster", .wanted = msk_even},
    {"MSK-11", SEV_ERROR, "a Kafka version whose support ended", "MSK makes no new clusters of it", "take 3.8.x or later",
     "MSK developer guide, supported Apache Kafka versions", .dated = true, .each = version_lives,
     .type = "AWS::MSK::Cluster", .forms = FORMS(NOT_A("KafkaVersion", "^([0-2]\\.|3\\.[0-7]\\.)", "one that MSK gave up"))},
    {"MSK-23", SEV_ERROR, "a line's end in a server property", "the rest of it would be another property", "give each property a line of its own",
     "MSK developer guide, custom configurations", .each = one_line_each,
     .type = "AWS::MSK::Configuration", .forms = FORMS(NOT_A("ServerProperties.*", "\\\\n|\n", "two lines"))},
    {"MSK-24", SEV_WARNING, "as many copies demanded as there are", "the restart of one broker stops all writes",
     "lower min.insync.replicas, or raise default.replication.factor", "MSK developer guide, best practices", .each = writes_survive_a_restart},
    {"MSK-901", SEV_ERROR, "storage that may not even grow to what it is", "the target tracking would have nothing to do",
     "write more than gb, or 0 to turn it off", "this program", .each = storage_grows},
    {"MSK-902", SEV_ERROR, "more copies of a record than brokers", "topics made by themselves are refused", "lower default.replication.factor",
     "Apache Kafka documentation, broker configurations", .each = copies_have_brokers},
    {"REP-03", SEV_ERROR, "copying between regions without IAM authentication", "CreateReplicator refuses it", "add iam", REPLICATOR, .each = copies_need_iam,
     .type = "AWS::MSK::Replicator", .wanted = msk_both_take_iam},
    {"REP-05", SEV_ERROR, "a cluster too small for MSK Replicator", "CreateReplicator refuses it", NULL, REPLICATOR, .each = replicator_size,
     .type = "AWS::MSK::Replicator", .wanted = msk_both_are_large},
    {"REP-10", SEV_WARNING, "a region that MSK Replicator is not known to be in", "CreateReplicator may be refused there",
     "write replication: {mode: mirrormaker, plugin: {...}}", REPLICATOR, .each = replicator_region},
    {"REP-13", SEV_WARNING, "copying one way only", "what is written in another region than the primary never leaves it",
     "write bidirectional: true where every region takes writes", REPLICATOR, .once = one_way},
    {"REP-14", SEV_WARNING, "copying from the earliest record on, under the same name", "what is in both regions already is there twice",
     "write start: latest", REPLICATOR, .once = doubled},
    {"CON-04", SEV_ERROR, "MirrorMaker under the same names both ways", "it copies its own copies back and forth without end", "write naming: prefixed",
     "Apache Kafka documentation, geo-replication", .once = loop},
    {"CON-901", SEV_ERROR, "MirrorMaker without its code", "connectors run a plugin that lies in a bucket of the region",
     "add plugin: {bucket: ..., key: ...}", "MSK developer guide, MSK Connect", .shape = true, .each = mirror_plugin},
    {0}};
/* clang-format on */

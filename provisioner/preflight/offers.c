#include "provisioner/preflight/made.h"

#include "provisioner/model/json.h"

#include <string.h>

/* What AWS has where: zones, node types, add-ons and their settings, faults to inject. */

/* ---- zones ------------------------------------------------------------------------------------------------------- */

/* Those a network may choose from: local zones and wavelength zones are none. */
static bool can_be_chosen(const struct value *zone)
{
    const char *type = value_get_str(zone, "ZoneType");
    return str_eq(value_get_str(zone, "State"), "available") && (!*type || str_eq(type, "availability-zone"));
}

/* How many come before it, by name. */
static size_t rank_of(const struct value *zones, const struct value *zone)
{
    size_t n = 0;
    for (size_t i = 0; i < value_len(zones); i++)
        n += can_be_chosen(value_item(zones, i)) &&
             strcmp(value_get_str(value_item(zones, i), "ZoneName"), value_get_str(zone, "ZoneName")) < 0;
    return n;
}

const struct value *zone_of(const struct look *l, const struct wanted *subnet)
{
    const struct value *v = attr(l, subnet, "AvailabilityZone");
    const struct value *told =
        v ? ask(l, "ec2:DescribeAvailabilityZones", subnet->alias, subnet->region, texts(l, NULL)) : NULL;
    const struct value *zones = value_get(told, "AvailabilityZones");
    const char *path = value_kind(v) == V_REF ? value_ref_path(v) : "", *index = strchr(path, '[');
    int64_t at = -1;
    if (value_kind(v) == V_STR)
        return item_with(zones, "ZoneName", value_str_of(v));
    if (!index || !parse_int(arena_strndup(l->c->arena, index + 1, strcspn(index + 1, "]")), &at))
        return NULL;
    for (size_t i = 0; i < value_len(zones); i++)
        if (can_be_chosen(value_item(zones, i)) && (int64_t)rank_of(zones, value_item(zones, i)) == at)
            return value_item(zones, i);
    return NULL;
}

/* Of subnets in regions that have such a zone: nobody else is asked. */
static void zones_fit(const struct look *l, const struct wanted *w, const char *path, const char *ids)
{
    static const char *const closed[] = {"us-east-1", "us-west-1", "ca-central-1"};
    const struct value *all = attr(l, w, path);
    bool asks = false;
    for (size_t i = 0; i < COUNT(closed); i++)
        asks = asks || str_eq(w->region, closed[i]);
    for (size_t i = 0; asks && is_new(l, w) && i < value_len(all); i++) {
        const struct wanted *subnet = referred(l, value_item(all, i));
        const struct value *zone = subnet ? zone_of(l, subnet) : NULL;
        const char *id = value_get_str(zone, "ZoneId");
        if (subnet && *id && has_word(ids, id))
            fault(l, w, value_item(all, i), NULL, "%s: %s lies in %s, which is %s for this account", w->address,
                  subnet->address, value_get_str(zone, "ZoneName"), id);
    }
}

/* "us-east-1-bos-1a", "us-east-1-wl1-bos-wlz-1": a zone proper has a letter behind its region. */
static void no_local_zone(const struct look *l, const struct wanted *w, const char *path)
{
    const struct value *all = attr(l, w, path);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct wanted *subnet = referred(l, value_item(all, i));
        const struct value *zone = subnet ? attr(l, subnet, "AvailabilityZone") : NULL;
        if (subnet && value_kind(zone) == V_STR && str_starts(value_str_of(zone), w->region) &&
            strlen(value_str_of(zone)) > strlen(w->region) + 1)
            fault(l, subnet, zone, NULL, "%s: %s lies in the local zone %s", w->address, subnet->address,
                  value_str_of(zone));
    }
}

static void eks_zones_fit(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::EKS::Cluster", NULL); (w = next_of(&e));)
        zones_fit(l, w, "subnetIds", "use1-az3 usw1-az2 cac1-az3");
}

static void eks_no_local_zone(const struct look *l, const struct wanted *w)
{
    no_local_zone(l, w, "subnetIds");
}

static void msk_zones_fit(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::MSK::Cluster", NULL); (w = next_of(&e));)
        zones_fit(l, w, "ClientSubnets", "use1-az3");
}

/* ---- node types -------------------------------------------------------------------------------------------------- */

static void nodes_offered(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::ElastiCache::ReplicationGroup", NULL); (w = next_of(&e));) {
        const struct value *type = value_get(cache_leader(l, w)->attrs, "CacheNodeType");
        const struct value *told = value_kind(type) == V_STR && is_new(l, w)
                                       ? ask(l, "elasticache:DescribeReservedCacheNodesOfferings", w->alias, w->region,
                                             texts(l, "CacheNodeType", value_str_of(type), NULL))
                                       : NULL;
        if (told && !value_len(value_get(told, "ReservedCacheNodesOfferings")))
            fault(l, w, type, NULL, "%s has no offer of %s", w->region, shown(l, type));
    }
}

/* ---- faults ------------------------------------------------------------------------------------------------------ */

static void faults_offered(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::FIS::ExperimentTemplate", NULL); (w = next_of(&e));) {
        const struct value *told = is_new(l, w) ? ask(l, "fis:ListActions", w->alias, w->region, texts(l, NULL)) : NULL;
        const struct value *all = values_at(l, w->attrs, "actions.*.actionId");
        for (size_t i = 0; told && i < value_len(all); i++)
            if (value_kind(value_item(all, i)) == V_STR &&
                !item_with(value_get(told, "actions"), "id", value_str_of(value_item(all, i))))
                fault(l, w, value_item(all, i), NULL, "%s has no %s", w->region, value_str_of(value_item(all, i)));
    }
}

/* ---- add-ons ----------------------------------------------------------------------------------------------------- */

/* Its versions for the cluster's Kubernetes; NULL: nobody says. */
static const struct value *versions_of(const struct look *l, const struct wanted *addon)
{
    const struct wanted *cluster = the_one(l, "AWS::EKS::Cluster", "name", attr(l, addon, "clusterName"), addon->alias);
    const char *version = cluster ? told(l, cluster, "version") : "", *name = told(l, addon, "addonName");
    if (!*version || !*name)
        return NULL;
    const struct value *answer = ask(l, "eks:DescribeAddonVersions", addon->alias, addon->region,
                                     texts(l, "addonName", name, "kubernetesVersion", version, NULL));
    return answer ? value_path(l->c->arena, answer, "addons[0].addonVersions") : NULL;
}

static void addons_offered(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::EKS::Addon", NULL); (w = next_of(&e));) {
        const struct value *version = attr(l, w, "addonVersion");
        const struct value *all = value_kind(version) == V_STR ? versions_of(l, w) : NULL;
        if (value_len(all) && !item_with(all, "addonVersion", value_str_of(version)))
            fault(l, w, version, NULL, "%s of %s is not for the cluster's version of Kubernetes", shown(l, version),
                  told(l, w, "addonName"));
    }
}

static bool is_default(const struct value *version)
{
    const struct value *all = value_get(version, "compatibilities");
    for (size_t i = 0; i < value_len(all); i++)
        if (is_on(value_item(all, i), "defaultVersion"))
            return true;
    return false;
}

static const char *version_of(const struct look *l, const struct wanted *addon)
{
    const char *said = told(l, addon, "addonVersion");
    const struct value *all = *said ? NULL : versions_of(l, addon);
    for (size_t i = 0; i < value_len(all); i++)
        if (is_default(value_item(all, i)))
            return value_get_str(value_item(all, i), "addonVersion");
    return said;
}

/* ---- settings by a JSON Schema ----------------------------------------------------------------------------------- */

enum { SCHEMA_BYTES = 1 << 20 };

struct schema {
    const struct look *l;
    const struct wanted *addon;
    const struct value *root;
    size_t bytes;
};

/* "#/definitions/Coredns" */
static const struct value *defined(const struct schema *s, const struct value *schema)
{
    const char *at = value_get_str(schema, "$ref");
    if (!str_starts(at, "#/"))
        return schema;
    const struct value *v = s->root;
    for (at += 2; *at; at += strcspn(at, "/"), at += *at == '/')
        v = value_get(v, arena_strndup(s->l->c->arena, at, strcspn(at, "/")));
    return v;
}

static bool is_a(const struct value *v, const char *type)
{
    static const struct {
        const char *type;
        enum value_kind kind;
    } kinds[] = {{"object", V_MAP}, {"array", V_LIST}, {"string", V_STR},   {"integer", V_INT},
                 {"number", V_DEC}, {"number", V_INT}, {"boolean", V_BOOL}, {"null", V_NULL}};
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_eq(kinds[i].type, type) && kinds[i].kind == value_kind(v))
            return true;
    return false;
}

static bool is_one_of_types(const struct value *v, const struct value *types)
{
    bool any = !types || is_a(v, value_str_of(types));
    for (size_t i = 0; i < value_len(types); i++)
        any = any || is_a(v, value_str_of(value_item(types, i)));
    return any;
}

static bool is_one_of(const struct value *v, const struct value *words)
{
    for (size_t i = 0; i < value_len(words); i++)
        if (value_equal(v, value_item(words, i)))
            return true;
    return !words;
}

static void wrong(const struct schema *s, const struct value *v, const char *path, const char *what)
{
    fault(s->l, s->addon, v, NULL, "%s: %s %s", s->addon->address, path, what);
}

static void check_members(const struct schema *s, const struct value *schema, const struct value *v, const char *path);

static void check_setting(const struct schema *s, const struct value *schema, const struct value *v, const char *path)
{
    schema = defined(s, schema);
    if (value_kind(schema) != V_MAP || value_has_unknown(v))
        return;
    if (!is_one_of_types(v, value_get(schema, "type")))
        wrong(s, v, path,
              arena_printf(s->l->c->arena, "is of another kind than %s takes", told(s->l, s->addon, "addonName")));
    else if (!is_one_of(v, value_get(schema, "enum")))
        wrong(s, v, path,
              arena_printf(s->l->c->arena, "is none of the words that %s takes", told(s->l, s->addon, "addonName")));
    else
        check_members(s, schema, v, path);
}

static void check_members(const struct schema *s, const struct value *schema, const struct value *v, const char *path)
{
    struct arena *a = s->l->c->arena;
    const struct value *known = value_get(schema, "properties"), *more = value_get(schema, "additionalProperties");
    const struct value *needed = value_get(schema, "required");
    bool map = value_kind(v) == V_MAP, closed = value_kind(more) == V_BOOL && !value_bool_of(more);
    for (size_t i = 0; map && i < value_len(v); i++) {
        const char *name = value_key(v, i), *below = arena_printf(a, "%s.%s", path, name);
        const struct value *of = value_get(known, name);
        if (!of && closed)
            wrong(s, value_item(v, i), below,
                  arena_printf(a, "is no setting of %s", told(s->l, s->addon, "addonName")));
        else
            check_setting(s, of ? of : more, value_item(v, i), below);
    }
    for (size_t i = 0; map && i < value_len(needed); i++)
        if (!value_get(v, value_str_of(value_item(needed, i))))
            wrong(s, v, path, arena_printf(a, "lacks %s", value_str_of(value_item(needed, i))));
    for (size_t i = 0; value_kind(v) == V_LIST && i < value_len(v); i++)
        check_setting(s, value_get(schema, "items"), value_item(v, i), arena_printf(a, "%s[%zu]", path, i));
}

static void check_settings(const struct look *l, const struct wanted *addon, const struct value *settings)
{
    const char *version = version_of(l, addon), *name = told(l, addon, "addonName");
    const struct value *told = *version ? ask(l, "eks:DescribeAddonConfiguration", addon->alias, addon->region,
                                              texts(l, "addonName", name, "addonVersion", version, NULL))
                                        : NULL;
    const char *text = value_get_str(told, "configurationSchema");
    struct schema s = {.l = l, .addon = addon};
    if (*text && strlen(text) <= SCHEMA_BYTES)
        err_free(json_parse(l->c->arena, text, strlen(text), JSON_PLAIN, &s.root));
    if (s.root)
        check_setting(&s, s.root, settings, "configuration");
}

static void settings_fit(const struct look *l)
{
    const struct wanted *w;
    for (struct each e = each_of(l, "AWS::EKS::Addon", NULL); (w = next_of(&e));)
        if (value_len(attr(l, w, "configurationValues")))
            check_settings(l, w, attr(l, w, "configurationValues"));
}

/* clang-format off */
const struct rule offer_rules[] = {
    {"EKS-03",  SEV_ERROR, "a control plane in a zone that EKS does not serve", "CreateCluster answers UnsupportedAvailabilityZoneException", "name others under network.zone_names", "EKS user guide, subnet requirements", .dated = true,
     .type = "AWS::EKS::Cluster", .wanted = eks_no_local_zone, .reads = "ec2:DescribeAvailabilityZones", .online = eks_zones_fit},
    {"MSK-04",  SEV_ERROR, "brokers in a zone that MSK does not serve", "CreateCluster answers BadRequestException", "name others under network.zone_names", "MSK API, BrokerNodeGroupInfo", .dated = true,
     .reads = "ec2:DescribeAvailabilityZones", .online = msk_zones_fit},
    {"EC-951",  SEV_WARNING, "a node type that ElastiCache does not offer in a region", "CreateReplicationGroup answers InvalidParameterValue", "take a type that both regions have",
     "ElastiCache API, DescribeReservedCacheNodesOfferings", .reads = "elasticache:DescribeReservedCacheNodesOfferings", .online = nodes_offered},
    {"EAD-01",  SEV_ERROR, "an add-on's version that is not for the cluster's", "CreateAddon and UpdateAddon answer InvalidParameterException", "leave it out, or take one that `aws eks describe-addon-versions` lists",
     "EKS API, DescribeAddonVersions", .reads = "eks:DescribeAddonVersions", .online = addons_offered},
    {"EAD-04",  SEV_ERROR, "settings that an add-on does not take", "CreateAddon and UpdateAddon answer InvalidParameterException", "see `aws eks describe-addon-configuration`",
     "EKS API, DescribeAddonConfiguration", .reads = "eks:DescribeAddonVersions eks:DescribeAddonConfiguration", .online = settings_fit},
    {"FIS-14",  SEV_WARNING, "a fault that FIS does not inject in a region", "CreateExperimentTemplate refuses it", "leave it out there: drills has a list of its own for each region", "FIS API, ListActions",
     .reads = "fis:ListActions", .online = faults_offered},
    {0}};
/* clang-format on */

#include "aws/sandbox/elasticache.h"

#include <string.h>

/* Engines and node types. Source: "Supported node types", "Supported engines and versions" and "Prerequisites and
 * limitations" of global datastores in the ElastiCache user guide. */

/* clang-format off */
static const struct cache_engine engines[] = { /* oldest first */
    {"redis",  "5.0.6", "5.0.6", "redis5.0", true},
    {"redis",  "6.0",   "6.0.5", "redis6.x", true},
    {"redis",  "6.2",   "6.2.6", "redis6.x", true},
    {"redis",  "7.0",   "7.0.7", "redis7",   true},
    {"redis",  "7.1",   "7.1.0", "redis7",   true},
    {"valkey", "7.2",   "7.2.6", "valkey7",  true},
    {"valkey", "8.0",   "8.0.1", "valkey8",  true},
    {"valkey", "8.1",   "8.1.0", "valkey8",  true},
    {"valkey", "8.2",   "8.2.0", "valkey8",  true},
};

/* small: sizes below large; global: what a global datastore takes, from large on */
static const struct node_family {
    const char *name;
    bool global;
    const char *sizes;
} node_families[] = {
    {"t2",   false, "micro small medium"},
    {"t3",   false, "micro small medium"},
    {"t4g",  false, "micro small medium"},
    {"m4",   false, "large xlarge 2xlarge 4xlarge 10xlarge"},
    {"m5",   true,  "large xlarge 2xlarge 4xlarge 12xlarge 24xlarge"},
    {"m6g",  true,  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"},
    {"m7g",  true,  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"},
    {"m8g",  true,  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"},
    {"r4",   false, "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge"},
    {"r5",   true,  "large xlarge 2xlarge 4xlarge 12xlarge 24xlarge"},
    {"r6g",  true,  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"},
    {"r6gd", true,  "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"},
    {"r7g",  true,  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"},
    {"r8g",  true,  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"},
    {"c7gn", true,  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"},
    {"c8gn", true,  "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"},
};
/* clang-format on */

const struct cache_engine *cache_engine(struct call *c, const char *name, const char *version)
{
    const struct cache_engine *found = NULL;
    bool known = str_eq_nocase(name, "redis") || str_eq_nocase(name, "valkey");
    for (size_t i = 0; i < COUNT(engines); i++)
        if (str_eq_nocase(engines[i].name, name) &&
            (!*version || str_eq(engines[i].version, version) || str_eq(engines[i].full, version)))
            found = &engines[i];
    if (!known)
        refuse(c, "InvalidParameterValue", "Invalid cache engine: %.40s", name);
    else if (!found)
        refuse(c, "InvalidParameterValue",
               "Specific version selection is not allowed for '%.40s', please use one of the "
               "versions that %s has",
               version, name);
    return found;
}

static const struct node_family *family_of(const char *type)
{
    if (!str_starts(type, "cache."))
        return NULL;
    const char *name = type + strlen("cache."), *dot = strchr(name, '.');
    for (size_t i = 0; dot && i < COUNT(node_families); i++)
        if (strlen(node_families[i].name) == (size_t)(dot - name) &&
            strncmp(node_families[i].name, name, (size_t)(dot - name)) == 0 &&
            has_word(node_families[i].sizes, dot + 1))
            return &node_families[i];
    return NULL;
}

bool cache_node_offered(struct call *c, const char *type)
{
    return family_of(type) || refuse(c, "InvalidParameterValue", "The cache node type %.60s is not valid", type);
}

bool cache_node_global(const char *type)
{
    const struct node_family *f = family_of(type);
    return f && f->global;
}

bool cache_versions_show(struct call *c)
{
    struct value *list = value_list(c->a);
    const char *name = in_str(c, "Engine"), *version = in_str(c, "EngineVersion"),
               *family = in_str(c, "CacheParameterGroupFamily");
    for (size_t i = 0; i < COUNT(engines); i++) {
        const struct cache_engine *e = &engines[i];
        if ((*name && !str_eq_nocase(name, e->name)) || (*family && !str_eq(family, e->family)) ||
            (*version && !str_eq(version, e->version) && !str_eq(version, e->full)))
            continue;
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "Engine", e->name);
        value_set_str(c->a, one, "EngineVersion", e->version);
        value_set_str(c->a, one, "CacheParameterGroupFamily", e->family);
        value_push(c->a, list, one);
    }
    value_set(c->a, c->out, "CacheEngineVersions", list);
    return true;
}

/* An offer a type that is asked for; all types are in all regions. */
bool cache_offerings_show(struct call *c)
{
    struct value *list = value_list(c->a), *one = value_map(c->a);
    const char *type = in_str(c, "CacheNodeType");
    if (!*type)
        return refuse(c, "InvalidParameterValue", "The sandbox lists the offers of a node type");
    value_set_str(c->a, one, "ReservedCacheNodesOfferingId", "438012d3-4052-4cc7-b2e3-8d3372e0e706");
    value_set_str(c->a, one, "CacheNodeType", type);
    value_set(c->a, one, "Duration", value_int(c->a, 31536000));
    value_set_str(c->a, one, "ProductDescription", "redis");
    value_set_str(c->a, one, "OfferingType", "No Upfront");
    if (family_of(type))
        value_push(c->a, list, one);
    value_set(c->a, c->out, "ReservedCacheNodesOfferings", list);
    return true;
}

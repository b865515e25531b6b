#include "provisioner/route/endpoints.h"

#include "provisioner/model/wanted.h"

#include <string.h>

/* ---- from a state ------------------------------------------------------------------------------------------------ */

/* clang-format off */
static const struct {
    const char *type, *attr, *role;
    const char *protocol; /* NULL: it depends on the engine, or on TLS */
    int64_t port;         /* where the object tells none; -1: each host in the attribute has its own */
} rows[] = {
    {"AWS::RDS::GlobalCluster",                   "Endpoint",                       "write", NULL,     5432},
    {"AWS::RDS::DBCluster",                       "Endpoint",                       "write", NULL,     5432},
    {"AWS::RDS::DBCluster",                       "ReaderEndpoint",                 "read",  NULL,     5432},
    {"AWS::ElastiCache::ReplicationGroup",        "PrimaryEndpoint",                "write", NULL,     6379},
    {"AWS::ElastiCache::ReplicationGroup",        "ReaderEndpoint",                 "read",  NULL,     6379},
    {"AWS::ElastiCache::ReplicationGroup",        "ConfigurationEndpoint",          "write", NULL,     6379},
    {"AWS::ElastiCache::ReplicationGroup",        "ConfigurationEndpoint",          "read",  NULL,     6379},
    {"AWS::MSK::Cluster",                         "BootstrapBrokerStringSaslIam",   "any",   "kafkas", -1},
    {"AWS::MSK::Cluster",                         "BootstrapBrokerStringSaslScram", "any",   "kafkas", -1},
    {"AWS::MSK::Cluster",                         "BootstrapBrokerStringTls",       "any",   "kafkas", -1},
    {"AWS::MSK::Cluster",                         "BootstrapBrokerString",          "any",   "kafka",  -1},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", "DNSName",                        "any",   NULL,     443},
};

/* Who writes: among the members of a group, the one that says so. */
static const struct {
    const char *type, *members, *is, *yes, *region;
} groups[] = {
    {"AWS::RDS::GlobalCluster",                  "GlobalClusterMembers", "IsWriter", "true",    "DBClusterArn"},
    {"AWS::ElastiCache::GlobalReplicationGroup", "Members",              "Role",     "PRIMARY", "ReplicationGroupRegion"},
};
/* clang-format on */

static const struct value *told(const struct entry *e, const char *attr)
{
    const struct value *v = value_get(e->outputs, attr);
    return v ? v : value_get(e->inputs, attr);
}

static const struct entry *with(const struct state *s, const char *type, const char *attr, const char *is)
{
    for (size_t i = 0; i < state_count(s); i++) {
        const struct entry *e = state_entry(s, i);
        if (str_eq(e->type, type) && str_eq(value_str_of(told(e, attr)), is))
            return e;
    }
    return NULL;
}

/* A load balancer is asked where it does not send people on to elsewhere, and where it answers at all: UDP may be
 * silent. */
static const char *front_protocol(const struct state *s, const struct entry *e, int64_t *port)
{
    static const char listener[] = "AWS::ElasticLoadBalancingV2::Listener";
    const char *best = NULL;
    for (size_t i = 0; i < state_count(s); i++) {
        const struct entry *l = state_entry(s, i);
        const char *speaks = value_str_of(told(l, "Protocol"));
        if (!str_eq(l->type, listener) || !str_eq(value_str_of(told(l, "LoadBalancerArn")), e->id) ||
            str_eq(best, "https") || str_eq(speaks, "UDP"))
            continue;
        best = str_eq(speaks, "HTTPS")  ? "https"
               : str_eq(speaks, "HTTP") ? "http"
               : str_eq(speaks, "TLS")  ? "tls"
                                        : "tcp";
        *port = value_int_of(told(l, "Port"));
    }
    return best;
}

static const char *protocol_of(const struct state *s, const struct entry *e, int64_t *port)
{
    if (str_starts(e->type, "AWS::ElasticLoadBalancingV2::"))
        return front_protocol(s, e, port);
    if (str_starts(e->type, "AWS::ElastiCache::"))
        return value_bool_of(told(e, "TransitEncryptionEnabled")) ? "rediss" : "redis";
    return str_eq(value_str_of(told(e, "Engine")), "aurora-mysql") ? "mysql" : "postgres";
}

/* A global cluster tells no port: its members do. */
static int64_t port_of(const struct state *s, const struct entry *e, int64_t otherwise)
{
    const struct value *port = told(e, "Port");
    const struct entry *member = with(s, "AWS::RDS::DBCluster", "GlobalClusterIdentifier", e->id);
    if (value_int_of(port) > 0)
        return value_int_of(port);
    port = str_eq(e->type, "AWS::RDS::GlobalCluster") && member ? told(member, "Port") : NULL;
    return value_int_of(port) > 0 ? value_int_of(port) : otherwise;
}

/* Of many brokers the first will do: each of them names all. */
static const struct value *hosts_of(struct arena *a, const char *text, int64_t port)
{
    struct value *hosts = value_list(a);
    while (*text && value_len(hosts) < MOST_PLACES) {
        size_t n = strcspn(text, ",");
        if (n && port < 0)
            value_push(a, hosts, value_strn(a, text, n));
        else if (n)
            value_push(a, hosts, value_fmt(a, "%.*s:%lld", (int)n, text, (long long)port));
        text += n + (text[n] == ',');
    }
    return hosts;
}

static const struct value *one_of(const struct value *list, const char *service, const char *role, const char *alias)
{
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *e = value_item(list, i);
        if (str_eq(value_get_str(e, "service"), service) && (!role || str_eq(value_get_str(e, "role"), role)) &&
            str_eq(value_get_str(e, "alias"), alias))
            return e;
    }
    return NULL;
}

/* "aurora"; where a system has several of a kind in a region, with the last part of the address. */
static const char *service_of(struct arena *a, const struct value *list, const struct entry *e, const char *role)
{
    const char *system = address_system(a, e->address), *last = strrchr(e->address, '/');
    if (!one_of(list, system, role, address_alias(a, e->address)))
        return system;
    return arena_printf(a, "%s-%s", system, last ? last + 1 : "");
}

/* Of MSK's strings the first that is there: all name the same brokers. */
static bool is_said_already(const struct entry *e, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (str_eq(rows[i].type, e->type) && str_eq(rows[i].role, rows[row].role) &&
            *value_str_of(told(e, rows[i].attr)))
            return true;
    return false;
}

static void add(struct arena *a, const struct state *s, const struct entry *e, size_t row, struct value *list)
{
    const char *text = value_str_of(told(e, rows[row].attr)), *alias = address_alias(a, e->address);
    int64_t port = rows[row].port < 0 ? -1 : port_of(s, e, rows[row].port);
    const char *protocol = rows[row].protocol ? rows[row].protocol : protocol_of(s, e, &port);
    if (!*text || !protocol || is_said_already(e, row))
        return;
    struct value *v = value_map(a);
    value_set_str(a, v, "service", service_of(a, list, e, rows[row].role));
    value_set_str(a, v, "role", rows[row].role);
    value_set_str(a, v, "alias", alias);
    value_set_str(a, v, "region", str_eq(alias, "global") ? "" : e->region);
    value_set_str(a, v, "protocol", protocol);
    value_set(a, v, "hosts", hosts_of(a, text, port));
    value_push(a, list, v);
}

static const char *alias_of_region(const struct state *s, const char *region)
{
    for (size_t i = 0; i < state_count(s); i++)
        if (str_eq(state_entry(s, i)->region, region))
            return state_entry(s, i)->alias;
    return NULL;
}

/* "arn:aws:rds:REGION:..." */
static const char *region_of_arn(struct arena *a, const char *arn)
{
    for (int i = 0; i < 3 && arn; i++) {
        arn = strchr(arn, ':');
        arn = arn ? arn + 1 : NULL;
    }
    return arn ? arena_strndup(a, arn, strcspn(arn, ":")) : "";
}

static void add_writer(struct arena *a, const struct state *s, const struct entry *e, struct value *writers)
{
    for (size_t i = 0; i < COUNT(groups); i++) {
        const struct value *members = str_eq(groups[i].type, e->type) ? told(e, groups[i].members) : NULL;
        for (size_t k = 0; k < value_len(members); k++) {
            const struct value *m = value_item(members, k);
            const char *region = value_get_str(m, groups[i].region);
            if (!str_eq(value_text(a, value_get(m, groups[i].is)), groups[i].yes))
                continue;
            region = str_starts(region, "arn:") ? region_of_arn(a, region) : region;
            const char *alias = alias_of_region(s, region);
            struct value *v = value_map(a);
            value_set_str(a, v, "service", address_system(a, e->address));
            value_set_str(a, v, "alias", alias);
            value_push(a, writers, alias ? v : NULL);
        }
    }
}

const struct value *endpoints_of(struct arena *a, const struct state *s)
{
    struct value *doc = value_map(a), *list = value_list(a), *writers = value_list(a);
    for (size_t i = 0; i < state_count(s); i++) {
        const struct entry *e = state_entry(s, i);
        for (size_t row = 0; row < COUNT(rows); row++)
            if (str_eq(rows[row].type, e->type))
                add(a, s, e, row, list);
        add_writer(a, s, e, writers);
    }
    value_set_str(a, doc, "endpoints_version", "1");
    value_set_str(a, doc, "project", state_head(s)->project);
    value_set_str(a, doc, "environment", state_head(s)->environment);
    value_set(a, doc, "writers", writers);
    value_set(a, doc, "endpoints", list);
    return doc;
}

/* ---- from a document --------------------------------------------------------------------------------------------- */

static bool is_word(const char *text)
{
    return *text && strlen(text) <= 128 &&
           !text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")];
}

/* "name:5432", "192.0.2.1:5432", "[2001:db8::1]:5432" */
static struct err *read_place(struct arena *a, const char *text, struct place *ret)
{
    const char *colon = strrchr(text, ':');
    int64_t port = 0;
    bool bracketed = *text == '[' && colon && colon > text && colon[-1] == ']';
    const char *host = colon ? arena_strndup(a, text + bracketed, (size_t)(colon - text) - 2 * (size_t)bracketed) : "";
    bool fine = bracketed ? *host && !host[strspn(host, "0123456789abcdefABCDEF:.")] : is_word(host);
    if (!colon || !fine || !parse_int(colon + 1, &port) || port < 1 || port > 65535)
        return err_new(ERR_INPUT, "\"%s\" is no NAME:PORT", text);
    *ret = (struct place){host, (uint16_t)port};
    return NULL;
}

static struct err *read_places(struct arena *a, const struct value *hosts, struct target *e)
{
    if (!value_len(hosts) || value_len(hosts) > MOST_PLACES)
        return err_new(ERR_INPUT, "hosts: want 1 to %d of NAME:PORT", MOST_PLACES);
    e->n = value_len(hosts);
    e->places = arena_alloc(a, e->n * sizeof *e->places);
    for (size_t i = 0; i < e->n; i++)
        TRY(read_place(a, value_str_of(value_item(hosts, i)), &e->places[i]));
    return NULL;
}

static struct err *read_endpoint(struct arena *a, const struct value *v, struct target *e)
{
    *e = (struct target){.service = value_get_str(v, "service"),
                         .role = value_get_str(v, "role"),
                         .alias = value_get_str(v, "alias"),
                         .region = value_get_str(v, "region"),
                         .protocol = greeting_named(value_get_str(v, "protocol"))};
    const char *path = value_get_str(v, "path");
    e->path = *path ? path : NULL;
    if (!is_word(e->service) || !is_word(e->alias) || (*e->region && !is_word(e->region)))
        return err_new(ERR_INPUT, "service, alias and region are words");
    if (!has_word("write read any", e->role))
        return err_new(ERR_INPUT, "role: want write, read or any");
    if (!e->protocol)
        return err_new(ERR_INPUT, "protocol: there is none called \"%s\"", value_get_str(v, "protocol"));
    if (e->path && (*path != '/' || strlen(path) > 512 || strpbrk(path, " \r\n\t")))
        return err_new(ERR_INPUT, "path: want one that begins with / and has no blanks");
    return read_places(a, value_get(v, "hosts"), e);
}

static struct err *check_writers(const struct value *writers)
{
    for (size_t i = 0; i < value_len(writers); i++) {
        const char *alias = value_get_str(value_item(writers, i), "alias");
        if (*alias && !is_word(alias))
            return err_new(ERR_INPUT, "writers[%zu]: alias is a word", i);
    }
    return NULL;
}

struct err *endpoints_read(struct arena *a, const struct value *doc, struct endpoints *ret)
{
    const struct value *list = value_get(doc, "endpoints");
    struct endpoints e = {.project = value_get_str(doc, "project"),
                          .environment = value_get_str(doc, "environment"),
                          .n = value_len(list),
                          .writers = value_get(doc, "writers")};
    if (!str_eq(value_get_str(doc, "endpoints_version"), "1"))
        return err_new(ERR_INPUT,
                       "want \"endpoints_version\": \"1\", as `provisioner route SPEC --format endpoints` writes");
    if (!is_word(e.project) || !is_word(e.environment))
        return err_new(ERR_INPUT, "project and environment are words");
    if (e.n > MOST_ENDPOINTS)
        return err_new(ERR_INPUT, "%zu endpoints are more than the %d that can be watched", e.n, MOST_ENDPOINTS);
    TRY(check_writers(e.writers));
    e.all = arena_alloc(a, (e.n + 1) * sizeof *e.all);
    for (size_t i = 0; i < e.n; i++) {
        TRY_CTX(read_endpoint(a, value_item(list, i), &e.all[i]), "endpoints[%zu]", i);
        e.n_places += e.all[i].n;
    }
    if (e.n_places > MOST_CHECKED)
        return err_new(ERR_INPUT, "%zu hosts are more than the %d that can be watched", e.n_places, MOST_CHECKED);
    *ret = e;
    return NULL;
}

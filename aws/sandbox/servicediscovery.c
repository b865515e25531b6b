#include "aws/sandbox/route53.h"

#include <string.h>

/*
 * Cloud Map: namespaces, services, and the operations that make, change and delete them. Instances are not played.
 * Source of rules: the AWS Cloud Map API reference.
 */

enum { PAGE_MOST = 100, TTL_DEFAULT = 15, NAME_MOST = 253, SERVICE_NAME_MOST = 127 };

static void service_view(struct call *c, const struct object *o, struct value *view);
static void namespace_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_namespace = {
    .name = "namespace", .service = "servicediscovery", .id = "Id", .mint = "ns-", .arn_member = "Arn",
    .arn = "arn:aws:servicediscovery:{region}:{account}:namespace/{id}", .unique = "Name Type", .status = "$State",
    .lives = (const struct life[]){
        {"make", GUESS, {{"CREATING", 50}, {"ACTIVE", 0}}},
        {"drop", GUESS, {{"DELETING", 30}, {NULL, 0}}}, {0}},
    .filled = (const struct filled[]){{"CreateDate", K_TIME, NULL}, {"$Owner", K_STR, "SELF"}, {0}},
    .renames = (const struct rename[]){{"Vpc", "$Vpc"}, {0}},
    .missing = {"NamespaceNotFound", "Failed to find namespace with ID: {id}"},
    .exists = {"NamespaceAlreadyExists", "Namespace with name {Name} already exists"},
    .blocked = {"ResourceInUse", "Namespace {id} has associated services"},
    .filters = (const struct filter[]){
        {"TYPE", "Type"}, {"NAME", "Name"}, {"HTTP_NAME", "Properties.HttpProperties.HttpName"}, {"RESOURCE_OWNER", "$Owner"}, {0}},
    .view = namespace_view,
};

const struct sandbox_kind kind_discovery_service = {
    .name = "discovery-service", .service = "servicediscovery", .id = "Id", .mint = "srv-", .arn_member = "Arn",
    .arn = "arn:aws:servicediscovery:{region}:{account}:service/{id}", .unique = "NamespaceId Name",
    .filled = (const struct filled[]){{"CreateDate", K_TIME, NULL}, {"InstanceCount", K_INT, "0"}, {"$Owner", K_STR, "SELF"}, {0}},
    .refs = (const struct ref[]){{"NamespaceId", &kind_namespace, REF_BLOCKS}, {0}},
    .missing = {"ServiceNotFound", "Failed to find service with ID: {id}"},
    .exists = {"ServiceAlreadyExists", "Service with name {Name} already exists in the namespace"},
    .filters = (const struct filter[]){{"NAMESPACE_ID", "NamespaceId"}, {"RESOURCE_OWNER", "$Owner"}, {0}},
    .view = service_view,
};

const struct sandbox_kind kind_discovery_operation = {
    .name = "discovery-operation", .service = "servicediscovery", .id = "Id", .hidden = true, .status = "Status",
    .lives = (const struct life[]){
        {"make",   GUESS, {{"SUBMITTED", 5}, {"PENDING", 45}, {"SUCCESS", 0}}},
        {"change", GUESS, {{"SUBMITTED", 5}, {"PENDING", 25}, {"SUCCESS", 0}}}, {0}},
    .filled = (const struct filled[]){{"CreateDate", K_TIME, NULL}, {"UpdateDate", K_TIME, NULL}, {"$Given", K_BOOL, "true"}, {0}},
    .missing = {"OperationNotFound", "Failed to find operation with ID: {id}"},
};
/* clang-format on */

/* ---- operations -------------------------------------------------------------------------------------------------- */

static void operate(struct call *c, struct object *o, const char *type, const char *life)
{
    struct value *v = value_map(c->a), *targets = value_map(c->a);
    value_set_str(c->a, targets, o->kind == &kind_namespace ? "NAMESPACE" : "SERVICE", o->id);
    value_set_str(c->a, v, "Id", mint_hex(c->w, c->a, 32));
    value_set_str(c->a, v, "Type", type);
    value_set(c->a, v, "Targets", targets);
    struct object *operation = make_along(c, &kind_discovery_operation, c->region, v);
    if (life)
        object_live(c->w, operation, life);
    object_set_str(c->w, o, "$Operation", operation->id);
    out_str(c, "OperationId", operation->id);
}

static bool is_idle(struct call *c, const struct object *o)
{
    const struct object *last = object_find(c->w, &kind_discovery_operation, c->region, object_str(o, "$Operation"));
    return !last || str_eq(object_status(last), "SUCCESS") ||
           refuse(c, "DuplicateRequest", "The operation %s is in progress", last->id);
}

/* ---- namespaces -------------------------------------------------------------------------------------------------- */

static bool is_private(const struct object *o)
{
    return str_eq(object_str(o, "Type"), "DNS_PRIVATE");
}

static void namespace_view(struct call *c, const struct object *o, struct value *view)
{
    int64_t n = 0;
    for (struct edge *e = first_from(o, &kind_discovery_service); e; e = next_from(e, &kind_discovery_service))
        n++;
    value_set(c->a, view, "ServiceCount", value_int(c->a, n));
}

static bool namespace_told(struct call *c, const struct object *o)
{
    (void)c;
    return !str_eq(object_status(o), "CREATING");
}

static bool namespace_shown(struct call *c)
{
    return namespace_told(c, c->object) || refuse_missing(c, c->kind, c->object->id);
}

static void properties(struct call *c, const char *zone, int64_t ttl)
{
    struct value *all = value_map(c->a), *http = value_map(c->a), *dns = value_map(c->a), *soa = value_map(c->a);
    value_set_str(c->a, http, "HttpName", in_str(c, "Name"));
    value_set(c->a, all, "HttpProperties", http);
    if (zone) {
        value_set(c->a, soa, "TTL", value_int(c->a, ttl));
        value_set_str(c->a, dns, "HostedZoneId", zone);
        value_set(c->a, dns, "SOA", soa);
        value_set(c->a, all, "DnsProperties", dns);
    }
    value_set(c->a, c->draft, "Properties", all);
}

static bool http_draft(struct call *c)
{
    if (!*in_str(c, "Name") || strlen(in_str(c, "Name")) > NAME_MOST)
        return refuse(c, "InvalidInput", "Namespace name must have 1 to %d characters", NAME_MOST);
    draft_str(c, "Type", "HTTP");
    properties(c, NULL, 0);
    return true;
}

static bool private_draft(struct call *c)
{
    const struct value *ttl = value_path(c->a, c->in, "Properties.DnsProperties.SOA.TTL");
    const char *name = dns_name(c->a, in_str(c, "Name")), *zone;
    if (!name || strlen(in_str(c, "Name")) > NAME_MOST)
        return refuse(c, "InvalidInput", "Namespace name %.80s is not a valid domain name", in_str(c, "Name"));
    if (!object_find(c->w, &kind_vpc, c->region, in_str(c, "Vpc")))
        return refuse(c, "InvalidInput", "Unable to find VPC with ID: %.60s", in_str(c, "Vpc"));
    draft_str(c, "Type", "DNS_PRIVATE");
    if (object_by_unique(c->w, c->kind, c->region, c->draft))
        return true; /* refused as such */
    if (!zone_for_namespace(c, name, in_str(c, "Vpc"), &zone))
        return false;
    properties(c, zone, ttl ? value_int_of(ttl) : TTL_DEFAULT);
    return true;
}

static bool namespace_made(struct call *c)
{
    operate(c, c->object, "CREATE_NAMESPACE", NULL);
    return true;
}

static bool namespace_change(struct call *c)
{
    const struct value *change = value_get(c->in, "Namespace");
    const struct value *told = value_get(change, "Description"), *properties = value_get(change, "Properties");
    if (!namespace_shown(c) || !is_idle(c, c->object))
        return false;
    if (is_private(c->object) != str_eq(c->op->name, "UpdatePrivateDnsNamespace"))
        return refuse(c, "InvalidInput", "The namespace %s is of another type", c->object->id);
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "Description", told);
    if (properties)
        value_set(c->a, c->draft, "Properties", value_overlay(c->a, value_get(c->object->v, "Properties"), properties));
    operate(c, c->object, "UPDATE_NAMESPACE", "change");
    return true;
}

static bool namespace_may_go(struct call *c)
{
    if (!namespace_shown(c) || !is_idle(c, c->object) || !may_drop(c, c->object))
        return false;
    zone_of_namespace_gone(c,
                           value_get_str(value_path(c->a, c->object->v, "Properties.DnsProperties"), "HostedZoneId"));
    operate(c, c->object, "DELETE_NAMESPACE", "change");
    return true;
}

/* ---- services ---------------------------------------------------------------------------------------------------- */

static void service_view(struct call *c, const struct object *o, struct value *view)
{
    if (!value_get(o->v, "DnsConfig"))
        return;
    struct value *dns = value_edit(c->a, value_get(o->v, "DnsConfig"));
    value_set(c->a, dns, "NamespaceId", value_get(o->v, "NamespaceId"));
    value_set(c->a, view, "DnsConfig", dns);
}

static bool records_fit(struct call *c, const struct value *dns)
{
    const struct value *records = value_get(dns, "DnsRecords");
    bool weighted = str_eq(value_get_str(dns, "RoutingPolicy"), "WEIGHTED"), cname = false;
    for (size_t i = 0; i < value_len(records); i++) {
        int64_t ttl = value_int_of(value_get(value_item(records, i), "TTL"));
        cname |= str_eq(value_get_str(value_item(records, i), "Type"), "CNAME");
        if (ttl < 0 || ttl > 2147483647)
            return refuse(c, "InvalidInput", "TTL must be between 0 and 2147483647");
    }
    if (!value_len(records))
        return refuse(c, "InvalidInput", "DnsConfig needs records");
    return !cname || (weighted && value_len(records) == 1) ||
           refuse(c, "InvalidInput", "A CNAME record stands alone, and needs the WEIGHTED routing policy");
}

static bool dns_fits(struct call *c, const struct object *namespace)
{
    const struct value *asked = value_get(c->in, "DnsConfig");
    if (has(c, "HealthCheckConfig"))
        return refuse(c, "InvalidInput", "HealthCheckConfig is for services in public DNS namespaces only");
    if (!asked)
        return true;
    if (!is_private(namespace))
        return refuse(c, "InvalidInput", "DnsConfig is not for services in HTTP namespaces");
    struct value *dns = value_edit(c->a, asked);
    if (!value_get(dns, "RoutingPolicy"))
        value_set_str(c->a, dns, "RoutingPolicy", "MULTIVALUE");
    value_set(c->a, c->draft, "DnsConfig", dns);
    return records_fit(c, dns);
}

static bool service_draft(struct call *c)
{
    struct object *namespace;
    const char *name = in_str(c, "Name");
    if (!*name || strlen(name) > SERVICE_NAME_MOST)
        return refuse(c, "InvalidInput", "Service name must have 1 to %d characters", SERVICE_NAME_MOST);
    if (!need(c, &kind_namespace, c->region, in_str(c, "NamespaceId"), &namespace))
        return false;
    if (!str_eq(object_status(namespace), "ACTIVE"))
        return refuse_missing(c, &kind_namespace, namespace->id);
    if (!dns_fits(c, namespace))
        return false;
    draft_str(c, "NamespaceId", namespace->id);
    draft_str(c, "Type", !is_private(namespace) ? "HTTP" : has(c, "DnsConfig") ? "DNS_HTTP" : "HTTP");
    return true;
}

static bool same_types(const struct value *was, const struct value *then)
{
    bool same = value_len(was) == value_len(then);
    for (size_t i = 0; i < value_len(then) && same; i++)
        same = str_eq(value_get_str(value_item(was, i), "Type"), value_get_str(value_item(then, i), "Type"));
    return same;
}

/* What is left out of the configuration of DNS goes. */
static bool service_change(struct call *c)
{
    const struct value *change = value_get(c->in, "Service"), *then = value_get(change, "DnsConfig");
    const struct value *now = value_get(c->object->v, "DnsConfig");
    if (!is_idle(c, c->object))
        return false;
    if (then && !same_types(value_get(now, "DnsRecords"), value_get(then, "DnsRecords")))
        return refuse(c, "InvalidInput", "The types of records of a service can't be changed");
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "Description", value_get(change, "Description"));
    const struct value *dns = then ? value_overlay(c->a, now, then) : NULL;
    if (dns && !records_fit(c, dns))
        return false;
    if (dns)
        value_set(c->a, c->draft, "DnsConfig", dns);
    else
        object_unset(c->w, c->object, "DnsConfig");
    operate(c, c->object, "UPDATE_SERVICE", "change");
    return true;
}

/* ---- the service ------------------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sandbox_op ops[] = {
    {"CreatePrivateDnsNamespace", ACT_MAKE,   &kind_namespace, .rule = private_draft, .after = namespace_made},
    {"CreateHttpNamespace",       ACT_MAKE,   &kind_namespace, .rule = http_draft, .after = namespace_made},
    {"GetNamespace",              ACT_SHOW,   &kind_namespace, "Namespace", .rule = namespace_shown},
    {"ListNamespaces",            ACT_LIST,   &kind_namespace, "Namespaces", .keep = namespace_told},
    {"UpdatePrivateDnsNamespace", ACT_CHANGE, &kind_namespace, .rule = namespace_change},
    {"UpdateHttpNamespace",       ACT_CHANGE, &kind_namespace, .rule = namespace_change},
    {"DeleteNamespace",           ACT_DROP,   &kind_namespace, .rule = namespace_may_go},
    {"CreateService",             ACT_MAKE,   &kind_discovery_service, "Service", .rule = service_draft},
    {"GetService",                ACT_SHOW,   &kind_discovery_service, "Service"},
    {"ListServices",              ACT_LIST,   &kind_discovery_service, "Services"},
    {"UpdateService",             ACT_CHANGE, &kind_discovery_service, .rule = service_change},
    {"DeleteService",             ACT_DROP,   &kind_discovery_service},
    {"GetOperation",              ACT_SHOW,   &kind_discovery_operation, "Operation", "OperationId"},
    {"TagResource",               ACT_TAG,    .by = "ResourceARN"},
    {"UntagResource",             ACT_UNTAG,  .by = "ResourceARN"},
    {"ListTagsForResource",       ACT_TAGS,   .wrap = "Tags", .by = "ResourceARN"},
    {0},
};
/* clang-format on */

const struct sandbox_service sandbox_servicediscovery = {.id = "servicediscovery",
                                                         .ops = ops,
                                                         .invalid = "InvalidInput",
                                                         .tag_key = "Key",
                                                         .tag_value = "Value",
                                                         .page_min = 1,
                                                         .page_max = PAGE_MOST,
                                                         .page = PAGE_MOST};

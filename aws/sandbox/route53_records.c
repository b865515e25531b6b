#include "aws/sandbox/acm.h"
#include "aws/sandbox/elbv2.h"
#include "aws/sandbox/route53.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/*
 * Records. All records of one name and type are one object here, since that is what most rules speak of: one policy for
 * all of them, at most one primary, nothing beside a CNAME. A batch is tried on a copy, and taken as a whole or not at
 * all. Source of rules: the Route 53 API reference (ChangeResourceRecordSets, ListResourceRecordSets) and "Choosing a
 * routing policy", "Values that you specify" of the developer guide.
 */

enum { CHANGES_MOST = 1000, IDENTIFIER_MOST = 128, WEIGHT_MOST = 255, LISTED_MOST = 300, TTL_MOST = 2147483647 };

/* clang-format off */
const struct sandbox_kind kind_record_set = {
    .name = "record-set", .service = "route53", .id = "$Id", .global = true, .hidden = true,
    .refs = (const struct ref[]){{"$Zone", &kind_hosted_zone, REF_OWNED}, {"$Sets[].HealthCheckId", &kind_health_check, REF_LOOSE}, {0}},
};

static const char *const policies[] = {"Weight", "Region", "Failover", "GeoLocation", "MultiValueAnswer"};
/* clang-format on */

/* A batch at work: lists of records by "name type" as they will be. */
struct batch {
    struct call *c;
    const struct object *zone;
    const char *apex;
    struct value *work;
};

/* ---- objects ----------------------------------------------------------------------------------------------------- */

static const char *record_id(struct arena *a, const struct object *zone, const char *name_and_type)
{
    return arena_printf(a, "%s %s", zone->id, name_and_type);
}

static struct object *record_object(struct call *c, const struct object *zone, const char *name_and_type)
{
    return object_find(c->w, &kind_record_set, c->region, record_id(c->a, zone, name_and_type));
}

static struct object *record_make(struct call *c, const struct object *zone, const char *name_and_type,
                                  const struct value *sets)
{
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "$Id", record_id(c->a, zone, name_and_type));
    value_set_str(c->a, v, "$Zone", zone->id);
    value_set(c->a, v, "$Sets", sets);
    return make_along(c, &kind_record_set, c->region, v);
}

void record_along(struct call *c, const struct object *zone, const char *type, int64_t ttl, const struct value *values)
{
    const char *name = object_str(zone, "Name");
    struct value *set = value_map(c->a), *records = value_list(c->a), *sets = value_list(c->a);
    for (size_t i = 0; i < value_len(values); i++) {
        struct value *one = value_map(c->a);
        value_set(c->a, one, "Value", value_item(values, i));
        value_push(c->a, records, one);
    }
    value_set_str(c->a, set, "Name", name);
    value_set_str(c->a, set, "Type", type);
    value_set(c->a, set, "TTL", value_int(c->a, ttl));
    value_set(c->a, set, "ResourceRecords", records);
    value_push(c->a, sets, set);
    struct object *o = record_make(c, zone, arena_printf(c->a, "%s %s", name, type), sets);
    object_set(c->w, o, "$Given", value_bool(c->a, true));
}

bool zone_has_records(const struct object *zone)
{
    for (struct edge *e = first_from(zone, &kind_record_set); e; e = next_from(e, &kind_record_set))
        if (!object_bool(e->from, "$Given"))
            return true;
    return false;
}

int64_t zone_record_count(const struct object *zone)
{
    int64_t n = 0;
    for (struct edge *e = first_from(zone, &kind_record_set); e; e = next_from(e, &kind_record_set))
        n += (int64_t)value_len(value_get(e->from->v, "$Sets"));
    return n;
}

/* ---- refusing ---------------------------------------------------------------------------------------------------- */

static bool invalid(const struct batch *b, const struct value *set, const char *what)
{
    return refuse(b->c, "InvalidChangeBatch", "[RRSet with DNS name %s, type %s%s%s %s]", value_get_str(set, "Name"),
                  value_get_str(set, "Type"), value_get(set, "SetIdentifier") ? ", SetIdentifier " : "",
                  value_get_str(set, "SetIdentifier"), what);
}

static bool tried(const struct batch *b, const char *verb, const struct value *set, const char *but)
{
    return refuse(b->c, "InvalidChangeBatch", "[Tried to %s resource record set [name='%s', type='%s'%s%s%s] but %s]",
                  verb, value_get_str(set, "Name"), value_get_str(set, "Type"),
                  value_get(set, "SetIdentifier") ? ", set identifier='" : "", value_get_str(set, "SetIdentifier"),
                  value_get(set, "SetIdentifier") ? "'" : "", but);
}

/* ---- one record -------------------------------------------------------------------------------------------------- */

static size_t policy_of(const struct value *set)
{
    size_t at = COUNT(policies);
    for (size_t i = 0; i < COUNT(policies); i++)
        if (value_get(set, policies[i]))
            at = i;
    return at;
}

static bool policy_fits(const struct batch *b, const struct value *set)
{
    size_t n = 0;
    const char *identifier = value_get_str(set, "SetIdentifier");
    int64_t weight = value_int_of(value_get(set, "Weight"));
    for (size_t i = 0; i < COUNT(policies); i++)
        n += value_get(set, policies[i]) != NULL;
    if (n > 1)
        return invalid(b, set, "bears more than one routing policy");
    if (n && (!*identifier || strlen(identifier) > IDENTIFIER_MOST))
        return invalid(b, set, "needs a SetIdentifier of 1 to 128 characters");
    if (!n && *identifier)
        return invalid(b, set, "has a SetIdentifier and no routing policy");
    if (weight < 0 || weight > WEIGHT_MOST)
        return invalid(b, set, "has a weight out of 0 to 255");
    return true;
}

static bool cname_fits(const struct batch *b, const struct value *set)
{
    if (!str_eq(value_get_str(set, "Type"), "CNAME"))
        return true;
    if (str_eq(value_get_str(set, "Name"), b->apex))
        return refuse(b->c, "InvalidChangeBatch",
                      "[RRSet of type CNAME with DNS name %s is not permitted at apex in zone %s]",
                      value_get_str(set, "Name"), b->apex);
    return value_len(value_get(set, "ResourceRecords")) < 2 || invalid(b, set, "is a CNAME with more than one value");
}

static bool values_fit(const struct batch *b, const struct value *set)
{
    const struct value *ttl = value_get(set, "TTL"), *records = value_get(set, "ResourceRecords");
    if (!ttl || value_int_of(ttl) < 0 || value_int_of(ttl) > TTL_MOST)
        return invalid(b, set, "needs a TTL of 0 to 2147483647");
    if (!value_len(records))
        return invalid(b, set, "has no values");
    for (size_t i = 0; i < value_len(records); i++)
        if (str_eq(value_get_str(set, "Type"), "TXT") && *value_get_str(value_item(records, i), "Value") != '"')
            return refuse(
                b->c, "InvalidChangeBatch",
                "[Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in "
                "quotation marks) encountered with '%.60s'']",
                value_get_str(value_item(records, i), "Value"));
    return true;
}

/* Of what lies outside of this zone, load balancers are known here. */
static bool target_exists(const struct batch *b, const struct value *set, const struct value *alias, const char *name)
{
    const char *zone = value_get_str(alias, "HostedZoneId"), *type = value_get_str(set, "Type");
    const char *key = arena_printf(b->c->a, "%s %s", name, type);
    if (str_eq(zone, b->zone->id))
        return value_len(value_get(b->work, key)) || record_object(b->c, b->zone, key);
    return !load_balancer_host(name) || load_balancer_at(b->c, name, zone);
}

static bool alias_fits(const struct batch *b, const struct value *set, const struct value *alias)
{
    const char *name = dns_name(b->c->a, value_get_str(alias, "DNSName"));
    if (value_get(set, "TTL") || value_get(set, "ResourceRecords"))
        return invalid(b, set, "is an alias, and has a TTL or values of its own");
    if (value_get(set, "MultiValueAnswer"))
        return invalid(b, set, "is an alias, and answers with many values");
    if (!name || !target_exists(b, set, alias, name))
        return refuse(
            b->c, "InvalidChangeBatch",
            "[Tried to create an alias that targets %.255s, type %s in zone %.40s, but that target was not found]",
            value_get_str(alias, "DNSName"), value_get_str(set, "Type"), value_get_str(alias, "HostedZoneId"));
    return true;
}

static bool record_fits(const struct batch *b, const struct value *set)
{
    const struct value *alias = value_get(set, "AliasTarget");
    const char *check = value_get_str(set, "HealthCheckId");
    if (*check && !object_find(b->c->w, &kind_health_check, b->c->region, check))
        return refuse_missing(b->c, &kind_health_check, check);
    if (!policy_fits(b, set) || !cname_fits(b, set))
        return false;
    return alias ? alias_fits(b, set, alias) : values_fit(b, set);
}

/* Names as Route 53 keeps them; NULL: refused. */
static const struct value *plain_record(const struct batch *b, const struct value *asked)
{
    struct arena *a = b->c->a;
    struct value *set = value_edit(a, asked);
    const char *name = dns_name(a, value_get_str(asked, "Name"));
    bool within = name && (str_eq(name, b->apex) || str_ends(name, arena_printf(a, ".%s", b->apex)));
    if (!within) {
        refuse(b->c, "InvalidChangeBatch", "[RRSet with DNS name %.255s is not permitted in zone %s]",
               value_get_str(asked, "Name"), b->apex);
        return NULL;
    }
    value_set_str(a, set, "Name", name);
    if (value_get(asked, "AliasTarget")) {
        struct value *alias = value_edit(a, value_get(asked, "AliasTarget"));
        const char *target = dns_name(a, value_get_str(alias, "DNSName"));
        value_set_str(a, alias, "DNSName", target ? target : value_get_str(alias, "DNSName"));
        value_set(a, set, "AliasTarget", alias);
    }
    return set;
}

/* ---- one change -------------------------------------------------------------------------------------------------- */

static const char *key_of(const struct batch *b, const struct value *set)
{
    return arena_printf(b->c->a, "%s %s", value_get_str(set, "Name"), value_get_str(set, "Type"));
}

static const struct value *work_on(struct batch *b, const char *key)
{
    const struct value *list = value_get(b->work, key);
    if (list)
        return list;
    const struct object *o = record_object(b->c, b->zone, key);
    return o ? value_get(o->v, "$Sets") : value_list(b->c->a);
}

static const struct value *same_identity(const struct value *list, const struct value *set)
{
    for (size_t i = 0; i < value_len(list); i++)
        if (str_eq(value_get_str(value_item(list, i), "SetIdentifier"), value_get_str(set, "SetIdentifier")))
            return value_item(list, i);
    return NULL;
}

static const struct value *list_with(struct arena *a, const struct value *list, const struct value *out,
                                     const struct value *in)
{
    struct value *then = value_list(a);
    for (size_t i = 0; i < value_len(list); i++)
        if (value_item(list, i) != out)
            value_push(a, then, value_item(list, i));
    value_push(a, then, in);
    return then;
}

static bool may_delete(const struct batch *b, const struct value *set, const struct value *there)
{
    if (!there)
        return tried(b, "delete", set, "it was not found");
    if (!str_eq(value_canonical(b->c->a, there), value_canonical(b->c->a, set)))
        return tried(b, "delete", set, "the values provided do not match the current values");
    if (str_eq(value_get_str(set, "Name"), b->apex) && has_word("NS SOA", value_get_str(set, "Type")))
        return refuse(b->c, "InvalidChangeBatch",
                      "[A HostedZone must contain at least one %s record for the zone itself.]",
                      value_get_str(set, "Type"));
    return true;
}

static bool apply(struct batch *b, const struct value *change)
{
    const char *action = value_get_str(change, "Action");
    const struct value *set = plain_record(b, value_get(change, "ResourceRecordSet"));
    if (!set)
        return false;
    const char *key = key_of(b, set);
    const struct value *list = work_on(b, key), *there = same_identity(list, set);
    bool deletes = str_eq(action, "DELETE");
    if (str_eq(action, "CREATE") && there)
        return tried(b, "create", set, "it already exists");
    if (deletes ? !may_delete(b, set, there) : !record_fits(b, set))
        return false;
    value_set(b->c->a, b->work, key, list_with(b->c->a, list, there, deletes ? NULL : set));
    return true;
}

/* ---- what stands together ---------------------------------------------------------------------------------------- */

static bool same_value(const struct value *x, const struct value *y, const char *member)
{
    return value_get(x, member) && value_equal(value_get(x, member), value_get(y, member));
}

/* Weights may be alike; a primary, a region, a location may not. */
static bool pair_fits(const struct batch *b, const struct value *x, const struct value *y)
{
    size_t policy = policy_of(x);
    if (policy != policy_of(y))
        return invalid(b, y,
                       "cannot be created as a record with another routing policy exists with the same name and type");
    if (policy < COUNT(policies) && has_word("Region Failover GeoLocation", policies[policy]) &&
        same_value(x, y, policies[policy]))
        return invalid(b, y,
                       arena_printf(b->c->a, "cannot be created as one exists with the same %s", policies[policy]));
    return true;
}

static bool set_fits(const struct batch *b, const struct value *list)
{
    for (size_t i = 0; i < value_len(list); i++)
        for (size_t j = 0; j < i; j++)
            if (!pair_fits(b, value_item(list, j), value_item(list, i)))
                return false;
    return true;
}

static bool name_has(struct batch *b, const char *name, const char *type)
{
    return value_len(work_on(b, arena_printf(b->c->a, "%s %s", name, type))) > 0;
}

static bool beside_cname(struct batch *b, const struct value *set)
{
    static const char *const others[] = {"A", "AAAA", "TXT", "MX", "NS", "SRV", "PTR", "CAA", "SPF", "NAPTR", "HTTPS"};
    const char *name = value_get_str(set, "Name"), *type = value_get_str(set, "Type");
    bool clash = !str_eq(type, "CNAME") && name_has(b, name, "CNAME");
    for (size_t i = 0; i < COUNT(others) && str_eq(type, "CNAME"); i++)
        clash |= name_has(b, name, others[i]);
    return !clash ||
           refuse(b->c, "InvalidChangeBatch",
                  "[RRSet of type %s with DNS name %s is not permitted because a conflicting RRSet of type CNAME, or "
                  "beside it, with the same DNS name already exists in zone %s]",
                  type, name, b->apex);
}

static bool batch_fits(struct batch *b)
{
    for (size_t i = 0; i < value_len(b->work); i++) {
        const struct value *list = value_item(b->work, i);
        if (!set_fits(b, list) || (value_len(list) && !beside_cname(b, value_item(list, 0))))
            return false;
    }
    return true;
}

static void commit(struct batch *b)
{
    for (size_t i = 0; i < value_len(b->work); i++) {
        const char *key = value_key(b->work, i);
        const struct value *list = value_item(b->work, i);
        struct object *o = record_object(b->c, b->zone, key);
        if (o && !value_len(list))
            object_remove(b->c->w, o);
        else if (o)
            object_set(b->c->w, o, "$Sets", list);
        else if (value_len(list))
            record_make(b->c, b->zone, key, list);
    }
}

bool records_change(struct call *c)
{
    const struct value *changes = value_path(c->a, c->in, "ChangeBatch.Changes");
    struct object *zone;
    if (!need(c, &kind_hosted_zone, c->region, in_str(c, "HostedZoneId"), &zone))
        return false;
    struct batch b = {c, zone, object_str(zone, "Name"), value_map(c->a)};
    if (!value_len(changes) || value_len(changes) > CHANGES_MOST)
        return refuse(c, "InvalidInput", "A batch takes 1 to %d changes", CHANGES_MOST);
    for (size_t i = 0; i < value_len(changes); i++)
        if (!apply(&b, value_item(changes, i)))
            return false;
    if (!batch_fits(&b))
        return false;
    commit(&b);
    certificates_look(c);
    change_begin(c);
    return true;
}

/* ---- listing ----------------------------------------------------------------------------------------------------- */

/* Records stand in the order of their names read from the end: "com.example.api.". */
struct listed {
    const char *name, *type, *identifier;
    const struct value *set;
};

static const char *reversed(struct arena *a, const char *name)
{
    struct sbuf out = {.arena = a};
    size_t end = strlen(name);
    while (end > 0) {
        size_t start = end - 1;
        while (start > 0 && name[start - 1] != '.')
            start--;
        sbuf_putn(&out, name + start, end - start);
        end = start;
    }
    return sbuf_str(&out);
}

static int by_place(const void *x, const void *y)
{
    const struct listed *a = x, *b = y;
    int order = strcmp(a->name, b->name);
    order = order ? order : strcmp(a->type, b->type);
    return order ? order : strcmp(a->identifier, b->identifier);
}

static struct listed listed_of(struct arena *a, const struct value *set)
{
    return (struct listed){reversed(a, value_get_str(set, "Name")), value_get_str(set, "Type"),
                           value_get_str(set, "SetIdentifier"), set};
}

static struct listed *all_listed(struct call *c, const struct object *zone, size_t *ret_n)
{
    struct listed *all = arena_alloc(c->a, ((size_t)zone_record_count(zone) + 1) * sizeof *all);
    size_t n = 0;
    for (struct edge *e = first_from(zone, &kind_record_set); e; e = next_from(e, &kind_record_set)) {
        const struct value *seen_now = seen(c, e->from), *sets = value_get(seen_now, "$Sets");
        for (size_t i = 0; i < value_len(sets) && n < (size_t)zone_record_count(zone); i++)
            all[n++] = listed_of(c->a, value_item(sets, i));
    }
    qsort(all, n, sizeof *all, by_place);
    *ret_n = n;
    return all;
}

static void tell_next(struct call *c, const struct value *next)
{
    out_bool(c, "IsTruncated", next != NULL);
    if (!next)
        return;
    out_str(c, "NextRecordName", value_get_str(next, "Name"));
    out_str(c, "NextRecordType", value_get_str(next, "Type"));
    value_set(c->a, c->out, "NextRecordIdentifier", value_get(next, "SetIdentifier"));
}

bool records_list(struct call *c)
{
    struct object *zone;
    size_t n, at = 0;
    const char *start = in_str(c, "StartRecordName"), *name = *start ? dns_name(c->a, start) : "";
    int64_t most = in_int(c, "MaxItems", LISTED_MOST);
    if (!need(c, &kind_hosted_zone, c->region, in_str(c, "HostedZoneId"), &zone))
        return false;
    if (!name || most < 1 || (has(c, "StartRecordType") && !*start))
        return refuse(c, "InvalidInput", "Invalid parameter : name, type or maxitems");
    struct listed *all = all_listed(c, zone, &n);
    struct listed from = {reversed(c->a, name), in_str(c, "StartRecordType"), in_str(c, "StartRecordIdentifier"), NULL};
    struct value *told = value_list(c->a);
    while (at < n && by_place(&all[at], &from) < 0)
        at++;
    most = most > LISTED_MOST ? LISTED_MOST : most;
    for (; at < n && (int64_t)value_len(told) < most; at++)
        value_push(c->a, told, all[at].set);
    value_set(c->a, c->out, "ResourceRecordSets", told);
    out_str(c, "MaxItems", arena_printf(c->a, "%" PRId64, most));
    tell_next(c, at < n ? all[at].set : NULL);
    return true;
}

#include "aws/sandbox/route53.h"

#include <string.h>

/*
 * Hosted zones and the changes that run through the name servers. Source of rules: the Route 53 API reference
 * (CreateHostedZone, AssociateVPCWithHostedZone, DeleteHostedZone); "within 60 seconds" for changes is its word.
 */

enum { REFERENCE_MOST = 128, COMMENT_MOST = 256, NS_TTL = 172800, SOA_TTL = 900, NAME_SERVERS = 4 };

static void zone_view(struct call *c, const struct object *o, struct value *view);
static void change_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_hosted_zone = {
    .name = "hosted-zone", .service = "route53", .id = "Id", .global = true,
    .arn = "arn:aws:route53:::hostedzone/{id}",
    .renames = (const struct rename[]){{"HostedZoneConfig", "Config"}, {"VPC", NULL}, {0}},
    .missing = {"NoSuchHostedZone", "No hosted zone found with ID: {id}"},
    .exists = {"HostedZoneAlreadyExists", "A hosted zone has already been created with the specified caller reference."},
    .view = zone_view,
};

/* Spent for good, also when what it made is gone. */
const struct sandbox_kind kind_caller_reference = {
    .name = "caller-reference", .service = "", .id = "Reference", .global = true, .hidden = true,
};

const struct sandbox_kind kind_dns_change = {
    .name = "dns-change", .service = "route53", .id = "Id", .global = true, .hidden = true, .status = "Status",
    .lives = (const struct life[]){{"make", DOC, {{"PENDING", 45}, {"INSYNC", 0}}}, {0}},
    .filled = (const struct filled[]){{"SubmittedAt", K_TIME, NULL}, {"$Given", K_BOOL, "true"}, {0}},
    .missing = {"NoSuchChange", "Could not find resource with ID: {id}"},
    .view = change_view,
};
/* clang-format on */

/* ---- changes ----------------------------------------------------------------------------------------------------- */

static void change_view(struct call *c, const struct object *o, struct value *view)
{
    value_set_str(c->a, view, "Id", arena_printf(c->a, "/change/%s", o->id));
}

void change_begin(struct call *c)
{
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "Id", route53_id(c, "C"));
    value_set(c->a, v, "Comment", value_path(c->a, c->in, "ChangeBatch.Comment"));
    value_set(c->a, c->out, "ChangeInfo", view_of(c, make_along(c, &kind_dns_change, c->region, v)));
}

/* ---- as answered ------------------------------------------------------------------------------------------------- */

static bool is_private(const struct object *zone)
{
    return value_bool_of(value_get(value_get(zone->v, "Config"), "PrivateZone"));
}

static void zone_view(struct call *c, const struct object *o, struct value *view)
{
    value_set_str(c->a, view, "Id", arena_printf(c->a, "/hostedzone/%s", o->id));
    value_set(c->a, view, "ResourceRecordSetCount", value_int(c->a, zone_record_count(o)));
}

static const struct value *name_servers(struct call *c, const struct object *zone)
{
    static const char *const domains[NAME_SERVERS] = {"com", "net", "org", "co.uk"};
    struct value *list = value_list(c->a), *set = value_map(c->a);
    for (unsigned i = 0; i < NAME_SERVERS; i++) {
        const char *hash = hash_hex(c->a, arena_printf(c->a, "%s %u", zone->id, i), 4);
        unsigned n = 0;
        for (const char *p = hash; *p; p++)
            n = n * 16 + (unsigned)(strchr("0123456789abcdef", *p) - "0123456789abcdef");
        value_push(c->a, list, value_fmt(c->a, "ns-%u.awsdns-%02u.%s", n % 512 + i * 512, n % 64, domains[i]));
    }
    value_set(c->a, set, "NameServers", list);
    return set;
}

bool zone_told(struct call *c)
{
    if (is_private(c->object))
        value_set(c->a, c->out, "VPCs", value_get(c->object->v, "$VPCs"));
    else
        value_set(c->a, c->out, "DelegationSet", name_servers(c, c->object));
    return true;
}

bool page_told(struct call *c)
{
    out_str(c, "Marker", in_str(c, "Marker"));
    out_str(c, "MaxItems", has(c, "MaxItems") ? in_str(c, "MaxItems") : "100");
    return true;
}

/* ---- VPCs -------------------------------------------------------------------------------------------------------- */

static bool same_vpc(const struct value *x, const struct value *y)
{
    return str_eq(value_get_str(x, "VPCId"), value_get_str(y, "VPCId")) &&
           str_eq(value_get_str(x, "VPCRegion"), value_get_str(y, "VPCRegion"));
}

static bool has_vpc(const struct object *zone, const struct value *vpc)
{
    const struct value *list = value_get(zone->v, "$VPCs");
    for (size_t i = 0; i < value_len(list); i++)
        if (same_vpc(value_item(list, i), vpc))
            return true;
    return false;
}

/* A VPC can't have two zones of one name. */
static bool vpc_fits(struct call *c, const struct value *vpc, const char *name)
{
    const char *id = value_get_str(vpc, "VPCId"), *region = value_get_str(vpc, "VPCRegion");
    const struct object *o = region_known(region) ? object_find(c->w, &kind_vpc, region, id) : NULL;
    if (!o || object_lingers(o))
        return refuse(c, "InvalidVPCId", "The VPC: %.40s in region %.20s is not found or not authorized", id, region);
    for (struct object *z = object_from(c->w, &kind_hosted_zone, "", 0); z;
         z = object_from(c->w, &kind_hosted_zone, "", z->seq + 1))
        if (str_eq(object_str(z, "Name"), name) && has_vpc(z, vpc))
            return refuse(c, "ConflictingDomainExists",
                          "The VPC %s in region %s has already been associated with the hosted zone %s with the same "
                          "domain name.",
                          id, region, z->id);
    return true;
}

static void set_vpcs(struct call *c, struct object *zone, const struct value *vpc, bool add)
{
    const struct value *was = value_get(zone->v, "$VPCs");
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(was); i++)
        if (!same_vpc(value_item(was, i), vpc))
            value_push(c->a, list, value_item(was, i));
    if (add)
        value_push(c->a, list, vpc);
    object_set(c->w, zone, "$VPCs", list);
}

bool zone_associate(struct call *c)
{
    const struct value *vpc = value_get(c->in, "VPC");
    struct object *zone;
    if (!need(c, &kind_hosted_zone, c->region, in_str(c, "HostedZoneId"), &zone))
        return false;
    if (!is_private(zone))
        return refuse(c, "PublicZoneVPCAssociation", "The hosted zone %s is public: it can't be associated with a VPC",
                      zone->id);
    if (!vpc_fits(c, vpc, object_str(zone, "Name")))
        return false;
    set_vpcs(c, zone, vpc, true);
    change_begin(c);
    return true;
}

bool zone_disassociate(struct call *c)
{
    const struct value *vpc = value_get(c->in, "VPC");
    struct object *zone;
    if (!need(c, &kind_hosted_zone, c->region, in_str(c, "HostedZoneId"), &zone))
        return false;
    if (!has_vpc(zone, vpc))
        return refuse(c, "VPCAssociationNotFound", "The VPC %.40s is not associated with the hosted zone %s",
                      value_get_str(vpc, "VPCId"), zone->id);
    if (value_len(value_get(zone->v, "$VPCs")) == 1)
        return refuse(c, "LastVPCAssociation", "The VPC %.40s is the last one of the hosted zone %s",
                      value_get_str(vpc, "VPCId"), zone->id);
    set_vpcs(c, zone, vpc, false);
    change_begin(c);
    return true;
}

/* ---- making, changing, deleting ---------------------------------------------------------------------------------- */

static bool comment_fits(struct call *c, const char *comment)
{
    return strlen(comment) <= COMMENT_MOST ||
           refuse(c, "InvalidInput", "The comment is longer than %d characters", COMMENT_MOST);
}

static bool privacy_fits(struct call *c, const struct value *config)
{
    const struct value *told = value_get(config, "PrivateZone");
    bool private = has(c, "VPC");
    if (told && value_bool_of(told) != private)
        return refuse(c, "InvalidInput",
                      private ? "A hosted zone with a VPC is private" : "A private hosted zone needs a VPC");
    return true;
}

static bool reference_is_fresh(struct call *c)
{
    const char *reference = in_str(c, "CallerReference");
    if (!*reference || strlen(reference) > REFERENCE_MOST)
        return refuse(c, "InvalidInput", "CallerReference must have 1 to %d characters", REFERENCE_MOST);
    if (object_find(c->w, &kind_caller_reference, c->region, arena_printf(c->a, "zone %s", reference)))
        return refuse(c, "HostedZoneAlreadyExists", "%s", kind_hosted_zone.exists.text);
    return true;
}

bool zone_draft(struct call *c)
{
    const struct value *config = value_get(c->in, "HostedZoneConfig"), *vpc = value_get(c->in, "VPC");
    const char *name = dns_name(c->a, in_str(c, "Name"));
    struct value *told = config ? value_edit(c->a, config) : value_map(c->a), *vpcs = value_list(c->a);
    if (!name || str_starts(name, "\\052"))
        return refuse(c, "InvalidDomainName", "%.255s is not a valid domain name", in_str(c, "Name"));
    if (!reference_is_fresh(c) || !comment_fits(c, value_get_str(config, "Comment")) || !privacy_fits(c, config) ||
        (vpc && !vpc_fits(c, vpc, name)))
        return false;
    value_set(c->a, told, "PrivateZone", value_bool(c->a, vpc));
    if (vpc)
        value_push(c->a, vpcs, vpc);
    draft_str(c, "Id", route53_id(c, "Z"));
    draft_str(c, "Name", name);
    value_set(c->a, c->draft, "Config", told);
    value_set(c->a, c->draft, "$VPCs", vpcs);
    return true;
}

static void furnish(struct call *c, const struct object *zone)
{
    const struct value *servers = value_get(name_servers(c, zone), "NameServers");
    struct value *ns = value_list(c->a), *soa = value_list(c->a);
    for (size_t i = 0; i < value_len(servers); i++)
        value_push(c->a, ns, value_fmt(c->a, "%s.", value_str_of(value_item(servers, i))));
    value_push(
        c->a, soa,
        value_fmt(c->a, "%s awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400", value_str_of(value_item(ns, 0))));
    record_along(c, zone, "NS", NS_TTL, ns);
    record_along(c, zone, "SOA", SOA_TTL, soa);
}

bool zone_for_namespace(struct call *c, const char *name, const char *vpc, const char **ret_id)
{
    struct value *v = value_map(c->a), *config = value_map(c->a), *linked = value_map(c->a), *vpcs = value_list(c->a);
    struct value *where = value_map(c->a);
    value_set_str(c->a, where, "VPCRegion", c->region);
    value_set_str(c->a, where, "VPCId", vpc);
    if (!vpc_fits(c, where, name))
        return refuse(c, "InvalidInput", "The VPC %s already has a zone of the name %s", vpc, name);
    value_push(c->a, vpcs, where);
    value_set(c->a, config, "PrivateZone", value_bool(c->a, true));
    value_set_str(c->a, config, "Comment", "Created by AWS Cloud Map");
    value_set_str(c->a, linked, "ServicePrincipal", "servicediscovery.amazonaws.com");
    value_set_str(c->a, v, "Id", route53_id(c, "Z"));
    value_set_str(c->a, v, "Name", name);
    value_set_str(c->a, v, "CallerReference", mint_hex(c->w, c->a, 16));
    value_set(c->a, v, "Config", config);
    value_set(c->a, v, "LinkedService", linked);
    value_set(c->a, v, "$VPCs", vpcs);
    value_set(c->a, v, "$Given", value_bool(c->a, true));
    const struct object *zone = make_along(c, &kind_hosted_zone, c->region, v);
    furnish(c, zone);
    *ret_id = zone->id;
    return true;
}

void zone_of_namespace_gone(struct call *c, const char *id)
{
    struct object *zone = object_find(c->w, &kind_hosted_zone, c->region, id);
    if (zone)
        remove_with_owned(c->w, zone);
}

bool zone_made(struct call *c)
{
    struct value *spent = value_map(c->a);
    value_set_str(c->a, spent, "Reference", arena_printf(c->a, "zone %s", in_str(c, "CallerReference")));
    make_along(c, &kind_caller_reference, c->region, spent);
    furnish(c, c->object);
    change_begin(c);
    value_set(c->a, c->out, "VPC", value_get(c->in, "VPC"));
    value_set(c->a, c->out, "DelegationSet", name_servers(c, c->object));
    out_str(c, "Location", arena_printf(c->a, "https://route53.amazonaws.com/2013-04-01/hostedzone/%s", c->object->id));
    return true;
}

bool zone_comment(struct call *c)
{
    struct value *config = value_edit(c->a, value_get(c->object->v, "Config"));
    if (!comment_fits(c, in_str(c, "Comment")))
        return false;
    value_set(c->a, config, "Comment", has(c, "Comment") ? value_get(c->in, "Comment") : value_null(c->a));
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "Config", config);
    return true;
}

bool zone_may_go(struct call *c)
{
    if (value_get(c->object->v, "LinkedService"))
        return refuse(c, "AccessDenied", "The hosted zone %s was made by AWS Cloud Map: delete its namespace",
                      c->object->id);
    if (zone_has_records(c->object))
        return refuse(c, "HostedZoneNotEmpty",
                      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.");
    change_begin(c);
    return true;
}

#include "aws/sandbox/block.h"
#include "aws/sandbox/ec2.h"

#include <string.h>

/*
 * VPC peering. A connection between two regions is two objects with one id: each region has its own view of it, and its
 * own tags. Both walk through the same states at the same time. Source: the VPC peering guide, "peering lifecycle".
 */

static void peering_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_peering = {
    .name = "vpc-peering-connection", .service = "ec2", .id = "VpcPeeringConnectionId", .mint = "pcx-",
    .tag_type = "vpc-peering-connection", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:vpc-peering-connection/{id}",
    .status = "$Code", .gone = "failed expired rejected deleted",
    .lives = (const struct life[]){
        {"make",   DOC,   {{"initiating-request", 3}, {"pending-acceptance", 7 * 24 * 3600}, {"expired", 2 * 24 * 3600}, {NULL, 0}}},
        {"fail",   DOC,   {{"initiating-request", 3}, {"failed", 2 * 3600}, {NULL, 0}}},
        {"accept", GUESS, {{"provisioning", 8}, {"active", 0}}},
        {"drop",   DOC,   {{"deleting", 5}, {"deleted", 2 * 3600}, {NULL, 0}}}, {0}},
    .refs = (const struct ref[]){{"$RequesterVpc", &kind_vpc, REF_LOOSE}, {"$AccepterVpc", &kind_vpc, REF_LOOSE}, {0}},
    .missing = {"InvalidVpcPeeringConnectionID.NotFound", "The vpcPeeringConnection ID '{id}' does not exist"},
    .filters = (const struct filter[]){
        {"vpc-peering-connection-id", "VpcPeeringConnectionId"}, {"status-code", "Status.Code"},
        {"requester-vpc-info.vpc-id", "RequesterVpcInfo.VpcId"}, {"accepter-vpc-info.vpc-id", "AccepterVpcInfo.VpcId"},
        {"requester-vpc-info.cidr-block", "RequesterVpcInfo.CidrBlock"}, {"accepter-vpc-info.cidr-block", "AccepterVpcInfo.CidrBlock"},
        {"requester-vpc-info.owner-id", "RequesterVpcInfo.OwnerId"}, {"accepter-vpc-info.owner-id", "AccepterVpcInfo.OwnerId"}, {0}},
    .view = peering_view,
};

static const char *const messages[][2] = {
    {"initiating-request", "Initiating Request"}, {"pending-acceptance", "Pending Acceptance"},
    {"provisioning", "Provisioning"}, {"active", "Active"}, {"expired", "Expired"}, {"deleting", "Deleting"}, {"deleted", "Deleted"},
    {"failed", "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range"},
};
/* clang-format on */

/* ---- as answered ------------------------------------------------------------------------------------------------- */

/* Blocks and options are told while it is active only; before, AWS tells who the two are. */
static const struct value *end_view(struct call *c, const struct object *o, const char *side)
{
    const struct value *kept = value_get(o->v, arena_printf(c->a, "$%s", side));
    struct value *view = value_edit(c->a, kept);
    if (str_eq(object_status(o), "active") || str_eq(side, "RequesterVpcInfo"))
        return view;
    return value_without(c->a, value_without(c->a, value_without(c->a, view, "CidrBlock"), "CidrBlockSet"),
                         "PeeringOptions");
}

static void peering_view(struct call *c, const struct object *o, struct value *view)
{
    const char *code = object_status(o), *message = "";
    for (size_t i = 0; i < COUNT(messages); i++)
        if (str_eq(messages[i][0], code))
            message = messages[i][1];
    struct value *status = value_map(c->a);
    value_set_str(c->a, status, "Code", code);
    value_set_str(c->a, status, "Message", message);
    value_set(c->a, view, "Status", status);
    value_set(c->a, view, "RequesterVpcInfo", end_view(c, o, "RequesterVpcInfo"));
    value_set(c->a, view, "AccepterVpcInfo", end_view(c, o, "AccepterVpcInfo"));
    if (!has_word("initiating-request pending-acceptance", code))
        value_set(c->a, view, "ExpirationTime", value_null(c->a));
}

static const char *other_region(const struct object *o)
{
    const char *requester = object_str(o, "$RequesterRegion"), *accepter = object_str(o, "$AccepterRegion");
    return str_eq(o->region, requester) ? accepter : requester;
}

static bool is_accepter(const struct object *o)
{
    return str_eq(o->region, object_str(o, "$AccepterRegion"));
}

/* The other region's half; the object itself when both ends are in one region. */
static struct object *other_half(struct world *w, struct object *o)
{
    return object_find(w, &kind_peering, other_region(o), o->id);
}

/* A request takes some seconds to be seen in the other region. */
bool peering_visible(struct call *c, const struct object *o)
{
    (void)c;
    return !is_accepter(o) || str_eq(object_str(o, "$RequesterRegion"), o->region) ||
           !str_eq(object_status(o), "initiating-request");
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

static struct value *end_info(struct call *c, const struct object *vpc, const char *region, const char *id)
{
    struct value *info = value_map(c->a), *set = value_list(c->a), *block = value_map(c->a), *options = value_map(c->a);
    value_set_str(c->a, info, "VpcId", id);
    value_set_str(c->a, info, "Region", region);
    value_set_str(c->a, info, "OwnerId", world_account(c->w));
    if (!vpc)
        return info;
    value_set(c->a, info, "CidrBlock", value_get(vpc->v, "CidrBlock"));
    value_set(c->a, block, "CidrBlock", value_get(vpc->v, "CidrBlock"));
    value_push(c->a, set, block);
    value_set(c->a, info, "CidrBlockSet", set);
    static const char *const names[] = {"AllowDnsResolutionFromRemoteVpc", "AllowEgressFromLocalClassicLinkToRemoteVpc",
                                        "AllowEgressFromLocalVpcToRemoteClassicLink"};
    for (size_t i = 0; i < COUNT(names); i++)
        value_set(c->a, options, names[i], value_bool(c->a, false));
    value_set(c->a, info, "PeeringOptions", options);
    return info;
}

static bool pair_is_free(struct call *c, const struct object *vpc, const char *peer)
{
    for (struct edge *e = first_from(vpc, &kind_peering); e; e = next_from(e, &kind_peering)) {
        const char *requester = object_str(e->from, "$RequesterVpc"), *accepter = object_str(e->from, "$AccepterVpc");
        bool same = (str_eq(requester, vpc->id) && str_eq(accepter, peer)) ||
                    (str_eq(requester, peer) && str_eq(accepter, vpc->id));
        if (same && !has_word("failed expired rejected deleting deleted", object_status(e->from)))
            return refuse(c, "VpcPeeringConnectionAlreadyExists",
                          "A VPC peering connection between %s and %s already exists: %s", vpc->id, peer, e->from->id);
    }
    return true;
}

static bool blocks_overlap(const struct object *a, const struct object *b)
{
    struct block x, y;
    return block_parse(object_str(a, "CidrBlock"), &x) && block_parse(object_str(b, "CidrBlock"), &y) &&
           block_overlaps(x, y);
}

/* An owner other than ours, a VPC that is not there, or blocks that overlap are no errors: the connection fails. */
bool peering_draft(struct call *c)
{
    struct object *vpc, *peer;
    const char *region = has(c, "PeerRegion") ? in_str(c, "PeerRegion") : c->region, *id = in_str(c, "PeerVpcId");
    if (!need(c, &kind_vpc, c->region, in_str(c, "VpcId"), &vpc))
        return false;
    if (!*id)
        return refuse(c, "MissingParameter", "The request must contain the parameter peerVpcId");
    if (!region_known(region))
        return refuse(c, "InvalidParameterValue", "Value (%.40s) for parameter peerRegion is invalid.", region);
    if (str_eq(id, vpc->id))
        return refuse(c, "InvalidParameterValue", "A VPC cannot be peered with itself");
    peer = object_find(c->w, &kind_vpc, region, id);
    if (!pair_is_free(c, vpc, id))
        return false;
    bool ours = !has(c, "PeerOwnerId") || str_eq(in_str(c, "PeerOwnerId"), world_account(c->w));
    if (!peer || !ours || blocks_overlap(vpc, peer))
        c->life = "fail";
    c->draft = value_map(c->a);
    value_set(c->a, c->draft, "$RequesterVpcInfo", end_info(c, vpc, c->region, vpc->id));
    value_set(c->a, c->draft, "$AccepterVpcInfo", end_info(c, peer, region, id));
    draft_str(c, "$RequesterVpc", vpc->id);
    draft_str(c, "$AccepterVpc", id);
    draft_str(c, "$RequesterRegion", c->region);
    draft_str(c, "$AccepterRegion", region);
    draft_str(c, "ExpirationTime", iso_time(c->a, world_now(c->w) + (int64_t)7 * DAY));
    return true;
}

bool peering_made(struct call *c)
{
    const char *region = object_str(c->object, "$AccepterRegion");
    if (str_eq(region, c->region) || c->life)
        return true;
    struct value *mirror = value_edit(c->a, c->object->v);
    value_set(c->a, mirror, "$Tags", value_map(c->a));
    object_new(c->w, &kind_peering, region, c->object->id, mirror, "make");
    return true;
}

/* ---- accepting --------------------------------------------------------------------------------------------------- */

static bool find_peering(struct call *c)
{
    const char *id = in_str(c, "VpcPeeringConnectionId");
    c->object = object_find(c->w, &kind_peering, c->region, id);
    if (c->object && peering_visible(c, c->object))
        return true;
    return refuse_missing(c, &kind_peering, id);
}

static void both_live(struct call *c, const char *life)
{
    struct object *other = other_half(c->w, c->object);
    object_live(c->w, c->object, life);
    if (other && other != c->object)
        object_live(c->w, other, life);
}

bool peering_accept(struct call *c)
{
    if (!find_peering(c))
        return false;
    if (!is_accepter(c->object))
        return refuse(c, "OperationNotPermitted", "User %s cannot accept peering %s: it is accepted in region %s",
                      world_account(c->w), c->object->id, object_str(c->object, "$AccepterRegion"));
    if (!str_eq(object_status(c->object), "pending-acceptance"))
        return refuse(c, "InvalidStateTransition",
                      "Invalid state transition for %s, attempted to transition from %s to active", c->object->id,
                      object_status(c->object));
    both_live(c, "accept");
    value_set(c->a, c->out, "VpcPeeringConnection", view_of(c, c->object));
    return true;
}

bool peering_delete(struct call *c)
{
    if (!find_peering(c))
        return false;
    const char *status = object_status(c->object);
    if (has_word("failed rejected expired deleted deleting", status))
        return refuse(c, "InvalidStateTransition",
                      "Invalid state transition for %s, attempted to transition from %s to deleting", c->object->id,
                      status);
    both_live(c, "drop");
    return true;
}

/* ---- options ----------------------------------------------------------------------------------------------------- */

static void set_options(struct call *c, struct object *o, const char *side, const struct value *asked)
{
    const char *member = arena_printf(c->a, "$%s", side);
    struct value *info = value_edit(c->a, value_get(o->v, member));
    value_set(c->a, info, "PeeringOptions", value_overlay(c->a, value_get(info, "PeeringOptions"), asked));
    object_set(c->w, o, member, info);
}

static bool vpc_resolves(struct call *c, const struct object *o, const char *side)
{
    const struct value *info = value_get(o->v, arena_printf(c->a, "$%s", side));
    struct object *vpc = object_find(c->w, &kind_vpc, value_get_str(info, "Region"), value_get_str(info, "VpcId"));
    return (vpc && object_bool(vpc, "$EnableDnsSupport") && object_bool(vpc, "$EnableDnsHostnames")) ||
           refuse(c, "InvalidParameterValue", "DNS resolution needs enableDnsSupport and enableDnsHostnames on %s",
                  value_get_str(info, "VpcId"));
}

static bool set_side(struct call *c, const char *options, const char *side, bool ours)
{
    const struct value *asked = value_get(c->in, options);
    struct object *other = other_half(c->w, c->object);
    if (!asked)
        return true;
    if (!ours)
        return refuse(c, "OperationNotPermitted", "%s of %s can be modified in the region of that side only", options,
                      c->object->id);
    if (value_bool_of(value_get(asked, "AllowDnsResolutionFromRemoteVpc")) && !vpc_resolves(c, c->object, side))
        return false;
    set_options(c, c->object, side, asked);
    if (other && other != c->object)
        set_options(c, other, side, asked);
    value_set(c->a, c->out, options,
              value_get(value_get(c->object->v, arena_printf(c->a, "$%s", side)), "PeeringOptions"));
    return true;
}

bool peering_options(struct call *c)
{
    if (!find_peering(c))
        return false;
    if (!str_eq(object_status(c->object), "active"))
        return refuse(c, "OperationNotPermitted",
                      "Peering %s is not active. Peering options can be added only to active peerings.", c->object->id);
    bool requester = str_eq(c->region, object_str(c->object, "$RequesterRegion"));
    return set_side(c, "RequesterPeeringConnectionOptions", "RequesterVpcInfo", requester) &&
           set_side(c, "AccepterPeeringConnectionOptions", "AccepterVpcInfo", is_accepter(c->object));
}

#include "aws/sandbox/block.h"
#include "aws/sandbox/ec2.h"

#include <string.h>

/* Route tables, their routes and associations. Source of rules: the EC2 API reference, route tables in the VPC guide.
 */

static void table_view(struct call *c, const struct object *o, struct value *view);

/* clang-format off */
const struct sandbox_kind kind_route_table = {
    .name = "route-table", .service = "ec2", .id = "RouteTableId", .mint = "rtb-", .tag_type = "route-table", .tags_member = "Tags",
    .arn = "arn:aws:ec2:{region}:{account}:route-table/{id}",
    .filled = (const struct filled[]){{"OwnerId", K_STR, "{account}"}, {"PropagatingVgws", K_LIST, NULL}, {0}},
    .refs = (const struct ref[]){{"VpcId", &kind_vpc, REF_BLOCKS}, {0}},
    .missing = {"InvalidRouteTableID.NotFound", "The routeTable ID '{id}' does not exist"},
    .blocked = {"DependencyViolation", "The routeTable '{id}' has dependencies and cannot be deleted."},
    .filters = (const struct filter[]){
        {"route-table-id", "RouteTableId"}, {"vpc-id", "VpcId"}, {"owner-id", "OwnerId"},
        {"association.subnet-id", "Associations[].SubnetId"}, {"association.main", "Associations[].Main"},
        {"association.route-table-association-id", "Associations[].RouteTableAssociationId"},
        {"association.route-table-id", "Associations[].RouteTableId"},
        {"route.destination-cidr-block", "Routes[].DestinationCidrBlock"}, {"route.gateway-id", "Routes[].GatewayId"},
        {"route.nat-gateway-id", "Routes[].NatGatewayId"}, {"route.state", "Routes[].State"}, {"route.origin", "Routes[].Origin"},
        {"route.vpc-peering-connection-id", "Routes[].VpcPeeringConnectionId"},
        {"route.destination-prefix-list-id", "Routes[].DestinationPrefixListId"}, {0}},
    .view = table_view,
};

const struct sandbox_kind kind_route_association = {
    .name = "route-table-association", .service = "ec2", .id = "RouteTableAssociationId", .mint = "rtbassoc-", .hidden = true,
    .refs = (const struct ref[]){{"RouteTableId", &kind_route_table, REF_BLOCKS}, {"SubnetId", &kind_subnet, REF_OWNED}, {0}},
    .missing = {"InvalidAssociationID.NotFound", "The association ID '{id}' does not exist"},
};

/* Members of a request that say where a route goes, and what they name; kind NULL: the sandbox has none of these. */
static const struct target {
    const char *member;
    const struct sandbox_kind *kind;
} targets[] = {
    {"GatewayId", &kind_internet_gateway}, {"NatGatewayId", &kind_nat_gateway}, {"VpcPeeringConnectionId", &kind_peering},
    {"VpcEndpointId", &kind_vpc_endpoint}, {"TransitGatewayId", NULL}, {"LocalGatewayId", NULL}, {"CarrierGatewayId", NULL},
    {"EgressOnlyInternetGatewayId", NULL}, {"InstanceId", NULL}, {"NetworkInterfaceId", NULL}, {"CoreNetworkArn", NULL},
    {"OdbNetworkArn", NULL},
};
/* clang-format on */

static const char *const destinations[] = {"DestinationCidrBlock", "DestinationIpv6CidrBlock",
                                           "DestinationPrefixListId"};

/* ---- as answered ------------------------------------------------------------------------------------------------- */

static bool target_alive(struct call *c, const char *region, const struct value *route)
{
    for (size_t i = 0; i < COUNT(targets); i++) {
        const char *id = value_get_str(route, targets[i].member);
        if (!*id || str_eq(id, "local") || !targets[i].kind)
            continue;
        const struct object *o = object_find(c->w, targets[i].kind, region, id);
        if (!o || object_lingers(o))
            return false;
        if (o->kind == &kind_internet_gateway && !value_len(value_get(o->v, "Attachments")))
            return false;
    }
    return true;
}

static const char *prefix_list_of(const struct object *endpoint, struct arena *a)
{
    return arena_printf(a, "pl-%s", hash_hex(a, object_str(endpoint, "ServiceName"), 8));
}

static void put_endpoint_routes(struct call *c, const struct object *o, struct value *routes)
{
    for (struct edge *e = first_from(o, &kind_vpc_endpoint); e; e = next_from(e, &kind_vpc_endpoint)) {
        struct value *one = value_map(c->a);
        value_set_str(c->a, one, "DestinationPrefixListId", prefix_list_of(e->from, c->a));
        value_set_str(c->a, one, "GatewayId", e->from->id);
        value_set_str(c->a, one, "Origin", "CreateRoute");
        value_set_str(c->a, one, "State", "active");
        value_push(c->a, routes, one);
    }
}

static void table_view(struct call *c, const struct object *o, struct value *view)
{
    struct value *routes = value_list(c->a), *associations = value_list(c->a);
    const struct value *kept = value_get(o->v, "Routes");
    for (size_t i = 0; i < value_len(kept); i++) {
        struct value *route = value_edit(c->a, value_item(kept, i));
        value_set_str(c->a, route, "State", target_alive(c, o->region, route) ? "active" : "blackhole");
        value_push(c->a, routes, route);
    }
    put_endpoint_routes(c, o, routes);
    value_set(c->a, view, "Routes", routes);
    for (struct edge *e = first_from(o, &kind_route_association); e; e = next_from(e, &kind_route_association))
        value_push(c->a, associations, view_of(c, e->from));
    value_set(c->a, view, "Associations", associations);
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static const struct value *local_route(struct arena *a, const char *cidr)
{
    struct value *list = value_list(a), *route = value_map(a);
    value_set_str(a, route, "DestinationCidrBlock", cidr);
    value_set_str(a, route, "GatewayId", "local");
    value_set_str(a, route, "Origin", "CreateRouteTable");
    value_push(a, list, route);
    return list;
}

bool route_table_furnish(struct call *c)
{
    struct object *vpc;
    if (!need(c, &kind_vpc, c->region, in_str(c, "VpcId"), &vpc))
        return false;
    value_set(c->a, c->draft, "Routes", local_route(c->a, object_str(vpc, "CidrBlock")));
    return true;
}

static struct object *associate(struct call *c, const struct object *table, const char *subnet, bool is_main)
{
    struct value *v = value_map(c->a), *state = value_map(c->a);
    value_set_str(c->a, state, "State", "associated");
    value_set_str(c->a, v, "RouteTableId", table->id);
    value_set_str(c->a, v, "SubnetId", subnet);
    value_set(c->a, v, "Main", value_bool(c->a, is_main));
    value_set(c->a, v, "AssociationState", state);
    if (is_main)
        value_set(c->a, v, "$Along", value_bool(c->a, true));
    return make_along(c, &kind_route_association, c->region, v);
}

void route_table_along(struct call *c, struct object *vpc)
{
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "VpcId", vpc->id);
    value_set(c->a, v, "$Along", value_bool(c->a, true));
    value_set(c->a, v, "Routes", local_route(c->a, object_str(vpc, "CidrBlock")));
    associate(c, make_along(c, &kind_route_table, c->region, v), NULL, true);
}

bool route_table_may_go(struct call *c)
{
    return !object_bool(c->object, "$Along") ||
           refuse(c, "DependencyViolation", "The routeTable '%s' has dependencies and cannot be deleted.",
                  c->object->id);
}

/* ---- routes ------------------------------------------------------------------------------------------------------ */

/* The one member of `names` that the request has, canonical; NULL and a fault for none or several. */
static const char *only_destination(struct call *c, const char **ret_text)
{
    const char *found = NULL;
    for (size_t i = 0; i < COUNT(destinations); i++) {
        if (!*in_str(c, destinations[i]))
            continue;
        if (found) {
            refuse(c, "InvalidParameterCombination", "The parameters %s and %s cannot be used together", found,
                   destinations[i]);
            return NULL;
        }
        found = destinations[i];
    }
    if (!found) {
        refuse(c, "MissingParameter", "The request must contain the parameter destinationCidrBlock");
        return NULL;
    }
    const char *text = in_str(c, found);
    *ret_text = str_eq(found, "DestinationPrefixListId") ? text : block_canonical(c->a, text);
    if (!*ret_text)
        refuse(c, "InvalidParameterValue", "Value (%.60s) for parameter %s is invalid. This is not a valid CIDR block.",
               text, found);
    return *ret_text ? found : NULL;
}

static const struct target *only_target(struct call *c)
{
    const struct target *found = NULL;
    for (size_t i = 0; i < COUNT(targets); i++) {
        if (!*in_str(c, targets[i].member))
            continue;
        if (found) {
            refuse(c, "InvalidParameterCombination", "The parameters %s and %s cannot be used together", found->member,
                   targets[i].member);
            return NULL;
        }
        found = &targets[i];
    }
    if (!found)
        refuse(c, "MissingParameter",
               "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, "
               "vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId");
    return found;
}

/* A gateway must be attached to the table's own network, a peering must be one of its ends and established. */
static bool target_fits(struct call *c, const struct object *table, const struct object *o)
{
    const char *vpc = object_str(table, "VpcId");
    if (o->kind == &kind_internet_gateway && !is_list_of(value_path(c->a, o->v, "Attachments[].VpcId"), vpc))
        return refuse(c, "InvalidParameterValue", "route table %s and network gateway %s belong to different networks",
                      table->id, o->id);
    if (o->kind == &kind_nat_gateway && !str_eq(object_str(o, "VpcId"), vpc))
        return refuse(c, "InvalidParameterValue", "route table %s and nat gateway %s belong to different networks",
                      table->id, o->id);
    if (o->kind != &kind_peering)
        return true;
    if (!has_word("provisioning active", object_str(o, "$Code")))
        return refuse(c, "InvalidVpcPeeringConnectionID.NotFound", "The vpcPeeringConnection ID '%s' does not exist",
                      o->id);
    if (!str_eq(object_str(o, "$RequesterVpc"), vpc) && !str_eq(object_str(o, "$AccepterVpc"), vpc))
        return refuse(c, "InvalidParameterValue",
                      "route table %s and vpc peering connection %s belong to different networks", table->id, o->id);
    return true;
}

static bool target_of(struct call *c, const struct object *table, struct value *route)
{
    const struct target *t = only_target(c);
    struct object *o;
    if (!t)
        return false;
    if (!t->kind)
        return refuse(c, "UnsupportedOperation", "the sandbox plays no routes to %s", t->member);
    if (!need(c, t->kind, c->region, in_str(c, t->member), &o) || !target_fits(c, table, o))
        return false;
    value_set_str(c->a, route, t->member, o->id);
    return true;
}

static size_t find_route(const struct value *routes, const char *member, const char *destination)
{
    size_t i = 0;
    while (i < value_len(routes) && !str_eq(value_get_str(value_item(routes, i), member), destination))
        i++;
    return i;
}

static struct value *new_route(struct call *c, const char *member, const char *destination)
{
    struct value *route = value_map(c->a);
    value_set_str(c->a, route, member, destination);
    value_set_str(c->a, route, "Origin", "CreateRoute");
    return route;
}

/* `routes` without the one at `except`, and with `route` at the end; both may be left out. */
static void set_routes(struct call *c, struct object *table, const struct value *routes, size_t except,
                       const struct value *route)
{
    struct value *list = value_list(c->a);
    for (size_t i = 0; i < value_len(routes); i++)
        if (i != except)
            value_push(c->a, list, value_item(routes, i));
    value_push(c->a, list, route);
    object_set(c->w, table, "Routes", list);
}

bool route_create(struct call *c)
{
    struct object *table;
    const char *text = NULL;
    if (!need(c, &kind_route_table, c->region, in_str(c, "RouteTableId"), &table))
        return false;
    const char *member = only_destination(c, &text);
    if (!member)
        return false;
    struct value *route = new_route(c, member, text);
    const struct value *routes = value_get(table->v, "Routes");
    if (!target_of(c, table, route))
        return false;
    if (find_route(routes, member, text) < value_len(routes))
        return refuse(c, "RouteAlreadyExists", "The route identified by %.60s already exists.", text);
    set_routes(c, table, routes, SIZE_MAX, route);
    return true;
}

static bool existing_route(struct call *c, struct object **ret_table, size_t *ret_at, const char **ret_member,
                           const char **ret_text)
{
    if (!need(c, &kind_route_table, c->region, in_str(c, "RouteTableId"), ret_table))
        return false;
    *ret_member = only_destination(c, ret_text);
    if (!*ret_member)
        return false;
    const struct value *routes = value_get((*ret_table)->v, "Routes");
    *ret_at = find_route(routes, *ret_member, *ret_text);
    if (*ret_at == value_len(routes))
        return refuse(c, "InvalidRoute.NotFound", "no route with destination-cidr-block %.60s in route table %s",
                      *ret_text, (*ret_table)->id);
    if (str_eq(value_get_str(value_item(routes, *ret_at), "GatewayId"), "local"))
        return refuse(c, "InvalidParameterValue", "cannot remove local route %.60s in route table %s", *ret_text,
                      (*ret_table)->id);
    return true;
}

bool route_replace(struct call *c)
{
    struct object *table;
    size_t at;
    const char *member, *text = NULL;
    if (!existing_route(c, &table, &at, &member, &text))
        return false;
    struct value *route = new_route(c, member, text);
    if (!target_of(c, table, route))
        return false;
    set_routes(c, table, value_get(table->v, "Routes"), at, route);
    return true;
}

bool route_delete(struct call *c)
{
    struct object *table;
    size_t at;
    const char *member, *text = NULL;
    if (!existing_route(c, &table, &at, &member, &text))
        return false;
    set_routes(c, table, value_get(table->v, "Routes"), at, NULL);
    return true;
}

/* ---- associations ------------------------------------------------------------------------------------------------ */

static void answer_association(struct call *c, const char *member, const struct object *o)
{
    out_str(c, member, o->id);
    value_set(c->a, c->out, "AssociationState", value_get(o->v, "AssociationState"));
}

bool association_create(struct call *c)
{
    struct object *table, *subnet;
    if (!need(c, &kind_route_table, c->region, in_str(c, "RouteTableId"), &table))
        return false;
    if (!has(c, "SubnetId"))
        return refuse(c, "MissingParameter", "The request must contain the parameter subnetId");
    if (!need(c, &kind_subnet, c->region, in_str(c, "SubnetId"), &subnet))
        return false;
    if (!str_eq(object_str(table, "VpcId"), object_str(subnet, "VpcId")))
        return refuse(c, "InvalidParameterValue", "Route table %s and subnet %s belong to different networks",
                      table->id, subnet->id);
    struct edge *e = first_from(subnet, &kind_route_association);
    if (e && !str_eq(object_str(e->from, "RouteTableId"), table->id))
        return refuse(c, "Resource.AlreadyAssociated",
                      "the specified association for route table %s conflicts with an existing association", table->id);
    answer_association(c, "AssociationId", e ? e->from : associate(c, table, subnet->id, false));
    return true;
}

bool association_replace(struct call *c)
{
    struct object *table, *old, *was;
    if (!need(c, &kind_route_association, c->region, in_str(c, "AssociationId"), &old) ||
        !need(c, &kind_route_table, c->region, in_str(c, "RouteTableId"), &table) ||
        !need(c, &kind_route_table, c->region, object_str(old, "RouteTableId"), &was))
        return false;
    if (!str_eq(object_str(table, "VpcId"), object_str(was, "VpcId")))
        return refuse(c, "InvalidParameterValue", "Route tables %s and %s belong to different networks", table->id,
                      was->id);
    bool is_main = object_bool(old, "Main");
    const char *subnet = value_get(old->v, "SubnetId") ? arena_strdup(c->a, object_str(old, "SubnetId")) : NULL;
    object_remove(c->w, old);
    if (is_main) {
        object_unset(c->w, was, "$Along");
        object_set(c->w, table, "$Along", value_bool(c->a, true));
    }
    answer_association(c, "NewAssociationId", associate(c, table, subnet, is_main));
    return true;
}

bool association_delete(struct call *c)
{
    struct object *o;
    if (!need(c, &kind_route_association, c->region, in_str(c, "AssociationId"), &o))
        return false;
    if (object_bool(o, "Main"))
        return refuse(c, "InvalidParameterValue", "cannot disassociate the main route table association %s", o->id);
    object_remove(c->w, o);
    return true;
}

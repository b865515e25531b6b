#ifndef AWS_SANDBOX_EC2_H
#define AWS_SANDBOX_EC2_H

#include "aws/sandbox/kinds.h"

/* The rules of EC2 that a row cannot hold; ec2.c is the table that names them. */

sandbox_rule vpc_draft, vpc_furnish, vpc_show_attribute, vpc_set_attribute;
sandbox_rule subnet_draft, subnet_set_attribute;
sandbox_rule gateway_attach, gateway_detach, gateway_may_go;
sandbox_rule address_draft, address_may_go;
sandbox_rule nat_draft, nat_made, nat_may_go;
sandbox_rule route_table_furnish, route_table_may_go, route_create, route_replace, route_delete;
sandbox_rule association_create, association_replace, association_delete;
sandbox_rule group_draft, group_furnish, group_made, group_may_go, rules_modify, rules_describe;
sandbox_rule ingress_authorize, egress_authorize, ingress_revoke, egress_revoke;
sandbox_rule endpoint_draft, endpoint_change, endpoints_delete;
sandbox_rule peering_draft, peering_made, peering_accept, peering_options, peering_delete;
sandbox_rule flow_logs_create, flow_logs_delete;
sandbox_rule tags_create, tags_delete, tags_describe, zones_describe, regions_describe, account_describe;

bool group_listed(struct call *c, const struct object *o);
bool address_listed(struct call *c, const struct object *o);
bool peering_visible(struct call *c, const struct object *o);
void nat_entered(struct world *w, struct object *o, const char *state);

/* What a VPC brings along. */
void route_table_along(struct call *c, struct object *vpc);
void security_group_along(struct call *c, struct object *vpc);
const struct object *gateway_of_vpc(const struct object *vpc); /* NULL: none is attached */
/* An object of EC2 by its id alone, as tags take it; NULL. */
struct object *ec2_object(struct call *c, const char *id);

#endif

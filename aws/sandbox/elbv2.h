#ifndef AWS_SANDBOX_ELBV2_H
#define AWS_SANDBOX_ELBV2_H

#include "aws/sandbox/kinds.h"

/* Rules of Elastic Load Balancing's rows, and what it lends to Route 53. */

/* elbv2_balancer.c: whether the name, with a dot behind, is of the form that load balancers bear; and whether one
 * answers there, of which aliases speak by that zone. */
bool load_balancer_host(const char *host);
bool load_balancer_at(struct call *c, const char *host, const char *zone);
/* The zone of those of a region; balancers of the network are in another. */
const char *canonical_zone(struct arena *a, const char *region, bool network);

/* elbv2.c */
sandbox_rule balancer_tags_add, balancer_tags_remove, balancer_tags_describe;
/* Sets attributes by the table of those that the kind of object has, and tells them. */
struct setting {
    const char *key, *dflt, *only; /* only: words, the types of load balancer; NULL: any */
    const char *words;             /* what it takes; NULL: a number or a text */
};
bool settings_change(struct call *c, struct object *o, const struct setting *settings, const char *type);
bool settings_tell(struct call *c, const struct object *o, const struct setting *settings, const char *type);
/* Letters, digits and hyphens, 32 at most. */
bool balancer_name_fits(struct call *c);

/* elbv2_balancer.c */
bool balancer_listed(struct call *c, const struct object *o);
sandbox_rule balancer_draft, balancer_made, balancers_asked, balancer_settings, balancer_settings_told, balancer_groups,
    balancer_subnets, balancer_ip_type, balancer_delete;

/* elbv2_target.c */
sandbox_rule target_group_draft, target_group_change, target_group_settings, target_group_settings_told,
    target_groups_asked, target_group_delete, target_group_made;
bool target_group_listed(struct call *c, const struct object *o);

/* elbv2_listener.c */
sandbox_rule listener_draft, listener_made, listener_change, listeners_asked;
bool listener_listed(struct call *c, const struct object *o);

#endif

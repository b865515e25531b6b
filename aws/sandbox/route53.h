#ifndef AWS_SANDBOX_ROUTE53_H
#define AWS_SANDBOX_ROUTE53_H

#include "aws/sandbox/kinds.h"

/* Rules of Route 53's rows, and what its files share. One world for all regions. */

/* "example.com." of "Example.com": lower case, a dot behind, * as \052. NULL: it is no domain name. */
const char *dns_name(struct arena *a, const char *text);
/* Puts ChangeInfo into the answer: a change that is PENDING until it is everywhere. */
void change_begin(struct call *c);
/* Ids as Route 53 mints them. */
const char *route53_id(struct call *c, const char *prefix);

/* route53_zone.c */
sandbox_rule zone_draft, zone_made, zone_told, page_told, zone_comment, zone_associate, zone_disassociate, zone_may_go;

/* A private zone that comes along with a namespace of Cloud Map, and goes with it; false: refused. */
bool zone_for_namespace(struct call *c, const char *name, const char *vpc, const char **ret_id);
void zone_of_namespace_gone(struct call *c, const char *id);

/* route53_records.c */
sandbox_rule records_change, records_list;
/* A set of one record, as a zone has them from the start. */
void record_along(struct call *c, const struct object *zone, const char *type, int64_t ttl, const struct value *values);
/* Records of the zone that somebody made. */
bool zone_has_records(const struct object *zone);
int64_t zone_record_count(const struct object *zone);

/* route53_health.c */
sandbox_rule health_make, health_change;

/* route53.c */
sandbox_rule route53_tags_change, route53_tags_list;

#endif

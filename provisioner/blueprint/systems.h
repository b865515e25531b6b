#ifndef BLUEPRINT_SYSTEMS_H
#define BLUEPRINT_SYSTEMS_H

#include "provisioner/blueprint/site.h"

/*
 * The systems, one file each, and what they say to one another. blueprint.c calls the make functions in the order of
 * this page.
 */

/* ---- network: VPC, tiers of subnets, ways in and out ------------------------------------------------------------- */

void network_make(const struct build *b);

bool network_in(const struct spec_region *r);
bool network_has_tier(const struct spec_region *r, const char *tier);
unsigned network_zones(const struct spec_region *r);
const char *network_cidr(const struct spec_region *r);
/* An attribute of the VPC: "VpcId". */
const struct value *network_vpc(struct arena *a, const struct spec_region *r, const char *attr);
/* Name of the nth zone, from 0: as the spec says, or whatever the region's nth is. */
const struct value *network_zone(struct arena *a, const struct spec_region *r, unsigned zone);
/* References to all of a tier's subnets or route tables; empty lists when the tier is left out. */
struct value *network_subnets(struct arena *a, const struct spec_region *r, const char *tier);
struct value *network_tables(struct arena *a, const struct spec_region *r, const char *tier);
struct value *network_all_tables(struct arena *a, const struct spec_region *r);

/* ---- endpoints and flow logs: what else a network may have ------------------------------------------------------- */

void endpoints_make(const struct build *b);
void flow_logs_make(const struct build *b);

/* ---- peering: every pair of networks ----------------------------------------------------------------------------- */

void peering_make(const struct build *b);

/* True when there is a way between the two. */
bool peering_between(const struct spec_region *x, const struct spec_region *y);

/* ---- secrets ----------------------------------------------------------------------------------------------------- */

void secrets_make(const struct build *b);

/* What makes {"username": that, "password": one without the characters in `excluded`} at creation. */
const struct value *secret_generated(struct arena *a, const struct value *username, const char *excluded);
const struct value *secret_password(struct arena *a, const struct spec *spec, const char *purpose);

/* ---- aurora: one global database --------------------------------------------------------------------------------- */

void aurora_make(const struct build *b);

bool aurora_in(const struct spec_region *r);

/* ---- cache: one global datastore ----------------------------------------------------------------------------------
 */

void cache_make(const struct build *b);

bool cache_in(const struct spec_region *r);
bool cache_has_secret(const struct spec_region *r);

/* ---- functions: code of the user's own --------------------------------------------------------------------------- */

void functions_make(const struct build *b);

/* ---- ingress: a load balancer in every region -------------------------------------------------------------------- */

void ingress_make(const struct build *b);

/* Whether the region has a way in at all, and whether it is a balancer made here; otherwise it is a host name of the
 * user's own, in the section's `host`. */
bool ingress_in(const struct spec_region *r);
bool ingress_is_made(const struct spec_region *r);
/* An attribute of that balancer: "DNSName". */
const struct value *ingress_balancer(struct arena *a, const struct spec_region *r, const char *attr);
/* The address of the region's certificate; NULL where none is made. */
const char *ingress_certificate(struct arena *a, const struct spec_region *r);

/* ---- dns: names that lead to a region that is well --------------------------------------------------------------- */

void dns_make(const struct build *b);

/* The public zone's name; "". */
const char *dns_zone(const struct spec *spec);
/* The address of the record that proves to be the zone's owner, in the zone. */
#define DNS_PROOF "global/dns/certificate-proof"
/* The name in it that is the region's alone. */
const char *dns_region_name(const struct site *s, const struct spec_region *r);

/* Of the global site of dns: the health checks, and the id of a region's; NULL where nobody looks. */
void checks_make(const struct site *s);
const struct value *health_id(const struct site *s, const struct spec_region *r);

/* ---- observability: alarms, events, a budget, dashboards, and who is told ---------------------------------------- */

/* Where Route 53 publishes its metrics. */
#define ROUTE53_REGION "us-east-1"

void observability_make(const struct build *b);
void dashboards_make(const struct build *b);

bool observability_in(const struct spec_region *r);
/* The topic of the site's region for "warning", "critical" or "emergency"; NULL: nobody is told of anything there. */
const struct value *alerts_topic(const struct site *s, const char *level);
/* "topic" of the site's own system, for services that publish to no encrypted one; heard by those whom `level` tells.
 */
const char *plain_topic_make(const struct site *s, const char *level);

/* ---- drills: experiments and runbooks ---------------------------------------------------------------------------- */

void drills_make(const struct build *b);

/* ---- eks: a Kubernetes cluster in every region ------------------------------------------------------------------- */

void eks_make(const struct build *b);

bool eks_in(const struct spec_region *r);
/* The subnet made last, of that tier, is one that load balancers of the cluster may find. */
void eks_tag_subnet(const struct site *s, const char *tier);

/* ---- buckets: one a region and name ------------------------------------------------------------------------------ */

void buckets_make(const struct build *b);
/* ---- msk: a Kafka cluster a region, copied to one another -------------------------------------------------------- */

void msk_make(const struct build *b);
void msk_replication_make(const struct build *b);

/* ---- keys: one a region and purpose ------------------------------------------------------------------------------ */

void keys_make(const struct build *b);

/* The ARN of the region's key for `purpose`: "aurora", "secrets", "logs". Asking makes it. */
const struct value *key_arn(struct arena *a, const struct spec_region *r, const char *purpose);

/* ---- what the user adds and changes ------------------------------------------------------------------------------ */

/* `resources`: on the list, with references still as text. */
void resources_make(const struct build *b);
/* References in what was added from `first` on, then `overrides`; `index` has every address as a key. */
void extras_finish(const struct build *b, size_t first, const struct value *index);

/* ---- helm: charts in the clusters -------------------------------------------------------------------------------- */

void helm_make(const struct build *b);

#endif

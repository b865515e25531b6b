#ifndef PREFLIGHT_MADE_H
#define PREFLIGHT_MADE_H

#include "provisioner/preflight/form.h"
#include "provisioner/preflight/look.h"

/*
 * What rules on wanted resources of several systems ask: where subnets lie, who a security group lets in, what a policy
 * mentions. Only what is written out is judged. Inside of provisioner/preflight only.
 */

/* In how many zones a list of subnets lies; 0: that can't be told. */
size_t zones_spanned(const struct look *l, const struct value *subnets);
/* The VPC of the first of them; NULL. */
const struct wanted *vpc_of(const struct look *l, const struct value *subnets);
/* Finds subnets that are fewer than `least`, or lie in fewer zones; and one of another VPC than the first. */
void check_spread(const struct look *l, const struct wanted *w, const char *path, size_t least);
void check_one_vpc(const struct look *l, const struct wanted *w, const char *path);

/* True when some rule lets somebody connect to that port of the groups; or when no group of them is a wanted one. */
bool lets_in(const struct look *l, const struct value *groups, int64_t port);

/* True when `text` is part of a text somewhere within. */
bool mentions(const struct value *v, const char *text);
/* A text anywhere within that matches; NULL. Texts with references in them are none. */
const struct value *text_within(const struct look *l, const struct value *v, const char *pattern);

/* Finds a role that is wanted here, and that the service ("fis.amazonaws.com") can't take. */
void check_trust(const struct look *l, const struct wanted *w, const char *path, const char *service);
/* Finds what `path` refers to when it is a key that can't encrypt, or one of another region. */
void check_key(const struct look *l, const struct wanted *w, const char *path);
/* Finds a key wanted here whose policy does not mention the service. */
void check_key_admits(const struct look *l, const struct wanted *w, const char *path, const char *service);

/* The resource of that type whose attribute is referred to by `v`, or has its text as its own; NULL. */
const struct wanted *the_one(const struct look *l, const char *type, const char *name, const struct value *v,
                             const char *alias);
/* A text of an attribute that is written out, perhaps elsewhere; "". */
const char *told(const struct look *l, const struct wanted *w, const char *path);

/* What rows of eks.c hold against clusters and groups of nodes, too. */
void eks_zones(const struct look *l, const struct wanted *cluster);
void eks_services_apart(const struct look *l, const struct wanted *cluster);
void eks_public_ranges(const struct look *l, const struct wanted *cluster);
void eks_image_fits(const struct look *l, const struct wanted *nodes);

/* The same for msk.c: clusters, and replicators. */
void msk_zones(const struct look *l, const struct wanted *cluster);
void msk_even(const struct look *l, const struct wanted *cluster);
void msk_both_take_iam(const struct look *l, const struct wanted *replicator);
void msk_both_are_large(const struct look *l, const struct wanted *replicator);

/* And for dns.c: record sets, and zones. */
void dns_one_policy(const struct look *l, const struct wanted *record);
void dns_first_is_checked(const struct look *l, const struct wanted *record);
void dns_apex(const struct look *l, const struct wanted *record);
void dns_rest_of_the_world(const struct look *l, const struct wanted *record);
void dns_names_resolve(const struct look *l, const struct wanted *zone);

/* The zone that a subnet will lie in, as DescribeAvailabilityZones tells it, which the rule's row declares; NULL. */
const struct value *zone_of(const struct look *l, const struct wanted *subnet);
/* The replication group that a member of a global datastore takes its nodes from; itself where it is no member. */
const struct wanted *cache_leader(const struct look *l, const struct wanted *group);
/* Aurora instances that are wanted of a cluster. */
size_t instances_of(const struct look *l, const struct wanted *cluster);

#endif

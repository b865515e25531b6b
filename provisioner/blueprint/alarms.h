#ifndef BLUEPRINT_ALARMS_H
#define BLUEPRINT_ALARMS_H

#include "provisioner/blueprint/site.h"

/*
 * What is watched of each system: a table of metrics (alarms.c), held against what the systems have made. Whoever wants
 * another thing watched adds a row.
 */

struct watch {
    const char *name;             /* in specs, addresses and AWS */
    const char *type;             /* of the resources it watches */
    const char *level;            /* warning, critical, emergency: who is told */
    const char *namespace;        /* AWS/RDS */
    const char *metric;           /* two words: their sum */
    const char *statistic;        /* Average, ... */
    const char *dimension, *attr; /* which series: an attribute of the resource */
    const char *member;           /* how members are told apart: "-%03u" behind the dimension, "Broker ID=%u" beside it;
                                   * "LoadBalancer=load-balancer.LoadBalancerFullName": of the same system; NULL */
    const char *count;            /* the region's field that says how many: "msk.brokers" */
    unsigned period, periods, bad; /* seconds; how many are looked at, how many must be bad */
    char is;                       /* '>' or '<' */
    int64_t threshold;
    const char *missing; /* TreatMissingData */
    bool many;           /* there may be several in a region: the name ends with the resource's */
    bool replicated;     /* only where another region has one too */
    const char *help;    /* what it means, for people */
    const char *when;    /* "Type=network": only where an attribute is wanted so; NULL */
};

/* A row and a resource that it fits; a row once a resource, in the order of the table. */
struct watched {
    const struct watch *row;
    const char *resource; /* address */
    const char *name;     /* of the alarm */
};

typedef void watched_fn(void *ctx, const struct site *s, const struct watched *w);
/* Everything that is watched in the site's region, or of the account where its scope is global; `alarms` that the spec
 * leaves out are not. Resources made after the call are not seen. */
void watched_each(const struct site *s, watched_fn *fn, void *ctx);

/* The alarm, at the site given; its actions go to the site's topics. Its address is site_address "alarm-<name>". */
void alarm_make(void *ctx, const struct site *s, const struct watched *w);
const char *watched_level(const struct site *s, const struct watched *w);
int64_t watched_threshold(const struct site *s, const struct watched *w);
/* Its series as a dashboard writes them: [["AWS/RDS", "CPUUtilization", "DBClusterIdentifier", ...], ...]. */
void watched_series(const struct site *s, const struct watched *w, struct value *list);
/* Names in `alarms` that no row has. */
void alarms_check(const struct site *s);

#endif

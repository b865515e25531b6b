#ifndef ROUTE_ROUTER_H
#define ROUTE_ROUTER_H

#include "provisioner/route/choose.h"
#include "provisioner/route/endpoints.h"
#include "provisioner/route/names.h"

/*
 * Watches endpoints and says which to use. Every server is checked in its turn; after each answer it is decided anew.
 * Who writes is observed: by a cache's own word, or by where DNS leads a name that follows the writer; else it is what
 * AWS told when the state was made. An observation that differs has to be made twice.
 */

struct router_request {
    const struct endpoints *endpoints; /* has to outlive the router */
    struct sockets *sockets;
    const struct resolver *resolver;
    struct route_rules rules;
    const char *region; /* where this runs; NULL: nobody knows, then the nearest is taken */
};

struct router;
struct router *router_new(const struct router_request *q);
void router_free(struct router *r); /* NULL is fine */

/* Until what is to be read is another, true; or `until_us` has come, false. True for the first time once every server
 * is known to serve or not. */
bool router_run(struct router *r, int64_t until_us);

/*
 * What applications read; nothing in it changes but with a decision:
 *   project, environment, region
 *   services  {NAME: {write|read|any: {alias, region, healthy, host, port, hosts: ["name:port"]}, writer: {alias, by}}}
 * A role without an answer is left out: the writer, as long as nobody has seen who it is.
 */
const struct value *router_report(struct arena *a, const struct router *r);

/*
 * What was measured:
 *   servers  [{service, role, alias, host, port, is, latency_us, checks, failed, why}]
 *   choices  [{service, role, alias, moves}]
 *   writers  [{service, alias, by, age_us}]: how long ago it was seen last
 */
const struct value *router_measures(struct arena *a, const struct router *r);

#endif

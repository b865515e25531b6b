#ifndef ROUTE_ENDPOINTS_H
#define ROUTE_ENDPOINTS_H

#include "provisioner/route/talk.h"
#include "state/state.h"

/*
 * What there is to choose from, as a document, so that it can be taken to where no state is (it holds no secret):
 *
 *   endpoints_version  "1"
 *   project, environment
 *   writers            [{service, alias}]: who wrote when AWS was asked last
 *   endpoints          [{service, role, alias, region, protocol, path, hosts: ["name:port"]}]
 *
 * role "write" is where a service may be written, in each region; which of them is, is observed. "read" and "any" are a
 * choice. An alias "global" is a name that follows the writer by itself.
 */

enum { MOST_ENDPOINTS = 64, MOST_PLACES = 16, MOST_CHECKED = 96 };

struct place {
    const char *host;
    uint16_t port;
};

struct target {
    const char *service, *role, *alias, *region, *path; /* path NULL: the protocol's */
    const struct greeting *protocol;
    struct place *places;
    size_t n;
};

struct endpoints {
    const char *project, *environment;
    struct target *all;
    size_t n, n_places; /* places: of all of them */
    const struct value *writers;
};

const struct value *endpoints_of(struct arena *a, const struct state *s);
/* ERR_INPUT: not such a document, or more than is watched. Lives in `a`, and uses doc's texts. */
struct err *endpoints_read(struct arena *a, const struct value *doc, struct endpoints *ret) NODISCARD;

#endif

/* Prints the seconds of this processor that a check of the router takes, deciding included: two hours with 32 servers
 * on a network in memory, one of which comes and goes. */
#include "provisioner/model/json.h"
#include "provisioner/route/router.h"

#include <stdio.h>
#include <time.h>

#include "tests/unit/route/world.h"

enum { SERVERS = 32, LONG_S = 2 * 3600, SECOND = 1000000 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const struct value *document(struct arena *a)
{
    struct value *doc = value_map(a), *list = value_list(a);
    for (int i = 0; i < SERVERS; i++) {
        struct value *e = value_map(a), *hosts = value_list(a);
        value_push(a, hosts, value_fmt(a, "10.%d.0.%d:6379", i % 2, i / 2));
        value_set(a, e, "service", value_fmt(a, "s%d", i / 4));
        value_set_str(a, e, "role", i / 2 % 2 ? "write" : "read");
        value_set_str(a, e, "alias", i % 2 ? "seoul" : "tokyo");
        value_set_str(a, e, "region", i % 2 ? "ap-northeast-2" : "ap-northeast-1");
        value_set_str(a, e, "protocol", "redis");
        value_set(a, e, "hosts", hosts);
        value_push(a, list, e);
    }
    value_set_str(a, doc, "endpoints_version", "1");
    value_set_str(a, doc, "project", "bench");
    value_set_str(a, doc, "environment", "bench");
    value_set(a, doc, "endpoints", list);
    return doc;
}

static int64_t checks_of(struct arena *a, const struct router *r)
{
    const struct value *servers = value_get(router_measures(a, r), "servers");
    int64_t n = 0;
    for (size_t i = 0; i < value_len(servers); i++)
        n += value_int_of(value_get(value_item(servers, i), "checks"));
    return n;
}

int main(void)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct peer peers[SERVERS + 1] = {{0}};
    for (int i = 0; i < SERVERS; i++)
        peers[i] = (struct peer){
            arena_printf(a, "10.%d.0.%d", i % 2, i / 2), 6379, SERVES, 1000, says_redis, i % 2 ? "slave" : "master"};
    peers[SERVERS].ip = "";
    struct world *w = world_new(a, peers);
    const struct resolver nobody = {0};
    struct endpoints endpoints;
    CLEANUP(err_freep) struct err *e = endpoints_read(a, document(a), &endpoints);
    if (e)
        return 1;
    const struct router_request q = {&endpoints, &w->sockets, &nobody, route_rules(5 * SECOND), "ap-northeast-1"};
    struct router *r = router_new(&q);
    double began = seconds();
    for (int64_t s = 0; s < LONG_S; s += 600) {
        peers[0].mood = s % 1200 ? DARK : SERVES;
        for (int64_t until = w->now_us + 600 * (int64_t)SECOND; w->now_us < until;)
            (void)router_run(r, until);
    }
    printf("%.9f\n", (seconds() - began) / (double)checks_of(a, r));
    router_free(r);
    return 0;
}

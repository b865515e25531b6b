#include "aws/api/services.h"
#include "aws/net/endpoint.h"

#include <stdio.h>
#include <string.h>

/*
 * Reads lines "prefix global region fips dual" (the last two and `global` 0 or 1) and prints "url signing-region" for
 * each, or "-" where there is no such endpoint. A service of our own tables is taken as it stands there; any other is
 * made up from the line.
 */

struct ask {
    char prefix[64], region[64];
    int global, fips, dual;
};

static const char *ask_env(void *ctx, const char *name)
{
    const struct ask *ask = ctx;
    if (strcmp(name, "AWS_USE_FIPS_ENDPOINT") == 0 && ask->fips)
        return "true";
    if (strcmp(name, "AWS_USE_DUALSTACK_ENDPOINT") == 0 && ask->dual)
        return "true";
    return NULL;
}

static const struct service *service_with_prefix(const char *prefix)
{
    for (const struct service *const *svc = aws_services; *svc; svc++)
        if (strcmp((*svc)->endpoint ? (*svc)->endpoint : (*svc)->id, prefix) == 0)
            return *svc;
    return NULL;
}

static void answer(struct ask *ask)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct aws_config c = {.arena = a,
                                 .env = ask_env,
                                 .env_ctx = ask,
                                 .profile = "default",
                                 .config = value_map(a),
                                 .credentials = value_map(a)};
    const struct service made_up = {.id = ask->prefix, .service_id = ask->prefix, .global = ask->global};
    const struct service *ours = service_with_prefix(ask->prefix);
    struct endpoint e = {0};
    CLEANUP(err_freep) struct err *why = endpoint_resolve(a, &c, NULL, ours ? ours : &made_up, ask->region, &e);
    if (why)
        puts("-");
    else
        printf("%s %s\n", e.url, e.signing_region);
}

int main(void)
{
    struct ask ask;
    while (scanf("%63s %d %63s %d %d", ask.prefix, &ask.global, ask.region, &ask.fips, &ask.dual) == 5)
        answer(&ask);
    return 0;
}

#include "aws/net/credentials.h"

#include <stdio.h>
#include <stdlib.h>

/* What the chain finds in this very environment, over the real transport: "key secret token", or "error: why" with
 * status 1. [PROFILE] stands for --profile. For conformance tests: it prints secrets. */

static const char *process_env(void *ctx, const char *name)
{
    (void)ctx;
    return getenv(name);
}

static struct err *find(struct arena *a, const char *profile, struct transport *t, const struct credentials **ret)
{
    struct aws_config *c = NULL;
    TRY(aws_config_load(a, process_env, NULL, profile, &c));
    return credentials_get(credential_source_new(a, c, t), ret);
}

int main(int argc, char **argv)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct curl_options options = {.user_agent = "print_credentials"};
    const struct credentials *c = NULL;
    struct transport *t = NULL;
    struct err *e = transport_curl(&options, &t);
    if (!e)
        e = find(a, argc > 1 ? argv[1] : NULL, t, &c);
    if (e)
        printf("error: %s\n", err_text(e));
    else
        printf("%s %s %s\n", c->access_key, c->secret_key, c->session_token ? c->session_token : "-");
    if (t)
        t->free(t);
    int status = e ? 1 : 0;
    err_free(e);
    return status;
}

#include "aws/sandbox/sandbox.h"

#include "provisioner/cli/commands.h"

#include <stdio.h>
#include <string.h>

static struct err *address_of(struct cli *c, const char **ret_host, unsigned *ret_port)
{
    const char *text = c->opt.listen ? c->opt.listen : "127.0.0.1:4566";
    const char *colon = strrchr(text, ':');
    int64_t port;
    if (!colon || !parse_int(colon + 1, &port) || port < 0 || port > 65535)
        return err_new(ERR_USAGE, "--listen: \"%s\" is no ADDRESS:PORT", text);
    *ret_host = arena_strndup(c->arena, text, (size_t)(colon - text));
    *ret_port = (unsigned)port;
    return NULL;
}

static void ready(void *ctx, unsigned port)
{
    printf("listening on http://%s:%u\n", (const char *)ctx, port);
    fflush(stdout);
}

static void told(void *ctx, const char *line)
{
    (void)ctx;
    note("%s", line);
}

struct err *cmd_sandbox(struct cli *c, int *ret_exit)
{
    struct sandbox_options o = {.world = c->opt.world, .speed = c->opt.speed, .real_clock = true};
    struct sandbox *s = NULL;
    const char *host = NULL;
    unsigned port = 0;
    (void)ret_exit;
    if (str_eq(c->opt.log_level, "debug") || str_eq(c->opt.log_level, "trace"))
        o.told = told;
    TRY(address_of(c, &host, &port));
    if (c->opt.faults)
        TRY_CTX(sandbox_faults_parse(c->opt.faults, &o.faults), "--faults");
    cli_be_careful();
    TRY(sandbox_open(c->arena, &o, &s));
    struct err *e = sandbox_serve(s, host, port, ready, (void *)(uintptr_t)host, c->host->interrupted);
    sandbox_close(s);
    return e;
}

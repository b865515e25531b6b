#include "provisioner/cli/commands.h"

#include <stdio.h>

struct err *cmd_version(struct cli *c, int *ret_exit)
{
    (void)ret_exit;
    if (c->opt.json)
        printf("{\"version\": \"%s\"}\n", PROVISIONER_VERSION);
    else
        printf("provisioner %s\n", PROVISIONER_VERSION);
    return NULL;
}

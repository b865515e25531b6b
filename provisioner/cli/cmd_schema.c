#include "provisioner/spec/schema.h"

#include "provisioner/cli/commands.h"

struct err *cmd_schema(struct cli *c, int *ret_exit)
{
    struct sbuf out = {.arena = c->arena};
    (void)ret_exit;
    value_print(&out, spec_schema(c->arena), 0);
    sbuf_putc(&out, '\n');
    out_text(sbuf_str(&out));
    return NULL;
}

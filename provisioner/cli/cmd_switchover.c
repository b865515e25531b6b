#include "provisioner/cli/commands.h"
#include "provisioner/cli/operate.h"

static struct err *open_session(struct session *s, bool lock)
{
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    TRY(session_state(s, lock));
    if (!state_count(s->state))
        return err_new(ERR_MISSING, "%s holds nothing yet; `provisioner apply` makes what the spec says",
                       s->state_path);
    return session_connect(s);
}

struct err *cmd_switchover(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    s.changes = !c->opt.dry_run;
    struct err *e = open_session(&s, s.changes);
    if (!e)
        e = operate(&s, &sequence_switchover, ret_exit);
    session_end(&s);
    return e;
}

#include "provisioner/cli/apply.h"
#include "provisioner/cli/commands.h"

/* The lock of a state, taken from whoever has it: on purpose, by name. */

static struct err *take(struct session *s)
{
    const char *robbed = NULL;
    const char *holder = store_in_use(s->store, s->a);
    if (!holder) {
        note("nobody holds the lock of %s", s->state_path);
        return NULL;
    }
    note("%s: %s", s->state_path, holder);
    if (str_starts(s->state_path, "s3://") && !s->cli->opt.force)
        TRY(apply_ask(s, "If that run is still alive, it sends nothing more and can't write its state.\n"
                         "Take the lock from it?"));
    TRY(store_unlock(s->store, s->a, &robbed));
    if (robbed)
        note("the lock is free; taken from %s", robbed);
    else
        note("the lock is free; it was let go of meanwhile");
    return NULL;
}

static struct err *unlock(struct session *s)
{
    s->changes = true;
    TRY(session_named(s, s->cli->opt.words.items[0]));
    TRY(session_store(s));
    return take(s);
}

struct err *cmd_unlock(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = unlock(&s);
    session_end(&s);
    return e;
}

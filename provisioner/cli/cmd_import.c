#include "provisioner/cli/commands.h"
#include "provisioner/cli/history.h"
#include "provisioner/cli/session.h"

static struct err *wanted_at(const struct session *s, const char *address, const struct wanted **ret)
{
    *ret = wanted_find(&s->wanted, address);
    if (*ret)
        return NULL;
    const char **names = arena_alloc(s->a, (s->wanted.n + 1) * sizeof *names);
    for (size_t i = 0; i < s->wanted.n; i++)
        names[i] = s->wanted.items[i].address;
    const char *near = diag_nearest(address, names);
    return err_new(ERR_INPUT, "%s asks for no \"%s\"; %s", s->spec_path, address,
                   near ? arena_printf(s->a, "did you mean %s?", near) : "add it to the spec first");
}

/* The account must be the state's before anything is recorded under it. */
static struct err *import(struct session *s)
{
    const struct texts *w = &s->cli->opt.words;
    const struct wanted *wanted = NULL;
    struct entry entry;
    TRY(session_spec(s, w->items[0]));
    TRY(wanted_at(s, w->items[1], &wanted));
    cli_be_careful();
    TRY(session_state(s, true));
    if (state_find(s->state, w->items[1]))
        return err_new(ERR_INPUT, "%s is in the state already; `state rm` forgets it", w->items[1]);
    TRY(session_connect(s));
    TRY(session_read_aws(s));
    TRY(exec_import(s->client, s->a, wanted, w->items[2], s->lookups, s->state, &entry));
    store_note_entry(s->store, s->state, &entry);
    store_note_plan(s->store, s->state, "");
    history_note(s, &(struct run_tally){.adopted = 1});
    TRY(store_snapshot(s->store, s->state));
    note("%s is %s from now on; `provisioner plan %s` says what the spec would change about it", w->items[1],
         w->items[2], s->spec_path);
    return NULL;
}

struct err *cmd_import(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = import(&s);
    session_end(&s);
    return e;
}

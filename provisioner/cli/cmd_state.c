#include "provisioner/base/screen.h"
#include "provisioner/cli/apply.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/history.h"
#include "provisioner/cli/outputs.h"
#include "provisioner/cli/planfile.h"

#include <stdio.h>
#include <string.h>

/* ---- opening ----------------------------------------------------------------------------------------------------- */

static struct err *open_state(struct session *s, const char *path, bool lock)
{
    TRY(session_named(s, path));
    return session_state(s, lock);
}

static struct err *find(const struct session *s, const char *address, const struct entry **ret)
{
    *ret = state_find(s->state, address);
    if (*ret)
        return NULL;
    size_t n = state_count(s->state);
    const char **names = arena_alloc(s->a, (n + 1) * sizeof *names);
    for (size_t i = 0; i < n; i++)
        names[i] = state_entry(s->state, i)->address;
    const char *near = diag_nearest(address, names);
    return err_new(ERR_INPUT, "%s holds no \"%s\"%s%s", s->state_path, address, near ? "; did you mean " : "",
                   near ? near : "");
}

/* Where the spec asks for it, if a spec was named. */
static const struct value *place_of(const struct session *s, const char *address)
{
    const struct wanted *w = s->spec ? wanted_find(&s->wanted, address) : NULL;
    struct value *v = value_map(s->a);
    if (!w || !w->pos.line)
        return NULL;
    value_set_str(s->a, v, "file", diag_file_name(&s->diags, w->pos.file));
    value_set(s->a, v, "line", value_int(s->a, w->pos.line));
    value_set(s->a, v, "column", value_int(s->a, w->pos.column));
    return v;
}

static void print_entry(const struct session *s, const struct entry *e, const struct value *live)
{
    struct sbuf out = {.arena = s->a};
    struct value *v = value_map(s->a);
    value_set_str(s->a, v, "address", e->address);
    value_set(s->a, v, "spec", place_of(s, e->address));
    v = value_overlay(s->a, v, entry_to_value(s->a, e));
    value_set(s->a, v, "live", live);
    value_print(&out, v, 0);
    sbuf_putc(&out, '\n');
    out_text(sbuf_str(&out));
}

static void print_list(const struct session *s)
{
    for (size_t i = 0; i < state_count(s->state); i++) {
        const struct entry *e = state_entry(s->state, i);
        if (s->cli->opt.json)
            print_entry(s, e, NULL);
        else
            printf("%-46s %-40s %s\n", screen_safe(s->a, e->address), screen_safe(s->a, e->type),
                   e->id ? screen_safe(s->a, e->id) : "-");
    }
    for (size_t i = 0; i < state_intents(s->state); i++)
        note("%s: %s was cut off; the next apply asks AWS what became of it", state_intent(s->state, i)->address,
             state_intent(s->state, i)->verb);
}

/* ---- state list | show | pull | mv | rm ---------------------------------------------------------------------------
 */

typedef struct err *subcommand(struct session *s, const char *const *args, size_t n);

static struct err *state_list(struct session *s, const char *const *args, size_t n)
{
    (void)args;
    (void)n;
    print_list(s);
    return NULL;
}

static struct err *state_show(struct session *s, const char *const *args, size_t n)
{
    const struct entry *e = NULL;
    (void)n;
    TRY(find(s, args[0], &e));
    print_entry(s, e, NULL);
    return NULL;
}

static struct err *state_pull(struct session *s, const char *const *args, size_t n)
{
    (void)args;
    (void)n;
    out_text(store_text(s->a, s->state));
    return NULL;
}

static struct err *state_rm(struct session *s, const char *const *args, size_t n)
{
    const struct entry *e = NULL;
    (void)n;
    TRY(find(s, args[0], &e));
    store_note_remove(s->store, s->state, args[0], true);
    store_note_plan(s->store, s->state, "");
    history_note(s, NULL);
    TRY(store_snapshot(s->store, s->state));
    note("%s is forgotten; AWS still holds it", args[0]);
    return NULL;
}

/* Whoever depends on the old address depends on the new one from now on. */
static struct entry renamed(struct session *s, const struct entry *e, const char *from, const char *to)
{
    struct entry copy = *e;
    size_t n = 0;
    while (e->after[n])
        n++;
    copy.after = arena_alloc(s->a, (n + 1) * sizeof *copy.after);
    for (size_t i = 0; i < n; i++)
        copy.after[i] = strcmp(e->after[i], from) == 0 ? to : e->after[i];
    if (strcmp(e->address, from) == 0)
        copy.address = to;
    return copy;
}

static struct err *state_mv(struct session *s, const char *const *args, size_t n)
{
    const struct entry *e = NULL;
    (void)n;
    TRY(find(s, args[0], &e));
    if (state_find(s->state, args[1]))
        return err_new(ERR_INPUT, "%s is there already", args[1]);
    struct entry *moved = arena_alloc(s->a, (state_count(s->state) + 1) * sizeof *moved);
    size_t count = state_count(s->state);
    for (size_t i = 0; i < count; i++)
        moved[i] = renamed(s, state_entry(s->state, i), args[0], args[1]);
    for (size_t i = 0; i < count; i++)
        store_note_entry(s->store, s->state, &moved[i]);
    store_note_remove(s->store, s->state, args[0], false);
    store_note_plan(s->store, s->state, "");
    history_note(s, NULL);
    TRY(store_snapshot(s->store, s->state));
    note("%s is %s now; its tag in AWS follows at the next apply", args[0], args[1]);
    return NULL;
}

/* The other state: what is pushed, with the journal beside it. */
static struct err *read_file(const char *path, struct state **ret)
{
    size_t replayed;
    struct store *st = store_open_local(path);
    struct err *e = store_load(st, ret, &replayed);
    store_close(st);
    return e;
}

static struct err *may_replace(const struct session *s, const struct state *fresh, const char *file)
{
    const struct state_head *was = state_head(s->state), *now = state_head(fresh);
    if (!str_eq(was->project, now->project) || !str_eq(was->environment, now->environment) ||
        (*was->lineage && !str_eq(was->lineage, now->lineage)))
        return err_new(ERR_REFUSED,
                       "%s is of %s/%s, lineage %s, and %s of %s/%s, lineage %s: another project's state is "
                       "never replaced",
                       file, now->project, now->environment, now->lineage, s->state_path, was->project,
                       was->environment, was->lineage);
    if (was->serial >= now->serial && was->serial && !s->cli->opt.force)
        return err_new(ERR_REFUSED,
                       "%s has serial %llu, and %s is at %llu: it is no later; with --force it replaces it all "
                       "the same",
                       file, (unsigned long long)now->serial, s->state_path, (unsigned long long)was->serial);
    return NULL;
}

/* Without a spec, a place that holds nothing yet has no state to be compared with. */
static struct err *push(struct session *s, const char *to, const char *file)
{
    struct state *fresh = NULL;
    TRY(read_file(file, &fresh));
    struct err *e = open_state(s, to, true);
    bool empty = e && err_class_of(e) == ERR_MISSING && s->store && !s->state;
    if (empty) {
        err_free(e);
        e = NULL;
    }
    if (!e && !empty)
        e = may_replace(s, fresh, file);
    if (!e)
        e = store_snapshot(s->store, fresh);
    if (!e)
        note("%s holds %zu resources now, serial %llu", s->state_path, state_count(fresh),
             (unsigned long long)state_head(fresh)->serial);
    state_free(fresh);
    return e;
}

static struct err *promote(struct session *s, const char *path)
{
    s->changes = true;
    TRY(session_named(s, path));
    TRY(session_store(s));
    note("%s: its mirror becomes the place where it is read, locked and written; the other is refused from then on, "
         "until "
         "it holds the same",
         s->state_path);
    TRY(apply_ask(s, "Promote the mirror?"));
    TRY(store_promote(s->store, s->cli->command, s->cli->opt.lock_timeout_ms));
    note("the mirror of %s is the state's place from now on", s->state_path);
    return NULL;
}

static const struct {
    const char *name;
    size_t args;
    bool writes;
    subcommand *run;
} subcommands[] = {
    {"list", 0, false, state_list}, {"show", 1, false, state_show}, {"pull", 0, false, state_pull},
    {"mv", 2, true, state_mv},      {"rm", 1, true, state_rm},
};

static struct err *run_subcommand(struct session *s)
{
    const struct texts *w = &s->cli->opt.words;
    bool pushes = str_eq(w->items[0], "push"), promotes = str_eq(w->items[0], "promote");
    if (w->n != 2 + (size_t)pushes && (pushes || promotes))
        return err_new(ERR_USAGE, "state push takes STATE and the FILE that is to be it; state promote takes STATE");
    if (pushes || promotes)
        cli_be_careful();
    if (pushes)
        return push(s, w->items[1], w->items[2]);
    if (promotes)
        return promote(s, w->items[1]);
    for (size_t i = 0; i < COUNT(subcommands); i++) {
        if (strcmp(subcommands[i].name, w->items[0]) != 0)
            continue;
        if (w->n - 2 != subcommands[i].args)
            return err_new(ERR_USAGE, "state %s takes STATE and %zu address%s", w->items[0], subcommands[i].args,
                           subcommands[i].args == 1 ? "" : "es");
        if (subcommands[i].writes)
            cli_be_careful();
        TRY(open_state(s, w->items[1], subcommands[i].writes));
        return subcommands[i].run(s, w->items + 2, w->n - 2);
    }
    return err_new(ERR_USAGE, "state: \"%s\" is none of list, show, pull, mv, rm, push, promote", w->items[0]);
}

struct err *cmd_state(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = run_subcommand(&s);
    session_end(&s);
    return e;
}

/* ---- output ------------------------------------------------------------------------------------------------------ */

static struct err *print_output(struct session *s)
{
    const struct texts *w = &s->cli->opt.words;
    TRY(open_state(s, w->items[0], false));
    const struct value *all = outputs_of(s->a, s->state, true);
    struct sbuf out = {.arena = s->a};
    if (w->n > 1 && !value_get(all, w->items[1]))
        return err_new(ERR_INPUT, "there is no output \"%s\"; `provisioner output %s` lists them", w->items[1],
                       w->items[0]);
    if (s->cli->opt.json) {
        value_print(&out, w->n > 1 ? value_get(all, w->items[1]) : all, 0);
        sbuf_putc(&out, '\n');
    } else if (w->n > 1) {
        sbuf_printf(&out, "%s\n", value_get_str(all, w->items[1]));
    } else {
        for (size_t i = 0; i < value_len(all); i++)
            sbuf_printf(&out, "%s = %s\n", value_key(all, i), screen_safe(s->a, value_str_of(value_item(all, i))));
    }
    out_text(sbuf_str(&out));
    return NULL;
}

struct err *cmd_output(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = print_output(&s);
    session_end(&s);
    return e;
}

/* ---- show -------------------------------------------------------------------------------------------------------- */

static struct err *show_plan(struct session *s, const char *path)
{
    struct sbuf out = {.arena = s->a};
    s->cli->only_shows = true;
    struct err *e = planfile_read(s, path);
    if (e && err_class_of(e) != ERR_STALE)
        return e;
    if (e)
        note("note: %s", err_text(e));
    err_free(e);
    const struct plan_style style = session_style(s);
    if (s->cli->opt.json)
        value_print(&out, plan_json(s->a, s->plan, &s->diags), 0);
    else
        plan_render(&out, s->plan, &style);
    out_text(sbuf_str(&out));
    return NULL;
}

/* What AWS tells of it now, but for secrets. */
static struct err *read_live(struct session *s, const struct entry *e, const struct value **ret)
{
    const struct rtype *rt = rtype_named(e->type);
    struct value *v = value_map(s->a);
    if (!s->spec)
        return err_new(ERR_USAGE, "--online: name the spec instead of its state, since the spec says where to look");
    TRY(session_connect(s));
    TRY(session_read_aws(s));
    struct live live = exec_live_of(s->live, e->address);
    for (const struct attr *at = rt ? rt->attrs : NULL; at && at->type != T_END; at++)
        if (!(at->flags & A_SECRET))
            value_set(s->a, v, at->name, value_get(live.attrs, at->name));
    *ret = live.status == LIVE_PRESENT ? v : value_null(s->a);
    return NULL;
}

static struct err *show_entry(struct session *s, const char *address)
{
    const struct entry *e = NULL;
    const struct value *live = NULL;
    TRY(find(s, address, &e));
    if (s->cli->opt.online)
        TRY(read_live(s, e, &live));
    print_entry(s, e, live);
    return NULL;
}

static struct err *show_state(struct session *s)
{
    const struct texts *w = &s->cli->opt.words;
    TRY(open_state(s, w->items[0], false));
    if (w->n > 1)
        return show_entry(s, w->items[1]);
    const struct state_head *h = state_head(s->state);
    note("%s/%s, account %s, serial %llu, %zu resources", h->project, h->environment,
         *h->account ? h->account : "unknown", (unsigned long long)h->serial, state_count(s->state));
    print_list(s);
    return NULL;
}

struct err *cmd_show(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    const char *path = c->opt.words.items[0];
    struct err *e = planfile_is(s.a, path) ? show_plan(&s, path) : show_state(&s);
    session_end(&s);
    return e;
}

#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/history.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { COMMAND_MOST = 300 };

/* ---- noting it --------------------------------------------------------------------------------------------------- */

static int64_t now(const struct session *s)
{
    return s->client ? client_wall(s->client) : s->cli->host->sys->now();
}

static const char *command_of(const struct session *s)
{
    static const char keep[] = "overlay sandbox target replace region allow-destroy refresh-only accept revert force";
    const char *whole = options_typed(s->a, s->cli->name, &s->cli->opt, keep);
    return screen_cut(s->a, whole, COMMAND_MOST);
}

struct past_run history_begin(const struct session *s)
{
    return store_begin_run(s->store, s->state, command_of(s), now(s));
}

void history_end(const struct session *s, struct past_run *r, const char *result, const struct run_tally *done,
                 size_t failed)
{
    r->result = result;
    r->ended = now(s);
    r->failed = (int64_t)failed;
    if (done) {
        r->created = (int64_t)done->created;
        r->updated = (int64_t)done->updated;
        r->deleted = (int64_t)done->deleted;
        r->adopted = (int64_t)done->adopted;
        r->forgotten = (int64_t)done->forgotten;
    }
    store_note_run(s->store, s->state, r);
}

void history_note(const struct session *s, const struct run_tally *done)
{
    struct past_run r = history_begin(s);
    history_end(s, &r, "done", done, 0);
}

/* ---- showing it -------------------------------------------------------------------------------------------------- */

/* The last one, if it has not ended, is at work as long as somebody holds the lock. */
static const char *result_of(const struct past_run *r, bool at_work)
{
    if (*r->result)
        return r->result;
    return at_work ? "at work" : "cut off";
}

static const struct value *as_json(const struct session *s, bool at_work)
{
    static const struct {
        const char *name;
        size_t at;
    } counts[] = {{"created", offsetof(struct past_run, created)},     {"updated", offsetof(struct past_run, updated)},
                  {"deleted", offsetof(struct past_run, deleted)},     {"adopted", offsetof(struct past_run, adopted)},
                  {"forgotten", offsetof(struct past_run, forgotten)}, {"failed", offsetof(struct past_run, failed)}};
    struct arena *a = s->a;
    struct value *v = value_map(a), *runs = value_list(a);
    for (size_t i = 0; i < state_runs(s->state); i++) {
        const struct past_run *r = state_run(s->state, i);
        struct value *one = value_map(a);
        value_set_str(a, one, "started", time_utc(a, r->started, TIME_ISO));
        value_set_str(a, one, "ended", r->ended ? time_utc(a, r->ended, TIME_ISO) : NULL);
        value_set_str(a, one, "who", r->who);
        value_set_str(a, one, "host", r->host);
        value_set_str(a, one, "command", r->command);
        value_set_str(a, one, "version", r->version);
        value_set_str(a, one, "result", result_of(r, at_work && i + 1 == state_runs(s->state)));
        for (size_t k = 0; k < COUNT(counts); k++)
            value_set(a, one, counts[k].name, value_int(a, *(const int64_t *)((const char *)r + counts[k].at)));
        value_push(a, runs, one);
    }
    value_set_str(a, v, "format_version", "1");
    value_set(a, v, "runs", runs);
    return v;
}

/* "+142 ~3 -2": what is not zero. */
static const char *counts_of(struct arena *a, const struct past_run *r)
{
    const struct {
        const char *sign;
        int64_t n;
    } all[] = {{"+", r->created}, {"~", r->updated},   {"-", r->deleted},
               {">", r->adopted}, {"<", r->forgotten}, {"!", r->failed}};
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i].n)
            sbuf_printf(&out, "%s%s%" PRId64, out.len ? " " : "", all[i].sign, all[i].n);
    return sbuf_str(&out);
}

static void put_run(const struct session *s, struct sbuf *out, const struct past_run *r, bool at_work)
{
    struct arena *a = s->a;
    const char *result = result_of(r, at_work), *command = screen_safe(a, r->command);
    const char *color = !s->cli->color_out ? "" : str_eq(result, "done") ? "\033[32m" : "\033[33m";
    const char *who = arena_printf(a, "%s@%s", screen_safe(a, r->who), screen_safe(a, r->host));
    const char *took = r->ended ? time_span(a, time_between(r->started, r->ended)) : "-";
    sbuf_printf(out, "%s  %s%-11s%s  %11s  %-14s  %s\n", time_utc(a, r->started, TIME_ISO), color,
                screen_safe(a, result), *color ? "\033[0m" : "", took, counts_of(a, r), screen_cut(a, who, 40));
    sbuf_puts(out, "    ");
    screen_wrap(out, str_starts(command, "provisioner ") ? command + strlen("provisioner ") : command, 4, 6,
                s->cli->width);
    sbuf_putc(out, '\n');
}

static struct err *history(struct session *s)
{
    TRY(session_named(s, s->cli->opt.words.items[0]));
    TRY(session_state(s, false));
    struct sbuf out = {.arena = s->a};
    bool at_work = store_in_use(s->store, s->a) != NULL;
    size_t n = state_runs(s->state);
    if (s->cli->opt.json) {
        value_print(&out, as_json(s, at_work), 0);
        sbuf_putc(&out, '\n');
    }
    for (size_t i = 0; i < n && !s->cli->opt.json; i++)
        put_run(s, &out, state_run(s->state, i), at_work && i + 1 == n);
    out_text(sbuf_str(&out));
    if (!n && !s->cli->opt.json)
        note("%s knows of no run yet", s->state_path);
    return NULL;
}

struct err *cmd_history(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = history(&s);
    session_end(&s);
    return e;
}

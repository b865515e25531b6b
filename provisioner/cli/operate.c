#include "provisioner/cli/operate.h"

#include "provisioner/base/screen.h"
#include "provisioner/cli/apply.h"
#include "provisioner/cli/history.h"
#include "provisioner/cli/stream.h"
#include "provisioner/plan/duration.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- which regions ----------------------------------------------------------------------------------------------- */

static struct region_ref ref_of(const struct spec_region *r)
{
    return (struct region_ref){r->alias, r->name};
}

/* Whether a group of regions that the state, where there is one, knows is led from there. */
static bool leads(const struct session *s, const struct spec_region *r)
{
    static const char *const paths[] = {"GlobalClusterMembers[IsWriter=true].DBClusterArn",
                                        "Members[Role=PRIMARY].ReplicationGroupRegion"};
    for (size_t i = 0; s->state && i < state_count(s->state); i++)
        for (size_t k = 0; k < COUNT(paths); k++) {
            const struct value *at = fact_at(s->a, state_entry(s->state, i)->outputs, paths[k]);
            if (strstr(value_str_of(at), r->name))
                return true;
        }
    return false;
}

struct err *operate_regions(const struct session *s, struct region_ref *ret_to, struct region_ref *ret_from)
{
    const struct spec *spec = s->spec;
    const struct spec_region *to, *from;
    TRY(session_region(s, "--to", s->cli->opt.to, &to));
    if (spec->n_regions < 2)
        return err_new(ERR_USAGE, "the spec has one region; there is nowhere to go from it");
    from = &spec->regions[to == spec->regions];
    for (size_t i = 0; i < spec->n_regions; i++)
        if (&spec->regions[i] != to && (i == spec->primary || leads(s, &spec->regions[i])))
            from = &spec->regions[i];
    *ret_to = ref_of(to);
    *ret_from = ref_of(from);
    return NULL;
}

struct err *operate_open(struct session *s)
{
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    TRY(session_state(s, s->changes));
    TRY(session_has_made(s));
    return session_connect(s);
}

struct err *operate_request(const struct session *s, struct sequence_request *ret)
{
    *ret = (struct sequence_request){.client = s->client,
                                     .state = s->state,
                                     .spec_path = s->spec_path,
                                     .only = s->cli->opt.only,
                                     .lag_ms = session_objective_ms(s, "lag"),
                                     .rpo_ms = s->cli->opt.max_rpo_ms};
    return operate_regions(s, &ret->to, &ret->from);
}

/* ---- the plan ---------------------------------------------------------------------------------------------------- */

static const char *paint(const struct session *s, const char *code)
{
    return s->cli->color_out ? code : "";
}

static const char *expected_in(struct arena *a, const struct value *v, const char *seconds)
{
    return duration_text(a, (double)value_int_of(value_get(v, seconds)));
}

static void put_line(const struct session *s, struct sbuf *out, const char *label, const char *text)
{
    if (!*text)
        return;
    sbuf_printf(out, "     %-8s ", label);
    screen_wrap(out, screen_safe(s->a, text), 14, 14, s->cli->width);
    sbuf_putc(out, '\n');
}

/* "UPSERT api.example.com A: seoul is PRIMARY, lb.example.com" */
static const char *change_text(struct arena *a, const struct value *change)
{
    const struct value *set = value_get(change, "ResourceRecordSet"), *alias = value_get(set, "AliasTarget");
    const struct value *first = value_item(value_get(set, "ResourceRecords"), 0);
    const char *role = value_get_str(set, "Failover"); /* of other records "": they have none */
    return arena_printf(a, "%s %s %s: %s%s%s, %s", value_get_str(change, "Action"), value_get_str(set, "Name"),
                        value_get_str(set, "Type"), value_get_str(set, "SetIdentifier"), *role ? " is " : "", role,
                        alias ? value_get_str(alias, "DNSName") : value_get_str(first, "Value"));
}

/* What is sent of records is long, and little of it changes. */
static void put_call(const struct session *s, struct sbuf *out, const struct value *call)
{
    const struct value *input = value_get(call, "input");
    const struct value *changes = value_get(value_get(input, "ChangeBatch"), "Changes");
    const char *to = arena_printf(s->a, "%s:%s in %s", value_get_str(call, "service"), value_get_str(call, "operation"),
                                  value_get_str(call, "region"));
    if (!changes)
        to = arena_printf(s->a, "%s %s", to, value_canonical(s->a, input));
    put_line(s, out, "call", to);
    for (size_t i = 0; i < value_len(changes); i++)
        put_line(s, out, "", change_text(s->a, value_item(changes, i)));
}

static const char *color_of(const char *state)
{
    return has_word("blocked unread", state) ? "\033[31m" : str_eq(state, "done") ? "\033[32m" : "\033[33m";
}

static bool crosses(const struct value *step)
{
    return value_bool_of(value_get(step, "point_of_no_return")) && !str_eq(value_get_str(step, "state"), "done");
}

static void put_step(const struct session *s, struct sbuf *out, size_t n, const struct value *step)
{
    const char *state = value_get_str(step, "state"), *address = value_get_str(step, "address");
    bool is_done = str_eq(state, "done");
    int64_t p50 = value_int_of(value_get(step, "p50_s"));
    const struct value *warnings = value_get(step, "warnings");
    sbuf_printf(out, "%3zu  %s%s%s%s%s: %s%s%s\n", n, paint(s, "\033[1m"), value_get_str(step, "id"),
                paint(s, "\033[0m"), *address ? " " : "", screen_safe(s->a, address), paint(s, color_of(state)),
                is_done ? "nothing to do" : state, paint(s, "\033[0m"));
    put_line(s, out, "", value_get_str(step, "what"));
    put_line(s, out, "but", value_get_str(step, "why"));
    for (size_t i = 0; i < value_len(warnings); i++)
        put_line(s, out, "note", value_str_of(value_item(warnings, i)));
    if (!is_done || !value_get(step, "call"))
        put_line(s, out, "you", value_get_str(step, "hint"));
    if (is_done)
        return;
    if (value_get(step, "call"))
        put_call(s, out, value_get(step, "call"));
    put_line(s, out, "until", value_get_str(step, "waits_for"));
    if (p50)
        put_line(s, out, "takes",
                 arena_printf(s->a, "%s, one in ten longer than %s; given up after %s",
                              expected_in(s->a, step, "p50_s"), expected_in(s->a, step, "p90_s"),
                              expected_in(s->a, step, "limit_s")));
    put_line(s, out, "undo", value_get_str(step, "undo"));
    put_line(s, out, "else", value_get_str(step, "otherwise"));
}

static void put_losses(const struct session *s, struct sbuf *out, const struct value *losses, unsigned width)
{
    for (size_t i = 0; i < value_len(losses); i++) {
        const struct value *one = value_item(losses, i), *ms = value_get(one, "lag_ms");
        const char *address = screen_safe(s->a, value_get_str(one, "address"));
        const char *behind = ms ? arena_printf(s->a, "the copy was %" PRId64 " ms behind at %s", value_int_of(ms),
                                               value_get_str(one, "measured_at"))
                                : "nothing was measured lately of how far the copy was behind";
        screen_wrap(out, arena_printf(s->a, "%s: %s", address, behind), 0, 6, width);
        sbuf_putc(out, '\n');
    }
}

static const char *title(const struct session *s, const struct value *v)
{
    return arena_printf(s->a, "%s from %s to %s", value_get_str(v, "operation"), value_get_str(v, "from"),
                        value_get_str(v, "to"));
}

static void plan_text(const struct session *s, struct sbuf *out, const struct value *v)
{
    const struct value *steps = value_get(v, "steps"), *expected = value_get(v, "expected");
    sbuf_printf(out, "%s\n\n", title(s, v));
    for (size_t i = 0, crossed = 0; i < value_len(steps); i++) {
        if (crosses(value_item(steps, i)) && !crossed++)
            sbuf_puts(out, "     ---- from here on, stopping undoes nothing: only going back does ----\n");
        put_step(s, out, i + 1, value_item(steps, i));
    }
    sbuf_putc(out, '\n');
    put_losses(s, out, value_get(v, "loss"), s->cli->width);
    sbuf_printf(out, "Expected: %s, one in ten longer than %s\n", expected_in(s->a, expected, "p50_s"),
                expected_in(s->a, expected, "p90_s"));
}

static void show(const struct session *s, const struct value *v)
{
    struct sbuf out = {.arena = s->a};
    struct value *members = value_map(s->a);
    value_set(s->a, members, "move", v);
    if (s->stream) {
        stream_move(s->stream, "info", "move_plan", title(s, v), members);
        return;
    }
    if (s->cli->opt.json)
        value_print(&out, v, 0);
    else
        plan_text(s, &out, v);
    sbuf_puts(&out, s->cli->opt.json ? "\n" : "");
    out_text(sbuf_str(&out));
}

/* ---- on the way -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *type, *word;
} events[] = {
    [WALK_START] = {"move_start", "begins"},    [WALK_CALL] = {"move_call", "sends"},
    [WALK_WAIT] = {"move_progress", "waits"},   [WALK_RETRY] = {"move_retry", "once more"},
    [WALK_DONE] = {"move_complete", "is done"}, [WALK_FAILED] = {"move_errored", "could not be done"},
};

static const struct value *step_members(struct arena *a, const struct item *it, const char *text, int64_t at_ms)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "step", it->row->id);
    value_set_str(a, v, "system", it->row->system);
    value_set_str(a, v, "addr", it->address);
    value_set_str(a, v, "text", text);
    value_set(a, v, "at_ms", value_int(a, at_ms));
    return v;
}

void operate_say(const struct session *s, struct arena *a, const char *left, const char *text)
{
    struct sbuf out = {.arena = a};
    screen_wrap(&out, text, strlen(left), 8, s->cli->width_err);
    note("%s%s", left, sbuf_str(&out));
}

static void heard(void *ctx, enum walk_event kind, const struct item *it, const char *text, int64_t at_ms)
{
    const struct session *s = ctx;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *safe = screen_safe(a, text);
    const char *line = arena_printf(a, "%s %s%s%s%s%s", it->row->id, it->address, *it->address ? " " : "",
                                    events[kind].word, *safe ? ": " : "", safe);
    if (s->stream)
        stream_move(s->stream, kind == WALK_FAILED ? "error" : "info", events[kind].type, line,
                    step_members(a, it, text, at_ms));
    else
        operate_say(s, a, arena_printf(a, "%6s  ", words_span(a, at_ms)), line);
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

static int exit_of(const struct walked *w)
{
    return w->interrupted ? EXIT_INTERRUPTED : w->left ? EXIT_PART : EXIT_DONE;
}

/* What no call does: together, since on the way it stands among much else. */
static void tell_hints(const struct session *s, const struct situation *at)
{
    const char *last = NULL;
    for (size_t i = 0; i < at->n; i++) {
        const struct item *it = &at->items[i];
        const char *hint = it->row->op && it->was_done ? "" : item_text(s->a, it, it->row->hint);
        if (!*hint || str_eq(hint, last)) /* of records it is one and the same */
            continue;
        operate_say(s, s->a, last ? "  - " : "\nLeft to you\n  - ", hint);
        last = hint;
    }
}

static void tell_end(const struct session *s, const struct situation *at, const struct walked *w)
{
    const char *back = arena_printf(s->a, "provisioner switchover %s --to %s", s->spec_path, at->q->from.alias);
    struct sbuf lost = {.arena = s->a};
    if (at->sequence->gives_up)
        put_losses(s, &lost, w->loss, s->cli->width_err);
    fputs(sbuf_str(&lost), stderr);
    if (!w->left) {
        tell_hints(s, at);
        fputc('\n', stderr);
        operate_say(s, s->a, "",
                    arena_printf(s->a, "Done in %s: %s leads; state in %s", time_span(s->a, w->took_ms),
                                 at->q->to.alias, s->state_path));
        return;
    }
    note("\n%s after %s: %zu of %zu steps are left%s%s",
         w->paused        ? "Paused"
         : w->interrupted ? "Stopped"
                          : "Finished in part",
         time_span(s->a, w->took_ms), w->left, at->n, w->error ? "; " : "",
         w->error ? screen_safe(s->a, w->error) : "");
    note("To carry on: %s\nTo go back: %s", s->cli->command, back);
}

static void tell_json_end(const struct session *s, const struct walked *w)
{
    struct value *v = value_map(s->a);
    value_set(s->a, v, "done", value_int(s->a, (int64_t)w->done));
    value_set(s->a, v, "failed", value_int(s->a, (int64_t)w->failed));
    value_set(s->a, v, "left", value_int(s->a, (int64_t)w->left));
    value_set(s->a, v, "paused", value_bool(s->a, w->paused));
    value_set(s->a, v, "interrupted", value_bool(s->a, w->interrupted));
    value_set(s->a, v, "past_return", value_bool(s->a, w->past_return));
    value_set_str(s->a, v, "failed_step", w->failed_id);
    value_set_str(s->a, v, "error", w->error);
    value_set(s->a, v, "loss", w->loss);
    value_set(s->a, v, "took_ms", value_int(s->a, w->took_ms));
    stream_move(s->stream, "info", "move_result", arena_printf(s->a, "%zu steps done, %zu left", w->done, w->left), v);
}

/* ---- doing it ---------------------------------------------------------------------------------------------------- */

static struct err *stands_in_the_way(const struct situation *at)
{
    size_t n = 0;
    const struct item *first = NULL;
    for (size_t i = 0; i < at->n; i++)
        if (at->items[i].standing == STANDS_BLOCKED || at->items[i].standing == STANDS_UNREAD) {
            first = first ? first : &at->items[i];
            n++;
        }
    return first ? err_new(ERR_CONFLICT, "nothing was begun; %s: %s%s", first->row->id, first->why,
                           n > 1 ? "; and more, see above" : "")
                 : NULL;
}

static bool all_done(const struct situation *at)
{
    for (size_t i = 0; i < at->n; i++)
        if (at->items[i].standing != STANDS_DONE)
            return false;
    return true;
}

static struct err *check_pause(const struct session *s, const struct op_sequence *sequence)
{
    const char *names[64] = {NULL}, *want = s->cli->opt.pause_before;
    size_t n = 0;
    for (const struct op_step *row = sequence->steps; row->id && n < COUNT(names) - 1; row++) {
        if (!want || str_eq(row->id, want))
            return NULL;
        names[n++] = row->id;
    }
    const char *near = diag_nearest(want, names);
    return err_new(ERR_USAGE, "--pause-before: there is no step \"%s\"%s%s; --dry-run shows those there are", want,
                   near ? "; did you mean " : "", near ? near : "");
}

static struct err *walk_with(struct session *s, struct situation *at, struct walked *ret)
{
    const struct walker w = {.store = s->store,
                             .state = s->state,
                             .time_scale = s->cli->opt.time_scale,
                             .timeout_ms = s->cli->opt.timeout_ms,
                             .pause_before = s->cli->opt.pause_before,
                             .interrupted = s->cli->host->interrupted,
                             .event = heard,
                             .ctx = s};
    struct past_run run = history_begin(s);
    struct err *e = walk(s->a, at, &w, ret);
    if (e)
        return store_keep(s->store, s->state, e);
    const struct run_tally done = {.updated = ret->done};
    history_end(s, &run, ret->interrupted ? "interrupted" : ret->left ? "part" : "done", &done, ret->failed);
    return store_snapshot(s->store, s->state);
}

static struct err *walk_it(struct session *s, struct situation *at, bool *ret_moved, int *ret_exit)
{
    struct walked done;
    cli_be_careful();
    *ret_moved = true;
    TRY(walk_with(s, at, &done));
    if (s->stream)
        tell_json_end(s, &done);
    else
        tell_end(s, at, &done);
    *ret_exit = exit_of(&done);
    return NULL;
}

/* What a killed run left in the journal is settled by now; an untouched state is not written again. */
static struct err *nothing_to_do(struct session *s, struct situation *at)
{
    struct walked done = {.loss = value_list(s->a)};
    if (s->replayed)
        TRY(walk_with(s, at, &done));
    if (s->stream)
        tell_json_end(s, &done);
    note("%s leads already; there is nothing to do", at->q->to.alias);
    return NULL;
}

static struct err *say_how(const struct session *s, const struct situation *at)
{
    static const char keep[] = "overlay set state sandbox world speed faults endpoint-url time-scale profile to only "
                               "allow-data-loss max-rpo pause-before timeout";
    if (all_done(at))
        note("%s leads already; there is nothing to do", at->q->to.alias);
    else if (!s->cli->opt.json)
        note("\nTo do this: %s", options_typed(s->a, s->cli->name, &s->cli->opt, keep));
    return NULL;
}

/* What a failover gives up: "aurora, cache"; "": nothing is left to give up. */
static const char *given_up(struct arena *a, const struct situation *at)
{
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < at->n; i++)
        if (at->sequence->gives_up && at->items[i].row->no_return && at->items[i].standing != STANDS_DONE)
            sbuf_printf(&out, "%s%s", out.len ? ", " : "", at->items[i].row->system);
    return sbuf_str(&out);
}

/* Where something is lost for good, a "yes" out of habit will not do. */
static struct err *approve(const struct session *s, const struct situation *at)
{
    const char *lost = given_up(s->a, at), *to = at->q->to.alias;
    if (!*lost)
        return apply_ask(s, "Do this?");
    return apply_ask_for(
        s, arena_printf(s->a, "What %s had not copied to %s yet is lost: %s.\nDo this?", at->q->from.alias, to, lost),
        to);
}

static struct err *show_and_do(struct session *s, struct situation *at, bool *ret_moved, int *ret_exit)
{
    show(s, situation_json(s->a, at));
    if (!at->n)
        return err_new(ERR_MISSING, "%s holds nothing that has a leading region%s%s", s->state_path,
                       s->cli->opt.only ? " of the system " : "", s->cli->opt.only ? s->cli->opt.only : "");
    TRY(stands_in_the_way(at));
    if (s->cli->opt.dry_run)
        return say_how(s, at);
    if (all_done(at))
        return nothing_to_do(s, at);
    TRY(approve(s, at));
    return walk_it(s, at, ret_moved, ret_exit);
}

struct err *operate(struct session *s, const struct op_sequence *sequence, bool *ret_moved, int *ret_exit)
{
    struct situation at;
    struct sequence_request q;
    TRY(operate_request(s, &q));
    TRY(check_pause(s, sequence));
    situation_see(s->a, sequence, &q, &at);
    struct err *e = show_and_do(s, &at, ret_moved, ret_exit);
    situation_free(&at);
    return e;
}

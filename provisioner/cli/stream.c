#include "provisioner/cli/stream.h"

#include "provisioner/cli/outputs.h"
#include "provisioner/cli/session.h"

#include <stdio.h>
#include <string.h>

enum { SWEEP_MS = 10 * 1000 }; /* how often it is looked whether a step went unmentioned for too long */

struct told {
    bool running;
    int64_t since_ms, told_ms;
    const char *text;    /* what AWS told last; NULL */
    const char *retried; /* the reason told last; NULL */
};

struct stream {
    const struct session *session;
    size_t findings; /* told */
    struct told *steps;
    int64_t swept_ms;
};

/* ---- a line ------------------------------------------------------------------------------------------------------ */

enum level { INFO, WARN, ERROR };

/* In a sandbox it is the sandbox's time. */
static const char *now(const struct stream *st, struct arena *a)
{
    struct transport *t = st->session->transport;
    int64_t ms = t ? t->wall_ms(t) : st->session->cli->host->sys->now() * 1000;
    const char *seconds = time_utc(a, ms / 1000, TIME_ISO);
    return arena_printf(a, "%.*s.%06dZ", (int)strcspn(seconds, "Z"), seconds, (int)(ms % 1000) * 1000);
}

static struct value *line(const struct stream *st, struct arena *a, enum level level, const char *type,
                          const char *message)
{
    static const char *const names[] = {[INFO] = "info", [WARN] = "warn", [ERROR] = "error"};
    struct value *v = value_map(a);
    value_set_str(a, v, "@level", names[level]);
    value_set_str(a, v, "@message", message);
    value_set_str(a, v, "@module", "provisioner.ui");
    value_set_str(a, v, "@timestamp", now(st, a));
    value_set_str(a, v, "type", type);
    return v;
}

static void send(struct arena *a, const struct value *v)
{
    struct sbuf out = {.arena = a};
    value_print(&out, v, -1);
    sbuf_putc(&out, '\n');
    out_text(sbuf_str(&out));
    fflush(stdout);
}

static void set_count(struct arena *a, struct value *map, const char *name, size_t n)
{
    value_set(a, map, name, value_int(a, (int64_t)n));
}

struct stream *stream_new(const struct session *s)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct stream *st = arena_alloc(s->a, sizeof *st);
    st->session = s;
    struct value *v = line(st, a, INFO, "version", "provisioner " PROVISIONER_VERSION);
    value_set_str(a, v, "provisioner", PROVISIONER_VERSION);
    value_set_str(a, v, "ui", "1.2");
    send(a, v);
    return st;
}

/* ---- findings ---------------------------------------------------------------------------------------------------- */

static const struct value *place(struct arena *a, struct pos pos)
{
    struct value *v = value_map(a);
    set_count(a, v, "line", pos.line);
    set_count(a, v, "column", pos.column);
    return v;
}

static const struct value *range(struct arena *a, const struct diags *all, struct pos pos)
{
    struct value *v = value_map(a);
    if (!pos.line)
        return NULL;
    value_set_str(a, v, "filename", diag_file_name(all, pos.file));
    value_set(a, v, "start", place(a, pos));
    value_set(a, v, "end", place(a, pos));
    return v;
}

static struct value *diagnostic(struct arena *a, const char *severity, const char *summary, const char *detail)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "severity", severity);
    value_set_str(a, v, "summary", summary);
    value_set_str(a, v, "detail", detail ? detail : "");
    return v;
}

/* Terraform knows errors and warnings; a note is a `log` line to whoever reads only that. */
static void tell_finding(const struct stream *st, const struct diag *d)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    static const enum level levels[] = {[SEV_ERROR] = ERROR, [SEV_WARNING] = WARN, [SEV_NOTE] = INFO};
    static const char *const names[] = {[SEV_ERROR] = "error", [SEV_WARNING] = "warning", [SEV_NOTE] = "note"};
    struct value *v = line(st, a, levels[d->severity], d->severity == SEV_NOTE ? "log" : "diagnostic",
                           arena_printf(a, "%s: %s", names[d->severity], d->message));
    struct value *inner = diagnostic(a, names[d->severity], d->message, d->remedy);
    value_set_str(a, inner, "rule", d->rule);
    value_set_str(a, inner, "address", d->address);
    value_set(a, inner, "range", range(a, &st->session->diags, d->pos));
    value_set(a, v, "diagnostic", inner);
    send(a, v);
}

void stream_findings(struct stream *st)
{
    for (; st->findings < st->session->diags.n; st->findings++)
        tell_finding(st, &st->session->diags.items[st->findings]);
}

/* ---- the plan ---------------------------------------------------------------------------------------------------- */

static const struct value *resource(struct arena *a, const struct planned *p)
{
    struct value *v = value_map(a);
    const char *slash = strrchr(p->address, '/');
    value_set_str(a, v, "addr", p->address);
    value_set_str(a, v, "module", "");
    value_set_str(a, v, "resource", p->address);
    value_set_str(a, v, "implied_provider", "aws");
    value_set_str(a, v, "resource_type", p->type->name);
    value_set_str(a, v, "resource_name", slash ? slash + 1 : p->address);
    value_set(a, v, "resource_key", value_null(a));
    value_set_str(a, v, "region", p->region);
    value_set_str(a, v, "id", p->id);
    return v;
}

static struct value *change(struct arena *a, const struct planned *p, const char *action)
{
    struct value *v = value_map(a);
    value_set(a, v, "resource", resource(a, p));
    value_set_str(a, v, "action", action);
    value_set_str(a, v, "reason", p->reason);
    return v;
}

static void tell_planned(const struct stream *st, const struct planned *p)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *action = action_name(p->action);
    struct value *v = line(st, a, INFO, "planned_change", arena_printf(a, "%s: plan to %s", p->address, action)),
                 *c = change(a, p, action);
    plan_put_interruption(a, c, p);
    value_set(a, v, "change", c);
    send(a, v);
}

void stream_drift(struct stream *st, const struct planned *p, const char *action)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v =
        line(st, a, INFO, "resource_drift", arena_printf(a, "%s: drift detected (%s)", p->address, action));
    value_set(a, v, "change", change(a, p, action));
    send(a, v);
}

static void tell_sum(const struct stream *st, const char *operation, const char *words, const struct run_tally *t,
                     size_t replaced)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *changes = value_map(a);
    const char *text =
        arena_printf(a, "%s: %zu created, %zu updated, %zu deleted", words, t->created, t->updated, t->deleted);
    struct value *v = line(st, a, INFO, "change_summary", text);
    set_count(a, changes, "add", t->created);
    set_count(a, changes, "change", t->updated);
    set_count(a, changes, "import", t->adopted);
    set_count(a, changes, "remove", t->deleted);
    set_count(a, changes, "forget", t->forgotten);
    if (strcmp(operation, "plan") == 0)
        set_count(a, changes, "replace", replaced);
    value_set_str(a, changes, "operation", operation);
    value_set(a, v, "changes", changes);
    send(a, v);
}

void stream_plan(struct stream *st)
{
    const struct plan *plan = st->session->plan;
    for (size_t i = 0; i < plan->n_planned; i++)
        if (plan->planned[i].action != ACT_NOOP)
            tell_planned(st, &plan->planned[i]);
    const size_t *n = plan->count;
    const struct run_tally t = {.created = n[ACT_CREATE] + n[ACT_REPLACE],
                                .updated = n[ACT_UPDATE],
                                .deleted = n[ACT_DELETE] + n[ACT_REPLACE],
                                .adopted = n[ACT_ADOPT],
                                .forgotten = n[ACT_FORGET]};
    tell_sum(st, "plan", "to be done", &t, n[ACT_REPLACE]);
    st->steps = arena_alloc(st->session->a, (plan->n_steps + 1) * sizeof *st->steps);
}

void stream_cost(struct stream *st, const struct value *cost)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v = line(st, a, INFO, "cost", "what it costs a month, before and after");
    value_set(a, v, "cost", cost);
    send(a, v);
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

static size_t index_of(const struct stream *st, const struct event *e)
{
    return (size_t)(e->step - st->session->plan->steps);
}

static struct value *hook_of(struct arena *a, const struct planned *p, const struct step *s)
{
    struct value *v = value_map(a);
    value_set(a, v, "resource", resource(a, p));
    value_set_str(a, v, "action", step_words(s->kind)->verb);
    return v;
}

static void set_elapsed(struct arena *a, struct value *hook, int64_t ms)
{
    value_set(a, hook, "elapsed_seconds", value_int(a, ms / 1000));
}

static void tell_hook(const struct stream *st, struct arena *a, enum level level, const char *type, const char *message,
                      const struct value *hook)
{
    struct value *v = line(st, a, level, type, message);
    value_set(a, v, "hook", hook);
    send(a, v);
}

static void started(struct stream *st, struct arena *a, const struct event *e)
{
    struct value *hook = hook_of(a, e->planned, e->step);
    const struct span takes = e->step->takes;
    const char *about = words_about(a, " (", takes.p50 * INT64_C(1000));
    st->steps[index_of(st, e)] = (struct told){.running = true, .since_ms = e->at_ms, .told_ms = e->at_ms};
    if (e->planned->id) {
        value_set_str(a, hook, "id_key", "id");
        value_set_str(a, hook, "id_value", e->planned->id);
    }
    if (takes.p50) {
        value_set(a, hook, "expected_seconds", value_int(a, takes.p50));
        value_set(a, hook, "p90_seconds", value_int(a, takes.p90));
    }
    tell_hook(
        st, a, INFO, "apply_start",
        arena_printf(a, "%s: %s%s%s", e->planned->address, step_words(e->step->kind)->doing, about, *about ? ")" : ""),
        hook);
}

static void progressed(struct stream *st, struct arena *a, size_t i, int64_t at_ms)
{
    const struct step *s = &st->session->plan->steps[i];
    const struct planned *p = &st->session->plan->planned[s->planned];
    struct told *t = &st->steps[i];
    struct value *hook = hook_of(a, p, s);
    bool worth = t->text && !str_eq(t->text, step_words(s->kind)->doing);
    t->told_ms = at_ms;
    set_elapsed(a, hook, at_ms - t->since_ms);
    value_set_str(a, hook, "status", t->text);
    tell_hook(st, a, INFO, "apply_progress",
              arena_printf(a, "%s: still %s [%s elapsed]%s%s", p->address, step_words(s->kind)->doing,
                           words_span(a, at_ms - t->since_ms), worth ? ": " : "", worth ? t->text : ""),
              hook);
}

static void waited(struct stream *st, struct arena *a, const struct event *e)
{
    struct told *t = &st->steps[index_of(st, e)];
    if (!e->text || str_eq(t->text, e->text))
        return;
    t->text = arena_strdup(st->session->a, e->text);
    progressed(st, a, index_of(st, e), e->at_ms);
}

static void swept(struct stream *st, struct arena *a, int64_t at_ms)
{
    if (at_ms - st->swept_ms < SWEEP_MS)
        return;
    st->swept_ms = at_ms;
    for (size_t i = 0; i < st->session->plan->n_steps; i++)
        if (st->steps[i].running && at_ms - st->steps[i].told_ms >= words_silence_ms(at_ms - st->steps[i].since_ms))
            progressed(st, a, i, at_ms);
}

static void retried(struct stream *st, struct arena *a, const struct event *e)
{
    struct told *t = &st->steps[index_of(st, e)];
    struct value *hook = hook_of(a, e->planned, e->step);
    if (!e->text || words_same_reason(t->retried, e->text))
        return;
    t->retried = arena_strdup(st->session->a, e->text);
    set_elapsed(a, hook, e->at_ms - t->since_ms);
    value_set_str(a, hook, "reason", e->text);
    tell_hook(st, a, WARN, "apply_retry", arena_printf(a, "%s: retry: %s", e->planned->address, e->text), hook);
}

static void completed(struct stream *st, struct arena *a, const struct event *e)
{
    struct value *hook = hook_of(a, e->planned, e->step);
    st->steps[index_of(st, e)].running = false;
    if (e->id) {
        value_set_str(a, hook, "id_key", "id");
        value_set_str(a, hook, "id_value", e->id);
    }
    set_elapsed(a, hook, e->took_ms);
    tell_hook(st, a, INFO, "apply_complete",
              arena_printf(a, "%s: %s after %s%s%s%s", e->planned->address, step_words(e->step->kind)->did,
                           words_span(a, e->took_ms), e->id ? " [id=" : "", e->id ? e->id : "", e->id ? "]" : ""),
              hook);
}

static void tell_failure(const struct stream *st, struct arena *a, const struct event *e)
{
    const char *summary = arena_printf(a, "%s: could not %s", e->planned->address, step_words(e->step->kind)->verb);
    const char *detail = e->text ? e->text : "";
    struct value *v = line(st, a, ERROR, "diagnostic", arena_printf(a, "error: %s: %s", summary, detail));
    struct value *inner = diagnostic(a, "error", summary, detail);
    value_set_str(a, inner, "address", e->planned->address);
    value_set(a, inner, "range", range(a, &st->session->diags, e->planned->pos));
    value_set(a, v, "diagnostic", inner);
    send(a, v);
}

static void failed(struct stream *st, struct arena *a, const struct event *e)
{
    struct value *hook = hook_of(a, e->planned, e->step);
    st->steps[index_of(st, e)].running = false;
    set_elapsed(a, hook, e->took_ms);
    tell_hook(st, a, ERROR, "apply_errored",
              arena_printf(a, "%s: %s errored after %s", e->planned->address, step_words(e->step->kind)->doing,
                           words_span(a, e->took_ms)),
              hook);
    tell_failure(st, a, e);
}

static void left(struct stream *st, struct arena *a, const struct event *e)
{
    bool blocked = e->kind == EV_STEP_BLOCKED;
    struct value *hook = hook_of(a, e->planned, e->step);
    st->steps[index_of(st, e)].running = false;
    value_set_str(a, hook, "reason", e->text);
    tell_hook(st, a, WARN, blocked ? "apply_blocked" : "apply_skipped",
              arena_printf(a, "%s: %s: %s", e->planned->address, blocked ? "not begun, it needs" : "left for later",
                           e->text ? e->text : ""),
              hook);
}

static void tell_region(const struct stream *st, struct arena *a, const struct event *e)
{
    bool answers = e->kind == EV_LIGHT;
    struct value *v =
        line(st, a, answers ? INFO : WARN, "region_status",
             arena_printf(a, "%s: %s", e->text, answers ? "somebody answers again" : "nobody answers any more"));
    value_set_str(a, v, "region", e->text);
    value_set(a, v, "answers", value_bool(a, answers));
    send(a, v);
}

void stream_event(struct stream *st, const struct event *e)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    switch (e->kind) {
    case EV_STEP_START: started(st, a, e); break;
    case EV_STEP_WAIT: waited(st, a, e); break;
    case EV_STEP_RETRY: retried(st, a, e); break;
    case EV_STEP_DONE: completed(st, a, e); break;
    case EV_STEP_FAILED: failed(st, a, e); break;
    case EV_STEP_BLOCKED:
    case EV_STEP_SKIPPED: left(st, a, e); break;
    case EV_DARK:
    case EV_LIGHT: tell_region(st, a, e); break;
    case EV_INTERRUPTED:
        send(a, line(st, a, WARN, "interrupted", "stopping: nothing new starts, what was sent is answered"));
        break;
    case EV_TICK: swept(st, a, e->at_ms); break;
    case EV_RUN_START:
    case EV_RUN_END: break;
    }
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

static void tell_outputs(const struct stream *st)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct session *s = st->session;
    const struct value *all = outputs_of(a, s->state, true);
    struct value *v = line(st, a, INFO, "outputs", arena_printf(a, "outputs: %zu", value_len(all))),
                 *map = value_map(a);
    for (size_t i = 0; i < value_len(all); i++) {
        struct value *one = value_map(a);
        value_set(a, one, "sensitive", value_bool(a, false));
        value_set_str(a, one, "type", "string");
        value_set(a, one, "value", value_item(all, i));
        value_set(a, map, value_key(all, i), one);
    }
    value_set(a, v, "outputs", map);
    send(a, v);
}

void stream_result(struct stream *st, const struct run_result *r, const struct run_tally *done)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct session *s = st->session;
    struct value *steps = value_map(a);
    if (!s->plan->destroy)
        tell_outputs(st);
    tell_sum(st, s->plan->destroy ? "destroy" : "apply", "done", done, 0);
    struct value *v =
        line(st, a, INFO, "run_complete",
             arena_printf(a, "%zu of %zu steps done in %s", r->done, s->plan->n_steps, words_span(a, r->took_ms)));
    set_count(a, steps, "total", s->plan->n_steps);
    set_count(a, steps, "done", r->done);
    set_count(a, steps, "failed", r->failed);
    set_count(a, steps, "blocked", r->blocked);
    set_count(a, steps, "skipped", r->skipped);
    set_count(a, steps, "not_started", r->not_started);
    value_set(a, v, "steps", steps);
    value_set(a, v, "took_ms", value_int(a, r->took_ms));
    value_set(a, v, "interrupted", value_bool(a, r->interrupted));
    value_set_str(a, v, "locked_out", r->locked_out);
    value_set_str(a, v, "state", s->state_path);
    send(a, v);
}

void stream_move(struct stream *st, const char *level, const char *type, const char *message,
                 const struct value *members)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v = line(st, a, str_eq(level, "error") ? ERROR : INFO, type, message);
    for (size_t i = 0; i < value_len(members); i++)
        value_set(a, v, value_key(members, i), value_item(members, i));
    send(a, v);
}

static const char *exit_class(int code)
{
    static const struct {
        int code;
        const char *name;
    } classes[] = {{EXIT_DONE, "done"},
                   {EXIT_CHANGES, "changes"},
                   {EXIT_PART, "part"},
                   {EXIT_LOCKED, "locked"},
                   {EXIT_STALE, "stale"},
                   {EXIT_SKIPPED, "skipped"},
                   {EXIT_INTERRUPTED, "interrupted"}};
    for (size_t i = 0; i < COUNT(classes); i++)
        if (classes[i].code == code)
            return classes[i].name;
    return "error";
}

void stream_exit(struct stream *st, const struct err *e, int code, const char *next)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    stream_findings(st);
    if (e) {
        struct value *v = line(st, a, ERROR, "diagnostic", arena_printf(a, "error: %s", err_text(e)));
        value_set(a, v, "diagnostic", diagnostic(a, "error", err_text(e), NULL));
        send(a, v);
    }
    struct value *v = line(st, a, code == EXIT_DONE ? INFO : ERROR, "exit",
                           arena_printf(a, "%s, exit code %d", exit_class(code), code));
    value_set(a, v, "exit_code", value_int(a, code));
    value_set_str(a, v, "exit_class", exit_class(code));
    value_set_str(a, v, "next", next);
    send(a, v);
}

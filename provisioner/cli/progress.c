#include "provisioner/cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { MOST_ROWS = 12 };

struct row {
    const struct step *step;
    int64_t since_ms;
    const char *text; /* what AWS tells, or why it waits */
};

struct progress {
    struct cli *cli;
    const struct plan *plan;
    struct row *rows; /* running steps, oldest first */
    size_t n_rows;
    unsigned drawn; /* lines on the screen that belong to us */
    int64_t at_ms;
    bool interrupted;
};

/* ---- words ------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *doing, *did, *failed;
} words[] = {
    [STEP_CREATE] = {"creating", "created", "creating failed"},
    [STEP_UPDATE] = {"updating", "updated", "updating failed"},
    [STEP_DELETE] = {"deleting", "deleted", "deleting failed"},
    [STEP_RECORD] = {"adopting", "adopted", "adopting failed"},
    [STEP_FORGET] = {"forgetting", "forgotten", "forgetting failed"},
};

static const char *span(char *out, size_t n, int64_t ms)
{
    int64_t s = ms / 1000;
    if (s >= 3600)
        snprintf(out, n, "%dh%02dm", (int)(s / 3600), (int)(s / 60 % 60));
    else if (s >= 60)
        snprintf(out, n, "%dm%02ds", (int)(s / 60), (int)(s % 60));
    else
        snprintf(out, n, "%ds", (int)s);
    return out;
}

static const char *paint(const struct progress *p, const char *code)
{
    return p->cli->color_err ? code : "";
}

static unsigned expected_s(const struct event *e)
{
    const struct rtype *rt = e->planned->type;
    switch (e->step->kind) {
    case STEP_CREATE: return rt->create_s;
    case STEP_UPDATE: return rt->update_s;
    case STEP_DELETE: return rt->delete_s;
    default: return 0;
    }
}

/* ---- the block at the foot --------------------------------------------------------------------------------------- */

static unsigned screen_width(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

static void erase(struct progress *p)
{
    if (p->drawn)
        fprintf(stderr, "\033[%uA\033[J", p->drawn);
    p->drawn = 0;
}

static void draw_row(struct progress *p, const struct row *r, unsigned width)
{
    const struct planned *pl = &p->plan->planned[r->step->planned];
    char took[32], line[512];
    snprintf(line, sizeof line, "  %-11s %s  %s%s%s", words[r->step->kind].doing, pl->address,
             span(took, sizeof took, p->at_ms - r->since_ms), r->text ? "  " : "", r->text ? r->text : "");
    fprintf(stderr, "%s%.*s%s\n", paint(p, "\033[2m"), (int)width - 1, line, paint(p, "\033[0m"));
    p->drawn++;
}

static void draw(struct progress *p, const struct event *e)
{
    unsigned width = screen_width();
    char took[32], expect[32], line[256];
    size_t shown = p->n_rows < MOST_ROWS ? p->n_rows : MOST_ROWS;
    for (size_t i = 0; i < shown; i++)
        draw_row(p, &p->rows[i], width);
    snprintf(line, sizeof line, "%zu of %zu done, %zu in flight%s, %s of about %s%s", e->done, e->total, e->running,
             p->n_rows > shown ? " (not all shown)" : "", span(took, sizeof took, e->at_ms),
             span(expect, sizeof expect, (int64_t)(p->plan->expected_s * 1000)),
             p->interrupted ? "; stopping, Ctrl-C again to stop at once" : "");
    fprintf(stderr, "%s%.*s%s\n", paint(p, "\033[1m"), (int)width - 1, line, paint(p, "\033[0m"));
    p->drawn++;
    fflush(stderr);
}

/* ---- what is running --------------------------------------------------------------------------------------------- */

static struct row *row_of(struct progress *p, const struct step *s)
{
    for (size_t i = 0; i < p->n_rows; i++)
        if (p->rows[i].step == s)
            return &p->rows[i];
    return NULL;
}

static void row_drop(struct progress *p, const struct step *s)
{
    struct row *r = row_of(p, s);
    if (!r)
        return;
    size_t at = (size_t)(r - p->rows);
    memmove(r, r + 1, (p->n_rows - at - 1) * sizeof *r);
    p->n_rows--;
}

static void follow(struct progress *p, const struct event *e)
{
    struct row *r;
    p->at_ms = e->at_ms;
    switch (e->kind) {
    case EV_STEP_START: p->rows[p->n_rows++] = (struct row){e->step, e->at_ms, NULL}; break;
    case EV_STEP_WAIT:
    case EV_STEP_RETRY:
        r = row_of(p, e->step);
        if (r)
            r->text = arena_strdup(p->cli->arena, e->text);
        break;
    case EV_STEP_DONE:
    case EV_STEP_FAILED: row_drop(p, e->step); break;
    case EV_INTERRUPTED: p->interrupted = true; break;
    default: break;
    }
}

/* ---- a line an event --------------------------------------------------------------------------------------------- */

static void line(struct progress *p, const struct event *e)
{
    char took[32], expect[32];
    const char *address = e->planned ? e->planned->address : "";
    switch (e->kind) {
    case EV_STEP_START:
        if (!p->cli->live)
            note("%s: %s (expected: %s)", address, words[e->step->kind].doing,
                 span(expect, sizeof expect, expected_s(e) * 1000LL));
        break;
    case EV_STEP_WAIT:
        if (!p->cli->live)
            note("%s: %s after %s", address, e->text, span(took, sizeof took, e->took_ms));
        break;
    case EV_STEP_DONE:
        note("%s%s%s: %s in %s%s%s%s", paint(p, "\033[32m"), address, paint(p, "\033[0m"), words[e->step->kind].did,
             span(took, sizeof took, e->took_ms), e->id ? " [" : "", e->id ? e->id : "", e->id ? "]" : "");
        break;
    case EV_STEP_FAILED:
        note("%s%s%s: %s after %s: %s", paint(p, "\033[31m"), address, paint(p, "\033[0m"), words[e->step->kind].failed,
             span(took, sizeof took, e->took_ms), e->text);
        break;
    case EV_STEP_BLOCKED: note("%s: not begun, it needs %s", address, e->text); break;
    case EV_INTERRUPTED:
        note("stopping: nothing new starts, what is on the wire gets its answer; once more to stop at once");
        break;
    default: break;
    }
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static const char *const json_types[] = {
    [EV_RUN_START] = "run_start",       [EV_STEP_START] = "step_start",   [EV_STEP_WAIT] = "step_wait",
    [EV_STEP_RETRY] = "step_retry",     [EV_STEP_DONE] = "step_complete", [EV_STEP_FAILED] = "step_errored",
    [EV_STEP_BLOCKED] = "step_blocked", [EV_INTERRUPTED] = "interrupted", [EV_RUN_END] = "run_end",
};

static void json(const struct event *e)
{
    static const char *const actions[] = {[STEP_CREATE] = "create",
                                          [STEP_UPDATE] = "update",
                                          [STEP_DELETE] = "delete",
                                          [STEP_RECORD] = "adopt",
                                          [STEP_FORGET] = "forget"};
    if (e->kind == EV_TICK)
        return;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct value *v = value_map(a);
    value_set_str(a, v, "type", json_types[e->kind]);
    value_set(a, v, "at_ms", value_int(a, e->at_ms));
    if (e->planned) {
        value_set_str(a, v, "address", e->planned->address);
        value_set_str(a, v, "resource_type", e->planned->type->name);
        value_set_str(a, v, "region", e->planned->region);
        value_set_str(a, v, "action", actions[e->step->kind]);
        value_set(a, v, "took_ms", value_int(a, e->took_ms));
    }
    value_set_str(a, v, "id", e->id);
    value_set_str(a, v, "text", e->text);
    value_set(a, v, "done", value_int(a, (int64_t)e->done));
    value_set(a, v, "total", value_int(a, (int64_t)e->total));
    struct sbuf out = {.arena = a};
    value_print(&out, v, -1);
    sbuf_putc(&out, '\n');
    out_text(sbuf_str(&out));
    fflush(stdout);
}

/* ---- all three --------------------------------------------------------------------------------------------------- */

static void heard(void *ctx, const struct event *e)
{
    struct progress *p = ctx;
    if (p->cli->opt.json) {
        json(e);
        return;
    }
    follow(p, e);
    if (p->cli->live)
        erase(p);
    line(p, e);
    if (p->cli->live && e->kind != EV_RUN_END)
        draw(p, e);
}

struct progress *progress_new(struct cli *c, const struct plan *plan)
{
    struct progress *p = arena_alloc(c->arena, sizeof *p);
    p->cli = c;
    p->plan = plan;
    p->rows = arena_alloc(c->arena, (plan->n_steps + 1) * sizeof *p->rows);
    return p;
}

struct listener progress_listener(struct progress *p)
{
    return (struct listener){heard, p};
}

void progress_end(struct progress *p)
{
    if (p->cli->live && !p->cli->opt.json)
        erase(p);
}

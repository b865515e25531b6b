#include "provisioner/cli/progress.h"

#include "provisioner/base/screen.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    MOST_ROWS = 12,
    STILL_MS = 30 * 1000,          /* elsewhere than on a terminal: first word of something that takes long */
    STILL_MOST_MS = 5 * 60 * 1000, /* and the longest silence about it */
    WORTH_SAYING_S = 20            /* an expectation below that is not worth a word */
};

struct row {
    const struct step *step;
    int64_t since_ms, told_ms; /* told: the last line about it */
    const char *text;          /* what AWS tells, or why it waits; NULL */
    const char *retried;       /* the reason told last; NULL */
};

struct progress {
    struct cli *cli;
    const struct plan *plan;
    struct row *rows; /* running steps, oldest first */
    size_t n_rows;
    size_t drawn[MOST_ROWS + 1]; /* the lines on the screen that belong to us: their columns */
    size_t n_drawn;
    int64_t drawn_s; /* the second of the run that they tell */
    int64_t at_ms;
    size_t failed;
    bool interrupted;
};

/* ---- words ------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *verb, *doing, *did;
} words[] = {
    [STEP_CREATE] = {"create", "creating", "created"},     [STEP_UPDATE] = {"update", "updating", "updated"},
    [STEP_DELETE] = {"delete", "deleting", "deleted"},     [STEP_RECORD] = {"adopt", "adopting", "adopted"},
    [STEP_FORGET] = {"forget", "forgetting", "forgotten"},
};

static const char *span(struct arena *a, int64_t ms)
{
    int s = (int)(ms / 1000);
    if (s >= 3600)
        return arena_printf(a, "%dh%02dm", s / 3600, s / 60 % 60);
    return s >= 60 ? arena_printf(a, "%dm%02ds", s / 60, s % 60) : arena_printf(a, "%ds", s);
}

static const char *paint(const struct progress *p, const char *code)
{
    return p->cli->color_err ? code : "";
}

static const struct planned *planned_of(const struct progress *p, const struct step *s)
{
    return &p->plan->planned[s->planned];
}

static int64_t expected_ms(const struct progress *p, const struct step *s)
{
    const struct rtype *rt = planned_of(p, s)->type;
    switch (s->kind) {
    case STEP_CREATE: return rt->create_s * 1000LL;
    case STEP_UPDATE: return rt->update_s * 1000LL;
    case STEP_DELETE: return rt->delete_s * 1000LL;
    case STEP_RECORD:
    case STEP_FORGET: break;
    }
    return 0;
}

/* "about 7m"; "" where it is too short to be worth a word. */
static const char *about(struct arena *a, const char *before, int64_t ms)
{
    int64_t minutes = (ms + 30 * 1000) / (60 * 1000);
    if (ms < WORTH_SAYING_S * 1000LL)
        return "";
    return ms < 3 * 60 * 1000 ? arena_printf(a, "%sabout %s", before, span(a, ms))
                              : arena_printf(a, "%sabout %dm", before, (int)minutes);
}

static const char *of_about(struct arena *a, int64_t ms)
{
    return about(a, " of ", ms);
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

/* How long it will have taken, as far as one can tell: what is slowest is shown first. */
static int64_t whole_ms(const struct progress *p, const struct row *r)
{
    int64_t elapsed = p->at_ms - r->since_ms, expected = expected_ms(p, r->step);
    return elapsed > expected ? elapsed : expected;
}

/* The slowest rows, at most `most`; the older of two that are alike first. */
static size_t slowest(const struct progress *p, const struct row **ret, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_rows; i++) {
        size_t at = n < most ? n++ : most;
        while (at && whole_ms(p, ret[at - 1]) < whole_ms(p, &p->rows[i])) {
            if (at < most)
                ret[at] = ret[at - 1];
            at--;
        }
        if (at < most)
            ret[at] = &p->rows[i];
    }
    return n;
}

/* ---- the block at the foot --------------------------------------------------------------------------------------- */

static void screen_size(size_t *ret_width, size_t *ret_rows)
{
    struct winsize size = {0};
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0;
    *ret_width = known && size.ws_col >= 20 ? size.ws_col : 80;
    *ret_rows = known && size.ws_row >= 4 ? size.ws_row : 24;
}

/* A terminal that was made narrower has broken our lines into more of its own. */
static void erase(struct progress *p, struct sbuf *out)
{
    size_t width, height, up = 0;
    screen_size(&width, &height);
    for (size_t i = 0; i < p->n_drawn; i++)
        up += p->drawn[i] ? (p->drawn[i] + width - 1) / width : 1;
    if (up)
        sbuf_printf(out, "\r\033[%zuA\033[J", up);
    p->n_drawn = 0;
}

static void draw_line(struct progress *p, struct sbuf *out, const char *color, const char *text, size_t width)
{
    const char *shown = screen_cut(out->arena, text, width - 1);
    sbuf_printf(out, "%s%s%s\n", paint(p, color), shown, paint(p, "\033[0m"));
    p->drawn[p->n_drawn++] = screen_columns(shown);
}

static void draw_row(struct progress *p, struct sbuf *out, const struct row *r, size_t width)
{
    struct arena *a = out->arena;
    bool told = r->text && !str_eq(r->text, words[r->step->kind].doing);
    const char *address = screen_safe(a, planned_of(p, r->step)->address);
    draw_line(p, out, "\033[2m",
              arena_printf(a, "  %s  %s %s%s%s%s", address, words[r->step->kind].doing, span(a, p->at_ms - r->since_ms),
                           of_about(a, expected_ms(p, r->step)), told ? ": " : "", told ? screen_safe(a, r->text) : ""),
              width);
}

static void draw(struct progress *p, struct sbuf *out, const struct event *e)
{
    const struct row *rows[MOST_ROWS];
    struct arena *a = out->arena;
    size_t width, height;
    screen_size(&width, &height);
    p->drawn_s = e->at_ms / 1000;
    size_t room = height - 3, n = slowest(p, rows, room < MOST_ROWS ? room : MOST_ROWS);
    for (size_t i = 0; i < n; i++)
        draw_row(p, out, rows[i], width);
    const char *failed = e->failed ? arena_printf(a, ", %zu failed", e->failed) : "";
    const char *hidden = p->n_rows > n ? arena_printf(a, " (%zu not shown)", p->n_rows - n) : "";
    draw_line(p, out, "\033[1m",
              arena_printf(a, "%zu of %zu done%s, %zu in flight%s, %s%s%s", e->done, e->total, failed, e->running,
                           hidden, span(a, e->at_ms), of_about(a, (int64_t)(p->plan->expected_s * 1000)),
                           p->interrupted ? "; stopping, Ctrl-C again to stop at once" : ""),
              width);
}

/* ---- following --------------------------------------------------------------------------------------------------- */

static void follow(struct progress *p, const struct event *e)
{
    struct row *r = e->step ? row_of(p, e->step) : NULL;
    p->at_ms = e->at_ms;
    switch (e->kind) {
    case EV_STEP_START:
        p->rows[p->n_rows++] = (struct row){.step = e->step, .since_ms = e->at_ms, .told_ms = e->at_ms};
        break;
    case EV_STEP_WAIT:
    case EV_STEP_RETRY:
        if (r && !str_eq(r->text, e->text))
            r->text = arena_strdup(p->cli->arena, e->text ? e->text : "");
        break;
    case EV_STEP_DONE:
    case EV_STEP_SKIPPED:
    case EV_STEP_FAILED: row_drop(p, e->step); break;
    case EV_INTERRUPTED: p->interrupted = true; break;
    default: break;
    }
}

/* ---- a line an event --------------------------------------------------------------------------------------------- */

static void started(struct progress *p, struct sbuf *out, const struct event *e)
{
    const char *expected = about(out->arena, "", expected_ms(p, e->step));
    sbuf_printf(out, "%s: %s%s%s%s\n", screen_safe(out->arena, e->planned->address), words[e->step->kind].doing,
                *expected ? " (" : "", expected, *expected ? ")" : "");
}

/* Every request has an id of its own, and is no news for that. */
static bool same_reason(const char *was, const char *now)
{
    const char *end = strstr(now, "request id");
    return was && (end ? strncmp(was, now, (size_t)(end - now)) == 0 : strcmp(was, now) == 0);
}

static void retried(struct progress *p, struct sbuf *out, const struct event *e)
{
    struct row *r = row_of(p, e->step);
    if (!r || !e->text || same_reason(r->retried, e->text))
        return;
    r->retried = r->text;
    sbuf_printf(out, "%s: retry: %s\n", screen_safe(out->arena, e->planned->address), screen_safe(out->arena, e->text));
}

/* Half as long again before each further word: a run of twenty minutes is not told in hundreds of lines. */
static void still(struct progress *p, struct sbuf *out)
{
    for (size_t i = 0; i < p->n_rows; i++) {
        struct row *r = &p->rows[i];
        int64_t elapsed = p->at_ms - r->since_ms, pause = elapsed / 3;
        pause = pause < STILL_MS ? STILL_MS : pause > STILL_MOST_MS ? STILL_MOST_MS : pause;
        if (p->at_ms - r->told_ms < pause)
            continue;
        r->told_ms = p->at_ms;
        sbuf_printf(out, "%s: still %s (%s%s)\n", screen_safe(out->arena, planned_of(p, r->step)->address),
                    words[r->step->kind].doing, span(out->arena, elapsed),
                    of_about(out->arena, expected_ms(p, r->step)));
    }
}

/* An id that is made of several says nothing that the address does not; one for which a line has no room is in the
 * state. */
static void done(struct progress *p, struct sbuf *out, const struct event *e)
{
    size_t width, height;
    struct arena *a = out->arena;
    const char *address = screen_safe(a, e->planned->address), *id = e->id ? screen_safe(a, e->id) : "";
    const char *text = arena_printf(a, ": %s in %s", words[e->step->kind].did, span(a, e->took_ms));
    const char *both = *id && !strchr(id, '|') ? arena_printf(a, "%s [%s]", text, id) : text;
    screen_size(&width, &height);
    bool fits = !p->cli->live || screen_columns(address) + screen_columns(both) <= width;
    sbuf_printf(out, "%s%s%s%s\n", paint(p, "\033[32m"), address, paint(p, "\033[0m"), fits ? both : text);
}

/* What an interrupt cut off did not fail: AWS goes on with it. */
static void failed(struct progress *p, struct sbuf *out, const struct event *e)
{
    struct arena *a = out->arena;
    const char *address = screen_safe(a, e->planned->address), *after = span(a, e->took_ms);
    bool cut = p->interrupted && e->failed == p->failed;
    p->failed = e->failed;
    if (cut)
        sbuf_printf(out, "%s: left while %s, after %s\n", address, words[e->step->kind].doing, after);
    else
        sbuf_printf(out, "%s%s%s: could not %s, after %s: %s\n", paint(p, "\033[31m"), address, paint(p, "\033[0m"),
                    words[e->step->kind].verb, after, screen_safe(a, e->text ? e->text : ""));
}

static void line(struct progress *p, struct sbuf *out, const struct event *e)
{
    bool live = p->cli->live;
    switch (e->kind) {
    case EV_STEP_START:
        if (!live)
            started(p, out, e);
        break;
    case EV_STEP_RETRY:
        if (!live)
            retried(p, out, e);
        break;
    case EV_TICK:
    case EV_STEP_WAIT:
        if (!live)
            still(p, out);
        break;
    case EV_STEP_DONE: done(p, out, e); break;
    case EV_STEP_FAILED: failed(p, out, e); break;
    case EV_INTERRUPTED:
        sbuf_puts(out, "stopping: nothing new starts, what was sent is answered; again stops at once\n");
        break;
    case EV_DARK:
        sbuf_printf(out, "%s: nobody answers any more; what is to be done there waits until the rest is done\n",
                    e->text);
        break;
    case EV_LIGHT: sbuf_printf(out, "%s: somebody answers again\n", e->text); break;
    case EV_STEP_BLOCKED: /* counted at the end, these two */
    case EV_STEP_SKIPPED:
    case EV_RUN_START:
    case EV_RUN_END: break;
    }
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static const char *const json_types[] = {
    [EV_RUN_START] = "run_start",       [EV_STEP_START] = "step_start",     [EV_STEP_WAIT] = "step_wait",
    [EV_STEP_RETRY] = "step_retry",     [EV_STEP_DONE] = "step_complete",   [EV_STEP_FAILED] = "step_errored",
    [EV_STEP_BLOCKED] = "step_blocked", [EV_STEP_SKIPPED] = "step_skipped", [EV_DARK] = "region_dark",
    [EV_LIGHT] = "region_light",        [EV_INTERRUPTED] = "interrupted",   [EV_RUN_END] = "run_end",
};

static void json(const struct event *e)
{
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
        value_set_str(a, v, "action", words[e->step->kind].verb);
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

/* One write an event, so that a redraw does not flicker. */
static void say(const struct sbuf *out)
{
    fputs(sbuf_str(out), stderr);
}

static void heard(void *ctx, const struct event *e)
{
    struct progress *p = ctx;
    if (p->cli->opt.json) {
        json(e);
        return;
    }
    if (p->cli->live && (e->kind == EV_TICK || e->kind == EV_STEP_WAIT) && e->at_ms / 1000 == p->drawn_s) {
        follow(p, e);
        return;
    }
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf out = {.arena = a};
    if (p->cli->live)
        erase(p, &out);
    follow(p, e);
    line(p, &out, e);
    if (p->cli->live && e->kind != EV_RUN_END)
        draw(p, &out, e);
    say(&out);
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
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf out = {.arena = a};
    if (!p->cli->live || p->cli->opt.json)
        return;
    erase(p, &out);
    say(&out);
}

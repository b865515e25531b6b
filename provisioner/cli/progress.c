#include "provisioner/cli/progress.h"

#include "provisioner/base/screen.h"
#include "provisioner/cli/words.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { MOST_ROWS = 12 };

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
    struct run_tally tally;
    bool *updated; /* of the plan's resources: one may take several steps */
    struct stream *stream;
};

/* ---- words ------------------------------------------------------------------------------------------------------- */

static const char *paint(const struct progress *p, const char *code)
{
    return p->cli->color_err ? code : "";
}

static const struct planned *planned_of(const struct progress *p, const struct step *s)
{
    return &p->plan->planned[s->planned];
}

static int64_t expected_ms(const struct step *s)
{
    return s->takes.p50 * INT64_C(1000);
}

/* " of about 7m"; past what nine of ten take, that it is longer than usual. */
static const char *of_about(struct arena *a, int64_t elapsed_ms, struct span takes)
{
    const char *expected = words_about(a, " of ", takes.p50 * INT64_C(1000));
    bool late = *expected && elapsed_ms > takes.p90 * INT64_C(1000);
    return late ? arena_printf(a, "%s, longer than usual", expected) : expected;
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
    int64_t elapsed = p->at_ms - r->since_ms, expected = expected_ms(r->step);
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
    bool told = r->text && !str_eq(r->text, step_words(r->step->kind)->doing);
    const char *address = screen_safe(a, planned_of(p, r->step)->address);
    draw_line(p, out, "\033[2m",
              arena_printf(a, "  %s  %s %s%s%s%s", address, step_words(r->step->kind)->doing,
                           words_span(a, p->at_ms - r->since_ms), of_about(a, p->at_ms - r->since_ms, r->step->takes),
                           told ? ": " : "", told ? screen_safe(a, r->text) : ""),
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
                           hidden, words_span(a, e->at_ms), of_about(a, e->at_ms, p->plan->takes),
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

static void started(struct sbuf *out, const struct event *e)
{
    const char *expected = words_about(out->arena, "", expected_ms(e->step));
    sbuf_printf(out, "%s: %s%s%s%s\n", screen_safe(out->arena, e->planned->address), step_words(e->step->kind)->doing,
                *expected ? " (" : "", expected, *expected ? ")" : "");
}

static void retried(struct progress *p, struct sbuf *out, const struct event *e)
{
    struct row *r = row_of(p, e->step);
    if (!r || !e->text || words_same_reason(r->retried, e->text))
        return;
    r->retried = r->text;
    sbuf_printf(out, "%s: retry: %s\n", screen_safe(out->arena, e->planned->address), screen_safe(out->arena, e->text));
}

static void still(struct progress *p, struct sbuf *out)
{
    for (size_t i = 0; i < p->n_rows; i++) {
        struct row *r = &p->rows[i];
        int64_t elapsed = p->at_ms - r->since_ms;
        if (p->at_ms - r->told_ms < words_silence_ms(elapsed))
            continue;
        r->told_ms = p->at_ms;
        sbuf_printf(out, "%s: still %s (%s%s)\n", screen_safe(out->arena, planned_of(p, r->step)->address),
                    step_words(r->step->kind)->doing, words_span(out->arena, elapsed),
                    of_about(out->arena, elapsed, r->step->takes));
    }
}

/* An id that is made of several says nothing that the address does not; one for which a line has no room is in the
 * state. */
static void done(struct progress *p, struct sbuf *out, const struct event *e)
{
    size_t width, height;
    struct arena *a = out->arena;
    const char *address = screen_safe(a, e->planned->address), *id = e->id ? screen_safe(a, e->id) : "";
    const char *text = arena_printf(a, ": %s in %s", step_words(e->step->kind)->did, words_span(a, e->took_ms));
    const char *both = *id && !strchr(id, '|') ? arena_printf(a, "%s [%s]", text, id) : text;
    screen_size(&width, &height);
    bool fits = !p->cli->live || screen_columns(address) + screen_columns(both) <= width;
    sbuf_printf(out, "%s%s%s%s\n", paint(p, "\033[32m"), address, paint(p, "\033[0m"), fits ? both : text);
}

/* What an interrupt cut off did not fail: AWS goes on with it. */
static void failed(struct progress *p, struct sbuf *out, const struct event *e)
{
    struct arena *a = out->arena;
    const char *address = screen_safe(a, e->planned->address), *after = words_span(a, e->took_ms);
    bool cut = p->interrupted && e->failed == p->failed;
    p->failed = e->failed;
    if (cut)
        sbuf_printf(out, "%s: left while %s, after %s\n", address, step_words(e->step->kind)->doing, after);
    else
        sbuf_printf(out, "%s%s%s: could not %s, after %s: %s\n", paint(p, "\033[31m"), address, paint(p, "\033[0m"),
                    step_words(e->step->kind)->verb, after, screen_safe(a, e->text ? e->text : ""));
}

static void line(struct progress *p, struct sbuf *out, const struct event *e)
{
    bool live = p->cli->live;
    switch (e->kind) {
    case EV_STEP_START:
        if (!live)
            started(out, e);
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

/* ---- both ---------------------------------------------------------------------------------------------------- */

/* As the plan counts: a replacement is a deletion and a creation. */
static void tally(struct progress *p, const struct event *e)
{
    struct run_tally *t = &p->tally;
    if (e->kind != EV_STEP_DONE)
        return;
    switch (e->step->kind) {
    case STEP_CREATE: t->created++; break;
    case STEP_UPDATE:
        t->updated += !p->updated[e->step->planned];
        p->updated[e->step->planned] = true;
        break;
    case STEP_DELETE: t->deleted++; break;
    case STEP_RECORD: t->adopted++; break;
    case STEP_FORGET: t->forgotten++; break;
    }
}

/* One write an event, so that a redraw does not flicker. */
static void say(const struct sbuf *out)
{
    fputs(sbuf_str(out), stderr);
}

static void heard(void *ctx, const struct event *e)
{
    struct progress *p = ctx;
    tally(p, e);
    if (p->stream) {
        stream_event(p->stream, e);
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

struct progress *progress_new(struct cli *c, const struct plan *plan, struct stream *stream)
{
    struct progress *p = arena_alloc(c->arena, sizeof *p);
    p->cli = c;
    p->plan = plan;
    p->stream = stream;
    p->rows = arena_alloc(c->arena, (plan->n_steps + 1) * sizeof *p->rows);
    p->updated = arena_alloc(c->arena, plan->n_planned + 1);
    return p;
}

struct listener progress_listener(struct progress *p)
{
    return (struct listener){heard, p};
}

struct run_tally progress_tally(const struct progress *p)
{
    return p->tally;
}

void progress_end(struct progress *p)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct sbuf out = {.arena = a};
    if (!p->cli->live || p->stream)
        return;
    erase(p, &out);
    say(&out);
}

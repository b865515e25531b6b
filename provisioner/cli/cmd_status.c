#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/session.h"
#include "provisioner/ops/status.h"

#include <stdio.h>
#include <string.h>

enum { WATCH_MS = 10 * 1000, NARROWEST = 26 };

/* ---- a table of both regions ------------------------------------------------------------------------------------- */

static const char *paint(const struct session *s, const char *code)
{
    return s->cli->color_out ? code : "";
}

static const char *without_alias(const char *address)
{
    const char *slash = strchr(address, '/');
    return slash ? slash + 1 : address;
}

static const struct value *of_address(const struct value *list, const char *rest)
{
    for (size_t i = 0; i < value_len(list); i++)
        if (str_eq(without_alias(value_get_str(value_item(list, i), "address")), rest))
            return value_item(list, i);
    return NULL;
}

static const char *too_far(const struct value *lag)
{
    return value_bool_of(value_get(lag, "beyond_rpo")) ? " (over rpo)"
           : value_bool_of(value_get(lag, "behind"))   ? " (too far)"
                                                       : "";
}

/* "available 15.10, 92 ms behind" */
static const char *cell(struct arena *a, const struct value *region, const char *rest)
{
    const struct value *r = of_address(value_get(region, "resources"), rest);
    const struct value *lag = of_address(value_get(region, "lags"), rest);
    struct sbuf text = {.arena = a};
    if (!r)
        return value_bool_of(value_get(region, "answers")) ? "-" : "no answer";
    sbuf_puts(&text, value_get_str(r, "state"));
    if (*value_get_str(r, "version"))
        sbuf_printf(&text, " %s", value_get_str(r, "version"));
    if (lag)
        sbuf_printf(&text, ", %s behind%s", time_span(a, value_int_of(value_get(lag, "ms"))), too_far(lag));
    return screen_safe(a, sbuf_str(&text));
}

static bool is_fine(const struct value *region, const char *rest)
{
    const struct value *r = of_address(value_get(region, "resources"), rest);
    const char *late = too_far(of_address(value_get(region, "lags"), rest));
    return !r || (value_bool_of(value_get(r, "settled")) && !*late);
}

/* Every resource of any region once, without its alias. */
static const struct value *lines_of(struct arena *a, const struct value *regions)
{
    struct value *lines = value_map(a);
    for (size_t i = 0; i < value_len(regions); i++) {
        const struct value *all = value_get(value_item(regions, i), "resources");
        for (size_t k = 0; k < value_len(all); k++)
            value_set(a, lines, without_alias(value_get_str(value_item(all, k), "address")), value_bool(a, true));
    }
    return lines;
}

static size_t width_of_names(const struct value *lines)
{
    size_t widest = 0;
    for (size_t i = 0; i < value_len(lines); i++)
        widest = screen_columns(value_key(lines, i)) > widest ? screen_columns(value_key(lines, i)) : widest;
    return widest;
}

static size_t width_of_cells(struct arena *a, const struct value *regions, const struct value *lines)
{
    size_t widest = 0;
    for (size_t i = 0; i < value_len(regions); i++)
        for (size_t k = 0; k < value_len(lines); k++) {
            size_t n = screen_columns(cell(a, value_item(regions, i), value_key(lines, k)));
            widest = n > widest ? n : widest;
        }
    return widest;
}

static const char *heading(struct arena *a, const struct value *region)
{
    return arena_printf(a, "%s (%s)", value_get_str(region, "alias"), value_get_str(region, "region"));
}

static void put_cell(const struct session *s, struct sbuf *out, const char *text, size_t column, bool fine)
{
    const char *shown = screen_cut(s->a, text, column - 2);
    sbuf_printf(out, "%s%s%s%*s", fine ? "" : paint(s, "\033[33m"), shown, fine ? "" : paint(s, "\033[0m"),
                (int)(column - screen_columns(shown)), "");
}

static void end_line(struct sbuf *out)
{
    while (out->len && sbuf_str(out)[out->len - 1] == ' ')
        out->len--;
    sbuf_putc(out, '\n');
}

static void put_columns(const struct session *s, struct sbuf *out, const struct value *regions,
                        const struct value *lines, size_t names, size_t column)
{
    size_t n = value_len(regions);
    sbuf_printf(out, "%s%*s", paint(s, "\033[1m"), (int)names + 2, "");
    for (size_t i = 0; i < n; i++)
        put_cell(s, out, heading(s->a, value_item(regions, i)), column, true);
    end_line(out);
    sbuf_puts(out, paint(s, "\033[0m"));
    for (size_t i = 0; i < value_len(lines); i++) {
        const char *rest = value_key(lines, i);
        sbuf_printf(out, "%-*s  ", (int)names, rest);
        for (size_t k = 0; k < n; k++)
            put_cell(s, out, cell(s->a, value_item(regions, k), rest), column, is_fine(value_item(regions, k), rest));
        end_line(out);
    }
}

/* Where two do not fit side by side: how far a copy is behind stands last, and is what must not be cut off. */
static void put_stacked(const struct session *s, struct sbuf *out, const struct value *regions,
                        const struct value *lines, size_t names, size_t column)
{
    for (size_t i = 0; i < value_len(regions); i++) {
        const struct value *r = value_item(regions, i);
        sbuf_printf(out, "%s%s%s%s\n", i ? "\n" : "", paint(s, "\033[1m"), heading(s->a, r), paint(s, "\033[0m"));
        for (size_t k = 0; k < value_len(lines); k++) {
            const char *rest = value_key(lines, k), *text = cell(s->a, r, rest);
            if (str_eq(text, "-"))
                continue;
            sbuf_printf(out, "  %-*s  ", (int)names, rest);
            put_cell(s, out, text, column, is_fine(r, rest));
            end_line(out);
        }
    }
}

static void put_table(const struct session *s, struct sbuf *out, const struct value *regions)
{
    const struct value *lines = lines_of(s->a, regions);
    size_t names = width_of_names(lines), n = value_len(regions), column = width_of_cells(s->a, regions, lines) + 2;
    column = column > NARROWEST ? column : NARROWEST;
    if (s->cli->width && names + n * column > s->cli->width)
        put_stacked(s, out, regions, lines, names, column);
    else
        put_columns(s, out, regions, lines, names, column);
}

/* ---- what stands below it ---------------------------------------------------------------------------------------- */

static void put_colored(const struct session *s, struct sbuf *out, const char *color, const char *line)
{
    sbuf_puts(out, paint(s, color));
    screen_wrap(out, screen_safe(s->a, line), 0, 6, s->cli->width);
    sbuf_printf(out, "%s\n", *color ? paint(s, "\033[0m") : "");
}

static void put_writers(const struct session *s, struct sbuf *out, const struct value *writers)
{
    for (size_t i = 0; i < value_len(writers); i++) {
        const struct value *w = value_item(writers, i);
        bool moved = value_bool_of(value_get(w, "moved"));
        put_colored(s, out, moved ? "\033[33m" : "",
                    arena_printf(s->a, "%s writes in %s%s (%s %s)", value_get_str(w, "system"),
                                 value_get_str(w, "alias"),
                                 moved ? arena_printf(s->a, ", and not in %s, where the spec starts",
                                                      value_get_str(w, "starts_in"))
                                       : "",
                                 value_get_str(w, "state"), value_get_str(w, "version")));
    }
}

static void put_health(const struct session *s, struct sbuf *out, const struct value *checks)
{
    for (size_t i = 0; i < value_len(checks); i++) {
        const struct value *c = value_item(checks, i), *healthy = value_get(c, "healthy");
        const char *color = !healthy ? "" : value_bool_of(healthy) ? "\033[32m" : "\033[31m";
        sbuf_printf(out, "%s: %s%s%s\n", screen_safe(s->a, value_get_str(c, "address")), paint(s, color),
                    !healthy                 ? "not measured lately"
                    : value_bool_of(healthy) ? "healthy"
                                             : "unhealthy",
                    paint(s, "\033[0m"));
    }
}

/* "api.example.com A -> tokyo (PRIMARY, healthy), seoul (SECONDARY, unhealthy) is not given" */
static void put_answer(const struct session *s, struct sbuf *out, const struct value *answer)
{
    const struct value *healthy = value_get(answer, "healthy");
    const char *set = value_get_str(answer, "set"), *role = value_get_str(answer, "role");
    const char *health = !healthy ? "" : value_bool_of(healthy) ? "healthy" : "unhealthy";
    sbuf_printf(out, "%s%s%s", screen_safe(s->a, set), *set ? ": " : "",
                screen_safe(s->a, value_get_str(answer, "target")));
    if (*role || *health)
        sbuf_printf(out, " (%s%s%s)", screen_safe(s->a, role), *role && *health ? ", " : "", health);
}

static void put_names(const struct session *s, struct sbuf *out, const struct value *names)
{
    for (size_t i = 0; i < value_len(names); i++) {
        const struct value *name = value_item(names, i), *answers = value_get(name, "answers");
        struct sbuf line = {.arena = s->a};
        const char *parted = "";
        if (*value_get_str(name, "name") == '_') /* a proof for somebody's machine, and nobody's way in */
            continue;
        sbuf_printf(&line, "%s %s -> ", screen_safe(s->a, value_get_str(name, "name")),
                    screen_safe(s->a, value_get_str(name, "type")));
        for (size_t k = 0; k < value_len(answers); k++) {
            if (!value_bool_of(value_get(value_item(answers, k), "answers")))
                continue;
            sbuf_puts(&line, parted);
            put_answer(s, &line, value_item(answers, k));
            parted = ", ";
        }
        screen_wrap(out, sbuf_str(&line), 0, 6, s->cli->width);
        sbuf_putc(out, '\n');
    }
}

static void put_drift(const struct session *s, struct sbuf *out, const struct value *drift)
{
    for (size_t i = 0; i < value_len(drift); i++) {
        const struct value *one = value_item(drift, i);
        put_colored(s, out, "\033[33m",
                    arena_printf(s->a,
                                 "%s is led from %s, and %s writes; `provisioner switchover %s --to %s` ends that",
                                 value_get_str(one, "address"), value_get_str(one, "alias"),
                                 value_get_str(one, "writer"), s->spec_path, value_get_str(one, "writer")));
    }
}

static void put_region(const struct session *s, struct sbuf *out, const struct value *region)
{
    const struct value *alarms = value_get(region, "alarms"), *work = value_get(region, "maintenance");
    for (size_t i = 0; i < value_len(alarms); i++)
        put_colored(s, out, "\033[31m",
                    arena_printf(s->a, "alarm %s: %s", value_get_str(value_item(alarms, i), "address"),
                                 value_get_str(value_item(alarms, i), "reason")));
    for (size_t i = 0; i < value_len(work); i++) {
        const struct value *one = value_item(work, i);
        const char *from = value_get_str(one, "from");
        put_colored(s, out, "\033[33m",
                    arena_printf(s->a, "maintenance of %s is pending: %s (%s)%s%s", value_get_str(one, "address"),
                                 value_get_str(one, "action"), value_get_str(one, "what"), *from ? ", by " : "", from));
    }
}

static bool stands_in(const struct session *s, const char *region)
{
    for (size_t i = 0; i < state_count(s->state); i++) {
        const struct entry *e = state_entry(s->state, i);
        if (has_word("AWS::CloudWatch::Alarm AWS::CloudWatch::CompositeAlarm", e->type) && str_eq(e->region, region))
            return true;
    }
    return false;
}

/* Where there are alarms, and somebody told of them. */
static void put_quiet(const struct session *s, struct sbuf *out, const struct value *regions)
{
    const char *begin = "no alarm is in force in ";
    struct sbuf line = {.arena = s->a};
    for (size_t i = 0; i < value_len(regions); i++) {
        const struct value *r = value_item(regions, i);
        if (!value_bool_of(value_get(r, "answers")) || value_len(value_get(r, "alarms")) ||
            !stands_in(s, value_get_str(r, "region")))
            continue;
        sbuf_printf(&line, "%s%s", line.len ? ", " : begin, value_get_str(r, "alias"));
    }
    if (line.len)
        put_colored(s, out, "", sbuf_str(&line));
}

static void put_objectives(const struct session *s, struct sbuf *out, const struct value *objectives)
{
    static const char *const words[][2] = {
        {"rto_ms", "recovery within %s"}, {"rpo_ms", "%s of writes lost at most"}, {"lag_ms", "%s behind at most"}};
    struct sbuf line = {.arena = s->a};
    for (size_t i = 0; i < COUNT(words); i++) {
        const struct value *ms = value_get(objectives, words[i][0]);
        const char *marked = strstr(words[i][1], "%s");
        if (!ms)
            continue;
        sbuf_puts(&line, line.len ? ", " : "objectives: ");
        sbuf_putn(&line, words[i][1], (size_t)(marked - words[i][1]));
        sbuf_printf(&line, "%s%s", time_span(s->a, value_int_of(ms)), marked + 2);
    }
    screen_wrap(out, sbuf_str(&line), 0, 6, s->cli->width);
    sbuf_puts(out, line.len ? "\n" : "");
}

/* A region that is half well is not told as lost. */
static const char *how_silent(const struct value *regions, const char *alias)
{
    for (size_t i = 0; i < value_len(regions); i++)
        if (str_eq(value_get_str(value_item(regions, i), "alias"), alias) &&
            value_len(value_get(value_item(regions, i), "resources")))
            return "did not answer every question";
    return "does not answer";
}

static const char *as_text(const struct session *s, const struct value *v)
{
    struct sbuf out = {.arena = s->a};
    const struct value *regions = value_get(v, "regions"), *skipped = value_get(v, "skipped");
    put_table(s, &out, regions);
    sbuf_putc(&out, '\n');
    put_writers(s, &out, value_get(v, "writers"));
    put_objectives(s, &out, value_get(v, "objectives"));
    put_health(s, &out, value_get(v, "health_checks"));
    put_names(s, &out, value_get(v, "names"));
    put_drift(s, &out, value_get(v, "role_drift"));
    for (size_t i = 0; i < value_len(regions); i++)
        put_region(s, &out, value_item(regions, i));
    put_quiet(s, &out, regions);
    for (size_t i = 0; i < value_len(skipped); i++) {
        const char *alias = value_str_of(value_item(skipped, i));
        sbuf_printf(&out, "%s%s %s%s\n", paint(s, "\033[1;33m"), screen_safe(s->a, alias), how_silent(regions, alias),
                    paint(s, "\033[0m"));
    }
    return sbuf_str(&out);
}

static const char *as_json(const struct session *s, const struct value *v)
{
    struct sbuf out = {.arena = s->a};
    value_print(&out, v, s->cli->opt.watch ? -1 : 0);
    sbuf_putc(&out, '\n');
    return sbuf_str(&out);
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static struct err *look(struct session *s, int *ret_exit)
{
    struct region_ref *regions = arena_alloc(s->a, s->spec->n_regions * sizeof *regions);
    const struct value *v = NULL;
    for (size_t i = 0; i < s->spec->n_regions; i++)
        regions[i] = (struct region_ref){s->spec->regions[i].alias, s->spec->regions[i].name};
    const struct status_request q = {
        .client = s->client,
        .state = s->state,
        .regions = regions,
        .n_regions = s->spec->n_regions,
        .primary = s->spec->primary,
        .lag_ms = session_objective_ms(s, "lag"),
        .rpo_ms = session_objective_ms(s, "rpo"),
        .rto_ms = session_objective_ms(s, "rto"),
    };
    TRY(status_gather(s->a, &q, &v));
    if (s->cli->opt.watch && !s->cli->opt.json && s->cli->width)
        out_text("\033[H\033[2J");
    out_text(s->cli->opt.json ? as_json(s, v) : as_text(s, v));
    fflush(stdout);
    *ret_exit = value_len(value_get(v, "skipped")) ? EXIT_SKIPPED : EXIT_DONE;
    return NULL;
}

/* What one look needs goes with it. */
static struct err *look_once(struct session *s, int *ret_exit)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct arena *kept = s->a;
    s->a = a;
    struct err *e = look(s, ret_exit);
    s->a = kept;
    return e;
}

/* Until it is stopped: whoever watches an incident wants to go on doing so when a call is refused. */
static struct err *watch(struct session *s, int *ret_exit)
{
    int64_t every = (int64_t)(WATCH_MS / (s->cli->opt.time_scale > 0 ? s->cli->opt.time_scale : 1));
    for (;;) {
        client_wait(s->client, client_now_ms(s->client) + every);
        if (*s->cli->host->interrupted)
            break;
        struct err *e = look_once(s, ret_exit);
        if (e)
            note("%s", screen_safe(s->a, err_text(e)));
        err_free(e);
    }
    *ret_exit = EXIT_INTERRUPTED;
    return NULL;
}

static struct err *status(struct session *s, int *ret_exit)
{
    TRY(session_spec(s, s->cli->opt.words.items[0]));
    TRY(session_state(s, false));
    TRY(session_has_made(s));
    TRY(session_connect(s));
    TRY(look_once(s, ret_exit));
    return s->cli->opt.watch ? watch(s, ret_exit) : NULL;
}

struct err *cmd_status(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    struct err *e = status(&s, ret_exit);
    session_end(&s);
    return e;
}

#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/operate.h"

#include <string.h>

/* ---- answers ----------------------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct answer {
    const char *state; /* a step's, of situation_json */
    const char *word, *color;
} answers[] = {
    {"done",      "yes",     "\033[32m"},
    {"blocked",   "no",      "\033[31m"},
    {"unread",    "unknown", "\033[33m"},
};
/* clang-format on */

static const struct answer *answer_of(const struct value *step)
{
    const char *state = value_get_str(step, "state");
    for (size_t i = 0; i < COUNT(answers); i++)
        if (str_eq(answers[i].state, state))
            return &answers[i];
    return &answers[COUNT(answers) - 1];
}

static size_t count_of(const struct value *steps, const char *word)
{
    size_t n = 0;
    for (size_t i = 0; i < value_len(steps); i++)
        n += str_eq(answer_of(value_item(steps, i))->word, word);
    return n;
}

static const struct value *answers_json(struct arena *a, const struct value *v)
{
    const struct value *steps = value_get(v, "steps");
    struct value *ret = value_map(a), *checks = value_list(a);
    for (size_t i = 0; i < value_len(steps); i++) {
        const struct value *step = value_item(steps, i);
        struct value *check = value_map(a);
        value_set_str(a, check, "check", value_get_str(step, "id"));
        value_set(a, check, "system", value_get(step, "system"));
        value_set(a, check, "address", value_get(step, "address"));
        value_set(a, check, "what", value_get(step, "what"));
        value_set_str(a, check, "answer", answer_of(step)->word);
        value_set(a, check, "why", value_get(step, "why"));
        value_set(a, check, "warnings", value_get(step, "warnings"));
        value_push(a, checks, check);
    }
    value_set_str(a, ret, "format_version", "1");
    value_set(a, ret, "to", value_get(v, "to"));
    value_set(a, ret, "from", value_get(v, "from"));
    value_set(a, ret, "ready", value_bool(a, count_of(steps, "yes") == value_len(steps)));
    value_set(a, ret, "checks", checks);
    return ret;
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

static void put_under(const struct session *s, struct sbuf *out, const char *text)
{
    if (!*text)
        return;
    sbuf_puts(out, "           ");
    screen_wrap(out, screen_safe(s->a, text), 11, 11, s->cli->width);
    sbuf_putc(out, '\n');
}

static void put_answer(const struct session *s, struct sbuf *out, const struct value *step)
{
    const struct answer *answer = answer_of(step);
    const struct value *warnings = value_get(step, "warnings");
    bool color = s->cli->color_out;
    sbuf_printf(out, "  %s%-7s%s  ", color ? answer->color : "", answer->word, color ? "\033[0m" : "");
    screen_wrap(out, screen_safe(s->a, value_get_str(step, "what")), 11, 11, s->cli->width);
    sbuf_putc(out, '\n');
    put_under(s, out, value_get_str(step, "why"));
    for (size_t i = 0; i < value_len(warnings); i++)
        put_under(s, out, arena_printf(s->a, "note: %s", value_str_of(value_item(warnings, i))));
}

static const char *answers_text(const struct session *s, const struct value *v)
{
    struct sbuf out = {.arena = s->a};
    const struct value *steps = value_get(v, "steps");
    size_t no = count_of(steps, "no"), unknown = count_of(steps, "unknown");
    sbuf_printf(&out, "Could %s take over from %s now?\n\n", value_get_str(v, "to"), value_get_str(v, "from"));
    for (size_t i = 0; i < value_len(steps); i++)
        put_answer(s, &out, value_item(steps, i));
    if (!no && !unknown)
        sbuf_printf(&out, "\n%s is ready.\n", value_get_str(v, "to"));
    else
        sbuf_printf(&out, "\n%s is not ready: of %zu answers %zu are no, and %zu unknown.\n", value_get_str(v, "to"),
                    value_len(steps), no, unknown);
    return sbuf_str(&out);
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static struct err *ready(struct session *s, int *ret_exit)
{
    struct sequence_request q;
    struct situation at;
    TRY(operate_open(s));
    TRY(operate_request(s, &q));
    situation_see(s->a, &sequence_ready, &q, &at);
    const struct value *v = situation_json(s->a, &at), *steps = value_get(v, "steps");
    situation_free(&at);
    struct sbuf out = {.arena = s->a};
    if (s->cli->opt.json) {
        value_print(&out, answers_json(s->a, v), 0);
        sbuf_putc(&out, '\n');
    } else {
        sbuf_puts(&out, answers_text(s, v));
    }
    out_text(sbuf_str(&out));
    *ret_exit = count_of(steps, "no") ? EXIT_CHANGES : count_of(steps, "unknown") ? EXIT_SKIPPED : EXIT_DONE;
    return NULL;
}

struct err *cmd_ready(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    struct err *e = ready(&s, ret_exit);
    session_end(&s);
    return e;
}

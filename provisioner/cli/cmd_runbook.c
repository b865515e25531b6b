#include "aws/api/services.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/operate.h"
#include "provisioner/cli/words.h"

#include <ctype.h>
#include <string.h>

/*
 * The same sequences as `switchover` and `failover` walk, as a text for people with the AWS CLI: for the day on which
 * this program is not there. Made from what is there now, so that it is worth making every night.
 */

/* ---- the AWS CLI's words ------------------------------------------------------------------------------------------
 */

/* "DescribeDBClusters" -> "describe-db-clusters": a hyphen before each word, where a run of capitals is one. */
static const char *cli_name(struct arena *a, const char *op)
{
    struct sbuf out = {.arena = a};
    for (const char *s = op; *s; s++) {
        bool begins =
            s != op && isupper((unsigned char)*s) && (!isupper((unsigned char)s[-1]) || islower((unsigned char)s[1]));
        if (begins)
            sbuf_putc(&out, '-');
        sbuf_putc(&out, (char)tolower((unsigned char)*s));
    }
    return sbuf_str(&out);
}

/* "Secrets Manager" -> "secretsmanager" */
static const char *cli_service(struct arena *a, const char *id)
{
    const struct service *service = aws_service(id);
    struct sbuf out = {.arena = a};
    for (const char *s = service ? service->service_id : id; *s; s++)
        if (*s != ' ')
            sbuf_putc(&out, (char)tolower((unsigned char)*s));
    return sbuf_str(&out);
}

static void put_quoted(struct sbuf *out, const char *text)
{
    sbuf_putc(out, '\'');
    for (; *text; text++)
        if (*text == '\'')
            sbuf_puts(out, "'\\''");
        else
            sbuf_putc(out, *text);
    sbuf_putc(out, '\'');
}

/* What is asked of the last minutes is asked of those in which it is run. */
static const char *const times[][2] = {
    {"StartTime", " --start-time \"$(date -u -d '15 minutes ago' +%Y-%m-%dT%H:%M:%SZ)\""},
    {"EndTime", " --end-time \"$(date -u +%Y-%m-%dT%H:%M:%SZ)\""}};

static void put_command(struct sbuf *out, const struct value *call)
{
    struct arena *a = out->arena;
    struct value *in = value_edit(a, value_get(call, "input"));
    sbuf_printf(out, "aws %s %s --region %s", cli_service(a, value_get_str(call, "service")),
                cli_name(a, value_get_str(call, "operation")), value_get_str(call, "region"));
    for (size_t i = 0; i < COUNT(times); i++)
        if (value_get(in, times[i][0])) {
            sbuf_puts(out, times[i][1]);
            value_set(a, in, times[i][0], NULL);
        }
    sbuf_puts(out, " --cli-input-json ");
    put_quoted(out, value_canonical(a, in));
    sbuf_putc(out, '\n');
}

/* ---- steps ------------------------------------------------------------------------------------------------------- */

static void put_prose(struct sbuf *out, const char *before, const char *text)
{
    if (!*text)
        return;
    sbuf_puts(out, before);
    for (; *text; text++) {
        if (strchr("*_<>#|[]", *text))
            sbuf_putc(out, '\\');
        sbuf_putc(out, *text);
    }
    sbuf_putc(out, '\n');
}

static void put_fence(struct sbuf *out, const char *title, const struct value *calls)
{
    if (!value_len(calls))
        return;
    sbuf_printf(out, "\n%s\n\n```sh\n", title);
    for (size_t i = 0; i < value_len(calls); i++)
        put_command(out, value_item(calls, i));
    sbuf_puts(out, "```\n");
}

static void put_step(struct sbuf *out, const struct value *step, size_t n)
{
    struct arena *a = out->arena;
    struct value *change = value_list(a);
    const struct value *warnings = value_get(step, "warnings");
    sbuf_printf(out, "\n#### %zu. %s\n\n", n, value_get_str(step, "id"));
    put_prose(out, "", value_get_str(step, "what"));
    if (value_bool_of(value_get(step, "point_of_no_return")))
        sbuf_puts(out, "\n**From here on, going back undoes it, and stopping does not.**\n");
    put_prose(out, "\nNow: ", value_get_str(step, "why"));
    for (size_t i = 0; i < value_len(warnings); i++)
        put_prose(out, "\nNow: ", value_str_of(value_item(warnings, i)));
    put_fence(out, "Look:", value_get(step, "questions"));
    if (value_get(step, "call"))
        value_push(a, change, value_get(step, "call"));
    put_fence(out, "Change:", change);
    put_prose(out, "\nLook again until: ", value_get_str(step, "waits_for"));
    if (value_int_of(value_get(step, "p50_s")))
        put_prose(out, "\nTakes ",
                  arena_printf(a, "%s, one time in ten more than %s.",
                               words_span(a, value_int_of(value_get(step, "p50_s")) * 1000),
                               words_span(a, value_int_of(value_get(step, "p90_s")) * 1000)));
    put_prose(out, "\nYou: ", value_get_str(step, "hint"));
    put_prose(out, "\nTo undo it: ", value_get_str(step, "undo"));
}

static void put_sequence(struct sbuf *out, const struct situation *at, const char *title)
{
    const struct value *v = situation_json(out->arena, at), *steps = value_get(v, "steps");
    sbuf_printf(out, "\n### %s\n", title);
    for (size_t i = 0; i < value_len(steps); i++) {
        struct value *step = value_edit(out->arena, value_item(steps, i));
        value_set(out->arena, step, "questions", item_questions(out->arena, &at->items[i]));
        put_step(out, step, i + 1);
    }
}

/* ---- the text ---------------------------------------------------------------------------------------------------- */

static const struct chapter {
    const struct op_sequence *sequence;
    const char *title;
} chapters[] = {{&sequence_ready, "Is %s ready?"},
                {&sequence_switchover, "As planned: switch over to %s"},
                {&sequence_failover, "%s alone, the other region being lost: fail over"}};

static bool leads(struct session *s, const struct sequence_request *q)
{
    struct situation at;
    size_t left = 0;
    situation_see(s->a, &sequence_switchover, q, &at);
    for (size_t i = 0; i < at.n; i++)
        left += at.items[i].standing != STANDS_DONE;
    situation_free(&at);
    return !left;
}

static struct err *put_region(struct session *s, struct sbuf *out, const char *alias)
{
    struct sequence_request q;
    struct situation at;
    s->cli->opt.to = alias;
    TRY(operate_request(s, &q));
    sbuf_printf(out, "\n## %s takes over from %s\n", q.to.alias, q.from.alias);
    if (leads(s, &q)) {
        sbuf_printf(out, "\n%s leads now. Once it does not, make this text anew: its calls depend on who leads.\n",
                    alias);
        return NULL;
    }
    for (size_t i = 0; i < COUNT(chapters); i++) {
        struct sbuf title = {.arena = s->a};
        const char *marked = strstr(chapters[i].title, "%s");
        sbuf_putn(&title, chapters[i].title, (size_t)(marked - chapters[i].title));
        sbuf_printf(&title, "%s%s", alias, marked + 2);
        situation_see(s->a, chapters[i].sequence, &q, &at);
        put_sequence(out, &at, sbuf_str(&title));
        situation_free(&at);
    }
    return NULL;
}

static struct err *runbook(struct session *s)
{
    struct sbuf out = {.arena = s->a};
    const char *asked = s->cli->opt.to;
    TRY(operate_open(s));
    sbuf_printf(&out, "# Runbook of %s/%s\n\n", s->spec->project, s->spec->environment);
    sbuf_printf(&out,
                "Made %s from what was there then; ids and who leads may have changed since. The calls are those of "
                "`provisioner switchover` and `provisioner failover`, in their order, for the AWS CLI (one of 2024 or "
                "later knows all of them). Each step can be looked at first, and again afterwards.\n",
                session_now(s, "%Y-%m-%d %H:%M:%S UTC"));
    for (const char *const *alias = session_aliases(s); *alias; alias++)
        if (!asked || str_eq(asked, *alias))
            TRY(put_region(s, &out, *alias));
    out_text(sbuf_str(&out));
    return NULL;
}

struct err *cmd_runbook(struct cli *c, int *ret_exit)
{
    struct session s;
    (void)ret_exit;
    session_init(&s, c);
    struct err *e = runbook(&s);
    session_end(&s);
    return e;
}

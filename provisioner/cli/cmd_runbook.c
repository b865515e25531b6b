#include "aws/api/services.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/operate.h"
#include "provisioner/plan/duration.h"

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
        sbuf_puts(out, "\n**From here on, stopping undoes nothing: only going back does.**\n");
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
                               duration_text(a, (double)value_int_of(value_get(step, "p50_s"))),
                               duration_text(a, (double)value_int_of(value_get(step, "p90_s")))));
    put_prose(out, "\nYou: ", value_get_str(step, "hint"));
    put_prose(out, "\nTo undo it: ", value_get_str(step, "undo"));
}

static void put_steps(struct sbuf *out, const struct value *chapter)
{
    const struct value *steps = value_get(chapter, "steps");
    sbuf_printf(out, "\n### %s\n", value_get_str(chapter, "title"));
    for (size_t i = 0; i < value_len(steps); i++)
        put_step(out, value_item(steps, i), i + 1);
}

static void put_region(struct sbuf *out, const struct value *region)
{
    const struct value *all = value_get(region, "chapters");
    const char *to = value_get_str(region, "to");
    sbuf_printf(out, "\n## %s takes over from %s\n", to, value_get_str(region, "from"));
    if (value_bool_of(value_get(region, "leads")))
        sbuf_printf(out, "\n%s leads now. Once it does not, make this text anew: its calls depend on who leads.\n", to);
    for (size_t i = 0; i < value_len(all); i++)
        put_steps(out, value_item(all, i));
}

static const char *as_text(struct arena *a, const struct value *book)
{
    struct sbuf out = {.arena = a};
    const struct value *regions = value_get(book, "regions");
    sbuf_printf(&out, "# Runbook of %s/%s\n\n", value_get_str(book, "project"), value_get_str(book, "environment"));
    sbuf_printf(&out,
                "Made %s from what was there then; ids and who leads may have changed since. The calls are those of "
                "`provisioner switchover` and `provisioner failover`, in their order, for the AWS CLI (one of 2024 or "
                "later knows all of them). Each step can be looked at first, and again afterwards.\n",
                value_get_str(book, "made"));
    for (size_t i = 0; i < value_len(regions); i++)
        put_region(&out, value_item(regions, i));
    return sbuf_str(&out);
}

/* ---- the chapters ------------------------------------------------------------------------------------------------ */

static const struct chapter {
    const struct op_sequence *sequence;
    const char *title;
} chapters[] = {{&sequence_ready, "Is {to.alias} ready?"},
                {&sequence_switchover, "As planned: switch over to {to.alias}"},
                {&sequence_failover, "{to.alias} alone, the other region being lost: fail over"}};

static const struct value *chapter_of(struct arena *a, const struct chapter *c, const struct sequence_request *q)
{
    struct situation at;
    struct value *v = value_map(a), *steps = value_list(a), *facts = value_map(a);
    situation_see(a, c->sequence, q, &at);
    const struct value *told = value_get(situation_json(a, &at), "steps");
    for (size_t i = 0; i < value_len(told); i++) {
        struct value *step = value_edit(a, value_item(told, i));
        value_set(a, step, "questions", value_copy(a, item_questions(a, &at.items[i])));
        value_push(a, steps, value_copy(a, step));
    }
    situation_free(&at);
    value_set_path(a, facts, "to.alias", value_str(a, q->to.alias));
    value_set_str(a, v, "operation", c->sequence->name);
    value_set_str(a, v, "title", fact_text(a, facts, c->title));
    value_set(a, v, "steps", steps);
    return v;
}

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

static struct err *region_of(struct session *s, const char *alias, struct value *ret)
{
    struct sequence_request q;
    struct value *v = value_map(s->a), *all = value_list(s->a);
    s->cli->opt.to = alias;
    TRY(operate_request(s, &q));
    bool already = leads(s, &q);
    for (size_t i = 0; !already && i < COUNT(chapters); i++)
        value_push(s->a, all, chapter_of(s->a, &chapters[i], &q));
    value_set_str(s->a, v, "to", q.to.alias);
    value_set_str(s->a, v, "from", q.from.alias);
    value_set(s->a, v, "leads", value_bool(s->a, already));
    value_set(s->a, v, "chapters", all);
    value_push(s->a, ret, v);
    return NULL;
}

static struct err *runbook(struct session *s)
{
    struct value *book = value_map(s->a), *regions = value_list(s->a);
    const char *asked = s->cli->opt.to;
    struct sbuf json = {.arena = s->a};
    TRY(operate_open(s));
    for (const char *const *alias = session_aliases(s); *alias; alias++)
        if (!asked || str_eq(asked, *alias))
            TRY(region_of(s, *alias, regions));
    value_set_str(s->a, book, "format_version", "1");
    value_set_str(s->a, book, "project", s->spec->project);
    value_set_str(s->a, book, "environment", s->spec->environment);
    value_set_str(s->a, book, "made", session_now(s, "%Y-%m-%d %H:%M:%S UTC"));
    value_set(s->a, book, "regions", regions);
    value_print(&json, book, 0);
    sbuf_putc(&json, '\n');
    out_text(s->cli->opt.json ? sbuf_str(&json) : as_text(s->a, book));
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

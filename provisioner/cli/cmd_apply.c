#include "aws/api/ec2.h"
#include "aws/net/endpoint.h"
#include "aws/net/helm.h"
#include "provisioner/base/screen.h"
#include "provisioner/cli/apply.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/costing.h"
#include "provisioner/cli/history.h"
#include "provisioner/cli/outputs.h"
#include "provisioner/cli/planfile.h"
#include "provisioner/cli/progress.h"
#include "provisioner/cli/saved_plan.h"
#include "provisioner/exec/rehearse.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- asking ------------------------------------------------------------------------------------------------------ */

static struct err *expect_somebody(const struct session *s)
{
    const struct options *o = &s->cli->opt;
    return o->auto_approve || (isatty(STDIN_FILENO) && !o->json)
               ? NULL
               : err_new(ERR_USAGE, "nobody is there to ask; look at the plan, then run again with --auto-approve");
}

struct err *apply_ask_for(const struct session *s, const char *question, const char *word)
{
    char answer[256] = "";
    TRY(expect_somebody(s));
    if (s->cli->opt.auto_approve)
        return NULL;
    fflush(stdout);
    fprintf(stderr, "\n%s Only \"%s\" will do: ", question, word);
    fflush(stderr);
    session_listen(s);
    bool answered = fgets(answer, sizeof answer, stdin) != NULL;
    answer[strcspn(answer, "\n")] = '\0';
    if (answered && strcmp(answer, word) == 0)
        return NULL;
    if (!answered)
        fputc('\n', stderr);
    if (*s->cli->host->interrupted)
        return err_new(ERR_INTERRUPTED, "stopped; nothing was changed");
    return err_new(ERR_USAGE, "not approved; nothing was changed");
}

struct err *apply_ask(const struct session *s, const char *question)
{
    return apply_ask_for(s, question, "yes");
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

static const char *how_to_see_all(const struct session *s)
{
    struct options o = s->cli->opt;
    o.words.items = (const char *[]){s->spec_path, NULL};
    return options_typed(s->a, "output", &o, "overlay set state sandbox world endpoint-url profile");
}

static void print_outputs(const struct session *s)
{
    const struct value *all = outputs_of(s->a, s->state, false);
    size_t more = value_len(outputs_of(s->a, s->state, true)) - value_len(all);
    struct sbuf out = {.arena = s->a};
    size_t widest = 0;
    for (size_t i = 0; i < value_len(all); i++)
        widest = strlen(value_key(all, i)) > widest ? strlen(value_key(all, i)) : widest;
    if (value_len(all))
        sbuf_puts(&out, "\nOutputs\n");
    for (size_t i = 0; i < value_len(all); i++)
        sbuf_printf(&out, "  %-*s  %s\n", (int)widest, value_key(all, i),
                    screen_safe(s->a, value_str_of(value_item(all, i))));
    if (more)
        sbuf_printf(&out, "  and %zu more: %s\n", more, how_to_see_all(s));
    out_text(sbuf_str(&out));
}

/* What to do about it, by what AWS says. */
static const char *remedy(const char *error)
{
    /* clang-format off */
    static const struct { const char *says, *remedy; } rows[] = {
        {"AccessDenied",        "give these credentials that permission"},
        {"UnauthorizedOperation", "give these credentials that permission"},
        {"not authorized",      "give these credentials that permission"},
        {"ExpiredToken",        "renew the credentials"},
        {"RequestExpired",      "renew the credentials, and look at this machine's clock"},
        {"LimitExceeded",       "ask for a higher limit in the console's Service Quotas"},
        {"QuotaExceeded",       "ask for a higher limit in the console's Service Quotas"},
        {"InsufficientDBInstanceCapacity", "try later, or another instance class"},
        {"BucketNotEmpty",      "its objects are nobody's but yours: copy what you need, delete every version of the rest "
                                "(`aws s3api list-object-versions` shows them), and run this again"},
        {"DependencyViolation", "something outside this spec still uses it: take that away first"},
        {"AlreadyExists",       "that name is somebody else's: delete it there, or choose another name in the spec"},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(rows); i++)
        if (strstr(error, rows[i].says))
            return rows[i].remedy;
    return NULL;
}

/* What nobody answers for, once for each reason; what merely needs it is counted. */
static void print_left(const struct session *s, struct sbuf *out, const struct run_result *r)
{
    struct value *reasons = value_map(s->a);
    for (size_t i = 0; i < value_len(r->left); i++)
        if (str_starts(value_get_str(value_item(r->left, i), "error"), "nobody answers"))
            value_set(s->a, reasons, value_get_str(value_item(r->left, i), "error"), value_bool(s->a, true));
    sbuf_printf(out, "\nLeft for later: %zu %s", r->skipped, r->skipped == 1 ? "step" : "steps");
    for (size_t i = 0; i < value_len(reasons); i++)
        sbuf_printf(out, "%s%s", i ? "; " : ", since ", value_key(reasons, i));
    sbuf_putc(out, '\n');
}

static void print_failures(const struct session *s, const struct run_result *r)
{
    struct sbuf out = {.arena = s->a};
    size_t n = value_len(r->failures);
    for (size_t i = 0; i < n; i++) {
        const struct value *f = value_item(r->failures, i);
        const char *error = screen_safe(s->a, value_get_str(f, "error")), *what = remedy(error);
        sbuf_printf(&out, "%s  %s\n      ", i ? "" : "\nFailed\n", screen_safe(s->a, value_get_str(f, "address")));
        screen_wrap(&out, error, 6, 6, s->cli->width_err);
        if (what)
            sbuf_printf(&out, "\n      to do: %s", what);
        sbuf_putc(&out, '\n');
    }
    if (r->skipped)
        print_left(s, &out, r);
    if (r->blocked)
        sbuf_printf(&out, "%zu %s not begun, since %s what failed\n", r->blocked,
                    r->blocked == 1 ? "step was" : "steps were", r->blocked == 1 ? "it needs" : "they need");
    if ((r->interrupted || r->locked_out) && r->not_started)
        sbuf_puts(&out, "What was under way in AWS goes on there; the next run finds it.\n");
    fputs(sbuf_str(&out), stderr);
}

static bool is_whole(const struct run_result *r)
{
    return !r->failed && !r->blocked && !r->not_started && !r->skipped;
}

static void print_end(const struct session *s, const struct run_result *r)
{
    bool whole = is_whole(r);
    if (s->stream)
        return;
    if (!whole)
        print_failures(s, r);
    else if (!s->plan->destroy)
        print_outputs(s);
    fflush(stdout);
    struct sbuf end = {.arena = s->a};
    screen_wrap(&end,
                arena_printf(s->a, "%s: %zu of %zu steps in %s; state in %s",
                             whole                             ? "Done"
                             : r->interrupted || r->locked_out ? "Stopped"
                                                               : "Finished in part",
                             r->done, s->plan->n_steps, time_span(s->a, r->took_ms), s->state_path),
                0, 6, s->cli->width_err);
    note("\n%s", sbuf_str(&end));
    if (!whole && r->locked_out)
        note("AWS takes these credentials no more: %s\nLog in again, then run the same command: %s",
             screen_safe(s->a, r->locked_out), s->cli->command);
    else if (!whole)
        note("To carry on from here: %s", s->cli->command);
}

static int exit_of(const struct session *s, const struct run_result *r)
{
    if (r->interrupted)
        return EXIT_INTERRUPTED;
    if (r->failed || r->blocked || r->not_started)
        return EXIT_PART;
    return *s->skipped || r->skipped ? EXIT_SKIPPED : EXIT_DONE;
}

static const char *run_words(int code)
{
    return code == EXIT_INTERRUPTED ? "interrupted" : code == EXIT_DONE ? "done" : "part";
}

/* ---- doing it ---------------------------------------------------------------------------------------------------- */

struct err *apply_run(struct session *s, int *ret_exit)
{
    struct progress *p = progress_new(s->cli, s->plan, s->stream);
    struct run_result r = {0};
    const struct run_options o = {
        .client = s->client,
        .store = s->store,
        .state = s->state,
        .plan = s->plan,
        .parallelism = (unsigned)s->cli->opt.parallelism,
        .time_scale = s->cli->opt.time_scale,
        .root = session_root(s),
        .listener = progress_listener(p),
        .interrupted = s->cli->host->interrupted,
    };
    cli_be_careful();
    store_note_plan(s->store, s->state, s->plan_digest);
    struct past_run run = history_begin(s);
    struct err *e = exec_run(s->a, &o, &r);
    progress_end(p);
    if (is_whole(&r))
        store_note_plan(s->store, s->state, "");
    const struct run_tally done = progress_tally(p);
    if (e) {
        e = store_keep(s->store, s->state, e);
    } else {
        history_end(s, &run, run_words(exit_of(s, &r)), &done, r.failed);
        e = store_snapshot(s->store, s->state);
    }
    if (e && err_class_of(e) == ERR_LOCKED)
        return e;
    *ret_exit = EXIT_PART;
    if (e)
        return err_wrap(e,
                        "the state could not be written, so nothing more was sent; what was done is in the journal as "
                        "far as it was written, and the next run asks AWS for the rest");
    if (s->stream)
        stream_result(s->stream, &r, &done);
    print_end(s, &r);
    *ret_exit = exit_of(s, &r);
    return NULL;
}

static struct err *nothing_to_do(struct session *s, int *ret_exit)
{
    /* what a killed run left in the journal is settled by now; an untouched state is not written again */
    bool finished = *s->plan_digest && str_eq(state_head(s->state)->plan, s->plan_digest);
    if (finished)
        store_note_plan(s->store, s->state, "");
    if (s->replayed || finished)
        TRY(store_snapshot(s->store, s->state));
    *ret_exit = *s->skipped ? EXIT_SKIPPED : EXIT_DONE;
    if (s->stream)
        stream_result(s->stream, &(struct run_result){0}, &(struct run_tally){0});
    return NULL;
}

struct err *apply_show(struct session *s)
{
    struct sbuf out = {.arena = s->a};
    const struct plan_style style = session_style(s);
    struct cost_report cost;
    TRY(costing(s, &cost));
    if (s->stream) {
        stream_findings(s->stream);
        stream_plan(s->stream);
        stream_cost(s->stream, cost_brief_json(s->a, &cost));
        return costing_check(s, &cost);
    }
    plan_render(&out, s->plan, &style);
    costing_say(&out, s, &cost);
    out_text(sbuf_str(&out));
    return costing_check(s, &cost);
}

/* A plan that nobody could approve is not worth the wait for it. */
static struct err *make_or_read(struct session *s, bool destroy)
{
    const char *path = s->cli->opt.words.items[0];
    if (!destroy && planfile_is(s->a, path))
        return saved_plan_take(s, path);
    TRY(expect_somebody(s));
    return session_make_plan(s, path, true, destroy);
}

/* Others than AWS might do what they are only asked about: an address that somebody gave may be an emulator's. */
static bool is_aws_itself(const struct session *s)
{
    struct endpoint at = {.custom = true};
    if (s->sandbox)
        return true;
    err_free(endpoint_resolve(s->a, s->config, s->cli->opt.endpoint_url, ec2_CreateVpc.service,
                              s->spec->regions[0].name, &at));
    return !at.custom;
}

static struct err *rehearse(struct session *s)
{
    struct call_list calls = {0};
    if (s->plan->destroy || !is_aws_itself(s))
        return NULL;
    TRY(exec_calls(s->a, s->plan, s->state, &calls));
    return exec_rehearse(s->client, s->a, &calls);
}

struct err *apply_plan(struct session *s, int *ret_exit)
{
    bool destroy = s->plan->destroy;
    if (s->diags.errors)
        return err_new(ERR_INPUT, "nothing was changed; %zu error%s stand%s in the way", s->diags.errors,
                       s->diags.errors == 1 ? "" : "s", s->diags.errors == 1 ? "s" : "");
    TRY(apply_show(s));
    if (plan_is_empty(s->plan))
        return nothing_to_do(s, ret_exit);
    if (session_lacks_program(s))
        return err_new(ERR_REFUSED, "nothing was changed; %s; %s", helm_absent, helm_remedy);
    if (!*s->plan_digest)
        TRY(apply_ask(s, destroy ? "Destroy all of this?" : "Do this?"));
    if (*s->cli->host->interrupted)
        return err_new(ERR_INTERRUPTED, "stopped; nothing was changed");
    TRY(rehearse(s));
    return apply_run(s, ret_exit);
}

static struct err *apply(struct session *s, bool destroy, int *ret_exit)
{
    TRY(make_or_read(s, destroy));
    return apply_plan(s, ret_exit);
}

void apply_stream_end(const struct session *s, const struct err *e, int code)
{
    int exit = cli_exit_code(e, code);
    bool carries_on = exit == EXIT_PART || exit == EXIT_SKIPPED || exit == EXIT_INTERRUPTED;
    stream_exit(s->stream, e, exit, carries_on ? s->cli->command : NULL);
}

static struct err *apply_command(struct cli *c, bool destroy, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    s.changes = true;
    s.stream = c->opt.json ? stream_new(&s) : NULL;
    struct err *e = apply(&s, destroy, ret_exit);
    if (s.stream)
        apply_stream_end(&s, e, *ret_exit);
    session_end(&s);
    return e;
}

struct err *cmd_apply(struct cli *c, int *ret_exit)
{
    return apply_command(c, false, ret_exit);
}

struct err *cmd_destroy(struct cli *c, int *ret_exit)
{
    return apply_command(c, true, ret_exit);
}

#include "provisioner/cli/rehearsal.h"

#include "aws/sandbox/traffic.h"
#include "provisioner/cli/aside.h"
#include "provisioner/ops/facts.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WORDS_MOST = 256,
    PASS_LEAST_MS = 60 * 1000,
    PASS_SPREAD_MS = 540 * 1000,
    SERVED_MOST_MS = 3 * 3600 * 1000,
    TAIL_LINES = 12,
};

struct stage {
    struct transport transport; /* first: what commands get is the stage */
    const struct rehearsal *r;
    struct arena *a;
    struct sandbox *sandbox;
    struct transport *inner;
    struct host host;
    struct sandbox_faults usual; /* that the user asked for, all the time */
    struct traffic *traffic;     /* NULL: nobody is there yet */
    int64_t next_tick, broken_at;
    char *folder;
    const struct value *facts;
    struct value *steps, *ret;
    size_t asked_to, asked_elsewhere;
    const char *elsewhere; /* the first host of those */
    bool passed;
};

static int64_t stage_now(const struct stage *st)
{
    return st->inner->now_ms(st->inner);
}

/* ---- the way to the sandbox, with users on it -------------------------------------------------------------------- */

static void start(struct transport *t, struct exchange *x)
{
    struct stage *st = (struct stage *)t;
    const char *host = x->req.host ? x->req.host : "", *in = strstr(host, st->r->to.name);
    if (in) {
        st->asked_to++;
    } else {
        st->elsewhere = st->asked_elsewhere++ ? st->elsewhere : arena_strdup(st->a, host);
    }
    st->inner->start(st->inner, x);
}

static void ticks(struct stage *st)
{
    for (; st->traffic && st->next_tick <= stage_now(st); st->next_tick += TRAFFIC_EVERY_MS)
        traffic_tick(st->traffic);
}

static struct exchange *poll_next(struct transport *t, int64_t until_ms, int fd)
{
    struct stage *st = (struct stage *)t;
    for (;;) {
        int64_t at = st->traffic && st->next_tick < until_ms ? st->next_tick : until_ms;
        struct exchange *x = st->inner->poll(st->inner, at, fd);
        bool reached = stage_now(st) >= at;
        ticks(st);
        if (x || !reached || at == until_ms)
            return x;
    }
}

static void cancel(struct transport *t, struct exchange *x)
{
    struct stage *st = (struct stage *)t;
    st->inner->cancel(st->inner, x);
}

static int64_t now_ms(struct transport *t)
{
    return stage_now((struct stage *)t);
}

static int64_t wall_ms(struct transport *t)
{
    struct stage *st = (struct stage *)t;
    return st->inner->wall_ms(st->inner);
}

static void free_inner(struct transport *t)
{
    struct stage *st = (struct stage *)t;
    st->inner->free(st->inner);
}

static void pass(struct stage *st, int64_t ms)
{
    (void)poll_next(&st->transport, stage_now(st) + ms, -1);
}

/* ---- a folder that goes again ------------------------------------------------------------------------------------ */

static struct err *folder_make(struct stage *st)
{
    const char *tmp = st->r->session->cli->host->env(st->r->session->cli->host->env_ctx, "TMPDIR");
    st->folder = arena_printf(st->a, "%s/provisioner-drill-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    return mkdtemp(st->folder) ? NULL : err_errno(ERR_FILE, "%s", st->folder);
}

static void folder_remove(const struct stage *st)
{
    DIR *dir = opendir(st->folder);
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (!str_eq(e->d_name, ".") && !str_eq(e->d_name, ".."))
            (void)unlinkat(dirfd(dir), e->d_name, 0);
    if (dir)
        closedir(dir);
    (void)rmdir(st->folder);
}

/* ---- commands ---------------------------------------------------------------------------------------------------- */

struct words {
    struct arena *a;
    char *items[WORDS_MOST];
    int n;
};

static void add(struct words *w, const char *word)
{
    if (w->n < WORDS_MOST - 1)
        w->items[w->n++] = arena_strdup(w->a, word);
}

static void add_each(struct words *w, const char *option, const struct texts *values)
{
    for (size_t i = 0; i < values->n; i++)
        add(w, arena_printf(w->a, "--%s=%s", option, values->items[i]));
}

/* "failover --to seoul" as it would be typed, on this stage. */
static void words_of(const struct stage *st, const char *command, struct words *w)
{
    const struct options *o = &st->r->session->cli->opt;
    const char *word;
    add(w, "provisioner");
    for (size_t n; (n = next_word(&command, &word));) {
        add(w, arena_strndup(w->a, word, n));
        if (w->n == 2)
            add(w, st->r->session->spec_path);
    }
    add_each(w, "overlay", &o->overlays);
    add_each(w, "set", &o->sets);
    add(w, "--sandbox");
    add(w, arena_printf(w->a, "--state=%s/state.json", st->folder));
    if (!str_eq(w->items[1], "plan"))
        add(w, "--auto-approve");
}

static int run(struct stage *st, struct arena *a, const char *command, const char **ret_said)
{
    struct words w = {.a = a};
    words_of(st, command, &w);
    st->asked_to = st->asked_elsewhere = 0;
    struct aside aside = aside_begin();
    int code = cli_run(&st->host, w.n, w.items);
    *ret_said = aside_end(a, &aside);
    return code;
}

/* The last lines of what a command printed. */
static const char *tail_of(struct arena *a, const char *said)
{
    size_t n = strlen(said), lines = 0;
    while (n && said[n - 1] == '\n')
        n--;
    size_t at = n;
    while (at && (lines += said[at - 1] == '\n') < TAIL_LINES)
        at--;
    return arena_strndup(a, said + at, n - at);
}

/* ---- deeds ------------------------------------------------------------------------------------------------------- */

static void tell(const struct stage *st, const char *line)
{
    if (st->r->told)
        st->r->told(st->r->ctx, line);
}

static struct value *step_new(struct stage *st, const char *what)
{
    struct value *v = value_map(st->a);
    value_set(st->a, v, "at_ms", value_int(st->a, st->broken_at ? stage_now(st) - st->broken_at : 0));
    value_set_str(st->a, v, "what", what);
    value_push(st->a, st->steps, v);
    return v;
}

static void step_over(struct stage *st, struct value *v, int64_t began, const char *why)
{
    value_set(st->a, v, "took_ms", value_int(st->a, stage_now(st) - began));
    value_set(st->a, v, "held", value_bool(st->a, !why));
    if (why)
        value_set_str(st->a, v, "why", why);
    st->passed = st->passed && !why;
    tell(st, arena_printf(st->a, "%s%s%s", value_get_str(v, "what"), why ? ": " : "", why ? why : ""));
}

static const char *alone_or_not(const struct stage *st, const struct scenario_deed *d)
{
    return d->alone && st->asked_elsewhere
               ? arena_printf(st->a, "%zu requests went elsewhere than to %s, the first to %s", st->asked_elsewhere,
                              st->r->to.name, st->elsewhere)
               : NULL;
}

static void do_run(struct stage *st, const struct scenario_deed *d)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *command = fact_text(st->a, st->facts, d->text), *said = "", *why = NULL;
    const char *says = d->says ? fact_text(a, st->facts, d->says) : "";
    struct value *step = step_new(st, arena_printf(st->a, "provisioner %s", command));
    int64_t began = stage_now(st);
    int code = run(st, a, command, &said);
    value_set_str(st->a, step, "command", command);
    value_set(st->a, step, "exit", value_int(st->a, code));
    value_set(st->a, step, "expected_exit", value_int(st->a, d->code));
    if (code != d->code)
        why = arena_printf(st->a, "it ended with %d, and should with %d; the last it said:\n%s", code, d->code,
                           tail_of(a, said));
    else if (!strstr(said, says))
        why = arena_printf(st->a, "it did not say \"%s\"; the last it said:\n%s", says, tail_of(a, said));
    else
        why = alone_or_not(st, d);
    step_over(st, step, began, why);
}

static uint64_t mixed(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static void do_pass(struct stage *st, const struct scenario_deed *d)
{
    struct value *step = step_new(st, fact_text(st->a, st->facts, d->text));
    int64_t began = stage_now(st);
    pass(st, PASS_LEAST_MS + (int64_t)(mixed(st->host.seed + 0x9e3779b97f4a7c15u) % PASS_SPREAD_MS));
    step_over(st, step, began, NULL);
}

/* Times and counts are from here on. */
static void broken(struct stage *st, const char *what)
{
    st->broken_at = stage_now(st);
    traffic_lose(st->traffic);
    value_set_str(st->a, st->ret, "lost_at", time_utc(st->a, st->broken_at / 1000, TIME_ISO));
    step_over(st, step_new(st, what), st->broken_at, NULL);
}

static struct err *do_break(struct stage *st, const struct scenario_deed *d)
{
    const char *text = fact_text(st->a, st->facts, d->text);
    struct sandbox_faults *f = arena_alloc(st->a, sizeof *f);
    *f = st->usual;
    TRY(sandbox_faults_parse(text, f));
    sandbox_set_faults(st->sandbox, f);
    broken(st, fact_text(st->a, st->facts, st->r->scenario->what));
    return NULL;
}

static const struct entry *entry_about(const struct stage *st, const struct state *state, const char *type)
{
    for (size_t i = 0; i < state_count(state); i++) {
        const struct entry *e = state_entry(state, i);
        if (str_eq(e->type, type) && str_eq(e->alias, st->r->from.alias))
            return e;
    }
    return NULL;
}

static struct err *send_about(struct stage *st, struct session *s, const struct scenario_deed *d)
{
    s->state_path = arena_printf(st->a, "%s/state.json", st->folder);
    s->changes = true;
    TRY(session_state(s, false));
    TRY(session_connect(s));
    const struct entry *e = entry_about(st, s->state, d->about);
    struct value *facts = value_map(st->a);
    value_set(st->a, facts, "self", e ? sequence_self(st->a, e) : value_map(st->a));
    struct aws_call call = {
        .arena = st->a, .op = d->op, .region = st->r->from.name, .in = sequence_filled(st->a, d->op, d->in, facts)};
    client_call(s->client, &call);
    return call_error(&call);
}

static struct err *do_call(struct stage *st, const struct scenario_deed *d)
{
    struct cli cli = *st->r->session->cli;
    struct session s;
    cli.host = &st->host;
    session_init(&s, &cli);
    broken(st, fact_text(st->a, st->facts, d->text));
    struct err *e = send_about(st, &s, d);
    session_end(&s);
    pass(st, TRAFFIC_EVERY_MS);
    return e;
}

static void do_mend(struct stage *st, const struct scenario_deed *d)
{
    struct value *step = step_new(st, fact_text(st->a, st->facts, d->text));
    sandbox_set_faults(st->sandbox, &st->usual);
    step_over(st, step, stage_now(st), NULL);
}

static void do_react(struct stage *st)
{
    struct value *step = step_new(st, "people notice, and decide");
    int64_t began = stage_now(st);
    pass(st, st->r->react_ms);
    step_over(st, step, began, NULL);
}

static const char *still_elsewhere(struct stage *st, const char *region)
{
    const struct value *all = traffic_told(st->traffic, st->a);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i);
        const char *where = value_get_str(one, "region");
        if (!str_eq(where, region))
            return arena_printf(st->a, "%s %s is served by %s", value_get_str(one, "system"),
                                value_get_str(one, "name"), *where ? where : "nobody");
    }
    return NULL;
}

/* The first time is what happened to users, the second how all went back. */
static void note_traffic(struct stage *st)
{
    const char *name = value_get(st->ret, "systems") ? "back" : "systems";
    value_set(st->a, st->ret, name, traffic_told(st->traffic, st->a));
    traffic_lose(st->traffic);
}

static void do_served(struct stage *st, const struct scenario_deed *d)
{
    const char *alias = fact_text(st->a, st->facts, d->text);
    const char *region = str_eq(alias, st->r->to.alias) ? st->r->to.name : st->r->from.name;
    struct value *step = step_new(st, arena_printf(st->a, "everything is served by %s", alias));
    int64_t began = stage_now(st);
    traffic_users(st->traffic, region);
    while (!traffic_served_by(st->traffic, region) && stage_now(st) - began < SERVED_MOST_MS && !*st->host.interrupted)
        pass(st, TRAFFIC_EVERY_MS);
    note_traffic(st);
    step_over(st, step, began, still_elsewhere(st, region));
}

static const char *refused_meanwhile(struct stage *st)
{
    const struct value *all = traffic_told(st->traffic, st->a);
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i);
        if (value_int_of(value_get(one, "refused")))
            return arena_printf(st->a, "%s %s was not served for %s ms", value_get_str(one, "system"),
                                value_get_str(one, "name"), value_text(st->a, value_get(one, "longest_outage_ms")));
    }
    return NULL;
}

static void do_unbroken(struct stage *st, const struct scenario_deed *d)
{
    const char *alias = fact_text(st->a, st->facts, d->text);
    struct value *step = step_new(st, arena_printf(st->a, "%s has served everything all the time", alias));
    const char *why = refused_meanwhile(st);
    note_traffic(st);
    step_over(st, step, stage_now(st), why);
}

static void do_login(struct stage *st, const struct scenario_deed *d)
{
    int64_t seconds = 0;
    struct credentials *keys = arena_alloc(st->a, sizeof *keys);
    st->host.keys = NULL;
    if (!d->text || !parse_int(d->text, &seconds))
        return;
    sandbox_login(st->sandbox, st->a, seconds, keys);
    st->host.keys = keys;
}

static struct err *do_it(struct stage *st, const struct scenario_deed *d)
{
    switch (d->deed) {
    case DEED_PASS: do_pass(st, d); break;
    case DEED_BREAK: return do_break(st, d);
    case DEED_CALL: return do_call(st, d);
    case DEED_MEND: do_mend(st, d); break;
    case DEED_REACT: do_react(st); break;
    case DEED_LOGIN: do_login(st, d); break;
    case DEED_RUN: do_run(st, d); break;
    case DEED_SERVED: do_served(st, d); break;
    case DEED_UNBROKEN: do_unbroken(st, d); break;
    }
    return NULL;
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

/* What stands before anything breaks: applied, nothing left to change, and led by the region that will be lost. */
static void begin(struct stage *st)
{
    static const struct scenario_deed first[] = {{DEED_RUN, "apply"}, {DEED_RUN, "plan --detailed-exitcode"}},
                                      moved = {DEED_RUN, "switchover --to {from.alias}"};
    const struct spec *spec = st->r->session->spec;
    for (size_t i = 0; i < COUNT(first) && st->passed; i++)
        do_run(st, &first[i]);
    if (st->passed && !str_eq(spec->regions[spec->primary].alias, st->r->from.alias))
        do_run(st, &moved);
    st->traffic = traffic_begin(st->sandbox, st->r->from.name, st->r->to.name);
    st->next_tick = stage_now(st);
}

static struct err *perform(struct stage *st)
{
    begin(st);
    for (const struct scenario_deed *d = st->r->scenario->deeds; st->passed && (d->text || d->deed != DEED_PASS); d++) {
        if (*st->host.interrupted)
            return err_new(ERR_INTERRUPTED, "stopped; what was rehearsed is gone, and nothing else was touched");
        TRY(do_it(st, d));
    }
    return NULL;
}

static const struct value *region_facts(struct arena *a, const struct region_ref *r)
{
    struct value *v = value_map(a);
    value_set_str(a, v, "alias", r->alias);
    value_set_str(a, v, "region", r->name);
    return v;
}

static const struct value *facts_of(struct arena *a, const struct rehearsal *r)
{
    struct value *v = value_map(a);
    value_set(a, v, "to", region_facts(a, &r->to));
    value_set(a, v, "from", region_facts(a, &r->from));
    return v;
}

static struct err *stage_open(struct stage *st)
{
    const struct cli *cli = st->r->session->cli;
    struct sandbox_options so = {.speed = cli->opt.speed};
    if (cli->opt.faults)
        TRY_CTX(sandbox_faults_parse(cli->opt.faults, &so.faults), "--faults");
    TRY(sandbox_open(st->a, &so, &st->sandbox));
    st->inner = sandbox_transport(st->sandbox);
    st->transport = (struct transport){start, poll_next, cancel, now_ms, wall_ms, free_inner};
    st->host = *cli->host;
    st->host.transport = &st->transport;
    st->host.seed = so.faults.seed;
    st->usual = so.faults;
    return folder_make(st);
}

/* What the scenario is about, and the spec has none of; NULL: there is all it needs. */
static const char *lacks(const struct rehearsal *r)
{
    const struct wanted_list *wanted = &r->session->wanted;
    for (size_t i = 0; r->scenario->needs && i < wanted->n; i++)
        if (str_eq(wanted->items[i].type, r->scenario->needs))
            return NULL;
    return r->scenario->needs;
}

/* Who is to take over is dark, too: there is nowhere to go. */
static bool takes_both(const struct rehearsal *r)
{
    return r->scenario->dark && str_eq(r->scenario->dark, r->to.name);
}

static const char *why_not(struct arena *a, const struct rehearsal *r)
{
    if (lacks(r))
        return arena_printf(a, "the spec has no %s", lacks(r));
    return takes_both(r) ? arena_printf(a, "%s lies in %s, and would be lost, too", r->to.alias, r->to.name) : NULL;
}

static struct err *play(struct stage *st)
{
    TRY(stage_open(st));
    struct err *e = perform(st);
    folder_remove(st);
    return e;
}

struct err *rehearse(const struct rehearsal *r, const struct value **ret)
{
    struct arena *a = r->session->a;
    struct stage *st = arena_alloc(a, sizeof *st);
    *st = (struct stage){
        .r = r, .a = a, .steps = value_list(a), .ret = value_map(a), .passed = true, .facts = facts_of(a, r)};
    value_set_str(a, st->ret, "name", r->scenario->name);
    value_set_str(a, st->ret, "what", fact_text(a, st->facts, r->scenario->what));
    const char *why = why_not(a, r);
    struct err *e = why ? NULL : play(st);
    value_set_str(a, st->ret, "skipped", why);
    sandbox_close(st->sandbox);
    value_set(a, st->ret, "passed", value_bool(a, st->passed));
    value_set(a, st->ret, "steps", st->steps);
    *ret = st->ret;
    return e;
}

#include "provisioner/cli/options.h"

#include "provisioner/model/diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum sort { FLAG, TEXT, TEXTS, COUNT_OF, DURATION, FACTOR, CHOICE };

struct row {
    struct option option;
    enum sort sort;
    size_t at;
    const char *choices; /* words, where there are only these; NULL */
};

#define AT(member) offsetof(struct options, member)

/* clang-format off */
static const struct row rows[] = {
    {{"state",             "PATH",       "state file; default: PROJECT-ENVIRONMENT.state.json beside the spec"},   TEXT,     AT(state)},
    {{"overlay",           "FILE",       "merge a further spec over it; may be given again"},                      TEXTS,    AT(overlays)},
    {{"set",               "PATH=VALUE", "set one value of the spec; may be given again"},                         TEXTS,    AT(sets)},
    {{"sandbox",           NULL,         "run against the embedded AWS: no account, no cost"},                     FLAG,     AT(sandbox)},
    {{"world",             "FILE",       "where the sandbox keeps its world; default: beside the state"},          TEXT,     AT(world)},
    {{"speed",             "N",          "sandbox seconds a real second; default: as fast as it computes"},        FACTOR,   AT(speed)},
    {{"faults",            "LIST",       "faults the sandbox plays: throttle=0.3,5xx=0.05,dark=REGION,seed=7"},    TEXT,     AT(faults)},
    {{"listen",            "ADDR:PORT",  "where the sandbox serves HTTP; port 0 picks one"},                       TEXT,     AT(listen)},
    {{"endpoint-url",      "URL",        "send every call there instead of to AWS"},                               TEXT,     AT(endpoint_url)},
    {{"time-scale",        "N",          "divide waits by N, for a sandbox that runs N times as fast"},            FACTOR,   AT(time_scale)},
    {{"profile",           "NAME",       "profile of AWS's shared files"},                                         TEXT,     AT(profile)},
    {{"out",               "FILE",       "save it there: a plan for `apply FILE`, a kubeconfig, prices"},             TEXT,     AT(out)},
    {{"metrics",           "FILE",       "write what was measured there, as Prometheus' text"},                     TEXT,     AT(metrics)},
    {{"interval",          "DURATION",   "check each server that often: default 5s"},                             DURATION, AT(interval_ms)},
    {{"json",              NULL,         "machine-readable output"},                                               FLAG,     AT(json)},
    {{"format",            "NAME",       "text, json; findings: sarif, junit, github; a plan: markdown; a graph: dot, svg, mermaid; route: env, configmap, prometheus, endpoints"}, TEXT, AT(format),
     "text json markdown sarif junit github dot svg mermaid env configmap prometheus endpoints"},
    {{"html",              "FILE",       "write the plan there too, as a page to look at in a browser"},           TEXT,     AT(html)},
    {{"online",            NULL,         "ask AWS, too: what is offered where, quotas, permissions; reads only"},  FLAG,     AT(online)},
    {{"offline",           NULL,         "compare with the state alone; needs no credentials and no network"},     FLAG,     AT(offline)},
    {{"show-api",          NULL,         "the calls that it takes besides, in order, by region"},                  FLAG,     AT(show_api)},
    {{"target",            "PATTERN",    "only these addresses and what they need; may be given again"},           TEXTS,    AT(targets)},
    {{"replace",           "ADDRESS",    "delete this one and make it anew; may be given again"},                  TEXTS,    AT(replaces)},
    {{"region",            "ALIAS",      "only this region, and what is global"},                                  TEXT,     AT(region)},
    {{"allow-destroy",     "PATTERN",    "let protected resources go; * stands for any part; may be given again"}, TEXTS,    AT(allow_destroy)},
    {{"auto-approve",      NULL,         "do not ask"},                                                            FLAG,     AT(auto_approve)},
    {{"detailed-exitcode", NULL,         "exit 2 when there are changes"},                                         FLAG,     AT(detailed_exitcode)},
    {{"refresh-only",      NULL,         "bring the state up to date, change nothing in AWS"},                     FLAG,     AT(refresh_only)},
    {{"parallelism",       "N",          "steps in flight at once; default 64"},                                   COUNT_OF, AT(parallelism)},
    {{"lock-timeout",      "DURATION",   "wait that long for the state's lock: 30s, 5m; default 0s"},              DURATION, AT(lock_timeout_ms)},
    {{"accept",            NULL,         "the state takes over what AWS holds; nothing in AWS changes"},           FLAG,     AT(accept)},
    {{"revert",            NULL,         "change back what drifted, and nothing else; asks, as apply does"},       FLAG,     AT(revert)},
    {{"watch",             NULL,         "look again every few seconds, until it is stopped"},                     FLAG,     AT(watch)},
    {{"to",                "ALIAS",      "the region that takes over, as the spec calls it"},                      TEXT,     AT(to)},
    {{"only",              "SYSTEM",     "only what concerns that system: aurora, cache, eks, msk, dns"},          TEXT,     AT(only)},
    {{"pause-before",      "STEP",       "do what comes before that step, and stop there"},                        TEXT,     AT(pause_before)},
    {{"dry-run",           NULL,         "look, show what would be done, and do nothing"},                         FLAG,     AT(dry_run)},
    {{"timeout",           "DURATION",   "give up after that long: 15m; what AWS is at goes on"},                  DURATION, AT(timeout_ms)},
    {{"allow-data-loss",   NULL,         "what the lost region had not copied yet is given up"},                   FLAG,     AT(allow_data_loss)},
    {{"max-rpo",           "DURATION",   "refuse where more than that would be lost, or nobody knows"},            DURATION, AT(max_rpo_ms)},
    {{"react",             "DURATION",   "how long people take to begin it, in a rehearsal; default 60s"},         DURATION, AT(react_ms)},
    {{"check",             NULL,         "change nothing, name what is not laid out so, and exit 1 if there is any"}, FLAG,     AT(check)},
    {{"template",          "NAME",       "write a spec to start from: minimal or active-active"},                  TEXT,     AT(template), "minimal active-active"},
    {{"project",           "WORD",       "its project; default: the template's, or demo in other regions"},                                  TEXT,     AT(project)},
    {{"environment",       "WORD",       "its environment; default: production"},                                  TEXT,     AT(environment)},
    {{"primary",           "REGION",     "where writes start: us-east-1, or ALIAS=REGION"},                        TEXT,     AT(primary)},
    {{"secondary",         "REGION",     "the other region, likewise"},                                            TEXT,     AT(secondary)},
    {{"verbose",           NULL,         "every attribute of what is new, and what does not change too"},          FLAG,     AT(verbose)},
    {{"log-level",         "LEVEL",      "debug: a line a request, to stderr"},                                    CHOICE,    AT(log_level), "error debug"},
    {{"max-monthly",       "USD",        "exit 1 when it would cost more than that a month"},                      TEXT,     AT(max_monthly)},
    {{"max-increase",      "USD",        "exit 1 when it would cost more than now by more than that"},             TEXT,     AT(max_increase)},
    {{"at",                "DATE",       "by the versions' support as on that day: 2026-12-31; default: today"},   TEXT,     AT(at)},
    {{"scenario",          "NAME",       "cost: reserved-1y, reserved-3y, savings-plan, savings-plan-3y, region-down=ALIAS; drill: a bad day, or all"}, TEXT,     AT(scenario)},
    {{"prices",            "FILE",       "a price book like specs/prices.tsv, in place of the one built in"},       TEXT,     AT(prices)},
    {{"add",               "PATTERN",    "take up prices that no region of the book has, too: '*m8g*'; may be given again"}, TEXTS, AT(add)},
    {{"max-change",        "PERCENT",    "believe prices that moved by up to so many percent; default 50"},        COUNT_OF, AT(max_change)},
    {{"role",              "ARN",        "the role by which AWS runs what is exported"},                           TEXT,     AT(role)},
    {{"approver",          "ARN",        "a role whose people have to say yes first"},                             TEXT,     AT(approver)},
    {{"deployment",        "NAMESPACE/NAME", "scale it up in the region that takes over; may be given again"},     TEXTS,    AT(deployments)},
    {{"cluster-name",      "NAME",       "the cluster, as AWS names it"},                                          TEXT,     AT(cluster_name)},
    {{"force",             NULL,         "overwrite what is there already"},                            FLAG,     AT(force)},
    {{"state-buckets",     NULL,         "the buckets that the spec keeps its state in"},                          FLAG,     AT(state_buckets)},
    {{"no-color",          NULL,         "no colours"},                                                            FLAG,     AT(no_color)},
    {{"help",              NULL,         "this text"},                                                             FLAG,     AT(help)},
};
/* clang-format on */

static const struct row *row_named(const char *name, size_t n)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        if (strncmp(rows[i].option.name, name, n) == 0 && rows[i].option.name[n] == '\0')
            return &rows[i];
    return NULL;
}

const struct option *option_named(const char *name)
{
    const struct row *r = row_named(name, strlen(name));
    return r ? &r->option : NULL;
}

const char *option_choices(const char *name)
{
    const struct row *r = row_named(name, strlen(name));
    return r ? r->choices : NULL;
}

static struct err *unknown(struct arena *a, const char *word, const char *name, const char *takes)
{
    const char *names[COUNT(rows) + 1] = {NULL};
    size_t n = 0;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (has_word(takes, rows[i].option.name))
            names[n++] = rows[i].option.name;
    if (str_eq(name, "f") || str_eq(name, "file") || str_eq(name, "filename"))
        return err_new(ERR_USAGE, "unknown option %s; a spec is named without an option: provisioner plan my.yaml",
                       word);
    const char *near = diag_nearest(arena_strndup(a, name, strcspn(name, "=")), names);
    if (near)
        return err_new(ERR_USAGE, "unknown option %s; did you mean --%s?", word, near);
    return err_new(ERR_USAGE, "unknown option %s; --help lists those there are", word);
}

static void push(struct arena *a, struct texts *t, const char *text)
{
    const char **more = arena_alloc(a, (t->n + 2) * sizeof *more);
    if (t->n)
        memcpy(more, t->items, t->n * sizeof *more);
    more[t->n++] = text;
    t->items = more;
}

/* A number without a unit is of seconds. */
static struct err *duration(const char *text, int64_t *ret)
{
    char with_unit[16];
    bool bare = *text && !text[strspn(text, "0123456789")];
    snprintf(with_unit, sizeof with_unit, "%.12ss", text);
    int64_t ms = time_span_parse(bare ? with_unit : text);
    if (ms < 0)
        return err_new(ERR_USAGE, "\"%s\" is no duration; write 30s or 5m", text);
    *ret = ms;
    return NULL;
}

static struct err *factor(const char *text, double *ret)
{
    char *end;
    double d = strtod(text, &end);
    if (end == text || *end || !(d > 0) || d > 1e9)
        return err_new(ERR_USAGE, "\"%s\" is no number above 0", text);
    *ret = d;
    return NULL;
}

static struct err *count(const char *text, int64_t *ret)
{
    if (!parse_int(text, ret) || *ret < 1 || *ret > 10000)
        return err_new(ERR_USAGE, "\"%s\" is no number from 1 to 10000", text);
    return NULL;
}

static struct err *choice(const struct row *r, const char *text, const char **ret)
{
    struct sbuf all = {0};
    if (has_word(r->choices, text)) {
        *ret = text;
        return NULL;
    }
    CLEANUP(arena_freep) struct arena *a = arena_new();
    all.arena = a;
    for (const char *c = r->choices; *c; c++)
        sbuf_puts(&all, *c == ' ' ? ", " : (char[]){*c, '\0'});
    return err_new(ERR_USAGE, "\"%s\" is none of %s", text, sbuf_str(&all));
}

static struct err *store(struct arena *a, const struct row *r, const char *text, struct options *o)
{
    void *at = (char *)o + r->at;
    switch (r->sort) {
    case FLAG: *(bool *)at = true; return NULL;
    case TEXT: *(const char **)at = text; return NULL;
    case TEXTS: push(a, at, text); return NULL;
    case COUNT_OF: return count(text, at);
    case DURATION: return duration(text, at);
    case FACTOR: return factor(text, at);
    case CHOICE: return choice(r, text, at);
    }
    return NULL;
}

/* An option and its value; *i moves to the last word it took. */
static struct err *one_option(struct arena *a, int argc, char **argv, int *i, const char *takes, struct options *o)
{
    const char *word = argv[*i], *name = word + 1 + (word[1] == '-');
    size_t n = strcspn(name, "=");
    const struct row *r = strcmp(name, "h") == 0 ? row_named("help", 4) : row_named(name, n);
    const char *value = name[n] == '=' ? name + n + 1 : NULL;
    bool always = r && (strcmp(r->option.name, "help") == 0 || strcmp(r->option.name, "no-color") == 0);
    if (!r || (!always && !has_word(takes, r->option.name)))
        return unknown(a, word, name, takes);
    if (r->sort == FLAG && value)
        return err_new(ERR_USAGE, "--%s takes no value", r->option.name);
    if (r->sort != FLAG && !value) {
        if (*i + 1 >= argc)
            return err_new(ERR_USAGE, "--%s needs a value: --%s %s", r->option.name, r->option.name, r->option.arg);
        value = argv[++*i];
    }
    TRY_CTX(store(a, r, value, o), "--%s", r->option.name);
    return NULL;
}

struct err *options_parse(struct arena *a, int argc, char **argv, const char *takes, struct options *ret)
{
    struct options o = {.parallelism = 64, .time_scale = 1};
    bool options = true;
    for (int i = 0; i < argc; i++) {
        if (options && strcmp(argv[i], "--") == 0)
            options = false;
        else if (options && argv[i][0] == '-' && argv[i][1])
            TRY(one_option(a, argc, argv, &i, takes, &o));
        else
            push(a, &o.words, argv[i]);
    }
    struct texts *all[] = {&o.overlays,      &o.sets,        &o.targets, &o.replaces,
                           &o.allow_destroy, &o.deployments, &o.add,     &o.words};
    for (size_t i = 0; i < COUNT(all); i++)
        if (!all[i]->items)
            all[i]->items = arena_alloc(a, sizeof *all[i]->items);
    *ret = o;
    return NULL;
}

/* ---- back to words ----------------------------------------------------------------------------------------------- */

void put_word(struct sbuf *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+";
    sbuf_puts(out, out->len ? " " : "");
    if (*word && !word[strspn(word, plain)]) {
        sbuf_puts(out, word);
        return;
    }
    sbuf_putc(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            sbuf_puts(out, "'\\''");
        else
            sbuf_putc(out, *word);
    sbuf_putc(out, '\'');
}

static void put_option(struct sbuf *out, const struct row *r, const char *value)
{
    put_word(out, arena_printf(out->arena, "--%s", r->option.name));
    if (value)
        put_word(out, value);
}

static void put_row(struct sbuf *out, const struct row *r, const struct options *o)
{
    const void *at = (const char *)o + r->at;
    const struct texts *list = at;
    switch (r->sort) {
    case FLAG:
        if (*(const bool *)at)
            put_option(out, r, NULL);
        break;
    case TEXT:
        if (*(const char *const *)at)
            put_option(out, r, *(const char *const *)at);
        break;
    case TEXTS:
        for (size_t i = 0; i < list->n; i++)
            put_option(out, r, list->items[i]);
        break;
    case COUNT_OF:
    case DURATION:
    case FACTOR:
    case CHOICE: break;
    }
}

const char *options_typed(struct arena *a, const char *command, const struct options *o, const char *keep)
{
    struct sbuf out = {.arena = a};
    put_word(&out, "provisioner");
    put_word(&out, command);
    for (size_t i = 0; i < o->words.n; i++)
        put_word(&out, o->words.items[i]);
    for (size_t i = 0; i < COUNT(rows); i++)
        if (has_word(keep, rows[i].option.name))
            put_row(&out, &rows[i], o);
    return sbuf_str(&out);
}

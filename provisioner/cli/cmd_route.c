#include "provisioner/base/file.h"
#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/formats.h"
#include "provisioner/cli/session.h"
#include "provisioner/model/json.h"
#include "provisioner/route/detect.h"
#include "provisioner/route/forms.h"
#include "provisioner/route/router.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { LONGEST_DOCUMENT = 1 << 20, LONGEST_TEXT_FILE = 1 << 18, AFTER_SIGNAL_US = 250 * 1000 };
enum { SHORTEST_INTERVAL_MS = 100, INTERVAL_MS = 5000, FILE_MODE = 0644 };

/* What one run holds. A signal is looked for every quarter of a second. */
struct route {
    struct session *session;
    struct arena *a;
    struct sockets sockets;
    struct resolver resolver;
    struct endpoints endpoints;
    struct detected where;
    struct router *router;
};

/* ---- what there is to choose from -------------------------------------------------------------------------------- */

/* A document made by --format endpoints; *ret stays NULL where it is something else. */
static struct err *read_document(struct arena *a, const char *path, const struct value **ret)
{
    const char *text = NULL;
    size_t n = 0;
    const struct value *v = NULL;
    CLEANUP(err_freep) struct err *e = file_read(a, path, LONGEST_DOCUMENT, &text, &n);
    if (e || !strstr(text, "\"endpoints_version\""))
        return NULL;
    TRY_CTX(json_parse(a, text, n, JSON_PLAIN, &v), "%s", path);
    *ret = value_get(v, "endpoints_version") ? v : NULL;
    return NULL;
}

static struct err *find_endpoints(struct session *s, const struct value **ret)
{
    const char *path = s->cli->opt.words.items[0];
    TRY(read_document(s->a, path, ret));
    if (*ret)
        return NULL;
    TRY(session_named(s, path));
    TRY(session_state(s, false));
    *ret = endpoints_of(s->a, s->state);
    if (!value_len(value_get(*ret, "endpoints")))
        return err_new(ERR_MISSING, "%s knows no endpoint of a database, a cache, brokers or a load balancer",
                       s->state_path);
    return NULL;
}

/* ---- where this runs --------------------------------------------------------------------------------------------- */

static const char *text_file(struct arena *a, const char *path)
{
    const char *text = NULL;
    size_t n = 0;
    CLEANUP(err_freep) struct err *e = file_read(a, path, LONGEST_TEXT_FILE, &text, &n);
    return e ? NULL : text;
}

static void look_around(struct route *r)
{
    const struct host *host = r->session->cli->host;
    r->sockets = sockets_real();
    r->resolver = resolver_read(text_file(r->a, "/etc/resolv.conf"), text_file(r->a, "/etc/hosts"));
    const struct detect_request q = {
        .env = host->env,
        .env_ctx = host->env_ctx,
        .sockets = &r->sockets,
        .resolver = &r->resolver,
        .budget_us = DETECT_BUDGET_US,
    };
    r->where = detect_region(r->a, &q);
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static const char *in_form(const struct route *r, struct arena *a, const char *otherwise)
{
    const struct options *o = &r->session->cli->opt;
    const char *form = o->json ? "json" : o->format ? o->format : otherwise;
    const struct value *report = router_report(a, r->router);
    if (str_eq(form, "json"))
        return form_json(a, report);
    if (str_eq(form, "env"))
        return form_env(a, report);
    if (str_eq(form, "configmap"))
        return form_configmap(a, report);
    if (str_eq(form, "prometheus"))
        return form_metrics(a, report, router_measures(a, r->router));
    const char *where = r->where.region ? arena_printf(a, "in %s, says %s", r->where.region, r->where.source)
                                        : "nobody says in which region this is: the nearest counts as local";
    return arena_printf(a, "%s\n\n%s", where, form_text(a, report, router_measures(a, r->router)));
}

/* What is in it already is not written again: who watches it is woken by changes alone. */
static bool holds(struct arena *a, const char *path, const char *text)
{
    const char *there = text_file(a, path);
    return there && str_eq(there, text);
}

static struct err *tell(struct route *r)
{
    const char *out = r->session->cli->opt.out;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = in_form(r, a, out ? "json" : "text");
    if (out)
        return holds(a, out, text) ? NULL : file_write(out, text, strlen(text), FILE_MODE);
    out_text(text);
    return NULL;
}

static struct err *tell_metrics(const struct route *r)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *path = r->session->cli->opt.metrics;
    if (!path)
        return NULL;
    const char *text = form_metrics(a, router_report(a, r->router), router_measures(a, r->router));
    return file_write(path, text, strlen(text), FILE_MODE);
}

/* ---- watching ---------------------------------------------------------------------------------------------------- */

static int64_t now_of(struct route *r)
{
    return r->sockets.now_us(&r->sockets);
}

/* A file that can't be written now can perhaps be written later: what was in it stays, and is told. */
static void try_to_tell(struct route *r, struct err *e)
{
    if (e)
        note("provisioner: %s", screen_safe(r->a, err_text(e)));
    err_free(e);
}

static void watch(struct route *r, int64_t interval_us)
{
    int64_t metrics_due = now_of(r);
    while (!*r->session->cli->host->interrupted) {
        if (router_run(r->router, now_of(r) + AFTER_SIGNAL_US))
            try_to_tell(r, tell(r));
        if (now_of(r) < metrics_due)
            continue;
        try_to_tell(r, tell_metrics(r));
        metrics_due = now_of(r) + interval_us;
    }
}

/* Something that a program may ask for has no server that answers. */
static bool lacks(const struct value *report)
{
    const struct value *services = value_get(report, "services");
    for (size_t i = 0; i < value_len(services); i++) {
        const struct value *service = value_item(services, i);
        if (value_len(service) == (value_get(service, "writer") ? 1 : 0))
            return true;
        for (size_t k = 0; k < value_len(service); k++)
            if (value_get(value_item(service, k), "healthy") &&
                !value_bool_of(value_get(value_item(service, k), "healthy")))
                return true;
    }
    return false;
}

static struct err *once(struct route *r, const struct route_rules *rules, int *ret_exit)
{
    int64_t longest = (int64_t)(rules->fail_after + 1) * (rules->timeout_us + rules->recheck_us);
    (void)router_run(r->router, now_of(r) + longest);
    TRY(tell(r));
    TRY(tell_metrics(r));
    *ret_exit = lacks(router_report(r->a, r->router)) ? EXIT_SKIPPED : EXIT_DONE;
    return NULL;
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static struct err *check_options(const struct options *o)
{
    if (o->watch && !o->out && !o->metrics)
        return err_new(ERR_USAGE, "--watch keeps a file: name it (--out FILE, --metrics FILE)");
    if (o->interval_ms && o->interval_ms < SHORTEST_INTERVAL_MS)
        return err_new(ERR_USAGE, "--interval: at least %d ms", SHORTEST_INTERVAL_MS);
    return NULL;
}

static struct err *run(struct route *r, int *ret_exit)
{
    const struct options *o = &r->session->cli->opt;
    int64_t interval_us = 1000 * (o->interval_ms ? o->interval_ms : INTERVAL_MS);
    const struct route_rules rules = route_rules(interval_us);
    (void)umask(S_IWGRP | S_IWOTH); /* what it writes is for others to read, and holds no secret */
    look_around(r);
    const struct router_request q = {.endpoints = &r->endpoints,
                                     .sockets = &r->sockets,
                                     .resolver = &r->resolver,
                                     .rules = rules,
                                     .region = r->where.region};
    r->router = router_new(&q);
    if (!o->watch)
        return once(r, &rules, ret_exit);
    cli_be_careful(); /* a signal ends it in good order: the file stays as it is */
    watch(r, interval_us);
    return NULL;
}

static struct err *route(struct session *s, int *ret_exit)
{
    const struct value *doc = NULL;
    struct route r = {.session = s, .a = s->a};
    TRY(formats_check(s, "text json env configmap prometheus endpoints"));
    TRY(check_options(&s->cli->opt));
    TRY(find_endpoints(s, &doc));
    if (str_eq(s->cli->opt.format, "endpoints")) {
        out_text(form_json(s->a, doc));
        return NULL;
    }
    TRY_CTX(endpoints_read(s->a, doc, &r.endpoints), "%s", s->cli->opt.words.items[0]);
    struct err *e = run(&r, ret_exit);
    router_free(r.router);
    return e;
}

struct err *cmd_route(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    struct err *e = route(&s, ret_exit);
    session_end(&s);
    return e;
}

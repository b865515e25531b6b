#include "provisioner/base/file.h"
#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/formats.h"
#include "provisioner/cli/session.h"
#include "provisioner/model/json.h"
#include "provisioner/route/detect.h"
#include "provisioner/route/forms.h"
#include "provisioner/route/router.h"

#include <string.h>
#include <sys/stat.h>

enum { LONGEST_DOCUMENT = 1 << 20, LONGEST_TEXT_FILE = 1 << 18, AFTER_SIGNAL_US = 250 * 1000 };
enum { SHORTEST_INTERVAL_MS = 100, INTERVAL_MS = 5000, FILE_MODE = 0644 };

/* What one run holds. */
struct route {
    struct cli *cli;
    struct arena *a; /* the endpoints' and their router's: another when their file is another */
    struct sockets *sockets;
    struct resolver *resolver;
    struct detected where;
    struct route_rules rules;
    const struct value *doc;
    const char *path; /* the file that tells the endpoints; NULL: it is none */
    struct stat seen; /* it, when it was read */
    bool untold;      /* what is chosen by now could not be written */
    struct endpoints *endpoints;
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

static struct err *from_state(struct session *s, struct arena *a, struct route *ret)
{
    TRY(session_named(s, s->cli->opt.words.items[0]));
    TRY(session_state(s, false));
    const struct value *doc = endpoints_of(s->a, s->state);
    if (!value_len(value_get(doc, "endpoints")))
        return err_new(ERR_MISSING, "%s knows no endpoint of a database, a cache, brokers or a load balancer",
                       s->state_path);
    ret->doc = value_copy(a, doc);
    ret->path = str_starts(s->state_path, "s3://") ? NULL : arena_strdup(a, s->state_path);
    return NULL;
}

/* A state is large: it is gone once its endpoints are known. */
static struct err *gather(struct cli *c, struct arena *a, struct route *ret)
{
    const char *path = c->opt.words.items[0];
    struct session s;
    ret->doc = NULL;
    ret->path = path;
    TRY(read_document(a, path, &ret->doc));
    if (ret->doc)
        return NULL;
    session_init(&s, c);
    struct err *e = from_state(&s, a, ret);
    session_end(&s);
    return e;
}

static struct err *open_router(struct route *r)
{
    r->endpoints = arena_alloc(r->a, sizeof *r->endpoints);
    TRY_CTX(endpoints_read(r->a, r->doc, r->endpoints), "%s", r->cli->opt.words.items[0]);
    const struct router_request q = {.endpoints = r->endpoints,
                                     .sockets = r->sockets,
                                     .resolver = r->resolver,
                                     .rules = r->rules,
                                     .region = r->where.region};
    r->router = router_new(&q);
    return NULL;
}

static void close_router(struct route *r)
{
    router_free(r->router);
    arena_free(r->a);
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
    struct arena *a = r->cli->arena;
    *r->resolver = resolver_read(text_file(a, "/etc/resolv.conf"), text_file(a, "/etc/hosts"));
    const struct detect_request q = {
        .env = r->cli->host->env,
        .env_ctx = r->cli->host->env_ctx,
        .sockets = r->sockets,
        .resolver = r->resolver,
        .budget_us = DETECT_BUDGET_US,
    };
    r->where = detect_region(a, &q);
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static const struct value *measures_of(struct arena *a, const struct route *r)
{
    struct value *v = value_edit(a, router_measures(a, r->router));
    value_set(a, v, "detection_us", value_int(a, r->where.took_us));
    return v;
}

static const char *as_text(struct arena *a, const struct route *r)
{
    const char *where = r->where.region ? arena_printf(a, "in %s, says %s", r->where.region, r->where.source)
                                        : "nobody says in which region this is: the nearest counts as local";
    return arena_printf(a, "%s\n\n%s", where,
                        form_text(a, router_report(a, r->router), measures_of(a, r), r->cli->width));
}

static const char *in_form(struct arena *a, const struct route *r, const char *otherwise)
{
    const struct options *o = &r->cli->opt;
    const char *form = o->json ? "json" : o->format ? o->format : otherwise;
    const struct value *report = router_report(a, r->router);
    if (str_eq(form, "json"))
        return form_json(a, report);
    if (str_eq(form, "env"))
        return form_env(a, report);
    if (str_eq(form, "configmap"))
        return form_configmap(a, report);
    return str_eq(form, "prometheus") ? form_metrics(a, report, measures_of(a, r)) : as_text(a, r);
}

/* What is in it already is not written again: who watches it is woken by changes alone. */
static bool holds(struct arena *a, const char *path, const char *text)
{
    const char *there = text_file(a, path);
    return there && str_eq(there, text);
}

static struct err *tell(struct route *r)
{
    const char *out = r->cli->opt.out;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = in_form(a, r, out ? "json" : "text");
    struct err *e = out && !holds(a, out, text) ? file_write(out, text, strlen(text), FILE_MODE) : NULL;
    r->untold = e != NULL;
    if (!out)
        out_text(text);
    return e;
}

static struct err *tell_metrics(const struct route *r)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *path = r->cli->opt.metrics;
    if (!path)
        return NULL;
    const char *text = form_metrics(a, router_report(a, r->router), measures_of(a, r));
    return file_write(path, text, strlen(text), FILE_MODE);
}

/* ---- watching ---------------------------------------------------------------------------------------------------- */

static int64_t now_of(struct route *r)
{
    return r->sockets->now_us(r->sockets);
}

/* What can't be done now can perhaps be done later: what is there stays, and why is told. */
static void tolerate(struct err *e)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (e)
        note("provisioner: %s", screen_safe(a, err_text(e)));
    err_free(e);
}

/* The file that tells the endpoints was replaced: by others, if it can be read and says others. */
static struct err *look_again(struct route *r)
{
    struct stat now;
    if (!r->path || stat(r->path, &now) < 0 ||
        (now.st_ino == r->seen.st_ino && now.st_size == r->seen.st_size &&
         now.st_mtim.tv_sec == r->seen.st_mtim.tv_sec && now.st_mtim.tv_nsec == r->seen.st_mtim.tv_nsec))
        return NULL;
    r->seen = now;
    struct route fresh = *r;
    fresh.a = arena_new();
    fresh.router = NULL;
    fresh.untold = false; /* its first choice is told by itself */
    struct err *e = gather(r->cli, fresh.a, &fresh);
    if (!e && !value_equal(fresh.doc, r->doc))
        e = open_router(&fresh);
    if (e || !fresh.router) {
        close_router(&fresh);
        return e;
    }
    close_router(r);
    *r = fresh;
    return NULL;
}

/* A signal is looked for every quarter of a second, and leaves the files as they are. */
static void watch(struct route *r)
{
    int64_t due = now_of(r);
    while (!*r->cli->host->interrupted) {
        if (router_run(r->router, now_of(r) + AFTER_SIGNAL_US) && (r->cli->opt.out || !r->cli->opt.metrics))
            tolerate(tell(r));
        if (now_of(r) < due)
            continue;
        if (r->untold)
            tolerate(tell(r));
        tolerate(tell_metrics(r));
        tolerate(look_again(r));
        due = now_of(r) + r->rules.interval_us;
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
        for (size_t k = 0; k < value_len(service); k++) {
            const struct value *healthy = value_get(value_item(service, k), "healthy");
            if (healthy && !value_bool_of(healthy))
                return true;
        }
    }
    return false;
}

static struct err *once(struct route *r, int *ret_exit)
{
    int64_t longest = (int64_t)(r->rules.fail_after + 1) * (r->rules.timeout_us + r->rules.recheck_us);
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
        return err_new(ERR_USAGE, "--interval: at least %dms", SHORTEST_INTERVAL_MS);
    return NULL;
}

static struct err *run(struct route *r, int *ret_exit)
{
    const struct options *o = &r->cli->opt;
    TRY(gather(r->cli, r->a, r));
    if (str_eq(o->format, "endpoints")) {
        out_text(form_json(r->a, r->doc));
        return NULL;
    }
    (void)umask(S_IWGRP | S_IWOTH); /* what it writes is for others to read, and holds no secret */
    look_around(r);
    if (r->path)
        (void)stat(r->path, &r->seen);
    TRY(open_router(r));
    if (!o->watch)
        return once(r, ret_exit);
    cli_be_careful();
    watch(r);
    return NULL;
}

static struct err *check_format(struct cli *c)
{
    struct session s;
    session_init(&s, c);
    struct err *e = formats_check(&s, "text json env configmap prometheus endpoints");
    session_end(&s);
    return e;
}

struct err *cmd_route(struct cli *c, int *ret_exit)
{
    TRY(check_format(c));
    TRY(check_options(&c->opt));
    int64_t interval_ms = c->opt.interval_ms ? c->opt.interval_ms : INTERVAL_MS;
    struct sockets sockets = sockets_real();
    struct resolver resolver = {0};
    struct route r = {.cli = c,
                      .a = arena_new(),
                      .sockets = &sockets,
                      .resolver = &resolver,
                      .rules = route_rules(1000 * interval_ms)};
    struct err *e = run(&r, ret_exit);
    close_router(&r);
    return e;
}

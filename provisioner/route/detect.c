#include "provisioner/route/detect.h"

#include "provisioner/base/file.h"
#include "provisioner/route/prober.h"

#include <string.h>

enum { LONGEST_TOKEN = 16 * 1024, MOST_ASKED = 2 };

/* ---- at once ----------------------------------------------------------------------------------------------------- */

static const char *said(const struct detect_request *q, const char *name)
{
    const char *v = q->env(q->env_ctx, name);
    return v ? v : "";
}

static bool from_environment(struct arena *a, const struct detect_request *q, struct detected *ret)
{
    static const char *const names[] = {"AWS_REGION", "AWS_DEFAULT_REGION"};
    char region[64];
    for (size_t i = 0; i < COUNT(names); i++) {
        if (!region_of_zone(said(q, names[i]), region))
            continue;
        ret->region = arena_strdup(a, region);
        ret->source = names[i];
        return true;
    }
    return false;
}

/* Tokens that EKS mounts into a pod; their issuer is an address of the cluster's region. */
static bool from_token(struct arena *a, const struct detect_request *q, struct detected *ret)
{
    const char *const files[] = {
        said(q, "AWS_WEB_IDENTITY_TOKEN_FILE"), said(q, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
        *said(q, "KUBERNETES_SERVICE_HOST") ? "/var/run/secrets/kubernetes.io/serviceaccount/token" : ""};
    CLEANUP(arena_freep) struct arena *own = arena_new();
    arena_wipe_on_free(own);
    for (size_t i = 0; i < COUNT(files); i++) {
        const char *token = NULL;
        size_t n = 0;
        if (!*files[i])
            continue;
        CLEANUP(err_freep) struct err *e = file_read(own, files[i], LONGEST_TOKEN, &token, &n);
        const char *region = e ? NULL : region_of_token(own, token);
        if (!region)
            continue;
        ret->region = arena_strdup(a, region);
        ret->source = "the pod's token";
        return true;
    }
    return false;
}

/* ---- asked ------------------------------------------------------------------------------------------------------- */

/* "http://169.254.170.2/v4/abc": only that scheme, as nobody else is asked. */
static bool read_url(struct arena *a, const char *url, struct check *c)
{
    static const char scheme[] = "http://";
    int64_t port = 80;
    if (!str_starts(url, scheme))
        return false;
    url += sizeof scheme - 1;
    bool six = *url == '[';
    size_t n = six ? strcspn(url, "]") + 1 : strcspn(url, ":/");
    if (n > strlen(url) || n > LONGEST_NAME)
        return false;
    const char *rest = url + n + (url[n] == ':'), *path = strchr(rest, '/');
    if (url[n] == ':' && !parse_int(arena_strndup(a, rest, strcspn(rest, "/")), &port))
        return false;
    c->host = arena_strndup(a, url + six, n - 2 * (size_t)six);
    c->port = (uint16_t)port;
    c->path = path && strlen(path) <= 512 && !strpbrk(path, " \r\n") ? path : "";
    return *c->host && port > 0 && port <= 65535 && (!url[n] || url[n] == ':' || url[n] == '/');
}

static size_t whom_to_ask(struct arena *a, const struct detect_request *q, struct check *all)
{
    const char *task = said(q, "ECS_CONTAINER_METADATA_URI_V4"), *named = said(q, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
    bool six = str_eq_nocase(said(q, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), "IPv6");
    const char *instance = *named ? named : six ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
    size_t n = 0;
    if (*task && read_url(a, task, &all[n]))
        all[n++].protocol = &greeting_task;
    if (!str_eq_nocase(said(q, "AWS_EC2_METADATA_DISABLED"), "true") && read_url(a, instance, &all[n]))
        all[n++].protocol = &greeting_instance;
    return n;
}

static void ask(struct arena *a, const struct detect_request *q, int64_t until_us, struct detected *ret)
{
    struct check *all = arena_alloc(a, MOST_ASKED * sizeof *all), *c;
    size_t n = whom_to_ask(a, q, all);
    struct prober p;
    if (!n)
        return;
    prober_init(&p, q->sockets, q->resolver);
    for (size_t i = 0; i < n; i++) {
        all[i].timeout_us = q->budget_us;
        prober_start(&p, &all[i]);
    }
    while (n && !ret->region && (c = prober_poll(&p, until_us))) {
        n--;
        if (!c->ok)
            continue;
        ret->region = c->talk.told;
        ret->source = c->protocol == &greeting_task ? "the task's metadata" : "the instance's metadata";
    }
    prober_end(&p);
}

struct detected detect_region(struct arena *a, const struct detect_request *q)
{
    struct detected d = {0};
    int64_t began = q->sockets->now_us(q->sockets);
    if (!from_environment(a, q, &d) && !from_token(a, q, &d))
        ask(a, q, began + q->budget_us, &d);
    d.took_us = q->sockets->now_us(q->sockets) - began;
    return d;
}

#include "aws/api/sts.h"
#include "aws/net/digest.h"
#include "aws/net/helm.h"
#include "provisioner/base/screen.h"
#include "provisioner/cli/commands.h"
#include "provisioner/cli/session.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/* Whether what a run needs is there, before it is needed. Nothing is changed, anywhere. */

enum { ANSWER_MS = 5000, SKEW_TOLD_S = 30, SKEW_MOST_S = 300 };

enum health { FINE, DOUBTFUL, BROKEN };
static const char *const health_names[] = {[FINE] = "ok", [DOUBTFUL] = "warning", [BROKEN] = "error"};

struct checkup {
    struct session *s;
    struct value *found; /* [{check, result, message, remedy}] */
    size_t count[BROKEN + 1];
    const char *const *regions; /* AWS's names, NULL-terminated */
};

static void found(struct checkup *u, enum health h, const char *check, const char *remedy, const char *fmt, ...)
    PRINTF(5, 6);

static void found(struct checkup *u, enum health h, const char *check, const char *remedy, const char *fmt, ...)
{
    struct arena *a = u->s->a;
    struct sbuf text = {.arena = a};
    struct value *v = value_map(a);
    va_list ap;
    va_start(ap, fmt);
    sbuf_vprintf(&text, fmt, ap);
    va_end(ap);
    value_set_str(a, v, "check", check);
    value_set_str(a, v, "result", health_names[h]);
    value_set_str(a, v, "message", sbuf_str(&text));
    value_set_str(a, v, "remedy", h == FINE ? NULL : remedy);
    value_push(a, u->found, v);
    u->count[h]++;
}

/* ---- here -------------------------------------------------------------------------------------------------------- */

static void check_terminal(struct checkup *u)
{
    const struct cli *c = u->s->cli;
    found(u, FINE, "terminal", NULL, "%s, %s, progress %s",
          c->width ? arena_printf(c->arena, "%u columns", c->width) : "no terminal",
          c->color_out ? "colours" : "no colours", c->live ? "redrawn in place" : "a line an event");
}

/* Its findings are counted; `validate` shows them. */
static bool check_spec(struct checkup *u, const char *path)
{
    struct session *s = u->s;
    bool json = s->cli->opt.json;
    s->cli->opt.json = true;
    struct err *e = session_spec(s, path);
    s->cli->opt.json = json;
    const char *remedy = arena_printf(s->a, "`provisioner validate %s` tells what and where", path);
    if (e)
        found(u, BROKEN, "spec", remedy, "%s", err_text(e));
    else if (s->diags.n)
        found(u, DOUBTFUL, "spec", remedy, "%s: %zu resources, and %zu warnings", path, s->wanted.n, s->diags.n);
    else
        found(u, FINE, "spec", NULL, "%s: %zu resources, nothing to find fault with", path, s->wanted.n);
    bool read = !e;
    err_free(e);
    return read;
}

static bool wants(const struct session *s, const char *type)
{
    for (size_t i = 0; i < s->wanted.n; i++)
        if (str_starts(s->wanted.items[i].type, type))
            return true;
    return false;
}

static bool on_path(const struct session *s, const char *program)
{
    const char *path = s->cli->host->env(s->cli->host->env_ctx, "PATH");
    for (const char *at = path ? path : ""; *at; at += *at == ':') {
        size_t n = strcspn(at, ":");
        if (n && access(arena_printf(s->a, "%.*s/%s", (int)n, at, program), X_OK) == 0)
            return true;
        at += n;
    }
    return false;
}

static void check_programs(struct checkup *u)
{
    const struct session *s = u->s;
    bool charts = wants(s, "Helm::"), clusters = wants(s, "AWS::EKS::Cluster");
    if (charts && on_path(s, "helm"))
        found(u, FINE, "helm", NULL, "is on PATH");
    else if (charts)
        found(u, s->cli->opt.sandbox ? DOUBTFUL : BROKEN, "helm", helm_remedy, "%s", helm_absent);
    if (clusters && !on_path(s, "kubectl"))
        found(u, DOUBTFUL, "kubectl", "install it, to look into the clusters; no run of this program needs it",
              "is not on PATH");
    else if (clusters)
        found(u, FINE, "kubectl", NULL, "is on PATH");
}

/* ---- the state --------------------------------------------------------------------------------------------------- */

static const char *folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_strndup(a, path, (size_t)(slash - path) + 1) : ".";
}

static void check_lock(struct checkup *u)
{
    struct session *s = u->s;
    const char *holder = store_in_use(s->store, s->a), *folder = folder_of(s->a, s->state_path);
    if (holder)
        found(u, DOUBTFUL, "lock",
              arena_printf(s->a, "wait for it, or `provisioner unlock %s` if it is no more", s->spec_path), "%s",
              holder);
    else if (!str_starts(s->state_path, "s3://") && access(folder, W_OK) != 0)
        found(u, BROKEN, "lock", "give yourself the right to write there, or name another place with --state",
              "%s can't be written, and a run writes its state and lock there", folder);
    else
        found(u, FINE, "lock", NULL, "nobody holds it");
}

static void check_state(struct checkup *u)
{
    struct session *s = u->s;
    struct err *e = session_state(s, false);
    if (e)
        found(u, BROKEN, "state", "`provisioner recover` writes a lost one anew; S3 wants s3:GetObject and ListBucket",
              "%s", err_text(e));
    else if (!state_head(s->state)->serial)
        found(u, FINE, "state", NULL, "%s: none yet; the first apply makes it", s->state_path);
    else
        found(u, FINE, "state", NULL, "%s: %zu resources, serial %" PRIu64, s->state_path, state_count(s->state),
              state_head(s->state)->serial);
    for (size_t i = 0; !e && i < state_intents(s->state); i++)
        found(u, DOUBTFUL, "state", "the next apply asks AWS what became of it", "%s: %s was cut off",
              state_intent(s->state, i)->address, state_intent(s->state, i)->verb);
    bool opened = !e;
    err_free(e);
    if (opened)
        check_lock(u);
}

/* ---- AWS --------------------------------------------------------------------------------------------------------- */

static void check_clock(struct checkup *u, const char *region, const struct exchange *x)
{
    int64_t theirs, ours = u->s->transport->wall_ms(u->s->transport) / 1000;
    if (!http_date_parse(http_header(&x->res.headers, "Date"), &theirs))
        return;
    int64_t off = theirs > ours ? theirs - ours : ours - theirs;
    const char *way = theirs > ours ? "behind" : "ahead of";
    if (off > SKEW_TOLD_S)
        found(u, off > SKEW_MOST_S ? BROKEN : DOUBTFUL, "clock", "let this machine's clock be set by NTP",
              "%" PRId64 " s %s AWS's in %s", off, way, region);
    else
        found(u, FINE, "clock", NULL, "right to within %" PRId64 " s, by AWS in %s", off, region);
}

/* Any answer will do: nobody has signed anything. */
static void check_region(struct checkup *u, const char *region, bool clock)
{
    struct session *s = u->s;
    struct endpoint at;
    struct exchange x = {.arena = s->a, .timeout_ms = ANSWER_MS, .fresh = true};
    struct err *e =
        endpoint_resolve(s->a, s->config, s->cli->opt.endpoint_url, sts_GetCallerIdentity.service, region, &at);
    if (e) {
        found(u, BROKEN, "region", "look at AWS_ENDPOINT_URL and the spec's regions", "%s: %s", region, err_text(e));
        err_free(e);
        return;
    }
    const char *host = strstr(at.url, "://") + strlen("://");
    x.req = (struct http_req){.method = "GET",
                              .scheme = arena_strndup(s->a, at.url, strcspn(at.url, ":")),
                              .host = arena_strndup(s->a, host, strcspn(host, "/")),
                              .path = "/",
                              .query = ""};
    int64_t began = s->transport->now_ms(s->transport);
    s->transport->start(s->transport, &x);
    while (x.end == EX_PENDING && s->transport->now_ms(s->transport) < began + 2 * ANSWER_MS &&
           !*s->cli->host->interrupted)
        s->transport->poll(s->transport, began + 2 * ANSWER_MS, -1);
    if (x.end == EX_ANSWERED)
        found(u, FINE, "region", NULL, "%s answers, in %" PRId64 " ms: %s", region,
              s->transport->now_ms(s->transport) - began, at.url);
    else
        found(u, BROKEN, "region", "look at the network, HTTPS_PROXY and AWS_CA_BUNDLE", "%s: nobody answers at %s: %s",
              region, at.url, x.why ? x.why : "no answer");
    if (x.end == EX_ANSWERED && clock)
        check_clock(u, region, &x);
}

static void check_credentials(struct checkup *u)
{
    struct session *s = u->s;
    struct aws_call call = {.arena = s->a,
                            .op = &sts_GetCallerIdentity,
                            .region = u->regions[0],
                            .in = value_map(s->a),
                            .poll = true,
                            .timeout_ms = ANSWER_MS};
    client_call(s->client, &call);
    const char *account = value_get_str(call.out, "Account"), *wanted = s->spec ? s->spec->account : NULL;
    if (call.end != CALL_OK) {
        struct err *e = call_error(&call);
        found(u, BROKEN, "credentials", "configure or renew them; --sandbox needs none", "%s", err_text(e));
        err_free(e);
    } else if (wanted && strcmp(wanted, account) != 0) {
        found(u, BROKEN, "credentials", "log in to the account of the spec, or correct `account`",
              "they are of account %s, and the spec says %s", account, wanted);
    } else {
        found(u, FINE, "credentials", NULL, "%s, account %s", value_get_str(call.out, "Arn"), account);
    }
}

static void check_aws(struct checkup *u)
{
    struct err *e = session_connect(u->s);
    if (e) {
        found(u, BROKEN, "configuration", "look at AWS_CONFIG_FILE and AWS_PROFILE", "%s", err_text(e));
        err_free(e);
        return;
    }
    for (size_t i = 0; u->regions[i]; i++)
        check_region(u, u->regions[i], i == 0);
    check_credentials(u);
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static void put_finding(const struct session *s, struct sbuf *out, const struct value *v)
{
    static const char *const colors[] = {[FINE] = "\033[32m", [DOUBTFUL] = "\033[33m", [BROKEN] = "\033[31m"};
    const char *result = value_get_str(v, "result"), *remedy = value_get_str(v, "remedy"), *color = "";
    for (size_t i = 0; s->cli->color_out && i < COUNT(colors); i++)
        if (strcmp(health_names[i], result) == 0)
            color = colors[i];
    sbuf_printf(out, "%s%-8s%s %-12s ", color, result, *color ? "\033[0m" : "", value_get_str(v, "check"));
    screen_wrap(out, screen_safe(s->a, value_get_str(v, "message")), 22, 22, s->cli->width);
    if (*remedy) {
        sbuf_printf(out, "\n%*s", 22, "");
        screen_wrap(out, arena_printf(s->a, "to do: %s", screen_safe(s->a, remedy)), 22, 22, s->cli->width);
    }
    sbuf_putc(out, '\n');
}

static void tell(const struct checkup *u)
{
    const struct session *s = u->s;
    struct sbuf out = {.arena = s->a};
    struct value *v = value_map(s->a);
    for (size_t i = 0; !s->cli->opt.json && i < value_len(u->found); i++)
        put_finding(s, &out, value_item(u->found, i));
    if (s->cli->opt.json) {
        value_set_str(s->a, v, "format_version", "1");
        value_set(s->a, v, "checks", u->found);
        value_print(&out, v, 0);
        sbuf_putc(&out, '\n');
    }
    out_text(sbuf_str(&out));
}

/* Without a spec, wherever the user's own configuration points. */
static void choose_regions(struct checkup *u)
{
    const struct session *s = u->s;
    const char *own = s->cli->host->env(s->cli->host->env_ctx, "AWS_REGION");
    size_t n = s->spec ? s->spec->n_regions : 1;
    const char **all = arena_alloc(s->a, (n + 1) * sizeof *all);
    all[0] = own && *own ? own : "us-east-1";
    for (size_t i = 0; s->spec && i < n; i++)
        all[i] = s->spec->regions[i].name;
    u->regions = all;
}

static void examine(struct checkup *u)
{
    struct session *s = u->s;
    const struct texts *w = &s->cli->opt.words;
    found(u, FINE, "version", NULL, "provisioner %s", PROVISIONER_VERSION);
    check_terminal(u);
    bool read = w->n && check_spec(u, w->items[0]);
    choose_regions(u);
    if (read)
        check_programs(u);
    if (read || !w->n)
        check_aws(u);
    if (read)
        check_state(u);
}

struct err *cmd_doctor(struct cli *c, int *ret_exit)
{
    struct session s;
    session_init(&s, c);
    struct checkup u = {.s = &s, .found = value_list(s.a)};
    examine(&u);
    tell(&u);
    *ret_exit = u.count[BROKEN] ? EXIT_ERROR : EXIT_DONE;
    session_end(&s);
    return NULL;
}

#include "provisioner/cli/session.h"

#include "aws/net/digest.h"
#include "aws/net/helm.h"
#include "provisioner/base/file.h"
#include "provisioner/exec/folder.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void session_init(struct session *s, struct cli *c)
{
    *s = (struct session){.cli = c, .a = c->arena};
    s->plan_digest = "";
    s->diags.arena = c->arena;
    s->wanted.arena = c->arena;
    s->skipped = arena_alloc(c->arena, sizeof *s->skipped);
}

void session_end(struct session *s)
{
    if (s->store)
        store_close(s->store); /* first: it may have to say so over the client */
    state_free(s->state);
    client_free(s->client);
    if (s->transport)
        s->transport->free(s->transport);
    if (s->sandbox)
        sandbox_close(s->sandbox);
}

void session_print_findings(const struct session *s)
{
    struct sbuf text = {.arena = s->a};
    diag_print(&s->diags, &text);
    fputs(sbuf_str(&text), stderr);
}

const char *session_root(const struct session *s)
{
    const char *slash = strrchr(s->spec_path, '/');
    return slash ? arena_strndup(s->a, s->spec_path, (size_t)(slash - s->spec_path) + 1) : ".";
}

int64_t session_objective_ms(const struct session *s, const char *name)
{
    const struct spec_region *first = &s->spec->regions[s->spec->primary];
    int64_t ms = time_span_parse(value_get_str(value_get(first->config, "objectives"), name));
    return ms > 0 ? ms : 0;
}

/* ---- spec -------------------------------------------------------------------------------------------------------- */

const char *session_now(const struct session *s, const char *format)
{
    return time_utc(s->a, s->cli->host->sys->now(), format);
}

static struct err *no_spec(struct err *e, const char *path)
{
    if (!str_ends(path, ".yaml") && !str_ends(path, ".yml"))
        return e;
    struct err *missing = err_new(ERR_MISSING, "%s; `provisioner init %s --template minimal` writes one to start from",
                                  err_text(e), path);
    err_free(e);
    return missing;
}

/* A folder that is not there keeps no other finding back. */
static struct err *look_at_wanted(struct session *s)
{
    struct err *unusable = folders_measure(s->a, session_root(s), &s->diags, &s->wanted);
    struct err *found = preflight_wanted(&s->preflight, &s->wanted);
    if (!found)
        return unusable;
    err_free(unusable);
    return found;
}

struct err *session_spec(struct session *s, const char *path)
{
    const struct options *o = &s->cli->opt;
    struct spec_sources *src = arena_alloc(s->a, sizeof *src); /* the rules go on looking at it */
    *src = (struct spec_sources){.path = path,
                                 .overlays = o->overlays.items,
                                 .n_overlays = o->overlays.n,
                                 .sets = o->sets.items,
                                 .n_sets = o->sets.n,
                                 .env = s->cli->host->env,
                                 .env_ctx = s->cli->host->env_ctx};
    s->spec_path = path;
    s->preflight = (struct preflight){.arena = s->a, .diags = &s->diags, .now = s->cli->host->sys->now()};
    struct err *e = preflight_load(&s->preflight, src);
    s->spec = s->preflight.spec;
    if (e && err_class_of(e) == ERR_MISSING && !file_exists(path))
        return no_spec(e, path);
    if (!e)
        e = blueprint_make(s->a, s->spec, &s->diags, &s->wanted);
    if (!e)
        e = blueprint_check(s->a, s->spec, rtype_named, &s->diags, &s->wanted);
    if (!e)
        e = look_at_wanted(s);
    diag_sort(&s->diags);
    if (!o->json)
        session_print_findings(s);
    if (!e)
        s->digest = sha256_hex_of(s->a, s->spec->canonical);
    return e;
}

/* ---- the way to AWS ---------------------------------------------------------------------------------------------- */

static void trace(void *ctx, const char *line)
{
    (void)ctx;
    note("%s", line);
}

static struct err *connect_sandbox(struct session *s)
{
    const struct options *o = &s->cli->opt;
    struct sandbox_options so = {.speed = o->speed};
    struct credentials keys = {.access_key = SANDBOX_ACCESS_KEY, .secret_key = SANDBOX_SECRET_KEY, .source = "sandbox"};
    s->credentials = credential_source_fixed(s->a, s->cli->host->keys ? s->cli->host->keys : &keys);
    s->transport = s->cli->host->transport;
    if (s->transport)
        return NULL;
    TRY(session_world(s, &so.world));
    if (o->faults)
        TRY_CTX(sandbox_faults_parse(o->faults, &so.faults), "--faults");
    TRY(sandbox_open(s->a, &so, &s->sandbox));
    s->transport = sandbox_transport(s->sandbox);
    if (so.faults.session_s) {
        sandbox_login(s->sandbox, s->a, so.faults.session_s, &keys);
        s->credentials = credential_source_fixed(s->a, &keys);
    }
    return NULL;
}

static struct err *connect_aws(struct session *s)
{
    const struct curl_options co = {.ca_bundle = aws_setting(s->config, "AWS_CA_BUNDLE", "ca_bundle"),
                                    .user_agent = "provisioner/" PROVISIONER_VERSION};
    TRY(transport_curl(&co, &s->transport));
    s->credentials = credential_source_new(s->a, s->config, s->transport);
    const char **regions = arena_alloc(s->a, (s->spec ? s->spec->n_regions : 0) * sizeof *regions + 1);
    for (size_t i = 0; s->spec && i < s->spec->n_regions; i++)
        regions[i] = s->spec->regions[i].name;
    credential_source_elsewhere(s->credentials, regions, s->spec ? s->spec->n_regions : 0);
    return NULL;
}

uint64_t session_chance(const struct session *s)
{
    uint64_t seed = s->cli->host->seed;
    if (!s->cli->opt.sandbox)
        err_free(random_bytes(&seed, sizeof seed));
    return seed;
}

/* Where this program is: others are told to ask it for tokens. */
static const char *own_path(struct arena *a)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    return n > 0 ? arena_strndup(a, path, (size_t)n) : "provisioner";
}

static const char *no_environment(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
    return NULL;
}

struct err *session_connect(struct session *s)
{
    const struct options *o = &s->cli->opt;
    const struct host *h = s->cli->host;
    if (s->client)
        return NULL;
    TRY(aws_config_load(s->a, o->sandbox ? no_environment : h->env, h->env_ctx, o->sandbox ? NULL : o->profile,
                        &s->config));
    TRY(o->sandbox ? connect_sandbox(s) : connect_aws(s));
    int64_t attempts;
    TRY(aws_attempts(s->config, &attempts));
    const struct client_options co = {
        .transport = s->transport,
        .credentials = s->credentials,
        .config = s->config,
        .endpoint_url = o->sandbox ? NULL : o->endpoint_url,
        .program = o->sandbox ? NULL : own_path(s->a),
        .profile = o->profile,
        .max_attempts = attempts,
        .seed = session_chance(s),
        .time_scale = o->time_scale,
        .only_looks = !s->changes,
        .trace = str_eq(o->log_level, "debug") || str_eq(o->log_level, "trace") ? trace : NULL,
        .warn = trace,
    };
    s->client = client_new(s->a, &co);
    return NULL;
}

static struct err *check_account(struct session *s)
{
    const struct value *who = value_get(s->lookups, "lookup/account");
    const char *account = value_get_str(who, "AccountId"), *lineage = value_get_str(who, "Lineage");
    const struct state_head *h = state_head(s->state);
    if (s->spec->account && strcmp(s->spec->account, account) != 0)
        return err_new(ERR_REFUSED, "these credentials are of account %s, and the spec says %s", account,
                       s->spec->account);
    if (*h->account && strcmp(h->account, account) != 0)
        return err_new(ERR_REFUSED, "these credentials are of account %s, and the state %s is of %s", account,
                       s->state_path, h->account);
    state_set_account(s->state, account, lineage);
    return NULL;
}

struct region_ref *session_regions(const struct session *s)
{
    struct region_ref *regions = arena_alloc(s->a, s->spec->n_regions * sizeof *regions);
    for (size_t i = 0; i < s->spec->n_regions; i++)
        regions[i] = (struct region_ref){s->spec->regions[i].alias, s->spec->regions[i].name};
    return regions;
}

struct err *session_read_aws(struct session *s)
{
    struct region_ref *regions = session_regions(s);
    TRY(exec_lookups(s->client, s->a, s->spec->project, s->spec->environment, regions, s->spec->n_regions, &s->lookups,
                     &s->skipped));
    TRY(check_account(s));
    TRY(exec_lookup_addons(s->client, s->a, &s->wanted, s->state, &s->lookups, &s->skipped));
    return exec_read_live(s->client, s->a, &s->wanted, s->state, s->lookups, &s->skipped, &s->live);
}

struct err *session_check_account(struct session *s)
{
    struct region_ref *regions = session_regions(s);
    const char *planned = value_get_str(value_get(s->lookups, "lookup/account"), "AccountId");
    const struct value *now = NULL;
    TRY(exec_lookups(s->client, s->a, s->spec->project, s->spec->environment, regions, s->spec->n_regions, &now,
                     &s->skipped));
    const char *account = value_get_str(value_get(now, "lookup/account"), "AccountId");
    if (strcmp(planned, account) != 0)
        return err_new(ERR_REFUSED, "the plan was made for account %s, and these credentials are of %s", planned,
                       account);
    return NULL;
}

/* ---- plan -------------------------------------------------------------------------------------------------------- */

bool session_lacks_program(const struct session *s)
{
    bool runs = false;
    for (size_t i = 0; i < s->plan->n_planned && !s->cli->opt.sandbox; i++) {
        const struct planned *p = &s->plan->planned[i];
        runs |= p->type && p->type->impl->create->op->service->protocol == P_PROGRAM && p->action != ACT_NOOP &&
                p->action != ACT_FORGET;
    }
    return runs && !helm_there(s->cli->host->env(s->cli->host->env_ctx, "PATH"));
}

void session_print_fresh(const struct session *s, size_t before)
{
    struct diags fresh = s->diags;
    struct sbuf text = {.arena = s->a};
    if (s->diags.n <= before || s->cli->opt.json)
        return;
    fresh.items += before;
    fresh.n -= before;
    diag_print(&fresh, &text);
    fputs(sbuf_str(&text), stderr);
}

struct plan_request session_plan_request(const struct session *s, bool destroy)
{
    const struct options *o = &s->cli->opt;
    return (struct plan_request){
        .wanted = &s->wanted,
        .state = s->state,
        .types = rtype_named,
        .live = s->live ? exec_live_of : NULL,
        .live_ctx = s->live,
        .lookups = s->lookups,
        .spec_digest = s->digest,
        .destroy = destroy,
        .refresh_only = o->refresh_only,
        .targets = s->only        ? s->only
                   : o->targets.n ? o->targets.items
                                  : NULL,
        .exactly = s->only != NULL,
        .replace = o->replaces.items,
        .allow_destroy = o->allow_destroy.items,
        .region = o->region,
        .skipped = s->skipped,
    };
}

struct err *session_plan(struct session *s, bool destroy)
{
    const struct plan_request r = session_plan_request(s, destroy);
    size_t before = s->diags.n;
    struct err *e = plan_make(s->a, &r, &s->diags, &s->plan);
    if (!e && session_lacks_program(s))
        diag_add(&s->diags, SEV_WARNING, "helm/absent", (struct pos){0}, helm_remedy, "%s", helm_absent);
    session_print_fresh(s, before);
    return e;
}

const char *const *session_aliases(const struct session *s)
{
    const char **aliases = arena_alloc(s->a, (s->spec->n_regions + 1) * sizeof *aliases);
    for (size_t i = 0; i < s->spec->n_regions; i++)
        aliases[i] = s->spec->regions[i].alias;
    return aliases;
}

/* AWS's own name of a region is as good a hint as a word that is nearly right. */
static const char *alias_meant(const struct session *s, const char *alias)
{
    for (size_t i = 0; i < s->spec->n_regions; i++)
        if (str_eq(s->spec->regions[i].name, alias))
            return s->spec->regions[i].alias;
    return diag_nearest(alias, session_aliases(s));
}

struct err *session_region(const struct session *s, const char *option, const char *alias,
                           const struct spec_region **ret)
{
    *ret = alias ? spec_region(s->spec, alias) : NULL;
    if (*ret)
        return NULL;
    const char *const *aliases = session_aliases(s);
    const char *near = alias ? alias_meant(s, alias) : NULL;
    struct sbuf all = {.arena = s->a};
    for (size_t i = 0; aliases[i]; i++)
        sbuf_printf(&all, "%s%s", i ? ", " : "", aliases[i]);
    if (!alias)
        return err_new(ERR_USAGE, "%s is missing: which region? the spec has %s", option, sbuf_str(&all));
    return err_new(ERR_USAGE, "%s: the spec has no region \"%s\"; %s%s%s", option, alias,
                   near ? "did you mean " : "it has ", near ? near : sbuf_str(&all), near ? "?" : "");
}

static struct err *check_region(const struct session *s)
{
    const struct spec_region *r;
    return s->cli->opt.region ? session_region(s, "--region", s->cli->opt.region, &r) : NULL;
}

/* Where AWS refuses to be read, the rules may know why. */
static struct err *read_aws(struct session *s, bool destroy)
{
    struct err *unread = session_read_aws(s), *found = unread && !destroy ? session_online(s) : NULL;
    if (!found)
        return unread;
    err_free(unread);
    return found;
}

struct err *session_make_plan(struct session *s, const char *spec_path, bool lock, bool destroy)
{
    TRY(session_spec(s, spec_path));
    TRY(check_region(s));
    TRY(session_state(s, lock));
    if (!s->cli->opt.offline) {
        TRY(session_connect(s));
        TRY(read_aws(s, destroy));
    }
    TRY(session_plan(s, destroy));
    return session_online(s);
}

struct plan_style session_style(const struct session *s)
{
    return (struct plan_style){.color = s->cli->color_out, .width = s->cli->width, .verbose = s->cli->opt.verbose};
}

#include "aws/api/sts.h"
#include "provisioner/base/file.h"
#include "provisioner/base/screen.h"
#include "provisioner/cli/session.h"
#include "state/s3/store_s3.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Where the state is: a file beside the spec, or S3. */

enum { WHO_MS = 3000, LISTEN_MS = 200, SERVE_MS = 20 };

static const char *beside(struct arena *a, const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_printf(a, "%.*s/%s", (int)(slash - path), path, name) : name;
}

static bool in_s3(const char *path)
{
    return str_starts(path, "s3://");
}

static const char *file_beside_spec(const struct session *s)
{
    const struct spec *spec = s->spec;
    const char *rehearsed = s->cli->opt.sandbox ? ".sandbox" : "";
    return beside(s->a, s->spec_path,
                  arena_printf(s->a, "%s-%s%s.state.json", spec->project, spec->environment, rehearsed));
}

static const char *key_of(const struct session *s)
{
    const char *key = value_get_str(s->spec->state, "key");
    return *key ? key : arena_printf(s->a, "%s/%s.state.json", s->spec->project, s->spec->environment);
}

/* The sandbox has a state of its own: what was rehearsed never mixes with what is real. Its buckets are its own, too.
 */
static const char *state_path(const struct session *s)
{
    const struct options *o = &s->cli->opt;
    const struct spec *spec = s->spec;
    if (o->state)
        return o->state;
    const char *bucket = value_get_str(spec->state, "bucket");
    if (*bucket)
        return arena_printf(s->a, "s3://%s/%s", bucket, key_of(s));
    if (spec->state_path && !o->sandbox)
        return beside(s->a, s->spec_path, spec->state_path);
    return file_beside_spec(s);
}

/* A spec, which may be a stranger's, names no file outside of its folder; the command line may. */
static struct err *find_state(struct session *s)
{
    const struct options *o = &s->cli->opt;
    if (s->state_path)
        return NULL;
    s->state_path = state_path(s);
    const char *named = s->spec && s->spec->state_path && !o->sandbox ? s->spec->state_path : NULL;
    const char *leaf = strrchr(s->state_path, '/');
    if (o->state || in_s3(s->state_path))
        return NULL;
    TRY_CTX(path_stays_below(session_root(s), named  ? named
                                              : leaf ? leaf + 1
                                                     : s->state_path),
            "the state (--state names one elsewhere)");
    return NULL;
}

struct err *session_world(const struct session *s, const char **ret)
{
    const char *given = s->cli->opt.world;
    bool in_bucket = s->state_path && in_s3(s->state_path);
    if (!given && in_bucket && !s->spec)
        return err_new(ERR_USAGE,
                       "the sandbox's world lies beside the state, and that is in a bucket: name it (--world)");
    if (!given && !s->state_path) { /* nothing to lie beside: a world that is gone with the run */
        *ret = NULL;
        return NULL;
    }
    *ret = given ? given : arena_printf(s->a, "%s.world", in_bucket ? file_beside_spec(s) : s->state_path);
    return NULL;
}

/* ---- S3 ---------------------------------------------------------------------------------------------------------- */

static const char *region_name(const struct session *s, const char *alias)
{
    const struct spec_region *r = *alias ? spec_region(s->spec, alias) : &s->spec->regions[s->spec->primary];
    return r ? r->name : alias;
}

static const char *text_or_null(const struct value *map, const char *name)
{
    const char *text = value_get_str(map, name);
    return *text ? text : NULL;
}

static struct store_s3_place place_in(const struct session *s, const struct value *section)
{
    return (struct store_s3_place){.bucket = text_or_null(section, "bucket"),
                                   .region = region_name(s, value_get_str(section, "region")),
                                   .kms_key = text_or_null(section, "kms_key")};
}

static const char *region_of_user(const struct session *s)
{
    const char *named = aws_setting(s->config, "AWS_REGION", "region");
    return named && *named ? named : s->spec ? region_name(s, "") : NULL;
}

/* What the spec says of that very state counts first. */
static struct err *read_place(const struct session *s, struct store_s3_options *ret)
{
    const struct value *section = s->spec ? s->spec->state : NULL;
    struct s3_address at;
    if (!s3_address_parse(s->a, s->state_path, &at))
        return err_new(ERR_USAGE, "%s: want s3://BUCKET/KEY, or s3://BUCKET/KEY?region=NAME", s->state_path);
    ret->first.bucket = at.bucket;
    ret->key = at.key;
    if (section && str_eq(value_get_str(section, "bucket"), at.bucket) && str_eq(key_of(s), at.key)) {
        ret->first = place_in(s, section);
        if (value_get(section, "mirror"))
            ret->second = place_in(s, value_get(section, "mirror"));
        return NULL;
    }
    ret->first.region = at.region ? at.region : region_of_user(s);
    if (!ret->first.region || !*ret->first.region)
        return err_new(ERR_USAGE, "%s: in which region is that bucket? add ?region=NAME, or set AWS_REGION",
                       s->state_path);
    return NULL;
}

/* A bucket of that name that is somebody else's must not be taken for ours. */
static struct err *whose(const struct session *s, struct store_s3_options *o)
{
    const char *const regions[] = {o->first.region, o->second.region};
    struct aws_call call = {.end = CALL_PENDING};
    o->account = s->spec ? s->spec->account : NULL;
    for (size_t i = 0; i < COUNT(regions) && regions[i] && !o->account; i++) {
        call = (struct aws_call){.arena = s->a,
                                 .op = &sts_GetCallerIdentity,
                                 .region = regions[i],
                                 .in = value_map(s->a),
                                 .poll = true,
                                 .timeout_ms = WHO_MS};
        client_call(s->client, &call);
        if (call.end == CALL_OK)
            o->account = value_get_str(call.out, "Account");
        else if (!exec_unreached(&call))
            break;
    }
    return o->account ? NULL : call_error(&call);
}

/* Somebody else's S3 may say why. */
static void warn(void *ctx, const char *line)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    (void)ctx;
    note("%s", screen_safe(a, line));
}

/* In the sandbox chance is the same in each run, and its time never is. */
static struct err *open_s3(struct session *s)
{
    struct store_s3_options o = {.folder = s->spec_path ? session_root(s) : ".", .warn = warn};
    if (s->cli->opt.offline)
        return err_new(ERR_USAGE,
                       "%s: a state in a bucket can't be read offline; `provisioner state pull` makes a file "
                       "of it, for --state",
                       s->state_path);
    TRY(session_connect(s));
    TRY(read_place(s, &o));
    TRY(whose(s, &o));
    o.client = s->client;
    o.holder[0] = session_chance(s);
    o.holder[1] = (uint64_t)s->transport->wall_ms(s->transport);
    s->store = store_open_s3(&o);
    return NULL;
}

/* ---- any --------------------------------------------------------------------------------------------------------- */

struct err *session_store(struct session *s)
{
    TRY(find_state(s));
    if (in_s3(s->state_path))
        TRY(open_s3(s));
    else
        s->store = store_open_local(s->state_path);
    store_set_sys(s->store, s->cli->host->sys);
    return NULL;
}

struct err *session_named(struct session *s, const char *path)
{
    if (str_ends(path, ".yaml") || str_ends(path, ".yml"))
        return session_spec(s, path);
    s->state_path = path;
    return NULL;
}

static struct err *check_owner(const struct session *s)
{
    const struct state_head *h = state_head(s->state);
    if (!s->spec || (strcmp(h->project, s->spec->project) == 0 && strcmp(h->environment, s->spec->environment) == 0))
        return NULL;
    return err_new(ERR_INPUT, "%s belongs to %s/%s, and the spec is of %s/%s; name another file with --state",
                   s->state_path, h->project, h->environment, s->spec->project, s->spec->environment);
}

static struct err *lock_state(struct session *s)
{
    TRY(store_lock(s->store, s->cli->command, s->cli->opt.lock_timeout_ms));
    if (in_s3(s->state_path))
        cli_be_careful(); /* who dies with a lease keeps others waiting for a minute */
    return NULL;
}

struct err *session_state(struct session *s, bool lock)
{
    TRY(find_state(s));
    s->changes = s->changes || (lock && in_s3(s->state_path));
    TRY(session_store(s));
    if (lock)
        TRY(lock_state(s));
    struct err *e = store_load(s->store, &s->state, &s->replayed);
    if (e && err_class_of(e) == ERR_MISSING && s->spec) {
        err_free(e);
        s->state = state_new(s->spec->project, s->spec->environment);
        return NULL;
    }
    if (e)
        return e;
    const char *holder = s->replayed && !lock ? store_in_use(s->store, s->a) : NULL;
    if (holder)
        note("another run is at work on this, so what follows may be out of date at once: %s", holder);
    else if (s->replayed)
        note("an earlier run was cut off: carrying on from its journal (%zu records)", s->replayed);
    return check_owner(s);
}

struct err *session_has_made(const struct session *s)
{
    if (state_count(s->state))
        return NULL;
    return err_new(
        ERR_MISSING,
        "%s holds nothing; a system that is there has its state elsewhere (--state PATH or "
        "s3://BUCKET/KEY), or has lost it: `provisioner recover %s`; one that is not is made by `provisioner apply %s`",
        s->state_path, s->spec_path, s->spec_path);
}

void session_listen(const struct session *s)
{
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    while (!*s->cli->host->interrupted && poll(&in, 1, LISTEN_MS) == 0)
        if (s->client)
            client_wait(s->client, client_now_ms(s->client) + SERVE_MS);
}

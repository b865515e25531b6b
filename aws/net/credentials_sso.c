#include "aws/net/credentials_source.h"

#include "aws/net/digest.h"
#include "aws/net/endpoint.h"
#include "provisioner/base/file.h"

#include <string.h>

/*
 * IAM Identity Center: a login in a browser, done by the AWS CLI, leaves a token in ~/.aws/sso/cache; it is traded for
 * the keys of a role. A token of an sso-session is renewed here when it nears its end, and written back for other
 * tools.
 */

enum { TIMEOUT_MS = 10 * 1000, ATTEMPTS = 3, LARGEST_CACHE = 256 << 10, RENEW_BEFORE = 15 * 60 };

static const struct service portal = {.id = "awsssoportal", .endpoint = "portal.sso", .service_id = "SSO"};
static const struct service oidc = {.id = "sso-oauth", .endpoint = "oidc", .service_id = "SSO OIDC"};

struct sso {
    const char *who, *profile;
    const char *session; /* NULL: the older form, all in the profile */
    const char *start_url, *region, *account, *role;
    const char *cache_path;
};

static struct err *log_in(const struct sso *o, const char *why)
{
    const char *kind = o->session ? "--sso-session" : "--profile";
    return err_new(ERR_REFUSED, "%s: %s: run `aws sso login %s %s`", o->who, why, kind,
                   o->session ? o->session : o->profile);
}

/* ---- what the profile says --------------------------------------------------------------------------------------- */

static const char *session_key(struct search *s, const char *session, const char *key)
{
    const char *text =
        value_get_str(value_get(s->config->config, arena_printf(s->arena, "sso-session %s", session)), key);
    return *text ? text : NULL;
}

static struct err *check_complete(const struct sso *o)
{
    const struct {
        const char *text, *key;
    } needed[] = {{o->start_url, "sso_start_url"},
                  {o->region, "sso_region"},
                  {o->account, "sso_account_id"},
                  {o->role, "sso_role_name"}};
    for (size_t i = 0; i < COUNT(needed); i++)
        if (!needed[i].text)
            return err_new(ERR_REFUSED, "%s: %s is missing", o->who, needed[i].key);
    if (strlen(o->account) != 12 || strspn(o->account, "0123456789") != 12)
        return err_new(ERR_REFUSED, "%s: sso_account_id is a number of 12 digits", o->who);
    if (!region_name_valid(o->region))
        return err_new(ERR_REFUSED, "%s: sso_region is not the name of a region", o->who);
    return NULL;
}

/* Start URL and region stand in the session or in the profile; where they stand in both, they have to agree. */
static struct err *take_session(struct search *s, struct sso *o)
{
    const struct {
        const char *key, **text;
    } shared[] = {{"sso_start_url", &o->start_url}, {"sso_region", &o->region}};
    if (!value_get(s->config->config, arena_printf(s->arena, "sso-session %s", o->session)))
        return err_new(ERR_REFUSED, "%s: there is no section [sso-session %s]", o->who, o->session);
    for (size_t i = 0; i < COUNT(shared); i++) {
        const char *of_session = session_key(s, o->session, shared[i].key);
        if (of_session && *shared[i].text && !str_eq(of_session, *shared[i].text))
            return err_new(ERR_REFUSED, "%s: %s differs from that of [sso-session %s]: keep the latter", o->who,
                           shared[i].key, o->session);
        *shared[i].text = of_session;
    }
    return NULL;
}

static struct err *sso_of(struct search *s, const char *profile, struct sso *ret)
{
    const struct aws_config *c = s->config;
    struct sso o = {.profile = profile,
                    .who = arena_printf(s->arena, "profile \"%s\" (SSO)", profile),
                    .session = aws_profile_key(c, profile, "sso_session"),
                    .start_url = aws_profile_key(c, profile, "sso_start_url"),
                    .region = aws_profile_key(c, profile, "sso_region"),
                    .account = aws_profile_key(c, profile, "sso_account_id"),
                    .role = aws_profile_key(c, profile, "sso_role_name")};
    if (o.session)
        TRY(take_session(s, &o));
    TRY(check_complete(&o));
    const char *name = sha1_hex_of(s->arena, o.session ? o.session : o.start_url);
    o.cache_path = aws_path(s->arena, c, arena_printf(s->arena, "~/.aws/sso/cache/%s.json", name));
    *ret = o;
    return NULL;
}

/* ---- the token --------------------------------------------------------------------------------------------------- */

static struct err *read_cache(struct search *s, const struct sso *o, const struct value **ret)
{
    const char *text;
    size_t n;
    struct err *e = file_read(s->arena, o->cache_path, LARGEST_CACHE, &text, &n);
    bool missing = e && err_class_of(e) == ERR_MISSING;
    if (missing)
        err_free(e);
    if (missing)
        return log_in(o, "nobody has logged in yet");
    if (e)
        return err_wrap(e, "%s", o->who);
    e = json_read(s, text, n, o->who, ret);
    err_free(e);
    return e ? log_in(o, "the cached token makes no sense") : NULL;
}

static int64_t time_of(const struct value *cache, const char *key)
{
    int64_t at = 0;
    return timestamp_read(value_get_str(cache, key), &at) ? at : 0;
}

static bool renewable(struct search *s, const struct sso *o, const struct value *cache)
{
    return o->session && *value_get_str(cache, "refreshToken") && *value_get_str(cache, "clientId") &&
           *value_get_str(cache, "clientSecret") && time_of(cache, "registrationExpiresAt") > search_now(s);
}

static struct err *renewal_request(struct search *s, const struct sso *o, const struct value *cache,
                                   struct exchange **ret)
{
    struct endpoint at;
    struct value *body = value_map(s->arena);
    TRY_CTX(endpoint_resolve(s->arena, s->config, NULL, &oidc, o->region, &at), "%s", o->who);
    TRY(search_request(s, "POST", arena_printf(s->arena, "%s/token", at.url), TIMEOUT_MS, ret));
    value_set_str(s->arena, body, "clientId", value_get_str(cache, "clientId"));
    value_set_str(s->arena, body, "clientSecret", value_get_str(cache, "clientSecret"));
    value_set_str(s->arena, body, "grantType", "refresh_token");
    value_set_str(s->arena, body, "refreshToken", value_get_str(cache, "refreshToken"));
    (*ret)->req.body = value_canonical(s->arena, body);
    (*ret)->req.body_len = strlen((*ret)->req.body);
    http_header_set(s->arena, &(*ret)->req.headers, "Content-Type", "application/json");
    return NULL;
}

/* What cannot be written is no harm: the token is good for this run all the same. */
static void write_cache(struct search *s, const struct sso *o, const struct value *cache)
{
    struct sbuf text = {.arena = s->arena};
    value_print(&text, cache, -1);
    err_free(file_write(o->cache_path, sbuf_str(&text), text.len, 0600));
}

/* NULL in *ret when it could not be renewed. */
static struct err *renew(struct search *s, const struct sso *o, const struct value *cache, const struct value **ret)
{
    struct exchange *e = NULL;
    const struct value *told = NULL;
    TRY(renewal_request(s, o, cache, &e));
    search_send(s, e);
    if (e->end != EX_ANSWERED || e->res.status != 200)
        return NULL;
    TRY(json_read(s, e->res.body, e->res.body_len, o->who, &told));
    const char *token = value_get_str(told, "accessToken");
    int64_t seconds = value_int_of(value_get(told, "expiresIn"));
    if (!*token || !fits_header(token) || seconds <= 0 || seconds > 366 * 86400)
        return NULL;
    struct value *now = value_edit(s->arena, cache);
    value_set_str(s->arena, now, "accessToken", token);
    value_set_str(s->arena, now, "expiresAt", timestamp_text(s->arena, search_now(s) + seconds));
    if (*value_get_str(told, "refreshToken"))
        value_set_str(s->arena, now, "refreshToken", value_get_str(told, "refreshToken"));
    write_cache(s, o, now);
    *ret = now;
    return NULL;
}

static struct err *sso_token(struct search *s, const struct sso *o, const char **ret)
{
    const struct value *cache = NULL, *renewed = NULL;
    TRY(read_cache(s, o, &cache));
    int64_t left = time_of(cache, "expiresAt") - search_now(s);
    if (left < RENEW_BEFORE && renewable(s, o, cache))
        TRY(renew(s, o, cache, &renewed));
    if (!renewed && left <= 0)
        return log_in(o, "the login has expired");
    const char *token = value_get_str(renewed ? renewed : cache, "accessToken");
    if (!*token || !fits_header(token))
        return log_in(o, "the cached token makes no sense");
    *ret = token;
    return NULL;
}

/* ---- the keys ---------------------------------------------------------------------------------------------------- */

static struct err *keys_request(struct search *s, const struct sso *o, const char *token, struct exchange **ret)
{
    struct endpoint at;
    struct sbuf url = {.arena = s->arena};
    TRY_CTX(endpoint_resolve(s->arena, s->config, NULL, &portal, o->region, &at), "%s", o->who);
    sbuf_printf(&url, "%s/federation/credentials?role_name=", at.url);
    uri_escape(&url, o->role, strlen(o->role), false);
    sbuf_printf(&url, "&account_id=%s", o->account);
    TRY(search_request(s, "GET", sbuf_str(&url), TIMEOUT_MS, ret));
    http_header_set(s->arena, &(*ret)->req.headers, "x-amz-sso_bearer_token", token);
    return NULL;
}

static struct err *keys_answer(struct search *s, const struct sso *o, const struct http_res *res,
                               struct credentials *ret)
{
    static const struct credential_names names = {"accessKeyId", "secretAccessKey", "sessionToken", NULL, NULL, false};
    const struct value *doc = NULL;
    TRY(json_read(s, res->body, res->body_len, o->who, &doc));
    const struct value *keys = value_get(doc, "roleCredentials");
    int64_t ms = value_int_of(value_get(keys, "expiration"));
    if (ms <= 0)
        return err_new(ERR_REFUSED, "%s: the answer lacks expiration", o->who);
    TRY(credentials_read(s, keys, &names, o->who, ret));
    ret->expires = ms / 1000;
    ret->account = o->account;
    return NULL;
}

static struct err *keys_refused(const struct sso *o, int status)
{
    if (status == 401)
        return log_in(o, "the login is no longer accepted");
    if (status == 403 || status == 404)
        return err_new(ERR_REFUSED, "%s: role %s of account %s is not assigned to you", o->who, o->role, o->account);
    return err_new(ERR_REFUSED, "%s: the portal answered with status %d", o->who, status);
}

static struct err *keys_for(struct search *s, const struct sso *o, const char *token, struct credentials *ret)
{
    struct exchange *e = NULL;
    for (int i = 0; i < ATTEMPTS; i++) {
        if (i)
            search_pause(s, 1000 << (i - 1), -1);
        TRY(keys_request(s, o, token, &e));
        search_send(s, e);
        bool passing = e->end != EX_ANSWERED || e->res.status == 429 || e->res.status >= 500;
        if (!passing)
            break;
    }
    if (e->end != EX_ANSWERED)
        return err_new(ERR_UNREACHABLE, "%s: no answer from %s (%s)", o->who, e->req.host, e->why ? e->why : "cut");
    return e->res.status == 200 ? keys_answer(s, o, &e->res, ret) : keys_refused(o, e->res.status);
}

struct err *from_sso(struct search *s, const char *profile, struct credentials *ret)
{
    const struct aws_config *c = s->config;
    struct sso o;
    const char *token = NULL;
    if (!aws_profile_key(c, profile, "sso_account_id") && !aws_profile_key(c, profile, "sso_role_name"))
        return NULL;
    TRY(sso_of(s, profile, &o));
    TRY(sso_token(s, &o, &token));
    return keys_for(s, &o, token, ret);
}

#include "aws/net/credentials_source.h"
#include "aws/net/scrub.h"

#include "aws/api/sts.h"
#include "aws/net/endpoint.h"
#include "aws/wire/codec.h"

#include <ctype.h>
#include <string.h>

/* STS: one role from another's keys, or from nobody's. */

/* BUSY_ATTEMPTS: where it is there and says "later", as everybody may be told whose keys ended at the same time. */
enum {
    STS_TIMEOUT_MS = 10 * 1000,
    ONE_OF_SOME_MS = 5 * 1000,
    STS_ATTEMPTS = 3,
    BUSY_ATTEMPTS = 8,
    LONGEST_PAUSE_MS = 4000
};
enum { MOST_PLACES = 4, MOST_HOPS = 16, SHORTEST = 900, LONGEST = 43200, LONGEST_CHAINED = 3600 };

static const char default_session_name[] = "provisioner";

/* ---- one call ---------------------------------------------------------------------------------------------------- */

static const char busy_faults[] = "Throttling ThrottlingException RequestLimitExceeded RequestThrottled "
                                  "TooManyRequestsException";
/* These pass by themselves shortly after their provider was made. */
static const char passing_faults[] = "IDPCommunicationError InvalidIdentityToken";
static const char clock_faults[] =
    "SignatureDoesNotMatch InvalidSignatureException RequestExpired RequestTimeTooSkewed "
    "AuthFailure ExpiredTokenException";

struct sts {
    struct search *search;
    const struct op *op;
    const struct value *in;
    const struct credentials *sign_with;
    struct endpoint places[MOST_PLACES]; /* home, or who answered last, is asked first */
    const char *regions[MOST_PLACES];    /* theirs */
    size_t n, at;
};

static const char *joined_path(struct arena *a, const char *base, const char *path)
{
    size_t n = strlen(base);
    while (n && base[n - 1] == '/')
        n--;
    return arena_printf(a, "%.*s%s", (int)n, base, *path == '/' ? path : "/");
}

static struct err *sts_request(const struct sts *c, struct exchange **ret)
{
    struct arena *a = c->search->arena;
    const struct endpoint *at = &c->places[c->at];
    struct exchange *e = NULL;
    struct http_req put = {0};
    TRY(search_request(c->search, "POST", at->url, c->n > 1 ? ONE_OF_SOME_MS : STS_TIMEOUT_MS, &e));
    TRY(codec_for(c->op->service->protocol)->put_request(a, c->op, c->in, &put));
    put.scheme = e->req.scheme;
    put.host = e->req.host;
    put.path = joined_path(a, e->req.path, put.path ? put.path : "/");
    put.query = put.query ? put.query : "";
    e->req = put;
    if (c->sign_with) {
        const struct signing signing = {.credentials = c->sign_with,
                                        .region = at->signing_region,
                                        .service = c->op->service->id,
                                        .time = search_now(c->search)};
        sigv4_sign(a, &e->req, &signing);
    }
    *ret = e;
    return NULL;
}

static bool is_disabled(const struct fault *f)
{
    return f->code && str_eq(f->code, "RegionDisabledException");
}

/* How often it is tried in all where it ends like this; 0: that was the last time. */
static int attempts_after(const struct sts *c, const struct exchange *e, const struct fault *f)
{
    if (e->end != EX_ANSWERED)
        return c->n > STS_ATTEMPTS ? (int)c->n : STS_ATTEMPTS;
    if (e->res.status >= 500 || e->res.status == 429 || (f->code && has_word(busy_faults, f->code)))
        return BUSY_ATTEMPTS;
    if (c->n > 1 && is_disabled(f))
        return (int)c->n;
    bool clock_moved = search_learn_clock(c->search, &e->res);
    bool passes = f->code && (has_word(passing_faults, f->code) || (clock_moved && has_word(clock_faults, f->code)));
    return passes ? STS_ATTEMPTS : 0;
}

static struct err *one_try(const struct sts *c, const struct value **ret_out, struct fault *ret_fault,
                           int *ret_attempts)
{
    struct exchange *e = NULL;
    struct err *broken = NULL;
    *ret_fault = (struct fault){0};
    TRY(sts_request(c, &e));
    search_send(c->search, e);
    if (e->end == EX_ANSWERED)
        broken = codec_get_response(c->search->arena, c->op, &e->res, ret_out, ret_fault);
    *ret_attempts = attempts_after(c, e, ret_fault);
    if (e->end != EX_ANSWERED)
        return err_new(ERR_UNREACHABLE, "no answer from %s (%s): check the network and the region", e->req.host,
                       e->why ? e->why : "cut");
    return broken;
}

static const char *remedy_for(const char *code)
{
    static const struct {
        const char *codes, *remedy;
    } remedies[] = {
        {"AccessDenied AccessDeniedException",
         "; the role's trust policy has to admit the caller, and the caller sts:AssumeRole"},
        {"ExpiredToken ExpiredTokenException",
         "; the credentials or the token it starts from have expired: renew them"},
        {"InvalidClientTokenId UnrecognizedClientException", "; the keys it starts from are unknown or disabled"},
        {"IDPRejectedClaim", "; the identity provider refuses the token: check its audience and its expiry"},
        {"InvalidIdentityToken", "; check the identity provider's URL and audience in IAM"},
        {"RegionDisabledException", "; STS is switched off for that region in the account settings"},
    };
    for (size_t i = 0; i < COUNT(remedies); i++)
        if (has_word(remedies[i].codes, code))
            return remedies[i].remedy;
    return "";
}

/* What STS said, without what it was told. */
static const char *shown(const struct sts *c, const char *text, size_t limit)
{
    struct arena *a = c->search->arena;
    const char *token = c->sign_with ? c->sign_with->session_token : NULL;
    const char *clean = scrubbed(a, text ? text : "", secrets_sent(a, c->op, c->in, token));
    return quotable(a, clean, strlen(clean), limit);
}

static struct err *fault_error(const struct sts *c, const struct fault *f, const char *who)
{
    enum { SHOWN = 400 };
    const char *code = shown(c, f->code, SHOWN / 4);
    return err_new(ERR_REFUSED, "%s: %s (%s%s%s)%s", who, shown(c, f->message, SHOWN), code,
                   f->request_id ? ", request id " : "", shown(c, f->request_id, SHOWN / 4), remedy_for(code));
}

/* Where nobody is, the next one is asked at once; whoever said "later" is waited for. */
static void before_another(struct sts *c, bool nobody, int *pause_ms)
{
    if (nobody)
        c->at = (c->at + 1) % c->n;
    if (nobody && c->at)
        return;
    search_pause(c->search, *pause_ms, -1);
    *pause_ms = *pause_ms < LONGEST_PAUSE_MS ? 2 * *pause_ms : LONGEST_PAUSE_MS;
}

static struct err *nobody_answers(const struct sts *c, const char *who, struct err *last)
{
    struct sbuf regions = {.arena = c->search->arena};
    if (err_class_of(last) != ERR_UNREACHABLE || c->n == 1)
        return err_wrap(last, "%s", who);
    for (size_t i = 0; i < c->n; i++)
        sbuf_printf(&regions, "%s%s", i ? ", " : "", c->regions[i]);
    struct err *e =
        err_new(ERR_UNREACHABLE, "%s: STS was asked in %s; the last one: %s", who, sbuf_str(&regions), err_text(last));
    err_free(last);
    return e;
}

static struct err *sts_tries(struct sts *c, const char *who, const struct value **ret_out)
{
    struct fault fault = {0};
    struct err *e = NULL;
    int most = 0, silent = 0, told = 0, pause_ms = 1000; /* silence after "later" is the first silence */
    for (;;) {
        e = one_try(c, ret_out, &fault, &most);
        if (!e && !fault.code)
            return NULL;
        if (++*(e ? &silent : &told) >= most)
            break;
        before_another(c, is_disabled(&fault) || (e && err_class_of(e) == ERR_UNREACHABLE), &pause_ms);
        err_free(e);
    }
    return e ? nobody_answers(c, who, e) : fault_error(c, &fault, who);
}

/* "arn:aws:iam::123456789012:role/x": the field after the n-th colon. */
static const char *arn_field(struct arena *a, const char *arn, int n)
{
    for (; arn && n; n--) {
        arn = strchr(arn, ':');
        arn = arn ? arn + 1 : NULL;
    }
    return arn ? arena_strndup(a, arn, strcspn(arn, ":")) : "";
}

/* The region in force, unless the role belongs to another partition: then that one's own. */
static const char *sts_region(struct search *s, const char *role_arn)
{
    const char *region = aws_region(s->config);
    const struct partition *p = partition_named(arn_field(s->arena, role_arn, 1));
    if (!p || (region && partition_of(region) == p))
        return region ? region : "us-east-1";
    return p->global_region;
}

/* An address that is there already, a URL of the user's among them, need not be asked twice. */
static struct err *add_place(struct sts *c, const char *region)
{
    struct endpoint to;
    const struct search *s = c->search;
    if (c->n == MOST_PLACES)
        return NULL;
    TRY(endpoint_resolve(s->arena, s->config, NULL, c->op->service, region, &to));
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->places[i].url, to.url))
            return NULL;
    c->regions[c->n] = region;
    c->places[c->n++] = to;
    return NULL;
}

static struct err *add_places(struct sts *c, const char *home)
{
    const struct elsewhere *e = c->search->elsewhere;
    const struct partition *p = partition_of(home);
    if (e->answered && partition_of(e->answered) == p)
        TRY(add_place(c, e->answered));
    TRY(add_place(c, home));
    for (size_t i = 0; i < e->n; i++)
        if (partition_of(e->regions[i]) == p)
            TRY(add_place(c, e->regions[i]));
    return e->n ? add_place(c, p->global_region) : NULL;
}

struct err *sts_call(struct search *s, const struct op *op, const struct value *in, const struct credentials *sign_with,
                     const char *who, struct credentials *ret)
{
    static const struct credential_names names = {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", NULL,
                                                  true};
    const char *arn = value_get_str(in, "RoleArn"), *home = sts_region(s, arn);
    struct sts c = {.search = s, .op = op, .in = in, .sign_with = sign_with};
    const struct value *out = NULL;
    TRY_CTX(add_places(&c, home), "%s", who);
    TRY(sts_tries(&c, who, &out));
    s->elsewhere->answered = str_eq(c.regions[c.at], home) ? NULL : c.regions[c.at];
    TRY(credentials_read(s, value_get(out, "Credentials"), &names, who, ret));
    ret->account = arn_field(s->arena, arn, 4);
    return NULL;
}

/* ---- arguments --------------------------------------------------------------------------------------------------- */

static bool made_of(const char *text, const char *extra)
{
    for (const char *c = text; *c; c++)
        if (!((unsigned char)*c < 0x80 && isalnum((unsigned char)*c)) && !strchr(extra, *c))
            return false;
    return true;
}

static bool is_role_arn(struct arena *a, const char *arn)
{
    const char *account = arn_field(a, arn, 4);
    return strlen(arn) <= 2048 && fits_header(arn) && str_eq(arn_field(a, arn, 0), "arn") &&
           partition_named(arn_field(a, arn, 1)) && str_eq(arn_field(a, arn, 2), "iam") && strlen(account) == 12 &&
           made_of(account, "") && str_starts(arn_field(a, arn, 5), "role/");
}

struct err *role_arguments(struct search *s, const char *who, const char *arn, const char *session_name,
                           struct value **ret_in)
{
    if (!session_name)
        session_name = default_session_name;
    if (!is_role_arn(s->arena, arn))
        return err_new(ERR_REFUSED, "%s: role_arn is not the ARN of a role, arn:aws:iam::123456789012:role/NAME", who);
    size_t n = strlen(session_name);
    if (n < 2 || n > 64 || !made_of(session_name, "_+=,.@-"))
        return err_new(ERR_REFUSED, "%s: role_session_name takes 2 to 64 letters, digits and _+=,.@-", who);
    struct value *in = value_map(s->arena);
    value_set_str(s->arena, in, "RoleArn", arn);
    value_set_str(s->arena, in, "RoleSessionName", session_name);
    *ret_in = in;
    return NULL;
}

/* ---- where a role's keys come from ------------------------------------------------------------------------------- */

struct role {
    const char *profile, *who;
    const char *arn, *source_profile, *credential_source;
};

static bool visited(const struct search *s, const char *profile)
{
    const char *line = arena_printf(s->arena, "\n%s\n", profile);
    return s->visited && strstr(s->visited, line);
}

static void visit(struct search *s, const char *profile)
{
    s->visited = arena_printf(s->arena, "%s\n%s\n", s->visited ? s->visited : "", profile);
    s->hops++;
}

static struct err *from_named_source(struct search *s, const struct role *r, struct credentials *ret)
{
    static const struct {
        const char *name;
        credential_provider *find;
    } sources[] = {
        {"Environment", from_environment}, {"Ec2InstanceMetadata", from_instance}, {"EcsContainer", from_container}};
    for (size_t i = 0; i < COUNT(sources); i++) {
        if (!str_eq_nocase(sources[i].name, r->credential_source))
            continue;
        TRY_CTX(sources[i].find(s, r->profile, ret), "%s: credential_source %s", r->who, sources[i].name);
        if (ret->access_key)
            return NULL;
        return err_new(ERR_REFUSED, "%s: credential_source %s has no credentials here", r->who, sources[i].name);
    }
    return err_new(ERR_REFUSED, "%s: credential_source is one of Environment, Ec2InstanceMetadata, EcsContainer",
                   r->who);
}

static bool is_role(const struct aws_config *c, const char *profile)
{
    return aws_profile_key(c, profile, "role_arn") && !aws_profile_key(c, profile, "web_identity_token_file");
}

static bool profile_there(const struct search *s, const char *profile)
{
    const char *section = arena_printf(s->arena, "profile %s", profile);
    return value_get(s->config->config, section) || value_get(s->config->credentials, section);
}

/* Anything but a role: what the profile itself holds. */
static struct err *from_profile_alone(struct search *s, const char *profile, struct credentials *ret)
{
    static credential_provider *const providers[] = {from_profile_web, from_sso,     from_shared_keys,
                                                     from_login,       from_process, from_config_keys};
    for (size_t i = 0; i < COUNT(providers) && !ret->access_key; i++)
        TRY(providers[i](s, profile, ret));
    return NULL;
}

/* A profile may name itself, when it holds keys; any other way back to a profile is a circle. */
static struct err *from_source_profile(struct search *s, const struct role *r, struct credentials *ret)
{
    const char *next = r->source_profile;
    bool keys = has_static_keys(s->config, next);
    if (!profile_there(s, next))
        return err_new(ERR_REFUSED, "%s: source_profile \"%s\" is in neither file", r->who, next);
    if (visited(s, next) && !(str_eq(next, r->profile) && keys))
        return err_new(ERR_REFUSED,
                       "%s: source_profile \"%s\" leads back to where it came from; one profile of the circle "
                       "needs keys, SSO or another source",
                       r->who, next);
    if (s->hops > MOST_HOPS)
        return err_new(ERR_REFUSED, "%s: the chain of source profiles is longer than %d", r->who, MOST_HOPS);
    visit(s, next);
    TRY(!keys && is_role(s->config, next) ? from_role(s, next, ret) : from_profile_alone(s, next, ret));
    if (!ret->access_key)
        return err_new(ERR_REFUSED, "%s: source_profile \"%s\" holds no credentials", r->who, next);
    return NULL;
}

/* ---- the role itself --------------------------------------------------------------------------------------------- */

static struct err *put_duration(struct search *s, const struct role *r, bool chained, struct value *in)
{
    const char *text = aws_profile_key(s->config, r->profile, "duration_seconds");
    int64_t seconds;
    if (!text)
        return NULL;
    if (!parse_int(text, &seconds) || seconds < SHORTEST || seconds > LONGEST)
        return err_new(ERR_REFUSED, "%s: duration_seconds is a number from %d to %d", r->who, SHORTEST, LONGEST);
    if (chained && seconds > LONGEST_CHAINED)
        return err_new(ERR_REFUSED, "%s: duration_seconds is at most %d where one role is assumed from another", r->who,
                       LONGEST_CHAINED);
    value_set(s->arena, in, "DurationSeconds", value_int(s->arena, seconds));
    return NULL;
}

static struct err *put_external_id(struct search *s, const struct role *r, struct value *in)
{
    const char *id = aws_profile_key(s->config, r->profile, "external_id");
    if (id && (strlen(id) < 2 || strlen(id) > 1224 || !made_of(id, "_+=,.@:/-")))
        return err_new(ERR_REFUSED, "%s: external_id takes 2 to 1224 letters, digits and _+=,.@:/-", r->who);
    value_set_str(s->arena, in, "ExternalId", id);
    return NULL;
}

static struct err *check_role(const struct search *s, const struct role *r)
{
    if (r->source_profile && r->credential_source)
        return err_new(ERR_REFUSED, "%s: has both source_profile and credential_source: keep one", r->who);
    if (!r->source_profile && !r->credential_source)
        return err_new(ERR_REFUSED,
                       "%s: has neither source_profile nor credential_source: name whose keys assume the role", r->who);
    if (aws_profile_key(s->config, r->profile, "mfa_serial"))
        return err_new(
            ERR_REFUSED,
            "%s: mfa_serial wants a code, which cannot be asked for here: run `aws configure export-credentials "
            "--profile %s --format env` and set what it prints",
            r->who, r->profile);
    return NULL;
}

static struct err *assume(struct search *s, const struct role *r, struct credentials *ret)
{
    struct credentials caller = {0};
    struct value *in = NULL;
    TRY(check_role(s, r));
    TRY(role_arguments(s, r->who, r->arn, aws_profile_key(s->config, r->profile, "role_session_name"), &in));
    TRY(r->source_profile ? from_source_profile(s, r, &caller) : from_named_source(s, r, &caller));
    bool chained = r->source_profile && !has_static_keys(s->config, r->source_profile) &&
                   aws_profile_key(s->config, r->source_profile, "role_arn");
    TRY(put_duration(s, r, chained, in));
    TRY(put_external_id(s, r, in));
    return sts_call(s, &sts_AssumeRole, in, &caller, r->who, ret);
}

struct err *from_role(struct search *s, const char *profile, struct credentials *ret)
{
    const struct aws_config *c = s->config;
    if (!is_role(c, profile))
        return NULL;
    const struct role r = {.profile = profile,
                           .who = arena_printf(s->arena, "profile \"%s\" (assume role)", profile),
                           .arn = aws_profile_key(c, profile, "role_arn"),
                           .source_profile = aws_profile_key(c, profile, "source_profile"),
                           .credential_source = aws_profile_key(c, profile, "credential_source")};
    if (!s->visited)
        visit(s, profile);
    return assume(s, &r, ret);
}

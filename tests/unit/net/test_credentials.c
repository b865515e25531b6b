#include "aws/net/credentials.h"
#include "provisioner/base/file.h"

#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* Every secret in here holds the word "hush", and no error may. */

/* ---- a transport that follows a script --------------------------------------------------------------------------- */

struct step {
    const char *line;   /* pattern of "METHOD scheme://host/path?query" */
    const char *needs;  /* pattern of one "Name: value" that has to be among the headers; "!Name" must not. NULL: any */
    const char *body;   /* pattern; NULL: any */
    int status;         /* 0: none comes */
    const char *answer; /* a body, or why there is none */
    const char *date;   /* a Date header */
};

#define SILENT 0, "timed out"
#define NO_ROUTE -1, "no route to host"

enum { MOST_STEPS = 12, MOST_ENV = 10 };

struct fake {
    struct transport t;
    const struct step *steps;
    size_t at;
    int64_t ms, wall_offset_ms;
    struct exchange *pending; /* ours */
    struct exchange *foreign; /* finished, of somebody else, handed out first */
    char wrong[512];
};

static bool header_fits(const struct http_headers *h, const char *pattern)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    if (*pattern == '!')
        return !http_header(h, pattern + 1);
    for (size_t i = 0; i < h->n; i++)
        if (glob_match(pattern, arena_printf(a, "%s: %s", h->items[i].name, h->items[i].value)))
            return true;
    return false;
}

static void complain(struct fake *f, const char *what, const char *got, const char *wanted)
{
    if (!*f->wrong)
        snprintf(f->wrong, sizeof f->wrong, "call %zu: %s is %.200s, not %.200s", f->at + 1, what, got, wanted);
}

/* The secrets that the tables below give to each key. */
static const char *secret_of(void *ctx, const char *key)
{
    static const struct {
        const char *key, *secret;
    } known[] = {{"AKIABASE", "hushAKIABASE"}, {"AKIASELF", "hushAKIASELF"}, {"AKIAENV", "hushenv"},
                 {"ASIAFIRST", "hushsts"},     {"ASIAWEB", "hushsts"},       {"ASIAPROC", "hushproc"},
                 {"ASIASSO", "hushsso"},       {"ASIAECS", "hushdoc"},       {"ASIAEC2", "hushdoc"}};
    (void)ctx;
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq(known[i].key, key))
            return known[i].secret;
    return NULL;
}

/* As STS would, at the true time. */
static void check_signature(struct fake *f, const struct exchange *e)
{
    struct sigv4_scope scope;
    const char *code = NULL;
    int64_t now = (f->t.wall_ms(&f->t) - f->wall_offset_ms) / 1000;
    const char *why = sigv4_check(e->arena, &e->req, now, secret_of, NULL, NULL, &scope, &code);
    if (code)
        complain(f, "the signature", why, "right");
}

static void compare(struct fake *f, const struct exchange *e, const struct step *s)
{
    const struct http_req *r = &e->req;
    const char *line = arena_printf(e->arena, "%s %s://%s%s%s%s", r->method, r->scheme, r->host, r->path,
                                    r->query && *r->query ? "?" : "", r->query ? r->query : "");
    if (!glob_match(s->line, line))
        complain(f, "the request", line, s->line);
    if (s->needs && !header_fits(&r->headers, s->needs))
        complain(f, "a header", "missing", s->needs);
    if (s->body && !glob_match(s->body, r->body ? r->body : ""))
        complain(f, "the body", r->body ? r->body : "", s->body);
    const char *signature = http_header(&r->headers, "Authorization");
    if (s->status == 200 && signature && str_starts(signature, "AWS4"))
        check_signature(f, e);
}

static void fake_start(struct transport *t, struct exchange *e)
{
    struct fake *f = (struct fake *)t;
    const struct step *s = &f->steps[f->at];
    if (!s->line)
        complain(f, "a call", e->req.host, "expected");
    f->pending = e;
    e->end = EX_NOT_SENT;
    e->why = "not in the script";
    if (!s->line)
        return;
    compare(f, e, s);
    f->at++;
    if (s->status <= 0) {
        e->end = s->status ? EX_NOT_SENT : EX_LOST;
        e->why = s->answer;
        return;
    }
    e->end = EX_ANSWERED;
    e->res = (struct http_res){
        .status = s->status, .body = arena_strdup(e->arena, s->answer), .body_len = strlen(s->answer)};
    if (s->date)
        http_header_set(e->arena, &e->res.headers, "Date", s->date);
}

/* A child is real, so a little real time goes by with each wait; the clock of the test goes faster. */
static struct exchange *wait_for(struct fake *f, int64_t until_ms, int fd)
{
    enum { REAL_MS = 2 };
    struct pollfd p = {.fd = fd, .events = POLLIN};
    if (poll(&p, 1, REAL_MS) > 0)
        return NULL;
    if (until_ms > f->ms)
        f->ms = until_ms;
    return NULL;
}

static struct exchange *fake_poll(struct transport *t, int64_t until_ms, int fd)
{
    struct fake *f = (struct fake *)t;
    struct exchange *e = f->foreign ? f->foreign : f->pending;
    if (f->foreign) {
        f->foreign = e->next;
        return e;
    }
    if (!e)
        return wait_for(f, until_ms, fd);
    f->ms += e->end == EX_LOST ? e->timeout_ms : 5;
    f->pending = NULL;
    return e;
}

static void fake_cancel(struct transport *t, struct exchange *e)
{
    struct fake *f = (struct fake *)t;
    if (f->pending == e)
        f->pending = NULL;
}

static int64_t fake_now(struct transport *t)
{
    return ((struct fake *)t)->ms;
}

/* Starts on 2026-11-22 at noon. */
static int64_t fake_wall(struct transport *t)
{
    const struct fake *f = (const struct fake *)t;
    return 1795348800000 + f->ms + f->wall_offset_ms;
}

static struct fake fake_new(const struct step *steps)
{
    return (struct fake){
        .t = {.start = fake_start, .poll = fake_poll, .cancel = fake_cancel, .now_ms = fake_now, .wall_ms = fake_wall},
        .steps = steps};
}

/* ---- a home folder and an environment ---------------------------------------------------------------------------- */

struct world {
    struct arena *a;
    char home[64];
    const char *env[MOST_ENV]; /* NAME=value; @ in a value is the home folder */
    struct fake fake;
};

static const char *world_env(void *ctx, const char *name)
{
    struct world *w = ctx;
    size_t n = strlen(name);
    if (str_eq(name, "HOME"))
        return w->home;
    for (size_t i = 0; i < MOST_ENV && w->env[i]; i++) {
        const char *text = w->env[i];
        if (strncmp(text, name, n) == 0 && text[n] == '=')
            return text[n + 1] == '@' ? arena_printf(w->a, "%s%s", w->home, text + n + 2) : text + n + 1;
    }
    return NULL;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static void world_done(struct world *w)
{
    nftw(w->home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(w->a);
}

static void make_folder(struct world *w, const char *name)
{
    assert_int_equal(mkdir(arena_printf(w->a, "%s%s", w->home, name), 0700), 0);
}

static void put_file(struct world *w, const char *name, const char *text)
{
    assert_null(file_write(arena_printf(w->a, "%s/%s", w->home, name), text, strlen(text), 0700));
}

static struct world world_new(void)
{
    static const char *const folders[] = {"/.aws", "/.aws/sso", "/.aws/sso/cache"};
    struct world w = {.a = arena_new(), .home = "/tmp/test_credentials.XXXXXX"};
    assert_non_null(mkdtemp(w.home));
    for (size_t i = 0; i < COUNT(folders); i++)
        make_folder(&w, folders[i]);
    return w;
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

#define KEYS "AWS_ACCESS_KEY_ID=AKIAENV", "AWS_SECRET_ACCESS_KEY=hushenv"
#define STATIC(name) "aws_access_key_id = " name "\naws_secret_access_key = hush" name "\n"
#define ROLE "arn:aws:iam::123456789012:role/deploy"
#define NO_IMDS "AWS_EC2_METADATA_DISABLED=true"

#define STS_XML(op, key, until)                                                                                        \
    "<" op "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" op "Result><Credentials><AccessKeyId>" key \
    "</AccessKeyId><SecretAccessKey>hushsts</SecretAccessKey><SessionToken>hushtoken</SessionToken><Expiration>" until \
    "</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>A:p</AssumedRoleId><Arn>arn:aws:sts::123456789012:"    \
    "assumed-role/deploy/p</Arn></AssumedRoleUser></" op "Result><ResponseMetadata><RequestId>r-1</RequestId>"         \
    "</ResponseMetadata></" op "Response>"
#define ASSUMED(key, until) 200, STS_XML("AssumeRole", key, until)
#define WEB_ASSUMED(key) 200, STS_XML("AssumeRoleWithWebIdentity", key, "2026-11-22T13:00:00Z")
#define STS_NO(code, message)                                                                                          \
    "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>" code         \
    "</Code><Message>" message "</Message></Error><RequestId>r-9</RequestId></ErrorResponse>"

#define STS_EAST "POST https://sts.us-east-1.amazonaws.com/"
#define STS_TOKYO "POST https://sts.ap-northeast-1.amazonaws.com/"

#define DOC(key, until)                                                                                                \
    "{\"Code\":\"Success\",\"AccessKeyId\":\"" key "\",\"SecretAccessKey\":\"hushdoc\",\"Token\":\"hushtok\","         \
    "\"Expiration\":\"" until "\",\"AccountId\":\"210987654321\"}"
#define LATER "2026-11-22T18:00:00Z"

#define PORTAL                                                                                                         \
    "GET https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=Admin&account_id=123456789012"
#define PORTAL_KEYS                                                                                                    \
    "{\"roleCredentials\":{\"accessKeyId\":\"ASIASSO\",\"secretAccessKey\":\"hushsso\",\"sessionToken\":\"hushsesn\"," \
    "\"expiration\":1795352400000}}"
#define SSO_PROFILE "sso_account_id = 123456789012\nsso_role_name = Admin\n"
#define SSO_SESSION                                                                                                    \
    "[default]\nsso_session = corp\n" SSO_PROFILE "[sso-session corp]\nsso_start_url = https://corp.example/start\n"   \
    "sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n"
/* sha1 of "corp", and of "https://corp.example/start" */
#define CORP_CACHE ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
#define START_CACHE ".aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json"
#define SSO_CACHE(until)                                                                                               \
    "{\"startUrl\":\"https://corp.example/"                                                                            \
    "start\",\"region\":\"eu-west-1\",\"accessToken\":\"hushold\",\"expiresAt\":\"" until                              \
    "\",\"clientId\":\"cid\",\"clientSecret\":\"hushcs\",\"registrationExpiresAt\":\"2027-01-01T00:00:00Z\","          \
    "\"refreshToken\":\"hushrt\"}"

#define IMDS "http://169.254.169.254"
#define IMDS_TOKEN                                                                                                     \
    {                                                                                                                  \
        "PUT " IMDS "/latest/api/token", "x-aws-ec2-metadata-token-ttl-seconds: 21600", NULL, 200, "hushimds", NULL    \
    }
#define IMDS_ROLE                                                                                                      \
    {                                                                                                                  \
        "GET " IMDS "/latest/meta-data/iam/security-credentials/", "x-aws-ec2-metadata-token: hushimds", NULL, 200,    \
            "web\n", NULL                                                                                              \
    }
#define IMDS_KEYS(until)                                                                                               \
    {                                                                                                                  \
        "GET " IMDS "/latest/meta-data/iam/security-credentials/web", "x-aws-ec2-metadata-token: hushimds", NULL, 200, \
            DOC("ASIAEC2", until), NULL                                                                                \
    }

#define ECS "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/hushid"
#define ECS_GET "GET http://169.254.170.2/v2/credentials/hushid"
#define ECS_OK                                                                                                         \
    {                                                                                                                  \
        ECS_GET, "!Authorization", NULL, 200, DOC("ASIAECS", LATER), NULL                                              \
    }

#define GITHUB "AWS_ROLE_ARN=" ROLE, "ACTIONS_ID_TOKEN_REQUEST_URL=https://token.example/id?v=1"

/* ---- one look a row ---------------------------------------------------------------------------------------------- */

struct look {
    const char *name;
    const char *env[MOST_ENV];
    const char *config, *credentials;
    const char *file, *text; /* one more file in the home folder */
    const char *profile;     /* --profile */
    struct step steps[MOST_STEPS];
    const char *key;    /* what is found; NULL: nothing */
    const char *source; /* pattern of where; or of why not */
};

#include "tests/unit/net/credential_looks.h"

static void check_found(const struct look *l, const struct credentials *c)
{
    if (!l->key)
        fail_msg("found %s in %s", c->access_key, c->source);
    assert_string_equal(c->access_key, l->key);
    if (!glob_match(l->source, c->source))
        fail_msg("found in %s, not %s", c->source, l->source);
    assert_non_null(strstr(c->secret_key, "hush"));
}

static void check_error(const struct look *l, const struct err *e)
{
    if (l->key || !glob_match(l->source, err_text(e)))
        fail_msg("%s", err_text(e));
    assert_int_equal(err_class_of(e), ERR_REFUSED);
    assert_null(strstr(err_text(e), "hush"));
    assert_null(strpbrk(err_text(e), "\r\n"));
    assert_true(strlen(err_text(e)) < 1200);
}

static const struct aws_config *world_config(struct world *w, const char *profile)
{
    struct aws_config *c = NULL;
    struct err *e = aws_config_load(w->a, world_env, w, profile, &c);
    if (e)
        fail_msg("%s", err_text(e));
    return c;
}

static void furnish(struct world *w, const struct look *l)
{
    memcpy(w->env, l->env, sizeof l->env);
    if (l->config)
        put_file(w, ".aws/config", l->config);
    if (l->credentials)
        put_file(w, ".aws/credentials", l->credentials);
    if (l->file)
        put_file(w, l->file, l->text);
    w->fake = fake_new(l->steps);
}

static void look_for_credentials(void **state)
{
    const struct look *l = *state;
    struct world w = world_new();
    const struct credentials *c = NULL;
    furnish(&w, l);
    struct credential_source *s = credential_source_new(w.a, world_config(&w, l->profile), &w.fake.t);
    struct err *e = credentials_get(s, &c);
    char *wrong = strdup(w.fake.wrong);
    if (!*wrong && l->steps[w.fake.at].line)
        complain(&w.fake, "the last call", "this", "followed by another");
    if (*w.fake.wrong)
        print_error("%s\n", w.fake.wrong);
    if (e)
        check_error(l, e);
    else
        check_found(l, c);
    assert_string_equal(w.fake.wrong, "");
    err_free(e);
    free(wrong);
    world_done(&w);
}

/* ---- refreshing -------------------------------------------------------------------------------------------------- */

static const char *key_now(struct credential_source *s)
{
    const struct credentials *c = NULL;
    struct err *e = credentials_get(s, &c);
    if (e)
        fail_msg("%s", err_text(e));
    return c->access_key;
}

static void no_key_now(struct credential_source *s, const char *pattern)
{
    const struct credentials *c = NULL;
    CLEANUP(err_freep) struct err *e = credentials_get(s, &c);
    assert_non_null(e);
    if (!glob_match(pattern, err_text(e)))
        fail_msg("%s", err_text(e));
}

static void minutes_pass(struct world *w, int n)
{
    w->fake.ms += (int64_t)n * 60000;
}

static void script_is_done(struct world *w)
{
    assert_string_equal(w->fake.wrong, "");
    assert_null(w->fake.steps[w->fake.at].line);
}

#define ROLE_CONFIG                                                                                                    \
    "[default]\nregion = us-east-1\nrole_arn = " ROLE "\nsource_profile = base\n[profile base]\n" STATIC("AKIABASE")

static void refresh_from_15_minutes_before_the_end(void **state)
{
    (void)state;
    static const struct step steps[] = {{STS_EAST, NULL, NULL, ASSUMED("ASIA1", "2026-11-22T13:00:00Z"), NULL},
                                        {STS_EAST, NULL, NULL, ASSUMED("ASIA2", "2026-11-22T14:00:00Z"), NULL},
                                        {NULL}};
    const struct look l = {.config = ROLE_CONFIG};
    struct world w = world_new();
    furnish(&w, &l);
    w.fake.steps = steps;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    assert_string_equal(key_now(s), "ASIA1");
    minutes_pass(&w, 44);
    assert_string_equal(key_now(s), "ASIA1");
    minutes_pass(&w, 2);
    assert_string_equal(key_now(s), "ASIA2");
    assert_string_equal(key_now(s), "ASIA2");
    script_is_done(&w);
    world_done(&w);
}

static void a_failed_refresh_is_an_error_only_in_the_last_10_minutes(void **state)
{
    (void)state;
    static const char no[] = STS_NO("AccessDenied", "no");
    static const struct step steps[] = {{STS_EAST, NULL, NULL, ASSUMED("ASIA1", "2026-11-22T13:00:00Z"), NULL},
                                        {STS_EAST, NULL, NULL, 403, no, NULL},
                                        {STS_EAST, NULL, NULL, 403, no, NULL},
                                        {STS_EAST, NULL, NULL, 403, no, NULL},
                                        {NULL}};
    const struct look l = {.config = ROLE_CONFIG};
    struct world w = world_new();
    furnish(&w, &l);
    w.fake.steps = steps;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    assert_string_equal(key_now(s), "ASIA1");
    minutes_pass(&w, 46);
    assert_string_equal(key_now(s), "ASIA1");
    assert_string_equal(key_now(s), "ASIA1");
    minutes_pass(&w, 2);
    assert_string_equal(key_now(s), "ASIA1");
    minutes_pass(&w, 3);
    no_key_now(s, "profile \"default\" (assume role): no (AccessDenied, request id r-9)*");
    script_is_done(&w);
    world_done(&w);
}

static void a_short_role_is_not_assumed_for_every_request(void **state)
{
    (void)state;
    static const struct step steps[] = {{STS_EAST, NULL, NULL, ASSUMED("ASIA1", "2026-11-22T12:09:00Z"), NULL},
                                        {STS_EAST, NULL, NULL, ASSUMED("ASIA2", "2026-11-22T12:10:00Z"), NULL},
                                        {NULL}};
    const struct look l = {.config = ROLE_CONFIG};
    struct world w = world_new();
    furnish(&w, &l);
    w.fake.steps = steps;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    for (int i = 0; i < 5; i++)
        assert_string_equal(key_now(s), "ASIA1");
    minutes_pass(&w, 2);
    for (int i = 0; i < 5; i++)
        assert_string_equal(key_now(s), "ASIA2");
    script_is_done(&w);
    world_done(&w);
}

static void what_aws_calls_expired_is_fetched_anew(void **state)
{
    (void)state;
    const struct look l = {.credentials = "[default]\n" STATIC("AKIAOLD")};
    struct world w = world_new();
    furnish(&w, &l);
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    assert_string_equal(key_now(s), "AKIAOLD");
    put_file(&w, ".aws/credentials", "[default]\n" STATIC("AKIANEW"));
    assert_string_equal(key_now(s), "AKIAOLD");
    credentials_expired(s, "AKIAOLD");
    assert_string_equal(key_now(s), "AKIANEW");
    script_is_done(&w);
    world_done(&w);
}

static void many_complaints_about_old_keys_fetch_new_ones_once(void **state)
{
    (void)state;
    static const struct step steps[] = {{STS_EAST, NULL, NULL, ASSUMED("ASIA1", LATER), NULL},
                                        {STS_EAST, NULL, NULL, ASSUMED("ASIA2", LATER), NULL},
                                        {STS_EAST, NULL, NULL, ASSUMED("ASIA3", LATER), NULL},
                                        {NULL}};
    const struct look l = {.config = ROLE_CONFIG};
    struct world w = world_new();
    furnish(&w, &l);
    w.fake.steps = steps;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    assert_string_equal(key_now(s), "ASIA1");
    for (int i = 0; i < 5; i++) {
        credentials_expired(s, "ASIA1");
        assert_string_equal(key_now(s), "ASIA2");
    }
    credentials_expired(s, "ASIA2");
    assert_string_equal(key_now(s), "ASIA3");
    script_is_done(&w);
    world_done(&w);
}

static void a_failure_holds_for_a_moment(void **state)
{
    (void)state;
    static const char no[] = STS_NO("AccessDenied", "no");
    static const struct step steps[] = {
        {STS_EAST, NULL, NULL, 403, no, NULL}, {STS_EAST, NULL, NULL, ASSUMED("ASIA1", LATER), NULL}, {NULL}};
    const struct look l = {.config = ROLE_CONFIG};
    struct world w = world_new();
    furnish(&w, &l);
    w.fake.steps = steps;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    for (int i = 0; i < 5; i++)
        no_key_now(s, "profile \"default\" (assume role): no (AccessDenied, request id r-9)*");
    minutes_pass(&w, 1);
    assert_string_equal(key_now(s), "ASIA1");
    script_is_done(&w);
    world_done(&w);
}

static void a_token_file_is_read_at_each_refresh(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {STS_EAST, "!Authorization", "*WebIdentityToken=hush1*", WEB_ASSUMED("ASIA1"), NULL},
        {STS_EAST, "!Authorization", "*WebIdentityToken=hush2*", WEB_ASSUMED("ASIA2"), NULL},
        {NULL}};
    const struct look l = {
        .env = {"AWS_WEB_IDENTITY_TOKEN_FILE=@/token", "AWS_ROLE_ARN=" ROLE}, .file = "token", .text = "hush1\n"};
    struct world w = world_new();
    furnish(&w, &l);
    w.fake.steps = steps;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    assert_string_equal(key_now(s), "ASIA1");
    put_file(&w, "token", "hush2");
    minutes_pass(&w, 50);
    assert_string_equal(key_now(s), "ASIA2");
    script_is_done(&w);
    world_done(&w);
}

#define STS_IN(region) "POST https://sts." region ".amazonaws.com/"

static void a_silence_after_later_is_the_first_silence(void **state)
{
    static const struct step steps[] = {
        {STS_IN("ap-northeast-1"), NULL, NULL, 400, STS_NO("Throttling", "later"), NULL},
        {STS_IN("ap-northeast-1"), NULL, NULL, 400, STS_NO("Throttling", "later"), NULL},
        {STS_IN("ap-northeast-1"), NULL, NULL, 400, STS_NO("Throttling", "later"), NULL},
        {STS_IN("ap-northeast-1"), NULL, NULL, SILENT, NULL},
        {STS_IN("ap-northeast-1"), NULL, NULL, ASSUMED("ASIA1", "2026-11-22T13:00:00Z"), NULL},
        {NULL}};
    const struct look l = {.env = {"AWS_REGION=ap-northeast-1"}, .config = ROLE_CONFIG};
    struct world w = world_new();
    (void)state;
    furnish(&w, &l);
    w.fake.steps = steps;
    assert_string_equal(key_now(credential_source_new(w.a, world_config(&w, NULL), &w.fake.t)), "ASIA1");
    script_is_done(&w);
    world_done(&w);
}

static void where_sts_is_silent_another_region_is_asked_and_first_from_then_on(void **state)
{
    static const char *const regions[] = {"ap-northeast-1", "cn-north-1", "ap-northeast-2"};
    static const struct step steps[] = {
        {STS_IN("ap-northeast-1"), NULL, NULL, SILENT, NULL},
        {STS_IN("ap-northeast-2"), "Authorization: *Credential=AKIABASE/*/ap-northeast-2/sts/*", NULL,
         ASSUMED("ASIA1", "2026-11-22T13:00:00Z"), NULL},
        {STS_IN("ap-northeast-2"), NULL, NULL, ASSUMED("ASIA2", "2026-11-22T14:00:00Z"), NULL},
        {STS_IN("ap-northeast-2"), NULL, NULL, NO_ROUTE, NULL},
        {STS_IN("ap-northeast-1"), NULL, NULL, ASSUMED("ASIA3", "2026-11-22T15:00:00Z"), NULL},
        {STS_IN("ap-northeast-1"), NULL, NULL, SILENT, NULL},
        {STS_IN("ap-northeast-2"), NULL, NULL, 403, STS_NO("RegionDisabledException", "off"), NULL},
        {STS_EAST, NULL, NULL, ASSUMED("ASIA4", "2026-11-22T16:00:00Z"), NULL},
        {STS_EAST, NULL, NULL, SILENT, NULL},
        {STS_IN("ap-northeast-1"), NULL, NULL, SILENT, NULL},
        {STS_IN("ap-northeast-2"), NULL, NULL, NO_ROUTE, NULL},
        {NULL}};
    const struct look l = {.env = {"AWS_REGION=ap-northeast-1"}, .config = ROLE_CONFIG};
    struct world w = world_new();
    (void)state;
    furnish(&w, &l);
    w.fake.steps = steps;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    credential_source_elsewhere(s, regions, COUNT(regions));
    int64_t began = w.fake.ms;
    assert_string_equal(key_now(s), "ASIA1");
    assert_true(w.fake.ms - began < 6 * 1000);
    for (int i = 2; i <= 4; i++) {
        minutes_pass(&w, 58);
        assert_string_equal(key_now(s), arena_printf(w.a, "ASIA%d", i));
    }
    minutes_pass(&w, 61);
    no_key_now(
        s, "profile \"default\" (assume role): STS was asked in us-east-1, ap-northeast-1, ap-northeast-2; the last "
           "one: no answer from sts.ap-northeast-2.amazonaws.com (no route to host)*");
    script_is_done(&w);
    world_done(&w);
}

static void an_instance_keeps_its_old_keys_while_the_service_is_away(void **state)
{
    (void)state;
    static const struct step steps[] = {IMDS_TOKEN,
                                        IMDS_ROLE,
                                        IMDS_KEYS("2026-11-22T13:00:00Z"),
                                        {"PUT *", NULL, NULL, NO_ROUTE, NULL},
                                        IMDS_TOKEN,
                                        IMDS_ROLE,
                                        IMDS_KEYS("2026-11-22T13:00:00Z"),
                                        IMDS_TOKEN,
                                        IMDS_ROLE,
                                        IMDS_KEYS("2026-11-22T20:00:00Z"),
                                        {NULL}};
    const struct look l = {0};
    struct world w = world_new();
    furnish(&w, &l);
    w.fake.steps = steps;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    const size_t calls_by_minute[][2] = {{0, 3}, {46, 4}, {14, 4}, {30, 7}, {10, 7}, {20, 10}};
    for (size_t i = 0; i < COUNT(calls_by_minute); i++) {
        minutes_pass(&w, (int)calls_by_minute[i][0]);
        assert_string_equal(key_now(s), "ASIAEC2");
        assert_int_equal(w.fake.at, calls_by_minute[i][1]);
    }
    script_is_done(&w);
    world_done(&w);
}

static void a_wrong_clock_is_learned_from_sts(void **state)
{
    (void)state;
    static const char late[] = STS_NO("SignatureDoesNotMatch", "Signature expired");
    static const struct step steps[] = {
        {STS_EAST, "X-Amz-Date: 20261122T10*", NULL, 403, late, "Sun, 22 Nov 2026 12:00:00 GMT"},
        {STS_EAST, "X-Amz-Date: 20261122T1200*", NULL, ASSUMED("ASIA1", "2026-11-22T13:00:00Z"), NULL},
        {NULL}};
    const struct look l = {.config = ROLE_CONFIG};
    struct world w = world_new();
    furnish(&w, &l);
    w.fake.steps = steps;
    w.fake.wall_offset_ms = -2 * 3600 * 1000;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    assert_string_equal(key_now(s), "ASIA1");
    assert_string_equal(key_now(s), "ASIA1");
    script_is_done(&w);
    world_done(&w);
}

static void a_chain_without_end_is_refused(void **state)
{
    (void)state;
    struct world w = world_new();
    struct sbuf config = {.arena = w.a};
    sbuf_puts(&config, "[default]\nrole_arn = " ROLE "\nsource_profile = p0\n");
    for (int i = 0; i < 20000; i++)
        sbuf_printf(&config, "[profile p%d]\nrole_arn = " ROLE "\nsource_profile = p%d\n", i, i + 1);
    const struct look l = {.config = sbuf_str(&config)};
    furnish(&w, &l);
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    no_key_now(s, "*the chain of source profiles is longer than 16");
    world_done(&w);
}

static void exchanges_of_others_are_kept(void **state)
{
    (void)state;
    const struct look l = {.env = {ECS}, .steps = {ECS_OK}};
    struct world w = world_new();
    struct exchange second = {.end = EX_ANSWERED}, first = {.end = EX_ANSWERED, .next = &second};
    furnish(&w, &l);
    w.fake.foreign = &first;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    assert_null(credential_source_take(s));
    assert_string_equal(key_now(s), "ASIAECS");
    assert_ptr_equal(credential_source_take(s), &first);
    assert_ptr_equal(credential_source_take(s), &second);
    assert_null(credential_source_take(s));
    world_done(&w);
}

/* The next source that is configured may be somebody else. */
static void a_source_that_has_nothing_any_more_is_an_error_in_the_middle_of_a_run(void **state)
{
    (void)state;
    const struct look l = {.credentials = "[default]\n" STATIC("AKIAOLD")};
    const struct credentials *keys;
    struct world w = world_new();
    furnish(&w, &l);
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    assert_string_equal(key_now(s), "AKIAOLD");
    put_file(&w, ".aws/credentials", "");
    put_file(&w, ".aws/config", "[default]\n" STATIC("AKIAOTHER"));
    credentials_expired(s, "AKIAOLD");
    struct err *e = credentials_get(s, &keys);
    assert_int_equal(err_class_of(e), ERR_REFUSED);
    assert_non_null(strstr(err_text(e), "would come from"));
    err_free(e);
    world_done(&w);
}

static void fixed_keys_stay(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const struct credentials fixed = {.access_key = "AKIAFIX", .secret_key = "hush", .source = "sandbox", .expires = 1};
    struct credential_source *s = credential_source_fixed(a, &fixed);
    credentials_expired(s, "AKIAFIX");
    assert_string_equal(key_now(s), "AKIAFIX");
    assert_null(credential_source_take(s));
}

static void a_renewed_sso_token_is_written_back(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {"POST https://oidc.eu-west-1.amazonaws.com/token", "Content-Type: application/json",
         "{\"clientId\":\"cid\",\"clientSecret\":\"hushcs\",\"grantType\":\"refresh_token\",\"refreshToken\":"
         "\"hushrt\"}",
         200, "{\"accessToken\":\"hushnew\",\"expiresIn\":28800,\"tokenType\":\"Bearer\",\"refreshToken\":\"hushrt2\"}",
         NULL},
        {PORTAL, "x-amz-sso_bearer_token: hushnew", NULL, 200, PORTAL_KEYS, NULL},
        {NULL}};
    const struct look l = {.config = SSO_SESSION, .file = CORP_CACHE, .text = SSO_CACHE("2026-11-22T12:05:00Z")};
    struct world w = world_new();
    const char *text;
    size_t n;
    furnish(&w, &l);
    w.fake.steps = steps;
    struct credential_source *s = credential_source_new(w.a, world_config(&w, NULL), &w.fake.t);
    assert_string_equal(key_now(s), "ASIASSO");
    assert_null(file_read(w.a, arena_printf(w.a, "%s/%s", w.home, CORP_CACHE), 4096, &text, &n));
    assert_non_null(strstr(text, "\"accessToken\":\"hushnew\""));
    assert_non_null(strstr(text, "\"refreshToken\":\"hushrt2\""));
    assert_non_null(strstr(text, "\"expiresAt\":\"2026-11-22T20:00:00Z\""));
    assert_non_null(strstr(text, "\"startUrl\":\"https://corp.example/start\""));
    script_is_done(&w);
    world_done(&w);
}

int main(void)
{
    static const struct CMUnitTest refreshing[] = {
        cmocka_unit_test(refresh_from_15_minutes_before_the_end),
        cmocka_unit_test(a_failed_refresh_is_an_error_only_in_the_last_10_minutes),
        cmocka_unit_test(a_short_role_is_not_assumed_for_every_request),
        cmocka_unit_test(what_aws_calls_expired_is_fetched_anew),
        cmocka_unit_test(many_complaints_about_old_keys_fetch_new_ones_once),
        cmocka_unit_test(a_failure_holds_for_a_moment),
        cmocka_unit_test(a_token_file_is_read_at_each_refresh),
        cmocka_unit_test(a_silence_after_later_is_the_first_silence),
        cmocka_unit_test(where_sts_is_silent_another_region_is_asked_and_first_from_then_on),
        cmocka_unit_test(an_instance_keeps_its_old_keys_while_the_service_is_away),
        cmocka_unit_test(a_wrong_clock_is_learned_from_sts),
        cmocka_unit_test(a_chain_without_end_is_refused),
        cmocka_unit_test(exchanges_of_others_are_kept),
        cmocka_unit_test(a_source_that_has_nothing_any_more_is_an_error_in_the_middle_of_a_run),
        cmocka_unit_test(fixed_keys_stay),
        cmocka_unit_test(a_renewed_sso_token_is_written_back),
    };
    struct CMUnitTest all[COUNT(looks) + COUNT(refreshing)];
    for (size_t i = 0; i < COUNT(looks); i++)
        all[i] = (struct CMUnitTest){looks[i].name, look_for_credentials, NULL, NULL, (void *)(uintptr_t)&looks[i]};
    memcpy(all + COUNT(looks), refreshing, sizeof refreshing);
    return cmocka_run_group_tests_name("credentials", all, NULL, NULL);
}

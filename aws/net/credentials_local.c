#include "aws/net/credentials_source.h"

#include "aws/wire/http.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* Services beside the machine: the container agent, and the instance's metadata service. Neither is AWS proper: no
 * signature, short waits, and no redirects. */

/* ---- container --------------------------------------------------------------------------------------------------- */

enum { CONTAINER_TIMEOUT_MS = 2000, CONTAINER_ATTEMPTS = 3, CONTAINER_PAUSE_MS = 1000 };

static const char container[] = "container credentials";

/* Names and addresses that may be spoken to without TLS: the machine itself, and the agents of ECS and EKS. */
static bool may_be_plain(struct arena *a, const char *host)
{
    static const char *const agents[] = {"169.254.170.2", "169.254.170.23", "fd00:ec2::23"};
    struct in6_addr six, agent;
    struct in_addr four;
    bool brackets = *host == '[';
    const char *name = arena_strndup(a, host + brackets, strcspn(host + brackets, brackets ? "]" : ":"));
    if (str_eq_nocase(name, "localhost"))
        return true;
    for (size_t i = 0; i < 2; i++)
        if (str_eq(name, agents[i]))
            return true;
    if (inet_pton(AF_INET, name, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    if (!brackets || inet_pton(AF_INET6, name, &six) != 1)
        return false;
    return IN6_IS_ADDR_LOOPBACK(&six) ||
           (inet_pton(AF_INET6, agents[2], &agent) == 1 && IN6_ARE_ADDR_EQUAL(&six, &agent));
}

static struct err *full_uri(struct search *s, const char *uri, const char **ret)
{
    struct http_req parts = {0};
    struct err *e = fits_header(uri) ? url_parse(s->arena, uri, &parts) : NULL;
    bool bad = e || !parts.host;
    err_free(e);
    if (bad)
        return err_new(ERR_REFUSED, "%s: AWS_CONTAINER_CREDENTIALS_FULL_URI is no http or https URL", container);
    if (str_eq(parts.scheme, "http") && !may_be_plain(s->arena, parts.host))
        return err_new(
            ERR_REFUSED,
            "%s: AWS_CONTAINER_CREDENTIALS_FULL_URI: %s may not be spoken to without TLS: only loopback and the "
            "agents of ECS and EKS may",
            container, quotable(s->arena, parts.host, strlen(parts.host), 100));
    *ret = uri;
    return NULL;
}

/* NULL in *ret: no container. */
static struct err *container_url(struct search *s, const char **ret)
{
    const char *relative = aws_env(s->config, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    const char *full = aws_env(s->config, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (!relative)
        return full ? full_uri(s, full, ret) : NULL;
    if (*relative != '/' || !fits_header(relative))
        return err_new(ERR_REFUSED, "%s: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with /", container);
    *ret = arena_printf(s->arena, "http://169.254.170.2%s", relative);
    return NULL;
}

static struct err *put_authorization(struct search *s, struct exchange *e)
{
    const char *path = aws_env(s->config, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    const char *token = aws_env(s->config, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
    if (path)
        TRY(token_file_read(s, path, container, &token));
    for (const char *c = token ? token : ""; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return err_new(ERR_REFUSED, "%s: AWS_CONTAINER_AUTHORIZATION_TOKEN holds line ends or control characters",
                           container);
    if (token)
        http_header_set(s->arena, &e->req.headers, "Authorization", token);
    return NULL;
}

static struct err *ask_container(struct search *s, const char *url, struct exchange **ret)
{
    TRY_CTX(search_request(s, "GET", url, CONTAINER_TIMEOUT_MS, ret), "%s", container);
    http_header_set(s->arena, &(*ret)->req.headers, "Accept", "application/json");
    TRY(put_authorization(s, *ret));
    search_send(s, *ret);
    return NULL;
}

static struct err *container_answer(struct search *s, const struct exchange *e, struct credentials *ret)
{
    static const struct credential_names names = {"AccessKeyId", "SecretAccessKey", "Token",
                                                  "Expiration",  "AccountId",       true};
    const struct value *doc = NULL;
    if (e->end != EX_ANSWERED)
        return err_new(ERR_UNREACHABLE, "%s: no answer from %s (%s)", container, e->req.host, e->why ? e->why : "cut");
    if (e->res.status != 200)
        return err_new(ERR_REFUSED, "%s: %s answered with status %d: check the role of the task or pod", container,
                       e->req.host, e->res.status);
    TRY(json_read(s, e->res.body, e->res.body_len, container, &doc));
    return credentials_read(s, doc, &names, container, ret);
}

struct err *from_container(struct search *s, const char *profile, struct credentials *ret)
{
    (void)profile;
    const char *url = NULL;
    struct err *e = NULL;
    TRY(container_url(s, &url));
    for (int i = 0; url && i < CONTAINER_ATTEMPTS; i++) {
        struct exchange *x = NULL;
        err_free(e);
        if (i)
            search_pause(s, CONTAINER_PAUSE_MS, -1);
        TRY(ask_container(s, url, &x));
        e = container_answer(s, x, ret);
        if (!e)
            return NULL;
    }
    return e;
}

/* ---- instance ---------------------------------------------------------------------------------------------------- */

enum { ATTEMPTS_LIMIT = 10, LONGEST_WAIT_S = 60, LONGEST_ROLE = 128 };

const char instance_source_name[] = "instance metadata";

static const char token_ttl[] = "21600";
static const char role_path[] = "/latest/meta-data/iam/security-credentials/";

struct metadata {
    struct search *search;
    const char *base;
    int64_t timeout_ms, attempts;
    const char *token; /* NULL: version 1 */
};

static bool instance_disabled(const struct aws_config *c)
{
    return str_eq_nocase(aws_env(c, "AWS_EC2_METADATA_DISABLED"), "true");
}

static struct err *metadata_base(struct search *s, const char **ret)
{
    const struct aws_config *c = s->config;
    const char *given = aws_setting(c, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
    const char *mode = aws_setting(c, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
    struct http_req parts = {0};
    if (mode && !str_eq_nocase(mode, "IPv4") && !str_eq_nocase(mode, "IPv6"))
        return err_new(ERR_REFUSED, "%s: AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE is IPv4 or IPv6", instance_source_name);
    if (!given) {
        *ret = str_eq_nocase(mode, "IPv6") ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
        return NULL;
    }
    if (!fits_header(given))
        return err_new(ERR_REFUSED, "%s: AWS_EC2_METADATA_SERVICE_ENDPOINT is no URL", instance_source_name);
    TRY_CTX(url_parse(s->arena, given, &parts), "AWS_EC2_METADATA_SERVICE_ENDPOINT");
    size_t n = strlen(given);
    while (n && given[n - 1] == '/')
        n--;
    *ret = arena_strndup(s->arena, given, n);
    return NULL;
}

/* Seconds, also with a fraction; anything else is the default of one. */
static int64_t metadata_timeout_ms(const struct aws_config *c)
{
    const char *text = aws_setting(c, "AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout");
    char *end = NULL;
    double seconds = text ? strtod(text, &end) : 1;
    if (text && (end == text || *end || !(seconds > 0)))
        seconds = 1;
    if (seconds > LONGEST_WAIT_S)
        seconds = LONGEST_WAIT_S;
    return (int64_t)(seconds * 1000);
}

static int64_t metadata_attempts(const struct aws_config *c)
{
    const char *text = aws_setting(c, "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts");
    int64_t n = 1;
    if (text && (!parse_int(text, &n) || n < 1))
        n = 1;
    return n < ATTEMPTS_LIMIT ? n : ATTEMPTS_LIMIT;
}

static bool metadata_failed(const struct exchange *e)
{
    return e->end != EX_ANSWERED || e->res.status >= 500;
}

static struct err *ask_metadata(const struct metadata *m, const char *method, const char *path, struct exchange **ret)
{
    struct search *s = m->search;
    int64_t left = m->attempts;
    do {
        TRY(search_request(s, method, arena_printf(s->arena, "%s%s", m->base, path), m->timeout_ms, ret));
        struct http_headers *headers = &(*ret)->req.headers;
        if (str_eq(method, "PUT"))
            http_header_set(s->arena, headers, "x-aws-ec2-metadata-token-ttl-seconds", token_ttl);
        else if (m->token)
            http_header_set(s->arena, headers, "x-aws-ec2-metadata-token", m->token);
        search_send(s, *ret);
    } while (metadata_failed(*ret) && --left > 0);
    return NULL;
}

static struct err *not_version_1(void)
{
    return err_new(ERR_REFUSED,
                   "%s: gives no session token, and version 1 is switched off (AWS_EC2_METADATA_V1_DISABLED): in a "
                   "container, raise the hop limit of the instance's metadata options",
                   instance_source_name);
}

/* Version 2's session. Without one version 1 is tried, unless that is switched off or nothing is there at all. */
static struct err *open_session(struct metadata *m, bool *ret_there)
{
    const struct aws_config *c = m->search->config;
    struct exchange *e = NULL;
    TRY(ask_metadata(m, "PUT", "/latest/api/token", &e));
    *ret_there = e->end != EX_NOT_SENT;
    if (!*ret_there)
        return NULL;
    if (e->end == EX_ANSWERED && e->res.status == 400)
        return err_new(ERR_REFUSED, "%s: the service calls the token request malformed (status 400)",
                       instance_source_name);
    if (e->end == EX_ANSWERED && e->res.status == 200 && e->res.body_len && strlen(e->res.body) == e->res.body_len &&
        fits_header(e->res.body)) {
        m->token = e->res.body;
        return NULL;
    }
    bool version_1 = !aws_flag(c, "AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled");
    if (!version_1 && e->end == EX_ANSWERED)
        return not_version_1();
    *ret_there = version_1;
    return NULL;
}

/* The first line, if it is a role's name; NULL otherwise. */
static const char *role_name(struct arena *a, const struct http_res *res)
{
    size_t n = strcspn(res->body, "\r\n");
    const char *name = arena_strndup(a, res->body, n < LONGEST_ROLE ? n : 0);
    return *name && fits_header(name) && !strpbrk(name, "/?#%\"<>\\") ? name : NULL;
}

/* NULL in *ret: no role, or nobody there. */
static struct err *instance_role(const struct metadata *m, const char **ret)
{
    struct exchange *e = NULL;
    TRY(ask_metadata(m, "GET", role_path, &e));
    if (e->end != EX_ANSWERED || e->res.status == 404 || e->res.status == 403) /* 403: turned off for this machine */
        return NULL;
    if (e->res.status == 401)
        return err_new(ERR_REFUSED,
                       "%s: the service wants a session token and gave none: in a container, raise the hop limit",
                       instance_source_name);
    if (e->res.status != 200)
        return err_new(ERR_REFUSED, "%s: asked for the role, got status %d", instance_source_name, e->res.status);
    *ret = role_name(m->search->arena, &e->res);
    return *ret ? NULL : err_new(ERR_REFUSED, "%s: the answer is no role's name", instance_source_name);
}

static struct err *instance_keys(const struct metadata *m, const char *role, struct credentials *ret)
{
    static const struct credential_names names = {"AccessKeyId", "SecretAccessKey", "Token",
                                                  "Expiration",  "AccountId",       true};
    struct search *s = m->search;
    struct exchange *e = NULL;
    const struct value *doc = NULL;
    TRY(ask_metadata(m, "GET", arena_printf(s->arena, "%s%s", role_path, role), &e));
    if (e->end != EX_ANSWERED)
        return err_new(ERR_UNREACHABLE, "%s: no answer (%s)", instance_source_name, e->why ? e->why : "cut");
    if (e->res.status != 200)
        return err_new(ERR_REFUSED, "%s: asked for the keys of role %s, got status %d", instance_source_name, role,
                       e->res.status);
    TRY(json_read(s, e->res.body, e->res.body_len, instance_source_name, &doc));
    const char *code = value_get_str(doc, "Code");
    if (*code && !str_eq(code, "Success"))
        return err_new(ERR_REFUSED, "%s: role %s: %s: check the instance profile", instance_source_name, role,
                       quotable(s->arena, code, strlen(code), 60));
    return credentials_read(s, doc, &names, instance_source_name, ret);
}

struct err *from_instance(struct search *s, const char *profile, struct credentials *ret)
{
    (void)profile;
    struct metadata m = {
        .search = s, .timeout_ms = metadata_timeout_ms(s->config), .attempts = metadata_attempts(s->config)};
    const char *role = NULL;
    bool there = false;
    if (instance_disabled(s->config))
        return NULL;
    TRY(metadata_base(s, &m.base));
    TRY(open_session(&m, &there));
    if (there)
        TRY(instance_role(&m, &role));
    return role ? instance_keys(&m, role, ret) : NULL;
}

#include "aws/net/credentials_source.h"

#include "aws/api/sts.h"

#include <stdio.h>
#include <string.h>

/* A token of an identity provider for a role: service accounts in EKS, GitHub Actions, any OIDC. */

enum { GITHUB_TIMEOUT_MS = 10 * 1000 };

static struct err *exchange_token(struct search *s, const char *who, const char *arn, const char *session_name,
                                  const char *token, struct credentials *ret)
{
    struct value *in = NULL;
    TRY(role_arguments(s, who, arn, session_name, &in));
    value_set_str(s->arena, in, "WebIdentityToken", token);
    return sts_call(s, &sts_AssumeRoleWithWebIdentity, in, NULL, who, ret);
}

/* ---- a token in a file ------------------------------------------------------------------------------------------- */

static struct err *from_token_file(struct search *s, const char *who, const char *path, const char *arn,
                                   const char *session_name, struct credentials *ret)
{
    const char *token = NULL;
    TRY(token_file_read(s, path, who, &token));
    return exchange_token(s, who, arn, session_name, token, ret);
}

struct err *from_profile_web(struct search *s, const char *profile, struct credentials *ret)
{
    const struct aws_config *c = s->config;
    const char *path = aws_profile_key(c, profile, "web_identity_token_file");
    const char *arn = aws_profile_key(c, profile, "role_arn");
    const char *who = arena_printf(s->arena, "profile \"%s\" (web identity)", profile);
    if (!path)
        return NULL;
    if (!arn)
        return err_new(ERR_REFUSED, "%s: web_identity_token_file is there, but role_arn is not", who);
    return from_token_file(s, who, path, arn, aws_profile_key(c, profile, "role_session_name"), ret);
}

static struct err *from_environment_file(struct search *s, struct credentials *ret)
{
    static const char who[] = "web identity of the environment";
    const struct aws_config *c = s->config;
    const char *arn = aws_env(c, "AWS_ROLE_ARN");
    if (!arn)
        return err_new(ERR_REFUSED, "%s: AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not", who);
    return from_token_file(s, who, aws_env(c, "AWS_WEB_IDENTITY_TOKEN_FILE"), arn, aws_env(c, "AWS_ROLE_SESSION_NAME"),
                           ret);
}

/* ---- GitHub ------------------------------------------------------------------------------------------------------ */

static const char github[] = "web identity of GitHub Actions";

static struct err *github_request(struct search *s, const char *url, struct exchange **ret)
{
    const char *bearer = aws_env(s->config, "ACTIONS_ID_TOKEN_REQUEST_TOKEN");
    if (!bearer)
        return err_new(ERR_REFUSED,
                       "%s: ACTIONS_ID_TOKEN_REQUEST_TOKEN is not set: the job needs `permissions: id-token: write`",
                       github);
    if (!fits_header(bearer) || !fits_header(url) || !str_starts(url, "https://"))
        return err_new(ERR_REFUSED, "%s: ACTIONS_ID_TOKEN_REQUEST_URL or its token is not one that GitHub hands out",
                       github);
    const char *full = arena_printf(s->arena, "%s%saudience=sts.amazonaws.com", url, strchr(url, '?') ? "&" : "?");
    TRY_CTX(search_request(s, "GET", full, GITHUB_TIMEOUT_MS, ret), "%s", github);
    http_header_set(s->arena, &(*ret)->req.headers, "Authorization", arena_printf(s->arena, "bearer %s", bearer));
    http_header_set(s->arena, &(*ret)->req.headers, "Accept", "application/json");
    return NULL;
}

static struct err *github_token(struct search *s, const char *url, const char **ret)
{
    struct exchange *e = NULL;
    const struct value *doc = NULL;
    TRY(github_request(s, url, &e));
    search_send(s, e);
    if (e->end != EX_ANSWERED)
        return err_new(ERR_UNREACHABLE, "%s: no answer (%s)", github, e->why ? e->why : "cut");
    if (e->res.status != 200)
        return err_new(ERR_REFUSED,
                       "%s: the token was refused with status %d: the job needs `permissions: id-token: write`", github,
                       e->res.status);
    TRY(json_read(s, e->res.body, e->res.body_len, github, &doc));
    const char *token = value_get_str(doc, "value");
    if (!*token || !fits_header(token))
        return err_new(ERR_REFUSED, "%s: the answer lacks the token", github);
    *ret = token;
    return NULL;
}

static struct err *from_github(struct search *s, struct credentials *ret)
{
    const struct aws_config *c = s->config;
    const char *arn = aws_env(c, "AWS_ROLE_ARN"), *url = aws_env(c, "ACTIONS_ID_TOKEN_REQUEST_URL"), *token = NULL;
    if (!arn || !url)
        return NULL;
    TRY(github_token(s, url, &token));
    return exchange_token(s, github, arn, aws_env(c, "AWS_ROLE_SESSION_NAME"), token, ret);
}

/* --profile says where to look, so the environment's tokens are then passed over like its keys. */
struct err *from_web_identity(struct search *s, const char *profile, struct credentials *ret)
{
    if (!s->config->profile_named) {
        if (aws_env(s->config, "AWS_WEB_IDENTITY_TOKEN_FILE"))
            return from_environment_file(s, ret);
        TRY(from_github(s, ret));
        if (ret->access_key)
            return NULL;
    }
    return from_profile_web(s, profile, ret);
}

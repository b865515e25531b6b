#include "aws/net/credentials_source.h"

#include <string.h>

/* Keys that somebody wrote down: the environment and the two files. And what we refuse to take part in. */

struct err *from_environment(struct search *s, const char *profile, struct credentials *ret)
{
    static const char who[] = "environment";
    (void)profile;
    const struct aws_config *c = s->config;
    /* AWS_SECURITY_TOKEN is what old tools still set. */
    const char *token = aws_env(c, "AWS_SESSION_TOKEN");
    const char *expires = aws_env(c, "AWS_CREDENTIAL_EXPIRATION");
    struct credentials found = {.access_key = aws_env(c, "AWS_ACCESS_KEY_ID"),
                                .secret_key = aws_env(c, "AWS_SECRET_ACCESS_KEY"),
                                .session_token = token ? token : aws_env(c, "AWS_SECURITY_TOKEN"),
                                .account = aws_env(c, "AWS_ACCOUNT_ID"),
                                .source = who};
    if (!found.access_key && !found.secret_key)
        return NULL;
    if (!found.access_key || !found.secret_key)
        return err_new(ERR_REFUSED, "%s: %s is set, but %s is not: set both or neither", who,
                       found.access_key ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY",
                       found.access_key ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID");
    if (expires && !timestamp_read(expires, &found.expires))
        return err_new(ERR_REFUSED, "%s: AWS_CREDENTIAL_EXPIRATION is not a time like 2026-01-31T12:00:00Z", who);
    TRY(credentials_check(&found, who));
    *ret = found;
    return NULL;
}

/* ---- the files --------------------------------------------------------------------------------------------------- */

static const struct value *section_of(struct arena *a, const struct value *file, const char *profile)
{
    return value_get(file, arena_printf(a, "profile %s", profile));
}

static const char *key_of(const struct value *section, const char *key)
{
    const char *text = value_get_str(section, key);
    return *text ? text : NULL;
}

bool has_static_keys(const struct aws_config *c, const char *profile)
{
    return aws_profile_key(c, profile, "aws_access_key_id") && aws_profile_key(c, profile, "aws_secret_access_key");
}

/* All parts from one file: a key of one with the token of another would be nobody's. */
static struct err *keys_of(struct search *s, const struct value *file, const char *path, const char *profile,
                           struct credentials *ret)
{
    const struct value *section = section_of(s->arena, file, profile);
    const char *who = arena_printf(s->arena, "profile \"%s\" (keys in %s)", profile, path ? path : "a file");
    struct credentials found = {.access_key = key_of(section, "aws_access_key_id"),
                                .secret_key = key_of(section, "aws_secret_access_key"),
                                .session_token = key_of(section, "aws_session_token"),
                                .account = key_of(section, "aws_account_id"),
                                .source = who};
    if (!found.session_token)
        found.session_token = key_of(section, "aws_security_token");
    if (!found.access_key && !found.secret_key)
        return NULL;
    if (!found.access_key || !found.secret_key)
        return err_new(ERR_REFUSED, "%s: %s is there, but %s is not: give both or neither", who,
                       found.access_key ? "aws_access_key_id" : "aws_secret_access_key",
                       found.access_key ? "aws_secret_access_key" : "aws_access_key_id");
    TRY(credentials_check(&found, who));
    *ret = found;
    return NULL;
}

struct err *from_shared_keys(struct search *s, const char *profile, struct credentials *ret)
{
    return keys_of(s, s->config->credentials, s->config->credentials_path, profile, ret);
}

struct err *from_config_keys(struct search *s, const char *profile, struct credentials *ret)
{
    return keys_of(s, s->config->config, s->config->config_path, profile, ret);
}

/* Its refresh is an OAuth exchange bound to a key that only the AWS CLI holds. */
struct err *from_login(struct search *s, const char *profile, struct credentials *ret)
{
    (void)ret;
    if (!aws_profile_key(s->config, profile, "login_session"))
        return NULL;
    return err_new(
        ERR_REFUSED,
        "profile \"%s\": login_session (aws login) cannot be used here: run `aws configure export-credentials "
        "--profile %s --format env` and set what it prints, or let credential_process run it",
        profile, profile);
}

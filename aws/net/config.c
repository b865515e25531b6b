#include "aws/net/config.h"

#include "aws/net/ini.h"
#include "provisioner/base/file.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { LARGEST_FILE = 4 << 20, LONGEST_CHAIN = 16, LONGEST_NAME = 1024 };

/* The keys that are acted upon. Only these have to be unambiguous. */
static const char keys_in_use[] =
    "region endpoint_url services role_arn source_profile credential_source external_id mfa_serial role_session_name "
    "duration_seconds web_identity_token_file sso_session sso_start_url sso_region sso_account_id sso_role_name "
    "login_session credential_process aws_access_key_id aws_secret_access_key aws_session_token aws_account_id "
    "use_fips_endpoint use_dualstack_endpoint sts_regional_endpoints ignore_configured_endpoint_urls ca_bundle "
    "max_attempts ec2_metadata_service_endpoint ec2_metadata_service_endpoint_mode ec2_metadata_v1_disabled "
    "metadata_service_timeout metadata_service_num_attempts";

/* ---- reading settings -------------------------------------------------------------------------------------------- */

const char *aws_env(const struct aws_config *c, const char *name)
{
    const char *text = c && c->env ? c->env(c->env_ctx, name) : NULL;
    return text && *text ? text : NULL;
}

/* Settings are asked for with every request, so the name is put together on the stack. */
static const struct value *section_in(const struct value *file, const char *kind, const char *name)
{
    char full[LONGEST_NAME];
    int n = snprintf(full, sizeof full, "%s %s", kind, name);
    return n > 0 && (size_t)n < sizeof full ? value_get(file, full) : NULL;
}

static const struct value *profile_in(const struct value *file, const char *profile)
{
    return section_in(file, "profile", profile);
}

const char *aws_profile_key(const struct aws_config *c, const char *profile, const char *key)
{
    if (!c || !profile)
        return NULL;
    const struct value *const files[] = {c->credentials, c->config};
    for (size_t i = 0; i < COUNT(files); i++) {
        const char *text = value_get_str(profile_in(files[i], profile), key);
        if (*text)
            return text;
    }
    return NULL;
}

const char *aws_setting(const struct aws_config *c, const char *env_name, const char *key)
{
    const char *text = aws_env(c, env_name);
    return text || !c ? text : aws_profile_key(c, c->profile, key);
}

/* "true" in any case and nothing else, as the SDKs have it. */
bool aws_flag(const struct aws_config *c, const char *env_name, const char *key)
{
    return str_eq_nocase(aws_setting(c, env_name, key), "true");
}

const char *aws_region(const struct aws_config *c)
{
    const char *region = aws_env(c, "AWS_REGION");
    return region ? region : aws_setting(c, "AWS_DEFAULT_REGION", "region");
}

struct err *aws_attempts(const struct aws_config *c, int64_t *ret)
{
    enum { MOST = 1000 };
    const char *text = aws_setting(c, "AWS_MAX_ATTEMPTS", "max_attempts");
    *ret = 0;
    if (!text || (parse_int(text, ret) && *ret >= 1 && *ret <= MOST))
        return NULL;
    if (aws_env(c, "AWS_MAX_ATTEMPTS"))
        return err_new(ERR_INPUT, "AWS_MAX_ATTEMPTS: \"%.40s\" is no number from 1 to %d", text, MOST);
    return err_new(ERR_INPUT, "max_attempts of the profile \"%s\": \"%.40s\" is no number from 1 to %d", c->profile,
                   text, MOST);
}

/* ---- paths ------------------------------------------------------------------------------------------------------- */

static size_t variable_name(const char *s, const char **ret_name)
{
    bool braces = s[1] == '{';
    const char *name = s + 1 + braces;
    size_t n = 0;
    while (isalnum((unsigned char)name[n]) || name[n] == '_')
        n++;
    *ret_name = name;
    return n && (!braces || name[n] == '}') ? n : 0;
}

const char *aws_path(struct arena *a, const struct aws_config *c, const char *path)
{
    struct sbuf out = {.arena = a};
    const char *home = aws_env(c, "HOME");
    if (path[0] == '~' && (path[1] == '/' || !path[1]) && home) {
        sbuf_puts(&out, home);
        path++;
    }
    while (*path) {
        const char *name;
        size_t n = *path == '$' ? variable_name(path, &name) : 0;
        const char *text = n ? aws_env(c, arena_strndup(a, name, n)) : NULL;
        if (text) {
            sbuf_puts(&out, text);
            path = name + n + (path[1] == '{');
        } else {
            sbuf_putc(&out, *path++);
        }
    }
    return sbuf_str(&out);
}

/* NULL: there is no home folder to look in. */
static const char *file_path(const struct aws_config *c, const char *env_name, const char *usual)
{
    const char *given = aws_env(c, env_name);
    if (!given && !aws_env(c, "HOME"))
        return NULL;
    return aws_path(c->arena, c, given ? given : usual);
}

/* ---- sections ---------------------------------------------------------------------------------------------------- */

/* `profile "my name"` as a shell would read it: one word behind the kind. NULL when it is not that. */
static const char *section_argument(struct arena *a, const char *s)
{
    struct sbuf word = {.arena = a};
    s += strspn(s, " \t");
    char quote = *s == '"' || *s == '\'' ? *s++ : '\0';
    while (*s && (quote ? *s != quote : *s != ' ' && *s != '\t'))
        sbuf_putc(&word, *s++);
    if (quote && *s++ != quote)
        return NULL;
    s += strspn(s, " \t");
    return *s || !word.len ? NULL : sbuf_str(&word);
}

/* "profile x" in one spelling; NULL for the sections of other tools. */
static const char *config_section(struct arena *a, const char *name)
{
    static const char *const kinds[] = {"profile", "sso-session", "services"};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        size_t n = strlen(kinds[i]);
        if (strncmp(name, kinds[i], n) != 0 || (name[n] != ' ' && name[n] != '\t'))
            continue;
        const char *argument = section_argument(a, name + n);
        return argument ? arena_printf(a, "%s %s", kinds[i], argument) : NULL;
    }
    return NULL;
}

static struct err *folded_config(struct arena *a, const char *path, const struct value *raw, const struct value **ret)
{
    struct value *all = value_map(a);
    for (size_t i = 0; i < value_len(raw); i++) {
        const char *name = config_section(a, value_key(raw, i));
        if (name && value_get(all, name))
            return err_new(ERR_INPUT, "%s:%u: section [%s] stands twice: make one of the two", path,
                           value_pos(value_item(raw, i)).line, name);
        if (name)
            value_set(a, all, name, value_item(raw, i));
    }
    /* [profile default] is the one meant where both are there, as in the SDKs. */
    if (!value_get(all, "profile default"))
        value_set(a, all, "profile default", value_get(raw, "default"));
    *ret = all;
    return NULL;
}

static struct err *folded_credentials(struct arena *a, const char *path, const struct value *raw,
                                      const struct value **ret)
{
    (void)path;
    struct value *all = value_map(a);
    for (size_t i = 0; i < value_len(raw); i++)
        value_set(a, all, arena_printf(a, "profile %s", value_key(raw, i)), value_item(raw, i));
    *ret = all;
    return NULL;
}

typedef struct err *fold_sections(struct arena *a, const char *path, const struct value *raw, const struct value **ret);

static struct err *load_file(struct aws_config *c, const char *path, fold_sections *fold, const struct value **ret)
{
    const char *text;
    size_t n;
    const struct value *raw = NULL;
    *ret = value_map(c->arena);
    if (!path || !file_exists(path))
        return NULL;
    TRY(file_read(c->arena, path, LARGEST_FILE, &text, &n));
    TRY(ini_parse(c->arena, path, text, n, &raw));
    return fold(c->arena, path, raw, ret);
}

/* ---- what would be read in two ways ------------------------------------------------------------------------------ */

static bool has_inline_comment(const char *text)
{
    for (const char *s = text; *s; s++)
        if ((*s == ' ' || *s == '\t') && (s[1] == '#' || s[1] == ';'))
            return true;
    return false;
}

static struct err *check_section(const char *path, const struct value *section)
{
    for (size_t i = 0; i < value_len(section); i++) {
        const struct value *v = value_item(section, i);
        if (value_kind(v) == V_MAP)
            TRY(check_section(path, v));
        else if (has_word(keys_in_use, value_key(section, i)) && has_inline_comment(value_str_of(v)))
            return err_new(
                ERR_INPUT,
                "%s:%u: the value of %s goes on with a comment, which the AWS CLI reads as part of it and other "
                "tools do not: put the comment on a line of its own",
                path, value_pos(v).line, value_key(section, i));
    }
    return NULL;
}

static struct err *check_named(const struct aws_config *c, const char *kind, const char *name)
{
    if (!name)
        return NULL;
    return check_section(c->config_path, section_in(c->config, kind, name));
}

/* The profile in force and those that it leans on; others may be as odd as they like. */
static struct err *check_reachable(const struct aws_config *c)
{
    const char *profile = c->profile;
    for (int i = 0; profile && i < LONGEST_CHAIN; i++) {
        TRY(check_section(c->credentials_path, profile_in(c->credentials, profile)));
        TRY(check_section(c->config_path, profile_in(c->config, profile)));
        TRY(check_named(c, "sso-session", aws_profile_key(c, profile, "sso_session")));
        TRY(check_named(c, "services", aws_profile_key(c, profile, "services")));
        profile = aws_profile_key(c, profile, "source_profile");
    }
    return NULL;
}

/* ---- the profile in force ---------------------------------------------------------------------------------------- */

static bool profile_exists(const struct aws_config *c, const char *profile)
{
    return profile_in(c->credentials, profile) || profile_in(c->config, profile);
}

static const char *nearest_profile(const struct aws_config *c, const char *wanted)
{
    const struct value *const files[] = {c->config, c->credentials};
    const char *nearest = NULL;
    unsigned least = 4;
    for (size_t f = 0; f < COUNT(files); f++)
        for (size_t i = 0; i < value_len(files[f]); i++) {
            const char *name = value_key(files[f], i);
            if (!str_starts(name, "profile "))
                continue;
            unsigned far = edit_distance(wanted, name + strlen("profile "));
            if (far < least) {
                least = far;
                nearest = name + strlen("profile ");
            }
        }
    return nearest;
}

static struct err *no_profile(const struct aws_config *c, const char *by)
{
    const char *near = nearest_profile(c, c->profile);
    return err_new(ERR_INPUT, "%s names profile \"%s\", which is neither in %s nor in %s%s%s%s", by, c->profile,
                   c->config_path ? c->config_path : "~/.aws/config",
                   c->credentials_path ? c->credentials_path : "~/.aws/credentials", near ? "; did you mean \"" : "",
                   near ? near : "", near ? "\"?" : "");
}

static struct err *choose_profile(struct aws_config *c, const char *named)
{
    /* AWS_DEFAULT_PROFILE is the old CLI's name for it. */
    const struct {
        const char *profile, *by;
    } in_order[] = {{named, "--profile"},
                    {aws_env(c, "AWS_PROFILE"), "AWS_PROFILE"},
                    {aws_env(c, "AWS_DEFAULT_PROFILE"), "AWS_DEFAULT_PROFILE"}};
    c->profile = "default";
    for (size_t i = 0; i < COUNT(in_order); i++) {
        if (!in_order[i].profile || !*in_order[i].profile)
            continue;
        c->profile = arena_strdup(c->arena, in_order[i].profile);
        c->profile_named = i == 0;
        return profile_exists(c, c->profile) ? NULL : no_profile(c, in_order[i].by);
    }
    return NULL;
}

struct err *aws_config_load(struct arena *a, env_lookup *env, void *env_ctx, const char *profile_or_null,
                            struct aws_config **ret)
{
    struct aws_config *c = arena_alloc(a, sizeof *c);
    *c = (struct aws_config){.arena = a, .env = env, .env_ctx = env_ctx};
    c->config_path = file_path(c, "AWS_CONFIG_FILE", "~/.aws/config");
    c->credentials_path = file_path(c, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials");
    TRY(load_file(c, c->config_path, folded_config, &c->config));
    TRY(load_file(c, c->credentials_path, folded_credentials, &c->credentials));
    TRY(choose_profile(c, profile_or_null));
    TRY(check_reachable(c));
    *ret = c;
    return NULL;
}

#ifndef AWS_NET_CONFIG_H
#define AWS_NET_CONFIG_H

#include "provisioner/model/value.h"

/*
 * What AWS's environment variables and shared files say, with the precedence AWS documents. Read once a run; tokens and
 * keys that rotate are read again by credentials.c. Secrets stay in the file's value and reach no error text.
 */

/* The environment comes in, so that tests bring their own. NULL: not set; an empty variable counts as not set. */
typedef const char *env_lookup(void *ctx, const char *name);

struct aws_config {
    struct arena *arena;
    env_lookup *env;
    void *env_ctx;
    const char *profile; /* the one in force, "default" at last */
    bool profile_named;  /* by --profile: keys in the environment then do not count */
    const char *config_path, *credentials_path;
    /* section -> key -> text (or one level of map); keys in lower case. Sections are named "profile x", "sso-session
     * x", "services x"; in `credentials` "x" is folded to "profile x". */
    const struct value *config, *credentials;
};

/* ERR_INPUT: a file that is no INI, a profile that was named and is not there; with path and line. */
struct err *aws_config_load(struct arena *a, env_lookup *env, void *env_ctx, const char *profile_or_null,
                            struct aws_config **ret) NODISCARD;

const char *aws_env(const struct aws_config *c, const char *name); /* NULL when unset or empty */
/* A key of the profile in force: credentials file first, then config. NULL. */
const char *aws_profile_key(const struct aws_config *c, const char *profile, const char *key);

/* `~` and $VAR in a path are replaced; what is not set stays as it stands. */
const char *aws_path(struct arena *a, const struct aws_config *c, const char *path);

/* Settings with twins in both: environment first. */
const char *aws_region(const struct aws_config *c); /* AWS_REGION, AWS_DEFAULT_REGION, profile; NULL */
bool aws_flag(const struct aws_config *c, const char *env_name, const char *key);
const char *aws_setting(const struct aws_config *c, const char *env_name, const char *key); /* NULL */

/* How often a call is sent at most, AWS_MAX_ATTEMPTS or max_attempts; 0: nobody says. ERR_INPUT: no number from 1 to
 * 1,000; names the place. */
struct err *aws_attempts(const struct aws_config *c, int64_t *ret) NODISCARD;

#endif

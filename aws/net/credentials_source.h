#ifndef AWS_NET_CREDENTIALS_SOURCE_H
#define AWS_NET_CREDENTIALS_SOURCE_H

#include "aws/net/credentials.h"
#include "aws/wire/shape.h"
#include "provisioner/model/value.h"

/*
 * What the providers of credentials share; for aws/net/credentials*.c only. A provider is one place where credentials
 * may come from. It leaves ret->access_key NULL when it is not configured there, and fails when it is but cannot
 * deliver. Everything a search allocates, secrets included, is gone with its arena.
 */

/* Where else than at home STS may be asked: its keys are good everywhere. */
struct elsewhere {
    const char *const *regions;
    size_t n;
    const char *answered; /* the one that did when home was silent; it is asked first from then on. NULL: home */
};

struct search {
    struct credential_source *source;
    struct elsewhere *elsewhere;
    struct arena *arena;
    const struct aws_config *config;
    struct transport *transport;
    const char *visited; /* profiles on the way to a role, as lines; loops are found by it */
    unsigned hops;       /* how many they are */
};

typedef struct err *credential_provider(struct search *s, const char *profile, struct credentials *ret);

credential_provider from_environment;  /* AWS_ACCESS_KEY_ID and its company */
credential_provider from_role;         /* role_arn with source_profile or credential_source */
credential_provider from_web_identity; /* environment and GitHub's OIDC, then the profile */
credential_provider from_sso;          /* IAM Identity Center */
credential_provider from_shared_keys;  /* aws_access_key_id in the credentials file */
credential_provider from_login;        /* refuses, by name */
credential_provider from_process;      /* credential_process */
credential_provider from_config_keys;  /* aws_access_key_id in the config file */
credential_provider from_container;    /* ECS, EKS pod identity */
credential_provider from_instance;     /* EC2's metadata service, version 2 */
credential_provider from_profile_web;  /* web_identity_token_file of a profile, whatever the environment says */

bool has_static_keys(const struct aws_config *c, const char *profile);

extern const char instance_source_name[];

/* ---- waiting ----------------------------------------------------------------------------------------------------- */

/* method and URL into a request whose answer will live in the search's arena. */
struct err *search_request(struct search *s, const char *method, const char *url, int64_t timeout_ms,
                           struct exchange **ret) NODISCARD;
/* Runs it to its end; exchanges of others that finish meanwhile are kept for credential_source_take. */
void search_send(struct search *s, struct exchange *e);
/* Until `fd` (-1: none) may be readable or `ms` have passed. */
void search_pause(struct search *s, int64_t ms, int fd);
/* Now, in unix seconds, corrected by what AWS's Date headers said. */
int64_t search_now(const struct search *s);
/* Learns from a Date header how wrong the local clock is; true when it has changed what search_now says. */
bool search_learn_clock(struct search *s, const struct http_res *res);

/* ---- what comes back --------------------------------------------------------------------------------------------- */

/* Names of members of a JSON document; NULL: it has none of that. */
struct credential_names {
    const char *access_key, *secret_key, *token, *expires, *account;
    bool must_expire;
};

/* From a map; checks that all is there and can stand in a header. `who` begins each error. */
struct err *credentials_read(struct search *s, const struct value *map, const struct credential_names *names,
                             const char *who, struct credentials *ret) NODISCARD;
/* JSON with a limit; an error never quotes the text. */
struct err *json_read(struct search *s, const char *text, size_t n, const char *who,
                      const struct value **ret) NODISCARD;
struct err *credentials_check(const struct credentials *c, const char *who) NODISCARD;
/* "2026-01-31T12:00:00Z", with fractions, "UTC" or an offset. */
bool timestamp_read(const char *text, int64_t *ret);
const char *timestamp_text(struct arena *a, int64_t at);
bool fits_header(const char *text); /* printable ASCII without blanks */
/* Words of others in a message of ours: control characters become blanks, at most `limit` bytes. */
const char *quotable(struct arena *a, const char *text, size_t n, size_t limit);
/* Holds something that could be a key, a token or a password. */
bool looks_secret(const char *text);
/* A small text file read anew each time, without the newline at its end. */
struct err *token_file_read(struct search *s, const char *path, const char *who, const char **ret) NODISCARD;

/* ---- STS --------------------------------------------------------------------------------------------------------- */

/* `sign_with` NULL: unsigned. `who` begins each error. */
struct err *sts_call(struct search *s, const struct op *op, const struct value *in, const struct credentials *sign_with,
                     const char *who, struct credentials *ret) NODISCARD;
/* Checks of what goes to STS, so that a typo is told before a call: ARN, session name ("provisioner" when unset). */
struct err *role_arguments(struct search *s, const char *who, const char *arn, const char *session_name,
                           struct value **ret_in) NODISCARD;

#endif

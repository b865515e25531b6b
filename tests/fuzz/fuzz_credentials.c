#include "tests/fuzz/script.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>

/*
 * What those who hand out credentials say. The first byte chooses whom to ask: the container's agent, the instance, STS
 * for a web identity, GitHub, SSO (whose first document is its cache), a program. What comes of it fits into a header.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char home[] = "/dev/shm/fuzz-credentials.XXXXXX";

#define CONFIG                                                                                                         \
    "[profile p]\ncredential_process = cat %s/said\n[profile s]\nsso_session = work\nsso_role_name = ops\n"            \
    "sso_account_id = 123456789012\n[sso-session work]\nsso_start_url = https://x\nsso_region = us-east-1\n"
#define ROLE "AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/x"

/* The name of SSO's cache is the SHA-1 of the session's. */
static const struct way {
    char key;
    const char *file;                            /* what the first document is, in the home folder; NULL: an answer */
    const char *first[2], *second[2], *third[2]; /* of the environment: name and text */
} ways[] = {
    {'c', NULL, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}, {0}, {0}},
    {'i', NULL, {"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv4"}, {0}, {0}},
    {'w', NULL, {"AWS_WEB_IDENTITY_TOKEN_FILE", "/etc/hostname"}, {ROLE}, {0}},
    {'g', NULL, {"ACTIONS_ID_TOKEN_REQUEST_URL", "https://g/x"}, {ROLE}, {"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "t"}},
    {'s', ".aws/sso/cache/e274eeff768c6396088ec6eb091f4bf4d47ab1e0.json", {"AWS_PROFILE", "s"}, {0}, {0}},
    {'p', "said", {"AWS_PROFILE", "p"}, {0}, {0}},
};

static const char *env_of(void *ctx, const char *name)
{
    const struct way *w = ctx;
    const char *const *const all[] = {w->first, w->second, w->third};
    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eq(all[i][0], name))
            return all[i][1];
    return str_eq(name, "HOME") ? home : NULL;
}

static void put_file(struct arena *a, const char *name, const char *text, size_t n)
{
    FILE *f = fopen(arena_printf(a, "%s/%s", home, name), "w");
    if (!f || fwrite(text, 1, n, f) != n || fclose(f) != 0)
        abort();
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static void move_out(void)
{
    nftw(home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void move_in(struct arena *a)
{
    static const char *const folders[] = {"/.aws", "/.aws/sso", "/.aws/sso/cache"};
    if (!mkdtemp(home) || atexit(move_out) != 0)
        abort();
    const char *config = arena_printf(a, CONFIG, home);
    for (size_t i = 0; i < COUNT(folders); i++)
        if (mkdir(arena_printf(a, "%s%s", home, folders[i]), 0700) != 0)
            abort();
    put_file(a, ".aws/config", config, strlen(config));
}

/* To start a program takes longest: after so many, inputs that ask one lead elsewhere. */
enum { MOST_PROGRAMS = 20000, PROGRAM = COUNT(ways) - 1 };

static const struct way *way_of(char key)
{
    static unsigned programs;
    for (size_t i = 0; i < COUNT(ways); i++)
        if (ways[i].key == key && (i != PROGRAM || programs++ < MOST_PROGRAMS))
            return &ways[i];
    return &ways[(unsigned char)key % PROGRAM];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, size);
    struct way w = *way_of(*text);
    const char *at = size ? text + 1 : text;
    struct aws_config *c = NULL;
    const struct credentials *found = NULL;
    size_t n = 0;
    if (strstr(home, "XXXXXX"))
        move_in(a);
    const char *said = w.file ? next_document(a, &at, &n) : NULL;
    if (said)
        put_file(a, w.file, said, n);
    CLEANUP(err_freep) struct err *e = aws_config_load(a, env_of, &w, NULL, &c);
    if (e)
        abort();
    e = credentials_get(credential_source_new(a, c, script_new(a, at, NULL)), &found);
    if (!e)
        must_fit(found);
    return 0;
}

#include "aws/api/services.h"
#include "aws/net/endpoint.h"
#include "tests/fuzz/script.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * AWS's shared files, from their bytes to what is made of them: the first document is ~/.aws/config, the second
 * ~/.aws/credentials, the others are what those say who are asked for credentials. A profile that refers to itself
 * comes to an end; what comes of it all fits into a header, and a host is one. Programs are not run.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct files {
    int fd[2];
    char path[2][64];
};

static void put(struct arena *a, struct files *f, const char **at)
{
    for (size_t i = 0; i < COUNT(f->fd); i++) {
        size_t n = 0;
        const char *text = next_document(a, at, &n);
        f->fd[i] = memfd_create("aws", MFD_CLOEXEC);
        if (f->fd[i] < 0 || write(f->fd[i], text ? text : "", n) != (ssize_t)n)
            abort();
        (void)snprintf(f->path[i], sizeof f->path[i], "/proc/self/fd/%d", f->fd[i]);
    }
}

static const char *env_of(void *ctx, const char *name)
{
    const struct files *f = ctx;
    if (str_eq(name, "AWS_EC2_METADATA_DISABLED"))
        return "true";
    if (str_eq(name, "AWS_PROFILE"))
        return "p";
    if (str_eq(name, "HOME"))
        return "/nowhere";
    return str_eq(name, "AWS_CONFIG_FILE")               ? f->path[0]
           : str_eq(name, "AWS_SHARED_CREDENTIALS_FILE") ? f->path[1]
                                                         : NULL;
}

static void endpoints(struct arena *a, const struct aws_config *c)
{
    for (size_t i = 0; i < 3; i++) {
        struct endpoint at;
        struct http_req parts = {0};
        struct err *e = endpoint_resolve(a, c, NULL, aws_services[i], "ap-northeast-1", &at);
        if (!e && (url_parse(a, at.url, &parts) || !region_name_valid(at.signing_region)))
            abort();
        err_free(e);
    }
}

static void use(struct arena *a, struct files *f, const char *answers)
{
    struct aws_config *c = NULL;
    const struct credentials *found = NULL;
    int64_t attempts = 0;
    CLEANUP(err_freep) struct err *e = aws_config_load(a, env_of, f, NULL, &c);
    if (e)
        return;
    endpoints(a, c);
    err_free(aws_attempts(c, &attempts));
    e = credentials_get(credential_source_new(a, c, script_new(a, answers, NULL)), &found);
    if (!e)
        must_fit(found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *at = arena_strndup(a, (const char *)data, size);
    struct files f;
    if (strcasestr(at, "credential_process") || strcasestr(at, "/dev/"))
        return 0;
    put(a, &f, &at);
    use(a, &f, at);
    for (size_t i = 0; i < COUNT(f.fd); i++)
        close(f.fd[i]);
    return 0;
}

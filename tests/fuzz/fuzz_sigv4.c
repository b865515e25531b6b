#include "aws/net/retry.h"
#include "aws/net/sigv4.h"

#include <stdlib.h>
#include <string.h>

/* Any request at the receiver's check: no crash, a message exactly when there is a code; and what we sign ourselves of
 * any request is right. The input is lines: path, query, then headers. */

enum { NOW = 1440938160 };

static const char *secret_of(void *ctx, const char *key)
{
    (void)ctx;
    return *key == 'A' ? "secret" : NULL;
}

static bool is_name(const char *s)
{
    return *s && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == strlen(s);
}

static void add_header(struct arena *a, struct http_req *req, char *line)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return;
    *colon = '\0';
    if (is_name(line))
        http_header_add(a, &req->headers, line, colon + 1);
}

static const char *check(struct arena *a, const struct http_req *req)
{
    struct sigv4_scope scope;
    const char *code = NULL, *message = sigv4_check(a, req, NOW, secret_of, NULL, NULL, &scope, &code);
    if ((message == NULL) != (code == NULL))
        abort();
    return code;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    char *rest = arena_strndup(a, (const char *)data, n);
    struct http_req req = {.method = "GET", .host = "h", .body = "b", .body_len = 1};
    int64_t when;
    req.path = strsep(&rest, "\n");
    req.query = rest ? strsep(&rest, "\n") : "";
    while (rest && *rest)
        add_header(a, &req, strsep(&rest, "\n"));
    check(a, &req);
    (void)http_date_parse(http_header(&req.headers, "Date"), &when);

    static const struct credentials keys = {.access_key = "A", .secret_key = "secret"};
    const struct signing s = {.credentials = &keys, .region = "r", .service = "x", .time = NOW};
    bool odd_hash =
        http_header(&req.headers, "x-amz-content-sha256") != NULL; /* the request's own, and perhaps wrong */
    sigv4_sign(a, &req, &s);
    if (!odd_hash && check(a, &req))
        abort();
    return 0;
}

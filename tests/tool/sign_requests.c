/* Reads one JSON object a line: a request and how to sign it. Writes one a line: every stage of the signature. */

#include "aws/net/digest.h"
#include "aws/net/sigv4.h"
#include "provisioner/model/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *optional(const struct value *v, const char *key)
{
    const char *text = value_get_str(v, key);
    return *text ? text : NULL;
}

static struct http_req request_of(struct arena *a, const struct value *v)
{
    struct http_req req = {.method = value_get_str(v, "method"),
                           .scheme = "https",
                           .path = value_get_str(v, "path"),
                           .query = value_get_str(v, "query"),
                           .body = value_get_str(v, "body")};
    req.body_len = strlen(req.body);
    const struct value *headers = value_get(v, "headers");
    for (size_t i = 0; i < value_len(headers); i++) {
        const struct value *h = value_item(headers, i);
        http_header_add(a, &req.headers, value_str_of(value_item(h, 0)), value_str_of(value_item(h, 1)));
    }
    return req;
}

/* The value behind `key` in Authorization or in the query, up to one of `ends`. */
static const char *part(struct arena *a, const char *text, const char *key, const char *ends)
{
    const char *at = text ? strstr(text, key) : NULL;
    if (!at)
        return "";
    at += strlen(key);
    return uri_unescape(a, at, strcspn(at, ends), false);
}

static const char *hash_of(struct arena *a, const struct http_req *req, const struct signing *s)
{
    struct sha256 d = sha256_of(req->body, req->body_len);
    return s->unsigned_payload ? "UNSIGNED-PAYLOAD" : sha256_hex(a, &d);
}

static void answer(struct arena *a, const struct http_req *req, const struct signing *s, bool presigned)
{
    const char *authorization = http_header(&req->headers, "Authorization");
    const char *names =
        presigned ? part(a, req->query, "X-Amz-SignedHeaders=", "&") : part(a, authorization, "SignedHeaders=", ",");
    const char *signature =
        presigned ? part(a, req->query, "X-Amz-Signature=", "&") : part(a, authorization, "Signature=", ",");
    const char *canonical = sigv4_canonical_request(a, req, s, names, hash_of(a, req, s));
    struct value *out = value_map(a), *headers = value_list(a);
    for (size_t i = 0; i < req->headers.n; i++) {
        struct value *pair = value_list(a);
        value_push(a, pair, value_str(a, req->headers.items[i].name));
        value_push(a, pair, value_str(a, req->headers.items[i].value));
        value_push(a, headers, pair);
    }
    value_set_str(a, out, "canonical", canonical);
    value_set_str(a, out, "to_sign", sigv4_string_to_sign(a, s, canonical));
    value_set_str(a, out, "signature", signature);
    value_set_str(a, out, "query", req->query);
    value_set(a, out, "headers", headers);
    puts(value_canonical(a, out));
}

static void sign(struct arena *a, const struct value *v)
{
    const struct credentials keys = {.access_key = value_get_str(v, "access_key"),
                                     .secret_key = value_get_str(v, "secret_key"),
                                     .session_token = optional(v, "token")};
    const struct signing s = {.credentials = &keys,
                              .region = value_get_str(v, "region"),
                              .service = value_get_str(v, "service"),
                              .time = value_int_of(value_get(v, "time")),
                              .single_encode = value_bool_of(value_get(v, "single_encode")),
                              .unsigned_payload = value_bool_of(value_get(v, "unsigned_payload")),
                              .add_content_sha256 = value_bool_of(value_get(v, "add_content_sha256")),
                              .omit_session_token = value_bool_of(value_get(v, "omit_session_token")),
                              .expires = value_int_of(value_get(v, "expires"))};
    struct http_req req = request_of(a, v);
    bool presigned = value_bool_of(value_get(v, "presign"));
    if (presigned)
        sigv4_presign(a, &req, &s);
    else
        sigv4_sign(a, &req, &s);
    answer(a, &req, &s, presigned);
}

int main(void)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&line, &cap, stdin)) > 0) {
        struct arena *a CLEANUP(arena_freep) = arena_new();
        const struct value *v = NULL;
        struct err *e CLEANUP(err_freep) = json_parse(a, line, (size_t)n - (line[n - 1] == '\n'), JSON_PLAIN, &v);
        if (e) {
            fprintf(stderr, "sign_requests: %s\n", err_text(e));
            return 1;
        }
        sign(a, v);
    }
    free(line);
    return 0;
}

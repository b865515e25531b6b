#ifndef AWS_NET_SIGV4_H
#define AWS_NET_SIGV4_H

#include "aws/net/digest.h"
#include "aws/wire/http.h"

/*
 * AWS Signature Version 4 (aws4_request), in headers or as a presigned URL. Source: "AWS Signature Version 4 for API
 * requests" of the IAM user guide, and the published test suite. Nothing here reads a clock or an environment.
 */

struct credentials {
    const char *access_key, *secret_key;
    const char *session_token; /* NULL: long-lived keys */
    int64_t expires;           /* unix seconds; 0: never */
    const char *account;       /* NULL: not told */
    const char *source;        /* for people: "environment", "profile ops (assume role)" */
};

/*
 * Keys as they are derived from a secret, for a day, a region and a service: four of the five HMACs of a signature. As
 * secret as what they are made of: whoever has them wipes them. All zeros: none yet.
 */
struct signing_keys {
    struct signing_key {
        char secret[64], scope[64]; /* what does not fit is not kept */
        struct sha256 key;
    } items[32];
    unsigned next;
};

struct signing {
    const struct credentials *credentials;
    struct signing_keys *keys; /* NULL: nothing is kept */
    const char *region, *service;
    int64_t time;            /* unix seconds */
    bool single_encode;      /* S3: the path is encoded once and not normalised */
    bool unsigned_payload;   /* UNSIGNED-PAYLOAD */
    bool add_content_sha256; /* x-amz-content-sha256 as a signed header; S3 demands it */
    bool omit_session_token; /* added after signing instead of being signed */
    int64_t expires;         /* presign: seconds the URL holds */
};

/* Adds X-Amz-Date, X-Amz-Security-Token and Authorization to req->headers. Host must be set. */
void sigv4_sign(struct arena *a, struct http_req *req, const struct signing *s);
/* Puts them into req->query instead. */
void sigv4_presign(struct arena *a, struct http_req *req, const struct signing *s);

/* The stages on their own: tests compare each; the sandbox checks requests with them. */
const char *sigv4_canonical_request(struct arena *a, const struct http_req *req, const struct signing *s,
                                    const char *signed_headers, const char *payload_hash);
const char *sigv4_string_to_sign(struct arena *a, const struct signing *s, const char *canonical_request);
const char *sigv4_signature(struct arena *a, const struct signing *s, const char *string_to_sign);

/*
 * The receiver's side: what is wrong with the signature of `req`, or NULL. Reads header or query signatures;
 * `secret_of` gives the secret of an access key or NULL. Fills ret_scope with region and service of the credential
 * scope.
 */
struct sigv4_scope {
    const char *access_key, *region, *service;
    int64_t time;
};
/* *ret_code is the AWS error code ("SignatureDoesNotMatch", "InvalidClientTokenId", "RequestExpired",
 * "MissingAuthenticationToken", "IncompleteSignature"), NULL when it is right; returns the message. */
const char *sigv4_check(struct arena *a, const struct http_req *req, int64_t now,
                        const char *(*secret_of)(void *ctx, const char *access_key), void *ctx,
                        struct signing_keys *keys, struct sigv4_scope *ret_scope, const char **ret_code);

#endif

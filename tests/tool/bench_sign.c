/* Prints two numbers: seconds for N signed requests, and for N times the two SHA-256 and five HMAC that each one needs.
 */
#include "aws/net/digest.h"
#include "aws/net/sigv4.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 20000 };

static const char body[] =
    "Action=DescribeDBClusters&Version=2014-10-31&DBClusterIdentifier=genai-demo-production-tokyo";

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void sign_one(void)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    static const struct credentials keys = {.access_key = "AKIAIOSFODNN7EXAMPLE",
                                            .secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
    const struct signing s = {.credentials = &keys, .region = "ap-northeast-1", .service = "rds", .time = 1767225600};
    struct http_req req = {.method = "POST",
                           .scheme = "https",
                           .host = "rds.ap-northeast-1.amazonaws.com",
                           .path = "/",
                           .query = "",
                           .body = body,
                           .body_len = sizeof body - 1};
    http_header_add(a, &req.headers, "Host", req.host);
    http_header_add(a, &req.headers, "Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    sigv4_sign(a, &req, &s);
}

/* What no signer can do without: digests of body and canonical request, four for the key, one for the signature. */
static void bare_one(void)
{
    char canonical[320];
    memset(canonical, 'c', sizeof canonical);
    struct sha256 d = sha256_of(body, sizeof body - 1);
    struct sha256 key = hmac_sha256("AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", 44, "20260101", 8);
    key = hmac_sha256(key.bytes, 32, "ap-northeast-1", 14);
    key = hmac_sha256(key.bytes, 32, "rds", 3);
    key = hmac_sha256(key.bytes, 32, "aws4_request", 12);
    memcpy(canonical, d.bytes, 32);
    d = sha256_of(canonical, sizeof canonical);
    key = hmac_sha256(key.bytes, 32, canonical, 138);
}

static double timed(void (*fn)(void))
{
    double began = seconds();
    for (int i = 0; i < ROUNDS; i++)
        fn();
    return seconds() - began;
}

int main(void)
{
    timed(bare_one);
    printf("%.6f %.6f\n", timed(sign_one), timed(bare_one));
    return 0;
}

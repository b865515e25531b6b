#include "aws/net/sigv4.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct credentials documented = {.access_key = "AKIDEXAMPLE",
                                              .secret_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"};
static const struct credentials documented_s3 = {.access_key = "AKIAIOSFODNN7EXAMPLE",
                                                 .secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};

enum { AUGUST_2015 = 1440938160 /* 20150830T123600Z */, MAY_2013 = 1369353600 /* 20130524T000000Z */ };

static struct http_req request(const char *method, const char *host, const char *path, const char *query)
{
    return (struct http_req){.method = method, .scheme = "https", .host = host, .path = path, .query = query};
}

static const char *signature_in(const struct http_req *req)
{
    const char *authorization = http_header(&req->headers, "Authorization");
    const char *at = authorization ? strstr(authorization, "Signature=") : NULL;
    return at ? at + strlen("Signature=") : "";
}

/* ---- signing ----------------------------------------------------------------------------------------------------- */

/* "Create a signed AWS API request", IAM user guide: each stage of ListUsers. */
static void the_user_guides_example_agrees_in_every_stage(void **state)
{
    (void)state;
    struct arena *a CLEANUP(arena_freep) = arena_new();
    struct http_req req = request("GET", "iam.amazonaws.com", "/", "Action=ListUsers&Version=2010-05-08");
    struct signing s = {.credentials = &documented, .region = "us-east-1", .service = "iam", .time = AUGUST_2015};
    http_header_add(a, &req.headers, "Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    sigv4_sign(a, &req, &s);
    const char *canonical = sigv4_canonical_request(a, &req, &s, "content-type;host;x-amz-date",
                                                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(sigv4_string_to_sign(a, &s, canonical),
                        "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
                        "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
    assert_string_equal(http_header(&req.headers, "Authorization"),
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                        "SignedHeaders=content-type;host;x-amz-date, "
                        "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

/* "Authenticating requests: using the Authorization header", S3 API reference. */
static void the_s3_references_examples_agree(void **state)
{
    (void)state;
    static const struct {
        const char *method, *path, *query, *name, *value, *name2, *value2, *body, *signature;
    } cases[] = {
        {"GET", "/test.txt", "", "Range", "bytes=0-9", NULL, NULL, "",
         "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
        {"PUT", "/test%24file.text", "", "Date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class",
         "REDUCED_REDUNDANCY", "Welcome to Amazon S3.",
         "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
        {"GET", "/", "lifecycle", NULL, NULL, NULL, NULL, "",
         "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
        {"GET", "/", "max-keys=2&prefix=J", NULL, NULL, NULL, NULL, "",
         "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena *a CLEANUP(arena_freep) = arena_new();
        struct http_req req = request(cases[i].method, "examplebucket.s3.amazonaws.com", cases[i].path, cases[i].query);
        req.body = cases[i].body;
        req.body_len = strlen(req.body);
        if (cases[i].name)
            http_header_add(a, &req.headers, cases[i].name, cases[i].value);
        if (cases[i].name2)
            http_header_add(a, &req.headers, cases[i].name2, cases[i].value2);
        sigv4_sign(a, &req,
                   &(struct signing){.credentials = &documented_s3,
                                     .region = "us-east-1",
                                     .service = "s3",
                                     .time = MAY_2013,
                                     .single_encode = true,
                                     .add_content_sha256 = true});
        assert_string_equal(signature_in(&req), cases[i].signature);
    }
}

/* "Authenticating requests: using query parameters", S3 API reference. */
static void the_s3_references_url_agrees(void **state)
{
    (void)state;
    struct arena *a CLEANUP(arena_freep) = arena_new();
    struct http_req req = request("GET", "examplebucket.s3.amazonaws.com", "/test.txt", "");
    sigv4_presign(a, &req,
                  &(struct signing){.credentials = &documented_s3,
                                    .region = "us-east-1",
                                    .service = "s3",
                                    .time = MAY_2013,
                                    .single_encode = true,
                                    .unsigned_payload = true,
                                    .expires = 86400});
    assert_true(
        str_ends(req.query, "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"));
}

static const char *canonical_line(struct arena *a, const struct http_req *req, bool single, int line)
{
    const struct signing s = {.credentials = &documented, .region = "r", .service = "s", .single_encode = single};
    const char *text = sigv4_canonical_request(a, req, &s, "host", "");
    for (int i = 0; i < line; i++)
        text = strchr(text, '\n') + 1;
    return arena_strndup(a, text, strcspn(text, "\n"));
}

static void paths_are_normalised_and_escaped_twice_but_not_for_s3(void **state)
{
    (void)state;
    static const struct {
        const char *path, *twice, *once;
    } cases[] = {
        {"", "/", "/"},
        {"/", "/", "/"},
        {"/a/./b/../c//d/", "/a/c/d/", "/a/./b/../c//d/"},
        {"/../../..", "/", "/../../.."},
        {"/..a/...", "/..a/...", "/..a/..."},
        {"/clusters/arn%3Aaws%3Akafka", "/clusters/arn%253Aaws%253Akafka", "/clusters/arn%3Aaws%3Akafka"},
        {"/key%20with%2Fslash", "/key%2520with%252Fslash", "/key%20with%2Fslash"},
    };
    struct arena *a CLEANUP(arena_freep) = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_req req = request("GET", "h", cases[i].path, "");
        assert_string_equal(canonical_line(a, &req, false, 1), cases[i].twice);
        assert_string_equal(canonical_line(a, &req, true, 1), cases[i].once);
    }
}

static void queries_are_sorted_and_escaped_one_way(void **state)
{
    (void)state;
    static const struct {
        const char *query, *wanted;
    } cases[] = {
        {"b=2&a=1", "a=1&b=2"},
        {"a=2&a=1&A=3", "A=3&a=1&a=2"},
        {"Param-3=x&Param=2", "Param=2&Param-3=x"},
        {"lifecycle", "lifecycle="},
        {"a=b=c", "a=b%3Dc"},
        {"a=%2f%7e%41", "a=%2F~A"},
        {"a=1+2 3", "a=1%2B2%203"},
        {"a=%00&b=%zz%4", "a=%00&b=%25zz%254"},
        {"&&a=1&", "a=1"},
        {"a=1&X-Amz-Signature=gone", "a=1"},
    };
    struct arena *a CLEANUP(arena_freep) = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_req req = request("GET", "h", "/", cases[i].query);
        assert_string_equal(canonical_line(a, &req, false, 2), cases[i].wanted);
    }
}

static void headers_that_change_on_the_way_are_not_signed(void **state)
{
    (void)state;
    struct arena *a CLEANUP(arena_freep) = arena_new();
    struct http_req req = request("POST", "h", "/", "");
    http_header_add(a, &req.headers, "User-Agent", "provisioner/1");
    http_header_add(a, &req.headers, "X-Amzn-Trace-Id", "Root=1");
    http_header_add(a, &req.headers, "X-Amz-Target", "T");
    struct signing s = {.credentials = &documented, .region = "r", .service = "s", .time = AUGUST_2015};
    sigv4_sign(a, &req, &s);
    const char *first = signature_in(&req);
    assert_non_null(strstr(http_header(&req.headers, "Authorization"), "SignedHeaders=host;x-amz-date;x-amz-target,"));
    sigv4_sign(a, &req, &s);
    assert_string_equal(signature_in(&req), first);
}

/* ---- checking ---------------------------------------------------------------------------------------------------- */

static const char *secret_of(void *ctx, const char *access_key)
{
    (void)ctx;
    return str_eq(access_key, documented.access_key) ? documented.secret_key : NULL;
}

static const char *verdict(struct arena *a, const struct http_req *req, int64_t now)
{
    struct sigv4_scope scope;
    const char *code = "unset";
    const char *message = sigv4_check(a, req, now, secret_of, NULL, NULL, &scope, &code);
    assert_true((code == NULL) == (message == NULL));
    return code ? code : "right";
}

static struct http_req signed_request(struct arena *a, const char *service, bool presigned, const char *token)
{
    struct http_req req = request("POST", "localhost:4566", "/a%3Ab/../c", "x=1&y=%20");
    struct credentials keys = documented;
    keys.session_token = token;
    struct signing s = {.credentials = &keys,
                        .region = "ap-northeast-1",
                        .service = service,
                        .time = AUGUST_2015,
                        .expires = 900,
                        .single_encode = str_eq(service, "s3"),
                        .add_content_sha256 = str_eq(service, "s3"),
                        .unsigned_payload = presigned && str_eq(service, "s3")};
    req.body = presigned ? NULL : "body";
    req.body_len = presigned ? 0 : 4;
    if (presigned)
        sigv4_presign(a, &req, &s);
    else
        sigv4_sign(a, &req, &s);
    return req;
}

static void what_we_sign_is_right_and_its_scope_is_told(void **state)
{
    (void)state;
    static const char *const services[] = {"rds", "s3"}, *const tokens[] = {NULL, "to/ken=="};
    for (size_t i = 0; i < 8; i++) {
        struct arena *a CLEANUP(arena_freep) = arena_new();
        struct http_req req = signed_request(a, services[i & 1], i & 2, tokens[i >> 2]);
        struct sigv4_scope scope;
        const char *code = "unset";
        assert_null(sigv4_check(a, &req, AUGUST_2015 + 10, secret_of, NULL, NULL, &scope, &code));
        assert_null(code);
        assert_string_equal(scope.access_key, "AKIDEXAMPLE");
        assert_string_equal(scope.region, "ap-northeast-1");
        assert_string_equal(scope.service, services[i & 1]);
        assert_int_equal(scope.time, AUGUST_2015);
    }
}

static void signatures_hold_for_five_minutes_and_urls_as_long_as_they_say(void **state)
{
    (void)state;
    static const struct {
        int after;
        bool presigned;
        const char *code;
    } cases[] = {
        {300, false, "right"},
        {301, false, "RequestExpired"},
        {-300, false, "right"},
        {-301, false, "SignatureDoesNotMatch"},
        {900, true, "right"},
        {901, true, "RequestExpired"},
        {-301, true, "SignatureDoesNotMatch"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena *a CLEANUP(arena_freep) = arena_new();
        struct http_req req = signed_request(a, "rds", cases[i].presigned, NULL);
        assert_string_equal(verdict(a, &req, AUGUST_2015 + cases[i].after), cases[i].code);
    }
}

static void a_changed_request_does_not_match(void **state)
{
    (void)state;
    for (int i = 0; i < 7; i++) {
        struct arena *a CLEANUP(arena_freep) = arena_new();
        struct http_req req = signed_request(a, i == 6 ? "s3" : "rds", false, "token");
        switch (i) {
        case 0: req.method = "PUT"; break;
        case 1: req.path = "/other"; break;
        case 2: req.query = "x=1&y=%21"; break;
        case 3: req.body = "bodY"; break;
        case 4: http_header_set(a, &req.headers, "X-Amz-Security-Token", "other"); break;
        case 5: http_header_set(a, &req.headers, "Host", "elsewhere"); break;
        case 6: req.body = "more"; break;
        }
        assert_string_equal(verdict(a, &req, AUGUST_2015), "SignatureDoesNotMatch");
    }
}

static void a_broken_authorization_has_a_code_of_its_own(void **state)
{
    (void)state;
#define SCOPE "AKIDEXAMPLE/20150830/us-east-1/rds/aws4_request"
#define REST ", SignedHeaders=host;x-amz-date, Signature=0"
    static const struct {
        const char *authorization, *date, *code;
    } cases[] = {
        {NULL, NULL, "MissingAuthenticationToken"},
        {"", "20150830T123600Z", "IncompleteSignature"},
        {"Basic QQ==", "20150830T123600Z", "IncompleteSignature"},
        {"AWS4-HMAC-SHA256", "20150830T123600Z", "IncompleteSignature"},
        {"AWS4-HMAC-SHA256 =,=,==, ,", "20150830T123600Z", "IncompleteSignature"},
        {"AWS4-HMAC-SHA256 Credential=" SCOPE REST, NULL, "IncompleteSignature"},
        {"AWS4-HMAC-SHA256 Credential=" SCOPE REST, "20150830", "IncompleteSignature"},
        {"AWS4-HMAC-SHA256 Credential=" SCOPE REST, "20150230T123600Z", "IncompleteSignature"},
        {"AWS4-HMAC-SHA256 Credential=" SCOPE REST, "2015-08-30T12:36:00Z", "IncompleteSignature"},
        {"AWS4-HMAC-SHA256 Credential=" SCOPE REST, "20150831T000000Z", "SignatureDoesNotMatch"},
        {"AWS4-HMAC-SHA256 Credential=" SCOPE REST, "20150830T123600Z", "SignatureDoesNotMatch"},
        {"AWS4-HMAC-SHA256 Credential=" SCOPE ", SignedHeaders=x-amz-date, Signature=0", "20150830T123600Z",
         "SignatureDoesNotMatch"},
        {"AWS4-HMAC-SHA256 Credential=AKIDOTHER/20150830/us-east-1/rds/aws4_request" REST, "20150830T123600Z",
         "InvalidClientTokenId"},
        {"AWS4-HMAC-SHA256 Credential=/20150830/us-east-1/rds/aws4_request" REST, "20150830T123600Z",
         "IncompleteSignature"},
        {"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/rds" REST, "20150830T123600Z",
         "IncompleteSignature"},
        {"AWS4-HMAC-SHA256 Credential=x" REST, "20150830T123600Z", "IncompleteSignature"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena *a CLEANUP(arena_freep) = arena_new();
        struct http_req req = request("GET", "h", "/", "");
        if (cases[i].authorization)
            http_header_add(a, &req.headers, "Authorization", cases[i].authorization);
        if (cases[i].date)
            http_header_add(a, &req.headers, "X-Amz-Date", cases[i].date);
        assert_string_equal(verdict(a, &req, AUGUST_2015), cases[i].code);
    }
}

/* More days, regions and services than are kept, each twice. */
static void keys_that_are_kept_sign_as_those_that_are_not(void **state)
{
    (void)state;
    struct signing_keys *kept = calloc(1, sizeof *kept);
    char secret[80] = "of an access key that is given out again";
    assert_non_null(kept);
    for (int i = 0; i < 4 * (int)COUNT(kept->items); i++) {
        struct arena *a CLEANUP(arena_freep) = arena_new();
        const struct credentials keys = {.access_key = "AKIDEXAMPLE", .secret_key = secret};
        struct signing s = {.credentials = &keys,
                            .region = arena_printf(a, "region-%d", i / 2 % 5),
                            .service = arena_printf(a, "service-%d", i / 2 % 9),
                            .time = AUGUST_2015 + i / 16 * 86400};
        const char *plain = sigv4_signature(a, &s, "text");
        s.keys = kept;
        assert_string_equal(sigv4_signature(a, &s, "text"), plain);
        secret[i % 3 + (i > 100 ? 60 : 0)]++; /* and in the end one that is too long to be kept */
        if (i == 100)
            memset(secret + strlen(secret), 'x', 78 - strlen(secret));
    }
    free(kept);
}

/* Otherwise a signature for one host would do for another. */
static void a_true_signature_that_leaves_out_the_host_is_refused(void **state)
{
    (void)state;
    static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    static const char *const names[] = {"x-amz-date", "host;x-amz-date"};
    const struct signing s = {.credentials = &documented, .region = "us-east-1", .service = "rds", .time = AUGUST_2015};
    for (size_t i = 0; i < COUNT(names); i++) {
        struct arena *a CLEANUP(arena_freep) = arena_new();
        struct http_req req = request("GET", "h", "/", "");
        http_header_add(a, &req.headers, "X-Amz-Date", "20150830T123600Z");
        const char *canonical = sigv4_canonical_request(a, &req, &s, names[i], empty);
        const char *signature = sigv4_signature(a, &s, sigv4_string_to_sign(a, &s, canonical));
        http_header_add(a, &req.headers, "Authorization",
                        arena_printf(a, "AWS4-HMAC-SHA256 Credential=" SCOPE ", SignedHeaders=%s, Signature=%s",
                                     names[i], signature));
        assert_string_equal(verdict(a, &req, AUGUST_2015), i ? "right" : "SignatureDoesNotMatch");
    }
}

static void a_url_without_a_sane_expiry_is_incomplete(void **state)
{
    (void)state;
    static const char *const expiries[] = {"0", "-1", "604801", "soon", "99999999999999999999"};
    for (size_t i = 0; i < COUNT(expiries); i++) {
        struct arena *a CLEANUP(arena_freep) = arena_new();
        struct http_req req = request("GET", "h", "/", "");
        req.query = arena_printf(a,
                                 "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%%2F20150830%%2Fr%%2Fs%%"
                                 "2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Expires="
                                 "%s&X-Amz-Signature=0",
                                 expiries[i]);
        assert_string_equal(verdict(a, &req, AUGUST_2015), "IncompleteSignature");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_user_guides_example_agrees_in_every_stage),
        cmocka_unit_test(the_s3_references_examples_agree),
        cmocka_unit_test(the_s3_references_url_agrees),
        cmocka_unit_test(paths_are_normalised_and_escaped_twice_but_not_for_s3),
        cmocka_unit_test(queries_are_sorted_and_escaped_one_way),
        cmocka_unit_test(headers_that_change_on_the_way_are_not_signed),
        cmocka_unit_test(what_we_sign_is_right_and_its_scope_is_told),
        cmocka_unit_test(signatures_hold_for_five_minutes_and_urls_as_long_as_they_say),
        cmocka_unit_test(keys_that_are_kept_sign_as_those_that_are_not),
        cmocka_unit_test(a_changed_request_does_not_match),
        cmocka_unit_test(a_broken_authorization_has_a_code_of_its_own),
        cmocka_unit_test(a_true_signature_that_leaves_out_the_host_is_refused),
        cmocka_unit_test(a_url_without_a_sane_expiry_is_incomplete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

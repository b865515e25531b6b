#include "harness.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define HELLO "aGVsbG8="                                  /* hello */
#define HELLO_ETAG "\"5d41402abc4b2a76b9719d911017c592\"" /* its MD5 */
#define WORLD "d29ybGQ="

static void bucket(const char *name)
{
    OK("s3", "CreateBucket", "{'Bucket':'%s','CreateBucketConfiguration':{'LocationConstraint':'%s'}}", name, region);
}

static void versioning(const char *name, const char *status)
{
    OK("s3", "PutBucketVersioning", "{'Bucket':'%s','VersioningConfiguration':{'Status':'%s'}}", name, status);
}

/* ETags hold quotes, which the harness's JSON cannot. */
static const struct value *request(const char *key, const char *body, const char *member, const char *text)
{
    struct value *in = value_map(memory);
    value_set_str(memory, in, "Bucket", "box");
    value_set_str(memory, in, "Key", key);
    value_set_str(memory, in, "Body", body);
    if (member)
        value_set_str(memory, in, member, text);
    return in;
}

static const struct value *send(const char *name, const struct value *in)
{
    struct sbuf text = {.arena = memory};
    value_print(&text, in, -1);
    const struct op *op = service_op(aws_service("s3"), name);
    struct http_req req;
    struct http_res res = {0};
    const struct value *out = NULL;
    build(op, in, &req);
    sandbox_answer(sandbox, memory, &req, &res);
    struct err *e = codec_get_response(memory, op, &res, &out, &last_fault);
    if (e)
        fail_msg("%s: %s", name, err_text(e));
    return last_fault.code ? NULL : out;
}

static const char *etag(const char *key)
{
    return text_at(OK("s3", "HeadObject", "{'Bucket':'box','Key':'%s'}", key), "ETag");
}

/* ---- there and back ---------------------------------------------------------------------------------------------- */

static void what_is_put_comes_back_byte_for_byte(void **state)
{
    static const char *const bodies[] = {"", HELLO, "AAECA/8=", "AA==", "//79/A=="};
    (void)state;
    bucket("box");
    for (size_t i = 0; i < COUNT(bodies); i++) {
        OK("s3", "PutObject", "{'Bucket':'box','Key':'a/b c+%%.bin','Body':'%s'}", bodies[i]);
        assert_string_equal(text_at(OK("s3", "GetObject", "{'Bucket':'box','Key':'a/b c+%%.bin'}"), "Body"), bodies[i]);
    }
}

static void an_object_tells_what_it_was_given(void **state)
{
    (void)state;
    bucket("box");
    const struct value *put = OK("s3", "PutObject",
                                 "{'Bucket':'box','Key':'k','Body':'" HELLO "','ContentType':'application/json',"
                                 "'Metadata':{'Lineage':'x y','serial':'7'},'ChecksumSHA256':"
                                 "'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ='}");
    assert_string_equal(text_at(put, "ETag"), HELLO_ETAG);
    assert_string_equal(text_at(put, "ServerSideEncryption"), "AES256");
    assert_null(value_get(put, "VersionId"));
    const struct value *got = OK("s3", "GetObject", "{'Bucket':'box','Key':'k','ChecksumMode':'ENABLED'}");
    assert_string_equal(text_at(got, "Metadata.lineage"), "x y");
    assert_string_equal(text_at(got, "Metadata.serial"), "7");
    assert_string_equal(text_at(got, "ContentType"), "application/json");
    assert_string_equal(text_at(got, "LastModified"), "2026-01-01T00:00:00Z");
    assert_string_equal(text_at(got, "ChecksumSHA256"), "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
    const struct value *head = OK("s3", "HeadObject", "{'Bucket':'box','Key':'k'}");
    assert_string_equal(text_at(head, "ContentLength"), "5");
    assert_null(value_get(head, "ChecksumSHA256"));
}

static void a_key_of_kms_hides_the_digest(void **state)
{
    (void)state;
    bucket("box");
    const struct value *key = OK("kms", "CreateKey", "{}");
    const struct value *put = OK("s3", "PutObject",
                                 "{'Bucket':'box','Key':'k','Body':'" HELLO "','ServerSideEncryption':'aws:kms',"
                                 "'SSEKMSKeyId':'%s'}",
                                 text_at(key, "KeyMetadata.KeyId"));
    assert_string_not_equal(text_at(put, "ETag"), HELLO_ETAG);
    assert_string_equal(text_at(put, "SSEKMSKeyId"), text_at(key, "KeyMetadata.Arn"));
    NO("KMS.NotFoundException", "s3", "PutObject",
       "{'Bucket':'box','Key':'k','ServerSideEncryption':'aws:kms','SSEKMSKeyId':'alias/none'}");
    NO("InvalidArgument", "s3", "PutObject",
       "{'Bucket':'box','Key':'k','ServerSideEncryption':'AES256','SSEKMSKeyId':'%s'}",
       text_at(key, "KeyMetadata.KeyId"));
}

static void bytes_that_are_not_those_of_the_digest_are_refused(void **state)
{
    static const char *const wrong[] = {"'ChecksumSHA256':'AAAA'", "'ContentMD5':'1B2M2Y8AsgTpgAmY7PhCfg=='"};
    (void)state;
    bucket("box");
    for (size_t i = 0; i < COUNT(wrong); i++)
        NO("BadDigest", "s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" HELLO "',%s}", wrong[i]);
    NO("NotFound", "s3", "HeadObject", "{'Bucket':'box','Key':'k'}");
}

/* ---- conditions -------------------------------------------------------------------------------------------------- */

static void a_write_under_a_condition(void **state)
{
    static const struct {
        const char *member, *text; /* NULL: the present ETag */
        bool there;
        const char *code;
    } cases[] = {
        {"IfNoneMatch", "*", false, NULL},
        {"IfNoneMatch", "*", true, "PreconditionFailed"},
        {"IfNoneMatch", "\"x\"", false, "NotImplemented"},
        {"IfMatch", NULL, true, NULL},
        {"IfMatch", "\"x\"", true, "PreconditionFailed"},
        {"IfMatch", "\"x\"", false, "NoSuchKey"},
    };
    (void)state;
    bucket("box");
    for (size_t i = 0; i < COUNT(cases); i++) {
        OK("s3", "DeleteObject", "{'Bucket':'box','Key':'k'}");
        if (cases[i].there)
            OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" HELLO "'}");
        send("PutObject", request("k", WORLD, cases[i].member, cases[i].text ? cases[i].text : etag("k")));
        assert_string_equal(last_fault.code ? last_fault.code : "", cases[i].code ? cases[i].code : "");
    }
}

static void of_two_writers_that_saw_the_same_one_wins(void **state)
{
    (void)state;
    bucket("box");
    versioning("box", "Enabled");
    OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" HELLO "'}");
    const char *seen = etag("k");
    assert_non_null(send("PutObject", request("k", WORLD, "IfMatch", seen)));
    assert_null(send("PutObject", request("k", "AAAA", "IfMatch", seen)));
    assert_int_equal(last_fault.status, 412);
    assert_string_equal(text_at(OK("s3", "GetObject", "{'Bucket':'box','Key':'k'}"), "Body"), WORLD);
}

static void a_delete_marker_counts_as_absent(void **state)
{
    (void)state;
    bucket("box");
    versioning("box", "Enabled");
    OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" HELLO "'}");
    OK("s3", "DeleteObject", "{'Bucket':'box','Key':'k'}");
    assert_null(send("PutObject", request("k", WORLD, "IfMatch", HELLO_ETAG)));
    assert_string_equal(last_fault.code, "NoSuchKey");
    assert_non_null(send("PutObject", request("k", WORLD, "IfNoneMatch", "*")));
}

static void a_delete_under_a_condition(void **state)
{
    (void)state;
    bucket("box");
    OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" HELLO "'}");
    assert_null(send("DeleteObject", request("k", NULL, "IfMatch", "\"other\"")));
    assert_int_equal(last_fault.status, 412);
    assert_non_null(send("DeleteObject", request("k", NULL, "IfMatch", HELLO_ETAG)));
    assert_null(send("DeleteObject", request("k", NULL, "IfMatch", "*")));
    assert_int_equal(last_fault.status, 404);
    OK("s3", "DeleteObject", "{'Bucket':'box','Key':'k'}");
}

static void a_read_under_a_condition(void **state)
{
    (void)state;
    bucket("box");
    OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" HELLO "'}");
    assert_null(send("GetObject", request("k", NULL, "IfNoneMatch", HELLO_ETAG)));
    assert_int_equal(last_fault.status, 304);
    assert_string_equal(last_fault.code, "NotModified");
    assert_non_null(send("GetObject", request("k", NULL, "IfNoneMatch", "\"other\"")));
    assert_null(send("HeadObject", request("k", NULL, "IfMatch", "\"other\"")));
    assert_string_equal(last_fault.code, "PreconditionFailed");
}

static void writers_that_meet_are_told_so(void **state)
{
    (void)state;
    options.faults.conflict = 1;
    reopen();
    bucket("box");
    NO("ConditionalRequestConflict", "s3", "PutObject", "{'Bucket':'box','Key':'k','IfNoneMatch':'*'}");
    assert_int_equal(last_fault.status, 409);
    OK("s3", "PutObject", "{'Bucket':'box','Key':'k'}");
    NO("ConditionalRequestConflict", "s3", "DeleteObject", "{'Bucket':'box','Key':'k','IfMatch':'*'}");
}

/* ---- versions ---------------------------------------------------------------------------------------------------- */

static void versions_stay_until_each_is_deleted(void **state)
{
    (void)state;
    bucket("box");
    versioning("box", "Enabled");
    const char *first = text_at(OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" HELLO "'}"), "VersionId");
    const char *second = text_at(OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" WORLD "'}"), "VersionId");
    const struct value *gone = OK("s3", "DeleteObject", "{'Bucket':'box','Key':'k'}");
    assert_string_equal(text_at(gone, "DeleteMarker"), "true");
    const char *marker = text_at(gone, "VersionId");
    NO("NoSuchKey", "s3", "GetObject", "{'Bucket':'box','Key':'k'}");
    NO("MethodNotAllowed", "s3", "GetObject", "{'Bucket':'box','Key':'k','VersionId':'%s'}", marker);
    NO("NoSuchVersion", "s3", "GetObject", "{'Bucket':'box','Key':'k','VersionId':'other'}");
    assert_string_equal(text_at(OK("s3", "GetObject", "{'Bucket':'box','Key':'k','VersionId':'%s'}", first), "Body"),
                        HELLO);
    const struct value *all = OK("s3", "ListObjectVersions", "{'Bucket':'box'}");
    assert_string_equal(text_at(all, "Versions[0].VersionId"), second);
    assert_string_equal(text_at(all, "Versions[1].VersionId"), first);
    assert_string_equal(text_at(all, "Versions[0].IsLatest"), "false");
    assert_string_equal(text_at(all, "DeleteMarkers[0].IsLatest"), "true");
    NO("BucketNotEmpty", "s3", "DeleteBucket", "{'Bucket':'box'}");
    const char *const each[] = {marker, second, first};
    for (size_t i = 0; i < COUNT(each); i++) {
        OK("s3", "DeleteObject", "{'Bucket':'box','Key':'k','VersionId':'%s'}", each[i]);
        if (i == 0)
            assert_string_equal(text_at(OK("s3", "GetObject", "{'Bucket':'box','Key':'k'}"), "Body"), WORLD);
    }
    OK("s3", "DeleteBucket", "{'Bucket':'box'}");
}

static void suspended_versions_have_no_name(void **state)
{
    (void)state;
    bucket("box");
    OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" HELLO "'}");
    versioning("box", "Enabled");
    OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" WORLD "'}");
    versioning("box", "Suspended");
    assert_string_equal(text_at(OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'AAAA'}"), "VersionId"),
                        "null");
    const struct value *all = OK("s3", "ListObjectVersions", "{'Bucket':'box'}");
    assert_int_equal(count_at(all, "Versions"), 2);
    assert_string_equal(text_at(all, "Versions[0].VersionId"), "null");
    assert_string_equal(text_at(OK("s3", "DeleteObject", "{'Bucket':'box','Key':'k'}"), "VersionId"), "null");
    assert_int_equal(count_at(OK("s3", "ListObjectVersions", "{'Bucket':'box'}"), "Versions"), 1);
}

/* ---- lists ------------------------------------------------------------------------------------------------------- */

static void fill(void)
{
    static const char *const keys[] = {
        "b/2", "a", "b/1", "B", "\xC3\xA9", "b", "b/c/d", "\xEF\xBC\xA1", "\xF0\x9F\x98\x80"};
    bucket("box");
    for (size_t i = 0; i < COUNT(keys); i++)
        OK("s3", "PutObject", "{'Bucket':'box','Key':'%s'}", keys[i]);
}

static const char *keys_of(const struct value *listed)
{
    struct sbuf out = {.arena = memory};
    const struct value *all = value_get(listed, "Contents"), *groups = value_get(listed, "CommonPrefixes");
    for (size_t i = 0; i < value_len(all); i++)
        sbuf_printf(&out, "%s ", value_get_str(value_item(all, i), "Key"));
    for (size_t i = 0; i < value_len(groups); i++)
        sbuf_printf(&out, "[%s] ", value_get_str(value_item(groups, i), "Prefix"));
    return sbuf_str(&out);
}

static void keys_are_listed_in_the_order_of_their_bytes(void **state)
{
    static const struct {
        const char *asked, *keys;
    } cases[] = {
        {"", "B a b b/1 b/2 b/c/d \xC3\xA9 \xEF\xBC\xA1 \xF0\x9F\x98\x80 "},
        {",'Prefix':'b/'", "b/1 b/2 b/c/d "},
        {",'Delimiter':'/'", "B a b \xC3\xA9 \xEF\xBC\xA1 \xF0\x9F\x98\x80 [b/] "},
        {",'Delimiter':'/','Prefix':'b/'", "b/1 b/2 [b/c/] "},
        {",'StartAfter':'b/2','MaxKeys':2", "b/c/d \xC3\xA9 "},
        {",'EncodingType':'url','StartAfter':'b/c'", "b/c/d %C3%A9 %EF%BC%A1 %F0%9F%98%80 "},
        {",'MaxKeys':0", ""},
    };
    (void)state;
    fill();
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(keys_of(OK("s3", "ListObjectsV2", "{'Bucket':'box'%s}", cases[i].asked)), cases[i].keys);
}

static void pages_show_every_key_once(void **state)
{
    (void)state;
    fill();
    for (int size = 1; size < 5; size++) {
        struct sbuf all = {.arena = memory};
        const struct value *page = OK("s3", "ListObjectsV2", "{'Bucket':'box','Delimiter':'/','MaxKeys':%d}", size);
        sbuf_puts(&all, keys_of(page));
        while (value_get(page, "NextContinuationToken")) {
            page = OK("s3", "ListObjectsV2", "{'Bucket':'box','Delimiter':'/','MaxKeys':%d,'ContinuationToken':'%s'}",
                      size, text_at(page, "NextContinuationToken"));
            sbuf_puts(&all, keys_of(page));
        }
        assert_int_equal(strlen(sbuf_str(&all)), strlen("B a b [b/] \xC3\xA9 \xEF\xBC\xA1 \xF0\x9F\x98\x80 "));
        assert_non_null(strstr(sbuf_str(&all), "[b/] "));
    }
}

static void pages_of_versions_go_on_where_they_ended(void **state)
{
    (void)state;
    size_t seen = 0;
    bucket("box");
    versioning("box", "Enabled");
    for (int i = 0; i < 7; i++)
        OK("s3", "PutObject", "{'Bucket':'box','Key':'%c'}", 'a' + i / 3);
    const struct value *page = OK("s3", "ListObjectVersions", "{'Bucket':'box','MaxKeys':2}");
    while (value_get(page, "NextKeyMarker")) {
        seen += count_at(page, "Versions");
        page = OK("s3", "ListObjectVersions", "{'Bucket':'box','MaxKeys':2,'KeyMarker':'%s','VersionIdMarker':'%s'}",
                  text_at(page, "NextKeyMarker"), text_at(page, "NextVersionIdMarker"));
    }
    assert_int_equal(seen + count_at(page, "Versions"), 7);
}

/* ---- whose and where --------------------------------------------------------------------------------------------- */

static void a_bucket_is_asked_for_where_and_whose_it_is(void **state)
{
    (void)state;
    bucket("box");
    OK("s3", "PutObject", "{'Bucket':'box','Key':'k','ExpectedBucketOwner':'123456789012'}");
    NO("AccessDenied", "s3", "GetObject", "{'Bucket':'box','Key':'k','ExpectedBucketOwner':'999999999999'}");
    assert_int_equal(last_fault.status, 403);
    NO("AccessDenied", "s3", "HeadBucket", "{'Bucket':'box','ExpectedBucketOwner':'999999999999'}");
    assert_string_equal(text_at(OK("s3", "HeadBucket", "{'Bucket':'box'}"), "BucketRegion"), region);
    NO("AccessDenied", "s3", "HeadBucket", "{'Bucket':'logs'}");
    NO("NotFound", "s3", "HeadBucket", "{'Bucket':'nobodys'}");
    NO("NoSuchBucket", "s3", "GetObject", "{'Bucket':'nobodys','Key':'k'}");
    region = "ap-northeast-2";
    NO("PermanentRedirect", "s3", "GetObject", "{'Bucket':'box','Key':'k'}");
    assert_int_equal(last_fault.status, 301);
    assert_non_null(strstr(last_fault.message, "ap-northeast-1"));
    NO("PermanentRedirect", "s3", "HeadBucket", "{'Bucket':'box'}");
    assert_non_null(strstr(last_fault.message, "ap-northeast-1"));
}

static void what_is_too_long_is_refused(void **state)
{
    char key[1100];
    (void)state;
    bucket("box");
    memset(key, 'k', sizeof key);
    key[1025] = '\0';
    NO("KeyTooLongError", "s3", "PutObject", "{'Bucket':'box','Key':'%s'}", key);
    key[1024] = '\0';
    OK("s3", "PutObject", "{'Bucket':'box','Key':'%s'}", key);
    NO("MetadataTooLarge", "s3", "PutObject", "{'Bucket':'box','Key':'k','Metadata':{'a':'%s','b':'%s'}}", key, key);
}

/* ---- the world's file -------------------------------------------------------------------------------------------- */

/* A document of a megabyte, each time with another few words in it. */
static const struct value *big(int nth)
{
    struct sbuf text = {.arena = memory};
    for (int i = 0; i < 20000; i++)
        sbuf_printf(&text, "{\"address\": \"thing %d\", \"serial\": %d, \"id\": \"%08x\"}\n", i, i == 7000 ? nth : 0,
                    (unsigned)i * 2654435761u);
    return request("state", base64_encode(memory, sbuf_str(&text), text.len), NULL, NULL);
}

static void a_document_that_is_rewritten_adds_little_to_the_worlds_file(void **state)
{
    char path[] = "/tmp/provisioner-world-XXXXXX";
    struct stat st;
    (void)state;
    close(mkstemp(path));
    options.world = path;
    reopen();
    bucket("box");
    versioning("box", "Enabled");
    const struct value *last = NULL;
    off_t after_first = 0;
    for (int i = 0; i < 20; i++) {
        last = big(i);
        assert_non_null(send("PutObject", last));
        assert_int_equal(stat(path, &st), 0);
        after_first = i == 0 ? st.st_size : after_first;
    }
    assert_true(after_first > 1000000);
    assert_true(st.st_size < after_first * 3 / 2);
    reopen();
    assert_string_equal(text_at(OK("s3", "GetObject", "{'Bucket':'box','Key':'state'}"), "Body"),
                        value_get_str(last, "Body"));
    assert_int_equal(count_at(OK("s3", "ListObjectVersions", "{'Bucket':'box'}"), "Versions"), 20);
    unlink(path);
}

static void contents_are_no_resources(void **state)
{
    (void)state;
    bucket("box");
    OK("s3", "PutObject", "{'Bucket':'box','Key':'k','Body':'" HELLO "'}");
    assert_int_equal(value_len(sandbox_objects(sandbox, memory)), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_put_comes_back_byte_for_byte),
        TEST(an_object_tells_what_it_was_given),
        TEST(a_key_of_kms_hides_the_digest),
        TEST(bytes_that_are_not_those_of_the_digest_are_refused),
        TEST(a_write_under_a_condition),
        TEST(of_two_writers_that_saw_the_same_one_wins),
        TEST(a_delete_marker_counts_as_absent),
        TEST(a_delete_under_a_condition),
        TEST(a_read_under_a_condition),
        TEST(writers_that_meet_are_told_so),
        TEST(versions_stay_until_each_is_deleted),
        TEST(suspended_versions_have_no_name),
        TEST(keys_are_listed_in_the_order_of_their_bytes),
        TEST(pages_show_every_key_once),
        TEST(pages_of_versions_go_on_where_they_ended),
        TEST(a_bucket_is_asked_for_where_and_whose_it_is),
        TEST(what_is_too_long_is_refused),
        TEST(a_document_that_is_rewritten_adds_little_to_the_worlds_file),
        TEST(contents_are_no_resources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "aws/net/digest.h"
#include "aws/sandbox/s3.h"

#include <stdlib.h>
#include <string.h>

/*
 * Objects in buckets: every version is one, and a delete marker is a version without bytes. Contents are no resources:
 * the tagging API and the list of what exists leave them out, and a bucket that holds any cannot be deleted.
 *
 * Bytes are kept in pieces that are cut where their content says so, each under its digest and once a region: a
 * document of a megabyte that is written again with a few words changed adds the pieces around those words to the
 * world's file, and no megabyte.
 *
 * Source of rules: the S3 API reference with its list of error responses; "Conditional requests", "Deleting object
 * versions from a versioning-enabled bucket" and "Checking object integrity" of the user guide.
 */

enum { KEY_MOST = 1024, META_MOST = 2048, PIECE_LEAST = 2 * 1024, PIECE_MOST = 64 * 1024, PIECE_BITS = 13 };

/* clang-format off */
static const struct ref object_refs[] = {
    {"Bucket",  &kind_bucket, REF_LOOSE, NULL},
    {"$Pieces", &kind_piece,  REF_LOOSE, NULL},
    {0}};

const struct sandbox_kind kind_object = {.name = "s3-object", .service = "", .id = "$Id", .hidden = true, .refs = object_refs};
const struct sandbox_kind kind_piece = {.name = "s3-piece", .service = "", .id = "$Id", .hidden = true};
/* clang-format on */

/* ---- bytes ------------------------------------------------------------------------------------------------------- */

/* A number for each byte that has nothing to do with the next byte's. */
static uint64_t scattered(unsigned char byte)
{
    uint64_t x = (byte + UINT64_C(1)) * 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    return x ^ x >> 27;
}

/* How long the piece is that begins here: it ends behind 64 bytes that happen to scatter to zeros. */
static size_t piece_length(const char *s, size_t n)
{
    uint64_t sum = 0;
    size_t most = n < PIECE_MOST ? n : PIECE_MOST;
    for (size_t i = 0; i < most; i++) {
        sum = (sum << 1) + scattered((unsigned char)s[i]);
        if (i >= PIECE_LEAST && sum >> (64 - PIECE_BITS) == 0)
            return i + 1;
    }
    return most;
}

static const struct value *piece_kept(struct call *c, const char *s, size_t n)
{
    const struct sha256 digest = sha256_of(s, n);
    const char *id = sha256_hex(c->a, &digest);
    struct value *v = value_map(c->a);
    value_set_str(c->a, v, "$Bytes", base64_encode(c->a, s, n));
    if (!object_find(c->w, &kind_piece, c->region, id))
        object_new(c->w, &kind_piece, c->object->region, id, v, NULL);
    return value_str(c->a, id);
}

static const struct value *pieces_kept(struct call *c, const char *s, size_t n)
{
    struct value *all = value_list(c->a);
    for (size_t at = 0, step; at < n; at += step) {
        step = piece_length(s + at, n - at);
        value_push(c->a, all, piece_kept(c, s + at, step));
    }
    return all;
}

static const char *bytes_of(struct call *c, const struct object *version)
{
    const struct value *pieces = value_get(version->v, "$Pieces");
    struct sbuf all = {.arena = c->a};
    for (size_t i = 0; i < value_len(pieces); i++) {
        size_t n;
        const struct object *o = object_find(c->w, &kind_piece, version->region, value_str_of(value_item(pieces, i)));
        const char *s = base64_decode(c->a, o ? object_str(o, "$Bytes") : "", &n);
        sbuf_putn(&all, s, n);
    }
    return base64_encode(c->a, sbuf_str(&all), all.len);
}

/* ---- versions ---------------------------------------------------------------------------------------------------- */

static const char *versioning(const struct object *bucket)
{
    return value_get_str(value_get(bucket->v, "VersioningConfiguration"), "Status");
}

static bool is_marker(const struct object *version)
{
    return object_bool(version, "DeleteMarker");
}

/* The newest of a key, or the one of that name. NULL: there is none. */
static struct object *version_of(const struct object *bucket, const char *key, const char *id)
{
    struct object *found = NULL;
    for (const struct edge *e = first_from(bucket, &kind_object); e; e = next_from(e, &kind_object))
        if (str_eq(object_str(e->from, "Key"), key) && (!id || str_eq(object_str(e->from, "VersionId"), id)))
            found = e->from;
    return found;
}

/* What a read or a condition sees: a delete marker is as good as nothing. */
static const struct object *current_of(const struct object *bucket, const char *key)
{
    const struct object *o = version_of(bucket, key, NULL);
    return o && !is_marker(o) ? o : NULL;
}

static void version_remove(struct call *c, struct object *version)
{
    const struct value *pieces = value_copy(c->a, value_get(version->v, "$Pieces"));
    const char *region = version->region;
    object_remove(c->w, version);
    for (size_t i = 0; i < value_len(pieces); i++) {
        struct object *o = object_find(c->w, &kind_piece, region, value_str_of(value_item(pieces, i)));
        if (o && !o->referrers)
            object_remove(c->w, o);
    }
}

/* Without versioning there is one without a name, which the next one replaces. */
static struct object *version_make(struct call *c, struct value *v)
{
    struct object *bucket = c->object;
    const char *key = in_str(c, "Key"), *id = mint_hex(c->w, c->a, 32);
    bool named = str_eq(versioning(bucket), "Enabled");
    struct object *old = named ? NULL : version_of(bucket, key, "null");
    value_set_str(c->a, v, "Bucket", bucket->id);
    value_set_str(c->a, v, "Key", key);
    value_set_str(c->a, v, "VersionId", named ? id : "null");
    value_set_str(c->a, v, "LastModified", iso_time(c->a, world_now(c->w)));
    struct object *made = object_new(c->w, &kind_object, bucket->region, id, v, NULL);
    if (old)
        version_remove(c, old);
    return made;
}

bool s3_holds_nothing(const struct object *bucket)
{
    return !first_from(bucket, &kind_object);
}

/* ---- conditions -------------------------------------------------------------------------------------------------- */

/* S3 takes them with and without quotes. */
static bool etag_fits(const char *asked, const struct object *o)
{
    const char *etag = object_str(o, "ETag");
    size_t n = strlen(etag);
    return str_eq(asked, "*") || str_eq(asked, etag) ||
           (n > 2 && strlen(asked) == n - 2 && memcmp(asked, etag + 1, n - 2) == 0);
}

static bool no_such_key(struct call *c)
{
    return refuse(c, "NoSuchKey", "The specified key does not exist.");
}

static bool precondition_failed(struct call *c)
{
    return refuse(c, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
}

/* "Conditional writes": somebody else is writing the key at this moment. */
static bool no_conflict(struct call *c)
{
    if (!c->conflict || (!has(c, "IfMatch") && !has(c, "IfNoneMatch")))
        return true;
    return refuse(c, "ConditionalRequestConflict",
                  "The conditional request cannot succeed due to a conflicting operation against this resource.");
}

static bool may_write(struct call *c)
{
    const struct object *now = current_of(c->object, in_str(c, "Key"));
    if (has(c, "IfNoneMatch") && !str_eq(in_str(c, "IfNoneMatch"), "*"))
        return refuse(c, "NotImplemented", "A header you provided implies functionality that is not implemented");
    if (!no_conflict(c))
        return false;
    if (has(c, "IfNoneMatch") && now)
        return precondition_failed(c);
    if (!has(c, "IfMatch"))
        return true;
    if (!now)
        return no_such_key(c);
    return etag_fits(in_str(c, "IfMatch"), now) || precondition_failed(c);
}

static bool may_read(struct call *c, const struct object *o)
{
    if (has(c, "IfMatch") && !etag_fits(in_str(c, "IfMatch"), o))
        return precondition_failed(c);
    return !has(c, "IfNoneMatch") || !etag_fits(in_str(c, "IfNoneMatch"), o) ||
           refuse(c, "NotModified", "Not Modified");
}

/* ---- putting ----------------------------------------------------------------------------------------------------- */

static bool names_fit(struct call *c)
{
    const struct value *meta = value_get(c->in, "Metadata");
    size_t n = 0;
    for (size_t i = 0; i < value_len(meta); i++)
        n += strlen(value_key(meta, i)) + strlen(value_str_of(value_item(meta, i)));
    if (strlen(in_str(c, "Key")) > KEY_MOST)
        return refuse(c, "KeyTooLongError", "Your key is too long");
    return n <= META_MOST ||
           refuse(c, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
}

static bool digests_fit(struct call *c, const char *bytes, size_t n)
{
    const struct sha256 sha = sha256_of(bytes, n);
    const struct md5 md5 = md5_of(bytes, n);
    if (has(c, "ChecksumSHA256") &&
        !str_eq(in_str(c, "ChecksumSHA256"), base64_encode(c->a, sha.bytes, sizeof sha.bytes)))
        return refuse(c, "BadDigest", "The SHA256 you specified did not match the calculated checksum.");
    if (has(c, "ContentMD5") && !str_eq(in_str(c, "ContentMD5"), base64_encode(c->a, md5.bytes, sizeof md5.bytes)))
        return refuse(c, "BadDigest", "The Content-MD5 you specified did not match what we received.");
    return true;
}

/* What the request asks for, or what the bucket does by itself. */
static bool encryption_of(struct call *c, struct value *v)
{
    const struct value *by_itself =
        value_path(c->a, c->object->v, "ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault");
    bool asked = has(c, "ServerSideEncryption");
    const char *how = asked ? in_str(c, "ServerSideEncryption") : value_get_str(by_itself, "SSEAlgorithm");
    const char *key = has(c, "SSEKMSKeyId") ? in_str(c, "SSEKMSKeyId")
                      : asked               ? ""
                                            : value_get_str(by_itself, "KMSMasterKeyID");
    struct object *found = NULL;
    if (*key && !str_starts(how, "aws:kms"))
        return refuse(
            c, "InvalidArgument",
            "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption "
            ": aws:kms");
    if (*key && !key_usable(c, c->object->region, key, "KMS.NotFoundException", &found))
        return false;
    value_set_str(c->a, v, "ServerSideEncryption", *how ? how : "AES256");
    if (found)
        value_set_str(c->a, v, "SSEKMSKeyId", object_arn(found));
    return true;
}

/* The digest of the bytes; with a key of KMS, of what nobody sees. */
static const char *etag_of(struct call *c, const struct value *v, const char *bytes, size_t n)
{
    const struct md5 md5 = md5_of(bytes, n);
    if (!str_eq(value_get_str(v, "ServerSideEncryption"), "AES256"))
        return arena_printf(c->a, "\"%s\"", mint_hex(c->w, c->a, 32));
    return arena_printf(c->a, "\"%s\"", md5_hex(c->a, &md5));
}

static void copy_members(struct call *c, struct value *to, const struct value *from, const char *words)
{
    const char *word;
    for (size_t n; (n = next_word(&words, &word));) {
        const char *member = arena_strndup(c->a, word, n);
        value_set(c->a, to, member, value_get(from, member));
    }
}

static void tell_version(struct call *c, const struct object *version)
{
    if (*versioning(c->object))
        out_str(c, "VersionId", object_str(version, "VersionId"));
}

bool s3_object_put(struct call *c)
{
    struct value *v = value_map(c->a);
    size_t n;
    const char *bytes = base64_decode(c->a, in_str(c, "Body"), &n);
    if (!s3_find_bucket(c) || !names_fit(c) || !digests_fit(c, bytes, n) || !encryption_of(c, v) || !may_write(c))
        return false;
    value_set_str(c->a, v, "ETag", etag_of(c, v, bytes, n));
    value_set(c->a, v, "Size", value_int(c->a, (int64_t)n));
    value_set_str(c->a, v, "ContentType", has(c, "ContentType") ? in_str(c, "ContentType") : "binary/octet-stream");
    copy_members(c, v, c->in, "Metadata ChecksumSHA256");
    value_set(c->a, v, "$Pieces", pieces_kept(c, bytes, n));
    struct object *made = version_make(c, v);
    copy_members(c, c->out, made->v, "ETag ServerSideEncryption SSEKMSKeyId ChecksumSHA256");
    tell_version(c, made);
    return true;
}

/* ---- getting ----------------------------------------------------------------------------------------------------- */

static bool find_version(struct call *c, const struct object **ret)
{
    bool named = has(c, "VersionId");
    if (!s3_find_bucket(c))
        return false;
    *ret = version_of(c->object, in_str(c, "Key"), named ? in_str(c, "VersionId") : NULL);
    if (!*ret && named)
        return refuse(c, "NoSuchVersion", "The specified version does not exist.");
    if (*ret && named && is_marker(*ret))
        return refuse(c, "MethodNotAllowed", "The specified method is not allowed against this resource.");
    return (*ret && !is_marker(*ret)) || no_such_key(c);
}

bool s3_object_head(struct call *c)
{
    const struct object *o;
    if (!find_version(c, &o) || !may_read(c, o))
        return false;
    copy_members(c, c->out, o->v, "ETag ContentType Metadata LastModified ServerSideEncryption SSEKMSKeyId");
    if (has(c, "ChecksumMode"))
        copy_members(c, c->out, o->v, "ChecksumSHA256");
    value_set(c->a, c->out, "ContentLength", value_get(o->v, "Size"));
    tell_version(c, o);
    return true;
}

bool s3_object_get(struct call *c)
{
    const struct object *o;
    if (!s3_object_head(c) || !find_version(c, &o))
        return false;
    out_str(c, "Body", bytes_of(c, o));
    return true;
}

/* ---- deleting ---------------------------------------------------------------------------------------------------- */

static bool drop_version(struct call *c)
{
    struct object *o = version_of(c->object, in_str(c, "Key"), in_str(c, "VersionId"));
    out_str(c, "VersionId", in_str(c, "VersionId"));
    if (o && is_marker(o))
        out_bool(c, "DeleteMarker", true);
    if (o)
        version_remove(c, o);
    return true;
}

static bool drop_current(struct call *c)
{
    struct object *null = version_of(c->object, in_str(c, "Key"), "null");
    struct value *v = value_map(c->a);
    if (!*versioning(c->object)) {
        if (null)
            version_remove(c, null);
        return true;
    }
    value_set(c->a, v, "DeleteMarker", value_bool(c->a, true));
    out_bool(c, "DeleteMarker", true);
    tell_version(c, version_make(c, v));
    return true;
}

bool s3_object_delete(struct call *c)
{
    return s3_find_bucket(c) && may_write(c) && (has(c, "VersionId") ? drop_version(c) : drop_current(c));
}

/* ---- listing ----------------------------------------------------------------------------------------------------- */

/* By key, in the order of its bytes; of one key the newest first. */
static int by_key(const void *x, const void *y)
{
    const struct object *a = *(struct object *const *)x, *b = *(struct object *const *)y;
    int way = strcmp(object_str(a, "Key"), object_str(b, "Key"));
    return way ? way : (a->seq < b->seq) - (a->seq > b->seq);
}

static struct object **versions_sorted(struct call *c, size_t *ret_n)
{
    struct object **all = NULL;
    size_t cap = 0;
    *ret_n = 0;
    for (const struct edge *e = first_from(c->object, &kind_object); e; e = next_from(e, &kind_object)) {
        if (!str_starts(object_str(e->from, "Key"), in_str(c, "Prefix")))
            continue;
        all = arena_grow(c->a, all, sizeof *all, *ret_n, &cap);
        all[(*ret_n)++] = e->from;
    }
    if (*ret_n)
        qsort(all, *ret_n, sizeof *all, by_key);
    return all;
}

/* One page. `last` is what the next one begins behind: a key, or the beginning that many keys were told as. */
struct page {
    struct call *c;
    int64_t most, n;
    bool full, grouped;
    const char *last;
    struct value *groups;
};

static const char *encoded(struct call *c, const char *text)
{
    struct sbuf out = {.arena = c->a};
    if (!has(c, "EncodingType"))
        return text;
    uri_escape(&out, text, strlen(text), true);
    return sbuf_str(&out);
}

static bool page_begin(struct call *c, struct page *ret)
{
    int64_t most = in_int(c, "MaxKeys", 1000);
    if (most < 0)
        return refuse(c, "InvalidArgument", "Argument maxKeys must be an integer between 0 and 2147483647");
    *ret = (struct page){.c = c, .most = most < 1000 ? most : 1000, .groups = value_list(c->a)};
    return true;
}

/* "photos/" for "photos/2026/a.jpg" where '/' delimits; NULL: the key stands for itself. */
static const char *group_of(const struct call *c, const char *key)
{
    const char *delimiter = in_str(c, "Delimiter");
    size_t from = strlen(in_str(c, "Prefix"));
    const char *end = *delimiter ? strstr(key + from, delimiter) : NULL;
    return end ? arena_strndup(c->a, key, (size_t)(end - key) + strlen(delimiter)) : NULL;
}

static bool is_behind(const struct object *o, const char *marker, bool grouped)
{
    const char *key = object_str(o, "Key");
    return strcmp(key, marker) > 0 && !(grouped && str_starts(key, marker));
}

/* true: the version is to be told by itself. */
static bool page_takes(struct page *p, const struct object *o)
{
    const char *key = object_str(o, "Key"), *group = group_of(p->c, key);
    if (group && p->grouped && str_eq(group, p->last))
        return false;
    if (p->n == p->most) {
        p->full = true;
        return false;
    }
    p->n++;
    p->last = group ? group : key;
    p->grouped = group;
    if (!group)
        return true;
    struct value *one = value_map(p->c->a);
    value_set_str(p->c->a, one, "Prefix", encoded(p->c, group));
    value_push(p->c->a, p->groups, one);
    return false;
}

static void page_end(const struct page *p)
{
    struct call *c = p->c;
    static const char *const said[] = {"Prefix", "Delimiter", "StartAfter", "KeyMarker"};
    out_str(c, "Name", c->object->id);
    out_str(c, "Prefix", "");
    for (size_t i = 0; i < COUNT(said); i++)
        if (has(c, said[i]))
            out_str(c, said[i], encoded(c, in_str(c, said[i])));
    copy_members(c, c->out, c->in, "EncodingType");
    value_set(c->a, c->out, "MaxKeys", value_int(c->a, p->most));
    out_bool(c, "IsTruncated", p->full);
    value_set(c->a, c->out, "CommonPrefixes", p->groups);
}

static const struct value *told(struct call *c, const struct object *o, const char *words)
{
    struct value *v = value_map(c->a);
    copy_members(c, v, o->v, words);
    value_set_str(c->a, v, "Key", encoded(c, object_str(o, "Key")));
    if (!is_marker(o))
        value_set_str(c->a, v, "StorageClass", "STANDARD");
    return v;
}

/* Tokens are nobody's to read: whether it was a group, and the key. */
static bool read_token(struct call *c, const char **ret_marker, bool *ret_grouped)
{
    const char *token = in_str(c, "ContinuationToken"), *text = base64_decode(c->a, token, NULL);
    *ret_marker = in_str(c, "StartAfter");
    *ret_grouped = false;
    if (!has(c, "ContinuationToken"))
        return true;
    if (*text != 'g' && *text != 'k')
        return refuse(c, "InvalidArgument", "The continuation token provided is incorrect");
    *ret_grouped = *text == 'g';
    *ret_marker = text + 1;
    return true;
}

bool s3_object_list(struct call *c)
{
    struct page p;
    size_t n;
    const char *marker, *seen_key = NULL;
    bool grouped;
    struct value *contents = value_list(c->a);
    if (!s3_find_bucket(c) || !page_begin(c, &p) || !read_token(c, &marker, &grouped))
        return false;
    struct object **all = versions_sorted(c, &n);
    for (size_t i = 0; i < n && !p.full; i++) {
        const char *key = object_str(all[i], "Key");
        bool newest = !seen_key || !str_eq(key, seen_key);
        seen_key = key;
        if (newest && !is_marker(all[i]) && is_behind(all[i], marker, grouped) && page_takes(&p, all[i]))
            value_push(c->a, contents, told(c, all[i], "ETag Size LastModified"));
    }
    page_end(&p);
    value_set(c->a, c->out, "Contents", contents);
    value_set(c->a, c->out, "KeyCount", value_int(c->a, p.n));
    copy_members(c, c->out, c->in, "ContinuationToken");
    if (p.full && p.last) {
        const char *token = arena_printf(c->a, "%c%s", p.grouped ? 'g' : 'k', p.last);
        out_str(c, "NextContinuationToken", base64_encode(c->a, token, strlen(token)));
    }
    return true;
}

/* Behind the version that the last page ended with: of its key those that are older, and all later keys. */
static bool is_behind_version(struct call *c, const struct object *o, const struct object *marked)
{
    const char *marker = in_str(c, "KeyMarker"), *delimiter = in_str(c, "Delimiter");
    if (marked && str_eq(object_str(o, "Key"), marker))
        return o->seq < marked->seq;
    return is_behind(o, marker, *delimiter && str_ends(marker, delimiter) && !str_eq(marker, in_str(c, "Prefix")));
}

static void tell_next(struct call *c, const struct page *p, const struct object *last)
{
    if (!p->full || !p->last)
        return;
    out_str(c, "NextKeyMarker", encoded(c, p->last));
    if (!p->grouped)
        out_str(c, "NextVersionIdMarker", object_str(last, "VersionId"));
}

bool s3_versions_list(struct call *c)
{
    struct page p;
    size_t n;
    struct value *versions = value_list(c->a), *markers = value_list(c->a);
    const struct object *last = NULL, *marked;
    if (!s3_find_bucket(c) || !page_begin(c, &p))
        return false;
    marked =
        has(c, "VersionIdMarker") ? version_of(c->object, in_str(c, "KeyMarker"), in_str(c, "VersionIdMarker")) : NULL;
    struct object **all = versions_sorted(c, &n);
    for (size_t i = 0; i < n && !p.full; i++) {
        const struct object *o = all[i];
        bool newest = i == 0 || !str_eq(object_str(all[i - 1], "Key"), object_str(o, "Key"));
        if (!is_behind_version(c, o, marked) || !page_takes(&p, o))
            continue;
        struct value *v = value_edit(c->a, told(c, o, "ETag Size LastModified VersionId"));
        value_set(c->a, v, "IsLatest", value_bool(c->a, newest));
        value_push(c->a, is_marker(o) ? markers : versions, v);
        last = o;
    }
    page_end(&p);
    value_set(c->a, c->out, "Versions", versions);
    value_set(c->a, c->out, "DeleteMarkers", markers);
    copy_members(c, c->out, c->in, "VersionIdMarker");
    tell_next(c, &p, last);
    return true;
}

#include "aws/net/sigv4.h"

#include "aws/net/digest.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define UNSIGNED "UNSIGNED-PAYLOAD"

/* How far clocks may be apart, and how long a presigned URL may hold: "Elements of an AWS API request signature". */
enum { WINDOW = 5 * 60, LONGEST = 7 * 24 * 3600 };

/* Changed on the way by proxies, or not yet final when the request is signed. */
static const char *const unsigned_headers[] = {
    "authorization",     "connection", "expect",     "keep-alive",      "proxy-authorization", "te",
    "transfer-encoding", "upgrade",    "user-agent", "x-amzn-trace-id",
};

/* Every request is signed, so this file puts text together without printf: half the time went there. */
static void put(struct sbuf *out, const char *const *parts)
{
    for (; *parts; parts++)
        sbuf_puts(out, *parts);
}

#define PUT(out, ...) put(out, (const char *const[]){__VA_ARGS__, NULL})

/* ---- time -------------------------------------------------------------------------------------------------------- */

struct stamp {
    char time[17], date[9]; /* "20150830T123600Z", "20150830" */
};

static char *put_digits(char *at, int value, int digits)
{
    for (int i = digits - 1; i >= 0; i--, value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + digits;
}

static struct stamp stamp_of(int64_t unix_seconds)
{
    struct stamp s = {.time = "19700101T000000Z", .date = "19700101"};
    struct tm tm;
    time_t t = (time_t)unix_seconds;
    if (!gmtime_r(&t, &tm) || tm.tm_year < -1900 || tm.tm_year > 9999 - 1900)
        return s;
    (void)put_digits(put_digits(put_digits(s.time, tm.tm_year + 1900, 4), tm.tm_mon + 1, 2), tm.tm_mday, 2);
    (void)put_digits(put_digits(put_digits(s.time + 9, tm.tm_hour, 2), tm.tm_min, 2), tm.tm_sec, 2);
    memcpy(s.date, s.time, 8);
    return s;
}

static bool stamp_parse(const char *text, int64_t *ret)
{
    struct tm tm = {0};
    const char *end = strptime(text, "%Y%m%dT%H%M%SZ", &tm);
    if (!end || *end)
        return false;
    int64_t t = timegm(&tm);
    /* "20150230T...", or too few digits: what does not come out as it went in is no time */
    if (strcmp(stamp_of(t).time, text) != 0)
        return false;
    *ret = t;
    return true;
}

/* ---- canonical path ---------------------------------------------------------------------------------------------- */

/* Drops what went before ".." : `out` ends behind the last segment that stays. */
static void drop_segment(struct sbuf *out)
{
    while (out->len > 0 && out->s[out->len - 1] != '/')
        out->len--;
    if (out->len > 0)
        out->len--;
}

/* RFC 3986, 5.2.4, and empty segments go too: services other than S3 see the path that way. */
static struct sbuf normalised(struct arena *a, const char *path)
{
    struct sbuf out = {.arena = a};
    size_t n;
    for (const char *p = path; *p; p += n) {
        p += *p == '/';
        n = strcspn(p, "/");
        if (n == 2 && memcmp(p, "..", 2) == 0) {
            drop_segment(&out);
        } else if (n > 0 && !(n == 1 && *p == '.')) {
            sbuf_putc(&out, '/');
            sbuf_putn(&out, p, n);
        }
    }
    if (out.len == 0 || path[strlen(path) - 1] == '/')
        sbuf_putc(&out, '/');
    return out;
}

static void put_path(struct sbuf *out, const char *path, bool single_encode)
{
    if (single_encode) {
        sbuf_puts(out, *path ? path : "/");
        return;
    }
    struct sbuf plain = normalised(out->arena, path);
    uri_escape(out, plain.s, plain.len, true);
}

/* ---- canonical query --------------------------------------------------------------------------------------------- */

struct param {
    const char *key, *value; /* escaped the canonical way */
};

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Unescaped and escaped again, byte by byte, so that %00 does not end the text early. */
static const char *escaped_again(struct arena *a, const char *s, size_t n)
{
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (c == '%' && i + 2 < n && hex_digit(s[i + 1]) >= 0 && hex_digit(s[i + 2]) >= 0) {
            c = (char)(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2]));
            i += 2;
        }
        uri_escape(&out, &c, 1, false);
    }
    return sbuf_str(&out);
}

/* One "key=value" of a query: *at moves behind it; false at the end. */
static bool next_param(struct arena *a, const char **at, struct param *ret)
{
    *at += strspn(*at, "&");
    size_t n = strcspn(*at, "&");
    if (n == 0)
        return false;
    size_t k = strcspn(*at, "=&");
    bool valued = k < n;
    *ret = (struct param){escaped_again(a, *at, k), valued ? escaped_again(a, *at + k + 1, n - k - 1) : ""};
    *at += n;
    return true;
}

static int by_key_and_value(const void *a, const void *b)
{
    const struct param *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : strcmp(x->value, y->value);
}

static bool part_of_signature(const struct param *p, const struct signing *s)
{
    return str_eq(p->key, "X-Amz-Signature") || (s->omit_session_token && str_eq(p->key, "X-Amz-Security-Token"));
}

static void put_query(struct sbuf *out, const char *query, const struct signing *s)
{
    struct param *params = NULL, p;
    size_t n = 0, cap = 0;
    while (next_param(out->arena, &query, &p)) {
        if (part_of_signature(&p, s))
            continue;
        params = arena_grow(out->arena, params, sizeof *params, n, &cap);
        params[n++] = p;
    }
    if (n > 1)
        qsort(params, n, sizeof *params, by_key_and_value);
    for (size_t i = 0; i < n; i++)
        PUT(out, i ? "&" : "", params[i].key, "=", params[i].value);
}

/* ---- canonical headers ------------------------------------------------------------------------------------------- */

static const char *lower(struct arena *a, const char *s, size_t n)
{
    char *out = arena_strndup(a, s, n);
    for (char *c = out; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return out;
}

/* Trimmed, and every run of white space becomes one space. */
static void put_collapsed(struct sbuf *out, const char *value)
{
    static const char white[] = " \t\r\n\v\f";
    const char *p = value + strspn(value, white);
    while (*p) {
        size_t n = strcspn(p, white);
        sbuf_putn(out, p, n);
        p += n;
        p += strspn(p, white);
        if (*p)
            sbuf_putc(out, ' ');
    }
}

static void put_header(struct sbuf *out, const struct http_req *req, const char *name)
{
    bool some = false;
    PUT(out, name, ":");
    for (size_t i = 0; i < req->headers.n; i++) {
        if (strcasecmp(req->headers.items[i].name, name) != 0)
            continue;
        if (some)
            sbuf_putc(out, ',');
        put_collapsed(out, req->headers.items[i].value);
        some = true;
    }
    if (!some && str_eq(name, "host") && req->host)
        sbuf_puts(out, req->host);
    sbuf_putc(out, '\n');
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool changes_on_the_way(const char *name)
{
    for (size_t i = 0; i < COUNT(unsigned_headers); i++)
        if (*name == *unsigned_headers[i] && strcmp(unsigned_headers[i], name) == 0)
            return true;
    return false;
}

/* "host;x-amz-date": every header but those that change on the way and `without`. */
static const char *headers_to_sign(struct arena *a, const struct http_headers *h, const char *without)
{
    const char **names = arena_alloc(a, (h->n + 1) * sizeof *names);
    size_t n = 0;
    for (size_t i = 0; i < h->n; i++) {
        const char *name = lower(a, h->items[i].name, strlen(h->items[i].name));
        if (!changes_on_the_way(name) && !str_eq(name, without))
            names[n++] = name;
    }
    qsort(names, n, sizeof *names, by_name);
    struct sbuf out = {.arena = a};
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !str_eq(names[i], names[i - 1]))
            PUT(&out, out.len ? ";" : "", names[i]);
    return sbuf_str(&out);
}

/* ---- the stages -------------------------------------------------------------------------------------------------- */

const char *sigv4_canonical_request(struct arena *a, const struct http_req *req, const struct signing *s,
                                    const char *signed_headers, const char *payload_hash)
{
    struct sbuf out = {.arena = a};
    PUT(&out, req->method, "\n");
    put_path(&out, req->path ? req->path : "", s->single_encode);
    sbuf_putc(&out, '\n');
    put_query(&out, req->query ? req->query : "", s);
    sbuf_putc(&out, '\n');
    size_t n;
    for (const char *name = signed_headers; *name; name += n + (name[n] == ';')) {
        n = strcspn(name, ";");
        put_header(&out, req, lower(a, name, n));
    }
    PUT(&out, "\n", signed_headers, "\n", payload_hash);
    return sbuf_str(&out);
}

static const char *scope_of(struct arena *a, const struct signing *s)
{
    struct sbuf out = {.arena = a};
    struct stamp at = stamp_of(s->time);
    PUT(&out, at.date, "/", s->region, "/", s->service, "/aws4_request");
    return out.s;
}

const char *sigv4_string_to_sign(struct arena *a, const struct signing *s, const char *canonical_request)
{
    struct sbuf out = {.arena = a};
    struct stamp at = stamp_of(s->time);
    PUT(&out, ALGORITHM "\n", at.time, "\n", scope_of(a, s), "\n", sha256_hex_of(a, canonical_request));
    return out.s;
}

static struct sha256 hmac_text(const struct sha256 *key, const char *text)
{
    return hmac_sha256(key->bytes, sizeof key->bytes, text, strlen(text));
}

static struct sha256 derived_key(struct arena *a, const struct signing *s)
{
    struct stamp at = stamp_of(s->time);
    size_t n = strlen(s->credentials->secret_key);
    char *secret = arena_alloc(a, n + 5);
    memcpy(secret, "AWS4", 4);
    memcpy(secret + 4, s->credentials->secret_key, n);
    struct sha256 key = hmac_sha256(secret, n + 4, at.date, strlen(at.date));
    wipe(secret, n + 4);
    key = hmac_text(&key, s->region);
    key = hmac_text(&key, s->service);
    return hmac_text(&key, "aws4_request");
}

static struct sha256 key_of(struct arena *a, const struct signing *s)
{
    const char *scope = scope_of(a, s), *secret = s->credentials->secret_key;
    struct signing_keys *keys = s->keys;
    bool kept = keys && strlen(scope) < sizeof keys->items->scope && strlen(secret) < sizeof keys->items->secret;
    for (size_t i = 0; kept && i < COUNT(keys->items); i++)
        if (str_eq(keys->items[i].scope, scope) && str_eq(keys->items[i].secret, secret))
            return keys->items[i].key;
    struct sha256 key = derived_key(a, s);
    if (!kept)
        return key;
    struct signing_key *at = &keys->items[keys->next++ % COUNT(keys->items)];
    at->key = key;
    memcpy(at->scope, scope, strlen(scope) + 1);
    memcpy(at->secret, secret, strlen(secret) + 1);
    return key;
}

const char *sigv4_signature(struct arena *a, const struct signing *s, const char *string_to_sign)
{
    struct sha256 key = key_of(a, s);
    struct sha256 signature = hmac_text(&key, string_to_sign);
    wipe(&key, sizeof key);
    return sha256_hex(a, &signature);
}

/* ---- signing ----------------------------------------------------------------------------------------------------- */

static const char *body_hash(struct arena *a, const struct http_req *req)
{
    struct sha256 d = sha256_of(req->body, req->body ? req->body_len : 0);
    return sha256_hex(a, &d);
}

static const char *payload_hash(struct arena *a, const struct http_req *req, const struct signing *s)
{
    return s->unsigned_payload ? UNSIGNED : body_hash(a, req);
}

static const char *signature_of(struct arena *a, const struct http_req *req, const struct signing *s,
                                const char *signed_headers, const char *hash)
{
    const char *canonical = sigv4_canonical_request(a, req, s, signed_headers, hash);
    return sigv4_signature(a, s, sigv4_string_to_sign(a, s, canonical));
}

static void need_host(struct arena *a, struct http_req *req)
{
    if (!http_header(&req->headers, "Host") && req->host)
        http_header_set(a, &req->headers, "Host", req->host);
}

void sigv4_sign(struct arena *a, struct http_req *req, const struct signing *s)
{
    const struct credentials *c = s->credentials;
    const char *hash = payload_hash(a, req, s);
    need_host(a, req);
    if (c->session_token)
        http_header_set(a, &req->headers, "X-Amz-Security-Token", c->session_token);
    http_header_set(a, &req->headers, "X-Amz-Date", stamp_of(s->time).time);
    if (s->add_content_sha256)
        http_header_set(a, &req->headers, "x-amz-content-sha256", hash);
    const char *names = headers_to_sign(a, &req->headers, s->omit_session_token ? "x-amz-security-token" : NULL);
    struct sbuf out = {.arena = a};
    PUT(&out, ALGORITHM " Credential=", c->access_key, "/", scope_of(a, s), ", SignedHeaders=", names,
        ", Signature=", signature_of(a, req, s, names, hash));
    http_header_set(a, &req->headers, "Authorization", out.s);
}

static void put_param(struct sbuf *q, const char *key, const char *value)
{
    PUT(q, q->len ? "&" : "", key, "=");
    uri_escape(q, value, strlen(value), false);
}

void sigv4_presign(struct arena *a, struct http_req *req, const struct signing *s)
{
    const struct credentials *c = s->credentials;
    need_host(a, req);
    const char *names = headers_to_sign(a, &req->headers, NULL);
    struct sbuf q = {.arena = a};
    sbuf_puts(&q, req->query ? req->query : "");
    put_param(&q, "X-Amz-Algorithm", ALGORITHM);
    put_param(&q, "X-Amz-Credential", arena_printf(a, "%s/%s", c->access_key, scope_of(a, s)));
    put_param(&q, "X-Amz-Date", stamp_of(s->time).time);
    put_param(&q, "X-Amz-Expires", arena_printf(a, "%lld", (long long)s->expires));
    put_param(&q, "X-Amz-SignedHeaders", names);
    if (c->session_token)
        put_param(&q, "X-Amz-Security-Token", c->session_token);
    req->query = sbuf_str(&q);
    const char *signature = signature_of(a, req, s, names, payload_hash(a, req, s));
    put_param(&q, "X-Amz-Signature", signature);
    req->query = sbuf_str(&q);
}

/* ---- the receiver's side ----------------------------------------------------------------------------------------- */

/* What a request says about its own signature. */
struct claim {
    const char *algorithm, *credential, *signed_headers, *signature, *date, *expires;
    bool presigned;
};

struct verdict {
    const char *code, *message;
};

static const struct verdict fine;

static void claim_put(struct claim *c, const char *key, const char *value)
{
    const struct {
        const char *in_header, *in_query;
        const char **at;
    } parts[] = {
        {"Credential", "X-Amz-Credential", &c->credential},
        {"SignedHeaders", "X-Amz-SignedHeaders", &c->signed_headers},
        {"Signature", "X-Amz-Signature", &c->signature},
        {"", "X-Amz-Algorithm", &c->algorithm},
        {"", "X-Amz-Date", &c->date},
        {"", "X-Amz-Expires", &c->expires},
    };
    for (size_t i = 0; i < COUNT(parts); i++)
        if (str_eq(key, c->presigned ? parts[i].in_query : parts[i].in_header) && !*parts[i].at)
            *parts[i].at = value;
}

static void claim_from_header(struct arena *a, const struct http_req *req, const char *authorization, struct claim *c)
{
    size_t n = strcspn(authorization, " ");
    c->algorithm = arena_strndup(a, authorization, n);
    c->date = http_header(&req->headers, "X-Amz-Date");
    for (const char *p = authorization + n; *p; p += n) {
        p += strspn(p, " ,");
        n = strcspn(p, " ,");
        size_t k = strcspn(p, "= ,");
        if (k < n)
            claim_put(c, arena_strndup(a, p, k), arena_strndup(a, p + k + 1, n - k - 1));
    }
}

static void claim_from_query(struct arena *a, const char *query, struct claim *c)
{
    struct param p;
    c->presigned = true;
    while (next_param(a, &query, &p))
        claim_put(c, p.key, uri_unescape(a, p.value, strlen(p.value), false));
}

static struct verdict claim_read(struct arena *a, const struct http_req *req, struct claim *c)
{
    const char *authorization = http_header(&req->headers, "Authorization");
    if (authorization)
        claim_from_header(a, req, authorization, c);
    else
        claim_from_query(a, req->query ? req->query : "", c);
    if (c->presigned && !c->algorithm && !c->signature)
        return (struct verdict){"MissingAuthenticationToken", "Request is missing Authentication Token"};
    if (!str_eq(c->algorithm, ALGORITHM))
        return (struct verdict){"IncompleteSignature",
                                "Unsupported AWS signature algorithm, " ALGORITHM " is expected"};
    if (!c->credential || !c->signed_headers || !c->signature || !c->date)
        return (struct verdict){"IncompleteSignature",
                                "The request signature requires Credential, SignedHeaders, Signature and X-Amz-Date"};
    return fine;
}

/* The last `/` field of *text is cut off and returned; NULL when there is none. */
static const char *cut_last(char *text)
{
    char *slash = strrchr(text, '/');
    if (!slash)
        return NULL;
    *slash = '\0';
    return slash + 1;
}

/* "AKID/20150830/us-east-1/service/aws4_request" */
static struct verdict scope_read(struct arena *a, const struct claim *c, struct sigv4_scope *ret)
{
    static const struct verdict bad = {"IncompleteSignature",
                                       "Credential must have the form key/date/region/service/aws4_request"};
    char *text = arena_strdup(a, c->credential);
    const char *last = cut_last(text), *service = cut_last(text), *region = cut_last(text), *date = cut_last(text);
    if (!str_eq(last, "aws4_request") || !service || !*service || !region || !*region || !date || !*text)
        return bad;
    if (!stamp_parse(c->date, &ret->time))
        return (struct verdict){"IncompleteSignature", "Date must be in ISO-8601 'basic format'"};
    ret->access_key = text;
    ret->region = region;
    ret->service = service;
    if (!str_eq(date, stamp_of(ret->time).date))
        return (struct verdict){"SignatureDoesNotMatch", "Date in Credential scope does not match X-Amz-Date"};
    return fine;
}

static struct verdict time_check(struct arena *a, const struct claim *c, int64_t signed_at, int64_t now)
{
    int64_t holds = WINDOW;
    if (c->presigned && (!c->expires || !parse_int(c->expires, &holds) || holds < 1 || holds > LONGEST))
        return (struct verdict){"IncompleteSignature", "X-Amz-Expires must be between 1 and 604800 seconds"};
    if (signed_at > now + WINDOW)
        return (struct verdict){"SignatureDoesNotMatch",
                                arena_printf(a, "Signature not yet current: %s is still later than %s (%s + 5 min.)",
                                             c->date, stamp_of(now + WINDOW).time, stamp_of(now).time)};
    if (now > signed_at + holds)
        return (struct verdict){"RequestExpired",
                                arena_printf(a, "Signature expired: %s is now earlier than %s (%s - %lld s.)", c->date,
                                             stamp_of(now - holds).time, stamp_of(now).time, (long long)holds)};
    return fine;
}

static bool signs_host(const char *names)
{
    size_t n;
    for (const char *p = names; *p; p += n + (p[n] == ';')) {
        n = strcspn(p, ";");
        if (n == 4 && strncasecmp(p, "host", 4) == 0)
            return true;
    }
    return false;
}

/* The hash that went into the signature: what the header says, once it is true, S3's rule for URLs, or the body's. */
static const char *claimed_hash(struct arena *a, const struct http_req *req, const struct claim *c, bool s3)
{
    const char *said = http_header(&req->headers, "x-amz-content-sha256");
    if (!said)
        return s3 && c->presigned ? UNSIGNED : body_hash(a, req);
    if (str_eq(said, UNSIGNED) || str_starts(said, "STREAMING-"))
        return said;
    const char *is = body_hash(a, req);
    return str_eq(said, is) ? is : NULL;
}

/* Takes as long for a near miss as for a far one. */
static bool same_signature(const char *a, const char *b)
{
    size_t n = strlen(a);
    if (strlen(b) != n)
        return false;
    unsigned char differ = 0;
    for (size_t i = 0; i < n; i++)
        differ |= (unsigned char)(a[i] ^ b[i]);
    return differ == 0;
}

static struct verdict signature_check(struct arena *a, const struct http_req *req, const struct claim *c,
                                      const struct sigv4_scope *scope, const char *secret, struct signing_keys *known)
{
    const struct credentials keys = {.access_key = scope->access_key, .secret_key = secret};
    bool s3 = str_eq(scope->service, "s3");
    const struct signing s = {.credentials = &keys,
                              .keys = known,
                              .region = scope->region,
                              .service = scope->service,
                              .time = scope->time,
                              .single_encode = s3};
    if (!signs_host(c->signed_headers))
        return (struct verdict){"SignatureDoesNotMatch", "'Host' must be a 'SignedHeader' in the AWS Authorization"};
    const char *hash = claimed_hash(a, req, c, s3);
    if (!hash)
        return (struct verdict){"SignatureDoesNotMatch",
                                "The provided 'x-amz-content-sha256' header does not match what was computed"};
    if (same_signature(signature_of(a, req, &s, c->signed_headers, hash), c->signature))
        return fine;
    return (struct verdict){"SignatureDoesNotMatch",
                            "The request signature we calculated does not match the signature you provided. Check "
                            "your AWS Secret Access Key and signing method"};
}

static struct verdict check(struct arena *a, const struct http_req *req, int64_t now, struct sigv4_scope *scope,
                            const char *(*secret_of)(void *ctx, const char *access_key), void *ctx,
                            struct signing_keys *keys)
{
    struct claim c = {0};
    struct verdict v = claim_read(a, req, &c);
    if (!v.code)
        v = scope_read(a, &c, scope);
    if (v.code)
        return v;
    const char *secret = secret_of(ctx, scope->access_key);
    if (!secret)
        return (struct verdict){"InvalidClientTokenId", "The security token included in the request is invalid"};
    v = time_check(a, &c, scope->time, now);
    return v.code ? v : signature_check(a, req, &c, scope, secret, keys);
}

const char *sigv4_check(struct arena *a, const struct http_req *req, int64_t now,
                        const char *(*secret_of)(void *ctx, const char *access_key), void *ctx,
                        struct signing_keys *keys, struct sigv4_scope *ret_scope, const char **ret_code)
{
    struct sigv4_scope scope = {0};
    struct verdict v = check(a, req, now, &scope, secret_of, ctx, keys);
    *ret_scope = scope;
    *ret_code = v.code;
    return v.message;
}

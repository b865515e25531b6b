#include "aws/api/s3.h"
#include "aws/net/digest.h"
#include "state/s3/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/*
 * The client repeats nothing here: what a repetition means depends on the condition, and how long it may take on what
 * it is for.
 */

enum { FIRST_PAUSE_MS = 200, LONGEST_PAUSE_MS = 3000, AT_ONCE = 32, MOST_PAGES = 1000, HEAD_ATTEMPTS = 2 };

/* ---- one attempt ------------------------------------------------------------------------------------------------- */

struct value *object_about(const struct s3 *s, struct arena *a, const struct place *p, const char *key)
{
    struct value *in = value_map(a);
    value_set_str(a, in, "Bucket", p->bucket);
    value_set_str(a, in, "Key", key);
    value_set_str(a, in, "ExpectedBucketOwner", s->account);
    return in;
}

static struct aws_call call_of(struct s3 *s, struct arena *a, const struct place *p, const struct op *op,
                               const struct value *in)
{
    return (struct aws_call){
        .arena = a, .op = op, .region = p->region, .in = in, .owner = s, .poll = true, .timeout_ms = ANSWER_MS};
}

enum answer {
    YES,
    ABSENT,    /* no such object */
    OTHERWISE, /* a condition does not hold */
    LATER,     /* no, and nothing happened, but it may go the next time */
    NOBODY_KNOWS,
    NO,
};

static enum answer answer_of(const struct aws_call *call)
{
    const struct fault *f = &call->fault;
    switch (call->end) {
    case CALL_OK: return YES;
    case CALL_UNREACHABLE: return LATER;
    case CALL_LOST:
    case CALL_BROKEN: return NOBODY_KNOWS;
    case CALL_FAULT: break;
    case CALL_REFUSED:
    case CALL_PENDING: return NO;
    }
    if (f->status == 412)
        return OTHERWISE;
    if (str_eq(f->code, "NoSuchKey") || str_eq(f->code, "NotFound"))
        return ABSENT;
    if (f->status == 409 || fault_is_throttle(f))
        return LATER;
    return fault_is_transient(f) ? NOBODY_KNOWS : NO;
}

/* Why it did not go well. Neither conditions nor absent objects come here: those are answers. */
static struct err *no(const struct place *p, const char *key, const struct aws_call *call)
{
    CLEANUP(err_freep) struct err *e = call_error(call);
    enum answer answer = answer_of(call);
    if (str_eq(call->fault.code, "NoSuchBucket"))
        return err_new(ERR_REFUSED, "s3://%s/%s: there is no such bucket in %s; `provisioner init` makes it", p->bucket,
                       key, p->region);
    enum err_class cls = answer == LATER || answer == NOBODY_KNOWS ? ERR_UNREACHABLE : err_class_of(e);
    return err_new(cls, "s3://%s/%s: %s", p->bucket, key, err_text(e));
}

/* ---- attempts ---------------------------------------------------------------------------------------------------- */

struct patience {
    struct client *client;
    int64_t until, pause;
};

static struct patience patience_for(const struct s3 *s, int64_t ms)
{
    return (struct patience){s->client, client_now_ms(s->client) + ms, FIRST_PAUSE_MS};
}

/* False: it is over. */
static bool pause(struct patience *p)
{
    int64_t now = client_now_ms(p->client), next = now + p->pause;
    if (next >= p->until)
        return false;
    client_wait(p->client, next);
    p->pause = p->pause * 2 < LONGEST_PAUSE_MS ? p->pause * 2 : LONGEST_PAUSE_MS;
    return true;
}

static void keep_etag(struct etag *ret, const struct value *out)
{
    (void)snprintf(ret->text, sizeof ret->text, "%s", value_get_str(out, "ETag"));
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static struct got got_of(struct arena *a, const struct value *out)
{
    struct got g = {.there = true, .meta = value_get(out, "Metadata")};
    keep_etag(&g.etag, out);
    g.bytes = base64_decode(a, value_get_str(out, "Body"), &g.n);
    return g;
}

static struct err *read_object(struct s3 *s, const struct place *p, struct arena *a, const struct op *op,
                               const char *key, int64_t patience_ms, struct got *ret)
{
    struct patience patience = patience_for(s, patience_ms);
    for (;;) {
        struct aws_call call = call_of(s, a, p, op, object_about(s, a, p, key));
        client_call(s->client, &call);
        enum answer answer = answer_of(&call);
        if (answer == YES || answer == ABSENT) {
            *ret = answer == YES ? got_of(a, call.out) : (struct got){.bytes = ""};
            return NULL;
        }
        if (answer == NO || answer == OTHERWISE || !pause(&patience))
            return no(p, key, &call);
    }
}

struct err *object_get(struct s3 *s, const struct place *p, struct arena *a, const char *key, struct got *ret)
{
    return read_object(s, p, a, &s3_GetObject, key, PATIENT_MS, ret);
}

struct err *object_head(struct s3 *s, const struct place *p, struct arena *a, const char *key, struct got *ret)
{
    return read_object(s, p, a, &s3_HeadObject, key, PATIENT_MS, ret);
}

static struct err *read_page(struct s3 *s, const struct place *p, struct arena *a, const char *prefix,
                             const char *token, const struct value **ret)
{
    struct patience patience = patience_for(s, PATIENT_MS);
    struct value *in = value_map(a);
    value_set_str(a, in, "Bucket", p->bucket);
    value_set_str(a, in, "ExpectedBucketOwner", s->account);
    value_set_str(a, in, "Prefix", prefix);
    if (*token)
        value_set_str(a, in, "ContinuationToken", token);
    for (;;) {
        struct aws_call call = call_of(s, a, p, &s3_ListObjectsV2, in);
        client_call(s->client, &call);
        enum answer answer = answer_of(&call);
        if (answer == YES) {
            *ret = call.out;
            return NULL;
        }
        if ((answer != LATER && answer != NOBODY_KNOWS) || !pause(&patience))
            return no(p, prefix, &call);
    }
}

struct err *object_list(struct s3 *s, const struct place *p, struct arena *a, const char *prefix, const char ***ret,
                        size_t *ret_n)
{
    const struct value *page = NULL;
    const char **keys = NULL, *token = "";
    size_t n = 0, cap = 0;
    for (size_t pages = 0; !page || value_bool_of(value_get(page, "IsTruncated")); pages++) {
        if (pages == MOST_PAGES)
            return err_new(ERR_INPUT, "s3://%s/%s: holds more objects than a journal ever has", p->bucket, prefix);
        TRY(read_page(s, p, a, prefix, token, &page));
        const struct value *contents = value_get(page, "Contents");
        for (size_t i = 0; i < value_len(contents); i++) {
            keys = arena_grow(a, keys, sizeof *keys, n, &cap);
            keys[n++] = value_get_str(value_item(contents, i), "Key");
        }
        token = value_get_str(page, "NextContinuationToken");
    }
    *ret = keys;
    *ret_n = n;
    return NULL;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* Under a name of its own: what is found later can be told from what others wrote. */
const struct value *object_request(struct s3 *s, struct arena *a, const struct place *p, const struct put *what,
                                   const char *name)
{
    struct value *in = object_about(s, a, p, what->key), *meta = value_edit(a, what->meta);
    value_set_str(a, meta, "write", name);
    value_set(a, in, "Metadata", meta);
    value_set_str(a, in, "Body", base64_encode(a, what->bytes, strlen(what->bytes)));
    value_set_str(a, in, "ContentType", "application/json");
    value_set_str(a, in, "ServerSideEncryption", p->kms_key ? "aws:kms" : "AES256");
    if (p->kms_key)
        value_set_str(a, in, "SSEKMSKeyId", p->kms_key);
    if (what->replaces)
        value_set_str(a, in, "IfMatch", what->replaces->text);
    else
        value_set_str(a, in, "IfNoneMatch", "*");
    return in;
}

/* What is there was written by this very put. *ret_known: somebody has said what is there. */
static struct err *look_for_own(struct s3 *s, const struct place *p, struct arena *a, const char *key, const char *name,
                                bool *ret_ours, bool *ret_known, struct etag *ret_etag)
{
    struct got head;
    struct err *e = read_object(s, p, a, &s3_HeadObject, key, 0, &head);
    *ret_known = !e;
    *ret_ours = !e && head.there && str_eq(value_get_str(head.meta, "write"), name);
    if (*ret_ours)
        *ret_etag = head.etag;
    if (!e || err_class_of(e) != ERR_UNREACHABLE)
        return e;
    err_free(e);
    return NULL;
}

static struct err *lost_to_others(const struct place *p, const char *key)
{
    return err_new(ERR_CONFLICT, "s3://%s/%s: somebody else has written it", p->bucket, key);
}

struct err *object_put(struct s3 *s, const struct place *p, const struct put *what, struct etag *ret)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *name = arena_printf(a, "%s-%" PRIu64, s->holder, ++s->writes);
    const struct value *in = object_request(s, a, p, what, name);
    struct patience patience = patience_for(s, what->patience_ms);
    bool ambiguous = false, ours = false, known = true;
    for (;;) {
        struct aws_call call = call_of(s, a, p, &s3_PutObject, in);
        call.timeout_ms = what->patience_ms < ANSWER_MS ? HEAD_MS : ANSWER_MS;
        client_call(s->client, &call);
        enum answer answer = answer_of(&call);
        if (answer == YES) {
            keep_etag(ret, call.out);
            return NULL;
        }
        bool refused = answer == OTHERWISE || answer == ABSENT;
        ambiguous = ambiguous || answer == NOBODY_KNOWS;
        if (ambiguous)
            TRY(look_for_own(s, p, a, what->key, name, &ours, &known, ret));
        if (ours)
            return NULL;
        if (refused && known)
            return lost_to_others(p, what->key);
        if (answer == NO || !pause(&patience)) {
            s->unsure = s->unsure || (ambiguous && p == s->seat);
            return no(p, what->key, &call);
        }
    }
}

struct err *object_delete(struct s3 *s, const struct place *p, const char *key, const struct etag *etag,
                          int64_t patience_ms)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct patience patience = patience_for(s, patience_ms);
    struct value *in = object_about(s, a, p, key);
    if (etag)
        value_set_str(a, in, "IfMatch", etag->text);
    for (;;) {
        struct aws_call call = call_of(s, a, p, &s3_DeleteObject, in);
        client_call(s->client, &call);
        enum answer answer = answer_of(&call);
        if (answer == YES || answer == ABSENT)
            return NULL;
        if (answer == OTHERWISE)
            return lost_to_others(p, key);
        if (answer == NO || !pause(&patience))
            return no(p, key, &call);
    }
}

/* ---- many at once ------------------------------------------------------------------------------------------------ */

struct one {
    struct aws_call call; /* first: the two are one */
    size_t *left;
};

static void is_done(struct aws_call *call)
{
    --*((struct one *)call)->left;
}

/* So many at a time, each once. */
static void ask_all(struct s3 *s, struct one *all, size_t n)
{
    size_t left = 0;
    for (size_t i = 0; i < n; i++) {
        all[i].left = &left;
        all[i].call.done = is_done;
        left++;
        client_start(s->client, &all[i].call);
        while (left >= (i + 1 < n ? AT_ONCE : 1))
            (void)client_step(s->client, INT64_MAX);
    }
}

static struct one *about_all(struct s3 *s, const struct place *p, struct arena *a, const struct op *op,
                             const char *const *keys, size_t n)
{
    struct one *all = arena_alloc(a, (n + 1) * sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i].call = call_of(s, a, p, op, object_about(s, a, p, keys[i]));
    return all;
}

struct err *objects_get(struct s3 *s, const struct place *p, struct arena *a, const char *const *keys, size_t n,
                        struct got *ret)
{
    struct one *all = about_all(s, p, a, &s3_GetObject, keys, n);
    ask_all(s, all, n);
    for (size_t i = 0; i < n; i++)
        if (answer_of(&all[i].call) == YES)
            ret[i] = got_of(a, all[i].call.out);
        else
            TRY(object_get(s, p, a, keys[i], &ret[i]));
    return NULL;
}

void objects_delete(struct s3 *s, const struct place *p, const char *const *keys, size_t n)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    ask_all(s, about_all(s, p, a, &s3_DeleteObject, keys, n), n);
}

/* ---- heads ------------------------------------------------------------------------------------------------------- */

static struct err *hear(const struct s3 *s, const struct place *p, struct arena *a, const struct aws_call *call,
                        struct heard *ret, bool *ret_again)
{
    enum answer answer = answer_of(call);
    *ret_again = answer == LATER || answer == NOBODY_KNOWS;
    if (answer == NO || answer == OTHERWISE)
        return no(p, s->key, call);
    if (*ret_again)
        *ret = (struct heard){.why = call->why ? call->why : call->fault.message};
    else
        *ret = (struct heard){.head = answer == YES ? got_of(a, call->out) : (struct got){.bytes = ""}};
    return NULL;
}

struct err *objects_head(struct s3 *s, struct arena *a, struct heard *ret)
{
    size_t asked[COUNT(s->places)] = {0, 1}, n = s->n_places > 1 ? 2 : 1;
    for (int attempt = 0; attempt < HEAD_ATTEMPTS && n; attempt++) {
        struct one *all = arena_alloc(a, n * sizeof *all);
        size_t left = 0;
        for (size_t i = 0; i < n; i++) {
            const struct place *p = &s->places[asked[i]];
            all[i].call = call_of(s, a, p, &s3_HeadObject, object_about(s, a, p, s->key));
            all[i].call.timeout_ms = HEAD_MS;
        }
        ask_all(s, all, n);
        for (size_t i = 0; i < n; i++) {
            size_t at = asked[i];
            bool again;
            TRY(hear(s, &s->places[at], a, &all[i].call, &ret[at], &again));
            if (again)
                asked[left++] = at;
        }
        n = left;
    }
    return NULL;
}
